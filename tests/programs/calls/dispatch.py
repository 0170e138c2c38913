# Everything that can be called, and how it is reached: __call__ chains, bound methods, vectorcall edge cases.
class Callable:
    def __call__(self, *args, **kwargs): return args, kwargs


class Chain:
    __call__ = Callable()


class Static:
    __call__ = staticmethod(lambda *a: ("static", a))


class Cls:
    __call__ = classmethod(lambda cls, *a: (cls.__name__, a))


print(Callable()(1, k=2), Chain()(3), Static()(4), Cls()(5))
print(callable(Callable()), callable(5), callable(Callable), callable(len))
c = Callable()
c.__call__ = lambda: "instance attribute is not used"
print(c())


class Deep:
    def __init__(self, n): self.n = n
    def method(self, *args, **kw): return (self.n, args, sorted(kw.items()))


bound = Deep(1).method
print(bound(), bound(1, 2, 3, 4, 5, 6, 7), bound(a=1, b=2), bound(1, a=2), bound(*range(3), **{"z": 1}))
print(list(map(bound, [1, 2])), sorted([3, 1, 2], key=Deep(5).n.__sub__))
print(max([[1], [1, 2, 3]], key=len), list(map(int.__add__, [1, 2], [3, 4])))
print(list(map(str.upper, "ab")), [*map(Deep.method, [Deep(8)], [9])])


def attempt(f):
    try:
        print(f())
    except TypeError as e:
        print("TypeError -", e)


class NotCallable:
    __call__ = 5


attempt(lambda: NotCallable()())
attempt(lambda: "text"())
attempt(lambda: (1, 2)(3))
attempt(lambda: Deep())
attempt(lambda: Deep(1, 2))
attempt(lambda: Deep.method())
attempt(lambda: type("X", (), {})(1))
import sys
attempt(lambda: sys())


class Meta(type):
    def __call__(cls, *args): return ("meta call", args)


class M(metaclass=Meta):
    def __init__(self): print("never")


print(M(1, 2), object.__new__(M).__class__ is M)
print(bool.__call__(3), type.__call__(list, "ab"), int.__call__("12"))


class Tracker:
    def __getattribute__(self, name):
        print("lookup", name)
        return object.__getattribute__(self, name)

    def meth(self): return "meth"


print(Tracker().meth())
print((lambda *a, **k: (a, k))(*(), **{}), (lambda a, *b: (a, b))(*"xyz"))
print(print.__self__.__name__, "abc".upper.__self__, len.__self__.__name__)

# Data and non-data descriptors, order of lookup, __get__ on classes.
class Data:
    def __get__(self, obj, owner): print("data get", obj is None, owner.__name__); return "data"
    def __set__(self, obj, value): print("data set", value)
    def __delete__(self, obj): print("data delete")


class NonData:
    def __get__(self, obj, owner=None): return ("nondata", obj is None)


class SetOnly:
    def __set__(self, obj, value): obj.__dict__["setonly"] = value * 2


class C:
    d = Data()
    n = NonData()
    setonly = SetOnly()
    plain = 1


c = C()
c.__dict__.update(d="instance d", n="instance n", plain="instance plain")
print(c.d, c.n, c.plain, C.d, C.n)
c.d = 3
del c.d
print(c.__dict__["d"])
c.setonly = 4
print(c.setonly, type(C.setonly).__name__)
del c.n
print(c.n)


class Meta(type):
    d = Data()
    n = NonData()


class WithMeta(metaclass=Meta):
    n = "own n"
    d = "own d"


print(WithMeta.d, WithMeta.n)
WithMeta.d = 1


def attempt(f):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, "-", e)


attempt(lambda: setattr(c, "n", 1) or c.n)


class NoDelete:
    def __set__(self, o, v): pass


class E: x = NoDelete()


attempt(lambda: delattr(E(), "x"))


class GetRaises:
    def __get__(self, o, t): raise AttributeError("from get")


class F:
    x = GetRaises()

    def __getattr__(self, name): return "fallback"


print(F().x, hasattr(C, "zzz"), getattr(F(), "y"))
print(Data().__get__(None, C))
attempt(lambda: NonData().__get__())
attempt(lambda: (lambda: 0).__get__(None, None))
f = lambda self: self
print(f.__get__(5, int)(), f.__get__(None, int) is f, f.__get__(5).__self__)

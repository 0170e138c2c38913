# Abstract classes by hand: __abstractmethods__, __instancecheck__, __subclasscheck__, unions.
class A:
    def run(self): pass


A.__abstractmethods__ = frozenset({"run"})


def attempt(f):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, "-", e)


attempt(A)
A.__abstractmethods__ = frozenset({"run", "jump"})
attempt(A)
A.__abstractmethods__ = ()
attempt(lambda: type(A()).__name__)
attempt(lambda: int.__abstractmethods__)
attempt(lambda: type.__abstractmethods__)


class Even(type):
    def __instancecheck__(cls, inst): return isinstance(inst, int) and inst % 2 == 0
    def __subclasscheck__(cls, sub): return sub is int


class E(metaclass=Even): pass


print(isinstance(4, E), isinstance(3, E), issubclass(int, E), issubclass(str, E))
print(isinstance(3, (str, E, int)), isinstance(3, (str, (list, E))))
print(isinstance(3, int | str), isinstance([], int | None), isinstance(None, int | None), issubclass(bool, int | str))
print(int | str, int | None, (int | str) | float, int | int, (int | str) == (str | int), list[int] | None)
print(hash(int | str) == hash(str | int), (int | str).__args__)
attempt(lambda: isinstance(1, 2))
attempt(lambda: isinstance(1, (int | str, 3)))
attempt(lambda: isinstance("x", (int, 3)))
attempt(lambda: issubclass(1, int))
attempt(lambda: issubclass(int, 1))
attempt(lambda: isinstance(1, list[int]))
attempt(lambda: int | 3)
attempt(lambda: 3 | int)


class Proxy:
    @property
    def __class__(self): return int


print(isinstance(Proxy(), int), type(Proxy()) is int)


class Duck:
    __bases__ = ()


attempt(lambda: issubclass(Duck(), Duck))

from abc import ABC, ABCMeta, abstractmethod, get_cache_token
import collections.abc as cabc


class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...


class Half(Shape):
    name = 'half'


class Square(Half):
    def area(self): return 4


for cls in (Shape, Half, Square):
    try:
        print(cls().area())
    except TypeError as e:
        print(e)
print(sorted(Shape.__abstractmethods__), sorted(Half.__abstractmethods__), Square.__abstractmethods__)


class Other: pass


token = get_cache_token()
print(issubclass(Other, Shape), isinstance(Other(), Shape))
print(Shape.register(Other) is Other, issubclass(Other, Shape), isinstance(Other(), Shape), get_cache_token() == token + 1)
for bad in (lambda: Shape.register(3), lambda: Other.register, lambda: Square.register(Shape), lambda: issubclass(3, Shape)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)


class Sized:
    def __len__(self): return 1


class NotIterable:
    __iter__ = None


print(isinstance(Sized(), cabc.Sized), isinstance(3, cabc.Sized), isinstance([], cabc.Iterable),
      issubclass(NotIterable, cabc.Iterable), isinstance({}, cabc.MutableMapping), isinstance((), cabc.Sequence),
      isinstance('', cabc.MutableSequence), isinstance((x for x in ()), cabc.Generator), isinstance(len, cabc.Callable))


class Numbers(cabc.Sequence):
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
    def __len__(self): return 4


n = Numbers()
print(list(n), 4 in n, 5 in n, n.index(9), n.count(1), list(reversed(n)))

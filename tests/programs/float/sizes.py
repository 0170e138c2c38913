"""Free list of floats, sizes, identity."""
import sys

print(sys.getsizeof(1.5), sys.getsizeof(1j), float.__basicsize__, float.__itemsize__)


class F(float):
    pass


f = F(2.5)
f.x = 1
print(f, type(f + 1), f == 2.5, F("1.5") * 2, F(), type(float(f)), f.hex(), F.fromhex("0x1p3"), type(F.fromhex("0x1p3")), repr(F(1e16)))


class HasFloat:
    def __float__(self):
        return 3.5


class HasIndex:
    def __index__(self):
        return 4


class Bad:
    def __float__(self):
        return "x"


print(float(HasFloat()), float(HasIndex()), 1.0 * 2)
for bad in (Bad(), object(), None, [1]):
    try:
        float(bad)
    except TypeError as error:
        print(error)
print(id(float("1.5")) == id(float("2.5")))
a = float("1.25")
first = id(a)
del a
b = float("7.25")
print(id(b) == first)

"""Subclasses of int, and the protocols that int() and operators use."""
class I(int):
    def __repr__(self):
        return f"I({int(self)})"


class Index:
    def __index__(self):
        return 42


class Int:
    def __int__(self):
        return 7


class Trunc:
    def __trunc__(self):
        return 9


class Add:
    def __add__(self, other):
        return "add"

    def __radd__(self, other):
        return "radd"


a, b = I(5), I("12", 3)
print(a, b, I(), type(a + b), a + b, -a, type(+a), type(a.real), type(abs(a)), a == 5, hash(a), {5: "x"}[a])
print(type(int(a)), type(I(2**70)), I(2**70) + 1, I(-3) // I(2), I(10) ** I(3), f"{a:>4}|{b:x}", "%d %s" % (a, b))
print(I.from_bytes(b"\x01\x00"), type(I.from_bytes(b"a")), a.bit_length(), round(I(17), -1), type(round(a)))
print(int(Index()), int(Int()), float(Index()), hex(Index()), [10, 20, 30][I(1)], range(Index())[-1], 5 * Index().__index__())
for f in (lambda: int(Trunc()), lambda: int(object()), lambda: Index() + 1, lambda: hex(1.5), lambda: "a" * I(3), lambda: 1 + Add(),
          lambda: Add() + 1, lambda: 1 << Index(), lambda: bytes(I(3)), lambda: I.__new__(I, 5), lambda: int.__new__(bool, 1)):
    try:
        print(repr(f()))
    except (TypeError, DeprecationWarning) as error:
        print(type(error).__name__, error)
print(isinstance(True, int), bool.__mro__, issubclass(bool, int), True + 1, True * 3.5, -True, type(True & True), type(True & 1))
x = I(7)
x.extra = "attribute"
print(x.extra, x.__dict__, x + 1)

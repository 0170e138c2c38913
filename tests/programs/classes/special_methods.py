# Operators from special methods, with the reflected rules.
class Num:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"Num({self.v})"
    def __add__(self, o): print("add", self, o); return NotImplemented if isinstance(o, str) else Num(self.v + getattr(o, "v", o))
    def __radd__(self, o): print("radd", self, o); return Num(self.v + o)
    def __iadd__(self, o): print("iadd", self, o); self.v += o; return self
    def __neg__(self): return Num(-self.v)
    def __abs__(self): return Num(abs(self.v))
    def __bool__(self): return self.v != 0
    def __eq__(self, o): print("eq", self, o); return self.v == getattr(o, "v", o)
    def __lt__(self, o): print("lt", self, o); return self.v < getattr(o, "v", o)
    def __hash__(self): return hash(self.v)
    def __index__(self): return self.v
    def __pow__(self, o, m=None): return ("pow", self.v, o, m)
    def __rpow__(self, o): return ("rpow", self.v, o)
    def __matmul__(self, o): return ("matmul", o)
    def __divmod__(self, o): return ("divmod", o)


class Sub(Num):
    def __repr__(self): return f"Sub({self.v})"
    def __radd__(self, o): print("sub radd", self, o); return "sub first"


a, b = Num(2), Num(5)
print(a + b, 10 + a, a + 1)
print(a + Sub(3), Sub(3) + a)
a += 4
print(a, -a, abs(Num(-3)), bool(Num(0)), not Num(1))
print(a == b, a != b, a < b, a > b)
print(hash(a) == hash(6), [10, 20, 30][Num(1)])
print(a ** 2, 2 ** a, pow(a, 2, 3), a @ 1, divmod(a, 2))
print(hex(Num(255)), bin(Num(5)), range(Num(3)), "x" * Num(2))


def attempt(f):
    try:
        print(f())
    except TypeError as e:
        print("TypeError -", e)


attempt(lambda: a + "s")
attempt(lambda: a - 1)
attempt(lambda: 1 - a)
attempt(lambda: a >= b)
attempt(lambda: +a)
attempt(lambda: ~a)
attempt(lambda: len(a))
attempt(lambda: a[0])
attempt(lambda: a())
attempt(lambda: iter(a))
attempt(lambda: 3 in a)
attempt(lambda: int(Num("x")))
attempt(lambda: float(object()))
attempt(lambda: [] + ())
attempt(lambda: pow(1, "a", None))
attempt(lambda: pow("a", 1, 2))


class BadBool:
    def __bool__(self): return 3


class BadLen:
    def __len__(self): return -1


class NotLen:
    def __len__(self): return "x"


attempt(lambda: bool(BadBool()))
try:
    len(BadLen())
except ValueError as e:
    print("ValueError -", e)
attempt(lambda: len(NotLen()))

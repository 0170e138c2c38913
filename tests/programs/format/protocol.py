"""__format__, __str__, __repr__ and __index__ in formatting; conversion errors that pass through."""
class Bad:
    def __format__(self, spec):
        raise ValueError("format " + spec)

    def __str__(self):
        raise KeyError("str")

    def __repr__(self):
        return 5


class Wrong:
    def __format__(self, spec):
        return 5

    def __str__(self):
        return b"x"


class Num:
    def __index__(self):
        return 42

    def __int__(self):
        return 43

    def __float__(self):
        return 4.5


b, w, n = Bad(), Wrong(), Num()
for f in (lambda: f"{b:x}", lambda: "{!s}".format(b), lambda: "%s" % b, lambda: "%r" % b, lambda: "{!r}".format(b), lambda: f"{w}", lambda: str(w), lambda: "%s" % w, lambda: "%d" % n, lambda: "%x" % n,
          lambda: "%f" % n, lambda: "%c" % n, lambda: f"{n:d}", lambda: "{:>{}}".format("a", n), lambda: "{:>{}}".format("a", "x"), lambda: "%*d" % (n, 1), lambda: format(1, "0" * 3 + "5"),
          lambda: "{0.missing}".format(n), lambda: "{0[1]}".format(n), lambda: "{0[key]}".format({}), lambda: "{0[5]}".format([1]), lambda: f"{[][0]}", lambda: "%s %s" % ("a",), lambda: f"{1:{{}}}"):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__, error)
print("%s %s" % (1.0, 10**20), "%s" % [1.5, "a", None, (1,), {"k": 2}], f"{1e300*10:>8} {-0.0} {(1, 2)!s:>10}", "%s" % type(1), "%a" % "日é😀", ascii("日é😀\n"), "%.1r" % "abc")
print("%s" % (1, ), "%s" % ((1, 2), ), "%r" % "quote's", "%5s%%" % 50, "%-6d|%6s|" % (5, "日"), "%s" * 3 % (1, 2, 3))

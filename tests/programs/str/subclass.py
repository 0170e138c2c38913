"""Subclasses of str: storage of their own, results that are exact strings."""
import sys


class S(str):
    def extra(self):
        return "extra " + self


a, b, c = S("abc"), S("é日"), S()
print(a, b, repr(c), len(b), type(a[:]), type(a + "x"), type("x" + a), type(a.upper()), type(a.strip()), type(a.replace("z", "y")), type(str(a)))
print(a == "abc", hash(a) == hash("abc"), {"abc": 1}[a], a in "xabcx", "b" in a, a.extra(), a[1], a.join(["x", "y"]), "".join([a]) is a, type("".join([a])))
print(type(a * 1), type(a.__str__()), type(f"{a}"), type("%s" % a), type(a.format()), type(a.center(2)), a < "abd", sorted([S("b"), "a", S("c")]))
print(sys.getsizeof(a), sys.getsizeof(S("é")), sys.getsizeof(S("日日")), sys.getsizeof(S("😀")))
a.attribute = 5
print(a.attribute, a.__dict__, S(5), S(b"xyz", "ascii"), S(object="o"), type(S("q").casefold()), a.encode(), b.encode())


class R(str):
    def __str__(self):
        return "str!"

    def __repr__(self):
        return "repr!"

    def __format__(self, spec):
        return "format!" + spec

    def __eq__(self, other):
        return "eq!"

    __hash__ = str.__hash__


r = R("raw")
print(r, [r], f"{r} {r:x} {r!s} {r!r}", "%s %r" % (r, r), r == 1, "{} {!r}".format(r, r), r + "", str(r), str.__str__(r))
d = {S("k"): 1, "k": 2}
print(d, type(list(d)[0]), S("it").isidentifier(), list(S("日a")), [c for c in S("ab")], S("ab") + S("cd"), S("a").__getnewargs__())

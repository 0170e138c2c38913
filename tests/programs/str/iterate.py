"""Iterators of str, membership, min and max, unpacking, zip with ranges."""
for s in ("", "abc", "é", "日本", "a😀"):
    it = iter(s)
    print(type(it).__name__, it.__length_hint__(), [ascii(c) for c in it], list(it), it.__length_hint__())
it = iter("hello")
next(it)
print(it.__reduce__()[1:], it.__length_hint__())
it.__setstate__(3)
print(list(it), it.__reduce__()[1:])
a, *b = "xyz"
print(a, b, max("hello"), min("hello"), sorted("hello"), list(reversed("abc")), "".join(reversed("日a")), dict(zip("ab", "cd")), set("aab") == {"a", "b"}, list(enumerate("xy", 1)))
print([ord(c) for c in "aé日😀"], [chr(n) for n in (97, 233, 26085, 128512)], "abc".index("c"), tuple("ab"), "a" in "abc", "" in "", any(c.isdigit() for c in "ab1"))
count = {}
for c in "mississippi":
    count[c] = count.get(c, 0) + 1
print(count)
print("abc".__len__(), "abc".__getitem__(1), "abc".__contains__("b"), "abc".__add__("d"), "abc".__mul__(2), "abc".__rmul__(2), "abc".__mod__(()), "a%s".__mod__(1), "abc".__eq__(1), "abc".__lt__("b"), "abc".__hash__() == hash("abc"))
print("abc".__iter__().__next__(), str.__doc__[:20], "x".__class__, "x".__sizeof__(), "é".__sizeof__(), "日".__sizeof__())

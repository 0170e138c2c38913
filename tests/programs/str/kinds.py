"""Sizes by kind, slices that narrow, singletons, resizing in place, repr and ascii."""
import sys

for c in ("a", "é", "日", "😀"):
    print(ascii(c), [sys.getsizeof(c * n) for n in (0, 1, 2, 3, 10, 100)], ord(c), len(c * 3))
wide = "ab😀cdé日"
for part in (wide[:2], wide[2:3], wide[3:6], wide[5:], wide[::2], wide[::-1], wide[1:1], wide[:], wide[-3:-1], wide[10:], wide[6:2:-2]):
    print(ascii(part), sys.getsizeof(part) - (3 if len(part) == 1 and "\x80" <= part < "\u0100" else 0))
a, b, e = "xay"[1], "ba"[0], "né"[1]
print(wide[:] is wide, str(wide) is wide, wide[2] is wide[2], b is wide[1], e is wide[5], a is wide[0], chr(233) is wide[5], chr(97) is wide[0])
s = ""
sizes = []
for i in range(200):
    s += "x"
    sizes.append(sys.getsizeof(s))
print(sizes[:5], sizes[-5:], s == "x" * 200)
t = "ab"
t += "é"
print(sys.getsizeof(t), t)
t += "日"
print(sys.getsizeof(t), t)
for text in ("it's", 'say "hi"', "it's \"both\"", "tab\t nl\n cr\r bs\\", "\x00\x1f\x7f\x80\xa0\xad", "é日😀", "\ud800\udfff", "\u200b\u2028", "\U000e0001", "\ufeff", ""):
    print(ascii(text), repr(text).encode("ascii", "backslashreplace"), len(repr(text)))
print([hash(x) for x in ("", "a", "abc", "é", "日", "😀", "a" * 7, "a" * 8, "a" * 9, "日" * 100)])
print("a" < "b" < "é" < "日" < "😀", "abc" < "abcd", "Z" < "a", "日" > "zzz", "a" == "a\0", sorted(["b", "é", "a", "日", "A", "😀", ""]))
import sys as s2
a = s2.intern("runtime" + str(5))
b = s2.intern("runtime" + str(5))
print(a is b, a is ("runtime" + str(5)), sys.getrefcount(""), sys.getrefcount("a"))

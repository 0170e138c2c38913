"""format() of strings, str.format with names, attributes, items and nested fields; f-strings."""
for s in ("", "abc", "é", "日本", "a😀"):
    print([ascii(format(s, spec)) for spec in ("", "s", "5", "<5", ">5", "^6", "*^7", ".2", "6.1", "日<6", ".0", "5s", "<.1s", "05", "0^5", "😀>4")])


class P:
    x = 3
    name = "p"
    items = {"k": [10, 20], 0: "zero"}

    def __format__(self, spec):
        return f"P<{spec}>"

    def __str__(self):
        return "P-str"

    def __repr__(self):
        return "P-repr"


p = P()
print("{} {!r} {!s} {!a} {:abc} {!s:>8}".format(p, p, p, p, p, p))
print("{0} {1} {0} {name} {0.x} {0.items[k][1]} {0.items[0]} {0.name:>4} {1[0]} {1[2]!r}".format(p, [1, 2, "c"], name="N"))
print("{:{}} {:{w}.{p}f} {:{fill}{align}{width}}".format("a", 5, 3.14159, "mid", w=8, p=2, fill="*", align="^", width=9))
print("{{}} {{{0}}} }}{{ {0}".format("x"), "".format(), "plain".format(1, 2, a=3), "{a}{b}{a}".format(a="1", b="日"), "{0}{0}".format("é"))
print("%s|%5s|%-5s|%.2s|%5.1s|%r|%a|%c|%c|%%" % ("abc", "de", "fg", "hijk", "lmn", "é", "é", "z", 8364))
print("%(a)s %(b)d %(a)r %%" % {"a": "x", "b": 3, "c": 0}, "%s" % "only", "%s" % ("tuple",), "%s %s" % ([1], {2: 3}), "%(k)s%(k)s" % {"k": "日"})
print("%d %i %u %5d %-5d| %05d %+d % d %x %X %#x %#o %o %.5d %+.3d %#10x %-#8x| %#010x % 5d" % (1, -2, 3, 4, 5, 6, 7, 8, 255, 255, 255, 8, 8, 42, 7, 255, 255, 255, -3))
print("%*d %-*d| %.*f %*.*f" % (6, 42, 6, 42, 2, 3.14159, 8, 1, 2.55), "%d" % 10**30, "%x" % -255, "%d" % True, "%s" % None, "%d" % 3.99, "%.3s" % True)
name, width, value = "Zed", 10, 12.3456
print(f"{name} {name!r:>{width}} {value:{width}.2f} {value!s:*^{width}} {name + '!'} {name=} {value = :.1f} {[n for n in range(3)]} {{}} {'nested ' + f'{width}'}")
print(f"{p} {p!r} {p:spec} {p!s:>7}|" f"{'a' 'b'}" "c", f"{1:>{'5'}}", f"{'日'}é{'😀'}", f"", f"{''}{''}", f"{name}" is name, f"{0x10:#b} {1_000:_}")
print(format(p), format(p, "q"), format(None), format([1]), format(type(1)), str.format("{}", 1), "{}".format_map({}) if False else "", "{k.x}".format_map({"k": p}))


class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{a} {b!r:>6} {c[0]}".format_map(Default(a=1, b=2)), "{a:{b}}".format_map({"a": 5, "b": ">4"}))

"""replace, strip, removeprefix, padding, expandtabs, zfill."""
texts = ["", "a", "banana", "éclair", "日本日本", "x😀x😀x", "aXbXc"]
for t in texts:
    print(ascii(t), [ascii(x) for x in (t.replace("a", "o"), t.replace("a", "日"), t.replace("an", "AN"), t.replace("an", ""), t.replace("", "-"), t.replace("", "-", 2),
                                        t.replace("a", "", 1), t.replace("日", "d"), t.replace("😀", "!"), t.replace("é", "e"), t.replace("X", "---"), t.replace("a", "b", 0), t.replace("x", "yy", -1))])
import sys
print(sys.getsizeof("日a".replace("日", "b")), sys.getsizeof("éa".replace("é", "b")), sys.getsizeof("😀日".replace("😀", "x")), sys.getsizeof("ab".replace("b", "é")))
print([ascii(x) for x in ("  a b ".strip(), "xxaxx".strip("x"), "xyaxy".lstrip("yx"), "xyaxy".rstrip("yx"), "\u2003 a\u00a0".strip(), "日本日".strip("日"), "abc".strip("日"), "".strip(), "aaa".strip("a"))])
print("prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"), "body".removesuffix(""), "body".removeprefix("x"), "aa".removeprefix("aa") == "")
print([x for x in ("a".center(6), "a".center(7, "*"), "ab".center(5), "ab".center(6, "日"), "ab".ljust(5, "."), "ab".rjust(5, "."), "abc".center(2), "".center(3, "-"))])
print([x for x in ("7".zfill(3), "-7".zfill(4), "+7".zfill(4), "--7".zfill(5), "".zfill(2), "-".zfill(3), "日".zfill(3), "1234".zfill(2))])
print([x for x in ("a\tb".expandtabs(), "a\tbc\td".expandtabs(4), "\t".expandtabs(0), "a\n\tb".expandtabs(3), "日\tx".expandtabs(5), "ab\tc".expandtabs(tabsize=1), "a\tb".expandtabs(-5))])
table = str.maketrans("abc", "xyz", "d")
print("abcd".translate(table), "aébd".translate(table), "abc".translate({97: "AA", 98: None}), "abc".translate({ord("a"): ord("日")}), str.maketrans({"a": 1, 98: "q"}), "x".translate({}))


class Map:
    def __getitem__(self, key):
        calls.append(key)
        if key == ord("k"):
            raise LookupError
        return key + 1


calls = []
print("akaka日a".translate(Map()), calls)
print("ab" * 3, 2 * "é", "日" * 0, "x" * -1, "😀" * 2, texts[2] * 1 is texts[2])

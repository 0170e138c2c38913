"""split, rsplit, splitlines, partition, join; sizes of the lists."""
import sys

texts = ["", " ", "a", " a  b c ", "a,b,,c,", ",", "a--b--c", "\tx\ny\u2003z\x1cw", "日 本\u3000語", "a b c d e f g h i j k l m n o p"]
for t in texts:
    print(ascii(t), [ascii(x) for x in (t.split(), t.split(None, 1), t.rsplit(), t.rsplit(None, 1), t.split(","), t.split(",", 1), t.rsplit(",", 1),
                                        t.split("--"), t.rsplit("--", 1), t.split(" "), t.partition(" "), t.rpartition(" "), t.partition("--"))])
print(["a b".split(maxsplit=0), " a b ".split(maxsplit=0), "a,b".split(",", 0), " a b ".rsplit(maxsplit=0), "abc".split("abcd")])
lines = "a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i\n\n"
print(ascii(lines.splitlines()), ascii(lines.splitlines(True)), "".splitlines(), "\n".splitlines(), "x".splitlines(), "x\n".splitlines(keepends=True))
s = "whole"
print(s.split(",")[0] is s, s.split()[0] is s, s.splitlines()[0] is s, s.partition(",")[0] is s, s.strip() is s, s.replace("x", "y") is s)
for n in range(0, 20):
    t = "x " * n
    print(n, sys.getsizeof(t.split()), sys.getsizeof(t.split(" ")), sys.getsizeof(t.split("x ")), sys.getsizeof(t.rsplit()), sys.getsizeof(t.split(None, 3)))
print(",".join([]), ",".join(["a"]), ",".join("abc"), "".join(["é", "a"]), "--".join(("x", "日", "😀")), " ".join(str(i) for i in range(5)))
one = "only"
print("".join([one]) is one, ",".join((one,)) is one, "é".join(["a", "b"]), ascii("😀".join("ab")))

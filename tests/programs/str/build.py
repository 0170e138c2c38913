"""Concatenation, +=, join and slicing in loops; identities and sizes that show where a copy was made."""
import sys


def grow(piece, n):
    s = ""
    sizes = set()
    for _ in range(n):
        s += piece
        sizes.add(sys.getsizeof(s))
    return len(s), len(sizes), s.count(piece)


print(grow("ab", 500), grow("é", 300), grow("日", 300), grow("😀", 100))
s = "x"
kept = []
for i in range(5):
    kept.append(s)
    s += str(i)
print(kept, s)
a = "shared"
b = a
b += "!"
print(a, b, a is b)
parts = [str(i * i) for i in range(50)]
joined = "".join(parts)
print(joined[:30], len(joined), "-".join(parts)[:25], sum(map(len, parts)))
text = joined
out = ""
while text:
    out = text[:3] + out
    text = text[3:]
print(out[:40], len(out))
matrix = "\n".join(" ".join(f"{r * c:3}" for c in range(1, 6)) for r in range(1, 6))
print(matrix)
reverse = ""
for c in "abcé日":
    reverse = c + reverse
print(reverse, "".join(sorted("hello world")).strip(), "ab" + "cd" * 2 + "", ("x" * 3 + "y") * 2)
mixed = "a"
for c in ("b", "é", "c", "日", "d", "😀", "e"):
    mixed += c
    print(mixed, len(mixed), sys.getsizeof(mixed), end="; ")
print()


class Node:
    pass


n = Node()
n.text = "start"
for i in range(3):
    n.text += str(i)
d = {"k": "v"}
d["k"] += "w"
l = ["p"]
l[0] += "q"
print(n.text, d, l)

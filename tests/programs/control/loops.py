for i in range(3):
    for j in range(3):
        if j == 1:
            continue
        if i == 2:
            break
        print(i, j)
    else:
        print("inner else", i)
        continue
    print("broke at", i)
    break
else:
    print("never")
n = 5
while n:
    n -= 1
    if n == 3: continue
    if n == 1: break
    print("n", n)
else:
    print("no")
while n < 3:
    n += 1
else:
    print("else", n)
for i in []:
    pass
else:
    print("empty", )
def find(xs, y):
    for i, x in enumerate(xs):
        if x == y:
            return i
    return None
print(find("abc", "c"), find("abc", "z"))
print([x for x in range(20) if x % 3 == 0 if x % 2 == 0])
a = b = c = []
a.append(1)
print(a, b is c)
x = 5
print("pos" if x > 0 else "neg", 0 < x < 10, 0 < x > 10, x == 5 != 6)
print(1 and 2, 0 and 2, 1 or 2, 0 or [], not x, not [])
def side(v):
    print("side", v, end=" ")
    return v
print(side(0) or side(2) and side(3), side(1) < side(0) < side(9))
if (m := 10) > 5: print("walrus", m)
total = 0
for k in range(10, 0, -3): total += k
print(total, k)
d = {"a": 1, "b": 2}
for k in d: d[k] += 1
print(d)
try:
    for k in d: d[k + "x"] = 0
except RuntimeError as e:
    print(e)
l = [1, 2, 3]
for x in l:
    if x < 10: l.append(x * 10) if len(l) < 8 else None
print(l)
for i, (a, *b) in enumerate([(1, 2, 3), "xy"]): print(i, a, b)
assert True, "no"
try:
    assert 1 == 2, f"math {1}"
except AssertionError as e:
    print("assert", e)

a, b = 1, 2
a, b = b, a
print(a, b)
(a, b), [c, d] = (1, 2), [3, 4]
print(a, b, c, d)
a, *b, c = range(6)
print(a, b, c)
*a, = "xyz"
print(a)
a, (b, *c), d = 1, "hello", 3
print(a, b, c, d)
[x, y, z] = {1: 0, 2: 0, 3: 0}
print(x, y, z)
l = [0, 0, 0]
l[0], l[1:] = 9, [8, 7, 6]
print(l)
class O: pass
o = O()
o.a, o.b = "ab"
print(o.a, o.b)
i = 0
i, l[i] = 2, "two"
print(l)
for bad in ("a, b = 1", "a, b = [1]", "a, b = 1, 2, 3", "a, *b, c = [1]", "a, b = iter([1, 2, 3])", "*a, b = []", "a, b = None", "a, b = {1, 2, 3}"):
    try:
        exec(bad)
    except (TypeError, ValueError) as e:
        print(bad, "->", e)
def ret(): return 1, 2, 3
x, *y = ret()
print(x, y)
print([*range(3), *"ab"], (*[1], 2), {*"a", *"a"}, {**{"x": 1}, **{"x": 2, "y": 3}})
def f(*a, **k): return a, k
print(f(*[1, 2], 3, *(4,), **{"a": 1}, b=2, **{"c": 3}))
for x, (y, z) in [(1, (2, 3)), (4, "56")]:
    print(x, y, z)
a = b = c = 5
a += 1; b -= 1; c *= 2
print(a, b, c)
x = [1, 2]; y = x
x += [3]
print(y, x is y)
t = (1,); u = t
t += (2,)
print(u, t)
class It:
    def __iter__(self):
        yield 1
        raise KeyError("mid")
try:
    p, q, r = It()
except KeyError as e:
    print("iter raised", e)
print(a < b == b, (a := 3) + a)
del a, (b, c)
try: a
except NameError as e: print(e)
d = {"k": [1, 2]}
(d["k"][0], d["new"]) = "XY"
print(d)
first, second, *_ = "abcdef"
print(first, second, _)

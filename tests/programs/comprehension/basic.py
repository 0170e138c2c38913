print([x * y for x in range(3) for y in range(3) if x != y])
print({x % 3 for x in range(10)}, {x: x * x for x in range(4)}, sorted({c.upper() for c in "hello"}))
print([[j for j in range(i)] for i in range(4)], [a + b for a, b in [(1, 2), (3, 4)]])
x = "outer"
r = [x for x in range(3)]
print(x, r)
def f():
    y = "local"
    r = [y for y in "ab"], {y: 1 for y in "c"}, y
    return r
print(f())
def capture():
    return [lambda: i for i in range(3)], [(lambda: i)() for i in range(3)]
a, b = capture()
print([g() for g in a], b)
def walrus():
    r = [(last := i) for i in range(5)]
    return r, last
print(walrus())
class K:
    xs = [1, 2, 3]
    ys = [x * 2 for x in xs]
    zs = {x: y for x, y in zip(xs, ys)}
print(K.ys, K.zs)
try:
    [1 / (2 - i) for i in range(5)]
except ZeroDivisionError as e:
    print("err", e)
def cleanup():
    z = "kept"
    try:
        [1 / z for z in (1, 0)]
    except ZeroDivisionError:
        pass
    return z
print(cleanup())
def unbound():
    try:
        [q for q in (1, 2)]
        return q
    except NameError as e:
        return str(e)
print(unbound())
def params(n):
    return [n for n in range(n)], n
print(params(3))
m = [[1, 2, 3], [4, 5, 6]]
print([list(r) for r in zip(*m)], [v for row in m for v in row if v % 2], [*[1, 2], *(3,)], {**{"a": 1}, "b": 2})
def nested(k):
    return [[(i, j, k) for j in range(2)] for i in range(2)]
print(nested("k"))
def deep():
    n = 1
    def inner(): return [n + i for i in range(3)], (lambda: [n for _ in "ab"])()
    return inner()
print(deep())
it = iter(range(10))
print([next(it) for _ in range(3)], list(it))
print(sum(x for x in range(5)), ",".join(str(i) for i in range(3)), [c for c in "a1b2" if c.isdigit()])
def locals_inside():
    a = 1
    return [sorted(locals()) for i in range(1)]
print(locals_inside())

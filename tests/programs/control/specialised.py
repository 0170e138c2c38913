# The same instruction meeting one type after another: nothing may show.
class A:
    k = "A.k"
    def __init__(self): self.v = 1
    def m(self): return "A.m"
    @property
    def p(self): return "A.p"
class B:
    __slots__ = ("v", "w")
    k = "B.k"
    def __init__(self): self.v = 2
    def m(self): return "B.m"
    p = 5
class C(A):
    def __getattr__(self, n): return "C?" + n
import math
def attr(o): return o.v, o.k, o.m(), o.p
for _ in range(60):
    for o in (A(), B(), C()):
        r = attr(o)
print(r)
a = A()
for i in range(200):
    r = a.m()
    if i == 100: a.m = lambda: "own"
    if i == 150: A.m = lambda self: "new"; del a.m
print(r)
def add(x, y): return x + y
for _ in range(100):
    out = [add(1, 2), add(1.5, 2), add("a", "b"), add([1], [2]), add((1,), (2,)), add(2**40, 2**40), add(True, 1), add(1j, 2)]
print(out)
def cmp(x, y): return x < y, x == y, x >= y
for _ in range(100):
    out = [cmp(1, 2), cmp(1.5, 1.5), cmp("a", "b"), cmp((1,), (0,)), cmp(2**70, 1), cmp(float("nan"), 1.0)]
print(out)
def get(c, i): return c[i]
for _ in range(100):
    out = [get([1, 2], 1), get((1, 2), 0), get("xy", 1), get({5: 6}, 5), get([3, 4], -1), get("é€", 1), get(b"a", 0), get([1, 2, 3], True)]
print(out)
for c, i in (([1], 5), ((1,), 9), ("a", 3), ({}, "k")):
    try: get(c, i)
    except LookupError as e: print(type(e).__name__, e)
def put(c, i, v): c[i] = v; return c
for _ in range(100):
    out = [put([1, 2], 0, 9), put({}, "k", 1), put(bytearray(b"ab"), 1, 65), put([1], -1, 0)]
print(out)
def truth(x): return 1 if x else 0
class F:
    def __bool__(self): return False
class L:
    def __len__(self): return 0
class Y: pass
for _ in range(100):
    out = [truth(x) for x in (1, 0, "", "a", [], [0], None, True, False, 0.0, F(), L(), Y(), {}, 2**80)]
print(out)
Y.__bool__ = lambda self: False
print(truth(Y()))
g1 = 1
def glob(): return g1, len
for i in range(100):
    if i == 50: g1 = 2
    if i == 70: len = "shadow"
    r = glob()
print(r)
del len
print(glob()[1]("abc"))
def call(f, *a): return f(a[0]) if a else f()
def py1(x): return -x
def py0(): return "none"
for _ in range(60):
    out = [call(abs, -3), call(py1, 3), call(py0), call(str, 5), call(list, "ab"), call(A).v, call(A().m), call(len, "abc"), call(lambda x, y=2: x + y, 1), call([1].count, 1), call(type, 1), call(tuple, [1])]
print(out)
def it(x): return [i for i in x]
for _ in range(60):
    out = [it([1]), it((2,)), it(range(2)), it("ab"), it({3: 4}), it(i for i in (5,)), it(iter([6])), it(enumerate("a"))]
print(out)
def un(x):
    a, b = x
    return b, a
for _ in range(60):
    out = [un((1, 2)), un([3, 4]), un("ab"), un({5: 0, 6: 0}), un(range(2))]
print(out)
def inn(x, c): return x in c, x not in c
for _ in range(60):
    out = [inn(1, {1}), inn(1, {2: 1}), inn("a", "abc"), inn(1, [1]), inn(1, (2,)), inn(1, frozenset([1])), inn(1, range(3))]
print(out)
print(math.pi == math.pi, math.floor(2.5))
s = ""
for i in range(100): s += str(i)
t = s
s += "x"
import builtins
print(builtins.len(s), builtins.len(t))

import sys
class T:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
    def __getitem__(self, i): return i
    def __add__(self, o): return T(self.n + o.n)
a, b = T("a"), T("b")
a, b = b, a
print(a.n, b.n)
a = T("a2")
print("rebound")
[T(0), T(1)][0]
print("temp gone")
(T("x") + T("y") + T("z")).n
print("sum gone")
def f(p, q):
    r = T("r")
    s = T("s")
    print("leaving")
    return q
f(T("p"), T("q")).n
print("returned")
x = T("first")
x = T("second")
x, y = T("third"), T("fourth")
print("assigned")
del x, y
l = [T("l0"), T("l1")]
l[0] = T("new")
del l[0]
l.clear()
print("cleared")
d = {"k": T("dv")}
d["k"] = None
t = (T("t0"), T("t1"))
del t
class A: pass
o = A()
o.x = T("attr"); o.y = T("attr2")
o.x = 1
del o
def g():
    u = T("u")
    try:
        raise ValueError
    except ValueError:
        print("handling")
g()
def h():
    v = T("v")
    raise KeyError
try:
    h()
except KeyError as e:
    print("in handler")
print("out of handler")
def args(*a, **k): return None
args(T("pos"), kw=T("kw"))
print(sys.getrefcount(T("r1")))
def rc(o): return sys.getrefcount(o)
z = T("z")
print(rc(z), rc(T("tmp")), sys.getrefcount(z))
for i in (T("i0"), T("i1")):
    pass
print("loop over", i.n)
i = None
lam = lambda: T("lam")
lam()
T("a").n if T("cond") else 0
[T("c")][0][5]
print("end")

import sys
class T:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
[T(i) for i in range(3)]
print("---")
r = [T(i).n for i in range(3)]
print(r)
def f():
    t = T("outer")
    l = [t for t in (T("a"), T("b"))]
    print("made", t.n)
    return len(l)
print(f())
objs = [object() for _ in range(3)]
print([sys.getrefcount(o) for o in objs])
def g(xs):
    return [sys.getrefcount(x) for x in xs]
print(g([object()]), g(objs))
print({sys.getrefcount(k) - sys.getrefcount(k) for k in objs})
def broken():
    try:
        [T(i) if i < 2 else 1 / 0 for i in range(5)]
    except ZeroDivisionError:
        print("caught")
broken()
print("end")

class M:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self):
        print("enter", self.n)
        return self.n
    def __exit__(self, t, v, tb):
        print("exit", self.n, t and t.__name__, v, tb is not None)
        return self.swallow
with M(1) as a:
    print("body", a)
with M(2) as a, M(3) as b:
    print(a, b)
with (M(4) as a, M(5),):
    pass
with M(6, True):
    raise ValueError("x")
print("swallowed")
try:
    with M(7), M(8):
        raise KeyError("k")
except KeyError as e:
    print("out", e)
def ret():
    with M(9):
        return "returned"
print(ret())
for i in range(3):
    with M(i):
        if i == 0: continue
        if i == 1: break
class NoExit:
    def __enter__(self): pass
class NoEnter:
    def __exit__(self, *a): pass
for c in (NoExit, NoEnter, object):
    try:
        with c(): pass
    except TypeError as e:
        print(e)
class BadEnter(M):
    def __enter__(self): raise OSError("enter")
try:
    with M("o"), BadEnter("b"):
        print("never")
except OSError as e:
    print(e)
class BadExit(M):
    def __exit__(self, *a): raise RuntimeError("exit")
try:
    with BadExit("z"):
        raise ValueError("body")
except RuntimeError as e:
    print(e, repr(e.__context__))
def gen():
    with M("gen"):
        yield 1
        yield 2
for x in gen():
    print(x)
    break
print("after")
with M("t") as (x): print(x)
l = [0]
with M("i") as l[0]: print(l)
try:
    with M("n"):
        with M("inner", True):
            raise ValueError
        print("continues")
        raise TypeError("second")
except TypeError as e:
    print("caught", e)
def deep():
    for i in range(2):
        with M(f"d{i}"):
            try:
                if i: return "x"
            finally:
                print("fin", i)
print(deep())

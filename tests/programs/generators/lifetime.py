# When generators let go of what they hold.
class T:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)

def g(a):
    b = T("b")
    try:
        yield 1
        yield 2
    finally:
        print("finally")

for x in g(T("a")):
    print("body", x)
    break
print("after break")
it = g(T("a2"))
next(it)
del it
print("after del")
it = g(T("a3"))
del it
print("never started")
it = g(T("a4"))
print(list(it))
print("exhausted, still bound:", it.gi_frame)
del it

def with_exc():
    try:
        yield
    except ValueError:
        yield "handled"
        raise
w = with_exc()
next(w)
print(w.throw(ValueError("v")))
try:
    next(w)
except ValueError as e:
    print("reraised", e)

def consume():
    t = T("local")
    yield from (T(i) for i in range(2))
for t in consume():
    print("have", t.n)
print("end")
del t

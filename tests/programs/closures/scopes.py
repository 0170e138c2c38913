g = 1
def f():
    global g, h
    g += 1
    h = "made"
f()
print(g, h)
def deleter():
    global h
    del h
deleter()
try:
    h
except NameError as e:
    print(e)
try:
    deleter()
except NameError as e:
    print(e)

class C:
    a = 1
    b = [a for _ in range(2)] if False else [1, 1]
    def m(self):
        return g
    try:
        c = [a for _ in range(1)]
    except NameError as e:
        print("class scope:", e)
print(C.b, C().m(), sorted(k for k in vars(C) if not k.startswith("__")))

def locs(a, b=2, *args, k=1, **kw):
    z = a
    def inner():
        return z
    return sorted(locals())
print(locs(1))
def two():
    x = 1
    d = locals()
    x = 2
    d["y"] = 5
    return d, x, locals()["x"]
print(two())
print(sorted(k for k in globals() if k in ("g", "f", "C")))
def shadow(len):
    return len
print(shadow(3), len("abc"))
def nested():
    v = "outer"
    class K:
        w = 'w'
        v = "inner"
        def m(self):
            return v
    return K.w, K.v, K().m()
print(nested())
ns = {}
exec("a = 1\ndef f(): return a\nb = f()", ns)
print(ns["b"], eval("a + b", ns), eval("x + 1", {}, {"x": 2}))
def e():
    y = 3
    return eval("y * 2"), [eval("i") for i in range(3)]
print(e())
import sys
def depth():
    f = sys._getframe()
    return f.f_code.co_name, f.f_back.f_code.co_name, f.f_lineno, f.f_back.f_back
print(depth())

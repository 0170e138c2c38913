def f(a, b=2, /, c=3, *d, e, g=6, **h): return a, b, c, d, e, g, h
print(f(1, e=5), f(1, 2, 3, 4, 5, e=0, z=9), f(*[1, 2], **{"e": 3, "g": 4}))
def t(call):
    try: print(eval(call))
    except TypeError as e: print(call, "->", e)
def one(a): return a
def opt(a, b=2): return a, b
def kw(*, a, b): return a, b
def none(): return None
def pos(a, b, /): return a, b
class K:
    def m(self, x): return x
    @classmethod
    def c(cls, x): return x
    @staticmethod
    def s(x): return x
for s in ("one()", "one(1, 2)", "opt()", "opt(1, 2, 3)", "opt(1, b=3)", "opt(b=1)", "opt(1, a=2)", "opt(1, d=2)",
          "kw()", "kw(a=1)", "kw(1, 2)", "kw(a=1, b=2)", "none(1)", "pos(1, b=2)", "pos(a=1, b=2)", "pos(1)",
          "K().m()", "K().m(1, 2)", "K.c()", "K.s()", "K.m()", "one(**{1: 2})", "one(*5)", "one(**5)",
          "one(a=1, **{'a': 2})", "opt(*[1], **{'b': 7})", "(lambda x, y: 0)(1)", "f()", "f(1)", "f(1, 2, 3, 4)",
          "opt(1, 2, 3, c=4)", "kw(1, a=1, b=2)", "K(1)", "object(1)", "len()", "len(1, 2)", "None()", "3(4)",
          "one(bb=1)", "opt(1, bc=2)"):
    t(s)
def defaults(x, acc=[]):
    acc.append(x)
    return acc
print(defaults(1), defaults(2), defaults.__defaults__, kw.__kwdefaults__)
f.__defaults__ = (20, 30)
print(f(1, e=1))
opt.__code__ = one.__code__
t("opt(1)")
print((lambda *a, **k: (a, k))(1, *(2, 3), x=4, **{"y": 5}))
def order(**kw): return list(kw)
print(order(z=1, a=2, **{"m": 3}))
b = K().m
print(b(5), b.__self__.__class__.__name__, b.__func__ is K.m, K().c(3), K.c(4), K().s(5))
class Call:
    def __call__(self, *a, **k): return a, k
print(Call()(1, x=2))
class Init:
    def __init__(self, a, b=2): self.v = a, b
print(Init(1).v, Init(b=3, a=4).v)
t("Init()")
class BadInit:
    def __init__(self): return 5
for _ in range(3): t("BadInit()")

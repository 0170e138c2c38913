# Binding of arguments to Python functions, with every complaint.
def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except TypeError as e:
        print("TypeError -", e)


def none(): return "none"
def one(a): return a
def two(a, b): return (a, b)
def defaults(a, b=2, c=3): return (a, b, c)
def star(a, *rest): return (a, rest)
def kw(a, **rest): return (a, rest)
def kwonly(a, *, b, c=3): return (a, b, c)
def posonly(a, b=2, /, c=3): return (a, b, c)
def everything(a, b=2, /, c=3, *args, d, e=5, **kwargs): return (a, b, c, args, d, e, kwargs)


attempt(none)
attempt(none, 1)
attempt(none, 1, 2)
attempt(none, x=1)
attempt(one)
attempt(one, 1, 2)
attempt(one, a=1)
attempt(one, 1, a=2)
attempt(one, b=2)
attempt(two)
attempt(two, 1)
attempt(two, b=1)
attempt(two, 1, 2, 3)
attempt(defaults, 1)
attempt(defaults, 1, c=9)
attempt(defaults)
attempt(defaults, 1, 2, 3, 4)
attempt(star)
attempt(star, 1, 2, 3)
attempt(kw, 1, x=2, y=3)
attempt(kw, a=1, b=2)
attempt(kw, 1, 2)
attempt(kwonly, 1)
attempt(kwonly, 1, b=2)
attempt(kwonly, 1, 2)
attempt(kwonly, 1, 2, b=3)
attempt(kwonly, 1, c=2)
attempt(posonly, 1)
attempt(posonly, a=1)
attempt(posonly, 1, b=2)
attempt(posonly, 1, 2, c=4)
attempt(posonly, 1, a=3, b=4)
attempt(everything, 1, d=4)
attempt(everything, 1, 2, 3, 4, 5, d=6, e=7, g=8, a=9)
attempt(everything)
attempt(everything, 1)
attempt(two, *(1, 2))
attempt(two, *[1], **{"b": 2})
attempt(two, 1, **{"b": 2})
attempt(kw, 1, **{"x y": 2})


def spread():
    return two(*5)


def twice():
    return kw(1, **{"x": 1}, **{"x": 2})


def badkey():
    return kw(1, **{1: 2})


def badmap():
    return kw(1, **5)


for f in (spread, twice, badkey, badmap):
    attempt(f)
attempt(5)
attempt(None, 1)
attempt(lambda x: x)
attempt(lambda *, k: k)


class K:
    def m(self, a): return a
    @classmethod
    def c(cls, a): return a
    def __call__(self, x, y=0): return (x, y)


attempt(K().m)
attempt(K().m, 1, 2)
attempt(K.m)
attempt(K.m, 1)
attempt(K.c)
attempt(K())
attempt(K(), 1, y=2)
attempt(K(), 1, 2, 3)
attempt(K, 1)
attempt(defaults, 1, d=5)
attempt(defaults, 1, bb=5)

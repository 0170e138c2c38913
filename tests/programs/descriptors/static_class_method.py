# staticmethod and classmethod objects themselves.
class C:
    @staticmethod
    def s(a, b=2):
        "static doc"
        return a + b

    @classmethod
    def c(cls, a):
        "class doc"
        return (cls.__name__, a)

    @classmethod
    def make(cls): return cls

    wrapped = staticmethod(len)


class D(C): pass


print(C.s(1), C().s(1, 3), C.c(5), D.c(6), D().c(7), D.make() is D, C.wrapped([1, 2]))
raw = C.__dict__["s"]
rawc = C.__dict__["c"]
print(type(raw).__name__, raw(5), raw.__func__(6), raw.__wrapped__ is raw.__func__, raw.__doc__, raw.__name__, raw.__qualname__)
print(type(rawc).__name__, rawc.__func__, rawc.__doc__, rawc.__name__)
print(C.c.__self__ is C, D.c.__self__ is D, C.c.__func__ is D.c.__func__)
print(repr(raw)[:31], repr(rawc)[:30])


def attempt(f):
    try:
        print(f())
    except (TypeError, RuntimeError, AttributeError) as e:
        print(type(e).__name__, "-", e)


attempt(lambda: rawc(1))
attempt(lambda: classmethod())
attempt(lambda: staticmethod(1, 2))
attempt(lambda: classmethod(f=1))
attempt(lambda: classmethod.__new__(classmethod).__get__(1))
attempt(lambda: staticmethod.__new__(staticmethod).__get__(1))
attempt(lambda: C.s())
attempt(lambda: C.c())
raw.extra = 1
print(raw.extra, raw.__dict__["extra"], raw.__isabstractmethod__)
b = C().c
print(b, b.__self__, b == C.c, hash(b) == hash(C.c))
m = C.make
print(m.__name__, m.__doc__, m.__func__.__code__.co_varnames)
attempt(lambda: setattr(m, "x", 1))
attempt(lambda: type(m)(1, 2))
attempt(lambda: type(m)(len, None))
attempt(lambda: type(m)(len))
n = type(m)(len, [1, 2, 3])
print(n(), n.__self__)

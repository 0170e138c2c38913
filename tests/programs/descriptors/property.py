# property: accessors, copies, names, docs, errors.
class C:
    def __init__(self): self._x = 1

    @property
    def x(self):
        "doc of x"
        return self._x

    @x.setter
    def x(self, value):
        print("set", value)
        self._x = value

    @x.deleter
    def x(self):
        print("del")
        del self._x

    @property
    def readonly(self): return 5

    writeonly = property(None, lambda self, v: print("wrote", v))
    unnamed = property(doc="just doc")


c = C()
print(c.x, C.x.__doc__, C.x.__name__, C.readonly.__doc__)
c.x = 4
c.writeonly = 6
print(c.x)
del c.x


def attempt(f, *args):
    try:
        print(f(*args))
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, "-", e)


attempt(lambda: c.x)
attempt(setattr, c, "readonly", 1)
attempt(delattr, c, "readonly")
attempt(lambda: c.writeonly)
attempt(lambda: c.unnamed)
attempt(setattr, c, "unnamed", 1)
attempt(lambda: property(1, 2, 3, 4, 5))
attempt(lambda: property(bad=1))
attempt(lambda: property().__get__(3))
attempt(lambda: property().__set__(3, 4))
attempt(lambda: C.x.__set_name__(1))
print(type(C.__dict__["x"]), C.x.fget(c) if hasattr(c, "_x") else "no _x", C.readonly.fset)
print(C.unnamed.__doc__, C.x.__get__(None, C) is C.x)
attempt(setattr, C.x, "fget", 1)


class Sub(property):
    "sub doc"


s = Sub(lambda self: 9)
attempt(lambda: s.__doc__)
t = Sub(C.x.fget)
print(t.__doc__, type(t.setter(None)).__name__)


class D(C):
    @C.x.getter
    def x(self): return "D's getter"


d = D()
print(d.x)
d.x = 2
p = property(lambda self: 1)
attempt(lambda: p.__name__)
p.__name__ = "given"
print(p.__name__, p.__isabstractmethod__)

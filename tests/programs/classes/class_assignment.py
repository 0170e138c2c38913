# __class__, __bases__, __dict__, __name__ assignment and their limits.
class A:
    def who(self): return "A"


class B:
    def who(self): return "B"


class Slotted:
    __slots__ = ("x",)


class Slotted2:
    __slots__ = ("x",)


class WithDict(Slotted):
    pass


a = A()
a.v = 1
a.__class__ = B
print(a.who(), a.v, type(a).__name__)
s = Slotted()
s.x = 5
s.__class__ = Slotted2
print(type(s).__name__, s.x)


def attempt(f, *args):
    try:
        print(f(*args))
    except (TypeError, AttributeError, ValueError) as e:
        print(type(e).__name__, "-", e)


attempt(setattr, a, "__class__", Slotted)
attempt(setattr, s, "__class__", WithDict)
attempt(setattr, a, "__class__", int)
attempt(setattr, 5, "__class__", A)
attempt(setattr, a, "__class__", 3)
attempt(delattr, a, "__class__")


class C(A): pass


c = C()
print(c.who())
C.__bases__ = (B,)
print(c.who(), C.__mro__)
attempt(setattr, C, "__bases__", (C,))
attempt(setattr, C, "__bases__", ())
attempt(setattr, C, "__bases__", [B])
attempt(setattr, C, "__bases__", (1,))
attempt(setattr, C, "__bases__", (int,))
attempt(setattr, int, "__bases__", (B,))
attempt(delattr, C, "__bases__")
print(A.__subclasses__(), [k.__name__ for k in B.__subclasses__()])

C.__name__ = "Renamed"
C.__qualname__ = "Some.Where"
print(C, C.__name__)
attempt(setattr, C, "__name__", 3)
attempt(setattr, C, "__name__", "a\0b")
attempt(delattr, C, "__name__")
attempt(setattr, int, "__name__", "x")
C.__module__ = "elsewhere"
print(C, C.__module__)
C.__doc__ = "text"
print(C.__doc__, int.__doc__.splitlines()[0])
attempt(setattr, C, "__mro__", ())
attempt(setattr, C, "__dict__", {})

c.__dict__ = {"fresh": 1}
print(c.fresh, vars(c))
attempt(setattr, c, "__dict__", 3)
del c.__dict__
print(vars(c))
attempt(lambda: vars(3))
attempt(lambda: s.__dict__)
print(type(A.__dict__).__name__, A.__dict__.get("who") is A.who)
attempt(lambda: A.__dict__.__setitem__("x", 1))

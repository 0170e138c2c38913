# __slots__: what is allowed, names, order, inheritance.
def attempt(f):
    try:
        print(f())
    except (TypeError, AttributeError, ValueError) as e:
        print(type(e).__name__, "-", e)


class S:
    __slots__ = ("b", "a", "__private")

    def __init__(self): self.a, self.b, self.__private = 1, 2, 3


s = S()
print(s.a, s.b, s._S__private, S.__slots__, sorted(n for n in S.__dict__ if not n.endswith("__")))
attempt(lambda: setattr(s, "c", 1))
attempt(lambda: s.__dict__)
attempt(lambda: s.__weakref__)
del s.a
attempt(lambda: s.a)
attempt(lambda: delattr(s, "a"))
s.a = 7
print(s.a)


class One: __slots__ = "only"
class Empty: __slots__ = ()
class FromDict: __slots__ = {"x": "doc of x", "y": None}
class FromIter: __slots__ = iter(["p", "q"])


o = One()
o.only = 1
print(o.only, One.__slots__, FromDict.__slots__, FromDict.x, sorted(n for n in FromIter.__dict__ if n in "pq"))
attempt(lambda: setattr(Empty(), "x", 1))
attempt(lambda: type("A", (), {"__slots__": ("a", 1)}))
attempt(lambda: type("A", (), {"__slots__": ("a b",)}))
attempt(lambda: type("A", (), {"__slots__": ("a",), "a": 1}))
attempt(lambda: type("A", (int,), {"__slots__": ("a",)}))
attempt(lambda: type("A", (tuple,), {"__slots__": ("a",)}))
attempt(lambda: type("A", (int,), {"__slots__": ()}).__slots__)
attempt(lambda: type("A", (), {"__slots__": ("__dict__", "__dict__")}))
attempt(lambda: type("A", (S,), {"__slots__": ("__weakref__", "__weakref__")}))
attempt(lambda: type("A", (type("B", (), {}),), {"__slots__": ("__dict__",)}))
attempt(lambda: type("A", (), {"__slots__": 5}))
attempt(lambda: type("A", (S, One), {}))
attempt(lambda: [c.__name__ for c in type("A", (S, Empty), {}).__mro__])


class Child(S):
    __slots__ = ("d",)


class Open(S): pass


c = Child()
c.d = 4
print(c.a, c.d, Child.__basicsize__ - S.__basicsize__, S.__basicsize__, Open.__dictoffset__, Child.__dictoffset__)
w = Open()
w.anything = 1
print(w.__dict__, w.a)
attempt(lambda: setattr(c, "e", 1))


class Shadow(S):
    __slots__ = ("a",)


h = Shadow()
h.a = "new"
attempt(lambda: (h.a, S.a.__get__(h)))


class D:
    __slots__ = ("x", "__dict__")


d = D()
d.x, d.y = 1, 2
print(d.__dict__, d.x, d.y)


class ClassVar:
    __slots__ = ("x",)
    y = 5


v = ClassVar()
attempt(lambda: setattr(v, "y", 1))
print(ClassVar.x.__get__(None, ClassVar) is ClassVar.x)


class ListSlots(list):
    __slots__ = ("tag",)


ls = ListSlots([1])
ls.tag = "t"
print(ls, ls.tag)
attempt(lambda: setattr(ls, "other", 1))

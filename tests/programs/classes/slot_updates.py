# Special methods added, replaced and removed after the class was made, also through subclasses.
class A: pass
class B(A): pass
class C(B):
    def __len__(self): return 30


def attempt(f):
    try:
        return f()
    except TypeError as e:
        return f"TypeError - {e}"


a, b, c = A(), B(), C()


def show():
    print([attempt(lambda: len(o)) for o in (a, b, c)], [attempt(lambda: o + 1) for o in (a, b, c)],
          [attempt(lambda: o()) for o in (a, b, c)], [bool(o) for o in (a, b, c)])


show()
A.__len__ = lambda self: 10
A.__add__ = lambda self, o: "A+"
A.__call__ = lambda self: "called"
show()
B.__len__ = lambda self: 0
B.__add__ = lambda self, o: "B+"
show()
del A.__add__, A.__call__
del B.__len__
show()
del A.__len__
show()
A.__eq__ = lambda self, o: True
print(a == 1, b == None, attempt(lambda: hash(a)) == hash(a))
A.__hash__ = None
print(attempt(lambda: hash(a)), attempt(lambda: {b: 1}))
A.__hash__ = lambda self: 5
print(hash(a), hash(c))
A.__iter__ = lambda self: iter("xyz")
print(list(b), "y" in c)
A.__next__ = lambda self: 1
print(next(a))
del A.__next__
print(attempt(lambda: next(a)))
A.__repr__ = lambda self: "repr"
A.__str__ = lambda self: "str"
print(a, [b], f"{c}", f"{c!r}")
A.__getattr__ = lambda self, name: name.upper()
print(a.thing, b.other)
A.__bool__ = lambda self: False
print(not a, not c)
C.__bases__ = (A,)
print(attempt(lambda: c + 1), len(c))


class D(list):
    def __getitem__(self, i): return "item"


d = D([1, 2])
print(d[0], list(d), d.__getitem__(1), list.__getitem__(d, 1))
D.__len__ = lambda self: 7
print(len(d), list.__len__(d))

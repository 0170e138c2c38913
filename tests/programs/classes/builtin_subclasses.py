# Subclasses of builtin types: construction, attributes, operations that lose the class.
class MyInt(int):
    def __new__(cls, v, label=""):
        self = super().__new__(cls, v)
        self.label = label
        return self

    def __add__(self, other):
        return MyInt(int(self) + other, "sum")


class MyList(list):
    def total(self): return sum(self)


class MyDict(dict):
    def __missing__(self, key): return key * 2


class MyStr(str):
    pass


class MyTuple(tuple):
    def __new__(cls, *items): return super().__new__(cls, items)


class MyFloat(float): pass
class MyErr(ValueError):
    def __init__(self, msg, code): super().__init__(msg); self.code = code


i = MyInt(5, "five")
print(i, i.label, type(i + 1).__name__, (i + 1).label, type(i * 2).__name__, i == 5, hash(i) == hash(5))
l = MyList([1, 2, 3])
l.extra = "yes"
print(l, l.total(), l.extra, type(l[:]).__name__, type(l + [4]).__name__, isinstance(l, list))
d = MyDict(a=1)
print(d["a"], d["zz"], d.get("zz"), "zz" in d, type(d.copy()).__name__)
s = MyStr("abc")
s.note = 1
print(s.upper(), type(s.upper()).__name__, type(str(s)).__name__, s.note, {s: 1}["abc"])
t = MyTuple(1, 2)
print(t, t[0], type(t[:]).__name__, len(t), t == (1, 2))
f = MyFloat("1.5")
print(f, f * 2, type(f * 2).__name__, f.is_integer())
try:
    raise MyErr("bad", 7)
except ValueError as e:
    print(repr(e), e.code, e.args)


class Both(MyList, MyDict.__mro__[-1]):
    pass


print([k.__name__ for k in Both.__mro__])
print(int.__add__(i, 1), MyInt.__mro__[1].__name__)
print(bool(MyInt(0)), [10, 20][MyInt(1)], range(MyInt(2)))
print(isinstance(True, int), issubclass(bool, int), type(True) is int)

# The order in which parts of instances die: slots, dicts, subclasses, __del__, and the class after its instances.
class T:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


class Slots:
    __slots__ = ("c", "a", "b")

    def __del__(self): print("del Slots")


s = Slots()
s.c, s.a, s.b = T("c"), T("a"), T("b")
del s
print("--")


class Base:
    def __del__(self): print("del Base part of", type(self).__name__)


class Derived(Base):
    def __del__(self):
        print("del Derived")
        super().__del__()


d = Derived()
d.z, d.y, d.x = T("z"), T("y"), T("x")
del d
print("--")


class Mixed(Slots):
    __slots__ = ("m", "__dict__")


m = Mixed()
m.m, m.a, m.free, m.more = T("slot m"), T("slot a"), T("free"), T("more")
del m
print("--")


class LS(list): pass


l = LS([T("item 0"), T("item 1")])
l.attr = T("attribute")
del l
print("--")


class Node:
    def __init__(self, n, next): self.n, self.next, self.payload = n, next, T(f"payload {n}")
    def __del__(self): print("node", self.n)


chain = None
for i in range(4):
    chain = Node(i, chain)
del chain
print("--")


class Resurrect:
    kept = None

    def __del__(self):
        print("del once")
        Resurrect.kept = self


r = Resurrect()
r.tag = 5
del r
print(Resurrect.kept.tag)
Resurrect.kept = None
print("gone")


class Fails:
    def __del__(self): return self.missing


def local():
    class Local: pass
    i = Local()
    i.t = T("in local class instance")
    return type(i).__name__


print(local())
o = Slots()
o.a = T("replaced")
o.a = T("second")
del o.a
print("deleted a")
del o
long = None
for i in range(3000):
    holder = [long]
    long = holder
del long, holder
print("long chain is gone")

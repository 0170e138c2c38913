# What instances cost: slots, dicts, weak references, subclasses of builtins.
import sys


class Plain: pass
class S0: __slots__ = ()
class S1: __slots__ = ("a",)
class S3: __slots__ = ("a", "b", "c")
class SW: __slots__ = ("a", "__weakref__")
class SD: __slots__ = ("a", "__dict__")
class SWD: __slots__ = ("a", "__dict__", "__weakref__")
class Child(S1): pass
class ChildSlots(S1): __slots__ = ("z",)
class L(list): pass
class LS(list): __slots__ = ()
class D(dict): pass
class I(int): pass
class IS(int): __slots__ = ()
class T(tuple): pass
class St(str): pass
class F(float): pass
class E(Exception): pass


for cls in (Plain, S0, S1, S3, SW, SD, SWD, Child, ChildSlots, L, LS, D, I, IS, T, St, F, E):
    print(cls.__name__, sys.getsizeof(cls()), cls.__basicsize__, cls.__dictoffset__, cls.__weakrefoffset__)
for cls in (Plain, S0, S3, int, list, type, L):
    print(cls.__name__, sys.getsizeof(cls))
p = Plain()
print(sys.getsizeof(p))
p.a = p.b = 1
print(sys.getsizeof(p), sys.getsizeof(p.__dict__))
print(sys.getsizeof(lambda: 0), sys.getsizeof(p.__init__), sys.getsizeof([].append), sys.getsizeof(Plain.__dict__["__dict__"]))
print(sys.getsizeof(property()), sys.getsizeof(staticmethod(len)), sys.getsizeof(super(Plain, p)), sys.getsizeof(Plain.__dict__))
print(sys.getsizeof(object()), sys.getsizeof(None), sys.getsizeof(...), sys.getsizeof(iter([])), sys.getsizeof(list[int]))
print(sys.getsizeof(int | str), sys.getsizeof((lambda x: lambda: x)(1).__closure__[0]), sys.getsizeof(int.__add__))

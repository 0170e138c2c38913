# type attributes: sizes, flags, offsets, dir, subclasses, text signatures.
class Plain: pass
class Slots: __slots__ = ("a", "b")
class SlotsDict(Slots): pass
class L(list): pass
class Weak: __slots__ = ("__weakref__",)
class DictSlot: __slots__ = ("__dict__", "x")


for t in (object, int, str, tuple, list, dict, set, type, type(len), type(lambda: 0), property, BaseException,
          Plain, Slots, SlotsDict, L, Weak, DictSlot):
    print(t.__name__, t.__basicsize__, t.__itemsize__, t.__dictoffset__, t.__weakrefoffset__, t.__flags__ & (1 << 10) != 0,
          t.__flags__ & (1 << 9) != 0)
print(object.__dir__(Plain()) == sorted(dir(Plain()), key=object.__dir__(Plain()).index))
print([n for n in dir(Plain()) if not n.startswith("__")])
print(sorted(set(dir(object)) - set(dir(type)))[:3], len(dir(object)))
print(list(Slots.__dict__)[:6], Slots.a, Slots.__slots__)
print(object.__init__.__text_signature__, list.append.__text_signature__, len.__text_signature__)
print(list.append.__doc__, len.__doc__, object.__repr__.__doc__, int.__add__.__doc__)
print(list.append, [].append.__name__, list.append.__qualname__, [].append.__qualname__, list.append.__objclass__)
print(int.real, type.__dict__["__mro__"], object.__class__, int.__new__.__self__, dict.fromkeys.__qualname__)
print(int.__text_signature__, object.__text_signature__, type.__doc__.splitlines()[0])
print(Plain.__annotations__, Plain.__type_params__, type.__type_params__)
print(object.__subclasshook__(int), object.__init_subclass__(), object().__format__("") [:7])
try:
    format(object(), "x")
except TypeError as e:
    print(e)
print((1).__class__.__class__.__class__, type(type(type)))
print(Plain.__weakref__, Plain.__dict__["__dict__"], Plain().__weakref__)
print(None.__class__, NotImplemented, ..., type(NotImplemented), type(...))

import sys
import weakref


class Ref(weakref.ref):
    __slots__ = ('label',)

    def __new__(cls, ob, callback=None, label=None):
        self = super().__new__(cls, ob, callback)
        self.label = label
        return self

    def __init__(self, ob, callback=None, label=None):
        super().__init__(ob, callback)


class C:
    def __del__(self):
        print('del C')


c = C()
plain = weakref.ref(c)
a = Ref(c, lambda r: print('callback', r.label, r()), 'a')
b = Ref(c, lambda r: print('callback', r.label, r()), 'b')
print(plain is weakref.ref(c), a is Ref(c), a == plain, hash(a) == hash(c), a != b)
print(weakref.getweakrefcount(c), [type(r).__name__ for r in weakref.getweakrefs(c)])
print(a.__callback__ is not None, plain.__callback__, sys.getsizeof(a), sys.getsizeof(plain))
del c
print(a(), plain(), a == plain, a == a)
try:
    hash(plain)
except TypeError as e:
    print(e)
for args in ((), (1,), (C, None, 3, 4)):
    try:
        weakref.ref(*args)
    except TypeError as e:
        print(e)
try:
    weakref.ref(C, callback=None)
except TypeError as e:
    print(e)
try:
    weakref.ref(C)(1)
except TypeError as e:
    print(e)
print(weakref.ref(C)() is C, weakref.ref[int])

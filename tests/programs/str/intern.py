"""Interned names, identity of literals, attribute names and dict keys."""
import sys


class C:
    attribute_name = 1


name = "attribute" + "_name"
runtime = "".join(["attribute", "_name"])
print(name is sys.intern(runtime), name is runtime, getattr(C, runtime), list(vars(C))[1] is name)
a = "literal_one"
b = "literal_one"
c = "not a name!"
d = "not a name!"
print(a is b, c is d, "".join(["literal", "_one"]) is a, sys.intern("".join(["literal", "_one"])) is a)
for bad in (5, b"x", None):
    try:
        sys.intern(bad)
    except TypeError as error:
        print(error)


class S(str):
    pass


try:
    sys.intern(S("x"))
except TypeError as error:
    print(error)
t = sys.intern("temporary" + str(1))
print(t is sys.intern("temporary" + str(1)), sys.getrefcount(t))
del t
u = sys.intern("temporary" + str(1))
print(u, sys.getrefcount(u), sys.getrefcount("temporary" + str(2)))
print([sys.getrefcount(x) for x in (runtime,)], sys.getrefcount("a") == sys.getrefcount(None), sys.getrefcount("é") == sys.getrefcount(""))
keys = {"".join(["k", str(i)]): i for i in range(3)}
print(keys, "k1" in keys, [k is sys.intern(k) for k in keys])
x = "dynamic" + str(len(keys))
setattr(C, x, 2)
print([k for k in vars(C) if k == x][0] is sys.intern("dynamic3"), C.dynamic3)

# Module objects and SimpleNamespace.
import sys

Module = type(sys)
m = Module("made", "doc text")
print(m, m.__name__, m.__doc__, m.__dict__)
m.x = 1
print(m.x, dir(m))


def attempt(f):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, "-", e)


attempt(lambda: m.missing)
attempt(lambda: delattr(m, "missing"))
attempt(lambda: Module())
attempt(lambda: Module(1))
m.__getattr__ = lambda name: f"dynamic {name}"
print(m.anything, m.x)
m.__dir__ = lambda: ["b", "a"]
print(dir(m))
del m.__name__
print(m)
attempt(lambda: setattr(m, "__dict__", {}))
print(Module.__name__, isinstance(m, Module), m.__annotations__)


class Sub(Module):
    @property
    def computed(self): return "computed"


s = Sub("s")
print(s.computed, type(s).__name__)
n = Module("n")
n.__class__ = Sub
print(n.computed)
print(sys, sys.__name__, __name__, sys.modules["sys"] is sys)
Namespace = type(sys.implementation)
ns = Namespace(a=1, b="two")
print(ns, ns.a, ns == Namespace(a=1, b="two"), ns != Namespace())
ns.c = ns
print(ns)
del ns.a
print(ns.__dict__.keys(), vars(ns) is ns.__dict__)
attempt(lambda: ns.zzz)
attempt(lambda: Namespace(1))
attempt(lambda: Namespace(1, 2))
attempt(lambda: Namespace({1: 2}))
print(Namespace({"k": 1}, j=2), Namespace([("p", 3)]))


class NS(Namespace): pass


print(NS(q=1), repr(NS()))
print(sys.version_info[:2], sys.version_info.major, len(sys.version_info) == 5, sys.version_info >= (3, 13))
print(type(sys.version_info).__name__, sys.version_info.n_fields, repr(sys.version_info)[:30])
attempt(lambda: type(sys.version_info)())
attempt(lambda: setattr(sys.version_info, "major", 2))

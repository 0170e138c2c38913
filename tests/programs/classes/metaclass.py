# Metaclasses: __prepare__, __new__, __init__, __call__, keywords, conflicts.
class Ordered(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kwds):
        print("prepare", name, bases, kwds)
        return Ordered()

    def __new__(mcls, name, bases, ns, **kwds):
        print("new", name, sorted(ns), kwds)
        return super().__new__(mcls, name, bases, dict(ns))

    def __init__(cls, name, bases, ns, **kwds):
        print("init", name, kwds)
        super().__init__(name, bases, ns)

    def __call__(cls, *args, **kwds):
        print("call", cls.__name__, args, kwds)
        return super().__call__(*args, **kwds)

    def __repr__(cls):
        return f"<{cls.__name__}!>"

    def __len__(cls):
        return 7

    meta_attr = "from meta"


class A(metaclass=Meta, flag=1):
    x = 1

    def __init__(self, n):
        self.n = n


a = A(5)
print(A, a.n, len(A), A.meta_attr, type(A) is Meta)
print(hasattr(a, "meta_attr"))


class B(A):
    pass


class Other(type):
    pass


def attempt(f):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, "-", e)


attempt(lambda: Other("C", (A,), {}))
attempt(lambda: a.meta_attr)
attempt(lambda: A.nothing)
attempt(lambda: type.__call__(int, "12"))


def function_as_metaclass(name, bases, ns):
    print("made by a function:", name, bases)
    return 99


class NotAClass(metaclass=function_as_metaclass):
    pass


print(NotAClass)


class Entries:
    def __mro_entries__(self, bases):
        return (A,)


class D(Entries(), metaclass=Meta):
    pass


print(D.__bases__, len(D.__orig_bases__))
attempt(lambda: type("E", (Entries(),), {}))

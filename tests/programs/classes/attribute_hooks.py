# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__.
class Hooked:
    def __init__(self):
        self.real = 1

    def __getattr__(self, name):
        print("getattr", name)
        if name == "virtual":
            return 2
        raise AttributeError(f"no {name}")

    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("delattr", name)
        super().__delattr__(name)

    def __dir__(self):
        return ["z", "a"]


h = Hooked()
print(h.real, h.virtual, dir(h))
h.new = 5
del h.new


def attempt(f):
    try:
        print(f())
    except AttributeError as e:
        print("AttributeError -", e, e.name, e.obj is h if e.obj else None)


attempt(lambda: h.missing)
attempt(lambda: delattr(h, "nothing"))
print(getattr(h, "nope", "default"), hasattr(h, "virtual"), hasattr(h, "nope"))


class All:
    def __getattribute__(self, name):
        if name == "secret":
            raise AttributeError("hidden")
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        return f"fallback {name}"

    secret = 3
    public = 4


a = All()
print(a.public, a.secret, a.other)
All.__getattr__ = lambda self, name: name * 2
print(a.other)
del All.__getattr__
try:
    a.other
except AttributeError as e:
    print(e)


class Plain: pass


p = Plain()
for action in ("p.x", "p.__dict__['x']", "Plain.x", "del p.x", "del Plain.x", "p.__class__.y", "(1).x", "None.x", "int.foo",
               "[].append = 3", "(1).real = 3", "int.x = 1", "object().x = 1", "setattr(p, 1, 2)", "getattr(p, 1)",
               "del int.real", "print.__name__ = 'x'", "''.x = 1", "len.__self__.nothing"):
    try:
        exec(action)
    except Exception as e:
        print(action, "->", type(e).__name__, "-", e)

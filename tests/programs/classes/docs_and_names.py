# Where names, modules and docs of things come from.
def outer():
    class Inner:
        "inner doc"

        def method(self):
            def nested(): pass
            return nested

        class Deep: pass

    return Inner


I = outer()
print(I.__qualname__, I.method.__qualname__, I().method().__qualname__, I.Deep.__qualname__)
print(I, I.__doc__, I.Deep.__doc__)
print(repr(I())[:45], str(I.method)[:40])
print(I.method.__name__, I().method.__name__, I().method.__func__ is I.method, I().method.__self__.__class__ is I)
X = type("X", (), {"__module__": "some.mod", "__doc__": None, "f": lambda self: 1})
print(X, X.f.__qualname__, repr(X())[:24])
Y = type("Y", (object,), {})
print(Y.__module__, Y.__doc__, Y.__qualname__)
print(type(len).__name__, len.__module__, len.__name__, len.__qualname__, repr(len))
print([].append.__module__, repr([].append)[:28], "".join.__self__ == "")
print(int.__module__, int.__qualname__, type(int).__qualname__)
f = lambda a, /, b, *c, d=1, **e: 0
print(f.__name__, f.__qualname__, f.__defaults__, f.__kwdefaults__, f.__module__, f.__doc__)
f.__name__ = "renamed"
f.__doc__ = "doc"
f.attr = 5
print(f.__name__, f.__qualname__, f.__dict__, f.__doc__)
for name, value in (("__name__", 1), ("__qualname__", 1), ("__defaults__", [1]), ("__kwdefaults__", 1), ("__code__", 1),
                    ("__dict__", 1), ("__annotations__", 1), ("__type_params__", 1)):
    try:
        setattr(f, name, value)
    except TypeError as e:
        print(e)
for name in ("__globals__", "__closure__", "__builtins__"):
    try:
        setattr(f, name, {})
    except AttributeError as e:
        print(e)


def g(x: int, y: str = "a") -> None: ...


print(g.__annotations__, g.__defaults__)
g.__annotations__["z"] = 1
print(g.__annotations__)


class Ann:
    x: int = 1
    y: "str"


print(Ann.__annotations__)

# C3 linearisation and its refusals.
class A: pass
class B(A): pass
class C(A): pass
class D(B, C): pass
class E(C, B): pass


def names(classes):
    return [c.__name__ for c in classes]


print(names(D.__mro__), names(E.__mro__), names(D.mro()))


def attempt(f):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, "-", e)


attempt(lambda: type("F", (D, E), {}))
attempt(lambda: type("G", (A, B), {}))
attempt(lambda: type("H", (A, A), {}))
attempt(lambda: type("I", (bool,), {}))
attempt(lambda: type("J", (int, str), {}))
attempt(lambda: type("K", (1,), {}))
attempt(lambda: type("L", (type(lambda: 0),), {}))
attempt(lambda: type("M\0", (), {}))
attempt(lambda: type("N", (), {"__qualname__": 1}))
attempt(lambda: type(1, 2))
attempt(lambda: type(1, (), {}))
attempt(lambda: type("O", [], {}))
attempt(lambda: type("P", (), []))
attempt(lambda: type())


class Meta(type):
    def mro(cls):
        order = type.mro(cls)
        return [order[0], *order[2:1:-1], *order[3:]] if len(order) > 3 else order


class Odd(D, metaclass=Meta):
    pass


print(names(Odd.__mro__))


class Bad(type):
    def mro(cls):
        return [cls, 3]


attempt(lambda: Bad("X", (), {}))


class Empty(type):
    def mro(cls):
        return []


attempt(lambda: Empty("X", (), {}))

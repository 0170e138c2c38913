# super(), overriding, cooperative calls.
class Base:
    def __init__(self):
        self.log = ["Base"]

    def hello(self):
        return "base hello"

    @classmethod
    def make(cls):
        return cls()

    @staticmethod
    def helper(n):
        return n * 2


class Left(Base):
    def __init__(self):
        super().__init__()
        self.log.append("Left")

    def hello(self):
        return "left " + super().hello()


class Right(Base):
    def __init__(self):
        super().__init__()
        self.log.append("Right")

    def hello(self):
        return "right " + super().hello()


class Bottom(Left, Right):
    def __init__(self):
        super(Bottom, self).__init__()
        self.log.append("Bottom")

    def hello(self):
        return "bottom " + super().hello()


b = Bottom.make()
print(b.log, b.hello(), Bottom.helper(4), b.helper(5))
print(super(Left, b).hello())
s = super(Bottom, b)
print(s.__thisclass__.__name__, s.__self_class__.__name__, s.__self__ is b)
print(repr(s)[:40])
print(super(Bottom, Bottom).make().log)


def attempt(f):
    try:
        print(f())
    except (TypeError, RuntimeError, AttributeError) as e:
        print(type(e).__name__, "-", e)


attempt(lambda: super(Bottom, 3).x)
attempt(lambda: super(3))
attempt(lambda: super(Bottom, b).missing)
attempt(lambda: super())
attempt(lambda: super(1, 2, 3))


class NoCell:
    def f(*args):
        return super().x


attempt(lambda: NoCell().f())


class Unbound(Base):
    me = super(Left)


print(Unbound.me.__self__)
print([c.__name__ for c in Base.__subclasses__()])

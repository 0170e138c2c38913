# __init_subclass__, __set_name__, __class_getitem__.
class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name


class Base:
    registry = []

    def __init_subclass__(cls, /, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        print("init_subclass", cls.__name__, tag)
        cls.registry.append((cls.__name__, tag))

    def __class_getitem__(cls, item):
        return (cls.__name__, item)


class A(Base, tag="a"):
    one = Field()
    two = Field()


class B(A):
    pass


print(Base.registry, A[3], B["x", 1])


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "-", e, getattr(e, "__notes__", ""))


attempt(lambda: type("C", (Base,), {}, other=1))
attempt(lambda: type("D", (), {}, other=1))


class BadName:
    def __set_name__(self, owner, name):
        raise ValueError("no name for me")


attempt(lambda: type("E", (), {"attr": BadName()}))
attempt(lambda: object[1])
attempt(lambda: (3)[1])
attempt(lambda: type[int])

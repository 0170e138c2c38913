# object.__new__ and object.__init__: who complains about arguments.
class Neither: pass


class NewOnly:
    def __new__(cls, *args):
        return super().__new__(cls)


class InitOnly:
    def __init__(self, *args):
        pass


class Both:
    def __new__(cls, *args):
        return super().__new__(cls)

    def __init__(self, *args):
        super().__init__()


class BothBad:
    def __new__(cls, *args):
        return super().__new__(cls, *args)

    def __init__(self, *args):
        super().__init__(*args)


class InitPasses:
    def __init__(self, *args):
        super().__init__(*args)


class Other:
    def __new__(cls):
        return 12

    def __init__(self):
        print("not called")


class Wrong:
    def __init__(self):
        return 5


def attempt(f):
    try:
        r = f()
        print(type(r).__name__)
    except TypeError as e:
        print("TypeError -", e)


for cls in (Neither, NewOnly, InitOnly, Both, BothBad, InitPasses):
    attempt(lambda: cls())
    attempt(lambda: cls(1))
attempt(Other)
attempt(Wrong)
attempt(lambda: object(1))
attempt(lambda: object.__new__())
attempt(lambda: object.__new__(3))
attempt(lambda: object.__new__(int))
attempt(lambda: int.__new__(str))
attempt(lambda: list.__new__(object))
attempt(lambda: object().__init__(1))
attempt(lambda: type(None)(1))
attempt(lambda: type(...)())
attempt(lambda: type(iter([]))())

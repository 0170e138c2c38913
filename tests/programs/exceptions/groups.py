# exception groups: making, splitting, deriving
def t(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, '|', e)
eg = ExceptionGroup('g', [ValueError(1), TypeError(2), ExceptionGroup('n', [ValueError(3), OSError(4)])])
print(repr(eg), str(eg), eg.message, eg.exceptions, eg.args)
print(type(BaseExceptionGroup('b', [ValueError()])), type(BaseExceptionGroup('b', [KeyboardInterrupt()])))
t(lambda: ExceptionGroup('g', [KeyboardInterrupt()]))
t(lambda: ExceptionGroup('g', []))
t(lambda: ExceptionGroup('g', [1]))
t(lambda: ExceptionGroup('g', 5))
t(lambda: ExceptionGroup(5, [ValueError()]))
t(lambda: ExceptionGroup('g'))
t(lambda: ExceptionGroup('g', [ValueError()], x=1))
t(lambda: setattr(eg, 'message', 1))
print(eg.split(ValueError))
print(eg.split((ValueError, OSError)))
print(eg.split(lambda e: isinstance(e, TypeError)))
print(eg.split(KeyError), eg.subgroup(KeyError), eg.subgroup(Exception) is eg)
print(eg.subgroup(OSError))
t(lambda: eg.split(5))
t(lambda: eg.subgroup([ValueError]))
class Mine(ExceptionGroup):
    def derive(self, excs):
        return Mine(self.message + '!', excs)
m = Mine('m', [ValueError(1), TypeError(2)])
print(m.split(ValueError), m.derive([KeyError()]))
class Bad(ExceptionGroup):
    def derive(self, excs):
        return 5
t(lambda: Bad('b', [ValueError(1), TypeError(2)]).split(ValueError))
class Base(BaseExceptionGroup): pass
print(type(Base('x', [ValueError()])), Base.__mro__[1:4])
class Both(BaseExceptionGroup, ValueError): pass
t(lambda: Both('x', [KeyboardInterrupt()]))
try:
    try:
        raise eg
    except ExceptionGroup as e:
        one, two = e.split(ValueError)
        print(one.__traceback__ is e.__traceback__, one.__cause__, one.__context__)
        raise one from TypeError('cause')
except ExceptionGroup as e:
    print(e.__cause__, e.__suppress_context__, e.subgroup(ValueError).__cause__)
print(ExceptionGroup[int], ExceptionGroup.__doc__)
print(ExceptionGroup('one', [ValueError()]), ExceptionGroup('deep', [ExceptionGroup('in', [ValueError()])]).exceptions[0].exceptions)

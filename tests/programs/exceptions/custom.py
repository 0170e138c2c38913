# classes of one's own
import sys
class E(Exception):
    def __init__(self, a, b=2):
        super().__init__(a)
        self.b = b
    def __str__(self):
        return f'E<{self.args[0]} {self.b}>'
e = E('x')
print(e, repr(e), e.args, e.__dict__, sys.getsizeof(e))
class NoInit(ValueError):
    def __init__(self, *a, **k):
        self.k = k
print(NoInit(1, 2, z=3).args, NoInit(1, z=3).k)
class Slots(Exception):
    __slots__ = ('x',)
s = Slots('s'); s.x = 1; s.y = 2
print(s.x, s.__dict__, sys.getsizeof(s))
class Multi(KeyError, AttributeError): pass
try:
    print(Multi('k', name='n').name)
except TypeError as err:
    print(err)
class BadNew(Exception):
    def __new__(cls):
        return 5
try:
    raise BadNew
except TypeError as err:
    print(err)
class BadInit(Exception):
    def __init__(self):
        raise RuntimeError('in init')
try:
    raise BadInit
except RuntimeError as err:
    print(err)
class BadStr(Exception):
    def __str__(self):
        raise ValueError('str')
    def __repr__(self):
        return 'fine repr'
try:
    str(BadStr())
except ValueError as err:
    print(err)
print([BadStr()])
def raiser(exc):
    raise exc
for exc in (KeyError, KeyError('x'), StopIteration, GeneratorExit):
    try:
        raiser(exc)
    except BaseException as err:
        print(type(err).__name__, err.args, err.__traceback__.tb_frame.f_code.co_name, err.__traceback__.tb_next.tb_lineno)
try:
    class Sub(Exception, int): pass
except TypeError as err:
    print(err)

# chains as they are printed, notes, SystemExit's relatives, an exception whose str fails
import traceback
def inner():
    try:
        {}['k']
    except KeyError as e:
        raise ValueError('from key') from e
def outer():
    try:
        inner()
    except ValueError:
        raise TypeError('during')
def hidden():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError('no context') from None
class BadStr(Exception):
    def __str__(self): raise RuntimeError
class Module(Exception): pass
Module.__module__ = 'some.where'
def noted():
    e = Module('m')
    e.add_note('first note')
    e.add_note('second\nnote')
    raise e
def empty():
    raise AssertionError
def lines():
    raise ValueError('line one\nline two')
def bad():
    raise BadStr
def ring():
    a, b = ValueError('a'), ValueError('b')
    a.__context__ = b
    b.__context__ = a
    raise a
for f in (outer, hidden, noted, empty, lines, bad, ring):
    try:
        f()
    except Exception:
        traceback.print_exc()
outer()

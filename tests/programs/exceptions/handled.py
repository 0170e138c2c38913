# sys.exc_info and sys.exception inside, between and after handlers; what `except ... as` deletes
import sys
print(sys.exc_info(), sys.exception())
try:
    1 / 0
except ZeroDivisionError as e:
    print(sys.exc_info()[0], sys.exception() is e, sys.exc_info()[2] is e.__traceback__)
    try:
        int('x')
    except ValueError as v:
        print(sys.exception() is v, v.__context__ is e)
    print(sys.exception() is e)
print(sys.exception())
try:
    e
except NameError as err:
    print(err)
def gen():
    try:
        raise KeyError('in generator')
    except KeyError:
        yield repr(sys.exception())
        yield repr(sys.exception())
g = gen()
print(next(g), sys.exception())
try:
    raise ValueError('outside')
except ValueError:
    print(next(g), repr(sys.exception()))
def f():
    try:
        return 'returned'
    finally:
        print('finally', sys.exception())
print(f())
def swallow():
    try:
        1 / 0
    finally:
        return 'swallowed'
print(swallow())
for x in range(3):
    try:
        if x == 1:
            continue
        if x == 2:
            break
    finally:
        print('finally', x)
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError
    except (TypeError, int):
        pass
except TypeError as e:
    print(e)
class Meta(type):
    def __subclasscheck__(cls, sub): raise RuntimeError('not asked')
class Odd(Exception, metaclass=Meta): pass
try:
    try:
        raise ValueError('v')
    except Odd:
        print('no')
except ValueError as e:
    print('not matched', e)

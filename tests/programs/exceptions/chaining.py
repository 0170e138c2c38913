# __context__, __cause__, raise from, suppression, and what breaks cycles of contexts
def show(e):
    print(repr(e), 'cause', repr(e.__cause__), 'context', repr(e.__context__), e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError('v')
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise ValueError('v') from z
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError('v') from None
except ValueError as e:
    show(e)
try:
    raise KeyError('k') from ValueError
except KeyError as e:
    show(e)
for bad in ('raise 5', 'raise int', 'raise ValueError from 5', 'raise'):
    try:
        exec(bad)
    except Exception as e:
        print(type(e).__name__, e)
# reraising the context of what is handled must not make a cycle
a, b, c = ValueError('a'), ValueError('b'), ValueError('c')
try:
    try:
        try:
            raise a
        except ValueError:
            raise b
    except ValueError:
        raise a
except ValueError as e:
    show(e)
    show(e.__context__)
try:
    try:
        raise c
    finally:
        try:
            raise KeyError('inner')
        except KeyError as k:
            show(k)
except ValueError as e:
    show(e)
def gen():
    try:
        yield 1
    except ValueError as e:
        show(e)
        raise TypeError('t')
g = gen()
next(g)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        g.throw(ValueError('thrown'))
except TypeError as e:
    show(e)
    show(e.__context__)

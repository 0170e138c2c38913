# except*: who sees what, and what is raised afterwards
def run(f):
    try:
        f()
    except BaseException as e:
        print('raised', repr(e), [repr(x) for x in getattr(e, 'exceptions', [])], repr(e.__context__)[:60])
def a():
    try:
        raise ExceptionGroup('g', [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError as e:
        print('ve', repr(e))
    except* TypeError as e:
        print('te', repr(e))
run(a)
def b():
    try:
        raise ValueError('naked')
    except* ValueError as e:
        print(repr(e))
run(b)
def c():
    try:
        raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError('new')
run(c)
def d():
    try:
        raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
    except* ValueError:
        raise
run(d)
def e_():
    try:
        pass
    except* ValueError:
        print('never')
    else:
        print('else')
    finally:
        print('finally')
run(e_)
def f():
    try:
        raise ExceptionGroup('g', [ExceptionGroup('n', [ValueError(1), KeyError(2)]), ValueError(3)])
    except* (ValueError, TypeError) as e:
        print(repr(e))
run(f)
def g():
    try:
        raise ValueError('naked')
    except* TypeError:
        pass
run(g)
def h():
    try:
        raise ExceptionGroup('g', [ValueError(1)])
    except* ExceptionGroup:
        pass
run(h)
def i():
    try:
        raise ValueError('naked')
    except* ValueError:
        1 / 0
run(i)

# ranges over several lines, dedent, abbreviation
import traceback
def f(*args, **kwargs):
    raise ValueError('f')
def a():
    return f(
        1,
        2,
        3,
        4,
        5,
    )
def b():
    x = (1 +
         2 +
         None)
    return x
def c():
    return {
        'k': 1,
        'l': f(
            'deep',
        ),
        'm': 2,
    }
def d():
    if (f(1) and
            f(2)):
        pass
def e():
    return [
        1, 2, 3
    ][
        10
    ]
def g():
    with f() as x, \
            f() as y:
        pass
def h():
    result = f(1,   # a comment with ) in it
               2)
    return result
def i():
    return (
        'text'
        % (1, 2)
    )
def j():
    for x in range(3): f(x); f(x + 1)
def k():
    raise f(
        'in raise'
    )
for func in (a, b, c, d, e, g, h, i, j, k):
    try:
        func()
    except Exception:
        traceback.print_exc()

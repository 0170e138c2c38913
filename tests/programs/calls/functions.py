# Function objects: closures, defaults, code, versions of the same function.
def outer(n):
    total = n

    def add(k):
        nonlocal total
        total += k
        return total

    def peek():
        return total, n

    return add, peek


add, peek = outer(10)
print(add(1), add(2), peek())
print(add.__closure__[0].cell_contents, len(peek.__closure__), add.__code__.co_freevars, outer.__code__.co_cellvars)
cell = add.__closure__[0]
cell.cell_contents = 100
print(add(1), peek(), cell == peek.__closure__[1], type(cell).__name__)


def unset():
    def inner(): return later
    c = inner.__closure__[0]
    try:
        c.cell_contents
    except ValueError as e:
        print("ValueError -", e)
    try:
        inner()
    except NameError as e:
        print("NameError -", e)
    later = 5
    return inner(), c.cell_contents


print(unset())


def default(a, b=[], *, c={}):
    b.append(a)
    c[a] = 1
    return b, c


print(default(1), default(2), default.__defaults__, default.__kwdefaults__)
default.__defaults__ = (7,)
default.__kwdefaults__ = None
try:
    default(1)
except TypeError as e:
    print(e)
default.__defaults__ = None
try:
    default(c=1)
except TypeError as e:
    print(e)


def first(): return "first"
def second(): return "second"


first.__code__ = second.__code__
print(first(), first.__name__)
try:
    first.__code__ = add.__code__
except ValueError as e:
    print(e)
F = type(first)
made = F(second.__code__, {"__name__": "mod"}, "made", None, None)
print(made(), made.__module__, made.__name__, made.__qualname__)
made2 = F(add.__code__, globals(), "m2", None, (cell,))
print(made2(5))
for args in ((add.__code__, globals()), (add.__code__, globals(), None, None, ()), (second.__code__, {}, 1),
             (second.__code__, {}, None, 1), (second.__code__, {}, None, None, 1), (add.__code__, {}, None, None, (1,)),
             (1, {}), (second.__code__, 1), (second.__code__,)):
    try:
        F(*args)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, "-", e)
Cell = type(cell)
print(Cell(5) < Cell(6), Cell() == Cell(), Cell() < Cell(1), Cell(1) == Cell(1))
try:
    print(Cell(1) == 1, hash(Cell(1)))
except TypeError as e:
    print(e)


def rec(n): return n if n == 0 else rec(n - 1)


print(rec(50))
print([f() for f in [lambda i=i: i for i in range(3)]], [f() for f in [lambda: i for i in range(3)]])

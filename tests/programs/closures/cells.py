def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
c = counter()
print(c(), c(), c(10), c.__closure__[0].cell_contents, c.__code__.co_freevars)
d = counter()
print(d(), c())

fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])

def outer(x):
    def mid():
        def inner():
            return x, y
        y = x * 2
        return inner
    return mid()()
print(outer(4))

def late():
    def f():
        return later
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
    later = 1
    print(f())
    del later
    try:
        f()
    except NameError as e:
        print(e)
    try:
        later
    except UnboundLocalError as e:
        print(e)
late()

def args(a, *b, c=3, **d):
    return lambda: (a, b, c, d)
print(args(1, 2, e=5)())

class A:
    x = "class"
    def f(self):
        return x
    g = lambda self: __class__
x = "global"
print(A().f(), A().g())

def recursive(n):
    def fact(k):
        return 1 if k < 2 else k * fact(k - 1)
    return fact(n)
print(recursive(20))
def unbound():
    if False:
        z = 1
    return z
try:
    unbound()
except UnboundLocalError as e:
    print(e)
def make():
    a = []
    def add(v):
        a.append(v)
        return a
    def get():
        return a
    return add, get
add, get = make()
add(1); add(2)
print(get(), add.__closure__[0] is get.__closure__[0])

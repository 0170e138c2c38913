# Generators as stages; itertools-like tools by hand; exceptions crossing stages.
def source(n):
    for i in range(n):
        yield i
def where(p, it):
    for x in it:
        if p(x):
            yield x
def mapped(f, it):
    return (f(x) for x in it)
def take(n, it):
    for _, x in zip(range(n), it):
        yield x
def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1
print(list(take(10, primes())))
print(sum(mapped(lambda x: x * x, where(lambda x: x & 1, source(100)))))

def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print([x for _, x in zip(range(15), fib())])

def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(4)))

def bad():
    yield 1
    yield 1 / 0
try:
    for x in mapped(str, bad()):
        print(x)
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
print(dict(zip("abc", source(3))), sorted(tree(2)), any(x > 3 for x in source(10)), all(x < 3 for x in source(10)))
def perm(xs):
    if len(xs) <= 1:
        yield xs
    for i in range(len(xs)):
        if len(xs) > 1:
            for rest in perm(xs[:i] + xs[i + 1:]):
                yield [xs[i]] + rest
print([''.join(p) for p in perm(list("abc"))])

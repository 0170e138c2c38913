# Iteration, return values, state attributes.
import sys

def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
    return "done"

print(list(count(4)))
g = count(2)
print(next(g), next(g))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
try:
    next(g)
except StopIteration as e:
    print("again", e.value)

g = count(3)
print(g.gi_running, g.gi_suspended, g.gi_frame is None, g.gi_yieldfrom)
next(g)
print(g.gi_suspended, g.gi_frame.f_lineno, g.gi_code.co_name, g.__name__, g.__qualname__)
list(g)
print(g.gi_frame, g.gi_suspended)

def both(xs):
    for x in xs:
        yield x
        yield -x
print([y for y in both(range(3))], sum(both([5])), max(both("") , default="none"))
print(tuple(x * x for x in range(5) if x % 2))
x = object()
def hold(o):
    yield sys.getrefcount(o)
print(next(hold(x)), sys.getrefcount(x))

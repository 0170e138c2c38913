# repeated frames are abbreviated
import sys
sys.setrecursionlimit(100)
def f(n):
    return f(n + 1)
def g(n):
    if n == 0:
        raise ValueError('bottom')
    g(n - 1)
def h(n):
    if n == 0:
        raise ValueError('h')
    i(n)
def i(n):
    h(n - 1)
import traceback
for func, arg in ((g, 2), (g, 3), (g, 4), (g, 10), (h, 5)):
    try:
        func(arg)
    except ValueError:
        traceback.print_exc()
try:
    f(0)
except RecursionError as e:
    print(e, len(traceback.extract_tb(e.__traceback__)) > 50)
f(0)

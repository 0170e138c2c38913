import tracemalloc
from array import array
def m(f):
    tracemalloc.start(); r = f(); x = tracemalloc.get_traced_memory(); tracemalloc.stop(); return x
l = list(range(1000)); a = array('i', l)
for f in (lambda: array('i'), lambda: array('i', l), lambda: array('d', l), lambda: array('i', iter(l)), lambda: a[:], lambda: a + a, lambda: a * 3, lambda: a.tolist(), lambda: a.tobytes(), lambda: list(a), lambda: array('b', bytes(100)), lambda: iter(a), lambda: memoryview(a), lambda: a[::2], lambda: array('q', [2**40])[0], lambda: a[999], lambda: array('d', [1.5])[0]): print(m(f))

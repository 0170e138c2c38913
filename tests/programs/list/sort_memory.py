# What a sort takes for its time: keys from 128 items on, merge space beyond 256 pointers.
import tracemalloc
def peak(n, **kw):
    l = [(i * 7919) % 10007 for i in range(n)]
    tracemalloc.start()
    l.sort(**kw)
    r = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return r
neg = lambda x: -x
ident = lambda x: x
for n in (10, 100, 127, 128, 129, 200, 256, 257, 300, 512, 513, 600, 1000, 1025, 3000):
    print(n, peak(n), peak(n, key=ident), peak(n, key=ident, reverse=True))
def runs(n):
    l = list(range(n)) + list(range(n))
    tracemalloc.start(); l.sort(); r = tracemalloc.get_traced_memory(); tracemalloc.stop()
    return r
print([runs(n) for n in (10, 100, 200, 256, 257, 300, 1000)])

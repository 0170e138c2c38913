import tracemalloc, sys
def m(f):
    tracemalloc.start(); r = f(); x = tracemalloc.get_traced_memory(); tracemalloc.stop(); return x
l = [1000 + i for i in range(50)]
for f in (lambda: enumerate(l), lambda: zip(l, l), lambda: zip(l, l, l), lambda: map(str, l), lambda: map(max, l, l), lambda: filter(None, l), lambda: reversed(l), lambda: iter(l), lambda: iter(()), lambda: iter('ab'), lambda: iter({}), lambda: iter({1}), lambda: iter(range(3)), lambda: iter(int, 1), lambda: list(zip(l, l)), lambda: list(enumerate(l)), lambda: list(map(str, l)), lambda: list(filter(None, l)), lambda: [*zip(l, l)],
          lambda: dict(enumerate(l)), lambda: list(map(lambda *a: a, l, l, l, l, l, l)), lambda: sum(map(int, l)), lambda: max(l), lambda: any(x < 0 for x in l), lambda: next(enumerate(l, 300))): print(m(f))
print([sys.getsizeof(x) for x in (enumerate(l), zip(), map(str, l), filter(None, l), reversed(l), iter(l), iter(()), iter('a'), iter({}), iter({1}), iter(range(3)), iter({}.items()), reversed(()), iter(b''), iter(int, 1))])

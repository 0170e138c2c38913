import tracemalloc
def m(f):
    tracemalloc.start(); r = f(); x = tracemalloc.get_traced_memory(); tracemalloc.stop(); return x
l = list(range(300, 400))
for f in (lambda: tuple(l), lambda: tuple(x for x in l), lambda: tuple(iter(l)), lambda: tuple(range(1000, 1050)), lambda: tuple(map(str, l)),
          lambda: tuple('abc' * 20), lambda: tuple(set(l)), lambda: tuple(dict.fromkeys(l)), lambda: (*l, *l), lambda: tuple(l) * 3,
          lambda: tuple(l)[3:50], lambda: tuple(l)[::3], lambda: tuple(x for x in ()), lambda: tuple(x for x in [1])):
    print(m(f))

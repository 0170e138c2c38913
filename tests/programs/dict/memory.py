import tracemalloc
print((1, [2], {3: 4}), {5})
def m(f):
    tracemalloc.start(); r = f(); x = tracemalloc.get_traced_memory(); tracemalloc.stop(); return x
pairs = [(i, -i) for i in range(300, 500)]
keep = [{} for _ in range(100)], [{'a': 1} for _ in range(100)]
d1 = {i: i for i in range(100)}; s1 = {str(i): i for i in range(100)}
for f in (lambda: {}, lambda: {'a': 1}, lambda: {1: 1}, lambda: {i: i for i in range(50)}, lambda: d1.copy(), lambda: dict(d1), lambda: {**d1}, lambda: s1.copy(), lambda: dict(s1),
          lambda: list(d1), lambda: list(d1.items()), lambda: list(d1.values()), lambda: dict(zip(s1, d1)), lambda: dict.fromkeys(d1), lambda: dict.fromkeys(s1), lambda: dict.fromkeys(set(d1)),
          lambda: d1 | s1, lambda: dict(a=1, b=2), lambda: dict([(1, 2)]), lambda: d1.keys(), lambda: iter(d1), lambda: iter(d1.items()), lambda: d1.keys() & s1.keys(),
          lambda: sorted(d1), lambda: {str(i): None for i in range(30)}, lambda: [*d1], lambda: tuple(d1), lambda: set(d1), lambda: repr({1: 2})):
    print(m(f))

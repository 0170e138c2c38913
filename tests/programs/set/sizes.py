import sys
size = sys.getsizeof
def steps(n):
    s, last, out = set(), -1, []
    for i in range(n):
        if size(s) != last: last = size(s); out.append((i, last))
        s.add(i)
    return out
print(steps(6000))
for n in (0, 1, 4, 5, 8, 16, 19, 20, 32, 64, 77, 100, 128, 307, 1000):
    s = set(range(n)); print(n, size(s), size(frozenset(range(n))), size(set(s)), size(s.copy()), size(frozenset(s)), size(set(dict.fromkeys(range(n)))), size(set(list(s))), size(s | s), size(s & s), size(s - {1}), size(s ^ {1}), size({x for x in s}))
s = set(range(100))
for i in range(95): s.discard(i)
print(size(s)); s.add(500); print(size(s)); s.clear(); print(size(s))
s = set(range(100)); s -= set(range(90)); print(size(s), s); s = set(range(100)); s &= {1, 2}; print(size(s)); s = set(range(1000)); s.difference_update(range(990)); print(size(s), len(s))
print(size({1, 2, 3, 4}), size({1, 2, 3, 4, 5}), size({*range(5)}), size(set([1, 2, 3, 4, 5])), {1}.__sizeof__(), size(frozenset()))
class S(set): pass
print(size(S()), size(S(range(20))))
import tracemalloc
def m(f):
    tracemalloc.start(); r = f(); x = tracemalloc.get_traced_memory(); tracemalloc.stop(); return x
a = set(range(100)); l = list(a)
for f in (lambda: set(), lambda: {1}, lambda: set(a), lambda: set(l), lambda: frozenset(a), lambda: a | a, lambda: a & {1, 2}, lambda: a - {1}, lambda: a ^ {1}, lambda: {x for x in l}, lambda: sorted(a), lambda: list(a), lambda: a.copy(), lambda: iter(a), lambda: tuple(a)): print(m(f))

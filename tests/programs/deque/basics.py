from collections import deque
import sys
def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
d = deque([1, 2, 3])
for f in (lambda: d.index(9), lambda: d.remove(9), lambda: d[9], lambda: d[slice(1)], lambda: d.__setitem__(9, 1), lambda: d.__delitem__(9), lambda: deque(3), lambda: deque([], -1), lambda: deque([], 'a'), lambda: deque(1, 2, 3), lambda: deque([1, 2, 3], maxlen=2), lambda: deque().pop(), lambda: deque().popleft(), lambda: d.insert(1), lambda: d.rotate('x'), lambda: d + [1], lambda: d.__iadd__(3), lambda: hash(d), lambda: deque([1, 2, 3], 3).insert(0, 1), lambda: deque([], foo=1), lambda: d < 3, lambda: d.maxlen): t(f)
def mut():
    for x in d: d.append(1)
t(mut); print(d)
d = deque('abcdef'); d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(100); print(d); d.appendleft('z'); d.extend('xy'); d.extendleft('12'); print(d, len(d), d[0], d[-1], d[4], 'x' in d, d.count('x'), d.index('x'), d.index('x', 2, 20))
d.insert(3, 'I'); d.insert(-2, 'J'); d.insert(100, 'K'); d.insert(-100, 'L'); print(d); del d[3], d[-1]; print(d); d.remove('I') if 'I' in d else None; d.reverse(); print(d, list(reversed(d))[:3]); d[0] = 'q'; print(d.pop(), d.popleft(), d)
e = deque(maxlen=3); e.extend(range(10)); print(e, e.maxlen, e.copy(), e * 2, e + deque([1])); e.appendleft(0); print(e); e *= 5; print(e)
print(deque([1, 2]) == deque([1, 2]), deque([1]) < deque([2]), deque([1]) == [1], deque([1, 2]) > deque([1]), deque() <= deque(), deque([1, 2]) * 2, 3 * deque('a'), deque([1]) * 0)
r = deque(); r.append(r); print(r); d = deque(range(5)); d += d; d.extend(d); print(d); d.clear(); print(d, bool(d))
sizes = []; d = deque()
for i in range(300):
    if not sizes or sizes[-1][1] != sys.getsizeof(d): sizes.append((i, sys.getsizeof(d)))
    d.append(i)
print(sizes, sys.getsizeof(deque(range(100))), sys.getsizeof(deque([1]) * 200))
while d: d.popleft()
print(sys.getsizeof(d)); it = iter(deque('abc')); next(it); print(it.__length_hint__(), list(it), type(it), d.__reduce__()[:3], deque([1], 5).__reduce__()[:3])
for n in range(0, 200, 13):
    d = deque(range(150)); d.rotate(n); assert list(d) == list(range(150))[-n % 150:] + list(range(150))[:-n % 150] or n % 150 == 0, n
    d.rotate(-n); assert list(d) == list(range(150)); d.insert(n % 150, 'x'); assert d[n % 150] == 'x'; del d[n % 150]; assert list(d) == list(range(150))
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print('del', s.n, end=' ')
d = deque(D(i) for i in range(4)); d.pop(); print(); d.clear(); print(); d = deque([D(1), D(2)]); del d; print(); d = deque([D(1), D(2), D(3)], 2); print(); del d; print()
import tracemalloc
def m(f):
    tracemalloc.start(); r = f(); x = tracemalloc.get_traced_memory(); tracemalloc.stop(); return x
l = list(range(200))
for f in (lambda: deque(), lambda: deque(l), lambda: deque(l).copy(), lambda: deque([1]) * 200, lambda: iter(deque(l)), lambda: list(deque(l)), lambda: deque(l).rotate(50), lambda: deque(l, 10)): print(m(f))

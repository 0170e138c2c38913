# Keys that collide, str subclasses, comparison order.
class H:
    def __init__(s, n, h): s.n, s.h = n, h
    def __hash__(s): return s.h
    def __eq__(s, o): log.append((s.n, getattr(o, 'n', o))); return isinstance(o, H) and s.n == o.n
    def __repr__(s): return f'H{s.n}'
log = []
d = {}
for i in range(8): d[H(i, 8 * (i % 2))] = i
print(log); log.clear()
print(d[H(5, 8)], log); log.clear()
print(d.get(H(9, 0)), log); log.clear()
del d[H(2, 0)]; print(log, d); log.clear()
for i in range(20): d[H(100 + i, 1 << (i + 3))] = i
print(len(log), hash(tuple(log)), len(d)); log.clear()
class S(str):
    def __hash__(s): return hash(str(s))
    def __eq__(s, o): log.append('S'); return str.__eq__(s, o)
d = {'a': 1, 'b': 2}
print(d[S('a')], S('b') in d, log); log.clear()
d[S('a')] = 5; print(d, type(list(d)[0]), log); log.clear()
d[S('c')] = 6; print(d, d['c'], log); log.clear()
print({1: 'a'}[True], {1.0: 'b'}[1], {(1, 2): 3}[(1, 2)], {None: 1}[None], {2**70: 'x'}[2**70], {'é': 1}['é'], {float('nan'): 1}.get(float('nan')))
n = float('nan'); print({n: 1}[n], {n: 1} == {n: 1})
print({-1: 'a', -2: 'b'}, hash(-1) == hash(-2))
big = {i * 2**20: i for i in range(500)}; print(sum(big[i * 2**20] for i in range(500)), 5 in big)
mixed = {1: 1, 'a': 2, (3,): 3, None: 4, 2.5: 5, b'x': 6, frozenset([1]): 7, int: 8}
print([mixed[k] for k in (1, 'a', (3,), None, 2.5, b'x', frozenset([1]), int)], mixed)
ks = [str(i) for i in range(1000)]; d = dict.fromkeys(ks, 0)
for k in ks: d[k] += 1
print(sum(d.values()), all(''.join(list(k)) in d for k in ks))

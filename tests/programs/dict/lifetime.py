class D:
    def __init__(s, n): s.n = n
    def __del__(s): print('del', s.n, end=' ')
    def __hash__(s): return s.n
    def __eq__(s, o): return s.n == o.n
d = {i: D(i) for i in range(4)}; del d; print()
d = {D(1): D(2), D(3): D(4)}; d.clear(); print()
d = {D(1): D(2)}; d[D(1)] = D(5); print(); del d[D(1)]; print()
d = {'a': D(1)}; d['a'] = D(2); print(); d.pop('a'); print()
d = {'a': D(1), 'b': D(2)}; d.popitem(); print(); d.update(a=D(3)); print(); e = d.copy(); d = None; print('copy'); e = None; print()
d = {'a': D(1)}; d.setdefault('a', D(2)); print(); d = d | {'a': D(3)}; print(); d = None; print()
d = dict.fromkeys('ab', D(1)); del d; print()
d = {}; i = id(d); del d; e = {}; print(id(e) == i, id({}) == id({}))
d = {}
def f():
    global d
    d = {}
d['x'] = D(1); f(); print(d)
import sys
o = object(); n = sys.getrefcount(o)
d = {'a': o, 'b': o}; print(sys.getrefcount(o) - n); e = d.copy(); print(sys.getrefcount(o) - n); e.update(c=o); print(sys.getrefcount(o) - n)
l = list(d.values()); it = iter(d.items()); print(next(it)[0], sys.getrefcount(o) - n); del it, l, e; print(sys.getrefcount(o) - n); d.clear(); print(sys.getrefcount(o) - n)
k = ('key', 1); n = sys.getrefcount(k); d = {k: 1}; d[k] = 2; print(sys.getrefcount(k) - n); d.setdefault(k); d.get(k); k in d; print(sys.getrefcount(k) - n); del d[k]; print(sys.getrefcount(k) - n)

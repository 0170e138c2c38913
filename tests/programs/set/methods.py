def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
a, b = {1, 2, 3}, frozenset([2, 3, 4])
print(type(a | b), type(b | a), type(a & b), type(b - a), a | b == {1, 2, 3, 4}, b & a, a - b, b ^ a)
print(a <= {1, 2, 3, 4}, a < a, a <= a, a >= {1}, a > {1}, a == b, a != b, {2} < b, a == frozenset(a), a == [1, 2, 3], a.issubset([1, 2, 3, 4]), a.issuperset([1]), a.isdisjoint([7]), a.isdisjoint([1]), a.issubset(b))
for f in (lambda: set().pop(), lambda: {1}.remove(2), lambda: {1}.remove({2}), lambda: {[]}, lambda: set([[]]), lambda: {1} | [2], lambda: {1} < [2], lambda: hash(set()), lambda: a.__iand__([1]), lambda: [] in {1}, lambda: set(5),
          lambda: set(1, 2), lambda: set(x=1), lambda: frozenset(1, 2), lambda: frozenset(x=1), lambda: a.add(), lambda: b.add(1), lambda: a.union(5), lambda: a & 5, lambda: {1}.discard([]), lambda: a.intersection([[]]), lambda: a.isdisjoint(5)): t(f)
print({1} in {frozenset([1])}, {2} in {frozenset([1])}, a.discard({9})); s = {frozenset([1])}; s.remove({1}); print(s)
print(hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2, 3])), hash(frozenset('abc')), hash(frozenset([frozenset()])), hash(frozenset([1, 2, 3])) == hash(frozenset([3, 2, 1])), hash(frozenset(range(100))))
f = frozenset([1]); print(frozenset(f) is f, f.copy() is f, frozenset() is frozenset(), set(f), f | f is f, f - {1}, f.union() is f)
print(set(), frozenset(), {1}, frozenset({1}), {1, 'a'} if False else '', {()}, repr(set([frozenset([1])])))
class S(set): pass
class F(frozenset): pass
print(S([1]), F([1]), S(), F(), type(S([1]) | {2}), type(S().copy()), type(F() & F()), S([1]) == {1}, F([1]) == {1}, hash(F([1])) == hash(frozenset([1])), S([1]).__reduce__()[:2])
x = S([1]); x.attr = 5; print(x.__dict__, x)
r = S(); r2 = F([5]); print(r2)
def mut():
    s = {1, 2, 3}
    for i in s: s.add(i + 10)
t(mut)
def mut2():
    s = {1, 2, 3}
    for i in s: s.discard(i); s.add(i + 100)
    return len(s)
t(mut2)
it = iter({1, 2, 3}); print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__())
print(a.intersection([3, 2, 9], {3}), a.union(), a.difference(), a.difference([1], [2]), a.intersection() == a, a.symmetric_difference([1, 1, 9]))
s = {1}; s |= s; s &= s; print(s); s -= s; print(s); s ^= {5}; s ^= s; print(s); s = {1, 2}; s.difference_update(s); print(s)
class E:
    def __init__(s, n): s.n = n
    def __hash__(s): return s.n % 4
    def __eq__(s, o): log.append((s.n, o.n)); return s.n == o.n
    def __repr__(s): return f'E{s.n}'
log = []; z = {E(i) for i in range(12)}; print(z, len(log), log[:10]); log.clear(); print(E(7) in z, E(99) in z, log)
class Bad:
    def __hash__(s): return 1
    def __eq__(s, o): raise ValueError('eq')
q = {Bad()}; t(lambda: 1 in q); t(lambda: q.add(1)); t(lambda: q | {1}); t(lambda: q == {1})
import weakref, gc
w = weakref.ref(a); print(w() is a); del w; print(gc.is_tracked(set()), gc.is_tracked(frozenset()), set[int], frozenset[str])
class D:
    def __init__(s, n): s.n = n
    def __hash__(s): return s.n
    def __eq__(s, o): return s.n == o.n
    def __del__(s): print('del', s.n, end=' ')
s = {D(3), D(1), D(2)}; s.discard(D(1)); print(); s.clear(); print(); s = frozenset([D(9), D(4)]); del s; print()
print([m for m in dir(set) if not m.startswith('__')], [m for m in dir(frozenset) if not m.startswith('__')])

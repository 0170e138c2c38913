# Sorting by kind of item: the fast comparisons give the same answers; keys, reverse, stability, errors.
print(sorted([3, 1, 2]), sorted([2.5, 1, -3.0]), sorted('banana'), sorted(['b', 'é', 'a', 'z\u4e00']), sorted([10**20, 5, -10**20]))
print(sorted([(1, 'b'), (1, 'a'), (0, 'z')]), sorted([(1,), (), (0, 5)]), sorted([('a', 2), ('a', 1.5)]), sorted([[2], [1, 5], [1]]))
print(sorted([True, 0, 2, False]), sorted([float('inf'), -1.0, 2]), sorted([b'b', b'a']))
words = 'the Quick brown fox jumps Over the lazy dog'.split()
print(sorted(words, key=str.lower), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: w[-1]))
data = [(i % 3, i) for i in range(20)]
print(sorted(data, key=lambda t: t[0]))
print(sorted(data, key=lambda t: t[0], reverse=True))
for bad in ([1, 'a'], [(1, 2), (1, 'a')], [None, None], [1j, 2j], [{}, {}]):
    try:
        print(sorted(bad))
    except TypeError as e:
        print(e)
class E(Exception): pass
class X:
    n = 0
    def __lt__(self, o):
        X.n += 1
        if X.n > 5: raise E('stop')
        return NotImplemented if X.n == 99 else id(self) < 0
l = [X() for _ in range(8)]; before = set(map(id, l))
try:
    l.sort()
except E as e:
    print(e, len(l), set(map(id, l)) == before)
l = [3, 1, 2]
def key(x):
    l.append(x)
    return x
try:
    l.sort(key=key)
except ValueError as e:
    print(e, l)
def peek(x):
    print('seen', l)
    return -x
l.sort(key=peek); print(l)
def fail(x): raise KeyError(x)
try:
    l.sort(key=fail)
except KeyError as e:
    print('KeyError', e, l)
class B:
    def __init__(s, v): s.v = v
    def __lt__(s, o): return [] if s.v < o.v else [1]
    def __repr__(s): return str(s.v)
print(sorted(map(B, [3, 1, 2])))
class W(int):
    def __lt__(s, o): return int(s) > int(o)
print(sorted([W(1), W(3), W(2)]), sorted([W(1), 3, W(2)]))
big = list(range(1000)); big.sort(key=lambda x: -x); print(big[:5], big[-5:]); big.sort(reverse=True); print(big[:5])
big.sort(key=lambda x: x % 10); print(big[::100], big == sorted(big, key=lambda x: x % 10))
print(sorted([(i * 7919) % 1009 for i in range(1009)]) == list(range(1009)))

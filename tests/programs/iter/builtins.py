def t(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
print(list(enumerate('abc')), list(enumerate('ab', 5)), list(enumerate(iterable='a', start=-1)), list(enumerate('ab', 2**63 - 1)), list(enumerate('ab', 10**30)))
print(list(zip()), list(zip('ab')), list(zip('abc', [1, 2])), list(zip('ab', [1, 2], (3, 4), strict=True)), list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(max, *[[i] for i in range(7)])), list(filter(None, [0, 1, '', 'a'])), list(filter(bool, [0, 2])), list(filter(lambda x: x > 1, [1, 2, 3])))
for f in (lambda: list(zip('abc', 'ab', strict=True)), lambda: list(zip('a', 'ab', strict=True)), lambda: list(zip('ab', 'ab', 'abc', strict=True)), lambda: list(zip('ab', 'ab', 'a', strict=True)), lambda: zip(1), lambda: zip([1], foo=2), lambda: zip(strict=True, x=1), lambda: map(), lambda: map(1), lambda: map(1, 2), lambda: list(map(1, [2])), lambda: filter(1), lambda: list(filter(1, [2])), lambda: enumerate(), lambda: enumerate(1), lambda: enumerate([], 'a'), lambda: enumerate([], foo=1), lambda: enumerate(start=1),
          lambda: reversed(5), lambda: reversed({1}), lambda: reversed(), lambda: reversed([], []), lambda: reversed(x=1), lambda: map(str, [1], a=2), lambda: filter(None, [1], a=2), lambda: enumerate([], 1, 2)): t(f)
class R:
    def __reversed__(s): return 'rev'
class N:
    __reversed__ = None
class Q:
    def __len__(s): return 3
    def __getitem__(s, i):
        if i > 2: raise IndexError
        return i * 10
print(reversed(R()), list(reversed(Q())), list(Q()), list(enumerate(Q())), list(reversed('abc')), list(reversed((1, 2))), reversed(Q()).__length_hint__()); t(reversed, N())
z = zip('ab', 'cd'); a = next(z); b = next(z); print(a, b); z = zip('abc', 'def'); x = id(next(z)); y = id(next(z)); print(x == y); e = enumerate('abc'); x = id(next(e)); y = id(next(e)); print(x == y)
def gen():
    yield 1
    raise ValueError('boom')
for f in (lambda: list(map(str, gen())), lambda: list(zip(gen(), 'ab')), lambda: list(filter(None, gen())), lambda: list(enumerate(gen())), lambda: list(gen()), lambda: tuple(gen()), lambda: set(gen()), lambda: dict.fromkeys(gen()), lambda: sorted(gen())): t(f)
class Stop:
    def __iter__(s): return s
    def __next__(s): raise StopIteration(5)
print(list(Stop()), list(map(str, Stop())), list(zip(Stop())), tuple(Stop()))
it = iter([1, 2, 3]); print(list(zip(it, it)), list(it)); s = iter('abcdef'); print(list(zip(s, s, s)))
print(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 4).__next__(), list(iter(iter('abc').__next__, 'b')), next(iter([]), 'd'), enumerate[int], zip('a').__reduce__()[1:] != (), map(str, 'a').__reduce__()[0], filter(None, 'a').__reduce__()[0])
class Sub(enumerate): pass
class Z(zip): pass
print(list(Sub('ab', 3)), list(Z('ab', 'c')), type(Sub('a')).__name__); print(zip.__doc__, map.__doc__, filter.__doc__, enumerate.__doc__, reversed.__doc__, sep='\n')
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print('del', s.n, end=' ')
for i, d in enumerate([D(1), D(2)]): pass
del d; print(); l = [D(3)]; m = map(lambda x: x, l); next(m); del l; print('held', end=' '); del m; print()

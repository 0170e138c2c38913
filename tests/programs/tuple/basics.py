import sys
t = (3, 1, 2, 3)
print(t[0], t[-1], t[1:3], t[::-1], t[5:], t[:] is t, t + () is t, () + t is t, t * 1 is t, t * 0, t * 2, 2 * (1,), tuple(t) is t)
print(t.count(3), t.index(3), t.index(3, 1), 2 in t, 9 in t, len(t), t < (3, 2), t == [3, 1, 2, 3], (1, 2) < (1, 2, 0))
print((), (1,), (1, 2), ((),), ('a', None), tuple() is tuple([]), (1, 2)[2:] is tuple())
for f in (lambda: t[9], lambda: t['a'], lambda: t + [1], lambda: t * 'a', lambda: t.index(9), lambda: t.index(3, 1, 2), lambda: hash(([],)),
          lambda: tuple(1), lambda: tuple(1, 2), lambda: tuple(x=1), lambda: t < [1], lambda: t.index(), lambda: t[::0],
          lambda: t * (1 << 62), lambda: t.__setitem__(0, 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(hash(()), hash((1,)), hash((1, 2)), hash((1, (2, 3))), hash((0, 0)), hash((-1,)), hash(('a', 'b')), hash((1.5, None, True)))
print([sys.getsizeof((0,) * n) for n in range(25)], (1, 2).__sizeof__())
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
x = T(1, 2); x.name = 'n'
print(x, x[:], type(x[:]), x + (3,), type(x * 1), x == (1, 2), hash(x) == hash((1, 2)), x.__dict__, sys.getsizeof(x), T())
a, *b = t; print(a, b)
print(tuple('abc'), tuple({1: 2}), tuple(x * x for x in range(4)), tuple({5}), tuple[int, ...], (1, 2).__getnewargs__())
it = iter(t); next(it); print(it.__length_hint__(), list(it), it.__length_hint__(), it.__reduce__()[1:], iter((1, 2)).__reduce__()[1:])
it = iter(t); it.__setstate__(2); print(list(it))
r = [1]; r.append((r,)); print(r, (r,))
print([m for m in dir(tuple) if not m.startswith('__')], tuple.__doc__, tuple.index.__doc__, sep='\n')
class E:
    def __eq__(s, o): print('eq', o); return o == 2
print((1, 2, 3).index(E()), (1, 2).count(E()), E() in (5, 6), (E(),) == (2,), (1, E()) < (1, 3) if False else '')

def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
s = slice(1, 10, 2); print(s, s.start, s.stop, s.step, slice(5), slice(1, 2), slice(None), slice('a', [], {}))
for n in (0, 3, 5, 20, 10**30): print(s.indices(n), slice(None, None, -1).indices(n), slice(-3, None).indices(n), slice(-100, 100, -7).indices(n), slice(10**40, -10**40, -1).indices(n))
print(slice(1, 2) == slice(1, 2), slice(1, 2) < slice(1, 3), slice(1) != slice(2), slice(1) == 1, s == s, s <= s, s < s, hash(slice(1, 2, 3)), hash(slice(None)), {slice(1): 2}[slice(1)])
for f in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(a=1), lambda: s.indices(-1), lambda: s.indices('a'), lambda: slice(1, 2, 0).indices(3), lambda: slice('a').indices(3), lambda: hash(slice([])), lambda: slice(1) < 5, lambda: setattr(s, 'start', 1), lambda: slice(1.5).indices(3), lambda: type('S', (slice,), {})): t(f)
print(s.__reduce__(), [m for m in dir(slice) if not m.startswith('__')], id(slice(1)) == id(slice(2)))
class C:
    def __getitem__(s, k): return k
c = C(); print(c[1:2], c[:], c[1:2, ::3], c[...], c[1, 2], c['a':None:()])
import sys, gc; print(sys.getsizeof(s), gc.is_tracked(s))

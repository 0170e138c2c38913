import sys
from array import array
def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
for tc in 'bBhHiIlLqQ':
    for v in (-1, 100, 2**7, 2**8, 2**15, 2**16, 2**31, 2**32, 2**63, 2**64, -2**63 - 1, 'a', 1.5, None): t(array, tc, [v])
for tc in 'fd':
    for v in ('a', None, 10**400, 1e300, 3, 0.1, True): t(array, tc, [v])
for tc in "w":
    for v in ('ab', 3, '\u1234', '\U0001f600'): t(array, tc, [v])
t(array, 'x'); t(array, 'ab'); t(array); t(array, 3); t(array, 'i', 'abc'); t(array, 'i', 3); t(array, 'i', b'abc'); t(array, 'i', b'abcd'); t(array, 'i', [1], 2); t(array, 'i', {1: 2}); t(array, 'B', bytearray(b'xy')); t(array, 'w', 'héllo')
a = array('i', [1, 2, 3]); b = array('i', [9])
for f in (lambda: a[0], lambda: a[-1], lambda: a[1:], lambda: a[::-1], lambda: a[9], lambda: a['x'], lambda: a + b, lambda: a * 2, lambda: 2 * a, lambda: a + [1], lambda: a + array('b'), lambda: a.__iadd__([1]), lambda: a.__iadd__(array('b', [1])), lambda: 2 in a, lambda: 'x' in a, lambda: a.count(2), lambda: a.index(3), lambda: a.index(9),
          lambda: a.index(3, 0, 2), lambda: a.remove(9), lambda: a.pop(9), lambda: array('i').pop(), lambda: a.append('x'), lambda: a.append(2**40), lambda: a.extend(3), lambda: a.extend(array('b', [1])), lambda: a.fromlist((1,)), lambda: a.fromlist([1, 'x']), lambda: a.frombytes(b'abc'), lambda: a.frombytes('abc'),
          lambda: a.tounicode(), lambda: a.fromunicode('x'), lambda: a.__setitem__(9, 1), lambda: a.__setitem__(slice(0, 1), [1]), lambda: a.__setitem__(slice(0, 3, 2), array('i', [1, 2, 3])), lambda: a.insert(1), lambda: hash(a), lambda: a == array('d', [1, 2, 3]), lambda: a < array('i', [1, 3]), lambda: a == [1, 2, 3], lambda: a.tolist(), lambda: a.tobytes(), lambda: a): t(f)
a[0] = 7; a[1:2] = array('i', [5, 6]); print(a); del a[0], a[-1]; print(a); a.insert(1, 4); a.insert(-1, 8); a.insert(99, 3); print(a); a.reverse(); print(a); a.byteswap(); print(a); a.byteswap(); a[::2] = array('i', [0] * len(a[::2])); print(a); del a[::2]; print(a); a[:] = a; print(a)
m = memoryview(a); t(a.append, 1); m[0] = 42; print(a, m.format, m.itemsize, m.nbytes); m.release(); a.append(1); print(a, a.typecode, a.itemsize, a.__sizeof__())
print([x * 2 for x in array('f', [1.5, 2.25])], sum(array('i', range(10))), list(array('d', [0.1])), bytes(array('B', b'hi')), array('q', [1 << 40])[0], max(array('h', [3, 9, 1])), array('f', [0.1]))
import copy; c = copy.copy(a); print(c == a, c is a); it = iter(a); next(it); print(list(it), list(it)); print([x for x in dir(array) if not x.startswith('__')], array.__doc__[:80])
class A(array): pass
z = A('i', [1]); z.x = 5; print(z, z.x, z[:], type(z[:]), z.__dict__); import weakref; r = weakref.ref(a); print(r() is a)

from collections import namedtuple, Counter, ChainMap, UserDict, UserList, UserString
import sys
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
P = namedtuple('P', 'x y'); p = P(1, y=2)
for f in (lambda: p, lambda: p.x + p.y, lambda: p[0], lambda: p._asdict(), lambda: p._replace(x=5), lambda: P._make([7, 8]), lambda: P._fields, lambda: P._make([1]), lambda: P(1), lambda: P(1, 2, 3), lambda: p._replace(z=1), lambda: setattr(p, 'x', 1), lambda: p == (1, 2), lambda: hash(p) == hash((1, 2)), lambda: namedtuple('A', 'a a'), lambda: namedtuple('A', 'def'), lambda: namedtuple('A', '_x'), lambda: namedtuple('1A', 'x'), lambda: namedtuple('A', 'a def a _b', rename=True)._fields, lambda: namedtuple('D', 'a b c', defaults=[1, 2])(0), lambda: namedtuple('D', 'a', defaults=[1, 2]), lambda: P.__doc__, lambda: P.x.__doc__, lambda: P.__new__.__doc__, lambda: P.__match_args__, lambda: sys.getsizeof(p), lambda: namedtuple('E', '')(), lambda: namedtuple('F', ['q'])(3), lambda: P.__slots__, lambda: P.x): t(f)
match p:
    case P(x, y): print('match', x, y)
class Q(P):
    def s(self): return self.x + self.y
print(Q(3, 4).s(), Q(3, 4), Q(1, 2)._replace(x=9))
c = Counter('abracadabra'); d = Counter(a=2, z=5)
for f in (lambda: c, lambda: c.most_common(2), lambda: c['nope'], lambda: sorted(c.elements()), lambda: c.total(), lambda: c + d, lambda: c - d, lambda: c & d, lambda: c | d, lambda: +Counter(a=-1, b=2), lambda: -Counter(a=-1, b=2), lambda: c == Counter('abracadabra'), lambda: Counter(a=1) <= Counter(a=2), lambda: Counter(a=1) < Counter(a=1), lambda: c >= d, lambda: c.copy() == c, lambda: c.update('aa'), lambda: c.subtract(b=5), lambda: c, lambda: Counter.fromkeys('a'), lambda: Counter(), lambda: Counter([1, 1, 2]), lambda: Counter({'x': 0}), lambda: c != d, lambda: Counter(a='x', b=1), lambda: Counter(5)): t(f)
del c['zzz']; c += d; print(c); c -= Counter(a=100); print(c); c |= d; c &= d; print(c, sys.getsizeof(Counter()))
m = ChainMap({'a': 1}, {'a': 2, 'b': 3})
for f in (lambda: m, lambda: m['a'], lambda: m['b'], lambda: m['q'], lambda: len(m), lambda: list(m), lambda: dict(m), lambda: m.new_child({'z': 1}), lambda: m.parents, lambda: 'b' in m, lambda: m.get('q', 5), lambda: m.__delitem__('b'), lambda: m.pop('a'), lambda: m.popitem(), lambda: m | {'k': 1}, lambda: m.copy(), lambda: bool(ChainMap())): t(f)
u = UserDict(a=1); u['b'] = 2; print(u, len(u), u.get('q'), dict(u), u | {'c': 3}, u.copy(), 'a' in u, u.pop('a'), u); l = UserList([3, 1]); l.append(2); l.sort(); print(l, l + [5], l[1:], l * 2, l == [1, 2, 3], l.index(2)); s = UserString('abc'); print(s, s.upper(), s + 'd', s[1], s == 'abc', s.replace('a', 'x'), len(s), 'b' in s, s.split('b'), s.startswith('a'), type(s.strip()).__name__)

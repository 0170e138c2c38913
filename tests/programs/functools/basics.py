import functools as F, operator as O, sys
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
p = F.partial(pow, 2); q = F.partial(p, 5); r = F.partial(int, base=2)
for f in (lambda: p(3), lambda: q(), lambda: q, lambda: r('101'), lambda: r, lambda: r('12', base=3), lambda: q.args, lambda: r.keywords, lambda: q.func, lambda: F.partial(), lambda: F.partial(3), lambda: F.reduce(O.add, [1, 2, 3]), lambda: F.reduce(O.add, [], 5), lambda: F.reduce(O.add, []), lambda: F.reduce(O.add, 5), lambda: F.reduce(O.mul, [2, 3], 10), lambda: sorted([3, 1, 2], key=F.cmp_to_key(lambda a, b: b - a)), lambda: F.cmp_to_key(lambda a, b: 0)(5).obj, lambda: sys.getsizeof(p), lambda: F.reduce(lambda a, b: (a, b), 'abcd')): t(f)
@F.lru_cache(maxsize=2)
def sq(x): print('call', x); return x * x
for x in (1, 2, 1, 3, 2, 1): print(sq(x), end=' ')
print(sq.cache_info(), sq.cache_parameters(), sq.__name__, sq.__wrapped__); sq.cache_clear(); print(sq.cache_info())
@F.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@F.lru_cache(typed=True)
def ty(x, y=0): return type(x).__name__
print(ty(1), ty(1.0), ty(True), ty(1, y=2), ty(x=1), ty.cache_info())
@F.lru_cache(maxsize=0)
def nc(): return 1
print(nc(), nc(), nc.cache_info()); t(lambda: fib([])); t(lambda: F.lru_cache('a'))
class C:
    @F.lru_cache
    def m(self, x): return x + 1
    @F.cached_property
    def cp(self): print('compute'); return 42
    pm = F.partialmethod(m, 10)
c = C(); print(c.m(1), c.m(1), C.m.cache_info(), c.cp, c.cp, c.__dict__, c.pm()); del c.cp; print(c.cp)
@F.total_ordering
class T:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(T(1) <= T(1), T(1) > T(0), T(1) >= T(2), sorted([T(2), T(1)])[0].v); t(lambda: F.total_ordering(int.__class__('X', (), {})))
def deco(f):
    @F.wraps(f)
    def w(*a): 'inner'; return f(*a)
    return w
@deco
def documented(): 'doc'
print(documented.__name__, documented.__doc__, documented.__wrapped__.__name__, documented.__qualname__)
@F.singledispatch
def show(x): return 'object'
@show.register
def _(x: int): return 'int'
@show.register(list)
def _(x): return 'list'
print(show(1), show('a'), show([]), show(True), show.dispatch(int).__name__, sorted(k.__name__ for k in show.registry)); t(lambda: show())
g = O.itemgetter(1); h = O.itemgetter('a', 'b'); a = O.attrgetter('real'); b = O.attrgetter('a.b', 'c'); m = O.methodcaller('split', ',', maxsplit=1)
for f in (lambda: g([5, 6]), lambda: h({'a': 1, 'b': 2}), lambda: g, lambda: h, lambda: a(3), lambda: a, lambda: b, lambda: m('a,b,c'), lambda: m, lambda: O.itemgetter(), lambda: O.attrgetter(3), lambda: O.methodcaller(), lambda: g([]), lambda: O.add(1, 2), lambda: O.add(1), lambda: O.contains([1], 1), lambda: O.countOf([1, 1], 1), lambda: O.indexOf([1, 2], 2), lambda: O.length_hint(iter([1, 2])), lambda: O.concat([1], [2]), lambda: O.concat(1, 2), lambda: O.not_([]), lambda: O.truth([]), lambda: O.is_(1, 1), lambda: O.call(max, 3, 4), lambda: O.setitem([1], 0, 2), lambda: O.iadd([1], [2]), lambda: O.matmul(1, 2), lambda: O.index(True), lambda: O.pow(2, 5), lambda: O.lt(1, 2), lambda: O.__add__ is O.add): t(f)

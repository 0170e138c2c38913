from collections import defaultdict, OrderedDict
import sys
def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
dd = defaultdict(list)
for f in (lambda: defaultdict(3), lambda: defaultdict(None), lambda: defaultdict(list, {'a': 1}, b=2), lambda: dd['x'], lambda: dd, lambda: defaultdict()['q'], lambda: dd.__missing__('r'), lambda: dd | {1: 2}, lambda: {1: 2} | dd, lambda: dd.copy(), lambda: dd.get('zz'), lambda: dd.pop('nope'), lambda: type(dd.copy()), lambda: dd | 5, lambda: dd.__reduce__()[:4]): t(f)
dd['self'] = dd; print(dd); print(dd.default_factory, dd == {'x': [], 'r': [], 'self': dd}); dd.default_factory = int; print(dd['new'])
c = defaultdict(int)
for ch in 'mississippi': c[ch] += 1
print(c, sorted(c.items()), sys.getsizeof(c), sys.getsizeof(defaultdict(list)))
n = defaultdict(lambda: defaultdict(int)); n['a']['b'] += 1; print(n['a'], dict(n['a']))
class DD(defaultdict):
    def __missing__(s, k): return 'missing ' + k
print(DD()['x'], DD(int)); print(defaultdict.__doc__)
o = OrderedDict(a=1, b=2, c=3)
for f in (lambda: o, lambda: list(o), lambda: o.move_to_end('a'), lambda: list(o), lambda: o.move_to_end('c', last=False), lambda: list(o.items()), lambda: o.popitem(last=False), lambda: o.popitem(), lambda: o.move_to_end('zz'), lambda: OrderedDict().popitem(), lambda: o.pop('nope'), lambda: o.pop('nope', 5), lambda: o.setdefault('x', 1), lambda: o.setdefault('a'), lambda: o == {'a': None, 'x': 1}, lambda: OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), lambda: OrderedDict(a=1, b=2) == {'b': 2, 'a': 1}, lambda: o.copy(), lambda: OrderedDict.fromkeys('abc', 0), lambda: list(reversed(OrderedDict.fromkeys('abc'))), lambda: o | {'z': 1}, lambda: {'z': 1} | o, lambda: o.keys(), lambda: o.values(), lambda: o.items(), lambda: list(reversed(o.items())), lambda: OrderedDict([(1, 2), (3, 4)]), lambda: OrderedDict(5), lambda: OrderedDict([1]), lambda: OrderedDict(1, 2), lambda: hash(o)): t(f)
del o['x']; o['x'] = 2; print(o, len(o)); o.update(b=1, **{'q': 2}); print(o); o.attr = 5; print(o.__dict__); o.clear(); print(o, sys.getsizeof(OrderedDict()))
def mut():
    d = OrderedDict(a=1, b=2)
    for k in d: d[k + 'x'] = 1
def mut2():
    d = OrderedDict(a=1, b=2)
    for k in d: d.move_to_end('a')
t(mut); t(mut2)
for i in range(100): o[i] = i
for i in range(0, 100, 2): del o[i]
o.move_to_end(51); print(list(o)[:5], list(o)[-3:], o[99], len(o)); x = OrderedDict(); x['me'] = x; print(x)
class OD(OrderedDict): pass
z = OD(a=1); z.k = 3; print(z, z.copy(), z.copy().__dict__, type(z | {}))

d = {'a': 1, 'b': 2, 'c': 3}
d['a'] = 9; print(d, list(d), list(d.values()), list(d.items()))
del d['b']; d['b'] = 5; print(d)
print(d.pop('a'), d, d.pop('zz', None), d.popitem(), d)
d.update(z=1, c=7, y=2); print(d, list(reversed(d)), list(reversed(d.items())), list(reversed(d.values())))
print(d.setdefault('c', 0), d.setdefault('n'), d)
print({1: 'int', 1.0: 'float', True: 'bool'}, {0: 1, False: 2}, {'a': 1, 'a': 2})
print(dict([(1, 2), [3, 4], 'ab']), dict(a=1), dict({1: 2}, b=3), dict(), dict.fromkeys('abca', 0), dict.fromkeys([1, 2]))
print({**{'x': 1}, 'y': 2, **{'x': 3}}, {'a': 1} | {'b': 2, 'a': 3})
e = {'k': 1}; f = e; e |= [('m', 2)]; print(f)
print({'a': 1} == {'a': 1.0}, {'a': 1} == {'a': 2}, {'a': 1} != {'b': 1}, {1: 2, 3: 4} == {3: 4, 1: 2}, {} == [], {1: 2} == 5)
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for f in (lambda: d['nope'], lambda: d.pop('nope'), lambda: {}.popitem(), lambda: d[[]], lambda: {[]: 1}, lambda: d.__delitem__('nope'), lambda: d.get([]),
          lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: dict(['abc']), lambda: dict(5), lambda: {} < {}, lambda: {} | [], lambda: hash({}),
          lambda: dict(1, 2), lambda: d.update(1, 2), lambda: d.get(), lambda: d.pop(), lambda: d.setdefault(), lambda: dict.fromkeys(5), lambda: {}.fromkeys(),
          lambda: dict(**{1: 2}), lambda: d.update([(1,)]), lambda: {1: 2}.__or__(3), lambda: d.keys()[0], lambda: d.popitem(1)): t(f)
r = {}; r['me'] = r; r['l'] = [r]; print(r)
print(d.get('c'), d.get('q'), d.get('q', 5), 'c' in d, 'q' in d, len(d), bool({}), d.copy() == d)
class M(dict):
    def __missing__(s, k): return f'<{k}>'
m = M(a=1); print(m['a'], m['b'], m.get('b'), 'b' in m, m, type(m.copy()), m | {}, type(m | {}))
class Keys:
    def keys(s): return ['p', 'q']
    def __getitem__(s, k): return k * 2
print(dict(Keys()), {**Keys()}, {}.update(Keys()))
print(dict[str, int], dict.__doc__, dict.get.__doc__, sep='\n'); print([m for m in dir(dict) if not m.startswith('__')])

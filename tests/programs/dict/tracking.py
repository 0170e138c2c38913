import gc
T = gc.is_tracked
gc.collect()
d = {}; print(T(d)); d['a'] = 1; d[2] = 'x'; print(T(d)); d['t'] = (1, 2); print(T(d)); d['l'] = []; print(T(d)); del d['l']; print(T(d))
gc.collect(); print(T(d))
print(T({'a': 1}), T({'a': []}), T(dict(a=1)), T(dict(a=[])), T({'a': object()}), T({1: {}}), T({1: {2: []}}), T({int: 1}), T({1: int}))
e = {'x': []}; print(T(e.copy()), T(dict(e)), T({**e})); e.clear(); print(T(e)); gc.collect(); print(T(e))
f = dict.fromkeys('ab', []); print(T(f), T(dict.fromkeys('ab')))
class D(dict): pass
print(T(D())); g = D(); gc.collect(); print(T(g))
class C: pass
c = C(); c.a = 1; print(T(c), T(c.__dict__)); c.b = []; print(T(c.__dict__)); gc.collect(); print(T(c.__dict__))
c2 = C(); c2.a = []; print(T(c2.__dict__))
c3 = C(); x = c3.__dict__; c3.__dict__['k'] = []; print(T(x))
print(T(globals()), T(C.__dict__), T(vars(c)))
d = {}; d.update({'a': []}); print(T(d)); d = {}; d.setdefault('a', []); print(T(d)); d = {}; d |= {'q': {}}; print(T(d))

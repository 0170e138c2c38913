import gc
import weakref


class Item:
    def __init__(self, name): self.name = name
    def __repr__(self): return self.name


items = [Item(n) for n in 'abcde']
s = weakref.WeakSet(items)
t = weakref.WeakSet(items[2:])
names = lambda ws: ''.join(sorted(i.name for i in ws))
print(len(s), names(s), items[0] in s, 3 in s)
print(names(s & t), names(s | t), names(s - t), names(s ^ t), t < s, s >= t, s == t, s.isdisjoint(t))
s.discard(items[0])
try:
    s.remove(items[0])
except KeyError:
    print('KeyError')
it = iter(s)
held = next(it)  # any of them: the order follows addresses
s.add(held)
del items
print(len(s), len(list(s)))
del it
gc.collect()
print(len(s), list(s) == [held])
d = weakref.WeakKeyDictionary()
k1, k2 = Item('k1'), Item('k2')
d[k1] = 1
d[k2] = 2
print(len(d), sorted(d.values()), k1 in d, d.get(k2), 5 in d)
del k1
print(len(d), list(d.items()))
v = weakref.WeakValueDictionary(one=k2)
print(dict(v), len(v), v.pop('one'), 'one' in v, v.setdefault('two', k2), list(v.valuerefs())[0]() is k2)
try:
    v['three']
except KeyError as e:
    print('KeyError', e)
del k2
print(len(v), v.get('two', 'gone'), len(d))

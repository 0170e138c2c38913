d = {'a': 1, 'b': 2, 'c': 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i), 'a' in k, 2 in v, ('a', 1) in i, ('a', 2) in i, 'a' in i, ('a',) in i)
d['d'] = 4; print(k, v, i)
print(sorted(k & 'abx'), sorted(k | ['z']), sorted(k - {'a'}), sorted(k ^ {'a', 'q'}), sorted({'a', 'y'} & k), sorted({'y'} | k), sorted({'a', 'y'} - k), sorted({'a', 'y'} ^ k))
print(sorted(i & {('a', 1), ('b', 9)}), sorted(i - [('a', 1)]), sorted(i ^ {'a': 1, 'b': 5}.items()), sorted(i | {('q', 0)}))
print(k == {'a', 'b', 'c', 'd'}, k == d.keys(), k < {'a', 'b', 'c', 'd', 'e'}, k <= {'a'}, k >= {'a'}, k > {'a'}, k != {'a'}, i == {('a', 1)}, v == d.values(), k == ['a'])
print(k.isdisjoint('xyz'), k.isdisjoint('a'), i.isdisjoint([]), k.isdisjoint(k), {}.keys().isdisjoint({}.keys()))
print(k.mapping, type(k.mapping), k.mapping['a'], list(reversed(k)), list(reversed(v)), list(reversed(i)))
for f in (lambda: k & 5, lambda: hash(k), lambda: v & v, lambda: k + k, lambda: k.mapping.__setitem__('a', 1), lambda: type(k)(), lambda: i & [[]], lambda: k - 5):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
d['self'] = k; print(d); print(k); d['v'] = d.values(); print(repr(d.values())[:60])
big = dict.fromkeys(range(100)); small = {5: 1, 200: 1}
print(sorted(big.keys() & small.keys()), sorted(small.keys() & big.keys()), sorted(small.keys() & set(big)), sorted(big.keys() & set(small)))
it = iter(d.items()); a = next(it); b = next(it); print(a, b, a is b)
it = iter(d.items()); x = id(next(it)); y = id(next(it)); print(x == y)
print(iter(k).__length_hint__(), list(iter({'x': 1}.items()).__reduce__()[1]), type(iter(v)), type(reversed(i)), type(reversed(d)), type(reversed(v)))

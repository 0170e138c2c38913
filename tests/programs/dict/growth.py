import sys
size = sys.getsizeof
def steps(keys):
    d, last, out = {}, -1, []
    for i, k in enumerate(keys):
        if size(d) != last:
            last = size(d); out.append((i, last))
        d[k] = i
    out.append((len(d), size(d)))
    return out
print(steps(range(3000)))
print(steps(str(i) for i in range(3000)))
print(steps([str(i) for i in range(7)] + [1] + list(range(50))))
print(steps(['a', 1]), steps(['a', 'b', 1]), steps([1, 'a']), steps([(1, 2)]), steps([1.5, 'x']))
for n in (0, 1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 16, 21, 22, 30, 42, 43, 64, 85, 86, 100, 1000):
    d = {i: i for i in range(n)}; s = {str(i): i for i in range(n)}
    print(n, size(d), size(s), size(d.copy()), size(s.copy()), size(dict(d)), size(dict(s)), size(dict(d.items())), size({**d}), size({**s, **s}),
          size(dict.fromkeys(range(n))), size(dict.fromkeys(set(range(n)))), size(dict.fromkeys(d)), size(dict.fromkeys(s)), size(d | s), size(dict(zip(s, s))))
d = {i: i for i in range(1000)}
sizes = []
for k in range(1000):
    del d[k]
    row = (size(d), size(d.copy()), size(dict(d)))
    if not sizes or sizes[-1][1] != row: sizes.append((k + 1, row))
print(sizes)
d = {i: i for i in range(100)}
while d: d.popitem()
print(size(d)); d[1] = 1; print(size(d)); d.clear(); print(size(d)); d['a'] = 1; print(size(d))
d = {}; d.update(a=1, b=2); print(size(d)); d.update({i: i for i in range(20)}); print(size(d)); d.update([(i, i) for i in range(50)]); print(size(d))
d = {1: 1}; d.update({str(i): i for i in range(100)}); print(size(d)); d |= {i: 0 for i in range(300)}; print(size(d))
d = {}; d.setdefault('x', 1); print(size(d)); d.setdefault(5, 1); print(size(d))
d = {i: i for i in range(6)}
for i in range(200): d[i + 6] = 0; del d[i]
print(size(d), list(d))

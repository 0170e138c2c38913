# Free list, reuse of addresses, reference counts.
import sys
rc = sys.getrefcount
print(id([]) == id([]))
a = []; i = id(a); del a; b = []; print(id(b) == i)
p, q, r = [], [], []; ids = [id(p), id(q), id(r)]; del p, q, r
x, y, z = [], [], []; print([id(x), id(y), id(z)] == ids[::-1])
o = object(); base = rc(o)
l = [o] * 10; print(rc(o) - base)
m = l[2:5]; print(rc(o) - base)
l += m; print(rc(o) - base)
l *= 2; print(rc(o) - base)
l[3:7] = []; print(rc(o) - base)
t = tuple(l); print(rc(o) - base)
l.sort(key=lambda x: 0); print(rc(o) - base)
l.reverse(); del l[::3]; print(rc(o) - base)
l.clear(); del t; print(rc(o) - base)
del m; print(rc(o) - base)
s = [o for _ in range(5)]; print(rc(o) - base, rc(s))
it = iter(s); print(rc(s)); list(it); print(rc(s))
l = s; l = l + [o]; print(l is s, rc(o) - base)
print([rc(v) for v in [object(), object()]])

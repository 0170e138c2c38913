import sys, gc
size = sys.getsizeof
class C: pass
out = []
for i in range(34):
    c = C(); c.x = 1; c.y = 2
    out.append(size(c.__dict__))
print(out, size(c), sorted(set(out)))
class A:
    def __init__(s, n):
        for i in range(n): setattr(s, f'a{i}', i)
for n in (0, 1, 5, 10, 28, 29, 30, 31, 40):
    K = type('K', (A,), {}); objs = [K(n) for _ in range(40)]
    print(n, size(objs[0]), size(objs[0].__dict__), size(objs[-1].__dict__), size(dict(objs[-1].__dict__)), size(objs[-1].__dict__.copy()), len(objs[-1].__dict__))
p, q = C(), C(); p.x = 1; p.y = 2; q.y = 3; q.x = 4
print(p.__dict__, q.__dict__, list(q.__dict__), vars(q) is q.__dict__)
d = p.__dict__; p.z = 5; print(d, d is p.__dict__); d['w'] = 6; print(p.w); del d['x']; print(hasattr(p, 'x'), d, list(d.items()))
del p.y; print(d, list(reversed(d)), list(reversed(d.values())))
for f in (lambda: p.nope, lambda: delattr(p, 'nope'), lambda: d['nope'], lambda: d.popitem(), lambda: d.pop('z'), lambda: d.clear(), lambda: p.w):
    try: print(f())
    except (AttributeError, KeyError) as e: print(type(e).__name__, e)
p.n = 1; print(d, p.__dict__)
p.__dict__ = {'fresh': 1}; print(p.fresh, d, p.__dict__); p.more = 2; print(p.__dict__)
d5 = q.__dict__; del q; print(d5); d5['late'] = 1; print(d5)
r = C(); r.a = 1; e = r.__dict__; r.__dict__ = {}; print(e, r.__dict__); e['b'] = 2; print(e)
r = C(); r.__dict__[5] = 6; print(r.__dict__); r.s = 1; print(r.__dict__)
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print('del', s.n, end=' ')
x = C(); x.a = D(1); x.b = D(2); x.c = D(3); del x.b; x.b = D(4); del x; print()
x = C(); x.b = D(1); x.a = D(2); x.__dict__; del x; print()
x = C(); x.a = D(1); x.a = D(2); print(); x.__dict__ = {}; print(); del x
x = C(); y = x.__dict__; y['q'] = D(7); del x; print('kept', end=' '); del y; print()
x = C(); x.me = x; x.d = x.__dict__; del x; print(gc.collect())
for i in range(50): setattr(x := C(), f'name{i}', i)
print(len(x.__dict__), size(x.__dict__), size(C().__dict__))
u = C()
for i in range(60): setattr(u, f'u{i}', i)
print(len(u.__dict__), size(u.__dict__), u.u59, list(u.__dict__)[-1])
k = C(); k.__dict__.update(b=1, a=2); print(k.b, k.a, k.__dict__, k.__dict__ == {'a': 2, 'b': 1}); k.__dict__.popitem(); print(k.__dict__); k.a = 9; print(k.__dict__)

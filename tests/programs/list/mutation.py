# Code that changes a list while it is being looked at.
l = [1, 2, 3]
for x in l:
    if len(l) < 8: l.append(x * 10)
print(l)
for x in l:
    l.remove(x)
print(l)
class Evil:
    def __init__(s, l): s.l = l
    def __eq__(s, o): s.l.clear(); return False
    def __repr__(s): s.l.clear(); return 'evil'
l = [0, 0, 0]; l[1] = Evil(l)
print(1 in l, l)
l = [0, 0, 0]; l[0] = Evil(l); print(l.count(5), l)
l = [0, 0, 0]; l[0] = Evil(l); print(l == [0, 0, 0], l)
l = [0, 0, 0]; l[0] = Evil(l); print(l); print(l)
l = [1, 2]; l[0] = Evil(l)
try: l.remove(7)
except ValueError as e: print(e)
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print('del', s.n, end=' ')
l = [D(i) for i in range(4)]; del l[1:3]; print(); l.clear(); print()
l = [D(i) for i in range(4)]; l[1:3] = [D(9)]; print(); l.pop(0); print(); l = None; print()
l = [D(i) for i in range(6)]; del l[::2]; print(); l[::2] = [1, 2]; print(); del l; print()
l = [D(1)]; l[0] = D(2); print(); l *= 2; l *= 0; print()
it = iter([1, 2, 3]); next(it)
print(it.__length_hint__(), list(it), it.__length_hint__(), list(it))
it = iter([1, 2, 3]); it.__setstate__(2); print(next(it)); it.__setstate__(-5); print(list(it))
r = reversed([1, 2, 3]); print(r.__length_hint__(), next(r), r.__length_hint__(), list(r), r.__length_hint__())
l = [1, 2, 3]; r = reversed(l); l.clear(); print(list(r))
l = [1]; it = iter(l); print(list(it)); l.append(2); print(list(it))
class Fin:
    def __del__(s): keep.append(s)
keep = []
l = [Fin()]; l.clear(); print(len(keep), l)
print(iter([]).__reduce__()[1:], iter([4, 5]).__reduce__()[1:], reversed([4, 5]).__reduce__()[1:])

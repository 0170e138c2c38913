class D:
    def __init__(s, n): s.n = n
    def __del__(s): print('del', s.n, end=' ')
t = (D(1), D(2), (D(3), D(4)), D(5)); del t; print()
t = (D(1), D(2)) + (D(3),); print(); t = None; print()
t = (D(1),) * 3; t = None; print()
t = tuple(D(i) for i in range(3)); t = t[1:]; print(); del t; print()
x = id((D(1), D(2))); print()
ids = []
for n in range(1, 23):
    t = tuple(range(n)); i = id(t); del t
    t = tuple(range(n)); ids.append(id(t) == i); del t
print(ids)
deep = ()
for _ in range(100000): deep = (deep,)
del deep
print('deep gone')

import sys
from array import array
size = sys.getsizeof
for tc in 'bhiqd':
    a, last, out = array(tc), -1, []
    for i in range(600):
        if size(a) != last: last = size(a); out.append((i, last))
        a.append(i % 100)
    print(tc, out)
    out = []; last = -1
    while a:
        if size(a) != last: last = size(a); out.append((len(a), last))
        a.pop()
    print(out, size(a))
for n in (0, 1, 5, 100): print(size(array('i', range(n))), size(array('i', list(range(n)))), size(array('i', tuple(range(n)))), size(array('i', (x for x in range(n)))), size(array('i', bytes(4 * n))), size(array('i', array('i', range(n)))), size(array('i', [1]) * n), size(array('i', range(n))[:]), size(array('d', array('i', range(n)))))
a = array('i', range(100)); del a[10:90]; print(size(a), len(a)); a.extend(range(5)); print(size(a)); a[2:4] = array('i', range(50)); print(size(a)); a += a; print(size(a)); a *= 2; print(size(a)); a.clear(); print(size(a))
a = array('i', range(40)); del a[0]; print(size(a)); a.insert(0, 5); print(size(a)); a.remove(5); print(size(a)); a.fromlist([1, 2]); a.frombytes(bytes(8)); print(size(a))

"""bytearray: growth, shrinking, slices, moving start, exports."""
import sys

b = bytearray()
sizes = []
for i in range(300):
    b.append(i & 255)
    if not sizes or sizes[-1][1] != sys.getsizeof(b):
        sizes.append((len(b), sys.getsizeof(b)))
print(sizes)
shrink = []
while b:
    b.pop()
    if not shrink or shrink[-1][1] != sys.getsizeof(b):
        shrink.append((len(b), sys.getsizeof(b)))
print(shrink)
print([sys.getsizeof(x) for x in (bytearray(), bytearray(1), bytearray(10), bytearray(b"abc"), bytearray([1, 2, 3]), bytearray(iter([1, 2, 3])), bytearray("abc", "ascii"), bytearray(range(100)))])
b = bytearray(range(20))
del b[:5]
print(b[0], len(b), sys.getsizeof(b), b.__alloc__())
b += b"xyz"
print(bytes(b), b.__alloc__())
b[2:4] = b"LONGER"
b[0:3] = b""
b[::3] = bytes(len(b[::3]))
print(b, len(b), b.__alloc__())
del b[1::2]
print(b)
del b[::-3]
b[3:3] = [1, 2, 3]
b[1] = 65
b.insert(0, 66)
b.insert(-1, 67)
b.insert(100, 68)
print(b, b.pop(), b.pop(0), b.pop(-2))
b.extend(b"ext")
b.extend([70, 71])
b.extend(x for x in range(40))
b.remove(70)
b.reverse()
print(b, len(b), b.__alloc__())
c = b.copy()
b.clear()
print(b, b.__alloc__(), sys.getsizeof(b), c == c[:], c is not c[:], b == b"", bool(b), c.count(b"e"))
d = bytearray(b"abc")
d *= 3
d[1:2] = d
print(d, d * 0, 2 * bytearray(b"z"), d + b"!", b"!" + bytearray(b"x"), type(b"!" + bytearray(b"x")), type(bytearray(b"x") + b"!"))
m = memoryview(d)
for change in (lambda: d.append(1), lambda: d.clear(), lambda: d.extend(b"x"), lambda: d.pop(), lambda: d.__delitem__(0), lambda: d.__iadd__(b"x"), lambda: d.__setitem__(slice(0, 1), b"")):
    try:
        change()
        print("changed")
    except BufferError as error:
        print(error)
d[0] = 90
d[0:2] = b"YX"
print(bytes(m), m.nbytes)
m.release()
d.append(1)
print(d, bytearray(b"x").__reduce__(), bytearray(b"x").__reduce_ex__(3), bytearray().__reduce__())
it = iter(d)
next(it)
print(it.__length_hint__(), type(it).__name__, sum(it))
class BA(bytearray):
    pass
x = BA(b"sub")
x.attr = 1
print(x, type(x[:1]), type(x + b"y"), x == b"sub", x.attr, repr(BA()), sorted(bytearray(b"cab")), 99 in bytearray(b"c"))
front = bytearray(range(256)) * 4
while len(front) > 100:
    del front[:50]
print(len(front), front.__alloc__(), front[0])

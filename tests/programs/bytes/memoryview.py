"""memoryview: items, slices, casts, shapes, comparison, release."""
import sys

b = bytearray(b"abcdefgh")
m = memoryview(b)
print(m[0], m[-1], m[1:3].tobytes(), m[::2].tolist(), m[::-1].tobytes(), len(m), m.nbytes, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.suboffsets, m.readonly, m.contiguous, m.c_contiguous, m.f_contiguous, m.obj is b)
m[0] = 65
m[1:3] = b"XY"
m[4:] = m[:4]
print(b, m == b, m == bytes(b), m != b"", m[::2] == b[::2], m == "x", list(m), 65 in m, m.hex(), m.hex("-", 2), m.tobytes())
s = m[::3]
print(s.tolist(), s.contiguous, s.strides, s.shape, s.nbytes, s.tobytes(), s[::-1].tolist(), s.hex(), bytes(s), s == b"AAA")
for code in "bBhHiIlLqQnNfde?c":
    c = memoryview(bytes(range(1, 33))).cast(code)
    print(code, c.itemsize, c.shape, c[0], c[-1], len(c))
w = memoryview(bytearray(16))
for code, value in (("b", -5), ("H", 65535), ("i", -(2**31)), ("q", 2**62), ("d", 1.5), ("f", -0.25), ("e", 3.5), ("?", True), ("c", b"z"), ("Q", 2**64 - 1)):
    v = w.cast(code)
    v[0] = value
    print(code, v[0], w.tobytes()[:8])
    for bad in (2**70, "x", None, -1, 1.5, b"ab"):
        try:
            v[0] = bad
            print("  ", bad, v[0])
        except (TypeError, ValueError) as error:
            print("  ", bad, type(error).__name__, error)
n = memoryview(bytes(range(24))).cast("B", (2, 3, 4))
print(n.shape, n.strides, n.ndim, n.tolist(), n[1, 2, 3], n[0, -1, 0], n.tobytes()[:5], n.nbytes, len(n), n.cast("B").shape)
z = memoryview(b"x").cast("B", [])
print(z.ndim, z.shape, z[()], z.tolist(), z[...] is z, z.tobytes())
print(hash(memoryview(b"abc")) == hash(b"abc"), memoryview(b"abc") == memoryview(bytearray(b"abc")), memoryview(b"ab") == memoryview(b"abc"), memoryview(b"abcd").cast("I") == memoryview(b"abcd"), memoryview(memoryview(b"q")).obj)
with memoryview(b) as k:
    print(k[0], k.toreadonly().readonly)
for use in (lambda: k[0], lambda: len(k), lambda: k.tobytes(), lambda: k.nbytes, lambda: list(k)):
    try:
        use()
    except ValueError as error:
        print(error)
print(k == k, k == b, repr(k)[:24])
base = memoryview(b)
inner = memoryview(base)
try:
    base.release()
    print("released", inner[0])
except BufferError as error:
    print(error)
print(sys.getsizeof(memoryview(b"a")), sys.getrefcount(b) - sys.getrefcount(bytearray(1)), list(reversed(memoryview(b"abc"))), sum(memoryview(b"abc")), bytes(memoryview(b"xyz")[1:]), bytearray(memoryview(b"xyz")[::-1]), b"".join([memoryview(b"a"), b"b"]))

"""Sizes of ints, small-int identity, and what operations request (tracemalloc)."""
import sys
import tracemalloc

print([sys.getsizeof(v) for v in (0, 1, -1, 2**30 - 1, 2**30, 2**60 - 1, 2**60, 2**90, -(2**90), True, False)])
for n in (-6, -5, -1, 0, 255, 256, 257):
    a, b = int(str(n)), int(str(n))
    print(n, a is b, sys.getrefcount(a) > 1000)
for start in (1000, 2**30 + 1000, 2**60 + 1000):
    x = int(str(start))
    row = []
    for f in (lambda: x + 1, lambda: x - 1, lambda: x * 2, lambda: x // 2, lambda: -x, lambda: ~x, lambda: abs(-x),
              lambda: x << 1, lambda: x >> 1, lambda: x & ~1, lambda: x | 1, lambda: x ^ 1, lambda: x**1, lambda: x**2,
              lambda: pow(x, 2, 10**9), lambda: divmod(x, 3)[0], lambda: int(str(x)), lambda: hash(x),
              lambda: int.from_bytes(x.to_bytes(12)), lambda: x.bit_length() * 300):
        f()
        tracemalloc.start()
        kept = f()
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        row.append(size)
        del kept
    print(row)
x = 12345678901234567890
print(x is +x, x is int(x), x is abs(x), x + 0 is x, x.real is x, x.numerator is x, x.conjugate() is x, x >> 0 is x)
print(x * 0 is 0 * x, (x - x) is (x * 0), (x % 7) is (x % 7))

"""Sizes and requests of bytes objects, strings and their writers (tracemalloc)."""
import sys
import tracemalloc

print([sys.getsizeof(bytes(n)) for n in (0, 1, 2, 10, 100, 1000)])


def measure(f):
    f()
    tracemalloc.start()
    kept = f()
    current, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return current, peak


b, s, w = b"abc" * 10, "abc" * 10, "日本" * 10
for f in (lambda: b + b, lambda: b * 3, lambda: b[1:9], lambda: b.upper(), lambda: b.replace(b"a", b"zz"), lambda: b.split(b"c"), lambda: b.hex(), lambda: b.decode(), lambda: bytes([1, 2, 3]), lambda: bytearray(b), lambda: bytes(b), lambda: memoryview(b)):
    print(measure(f), end=" ")
print()
for f in (lambda: s + s, lambda: s * 3, lambda: s[1:9], lambda: s.upper(), lambda: s.replace("a", "zz"), lambda: s.replace("a", "日"), lambda: s.split("c"), lambda: s.encode(), lambda: ",".join([s, s]), lambda: s.title(), lambda: repr(s), lambda: s.center(50), lambda: s.zfill(50)):
    print(measure(f), end=" ")
print()
for f in (lambda: w + w, lambda: w + s, lambda: w[1:9], lambda: w.replace("日", "x"), lambda: w.encode(), lambda: w.lower(), lambda: repr(w), lambda: ascii(w), lambda: w.split("本"), lambda: w.encode("utf-16"), lambda: w * 2, lambda: w.join(["a", "b"])):
    print(measure(f), end=" ")
print()
x, y = 12345, 2.5
for f in (lambda: f"{x}", lambda: f"{x:>10}", lambda: f"{y}", lambda: f"a{x}b{y}c", lambda: "%d" % x, lambda: "%s-%s" % (x, y), lambda: "{}:{}".format(x, y), lambda: str(x), lambda: repr(y), lambda: f"{y:.2f}", lambda: str(10**50), lambda: "%5.1f" % y, lambda: f"{s!r:>40}", lambda: hex(x), lambda: chr(8364)):
    print(measure(f), end=" ")
print()

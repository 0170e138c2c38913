import sys, tracemalloc
def m(f):
    tracemalloc.start(); r = f(); x = tracemalloc.get_traced_memory(); tracemalloc.stop(); return x
big, mid, small = 2**70, 2**40, 1000
for f in (lambda: range(small), lambda: range(mid), lambda: range(big), lambda: range(small, mid), lambda: range(0, mid, 7), lambda: iter(range(mid)), lambda: iter(range(big)), lambda: range(mid)[5:], lambda: range(mid)[small:mid], lambda: range(mid)[-1],
          lambda: range(small)[500], lambda: list(range(300, 310)), lambda: reversed(range(mid)), lambda: len(range(mid)), lambda: list(range(mid, mid + 5)), lambda: list(range(big, big + 5)), lambda: [i for i in range(1000, 1010)], lambda: range(10)):
    print(m(f))
print(sys.getsizeof(range(5)), sys.getsizeof(range(big)), sys.getsizeof(iter(range(5))), sys.getsizeof(iter(range(big))), range(5).__sizeof__())

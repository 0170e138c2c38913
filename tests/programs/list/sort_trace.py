# The order of comparisons is visible.
class K:
    log = []
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        K.log.append((self.v, o.v))
        return self.v < o.v
    def __repr__(self): return f'K{self.v}'
def trace(values):
    K.log = []
    l = [K(v) for v in values]
    l.sort()
    print(len(K.log), K.log if len(K.log) < 40 else hash(tuple(K.log)), [x.v for x in l] == sorted(values))
for vals in ([], [1], [2, 1], [1, 2], [1, 2, 3, 4], [4, 3, 2, 1], [1, 1, 1, 1], [2, 2, 1, 1], [3, 2, 3, 4, 1], [5, 1, 4, 2, 3],
             [1, 3, 2, 3, 1, 2, 0]):
    trace(vals)
def lcg(n, m, seed=12345):
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2**31
        out.append(seed % m)
    return out
for n in (10, 31, 63, 64, 65, 100, 127, 128, 200, 257, 500, 1000):
    trace(lcg(n, 10**6))
    trace(lcg(n, 5))
    trace(list(range(n)) + list(range(n)))
    trace(list(range(n)) + [n // 2])
    trace(list(range(n, 0, -1)) + list(range(n)))
    trace([i // 7 for i in range(n, 0, -1)])

# Slices: reading, assigning, deleting, with every sign of step.
base = list(range(10))
for s in (slice(None), slice(2, 5), slice(-3, None), slice(None, -3), slice(None, None, -1), slice(7, 2, -2), slice(20, 30),
          slice(5, 2), slice(-100, 100, 3), slice(None, None, 4), slice(3, 3), slice(8, None, -3), slice(None, 2, -1)):
    print(s, base[s], end=' ')
    l = base[:]
    del l[s]
    print(l, end=' ')
    l = base[:]
    try:
        l[s] = 'ab'
        print(l)
    except ValueError as e:
        print(e)
l = base[:]
l[2:4] = l
print(l)
l = base[:]
l[::-1] = l
print(l)
l[3:3] = (x for x in 'xy')
print(l)
l[::2] = [0] * len(l[::2])
print(l)
for bad in ((1, 3), [3], 'x', 1.5, None):
    for f in (lambda: l[bad], lambda: l.__setitem__(bad, 1), lambda: l.__delitem__(bad)):
        try:
            f()
        except TypeError as e:
            print(e)
for f in (lambda: l[100], lambda: l.__setitem__(-100, 1), lambda: l.__delitem__(100), lambda: l[::0],
          lambda: l.__setitem__(slice(0, 1), 5), lambda: l.__setitem__(slice(0, 4, 2), 5), lambda: l['a':]):
    try:
        f()
    except (IndexError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(base[I(3)], base[I(2):I(-2)], base[10**30:], base[-10**30:3])

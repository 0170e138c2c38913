def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
rs = [range(0), range(5), range(2, 5), range(0, 10, 3), range(10, 0, -3), range(5, 2), range(-5, 5, 2), range(3, 3), range(10**20), range(10**20, 10**20 + 5), range(2**63 - 2, 2**63 + 2), range(0, -10**30, -10**29)]
for r in rs:
    try: n = len(r)
    except OverflowError as e: n = e
    print(r, n, bool(r), list(r)[:5] if not isinstance(n, Exception) else '', r.start, r.stop, r.step, hash(r), end=' ')
    try: print(r[0], r[-1], r[1:], r[::-1], r[-2:], r[::2], r[5:1:-1])
    except IndexError as e: print(e)
    print(list(zip(reversed(r), range(3))), type(iter(r)).__name__, type(reversed(r)).__name__)
r = range(0, 20, 3)
print(9 in r, 10 in r, 9.0 in r, 9.5 in r, 'a' in r, True in range(2), r.index(9), r.count(9), r.count(10), r.count(9.0), r.index(9.0))
print(range(0) == range(2, 2), range(0, 3, 2) == range(0, 4, 2), range(3) == range(0, 3, 1), range(1) == range(0, 1, 5), range(2) == [0, 1], range(2) != range(3), hash(range(0)) == hash(range(5, 5)))
for f in (lambda: r[100], lambda: r[-100], lambda: r['a'], lambda: range(), lambda: range(1, 2, 3, 4), lambda: range(1, 2, 0), lambda: range('a'), lambda: range(1.5), lambda: range(a=1), lambda: r.index(1), lambda: r.index('x'), lambda: r.index(9.5), lambda: range(3) < range(4),
          lambda: r + r, lambda: setattr(r, 'start', 1), lambda: len(range(10**30)), lambda: r[::0], lambda: range(10**30)[10**29], lambda: range(10**30)[10**31], lambda: range(True), lambda: range(None)): t(f)
it = iter(range(5)); next(it); print(it.__length_hint__(), it.__reduce__()[1:], list(it), it.__length_hint__()); it = iter(range(10)); it.__setstate__(4); print(list(it)); it = iter(range(10**20, 10**20 + 3)); next(it); print(it.__length_hint__(), it.__reduce__()[1:], list(it), list(it))
class I:
    def __index__(s): return 3
print(range(I()), list(range(I(), 10, I())), range(10)[I()], range(5).__reduce__()[1]); print(range.__doc__, [m for m in dir(range) if not m.startswith('__')])
print(sum(range(1000)), max(range(5, 50, 7)), list(range(300, 200, -25)), [i for i in range(3) for j in range(i)], *range(4))
print(range(10)[2:8][1:3], range(10, 0, -1)[2:8:2], range(5)[10:], range(5)[-100:2], list(reversed(range(3))), list(reversed(range(10, 0, -4))))

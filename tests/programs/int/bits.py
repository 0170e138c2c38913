"""Shifts and bit operations over signs and digit boundaries."""
values = [0, 1, -1, 5, -5, 2**29, 2**30 - 1, 2**30, -(2**30), 2**31 + 7, 2**60 - 1, 2**60, -(2**60), -(2**60) + 1, 2**90 + 12345, -(2**90) - 12345, 2**200 - 1, -(2**200)]
for v in values:
    row = []
    for s in (0, 1, 29, 30, 31, 59, 60, 61, 90, 200, 1000):
        row.append(v >> s)
        assert (v << s) >> s == v and v << s == v * 2**s
    print(v, row, v.bit_length(), v.bit_count())
digest = 0
for a in values:
    for b in values:
        r = (a & b, a | b, a ^ b, a & ~b, ~(a | b))
        assert r[4] == ~a & ~b and r[0] + r[1] == a + b and r[2] == (a | b) & ~(a & b)
        for x in r:
            digest = (digest * 1000003 + x) % (2**89 - 1)
print(digest)
mask = 0
for i in range(0, 300, 7):
    mask |= 1 << i
    mask ^= 1 << (i // 2)
print(mask, mask.bit_count(), bin(mask).count("1"), [i for i in range(40) if mask >> i & 1])
x = 2**100
x >>= 3
x <<= 1
x &= 2**99 - 1
x |= 5
x ^= 1
print(x, 1 << True, True << 3, 5 >> False, -1 >> 10**6, (1 << 10**4).bit_length())


def gray(n):
    return n ^ n >> 1


print([gray(i) for i in range(20)], [~i for i in range(-3, 4)], sum(gray(i) for i in range(1000)))

"""Numerical sums with digests: addition, multiplication, powers, comparison chains."""
total = 0.0
values = []
x = 0.5
for i in range(3000):
    x = 3.9 * x * (1 - x)
    values.append(x)
    total += x / (i + 1)
print(repr(total), repr(sum(values)), repr(max(values)), repr(min(values)), len(set(values)))
digest = 0
for v in values:
    digest = (digest * 31 + hash(v)) % (2**61 - 1)
print(digest, sum(v > 0.5 for v in values), sorted(values)[1500].hex())
pi = 0.0
for k in range(200):
    pi += (-1) ** k / (2 * k + 1)
print(repr(4 * pi), 2.0**10, 2.0**-10, 10.0**-5, 0.1**3, 1.1**10, (-2.0) ** 3, (-2.0) ** -3, 1e-200 * 1e-200, 1e200 * 1e200, -1e200 * 1e200)
a = [0.1 * i for i in range(11)]
print(a, sum(a), sum([0.1] * 10), 0.1 + 0.2 == 0.3, abs(0.1 + 0.2 - 0.3) < 1e-15, sum([1e16, 1.0, -1e16]))
n = 1.0
while n + 1 != n:
    n *= 2
print(n, n.hex(), 1.0 - 2.0**-53, 1.0 + 2.0**-53 == 1.0, 1.0 + 2.0**-52)
print([float(i) ** 0.5 for i in range(10)], [i**-1 for i in range(1, 8)], 7.0 // 2, -7.0 // 2, 7.5 % 2, -7.5 % 2, 1e18 % 7, divmod(1e10, 3.3))
m = [[1.0, 2.0], [3.0, 4.5]]
det = m[0][0] * m[1][1] - m[0][1] * m[1][0]
inverse = [[m[1][1] / det, -m[0][1] / det], [-m[1][0] / det, m[0][0] / det]]
print(det, inverse, [[sum(m[i][k] * inverse[k][j] for k in range(2)) for j in range(2)] for i in range(2)])

"""pow with two and three arguments."""
print([3**n for n in range(12)])
print([(-3) ** n for n in range(12)])
print(2**-1, (-2) ** -3, 0**0, 1**-5, (-1) ** -3, 10**-2, 2**0.5)
print(7**123)
print(pow(7, 123456789, 1000007), pow(7, -1, 1000007), pow(-7, 3, 10), pow(7, 3, -10), pow(-7, 3, -10))
print(pow(3, 2**100 + 7, 10**20 + 39), pow(5, 3**200, 2**89 - 1))
print(pow(3, -(2**70), 2**61 - 1), pow(2, 10, 1), pow(2, 10, -1), pow(0, 0, 5), pow(0, 5, 5), pow(True, 2), pow(2, True))
for a, n in ((3, 11), (10, 17), (123456789, 10**9 + 7), (2**100, 3**60)):
    inverse = pow(a, -1, n)
    assert a * inverse % n == 1
    print(inverse)
for n in (0, 1, 2, 3, 4, 5, 63, 64, 65, 1000):
    product = 1
    for _ in range(n):
        product *= 37
    assert 37**n == product, n
e = int("1" * 70)
print(pow(12345, e, 10**12), pow(2, e, 97), e.bit_length())

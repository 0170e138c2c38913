"""Exact division to floats, rounding to multiples, comparison with floats."""
print(1 / 3, -7 / 2, 10**20 / 10**18, (2**53 + 1) / 1, (2**54 + 2) / 4, 10**300 / 10**299)
print((2**1000 + 1) / 2**1000, 3**1000 / 3**999, 2**2000 / (2**1999 + 1), 1 / 2**1074, 1 / 2**1075, 3 / 2**1075, 7 / 2**1077)
print((10**400) / (10**399 + 7), -(10**400) / (10**100) % 1.0, 0 / -5, 0 / 5)
for a in (2**53 - 1, 2**53, 2**53 + 1, 2**53 + 2, 2**53 + 3, 2**64 - 1, 2**64 + 1025, 10**22, 10**23, 2**1023 * 2 - 2**971):
    print(a, float(a), -float(a) == float(-a), a == float(a), a < float(a), a > float(a))
for text in ("9007199254740993.0", "1e308"):
    f = float(text)
    print(f == int(f), f < int(f) + 1, f > int(f) - 1, int(f) <= f <= int(f))
print(1 < 1.5, 2 > 1.5, 10**400 > 1e308, 10**400 > float("inf"), -(10**400) < float("-inf"), 1 < float("nan"), 1 == float("nan"))
print(2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, 2**63 == 2.0**63, 2**63 - 1 < 2.0**63, 3 == 3.0, hash(3) == hash(3.0))
for a in range(-20, 21, 3):
    for b in (-7, -3, 2, 5):
        print(a // b, a % b, end=" ")
    print()

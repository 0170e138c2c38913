"""%, //, divmod, pow and signs of zeros."""
inf, nan = float("inf"), float("nan")
values = [0.0, -0.0, 1.0, -1.0, 0.3, -2.5, 7.0, 1e308, 5e-324, inf, -inf, nan]
for a in values:
    row = []
    for b in values:
        if b:
            row += [a // b, a % b]
    print(a, row)
for a in (0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, inf, -inf, nan):
    row = []
    for b in (0.0, 1.0, -1.0, 2.0, 3.0, -3.0, 0.5, inf, -inf, nan):
        try:
            row.append(a**b)
        except (ZeroDivisionError, OverflowError) as error:
            row.append(type(error).__name__)
    print(a, row)
print(divmod(7.5, 2), divmod(-7.5, 2), divmod(7.5, -2), 1e16 // 3, -1e-20 % 3, 5.5 // 1, 3 % -2.5, 2**0.5, 4**-0.5, 10.0**15)
print(1.0 + 2, 3 - 0.5, 2 * 1.5, 7 / 2.0, 7 // 2.0, True + 0.5, abs(-2.5), -(-2.5), +1.5, bool(0.0), bool(-0.0), bool(nan))
x = 1.5
print(x is +x, float(x) is x, x.real is x, x + 0 is x)

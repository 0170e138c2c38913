"""format() and % of floats: every code, precision, rounding, alternate form, infinities."""
inf, nan = float("inf"), float("nan")
values = [0.0, -0.0, 1.0, -1.5, 0.1, 123456.789, 1e16, 1e-7, -1e100, 2.5, 0.5, 1.5, 5e-324, 1.7976931348623157e308, inf, -inf, nan]
specs = ["", "e", "E", "f", "F", "g", "G", "%", "n", ".0f", ".1f", ".2f", ".10f", ".0e", ".3e", ".0g", ".1g", ".3g", ".17g", ".0", ".1", ".2", ".5", ".17", "#.0f", "#.0e", "#g", "#.3g", "#", "+", " ", "-", "+.2f", "010", "010.2f", "+010.1f",
         "10", "<10", ">10.3", "^12.1e", "=+12", "*<10.1f", ",", "_", ",.2f", "_.3f", "020,.3f", ".1%", "z", "z.1f", "+z.0f", "日>12", "12.3n", "^+12.2%", "0=12", "z.0e"]
for v in values:
    print(repr(v), [format(v, s) for s in specs])
percents = ["%e", "%E", "%f", "%F", "%g", "%G", "%.0f", "%.3f", "%10.2f", "%-10.2f|", "%010.2f", "%+.1e", "% f", "%#.0f", "%#g", "%.15g", "%5.1f", "%+010.3g", "%-+8.2f|", "%r", "%s", "%8s", "%-8s|"]
for v in values:
    print([p % v for p in percents])
print([format(n / 8, ".2f") for n in range(-9, 10)], [format(n / 2, ".0f") for n in range(-7, 8)], ["%.1f" % (n / 20) for n in range(20)])
print(format(1 / 3, ".60f"), format(2.0**-60, ".70f"), format(1e23, ".0f"), format(1e22, "f"), format(123456789.123456789, ".30g"), "%.50e" % 0.1)
print(f"{3.14159:.{2}f} {2.5:>{8}.{1}} {1e9:,} {1/3:.3%} {0.1 + 0.2!r} {1e16} {1.0} {1e-5} {100.0:g} {1e5:g} {1e6:g} {123456789.0:n}")

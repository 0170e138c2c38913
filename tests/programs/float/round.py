"""round() of floats and formatting at ties."""
for v in (0.5, 1.5, 2.5, 0.125, 0.375, 2.675, 1.005, 1e15 + 0.5, 4503599627370495.5, 0.49999999999999994, 5e-324, 123456.789, 1e22, 9.995, 99.995, 0.05, 0.15, 0.25, 0.35, 1.45):
    print(v, round(v), round(-v), [round(v, n) for n in (-3, -1, 0, 1, 2, 3, 15, 20)], [f"{v:.{n}f}" for n in (0, 1, 2, 3)], f"{v:.1e}", f"{v:.3g}")
print(round(-0.0), round(-0.4), repr(round(-0.4, 0)), round(5.0), type(round(5.0)), type(round(5.0, 0)), round(1e300), round(123.456, ndigits=1))
for f in (lambda: round(1.7976931348623157e308, -308), lambda: round(float("inf"), 1), lambda: round(float("nan"), 1), lambda: round(1.5, 2**100), lambda: round(1.5, -(2**100)), lambda: round(1.5, 1.0), lambda: round("x")):
    try:
        print(f())
    except (TypeError, OverflowError, ValueError) as error:
        print(type(error).__name__, error)
import math
for v in (2.5, -2.5, 1e20, 0.1, -0.9):
    print(math.floor(v), math.ceil(v), math.trunc(v), int(v), v.__floor__(), v.__ceil__())

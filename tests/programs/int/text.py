"""int to text and back: bases, limits, lengths around digit boundaries."""
import sys

for n in (0, 1, 7, 8, 15, 16, 255, 256, 10**9 - 1, 10**9, 10**9 + 1, 2**30 - 1, 2**30, 2**60 - 1, 2**60, 10**18, 10**27 - 1, 10**27, 10**100):
    for v in (n, -n):
        print(v, bin(v)[-12:], oct(v), hex(v), len(bin(v)), f"{v:,}", f"{v:_x}", int(f"{v:_}", 10) == v)
print([int(t, b) for t, b in (("ff", 16), ("FF", 16), ("0xff", 16), ("z", 36), ("-Zz", 36), ("777", 8), ("0o777", 8), ("1_000", 10), ("11", 2), (" 12\t", 7), ("+5", 6))])
print([int(t, 0) for t in ("0", "00", "0_0", "12", "-0x1F", "0b_1", "0O17", " 0x10 ", "1_2_3")])
print(sys.get_int_max_str_digits(), sys.int_info.bits_per_digit, sys.int_info.sizeof_digit, sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold)
sys.set_int_max_str_digits(640)
for f in (lambda: str(10**639), lambda: str(10**640), lambda: int("1" * 640), lambda: int("1" * 641), lambda: int("1" * 700, 16) % 7, lambda: f"{10**640}", lambda: "%d" % 10**640, lambda: repr(-(10**640)), lambda: "%x" % 10**640):
    try:
        print(len(str(f())))
    except ValueError as error:
        print(error)
sys.set_int_max_str_digits(0)
big = 7**20000
text = str(big)
print(len(text), text[:20], text[-20:], int(text) == big)
for bad in (639, -1, "x"):
    try:
        sys.set_int_max_str_digits(bad)
        print(bad, sys.get_int_max_str_digits())
    except (ValueError, TypeError) as error:
        print(error)

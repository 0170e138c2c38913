"""format() of ints: every code, alignment, sign, grouping, zero padding."""
values = [0, 1, -1, 42, -255, 1234567, -1234567, 2**40, -(10**30)]
specs = ["", "d", "5", "<8", ">8", "^9", "=9", "09", "+", " ", "-", "+d", "+09d", "x", "X", "#x", "#X", "#010x", "o", "#o", "b", "#b", "_b", "_x", "#_x", "_X", ",", "_", "_d", ",d", "015,", "015,d", "=+20,", "*^20,",
         "n", "010n", "e", "f", ".2f", "g", "%", ".1%", ".3e", ",.2f", "020,.2f", "<<5", "日>6", "é=+8", "0<5", "0=8", "016_b", "#018_x", "^+7", "+#b", "z.1f", "E", "G", "F", "10g", "03", "+03", "012_", "^12_d", ">+12,"]
for v in values:
    print(v, [format(v, s) for s in specs])
print([format(c, "c") for c in (65, 233, 26085, 128512)], format(65, "5c"), format(65, "<5c") + "|", format(65, "^5c"), format(65, "05c"), format(65, "*=5c"))
print(f"{True:d} {True} {True:5} {False:>6} {True:x} {True!r:>6} {1:_}")
n = 123456789
print(f"{n:,} {n:_} {n:>15,} {n:<15_}| {n:^+17,} {n!r:>12} {n=} {n = :,} {n:{'>'}{20}} {n:{'0'}{12}d}")
for width in range(0, 14):
    print(format(1234, f"0{width},"), format(-1234, f"0{width}_"), format(1234567, f"0{width},.1f"), format(0xABCDEF, f"#0{width}_x"), end=" ")
print()

"""Reports as programs write them: tables, money, percentages, dates, hex dumps."""
rows = [("apples", 3, 0.5, 0.1234), ("pears", 12, 1.25, 0.5), ("日本梨", 120, 1234.5, 1.0), ("", 0, 0.0, 0.0), ("a very long name indeed", 10**6, 1e10, 0.999999)]
for name, count, price, share in rows:
    print(f"|{name:<12.12}|{count:>9,}|{price:>16,.2f}|{share:>8.1%}|{count * price:12.4e}|")
    print("|%-12.12s|%9d|%16.2f|%8.1f%%|%12.4e|" % (name, count, price, share * 100, count * price))
    print("|{0:<12.12}|{1:>9,}|{2:>16,.2f}|{3:>8.1%}|".format(name, count, price, share))
data = bytes(range(0, 256, 5))
for at in range(0, len(data), 16):
    row = data[at:at + 16]
    print(f"{at:08x}  {row.hex(' ', 1):<47}  {''.join(chr(b) if 32 <= b < 127 else '.' for b in row)}")
year, month, day, hour, minute = 2024, 2, 9, 7, 5
print(f"{year:04d}-{month:02d}-{day:02d}T{hour:02}:{minute:02}", "%04d/%02d/%02d" % (year, month, day), "{:02}:{:02}:{:06.3f}".format(1, 2, 3.14159))
print(f"{'centre':^20}|{'left':<20}|{'right':>20}|", f"{'fill':*^20}", f"{3:=+5}", f"{-3:=5}", f"{'=':=^9}", f"{0b1011:08b} {0o17:o} {0xff:#06X}")
width, precision = 12, 3
for value in (1, 12.3456, -0.00012, 123456789.123):
    print(f"[{value:{width}.{precision}f}] [{value:<{width}.{precision}e}] [{value:^{width}.{precision}g}] [{value!r:>{width + 4}}]")
print("{:>{w}}|{:^{w}}|{:<{w}}".format("a", "b", "c", w=5), "{:{f}{a}{w}}".format("x", f="*", a="^", w=7), "{0[0]}-{0[1]:03d} {1.real:.1f}".format(["p", 7], 2 + 3j))
total = sum(c * p for _, c, p, _ in rows)
print(f"{total=:,.2f} {len(rows)=} {max(rows)[0]=}"[:60], f"{total:>+20,.1f}", f"{total:_.0f}")

"""hex and fromhex as inverses, and rounding of hexadecimal texts."""
values = [0.0, 1.0, -1.5, 0.1, 1e300, 5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, 123456.789, 2.0**-1074 * 3]
for v in values:
    text = v.hex()
    assert float.fromhex(text) == v and float.fromhex(text.upper()) == v and float.fromhex(text.replace("0x", "")) == v
    print(v, text)
for text in ("0x1.00000000000008p0", "0x1.000000000000080001p0", "0x1.00000000000018p0", "0x1.ffffffffffffffp0", "0x.00001p20", "0xabcdef.123p-4", "1p-1075", "1.8p-1075", "0x1.8p-1074", "0x3p-1075", "0x2.8p-1075", "0x0p99999", "0x1p-99999999999", "-0x0p0", "0x123456789abcdef01", "  0x1p4\n"):
    print(text.strip(), float.fromhex(text).hex())
state = 1
for _ in range(500):
    state = state * 6364136223846793005 % 2**64
    v = float.fromhex(f"{'-' if state & 1 else ''}0x{state:x}p{state % 1900 - 1000 - 63}")
    assert float.fromhex(v.hex()) == v
print(v.hex())
class F(float):
    pass
print(type(F.fromhex("0x1p1")), F(1.5).hex())

"""Big-int identities over numbers from a small generator; digests of the results."""
state = 12345


def rand(bits):
    global state
    value = 0
    for _ in range(0, bits, 31):
        state = (state * 1103515245 + 12345) % 2**31
        value = value << 31 | state
    return value >> (-bits % 31)


def signed(bits):
    value = rand(bits)
    return -value if rand(8) & 1 else value


digest = 0


def note(*values):
    global digest
    for v in values:
        digest = (digest * 1000003 + v) % (2**127 - 1)


for bits in (1, 5, 29, 30, 31, 59, 60, 61, 64, 90, 128, 200, 1000, 2100, 2200, 4300, 9000):
    for other in (1, 7, 30, 31, 60, 90, 500, 2150, 4300):
        a, b, c = signed(bits), signed(other), signed(40)
        assert (a + b) - b == a and (a - b) + b == a
        assert a * b == b * a and (a + b) * c == a * c + b * c
        if b:
            q, r = divmod(a, b)
            assert q * b + r == a and (0 <= r < b or b < r <= 0)
            assert a // b == q and a % b == r
            note(q, r)
        assert (a & b) + (a | b) == a + b and a ^ b == (a | b) - (a & b)
        assert ~a == -a - 1 and (a & ~b) == a - (a & b)
        s = rand(8)
        assert a << s == a * 2**s and a >> s == a // 2**s
        assert int(str(a)) == a and int(hex(a), 16) == a and int(bin(a), 2) == a and int(oct(a), 8) == a
        n = a.bit_length() // 8 + 1
        assert int.from_bytes(a.to_bytes(n, "little", signed=True), "little", signed=True) == a
        assert (a > b) == (b < a) == (a - b > 0) and (a == b) == (not a - b)
        note(a + b, a * b, a & b, a | b, a ^ b, hash(a))
    print(bits, digest)
for base in range(2, 37):
    v = rand(300)
    text, digits = "", "0123456789abcdefghijklmnopqrstuvwxyz"
    w = v
    while w:
        w, d = divmod(w, base)
        text = digits[d] + text
    assert int(text, base) == v
    note(v % base**7)
print(digest)
x = 3**20000
print(x % 10**20, (x * x) % 10**20, (x * (x >> 12000)) % 10**15, len(str(x // 3**12000)))
print(hash(x), hash(-x), hash(2**61 - 1), hash(2**61), hash(-(2**61)), hash(-1), hash(-2))

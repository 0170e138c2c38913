"""Small codecs in Python over bytes: run lengths, base 64, checksums, varints."""
def rle(data):
    out = bytearray()
    i = 0
    while i < len(data):
        j = i
        while j < len(data) and data[j] == data[i] and j - i < 255:
            j += 1
        out += bytes([j - i, data[i]])
        i = j
    return bytes(out)


def unrle(data):
    return b"".join(bytes([data[i + 1]]) * data[i] for i in range(0, len(data), 2))


alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def b64(data):
    out = bytearray()
    for i in range(0, len(data), 3):
        chunk = data[i:i + 3]
        n = int.from_bytes(chunk.ljust(3, b"\0"))
        out.extend(alphabet[n >> s & 63] for s in (18, 12, 6, 0))
        if len(chunk) < 3:
            out[len(chunk) - 3:] = b"=" * (3 - len(chunk))
    return bytes(out)


def adler(data):
    a, b = 1, 0
    for byte in memoryview(data):
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def crc(data):
    c = 0xFFFFFFFF
    for byte in data:
        c ^= byte
        for _ in range(8):
            c = c >> 1 ^ (0xEDB88320 if c & 1 else 0)
    return c ^ 0xFFFFFFFF


def varint(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


for sample in (b"", b"aaaabbbcca", bytes(300), b"Hello, World", "caf\u00e9 \u65e5\u672c".encode(), bytes(range(256))):
    packed = rle(sample)
    assert unrle(packed) == sample
    print(len(sample), len(packed), packed[:12], b64(sample)[:28], hex(adler(sample)), f"{crc(sample):08x}")
print([varint(n).hex() for n in (0, 1, 127, 128, 300, 2**32, 2**64 - 1)])
buffer = bytearray(32)
view = memoryview(buffer).cast("I")
for i in range(len(view)):
    view[i] = i * i * 1000003 % 2**32
print(buffer.hex(), view.tolist(), sum(view), bytes(view[2:4]).hex())
table = bytes.maketrans(bytes(range(65, 91)) + bytes(range(97, 123)), bytes((c - 65 + 13) % 26 + 65 for c in range(65, 91)) + bytes((c - 97 + 13) % 26 + 97 for c in range(97, 123)))
print(b"Hello, World".translate(table), b"Hello, World".translate(table).translate(table), b"hello".translate(None, b"l"))
words = b"the quick brown fox jumps over the lazy dog the end".split()
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
print(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:3], b" ".join(sorted(set(words))), max(words, key=len), b"%d words, %s first" % (len(words), words[0]))

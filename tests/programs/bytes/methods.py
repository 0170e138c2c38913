"""The methods that bytes and bytearray share."""
samples = [b"", b"abc", b" a  b\tc ", b"a,b,,c", b"Hello World", b"aaaa", b"x\ty\nz\r\nw", b"-42", bytes(range(120, 136)), b"MiXed9"]
for make in (bytes, bytearray):
    for b in map(make, samples):
        print([b.split(), b.split(b","), b.split(b",", 1), b.rsplit(None, 1), b.rsplit(b",", 1), b.splitlines(), b.splitlines(True), b.partition(b","), b.rpartition(b"b"), b.strip(), b.strip(b"a "), b.lstrip(), b.rstrip(b" c")])
        print([b.replace(b"a", b"ZZ"), b.replace(b"a", b"", 1), b.replace(b"", b"."), b.replace(b"aa", b"b"), b.upper(), b.lower(), b.title(), b.capitalize(), b.swapcase(), b.center(9, b"*"), b.ljust(9), b.rjust(9, b"0"), b.zfill(6), b.expandtabs(4)])
        print([b.find(b"b"), b.rfind(b"a"), b.count(b"a"), b.count(b""), b.find(97), b.startswith(b"a"), b.endswith((b"c", b"d")), b.isalpha(), b.isalnum(), b.isdigit(), b.islower(), b.isupper(), b.istitle(), b.isspace(), b.isascii(), b.removeprefix(b"a"), b.removesuffix(b"c")])
        print([b.hex(), b.hex("-"), b.hex(":", 2), b.hex(b"_", -3), b.translate(None, b"a"), b.translate(bytes.maketrans(b"abc", b"xyz")), b + b"!", b * 2, b[1:3], b[::-1], b[-2:], b[::2], b"b" in b, 97 in b, list(b[:4]), b == bytes(b), b < b"b", len(b), repr(b), b.decode("latin-1")])
print(b",".join([b"a", bytearray(b"b"), memoryview(b"c")]), bytearray(b"-").join([b"x", b"y"]), b"".join([]), b"".join([b"one"]), b".".join(bytes([65 + i]) for i in range(3)))
print(bytes(5), bytes([1, 2, 255]), bytes((1, 2)), bytes(iter([3, 4])), bytes(range(3)), bytes("é", "utf-8"), bytes("é", "latin-1"), bytes(b"x"), bytes(bytearray(b"y")), bytes(memoryview(b"z")), bytes(), bytes.fromhex("00 ff 7F"), bytearray.fromhex("0a0b"))
print(b"'", b'"', b"'\"", b"\\ \t\r\n\x00\x7f\xff", bytearray(b"it's"), str(b"x"), b"a" b"b")
print(b"%s %b %d %5d|%-5d|%05d %x %#x %o %c %c %a %r %.2f %e %% %+d %.3d %5s|%-5s|" % (b"bytes", bytearray(b"ba"), 5, 6, 7, 8, 255, 255, 8, 65, b"B", "é", [1], 1.555, 1234.5, 9, 7, b"ab", b"cd"), b"%(k)s %(n)d" % {b"k": b"v", b"n": 1}, bytearray(b"%d") % 5, b"%.2s" % b"abcdef")


class B:
    def __bytes__(self):
        return b"from B"


class Sub(bytes):
    pass


print(bytes(B()), b"%s" % B(), Sub(b"abc"), type(Sub(b"abc")[:2]), type(Sub(b"abc") + b"d"), Sub(b"x") == b"x", hash(Sub(b"x")) == hash(b"x"), Sub.fromhex("6162"), type(Sub.fromhex("61")), bytes(Sub(b"q")))
e = b""
one = b"a"
print(bytes(one) is one, one + e is one, e + one is one, one[0:1] is one, b"xa"[1:] is one, bytes([97]) is one, one * 1 is one, b"abc"[:] == b"abc", hash(b"abc") == hash("abc"), hash(b""), one.replace(b"q", b"") is one)
it = iter(b"abc")
print(next(it), it.__length_hint__(), list(it), type(it).__name__, list(reversed(b"abc")), max(b"az"), sorted(b"cab"), b"abc".index(b"c"), b"abcabc".rindex(98, 0, 3))

"""to_bytes and from_bytes at every edge."""
for bits in (0, 1, 7, 8, 9, 15, 16, 17, 29, 30, 31, 32, 59, 60, 61, 63, 64, 65, 127, 128):
    for v in (2**bits, 2**bits - 1, -(2**bits), -(2**bits) - 1):
        row = []
        for n in (1, 2, 4, 5, 8, 9, 16, 17):
            for signed in (False, True):
                try:
                    b = v.to_bytes(n, "big", signed=signed)
                    assert int.from_bytes(b, "big", signed=signed) == v
                    assert int.from_bytes(b[::-1], "little", signed=signed) == v and v.to_bytes(n, "little", signed=signed) == b[::-1]
                    row.append(b.hex()[:8])
                except OverflowError as error:
                    row.append(str(error)[:9])
        print(v, row)
print(int.from_bytes(b"\x00" * 10 + b"\x01"), int.from_bytes(b"\xff" * 20, signed=True), int.from_bytes([0, 255, 1], "little"), int.from_bytes(bytearray(b"ab")), int.from_bytes(memoryview(b"abc")[1:]), int.from_bytes(range(5)))
print((0).to_bytes(), (255).to_bytes(), (1024).to_bytes(4, "little"), (-1).to_bytes(3, signed=True), True.to_bytes(), (2**64).to_bytes(9, byteorder="big"))

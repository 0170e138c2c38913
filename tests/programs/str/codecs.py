"""Encoding and decoding with all handlers."""
texts = ["", "abc", "é", "日本", "😀", "a\ud800b", "\udce9x", "ÿĀ", "\ud800\udc00", "x\udc80\ud801y"]
encodings = ["utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "UTF8", "us-ascii", "iso-8859-1", "U8", "L1", "unicode_escape", "raw_unicode_escape", "utf-8-sig"]
handlers = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass"]
for t in texts:
    for e in encodings:
        for h in handlers:
            try:
                b = t.encode(e, h)
            except UnicodeError as error:
                print(ascii(t), e, h, type(error).__name__, ascii(str(error)), error.start, error.end, error.reason, error.encoding)
                continue
            try:
                back = ascii(b.decode(e, h if h != "xmlcharrefreplace" else "strict"))
            except UnicodeError as error:
                back = str(error)
            print(ascii(t), e, h, b, back)
raw = [b"", b"abc", b"\xc3\xa9", b"\xff", b"a\xe9b", b"\xe2\x82", b"\xe2\x82x", b"\xf0\x9f\x98", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xc0\x80", b"\xe0\x80\x80", b"\x80\x81",
       b"\xf4\x90\x80\x80", b"\xf0\x80\x80\x80", b"a\x00", b"\x00\xd8", b"\x00\xd8\x00\xdc", b"\x00\xdc", b"\xff\xfea\x00", b"\xfe\xff\x00a", b"a\x00b", b"\\x41\\u00e9\\n\\101", b"\\x4", b"\\u12", b"\\", b"\\U00110000", b"\xef\xbb\xbfx"]
for b in raw:
    for e in ("utf-8", "ascii", "utf-16", "utf-16-be", "utf-32-le", "unicode_escape", "raw_unicode_escape", "utf-8-sig"):
        for h in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"):
            if "escape" in e and h != "strict" and h != "replace":
                continue
            try:
                print(b, e, h, ascii(b.decode(e, h)))
            except UnicodeError as error:
                print(b, e, h, type(error).__name__, error, error.start, error.end)
            except DeprecationWarning:
                pass
print(str(b"caf\xc3\xa9", "utf-8"), str(bytearray(b"x"), "ascii"), str(memoryview(b"y"), "latin-1"))

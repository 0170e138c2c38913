"""Case mappings and predicates over interesting characters, and digests over all of Unicode."""
words = ["hello World", "ǅungla", "straße", "ΑΣ ΑΣΑ ΣΣ Σ", "İstanbul ı", "ﬁne ﬀ", "ŉ ǰ ΐ", "ᾳ ᾼ", "they're BILL'S", "ʼn", "ß", "ẞ", "Ω Å K", "a\u0345Σ", "1a2B", "Ⅷ ⅷ Ⓐ", "ა Ა", "Ꭰ ꭰ", ""]
for w in words:
    print([ascii(x) for x in (w, w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold())])
predicates = "isalpha isalnum isdecimal isdigit isnumeric islower isupper istitle isspace isprintable isidentifier isascii".split()
for c in "aA1 ²½٣Ⅷ日éßǅʰªµ\n\x00\x7f\xa0\xad\u200b\u2028_\u0301😀\ud800":
    print(ascii(c), "".join("01"[getattr(c, p)()] for p in predicates))
for w in ("", "abc1", "ABC", "Abc Def", "AbC", "123", "a b", "été", "ΑΒΓ", "x²", "_x1", "1x", "class", "ǅa", "aǅ"):
    print(ascii(w), "".join("01"[getattr(w, p)()] for p in predicates))
for p in predicates:
    digest = count = 0
    for block in range(0, 0x110000, 64):
        bits = 0
        for code in range(block, block + 64):
            bits = bits << 1 | getattr(chr(code), p)()
        count += bits.bit_count()
        digest = (digest * 1000003 + bits) % (2**61 - 1)
    print(p, count, digest)
for f in (str.upper, str.lower, str.title, str.casefold, str.swapcase, str.capitalize):
    digest = 0
    for start in range(0, 0x110000, 256):
        text = "".join(map(chr, range(start, start + 256)))
        for c in f(text):
            digest = (digest * 31 + ord(c)) % (2**61 - 1)
    print(f.__name__, digest)
digest = 0
for start in range(0, 0x110000, 256):
    digest = (digest * 31 + len(repr("".join(map(chr, range(start, start + 256)))))) % (2**61 - 1)
print(digest)

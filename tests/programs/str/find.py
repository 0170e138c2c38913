"""find, rfind, index, count, in, startswith, endswith over kinds and ranges."""
texts = ["", "a", "abcabcabc", "aaaaaaa", "éaéaéa", "日本語日本語", "x😀y😀z", "ab" * 50 + "ç" + "ab" * 50]
needles = ["", "a", "b", "abc", "bca", "aa", "é", "éa", "語日", "😀", "😀y", "ba", "ç", "abç", "zz"]
for t in texts:
    for n in needles:
        assert (n in t) == (t.find(n) >= 0)
        row = [t.find(n), t.rfind(n), t.count(n), t.find(n, 2), t.find(n, 1, -1), t.rfind(n, -4), t.count(n, 1, 6), t.find(n, 100), t.rfind(n, 0, 0),
               t.startswith(n), t.endswith(n), t.startswith(n, 1), t.endswith(n, 0, -1), t.startswith((n, "x")), t.find(n, None, None)]
        print(ascii(t[:8]), ascii(n), row)
text = "".join(chr(97 + i * i % 23) for i in range(3000))
for size in (1, 2, 3, 5, 17, 100, 700):
    for at in (0, 1, 7, 1500, 3000 - size):
        n = text[at:at + size]
        assert text.find(n) == min(i for i in range(3000 - size + 1) if text[i:i + size] == n)
        assert text.rfind(n) == max(i for i in range(3000 - size + 1) if text[i:i + size] == n)
    print(size, text.count(text[7:7 + size]))
wide = text.replace("a", "字")
print(wide.count("字"), wide.find("字b"), wide.rfind("b字"), (wide + "😀").rfind("😀"), wide.find("w字x"))
print("a" * 1000 + "b" in "a" * 2000 + "b", ("ab" * 500 + "c") in ("ab" * 3000 + "c"), "日" * 50 + "月" in "日" * 500 + "月")

#!/usr/bin/env python3
"""unicode_tables.py: writes engine/types/unicodetype_tables.inc from the str methods of the Python that runs it.

Run it with the CPython whose Unicode version the engine plays (3.13: Unicode 15.1). Every property is asked of the
interpreter itself, so the tables say what its str methods say. Two-stage table: block number, then record number.
"""
import pathlib
import sys
import unicodedata
import _sre

SHIFT = 7
FLAGS = ["Alpha", "Decimal", "Digit", "Lower", "Space", "Title", "Upper", "XidStart", "XidContinue", "Printable",
         "Numeric", "CaseIgnorable", "Cased"]


def record(code, multi):
    c = chr(code)
    surrogate = 0xD800 <= code <= 0xDFFF
    final = ("A" + c + "\u03a3").lower().endswith("\u03c2")
    cased_before = (c + "\u03a3").lower().endswith("\u03c2")
    flags = [
        c.isalpha(), c.isdecimal(), c.isdigit(), c.islower(), c.isspace(), unicodedata.category(c) == "Lt",
        c.isupper(), c.isidentifier(), ("a" + c).isidentifier(), c.isprintable(), c.isnumeric(),
        final and not cased_before, not surrogate and (c + "a").title().endswith("a"),
    ]
    bits = sum(1 << i for i, flag in enumerate(flags) if flag)

    def mapping(text):
        if len(text) == 1:
            return ord(text) - code
        if text not in multi:
            multi[text] = len(multi)
        return (1 << 24) + multi[text] * 4 + len(text)

    cases = [mapping(f(c)) for f in (str.upper, str.lower, str.title, str.casefold)]
    digit = unicodedata.digit(c, -1)
    decimal = unicodedata.decimal(c, -1)
    assert decimal == -1 or decimal == digit
    assert c.isdigit() == (digit >= 0)
    simple = _sre.unicode_tolower(code)
    assert len(c.lower()) > 1 or ord(c.lower()) == simple, hex(code)
    return (bits, *cases, max(digit, 0))


def rows(values, per_line=24):
    out = []
    for i in range(0, len(values), per_line):
        out.append("    " + ", ".join(map(str, values[i:i + per_line])) + ",")
    return "\n".join(out)


def main():
    multi, records, numbers = {}, {}, []
    for code in range(0x110000):
        numbers.append(records.setdefault(record(code, multi), len(records)))
    size = 1 << SHIFT
    blocks, index1 = {}, []
    for start in range(0, len(numbers), size):
        block = tuple(numbers[start:start + size])
        index1.append(blocks.setdefault(block, len(blocks)))
    while len(index1) > 1 and index1[-1] == index1[-2]:
        index1.pop()  # the tail repeats the last block
    index2 = [n for block in blocks for n in block]
    kind1 = "uint8_t" if len(blocks) < 256 else "uint16_t"
    kind2 = "uint8_t" if len(records) < 256 else "uint16_t"
    out = [f"// Made by scripts/generate/unicode_tables.py from Unicode {unicodedata.unidata_version}. Do not edit.",
           "// Records: flags, then upper, lower, title, folded (a difference, or 2**24 + 4 * index + length into",
           "// kMultiCase), then the digit value.",
           "enum : uint16_t {"]
    out += [f"  k{name} = 1 << {i}," for i, name in enumerate(FLAGS)]
    out += ["};", f"constexpr int kBlockShift = {SHIFT};",
            f"constexpr uint32_t kIndexSize = {len(index1)};",
            "constexpr CharRecord kRecords[] = {"]
    out += ["    {" + ", ".join(map(str, r)) + "}," for r in records]
    out += ["};", "// Three places each.", "constexpr uint32_t kMultiCase[] = {"]
    out += ["    " + ", ".join(hex(x) for x in ([ord(c) for c in text] + [0, 0, 0])[:3]) + "," for text in multi]
    out += ["};", f"constexpr {kind1} kIndex1[] = {{", rows(index1), "};",
            f"constexpr {kind2} kIndex2[] = {{", rows(index2), "};", ""]
    target = pathlib.Path(__file__).resolve().parents[2] / "engine/types/unicodetype_tables.inc"
    target.write_text("\n".join(out))
    print(f"{len(records)} records, {len(multi)} multiple mappings, {len(blocks)} blocks, "
          f"{len(index1)} + {len(index2)} entries", file=sys.stderr)


main()

"""Records what CPython 3.13 answers to the cases beside it; run under the reference Python.

    python3.13 tests/lang/record_syntax_errors.py

Reads syntax_errors/*.txt and trees/*.txt and writes recorded.inc in each of these folders: C++ that the
tests include, so that they need no file system. A case begins with a line "### mode [noeol]", where mode
is exec, eval or single; its source is the lines up to the next one, without the last newline if "noeol".
"""
import ast
import pathlib
import re
import warnings


def quote(text):
    """A C++ string literal in pieces a compiler accepts, one per line of text."""
    if text is None:
        return "nullptr"
    pieces = []
    for line in re.split(r"(?<=\n)", text):
        out = ""
        for byte in line.encode("utf-8", "surrogatepass"):
            char = chr(byte)
            out += {"\n": "\\n", "\\": "\\\\", '"': '\\"'}.get(char) or (
                char if 32 <= byte < 127 and char != "?" else f"\\{byte:03o}")
        pieces += [f'"{out[i:i + 2000]}"' for i in range(0, max(len(out), 1), 2000)] if "\\" not in out[1990:] else [f'"{out}"']
    return "\n    ".join(piece for piece in pieces if piece != '""') or '""'


def cases(path):
    for block in re.split(r"^### ", path.read_text("utf-8"), flags=re.M)[1:]:
        header, _, source = block.partition("\n")
        mode, *flags = header.split()
        yield mode, source.removesuffix("\n") if "noeol" in flags else source


def record(mode, source):
    """(exception name, message, lineno, offset, end_lineno, end_offset, text, tree)"""
    try:
        tree = compile(source, "<case>", mode, ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        place = (error.lineno, error.offset, error.end_lineno, error.end_offset)
        return type(error).__name__, error.msg, *place, error.text, None
    except MemoryError as error:
        return "MemoryError", str(error), 0, 0, 0, 0, None, None
    return "", "", 0, 0, 0, 0, None, ast.dump(tree, include_attributes=True)


def main():
    for folder in ("syntax_errors", "trees"):
        directory = pathlib.Path(__file__).parent / folder
        rows = ["// Recorded by tests/lang/record_syntax_errors.py; do not edit."]
        for path in sorted(directory.glob("*.txt")):
            for mode, source in cases(path):
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    name, msg, *place, text, tree = record(mode, source)
                assert bool(name) == (folder == "syntax_errors"), (path, source, name, msg)
                issued = "".join(f"{w.lineno} {w.message}\n" for w in caught)
                rows.append(f'{{"{path.stem}", "{mode}", {quote(source)}, "{name}", {quote(msg)}, '
                            + ", ".join(map(str, place))
                            + f", {quote(text)}, {quote(tree)}, {quote(issued)}}},")
        (directory / "recorded.inc").write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()

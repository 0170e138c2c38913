"""Records the code objects and compile-time errors of CPython 3.13; run under the reference Python.

    python3.13 tests/lang/record_code_objects.py

Reads code_objects/*.txt and compile_errors/*.txt (cases as record_syntax_errors.py describes them) and
writes recorded.inc in each of these folders. A code object is recorded as text: dump() here and
dump_code() in code_dump.h write the same.
"""
import pathlib
import types
import warnings

from record_syntax_errors import cases, quote


def constant(value):
    if isinstance(value, types.CodeType):
        return f"<code {value.co_name}>"
    if isinstance(value, tuple):
        return "(" + "".join(constant(item) + "," for item in value) + ")"
    if isinstance(value, frozenset):
        return "frozenset(" + "".join(item + "," for item in sorted(map(constant, value))) + ")"
    return repr(value)


def dump(code):
    """All that a code object consists of, with its nested ones behind it."""
    lines = [
        f"code {code.co_name} {code.co_qualname} line {code.co_firstlineno}",
        f"args {code.co_argcount} {code.co_posonlyargcount} {code.co_kwonlyargcount} "
        f"stack {code.co_stacksize} flags {code.co_flags:x}",
        "bytecode " + code.co_code.hex(),
        "linetable " + code.co_linetable.hex(),
        "exceptiontable " + code.co_exceptiontable.hex(),
        "names " + " ".join(code.co_names),
        "varnames " + " ".join(code.co_varnames),
        "cellvars " + " ".join(code.co_cellvars),
        "freevars " + " ".join(code.co_freevars),
    ]
    lines += ["const " + constant(value) for value in code.co_consts]
    text = "\n".join(lines) + "\n"
    return text + "".join(dump(value) for value in code.co_consts if isinstance(value, types.CodeType))


def record(mode, source):
    """(exception name, message, lineno, offset, end_lineno, end_offset, dump)"""
    try:
        code = compile(source, "<case>", mode, dont_inherit=True)
    except SyntaxError as error:
        place = (error.lineno, error.offset, error.end_lineno, error.end_offset)
        return type(error).__name__, error.msg, *(-1 if p is None else p for p in place), None
    return "", "", 0, 0, 0, 0, dump(code)


def main():
    for folder in ("code_objects", "compile_errors"):
        directory = pathlib.Path(__file__).parent / folder
        rows = ["// Recorded by tests/lang/record_code_objects.py; do not edit."]
        for path in sorted(directory.glob("*.txt")):
            for mode, source in cases(path):
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    name, msg, *place, text = record(mode, source)
                assert bool(name) == (folder == "compile_errors"), (path, source, name, msg)
                issued = "".join(f"{w.lineno} {w.message}\n" for w in caught)
                rows.append(f'{{"{path.stem}", "{mode}", {quote(source)}, "{name}", {quote(msg)}, '
                            + ", ".join(map(str, place))
                            + f", nullptr, {quote(text)}, {quote(issued)}}},")
        (directory / "recorded.inc").write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()

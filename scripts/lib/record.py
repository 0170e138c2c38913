"""record.py PYTHON [--check] FILE.py...: records what PYTHON prints for each program; called by scripts/record.

In .err the script's path is written <script> and the standard library's folder <stdlib>; in both outputs "at 0x..." is
written "at <address>" and elapsed times "<seconds>s elapsed". A program that does not print the same in three runs (two
working directories) is reported and not recorded. --check compares instead of writing.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile


def normalise(text):
    text = re.sub(r"\bat 0x[0-9a-f]+", "at <address>", text)
    return re.sub(r"\d+\.\d+s elapsed", "<seconds>s elapsed", text)


def run(python, script, folder):
    environment = {
        "HOME": os.environ.get("HOME", "/"),
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run([python, str(script)], capture_output=True, text=True, cwd=folder, timeout=120,
                          stdin=subprocess.DEVNULL, env=environment)
    errors = done.stderr.replace(str(script), "<script>")
    errors = re.sub(r'(?<=")/[^"]*/lib/python3\.\d+(?=/)', "<stdlib>", errors)
    return normalise(done.stdout), normalise(errors), f"{done.returncode}\n"


def main(python, args):
    check = "--check" in args
    bad = 0
    for name in (arg for arg in args if arg != "--check"):
        script = pathlib.Path(name).resolve()
        with tempfile.TemporaryDirectory() as other:
            runs = [run(python, script, folder) for folder in (script.parent, script.parent, other)]
        if (script.parent / "reads_its_folder").exists():
            runs.pop()
        if len(set(runs)) != 1:
            print(f"not deterministic: {name}", file=sys.stderr)
            bad += 1
            continue
        for suffix, text in zip((".out", ".err", ".rc"), runs[0]):
            path = script.with_suffix(suffix)
            if not check:
                path.write_text(text)
            elif not path.exists() or path.read_text() != text:
                print(f"differs: {path.name}", file=sys.stderr)
                bad += 1
    return bool(bad)


sys.exit(main(sys.argv[1], sys.argv[2:]))

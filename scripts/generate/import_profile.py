#!/usr/bin/env python3
"""import_profile.py PYTHON [MODULE...] > engine/profile/imports.def

Measures with a real CPython 3.13 what importing each module of the standard library does to the collector's count and to
the free lists. The engine's own library is smaller than CPython's, so after an import it puts counts and lists where a real
interpreter has them (engine/modules/import_footprint.cc).

Every saturating counter composes to clamp(x + delta, low, high): a free list is measured when empty, when full, and as a
script finds it. PYTHON is a reference interpreter as fresh installs have it (an empty site-packages, PYTHONHASHSEED=0).
"""
import pathlib
import re
import subprocess
import sys
import tempfile

MODULES = """_weakref abc array asyncio atexit bisect collections contextlib copy dataclasses enum errno functools gc heapq
io itertools math operator os random re string struct time tracemalloc types typing warnings weakref""".split()
LINE = re.compile(r'^\s*(\d+) free (?:(\d+)-sized )?(\w+)s \* ')
NAMES = {'PyDictObject': 'dict', 'PyDictKeysObject': 'keys', 'PyFloatObject': 'float', 'PyListObject': 'list'}

EMPTY = """
_k = [[] for _i in range(100)], [{} for _i in range(100)], [float(_i) for _i in range(200)]
_k2 = [{'a': _i} for _i in range(100)]
_k3 = [[tuple([_j] * _n) for _j in range(60)] for _n in range(1, 21)]
"""
FULL = EMPTY + "del _k, _k2, _k3\n"


def run(python, source):
    with tempfile.TemporaryDirectory() as folder:  # its own: sys.path[0] must not shadow the library
        path = pathlib.Path(folder, 'script.py')
        path.write_text(source)
        done = subprocess.run([python, path], capture_output=True, text=True, check=True)
    return done.stdout, done.stderr


def lists(text):
    found = {}
    for line in text.splitlines():
        match = LINE.match(line)
        if match:
            count, size, kind = match.groups()
            found[NAMES.get(kind) or int(size)] = int(count)
    return found


def free_lists(python, module, prelude):
    _, err = run(python, f'import sys\n{prelude}sys._debugmallocstats()\nimport {module}\nsys._debugmallocstats()\n')
    halves = err.split('Small block threshold')
    return lists(halves[1]), lists(halves[2])


def pair(python, module, setting=''):
    # get_count()'s first two numbers before and after. `import gc` comes first, which measures itself alone.
    source = f'import gc\n{setting}print(gc.get_count())\nimport {module}\nprint(gc.get_count())\n'
    out, _ = run(python, source)
    return [tuple(map(int, re.findall(r'\d+', line)))[:2] for line in out.splitlines()]


def counts(python, module):
    """Count before and after, collections between, and how much the count grows when nothing is collected."""
    if module == 'gc':
        out, _ = run(python, 'import gc\nprint(gc.get_count())\n')
        after = int(re.findall(r'\d+', out)[0])
        return 1940, after, 0, after - 1940
    first, second = pair(python, module)
    free_first, free_second = pair(python, module, 'gc.set_threshold(1000000)\n')
    # The second print's own tuple and name lookups count 1 when nothing is imported between.
    return first[0], second[0], second[1] - first[1], free_second[0] - free_first[0]


def tracked(python, module):
    """Tracked objects: growth when nothing is collected; young ones after a usual import, and how many became older."""
    def sizes(setting):
        look = 'print(len(gc.get_objects(0)), len(gc.get_objects(1)))\n'
        # The first look leaves one object for the second to find, unless a collection comes between.
        out, _ = run(python, f'import gc\n{setting}{look}import {module}\n{look}')
        return [tuple(map(int, line.split())) for line in out.splitlines()]
    if module == 'gc':
        return 23, 1894, 0
    usual, free = sizes(''), sizes('gc.set_threshold(1000000)\n')
    return sum(free[1]) - sum(free[0]) - 1, usual[1][0], usual[1][1] - usual[0][1]


def brings(python, module):
    """The modules of the table that come along, each between blanks."""
    out, _ = run(python, f'import sys\nbefore = set(sys.modules)\nimport {module}\nprint(*sorted(set(sys.modules) - before))\n')
    names = [name for name in out.split() if name in MODULES and name != module]
    return f' {" ".join(names)} ' if names else ''


def main():
    python, *modules = sys.argv[1:]
    print('// IMPORT(module, modules of this table that it brings along, count before, count after, collections, growth without collections,')
    print('//   growth of tracked objects without collections, young ones after a usual import, growth of generation 1,')
    print('//   {delta, low, high} for the free lists of dicts, dict keys, lists, floats, and of tuples of 1 to 20 items)')
    print('// What the first import of a library module does in CPython 3.13. Measured by scripts/generate/import_profile.py.')
    for module in modules or MODULES:
        before, after, collections, growth = counts(python, module)
        objects, young, old = tracked(python, module)
        typical = free_lists(python, module, '')
        empty = free_lists(python, module, EMPTY)
        full = free_lists(python, module, FULL)
        rows = []
        for name in ['dict', 'keys', 'list', 'float', *range(1, 21)]:
            rows.append(f'{{{typical[1][name] - typical[0][name]}, {empty[1][name]}, {full[1][name]}}}')
        print(f'IMPORT("{module}", "{brings(python, module)}", {before}, {after}, {collections}, {growth}, {objects}, {young}, {old},')
        for i in range(0, 24, 8):
            print('       ' + ', '.join(rows[i:i + 8]) + (',' if i < 16 else ')'))


main()

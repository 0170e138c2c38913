"""Lines of source files."""

__all__ = ['getline', 'clearcache', 'checkcache', 'lazycache']

from _traceback import _source_line

cache = {}


def getline(filename, lineno, module_globals=None):
    line = _source_line(filename, lineno)
    return '' if line is None else line + '\n'


def getlines(filename, module_globals=None):
    lines = []
    while (line := _source_line(filename, len(lines) + 1)) is not None:
        lines.append(line + '\n')
    return lines


def clearcache():
    cache.clear()


def checkcache(filename=None):
    pass


def lazycache(filename, module_globals):
    return False

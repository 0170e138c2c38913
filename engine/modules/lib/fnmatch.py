"""Names that fit shell patterns: * ? [seq] [!seq]."""

import os
import posixpath

__all__ = ['filter', 'fnmatch', 'fnmatchcase', 'translate']


def fnmatch(name, pat):
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


def _set_end(pat, i):
    """Index of the bracket that closes the set opened before i, or -1."""
    j = i
    if pat[j:j + 1] == '!':
        j += 1
    if pat[j:j + 1] == ']':
        j += 1
    return pat.find(']', j)


def _in_set(c, stuff):
    negated = stuff[:1] == '!'
    if negated:
        stuff = stuff[1:]
    found = False
    i = 0
    while i < len(stuff):
        if stuff[i + 1:i + 2] == '-' and i + 2 < len(stuff):
            found = found or stuff[i] <= c <= stuff[i + 2]
            i += 3
        else:
            found = found or c == stuff[i]
            i += 1
    return found != negated


def _matches(name, pat):
    # A star is tried with as few characters as possible; only the last one has to be taken back.
    n = p = 0
    star = mark = -1
    while True:
        if p < len(pat) and pat[p] == '*':
            star, mark = p, n
            p += 1
            continue
        if n == len(name):
            if p == len(pat):
                return True
        elif p < len(pat):
            end = _set_end(pat, p + 1) if pat[p] == '[' else -1
            if end >= 0:
                fits, after = _in_set(name[n], pat[p + 1:end]), end + 1
            else:
                fits, after = pat[p] == '?' or pat[p] == name[n], p + 1
            if fits:
                n, p = n + 1, after
                continue
        if star < 0 or mark >= len(name):
            return False
        mark += 1
        n, p = mark, star + 1


def fnmatchcase(name, pat):
    """fnmatch that tells upper from lower case."""
    if isinstance(pat, bytes):
        return _matches(str(name, 'latin-1'), str(pat, 'latin-1'))
    return _matches(name, pat)


def filter(names, pat):
    return [name for name in names if fnmatchcase(os.path.normcase(name), os.path.normcase(pat))]


def translate(pat):
    """The pattern as a regular expression."""
    res, i = '', 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == '*':
            if not res.endswith('.*'):
                res += '.*'
        elif c == '?':
            res += '.'
        elif c == '[' and (end := _set_end(pat, i)) >= 0:
            stuff = pat[i:end].replace('\\', '\\\\')
            i = end + 1
            res += '[' + ('^' + stuff[1:] if stuff[:1] == '!' else stuff) + ']'
        else:
            res += '\\' + c if c in '\\.+^$()[]{}|&~#- \t\n' else c
    return f'(?s:{res})\\Z'

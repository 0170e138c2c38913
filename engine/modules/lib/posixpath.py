"""Paths with slashes: what os.path is here."""

import os
import stat

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = '/bin:/usr/bin'
altsep = None
devnull = '/dev/null'
supports_unicode_filenames = True

__all__ = ['normcase', 'isabs', 'join', 'splitdrive', 'splitroot', 'split', 'splitext', 'basename', 'dirname',
           'commonprefix', 'commonpath', 'getsize', 'getmtime', 'getatime', 'getctime', 'islink', 'exists', 'lexists',
           'isdir', 'isfile', 'ismount', 'expanduser', 'expandvars', 'normpath', 'abspath', 'samefile', 'curdir',
           'pardir', 'sep', 'pathsep', 'defpath', 'altsep', 'extsep', 'devnull', 'realpath', 'relpath',
           'supports_unicode_filenames']


def _pick(path, text):
    """text as the kind of string that path is."""
    return text.encode() if isinstance(path, bytes) else text


def normcase(s):
    return os.fspath(s)


def isabs(s):
    s = os.fspath(s)
    return s.startswith(_pick(s, '/'))


def _check_kinds(function, *paths):
    if any(isinstance(p, str) for p in paths) and any(isinstance(p, bytes) for p in paths):
        raise TypeError("Can't mix strings and bytes in path components") from None
    for p in paths:
        if not isinstance(p, (str, bytes)):
            raise TypeError(f'{function}() argument must be str, bytes, or os.PathLike object, not '
                            f'{p.__class__.__name__!r}') from None


def join(a, *p):
    """Joins parts; an absolute one throws away all before it."""
    path = os.fspath(a)
    slash = _pick(path, '/')
    parts = [os.fspath(part) for part in p]
    _check_kinds('join', path, *parts)
    for part in parts:
        if part.startswith(slash) or not path:
            path = part
        elif path.endswith(slash):
            path += part
        else:
            path += slash + part
    return path


def split(p):
    """(head, tail): tail is all after the last slash."""
    p = os.fspath(p)
    slash = _pick(p, '/')
    i = p.rfind(slash) + 1
    head, tail = p[:i], p[i:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """(root, ext): ext is empty or begins with the last dot of the last part, which may not lead it."""
    p = os.fspath(p)
    dot, slash = _pick(p, '.'), _pick(p, '/')
    start = p.rfind(slash) + 1
    at = p.rfind(dot)
    if at > start and p[start:at].strip(dot):
        return p[:at], p[at:]
    return p, p[:0]


def splitdrive(p):
    p = os.fspath(p)
    return p[:0], p


def splitroot(p):
    """(drive, root, tail); two leading slashes, but not more, are a root of their own."""
    p = os.fspath(p)
    slash, empty = _pick(p, '/'), p[:0]
    if not p.startswith(slash):
        return empty, empty, p
    if p[1:2] != slash or p[2:3] == slash:
        return empty, slash, p[1:]
    return empty, p[:2], p[2:]


def basename(p):
    p = os.fspath(p)
    return p[p.rfind(_pick(p, '/')) + 1:]


def dirname(p):
    return split(p)[0]


def _stat(path):
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def exists(path):
    return _stat(path) is not None


lexists = exists


def isfile(path):
    found = _stat(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def isdir(s):
    found = _stat(s)
    return found is not None and stat.S_ISDIR(found.st_mode)


def islink(path):
    return False


def ismount(path):
    return abspath(path) == _pick(os.fspath(path), '/')


def getsize(filename):
    return os.stat(filename).st_size


def getmtime(filename):
    return os.stat(filename).st_mtime


def getatime(filename):
    return os.stat(filename).st_atime


def getctime(filename):
    return os.stat(filename).st_ctime


def samefile(f1, f2):
    return os.stat(f1).st_ino == os.stat(f2).st_ino


def commonprefix(m):
    """The longest string that all of m begin with."""
    if not m:
        return ''
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    """The longest path that all have in common."""
    paths = [os.fspath(p) for p in paths]
    if not paths:
        raise ValueError('commonpath() arg is an empty iterable')
    slash, dot = _pick(paths[0], '/'), _pick(paths[0], '.')
    absolute = {p.startswith(slash) for p in paths}
    if len(absolute) > 1:
        raise ValueError("Can't mix absolute and relative paths") from None
    split_paths = [[c for c in p.split(slash) if c and c != dot] for p in paths]
    low, high = min(split_paths), max(split_paths)
    common = low
    for i, c in enumerate(low):
        if c != high[i]:
            common = low[:i]
            break
    return (slash if absolute.pop() else slash[:0]) + slash.join(common)


def expanduser(path):
    return os.fspath(path)


def expandvars(path):
    return os.fspath(path)


def normpath(path):
    """Removes double slashes and dots."""
    path = os.fspath(path)
    slash, dot, up = _pick(path, '/'), _pick(path, '.'), _pick(path, '..')
    if not path:
        return dot
    _, root, rest = splitroot(path)
    parts = []
    for part in rest.split(slash):
        if not part or part == dot:
            continue
        if part != up or (not root and not parts) or (parts and parts[-1] == up):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + slash.join(parts) or dot


def abspath(path):
    path = os.fspath(path)
    if not isabs(path):
        cwd = os.getcwd()
        path = join(cwd.encode() if isinstance(path, bytes) else cwd, path)
    return normpath(path)


def realpath(filename, *, strict=False):
    path = abspath(filename)
    if strict:
        os.stat(path)
    return path


def relpath(path, start=None):
    """path as seen from start."""
    if not path:
        raise ValueError('no path specified')
    path = os.fspath(path)
    slash, up, dot = _pick(path, '/'), _pick(path, '..'), _pick(path, '.')
    start_parts = [p for p in abspath(dot if start is None else start).split(slash) if p]
    path_parts = [p for p in abspath(path).split(slash) if p]
    common = len(commonprefix([start_parts, path_parts]))
    return slash.join([up] * (len(start_parts) - common) + path_parts[common:]) or dot

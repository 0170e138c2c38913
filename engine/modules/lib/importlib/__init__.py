"""Importing by name."""

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

import sys
from builtins import __import__
from _imp import reload


def import_module(name, package=None):
    """The module of that name; relative to package when it begins with dots."""
    level = 0
    while name[level:level + 1] == '.':
        level += 1
    if level:
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        base = package.rsplit('.', level - 1)
        if len(base) < level:
            raise ImportError('attempted relative import beyond top-level package')
        name = f'{base[0]}.{name[level:]}' if name[level:] else base[0]
    __import__(name)
    return sys.modules[name]


def invalidate_caches():
    """Nothing is cached but what is in sys.modules."""

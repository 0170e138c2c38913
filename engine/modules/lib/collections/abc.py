"""The abstract base classes of collections. CPython 3.13: Lib/collections/abc.py."""
from _collections_abc import *
from _collections_abc import __all__
from _collections_abc import _CallableGenericAlias

// _functools: partial, reduce, cmp_to_key and the cache of lru_cache.
// CPython 3.13: Modules/_functoolsmodule.c
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

struct PartialObject : Object {
  Object *fn, *args, *kw;  // a callable, a tuple, a dict
  Object* dict;
  Object* weakreflist;
  vectorcallfunc vectorcall;
};

extern TypeObject partial_type, keyobject_type, lru_cache_type, lru_list_elem_type;

}  // namespace py

// OrderedDict: a dict that also links its keys in order.
// CPython 3.13: Objects/odictobject.c
#pragma once
#include "types/dictobject.h"  // DictObject

namespace py {

extern TypeObject odict_type, odict_iter_type, odict_keys_type, odict_values_type, odict_items_type;

inline bool odict_check_exact(const Object* o) { return o->ob_type == &odict_type; }
inline bool odict_check(const Object* o) { return object_type_check(o, &odict_type); }

}  // namespace py

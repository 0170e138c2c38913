// range and its two iterators.
// CPython 3.13: Objects/rangeobject.c, Include/internal/pycore_range.h
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

struct RangeObject : Object {
  Object *start, *stop, *step, *length;  // ints
};

// The iterator of ranges whose numbers fit a C long: what `for i in range(n)` runs on.
struct RangeIterObject : Object {
  int64_t start, step, len;  // the next value, the step, how many are left
};

struct LongRangeIterObject : Object {
  Object *start, *step, *len;
};

extern TypeObject range_type, range_iter_type, long_range_iter_type;

inline bool range_check(const Object *o) { return o->ob_type == &range_type; }

}  // namespace py

// bool: two immortal ints with another type.
// CPython 3.13: Objects/boolobject.c
#pragma once
#include "types/longobject.h"  // LongObject

namespace py {

extern TypeObject bool_type;
extern SmallInt true_object, false_object;
inline constexpr Object* True = &true_object;
inline constexpr Object* False = &false_object;

inline bool bool_check(const Object* o) { return o->ob_type == &bool_type; }
// True or False. A new reference in name only: both are immortal.
ALWAYS_INLINE Object* bool_from_long(int64_t v) { return v ? True : False; }

}  // namespace py

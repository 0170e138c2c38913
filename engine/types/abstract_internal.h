// Helpers of abstract*.cc and call.cc that other parts of the object model use.
// CPython 3.13: Include/internal/pycore_abstract.h
#pragma once
#include "object/abstract.h"

namespace py {

// isinstance and issubclass without __instancecheck__ and __subclasscheck__: 1, 0 or -1.
int object_real_is_instance(Object* inst, Object* cls);
int object_real_is_subclass(Object* derived, Object* cls);

enum IterSearch { kIterSearchCount, kIterSearchIndex, kIterSearchContains };
// Walks iter(seq): how often / where / whether o occurs. -1 with the error set.
Ssize sequence_iter_search(Object* seq, Object* o, IterSearch operation);

}  // namespace py

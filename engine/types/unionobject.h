// types.UnionType: int | str.
// CPython 3.13: Objects/unionobject.c
#pragma once
#include "object/type.h"

namespace py {

extern TypeObject union_type;

struct UnionObject : Object {
  Object* args;        // tuple
  Object* parameters;  // tuple, or null until someone asks
};

inline bool union_check(const Object* o) { return is_type(o, &union_type); }
Object* union_type_or(
    Object* self, Object* other);  // nb_or of types: NotImplemented when an operand does not fit
inline Object* union_args(const Object* o) { return as<UnionObject>(o)->args; }  // borrowed

}  // namespace py

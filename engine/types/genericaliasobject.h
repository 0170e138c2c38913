// types.GenericAlias: list[int].
// CPython 3.13: Objects/genericaliasobject.c
#pragma once
#include "object/type.h"
#include "profile/profile.h"  // layout

namespace py {

extern TypeObject generic_alias_type, generic_alias_iter_type;

struct GenericAliasObject : Object {
  Object* origin;
  Object* args;        // tuple
  Object* parameters;  // tuple, or null until someone asks
  Object* weakreflist;
  bool starred;  // *list[int]
  vectorcallfunc vectorcall;
};
static_assert(sizeof(GenericAliasObject) <= layout::GenericAlias.basicsize);

inline bool generic_alias_check(const Object* o) {
  return object_type_check(o, &generic_alias_type);
}

Object* generic_alias(
    Object* origin,
    Object* args);  // args: anything; made a tuple. Usable as __class_getitem__ (MethO)
Object* make_parameters(Object* args);  // the type variables in args: new tuple
Object* subs_parameters(Object* self, Object* args, Object* parameters, Object* item);
Object* typing_type_repr(
    Object* item);  // how an argument is shown: int, None, module.Name, ...; new str

}  // namespace py

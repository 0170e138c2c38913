// enumerate and reversed.
// CPython 3.13: Objects/enumobject.c
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

struct EnumObject : Object {
  Ssize en_index;
  Object* en_sit;        // the iterator
  Object* en_result;     // a pair that is reused while nobody else holds it
  Object* en_longindex;  // the index when it no longer fits en_index
  Object* one;           // int 1
};

struct ReversedObject : Object {
  Ssize index;  // -1: exhausted
  Object* seq;
};

extern TypeObject enum_type, reversed_type;

}  // namespace py

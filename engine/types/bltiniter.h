// zip, map and filter.
// CPython 3.13: Python/bltinmodule.c
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

struct ZipObject : Object {
  Ssize tuplesize;
  Object* ittuple;  // tuple of iterators
  Object* result;   // a tuple that is reused while nobody else holds it
  int strict;
};

struct MapObject : Object {
  Object* iters;  // tuple of iterators
  Object* func;
};

struct FilterObject : Object {
  Object* func;
  Object* it;
};

extern TypeObject zip_type, map_type, filter_type;

}  // namespace py

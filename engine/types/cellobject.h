// Cells: variables that inner functions share with their makers.
// CPython 3.13: Objects/cellobject.c, Include/cpython/cellobject.h
#pragma once
#include "object/type.h"
#include "profile/profile.h"  // layout

namespace py {

extern TypeObject cell_type;

struct CellObject : Object {
  Object* ob_ref;  // null: unbound
};
static_assert(sizeof(CellObject) <= layout::cell.basicsize);

inline bool cell_check(const Object* o) { return is_type(o, &cell_type); }

Object* cell_new(Object* value);            // takes its own reference; value may be null
Object* cell_get(Object* cell);             // new reference or null, no error
int cell_set(Object* cell, Object* value);  // takes its own reference
inline Object* cell_peek(const Object* cell) { return as<CellObject>(cell)->ob_ref; }  // borrowed
// Steals value and returns the old one (owned), for STORE_DEREF.
inline Object* cell_swap_take_ref(CellObject* cell, Object* value) {
  Object* old = cell->ob_ref;
  cell->ob_ref = value;
  return old;
}

}  // namespace py

// Slices and their arithmetic.
// CPython 3.13: Objects/sliceobject.c, Include/sliceobject.h
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

struct SliceObject : Object {
  Object *start, *stop, *step;  // never null
};

extern TypeObject slice_type;
inline bool slice_check(const Object* o) { return o->ob_type == &slice_type; }

Object* slice_new(Object* start, Object* stop, Object* step);   // null: None
Object* build_slice_consume_refs(Object* start, Object* stop);  // steals both
Object* slice_from_indices(Ssize start, Ssize stop);
// The three fields as numbers, clipped to Ssize; not yet fitted to a length. 0, or -1 (ValueError:
// step zero).
int slice_unpack(Object* slice, Ssize* start, Ssize* stop, Ssize* step);
// Fits start and stop to a sequence of the given length; returns how many items the slice selects.
Ssize slice_adjust_indices(Ssize length, Ssize* start, Ssize* stop, Ssize step);
int slice_get_indices_ex(Object* slice, Ssize length, Ssize* start, Ssize* stop, Ssize* step,
                         Ssize* slicelength);
// start, stop and step as Python ints for a length that is a Python int. New references; 0, or -1.
int slice_get_long_indices(SliceObject* self, Object* length, Object** start, Object** stop,
                           Object** step);
// Index from a slice part: 1 and *value (clipped), or 0 with an error. None leaves *value alone.
int eval_slice_index(Object* v, Ssize* value);
int eval_slice_index_not_none(Object* v, Ssize* value);

}  // namespace py

// Slots that the types of itertools (and the like) share: a struct of owned references.
#pragma once
#include "gc/gc.h"  // object_gc_untrack
#include "object/type.h"

namespace py {

// tp_dealloc, tp_traverse and tp_clear of a struct T whose references are the members M, dropped in
// that order.
template <class T, auto... M>
void members_dealloc(Object* self) {
  object_gc_untrack(self);
  (xdecref(as<T>(self)->*M), ...);
  self->ob_type->tp_free(self);
}
template <class T, auto... M>
int members_traverse(Object* self, visitproc visit, void* arg) {
  int result = 0;
  ((result == 0 && as<T>(self)->*M ? result = visit(static_cast<Object*>(as<T>(self)->*M), arg)
                                   : 0),
   ...);
  return result;
}

// A type of itertools: iterates over itself, is made by new_, may be subclassed.
#define ITERTOOLS_TYPE(variable, name, layout_, new_, next_, doc_, T, ...)        \
  static_assert(sizeof(T) <= layout_);                                            \
  TypeObject variable = {                                                         \
      TYPE_HEAD,                                                                  \
      {                                                                           \
          .tp_name = "itertools." name,                                           \
          .tp_basicsize = layout_,                                                \
          .tp_dealloc = members_dealloc<T, __VA_ARGS__>,                          \
          .tp_getattro = object_generic_get_attr,                                 \
          .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE, \
          .tp_doc = doc_,                                                         \
          .tp_traverse = members_traverse<T, __VA_ARGS__>,                        \
          .tp_iter = object_self_iter,                                            \
          .tp_iternext = next_,                                                   \
          .tp_alloc = type_generic_alloc,                                         \
          .tp_new = new_,                                                         \
          .tp_free = object_gc_del,                                               \
      }};

}  // namespace py

// Allocating objects that the collector does not see.
// CPython 3.13: PyObject_New, PyObject_NewVar, _PyObject_Init in Objects/object.c and
// pycore_object.h
#pragma once
#include "memory/pymem.h"   // object_malloc
#include "object/errors.h"  // err_no_memory

namespace py {

// Bytes of an instance with n items: rounded up to a multiple of 8. CPython: _PyObject_VAR_SIZE.
inline Ssize object_var_size(const TypeObject* type, Ssize n) {
  return (type->tp_basicsize + n * type->tp_itemsize + 7) & ~Ssize{7};
}

// Gives a block its header: one reference; a heap type gains one for its new instance.
inline void object_init_header(Object* o, TypeObject* type) {
  o->ob_refcnt = 1;
  o->ob_type = type;
  if (type_has_feature(type, TPFLAGS_HEAPTYPE)) incref(static_cast<Object*>(type));
}

// A new block of the OBJ domain, its fields not set. Null with MemoryError.
template <class T>
T* object_alloc(TypeObject* type) {
  T* o = static_cast<T*>(object_malloc(static_cast<uint64_t>(type->tp_basicsize)));
  if (o == nullptr) {
    err_no_memory();
    return nullptr;
  }
  object_init_header(o, type);
  return o;
}

template <class T>
T* object_alloc_var(TypeObject* type, Ssize n) {
  T* o = static_cast<T*>(object_malloc(static_cast<uint64_t>(object_var_size(type, n))));
  if (o == nullptr) {
    err_no_memory();
    return nullptr;
  }
  object_init_header(o, type);
  o->ob_size = n;
  return o;
}

}  // namespace py

// memoryview: a window on another object's buffer.
// CPython 3.13: Objects/memoryobject.c
//
// Invariants: every view of one buffer shares one managed buffer, which holds the exporter until the last view is
// released; a released view answers ValueError to everything.
#pragma once
#include "types/buffer.h"  // Buffer

namespace py {

// Owns the one buffer that the exporter gave. Not visible to programs.
struct ManagedBufferObject : Object {
  int flags;  // MANAGED_BUFFER_*
  Ssize exports;
  Buffer master;
};
constexpr int MANAGED_BUFFER_RELEASED = 1, MANAGED_BUFFER_FREE_FORMAT = 2;

struct MemoryViewObject : VarObject {  // ob_size = 3 * ndim
  ManagedBufferObject* mbuf;
  HashValue hash;
  int flags;  // MEMORYVIEW_*
  Ssize exports;
  Buffer view;
  Object* weakreflist;
  Ssize ob_array[1];  // shape, strides, suboffsets
};
constexpr int MEMORYVIEW_RELEASED = 1, MEMORYVIEW_C = 2, MEMORYVIEW_FORTRAN = 4, MEMORYVIEW_SCALAR = 8,
              MEMORYVIEW_PIL = 16, MEMORYVIEW_RESTRICTED = 32;
static_assert(offsetof(MemoryViewObject, ob_array) <= 144 && sizeof(ManagedBufferObject) <= 112,
              "fits CPython's structs");

extern TypeObject memory_view_type, managed_buffer_type, memory_iter_type;

inline bool memory_view_check(const Object* o) { return o->ob_type == &memory_view_type; }
inline Buffer* memory_view_get_buffer(Object* o) { return &as<MemoryViewObject>(o)->view; }

Object* memory_view_from_object(Object* o);  // TypeError when o has no buffer
Object* memory_view_from_memory(char* mem, Ssize size, int flags);
Object* memory_view_from_buffer(const Buffer* info);

}  // namespace py

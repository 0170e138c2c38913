// bytearray: a mutable block of bytes with room to grow and a start that moves when bytes leave at the front.
// CPython 3.13: Objects/bytearrayobject.c
//
// Invariants: ob_bytes <= ob_start; ob_start + ob_size < ob_bytes + ob_alloc, or ob_bytes is null and ob_alloc 0; a NUL
// stands behind the last byte. While ob_exports > 0 the size cannot change (BufferError).
#pragma once
#include "object/type.h"  // VarObject

namespace py {

struct ByteArrayObject : VarObject {
  Ssize ob_alloc;  // bytes of the block
  char* ob_bytes;  // MEM (the raw allocator over 512 bytes)
  char* ob_start;  // first byte
  Ssize ob_exports;
};
static_assert(sizeof(ByteArrayObject) <= 56, "fits CPython's PyByteArrayObject");

extern TypeObject bytearray_type, bytearray_iter_type;

inline bool bytearray_check_exact(const Object* o) { return o->ob_type == &bytearray_type; }
inline bool bytearray_check(const Object* o) {
  return o->ob_type == &bytearray_type || type_is_subtype(o->ob_type, &bytearray_type);
}
inline Ssize bytearray_size(const Object* o) { return as<ByteArrayObject>(o)->ob_size; }
extern char bytearray_empty_string[1];
inline char* bytearray_data(const Object* o) {
  const auto* b = as<ByteArrayObject>(o);
  return b->ob_size ? b->ob_start : bytearray_empty_string;
}

Object* bytearray_from_string_and_size(const char* s, Ssize size);  // null s: not set
Object* bytearray_from_object(Object* o);
Object* bytearray_concat(Object* a, Object* b);
int bytearray_resize(Object* o, Ssize size);
inline char* bytearray_as_string(Object* o) { return bytearray_data(o); }

}  // namespace py

// bytes: layout, makers, and what other units call.
// CPython 3.13: Objects/bytesobject.c
//
// Invariants: a NUL stands behind the last byte; b'' and the 256 one-byte values exist once, immortal, outside the heap.
#pragma once
#include "object/type.h"  // VarObject

namespace py {

struct BytesObject : VarObject {
  HashValue ob_shash;  // -1: not computed yet
  char ob_sval[1];
};
constexpr Ssize kBytesHeader = 32;  // CPython's offset of the bytes
static_assert(offsetof(BytesObject, ob_sval) <= kBytesHeader, "fits CPython's PyBytesObject");

extern TypeObject bytes_type, bytes_iter_type;

inline bool bytes_check(const Object* o) { return type_has_feature(o->ob_type, TPFLAGS_BYTES_SUBCLASS); }
inline bool bytes_check_exact(const Object* o) { return o->ob_type == &bytes_type; }
inline Ssize bytes_size(const Object* o) { return as<BytesObject>(o)->ob_size; }
inline char* bytes_data(const Object* o) { return const_cast<char*>(as<BytesObject>(o)->ob_sval); }

void bytes_init();  // the singletons

Object* bytes_from_string_and_size(const char* s, Ssize size);  // null s: bytes not set
Object* bytes_from_string(const char* s);
Object* bytes_get_empty();
Object* bytes_char(uint8_t c);
Object* bytes_from_object(Object* o);                     // buffer or iterable of ints
Object* bytes_from_format(const char* format, ...);       // %c %d %zd %i %u %x %s %p %%
char* bytes_as_string(Object* o);                         // borrowed; null with TypeError
int bytes_as_string_and_size(Object* o, char** s, Ssize* size);  // null size: ValueError for embedded NULs
int bytes_resize(Object** o, Ssize size);                 // needs the only reference; null on error
void bytes_concat(Object** left, Object* right);          // *left null on error
void bytes_concat_and_del(Object** left, Object* right);  // steals right
Object* bytes_join(Object* separator, Object* iterable);
Object* bytes_repr(Object* o, bool smartquotes);
Object* bytes_format_ex(const char* format, Ssize size, Object* args, bool use_bytearray);  // %
Object* bytes_decode_escape(const char* s, Ssize size, const char* errors);
// The hash of bytes, computed once.
HashValue bytes_hash(Object* o);

}  // namespace py

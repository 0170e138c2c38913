// What the files of bytes and bytearray share.
#pragma once
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"

namespace py {

Object* bytes_from_size(Ssize size, bool zeroed);
Object* bytes_join_any(const char* separator, Ssize separator_length, Object* iterable, bool to_bytearray);
// prefix + quoted bytes + suffix as str.
Object* bytes_repr_of(const char* prefix, const char* suffix, const char* s, Ssize n, bool smartquotes,
                      bool escape_single);
// bytes.hex: separator and group size as given by the caller (null: none).
Object* bytes_hex(const char* s, Ssize n, Object* separator, int bytes_per_separator);
Object* bytes_fromhex_string(Object* string, bool to_bytearray);
Object* bytes_maketrans(Object* unused, Object* const* args, Ssize nargs);
int bytes_contains(const char* s, Ssize n, Object* arg);
// A str argument as C text; false with TypeError "fname() display must be str, not …" or ValueError.
bool bytes_text_argument(Object* o, const char* fname, const char* display, const char** out);

}  // namespace py

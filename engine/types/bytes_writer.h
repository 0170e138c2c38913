// Builds bytes (or a bytearray) piece by piece: up to 512 bytes on the C++ stack, then in the object itself.
// CPython 3.13: _PyBytesWriter in Objects/bytesobject.c. Its requests are visible to tracemalloc.
#pragma once
#include <cstring>

#include "types/bytesobject.h"

namespace py {

struct BytesWriter {
  Object* buffer = nullptr;  // owned: bytes or bytearray, once the small buffer was too small
  Ssize allocated = sizeof small;
  Ssize pos = 0;
  bool use_bytearray = false;
  bool overallocate = false;  // ask for a quarter more than needed
  char small[512];

  BytesWriter() = default;
  ~BytesWriter() { xdecref(buffer); }
  BytesWriter(const BytesWriter&) = delete;
  BytesWriter& operator=(const BytesWriter&) = delete;

  char* data();
  // Room for n more bytes. False with MemoryError.
  bool prepare(Ssize n) { return n <= allocated - pos || grow(n); }
  bool grow(Ssize n);
  // No check of room.
  void put(char c) { data()[pos++] = c; }
  bool write(const void* s, Ssize n) {
    if (!prepare(n)) return false;
    if (n) std::memcpy(data() + pos, s, static_cast<size_t>(n));
    pos += n;
    return true;
  }
  bool write_char(char c) { return write(&c, 1); }
  // The object; a new reference, null with MemoryError.
  Object* finish();
};

}  // namespace py

// Builds a string piece by piece: the buffer is a string that widens and grows as needed.
// CPython 3.13: _PyUnicodeWriter in Objects/unicodeobject.c. Growth and the final trim are visible to tracemalloc.
#pragma once
#include "types/unicodeobject.h"  // Ucs4

namespace py {

struct UnicodeWriter {
  Object* buffer = nullptr;  // owned; a single string written first may be shared (readonly)
  void* data = nullptr;
  int kind = 0;
  Ucs4 maxchar = 0;
  Ssize size = 0;
  Ssize pos = 0;
  Ssize min_length = 0;  // characters to allocate at least
  Ucs4 min_char = 0;
  bool overallocate = false;  // ask for a quarter more than needed
  bool readonly = false;
};

void unicode_writer_init(UnicodeWriter* w);
// Starts with a fresh string as the buffer; steals it.
void unicode_writer_init_with_buffer(UnicodeWriter* w, Object* buffer);
// Drops the buffer after an error.
void unicode_writer_dealloc(UnicodeWriter* w);
// The string; a new reference. null with MemoryError.
Object* unicode_writer_finish(UnicodeWriter* w);

int unicode_writer_prepare_internal(UnicodeWriter* w, Ssize length, Ucs4 maxchar);
// Room for length more characters up to maxchar. 0, or -1 with MemoryError.
inline int unicode_writer_prepare(UnicodeWriter* w, Ssize length, Ucs4 maxchar) {
  if (maxchar <= w->maxchar && length <= w->size - w->pos) return 0;
  if (length == 0) return 0;
  return unicode_writer_prepare_internal(w, length, maxchar);
}
int unicode_writer_prepare_kind(UnicodeWriter* w, int kind);
// All return 0, or -1 with the error set.
int unicode_writer_write_char(UnicodeWriter* w, Ucs4 ch);
int unicode_writer_write_str(UnicodeWriter* w, Object* str);
int unicode_writer_write_substring(UnicodeWriter* w, Object* str, Ssize start, Ssize end);
int unicode_writer_write_ascii_string(UnicodeWriter* w, const char* ascii, Ssize len);  // len -1: strlen
int unicode_writer_write_latin1_string(UnicodeWriter* w, const char* s, Ssize len);

}  // namespace py

// Writing text to any object with a write method.
// CPython 3.13: Objects/fileobject.c
#include "types/fileobject.h"

#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"    // ID
#include "types/bytesobject.h"
#include "types/longobject.h"
#include "types/unicodeobject.h"

namespace py {

int file_write_object(Object* o, Object* f, int flags) {
  if (!f) {
    err_set_string(exc_TypeError, "writeobject with NULL file");
    return -1;
  }
  Object* writer = object_get_attr(f, ID(write));
  if (!writer) return -1;
  Object* value = (flags & kPrintRaw) ? object_str(o) : object_repr(o);
  if (!value) {
    decref(writer);
    return -1;
  }
  Object* result = object_call_one_arg(writer, value);
  decref(value);
  decref(writer);
  if (!result) return -1;
  decref(result);
  return 0;
}

int file_write_string(const char* text, Object* f) {
  if (!f) {
    if (!err_occurred()) err_set_string(exc_SystemError, "null file for PyFile_WriteString");
    return -1;
  }
  if (err_occurred()) return -1;
  Object* str = unicode_from_string(text);
  if (!str) return -1;
  int result = file_write_object(str, f, kPrintRaw);
  decref(str);
  return result;
}

// line without its newline; steals it. EOFError for an empty one.
static Object* strip_newline(Object* line) {
  bool bytes = bytes_check(line);
  Ssize n = bytes ? bytes_size(line) : unicode_length(line);
  if (n == 0) {
    decref(line);
    err_set_string(exc_EOFError, "EOF when reading a line");
    return nullptr;
  }
  bool newline = bytes ? bytes_data(line)[n - 1] == '\n' : unicode_read_char(line, n - 1) == '\n';
  if (!newline) return line;
  Object* shorter = bytes ? bytes_from_string_and_size(bytes_data(line), n - 1) : unicode_substring(line, 0, n - 1);
  decref(line);
  return shorter;
}

Object* file_get_line(Object* f, int n) {
  Object* line;
  if (n <= 0) {
    line = object_call_method_no_args(f, ID(readline));
  } else {
    Object* limit = long_from_long(n);
    line = limit ? object_call_method_one_arg(f, ID(readline), limit) : nullptr;
    xdecref(limit);
  }
  if (!line) return nullptr;
  if (!bytes_check(line) && !unicode_check(line)) {
    decref(line);
    err_set_string(exc_TypeError, "object.readline() returned non-string");
    return nullptr;
  }
  return n < 0 ? strip_newline(line) : line;
}

}  // namespace py

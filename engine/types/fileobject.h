// Writing text to any object with a write method.
// CPython 3.13: Objects/fileobject.c
#pragma once
#include "object/object.h"  // Object

namespace py {

constexpr int kPrintRaw = 1;  // Py_PRINT_RAW: str() instead of repr()

// f.write(str(o)) with kPrintRaw, else f.write(repr(o)). 0, or -1 with the error set.
int file_write_object(Object* o, Object* f, int flags);
int file_write_string(const char* text, Object* f);  // UTF-8
// f.readline() without its newline (n < 0), or at most n characters (n > 0), or a whole line (n 0).
// EOFError at the end when n < 0. New reference.
Object* file_get_line(Object* f, int n);

}  // namespace py

// What the parts of the code object (codeobject, code_location, code_iter, code_materialise) share.
// CPython 3.13: Include/internal/pycore_code.h
#pragma once
#include "types/codeobject.h"

namespace py {

// Everything a code object is made of: borrowed references. CPython: struct _PyCodeConstructor.
struct CodeConstructor {
  Object *filename, *name, *qualname;
  int flags;
  const uint8_t* code;
  Ssize code_size;  // bytes
  int firstlineno;
  Object *linetable, *consts, *names, *localsplusnames, *localspluskinds;
  int argcount, posonlyargcount, kwonlyargcount, stacksize;
  Object* exceptiontable;
};
// Interns names and name-like constants and makes the object. New reference.
CodeObject* code_new(const CodeConstructor* con);

// --- code_location.cc ---
// Moves to the next range and says where it ends; false at the end of the table.
bool code_next_location(CodeAddressRange* bounds, int* end_line, int* column, int* end_column);

// --- code_iter.cc ---
extern TypeObject line_iterator_type, positions_iterator_type;
Object* code_lines(Object* code);
Object* code_positions(Object* code);

// --- code_replace.cc ---
Object* code_replace(Object* self, Object* const* args, Ssize nargs, Object* kwnames);
Object* code_tp_new(TypeObject* type, Object* args, Object* kwargs);
Object* get_localsplus_names(CodeObject* code, int kind, int count);  // new tuple

}  // namespace py

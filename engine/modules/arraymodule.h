// array.array: a compact sequence of numbers.
// CPython 3.13: Modules/arraymodule.c
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

// One typecode: size of an item on 64-bit Linux, how it is read and written.
struct ArrayDescr {
  char typecode;
  int itemsize;
  Object* (*getitem)(const char* item);       // new reference
  int (*setitem)(char* item, Object* value);  // null item: only checks the value. 0, or -1
  const char* format;
};

struct ArrayObject : VarObject {
  char* ob_item;  // allocated * itemsize bytes from the MEM domain, or null
  Ssize allocated;
  const ArrayDescr* ob_descr;
  Object* weakreflist;
  Ssize ob_exports;  // buffers lent out: no resizing while there are any
};

extern TypeObject array_type, array_iter_type;

}  // namespace py

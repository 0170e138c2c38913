// For tests of the object model: an interpreter without a program, and what an error says.
#pragma once
#include <string>

#include "machine/machine.h"
#include "object/errors.h"
#include "types/unicodeobject.h"

namespace py {

// A fresh interpreter for the rest of the test case.
inline bool fresh_interpreter() { return machine_create(); }

// "TypeError: message" of the error that is set; clears it. "" when none is.
inline std::string take_error() {
  TypeObject* type = err_occurred();
  if (type == nullptr) return "";
  std::string text = std::string(type->tp_name) + ": ";
  Object* exc = err_get_raised_exception();
  Object* message = object_str(exc);
  if (message != nullptr) text += unicode_as_utf8(message);
  xdecref(message);
  decref(exc);
  return text;
}

// str(o) as UTF-8; "<error>" when that fails. Drops the reference to o.
inline std::string take_text(Object* o) {
  Object* str = o ? object_str(o) : nullptr;
  std::string text = str ? unicode_as_utf8(str) : "<error>";
  xdecref(str);
  xdecref(o);
  return text;
}

}  // namespace py

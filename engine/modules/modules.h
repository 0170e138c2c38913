// The builtin modules: one table, filled from modules.def.
// CPython 3.13: PyImport_Inittab, Modules/config.c
//
// A module `name` is made by `Object* init_name()` (PyInit_name): a new reference to a module object, or null with the
// error set. It is called at the first import, and again after machine_create, so it must not keep state between runs
// but in globals that it sets itself.
#pragma once
#include "object/object.h"  // Object

namespace py {

#define MODULE(name, init) Object* init();
#include "modules/modules.def"
#undef MODULE

struct BuiltinModule {
  const char* name;
  Object* (*init)();
};
extern const BuiltinModule builtin_modules[];  // ends with a null name

// The entry of that name, or null.
const BuiltinModule* builtin_module_find(const char* name);

}  // namespace py

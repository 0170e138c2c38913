// The table of modules written in C++.
#include "modules/modules.h"

#include <cstring>

namespace py {

const BuiltinModule builtin_modules[] = {
#define MODULE(name, init) {name, init},
#include "modules/modules.def"
#undef MODULE
    {nullptr, nullptr}};

const BuiltinModule* builtin_module_find(const char* name) {
  for (const BuiltinModule* module = builtin_modules; module->name; module++) {
    if (std::strcmp(module->name, name) == 0) return module;
  }
  return nullptr;
}

}  // namespace py

// The embedded library's table.
#include "modules/frozen.h"

#include <cstring>

namespace py {

const char kLibraryFolder[] = "/usr/local/lib/python3.13";

static const FrozenModule frozen_table[] = {
#include "modules/frozen_table.inc"
};

const FrozenModule* frozen_find(const char* name) {
  for (const FrozenModule& module : frozen_table) {
    if (std::strcmp(module.name, name) == 0) return &module;
  }
  return nullptr;
}

std::string frozen_filename(const FrozenModule* module) {
  std::string path = module->name;
  for (char& c : path) {
    if (c == '.') c = '/';
  }
  return std::string(kLibraryFolder) + "/" + path + (module->is_package ? "/__init__.py" : ".py");
}

const FrozenModule* frozen_find_filename(const char* filename) {
  for (const FrozenModule& module : frozen_table) {
    if (frozen_filename(&module) == filename) return &module;
  }
  return nullptr;
}

}  // namespace py

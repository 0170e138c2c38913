// The embedded library: sources of the modules written in Python (modules/lib/*.py).
// The table is generated at build time (modules/frozen_table.inc, one {name, is_package, source} line a file).
#pragma once
#include <string>

namespace py {

struct FrozenModule {
  const char* name;  // "weakref", "collections", "collections.abc"
  bool is_package;
  const char* source;  // UTF-8
};

// The module of that dotted name, or null.
const FrozenModule* frozen_find(const char* name);
// The file name that the module's code shows: "/usr/local/lib/python3.13/weakref.py".
std::string frozen_filename(const FrozenModule* module);
// The module with that file name, or null: for source lines in tracebacks.
const FrozenModule* frozen_find_filename(const char* filename);
// The folder under which library files are shown.
extern const char kLibraryFolder[];

}  // namespace py

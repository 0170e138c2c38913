// ModuleSpec and the loaders that modules show: what the import system tells about a module.
// CPython 3.13: Lib/importlib/_bootstrap.py, _bootstrap_external.py
#pragma once
#include "object/object.h"  // Object

namespace py {

extern TypeObject module_spec_type, builtin_importer_type, source_file_loader_type;

// ModuleSpec(name, loader, origin=origin). origin and locations (submodule_search_locations) may be null; has_location:
// origin is a file. New references.
Object* module_spec_new(Object* name, Object* loader, Object* origin, Object* locations, bool has_location);
Object* source_file_loader_new(Object* name, Object* path);
// spec._initializing = value. 0 or -1.
int module_spec_set_initializing(Object* spec, bool value);
int import_spec_init();

}  // namespace py

// The import system: sys.modules, modules written in C++, the embedded library, and files of the script's folder.
// CPython 3.13: Python/import.c, Lib/importlib/_bootstrap.py and _bootstrap_external.py
//
// New references; null with the error set unless said otherwise. The work of the import opcodes (import_name, import_from,
// import_all_from) is declared by vm/ceval.h and implemented here.
#pragma once
#include <string>

#include "object/object.h"  // Object

namespace py {

Object* import_import_module(const char* name);  // the module named, not its top package
Object* import_import(Object* name);             // import_import_module of a str
// The import statement: name relative to level, the top package when fromlist is empty or null.
Object* import_import_module_level_object(Object* name, Object* globals, Object* locals, Object* fromlist, int level);
Object* import_get_module(Object* name);      // from sys.modules; null without an error when missing
Object* import_add_module(const char* name);  // borrowed; makes an empty module when missing
Object* import_get_module_dict();             // borrowed sys.modules
Object* import_reload_module(Object* module);

// Puts a module that exists already (sys, builtins) into sys.modules with its spec. 0 or -1.
int import_fixup_builtin(Object* module, const char* name);
// Readies the types of this unit, and remembers builtins.__import__. After builtins and sys exist. -1 on error.
int import_init();

}  // namespace py

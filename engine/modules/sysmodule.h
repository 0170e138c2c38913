// The sys module: what it knows of the interpreter, the hooks, and getsizeof.
// CPython 3.13: Python/sysmodule.c, Include/sysmodule.h
#pragma once
#include "object/object.h"  // Object
#include "vm/pythonrun.h"   // sys_get_object, sys_set_object

namespace py {

// Size as sys.getsizeof prints it: __sizeof__() plus GC head and pre-header. -1 with the error set.
Ssize sys_get_size_of(Object* o);
// Makes the sys module and its dict: interp.sys_module, interp.sysdict. Before any import. -1 on error.
int sys_create();
// argv (UTF-8), and path[0]. -1 on error.
int sys_set_argv(int argc, const char* const* argv, const char* script_folder);
// Writes text to sys.stderr / sys.stdout as PySys_WriteStderr does: errors are dropped. At most 1000 characters.
void sys_write_stderr(const char* format, ...);

}  // namespace py

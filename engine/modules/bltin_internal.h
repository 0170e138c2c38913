// The functions of builtins that live in files of their own.
#pragma once
#include "object/object.h"  // Object

namespace py {

// bltin_iter.cc
Object* builtin_all(Object* module, Object* iterable);
Object* builtin_any(Object* module, Object* iterable);
Object* builtin_min(Object* module, Object* const* args, Ssize nargs, Object* kwnames);
Object* builtin_max(Object* module, Object* const* args, Ssize nargs, Object* kwnames);
Object* builtin_sorted(Object* module, Object* const* args, Ssize nargs, Object* kwnames);
Object* builtin_sum(Object* module, Object* const* args, Ssize nargs, Object* kwnames);

// bltin_compile.cc
Object* builtin_compile(Object* module, Object* const* args, Ssize nargs, Object* kwnames);
Object* builtin_eval(Object* module, Object* const* args, Ssize nargs, Object* kwnames);
Object* builtin_exec(Object* module, Object* const* args, Ssize nargs, Object* kwnames);

// open() with its arguments as they were given. (iomodule.cc)
Object* io_open_call(Object* const* args, Ssize nargs, Object* kwnames);

}  // namespace py

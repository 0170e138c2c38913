// Warnings: filters, registries and how a warning is shown.
// CPython 3.13: Python/_warnings.c
#pragma once
#include "object/object.h"  // Object

namespace py {

// Sets the default filters, and the hook that err_warn_ex and err_warn_format go through. -1 on error.
int warnings_init();
void warnings_fini();  // drops what the unit holds
// A warning at a known place: filename is a str, module (a str) and registry (a dict) may be null. 0, or -1 with the
// exception that an "error" filter made of it. CPython: PyErr_WarnExplicitObject.
int err_warn_explicit(TypeObject* category, Object* message, Object* filename, int lineno, Object* module,
                      Object* registry);
// The running frame's warning, stack_level frames up. CPython: do_warn.
int warnings_warn(TypeObject* category, Object* message, Ssize stack_level, Object* source);

}  // namespace py

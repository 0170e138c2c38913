// What the object model asks of the running program. Implemented in vm/ and modules/, which lie
// above it. CPython 3.13: Python/ceval.c, Python/import.c
#pragma once
#include "object/object.h"

namespace py {

struct CodeObject;  // types/codeobject.h

// Dicts of the running Python frame, borrowed; null without an error when no Python code runs.
Object* eval_get_globals();
Object* eval_get_builtins();  // the builtins dict also when no frame runs
// The code and the fast locals of the innermost complete Python frame: false when there is none.
// For super().
bool eval_current_frame(CodeObject** code, Object*** localsplus);
// locals() of the innermost Python frame: a new dict (or mapping); SystemError when none runs.
// CPython: _PyEval_GetFrameLocals.
Object* eval_get_frame_locals();
// import name: the module, a new reference. CPython: PyImport_Import, PyImport_ImportModule.
Object* import_import_module(const char* name);

}  // namespace py

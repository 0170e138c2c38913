// What the error functions need of layers above them, as function pointers those layers set when they start.
// CPython 3.13 calls these directly (Python/traceback.c, Python/_warnings.c, Python/pythonrun.c).
#pragma once
#include "object/object.h"  // Object

namespace py {

struct ErrorHooks {
  // A traceback link for the running frame: new reference, or null (an error may be set). Set by vm/traceback.cc.
  Object* (*traceback_of_current_frame)() = nullptr;
  // Prints "Exception ignored ..." without any hook. Set by vm/pythonrun.cc.
  void (*write_unraisable)(Object* exc, Object* err_msg, Object* object) = nullptr;
  // Issues a warning (source: the object it is about, or null): 0, or -1 with the exception that a filter made of it. Set by modules/warningsmodule.cc.
  int (*warn)(TypeObject* category, Object* message, Ssize stack_level, Object* source) = nullptr;
};
extern ErrorHooks error_hooks;

// Empties the hooks and readies UnraisableHookArgs. After the tuple type is ready. -1 with MemoryError.
int errors_init();
TypeObject* unraisable_args_type();

}  // namespace py

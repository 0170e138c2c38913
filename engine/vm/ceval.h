// The evaluation loop: running code objects, and what C++ code may ask of the running program.
// CPython 3.13: Python/ceval.c, Include/internal/pycore_ceval.h, Include/ceval.h
//
// Python-to-Python calls, generators and comprehensions stay inside one run of the loop. The loop nests on the C++ stack
// only where C++ code calls back (slots, sort keys, __del__): tstate.eval_depth counts those runs.
#pragma once
#include "vm/frame.h"  // InterpreterFrame

namespace py {

// --- Running code ---
// Runs code with these namespaces as exec() does. New reference; null with the error set.
Object* eval_eval_code(CodeObject* code, Object* globals, Object* locals);
// (function_vectorcall, declared in types/funcobject.h, is defined in vm/function_call.cc.)
// CPython: _PyEval_Vector. kwnames may be null; locals (borrowed) are those of a class body, else null.
Object* eval_vector(FunctionObject* func, Object* locals, Object* const* args, size_t argcount, Object* kwnames);
// Runs the frame until it returns, raises or yields. throwflag: with the current exception raised at its start.
Object* eval_frame(InterpreterFrame* frame, bool throwflag);
// A frame for the call, arguments bound; steals func, locals and the arguments. Null with the error set.
// CPython: _PyEvalFramePushAndInit.
InterpreterFrame* eval_frame_push_and_init(FunctionObject* func, Object* locals, Object* const* args, size_t argcount,
                                           Object* kwnames);

// --- The main program, in slices ---
enum class EvalStatus {
  kFinished,  // *result holds a new reference
  kRaised,    // the error indicator is set
  kPaused,    // the budget is spent; vm_run continues
  kStopped,   // kStopRequested was seen: the program is over, without any cleanup
};
void vm_init();  // resets everything that vm/ keeps
// Prepares the run of a module's code. false: MemoryError.
bool vm_start(CodeObject* code, Object* globals, Object* locals);
// Runs until current_tick reaches `until_tick` (or a nested call's end behind it), or to the end.
EvalStatus vm_run(uint64_t until_tick, Object** result);
// Asks for an end at the next tick, jump or call, also inside of nested calls.
void vm_request_stop();
bool vm_stopping();  // a stop is unwinding the program: nothing matters any more
// Called at each tick at or behind the mark while a nested run of the loop is live, where vm_run cannot return.
// May be null. For the host to answer a view there.
extern void (*vm_nested_tick_hook)();

// --- What runs now (all borrowed) ---
FrameObject* eval_get_frame();  // null: nothing runs, or MemoryError (set)
Object* eval_get_globals();     // null: nothing runs (no error)
Object* eval_get_builtins();
// locals() as PEP 667 has it: a new snapshot dict in functions, the namespace elsewhere. New reference.
Object* eval_get_frame_locals();
Object* eval_get_locals();  // new reference too: the namespace (exec's and eval's default)
bool eval_merge_compiler_flags(uint32_t* flags);  // adds the running code's __future__ flags
Object* eval_get_builtin(Object* name);  // new reference: builtins.<name> of the running frame, or AttributeError

// --- Tracebacks of the running program, for tracemalloc and the host: innermost first ---
struct FramePosition {
  Object* filename;  // borrowed str
  Object* name;      // borrowed str: co_qualname
  int lineno;
};
// Fills at most limit entries and returns how many frames there are. Allocates nothing.
int eval_walk_frames(FramePosition* out, int limit);

// --- Exceptions ---
// The `except` test: 1, 0, or -1 with TypeError for what is not an exception class.
int exception_matches_checked(Object* exc, Object* match_type);
int check_except_type_valid(Object* right);
int check_except_star_type_valid(Object* right);

// --- Other parts of the loop that C++ code shares ---
// `raise exc from cause` with both references stolen: 1 reraised without adding a traceback entry, 0 raised or failed.
int do_raise(Object* exc, Object* cause);
// builtins.__build_class__.
Object* builtin___build_class__(Object* self, Object* const* args, Ssize nargs, Object* kwnames);
// The import opcodes' work, done in modules/importmodule.cc (which vm/ lies below).
Object* import_name(Object* globals, Object* builtins, Object* locals, Object* name, Object* fromlist, Object* level);
Object* import_from(Object* module, Object* name);
int import_all_from(Object* locals, Object* module);
void format_exc_check_arg(TypeObject* exc, const char* format, Object* name);

// RecursionError with CPython's words: 0, or -1. `where` is " while calling a Python object" and the like, or "".
int check_recursive_call_py();
// Handles what tstate.eval_breaker asks for: 0, or -1 with an exception (a stop also is one).
int eval_handle_pending();

// Which code object a site's code_key means: texts live as long as the machine.
struct CodePlace {
  const char* filename;
  const char* qualname;
  int firstlineno;
};
CodePlace vm_code_place(uint32_t code_key);

}  // namespace py

// Interpreter frames: one activation of a Python function, on the data stack, in a generator or in a frame object.
// CPython 3.13: Include/internal/pycore_frame.h, Python/frame.c, Python/pystate.c (data stack)
//
// Invariants: localsplus[0 .. stackpointer) holds owned references (or null); instr_ptr points behind the instruction that
// is being executed, so that execution continues at instr_ptr and the current line is that of instr_ptr[-1].
// A frame never holds less than CPython's: 72 bytes of header, then one slot each for locals, cells, free variables and stack.
#pragma once
#include "memory/site_table.h"   // kNoSite
#include "object/thread_state.h"  // tstate
#include "object/type.h"          // visitproc
#include "types/codeobject.h"     // CodeObject
#include "types/funcobject.h"     // FunctionObject

namespace py {

struct FrameObject;  // vm/frameobject.h
struct GenObject;    // vm/genobject.h
struct Unit;      // one instruction of our executable form (vm/exec_code.h)

enum FrameOwner : uint32_t {
  FRAME_OWNED_BY_THREAD = 0,
  FRAME_OWNED_BY_GENERATOR = 1,
  FRAME_OWNED_BY_FRAME_OBJECT = 2,
  FRAME_OWNED_BY_CSTACK = 3,  // the mark below a run of the evaluation loop: no code, no function
  FRAME_INIT_SHIM = 4,        // holds a new instance while its __init__ runs: no code, no function either
};

struct InterpreterFrame {
  CodeObject* f_executable;  // owned; null in the mark of a C++ stack
  InterpreterFrame* previous;
  FunctionObject* f_funcobj;  // owned
  Object* f_globals;          // borrowed from f_funcobj
  Object* f_locals;           // owned; null in functions until locals() is asked for
  FrameObject* frame_obj;     // owned; null until somebody asks
  Unit* instr_ptr;
  Object** stackpointer;  // first free slot, exact whenever code outside of the loop runs
  uint32_t site;          // of the line being executed; 0 before the first line
  uint32_t owner;         // FrameOwner
  Object* localsplus[1];
};
// Header bytes that CPython charges for a frame inside of a generator or a frame object.
constexpr Ssize kFrameHeaderBytes = 72;
static_assert(offsetof(InterpreterFrame, localsplus) <= kFrameHeaderBytes);

inline Object* frame_builtins(const InterpreterFrame* f) { return f->f_funcobj->func_builtins; }
inline Object** frame_stackbase(InterpreterFrame* f) { return f->localsplus + f->f_executable->co_nlocalsplus; }

// --- Reading where a frame stands ---
// Index of the current instruction in co_code, in bytes; -1 before the first. CPython: _PyInterpreterFrame_LASTI * 2.
int frame_lasti(const InterpreterFrame* f);
int frame_lineno(const InterpreterFrame* f);  // -1: no line
// Still making cells or a generator: invisible to tracebacks and sys._getframe. Also the marks of C++ stacks.
bool frame_is_incomplete(const InterpreterFrame* f);
inline InterpreterFrame* frame_get_first_complete(InterpreterFrame* f) {
  while (f && frame_is_incomplete(f)) f = f->previous;
  return f;
}
inline InterpreterFrame* thread_state_get_frame() { return frame_get_first_complete(tstate.current_frame); }

// --- Life ---
// A frame for a call of func, from the data stack, or null with the error set. Steals func and locals, also when it fails.
// Slots from null_locals_from on are set to null; the caller fills the others.
InterpreterFrame* frame_push(FunctionObject* func, Object* locals, int null_locals_from);
// Drops everything that the frame holds but its code: the data is handed to the frame object if that outlives the frame.
// Locals die in slot order. CPython: _PyFrame_ClearExceptCode.
void frame_clear_except_code(InterpreterFrame* f);
void frame_clear_locals(InterpreterFrame* f);
int frame_traverse_iframe(InterpreterFrame* f, visitproc visit, void* arg);
// The frame's object, made on demand: borrowed; null with MemoryError. CPython: _PyFrame_GetFrameObject.
FrameObject* frame_get_frame_object(InterpreterFrame* f);
void frame_copy(InterpreterFrame* from, InterpreterFrame* to);  // references move; to->previous is null

// --- The data stack: chunks of ordinary C++ memory (CPython maps arenas for it, unseen by tracemalloc) ---
struct DataStack {
  Object** top;
  Object** limit;
  Object** base;  // of the current chunk
};
extern DataStack data_stack;
InterpreterFrame* data_stack_push_slow(size_t slots);
constexpr size_t kFrameHeaderSlots = (offsetof(InterpreterFrame, localsplus) + sizeof(Object*) - 1) / sizeof(Object*);
// Room for a frame with that many slots; null with MemoryError.
ALWAYS_INLINE InterpreterFrame* data_stack_push(size_t slots) {
  size_t need = slots + kFrameHeaderSlots;
  if (LIKELY(static_cast<size_t>(data_stack.limit - data_stack.top) > need)) {
    auto* f = reinterpret_cast<InterpreterFrame*>(data_stack.top);
    data_stack.top += need;
    return f;
  }
  return data_stack_push_slow(need);
}
void data_stack_pop_chunk();
// Gives a frame's room back: always the newest one's.
ALWAYS_INLINE void data_stack_pop(InterpreterFrame* f) {
  auto** at = reinterpret_cast<Object**>(f);
  if (LIKELY(at != data_stack.base)) {
    data_stack.top = at;
  } else {
    data_stack_pop_chunk();
  }
}
void data_stack_init();  // empties the stack and gives its chunks back

// Fills a frame's header; steals func and locals. Slots from null_locals_from on are set to null. The code is translated.
ALWAYS_INLINE void frame_initialize(InterpreterFrame* f, FunctionObject* func, Object* locals, CodeObject* code,
                                    int null_locals_from) {
  incref(code);
  f->f_executable = code;
  f->f_funcobj = func;
  f->f_globals = func->func_globals;
  f->f_locals = locals;
  f->frame_obj = nullptr;
  f->instr_ptr = *static_cast<Unit**>(code->exec);  // ExecCode::units, its first field
  f->stackpointer = f->localsplus + code->co_nlocalsplus;
  f->site = kNoSite;
  f->owner = FRAME_OWNED_BY_THREAD;
  for (int i = null_locals_from; i < code->co_nlocalsplus; i++) f->localsplus[i] = nullptr;
}

}  // namespace py

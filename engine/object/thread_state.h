// The thread state: everything about the running program that is not on the Python heap.
// CPython 3.13: Include/cpython/pystate.h, pycore_interp.h. There is one thread; its state is one static struct.
#pragma once
#include "object/object.h"

namespace py {

struct InterpreterFrame;  // vm/frame.h
struct DictObject;

// Entry of the stack of handled exceptions (sys.exception()): the thread's own, or a running generator's.
struct ErrStackItem {
  Object* exc_value;  // owned; null or None: nothing is being handled
  ErrStackItem* previous_item;
};

enum EvalBreaker : uint32_t {
  kGcScheduled = 1,    // gc: gen0 passed its threshold; collect at the next check
  kBudgetSpent = 2,    // the host's slice is over: return to it when no C++ frame of a nested call is live
  kStopRequested = 4,  // the host wants the program to end
};

struct ThreadState {
  InterpreterFrame* current_frame;
  Object* current_exception;  // owned: the error indicator
  ErrStackItem* exc_info;     // innermost
  ErrStackItem exc_state;     // bottom of that stack
  uint32_t eval_breaker;      // EvalBreaker bits, tested at RESUME, JUMP_BACKWARD and after calls into C++
  int32_t py_recursion_limit, py_recursion_remaining;
  int32_t c_recursion_remaining;
  int32_t recursion_headroom;
  int32_t eval_depth;          // nested runs of the evaluation loop on the C++ stack
  int32_t trash_delete_nesting;
  Object* trash_delete_later;  // trashcan: containers waiting to be deallocated
  Object* repr_running;        // owned dict {'Py_Repr': list of the objects whose repr is under way}, or null
  uint64_t tick;               // executed source lines since the program started
};
extern ThreadState tstate;

// What CPython keeps per interpreter.
struct InterpreterState {
  Object* modules;       // sys.modules: dict
  Object* sysdict;       // sys.__dict__
  Object* builtins;      // builtins.__dict__
  Object* sys_module;
  Object* builtins_module;
  Object* main_module;
  bool finalizing;
  int32_t int_max_str_digits;  // 4300
};
extern InterpreterState interp;

// C++ recursion: where C code can call itself through Python objects (repr, comparison, calls). Names end in where:
// " while calling a Python object". 0, or -1 with RecursionError set. CPython: _Py_EnterRecursiveCall.
int enter_recursive_call(const char* where);
inline void leave_recursive_call() { tstate.c_recursion_remaining++; }

// Repr of containers that contain themselves. 1: already being printed; 0: entered; -1 error. CPython: Py_ReprEnter.
int repr_enter(Object* o);
void repr_leave(Object* o);

}  // namespace py

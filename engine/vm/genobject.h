// Generators, coroutines and asynchronous generators.
// CPython 3.13: Objects/genobject.c, Include/cpython/genobject.h, Include/internal/pycore_genobject.h
//
// The three share one layout: a head of 144 - 72 bytes and the frame with its slots (8 bytes each in CPython).
// gi_frame_state says whether the frame's data is alive.
#pragma once
#include "vm/frame.h"  // InterpreterFrame

namespace py {

enum FrameState : int8_t {
  FRAME_CREATED = -3,
  FRAME_SUSPENDED = -2,
  FRAME_SUSPENDED_YIELD_FROM = -1,
  FRAME_EXECUTING = 0,
  FRAME_COMPLETED = 1,
  FRAME_CLEARED = 4,
};
inline bool frame_state_suspended(int8_t s) { return s == FRAME_SUSPENDED || s == FRAME_SUSPENDED_YIELD_FROM; }
inline bool frame_state_finished(int8_t s) { return s >= FRAME_COMPLETED; }

struct GenObject : Object {
  Object* gi_weakreflist;
  Object* gi_name;
  Object* gi_qualname;
  ErrStackItem gi_exc_state;
  Object* gi_origin_or_finalizer;
  bool gi_hooks_inited, gi_closed, gi_running_async;
  int8_t gi_frame_state;  // FrameState
  InterpreterFrame gi_iframe;
};
static_assert(offsetof(GenObject, gi_iframe) <= 72 && offsetof(GenObject, gi_iframe) + offsetof(InterpreterFrame, localsplus) <= 144);

extern TypeObject gen_type, coro_type, async_gen_type, coro_wrapper_type, async_gen_asend_type, async_gen_athrow_type,
    async_gen_wrapped_value_type;

inline bool gen_check_exact(const Object* o) { return is_type(o, &gen_type); }
inline bool coro_check_exact(const Object* o) { return is_type(o, &coro_type); }
inline bool async_gen_check_exact(const Object* o) { return is_type(o, &async_gen_type); }
inline GenObject* frame_get_generator(InterpreterFrame* f) {
  return reinterpret_cast<GenObject*>(reinterpret_cast<char*>(f) - offsetof(GenObject, gi_iframe));
}

enum SendResult { PYGEN_RETURN = 0, PYGEN_ERROR = -1, PYGEN_NEXT = 1 };

// A generator of the kind that the function's code flags say, its frame still to be copied in. New reference.
Object* make_gen(FunctionObject* func);
int gen_am_send(Object* gen, Object* arg, Object** result);
Object* gen_send(Object* gen, Object* arg);
Object* gen_close(Object* gen);
void gen_finalize(Object* gen);
// What the generator delegates to (`yield from` / await): borrowed, or null. CPython: _PyGen_yf (new reference there).
Object* gen_yf(GenObject* gen);
// Raises StopIteration(value) in its plainest form. CPython: _PyGen_SetStopIterationValue. Always -1... 0 on success.
int gen_set_stop_iteration_value(Object* value);
// Takes the value out of a StopIteration that is set (None without exception): 0, or -1 with another exception set.
int gen_fetch_stop_iteration_value(Object** value);

Object* coro_get_awaitable_iter(Object* o);  // what `await o` sends to; new reference
Object* async_gen_value_wrapper_new(Object* value);
// Reports a coroutine that nobody awaited: RuntimeWarning, never an exception.
void err_warn_unawaited_coroutine(Object* coro);
// sys.set_asyncgen_hooks: owned, may be null.
extern Object *async_gen_firstiter, *async_gen_finalizer;
void genobject_init();

}  // namespace py

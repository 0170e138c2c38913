// What the evaluation loop does out of line, so that its own C++ stack frame and its hot code stay small.
// CPython 3.13: the helpers of Python/ceval.c. Unless said otherwise: new references; null or -1 with the error set;
// operands are borrowed.
#pragma once
#include "vm/exec_code.h"  // ExecCode, Unit

namespace py {

// --- Exceptions ---
void add_traceback(InterpreterFrame* frame);  // entry for the current exception, unless the frame is incomplete
// Finds the handler for the current exception at `ip`: pops the stack down to its depth, pushes lasti and the exception,
// and gives the unit to continue at. Null: none, the stack is empty.
Unit* unwind_to_handler(InterpreterFrame* frame, Unit* ip);
// What a frame leaves when it ends: generators are marked finished, others give their room back.
void eval_frame_clear_and_pop(InterpreterFrame* frame);
void clear_gen_frame(InterpreterFrame* frame);
void set_reraise_position(InterpreterFrame* frame, Object* lasti);
void format_unbound_local(CodeObject* code, uint32_t slot);
void format_exc_unbound(CodeObject* code, uint32_t slot);  // a cell or free variable
int format_init_result(Object* should_be_none);            // -1
Object* cleanup_throw(Object* exc);                        // the value of a StopIteration, or null: raised again

// --- Names ---
Object* load_name(InterpreterFrame* frame, Object* name);
Object* load_global_slow(InterpreterFrame* frame, Object* name);
Object* load_from_dict_or_globals(InterpreterFrame* frame, Object* dict, Object* name);
Object* load_from_dict_or_deref(InterpreterFrame* frame, Object* dict, uint32_t slot);
int store_name(InterpreterFrame* frame, Object* name, Object* value);
int delete_name(InterpreterFrame* frame, Object* name);
int delete_global(InterpreterFrame* frame, Object* name);
int delete_deref(InterpreterFrame* frame, uint32_t slot);
Object* load_build_class(InterpreterFrame* frame);
Object* load_locals(InterpreterFrame* frame);
int setup_annotations(InterpreterFrame* frame);

// --- Values ---
extern const binaryfunc binary_ops[26];  // by BINARY_OP's oparg
Object* compare_op(Object* left, Object* right, uint32_t arg);
Object* binary_slice(Object* container, Object* start, Object* stop);  // steals start and stop
int store_slice(Object* container, Object* start, Object* stop, Object* value);  // steals start and stop
Object* build_set(Object** values, uint32_t n);
int list_extend_star(Object* list, Object* iterable);
int dict_update_star(Object* dict, Object* update);
int dict_merge_kwargs(Object* dict, Object* update, Object* callable);
Object* convert_value(Object* value, uint32_t conversion);
// Fills sp[0 .. count) in reverse, as UNPACK_SEQUENCE leaves them: 0, or -1 with nothing left. after -1: no star.
int unpack_iterable(Object* v, int count, int after, Object** sp);
Object* call_intrinsic_1(InterpreterFrame* frame, uint32_t which, Object* value);
Object* call_intrinsic_2(uint32_t which, Object* a, Object* b);
Object* match_keys(Object* map, Object* keys);  // tuple or None
Object* match_class(Object* subject, Object* type, Ssize nargs, Object* kwargs);  // null without an error: no match

// --- Iteration, with, async ---
Object* get_yield_from_iter(InterpreterFrame* frame, Object* iterable);  // new reference
Object* get_aiter(Object* o);
Object* get_anext(Object* aiter);
Object* get_awaitable(Object* iterable, uint32_t arg);
// Sends value to a receiver that is no resumable generator: PYGEN_NEXT, PYGEN_RETURN or PYGEN_ERROR.
int send_to(Object* receiver, Object* value, Object** result);
// The result of __enter__ (or __aenter__); *exit is the bound __exit__.
Object* before_with(Object* manager, bool async, Object** exit);
Object* with_except_start(Object* exit_func, Object* exc);

// --- Calls ---
// A frame for callable(*args, **kwargs), from a tuple and a dict (or null); steals all. CPython: _PyEvalFramePushAndInit_Ex.
InterpreterFrame* eval_frame_push_and_init_ex(FunctionObject* func, Object* callargs, Object* kwargs);
Object* call_args_tuple(Object* func, Object* callargs);  // the tuple of a star argument
bool function_is_simple(CodeObject* code);  // no *args, **kwargs, keyword-only arguments

// --- Ticks ---
enum class TickAnswer { kGoOn, kPause, kStop };
extern uint64_t tick_mark;  // the first tick that asks
TickAnswer tick_reached(InterpreterFrame* frame);

}  // namespace py

// Specialising instructions: what each general one becomes, by the operands it has just met.
// CPython 3.13: Python/specialize.c
//
// `at` is the unit of the general instruction; its cache follows. Each call either writes a specialised opcode and its
// cache, or lets the counter back off. None runs Python code or sets an error.
#pragma once
#include "vm/exec_code.h"  // Unit

namespace py {

extern binaryfunc int_ops[26];  // on exact ints, by BINARY_OP's oparg

void specialize_binary_op(Object* left, Object* right, Unit* at, InterpreterFrame* frame);
void specialize_compare_op(Object* left, Object* right, Unit* at);
void specialize_contains_op(Object* container, Unit* at);
void specialize_to_bool(Object* value, Unit* at);
void specialize_binary_subscr(Object* container, Object* sub, Unit* at);
void specialize_store_subscr(Object* container, Object* sub, Unit* at);
void specialize_unpack_sequence(Object* seq, Unit* at);
void specialize_load_global(InterpreterFrame* frame, Unit* at);
void specialize_load_attr(Object* owner, Unit* at, Object* name);
void specialize_store_attr(Object* owner, Unit* at, Object* name);
void specialize_for_iter(Object* iter, Unit* at);
// base[0] is the callable, base[1] self or null, then nargs arguments.
void specialize_call(Object** base, uint32_t nargs, Unit* at);
void specialize_init();  // forgets what was looked up in builtins

}  // namespace py

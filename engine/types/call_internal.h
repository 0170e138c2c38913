// Keyword arguments between their two forms: a dict, and names in a tuple with values behind the
// positional ones. CPython 3.13: Include/internal/pycore_call.h
#pragma once
#include "object/call.h"

namespace py {

// A new dict of kwnames[i] -> values[i]; null with the error set.
Object* stack_as_dict(Object* const* values, Object* kwnames);
// Positional arguments followed by kwargs' values in one MEM block with a free place before it;
// *kwnames is a new tuple of the names. TypeError for names that are not strings. Free with
// stack_unpack_dict_free.
Object* const* stack_unpack_dict(Object* const* args, Ssize nargs, Object* kwargs,
                                 Object** kwnames);
void stack_unpack_dict_free(Object* const* stack, Ssize nargs, Object* kwnames);

// tp_call of types with a vectorcall field. CPython: PyVectorcall_Call.
Object* vectorcall_call(Object* callable, Object* args, Object* kwargs);

}  // namespace py

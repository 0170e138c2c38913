// Calling objects. Implemented in types/call.cc; Python functions come in through the vectorcall field that vm/ sets.
// CPython 3.13: Objects/call.c, Include/internal/pycore_call.h. New references; null with the error set.
#pragma once
#include "object/type.h"

namespace py {

vectorcallfunc vectorcall_function(Object* callable);  // null when the type has none
Object* object_vectorcall(Object* callable, Object* const* args, size_t nargsf, Object* kwnames);
Object* object_vectorcall_dict(Object* callable, Object* const* args, size_t nargsf, Object* kwargs);
Object* object_vectorcall_method(Object* name, Object* const* args, size_t nargsf, Object* kwnames);
Object* object_make_tp_call(Object* callable, Object* const* args, Ssize nargs, Object* keywords);
Object* object_call(Object* callable, Object* args, Object* kwargs);  // tuple, dict or null
Object* object_call_object(Object* callable, Object* args);           // tuple or null
Object* object_call_no_args(Object* callable);
Object* object_call_one_arg(Object* callable, Object* arg);
Object* object_call_prepend(Object* callable, Object* self, Object* args, Object* kwargs);
Object* object_call_function_obj_args(Object* callable, ...);  // Object*..., nullptr
Object* object_call_method_no_args(Object* self, Object* name);
Object* object_call_method_one_arg(Object* self, Object* name, Object* arg);
Object* object_call_method_obj_args(Object* self, Object* name, ...);  // Object*..., nullptr
Object* check_function_result(Object* callable, Object* result, const char* where);

}  // namespace py

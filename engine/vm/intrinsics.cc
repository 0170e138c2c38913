// The instructions CALL_INTRINSIC_1 and _2: rare operations, by number.
// CPython 3.13: Python/intrinsics.c
#include "lang/code_spec.h"       // CO_COROUTINE
#include "lang/opcode.h"          // INTRINSIC_*
#include "object/abstract.h"      // number_positive
#include "object/call.h"          // the display hook
#include "object/errors.h"        // err_*
#include "types/exceptions.h"     // exc_prep_reraise_star
#include "types/listobject.h"     // list_as_tuple
#include "types/dictobject.h"     // sys.displayhook
#include "types/tupleobject.h"    // tuple_from_array
#include "types/unicodeobject.h"  // messages
#include "vm/ceval.h"
#include "vm/ceval_cold.h"
#include "vm/frameobject.h"  // locals of `import *`
#include "vm/genobject.h"      // async_gen_value_wrapper_new
#include "vm/typevarobject.h"  // type parameters

namespace py {

namespace {

Object* print_expr(Object* value) {
  Object* hook = dict_get_item_string(interp.sysdict, "displayhook");
  if (hook == nullptr) {
    err_set_string(exc_RuntimeError, "lost sys.displayhook");
    return nullptr;
  }
  incref(hook);
  Object* result = object_call_one_arg(hook, value);
  decref(hook);
  return result;
}

Object* import_star(InterpreterFrame* frame, Object* from) {
  FrameObject* f = frame_get_frame_object(frame);
  Object* locals = f != nullptr ? frame_get_locals(f) : nullptr;
  if (locals == nullptr) {
    if (!err_occurred()) err_set_string(exc_SystemError, "no locals found during 'import *'");
    return nullptr;
  }
  int status = import_all_from(locals, from);
  decref(locals);
  return status < 0 ? nullptr : None;
}

// A StopIteration that leaves a generator's body would look like its end: it becomes a RuntimeError.
Object* stopiteration_error(InterpreterFrame* frame, Object* exc) {
  int flags = frame->f_executable->co_flags;
  const char* message = nullptr;
  if (err_given_exception_matches(exc, exc_StopIteration)) {
    message = flags & lang::CO_ASYNC_GENERATOR ? "async generator raised StopIteration"
              : flags & lang::CO_COROUTINE     ? "coroutine raised StopIteration"
                                               : "generator raised StopIteration";
  } else if ((flags & lang::CO_ASYNC_GENERATOR) && err_given_exception_matches(exc, exc_StopAsyncIteration)) {
    message = "async generator raised StopAsyncIteration";
  }
  if (message == nullptr) return new_ref(exc);
  Object* text = unicode_from_string(message);
  Object* error = text != nullptr ? object_call_one_arg(exc_RuntimeError, text) : nullptr;
  xdecref(text);
  if (error == nullptr) return nullptr;
  exception_set_cause(error, new_ref(exc));
  exception_set_context(error, new_ref(exc));
  return error;
}

}  // namespace

Object* call_intrinsic_1(InterpreterFrame* frame, uint32_t which, Object* value) {
  switch (which) {
    case lang::INTRINSIC_PRINT:
      return print_expr(value);
    case lang::INTRINSIC_IMPORT_STAR:
      return import_star(frame, value);
    case lang::INTRINSIC_STOPITERATION_ERROR:
      return stopiteration_error(frame, value);
    case lang::INTRINSIC_ASYNC_GEN_WRAP:
      return async_gen_value_wrapper_new(value);
    case lang::INTRINSIC_UNARY_POSITIVE:
      return number_positive(value);
    case lang::INTRINSIC_LIST_TO_TUPLE:
      return tuple_from_array(list_items(value), list_size(value));
    case lang::INTRINSIC_TYPEVAR:
      return make_typevar(value, nullptr, nullptr);
    case lang::INTRINSIC_PARAMSPEC:
      return make_paramspec(value);
    case lang::INTRINSIC_TYPEVARTUPLE:
      return make_typevartuple(value);
    case lang::INTRINSIC_SUBSCRIPT_GENERIC:
      return subscript_generic(value);
    case lang::INTRINSIC_TYPEALIAS:
      return make_typealias(value);
    default:
      err_set_string(exc_SystemError, "invalid intrinsic function");
      return nullptr;
  }
}

Object* call_intrinsic_2(uint32_t which, Object* a, Object* b) {
  switch (which) {
    case lang::INTRINSIC_PREP_RERAISE_STAR:
      return exc_prep_reraise_star(a, b);
    case lang::INTRINSIC_TYPEVAR_WITH_BOUND:
      return make_typevar(a, b, nullptr);
    case lang::INTRINSIC_TYPEVAR_WITH_CONSTRAINTS:
      return make_typevar(a, nullptr, b);
    case lang::INTRINSIC_SET_FUNCTION_TYPE_PARAMS:
      return set_function_type_params(a, b);
    case lang::INTRINSIC_SET_TYPEPARAM_DEFAULT:
      return set_typeparam_default(a, b);
    default:
      err_set_string(exc_SystemError, "invalid intrinsic function");
      return nullptr;
  }
}

}  // namespace py

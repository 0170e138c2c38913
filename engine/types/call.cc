// Calling objects: through their vectorcall function if they have one, else through tp_call.
// CPython 3.13: Objects/call.c
#include "object/call.h"

#include <cstdarg>
#include <cstring>  // memcpy

#include "memory/pymem.h"
#include "object/errors.h"
#include "object/thread_state.h"
#include "types/call_internal.h"
#include "types/dictobject.h"
#include "types/moduleobject.h"  // "Did you mean"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

constexpr Ssize kSmallStack = 5;  // _PY_FASTCALL_SMALL_STACK: up to here arguments need no block

static constexpr const char* kWhileCalling = " while calling a Python object";

// A callee broke the rule "a result or an error, never both, never neither": that is reported as a
// SystemError, with the stray error as its cause.
static NOINLINE Object* bad_result(Object* callable, Object* result, const char* where) {
  if (result == nullptr) {
    if (callable != nullptr) {
      return err_format(exc_SystemError, "%R returned NULL without setting an exception", callable);
    }
    return err_format(exc_SystemError, "%s returned NULL without setting an exception", where);
  }
  decref(result);
  if (callable != nullptr) {
    return err_format_from_cause(exc_SystemError, "%R returned a result with an exception set",
                                 callable);
  }
  return err_format_from_cause(exc_SystemError, "%s returned a result with an exception set",
                               where);
}

Object* check_function_result(Object* callable, Object* result, const char* where) {
  if (LIKELY((result == nullptr) == (err_occurred() != nullptr))) return result;
  return bad_result(callable, result, where);
}

vectorcallfunc vectorcall_function(Object* callable) {
  const TypeObject* type = callable->ob_type;
  if (!type_has_feature(type, TPFLAGS_HAVE_VECTORCALL)) return nullptr;
  vectorcallfunc function;
  std::memcpy(&function, reinterpret_cast<const char*>(callable) + type->tp_vectorcall_offset,
              sizeof function);
  return function;
}

// --- Keyword arguments ---

Object* stack_as_dict(Object* const* values, Object* kwnames) {
  return dict_from_items(tuple_items(kwnames), 1, values, 1, tuple_size(kwnames));
}

Object* const* stack_unpack_dict(Object* const* args, Ssize nargs, Object* kwargs,
                                 Object** p_kwnames) {
  Ssize nkwargs = dict_size(kwargs);
  auto** stack = static_cast<Object**>(
      mem_malloc(static_cast<uint64_t>(1 + nargs + nkwargs) * layout::kPointer));
  if (stack == nullptr) {
    err_no_memory();
    return nullptr;
  }
  Object* kwnames = tuple_new(nkwargs);
  if (kwnames == nullptr) {
    mem_free(stack);
    return nullptr;
  }
  stack++;  // the callee may use the place before
  for (Ssize i = 0; i < nargs; i++) stack[i] = new_ref(args[i]);
  Ssize pos = 0, i = 0;
  Object *key, *value;
  bool keys_are_strings = true;
  while (dict_next(kwargs, &pos, &key, &value)) {
    keys_are_strings = keys_are_strings && unicode_check(key);
    tuple_init_item(kwnames, i, new_ref(key));
    stack[nargs + i] = new_ref(value);
    i++;
  }
  if (!keys_are_strings) {
    err_set_string(exc_TypeError, "keywords must be strings");
    stack_unpack_dict_free(stack, nargs, kwnames);
    return nullptr;
  }
  *p_kwnames = kwnames;
  return stack;
}

void stack_unpack_dict_free(Object* const* stack, Ssize nargs, Object* kwnames) {
  Ssize n = tuple_size(kwnames) + nargs;
  for (Ssize i = 0; i < n; i++) decref(stack[i]);
  mem_free(const_cast<Object**>(stack - 1));
  decref(kwnames);
}

// --- tp_call ---

// "'module' object is not callable. Did you mean: 'pprint.pprint(...)'?"
static bool suggest_function_of_module(Object* module) {
  Object* name = module_get_name_object(module);
  if (name == nullptr) {
    err_clear();
    return false;
  }
  Object* attr;
  int found = object_get_optional_attr(module, name, &attr);
  if (found < 0) err_clear();
  bool callable = found > 0 && callable_check(attr);
  if (callable) {
    err_format(exc_TypeError, "'%.200s' object is not callable. Did you mean: '%U.%U(...)'?",
               module->ob_type->tp_name, name, name);
  }
  xdecref(attr);
  decref(name);
  return callable;
}

static NOINLINE Object* object_is_not_callable(Object* callable) {
  if (module_check_exact(callable) && suggest_function_of_module(callable)) return nullptr;
  return err_format(exc_TypeError, "'%.200s' object is not callable", callable->ob_type->tp_name);
}

static Object* call_tp_call(Object* callable, ternaryfunc call, Object* args, Object* kwargs) {
  if (enter_recursive_call(kWhileCalling) < 0) return nullptr;
  Object* result = call(callable, args, kwargs);
  leave_recursive_call();
  return check_function_result(callable, result, nullptr);
}

// The slow way: positional arguments become a tuple, keywords a dict. tracemalloc sees both.
Object* object_make_tp_call(Object* callable, Object* const* args, Ssize nargs, Object* keywords) {
  ternaryfunc call = callable->ob_type->tp_call;
  if (call == nullptr) return object_is_not_callable(callable);
  Object* argstuple = tuple_from_array(args, nargs);
  if (argstuple == nullptr) return nullptr;
  Object *kwdict = nullptr, *result = nullptr;
  if (keywords != nullptr && dict_check(keywords)) {
    kwdict = new_ref(keywords);
  } else if (keywords != nullptr && tuple_size(keywords) != 0) {
    kwdict = stack_as_dict(args + nargs, keywords);
    if (kwdict == nullptr) {
      decref(argstuple);
      return nullptr;
    }
  }
  result = call_tp_call(callable, call, argstuple, kwdict);
  decref(argstuple);
  xdecref(kwdict);
  return result;
}

// --- Vectorcall ---

// Every call from C++ ends here or in vectorcall_with_dict.
Object* object_vectorcall(Object* callable, Object* const* args, size_t nargsf, Object* kwnames) {
  vectorcallfunc function = vectorcall_function(callable);
  if (function == nullptr)
    return object_make_tp_call(callable, args, vectorcall_nargs(nargsf), kwnames);
  return check_function_result(callable, function(callable, args, nargsf, kwnames), nullptr);
}

static Object* vectorcall_with_dict(vectorcallfunc function, Object* callable, Object* const* args,
                                    size_t nargsf, Object* kwargs) {
  if (kwargs == nullptr || dict_size(kwargs) == 0) {
    return check_function_result(callable, function(callable, args, nargsf, nullptr), nullptr);
  }
  Ssize nargs = vectorcall_nargs(nargsf);
  Object* kwnames;
  Object* const* stack = stack_unpack_dict(args, nargs, kwargs, &kwnames);
  if (stack == nullptr) return nullptr;
  Object* result =
      function(callable, stack, static_cast<size_t>(nargs) | kVectorcallArgumentsOffset, kwnames);
  stack_unpack_dict_free(stack, nargs, kwnames);
  return check_function_result(callable, result, nullptr);
}

Object* object_vectorcall_dict(Object* callable, Object* const* args, size_t nargsf,
                               Object* kwargs) {
  vectorcallfunc function = vectorcall_function(callable);
  if (function == nullptr)
    return object_make_tp_call(callable, args, vectorcall_nargs(nargsf), kwargs);
  return vectorcall_with_dict(function, callable, args, nargsf, kwargs);
}

Object* vectorcall_call(Object* callable, Object* args, Object* kwargs) {
  vectorcallfunc function;
  std::memcpy(&function,
              reinterpret_cast<const char*>(callable) + callable->ob_type->tp_vectorcall_offset,
              sizeof function);
  if (function == nullptr) {
    return err_format(exc_TypeError, "'%.200s' object does not support vectorcall",
                      callable->ob_type->tp_name);
  }
  return vectorcall_with_dict(function, callable, tuple_items(args),
                              static_cast<size_t>(tuple_size(args)), kwargs);
}

Object* object_call(Object* callable, Object* args, Object* kwargs) {
  if (vectorcallfunc function = vectorcall_function(callable)) {
    return vectorcall_with_dict(function, callable, tuple_items(args),
                                static_cast<size_t>(tuple_size(args)), kwargs);
  }
  ternaryfunc call = callable->ob_type->tp_call;
  return call ? call_tp_call(callable, call, args, kwargs) : object_is_not_callable(callable);
}

Object* object_call_object(Object* callable, Object* args) {
  if (args == nullptr) return object_call_no_args(callable);
  if (!tuple_check(args)) return err_format(exc_TypeError, "argument list must be a tuple");
  return object_call(callable, args, nullptr);
}

Object* object_call_no_args(Object* callable) {
  return object_vectorcall(callable, nullptr, 0, nullptr);
}

// The unused first place lets a bound method put its self before the argument without copying.
Object* object_call_one_arg(Object* callable, Object* arg) {
  Object* args[2] = {nullptr, arg};
  return object_vectorcall(callable, args + 1, 1 | kVectorcallArgumentsOffset, nullptr);
}

Object* object_call_prepend(Object* callable, Object* self, Object* args, Object* kwargs) {
  Object* small_stack[kSmallStack];
  Object** stack = small_stack;
  Ssize argcount = tuple_size(args);
  if (argcount + 1 > kSmallStack) {
    stack =
        static_cast<Object**>(mem_malloc(static_cast<uint64_t>(argcount + 1) * layout::kPointer));
    if (stack == nullptr) return err_no_memory();
  }
  stack[0] = self;
  for (Ssize i = 0; i < argcount; i++) stack[i + 1] = tuple_item(args, i);
  Object* result =
      object_vectorcall_dict(callable, stack, static_cast<size_t>(argcount + 1), kwargs);
  if (stack != small_stack) mem_free(stack);
  return result;
}

// Calls callable with first (unless null) and the arguments up to a null.
static Object* object_vacall(Object* first, Object* callable, va_list arguments) {
  va_list counting;
  va_copy(counting, arguments);
  Ssize nargs = first != nullptr;
  while (va_arg(counting, Object*) != nullptr) nargs++;
  va_end(counting);
  Object* small_stack[kSmallStack];
  Object** stack = small_stack;
  if (nargs > kSmallStack) {
    stack = static_cast<Object**>(mem_malloc(static_cast<uint64_t>(nargs) * layout::kPointer));
    if (stack == nullptr) return err_no_memory();
  }
  Ssize i = 0;
  if (first != nullptr) stack[i++] = first;
  for (; i < nargs; i++) stack[i] = va_arg(arguments, Object*);
  Object* result = object_vectorcall(callable, stack, static_cast<size_t>(nargs), nullptr);
  if (stack != small_stack) mem_free(stack);
  return result;
}

Object* object_call_function_obj_args(Object* callable, ...) {
  va_list arguments;
  va_start(arguments, callable);
  Object* result = object_vacall(nullptr, callable, arguments);
  va_end(arguments);
  return result;
}

// --- Methods by name, without making a bound one ---

Object* object_vectorcall_method(Object* name, Object* const* args, size_t nargsf,
                                 Object* kwnames) {
  Object* callable;
  if (object_get_method(args[0], name, &callable)) {
    nargsf &= ~kVectorcallArgumentsOffset;  // args[-1] is the caller's, not the method's
  } else if (callable == nullptr) {
    return nullptr;
  } else {
    args++;
    nargsf--;
  }
  Object* result = object_vectorcall(callable, args, nargsf, kwnames);
  decref(callable);
  return result;
}

Object* object_call_method_no_args(Object* self, Object* name) {
  return object_vectorcall_method(name, &self, 1 | kVectorcallArgumentsOffset, nullptr);
}

Object* object_call_method_one_arg(Object* self, Object* name, Object* arg) {
  Object* args[2] = {self, arg};
  return object_vectorcall_method(name, args, 2 | kVectorcallArgumentsOffset, nullptr);
}

Object* object_call_method_obj_args(Object* self, Object* name, ...) {
  Object* callable;
  int is_method = object_get_method(self, name, &callable);
  if (callable == nullptr) return nullptr;
  va_list arguments;
  va_start(arguments, name);
  Object* result = object_vacall(is_method ? self : nullptr, callable, arguments);
  va_end(arguments);
  decref(callable);
  return result;
}

}  // namespace py

// The error indicator: setting, matching, chaining, and exceptions that nobody can catch.
// CPython 3.13: Python/errors.c
//
// Invariants: tstate.current_exception is null or an owned, complete exception instance; setting an exception while
// another is being handled makes the handled one its context, and never a cycle of contexts.
#include "object/errors.h"

#include <cstdarg>
#include <cstdio>
#include <string>

#include "object/abstract.h"           // object_is_subclass
#include "object/call.h"               // making instances
#include "object/identifiers.h"        // ID
#include "types/dictobject.h"          // sys.unraisablehook
#include "types/error_hooks.h"         // what higher layers put in
#include "types/exceptions.h"
#include "types/structseq.h"           // UnraisableHookArgs
#include "types/traceback.h"           // traceback_check
#include "types/tupleobject.h"
#include "types/typeobject.h"          // type_short_name
#include "types/unicodeobject.h"

namespace py {

ErrorHooks error_hooks;

// --- The indicator ---

void err_set_raised_exception(Object* exc) {
  Object* old = tstate.current_exception;
  tstate.current_exception = exc;
  xdecref(old);
}

Object* err_get_raised_exception() {
  Object* exc = tstate.current_exception;
  tstate.current_exception = nullptr;
  return exc;
}

TypeObject* err_occurred() { return tstate.current_exception ? tstate.current_exception->ob_type : nullptr; }

void err_clear() { err_set_raised_exception(nullptr); }

void err_fetch(Object** type, Object** value, Object** tb) {
  Object* exc = err_get_raised_exception();
  *value = exc;
  *type = exc ? new_ref(static_cast<Object*>(exc->ob_type)) : nullptr;
  *tb = exc ? exception_get_traceback(exc) : nullptr;
}

void err_restore(Object* type, Object* value, Object* tb) {
  if (!type) {
    err_clear();
    xdecref(value);
    xdecref(tb);
    return;
  }
  if (!value || !exception_instance_check(value)) {
    Object* exc = err_create_exception(static_cast<TypeObject*>(type), value);
    xdecref(value);
    value = exc;
  }
  decref(type);
  if (!value) {  // making the instance failed: that error stands
    xdecref(tb);
    return;
  }
  if (tb) set_ref(static_cast<BaseExceptionObject*>(value)->traceback, tb != None ? tb : nullptr);
  err_set_raised_exception(value);
}

// --- What is being handled ---

ErrStackItem* err_get_topmost_exception() {
  ErrStackItem* item = tstate.exc_info;
  while ((!item->exc_value || item->exc_value == None) && item->previous_item) item = item->previous_item;
  return item;
}

Object* err_get_handled_exception_borrowed() {
  Object* exc = err_get_topmost_exception()->exc_value;
  return exc == None ? nullptr : exc;
}

Object* err_get_handled_exception() { return xnew_ref(err_get_handled_exception_borrowed()); }

void err_set_handled_exception(Object* exc) {
  Object* old = tstate.exc_info->exc_value;
  tstate.exc_info->exc_value = xnew_ref(exc == None ? nullptr : exc);
  xdecref(old);
}

// --- Setting ---

Object* err_create_exception(TypeObject* type, Object* value) {
  Object* exc;
  if (!value || value == None) {
    exc = object_call_no_args(type);
  } else if (tuple_check(value)) {
    exc = object_call(type, value, nullptr);
  } else {
    exc = object_call_one_arg(type, value);
  }
  if (exc && !exception_instance_check(exc)) {
    err_format(exc_TypeError, "calling %R should have returned an instance of BaseException, not %s", type,
               exc->ob_type->tp_name);
    decref(exc);
    return nullptr;
  }
  return exc;
}

// Makes the handled exception the context of value, and cuts a cycle that this would close.
static void chain_context(Object* value) {
  Object* handled = err_get_handled_exception_borrowed();
  if (!handled || handled == value) return;
  incref(handled);
  auto* o = static_cast<BaseExceptionObject*>(handled);
  auto* slow = o;  // Floyd's hare and tortoise: the chain may already be a cycle that somebody else made
  bool move_slow = false;
  while (o->context) {
    if (o->context == value) {
      exception_set_context(o, nullptr);
      break;
    }
    o = static_cast<BaseExceptionObject*>(o->context);
    if (o == slow) break;
    if (move_slow) slow = static_cast<BaseExceptionObject*>(slow->context);
    move_slow = !move_slow;
  }
  exception_set_context(value, handled);
}

void err_set_object(TypeObject* type, Object* value) {
  if (!exception_class_check(type)) {
    err_format(exc_SystemError, "exception %R is not a BaseException subclass", type);
    return;
  }
  int is_instance = 0;
  if (value && exception_instance_check(value)) {
    is_instance = object_is_subclass(value->ob_type, type);
    if (is_instance < 0) return;
  }
  if (!is_instance) {
    err_clear();  // a constructor must not run with an error set
    value = err_create_exception(type, value);
    if (!value) return;
  } else {
    incref(value);
  }
  chain_context(value);
  err_set_raised_exception(value);
}

void err_set_none(TypeObject* type) { err_set_object(type, nullptr); }

void err_set_string(TypeObject* type, const char* message) {
  Object* text = unicode_from_string(message);
  if (!text) return;
  err_set_object(type, text);
  decref(text);
}

static void set_formatted(TypeObject* type, const char* format, va_list args) {
  err_clear();  // the arguments' repr and str run without an error set
  Object* text = unicode_from_format_v(format, args);
  if (!text) return;
  err_set_object(type, text);
  decref(text);
}

Object* err_format(TypeObject* type, const char* format, ...) {
  va_list args;
  va_start(args, format);
  set_formatted(type, format, args);
  va_end(args);
  return nullptr;
}

void err_set_attribute_error(Object* obj, Object* name, const char* format, ...) {
  va_list args;
  va_start(args, format);
  set_formatted(exc_AttributeError, format, args);
  va_end(args);
  Object* exc = tstate.current_exception;
  if (!exc || exc->ob_type != exc_AttributeError) return;
  auto* error = static_cast<AttributeErrorObject*>(exc);
  set_ref(error->name, xnew_ref(name));
  set_ref(error->obj, xnew_ref(obj));
}

void err_bad_internal_call(const char* where) {
  err_format(exc_SystemError, "%s: bad argument to internal function", where);
}
void err_bad_internal_call_here() { err_set_string(exc_SystemError, "bad argument to internal function"); }
void err_bad_argument() { err_set_string(exc_TypeError, "bad argument type for built-in operation"); }

Object* err_set_key_error(Object* key) {
  Object* exc = object_call_one_arg(exc_KeyError, key);
  if (exc) {
    err_set_object(exc->ob_type, exc);
    decref(exc);
  }
  return nullptr;
}

void err_set_stop_iteration_value(Object* value) {
  if (!value) {
    err_set_none(exc_StopIteration);
    return;
  }
  if (!tuple_check(value) && !exception_instance_check(value)) {
    err_set_object(exc_StopIteration, value);
    return;
  }
  // A tuple would be spread over the constructor's arguments, an exception would be raised itself.
  Object* exc = object_call_one_arg(exc_StopIteration, value);
  if (!exc) return;
  err_set_object(exc_StopIteration, exc);
  decref(exc);
}

// --- Matching ---

bool err_given_exception_matches(Object* err, Object* exc) {
  if (!err || !exc) return false;
  if (tuple_check(exc)) {
    for (Ssize i = 0; i < tuple_size(exc); i++) {
      if (err_given_exception_matches(err, tuple_item(exc, i))) return true;
    }
    return false;
  }
  if (exception_instance_check(err)) err = err->ob_type;
  if (exception_class_check(err) && exception_class_check(exc)) {
    return type_is_subtype(static_cast<TypeObject*>(err), static_cast<TypeObject*>(exc));
  }
  return err == exc;
}

bool err_exception_matches(TypeObject* type) {
  return tstate.current_exception && err_given_exception_matches(tstate.current_exception, type);
}

void err_normalize_exception(Object** type, Object** value, Object** tb) {
  if (!*type || (*value && exception_instance_check(*value))) return;
  Object* exc = err_create_exception(static_cast<TypeObject*>(*type), *value);
  if (!exc) exc = err_get_raised_exception();
  xdecref(*value);
  *value = exc;
  set_ref(*type, new_ref(static_cast<Object*>(exc->ob_type)));
  if (!*tb) *tb = exception_get_traceback(exc);
}

// --- Chaining ---

void err_chain_exceptions(Object* exc) {
  if (!exc) return;
  if (!tstate.current_exception) {
    err_set_raised_exception(exc);
    return;
  }
  Object* raised = err_get_raised_exception();
  exception_set_context(raised, exc);
  err_set_raised_exception(raised);
}

Object* err_format_from_cause(TypeObject* type, const char* format, ...) {
  Object* cause = err_get_raised_exception();
  ENGINE_CHECK(cause != nullptr, "err_format_from_cause needs an exception to chain to");
  va_list args;
  va_start(args, format);
  set_formatted(type, format, args);
  va_end(args);
  Object* raised = err_get_raised_exception();
  exception_set_cause(raised, new_ref(cause));
  exception_set_context(raised, cause);
  err_set_raised_exception(raised);
  return nullptr;
}

void err_format_note(const char* format, ...) {
  Object* exc = err_get_raised_exception();
  va_list args;
  va_start(args, format);
  Object* note = unicode_from_format_v(format, args);
  va_end(args);
  if (!note || exception_add_note(exc, note) < 0) {
    xdecref(note);
    err_chain_exceptions(exc);
    return;
  }
  decref(note);
  err_set_raised_exception(exc);
}

// --- Exceptions that nobody can catch ---

static TypeObject unraisable_hook_args_type = {TYPE_HEAD, {}};
static const StructSequenceField kUnraisableFields[] = {{"exc_type", "Exception type"},
                                                        {"exc_value", "Exception value"},
                                                        {"exc_traceback", "Exception traceback"},
                                                        {"err_msg", "Error message"},
                                                        {"object", "Object causing the exception"},
                                                        {nullptr, nullptr}};
static const StructSequenceDesc kUnraisableDesc = {
    "UnraisableHookArgs", "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
    kUnraisableFields, 5};

int errors_init() {
  error_hooks = {};
  return struct_sequence_init_builtin(&unraisable_hook_args_type, &kUnraisableDesc, 0);
}
TypeObject* unraisable_args_type() { return &unraisable_hook_args_type; }

static Object* make_unraisable_args(Object* exc, Object* err_msg, Object* where) {
  Object* args = struct_sequence_new(&unraisable_hook_args_type);
  if (!args) return nullptr;
  Object* tb = exception_get_traceback(exc);
  Object* const fields[] = {exc->ob_type, exc, tb, err_msg, where};
  for (int i = 0; i < 5; i++) struct_sequence_set_item(args, i, fields[i] ? new_ref(fields[i]) : None);
  xdecref(tb);
  return args;
}

// Calls sys.unraisablehook; exc stays owned by the caller.
static void call_unraisable_hook(Object* exc, Object* err_msg, Object* where) {
  Object* args = make_unraisable_args(exc, err_msg, where);
  Object* hook = nullptr;
  if (args && interp.sysdict) hook = xnew_ref(dict_get_item_string(interp.sysdict, "unraisablehook"));
  if (!args || !hook || hook == None) {
    err_clear();
    if (error_hooks.write_unraisable) error_hooks.write_unraisable(exc, err_msg, where);
    xdecref(args);
    xdecref(hook);
    return;
  }
  Object* result = object_call_one_arg(hook, args);
  decref(args);
  if (!result) {  // the hook failed: its own exception is reported without it
    Object* second = err_get_raised_exception();
    Object* text = unicode_from_string("Exception ignored in sys.unraisablehook");
    if (error_hooks.write_unraisable) error_hooks.write_unraisable(second, text, hook);
    xdecref(text);
    decref(second);
    err_clear();
  } else {
    decref(result);
  }
  decref(hook);
}

static void format_unraisable(Object* where, Object* err_msg) {
  Object* exc = err_get_raised_exception();
  if (!exc) {
    xdecref(err_msg);
    return;
  }
  // An exception without traceback gets the place where it is dropped.
  auto* base = static_cast<BaseExceptionObject*>(exc);
  if (!base->traceback && error_hooks.traceback_of_current_frame) {
    Object* tb = error_hooks.traceback_of_current_frame();
    if (tb) {
      base->traceback = tb;
    } else {
      err_clear();
    }
  }
  call_unraisable_hook(exc, err_msg, where);
  xdecref(err_msg);
  decref(exc);
}

void err_write_unraisable(Object* where) { format_unraisable(where, nullptr); }

void err_format_unraisable(Object* where, const char* format, ...) {
  Object* message = nullptr;
  if (format) {
    Object* exc = err_get_raised_exception();
    va_list args;
    va_start(args, format);
    message = unicode_from_format_v(format, args);
    va_end(args);
    if (!message) err_clear();
    err_set_raised_exception(exc);
  }
  format_unraisable(where, message);
}

// --- Warnings ---

int err_warn_ex(TypeObject* category, const char* message, Ssize stack_level) {
  if (!error_hooks.warn) return 0;
  Object* text = unicode_from_string(message);
  if (!text) return -1;
  int result = error_hooks.warn(category ? category : exc_RuntimeWarning, text, stack_level, nullptr);
  decref(text);
  return result;
}

int err_warn_with_source(Object* source, TypeObject* category, Ssize stack_level, const char* format, ...) {
  if (!error_hooks.warn) return 0;
  va_list args;
  va_start(args, format);
  Object* text = unicode_from_format_v(format, args);
  va_end(args);
  if (!text) return -1;
  int result = error_hooks.warn(category, text, stack_level, source);
  decref(text);
  return result;
}

int err_warn_format(TypeObject* category, Ssize stack_level, const char* format, ...) {
  if (!error_hooks.warn) return 0;
  va_list args;
  va_start(args, format);
  Object* text = unicode_from_format_v(format, args);
  va_end(args);
  if (!text) return -1;
  int result = error_hooks.warn(category ? category : exc_RuntimeWarning, text, stack_level, nullptr);
  decref(text);
  return result;
}

}  // namespace py

// The error indicator: what every layer says when it fails. Implemented in types/errors.cc, where exceptions exist.
// CPython 3.13: Python/errors.c, Include/pyerrors.h
//
// A function that fails returns null, -1 or false and leaves an exception in tstate.current_exception.
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

// The builtin exception classes: exc_ValueError is &ValueError_type. The list with bases is object/exceptions.def.
#define EXCEPTION(name, base, doc) \
  extern TypeObject name##_type;   \
  inline constexpr TypeObject* exc_##name = &name##_type;
#include "object/exceptions.def"
#undef EXCEPTION

void err_set_none(TypeObject* type);
void err_set_object(TypeObject* type, Object* value);      // takes its own reference
void err_set_string(TypeObject* type, const char* message);  // UTF-8
// The formats of PyUnicode_FromFormat (%s %d %zd %lld %c %R %S %U %A %V %T %N %.200s %i %u %x %p …; %zd takes an Ssize).
// Always returns null, so that callers can write `return err_format(...)`.
Object* err_format(TypeObject* type, const char* format, ...);
Object* err_no_memory();  // null, with MemoryError set
void err_bad_internal_call(const char* where);
Object* err_set_key_error(Object* key);  // null, with KeyError(key)
void err_set_stop_iteration_value(Object* value);

TypeObject* err_occurred();  // borrowed type of the current exception, or null
bool err_exception_matches(TypeObject* type);
bool err_given_exception_matches(Object* err, Object* exc);  // exc may be a tuple
void err_clear();
Object* err_get_raised_exception();             // new reference; clears the indicator
void err_set_raised_exception(Object* exc);     // steals; may be null
void err_chain_exceptions(Object* exc);         // steals: makes exc the context of the current exception
Object* err_format_from_cause(TypeObject* type, const char* format, ...);
// Reports an exception that nobody can catch (from __del__, a weakref callback) through sys.unraisablehook; clears it.
void err_write_unraisable(Object* where);
// err_msg as "Exception ignored %s"-style prefix (null: "in"), where may be null.
void err_format_unraisable(Object* where, const char* format, ...);
int err_warn_ex(TypeObject* category, const char* message, Ssize stack_level);
int err_warn_format(TypeObject* category, Ssize stack_level, const char* format, ...);

}  // namespace py

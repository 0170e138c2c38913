// Exception objects: layouts, fields and the helpers that other units use to fill them.
// CPython 3.13: Include/cpython/pyerrors.h, Objects/exceptions.c
//
// Invariants: args is a tuple and never null after creation; traceback, context, cause and notes may be null.
// Every layout is at most CPython's; the block has CPython's size. All exceptions are collectable.
#pragma once
#include "object/errors.h"        // exc_*, the error indicator
#include "object/thread_state.h"  // ErrStackItem

namespace py {

struct BaseExceptionObject : Object {
  Object* dict;
  Object* args;
  Object* notes;
  Object* traceback;
  Object* context;
  Object* cause;
  bool suppress_context;
};

struct BaseExceptionGroupObject : BaseExceptionObject {
  Object* msg;
  Object* excs;  // tuple
};

struct SyntaxErrorObject : BaseExceptionObject {
  Object *msg, *filename, *lineno, *offset, *end_lineno, *end_offset, *text, *print_file_and_line;
};

struct ImportErrorObject : BaseExceptionObject {
  Object *msg, *name, *path, *name_from;
};

struct UnicodeErrorObject : BaseExceptionObject {
  Object *encoding, *object;
  Ssize start, end;
  Object* reason;
};

struct SystemExitObject : BaseExceptionObject {
  Object* code;
};

struct OSErrorObject : BaseExceptionObject {
  Object *myerrno, *strerror, *filename, *filename2;
  Ssize written;  // BlockingIOError.characters_written; -1 when unset
};

struct StopIterationObject : BaseExceptionObject {
  Object* value;
};

struct NameErrorObject : BaseExceptionObject {
  Object* name;
};

struct AttributeErrorObject : BaseExceptionObject {
  Object *obj, *name;
};

// class ExceptionGroup(BaseExceptionGroup, Exception): a heap type, made by exceptions_init. Immortal.
extern TypeObject* exc_ExceptionGroup;
// Aliases of OSError, as in CPython.
inline constexpr TypeObject* exc_IOError = exc_OSError;
inline constexpr TypeObject* exc_EnvironmentError = exc_OSError;

// Readies every exception type, the errno table and the reserve of MemoryErrors. -1 with MemoryError: no memory.
int exceptions_init();
// Adds the exception classes to the builtins dict, in CPython's order. -1 on error.
int exceptions_add_to(Object* builtins_dict);

inline bool exception_instance_check(const Object* o) {
  return type_has_feature(o->ob_type, TPFLAGS_BASE_EXC_SUBCLASS);
}
inline bool exception_class_check(const Object* o) {
  return type_check(o) &&
         type_has_feature(static_cast<const TypeObject*>(o), TPFLAGS_BASE_EXC_SUBCLASS);
}

// Getters return new references (or null without an error when unset), setters of cause and context steal.
Object* exception_get_traceback(Object* exc);
int exception_set_traceback(Object* exc, Object* tb);  // None or a traceback; own reference
Object* exception_get_cause(Object* exc);
void exception_set_cause(Object* exc, Object* cause);  // steals; sets __suppress_context__
Object* exception_get_context(Object* exc);
void exception_set_context(Object* exc, Object* context);  // steals
Object* exception_get_args(Object* exc);
void exception_set_args(Object* exc, Object* args);  // takes its own reference
const char* exception_class_name(Object* cls);       // tp_name

// An ImportError (or the given subclass) with its keyword fields; always returns null.
Object* err_set_import_error(Object* msg, Object* name, Object* path);
Object* err_set_import_error_subclass(TypeObject* type, Object* msg, Object* name, Object* path);
Object* err_set_import_error_with_name_from(Object* msg, Object* name, Object* path, Object* name_from);
// NameError(msg) with .name, AttributeError with .name and .obj already on the raised exception.
void err_set_name_error(TypeObject* type, const char* format, Object* name);
// AttributeError with message, .name and .obj: "'%.100s' object has no attribute '%U'" and the like.
void err_set_attribute_error(Object* obj, Object* name, const char* format, ...);

// OSError for errno-style failures: OSError(errno, strerror, filename...), of the subclass that errno maps to.
Object* err_set_from_errno(int err);                                        // null
Object* err_set_from_errno_with_filename(int err, Object* filename);        // null
Object* err_set_from_errno_with_filenames(int err, Object* one, Object* two);  // null
// The text of strerror() as glibc words it.
const char* errno_message(int err);

// Unicode errors (codecs). Create: new reference. object is the str or bytes being coded.
Object* unicode_decode_error_create(const char* encoding, const char* object, Ssize length, Ssize start, Ssize end,
                                    const char* reason);
Object* unicode_encode_error_create(const char* encoding, Object* object, Ssize start, Ssize end, const char* reason);
Object* unicode_translate_error_create(Object* object, Ssize start, Ssize end, const char* reason);
Object* unicode_error_get_encoding(Object* exc);  // new references
Object* unicode_error_get_object(Object* exc);
Object* unicode_error_get_reason(Object* exc);
int unicode_error_get_start(Object* exc, Ssize* start);
int unicode_error_get_end(Object* exc, Ssize* end);
int unicode_error_set_start(Object* exc, Ssize start);
int unicode_error_set_end(Object* exc, Ssize end);
int unicode_error_set_reason(Object* exc, const char* reason);

// Makes an instance by calling type(value...) as raise does: value may be null, None, a tuple of arguments, an instance
// or a single argument. New reference, null on error. CPython: _PyErr_CreateException.
Object* err_create_exception(TypeObject* type, Object* value);
// Turns a possibly lazy (type, value, tb) triple into a proper instance; all three are owned in/out references.
void err_normalize_exception(Object** type, Object** value, Object** tb);
// The exception being handled: a borrowed instance, or null. CPython: _PyErr_GetTopmostException()->exc_value.
Object* err_get_handled_exception_borrowed();
Object* err_get_handled_exception();           // new reference or null
void err_set_handled_exception(Object* exc);   // takes its own reference; null or None: none
ErrStackItem* err_get_topmost_exception();     // the innermost entry that holds something
// Old-style triple access (sys.exc_info, generators' throw). Fetch: new references. Restore: steals.
void err_fetch(Object** type, Object** value, Object** tb);
void err_restore(Object* type, Object* value, Object* tb);
void err_bad_argument();                                    // TypeError: bad argument type for built-in operation
void err_bad_internal_call_here();
// SyntaxError location for errors found after parsing.
void err_syntax_location(Object* filename, int lineno, int col_offset, int end_lineno, int end_col_offset);
// The shape of an exception class made by C++ code: err_new_exception("module.Name", base or null, dict or null).
Object* err_new_exception(const char* name, Object* base, Object* dict);
// A warning about an object (a coroutine that nobody awaited): 0, or -1 with the exception that a filter made of it.
int err_warn_with_source(Object* source, TypeObject* category, Ssize stack_level, const char* format, ...);
// The text "TypeName: message" prefix added to the current exception as a note; the exception stays.
void err_format_note(const char* format, ...);
int exception_add_note(Object* exc, Object* note);

// --- Exception groups (types/exc_group.cc) ---
inline bool exception_group_check(Object* o) { return object_type_check(o, &BaseExceptionGroup_type); }
// BaseExceptionGroup(msg, excs) that picks ExceptionGroup when it may. excs: a sequence. New reference.
Object* exc_create_exception_group(const char* msg, Object* excs);
// except*: match and rest of exc_value (a new reference each; None for nothing); 0 or -1.
// CPython: exception_group_match of ceval.c
int exception_group_match(Object* exc_value, Object* match_type, Object** match, Object** rest);
// What to raise when an except* statement ends: orig is what was raised, excs a list of what handlers raised and left.
// New reference (None: nothing), null on error. CPython: _PyExc_PrepReraiseStar
Object* exc_prep_reraise_star(Object* orig, Object* excs);
// The leaves of eg that are the very same objects as those of excs, in a group of eg's shape. CPython: exception_group_projection
Object* exception_group_projection(Object* eg, Object* keep);

}  // namespace py

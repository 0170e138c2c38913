// BaseException and the classes that add nothing or little to it.
// CPython 3.13: Objects/exceptions.c
//
// Invariants: args is never null in a finished object. Everything an exception refers to is visited and cleared, since
// tracebacks, contexts and causes form cycles with frames all the time.
#include "types/exceptions.h"

#include "gc/gc.h"                       // object_gc_del
#include "object/abstract.h"             // sequence_tuple, iter
#include "object/call.h"                 // object_call_*
#include "object/identifiers.h"          // ID
#include "object/trashcan.h"             // chains of contexts
#include "types/dictobject.h"            // keyword arguments
#include "types/exceptions_internal.h"
#include "types/listobject.h"            // notes
#include "types/traceback.h"             // traceback_check
#include "types/tupleobject.h"           // args
#include "types/typeobject.h"            // type_ready
#include "types/unicodeobject.h"         // messages

namespace py {

namespace {

BaseExceptionObject* base(Object* o) { return static_cast<BaseExceptionObject*>(o); }

Object* BaseException_repr(Object* self) {
  const char* name = type_short_name(self->ob_type);
  Object* args = base(self)->args;
  if (tuple_size(args) == 1) return unicode_from_format("%s(%R)", name, tuple_item(args, 0));
  return unicode_from_format("%s%R", name, args);
}

Object* BaseException_reduce(Object* self) {
  BaseExceptionObject* e = base(self);
  if (e->args && e->dict) return tuple_pack(static_cast<Object*>(self->ob_type), e->args, e->dict);
  return tuple_pack(static_cast<Object*>(self->ob_type), e->args);
}

Object* BaseException_setstate(Object* self, Object* state) {
  if (state != None) {
    if (!dict_check(state)) return err_format(exc_TypeError, "state is not a dictionary");
    Ssize i = 0;
    Object *key, *value;
    while (dict_next(state, &i, &key, &value)) {
      incref(key);
      incref(value);
      int res = object_set_attr(self, key, value);
      decref(value);
      decref(key);
      if (res < 0) return nullptr;
    }
  }
  return None;
}

Object* BaseException_with_traceback(Object* self, Object* tb) {
  if (exception_set_traceback(self, tb) < 0) return nullptr;
  return new_ref(self);
}

Object* BaseException_add_note(Object* self, Object* note) {
  if (!unicode_check(note)) {
    return err_format(exc_TypeError, "note must be a str, not '%s'", note->ob_type->tp_name);
  }
  return exception_add_note(self, note) < 0 ? nullptr : None;
}

constexpr MethodDef BaseException_methods[] = {
    {"__reduce__", BaseException_reduce, "__reduce__($self, /)\n--\n\n"},
    {"__setstate__", BaseException_setstate, "__setstate__($self, state, /)\n--\n\n"},
    {"with_traceback", BaseException_with_traceback,
     "with_traceback($self, object, /)\n--\n\nException.with_traceback(tb) --\n    set self.__traceback__ to tb and "
     "return self."},
    {"add_note", BaseException_add_note,
     "add_note($self, object, /)\n--\n\nException.add_note(note) --\n    add a note to the exception"},
    {}};

Object* get_or_none(Object* field) { return field ? new_ref(field) : None; }

Object* BaseException_get_args(Object* self, void*) { return get_or_none(base(self)->args); }
int BaseException_set_args(Object* self, Object* value, void*) {
  if (!value) {
    err_set_string(exc_TypeError, "args may not be deleted");
    return -1;
  }
  Object* seq = sequence_tuple(value);
  if (!seq) return -1;
  set_ref(base(self)->args, seq);
  return 0;
}

Object* BaseException_get_tb(Object* self, void*) { return get_or_none(base(self)->traceback); }
int BaseException_set_tb(Object* self, Object* value, void*) {
  if (!value) {
    err_set_string(exc_TypeError, "__traceback__ may not be deleted");
    return -1;
  }
  return exception_set_traceback(self, value);
}

// The value that __context__ or __cause__ is set to: a new reference, null for None. False with TypeError.
bool check_chained(Object* value, const char* attribute, const char* what, Object** result) {
  *result = nullptr;
  if (!value) {
    err_format(exc_TypeError, "%s may not be deleted", attribute);
    return false;
  }
  if (value == None) return true;
  if (!exception_instance_check(value)) {
    err_format(exc_TypeError, "exception %s must be None or derive from BaseException", what);
    return false;
  }
  *result = new_ref(value);
  return true;
}

Object* BaseException_get_context(Object* self, void*) { return get_or_none(base(self)->context); }
int BaseException_set_context(Object* self, Object* value, void*) {
  Object* context;
  if (!check_chained(value, "__context__", "context", &context)) return -1;
  set_ref(base(self)->context, context);
  return 0;
}

Object* BaseException_get_cause(Object* self, void*) { return get_or_none(base(self)->cause); }
int BaseException_set_cause(Object* self, Object* value, void*) {
  Object* cause;
  if (!check_chained(value, "__cause__", "cause", &cause)) return -1;
  exception_set_cause(self, cause);
  return 0;
}

constexpr GetSetDef BaseException_getset[] = {
    {"__dict__", object_generic_get_dict, object_generic_set_dict},
    {"args", BaseException_get_args, BaseException_set_args},
    {"__traceback__", BaseException_get_tb, BaseException_set_tb},
    {"__context__", BaseException_get_context, BaseException_set_context, "exception context"},
    {"__cause__", BaseException_get_cause, BaseException_set_cause, "exception cause"},
    {}};

const MemberDef BaseException_members[] = {
    {"__suppress_context__", Py_T_BOOL, offsetof(BaseExceptionObject, suppress_context)}, {}};

}  // namespace

Object* BaseException_new(TypeObject* type, Object* args, Object*) {
  auto* self = static_cast<BaseExceptionObject*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  // tp_alloc zeroes every field; the dict is made when the first attribute is set.
  self->args = args ? new_ref(args) : tuple_new(0);
  if (!self->args) {
    decref(self);
    return nullptr;
  }
  return self;
}

bool exception_no_keywords(const char* name, Object* kwds) {
  if (!kwds || dict_size(kwds) == 0) return true;
  err_format(exc_TypeError, "%.200s() takes no keyword arguments", name);
  return false;
}

int BaseException_init(Object* self, Object* args, Object* kwds) {
  if (!exception_no_keywords(self->ob_type->tp_name, kwds)) return -1;
  set_ref(base(self)->args, new_ref(args));
  return 0;
}

static Object* BaseException_vectorcall(Object* type_obj, Object* const* args, size_t nargsf, Object* kwnames) {
  auto* type = static_cast<TypeObject*>(type_obj);
  if (kwnames && tuple_size(kwnames) > 0) {
    return err_format(exc_TypeError, "%.200s() takes no keyword arguments", type->tp_name);
  }
  auto* self = static_cast<BaseExceptionObject*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  self->args = tuple_from_array(args, vectorcall_nargs(nargsf));
  if (!self->args) {
    decref(self);
    return nullptr;
  }
  return self;
}

int BaseException_clear(Object* o) {
  BaseExceptionObject* self = base(o);
  clear_ref(self->dict);
  clear_ref(self->args);
  clear_ref(self->notes);
  clear_ref(self->traceback);
  clear_ref(self->cause);
  clear_ref(self->context);
  return 0;
}

void BaseException_dealloc(Object* self) {
  object_gc_untrack(self);
  // Long chains of contexts would overflow the C++ stack: nested deallocations wait in the trashcan.
  if (trashcan_begin(self, BaseException_dealloc)) return;
  BaseException_clear(self);
  self->ob_type->tp_free(self);
  trashcan_end();
}

int BaseException_traverse(Object* o, visitproc visit, void* arg) {
  BaseExceptionObject* self = base(o);
  VISIT(self->dict);
  VISIT(self->args);
  VISIT(self->notes);
  VISIT(self->traceback);
  VISIT(self->cause);
  VISIT(self->context);
  return 0;
}

Object* BaseException_str(Object* self) {
  Object* args = base(self)->args;
  switch (tuple_size(args)) {
    case 0: return unicode_from_string("");
    case 1: return object_str(tuple_item(args, 0));
    default: return object_str(args);
  }
}

TypeObject BaseException_type = {
    TYPE_HEAD,
    {.tp_name = "BaseException",
     .tp_basicsize = layout::BaseException.basicsize,
     .tp_dealloc = BaseException_dealloc,
     .tp_repr = BaseException_repr,
     .tp_str = BaseException_str,
     .tp_getattro = object_generic_get_attr,
     .tp_setattro = object_generic_set_attr,
     .tp_flags = kExceptionFlags | TPFLAGS_BASE_EXC_SUBCLASS,
     .tp_doc = exception_doc::BaseException,
     .tp_traverse = BaseException_traverse,
     .tp_clear = BaseException_clear,
     .tp_methods = BaseException_methods,
     .tp_members = BaseException_members,
     .tp_getset = BaseException_getset,
     .tp_dictoffset = offsetof(BaseExceptionObject, dict),
     .tp_init = BaseException_init,
     .tp_new = BaseException_new,
     .tp_free = object_gc_del,
     .tp_vectorcall = BaseException_vectorcall}};
static_assert(sizeof(BaseExceptionObject) <= static_cast<size_t>(layout::BaseException.basicsize));

// A class that differs from its base in its name only.
#define SIMPLE_EXCEPTION(NAME, BASE, SIZE, DEALLOC, TRAVERSE, CLEAR, INIT, NEW, CALL)        \
  TypeObject NAME##_type = {TYPE_HEAD,                                                       \
                            {.tp_name = #NAME,                                               \
                             .tp_basicsize = SIZE,                                           \
                             .tp_dealloc = DEALLOC,                                          \
                             .tp_flags = kExceptionFlags,                                    \
                             .tp_doc = exception_doc::NAME,                                  \
                             .tp_traverse = TRAVERSE,                                        \
                             .tp_clear = CLEAR,                                              \
                             .tp_base = &BASE##_type,                                        \
                             .tp_dictoffset = offsetof(BaseExceptionObject, dict),           \
                             .tp_init = INIT,                                                \
                             .tp_new = NEW,                                                  \
                             .tp_vectorcall = CALL}};
#define SIMPLE(NAME, BASE)                                                                                    \
  SIMPLE_EXCEPTION(NAME, BASE, layout::BaseException.basicsize, BaseException_dealloc, BaseException_traverse, \
                   BaseException_clear, BaseException_init, BaseException_new, BaseException_vectorcall)

SIMPLE(Exception, BaseException)
SIMPLE(TypeError, Exception)
SIMPLE(StopAsyncIteration, Exception)
SIMPLE(GeneratorExit, BaseException)
SIMPLE(KeyboardInterrupt, BaseException)
SIMPLE(EOFError, Exception)
SIMPLE(RuntimeError, Exception)
SIMPLE(RecursionError, RuntimeError)
SIMPLE(PythonFinalizationError, RuntimeError)
SIMPLE(NotImplementedError, RuntimeError)
SIMPLE(LookupError, Exception)
SIMPLE(IndexError, LookupError)
SIMPLE(ValueError, Exception)
SIMPLE(UnicodeError, ValueError)
SIMPLE(AssertionError, Exception)
SIMPLE(ArithmeticError, Exception)
SIMPLE(FloatingPointError, ArithmeticError)
SIMPLE(OverflowError, ArithmeticError)
SIMPLE(ZeroDivisionError, ArithmeticError)
SIMPLE(SystemError, Exception)
SIMPLE(ReferenceError, Exception)
SIMPLE(BufferError, Exception)
SIMPLE(Warning, Exception)
SIMPLE(UserWarning, Warning)
SIMPLE(DeprecationWarning, Warning)
SIMPLE(PendingDeprecationWarning, Warning)
SIMPLE(SyntaxWarning, Warning)
SIMPLE(RuntimeWarning, Warning)
SIMPLE(FutureWarning, Warning)
SIMPLE(ImportWarning, Warning)
SIMPLE(UnicodeWarning, Warning)
SIMPLE(BytesWarning, Warning)
SIMPLE(ResourceWarning, Warning)
SIMPLE(EncodingWarning, Warning)

// --- KeyError: str() of one argument is its repr, so that a missing '' shows ---

static Object* KeyError_str(Object* self) {
  Object* args = base(self)->args;
  if (tuple_size(args) == 1) return object_repr(tuple_item(args, 0));
  return BaseException_str(self);
}

TypeObject KeyError_type = {TYPE_HEAD,
                            {.tp_name = "KeyError",
                             .tp_basicsize = layout::BaseException.basicsize,
                             .tp_dealloc = BaseException_dealloc,
                             .tp_str = KeyError_str,
                             .tp_flags = kExceptionFlags,
                             .tp_doc = exception_doc::KeyError,
                             .tp_traverse = BaseException_traverse,
                             .tp_clear = BaseException_clear,
                             .tp_base = &LookupError_type,
                             .tp_dictoffset = offsetof(BaseExceptionObject, dict),
                             .tp_init = BaseException_init,
                             .tp_new = BaseException_new}};

// --- StopIteration: value is the first argument ---

static_assert(sizeof(StopIterationObject) <= static_cast<size_t>(layout::StopIteration.basicsize));
static const MemberDef StopIteration_members[] = {
    {"value", _Py_T_OBJECT, offsetof(StopIterationObject, value), 0, "generator return value"}, {}};

static int StopIteration_init(Object* o, Object* args, Object* kwds) {
  if (BaseException_init(o, args, kwds) == -1) return -1;
  auto* self = static_cast<StopIterationObject*>(o);
  clear_ref(self->value);
  self->value = tuple_size(args) > 0 ? new_ref(tuple_item(args, 0)) : None;
  return 0;
}

static constexpr auto StopIteration_clear = exception_clear_fields<StopIterationObject, &StopIterationObject::value>;

TypeObject StopIteration_type = {
    TYPE_HEAD,
    {.tp_name = "StopIteration",
     .tp_basicsize = layout::StopIteration.basicsize,
     .tp_dealloc = exception_dealloc<StopIteration_clear>,
     .tp_flags = kExceptionFlags,
     .tp_doc = exception_doc::StopIteration,
     .tp_traverse = exception_traverse_fields<StopIterationObject, &StopIterationObject::value>,
     .tp_clear = StopIteration_clear,
     .tp_members = StopIteration_members,
     .tp_base = &Exception_type,
     .tp_dictoffset = offsetof(BaseExceptionObject, dict),
     .tp_init = StopIteration_init,
     .tp_new = BaseException_new}};

// --- SystemExit: code is the argument, or the tuple of several ---

static_assert(sizeof(SystemExitObject) <= static_cast<size_t>(layout::SystemExit.basicsize));
static const MemberDef SystemExit_members[] = {
    {"code", _Py_T_OBJECT, offsetof(SystemExitObject, code), 0, "exception code"}, {}};

static int SystemExit_init(Object* o, Object* args, Object* kwds) {
  if (BaseException_init(o, args, kwds) == -1) return -1;
  Ssize size = tuple_size(args);
  if (size == 0) return 0;
  auto* self = static_cast<SystemExitObject*>(o);
  set_ref(self->code, new_ref(size == 1 ? tuple_item(args, 0) : args));
  return 0;
}

static constexpr auto SystemExit_clear = exception_clear_fields<SystemExitObject, &SystemExitObject::code>;

TypeObject SystemExit_type = {
    TYPE_HEAD,
    {.tp_name = "SystemExit",
     .tp_basicsize = layout::SystemExit.basicsize,
     .tp_dealloc = exception_dealloc<SystemExit_clear>,
     .tp_flags = kExceptionFlags,
     .tp_doc = exception_doc::SystemExit,
     .tp_traverse = exception_traverse_fields<SystemExitObject, &SystemExitObject::code>,
     .tp_clear = SystemExit_clear,
     .tp_members = SystemExit_members,
     .tp_base = &BaseException_type,
     .tp_dictoffset = offsetof(BaseExceptionObject, dict),
     .tp_init = SystemExit_init,
     .tp_new = BaseException_new}};

// --- Fields for C++ code ---

Object* exception_get_traceback(Object* exc) { return xnew_ref(base(exc)->traceback); }

int exception_set_traceback(Object* exc, Object* tb) {
  if (tb == None) {
    clear_ref(base(exc)->traceback);
    return 0;
  }
  if (!traceback_check(tb)) {
    err_set_string(exc_TypeError, "__traceback__ must be a traceback or None");
    return -1;
  }
  set_ref(base(exc)->traceback, new_ref(tb));
  return 0;
}

Object* exception_get_cause(Object* exc) { return xnew_ref(base(exc)->cause); }
void exception_set_cause(Object* exc, Object* cause) {
  base(exc)->suppress_context = true;
  set_ref(base(exc)->cause, cause);
}
Object* exception_get_context(Object* exc) { return xnew_ref(base(exc)->context); }
void exception_set_context(Object* exc, Object* context) { set_ref(base(exc)->context, context); }
Object* exception_get_args(Object* exc) { return new_ref(base(exc)->args); }
void exception_set_args(Object* exc, Object* args) { set_ref(base(exc)->args, new_ref(args)); }
const char* exception_class_name(Object* cls) { return static_cast<TypeObject*>(cls)->tp_name; }

int exception_add_note(Object* self, Object* note) {
  Object* notes;
  if (object_get_optional_attr(self, ID(__notes__), &notes) < 0) return -1;
  if (!notes) {
    notes = list_new(0);
    if (!notes) return -1;
    if (object_set_attr(self, ID(__notes__), notes) < 0) {
      decref(notes);
      return -1;
    }
  } else if (!list_check(notes)) {
    decref(notes);
    err_set_string(exc_TypeError, "Cannot add note: __notes__ is not a list");
    return -1;
  }
  int result = list_append(notes, note);
  decref(notes);
  return result;
}

bool exception_parse_keywords(const char* name, Object* kwds, const char* const* names, Object** values, int count) {
  for (int i = 0; i < count; i++) values[i] = nullptr;
  if (!kwds) return true;
  Ssize pos = 0;
  Object *key, *value;
  while (dict_next(kwds, &pos, &key, &value)) {
    int i = 0;
    while (i < count && !unicode_equal_to_utf8(key, names[i])) i++;
    if (i == count) {
      err_format(exc_TypeError, "%s() got an unexpected keyword argument '%S'", name, key);
      return false;
    }
    values[i] = value;
  }
  return true;
}

// --- The table ---

static TypeObject* const exception_types[] = {
#define EXCEPTION(name, base, doc) &name##_type,
#include "object/exceptions.def"
#undef EXCEPTION
};

int exceptions_init() {
  for (TypeObject* type : exception_types) {
    if (type_ready(type) < 0) return -1;
  }
  if (memory_errors_init() < 0) return -1;
  return exc_group_init();
}

// In the order in which CPython's builtins have them (a tie between suggested names is decided by it).
static TypeObject* const exceptions_by_level[] = {
    exc_BaseException, exc_BaseExceptionGroup, exc_Exception, exc_GeneratorExit, exc_KeyboardInterrupt, exc_SystemExit,
    exc_ArithmeticError, exc_AssertionError, exc_AttributeError, exc_BufferError, exc_EOFError, exc_ImportError,
    exc_LookupError, exc_MemoryError, exc_NameError, exc_OSError, exc_ReferenceError, exc_RuntimeError,
    exc_StopAsyncIteration, exc_StopIteration, exc_SyntaxError, exc_SystemError, exc_TypeError, exc_ValueError,
    exc_Warning, exc_FloatingPointError, exc_OverflowError, exc_ZeroDivisionError, exc_BytesWarning,
    exc_DeprecationWarning, exc_EncodingWarning, exc_FutureWarning, exc_ImportWarning, exc_PendingDeprecationWarning,
    exc_ResourceWarning, exc_RuntimeWarning, exc_SyntaxWarning, exc_UnicodeWarning, exc_UserWarning,
    exc_BlockingIOError, exc_ChildProcessError, exc_ConnectionError, exc_FileExistsError, exc_FileNotFoundError,
    exc_InterruptedError, exc_IsADirectoryError, exc_NotADirectoryError, exc_PermissionError, exc_ProcessLookupError,
    exc_TimeoutError, exc_IndentationError, exc__IncompleteInputError, exc_IndexError, exc_KeyError,
    exc_ModuleNotFoundError, exc_NotImplementedError, exc_PythonFinalizationError, exc_RecursionError,
    exc_UnboundLocalError, exc_UnicodeError, exc_BrokenPipeError, exc_ConnectionAbortedError,
    exc_ConnectionRefusedError, exc_ConnectionResetError, exc_TabError, exc_UnicodeDecodeError,
    exc_UnicodeEncodeError, exc_UnicodeTranslateError};

int exceptions_add_to(Object* dict) {
  for (TypeObject* type : exceptions_by_level) {
    if (dict_set_item_string(dict, type->tp_name, type) < 0) return -1;
  }
  if (dict_set_item_string(dict, "ExceptionGroup", exc_ExceptionGroup) < 0) return -1;
  if (dict_set_item_string(dict, "EnvironmentError", exc_OSError) < 0) return -1;
  return dict_set_item_string(dict, "IOError", exc_OSError);
}

}  // namespace py

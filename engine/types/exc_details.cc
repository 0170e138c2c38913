// Exceptions that carry fields of their own: ImportError, NameError, AttributeError, SyntaxError, MemoryError.
// CPython 3.13: Objects/exceptions.c
#include <cstring>  // strrchr

#include "gc/gc.h"                       // object_gc_del, tracking of reserved MemoryErrors
#include "gc/gc_verify.h"                // the audit knows who holds the last resort
#include "object/identifiers.h"          // ID
#include "types/dictobject.h"            // keyword arguments
#include "types/exceptions.h"
#include "types/exceptions_internal.h"
#include "types/longobject.h"            // SyntaxError's numbers
#include "object/abstract.h"             // sequence_tuple
#include "object/call.h"                 // making ImportErrors with keywords
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

// --- ImportError ---

static_assert(sizeof(ImportErrorObject) <= static_cast<size_t>(layout::ImportError.basicsize));

static int ImportError_init(Object* o, Object* args, Object* kwds) {
  if (BaseException_init(o, args, nullptr) == -1) return -1;
  static const char* const kNames[] = {"name", "path", "name_from"};
  Object* values[3];
  if (!exception_parse_keywords("ImportError", kwds, kNames, values, 3)) return -1;
  auto* self = static_cast<ImportErrorObject*>(o);
  set_ref(self->name, xnew_ref(values[0]));
  set_ref(self->path, xnew_ref(values[1]));
  set_ref(self->name_from, xnew_ref(values[2]));
  set_ref(self->msg, tuple_size(args) == 1 ? new_ref(tuple_item(args, 0)) : nullptr);
  return 0;
}

static Object* ImportError_str(Object* o) {
  auto* self = static_cast<ImportErrorObject*>(o);
  if (self->msg && unicode_check_exact(self->msg)) return new_ref(self->msg);
  return BaseException_str(o);
}

static const MemberDef ImportError_members[] = {
    {"msg", _Py_T_OBJECT, offsetof(ImportErrorObject, msg), 0, "exception message"},
    {"name", _Py_T_OBJECT, offsetof(ImportErrorObject, name), 0, "module name"},
    {"path", _Py_T_OBJECT, offsetof(ImportErrorObject, path), 0, "module path"},
    {"name_from", _Py_T_OBJECT, offsetof(ImportErrorObject, name_from), 0, "name imported from module"},
    {}};

static constexpr auto ImportError_clear =
    exception_clear_fields<ImportErrorObject, &ImportErrorObject::msg, &ImportErrorObject::name,
                           &ImportErrorObject::path, &ImportErrorObject::name_from>;
static constexpr auto ImportError_traverse =
    exception_traverse_fields<ImportErrorObject, &ImportErrorObject::msg, &ImportErrorObject::name,
                              &ImportErrorObject::path, &ImportErrorObject::name_from>;

#define IMPORT_ERROR(NAME, BASE, ...)                                     \
  TypeObject NAME##_type = {TYPE_HEAD,                                    \
                            {.tp_name = #NAME,                            \
                             .tp_basicsize = layout::ImportError.basicsize, \
                             .tp_dealloc = exception_dealloc<ImportError_clear>, \
                             .tp_str = ImportError_str,                   \
                             .tp_flags = kExceptionFlags,                 \
                             .tp_doc = exception_doc::NAME,               \
                             .tp_traverse = ImportError_traverse,         \
                             .tp_clear = ImportError_clear,               \
                             .tp_members = ImportError_members,           \
                             .tp_base = &BASE##_type,                     \
                             .tp_dictoffset = offsetof(BaseExceptionObject, dict), \
                             .tp_init = ImportError_init,                 \
                             .tp_new = BaseException_new}};
IMPORT_ERROR(ImportError, Exception)
IMPORT_ERROR(ModuleNotFoundError, ImportError)

static Object* set_import_error(TypeObject* type, Object* msg, Object* name, Object* path, Object* name_from) {
  Object* kwargs = dict_new();
  if (!kwargs) return nullptr;
  Object* error = nullptr;
  if (dict_set_item_string(kwargs, "name", name ? name : None) == 0 &&
      dict_set_item_string(kwargs, "path", path ? path : None) == 0 &&
      (!name_from || dict_set_item_string(kwargs, "name_from", name_from) == 0)) {
    Object* args = tuple_pack(msg ? msg : None);
    if (args) {
      error = object_call(type, args, kwargs);
      decref(args);
    }
  }
  if (error) {
    err_set_object(error->ob_type, error);
    decref(error);
  }
  decref(kwargs);
  return nullptr;
}

Object* err_set_import_error_subclass(TypeObject* type, Object* msg, Object* name, Object* path) {
  return set_import_error(type, msg, name, path, nullptr);
}
Object* err_set_import_error(Object* msg, Object* name, Object* path) {
  return set_import_error(exc_ImportError, msg, name, path, nullptr);
}
Object* err_set_import_error_with_name_from(Object* msg, Object* name, Object* path, Object* name_from) {
  return set_import_error(exc_ImportError, msg, name, path, name_from);
}

// --- NameError ---

static_assert(sizeof(NameErrorObject) <= static_cast<size_t>(layout::NameError.basicsize));

static int NameError_init(Object* o, Object* args, Object* kwds) {
  if (BaseException_init(o, args, nullptr) == -1) return -1;
  static const char* const kNames[] = {"name"};
  Object* name;
  if (!exception_parse_keywords("NameError", kwds, kNames, &name, 1)) return -1;
  set_ref(static_cast<NameErrorObject*>(o)->name, xnew_ref(name));
  return 0;
}

static const MemberDef NameError_members[] = {
    {"name", _Py_T_OBJECT, offsetof(NameErrorObject, name), 0, "name"}, {}};
static constexpr auto NameError_clear = exception_clear_fields<NameErrorObject, &NameErrorObject::name>;

#define NAME_ERROR(NAME, BASE, INIT)                                                                     \
  TypeObject NAME##_type = {TYPE_HEAD,                                                                    \
                            {.tp_name = #NAME,                                                            \
                             .tp_basicsize = layout::NameError.basicsize,                                 \
                             .tp_dealloc = exception_dealloc<NameError_clear>,                            \
                             .tp_flags = kExceptionFlags,                                                 \
                             .tp_doc = exception_doc::NAME,                                               \
                             .tp_traverse = exception_traverse_fields<NameErrorObject, &NameErrorObject::name>, \
                             .tp_clear = NameError_clear,                                                 \
                             .tp_members = NameError_members,                                             \
                             .tp_base = &BASE##_type,                                                     \
                             .tp_dictoffset = offsetof(BaseExceptionObject, dict),                        \
                             .tp_init = INIT,                                                             \
                             .tp_new = BaseException_new}};
NAME_ERROR(NameError, Exception, NameError_init)
NAME_ERROR(UnboundLocalError, NameError, NameError_init)

// --- AttributeError ---

static_assert(sizeof(AttributeErrorObject) <= static_cast<size_t>(layout::AttributeError.basicsize));

static int AttributeError_init(Object* o, Object* args, Object* kwds) {
  if (BaseException_init(o, args, nullptr) == -1) return -1;
  static const char* const kNames[] = {"name", "obj"};
  Object* values[2];
  if (!exception_parse_keywords("AttributeError", kwds, kNames, values, 2)) return -1;
  auto* self = static_cast<AttributeErrorObject*>(o);
  set_ref(self->name, xnew_ref(values[0]));
  set_ref(self->obj, xnew_ref(values[1]));
  return 0;
}

static const MemberDef AttributeError_members[] = {
    {"name", _Py_T_OBJECT, offsetof(AttributeErrorObject, name), 0, "attribute name"},
    {"obj", _Py_T_OBJECT, offsetof(AttributeErrorObject, obj), 0, "object"},
    {}};
static constexpr auto AttributeError_clear =
    exception_clear_fields<AttributeErrorObject, &AttributeErrorObject::obj, &AttributeErrorObject::name>;

TypeObject AttributeError_type = {
    TYPE_HEAD,
    {.tp_name = "AttributeError",
     .tp_basicsize = layout::AttributeError.basicsize,
     .tp_dealloc = exception_dealloc<AttributeError_clear>,
     .tp_flags = kExceptionFlags,
     .tp_doc = exception_doc::AttributeError,
     .tp_traverse =
         exception_traverse_fields<AttributeErrorObject, &AttributeErrorObject::obj, &AttributeErrorObject::name>,
     .tp_clear = AttributeError_clear,
     .tp_members = AttributeError_members,
     .tp_base = &Exception_type,
     .tp_dictoffset = offsetof(BaseExceptionObject, dict),
     .tp_init = AttributeError_init,
     .tp_new = BaseException_new}};

void err_set_name_error(TypeObject* type, const char* format, Object* name) {
  err_format(type, format, name);
  Object* exc = tstate.current_exception;
  if (exc && object_type_check(exc, exc_NameError)) {
    set_ref(static_cast<NameErrorObject*>(exc)->name, new_ref(name));
  }
}

// --- SyntaxError ---

static_assert(sizeof(SyntaxErrorObject) <= static_cast<size_t>(layout::SyntaxError.basicsize));

// Takes the location out of the second argument: (filename, lineno, offset, text[, end_lineno, end_offset]).
static int syntax_error_set_location(SyntaxErrorObject* self, Object* info) {
  Object* details = sequence_tuple(info);
  if (!details) return -1;
  Ssize n = tuple_size(details);
  if (n < 4 || n > 6) {
    err_format(exc_TypeError, n < 4 ? "function takes at least 4 arguments (%zd given)"
                                    : "function takes at most 6 arguments (%zd given)", n);
    decref(details);
    return -1;
  }
  Object** const fields[] = {&self->filename, &self->lineno, &self->offset,
                             &self->text,     &self->end_lineno, &self->end_offset};
  for (Ssize i = 0; i < 6; i++) set_ref(*fields[i], i < n ? new_ref(tuple_item(details, i)) : nullptr);
  decref(details);
  if (self->end_lineno && !self->end_offset) {
    err_set_string(exc_TypeError, "end_offset must be provided when end_lineno is provided");
    return -1;
  }
  return 0;
}

static int SyntaxError_init(Object* o, Object* args, Object* kwds) {
  if (BaseException_init(o, args, kwds) == -1) return -1;
  auto* self = static_cast<SyntaxErrorObject*>(o);
  Ssize n = tuple_size(args);
  if (n >= 1) set_ref(self->msg, new_ref(tuple_item(args, 0)));
  if (n == 2) return syntax_error_set_location(self, tuple_item(args, 1));
  return 0;
}

static Object* SyntaxError_str(Object* o) {
  auto* self = static_cast<SyntaxErrorObject*>(o);
  Object* msg = self->msg ? self->msg : None;
  bool have_lineno = self->lineno && long_check_exact(self->lineno);
  Object* filename = nullptr;
  if (self->filename && unicode_check(self->filename)) {
    Ssize length = unicode_length(self->filename), start = 0;
    for (Ssize i = 0; i < length; i++) {
      if (unicode_read_char(self->filename, i) == '/') start = i + 1;
    }
    filename = unicode_substring(self->filename, start, length);
    if (!filename) return nullptr;
  }
  if (!filename && !have_lineno) return object_str(msg);
  int overflow = 0;
  long long line = have_lineno ? long_as_long_long_and_overflow(self->lineno, &overflow) : 0;
  Object* result;
  if (filename && have_lineno) {
    result = unicode_from_format("%S (%U, line %lld)", msg, filename, line);
  } else if (filename) {
    result = unicode_from_format("%S (%U)", msg, filename);
  } else {
    result = unicode_from_format("%S (line %lld)", msg, line);
  }
  xdecref(filename);
  return result;
}

static const MemberDef SyntaxError_members[] = {
    {"msg", _Py_T_OBJECT, offsetof(SyntaxErrorObject, msg), 0, "exception msg"},
    {"filename", _Py_T_OBJECT, offsetof(SyntaxErrorObject, filename), 0, "exception filename"},
    {"lineno", _Py_T_OBJECT, offsetof(SyntaxErrorObject, lineno), 0, "exception lineno"},
    {"offset", _Py_T_OBJECT, offsetof(SyntaxErrorObject, offset), 0, "exception offset"},
    {"text", _Py_T_OBJECT, offsetof(SyntaxErrorObject, text), 0, "exception text"},
    {"end_lineno", _Py_T_OBJECT, offsetof(SyntaxErrorObject, end_lineno), 0, "exception end lineno"},
    {"end_offset", _Py_T_OBJECT, offsetof(SyntaxErrorObject, end_offset), 0, "exception end offset"},
    {"print_file_and_line", _Py_T_OBJECT, offsetof(SyntaxErrorObject, print_file_and_line), 0,
     "exception print_file_and_line"},
    {}};

#define SYNTAX_FIELDS                                                                                         \
  SyntaxErrorObject, &SyntaxErrorObject::msg, &SyntaxErrorObject::filename, &SyntaxErrorObject::lineno,       \
      &SyntaxErrorObject::offset, &SyntaxErrorObject::end_lineno, &SyntaxErrorObject::end_offset,             \
      &SyntaxErrorObject::text, &SyntaxErrorObject::print_file_and_line
static constexpr auto SyntaxError_clear = exception_clear_fields<SYNTAX_FIELDS>;
static constexpr auto SyntaxError_traverse = exception_traverse_fields<SYNTAX_FIELDS>;

#define SYNTAX_ERROR(NAME, BASE)                                                    \
  TypeObject NAME##_type = {TYPE_HEAD,                                              \
                            {.tp_name = #NAME,                                      \
                             .tp_basicsize = layout::SyntaxError.basicsize,         \
                             .tp_dealloc = exception_dealloc<SyntaxError_clear>,    \
                             .tp_str = SyntaxError_str,                             \
                             .tp_flags = kExceptionFlags,                           \
                             .tp_doc = exception_doc::NAME,                         \
                             .tp_traverse = SyntaxError_traverse,                   \
                             .tp_clear = SyntaxError_clear,                         \
                             .tp_members = SyntaxError_members,                     \
                             .tp_base = &BASE##_type,                               \
                             .tp_dictoffset = offsetof(BaseExceptionObject, dict),  \
                             .tp_init = SyntaxError_init,                           \
                             .tp_new = BaseException_new}};
SYNTAX_ERROR(SyntaxError, Exception)
SYNTAX_ERROR(IndentationError, SyntaxError)
SYNTAX_ERROR(TabError, IndentationError)
SYNTAX_ERROR(_IncompleteInputError, SyntaxError)

// --- MemoryError: a reserve of 16 instances, so that running out of memory can always be said ---

constexpr int kMemoryErrorsSaved = 16;  // MEMERRORS_SAVE
static struct {
  BaseExceptionObject* freelist;  // linked through dict
  int numfree;
  Object* last_resort;  // when even the reserve is used up
} memory_errors;

static Object* get_memory_error(bool allow_allocation, Object* args, Object* kwds) {
  BaseExceptionObject* self = memory_errors.freelist;
  if (!self) {
    if (!allow_allocation) return new_ref(memory_errors.last_resort);
    return BaseException_new(exc_MemoryError, args, kwds);
  }
  memory_errors.freelist = static_cast<BaseExceptionObject*>(self->dict);
  memory_errors.numfree--;
  self->dict = nullptr;
  self->args = tuple_empty();
  self->ob_refcnt = 1;
  object_gc_track(self);
  return self;
}

static Object* MemoryError_new(TypeObject* type, Object* args, Object* kwds) {
  if (type != exc_MemoryError) return BaseException_new(type, args, kwds);
  return get_memory_error(true, args, kwds);
}

static void MemoryError_dealloc(Object* o) {
  object_gc_untrack(o);
  BaseException_clear(o);
  auto* self = static_cast<BaseExceptionObject*>(o);
  if (o->ob_type != exc_MemoryError || memory_errors.numfree >= kMemoryErrorsSaved) {
    o->ob_type->tp_free(o);
    return;
  }
  self->suppress_context = false;
  self->dict = memory_errors.freelist;
  memory_errors.freelist = self;
  memory_errors.numfree++;
}

TypeObject MemoryError_type = {TYPE_HEAD,
                               {.tp_name = "MemoryError",
                                .tp_basicsize = layout::BaseException.basicsize,
                                .tp_dealloc = MemoryError_dealloc,
                                .tp_flags = kExceptionFlags,
                                .tp_doc = exception_doc::MemoryError,
                                .tp_traverse = BaseException_traverse,
                                .tp_clear = BaseException_clear,
                                .tp_base = &Exception_type,
                                .tp_dictoffset = offsetof(BaseExceptionObject, dict),
                                .tp_init = BaseException_init,
                                .tp_new = MemoryError_new}};

static void visit_last_resort(HolderVisit visit, void* context) { visit(memory_errors.last_resort, context); }

int memory_errors_init() {
  memory_errors = {};
  audit_register_holder("MemoryError of last resort", visit_last_resort);
  memory_errors.last_resort = BaseException_new(exc_MemoryError, tuple_empty(), nullptr);
  if (!memory_errors.last_resort) return -1;
  Object* reserve[kMemoryErrorsSaved];
  for (Object*& error : reserve) {
    error = get_memory_error(true, tuple_empty(), nullptr);
    if (!error) return -1;
  }
  for (Object* error : reserve) decref(error);
  return 0;
}

Object* err_no_memory() {
  Object* error = get_memory_error(false, nullptr, nullptr);
  err_set_raised_exception(error);
  return nullptr;
}

}  // namespace py

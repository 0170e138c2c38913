// OSError: the subclass that an errno stands for, and the shape of its message.
// CPython 3.13: Objects/exceptions.c (OSError), Python/errors.c (PyErr_SetFromErrno...)
#include <cstring>

#include "gc/gc.h"                       // object_gc_del
#include "object/abstract.h"             // number_as_ssize_t
#include "object/call.h"
#include "types/exceptions.h"
#include "types/exceptions_internal.h"
#include "types/longobject.h"            // errno as int
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

static_assert(sizeof(OSErrorObject) <= static_cast<size_t>(layout::OSError.basicsize));

namespace {

// Linux's numbers: they are part of what a program can see, whatever the host.
struct ErrnoClass {
  int number;
  TypeObject* type;
};
constexpr ErrnoClass kErrnoClasses[] = {
    {11, exc_BlockingIOError},        {114, exc_BlockingIOError},   {115, exc_BlockingIOError},
    {32, exc_BrokenPipeError},        {108, exc_BrokenPipeError},   {10, exc_ChildProcessError},
    {103, exc_ConnectionAbortedError}, {111, exc_ConnectionRefusedError}, {104, exc_ConnectionResetError},
    {17, exc_FileExistsError},        {2, exc_FileNotFoundError},   {21, exc_IsADirectoryError},
    {20, exc_NotADirectoryError},     {4, exc_InterruptedError},    {13, exc_PermissionError},
    {1, exc_PermissionError},         {3, exc_ProcessLookupError},  {110, exc_TimeoutError}};

TypeObject* class_of_errno(Object* number) {
  int overflow = 0;
  long long value = long_as_long_long_and_overflow(number, &overflow);
  for (const ErrnoClass& entry : kErrnoClasses) {
    if (!overflow && entry.number == value) return entry.type;
  }
  return nullptr;
}

struct OSErrorArgs {
  Object *myerrno = nullptr, *strerror = nullptr, *filename = nullptr, *filename2 = nullptr;  // borrowed
};

// (errno, strerror[, filename[, winerror[, filename2]]])
OSErrorArgs parse_args(Object* args) {
  OSErrorArgs result;
  Ssize n = tuple_size(args);
  if (n < 2 || n > 5) return result;
  result.myerrno = tuple_item(args, 0);
  result.strerror = tuple_item(args, 1);
  if (n >= 3) result.filename = tuple_item(args, 2);
  if (n >= 5) result.filename2 = tuple_item(args, 4);
  return result;
}

// Fills the fields; args becomes the first two when there is a filename.
int oserror_init(OSErrorObject* self, Object* args, const OSErrorArgs& a) {
  Object* kept = new_ref(args);
  Ssize n = tuple_size(args);
  if (a.filename && a.filename != None) {
    if (self->ob_type == exc_BlockingIOError && number_check(a.filename)) {
      // BlockingIOError's third argument is the number of characters written.
      self->written = number_as_ssize_t(a.filename, exc_ValueError);
      if (self->written == -1 && err_occurred()) {
        decref(kept);
        return -1;
      }
    } else {
      set_ref(self->filename, new_ref(a.filename));
      if (a.filename2 && a.filename2 != None) set_ref(self->filename2, new_ref(a.filename2));
      if (n >= 2 && n <= 5) {
        Object* first_two = tuple_get_slice(args, 0, 2);
        decref(kept);
        if (!first_two) return -1;
        kept = first_two;
      }
    }
  }
  set_ref(self->myerrno, xnew_ref(a.myerrno));
  set_ref(self->strerror, xnew_ref(a.strerror));
  set_ref(self->args, kept);
  return 0;
}

int OSError_init(Object* o, Object* args, Object* kwds);
Object* OSError_new(TypeObject* type, Object* args, Object* kwds);

// A class that overrides __init__ but not __new__ is filled by OSError.__init__; every other by __new__ already.
bool oserror_use_init(TypeObject* type) { return type->tp_init != OSError_init && type->tp_new == OSError_new; }

Object* OSError_new(TypeObject* type, Object* args, Object* kwds) {
  bool use_init = oserror_use_init(type);
  OSErrorArgs parsed;
  if (!use_init) {
    if (!exception_no_keywords(type->tp_name, kwds)) return nullptr;
    parsed = parse_args(args);
    if (parsed.myerrno && long_check(parsed.myerrno) && type == exc_OSError) {
      if (TypeObject* mapped = class_of_errno(parsed.myerrno)) type = mapped;
    }
  }
  auto* self = static_cast<OSErrorObject*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  self->written = -1;
  self->args = tuple_empty();
  if (!use_init && oserror_init(self, args, parsed) < 0) {
    decref(self);
    return nullptr;
  }
  return self;
}

int OSError_init(Object* o, Object* args, Object* kwds) {
  TypeObject* type = o->ob_type;
  if (!oserror_use_init(type)) return 0;  // __new__ did it
  if (!exception_no_keywords(type->tp_name, kwds)) return -1;
  return oserror_init(static_cast<OSErrorObject*>(o), args, parse_args(args));
}

Object* OSError_str(Object* o) {
  auto* self = static_cast<OSErrorObject*>(o);
  Object* number = self->myerrno ? self->myerrno : None;
  Object* text = self->strerror ? self->strerror : None;
  if (self->filename) {
    if (self->filename2) {
      return unicode_from_format("[Errno %S] %S: %R -> %R", number, text, self->filename, self->filename2);
    }
    return unicode_from_format("[Errno %S] %S: %R", number, text, self->filename);
  }
  if (self->myerrno && self->strerror) return unicode_from_format("[Errno %S] %S", number, text);
  return BaseException_str(o);
}

Object* OSError_reduce(Object* o) {
  auto* self = static_cast<OSErrorObject*>(o);
  Object* args = self->args;
  if (tuple_size(args) == 2 && self->filename) {
    args = self->filename2 ? tuple_pack(tuple_item(args, 0), tuple_item(args, 1), self->filename, None, self->filename2)
                           : tuple_pack(tuple_item(args, 0), tuple_item(args, 1), self->filename);
    if (!args) return nullptr;
  } else {
    incref(args);
  }
  Object* type = o->ob_type;
  Object* result = self->dict ? tuple_pack(type, args, self->dict) : tuple_pack(type, args);
  decref(args);
  return result;
}

Object* OSError_get_written(Object* o, void*) {
  auto* self = static_cast<OSErrorObject*>(o);
  if (self->written == -1) {
    err_set_string(exc_AttributeError, "characters_written");
    return nullptr;
  }
  return long_from_ssize_t(self->written);
}

int OSError_set_written(Object* o, Object* value, void*) {
  auto* self = static_cast<OSErrorObject*>(o);
  if (!value) {
    if (self->written == -1) {
      err_set_string(exc_AttributeError, "characters_written");
      return -1;
    }
    self->written = -1;
    return 0;
  }
  Ssize n = number_as_ssize_t(value, exc_ValueError);
  if (n == -1 && err_occurred()) return -1;
  self->written = n;
  return 0;
}

const MemberDef OSError_members[] = {
    {"errno", _Py_T_OBJECT, offsetof(OSErrorObject, myerrno), 0, "POSIX exception code"},
    {"strerror", _Py_T_OBJECT, offsetof(OSErrorObject, strerror), 0, "exception strerror"},
    {"filename", _Py_T_OBJECT, offsetof(OSErrorObject, filename), 0, "exception filename"},
    {"filename2", _Py_T_OBJECT, offsetof(OSErrorObject, filename2), 0, "second exception filename"},
    {}};
constexpr MethodDef OSError_methods[] = {{"__reduce__", OSError_reduce}, {}};
constexpr GetSetDef OSError_getset[] = {{"characters_written", OSError_get_written, OSError_set_written}, {}};

#define OSERROR_FIELDS                                                                                \
  OSErrorObject, &OSErrorObject::myerrno, &OSErrorObject::strerror, &OSErrorObject::filename,         \
      &OSErrorObject::filename2
constexpr auto OSError_clear = exception_clear_fields<OSERROR_FIELDS>;
constexpr auto OSError_traverse = exception_traverse_fields<OSERROR_FIELDS>;

}  // namespace

TypeObject OSError_type = {TYPE_HEAD,
                           {.tp_name = "OSError",
                            .tp_basicsize = layout::OSError.basicsize,
                            .tp_dealloc = exception_dealloc<OSError_clear>,
                            .tp_str = OSError_str,
                            .tp_flags = kExceptionFlags,
                            .tp_doc = exception_doc::OSError,
                            .tp_traverse = OSError_traverse,
                            .tp_clear = OSError_clear,
                            .tp_methods = OSError_methods,
                            .tp_members = OSError_members,
                            .tp_getset = OSError_getset,
                            .tp_base = &Exception_type,
                            .tp_dictoffset = offsetof(BaseExceptionObject, dict),
                            .tp_init = OSError_init,
                            .tp_new = OSError_new}};

#define OSERROR(NAME, BASE)                                                        \
  TypeObject NAME##_type = {TYPE_HEAD,                                             \
                            {.tp_name = #NAME,                                     \
                             .tp_basicsize = layout::OSError.basicsize,            \
                             .tp_dealloc = exception_dealloc<OSError_clear>,       \
                             .tp_flags = kExceptionFlags,                          \
                             .tp_doc = exception_doc::NAME,                        \
                             .tp_traverse = OSError_traverse,                      \
                             .tp_clear = OSError_clear,                            \
                             .tp_base = &BASE##_type,                              \
                             .tp_dictoffset = offsetof(BaseExceptionObject, dict), \
                             .tp_init = OSError_init,                              \
                             .tp_new = OSError_new}};
OSERROR(BlockingIOError, OSError)
OSERROR(ConnectionError, OSError)
OSERROR(ChildProcessError, OSError)
OSERROR(BrokenPipeError, ConnectionError)
OSERROR(ConnectionAbortedError, ConnectionError)
OSERROR(ConnectionRefusedError, ConnectionError)
OSERROR(ConnectionResetError, ConnectionError)
OSERROR(FileExistsError, OSError)
OSERROR(FileNotFoundError, OSError)
OSERROR(IsADirectoryError, OSError)
OSERROR(NotADirectoryError, OSError)
OSERROR(InterruptedError, OSError)
OSERROR(PermissionError, OSError)
OSERROR(ProcessLookupError, OSError)
OSERROR(TimeoutError, OSError)

// glibc's words for the errors that the in-memory file system and os can raise.
const char* errno_message(int err) {
  static const struct {
    int number;
    const char* text;
  } kMessages[] = {{1, "Operation not permitted"}, {2, "No such file or directory"}, {3, "No such process"},
                   {4, "Interrupted system call"}, {5, "Input/output error"},        {9, "Bad file descriptor"},
                   {10, "No child processes"},     {11, "Resource temporarily unavailable"},
                   {12, "Cannot allocate memory"}, {13, "Permission denied"},        {17, "File exists"},
                   {18, "Invalid cross-device link"}, {20, "Not a directory"},       {21, "Is a directory"},
                   {22, "Invalid argument"},       {24, "Too many open files"},      {25, "Inappropriate ioctl for device"},
                   {27, "File too large"},         {28, "No space left on device"},  {29, "Illegal seek"},
                   {30, "Read-only file system"},  {32, "Broken pipe"},              {33, "Numerical argument out of domain"},
                   {34, "Numerical result out of range"}, {36, "File name too long"}, {38, "Function not implemented"},
                   {39, "Directory not empty"},    {40, "Too many levels of symbolic links"}, {75, "Value too large for defined data type"},
                   {95, "Operation not supported"}, {98, "Address already in use"},  {103, "Software caused connection abort"},
                   {104, "Connection reset by peer"}, {108, "Cannot send after transport endpoint shutdown"},
                   {110, "Connection timed out"},  {111, "Connection refused"},      {114, "Operation already in progress"},
                   {115, "Operation now in progress"}};
  for (const auto& entry : kMessages) {
    if (entry.number == err) return entry.text;
  }
  return nullptr;
}

Object* err_set_from_errno_with_filenames(int err, Object* one, Object* two) {
  const char* known = errno_message(err);
  Object* message = known ? unicode_from_string(known) : unicode_from_format("Unknown error %d", err);
  if (!message) return nullptr;
  Object* number = long_from_long(err);
  Object* args = nullptr;
  if (number) {
    args = !one ? tuple_pack(number, message)
                : (two ? tuple_pack(number, message, one, None, two) : tuple_pack(number, message, one));
  }
  decref(message);
  xdecref(number);
  if (!args) return nullptr;
  Object* error = object_call(exc_OSError, args, nullptr);
  decref(args);
  if (error) {
    err_set_object(error->ob_type, error);
    decref(error);
  }
  return nullptr;
}

Object* err_set_from_errno(int err) { return err_set_from_errno_with_filenames(err, nullptr, nullptr); }
Object* err_set_from_errno_with_filename(int err, Object* filename) {
  return err_set_from_errno_with_filenames(err, filename, nullptr);
}

}  // namespace py

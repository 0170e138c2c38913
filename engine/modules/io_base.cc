// The base classes of file objects and their mix-in methods.
// CPython 3.13: Modules/_io/iobase.c, Modules/_io/bufferedio.c and textio.c (the base classes there)
//
// Instances have a dict (for `name`, `mode` and what subclasses add) and a list of weak references. An object that was not
// closed is closed when it dies.
#include "gc/gc.h"                  // object_gc_del
#include "modules/io_internal.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/gc_head.h"
#include "object/identifiers.h"     // ID
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/dictobject.h"
#include "types/exceptions.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

TypeObject* exc_UnsupportedOperation;

Object* io_unsupported(const char* message) {
  err_set_string(exc_UnsupportedOperation, message);
  return nullptr;
}
Object* io_closed_error() { return err_format(exc_ValueError, "I/O operation on closed file."); }

Object* io_call(Object* obj, const char* name) {
  Object* text = unicode_intern_from_string(name);
  Object* result = text ? object_call_method_no_args(obj, text) : nullptr;
  xdecref(text);
  return result;
}
Object* io_call(Object* obj, const char* name, Object* arg) {
  Object* text = unicode_intern_from_string(name);
  Object* result = text ? object_call_method_one_arg(obj, text, arg) : nullptr;
  xdecref(text);
  return result;
}
Object* io_call(Object* obj, const char* name, Object* arg1, Object* arg2) {
  Object* text = unicode_intern_from_string(name);
  Object* result = text ? object_call_method_obj_args(obj, text, arg1, arg2, nullptr) : nullptr;
  xdecref(text);
  return result;
}

int io_is_true(Object* obj, const char* name) {
  Object* result = io_call(obj, name);
  if (!result) return -1;
  int truth = object_is_true(result);
  decref(result);
  return truth;
}

int io_is_closed(Object* obj) {
  Object* closed;
  int found = object_get_optional_attr(obj, ID(closed), &closed);
  if (found <= 0) return found;
  int truth = object_is_true(closed);
  decref(closed);
  return truth;
}

bool io_size_argument(Object* arg, Ssize* size) {
  if (!arg || arg == None) return true;
  if (!index_check(arg)) {
    err_format(exc_TypeError, "argument should be integer or None, not '%.200s'", arg->ob_type->tp_name);
    return false;
  }
  *size = number_as_ssize_t(arg, exc_OverflowError);
  return *size != -1 || !err_occurred();
}

bool io_offset_argument(Object* arg, Ssize* offset) {
  *offset = number_as_ssize_t(arg, exc_OverflowError);
  return *offset != -1 || !err_occurred();
}

Object* io_none_or(Object* value) { return value ? new_ref(value) : None; }

// --- IOBase ---

namespace {

struct IOBaseObject : Object {
  Object* dict;
  Object* weakreflist;
};

Object* check_closed(Object* self) {
  int closed = io_is_closed(self);
  if (closed > 0) return io_closed_error();
  return closed < 0 ? nullptr : None;
}

Object* iobase_closed_get(Object* self, void*) {
  Object* name = unicode_intern_from_string("__IOBase_closed");
  if (!name) return nullptr;
  int has = object_has_attr_with_error(self, name);
  decref(name);
  return has < 0 ? nullptr : bool_from_long(has);
}

Object* iobase_flush(Object* self) {
  Object* closed = iobase_closed_get(self, nullptr);
  if (!closed) return nullptr;
  bool is_closed = closed == True;
  decref(closed);
  return is_closed ? io_closed_error() : None;
}

Object* iobase_close(Object* self) {
  Object* closed = iobase_closed_get(self, nullptr);
  if (!closed || closed == True) return closed ? None : nullptr;
  Object* result = object_call_method_no_args(self, ID(flush));
  Object* error = err_get_raised_exception();
  int code = object_set_attr_string(self, "__IOBase_closed", True);
  if (error) {
    err_chain_exceptions(error);
    xdecref(result);
    return nullptr;
  }
  xdecref(result);
  return code < 0 ? nullptr : None;
}

Object* iobase_false(Object* self) {
  if (Object* ok = check_closed(self)) {
    decref(ok);
    return False;
  }
  return nullptr;
}
Object* iobase_no(Object*) { return False; }
Object* iobase_fileno(Object*) { return io_unsupported("fileno"); }
Object* iobase_seek(Object*, Object* const*, Ssize) { return io_unsupported("seek"); }
Object* iobase_truncate(Object*, Object* const*, Ssize) { return io_unsupported("truncate"); }

Object* iobase_tell(Object* self) {
  Object* zero = long_from_long(0);
  Object* one = long_from_long(1);
  return io_call(self, "seek", zero, one);
}

Object* require(Object* self, const char* method, const char* message) {
  int ok = io_is_true(self, method);
  if (ok < 0) return nullptr;
  return ok ? True : io_unsupported(message);
}
Object* iobase_check_readable(Object* self, Object* const*, Ssize) {
  return require(self, "readable", "File or stream is not readable.");
}
Object* iobase_check_writable(Object* self, Object* const*, Ssize) {
  return require(self, "writable", "File or stream is not writable.");
}
Object* iobase_check_seekable(Object* self, Object* const*, Ssize) {
  return require(self, "seekable", "File or stream is not seekable.");
}
Object* iobase_check_closed(Object* self, Object* const*, Ssize) { return check_closed(self); }

Object* iobase_enter(Object* self) {
  Object* ok = check_closed(self);
  if (!ok) return nullptr;
  decref(ok);
  return new_ref(self);
}
Object* iobase_exit(Object* self, Object* const*, Ssize) { return object_call_method_no_args(self, ID(close)); }

// One line by read(1) calls (or peek, where there is one): for classes that bring nothing better.
Object* iobase_readline(Object* self, Object* const* args, Ssize nargs) {
  Ssize limit = -1;
  if (!arg_check_positional("readline", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &limit))) return nullptr;
  std::string line;
  Object* one = long_from_long(1);
  while (limit < 0 || static_cast<Ssize>(line.size()) < limit) {
    Object* b = io_call(self, "read", one);
    if (!b) return nullptr;
    if (!bytes_check(b)) {
      err_format(exc_OSError, "read() should have returned a bytes object, not '%.200s'", b->ob_type->tp_name);
      decref(b);
      return nullptr;
    }
    Ssize n = bytes_size(b);
    line.append(bytes_data(b), static_cast<size_t>(n));
    decref(b);
    if (n == 0 || line.back() == '\n') break;
  }
  return bytes_from_string_and_size(line.data(), static_cast<Ssize>(line.size()));
}

Object* iobase_iter(Object* self) {
  Object* ok = check_closed(self);
  if (!ok) return nullptr;
  decref(ok);
  return new_ref(self);
}

Object* iobase_iternext(Object* self) {
  Object* line = object_call_method_no_args(self, ID(readline));
  if (!line) return nullptr;
  Ssize n = object_size(line);
  if (n <= 0) {
    decref(line);
    return nullptr;
  }
  return line;
}

Object* iobase_readlines(Object* self, Object* const* args, Ssize nargs) {
  Ssize hint = -1, length = 0;
  if (!arg_check_positional("readlines", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &hint))) return nullptr;
  Object* result = list_new(0);
  Object* it = result ? object_get_iter(self) : nullptr;
  if (it && hint <= 0) {
    int code = list_extend(result, it);
    decref(it);
    if (code == 0) return result;
    decref(result);
    return nullptr;
  }
  while (it) {
    Object* line = iter_next(it);
    if (!line) break;
    int code = list_append(result, line);
    Ssize n = object_size(line);
    decref(line);
    if (code < 0 || n < 0) break;
    length += n;
    if (length > hint) break;
  }
  xdecref(it);
  if (err_occurred()) clear_ref(result);
  return result;
}

Object* iobase_writelines(Object* self, Object* lines) {
  Object* ok = check_closed(self);
  if (!ok) return nullptr;
  decref(ok);
  Object* it = object_get_iter(lines);
  if (!it) return nullptr;
  while (Object* line = iter_next(it)) {
    Object* result = object_call_method_one_arg(self, ID(write), line);
    decref(line);
    if (!result) {
      decref(it);
      return nullptr;
    }
    decref(result);
  }
  decref(it);
  return err_occurred() ? nullptr : None;
}

// --- RawIOBase ---

Object* rawiobase_readall(Object* self) {
  Object* size = long_from_long(kDefaultBufferSize);
  std::string all;
  for (;;) {
    Object* data = size ? io_call(self, "read", size) : nullptr;
    if (!data) break;
    if (data == None || !bytes_check(data)) {
      bool none = data == None && all.empty();
      if (data != None) err_set_string(exc_TypeError, "read() should return bytes");
      decref(data);
      xdecref(size);
      return none ? None : (err_occurred() ? nullptr : bytes_from_string_and_size(all.data(), static_cast<Ssize>(all.size())));
    }
    Ssize n = bytes_size(data);
    all.append(bytes_data(data), static_cast<size_t>(n));
    decref(data);
    if (n == 0) {
      decref(size);
      return bytes_from_string_and_size(all.data(), static_cast<Ssize>(all.size()));
    }
  }
  xdecref(size);
  return nullptr;
}

Object* rawiobase_read(Object* self, Object* const* args, Ssize nargs) {
  Ssize n = -1;
  if (!arg_check_positional("read", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &n))) return nullptr;
  if (n < 0) return io_call(self, "readall");
  Object* buffer = bytearray_from_string_and_size(nullptr, n);
  if (!buffer) return nullptr;
  Object* count = io_call(self, "readinto", buffer);
  Object* result = nullptr;
  if (count == None) {
    result = None;
  } else if (count) {
    Ssize got = number_as_ssize_t(count, exc_ValueError);
    if (got != -1 || !err_occurred()) result = bytes_from_string_and_size(bytearray_as_string(buffer), got);
  }
  xdecref(count);
  decref(buffer);
  return result;
}

// --- BufferedIOBase, TextIOBase ---

Object* unsupported_read(Object*, Object* const*, Ssize) { return io_unsupported("read"); }
Object* unsupported_read1(Object*, Object* const*, Ssize) { return io_unsupported("read1"); }
Object* unsupported_readline(Object*, Object* const*, Ssize) { return io_unsupported("readline"); }
Object* unsupported_write(Object*, Object*) { return io_unsupported("write"); }
Object* unsupported_detach(Object*) { return io_unsupported("detach"); }

Object* read_into(Object* self, Object* target, const char* method) {
  ScopedBuffer view;
  if (object_get_buffer(target, &view, BUF_WRITABLE) < 0) return nullptr;
  Object* size = long_from_ssize_t(view.len);
  Object* data = size ? io_call(self, method, size) : nullptr;
  xdecref(size);
  if (!data) return nullptr;
  if (!bytes_check(data)) {
    decref(data);
    return err_format(exc_TypeError, "read() should return bytes");
  }
  Ssize n = bytes_size(data);
  if (n > view.len) {
    decref(data);
    return err_format(exc_ValueError, "read() returned too much data: %zd bytes requested, %zd returned", view.len, n);
  }
  std::memcpy(view.buf, bytes_data(data), static_cast<size_t>(n));
  decref(data);
  return long_from_ssize_t(n);
}
Object* bufferediobase_readinto(Object* self, Object* target) { return read_into(self, target, "read"); }
Object* bufferediobase_readinto1(Object* self, Object* target) { return read_into(self, target, "read1"); }
Object* none_getter(Object*, void*) { return None; }

// --- Memory management of the bases ---

void iobase_dealloc(Object* o) {
  if (object_call_finalizer_from_dealloc(o) < 0) return;
  object_gc_untrack(o);
  auto* self = static_cast<IOBaseObject*>(o);
  if (self->weakreflist) object_clear_weakrefs(o);
  clear_ref(self->dict);
  TypeObject* type = o->ob_type;
  type->tp_free(o);
}
int iobase_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(static_cast<IOBaseObject*>(o)->dict);
  return 0;
}
int iobase_clear(Object* o) {
  clear_ref(static_cast<IOBaseObject*>(o)->dict);
  return 0;
}

constexpr MethodDef iobase_methods[] = {
    {"seek", iobase_seek, "seek($self, offset, whence=os.SEEK_SET, /)\n--\n\n"},
    {"tell", iobase_tell, "tell($self, /)\n--\n\nReturn current stream position."},
    {"truncate", iobase_truncate, "truncate($self, size=None, /)\n--\n\n"},
    {"flush", iobase_flush, "flush($self, /)\n--\n\n"},
    {"close", iobase_close, "close($self, /)\n--\n\n"},
    {"seekable", iobase_no, "seekable($self, /)\n--\n\n"},
    {"readable", iobase_no, "readable($self, /)\n--\n\n"},
    {"writable", iobase_no, "writable($self, /)\n--\n\n"},
    {"_checkClosed", iobase_check_closed},
    {"_checkSeekable", iobase_check_seekable},
    {"_checkReadable", iobase_check_readable},
    {"_checkWritable", iobase_check_writable},
    {"fileno", iobase_fileno, "fileno($self, /)\n--\n\n"},
    {"isatty", iobase_false, "isatty($self, /)\n--\n\n"},
    {"__enter__", iobase_enter},
    {"__exit__", iobase_exit},
    {"readline", iobase_readline, "readline($self, size=-1, /)\n--\n\nRead and return a line from the stream."},
    {"readlines", iobase_readlines, "readlines($self, hint=-1, /)\n--\n\nReturn a list of lines from the stream."},
    {"writelines", iobase_writelines, "writelines($self, lines, /)\n--\n\nWrite a list of lines to stream."},
    {}};
constexpr GetSetDef iobase_getset[] = {
    {"__dict__", object_generic_get_dict}, {"closed", iobase_closed_get}, {}};
constexpr MethodDef rawiobase_methods[] = {
    {"read", rawiobase_read, "read($self, size=-1, /)\n--\n\n"},
    {"readall", rawiobase_readall, "readall($self, /)\n--\n\nRead until EOF, using multiple read() call."},
    {}};
constexpr MethodDef bufferediobase_methods[] = {{"detach", unsupported_detach},
                                                {"read", unsupported_read},
                                                {"read1", unsupported_read1},
                                                {"readinto", bufferediobase_readinto},
                                                {"readinto1", bufferediobase_readinto1},
                                                {"write", unsupported_write},
                                                {}};
constexpr MethodDef textiobase_methods[] = {
    {"detach", unsupported_detach}, {"read", unsupported_read}, {"readline", unsupported_readline}, {"write", unsupported_write}, {}};
constexpr GetSetDef textiobase_getset[] = {
    {"encoding", none_getter}, {"newlines", none_getter}, {"errors", none_getter}, {}};

}  // namespace

void iobase_finalize(Object* self) {
  Object* saved = err_get_raised_exception();
  int closed = io_is_closed(self);
  if (closed < 0) err_clear();
  if (closed == 0) {
    // close() can see that it is the destructor's: errors there go nowhere.
    if (object_set_attr(self, ID(_finalizing), True) < 0) err_clear();
    Object* result = object_call_method_no_args(self, ID(close));
    if (!result) err_clear();
    xdecref(result);
  }
  err_set_raised_exception(saved);
}

#define IO_BASE_TYPE(VAR, NAME, DOC, BASE, METHODS, GETSET)                                                     \
  TypeObject VAR = {TYPE_HEAD,                                                                                  \
                    {.tp_name = "_io." NAME,                                                                    \
                     .tp_basicsize = 32,                                                                        \
                     .tp_dealloc = iobase_dealloc,                                                              \
                     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,  \
                     .tp_doc = DOC,                                                                             \
                     .tp_traverse = iobase_traverse,                                                            \
                     .tp_clear = iobase_clear,                                                                  \
                     .tp_weaklistoffset = offsetof(IOBaseObject, weakreflist),                                  \
                     .tp_iter = iobase_iter,                                                                    \
                     .tp_iternext = iobase_iternext,                                                            \
                     .tp_methods = METHODS,                                                                     \
                     .tp_getset = GETSET,                                                                       \
                     .tp_base = BASE,                                                                           \
                     .tp_dictoffset = offsetof(IOBaseObject, dict),                                             \
                     .tp_new = type_generic_new,                                                                \
                     .tp_finalize = iobase_finalize}};

IO_BASE_TYPE(iobase_type, "_IOBase", "The abstract base class for all I/O classes.", &object_type, iobase_methods,
             iobase_getset)
IO_BASE_TYPE(rawiobase_type, "_RawIOBase", "Base class for raw binary I/O.", &iobase_type, rawiobase_methods, nullptr)
IO_BASE_TYPE(bufferediobase_type, "_BufferedIOBase", "Base class for buffered IO objects.", &iobase_type,
             bufferediobase_methods, nullptr)
IO_BASE_TYPE(textiobase_type, "_TextIOBase", "Base class for text I/O.", &iobase_type, textiobase_methods,
             textiobase_getset)

int io_base_init() {
  exc_UnsupportedOperation = nullptr;
  for (TypeObject* type : {&iobase_type, &rawiobase_type, &bufferediobase_type, &textiobase_type}) {
    if (type_ready(type) < 0) return -1;
  }
  Object* bases = tuple_pack(static_cast<Object*>(exc_OSError), static_cast<Object*>(exc_ValueError));
  if (!bases) return -1;
  exc_UnsupportedOperation = type_from_parts("io.UnsupportedOperation", bases, nullptr);
  decref(bases);
  return exc_UnsupportedOperation ? 0 : -1;
}

}  // namespace py

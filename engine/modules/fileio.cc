// FileIO: unbuffered bytes of a file descriptor.
// CPython 3.13: Modules/_io/fileio.c
//
// Invariants: fd is -1 when closed. `name` lives in the instance dict.
#include "gc/gc.h"                    // object_gc_del
#include "modules/descriptors.h"      // what a descriptor does
#include "modules/filesystem.h"       // paths
#include "modules/io_internal.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/gc_head.h"
#include "object/identifiers.h"       // ID
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/bytesobject.h"
#include "types/dictobject.h"
#include "types/exceptions.h"
#include "types/longobject.h"
#include "types/text.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

struct FileIOObject : Object {
  int fd;
  unsigned created : 1;
  unsigned readable : 1;
  unsigned writable : 1;
  unsigned appending : 1;
  unsigned closefd : 1;
  bool finalizing;
  Object* weakreflist;
  Object* dict;
};
static_assert(sizeof(FileIOObject) <= static_cast<size_t>(layout::FileIO.basicsize));

FileIOObject* fileio(Object* o) { return static_cast<FileIOObject*>(o); }

Object* closed_error() { return err_format(exc_ValueError, "I/O operation on closed file"); }
Object* mode_error(const char* action) {
  return err_format(exc_UnsupportedOperation, "File not open for %s", action);
}

// FileIO's mode letters; -1 with ValueError. Returns open() flags.
int parse_mode(FileIOObject* self, const char* mode) {
  int primaries = 0, plus = 0, flags = 0;
  self->created = self->readable = self->writable = self->appending = 0;
  for (const char* p = mode; *p; p++) {
    switch (*p) {
      case 'x': primaries++; self->created = self->writable = 1; flags |= kO_EXCL | kO_CREAT; break;
      case 'r': primaries++; self->readable = 1; break;
      case 'w': primaries++; self->writable = 1; flags |= kO_CREAT | kO_TRUNC; break;
      case 'a': primaries++; self->writable = self->appending = 1; flags |= kO_APPEND | kO_CREAT; break;
      case '+': plus++; self->readable = self->writable = 1; break;
      case 'b': break;
      default: err_format(exc_ValueError, "invalid mode: %.200s", mode); return -1;
    }
  }
  if (primaries != 1 || plus > 1) {
    err_set_string(exc_ValueError,
                   "Must have exactly one of create/read/write/append mode and at most one plus");
    return -1;
  }
  return flags | (self->readable && self->writable ? kO_RDWR : self->readable ? kO_RDONLY : kO_WRONLY);
}

// A path argument as text: str, bytes or an object with __fspath__. False with TypeError.
bool path_text(Object* name, std::string* out) {
  Object* path = new_ref(name);
  if (!unicode_check(name) && !bytes_check(name)) {
    Object* fspath = object_lookup_special(name, ID(__fspath__));
    if (!fspath) {
      if (!err_occurred()) {
        err_format(exc_TypeError, "expected str, bytes or os.PathLike object, not %.200s", name->ob_type->tp_name);
      }
      decref(path);
      return false;
    }
    set_ref(path, object_call_no_args(fspath));
    decref(fspath);
    if (!path) return false;
  }
  bool ok = unicode_check(path) || bytes_check(path);
  if (!ok) {
    err_format(exc_TypeError, "expected %.200s.__fspath__() to return str or bytes, not %.200s",
               name->ob_type->tp_name, path->ob_type->tp_name);
  } else {
    *out = unicode_check(path) ? wtf8_of(path)
                               : std::string(bytes_data(path), static_cast<size_t>(bytes_size(path)));
    if (out->find('\0') != std::string::npos) {
      err_set_string(exc_ValueError, "embedded null byte");
      ok = false;
    }
  }
  decref(path);
  return ok;
}

// Opens through opener(name, flags). The descriptor, or -1 with the error set.
int call_opener(Object* opener, Object* name, int flags) {
  Object* number = long_from_long(flags | 02000000);  // O_CLOEXEC, as CPython passes it
  Object* args[] = {name, number};
  Object* result = number ? object_vectorcall(opener, args, 2, nullptr) : nullptr;
  xdecref(number);
  if (!result) return -1;
  int fd = -1;
  if (!long_check(result)) {
    err_set_string(exc_TypeError, "expected integer from opener");
  } else {
    fd = long_as_int(result);
    if (fd < 0 && !err_occurred()) err_format(exc_ValueError, "opener returned %d", fd);
  }
  decref(result);
  return fd < 0 ? -1 : fd;
}

int open_path(Object* name, int flags) {
  std::string path;
  if (!path_text(name, &path)) return -1;
  if (path.empty()) {
    err_set_from_errno_with_filename(2, name);
    return -1;
  }
  int fd = fd_open(filesystem_resolve(path), flags);
  if (fd < 0) err_set_from_errno_with_filename(-fd, name);
  return fd < 0 ? -1 : fd;
}

int fileio_open(FileIOObject* self, Object* name, const char* mode, bool closefd, Object* opener) {
  self->fd = -1;
  int flags = parse_mode(self, mode);
  if (flags < 0) return -1;
  self->closefd = closefd;
  if (long_check(name)) {
    int fd = long_as_int(name);
    if (fd == -1 && err_occurred()) return -1;
    if (fd < 0) {
      err_set_string(exc_ValueError, "negative file descriptor");
      return -1;
    }
    if (!fd_is_open(fd)) {
      err_set_from_errno_with_filename(9, name);
      return -1;
    }
    self->fd = fd;
  } else {
    if (!closefd) {
      err_set_string(exc_ValueError, "Cannot use closefd=False with file name");
      return -1;
    }
    self->fd = opener && opener != None ? call_opener(opener, name, flags) : open_path(name, flags);
    if (self->fd < 0) {
      self->fd = -1;
      return -1;
    }
  }
  if (object_set_attr(self, ID(name), name) < 0) return -1;
  if (self->appending) fd_seek(self->fd, 0, 2);
  return 0;
}

Object* fileio_tp_new(TypeObject* type, Object*, Object*) {
  auto* self = static_cast<FileIOObject*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  self->fd = -1;
  self->closefd = 1;
  return self;
}

int fileio_init_slot(Object* o, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"file", "mode", "closefd", "opener", nullptr};
  static ArgParser parser = {.fname = "FileIO", .keywords = kKeywords};
  Object* a[4];
  if (!unpack_tuple_args(&parser, args, kwargs, 1, 4, a)) return -1;
  std::string mode = "r";
  bool closefd = true;
  if (a[1]) {
    if (!unicode_check(a[1])) {
      arg_bad_argument("FileIO", "argument 'mode'", "str", a[1]);
      return -1;
    }
    mode = wtf8_of(a[1]);
  }
  if (a[2] && !arg_bool(a[2], &closefd)) return -1;
  if (bool_check(a[0]) && err_warn_ex(exc_RuntimeWarning, "bool is used as a file descriptor", 1) < 0) return -1;
  return fileio_open(fileio(o), a[0], mode.c_str(), closefd, a[3]);
}

Object* fileio_close(Object* o) {
  FileIOObject* self = fileio(o);
  Object* result = object_call_method_one_arg(&rawiobase_type, ID(close), o);
  Object* error = result ? nullptr : err_get_raised_exception();
  xdecref(result);
  int code = 0;
  if (self->closefd && self->fd >= 0) code = fd_close(self->fd);
  self->fd = -1;
  if (code < 0) err_set_from_errno(-code);
  if (error) err_chain_exceptions(error);
  return err_occurred() ? nullptr : None;
}

bool check_open(FileIOObject* self) {
  if (self->fd >= 0) return true;
  closed_error();
  return false;
}

Object* fileio_read(Object* o, Object* const* args, Ssize nargs);

Object* fileio_readall(Object* o) {
  FileIOObject* self = fileio(o);
  if (!check_open(self)) return nullptr;
  if (!self->readable) return mode_error("reading");
  // As CPython: a buffer for what the file still has and one byte more, trimmed at the end.
  Ssize size = fd_size(self->fd);
  Ssize position = size >= 0 ? fd_seek(self->fd, 0, 1) : 0;
  Ssize capacity = size >= position && size >= 0 ? size - position + 1 : kDefaultBufferSize;
  Object* result = bytes_from_string_and_size(nullptr, capacity);
  Ssize used = 0;
  while (result) {
    if (used >= capacity) {
      capacity += capacity < 65536 ? capacity : capacity / 8 + 65536;
      if (bytes_resize(&result, capacity) < 0) return nullptr;
    }
    Ssize n = fd_read(self->fd, bytes_data(result) + used, capacity - used);
    if (n < 0) {
      decref(result);
      return err_set_from_errno(static_cast<int>(-n));
    }
    if (n == 0) break;
    used += n;
  }
  if (result && used < capacity && bytes_resize(&result, used) < 0) return nullptr;
  return result;
}

Object* fileio_read(Object* o, Object* const* args, Ssize nargs) {
  FileIOObject* self = fileio(o);
  Ssize size = -1;
  if (!arg_check_positional("read", nargs, 0, 1)) return nullptr;
  if (!check_open(self)) return nullptr;
  if (!self->readable) return mode_error("reading");
  if (nargs && !io_size_argument(args[0], &size)) return nullptr;
  if (size < 0) return fileio_readall(o);
  Object* bytes = bytes_from_string_and_size(nullptr, size);
  if (!bytes) return nullptr;
  Ssize n = fd_read(self->fd, bytes_data(bytes), size);
  if (n < 0) {
    decref(bytes);
    return err_set_from_errno(static_cast<int>(-n));
  }
  if (n != size && bytes_resize(&bytes, n) < 0) return nullptr;
  return bytes;
}

Object* fileio_readinto(Object* o, Object* target) {
  FileIOObject* self = fileio(o);
  if (!check_open(self)) return nullptr;
  if (!self->readable) return mode_error("reading");
  ScopedBuffer view;
  if (object_get_buffer(target, &view, BUF_WRITABLE) < 0) return nullptr;
  Ssize n = fd_read(self->fd, static_cast<char*>(view.buf), view.len);
  return n < 0 ? err_set_from_errno(static_cast<int>(-n)) : long_from_ssize_t(n);
}

Object* fileio_write(Object* o, Object* data) {
  FileIOObject* self = fileio(o);
  if (!check_open(self)) return nullptr;
  if (!self->writable) return mode_error("writing");
  ScopedBuffer view;
  if (object_get_buffer(data, &view, BUF_SIMPLE) < 0) return nullptr;
  Ssize n = fd_write(self->fd, static_cast<const char*>(view.buf), view.len);
  return n < 0 ? err_set_from_errno(static_cast<int>(-n)) : long_from_ssize_t(n);
}

Object* fileio_seek(Object* o, Object* const* args, Ssize nargs) {
  FileIOObject* self = fileio(o);
  Ssize offset;
  int whence = 0;
  if (!arg_check_positional("seek", nargs, 1, 2)) return nullptr;
  if (nargs > 1 && !arg_int(args[1], &whence)) return nullptr;
  if (!check_open(self) || !io_offset_argument(args[0], &offset)) return nullptr;
  Ssize position = fd_seek(self->fd, offset, whence);
  return position < 0 ? err_set_from_errno(static_cast<int>(-position)) : long_from_ssize_t(position);
}

Object* fileio_tell(Object* o) {
  if (!check_open(fileio(o))) return nullptr;
  Ssize position = fd_seek(fileio(o)->fd, 0, 1);
  return position < 0 ? err_set_from_errno(static_cast<int>(-position)) : long_from_ssize_t(position);
}

Object* fileio_truncate(Object* o, Object* const* args, Ssize nargs) {
  FileIOObject* self = fileio(o);
  if (!arg_check_positional("truncate", nargs, 0, 1) || !check_open(self)) return nullptr;
  if (!self->writable) return mode_error("writing");
  Ssize size = fd_seek(self->fd, 0, 1);
  if (nargs && args[0] != None && !io_offset_argument(args[0], &size)) return nullptr;
  int code = fd_truncate(self->fd, size);
  return code < 0 ? err_set_from_errno(-code) : long_from_ssize_t(size);
}

Object* fileio_fileno(Object* o) {
  return check_open(fileio(o)) ? long_from_long(fileio(o)->fd) : nullptr;
}
Object* fileio_readable(Object* o) { return check_open(fileio(o)) ? bool_from_long(fileio(o)->readable) : nullptr; }
Object* fileio_writable(Object* o) { return check_open(fileio(o)) ? bool_from_long(fileio(o)->writable) : nullptr; }
Object* fileio_seekable(Object* o) {
  return check_open(fileio(o)) ? bool_from_long(!fd_is_stream(fileio(o)->fd)) : nullptr;
}
Object* fileio_isatty(Object* o) { return check_open(fileio(o)) ? False : nullptr; }

const char* mode_string(FileIOObject* self) {
  if (self->created) return self->readable ? "xb+" : "xb";
  if (self->appending) return self->readable ? "ab+" : "ab";
  if (self->readable) return self->writable ? "rb+" : "rb";
  return "wb";
}

Object* fileio_repr(Object* o) {
  FileIOObject* self = fileio(o);
  const char* type = o->ob_type->tp_name;
  if (self->fd < 0) return unicode_from_format("<%.100s [closed]>", type);
  Object* name;
  if (object_get_optional_attr(o, ID(name), &name) < 0) return nullptr;
  const char* closefd = self->closefd ? "True" : "False";
  if (!name) {
    return unicode_from_format("<%.100s fd=%d mode='%s' closefd=%s>", type, self->fd, mode_string(self), closefd);
  }
  Object* result = nullptr;
  int status = repr_enter(o);
  if (status == 0) {
    result = unicode_from_format("<%.100s name=%R mode='%s' closefd=%s>", type, name, mode_string(self), closefd);
    repr_leave(o);
  } else if (status > 0) {
    err_format(exc_RuntimeError, "reentrant call inside %s.__repr__", type);
  }
  decref(name);
  return result;
}

Object* fileio_closed(Object* o, void*) { return bool_from_long(fileio(o)->fd < 0); }
Object* fileio_closefd(Object* o, void*) { return bool_from_long(fileio(o)->closefd); }
Object* fileio_mode(Object* o, void*) { return unicode_from_string(mode_string(fileio(o))); }
Object* fileio_blksize(Object*, void*) { return long_from_long(kBlockSize); }
Object* fileio_finalizing(Object* o, void*) { return bool_from_long(fileio(o)->finalizing); }
int fileio_set_finalizing(Object* o, Object* value, void*) {
  fileio(o)->finalizing = value == True;
  return 0;
}
Object* fileio_dealloc_warn(Object*, Object*) { return None; }

void fileio_dealloc(Object* o) {
  if (object_call_finalizer_from_dealloc(o) < 0) return;
  object_gc_untrack(o);
  FileIOObject* self = fileio(o);
  if (self->weakreflist) object_clear_weakrefs(o);
  clear_ref(self->dict);
  o->ob_type->tp_free(o);
}
int fileio_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(fileio(o)->dict);
  return 0;
}
int fileio_clear(Object* o) {
  clear_ref(fileio(o)->dict);
  return 0;
}

constexpr MethodDef fileio_methods[] = {
    {"read", fileio_read, "read($self, size=-1, /)\n--\n\nRead at most size bytes, returned as bytes."},
    {"readall", fileio_readall, "readall($self, /)\n--\n\nRead all data from the file, returned as bytes."},
    {"readinto", fileio_readinto, "readinto($self, buffer, /)\n--\n\nSame as RawIOBase.readinto()."},
    {"write", fileio_write, "write($self, b, /)\n--\n\nWrite buffer b to file, return number of bytes written."},
    {"seek", fileio_seek, "seek($self, pos, whence=0, /)\n--\n\nMove to new file position and return the file position."},
    {"tell", fileio_tell, "tell($self, /)\n--\n\nCurrent file position."},
    {"truncate", fileio_truncate, "truncate($self, size=None, /)\n--\n\n"},
    {"close", fileio_close, "close($self, /)\n--\n\nClose the file."},
    {"seekable", fileio_seekable, "seekable($self, /)\n--\n\nTrue if file supports random-access."},
    {"readable", fileio_readable, "readable($self, /)\n--\n\nTrue if file was opened in a read mode."},
    {"writable", fileio_writable, "writable($self, /)\n--\n\nTrue if file was opened in a write mode."},
    {"fileno", fileio_fileno, "fileno($self, /)\n--\n\nReturn the underlying file descriptor (an integer)."},
    {"isatty", fileio_isatty, "isatty($self, /)\n--\n\nTrue if the file is connected to a TTY device."},
    {"_dealloc_warn", fileio_dealloc_warn},
    {}};
constexpr GetSetDef fileio_getset[] = {{"__dict__", object_generic_get_dict},
                                       {"closed", fileio_closed, nullptr, "True if the file is closed"},
                                       {"closefd", fileio_closefd, nullptr,
                                        "True if the file descriptor will be closed by close()."},
                                       {"mode", fileio_mode, nullptr, "String giving the file mode"},
                                       {"_blksize", fileio_blksize},
                                       {"_finalizing", fileio_finalizing, fileio_set_finalizing},
                                       {}};

}  // namespace

TypeObject fileio_type = {TYPE_HEAD,
                          {.tp_name = "_io.FileIO",
                           .tp_basicsize = layout::FileIO.basicsize,
                           .tp_dealloc = fileio_dealloc,
                           .tp_repr = fileio_repr,
                           .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
                           .tp_doc = "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nOpen a file.",
                           .tp_traverse = fileio_traverse,
                           .tp_clear = fileio_clear,
                           .tp_weaklistoffset = offsetof(FileIOObject, weakreflist),
                           .tp_methods = fileio_methods,
                           .tp_getset = fileio_getset,
                           .tp_base = &rawiobase_type,
                           .tp_dictoffset = offsetof(FileIOObject, dict),
                           .tp_init = fileio_init_slot,
                           .tp_new = fileio_tp_new,
                           .tp_finalize = iobase_finalize}};

bool fileio_check_exact(const Object* o) { return o->ob_type == &fileio_type; }
int fileio_fd(Object* o) { return fileio(o)->fd; }

Object* fileio_new(Object* name, const char* mode, bool closefd, Object* opener) {
  Object* self = fileio_tp_new(&fileio_type, nullptr, nullptr);
  if (!self) return nullptr;
  if (fileio_open(fileio(self), name, mode, closefd, opener) < 0) {
    decref(self);
    return nullptr;
  }
  return self;
}

int fileio_init() { return type_ready(&fileio_type); }

}  // namespace py

// BufferedReader, BufferedWriter and BufferedRandom: a buffer in front of a raw file.
// CPython 3.13: Modules/_io/bufferedio.c
//
// Invariants: while data was read ahead, buffer[pos..read_end) is what the raw file already gave and nobody has taken yet;
// while data waits to be written, buffer[0..write_end) has not reached the raw file. Never both: a change of direction
// flushes or seeks back. An exact FileIO is served without Python calls.
#include <algorithm>

#include "gc/gc.h"                    // object_gc_del
#include "memory/pymem.h"             // the buffer itself
#include "modules/descriptors.h"
#include "modules/io_internal.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/gc_head.h"
#include "object/identifiers.h"       // ID
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/bytesobject.h"
#include "types/exceptions.h"
#include "types/longobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

struct BufferedObject : Object {
  Object* raw;
  char* buffer;  // MEM, buffer_size bytes
  Ssize buffer_size, pos, read_end, write_end;
  bool ok, detached, readable, writable, finalizing;
  Object* weakreflist;
  Object* dict;
};
static_assert(sizeof(BufferedObject) <= static_cast<size_t>(layout::BufferedReader.basicsize));

BufferedObject* buffered(Object* o) { return static_cast<BufferedObject*>(o); }

bool check_initialized(BufferedObject* self) {
  if (self->ok) return true;
  err_set_string(exc_ValueError,
                 self->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
  return false;
}

int is_closed(BufferedObject* self) {
  if (fileio_check_exact(self->raw)) return fileio_fd(self->raw) < 0;
  return io_is_closed(self->raw);
}

// "read of closed file" and the like.
bool check_open(BufferedObject* self, const char* what) {
  if (!check_initialized(self)) return false;
  int closed = is_closed(self);
  if (closed > 0) err_format(exc_ValueError, "%s of closed file", what);
  return closed == 0;
}

// --- The raw file ---

// Up to size bytes into out; -1 with the error set, -2 for a non-blocking None.
Ssize raw_read(BufferedObject* self, char* out, Ssize size) {
  if (fileio_check_exact(self->raw)) {
    Ssize n = fd_read(fileio_fd(self->raw), out, size);
    if (n < 0) err_set_from_errno(static_cast<int>(-n));
    return n < 0 ? -1 : n;
  }
  Object* count = long_from_ssize_t(size);
  Object* data = count ? io_call(self->raw, "read", count) : nullptr;
  xdecref(count);
  if (!data) return -1;
  Ssize n = -2;
  if (data != None) {
    if (!bytes_check(data) || bytes_size(data) > size) {
      err_set_string(exc_OSError, "raw read() returned invalid data");
      n = -1;
    } else {
      n = bytes_size(data);
      std::memcpy(out, bytes_data(data), static_cast<size_t>(n));
    }
  }
  decref(data);
  return n;
}

Ssize raw_write(BufferedObject* self, const char* data, Ssize size) {
  if (fileio_check_exact(self->raw)) {
    Ssize n = fd_write(fileio_fd(self->raw), data, size);
    if (n < 0) err_set_from_errno(static_cast<int>(-n));
    return n < 0 ? -1 : n;
  }
  Object* bytes = bytes_from_string_and_size(data, size);
  Object* result = bytes ? io_call(self->raw, "write", bytes) : nullptr;
  xdecref(bytes);
  if (!result) return -1;
  Ssize n = result == None ? 0 : number_as_ssize_t(result, exc_ValueError);
  decref(result);
  if (n == -1 && err_occurred()) return -1;
  if (n < 0 || n > size) {
    err_format(exc_OSError, "raw write() returned invalid length %zd (should have been between 0 and %zd)", n, size);
    return -1;
  }
  return n;
}

Ssize raw_seek(BufferedObject* self, Ssize offset, int whence) {
  if (fileio_check_exact(self->raw)) {
    Ssize n = fd_seek(fileio_fd(self->raw), offset, whence);
    if (n < 0) err_set_from_errno(static_cast<int>(-n));
    return n < 0 ? -1 : n;
  }
  Object* a = long_from_ssize_t(offset);
  Object* b = long_from_long(whence);
  Object* result = a && b ? io_call(self->raw, "seek", a, b) : nullptr;
  xdecref(a);
  xdecref(b);
  if (!result) return -1;
  Ssize n = number_as_ssize_t(result, exc_ValueError);
  decref(result);
  return n;
}

// --- The buffer ---

Ssize readahead(const BufferedObject* self) { return self->read_end - self->pos; }

void reset_read(BufferedObject* self) { self->pos = self->read_end = 0; }

bool flush_write(BufferedObject* self) {
  Ssize done = 0;
  while (done < self->write_end) {
    Ssize n = raw_write(self, self->buffer + done, self->write_end - done);
    if (n < 0) {
      std::memmove(self->buffer, self->buffer + done, static_cast<size_t>(self->write_end - done));
      self->write_end -= done;
      return false;
    }
    done += n;
    if (n == 0) break;
  }
  self->write_end = 0;
  return true;
}

// Gives back what was read ahead, so that the raw position is the logical one.
bool drop_readahead(BufferedObject* self) {
  Ssize ahead = readahead(self);
  reset_read(self);
  return ahead == 0 || raw_seek(self, -ahead, 1) >= 0;
}

bool flush_all(BufferedObject* self) {
  if (self->write_end && !flush_write(self)) return false;
  return !self->readable || !self->writable || drop_readahead(self);
}

// Refills an empty read buffer: bytes read, 0 at the end, -1 error.
Ssize fill(BufferedObject* self) {
  if (self->write_end && !flush_write(self)) return -1;
  reset_read(self);
  Ssize n = raw_read(self, self->buffer, self->buffer_size);
  if (n > 0) self->read_end = n;
  return n;
}

Object* take(BufferedObject* self, Ssize n) {
  Object* result = bytes_from_string_and_size(self->buffer + self->pos, n);
  if (result) self->pos += n;
  return result;
}

// --- Reading ---

Object* read_all(BufferedObject* self) {
  if (self->write_end && !flush_write(self)) return nullptr;
  Ssize ahead = readahead(self);
  Object* first = ahead ? take(self, ahead) : nullptr;
  if (ahead && !first) return nullptr;
  reset_read(self);
  Object* readall;
  if (object_get_optional_attr(self->raw, ID(readall), &readall) < 0) {
    xdecref(first);
    return nullptr;
  }
  Object* rest = nullptr;
  if (readall) {
    rest = object_call_no_args(readall);
    decref(readall);
  } else {
    rest = io_call(self->raw, "read");
  }
  if (!rest || !first) return rest;
  if (rest == None) {
    decref(rest);
    return first;
  }
  if (!bytes_check(rest)) {
    decref(rest);
    decref(first);
    return err_format(exc_TypeError, "readall() should return bytes");
  }
  bytes_concat_and_del(&first, rest);
  return first;
}

Object* read_n(BufferedObject* self, Ssize n) {
  if (n <= readahead(self)) return take(self, n);
  if (self->write_end && !flush_write(self)) return nullptr;
  Object* result = bytes_from_string_and_size(nullptr, n);
  if (!result) return nullptr;
  char* out = bytes_data(result);
  Ssize got = readahead(self);
  std::memcpy(out, self->buffer + self->pos, static_cast<size_t>(got));
  reset_read(self);
  while (got < n) {
    // Whole blocks go straight to the result.
    Ssize direct = (n - got) / self->buffer_size * self->buffer_size;
    Ssize r = direct ? raw_read(self, out + got, direct) : fill(self);
    if (r == -1) {
      decref(result);
      return nullptr;
    }
    if (r <= 0) {
      if (r == -2 && got == 0) {
        decref(result);
        return None;
      }
      break;
    }
    if (direct) {
      got += r;
      continue;
    }
    Ssize part = std::min(n - got, readahead(self));
    std::memcpy(out + got, self->buffer + self->pos, static_cast<size_t>(part));
    self->pos += part;
    got += part;
  }
  if (got < n && bytes_resize(&result, got) < 0) return nullptr;
  return result;
}

Object* buffered_read(Object* o, Object* const* args, Ssize nargs) {
  BufferedObject* self = buffered(o);
  Ssize n = -1;
  if (!arg_check_positional("read", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &n))) return nullptr;
  if (!check_initialized(self)) return nullptr;
  if (n < -1) {
    err_set_string(exc_ValueError, "read length must be non-negative or -1");
    return nullptr;
  }
  if (!check_open(self, "read")) return nullptr;
  return n == -1 ? read_all(self) : read_n(self, n);
}

Object* buffered_read1(Object* o, Object* const* args, Ssize nargs) {
  BufferedObject* self = buffered(o);
  Ssize n = -1;
  if (!arg_check_positional("read1", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &n))) return nullptr;
  if (!check_open(self, "read")) return nullptr;
  if (n < 0) n = self->buffer_size;
  if (n == 0) return bytes_get_empty();
  if (readahead(self) > 0) return take(self, std::min(n, readahead(self)));
  Object* result = bytes_from_string_and_size(nullptr, n);
  if (!result) return nullptr;
  if (self->write_end && !flush_write(self)) {
    decref(result);
    return nullptr;
  }
  reset_read(self);
  Ssize r = raw_read(self, bytes_data(result), n);
  if (r == -1) {
    decref(result);
    return nullptr;
  }
  if (r == -2) r = 0;
  if (r != n && bytes_resize(&result, r) < 0) return nullptr;
  return result;
}

Object* buffered_readinto_generic(Object* o, Object* target, bool once) {
  BufferedObject* self = buffered(o);
  if (!check_open(self, "readinto")) return nullptr;
  ScopedBuffer view;
  if (object_get_buffer(target, &view, BUF_WRITABLE) < 0) return nullptr;
  auto* out = static_cast<char*>(view.buf);
  Ssize got = 0;
  while (got < view.len) {
    if (readahead(self) == 0) {
      if (once && got > 0) break;
      Ssize r = fill(self);
      if (r == -1) return nullptr;
      if (r <= 0) break;
    }
    Ssize part = std::min(view.len - got, readahead(self));
    std::memcpy(out + got, self->buffer + self->pos, static_cast<size_t>(part));
    self->pos += part;
    got += part;
  }
  return long_from_ssize_t(got);
}
Object* buffered_readinto(Object* o, Object* target) { return buffered_readinto_generic(o, target, false); }
Object* buffered_readinto1(Object* o, Object* target) { return buffered_readinto_generic(o, target, true); }

Object* buffered_peek(Object* o, Object* const* args, Ssize nargs) {
  BufferedObject* self = buffered(o);
  Ssize size = 0;
  if (!arg_check_positional("peek", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &size))) return nullptr;
  if (!check_open(self, "peek")) return nullptr;
  if (self->writable && self->write_end && !flush_write(self)) return nullptr;
  if (readahead(self) == 0 && fill(self) == -1) return nullptr;
  return bytes_from_string_and_size(self->buffer + self->pos, readahead(self));
}

// A line of at most limit bytes (< 0: any length).
Object* read_line(BufferedObject* self, Ssize limit) {
  if (!check_open(self, "readline")) return nullptr;
  std::string line;
  for (;;) {
    Ssize n = readahead(self);
    if (limit >= 0) n = std::min(n, limit - static_cast<Ssize>(line.size()));
    const char* start = self->buffer + self->pos;
    const void* newline = n > 0 ? std::memchr(start, '\n', static_cast<size_t>(n)) : nullptr;
    if (newline) n = static_cast<const char*>(newline) - start + 1;
    if ((newline || (limit >= 0 && static_cast<Ssize>(line.size()) + n >= limit)) && line.empty()) return take(self, n);
    line.append(start, static_cast<size_t>(n));
    self->pos += n;
    if (newline || (limit >= 0 && static_cast<Ssize>(line.size()) >= limit)) break;
    Ssize r = fill(self);
    if (r == -1) return nullptr;
    if (r <= 0) break;
  }
  return bytes_from_string_and_size(line.data(), static_cast<Ssize>(line.size()));
}

Object* buffered_readline(Object* o, Object* const* args, Ssize nargs) {
  Ssize limit = -1;
  if (!arg_check_positional("readline", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &limit))) return nullptr;
  return read_line(buffered(o), limit);
}

Object* buffered_iternext(Object* o) {
  Object* line = read_line(buffered(o), -1);
  if (line && bytes_size(line) == 0) {
    decref(line);
    return nullptr;
  }
  return line;
}

// --- Writing ---

Object* buffered_write(Object* o, Object* data) {
  BufferedObject* self = buffered(o);
  if (!check_initialized(self)) return nullptr;
  ScopedBuffer view;
  if (object_get_buffer(data, &view, BUF_SIMPLE) < 0) return nullptr;
  int closed = is_closed(self);
  if (closed < 0) return nullptr;
  if (closed) return err_format(exc_ValueError, "write to closed file");
  if (self->readable && !drop_readahead(self)) return nullptr;
  auto* bytes = static_cast<const char*>(view.buf);
  Ssize left = view.len;
  if (left > self->buffer_size - self->write_end) {
    if (!flush_write(self)) return nullptr;
    while (left > self->buffer_size) {
      Ssize n = raw_write(self, bytes, left);
      if (n < 0) return nullptr;
      bytes += n;
      left -= n;
    }
  }
  std::memcpy(self->buffer + self->write_end, bytes, static_cast<size_t>(left));
  self->write_end += left;
  return long_from_ssize_t(view.len);
}

Object* buffered_flush(Object* o) {
  BufferedObject* self = buffered(o);
  if (!check_open(self, "flush")) return nullptr;
  if (!flush_all(self)) return nullptr;
  return fileio_check_exact(self->raw) || !self->writable ? None : io_call(self->raw, "flush");
}

// --- Position ---

Object* buffered_tell(Object* o) {
  BufferedObject* self = buffered(o);
  if (!check_initialized(self)) return nullptr;
  Ssize position = raw_seek(self, 0, 1);
  if (position < 0) return nullptr;
  return long_from_ssize_t(position - readahead(self) + self->write_end);
}

Object* buffered_seek(Object* o, Object* const* args, Ssize nargs) {
  BufferedObject* self = buffered(o);
  int whence = 0;
  Ssize target;
  if (!arg_check_positional("seek", nargs, 1, 2)) return nullptr;
  if (nargs > 1 && !arg_int(args[1], &whence)) return nullptr;
  if (!check_initialized(self)) return nullptr;
  if (whence < 0 || whence > 2) {
    return err_format(exc_ValueError, "whence value %d unsupported", whence);
  }
  if (!check_open(self, "seek") || !io_offset_argument(args[0], &target)) return nullptr;
  int seekable = io_is_true(self->raw, "seekable");
  if (seekable < 0) return nullptr;
  if (!seekable) return io_unsupported("File or stream is not seekable.");
  if (self->write_end && !flush_write(self)) return nullptr;
  if (whence == 1) target -= readahead(self);
  reset_read(self);
  Ssize position = raw_seek(self, target, whence);
  return position < 0 ? nullptr : long_from_ssize_t(position);
}

Object* buffered_truncate(Object* o, Object* const* args, Ssize nargs) {
  BufferedObject* self = buffered(o);
  if (!arg_check_positional("truncate", nargs, 0, 1) || !check_open(self, "truncate")) return nullptr;
  if (!self->writable) return io_unsupported("truncate");
  Object* position = nullptr;
  if (!nargs || args[0] == None) {
    position = buffered_tell(o);
    if (!position) return nullptr;
  }
  Object* result = nullptr;
  if ((!self->write_end || flush_write(self)) && (!self->readable || drop_readahead(self))) {
    result = io_call(self->raw, "truncate", position ? position : args[0]);
  }
  xdecref(position);
  return result;
}

// --- Passing on to raw ---

Object* pass(Object* o, const char* method) { return check_initialized(buffered(o)) ? io_call(buffered(o)->raw, method) : nullptr; }
Object* buffered_readable(Object* o) { return pass(o, "readable"); }
Object* buffered_writable(Object* o) { return pass(o, "writable"); }
Object* buffered_seekable(Object* o) { return pass(o, "seekable"); }
Object* buffered_fileno(Object* o) { return pass(o, "fileno"); }
Object* buffered_isatty(Object* o) { return pass(o, "isatty"); }
Object* get_raw_attr(Object* o, Object* name) {
  return check_initialized(buffered(o)) ? object_get_attr(buffered(o)->raw, name) : nullptr;
}
Object* buffered_closed(Object* o, void*) { return get_raw_attr(o, ID(closed)); }
Object* buffered_name(Object* o, void*) { return get_raw_attr(o, ID(name)); }
Object* buffered_mode(Object* o, void*) { return get_raw_attr(o, ID(mode)); }

Object* buffered_close(Object* o) {
  BufferedObject* self = buffered(o);
  if (!check_initialized(self)) return nullptr;
  int closed = is_closed(self);
  if (closed != 0) return closed < 0 ? nullptr : None;
  Object* result = object_call_method_no_args(o, ID(flush));
  Object* error = result ? nullptr : err_get_raised_exception();
  xdecref(result);
  result = object_call_method_no_args(self->raw, ID(close));
  if (self->buffer) {
    mem_free(self->buffer);
    self->buffer = nullptr;
    self->buffer_size = 0;
    self->write_end = 0;
    reset_read(self);
  }
  if (error) {
    err_chain_exceptions(error);
    clear_ref(result);
  }
  return result;
}

Object* buffered_detach(Object* o) {
  BufferedObject* self = buffered(o);
  if (!check_initialized(self)) return nullptr;
  Object* result = object_call_method_no_args(o, ID(flush));
  if (!result) return nullptr;
  decref(result);
  Object* raw = self->raw;
  self->raw = nullptr;
  self->detached = true;
  self->ok = false;
  return raw;
}

Object* buffered_repr(Object* o) {
  Object* name;
  int found = object_get_optional_attr(o, ID(name), &name);
  if (found < 0) {
    if (!err_exception_matches(exc_ValueError)) return nullptr;
    err_clear();  // a detached or uninitialised object has no name
    name = nullptr;
  }
  if (!name) return unicode_from_format("<%s>", o->ob_type->tp_name);
  Object* result = nullptr;
  int status = repr_enter(o);
  if (status == 0) {
    result = unicode_from_format("<%s name=%R>", o->ob_type->tp_name, name);
    repr_leave(o);
  } else if (status > 0) {
    err_format(exc_RuntimeError, "reentrant call inside %s.__repr__", o->ob_type->tp_name);
  }
  decref(name);
  return result;
}

Object* buffered_sizeof(Object* o) {
  BufferedObject* self = buffered(o);
  return long_from_ssize_t(o->ob_type->tp_basicsize + (self->buffer ? self->buffer_size : 0));
}
Object* buffered_finalizing(Object* o, void*) { return bool_from_long(buffered(o)->finalizing); }
int buffered_set_finalizing(Object* o, Object* value, void*) {
  buffered(o)->finalizing = value == True;
  return 0;
}
Object* buffered_dealloc_warn(Object*, Object*) { return None; }

// --- Life ---

int init_buffer(BufferedObject* self, Object* raw, Ssize size, bool readable, bool writable) {
  self->ok = false;
  self->detached = false;
  if (size <= 0) {
    err_set_string(exc_ValueError, "buffer size must be strictly positive");
    return -1;
  }
  set_ref(self->raw, new_ref(raw));
  if (self->buffer) mem_free(self->buffer);
  self->buffer = static_cast<char*>(mem_malloc(static_cast<uint64_t>(size)));
  if (!self->buffer) {
    err_no_memory();
    return -1;
  }
  self->buffer_size = size;
  self->readable = readable;
  self->writable = writable;
  reset_read(self);
  self->write_end = 0;
  self->ok = true;
  return 0;
}

bool need(Object* raw, const char* method, const char* message) {
  int ok = io_is_true(raw, method);
  if (ok == 0) io_unsupported(message);
  return ok > 0;
}

// kind: 1 reader, 2 writer, 3 random
int buffered_init(Object* o, Object* args, Object* kwargs, const char* name, int kind) {
  static const char* const kKeywords[] = {"raw", "buffer_size", nullptr};
  static ArgParser parser = {.fname = nullptr, .keywords = kKeywords};
  parser.fname = name;
  Object* a[2];
  if (!unpack_tuple_args(&parser, args, kwargs, 1, 2, a)) return -1;
  Ssize size = kDefaultBufferSize;
  if (a[1] && !io_offset_argument(a[1], &size)) return -1;
  if (kind == 3 && !need(a[0], "seekable", "File or stream is not seekable.")) return -1;
  if ((kind & 1) && !need(a[0], "readable", "File or stream is not readable.")) return -1;
  if ((kind & 2) && !need(a[0], "writable", "File or stream is not writable.")) return -1;
  return init_buffer(buffered(o), a[0], size, (kind & 1) != 0, (kind & 2) != 0);
}
int reader_init(Object* o, Object* args, Object* kwargs) { return buffered_init(o, args, kwargs, "BufferedReader", 1); }
int writer_init(Object* o, Object* args, Object* kwargs) { return buffered_init(o, args, kwargs, "BufferedWriter", 2); }
int random_init(Object* o, Object* args, Object* kwargs) { return buffered_init(o, args, kwargs, "BufferedRandom", 3); }

void buffered_dealloc(Object* o) {
  BufferedObject* self = buffered(o);
  self->finalizing = true;
  if (self->raw && object_call_finalizer_from_dealloc(o) < 0) return;
  object_gc_untrack(o);
  self->ok = false;
  if (self->weakreflist) object_clear_weakrefs(o);
  if (self->buffer) {
    mem_free(self->buffer);
    self->buffer = nullptr;
  }
  clear_ref(self->raw);
  clear_ref(self->dict);
  o->ob_type->tp_free(o);
}
int buffered_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(buffered(o)->raw);
  VISIT(buffered(o)->dict);
  return 0;
}
int buffered_clear(Object* o) {
  buffered(o)->ok = false;
  clear_ref(buffered(o)->raw);
  clear_ref(buffered(o)->dict);
  return 0;
}

#define BUFFERED_COMMON                                                                                                  \
  {"detach", buffered_detach, "detach($self, /)\n--\n\n"}, {"close", buffered_close, "close($self, /)\n--\n\n"},         \
      {"seekable", buffered_seekable, "seekable($self, /)\n--\n\n"},                                                     \
      {"fileno", buffered_fileno, "fileno($self, /)\n--\n\n"}, {"isatty", buffered_isatty, "isatty($self, /)\n--\n\n"},  \
      {"_dealloc_warn", buffered_dealloc_warn}, {"flush", buffered_flush, "flush($self, /)\n--\n\n"},                    \
      {"seek", buffered_seek, "seek($self, target, whence=0, /)\n--\n\n"}, {"tell", buffered_tell, "tell($self, /)\n--\n\n"}, \
      {"truncate", buffered_truncate, "truncate($self, pos=None, /)\n--\n\n"}, {"__sizeof__", buffered_sizeof}
#define BUFFERED_READING                                                                                                 \
  {"readable", buffered_readable, "readable($self, /)\n--\n\n"}, {"read", buffered_read, "read($self, size=-1, /)\n--\n\n"}, \
      {"peek", buffered_peek, "peek($self, size=0, /)\n--\n\n"}, {"read1", buffered_read1, "read1($self, size=-1, /)\n--\n\n"}, \
      {"readinto", buffered_readinto, "readinto($self, buffer, /)\n--\n\n"},                                             \
      {"readinto1", buffered_readinto1, "readinto1($self, buffer, /)\n--\n\n"},                                          \
      {"readline", buffered_readline, "readline($self, size=-1, /)\n--\n\n"}
#define BUFFERED_WRITING \
  {"writable", buffered_writable, "writable($self, /)\n--\n\n"}, {"write", buffered_write, "write($self, buffer, /)\n--\n\n"}

constexpr MethodDef reader_methods[] = {BUFFERED_COMMON, BUFFERED_READING, {}};
constexpr MethodDef writer_methods[] = {BUFFERED_COMMON, BUFFERED_WRITING, {}};
constexpr MethodDef random_methods[] = {BUFFERED_COMMON, BUFFERED_READING, BUFFERED_WRITING, {}};
const MemberDef buffered_members[] = {{"raw", _Py_T_OBJECT, offsetof(BufferedObject, raw), Py_READONLY}, {}};
constexpr GetSetDef buffered_getset[] = {{"__dict__", object_generic_get_dict},
                                         {"closed", buffered_closed},
                                         {"name", buffered_name},
                                         {"mode", buffered_mode},
                                         {"_finalizing", buffered_finalizing, buffered_set_finalizing},
                                         {}};

}  // namespace

#define BUFFERED_TYPE(VAR, NAME, DOC, METHODS, INIT, NEXT)                                                     \
  TypeObject VAR = {TYPE_HEAD,                                                                                 \
                    {.tp_name = "_io." NAME,                                                                   \
                     .tp_basicsize = layout::BufferedReader.basicsize,                                         \
                     .tp_dealloc = buffered_dealloc,                                                           \
                     .tp_repr = buffered_repr,                                                                 \
                     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE, \
                     .tp_doc = NAME "(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\n" DOC,                      \
                     .tp_traverse = buffered_traverse,                                                         \
                     .tp_clear = buffered_clear,                                                               \
                     .tp_weaklistoffset = offsetof(BufferedObject, weakreflist),                               \
                     .tp_iternext = NEXT,                                                                      \
                     .tp_methods = METHODS,                                                                    \
                     .tp_members = buffered_members,                                                           \
                     .tp_getset = buffered_getset,                                                             \
                     .tp_base = &bufferediobase_type,                                                          \
                     .tp_dictoffset = offsetof(BufferedObject, dict),                                          \
                     .tp_init = INIT,                                                                          \
                     .tp_new = type_generic_new,                                                               \
                     .tp_finalize = iobase_finalize}};

BUFFERED_TYPE(bufferedreader_type, "BufferedReader", "Create a new buffered reader using the given readable raw IO object.",
              reader_methods, reader_init, buffered_iternext)
BUFFERED_TYPE(bufferedwriter_type, "BufferedWriter", "A buffer for a writeable sequential RawIO object.", writer_methods,
              writer_init, nullptr)
BUFFERED_TYPE(bufferedrandom_type, "BufferedRandom", "A buffered interface to random access streams.", random_methods,
              random_init, buffered_iternext)

Object* buffered_new(TypeObject* type, Object* raw, Ssize size) {
  Object* self = type->tp_alloc(type, 0);
  if (!self) return nullptr;
  bool reads = type != &bufferedwriter_type, writes = type != &bufferedreader_type;
  if (init_buffer(buffered(self), raw, size, reads, writes) < 0) {
    decref(self);
    return nullptr;
  }
  return self;
}

int io_is_closed_fast(Object* buffer) {
  TypeObject* type = buffer->ob_type;
  if (type == &bufferedreader_type || type == &bufferedwriter_type || type == &bufferedrandom_type) {
    if (buffered(buffer)->ok) return is_closed(buffered(buffer));
  }
  return io_is_closed(buffer);
}

int bufferedio_init() {
  for (TypeObject* type : {&bufferedreader_type, &bufferedwriter_type, &bufferedrandom_type}) {
    if (type_ready(type) < 0) return -1;
  }
  return 0;
}

}  // namespace py

// BytesIO: a binary file in memory.
// CPython 3.13: Modules/_io/bytesio.c
//
// Invariants: buf is a bytes object whose first string_size bytes are the content. It is shared with the outside (the
// initial value, what getvalue gave) until something is written: then it is copied. While a buffer is exported the size
// cannot change.
#include <algorithm>

#include "gc/gc.h"                    // object_gc_del
#include "modules/io_internal.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/gc_head.h"
#include "object/identifiers.h"       // ID
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/bytesobject.h"
#include "types/dictobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/memoryobject.h"       // getbuffer
#include "types/typeobject.h"

namespace py {

extern TypeObject bytesio_buffer_type;

namespace {

struct BytesIOObject : Object {
  Object* buf;  // bytes; null when closed
  Ssize pos, string_size;
  Object* dict;
  Object* weakreflist;
  int exports;
};
static_assert(sizeof(BytesIOObject) <= static_cast<size_t>(layout::BytesIO.basicsize));

// What getbuffer() exports: keeps the BytesIO, and tells it when the view goes.
struct BytesIOBufferObject : Object {
  BytesIOObject* source;
};

BytesIOObject* bytesio(Object* o) { return static_cast<BytesIOObject*>(o); }
bool is_shared(BytesIOObject* self) { return self->buf->ob_refcnt > 1; }

bool check_open(BytesIOObject* self) {
  if (self->buf) return true;
  io_closed_error();
  return false;
}
bool check_exports(BytesIOObject* self) {
  if (self->exports == 0) return true;
  err_set_string(exc_BufferError, "Existing exports of data: object cannot be re-sized");
  return false;
}

// A buffer of its own with room for `capacity` bytes.
bool unshare(BytesIOObject* self, Ssize capacity) {
  Object* copy = bytes_from_string_and_size(nullptr, capacity);
  if (!copy) return false;
  std::memcpy(bytes_data(copy), bytes_data(self->buf), static_cast<size_t>(std::min(self->string_size, capacity)));
  set_ref(self->buf, copy);
  return true;
}

bool resize_buffer(BytesIOObject* self, Ssize size) {
  Ssize alloc = bytes_size(self->buf);
  if (size < alloc / 2) {
    alloc = size + 1;
  } else if (size < alloc) {
    return true;
  } else if (size <= alloc + alloc / 8) {
    alloc = size + (size >> 3) + (size < 9 ? 3 : 6);
  } else {
    alloc = size + 1;
  }
  if (is_shared(self)) return unshare(self, alloc);
  return bytes_resize(&self->buf, alloc) == 0;
}

Ssize write_bytes(BytesIOObject* self, Object* data) {
  if (!check_open(self) || !check_exports(self)) return -1;
  ScopedBuffer view;
  if (object_get_buffer(data, &view, BUF_CONTIG_RO) < 0) return -1;
  Ssize n = view.len;
  if (n == 0) return 0;
  Ssize end = self->pos + n;
  if (end > bytes_size(self->buf)) {
    if (!resize_buffer(self, end)) return -1;
  } else if (is_shared(self)) {
    if (!unshare(self, std::max(end, self->string_size))) return -1;
  }
  if (self->pos > self->string_size) {
    std::memset(bytes_data(self->buf) + self->string_size, 0, static_cast<size_t>(self->pos - self->string_size));
  }
  std::memcpy(bytes_data(self->buf) + self->pos, view.buf, static_cast<size_t>(n));
  self->pos = end;
  self->string_size = std::max(self->string_size, end);
  return n;
}

Object* take(BytesIOObject* self, Ssize n) {
  if (n > 1 && self->pos == 0 && n == bytes_size(self->buf) && self->exports == 0) {
    self->pos += n;  // the whole content: shared, not copied
    return new_ref(self->buf);
  }
  Object* result = bytes_from_string_and_size(bytes_data(self->buf) + self->pos, n);
  if (result) self->pos += n;
  return result;
}

Ssize scan_line(BytesIOObject* self, Ssize limit) {
  if (self->pos >= self->string_size) return 0;
  Ssize available = self->string_size - self->pos;
  if (limit >= 0) available = std::min(available, limit);
  const char* start = bytes_data(self->buf) + self->pos;
  const void* newline = std::memchr(start, '\n', static_cast<size_t>(available));
  return newline ? static_cast<const char*>(newline) - start + 1 : available;
}

Object* bytesio_getvalue(Object* o) {
  BytesIOObject* self = bytesio(o);
  if (!check_open(self)) return nullptr;
  if (self->string_size != bytes_size(self->buf) && self->exports == 0) {
    if (is_shared(self)) {
      if (!unshare(self, self->string_size)) return nullptr;
    } else if (bytes_resize(&self->buf, self->string_size) < 0) {
      return nullptr;
    }
  }
  return new_ref(self->buf);
}

Object* bytesio_getbuffer(Object* o) {
  BytesIOObject* self = bytesio(o);
  if (!check_open(self)) return nullptr;
  auto* exporter = object_gc_new<BytesIOBufferObject>(&bytesio_buffer_type);
  if (!exporter) return nullptr;
  exporter->source = new_ref(self);
  object_gc_track(exporter);
  Object* view = memory_view_from_object(exporter);
  decref(exporter);
  return view;
}

Object* bytesio_read(Object* o, Object* const* args, Ssize nargs) {
  BytesIOObject* self = bytesio(o);
  Ssize n = -1;
  if (!arg_check_positional("read", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &n))) return nullptr;
  if (!check_open(self)) return nullptr;
  Ssize available = self->string_size - self->pos;
  if (n < 0 || n > available) n = std::max<Ssize>(available, 0);
  return take(self, n);
}

Object* bytesio_readline(Object* o, Object* const* args, Ssize nargs) {
  BytesIOObject* self = bytesio(o);
  Ssize limit = -1;
  if (!arg_check_positional("readline", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &limit))) return nullptr;
  return check_open(self) ? take(self, scan_line(self, limit)) : nullptr;
}

Object* bytesio_readlines(Object* o, Object* const* args, Ssize nargs) {
  BytesIOObject* self = bytesio(o);
  Ssize hint = -1, total = 0;
  if (!arg_check_positional("readlines", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &hint))) return nullptr;
  if (!check_open(self)) return nullptr;
  Object* result = list_new(0);
  while (result) {
    Ssize n = scan_line(self, -1);
    if (n == 0) break;
    Object* line = take(self, n);
    if (!line || list_append(result, line) < 0) clear_ref(result);
    xdecref(line);
    total += n;
    if (hint > 0 && total >= hint) break;
  }
  return result;
}

Object* bytesio_readinto(Object* o, Object* target) {
  BytesIOObject* self = bytesio(o);
  if (!check_open(self)) return nullptr;
  ScopedBuffer view;
  if (object_get_buffer(target, &view, BUF_WRITABLE) < 0) return nullptr;
  Ssize n = std::max<Ssize>(0, std::min(view.len, self->string_size - self->pos));
  if (n) std::memcpy(view.buf, bytes_data(self->buf) + self->pos, static_cast<size_t>(n));
  self->pos += n;
  return long_from_ssize_t(n);
}

Object* bytesio_iternext(Object* o) {
  BytesIOObject* self = bytesio(o);
  if (!check_open(self)) return nullptr;
  Ssize n = scan_line(self, -1);
  return n ? take(self, n) : nullptr;
}

Object* bytesio_write(Object* o, Object* data) {
  Ssize n = write_bytes(bytesio(o), data);
  return n < 0 ? nullptr : long_from_ssize_t(n);
}

Object* bytesio_writelines(Object* o, Object* lines) {
  if (!check_open(bytesio(o))) return nullptr;
  Object* it = object_get_iter(lines);
  if (!it) return nullptr;
  while (Object* line = iter_next(it)) {
    Ssize n = write_bytes(bytesio(o), line);
    decref(line);
    if (n < 0) {
      decref(it);
      return nullptr;
    }
  }
  decref(it);
  return err_occurred() ? nullptr : None;
}

Object* bytesio_truncate(Object* o, Object* const* args, Ssize nargs) {
  BytesIOObject* self = bytesio(o);
  if (!arg_check_positional("truncate", nargs, 0, 1) || !check_open(self) || !check_exports(self)) return nullptr;
  Ssize size = self->pos;
  if (nargs && args[0] != None && !io_offset_argument(args[0], &size)) return nullptr;
  if (size < 0) return err_format(exc_ValueError, "negative size value %zd", size);
  if (size < self->string_size) {
    self->string_size = size;
    if (!resize_buffer(self, size)) return nullptr;
  }
  return long_from_ssize_t(size);
}

Object* bytesio_seek(Object* o, Object* const* args, Ssize nargs) {
  BytesIOObject* self = bytesio(o);
  int whence = 0;
  Ssize pos;
  if (!arg_check_positional("seek", nargs, 1, 2) || !io_offset_argument(args[0], &pos)) return nullptr;
  if (nargs > 1 && !arg_int(args[1], &whence)) return nullptr;
  if (!check_open(self)) return nullptr;
  if (pos < 0 && whence == 0) return err_format(exc_ValueError, "negative seek value %zd", pos);
  Ssize base = whence == 0 ? 0 : whence == 1 ? self->pos : self->string_size;
  if (whence < 0 || whence > 2) {
    return err_format(exc_ValueError, "invalid whence (%i, should be 0, 1 or 2)", whence);
  }
  if (pos > kSsizeMax - base) {
    err_set_string(exc_OverflowError, "new position too large");
    return nullptr;
  }
  self->pos = std::max<Ssize>(0, base + pos);
  return long_from_ssize_t(self->pos);
}

Object* bytesio_close(Object* o) {
  if (!check_exports(bytesio(o))) return nullptr;
  clear_ref(bytesio(o)->buf);
  return None;
}
Object* bytesio_tell(Object* o) { return check_open(bytesio(o)) ? long_from_ssize_t(bytesio(o)->pos) : nullptr; }
Object* bytesio_yes(Object* o) { return check_open(bytesio(o)) ? True : nullptr; }
Object* bytesio_flush(Object* o) { return check_open(bytesio(o)) ? None : nullptr; }
Object* bytesio_isatty(Object* o) { return check_open(bytesio(o)) ? False : nullptr; }
Object* bytesio_closed(Object* o, void*) { return bool_from_long(!bytesio(o)->buf); }
Object* bytesio_sizeof(Object* o) {
  Ssize size = o->ob_type->tp_basicsize;
  Object* buf = bytesio(o)->buf;
  if (buf && !is_shared(bytesio(o))) size += bytes_size(buf) + 33;
  return long_from_ssize_t(size);
}

Object* bytesio_tp_new(TypeObject* type, Object*, Object*) {
  auto* self = static_cast<BytesIOObject*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  self->buf = bytes_get_empty();
  return self;
}

int bytesio_init_slot(Object* o, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"initial_bytes", nullptr};
  static ArgParser parser = {.fname = "BytesIO", .keywords = kKeywords};
  Object* a[1];
  BytesIOObject* self = bytesio(o);
  if (!unpack_tuple_args(&parser, args, kwargs, 0, 1, a)) return -1;
  if (self->exports > 0) return check_exports(self) ? 0 : -1;
  self->string_size = 0;
  self->pos = 0;
  if (!self->buf) self->buf = bytes_get_empty();
  if (!a[0] || a[0] == None) return 0;
  if (bytes_check_exact(a[0])) {
    set_ref(self->buf, new_ref(a[0]));
    self->string_size = bytes_size(a[0]);
    return 0;
  }
  if (write_bytes(self, a[0]) < 0) return -1;
  self->pos = 0;
  return 0;
}

void bytesio_dealloc(Object* o) {
  if (object_call_finalizer_from_dealloc(o) < 0) return;
  object_gc_untrack(o);
  BytesIOObject* self = bytesio(o);
  clear_ref(self->buf);
  clear_ref(self->dict);
  if (self->weakreflist) object_clear_weakrefs(o);
  o->ob_type->tp_free(o);
}
int bytesio_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(bytesio(o)->dict);
  return 0;
}
int bytesio_clear(Object* o) {
  clear_ref(bytesio(o)->dict);
  return 0;
}

// --- The exporter ---

int exporter_getbuffer(Object* o, Buffer* view, int flags) {
  BytesIOObject* source = static_cast<BytesIOBufferObject*>(o)->source;
  if (source->exports == 0 && is_shared(source) && !unshare(source, source->string_size)) return -1;
  if (buffer_fill_info(view, o, bytes_data(source->buf), source->string_size, false, flags) < 0) return -1;
  source->exports++;
  return 0;
}
void exporter_releasebuffer(Object* o, Buffer*) { static_cast<BytesIOBufferObject*>(o)->source->exports--; }
void exporter_dealloc(Object* o) {
  object_gc_untrack(o);
  auto* self = static_cast<BytesIOBufferObject*>(o);
  decref(self->source);
  object_gc_del(o);
}
int exporter_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(static_cast<BytesIOBufferObject*>(o)->source);
  return 0;
}

constexpr MethodDef bytesio_methods[] = {
    {"readable", bytesio_yes, "readable($self, /)\n--\n\nReturns True if the IO object can be read."},
    {"seekable", bytesio_yes, "seekable($self, /)\n--\n\nReturns True if the IO object can be seeked."},
    {"writable", bytesio_yes, "writable($self, /)\n--\n\nReturns True if the IO object can be written."},
    {"close", bytesio_close, "close($self, /)\n--\n\nDisable all I/O operations."},
    {"flush", bytesio_flush, "flush($self, /)\n--\n\nDoes nothing."},
    {"isatty", bytesio_isatty, "isatty($self, /)\n--\n\nAlways returns False."},
    {"tell", bytesio_tell, "tell($self, /)\n--\n\nCurrent file position, an integer."},
    {"write", bytesio_write, "write($self, b, /)\n--\n\nWrite bytes to file."},
    {"writelines", bytesio_writelines, "writelines($self, lines, /)\n--\n\nWrite lines to the file."},
    {"read1", bytesio_read, "read1($self, size=-1, /)\n--\n\nRead at most size bytes, returned as a bytes object."},
    {"readinto", bytesio_readinto, "readinto($self, buffer, /)\n--\n\nRead bytes into buffer."},
    {"readline", bytesio_readline, "readline($self, size=-1, /)\n--\n\nNext line from the file, as a bytes object."},
    {"readlines", bytesio_readlines, "readlines($self, size=None, /)\n--\n\nList of bytes objects, each a line from the file."},
    {"read", bytesio_read, "read($self, size=-1, /)\n--\n\nRead at most size bytes, returned as a bytes object."},
    {"getbuffer", bytesio_getbuffer, "getbuffer($self, /)\n--\n\nGet a read-write view over the contents of the BytesIO object."},
    {"getvalue", bytesio_getvalue, "getvalue($self, /)\n--\n\nRetrieve the entire contents of the BytesIO object."},
    {"seek", bytesio_seek, "seek($self, pos, whence=0, /)\n--\n\nChange stream position."},
    {"truncate", bytesio_truncate, "truncate($self, size=None, /)\n--\n\nTruncate the file to at most size bytes."},
    {"__sizeof__", bytesio_sizeof},
    {}};
constexpr GetSetDef bytesio_getset[] = {
    {"__dict__", object_generic_get_dict}, {"closed", bytesio_closed, nullptr, "True if the file is closed."}, {}};

}  // namespace

TypeObject bytesio_type = {
    TYPE_HEAD,
    {.tp_name = "_io.BytesIO",
     .tp_basicsize = layout::BytesIO.basicsize,
     .tp_dealloc = bytesio_dealloc,
     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
     .tp_doc = "BytesIO(initial_bytes=b'')\n--\n\nBuffered I/O implementation using an in-memory bytes buffer.",
     .tp_traverse = bytesio_traverse,
     .tp_clear = bytesio_clear,
     .tp_weaklistoffset = offsetof(BytesIOObject, weakreflist),
     .tp_iter = object_self_iter,
     .tp_iternext = bytesio_iternext,
     .tp_methods = bytesio_methods,
     .tp_getset = bytesio_getset,
     .tp_base = &bufferediobase_type,
     .tp_dictoffset = offsetof(BytesIOObject, dict),
     .tp_init = bytesio_init_slot,
     .tp_new = bytesio_tp_new,
     .tp_finalize = iobase_finalize}};

TypeObject bytesio_buffer_type = {TYPE_HEAD,
                                  {.tp_name = "_io._BytesIOBuffer",
                                   .tp_basicsize = 24,
                                   .tp_dealloc = exporter_dealloc,
                                   .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
                                   .tp_traverse = exporter_traverse,
                                   .bf_getbuffer = exporter_getbuffer,
                                   .bf_releasebuffer = exporter_releasebuffer}};

int bytesio_init() { return type_ready(&bytesio_type) < 0 || type_ready(&bytesio_buffer_type) < 0 ? -1 : 0; }

}  // namespace py

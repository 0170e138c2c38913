// StringIO: a text file in memory.
// CPython 3.13: Modules/_io/stringio.c
//
// Invariants: buf has room for buf_size code points, string_size of them are text; pos may lie behind the end (a write
// there fills the gap with NULs). Text lives in the MEM domain and grows as CPython's buffer does.
#include "gc/gc.h"                    // object_gc_del
#include "memory/pymem.h"
#include "modules/io_internal.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/gc_head.h"
#include "object/identifiers.h"       // ID
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/longobject.h"
#include "types/text.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

struct StringIOObject : Object {
  Ucs4* buf;
  Ssize buf_size, string_size, pos;
  Object* decoder;  // IncrementalNewlineDecoder, or null
  Object* readnl;   // str, or null for None
  Object* writenl;  // str, or null
  bool ok, closed, universal, translate;
  Object* weakreflist;
  Object* dict;
};
static_assert(sizeof(StringIOObject) <= static_cast<size_t>(layout::StringIO.basicsize));

StringIOObject* stringio(Object* o) { return static_cast<StringIOObject*>(o); }

bool check(StringIOObject* self) {
  if (!self->ok) {
    err_set_string(exc_ValueError, "I/O operation on uninitialized object");
    return false;
  }
  if (self->closed) {
    err_set_string(exc_ValueError, "I/O operation on closed file");
    return false;
  }
  return true;
}

// Room for size code points and one more; shrinks when far too big.
bool resize_buffer(StringIOObject* self, Ssize size) {
  size++;
  Ssize alloc = self->buf_size;
  if (size < alloc / 2) {
    alloc = size + 1;
  } else if (size < alloc) {
    return true;
  } else if (size <= alloc + alloc / 8) {
    alloc = size + (size >> 3) + (size < 9 ? 3 : 6);
  } else {
    alloc = size + 1;
  }
  void* p = size > (Ssize{1} << 40) ? nullptr : mem_realloc(self->buf, static_cast<uint64_t>(alloc) * sizeof(Ucs4));
  if (!p) {
    err_no_memory();
    return false;
  }
  self->buf = static_cast<Ucs4*>(p);
  self->buf_size = alloc;
  return true;
}

// Writes obj (a str) at pos. False with the error set.
bool write_str(StringIOObject* self, Object* obj) {
  Object* text = new_ref(obj);
  if (self->decoder) {
    Object* args[] = {text, True};
    Object* name = unicode_intern_from_string("decode");
    Object* decode = name ? object_get_attr(self->decoder, name) : nullptr;
    xdecref(name);
    Object* decoded = decode ? object_vectorcall(decode, args, 2, nullptr) : nullptr;
    xdecref(decode);
    decref(text);
    if (!decoded) return false;
    text = decoded;
  }
  if (self->writenl) {
    Object* translated = unicode_replace(text, get_latin1_char('\n'), self->writenl, -1);
    decref(text);
    if (!translated) return false;
    text = translated;
  }
  Ssize n = unicode_length(text);
  if (self->pos > kSsizeMax - n) {
    decref(text);
    err_set_string(exc_OverflowError, "new position too large");
    return false;
  }
  if (self->pos + n > self->string_size && !resize_buffer(self, self->pos + n)) {
    decref(text);
    return false;
  }
  for (Ssize i = self->string_size; i < self->pos; i++) self->buf[i] = 0;
  for (Ssize i = 0; i < n; i++) self->buf[self->pos + i] = unicode_read_char(text, i);
  self->pos += n;
  if (self->string_size < self->pos) self->string_size = self->pos;
  decref(text);
  return true;
}

Object* make_str(StringIOObject* self, Ssize start, Ssize end) {
  if (end <= start) return unicode_from_string("");
  return unicode_from_kind_and_data(kUcs4, self->buf + start, end - start);
}

Object* stringio_getvalue(Object* o) {
  return check(stringio(o)) ? make_str(stringio(o), 0, stringio(o)->string_size) : nullptr;
}
Object* stringio_tell(Object* o) { return check(stringio(o)) ? long_from_ssize_t(stringio(o)->pos) : nullptr; }

Object* stringio_read(Object* o, Object* const* args, Ssize nargs) {
  StringIOObject* self = stringio(o);
  Ssize n = -1;
  if (!arg_check_positional("read", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &n)) || !check(self)) return nullptr;
  Ssize available = self->string_size - self->pos;
  if (n < 0 || n > available) n = available > 0 ? available : 0;
  Object* result = make_str(self, self->pos, self->pos + n);
  if (result) self->pos += n;
  return result;
}

// Index after the line that starts at pos.
Ssize line_end(StringIOObject* self) {
  Ssize i = self->pos;
  std::u32string ending = self->readnl ? code_points_of(self->readnl) : U"\n";
  for (; i < self->string_size; i++) {
    Ucs4 c = self->buf[i];
    if (self->universal && !self->translate) {
      if (c == '\n') return i + 1;
      if (c == '\r') return i + 1 < self->string_size && self->buf[i + 1] == '\n' ? i + 2 : i + 1;
    } else if (self->universal || ending.empty()) {
      if (c == '\n') return i + 1;
    } else if (c == ending[0]) {
      size_t k = 1;
      while (k < ending.size() && i + static_cast<Ssize>(k) < self->string_size &&
             self->buf[i + static_cast<Ssize>(k)] == ending[k]) {
        k++;
      }
      if (k == ending.size()) return i + static_cast<Ssize>(k);
    }
  }
  return i;
}

Object* next_line(StringIOObject* self, Ssize limit) {
  if (self->pos >= self->string_size) return unicode_from_string("");
  Ssize end = line_end(self);
  if (limit >= 0 && end - self->pos > limit) end = self->pos + limit;
  Object* line = make_str(self, self->pos, end);
  if (line) self->pos = end;
  return line;
}

Object* stringio_readline(Object* o, Object* const* args, Ssize nargs) {
  Ssize limit = -1;
  if (!arg_check_positional("readline", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &limit))) return nullptr;
  return check(stringio(o)) ? next_line(stringio(o), limit) : nullptr;
}

Object* stringio_iternext(Object* o) {
  if (!check(stringio(o))) return nullptr;
  Object* line = o->ob_type == &stringio_type ? next_line(stringio(o), -1) : object_call_method_no_args(o, ID(readline));
  if (line && unicode_check(line) && unicode_length(line) == 0) clear_ref(line);
  return line;
}

Object* stringio_write(Object* o, Object* obj) {
  if (!stringio(o)->ok) return check(stringio(o)) ? nullptr : nullptr;
  if (!unicode_check(obj)) {
    return err_format(exc_TypeError, "string argument expected, got '%s'", obj->ob_type->tp_name);
  }
  if (!check(stringio(o))) return nullptr;
  Ssize n = unicode_length(obj);
  if (n > 0 && !write_str(stringio(o), obj)) return nullptr;
  return long_from_ssize_t(n);
}

Object* stringio_truncate(Object* o, Object* const* args, Ssize nargs) {
  StringIOObject* self = stringio(o);
  if (!arg_check_positional("truncate", nargs, 0, 1) || !check(self)) return nullptr;
  Ssize size = self->pos;
  if (nargs && args[0] != None && !io_offset_argument(args[0], &size)) return nullptr;
  if (size < 0) return err_format(exc_ValueError, "Negative size value %zd", size);
  if (size < self->string_size) {
    if (!resize_buffer(self, size)) return nullptr;
    self->string_size = size;
  }
  return long_from_ssize_t(size);
}

Object* stringio_seek(Object* o, Object* const* args, Ssize nargs) {
  StringIOObject* self = stringio(o);
  int whence = 0;
  Ssize pos;
  if (!arg_check_positional("seek", nargs, 1, 2) || !io_offset_argument(args[0], &pos)) return nullptr;
  if (nargs > 1 && !arg_int(args[1], &whence)) return nullptr;
  if (!check(self)) return nullptr;
  if (whence < 0 || whence > 2) {
    return err_format(exc_ValueError, "Invalid whence (%d, should be 0, 1 or 2)", whence);
  }
  if (pos < 0 && whence == 0) return err_format(exc_ValueError, "Negative seek position %zd", pos);
  if (whence != 0 && pos != 0) {
    err_set_string(exc_OSError, "Can't do nonzero cur-relative seeks");
    return nullptr;
  }
  self->pos = whence == 0 ? pos : whence == 1 ? self->pos : self->string_size;
  return long_from_ssize_t(self->pos);
}

Object* stringio_close(Object* o) {
  StringIOObject* self = stringio(o);
  self->closed = true;
  if (self->ok && !resize_buffer(self, 0)) return nullptr;
  return None;
}

Object* stringio_yes(Object* o) { return check(stringio(o)) ? True : nullptr; }
Object* stringio_closed(Object* o, void*) { return bool_from_long(stringio(o)->closed); }
Object* stringio_line_buffering(Object* o, void*) { return check(stringio(o)) ? False : nullptr; }
Object* stringio_newlines(Object* o, void*) {
  if (!check(stringio(o))) return nullptr;
  return stringio(o)->decoder ? object_get_attr_string(stringio(o)->decoder, "newlines") : None;
}

// (value, newline, position, dict)
Object* stringio_getstate(Object* o) {
  StringIOObject* self = stringio(o);
  Object* value = stringio_getvalue(o);
  if (!value) return nullptr;
  Object* position = long_from_ssize_t(self->pos);
  Object* dict = self->dict ? dict_copy(self->dict) : None;
  Object* result = position && dict ? tuple_pack(value, self->readnl ? self->readnl : None, position, dict) : nullptr;
  decref(value);
  xdecref(position);
  xdecref(dict);
  return result;
}

bool set_newline(StringIOObject* self, Object* newline) {
  if (newline && newline != None && !unicode_check(newline)) {
    err_format(exc_TypeError, "newline must be str or None, not %.200s", newline->ob_type->tp_name);
    return false;
  }
  std::string text = newline && newline != None ? wtf8_of(newline) : std::string(newline ? "" : "\n");
  bool none = newline == None;
  if (!text.empty() && text != "\n" && text != "\r" && text != "\r\n") {
    err_format(exc_ValueError, "illegal newline value: %R", newline);
    return false;
  }
  Object* readnl = none ? nullptr : (newline ? new_ref(newline) : get_latin1_char('\n'));
  set_ref(self->readnl, readnl);
  self->universal = text.empty();
  self->translate = none;
  set_ref(self->writenl, text == "\r" || text == "\r\n" ? new_ref(self->readnl) : nullptr);
  clear_ref(self->decoder);
  if (self->universal) {
    Object* args[] = {None, none ? True : False};
    self->decoder = object_vectorcall(&incrementalnewlinedecoder_type, args, 2, nullptr);
    if (!self->decoder) return false;
  }
  return true;
}

int stringio_init_slot(Object* o, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"initial_value", "newline", nullptr};
  static ArgParser parser = {.fname = "StringIO", .keywords = kKeywords};
  Object* a[2];
  StringIOObject* self = stringio(o);
  if (!unpack_tuple_args(&parser, args, kwargs, 0, 2, a)) return -1;
  Object* value = a[0] == None ? nullptr : a[0];
  self->ok = false;
  if (!set_newline(self, a[1])) return -1;
  if (value && !unicode_check(value)) {
    err_format(exc_TypeError, "initial_value must be str or None, not %.200s", value->ob_type->tp_name);
    return -1;
  }
  self->string_size = 0;
  self->pos = 0;
  self->closed = false;
  if (!resize_buffer(self, value ? unicode_length(value) : 0)) return -1;
  if (value && unicode_length(value) > 0) {
    if (!write_str(self, value)) return -1;
    self->pos = 0;
  }
  self->ok = true;
  return 0;
}

void stringio_dealloc(Object* o) {
  if (object_call_finalizer_from_dealloc(o) < 0) return;
  object_gc_untrack(o);
  StringIOObject* self = stringio(o);
  self->ok = false;
  if (self->buf) mem_free(self->buf);
  if (self->weakreflist) object_clear_weakrefs(o);
  clear_ref(self->readnl);
  clear_ref(self->writenl);
  clear_ref(self->decoder);
  clear_ref(self->dict);
  o->ob_type->tp_free(o);
}
int stringio_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(stringio(o)->readnl);
  VISIT(stringio(o)->writenl);
  VISIT(stringio(o)->decoder);
  VISIT(stringio(o)->dict);
  return 0;
}
int stringio_clear(Object* o) {
  clear_ref(stringio(o)->dict);
  return 0;
}

constexpr MethodDef stringio_methods[] = {
    {"close", stringio_close, "close($self, /)\n--\n\nClose the IO object."},
    {"getvalue", stringio_getvalue, "getvalue($self, /)\n--\n\nRetrieve the entire contents of the object."},
    {"read", stringio_read, "read($self, size=-1, /)\n--\n\nRead at most size characters, returned as a string."},
    {"readline", stringio_readline, "readline($self, size=-1, /)\n--\n\nRead until newline or EOF."},
    {"tell", stringio_tell, "tell($self, /)\n--\n\nTell the current file position."},
    {"truncate", stringio_truncate, "truncate($self, pos=None, /)\n--\n\nTruncate size to pos."},
    {"seek", stringio_seek, "seek($self, pos, whence=0, /)\n--\n\nChange stream position."},
    {"write", stringio_write, "write($self, s, /)\n--\n\nWrite string to file."},
    {"seekable", stringio_yes, "seekable($self, /)\n--\n\nReturns True if the IO object can be seeked."},
    {"readable", stringio_yes, "readable($self, /)\n--\n\nReturns True if the IO object can be read."},
    {"writable", stringio_yes, "writable($self, /)\n--\n\nReturns True if the IO object can be written."},
    {"__getstate__", stringio_getstate},
    {}};
constexpr GetSetDef stringio_getset[] = {{"__dict__", object_generic_get_dict},
                                         {"closed", stringio_closed},
                                         {"newlines", stringio_newlines},
                                         {"line_buffering", stringio_line_buffering},
                                         {}};

}  // namespace

TypeObject stringio_type = {
    TYPE_HEAD,
    {.tp_name = "_io.StringIO",
     .tp_basicsize = layout::StringIO.basicsize,
     .tp_dealloc = stringio_dealloc,
     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
     .tp_doc = "StringIO(initial_value='', newline='\\n')\n--\n\nText I/O implementation using an in-memory buffer.",
     .tp_traverse = stringio_traverse,
     .tp_clear = stringio_clear,
     .tp_weaklistoffset = offsetof(StringIOObject, weakreflist),
     .tp_iternext = stringio_iternext,
     .tp_methods = stringio_methods,
     .tp_getset = stringio_getset,
     .tp_base = &textiobase_type,
     .tp_dictoffset = offsetof(StringIOObject, dict),
     .tp_init = stringio_init_slot,
     .tp_new = type_generic_new,
     .tp_finalize = iobase_finalize}};

int stringio_init() { return type_ready(&stringio_type); }

}  // namespace py

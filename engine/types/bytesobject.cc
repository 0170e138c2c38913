// See bytesobject.h. This file: making, sharing, joining; bytes_type.cc: the type; bytes_methods.h: shared methods;
// bytes_format.cc: %.
#include "types/bytesobject.h"

#include <cstring>

#include "memory/pymem.h"
#include "memory/region.h"  // static_alloc
#include "object/abstract.h"
#include "object/errors.h"
#include "types/buffer.h"
#include "types/bytearrayobject.h"
#include "types/bytes_writer.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/pyhash.h"
#include "types/tupleobject.h"
#include "types/unicode_writer.h"
#include "types/unicodectype.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

constexpr Ssize kBytesBase = kBytesHeader + 1;  // with the closing NUL
Object* empty_bytes;
Object* one_byte[256];

Object* init_bytes(void* block, Ssize size) {
  auto* b = static_cast<BytesObject*>(block);
  b->ob_refcnt = 1;
  b->ob_type = &bytes_type;
  b->ob_size = size;
  b->ob_shash = -1;
  b->ob_sval[size] = '\0';
  return b;
}

Object* make_static(const char* s, Ssize n) {
  Object* b = init_bytes(static_alloc(static_cast<size_t>(kBytesBase + n)), n);
  if (n) bytes_data(b)[0] = *s;
  b->ob_refcnt = kImmortalRefcnt;
  return b;
}

}  // namespace

void bytes_init() {
  empty_bytes = make_static("", 0);
  for (int c = 0; c < 256; c++) {
    const char ch = static_cast<char>(c);
    one_byte[c] = make_static(&ch, 1);
  }
}

Object* bytes_get_empty() { return empty_bytes; }
Object* bytes_char(uint8_t c) { return one_byte[c]; }

Object* bytes_from_size(Ssize size, bool zeroed) {
  if (size == 0) return empty_bytes;
  if (size < 0) {
    err_set_string(exc_SystemError, "Negative size passed to PyBytes_FromStringAndSize");
    return nullptr;
  }
  if (size > kSsizeMax - kBytesBase) {
    err_set_string(exc_OverflowError, "byte string is too large");
    return nullptr;
  }
  const uint64_t n = static_cast<uint64_t>(kBytesBase + size);
  void* block = zeroed ? object_calloc(1, n) : object_malloc(n);
  return block ? init_bytes(block, size) : err_no_memory();
}

Object* bytes_from_string_and_size(const char* s, Ssize size) {
  if (size == 1 && s) return one_byte[static_cast<uint8_t>(*s)];
  Object* b = bytes_from_size(size, false);
  if (b && s && size) std::memcpy(bytes_data(b), s, static_cast<size_t>(size));
  return b;
}
Object* bytes_from_string(const char* s) { return bytes_from_string_and_size(s, static_cast<Ssize>(std::strlen(s))); }

char* bytes_as_string(Object* o) {
  if (bytes_check(o)) return bytes_data(o);
  err_format(exc_TypeError, "expected bytes, %.200s found", o->ob_type->tp_name);
  return nullptr;
}

int bytes_as_string_and_size(Object* o, char** s, Ssize* size) {
  *s = bytes_as_string(o);
  if (!*s) return -1;
  if (size) {
    *size = bytes_size(o);
  } else if (std::strlen(*s) != static_cast<size_t>(bytes_size(o))) {
    err_set_string(exc_ValueError, "embedded null byte");
    return -1;
  }
  return 0;
}

int bytes_resize(Object** p, Ssize size) {
  Object* b = *p;
  if (bytes_size(b) == size) return 0;
  if (bytes_size(b) == 0 || size == 0) {
    set_ref(*p, bytes_from_size(size, false));
    return *p ? 0 : -1;
  }
  ENGINE_CHECK(b->ob_refcnt == 1, "only an unshared bytes object is resized");
  void* block = object_realloc(b, static_cast<uint64_t>(kBytesBase + size));
  if (!block) {
    object_free(b);
    *p = nullptr;
    err_no_memory();
    return -1;
  }
  auto* moved = static_cast<BytesObject*>(block);
  moved->ob_size = size;
  moved->ob_sval[size] = '\0';
  moved->ob_shash = -1;
  *p = moved;
  return 0;
}

HashValue bytes_hash(Object* o) {
  auto* b = as<BytesObject>(o);
  if (b->ob_shash == -1) b->ob_shash = hash_bytes(b->ob_sval, b->ob_size);
  return b->ob_shash;
}

// --- The writer ---

char* BytesWriter::data() {
  if (!buffer) return small;
  return use_bytearray ? as<ByteArrayObject>(buffer)->ob_start : bytes_data(buffer);
}

bool BytesWriter::grow(Ssize n) {
  if (n > kSsizeMax - pos) {
    err_no_memory();
    return false;
  }
  Ssize size = pos + n;
  if (overallocate && size <= kSsizeMax - size / 4) size += size / 4;
  if (buffer) {
    if (use_bytearray ? bytearray_resize(buffer, size) < 0 : bytes_resize(&buffer, size) < 0) return false;
  } else {
    Object* made = use_bytearray ? bytearray_from_string_and_size(nullptr, size) : bytes_from_size(size, false);
    if (!made) return false;
    char* to = use_bytearray ? as<ByteArrayObject>(made)->ob_start : bytes_data(made);
    if (pos) std::memcpy(to, small, static_cast<size_t>(pos));
    buffer = made;
  }
  allocated = size;
  return true;
}

Object* BytesWriter::finish() {
  if (!buffer) {
    return use_bytearray ? bytearray_from_string_and_size(small, pos) : bytes_from_string_and_size(small, pos);
  }
  if (pos == 0 && !use_bytearray) {
    clear_ref(buffer);
    return empty_bytes;
  }
  if (pos != allocated) {
    if (use_bytearray ? bytearray_resize(buffer, pos) < 0 : bytes_resize(&buffer, pos) < 0) return nullptr;
  }
  Object* result = buffer;
  buffer = nullptr;
  return result;
}

// --- From other objects ---

namespace {

bool byte_value(Object* item, uint8_t* out) {
  const Ssize v = number_as_ssize_t(item, nullptr);
  if (v == -1 && err_occurred()) return false;
  if (v < 0 || v >= 256) {
    err_set_string(exc_ValueError, "bytes must be in range(0, 256)");
    return false;
  }
  *out = static_cast<uint8_t>(v);
  return true;
}

Object* from_buffer(Object* o) {
  ScopedBuffer view;
  if (object_get_buffer(o, &view, BUF_FULL_RO) < 0) return nullptr;
  Object* b = bytes_from_size(view.len, false);
  if (!b || view.len == 0) return b;
  if (buffer_to_contiguous(bytes_data(b), &view, view.len, 'C') < 0) return decref(b), nullptr;
  return b;
}

Object* from_sequence(Object* o) {  // a list or tuple
  BytesWriter w;
  if (!w.prepare(sequence_fast_size(o))) return nullptr;
  for (Ssize i = 0; i < sequence_fast_size(o); i++) {  // the list may change meanwhile
    Object* item = new_ref(sequence_fast_items(o)[i]);
    uint8_t value = 0;
    const bool ok = byte_value(item, &value);
    decref(item);
    if (!ok || !w.write_char(static_cast<char>(value))) return nullptr;
  }
  return w.finish();
}

Object* from_iterator(Object* it, Object* o) {
  const Ssize hint = object_length_hint(o, 64);
  if (hint == -1 && err_occurred()) return nullptr;
  BytesWriter w;
  if (!w.prepare(hint)) return nullptr;
  while (Object* item = iter_next(it)) {
    uint8_t value;
    const bool ok = byte_value(item, &value);
    decref(item);
    if (!ok) return nullptr;
    if (w.pos >= w.allocated) w.overallocate = true;
    if (!w.write_char(static_cast<char>(value))) return nullptr;
  }
  return err_occurred() ? nullptr : w.finish();
}

}  // namespace

Object* bytes_from_object(Object* o) {
  if (bytes_check_exact(o)) return new_ref(o);
  if (object_check_buffer(o)) return from_buffer(o);
  if (list_check_exact(o) || tuple_check_exact(o)) return from_sequence(o);
  if (!unicode_check(o)) {
    Object* it = object_get_iter(o);
    if (it) {
      Object* b = from_iterator(it, o);
      decref(it);
      return b;
    }
    if (!err_exception_matches(exc_TypeError)) return nullptr;
  }
  return err_format(exc_TypeError, "cannot convert '%.200s' object to bytes", o->ob_type->tp_name);
}

// --- Joining ---

void bytes_concat(Object** left, Object* right) {
  if (!*left) return;
  if (!right) {
    clear_ref(*left);
    return;
  }
  Object* result = bytes_type.sq_concat(*left, right);
  set_ref(*left, result);
}
void bytes_concat_and_del(Object** left, Object* right) {
  bytes_concat(left, right);
  xdecref(right);
}

namespace {

// Buffers of all items of a join; released at the end.
struct Views {
  Buffer* views = nullptr;
  Ssize count = 0;
  ~Views() {
    for (Ssize i = 0; i < count; i++) buffer_release(&views[i]);
    mem_free(views);
  }
};

Object* join_views(const Views& v, const char* separator, Ssize separator_length, bool to_bytearray) {
  Ssize total = 0;
  for (Ssize i = 0; i < v.count; i++) {
    const Ssize add = v.views[i].len + (i ? separator_length : 0);
    if (add > kSsizeMax - total) {
      err_set_string(exc_OverflowError, "join() result is too long");
      return nullptr;
    }
    total += add;
  }
  Object* result = to_bytearray ? bytearray_from_string_and_size(nullptr, total) : bytes_from_size(total, false);
  if (!result || total == 0) return result;
  char* out = to_bytearray ? bytearray_data(result) : bytes_data(result);
  for (Ssize i = 0; i < v.count; i++) {
    if (i && separator_length) {
      std::memcpy(out, separator, static_cast<size_t>(separator_length));
      out += separator_length;
    }
    if (v.views[i].len) std::memcpy(out, v.views[i].buf, static_cast<size_t>(v.views[i].len));
    out += v.views[i].len;
  }
  return result;
}

}  // namespace

Object* bytes_join_any(const char* separator, Ssize separator_length, Object* iterable, bool to_bytearray) {
  Object* seq = sequence_fast(iterable, "can only join an iterable");
  if (!seq) return nullptr;
  const Ssize n = sequence_fast_size(seq);
  Object* result = nullptr;
  if (n == 0) {
    result = to_bytearray ? bytearray_from_string_and_size(nullptr, 0) : empty_bytes;
  } else if (n == 1 && !to_bytearray && bytes_check_exact(sequence_fast_items(seq)[0])) {
    result = new_ref(sequence_fast_items(seq)[0]);
  } else {
    Views v;
    v.views = static_cast<Buffer*>(mem_malloc(sizeof(Buffer) * static_cast<uint64_t>(n)));
    bool ok = v.views || err_no_memory();
    for (Ssize i = 0; ok && i < n; i++) {
      if (i >= sequence_fast_size(seq)) {
        err_set_string(exc_RuntimeError, "sequence changed size during iteration");
        ok = false;
        break;
      }
      Object* item = sequence_fast_items(seq)[i];
      Buffer* view = &v.views[i];
      if (bytes_check_exact(item)) {
        *view = Buffer{};
        view->obj = new_ref(item);
        view->buf = bytes_data(item);
        view->len = bytes_size(item);
      } else if (object_get_buffer(item, view, BUF_SIMPLE) < 0) {
        err_format(exc_TypeError, "sequence item %zd: expected a bytes-like object, %.80s found", i,
                   item->ob_type->tp_name);
        ok = false;
        break;
      }
      v.count = i + 1;
    }
    if (ok) result = join_views(v, separator, separator_length, to_bytearray);
  }
  decref(seq);
  return result;
}

Object* bytes_join(Object* separator, Object* iterable) {
  return bytes_join_any(bytes_data(separator), bytes_size(separator), iterable, false);
}

// --- repr ---

Object* bytes_repr_of(const char* prefix, const char* suffix, const char* s, Ssize n, bool smartquotes,
                      bool escape_single) {
  char quote = '\'';
  if (smartquotes && std::memchr(s, '\'', static_cast<size_t>(n)) && !std::memchr(s, '"', static_cast<size_t>(n))) {
    quote = '"';
  }
  Ssize size = static_cast<Ssize>(std::strlen(prefix) + std::strlen(suffix)) + 2;
  auto width = [&](uint8_t c) -> Ssize {
    if (c == static_cast<uint8_t>(quote) || c == '\\' || (escape_single && c == '\'')) return 2;
    if (c == '\t' || c == '\n' || c == '\r') return 2;
    return c < ' ' || c >= 0x7f ? 4 : 1;
  };
  for (Ssize i = 0; i < n; i++) size += width(static_cast<uint8_t>(s[i]));
  Object* result = unicode_new(size, 127);
  if (!result) return nullptr;
  Ucs1* out = unicode_1byte_data(result);
  for (const char* p = prefix; *p; p++) *out++ = static_cast<Ucs1>(*p);
  *out++ = static_cast<Ucs1>(quote);
  for (Ssize i = 0; i < n; i++) {
    const uint8_t c = static_cast<uint8_t>(s[i]);
    const Ssize w = width(c);
    if (w == 1) {
      *out++ = c;
      continue;
    }
    *out++ = '\\';
    if (w == 2) {
      *out++ = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
    } else {
      *out++ = 'x';
      *out++ = static_cast<Ucs1>("0123456789abcdef"[c >> 4]);
      *out++ = static_cast<Ucs1>("0123456789abcdef"[c & 15]);
    }
  }
  *out++ = static_cast<Ucs1>(quote);
  for (const char* p = suffix; *p; p++) *out++ = static_cast<Ucs1>(*p);
  return result;
}

Object* bytes_repr(Object* o, bool smartquotes) {
  return bytes_repr_of("b", "", bytes_data(o), bytes_size(o), smartquotes, false);
}

// --- Escapes and formats ---

Object* bytes_decode_escape(const char* s, Ssize size, const char*) {
  // Byte escapes are those of unicode_escape without \u, \U and \N; decode as Latin-1 after that.
  BytesWriter w;
  if (!w.prepare(size)) return nullptr;
  for (Ssize i = 0; i < size; i++) {
    if (s[i] != '\\') {
      w.put(s[i]);
      continue;
    }
    if (++i >= size) {
      err_set_string(exc_ValueError, "Trailing \\ in string");
      return nullptr;
    }
    static const char kFrom[] = "\\'\"bftnrva", kTo[] = "\\'\"\b\f\t\n\r\v\a";
    const char* simple = s[i] ? std::strchr(kFrom, s[i]) : nullptr;
    if (s[i] == '\n') continue;
    if (simple) {
      w.put(kTo[simple - kFrom]);
    } else if (s[i] >= '0' && s[i] <= '7') {
      int v = 0, n = 0;
      for (; n < 3 && i < size && s[i] >= '0' && s[i] <= '7'; n++) v = v * 8 + (s[i++] - '0');
      i--;
      w.put(static_cast<char>(v));
    } else if (s[i] == 'x') {
      const int high = i + 1 < size ? long_digit_value[static_cast<uint8_t>(s[i + 1])] : 37;
      const int low = i + 2 < size ? long_digit_value[static_cast<uint8_t>(s[i + 2])] : 37;
      if (high >= 16 || low >= 16) return err_format(exc_ValueError, "invalid \\x escape at position %zd", i - 1);
      w.put(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      w.put('\\');
      w.put(s[i]);
    }
  }
  return w.finish();
}

Object* bytes_from_format(const char* format, ...) {
  va_list args;
  va_start(args, format);
  Object* text = unicode_from_format_v(format, args);
  va_end(args);
  if (!text) return nullptr;
  Object* b = unicode_encode_latin1(text, nullptr);
  decref(text);
  return b;
}

}  // namespace py

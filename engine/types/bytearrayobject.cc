// See bytearrayobject.h.
// CPython 3.13: Objects/bytearrayobject.c
#include "types/bytearrayobject.h"

#include <string>
#include <utility>

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/bytes_methods.h"
#include "types/dictobject.h"
#include "types/iter_reduce.h"
#include "types/listobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

char bytearray_empty_string[1];

namespace {

ByteArrayObject* B(Object* o) { return as<ByteArrayObject>(o); }

bool can_resize(Object* o) {
  if (B(o)->ob_exports <= 0) return true;
  err_set_string(exc_BufferError, "Existing exports of data: object cannot be re-sized");
  return false;
}

// An int from 0 to 255.
bool byte_value(Object* arg, int* value) { return long_fits_bytes_range(arg, value) == 0; }

}  // namespace

// --- Making and resizing ---

Object* bytearray_from_string_and_size(const char* s, Ssize size) {
  if (size < 0) {
    err_set_string(exc_SystemError, "Negative size passed to PyByteArray_FromStringAndSize");
    return nullptr;
  }
  if (size == kSsizeMax) return err_no_memory();
  auto* b = static_cast<ByteArrayObject*>(object_malloc(layout::bytearray.basicsize));
  if (!b) return err_no_memory();
  b->ob_refcnt = 1;
  b->ob_type = &bytearray_type;
  b->ob_size = size;
  b->ob_alloc = 0;
  b->ob_bytes = nullptr;
  b->ob_exports = 0;
  if (size > 0) {
    b->ob_bytes = static_cast<char*>(object_malloc(static_cast<uint64_t>(size) + 1));
    if (!b->ob_bytes) {
      object_free(b);
      return err_no_memory();
    }
    b->ob_alloc = size + 1;
    if (s) std::memcpy(b->ob_bytes, s, static_cast<size_t>(size));
    b->ob_bytes[size] = '\0';
  }
  b->ob_start = b->ob_bytes;
  return b;
}

Object* bytearray_from_object(Object* o) { return object_call_one_arg(&bytearray_type, o); }

int bytearray_resize(Object* o, Ssize size) {
  auto* b = B(o);
  const Ssize offset = b->ob_start - b->ob_bytes;
  Ssize alloc = b->ob_alloc;
  if (size == b->ob_size) return 0;
  if (!can_resize(o)) return -1;
  if (size + offset + 1 <= alloc) {
    if (size >= alloc / 2) {  // a little smaller: keep the block
      b->ob_size = size;
      b->ob_start[size] = '\0';
      return 0;
    }
    alloc = size + 1;  // much smaller: exact
  } else if (static_cast<double>(size) <= static_cast<double>(alloc) * 1.125) {
    alloc = size + (size >> 3) + (size < 9 ? 3 : 6);  // a little larger: room to grow
  } else {
    alloc = size + 1;  // much larger: exact
  }
  char* block;
  if (offset > 0) {
    block = static_cast<char*>(object_malloc(static_cast<uint64_t>(alloc)));
    if (block) {
      const Ssize keep = size < b->ob_size ? size : b->ob_size;
      std::memcpy(block, bytearray_data(o), static_cast<size_t>(keep));
      object_free(b->ob_bytes);
    }
  } else {
    block = static_cast<char*>(object_realloc(b->ob_bytes, static_cast<uint64_t>(alloc)));
  }
  if (!block) {
    err_no_memory();
    return -1;
  }
  b->ob_bytes = b->ob_start = block;
  b->ob_size = size;
  b->ob_alloc = alloc;
  block[size] = '\0';
  return 0;
}

Object* bytearray_concat(Object* x, Object* y) {
  ScopedBuffer a, b;
  if (object_get_buffer(x, &a, BUF_SIMPLE) < 0 || object_get_buffer(y, &b, BUF_SIMPLE) < 0) {
    return err_format(exc_TypeError, "can't concat %.100s to %.100s", y->ob_type->tp_name, x->ob_type->tp_name);
  }
  if (a.len > kSsizeMax - b.len) return err_no_memory();
  Object* result = bytearray_from_string_and_size(nullptr, a.len + b.len);
  if (!result) return nullptr;
  if (a.len) std::memcpy(B(result)->ob_start, a.buf, static_cast<size_t>(a.len));
  if (b.len) std::memcpy(B(result)->ob_start + a.len, b.buf, static_cast<size_t>(b.len));
  return result;
}

namespace {

struct ByteArrayTrait {
  using Char = uint8_t;
  static constexpr bool kMutable = true;
  static const char* data(Object* o) { return bytearray_data(o); }
  static Ssize size(Object* o) { return bytearray_size(o); }
  static Object* make(const uint8_t* s, Ssize n) {
    return bytearray_from_string_and_size(reinterpret_cast<const char*>(s), n);
  }
  static bool unchanged(Object*) { return false; }
  static int shrink(Object** o, Ssize n) { return bytearray_resize(*o, n); }
  static bool is_space(uint8_t c) { return is_ascii_space(c); }
  static bool is_linebreak(uint8_t c) { return c == '\n' || c == '\r'; }
};
using M = BytesMethods<ByteArrayTrait>;

// --- Changing ---

Object* slot_iconcat(Object* self, Object* other) {
  ScopedBuffer view;
  if (object_get_buffer(other, &view, BUF_SIMPLE) < 0) {
    return err_format(exc_TypeError, "can't concat %.100s to %.100s", other->ob_type->tp_name,
                      self->ob_type->tp_name);
  }
  const Ssize n = bytearray_size(self);
  if (n > kSsizeMax - view.len) return err_no_memory();
  if (bytearray_resize(self, n + view.len) < 0) return nullptr;
  if (view.len) std::memcpy(B(self)->ob_start + n, view.buf, static_cast<size_t>(view.len));
  return new_ref(self);
}

Object* slot_irepeat(Object* self, Ssize count) {
  if (count < 0) count = 0;
  if (count == 1) return new_ref(self);
  const Ssize n = bytearray_size(self);
  if (count > 0 && n > kSsizeMax / count) return err_no_memory();
  if (bytearray_resize(self, n * count) < 0) return nullptr;
  char* p = bytearray_data(self);
  for (Ssize i = 1; n && i < count; i++) std::memcpy(p + i * n, p, static_cast<size_t>(n));
  return new_ref(self);
}

// Bytes lo to hi become bytes[0:length].
int set_slice_linear(Object* self, Ssize lo, Ssize hi, const char* bytes, Ssize length) {
  auto* b = B(self);
  const Ssize growth = length - (hi - lo);
  if (growth < 0) {
    if (!can_resize(self)) return -1;
    if (lo == 0) {
      b->ob_start -= growth;  // bytes leave at the front: move the start
    } else {
      char* p = b->ob_start;
      std::memmove(p + lo + length, p + hi, static_cast<size_t>(b->ob_size - hi));
    }
    if (bytearray_resize(self, b->ob_size + growth) < 0) {
      // Out of memory: undo what can be undone, the bytes after lo are lost otherwise.
      if (lo == 0) b->ob_start += growth;
      return -1;
    }
  } else if (growth > 0) {
    if (b->ob_size > kSsizeMax - growth) {
      err_no_memory();
      return -1;
    }
    if (bytearray_resize(self, b->ob_size + growth) < 0) return -1;
    char* p = b->ob_start;
    std::memmove(p + lo + length, p + hi, static_cast<size_t>(b->ob_size - lo - length));
  }
  if (length) std::memcpy(b->ob_start + lo, bytes, static_cast<size_t>(length));
  return 0;
}

// values: null deletes; a bytes-like object otherwise.
int set_slice(Object* self, Ssize lo, Ssize hi, Object* values) {
  if (values == self) {  // a copy, so that the bytes do not move while they are read
    Object* copy = bytearray_from_string_and_size(bytearray_data(self), bytearray_size(self));
    if (!copy) return -1;
    const int status = set_slice(self, lo, hi, copy);
    decref(copy);
    return status;
  }
  ScopedBuffer view;
  const char* bytes = nullptr;
  Ssize length = 0;
  if (values) {
    if (object_get_buffer(values, &view, BUF_SIMPLE) < 0) {
      err_format(exc_TypeError, "can't set bytearray slice from %.100s", values->ob_type->tp_name);
      return -1;
    }
    bytes = static_cast<char*>(view.buf);
    length = view.len;
  }
  const Ssize n = bytearray_size(self);
  if (lo < 0) lo = 0;
  if (hi < lo) hi = lo;
  if (hi > n) hi = n;
  return set_slice_linear(self, lo, hi, bytes, length);
}

int set_item(Object* self, Ssize i, Object* value) {
  const Ssize n = bytearray_size(self);
  if (i < 0) i += n;
  if (i < 0 || i >= n) {
    err_set_string(exc_IndexError, "bytearray index out of range");
    return -1;
  }
  if (!value) return set_slice(self, i, i + 1, nullptr);
  int byte;
  if (!byte_value(value, &byte)) return -1;
  if (i >= bytearray_size(self)) {  // __index__ made it shorter
    err_set_string(exc_IndexError, "bytearray index out of range");
    return -1;
  }
  bytearray_data(self)[i] = static_cast<char>(byte);
  return 0;
}

Object* slot_item(Object* self, Ssize i) {
  if (i < 0 || i >= bytearray_size(self)) {
    err_set_string(exc_IndexError, "bytearray index out of range");
    return nullptr;
  }
  return get_small_int(static_cast<uint8_t>(bytearray_data(self)[i]));
}

Object* slot_subscript(Object* self, Object* index) {
  if (index_check(index)) {
    Ssize i = number_as_ssize_t(index, exc_IndexError);
    if (i == -1 && err_occurred()) return nullptr;
    if (i < 0) i += bytearray_size(self);
    return slot_item(self, i);
  }
  if (!slice_check(index)) {
    return err_format(exc_TypeError, "bytearray indices must be integers or slices, not %.200s",
                      index->ob_type->tp_name);
  }
  Ssize start, stop, step;
  if (slice_unpack(index, &start, &stop, &step) < 0) return nullptr;
  const Ssize n = slice_adjust_indices(bytearray_size(self), &start, &stop, step);
  if (n <= 0) return bytearray_from_string_and_size("", 0);
  if (step == 1) return bytearray_from_string_and_size(bytearray_data(self) + start, n);
  Object* result = bytearray_from_string_and_size(nullptr, n);
  if (!result) return nullptr;
  for (Ssize i = 0; i < n; i++, start += step) B(result)->ob_start[i] = bytearray_data(self)[start];
  return result;
}

// del b[start::step] with a step other than 1.
int delete_extended(Object* self, Ssize start, Ssize stop, Ssize step, Ssize count) {
  if (!can_resize(self)) return -1;
  if (count == 0) return 0;
  if (step < 0) {
    stop = start + 1;
    start = stop + step * (count - 1) - 1;
    step = -step;
  }
  (void)stop;
  char* p = bytearray_data(self);
  const Ssize n = bytearray_size(self);
  Ssize cursor = start;
  for (Ssize i = 0; i < count; cursor += step, i++) {
    const Ssize run = cursor + step >= n ? n - cursor - 1 : step - 1;
    std::memmove(p + cursor - i, p + cursor + 1, static_cast<size_t>(run));
  }
  cursor = start + count * step;
  if (cursor < n) std::memmove(p + cursor - count, p + cursor, static_cast<size_t>(n - cursor));
  return bytearray_resize(self, n - count);
}

int assign_slice(Object* self, Ssize start, Ssize stop, Ssize step, Ssize count, Object* values) {
  if (values && (values == self || !bytearray_check(values))) {
    if (number_check(values) || unicode_check(values)) {
      err_set_string(exc_TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
      return -1;
    }
    Object* copy = bytearray_from_object(values);
    if (!copy) return -1;
    const int status = assign_slice(self, start, stop, step, count, copy);
    decref(copy);
    return status;
  }
  const char* bytes = values ? bytearray_data(values) : nullptr;
  const Ssize needed = values ? bytearray_size(values) : 0;
  if ((step < 0 && start < stop) || (step > 0 && start > stop)) stop = start;
  if (step == 1) return set_slice_linear(self, start, stop, bytes, needed);
  if (needed == 0) return delete_extended(self, start, stop, step, count);
  if (needed != count) {
    err_format(exc_ValueError, "attempt to assign bytes of size %zd to extended slice of size %zd", needed, count);
    return -1;
  }
  char* p = bytearray_data(self);
  for (Ssize i = 0; i < count; i++, start += step) p[start] = bytes[i];
  return 0;
}

int slot_ass_subscript(Object* self, Object* index, Object* values) {
  if (index_check(index)) {
    const Ssize i = number_as_ssize_t(index, exc_IndexError);
    if (i == -1 && err_occurred()) return -1;
    return set_item(self, i, values);
  }
  if (!slice_check(index)) {
    err_format(exc_TypeError, "bytearray indices must be integers or slices, not %.200s", index->ob_type->tp_name);
    return -1;
  }
  Ssize start, stop, step;
  if (slice_unpack(index, &start, &stop, &step) < 0) return -1;
  const Ssize count = slice_adjust_indices(bytearray_size(self), &start, &stop, step);
  return assign_slice(self, start, stop, step, count, values);
}

// --- Construction ---

Object* slot_new(TypeObject* type, Object*, Object*) {
  Object* b = type->tp_alloc(type, 0);
  return b;
}

int type_error(const char* message) {
  err_set_string(exc_TypeError, message);
  return -1;
}

int append_byte(Object* self, int value) {
  const Ssize n = bytearray_size(self);
  if (n + 1 < B(self)->ob_alloc - (B(self)->ob_start - B(self)->ob_bytes)) {
    B(self)->ob_size = n + 1;
    B(self)->ob_start[n + 1] = '\0';
  } else if (bytearray_resize(self, n + 1) < 0) {
    return -1;
  }
  B(self)->ob_start[n] = static_cast<char>(value);
  return 0;
}

int fill_from_sequence(Object* self, Object* o) {  // a list or tuple
  const Ssize n = sequence_fast_size(o);
  if (bytearray_resize(self, n) < 0) return -1;
  for (Ssize i = 0; i < n && i < sequence_fast_size(o); i++) {
    Object* item = new_ref(sequence_fast_items(o)[i]);
    int value;
    const bool ok = byte_value(item, &value);
    decref(item);
    if (!ok) return -1;
    if (i >= bytearray_size(self)) break;
    bytearray_data(self)[i] = static_cast<char>(value);
  }
  return 0;
}

int fill_from_iterable(Object* self, Object* o) {
  Object* it = object_get_iter(o);
  if (!it) {
    if (err_exception_matches(exc_TypeError)) {
      err_format(exc_TypeError, "cannot convert '%.200s' object to bytearray", o->ob_type->tp_name);
    }
    return -1;
  }
  int status = 0;
  while (status == 0) {
    Object* item = iter_next(it);
    if (!item) {
      status = err_occurred() ? -1 : 1;
      break;
    }
    int value;
    status = byte_value(item, &value) ? append_byte(self, value) : -1;
    decref(item);
  }
  decref(it);
  return status < 0 ? -1 : 0;
}

int fill(Object* self, Object* arg) {
  if (index_check(arg)) {
    const Ssize n = number_as_ssize_t(arg, exc_OverflowError);
    if (n == -1 && err_occurred()) {
      if (!err_exception_matches(exc_TypeError)) return -1;
      err_clear();
    } else {
      if (n < 0) {
        err_set_string(exc_ValueError, "negative count");
        return -1;
      }
      if (n > 0) {
        if (bytearray_resize(self, n) < 0) return -1;
        std::memset(bytearray_data(self), 0, static_cast<size_t>(n));
      }
      return 0;
    }
  }
  if (object_check_buffer(arg)) {
    ScopedBuffer view;
    if (object_get_buffer(arg, &view, BUF_FULL_RO) < 0) return -1;
    if (bytearray_resize(self, view.len) < 0) return -1;
    return view.len ? buffer_to_contiguous(bytearray_data(self), &view, view.len, 'C') : 0;
  }
  if (list_check_exact(arg) || tuple_check_exact(arg)) return fill_from_sequence(self, arg);
  return fill_from_iterable(self, arg);
}

int slot_init(Object* self, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"source", "encoding", "errors", nullptr};
  static ArgParser parser = {.fname = "bytearray", .keywords = kKeywords};
  Object* buf[3];
  Object* const* a = arg_unpack_tuple_keywords(args, kwds, &parser, 0, 3, 0, buf);
  if (!a) return -1;
  Object* source = a[0];
  const char *encoding = nullptr, *errors = nullptr;
  if (a[1] && !bytes_text_argument(a[1], "bytearray", "argument 'encoding'", &encoding)) return -1;
  if (a[2] && !bytes_text_argument(a[2], "bytearray", "argument 'errors'", &errors)) return -1;
  if (bytearray_size(self) != 0 && bytearray_resize(self, 0) < 0) return -1;
  if (!source) {
    if (encoding || errors) {
      return type_error(encoding ? "encoding without a string argument" : "errors without a string argument");
    }
    return 0;
  }
  if (unicode_check(source)) {
    if (!encoding) return type_error("string argument without an encoding");
    Object* encoded = unicode_as_encoded_string(source, encoding, errors);
    if (!encoded) return -1;
    Object* result = slot_iconcat(self, encoded);
    decref(encoded);
    if (!result) return -1;
    decref(result);
    return 0;
  }
  if (encoding || errors) {
    return type_error(encoding ? "encoding without a string argument" : "errors without a string argument");
  }
  return fill(self, source);
}

void slot_dealloc(Object* self) {
  if (B(self)->ob_exports > 0) {
    err_set_string(exc_SystemError, "deallocated bytearray object has exported buffers");
    err_write_unraisable(nullptr);
  }
  if (B(self)->ob_bytes) object_free(B(self)->ob_bytes);
  self->ob_type->tp_free(self);
}

Object* slot_repr(Object* self) {
  const std::string prefix = std::string(type_short_name(self->ob_type)) + "(b";
  return bytes_repr_of(prefix.c_str(), ")", bytearray_data(self), bytearray_size(self), true, true);
}

int slot_getbuffer(Object* self, Buffer* view, int flags) {
  // Cannot fail: a bytearray is writable.
  buffer_fill_info(view, self, bytearray_data(self), bytearray_size(self), false, flags);
  B(self)->ob_exports++;
  return 0;
}
void slot_releasebuffer(Object* self, Buffer*) { B(self)->ob_exports--; }

Object* slot_richcompare(Object* a, Object* b, int op) { return M::rich_compare(a, b, op); }

Object* slot_mod(Object* v, Object* w) {
  return bytearray_check(v) ? bytes_format_ex(bytearray_data(v), bytearray_size(v), w, true) : NotImplemented;
}

// --- Methods ---

Object* method_append(Object* self, Object* item) {
  int value;
  if (!byte_value(item, &value)) return nullptr;
  const Ssize n = bytearray_size(self);
  if (bytearray_resize(self, n + 1) < 0) return nullptr;
  B(self)->ob_start[n] = static_cast<char>(value);
  return None;
}
Object* method_clear(Object* self) { return bytearray_resize(self, 0) < 0 ? nullptr : None; }
Object* method_copy(Object* self) { return bytearray_from_string_and_size(bytearray_data(self), bytearray_size(self)); }
Object* method_reverse(Object* self) {
  char* p = bytearray_data(self);
  for (Ssize i = 0, j = bytearray_size(self) - 1; i < j; i++, j--) std::swap(p[i], p[j]);
  return None;
}
Object* method_insert(Object* self, Object* const* args, Ssize nargs) {
  Ssize index;
  int value;
  if (!arg_check_positional("insert", nargs, 2, 2) || !arg_ssize(args[0], &index) || !byte_value(args[1], &value)) {
    return nullptr;
  }
  const Ssize n = bytearray_size(self);
  if (bytearray_resize(self, n + 1) < 0) return nullptr;
  if (index < 0) index = index + n < 0 ? 0 : index + n;
  if (index > n) index = n;
  char* p = bytearray_data(self);
  std::memmove(p + index + 1, p + index, static_cast<size_t>(n - index));
  p[index] = static_cast<char>(value);
  return None;
}
Object* method_pop(Object* self, Object* const* args, Ssize nargs) {
  Ssize index = -1;
  if (!arg_check_positional("pop", nargs, 0, 1) || (nargs && !arg_ssize(args[0], &index))) return nullptr;
  const Ssize n = bytearray_size(self);
  if (n == 0) {
    err_set_string(exc_IndexError, "pop from empty bytearray");
    return nullptr;
  }
  if (index < 0) index += n;
  if (index < 0 || index >= n) {
    err_set_string(exc_IndexError, "pop index out of range");
    return nullptr;
  }
  if (!can_resize(self)) return nullptr;
  char* p = bytearray_data(self);
  const uint8_t value = static_cast<uint8_t>(p[index]);
  std::memmove(p + index, p + index + 1, static_cast<size_t>(n - index));
  if (bytearray_resize(self, n - 1) < 0) return nullptr;
  return get_small_int(value);
}
Object* method_remove(Object* self, Object* arg) {
  int value;
  if (!byte_value(arg, &value)) return nullptr;
  const Ssize n = bytearray_size(self);
  char* p = bytearray_data(self);
  const Ssize at = stringlib::find_char(reinterpret_cast<uint8_t*>(p), n, static_cast<Ucs4>(value));
  if (at < 0) {
    err_set_string(exc_ValueError, "value not found in bytearray");
    return nullptr;
  }
  if (!can_resize(self)) return nullptr;
  std::memmove(p + at, p + at + 1, static_cast<size_t>(n - at));
  return bytearray_resize(self, n - 1) < 0 ? nullptr : None;
}

Object* extend_from_iterator(Object* self, Object* iterable, Object* it) {
  Ssize room = object_length_hint(iterable, 32);
  if (room == -1 && err_occurred()) return nullptr;
  Object* collected = bytearray_from_string_and_size(nullptr, room);
  if (!collected) return nullptr;
  Ssize n = 0;
  bool ok = true;
  while (ok) {
    Object* item = iter_next(it);
    if (!item) break;
    int value = 0;
    ok = byte_value(item, &value);
    if (!ok && unicode_check(iterable) && err_exception_matches(exc_TypeError)) {
      err_format(exc_TypeError, "expected iterable of integers; got: 'str'");
    }
    decref(item);
    if (!ok) break;
    if (n >= room) {
      room = n + (n >> 1) + 1;
      ok = bytearray_resize(collected, room) == 0;
      if (!ok) break;
    }
    B(collected)->ob_start[n++] = static_cast<char>(value);
    if (n >= room) {
      room = n + (n >> 1) + 1;
      ok = bytearray_resize(collected, room) == 0;
    }
  }
  ok = ok && !err_occurred() && bytearray_resize(collected, n) == 0 &&
       set_slice(self, bytearray_size(self), bytearray_size(self), collected) == 0;
  decref(collected);
  return ok ? None : nullptr;
}
Object* method_extend(Object* self, Object* iterable) {
  if (object_check_buffer(iterable)) {
    return set_slice(self, bytearray_size(self), bytearray_size(self), iterable) < 0 ? nullptr : None;
  }
  Object* it = object_get_iter(iterable);
  if (!it) {
    if (err_exception_matches(exc_TypeError)) {
      err_format(exc_TypeError, "can't extend bytearray with %.100s", iterable->ob_type->tp_name);
    }
    return nullptr;
  }
  Object* result = extend_from_iterator(self, iterable, it);
  decref(it);
  return result;
}

Object* method_fromhex(Object* type, Object* string) {
  if (!unicode_check(string)) {
    arg_bad_argument("fromhex", "argument", "str", string);
    return nullptr;
  }
  Object* b = bytes_fromhex_string(string, true);
  if (b && type != &bytearray_type) set_ref(b, object_call_one_arg(type, b));
  return b;
}
Object* method_alloc(Object* self) { return long_from_ssize_t(B(self)->ob_alloc); }
Object* method_sizeof(Object* self) { return long_from_ssize_t(self->ob_type->tp_basicsize + B(self)->ob_alloc); }

Object* reduce_common(Object* self, bool as_text) {
  Object* state = None;
  Object** dict = object_get_dict_ptr(self);
  if (dict && *dict) state = *dict;
  Object* args = nullptr;
  if (bytearray_size(self) == 0) {
    args = tuple_empty();
  } else if (!as_text) {
    Object* data = bytes_from_string_and_size(bytearray_data(self), bytearray_size(self));
    args = data ? tuple_pack(data) : nullptr;
    xdecref(data);
  } else {
    Object* text = unicode_decode_latin1(bytearray_data(self), bytearray_size(self), nullptr);
    Object* encoding = text ? unicode_from_string("latin-1") : nullptr;
    args = encoding ? tuple_pack(text, encoding) : nullptr;
    xdecref(text);
    xdecref(encoding);
  }
  if (!args) return nullptr;
  Object* result = tuple_pack(static_cast<Object*>(self->ob_type), args, state);
  decref(args);
  return result;
}
Object* method_reduce(Object* self) { return reduce_common(self, true); }
Object* method_reduce_ex(Object* self, Object* const* args, Ssize nargs) {
  int protocol = 0;
  if (!arg_check_positional("__reduce_ex__", nargs, 0, 1) || (nargs && !arg_int(args[0], &protocol))) return nullptr;
  return reduce_common(self, protocol < 3);
}

// --- Iterator ---

struct ByteArrayIterObject : Object {
  Ssize it_index;
  Object* it_seq;
};
static_assert(sizeof(ByteArrayIterObject) <= layout::bytearray_iterator.basicsize);
ByteArrayIterObject* I(Object* o) { return as<ByteArrayIterObject>(o); }

Object* slot_iter(Object* s) {
  auto* it = object_gc_new<ByteArrayIterObject>(&bytearray_iter_type);
  if (!it) return nullptr;
  it->it_index = 0;
  it->it_seq = new_ref(s);
  object_gc_track(it);
  return it;
}
void iter_dealloc(Object* it) {
  object_gc_untrack(it);
  xdecref(I(it)->it_seq);
  object_gc_del(it);
}
int iter_traverse(Object* it, visitproc visit, void* arg) {
  VISIT(I(it)->it_seq);
  return 0;
}
Object* iter_next_byte(Object* self) {
  auto* it = I(self);
  Object* s = it->it_seq;
  if (!s) return nullptr;
  if (it->it_index < bytearray_size(s)) return get_small_int(static_cast<uint8_t>(bytearray_data(s)[it->it_index++]));
  it->it_seq = nullptr;
  decref(s);
  return nullptr;
}
Object* iter_length_hint(Object* self) {
  Ssize n = I(self)->it_seq ? bytearray_size(I(self)->it_seq) - I(self)->it_index : 0;
  return long_from_ssize_t(n < 0 ? 0 : n);
}
Object* iter_reduce(Object* self) {
  Object* s = I(self)->it_seq;
  return s ? reduce_with_builtin(ID(iter), s, I(self)->it_index) : reduce_with_builtin(ID(iter), tuple_empty());
}
Object* iter_setstate(Object* self, Object* state) {
  Ssize index = long_as_ssize_t(state);
  if (index == -1 && err_occurred()) return nullptr;
  if (Object* s = I(self)->it_seq) {
    if (index < 0) index = 0;
    if (index > bytearray_size(s)) index = bytearray_size(s);
    I(self)->it_index = index;
  }
  return None;
}

constexpr MethodDef kIterMethods[] = {
    {"__length_hint__", iter_length_hint},
    {"__reduce__", iter_reduce},
    {"__setstate__", iter_setstate},
    {},
};

constexpr MethodDef kMethods[] = {
    BYTES_SHARED_METHODS(M),
    {"__alloc__", method_alloc},
    {"__reduce__", method_reduce},
    {"__reduce_ex__", method_reduce_ex},
    {"__sizeof__", method_sizeof},
    {"append", method_append, "append($self, item, /)\n--\n\n"},
    {"clear", method_clear, "clear($self, /)\n--\n\n"},
    {"copy", method_copy, "copy($self, /)\n--\n\n"},
    {"extend", method_extend, "extend($self, iterable_of_ints, /)\n--\n\n"},
    {"fromhex", method_fromhex, "fromhex($type, string, /)\n--\n\n", METH_CLASS},
    {"insert", method_insert, "insert($self, index, item, /)\n--\n\n"},
    {"pop", method_pop, "pop($self, index=-1, /)\n--\n\n"},
    {"remove", method_remove, "remove($self, value, /)\n--\n\n"},
    {"reverse", method_reverse, "reverse($self, /)\n--\n\n"},
    {},
};

}  // namespace

TypeObject bytearray_type = {TYPE_HEAD,
                             {.tp_name = "bytearray",
                              .tp_basicsize = layout::bytearray.basicsize,
                              .tp_dealloc = slot_dealloc,
                              .tp_repr = slot_repr,
                              .tp_hash = object_hash_not_implemented,
                              .tp_str = slot_repr,
                              .tp_getattro = object_generic_get_attr,
                              .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_MATCH_SELF,
                              .tp_doc = "bytearray(iterable_of_ints) -> bytearray",
                              .tp_richcompare = slot_richcompare,
                              .tp_iter = slot_iter,
                              .tp_methods = kMethods,
                              .tp_init = slot_init,
                              .tp_alloc = type_generic_alloc,
                              .tp_new = slot_new,
                              .tp_free = object_free,
                              .nb_remainder = slot_mod,
                              .sq_length = M::length,
                              .sq_concat = bytearray_concat,
                              .sq_repeat = M::repeat,
                              .sq_item = slot_item,
                              .sq_ass_item = set_item,
                              .sq_contains = M::contains,
                              .sq_inplace_concat = slot_iconcat,
                              .sq_inplace_repeat = slot_irepeat,
                              .mp_length = M::length,
                              .mp_subscript = slot_subscript,
                              .mp_ass_subscript = slot_ass_subscript,
                              .bf_getbuffer = slot_getbuffer,
                              .bf_releasebuffer = slot_releasebuffer}};

TypeObject bytearray_iter_type = {TYPE_HEAD,
                                  {.tp_name = "bytearray_iterator",
                                   .tp_basicsize = layout::bytearray_iterator.basicsize,
                                   .tp_dealloc = iter_dealloc,
                                   .tp_getattro = object_generic_get_attr,
                                   .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                                   .tp_traverse = iter_traverse,
                                   .tp_iter = object_self_iter,
                                   .tp_iternext = iter_next_byte,
                                   .tp_methods = kIterMethods}};

}  // namespace py

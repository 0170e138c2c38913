// bytes, the type: slots, constructor, iterator, hexadecimal text.
// CPython 3.13: Objects/bytesobject.c, Python/pystrhex.c
#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/bytes_methods.h"
#include "types/dictobject.h"
#include "types/iter_reduce.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

// --- Shared helpers ---

bool bytes_text_argument(Object* o, const char* fname, const char* display, const char** out) {
  if (!unicode_check(o)) {
    arg_bad_argument(fname, display, "str", o);
    return false;
  }
  *out = unicode_as_utf8_no_nul(o);
  return *out != nullptr;
}

int bytes_contains(const char* s, Ssize n, Object* arg) {
  const Ssize value = number_as_ssize_t(arg, nullptr);
  if (value == -1 && err_occurred()) {
    err_clear();
    ScopedBuffer view;
    if (object_get_buffer(arg, &view, BUF_SIMPLE) < 0) return -1;
    return stringlib::find(reinterpret_cast<const uint8_t*>(s), n, static_cast<const uint8_t*>(view.buf), view.len) >= 0;
  }
  if (value < 0 || value >= 256) {
    err_set_string(exc_ValueError, "byte must be in range(0, 256)");
    return -1;
  }
  return n && std::memchr(s, static_cast<int>(value), static_cast<size_t>(n)) != nullptr;
}

namespace {

// The separator's character; false with the error set.
bool hex_separator(Object* separator, Ucs4* out) {
  const Ssize length = object_size(separator);
  if (length < 0) return false;
  if (length != 1) {
    err_set_string(exc_ValueError, "sep must be length 1.");
    return false;
  }
  if (unicode_check(separator)) {
    *out = unicode_read_char(separator, 0);
  } else if (bytes_check(separator)) {
    *out = static_cast<uint8_t>(bytes_data(separator)[0]);
  } else {
    err_set_string(exc_TypeError, "sep must be str or bytes.");
    return false;
  }
  if (*out < 128) return true;
  err_set_string(exc_ValueError, "sep must be ASCII.");
  return false;
}

}  // namespace

Object* bytes_hex(const char* s, Ssize n, Object* separator, int per) {
  Ucs4 sep = 0;
  if (separator && !hex_separator(separator, &sep)) return nullptr;
  Ssize group = per < 0 ? -static_cast<Ssize>(per) : per;
  if (!separator || group >= n) group = 0;
  const Ssize separators = group ? (n - 1) / group : 0;
  if (n > (kSsizeMax - separators) / 2) return err_no_memory();
  Object* result = unicode_new(2 * n + separators, 127);
  if (!result) return nullptr;
  Ucs1* out = unicode_1byte_data(result);
  for (Ssize i = 0; i < n; i++) {
    // Positive groups count from the right, negative ones from the left.
    if (group && i && (per > 0 ? (n - i) % group == 0 : i % group == 0)) *out++ = static_cast<Ucs1>(sep);
    const uint8_t c = static_cast<uint8_t>(s[i]);
    *out++ = static_cast<Ucs1>("0123456789abcdef"[c >> 4]);
    *out++ = static_cast<Ucs1>("0123456789abcdef"[c & 15]);
  }
  return result;
}

Object* bytes_fromhex_string(Object* string, bool to_bytearray) {
  BytesWriter w;
  w.use_bytearray = to_bytearray;
  const Ssize n = unicode_length(string);
  if (!w.prepare(n / 2)) return nullptr;
  for (Ssize i = 0; i < n; i++) {
    const Ucs4 high = unicode_read_char(string, i);
    if (high < 128 && is_ascii_space(static_cast<uint8_t>(high))) continue;
    const uint32_t top = high < 128 ? long_digit_value[high] : 37u;
    const Ucs4 low = i + 1 < n ? unicode_read_char(string, i + 1) : 0x80;
    const uint32_t bottom = low < 128 ? long_digit_value[low] : 37u;
    if (top >= 16 || bottom >= 16) {
      return err_format(exc_ValueError, "non-hexadecimal number found in fromhex() arg at position %zd",
                        top >= 16 ? i : i + 1);
    }
    if (!w.write_char(static_cast<char>(top << 4 | bottom))) return nullptr;
    i++;
  }
  return w.finish();
}

Object* bytes_maketrans(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("maketrans", nargs, 2, 2)) return nullptr;
  ScopedBuffer from, to;
  if (object_get_buffer(args[0], &from, BUF_SIMPLE) < 0 || object_get_buffer(args[1], &to, BUF_SIMPLE) < 0) {
    return nullptr;
  }
  if (from.len != to.len) {
    err_set_string(exc_ValueError, "maketrans arguments must have same length");
    return nullptr;
  }
  Object* table = bytes_from_string_and_size(nullptr, 256);
  if (!table) return nullptr;
  char* p = bytes_data(table);
  for (int i = 0; i < 256; i++) p[i] = static_cast<char>(i);
  for (Ssize i = 0; i < from.len; i++) p[static_cast<uint8_t*>(from.buf)[i]] = static_cast<char*>(to.buf)[i];
  return table;
}

namespace {

struct BytesTrait {
  using Char = uint8_t;
  static constexpr bool kMutable = false;
  static const char* data(Object* o) { return bytes_data(o); }
  static Ssize size(Object* o) { return bytes_size(o); }
  static Object* make(const uint8_t* s, Ssize n) {
    return bytes_from_string_and_size(reinterpret_cast<const char*>(s), n);
  }
  static bool unchanged(Object* o) { return bytes_check_exact(o); }
  static int shrink(Object** o, Ssize n) { return bytes_resize(o, n); }
  static bool is_space(uint8_t c) { return is_ascii_space(c); }
  static bool is_linebreak(uint8_t c) { return c == '\n' || c == '\r'; }
};
using M = BytesMethods<BytesTrait>;

// --- Slots ---

void slot_dealloc(Object* o) {
  if (LIKELY(bytes_check_exact(o))) {
    object_free(o);
  } else {
    o->ob_type->tp_free(o);
  }
}

Object* slot_repr(Object* o) { return bytes_repr(o, true); }

Object* slot_concat(Object* a, Object* b) {
  ScopedBuffer x, y;
  if (object_get_buffer(a, &x, BUF_SIMPLE) < 0 || object_get_buffer(b, &y, BUF_SIMPLE) < 0) {
    return err_format(exc_TypeError, "can't concat %.100s to %.100s", b->ob_type->tp_name, a->ob_type->tp_name);
  }
  if (x.len == 0 && bytes_check_exact(b)) return new_ref(b);
  if (y.len == 0 && bytes_check_exact(a)) return new_ref(a);
  if (x.len > kSsizeMax - y.len) return err_no_memory();
  Object* result = bytes_from_size(x.len + y.len, false);
  if (!result) return nullptr;
  if (x.len) std::memcpy(bytes_data(result), x.buf, static_cast<size_t>(x.len));
  if (y.len) std::memcpy(bytes_data(result) + x.len, y.buf, static_cast<size_t>(y.len));
  return result;
}

Object* slot_item(Object* o, Ssize i) {
  if (i < 0 || i >= bytes_size(o)) {
    err_set_string(exc_IndexError, "index out of range");
    return nullptr;
  }
  return get_small_int(static_cast<uint8_t>(bytes_data(o)[i]));
}

Object* slot_subscript(Object* o, Object* item) {
  if (index_check(item)) {
    Ssize i = number_as_ssize_t(item, exc_IndexError);
    if (i == -1 && err_occurred()) return nullptr;
    if (i < 0) i += bytes_size(o);
    return slot_item(o, i);
  }
  if (!slice_check(item)) {
    return err_format(exc_TypeError, "byte indices must be integers or slices, not %.200s", item->ob_type->tp_name);
  }
  Ssize start, stop, step;
  if (slice_unpack(item, &start, &stop, &step) < 0) return nullptr;
  const Ssize n = slice_adjust_indices(bytes_size(o), &start, &stop, step);
  if (n <= 0) return bytes_get_empty();
  if (start == 0 && step == 1 && n == bytes_size(o) && bytes_check_exact(o)) return new_ref(o);
  if (step == 1) return bytes_from_string_and_size(bytes_data(o) + start, n);
  Object* result = bytes_from_size(n, false);
  if (!result) return nullptr;
  for (Ssize i = 0; i < n; i++, start += step) bytes_data(result)[i] = bytes_data(o)[start];
  return result;
}

Object* slot_richcompare(Object* a, Object* b, int op) {
  if (!bytes_check(a) || !bytes_check(b)) return NotImplemented;
  if (a == b) return bool_from_long(op == kEq || op == kLe || op == kGe);
  return M::rich_compare(a, b, op);
}

int slot_getbuffer(Object* o, Buffer* view, int flags) {
  return buffer_fill_info(view, o, bytes_data(o), bytes_size(o), true, flags);
}

Object* slot_mod(Object* v, Object* w) {
  return bytes_check(v) ? bytes_format_ex(bytes_data(v), bytes_size(v), w, false) : NotImplemented;
}

// --- Construction ---

Object* type_error(const char* message) {
  err_set_string(exc_TypeError, message);
  return nullptr;
}

// bytes(x) without an encoding.
Object* from_argument(Object* x) {
  if (Object* f = object_lookup_special(x, ID(__bytes__))) {
    Object* b = object_call_no_args(f);
    decref(f);
    if (b && !bytes_check(b)) {
      err_format(exc_TypeError, "__bytes__ returned non-bytes (type %.200s)", b->ob_type->tp_name);
      clear_ref(b);
    }
    return b;
  }
  if (err_occurred()) return nullptr;
  if (unicode_check(x)) return type_error("string argument without an encoding");
  if (index_check(x)) {
    const Ssize n = number_as_ssize_t(x, exc_OverflowError);
    if (n == -1 && err_occurred()) {
      if (!err_exception_matches(exc_TypeError)) return nullptr;
      err_clear();
      return bytes_from_object(x);
    }
    if (n < 0) {
      err_set_string(exc_ValueError, "negative count");
      return nullptr;
    }
    return bytes_from_size(n, true);
  }
  return bytes_from_object(x);
}

Object* subtype_new(TypeObject* type, Object* tmp) {  // steals
  if (!tmp) return nullptr;
  const Ssize n = bytes_size(tmp);
  Object* b = type->tp_alloc(type, n);
  if (b) {
    std::memcpy(bytes_data(b), bytes_data(tmp), static_cast<size_t>(n + 1));
    as<BytesObject>(b)->ob_shash = as<BytesObject>(tmp)->ob_shash;
  }
  decref(tmp);
  return b;
}

Object* slot_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"source", "encoding", "errors", nullptr};
  static ArgParser parser = {.fname = "bytes", .keywords = kKeywords};
  Object* buf[3];
  Object* const* a = arg_unpack_tuple_keywords(args, kwds, &parser, 0, 3, 0, buf);
  if (!a) return nullptr;
  Object* x = a[0];
  const char *encoding = nullptr, *errors = nullptr;
  if (a[1] && !bytes_text_argument(a[1], "bytes", "argument 'encoding'", &encoding)) return nullptr;
  if (a[2] && !bytes_text_argument(a[2], "bytes", "argument 'errors'", &errors)) return nullptr;
  Object* b;
  if (encoding) {
    b = x && unicode_check(x) ? unicode_as_encoded_string(x, encoding, errors)
                              : type_error("encoding without a string argument");
  } else if (errors) {
    b = type_error(x && unicode_check(x) ? "string argument without an encoding" : "errors without a string argument");
  } else {
    b = x ? from_argument(x) : bytes_get_empty();
  }
  return type == &bytes_type ? b : subtype_new(type, b);
}

Object* method_fromhex(Object* type, Object* string) {
  if (!unicode_check(string)) {
    arg_bad_argument("fromhex", "argument", "str", string);
    return nullptr;
  }
  Object* b = bytes_fromhex_string(string, false);
  if (b && type != &bytes_type) set_ref(b, object_call_one_arg(type, b));
  return b;
}
Object* method_bytes(Object* self) {
  return bytes_check_exact(self) ? new_ref(self) : bytes_from_string_and_size(bytes_data(self), bytes_size(self));
}
Object* method_getnewargs(Object* self) {
  Object* copy = bytes_from_string_and_size(bytes_data(self), bytes_size(self));
  if (!copy) return nullptr;
  Object* t = tuple_pack(copy);
  decref(copy);
  return t;
}

// --- Iterator ---

struct BytesIterObject : Object {
  Ssize it_index;
  Object* it_seq;
};
static_assert(sizeof(BytesIterObject) <= layout::bytes_iterator.basicsize);
BytesIterObject* I(Object* o) { return as<BytesIterObject>(o); }

Object* slot_iter(Object* s) {
  auto* it = object_gc_new<BytesIterObject>(&bytes_iter_type);
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
  if (it->it_index < bytes_size(s)) return get_small_int(static_cast<uint8_t>(bytes_data(s)[it->it_index++]));
  it->it_seq = nullptr;
  decref(s);
  return nullptr;
}
Object* iter_length_hint(Object* self) {
  return long_from_ssize_t(I(self)->it_seq ? bytes_size(I(self)->it_seq) - I(self)->it_index : 0);
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
    if (index > bytes_size(s)) index = bytes_size(s);
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
    {"__getnewargs__", method_getnewargs},
    {"__bytes__", method_bytes, "__bytes__($self, /)\n--\n\n"},
    {"fromhex", method_fromhex, "fromhex($type, string, /)\n--\n\n", METH_CLASS},
    {},
};

}  // namespace

TypeObject bytes_type = {
    TYPE_HEAD,
    {.tp_name = "bytes",
     .tp_basicsize = layout::bytes.basicsize,
     .tp_itemsize = layout::bytes.itemsize,
     .tp_dealloc = slot_dealloc,
     .tp_repr = slot_repr,
     .tp_hash = bytes_hash,
     .tp_str = slot_repr,
     .tp_getattro = object_generic_get_attr,
     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_BYTES_SUBCLASS | TPFLAGS_MATCH_SELF,
     .tp_doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes",
     .tp_richcompare = slot_richcompare,
     .tp_iter = slot_iter,
     .tp_methods = kMethods,
     .tp_new = slot_new,
     .tp_free = object_free,
     .nb_remainder = slot_mod,
     .sq_length = M::length,
     .sq_concat = slot_concat,
     .sq_repeat = M::repeat,
     .sq_item = slot_item,
     .sq_contains = M::contains,
     .mp_length = M::length,
     .mp_subscript = slot_subscript,
     .bf_getbuffer = slot_getbuffer}};

TypeObject bytes_iter_type = {TYPE_HEAD,
                              {.tp_name = "bytes_iterator",
                               .tp_basicsize = layout::bytes_iterator.basicsize,
                               .tp_dealloc = iter_dealloc,
                               .tp_getattro = object_generic_get_attr,
                               .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                               .tp_traverse = iter_traverse,
                               .tp_iter = object_self_iter,
                               .tp_iternext = iter_next_byte,
                               .tp_methods = kIterMethods}};

}  // namespace py

// See unicodeobject.h. This file: making, sharing, resizing, copying, hashing, comparing and joining strings.
// unicode_intern.cc: interning. unicode_search.cc: find, split, replace. unicode_case.cc: case and predicates.
// unicode_methods.cc: the type. unicode_codecs.cc, unicode_escape.cc: encodings.
#include "types/unicodeobject.h"

#include "memory/pymem.h"     // object_malloc
#include "memory/region.h"    // static_alloc
#include "object/abstract.h"  // sequence_fast
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/longobject.h"
#include "types/pyhash.h"
#include "types/unicode_internal.h"

namespace py {

namespace {

Object* empty_string;
Object* latin1_chars[256];

// Sets all fields of a fresh compact string, and its closing NUL.
AsciiObject* init_compact(void* block, Ssize size, int kind, bool ascii) {
  auto* s = static_cast<AsciiObject*>(block);
  s->ob_refcnt = 1;
  s->ob_type = &unicode_type;
  s->length = size;
  s->hash = -1;
  s->state = UnicodeState{};
  s->state.kind = static_cast<uint8_t>(kind);
  s->state.compact = 1;
  s->state.ascii = ascii;
  if (!ascii) {
    auto* c = static_cast<CompactUnicodeObject*>(s);
    c->utf8 = nullptr;
    c->utf8_length = 0;
  }
  unicode_write(kind, unicode_data(s), size, 0);
  return s;
}

Object* make_static(const char* s, size_t n) {
  void* block = static_alloc(static_cast<size_t>(kAsciiHeader) + n + 1);
  AsciiObject* o = init_compact(block, static_cast<Ssize>(n), kUcs1, true);
  std::memcpy(unicode_data(o), s, n);
  o->ob_refcnt = kImmortalRefcnt;
  o->state.statically_allocated = 1;
  o->hash = hash_bytes(s, static_cast<Ssize>(n));
  return o;
}

// A character from 0x80 to 0xff, with its UTF-8 in the same block.
Object* make_static_latin1(Ucs1 ch) {
  char* block = static_cast<char*>(static_alloc(static_cast<size_t>(kCompactHeader) + 2 + 3));
  auto* o = static_cast<CompactUnicodeObject*>(init_compact(block, 1, kUcs1, false));
  unicode_1byte_data(o)[0] = ch;
  o->ob_refcnt = kImmortalRefcnt;
  o->state.statically_allocated = 1;
  o->hash = hash_bytes(&ch, 1);
  o->utf8 = block + kCompactHeader + 2;
  o->utf8[0] = static_cast<char>(0xc0 | (ch >> 6));
  o->utf8[1] = static_cast<char>(0x80 | (ch & 0x3f));
  o->utf8[2] = '\0';
  o->utf8_length = 2;
  return o;
}

bool has_utf8_memory(const Object* o) {
  if (unicode_is_compact_ascii(o)) return false;
  const auto* c = as<CompactUnicodeObject>(o);
  return c->utf8 && c->utf8 != unicode_data(o);
}

}  // namespace

void unicode_init() {
  unicode_intern_reset();
  empty_string = make_static("", 0);
  unicode_head(empty_string)->hash = 0;
  intern_static(empty_string);
  for (int c = 0; c < 256; c++) {
    const char ch = static_cast<char>(c);
    latin1_chars[c] = c < 128 ? make_static(&ch, 1) : make_static_latin1(static_cast<Ucs1>(c));
    intern_static(latin1_chars[c]);
  }
}

Object* unicode_static_from_ascii(const char* s) {
  const size_t n = std::strlen(s);
  if (n == 0) return empty_string;
  if (n == 1) return latin1_chars[static_cast<uint8_t>(s[0])];
  Object* o = make_static(s, n);
  intern_static(o);
  return o;
}

Object* unicode_get_empty() { return empty_string; }
Object* get_latin1_char(Ucs1 ch) { return latin1_chars[ch]; }

// --- Making ---

Object* unicode_new(Ssize size, Ucs4 maxchar) {
  if (size == 0) return empty_string;
  const bool ascii = maxchar < 0x80;
  const int kind = maxchar < 0x100 ? kUcs1 : maxchar < 0x10000 ? kUcs2 : kUcs4;
  if (UNLIKELY(size < 0 || size > (kSsizeMax - kCompactHeader) / kind - 1)) return err_no_memory();
  const uint64_t bytes = static_cast<uint64_t>((ascii ? kAsciiHeader : kCompactHeader) + (size + 1) * kind);
  void* block = object_malloc(bytes);
  if (UNLIKELY(!block)) return err_no_memory();
  return init_compact(block, size, kind, ascii);
}

Object* unicode_char(Ucs4 ch) {
  if (ch < 256) return latin1_chars[ch];
  Object* s = unicode_new(1, ch);
  if (s) unicode_write(unicode_kind(s), unicode_data(s), 0, ch);
  return s;
}

Object* unicode_from_ordinal(int ordinal) {
  if (ordinal < 0 || ordinal > static_cast<int>(kMaxUnicode)) {
    err_set_string(exc_ValueError, "chr() arg not in range(0x110000)");
    return nullptr;
  }
  return unicode_char(static_cast<Ucs4>(ordinal));
}

Object* unicode_from_ascii(const char* s, Ssize size) {
  if (size == 1) return latin1_chars[static_cast<uint8_t>(*s)];
  Object* o = unicode_new(size, 127);
  if (o && size) std::memcpy(unicode_data(o), s, static_cast<size_t>(size));
  return o;
}

namespace {

// An upper bound of the characters that lies in the same class of widths as the widest one.
Ucs4 max_char_of(const Ucs1* p, Ssize n) { return is_ascii_bytes(p, n) ? 0x7f : 0xff; }
template <class Char>
Ucs4 max_char_of(const Char* p, Ssize n) {
  Ucs4 all = 0;
  for (Ssize i = 0; i < n; i++) all |= p[i];
  return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : kMaxUnicode;
}

template <class To, class From>
void convert(To* to, const From* from, Ssize n) {
  for (Ssize i = 0; i < n; i++) to[i] = static_cast<To>(from[i]);
}
template <class From>
void convert_to_kind(int kind, void* to, const From* from, Ssize n) {
  if (kind == sizeof(From)) {
    std::memcpy(to, from, static_cast<size_t>(n) * sizeof(From));
  } else if (kind == kUcs1) {
    convert(static_cast<Ucs1*>(to), from, n);
  } else if (kind == kUcs2) {
    convert(static_cast<Ucs2*>(to), from, n);
  } else {
    convert(static_cast<Ucs4*>(to), from, n);
  }
}

template <class Char>
Object* from_characters(const Char* p, Ssize n) {
  if (n == 0) return empty_string;
  if (n == 1) return unicode_char(p[0]);
  Object* s = unicode_new(n, max_char_of(p, n));
  if (s) convert_to_kind(unicode_kind(s), unicode_data(s), p, n);
  return s;
}

}  // namespace

Object* unicode_from_kind_and_data(int kind, const void* data, Ssize size) {
  switch (kind) {
    case kUcs1: return from_characters(static_cast<const Ucs1*>(data), size);
    case kUcs2: return from_characters(static_cast<const Ucs2*>(data), size);
    default: return from_characters(static_cast<const Ucs4*>(data), size);
  }
}

Object* unicode_from_string_and_size(const char* utf8, Ssize size) { return unicode_decode_utf8(utf8, size, nullptr); }
Object* unicode_from_string(const char* utf8) {
  return unicode_decode_utf8(utf8, static_cast<Ssize>(std::strlen(utf8)), nullptr);
}

Object* unicode_copy(Object* o) {
  const Ssize n = unicode_length(o);
  Object* copy = unicode_new(n, unicode_max_char_value(o));
  if (copy) std::memcpy(unicode_data(copy), unicode_data(o), static_cast<size_t>(n * unicode_kind(o)));
  return copy;
}

Object* unicode_result_unchanged(Object* o) { return unicode_check_exact(o) ? new_ref(o) : unicode_copy(o); }

Object* unicode_from_object(Object* o) {
  if (unicode_check_exact(o)) return new_ref(o);
  if (unicode_check(o)) return unicode_copy(o);
  return err_format(exc_TypeError, "Can't convert '%.100s' object to str implicitly", o->ob_type->tp_name);
}

Ucs4 unicode_find_max_char(Object* o, Ssize start, Ssize end) {
  if (start == 0 && end == unicode_length(o)) return unicode_max_char_value(o);
  if (unicode_is_ascii(o) || start == end) return 0x7f;
  const Ssize n = end - start;
  switch (unicode_kind(o)) {
    case kUcs1: return max_char_of(unicode_1byte_data(o) + start, n);
    case kUcs2: return max_char_of(unicode_2byte_data(o) + start, n);
    default: return max_char_of(unicode_4byte_data(o) + start, n);
  }
}

void unicode_adjust_maxchar(Object** p) {
  Object* o = *p;
  if (unicode_is_ascii(o)) return;
  const Ssize n = unicode_length(o);
  Ucs4 maxchar;
  switch (unicode_kind(o)) {
    case kUcs1:
      maxchar = max_char_of(unicode_1byte_data(o), n);
      if (maxchar >= 0x80) return;
      break;
    case kUcs2:
      maxchar = max_char_of(unicode_2byte_data(o), n);
      if (maxchar >= 0x100) return;
      break;
    default:
      maxchar = max_char_of(unicode_4byte_data(o), n);
      if (maxchar >= 0x10000) return;
  }
  Object* copy = unicode_new(n, maxchar);
  if (copy) unicode_fast_copy_characters(copy, 0, o, 0, n);
  set_ref(*p, copy);
}

// --- Copying ---

void unicode_copy_to_kind(int to_kind, void* to, Object* from, Ssize start, Ssize n) {
  switch (unicode_kind(from)) {
    case kUcs1: return convert_to_kind(to_kind, to, unicode_1byte_data(from) + start, n);
    case kUcs2: return convert_to_kind(to_kind, to, unicode_2byte_data(from) + start, n);
    default: return convert_to_kind(to_kind, to, unicode_4byte_data(from) + start, n);
  }
}

void unicode_fast_copy_characters(Object* to, Ssize to_start, Object* from, Ssize from_start, Ssize n) {
  if (n == 0) return;
  const int kind = unicode_kind(to);
  unicode_copy_to_kind(kind, static_cast<char*>(unicode_data(to)) + kind * to_start, from, from_start, n);
}

Ssize unicode_copy_characters(Object* to, Ssize to_start, Object* from, Ssize from_start, Ssize n) {
  const Ssize available = unicode_length(from) - from_start;
  if (n > available) n = available;
  unicode_fast_copy_characters(to, to_start, from, from_start, n);
  return n;
}

void unicode_fill_kind(int kind, void* data, Ssize start, Ssize length, Ucs4 ch) {
  if (kind == kUcs1) {
    std::memset(static_cast<Ucs1*>(data) + start, static_cast<int>(ch), static_cast<size_t>(length));
  } else {
    for (Ssize i = 0; i < length; i++) unicode_write(kind, data, start + i, ch);
  }
}
void unicode_fast_fill(Object* o, Ssize start, Ssize length, Ucs4 ch) {
  unicode_fill_kind(unicode_kind(o), unicode_data(o), start, length, ch);
}

Ucs4* unicode_as_ucs4_copy(Object* o) {
  const Ssize n = unicode_length(o);
  auto* out = static_cast<Ucs4*>(mem_malloc(static_cast<uint64_t>(n + 1) * sizeof(Ucs4)));
  if (!out) {
    err_no_memory();
    return nullptr;
  }
  unicode_copy_to_kind(kUcs4, out, o, 0, n);
  out[n] = 0;
  return out;
}

// --- Resizing ---

namespace {

// Nobody else can have seen the string: it may be changed in place.
bool modifiable(const Object* o) {
  return o->ob_refcnt == 1 && unicode_cached_hash(o) == -1 && !unicode_check_interned(o) && unicode_check_exact(o);
}

// A string with room for length characters in place of an old compact one; null with MemoryError, the old one unchanged.
Object* resize_compact(Object* o, Ssize length) {
  const int kind = unicode_kind(o);
  const bool ascii = unicode_is_ascii(o);
  if (length > (kSsizeMax - kCompactHeader) / kind - 1) return err_no_memory();
  if (has_utf8_memory(o)) {
    auto* c = as<CompactUnicodeObject>(o);
    mem_free(c->utf8);
    c->utf8 = nullptr;
    c->utf8_length = 0;
  }
  const uint64_t bytes = static_cast<uint64_t>((ascii ? kAsciiHeader : kCompactHeader) + (length + 1) * kind);
  auto* moved = static_cast<AsciiObject*>(object_realloc(o, bytes));
  if (!moved) return err_no_memory();
  moved->length = length;
  unicode_write(kind, unicode_data(moved), length, 0);
  return moved;
}

}  // namespace

Object* unicode_resize_compact(Object* o, Ssize length) { return resize_compact(o, length); }

int unicode_resize(Object** p, Ssize length) {
  Object* o = *p;
  if (unicode_length(o) == length) return 0;
  if (length == 0) {
    set_ref(*p, empty_string);
    return 0;
  }
  Object* resized;
  if (modifiable(o)) {
    resized = resize_compact(o, length);
    if (!resized) return -1;
    *p = resized;
    return 0;
  }
  resized = unicode_new(length, unicode_max_char_value(o));
  if (!resized) return -1;
  const Ssize old = unicode_length(o);
  unicode_fast_copy_characters(resized, 0, o, 0, old < length ? old : length);
  set_ref(*p, resized);
  return 0;
}

// --- Deallocation ---

void unicode_exact_dealloc(Object* o) {
  if (UNLIKELY(unicode_check_interned(o))) unicode_intern_remove(o);
  if (has_utf8_memory(o)) mem_free(as<CompactUnicodeObject>(o)->utf8);
  object_free(o);
}

void unicode_dealloc(Object* o) {
  if (LIKELY(unicode_check_exact(o))) return unicode_exact_dealloc(o);
  if (has_utf8_memory(o)) mem_free(as<CompactUnicodeObject>(o)->utf8);
  if (!unicode_is_compact(o)) mem_free(as<UnicodeObject>(o)->data);
  o->ob_type->tp_free(o);
}

// --- Hash and comparison ---

HashValue unicode_hash(Object* o) {
  AsciiObject* s = unicode_head(o);
  if (s->hash != -1) return s->hash;
  s->hash = hash_bytes(unicode_data(o), s->length * s->state.kind);
  return s->hash;
}

bool unicode_eq(Object* a, Object* b) {
  const Ssize n = unicode_length(a);
  const int kind = unicode_kind(a);
  if (n != unicode_length(b) || kind != unicode_kind(b)) return false;
  return std::memcmp(unicode_data(a), unicode_data(b), static_cast<size_t>(n * kind)) == 0;
}
bool unicode_equal(Object* a, Object* b) { return a == b || unicode_eq(a, b); }

namespace {

template <class A, class B>
int compare_characters(const A* a, const B* b, Ssize n) {
  for (Ssize i = 0; i < n; i++) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}
template <class A>
int compare_with(const A* a, Object* b, Ssize n) {
  switch (unicode_kind(b)) {
    case kUcs1: return compare_characters(a, unicode_1byte_data(b), n);
    case kUcs2: return compare_characters(a, unicode_2byte_data(b), n);
    default: return compare_characters(a, unicode_4byte_data(b), n);
  }
}

int compare_strings(Object* a, Object* b) {
  const Ssize na = unicode_length(a), nb = unicode_length(b), n = na < nb ? na : nb;
  int c;
  if (unicode_kind(a) == kUcs1) {
    c = unicode_kind(b) == kUcs1 ? std::memcmp(unicode_data(a), unicode_data(b), static_cast<size_t>(n))
                                 : compare_with(unicode_1byte_data(a), b, n);
  } else if (unicode_kind(a) == kUcs2) {
    c = compare_with(unicode_2byte_data(a), b, n);
  } else {
    c = compare_with(unicode_4byte_data(a), b, n);
  }
  if (c != 0) return c < 0 ? -1 : 1;
  return na < nb ? -1 : na > nb;
}

}  // namespace

int unicode_compare(Object* a, Object* b) {
  if (unicode_check(a) && unicode_check(b)) return a == b ? 0 : compare_strings(a, b);
  err_format(exc_TypeError, "Can't compare %.100s and %.100s", a->ob_type->tp_name, b->ob_type->tp_name);
  return -1;
}

int unicode_compare_with_ascii_string(Object* o, const char* ascii) {
  const Ssize n = unicode_length(o);
  const int kind = unicode_kind(o);
  const void* data = unicode_data(o);
  Ssize i = 0;
  for (; i < n && ascii[i]; i++) {
    Ucs4 ch = unicode_read(kind, data, i);
    if (ch != static_cast<uint8_t>(ascii[i])) return ch < static_cast<uint8_t>(ascii[i]) ? -1 : 1;
  }
  if (i < n) return 1;
  return ascii[i] ? -1 : 0;
}

bool unicode_equal_to_ascii_string(Object* o, const char* ascii) {
  if (!unicode_is_ascii(o)) return false;
  const size_t n = static_cast<size_t>(unicode_length(o));
  return std::strlen(ascii) == n && std::memcmp(unicode_data(o), ascii, n) == 0;
}

Object* unicode_rich_compare(Object* a, Object* b, int op) {
  if (!unicode_check(a) || !unicode_check(b)) return NotImplemented;
  if (a == b) return bool_from_long(op == kEq || op == kLe || op == kGe);
  if (op == kEq || op == kNe) return bool_from_long(unicode_eq(a, b) == (op == kEq));
  const int c = compare_strings(a, b);
  return bool_from_long(op == kLt ? c < 0 : op == kLe ? c <= 0 : op == kGt ? c > 0 : c >= 0);
}

// --- Concatenation ---

Object* unicode_concat(Object* left, Object* right) {
  if (!ensure_unicode(left)) return nullptr;
  if (!unicode_check(right)) {
    return err_format(exc_TypeError, "can only concatenate str (not \"%.200s\") to str", right->ob_type->tp_name);
  }
  if (left == empty_string) return unicode_from_object(right);
  if (right == empty_string) return unicode_from_object(left);
  const Ssize nl = unicode_length(left), nr = unicode_length(right);
  if (nl > kSsizeMax - nr) {
    err_set_string(exc_OverflowError, "strings are too large to concat");
    return nullptr;
  }
  const Ucs4 ml = unicode_max_char_value(left), mr = unicode_max_char_value(right);
  Object* result = unicode_new(nl + nr, ml > mr ? ml : mr);
  if (!result) return nullptr;
  unicode_fast_copy_characters(result, 0, left, 0, nl);
  unicode_fast_copy_characters(result, nl, right, 0, nr);
  return result;
}

void unicode_append(Object** p, Object* right) {
  Object* left = *p;
  if (!right || !left || !unicode_check(left)) {
    if (!err_occurred()) err_bad_internal_call("unicode_append");
    clear_ref(*p);
    return;
  }
  if (left == empty_string) {
    set_ref(*p, new_ref(right));
    return;
  }
  if (right == empty_string) return;
  const Ssize nl = unicode_length(left), nr = unicode_length(right);
  if (nl > kSsizeMax - nr) {
    err_set_string(exc_OverflowError, "strings are too large to concat");
    clear_ref(*p);
    return;
  }
  if (modifiable(left) && unicode_check_exact(right) && unicode_kind(right) <= unicode_kind(left) &&
      !(unicode_is_ascii(left) && !unicode_is_ascii(right))) {
    Object* grown = resize_compact(left, nl + nr);
    if (!grown) {
      clear_ref(*p);
      return;
    }
    *p = grown;
    unicode_fast_copy_characters(grown, nl, right, 0, nr);
    return;
  }
  const Ucs4 ml = unicode_max_char_value(left), mr = unicode_max_char_value(right);
  Object* result = unicode_new(nl + nr, ml > mr ? ml : mr);
  if (result) {
    unicode_fast_copy_characters(result, 0, left, 0, nl);
    unicode_fast_copy_characters(result, nl, right, 0, nr);
  }
  set_ref(*p, result);
}

void unicode_append_and_del(Object** left, Object* right) {
  unicode_append(left, right);
  xdecref(right);
}

// --- Joining ---

namespace {

// Length and width of the result, and whether all items have one kind; false with TypeError or OverflowError.
bool measure_join(Object* const* items, Ssize n, Ssize separator_length, Ssize* total, Ucs4* maxchar, bool* one_kind) {
  Ssize size = 0;
  int kinds = 0;
  for (Ssize i = 0; i < n; i++) {
    Object* item = items[i];
    if (!unicode_check(item)) {
      err_format(exc_TypeError, "sequence item %zd: expected str instance, %.80s found", i, item->ob_type->tp_name);
      return false;
    }
    const Ssize add = unicode_length(item) + (i ? separator_length : 0);
    const Ucs4 item_max = unicode_max_char_value(item);
    if (item_max > *maxchar) *maxchar = item_max;
    kinds |= unicode_kind(item);
    if (add > kSsizeMax - size) {
      err_set_string(exc_OverflowError, "join() result is too long for a Python string");
      return false;
    }
    size += add;
  }
  *total = size;
  *one_kind = (kinds & (kinds - 1)) == 0;
  return true;
}

}  // namespace

Object* unicode_join_array(Object* separator, Object* const* items, Ssize n) {
  if (n == 0) return empty_string;
  Ssize separator_length = 0;
  Ucs4 maxchar = 0;
  if (n == 1) {
    if (unicode_check_exact(items[0])) return new_ref(items[0]);
  } else {
    if (!separator) separator = get_latin1_char(' ');
    if (!unicode_check(separator)) {
      return err_format(exc_TypeError, "separator: expected str instance, %.80s found", separator->ob_type->tp_name);
    }
    separator_length = unicode_length(separator);
    maxchar = unicode_max_char_value(separator);
  }
  Ssize total;
  bool one_kind;
  if (!measure_join(items, n, separator_length, &total, &maxchar, &one_kind)) return nullptr;
  Object* result = unicode_new(total, maxchar);
  if (!result || total == 0) return result;
  const int kind = unicode_kind(result);
  char* out = static_cast<char*>(unicode_data(result));
  if (one_kind && unicode_kind(items[0]) == kind && (!separator_length || unicode_kind(separator) == kind)) {
    const size_t gap = static_cast<size_t>(separator_length * kind);
    const void* gap_data = gap ? unicode_data(separator) : nullptr;
    for (Ssize i = 0; i < n; i++) {
      if (i && gap) {
        if (gap == 1) {
          *out = *static_cast<const char*>(gap_data);
        } else {
          std::memcpy(out, gap_data, gap);
        }
        out += gap;
      }
      const size_t bytes = static_cast<size_t>(unicode_length(items[i]) * kind);
      std::memcpy(out, unicode_data(items[i]), bytes);
      out += bytes;
    }
    return result;
  }
  for (Ssize i = 0; i < n; i++) {
    if (i && separator_length) {
      unicode_copy_to_kind(kind, out, separator, 0, separator_length);
      out += kind * separator_length;
    }
    const Ssize length = unicode_length(items[i]);
    if (length) {
      unicode_copy_to_kind(kind, out, items[i], 0, length);
      out += kind * length;
    }
  }
  return result;
}

Object* unicode_join(Object* separator, Object* sequence) {
  Object* fast = sequence_fast(sequence, "can only join an iterable");
  if (!fast) return nullptr;
  Object* result = unicode_join_array(separator, sequence_fast_items(fast), sequence_fast_size(fast));
  decref(fast);
  return result;
}

// --- Parts and repetition ---

Object* unicode_substring(Object* o, Ssize start, Ssize end) {
  const Ssize length = unicode_length(o);
  if (end > length) end = length;
  if (start == 0 && end == length) return unicode_result_unchanged(o);
  if (start < 0 || end < 0) {
    err_set_string(exc_IndexError, "string index out of range");
    return nullptr;
  }
  if (start >= length || end < start) return empty_string;
  const Ssize n = end - start;
  if (unicode_is_ascii(o)) return unicode_from_ascii(static_cast<char*>(unicode_data(o)) + start, n);
  const int kind = unicode_kind(o);
  return unicode_from_kind_and_data(kind, static_cast<char*>(unicode_data(o)) + kind * start, n);
}

Object* unicode_repeat(Object* s, Ssize n) {
  if (n < 1) return empty_string;
  if (n == 1) return unicode_result_unchanged(s);
  const Ssize length = unicode_length(s);
  if (length && n > kSsizeMax / length) {
    err_set_string(exc_OverflowError, "repeated string is too long");
    return nullptr;
  }
  Object* result = unicode_new(length * n, unicode_max_char_value(s));
  if (!result || length == 0) return result;
  const int kind = unicode_kind(s);
  if (length == 1) {
    unicode_fast_fill(result, 0, n, unicode_read_char(s, 0));
    return result;
  }
  char* out = static_cast<char*>(unicode_data(result));
  const Ssize total = length * n * kind;
  Ssize done = length * kind;
  std::memcpy(out, unicode_data(s), static_cast<size_t>(done));
  while (done < total) {  // double what is there
    const Ssize add = done <= total - done ? done : total - done;
    std::memcpy(out + done, out, static_cast<size_t>(add));
    done += add;
  }
  return result;
}

bool ensure_unicode(Object* o) {
  if (unicode_check(o)) return true;
  err_format(exc_TypeError, "must be str, not %.100s", o->ob_type->tp_name);
  return false;
}

}  // namespace py

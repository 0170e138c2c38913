// str, the type: its methods, slots, constructor and iterators.
// CPython 3.13: Objects/unicodeobject.c, Objects/clinic/unicodeobject.c.h
#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/buffer.h"
#include "types/formatter_unicode.h"
#include "types/getargs.h"
#include "types/iter_reduce.h"
#include "types/longobject.h"
#include "types/sliceobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicode_internal.h"
#include "types/unicode_writer.h"
#include "types/unicodectype.h"

namespace py {

// --- repr ---

namespace {

Ucs4 hex_digit(Ucs4 v) { return static_cast<Ucs4>("0123456789abcdef"[v & 15]); }

// How many characters repr writes for ch, and the widest of them; quotes apart.
Ssize repr_width(Ucs4 ch, Ucs4* max) {
  if (ch == '\\' || ch == '\t' || ch == '\r' || ch == '\n') return 2;
  if (ch < ' ' || ch == 0x7f) return 4;
  if (ch < 0x7f) return 1;
  if (unicode_isprintable(ch)) {
    if (ch > *max) *max = ch;
    return 1;
  }
  return ch < 0x100 ? 4 : ch < 0x10000 ? 6 : 10;
}

void write_repr_char(int kind, void* data, Ssize& o, Ucs4 ch, Ucs4 quote) {
  auto put = [&](Ucs4 c) { unicode_write(kind, data, o++, c); };
  if (ch == quote || ch == '\\') {
    put('\\');
    put(ch);
  } else if (ch == '\t' || ch == '\n' || ch == '\r') {
    put('\\');
    put(ch == '\t' ? 't' : ch == '\n' ? 'n' : 'r');
  } else if (unicode_isprintable(ch)) {
    put(ch);
  } else {
    const int digits = ch < 0x100 ? 2 : ch < 0x10000 ? 4 : 8;
    put('\\');
    put(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
    for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) put(hex_digit(ch >> shift));
  }
}

}  // namespace

namespace {

struct ReprMeasure {
  Ssize size = 0, single = 0, doubles = 0;
  Ucs4 max = 127;
  bool too_long = false;

  template <class Char>
  void scan(const Char* s, Ssize n) {
    for (Ssize i = 0; i < n; i++) {
      const Ucs4 ch = s[i];
      if (ch >= ' ' && ch < 0x7f && ch != '\'' && ch != '"' && ch != '\\') {
        size++;
        continue;
      }
      single += ch == '\'';
      doubles += ch == '"';
      const Ssize add = repr_width(ch, &max);
      too_long = too_long || size > kSsizeMax - add;
      size += too_long ? 0 : add;
    }
  }
};

}  // namespace

Object* unicode_repr(Object* s) {
  const Ssize n = unicode_length(s);
  const int kind = unicode_kind(s);
  const void* data = unicode_data(s);
  ReprMeasure m;
  switch (kind) {
    case kUcs1: m.scan(static_cast<const Ucs1*>(data), n); break;
    case kUcs2: m.scan(static_cast<const Ucs2*>(data), n); break;
    default: m.scan(static_cast<const Ucs4*>(data), n);
  }
  if (m.too_long) {
    err_set_string(exc_OverflowError, "string is too long to generate repr");
    return nullptr;
  }
  Ssize size = m.size;
  const Ssize single = m.single, doubles = m.doubles;
  const Ucs4 max = m.max;
  Ucs4 quote = '\'';
  if (single) {
    if (doubles) {
      size += single;
    } else {
      quote = '"';
    }
  }
  size += 2;
  Object* result = unicode_new(size, max);
  if (!result) return nullptr;
  const int okind = unicode_kind(result);
  void* odata = unicode_data(result);
  unicode_write(okind, odata, 0, quote);
  unicode_write(okind, odata, size - 1, quote);
  if (size == n + 2) {
    unicode_fast_copy_characters(result, 1, s, 0, n);
    return result;
  }
  Ssize o = 1;
  for (Ssize i = 0; i < n; i++) write_repr_char(okind, odata, o, unicode_read(kind, data, i), quote);
  return result;
}

namespace {

// --- Sequence and mapping slots ---

Ssize slot_length(Object* s) { return unicode_length(s); }

Object* slot_item(Object* s, Ssize i) {
  if (i < 0 || i >= unicode_length(s)) {
    err_set_string(exc_IndexError, "string index out of range");
    return nullptr;
  }
  return unicode_char(unicode_read_char(s, i));
}

Object* take_slice(Object* s, Ssize start, Ssize step, Ssize count) {
  const int kind = unicode_kind(s);
  const void* data = unicode_data(s);
  Ucs4 max = 0;
  Ssize at = start;
  if (!unicode_is_ascii(s)) {
    for (Ssize i = 0; i < count; i++, at += step) {
      const Ucs4 ch = unicode_read(kind, data, at);
      if (ch > max) max = ch;
    }
  }
  Object* result = unicode_new(count, max);
  if (!result) return nullptr;
  const int okind = unicode_kind(result);
  void* odata = unicode_data(result);
  at = start;
  for (Ssize i = 0; i < count; i++, at += step) unicode_write(okind, odata, i, unicode_read(kind, data, at));
  return result;
}

Object* slot_subscript(Object* s, Object* item) {
  if (index_check(item)) {
    Ssize i = number_as_ssize_t(item, exc_IndexError);
    if (i == -1 && err_occurred()) return nullptr;
    if (i < 0) i += unicode_length(s);
    return slot_item(s, i);
  }
  if (slice_check(item)) {
    Ssize start, stop, step;
    if (slice_unpack(item, &start, &stop, &step) < 0) return nullptr;
    const Ssize count = slice_adjust_indices(unicode_length(s), &start, &stop, step);
    if (count <= 0) return unicode_get_empty();
    if (start == 0 && step == 1 && count == unicode_length(s)) return unicode_result_unchanged(s);
    if (step == 1) return unicode_substring(s, start, start + count);
    return take_slice(s, start, step, count);
  }
  return err_format(exc_TypeError, "string indices must be integers, not '%.200s'", item->ob_type->tp_name);
}

Object* slot_mod(Object* v, Object* w) { return unicode_check(v) ? unicode_format(v, w) : NotImplemented; }

Object* slot_str(Object* s) { return unicode_result_unchanged(s); }

// --- Construction ---

// The characters of a fresh exact string copied into an instance of a subclass.
Object* unicode_subtype_new(TypeObject* type, Object* unicode) {  // steals
  if (!unicode) return nullptr;
  Object* self = type->tp_alloc(type, 0);
  if (!self) {
    decref(unicode);
    return nullptr;
  }
  auto* u = as<UnicodeObject>(self);
  const Ssize n = unicode_length(unicode);
  const int kind = unicode_kind(unicode);
  u->length = n;
  u->hash = unicode_cached_hash(unicode);
  u->state = UnicodeState{};
  u->state.kind = static_cast<uint8_t>(kind);
  u->state.ascii = unicode_is_ascii(unicode);
  u->utf8 = nullptr;
  u->utf8_length = 0;
  u->data = mem_malloc(static_cast<uint64_t>((n + 1) * kind));
  if (!u->data) {
    err_no_memory();
    decref(self);
    decref(unicode);
    return nullptr;
  }
  if (unicode_is_ascii(unicode)) {  // the text is its own UTF-8
    u->utf8 = static_cast<char*>(u->data);
    u->utf8_length = n;
  }
  std::memcpy(u->data, unicode_data(unicode), static_cast<size_t>((n + 1) * kind));
  decref(unicode);
  return self;
}

// A str argument as C text; false with TypeError or ValueError.
bool c_text(Object* o, const char* fname, const char* display, const char** out) {
  if (!unicode_check(o)) {
    arg_bad_argument(fname, display, "str", o);
    return false;
  }
  Ssize n;
  *out = unicode_as_utf8_and_size(o, &n);
  if (!*out) return false;
  if (std::strlen(*out) != static_cast<size_t>(n)) {
    err_set_string(exc_ValueError, "embedded null character");
    return false;
  }
  return true;
}

Object* slot_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"object", "encoding", "errors", nullptr};
  static ArgParser parser = {.fname = "str", .keywords = kKeywords};
  Object* buf[3];
  Object* const* a = arg_unpack_tuple_keywords(args, kwds, &parser, 0, 3, 0, buf);
  if (!a) return nullptr;
  const char *encoding = nullptr, *errors = nullptr;
  if (a[1] && !c_text(a[1], "str", "argument 'encoding'", &encoding)) return nullptr;
  if (a[2] && !c_text(a[2], "str", "argument 'errors'", &errors)) return nullptr;
  Object* unicode = !a[0]                 ? unicode_get_empty()
                    : encoding || errors ? unicode_from_encoded_object(a[0], encoding, errors)
                                         : object_str(a[0]);
  return type == &unicode_type ? unicode : unicode_subtype_new(type, unicode);
}

Object* slot_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  const Ssize nargs = vectorcall_nargs(nargsf);
  if (kwnames && tuple_size(kwnames)) return object_make_tp_call(type, args, nargs, kwnames);
  if (!arg_check_positional("str", nargs, 0, 3)) return nullptr;
  if (nargs == 0) return unicode_get_empty();
  if (nargs == 1) return object_str(args[0]);
  const char *encoding, *errors = nullptr;
  if (!c_text(args[1], "str", "argument 'encoding'", &encoding)) return nullptr;
  if (nargs == 3 && !c_text(args[2], "str", "argument 'errors'", &errors)) return nullptr;
  return unicode_from_encoded_object(args[0], encoding, errors);
}

// --- Arguments of methods ---

// sub, start, end of find, count, index … False with the error set.
struct FindArgs {
  Object* sub = nullptr;
  Ssize start = 0, end = kSsizeMax;
  bool parse(const char* name, Object* const* args, Ssize nargs, bool check = true) {
    if (!arg_check_positional(name, nargs, 1, 3)) return false;
    sub = args[0];
    if (check && !unicode_check(sub)) {
      arg_bad_argument(name, "argument 1", "str", sub);
      return false;
    }
    if (nargs > 1 && !eval_slice_index(args[1], &start)) return false;
    return nargs < 3 || eval_slice_index(args[2], &end);
  }
};

bool check_str(const char* name, const char* display, Object* o) {
  if (unicode_check(o)) return true;
  arg_bad_argument(name, display, "str", o);
  return false;
}

// --- Searching methods ---

Object* method_find(Object* s, Object* const* args, Ssize nargs) {
  FindArgs a;
  if (!a.parse("find", args, nargs)) return nullptr;
  const Ssize at = unicode_find(s, a.sub, a.start, a.end, 1);
  return at == -2 ? nullptr : long_from_ssize_t(at);
}
Object* method_rfind(Object* s, Object* const* args, Ssize nargs) {
  FindArgs a;
  if (!a.parse("rfind", args, nargs)) return nullptr;
  const Ssize at = unicode_find(s, a.sub, a.start, a.end, -1);
  return at == -2 ? nullptr : long_from_ssize_t(at);
}
Object* found_or_error(Ssize at) {
  if (at >= 0) return long_from_ssize_t(at);
  if (at == -1) err_set_string(exc_ValueError, "substring not found");
  return nullptr;
}
Object* method_index(Object* s, Object* const* args, Ssize nargs) {
  FindArgs a;
  return a.parse("index", args, nargs) ? found_or_error(unicode_find(s, a.sub, a.start, a.end, 1)) : nullptr;
}
Object* method_rindex(Object* s, Object* const* args, Ssize nargs) {
  FindArgs a;
  return a.parse("rindex", args, nargs) ? found_or_error(unicode_find(s, a.sub, a.start, a.end, -1)) : nullptr;
}
Object* method_count(Object* s, Object* const* args, Ssize nargs) {
  FindArgs a;
  if (!a.parse("count", args, nargs)) return nullptr;
  const Ssize n = unicode_count(s, a.sub, a.start, a.end);
  return n < 0 ? nullptr : long_from_ssize_t(n);
}

Object* starts_or_ends(Object* s, const char* name, Object* const* args, Ssize nargs, int direction) {
  FindArgs a;
  if (!a.parse(name, args, nargs, false)) return nullptr;
  if (tuple_check(a.sub)) {
    for (Ssize i = 0; i < tuple_size(a.sub); i++) {
      Object* item = tuple_item(a.sub, i);
      if (!unicode_check(item)) {
        return err_format(exc_TypeError, "tuple for %s must only contain str, not %.100s", name, item->ob_type->tp_name);
      }
      const Ssize match = unicode_tailmatch(s, item, a.start, a.end, direction);
      if (match < 0) return nullptr;
      if (match) return True;
    }
    return False;
  }
  if (!unicode_check(a.sub)) {
    return err_format(exc_TypeError, "%s first arg must be str or a tuple of str, not %.100s", name,
                      a.sub->ob_type->tp_name);
  }
  const Ssize match = unicode_tailmatch(s, a.sub, a.start, a.end, direction);
  return match < 0 ? nullptr : bool_from_long(match);
}
Object* method_startswith(Object* s, Object* const* args, Ssize nargs) {
  return starts_or_ends(s, "startswith", args, nargs, -1);
}
Object* method_endswith(Object* s, Object* const* args, Ssize nargs) {
  return starts_or_ends(s, "endswith", args, nargs, 1);
}

// --- Splitting and joining methods ---

Object* split_method(Object* s, ArgParser* parser, Object* const* args, Ssize nargs, Object* kwnames,
                     Object* (*split)(Object*, Object*, Ssize)) {
  Object* buf[2];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, parser, 0, 2, 0, buf);
  if (!a) return nullptr;
  Ssize max_split = -1;
  Object* separator = a[0] ? a[0] : None;
  if (a[1] && !arg_ssize(a[1], &max_split)) return nullptr;
  if (separator == None) return split(s, nullptr, max_split);
  if (unicode_check(separator)) return split(s, separator, max_split);
  return err_format(exc_TypeError, "must be str or None, not %.100s", separator->ob_type->tp_name);
}
const char* const kSplitKeywords[] = {"sep", "maxsplit", nullptr};
Object* method_split(Object* s, Object* const* args, Ssize nargs, Object* kwnames) {
  static ArgParser parser = {.fname = "split", .keywords = kSplitKeywords};
  return split_method(s, &parser, args, nargs, kwnames, unicode_split);
}
Object* method_rsplit(Object* s, Object* const* args, Ssize nargs, Object* kwnames) {
  static ArgParser parser = {.fname = "rsplit", .keywords = kSplitKeywords};
  return split_method(s, &parser, args, nargs, kwnames, unicode_rsplit);
}
Object* method_splitlines(Object* s, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"keepends", nullptr};
  static ArgParser parser = {.fname = "splitlines", .keywords = kKeywords};
  Object* buf[1];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 1, 0, buf);
  bool keep = false;
  if (!a || (a[0] && !arg_bool(a[0], &keep))) return nullptr;
  return unicode_splitlines(s, keep);
}

Object* method_replace(Object* s, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"", "", "count", nullptr};
  static ArgParser parser = {.fname = "replace", .keywords = kKeywords};
  Object* buf[3];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 2, 3, 0, buf);
  if (!a || !check_str("replace", "argument 1", a[0]) || !check_str("replace", "argument 2", a[1])) return nullptr;
  Ssize count = -1;
  if (a[2] && !arg_ssize(a[2], &count)) return nullptr;
  return unicode_replace(s, a[0], a[1], count);
}

// --- Stripping and padding methods ---

Object* strip_method(Object* s, const char* name, int type, Object* const* args, Ssize nargs) {
  if (!arg_check_positional(name, nargs, 0, 1)) return nullptr;
  Object* set = nargs ? args[0] : None;
  if (set == None) return unicode_x_strip(s, type, nullptr);
  if (unicode_check(set)) return unicode_x_strip(s, type, set);
  return err_format(exc_TypeError, "%s arg must be None or str", name);
}
Object* method_strip(Object* s, Object* const* args, Ssize nargs) { return strip_method(s, "strip", 2, args, nargs); }
Object* method_lstrip(Object* s, Object* const* args, Ssize nargs) { return strip_method(s, "lstrip", 0, args, nargs); }
Object* method_rstrip(Object* s, Object* const* args, Ssize nargs) { return strip_method(s, "rstrip", 1, args, nargs); }

Object* method_removeprefix(Object* s, Object* prefix) {
  if (!check_str("removeprefix", "argument", prefix)) return nullptr;
  if (unicode_tailmatch(s, prefix, 0, kSsizeMax, -1) > 0) {
    return unicode_substring(s, unicode_length(prefix), unicode_length(s));
  }
  return unicode_result_unchanged(s);
}
Object* method_removesuffix(Object* s, Object* suffix) {
  if (!check_str("removesuffix", "argument", suffix)) return nullptr;
  if (unicode_tailmatch(s, suffix, 0, kSsizeMax, 1) > 0) {
    return unicode_substring(s, 0, unicode_length(s) - unicode_length(suffix));
  }
  return unicode_result_unchanged(s);
}

Object* pad(Object* s, Ssize left, Ssize right, Ucs4 fill) {
  if (left < 0) left = 0;
  if (right < 0) right = 0;
  if (left == 0 && right == 0) return unicode_result_unchanged(s);
  const Ssize n = unicode_length(s);
  if (left > kSsizeMax - n || right > kSsizeMax - (left + n)) {
    err_set_string(exc_OverflowError, "padded string is too long");
    return nullptr;
  }
  const Ucs4 own = unicode_max_char_value(s);
  Object* result = unicode_new(left + n + right, fill > own ? fill : own);
  if (!result) return nullptr;
  unicode_fast_fill(result, 0, left, fill);
  unicode_fast_fill(result, left + n, right, fill);
  unicode_fast_copy_characters(result, left, s, 0, n);
  return result;
}

bool pad_args(const char* name, Object* const* args, Ssize nargs, Ssize* width, Ucs4* fill) {
  *fill = ' ';
  if (!arg_check_positional(name, nargs, 1, 2) || !arg_ssize(args[0], width)) return false;
  if (nargs < 2) return true;
  if (!unicode_check(args[1])) {
    err_format(exc_TypeError, "The fill character must be a unicode character, not %.100s", args[1]->ob_type->tp_name);
    return false;
  }
  if (unicode_length(args[1]) != 1) {
    err_set_string(exc_TypeError, "The fill character must be exactly one character long");
    return false;
  }
  *fill = unicode_read_char(args[1], 0);
  return true;
}
Object* method_center(Object* s, Object* const* args, Ssize nargs) {
  Ssize width;
  Ucs4 fill;
  if (!pad_args("center", args, nargs, &width, &fill)) return nullptr;
  if (unicode_length(s) >= width) return unicode_result_unchanged(s);
  const Ssize margin = width - unicode_length(s), left = margin / 2 + (margin & width & 1);
  return pad(s, left, margin - left, fill);
}
Object* method_ljust(Object* s, Object* const* args, Ssize nargs) {
  Ssize width;
  Ucs4 fill;
  if (!pad_args("ljust", args, nargs, &width, &fill)) return nullptr;
  return pad(s, 0, width - unicode_length(s), fill);
}
Object* method_rjust(Object* s, Object* const* args, Ssize nargs) {
  Ssize width;
  Ucs4 fill;
  if (!pad_args("rjust", args, nargs, &width, &fill)) return nullptr;
  return pad(s, width - unicode_length(s), 0, fill);
}
Object* method_zfill(Object* s, Object* arg) {
  Ssize width;
  if (!arg_ssize(arg, &width)) return nullptr;
  if (unicode_length(s) >= width) return unicode_result_unchanged(s);
  const Ssize fill = width - unicode_length(s);
  Object* result = pad(s, fill, 0, '0');
  if (!result) return nullptr;
  const int kind = unicode_kind(result);
  void* data = unicode_data(result);
  const Ucs4 ch = unicode_length(s) ? unicode_read(kind, data, fill) : 0;
  if (ch == '+' || ch == '-') {  // the sign goes before the zeros
    unicode_write(kind, data, 0, ch);
    unicode_write(kind, data, fill, '0');
  }
  return result;
}

Object* method_expandtabs(Object* s, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"tabsize", nullptr};
  static ArgParser parser = {.fname = "expandtabs", .keywords = kKeywords};
  Object* buf[1];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 1, 0, buf);
  int tab = 8;
  if (!a || (a[0] && !arg_int(a[0], &tab))) return nullptr;
  const Ssize n = unicode_length(s);
  const int kind = unicode_kind(s);
  const void* data = unicode_data(s);
  // One pass to measure, one to write; f gets a character and how often it goes out.
  auto walk = [&](auto f) {
    Ssize column = 0;
    for (Ssize i = 0; i < n; i++) {
      const Ucs4 ch = unicode_read(kind, data, i);
      if (ch == '\t') {
        const Ssize gap = tab > 0 ? tab - column % tab : 0;
        column += gap;
        f(' ', gap);
      } else {
        column = ch == '\n' || ch == '\r' ? 0 : column + 1;
        f(ch, Ssize{1});
      }
    }
  };
  Ssize total = 0;
  bool found = false, too_long = false;
  walk([&](Ucs4, Ssize count) {
    if (total > kSsizeMax - count) too_long = true;
    total += too_long ? 0 : count;
  });
  found = unicode_find_char(s, '\t', 0, n, 1) >= 0;
  if (too_long) {
    err_set_string(exc_OverflowError, "new string is too long");
    return nullptr;
  }
  if (!found) return unicode_result_unchanged(s);
  Object* result = unicode_new(total, unicode_max_char_value(s));
  if (!result || total == 0) return result;
  Ssize out = 0;
  walk([&](Ucs4 ch, Ssize count) {
    unicode_fast_fill(result, out, count, ch);
    out += count;
  });
  return result;
}

// --- The rest ---

Object* method_encode(Object* s, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"encoding", "errors", nullptr};
  static ArgParser parser = {.fname = "encode", .keywords = kKeywords};
  Object* buf[2];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 2, 0, buf);
  const char *encoding = nullptr, *errors = nullptr;
  if (!a || (a[0] && !c_text(a[0], "encode", "argument 'encoding'", &encoding)) ||
      (a[1] && !c_text(a[1], "encode", "argument 'errors'", &errors))) {
    return nullptr;
  }
  return unicode_as_encoded_string(s, encoding, errors);
}

Object* method_translate(Object* s, Object* table) { return unicode_translate(s, table, "ignore"); }
Object* method_format(Object* s, Object* args, Object* kwargs) { return string_format(s, args, kwargs); }
Object* method_format_map(Object* s, Object* mapping) { return string_format(s, nullptr, mapping); }

Object* method_dunder_format(Object* s, Object* spec) {
  if (!check_str("__format__", "argument", spec)) return nullptr;
  if (unicode_length(spec) == 0) {
    if (unicode_check_exact(s)) return new_ref(s);
    return object_str(s);
  }
  UnicodeWriter w;
  unicode_writer_init(&w);
  if (unicode_format_advanced_writer(&w, s, spec, 0, unicode_length(spec)) < 0) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  return unicode_writer_finish(&w);
}

Object* method_sizeof(Object* s) {
  const Ssize n = unicode_length(s);
  const int kind = unicode_kind(s);
  Ssize size;
  if (unicode_is_compact_ascii(s)) {
    size = kAsciiHeader + n + 1;
  } else if (unicode_is_compact(s)) {
    size = kCompactHeader + (n + 1) * kind;
  } else {
    size = layout::unicode.basicsize + (n + 1) * kind;
  }
  if (!unicode_is_compact_ascii(s)) {
    const auto* c = as<CompactUnicodeObject>(s);
    if (c->utf8 && c->utf8 != unicode_data(s)) size += c->utf8_length + 1;
  }
  return long_from_ssize_t(size);
}

Object* method_getnewargs(Object* s) {
  Object* copy = unicode_copy(s);
  if (!copy) return nullptr;
  Object* t = tuple_pack(copy);
  decref(copy);
  return t;
}

// --- Iterators ---

struct UnicodeIterObject : Object {
  Ssize it_index;
  Object* it_seq;  // null when exhausted
};
static_assert(sizeof(UnicodeIterObject) <= layout::str_iterator.basicsize);
UnicodeIterObject* I(Object* o) { return as<UnicodeIterObject>(o); }

Object* slot_iter(Object* s) {
  auto* it = object_gc_new<UnicodeIterObject>(unicode_is_compact_ascii(s) ? &unicode_ascii_iter_type
                                                                           : &unicode_iter_type);
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
Object* iter_next_char(Object* self) {
  auto* it = I(self);
  Object* s = it->it_seq;
  if (!s) return nullptr;
  if (it->it_index < unicode_length(s)) return unicode_char(unicode_read_char(s, it->it_index++));
  it->it_seq = nullptr;
  decref(s);
  return nullptr;
}
Object* ascii_iter_next(Object* self) {
  auto* it = I(self);
  Object* s = it->it_seq;
  if (!s) return nullptr;
  if (it->it_index < unicode_length(s)) return get_latin1_char(static_cast<Ucs1*>(unicode_data(s))[it->it_index++]);
  it->it_seq = nullptr;
  decref(s);
  return nullptr;
}
Object* iter_length_hint(Object* self) {
  return long_from_ssize_t(I(self)->it_seq ? unicode_length(I(self)->it_seq) - I(self)->it_index : 0);
}
Object* iter_reduce(Object* self) {
  Object* s = I(self)->it_seq;
  if (s) return reduce_with_builtin(ID(iter), s, I(self)->it_index);
  return reduce_with_builtin(ID(iter), unicode_get_empty());
}
Object* iter_setstate(Object* self, Object* state) {
  Ssize index = long_as_ssize_t(state);
  if (index == -1 && err_occurred()) return nullptr;
  if (Object* s = I(self)->it_seq) {
    if (index < 0) index = 0;
    if (index > unicode_length(s)) index = unicode_length(s);
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
    {"encode", method_encode, "encode($self, /, encoding='utf-8', errors='strict')\n--\n\n"},
    {"replace", method_replace, "replace($self, old, new, /, count=-1)\n--\n\n"},
    {"split", method_split, "split($self, /, sep=None, maxsplit=-1)\n--\n\n"},
    {"rsplit", method_rsplit, "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\n"},
    {"join", unicode_join, "join($self, iterable, /)\n--\n\n"},
    {"capitalize", unicode_capitalize, "capitalize($self, /)\n--\n\n"},
    {"casefold", unicode_casefold, "casefold($self, /)\n--\n\n"},
    {"title", unicode_title, "title($self, /)\n--\n\n"},
    {"center", method_center, "center($self, width, fillchar=' ', /)\n--\n\n"},
    {"count", method_count, "count($self, sub[, start[, end]], /)\n--\n\n"},
    {"expandtabs", method_expandtabs, "expandtabs($self, /, tabsize=8)\n--\n\n"},
    {"find", method_find, "find($self, sub[, start[, end]], /)\n--\n\n"},
    {"partition", unicode_partition, "partition($self, sep, /)\n--\n\n"},
    {"index", method_index, "index($self, sub[, start[, end]], /)\n--\n\n"},
    {"ljust", method_ljust, "ljust($self, width, fillchar=' ', /)\n--\n\n"},
    {"lower", unicode_lower, "lower($self, /)\n--\n\n"},
    {"lstrip", method_lstrip, "lstrip($self, chars=None, /)\n--\n\n"},
    {"rfind", method_rfind, "rfind($self, sub[, start[, end]], /)\n--\n\n"},
    {"rindex", method_rindex, "rindex($self, sub[, start[, end]], /)\n--\n\n"},
    {"rjust", method_rjust, "rjust($self, width, fillchar=' ', /)\n--\n\n"},
    {"rstrip", method_rstrip, "rstrip($self, chars=None, /)\n--\n\n"},
    {"rpartition", unicode_rpartition, "rpartition($self, sep, /)\n--\n\n"},
    {"splitlines", method_splitlines, "splitlines($self, /, keepends=False)\n--\n\n"},
    {"strip", method_strip, "strip($self, chars=None, /)\n--\n\n"},
    {"swapcase", unicode_swapcase, "swapcase($self, /)\n--\n\n"},
    {"translate", method_translate, "translate($self, table, /)\n--\n\n"},
    {"upper", unicode_upper, "upper($self, /)\n--\n\n"},
    {"startswith", method_startswith, "startswith($self, prefix[, start[, end]], /)\n--\n\n"},
    {"endswith", method_endswith, "endswith($self, suffix[, start[, end]], /)\n--\n\n"},
    {"removeprefix", method_removeprefix, "removeprefix($self, prefix, /)\n--\n\n"},
    {"removesuffix", method_removesuffix, "removesuffix($self, suffix, /)\n--\n\n"},
    {"isascii", unicode_isascii_method, "isascii($self, /)\n--\n\n"},
    {"islower", unicode_islower_method, "islower($self, /)\n--\n\n"},
    {"isupper", unicode_isupper_method, "isupper($self, /)\n--\n\n"},
    {"istitle", unicode_istitle_method, "istitle($self, /)\n--\n\n"},
    {"isspace", unicode_isspace_method, "isspace($self, /)\n--\n\n"},
    {"isdecimal", unicode_isdecimal_method, "isdecimal($self, /)\n--\n\n"},
    {"isdigit", unicode_isdigit_method, "isdigit($self, /)\n--\n\n"},
    {"isnumeric", unicode_isnumeric_method, "isnumeric($self, /)\n--\n\n"},
    {"isalpha", unicode_isalpha_method, "isalpha($self, /)\n--\n\n"},
    {"isalnum", unicode_isalnum_method, "isalnum($self, /)\n--\n\n"},
    {"isidentifier", unicode_isidentifier_method, "isidentifier($self, /)\n--\n\n"},
    {"isprintable", unicode_isprintable_method, "isprintable($self, /)\n--\n\n"},
    {"zfill", method_zfill, "zfill($self, width, /)\n--\n\n"},
    {"format", method_format, "format($self, /, *args, **kwargs)\n--\n\n"},
    {"format_map", method_format_map, "format_map($self, mapping, /)\n--\n\n"},
    {"__format__", method_dunder_format, "__format__($self, format_spec, /)\n--\n\n"},
    {"maketrans", unicode_maketrans, nullptr, METH_STATIC},
    {"__sizeof__", method_sizeof, "__sizeof__($self, /)\n--\n\n"},
    {"__getnewargs__", method_getnewargs},
    {},
};

}  // namespace

Object* unicode_new_type(TypeObject* type, Object* args, Object* kwds) { return slot_new(type, args, kwds); }

TypeObject unicode_type = {
    TYPE_HEAD,
    {.tp_name = "str",
     .tp_basicsize = layout::unicode.basicsize,
     .tp_dealloc = unicode_dealloc,
     .tp_repr = unicode_repr,
     .tp_hash = unicode_hash,
     .tp_str = slot_str,
     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_UNICODE_SUBCLASS | TPFLAGS_MATCH_SELF,
     .tp_doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str",
     .tp_richcompare = unicode_rich_compare,
     .tp_iter = slot_iter,
     .tp_methods = kMethods,
     .tp_new = slot_new,
     .tp_free = object_free,
     .tp_vectorcall = slot_vectorcall,
     .nb_remainder = slot_mod,
     .sq_length = slot_length,
     .sq_concat = unicode_concat,
     .sq_repeat = unicode_repeat,
     .sq_item = slot_item,
     .sq_contains = unicode_contains,
     .mp_length = slot_length,
     .mp_subscript = slot_subscript}};

#define ITER_TYPE(variable, name, next)                             \
  TypeObject variable = {TYPE_HEAD,                                 \
                         {.tp_name = name,                          \
                          .tp_basicsize = layout::str_iterator.basicsize, \
                          .tp_dealloc = iter_dealloc,               \
                          .tp_getattro = object_generic_get_attr,   \
                          .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC, \
                          .tp_traverse = iter_traverse,             \
                          .tp_iter = object_self_iter,              \
                          .tp_iternext = next,                      \
                          .tp_methods = kIterMethods}}
ITER_TYPE(unicode_iter_type, "str_iterator", iter_next_char);
ITER_TYPE(unicode_ascii_iter_type, "str_ascii_iterator", ascii_iter_next);
#undef ITER_TYPE

}  // namespace py

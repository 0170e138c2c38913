// Methods that bytes and bytearray share: one template over the type that they return.
// CPython 3.13: Objects/bytes_methods.c, Objects/stringlib/{transmogrify,find,split,join}.h
//
// A trait T has kName ("bytes"), data(o), size(o), make(p, n) (new reference), unchanged(o) (whether the object itself may
// stand for a copy), and from stringlib's traits Char, is_space and is_linebreak.
#pragma once
#include <cstring>

#include "object/abstract.h"
#include "types/boolobject.h"
#include "types/buffer.h"
#include "types/bytes_internal.h"
#include "types/bytes_writer.h"
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/sliceobject.h"
#include "types/stringlib.h"
#include "types/unicodeobject.h"

#undef isascii  // a macro in musl's <ctype.h>

namespace py {

template <class T>
struct BytesMethods {
  using Bytes = const char*;
  using U8 = const uint8_t*;
  static U8 u8(Object* o) { return reinterpret_cast<U8>(T::data(o)); }
  static Object* make(U8 s, Ssize n) { return T::make(s, n); }
  static Object* itself(Object* o) { return T::unchanged(o) ? new_ref(o) : make(u8(o), T::size(o)); }

  // --- Arguments ---

  // A byte given as an int, or any buffer.
  struct Needle {
    ScopedBuffer view;
    uint8_t byte = 0;
    U8 p = nullptr;
    Ssize n = 0;
    bool parse(Object* o) {
      if (index_check(o)) {
        int value;
        if (long_fits_bytes_range(o, &value) < 0) return false;
        byte = static_cast<uint8_t>(value);
        p = &byte;
        n = 1;
        return true;
      }
      if (!object_check_buffer(o)) {
        err_format(exc_TypeError, "argument should be integer or bytes-like object, not '%.200s'",
                   o->ob_type->tp_name);
        return false;
      }
      if (object_get_buffer(o, &view, BUF_SIMPLE) < 0) return false;
      p = static_cast<U8>(view.buf);
      n = view.len;
      return true;
    }
  };
  struct Range {
    Ssize start = 0, end = kSsizeMax;
    bool parse(Object* const* args, Ssize nargs) {
      if (nargs > 1 && !eval_slice_index(args[1], &start)) return false;
      return nargs < 3 || eval_slice_index(args[2], &end);
    }
  };
  static U8 bytes_of(const ScopedBuffer& view) { return static_cast<U8>(view.buf); }

  // --- Searching ---

  // -1: not found; -2: error set.
  static Ssize search(Object* self, const char* name, Object* const* args, Ssize nargs, bool forward) {
    Needle needle;
    Range r;
    if (!arg_check_positional(name, nargs, 1, 3) || !r.parse(args, nargs) || !needle.parse(args[0])) return -2;
    const Ssize size = T::size(self);
    stringlib::adjust_indices(&r.start, &r.end, size);
    if (r.end - r.start < needle.n) return -1;
    U8 s = u8(self) + r.start;
    const Ssize at = forward ? stringlib::find(s, r.end - r.start, needle.p, needle.n)
                             : stringlib::rfind(s, r.end - r.start, needle.p, needle.n);
    return at < 0 ? -1 : at + r.start;
  }
  static Object* found(Ssize at) { return at == -2 ? nullptr : long_from_ssize_t(at); }
  static Object* found_or_error(Ssize at) {
    if (at == -1) err_set_string(exc_ValueError, "subsection not found");
    return at < 0 ? nullptr : long_from_ssize_t(at);
  }
  static Object* find(Object* o, Object* const* a, Ssize n) { return found(search(o, "find", a, n, true)); }
  static Object* rfind(Object* o, Object* const* a, Ssize n) { return found(search(o, "rfind", a, n, false)); }
  static Object* index(Object* o, Object* const* a, Ssize n) { return found_or_error(search(o, "index", a, n, true)); }
  static Object* rindex(Object* o, Object* const* a, Ssize n) {
    return found_or_error(search(o, "rindex", a, n, false));
  }
  static Object* count(Object* self, Object* const* args, Ssize nargs) {
    Needle needle;
    Range r;
    if (!arg_check_positional("count", nargs, 1, 3) || !r.parse(args, nargs) || !needle.parse(args[0])) return nullptr;
    stringlib::adjust_indices(&r.start, &r.end, T::size(self));
    return long_from_ssize_t(stringlib::count(u8(self) + r.start, r.end - r.start, needle.p, needle.n, kSsizeMax));
  }
  static int contains(Object* self, Object* arg) { return bytes_contains(T::data(self), T::size(self), arg); }

  // 1, 0, -1 with the error set.
  static int tail_match(Object* self, Object* sub, Ssize start, Ssize end, bool at_end) {
    ScopedBuffer view;
    if (object_get_buffer(sub, &view, BUF_SIMPLE) < 0) return -1;
    stringlib::adjust_indices(&start, &end, T::size(self));
    if (end - start < view.len) return 0;
    U8 s = u8(self) + (at_end ? end - view.len : start);
    return view.len == 0 || std::memcmp(s, view.buf, static_cast<size_t>(view.len)) == 0;
  }
  static Object* starts_or_ends(Object* self, const char* name, Object* const* args, Ssize nargs, bool at_end) {
    Range r;
    if (!arg_check_positional(name, nargs, 1, 3) || !r.parse(args, nargs)) return nullptr;
    if (tuple_check(args[0])) {
      for (Ssize i = 0; i < tuple_size(args[0]); i++) {
        const int match = tail_match(self, tuple_item(args[0], i), r.start, r.end, at_end);
        if (match) return match < 0 ? nullptr : True;
      }
      return False;
    }
    const int match = tail_match(self, args[0], r.start, r.end, at_end);
    if (match >= 0) return bool_from_long(match);
    if (err_exception_matches(exc_TypeError)) {
      err_format(exc_TypeError, "%s first arg must be bytes or a tuple of bytes, not %s", name,
                 args[0]->ob_type->tp_name);
    }
    return nullptr;
  }
  static Object* startswith(Object* o, Object* const* a, Ssize n) { return starts_or_ends(o, "startswith", a, n, false); }
  static Object* endswith(Object* o, Object* const* a, Ssize n) { return starts_or_ends(o, "endswith", a, n, true); }

  // --- Splitting ---

  static Object* split_any(Object* self, ArgParser* parser, Object* const* args, Ssize nargs, Object* kwnames,
                           bool forward) {
    Object* buf[2];
    Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, parser, 0, 2, 0, buf);
    if (!a) return nullptr;
    Ssize max_split = -1;
    Object* separator = a[0] ? a[0] : None;
    if (a[1] && !arg_ssize(a[1], &max_split)) return nullptr;
    if (max_split < 0) max_split = kSsizeMax;
    const Ssize n = T::size(self);
    if (separator == None) {
      return forward ? stringlib::split_whitespace<T>(self, u8(self), n, max_split)
                     : stringlib::rsplit_whitespace<T>(self, u8(self), n, max_split);
    }
    ScopedBuffer view;
    if (object_get_buffer(separator, &view, BUF_SIMPLE) < 0) return nullptr;
    return forward ? stringlib::split<T>(self, u8(self), n, bytes_of(view), view.len, max_split)
                   : stringlib::rsplit<T>(self, u8(self), n, bytes_of(view), view.len, max_split);
  }
  static Object* split(Object* o, Object* const* a, Ssize n, Object* kw) {
    static const char* const kKeywords[] = {"sep", "maxsplit", nullptr};
    static ArgParser parser = {.fname = "split", .keywords = kKeywords};
    return split_any(o, &parser, a, n, kw, true);
  }
  static Object* rsplit(Object* o, Object* const* a, Ssize n, Object* kw) {
    static const char* const kKeywords[] = {"sep", "maxsplit", nullptr};
    static ArgParser parser = {.fname = "rsplit", .keywords = kKeywords};
    return split_any(o, &parser, a, n, kw, false);
  }
  static Object* splitlines(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
    static const char* const kKeywords[] = {"keepends", nullptr};
    static ArgParser parser = {.fname = "splitlines", .keywords = kKeywords};
    Object* buf[1];
    Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 1, 0, buf);
    bool keep = false;
    if (!a || (a[0] && !arg_bool(a[0], &keep))) return nullptr;
    return stringlib::splitlines<T>(self, u8(self), T::size(self), keep);
  }
  static Object* partition_any(Object* self, Object* separator, bool forward) {
    ScopedBuffer view;
    if (object_get_buffer(separator, &view, BUF_SIMPLE) < 0) return nullptr;
    if (view.len == 0) {
      err_set_string(exc_ValueError, "empty separator");
      return nullptr;
    }
    U8 s = u8(self);
    const Ssize n = T::size(self);
    const Ssize at = forward ? stringlib::find(s, n, bytes_of(view), view.len)
                             : stringlib::rfind(s, n, bytes_of(view), view.len);
    Object *before, *middle, *after;
    if (at < 0) {
      before = forward ? itself(self) : make(s, 0);
      middle = make(s, 0);
      after = forward ? make(s, 0) : itself(self);
    } else {
      before = make(s, at);
      middle = T::unchanged(separator) ? new_ref(separator) : make(bytes_of(view), view.len);
      after = make(s + at + view.len, n - at - view.len);
    }
    Object* t = middle ? stringlib::triple(before, middle, after) : nullptr;
    xdecref(middle);
    return t;
  }
  static Object* partition(Object* o, Object* sep) { return partition_any(o, sep, true); }
  static Object* rpartition(Object* o, Object* sep) { return partition_any(o, sep, false); }

  // --- Replacing and removing ---

  static Object* replace(Object* self, Object* const* args, Ssize nargs) {
    if (!arg_check_positional("replace", nargs, 2, 3)) return nullptr;
    ScopedBuffer from, to;
    Ssize max_count = -1;
    if (object_get_buffer(args[0], &from, BUF_SIMPLE) < 0 || object_get_buffer(args[1], &to, BUF_SIMPLE) < 0) {
      return nullptr;
    }
    if (nargs > 2 && !arg_ssize(args[2], &max_count)) return nullptr;
    const Ssize n = T::size(self);
    if (max_count < 0) max_count = kSsizeMax;
    if (n < from.len || max_count == 0 || (from.len == 0 && to.len == 0)) return itself(self);
    U8 s = u8(self), p = bytes_of(from);
    Ssize left = stringlib::count(s, n, p, from.len, max_count);
    if (left == 0) return itself(self);
    if (to.len > from.len && to.len - from.len > (kSsizeMax - n) / left) {
      err_set_string(exc_OverflowError, "replace bytes is too long");
      return nullptr;
    }
    const Ssize size = n + left * (to.len - from.len);
    Object* result = T::make(nullptr, size);
    if (!result || size == 0) return result;
    char* out = const_cast<char*>(T::data(result));
    auto put = [&](const void* from_bytes, Ssize count) {
      if (count) std::memcpy(out, from_bytes, static_cast<size_t>(count));
      out += count;
    };
    Ssize in = 0;
    if (from.len == 0) {  // before every byte, and at the end
      for (; left > 1; left--, in++) {
        put(to.buf, to.len);
        put(s + in, 1);
      }
      put(to.buf, to.len);
    } else {
      for (; left > 0; left--) {
        const Ssize at = in + stringlib::find(s + in, n - in, p, from.len);
        put(s + in, at - in);
        put(to.buf, to.len);
        in = at + from.len;
      }
    }
    put(s + in, n - in);
    return result;
  }
  static Object* remove_end(Object* self, Object* part, bool at_end) {
    ScopedBuffer view;
    if (object_get_buffer(part, &view, BUF_SIMPLE) < 0) return nullptr;
    const Ssize n = T::size(self);
    U8 s = u8(self);
    if (view.len && n >= view.len &&
        std::memcmp(at_end ? s + n - view.len : s, view.buf, static_cast<size_t>(view.len)) == 0) {
      return make(at_end ? s : s + view.len, n - view.len);
    }
    return itself(self);
  }
  static Object* removeprefix(Object* o, Object* part) { return remove_end(o, part, false); }
  static Object* removesuffix(Object* o, Object* part) { return remove_end(o, part, true); }

  static Object* strip_any(Object* self, const char* name, int type, Object* const* args, Ssize nargs) {
    if (!arg_check_positional(name, nargs, 0, 1)) return nullptr;
    Ssize start, end;
    const Ssize n = T::size(self);
    if (nargs == 0 || args[0] == None) {
      stringlib::strip_range(u8(self), n, type, T::is_space, &start, &end);
    } else {
      ScopedBuffer view;
      if (object_get_buffer(args[0], &view, BUF_SIMPLE) < 0) return nullptr;
      auto in_set = [&](uint8_t c) {
        return view.len && std::memchr(view.buf, c, static_cast<size_t>(view.len)) != nullptr;
      };
      stringlib::strip_range(u8(self), n, type, in_set, &start, &end);
    }
    return start == 0 && end == n ? itself(self) : make(u8(self) + start, end - start);
  }
  static Object* strip(Object* o, Object* const* a, Ssize n) { return strip_any(o, "strip", 2, a, n); }
  static Object* lstrip(Object* o, Object* const* a, Ssize n) { return strip_any(o, "lstrip", 0, a, n); }
  static Object* rstrip(Object* o, Object* const* a, Ssize n) { return strip_any(o, "rstrip", 1, a, n); }

  // --- Padding ---

  static Object* pad(Object* self, Ssize left, Ssize right, char fill) {
    if (left < 0) left = 0;
    if (right < 0) right = 0;
    if (left == 0 && right == 0) return itself(self);
    const Ssize n = T::size(self);
    Object* result = T::make(nullptr, left + n + right);
    if (!result) return nullptr;
    char* out = const_cast<char*>(T::data(result));
    std::memset(out, fill, static_cast<size_t>(left));
    if (n) std::memcpy(out + left, T::data(self), static_cast<size_t>(n));
    std::memset(out + left + n, fill, static_cast<size_t>(right));
    return result;
  }
  static bool pad_args(const char* name, Object* const* args, Ssize nargs, Ssize* width, char* fill) {
    *fill = ' ';
    if (!arg_check_positional(name, nargs, 1, 2) || !arg_ssize(args[0], width)) return false;
    if (nargs < 2) return true;
    Object* o = args[1];
    if (bytes_check(o) && bytes_size(o) == 1) {
      *fill = bytes_data(o)[0];
    } else if (bytearray_check(o) && bytearray_size(o) == 1) {
      *fill = bytearray_data(o)[0];
    } else {
      arg_bad_argument(name, "argument 2", "a byte string of length 1", o);
      return false;
    }
    return true;
  }
  static Object* center(Object* o, Object* const* a, Ssize n) {
    Ssize width;
    char fill;
    if (!pad_args("center", a, n, &width, &fill)) return nullptr;
    const Ssize margin = width - T::size(o);
    if (margin <= 0) return itself(o);
    const Ssize left = margin / 2 + (margin & width & 1);
    return pad(o, left, margin - left, fill);
  }
  static Object* ljust(Object* o, Object* const* a, Ssize n) {
    Ssize width;
    char fill;
    return pad_args("ljust", a, n, &width, &fill) ? pad(o, 0, width - T::size(o), fill) : nullptr;
  }
  static Object* rjust(Object* o, Object* const* a, Ssize n) {
    Ssize width;
    char fill;
    return pad_args("rjust", a, n, &width, &fill) ? pad(o, width - T::size(o), 0, fill) : nullptr;
  }
  static Object* zfill(Object* o, Object* arg) {
    Ssize width;
    if (!arg_ssize(arg, &width)) return nullptr;
    const Ssize n = T::size(o), fill = width - n;
    if (fill <= 0) return itself(o);
    Object* result = pad(o, fill, 0, '0');
    if (!result || n == 0) return result;
    char* out = const_cast<char*>(T::data(result));
    if (out[fill] == '+' || out[fill] == '-') {
      out[0] = out[fill];
      out[fill] = '0';
    }
    return result;
  }
  static Object* expandtabs(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
    static const char* const kKeywords[] = {"tabsize", nullptr};
    static ArgParser parser = {.fname = "expandtabs", .keywords = kKeywords};
    Object* buf[1];
    Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 1, 0, buf);
    int tab = 8;
    if (!a || (a[0] && !arg_int(a[0], &tab))) return nullptr;
    U8 s = u8(self);
    const Ssize n = T::size(self);
    auto walk = [&](auto f) {
      Ssize column = 0;
      for (Ssize i = 0; i < n; i++) {
        if (s[i] == '\t') {
          const Ssize gap = tab > 0 ? tab - column % tab : 0;
          column += gap;
          f(' ', gap);
        } else {
          column = s[i] == '\n' || s[i] == '\r' ? 0 : column + 1;
          f(s[i], Ssize{1});
        }
      }
    };
    Ssize total = 0;
    bool too_long = false;
    walk([&](uint8_t, Ssize count) {
      too_long = too_long || total > kSsizeMax - count;
      total += too_long ? 0 : count;
    });
    if (too_long) {
      err_set_string(exc_OverflowError, "result too long");
      return nullptr;
    }
    Object* result = T::make(nullptr, total);
    if (!result || total == 0) return result;
    char* out = const_cast<char*>(T::data(result));
    walk([&](uint8_t c, Ssize count) {
      std::memset(out, c, static_cast<size_t>(count));
      out += count;
    });
    return result;
  }

  // --- Case and predicates: ASCII only ---

  template <class Map>
  static Object* mapped(Object* self, Map map) {
    const Ssize n = T::size(self);
    Object* result = T::make(nullptr, n);
    if (!result) return nullptr;
    U8 s = u8(self);
    char* out = const_cast<char*>(T::data(result));
    for (Ssize i = 0; i < n; i++) out[i] = static_cast<char>(map(s, i));
    return result;
  }
  static Object* lower(Object* o) {
    return mapped(o, [](U8 s, Ssize i) { return ascii_to_lower(s[i]); });
  }
  static Object* upper(Object* o) {
    return mapped(o, [](U8 s, Ssize i) { return ascii_to_upper(s[i]); });
  }
  static Object* capitalize(Object* o) {
    return mapped(o, [](U8 s, Ssize i) { return i == 0 ? ascii_to_upper(s[i]) : ascii_to_lower(s[i]); });
  }
  static Object* swapcase(Object* o) {
    return mapped(o, [](U8 s, Ssize i) { return is_ascii_upper(s[i]) ? ascii_to_lower(s[i]) : ascii_to_upper(s[i]); });
  }
  static Object* title(Object* o) {
    return mapped(o, [](U8 s, Ssize i) {
      return i > 0 && is_ascii_alpha(s[i - 1]) ? ascii_to_lower(s[i]) : ascii_to_upper(s[i]);
    });
  }
  template <class Test>
  static Object* all(Object* o, Test test) {
    const Ssize n = T::size(o);
    for (Ssize i = 0; i < n; i++) {
      if (!test(u8(o)[i])) return False;
    }
    return bool_from_long(n > 0);
  }
  static Object* isalpha(Object* o) { return all(o, is_ascii_alpha); }
  static Object* isalnum(Object* o) { return all(o, is_ascii_alnum); }
  static Object* isdigit(Object* o) { return all(o, is_ascii_digit); }
  static Object* isspace(Object* o) { return all(o, is_ascii_space); }
  static Object* isascii(Object* o) {
    for (Ssize i = 0; i < T::size(o); i++) {
      if (u8(o)[i] >= 128) return False;
    }
    return True;
  }
  template <class Wanted, class Refused>
  static Object* cased(Object* o, Wanted wanted, Refused refused) {
    bool any = false;
    for (Ssize i = 0; i < T::size(o); i++) {
      if (refused(u8(o)[i])) return False;
      any = any || wanted(u8(o)[i]);
    }
    return bool_from_long(any);
  }
  static Object* islower(Object* o) { return cased(o, is_ascii_lower, is_ascii_upper); }
  static Object* isupper(Object* o) { return cased(o, is_ascii_upper, is_ascii_lower); }
  static Object* istitle(Object* o) {
    bool any = false, previous = false;
    for (Ssize i = 0; i < T::size(o); i++) {
      const uint8_t c = u8(o)[i];
      if (is_ascii_alpha(c)) {
        if (is_ascii_upper(c) == previous) return False;
        previous = any = true;
      } else {
        previous = false;
      }
    }
    return bool_from_long(any);
  }

  // --- The rest ---

  static Object* decode(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
    static const char* const kKeywords[] = {"encoding", "errors", nullptr};
    static ArgParser parser = {.fname = "decode", .keywords = kKeywords};
    Object* buf[2];
    Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 2, 0, buf);
    const char *encoding = nullptr, *errors = nullptr;
    if (!a || (a[0] && !bytes_text_argument(a[0], "decode", "argument 'encoding'", &encoding)) ||
        (a[1] && !bytes_text_argument(a[1], "decode", "argument 'errors'", &errors))) {
      return nullptr;
    }
    return unicode_from_encoded_object(self, encoding ? encoding : "utf-8", errors);
  }
  static Object* hex(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
    static const char* const kKeywords[] = {"sep", "bytes_per_sep", nullptr};
    static ArgParser parser = {.fname = "hex", .keywords = kKeywords};
    Object* buf[2];
    Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 2, 0, buf);
    int per = 1;
    if (!a || (a[1] && !arg_int(a[1], &per))) return nullptr;
    return bytes_hex(T::data(self), T::size(self), a[0], per);
  }
  static Object* translate(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
    static const char* const kKeywords[] = {"", "delete", nullptr};
    static ArgParser parser = {.fname = "translate", .keywords = kKeywords};
    Object* buf[2];
    Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 1, 2, 0, buf);
    if (!a) return nullptr;
    ScopedBuffer table, drop;
    Object* table_object = a[0];
    Object* drop_object = a[1];
    if (table_object != None) {
      if (object_get_buffer(table_object, &table, BUF_SIMPLE) < 0) return nullptr;
      if (table.len != 256) {
        err_set_string(exc_ValueError, "translation table must be 256 characters long");
        return nullptr;
      }
    }
    if (drop_object && object_get_buffer(drop_object, &drop, BUF_SIMPLE) < 0) return nullptr;
    uint8_t gone[256] = {};
    for (Ssize i = 0; drop_object && i < drop.len; i++) gone[bytes_of(drop)[i]] = 1;
    const Ssize n = T::size(self);
    Object* result = T::make(nullptr, n);
    if (!result) return nullptr;
    U8 s = u8(self);
    char* out = const_cast<char*>(T::data(result));
    Ssize length = 0;
    bool changed = false;
    for (Ssize i = 0; i < n; i++) {
      if (gone[s[i]]) continue;
      const uint8_t c = table_object == None ? s[i] : bytes_of(table)[s[i]];
      changed = changed || c != s[i];
      out[length++] = static_cast<char>(c);
    }
    if (!changed && length == n && T::unchanged(self)) {
      decref(result);
      return new_ref(self);
    }
    if (length != n && T::shrink(&result, length) < 0) return nullptr;
    return result;
  }
  static Object* join(Object* self, Object* iterable) {
    return bytes_join_any(T::data(self), T::size(self), iterable, T::kMutable);
  }
  static Ssize length(Object* o) { return T::size(o); }
  static Object* repeat(Object* self, Ssize n) {
    if (n < 0) n = 0;
    const Ssize size = T::size(self);
    if (n && size > kSsizeMax / n) {
      if (T::kMutable) return err_no_memory();
      err_set_string(exc_OverflowError, "repeated bytes are too long");
      return nullptr;
    }
    if (n == 1 && T::unchanged(self)) return new_ref(self);
    Object* result = T::make(nullptr, size * n);
    if (!result) return nullptr;
    char* out = const_cast<char*>(T::data(result));
    for (Ssize i = 0; size && i < n; i++) std::memcpy(out + i * size, T::data(self), static_cast<size_t>(size));
    return result;
  }
  // Comparison with anything that has a buffer.
  static Object* rich_compare(Object* a, Object* b, int op) {
    if (!object_check_buffer(a) || !object_check_buffer(b)) return NotImplemented;
    ScopedBuffer x, y;
    if (object_get_buffer(a, &x, BUF_SIMPLE) < 0 || object_get_buffer(b, &y, BUF_SIMPLE) < 0) {
      err_clear();
      return NotImplemented;
    }
    if (x.len != y.len && (op == kEq || op == kNe)) return bool_from_long(op == kNe);
    const Ssize n = x.len < y.len ? x.len : y.len;
    int c = n ? std::memcmp(x.buf, y.buf, static_cast<size_t>(n)) : 0;
    if (c == 0) c = x.len < y.len ? -1 : x.len > y.len;
    switch (op) {
      case kLt: return bool_from_long(c < 0);
      case kLe: return bool_from_long(c <= 0);
      case kEq: return bool_from_long(c == 0);
      case kNe: return bool_from_long(c != 0);
      case kGt: return bool_from_long(c > 0);
      default: return bool_from_long(c >= 0);
    }
  }
};

// The rows of both method tables.
#define BYTES_SHARED_METHODS(M)                                                               \
  {"capitalize", M::capitalize}, {"center", M::center}, {"count", M::count},                  \
      {"decode", M::decode, "decode($self, /, encoding='utf-8', errors='strict')\n--\n\n"},   \
      {"endswith", M::endswith},                                                              \
      {"expandtabs", M::expandtabs, "expandtabs($self, /, tabsize=8)\n--\n\n"},               \
      {"find", M::find}, {"hex", M::hex}, {"index", M::index}, {"isalnum", M::isalnum},       \
      {"isalpha", M::isalpha}, {"isascii", M::isascii}, {"isdigit", M::isdigit},              \
      {"islower", M::islower}, {"isspace", M::isspace}, {"istitle", M::istitle},              \
      {"isupper", M::isupper}, {"join", M::join, "join($self, iterable_of_bytes, /)\n--\n\n"}, \
      {"ljust", M::ljust}, {"lower", M::lower}, {"lstrip", M::lstrip},                        \
      {"maketrans", bytes_maketrans, nullptr, METH_STATIC},                                   \
      {"partition", M::partition, "partition($self, sep, /)\n--\n\n"},                        \
      {"removeprefix", M::removeprefix}, {"removesuffix", M::removesuffix},                   \
      {"replace", M::replace, "replace($self, old, new, count=-1, /)\n--\n\n"},               \
      {"rfind", M::rfind}, {"rindex", M::rindex}, {"rjust", M::rjust},                        \
      {"rpartition", M::rpartition},                                                          \
      {"rsplit", M::rsplit, "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\n"},               \
      {"rstrip", M::rstrip},                                                                  \
      {"split", M::split, "split($self, /, sep=None, maxsplit=-1)\n--\n\n"},                  \
      {"splitlines", M::splitlines, "splitlines($self, /, keepends=False)\n--\n\n"},          \
      {"startswith", M::startswith}, {"strip", M::strip}, {"swapcase", M::swapcase},          \
      {"title", M::title}, {"translate", M::translate}, {"upper", M::upper}, {"zfill", M::zfill}

}  // namespace py

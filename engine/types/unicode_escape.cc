// UTF-16, UTF-32 and the backslash encodings of str.
// CPython 3.13: Objects/unicodeobject.c
#include "object/errors.h"
#include "types/bytes_writer.h"
#include "types/codec_errors.h"
#include "types/unicode_internal.h"
#include "types/unicode_writer.h"

namespace py {

// --- UTF-16 and UTF-32: encoding ---

namespace {

struct WideWriter {
  BytesWriter out;
  int width;  // 2 or 4
  bool big_endian;
  bool unit(Ucs4 v) {
    char b[4];
    for (int i = 0; i < width; i++) b[big_endian ? width - 1 - i : i] = static_cast<char>(v >> (8 * i));
    return out.write(b, width);
  }
  bool character(Ucs4 ch) {
    if (width == 4 || ch < 0x10000) return unit(ch);
    return unit(0xd800 + ((ch - 0x10000) >> 10)) && unit(0xdc00 + (ch & 0x3ff));
  }
};

const char* wide_name(int width, int byteorder) {
  if (width == 2) return byteorder < 0 ? "utf-16-le" : byteorder > 0 ? "utf-16-be" : "utf-16";
  return byteorder < 0 ? "utf-32-le" : byteorder > 0 ? "utf-32-be" : "utf-32";
}

Object* encode_wide(Object* s, const char* error_name, int byteorder, int width) {
  if (!ensure_unicode(s)) return nullptr;
  WideWriter w;
  w.width = width;
  w.big_endian = byteorder > 0;
  EncodeErrors errors(wide_name(width, byteorder), error_name);
  const Ssize n = unicode_length(s);
  if (!w.out.prepare((n + (byteorder == 0)) * width)) return nullptr;
  if (byteorder == 0 && !w.unit(0xfeff)) return nullptr;
  for (Ssize i = 0; i < n;) {
    const Ucs4 ch = unicode_read_char(s, i);
    if (!is_surrogate(ch)) {
      if (!w.character(ch)) return nullptr;
      i++;
      continue;
    }
    Ssize pos = i + 1;
    Object* replacement;
    if (!errors.handle(s, i, i + 1, "surrogates not allowed", &replacement, &pos)) return nullptr;
    bool ok = true;
    if (bytes_check(replacement)) {
      ok = bytes_size(replacement) % width == 0 ? w.out.write(bytes_data(replacement), bytes_size(replacement))
                                                : errors.raise(s, i, i + 1, "surrogates not allowed");
    } else {
      for (Ssize j = 0; ok && j < unicode_length(replacement); j++) {
        const Ucs4 c = unicode_read_char(replacement, j);
        ok = c < 128 ? w.character(c) : errors.raise(s, i, i + 1, "surrogates not allowed");
      }
    }
    decref(replacement);
    if (!ok) return nullptr;
    i = pos;
  }
  return w.out.finish();
}

// --- Decoding ---

Ucs4 read_unit(const char* s, int width, bool big_endian) {
  Ucs4 v = 0;
  for (int i = 0; i < width; i++) {
    v |= static_cast<Ucs4>(static_cast<uint8_t>(s[big_endian ? width - 1 - i : i])) << (8 * i);
  }
  return v;
}

// A byte order mark at the start, when the order is not given.
Ssize skip_mark(const char* s, Ssize size, int width, int* byteorder) {
  if (*byteorder != 0 || size < width) return 0;
  if (read_unit(s, width, false) == 0xfeff) return *byteorder = -1, width;
  if (read_unit(s, width, true) == 0xfeff) return *byteorder = 1, width;
  return 0;
}

struct WideStep {
  Ucs4 ch = 0;
  Ssize length = 0;  // 0: bad
  Ssize bad = 0;
  const char* reason = nullptr;
  bool truncated = false;
};

WideStep step_utf16(const char* s, Ssize left, bool big) {
  if (left < 2) return {0, 0, left, "truncated data", true};
  const Ucs4 ch = read_unit(s, 2, big);
  if (!is_surrogate(ch)) return {ch, 2, 0, nullptr, false};
  if (is_low_surrogate(ch)) return {0, 0, 2, "illegal encoding", false};
  if (left < 4) return {0, 0, left, "unexpected end of data", true};
  const Ucs4 low = read_unit(s + 2, 2, big);
  if (!is_low_surrogate(low)) return {0, 0, 2, "illegal UTF-16 surrogate", false};
  return {join_surrogates(ch, low), 4, 0, nullptr, false};
}

WideStep step_utf32(const char* s, Ssize left, bool big) {
  if (left < 4) return {0, 0, left, "truncated data", true};
  const Ucs4 ch = read_unit(s, 4, big);
  if (is_surrogate(ch)) return {0, 0, 4, "code point in surrogate code point range(0xd800, 0xe000)", false};
  if (ch > kMaxUnicode) return {0, 0, 4, "code point not in range(0x110000)", false};
  return {ch, 4, 0, nullptr, false};
}

Object* decode_wide(const char* s, Ssize size, const char* error_name, int* byteorder, Ssize* consumed, int width) {
  int order = byteorder ? *byteorder : 0;
  Ssize at = skip_mark(s, size, width, &order);
  const bool big = order > 0;
  DecodeErrors errors(wide_name(width, big ? 1 : -1), error_name);
  if (byteorder && at) *byteorder = order;
  UnicodeWriter w;
  unicode_writer_init(&w);
  w.min_length = (size - at + width - 1) / width;
  while (at < size) {
    const WideStep step = width == 2 ? step_utf16(s + at, size - at, big) : step_utf32(s + at, size - at, big);
    if (step.length) {
      if (unicode_writer_write_char(&w, step.ch) < 0) break;
      at += step.length;
      continue;
    }
    if (step.truncated && consumed) break;
    if (!errors.handle(&s, &size, at, at + step.bad, step.reason, &at, &w)) break;
  }
  if (err_occurred()) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  if (consumed) *consumed = at;
  return unicode_writer_finish(&w);
}

}  // namespace

Object* unicode_encode_utf16(Object* o, const char* errors, int byteorder) {
  return encode_wide(o, errors, byteorder, 2);
}
Object* unicode_encode_utf32(Object* o, const char* errors, int byteorder) {
  return encode_wide(o, errors, byteorder, 4);
}
Object* unicode_decode_utf16_stateful(const char* s, Ssize size, const char* errors, int* byteorder, Ssize* consumed) {
  return decode_wide(s, size, errors, byteorder, consumed, 2);
}
Object* unicode_decode_utf16(const char* s, Ssize size, const char* errors, int* byteorder) {
  return decode_wide(s, size, errors, byteorder, nullptr, 2);
}
Object* unicode_decode_utf32_stateful(const char* s, Ssize size, const char* errors, int* byteorder, Ssize* consumed) {
  return decode_wide(s, size, errors, byteorder, consumed, 4);
}
Object* unicode_decode_utf32(const char* s, Ssize size, const char* errors, int* byteorder) {
  return decode_wide(s, size, errors, byteorder, nullptr, 4);
}

// --- Backslash escapes ---

namespace {

void put_hex(BytesWriter& w, char letter, int digits, Ucs4 ch) {
  w.write_char('\\');
  w.write_char(letter);
  for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) w.write_char("0123456789abcdef"[(ch >> shift) & 15]);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Up to `want` hex digits at s; how many there are, their value in *value.
int read_hex(const char* s, const char* end, int want, Ucs4* value) {
  int n = 0;
  *value = 0;
  while (n < want && s + n < end && hex_value(s[n]) >= 0) *value = *value << 4 | static_cast<Ucs4>(hex_value(s[n++]));
  return n;
}

char simple_escape(char c) {
  switch (c) {
    case '\\': case '\'': case '"': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'v': return '\v';
    case 'a': return '\a';
    default: return 0;
  }
}

constexpr char kIllegal[] = "illegal Unicode character";

struct Escape {
  Ssize length;  // bytes after the backslash, 0: bad
  Ucs4 ch;
  Ssize bad;     // bytes at fault, the backslash included
  const char* reason;
};

Escape hex_escape(const char* p, const char* end, int digits, const char* reason, const char* too_large) {
  Ucs4 value;
  const int n = read_hex(p + 1, end, digits, &value);
  if (n < digits) return {0, 0, n + 2, reason};
  if (value > kMaxUnicode) return {0, 0, digits + 2, too_large};
  return {digits + 1, value, 0, nullptr};
}

}  // namespace

Object* unicode_encode_unicode_escape(Object* o) {
  if (!ensure_unicode(o)) return nullptr;
  BytesWriter w;
  for (Ssize i = 0; i < unicode_length(o); i++) {
    const Ucs4 ch = unicode_read_char(o, i);
    if (ch == '\\' || ch == '\t' || ch == '\n' || ch == '\r') {
      w.write_char('\\');
      w.write_char(ch == '\\' ? '\\' : ch == '\t' ? 't' : ch == '\n' ? 'n' : 'r');
    } else if (ch >= ' ' && ch < 127) {
      w.write_char(static_cast<char>(ch));
    } else if (ch < 0x100) {
      put_hex(w, 'x', 2, ch);
    } else if (ch < 0x10000) {
      put_hex(w, 'u', 4, ch);
    } else {
      put_hex(w, 'U', 8, ch);
    }
  }
  return err_occurred() ? nullptr : w.finish();
}

Object* unicode_encode_raw_unicode_escape(Object* o) {
  if (!ensure_unicode(o)) return nullptr;
  BytesWriter w;
  for (Ssize i = 0; i < unicode_length(o); i++) {
    const Ucs4 ch = unicode_read_char(o, i);
    if (ch < 0x100) {
      w.write_char(static_cast<char>(ch));
    } else {
      put_hex(w, ch < 0x10000 ? 'u' : 'U', ch < 0x10000 ? 4 : 8, ch);
    }
  }
  return err_occurred() ? nullptr : w.finish();
}

Object* unicode_decode_unicode_escape(const char* s, Ssize size, const char* error_name) {
  DecodeErrors errors("unicodeescape", error_name);
  UnicodeWriter w;
  unicode_writer_init(&w);
  w.min_length = size;
  for (Ssize at = 0; at < size && !err_occurred();) {
    const char* p = s + at;
    if (*p != '\\') {
      if (unicode_writer_write_char(&w, static_cast<uint8_t>(*p)) < 0) break;
      at++;
      continue;
    }
    const char* end = s + size;
    p++;
    Escape e = {0, 0, 1, "\\ at end of string"};
    if (p < end) {
      const char c = *p;
      if (c == '\n') {
        at += 2;
        continue;
      }
      if (const char simple = simple_escape(c)) {
        e = {1, static_cast<Ucs4>(simple), 0, nullptr};
      } else if (c >= '0' && c <= '7') {
        Ucs4 v = 0;
        Ssize n = 0;
        while (n < 3 && p + n < end && p[n] >= '0' && p[n] <= '7') v = v * 8 + static_cast<Ucs4>(p[n++] - '0');
        e = {n, v, 0, nullptr};
      } else if (c == 'x') {
        e = hex_escape(p, end, 2, "truncated \\xXX escape", kIllegal);
      } else if (c == 'u') {
        e = hex_escape(p, end, 4, "truncated \\uXXXX escape", kIllegal);
      } else if (c == 'U') {
        e = hex_escape(p, end, 8, "truncated \\UXXXXXXXX escape", kIllegal);
      } else {  // not an escape: both characters stay
        if (unicode_writer_write_char(&w, '\\') < 0) break;
        e = {1, static_cast<uint8_t>(c), 0, nullptr};
      }
    }
    if (e.length) {
      if (unicode_writer_write_char(&w, e.ch) < 0) break;
      at += 1 + e.length;
    } else if (!errors.handle(&s, &size, at, at + e.bad, e.reason, &at, &w)) {
      break;
    }
  }
  if (err_occurred()) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  return unicode_writer_finish(&w);
}

Object* unicode_decode_raw_unicode_escape(const char* s, Ssize size, const char* error_name) {
  DecodeErrors errors("rawunicodeescape", error_name);
  UnicodeWriter w;
  unicode_writer_init(&w);
  w.min_length = size;
  for (Ssize at = 0; at < size && !err_occurred();) {
    const bool escape = s[at] == '\\' && at + 1 < size && (s[at + 1] == 'u' || s[at + 1] == 'U');
    if (!escape) {
      // An escaped backslash stays as it is, and so does what follows it.
      const Ssize n = s[at] == '\\' && at + 1 < size ? 2 : 1;
      for (Ssize i = 0; i < n; i++) {
        if (unicode_writer_write_char(&w, static_cast<uint8_t>(s[at + i])) < 0) break;
      }
      at += n;
      continue;
    }
    const bool wide = s[at + 1] == 'U';
    const Escape e = hex_escape(s + at + 1, s + size, wide ? 8 : 4,
                                wide ? "truncated \\UXXXXXXXX escape" : "truncated \\uXXXX escape",
                                "\\Uxxxxxxxx out of range");
    if (e.length) {
      if (unicode_writer_write_char(&w, e.ch) < 0) break;
      at += 1 + e.length;
    } else if (!errors.handle(&s, &size, at, at + e.bad, e.reason, &at, &w)) {
      break;
    }
  }
  if (err_occurred()) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  return unicode_writer_finish(&w);
}

}  // namespace py

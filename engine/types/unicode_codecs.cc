// Encodings of str: UTF-8, ASCII and Latin-1 here, the wide and escaped ones in unicode_escape.cc.
// CPython 3.13: Objects/unicodeobject.c, Objects/stringlib/codecs.h
#include "memory/pymem.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/buffer.h"
#include "types/bytearrayobject.h"
#include "types/bytes_writer.h"
#include "types/codec_errors.h"
#include "types/exceptions.h"
#include "types/unicode_internal.h"
#include "types/unicode_writer.h"

namespace py {

// --- Decoding UTF-8 ---

namespace {

struct Utf8Step {
  Ucs4 ch;       // valid when length > 0
  int length;    // bytes of the character; 0: bad
  int bad;       // how many bytes are at fault
  bool truncated;  // more bytes could make it good
};

bool is_continuation(uint8_t c) { return (c & 0xc0) == 0x80; }

// The character at p, which is not ASCII.
ALWAYS_INLINE Utf8Step step_utf8(const uint8_t* p, const uint8_t* end) {
  const uint8_t c = p[0];
  const Ssize left = end - p;
  if (c < 0xc2 || c > 0xf4) return {0, 0, 1, false};
  if (c < 0xe0) {
    if (left < 2) return {0, 0, 1, true};
    if (!is_continuation(p[1])) return {0, 0, 1, false};
    return {static_cast<Ucs4>((c & 0x1f) << 6 | (p[1] & 0x3f)), 2, 0, false};
  }
  // The second byte's range depends on the first: no long forms, no surrogates, nothing above U+10FFFF.
  const uint8_t low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
  const uint8_t high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
  const int need = c < 0xf0 ? 3 : 4;
  if (left < 2) return {0, 0, 1, true};
  if (p[1] < low || p[1] > high) return {0, 0, 1, false};
  if (left < 3) return {0, 0, 2, true};
  if (!is_continuation(p[2])) return {0, 0, 2, false};
  if (need == 3) return {static_cast<Ucs4>((c & 15) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f)), 3, 0, false};
  if (left < 4) return {0, 0, 3, true};
  if (!is_continuation(p[3])) return {0, 0, 3, false};
  return {static_cast<Ucs4>((c & 7) << 18 | (p[1] & 0x3f) << 12 | (p[2] & 0x3f) << 6 | (p[3] & 0x3f)), 4, 0, false};
}

Ssize ascii_prefix(const uint8_t* p, Ssize n) {
  Ssize i = 0;
  for (; n - i >= 8; i += 8) {
    uint64_t word;
    std::memcpy(&word, p + i, 8);
    if (word & 0x8080808080808080ull) break;
  }
  while (i < n && p[i] < 128) i++;
  return i;
}

// Good characters from `at` on that fit the writer's buffer as it is; returns where it stopped.
template <class Char>
Ssize decode_utf8_run(UnicodeWriter* w, const uint8_t* p, Ssize at, Ssize size) {
  Char* out = static_cast<Char*>(w->data) + w->pos;
  Char* const end = static_cast<Char*>(w->data) + w->size;
  const Ucs4 maxchar = w->maxchar;
  while (at < size && out < end) {
    if (p[at] < 128) {
      *out++ = p[at++];
      continue;
    }
    const Utf8Step step = step_utf8(p + at, p + size);
    if (!step.length || step.ch > maxchar) break;
    *out++ = static_cast<Char>(step.ch);
    at += step.length;
  }
  w->pos = out - static_cast<Char*>(w->data);
  return at;
}

// Decodes from offset `at` on; *consumed (or null) as for unicode_decode_utf8_stateful. -1: error set.
Ssize decode_utf8_into(UnicodeWriter* w, const char* s, Ssize size, Ssize at, DecodeErrors* errors, bool final) {
  while (at < size) {
    const uint8_t* p = reinterpret_cast<const uint8_t*>(s);
    if (p[at] < 128) {
      const Ssize n = ascii_prefix(p + at, size - at);
      if (unicode_writer_write_ascii_string(w, s + at, n) < 0) return -1;
      at += n;
      continue;
    }
    const Utf8Step step = step_utf8(p + at, p + size);
    if (step.length) {
      if (unicode_writer_write_char(w, step.ch) < 0) return -1;
      at += step.length;
      if (w->kind == kUcs2) {
        at = decode_utf8_run<Ucs2>(w, p, at, size);
      } else if (w->kind == kUcs4) {
        at = decode_utf8_run<Ucs4>(w, p, at, size);
      } else if (!unicode_is_ascii(w->buffer)) {
        at = decode_utf8_run<Ucs1>(w, p, at, size);
      }
      continue;
    }
    if (step.truncated && !final) break;
    // Half of a surrogate at the end may become a whole one, which surrogatepass can read.
    if (!final && p[at] == 0xed && size - at == 2 && p[at + 1] >= 0xa0 && p[at + 1] <= 0xbf) break;
    const char* reason = step.truncated                             ? "unexpected end of data"
                         : p[at] < 0xc2 || p[at] > 0xf4 ? "invalid start byte"
                                                        : "invalid continuation byte";
    const Ssize end = step.truncated ? size : at + step.bad;
    if (!errors->handle(&s, &size, at, end, reason, &at, w)) return -1;
  }
  return at;
}

}  // namespace

Object* unicode_decode_utf8_stateful(const char* s, Ssize size, const char* errors, Ssize* consumed) {
  if (size == 0) {
    if (consumed) *consumed = 0;
    return unicode_get_empty();
  }
  if (size == 1 && static_cast<uint8_t>(s[0]) < 128) {
    if (consumed) *consumed = 1;
    return get_latin1_char(static_cast<uint8_t>(s[0]));
  }
  Object* u = unicode_new(size, 127);  // in the hope that all of it is ASCII
  if (!u) return nullptr;
  const Ssize ascii = ascii_prefix(reinterpret_cast<const uint8_t*>(s), size);
  std::memcpy(unicode_data(u), s, static_cast<size_t>(ascii));
  if (ascii == size) {
    if (consumed) *consumed = size;
    return u;
  }
  UnicodeWriter w;
  unicode_writer_init_with_buffer(&w, u);
  w.pos = ascii;
  DecodeErrors handler("utf-8", errors);
  const Ssize end = decode_utf8_into(&w, s, size, ascii, &handler, consumed == nullptr);
  if (end < 0) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  if (consumed) *consumed = end;
  return unicode_writer_finish(&w);
}

Object* unicode_decode_utf8(const char* s, Ssize size, const char* errors) {
  return unicode_decode_utf8_stateful(s, size, errors, nullptr);
}

// --- Encoding UTF-8 ---

namespace {

char* store_utf8(char* p, Ucs4 ch) {  // up to 4 bytes; returns the end
  if (ch < 0x80) {
    *p++ = static_cast<char>(ch);
  } else if (ch < 0x800) {
    *p++ = static_cast<char>(0xc0 | (ch >> 6));
    *p++ = static_cast<char>(0x80 | (ch & 0x3f));
  } else if (ch < 0x10000) {
    *p++ = static_cast<char>(0xe0 | (ch >> 12));
    *p++ = static_cast<char>(0x80 | ((ch >> 6) & 0x3f));
    *p++ = static_cast<char>(0x80 | (ch & 0x3f));
  } else {
    *p++ = static_cast<char>(0xf0 | (ch >> 18));
    *p++ = static_cast<char>(0x80 | ((ch >> 12) & 0x3f));
    *p++ = static_cast<char>(0x80 | ((ch >> 6) & 0x3f));
    *p++ = static_cast<char>(0x80 | (ch & 0x3f));
  }
  return p;
}
void put_utf8(BytesWriter& w, Ucs4 ch) { w.pos = store_utf8(w.data() + w.pos, ch) - w.data(); }

// Characters from i on up to a surrogate or the end; returns where it stopped. Room for all of them is there.
template <class Char>
Ssize put_utf8_run(BytesWriter& w, const Char* s, Ssize i, Ssize n) {
  char* const start = w.data();
  char* p = start + w.pos;
  for (; i < n && !(sizeof(Char) > 1 && is_surrogate(s[i])); i++) p = store_utf8(p, s[i]);
  w.pos = p - start;
  return i;
}
Ssize put_utf8_run(BytesWriter& w, int kind, const void* data, Ssize i, Ssize n) {
  switch (kind) {
    case kUcs1: return put_utf8_run(w, static_cast<const Ucs1*>(data), i, n);
    case kUcs2: return put_utf8_run(w, static_cast<const Ucs2*>(data), i, n);
    default: return put_utf8_run(w, static_cast<const Ucs4*>(data), i, n);
  }
}

// Bytes of one encodable run's worst case, by kind.
int utf8_worst(int kind) { return kind == kUcs1 ? 2 : kind == kUcs2 ? 3 : 4; }

// What a handler gave for s[start:end]: bytes go out as they are, str has to be ASCII.
bool put_replacement(BytesWriter& w, EncodeErrors& errors, Object* s, Ssize start, Ssize end, const char* reason,
                     Ssize* pos, Ucs4 limit) {
  Object* replacement;
  if (!errors.handle(s, start, end, reason, &replacement, pos)) return false;
  w.overallocate = true;
  bool ok;
  if (bytes_check(replacement)) {
    ok = w.write(bytes_data(replacement), bytes_size(replacement));
  } else {
    ok = true;
    for (Ssize i = 0; ok && i < unicode_length(replacement); i++) {
      const Ucs4 ch = unicode_read_char(replacement, i);
      ok = ch < limit ? w.write_char(static_cast<char>(ch)) : errors.raise(s, start, end, reason);
    }
  }
  decref(replacement);
  return ok;
}

// s[start:end] as backslash escapes or character references. False with MemoryError.
bool put_escapes(BytesWriter& w, Object* s, Ssize start, Ssize end, bool xml) {
  w.overallocate = true;
  for (Ssize i = start; i < end; i++) {
    const Ucs4 ch = unicode_read_char(s, i);
    char text[16];
    int n = 0;
    if (xml) {
      n = static_cast<int>(sizeof text);
      text[--n] = ';';
      for (Ucs4 v = ch; v; v /= 10) text[--n] = static_cast<char>('0' + v % 10);
      text[--n] = '#';
      text[--n] = '&';
      if (!w.write(text + n, static_cast<Ssize>(sizeof text) - n)) return false;
      continue;
    }
    const int digits = ch >= 0x10000 ? 8 : ch >= 0x100 ? 4 : 2;
    text[n++] = '\\';
    text[n++] = digits == 8 ? 'U' : digits == 4 ? 'u' : 'x';
    for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) text[n++] = "0123456789abcdef"[(ch >> shift) & 15];
    if (!w.write(text, n)) return false;
  }
  return true;
}

// Encodes all of s; false with the error set.
bool encode_utf8_into(BytesWriter& w, Object* s, const char* error_name) {
  const Ssize n = unicode_length(s);
  const int kind = unicode_kind(s), worst = utf8_worst(kind);
  const void* data = unicode_data(s);
  EncodeErrors errors("utf-8", error_name);
  if (!w.prepare(n * worst)) return false;
  for (Ssize i = 0; i < n;) {
    i = put_utf8_run(w, kind, data, i, n);
    if (i == n) break;
    Ssize end = i + 1;
    while (end < n && is_surrogate(unicode_read(kind, data, end))) end++;
    Ssize pos = end;
    switch (errors.kind) {
      case ErrorHandler::kReplace:
        for (; i < end; i++) w.put('?');
        break;
      case ErrorHandler::kIgnore: break;
      case ErrorHandler::kBackslashReplace:
      case ErrorHandler::kXmlCharRefReplace:
        if (!put_escapes(w, s, i, end, errors.kind == ErrorHandler::kXmlCharRefReplace)) return false;
        if (!w.prepare((n - end) * worst)) return false;
        break;
      case ErrorHandler::kSurrogatePass:
        for (; i < end; i++) put_utf8(w, unicode_read(kind, data, i));
        break;
      case ErrorHandler::kSurrogateEscape:
        for (; i < end; i++) {
          const Ucs4 c = unicode_read(kind, data, i);
          if (c < 0xdc80 || c > 0xdcff) break;
          w.put(static_cast<char>(c));
        }
        if (i == end) break;
        [[fallthrough]];
      default:
        if (!put_replacement(w, errors, s, i, end, "surrogates not allowed", &pos, 128)) return false;
        if (!w.prepare((n - pos) * worst)) return false;
    }
    i = pos;
  }
  return true;
}

}  // namespace

Object* unicode_encode_utf8(Object* s, const char* errors) {
  if (!ensure_unicode(s)) return nullptr;
  if (unicode_is_compact_ascii(s)) return bytes_from_string_and_size(static_cast<char*>(unicode_data(s)), unicode_length(s));
  const auto* c = as<CompactUnicodeObject>(s);
  if (c->utf8) return bytes_from_string_and_size(c->utf8, c->utf8_length);
  BytesWriter w;
  return encode_utf8_into(w, s, errors) ? w.finish() : nullptr;
}

Object* unicode_as_utf8_string(Object* o) { return unicode_encode_utf8(o, nullptr); }

const char* unicode_as_utf8_and_size(Object* o, Ssize* size) {
  if (!unicode_check(o)) {
    err_set_string(exc_TypeError, "bad argument type for built-in operation");
    return nullptr;
  }
  if (unicode_is_compact_ascii(o)) {
    if (size) *size = unicode_length(o);
    return static_cast<char*>(unicode_data(o));
  }
  auto* c = as<CompactUnicodeObject>(o);
  if (!c->utf8) {
    BytesWriter w;
    if (!encode_utf8_into(w, o, nullptr)) return nullptr;
    auto* cache = static_cast<char*>(mem_malloc(static_cast<uint64_t>(w.pos) + 1));
    if (!cache) {
      err_no_memory();
      return nullptr;
    }
    std::memcpy(cache, w.data(), static_cast<size_t>(w.pos));
    cache[w.pos] = '\0';
    c->utf8 = cache;
    c->utf8_length = w.pos;
  }
  if (size) *size = c->utf8_length;
  return c->utf8;
}

const char* unicode_as_utf8(Object* o) { return unicode_as_utf8_and_size(o, nullptr); }

const char* unicode_as_utf8_no_nul(Object* o) {
  Ssize size;
  const char* s = unicode_as_utf8_and_size(o, &size);
  if (s && std::strlen(s) != static_cast<size_t>(size)) {
    err_set_string(exc_ValueError, "embedded null character");
    return nullptr;
  }
  return s;
}

// --- ASCII and Latin-1 ---

Object* unicode_decode_latin1(const char* s, Ssize size, const char*) {
  return unicode_from_kind_and_data(kUcs1, s, size);
}

Object* unicode_decode_ascii(const char* s, Ssize size, const char* errors) {
  if (size == 0) return unicode_get_empty();
  if (size == 1 && static_cast<uint8_t>(s[0]) < 128) return get_latin1_char(static_cast<uint8_t>(s[0]));
  Object* u = unicode_new(size, 127);
  if (!u) return nullptr;
  Ssize at = ascii_prefix(reinterpret_cast<const uint8_t*>(s), size);
  std::memcpy(unicode_data(u), s, static_cast<size_t>(at));
  if (at == size) return u;
  UnicodeWriter w;
  unicode_writer_init_with_buffer(&w, u);
  w.pos = at;
  DecodeErrors handler("ascii", errors);
  while (at < size) {
    const uint8_t c = static_cast<uint8_t>(s[at]);
    const bool ok = c < 128 ? unicode_writer_write_char(&w, c) == 0
                            : handler.handle(&s, &size, at, at + 1, "ordinal not in range(128)", &at, &w);
    if (!ok) {
      unicode_writer_dealloc(&w);
      return nullptr;
    }
    if (c < 128) at++;
  }
  return unicode_writer_finish(&w);
}

namespace {

// To single bytes below limit (128 or 256).
Object* encode_ucs1(Object* s, const char* error_name, Ucs4 limit) {
  const Ssize n = unicode_length(s);
  const int kind = unicode_kind(s);
  const void* data = unicode_data(s);
  const char* reason = limit == 256 ? "ordinal not in range(256)" : "ordinal not in range(128)";
  EncodeErrors errors(limit == 256 ? "latin-1" : "ascii", error_name);
  BytesWriter w;
  if (!w.prepare(n)) return nullptr;
  for (Ssize i = 0; i < n;) {
    const Ucs4 ch = unicode_read(kind, data, i);
    if (ch < limit) {
      w.put(static_cast<char>(ch));
      i++;
      continue;
    }
    Ssize end = i + 1;
    while (end < n && unicode_read(kind, data, end) >= limit) end++;
    Ssize pos = end;
    switch (errors.kind) {
      case ErrorHandler::kReplace:
        for (; i < end; i++) w.put('?');
        break;
      case ErrorHandler::kIgnore: break;
      case ErrorHandler::kBackslashReplace:
      case ErrorHandler::kXmlCharRefReplace:
        if (!put_escapes(w, s, i, end, errors.kind == ErrorHandler::kXmlCharRefReplace)) return nullptr;
        if (!w.prepare(n - end)) return nullptr;
        break;
      case ErrorHandler::kSurrogateEscape:
        for (; i < end; i++) {
          const Ucs4 c = unicode_read(kind, data, i);
          if (c < 0xdc80 || c > 0xdcff) break;
          w.put(static_cast<char>(c));
        }
        if (i == end) break;
        [[fallthrough]];
      default:
        if (!put_replacement(w, errors, s, i, end, reason, &pos, limit)) return nullptr;
        if (!w.prepare(n - pos)) return nullptr;
    }
    i = pos;
  }
  return w.finish();
}

}  // namespace

Object* unicode_encode_latin1(Object* s, const char* errors) {
  if (!ensure_unicode(s)) return nullptr;
  if (unicode_kind(s) == kUcs1) return bytes_from_string_and_size(static_cast<char*>(unicode_data(s)), unicode_length(s));
  return encode_ucs1(s, errors, 256);
}
Object* unicode_encode_ascii(Object* s, const char* errors) {
  if (!ensure_unicode(s)) return nullptr;
  if (unicode_is_ascii(s)) return bytes_from_string_and_size(static_cast<char*>(unicode_data(s)), unicode_length(s));
  return encode_ucs1(s, errors, 128);
}
Object* unicode_as_ascii_string(Object* o) { return unicode_encode_ascii(o, nullptr); }
Object* unicode_as_latin1_string(Object* o) { return unicode_encode_latin1(o, nullptr); }

// --- By name ---

Object* unicode_as_encoded_string(Object* o, const char* encoding, const char* errors) {
  if (!encoding) return unicode_encode_utf8(o, errors);
  switch (codec_lookup(encoding)) {
    case Encoding::kUtf8: return unicode_encode_utf8(o, errors);
    case Encoding::kUtf8Sig: {
      Object* body = unicode_encode_utf8(o, errors);
      if (!body) return nullptr;
      Object* result = bytes_from_string_and_size("\xef\xbb\xbf", 3);
      if (result) {
        bytes_concat_and_del(&result, body);
      } else {
        decref(body);
      }
      return result;
    }
    case Encoding::kUtf16: return unicode_encode_utf16(o, errors, 0);
    case Encoding::kUtf16Le: return unicode_encode_utf16(o, errors, -1);
    case Encoding::kUtf16Be: return unicode_encode_utf16(o, errors, 1);
    case Encoding::kUtf32: return unicode_encode_utf32(o, errors, 0);
    case Encoding::kUtf32Le: return unicode_encode_utf32(o, errors, -1);
    case Encoding::kUtf32Be: return unicode_encode_utf32(o, errors, 1);
    case Encoding::kLatin1: return unicode_encode_latin1(o, errors);
    case Encoding::kAscii: return unicode_encode_ascii(o, errors);
    case Encoding::kUnicodeEscape: return unicode_encode_unicode_escape(o);
    case Encoding::kRawUnicodeEscape: return unicode_encode_raw_unicode_escape(o);
    default: return err_format(exc_LookupError, "unknown encoding: %s", encoding);
  }
}

Object* unicode_decode(const char* s, Ssize size, const char* encoding, const char* errors) {
  if (!encoding) return unicode_decode_utf8(s, size, errors);
  int order = 0;
  switch (codec_lookup(encoding)) {
    case Encoding::kUtf8: return unicode_decode_utf8(s, size, errors);
    case Encoding::kUtf8Sig: {
      const bool mark = size >= 3 && std::memcmp(s, "\xef\xbb\xbf", 3) == 0;
      return unicode_decode_utf8(mark ? s + 3 : s, mark ? size - 3 : size, errors);
    }
    case Encoding::kUtf16: return unicode_decode_utf16(s, size, errors, &order);
    case Encoding::kUtf16Le: return order = -1, unicode_decode_utf16(s, size, errors, &order);
    case Encoding::kUtf16Be: return order = 1, unicode_decode_utf16(s, size, errors, &order);
    case Encoding::kUtf32: return unicode_decode_utf32(s, size, errors, &order);
    case Encoding::kUtf32Le: return order = -1, unicode_decode_utf32(s, size, errors, &order);
    case Encoding::kUtf32Be: return order = 1, unicode_decode_utf32(s, size, errors, &order);
    case Encoding::kLatin1: return unicode_decode_latin1(s, size, errors);
    case Encoding::kAscii: return unicode_decode_ascii(s, size, errors);
    case Encoding::kUnicodeEscape: return unicode_decode_unicode_escape(s, size, errors);
    case Encoding::kRawUnicodeEscape: return unicode_decode_raw_unicode_escape(s, size, errors);
    default: return err_format(exc_LookupError, "unknown encoding: %s", encoding);
  }
}

Object* unicode_from_encoded_object(Object* o, const char* encoding, const char* errors) {
  if (bytes_check(o)) {
    if (bytes_size(o) == 0) return unicode_get_empty();
    return unicode_decode(bytes_data(o), bytes_size(o), encoding, errors);
  }
  if (unicode_check(o)) {
    err_set_string(exc_TypeError, "decoding str is not supported");
    return nullptr;
  }
  ScopedBuffer view;
  if (!object_check_buffer(o) || object_get_buffer(o, &view, BUF_SIMPLE) < 0) {
    return err_format(exc_TypeError, "decoding to str: need a bytes-like object, %.80s found", o->ob_type->tp_name);
  }
  if (view.len == 0) return unicode_get_empty();
  return unicode_decode(static_cast<char*>(view.buf), view.len, encoding, errors);
}

}  // namespace py

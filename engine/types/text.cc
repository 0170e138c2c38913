// Text of Python strings as C++ strings.
#include "types/text.h"

#include <cstdio>

#include "object/errors.h"         // errors of str() and repr() are dropped
#include "types/unicodeobject.h"

namespace py {

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }
}

std::string text_of(Object* str) {
  std::string out;
  Ssize n = unicode_length(str);
  out.reserve(static_cast<size_t>(n));
  for (Ssize i = 0; i < n; i++) {
    Ucs4 c = unicode_read_char(str, i);
    if (is_surrogate(c)) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
      out += escaped;
    } else {
      append_utf8(out, c);
    }
  }
  return out;
}

std::string wtf8_of(Object* str) {
  std::string out;
  Ssize n = unicode_length(str);
  for (Ssize i = 0; i < n; i++) append_utf8(out, unicode_read_char(str, i));
  return out;
}

std::u32string code_points_of(Object* str) {
  std::u32string out;
  Ssize n = unicode_length(str);
  for (Ssize i = 0; i < n; i++) out += static_cast<char32_t>(unicode_read_char(str, i));
  return out;
}

std::u32string code_points_of(std::string_view s) {
  std::u32string out;
  for (size_t i = 0; i < s.size();) {
    auto lead = static_cast<unsigned char>(s[i]);
    size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    bool ok = length != 0 && i + length <= s.size();
    char32_t c = length == 1 ? lead : lead & (0x7f >> length);
    for (size_t k = 1; ok && k < length; k++) {
      auto next = static_cast<unsigned char>(s[i + k]);
      ok = (next & 0xc0) == 0x80;
      c = (c << 6) | (next & 0x3f);
    }
    out += ok ? c : U'\uFFFD';
    i += ok ? length : 1;
  }
  return out;
}

std::string utf8_of(const std::u32string& text) {
  std::string out;
  for (char32_t c : text) append_utf8(out, c);
  return out;
}

static bool take_text(Object* str, std::string* out) {
  if (!str) {
    err_clear();
    return false;
  }
  *out = text_of(str);
  decref(str);
  return true;
}

bool safe_str(Object* o, std::string* out) { return take_text(object_str(o), out); }
bool safe_repr(Object* o, std::string* out) { return take_text(object_repr(o), out); }

Object* str_from_text(std::string_view utf8) {
  return unicode_decode_utf8(utf8.data(), static_cast<Ssize>(utf8.size()), "replace");
}

}  // namespace py

// See codecs.h and codec_errors.h.
#include "types/codecs.h"

#include <string>

#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "types/bytesobject.h"
#include "types/codec_errors.h"
#include "types/dictobject.h"
#include "types/exceptions.h"
#include "types/longobject.h"
#include "types/methodobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodectype.h"
#include "types/unicodeobject.h"

namespace py {

// --- Names ---

Encoding codec_lookup(const char* name) {
  std::string n;  // lower case, runs of other characters as one '_'
  bool gap = false;
  for (const char* p = name; *p; p++) {
    const uint8_t c = static_cast<uint8_t>(*p);
    if (is_ascii_alnum(c) || c == '.') {
      if (gap && !n.empty()) n += '_';
      gap = false;
      n += static_cast<char>(ascii_to_lower(c));
    } else {
      gap = true;
    }
  }
  static constexpr struct {
    const char* name;
    Encoding encoding;
  } kNames[] = {
      {"utf_8", Encoding::kUtf8},       {"utf8", Encoding::kUtf8},          {"u8", Encoding::kUtf8},
      {"utf", Encoding::kUtf8},         {"cp65001", Encoding::kUtf8},       {"utf_8_sig", Encoding::kUtf8Sig},
      {"utf_16", Encoding::kUtf16},     {"utf16", Encoding::kUtf16},        {"u16", Encoding::kUtf16},
      {"utf_16_le", Encoding::kUtf16Le}, {"utf_16le", Encoding::kUtf16Le},  {"utf_16_be", Encoding::kUtf16Be},
      {"utf_16be", Encoding::kUtf16Be}, {"utf_32", Encoding::kUtf32},       {"utf32", Encoding::kUtf32},
      {"u32", Encoding::kUtf32},        {"utf_32_le", Encoding::kUtf32Le},  {"utf_32le", Encoding::kUtf32Le},
      {"utf_32_be", Encoding::kUtf32Be}, {"utf_32be", Encoding::kUtf32Be},  {"latin_1", Encoding::kLatin1},
      {"latin1", Encoding::kLatin1},    {"latin", Encoding::kLatin1},       {"l1", Encoding::kLatin1},
      {"iso_8859_1", Encoding::kLatin1}, {"iso8859_1", Encoding::kLatin1},  {"iso8859", Encoding::kLatin1},
      {"8859", Encoding::kLatin1},      {"cp819", Encoding::kLatin1},       {"ascii", Encoding::kAscii},
      {"us_ascii", Encoding::kAscii},   {"646", Encoding::kAscii},          {"ansi_x3.4_1968", Encoding::kAscii},
      {"unicode_escape", Encoding::kUnicodeEscape}, {"raw_unicode_escape", Encoding::kRawUnicodeEscape},
  };
  for (const auto& entry : kNames) {
    if (n == entry.name) return entry.encoding;
  }
  return Encoding::kUnknown;
}

namespace {

constexpr struct {
  const char* name;
  ErrorHandler kind;
  Object* (*builtin)(Object* exc);
} kHandlers[] = {
    {"strict", ErrorHandler::kStrict, codec_strict_errors},
    {"ignore", ErrorHandler::kIgnore, codec_ignore_errors},
    {"replace", ErrorHandler::kReplace, codec_replace_errors},
    {"backslashreplace", ErrorHandler::kBackslashReplace, codec_backslash_replace_errors},
    {"surrogateescape", ErrorHandler::kSurrogateEscape, codec_surrogate_escape_errors},
    {"surrogatepass", ErrorHandler::kSurrogatePass, codec_surrogate_pass_errors},
    {"xmlcharrefreplace", ErrorHandler::kXmlCharRefReplace, codec_xml_char_ref_replace_errors},
};

Object* registry;  // dict of registered handlers, made at the first registration

// Calls the handler of that kind or name with exc: a new tuple, or null with the error set.
Object* call_handler(ErrorHandler kind, const char* errors, Object* exc) {
  for (const auto& entry : kHandlers) {
    if (entry.kind == kind) return entry.builtin(exc);
  }
  Object* callable = codec_lookup_error(errors);
  if (!callable) return nullptr;
  Object* result = object_call_one_arg(callable, exc);
  decref(callable);
  return result;
}

// (text, position) of a handler's answer: *position adjusted and checked against length.
bool parse_answer(Object* answer, const char* complaint, bool bytes_allowed, Object** text, Ssize* position) {
  if (!tuple_check(answer) || tuple_size(answer) != 2 || !long_check(tuple_item(answer, 1)) ||
      !(unicode_check(tuple_item(answer, 0)) || (bytes_allowed && bytes_check(tuple_item(answer, 0))))) {
    err_set_string(exc_TypeError, complaint);
    return false;
  }
  *position = long_as_ssize_t(tuple_item(answer, 1));
  if (*position == -1 && err_occurred()) return false;
  *text = tuple_item(answer, 0);
  return true;
}

bool adjust_position(Ssize* position, Ssize length) {
  const Ssize given = *position;
  if (*position < 0) *position += length;
  if (*position >= 0 && *position <= length) return true;
  err_format(exc_IndexError, "position %zd from error handler out of bounds", given);
  return false;
}

}  // namespace

void codecs_init() { registry = nullptr; }

ErrorHandler get_error_handler(const char* errors) {
  if (!errors) return ErrorHandler::kStrict;
  for (const auto& entry : kHandlers) {
    if (std::strcmp(errors, entry.name) == 0) return entry.kind;
  }
  return ErrorHandler::kOther;
}

int codec_register_error(const char* name, Object* callable) {
  if (!callable_check(callable)) {
    err_set_string(exc_TypeError, "handler must be callable");
    return -1;
  }
  if (!registry) registry = dict_new();
  return registry ? dict_set_item_string(registry, name, callable) : -1;
}

Object* codec_lookup_error(const char* name) {
  if (!name) name = "strict";
  if (registry) {
    Object* callable;
    const int found = dict_get_item_string_ref(registry, name, &callable);
    if (found != 0) return found < 0 ? nullptr : callable;
  }
  static const MethodDef kFunctions[] = {
      {"strict_errors", [](Object*, Object* exc) { return codec_strict_errors(exc); }},
      {"ignore_errors", [](Object*, Object* exc) { return codec_ignore_errors(exc); }},
      {"replace_errors", [](Object*, Object* exc) { return codec_replace_errors(exc); }},
      {"backslashreplace_errors", [](Object*, Object* exc) { return codec_backslash_replace_errors(exc); }},
      {"surrogateescape", [](Object*, Object* exc) { return codec_surrogate_escape_errors(exc); }},
      {"surrogatepass", [](Object*, Object* exc) { return codec_surrogate_pass_errors(exc); }},
      {"xmlcharrefreplace_errors", [](Object*, Object* exc) { return codec_xml_char_ref_replace_errors(exc); }},
  };
  for (size_t i = 0; i < std::size(kHandlers); i++) {
    if (std::strcmp(name, kHandlers[i].name) == 0) return cfunction_new(&kFunctions[i], nullptr, nullptr);
  }
  return err_format(exc_LookupError, "unknown error handler name '%.400s'", name);
}

// --- The builtin handlers ---

namespace {

bool is_encode_error(Object* exc) { return object_type_check(exc, exc_UnicodeEncodeError); }
bool is_decode_error(Object* exc) { return object_type_check(exc, exc_UnicodeDecodeError); }
bool is_translate_error(Object* exc) { return object_type_check(exc, exc_UnicodeTranslateError); }

Object* wrong_exception(Object* exc) {
  return err_format(exc_TypeError, "don't know how to handle %.200s in error callback", exc->ob_type->tp_name);
}

// (text, position); steals text, which may be null.
Object* answer_of(Object* text, Ssize position) {
  if (!text) return nullptr;
  Object* end = long_from_ssize_t(position);
  Object* t = end ? tuple_pack(text, end) : nullptr;
  xdecref(end);
  decref(text);
  return t;
}

// The range that an exception names, and what it is about (a new reference).
bool range_of(Object* exc, Object** object, Ssize* start, Ssize* end) {
  if (unicode_error_get_start(exc, start) < 0 || unicode_error_get_end(exc, end) < 0) return false;
  *object = unicode_error_get_object(exc);
  return *object != nullptr;
}

Object* raise(Object* exc) {
  if (exception_instance_check(exc)) {
    err_set_object(exc->ob_type, exc);
  } else {
    err_set_string(exc_TypeError, "codec must pass exception instance");
  }
  return nullptr;
}

}  // namespace

Object* codec_strict_errors(Object* exc) { return raise(exc); }

Object* codec_ignore_errors(Object* exc) {
  if (!is_encode_error(exc) && !is_decode_error(exc) && !is_translate_error(exc)) return wrong_exception(exc);
  Ssize end;
  if (unicode_error_get_end(exc, &end) < 0) return nullptr;
  return answer_of(unicode_get_empty(), end);
}

Object* codec_replace_errors(Object* exc) {
  Ssize start, end;
  if (is_decode_error(exc)) {
    if (unicode_error_get_end(exc, &end) < 0) return nullptr;
    return answer_of(unicode_char(0xfffd), end);
  }
  if (!is_encode_error(exc) && !is_translate_error(exc)) return wrong_exception(exc);
  if (unicode_error_get_start(exc, &start) < 0 || unicode_error_get_end(exc, &end) < 0) return nullptr;
  const Ucs4 ch = is_encode_error(exc) ? '?' : 0xfffd;
  const Ssize n = end > start ? end - start : 0;
  Object* text = unicode_new(n, ch);
  if (text && n) unicode_fast_fill(text, 0, n, ch);
  return answer_of(text, end);
}

Object* codec_xml_char_ref_replace_errors(Object* exc) {
  if (!is_encode_error(exc)) return wrong_exception(exc);
  Object* object;
  Ssize start, end;
  if (!range_of(exc, &object, &start, &end)) return nullptr;
  std::string out;
  for (Ssize i = start; i < end; i++) out += "&#" + std::to_string(unicode_read_char(object, i)) + ";";
  decref(object);
  return answer_of(unicode_from_ascii(out.data(), static_cast<Ssize>(out.size())), end);
}

Object* codec_backslash_replace_errors(Object* exc) {
  if (!is_encode_error(exc) && !is_decode_error(exc) && !is_translate_error(exc)) return wrong_exception(exc);
  Object* object;
  Ssize start, end;
  if (!range_of(exc, &object, &start, &end)) return nullptr;
  const bool decoding = is_decode_error(exc);
  std::string out;
  for (Ssize i = start; i < end; i++) {
    const Ucs4 ch = decoding ? static_cast<uint8_t>(bytes_data(object)[i]) : unicode_read_char(object, i);
    const int digits = ch >= 0x10000 ? 8 : ch >= 0x100 ? 4 : 2;
    out += '\\';
    out += digits == 8 ? 'U' : digits == 4 ? 'u' : 'x';
    for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) out += "0123456789abcdef"[(ch >> shift) & 15];
  }
  decref(object);
  return answer_of(unicode_from_ascii(out.data(), static_cast<Ssize>(out.size())), end);
}

Object* codec_surrogate_escape_errors(Object* exc) {
  Object* object;
  Ssize start, end;
  if (is_encode_error(exc)) {
    if (!range_of(exc, &object, &start, &end)) return nullptr;
    Object* bytes = bytes_from_string_and_size(nullptr, end - start);
    bool ok = bytes != nullptr;
    for (Ssize i = start; ok && i < end; i++) {
      const Ucs4 ch = unicode_read_char(object, i);
      if (ch < 0xdc80 || ch > 0xdcff) {
        raise(exc);
        ok = false;
      } else {
        bytes_data(bytes)[i - start] = static_cast<char>(ch - 0xdc00);
      }
    }
    decref(object);
    if (ok) return answer_of(bytes, end);
    xdecref(bytes);
    return nullptr;
  }
  if (!is_decode_error(exc)) return wrong_exception(exc);
  if (!range_of(exc, &object, &start, &end)) return nullptr;
  Ucs2 chars[4];
  int n = 0;
  for (; n < 4 && n < end - start; n++) {
    const uint8_t byte = static_cast<uint8_t>(bytes_data(object)[start + n]);
    if (byte < 128) break;  // ASCII is never escaped
    chars[n] = static_cast<Ucs2>(0xdc00 + byte);
  }
  decref(object);
  if (n == 0) return raise(exc);
  return answer_of(unicode_from_kind_and_data(kUcs2, chars, n), start + n);
}

namespace {

// How an encoding writes one surrogate: bytes each, and their order. 0 when it is none that may.
int surrogate_width(Object* exc, bool* big_endian) {
  Object* name = unicode_error_get_encoding(exc);
  if (!name) return -1;
  const char* text = unicode_as_utf8(name);
  const Encoding encoding = text ? codec_lookup(text) : Encoding::kUnknown;
  decref(name);
  if (!text) return -1;
  *big_endian = encoding == Encoding::kUtf16Be || encoding == Encoding::kUtf32Be;
  switch (encoding) {
    case Encoding::kUtf8: return 3;
    case Encoding::kUtf16: case Encoding::kUtf16Le: case Encoding::kUtf16Be: return 2;
    case Encoding::kUtf32: case Encoding::kUtf32Le: case Encoding::kUtf32Be: return 4;
    default: return 0;
  }
}

void write_surrogate(char* out, int width, bool big_endian, Ucs4 ch) {
  if (width == 3) {
    out[0] = static_cast<char>(0xe0 | (ch >> 12));
    out[1] = static_cast<char>(0x80 | ((ch >> 6) & 0x3f));
    out[2] = static_cast<char>(0x80 | (ch & 0x3f));
    return;
  }
  for (int i = 0; i < width; i++) out[big_endian ? width - 1 - i : i] = static_cast<char>(ch >> (8 * i));
}

}  // namespace

Object* codec_surrogate_pass_errors(Object* exc) {
  if (!is_encode_error(exc) && !is_decode_error(exc)) return wrong_exception(exc);
  bool big_endian = false;
  const int width = surrogate_width(exc, &big_endian);
  if (width < 0) return nullptr;
  if (width == 0) return raise(exc);
  Object* object;
  Ssize start, end;
  if (!range_of(exc, &object, &start, &end)) return nullptr;
  Object* result = nullptr;
  if (is_encode_error(exc)) {
    Object* bytes = bytes_from_string_and_size(nullptr, width * (end - start));
    bool ok = bytes != nullptr;
    for (Ssize i = start; ok && i < end; i++) {
      const Ucs4 ch = unicode_read_char(object, i);
      ok = is_surrogate(ch);
      if (!ok) {
        raise(exc);
      } else {
        write_surrogate(bytes_data(bytes) + width * (i - start), width, big_endian, ch);
      }
    }
    if (ok) {
      result = answer_of(bytes, end);
    } else {
      xdecref(bytes);
    }
  } else {
    const uint8_t* p = reinterpret_cast<uint8_t*>(bytes_data(object)) + start;
    Ucs4 ch = 0;
    if (bytes_size(object) - start >= width) {
      if (width == 3) {
        if ((p[0] & 0xf0) == 0xe0 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80) {
          ch = static_cast<Ucs4>((p[0] & 15) << 12 | (p[1] & 63) << 6 | (p[2] & 63));
        }
      } else {
        for (int i = 0; i < width; i++) ch |= static_cast<Ucs4>(p[big_endian ? width - 1 - i : i]) << (8 * i);
      }
    }
    result = is_surrogate(ch) ? answer_of(unicode_char(ch), start + width) : raise(exc);
  }
  decref(object);
  return result;
}

// --- Decoding and encoding errors ---

DecodeErrors::~DecodeErrors() {
  xdecref(exception);
  xdecref(replaced_input);
}
EncodeErrors::~EncodeErrors() { xdecref(exception); }

bool DecodeErrors::handle(const char** input, Ssize* size, Ssize start, Ssize end, const char* reason, Ssize* pos,
                          UnicodeWriter* w) {
  switch (kind) {
    case ErrorHandler::kIgnore: return *pos = end, true;
    case ErrorHandler::kReplace: return *pos = end, unicode_writer_write_char(w, 0xfffd) == 0;
    case ErrorHandler::kSurrogateEscape:
      if (static_cast<uint8_t>((*input)[start]) >= 128) {
        Ssize i = start;
        for (; i < end && static_cast<uint8_t>((*input)[i]) >= 128; i++) {
          if (unicode_writer_write_char(w, 0xdc00u + static_cast<uint8_t>((*input)[i])) < 0) return false;
        }
        return *pos = i, true;
      }
      break;
    default: break;
  }
  if (!exception) {
    exception = unicode_decode_error_create(encoding, *input, *size, start, end, reason);
    if (!exception) return false;
  } else if (unicode_error_set_start(exception, start) < 0 || unicode_error_set_end(exception, end) < 0 ||
             unicode_error_set_reason(exception, reason) < 0) {
    return false;
  }
  Object* answer = call_handler(kind, errors, exception);
  if (!answer) return false;
  Object* text;
  bool ok = parse_answer(answer, "decoding error handler must return (str, int) tuple", false, &text, pos);
  if (ok) {
    Object* object = unicode_error_get_object(exception);  // the handler may have put another one there
    ok = object != nullptr;
    if (ok && kind == ErrorHandler::kOther) {
      *input = bytes_data(object);
      *size = bytes_size(object);
      set_ref(replaced_input, object);
    } else {
      xdecref(object);
    }
  }
  ok = ok && adjust_position(pos, *size) && unicode_writer_write_str(w, text) == 0;
  decref(answer);
  return ok;
}

bool EncodeErrors::raise(Object* unicode, Ssize start, Ssize end, const char* reason) {
  if (!exception) {
    exception = unicode_encode_error_create(encoding, unicode, start, end, reason);
    if (!exception) return false;
  } else if (unicode_error_set_start(exception, start) < 0 || unicode_error_set_end(exception, end) < 0 ||
             unicode_error_set_reason(exception, reason) < 0) {
    return false;
  }
  err_set_object(exception->ob_type, exception);
  return false;
}

bool EncodeErrors::handle(Object* unicode, Ssize start, Ssize end, const char* reason, Object** replacement,
                          Ssize* pos) {
  if (!exception) {
    exception = unicode_encode_error_create(encoding, unicode, start, end, reason);
    if (!exception) return false;
  } else if (unicode_error_set_start(exception, start) < 0 || unicode_error_set_end(exception, end) < 0 ||
             unicode_error_set_reason(exception, reason) < 0) {
    return false;
  }
  Object* answer = call_handler(kind, errors, exception);
  if (!answer) return false;
  Object* text;
  bool ok = parse_answer(answer, "encoding error handler must return (str/bytes, int) tuple", true, &text, pos) &&
            adjust_position(pos, unicode_length(unicode));
  if (ok) *replacement = new_ref(text);
  decref(answer);
  return ok;
}

}  // namespace py

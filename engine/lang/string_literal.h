// The value of string and bytes literals: escape sequences.
// CPython 3.13: Parser/string_parser.c, Objects/unicodeobject.c (unicode-escape decoder),
// Objects/bytesobject.c (_PyBytes_DecodeEscape)
#pragma once
#include <string>
#include <string_view>

namespace py::lang {

// What decoding had to say besides the value.
struct EscapeReport {
  // Offset into the body of the character after the first unknown escape's backslash, or npos.
  size_t invalid_escape = std::string::npos;
  // Set when decoding failed: the exception's text with its "(unicode error) " prefix.
  std::string error;
};

// Decodes the body of a str literal (UTF-8 between the quotes) to WTF-8. False with report->error.
bool decode_str_escapes(std::string_view body, std::string* out, EscapeReport* report);

// The same for a bytes literal; the body is ASCII.
bool decode_bytes_escapes(std::string_view body, std::string* out, EscapeReport* report);

// The message of a warning about body[invalid_escape].
std::string invalid_escape_message(std::string_view body, size_t invalid_escape);

// A string token's parts: prefix letters, then the body without quotes.
struct StringToken {
  bool is_bytes = false;
  bool is_raw = false;
  bool is_u = false;  // a lower-case u prefix, which Constant.kind records
  std::string_view body;
};
StringToken split_string_token(std::string_view token);

}  // namespace py::lang

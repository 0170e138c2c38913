// What a failed compilation tells: the fields of a Python SyntaxError, and pending warnings.
// CPython 3.13: Parser/pegen_errors.c, Objects/exceptions.c (SyntaxError)
#pragma once
#include <cstdint>
#include <string>

namespace py::lang {

enum class SyntaxErrorType : uint8_t {
  kNone, kSyntaxError, kIndentationError, kTabError, kMemoryError, kRecursionError,
  kSystemError  // the compiler contradicts itself, where CPython's does
};

// Lines and offsets count from 1, offsets in code points; end_offset is exclusive. -1 or 0 in an
// end field means what CPython means by it (-1: unknown; 0: the line's end).
struct SyntaxErrorInfo {
  SyntaxErrorType type = SyntaxErrorType::kNone;
  std::string msg;
  int lineno = 0;
  int offset = 0;
  int end_lineno = 0;
  int end_offset = 0;
  bool has_location = true;  // false: an error without filename and position
  bool has_text = false;
  std::string text;  // the source line(s) with newline, when has_text

  explicit operator bool() const { return type != SyntaxErrorType::kNone; }
};

// A SyntaxWarning or DeprecationWarning that compilation issues; line numbers as shown.
struct SyntaxWarningInfo {
  const char* category;  // "SyntaxWarning" or "DeprecationWarning"
  std::string msg;
  int lineno;
};

// The name of the exception class, e.g. "IndentationError".
const char* syntax_error_type_name(SyntaxErrorType type);

}  // namespace py::lang

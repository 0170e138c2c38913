// Names of the exception classes that a failed compilation raises.
#include "lang/syntax_error.h"

namespace py::lang {

const char* syntax_error_type_name(SyntaxErrorType type) {
  switch (type) {
    case SyntaxErrorType::kNone: return "";
    case SyntaxErrorType::kSyntaxError: return "SyntaxError";
    case SyntaxErrorType::kIndentationError: return "IndentationError";
    case SyntaxErrorType::kTabError: return "TabError";
    case SyntaxErrorType::kMemoryError: return "MemoryError";
    case SyntaxErrorType::kRecursionError: return "RecursionError";
    case SyntaxErrorType::kSystemError: return "SystemError";
  }
  return "";
}

}  // namespace py::lang

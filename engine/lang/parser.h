// From source text to syntax tree, or to the SyntaxError that CPython 3.13 would raise.
// CPython 3.13: Parser/pegen.c, Parser/pegen_errors.c
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lang/ast.h"  // Mod
#include "lang/syntax_error.h"  // SyntaxErrorInfo, SyntaxWarningInfo

namespace py::lang {

enum class ParseMode : uint8_t { kExec, kEval, kSingle };

struct ParseResult {
  Mod* mod = nullptr;     // null when error.type != kNone
  SyntaxErrorInfo error;  // type kNone on success
  std::vector<SyntaxWarningInfo> warnings;  // in the order CPython issues them
};

struct ParseOptions {
  ParseMode mode = ParseMode::kExec;
  // The source is already text (a str given to compile()): an encoding cookie is ignored.
  bool source_is_utf8 = false;
};

// Parses source (bytes of a file, or UTF-8 text). The tree and its identifiers live in arena.
ParseResult parse_module(std::string_view source, std::string_view filename, Arena& arena,
                         const ParseOptions& options = {});

}  // namespace py::lang

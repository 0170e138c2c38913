// The compiler's front door: source text to code objects as CPython 3.13 makes them.
// CPython 3.13: Python/compile.c, Python/pythonrun.c
#pragma once
#include <memory>       // std::unique_ptr
#include <string_view>  // source text
#include <vector>       // warnings, footprint

#include "lang/code_spec.h"     // CodeUnit, CompileMode
#include "lang/footprint.h"     // FootprintEvent
#include "lang/syntax_error.h"  // SyntaxErrorInfo, SyntaxWarningInfo

namespace py::lang {

struct CompileOptions {
  CompileMode mode = CompileMode::kExec;
  uint32_t flags = 0;    // CO_FUTURE_* features to start with, as compile()'s flags
  int optimize = 0;      // -O level: 0, 1, 2
  bool top_level_await = false;  // PyCF_ALLOW_TOP_LEVEL_AWAIT
  bool source_is_utf8 = false;   // a str was given: an encoding cookie means nothing
  // The source is the file's content, so errors of the symbol table and the compiler show the line
  // (CPython reads it from the file of that name).
  bool show_source_line = true;
  // C stack frames in use, of the 10000 that CPython allows: what deep trees are measured against.
  int recursion_depth = 0;
};

struct CompileResult {
  std::unique_ptr<CodeUnit> unit;  // null when error is set
  SyntaxErrorInfo error;
  std::vector<SyntaxWarningInfo> warnings;  // in the order CPython issues them
  std::vector<FootprintEvent> footprint;    // what compiling did to the collector's start state
  uint32_t flags = 0;                       // CO_FUTURE_* features now in force
};

// Compiles source. The result's text does not refer to source or filename.
CompileResult compile_source(std::string_view source, std::string_view filename,
                             const CompileOptions& options = {});

}  // namespace py::lang

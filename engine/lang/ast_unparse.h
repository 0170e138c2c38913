// An expression back to source text, for annotations under `from __future__ import annotations`.
// CPython 3.13: Python/ast_unparse.c
#pragma once
#include <string>  // the text

#include "lang/ast.h"  // Expr

namespace py::lang {

// The text that CPython stores in __annotations__ for this expression.
std::string ast_unparse(const Expr* expr);

}  // namespace py::lang

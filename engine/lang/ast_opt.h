// The tree optimiser: folds constants before the symbol table is built.
// CPython 3.13: Python/ast_opt.c
#pragma once
#include "lang/symtable.h"  // CompileContext

namespace py::lang {

// Folds constants in place and lists every constant in context.arena_constants. False with
// context.error set when the tree is too deep.
bool ast_optimize(CompileContext& context, Mod* mod);

// The value of a body's docstring, or null.
const ConstValue* ast_docstring(Seq<Stmt*> body);

}  // namespace py::lang

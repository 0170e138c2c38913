// The text of a tree, exactly as Python's ast.dump(tree, include_attributes=True) writes it.
#pragma once
#include <string>

#include "lang/ast.h"  // Mod

namespace py::lang {

std::string ast_dump(const Mod* mod, bool include_attributes = true);

}  // namespace py::lang

// Code objects as text, in the layout of Python's dis module.
// CPython 3.13: Lib/dis.py
#pragma once
#include <string>  // the text

#include "lang/code_spec.h"  // CodeSpec

namespace py::lang {

// What `dis.dis(code)` prints, except that nested code objects show no address. With `recursive`
// they follow, each under a heading.
std::string disassemble(const CodeSpec& code, bool recursive = true);

}  // namespace py::lang

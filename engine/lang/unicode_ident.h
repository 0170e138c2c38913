// Which code points may begin or continue an identifier, and which are printable.
// CPython 3.13: Objects/unicodectype.c (_PyUnicode_IsXidStart, IsXidContinue, IsPrintable)
#pragma once
#include <cstdint>

namespace py::lang {

bool is_xid_start(uint32_t code_point);
bool is_xid_continue(uint32_t code_point);
bool is_printable(uint32_t code_point);

}  // namespace py::lang

// Characters by their Unicode name, for "\N{...}".
// CPython 3.13: Modules/unicodedata.c (_getcode)
#pragma once
#include <cstdint>
#include <string_view>

namespace py::lang {

// The code point with this name or alias (case does not matter), or -1.
int64_t unicode_name_lookup(std::string_view name);

}  // namespace py::lang

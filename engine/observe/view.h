// Every view by name, encoded for the wire.
#pragma once
#include <string_view>
#include <vector>

#include "observe/wire.h"

namespace py::observe {

// The bytes of the view called name ("graph", "timeline", "heap"). False: there is no such view.
bool encode_view(std::string_view name, std::vector<uint8_t>* out);

}  // namespace py::observe

// Views of the paused machine: those of observe/, and the machine's own state.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace py {

// The bytes of the view called name (engine/observe/views.schema, in lower case). False: there is no such view. Reads only.
bool machine_view(std::string_view name, std::vector<uint8_t>* out);

}  // namespace py

// What the collector would find unreachable if it ran now: its own first two phases, on copies of the counts.
#pragma once
#include <unordered_set>

#include "object/object.h"  // Object

namespace py::observe {

// Tracked objects whose every reference comes from one another. Reads only.
std::unordered_set<Object*> unreachable_objects();

}  // namespace py::observe

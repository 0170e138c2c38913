// The Heap view: arenas, pools and blocks as the allocator's own records tell them.
#pragma once
#include "observe/views.h"  // Heap

namespace py::observe {

Heap heap_view();

}  // namespace py::observe

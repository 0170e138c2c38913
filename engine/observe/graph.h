// The Graph view: frames and globals as roots, the objects they reach, and garbage that waits for the collector.
#pragma once
#include "observe/views.h"  // Graph

namespace py::observe {

Graph graph_view(size_t max_nodes = 300);

}  // namespace py::observe

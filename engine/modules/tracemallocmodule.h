// _tracemalloc: the functions below the Python module tracemalloc, and the frames that tracebacks
// are made of. CPython 3.13: Modules/_tracemalloc.c; conversions from Python/tracemalloc.c
#pragma once
#include "modules/modules.h"  // init__tracemalloc

namespace py {

// Tells memory/ how to find the running frames. At machine creation, before the program can start
// tracing; forgets the file names of the machine before.
void tracemalloc_module_reset();

}  // namespace py

// _tracemalloc: the functions below the Python module tracemalloc, and the frames that tracebacks
// are made of. CPython 3.13: Modules/_tracemalloc.c; conversions from Python/tracemalloc.c
#pragma once
#include "modules/modules.h"  // init__tracemalloc

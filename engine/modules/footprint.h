// Puts the collector's count and the free lists where a real interpreter has them after something that it does with
// Python objects and this engine does without: compiling, and importing the (larger) library.
// CPython 3.13: Include/internal/pycore_freelist.h; figures in profile/imports.def, events from lang/footprint.h
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "gc/gc.h"             // NUM_GENERATIONS
#include "profile/profile.h"   // kMaxFreeTupleSize

namespace py {

// Lengths of the free lists and the collector's counts at one moment.
struct AllocatorMoment {
  int dicts, dict_keys, lists, floats, tuples[kMaxFreeTupleSize];
  int counts[NUM_GENERATIONS];
  Ssize collections;  // of all generations so far
  Ssize sizes[NUM_GENERATIONS];  // objects of the collector; only of a moment before an import
};
AllocatorMoment allocator_moment();
AllocatorMoment moment_before_import();  // walks the collector's lists
// Parks or frees dead objects until the free lists have these lengths. Counts do not change. False: no memory.
bool free_lists_set(const AllocatorMoment& wanted);

// After a compilation that began at `before`: events are what CPython's compiler would have done.
void footprint_after_compile(const AllocatorMoment& before, const std::vector<uint16_t>& events);
// After the first import of a library module that began at `before`; nothing for modules without figures.
void footprint_after_import(const AllocatorMoment& before, const std::string& module);

}  // namespace py

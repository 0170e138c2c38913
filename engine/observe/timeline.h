// The timeline's recorder: bytes that the program has in use (beyond what the interpreter had when it started) over ticks, in bounded memory, and the collections.
//
// A point stands for the ticks since the one before: the most bytes that were in use in them, and the peak so far. When
// the points fill up, pairs are merged by their maximum and the step doubles, so extremes are never lost.
#pragma once
#include "observe/views.h"  // Timeline

namespace py::observe {

void timeline_reset();           // starts recording; takes the collector's listener
uint64_t timeline_next_tick();   // when the recorder wants to be called next
void timeline_sample();          // takes a point at the current tick
Timeline timeline_view();

}  // namespace py::observe

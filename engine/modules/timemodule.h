// The virtual clock: time passes with executed lines, never with the host's clock, so that every run is the same.
#pragma once
#include <cstdint>

namespace py {

void time_init();
// Nanoseconds since the program started: one microsecond a tick, and what time.sleep added.
int64_t virtual_nanoseconds();
void virtual_sleep(int64_t nanoseconds);

}  // namespace py

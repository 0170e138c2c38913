// tracemalloc: how many bytes the blocks allocated since start() hold, and which lines allocated
// them. CPython 3.13: Python/tracemalloc.c
//
// The site table already knows the line of every block, so a trace is one bit in the block's slot
// and needs no table of its own. With more than one frame the slot names a traceback, kept once per
// distinct list of sites. Requested bytes count, in all three domains; a realloc replaces the old
// size, never holding both.
#pragma once
#include <vector>

#include "memory/pymem.h"

namespace py {

constexpr int kMaxTracebackFrames = 65535;

// Fills sites with the innermost `max` frames of the running program, innermost first, and total
// with how many there are. Returns how many were filled. Set by the VM; without it every traceback
// is the current site.
using TracebackSource = uint32_t (*)(SiteId* sites, uint32_t max, uint32_t* total);
void tracemalloc_set_source(TracebackSource source);
// Tells code keys of the same file from others (any number per file name), for
// tracemalloc_get_memory. Set by the VM.
using FilenameOf = uint32_t (*)(uint32_t code_key);
void tracemalloc_set_filename_of(FilenameOf filename_of);

void tracemalloc_init();
void tracemalloc_start(int max_nframe);  // 1..65535; already tracing: nothing
void tracemalloc_stop();
inline bool tracemalloc_is_tracing() { return (memory_hooks & kHookTracing) != 0; }
int tracemalloc_get_traceback_limit();
void tracemalloc_clear_traces();
void tracemalloc_reset_peak();

struct TracedMemory {
  uint64_t current, peak;
};
TracedMemory tracemalloc_get_traced_memory();
// What CPython's own tables would take for these traces.
uint64_t tracemalloc_get_memory();

// One traced block. Frames innermost first; total_nframe as CPython counts them.
struct Traceback {
  std::vector<SiteId> sites;
  uint32_t total_nframe;
};
struct Trace {
  void* block;
  uint64_t size;
  uint32_t origin;  // key of the traceback: equal origins have equal tracebacks
};
Traceback tracemalloc_traceback(uint32_t origin);
std::vector<Trace> tracemalloc_traces();  // in the order of shown addresses
// False when the block (of an object: before its heads) is not traced.
bool tracemalloc_get_trace(const void* block, Trace* trace);

// An object came from a free list: its block, if traced, belongs to the line that runs now.
// CPython: _PyTraceMalloc_TraceRef.
void tracemalloc_trace_ref(void* block);

// Called by the domains while tracing. A block's size is what its slot says.
void tracemalloc_add_trace(void* block);
void tracemalloc_remove_trace(void* block);
// Around a realloc: takes the old block's bytes off (true if it was traced); then one of the two
// others follows.
bool tracemalloc_forget(void* block);
void tracemalloc_remember(void* block);                               // it failed
void tracemalloc_add_moved(void* moved, bool was_traced, bool same);  // it worked

SiteId tracemalloc_innermost_site(uint32_t origin);  // of a traceback

}  // namespace py

// The collector of reference cycles: three generations, as CPython 3.13.0 runs it.
// CPython 3.13: Python/gc.c (same function names and phases), Include/internal/pycore_gc.h
//
// A collection of generation n (all of it in gc_collect_main):
//   1. update_refs, subtract_refs: the references that come from outside of the generation
//   2. move_unreachable: what those do not lead to is unreachable; what is found again goes to the
//      tail of the survivors
//   3. untrack_tuples, untrack_dicts; survivors join the next generation
//   4. move_legacy_finalizers; handle_weakrefs: references cleared, callbacks outside of the
//      garbage run
//   5. finalize_garbage: every __del__, once; handle_resurrected_objects
//   6. delete_garbage: tp_clear in list order
#pragma once
#include <vector>

#include "object/gc_head.h"   // GCHead, GCState, object_gc_track
#include "profile/profile.h"  // StartState

namespace py {

// --- gc.DEBUG_* ---
constexpr int _PyGC_DEBUG_STATS = 1, _PyGC_DEBUG_COLLECTABLE = 2, _PyGC_DEBUG_UNCOLLECTABLE = 4,
              _PyGC_DEBUG_SAVEALL = 32;
constexpr int _PyGC_DEBUG_LEAK =
    _PyGC_DEBUG_COLLECTABLE | _PyGC_DEBUG_UNCOLLECTABLE | _PyGC_DEBUG_SAVEALL;

// Empty generations, thresholds of the profile, enabled, nothing collected.
void gc_init();
// The script's module body starts: gen0's count and the others as a real interpreter has them
// there, and how many tracked objects it has in each generation (what this engine does not have of
// them only counts: GCState::phantoms).
void gc_set_start_state(const StartState& start);
// A generation's objects, those included that only count.
Ssize gc_generation_size(int generation);
// Makes it so many.
void gc_set_generation_size(int generation, Ssize size);
// Moves everything tracked so far into generation 1, where a real interpreter's start-up
// collections put it.
void gc_age_startup();

// What the collector needs from the layers above it. Set once at start (modules/gcmodule.cc).
struct GCEmbedder {
  // Appends to gc.garbage. False with MemoryError set.
  bool (*append_garbage)(Object* op);
  // gc.callbacks: phase is "start" or "stop". Errors are reported, none is left.
  void (*invoke_callbacks)(const char* phase, int generation, Ssize collected, Ssize uncollectable);
  // Text to sys.stderr (PySys_WriteStderr).
  void (*write_stderr)(const char* text);
};
void gc_set_embedder(const GCEmbedder& embedder);

// --- Collections. All may run any Python code. ---
Ssize gc_collect();  // PyGC_Collect: full; 0 when disabled. Keeps the error indicator.
Ssize gc_collect_generation(
    int generation);         // gc.collect(n): unreachable objects found; 0 while one is running
Ssize gc_collect_no_fail();  // at shutdown: no callbacks, errors dropped
// The VM's answer to EvalBreaker kGcScheduled: clears that bit, then collects the oldest generation
// that is due.
void gc_run_scheduled();
bool gc_enable();  // previous state
bool gc_disable();
void gc_freeze();
void gc_unfreeze();
Ssize gc_get_freeze_count();

// --- For observers: reads only ---
// Visits every tracked object, generation by generation, then the permanent one. The visitor must
// not allocate.
using GCVisitor = void (*)(Object* op, int generation, void* context);
void gc_visit_objects(GCVisitor visit, void* context);
Ssize gc_list_size(const GCHead* list);
int gc_generation_of(const Object* op);  // 0..2, 3 permanent, -1 untracked; walks lists

// The host's view of a collection, for timelines: called after each one. Must not touch the heap.
struct GCEvent {
  int generation;
  Ssize collected, uncollectable;
  uint64_t tick;
};
using GCListener = void (*)(const GCEvent& event);
void gc_set_listener(GCListener listener);
// A stress build's switch: every allocation of a collectable object schedules a collection.
void gc_set_stress(bool on);

}  // namespace py

// Shared by the files of gc/, not for others.
#pragma once
#include "gc/gc.h"
#include "gc/gc_list.h"

namespace py {

constexpr uintptr_t NEXT_MASK_UNREACHABLE = 1;

extern bool gc_stress;
extern GCEmbedder gc_embedder;

inline GCHead* gen_head(int generation) { return &gc_state.generations[generation].head; }
inline bool gc_is_collecting(const GCHead* gc) {
  return (gc->_gc_prev & _PyGC_PREV_MASK_COLLECTING) != 0;
}
inline void gc_clear_collecting(GCHead* gc) { gc->_gc_prev &= ~_PyGC_PREV_MASK_COLLECTING; }

// What flags a list's nodes must carry.
enum class FlagStates {
  kCollectingClearUnreachableClear,
  kCollectingClearUnreachableSet,
  kCollectingSetUnreachableClear,
  kCollectingSetUnreachableSet,
};
// Stops the machine when the list is not linked both ways or a node's flags are others.
void validate_list(const GCHead* head, FlagStates flags);

}  // namespace py

// The two words before every collectable object, and tracking.
// CPython 3.13: Include/internal/pycore_gc.h
//
// In memory: [weak-reference list, dict (pre-header, some types)] [next, prev] [object]. Each word
// is 8 bytes wide.
//
// Invariants outside of a collection: _gc_next is 0 exactly when the object is untracked; tracked
// objects are in one circular list; no list holds flags COLLECTING or UNREACHABLE (gc_verify checks
// this).
#pragma once
#include "object/thread_state.h"  // eval_breaker, current_exception
#include "object/type.h"
#include "profile/profile.h"  // layout::kGcHead

namespace py {

struct GCHead {
  union {
    uintptr_t _gc_next;  // pointer to the next head, or 0; lowest bit: NEXT_MASK_UNREACHABLE during
                         // a collection
    uint64_t next_width_;
  };
  union {
    uintptr_t _gc_prev;  // pointer to the previous head, or a count of references during a
                         // collection; two flag bits
    uint64_t prev_width_;
  };
};
static_assert(sizeof(GCHead) == layout::kGcHead);

constexpr uintptr_t _PyGC_PREV_MASK_FINALIZED = 1;   // tp_finalize was called
constexpr uintptr_t _PyGC_PREV_MASK_COLLECTING = 2;  // in the generation that is being collected
constexpr uintptr_t _PyGC_PREV_SHIFT = 2;
constexpr uintptr_t _PyGC_PREV_MASK = ~uintptr_t{3};

ALWAYS_INLINE GCHead* as_gc(const Object* op) {
  return reinterpret_cast<GCHead*>(reinterpret_cast<uintptr_t>(op) - sizeof(GCHead));
}
ALWAYS_INLINE Object* from_gc(const GCHead* gc) {
  return reinterpret_cast<Object*>(reinterpret_cast<uintptr_t>(gc) + sizeof(GCHead));
}

inline GCHead* gc_next(const GCHead* gc) { return reinterpret_cast<GCHead*>(gc->_gc_next); }
inline void gc_set_next(GCHead* gc, GCHead* next) {
  gc->_gc_next = reinterpret_cast<uintptr_t>(next);
}
inline GCHead* gc_prev(const GCHead* gc) {
  return reinterpret_cast<GCHead*>(gc->_gc_prev & _PyGC_PREV_MASK);
}
inline void gc_set_prev(GCHead* gc, GCHead* prev) {  // keeps the flags
  gc->_gc_prev = (gc->_gc_prev & ~_PyGC_PREV_MASK) | reinterpret_cast<uintptr_t>(prev);
}

constexpr int NUM_GENERATIONS = 3;

struct GCGeneration {
  GCHead head;
  int threshold;
  int count;  // gen 0: allocations minus deallocations; others: collections of the generation
              // before
};
struct GCGenerationStats {
  Ssize collections, collected, uncollectable;
};

// What the collector knows. Reset by gc_init.
struct GCState {
  GCGeneration generations[NUM_GENERATIONS];
  GCGeneration permanent_generation;
  GCGenerationStats generation_stats[NUM_GENERATIONS];
  bool enabled;
  bool collecting;
  int debug;                 // gc.DEBUG_* bits
  Object* garbage;           // gc.garbage: list
  Object* callbacks;         // gc.callbacks: list
  Ssize long_lived_total;    // objects that survived the last full collection
  Ssize long_lived_pending;  // objects that survived a gen 1 collection since
  // Objects of a real interpreter that this engine does not have; they only count (debug output,
  // long-lived figures).
  // Negative where this engine has more.
  Ssize phantoms[NUM_GENERATIONS];
  Ssize phantom_atoms[NUM_GENERATIONS];  // of them: untracked by the next collection that sees them
  Ssize phantom_unreachable;  // found by the next collection besides the real ones
};
extern GCState gc_state;

ALWAYS_INLINE bool object_gc_is_tracked(const Object* op) { return as_gc(op)->_gc_next != 0; }
inline bool gc_is_finalized(const Object* op) {
  return (as_gc(op)->_gc_prev & _PyGC_PREV_MASK_FINALIZED) != 0;
}
inline void gc_set_finalized(Object* op) { as_gc(op)->_gc_prev |= _PyGC_PREV_MASK_FINALIZED; }

// Appends an untracked object to the youngest generation. All its fields must be valid: the
// collector may look at them.
ALWAYS_INLINE void object_gc_track(Object* op) {
  ENGINE_DCHECK(!object_gc_is_tracked(op), "an object is tracked once");
  GCHead* gc = as_gc(op);
  GCHead* young = &gc_state.generations[0].head;
  GCHead* last = reinterpret_cast<GCHead*>(young->_gc_prev);
  gc_set_next(last, gc);
  gc_set_prev(gc, last);
  gc_set_next(gc, young);
  young->_gc_prev = reinterpret_cast<uintptr_t>(gc);
}

// Takes the object out of its generation; nothing when it is in none. CPython: PyObject_GC_UnTrack.
ALWAYS_INLINE void object_gc_untrack(Object* op) {
  GCHead* gc = as_gc(op);
  if (gc->_gc_next == 0) return;
  GCHead* prev = gc_prev(gc);
  GCHead* next = gc_next(gc);
  gc_set_next(prev, next);
  gc_set_prev(next, prev);
  gc->_gc_next = 0;
  gc->_gc_prev &= _PyGC_PREV_MASK_FINALIZED;
}

// --- Allocation (gc/gc_alloc.cc). New references, untracked, header initialised (a heap type gains
// a reference); null with MemoryError. Fields are not set. ---
Object* object_gc_new(TypeObject* tp);  // PyObject_GC_New
VarObject* object_gc_new_var(
    TypeObject* tp, Ssize n);  // PyObject_GC_NewVar: tp_basicsize + n * tp_itemsize; sets ob_size
// An object of `size` bytes, whatever its type says. CPython: PyUnstable_Object_GC_NewWithExtraData
// (but not zeroed).
Object* object_gc_new_with_size(TypeObject* tp, Ssize size);
template <class T>
T* object_gc_new(TypeObject* tp) {
  return static_cast<T*>(object_gc_new(tp));
}
template <class T>
T* object_gc_new_var(TypeObject* tp, Ssize n) {
  return static_cast<T*>(object_gc_new_var(tp, n));
}
// Another number of items for an untracked object; it may move. Null with MemoryError, the old
// object stays valid.
VarObject* object_gc_resize(VarObject* op, Ssize n);
// Frees the memory of an object whose fields are already cleared; untracks it; gen0's count goes
// down. Not a decref.
void object_gc_del(void* op);
// Counts a new collectable object whose memory the caller took from object_malloc, and clears its
// GC words. The count may schedule a collection. CPython: _PyObject_GC_Link.
void object_gc_link(Object* op);

// Bytes before an object of this type. CPython: _PyType_PreHeaderSize.
inline Ssize type_pre_header_size(const TypeObject* tp) {
  return (type_has_feature(tp, TPFLAGS_HAVE_GC) ? layout::kGcHead : 0) +
         (type_has_feature(tp, TPFLAGS_PREHEADER) ? layout::kPreHeader : 0);
}

}  // namespace py

// Free lists: dead lists, dicts, key tables, floats, tuples and slices that are kept for the next
// one of their kind. CPython 3.13: Include/internal/pycore_freelist.h, _PyObject_ClearFreeLists in
// Objects/object.c
//
// Invariants: a parked object keeps its block (tracemalloc and the pool count it as live) and its
// place in gen0's count; it is untracked and its reference count is 0. Last in, first out. Only a
// full collection empties the lists.
#pragma once
#include "memory/tracemalloc.h"  // a reuse belongs to the line that reuses
#include "object/object.h"
#include "profile/profile.h"  // kMaxFree..., StartState

namespace py {

struct ListObject;
struct TupleObject;
struct DictObject;
struct DictKeys;
struct SliceObject;

struct FreeLists {
  struct {
    ListObject* items[kMaxFreeLists];
    int numfree;
  } lists;
  struct {
    DictObject* items[kMaxFreeDicts];
    int numfree;
  } dicts;
  struct {
    DictKeys* items[kMaxFreeDictKeys];  // only tables of 8 slots for str keys
    int numfree;
  } dict_keys;
  struct {
    Object* items;  // floats are linked through ob_type
    int numfree;
  } floats;
  struct {
    TupleObject*
        items[kMaxFreeTupleSize];  // [n-1]: tuples of n items, linked through their first item
    int numfree[kMaxFreeTupleSize];
  } tuples;
  struct {
    SliceObject* slice_cache;
  } slices;
};
extern FreeLists free_lists;

// Forgets every parked object without freeing it: a new machine starts with a new heap.
void free_lists_init();
// Parks as many objects as a fresh interpreter has parked when a script starts. The blocks are
// really allocated, and gen0's count moves as for any allocation: the caller sets the counts
// afterwards. False: out of memory.
bool free_lists_prefill(const StartState& start);
// Frees every parked object (after a full collection). CPython: _PyObject_ClearFreeLists.
void object_clear_free_lists();

// Brings a parked block back to life for the line that runs now: `heads` bytes lie before the
// object. CPython's _Py_NewReference, which tells tracemalloc; the size stays counted as it was.
ALWAYS_INLINE void free_list_retag(void* block) {
  if (LIKELY(memory_hooks == 0)) {
    uint32_t* slot = block_slot(pool_of(block), block);
    slot[0] = make_slot(current_site, slot_slack(slot[0]));
    slot[1] = static_cast<uint32_t>(current_tick);
  } else {
    site_retag(block);
    if (tracemalloc_is_tracing()) tracemalloc_trace_ref(block);
  }
}
template <class T>
ALWAYS_INLINE T* free_list_revive(T* op, Ssize heads) {
  op->ob_refcnt = 1;
  free_list_retag(reinterpret_cast<char*>(op) - heads);
  return op;
}

// One list each, in the file of its type.
void float_clear_free_list();  // types/floatobject.cc
void tuple_clear_free_list();
void list_clear_free_list();
void dict_clear_free_list();  // dicts and key tables
void slice_clear_free_list();

}  // namespace py

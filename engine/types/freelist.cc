// The free lists as a whole: starting state, filling for a fresh interpreter, clearing.
// CPython 3.13: _PyObject_ClearFreeLists in Objects/object.c
#include "object/freelist.h"

#include "gc/gc.h"
#include "memory/pymem.h"
#include "types/dict_keys.h"
#include "types/floatobject.h"
#include "types/listobject.h"
#include "types/sliceobject.h"
#include "types/tupleobject.h"

namespace py {

FreeLists free_lists;

void free_lists_init() { free_lists = {}; }

static bool prefill_tuples(const StartState& start) {
  auto& lists = free_lists.tuples;
  for (int i = 0; i < kMaxFreeTupleSize; i++) {
    for (int n = start.free_tuples[i]; n > lists.numfree[i];) {
      TupleObject* t = object_gc_new_var<TupleObject>(&tuple_type, i + 1);
      if (t == nullptr) return false;
      t->ob_refcnt = 0;
      t->ob_item[0] = lists.items[i];
      lists.items[i] = t;
      lists.numfree[i]++;
    }
  }
  return true;
}

static bool prefill_floats(const StartState& start) {
  Object* made[kMaxFreeFloats];
  int n = 0;
  bool ok = true;
  for (; ok && n < start.free_floats; n++) ok = (made[n] = float_from_double(0.0)) != nullptr;
  while (--n >= 0) xdecref(made[n]);
  return ok;
}

// Parks objects until there are as many as asked for; what is parked already counts.
bool free_lists_prefill(const StartState& start) {
  auto& lists = free_lists.lists;
  while (lists.numfree < start.free_lists) {
    ListObject* l = object_gc_new<ListObject>(&list_type);
    if (l == nullptr) return false;
    l->ob_refcnt = 0;
    lists.items[lists.numfree++] = l;
  }
  auto& dicts = free_lists.dicts;
  while (dicts.numfree < start.free_dicts) {
    DictObject* d = object_gc_new<DictObject>(&dict_type);
    if (d == nullptr) return false;
    d->ob_refcnt = 0;
    dicts.items[dicts.numfree++] = d;
  }
  auto& keys = free_lists.dict_keys;
  while (keys.numfree < start.free_dict_keys) {
    // Straight from the allocator: new_keys_object would take one from the list.
    DictKeys* dk = static_cast<DictKeys*>(mem_malloc(sizeof(DictKeys) + 8 + 5 * 16));
    if (dk == nullptr) return false;
    keys.items[keys.numfree++] = dk;
  }
  if (free_lists.slices.slice_cache == nullptr) {  // starting up has used slices
    SliceObject* s = object_gc_new<SliceObject>(&slice_type);
    if (s == nullptr) return false;
    s->ob_refcnt = 0;
    free_lists.slices.slice_cache = s;
  }
  return prefill_floats(start) && prefill_tuples(start);
}

void object_clear_free_lists() {
  float_clear_free_list();
  tuple_clear_free_list();
  list_clear_free_list();
  dict_clear_free_list();
  slice_clear_free_list();
}

}  // namespace py

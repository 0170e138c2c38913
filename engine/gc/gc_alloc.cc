// Memory of collectable objects, and the count that starts collections.
// CPython 3.13: gc_alloc, _PyObject_GC_New, _PyObject_GC_Link, PyObject_GC_Del in Python/gc.c
#include "gc/gc.h"
#include "gc/gc_internal.h"
#include "memory/pymem.h"
#include "object/errors.h"        // err_no_memory
#include "object/object_alloc.h"  // object_init_header, object_var_size

namespace py {

// Sets the bit that the VM looks at; the collection itself waits until no C++ code holds half-made
// objects.
static NOINLINE void schedule_gc() { tstate.eval_breaker |= kGcScheduled; }

void object_gc_link(Object* op) {
  GCHead* gc = as_gc(op);
  gc->next_width_ = 0;
  gc->prev_width_ = 0;
  GCGeneration& young = gc_state.generations[0];
  young.count++;
  if (UNLIKELY(young.count > young.threshold || gc_stress) && gc_state.enabled &&
      young.threshold != 0 && !gc_state.collecting && tstate.current_exception == nullptr) {
    schedule_gc();
  }
}

// `size` bytes from the object on; the heads come before them.
static Object* gc_alloc(TypeObject* tp, Ssize size) {
  Ssize presize = type_pre_header_size(tp);
  char* memory = static_cast<char*>(object_malloc(static_cast<uint64_t>(presize + size)));
  if (UNLIKELY(!memory)) return err_no_memory();
  if (presize > layout::kGcHead) {  // weak-reference list and dict
    reinterpret_cast<uint64_t*>(memory)[0] = 0;
    reinterpret_cast<uint64_t*>(memory)[1] = 0;
  }
  Object* op = reinterpret_cast<Object*>(memory + presize);
  object_gc_link(op);
  object_init_header(op, tp);
  return op;
}

Object* object_gc_new(TypeObject* tp) { return gc_alloc(tp, tp->tp_basicsize); }

Object* object_gc_new_with_size(TypeObject* tp, Ssize size) { return gc_alloc(tp, size); }

VarObject* object_gc_new_var(TypeObject* tp, Ssize n) {
  if (n > (kSsizeMax >> 8) / (tp->tp_itemsize ? tp->tp_itemsize : 1)) {
    err_no_memory();
    return nullptr;
  }
  VarObject* op = static_cast<VarObject*>(gc_alloc(tp, object_var_size(tp, n)));
  if (op) op->ob_size = n;
  return op;
}

VarObject* object_gc_resize(VarObject* op, Ssize n) {
  ENGINE_DCHECK(!object_gc_is_tracked(op), "an object that changes its size is untracked");
  Ssize presize = type_pre_header_size(op->ob_type);
  Ssize itemsize = op->ob_type->tp_itemsize;
  void* memory = nullptr;
  if (n <= (kSsizeMax >> 8) / (itemsize ? itemsize : 1)) {
    Ssize size = presize + object_var_size(op->ob_type, n);
    memory = object_realloc(reinterpret_cast<char*>(op) - presize, static_cast<uint64_t>(size));
  }
  if (!memory) {
    err_no_memory();
    return nullptr;
  }
  op = reinterpret_cast<VarObject*>(static_cast<char*>(memory) + presize);
  op->ob_size = n;
  return op;
}

void object_gc_del(void* p) {
  Object* op = static_cast<Object*>(p);
  object_gc_untrack(op);
  if (gc_state.generations[0].count > 0) gc_state.generations[0].count--;
  object_free(static_cast<char*>(p) - type_pre_header_size(op->ob_type));
}

}  // namespace py

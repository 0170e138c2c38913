// The trashcan: deallocating a deeply nested container without deep C++ recursion.
// CPython 3.13: Py_TRASHCAN_BEGIN/END in Include/cpython/object.h, _PyTrash_* in Objects/object.c
//
// A container's dealloc wraps its work, after untracking itself:
//   if (trashcan_begin(self, list_dealloc)) return;   // put off: another dealloc will call us
//   again
//   ... drop the contents, free the block ...
//   trashcan_end();
// As in CPython, a base's dealloc that a subclass's dealloc calls goes straight on: only the
// object's own puts it off.
#pragma once
#include "object/thread_state.h"
#include "object/type.h"

namespace py {

// How deep deallocations may nest. CPython goes on until 50 levels of its C stack budget are left;
// the figure here is what a browser's stack carries.
constexpr int kTrashcanUnwindLevel = 1000, kTrashcanHeadroom = 50;

void trash_thread_deposit_object(Object* o);  // _PyTrash_thread_deposit_object
void trash_thread_destroy_chain();            // _PyTrash_thread_destroy_chain

// True: o (untracked, count 0) is put off and the caller returns at once.
inline bool trashcan_begin(Object* o, destructor dealloc_function) {
  if (UNLIKELY(tstate.trash_delete_nesting >= kTrashcanUnwindLevel) &&
      o->ob_type->tp_dealloc == dealloc_function) {
    trash_thread_deposit_object(o);
    return true;
  }
  tstate.trash_delete_nesting++;
  return false;
}

inline void trashcan_end() {
  tstate.trash_delete_nesting--;
  if (UNLIKELY(tstate.trash_delete_later != nullptr) &&
      tstate.trash_delete_nesting < kTrashcanUnwindLevel - kTrashcanHeadroom) {
    trash_thread_destroy_chain();
  }
}

}  // namespace py

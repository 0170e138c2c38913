// The thread's state, C++ recursion and the list of objects whose repr is under way.
// CPython 3.13: Python/ceval.c (_Py_CheckRecursiveCall), Objects/object.c (Py_ReprEnter)
#include "object/thread_state.h"

#include "object/errors.h"
#include "object/identifiers.h"
#include "types/dictobject.h"
#include "types/listobject.h"

namespace py {

ThreadState tstate;
InterpreterState interp;

static NOINLINE int recursion_exceeded(const char* where) {
  tstate.c_recursion_remaining++;
  if (tstate.recursion_headroom != 0)
    return 0;  // an error is being reported: let it have a little more
  tstate.recursion_headroom++;
  err_format(exc_RecursionError, "maximum recursion depth exceeded%s", where);
  tstate.recursion_headroom--;
  return -1;
}

int enter_recursive_call(const char* where) {
  if (LIKELY(--tstate.c_recursion_remaining >= 0)) return 0;
  if (recursion_exceeded(where) < 0) return -1;
  tstate.c_recursion_remaining--;
  return 0;
}

// The list of running reprs, borrowed: in the thread's dict under 'Py_Repr', which exists from the
// first repr on (programs can tell: both come from free lists). Null with MemoryError.
static Object* repr_list() {
  Object*& dict = tstate.repr_running;
  if (dict == nullptr && (dict = dict_new()) == nullptr) return nullptr;
  Object* list = dict_get_item_with_error(dict, ID(Py_Repr));
  if (list != nullptr || err_occurred()) return list;
  list = list_new(0);
  if (list == nullptr) return nullptr;
  int failed = dict_set_item(dict, ID(Py_Repr), list);
  decref(list);
  return failed < 0 ? nullptr : list;
}

int repr_enter(Object* o) {
  Object* list = repr_list();
  if (list == nullptr) return -1;
  for (Ssize i = list_size(list); --i >= 0;) {
    if (list_item(list, i) == o) return 1;
  }
  return list_append(list, o) < 0 ? -1 : 0;
}

void repr_leave(Object* o) {
  if (tstate.repr_running == nullptr) return;
  Object* exc = err_get_raised_exception();
  Object* list = dict_get_item_with_error(tstate.repr_running, ID(Py_Repr));
  for (Ssize i = list ? list_size(list) : 0; --i >= 0;) {
    if (list_item(list, i) != o) continue;
    list_set_slice(list, i, i + 1, nullptr);
    break;
  }
  err_set_raised_exception(exc);
}

}  // namespace py

// __reduce__ of iterators: the builtin that makes the iterator anew.
// CPython 3.13: _PyEval_GetBuiltin in Python/ceval.c
#pragma once
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/thread_state.h"  // interp.builtins
#include "types/dictobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"

namespace py {

// New reference to builtins.name; null with AttributeError.
inline Object* eval_get_builtin(Object* name) {
  Object* result;
  int found = dict_get_item_ref(interp.builtins, name, &result);
  if (found == 0) err_set_object(exc_AttributeError, name);
  return result;
}

// (builtin, (arg,)) or (builtin, (arg,), index): arg is borrowed. Null with an error set.
inline Object* reduce_with_builtin(Object* name, Object* arg) {
  Object* f = eval_get_builtin(name);
  Object* args = f ? tuple_pack(arg) : nullptr;
  Object* result = args ? tuple_pack(f, args) : nullptr;
  xdecref(f);
  xdecref(args);
  return result;
}
inline Object* reduce_with_builtin(Object* name, Object* arg, Ssize index) {
  Object* f = eval_get_builtin(name);
  Object* args = f ? tuple_pack(arg) : nullptr;
  Object* state = args ? long_from_ssize_t(index) : nullptr;
  Object* result = state ? tuple_pack(f, args, state) : nullptr;
  xdecref(f);
  xdecref(args);
  xdecref(state);
  return result;
}

}  // namespace py

// CPython 3.13: wrap_* in Objects/typeobject.c. See the header.
#include "types/slot_wrappers.h"

#include <climits>  // INT_MAX

#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/getargs.h"  // arg_unpack_tuple
#include "types/longobject.h"
#include "types/memoryobject.h"
#include "types/slot_functions.h"  // slot_tp_setattro
#include "types/tupleobject.h"

namespace py {

// The slot's own type back: it is called through the signature that it was defined with.
template <class F>
static F as_slot(SlotFunction f) {
  return reinterpret_cast<F>(f);
}

static bool check_num_args(Object* args, Ssize n) {
  if (tuple_size(args) == n) return true;
  err_format(exc_TypeError, "expected %d argument%s, got %zd", static_cast<int>(n),
             n == 1 ? "" : "s", tuple_size(args));
  return false;
}

static Object* none_or_error(int result) { return result == -1 && err_occurred() ? nullptr : None; }

Object* wrap_unaryfunc(Object* self, Object* args, SlotFunction wrapped) {
  return check_num_args(args, 0) ? as_slot<unaryfunc>(wrapped)(self) : nullptr;
}

Object* wrap_inquirypred(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 0)) return nullptr;
  int result = as_slot<inquiry>(wrapped)(self);
  return result == -1 && err_occurred() ? nullptr : bool_from_long(result);
}

Object* wrap_lenfunc(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 0)) return nullptr;
  Ssize result = as_slot<lenfunc>(wrapped)(self);
  return result == -1 && err_occurred() ? nullptr : long_from_long(result);
}

Object* wrap_binaryfunc(Object* self, Object* args, SlotFunction wrapped) {
  return check_num_args(args, 1) ? as_slot<binaryfunc>(wrapped)(self, tuple_item(args, 0))
                                 : nullptr;
}
Object* wrap_binaryfunc_l(Object* self, Object* args, SlotFunction wrapped) {
  return wrap_binaryfunc(self, args, wrapped);
}
Object* wrap_binaryfunc_r(Object* self, Object* args, SlotFunction wrapped) {
  return check_num_args(args, 1) ? as_slot<binaryfunc>(wrapped)(tuple_item(args, 0), self)
                                 : nullptr;
}

Object* wrap_ternaryfunc(Object* self, Object* args, SlotFunction wrapped) {
  Object *other, *third = None;
  if (!arg_unpack_tuple(args, "", 1, 2, &other, &third)) return nullptr;
  return as_slot<ternaryfunc>(wrapped)(self, other, third);
}
Object* wrap_ternaryfunc_r(Object* self, Object* args, SlotFunction wrapped) {
  Object *other, *third = None;
  if (!arg_unpack_tuple(args, "", 1, 2, &other, &third)) return nullptr;
  return as_slot<ternaryfunc>(wrapped)(other, self, third);
}

// --- Containers ---

Object* wrap_indexargfunc(Object* self, Object* args, SlotFunction wrapped) {
  Object* o;
  if (!arg_unpack_tuple(args, "", 1, 1, &o)) return nullptr;
  Ssize i = number_as_ssize_t(o, exc_OverflowError);
  if (i == -1 && err_occurred()) return nullptr;
  return as_slot<ssizeargfunc>(wrapped)(self, i);
}

// An index with the length added to a negative one. -1 with an error set.
static Ssize getindex(Object* self, Object* arg) {
  Ssize i = number_as_ssize_t(arg, exc_OverflowError);
  if (i == -1 && err_occurred()) return -1;
  if (i < 0 && self->ob_type->sq_length != nullptr) {
    Ssize n = self->ob_type->sq_length(self);
    if (n < 0) return -1;
    i += n;
  }
  return i;
}

Object* wrap_sq_item(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 1)) return nullptr;
  Ssize i = getindex(self, tuple_item(args, 0));
  if (i == -1 && err_occurred()) return nullptr;
  return as_slot<ssizeargfunc>(wrapped)(self, i);
}

Object* wrap_sq_setitem(Object* self, Object* args, SlotFunction wrapped) {
  Object *arg, *value;
  if (!arg_unpack_tuple(args, "", 2, 2, &arg, &value)) return nullptr;
  Ssize i = getindex(self, arg);
  if (i == -1 && err_occurred()) return nullptr;
  return none_or_error(as_slot<ssizeobjargproc>(wrapped)(self, i, value));
}

Object* wrap_sq_delitem(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 1)) return nullptr;
  Ssize i = getindex(self, tuple_item(args, 0));
  if (i == -1 && err_occurred()) return nullptr;
  return none_or_error(as_slot<ssizeobjargproc>(wrapped)(self, i, nullptr));
}

Object* wrap_objobjproc(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 1)) return nullptr;
  int result = as_slot<objobjproc>(wrapped)(self, tuple_item(args, 0));
  return result == -1 && err_occurred() ? nullptr : bool_from_long(result);
}

Object* wrap_objobjargproc(Object* self, Object* args, SlotFunction wrapped) {
  Object *key, *value;
  if (!arg_unpack_tuple(args, "", 2, 2, &key, &value)) return nullptr;
  return none_or_error(as_slot<objobjargproc>(wrapped)(self, key, value));
}

Object* wrap_delitem(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 1)) return nullptr;
  return none_or_error(as_slot<objobjargproc>(wrapped)(self, tuple_item(args, 0), nullptr));
}

// --- Attributes ---

// object.__setattr__(SomeType, ...) must not get around what type itself checks (the "Carlo Verre
// hack").
static bool hackcheck(Object* self, setattrofunc func, const char* what) {
  TypeObject* type = self->ob_type;
  if (!type_check(self) || type->tp_mro == nullptr) return true;
  TypeObject* defining_type = type;
  for (Ssize i = tuple_size(type->tp_mro); --i >= 0;) {
    auto* base = static_cast<TypeObject*>(tuple_item(type->tp_mro, i));
    if (base->tp_setattro != slot_tp_setattro && base->tp_setattro == type->tp_setattro) {
      defining_type = base;
      break;
    }
  }
  for (TypeObject* base = defining_type; base != nullptr; base = base->tp_base) {
    if (base->tp_setattro == func) break;
    if (base->tp_setattro != slot_tp_setattro) {
      err_format(exc_TypeError, "can't apply this %s to %s object", what, type->tp_name);
      return false;
    }
  }
  return true;
}

Object* wrap_setattr(Object* self, Object* args, SlotFunction wrapped) {
  auto func = as_slot<setattrofunc>(wrapped);
  Object *name, *value;
  if (!arg_unpack_tuple(args, "", 2, 2, &name, &value)) return nullptr;
  if (!hackcheck(self, func, "__setattr__")) return nullptr;
  return func(self, name, value) < 0 ? nullptr : None;
}

Object* wrap_delattr(Object* self, Object* args, SlotFunction wrapped) {
  auto func = as_slot<setattrofunc>(wrapped);
  if (!check_num_args(args, 1) || !hackcheck(self, func, "__delattr__")) return nullptr;
  return func(self, tuple_item(args, 0), nullptr) < 0 ? nullptr : None;
}

// --- The rest ---

Object* wrap_hashfunc(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 0)) return nullptr;
  HashValue result = as_slot<hashfunc>(wrapped)(self);
  return result == -1 && err_occurred() ? nullptr : long_from_ssize_t(result);
}

Object* wrap_call(Object* self, Object* args, SlotFunction wrapped, Object* kwds) {
  return as_slot<ternaryfunc>(wrapped)(self, args, kwds);
}

Object* wrap_init(Object* self, Object* args, SlotFunction wrapped, Object* kwds) {
  return as_slot<initproc>(wrapped)(self, args, kwds) < 0 ? nullptr : None;
}

Object* wrap_del(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 0)) return nullptr;
  as_slot<destructor>(wrapped)(self);
  return None;
}

static Object* wrap_richcmpfunc(Object* self, Object* args, SlotFunction wrapped, int op) {
  return check_num_args(args, 1) ? as_slot<richcmpfunc>(wrapped)(self, tuple_item(args, 0), op)
                                 : nullptr;
}
Object* richcmp_lt(Object* self, Object* args, SlotFunction f) {
  return wrap_richcmpfunc(self, args, f, kLt);
}
Object* richcmp_le(Object* self, Object* args, SlotFunction f) {
  return wrap_richcmpfunc(self, args, f, kLe);
}
Object* richcmp_eq(Object* self, Object* args, SlotFunction f) {
  return wrap_richcmpfunc(self, args, f, kEq);
}
Object* richcmp_ne(Object* self, Object* args, SlotFunction f) {
  return wrap_richcmpfunc(self, args, f, kNe);
}
Object* richcmp_gt(Object* self, Object* args, SlotFunction f) {
  return wrap_richcmpfunc(self, args, f, kGt);
}
Object* richcmp_ge(Object* self, Object* args, SlotFunction f) {
  return wrap_richcmpfunc(self, args, f, kGe);
}

Object* wrap_next(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 0)) return nullptr;
  Object* result = as_slot<iternextfunc>(wrapped)(self);
  if (result == nullptr && !err_occurred()) err_set_none(exc_StopIteration);
  return result;
}

Object* wrap_descr_get(Object* self, Object* args, SlotFunction wrapped) {
  Object *o, *type = nullptr;
  if (!arg_unpack_tuple(args, "", 1, 2, &o, &type)) return nullptr;
  if (o == None) o = nullptr;
  if (type == None) type = nullptr;
  if (type == nullptr && o == nullptr)
    return err_format(exc_TypeError, "__get__(None, None) is invalid");
  return as_slot<descrgetfunc>(wrapped)(self, o, type);
}

Object* wrap_descr_set(Object* self, Object* args, SlotFunction wrapped) {
  Object *o, *value;
  if (!arg_unpack_tuple(args, "", 2, 2, &o, &value)) return nullptr;
  return as_slot<descrsetfunc>(wrapped)(self, o, value) < 0 ? nullptr : None;
}

Object* wrap_descr_delete(Object* self, Object* args, SlotFunction wrapped) {
  if (!check_num_args(args, 1)) return nullptr;
  return as_slot<descrsetfunc>(wrapped)(self, tuple_item(args, 0), nullptr) < 0 ? nullptr : None;
}

Object* wrap_buffer(Object* self, Object* args, SlotFunction wrapped) {
  Object* arg = nullptr;
  if (!arg_unpack_tuple(args, "", 1, 1, &arg)) return nullptr;
  Ssize flags = number_as_ssize_t(arg, exc_OverflowError);
  if (flags == -1 && err_occurred()) return nullptr;
  if (flags > INT_MAX || flags < INT_MIN)
    return err_format(exc_OverflowError, "buffer flags out of range");
  // The slot that self's own type has now would be another one for a subclass with __buffer__.
  Buffer view;
  if (as_slot<getbufferproc>(wrapped)(self, &view, static_cast<int>(flags)) < 0) return nullptr;
  Object* result = memory_view_from_object(view.obj);
  buffer_release(&view);
  return result;
}

Object* wrap_releasebuffer(Object* self, Object* args, SlotFunction) {
  Object* arg = nullptr;
  if (!arg_unpack_tuple(args, "", 1, 1, &arg)) return nullptr;
  if (!memory_view_check(arg)) return err_format(exc_TypeError, "expected a memoryview object");
  auto* view = as<MemoryViewObject>(arg);
  if (view->view.obj == nullptr) return None;
  if (view->view.obj != self)
    return err_format(exc_ValueError, "memoryview's buffer is not this object");
  if (view->flags & MEMORYVIEW_RELEASED) {
    return err_format(exc_ValueError, "memoryview's buffer has already been released");
  }
  return object_call_method_no_args(arg, ID(release));
}

}  // namespace py

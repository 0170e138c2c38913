// CPython 3.13: slot_* in Objects/typeobject.c. See the header.
#include "types/slot_functions.h"

#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/abstract_internal.h"  // sequence_iter_search
#include "types/boolobject.h"
#include "types/descrobject.h"
#include "types/iterobject.h"  // seq_iter_new
#include "types/longobject.h"
#include "types/type_internal.h"
#include "types/unicodeobject.h"

namespace py {

// --- Calling special methods without making bound ones ---

Object* lookup_method(Object* self, Object* name, int* unbound) {
  Object* method = object_lookup_maybe_method(self, name, unbound);
  if (method == nullptr && !err_occurred()) err_set_object(exc_AttributeError, name);
  return method;
}

// args[0] is self. A function takes it as its first argument; what is bound already does not.
static Object* vectorcall_unbound(int unbound, Object* func, Object* const* args, Ssize nargs) {
  auto nargsf = static_cast<size_t>(nargs);
  if (!unbound) {  // self is bound already: its place is free for the callee
    args++;
    nargsf = (nargsf - 1) | kVectorcallArgumentsOffset;
  }
  return object_vectorcall(func, args, nargsf, nullptr);
}

Object* call_unbound_noarg(int unbound, Object* func, Object* self) {
  return unbound ? object_call_one_arg(func, self) : object_call_no_args(func);
}

// self.name(*args) looked up on the class, as all special methods are: an instance attribute of
// that name changes nothing.
Object* vectorcall_method(Object* name, Object* const* args, Ssize nargs) {
  int unbound;
  Object* func = lookup_method(args[0], name, &unbound);
  if (func == nullptr) return nullptr;
  Object* result = vectorcall_unbound(unbound, func, args, nargs);
  decref(func);
  return result;
}

// As vectorcall_method; NotImplemented when there is no such method.
static Object* vectorcall_maybe(Object* name, Object* const* args, Ssize nargs) {
  int unbound;
  Object* func = object_lookup_maybe_method(args[0], name, &unbound);
  if (func == nullptr) return err_occurred() ? nullptr : NotImplemented;
  Object* result = vectorcall_unbound(unbound, func, args, nargs);
  decref(func);
  return result;
}

static Object* call0(Object* self, Object* name) { return vectorcall_method(name, &self, 1); }
static Object* call1(Object* self, Object* name, Object* arg) {
  Object* stack[2] = {self, arg};
  return vectorcall_method(name, stack, 2);
}
// set with a value, del without.
static int call_set(Object* self, Object* set_name, Object* del_name, Object* key, Object* value) {
  Object* stack[3] = {self, key, value};
  Object* result =
      value ? vectorcall_method(set_name, stack, 3) : vectorcall_method(del_name, stack, 2);
  if (result == nullptr) return -1;
  decref(result);
  return 0;
}

// --- Binary operators ---

// Whether right's class gives another reflected method than left's. -1: error.
static int method_is_overloaded(Object* left, Object* right, Object* name) {
  Object *a, *b;
  if (object_get_optional_attr(right->ob_type, name, &b) < 0) return -1;
  if (b == nullptr) return 0;
  if (object_get_optional_attr(left->ob_type, name, &a) < 0) {
    decref(b);
    return -1;
  }
  if (a == nullptr) {
    decref(b);
    return 1;
  }
  int result = object_rich_compare_bool(a, b, kNe);
  decref(a);
  decref(b);
  return result;
}

// self op other, where either or both have the slot function from a class statement (self_has,
// other_has). The reflected method of a subclass goes first, if it is its own.
static Object* binary_slot(Object* self, Object* other, bool self_has, bool other_has, Object* name,
                           Object* rname) {
  bool do_other = self->ob_type != other->ob_type && other_has;
  Object* stack[2];
  if (self_has) {
    if (do_other && type_is_subtype(other->ob_type, self->ob_type)) {
      int overloaded = method_is_overloaded(self, other, rname);
      if (overloaded < 0) return nullptr;
      if (overloaded) {
        stack[0] = other;
        stack[1] = self;
        Object* result = vectorcall_maybe(rname, stack, 2);
        if (result != NotImplemented) return result;
        do_other = false;
      }
    }
    stack[0] = self;
    stack[1] = other;
    Object* result = vectorcall_maybe(name, stack, 2);
    if (result != NotImplemented || is_type(other, self->ob_type)) return result;
  }
  if (do_other) {
    stack[0] = other;
    stack[1] = self;
    return vectorcall_maybe(rname, stack, 2);
  }
  return NotImplemented;
}

#define SLOT1BIN(slot, name, rname)                                               \
  Object* slot_##slot(Object* self, Object* other) {                              \
    return binary_slot(self, other, self->ob_type->slot == slot_##slot,           \
                       other->ob_type->slot == slot_##slot, ID(name), ID(rname)); \
  }
#define SLOT1(slot, name) \
  Object* slot_##slot(Object* self, Object* arg) { return call1(self, ID(name), arg); }
#define SLOT0(slot, name) \
  Object* slot_##slot(Object* self) { return call0(self, ID(name)); }

SLOT1BIN(nb_add, __add__, __radd__)
SLOT1BIN(nb_subtract, __sub__, __rsub__)
SLOT1BIN(nb_multiply, __mul__, __rmul__)
SLOT1BIN(nb_matrix_multiply, __matmul__, __rmatmul__)
SLOT1BIN(nb_remainder, __mod__, __rmod__)
SLOT1BIN(nb_divmod, __divmod__, __rdivmod__)
SLOT1BIN(nb_lshift, __lshift__, __rlshift__)
SLOT1BIN(nb_rshift, __rshift__, __rrshift__)
SLOT1BIN(nb_and, __and__, __rand__)
SLOT1BIN(nb_xor, __xor__, __rxor__)
SLOT1BIN(nb_or, __or__, __ror__)
SLOT1BIN(nb_floor_divide, __floordiv__, __rfloordiv__)
SLOT1BIN(nb_true_divide, __truediv__, __rtruediv__)

// Three arguments never ask the other side.
Object* slot_nb_power(Object* self, Object* other, Object* modulus) {
  bool self_has = self->ob_type->nb_power == slot_nb_power;
  if (modulus == None) {
    return binary_slot(self, other, self_has, other->ob_type->nb_power == slot_nb_power,
                       ID(__pow__), ID(__rpow__));
  }
  if (!self_has) return NotImplemented;
  Object* stack[3] = {self, other, modulus};
  return vectorcall_method(ID(__pow__), stack, 3);
}
Object* slot_nb_inplace_power(Object* self, Object* other, Object*) {
  return call1(self, ID(__ipow__), other);
}

SLOT1(nb_inplace_add, __iadd__)
SLOT1(nb_inplace_subtract, __isub__)
SLOT1(nb_inplace_multiply, __imul__)
SLOT1(nb_inplace_matrix_multiply, __imatmul__)
SLOT1(nb_inplace_remainder, __imod__)
SLOT1(nb_inplace_lshift, __ilshift__)
SLOT1(nb_inplace_rshift, __irshift__)
SLOT1(nb_inplace_and, __iand__)
SLOT1(nb_inplace_xor, __ixor__)
SLOT1(nb_inplace_or, __ior__)
SLOT1(nb_inplace_floor_divide, __ifloordiv__)
SLOT1(nb_inplace_true_divide, __itruediv__)
SLOT0(nb_negative, __neg__)
SLOT0(nb_positive, __pos__)
SLOT0(nb_absolute, __abs__)
SLOT0(nb_invert, __invert__)
SLOT0(nb_int, __int__)
SLOT0(nb_float, __float__)
SLOT0(nb_index, __index__)
SLOT0(tp_str, __str__)
SLOT0(tp_iternext, __next__)

// __bool__, else __len__, else true.
int slot_nb_bool(Object* self) {
  int unbound;
  bool using_len = false;
  Object* func = object_lookup_maybe_method(self, ID(__bool__), &unbound);
  if (func == nullptr) {
    if (err_occurred()) return -1;
    func = object_lookup_maybe_method(self, ID(__len__), &unbound);
    if (func == nullptr) return err_occurred() ? -1 : 1;
    using_len = true;
  }
  Object* value = call_unbound_noarg(unbound, func, self);
  decref(func);
  if (value == nullptr) return -1;
  int result = -1;
  if (using_len || bool_check(value)) {
    result = object_is_true(value);
  } else {
    err_format(exc_TypeError, "__bool__ should return bool, returned %s", value->ob_type->tp_name);
  }
  decref(value);
  return result;
}

// --- Containers ---

Ssize slot_sq_length(Object* self) {
  Object* result = call0(self, ID(__len__));
  if (result == nullptr) return -1;
  set_ref(result, number_index(result));
  if (result == nullptr) return -1;
  Ssize length = -1;
  if (long_is_negative(result)) {
    err_set_string(exc_ValueError, "__len__() should return >= 0");
  } else {
    length = number_as_ssize_t(result, exc_OverflowError);
  }
  decref(result);
  return length;
}

Object* slot_sq_item(Object* self, Ssize i) {
  Object* index = long_from_ssize_t(i);
  if (index == nullptr) return nullptr;
  Object* result = call1(self, ID(__getitem__), index);
  decref(index);
  return result;
}

int slot_sq_ass_item(Object* self, Ssize i, Object* value) {
  Object* index = long_from_ssize_t(i);
  if (index == nullptr) return -1;
  int result = call_set(self, ID(__setitem__), ID(__delitem__), index, value);
  decref(index);
  return result;
}

// __contains__ = None means "not a container"; without any, iteration decides.
int slot_sq_contains(Object* self, Object* value) {
  int unbound, result = -1;
  Object* func = object_lookup_maybe_method(self, ID(__contains__), &unbound);
  if (func == None) {
    err_format(exc_TypeError, "'%.200s' object is not a container", self->ob_type->tp_name);
  } else if (func != nullptr) {
    Object* args[2] = {self, value};
    Object* found = vectorcall_unbound(unbound, func, args, 2);
    decref(func);
    if (found != nullptr) {
      result = object_is_true(found);
      decref(found);
    }
  } else if (!err_occurred()) {
    result = static_cast<int>(sequence_iter_search(self, value, kIterSearchContains));
  }
  return result;
}

Object* slot_mp_subscript(Object* self, Object* key) { return call1(self, ID(__getitem__), key); }

int slot_mp_ass_subscript(Object* self, Object* key, Object* value) {
  return call_set(self, ID(__setitem__), ID(__delitem__), key, value);
}

// --- Basic slots ---

Object* slot_tp_repr(Object* self) {
  int unbound;
  Object* func = object_lookup_maybe_method(self, ID(__repr__), &unbound);
  if (func == nullptr) {
    err_clear();
    return unicode_from_format("<%s object at %p>", self->ob_type->tp_name, self);
  }
  Object* result = call_unbound_noarg(unbound, func, self);
  decref(func);
  return result;
}

HashValue slot_tp_hash(Object* self) {
  int unbound;
  Object* func = object_lookup_maybe_method(self, ID(__hash__), &unbound);
  if (func == nullptr || func == None) return object_hash_not_implemented(self);
  Object* result = call_unbound_noarg(unbound, func, self);
  decref(func);
  if (result == nullptr) return -1;
  if (!long_check(result)) {
    err_set_string(exc_TypeError, "__hash__ method should return an integer");
    decref(result);
    return -1;
  }
  // Values in range stay as they are; larger ones are mixed the way that int does it.
  HashValue hash = long_as_ssize_t(result);
  if (hash == -1 && err_occurred()) {
    err_clear();
    hash = long_hash(result);
  }
  decref(result);
  return hash == -1 ? -2 : hash;
}

// Calls self's method name with a tuple and a dict.
static Object* call_with_self(Object* self, Object* name, Object* args, Object* kwds) {
  int unbound;
  Object* method = lookup_method(self, name, &unbound);
  if (method == nullptr) return nullptr;
  Object* result =
      unbound ? object_call_prepend(method, self, args, kwds) : object_call(method, args, kwds);
  decref(method);
  return result;
}

Object* slot_tp_call(Object* self, Object* args, Object* kwds) {
  return call_with_self(self, ID(__call__), args, kwds);
}

Object* slot_tp_getattro(Object* self, Object* name) {
  return call1(self, ID(__getattribute__), name);
}

// getattr hooks are called through the descriptor protocol: a staticmethod works as __getattr__.
static Object* call_attribute(Object* self, Object* attr, Object* name) {
  if (type_has_feature(attr->ob_type, TPFLAGS_METHOD_DESCRIPTOR)) {
    Object* args[] = {self, name};
    return object_vectorcall(attr, args, 2, nullptr);
  }
  descrgetfunc get = attr->ob_type->tp_descr_get;
  Object* bound = get ? get(attr, self, self->ob_type) : new_ref(attr);
  if (bound == nullptr) return nullptr;
  Object* result = object_call_one_arg(bound, name);
  decref(bound);
  return result;
}

// Installed for __getattribute__ and for __getattr__; falls back to slot_tp_getattro when there is
// no __getattr__.
Object* slot_tp_getattr_hook(Object* self, Object* name) {
  TypeObject* type = self->ob_type;
  Object* getattr = type_lookup(type, ID(__getattr__));
  if (getattr == nullptr) {
    type->tp_getattro = slot_tp_getattro;
    return slot_tp_getattro(self, name);
  }
  incref(getattr);
  Object* getattribute = xnew_ref(type_lookup(type, ID(__getattribute__)));
  Object* result;
  if (getattribute == nullptr || (wrapper_descr_check(getattribute) &&
                                  as<WrapperDescrObject>(getattribute)->d_wrapped ==
                                      reinterpret_cast<SlotFunction>(object_generic_get_attr))) {
    result = object_generic_get_attr_with_dict(self, name, nullptr, true);
    if (result == nullptr && !err_occurred()) result = call_attribute(self, getattr, name);
  } else {
    result = call_attribute(self, getattribute, name);
    if (result == nullptr && err_exception_matches(exc_AttributeError)) {
      err_clear();
      result = call_attribute(self, getattr, name);
    }
  }
  xdecref(getattribute);
  decref(getattr);
  return result;
}

int slot_tp_setattro(Object* self, Object* name, Object* value) {
  return call_set(self, ID(__setattr__), ID(__delattr__), name, value);
}

Object* slot_tp_richcompare(Object* self, Object* other, int op) {
  Object* const names[] = {ID(__lt__), ID(__le__), ID(__eq__), ID(__ne__), ID(__gt__), ID(__ge__)};
  int unbound;
  Object* func = object_lookup_maybe_method(self, names[op], &unbound);
  if (func == nullptr) {
    err_clear();
    return NotImplemented;
  }
  Object* stack[2] = {self, other};
  Object* result = vectorcall_unbound(unbound, func, stack, 2);
  decref(func);
  return result;
}

// __iter__, else the old protocol: __getitem__ with 0, 1, 2, ...
Object* slot_tp_iter(Object* self) {
  int unbound;
  Object* func = object_lookup_maybe_method(self, ID(__iter__), &unbound);
  if (func == None)
    return err_format(exc_TypeError, "'%.200s' object is not iterable", self->ob_type->tp_name);
  if (func != nullptr) {
    Object* result = call_unbound_noarg(unbound, func, self);
    decref(func);
    return result;
  }
  err_clear();
  func = object_lookup_maybe_method(self, ID(__getitem__), &unbound);
  if (func == nullptr)
    return err_format(exc_TypeError, "'%.200s' object is not iterable", self->ob_type->tp_name);
  decref(func);
  return seq_iter_new(self);
}

Object* next_not_implemented(Object* self) {
  return err_format(exc_TypeError, "'%.200s' object is not iterable", self->ob_type->tp_name);
}

// Classes that lose their __get__ lose the slot at the next use.
Object* slot_tp_descr_get(Object* self, Object* o, Object* owner) {
  TypeObject* type = self->ob_type;
  Object* get = type_lookup(type, ID(__get__));
  if (get == nullptr) {
    if (type->tp_descr_get == slot_tp_descr_get) type->tp_descr_get = nullptr;
    return new_ref(self);
  }
  incref(get);
  Object* stack[3] = {self, o ? o : None, owner ? owner : None};
  Object* result = object_vectorcall(get, stack, 3, nullptr);
  decref(get);
  return result;
}

int slot_tp_descr_set(Object* self, Object* target, Object* value) {
  return call_set(self, ID(__set__), ID(__delete__), target, value);
}

int slot_tp_init(Object* self, Object* args, Object* kwds) {
  Object* result = call_with_self(self, ID(__init__), args, kwds);
  if (result == nullptr) return -1;
  if (result != None) {
    err_format(exc_TypeError, "__init__() should return None, not '%.200s'",
               result->ob_type->tp_name);
    decref(result);
    return -1;
  }
  return 0;
}

// __new__ is a static method: the class goes in as its first argument by hand.
Object* slot_tp_new(TypeObject* type, Object* args, Object* kwds) {
  Object* func = object_get_attr(type, ID(__new__));
  if (func == nullptr) return nullptr;
  Object* result = object_call_prepend(func, type, args, kwds);
  decref(func);
  return result;
}

// __del__ runs in the middle of anything: the error indicator is kept, and what __del__ raises can
// only be printed.
void slot_tp_finalize(Object* self) {
  Object* exc = err_get_raised_exception();
  int unbound;
  Object* del = object_lookup_maybe_method(self, ID(__del__), &unbound);
  if (del != nullptr) {
    Object* result = call_unbound_noarg(unbound, del, self);
    if (result == nullptr) {
      err_write_unraisable(del);
    } else {
      decref(result);
    }
    decref(del);
  }
  err_set_raised_exception(exc);
}

// --- Async ---

static Object* call_async(Object* self, Object* name) {
  int unbound;
  Object* func = object_lookup_maybe_method(self, name, &unbound);
  if (func == nullptr) {
    return err_format(exc_AttributeError, "object %.50s does not have %U method",
                      self->ob_type->tp_name, name);
  }
  Object* result = call_unbound_noarg(unbound, func, self);
  decref(func);
  return result;
}
Object* slot_am_await(Object* self) { return call_async(self, ID(__await__)); }
Object* slot_am_aiter(Object* self) { return call_async(self, ID(__aiter__)); }
Object* slot_am_anext(Object* self) { return call_async(self, ID(__anext__)); }

}  // namespace py

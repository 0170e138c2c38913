// Type variables in the arguments of generic aliases and unions: finding them, putting types in
// their places. CPython 3.13: _Py_make_parameters, _Py_subs_parameters in
// Objects/genericaliasobject.c
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/genericaliasobject.h"
#include "types/listobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"

namespace py {

static Ssize tuple_find(Object* tuple, Ssize n, Object* item) {
  for (Ssize i = 0; i < n; i++) {
    if (tuple_item(tuple, i) == item) return i;
  }
  return -1;
}

static bool list_has(Object* list, Object* item) {
  for (Ssize i = 0; i < list_size(list); i++) {
    if (list_item(list, i) == item) return true;
  }
  return false;
}

// Adds to list the type variables in one argument. 0, or -1.
static int collect_parameters(Object* list, Object* arg) {
  if (type_check(arg)) return 0;  // a bare class's __parameters__ describes its instances
  int is_variable = object_has_attr_with_error(arg, ID(__typing_subst__));
  if (is_variable < 0) return -1;
  if (is_variable) return list_has(list, arg) ? 0 : list_append(list, arg);
  Object* inner;
  if (object_get_optional_attr(arg, ID(__parameters__), &inner) < 0) return -1;
  int result = 0;
  if (inner != nullptr && tuple_check(inner)) {
    for (Ssize i = 0; i < tuple_size(inner) && result == 0; i++) {
      if (!list_has(list, tuple_item(inner, i))) result = list_append(list, tuple_item(inner, i));
    }
  }
  xdecref(inner);
  return result;
}

Object* make_parameters(Object* args) {
  Object* list = list_new(0);
  if (list == nullptr) return nullptr;
  for (Ssize i = 0; i < tuple_size(args); i++) {
    if (collect_parameters(list, tuple_item(args, i)) < 0) {
      decref(list);
      return nullptr;
    }
  }
  Object* result = list_as_tuple(list);
  decref(list);
  return result;
}

// What *tuple[...] unpacks to: new reference, or null with or without an error.
static Object* unpacked_tuple_args(Object* arg) {
  if (generic_alias_check(arg)) {
    auto* alias = as<GenericAliasObject>(arg);
    if (alias->starred && alias->origin == &tuple_type) return new_ref(alias->args);
  }
  Object* result;
  if (object_get_optional_attr(arg, ID(__typing_unpacked_tuple_args__), &result) <= 0)
    return nullptr;
  return result == None ? nullptr : result;
}

static int extend_list(Object* list, Object* tuple) {
  for (Ssize i = 0; i < tuple_size(tuple); i++) {
    if (list_append(list, tuple_item(tuple, i)) < 0) return -1;
  }
  return 0;
}

// The index of a subscription as a tuple, *tuple[int, str] spread out. New reference.
static Object* unpack_args(Object* item) {
  Object* list = list_new(0);
  if (list == nullptr) return nullptr;
  bool is_tuple = tuple_check(item);
  Ssize n = is_tuple ? tuple_size(item) : 1;
  int result = 0;
  for (Ssize i = 0; i < n && result == 0; i++) {
    Object* part = is_tuple ? tuple_item(item, i) : item;
    Object* inner = type_check(part) ? nullptr : unpacked_tuple_args(part);
    bool open_ended = inner != nullptr && tuple_check(inner) && tuple_size(inner) != 0 &&
                      tuple_item(inner, tuple_size(inner) - 1) == Ellipsis;
    if (inner != nullptr && tuple_check(inner) && !open_ended) {
      result = extend_list(list, inner);
    } else if (err_occurred()) {
      result = -1;
    } else {
      result = list_append(list, part);
    }
    xdecref(inner);
  }
  Object* tuple = result < 0 ? nullptr : list_as_tuple(list);
  decref(list);
  return tuple;
}

// Lets each parameter look at the arguments first (TypeVarTuple packs its share). Takes item over.
static Object* prepare_args(Object* self, Object* parameters, Object* item) {
  for (Ssize i = 0; i < tuple_size(parameters) && item != nullptr; i++) {
    Object* prepare;
    if (object_get_optional_attr(tuple_item(parameters, i), ID(__typing_prepare_subst__),
                                 &prepare) < 0) {
      clear_ref(item);
      break;
    }
    if (prepare != nullptr && prepare != None) {
      Object* args = tuple_check(item) ? new_ref(item) : tuple_pack(item);
      set_ref(item, args ? object_call_function_obj_args(prepare, self, args, nullptr) : nullptr);
      xdecref(args);
    }
    xdecref(prepare);
  }
  return item;
}

// arg with its own parameters replaced by those of argitems that stand for them. New reference.
static Object* subs_tvars(Object* arg, Object* params, Object* const* argitems) {
  Object* inner;
  if (object_get_optional_attr(arg, ID(__parameters__), &inner) < 0) return nullptr;
  if (inner == nullptr || !tuple_check(inner) || tuple_size(inner) == 0) {
    xdecref(inner);
    return new_ref(arg);
  }
  Object* subargs = list_new(0);
  int status = subargs ? 0 : -1;
  for (Ssize i = 0; i < tuple_size(inner) && status == 0; i++) {
    Object* part = tuple_item(inner, i);
    Ssize at = tuple_find(params, tuple_size(params), part);
    if (at >= 0) part = argitems[at];
    bool spread = at >= 0 && tuple_item(params, at)->ob_type->tp_iter && tuple_check(part);
    status = spread ? extend_list(subargs, part) : list_append(subargs, part);
  }
  Object* tuple = status == 0 ? list_as_tuple(subargs) : nullptr;
  Object* result = tuple ? object_get_item(arg, tuple) : nullptr;
  xdecref(tuple);
  xdecref(subargs);
  decref(inner);
  return result;
}

static int is_unpacked_typevartuple(Object* arg) {
  Object* value;
  int result = object_get_optional_attr(arg, ID(__typing_is_unpacked_typevartuple__), &value);
  if (result > 0) {
    result = object_is_true(value);
    decref(value);
  }
  return result;
}

// Appends what one old argument becomes. 0, or -1.
static int substitute_one(Object* newargs, Object* arg, Object* parameters,
                          Object* const* argitems) {
  if (type_check(arg)) return list_append(newargs, arg);
  int unpack = is_unpacked_typevartuple(arg);
  if (unpack < 0) return -1;
  Object *subst, *replaced;
  if (object_get_optional_attr(arg, ID(__typing_subst__), &subst) < 0) return -1;
  if (subst != nullptr) {
    Ssize at = tuple_find(parameters, tuple_size(parameters), arg);
    replaced = at < 0 ? new_ref(arg) : object_call_one_arg(subst, argitems[at]);
    decref(subst);
  } else {
    replaced = subs_tvars(arg, parameters, argitems);
  }
  if (replaced == nullptr) return -1;
  int result = unpack && tuple_check(replaced) ? extend_list(newargs, replaced)
                                               : list_append(newargs, replaced);
  decref(replaced);
  return result;
}

Object* subs_parameters(Object* self, Object* args, Object* parameters, Object* item) {
  Ssize nparams = tuple_size(parameters);
  if (nparams == 0) return err_format(exc_TypeError, "%R is not a generic class", self);
  item = unpack_args(item);
  if (item != nullptr) item = prepare_args(self, parameters, item);
  if (item == nullptr) return nullptr;
  bool is_tuple = tuple_check(item);
  Ssize nitems = is_tuple ? tuple_size(item) : 1;
  Object* const* argitems = is_tuple ? tuple_items(item) : &item;
  if (nitems != nparams) {
    decref(item);
    return err_format(exc_TypeError, "Too %s arguments for %R; actual %zd, expected %zd",
                      nitems > nparams ? "many" : "few", self, nitems, nparams);
  }
  Object* newargs = list_new(0);
  int status = newargs ? 0 : -1;
  for (Ssize i = 0; i < tuple_size(args) && status == 0; i++) {
    status = substitute_one(newargs, tuple_item(args, i), parameters, argitems);
  }
  Object* result = status == 0 ? list_as_tuple(newargs) : nullptr;
  xdecref(newargs);
  decref(item);
  return result;
}

}  // namespace py

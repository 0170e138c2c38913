// o[key], len(o), iter(o), isinstance, format: what works on any object.
// CPython 3.13: the object, iterator and mapping parts of Objects/abstract.c
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/thread_state.h"
#include "types/abstract_internal.h"
#include "types/dictobject.h"
#include "types/exceptions.h"  // StopIterationObject
#include "types/genericaliasobject.h"
#include "types/iterobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"
#include "types/unionobject.h"

namespace py {

static const char* name_of(Object* o) { return o->ob_type->tp_name; }
static int type_error(const char* format, Object* o) {
  err_format(exc_TypeError, format, name_of(o));
  return -1;
}

// --- Sizes ---

Ssize object_size(Object* o) {
  if (lenfunc length = o->ob_type->sq_length) return length(o);
  return mapping_size(o);
}

Ssize mapping_size(Object* o) {
  if (lenfunc length = o->ob_type->mp_length) return length(o);
  return type_error(
      o->ob_type->sq_length ? "%.200s is not a mapping" : "object of type '%.200s' has no len()",
      o);
}

Ssize object_length_hint(Object* o, Ssize default_value) {
  if (o->ob_type->sq_length || o->ob_type->mp_length) {
    Ssize size = object_size(o);
    if (size >= 0) return size;
    if (!err_exception_matches(exc_TypeError)) return -1;
    err_clear();
  }
  Object* hint = object_lookup_special(o, ID(__length_hint__));
  if (hint == nullptr) return err_occurred() ? -1 : default_value;
  Object* result = object_call_no_args(hint);
  decref(hint);
  if (result == nullptr) {
    if (!err_exception_matches(exc_TypeError)) return -1;
    err_clear();
    return default_value;
  }
  if (result == NotImplemented) return default_value;
  Ssize size = -1;
  if (!long_check(result)) {
    type_error("__length_hint__ must be an integer, not %.100s", result);
  } else {
    size = long_as_ssize_t(result);
    if (size < 0 && !err_occurred()) {
      err_set_string(exc_ValueError, "__length_hint__() should return >= 0");
      size = -1;
    }
  }
  decref(result);
  return size;
}

// --- o[key] ---

// C[key]: __class_getitem__ is looked up on the class itself, not on its metaclass.
static Object* class_get_item(Object* cls, Object* key) {
  if (cls == &type_type) return generic_alias(cls, key);
  Object *method, *result = nullptr;
  if (object_get_optional_attr(cls, ID(__class_getitem__), &method) < 0) return nullptr;
  if (method != nullptr && method != None) {
    result = object_call_one_arg(method, key);
  } else {
    err_format(exc_TypeError, "type '%.200s' is not subscriptable",
               static_cast<TypeObject*>(cls)->tp_name);
  }
  xdecref(method);
  return result;
}

Object* object_get_item(Object* o, Object* key) {
  const TypeObject* type = o->ob_type;
  if (type->mp_subscript) return type->mp_subscript(o, key);
  if (type->sq_item) {
    if (!index_check(key)) {
      return err_format(exc_TypeError, "sequence index must be integer, not '%.200s'",
                        name_of(key));
    }
    Ssize i = number_as_ssize_t(key, exc_IndexError);
    return i == -1 && err_occurred() ? nullptr : sequence_get_item(o, i);
  }
  if (type_check(o)) return class_get_item(o, key);
  type_error("'%.200s' object is not subscriptable", o);
  return nullptr;
}

// Assignment (value) and deletion (null) through the sequence slot.
static int sequence_assign(Object* o, Object* key, Object* value) {
  if (!index_check(key)) return type_error("sequence index must be integer, not '%.200s'", key);
  Ssize i = number_as_ssize_t(key, exc_IndexError);
  if (i == -1 && err_occurred()) return -1;
  return value ? sequence_set_item(o, i, value) : sequence_del_item(o, i);
}

int object_set_item(Object* o, Object* key, Object* value) {
  const TypeObject* type = o->ob_type;
  if (type->mp_ass_subscript) return type->mp_ass_subscript(o, key, value);
  if (type->sq_ass_item) return sequence_assign(o, key, value);
  return type_error("'%.200s' object does not support item assignment", o);
}

int object_del_item(Object* o, Object* key) {
  const TypeObject* type = o->ob_type;
  if (type->mp_ass_subscript) return type->mp_ass_subscript(o, key, nullptr);
  if (type->sq_ass_item) return sequence_assign(o, key, nullptr);
  return type_error("'%.200s' object does not support item deletion", o);
}

// --- Mappings ---

bool mapping_check(Object* o) { return o != nullptr && o->ob_type->mp_subscript != nullptr; }

// o.keys() and the like for mappings that are not dicts: whatever comes back, as a list.
static Object* method_output_as_list(Object* o, Object* name) {
  Object* output = object_call_method_no_args(o, name);
  if (output == nullptr || list_check_exact(output)) return output;
  Object *iter = object_get_iter(output), *result = nullptr;
  if (iter != nullptr) {
    result = sequence_list(iter);
    decref(iter);
  } else if (err_exception_matches(exc_TypeError)) {
    err_format(exc_TypeError, "%.200s.%U() returned a non-iterable (type %.200s)", name_of(o), name,
               name_of(output));
  }
  decref(output);
  return result;
}

Object* mapping_keys(Object* o) {
  return dict_check_exact(o) ? dict_keys(o) : method_output_as_list(o, ID(keys));
}
Object* mapping_values(Object* o) {
  return dict_check_exact(o) ? dict_values(o) : method_output_as_list(o, ID(values));
}
Object* mapping_items(Object* o) {
  return dict_check_exact(o) ? dict_items(o) : method_output_as_list(o, ID(items));
}

Object* mapping_get_item_string(Object* o, const char* key) {
  Object* str = unicode_from_string(key);
  if (str == nullptr) return nullptr;
  Object* result = object_get_item(o, str);
  decref(str);
  return result;
}

int mapping_get_optional_item(Object* o, Object* key, Object** result) {
  if (dict_check_exact(o)) return dict_get_item_ref(o, key, result);
  *result = object_get_item(o, key);
  if (*result != nullptr) return 1;
  if (!err_exception_matches(exc_KeyError)) return -1;
  err_clear();
  return 0;
}

int mapping_has_key_with_error(Object* o, Object* key) {
  Object* value;
  int found = mapping_get_optional_item(o, key, &value);
  xdecref(value);
  return found;
}

// --- Iterators ---

// A class that sets __next__ = None keeps a slot, but one that only complains.
bool iter_check(Object* o) {
  iternextfunc next = o->ob_type->tp_iternext;
  return next != nullptr && next != next_not_implemented;
}

Object* object_get_iter(Object* o) {
  getiterfunc iter = o->ob_type->tp_iter;
  if (iter == nullptr) {
    if (sequence_check(o)) return seq_iter_new(o);
    type_error("'%.200s' object is not iterable", o);
    return nullptr;
  }
  Object* result = iter(o);
  if (result != nullptr && !iter_check(result)) {
    type_error("iter() returned non-iterator of type '%.100s'", result);
    clear_ref(result);
  }
  return result;
}

int iter_next_item(Object* iter, Object** item) {
  *item = iter->ob_type->tp_iternext(iter);
  if (*item != nullptr) return 1;
  if (!err_occurred()) return 0;
  if (!err_exception_matches(exc_StopIteration)) return -1;
  err_clear();
  return 0;
}

Object* iter_next(Object* iter) {
  Object* item;
  iter_next_item(iter, &item);
  return item;
}

// The value of the StopIteration that is set (None when nothing is): 0, or -1 for another error.
static int fetch_stop_iteration_value(Object** value) {
  *value = nullptr;
  if (!err_occurred()) {
    *value = None;
    return 0;
  }
  if (!err_exception_matches(exc_StopIteration)) return -1;
  Object* exc = err_get_raised_exception();
  *value = new_ref(as<StopIterationObject>(exc)->value);
  decref(exc);
  return 0;
}

int iter_send(Object* iter, Object* value, Object** result) {
  if (sendfunc send = iter->ob_type->am_send) return send(iter, value, result);
  if (value == None && iter_check(iter)) {
    *result = iter->ob_type->tp_iternext(iter);
  } else {
    *result = object_call_method_one_arg(iter, ID(send), value);
  }
  if (*result != nullptr) return 1;
  return fetch_stop_iteration_value(result) == 0 ? 0 : -1;
}

// --- format ---

Object* object_format(Object* o, Object* format_spec) {
  if (format_spec != nullptr && !unicode_check(format_spec)) {
    return err_format(exc_SystemError, "Format specifier must be a string, not %.200s",
                      name_of(format_spec));
  }
  if (format_spec == nullptr || unicode_length(format_spec) == 0) {
    if (unicode_check_exact(o)) return new_ref(o);
    if (long_check_exact(o)) return object_str(o);
  }
  Object* method = object_lookup_special(o, ID(__format__));
  if (method == nullptr) {
    return err_occurred()
               ? nullptr
               : err_format(exc_TypeError, "Type %.100s doesn't define __format__", name_of(o));
  }
  Object* result = object_call_one_arg(method, format_spec ? format_spec : unicode_get_empty());
  decref(method);
  if (result != nullptr && !unicode_check(result)) {
    type_error("__format__ must return a str, not %.200s", result);
    clear_ref(result);
  }
  return result;
}

// --- isinstance and issubclass ---

// cls.__bases__ when that is a tuple: new reference; null without an error otherwise.
static Object* abstract_get_bases(Object* cls) {
  Object* bases;
  object_get_optional_attr(cls, ID(__bases__), &bases);
  if (bases != nullptr && !tuple_check(bases)) clear_ref(bases);
  return bases;
}

// For objects that look like classes: a depth-first search along __bases__.
static int abstract_issubclass(Object* derived, Object* cls) {
  if (derived == cls) return 1;
  Object* bases = abstract_get_bases(derived);
  if (bases == nullptr) return err_occurred() ? -1 : 0;
  int result = 0;
  Ssize n = tuple_size(bases);
  if (n != 0 && enter_recursive_call(" in __issubclass__") < 0) {
    decref(bases);
    return -1;
  }
  for (Ssize i = 0; i < n && result == 0; i++)
    result = abstract_issubclass(tuple_item(bases, i), cls);
  if (n != 0) leave_recursive_call();
  decref(bases);
  return result;
}

static bool check_class(Object* cls, const char* error) {
  Object* bases = abstract_get_bases(cls);
  if (bases == nullptr) {
    if (!err_occurred()) err_set_string(exc_TypeError, error);
    return false;
  }
  decref(bases);
  return true;
}

int object_real_is_instance(Object* inst, Object* cls) {
  int result = 0;
  Object* icls;
  if (type_check(cls)) {
    auto* type = static_cast<TypeObject*>(cls);
    if (object_type_check(inst, type)) return 1;
    result = object_get_optional_attr(inst, ID(__class__), &icls);
    if (icls != nullptr) {
      result = icls != inst->ob_type && type_check(icls) &&
               type_is_subtype(static_cast<TypeObject*>(icls), type);
      decref(icls);
    }
    return result;
  }
  if (!check_class(cls, "isinstance() arg 2 must be a type, a tuple of types, or a union"))
    return -1;
  result = object_get_optional_attr(inst, ID(__class__), &icls);
  if (icls != nullptr) {
    result = abstract_issubclass(icls, cls);
    decref(icls);
  }
  return result;
}

int object_real_is_subclass(Object* derived, Object* cls) {
  if (type_check(cls) && type_check(derived)) {
    return type_is_subtype(static_cast<TypeObject*>(derived), static_cast<TypeObject*>(cls));
  }
  if (!check_class(derived, "issubclass() arg 1 must be a class")) return -1;
  if (!union_check(cls) &&
      !check_class(cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union")) {
    return -1;
  }
  return abstract_issubclass(derived, cls);
}

using ClassTest = int (*)(Object* o, Object* cls);

// What both have in common: tuples and unions of classes, and the class's own hook before the real
// test.
static int test_with_hook(Object* o, Object* cls, Object* hook, const char* where, ClassTest self,
                          ClassTest real) {
  if (union_check(cls)) cls = union_args(cls);
  if (tuple_check(cls)) {
    if (enter_recursive_call(where) < 0) return -1;
    int result = 0;
    for (Ssize i = 0, n = tuple_size(cls); i < n && result == 0; i++)
      result = self(o, tuple_item(cls, i));
    leave_recursive_call();
    return result;
  }
  Object* checker = object_lookup_special(cls, hook);
  if (checker == nullptr) return err_occurred() ? -1 : real(o, cls);
  if (enter_recursive_call(where) < 0) {
    decref(checker);
    return -1;
  }
  Object* answer = object_call_one_arg(checker, o);
  leave_recursive_call();
  decref(checker);
  if (answer == nullptr) return -1;
  int result = object_is_true(answer);
  decref(answer);
  return result;
}

int object_is_instance(Object* inst, Object* cls) {
  if (static_cast<Object*>(inst->ob_type) == cls) return 1;
  if (type_check_exact(cls)) return object_real_is_instance(inst, cls);
  return test_with_hook(inst, cls, ID(__instancecheck__), " in __instancecheck__",
                        object_is_instance, object_real_is_instance);
}

int object_is_subclass(Object* derived, Object* cls) {
  if (type_check_exact(cls)) return derived == cls ? 1 : object_real_is_subclass(derived, cls);
  return test_with_hook(derived, cls, ID(__subclasscheck__), " in __subclasscheck__",
                        object_is_subclass, object_real_is_subclass);
}

}  // namespace py

// Attributes of objects: the generic lookup that most types use, and getattr, setattr, hasattr on
// any object. CPython 3.13: the middle of Objects/object.c
//
// Order of the generic lookup: data descriptors of the class, the instance's own values, other
// attributes of the class.
#include "memory/region.h"  // address_of
#include "object/errors.h"
#include "object/identifiers.h"   // ID
#include "object/object_alloc.h"  // object_var_size
#include "types/descrobject.h"    // descr_is_data
#include "types/dictobject.h"     // inline values, managed dicts
#include "types/exceptions.h"     // AttributeErrorObject
#include "types/moduleobject.h"   // module_getattro
#include "types/typeobject.h"     // type_lookup
#include "types/unicodeobject.h"

namespace py {

uint64_t object_id(const Object* o) { return address_of(o); }

// Notes the name and the object on the AttributeError being raised, for "Did you mean". CPython:
// _PyObject_SetAttributeErrorContext.
static void set_attribute_error_context(Object* o, Object* name) {
  if (!err_exception_matches(exc_AttributeError)) return;
  Object* exc = err_get_raised_exception();
  if (err_given_exception_matches(exc, exc_AttributeError)) {
    auto* error = as<AttributeErrorObject>(exc);
    if (error->name == nullptr && error->obj == nullptr) {
      if (object_set_attr(exc, ID(name), name) < 0 || object_set_attr(exc, ID(obj), o) < 0) {
        decref(exc);
        return;  // that error takes over
      }
    }
  }
  err_set_raised_exception(exc);
}

static Object* no_attribute(Object* o, Object* name) {
  err_format(exc_AttributeError, "'%.100s' object has no attribute '%U'", o->ob_type->tp_name,
             name);
  set_attribute_error_context(o, name);
  return nullptr;
}

static bool check_name(Object* name) {
  if (LIKELY(unicode_check(name))) return true;
  err_format(exc_TypeError, "attribute name must be string, not '%.200s'", name->ob_type->tp_name);
  return false;
}

// Where an unmanaged __dict__ is kept; null when the type has none. CPython:
// _PyObject_ComputedDictPointer.
static Object** computed_dict_pointer(Object* o) {
  Ssize offset = o->ob_type->tp_dictoffset;
  if (offset == 0) return nullptr;
  if (offset < 0) {  // counted from the end of a variable-size object
    Ssize size = static_cast<VarObject*>(o)->ob_size;
    offset += object_var_size(o->ob_type, size < 0 ? -size : size);
  }
  return reinterpret_cast<Object**>(reinterpret_cast<char*>(o) + offset);
}

Object** object_get_dict_ptr(Object* o) {
  TypeObject* type = o->ob_type;
  if (!type_has_feature(type, TPFLAGS_MANAGED_DICT)) return computed_dict_pointer(o);
  if (managed_dict(o) == nullptr && type_has_feature(type, TPFLAGS_INLINE_VALUES)) {
    if (object_materialize_managed_dict(o) == nullptr) {
      err_clear();
      return nullptr;
    }
  }
  return reinterpret_cast<Object**>(&managed_dict(o));
}

// The dict in which the instance's own attributes are, if there is one now. Borrowed. May fail only
// for inline values.
static Object* instance_dict(Object* o) {
  if (type_has_feature(o->ob_type, TPFLAGS_MANAGED_DICT)) return managed_dict(o);
  Object** slot = computed_dict_pointer(o);
  return slot ? *slot : nullptr;
}

static bool clear_if_suppressed(bool suppress) {
  if (!suppress || !err_exception_matches(exc_AttributeError)) return false;
  err_clear();
  return true;
}

// The instance's own attribute. 1 found (new reference in *result), 0 absent, -1 error.
static int lookup_own(Object* o, Object* name, Object* dict, Object** result) {
  *result = nullptr;
  if (dict == nullptr) {
    if (type_has_feature(o->ob_type, TPFLAGS_INLINE_VALUES)) {
      if (unicode_check_exact(name) && object_try_get_instance_attribute(o, name, result))
        return *result != nullptr;
      dict = object_materialize_managed_dict(o);
      if (dict == nullptr) return -1;
    } else {
      dict = instance_dict(o);
    }
  }
  if (dict == nullptr) return 0;
  incref(dict);
  int found = dict_get_item_ref(dict, name, result);
  decref(dict);
  return found;
}

Object* object_generic_get_attr_with_dict(Object* o, Object* name, Object* dict, bool suppress) {
  if (!check_name(name)) return nullptr;
  TypeObject* type = o->ob_type;
  descrgetfunc get = nullptr;
  Object* result = nullptr;
  Object* descr = type_lookup(type, name);
  if (descr != nullptr) {
    incref(descr);
    get = descr->ob_type->tp_descr_get;
    if (get != nullptr && descr_is_data(descr)) {
      result = get(descr, o, type);
      if (result == nullptr) clear_if_suppressed(suppress);
      decref(descr);
      return result;
    }
  }
  incref(name);
  int found = lookup_own(o, name, dict, &result);
  if (found == 0 || (found < 0 && clear_if_suppressed(suppress))) {
    if (get != nullptr) {
      result = get(descr, o, o->ob_type);
      if (result == nullptr) clear_if_suppressed(suppress);
    } else if (descr != nullptr) {
      result = new_ref(descr);
    } else if (!suppress) {
      no_attribute(o, name);
    }
  }
  decref(name);
  xdecref(descr);
  return result;
}

Object* object_generic_get_attr(Object* o, Object* name) {
  return object_generic_get_attr_with_dict(o, name, nullptr, false);
}

// Why an object without a __dict__ does not take the attribute.
static int refuse_store(Object* o, Object* name, bool class_has_it) {
  TypeObject* type = o->ob_type;
  if (class_has_it) {
    err_format(exc_AttributeError, "'%.100s' object attribute '%U' is read-only", type->tp_name,
               name);
    return -1;
  }
  if (type->tp_setattro == object_generic_set_attr) {
    err_format(exc_AttributeError,
               "'%.100s' object has no attribute '%U' and no __dict__ for setting new attributes",
               type->tp_name, name);
  } else {
    err_format(exc_AttributeError, "'%.100s' object has no attribute '%U'", type->tp_name, name);
  }
  set_attribute_error_context(o, name);
  return -1;
}

static int store_own(Object* o, Object* name, Object* value, bool class_has_it) {
  TypeObject* type = o->ob_type;
  if (type_has_feature(type, TPFLAGS_INLINE_VALUES))
    return object_store_instance_attribute(o, name, value);
  Object** slot = type_has_feature(type, TPFLAGS_MANAGED_DICT)
                      ? reinterpret_cast<Object**>(&managed_dict(o))
                      : computed_dict_pointer(o);
  if (slot == nullptr) return refuse_store(o, name, class_has_it);
  return object_dict_set_item(type, o, slot, name, value);
}

int object_generic_set_attr_with_dict(Object* o, Object* name, Object* value, Object* dict) {
  if (!check_name(name)) return -1;
  TypeObject* type = new_ref(o->ob_type);
  incref(name);
  Object* descr = xnew_ref(type_lookup(type, name));
  descrsetfunc set = descr ? descr->ob_type->tp_descr_set : nullptr;
  int result;
  if (set != nullptr) {
    result = set(descr, o, value);
  } else {
    if (dict == nullptr) {
      result = store_own(o, name, value, descr != nullptr);
    } else {
      incref(dict);
      result = value ? dict_set_item(dict, name, value) : dict_del_item(dict, name);
      decref(dict);
    }
    if (result < 0 && err_exception_matches(exc_KeyError)) {
      err_format(exc_AttributeError, "'%.100s' object has no attribute '%U'", type->tp_name, name);
      set_attribute_error_context(o, name);
    }
  }
  xdecref(descr);
  decref(static_cast<Object*>(type));
  decref(name);
  return result;
}

int object_generic_set_attr(Object* o, Object* name, Object* value) {
  return object_generic_set_attr_with_dict(o, name, value, nullptr);
}

int object_generic_set_dict(Object* o, Object* value, void*) {
  Object** slot = object_get_dict_ptr(o);
  if (slot == nullptr) {
    if (type_has_feature(o->ob_type, TPFLAGS_INLINE_VALUES) && managed_dict(o) == nullptr) {
      err_no_memory();
    } else {
      err_set_string(exc_AttributeError, "This object has no __dict__");
    }
    return -1;
  }
  if (value == nullptr) {
    err_set_string(exc_TypeError, "cannot delete __dict__");
    return -1;
  }
  if (!dict_check(value)) {
    err_format(exc_TypeError, "__dict__ must be set to a dictionary, not a '%.200s'",
               value->ob_type->tp_name);
    return -1;
  }
  set_ref(*slot, new_ref(value));
  return 0;
}

Object* object_get_attr(Object* o, Object* name) {
  if (!check_name(name)) return nullptr;
  Object* result = nullptr;
  if (getattrofunc get = o->ob_type->tp_getattro) {
    result = get(o, name);
  } else {
    err_format(exc_AttributeError, "'%.100s' object has no attribute '%U'", o->ob_type->tp_name,
               name);
  }
  if (result == nullptr) set_attribute_error_context(o, name);
  return result;
}

Object* object_get_attr_string(Object* o, const char* name) {
  Object* str = unicode_from_string(name);
  if (str == nullptr) return nullptr;
  Object* result = object_get_attr(o, str);
  decref(str);
  return result;
}

int object_get_optional_attr(Object* o, Object* name, Object** result) {
  *result = nullptr;
  if (!check_name(name)) return -1;
  getattrofunc get = o->ob_type->tp_getattro;
  if (get == object_generic_get_attr) {
    *result = object_generic_get_attr_with_dict(o, name, nullptr, true);
    return *result ? 1 : err_occurred() ? -1 : 0;
  }
  if (get == module_getattro) {
    *result = module_getattro_impl(as<ModuleObject>(o), name, 1);
    return *result ? 1 : err_occurred() ? -1 : 0;
  }
  if (get == type_getattro) {
    int suppressed = 0;
    *result = type_getattro_impl(static_cast<TypeObject*>(o), name, &suppressed);
    if (suppressed) return 0;
  } else if (get != nullptr) {
    *result = get(o, name);
  } else {
    return 0;
  }
  if (*result != nullptr) return 1;
  if (!err_exception_matches(exc_AttributeError)) return -1;
  err_clear();
  return 0;
}

int object_has_attr_with_error(Object* o, Object* name) {
  Object* value;
  int found = object_get_optional_attr(o, name, &value);
  xdecref(value);
  return found;
}

bool object_has_attr(Object* o, Object* name) {
  int found = object_has_attr_with_error(o, name);
  if (found >= 0) return found > 0;
  err_format_unraisable(
      nullptr,
      "Exception ignored in PyObject_HasAttr(); consider using PyObject_HasAttrWithError(), "
      "PyObject_GetOptionalAttr() or PyObject_GetAttr()");
  return false;
}

int object_set_attr(Object* o, Object* name, Object* value) {
  if (!check_name(name)) return -1;
  incref(name);
  unicode_intern_in_place(&name);
  TypeObject* type = o->ob_type;
  if (type->tp_setattro != nullptr) {
    int result = type->tp_setattro(o, name, value);
    decref(name);
    return result;
  }
  err_format(exc_TypeError,
             type->tp_getattro ? "'%.100s' object has only read-only attributes (%s .%U)"
                               : "'%.100s' object has no attributes (%s .%U)",
             type->tp_name, value ? "assign to" : "del", name);
  decref(name);
  return -1;
}

int object_set_attr_string(Object* o, const char* name, Object* value) {
  Object* str = unicode_intern_from_string(name);
  if (str == nullptr) return -1;
  int result = object_set_attr(o, str, value);
  decref(str);
  return result;
}

int object_del_attr(Object* o, Object* name) { return object_set_attr(o, name, nullptr); }

int object_get_method(Object* o, Object* name, Object** method) {
  *method = nullptr;
  TypeObject* type = o->ob_type;
  if (type->tp_getattro != object_generic_get_attr || !unicode_check_exact(name)) {
    *method = object_get_attr(o, name);
    return 0;
  }
  bool is_method = false;
  descrgetfunc get = nullptr;
  Object* descr = type_lookup(type, name);
  if (descr != nullptr) {
    incref(descr);
    if (type_has_feature(descr->ob_type, TPFLAGS_METHOD_DESCRIPTOR)) {
      is_method = true;
    } else {
      get = descr->ob_type->tp_descr_get;
      if (get != nullptr && descr_is_data(descr)) {
        *method = get(descr, o, type);
        decref(descr);
        return 0;
      }
    }
  }
  Object* dict = nullptr;
  if (type_has_feature(type, TPFLAGS_INLINE_VALUES) &&
      object_try_get_instance_attribute(o, name, method)) {
    if (*method != nullptr) {
      xdecref(descr);
      return 0;
    }
  } else {
    dict = instance_dict(o);
  }
  if (dict != nullptr) {
    incref(dict);
    int found = dict_get_item_ref(dict, name, method);
    decref(dict);
    if (found != 0) {  // or an error
      xdecref(descr);
      return 0;
    }
  }
  if (is_method) {
    *method = descr;
    return 1;
  }
  if (get != nullptr) {
    *method = get(descr, o, o->ob_type);
    decref(descr);
    return 0;
  }
  if (descr != nullptr) {
    *method = descr;
    return 0;
  }
  no_attribute(o, name);
  return 0;
}

}  // namespace py

// The attributes and methods of classes themselves: __name__, __mro__, __doc__, mro(),
// __subclasses__(), ... CPython 3.13: type_getsets, type_members and type_methods in
// Objects/typeobject.c
#include <cstring>

#include "object/abstract.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/abstract_internal.h"  // object_real_is_instance
#include "types/boolobject.h"
#include "types/descrobject.h"
#include "types/dict_keys.h"  // dict_keys_size
#include "types/dictobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/type_internal.h"
#include "types/unicodeobject.h"

namespace py {

static TypeObject* as_type(Object* o) { return static_cast<TypeObject*>(o); }

static bool check_set_special_type_attr(TypeObject* type, Object* value, const char* name) {
  if (type_has_feature(type, TPFLAGS_IMMUTABLETYPE)) {
    err_format(exc_TypeError, "cannot set '%s' attribute of immutable type '%s'", name,
               type->tp_name);
    return false;
  }
  if (value == nullptr) {
    err_format(exc_TypeError, "cannot delete '%s' attribute of immutable type '%s'", name,
               type->tp_name);
    return false;
  }
  return true;
}

// --- Names ---

static Object* get_name(Object* self, void*) { return type_get_name(as_type(self)); }
static Object* get_qualname(Object* self, void*) { return type_get_qual_name(as_type(self)); }
static Object* get_module(Object* self, void*) { return type_get_module_name(as_type(self)); }

static int set_name(Object* self, Object* value, void*) {
  TypeObject* type = as_type(self);
  if (!check_set_special_type_attr(type, value, "__name__")) return -1;
  if (!unicode_check(value)) {
    err_format(exc_TypeError, "can only assign string to %s.__name__, not '%s'", type->tp_name,
               value->ob_type->tp_name);
    return -1;
  }
  Ssize size;
  const char* utf8 = unicode_as_utf8_and_size(value, &size);
  if (utf8 == nullptr) return -1;
  if (static_cast<Ssize>(std::strlen(utf8)) != size) {
    err_set_string(exc_ValueError, "type name must not contain null characters");
    return -1;
  }
  type->tp_name = utf8;
  set_ref(type->ht_name, new_ref(value));
  return 0;
}

static int set_qualname(Object* self, Object* value, void*) {
  TypeObject* type = as_type(self);
  if (!check_set_special_type_attr(type, value, "__qualname__")) return -1;
  if (!unicode_check(value)) {
    err_format(exc_TypeError, "can only assign string to %s.__qualname__, not '%s'", type->tp_name,
               value->ob_type->tp_name);
    return -1;
  }
  set_ref(type->ht_qualname, new_ref(value));
  return 0;
}

static int set_module(Object* self, Object* value, void*) {
  TypeObject* type = as_type(self);
  if (!check_set_special_type_attr(type, value, "__module__")) return -1;
  type_modified(type);
  if (dict_pop(type->tp_dict, ID(__firstlineno__), nullptr) < 0) return -1;
  return dict_set_item(type->tp_dict, ID(__module__), value);
}

// --- Abstract methods ---

Object* type_abstractmethods(Object* self, void*) {
  Object* result = nullptr;
  if (self == &type_type) {  // that would be this very descriptor
    err_set_object(exc_AttributeError, ID(__abstractmethods__));
  } else if (dict_get_item_ref(as_type(self)->tp_dict, ID(__abstractmethods__), &result) == 0) {
    err_set_object(exc_AttributeError, ID(__abstractmethods__));
  }
  return result;
}

static int set_abstractmethods(Object* self, Object* value, void*) {
  TypeObject* type = as_type(self);
  int abstract = 0, result;
  if (value != nullptr) {
    abstract = object_is_true(value);
    if (abstract < 0) return -1;
    result = dict_set_item(type->tp_dict, ID(__abstractmethods__), value);
  } else {
    result = dict_pop(type->tp_dict, ID(__abstractmethods__), nullptr);
    if (result == 0) {
      err_set_object(exc_AttributeError, ID(__abstractmethods__));
      return -1;
    }
  }
  if (result < 0) return -1;
  type_modified(type);
  type->tp_flags =
      abstract ? type->tp_flags | TPFLAGS_IS_ABSTRACT : type->tp_flags & ~TPFLAGS_IS_ABSTRACT;
  return 0;
}

// --- Bases, mro, dict ---

static Object* get_bases(Object* self, void*) {
  Object* bases = as_type(self)->tp_bases;
  return new_ref(bases ? bases : None);
}
static Object* get_mro(Object* self, void*) {
  Object* mro = as_type(self)->tp_mro;
  return new_ref(mro ? mro : None);
}
static Object* get_dict(Object* self, void*) {
  Object* dict = as_type(self)->tp_dict;
  return dict ? dict_proxy_new(dict) : None;
}

// --- Doc, annotations, type parameters ---

static Object* get_doc(Object* self, void*) {
  TypeObject* type = as_type(self);
  if (!type_has_feature(type, TPFLAGS_HEAPTYPE) && type->tp_doc != nullptr) {
    return type_get_doc_from_internal_doc(type->tp_name, type->tp_doc);
  }
  Object* result;
  if (dict_get_item_ref(type->tp_dict, ID(__doc__), &result) == 0) return None;
  if (result != nullptr) {
    if (descrgetfunc get = result->ob_type->tp_descr_get)
      set_ref(result, get(result, nullptr, type));
  }
  return result;
}

static int set_doc(Object* self, Object* value, void*) {
  TypeObject* type = as_type(self);
  if (!check_set_special_type_attr(type, value, "__doc__")) return -1;
  type_modified(type);
  return dict_set_item(type->tp_dict, ID(__doc__), value);
}

static Object* get_text_signature(Object* self, void*) {
  TypeObject* type = as_type(self);
  return type_get_text_signature_from_internal_doc(type->tp_name, type->tp_doc, 0);
}

static Object* get_annotations(Object* self, void*) {
  TypeObject* type = as_type(self);
  if (!type_has_feature(type, TPFLAGS_HEAPTYPE)) {
    return err_format(exc_AttributeError, "type object '%s' has no attribute '__annotations__'",
                      type->tp_name);
  }
  Object* annotations;
  int found = dict_get_item_ref(type->tp_dict, ID(__annotations__), &annotations);
  if (found < 0) return nullptr;
  if (found > 0) {
    if (descrgetfunc get = annotations->ob_type->tp_descr_get) {
      set_ref(annotations, get(annotations, nullptr, type));
    }
    return annotations;
  }
  annotations = dict_new();
  if (annotations != nullptr) {
    if (dict_set_item(type->tp_dict, ID(__annotations__), annotations) < 0) {
      clear_ref(annotations);
    } else {
      type_modified(type);
    }
  }
  return annotations;
}

static int set_annotations(Object* self, Object* value, void*) {
  TypeObject* type = as_type(self);
  if (type_has_feature(type, TPFLAGS_IMMUTABLETYPE)) {
    err_format(exc_TypeError, "cannot set '__annotations__' attribute of immutable type '%s'",
               type->tp_name);
    return -1;
  }
  int result;
  if (value != nullptr) {
    result = dict_set_item(type->tp_dict, ID(__annotations__), value);
  } else {
    result = dict_pop(type->tp_dict, ID(__annotations__), nullptr);
    if (result == 0) {
      err_set_string(exc_AttributeError, "__annotations__");
      return -1;
    }
  }
  if (result < 0) return -1;
  type_modified(type);
  return 0;
}

static Object* get_type_params(Object* self, void*) {
  Object* params;
  if (self == &type_type) return tuple_new(0);
  if (dict_get_item_ref(as_type(self)->tp_dict, ID(__type_params__), &params) == 0)
    return tuple_new(0);
  return params;
}

static int set_type_params(Object* self, Object* value, void*) {
  TypeObject* type = as_type(self);
  if (!check_set_special_type_attr(type, value, "__type_params__")) return -1;
  int result = dict_set_item(type->tp_dict, ID(__type_params__), value);
  if (result == 0) type_modified(type);
  return result;
}

// --- Members. member_get_one gives the two offsets as the 64-bit build has them. ---

const MemberDef type_members[] = {
    {"__basicsize__", Py_T_SSIZE, offsetof(TypeObject, tp_basicsize), Py_READONLY},
    {"__itemsize__", Py_T_SSIZE, offsetof(TypeObject, tp_itemsize), Py_READONLY},
    {"__flags__", Py_T_SSIZE, offsetof(TypeObject, tp_flags), Py_READONLY},
    {"__weakrefoffset__", Py_T_SSIZE, offsetof(TypeObject, tp_weaklistoffset), Py_READONLY},
    {"__base__", _Py_T_OBJECT, offsetof(TypeObject, tp_base), Py_READONLY},
    {"__dictoffset__", Py_T_SSIZE, offsetof(TypeObject, tp_dictoffset), Py_READONLY},
    {},
};

const GetSetDef type_getsets[] = {
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualname, set_qualname},
    {"__bases__", get_bases, type_set_bases},
    {"__mro__", get_mro},
    {"__module__", get_module, set_module},
    {"__abstractmethods__", type_abstractmethods, set_abstractmethods},
    {"__dict__", get_dict},
    {"__doc__", get_doc, set_doc},
    {"__text_signature__", get_text_signature},
    {"__annotations__", get_annotations, set_annotations},
    {"__type_params__", get_type_params, set_type_params},
    {},
};

// --- Methods ---

static Object* type_subclasses(Object* self) { return type_get_subclasses(as_type(self)); }

static Object* type_prepare(Object*, Object* const*, Ssize, Object*) { return dict_new(); }

static Object* type_instancecheck(Object* self, Object* instance) {
  int result = object_real_is_instance(instance, self);
  return result < 0 ? nullptr : bool_from_long(result);
}
static Object* type_subclasscheck(Object* self, Object* subclass) {
  int result = object_real_is_subclass(subclass, self);
  return result < 0 ? nullptr : bool_from_long(result);
}

// Adds the names of a class and, recursively, of its bases to dict.
int merge_class_dict(Object* dict, Object* aclass) {
  Object* part;
  if (object_get_optional_attr(aclass, ID(__dict__), &part) < 0) return -1;
  if (part != nullptr) {
    int status = dict_update(dict, part);
    decref(part);
    if (status < 0) return -1;
  }
  Object* bases;
  if (object_get_optional_attr(aclass, ID(__bases__), &bases) < 0) return -1;
  if (bases == nullptr) return 0;
  int status = 0;
  Ssize n = sequence_size(bases);  // anybody may define __bases__
  if (n < 0) status = -1;
  for (Ssize i = 0; i < n && status == 0; i++) {
    Object* base = sequence_get_item(bases, i);
    status = base ? merge_class_dict(dict, base) : -1;
    xdecref(base);
  }
  decref(bases);
  return status;
}

static Object* type_dir(Object* self) {
  Object* result = nullptr;
  Object* dict = dict_new();
  if (dict != nullptr && merge_class_dict(dict, self) == 0) result = dict_keys(dict);
  xdecref(dict);
  return result;
}

static Object* type_sizeof(Object* self) {
  TypeObject* type = as_type(self);
  constexpr size_t kStaticTypeSize = 416;  // sizeof(PyTypeObject): a heap type's struct is longer
  if (!type_has_feature(type, TPFLAGS_HEAPTYPE)) return long_from_size_t(kStaticTypeSize);
  size_t size = layout::type.basicsize;
  if (type->ht_cached_keys != nullptr) size += dict_keys_size(type->ht_cached_keys);
  return long_from_size_t(size);
}

const MethodDef type_methods[] = {
    {"mro", type_mro_method, "mro($self, /)\n--\n\nReturn a type's method resolution order."},
    {"__subclasses__", type_subclasses,
     "__subclasses__($self, /)\n--\n\nReturn a list of immediate subclasses."},
    {"__prepare__", type_prepare,
     "__prepare__($cls, name, bases, /, **kwds)\n--\n\nCreate the namespace for the class "
     "statement",
     METH_CLASS},
    {"__instancecheck__", type_instancecheck,
     "__instancecheck__($self, instance, /)\n--\n\nCheck if an object is an instance."},
    {"__subclasscheck__", type_subclasscheck,
     "__subclasscheck__($self, subclass, /)\n--\n\nCheck if a class is a subclass."},
    {"__dir__", type_dir, "__dir__($self, /)\n--\n\nSpecialized __dir__ implementation for types."},
    {"__sizeof__", type_sizeof,
     "__sizeof__($self, /)\n--\n\nReturn memory consumption of the type object."},
    {},
};

}  // namespace py

// Attributes of instances: inline values behind the object, and the dict that takes over when a
// program asks for it. CPython 3.13: Objects/dictobject.c (last third)
//
// An instance of a class with INLINE_VALUES starts with all values behind itself, named by the
// class's shared keys, and no dict. Reading __dict__ makes a dict that shares these values
// (embedded). When a key does not fit the shared table, or the instance dies first, or gets another
// dict, that dict takes the values and the instance's own become invalid.
#include "gc/gc.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/thread_state.h"
#include "profile/profile.h"
#include "types/dict_keys.h"
#include "types/tupleobject.h"

namespace py {

static inline DictKeys* cached_keys(const TypeObject* tp) { return tp->ht_cached_keys; }

static inline bool may_be_tracked(Object* o) {
  return object_is_gc(o) && (!tuple_check_exact(o) || object_gc_is_tracked(o));
}

size_t inline_values_size(TypeObject* tp) {
  return static_cast<size_t>(dict_values_block_size(shared_keys_usable_size(cached_keys(tp))));
}

void object_init_inline_values(Object* obj, TypeObject* tp) {
  DictKeys* keys = cached_keys(tp);
  if (keys->dk_usable > 1) keys->dk_usable--;
  size_t size = shared_keys_usable_size(keys);
  DictValues* values =
      reinterpret_cast<DictValues*>(reinterpret_cast<char*>(obj) + tp->tp_basicsize);
  values->capacity = static_cast<uint8_t>(size);
  values->size = 0;
  values->embedded = 1;
  values->valid = 1;
  for (size_t i = 0; i < size; i++) values->values[i] = nullptr;
  managed_dict(obj) = nullptr;
}

// A dict on the given values, tracked only if one of them could be part of a cycle now.
static DictObject* make_dict_from_instance_attributes(DictKeys* keys, DictValues* values) {
  dictkeys_incref(keys);
  Ssize used = 0;
  bool track = false;
  for (size_t i = 0, n = shared_keys_usable_size(keys); i < n; i++) {
    if (Object* value = values->values[i]) {
      used++;
      track = track || may_be_tracked(value);
    }
  }
  Object* dict = new_dict(keys, values, used, false);
  if (dict && track) object_gc_track(dict);
  return static_cast<DictObject*>(dict);
}

// An empty dict for an instance of tp.
static Object* new_instance_dict(TypeObject* tp) {
  if (!type_has_feature(tp, TPFLAGS_HEAPTYPE) || cached_keys(tp) == nullptr) return dict_new();
  dictkeys_incref(cached_keys(tp));
  return new_dict_with_shared_keys(cached_keys(tp));
}

DictObject* object_materialize_managed_dict(Object* obj) {
  DictObject* dict = managed_dict(obj);
  if (dict) return dict;
  DictValues* values = object_inline_values(obj);
  dict = values->valid ? make_dict_from_instance_attributes(cached_keys(obj->ob_type), values)
                       : static_cast<DictObject*>(new_instance_dict(obj->ob_type));
  return managed_dict(obj) = dict;
}

// The managed dict, made if there is none. Borrowed.
static Object* managed_dict_or_new(Object* obj) {
  DictObject* dict = managed_dict(obj);
  if (dict) return dict;
  TypeObject* tp = obj->ob_type;
  if (type_has_feature(tp, TPFLAGS_INLINE_VALUES) && object_inline_values(obj)->valid)
    return object_materialize_managed_dict(obj);
  return managed_dict(obj) = static_cast<DictObject*>(new_instance_dict(tp));
}

Object* object_generic_get_dict(Object* obj, void*) {
  if (type_has_feature(obj->ob_type, TPFLAGS_MANAGED_DICT))
    return xnew_ref(managed_dict_or_new(obj));
  Object** slot = object_get_dict_ptr(obj);
  if (slot == nullptr) {
    err_set_string(exc_AttributeError, "This object has no __dict__");
    return nullptr;
  }
  if (*slot == nullptr) *slot = new_instance_dict(obj->ob_type);
  return xnew_ref(*slot);
}

static int set_or_delete(Object* dict, Object* name, Object* value) {
  return value == nullptr ? dict_del_item(dict, name) : dict_set_item(dict, name, value);
}

// The name has no place in the shared keys: the dict takes over, and what it cannot take it
// reports.
static int store_outside_shared_keys(Object* obj, DictValues* values, Object* name, Object* value) {
  DictObject* dict = managed_dict(obj);
  if (dict) return set_or_delete(dict, name, value);
  dict = make_dict_from_instance_attributes(cached_keys(obj->ob_type), values);
  if (dict == nullptr || set_or_delete(dict, name, value) < 0) {
    xdecref(dict);
    return -1;
  }
  managed_dict(obj) = dict;
  return 0;
}

static int store_inline_value(Object* obj, DictValues* values, Object* name, Object* value) {
  Ssize ix = DKIX_EMPTY;
  if (unicode_check_exact(name))
    ix = insert_split_key(cached_keys(obj->ob_type), name, unicode_get_hash(name));
  if (ix == DKIX_EMPTY) return store_outside_shared_keys(obj, values, name, value);
  DictObject* dict = managed_dict(obj);
  Object* old_value = values->values[ix];
  if (old_value == nullptr && value == nullptr) {
    // Not a KeyError: this one carries no name and object for suggestions, as in CPython.
    err_format(exc_AttributeError, "'%.100s' object has no attribute '%U'", obj->ob_type->tp_name,
               name);
    return -1;
  }
  values->values[ix] = xnew_ref(value);
  if (old_value == nullptr) {
    dict_values_add_to_insertion_order(values, ix);
    if (dict) dict->ma_used++;
    return 0;
  }
  if (value == nullptr) {
    delete_index_from_values(values, ix);
    if (dict) dict->ma_used--;
  }
  decref(old_value);
  return 0;
}

int object_store_instance_attribute(Object* obj, Object* name, Object* value) {
  DictValues* values = object_inline_values(obj);
  if (LIKELY(values->valid)) return store_inline_value(obj, values, name, value);
  Object* dict = managed_dict_or_new(obj);
  return dict == nullptr ? -1 : set_or_delete(dict, name, value);
}

bool object_try_get_instance_attribute(Object* obj, Object* name, Object** attr) {
  DictValues* values = object_inline_values(obj);
  if (!values->valid) return false;
  Ssize ix = dict_keys_string_lookup(cached_keys(obj->ob_type), name);
  *attr = ix < 0 ? nullptr : xnew_ref(values->values[ix]);
  return true;
}

bool object_is_instance_dict_empty(Object* obj) {
  TypeObject* tp = obj->ob_type;
  if (tp->tp_dictoffset == 0) return true;
  Object* dict;
  if (type_has_feature(tp, TPFLAGS_INLINE_VALUES) && object_inline_values(obj)->valid) {
    DictValues* values = object_inline_values(obj);
    for (Ssize i = 0, n = cached_keys(tp)->dk_nentries; i < n; i++)
      if (values->values[i]) return false;
    return true;
  }
  if (type_has_feature(tp, TPFLAGS_MANAGED_DICT)) {
    dict = managed_dict(obj);
  } else {
    Object** slot = object_get_dict_ptr(obj);
    dict = slot ? *slot : nullptr;
  }
  return dict == nullptr || dict_size(dict) == 0;
}

int object_visit_managed_dict(Object* obj, visitproc visit, void* arg) {
  TypeObject* tp = obj->ob_type;
  if (!type_has_feature(tp, TPFLAGS_MANAGED_DICT)) return 0;
  if (type_has_feature(tp, TPFLAGS_INLINE_VALUES)) {
    DictValues* values = object_inline_values(obj);
    if (values->valid) {  // even when a dict exists: it does not visit them
      for (Ssize i = 0; i < values->capacity; i++) VISIT(values->values[i]);
      return 0;
    }
  }
  VISIT(static_cast<Object*>(managed_dict(obj)));
  return 0;
}

int dict_detach_from_object(DictObject* dict, Object* obj) {
  DictValues* inline_values = object_inline_values(obj);
  if (dict->ma_values != inline_values) return 0;
  DictValues* values = copy_values(inline_values);
  if (values == nullptr) {
    err_no_memory();
    return -1;
  }
  dict->ma_values = values;
  inline_values->valid = 0;
  return 0;
}

// Values without a dict: they die one by one in the order of the shared keys.
static void replace_inline_values(Object* obj, Object* new_dict_or_null) {
  DictValues* values = object_inline_values(obj);
  managed_dict(obj) = static_cast<DictObject*>(xnew_ref(new_dict_or_null));
  if (!values->valid) return;
  values->valid = 0;
  for (Ssize i = 0; i < values->capacity; i++) clear_ref(values->values[i]);
}

int object_set_managed_dict(Object* obj, Object* new_dict_or_null) {
  DictObject* dict = managed_dict(obj);
  if (type_has_feature(obj->ob_type, TPFLAGS_INLINE_VALUES)) {
    if (dict == nullptr) {
      replace_inline_values(obj, new_dict_or_null);
      return 0;
    }
    if (dict_detach_from_object(dict, obj) < 0) return -1;
  }
  managed_dict(obj) = static_cast<DictObject*>(xnew_ref(new_dict_or_null));
  xdecref(dict);
  return 0;
}

void object_clear_managed_dict(Object* obj) {
  if (object_set_managed_dict(obj, nullptr) < 0) err_write_unraisable(nullptr);
}

int object_dict_set_item(TypeObject* tp, Object*, Object** dictptr, Object* name, Object* value) {
  Object* dict = *dictptr;
  if (dict == nullptr) {
    dict = new_instance_dict(tp);
    if (dict == nullptr) return -1;
    *dictptr = dict;
  }
  return set_or_delete(dict, name, value);
}

}  // namespace py

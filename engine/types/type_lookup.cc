// Attributes of classes: the walk along the mro, the method cache in front of it, versions of
// types. CPython 3.13: Objects/typeobject.c (_PyType_Lookup, assign_version_tag, type_getattro,
// type_setattro)
//
// A type's version tag stands for the whole state that a lookup in it depends on. The cache keeps
// (version, name) -> value; any change of a class resets the tag of it and of all its subclasses to
// 0, so that old entries cannot match again.
#include <cstring>

#include "gc/gc_verify.h"  // the audit knows who holds names
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/weakrefobject.h"
#include "types/descrobject.h"
#include "types/dictobject.h"
#include "types/exceptions.h"  // AttributeErrorObject
#include "types/listobject.h"
#include "types/tupleobject.h"
#include "types/type_internal.h"
#include "types/type_slots.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

constexpr int MCACHE_SIZE_EXP = 12;
constexpr Ssize MCACHE_MAX_ATTR_SIZE = 100;
constexpr int MAX_VERSIONS_PER_CLASS = 1000;
constexpr uint32_t kMaxGlobalTypeVersionTag = (1u << 16) - 1;  // builtin types have tags up to here

struct TypeCacheEntry {
  uint32_t version;
  Object* name;   // owned
  Object* value;  // borrowed
};

TypeCacheEntry type_cache[1 << MCACHE_SIZE_EXP];
uint32_t next_global_version_tag, next_version_tag;

// By the string's hash, not its address: the same on every host.
inline TypeCacheEntry* cache_entry(uint32_t version, Object* name) {
  auto hash = static_cast<uint32_t>(unicode_get_hash(name));
  return &type_cache[(version ^ hash) & ((1u << MCACHE_SIZE_EXP) - 1)];
}

void visit_cached_names(HolderVisit visit, void* context) {
  for (const TypeCacheEntry& entry : type_cache) visit(entry.name, context);
}

}  // namespace

void type_lookup_init() {
  audit_register_holder("method cache", visit_cached_names);
  std::memset(type_cache, 0, sizeof type_cache);
  next_global_version_tag = 1;
  next_version_tag = kMaxGlobalTypeVersionTag + 1;
}

void type_clear_cache() {
  for (TypeCacheEntry& entry : type_cache) {
    entry.version = 0;
    entry.value = nullptr;
    clear_ref(entry.name);
  }
}

// --- Versions ---

static void set_version(TypeObject* type, uint32_t version) {
  if (version != 0) type->tp_versions_used++;
  type->tp_version_tag = version;
}

void type_lookup_assign_static_version(TypeObject* type) {
  type->tp_version_tag = next_global_version_tag++;
}

// Everything that was concluded about type or a class below it is void from now on.
void type_modified(TypeObject* type) {
  if (type->tp_version_tag == 0) return;  // then no subclass has one either
  if (type->tp_subclasses != nullptr) {
    Ssize pos = 0;
    Object *key, *ref;
    while (dict_next(type->tp_subclasses, &pos, &key, &ref)) {
      if (TypeObject* subclass = type_from_ref(ref)) {
        type_modified(subclass);
        decref(static_cast<Object*>(subclass));
      }
    }
  }
  set_version(type, 0);
  type->spec_getitem = nullptr;
}

// A metaclass with its own mro(), or a mro that lacks a base: such a type's version must not be
// trusted yet.
void type_mro_modified(TypeObject* type, Object* bases) {
  bool clear = false;
  if (!is_type(type, &type_type)) {
    int unbound;
    Object* method = object_lookup_maybe_method(type, ID(mro), &unbound);
    Object* type_method =
        method ? object_lookup_maybe_method(&type_type, ID(mro), &unbound) : nullptr;
    clear = method == nullptr || type_method == nullptr || method != type_method;
    xdecref(method);
    xdecref(type_method);
  }
  for (Ssize i = 0, n = tuple_size(bases); i < n && !clear; i++) {
    clear =
        !is_subtype_with_mro(type->tp_mro, type, static_cast<TypeObject*>(tuple_item(bases, i)));
  }
  if (!clear) return;
  set_version(type, 0);
  type->spec_getitem = nullptr;
}

// Bases first: a class with a version promises that its bases have one, so that type_modified may
// stop at a class without. A class that changes all the time is given up after 1000 versions.
bool type_assign_version_tag(TypeObject* type) {
  if (type->tp_version_tag != 0) return true;
  if (!type_has_feature(type, TPFLAGS_READY)) return false;
  if (type->tp_versions_used >= MAX_VERSIONS_PER_CLASS) return false;
  for (Ssize i = 0, n = tuple_size(type->tp_bases); i < n; i++) {
    if (!type_assign_version_tag(static_cast<TypeObject*>(tuple_item(type->tp_bases, i))))
      return false;
  }
  if (type_has_feature(type, TPFLAGS_IMMUTABLETYPE)) {
    if (next_global_version_tag > kMaxGlobalTypeVersionTag) return false;
    set_version(type, next_global_version_tag++);
  } else {
    if (next_version_tag == 0) return false;  // wrapped around
    set_version(type, next_version_tag++);
  }
  return true;
}

void type_set_flags_recursive(TypeObject* type, uint64_t mask, uint64_t flags) {
  if (type_has_feature(type, TPFLAGS_IMMUTABLETYPE) || (type->tp_flags & mask) == flags) return;
  type->tp_flags = (type->tp_flags & ~mask) | flags;
  Object* children = type_get_subclasses(type);
  if (children == nullptr) return;
  for (Ssize i = 0; i < list_size(children); i++) {
    type_set_flags_recursive(static_cast<TypeObject*>(list_item(children, i)), mask, flags);
  }
  decref(children);
}

// --- Lookup ---

Object* find_name_in_mro(TypeObject* type, Object* name, int* error) {
  HashValue hash = unicode_check_exact(name) ? unicode_get_hash(name) : object_hash(name);
  if (hash == -1) {
    *error = -1;
    return nullptr;
  }
  Object* mro = type->tp_mro;
  if (mro == nullptr) {
    if (!type_has_feature(type, TPFLAGS_READYING)) {
      if (type_ready(type) < 0) {
        *error = -1;
        return nullptr;
      }
      mro = type->tp_mro;
    }
    if (mro == nullptr) {
      *error = 1;
      return nullptr;
    }
  }
  incref(mro);  // comparing keys that are not strings can replace it
  *error = 0;
  Object* result = nullptr;
  for (Ssize i = 0, n = tuple_size(mro); i < n && result == nullptr; i++) {
    Object* dict = static_cast<TypeObject*>(tuple_item(mro, i))->tp_dict;
    result = dict_get_item_known_hash(dict, name, hash);
    if (result == nullptr && err_occurred()) {
      *error = -1;
      break;
    }
  }
  decref(mro);
  return result;
}

static NOINLINE Object* type_lookup_miss(TypeObject* type, Object* name) {
  bool cacheable = unicode_check_exact(name) && unicode_length(name) <= MCACHE_MAX_ATTR_SIZE;
  bool has_version = cacheable && type_assign_version_tag(type);
  uint32_t version = type->tp_version_tag;
  int error;
  Object* result = find_name_in_mro(type, name, &error);
  if (error != 0) {
    if (error < 0) err_clear();
    return nullptr;
  }
  if (has_version) {
    TypeCacheEntry* entry = cache_entry(version, name);
    entry->version = version;
    entry->value = result;
    set_ref(entry->name, new_ref(name));
  }
  return result;
}

Object* type_lookup(TypeObject* type, Object* name) {
  if (LIKELY(unicode_check_exact(name))) {
    TypeCacheEntry* entry = cache_entry(type->tp_version_tag, name);
    if (LIKELY(entry->name == name && entry->version == type->tp_version_tag)) return entry->value;
  }
  return type_lookup_miss(type, name);
}

bool is_dunder_name(Object* name) {
  Ssize n = unicode_length(name);
  if (n <= 4 || unicode_kind(name) != kUcs1) return false;
  const Ucs1* s = unicode_1byte_data(name);
  return s[0] == '_' && s[1] == '_' && s[n - 2] == '_' && s[n - 1] == '_';
}

// Special methods skip the instance and its __getattr__ hooks.
Object* object_lookup_special(Object* self, Object* name) {
  Object* attr = type_lookup(self->ob_type, name);
  if (attr == nullptr) return nullptr;
  incref(attr);
  if (descrgetfunc get = attr->ob_type->tp_descr_get) set_ref(attr, get(attr, self, self->ob_type));
  return attr;
}

Object* object_lookup_maybe_method(Object* self, Object* name, int* unbound) {
  Object* attr = type_lookup(self->ob_type, name);
  if (attr == nullptr) return nullptr;
  incref(attr);
  if (type_has_feature(attr->ob_type, TPFLAGS_METHOD_DESCRIPTOR)) {
    *unbound = 1;  // no bound method has to be made
    return attr;
  }
  *unbound = 0;
  if (descrgetfunc get = attr->ob_type->tp_descr_get) set_ref(attr, get(attr, self, self->ob_type));
  return attr;
}

// --- getattr(cls, name) ---

Object* type_getattro_impl(TypeObject* type, Object* name, int* suppress_missing_attribute) {
  TypeObject* metatype = type->ob_type;
  if (!unicode_check(name)) {
    return err_format(exc_TypeError, "attribute name must be string, not '%.200s'",
                      name->ob_type->tp_name);
  }
  if (type->tp_dict == nullptr && type_ready(type) < 0) return nullptr;
  // Data descriptors of the metaclass first; then the class and its bases; then the metaclass's
  // other attributes.
  descrgetfunc meta_get = nullptr;
  Object* meta_attribute = xnew_ref(type_lookup(metatype, name));
  if (meta_attribute != nullptr) {
    meta_get = meta_attribute->ob_type->tp_descr_get;
    if (meta_get != nullptr && descr_is_data(meta_attribute)) {
      Object* result = meta_get(meta_attribute, type, metatype);
      decref(meta_attribute);
      return result;
    }
  }
  Object* attribute = type_lookup(type, name);
  if (attribute != nullptr) {
    incref(attribute);
    xdecref(meta_attribute);
    descrgetfunc local_get = attribute->ob_type->tp_descr_get;
    if (local_get == nullptr) return attribute;
    Object* result = local_get(attribute, nullptr, type);
    decref(attribute);
    return result;
  }
  if (meta_get != nullptr) {
    Object* result = meta_get(meta_attribute, type, metatype);
    decref(meta_attribute);
    return result;
  }
  if (meta_attribute != nullptr) return meta_attribute;
  if (suppress_missing_attribute != nullptr) {
    *suppress_missing_attribute = 1;
    return nullptr;
  }
  return err_format(exc_AttributeError, "type object '%.100s' has no attribute '%U'", type->tp_name,
                    name);
}

Object* type_getattro(Object* type, Object* name) {
  return type_getattro_impl(static_cast<TypeObject*>(type), name, nullptr);
}

// --- setattr(cls, name, value) ---

// The old value must not die before the caches are consistent again: its __del__ could look.
static int type_update_dict(TypeObject* type, Object* name, Object* value, Object** old_value) {
  Object* dict = type->tp_dict;
  if (dict_get_item_ref(dict, name, old_value) < 0) return -1;  // kept until the caches know
  type_modified(type);
  int result = value ? dict_set_item(dict, name, value) : dict_del_item(dict, name);
  if (result < 0) {
    if (!value || err_exception_matches(exc_KeyError)) {
      err_clear();
      err_set_attribute_error(type, name, "type object '%.50s' has no attribute '%U'",
                              type->tp_name, name);
    }
    return -1;
  }
  if (is_dunder_name(name)) type_update_slot(type, name);
  return 0;
}

int type_setattro(Object* self, Object* name, Object* value) {
  auto* type = static_cast<TypeObject*>(self);
  if (type_has_feature(type, TPFLAGS_IMMUTABLETYPE)) {
    err_format(exc_TypeError, "cannot set %R attribute of immutable type '%s'", name,
               type->tp_name);
    return -1;
  }
  if (!unicode_check(name)) {
    err_format(exc_TypeError, "attribute name must be string, not '%.200s'",
               name->ob_type->tp_name);
    return -1;
  }
  name = unicode_check_exact(name) ? new_ref(name) : unicode_copy(name);
  if (name == nullptr) return -1;
  unicode_intern_in_place(&name);  // slots are found by the identity of names
  Object* old_value = nullptr;
  Object* descr = xnew_ref(type_lookup(type->ob_type, name));
  descrsetfunc set = descr ? descr->ob_type->tp_descr_set : nullptr;
  int result = set ? set(descr, type, value) : type_update_dict(type, name, value, &old_value);
  decref(name);
  xdecref(descr);
  xdecref(old_value);
  return result;
}

}  // namespace py

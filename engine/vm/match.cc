// The match statement's helpers: mapping and class patterns.
// CPython 3.13: match_keys, match_class in Python/ceval.c
#include "object/abstract.h"     // object_is_instance
#include "object/call.h"         // map.get
#include "object/errors.h"       // err_format
#include "object/identifiers.h"  // ID(__match_args__)
#include "types/listobject.h"    // attributes found so far
#include "types/setobject.h"     // keys seen so far
#include "types/tupleobject.h"   // patterns
#include "types/unicodeobject.h" // attribute names
#include "vm/ceval_cold.h"

namespace py {

namespace {

// Adds name to seen: 1 when it was there, 0 when not, -1 on error.
int see(Object* seen, Object* name) {
  int there = set_contains(seen, name);
  return there != 0 ? there : set_add(seen, name);
}

// The values of keys, in a new tuple; None when one is missing. get is map.get: called with map when is_method.
Object* lookup_keys(Object* map, Object* keys, Object* get, int is_method, Object* seen, Object* dummy) {
  Ssize n = tuple_size(keys);
  Object* values = tuple_new(n);
  if (values == nullptr) return nullptr;
  for (Ssize i = 0; i < n; i++) {
    Object* key = tuple_item(keys, i);
    Object* value = nullptr;
    int there = see(seen, key);
    if (there > 0) err_format(exc_ValueError, "mapping pattern checks duplicate key (%R)", key);
    if (there == 0) {
      Object* args[] = {map, key, dummy};
      value = is_method ? object_vectorcall(get, args, 3, nullptr) : object_vectorcall(get, args + 1, 2, nullptr);
    }
    if (value == nullptr || value == dummy) {
      decref(values);
      if (value == nullptr) return nullptr;
      decref(value);
      return None;
    }
    tuple_init_item(values, i, value);
  }
  return values;
}

}  // namespace

Object* match_keys(Object* map, Object* keys) {
  if (tuple_size(keys) == 0) return tuple_empty();
  Object* get = nullptr;
  int is_method = object_get_method(map, ID(get), &get);
  if (get == nullptr) return nullptr;
  Object* values = nullptr;
  Object* seen = set_new(nullptr);
  Object* dummy = seen != nullptr ? object_call_no_args(&object_type) : nullptr;
  if (dummy != nullptr) values = lookup_keys(map, keys, get, is_method, seen, dummy);
  xdecref(dummy);
  xdecref(seen);
  decref(get);
  return values;
}

namespace {

// subject.name appended to attrs: false when the match fails or on error.
bool match_class_attr(Object* subject, Object* type, Object* name, Object* seen, Object* attrs) {
  int there = see(seen, name);
  if (there != 0) {
    if (there > 0) {
      err_format(exc_TypeError, "%s() got multiple sub-patterns for attribute %R", static_cast<TypeObject*>(type)->tp_name,
                 name);
    }
    return false;
  }
  Object* attr;
  object_get_optional_attr(subject, name, &attr);
  if (attr == nullptr) return false;
  int status = list_append(attrs, attr);
  decref(attr);
  return status == 0;
}

// The positional sub-patterns, by __match_args__ (match_args: null when the class has none).
bool match_positional(Object* subject, Object* type, Ssize nargs, Object* match_args, Object* seen, Object* attrs) {
  const char* name_of_type = static_cast<TypeObject*>(type)->tp_name;
  if (match_args != nullptr && !tuple_check_exact(match_args)) {
    err_format(exc_TypeError, "%s.__match_args__ must be a tuple (got %s)", name_of_type, match_args->ob_type->tp_name);
    return false;
  }
  bool match_self =
      match_args == nullptr && type_has_feature(static_cast<TypeObject*>(type), TPFLAGS_MATCH_SELF);
  Ssize allowed = match_self ? 1 : match_args != nullptr ? tuple_size(match_args) : 0;
  if (allowed < nargs) {
    err_format(exc_TypeError, "%s() accepts %d positional sub-pattern%s (%d given)", name_of_type,
               static_cast<int>(allowed), allowed == 1 ? "" : "s", static_cast<int>(nargs));
    return false;
  }
  if (match_self) return list_append(attrs, subject) == 0;
  for (Ssize i = 0; i < nargs; i++) {
    Object* name = tuple_item(match_args, i);
    if (!unicode_check_exact(name)) {
      err_format(exc_TypeError, "__match_args__ elements must be strings (got %s)", name->ob_type->tp_name);
      return false;
    }
    if (!match_class_attr(subject, type, name, seen, attrs)) return false;
  }
  return true;
}

bool match_all(Object* subject, Object* type, Ssize nargs, Object* names, Object* seen, Object* attrs) {
  if (nargs > 0) {
    Object* match_args;
    if (object_get_optional_attr(type, ID(__match_args__), &match_args) < 0) return false;
    bool fits = match_positional(subject, type, nargs, match_args, seen, attrs);
    xdecref(match_args);
    if (!fits) return false;
  }
  for (Ssize i = 0; i < tuple_size(names); i++) {
    if (!match_class_attr(subject, type, tuple_item(names, i), seen, attrs)) return false;
  }
  return true;
}

}  // namespace

Object* match_class(Object* subject, Object* type, Ssize nargs, Object* kwargs) {
  if (!type_check(type)) {
    err_set_string(exc_TypeError, "called match pattern must be a class");
    return nullptr;
  }
  if (object_is_instance(subject, type) <= 0) return nullptr;
  Object* seen = set_new(nullptr);
  if (seen == nullptr) return nullptr;
  Object* attrs = list_new(0);
  Object* result = nullptr;
  if (attrs != nullptr && match_all(subject, type, nargs, kwargs, seen, attrs)) result = list_as_tuple(attrs);
  xdecref(attrs);
  decref(seen);
  return result;
}

}  // namespace py

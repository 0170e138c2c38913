// Reading and writing the fields that MemberDefs describe, among them the __slots__ of classes.
// CPython 3.13: Python/structmember.c
#include <cstring>  // memcpy: fields are reached by offset

#include "object/errors.h"
#include "types/boolobject.h"
#include "types/descrobject.h"
#include "types/longobject.h"
#include "types/typeobject.h"  // shown offsets
#include "types/unicodeobject.h"

namespace py {

template <class T>
static T load(const char* address) {
  T value;
  std::memcpy(&value, address, sizeof value);
  return value;
}
template <class T>
static int store(char* address, T value) {
  std::memcpy(address, &value, sizeof value);
  return 0;
}

// A number of the 64-bit layout. Where a type keeps its dict and weak references may differ on this
// host.
static Ssize load_ssize(const char* object, const MemberDef* member) {
  const auto* o = reinterpret_cast<const Object*>(object);
  if (type_check(o)) {
    const auto* type = static_cast<const TypeObject*>(o);
    if (member->offset == offsetof(TypeObject, tp_dictoffset)) return type_shown_dictoffset(type);
    if (member->offset == offsetof(TypeObject, tp_weaklistoffset))
      return type_shown_weaklistoffset(type);
  }
  return load<Ssize>(object + member->offset);
}

Object* member_get_one(const char* object, const MemberDef* member) {
  const char* address = object + member->offset;
  switch (member->type) {
    case Py_T_OBJECT_EX: {
      auto* value = load<Object*>(address);
      if (value != nullptr) return new_ref(value);
      const auto* o = reinterpret_cast<const Object*>(object);
      return err_format(exc_AttributeError, "'%.200s' object has no attribute '%s'",
                        o->ob_type->tp_name, member->name);
    }
    case _Py_T_OBJECT: {
      auto* value = load<Object*>(address);
      return new_ref(value ? value : None);
    }
    case Py_T_SSIZE:
      return long_from_ssize_t(load_ssize(object, member));
    case Py_T_INT:
      return long_from_long(load<int>(address));
    case Py_T_UINT:
      return long_from_unsigned_long(load<unsigned>(address));
    case Py_T_BOOL:
      return bool_from_long(load<char>(address));
    case Py_T_STRING: {
      const auto* text = load<const char*>(address);
      return text ? unicode_from_string(text) : None;
    }
  }
  return err_format(exc_SystemError, "bad memberdescr type for %s", member->name);
}

static int set_number(char* address, const MemberDef* member, Object* value) {
  if (member->type == Py_T_BOOL) {
    if (bool_check(value)) return store<char>(address, value == True);
    err_set_string(exc_TypeError, "attribute value type must be bool");
    return -1;
  }
  int64_t number = member->type == Py_T_SSIZE ? long_as_ssize_t(value) : long_as_long(value);
  if (number == -1 && err_occurred()) return -1;
  if (member->type == Py_T_SSIZE) return store<Ssize>(address, number);
  return store<int32_t>(address, static_cast<int32_t>(number));
}

int member_set_one(char* object, const MemberDef* member, Object* value) {
  char* address = object + member->offset;
  if (member->flags & Py_READONLY) {
    err_set_string(exc_AttributeError, "readonly attribute");
    return -1;
  }
  if (member->type == Py_T_OBJECT_EX || member->type == _Py_T_OBJECT) {
    auto* old = load<Object*>(address);
    if (value == nullptr && old == nullptr && member->type == Py_T_OBJECT_EX) {
      err_format(exc_AttributeError, "%s", member->name);
      return -1;
    }
    store(address, xnew_ref(value));
    xdecref(old);
    return 0;
  }
  if (value == nullptr) {
    err_set_string(exc_TypeError, "can't delete numeric/char attribute");
    return -1;
  }
  if (member->type == Py_T_STRING) {
    err_set_string(exc_TypeError, "readonly attribute");
    return -1;
  }
  return set_number(address, member, value);
}

}  // namespace py

// Bound methods.
// CPython 3.13: Objects/classobject.c, Include/cpython/classobject.h
#pragma once
#include "object/type.h"
#include "profile/profile.h"  // layout

namespace py {

extern TypeObject method_type, instance_method_type;

struct MethodObject : Object {
  Object* im_func;
  Object* im_self;
  Object* im_weakreflist;
  vectorcallfunc vectorcall;
};
static_assert(sizeof(MethodObject) <= layout::method.basicsize);

struct InstanceMethodObject : Object {
  Object* func;
};

inline bool method_check(const Object* o) { return is_type(o, &method_type); }

Object* method_new(Object* func, Object* self);  // new reference; takes its own to both
inline Object* method_function(const Object* o) {
  return as<MethodObject>(o)->im_func;
}  // borrowed
inline Object* method_self(const Object* o) { return as<MethodObject>(o)->im_self; }  // borrowed

}  // namespace py

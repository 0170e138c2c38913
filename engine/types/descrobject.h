// Descriptors that wrap what C++ defines for a type, and the read-only view of a mapping.
// CPython 3.13: Objects/descrobject.c, Include/cpython/descrobject.h
#pragma once
#include "profile/profile.h"   // layout
#include "types/type_slots.h"  // SlotDef

namespace py {

extern TypeObject class_method_descr_type, get_set_descr_type, member_descr_type, method_descr_type,
    wrapper_descr_type, method_wrapper_type, dict_proxy_type, property_type;

struct DescrObject : Object {
  TypeObject* d_type;
  Object* d_name;      // interned str
  Object* d_qualname;  // str or null until someone asks
};
struct MethodDescrObject : DescrObject {
  const MethodDef* d_method;
  vectorcallfunc vectorcall;
};
struct MemberDescrObject : DescrObject {
  const MemberDef* d_member;
};
struct GetSetDescrObject : DescrObject {
  const GetSetDef* d_getset;
};
struct WrapperDescrObject : DescrObject {
  const SlotDef* d_base;
  SlotFunction d_wrapped;
};
static_assert(sizeof(MethodDescrObject) <= layout::method_descriptor.basicsize);
static_assert(sizeof(WrapperDescrObject) <= layout::wrapper_descriptor.basicsize);

// A special method bound to its object: [].__len__
struct MethodWrapperObject : Object {
  WrapperDescrObject* descr;
  Object* self;
};
struct DictProxyObject : Object {
  Object* mapping;
};
struct PropertyObject : Object {
  Object* prop_get;
  Object* prop_set;
  Object* prop_del;
  Object* prop_doc;
  Object* prop_name;
  bool getter_doc;  // the doc string was taken from the getter
};
static_assert(sizeof(PropertyObject) <= layout::property_.basicsize);

// New references; null with MemoryError set.
Object* descr_new_method(TypeObject* type, const MethodDef* method);
Object* descr_new_class_method(TypeObject* type, const MethodDef* method);
Object* descr_new_member(TypeObject* type, const MemberDef* member);
Object* descr_new_get_set(TypeObject* type, const GetSetDef* getset);
Object* descr_new_wrapper(TypeObject* type, const SlotDef* base, SlotFunction wrapped);
Object* wrapper_new(Object* descr, Object* self);  // a bound method-wrapper
Object* dict_proxy_new(Object* mapping);
bool descr_is_data(const Object* descr);  // has __set__ or __delete__

inline bool wrapper_descr_check(const Object* o) { return is_type(o, &wrapper_descr_type); }
inline bool method_descr_check(const Object* o) { return is_type(o, &method_descr_type); }

// Calls a wrapper descriptor's slot with self taken out of args. New reference.
Object* wrapperdescr_raw_call(WrapperDescrObject* descr, Object* self, Object* args, Object* kwds);

// Reads or writes the field that a MemberDef describes. type_name only for error texts.
Object* member_get_one(const char* object, const MemberDef* member);
int member_set_one(char* object, const MemberDef* member, Object* value);

}  // namespace py

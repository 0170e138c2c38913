// types.SimpleNamespace, also sys.implementation.
// CPython 3.13: Objects/namespaceobject.c
#pragma once
#include "object/type.h"

namespace py {

extern TypeObject namespace_type;

struct NamespaceObject : Object {
  Object* ns_dict;
};

Object* namespace_new(Object* kwds);  // dict or null; new reference

}  // namespace py

// f_locals and locals(): PEP 667's view of a function's variables.
// CPython 3.13: FrameLocalsProxy in Objects/frameobject.c
#pragma once
#include "vm/frameobject.h"  // FrameObject

namespace py {

struct FrameLocalsProxyObject : Object {
  FrameObject* frame;
};

// A write-through mapping of the frame's variables: new reference.
Object* frame_locals_proxy_new(FrameObject* f);
inline bool frame_locals_proxy_check(const Object* o) { return is_type(o, &frame_locals_proxy_type); }

}  // namespace py

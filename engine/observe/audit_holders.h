// What the refcount audit must know besides tp_traverse: who holds references without being a
// collectable object, and which references of objects are never traversed because they cannot be
// part of a cycle. CPython 3.13: the fields that tp_dealloc drops and tp_traverse leaves out
#pragma once
#include "gc/gc_verify.h"  // audit_register_holder, audit_register_type

namespace py {

// Registers the interpreter's own holders. Once per process; modules with C++ globals of their own
// register those.
void audit_holders_init();

}  // namespace py

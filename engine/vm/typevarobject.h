// Type parameters and aliases of PEP 695: what `def f[T]`, `class C[T]` and `type X = ...` make.
// CPython 3.13: Objects/typevarobject.c
//
// New references; null with the error set. Bounds, constraints, defaults and alias values are functions that are called
// when somebody asks.
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

extern TypeObject typevar_type, paramspec_type, typevartuple_type, typealias_type, generic_type, no_default_type;
extern Object no_default_object;

Object* make_typevar(Object* name, Object* evaluate_bound, Object* evaluate_constraints);
Object* make_paramspec(Object* name);
Object* make_typevartuple(Object* name);
Object* make_typealias(Object* args);                            // tuple: name, type parameters or None, function
Object* subscript_generic(Object* params);                       // Generic[params]
Object* set_typeparam_default(Object* param, Object* evaluate);  // param itself

}  // namespace py

// Python functions, staticmethod and classmethod.
// CPython 3.13: Objects/funcobject.c, Include/cpython/funcobject.h
//
// Invariants: func_code is a code object with as many free variables as func_closure has cells;
// func_version is 0 (no specialised instruction may trust the function) or names exactly this state
// of code, defaults, kwdefaults and vectorcall.
#pragma once
#include "object/type.h"
#include "profile/profile.h"  // layout

namespace py {

extern TypeObject function_type, static_method_type, class_method_type;

struct FunctionObject : Object {
  Object* func_globals;     // dict
  Object* func_builtins;    // dict
  Object* func_name;        // str
  Object* func_qualname;    // str
  Object* func_code;        // code
  Object* func_defaults;    // tuple or null
  Object* func_kwdefaults;  // dict or null
  Object* func_closure;     // tuple of cells or null
  Object* func_doc;
  Object* func_dict;  // dict or null
  Object* func_weakreflist;
  Object* func_module;
  Object* func_annotations;  // dict, tuple (name, value, ...) until someone asks, or null
  Object* func_typeparams;   // tuple or null
  vectorcallfunc vectorcall;
  uint32_t func_version;
};
static_assert(sizeof(FunctionObject) <= layout::function.basicsize);

struct CallableWrapperObject : Object {  // staticmethod, classmethod
  Object* callable;
  Object* dict;
};

inline bool function_check(const Object* o) { return is_type(o, &function_type); }

// How a Python function is called: defined in vm/.
Object* function_vectorcall(Object* callable, Object* const* args, size_t nargsf, Object* kwnames);

// New functions; qualname null: the code's own. Null with the error set.
Object* function_new(Object* code, Object* globals);
Object* function_new_with_qual_name(Object* code, Object* globals, Object* qualname);

int function_set_defaults(Object* func, Object* defaults);            // tuple or None
int function_set_kw_defaults(Object* func, Object* defaults);         // dict or None
int function_set_closure(Object* func, Object* closure);              // tuple or None
int function_set_annotations(Object* func, Object* annotations);      // dict, tuple or None
Object* set_function_type_params(Object* func, Object* type_params);  // returns func, new reference

// The version for the VM's caches: gives one if there is none; 0 when versions have run out.
uint32_t function_get_version_for_current_state(FunctionObject* func);
void function_set_version(FunctionObject* func, uint32_t version);
// The function with this version, or null (borrowed); *code is the code object of that version
// (borrowed) or null.
FunctionObject* function_lookup_by_version(uint32_t version, Object** code);
void function_clear_code_by_version(uint32_t version);

Object* static_method_new(Object* callable);
Object* class_method_new(Object* callable);

void funcobject_init();  // forgets all versions

}  // namespace py

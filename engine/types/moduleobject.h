// Modules.
// CPython 3.13: Objects/moduleobject.c
#pragma once
#include "object/type.h"
#include "profile/profile.h"  // layout

namespace py {

extern TypeObject module_type;

struct ModuleObject : Object {
  Object* md_dict;
  const void* md_def;  // identifies modules made by C++; null for Python ones
  void* md_state;      // owned by the module's code
  Object* md_weaklist;
  Object* md_name;  // for messages after md_dict is cleared
};
static_assert(sizeof(ModuleObject) <= layout::module.basicsize);

inline bool module_check(const Object* o) { return object_type_check(o, &module_type); }
inline bool module_check_exact(const Object* o) { return is_type(o, &module_type); }

Object* module_new(const char* name);
Object* module_new_object(Object* name);
inline Object* module_get_dict(const Object* m) {
  return as<ModuleObject>(m)->md_dict;
}  // borrowed
Object* module_get_name_object(Object* m);  // new; SystemError without __name__
int module_add_functions(Object* m, const MethodDef* functions);  // __module__ = the module's name
int module_set_doc_string(Object* m, const char* doc);
int module_add_object_ref(
    Object* m, const char* name,
    Object* value);  // takes its own reference; null value fails with its error
int module_add(Object* m, const char* name, Object* value);  // steals, also on failure
int module_add_int_constant(Object* m, const char* name, int64_t value);
int module_add_string_constant(Object* m, const char* name, const char* value);
int module_add_type(Object* m, TypeObject* type);  // makes it ready; under its short name
// Clears the names of a module's dict in CPython's order: one leading underscore first (setting
// them to None), then all others except __builtins__. Used at interpreter exit.
void module_clear(Object* m);
void module_clear_dict(Object* dict);
Object* module_getattro(Object* m, Object* name);
// suppress: 1 means a plain miss returns null without an error.
Object* module_getattro_impl(ModuleObject* m, Object* name, int suppress);
bool module_spec_is_initializing(Object* spec);

}  // namespace py

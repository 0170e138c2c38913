// What the parts of the type machinery (typeobject, type_new, type_mro, type_lookup, type_ready,
// type_attrs) share. CPython 3.13: statics of Objects/typeobject.c, under their own names
#pragma once
#include "types/typeobject.h"

namespace py {

// --- type_mro.cc ---
bool is_subtype_with_mro(Object* a_mro, TypeObject* a, TypeObject* b);
bool type_is_subtype_base_chain(TypeObject* a, TypeObject* b);
Object* type_mro_method(Object* self);  // type.mro()
int mro_internal(TypeObject* type,
                 Object** p_old_mro);      // 1 set, 0 changed by someone else meanwhile, -1
TypeObject* best_base(Object* bases);      // borrowed
TypeObject* solid_base(TypeObject* type);  // borrowed
int add_subclass(TypeObject* base, TypeObject* type);
int add_all_subclasses(TypeObject* type, Object* bases);
void remove_all_subclasses(TypeObject* type, Object* bases);
int type_set_bases(Object* type, Object* new_bases, void*);
TypeObject* type_from_ref(Object* ref);  // new reference or null

// --- type_lookup.cc ---
// As type_lookup but past the cache. *error: 0, 1 (no mro yet), -1 (error set). Borrowed.
Object* find_name_in_mro(TypeObject* type, Object* name, int* error);
void type_mro_modified(TypeObject* type, Object* bases);
bool is_dunder_name(Object* name);
int type_setattro(Object* self, Object* name, Object* value);
void type_lookup_init();
void type_lookup_assign_static_version(TypeObject* type);

// --- type_attrs.cc ---
extern const GetSetDef type_getsets[];
extern const MethodDef type_methods[];
extern const MemberDef type_members[];
Object* type_abstractmethods(Object* type, void*);
int merge_class_dict(Object* dict, Object* aclass);

// --- base_object.cc ---
bool compatible_for_assignment(TypeObject* oldto, TypeObject* newto, const char* attr);

// --- type_ready.cc ---
int type_ready_static(TypeObject* type);  // for types.def: also gives it its version tag
extern const MethodDef tp_new_methoddef;  // the __new__ of builtin types

// --- types_init.cc ---
void type_remember_static(
    TypeObject* type);  // gives it its shown address; types_reset will put it back as it is now

// --- slot_functions.cc ---
Object* vectorcall_method(Object* name, Object* const* args, Ssize nargs);
Object* call_unbound_noarg(int unbound, Object* func, Object* self);
// object_lookup_maybe_method with AttributeError(name) for a miss.
Object* lookup_method(Object* self, Object* name, int* unbound);

}  // namespace py

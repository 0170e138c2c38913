// Classes: making them ready, looking attributes up in them, making instances of them and taking
// those apart. CPython 3.13: Objects/typeobject.c, Include/internal/pycore_typeobject.h
//
// Invariants: a ready type has tp_dict, tp_bases and tp_mro (a tuple that starts with the type
// itself); every base of a type knows it through a weak reference in tp_subclasses; tp_version_tag
// is 0 or unlike that of any other type state that the method cache can still mention.
#pragma once
#include "object/type.h"

namespace py {

extern TypeObject object_type, type_type, super_type;

// --- Making types ---
int type_ready(TypeObject* type);  // 0, or -1 with the error set; a ready type is left alone. Not
                                   // static: immutable
Object* type_generic_alloc(TypeObject* type,
                           Ssize nitems);  // zeroed and tracked; with pre-header and inline values
Object* type_alloc_no_track(TypeObject* type, Ssize nitems);
Object* type_generic_new(TypeObject* type, Object* args, Object* kwds);
Object* type_new(TypeObject* metatype, Object* args, Object* kwds);  // type.__new__
Object* object_new(TypeObject* type, Object* args,
                   Object* kwds);  // object.__new__, with its checks of excess arguments
int object_init(Object* self, Object* args, Object* kwds);
// Makes a class as type(name, (base,), dict) does, module being the part of full_name before the
// last dot.
TypeObject* type_from_parts(const char* full_name, Object* bases, Object* dict);
TypeObject* type_calculate_metaclass(TypeObject* metatype, Object* bases);  // borrowed
Object* type_call(Object* type, Object* args, Object* kwds);                // type.__call__

// --- Looking up ---
// The attribute of the first class in the mro that has it: borrowed, null when there is none. No
// error is ever left set.
Object* type_lookup(TypeObject* type, Object* name);
Object* type_getattro(Object* type, Object* name);
// As type_getattro; with suppress set to 1 on a plain miss no AttributeError is made (getattr with
// a default).
Object* type_getattro_impl(TypeObject* type, Object* name, int* suppress_missing_attribute);
// A special method of o's class, bound to o: new reference; null without an error when the class
// has none.
Object* object_lookup_special(Object* o, Object* name);
// The same without binding: *unbound is 1 when the caller has to pass o itself. New reference.
Object* object_lookup_maybe_method(Object* o, Object* name, int* unbound);
Object* super_lookup(TypeObject* su_type, Object* su_obj, Object* name,
                     int* meth_found);  // for LOAD_SUPER_ATTR

// --- Names ---
const char* type_short_name(const TypeObject* type);  // tp_name after its last dot: _PyType_Name
Object* type_get_name(TypeObject* type);              // new str: __name__
Object* type_get_qual_name(TypeObject* type);         // new str: __qualname__
Object* type_get_module_name(TypeObject* type);       // new: __module__
Object* type_get_fully_qualified_name(
    TypeObject* type);  // new str: module.qualname, builtins and __main__ kept apart
Object* type_get_text_signature_from_internal_doc(const char* name, const char* doc, int flags);
Object* type_get_doc_from_internal_doc(const char* name, const char* doc);

// --- Parts ---
inline Object* type_get_dict(const TypeObject* type) { return type->tp_dict; }    // borrowed
inline Object* type_get_mro(const TypeObject* type) { return type->tp_mro; }      // borrowed
inline Object* type_get_bases(const TypeObject* type) { return type->tp_bases; }  // borrowed
inline MemberDef* heap_type_get_members(TypeObject* type) {
  return reinterpret_cast<MemberDef*>(reinterpret_cast<char*>(type) + type->ob_type->tp_basicsize);
}
inline bool type_is_gc(const TypeObject* t) { return type_has_feature(t, TPFLAGS_HAVE_GC); }
inline bool type_check_exact(const Object* o) { return o->ob_type == &type_type; }
Object* type_get_subclasses(TypeObject* type);  // new list of the direct subclasses that are alive
bool type_has_subclasses(TypeObject* type);
uint64_t type_get_flags(TypeObject* type);
// What __basicsize__, __dictoffset__ and __weakrefoffset__ show: the 64-bit build's figures.
Ssize type_shown_dictoffset(const TypeObject* type);
Ssize type_shown_weaklistoffset(const TypeObject* type);

// --- Caches ---
// Call after any change of a type's dict, bases or mro: its version and those of its subclasses
// become invalid.
void type_modified(TypeObject* type);
// Gives the type (and its bases) a version tag. True when it has one now.
bool type_assign_version_tag(TypeObject* type);
void type_clear_cache();
void type_set_flags_recursive(TypeObject* type, uint64_t mask, uint64_t flags);

// --- What heap types use as slots; other types compare against them to see whether a slot is
// overridden ---
void subtype_dealloc(Object* self);
int subtype_traverse(Object* self, visitproc visit, void* arg);
int subtype_clear(Object* self);
Object* base_object_rich_compare(Object* self, Object* other, int op);
Object* slot_tp_getattro(Object* self, Object* name);
Object* slot_tp_getattr_hook(Object* self, Object* name);
int slot_tp_init(Object* self, Object* args, Object* kwds);
Object* slot_tp_new(TypeObject* type, Object* args, Object* kwds);
Object* slot_tp_call(Object* self, Object* args, Object* kwds);
Object* slot_mp_subscript(Object* self, Object* key);
void slot_tp_finalize(Object* self);
Object* slot_tp_iternext(Object* self);
int slot_nb_bool(Object* self);
Object* next_not_implemented(Object* self);  // _PyObject_NextNotImplemented: __next__ = None

// --- Start-up (types_init.cc) ---
// Makes every builtin type of types.def ready, in that order; forgets all versions and cached
// lookups. Needs memory, gc, small ints, strings and identifiers. 0, or -1 with MemoryError set.
int types_init();
// Puts every static type that was ever made ready back to how it was before that, so that the next
// machine starts anew. The heap that their dicts lived in is gone or about to go. Before
// types_init.
void types_reset();

}  // namespace py

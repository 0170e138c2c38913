// The object header, reference counts, immortal objects and the protocol of object.c.
// CPython 3.13: Include/object.h, Include/refcount.h, Objects/object.c
//
// Invariants: a live mortal object has 0 < ob_refcnt < 2**31; an immortal one has kImmortalRefcnt and is never freed.
// C structs derive from Object and are never larger than CPython's 64-bit layout of that type; a block on the heap
// always has the size that CPython would ask for (tp_basicsize + n * tp_itemsize, both 64-bit figures).
#pragma once
#include "base/check.h"
#include "base/types.h"

namespace py {

struct TypeObject;

struct Object {
  uint32_t ob_refcnt;
  TypeObject* ob_type;
};

struct VarObject : Object {
  Ssize ob_size;
};

constexpr uint32_t kImmortalRefcnt = UINT32_MAX;  // what sys.getrefcount(None) prints

inline bool is_immortal(const Object* o) { return static_cast<int32_t>(o->ob_refcnt) < 0; }

// Calls the type's tp_dealloc. CPython: _Py_Dealloc.
void dealloc(Object* o);

// Takes one more reference. Nothing happens to an immortal object.
ALWAYS_INLINE void incref(Object* o) {
  uint32_t next = o->ob_refcnt + 1;
  if (LIKELY(next != 0)) o->ob_refcnt = next;
}

// Gives one reference back; the last one deallocates, which may run Python code.
ALWAYS_INLINE void decref(Object* o) {
  if (UNLIKELY(static_cast<int32_t>(o->ob_refcnt) < 0)) return;
  if (--o->ob_refcnt == 0) dealloc(o);
}

ALWAYS_INLINE void xincref(Object* o) {
  if (o) incref(o);
}
ALWAYS_INLINE void xdecref(Object* o) {
  if (o) decref(o);
}

// Takes a new reference and returns its argument.
template <class T>
ALWAYS_INLINE T* new_ref(T* o) {
  incref(o);
  return o;
}
template <class T>
ALWAYS_INLINE T* xnew_ref(T* o) {
  if (o) incref(o);
  return o;
}

// Py_CLEAR: empties the field before the old value can run code.
template <class T>
inline void clear_ref(T*& field) {
  T* old = field;
  field = nullptr;
  if (old) decref(old);
}
// Py_SETREF / Py_XSETREF: steals value, drops the old one after the field holds the new.
template <class T, class U>
inline void set_ref(T*& field, U* value) {
  T* old = field;
  field = value;
  if (old) decref(old);
}

inline TypeObject* type_of(const Object* o) { return o->ob_type; }  // borrowed, Py_TYPE
inline bool is_type(const Object* o, const TypeObject* t) { return o->ob_type == t; }  // Py_IS_TYPE
bool type_is_subtype(TypeObject* a, TypeObject* b);  // PyType_IsSubtype
inline bool object_type_check(const Object* o, TypeObject* t) {  // PyObject_TypeCheck
  return o->ob_type == t || type_is_subtype(o->ob_type, t);
}

// Downcast without a check (the caller has checked the type).
template <class T>
ALWAYS_INLINE T* as(Object* o) {
  return static_cast<T*>(o);
}
template <class T>
ALWAYS_INLINE const T* as(const Object* o) {
  return static_cast<const T*>(o);
}

// The singletons (immortal, outside the heap).
extern Object none_object, not_implemented_object, ellipsis_object;
inline constexpr Object* None = &none_object;
inline constexpr Object* NotImplemented = &not_implemented_object;
inline constexpr Object* Ellipsis = &ellipsis_object;
extern TypeObject none_type, not_implemented_type, ellipsis_type, object_type, type_type;

// Rich comparison codes, in CPython's order.
enum CompareOp { kLt, kLe, kEq, kNe, kGt, kGe };

// --- object.c protocol; all may run Python code. New references; null with the error set. ---
Object* object_repr(Object* o);  // null gives "<NULL>"
Object* object_str(Object* o);
Object* object_ascii(Object* o);
Object* object_bytes(Object* o);
Object* object_rich_compare(Object* v, Object* w, int op);
int object_rich_compare_bool(Object* v, Object* w, int op);  // -1 error; identity implies equality
HashValue object_hash(Object* o);                             // -1 with the error set
HashValue object_hash_not_implemented(Object* o);             // raises TypeError: unhashable type
HashValue object_generic_hash(Object* o);                     // hash of the shown address
Object* object_get_attr(Object* o, Object* name);
Object* object_get_attr_string(Object* o, const char* name);
int object_get_optional_attr(Object* o, Object* name, Object** result);  // 1 found, 0 not, -1 error
bool object_has_attr(Object* o, Object* name);                           // swallows every error
int object_has_attr_with_error(Object* o, Object* name);
int object_set_attr(Object* o, Object* name, Object* value);  // null value deletes
int object_set_attr_string(Object* o, const char* name, Object* value);
int object_del_attr(Object* o, Object* name);
Object* object_generic_get_attr(Object* o, Object* name);
int object_generic_set_attr(Object* o, Object* name, Object* value);
Object* object_generic_get_attr_with_dict(Object* o, Object* name, Object* dict, bool suppress);
int object_generic_set_attr_with_dict(Object* o, Object* name, Object* value, Object* dict);
Object* object_generic_get_dict(Object* o, void* context);
int object_generic_set_dict(Object* o, Object* value, void* context);
// A method without binding it: returns 1 and *method = function when it is an unbound method, else 0 and the attribute.
int object_get_method(Object* o, Object* name, Object** method);
Object** object_get_dict_ptr(Object* o);  // address of the __dict__ slot or null; materialises a managed dict
int object_is_true(Object* o);            // 1, 0 or -1
int object_not(Object* o);
bool callable_check(Object* o);
Object* object_dir(Object* o);  // null: the names of the running frame
Object* object_self_iter(Object* o);  // tp_iter of iterators: new reference to itself
int object_call_finalizer_from_dealloc(Object* o);  // -1: resurrected
void object_call_finalizer(Object* o);
uint64_t object_id(const Object* o);  // what id() shows: address_of

}  // namespace py

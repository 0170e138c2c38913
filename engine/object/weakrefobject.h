// Weak references and proxies, and the list of them that each referent heads.
// CPython 3.13: Objects/weakrefobject.c, Include/cpython/weakrefobject.h
//
// Invariants of a referent's list: doubly linked, null at both ends; the reference without callback
// (shared, exact type) comes first if there is one, then the proxy without callback, then all
// others, newest first. A dead reference has wr_object == None and is in no list.
#pragma once
#include "object/gc_head.h"  // object_gc_is_tracked
#include "profile/profile.h"

namespace py {

struct WeakReference : Object {
  Object* wr_object;    // borrowed: the referent, or None
  Object* wr_callback;  // owned, may be null
  HashValue hash;       // of the referent; -1 not yet asked
  WeakReference* wr_prev;
  WeakReference* wr_next;
  vectorcallfunc vectorcall;
};
static_assert(sizeof(WeakReference) <= 64);

extern TypeObject weakref_ref_type, weakref_proxy_type, weakref_callable_proxy_type;

inline bool weakref_check_ref(const Object* o) { return object_type_check(o, &weakref_ref_type); }
inline bool weakref_check_ref_exact(const Object* o) { return o->ob_type == &weakref_ref_type; }
inline bool weakref_check_proxy(const Object* o) {
  return o->ob_type == &weakref_proxy_type || o->ob_type == &weakref_callable_proxy_type;
}
inline bool weakref_check(const Object* o) {
  return weakref_check_ref(o) || weakref_check_proxy(o);
}

// _PyType_SUPPORTS_WEAKREFS
inline bool type_supports_weakrefs(const TypeObject* t) { return t->tp_weaklistoffset != 0; }
// Where the referent keeps the head of its list. Its type must support weak references.
inline WeakReference** weakrefs_listptr(Object* op) {
  char* base = reinterpret_cast<char*>(op);
  if (op->ob_type->tp_flags & TPFLAGS_MANAGED_WEAKREF) {
    return reinterpret_cast<WeakReference**>(base - layout::kGcHead - layout::kPreHeader);
  }
  return reinterpret_cast<WeakReference**>(base + op->ob_type->tp_weaklistoffset);
}

// New reference (or the shared one); null with TypeError when the object's type has no place for a
// list.
Object* weakref_new_ref(Object* ob, Object* callback);  // callback null or None: none
Object* weakref_new_proxy(Object* ob, Object* callback);
// 1 and a new reference to the referent, 0 and null when it is dead, -1 with TypeError.
int weakref_get_ref(Object* ref, Object** result);
// Borrowed referent, or null when dead. The caller knows that it is a reference or proxy.
inline Object* weakref_referent(Object* ref) {
  Object* ob = static_cast<WeakReference*>(ref)->wr_object;
  return ob == None || ob->ob_refcnt == 0 ? nullptr : ob;
}
Ssize weakref_get_weakref_count(Object* ob);  // 0 also for types without weak references

// A referent dies: every reference to it is cleared, then callbacks run, newest first. Called by
// tp_dealloc before anything else of the object is torn down, while its count is 0. Keeps the error
// indicator. CPython: PyObject_ClearWeakRefs.
void object_clear_weakrefs(Object* ob);
// The same without any callback: for objects whose callbacks must not run (types being cleared,
// static types at exit).
void weakref_clear_weakrefs_no_callbacks(Object* ob);
// Only unlinks the reference from its referent; its callback stays and is not called. For the
// collector.
void weakref_clear_ref(WeakReference* self);

}  // namespace py

// What the types ref and proxy need of the lists of references.
// CPython 3.13: static functions of Objects/weakrefobject.c
#pragma once
#include "object/weakrefobject.h"

namespace py {

// Fills a new reference, which is in no list yet. Takes its own reference to the callback (null:
// none).
void weakref_init(WeakReference* self, Object* ob, Object* callback);
// Takes the reference out of its referent's list and hands its callback over (owned, may be null).
Object* weakref_unlink(WeakReference* self);
// The two references of a list that have no callback and are shared (null where there is none).
void get_basic_refs(WeakReference* head, WeakReference** ref, WeakReference** proxy);
// Puts a new reference where the order of the list wants it.
void weakref_insert(WeakReference* newref, WeakReference** list);

// Slots that ref and proxy share.
int weakref_traverse(Object* self, visitproc visit, void* arg);
int weakref_clear(Object* self);
// Either shared reference when it can serve, else a new one from allocate (which may run Python
// code).
using WeakrefAllocate = WeakReference* (*)(TypeObject* type, Object* ob, Object* callback);
Object* get_or_create_weakref(TypeObject* type, WeakrefAllocate allocate, Object* ob,
                              Object* callback);
WeakReference* weakref_allocate_plain(TypeObject* type, Object* ob,
                                      Object* callback);  // allocate for exact ref

}  // namespace py

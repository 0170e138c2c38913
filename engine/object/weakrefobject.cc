// The list of references that each referent heads: linking, unlinking, counting. Knows no other
// type; the types ref and proxy are in types/weakref_ref.cc and types/weakref_proxy.cc.
// CPython 3.13: Objects/weakrefobject.c
#include "object/weakrefobject.h"

#include "object/weakref_list.h"

namespace py {

void weakref_init(WeakReference* self, Object* ob, Object* callback) {
  self->wr_object = ob;
  self->wr_callback = xnew_ref(callback);
  self->hash = -1;
  self->wr_prev = nullptr;
  self->wr_next = nullptr;
}

Object* weakref_unlink(WeakReference* self) {
  Object* callback = self->wr_callback;
  self->wr_callback = nullptr;
  weakref_clear_ref(self);
  return callback;
}

void weakref_clear_ref(WeakReference* self) {
  if (self->wr_object == None) return;
  WeakReference** list = weakrefs_listptr(self->wr_object);
  if (*list == self) *list = self->wr_next;
  self->wr_object = None;
  if (self->wr_prev) self->wr_prev->wr_next = self->wr_next;
  if (self->wr_next) self->wr_next->wr_prev = self->wr_prev;
  self->wr_prev = nullptr;
  self->wr_next = nullptr;
}

void get_basic_refs(WeakReference* head, WeakReference** ref, WeakReference** proxy) {
  *ref = nullptr;
  *proxy = nullptr;
  if (head && !head->wr_callback) {
    if (weakref_check_ref_exact(head)) {
      *ref = head;
      head = head->wr_next;
    }
    if (head && !head->wr_callback && weakref_check_proxy(head)) *proxy = head;
  }
}

static void insert_after(WeakReference* newref, WeakReference* prev) {
  newref->wr_prev = prev;
  newref->wr_next = prev->wr_next;
  if (prev->wr_next) prev->wr_next->wr_prev = newref;
  prev->wr_next = newref;
}

static void insert_head(WeakReference* newref, WeakReference** list) {
  WeakReference* next = *list;
  newref->wr_prev = nullptr;
  newref->wr_next = next;
  if (next) next->wr_prev = newref;
  *list = newref;
}

void weakref_insert(WeakReference* newref, WeakReference** list) {
  WeakReference *ref, *proxy;
  get_basic_refs(*list, &ref, &proxy);
  WeakReference* prev = proxy ? proxy : ref;
  if (!newref->wr_callback && weakref_check_ref_exact(newref)) {
    prev = nullptr;
  } else if (!newref->wr_callback && weakref_check_proxy(newref)) {
    prev = ref;
  }
  if (prev) {
    insert_after(newref, prev);
  } else {
    insert_head(newref, list);
  }
}

Ssize weakref_get_weakref_count(Object* ob) {
  if (!type_supports_weakrefs(ob->ob_type)) return 0;
  Ssize count = 0;
  for (WeakReference* wr = *weakrefs_listptr(ob); wr; wr = wr->wr_next) count++;
  return count;
}

void weakref_clear_weakrefs_no_callbacks(Object* ob) {
  if (!type_supports_weakrefs(ob->ob_type)) return;
  WeakReference** list = weakrefs_listptr(ob);
  while (*list) weakref_clear_ref(*list);
}

}  // namespace py

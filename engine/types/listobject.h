// Lists: layout, growth and the C-level interface.
// CPython 3.13: Objects/listobject.c, Include/cpython/listobject.h, Include/internal/pycore_list.h
//
// Invariants: 0 <= ob_size <= allocated; ob_item == null implies allocated == 0. While a list is
// being sorted its ob_size is 0 and allocated is -1, so that other code sees an empty list and the
// sort sees every change. The item array comes from the MEM domain and its request is always
// allocated * 8 bytes.
#pragma once
#include "object/type.h"  // TypeObject, flags

namespace py {

struct ListObject : VarObject {
  Object** ob_item;
  Ssize allocated;
};

// Iterators: it_seq is null when exhausted.
struct ListIterObject : Object {
  Ssize it_index;
  ListObject* it_seq;
};

extern TypeObject list_type, list_iter_type, list_rev_iter_type;

inline bool list_check(const Object* o) {
  return type_has_feature(o->ob_type, TPFLAGS_LIST_SUBCLASS);
}
inline bool list_check_exact(const Object* o) { return o->ob_type == &list_type; }

// Unchecked access: PyList_GET_SIZE, PyList_GET_ITEM (borrowed), PyList_SET_ITEM (steals, drops
// nothing).
inline Ssize list_size(const Object* o) { return as<ListObject>(o)->ob_size; }
inline Object* list_item(const Object* o, Ssize i) { return as<ListObject>(o)->ob_item[i]; }
inline void list_init_item(Object* o, Ssize i, Object* item) {
  as<ListObject>(o)->ob_item[i] = item;
}
inline Object** list_items(Object* o) { return as<ListObject>(o)->ob_item; }

// A new list of size items, all null; the caller fills them with list_init_item. Tracked at once.
Object* list_new(Ssize size);
// A new empty list with room for size items: no resize until they are there. CPython:
// list_new_prealloc.
Object* list_new_prealloc(Ssize size);
// A new list of the n references in src, which it takes over, also when it fails. CPython:
// _PyList_FromArraySteal.
Object* list_from_array_steal(Object* const* src, Ssize n);
Object* list_get_item(Object* op, Ssize i);              // borrowed; IndexError
Object* list_get_item_ref(Object* op, Ssize i);          // new reference; IndexError
int list_set_item(Object* op, Ssize i, Object* item);    // steals item; 0, or -1
int list_insert(Object* op, Ssize where, Object* item);  // 0, or -1
int list_append(Object* op, Object* item);               // takes its own reference; 0, or -1
int list_append_take_ref_list_resize(ListObject* self, Object* item);
int list_resize(ListObject* self, Ssize newsize);
Object* list_get_slice(Object* op, Ssize low,
                       Ssize high);  // clips like l[low:high] for non-negative bounds
int list_set_slice(Object* op, Ssize low, Ssize high, Object* value);  // null value deletes
int list_sort(Object* op);
int list_reverse(Object* op);
int list_extend(Object* op, Object* iterable);  // 0, or -1. CPython: PyList_Extend
int list_clear(Object* op);
Object* list_as_tuple(Object* op);  // a new tuple
Object* list_extend_none(ListObject* self,
                         Object* iterable);  // None or null: CPython's _PyList_Extend
// list.sort(key=..., reverse=...): keyfunc may be null. New reference to None, or null. In
// list_sort.cc.
Object* list_sort_impl(ListObject* self, Object* keyfunc, int reverse);
// l + x, l[low:high] for exact use by the evaluation loop.
Object* list_concat(Object* a, Object* b);
Object* list_repeat(Object* a, Ssize n);
Object* list_slice(ListObject* a, Ssize ilow, Ssize ihigh);
Object* list_subscript(Object* self, Object* index);
int list_ass_subscript(Object* self, Object* index, Object* value);
Object* list_iter(Object* seq);

// Appends and steals item: the fast path of every append. 0, or -1 with MemoryError (item is
// dropped then too).
ALWAYS_INLINE int list_append_take_ref(ListObject* self, Object* item) {
  Ssize len = self->ob_size;
  if (LIKELY(self->allocated > len)) {
    self->ob_item[len] = item;
    self->ob_size = len + 1;
    return 0;
  }
  return list_append_take_ref_list_resize(self, item);
}

}  // namespace py

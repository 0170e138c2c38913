// Tuples: layout, the free lists' users and the C-level interface.
// CPython 3.13: Objects/tupleobject.c, Include/cpython/tupleobject.h,
// Include/internal/pycore_tuple.h
//
// Invariants: the empty tuple is one immortal static object. A tuple is tracked when it is made; a
// collection untracks it when none of its items can be part of a cycle.
#pragma once
#include "object/gc_head.h"  // the empty tuple has a head, too
#include "object/type.h"     // TypeObject, flags

namespace py {

struct TupleObject : VarObject {
  Object* ob_item[1];  // ob_size of them; a block has 8 bytes for each on every host
};

struct TupleIterObject : Object {
  Ssize it_index;
  TupleObject* it_seq;  // null when exhausted
};

extern TypeObject tuple_type, tuple_iter_type;

// (): static, with a collector's head before it that says "untracked".
struct EmptyTuple {
  GCHead gc_not_used;
  VarObject tuple;
};
extern EmptyTuple empty_tuple;

inline bool tuple_check(const Object* o) {
  return type_has_feature(o->ob_type, TPFLAGS_TUPLE_SUBCLASS);
}
inline bool tuple_check_exact(const Object* o) { return o->ob_type == &tuple_type; }

// Unchecked access: PyTuple_GET_SIZE, PyTuple_GET_ITEM (borrowed), PyTuple_SET_ITEM (steals, drops
// nothing).
inline Ssize tuple_size(const Object* o) { return static_cast<const VarObject*>(o)->ob_size; }
inline Object* tuple_item(const Object* o, Ssize i) { return as<TupleObject>(o)->ob_item[i]; }
inline void tuple_init_item(Object* o, Ssize i, Object* item) {
  as<TupleObject>(o)->ob_item[i] = item;
}
inline Object** tuple_items(Object* o) { return as<TupleObject>(o)->ob_item; }
inline Object* tuple_empty() { return &empty_tuple.tuple; }  // borrowed (immortal)

// A new tuple of size items, all null; the caller fills them with tuple_init_item. Tracked at once.
Object* tuple_new(Ssize size);
Object* tuple_get_item(Object* op, Ssize i);  // borrowed; IndexError
int tuple_set_item(Object* op, Ssize i,
                   Object* item);  // steals; only while the tuple has one reference
Object* tuple_get_slice(Object* op, Ssize low, Ssize high);
// Resizes a tuple that nobody else has seen: *p is replaced; on failure it is null and the tuple is
// gone. 0, or -1.
int tuple_resize(Object** p, Ssize newsize);
Object* tuple_from_array(Object* const* src, Ssize n);  // takes its own references
Object* tuple_from_array_steal(Object* const* src,
                               Ssize n);  // takes src's references over, also when it fails
void tuple_maybe_untrack(Object* op);
Object* tuple_repeat(Object* self, Ssize n);
Object* tuple_concat(Object* a, Object* b);
HashValue tuple_hash(Object* o);
Object* tuple_iter(Object* seq);
Object* tuple_subscript(Object* self, Object* index);

// A new tuple of the given objects, each with its own new reference. CPython: PyTuple_Pack.
Object* tuple_pack_array(Object* const* items, Ssize n);
inline Object* tuple_pack() { return tuple_empty(); }
template <class... T>
inline Object* tuple_pack(T*... items) {
  Object* const array[] = {items...};
  return tuple_pack_array(array, sizeof...(items));
}

}  // namespace py

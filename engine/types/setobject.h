// Sets and frozensets: layout and the C-level interface.
// CPython 3.13: Objects/setobject.c, Include/cpython/setobject.h
//
// Invariants: fill = active + dummy entries; used = active ones; mask + 1 is a power of two; fill <
// table size. An entry is unused (key null), a dummy (key == set_dummy, hash -1) or active. The
// table of 8 lies inside the object.
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

constexpr int kSetMinSize = 8;  // PySet_MINSIZE

struct SetEntry {
  Object* key;
  HashValue hash;
};

struct SetObject : Object {
  Ssize fill, used, mask;
  SetEntry* table;  // smalltable, or a block of (mask + 1) * 16 bytes from the MEM domain
  HashValue hash;   // frozenset only; -1: not computed
  Ssize finger;     // where pop() looks next
  SetEntry smalltable[kSetMinSize];
  Object* weakreflist;
};

extern TypeObject set_type, frozenset_type, set_iter_type;

inline bool set_check_exact(const Object* o) { return o->ob_type == &set_type; }
inline bool frozenset_check_exact(const Object* o) { return o->ob_type == &frozenset_type; }
inline bool any_set_check_exact(const Object* o) {
  return set_check_exact(o) || frozenset_check_exact(o);
}
inline bool any_set_check(const Object* o) {
  return any_set_check_exact(o) || type_is_subtype(o->ob_type, &set_type) ||
         type_is_subtype(o->ob_type, &frozenset_type);
}
inline bool set_check(const Object* o) {
  return set_check_exact(o) || type_is_subtype(o->ob_type, &set_type);
}
inline bool frozenset_check(const Object* o) {
  return frozenset_check_exact(o) || type_is_subtype(o->ob_type, &frozenset_type);
}
inline Ssize set_size(const Object* o) { return as<SetObject>(o)->used; }  // PySet_GET_SIZE

Object* set_new(Object* iterable);                 // null: empty
Object* frozenset_new(Object* iterable);           // null: empty
int set_add(Object* set, Object* key);             // 0, or -1
int set_add_take_ref(SetObject* so, Object* key);  // steals key
int set_contains(Object* set, Object* key);        // 1, 0 or -1; unhashable: TypeError
int set_discard(Object* set, Object* key);         // 1 found, 0 not, -1 error
int set_clear(Object* set);
Object* set_pop(Object* set);  // new reference; KeyError when empty
int set_update(Object* set, Object* iterable);
// Next active entry from *pos on: 1 with a borrowed key, 0 at the end. CPython: _PySet_NextEntry.
int set_next_entry(Object* set, Ssize* pos, Object** key, HashValue* hash);

}  // namespace py

// What the files of set and frozenset share: setobject.cc (table), set_methods.cc (methods,
// operators, types).
#pragma once
#include "types/dict_keys.h"  // object_hash_fast
#include "types/setobject.h"

namespace py {

extern Object set_dummy;  // key of a deleted entry
inline bool is_active(const SetEntry& e) { return e.key != nullptr && e.key != &set_dummy; }

ALWAYS_INLINE HashValue set_hash_of(Object* key) { return object_hash_fast(key); }

SetEntry* set_lookkey(SetObject* so, Object* key, HashValue hash);  // null with an error set
int set_add_entry(SetObject* so, Object* key, HashValue hash);      // takes its own reference
int set_add_key(SetObject* so, Object* key);
int set_contains_entry(SetObject* so, Object* key, HashValue hash);  // 1, 0, -1
int set_contains_key(SetObject* so, Object* key);
int set_discard_entry(SetObject* so, Object* key, HashValue hash);  // 1 found, 0 not, -1
int set_discard_key(SetObject* so, Object* key);
int set_table_resize(SetObject* so, Ssize minused);
int set_shrink_dummies(SetObject* so);  // rebuilds the table when over a quarter of it is dummies
bool set_next(SetObject* so, Ssize* pos, SetEntry** entry);
int set_clear_internal(Object* so);
int set_update_internal(SetObject* so, Object* other);
Object* make_new_set(TypeObject* type, Object* iterable);
HashValue frozenset_hash_of(SetObject* so);
void set_dealloc(Object* self);
int set_traverse(Object* self, visitproc visit, void* arg);
Object* set_iter(Object* self);
extern const MethodDef set_methods[], frozenset_methods[];

}  // namespace py

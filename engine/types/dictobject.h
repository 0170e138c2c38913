// Dicts: layout, the C-level interface, and the attributes of instances (inline values, managed
// dicts). CPython 3.13: Objects/dictobject.c, Include/cpython/dictobject.h,
// Include/internal/pycore_dict.h
//
// Invariants: ma_values == null: a combined table, ma_keys belongs to this dict alone (or is the
// empty table). Otherwise a split table: ma_keys is shared by the instances of a class, and
// ma_values holds this one's values, either in a block of their own or (embedded) behind the
// instance whose __dict__ this is. Key tables: types/dict_keys.h.
#pragma once
#include "object/type.h"  // TypeObject, flags

namespace py {

struct DictKeys;  // types/dict_keys.h

// Values of a split table; an array of insertion order (one byte a value, `capacity` of them)
// follows values[capacity].
struct DictValues {
  uint8_t capacity, size;
  uint8_t embedded;  // lies behind its instance
  uint8_t valid;     // false: these inline values have been given up (a dict of its own took over)
  Object* values[1];
};

struct DictObject : Object {
  Ssize ma_used;
  uint64_t ma_version_tag;  // always 0: CPython's watchers are what it is for
  DictKeys* ma_keys;
  DictValues* ma_values;
};

extern TypeObject dict_type;
extern TypeObject dict_keys_type, dict_values_type, dict_items_type;
extern TypeObject dict_iter_key_type, dict_iter_value_type, dict_iter_item_type;
extern TypeObject dict_rev_iter_key_type, dict_rev_iter_value_type, dict_rev_iter_item_type;

inline bool dict_check(const Object* o) {
  return type_has_feature(o->ob_type, TPFLAGS_DICT_SUBCLASS);
}
inline bool dict_check_exact(const Object* o) { return o->ob_type == &dict_type; }
inline bool any_dict_check(const Object* o) { return dict_check(o); }
inline Ssize dict_size(const Object* o) { return as<DictObject>(o)->ma_used; }  // PyDict_GET_SIZE

// Starts over with an empty state (versions, the shared empty table): called when a machine is
// created.
void dict_init();

// --- Making dicts. New references, null with the error set. ---
Object* dict_new();
Object* dict_new_presized(Ssize minused);
Object* dict_copy(Object* d);
// keys[i * keys_offset] -> values[i * values_offset] for i < length. CPython: _PyDict_FromItems.
Object* dict_from_items(Object* const* keys, Ssize keys_offset, Object* const* values,
                        Ssize values_offset, Ssize length);
Object* dict_from_keys(Object* cls, Object* iterable, Object* value);

// --- Reading ---
Object* dict_get_item(Object* d, Object* key);             // borrowed or null; swallows errors
Object* dict_get_item_with_error(Object* d, Object* key);  // borrowed; null: absent, or error set
Object* dict_get_item_known_hash(Object* d, Object* key, HashValue hash);  // borrowed
int dict_get_item_ref(Object* d, Object* key,
                      Object** result);  // 1 new reference, 0 absent (null), -1
int dict_get_item_ref_known_hash(DictObject* d, Object* key, HashValue hash, Object** result);
Object* dict_get_item_string(Object* d, const char* key);             // borrowed; swallows errors
Object* dict_get_item_string_with_error(Object* d, const char* key);  // borrowed
int dict_get_item_string_ref(Object* d, const char* key, Object** result);
int dict_contains(Object* d, Object* key);  // 1, 0, -1
int dict_contains_known_hash(Object* d, Object* key, HashValue hash);
int dict_contains_string(Object* d, const char* key);
// Steps through a dict in insertion order: *pos starts at 0; borrowed references; pointers may be
// null. False: at the end.
int dict_next(Object* d, Ssize* pos, Object** key, Object** value);
int dict_next_with_hash(Object* d, Ssize* pos, Object** key, Object** value, HashValue* hash);
Object* dict_keys(Object* d);  // lists
Object* dict_values(Object* d);
Object* dict_items(Object* d);
int dict_has_only_string_keys(Object* d);
// globals[name] or builtins[name]: new reference, null without an error when neither has it.
Object* dict_load_global(DictObject* globals, DictObject* builtins, Object* key);
Object* dict_subscript(Object* self, Object* key);  // d[key] with __missing__ and KeyError

// --- Writing. 0 (or what is said), -1 with the error set ---
int dict_set_item(Object* d, Object* key, Object* value);
int dict_set_item_take2(DictObject* d, Object* key,
                        Object* value);  // steals key and value, also when it fails
int dict_set_item_known_hash(Object* d, Object* key, Object* value, HashValue hash);
int dict_set_item_string(Object* d, const char* key, Object* value);
int dict_del_item(Object* d, Object* key);  // KeyError when absent
int dict_del_item_known_hash(Object* d, Object* key, HashValue hash);
int dict_del_item_if(Object* d, Object* key, int (*predicate)(Object* value, void* arg),
                     void* arg);  // 1: deleted
int dict_del_item_string(Object* d, const char* key);
void dict_clear(Object* d);
Object* dict_set_default(Object* d, Object* key, Object* value);  // borrowed
// 1: key was there, 0: inserted; *result (may be null) is a new reference to the value.
int dict_set_default_ref(Object* d, Object* key, Object* value, Object** result);
// Removes key: 1 with a new reference (result may be null), 0 absent, -1.
int dict_pop(Object* d, Object* key, Object** result);
int dict_pop_string(Object* d, const char* key, Object** result);
int dict_pop_known_hash(DictObject* d, Object* key, HashValue hash, Object** result);
Object* dict_pop_or_default(Object* d, Object* key,
                            Object* deflt);  // d.pop(key, deflt): new reference; KeyError
int dict_update(Object* d, Object* other);
int dict_merge(Object* d, Object* other, int override);
int dict_merge_ex(Object* d, Object* other,
                  int override);  // 2: KeyError(key) for a key that is there
int dict_merge_from_seq2(Object* d, Object* seq2, int override);
Ssize dict_size_of(DictObject* d);  // bytes, without the GC head: __sizeof__
void dict_maybe_untrack(Object* d);

// --- Lookup by index: inline caches ---
// Index of a str key in a combined or shared table's entries, -1 absent, -3 error or not a unicode
// table.
Ssize dict_lookup_index(DictObject* d, Object* key);
Ssize dict_keys_string_lookup(DictKeys* keys, Object* key);
// A number that stands for this very state of the keys (0: none): changes whenever a key comes or
// goes.
uint32_t dict_keys_get_version_for_current_state(DictKeys* keys);
size_t dict_keys_size(DictKeys* keys);  // bytes of a table
DictKeys* dict_new_keys_for_class();    // null without an error when there is no memory
void dict_keys_decref(DictKeys* keys);
inline bool dict_has_split_table(const DictObject* d) { return d->ma_values != nullptr; }

// --- Views ---
struct DictViewObject : Object {
  DictObject* dv_dict;
};
Object* dict_view_new(Object* dict, TypeObject* type);
inline bool dict_view_set_check(const Object* o) {
  return object_type_check(o, &dict_keys_type) || object_type_check(o, &dict_items_type);
}
Object* dict_view_intersect(Object* self, Object* other);

// --- Attributes of instances ---
// Instances of a class with MANAGED_DICT keep a pointer to their dict before the GC head; with
// INLINE_VALUES the values follow the object itself, until a dict has to take over.
constexpr Ssize kManagedDictOffset = -24;
inline DictObject*& managed_dict(Object* o) {
  return *reinterpret_cast<DictObject**>(reinterpret_cast<char*>(o) + kManagedDictOffset);
}
inline DictValues* object_inline_values(Object* o) {
  return reinterpret_cast<DictValues*>(reinterpret_cast<char*>(o) + o->ob_type->tp_basicsize);
}
// Bytes that an instance of tp asks for behind its struct, of the 64-bit build: 8 + 8n + n rounded
// up to 8.
size_t inline_values_size(TypeObject* tp);
// Prepares the values of a new instance; the class's capacity shrinks by one while it can.
void object_init_inline_values(Object* obj, TypeObject* tp);
// The dict of obj, made now if need be (borrowed); null: MemoryError.
DictObject* object_materialize_managed_dict(Object* obj);
// Stores obj.name = value (null: deletes) into inline values or the managed dict. 0, or -1.
int object_store_instance_attribute(Object* obj, Object* name, Object* value);
// Reads name from valid inline values: true: *attr is a new reference or null (absent); false: ask
// the dict.
bool object_try_get_instance_attribute(Object* obj, Object* name, Object** attr);
bool object_is_instance_dict_empty(Object* obj);
int object_visit_managed_dict(Object* obj, visitproc visit, void* arg);
void object_clear_managed_dict(Object* obj);
// obj.__dict__ = new_dict (null or None deletes). 0, or -1.
int object_set_managed_dict(Object* obj, Object* new_dict);
// Gives dict its own copy of the values that lie behind obj, which is about to die. 0, or -1
// (MemoryError).
int dict_detach_from_object(DictObject* dict, Object* obj);
// Sets a key in the dict of a slot (dictptr) of an object whose type may have shared keys. CPython:
// _PyObjectDict_SetItem.
int object_dict_set_item(TypeObject* tp, Object* obj, Object** dictptr, Object* name,
                         Object* value);

}  // namespace py

// Key tables of dicts: the block of header, hash index and entries, and the lookup in it.
// CPython 3.13: Objects/dictobject.c (first half), Include/internal/pycore_dict.h
//
// A table of 2**dk_log2_size slots is one block: header 32 bytes, index (1, 2 or 4 bytes a slot),
// then room for 2/3 as many entries in insertion order. A slot holds the number of an entry,
// DKIX_EMPTY or DKIX_DUMMY. Unicode and split tables hold only exact str keys, whose hash is in the
// str: their entries are 16 bytes, those of general tables 24. Invariants: dk_usable + dk_nentries
// <= USABLE_FRACTION(size) (less for shared keys, which give up one for each instance).
#pragma once
#include "types/dictobject.h"     // DictObject
#include "types/longobject.h"     // hashes of small ints
#include "types/unicodeobject.h"  // unicode_get_hash

namespace py {

constexpr Ssize DKIX_EMPTY = -1, DKIX_DUMMY = -2, DKIX_ERROR = -3, DKIX_KEY_CHANGED = -4;
constexpr int PyDict_LOG_MINSIZE = 3, PERTURB_SHIFT = 5;
constexpr int SHARED_KEYS_MAX_SIZE = 30, NEXT_LOG2_SHARED_KEYS_MAX_SIZE = 6;

enum DictKeysKind : uint8_t { DICT_KEYS_GENERAL = 0, DICT_KEYS_UNICODE = 1, DICT_KEYS_SPLIT = 2 };

struct DictKeyEntry {
  HashValue me_hash;
  Object* me_key;
  Object* me_value;
};
struct DictUnicodeEntry {
  Object* me_key;  // exact str with its hash computed; null: deleted
  Object* me_value;
};

struct DictKeys {
  Ssize dk_refcnt;
  uint8_t dk_log2_size;
  uint8_t dk_log2_index_bytes;
  uint8_t dk_kind;
  uint32_t dk_version;  // 0: no version; any change of the keys resets it
  Ssize dk_usable;
  Ssize dk_nentries;
  // dk_indices and the entries follow.
};
static_assert(sizeof(DictKeys) == 32, "the header of a key table is CPython's");

inline Ssize dk_size(const DictKeys* dk) { return Ssize{1} << dk->dk_log2_size; }
inline bool dk_is_unicode(const DictKeys* dk) { return dk->dk_kind != DICT_KEYS_GENERAL; }
inline char* dk_indices(DictKeys* dk) { return reinterpret_cast<char*>(dk + 1); }
inline const char* dk_indices(const DictKeys* dk) { return reinterpret_cast<const char*>(dk + 1); }
inline char* dk_entries_start(DictKeys* dk) {
  return dk_indices(dk) + (size_t{1} << dk->dk_log2_index_bytes);
}
inline DictKeyEntry* dk_entries(DictKeys* dk) {
  return reinterpret_cast<DictKeyEntry*>(dk_entries_start(dk));
}
inline DictUnicodeEntry* dk_unicode_entries(DictKeys* dk) {
  return reinterpret_cast<DictUnicodeEntry*>(dk_entries_start(dk));
}
inline Ssize usable_fraction(Ssize size) { return (size << 1) / 3; }  // USABLE_FRACTION
inline size_t shared_keys_usable_size(const DictKeys* keys) {
  return static_cast<size_t>(keys->dk_nentries + keys->dk_usable);
}
inline uint8_t* get_insertion_order_array(DictValues* values) {
  return reinterpret_cast<uint8_t*>(&values->values[values->capacity]);
}
inline void dict_values_add_to_insertion_order(DictValues* values, Ssize ix) {
  get_insertion_order_array(values)[values->size++] = static_cast<uint8_t>(ix);
}

// The entry number in slot i.
ALWAYS_INLINE Ssize dictkeys_get_index(const DictKeys* keys, size_t i) {
  int log2size = keys->dk_log2_size;
  const char* indices = dk_indices(keys);
  if (LIKELY(log2size < 8)) return reinterpret_cast<const int8_t*>(indices)[i];
  if (log2size < 16) return reinterpret_cast<const int16_t*>(indices)[i];
  return reinterpret_cast<const int32_t*>(indices)[i];
}
ALWAYS_INLINE void dictkeys_set_index(DictKeys* keys, size_t i, Ssize ix) {
  int log2size = keys->dk_log2_size;
  char* indices = dk_indices(keys);
  if (LIKELY(log2size < 8))
    reinterpret_cast<int8_t*>(indices)[i] = static_cast<int8_t>(ix);
  else if (log2size < 16)
    reinterpret_cast<int16_t*>(indices)[i] = static_cast<int16_t>(ix);
  else
    reinterpret_cast<int32_t*>(indices)[i] = static_cast<int32_t>(ix);
}

// The table shared by all empty dicts; immortal.
extern DictKeys* const empty_keys;

DictKeys* new_keys_object(uint8_t log2_size, bool unicode);  // null with MemoryError set
void free_keys_object(DictKeys* keys);
inline void dictkeys_incref(DictKeys* dk) {
  if (dk->dk_refcnt != kImmortalRefcnt) dk->dk_refcnt++;
}
void dictkeys_decref(DictKeys* dk);
void dictkeys_drop_references(
    DictKeys* dk);  // the last reference: keys, values (unless split), then the block
DictKeys* clone_combined_dict_keys(DictObject* orig);
uint8_t calculate_log2_keysize(Ssize minsize);
uint8_t estimate_log2_keysize(Ssize n);
size_t find_empty_slot(DictKeys* keys, HashValue hash);
size_t lookdict_index(DictKeys* keys, HashValue hash,
                      Ssize index);  // the slot that holds entry `index`

// Entry number of key, DKIX_EMPTY or DKIX_ERROR; *value_addr is the borrowed value or null. May run
// __eq__.
Ssize dict_lookup(DictObject* mp, Object* key, HashValue hash, Object** value_addr);
Ssize unicodekeys_lookup_generic(DictObject* mp, DictKeys* dk, Object* key, HashValue hash);
Ssize unicodekeys_lookup_unicode_from(DictKeys* dk, Object* key, HashValue hash);
Ssize dictkeys_generic_lookup(DictObject* mp, DictKeys* dk, Object* key, HashValue hash);

// Entry number of an exact str in a unicode or split table, or DKIX_EMPTY. Runs no Python code. The
// first probe is in line: in small tables it nearly always finds the very same str.
ALWAYS_INLINE Ssize unicodekeys_lookup_unicode(DictKeys* dk, Object* key, HashValue hash) {
  if (LIKELY(dk->dk_log2_size < 8)) {
    size_t i = static_cast<size_t>(hash) & ((size_t{1} << dk->dk_log2_size) - 1);
    Ssize ix = reinterpret_cast<const int8_t*>(dk_indices(dk))[i];
    if (ix >= 0) {
      if (LIKELY(dk_unicode_entries(dk)[ix].me_key == key)) return ix;
    } else if (ix == DKIX_EMPTY) {
      return DKIX_EMPTY;
    }
  }
  return unicodekeys_lookup_unicode_from(dk, key, hash);
}

// _PyObject_HashFast: a str knows its hash, a small int is its own.
ALWAYS_INLINE HashValue object_hash_fast(Object* o) {
  if (LIKELY(unicode_check_exact(o))) return unicode_get_hash(o);
  if (long_check_exact(o) && long_is_compact(o)) {
    HashValue value = long_compact_value(o);
    return LIKELY(value != -1) ? value : -2;
  }
  return object_hash(o);
}

// dict_lookup without a call for str keys in unicode tables. The borrowed value or null; *found is
// the entry number.
ALWAYS_INLINE Object* dict_lookup_value(DictObject* mp, Object* key, HashValue hash, Ssize* found) {
  DictKeys* dk = mp->ma_keys;
  if (LIKELY(dk->dk_kind == DICT_KEYS_UNICODE && unicode_check_exact(key))) {
    Ssize ix = *found = unicodekeys_lookup_unicode(dk, key, hash);
    return ix >= 0 ? dk_unicode_entries(dk)[ix].me_value : nullptr;
  }
  Object* value;
  *found = dict_lookup(mp, key, hash, &value);
  return value;
}

// Key tables of split dicts.
DictValues* new_values(size_t capacity);  // a block of its own; null: no memory (no error set)
DictValues* copy_values(DictValues* values);
void free_values(DictValues* values);
uint64_t dict_values_block_size(size_t capacity);  // bytes CPython asks for
Ssize insert_split_key(DictKeys* keys, Object* key,
                       HashValue hash);  // entry number, or DKIX_EMPTY: no room
void delete_index_from_values(DictValues* values, Ssize ix);
inline Ssize get_index_from_order(DictObject* mp, Ssize i) {
  return get_insertion_order_array(mp->ma_values)[i];
}

// --- Shared by the files of dict ---
// A dict that takes over one reference to keys (also when it fails), not tracked. Null with
// MemoryError.
Object* new_dict(DictKeys* keys, DictValues* values, Ssize used, bool free_values_on_failure);
Object* new_dict_with_shared_keys(DictKeys* keys);
int dictresize(DictObject* mp, uint8_t log2_newsize, bool unicode);
inline int insertion_resize(DictObject* mp, bool unicode) {
  return dictresize(mp, calculate_log2_keysize(mp->ma_used * 3), unicode);  // GROWTH_RATE
}
int insertdict(DictObject* mp, Object* key, HashValue hash, Object* value);  // steals key and value
int dict_update_arg(Object* self, Object* arg);
Object* dict_iter(Object* dict);
extern const MethodDef dict_methods[];
Object* dictiter_new(DictObject* dict, TypeObject* itertype);
Object* dict_repr(Object* self);
Object* dict_richcompare(Object* v, Object* w, int op);
Object* dict_or(Object* self, Object* other);
Object* dict_ior(Object* self, Object* other);
int dict_tp_init(Object* self, Object* args, Object* kwds);
Object* dict_tp_new(TypeObject* type, Object* args, Object* kwds);
Object* dict_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames);

}  // namespace py

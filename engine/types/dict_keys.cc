// Key tables of dicts: allocation, probing, lookup, growth, versions, and the values of split
// tables. CPython 3.13: Objects/dictobject.c
//
// Invariants: types/dict_keys.h. Probing starts at hash & mask and goes on with i = 5i + perturb +
// 1, where perturb takes in the hash's higher bits five at a time; it always ends, because a third
// of the slots is empty.
#include "types/dict_keys.h"

#include <cstring>

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/errors.h"
#include "object/freelist.h"
#include "profile/profile.h"
#include "types/longobject.h"

namespace py {

static_assert(sizeof(DictKeyEntry) <= 24 && sizeof(DictUnicodeEntry) <= 16,
              "entries fit CPython's");
static_assert(sizeof(DictObject) <= layout::dict.basicsize);

// --- The empty table, versions ---

struct EmptyKeys {
  DictKeys head;
  int8_t indices[8];
};
static EmptyKeys empty_keys_struct = {{kImmortalRefcnt, 0, 3, DICT_KEYS_UNICODE, 1, 0, 0},
                                      {-1, -1, -1, -1, -1, -1, -1, -1}};
DictKeys* const empty_keys = &empty_keys_struct.head;

static uint32_t next_keys_version = 2;  // 0: used up

void dict_init() { next_keys_version = 2; }

uint32_t dict_keys_get_version_for_current_state(DictKeys* keys) {
  if (keys->dk_version == 0 && next_keys_version != 0) keys->dk_version = next_keys_version++;
  return keys->dk_version;
}

// --- Sizes ---

static inline int bit_length(uint64_t n) { return n == 0 ? 0 : 64 - __builtin_clzll(n); }

// log2 of the table for minsize slots; as in CPython, sizes 1 to 7 get 16 slots and some exact
// powers of two the next.
uint8_t calculate_log2_keysize(Ssize minsize) {
  constexpr Ssize kMin = Ssize{1} << PyDict_LOG_MINSIZE;
  minsize = (minsize | kMin) - 1;
  return static_cast<uint8_t>(bit_length(static_cast<uint64_t>(minsize | (kMin - 1))));
}

// log2 of the table that takes n entries without growing.
uint8_t estimate_log2_keysize(Ssize n) { return calculate_log2_keysize((n * 3 + 1) / 2); }

static inline uint8_t log2_index_bytes(uint8_t log2_size) {
  return static_cast<uint8_t>(log2_size + (log2_size < 8 ? 0 : log2_size < 16 ? 1 : 2));
}

// Bytes of a table as CPython has it; the host's may need fewer.
static uint64_t keys_block_size(uint8_t log2_size, bool unicode) {
  uint64_t usable = static_cast<uint64_t>(usable_fraction(Ssize{1} << log2_size));
  return sizeof(DictKeys) + (uint64_t{1} << log2_index_bytes(log2_size)) +
         usable * (unicode ? 16 : 24);
}
static size_t keys_host_size(uint8_t log2_size, bool unicode) {
  size_t usable = static_cast<size_t>(usable_fraction(Ssize{1} << log2_size));
  return sizeof(DictKeys) + (size_t{1} << log2_index_bytes(log2_size)) +
         usable * (unicode ? sizeof(DictUnicodeEntry) : sizeof(DictKeyEntry));
}

size_t dict_keys_size(DictKeys* keys) {
  uint64_t usable = static_cast<uint64_t>(usable_fraction(dk_size(keys)));
  return static_cast<size_t>(sizeof(DictKeys) + (uint64_t{1} << keys->dk_log2_index_bytes) +
                             usable * (dk_is_unicode(keys) ? 16 : 24));
}

// --- Allocation ---

static void* allocate_keys(uint8_t log2_size, bool unicode) {
  auto& list = free_lists.dict_keys;
  if (log2_size == PyDict_LOG_MINSIZE && unicode && list.numfree > 0) {
    DictKeys* dk = list.items[--list.numfree];
    return dk;
  }
  void* p = log2_size >= 31 ? nullptr : mem_malloc(keys_block_size(log2_size, unicode));
  if (p == nullptr) err_no_memory();
  return p;
}

DictKeys* new_keys_object(uint8_t log2_size, bool unicode) {
  DictKeys* dk = static_cast<DictKeys*>(allocate_keys(log2_size, unicode));
  if (dk == nullptr) return nullptr;
  dk->dk_refcnt = 1;
  dk->dk_log2_size = log2_size;
  dk->dk_log2_index_bytes = log2_index_bytes(log2_size);
  dk->dk_kind = unicode ? DICT_KEYS_UNICODE : DICT_KEYS_GENERAL;
  dk->dk_nentries = 0;
  dk->dk_usable = usable_fraction(Ssize{1} << log2_size);
  dk->dk_version = 0;
  size_t index_bytes = size_t{1} << dk->dk_log2_index_bytes;
  memset(dk_indices(dk), 0xff, index_bytes);
  memset(dk_entries_start(dk), 0,
         keys_host_size(log2_size, unicode) - sizeof(DictKeys) - index_bytes);
  return dk;
}

// Frees the block alone.
void free_keys_object(DictKeys* keys) {
  auto& list = free_lists.dict_keys;
  if (keys->dk_log2_size == PyDict_LOG_MINSIZE && dk_is_unicode(keys) &&
      list.numfree < kMaxFreeDictKeys) {
    list.items[list.numfree++] = keys;
    return;
  }
  mem_free(keys);
}

void dict_clear_free_list() {
  auto& dicts = free_lists.dicts;
  while (dicts.numfree) object_gc_del(dicts.items[--dicts.numfree]);
  auto& keys = free_lists.dict_keys;
  while (keys.numfree) mem_free(keys.items[--keys.numfree]);
}

NOINLINE void dictkeys_drop_references(DictKeys* dk) {
  Ssize n = dk->dk_nentries;
  if (dk_is_unicode(dk)) {
    DictUnicodeEntry* ep = dk_unicode_entries(dk);
    for (Ssize i = 0; i < n; i++) {
      xdecref(ep[i].me_key);
      xdecref(ep[i].me_value);
    }
  } else {
    DictKeyEntry* ep = dk_entries(dk);
    for (Ssize i = 0; i < n; i++) {
      xdecref(ep[i].me_key);
      xdecref(ep[i].me_value);
    }
  }
  free_keys_object(dk);
}

void dictkeys_decref(DictKeys* dk) {
  if (dk->dk_refcnt == kImmortalRefcnt) return;
  if (--dk->dk_refcnt == 0) dictkeys_drop_references(dk);
}

void dict_keys_decref(DictKeys* keys) { dictkeys_decref(keys); }

// A copy of a combined table, holes and version included. It never comes from the free list.
DictKeys* clone_combined_dict_keys(DictObject* orig) {
  DictKeys* old = orig->ma_keys;
  bool unicode = dk_is_unicode(old);
  DictKeys* keys = static_cast<DictKeys*>(mem_malloc(keys_block_size(old->dk_log2_size, unicode)));
  if (keys == nullptr) {
    err_no_memory();
    return nullptr;
  }
  memcpy(static_cast<void*>(keys), old, keys_host_size(old->dk_log2_size, unicode));
  Ssize n = keys->dk_nentries;
  if (unicode) {
    DictUnicodeEntry* ep = dk_unicode_entries(keys);
    for (Ssize i = 0; i < n; i++) {
      if (ep[i].me_value == nullptr) continue;
      incref(ep[i].me_value);
      incref(ep[i].me_key);
    }
  } else {
    DictKeyEntry* ep = dk_entries(keys);
    for (Ssize i = 0; i < n; i++) {
      if (ep[i].me_value == nullptr) continue;
      incref(ep[i].me_value);
      incref(ep[i].me_key);
    }
  }
  return keys;
}

DictKeys* dict_new_keys_for_class() {
  DictKeys* keys = new_keys_object(NEXT_LOG2_SHARED_KEYS_MAX_SIZE, true);
  if (keys == nullptr) {
    err_clear();
    return nullptr;
  }
  keys->dk_usable =
      SHARED_KEYS_MAX_SIZE;  // one more than the first instance can use: it takes one away
  keys->dk_kind = DICT_KEYS_SPLIT;
  return keys;
}

// --- Probing ---

// 64-bit on every host, so that colliding keys are compared in the same order everywhere.
struct Probe {
  uint64_t mask, perturb, i;
  ALWAYS_INLINE Probe(const DictKeys* dk, HashValue hash)
      : mask((uint64_t{1} << dk->dk_log2_size) - 1),
        perturb(static_cast<uint64_t>(hash)),
        i(static_cast<uint64_t>(hash) & mask) {}
  ALWAYS_INLINE void next() {
    perturb >>= PERTURB_SHIFT;
    i = mask & (i * 5 + perturb + 1);
  }
  ALWAYS_INLINE size_t slot() const { return static_cast<size_t>(i); }
};

size_t lookdict_index(DictKeys* keys, HashValue hash, Ssize index) {
  Probe p(keys, hash);
  while (dictkeys_get_index(keys, p.slot()) != index) p.next();
  return p.slot();
}

// The first slot without an entry (empty or dummy) for a key that is known not to be there.
size_t find_empty_slot(DictKeys* keys, HashValue hash) {
  Probe p(keys, hash);
  while (dictkeys_get_index(keys, p.slot()) >= 0) p.next();
  return p.slot();
}

NOINLINE Ssize unicodekeys_lookup_unicode_from(DictKeys* dk, Object* key, HashValue hash) {
  DictUnicodeEntry* entries = dk_unicode_entries(dk);
  for (Probe p(dk, hash);; p.next()) {
    Ssize ix = dictkeys_get_index(dk, p.slot());
    if (ix >= 0) {
      Object* k = entries[ix].me_key;
      if (k == key || (unicode_cached_hash(k) == hash && unicode_eq(k, key))) return ix;
    } else if (ix == DKIX_EMPTY) {
      return DKIX_EMPTY;
    }
  }
}

// Compares with __eq__, which may change the dict: then DKIX_KEY_CHANGED, and the search starts
// again.
static Ssize compare_keys(DictObject* mp, DictKeys* dk, Object* startkey, Object** slot,
                          Object* key) {
  incref(startkey);
  int cmp = object_rich_compare_bool(startkey, key, kEq);
  decref(startkey);
  if (cmp < 0) return DKIX_ERROR;
  if (dk != mp->ma_keys || *slot != startkey) return DKIX_KEY_CHANGED;
  return cmp;
}

// A key that is no exact str in a table of str keys: it may still equal one.
Ssize unicodekeys_lookup_generic(DictObject* mp, DictKeys* dk, Object* key, HashValue hash) {
  DictUnicodeEntry* entries = dk_unicode_entries(dk);
  for (Probe p(dk, hash);; p.next()) {
    Ssize ix = dictkeys_get_index(dk, p.slot());
    if (ix == DKIX_EMPTY) return ix;
    if (ix < 0) continue;
    Object** slot = &entries[ix].me_key;
    if (*slot == key) return ix;
    if (unicode_cached_hash(*slot) != hash) continue;
    Ssize cmp = compare_keys(mp, dk, *slot, slot, key);
    if (cmp < 0) return cmp;
    if (cmp > 0) return ix;
  }
}

Ssize dictkeys_generic_lookup(DictObject* mp, DictKeys* dk, Object* key, HashValue hash) {
  DictKeyEntry* entries = dk_entries(dk);
  // Two compact ints are compared here: their __eq__ would do the same.
  bool small = long_check_exact(key) && long_is_compact(key);
  for (Probe p(dk, hash);; p.next()) {
    Ssize ix = dictkeys_get_index(dk, p.slot());
    if (ix >= 0) {
      DictKeyEntry* ep = &entries[ix];
      if (ep->me_key == key) return ix;
      if (ep->me_hash != hash) continue;
      if (small && long_check_exact(ep->me_key)) {
        if (long_is_compact(ep->me_key) &&
            long_compact_value(ep->me_key) == long_compact_value(key))
          return ix;
        continue;
      }
      Ssize cmp = compare_keys(mp, dk, ep->me_key, &ep->me_key, key);
      if (cmp < 0) return cmp;
      if (cmp > 0) return ix;
    } else if (ix == DKIX_EMPTY) {
      return ix;
    }
  }
}

Ssize dict_lookup(DictObject* mp, Object* key, HashValue hash, Object** value_addr) {
  for (;;) {
    DictKeys* dk = mp->ma_keys;
    Ssize ix;
    if (dk_is_unicode(dk)) {
      ix = unicode_check_exact(key) ? unicodekeys_lookup_unicode(dk, key, hash)
                                    : unicodekeys_lookup_generic(mp, dk, key, hash);
      if (ix == DKIX_KEY_CHANGED) continue;
      if (ix < 0)
        *value_addr = nullptr;
      else if (dk->dk_kind == DICT_KEYS_SPLIT)
        *value_addr = mp->ma_values->values[ix];
      else
        *value_addr = dk_unicode_entries(dk)[ix].me_value;
    } else {
      ix = dictkeys_generic_lookup(mp, dk, key, hash);
      if (ix == DKIX_KEY_CHANGED) continue;
      *value_addr = ix >= 0 ? dk_entries(dk)[ix].me_value : nullptr;
    }
    return ix;
  }
}

Ssize dict_lookup_index(DictObject* mp, Object* key) {
  HashValue hash = object_hash_fast(key);
  if (hash == -1) {
    err_clear();
    return DKIX_ERROR;
  }
  Object* value;
  return dict_lookup(mp, key, hash, &value);
}

Ssize dict_keys_string_lookup(DictKeys* keys, Object* key) {
  if (!unicode_check_exact(key) || keys->dk_kind == DICT_KEYS_GENERAL) return DKIX_ERROR;
  return unicodekeys_lookup_unicode(keys, key, unicode_get_hash(key));
}

// --- Growth ---

static void build_indices(DictKeys* keys, Ssize n) {
  bool unicode = dk_is_unicode(keys);
  for (Ssize ix = 0; ix < n; ix++) {
    HashValue hash = unicode ? unicode_cached_hash(dk_unicode_entries(keys)[ix].me_key)
                             : dk_entries(keys)[ix].me_hash;
    Probe p(keys, hash);
    while (dictkeys_get_index(keys, p.slot()) != DKIX_EMPTY) p.next();
    dictkeys_set_index(keys, p.slot(), ix);
  }
}

// Writes entry i of a new table; references are the caller's business.
static inline void put_entry(DictKeys* keys, Ssize i, Object* key, HashValue hash, Object* value) {
  if (dk_is_unicode(keys))
    dk_unicode_entries(keys)[i] = {key, value};
  else
    dk_entries(keys)[i] = {hash, key, value};
}

// Split to combined: keys gain references, values move.
static void fill_from_split(DictObject* mp, DictKeys* newkeys) {
  DictUnicodeEntry* old = dk_unicode_entries(mp->ma_keys);
  for (Ssize i = 0; i < mp->ma_used; i++) {
    Ssize index = get_index_from_order(mp, i);
    Object* key = new_ref(old[index].me_key);
    put_entry(newkeys, i, key, unicode_cached_hash(key), mp->ma_values->values[index]);
  }
}

static void fill_from_combined(DictKeys* oldkeys, DictKeys* newkeys, Ssize used) {
  if (dk_is_unicode(oldkeys)) {
    DictUnicodeEntry* ep = dk_unicode_entries(oldkeys);
    for (Ssize i = 0; i < used; ep++) {
      if (ep->me_value)
        put_entry(newkeys, i++, ep->me_key, unicode_cached_hash(ep->me_key), ep->me_value);
    }
  } else if (oldkeys->dk_nentries == used) {
    memcpy(dk_entries(newkeys), dk_entries(oldkeys),
           static_cast<size_t>(used) * sizeof(DictKeyEntry));
  } else {
    DictKeyEntry* ep = dk_entries(oldkeys);
    for (Ssize i = 0; i < used; ep++) {
      if (ep->me_value) put_entry(newkeys, i++, ep->me_key, ep->me_hash, ep->me_value);
    }
  }
}

// Moves the entries, without holes, into a new table of 2**log2_newsize slots that belongs to this
// dict alone. The new table exists before the old one goes. unicode: a table for str keys will do,
// if the old one was one. 0, or -1.
int dictresize(DictObject* mp, uint8_t log2_newsize, bool unicode) {
  DictKeys* oldkeys = mp->ma_keys;
  DictValues* oldvalues = mp->ma_values;
  if (!dk_is_unicode(oldkeys)) unicode = false;
  DictKeys* newkeys = new_keys_object(log2_newsize, unicode);
  if (newkeys == nullptr) return -1;
  Ssize used = mp->ma_used;
  if (oldvalues) {
    fill_from_split(mp, newkeys);
    build_indices(newkeys, used);
    mp->ma_keys = newkeys;
    mp->ma_values = nullptr;
    newkeys->dk_usable -= used;
    newkeys->dk_nentries = used;
    dictkeys_decref(oldkeys);
    if (oldvalues->embedded)
      oldvalues->valid = 0;
    else
      free_values(oldvalues);
    return 0;
  }
  fill_from_combined(oldkeys, newkeys, used);
  build_indices(newkeys, used);
  newkeys->dk_usable -= used;
  newkeys->dk_nentries = used;
  mp->ma_keys = newkeys;
  if (oldkeys != empty_keys) free_keys_object(oldkeys);
  return 0;
}

// --- Split tables ---

uint64_t dict_values_block_size(size_t capacity) {
  return uint64_t{8} * (capacity + 1) + ((capacity + 7) & ~size_t{7});
}

DictValues* new_values(size_t capacity) {
  DictValues* values = static_cast<DictValues*>(mem_malloc(dict_values_block_size(capacity)));
  if (values == nullptr) return nullptr;
  values->capacity = static_cast<uint8_t>(capacity);
  values->size = 0;
  values->embedded = 0;
  values->valid = 1;
  return values;
}

// The same values without new references.
DictValues* copy_values(DictValues* values) {
  DictValues* copy = new_values(values->capacity);
  if (copy == nullptr) return nullptr;
  copy->size = values->size;
  memcpy(copy->values, values->values, values->capacity * sizeof(Object*));
  memcpy(get_insertion_order_array(copy), get_insertion_order_array(values), values->capacity);
  return copy;
}

void free_values(DictValues* values) { mem_free(values); }

void delete_index_from_values(DictValues* values, Ssize ix) {
  uint8_t* order = get_insertion_order_array(values);
  int i = 0;
  while (order[i] != ix) i++;
  int size = --values->size;
  memmove(order + i, order + i + 1, static_cast<size_t>(size - i));
}

Ssize insert_split_key(DictKeys* keys, Object* key, HashValue hash) {
  Ssize ix = unicodekeys_lookup_unicode(keys, key, hash);
  if (ix != DKIX_EMPTY || keys->dk_usable <= 0) return ix;
  keys->dk_version = 0;
  ix = keys->dk_nentries;
  dictkeys_set_index(keys, find_empty_slot(keys, hash), ix);
  dk_unicode_entries(keys)[ix].me_key = new_ref(key);
  keys->dk_nentries++;
  keys->dk_usable--;
  return ix;
}

}  // namespace py

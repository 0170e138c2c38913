// Dicts: making, reading, writing, merging; the C-level interface and the slots.
// CPython 3.13: Objects/dictobject.c (dict_keys.cc: tables and lookup, dict_methods.cc: methods and
// making from Python, dict_instance.cc: attributes of instances, dict_views.cc, dict_iter.cc)
//
// Invariants: types/dictobject.h, types/dict_keys.h. A dict is untracked until a key or value
// enters that could be part of a cycle. Old values are dropped after the dict is consistent again:
// their __del__ may use it.
#include "types/dictobject.h"

#include <cstring>

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/freelist.h"
#include "object/identifiers.h"
#include "object/trashcan.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/dict_keys.h"
#include "types/listobject.h"
#include "types/setobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"

namespace py {

// --- Tracking ---

// _PyObject_GC_MAY_BE_TRACKED: all collectable objects, and of the exact tuples those that are
// tracked.
static ALWAYS_INLINE bool may_be_tracked(Object* o) {
  return object_is_gc(o) && (!tuple_check_exact(o) || object_gc_is_tracked(o));
}

// MAINTAIN_TRACKING.
static ALWAYS_INLINE void maintain_tracking(DictObject* mp, Object* key, Object* value) {
  if (!object_gc_is_tracked(mp) && (may_be_tracked(key) || may_be_tracked(value)))
    object_gc_track(mp);
}

void dict_maybe_untrack(Object* op) {
  if (!dict_check_exact(op) || !object_gc_is_tracked(op)) return;
  DictObject* mp = as<DictObject>(op);
  DictKeys* keys = mp->ma_keys;
  for (Ssize i = 0, n = keys->dk_nentries; i < n; i++) {
    if (mp->ma_values) {
      Object* value = mp->ma_values->values[i];
      if (value && may_be_tracked(value)) return;
    } else if (dk_is_unicode(keys)) {
      Object* value = dk_unicode_entries(keys)[i].me_value;
      if (value && may_be_tracked(value)) return;
    } else {
      DictKeyEntry* ep = &dk_entries(keys)[i];
      if (ep->me_value && (may_be_tracked(ep->me_value) || may_be_tracked(ep->me_key))) return;
    }
  }
  object_gc_untrack(op);
}

// --- Making ---

Object* new_dict(DictKeys* keys, DictValues* values, Ssize used, bool free_values_on_failure) {
  auto& list = free_lists.dicts;
  DictObject* mp;
  if (LIKELY(list.numfree > 0)) {
    mp = free_list_revive(list.items[--list.numfree], layout::kGcHead);
  } else {
    mp = object_gc_new<DictObject>(&dict_type);
    if (mp == nullptr) {
      dictkeys_decref(keys);
      if (free_values_on_failure) free_values(values);
      return nullptr;
    }
  }
  mp->ma_keys = keys;
  mp->ma_values = values;
  mp->ma_used = used;
  mp->ma_version_tag = 0;
  return mp;
}

Object* new_dict_with_shared_keys(DictKeys* keys) {
  size_t size = shared_keys_usable_size(keys);
  DictValues* values = new_values(size);
  if (values == nullptr) {
    dictkeys_decref(keys);
    return err_no_memory();
  }
  for (size_t i = 0; i < size; i++) values->values[i] = nullptr;
  return new_dict(keys, values, 0, true);
}

Object* dict_new() { return new_dict(empty_keys, nullptr, 0, false); }

static Object* dict_new_presized_for(Ssize minused, bool unicode) {
  constexpr uint8_t kLog2MaxPresize = 17;
  if (minused <= usable_fraction(1 << PyDict_LOG_MINSIZE)) return dict_new();
  uint8_t log2_size = minused > usable_fraction(Ssize{1} << kLog2MaxPresize)
                          ? kLog2MaxPresize
                          : estimate_log2_keysize(minused);
  DictKeys* keys = new_keys_object(log2_size, unicode);
  return keys ? new_dict(keys, nullptr, 0, false) : nullptr;
}

Object* dict_new_presized(Ssize minused) { return dict_new_presized_for(minused, false); }

Object* dict_from_items(Object* const* keys, Ssize keys_offset, Object* const* values,
                        Ssize values_offset, Ssize length) {
  bool unicode = true;
  for (Ssize i = 0; i < length && unicode; i++)
    unicode = unicode_check_exact(keys[i * keys_offset]);
  Object* dict = dict_new_presized_for(length, unicode);
  if (dict == nullptr) return nullptr;
  for (Ssize i = 0; i < length; i++) {
    if (dict_set_item(dict, keys[i * keys_offset], values[i * values_offset]) < 0) {
      decref(dict);
      return nullptr;
    }
  }
  return dict;
}

static Object* copy_split(DictObject* mp) {
  DictValues* values = copy_values(mp->ma_values);
  if (values == nullptr) return err_no_memory();
  DictObject* copy = object_gc_new<DictObject>(&dict_type);
  if (copy == nullptr) {
    free_values(values);
    return nullptr;
  }
  for (size_t i = 0; i < values->capacity; i++) xincref(values->values[i]);
  copy->ma_values = values;
  copy->ma_keys = mp->ma_keys;
  copy->ma_used = mp->ma_used;
  copy->ma_version_tag = 0;
  dictkeys_incref(mp->ma_keys);
  if (object_gc_is_tracked(mp)) object_gc_track(copy);
  return copy;
}

// The same table when at least two thirds of its entries are in use; otherwise entries are inserted
// into a new one.
Object* dict_copy(Object* o) {
  if (o == nullptr || !dict_check(o)) {
    err_bad_internal_call("dict_copy");
    return nullptr;
  }
  DictObject* mp = as<DictObject>(o);
  if (mp->ma_used == 0) return dict_new();
  if (mp->ma_values) return copy_split(mp);
  if (o->ob_type->tp_iter == dict_iter && mp->ma_used >= (mp->ma_keys->dk_nentries * 2) / 3) {
    DictKeys* keys = clone_combined_dict_keys(mp);
    if (keys == nullptr) return nullptr;
    Object* copy = new_dict(keys, nullptr, mp->ma_used, false);
    if (copy && object_gc_is_tracked(mp)) object_gc_track(copy);
    return copy;
  }
  Object* copy = dict_new();
  if (copy && dict_merge(copy, o, 1) < 0) clear_ref(copy);
  return copy;
}

// --- Inserting ---

// Into the shared table's place ix; takes its own references.
static void insert_split_value(DictObject* mp, Object* key, Object* value, Ssize ix) {
  maintain_tracking(mp, key, value);
  Object* old_value = mp->ma_values->values[ix];
  mp->ma_values->values[ix] = new_ref(value);
  if (old_value == nullptr) {
    dict_values_add_to_insertion_order(mp->ma_values, ix);
    mp->ma_used++;
  } else {
    decref(old_value);
  }
}

// A new entry at the end of a combined table; steals key and value, unless it fails. ma_used is the
// caller's.
static int insert_combined_dict(DictObject* mp, HashValue hash, Object* key, Object* value) {
  if (mp->ma_keys->dk_usable <= 0 && insertion_resize(mp, true) < 0) return -1;
  DictKeys* keys = mp->ma_keys;
  keys->dk_version = 0;
  dictkeys_set_index(keys, find_empty_slot(keys, hash), keys->dk_nentries);
  if (dk_is_unicode(keys))
    dk_unicode_entries(keys)[keys->dk_nentries] = {key, value};
  else
    dk_entries(keys)[keys->dk_nentries] = {hash, key, value};
  keys->dk_usable--;
  keys->dk_nentries++;
  return 0;
}

// The first entry of a dict: a table of 8 for its kind of key. Steals key and value.
static int insert_to_emptydict(DictObject* mp, Object* key, HashValue hash, Object* value) {
  bool unicode = unicode_check_exact(key);
  DictKeys* keys = new_keys_object(PyDict_LOG_MINSIZE, unicode);
  if (keys == nullptr) {
    decref(key);
    decref(value);
    return -1;
  }
  maintain_tracking(mp, key, value);
  dictkeys_set_index(keys, static_cast<size_t>(hash) & 7, 0);
  if (unicode)
    dk_unicode_entries(keys)[0] = {key, value};
  else
    dk_entries(keys)[0] = {hash, key, value};
  mp->ma_used++;
  keys->dk_usable--;
  keys->dk_nentries++;
  mp->ma_keys = keys;
  return 0;
}

static inline void set_entry_value(DictObject* mp, Ssize ix, Object* value) {
  if (dk_is_unicode(mp->ma_keys))
    dk_unicode_entries(mp->ma_keys)[ix].me_value = value;
  else
    dk_entries(mp->ma_keys)[ix].me_value = value;
}

int insertdict(DictObject* mp, Object* key, HashValue hash, Object* value) {
  if (dk_is_unicode(mp->ma_keys) && !unicode_check_exact(key) && insertion_resize(mp, false) < 0)
    goto fail;
  if (mp->ma_values) {
    Ssize ix = insert_split_key(mp->ma_keys, key, hash);
    if (ix != DKIX_EMPTY) {
      insert_split_value(mp, key, value, ix);
      decref(key);
      decref(value);
      return 0;
    }
    // The shared table is full: becomes a table of its own below.
  } else {
    Ssize ix;
    Object* old_value = dict_lookup_value(mp, key, hash, &ix);
    if (ix == DKIX_ERROR) goto fail;
    if (ix != DKIX_EMPTY) {
      maintain_tracking(mp, key, value);
      if (old_value != value) set_entry_value(mp, ix, value);
      decref(old_value);
      decref(key);
      return 0;
    }
  }
  maintain_tracking(mp, key, value);
  if (insert_combined_dict(mp, hash, key, value) < 0) goto fail;
  mp->ma_used++;
  return 0;
fail:
  decref(key);
  decref(value);
  return -1;
}

int dict_set_item_take2(DictObject* mp, Object* key, Object* value) {
  HashValue hash = object_hash_fast(key);
  if (UNLIKELY(hash == -1)) {
    decref(key);
    decref(value);
    return -1;
  }
  if (mp->ma_keys == empty_keys) return insert_to_emptydict(mp, key, hash, value);
  return insertdict(mp, key, hash, value);
}

int dict_set_item(Object* d, Object* key, Object* value) {
  if (UNLIKELY(!dict_check(d))) {
    err_bad_internal_call("dict_set_item");
    return -1;
  }
  return dict_set_item_take2(as<DictObject>(d), new_ref(key), new_ref(value));
}

int dict_set_item_known_hash(Object* d, Object* key, Object* value, HashValue hash) {
  DictObject* mp = as<DictObject>(d);
  incref(key);
  incref(value);
  if (mp->ma_keys == empty_keys) return insert_to_emptydict(mp, key, hash, value);
  return insertdict(mp, key, hash, value);
}

int dict_set_item_string(Object* d, const char* key, Object* value) {
  Object* k = unicode_intern_from_string(key);
  if (k == nullptr) return -1;
  int err = dict_set_item(d, k, value);
  decref(k);
  return err;
}

int dict_set_default_ref(Object* d, Object* key, Object* default_value, Object** result) {
  if (result) *result = nullptr;
  if (!dict_check(d)) {
    err_bad_internal_call("dict_set_default");
    return -1;
  }
  DictObject* mp = as<DictObject>(d);
  HashValue hash = object_hash_fast(key);
  if (hash == -1) return -1;
  if (mp->ma_keys == empty_keys) {
    if (insert_to_emptydict(mp, new_ref(key), hash, new_ref(default_value)) < 0) return -1;
    if (result) *result = new_ref(default_value);
    return 0;
  }
  if (!unicode_check_exact(key) && dk_is_unicode(mp->ma_keys) && insertion_resize(mp, false) < 0)
    return -1;
  if (mp->ma_values) {
    Ssize ix = insert_split_key(mp->ma_keys, key, hash);
    if (ix != DKIX_EMPTY) {
      Object* value = mp->ma_values->values[ix];
      bool present = value != nullptr;
      if (!present) insert_split_value(mp, key, value = default_value, ix);
      if (result) *result = new_ref(value);
      return present;
    }
  } else {
    Ssize ix;
    Object* value = dict_lookup_value(mp, key, hash, &ix);
    if (ix == DKIX_ERROR) return -1;
    if (ix != DKIX_EMPTY) {
      if (result) *result = new_ref(value);
      return 1;
    }
  }
  incref(key);
  incref(default_value);
  if (insert_combined_dict(mp, hash, key, default_value) < 0) {
    decref(key);
    decref(default_value);
    return -1;
  }
  maintain_tracking(mp, key, default_value);
  mp->ma_used++;
  if (result) *result = new_ref(default_value);
  return 0;
}

Object* dict_set_default(Object* d, Object* key, Object* value) {
  Object* result;
  if (dict_set_default_ref(d, key, value, &result) < 0) return nullptr;
  decref(result);  // the dict holds it
  return result;
}

// --- Reading ---

Object* dict_get_item_known_hash(Object* d, Object* key, HashValue hash) {
  Ssize ix;
  return dict_lookup_value(as<DictObject>(d), key, hash, &ix);
}

Object* dict_get_item_with_error(Object* d, Object* key) {
  if (UNLIKELY(!dict_check(d))) {
    err_bad_internal_call("dict_get_item_with_error");
    return nullptr;
  }
  HashValue hash = object_hash_fast(key);
  if (hash == -1) return nullptr;
  return dict_get_item_known_hash(d, key, hash);
}

Object* dict_get_item(Object* d, Object* key) {
  if (!dict_check(d)) return nullptr;
  Object* exc = err_get_raised_exception();
  Object* value = dict_get_item_with_error(d, key);
  err_clear();
  err_set_raised_exception(exc);
  return value;
}

int dict_get_item_ref_known_hash(DictObject* mp, Object* key, HashValue hash, Object** result) {
  Ssize ix;
  Object* value = dict_lookup_value(mp, key, hash, &ix);
  if (ix < 0 || value == nullptr) {
    *result = nullptr;
    return ix == DKIX_ERROR ? -1 : 0;
  }
  *result = new_ref(value);
  return 1;
}

int dict_get_item_ref(Object* d, Object* key, Object** result) {
  if (UNLIKELY(!dict_check(d))) {
    err_bad_internal_call("dict_get_item_ref");
    *result = nullptr;
    return -1;
  }
  HashValue hash = object_hash_fast(key);
  if (hash == -1) {
    *result = nullptr;
    return -1;
  }
  return dict_get_item_ref_known_hash(as<DictObject>(d), key, hash, result);
}

Object* dict_get_item_string_with_error(Object* d, const char* key) {
  Object* k = unicode_from_string(key);
  if (k == nullptr) return nullptr;
  Object* value = dict_get_item_with_error(d, k);
  decref(k);
  return value;
}

Object* dict_get_item_string(Object* d, const char* key) {
  Object* value = dict_get_item_string_with_error(d, key);
  if (value == nullptr) err_clear();
  return value;
}

int dict_get_item_string_ref(Object* d, const char* key, Object** result) {
  Object* k = unicode_from_string(key);
  if (k == nullptr) {
    *result = nullptr;
    return -1;
  }
  int found = dict_get_item_ref(d, k, result);
  decref(k);
  return found;
}

int dict_contains_known_hash(Object* d, Object* key, HashValue hash) {
  Ssize ix;
  Object* value = dict_lookup_value(as<DictObject>(d), key, hash, &ix);
  if (ix == DKIX_ERROR) return -1;
  return value != nullptr;
}

int dict_contains(Object* d, Object* key) {
  HashValue hash = object_hash_fast(key);
  return hash == -1 ? -1 : dict_contains_known_hash(d, key, hash);
}

int dict_contains_string(Object* d, const char* key) {
  Object* k = unicode_from_string(key);
  if (k == nullptr) return -1;
  int found = dict_contains(d, k);
  decref(k);
  return found;
}

int dict_next_with_hash(Object* d, Ssize* ppos, Object** pkey, Object** pvalue, HashValue* phash) {
  if (!dict_check(d)) return 0;
  DictObject* mp = as<DictObject>(d);
  Ssize i = *ppos;
  Object *key, *value;
  HashValue hash;
  if (mp->ma_values) {
    if (i < 0 || i >= mp->ma_used) return 0;
    Ssize index = get_index_from_order(mp, i);
    value = mp->ma_values->values[index];
    key = dk_unicode_entries(mp->ma_keys)[index].me_key;
    hash = unicode_get_hash(key);
  } else {
    Ssize n = mp->ma_keys->dk_nentries;
    if (i < 0) return 0;
    if (dk_is_unicode(mp->ma_keys)) {
      DictUnicodeEntry* entries = dk_unicode_entries(mp->ma_keys);
      while (i < n && entries[i].me_value == nullptr) i++;
      if (i >= n) return 0;
      key = entries[i].me_key;
      hash = unicode_get_hash(key);
      value = entries[i].me_value;
    } else {
      DictKeyEntry* entries = dk_entries(mp->ma_keys);
      while (i < n && entries[i].me_value == nullptr) i++;
      if (i >= n) return 0;
      key = entries[i].me_key;
      hash = entries[i].me_hash;
      value = entries[i].me_value;
    }
  }
  *ppos = i + 1;
  if (pkey) *pkey = key;
  if (pvalue) *pvalue = value;
  if (phash) *phash = hash;
  return 1;
}

int dict_next(Object* d, Ssize* pos, Object** key, Object** value) {
  return dict_next_with_hash(d, pos, key, value, nullptr);
}

int dict_has_only_string_keys(Object* d) {
  if (dk_is_unicode(as<DictObject>(d)->ma_keys)) return 1;
  Ssize pos = 0;
  Object* key;
  while (dict_next(d, &pos, &key, nullptr))
    if (!unicode_check(key)) return 0;
  return 1;
}

Object* dict_load_global(DictObject* globals, DictObject* builtins, Object* key) {
  HashValue hash = object_hash_fast(key);
  if (hash == -1) return nullptr;
  Ssize ix;
  Object* value = dict_lookup_value(globals, key, hash, &ix);
  if (ix == DKIX_ERROR) return nullptr;
  if (value == nullptr) value = dict_lookup_value(builtins, key, hash, &ix);
  return xnew_ref(value);
}

Object* dict_subscript(Object* self, Object* key) {
  HashValue hash = object_hash_fast(key);
  if (hash == -1) return nullptr;
  Ssize ix;
  Object* value = dict_lookup_value(as<DictObject>(self), key, hash, &ix);
  if (LIKELY(value != nullptr)) return new_ref(value);
  if (ix == DKIX_ERROR) return nullptr;
  if (!dict_check_exact(self)) {
    Object* missing = object_lookup_special(self, ID(__missing__));
    if (missing) {
      Object* result = object_call_one_arg(missing, key);
      decref(missing);
      return result;
    }
    if (err_occurred()) return nullptr;
  }
  return err_set_key_error(key);
}

// --- Deleting ---

// Takes out entry ix and drops key and value.
static void delitem_common(DictObject* mp, HashValue hash, Ssize ix, Object* old_value) {
  mp->ma_used--;
  if (mp->ma_values) {
    mp->ma_values->values[ix] = nullptr;
    delete_index_from_values(mp->ma_values, ix);
  } else {
    DictKeys* keys = mp->ma_keys;
    size_t slot = lookdict_index(keys, hash, ix);
    keys->dk_version = 0;
    dictkeys_set_index(keys, slot, DKIX_DUMMY);
    Object* old_key;
    if (dk_is_unicode(keys)) {
      old_key = dk_unicode_entries(keys)[ix].me_key;
      dk_unicode_entries(keys)[ix] = {nullptr, nullptr};
    } else {
      old_key = dk_entries(keys)[ix].me_key;
      dk_entries(keys)[ix] = {0, nullptr, nullptr};
    }
    decref(old_key);
  }
  decref(old_value);
}

int dict_del_item_known_hash(Object* d, Object* key, HashValue hash) {
  if (!dict_check(d)) {
    err_bad_internal_call("dict_del_item");
    return -1;
  }
  DictObject* mp = as<DictObject>(d);
  Ssize ix;
  Object* old_value = dict_lookup_value(mp, key, hash, &ix);
  if (ix == DKIX_ERROR) return -1;
  if (old_value == nullptr) {
    err_set_key_error(key);
    return -1;
  }
  delitem_common(mp, hash, ix, old_value);
  return 0;
}

int dict_del_item(Object* d, Object* key) {
  HashValue hash = object_hash_fast(key);
  return hash == -1 ? -1 : dict_del_item_known_hash(d, key, hash);
}

int dict_del_item_string(Object* d, const char* key) {
  Object* k = unicode_from_string(key);
  if (k == nullptr) return -1;
  int err = dict_del_item(d, k);
  decref(k);
  return err;
}

int dict_del_item_if(Object* d, Object* key, int (*predicate)(Object* value, void* arg),
                     void* arg) {
  DictObject* mp = as<DictObject>(d);
  HashValue hash = object_hash_fast(key);
  if (hash == -1) return -1;
  Ssize ix;
  Object* old_value = dict_lookup_value(mp, key, hash, &ix);
  if (ix == DKIX_ERROR) return -1;
  if (old_value == nullptr) return 0;
  int result = predicate(old_value, arg);
  if (result > 0) {
    delitem_common(mp, hash, ix, old_value);
    return 1;
  }
  return result;
}

// Values of a split table go in the order of the shared keys; the table itself stays with an
// instance's dict.
void dict_clear(Object* d) {
  if (!dict_check(d)) return;
  DictObject* mp = as<DictObject>(d);
  DictKeys* oldkeys = mp->ma_keys;
  DictValues* oldvalues = mp->ma_values;
  if (oldkeys == empty_keys) return;
  mp->ma_used = 0;
  if (oldvalues == nullptr) {
    mp->ma_keys = empty_keys;
    dictkeys_decref(oldkeys);
    return;
  }
  for (Ssize i = 0, n = oldkeys->dk_nentries; i < n; i++) clear_ref(oldvalues->values[i]);
  if (oldvalues->embedded) {
    oldvalues->size = 0;
  } else {
    mp->ma_values = nullptr;
    mp->ma_keys = empty_keys;
    free_values(oldvalues);
    dictkeys_decref(oldkeys);
  }
}

int dict_pop_known_hash(DictObject* mp, Object* key, HashValue hash, Object** result) {
  if (result) *result = nullptr;
  if (mp->ma_used == 0) return 0;
  Ssize ix;
  Object* old_value = dict_lookup_value(mp, key, hash, &ix);
  if (ix == DKIX_ERROR) return -1;
  if (old_value == nullptr) return 0;
  incref(old_value);
  delitem_common(mp, hash, ix, old_value);
  if (result)
    *result = old_value;
  else
    decref(old_value);
  return 1;
}

int dict_pop(Object* d, Object* key, Object** result) {
  DictObject* mp = as<DictObject>(d);
  if (result) *result = nullptr;
  if (!dict_check(d)) {
    err_bad_internal_call("dict_pop");
    return -1;
  }
  if (mp->ma_used == 0) return 0;
  HashValue hash = object_hash_fast(key);
  return hash == -1 ? -1 : dict_pop_known_hash(mp, key, hash, result);
}

int dict_pop_string(Object* d, const char* key, Object** result) {
  if (result) *result = nullptr;
  Object* k = unicode_from_string(key);
  if (k == nullptr) return -1;
  int found = dict_pop(d, k, result);
  decref(k);
  return found;
}

Object* dict_pop_or_default(Object* d, Object* key, Object* deflt) {
  Object* result;
  if (dict_pop(d, key, &result) == 0) {
    if (deflt) return new_ref(deflt);
    return err_set_key_error(key);
  }
  return result;
}

// --- Merging ---

// An empty combined dict takes over a copy of a combined table without holes that is not too big
// for its entries.
static inline bool can_clone(DictObject* mp, DictObject* other) {
  DictKeys* okeys = other->ma_keys;
  return mp->ma_values == nullptr && other->ma_values == nullptr &&
         other->ma_used == okeys->dk_nentries &&
         (okeys->dk_log2_size == PyDict_LOG_MINSIZE ||
          usable_fraction(dk_size(okeys) / 2) < other->ma_used);
}

// One key of other into mp, as override says. 0, or -1.
static int merge_entry(DictObject* mp, Object* key, HashValue hash, Object* value, int override) {
  if (override == 1) return insertdict(mp, new_ref(key), hash, new_ref(value));
  int found = dict_contains_known_hash(mp, key, hash);
  if (found < 0) return -1;
  if (found == 0) {
    if (mp->ma_keys == empty_keys)
      return insert_to_emptydict(mp, new_ref(key), hash, new_ref(value));
    return insertdict(mp, new_ref(key), hash, new_ref(value));
  }
  if (override == 0) return 0;
  err_set_key_error(key);
  return -1;
}

static int dict_dict_merge(DictObject* mp, DictObject* other, int override) {
  if (other == mp || other->ma_used == 0) return 0;
  if (mp->ma_used == 0) {
    override = 1;
    if (can_clone(mp, other)) {
      DictKeys* keys = clone_combined_dict_keys(other);
      if (keys == nullptr) return -1;
      dictkeys_decref(mp->ma_keys);
      mp->ma_keys = keys;
      mp->ma_used = other->ma_used;
      if (object_gc_is_tracked(other) && !object_gc_is_tracked(mp)) object_gc_track(mp);
      return 0;
    }
  }
  // One big growth at the start, as if no key were in both.
  if (usable_fraction(dk_size(mp->ma_keys)) < other->ma_used &&
      dictresize(mp, estimate_log2_keysize(mp->ma_used + other->ma_used),
                 dk_is_unicode(other->ma_keys)) < 0)
    return -1;
  Ssize orig_size = other->ma_used, pos = 0;
  Object *key, *value;
  HashValue hash;
  while (dict_next_with_hash(other, &pos, &key, &value, &hash)) {
    incref(key);
    incref(value);
    int err = merge_entry(mp, key, hash, value, override);
    decref(value);
    decref(key);
    if (err != 0) return -1;
    if (orig_size != other->ma_used) {
      err_set_string(exc_RuntimeError, "dict mutated during update");
      return -1;
    }
  }
  return 0;
}

// One key of a mapping that is no plain dict. 0, or -1.
static int merge_mapping_key(Object* a, Object* b, Object* key, int override) {
  if (override != 1) {
    int found = dict_contains(a, key);
    if (found < 0) return -1;
    if (found > 0) {
      if (override == 0) return 0;
      err_set_key_error(key);
      return -1;
    }
  }
  Object* value = object_get_item(b, key);
  if (value == nullptr) return -1;
  int status = dict_set_item(a, key, value);
  decref(value);
  return status;
}

static int merge_mapping(Object* a, Object* b, int override) {
  Object* keys = mapping_keys(b);
  if (keys == nullptr) return -1;
  Object* iter = object_get_iter(keys);
  decref(keys);
  if (iter == nullptr) return -1;
  while (Object* key = iter_next(iter)) {
    int status = merge_mapping_key(a, b, key, override);
    decref(key);
    if (status < 0) {
      decref(iter);
      return -1;
    }
  }
  decref(iter);
  return err_occurred() ? -1 : 0;
}

int dict_merge_ex(Object* a, Object* b, int override) {
  if (a == nullptr || !dict_check(a) || b == nullptr) {
    err_bad_internal_call("dict_merge");
    return -1;
  }
  if (dict_check(b) && b->ob_type->tp_iter == dict_iter)
    return dict_dict_merge(as<DictObject>(a), as<DictObject>(b), override);
  return merge_mapping(a, b, override);
}

int dict_merge(Object* a, Object* b, int override) { return dict_merge_ex(a, b, override != 0); }
int dict_update(Object* a, Object* b) { return dict_merge_ex(a, b, 1); }

// One (key, value) pair of a sequence of pairs. 0, or -1.
static int merge_pair(Object* d, Object* item, Ssize i, int override) {
  Object* fast = sequence_fast(item, "object is not iterable");
  if (fast == nullptr) {
    if (err_exception_matches(exc_TypeError))
      err_format(exc_TypeError,
                 "cannot convert dictionary update sequence element #%zd to a sequence", i);
    return -1;
  }
  Ssize n = sequence_fast_size(fast);
  int status = -1;
  if (n != 2) {
    err_format(exc_ValueError,
               "dictionary update sequence element #%zd has length %zd; 2 is required", i, n);
  } else {
    Object* key = new_ref(sequence_fast_items(fast)[0]);
    Object* value = new_ref(sequence_fast_items(fast)[1]);
    status = override ? dict_set_item(d, key, value) : dict_set_default_ref(d, key, value, nullptr);
    decref(key);
    decref(value);
  }
  decref(fast);
  return status < 0 ? -1 : 0;
}

int dict_merge_from_seq2(Object* d, Object* seq2, int override) {
  Object* it = object_get_iter(seq2);
  if (it == nullptr) return -1;
  int status = 0;
  for (Ssize i = 0; status == 0; i++) {
    Object* item = iter_next(it);
    if (item == nullptr) {
      if (err_occurred()) status = -1;
      break;
    }
    status = merge_pair(d, item, i, override);
    decref(item);
  }
  decref(it);
  return status;
}

// --- Slots ---

static void dict_dealloc(Object* self) {
  DictObject* mp = as<DictObject>(self);
  object_gc_untrack(self);
  if (trashcan_begin(self, dict_dealloc)) return;
  DictValues* values = mp->ma_values;
  DictKeys* keys = mp->ma_keys;
  if (values) {
    if (!values->embedded) {
      for (Ssize i = 0, n = keys->dk_nentries; i < n; i++) xdecref(values->values[i]);
      free_values(values);
    }
    dictkeys_decref(keys);
  } else if (keys) {
    dictkeys_decref(keys);
  }
  auto& list = free_lists.dicts;
  if (list.numfree < kMaxFreeDicts && dict_check_exact(self))
    list.items[list.numfree++] = mp;
  else
    self->ob_type->tp_free(self);
  trashcan_end();
}

static int dict_traverse(Object* self, visitproc visit, void* arg) {
  DictObject* mp = as<DictObject>(self);
  DictKeys* keys = mp->ma_keys;
  Ssize n = keys->dk_nentries;
  if (mp->ma_values) {
    if (mp->ma_values->embedded) return 0;  // the instance visits them
    for (Ssize i = 0; i < n; i++) VISIT(mp->ma_values->values[i]);
  } else if (dk_is_unicode(keys)) {
    DictUnicodeEntry* ep = dk_unicode_entries(keys);
    for (Ssize i = 0; i < n; i++) VISIT(ep[i].me_value);
  } else {
    DictKeyEntry* ep = dk_entries(keys);
    for (Ssize i = 0; i < n; i++) {
      if (ep[i].me_value == nullptr) continue;
      VISIT(ep[i].me_value);
      VISIT(ep[i].me_key);
    }
  }
  return 0;
}

static int dict_tp_clear(Object* self) {
  dict_clear(self);
  return 0;
}

Ssize dict_size_of(DictObject* mp) {
  Ssize result = mp->ob_type->tp_basicsize;
  if (mp->ma_values)
    result += static_cast<Ssize>(shared_keys_usable_size(mp->ma_keys)) * layout::kPointer;
  if (mp->ma_keys->dk_refcnt == 1) result += static_cast<Ssize>(dict_keys_size(mp->ma_keys));
  return result;
}

static Ssize dict_length(Object* self) { return dict_size(self); }

static int dict_ass_subscript(Object* self, Object* key, Object* value) {
  return value == nullptr ? dict_del_item(self, key) : dict_set_item(self, key, value);
}

TypeObject dict_type = {
    TYPE_HEAD,
    {
        .tp_name = "dict",
        .tp_basicsize = layout::dict.basicsize,
        .tp_dealloc = dict_dealloc,
        .tp_repr = dict_repr,
        .tp_hash = object_hash_not_implemented,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_DICT_SUBCLASS |
                    TPFLAGS_MATCH_SELF | TPFLAGS_MAPPING,
        .tp_doc = "dict() -> new empty dictionary\n"
                  "dict(mapping) -> new dictionary initialized from a mapping object's\n"
                  "    (key, value) pairs\n"
                  "dict(iterable) -> new dictionary initialized as if via:\n"
                  "    d = {}\n"
                  "    for k, v in iterable:\n"
                  "        d[k] = v\n"
                  "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
                  "    in the keyword argument list.  For example:  dict(one=1, two=2)",
        .tp_traverse = dict_traverse,
        .tp_clear = dict_tp_clear,
        .tp_richcompare = dict_richcompare,
        .tp_iter = dict_iter,
        .tp_methods = dict_methods,
        .tp_init = dict_tp_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = dict_tp_new,
        .tp_free = object_gc_del,
        .tp_vectorcall = dict_vectorcall,
        .nb_or = dict_or,
        .nb_inplace_or = dict_ior,
        .sq_contains = dict_contains,
        .mp_length = dict_length,
        .mp_subscript = dict_subscript,
        .mp_ass_subscript = dict_ass_subscript,
        .tp_maybe_untrack = dict_maybe_untrack,
    }};

}  // namespace py

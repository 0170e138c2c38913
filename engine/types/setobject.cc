// Sets: the hash table, adding, removing, merging, iteration.
// CPython 3.13: Objects/setobject.c (set_methods.cc: methods, operators, the two types)
//
// Probing: from hash & mask look at up to ten entries in a row (if they lie inside the table), then
// jump with i = 5i + 1 + perturb. Deleted entries stay as dummies until the table is rebuilt or a
// new key takes the last one that it has passed. All of it decides the order of iteration, so the
// arithmetic is 64 bits wide on every host.
#include "types/setobject.h"

#include <cstring>

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/trashcan.h"
#include "object/weakrefobject.h"
#include "profile/profile.h"
#include "types/dictobject.h"  // update from a dict
#include "types/iter_reduce.h"
#include "types/listobject.h"
#include "types/set_internal.h"

namespace py {

static_assert(sizeof(SetObject) <= layout::set.basicsize);
static_assert(sizeof(SetEntry) <= 16);

constexpr int LINEAR_PROBES = 9, PERTURB_SHIFT_SET = 5;
constexpr uint64_t kEntryBytes = 16;

Object set_dummy = {kImmortalRefcnt, &object_type};

// Where to look for a hash: rows of entries. Call row() for the number of entries from i on, then
// next().
struct SetProbe {
  uint64_t mask, perturb, i;
  ALWAYS_INLINE SetProbe(uint64_t table_mask, HashValue hash)
      : mask(table_mask),
        perturb(static_cast<uint64_t>(hash)),
        i(static_cast<uint64_t>(hash) & table_mask) {}
  ALWAYS_INLINE int row() const { return i + LINEAR_PROBES <= mask ? LINEAR_PROBES + 1 : 1; }
  ALWAYS_INLINE void next() {
    perturb >>= PERTURB_SHIFT_SET;
    i = (i * 5 + 1 + perturb) & mask;
  }
  ALWAYS_INLINE SetEntry* at(SetEntry* table) const { return table + static_cast<size_t>(i); }
};

// Is the entry's key equal to key (both have the same hash)? 1, 0, -1 error; 2 and -2: equal or
// not, but the table has changed meanwhile.
static int same_key(SetObject* so, SetEntry* entry, Object* key) {
  Object* startkey = entry->key;
  if (startkey == key) return 1;
  if (unicode_check_exact(startkey) && unicode_check_exact(key) && unicode_eq(startkey, key))
    return 1;
  if (long_check_exact(startkey) && long_check_exact(key) && long_is_compact(startkey) &&
      long_is_compact(key))
    return long_compact_value(startkey) == long_compact_value(key);  // what their __eq__ would say
  SetEntry* table = so->table;
  incref(startkey);
  int cmp = object_rich_compare_bool(startkey, key, kEq);
  decref(startkey);
  if (cmp < 0) return -1;
  if (table != so->table || entry->key != startkey) return cmp > 0 ? 2 : -2;
  return cmp;
}

// The entry of key, or the unused one where the search ended; null with an error set.
SetEntry* set_lookkey(SetObject* so, Object* key, HashValue hash) {
restart:
  for (SetProbe p(static_cast<uint64_t>(so->mask), hash);; p.next()) {
    SetEntry* entry = p.at(so->table);
    for (int n = p.row(); n > 0; n--, entry++) {
      if (entry->hash == 0 && entry->key == nullptr) return entry;
      if (entry->hash != hash) continue;
      if (LIKELY(entry->key == key)) return entry;
      int cmp = same_key(so, entry, key);
      if (cmp == 1) return entry;
      if (cmp == -1) return nullptr;
      if (cmp != 0) goto restart;
    }
  }
}

static inline int grow_if_needed(SetObject* so) {
  if (so->fill * 5 < so->mask * 3) return 0;
  return set_table_resize(so, so->used > 50000 ? so->used * 2 : so->used * 4);
}

// As set_add_entry, but steals key (also when it fails).
static int set_add_entry_take_ref(SetObject* so, Object* key, HashValue hash) {
restart:
  SetEntry* freeslot = nullptr;
  for (SetProbe p(static_cast<uint64_t>(so->mask), hash);; p.next()) {
    SetEntry* entry = p.at(so->table);
    for (int n = p.row(); n > 0; n--, entry++) {
      if (entry->hash == 0 && entry->key == nullptr) {
        so->used++;
        if (freeslot) {
          freeslot->key = key;
          freeslot->hash = hash;
          return 0;
        }
        so->fill++;
        entry->key = key;
        entry->hash = hash;
        return grow_if_needed(so);
      }
      if (entry->hash != hash) {
        if (entry->hash == -1) freeslot = entry;
        continue;
      }
      int cmp = same_key(so, entry, key);
      if (cmp == -2) goto restart;  // but an equal key is found, whatever has changed
      if (cmp != 0) {
        decref(key);
        return cmp < 0 ? -1 : 0;
      }
    }
  }
}

int set_add_entry(SetObject* so, Object* key, HashValue hash) {
  return set_add_entry_take_ref(so, new_ref(key), hash);
}

// Into a table that has neither dummies nor an equal key.
static void set_insert_clean(SetEntry* table, uint64_t mask, Object* key, HashValue hash) {
  for (SetProbe p(mask, hash);; p.next()) {
    SetEntry* entry = p.at(table);
    for (int n = p.row(); n > 0; n--, entry++) {
      if (entry->key != nullptr) continue;
      entry->key = key;
      entry->hash = hash;
      return;
    }
  }
}

static inline bool is_small(const SetObject* so) { return so->table == so->smalltable; }

// Rebuilds the table, without dummies, with the smallest size above minused. 0, or -1 with the set
// unchanged.
int set_table_resize(SetObject* so, Ssize minused) {
  uint64_t newsize = kSetMinSize;
  while (newsize <= static_cast<uint64_t>(minused)) newsize <<= 1;
  SetEntry small_copy[kSetMinSize];
  SetEntry *oldtable = so->table, *newtable;
  bool was_small = is_small(so);
  if (newsize == kSetMinSize) {
    newtable = so->smalltable;
    if (was_small) {
      if (so->fill == so->used) return 0;
      memcpy(small_copy, oldtable, sizeof(small_copy));
      oldtable = small_copy;
    }
  } else {
    newtable = static_cast<SetEntry*>(mem_malloc(newsize * kEntryBytes));
    if (newtable == nullptr) {
      err_no_memory();
      return -1;
    }
  }
  memset(static_cast<void*>(newtable), 0, sizeof(SetEntry) * static_cast<size_t>(newsize));
  SetEntry* end = oldtable + so->mask + 1;
  so->mask = static_cast<Ssize>(newsize - 1);
  so->table = newtable;
  so->fill = so->used;
  for (SetEntry* e = oldtable; e < end; e++)
    if (is_active(*e)) set_insert_clean(newtable, newsize - 1, e->key, e->hash);
  if (!was_small) mem_free(oldtable);
  return 0;
}

int set_shrink_dummies(SetObject* so) {
  if (so->fill - so->used <= so->mask / 4) return 0;
  return set_table_resize(so, so->used > 50000 ? so->used * 2 : so->used * 4);
}

int set_contains_entry(SetObject* so, Object* key, HashValue hash) {
  SetEntry* entry = set_lookkey(so, key, hash);
  return entry ? entry->key != nullptr : -1;
}

int set_discard_entry(SetObject* so, Object* key, HashValue hash) {
  SetEntry* entry = set_lookkey(so, key, hash);
  if (entry == nullptr) return -1;
  if (entry->key == nullptr) return 0;
  Object* old_key = entry->key;
  entry->key = &set_dummy;
  entry->hash = -1;
  so->used--;
  decref(old_key);
  return 1;
}

int set_add_key(SetObject* so, Object* key) {
  HashValue hash = set_hash_of(key);
  return hash == -1 ? -1 : set_add_entry(so, key, hash);
}

int set_contains_key(SetObject* so, Object* key) {
  HashValue hash = set_hash_of(key);
  return hash == -1 ? -1 : set_contains_entry(so, key, hash);
}

int set_discard_key(SetObject* so, Object* key) {
  HashValue hash = set_hash_of(key);
  return hash == -1 ? -1 : set_discard_entry(so, key, hash);
}

static void set_empty_to_minsize(SetObject* so) {
  memset(static_cast<void*>(so->smalltable), 0, sizeof(so->smalltable));
  so->fill = so->used = 0;
  so->mask = kSetMinSize - 1;
  so->table = so->smalltable;
  so->hash = -1;
}

// Empties the set, then drops the keys in the order of the table.
int set_clear_internal(Object* self) {
  SetObject* so = as<SetObject>(self);
  SetEntry* table = so->table;
  bool was_small = is_small(so);
  Ssize fill = so->fill, used = so->used;
  SetEntry small_copy[kSetMinSize];
  if (!was_small) {
    set_empty_to_minsize(so);
  } else if (fill > 0) {
    memcpy(small_copy, table, sizeof(small_copy));
    table = small_copy;
    set_empty_to_minsize(so);
  }
  for (SetEntry* e = table; used > 0; e++) {
    if (!is_active(*e)) continue;
    used--;
    decref(e->key);
  }
  if (!was_small) mem_free(table);
  return 0;
}

// The next active entry from *pos on, which then names the place behind it.
bool set_next(SetObject* so, Ssize* pos, SetEntry** entry) {
  Ssize i = *pos;
  while (i <= so->mask && !is_active(so->table[i])) i++;
  *pos = i + 1;
  if (i > so->mask) return false;
  *entry = &so->table[i];
  return true;
}

int set_next_entry(Object* set, Ssize* pos, Object** key, HashValue* hash) {
  SetEntry* entry;
  if (!set_next(as<SetObject>(set), pos, &entry)) return 0;
  *key = entry->key;
  *hash = entry->hash;
  return 1;
}

// --- Merging ---

// Into an empty table: no comparisons. The same layout when both tables have the same size and no
// dummies.
static void merge_into_empty(SetObject* so, SetObject* other) {
  if (so->mask == other->mask && other->fill == other->used) {
    for (Ssize i = 0; i <= other->mask; i++) {
      if (other->table[i].key == nullptr) continue;
      so->table[i].key = new_ref(other->table[i].key);
      so->table[i].hash = other->table[i].hash;
    }
  } else {
    for (Ssize i = 0; i <= other->mask; i++) {
      SetEntry& e = other->table[i];
      if (is_active(e))
        set_insert_clean(so->table, static_cast<uint64_t>(so->mask), new_ref(e.key), e.hash);
    }
  }
  so->fill = so->used = other->used;
}

static int set_merge(SetObject* so, SetObject* other) {
  if (other == so || other->used == 0) return 0;
  if ((so->fill + other->used) * 5 >= so->mask * 3 &&
      set_table_resize(so, (so->used + other->used) * 2) < 0)
    return -1;
  if (so->fill == 0) {
    merge_into_empty(so, other);
    return 0;
  }
  for (Ssize i = 0; i <= other->mask; i++) {
    SetEntry* e = &other->table[i];
    if (is_active(*e) && set_add_entry(so, e->key, e->hash) < 0) return -1;
  }
  return 0;
}

static int set_update_dict(SetObject* so, Object* other) {
  Ssize n = dict_size(other), pos = 0;
  if ((so->fill + n) * 5 >= so->mask * 3 && set_table_resize(so, (so->used + n) * 2) < 0) return -1;
  Object* key;
  HashValue hash;
  while (dict_next_with_hash(other, &pos, &key, nullptr, &hash))
    if (set_add_entry(so, key, hash) < 0) return -1;
  return 0;
}

static int set_update_iterable(SetObject* so, Object* other) {
  Object* it = object_get_iter(other);
  if (it == nullptr) return -1;
  while (Object* key = iter_next(it)) {
    int failed = set_add_key(so, key);
    decref(key);
    if (failed < 0) {
      decref(it);
      return -1;
    }
  }
  decref(it);
  return err_occurred() ? -1 : 0;
}

int set_update_internal(SetObject* so, Object* other) {
  if (any_set_check(other)) return set_merge(so, as<SetObject>(other));
  if (dict_check_exact(other)) return set_update_dict(so, other);
  return set_update_iterable(so, other);
}

Object* make_new_set(TypeObject* type, Object* iterable) {
  Object* self = type->tp_alloc(type, 0);
  if (self == nullptr) return nullptr;
  SetObject* so = as<SetObject>(self);
  so->fill = so->used = 0;
  so->mask = kSetMinSize - 1;
  so->table = so->smalltable;
  so->hash = -1;
  so->finger = 0;
  so->weakreflist = nullptr;
  if (iterable != nullptr && set_update_internal(so, iterable) < 0) clear_ref(self);
  return self;
}

// --- The C-level interface ---

Object* set_new(Object* iterable) { return make_new_set(&set_type, iterable); }
Object* frozenset_new(Object* iterable) { return make_new_set(&frozenset_type, iterable); }

// A frozenset may be filled while nobody else has it.
static bool may_change(Object* set) {
  return set_check(set) || (frozenset_check(set) && set->ob_refcnt == 1);
}

int set_add(Object* set, Object* key) {
  if (may_change(set)) return set_add_key(as<SetObject>(set), key);
  err_bad_internal_call("set_add");
  return -1;
}

int set_add_take_ref(SetObject* so, Object* key) {
  HashValue hash = set_hash_of(key);
  if (hash == -1) {
    decref(key);
    return -1;
  }
  return set_add_entry_take_ref(so, key, hash);
}

// A set is looked for by the hash that a frozenset of the same items has.
static bool is_unhashable_set(Object* key) {
  return set_check(key) && err_exception_matches(exc_TypeError);
}

int set_contains(Object* self, Object* key) {
  int found = set_contains_key(as<SetObject>(self), key);
  if (found < 0 && is_unhashable_set(key)) {
    err_clear();
    found = set_contains_entry(as<SetObject>(self), key, frozenset_hash_of(as<SetObject>(key)));
  }
  return found;
}

int set_discard(Object* self, Object* key) {
  int found = set_discard_key(as<SetObject>(self), key);
  if (found < 0 && is_unhashable_set(key)) {
    err_clear();
    found = set_discard_entry(as<SetObject>(self), key, frozenset_hash_of(as<SetObject>(key)));
  }
  return found;
}

int set_clear(Object* set) { return set_clear_internal(set); }

int set_update(Object* set, Object* iterable) {
  return set_update_internal(as<SetObject>(set), iterable);
}

// Takes the first entry at or behind the finger, which then stands behind it.
Object* set_pop(Object* self) {
  SetObject* so = as<SetObject>(self);
  if (so->used == 0) {
    err_set_string(exc_KeyError, "pop from an empty set");
    return nullptr;
  }
  SetEntry* entry = so->table + (so->finger & so->mask);
  SetEntry* limit = so->table + so->mask;
  while (!is_active(*entry)) {
    entry++;
    if (entry > limit) entry = so->table;
  }
  Object* key = entry->key;
  entry->key = &set_dummy;
  entry->hash = -1;
  so->used--;
  so->finger = entry - so->table + 1;
  return key;
}

// --- Hash ---

static inline uint64_t shuffle_bits(uint64_t h) {
  return ((h ^ 89869747u) ^ (h << 16)) * 3644798167u;
}

// Independent of the order: all entries' hashes are combined by xor, and what unused and dummy
// entries added (an odd number of them) is taken out again.
HashValue frozenset_hash_of(SetObject* so) {
  uint64_t hash = 0;
  for (Ssize i = 0; i <= so->mask; i++)
    hash ^= shuffle_bits(static_cast<uint64_t>(so->table[i].hash));
  if ((so->mask + 1 - so->fill) & 1) hash ^= shuffle_bits(0);
  if ((so->fill - so->used) & 1) hash ^= shuffle_bits(UINT64_MAX);
  hash ^= (static_cast<uint64_t>(so->used) + 1) * 1927868237u;
  hash ^= (hash >> 11) ^ (hash >> 25);
  hash = hash * 69069u + 907133923u;
  return hash == UINT64_MAX ? 590923713 : static_cast<HashValue>(hash);
}

// --- Slots of both types ---

void set_dealloc(Object* self) {
  SetObject* so = as<SetObject>(self);
  object_gc_untrack(self);
  if (trashcan_begin(self, set_dealloc)) return;
  if (so->weakreflist) object_clear_weakrefs(self);
  Ssize used = so->used;
  for (SetEntry* e = so->table; used > 0; e++) {
    if (!is_active(*e)) continue;
    used--;
    decref(e->key);
  }
  if (!is_small(so)) mem_free(so->table);
  self->ob_type->tp_free(self);
  trashcan_end();
}

int set_traverse(Object* self, visitproc visit, void* arg) {
  Ssize pos = 0;
  SetEntry* entry;
  while (set_next(as<SetObject>(self), &pos, &entry)) VISIT(entry->key);
  return 0;
}

// --- Iterator ---

struct SetIterObject : Object {
  SetObject* si_set;  // null when exhausted
  Ssize si_used;      // size when made; -1 once a change was reported
  Ssize si_pos;
  Ssize len;  // keys still to come
};
static_assert(sizeof(SetIterObject) <= layout::set_iterator.basicsize);

Object* set_iter(Object* self) {
  SetIterObject* si = object_gc_new<SetIterObject>(&set_iter_type);
  if (si == nullptr) return nullptr;
  si->si_set = as<SetObject>(new_ref(self));
  si->si_used = si->len = set_size(self);
  si->si_pos = 0;
  object_gc_track(si);
  return si;
}

static void setiter_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as<SetIterObject>(self)->si_set);
  object_gc_del(self);
}

static int setiter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<Object*>(as<SetIterObject>(self)->si_set));
  return 0;
}

static Object* setiter_next(Object* self) {
  SetIterObject* si = as<SetIterObject>(self);
  SetObject* so = si->si_set;
  if (so == nullptr) return nullptr;
  if (si->si_used != so->used) {
    err_set_string(exc_RuntimeError, "Set changed size during iteration");
    si->si_used = -1;
    return nullptr;
  }
  SetEntry* entry;
  if (!set_next(so, &si->si_pos, &entry)) {
    si->si_set = nullptr;
    decref(so);
    return nullptr;
  }
  si->len--;
  return new_ref(entry->key);
}

static Object* setiter_len(Object* self) {
  SetIterObject* si = as<SetIterObject>(self);
  return long_from_ssize_t(si->si_set && si->si_used == si->si_set->used ? si->len : 0);
}

// (iter, (what is left as a list,)); the iterator stays where it is.
static Object* setiter_reduce(Object* self) {
  SetIterObject* si = as<SetIterObject>(self);
  if (si->si_set && si->si_used != si->si_set->used) {
    setiter_next(self);  // says that the set has changed
    return nullptr;
  }
  Object* list = list_new(0);
  if (list == nullptr) return nullptr;
  if (si->si_set) {
    SetEntry* entry;
    for (Ssize pos = si->si_pos; set_next(si->si_set, &pos, &entry);) {
      if (list_append(list, entry->key) < 0) {
        decref(list);
        return nullptr;
      }
    }
  }
  Object* result = reduce_with_builtin(ID(iter), list);
  decref(list);
  return result;
}

static const MethodDef setiter_methods[] = {
    {"__length_hint__", setiter_len, "Private method returning an estimate of len(list(it))."},
    {"__reduce__", setiter_reduce, "Return state information for pickling."},
    {}};

TypeObject set_iter_type = {TYPE_HEAD,
                            {
                                .tp_name = "set_iterator",
                                .tp_basicsize = layout::set_iterator.basicsize,
                                .tp_dealloc = setiter_dealloc,
                                .tp_getattro = object_generic_get_attr,
                                .tp_flags = TPFLAGS_HAVE_GC,
                                .tp_traverse = setiter_traverse,
                                .tp_iter = object_self_iter,
                                .tp_iternext = setiter_next,
                                .tp_methods = setiter_methods,
                            }};

}  // namespace py

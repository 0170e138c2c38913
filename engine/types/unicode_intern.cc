// Interned strings: one object for each text, found by content.
// CPython 3.13.0: intern_common in Objects/unicodeobject.c. Strings interned while a program runs are mortal: the table
// holds no reference, and a string leaves it when it dies. CPython keeps them in a dict on its heap; this table is ours.
//
// Invariants: slots hold null, the tombstone or a string whose state says that it is interned; used + tombstones stays
// below two thirds of the slots.
#include <vector>

#include "object/errors.h"
#include "object/identifiers.h"
#include "types/unicode_internal.h"

namespace py {

Identifiers identifiers;

namespace {

struct InternTable {
  std::vector<Object*> slots;
  size_t used = 0, filled = 0;  // filled counts tombstones too
};
InternTable table;

Object tombstone_object;
Object* const kTombstone = &tombstone_object;

size_t first_slot(HashValue hash) {
  const uint64_t h = static_cast<uint64_t>(hash);
  return static_cast<size_t>(h ^ (h >> 32)) & (table.slots.size() - 1);
}

void place(Object* o) {  // into a free slot of a table that does not have it
  const size_t mask = table.slots.size() - 1;
  size_t i = first_slot(unicode_hash(o));
  while (table.slots[i]) i = (i + 1) & mask;
  table.slots[i] = o;
}

void grow() {
  std::vector<Object*> old = std::move(table.slots);
  size_t size = 2048;
  while (size < 4 * (table.used + 1)) size *= 2;
  table.slots.assign(size, nullptr);
  for (Object* o : old) {
    if (o && o != kTombstone) place(o);
  }
  table.filled = table.used;
}

// The interned equal of o, or o itself after putting it in.
Object* find_or_add(Object* o) {
  if (3 * (table.filled + 1) >= 2 * table.slots.size()) grow();
  const size_t mask = table.slots.size() - 1;
  const HashValue hash = unicode_hash(o);
  size_t i = first_slot(hash), free_slot = SIZE_MAX;
  for (;; i = (i + 1) & mask) {
    Object* t = table.slots[i];
    if (!t) break;
    if (t == kTombstone) {
      if (free_slot == SIZE_MAX) free_slot = i;
    } else if (unicode_cached_hash(t) == hash && unicode_eq(t, o)) {
      return t;
    }
  }
  if (free_slot == SIZE_MAX) {
    free_slot = i;
    table.filled++;
  }
  table.slots[free_slot] = o;
  table.used++;
  return o;
}

}  // namespace

void unicode_intern_reset() {
  table.slots.clear();
  table.used = table.filled = 0;
}

void intern_static(Object* o) {
  Object* t = find_or_add(o);
  ENGINE_CHECK(t == o, "a static string is interned before any equal one");
  unicode_head(o)->state.interned = SSTATE_INTERNED_IMMORTAL;
}

void unicode_intern_remove(Object* o) {
  const size_t mask = table.slots.size() - 1;
  size_t i = first_slot(unicode_cached_hash(o));
  while (table.slots[i] != o) {
    ENGINE_CHECK(table.slots[i] != nullptr, "an interned string is in the table until it dies");
    i = (i + 1) & mask;
  }
  table.slots[i] = kTombstone;
  table.used--;
  if (!table.slots[(i + 1) & mask]) {  // nothing continues behind it: no tombstone needed
    table.slots[i] = nullptr;
    table.filled--;
  }
  unicode_head(o)->state.interned = SSTATE_NOT_INTERNED;
}

void unicode_intern_in_place(Object** p) {
  Object* s = *p;
  if (!s || !unicode_check_exact(s) || unicode_check_interned(s)) return;
  if (unicode_length(s) == 1 && unicode_kind(s) == kUcs1) {
    set_ref(*p, get_latin1_char(unicode_1byte_data(s)[0]));
    return;
  }
  Object* t = find_or_add(s);
  if (t == s) {
    unicode_head(s)->state.interned = SSTATE_INTERNED_MORTAL;
  } else {
    set_ref(*p, new_ref(t));
  }
}

void unicode_intern_immortal(Object** p) {
  unicode_intern_in_place(p);
  Object* s = *p;
  if (!s || unicode_check_interned(s) != SSTATE_INTERNED_MORTAL) return;
  unicode_head(s)->state.interned = SSTATE_INTERNED_IMMORTAL;
  s->ob_refcnt = kImmortalRefcnt;
}

Object* unicode_intern_from_string(const char* utf8) {
  Object* s = unicode_from_string(utf8);
  if (s) unicode_intern_in_place(&s);
  return s;
}

Ssize unicode_interned_count() { return static_cast<Ssize>(table.used); }

void identifiers_init() {
#define IDENTIFIER(name) identifiers.id_##name = unicode_static_from_ascii(#name);
#include "object/identifiers.def"
#undef IDENTIFIER
}

}  // namespace py

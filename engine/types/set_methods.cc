// Methods and operators of set and frozenset, and the two types.
// CPython 3.13: Objects/setobject.c
//
// Results of operators are plain sets or frozensets, whatever subclass the left operand is of.
#include <cstring>

#include "gc/gc.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/thread_state.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/genericaliasobject.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/set_internal.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"

namespace py {

static inline SetObject* S(Object* o) { return as<SetObject>(o); }

static Object* make_new_set_basetype(TypeObject* type, Object* iterable) {
  if (type != &set_type && type != &frozenset_type)
    type = type_is_subtype(type, &set_type) ? &set_type : &frozenset_type;
  return make_new_set(type, iterable);
}

static Object* set_copy(Object* so) { return make_new_set_basetype(so->ob_type, so); }

// Visits the keys of an iterable: f(key) returns -1 on error, 1 to stop, 0 to go on. -1, 1 or 0 at
// the end.
template <class F>
static int for_each(Object* iterable, F f) {
  Object* it = object_get_iter(iterable);
  if (it == nullptr) return -1;
  int status = 0;
  while (status == 0) {
    Object* key = iter_next(it);
    if (key == nullptr) {
      if (err_occurred()) status = -1;
      break;
    }
    status = f(key);
    decref(key);
  }
  decref(it);
  return status;
}

// Visits the entries of a set, holding each key: f(key, hash).
template <class F>
static int for_each_entry(SetObject* so, F f) {
  Ssize pos = 0;
  SetEntry* entry;
  while (set_next(so, &pos, &entry)) {
    Object* key = new_ref(entry->key);
    int status = f(key, entry->hash);
    decref(key);
    if (status != 0) return status;
  }
  return 0;
}

// --- Union ---

static Object* set_union(Object* so, Object* const* args, Ssize nargs) {
  Object* result = set_copy(so);
  for (Ssize i = 0; result && i < nargs; i++)
    if (args[i] != so && set_update_internal(S(result), args[i]) < 0) clear_ref(result);
  return result;
}

static Object* set_or(Object* so, Object* other) {
  if (!any_set_check(so) || !any_set_check(other)) return NotImplemented;
  return set_union(so, &other, 1);
}

static Object* set_method_update(Object* so, Object* const* args, Ssize nargs) {
  for (Ssize i = 0; i < nargs; i++)
    if (set_update_internal(S(so), args[i]) < 0) return nullptr;
  return None;
}

static Object* set_ior(Object* so, Object* other) {
  if (!any_set_check(other)) return NotImplemented;
  return set_update_internal(S(so), other) < 0 ? nullptr : new_ref(so);
}

// --- Intersection ---

// Walks the smaller set; any other iterable only until everything in so has been found.
static int fill_intersection(SetObject* result, SetObject* so, Object* other) {
  if (any_set_check(other)) {
    SetObject* o = S(other);
    if (o->used > so->used) {
      o = so;
      so = S(other);
    }
    return for_each_entry(o, [&](Object* key, HashValue hash) {
      int found = set_contains_entry(so, key, hash);
      return found > 0 ? set_add_entry(result, key, hash) : found;
    });
  }
  int status = for_each(other, [&](Object* key) {
    HashValue hash = object_hash(key);
    if (hash == -1) return -1;
    int found = set_contains_entry(so, key, hash);
    if (found <= 0) return found;
    if (set_add_entry(result, key, hash) < 0) return -1;
    return result->used >= so->used ? 1 : 0;
  });
  return status < 0 ? -1 : 0;
}

static Object* set_intersection(Object* so, Object* other) {
  if (so == other) return set_copy(so);
  Object* result = make_new_set_basetype(so->ob_type, nullptr);
  if (result && fill_intersection(S(result), S(so), other) < 0) clear_ref(result);
  return result;
}

static Object* set_intersection_multi(Object* so, Object* const* args, Ssize nargs) {
  if (nargs == 0) return set_copy(so);
  Object* result = new_ref(so);
  for (Ssize i = 0; result && i < nargs; i++) {
    Object* next = set_intersection(result, args[i]);
    decref(result);
    result = next;
  }
  return result;
}

// Exchanges the contents of two sets.
static void set_swap_bodies(SetObject* a, SetObject* b) {
  auto swap = [](auto& x, auto& y) {
    auto t = x;
    x = y;
    y = t;
  };
  bool a_small = a->table == a->smalltable, b_small = b->table == b->smalltable;
  SetEntry *ta = a->table, *tb = b->table;
  swap(a->fill, b->fill);
  swap(a->used, b->used);
  swap(a->mask, b->mask);
  a->table = b_small ? a->smalltable : tb;
  b->table = a_small ? b->smalltable : ta;
  if (a_small || b_small) {
    SetEntry tab[kSetMinSize];
    memcpy(tab, a->smalltable, sizeof(tab));
    memcpy(a->smalltable, b->smalltable, sizeof(tab));
    memcpy(b->smalltable, tab, sizeof(tab));
  }
  if (frozenset_check(a) && frozenset_check(b)) {
    swap(a->hash, b->hash);
  } else {
    a->hash = b->hash = -1;
  }
}

// Becomes what tmp (stolen; may be null) holds. 0, or -1.
static int take_over(Object* so, Object* tmp) {
  if (tmp == nullptr) return -1;
  set_swap_bodies(S(so), S(tmp));
  decref(tmp);
  return 0;
}

static Object* set_intersection_update_multi(Object* so, Object* const* args, Ssize nargs) {
  return take_over(so, set_intersection_multi(so, args, nargs)) < 0 ? nullptr : None;
}

static Object* set_and(Object* so, Object* other) {
  if (!any_set_check(so) || !any_set_check(other)) return NotImplemented;
  return set_intersection(so, other);
}

static Object* set_iand(Object* so, Object* other) {
  if (!any_set_check(other)) return NotImplemented;
  return take_over(so, set_intersection(so, other)) < 0 ? nullptr : new_ref(so);
}

static Object* set_isdisjoint(Object* so, Object* other) {
  if (so == other) return bool_from_long(set_size(so) == 0);
  int status;
  if (any_set_check_exact(other)) {
    if (set_size(other) > set_size(so)) {
      Object* tmp = so;
      so = other;
      other = tmp;
    }
    status = for_each_entry(S(other), [&](Object* key, HashValue hash) {
      return set_contains_entry(S(so), key, hash);
    });
  } else {
    status = for_each(other, [&](Object* key) { return set_contains_key(S(so), key); });
  }
  return status < 0 ? nullptr : bool_from_long(status == 0);
}

// --- Difference ---

static int set_difference_update_internal(Object* so, Object* other) {
  if (so == other) return set_clear_internal(so);
  int status;
  if (any_set_check(other)) {
    // Of a far bigger set only what both have matters.
    other = (set_size(other) >> 3) > set_size(so) ? set_intersection(so, other) : new_ref(other);
    if (other == nullptr) return -1;
    status = for_each_entry(S(other), [&](Object* key, HashValue hash) {
      return set_discard_entry(S(so), key, hash) < 0 ? -1 : 0;
    });
    decref(other);
  } else {
    status = for_each(other, [&](Object* key) { return set_discard_key(S(so), key) < 0 ? -1 : 0; });
  }
  return status < 0 ? -1 : set_shrink_dummies(S(so));
}

static Object* set_difference_update(Object* so, Object* const* args, Ssize nargs) {
  for (Ssize i = 0; i < nargs; i++)
    if (set_difference_update_internal(so, args[i]) < 0) return nullptr;
  return None;
}

static Object* set_copy_and_difference(Object* so, Object* other) {
  Object* result = set_copy(so);
  if (result && set_difference_update_internal(result, other) < 0) clear_ref(result);
  return result;
}

static Object* set_difference(Object* so, Object* other) {
  Ssize other_size;
  bool dict = false;
  if (any_set_check(other)) {
    other_size = set_size(other);
  } else if (dict_check_exact(other)) {
    other_size = dict_size(other);
    dict = true;
  } else {
    return set_copy_and_difference(so, other);
  }
  if ((set_size(so) >> 2) > other_size) return set_copy_and_difference(so, other);
  Object* result = make_new_set_basetype(so->ob_type, nullptr);
  if (result == nullptr) return nullptr;
  int status = for_each_entry(S(so), [&](Object* key, HashValue hash) {
    int found =
        dict ? dict_contains_known_hash(other, key, hash) : set_contains_entry(S(other), key, hash);
    if (found < 0) return -1;
    return found ? 0 : set_add_entry(S(result), key, hash);
  });
  if (status < 0) clear_ref(result);
  return result;
}

static Object* set_difference_multi(Object* so, Object* const* args, Ssize nargs) {
  if (nargs == 0) return set_copy(so);
  Object* result = set_difference(so, args[0]);
  for (Ssize i = 1; result && i < nargs; i++)
    if (set_difference_update_internal(result, args[i]) < 0) clear_ref(result);
  return result;
}

static Object* set_sub(Object* so, Object* other) {
  if (!any_set_check(so) || !any_set_check(other)) return NotImplemented;
  return set_difference(so, other);
}

static Object* set_isub(Object* so, Object* other) {
  if (!any_set_check(other)) return NotImplemented;
  return set_difference_update_internal(so, other) < 0 ? nullptr : new_ref(so);
}

// --- Symmetric difference ---

static int toggle(SetObject* so, Object* key, HashValue hash) {
  int found = set_discard_entry(so, key, hash);
  if (found < 0) return -1;
  return found ? 0 : set_add_entry(so, key, hash);
}

static int symmetric_difference_update_set(SetObject* so, SetObject* other) {
  return for_each_entry(other, [&](Object* key, HashValue hash) { return toggle(so, key, hash); });
}

static int symmetric_difference_update_internal(Object* so, Object* other) {
  if (so == other) return set_clear_internal(so);
  if (dict_check_exact(other)) {
    Ssize pos = 0;
    Object* key;
    HashValue hash;
    while (dict_next_with_hash(other, &pos, &key, nullptr, &hash)) {
      incref(key);
      int failed = toggle(S(so), key, hash);
      decref(key);
      if (failed < 0) return -1;
    }
    return 0;
  }
  if (any_set_check(other)) return symmetric_difference_update_set(S(so), S(other));
  Object* tmp = make_new_set_basetype(so->ob_type, other);  // each key once
  if (tmp == nullptr) return -1;
  int status = symmetric_difference_update_set(S(so), S(tmp));
  decref(tmp);
  return status;
}

static Object* set_symmetric_difference_update(Object* so, Object* other) {
  return symmetric_difference_update_internal(so, other) < 0 ? nullptr : None;
}

static Object* set_symmetric_difference(Object* so, Object* other) {
  Object* result = make_new_set_basetype(so->ob_type, other);
  if (result && symmetric_difference_update_set(S(result), S(so)) < 0) clear_ref(result);
  return result;
}

static Object* set_xor(Object* so, Object* other) {
  if (!any_set_check(so) || !any_set_check(other)) return NotImplemented;
  return set_symmetric_difference(so, other);
}

static Object* set_ixor(Object* so, Object* other) {
  if (!any_set_check(other)) return NotImplemented;
  return symmetric_difference_update_internal(so, other) < 0 ? nullptr : new_ref(so);
}

// --- Comparison ---

// 1, 0 or -1.
static int is_subset(Object* so, Object* other) {
  if (!any_set_check(other)) {
    Object* tmp = set_intersection(so, other);
    if (tmp == nullptr) return -1;
    int result = set_size(tmp) == set_size(so);
    decref(tmp);
    return result;
  }
  if (set_size(so) > set_size(other)) return 0;
  int status = for_each_entry(S(so), [&](Object* key, HashValue hash) {
    int found = set_contains_entry(S(other), key, hash);
    return found < 0 ? -1 : !found;  // 1: stop, one is missing
  });
  return status < 0 ? -1 : !status;
}

static int is_superset(Object* so, Object* other) {
  if (any_set_check(other)) return is_subset(other, so);
  int status = for_each(other, [&](Object* key) {
    int found = set_contains_key(S(so), key);
    return found < 0 ? -1 : !found;
  });
  return status < 0 ? -1 : !status;
}

static Object* bool_or_error(int result) { return result < 0 ? nullptr : bool_from_long(result); }
static Object* set_issubset(Object* so, Object* other) {
  return bool_or_error(is_subset(so, other));
}
static Object* set_issuperset(Object* so, Object* other) {
  return bool_or_error(is_superset(so, other));
}

static int sets_equal(SetObject* v, SetObject* w) {
  if (v->used != w->used) return 0;
  if (v->hash != -1 && w->hash != -1 && v->hash != w->hash) return 0;
  return is_subset(v, w);
}

static Object* set_richcompare(Object* v, Object* w, int op) {
  if (!any_set_check(w)) return NotImplemented;
  switch (op) {
    case kEq:
      return bool_or_error(sets_equal(S(v), S(w)));
    case kNe: {
      int equal = sets_equal(S(v), S(w));
      return equal < 0 ? nullptr : bool_from_long(!equal);
    }
    case kLe:
      return bool_or_error(is_subset(v, w));
    case kGe:
      return bool_or_error(is_superset(v, w));
    case kLt:
      return set_size(v) >= set_size(w) ? False : bool_or_error(is_subset(v, w));
    default:
      return set_size(v) <= set_size(w) ? False : bool_or_error(is_superset(v, w));
  }
}

// --- Other methods ---

static Object* set_method_add(Object* so, Object* key) {
  return set_add_key(S(so), key) < 0 ? nullptr : None;
}

static Object* set_method_remove(Object* so, Object* key) {
  int found = set_discard(so, key);
  if (found < 0) return nullptr;
  return found ? None : err_set_key_error(key);
}

static Object* set_method_discard(Object* so, Object* key) {
  return set_discard(so, key) < 0 ? nullptr : None;
}

static Object* set_method_clear(Object* so) {
  set_clear_internal(so);
  return None;
}

static Object* set_method_contains(Object* so, Object* key) {
  return bool_or_error(set_contains(so, key));
}

static Object* frozenset_copy(Object* so) {
  return frozenset_check_exact(so) ? new_ref(so) : set_copy(so);
}

static Object* set_sizeof(Object* self) {
  SetObject* so = S(self);
  Ssize size = self->ob_type->tp_basicsize;
  if (so->table != so->smalltable) size += (so->mask + 1) * 16;
  return long_from_size_t(static_cast<uint64_t>(size));
}

static Object* set_reduce(Object* so) {
  Object* keys = sequence_list(so);
  Object* args = keys ? tuple_pack(keys) : nullptr;
  Object* state = args ? object_call_method_no_args(so, ID(__getstate__)) : nullptr;
  Object* result = state ? tuple_pack(static_cast<Object*>(so->ob_type), args, state) : nullptr;
  xdecref(keys);
  xdecref(args);
  xdecref(state);
  return result;
}

// The items as a list shows them, without its brackets.
static Object* repr_of_items(Object* so) {
  Object* keys = sequence_list(so);
  if (keys == nullptr) return nullptr;
  Object* text = object_repr(keys);
  decref(keys);
  if (text == nullptr) return nullptr;
  Object* inner = unicode_substring(text, 1, unicode_length(text) - 1);
  decref(text);
  return inner;
}

static Object* set_repr(Object* so) {
  const char* name = so->ob_type->tp_name;
  int entered = repr_enter(so);
  if (entered != 0) return entered < 0 ? nullptr : unicode_from_format("%s(...)", name);
  Object* result = nullptr;
  if (set_size(so) == 0) {
    result = unicode_from_format("%s()", name);
  } else if (Object* items = repr_of_items(so)) {
    result = set_check_exact(so) ? unicode_from_format("{%U}", items)
                                 : unicode_from_format("%s({%U})", name, items);
    decref(items);
  }
  repr_leave(so);
  return result;
}

static HashValue frozenset_hash(Object* self) {
  SetObject* so = S(self);
  if (so->hash == -1) so->hash = frozenset_hash_of(so);
  return so->hash;
}

static Ssize set_len(Object* so) { return set_size(so); }

#define BOTH_SETS_METHODS                                                                         \
  {"__contains__", set_method_contains,                                                           \
   "__contains__($self, object, /)\n--\n\nx.__contains__(y) <==> y in x.", METH_COEXIST},         \
      {"difference", set_difference_multi,                                                        \
       "difference($self, /, *others)\n--\n\nReturn a new set with elements in the set that are " \
       "not in the others."},                                                                     \
      {"intersection", set_intersection_multi,                                                    \
       "intersection($self, /, *others)\n--\n\nReturn a new set with elements common to the set " \
       "and all others."},                                                                        \
      {"isdisjoint", set_isdisjoint,                                                              \
       "isdisjoint($self, other, /)\n--\n\nReturn True if two sets have a null intersection."},   \
      {"issubset", set_issubset,                                                                  \
       "issubset($self, other, /)\n--\n\nReport whether another set contains this set."},         \
      {"issuperset", set_issuperset,                                                              \
       "issuperset($self, other, /)\n--\n\nReport whether this set contains another set."},       \
      {"__reduce__", set_reduce,                                                                  \
       "__reduce__($self, /)\n--\n\nReturn state information for pickling."},                     \
      {"__sizeof__", set_sizeof,                                                                  \
       "__sizeof__($self, /)\n--\n\nS.__sizeof__() -> size of S in memory, in bytes."},           \
      {"symmetric_difference", set_symmetric_difference,                                          \
       "symmetric_difference($self, other, /)\n--\n\nReturn a new set with elements in either "   \
       "the set or other but "                                                                    \
       "not both."},                                                                              \
      {"union", set_union,                                                                        \
       "union($self, /, *others)\n--\n\nReturn a new set with elements from the set and all "     \
       "others."},                                                                                \
  {                                                                                               \
    "__class_getitem__", generic_alias, "See PEP 585", METH_CLASS                                 \
  }

const MethodDef set_methods[] = {
    {"add", set_method_add,
     "add($self, object, /)\n--\n\nAdd an element to a set.\n\nThis has no effect if the element "
     "is already present."},
    {"clear", set_method_clear, "clear($self, /)\n--\n\nRemove all elements from this set."},
    {"copy", set_copy, "copy($self, /)\n--\n\nReturn a shallow copy of a set."},
    {"discard", set_method_discard,
     "discard($self, object, /)\n--\n\nRemove an element from a set if it is a member.\n\nUnlike "
     "set.remove(), the "
     "discard() method does not raise\nan exception when an element is missing from the set."},
    {"difference_update", set_difference_update,
     "difference_update($self, /, *others)\n--\n\nUpdate the set, removing elements found in "
     "others."},
    {"intersection_update", set_intersection_update_multi,
     "intersection_update($self, /, *others)\n--\n\nUpdate the set, keeping only elements found in "
     "it and all others."},
    {"pop", set_pop,
     "pop($self, /)\n--\n\nRemove and return an arbitrary set element.\n\nRaises KeyError if the "
     "set is empty."},
    {"remove", set_method_remove,
     "remove($self, object, /)\n--\n\nRemove an element from a set; it must be a member.\n\nIf the "
     "element is not a "
     "member, raise a KeyError."},
    {"symmetric_difference_update", set_symmetric_difference_update,
     "symmetric_difference_update($self, other, /)\n--\n\nUpdate the set, keeping only elements "
     "found in either set, but "
     "not in both."},
    {"update", set_method_update,
     "update($self, /, *others)\n--\n\nUpdate the set, adding elements from all others."},
    BOTH_SETS_METHODS,
    {}};

const MethodDef frozenset_methods[] = {
    {"copy", frozenset_copy, "copy($self, /)\n--\n\nReturn a shallow copy of a set."},
    BOTH_SETS_METHODS,
    {}};

// --- Making sets from Python ---

static Object* set_tp_new(TypeObject* type, Object*, Object*) {
  return make_new_set(type, nullptr);
}

static int set_tp_init(Object* self, Object* args, Object* kwds) {
  if (!arg_no_keywords("set", kwds)) return -1;
  if (!arg_check_positional(self->ob_type->tp_name, tuple_size(args), 0, 1)) return -1;
  if (S(self)->fill) set_clear_internal(self);
  S(self)->hash = -1;
  return tuple_size(args) ? set_update_internal(S(self), tuple_item(args, 0)) : 0;
}

static Object* set_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  Ssize nargs = vectorcall_nargs(nargsf);
  if (!arg_no_kwnames("set", kwnames) || !arg_check_positional("set", nargs, 0, 1)) return nullptr;
  return make_new_set(static_cast<TypeObject*>(type), nargs ? args[0] : nullptr);
}

static Object* make_new_frozenset(TypeObject* type, Object* iterable) {
  if (type == &frozenset_type && iterable && frozenset_check_exact(iterable))
    return new_ref(iterable);
  return make_new_set(type, iterable);
}

static Object* frozenset_tp_new(TypeObject* type, Object* args, Object* kwds) {
  if ((type == &frozenset_type || type->tp_init == frozenset_type.tp_init) &&
      !arg_no_keywords("frozenset", kwds))
    return nullptr;
  if (!arg_check_positional(type->tp_name, tuple_size(args), 0, 1)) return nullptr;
  return make_new_frozenset(type, tuple_size(args) ? tuple_item(args, 0) : nullptr);
}

static Object* frozenset_vectorcall(Object* type, Object* const* args, size_t nargsf,
                                    Object* kwnames) {
  Ssize nargs = vectorcall_nargs(nargsf);
  if (!arg_no_kwnames("frozenset", kwnames) || !arg_check_positional("frozenset", nargs, 0, 1))
    return nullptr;
  return make_new_frozenset(static_cast<TypeObject*>(type), nargs ? args[0] : nullptr);
}

TypeObject set_type = {
    TYPE_HEAD,
    {
        .tp_name = "set",
        .tp_basicsize = layout::set.basicsize,
        .tp_dealloc = set_dealloc,
        .tp_repr = set_repr,
        .tp_hash = object_hash_not_implemented,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_MATCH_SELF,
        .tp_doc = "set(iterable=(), /)\n--\n\nBuild an unordered collection of unique elements.",
        .tp_traverse = set_traverse,
        .tp_clear = set_clear_internal,
        .tp_richcompare = set_richcompare,
        .tp_weaklistoffset = offsetof(SetObject, weakreflist),
        .tp_iter = set_iter,
        .tp_methods = set_methods,
        .tp_init = set_tp_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = set_tp_new,
        .tp_free = object_gc_del,
        .tp_vectorcall = set_vectorcall,
        .nb_subtract = set_sub,
        .nb_and = set_and,
        .nb_xor = set_xor,
        .nb_or = set_or,
        .nb_inplace_subtract = set_isub,
        .nb_inplace_and = set_iand,
        .nb_inplace_xor = set_ixor,
        .nb_inplace_or = set_ior,
        .sq_length = set_len,
        .sq_contains = set_contains,
    }};

TypeObject frozenset_type = {
    TYPE_HEAD,
    {
        .tp_name = "frozenset",
        .tp_basicsize = layout::frozenset.basicsize,
        .tp_dealloc = set_dealloc,
        .tp_repr = set_repr,
        .tp_hash = frozenset_hash,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_MATCH_SELF,
        .tp_doc = "frozenset(iterable=(), /)\n--\n\nBuild an immutable unordered collection of "
                  "unique elements.",
        .tp_traverse = set_traverse,
        .tp_clear = set_clear_internal,
        .tp_richcompare = set_richcompare,
        .tp_weaklistoffset = offsetof(SetObject, weakreflist),
        .tp_iter = set_iter,
        .tp_methods = frozenset_methods,
        .tp_alloc = type_generic_alloc,
        .tp_new = frozenset_tp_new,
        .tp_free = object_gc_del,
        .tp_vectorcall = frozenset_vectorcall,
        .nb_subtract = set_sub,
        .nb_and = set_and,
        .nb_xor = set_xor,
        .nb_or = set_or,
        .sq_length = set_len,
        .sq_contains = set_contains,
    }};

}  // namespace py

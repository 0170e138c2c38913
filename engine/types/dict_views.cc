// dict.keys(), values(), items(): views, and set operations on them.
// CPython 3.13: Objects/dictobject.c
#include "gc/gc.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/thread_state.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/descrobject.h"  // dict_proxy_new: .mapping
#include "types/dict_keys.h"
#include "types/setobject.h"
#include "types/tupleobject.h"

namespace py {

static_assert(sizeof(DictViewObject) <= layout::dict_keys.basicsize);

static inline DictObject* viewed(Object* self) { return as<DictViewObject>(self)->dv_dict; }
static inline bool is_keys(Object* o) { return object_type_check(o, &dict_keys_type); }

Object* dict_view_new(Object* dict, TypeObject* type) {
  if (dict == nullptr || !dict_check(dict))
    return err_format(exc_TypeError, "%s() requires a dict argument, not '%s'", type->tp_name,
                      dict ? dict->ob_type->tp_name : "NULL");
  DictViewObject* dv = object_gc_new<DictViewObject>(type);
  if (dv == nullptr) return nullptr;
  dv->dv_dict = as<DictObject>(new_ref(dict));
  object_gc_track(dv);
  return dv;
}

static void dictview_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(viewed(self));
  object_gc_del(self);
}

static int dictview_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<Object*>(viewed(self)));
  return 0;
}

static Ssize dictview_len(Object* self) { return viewed(self) ? viewed(self)->ma_used : 0; }

static Object* dictview_mapping(Object* self, void*) { return dict_proxy_new(viewed(self)); }

static const GetSetDef dictview_getset[] = {
    {"mapping", dictview_mapping, nullptr, "dictionary that this view refers to"}, {}};

static Object* dictview_repr(Object* self) {
  int entered = repr_enter(self);
  if (entered != 0) return entered > 0 ? unicode_from_string("...") : nullptr;
  Object* result = nullptr;
  Object* seq = sequence_list(self);
  if (seq) {
    result = unicode_from_format("%s(%R)", self->ob_type->tp_name, seq);
    decref(seq);
  }
  repr_leave(self);
  return result;
}

// --- Iterating, containing ---

static Object* dictkeys_iter(Object* self) {
  return dictiter_new(viewed(self), &dict_iter_key_type);
}
static Object* dictvalues_iter(Object* self) {
  return dictiter_new(viewed(self), &dict_iter_value_type);
}
static Object* dictitems_iter(Object* self) {
  return dictiter_new(viewed(self), &dict_iter_item_type);
}
static Object* dictkeys_reversed(Object* self) {
  return dictiter_new(viewed(self), &dict_rev_iter_key_type);
}
static Object* dictvalues_reversed(Object* self) {
  return dictiter_new(viewed(self), &dict_rev_iter_value_type);
}
static Object* dictitems_reversed(Object* self) {
  return dictiter_new(viewed(self), &dict_rev_iter_item_type);
}

static int dictkeys_contains(Object* self, Object* key) { return dict_contains(viewed(self), key); }

static int dictitems_contains(Object* self, Object* item) {
  if (!tuple_check(item) || tuple_size(item) != 2) return 0;
  Object* found;
  int result = dict_get_item_ref(viewed(self), tuple_item(item, 0), &found);
  if (result <= 0) return result;
  result = object_rich_compare_bool(found, tuple_item(item, 1), kEq);
  decref(found);
  return result;
}

// --- Set operations ---

// 1 when everything in self is in other too, 0, or -1.
static int all_contained_in(Object* self, Object* other) {
  Object* iter = object_get_iter(self);
  if (iter == nullptr) return -1;
  int ok = 1;
  while (ok > 0) {
    Object* next = iter_next(iter);
    if (next == nullptr) {
      if (err_occurred()) ok = -1;
      break;
    }
    ok = sequence_contains(other, next);
    decref(next);
  }
  decref(iter);
  return ok;
}

static Object* dictview_richcompare(Object* self, Object* other, int op) {
  if (!any_set_check(other) && !dict_view_set_check(other)) return NotImplemented;
  Ssize len_self = object_size(self);
  if (len_self < 0) return nullptr;
  Ssize len_other = object_size(other);
  if (len_other < 0) return nullptr;
  int ok = 0;
  switch (op) {
    case kNe:
    case kEq:
      if (len_self == len_other) ok = all_contained_in(self, other);
      if (op == kNe && ok >= 0) ok = !ok;
      break;
    case kLt:
      if (len_self < len_other) ok = all_contained_in(self, other);
      break;
    case kLe:
      if (len_self <= len_other) ok = all_contained_in(self, other);
      break;
    case kGt:
      if (len_self > len_other) ok = all_contained_in(other, self);
      break;
    case kGe:
      if (len_self >= len_other) ok = all_contained_in(other, self);
      break;
  }
  return ok < 0 ? nullptr : bool_from_long(ok);
}

// A set of what the view shows; a plain dict's keys go by the set's own short cut.
static Object* dictviews_to_set(Object* self) {
  Object* left = self;
  if (is_keys(self) && dict_check_exact(viewed(self))) left = viewed(self);
  return set_new(left);
}

// result.method(other), keeping result.
static Object* apply_method(Object* result, Object* name, Object* other) {
  if (result == nullptr) return nullptr;
  Object* tmp = object_call_method_one_arg(result, name, other);
  if (tmp == nullptr) {
    decref(result);
    return nullptr;
  }
  decref(tmp);
  return result;
}

static Object* dictviews_sub(Object* self, Object* other) {
  return apply_method(dictviews_to_set(self), ID(difference_update), other);
}

static Object* dictviews_or(Object* self, Object* other) {
  Object* result = dictviews_to_set(self);
  if (result && set_update(result, other) < 0) clear_ref(result);
  return result;
}

// Adds to a set what the iterator gives and self contains. 0, or -1.
static int add_common(Object* result, Object* self, Object* it) {
  auto contains = is_keys(self) ? dictkeys_contains : dictitems_contains;
  while (Object* key = iter_next(it)) {
    int found = contains(self, key);
    if (found > 0 && set_add(result, key) < 0) found = -1;
    decref(key);
    if (found < 0) return -1;
  }
  return err_occurred() ? -1 : 0;
}

Object* dict_view_intersect(Object* self, Object* other) {
  if (!dict_view_set_check(self)) {  // the view is the right operand
    Object* tmp = other;
    other = self;
    self = tmp;
  }
  Ssize len_self = dictview_len(self);
  if (set_check_exact(other) && len_self <= set_size(other))
    return object_call_method_one_arg(other, ID(intersection), self);
  if (dict_view_set_check(other) && dictview_len(other) > len_self) {
    Object* tmp = other;
    other = self;
    self = tmp;
  }
  Object* result = set_new(nullptr);
  if (result == nullptr) return nullptr;
  Object* it = object_get_iter(other);
  if (it == nullptr || add_common(result, self, it) < 0) clear_ref(result);
  xdecref(it);
  return result;
}

// Items of d1 that d2 has not (by key) or has with another value go into result; keys that both
// have with equal values leave rest. One step. 0, or -1.
static int xor_step(Object* result, Object* rest, Object* key, HashValue hash, Object* val1) {
  int to_delete = 0;
  Object* val2 = dict_get_item_known_hash(rest, key, hash);
  if (val2) {
    incref(val2);
    to_delete = object_rich_compare_bool(val1, val2, kEq);
    decref(val2);
    if (to_delete < 0) return -1;
  } else if (err_occurred()) {
    return -1;
  }
  if (to_delete) return dict_del_item_known_hash(rest, key, hash);
  Object* pair = tuple_pack(key, val1);
  if (pair == nullptr) return -1;
  int status = set_add(result, pair);
  decref(pair);
  return status;
}

static int xor_items(DictObject* d1, Object* rest, Object* result) {
  Ssize pos = 0;
  Object *key, *value;
  HashValue hash;
  while (dict_next_with_hash(d1, &pos, &key, &value, &hash)) {
    incref(key);
    incref(value);
    int status = xor_step(result, rest, key, hash, value);
    decref(key);
    decref(value);
    if (status < 0) return -1;
  }
  Object* view = dict_view_new(rest, &dict_items_type);
  if (view == nullptr) return -1;
  int status = set_update(result, view);
  decref(view);
  return status;
}

static Object* dictitems_xor(Object* self, Object* other) {
  DictObject *d1 = viewed(self), *d2 = viewed(other);
  if (d1->ma_used > d2->ma_used) {
    DictObject* tmp = d1;
    d1 = d2;
    d2 = tmp;
  }
  Object* rest = dict_copy(d2);
  if (rest == nullptr) return nullptr;
  Object* result = set_new(nullptr);
  if (result && xor_items(d1, rest, result) < 0) clear_ref(result);
  decref(rest);
  return result;
}

static Object* dictviews_xor(Object* self, Object* other) {
  if (object_type_check(self, &dict_items_type) && object_type_check(other, &dict_items_type))
    return dictitems_xor(self, other);
  return apply_method(dictviews_to_set(self), ID(symmetric_difference_update), other);
}

static Object* dictviews_isdisjoint(Object* self, Object* other) {
  if (self == other) return bool_from_long(dictview_len(self) == 0);
  // Walks the shorter one.
  if (any_set_check_exact(other) || dict_view_set_check(other)) {
    Ssize len_self = dictview_len(self), len_other = object_size(other);
    if (len_other == -1) return nullptr;
    if (len_other > len_self) {
      Object* tmp = other;
      other = self;
      self = tmp;
    }
  }
  Object* it = object_get_iter(other);
  if (it == nullptr) return nullptr;
  int contains = 0;
  while (contains == 0) {
    Object* item = iter_next(it);
    if (item == nullptr) break;
    contains = sequence_contains(self, item);
    decref(item);
  }
  decref(it);
  if (contains < 0 || err_occurred()) return nullptr;
  return bool_from_long(!contains);
}

constexpr char kIsDisjointDoc[] =
    "Return True if the view and the given iterable have a null intersection.";

static const MethodDef dictkeys_methods[] = {
    {"isdisjoint", dictviews_isdisjoint, kIsDisjointDoc},
    {"__reversed__", dictkeys_reversed, "Return a reverse iterator over the dict keys."},
    {}};
static const MethodDef dictitems_methods[] = {
    {"isdisjoint", dictviews_isdisjoint, kIsDisjointDoc},
    {"__reversed__", dictitems_reversed, "Return a reverse iterator over the dict items."},
    {}};
static const MethodDef dictvalues_methods[] = {
    {"__reversed__", dictvalues_reversed, "Return a reverse iterator over the dict values."}, {}};

TypeObject dict_keys_type = {TYPE_HEAD,
                             {
                                 .tp_name = "dict_keys",
                                 .tp_basicsize = layout::dict_keys.basicsize,
                                 .tp_dealloc = dictview_dealloc,
                                 .tp_repr = dictview_repr,
                                 .tp_getattro = object_generic_get_attr,
                                 .tp_flags = TPFLAGS_HAVE_GC,
                                 .tp_traverse = dictview_traverse,
                                 .tp_richcompare = dictview_richcompare,
                                 .tp_iter = dictkeys_iter,
                                 .tp_methods = dictkeys_methods,
                                 .tp_getset = dictview_getset,
                                 .nb_subtract = dictviews_sub,
                                 .nb_and = dict_view_intersect,
                                 .nb_xor = dictviews_xor,
                                 .nb_or = dictviews_or,
                                 .sq_length = dictview_len,
                                 .sq_contains = dictkeys_contains,
                             }};

TypeObject dict_items_type = {TYPE_HEAD,
                              {
                                  .tp_name = "dict_items",
                                  .tp_basicsize = layout::dict_items.basicsize,
                                  .tp_dealloc = dictview_dealloc,
                                  .tp_repr = dictview_repr,
                                  .tp_getattro = object_generic_get_attr,
                                  .tp_flags = TPFLAGS_HAVE_GC,
                                  .tp_traverse = dictview_traverse,
                                  .tp_richcompare = dictview_richcompare,
                                  .tp_iter = dictitems_iter,
                                  .tp_methods = dictitems_methods,
                                  .tp_getset = dictview_getset,
                                  .nb_subtract = dictviews_sub,
                                  .nb_and = dict_view_intersect,
                                  .nb_xor = dictviews_xor,
                                  .nb_or = dictviews_or,
                                  .sq_length = dictview_len,
                                  .sq_contains = dictitems_contains,
                              }};

TypeObject dict_values_type = {TYPE_HEAD,
                               {
                                   .tp_name = "dict_values",
                                   .tp_basicsize = layout::dict_values.basicsize,
                                   .tp_dealloc = dictview_dealloc,
                                   .tp_repr = dictview_repr,
                                   .tp_getattro = object_generic_get_attr,
                                   .tp_flags = TPFLAGS_HAVE_GC,
                                   .tp_traverse = dictview_traverse,
                                   .tp_iter = dictvalues_iter,
                                   .tp_methods = dictvalues_methods,
                                   .tp_getset = dictview_getset,
                                   .sq_length = dictview_len,
                               }};

}  // namespace py

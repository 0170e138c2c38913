// Iterators over dicts: keys, values, items, each forwards and backwards.
// CPython 3.13: Objects/dictobject.c
//
// Invariants: di_dict is null when exhausted. di_used is the dict's size when the iterator was
// made; -1 once a change was reported. The pair of an item iterator is used again while the
// iterator alone holds it.
#include "gc/gc.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "profile/profile.h"
#include "types/dict_keys.h"
#include "types/iter_reduce.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"

namespace py {

struct DictIterObject : Object {
  DictObject* di_dict;
  Ssize di_used;
  Ssize di_pos;
  Object* di_result;  // pair of item iterators
  Ssize len;          // entries still to come
};
static_assert(sizeof(DictIterObject) <= layout::dict_keyiterator.basicsize);

enum class Part { kKey, kValue, kItem };

static inline bool is_reversed(const TypeObject* t) {
  return t == &dict_rev_iter_key_type || t == &dict_rev_iter_value_type ||
         t == &dict_rev_iter_item_type;
}

Object* dictiter_new(DictObject* dict, TypeObject* itertype) {
  DictIterObject* di = object_gc_new<DictIterObject>(itertype);
  if (di == nullptr) return nullptr;
  di->di_dict = new_ref(dict);
  di->di_used = di->len = dict->ma_used;
  di->di_pos = 0;
  di->di_result = nullptr;
  if (is_reversed(itertype))
    di->di_pos = (dict->ma_values ? dict->ma_used : dict->ma_keys->dk_nentries) - 1;
  if (itertype == &dict_iter_item_type || itertype == &dict_rev_iter_item_type) {
    di->di_result = tuple_pack(None, None);
    if (di->di_result == nullptr) {
      decref(di);
      return nullptr;
    }
  }
  object_gc_track(di);
  return di;
}

Object* dict_iter(Object* dict) { return dictiter_new(as<DictObject>(dict), &dict_iter_key_type); }

static void dictiter_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as<DictIterObject>(self)->di_dict);
  xdecref(as<DictIterObject>(self)->di_result);
  object_gc_del(self);
}

static int dictiter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<Object*>(as<DictIterObject>(self)->di_dict));
  VISIT(as<DictIterObject>(self)->di_result);
  return 0;
}

static Object* exhaust(DictIterObject* di) {
  DictObject* d = di->di_dict;
  di->di_dict = nullptr;
  decref(d);
  return nullptr;
}

// Both fill key and value (borrowed) with the entry at *pos or the nearest one behind it, which
// *pos then names.
static bool entry_forwards(DictObject* d, Ssize* pos, Object** key, Object** value) {
  DictKeys* k = d->ma_keys;
  Ssize i = *pos;
  if (d->ma_values) {
    if (i >= d->ma_used) return false;
    Ssize index = get_index_from_order(d, i);
    *key = dk_unicode_entries(k)[index].me_key;
    *value = d->ma_values->values[index];
    return true;
  }
  Ssize n = k->dk_nentries;
  if (dk_is_unicode(k)) {
    DictUnicodeEntry* ep = dk_unicode_entries(k);
    while (i < n && ep[i].me_value == nullptr) i++;
    if (i >= n) return false;
    *key = ep[i].me_key;
    *value = ep[i].me_value;
  } else {
    DictKeyEntry* ep = dk_entries(k);
    while (i < n && ep[i].me_value == nullptr) i++;
    if (i >= n) return false;
    *key = ep[i].me_key;
    *value = ep[i].me_value;
  }
  *pos = i;
  return true;
}

static bool entry_backwards(DictObject* d, Ssize* pos, Object** key, Object** value) {
  DictKeys* k = d->ma_keys;
  Ssize i = *pos;
  if (i < 0) return false;
  if (d->ma_values) {
    Ssize index = get_index_from_order(d, i);
    *key = dk_unicode_entries(k)[index].me_key;
    *value = d->ma_values->values[index];
    return *value != nullptr;
  }
  if (dk_is_unicode(k)) {
    DictUnicodeEntry* ep = dk_unicode_entries(k);
    while (i >= 0 && ep[i].me_value == nullptr) i--;
    if (i < 0) return false;
    *key = ep[i].me_key;
    *value = ep[i].me_value;
  } else {
    DictKeyEntry* ep = dk_entries(k);
    while (i >= 0 && ep[i].me_value == nullptr) i--;
    if (i < 0) return false;
    *key = ep[i].me_key;
    *value = ep[i].me_value;
  }
  *pos = i;
  return true;
}

// The next entry, or false: at the end, or with RuntimeError set.
template <bool kReversed>
static ALWAYS_INLINE bool advance(DictIterObject* di, Object** key, Object** value) {
  DictObject* d = di->di_dict;
  if (d == nullptr) return false;
  if (UNLIKELY(di->di_used != d->ma_used)) {
    err_set_string(exc_RuntimeError, "dictionary changed size during iteration");
    di->di_used = -1;  // says so again next time
    return false;
  }
  Ssize i = di->di_pos;
  if (!(kReversed ? entry_backwards(d, &i, key, value) : entry_forwards(d, &i, key, value))) {
    exhaust(di);
    return false;
  }
  if (!kReversed && UNLIKELY(di->len == 0)) {
    err_set_string(exc_RuntimeError, "dictionary keys changed during iteration");
    exhaust(di);
    return false;
  }
  di->di_pos = kReversed ? i - 1 : i + 1;
  di->len--;
  return true;
}

// The pair again if only the iterator holds it. The collector may have untracked it meanwhile.
static Object* item_result(DictIterObject* di, Object* key, Object* value) {
  Object* result = di->di_result;
  incref(key);
  incref(value);
  if (result->ob_refcnt == 1) {
    incref(result);
    Object *old_key = tuple_item(result, 0), *old_value = tuple_item(result, 1);
    tuple_init_item(result, 0, key);
    tuple_init_item(result, 1, value);
    decref(old_key);
    decref(old_value);
    if (!object_gc_is_tracked(result)) object_gc_track(result);
    return result;
  }
  Object* const pair[] = {key, value};
  return tuple_from_array_steal(pair, 2);
}

template <Part kPart, bool kReversed>
static Object* dictiter_next(Object* self) {
  DictIterObject* di = as<DictIterObject>(self);
  Object *key, *value;
  if (!advance<kReversed>(di, &key, &value)) return nullptr;
  if (kPart == Part::kKey) return new_ref(key);
  if (kPart == Part::kValue) return new_ref(value);
  return item_result(di, key, value);
}

static Object* dictiter_len(Object* self) {
  DictIterObject* di = as<DictIterObject>(self);
  return long_from_size_t(
      di->di_dict && di->di_used == di->di_dict->ma_used ? static_cast<uint64_t>(di->len) : 0);
}

// What is still to come, as a list; the iterator itself stays where it is.
static Object* dictiter_reduce(Object* self) {
  DictIterObject state = *as<DictIterObject>(self);
  xincref(state.di_dict);
  iternextfunc next = self->ob_type->tp_iternext;
  // A copy on the C++ stack must not share the pair: it would be given out twice.
  if (state.di_result) state.di_result = tuple_pack(None, None);
  Object* list = list_new(0);
  while (list) {
    Object* item = next(&state);
    if (item == nullptr) break;
    if (list_append_take_ref(as<ListObject>(list), item) < 0) clear_ref(list);
  }
  if (list && err_occurred()) clear_ref(list);
  xdecref(state.di_dict);
  xdecref(state.di_result);
  if (list == nullptr) return nullptr;
  Object* result = reduce_with_builtin(ID(iter), list);
  decref(list);
  return result;
}

static const MethodDef dictiter_methods[] = {
    {"__length_hint__", dictiter_len, "Private method returning an estimate of len(list(it))."},
    {"__reduce__", dictiter_reduce, "Return state information for pickling."},
    {}};

#define DICT_ITER_TYPE(variable, name, part, is_reverse)                         \
  TypeObject variable = {TYPE_HEAD,                                              \
                         {                                                       \
                             .tp_name = name,                                    \
                             .tp_basicsize = layout::dict_keyiterator.basicsize, \
                             .tp_dealloc = dictiter_dealloc,                     \
                             .tp_getattro = object_generic_get_attr,             \
                             .tp_flags = TPFLAGS_HAVE_GC,                        \
                             .tp_traverse = dictiter_traverse,                   \
                             .tp_iter = object_self_iter,                        \
                             .tp_iternext = dictiter_next<part, is_reverse>,     \
                             .tp_methods = dictiter_methods,                     \
                         }};
DICT_ITER_TYPE(dict_iter_key_type, "dict_keyiterator", Part::kKey, false)
DICT_ITER_TYPE(dict_iter_value_type, "dict_valueiterator", Part::kValue, false)
DICT_ITER_TYPE(dict_iter_item_type, "dict_itemiterator", Part::kItem, false)
DICT_ITER_TYPE(dict_rev_iter_key_type, "dict_reversekeyiterator", Part::kKey, true)
DICT_ITER_TYPE(dict_rev_iter_value_type, "dict_reversevalueiterator", Part::kValue, true)
DICT_ITER_TYPE(dict_rev_iter_item_type, "dict_reverseitemiterator", Part::kItem, true)
#undef DICT_ITER_TYPE

}  // namespace py

// The methods of dict, making dicts from Python, repr and comparison.
// CPython 3.13: Objects/dictobject.c
#include "gc/gc.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/dict_keys.h"
#include "types/genericaliasobject.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/setobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicode_writer.h"

namespace py {

// --- Making ---

// The header always comes from the allocator; a plain dict starts untracked.
Object* dict_tp_new(TypeObject* type, Object*, Object*) {
  Object* self = type->tp_alloc(type, 0);
  if (self == nullptr) return nullptr;
  DictObject* d = as<DictObject>(self);
  d->ma_used = 0;
  d->ma_version_tag = 0;
  d->ma_keys = empty_keys;
  d->ma_values = nullptr;
  if (type == &dict_type) object_gc_untrack(self);
  return self;
}

// A mapping (something with keys) or a sequence of pairs. 0, or -1.
int dict_update_arg(Object* self, Object* arg) {
  if (dict_check_exact(arg)) return dict_merge(self, arg, 1);
  int found = object_has_attr_with_error(arg, ID(keys));
  if (found < 0) return -1;
  return found ? dict_merge(self, arg, 1) : dict_merge_from_seq2(self, arg, 1);
}

static int validate_keyword_arguments(Object* kwds) {
  if (dict_has_only_string_keys(kwds)) return 1;
  err_set_string(exc_TypeError, "keywords must be strings");
  return 0;
}

static int dict_update_common(Object* self, Object* args, Object* kwds, const char* name) {
  if (!arg_check_positional(name, tuple_size(args), 0, 1)) return -1;
  if (tuple_size(args) && dict_update_arg(self, tuple_item(args, 0)) < 0) return -1;
  if (kwds == nullptr) return 0;
  return validate_keyword_arguments(kwds) ? dict_merge(self, kwds, 1) : -1;
}

int dict_tp_init(Object* self, Object* args, Object* kwds) {
  return dict_update_common(self, args, kwds, "dict");
}

Object* dict_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  Ssize nargs = vectorcall_nargs(nargsf);
  if (!arg_check_positional("dict", nargs, 0, 1)) return nullptr;
  Object* self = dict_tp_new(static_cast<TypeObject*>(type), nullptr, nullptr);
  if (self == nullptr) return nullptr;
  if (nargs && dict_update_arg(self, args[0]) < 0) {
    decref(self);
    return nullptr;
  }
  for (Ssize i = 0, n = kwnames ? tuple_size(kwnames) : 0; i < n; i++) {
    if (dict_set_item(self, tuple_item(kwnames, i), args[nargs + i]) < 0) {
      decref(self);
      return nullptr;
    }
  }
  return self;
}

// --- fromkeys ---

// Room for all keys at once, then keys without looking at their __hash__ again: dict to dict, set
// to dict.
static int fromkeys_dict(DictObject* mp, Object* iterable, Object* value) {
  uint8_t size = estimate_log2_keysize(dict_size(iterable));
  if (size < mp->ma_keys->dk_log2_size) size = mp->ma_keys->dk_log2_size;
  if (dictresize(mp, size, dk_is_unicode(as<DictObject>(iterable)->ma_keys)) < 0) return -1;
  Ssize pos = 0;
  Object* key;
  HashValue hash;
  while (dict_next_with_hash(iterable, &pos, &key, nullptr, &hash))
    if (insertdict(mp, new_ref(key), hash, new_ref(value)) < 0) return -1;
  return 0;
}

static int fromkeys_set(DictObject* mp, Object* iterable, Object* value) {
  uint8_t size = estimate_log2_keysize(set_size(iterable));
  if (size < mp->ma_keys->dk_log2_size) size = mp->ma_keys->dk_log2_size;
  if (dictresize(mp, size, false) < 0) return -1;
  Ssize pos = 0;
  Object* key;
  HashValue hash;
  while (set_next_entry(iterable, &pos, &key, &hash))
    if (insertdict(mp, new_ref(key), hash, new_ref(value)) < 0) return -1;
  return 0;
}

static int fromkeys_iter(Object* d, Object* iterable, Object* value) {
  Object* it = object_get_iter(iterable);
  if (it == nullptr) return -1;
  bool exact = dict_check_exact(d);
  int status = 0;
  while (status == 0) {
    Object* key = iter_next(it);
    if (key == nullptr) {
      if (err_occurred()) status = -1;
      break;
    }
    status = exact ? dict_set_item(d, key, value) : object_set_item(d, key, value);
    decref(key);
  }
  decref(it);
  return status;
}

Object* dict_from_keys(Object* cls, Object* iterable, Object* value) {
  Object* d = object_call_no_args(cls);
  if (d == nullptr) return nullptr;
  int status;
  if (dict_check_exact(d) && dict_check_exact(iterable))
    status = fromkeys_dict(as<DictObject>(d), iterable, value);
  else if (dict_check_exact(d) && any_set_check_exact(iterable))
    status = fromkeys_set(as<DictObject>(d), iterable, value);
  else
    status = fromkeys_iter(d, iterable, value);
  if (status < 0) clear_ref(d);
  return d;
}

// --- Lists of keys, values, items ---

static Object* dict_to_list(Object* d, bool want_key) {
  Ssize n = dict_size(d), pos = 0, i = 0;
  Object* list = list_new(n);
  if (list == nullptr) return nullptr;
  Object *key, *value;
  while (i < n && dict_next(d, &pos, &key, &value))
    list_init_item(list, i++, new_ref(want_key ? key : value));
  return list;
}

Object* dict_keys(Object* d) {
  if (dict_check(d)) return dict_to_list(d, true);
  err_bad_internal_call("dict_keys");
  return nullptr;
}

Object* dict_values(Object* d) {
  if (dict_check(d)) return dict_to_list(d, false);
  err_bad_internal_call("dict_values");
  return nullptr;
}

// The pairs are allocated before any is filled.
Object* dict_items(Object* d) {
  if (!dict_check(d)) {
    err_bad_internal_call("dict_items");
    return nullptr;
  }
  Ssize n = dict_size(d), pos = 0, j = 0;
  Object* list = list_new(n);
  if (list == nullptr) return nullptr;
  for (Ssize i = 0; i < n; i++) {
    Object* item = tuple_new(2);
    if (item == nullptr) {
      decref(list);
      return nullptr;
    }
    list_init_item(list, i, item);
  }
  Object *key, *value;
  while (j < n && dict_next(d, &pos, &key, &value)) {
    Object* item = list_item(list, j++);
    tuple_init_item(item, 0, new_ref(key));
    tuple_init_item(item, 1, new_ref(value));
  }
  return list;
}

// --- repr, comparison, | ---

static int write_object(UnicodeWriter* w, Object* o) {
  Object* s = object_repr(o);
  if (s == nullptr) return -1;
  int failed = unicode_writer_write_str(w, s);
  decref(s);
  return failed;
}

static int write_entries(UnicodeWriter* w, Object* self) {
  if (unicode_writer_write_char(w, '{') < 0) return -1;
  Ssize pos = 0;
  Object *key, *value;
  bool first = true;
  while (dict_next(self, &pos, &key, &value)) {
    incref(key);  // a repr may change the dict
    incref(value);
    bool failed = (!first && unicode_writer_write_ascii_string(w, ", ", 2) < 0) ||
                  write_object(w, key) < 0 || unicode_writer_write_ascii_string(w, ": ", 2) < 0 ||
                  write_object(w, value) < 0;
    decref(key);
    decref(value);
    if (failed) return -1;
    first = false;
  }
  w->overallocate = false;
  return unicode_writer_write_char(w, '}');
}

Object* dict_repr(Object* self) {
  int entered = repr_enter(self);
  if (entered != 0) return entered > 0 ? unicode_from_string("{...}") : nullptr;
  if (dict_size(self) == 0) {
    repr_leave(self);
    return unicode_from_string("{}");
  }
  UnicodeWriter writer;
  unicode_writer_init(&writer);
  writer.overallocate = true;
  writer.min_length = 1 + 4 + (2 + 4) * (dict_size(self) - 1) + 1;  // "{" "1: 2" ", 3: 4"... "}"
  int failed = write_entries(&writer, self);
  repr_leave(self);
  if (failed < 0) {
    unicode_writer_dealloc(&writer);
    return nullptr;
  }
  return unicode_writer_finish(&writer);
}

// Entry i of a: its key and hash, borrowed; the value or null for a hole.
static Object* entry_at(DictObject* a, Ssize i, Object** key, HashValue* hash) {
  if (!dk_is_unicode(a->ma_keys)) {
    DictKeyEntry* ep = &dk_entries(a->ma_keys)[i];
    *key = ep->me_key;
    *hash = ep->me_hash;
    return ep->me_value;
  }
  DictUnicodeEntry* ep = &dk_unicode_entries(a->ma_keys)[i];
  *key = ep->me_key;
  Object* value = a->ma_values ? a->ma_values->values[i] : ep->me_value;
  if (value) *hash = unicode_get_hash(ep->me_key);
  return value;
}

// 1 when b has every key of a with an equal value, 0, or -1.
static int dict_equal(DictObject* a, DictObject* b) {
  if (a->ma_used != b->ma_used) return 0;
  for (Ssize i = 0; i < a->ma_keys->dk_nentries; i++) {
    Object *key, *bval;
    HashValue hash = 0;
    Object* aval = entry_at(a, i, &key, &hash);
    if (aval == nullptr) continue;
    incref(aval);
    incref(key);
    dict_lookup(b, key, hash, &bval);
    int equal = 0;
    if (bval == nullptr) {
      equal = err_occurred() ? -1 : 0;
    } else {
      incref(bval);
      equal = object_rich_compare_bool(aval, bval, kEq);
      decref(bval);
    }
    decref(key);
    decref(aval);
    if (equal <= 0) return equal;
  }
  return 1;
}

Object* dict_richcompare(Object* v, Object* w, int op) {
  if (!dict_check(v) || !dict_check(w) || (op != kEq && op != kNe)) return NotImplemented;
  int equal = dict_equal(as<DictObject>(v), as<DictObject>(w));
  return equal < 0 ? nullptr : bool_from_long(equal == (op == kEq));
}

Object* dict_or(Object* self, Object* other) {
  if (!dict_check(self) || !dict_check(other)) return NotImplemented;
  Object* result = dict_copy(self);
  if (result && dict_update_arg(result, other) < 0) clear_ref(result);
  return result;
}

Object* dict_ior(Object* self, Object* other) {
  return dict_update_arg(self, other) < 0 ? nullptr : new_ref(self);
}

// --- Methods ---

static Object* dict_method_contains(Object* self, Object* key) {
  int found = dict_contains(self, key);
  return found < 0 ? nullptr : bool_from_long(found);
}

static Object* dict_method_get(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("get", nargs, 1, 2)) return nullptr;
  HashValue hash = object_hash_fast(args[0]);
  if (hash == -1) return nullptr;
  Ssize ix;
  Object* value = dict_lookup_value(as<DictObject>(self), args[0], hash, &ix);
  if (ix == DKIX_ERROR) return nullptr;
  if (value == nullptr) value = nargs > 1 ? args[1] : None;
  return new_ref(value);
}

static Object* dict_method_setdefault(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("setdefault", nargs, 1, 2)) return nullptr;
  Object* value;
  dict_set_default_ref(self, args[0], nargs > 1 ? args[1] : None, &value);
  return value;
}

static Object* dict_method_pop(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("pop", nargs, 1, 2)) return nullptr;
  return dict_pop_or_default(self, args[0], nargs > 1 ? args[1] : nullptr);
}

// Takes the last entry out of a combined table: its references go to res.
static void pop_last_entry(DictObject* mp, Object* res) {
  DictKeys* keys = mp->ma_keys;
  Ssize i = keys->dk_nentries - 1;
  Object *key, *value;
  HashValue hash;
  keys->dk_version = 0;
  if (dk_is_unicode(keys)) {
    DictUnicodeEntry* ep = dk_unicode_entries(keys);
    while (ep[i].me_value == nullptr) i--;
    key = ep[i].me_key;
    value = ep[i].me_value;
    hash = unicode_get_hash(key);
    ep[i] = {nullptr, nullptr};
  } else {
    DictKeyEntry* ep = dk_entries(keys);
    while (ep[i].me_value == nullptr) i--;
    key = ep[i].me_key;
    value = ep[i].me_value;
    hash = ep[i].me_hash;
    ep[i] = {0, nullptr, nullptr};
  }
  dictkeys_set_index(keys, lookdict_index(keys, hash, i), DKIX_DUMMY);
  keys->dk_nentries = i;  // dk_usable stays: the dummy still takes a slot
  mp->ma_used--;
  tuple_init_item(res, 0, key);
  tuple_init_item(res, 1, value);
}

static Object* dict_method_popitem(Object* self) {
  DictObject* mp = as<DictObject>(self);
  Object* res = tuple_new(2);
  if (res == nullptr) return nullptr;
  if (mp->ma_used == 0) {
    decref(res);
    err_set_string(exc_KeyError, "popitem(): dictionary is empty");
    return nullptr;
  }
  if (mp->ma_values && dictresize(mp, mp->ma_keys->dk_log2_size, true) < 0) {
    decref(res);
    return nullptr;
  }
  pop_last_entry(mp, res);
  return res;
}

static Object* dict_method_clear(Object* self) {
  dict_clear(self);
  return None;
}

static Object* dict_method_update(Object* self, Object* args, Object* kwds) {
  return dict_update_common(self, args, kwds, "update") < 0 ? nullptr : None;
}

static Object* dict_method_fromkeys(Object* cls, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("fromkeys", nargs, 1, 2)) return nullptr;
  return dict_from_keys(cls, args[0], nargs > 1 ? args[1] : None);
}

static Object* dict_method_sizeof(Object* self) {
  return long_from_size_t(static_cast<uint64_t>(dict_size_of(as<DictObject>(self))));
}

static Object* dict_method_keys(Object* self) { return dict_view_new(self, &dict_keys_type); }
static Object* dict_method_items(Object* self) { return dict_view_new(self, &dict_items_type); }
static Object* dict_method_values(Object* self) { return dict_view_new(self, &dict_values_type); }
static Object* dict_method_reversed(Object* self) {
  return dictiter_new(as<DictObject>(self), &dict_rev_iter_key_type);
}

const MethodDef dict_methods[] = {
    {"__contains__", dict_method_contains,
     "__contains__($self, key, /)\n--\n\nTrue if the dictionary has the specified key, else False.",
     METH_COEXIST},
    {"__getitem__", dict_subscript, "__getitem__($self, key, /)\n--\n\nReturn self[key].",
     METH_COEXIST},
    {"__sizeof__", dict_method_sizeof,
     "__sizeof__($self, /)\n--\n\nReturn the size of the dict in memory."},
    {"get", dict_method_get,
     "get($self, key, default=None, /)\n--\n\nReturn the value for key if key is in the "
     "dictionary, else default."},
    {"setdefault", dict_method_setdefault,
     "setdefault($self, key, default=None, /)\n--\n\nInsert key with a value of default if key is "
     "not in the "
     "dictionary.\n\nReturn the value for key if key is in the dictionary, else default."},
    {"pop", dict_method_pop,
     "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is "
     "not found, return "
     "the default if given; otherwise,\nraise a KeyError."},
    {"popitem", dict_method_popitem,
     "popitem($self, /)\n--\n\nRemove and return a (key, value) pair as a 2-tuple.\n\nPairs are "
     "returned in LIFO (last-in, "
     "first-out) order.\nRaises KeyError if the dict is empty."},
    {"keys", dict_method_keys, "D.keys() -> a set-like object providing a view on D's keys"},
    {"items", dict_method_items, "D.items() -> a set-like object providing a view on D's items"},
    {"values", dict_method_values, "D.values() -> an object providing a view on D's values"},
    {"update", dict_method_update,
     "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E is present and "
     "has a .keys() method, "
     "then does:  for k in E.keys(): D[k] = E[k]\nIf E is present and lacks a .keys() method, then "
     "does:  for k, v in "
     "E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]"},
    {"fromkeys", dict_method_fromkeys,
     "fromkeys($type, iterable, value=None, /)\n--\n\nCreate a new dictionary with keys from "
     "iterable and values set to "
     "value.",
     METH_CLASS},
    {"clear", dict_method_clear, "D.clear() -> None.  Remove all items from D."},
    {"copy", dict_copy, "D.copy() -> a shallow copy of D"},
    {"__reversed__", dict_method_reversed,
     "__reversed__($self, /)\n--\n\nReturn a reverse iterator over the dict keys."},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {}};

}  // namespace py

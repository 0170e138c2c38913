// OrderedDict: a dict with a doubly linked list of its keys, so that moving a key to an end is
// fast. CPython 3.13: Objects/odictobject.c
//
// Invariants: every key of the dict has one node (32 bytes, MEM), which holds a reference to the
// key. od_fast_nodes[i] is the node of the dict's entry i; the array has as many places as the
// dict's table has slots and is rebuilt when the dict's table has changed (od_resize_sentinel).
// od_state counts changes for iterators.
#include "types/odictobject.h"

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/thread_state.h"
#include "object/trashcan.h"
#include "object/weakrefobject.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/dict_keys.h"
#include "types/getargs.h"
#include "types/iter_reduce.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

struct OdictNode {
  Object* key;
  HashValue hash;
  OdictNode *next, *prev;
};

struct OdictObject : DictObject {
  OdictNode** od_fast_nodes;
  Ssize od_fast_nodes_size;
  DictKeys* od_resize_sentinel;
  uint64_t od_state;
  OdictNode *od_first, *od_last;
  Object* od_inst_dict;
  Object* od_weakreflist;
};
static_assert(sizeof(OdictObject) <= layout::OrderedDict.basicsize);

static inline OdictObject* O(Object* o) { return as<OdictObject>(o); }

// --- Nodes ---

// The entry number of key, or the number that the next new entry would have. -1 with the error set,
// or without one.
static Ssize odict_get_index_raw(OdictObject* od, Object* key, HashValue hash) {
  Object* value;
  DictKeys* keys = od->ma_keys;
  Ssize ix = dict_lookup(od, key, hash, &value);
  if (ix == DKIX_EMPTY) return keys->dk_nentries;
  return ix < 0 ? -1 : ix;
}

// Rebuilds the array of nodes for the dict's table as it is now. 0, or -1.
static int odict_resize(OdictObject* od) {
  Ssize size = dk_size(od->ma_keys);
  OdictNode** nodes =
      static_cast<OdictNode**>(mem_malloc(static_cast<uint64_t>(size * layout::kPointer)));
  if (nodes == nullptr) {
    err_no_memory();
    return -1;
  }
  for (Ssize i = 0; i < size; i++) nodes[i] = nullptr;
  for (OdictNode* node = od->od_first; node; node = node->next) {
    Ssize i = odict_get_index_raw(od, node->key, node->hash);
    if (i < 0) {
      mem_free(nodes);
      return -1;
    }
    nodes[i] = node;
  }
  mem_free(od->od_fast_nodes);
  od->od_fast_nodes = nodes;
  od->od_fast_nodes_size = size;
  od->od_resize_sentinel = od->ma_keys;
  return 0;
}

static Ssize odict_get_index(OdictObject* od, Object* key, HashValue hash) {
  if ((od->od_resize_sentinel != od->ma_keys || od->od_fast_nodes_size != dk_size(od->ma_keys)) &&
      odict_resize(od) < 0)
    return -1;
  return odict_get_index_raw(od, key, hash);
}

static OdictNode* odict_find_node(OdictObject* od, Object* key) {
  if (od->od_first == nullptr) return nullptr;
  HashValue hash = object_hash_fast(key);
  if (hash == -1) return nullptr;
  Ssize i = odict_get_index(od, key, hash);
  return i < 0 ? nullptr : od->od_fast_nodes[i];
}

static void add_tail(OdictObject* od, OdictNode* node) {
  node->prev = od->od_last;
  node->next = nullptr;
  (od->od_last ? od->od_last->next : od->od_first) = node;
  od->od_last = node;
  od->od_state++;
}

static void add_head(OdictObject* od, OdictNode* node) {
  node->prev = nullptr;
  node->next = od->od_first;
  (od->od_first ? od->od_first->prev : od->od_last) = node;
  od->od_first = node;
  od->od_state++;
}

static void unlink(OdictObject* od, OdictNode* node) {
  (node->prev ? node->prev->next : od->od_first) = node->next;
  (node->next ? node->next->prev : od->od_last) = node->prev;
  node->prev = node->next = nullptr;
  od->od_state++;
}

static int odict_add_new_node(OdictObject* od, Object* key, HashValue hash) {
  incref(key);
  Ssize i = odict_get_index(od, key, hash);
  if (i < 0) {
    if (!err_occurred()) err_set_object(exc_KeyError, key);
    decref(key);
    return -1;
  }
  if (od->od_fast_nodes[i]) {  // the key had one
    decref(key);
    return 0;
  }
  OdictNode* node = static_cast<OdictNode*>(mem_malloc(32));
  if (node == nullptr) {
    decref(key);
    err_no_memory();
    return -1;
  }
  node->key = key;
  node->hash = hash;
  add_tail(od, node);
  od->od_fast_nodes[i] = node;
  return 0;
}

// Takes the node of key out, if there is one. 0, or -1.
static int odict_clear_node(OdictObject* od, Object* key, HashValue hash) {
  if (od->od_first == nullptr) return 0;
  Ssize i = odict_get_index(od, key, hash);
  if (i < 0) return err_occurred() ? -1 : 0;
  OdictNode* node = od->od_fast_nodes[i];
  if (node == nullptr) return 0;
  od->od_fast_nodes[i] = nullptr;
  unlink(od, node);
  Object* k = node->key;
  mem_free(node);
  decref(k);
  return 0;
}

static void odict_clear_nodes(OdictObject* od) {
  mem_free(od->od_fast_nodes);
  od->od_fast_nodes = nullptr;
  od->od_fast_nodes_size = 0;
  od->od_resize_sentinel = nullptr;
  OdictNode* node = od->od_first;
  od->od_first = od->od_last = nullptr;
  while (node) {
    OdictNode* next = node->next;
    decref(node->key);
    mem_free(node);
    node = next;
  }
}

// --- Setting and deleting ---

static int odict_set_item_known_hash(Object* od, Object* key, Object* value, HashValue hash) {
  int result = dict_set_item_known_hash(od, key, value, hash);
  if (result < 0) return -1;
  if (odict_add_new_node(O(od), key, hash) == 0) return 0;
  Object* exc = err_get_raised_exception();
  dict_del_item_known_hash(od, key, hash);
  if (err_occurred())
    err_chain_exceptions(exc);
  else
    err_set_raised_exception(exc);
  return -1;
}

static int odict_set_item(Object* od, Object* key, Object* value) {
  HashValue hash = object_hash_fast(key);
  return hash == -1 ? -1 : odict_set_item_known_hash(od, key, value, hash);
}

static int odict_del_item(Object* od, Object* key) {
  HashValue hash = object_hash_fast(key);
  if (hash == -1 || odict_clear_node(O(od), key, hash) < 0) return -1;
  return dict_del_item_known_hash(od, key, hash);
}

static int odict_ass_sub(Object* od, Object* key, Object* value) {
  return value == nullptr ? odict_del_item(od, key) : odict_set_item(od, key, value);
}

// --- update ---

// One key and one value from an iterable of two. 0, or -1.
static int add_pair(Object* self, Object* pair) {
  Object* it = object_get_iter(pair);
  if (it == nullptr) return -1;
  Object* key = iter_next(it);
  Object* value = key ? iter_next(it) : nullptr;
  Object* end = value ? iter_next(it) : nullptr;
  int status = -1;
  if (end)
    err_set_string(exc_ValueError, "too many values to unpack (expected 2)");
  else if (err_occurred() == nullptr && value == nullptr)
    err_set_string(exc_ValueError,
                   key ? "need more than 1 value to unpack" : "need more than 0 values to unpack");
  else if (err_occurred() == nullptr)
    status = object_set_item(self, key, value);
  decref(it);
  xdecref(key);
  xdecref(value);
  xdecref(end);
  return status;
}

static int add_pairs(Object* self, Object* pairs) {
  Object* it = object_get_iter(pairs);
  if (it == nullptr) return -1;
  int status = 0;
  while (status == 0) {
    Object* pair = iter_next(it);
    if (pair == nullptr) {
      if (err_occurred()) status = -1;
      break;
    }
    status = add_pair(self, pair);
    decref(pair);
  }
  decref(it);
  return status;
}

static int add_from_mapping(Object* self, Object* other) {
  Object* keys = object_call_method_no_args(other, ID(keys));
  if (keys == nullptr) return -1;
  Object* it = object_get_iter(keys);
  decref(keys);
  if (it == nullptr) return -1;
  int status = 0;
  while (status == 0) {
    Object* key = iter_next(it);
    if (key == nullptr) {
      if (err_occurred()) status = -1;
      break;
    }
    Object* value = object_get_item(other, key);
    status = value ? object_set_item(self, key, value) : -1;
    xdecref(value);
    decref(key);
  }
  decref(it);
  return status;
}

static int add_items_of(Object* self, Object* dict) {
  Object* items =
      dict_check_exact(dict) ? dict_items(dict) : object_call_method_no_args(dict, ID(items));
  if (items == nullptr) return -1;
  int status = add_pairs(self, items);
  decref(items);
  return status;
}

static int update_arg(Object* self, Object* arg) {
  if (dict_check_exact(arg)) return add_items_of(self, arg);
  int found = object_has_attr_with_error(arg, ID(keys));
  if (found < 0) return -1;
  if (found) return add_from_mapping(self, arg);
  found = object_has_attr_with_error(arg, ID(items));
  if (found < 0) return -1;
  return found ? add_items_of(self, arg) : add_pairs(self, arg);
}

static int odict_do_update(Object* self, Object* args, Object* kwds) {
  Ssize n = tuple_size(args);
  if (n > 1) {
    err_format(exc_TypeError, "update() takes at most 1 positional argument (%zd given)", n);
    return -1;
  }
  if (n == 1 && update_arg(self, tuple_item(args, 0)) < 0) return -1;
  return kwds && dict_size(kwds) > 0 ? add_items_of(self, kwds) : 0;
}

static Object* odict_update(Object* self, Object* args, Object* kwds) {
  return odict_do_update(self, args, kwds) < 0 ? nullptr : None;
}

static int odict_init(Object* self, Object* args, Object* kwds) {
  if (tuple_size(args) > 1) {
    err_format(exc_TypeError, "expected at most 1 arguments, got %zd", tuple_size(args));
    return -1;
  }
  return odict_do_update(self, args, kwds);
}

static Object* odict_ior(Object* self, Object* other) {
  return update_arg(self, other) < 0 ? nullptr : new_ref(self);
}

static Object* odict_or(Object* left, Object* right) {
  TypeObject* type = odict_check(left) ? left->ob_type : right->ob_type;
  if (!dict_check(left) || !dict_check(right)) return NotImplemented;
  Object* result = object_call_one_arg(type, left);
  if (result && update_arg(result, right) < 0) clear_ref(result);
  return result;
}

// --- Methods ---

static Object* odict_fromkeys(Object* cls, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("fromkeys", nargs, 1, 2)) return nullptr;
  return dict_from_keys(cls, args[0], nargs > 1 ? args[1] : None);
}

static Object* odict_setdefault(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("setdefault", nargs, 1, 2)) return nullptr;
  Object *key = args[0], *value = nargs > 1 ? args[1] : None;
  if (odict_check_exact(self)) {
    Object* found = dict_get_item_with_error(self, key);
    if (found) return new_ref(found);
    if (err_occurred() || odict_set_item(self, key, value) < 0) return nullptr;
    return new_ref(value);
  }
  int has = sequence_contains(self, key);
  if (has < 0) return nullptr;
  if (has) return object_get_item(self, key);
  return object_set_item(self, key, value) < 0 ? nullptr : new_ref(value);
}

// Takes key out: its value, failobj, or KeyError. New reference.
static Object* odict_popkey_hash(Object* od, Object* key, Object* failobj, HashValue hash) {
  if (odict_clear_node(O(od), key, hash) < 0) return nullptr;
  Object* value;
  int found = dict_pop_known_hash(O(od), key, hash, &value);
  if (found != 0) return value;
  return failobj ? new_ref(failobj) : err_set_key_error(key);
}

static Object* odict_pop(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("pop", nargs, 1, 2)) return nullptr;
  HashValue hash = object_hash_fast(args[0]);
  return hash == -1 ? nullptr
                    : odict_popkey_hash(self, args[0], nargs > 1 ? args[1] : nullptr, hash);
}

// The one bool argument `last` of popitem and move_to_end, by position or keyword.
static bool read_last(const char* name, Object* const* args, Ssize nargs, Object* kwnames,
                      Ssize place, bool* last) {
  *last = true;
  Ssize nkw = kwnames ? tuple_size(kwnames) : 0;
  if (!arg_check_positional(name, nargs, place, place + 1)) return false;
  if (nkw > 1 || (nkw == 1 && !unicode_equal_to_ascii_string(tuple_item(kwnames, 0), "last"))) {
    err_format(exc_TypeError, "%s() got an unexpected keyword argument '%U'", name,
               tuple_item(kwnames, 0));
    return false;
  }
  if (nargs + nkw > place) return arg_bool(args[place], last);
  return true;
}

static Object* odict_popitem(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
  bool last;
  if (!read_last("popitem", args, nargs, kwnames, 0, &last)) return nullptr;
  OdictNode* node = last ? O(self)->od_last : O(self)->od_first;
  if (node == nullptr) {
    err_set_string(exc_KeyError, "dictionary is empty");
    return nullptr;
  }
  Object* key = new_ref(node->key);
  Object* value = odict_popkey_hash(self, key, nullptr, node->hash);
  Object* item = value ? tuple_pack(key, value) : nullptr;
  decref(key);
  xdecref(value);
  return item;
}

static Object* odict_move_to_end(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
  bool last;
  if (!read_last("move_to_end", args, nargs, kwnames, 1, &last)) return nullptr;
  OdictObject* od = O(self);
  Object* key = args[0];
  if (od->od_first == nullptr) return err_set_key_error(key);
  OdictNode* node = last ? od->od_last : od->od_first;
  if (key == node->key) return None;
  node = odict_find_node(od, key);
  if (node == nullptr) {
    if (!err_occurred()) err_set_key_error(key);
    return nullptr;
  }
  unlink(od, node);
  if (last)
    add_tail(od, node);
  else
    add_head(od, node);
  return None;
}

static Object* odict_method_clear(Object* self) {
  dict_clear(self);
  odict_clear_nodes(O(self));
  return None;
}

// Fills od_copy with self's entries in self's order. 0, or -1.
static int copy_entries(Object* self, Object* od_copy) {
  bool exact = odict_check_exact(self);
  for (OdictNode* node = O(self)->od_first; node; node = node->next) {
    Object* value = exact ? xnew_ref(dict_get_item_known_hash(self, node->key, node->hash))
                          : object_get_item(self, node->key);
    if (value == nullptr) {
      if (!err_occurred()) err_set_object(exc_KeyError, node->key);
      return -1;
    }
    int status = exact ? odict_set_item_known_hash(od_copy, node->key, value, node->hash)
                       : object_set_item(od_copy, node->key, value);
    decref(value);
    if (status < 0) return -1;
  }
  return 0;
}

static Object* odict_copy(Object* self) {
  Object* copy = odict_check_exact(self) ? object_call_no_args(&odict_type)
                                         : object_call_no_args(self->ob_type);
  if (copy && copy_entries(self, copy) < 0) clear_ref(copy);
  return copy;
}

static Object* odict_sizeof(Object* self) {
  OdictObject* od = O(self);
  Ssize size = dict_size_of(od) + od->od_fast_nodes_size * layout::kPointer;
  if (od->od_first) size += 32 * dict_size(self);
  return long_from_ssize_t(size);
}

static Object* odict_reduce(Object* self) {
  Object* state = object_call_method_no_args(self, ID(__getstate__));
  Object* items = state ? object_call_method_no_args(self, ID(items)) : nullptr;
  Object* iter = items ? object_get_iter(items) : nullptr;
  Object* result =
      iter ? tuple_pack(static_cast<Object*>(self->ob_type), tuple_empty(), state, None, iter)
           : nullptr;
  xdecref(state);
  xdecref(items);
  xdecref(iter);
  return result;
}

// --- Iterators ---

enum { kOdictKeys = 1, kOdictValues = 2, kOdictReversed = 4 };

struct OdictIterObject : Object {
  int kind;
  OdictObject* di_odict;
  Ssize di_size;
  uint64_t di_state;
  Object* di_result;   // the pair of item iterators, used again while nobody else has it
  Object* di_current;  // the next key; null at the end
};

static Object* odictiter_new(Object* od, int kind) {
  OdictIterObject* di = object_gc_new<OdictIterObject>(&odict_iter_type);
  if (di == nullptr) return nullptr;
  di->di_result = nullptr;
  if ((kind & (kOdictKeys | kOdictValues)) == (kOdictKeys | kOdictValues))
    di->di_result = tuple_pack(None, None);
  di->kind = kind;
  OdictNode* node = (kind & kOdictReversed) ? O(od)->od_last : O(od)->od_first;
  di->di_current = node ? new_ref(node->key) : nullptr;
  di->di_size = dict_size(od);
  di->di_state = O(od)->od_state;
  di->di_odict = O(new_ref(od));
  object_gc_track(di);
  return di;
}

static Object* odict_iter(Object* od) { return odictiter_new(od, kOdictKeys); }
static Object* odict_reversed(Object* od) { return odictiter_new(od, kOdictKeys | kOdictReversed); }

static void odictiter_dealloc(Object* self) {
  OdictIterObject* di = as<OdictIterObject>(self);
  object_gc_untrack(self);
  xdecref(di->di_odict);
  xdecref(di->di_current);
  xdecref(di->di_result);
  object_gc_del(self);
}

static int odictiter_traverse(Object* self, visitproc visit, void* arg) {
  OdictIterObject* di = as<OdictIterObject>(self);
  VISIT(static_cast<Object*>(di->di_odict));
  VISIT(di->di_current);
  VISIT(di->di_result);
  return 0;
}

// The key to give out now, a new reference; null at the end or with RuntimeError.
static Object* odictiter_nextkey(OdictIterObject* di) {
  OdictObject* od = di->di_odict;
  if (od == nullptr) return nullptr;
  if (di->di_current == nullptr) {
    di->di_odict = nullptr;
    decref(od);
    return nullptr;
  }
  const char* problem = nullptr;
  if (di->di_state != od->od_state)
    problem = "OrderedDict mutated during iteration";
  else if (di->di_size != od->ma_used)
    problem = "OrderedDict changed size during iteration";
  OdictNode* node = problem ? nullptr : odict_find_node(od, di->di_current);
  if (node == nullptr) {
    if (problem) {
      err_set_string(exc_RuntimeError, problem);
    } else if (!err_occurred()) {
      err_set_object(exc_KeyError, di->di_current);
    }
    clear_ref(di->di_current);
    if (problem && problem[12] == 'c') di->di_size = -1;
    di->di_odict = nullptr;
    decref(od);
    return nullptr;
  }
  Object* key = di->di_current;
  node = (di->kind & kOdictReversed) ? node->prev : node->next;
  di->di_current = node ? new_ref(node->key) : nullptr;
  return key;
}

static Object* odictiter_next(Object* self) {
  OdictIterObject* di = as<OdictIterObject>(self);
  Object* key = odictiter_nextkey(di);
  if (key == nullptr || !(di->kind & kOdictValues)) return key;
  Object* value = xnew_ref(dict_get_item_with_error(di->di_odict, key));
  if (value == nullptr) {
    if (!err_occurred()) err_set_key_error(key);
    decref(key);
    return nullptr;
  }
  if (!(di->kind & kOdictKeys)) {
    decref(key);
    return value;
  }
  Object* result = di->di_result;
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

static Object* odictiter_reduce(Object* self) {
  OdictIterObject copy = *as<OdictIterObject>(self);
  xincref(copy.di_odict);
  xincref(copy.di_current);
  if (copy.di_result) copy.di_result = tuple_pack(None, None);
  Object* list = list_new(0);
  while (list) {
    Object* item = odictiter_next(&copy);
    if (item == nullptr) break;
    if (list_append_take_ref(as<ListObject>(list), item) < 0) clear_ref(list);
  }
  if (list && err_occurred()) clear_ref(list);
  xdecref(copy.di_odict);
  xdecref(copy.di_current);
  xdecref(copy.di_result);
  if (list == nullptr) return nullptr;
  Object* result = reduce_with_builtin(ID(iter), list);
  decref(list);
  return result;
}

static const MethodDef odictiter_methods[] = {
    {"__reduce__", odictiter_reduce, "Return state information for pickling"}, {}};

TypeObject odict_iter_type = {TYPE_HEAD,
                              {
                                  .tp_name = "odict_iterator",
                                  .tp_basicsize = 64,
                                  .tp_dealloc = odictiter_dealloc,
                                  .tp_getattro = object_generic_get_attr,
                                  .tp_flags = TPFLAGS_HAVE_GC,
                                  .tp_traverse = odictiter_traverse,
                                  .tp_iter = object_self_iter,
                                  .tp_iternext = odictiter_next,
                                  .tp_methods = odictiter_methods,
                              }};
static_assert(sizeof(OdictIterObject) <= 64);

// --- Views: dict's, with their own order ---

static inline Object* viewed(Object* self) { return as<DictViewObject>(self)->dv_dict; }

static Object* odictkeys_iter(Object* self) { return odictiter_new(viewed(self), kOdictKeys); }
static Object* odictkeys_reversed(Object* self) {
  return odictiter_new(viewed(self), kOdictKeys | kOdictReversed);
}
static Object* odictvalues_iter(Object* self) { return odictiter_new(viewed(self), kOdictValues); }
static Object* odictvalues_reversed(Object* self) {
  return odictiter_new(viewed(self), kOdictValues | kOdictReversed);
}
static Object* odictitems_iter(Object* self) {
  return odictiter_new(viewed(self), kOdictKeys | kOdictValues);
}
static Object* odictitems_reversed(Object* self) {
  return odictiter_new(viewed(self), kOdictKeys | kOdictValues | kOdictReversed);
}

static const MethodDef odictkeys_methods[] = {{"__reversed__", odictkeys_reversed}, {}};
static const MethodDef odictvalues_methods[] = {{"__reversed__", odictvalues_reversed}, {}};
static const MethodDef odictitems_methods[] = {{"__reversed__", odictitems_reversed}, {}};

#define ODICT_VIEW(variable, name, iter, method_table, base)              \
  TypeObject variable = {TYPE_HEAD,                                       \
                         {                                                \
                             .tp_name = name,                             \
                             .tp_basicsize = layout::dict_keys.basicsize, \
                             .tp_iter = iter,                             \
                             .tp_methods = method_table,                  \
                             .tp_base = &base,                            \
                         }};
ODICT_VIEW(odict_keys_type, "odict_keys", odictkeys_iter, odictkeys_methods, dict_keys_type)
ODICT_VIEW(odict_values_type, "odict_values", odictvalues_iter, odictvalues_methods,
           dict_values_type)
ODICT_VIEW(odict_items_type, "odict_items", odictitems_iter, odictitems_methods, dict_items_type)
#undef ODICT_VIEW

static Object* odict_method_keys(Object* self) { return dict_view_new(self, &odict_keys_type); }
static Object* odict_method_values(Object* self) { return dict_view_new(self, &odict_values_type); }
static Object* odict_method_items(Object* self) { return dict_view_new(self, &odict_items_type); }

// --- The type ---

static void odict_dealloc(Object* self) {
  OdictObject* od = O(self);
  object_gc_untrack(self);
  if (trashcan_begin(self, odict_dealloc)) return;
  xdecref(od->od_inst_dict);
  if (od->od_weakreflist) object_clear_weakrefs(self);
  odict_clear_nodes(od);
  dict_type.tp_dealloc(self);
  trashcan_end();
}

static int odict_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(O(self)->od_inst_dict);
  for (OdictNode* node = O(self)->od_first; node; node = node->next) VISIT(node->key);
  return dict_type.tp_traverse(self, visit, arg);
}

static int odict_tp_clear(Object* self) {
  clear_ref(O(self)->od_inst_dict);
  dict_clear(self);
  odict_clear_nodes(O(self));
  return 0;
}

static Object* odict_repr(Object* self) {
  const char* name = type_short_name(self->ob_type);
  if (dict_size(self) == 0) return unicode_from_format("%s()", name);
  int entered = repr_enter(self);
  if (entered != 0) return entered > 0 ? unicode_from_string("...") : nullptr;
  Object* dcopy = nullptr;
  if (odict_check_exact(self)) {
    dcopy = dict_new();
    for (OdictNode* node = O(self)->od_first; dcopy && node; node = node->next) {
      Object* value = xnew_ref(dict_get_item_known_hash(self, node->key, node->hash));
      if (value == nullptr || dict_set_item(dcopy, node->key, value) < 0) {
        if (value == nullptr && !err_occurred()) err_set_key_error(node->key);
        clear_ref(dcopy);
      }
      xdecref(value);
    }
  } else if (Object* items = object_call_method_no_args(self, ID(items))) {
    dcopy = object_call_one_arg(&dict_type, items);
    decref(items);
  }
  Object* result = dcopy ? unicode_from_format("%s(%R)", name, dcopy) : nullptr;
  xdecref(dcopy);
  repr_leave(self);
  return result;
}

// Do both have the same keys in the same order? 1, 0, -1.
static int keys_equal(OdictObject* a, OdictObject* b) {
  OdictNode *na = a->od_first, *nb = b->od_first;
  uint64_t state_a = a->od_state, state_b = b->od_state;
  for (; na && nb; na = na->next, nb = nb->next) {
    if (na->hash != nb->hash) return 0;
    int equal = object_rich_compare_bool(na->key, nb->key, kEq);
    if (equal < 1) return equal;
    if (a->od_state != state_a || b->od_state != state_b) {
      err_set_string(exc_RuntimeError, "OrderedDict mutated during iteration");
      return -1;
    }
  }
  return na == nb;
}

static Object* odict_richcompare(Object* v, Object* w, int op) {
  if (!odict_check(v) || !dict_check(w) || (op != kEq && op != kNe)) return NotImplemented;
  Object* cmp = dict_type.tp_richcompare(v, w, kEq);
  if (cmp == nullptr || cmp == NotImplemented) return cmp;
  int equal = cmp == True;
  decref(cmp);
  if (equal && odict_check(w)) equal = keys_equal(O(v), O(w));
  return equal < 0 ? nullptr : bool_from_long(equal == (op == kEq));
}

static const MethodDef odict_methods[] = {
    {"fromkeys", odict_fromkeys,
     "fromkeys($type, /, iterable, value=None)\n--\n\nCreate a new ordered dictionary with keys "
     "from iterable and values "
     "set to value.",
     METH_CLASS},
    {"setdefault", odict_setdefault,
     "setdefault($self, /, key, default=None)\n--\n\nInsert key with a value of default if key is "
     "not in the "
     "dictionary.\n\nReturn the value for key if key is in the dictionary, else default."},
    {"pop", odict_pop,
     "pop($self, /, key, default=<unrepresentable>)\n--\n\nod.pop(key[,default]) -> v, remove "
     "specified key and return the "
     "corresponding value.\n\nIf the key is not found, return the default if given; "
     "otherwise,\nraise a KeyError."},
    {"popitem", odict_popitem,
     "popitem($self, /, last=True)\n--\n\nRemove and return a (key, value) pair from the "
     "dictionary.\n\nPairs are returned "
     "in LIFO order if last is true or FIFO order if false."},
    {"move_to_end", odict_move_to_end,
     "move_to_end($self, /, key, last=True)\n--\n\nMove an existing element to the end (or "
     "beginning if last is "
     "false).\n\nRaise KeyError if the element does not exist."},
    {"__sizeof__", odict_sizeof},
    {"__reduce__", odict_reduce, "Return state information for pickling"},
    {"keys", odict_method_keys},
    {"values", odict_method_values},
    {"items", odict_method_items},
    {"update", odict_update},
    {"clear", odict_method_clear, "od.clear() -> None.  Remove all items from od."},
    {"copy", odict_copy, "od.copy() -> a shallow copy of od"},
    {"__reversed__", odict_reversed, "od.__reversed__() <==> reversed(od)"},
    {}};

static const GetSetDef odict_getset[] = {
    {"__dict__", object_generic_get_dict, object_generic_set_dict}, {}};

TypeObject odict_type = {TYPE_HEAD,
                         {
                             .tp_name = "collections.OrderedDict",
                             .tp_basicsize = layout::OrderedDict.basicsize,
                             .tp_dealloc = odict_dealloc,
                             .tp_repr = odict_repr,
                             .tp_hash = object_hash_not_implemented,
                             .tp_getattro = object_generic_get_attr,
                             .tp_setattro = object_generic_set_attr,
                             .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
                             .tp_doc = "Dictionary that remembers insertion order",
                             .tp_traverse = odict_traverse,
                             .tp_clear = odict_tp_clear,
                             .tp_richcompare = odict_richcompare,
                             .tp_weaklistoffset = offsetof(OdictObject, od_weakreflist),
                             .tp_iter = odict_iter,
                             .tp_methods = odict_methods,
                             .tp_getset = odict_getset,
                             .tp_base = &dict_type,
                             .tp_dictoffset = offsetof(OdictObject, od_inst_dict),
                             .tp_init = odict_init,
                             .tp_alloc = type_generic_alloc,
                             .tp_free = object_gc_del,
                             .nb_or = odict_or,
                             .nb_inplace_or = odict_ior,
                             .mp_ass_subscript = odict_ass_sub,
                         }};

}  // namespace py

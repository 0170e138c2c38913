// The cache behind functools.lru_cache.
// CPython 3.13: Modules/_functoolsmodule.c
//
// A bounded cache keeps its results in a dict of links, which are also in a circular list from the
// least to the most recently used one. Invariant: when no Python code runs, every link of the list
// is in the dict under its key. Any call of a hash, an equality or the function may change the
// cache, so the state is looked at anew after each.
#include <cstring>

#include "gc/gc.h"
#include "modules/args.h"
#include "modules/functoolsmodule.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/object_alloc.h"
#include "object/weakrefobject.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/classobject.h"  // method_new
#include "types/dict_keys.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"

namespace py {

struct LruListElem : Object {
  LruListElem *prev, *next;  // borrowed
  HashValue hash;
  Object *key, *result;
};
static_assert(sizeof(LruListElem) <= 56);

struct LruCacheObject;
using LruWrapper = Object* (*)(LruCacheObject*, Object* args, Object* kwds);

struct LruCacheObject : Object {
  LruListElem* root_prev;  // most recently used; both are the root's own links
  LruListElem* root_next;  // least recently used
  Ssize maxsize;           // -1: unbounded
  Ssize hits, misses;
  LruWrapper wrapper;
  int typed;
  Object* cache;  // dict
  Object *func, *kwd_mark, *cache_info_type;
  Object* dict;
  Object* weakreflist;
};
static_assert(sizeof(LruCacheObject) <= layout::lru_cache.basicsize);

static inline LruCacheObject* L(Object* o) { return as<LruCacheObject>(o); }

static Object kwd_mark_object = {kImmortalRefcnt, &object_type};

// --- The list ---

static void append_link(LruCacheObject* self, LruListElem* link) {
  link->prev = self->root_prev;
  link->next = nullptr;
  (self->root_prev ? self->root_prev->next : self->root_next) = link;
  self->root_prev = link;
}

static void prepend_link(LruCacheObject* self, LruListElem* link) {
  link->next = self->root_next;
  link->prev = nullptr;
  (self->root_next ? self->root_next->prev : self->root_prev) = link;
  self->root_next = link;
}

static void extract_link(LruCacheObject* self, LruListElem* link) {
  (link->prev ? link->prev->next : self->root_next) = link->next;
  (link->next ? link->next->prev : self->root_prev) = link->prev;
}

// Empties the list; the references that the list stood for are dropped one by one.
static void clear_list(LruListElem* link) {
  while (link) {
    LruListElem* next = link->next;
    decref(link);
    link = next;
  }
}

static LruListElem* unlink_list(LruCacheObject* self) {
  LruListElem* link = self->root_next;
  self->root_next = self->root_prev = nullptr;
  return link;
}

static void lru_list_elem_dealloc(Object* self) {
  LruListElem* link = as<LruListElem>(self);
  xdecref(link->key);
  xdecref(link->result);
  object_free(self);
}

TypeObject lru_list_elem_type = {
    TYPE_HEAD,
    {
        .tp_name = "functools._lru_list_elem",
        .tp_basicsize = 56,
        .tp_dealloc = lru_list_elem_dealloc,
        .tp_flags = TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
    }};

// --- Keys ---

// One int or str stands for itself; anything else is a tuple of positional arguments, a mark, names
// and values, and with typed their types.
static Object* lru_cache_make_key(Object* args, Object* kwds, bool typed) {
  Ssize nargs = tuple_size(args);
  if (!typed && (kwds == nullptr || dict_size(kwds) == 0)) {
    if (nargs == 1) {
      Object* only = tuple_item(args, 0);
      if (unicode_check_exact(only) || long_check_exact(only)) return new_ref(only);
    }
    return new_ref(args);
  }
  Ssize nkw = kwds ? dict_size(kwds) : 0;
  Ssize size = nargs + (nkw ? nkw * 2 + 1 : 0) + (typed ? nargs + nkw : 0), at = 0;
  Object* key = tuple_new(size);
  if (key == nullptr) return nullptr;
  for (Ssize i = 0; i < nargs; i++) tuple_init_item(key, at++, new_ref(tuple_item(args, i)));
  Ssize pos = 0;
  Object *k, *v;
  if (nkw) {
    tuple_init_item(key, at++, &kwd_mark_object);
    while (dict_next(kwds, &pos, &k, &v)) {
      tuple_init_item(key, at++, new_ref(k));
      tuple_init_item(key, at++, new_ref(v));
    }
  }
  if (typed) {
    for (Ssize i = 0; i < nargs; i++)
      tuple_init_item(key, at++, new_ref(static_cast<Object*>(tuple_item(args, i)->ob_type)));
    pos = 0;
    while (nkw && dict_next(kwds, &pos, &k, &v))
      tuple_init_item(key, at++, new_ref(static_cast<Object*>(v->ob_type)));
  }
  return key;
}

// --- The three ways of calling ---

static Object* uncached_wrapper(LruCacheObject* self, Object* args, Object* kwds) {
  self->misses++;
  return object_call(self->func, args, kwds);
}

static Object* infinite_wrapper(LruCacheObject* self, Object* args, Object* kwds) {
  Object* key = lru_cache_make_key(args, kwds, self->typed);
  if (key == nullptr) return nullptr;
  HashValue hash = object_hash_fast(key);
  Object* result = nullptr;
  int found = hash == -1
                  ? -1
                  : dict_get_item_ref_known_hash(as<DictObject>(self->cache), key, hash, &result);
  if (found > 0) {
    self->hits++;
    decref(key);
    return result;
  }
  if (found == 0) {
    self->misses++;
    result = object_call(self->func, args, kwds);
    if (result && dict_set_item_known_hash(self->cache, key, result, hash) < 0) clear_ref(result);
  }
  decref(key);
  return result;
}

// A new link at the recent end, into the dict too. Steals key and result; the result again for the
// caller, or null.
static Object* add_new_link(LruCacheObject* self, Object* key, HashValue hash, Object* result) {
  LruListElem* link = object_alloc<LruListElem>(&lru_list_elem_type);
  if (link == nullptr) {
    decref(key);
    decref(result);
    return nullptr;
  }
  link->hash = hash;
  link->key = key;
  link->result = result;
  if (dict_set_item_known_hash(self->cache, key, link, hash) < 0) {
    decref(link);
    return nullptr;
  }
  append_link(self, link);
  return new_ref(result);  // the link stays alive through the list's reference
}

// Uses the oldest link again for a new result. Steals key and result.
static Object* replace_oldest(LruCacheObject* self, Object* key, HashValue hash, Object* result) {
  LruListElem* link = self->root_next;
  extract_link(self, link);
  Object* popped;
  int found = dict_pop_known_hash(as<DictObject>(self->cache), link->key, link->hash, &popped);
  if (found < 0) {
    prepend_link(self, link);
    decref(key);
    decref(result);
    return nullptr;
  }
  if (found == 0) {  // somebody else has taken it out already
    decref(link);
    decref(key);
    return result;
  }
  Object *old_key = link->key, *old_result = link->result;
  link->hash = hash;
  link->key = key;
  link->result = result;
  if (dict_set_item_known_hash(self->cache, key, link, hash) < 0) {
    decref(popped);
    decref(link);
    decref(old_key);
    decref(old_result);
    return nullptr;
  }
  append_link(self, link);
  incref(result);  // before what the old one's death may do
  decref(popped);
  decref(old_key);
  decref(old_result);
  return result;
}

static Object* bounded_wrapper(LruCacheObject* self, Object* args, Object* kwds) {
  Object* key = lru_cache_make_key(args, kwds, self->typed);
  if (key == nullptr) return nullptr;
  HashValue hash = object_hash_fast(key);
  Object* found = nullptr;
  if (hash == -1 ||
      dict_get_item_ref_known_hash(as<DictObject>(self->cache), key, hash, &found) < 0) {
    decref(key);
    return nullptr;
  }
  if (found) {
    LruListElem* link = as<LruListElem>(found);
    extract_link(self, link);
    append_link(self, link);
    self->hits++;
    Object* result = new_ref(link->result);
    decref(found);
    decref(key);
    return result;
  }
  self->misses++;
  Object* result = object_call(self->func, args, kwds);
  Object* testresult = nullptr;
  if (result == nullptr ||
      dict_get_item_ref_known_hash(as<DictObject>(self->cache), key, hash, &testresult) < 0) {
    decref(key);
    xdecref(result);
    return nullptr;
  }
  if (testresult) {  // the call itself has cached this key
    decref(testresult);
    decref(key);
    return result;
  }
  if (dict_size(self->cache) < self->maxsize || self->root_next == nullptr)
    return add_new_link(self, key, hash, result);
  return replace_oldest(self, key, hash, result);
}

static Object* lru_cache_call(Object* self, Object* args, Object* kwds) {
  return L(self)->wrapper(L(self), args, kwds);
}

// --- The type ---

static Object* lru_cache_new(TypeObject* type, Object* args, Object* kw) {
  static const char* const kKeywords[] = {"user_function", "maxsize", "typed", "cache_info_type",
                                          nullptr};
  static ArgParser parser = {.fname = "lru_cache", .keywords = kKeywords};
  Object* a[4];
  bool typed;
  if (!unpack_tuple_args(&parser, args, kw, 4, 4, a) || !arg_bool(a[2], &typed)) return nullptr;
  if (!callable_check(a[0])) {
    err_set_string(exc_TypeError, "the first argument must be callable");
    return nullptr;
  }
  LruWrapper wrapper = infinite_wrapper;
  Ssize maxsize = -1;
  if (a[1] != None) {
    if (!index_check(a[1])) {
      err_set_string(exc_TypeError, "maxsize should be integer or None");
      return nullptr;
    }
    maxsize = number_as_ssize_t(a[1], exc_OverflowError);
    if (maxsize == -1 && err_occurred()) return nullptr;
    if (maxsize < 0) maxsize = 0;
    wrapper = maxsize == 0 ? uncached_wrapper : bounded_wrapper;
  }
  Object* cache = dict_new();
  LruCacheObject* obj = cache ? L(type->tp_alloc(type, 0)) : nullptr;
  if (obj == nullptr) {
    xdecref(cache);
    return nullptr;
  }
  obj->wrapper = wrapper;
  obj->typed = typed;
  obj->cache = cache;
  obj->func = new_ref(a[0]);
  obj->maxsize = maxsize;
  obj->kwd_mark = &kwd_mark_object;
  obj->cache_info_type = new_ref(a[3]);
  return obj;
}

static int lru_cache_tp_clear(Object* self) {
  LruListElem* list = unlink_list(L(self));
  clear_ref(L(self)->cache);
  clear_ref(L(self)->func);
  clear_ref(L(self)->cache_info_type);
  clear_ref(L(self)->dict);
  clear_list(list);
  return 0;
}

static void lru_cache_dealloc(Object* self) {
  object_gc_untrack(self);
  if (L(self)->weakreflist) object_clear_weakrefs(self);
  lru_cache_tp_clear(self);
  self->ob_type->tp_free(self);
}

static int lru_cache_traverse(Object* self, visitproc visit, void* arg) {
  for (LruListElem* link = L(self)->root_next; link; link = link->next) {
    VISIT(link->key);
    VISIT(link->result);
    VISIT(static_cast<Object*>(link));
  }
  VISIT(L(self)->cache);
  VISIT(L(self)->func);
  VISIT(L(self)->cache_info_type);
  VISIT(L(self)->dict);
  return 0;
}

static Object* lru_cache_descr_get(Object* self, Object* obj, Object*) {
  if (obj == nullptr || obj == None) return new_ref(self);
  return method_new(self, obj);
}

static Object* lru_cache_info(Object* self) {
  Object* hits = long_from_ssize_t(L(self)->hits);
  Object* misses = long_from_ssize_t(L(self)->misses);
  Object* maxsize = L(self)->maxsize == -1 ? None : long_from_ssize_t(L(self)->maxsize);
  Object* size = long_from_ssize_t(dict_size(L(self)->cache));
  Object* result = nullptr;
  if (hits && misses && maxsize && size)
    result = object_call_function_obj_args(L(self)->cache_info_type, hits, misses, maxsize, size,
                                           nullptr);
  xdecref(hits);
  xdecref(misses);
  xdecref(maxsize);
  xdecref(size);
  return result;
}

static Object* lru_cache_clear(Object* self) {
  LruListElem* list = unlink_list(L(self));
  L(self)->hits = L(self)->misses = 0;
  if (L(self)->wrapper == bounded_wrapper) {
    dict_clear(L(self)->cache);
    clear_list(list);
  } else {
    dict_clear(L(self)->cache);
  }
  return None;
}

static Object* lru_cache_reduce(Object* self) { return object_get_attr(self, ID(__qualname__)); }
static Object* lru_cache_copy(Object* self) { return new_ref(self); }
static Object* lru_cache_deepcopy(Object* self, Object*) { return new_ref(self); }

static const MethodDef lru_cache_methods[] = {
    {"cache_info", lru_cache_info, "cache_info($self, /)\n--\n\nReport cache statistics"},
    {"cache_clear", lru_cache_clear,
     "cache_clear($self, /)\n--\n\nClear the cache and cache statistics"},
    {"__reduce__", lru_cache_reduce},
    {"__copy__", lru_cache_copy},
    {"__deepcopy__", lru_cache_deepcopy},
    {}};
static const GetSetDef lru_cache_getset[] = {
    {"__dict__", object_generic_get_dict, object_generic_set_dict}, {}};

TypeObject lru_cache_type = {
    TYPE_HEAD,
    {
        .tp_name = "functools._lru_cache_wrapper",
        .tp_basicsize = layout::lru_cache.basicsize,
        .tp_dealloc = lru_cache_dealloc,
        .tp_call = lru_cache_call,
        .tp_getattro = object_generic_get_attr,
        .tp_setattro = object_generic_set_attr,
        .tp_flags =
            TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_METHOD_DESCRIPTOR | TPFLAGS_IMMUTABLETYPE,
        .tp_doc = "Create a cached callable that wraps another function.\n\nuser_function:      "
                  "the function being "
                  "cached\n\nmaxsize:  0         for no caching\n          None      for unlimited "
                  "cache size\n          n  "
                  "       for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as "
                  "identical calls\n          True "
                  "     cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple "
                  "class with the fields:\n  "
                  "                      hits misses currsize maxsize\n",
        .tp_traverse = lru_cache_traverse,
        .tp_clear = lru_cache_tp_clear,
        .tp_weaklistoffset = offsetof(LruCacheObject, weakreflist),
        .tp_methods = lru_cache_methods,
        .tp_getset = lru_cache_getset,
        .tp_descr_get = lru_cache_descr_get,
        .tp_dictoffset = offsetof(LruCacheObject, dict),
        .tp_alloc = type_generic_alloc,
        .tp_new = lru_cache_new,
        .tp_free = object_gc_del,
    }};

}  // namespace py

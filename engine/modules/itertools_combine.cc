// itertools.product, permutations, combinations, combinations_with_replacement.
// CPython 3.13: Modules/itertoolsmodule.c
//
// Each keeps a pool of items, index arrays (8 bytes an index, MEM) and the last result, which is
// changed in place while nobody else holds it.
#include "memory/pymem.h"
#include "modules/args.h"
#include "modules/iter_struct.h"
#include "modules/itertoolsmodule.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "profile/profile.h"
#include "types/dictobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static Ssize* new_indices(Ssize n) {
  Ssize* indices =
      n > kSsizeMax / 8 ? nullptr : static_cast<Ssize*>(mem_malloc(static_cast<uint64_t>(n) * 8));
  if (indices == nullptr) err_no_memory();
  return indices;
}

// The result to change: the last one if the iterator alone has it, else a copy that takes its
// place. Null: no memory.
static Object* own_result(Object** result) {
  Object* old = *result;
  if (old->ob_refcnt > 1) {
    Object* copy = tuple_from_array(tuple_items(old), tuple_size(old));
    if (copy == nullptr) return nullptr;
    *result = copy;
    decref(old);
    return copy;
  }
  if (!object_gc_is_tracked(old)) object_gc_track(old);  // the collector may have untracked it
  return old;
}

static inline void put(Object* result, Ssize i, Object* item) {
  set_ref(as<TupleObject>(result)->ob_item[i], new_ref(item));
}

// --- product ---

struct ProductObject : Object {
  Object* pools;   // tuple of tuples
  Ssize* indices;  // one for each pool
  Object* result;
  int stopped;
};

// The repeat keyword of product(). False with an error set.
static bool product_repeat(Object* kwds, Ssize* repeat) {
  *repeat = 1;
  if (kwds == nullptr || dict_size(kwds) == 0) return true;
  Object* value = dict_get_item_string_with_error(kwds, "repeat");
  if (value == nullptr || dict_size(kwds) > 1) {
    if (err_occurred()) return false;
    Ssize pos = 0;
    Object* key = nullptr;
    while (dict_next(kwds, &pos, &key, nullptr) && unicode_equal_to_ascii_string(key, "repeat")) {
    }
    if (dict_size(kwds) > 1)
      err_format(exc_TypeError, "product() takes at most 1 keyword argument (%zd given)",
                 dict_size(kwds));
    else
      err_format(exc_TypeError, "product() got an unexpected keyword argument '%U'", key);
    return false;
  }
  if (!arg_ssize(value, repeat)) return false;
  if (*repeat >= 0) return true;
  err_set_string(exc_ValueError, "repeat argument cannot be negative");
  return false;
}

static Object* product_new(TypeObject* type, Object* args, Object* kwds) {
  Ssize repeat;
  if (!product_repeat(kwds, &repeat)) return nullptr;
  Ssize nargs = repeat == 0 ? 0 : tuple_size(args);
  if (nargs > 0 && repeat > kSsizeMax / 8 / nargs) {
    err_set_string(exc_OverflowError, "repeat argument too large");
    return nullptr;
  }
  Ssize npools = nargs * repeat;
  Ssize* indices = new_indices(npools);
  if (indices == nullptr) return nullptr;
  Object* pools = tuple_new(npools);
  for (Ssize i = 0; pools && i < nargs; i++) {
    Object* pool = sequence_tuple(tuple_item(args, i));
    if (pool == nullptr) {
      clear_ref(pools);
      break;
    }
    tuple_init_item(pools, i, pool);
    indices[i] = 0;
  }
  for (Ssize i = nargs; pools && i < npools; i++) {
    tuple_init_item(pools, i, new_ref(tuple_item(pools, i - nargs)));
    indices[i] = 0;
  }
  ProductObject* lz = pools ? as<ProductObject>(type->tp_alloc(type, 0)) : nullptr;
  if (lz == nullptr) {
    mem_free(indices);
    xdecref(pools);
    return nullptr;
  }
  lz->pools = pools;
  lz->indices = indices;
  lz->result = nullptr;
  lz->stopped = 0;
  return lz;
}

static void product_dealloc(Object* self) {
  ProductObject* lz = as<ProductObject>(self);
  object_gc_untrack(self);
  xdecref(lz->pools);
  xdecref(lz->result);
  mem_free(lz->indices);
  self->ob_type->tp_free(self);
}

static Object* product_first(ProductObject* lz) {
  Ssize npools = tuple_size(lz->pools);
  Object* result = tuple_new(npools);
  if (result == nullptr) return nullptr;
  lz->result = result;
  for (Ssize i = 0; i < npools; i++) {
    Object* pool = tuple_item(lz->pools, i);
    if (tuple_size(pool) == 0) return nullptr;
    tuple_init_item(result, i, new_ref(tuple_item(pool, 0)));
  }
  return result;
}

// Counts up as an odometer does: the last pool fastest.
static Object* product_step(ProductObject* lz) {
  Object* result = own_result(&lz->result);
  if (result == nullptr) return nullptr;
  Ssize i = tuple_size(lz->pools) - 1;
  for (; i >= 0; i--) {
    Object* pool = tuple_item(lz->pools, i);
    bool rolls_over = ++lz->indices[i] == tuple_size(pool);
    if (rolls_over) lz->indices[i] = 0;
    put(result, i, tuple_item(pool, lz->indices[i]));
    if (!rolls_over) break;
  }
  return i < 0 ? nullptr : result;
}

static Object* product_next(Object* self) {
  ProductObject* lz = as<ProductObject>(self);
  if (lz->stopped) return nullptr;
  Object* result = lz->result == nullptr ? product_first(lz) : product_step(lz);
  if (result) return new_ref(result);
  lz->stopped = 1;
  return nullptr;
}

// --- combinations, with and without replacement ---

struct CombinationsObject : Object {
  Object* pool;
  Ssize* indices;
  Object* result;
  Ssize r;
  int stopped;
};

static void combinations_dealloc(Object* self) {
  CombinationsObject* co = as<CombinationsObject>(self);
  object_gc_untrack(self);
  xdecref(co->pool);
  xdecref(co->result);
  mem_free(co->indices);
  self->ob_type->tp_free(self);
}

template <bool kReplace>
static Object* make_combinations(TypeObject* type, Object* args, Object* kwds, ArgParser* parser) {
  Object* a[2];
  Ssize r;
  if (!unpack_tuple_args(parser, args, kwds, 2, 2, a) || !arg_ssize(a[1], &r)) return nullptr;
  Object* pool = sequence_tuple(a[0]);
  if (pool == nullptr) return nullptr;
  Ssize n = tuple_size(pool);
  if (r < 0) {
    err_set_string(exc_ValueError, "r must be non-negative");
    decref(pool);
    return nullptr;
  }
  Ssize* indices = new_indices(r);
  CombinationsObject* co = indices ? as<CombinationsObject>(type->tp_alloc(type, 0)) : nullptr;
  if (co == nullptr) {
    mem_free(indices);
    decref(pool);
    return nullptr;
  }
  for (Ssize i = 0; i < r; i++) indices[i] = kReplace ? 0 : i;
  co->pool = pool;
  co->indices = indices;
  co->result = nullptr;
  co->r = r;
  co->stopped = kReplace ? n == 0 && r > 0 : r > n;
  return co;
}

static const char* const kCombinationsKeywords[] = {"iterable", "r", nullptr};

static Object* combinations_new(TypeObject* type, Object* args, Object* kwds) {
  static ArgParser parser = {.fname = "combinations", .keywords = kCombinationsKeywords};
  return make_combinations<false>(type, args, kwds, &parser);
}

static Object* cwr_new(TypeObject* type, Object* args, Object* kwds) {
  static ArgParser parser = {.fname = "combinations_with_replacement",
                             .keywords = kCombinationsKeywords};
  return make_combinations<true>(type, args, kwds, &parser);
}

static Object* combinations_first(CombinationsObject* co) {
  Object* result = tuple_new(co->r);
  if (result == nullptr) return nullptr;
  co->result = result;
  for (Ssize i = 0; i < co->r; i++)
    tuple_init_item(result, i, new_ref(tuple_item(co->pool, co->indices[i])));
  return result;
}

// The rightmost index that can rise does; those behind it start over just above it (with
// replacement: at it).
template <bool kReplace>
static Object* combinations_step(CombinationsObject* co) {
  Ssize n = tuple_size(co->pool), r = co->r;
  Object* result = own_result(&co->result);
  if (result == nullptr) return nullptr;
  Ssize i = r - 1;
  while (i >= 0 && co->indices[i] == (kReplace ? n - 1 : i + n - r)) i--;
  if (i < 0) return nullptr;
  Ssize index = co->indices[i] + 1;
  co->indices[i] = index;
  put(result, i, tuple_item(co->pool, index));
  for (++i; i < r; i++) {
    index = kReplace ? index : co->indices[i - 1] + 1;
    co->indices[i] = index;
    put(result, i, tuple_item(co->pool, index));
  }
  return result;
}

template <bool kReplace>
static Object* combinations_next(Object* self) {
  CombinationsObject* co = as<CombinationsObject>(self);
  if (co->stopped) return nullptr;
  Object* result = co->result == nullptr ? combinations_first(co) : combinations_step<kReplace>(co);
  if (result) return new_ref(result);
  co->stopped = 1;
  return nullptr;
}

// --- permutations ---

struct PermutationsObject : Object {
  Object* pool;
  Ssize *indices, *cycles;  // n and r of them
  Object* result;
  Ssize r;
  int stopped;
};

static Object* permutations_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"iterable", "r", nullptr};
  static ArgParser parser = {.fname = "permutations", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_tuple_args(&parser, args, kwds, 1, 2, a)) return nullptr;
  Object* pool = sequence_tuple(a[0]);
  if (pool == nullptr) return nullptr;
  Ssize n = tuple_size(pool), r = n;
  if (a[1] && a[1] != None) {
    if (!long_check(a[1])) {
      err_set_string(exc_TypeError, "Expected int as r");
      decref(pool);
      return nullptr;
    }
    r = long_as_ssize_t(a[1]);
    if (r < 0 && !err_occurred()) err_set_string(exc_ValueError, "r must be non-negative");
    if (r < 0) {
      decref(pool);
      return nullptr;
    }
  }
  Ssize* indices = new_indices(n);
  Ssize* cycles = indices ? new_indices(r) : nullptr;
  PermutationsObject* po = cycles ? as<PermutationsObject>(type->tp_alloc(type, 0)) : nullptr;
  if (po == nullptr) {
    mem_free(indices);
    mem_free(cycles);
    decref(pool);
    return nullptr;
  }
  for (Ssize i = 0; i < n; i++) indices[i] = i;
  for (Ssize i = 0; i < r; i++) cycles[i] = n - i;
  po->pool = pool;
  po->indices = indices;
  po->cycles = cycles;
  po->result = nullptr;
  po->r = r;
  po->stopped = r > n;
  return po;
}

static void permutations_dealloc(Object* self) {
  PermutationsObject* po = as<PermutationsObject>(self);
  object_gc_untrack(self);
  xdecref(po->pool);
  xdecref(po->result);
  mem_free(po->indices);
  mem_free(po->cycles);
  self->ob_type->tp_free(self);
}

static Object* permutations_first(PermutationsObject* po) {
  Object* result = tuple_new(po->r);
  if (result == nullptr) return nullptr;
  po->result = result;
  for (Ssize i = 0; i < po->r; i++)
    tuple_init_item(result, i, new_ref(tuple_item(po->pool, po->indices[i])));
  return result;
}

// Lowers the rightmost cycle that can go lower: swaps one index with one behind it; those that
// cannot rotate home.
static Object* permutations_step(PermutationsObject* po) {
  Ssize n = tuple_size(po->pool), r = po->r;
  if (n == 0) return nullptr;
  Object* result = own_result(&po->result);
  if (result == nullptr) return nullptr;
  for (Ssize i = r - 1; i >= 0; i--) {
    Ssize* v = po->indices;
    if (--po->cycles[i] == 0) {
      Ssize first = v[i];
      for (Ssize j = i; j < n - 1; j++) v[j] = v[j + 1];
      v[n - 1] = first;
      po->cycles[i] = n - i;
      continue;
    }
    Ssize j = n - po->cycles[i], t = v[i];
    v[i] = v[j];
    v[j] = t;
    for (Ssize k = i; k < r; k++) put(result, k, tuple_item(po->pool, v[k]));
    return result;
  }
  return nullptr;
}

static Object* permutations_next(Object* self) {
  PermutationsObject* po = as<PermutationsObject>(self);
  if (po->stopped) return nullptr;
  Object* result = po->result == nullptr ? permutations_first(po) : permutations_step(po);
  if (result) return new_ref(result);
  po->stopped = 1;
  return nullptr;
}

// --- Sizes, types ---

static Object* product_sizeof(Object* self) {
  return long_from_ssize_t(self->ob_type->tp_basicsize +
                           tuple_size(as<ProductObject>(self)->pools) * 8);
}
static Object* combinations_sizeof(Object* self) {
  return long_from_ssize_t(self->ob_type->tp_basicsize + as<CombinationsObject>(self)->r * 8);
}
static Object* permutations_sizeof(Object* self) {
  PermutationsObject* po = as<PermutationsObject>(self);
  return long_from_ssize_t(self->ob_type->tp_basicsize + (tuple_size(po->pool) + po->r) * 8);
}

constexpr char kSizeofDoc[] = "Returns size in memory, in bytes.";
static const MethodDef product_methods[] = {{"__sizeof__", product_sizeof, kSizeofDoc}, {}};
static const MethodDef combinations_methods[] = {{"__sizeof__", combinations_sizeof, kSizeofDoc},
                                                 {}};
static const MethodDef permutations_methods[] = {{"__sizeof__", permutations_sizeof, kSizeofDoc},
                                                 {}};

#define COMBINE_TYPE(variable, name, layout_, new_, next_, dealloc_, methods_, doc_, T, ...) \
  static_assert(sizeof(T) <= layout_);                                                       \
  TypeObject variable = {                                                                    \
      TYPE_HEAD,                                                                             \
      {                                                                                      \
          .tp_name = "itertools." name,                                                      \
          .tp_basicsize = layout_,                                                           \
          .tp_dealloc = dealloc_,                                                            \
          .tp_getattro = object_generic_get_attr,                                            \
          .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,            \
          .tp_doc = doc_,                                                                    \
          .tp_traverse = members_traverse<T, __VA_ARGS__>,                                   \
          .tp_iter = object_self_iter,                                                       \
          .tp_iternext = next_,                                                              \
          .tp_methods = methods_,                                                            \
          .tp_alloc = type_generic_alloc,                                                    \
          .tp_new = new_,                                                                    \
          .tp_free = object_gc_del,                                                          \
      }};
COMBINE_TYPE(product_type, "product", layout::product.basicsize, product_new, product_next,
             product_dealloc, product_methods,
             "product(*iterables, repeat=1)\n--\n\nCartesian product of input iterables.  "
             "Equivalent to nested for-loops.",
             ProductObject, &ProductObject::pools, &ProductObject::result)
COMBINE_TYPE(
    combinations_type, "combinations", layout::combinations.basicsize, combinations_new,
    combinations_next<false>, combinations_dealloc, combinations_methods,
    "combinations(iterable, r)\n--\n\nReturn successive r-length combinations of elements in the "
    "iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    CombinationsObject, &CombinationsObject::pool, &CombinationsObject::result)
COMBINE_TYPE(cwr_type, "combinations_with_replacement", layout::combinations.basicsize, cwr_new,
             combinations_next<true>, combinations_dealloc, combinations_methods,
             "combinations_with_replacement(iterable, r)\n--\n\nReturn successive r-length "
             "combinations of elements in the "
             "iterable allowing individual elements to have successive "
             "repeats.\n\ncombinations_with_replacement('ABC', 2) "
             "--> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
             CombinationsObject, &CombinationsObject::pool, &CombinationsObject::result)
COMBINE_TYPE(permutations_type, "permutations", layout::permutations.basicsize, permutations_new,
             permutations_next, permutations_dealloc, permutations_methods,
             "permutations(iterable, r=None)\n--\n\nReturn successive r-length permutations of "
             "elements in the "
             "iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
             PermutationsObject, &PermutationsObject::pool, &PermutationsObject::result)

}  // namespace py

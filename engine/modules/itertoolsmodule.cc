// itertools: the iterators that pass items on one by one, and the module.
// CPython 3.13: Modules/itertoolsmodule.c (itertools_combine.cc: product and the like,
// itertools_group.cc: groupby, tee)
#include "modules/itertoolsmodule.h"

#include "modules/args.h"
#include "modules/iter_struct.h"
#include "modules/modules.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/genericaliasobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static inline Object* next_of(Object* it) { return it->ob_type->tp_iternext(it); }

// The n positional arguments of a constructor without keywords.
static bool plain_args(const char* name, TypeObject* type, TypeObject* own, Object* args,
                       Object* kwds, Ssize min, Ssize max) {
  if ((type == own || type->tp_init == own->tp_init) && !arg_no_keywords(name, kwds)) return false;
  return arg_check_positional(name, tuple_size(args), min, max);
}

// An instance that takes two references over (first is dropped when there is no memory).
template <class T>
static T* alloc_or_drop(TypeObject* type, Object* owned) {
  T* lz = static_cast<T*>(type->tp_alloc(type, 0));
  if (lz == nullptr) xdecref(owned);
  return lz;
}

// --- A function and an iterator: starmap, takewhile, dropwhile, filterfalse ---

struct FuncIterObject : Object {
  Object *func, *it;
  int flag;  // takewhile: stop; dropwhile: start
};

static Object* new_func_iter(TypeObject* type, Object* func, Object* seq) {
  Object* it = object_get_iter(seq);
  if (it == nullptr) return nullptr;
  FuncIterObject* lz = alloc_or_drop<FuncIterObject>(type, it);
  if (lz == nullptr) return nullptr;
  lz->func = new_ref(func);
  lz->it = it;
  if (type->tp_basicsize >= layout::takewhile.basicsize) lz->flag = 0;
  return lz;
}

template <TypeObject* kType>
static Object* func_iter_new(TypeObject* type, Object* args, Object* kwds) {
  if (!plain_args(kType->tp_name + 10, type, kType, args, kwds, 2, 2))
    return nullptr;  // after "itertools."
  return new_func_iter(type, tuple_item(args, 0), tuple_item(args, 1));
}

static Object* starmap_next(Object* self) {
  FuncIterObject* lz = as<FuncIterObject>(self);
  Object* args = next_of(lz->it);
  if (args == nullptr) return nullptr;
  if (!tuple_check_exact(args)) {
    Object* tuple = sequence_tuple(args);
    decref(args);
    if (tuple == nullptr) return nullptr;
    args = tuple;
  }
  Object* result = object_call(lz->func, args, nullptr);
  decref(args);
  return result;
}

// Is func(item) true? -1: error.
static int predicate(Object* func, Object* item) {
  Object* good = object_call_one_arg(func, item);
  if (good == nullptr) return -1;
  int ok = object_is_true(good);
  decref(good);
  return ok;
}

static Object* takewhile_next(Object* self) {
  FuncIterObject* lz = as<FuncIterObject>(self);
  if (lz->flag) return nullptr;
  Object* item = next_of(lz->it);
  if (item == nullptr) return nullptr;
  int ok = predicate(lz->func, item);
  if (ok > 0) return item;
  decref(item);
  if (ok == 0) lz->flag = 1;
  return nullptr;
}

static Object* dropwhile_next(Object* self) {
  FuncIterObject* lz = as<FuncIterObject>(self);
  for (;;) {
    Object* item = next_of(lz->it);
    if (item == nullptr || lz->flag) return item;
    int ok = predicate(lz->func, item);
    if (ok == 0) {
      lz->flag = 1;
      return item;
    }
    decref(item);
    if (ok < 0) return nullptr;
  }
}

static Object* filterfalse_next(Object* self) {
  FuncIterObject* lz = as<FuncIterObject>(self);
  bool plain = lz->func == None || lz->func == static_cast<Object*>(&bool_type);
  for (;;) {
    Object* item = next_of(lz->it);
    if (item == nullptr) return nullptr;
    int ok = plain ? object_is_true(item) : predicate(lz->func, item);
    if (ok == 0) return item;
    decref(item);
    if (ok < 0) return nullptr;
  }
}

// starmap and filterfalse have no flag.
struct FuncIter32 : Object {
  Object *func, *it;
};
ITERTOOLS_TYPE(starmap_type, "starmap", 32, func_iter_new<&starmap_type>, starmap_next,
               "starmap(function, iterable, /)\n--\n\nReturn an iterator whose values are returned "
               "from the function "
               "evaluated with an argument tuple taken from the given sequence.",
               FuncIter32, &FuncIter32::func, &FuncIter32::it)
ITERTOOLS_TYPE(takewhile_type, "takewhile", 40, func_iter_new<&takewhile_type>, takewhile_next,
               "takewhile(predicate, iterable, /)\n--\n\nReturn successive entries from an "
               "iterable as long as the predicate "
               "evaluates to true for each entry.",
               FuncIterObject, &FuncIterObject::func, &FuncIterObject::it)
ITERTOOLS_TYPE(dropwhile_type, "dropwhile", 40, func_iter_new<&dropwhile_type>, dropwhile_next,
               "dropwhile(predicate, iterable, /)\n--\n\nDrop items from the iterable while "
               "predicate(item) is "
               "true.\n\nAfterwards, return every element until the iterable is exhausted.",
               FuncIterObject, &FuncIterObject::func, &FuncIterObject::it)
ITERTOOLS_TYPE(filterfalse_type, "filterfalse", 32, func_iter_new<&filterfalse_type>,
               filterfalse_next,
               "filterfalse(function, iterable, /)\n--\n\nReturn those items of iterable for which "
               "function(item) is "
               "false.\n\nIf function is None, return the items that are false.",
               FuncIter32, &FuncIter32::func, &FuncIter32::it)

// --- chain ---

struct ChainObject : Object {
  Object *source, *active;
};

static Object* chain_over(TypeObject* type, Object* source) {  // steals
  if (source == nullptr) return nullptr;
  ChainObject* lz = alloc_or_drop<ChainObject>(type, source);
  if (lz == nullptr) return nullptr;
  lz->source = source;
  lz->active = nullptr;
  return lz;
}

static Object* chain_new(TypeObject* type, Object* args, Object* kwds) {
  if ((type == &chain_type || type->tp_init == chain_type.tp_init) &&
      !arg_no_keywords("chain", kwds))
    return nullptr;
  return chain_over(type, object_get_iter(args));
}

static Object* chain_from_iterable(Object* type, Object* arg) {
  return chain_over(static_cast<TypeObject*>(type), object_get_iter(arg));
}

static Object* chain_next(Object* self) {
  ChainObject* lz = as<ChainObject>(self);
  while (lz->source) {
    if (lz->active == nullptr) {
      Object* iterable = iter_next(lz->source);
      if (iterable) {
        lz->active = object_get_iter(iterable);
        decref(iterable);
      }
      if (lz->active == nullptr) {
        clear_ref(lz->source);
        return nullptr;
      }
    }
    Object* item = next_of(lz->active);
    if (item) return item;
    if (err_occurred()) {
      if (!err_exception_matches(exc_StopIteration)) return nullptr;
      err_clear();
    }
    clear_ref(lz->active);
  }
  return nullptr;
}

static const MethodDef chain_methods[] = {
    {"from_iterable", chain_from_iterable,
     "from_iterable($type, iterable, /)\n--\n\nAlternative chain() constructor taking a single "
     "iterable argument that "
     "evaluates lazily.",
     METH_CLASS},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {}};

ITERTOOLS_TYPE(chain_type, "chain", layout::chain.basicsize, chain_new, chain_next,
               "chain(*iterables)\n--\n\nReturn a chain object whose .__next__() method returns "
               "elements from the\nfirst "
               "iterable until it is exhausted, then elements from the next\niterable, until all "
               "of the iterables are "
               "exhausted.",
               ChainObject, &ChainObject::active, &ChainObject::source)

// --- count ---

struct CountObject : Object {
  Ssize cnt;         // the next number while it is an int below kSsizeMax and the step is 1
  Object* long_cnt;  // else the next number
  Object* long_step;
};

static Object* count_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"start", "step", nullptr};
  static ArgParser parser = {.fname = "count", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_tuple_args(&parser, args, kwds, 0, 2, a)) return nullptr;
  Object *start = a[0], *step = a[1];
  if ((start && !number_check(start)) || (step && !number_check(step))) {
    err_set_string(exc_TypeError, "a number is required");
    return nullptr;
  }
  bool fast = (start == nullptr || long_check(start)) && (step == nullptr || long_check(step));
  Ssize cnt = 0;
  if (start && fast) {
    cnt = long_as_ssize_t(start);
    if (cnt == -1 && err_occurred()) {
      err_clear();
      fast = false;
    }
  }
  // Only a step of exactly 1 goes the fast way.
  if (fast && step) {
    fast = long_is_compact(step) && long_compact_value(step) == 1;
  }
  CountObject* lz = as<CountObject>(type->tp_alloc(type, 0));
  if (lz == nullptr) return nullptr;
  lz->cnt = fast ? cnt : kSsizeMax;
  lz->long_cnt = fast ? nullptr : new_ref(start ? start : long_get_zero());
  lz->long_step = new_ref(step ? step : long_get_one());
  return lz;
}

static Object* count_next(Object* self) {
  CountObject* lz = as<CountObject>(self);
  if (LIKELY(lz->cnt != kSsizeMax)) return long_from_ssize_t(lz->cnt++);
  Object* current = lz->long_cnt;
  if (current == nullptr && (current = long_from_ssize_t(kSsizeMax)) == nullptr) return nullptr;
  Object* next = number_add(current, lz->long_step);
  if (next == nullptr) {
    if (lz->long_cnt == nullptr) decref(current);
    return nullptr;
  }
  lz->long_cnt = next;
  return current;
}

static Object* count_repr(Object* self) {
  CountObject* lz = as<CountObject>(self);
  const char* name = type_short_name(self->ob_type);
  if (lz->long_cnt == nullptr) return unicode_from_format("%s(%zd)", name, lz->cnt);
  if (long_check(lz->long_step) && long_is_compact(lz->long_step) &&
      long_compact_value(lz->long_step) == 1)
    return unicode_from_format("%s(%R)", name, lz->long_cnt);
  return unicode_from_format("%s(%R, %R)", name, lz->long_cnt, lz->long_step);
}

ITERTOOLS_TYPE(count_type, "count", layout::count.basicsize, count_new, count_next,
               "count(start=0, step=1)\n--\n\nReturn a count object whose .__next__() method "
               "returns consecutive "
               "values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = "
               "firstval\n        while 1:\n       "
               "     yield x\n            x += step",
               CountObject, &CountObject::long_cnt, &CountObject::long_step)

// --- cycle ---

struct CycleObject : Object {
  Object* it;     // null once all items are saved
  Object* saved;  // list
  Ssize index;
};

static Object* cycle_new(TypeObject* type, Object* args, Object* kwds) {
  if (!plain_args("cycle", type, &cycle_type, args, kwds, 1, 1)) return nullptr;
  Object* it = object_get_iter(tuple_item(args, 0));
  if (it == nullptr) return nullptr;
  Object* saved = list_new(0);
  CycleObject* lz = saved ? as<CycleObject>(type->tp_alloc(type, 0)) : nullptr;
  if (lz == nullptr) {
    decref(it);
    xdecref(saved);
    return nullptr;
  }
  lz->it = it;
  lz->saved = saved;
  lz->index = 0;
  return lz;
}

static Object* cycle_next(Object* self) {
  CycleObject* lz = as<CycleObject>(self);
  if (lz->it) {
    Object* item = iter_next(lz->it);
    if (item) {
      if (list_append(lz->saved, item) < 0) clear_ref(item);
      return item;
    }
    if (err_occurred()) return nullptr;
    clear_ref(lz->it);
  }
  if (list_size(lz->saved) == 0) return nullptr;
  Object* item = list_item(lz->saved, lz->index);
  if (++lz->index >= list_size(lz->saved)) lz->index = 0;
  return new_ref(item);
}

ITERTOOLS_TYPE(cycle_type, "cycle", layout::cycle.basicsize, cycle_new, cycle_next,
               "cycle(iterable, /)\n--\n\nReturn elements from the iterable until it is exhausted. "
               "Then repeat the sequence "
               "indefinitely.",
               CycleObject, &CycleObject::it, &CycleObject::saved)

// --- repeat ---

struct RepeatObject : Object {
  Object* element;
  Ssize cnt;  // -1: for ever
};

static Object* repeat_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"object", "times", nullptr};
  static ArgParser parser = {.fname = "repeat", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_tuple_args(&parser, args, kwds, 1, 2, a)) return nullptr;
  Ssize cnt = -1;
  if (a[1] && !arg_ssize(a[1], &cnt)) return nullptr;
  if (a[1] && cnt < 0) cnt = 0;
  RepeatObject* ro = as<RepeatObject>(type->tp_alloc(type, 0));
  if (ro == nullptr) return nullptr;
  ro->element = new_ref(a[0]);
  ro->cnt = cnt;
  return ro;
}

static Object* repeat_next(Object* self) {
  RepeatObject* ro = as<RepeatObject>(self);
  if (ro->cnt == 0) return nullptr;
  if (ro->cnt > 0) ro->cnt--;
  return new_ref(ro->element);
}

static Object* repeat_repr(Object* self) {
  RepeatObject* ro = as<RepeatObject>(self);
  const char* name = type_short_name(self->ob_type);
  return ro->cnt == -1 ? unicode_from_format("%s(%R)", name, ro->element)
                       : unicode_from_format("%s(%R, %zd)", name, ro->element, ro->cnt);
}

static Object* repeat_len(Object* self) {
  if (as<RepeatObject>(self)->cnt == -1) {
    err_set_string(exc_TypeError, "len() of unsized object");
    return nullptr;
  }
  return long_from_size_t(static_cast<uint64_t>(as<RepeatObject>(self)->cnt));
}

static const MethodDef repeat_methods[] = {
    {"__length_hint__", repeat_len, "Private method returning an estimate of len(list(it))."}, {}};

ITERTOOLS_TYPE(repeat_type, "repeat", layout::repeat.basicsize, repeat_new, repeat_next,
               "repeat(object [,times]) -> create an iterator which returns the object\nfor the "
               "specified number of times.  If "
               "not specified, returns the object\nendlessly.",
               RepeatObject, &RepeatObject::element)

// --- islice ---

struct IsliceObject : Object {
  Object* it;  // null when exhausted
  Ssize next, stop, step, cnt;
};

constexpr char kStopMessage[] =
    "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";

// A number argument of islice; None leaves *out. False with ValueError(message).
static bool islice_number(Object* arg, const char* message, Ssize* out) {
  if (arg == None) return true;
  Ssize value = number_as_ssize_t(arg, exc_OverflowError);
  if (value == -1 && err_occurred()) {
    err_clear();
    err_set_string(exc_ValueError, message);
    return false;
  }
  *out = value;
  return true;
}

static Object* islice_new(TypeObject* type, Object* args, Object* kwds) {
  if (!plain_args("islice", type, &islice_type, args, kwds, 2, 4)) return nullptr;
  Ssize n = tuple_size(args), start = 0, stop = -1, step = 1;
  Object* const* a = tuple_items(args);
  if (n == 2) {
    if (!islice_number(a[1], kStopMessage, &stop)) return nullptr;
    if (a[1] != None && stop < 0) return err_format(exc_ValueError, "%s", kStopMessage);
  } else {
    constexpr const char* kIndices =
        "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    start = 0;
    if (a[1] != None && !islice_number(a[1], kIndices, &start)) return nullptr;
    if (!islice_number(a[2], kStopMessage, &stop)) return nullptr;
    if (a[2] != None && stop < 0) return err_format(exc_ValueError, "%s", kStopMessage);
    if (start < 0) return err_format(exc_ValueError, "%s", kIndices);
    constexpr const char* kStep = "Step for islice() must be a positive integer or None.";
    if (n == 4 && !islice_number(a[3], kStep, &step)) return nullptr;
    if (step < 1) return err_format(exc_ValueError, "%s", kStep);
  }
  Object* it = object_get_iter(a[0]);
  if (it == nullptr) return nullptr;
  IsliceObject* lz = alloc_or_drop<IsliceObject>(type, it);
  if (lz == nullptr) return nullptr;
  lz->it = it;
  lz->next = start;
  lz->stop = stop;
  lz->step = step;
  lz->cnt = 0;
  return lz;
}

// The item that next names, after skipping those before it; null: at the end.
static Object* islice_take(IsliceObject* lz) {
  Object* it = lz->it;
  for (; lz->cnt < lz->next; lz->cnt++) {
    Object* skipped = next_of(it);
    if (skipped == nullptr) return nullptr;
    decref(skipped);
  }
  if (lz->stop != -1 && lz->cnt >= lz->stop) return nullptr;
  Object* item = next_of(it);
  if (item) lz->cnt++;
  return item;
}

static Object* islice_next(Object* self) {
  IsliceObject* lz = as<IsliceObject>(self);
  if (lz->it == nullptr) return nullptr;
  Object* item = islice_take(lz);
  if (item == nullptr) {
    clear_ref(lz->it);
    return nullptr;
  }
  Ssize old = lz->next;
  lz->next = static_cast<Ssize>(static_cast<uint64_t>(old) + static_cast<uint64_t>(lz->step));
  if (lz->next < old || (lz->stop != -1 && lz->next > lz->stop)) lz->next = lz->stop;
  return item;
}

ITERTOOLS_TYPE(islice_type, "islice", layout::islice.basicsize, islice_new, islice_next,
               "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) "
               "--> islice object\n\nReturn an "
               "iterator whose next() method returns selected values from an\niterable.  If start "
               "is specified, will skip all "
               "preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  "
               "If\nspecified as another "
               "value, step determines how many values are\nskipped between successive calls.  "
               "Works like a slice() on a "
               "list\nbut returns an iterator.",
               IsliceObject, &IsliceObject::it)

// --- compress ---

struct CompressObject : Object {
  Object *data, *selectors;
};

static Object* compress_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"data", "selectors", nullptr};
  static ArgParser parser = {.fname = "compress", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_tuple_args(&parser, args, kwds, 2, 2, a)) return nullptr;
  Object* data = object_get_iter(a[0]);
  if (data == nullptr) return nullptr;
  Object* selectors = object_get_iter(a[1]);
  CompressObject* lz = selectors ? as<CompressObject>(type->tp_alloc(type, 0)) : nullptr;
  if (lz == nullptr) {
    decref(data);
    xdecref(selectors);
    return nullptr;
  }
  lz->data = data;
  lz->selectors = selectors;
  return lz;
}

static Object* compress_next(Object* self) {
  CompressObject* lz = as<CompressObject>(self);
  for (;;) {
    Object* datum = next_of(lz->data);
    if (datum == nullptr) return nullptr;
    Object* selector = next_of(lz->selectors);
    if (selector == nullptr) {
      decref(datum);
      return nullptr;
    }
    int ok = object_is_true(selector);
    decref(selector);
    if (ok > 0) return datum;
    decref(datum);
    if (ok < 0) return nullptr;
  }
}

ITERTOOLS_TYPE(compress_type, "compress", 32, compress_new, compress_next,
               "compress(data, selectors)\n--\n\nReturn data elements corresponding to true "
               "selector elements.\n\nForms a "
               "shorter iterator from selected data elements using the selectors to\nchoose the "
               "data elements.",
               CompressObject, &CompressObject::data, &CompressObject::selectors)

// --- accumulate ---

struct AccumulateObject : Object {
  Object *total, *it, *binop, *initial;
};

static Object* accumulate_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"iterable", "func", "initial", nullptr};
  static ArgParser parser = {.fname = "accumulate", .keywords = kKeywords};
  Object* a[3];
  if (!unpack_tuple_args(&parser, args, kwds, 1, 2, a)) return nullptr;
  Object* it = object_get_iter(a[0]);
  if (it == nullptr) return nullptr;
  AccumulateObject* lz = alloc_or_drop<AccumulateObject>(type, it);
  if (lz == nullptr) return nullptr;
  lz->binop = a[1] && a[1] != None ? new_ref(a[1]) : nullptr;
  lz->total = nullptr;
  lz->it = it;
  lz->initial = new_ref(a[2] ? a[2] : None);
  return lz;
}

static Object* accumulate_next(Object* self) {
  AccumulateObject* lz = as<AccumulateObject>(self);
  if (lz->initial != None) {
    lz->total = lz->initial;
    lz->initial = None;
    return new_ref(lz->total);
  }
  Object* value = next_of(lz->it);
  if (value == nullptr) return nullptr;
  if (lz->total == nullptr) {
    lz->total = new_ref(value);
    return value;
  }
  Object* total = lz->binop ? object_call_function_obj_args(lz->binop, lz->total, value, nullptr)
                            : number_add(lz->total, value);
  decref(value);
  if (total == nullptr) return nullptr;
  set_ref(lz->total, new_ref(total));
  return total;
}

ITERTOOLS_TYPE(
    accumulate_type, "accumulate", layout::accumulate.basicsize, accumulate_new, accumulate_next,
    "accumulate(iterable, func=None, *, initial=None)\n--\n\nReturn series of accumulated sums.",
    AccumulateObject, &AccumulateObject::binop, &AccumulateObject::total, &AccumulateObject::it,
    &AccumulateObject::initial)

// --- pairwise ---

struct PairwiseObject : Object {
  Object *it, *old, *result;
};

static Object* pairwise_new(TypeObject* type, Object* args, Object* kwds) {
  if (!plain_args("pairwise", type, &pairwise_type, args, kwds, 1, 1)) return nullptr;
  Object* it = object_get_iter(tuple_item(args, 0));
  if (it == nullptr) return nullptr;
  PairwiseObject* po = alloc_or_drop<PairwiseObject>(type, it);
  if (po == nullptr) return nullptr;
  po->it = it;
  po->old = nullptr;
  po->result = tuple_pack(None, None);
  if (po->result == nullptr) {
    decref(po);
    return nullptr;
  }
  return po;
}

static Object* pair_of(PairwiseObject* po, Object* old, Object* fresh) {
  Object* result = po->result;
  if (result->ob_refcnt != 1) return tuple_pack(old, fresh);
  incref(result);
  Object *last_old = tuple_item(result, 0), *last_new = tuple_item(result, 1);
  tuple_init_item(result, 0, new_ref(old));
  tuple_init_item(result, 1, new_ref(fresh));
  decref(last_old);
  decref(last_new);
  if (!object_gc_is_tracked(result)) object_gc_track(result);
  return result;
}

static Object* pairwise_next(Object* self) {
  PairwiseObject* po = as<PairwiseObject>(self);
  if (po->it == nullptr) return nullptr;
  if (po->old == nullptr) {
    Object* first = next_of(po->it);
    set_ref(po->old, first);
    if (first == nullptr) {
      clear_ref(po->it);
      return nullptr;
    }
    if (po->it == nullptr) {
      clear_ref(po->old);
      return nullptr;
    }
  }
  Object* old = new_ref(po->old);
  Object* fresh = next_of(po->it);
  if (fresh == nullptr) {
    clear_ref(po->it);
    clear_ref(po->old);
    decref(old);
    return nullptr;
  }
  Object* result = pair_of(po, old, fresh);
  set_ref(po->old, fresh);
  decref(old);
  return result;
}

ITERTOOLS_TYPE(pairwise_type, "pairwise", layout::pairwise.basicsize, pairwise_new, pairwise_next,
               "pairwise(iterable, /)\n--\n\nReturn an iterator of overlapping pairs taken from "
               "the input iterator.\n\n    "
               "s -> (s0,s1), (s1,s2), (s2, s3), ...",
               PairwiseObject, &PairwiseObject::it, &PairwiseObject::old, &PairwiseObject::result)

// --- zip_longest ---

struct ZipLongestObject : Object {
  Ssize tuplesize, numactive;
  Object *ittuple, *result, *fillvalue;
};

static Object* zip_longest_new(TypeObject* type, Object* args, Object* kwds) {
  Object* fillvalue = None;
  if (kwds && dict_size(kwds) > 0) {
    Object* given = dict_size(kwds) == 1 ? dict_get_item_with_error(kwds, ID(fillvalue)) : nullptr;
    if (given == nullptr) {
      if (!err_occurred())
        err_set_string(exc_TypeError, "zip_longest() got an unexpected keyword argument");
      return nullptr;
    }
    fillvalue = given;
  }
  Ssize n = tuple_size(args);
  Object* iters = tuple_new(n);
  for (Ssize i = 0; iters && i < n; i++) {
    Object* it = object_get_iter(tuple_item(args, i));
    if (it)
      tuple_init_item(iters, i, it);
    else
      clear_ref(iters);
  }
  if (iters == nullptr) return nullptr;
  Object* result = tuple_new(n);
  for (Ssize i = 0; result && i < n; i++) tuple_init_item(result, i, new_ref(None));
  ZipLongestObject* lz = result ? as<ZipLongestObject>(type->tp_alloc(type, 0)) : nullptr;
  if (lz == nullptr) {
    decref(iters);
    xdecref(result);
    return nullptr;
  }
  lz->ittuple = iters;
  lz->tuplesize = lz->numactive = n;
  lz->result = result;
  lz->fillvalue = new_ref(fillvalue);
  return lz;
}

// Item i of the next tuple: from its iterator, or the fill value. Null: all are exhausted, or an
// error.
static Object* zip_longest_item(ZipLongestObject* lz, Ssize i) {
  Object* it = tuple_item(lz->ittuple, i);
  if (it == nullptr) return new_ref(lz->fillvalue);
  Object* item = next_of(it);
  if (item) return item;
  lz->numactive--;
  if (lz->numactive == 0 || err_occurred()) {
    lz->numactive = 0;
    return nullptr;
  }
  tuple_init_item(lz->ittuple, i, nullptr);
  decref(it);
  return new_ref(lz->fillvalue);
}

static Object* zip_longest_next(Object* self) {
  ZipLongestObject* lz = as<ZipLongestObject>(self);
  if (lz->tuplesize == 0 || lz->numactive == 0) return nullptr;
  Object* result = lz->result;
  bool reuse = result->ob_refcnt == 1;
  if (reuse)
    incref(result);
  else if ((result = tuple_new(lz->tuplesize)) == nullptr)
    return nullptr;
  for (Ssize i = 0; i < lz->tuplesize; i++) {
    Object* item = zip_longest_item(lz, i);
    if (item == nullptr) {
      decref(result);
      return nullptr;
    }
    Object* old = tuple_item(result, i);
    tuple_init_item(result, i, item);
    xdecref(old);
  }
  if (reuse && !object_gc_is_tracked(result)) object_gc_track(result);
  return result;
}

ITERTOOLS_TYPE(ziplongest_type, "zip_longest", layout::zip_longest.basicsize, zip_longest_new,
               zip_longest_next,
               "zip_longest(*iterables, fillvalue=None)\n--\n\nReturn a zip_longest object whose "
               ".__next__() method returns a "
               "tuple where\nthe i-th element comes from the i-th iterable argument.  The "
               ".__next__()\nmethod continues until "
               "the longest iterable in the argument sequence\nis exhausted and then it raises "
               "StopIteration.  When the "
               "shorter iterables\nare exhausted, the fillvalue is substituted in their place.  "
               "The fillvalue\ndefaults to "
               "None or can be specified by a keyword argument.",
               ZipLongestObject, &ZipLongestObject::ittuple, &ZipLongestObject::result,
               &ZipLongestObject::fillvalue)

// --- batched ---

struct BatchedObject : Object {
  Object* it;
  Ssize batch_size;
  bool strict;
};

static Object* batched_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"iterable", "n", "strict", nullptr};
  static ArgParser parser = {.fname = "batched", .keywords = kKeywords};
  Object* a[3];
  Ssize n;
  bool strict = false;
  if (!unpack_tuple_args(&parser, args, kwds, 2, 2, a) || !arg_ssize(a[1], &n)) return nullptr;
  if (a[2] && !arg_bool(a[2], &strict)) return nullptr;
  if (n < 1) {
    err_set_string(exc_ValueError, "n must be at least one");
    return nullptr;
  }
  Object* it = object_get_iter(a[0]);
  if (it == nullptr) return nullptr;
  BatchedObject* bo = alloc_or_drop<BatchedObject>(type, it);
  if (bo == nullptr) return nullptr;
  bo->batch_size = n;
  bo->it = it;
  bo->strict = strict;
  return bo;
}

static Object* batched_next(Object* self) {
  BatchedObject* bo = as<BatchedObject>(self);
  if (bo->it == nullptr) return nullptr;
  Ssize n = bo->batch_size, i = 0;
  Object* result = tuple_new(n);
  if (result == nullptr) return nullptr;
  for (; i < n; i++) {
    Object* item = next_of(bo->it);
    if (item == nullptr) break;
    tuple_init_item(result, i, item);
  }
  if (i == n) return result;
  bool failed = false;
  if (err_occurred()) {
    failed = !err_exception_matches(exc_StopIteration);
    if (!failed) err_clear();
  }
  if (failed || i == 0 || bo->strict) {
    clear_ref(bo->it);
    decref(result);
    if (!failed && i > 0) err_set_string(exc_ValueError, "batched(): incomplete batch");
    return nullptr;
  }
  tuple_resize(&result, i);
  return result;
}

ITERTOOLS_TYPE(batched_type, "batched", 40, batched_new, batched_next,
               "batched(iterable, n, *, strict=False)\n--\n\nBatch data into tuples of length n. "
               "The last batch may be shorter "
               "than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to "
               "size n.  The input is "
               "consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a "
               "batch is full\nor when the "
               "input iterable is exhausted.",
               BatchedObject, &BatchedObject::it)

// --- The module ---

int itertools_prepare_types() {
  chain_type.tp_methods = chain_methods;
  repeat_type.tp_methods = repeat_methods;
  count_type.tp_repr = count_repr;
  repeat_type.tp_repr = repeat_repr;
  return 0;
}

static const MethodDef itertools_methods[] = {
    {"tee", itertools_tee,
     "tee($module, iterable, n=2, /)\n--\n\nReturns a tuple of n independent iterators."},
    {}};

Object* init_itertools() {
  Object* m = module_new("itertools");
  if (m == nullptr) return nullptr;
  module_set_doc_string(m, "Functional tools for creating and using iterators.");
  itertools_prepare_types();
  bool ok = module_add_functions(m, itertools_methods) == 0;
  for (TypeObject* t :
       {&accumulate_type, &batched_type,      &combinations_type, &cwr_type,
        &cycle_type,      &dropwhile_type,    &takewhile_type,    &islice_type,
        &starmap_type,    &chain_type,        &compress_type,     &filterfalse_type,
        &count_type,      &pairwise_type,     &ziplongest_type,   &permutations_type,
        &product_type,    &repeat_type,       &groupby_type,      &grouper_type,
        &tee_type,        &teedataobject_type})
    ok = ok && module_add_type(m, t) == 0;
  if (!ok) clear_ref(m);
  return m;
}

}  // namespace py

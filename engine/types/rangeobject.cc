// range and its two iterators: one on machine ints, one on Python ints.
// CPython 3.13: Objects/rangeobject.c
//
// The order of the arithmetic on Python ints is CPython's: it decides the sizes of the ints that a
// range keeps, and the peak that tracemalloc sees.
#include "types/rangeobject.h"

#include "object/abstract.h"
#include "object/errors.h"
#include "object/object_alloc.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/getargs.h"
#include "types/iter_reduce.h"
#include "types/longobject.h"
#include "types/sliceobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static_assert(sizeof(RangeObject) <= layout::range.basicsize &&
              sizeof(RangeIterObject) <= layout::range_iterator.basicsize &&
              sizeof(LongRangeIterObject) <= layout::longrange_iterator.basicsize);

static inline RangeObject* R(Object* o) { return as<RangeObject>(o); }

// --- Lengths ---

// How many numbers lie in range(lo, hi, step) for machine ints.
static uint64_t get_len_of_range(int64_t lo, int64_t hi, int64_t step) {
  if (step > 0 && lo < hi)
    return 1 + (static_cast<uint64_t>(hi) - 1 - static_cast<uint64_t>(lo)) /
                   static_cast<uint64_t>(step);
  if (step < 0 && lo > hi)
    return 1 + (static_cast<uint64_t>(lo) - 1 - static_cast<uint64_t>(hi)) /
                   (0 - static_cast<uint64_t>(step));
  return 0;
}

// The three numbers as machine ints; false when one does not fit (no error set).
static bool as_longs(Object* start, Object* stop, Object* step, int64_t out[3]) {
  Object* const parts[] = {start, stop, step};
  for (int i = 0; i < 3; i++) {
    int overflow;
    out[i] = long_as_long_and_overflow(parts[i], &overflow);
    if (overflow) return false;
  }
  return true;
}

// The same, by way of an exception that is dropped again, as iterating does: a peak that
// tracemalloc sees.
static bool as_longs_with_error(RangeObject* r, int64_t out[3]) {
  Object* const parts[] = {r->start, r->stop, r->step};
  for (int i = 0; i < 3; i++) {
    out[i] = long_as_long(parts[i]);
    if (out[i] == -1 && err_occurred()) {
      err_clear();
      return false;
    }
  }
  return true;
}

// Releases on leaving; what is null does not matter.
struct Held {
  Object* o;
  explicit Held(Object* object) : o(object) {}
  ~Held() { xdecref(o); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
};

static Object* length_of_long_range(Object* start, Object* stop, Object* step) {
  int positive = object_rich_compare_bool(step, long_get_zero(), kGt);
  if (positive < 0) return nullptr;
  Object *lo = positive ? start : stop, *hi = positive ? stop : start;
  Held width(positive ? new_ref(step) : number_negative(step));
  if (width.o == nullptr) return nullptr;
  int none = object_rich_compare_bool(lo, hi, kGe);
  if (none != 0) return none < 0 ? nullptr : long_get_zero();
  Held tmp1(number_subtract(hi, lo));
  if (tmp1.o == nullptr) return nullptr;
  Held diff(number_subtract(tmp1.o, long_get_one()));
  if (diff.o == nullptr) return nullptr;
  Held tmp2(number_floor_divide(diff.o, width.o));
  return tmp2.o ? number_add(tmp2.o, long_get_one()) : nullptr;
}

static Object* compute_range_length(Object* start, Object* stop, Object* step) {
  int64_t v[3];
  if (as_longs(start, stop, step, v)) {
    uint64_t n = get_len_of_range(v[0], v[1], v[2]);
    if (n <= static_cast<uint64_t>(INT64_MAX)) return long_from_long(static_cast<int64_t>(n));
  }
  return length_of_long_range(start, stop, step);
}

// --- Making ---

// Steals start, stop and step, also when it fails.
static Object* make_range_object(TypeObject* type, Object* start, Object* stop, Object* step) {
  Object* length = compute_range_length(start, stop, step);
  RangeObject* r = length ? object_alloc<RangeObject>(type) : nullptr;
  if (r == nullptr) {
    xdecref(length);
    decref(start);
    decref(stop);
    decref(step);
    return nullptr;
  }
  r->start = start;
  r->stop = stop;
  r->step = step;
  r->length = length;
  return r;
}

static Object* validate_step(Object* step) {
  if (step == nullptr) return long_get_one();
  step = number_index(step);
  if (step && long_is_zero(step)) {
    err_set_string(exc_ValueError, "range() arg 3 must not be zero");
    clear_ref(step);
  }
  return step;
}

static Object* range_from_array(TypeObject* type, Object* const* args, Ssize n) {
  if (n == 0) return err_format(exc_TypeError, "range expected at least 1 argument, got 0");
  if (n > 3) return err_format(exc_TypeError, "range expected at most 3 arguments, got %zd", n);
  if (n == 1) {
    Object* stop = number_index(args[0]);
    return stop ? make_range_object(type, long_get_zero(), stop, long_get_one()) : nullptr;
  }
  Object* start = number_index(args[0]);
  if (start == nullptr) return nullptr;
  Object* stop = number_index(args[1]);
  Object* step = stop ? validate_step(n == 3 ? args[2] : nullptr) : nullptr;
  if (step == nullptr) {
    decref(start);
    xdecref(stop);
    return nullptr;
  }
  return make_range_object(type, start, stop, step);
}

static Object* range_new(TypeObject* type, Object* args, Object* kwds) {
  if (!arg_no_keywords("range", kwds)) return nullptr;
  return range_from_array(type, tuple_items(args), tuple_size(args));
}

static Object* range_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  if (!arg_no_kwnames("range", kwnames)) return nullptr;
  return range_from_array(static_cast<TypeObject*>(type), args, vectorcall_nargs(nargsf));
}

static void range_dealloc(Object* self) {
  decref(R(self)->start);
  decref(R(self)->stop);
  decref(R(self)->step);
  decref(R(self)->length);
  object_free(self);
}

// --- Items ---

static Ssize range_length(Object* self) { return long_as_ssize_t(R(self)->length); }

// start + i * step.
static Object* compute_item(RangeObject* r, Object* i) {
  if (r->step == long_get_one()) return number_add(r->start, i);
  Held incr(number_multiply(i, r->step));
  return incr.o ? number_add(r->start, incr.o) : nullptr;
}

static Object* index_error() {
  err_set_string(exc_IndexError, "range object index out of range");
  return nullptr;
}

static Object* compute_range_item(RangeObject* r, Object* arg) {
  int negative = object_rich_compare_bool(arg, long_get_zero(), kLt);
  if (negative < 0) return nullptr;
  Held i(negative ? number_add(r->length, arg) : new_ref(arg));
  if (i.o == nullptr) return nullptr;
  int below = negative ? object_rich_compare_bool(i.o, long_get_zero(), kLt) : 0;
  if (below != 0) return below < 0 ? nullptr : index_error();
  int above = object_rich_compare_bool(i.o, r->length, kGe);
  if (above != 0) return above < 0 ? nullptr : index_error();
  return compute_item(r, i.o);
}

static Object* range_item(Object* self, Ssize i) {
  Held index(long_from_ssize_t(i));
  return index.o ? compute_range_item(R(self), index.o) : nullptr;
}

static Object* compute_slice(RangeObject* r, Object* slice) {
  Object *start, *stop, *step, *substop;
  if (slice_get_long_indices(as<SliceObject>(slice), r->length, &start, &stop, &step) < 0)
    return nullptr;
  Object* substep = number_multiply(r->step, step);
  decref(step);
  Object* substart = substep ? compute_item(r, start) : nullptr;
  decref(start);
  substop = substart ? compute_item(r, stop) : nullptr;
  decref(stop);
  if (substop == nullptr) {
    xdecref(substep);
    xdecref(substart);
    return nullptr;
  }
  return make_range_object(r->ob_type, substart, substop, substep);
}

static Object* range_subscript(Object* self, Object* item) {
  if (index_check(item)) {
    Held i(number_index(item));
    return i.o ? compute_range_item(R(self), i.o) : nullptr;
  }
  if (slice_check(item)) return compute_slice(R(self), item);
  return err_format(exc_TypeError, "range indices must be integers or slices, not %.200s",
                    item->ob_type->tp_name);
}

static int range_bool(Object* self) { return object_is_true(R(self)->length); }

// --- Searching ---

static inline bool is_plain_int(Object* o) { return long_check_exact(o) || bool_check(o); }

// Is the int ob in r? 1, 0, -1.
static int range_contains_long(RangeObject* r, Object* ob) {
  Object* zero = long_get_zero();
  int rising = object_rich_compare_bool(r->step, zero, kGt);
  if (rising < 0) return -1;
  int cmp2, cmp3;
  if (rising) {  // start <= ob < stop
    cmp2 = object_rich_compare_bool(r->start, ob, kLe);
    cmp3 = object_rich_compare_bool(ob, r->stop, kLt);
  } else {
    cmp2 = object_rich_compare_bool(ob, r->start, kLe);
    cmp3 = object_rich_compare_bool(r->stop, ob, kLt);
  }
  if (cmp2 < 0 || cmp3 < 0) return -1;
  if (cmp2 == 0 || cmp3 == 0) return 0;
  Held distance(number_subtract(ob, r->start));
  if (distance.o == nullptr) return -1;
  Held rest(number_remainder(distance.o, r->step));
  return rest.o ? object_rich_compare_bool(rest.o, zero, kEq) : -1;
}

// Anything that is no plain int is compared with each number. -1 error; else the count, or the
// first index (-2: none).
static Ssize search(Object* self, Object* ob, bool count) {
  Held it(object_get_iter(self));
  if (it.o == nullptr) return -1;
  Ssize n = 0, found = 0;
  for (;; n++) {
    Object* item = iter_next(it.o);
    if (item == nullptr) break;
    int cmp = object_rich_compare_bool(item, ob, kEq);
    decref(item);
    if (cmp < 0) return -1;
    if (cmp > 0) {
      if (!count) return n;
      found++;
    }
  }
  if (err_occurred()) return -1;
  return count ? found : -2;
}

static int range_contains(Object* self, Object* ob) {
  if (is_plain_int(ob)) return range_contains_long(R(self), ob);
  Ssize index = search(self, ob, false);
  return index == -1 ? -1 : index >= 0;
}

static Object* range_count(Object* self, Object* ob) {
  if (is_plain_int(ob)) {
    int found = range_contains_long(R(self), ob);
    return found < 0 ? nullptr : long_from_long(found);
  }
  Ssize n = search(self, ob, true);
  return n < 0 ? nullptr : long_from_ssize_t(n);
}

static Object* not_in_range(Object* ob) {
  err_format(exc_ValueError, "%R is not in range", ob);
  return nullptr;
}

static Object* range_index(Object* self, Object* ob) {
  RangeObject* r = R(self);
  if (!is_plain_int(ob)) {
    Ssize index = search(self, ob, false);
    if (index >= 0) return long_from_ssize_t(index);
    if (index == -2) err_set_string(exc_ValueError, "sequence.index(x): x not in sequence");
    return nullptr;
  }
  int found = range_contains_long(r, ob);
  if (found < 0) return nullptr;
  if (found == 0) return not_in_range(ob);
  Object* distance = number_subtract(ob, r->start);
  if (distance == nullptr || r->step == long_get_one()) return distance;
  Object* index = number_floor_divide(distance, r->step);
  decref(distance);
  return index;
}

// --- Comparison, hash, repr ---

// Ranges are equal when they give the same numbers.
static int range_equals(RangeObject* a, RangeObject* b) {
  if (a == b) return 1;
  int cmp = object_rich_compare_bool(a->length, b->length, kEq);
  if (cmp != 1) return cmp;
  cmp = object_not(a->length);
  if (cmp != 0) return cmp;
  cmp = object_rich_compare_bool(a->start, b->start, kEq);
  if (cmp != 1) return cmp;
  cmp = object_rich_compare_bool(a->length, long_get_one(), kEq);
  if (cmp != 0) return cmp;
  return object_rich_compare_bool(a->step, b->step, kEq);
}

static Object* range_richcompare(Object* self, Object* other, int op) {
  if (!range_check(other) || (op != kEq && op != kNe)) return NotImplemented;
  int equal = range_equals(R(self), R(other));
  return equal < 0 ? nullptr : bool_from_long(op == kEq ? equal : !equal);
}

// hash((length, start or None, step or None)): None where it makes no difference.
static HashValue range_hash(Object* self) {
  RangeObject* r = R(self);
  int empty = object_not(r->length);
  if (empty == -1) return -1;
  int single = empty ? 1 : object_rich_compare_bool(r->length, long_get_one(), kEq);
  if (single == -1) return -1;
  Object* t = tuple_pack(r->length, empty ? None : r->start, single ? None : r->step);
  if (t == nullptr) return -1;
  HashValue hash = object_hash(t);
  decref(t);
  return hash;
}

static Object* range_repr(Object* self) {
  RangeObject* r = R(self);
  Ssize step = number_as_ssize_t(r->step, nullptr);
  if (step == -1 && err_occurred()) return nullptr;
  if (step == 1) return unicode_from_format("range(%R, %R)", r->start, r->stop);
  return unicode_from_format("range(%R, %R, %R)", r->start, r->stop, r->step);
}

static Object* range_reduce(Object* self) {
  Object* args = tuple_pack(R(self)->start, R(self)->stop, R(self)->step);
  Object* result = args ? tuple_pack(static_cast<Object*>(self->ob_type), args) : nullptr;
  xdecref(args);
  return result;
}

// --- Iterating ---

static Object* fast_range_iter(int64_t start, int64_t step, int64_t len) {
  RangeIterObject* it = object_alloc<RangeIterObject>(&range_iter_type);
  if (it == nullptr) return nullptr;
  it->start = start;
  it->step = step;
  it->len = len;
  return it;
}

static Object* range_iter(Object* seq) {
  RangeObject* r = R(seq);
  int64_t v[3];
  if (as_longs_with_error(r, v)) {
    uint64_t n = get_len_of_range(v[0], v[1], v[2]);
    bool fits = n <= static_cast<uint64_t>(INT64_MAX);
    // The number behind the last one must fit, too.
    if (n && v[2] > 0)
      fits = fits && v[1] <= INT64_MAX - (v[2] - 1);
    else if (n)
      fits = fits && v[1] >= INT64_MIN + (-1 - v[2]);
    if (fits) return fast_range_iter(v[0], v[2], static_cast<int64_t>(n));
  }
  LongRangeIterObject* it = object_alloc<LongRangeIterObject>(&long_range_iter_type);
  if (it == nullptr) return nullptr;
  it->start = new_ref(r->start);
  it->step = new_ref(r->step);
  it->len = new_ref(r->length);
  return it;
}

static Object* long_range_reverse(RangeObject* r) {
  Held last_index(number_subtract(r->length, long_get_one()));
  if (last_index.o == nullptr) return nullptr;
  Held product(number_multiply(last_index.o, r->step));
  if (product.o == nullptr) return nullptr;
  Object* start = number_add(product.o, r->start);
  Object* step = start ? number_negative(r->step) : nullptr;
  LongRangeIterObject* it =
      step ? object_alloc<LongRangeIterObject>(&long_range_iter_type) : nullptr;
  if (it == nullptr) {
    xdecref(start);
    xdecref(step);
    return nullptr;
  }
  it->len = new_ref(r->length);
  it->start = start;
  it->step = step;
  return it;
}

static Object* range_reverse(Object* seq) {
  RangeObject* r = R(seq);
  int64_t v[3];
  if (!as_longs_with_error(r, v) || v[2] == INT64_MIN) return long_range_reverse(r);
  uint64_t start = static_cast<uint64_t>(v[0]), step = static_cast<uint64_t>(v[2]);
  if (v[2] > 0) {  // start - step must fit
    if (start - static_cast<uint64_t>(INT64_MIN) < step) return long_range_reverse(r);
  } else if (static_cast<uint64_t>(INT64_MAX) - start < 0 - step) {
    return long_range_reverse(r);
  }
  uint64_t n = get_len_of_range(v[0], v[1], v[2]);
  if (n > static_cast<uint64_t>(INT64_MAX)) return long_range_reverse(r);
  return fast_range_iter(static_cast<int64_t>(start - step + n * step), -v[2],
                         static_cast<int64_t>(n));
}

static const MethodDef range_methods[] = {
    {"__reversed__", range_reverse, "Return a reverse iterator."},
    {"__reduce__", range_reduce},
    {"count", range_count,
     "rangeobject.count(value) -> integer -- return number of occurrences of value"},
    {"index", range_index,
     "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value "
     "is not present."},
    {}};

static const MemberDef range_members[] = {
    {"start", Py_T_OBJECT_EX, offsetof(RangeObject, start), Py_READONLY},
    {"stop", Py_T_OBJECT_EX, offsetof(RangeObject, stop), Py_READONLY},
    {"step", Py_T_OBJECT_EX, offsetof(RangeObject, step), Py_READONLY},
    {}};

TypeObject range_type = {TYPE_HEAD,
                         {
                             .tp_name = "range",
                             .tp_basicsize = layout::range.basicsize,
                             .tp_dealloc = range_dealloc,
                             .tp_repr = range_repr,
                             .tp_hash = range_hash,
                             .tp_getattro = object_generic_get_attr,
                             .tp_flags = TPFLAGS_SEQUENCE,
                             .tp_doc = "range(stop) -> range object\nrange(start, stop[, step]) -> "
                                       "range object\n\nReturn an object that produces a "
                                       "sequence of integers from start (inclusive)\nto stop "
                                       "(exclusive) by step.  range(i, j) produces i, i+1, "
                                       "i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  "
                                       "range(4) produces 0, 1, 2, 3.\nThese are "
                                       "exactly the valid indices for a list of 4 elements.\nWhen "
                                       "step is given, it specifies the increment (or "
                                       "decrement).",
                             .tp_richcompare = range_richcompare,
                             .tp_iter = range_iter,
                             .tp_methods = range_methods,
                             .tp_members = range_members,
                             .tp_new = range_new,
                             .tp_vectorcall = range_vectorcall,
                             .nb_bool = range_bool,
                             .sq_length = range_length,
                             .sq_item = range_item,
                             .sq_contains = range_contains,
                             .mp_length = range_length,
                             .mp_subscript = range_subscript,
                         }};

// --- range_iterator ---

static void rangeiter_dealloc(Object* self) { object_free_small(self); }

static Object* rangeiter_next(Object* self) {
  RangeIterObject* r = as<RangeIterObject>(self);
  if (r->len <= 0) return nullptr;
  int64_t result = r->start;
  // Wraps where the value behind the last one does not fit; it is never given out.
  r->start = static_cast<int64_t>(static_cast<uint64_t>(result) + static_cast<uint64_t>(r->step));
  r->len--;
  return long_from_long(result);
}

static Object* rangeiter_len(Object* self) {
  return long_from_long(as<RangeIterObject>(self)->len);
}

// (iter, (range(...),), None).
static Object* reduce_to_range(Object* start, Object* stop, Object* step) {
  if (start == nullptr || stop == nullptr || step == nullptr) {
    xdecref(start);
    xdecref(stop);
    xdecref(step);
    return nullptr;
  }
  Held range(make_range_object(&range_type, start, stop, step));
  if (range.o == nullptr) return nullptr;
  Held iter(eval_get_builtin(ID(iter)));
  if (iter.o == nullptr) return nullptr;
  Held args(tuple_pack(range.o));
  return args.o ? tuple_pack(iter.o, args.o, None) : nullptr;
}

static Object* rangeiter_reduce(Object* self) {
  RangeIterObject* r = as<RangeIterObject>(self);
  return reduce_to_range(long_from_long(r->start), long_from_long(r->start + r->len * r->step),
                         long_from_long(r->step));
}

static Object* rangeiter_setstate(Object* self, Object* state) {
  RangeIterObject* r = as<RangeIterObject>(self);
  int64_t index = long_as_long(state);
  if (index == -1 && err_occurred()) return nullptr;
  if (index < 0)
    index = 0;
  else if (index > r->len)
    index = r->len;
  r->start += index * r->step;
  r->len -= index;
  return None;
}

static const MethodDef rangeiter_methods[] = {
    {"__length_hint__", rangeiter_len, "Private method returning an estimate of len(list(it))."},
    {"__reduce__", rangeiter_reduce, "Return state information for pickling."},
    {"__setstate__", rangeiter_setstate, "Set state information for unpickling."},
    {}};

TypeObject range_iter_type = {TYPE_HEAD,
                              {
                                  .tp_name = "range_iterator",
                                  .tp_basicsize = layout::range_iterator.basicsize,
                                  .tp_dealloc = rangeiter_dealloc,
                                  .tp_getattro = object_generic_get_attr,
                                  .tp_iter = object_self_iter,
                                  .tp_iternext = rangeiter_next,
                                  .tp_methods = rangeiter_methods,
                              }};

// --- longrange_iterator ---

static void longrangeiter_dealloc(Object* self) {
  LongRangeIterObject* r = as<LongRangeIterObject>(self);
  xdecref(r->start);
  xdecref(r->step);
  xdecref(r->len);
  object_free(self);
}

static Object* longrangeiter_next(Object* self) {
  LongRangeIterObject* r = as<LongRangeIterObject>(self);
  if (object_rich_compare_bool(r->len, long_get_zero(), kGt) != 1) return nullptr;
  Object* new_start = number_add(r->start, r->step);
  if (new_start == nullptr) return nullptr;
  Object* new_len = number_subtract(r->len, long_get_one());
  if (new_len == nullptr) {
    decref(new_start);
    return nullptr;
  }
  Object* result = r->start;
  r->start = new_start;
  set_ref(r->len, new_len);
  return result;
}

static Object* longrangeiter_len(Object* self) {
  return new_ref(as<LongRangeIterObject>(self)->len);
}

static Object* longrangeiter_reduce(Object* self) {
  LongRangeIterObject* r = as<LongRangeIterObject>(self);
  Held product(number_multiply(r->len, r->step));
  if (product.o == nullptr) return nullptr;
  return reduce_to_range(new_ref(r->start), number_add(r->start, product.o), new_ref(r->step));
}

static Object* longrangeiter_setstate(Object* self, Object* state) {
  LongRangeIterObject* r = as<LongRangeIterObject>(self);
  if (!long_check(state))
    return err_format(exc_TypeError, "state must be an int, not %.200s", state->ob_type->tp_name);
  Object* index = state;
  int cmp = object_rich_compare_bool(index, long_get_zero(), kLt);
  if (cmp < 0) return nullptr;
  if (cmp > 0) index = long_get_zero();
  cmp = object_rich_compare_bool(r->len, index, kLt);
  if (cmp < 0) return nullptr;
  if (cmp > 0) index = r->len;
  Held product(number_multiply(index, r->step));
  if (product.o == nullptr) return nullptr;
  Object* new_start = number_add(r->start, product.o);
  if (new_start == nullptr) return nullptr;
  Object* new_len = number_subtract(r->len, index);
  if (new_len == nullptr) {
    decref(new_start);
    return nullptr;
  }
  set_ref(r->start, new_start);
  set_ref(r->len, new_len);
  return None;
}

static const MethodDef longrangeiter_methods[] = {
    {"__length_hint__", longrangeiter_len,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__", longrangeiter_reduce, "Return state information for pickling."},
    {"__setstate__", longrangeiter_setstate, "Set state information for unpickling."},
    {}};

TypeObject long_range_iter_type = {TYPE_HEAD,
                                   {
                                       .tp_name = "longrange_iterator",
                                       .tp_basicsize = layout::longrange_iterator.basicsize,
                                       .tp_dealloc = longrangeiter_dealloc,
                                       .tp_getattro = object_generic_get_attr,
                                       .tp_iter = object_self_iter,
                                       .tp_iternext = longrangeiter_next,
                                       .tp_methods = longrangeiter_methods,
                                   }};

}  // namespace py

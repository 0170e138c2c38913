// Slices: the one-object free list, arithmetic with machine and Python ints, the type.
// CPython 3.13: Objects/sliceobject.c, _PyEval_SliceIndex in Python/ceval.c
#include "types/sliceobject.h"

#include "gc/gc.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/freelist.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

static_assert(sizeof(SliceObject) <= layout::slice.basicsize);

void slice_clear_free_list() {
  if (SliceObject* s = free_lists.slices.slice_cache) {
    free_lists.slices.slice_cache = nullptr;
    object_gc_del(s);
  }
}

// Steals all three, also when it fails.
static Object* slice_new_steal(Object* start, Object* stop, Object* step) {
  SliceObject* obj = free_lists.slices.slice_cache;
  if (obj) {
    free_lists.slices.slice_cache = nullptr;
    free_list_revive(obj, layout::kGcHead);
  } else {
    obj = object_gc_new<SliceObject>(&slice_type);
    if (obj == nullptr) {
      decref(start);
      decref(stop);
      decref(step);
      return nullptr;
    }
  }
  obj->start = start;
  obj->stop = stop;
  obj->step = step;
  object_gc_track(obj);
  return obj;
}

Object* slice_new(Object* start, Object* stop, Object* step) {
  return slice_new_steal(new_ref(start ? start : None), new_ref(stop ? stop : None),
                         new_ref(step ? step : None));
}

Object* build_slice_consume_refs(Object* start, Object* stop) {
  return slice_new_steal(start, stop, new_ref(None));
}

Object* slice_from_indices(Ssize istart, Ssize istop) {
  Object* start = long_from_ssize_t(istart);
  if (start == nullptr) return nullptr;
  Object* stop = long_from_ssize_t(istop);
  if (stop == nullptr) {
    decref(start);
    return nullptr;
  }
  return slice_new_steal(start, stop, new_ref(None));
}

static void slice_dealloc(Object* self) {
  SliceObject* r = as<SliceObject>(self);
  object_gc_untrack(self);
  decref(r->step);
  decref(r->start);
  decref(r->stop);
  if (free_lists.slices.slice_cache == nullptr)
    free_lists.slices.slice_cache = r;
  else
    object_gc_del(r);
}

static int slice_traverse(Object* self, visitproc visit, void* arg) {
  SliceObject* r = as<SliceObject>(self);
  VISIT(r->start);
  VISIT(r->stop);
  VISIT(r->step);
  return 0;
}

// --- Indices ---

int eval_slice_index_not_none(Object* v, Ssize* value) {
  if (!index_check(v)) {
    err_set_string(exc_TypeError, "slice indices must be integers or have an __index__ method");
    return 0;
  }
  Ssize x = number_as_ssize_t(v, nullptr);
  if (x == -1 && err_occurred()) return 0;
  *value = x;
  return 1;
}

int eval_slice_index(Object* v, Ssize* value) {
  if (v == None) return 1;
  if (index_check(v)) return eval_slice_index_not_none(v, value);
  err_set_string(exc_TypeError,
                 "slice indices must be integers or None or have an __index__ method");
  return 0;
}

int slice_unpack(Object* slice, Ssize* start, Ssize* stop, Ssize* step) {
  SliceObject* r = as<SliceObject>(slice);
  *step = 1;
  if (r->step != None) {
    if (!eval_slice_index(r->step, step)) return -1;
    if (*step == 0) {
      err_set_string(exc_ValueError, "slice step cannot be zero");
      return -1;
    }
    if (*step < -kSsizeMax) *step = -kSsizeMax;  // so that -step is a number too
  }
  *start = *step < 0 ? kSsizeMax : 0;
  if (r->start != None && !eval_slice_index(r->start, start)) return -1;
  *stop = *step < 0 ? kSsizeMin : kSsizeMax;
  if (r->stop != None && !eval_slice_index(r->stop, stop)) return -1;
  return 0;
}

static Ssize adjust_bound(Ssize length, Ssize bound, Ssize step) {
  if (bound < 0) {
    bound += length;
    if (bound < 0) bound = step < 0 ? -1 : 0;
  } else if (bound >= length) {
    bound = step < 0 ? length - 1 : length;
  }
  return bound;
}

Ssize slice_adjust_indices(Ssize length, Ssize* start, Ssize* stop, Ssize step) {
  *start = adjust_bound(length, *start, step);
  *stop = adjust_bound(length, *stop, step);
  if (step < 0) return *stop < *start ? (*start - *stop - 1) / (-step) + 1 : 0;
  return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

int slice_get_indices_ex(Object* slice, Ssize length, Ssize* start, Ssize* stop, Ssize* step,
                         Ssize* slicelength) {
  if (slice_unpack(slice, start, stop, step) < 0) return -1;
  *slicelength = slice_adjust_indices(length, start, stop, *step);
  return 0;
}

static Object* evaluate_slice_index(Object* v) {
  if (index_check(v)) return number_index(v);
  err_set_string(exc_TypeError,
                 "slice indices must be integers or None or have an __index__ method");
  return nullptr;
}

// start or stop for a length: None is the default; negative ones count from the end; clipped to
// [lower, upper].
static Object* long_bound(Object* v, Object* length, Object* lower, Object* upper,
                          Object* none_value) {
  if (v == None) return new_ref(none_value);
  Object* bound = evaluate_slice_index(v);
  if (bound == nullptr) return nullptr;
  if (long_is_negative(bound)) {
    Object* sum = number_add(bound, length);
    decref(bound);
    if (sum == nullptr) return nullptr;
    int below = object_rich_compare_bool(sum, lower, kLt);
    if (below == 0) return sum;
    decref(sum);
    return below < 0 ? nullptr : new_ref(lower);
  }
  int above = object_rich_compare_bool(bound, upper, kGt);
  if (above == 0) return bound;
  decref(bound);
  return above < 0 ? nullptr : new_ref(upper);
}

int slice_get_long_indices(SliceObject* self, Object* length, Object** start_ptr, Object** stop_ptr,
                           Object** step_ptr) {
  Object *start = nullptr, *stop = nullptr, *step = nullptr, *lower = nullptr, *upper = nullptr;
  bool negative = false;
  if (self->step == None) {
    step = long_get_one();
  } else {
    step = evaluate_slice_index(self->step);
    if (step == nullptr) goto error;
    negative = long_is_negative(step);
    if (long_is_zero(step)) {
      err_set_string(exc_ValueError, "slice step cannot be zero");
      goto error;
    }
  }
  if (negative) {
    lower = long_from_long(-1);
    upper = number_add(length, lower);
  } else {
    lower = long_get_zero();
    upper = new_ref(length);
  }
  if (upper == nullptr) goto error;
  start = long_bound(self->start, length, lower, upper, negative ? upper : lower);
  if (start == nullptr) goto error;
  stop = long_bound(self->stop, length, lower, upper, negative ? lower : upper);
  if (stop == nullptr) goto error;
  decref(lower);
  decref(upper);
  *start_ptr = start;
  *stop_ptr = stop;
  *step_ptr = step;
  return 0;
error:
  *start_ptr = *stop_ptr = *step_ptr = nullptr;
  xdecref(start);
  xdecref(step);
  xdecref(lower);
  xdecref(upper);
  return -1;
}

// --- The type ---

static Object* slice_tp_new(TypeObject*, Object* args, Object* kwds) {
  if (!arg_no_keywords("slice", kwds)) return nullptr;
  Ssize n = tuple_size(args);
  if (!arg_check_positional("slice", n, 1, 3)) return nullptr;
  Object* const* a = tuple_items(args);
  return n == 1 ? slice_new(nullptr, a[0], nullptr)
                : slice_new(a[0], a[1], n == 3 ? a[2] : nullptr);
}

static Object* slice_repr(Object* self) {
  SliceObject* r = as<SliceObject>(self);
  return unicode_from_format("slice(%R, %R, %R)", r->start, r->stop, r->step);
}

static Object* slice_indices(Object* self, Object* len) {
  Object* length = number_index(len);
  if (length == nullptr) return nullptr;
  if (long_is_negative(length)) {
    err_set_string(exc_ValueError, "length should not be negative");
    decref(length);
    return nullptr;
  }
  Object* parts[3];
  int error =
      slice_get_long_indices(as<SliceObject>(self), length, &parts[0], &parts[1], &parts[2]);
  decref(length);
  return error < 0 ? nullptr : tuple_from_array_steal(parts, 3);
}

static Object* slice_reduce(Object* self) {
  SliceObject* r = as<SliceObject>(self);
  Object* args = tuple_pack(r->start, r->stop, r->step);
  if (args == nullptr) return nullptr;
  Object* result = tuple_pack(static_cast<Object*>(self->ob_type), args);
  decref(args);
  return result;
}

static Object* slice_richcompare(Object* v, Object* w, int op) {
  if (!slice_check(v) || !slice_check(w)) return NotImplemented;
  if (v == w) return bool_from_long(op == kEq || op == kLe || op == kGe);
  SliceObject *a = as<SliceObject>(v), *b = as<SliceObject>(w);
  Object* t1 = tuple_pack(a->start, a->stop, a->step);
  if (t1 == nullptr) return nullptr;
  Object* t2 = tuple_pack(b->start, b->stop, b->step);
  Object* result = t2 ? object_rich_compare(t1, t2, op) : nullptr;
  decref(t1);
  xdecref(t2);
  return result;
}

static HashValue slice_hash(Object* self) {
  SliceObject* r = as<SliceObject>(self);
  uint64_t acc = 2870177450012600261u;  // xxHash, as tuple_hash
  for (Object* part : {r->start, r->stop, r->step}) {
    HashValue h = object_hash(part);
    if (h == -1) return -1;
    acc += static_cast<uint64_t>(h) * 14029467366897019727u;
    acc = (acc << 31) | (acc >> 33);
    acc *= 11400714785074694791u;
  }
  return acc == UINT64_MAX ? 1546275796 : static_cast<HashValue>(acc);
}

static const MemberDef slice_members[] = {
    {"start", _Py_T_OBJECT, offsetof(SliceObject, start), Py_READONLY},
    {"stop", _Py_T_OBJECT, offsetof(SliceObject, stop), Py_READONLY},
    {"step", _Py_T_OBJECT, offsetof(SliceObject, step), Py_READONLY},
    {}};

static const MethodDef slice_methods[] = {
    {"indices", slice_indices,
     "S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate the "
     "start and stop\nindices, "
     "and the stride length of the extended slice described by\nS. Out of bounds indices are "
     "clipped in a manner "
     "consistent with the\nhandling of normal slices."},
    {"__reduce__", slice_reduce, "Return state information for pickling."},
    {}};

TypeObject slice_type = {
    TYPE_HEAD,
    {
        .tp_name = "slice",
        .tp_basicsize = layout::slice.basicsize,
        .tp_dealloc = slice_dealloc,
        .tp_repr = slice_repr,
        .tp_hash = slice_hash,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC,
        .tp_doc =
            "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for "
            "extended slicing (e.g. a[0:10:2]).",
        .tp_traverse = slice_traverse,
        .tp_richcompare = slice_richcompare,
        .tp_methods = slice_methods,
        .tp_members = slice_members,
        .tp_new = slice_tp_new,
    }};

}  // namespace py

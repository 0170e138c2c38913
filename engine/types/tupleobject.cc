// Tuples: allocation, slots, methods, iterator.
// CPython 3.13: Objects/tupleobject.c
//
// Invariants: types/tupleobject.h. A tuple of the free list is linked through its first item.
#include "types/tupleobject.h"

#include <cstring>

#include "gc/gc.h"  // object_gc_new_var
#include "object/abstract.h"
#include "object/errors.h"
#include "object/freelist.h"
#include "object/trashcan.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/genericaliasobject.h"
#include "types/getargs.h"
#include "types/iter_reduce.h"
#include "types/listobject.h"
#include "types/sliceobject.h"
#include "types/typeobject.h"
#include "types/unicode_writer.h"

namespace py {

static_assert(offsetof(TupleObject, ob_item) <= layout::tuple.basicsize);

EmptyTuple empty_tuple = {{}, {{kImmortalRefcnt, &tuple_type}, 0}};

constexpr Ssize kMaxItems =
    (kSsizeMax - layout::tuple.basicsize - layout::kGcHead) / layout::kPointer;

// --- Allocation ---

void tuple_clear_free_list() {
  auto& lists = free_lists.tuples;
  for (int i = 0; i < kMaxFreeTupleSize; i++) {
    TupleObject* p = lists.items[i];
    lists.items[i] = nullptr;
    lists.numfree[i] = 0;
    while (p) {
      TupleObject* next = static_cast<TupleObject*>(p->ob_item[0]);
      object_gc_del(p);
      p = next;
    }
  }
}

// size > 0 items, not set, untracked.
static ALWAYS_INLINE TupleObject* tuple_alloc(Ssize size) {
  if (LIKELY(size <= kMaxFreeTupleSize)) {
    auto& lists = free_lists.tuples;
    TupleObject* op = lists.items[size - 1];
    if (LIKELY(op != nullptr)) {
      lists.items[size - 1] = static_cast<TupleObject*>(op->ob_item[0]);
      lists.numfree[size - 1]--;
      return free_list_revive(op, layout::kGcHead);
    }
  } else if (size > kMaxItems) {
    err_no_memory();
    return nullptr;
  }
  return object_gc_new_var<TupleObject>(&tuple_type, size);
}

Object* tuple_new(Ssize size) {
  if (size == 0) return tuple_empty();
  if (size < 0) {
    err_bad_internal_call("tuple_new");
    return nullptr;
  }
  TupleObject* op = tuple_alloc(size);
  if (op == nullptr) return nullptr;
  for (Ssize i = 0; i < size; i++) op->ob_item[i] = nullptr;
  object_gc_track(op);
  return op;
}

Object* tuple_from_array(Object* const* src, Ssize n) {
  if (n == 0) return tuple_empty();
  TupleObject* op = tuple_alloc(n);
  if (op == nullptr) return nullptr;
  for (Ssize i = 0; i < n; i++) op->ob_item[i] = new_ref(src[i]);
  object_gc_track(op);
  return op;
}

Object* tuple_pack_array(Object* const* items, Ssize n) { return tuple_from_array(items, n); }

Object* tuple_from_array_steal(Object* const* src, Ssize n) {
  if (n == 0) return tuple_empty();
  TupleObject* op = tuple_alloc(n);
  if (op == nullptr) {
    for (Ssize i = 0; i < n; i++) decref(src[i]);
    return nullptr;
  }
  for (Ssize i = 0; i < n; i++) op->ob_item[i] = src[i];
  object_gc_track(op);
  return op;
}

static void tuple_dealloc(Object* o) {
  TupleObject* op = as<TupleObject>(o);
  object_gc_untrack(o);
  if (trashcan_begin(o, tuple_dealloc)) return;
  Ssize size = op->ob_size;
  for (Ssize i = size; --i >= 0;) xdecref(op->ob_item[i]);
  auto& lists = free_lists.tuples;
  if (size >= 1 && size <= kMaxFreeTupleSize && lists.numfree[size - 1] < kMaxFreeTuples &&
      tuple_check_exact(o)) {
    op->ob_item[0] = lists.items[size - 1];
    lists.items[size - 1] = op;
    lists.numfree[size - 1]++;
  } else {
    o->ob_type->tp_free(o);
  }
  trashcan_end();
}

int tuple_resize(Object** p, Ssize newsize) {
  TupleObject* v = as<TupleObject>(*p);
  if (v == nullptr || !tuple_check_exact(v) || (v->ob_size != 0 && v->ob_refcnt != 1)) {
    *p = nullptr;
    xdecref(v);
    err_bad_internal_call("tuple_resize");
    return -1;
  }
  Ssize oldsize = v->ob_size;
  if (oldsize == newsize) return 0;
  if (newsize == 0 || oldsize == 0) {  // the empty tuple is shared
    decref(v);
    *p = tuple_new(newsize);
    return *p == nullptr ? -1 : 0;
  }
  object_gc_untrack(v);
  for (Ssize i = newsize; i < oldsize; i++) clear_ref(v->ob_item[i]);
  TupleObject* sv = static_cast<TupleObject*>(object_gc_resize(v, newsize));
  if (sv == nullptr) {
    *p = nullptr;
    object_gc_del(v);
    return -1;
  }
  sv->ob_refcnt = 1;
  for (Ssize i = oldsize; i < newsize; i++) sv->ob_item[i] = nullptr;
  *p = sv;
  object_gc_track(sv);
  return 0;
}

// An item that the collector need not follow: no collectable object, or a tuple that is untracked
// itself.
static inline bool may_be_tracked(Object* o) {
  return object_is_gc(o) && (!tuple_check_exact(o) || object_gc_is_tracked(o));
}

void tuple_maybe_untrack(Object* op) {
  if (!tuple_check_exact(op) || !object_gc_is_tracked(op)) return;
  for (Ssize i = 0, n = tuple_size(op); i < n; i++) {
    Object* item = tuple_item(op, i);
    if (item == nullptr || may_be_tracked(item)) return;  // null: still being filled
  }
  object_gc_untrack(op);
}

static int tuple_traverse(Object* op, visitproc visit, void* arg) {
  for (Ssize i = tuple_size(op); --i >= 0;) VISIT(tuple_item(op, i));
  return 0;
}

// --- Items ---

Object* tuple_get_item(Object* op, Ssize i) {
  if (!tuple_check(op)) {
    err_bad_internal_call("tuple_get_item");
    return nullptr;
  }
  if (i < 0 || i >= tuple_size(op)) {
    err_set_string(exc_IndexError, "tuple index out of range");
    return nullptr;
  }
  return tuple_item(op, i);
}

int tuple_set_item(Object* op, Ssize i, Object* item) {
  if (!tuple_check(op) || op->ob_refcnt != 1) {
    xdecref(item);
    err_bad_internal_call("tuple_set_item");
    return -1;
  }
  if (i < 0 || i >= tuple_size(op)) {
    xdecref(item);
    err_set_string(exc_IndexError, "tuple assignment index out of range");
    return -1;
  }
  set_ref(as<TupleObject>(op)->ob_item[i], item);
  return 0;
}

static Object* tuple_sq_item(Object* self, Ssize i) {
  if (i < 0 || i >= tuple_size(self)) {
    err_set_string(exc_IndexError, "tuple index out of range");
    return nullptr;
  }
  return new_ref(tuple_item(self, i));
}

static Object* tuple_slice(Object* a, Ssize low, Ssize high) {
  Ssize size = tuple_size(a);
  if (low < 0) low = 0;
  if (high > size) high = size;
  if (high < low) high = low;
  if (low == 0 && high == size && tuple_check_exact(a)) return new_ref(a);
  return tuple_from_array(tuple_items(a) + low, high - low);
}

Object* tuple_get_slice(Object* op, Ssize low, Ssize high) {
  if (op == nullptr || !tuple_check(op)) {
    err_bad_internal_call("tuple_get_slice");
    return nullptr;
  }
  return tuple_slice(op, low, high);
}

static Object* tuple_slice_subscript(Object* self, Object* slice) {
  Ssize start, stop, step;
  if (slice_unpack(slice, &start, &stop, &step) < 0) return nullptr;
  Ssize n = slice_adjust_indices(tuple_size(self), &start, &stop, step);
  if (n <= 0) return tuple_empty();
  if (start == 0 && step == 1 && n == tuple_size(self) && tuple_check_exact(self))
    return new_ref(self);
  TupleObject* result = tuple_alloc(n);
  if (result == nullptr) return nullptr;
  Object** src = tuple_items(self);
  for (Ssize i = 0, cur = start; i < n; i++, cur += step) result->ob_item[i] = new_ref(src[cur]);
  object_gc_track(result);
  return result;
}

Object* tuple_subscript(Object* self, Object* index) {
  if (index_check(index)) {
    Ssize i = number_as_ssize_t(index, exc_IndexError);
    if (i == -1 && err_occurred()) return nullptr;
    if (i < 0) i += tuple_size(self);
    return tuple_sq_item(self, i);
  }
  if (slice_check(index)) return tuple_slice_subscript(self, index);
  return err_format(exc_TypeError, "tuple indices must be integers or slices, not %.200s",
                    index->ob_type->tp_name);
}

Object* tuple_concat(Object* a, Object* b) {
  if (tuple_size(a) == 0 && tuple_check_exact(b)) return new_ref(b);
  if (!tuple_check(b))
    return err_format(exc_TypeError, "can only concatenate tuple (not \"%.200s\") to tuple",
                      b->ob_type->tp_name);
  if (tuple_size(b) == 0 && tuple_check_exact(a)) return new_ref(a);
  Ssize n = tuple_size(a), m = tuple_size(b);
  if (n > kSsizeMax - m) return err_no_memory();
  if (n + m == 0) return tuple_empty();
  TupleObject* result = tuple_alloc(n + m);
  if (result == nullptr) return nullptr;
  for (Ssize i = 0; i < n; i++) result->ob_item[i] = new_ref(tuple_item(a, i));
  for (Ssize i = 0; i < m; i++) result->ob_item[n + i] = new_ref(tuple_item(b, i));
  object_gc_track(result);
  return result;
}

Object* tuple_repeat(Object* self, Ssize n) {
  Ssize size = tuple_size(self);
  if ((size == 0 || n == 1) && tuple_check_exact(self)) return new_ref(self);
  if (size == 0 || n <= 0) return tuple_empty();
  if (n > kSsizeMax / size) return err_no_memory();
  TupleObject* result = tuple_alloc(size * n);
  if (result == nullptr) return nullptr;
  Object** dest = result->ob_item;
  for (Ssize k = 0; k < n; k++)
    for (Ssize i = 0; i < size; i++) *dest++ = new_ref(tuple_item(self, i));
  object_gc_track(result);
  return result;
}

static int tuple_contains(Object* self, Object* value) {
  int cmp = 0;
  for (Ssize i = 0, n = tuple_size(self); cmp == 0 && i < n; i++)
    cmp = object_rich_compare_bool(tuple_item(self, i), value, kEq);
  return cmp;
}

static Ssize tuple_length(Object* self) { return tuple_size(self); }

// --- Hash, comparison, repr ---

// xxHash's mixing over the items' hashes; the length enters at the end.
HashValue tuple_hash(Object* o) {
  constexpr uint64_t XXPRIME_1 = 11400714785074694791u, XXPRIME_2 = 14029467366897019727u,
                     XXPRIME_5 = 2870177450012600261u;
  uint64_t acc = XXPRIME_5;
  Ssize n = tuple_size(o);
  for (Ssize i = 0; i < n; i++) {
    HashValue h = object_hash(tuple_item(o, i));
    if (h == -1) return -1;
    acc += static_cast<uint64_t>(h) * XXPRIME_2;
    acc = (acc << 31) | (acc >> 33);
    acc *= XXPRIME_1;
  }
  acc += static_cast<uint64_t>(n) ^ (XXPRIME_5 ^ 3527539u);
  return acc == UINT64_MAX ? 1546275796 : static_cast<HashValue>(acc);
}

static Object* tuple_richcompare(Object* v, Object* w, int op) {
  if (!tuple_check(v) || !tuple_check(w)) return new_ref(NotImplemented);
  Ssize vlen = tuple_size(v), wlen = tuple_size(w), i = 0;
  for (; i < vlen && i < wlen; i++) {
    int equal = object_rich_compare_bool(tuple_item(v, i), tuple_item(w, i), kEq);
    if (equal < 0) return nullptr;
    if (!equal) break;
  }
  if (i >= vlen || i >= wlen) {
    bool less = vlen < wlen, same = vlen == wlen;
    bool result = op == kLt   ? less
                  : op == kLe ? less || same
                  : op == kEq ? same
                  : op == kNe ? !same
                  : op == kGt ? !less && !same
                              : !less;
    return bool_from_long(result);
  }
  if (op == kEq) return False;
  if (op == kNe) return True;
  return object_rich_compare(tuple_item(v, i), tuple_item(w, i), op);
}

static int write_items(UnicodeWriter* w, Object* self, Ssize n) {
  if (unicode_writer_write_char(w, '(') < 0) return -1;
  for (Ssize i = 0; i < n; i++) {
    if (i > 0 && unicode_writer_write_ascii_string(w, ", ", 2) < 0) return -1;
    Object* s = object_repr(tuple_item(self, i));
    if (s == nullptr) return -1;
    int failed = unicode_writer_write_str(w, s);
    decref(s);
    if (failed < 0) return -1;
  }
  w->overallocate = false;
  return n > 1 ? unicode_writer_write_char(w, ')') : unicode_writer_write_ascii_string(w, ",)", 2);
}

static Object* tuple_repr(Object* self) {
  Ssize n = tuple_size(self);
  if (n == 0) return unicode_from_string("()");
  int entered = repr_enter(self);
  if (entered != 0) return entered > 0 ? unicode_from_string("(...)") : nullptr;
  UnicodeWriter writer;
  unicode_writer_init(&writer);
  writer.overallocate = true;
  writer.min_length = n > 1 ? 1 + 1 + (2 + 1) * (n - 1) + 1 : 4;  // "(" "1" ", 2"... ")"; "(1,)"
  int failed = write_items(&writer, self, n);
  repr_leave(self);
  if (failed < 0) {
    unicode_writer_dealloc(&writer);
    return nullptr;
  }
  return unicode_writer_finish(&writer);
}

// --- Methods ---

static Object* tuple_method_index(Object* self, Object* const* args, Ssize nargs) {
  Ssize start = 0, stop = kSsizeMax, n = tuple_size(self);
  if (!arg_check_positional("index", nargs, 1, 3)) return nullptr;
  if (nargs > 1 && !eval_slice_index_not_none(args[1], &start)) return nullptr;
  if (nargs > 2 && !eval_slice_index_not_none(args[2], &stop)) return nullptr;
  if (start < 0) start = start + n < 0 ? 0 : start + n;
  if (stop < 0)
    stop += n;
  else if (stop > n)
    stop = n;
  for (Ssize i = start; i < stop; i++) {
    int cmp = object_rich_compare_bool(tuple_item(self, i), args[0], kEq);
    if (cmp > 0) return long_from_ssize_t(i);
    if (cmp < 0) return nullptr;
  }
  err_set_string(exc_ValueError, "tuple.index(x): x not in tuple");
  return nullptr;
}

static Object* tuple_method_count(Object* self, Object* value) {
  Ssize count = 0;
  for (Ssize i = 0, n = tuple_size(self); i < n; i++) {
    int cmp = object_rich_compare_bool(tuple_item(self, i), value, kEq);
    if (cmp < 0) return nullptr;
    count += cmp;
  }
  return long_from_ssize_t(count);
}

static Object* tuple_getnewargs(Object* self) {
  Object* copy = tuple_from_array(tuple_items(self), tuple_size(self));
  Object* result = copy ? tuple_pack(copy) : nullptr;
  xdecref(copy);
  return result;
}

static const MethodDef tuple_methods[] = {
    {"__getnewargs__", tuple_getnewargs, "__getnewargs__($self, /)\n--\n\n"},
    {"index", tuple_method_index,
     "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of "
     "value.\n\nRaises ValueError if the "
     "value is not present."},
    {"count", tuple_method_count,
     "count($self, value, /)\n--\n\nReturn number of occurrences of value."},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {}};

// --- Making tuples from Python ---

static Object* tuple_new_impl(TypeObject* type, Object* iterable);

// An instance of a subclass: first a tuple, then a copy of its items in the instance's own block.
static Object* tuple_subtype_new(TypeObject* type, Object* iterable) {
  Object* tmp = tuple_new_impl(&tuple_type, iterable);
  if (tmp == nullptr) return nullptr;
  Ssize n = tuple_size(tmp);
  Object* result = type->tp_alloc(type, n);
  if (result)
    for (Ssize i = 0; i < n; i++) tuple_init_item(result, i, new_ref(tuple_item(tmp, i)));
  decref(tmp);
  return result;
}

static Object* tuple_new_impl(TypeObject* type, Object* iterable) {
  if (type != &tuple_type) return tuple_subtype_new(type, iterable);
  return iterable == nullptr ? tuple_empty() : sequence_tuple(iterable);
}

static Object* tuple_tp_new(TypeObject* type, Object* args, Object* kwds) {
  if ((type == &tuple_type || type->tp_init == tuple_type.tp_init) &&
      !arg_no_keywords("tuple", kwds))
    return nullptr;
  if (!arg_check_positional("tuple", tuple_size(args), 0, 1)) return nullptr;
  return tuple_new_impl(type, tuple_size(args) ? tuple_item(args, 0) : nullptr);
}

static Object* tuple_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  Ssize nargs = vectorcall_nargs(nargsf);
  if (!arg_no_kwnames("tuple", kwnames) || !arg_check_positional("tuple", nargs, 0, 1))
    return nullptr;
  return nargs ? tuple_new_impl(static_cast<TypeObject*>(type), args[0]) : tuple_empty();
}

TypeObject tuple_type = {
    TYPE_HEAD,
    {
        .tp_name = "tuple",
        .tp_basicsize = layout::tuple.basicsize,
        .tp_itemsize = layout::tuple.itemsize,
        .tp_dealloc = tuple_dealloc,
        .tp_repr = tuple_repr,
        .tp_hash = tuple_hash,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_TUPLE_SUBCLASS |
                    TPFLAGS_MATCH_SELF | TPFLAGS_SEQUENCE,
        .tp_doc = "tuple(iterable=(), /)\n--\n\nBuilt-in immutable sequence.\n\nIf no argument is "
                  "given, the constructor "
                  "returns an empty tuple.\nIf iterable is specified the tuple is initialized from "
                  "iterable's "
                  "items.\n\nIf the argument is a tuple, the return value is the same object.",
        .tp_traverse = tuple_traverse,
        .tp_richcompare = tuple_richcompare,
        .tp_iter = tuple_iter,
        .tp_methods = tuple_methods,
        .tp_new = tuple_tp_new,
        .tp_free = object_gc_del,
        .tp_vectorcall = tuple_vectorcall,
        .sq_length = tuple_length,
        .sq_concat = tuple_concat,
        .sq_repeat = tuple_repeat,
        .sq_item = tuple_sq_item,
        .sq_contains = tuple_contains,
        .mp_length = tuple_length,
        .mp_subscript = tuple_subscript,
        .tp_maybe_untrack = tuple_maybe_untrack,
    }};

// --- Iterator ---

Object* tuple_iter(Object* seq) {
  TupleIterObject* it = object_gc_new<TupleIterObject>(&tuple_iter_type);
  if (it == nullptr) return nullptr;
  it->it_index = 0;
  it->it_seq = as<TupleObject>(new_ref(seq));
  object_gc_track(it);
  return it;
}

static void tupleiter_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as<TupleIterObject>(self)->it_seq);
  object_gc_del(self);
}

static int tupleiter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<TupleIterObject>(self)->it_seq);
  return 0;
}

static Object* tupleiter_next(Object* self) {
  TupleIterObject* it = as<TupleIterObject>(self);
  TupleObject* seq = it->it_seq;
  if (seq == nullptr) return nullptr;
  if (it->it_index < seq->ob_size) return new_ref(seq->ob_item[it->it_index++]);
  it->it_seq = nullptr;
  decref(seq);
  return nullptr;
}

static Object* tupleiter_len(Object* self) {
  TupleIterObject* it = as<TupleIterObject>(self);
  return long_from_ssize_t(it->it_seq ? it->it_seq->ob_size - it->it_index : 0);
}

static Object* tupleiter_reduce(Object* self) {
  TupleIterObject* it = as<TupleIterObject>(self);
  if (it->it_seq) return reduce_with_builtin(ID(iter), it->it_seq, it->it_index);
  return reduce_with_builtin(ID(iter), tuple_empty());
}

static Object* tupleiter_setstate(Object* self, Object* state) {
  TupleIterObject* it = as<TupleIterObject>(self);
  Ssize index =
      long_check(state) ? long_as_ssize_t(state) : number_as_ssize_t(state, exc_OverflowError);
  if (index == -1 && err_occurred()) return nullptr;
  if (it->it_seq) {
    if (index < 0) index = 0;
    if (index > it->it_seq->ob_size) index = it->it_seq->ob_size;
    it->it_index = index;
  }
  return None;
}

static const MethodDef tupleiter_methods[] = {
    {"__length_hint__", tupleiter_len, "Private method returning an estimate of len(list(it))."},
    {"__reduce__", tupleiter_reduce, "Return state information for pickling."},
    {"__setstate__", tupleiter_setstate, "Set state information for unpickling."},
    {}};

TypeObject tuple_iter_type = {TYPE_HEAD,
                              {
                                  .tp_name = "tuple_iterator",
                                  .tp_basicsize = layout::tuple_iterator.basicsize,
                                  .tp_dealloc = tupleiter_dealloc,
                                  .tp_getattro = object_generic_get_attr,
                                  .tp_flags = TPFLAGS_HAVE_GC,
                                  .tp_traverse = tupleiter_traverse,
                                  .tp_iter = object_self_iter,
                                  .tp_iternext = tupleiter_next,
                                  .tp_methods = tupleiter_methods,
                              }};

}  // namespace py

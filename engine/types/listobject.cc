// Lists: growth, item access, slices, extend, and the slots of list.
// CPython 3.13: Objects/listobject.c (list_methods.cc: methods and iterators, list_sort.cc: sort)
//
// Invariants: types/listobject.h. Every function that runs Python code while it looks at the items
// reads ob_size and ob_item again afterwards: the code may have changed the list.
#include "types/listobject.h"

#include <cstring>

#include "gc/gc.h"         // object_gc_new
#include "memory/pymem.h"  // mem_malloc
#include "object/abstract.h"
#include "object/errors.h"
#include "object/freelist.h"
#include "object/trashcan.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/dictobject.h"  // extend from dicts and views
#include "types/list_internal.h"
#include "types/setobject.h"  // extend from sets
#include "types/sliceobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"

namespace py {

static_assert(sizeof(ListObject) <= layout::list.basicsize);

constexpr Ssize kMaxItems = kSsizeMax / layout::kPointer;

static inline uint64_t items_bytes(Ssize n) { return static_cast<uint64_t>(n) * layout::kPointer; }
static inline bool valid_index(Ssize i, Ssize limit) {
  return static_cast<uint64_t>(i) < static_cast<uint64_t>(limit);
}

// --- Growth ---

// Makes room for newsize items and sets ob_size; the new places hold rubbish. Keeps the block while
// newsize lies between half of it and all of it; otherwise asks for about 1/8 more than needed, a
// multiple of 4, unless that is nearer to newsize than the old size was (one big extend gets just
// what it needs). 0, or -1 with nothing changed.
int list_resize(ListObject* self, Ssize newsize) {
  Ssize allocated = self->allocated;
  if (allocated >= newsize && newsize >= (allocated >> 1)) {
    self->ob_size = newsize;
    return 0;
  }
  uint64_t size = static_cast<uint64_t>(newsize);
  uint64_t new_allocated = (size + (size >> 3) + 6) & ~uint64_t{3};
  if (newsize - self->ob_size > static_cast<Ssize>(new_allocated - size))
    new_allocated = (size + 3) & ~uint64_t{3};
  if (newsize == 0) new_allocated = 0;
  Object** items = nullptr;
  if (new_allocated <= static_cast<uint64_t>(kMaxItems))
    items = static_cast<Object**>(mem_realloc(self->ob_item, new_allocated * layout::kPointer));
  if (items == nullptr) {
    err_no_memory();
    return -1;
  }
  self->ob_item = items;
  self->ob_size = newsize;
  self->allocated = static_cast<Ssize>(new_allocated);
  return 0;
}

// The first items of a list that has none: an even number of places. ob_size stays.
static int list_preallocate_exact(ListObject* self, Ssize size) {
  size = (size + 1) & ~Ssize{1};
  Object** items =
      size <= kMaxItems ? static_cast<Object**>(mem_malloc(items_bytes(size))) : nullptr;
  if (items == nullptr) {
    err_no_memory();
    return -1;
  }
  self->ob_item = items;
  self->allocated = size;
  return 0;
}

void list_clear_free_list() {
  auto& lists = free_lists.lists;
  while (lists.numfree) object_gc_del(lists.items[--lists.numfree]);
}

// A header without items, not yet tracked.
static ALWAYS_INLINE ListObject* list_alloc() {
  auto& lists = free_lists.lists;
  if (LIKELY(lists.numfree)) return free_list_revive(lists.items[--lists.numfree], layout::kGcHead);
  return object_gc_new<ListObject>(&list_type);
}

Object* list_new(Ssize size) {
  if (size < 0) {
    err_bad_internal_call("list_new");
    return nullptr;
  }
  ListObject* op = list_alloc();
  if (op == nullptr) return nullptr;
  op->ob_size = 0;
  op->allocated = 0;
  op->ob_item = nullptr;
  if (size > 0) {
    op->ob_item =
        size <= kMaxItems ? static_cast<Object**>(mem_calloc(size, layout::kPointer)) : nullptr;
    if (op->ob_item == nullptr) {
      decref(op);
      return err_no_memory();
    }
  }
  op->ob_size = size;
  op->allocated = size;
  object_gc_track(op);
  return op;
}

Object* list_new_prealloc(Ssize size) {
  ListObject* op = as<ListObject>(list_new(0));
  if (op == nullptr) return nullptr;
  op->ob_item = size <= kMaxItems ? static_cast<Object**>(mem_malloc(items_bytes(size))) : nullptr;
  if (op->ob_item == nullptr) {
    decref(op);
    return err_no_memory();
  }
  op->allocated = size;
  return op;
}

Object* list_from_array_steal(Object* const* src, Ssize n) {
  if (n == 0) return list_new(0);
  ListObject* list = list_alloc();
  if (list) {
    list->ob_size = list->allocated = 0;
    list->ob_item = static_cast<Object**>(mem_malloc(items_bytes(n)));
    if (list->ob_item == nullptr) {
      decref(list);
      list = nullptr;
      err_no_memory();
    }
  }
  if (list == nullptr) {
    for (Ssize i = 0; i < n; i++) decref(src[i]);
    return nullptr;
  }
  memcpy(list->ob_item, src, static_cast<size_t>(n) * sizeof(Object*));
  list->ob_size = list->allocated = n;
  object_gc_track(list);
  return list;
}

// --- Single items ---

Object* list_get_item(Object* op, Ssize i) {
  if (!list_check(op)) {
    err_bad_internal_call("list_get_item");
    return nullptr;
  }
  if (!valid_index(i, list_size(op))) {
    err_set_string(exc_IndexError, "list index out of range");
    return nullptr;
  }
  return list_item(op, i);
}

Object* list_get_item_ref(Object* op, Ssize i) { return xnew_ref(list_get_item(op, i)); }

int list_set_item(Object* op, Ssize i, Object* item) {
  if (!list_check(op)) {
    xdecref(item);
    err_bad_internal_call("list_set_item");
    return -1;
  }
  if (!valid_index(i, list_size(op))) {
    xdecref(item);
    err_set_string(exc_IndexError, "list assignment index out of range");
    return -1;
  }
  set_ref(as<ListObject>(op)->ob_item[i], item);
  return 0;
}

int list_insert(Object* op, Ssize where, Object* item) {
  ListObject* self = as<ListObject>(op);
  Ssize n = self->ob_size;
  if (list_resize(self, n + 1) < 0) return -1;
  if (where < 0) where = where + n < 0 ? 0 : where + n;
  if (where > n) where = n;
  Object** items = self->ob_item;
  memmove(items + where + 1, items + where, static_cast<size_t>(n - where) * sizeof(Object*));
  items[where] = new_ref(item);
  return 0;
}

NOINLINE int list_append_take_ref_list_resize(ListObject* self, Object* item) {
  Ssize len = self->ob_size;
  if (list_resize(self, len + 1) < 0) {
    decref(item);
    return -1;
  }
  self->ob_item[len] = item;
  return 0;
}

int list_append(Object* op, Object* item) {
  if (list_check(op) && item != nullptr)
    return list_append_take_ref(as<ListObject>(op), new_ref(item));
  err_bad_internal_call("list_append");
  return -1;
}

// --- Dropping items: the last one first ---

static void list_dealloc(Object* op) {
  ListObject* self = as<ListObject>(op);
  object_gc_untrack(op);
  if (trashcan_begin(op, list_dealloc)) return;
  if (self->ob_item != nullptr) {
    Ssize i = self->ob_size;
    while (--i >= 0) xdecref(self->ob_item[i]);
    mem_free(self->ob_item);
  }
  auto& lists = free_lists.lists;
  if (lists.numfree < kMaxFreeLists && list_check_exact(op))
    lists.items[lists.numfree++] = self;
  else
    op->ob_type->tp_free(op);
  trashcan_end();
}

// Empties the list, then drops the items. The list may have new items when this returns (an item's
// __del__ put them in).
int list_clear(Object* op) {
  ListObject* self = as<ListObject>(op);
  Object** items = self->ob_item;
  if (items == nullptr) return 0;
  Ssize i = self->ob_size;
  self->ob_size = 0;
  self->ob_item = nullptr;
  self->allocated = 0;
  while (--i >= 0) xdecref(items[i]);
  mem_free(items);
  return 0;
}

static int list_traverse(Object* op, visitproc visit, void* arg) {
  for (Ssize i = list_size(op); --i >= 0;) VISIT(list_item(op, i));
  return 0;
}

// --- Slices ---

Object* list_slice(ListObject* a, Ssize ilow, Ssize ihigh) {
  Ssize len = ihigh - ilow;
  if (len <= 0) return list_new(0);
  Object* result = list_new_prealloc(len);
  if (result == nullptr) return nullptr;
  Object** src = a->ob_item + ilow;
  Object** dest = list_items(result);
  for (Ssize i = 0; i < len; i++) dest[i] = new_ref(src[i]);
  as<ListObject>(result)->ob_size = len;
  return result;
}

Object* list_get_slice(Object* op, Ssize low, Ssize high) {
  if (!list_check(op)) {
    err_bad_internal_call("list_get_slice");
    return nullptr;
  }
  Ssize size = list_size(op);
  if (low < 0) low = 0;
  if (low > size) low = size;
  if (high < low) high = low;
  if (high > size) high = size;
  return list_slice(as<ListObject>(op), low, high);
}

Object* list_concat(Object* a, Object* bb) {
  if (!list_check(bb))
    return err_format(exc_TypeError, "can only concatenate list (not \"%.200s\") to list",
                      bb->ob_type->tp_name);
  Ssize n = list_size(a), m = list_size(bb);
  if (n > kSsizeMax - m) return err_no_memory();
  if (n + m == 0) return list_new(0);
  Object* result = list_new_prealloc(n + m);
  if (result == nullptr) return nullptr;
  Object** dest = list_items(result);
  Object **x = list_items(a), **y = list_items(bb);
  for (Ssize i = 0; i < n; i++) dest[i] = new_ref(x[i]);
  for (Ssize i = 0; i < m; i++) dest[n + i] = new_ref(y[i]);
  as<ListObject>(result)->ob_size = n + m;
  return result;
}

// Repeats the first `unit` pointers of dest until there are `total`.
static void repeat_pointers(Object** dest, Ssize unit, Ssize total) {
  for (Ssize done = unit; done < total;) {
    Ssize step = done < total - done ? done : total - done;
    memcpy(dest + done, dest, static_cast<size_t>(step) * sizeof(Object*));
    done += step;
  }
}

static inline void incref_times(Object* o, Ssize n) {
  if (!is_immortal(o)) o->ob_refcnt += static_cast<uint32_t>(n);
}

Object* list_repeat(Object* a, Ssize n) {
  Ssize size = list_size(a);
  if (size == 0 || n <= 0) return list_new(0);
  if (n > kSsizeMax / size) return err_no_memory();
  Ssize total = size * n;
  Object* result = list_new_prealloc(total);
  if (result == nullptr) return nullptr;
  Object** dest = list_items(result);
  Object** src = list_items(a);
  for (Ssize i = 0; i < size; i++) {
    incref_times(src[i], n);
    dest[i] = src[i];
  }
  if (size == 1) {
    Object* item = src[0];
    for (Ssize i = 1; i < total; i++) dest[i] = item;
  } else {
    repeat_pointers(dest, size, total);
  }
  as<ListObject>(result)->ob_size = total;
  return result;
}

// l *= n for a list that is not empty.
static int list_inplace_repeat_impl(ListObject* self, Ssize n) {
  Ssize size = self->ob_size;
  if (size == 0 || n == 1) return 0;
  if (n < 1) return list_clear(self);
  if (size > kSsizeMax / n) {
    err_no_memory();
    return -1;
  }
  if (list_resize(self, size * n) < 0) return -1;
  Object** items = self->ob_item;
  for (Ssize i = 0; i < size; i++) incref_times(items[i], n - 1);
  repeat_pointers(items, size, size * n);
  return 0;
}

static Object* list_inplace_repeat(Object* self, Ssize n) {
  return list_inplace_repeat_impl(as<ListObject>(self), n) < 0 ? nullptr : new_ref(self);
}

// Old items of a slice, kept until the list is consistent again; up to 8 of them without a block.
struct Recycle {
  Object* on_stack[8];
  Object** items = on_stack;
  ~Recycle() {
    if (items != on_stack) mem_free(items);
  }
  bool reserve(Ssize n) {
    if (n <= 8) return true;
    items = static_cast<Object**>(mem_malloc(items_bytes(n)));
    if (items != nullptr) return true;
    items = on_stack;
    err_no_memory();
    return false;
  }
};

// Moves the tail behind [ilow, ihigh) by d places and resizes. 0, or -1 with the list as it was
// (old: the items replaced).
static int shift_tail(ListObject* a, Ssize ilow, Ssize ihigh, Ssize d, Object** old) {
  Object** item = a->ob_item;
  Ssize size = a->ob_size;
  size_t tail = static_cast<size_t>(size - ihigh) * sizeof(Object*);
  if (d < 0) {
    memmove(item + ihigh + d, item + ihigh, tail);
    if (list_resize(a, size + d) < 0) {
      memmove(item + ihigh, item + ihigh + d, tail);
      memcpy(item + ilow, old, static_cast<size_t>(ihigh - ilow) * sizeof(Object*));
      return -1;
    }
  } else if (d > 0) {
    if (list_resize(a, size + d) < 0) return -1;
    item = a->ob_item;
    memmove(item + ihigh + d, item + ihigh, tail);
  }
  return 0;
}

// a[ilow:ihigh] = the n items of vitem (n == 0: deletion).
static int replace_slice(ListObject* a, Ssize ilow, Ssize ihigh, Object** vitem, Ssize n) {
  if (ilow < 0) ilow = 0;
  if (ilow > a->ob_size) ilow = a->ob_size;
  if (ihigh < ilow) ihigh = ilow;
  if (ihigh > a->ob_size) ihigh = a->ob_size;
  Ssize norig = ihigh - ilow, d = n - norig;
  if (a->ob_size + d == 0) return list_clear(a);
  Recycle recycle;
  if (!recycle.reserve(norig)) return -1;
  if (norig) memcpy(recycle.items, a->ob_item + ilow, static_cast<size_t>(norig) * sizeof(Object*));
  if (shift_tail(a, ilow, ihigh, d, recycle.items) < 0) return -1;
  Object** item = a->ob_item + ilow;
  for (Ssize k = 0; k < n; k++) item[k] = xnew_ref(vitem[k]);
  for (Ssize k = norig; --k >= 0;) xdecref(recycle.items[k]);
  return 0;
}

int list_ass_slice(ListObject* a, Ssize ilow, Ssize ihigh, Object* v) {
  if (v == nullptr) return replace_slice(a, ilow, ihigh, nullptr, 0);
  Object* seq;
  if (v == a) {
    seq = list_slice(a, 0, a->ob_size);
  } else {
    seq = sequence_fast(v, "can only assign an iterable");
  }
  if (seq == nullptr) return -1;
  int result = replace_slice(a, ilow, ihigh, sequence_fast_items(seq), sequence_fast_size(seq));
  decref(seq);
  return result;
}

int list_set_slice(Object* op, Ssize low, Ssize high, Object* value) {
  if (!list_check(op)) {
    err_bad_internal_call("list_set_slice");
    return -1;
  }
  return list_ass_slice(as<ListObject>(op), low, high, value);
}

// --- Extend ---

static int list_extend_fast(ListObject* self, Object** src, Ssize n) {
  if (n == 0) return 0;
  Ssize m = self->ob_size;
  if (self->ob_item == nullptr) {
    if (list_preallocate_exact(self, n) < 0) return -1;
    self->ob_size = n;
  } else if (list_resize(self, m + n) < 0) {
    return -1;
  }
  Object** dest = self->ob_item + m;
  for (Ssize i = 0; i < n; i++) dest[i] = new_ref(src[i]);
  return 0;
}

// Room for what the iterable says it has. 0, or -1.
static int reserve_for_hint(ListObject* self, Ssize n) {
  Ssize m = self->ob_size;
  if (m > kSsizeMax - n) return 0;  // the hint cannot be true; appending will tell
  if (self->ob_item == nullptr) return n == 0 ? 0 : list_preallocate_exact(self, n);
  if (list_resize(self, m + n) < 0) return -1;
  self->ob_size = m;
  return 0;
}

static int append_all(ListObject* self, Object* it) {
  iternextfunc next = it->ob_type->tp_iternext;
  for (;;) {
    Object* item = next(it);
    if (item == nullptr) {
      if (err_occurred() == nullptr) return 0;
      if (!err_exception_matches(exc_StopIteration)) return -1;
      err_clear();
      return 0;
    }
    if (list_append_take_ref(self, item) < 0) return -1;
  }
}

static int list_extend_iter(ListObject* self, Object* iterable) {
  Object* it = object_get_iter(iterable);
  if (it == nullptr) return -1;
  int result = -1;
  Ssize n = object_length_hint(iterable, 8);
  if (n >= 0 && reserve_for_hint(self, n) == 0 && append_all(self, it) == 0) {
    result = self->ob_size < self->allocated ? list_resize(self, self->ob_size) : 0;
  }
  decref(it);
  return result;
}

static int list_extend_set(ListObject* self, Object* set) {
  Ssize m = self->ob_size, n = set_size(set), pos = 0;
  if (list_resize(self, m + n) < 0) return -1;
  Object** dest = self->ob_item + m;
  Object* key;
  HashValue hash;
  while (set_next_entry(set, &pos, &key, &hash)) *dest++ = new_ref(key);
  self->ob_size = m + n;
  return 0;
}

enum class DictPart { kKeys, kValues, kItems };

static int list_extend_dict(ListObject* self, Object* dict, DictPart part) {
  Ssize m = self->ob_size, n = dict_size(dict), pos = 0;
  if (list_resize(self, m + n) < 0) return -1;
  Object** dest = self->ob_item + m;
  Object *key, *value;
  while (dict_next(dict, &pos, &key, &value)) {
    Object* item = part == DictPart::kKeys     ? new_ref(key)
                   : part == DictPart::kValues ? new_ref(value)
                                               : tuple_pack(key, value);
    if (item == nullptr) {
      self->ob_size = dest - self->ob_item;
      return -1;
    }
    *dest++ = item;
  }
  self->ob_size = m + n;
  return 0;
}

// What extend does depends on the exact type, because the sizes of the blocks do.
static int extend_dispatch(ListObject* self, Object* iterable) {
  TypeObject* type = iterable->ob_type;
  if (iterable == self) return list_inplace_repeat_impl(self, 2);
  if (type == &list_type) return list_extend_fast(self, list_items(iterable), list_size(iterable));
  if (type == &tuple_type)
    return list_extend_fast(self, tuple_items(iterable), tuple_size(iterable));
  if (any_set_check_exact(iterable)) return list_extend_set(self, iterable);
  if (type == &dict_type) return list_extend_dict(self, iterable, DictPart::kKeys);
  if (type == &dict_keys_type || type == &dict_values_type || type == &dict_items_type) {
    DictPart part = type == &dict_keys_type     ? DictPart::kKeys
                    : type == &dict_values_type ? DictPart::kValues
                                                : DictPart::kItems;
    return list_extend_dict(self, as<DictViewObject>(iterable)->dv_dict, part);
  }
  return list_extend_iter(self, iterable);
}

int list_extend(Object* op, Object* iterable) {
  if (!list_check(op)) {
    err_bad_internal_call("list_extend");
    return -1;
  }
  return extend_dispatch(as<ListObject>(op), iterable);
}

Object* list_extend_none(ListObject* self, Object* iterable) {
  return extend_dispatch(self, iterable) < 0 ? nullptr : None;
}

static Object* list_inplace_concat(Object* self, Object* other) {
  return extend_dispatch(as<ListObject>(self), other) < 0 ? nullptr : new_ref(self);
}

// --- Subscripts ---

static Object* list_sq_item(Object* self, Ssize i) {
  if (!valid_index(i, list_size(self))) {
    err_set_string(exc_IndexError, "list index out of range");
    return nullptr;
  }
  return new_ref(list_item(self, i));
}

// Deleting moves the tail down and leaves the block as it is.
static int list_ass_item(Object* op, Ssize i, Object* value) {
  ListObject* self = as<ListObject>(op);
  if (!valid_index(i, self->ob_size)) {
    err_set_string(exc_IndexError, "list assignment index out of range");
    return -1;
  }
  Object* old = self->ob_item[i];
  if (value == nullptr) {
    Ssize rest = self->ob_size - i - 1;
    memmove(self->ob_item + i, self->ob_item + i + 1, static_cast<size_t>(rest) * sizeof(Object*));
    self->ob_size--;
  } else {
    self->ob_item[i] = new_ref(value);
  }
  decref(old);
  return 0;
}

static Object* list_slice_subscript(ListObject* self, Object* slice) {
  Ssize start, stop, step;
  if (slice_unpack(slice, &start, &stop, &step) < 0) return nullptr;
  Ssize n = slice_adjust_indices(self->ob_size, &start, &stop, step);
  if (n <= 0) return list_new(0);
  if (step == 1) return list_slice(self, start, stop);
  Object* result = list_new_prealloc(n);
  if (result == nullptr) return nullptr;
  Object** src = self->ob_item;
  Object** dest = list_items(result);
  for (Ssize i = 0, cur = start; i < n; i++, cur += step) dest[i] = new_ref(src[cur]);
  as<ListObject>(result)->ob_size = n;
  return result;
}

Object* list_subscript(Object* self, Object* index) {
  if (index_check(index)) {
    Ssize i = number_as_ssize_t(index, exc_IndexError);
    if (i == -1 && err_occurred()) return nullptr;
    if (i < 0) i += list_size(self);
    return list_sq_item(self, i);
  }
  if (slice_check(index)) return list_slice_subscript(as<ListObject>(self), index);
  return err_format(exc_TypeError, "list indices must be integers or slices, not %.200s",
                    index->ob_type->tp_name);
}

// del self[start:stop:step] with n > 0 items selected and step != 1.
static int delete_stepped(ListObject* self, Ssize start, Ssize stop, Ssize step, Ssize n) {
  if (step < 0) {
    stop = start + 1;
    start = stop + step * (n - 1) - 1;
    step = -step;
  }
  Object** garbage = static_cast<Object**>(mem_malloc(items_bytes(n)));
  if (garbage == nullptr) {
    err_no_memory();
    return -1;
  }
  Object** items = self->ob_item;
  Ssize size = self->ob_size, cur = start;
  for (Ssize i = 0; cur < stop; cur += step, i++) {
    Ssize lim = step - 1;
    garbage[i] = items[cur];
    if (cur + step >= size) lim = size - cur - 1;
    memmove(items + cur - i, items + cur + 1, static_cast<size_t>(lim) * sizeof(Object*));
  }
  cur = start + n * step;
  if (cur < size)
    memmove(items + cur - n, items + cur, static_cast<size_t>(size - cur) * sizeof(Object*));
  self->ob_size = size - n;
  int result = list_resize(self, self->ob_size);
  for (Ssize i = 0; i < n; i++) decref(garbage[i]);
  mem_free(garbage);
  return result;
}

// self[start::step] = seq, where both have n items and step != 1.
static int assign_stepped(ListObject* self, Ssize start, Ssize step, Ssize n, Object* seq) {
  if (n == 0) return 0;
  Object** garbage = static_cast<Object**>(mem_malloc(items_bytes(n)));
  if (garbage == nullptr) {
    err_no_memory();
    return -1;
  }
  Object** src = sequence_fast_items(seq);
  for (Ssize cur = start, i = 0; i < n; cur += step, i++) {
    garbage[i] = self->ob_item[cur];
    self->ob_item[cur] = new_ref(src[i]);
  }
  for (Ssize i = 0; i < n; i++) decref(garbage[i]);
  mem_free(garbage);
  return 0;
}

static int delete_slice(ListObject* self, Object* slice) {
  Ssize start, stop, step;
  if (slice_unpack(slice, &start, &stop, &step) < 0) return -1;
  Ssize n = slice_adjust_indices(self->ob_size, &start, &stop, step);
  if (step == 1) return list_ass_slice(self, start, stop, nullptr);
  return n <= 0 ? 0 : delete_stepped(self, start, stop, step, n);
}

// The indices are fitted to the list as it is after value has been made a sequence.
static int assign_slice(ListObject* self, Object* slice, Object* seq) {
  Ssize start, stop, step;
  if (slice_unpack(slice, &start, &stop, &step) < 0) return -1;
  Ssize n = slice_adjust_indices(self->ob_size, &start, &stop, step);
  if (step == 1) return list_ass_slice(self, start, stop, seq);
  if (sequence_fast_size(seq) == n) return assign_stepped(self, start, step, n, seq);
  err_format(exc_ValueError, "attempt to assign sequence of size %zd to extended slice of size %zd",
             sequence_fast_size(seq), n);
  return -1;
}

static int ass_slice_subscript(ListObject* self, Object* slice, Object* value) {
  if (value == nullptr) return delete_slice(self, slice);
  Object* seq = value == self ? list_slice(self, 0, self->ob_size)
                              : sequence_fast(value, "must assign iterable to extended slice");
  if (seq == nullptr) return -1;
  int result = assign_slice(self, slice, seq);
  decref(seq);
  return result;
}

int list_ass_subscript(Object* self, Object* index, Object* value) {
  if (index_check(index)) {
    Ssize i = number_as_ssize_t(index, exc_IndexError);
    if (i == -1 && err_occurred()) return -1;
    if (i < 0) i += list_size(self);
    return list_ass_item(self, i, value);
  }
  if (slice_check(index)) return ass_slice_subscript(as<ListObject>(self), index, value);
  err_format(exc_TypeError, "list indices must be integers or slices, not %.200s",
             index->ob_type->tp_name);
  return -1;
}

// --- Comparison ---

static int list_contains(Object* self, Object* value) {
  for (Ssize i = 0; i < list_size(self); i++) {
    Object* item = new_ref(list_item(self, i));
    int cmp = object_rich_compare_bool(item, value, kEq);
    decref(item);
    if (cmp != 0) return cmp;
  }
  return 0;
}

static Object* compare_sizes(Ssize v, Ssize w, int op) {
  bool result = op == kLt   ? v < w
                : op == kLe ? v <= w
                : op == kEq ? v == w
                : op == kNe ? v != w
                : op == kGt ? v > w
                            : v >= w;
  return new_ref(bool_from_long(result));
}

static Object* list_richcompare(Object* v, Object* w, int op) {
  if (!list_check(v) || !list_check(w)) return new_ref(NotImplemented);
  if (list_size(v) != list_size(w) && (op == kEq || op == kNe))
    return new_ref(bool_from_long(op == kNe));
  Ssize i = 0;
  for (; i < list_size(v) && i < list_size(w); i++) {
    Object *x = list_item(v, i), *y = list_item(w, i);
    if (x == y) continue;
    incref(x);
    incref(y);
    int equal = object_rich_compare_bool(x, y, kEq);
    decref(x);
    decref(y);
    if (equal < 0) return nullptr;
    if (!equal) break;
  }
  if (i >= list_size(v) || i >= list_size(w)) return compare_sizes(list_size(v), list_size(w), op);
  if (op == kEq) return new_ref(False);
  if (op == kNe) return new_ref(True);
  return object_rich_compare(list_item(v, i), list_item(w, i), op);
}

static Ssize list_length(Object* self) { return list_size(self); }

// --- The type ---

TypeObject list_type = {
    TYPE_HEAD,
    {
        .tp_name = "list",
        .tp_basicsize = layout::list.basicsize,
        .tp_dealloc = list_dealloc,
        .tp_repr = list_repr,
        .tp_hash = object_hash_not_implemented,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_LIST_SUBCLASS |
                    TPFLAGS_MATCH_SELF | TPFLAGS_SEQUENCE,
        .tp_doc = "list(iterable=(), /)\n--\n\nBuilt-in mutable sequence.\n\nIf no argument is "
                  "given, the constructor "
                  "creates a new empty list.\nThe argument must be an iterable if specified.",
        .tp_traverse = list_traverse,
        .tp_clear = list_clear,
        .tp_richcompare = list_richcompare,
        .tp_iter = list_iter,
        .tp_methods = list_methods,
        .tp_init = list_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = type_generic_new,
        .tp_free = object_gc_del,
        .tp_vectorcall = list_vectorcall,
        .sq_length = list_length,
        .sq_concat = list_concat,
        .sq_repeat = list_repeat,
        .sq_item = list_sq_item,
        .sq_ass_item = list_ass_item,
        .sq_contains = list_contains,
        .sq_inplace_concat = list_inplace_concat,
        .sq_inplace_repeat = list_inplace_repeat,
        .mp_length = list_length,
        .mp_subscript = list_subscript,
        .mp_ass_subscript = list_ass_subscript,
    }};

}  // namespace py

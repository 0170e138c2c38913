// array.array: items, growth, slots and the module. (array_methods.cc: its methods)
// CPython 3.13: Modules/arraymodule.c
//
// Invariants: 0 <= ob_size <= allocated; ob_item == null implies allocated == 0. An item is checked
// before the array makes room for it.
#include "modules/arraymodule.h"

#include <cmath>
#include <cstring>

#include "gc/gc.h"
#include "memory/pymem.h"
#include "modules/array_internal.h"
#include "modules/modules.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/weakrefobject.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/buffer.h"
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/dictobject.h"
#include "types/floatobject.h"
#include "types/getargs.h"
#include "types/iter_reduce.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/sliceobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static_assert(sizeof(ArrayObject) <= layout::array.basicsize);

// --- Items ---

template <class T>
static T load(const char* item) {
  T x;
  memcpy(&x, item, sizeof(x));
  return x;
}
template <class T>
static int store(char* item, T x) {
  if (item) memcpy(item, &x, sizeof(x));
  return 0;
}

template <class T>
static Object* get_signed(const char* item) {
  return long_from_long(load<T>(item));
}
static Object* get_uint(const char* item) { return long_from_unsigned_long(load<uint32_t>(item)); }
static Object* get_ulong(const char* item) { return long_from_unsigned_long(load<uint64_t>(item)); }
static Object* get_float(const char* item) { return float_from_double(load<float>(item)); }
static Object* get_double(const char* item) { return float_from_double(load<double>(item)); }
static Object* get_char(const char* item) {
  return unicode_from_ordinal(static_cast<int>(load<uint32_t>(item)));
}

static int out_of_range(const char* what, bool below) {
  err_format(exc_OverflowError, "%s is %s", what,
             below ? "less than minimum" : "greater than maximum");
  return -1;
}

// A C int of the given range. The C type that CPython reads the argument into is checked first: its
// name is in the message.
static int read_int(Object* v, int64_t min, int64_t max, const char* name, int64_t inner_min,
                    int64_t inner_max, const char* inner_name, int64_t* x) {
  *x = long_as_long(v);
  if (*x == -1 && err_occurred()) return -1;
  if (*x < inner_min || *x > inner_max) return out_of_range(inner_name, *x < inner_min);
  if (*x < min || *x > max) return out_of_range(name, *x < min);
  return 0;
}

static int set_b(char* item, Object* v) {
  int64_t x;
  if (read_int(v, INT8_MIN, INT8_MAX, "signed char", INT16_MIN, INT16_MAX, "signed short integer",
               &x) < 0)
    return -1;
  return store(item, static_cast<int8_t>(x));
}
static int set_B(char* item, Object* v) {
  int64_t x;
  constexpr const char* kName = "unsigned byte integer";
  if (read_int(v, 0, UINT8_MAX, kName, 0, UINT8_MAX, kName, &x) < 0) return -1;
  return store(item, static_cast<uint8_t>(x));
}
static int set_h(char* item, Object* v) {
  int64_t x;
  constexpr const char* kName = "signed short integer";
  if (read_int(v, INT16_MIN, INT16_MAX, kName, INT16_MIN, INT16_MAX, kName, &x) < 0) return -1;
  return store(item, static_cast<int16_t>(x));
}
static int set_H(char* item, Object* v) {
  int64_t x;
  if (read_int(v, 0, UINT16_MAX, "unsigned short", INT32_MIN, INT32_MAX, "signed integer", &x) < 0)
    return -1;
  return store(item, static_cast<uint16_t>(x));
}
static int set_i(char* item, Object* v) {
  int64_t x;
  constexpr const char* kName = "signed integer";
  if (read_int(v, INT32_MIN, INT32_MAX, kName, INT32_MIN, INT32_MAX, kName, &x) < 0) return -1;
  return store(item, static_cast<int32_t>(x));
}
static int set_l(char* item, Object* v) {
  int64_t x = long_as_long(v);
  if (x == -1 && err_occurred()) return -1;
  return store(item, x);
}
static int set_q(char* item, Object* v) {
  int64_t x = long_as_long_long(v);
  if (x == -1 && err_occurred()) return -1;
  return store(item, x);
}

// Unsigned ints go through __index__ by hand.
template <class F>
static int read_unsigned(Object* v, uint64_t* x, F convert) {
  Object* index = long_check(v) ? new_ref(v) : number_index(v);
  if (index == nullptr) return -1;
  *x = convert(index);
  decref(index);
  return *x == UINT64_MAX && err_occurred() ? -1 : 0;
}
static int set_I(char* item, Object* v) {
  uint64_t x;
  if (read_unsigned(v, &x, long_as_unsigned_long) < 0) {
    if (long_check(v) && long_is_negative(v) && err_exception_matches(exc_OverflowError))
      err_set_string(exc_OverflowError, "can't convert negative value to unsigned int");
    return -1;
  }
  if (x > UINT32_MAX) return out_of_range("unsigned int", false);
  return store(item, static_cast<uint32_t>(x));
}
static int set_L(char* item, Object* v) {
  uint64_t x;
  if (read_unsigned(v, &x, long_as_unsigned_long) < 0) {
    if (long_check(v) && long_is_negative(v) && err_exception_matches(exc_OverflowError))
      err_set_string(exc_OverflowError, "can't convert negative value to unsigned int");
    return -1;
  }
  return store(item, x);
}
static int set_Q(char* item, Object* v) {
  uint64_t x;
  return read_unsigned(v, &x, long_as_unsigned_long_long) < 0 ? -1 : store(item, x);
}
static int set_f(char* item, Object* v) {
  double x = float_as_double(v);
  if (x == -1.0 && err_occurred()) return -1;
  return store(item, static_cast<float>(x));
}
static int set_d(char* item, Object* v) {
  double x = float_as_double(v);
  if (x == -1.0 && err_occurred()) return -1;
  return store(item, x);
}
static int set_char(char* item, Object* v) {
  if (!unicode_check(v) || unicode_length(v) != 1) {
    err_set_string(exc_TypeError, "array item must be unicode character");
    return -1;
  }
  return store(item, static_cast<uint32_t>(unicode_read_char(v, 0)));
}

static const ArrayDescr descriptors[] = {
    {'b', 1, get_signed<int8_t>, set_b, "b"},  {'B', 1, get_signed<uint8_t>, set_B, "B"},
    {'u', 4, get_char, set_char, "w"},         {'w', 4, get_char, set_char, "w"},
    {'h', 2, get_signed<int16_t>, set_h, "h"}, {'H', 2, get_signed<uint16_t>, set_H, "H"},
    {'i', 4, get_signed<int32_t>, set_i, "i"}, {'I', 4, get_uint, set_I, "I"},
    {'l', 8, get_signed<int64_t>, set_l, "l"}, {'L', 8, get_ulong, set_L, "L"},
    {'q', 8, get_signed<int64_t>, set_q, "q"}, {'Q', 8, get_ulong, set_Q, "Q"},
    {'f', 4, get_float, set_f, "f"},           {'d', 8, get_double, set_d, "d"},
};
constexpr char kTypecodes[] = "bBuwhHiIlLqQfd";

static const ArrayDescr* find_descriptor(Ucs4 typecode) {
  for (const ArrayDescr& d : descriptors)
    if (static_cast<Ucs4>(d.typecode) == typecode) return &d;
  return nullptr;
}

Object* array_getitem(ArrayObject* a, Ssize i) { return a->ob_descr->getitem(item_at(a, i)); }
static int array_setitem(ArrayObject* a, Ssize i, Object* v) {
  return a->ob_descr->setitem(item_at(a, i), v);
}

// --- Growth ---

// About 1/16 more than needed; the block stays while newsize fits and is not 16 or more below the
// old size.
int array_resize(ArrayObject* self, Ssize newsize) {
  if (self->ob_exports > 0 && newsize != self->ob_size) {
    err_set_string(exc_BufferError, "cannot resize an array that is exporting buffers");
    return -1;
  }
  if (self->allocated >= newsize && self->ob_size < newsize + 16 && self->ob_item != nullptr) {
    self->ob_size = newsize;
    return 0;
  }
  if (newsize == 0) {
    mem_free(self->ob_item);
    self->ob_item = nullptr;
    self->ob_size = self->allocated = 0;
    return 0;
  }
  uint64_t room = static_cast<uint64_t>((newsize >> 4) + (self->ob_size < 8 ? 3 : 7) + newsize);
  uint64_t itemsize = static_cast<uint64_t>(self->ob_descr->itemsize);
  char* items = room <= UINT64_MAX / itemsize
                    ? static_cast<char*>(mem_realloc(self->ob_item, room * itemsize))
                    : nullptr;
  if (items == nullptr) {
    err_no_memory();
    return -1;
  }
  self->ob_item = items;
  self->ob_size = newsize;
  self->allocated = static_cast<Ssize>(room);
  return 0;
}

ArrayObject* newarrayobject(TypeObject* type, Ssize size, const ArrayDescr* descr) {
  if (size > kSsizeMax / descr->itemsize) {
    err_no_memory();
    return nullptr;
  }
  ArrayObject* op = as<ArrayObject>(type->tp_alloc(type, 0));
  if (op == nullptr) return nullptr;
  op->ob_descr = descr;
  op->allocated = size;
  op->weakreflist = nullptr;
  op->ob_size = size;
  op->ob_exports = 0;
  op->ob_item = nullptr;
  if (size > 0) {
    op->ob_item = static_cast<char*>(mem_malloc(static_cast<uint64_t>(size * descr->itemsize)));
    if (op->ob_item == nullptr) {
      decref(op);
      err_no_memory();
      return nullptr;
    }
  }
  return op;
}

static void array_dealloc(Object* self) {
  ArrayObject* op = as<ArrayObject>(self);
  object_gc_untrack(self);
  if (op->weakreflist) object_clear_weakrefs(self);
  if (op->ob_item) mem_free(op->ob_item);
  self->ob_type->tp_free(self);
}

// Static in this engine, a heap type in CPython: its instances visit it there.
static int array_traverse(Object*, visitproc, void*) { return 0; }

int array_insert(ArrayObject* self, Ssize where, Object* v) {
  Ssize n = self->ob_size;
  if (self->ob_descr->setitem(nullptr, v) < 0 || array_resize(self, n + 1) < 0) return -1;
  if (where < 0) where = where + n < 0 ? 0 : where + n;
  if (where > n) where = n;
  if (where != n)
    memmove(item_at(self, where + 1), item_at(self, where), items_bytes(self, n - where));
  return array_setitem(self, where, v);
}

int array_iter_extend(ArrayObject* self, Object* iterable) {
  Object* it = object_get_iter(iterable);
  if (it == nullptr) return -1;
  while (Object* v = iter_next(it)) {
    int failed = array_insert(self, self->ob_size, v);
    decref(v);
    if (failed < 0) {
      decref(it);
      return -1;
    }
  }
  decref(it);
  return err_occurred() ? -1 : 0;
}

int array_do_extend(ArrayObject* self, Object* other) {
  if (!array_check(other)) return array_iter_extend(self, other);
  ArrayObject* b = as<ArrayObject>(other);
  if (self->ob_descr != b->ob_descr) {
    err_set_string(exc_TypeError, "can only extend with array of same kind");
    return -1;
  }
  Ssize oldsize = self->ob_size, bbsize = b->ob_size;  // other may be self
  if (array_resize(self, oldsize + bbsize) < 0) return -1;
  if (bbsize > 0) memcpy(item_at(self, oldsize), b->ob_item, items_bytes(b, bbsize));
  return 0;
}

// --- Sequence and mapping ---

static Ssize array_length(Object* self) { return A(self)->ob_size; }

static Object* array_sq_item(Object* self, Ssize i) {
  if (i < 0 || i >= A(self)->ob_size) {
    err_set_string(exc_IndexError, "array index out of range");
    return nullptr;
  }
  return array_getitem(A(self), i);
}

static Object* array_concat(Object* self, Object* bb) {
  if (!array_check(bb))
    return err_format(exc_TypeError, "can only append array (not \"%.200s\") to array",
                      bb->ob_type->tp_name);
  ArrayObject *a = A(self), *b = A(bb);
  if (a->ob_descr != b->ob_descr) {
    err_set_string(exc_TypeError, "bad argument type for built-in operation");
    return nullptr;
  }
  ArrayObject* np = newarrayobject(&array_type, a->ob_size + b->ob_size, a->ob_descr);
  if (np == nullptr) return nullptr;
  if (a->ob_size > 0) memcpy(np->ob_item, a->ob_item, items_bytes(a, a->ob_size));
  if (b->ob_size > 0) memcpy(item_at(np, a->ob_size), b->ob_item, items_bytes(b, b->ob_size));
  return np;
}

// Fills dest with total bytes by repeating its first unit bytes.
static void repeat_bytes(char* dest, size_t total, size_t unit) {
  for (size_t done = unit; done < total;) {
    size_t step = done < total - done ? done : total - done;
    memcpy(dest + done, dest, step);
    done += step;
  }
}

static Object* array_repeat(Object* self, Ssize n) {
  ArrayObject* a = A(self);
  if (n < 0) n = 0;
  if (a->ob_size != 0 && n > kSsizeMax / a->ob_size) return err_no_memory();
  ArrayObject* np = newarrayobject(&array_type, a->ob_size * n, a->ob_descr);
  if (np == nullptr || np->ob_size == 0) return np;
  memcpy(np->ob_item, a->ob_item, items_bytes(a, a->ob_size));
  repeat_bytes(np->ob_item, items_bytes(a, np->ob_size), items_bytes(a, a->ob_size));
  return np;
}

static Object* array_inplace_repeat(Object* op, Ssize n) {
  ArrayObject* self = A(op);
  Ssize size = self->ob_size;
  if (size > 0 && n != 1) {
    if (n < 0) n = 0;
    if (n > 0 && size > kSsizeMax / n / self->ob_descr->itemsize) return err_no_memory();
    if (array_resize(self, n * size) < 0) return nullptr;
    if (n > 0) repeat_bytes(self->ob_item, items_bytes(self, n * size), items_bytes(self, size));
  }
  return new_ref(op);
}

static Object* array_inplace_concat(Object* self, Object* bb) {
  if (!array_check(bb))
    return err_format(exc_TypeError, "can only extend array with array (not \"%.200s\")",
                      bb->ob_type->tp_name);
  return array_do_extend(A(self), bb) < 0 ? nullptr : new_ref(self);
}

static int array_contains(Object* self, Object* v) {
  int cmp = 0;
  for (Ssize i = 0; cmp == 0 && i < A(self)->ob_size; i++) {
    Object* item = array_getitem(A(self), i);
    if (item == nullptr) return -1;
    cmp = object_rich_compare_bool(item, v, kEq);
    decref(item);
  }
  return cmp;
}

static Object* array_slice_subscript(ArrayObject* self, Object* slice) {
  Ssize start, stop, step;
  if (slice_unpack(slice, &start, &stop, &step) < 0) return nullptr;
  Ssize n = slice_adjust_indices(self->ob_size, &start, &stop, step);
  if (n <= 0) return newarrayobject(&array_type, 0, self->ob_descr);
  ArrayObject* result = newarrayobject(&array_type, n, self->ob_descr);
  if (result == nullptr) return nullptr;
  size_t itemsize = static_cast<size_t>(self->ob_descr->itemsize);
  if (step == 1) {
    memcpy(result->ob_item, item_at(self, start), items_bytes(self, n));
  } else {
    for (Ssize cur = start, i = 0; i < n; cur += step, i++)
      memcpy(item_at(result, i), item_at(self, cur), itemsize);
  }
  return result;
}

static Object* array_subscript(Object* self, Object* item) {
  if (index_check(item)) {
    Ssize i = number_as_ssize_t(item, exc_IndexError);
    if (i == -1 && err_occurred()) return nullptr;
    if (i < 0) i += A(self)->ob_size;
    return array_sq_item(self, i);
  }
  if (slice_check(item)) return array_slice_subscript(A(self), item);
  err_set_string(exc_TypeError, "array indices must be integers");
  return nullptr;
}

// self[start:stop:step] = needed items at other (null: delete), n selected. 0, or -1.
static int replace_slice(ArrayObject* self, Ssize start, Ssize stop, Ssize step, Ssize n,
                         const char* other, Ssize needed) {
  size_t itemsize = static_cast<size_t>(self->ob_descr->itemsize);
  if ((step > 0 && stop < start) || (step < 0 && stop > start)) stop = start;
  if ((needed == 0 || n != needed) && self->ob_exports > 0) {
    err_set_string(exc_BufferError, "cannot resize an array that is exporting buffers");
    return -1;
  }
  if (step == 1) {
    if (n > needed) {
      memmove(item_at(self, start + needed), item_at(self, stop),
              items_bytes(self, self->ob_size - stop));
      if (array_resize(self, self->ob_size + needed - n) < 0) return -1;
    } else if (n < needed) {
      if (array_resize(self, self->ob_size + needed - n) < 0) return -1;
      memmove(item_at(self, start + needed), item_at(self, stop),
              items_bytes(self, self->ob_size - start - needed));
    }
    if (needed > 0) memcpy(item_at(self, start), other, items_bytes(self, needed));
    return 0;
  }
  if (needed == 0) {  // deletion
    if (n == 0) return 0;
    if (step < 0) {
      stop = start + 1;
      start = stop + step * (n - 1) - 1;
      step = -step;
    }
    Ssize cur = start;
    for (Ssize i = 0; i < n; cur += step, i++) {
      Ssize lim = cur + step >= self->ob_size ? self->ob_size - cur - 1 : step - 1;
      memmove(item_at(self, cur - i), item_at(self, cur + 1), items_bytes(self, lim));
    }
    cur = start + n * step;
    if (cur < self->ob_size)
      memmove(item_at(self, cur - n), item_at(self, cur), items_bytes(self, self->ob_size - cur));
    return array_resize(self, self->ob_size - n);
  }
  if (needed != n) {
    err_format(exc_ValueError, "attempt to assign array of size %zd to extended slice of size %zd",
               needed, n);
    return -1;
  }
  for (Ssize cur = start, i = 0; i < n; cur += step, i++)
    memcpy(item_at(self, cur), other + static_cast<size_t>(i) * itemsize, itemsize);
  return 0;
}

static int delete_item(ArrayObject* self, Ssize i) {
  return replace_slice(self, i, i + 1, 1, 1, nullptr, 0);
}

static int array_ass_slice(ArrayObject* self, Object* slice, Object* value) {
  Ssize start, stop, step;
  if (slice_unpack(slice, &start, &stop, &step) < 0) return -1;
  Ssize n = slice_adjust_indices(self->ob_size, &start, &stop, step);
  if (value == nullptr) return replace_slice(self, start, stop, step, n, nullptr, 0);
  if (!array_check(value)) {
    err_format(exc_TypeError, "can only assign array (not \"%.200s\") to array slice",
               value->ob_type->tp_name);
    return -1;
  }
  ArrayObject* other = A(value);
  if (other == self) {  // from a copy
    Object* copy = array_slice_copy(self, 0, self->ob_size);
    if (copy == nullptr) return -1;
    int result = array_ass_slice(self, slice, copy);
    decref(copy);
    return result;
  }
  if (other->ob_descr != self->ob_descr) {
    err_set_string(exc_TypeError, "bad argument type for built-in operation");
    return -1;
  }
  return replace_slice(self, start, stop, step, n, other->ob_item, other->ob_size);
}

int array_ass_subscr(Object* op, Object* item, Object* value) {
  ArrayObject* self = A(op);
  if (index_check(item)) {
    Ssize i = number_as_ssize_t(item, exc_IndexError);
    if (i == -1 && err_occurred()) return -1;
    if (i < 0) i += self->ob_size;
    if (i < 0 || i >= self->ob_size) {
      err_set_string(exc_IndexError, "array assignment index out of range");
      return -1;
    }
    return value ? array_setitem(self, i, value) : delete_item(self, i);
  }
  if (slice_check(item)) return array_ass_slice(self, item, value);
  err_set_string(exc_TypeError, "array indices must be integers");
  return -1;
}

static int array_ass_item(Object* op, Ssize i, Object* v) {
  ArrayObject* self = A(op);
  if (i < 0 || i >= self->ob_size) {
    err_set_string(exc_IndexError, "array assignment index out of range");
    return -1;
  }
  return v ? array_setitem(self, i, v) : delete_item(self, i);
}

Object* array_slice_copy(ArrayObject* a, Ssize low, Ssize high) {
  ArrayObject* np = newarrayobject(&array_type, high - low, a->ob_descr);
  if (np && high > low) memcpy(np->ob_item, item_at(a, low), items_bytes(a, high - low));
  return np;
}

// --- Comparison, repr, buffer ---

static Object* array_richcompare(Object* v, Object* w, int op) {
  if (!array_check(v) || !array_check(w)) return NotImplemented;
  ArrayObject *va = A(v), *wa = A(w);
  if (va->ob_size != wa->ob_size && (op == kEq || op == kNe)) return bool_from_long(op == kNe);
  Ssize i = 0, n = va->ob_size < wa->ob_size ? va->ob_size : wa->ob_size;
  for (; i < n; i++) {
    Object* vi = array_getitem(va, i);
    Object* wi = vi ? array_getitem(wa, i) : nullptr;
    int equal = wi ? object_rich_compare_bool(vi, wi, kEq) : -1;
    Object* result = nullptr;
    if (equal == 0) result = op == kEq ? False : op == kNe ? True : object_rich_compare(vi, wi, op);
    xdecref(vi);
    xdecref(wi);
    if (equal <= 0) return result;
  }
  Ssize vs = va->ob_size, ws = wa->ob_size;
  bool r = op == kLt   ? vs < ws
           : op == kLe ? vs <= ws
           : op == kEq ? vs == ws
           : op == kNe ? vs != ws
           : op == kGt ? vs > ws
                       : vs >= ws;
  return bool_from_long(r);
}

static Object* array_repr(Object* self) {
  ArrayObject* a = A(self);
  int typecode = a->ob_descr->typecode;
  const char* name = type_short_name(self->ob_type);
  if (a->ob_size == 0) return unicode_from_format("%s('%c')", name, typecode);
  Object* v = is_unicode_array(a) ? array_tounicode(self) : array_tolist(self);
  if (v == nullptr) return nullptr;
  Object* s = unicode_from_format("%s('%c', %R)", name, typecode, v);
  decref(v);
  return s;
}

static char empty_buffer[1];

static int array_getbuf(Object* op, Buffer* view, int flags) {
  ArrayObject* self = A(op);
  view->buf = self->ob_item ? self->ob_item : empty_buffer;
  view->obj = new_ref(op);
  view->len = self->ob_size * self->ob_descr->itemsize;
  view->readonly = 0;
  view->ndim = 1;
  view->itemsize = self->ob_descr->itemsize;
  view->suboffsets = nullptr;
  view->shape = (flags & BUF_ND) == BUF_ND ? &self->ob_size : nullptr;
  view->strides = (flags & BUF_STRIDES) == BUF_STRIDES ? &view->itemsize : nullptr;
  view->format = (flags & BUF_FORMAT) == BUF_FORMAT ? self->ob_descr->format : nullptr;
  view->internal = nullptr;
  self->ob_exports++;
  return 0;
}

static void array_releasebuf(Object* self, Buffer*) { A(self)->ob_exports--; }

// --- Making ---

static bool check_initial(Object* initial, const ArrayDescr* descr, Ucs4 c) {
  if (initial == nullptr || c == 'u' || c == 'w') return true;
  if (unicode_check(initial)) {
    err_format(exc_TypeError, "cannot use a str to initialize an array with typecode '%c'",
               static_cast<int>(c));
    return false;
  }
  if (array_check(initial) && is_unicode_array(A(initial))) {
    err_format(exc_TypeError,
               "cannot use a unicode array to initialize an array with typecode '%c'",
               static_cast<int>(c));
    return false;
  }
  (void)descr;
  return true;
}

// Copies the items of a list or tuple into an array of that size. 0, or -1.
static int fill_from_sequence(ArrayObject* a, Object* initial, Ssize n) {
  for (Ssize i = 0; i < n; i++) {
    Object* v = sequence_get_item(initial, i);
    if (v == nullptr) return -1;
    int failed = array_setitem(a, i, v);
    decref(v);
    if (failed < 0) return -1;
  }
  return 0;
}

static int fill_from_string(ArrayObject* a, Object* s) {
  Ssize n = unicode_length(s);
  if (n == 0) return 0;
  a->ob_item = static_cast<char*>(mem_malloc(static_cast<uint64_t>(n) * 4));
  if (a->ob_item == nullptr) {
    err_no_memory();
    return -1;
  }
  a->ob_size = a->allocated = n;
  for (Ssize i = 0; i < n; i++)
    store(item_at(a, i), static_cast<uint32_t>(unicode_read_char(s, i)));
  return 0;
}

static int fill(ArrayObject* a, Object* initial, Ssize n) {
  if (bytearray_check(initial) || bytes_check(initial)) return array_frombytes_impl(a, initial);
  if (unicode_check(initial)) return fill_from_string(a, initial);
  if (!array_check(initial)) return fill_from_sequence(a, initial, n);
  if (n > 0) memcpy(a->ob_item, A(initial)->ob_item, items_bytes(a, n));
  return 0;
}

static Object* make_array(TypeObject* type, const ArrayDescr* descr, Object* initial, Object* it) {
  Ssize n = 0;
  if (initial && (list_check(initial) || tuple_check(initial) || array_check(initial)))
    n = static_cast<VarObject*>(initial)->ob_size;
  ArrayObject* a = newarrayobject(type, n, descr);
  if (a == nullptr) return nullptr;
  if ((initial && fill(a, initial, n) < 0) || (it && array_iter_extend(a, it) < 0)) {
    decref(a);
    return nullptr;
  }
  return a;
}

static Object* array_new(TypeObject* type, Object* args, Object* kwds) {
  if (type == &array_type && !arg_no_keywords("array.array", kwds)) return nullptr;
  Ssize nargs = tuple_size(args);
  if (nargs < 1 || nargs > 2)
    return err_format(exc_TypeError, "array() takes at %s %d argument%s (%zd given)",
                      nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 2, nargs < 1 ? "" : "s", nargs);
  Object *code = tuple_item(args, 0), *initial = nargs == 2 ? tuple_item(args, 1) : nullptr;
  if (!unicode_check(code) || unicode_length(code) != 1)
    return err_format(exc_TypeError, "array() argument 1 must be a unicode character, not %.50s",
                      code->ob_type->tp_name);
  Ucs4 c = unicode_read_char(code, 0);
  if (c == 'u' &&
      err_warn_ex(exc_DeprecationWarning,
                  "The 'u' type code is deprecated and will be removed in Python 3.16", 1) < 0)
    return nullptr;
  const ArrayDescr* descr = find_descriptor(c);
  if (!check_initial(initial, descr, c)) return nullptr;
  bool is_text = c == 'u' || c == 'w';
  Object* it = nullptr;
  if (initial && !(list_check(initial) || bytearray_check(initial) || bytes_check(initial) ||
                   tuple_check(initial) || (is_text && unicode_check(initial)) ||
                   (array_check(initial) && A(initial)->ob_descr == descr))) {
    it = object_get_iter(initial);
    if (it == nullptr) return nullptr;
    initial = nullptr;  // an empty array first, then one item after the other
  }
  Object* result = nullptr;
  if (descr)
    result = make_array(type, descr, initial, it);
  else
    err_set_string(exc_ValueError,
                   "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
  xdecref(it);
  return result;
}

TypeObject array_type = {
    TYPE_HEAD,
    {
        .tp_name = "array.array",
        .tp_basicsize = layout::array.basicsize,
        .tp_dealloc = array_dealloc,
        .tp_repr = array_repr,
        .tp_hash = object_hash_not_implemented,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE | TPFLAGS_SEQUENCE,
        .tp_doc = kArrayDoc,
        .tp_traverse = array_traverse,
        .tp_richcompare = array_richcompare,
        .tp_weaklistoffset = offsetof(ArrayObject, weakreflist),
        .tp_iter = array_iter,
        .tp_methods = array_methods,
        .tp_getset = array_getset,
        .tp_alloc = type_generic_alloc,
        .tp_new = array_new,
        .tp_free = object_gc_del,
        .sq_length = array_length,
        .sq_concat = array_concat,
        .sq_repeat = array_repeat,
        .sq_item = array_sq_item,
        .sq_ass_item = array_ass_item,
        .sq_contains = array_contains,
        .sq_inplace_concat = array_inplace_concat,
        .sq_inplace_repeat = array_inplace_repeat,
        .mp_length = array_length,
        .mp_subscript = array_subscript,
        .mp_ass_subscript = array_ass_subscr,
        .bf_getbuffer = array_getbuf,
        .bf_releasebuffer = array_releasebuf,
    }};

// --- The module ---

Object* init_array() {
  Object* m = module_new("array");
  if (m == nullptr) return nullptr;
  module_set_doc_string(m,
                        "This module defines an object type which can efficiently represent\nan "
                        "array of basic values: "
                        "characters, integers, floating-point\nnumbers.  Arrays are sequence types "
                        "and behave very much like "
                        "lists,\nexcept that the type of objects stored in them is constrained.\n");
  if (type_ready(&array_iter_type) < 0 || module_add_type(m, &array_type) < 0 ||
      module_add_object_ref(m, "ArrayType", &array_type) < 0 ||
      module_add_string_constant(m, "typecodes", kTypecodes) < 0) {
    decref(m);
    return nullptr;
  }
  return m;
}

}  // namespace py

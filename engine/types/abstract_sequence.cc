// The sequence protocol.
// CPython 3.13: the sequence part of Objects/abstract.c
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/abstract_internal.h"
#include "types/dictobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/sliceobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"

namespace py {

static const char* name_of(Object* o) { return o->ob_type->tp_name; }
static Object* type_error(const char* format, Object* o) {
  return err_format(exc_TypeError, format, name_of(o));
}

bool sequence_check(Object* o) { return !dict_check(o) && o->ob_type->sq_item != nullptr; }

Ssize sequence_size(Object* s) {
  if (lenfunc length = s->ob_type->sq_length) return length(s);
  type_error(
      s->ob_type->mp_length ? "%.200s is not a sequence" : "object of type '%.200s' has no len()",
      s);
  return -1;
}

// --- s + o, s * n ---

// An operator that classes define as a number's: the result, or NotImplemented when neither side
// has the slot.
static Object* try_number_slot(Object* v, Object* w, Object* (*op)(Object*, Object*),
                               binaryfunc TypeFields::*slot) {
  if (v->ob_type->*slot == nullptr && w->ob_type->*slot == nullptr) return NotImplemented;
  return op(v, w);
}

Object* sequence_concat(Object* s, Object* o) {
  if (binaryfunc concat = s->ob_type->sq_concat) return concat(s, o);
  // Classes with __add__ have the number slot only; both sides have to be sequences.
  if (sequence_check(s) && sequence_check(o)) {
    Object* result = try_number_slot(s, o, number_add, &TypeFields::nb_add);
    if (result != NotImplemented) return result;
  }
  return type_error("'%.200s' object can't be concatenated", s);
}

Object* sequence_in_place_concat(Object* s, Object* o) {
  const TypeObject* type = s->ob_type;
  if (type->sq_inplace_concat) return type->sq_inplace_concat(s, o);
  if (type->sq_concat) return type->sq_concat(s, o);
  if (sequence_check(s) && sequence_check(o)) {
    Object* result = try_number_slot(s, o, number_in_place_add, &TypeFields::nb_add);
    if (result != NotImplemented) return result;
  }
  return type_error("'%.200s' object can't be concatenated", s);
}

static Object* repeat_as_number(Object* s, Ssize count, Object* (*op)(Object*, Object*)) {
  if (sequence_check(s)) {
    Object* n = long_from_ssize_t(count);
    if (n == nullptr) return nullptr;
    Object* result = try_number_slot(s, n, op, &TypeFields::nb_multiply);
    decref(n);
    if (result != NotImplemented) return result;
  }
  return type_error("'%.200s' object can't be repeated", s);
}

Object* sequence_repeat(Object* s, Ssize count) {
  if (ssizeargfunc repeat = s->ob_type->sq_repeat) return repeat(s, count);
  return repeat_as_number(s, count, number_multiply);
}

Object* sequence_in_place_repeat(Object* s, Ssize count) {
  const TypeObject* type = s->ob_type;
  if (type->sq_inplace_repeat) return type->sq_inplace_repeat(s, count);
  if (type->sq_repeat) return type->sq_repeat(s, count);
  return repeat_as_number(s, count, number_in_place_multiply);
}

// --- s[i] ---

// Adds the length to a negative index. False with an error set.
static bool adjust_index(Object* s, Ssize* i) {
  lenfunc length = s->ob_type->sq_length;
  if (*i >= 0 || length == nullptr) return true;
  Ssize n = length(s);
  if (n < 0) return false;
  *i += n;
  return true;
}

Object* sequence_get_item(Object* s, Ssize i) {
  const TypeObject* type = s->ob_type;
  if (type->sq_item) return adjust_index(s, &i) ? type->sq_item(s, i) : nullptr;
  return type_error(
      type->mp_subscript ? "%.200s is not a sequence" : "'%.200s' object does not support indexing",
      s);
}

int sequence_set_item(Object* s, Ssize i, Object* value) {
  const TypeObject* type = s->ob_type;
  if (type->sq_ass_item) return adjust_index(s, &i) ? type->sq_ass_item(s, i, value) : -1;
  type_error(type->mp_ass_subscript ? "%.200s is not a sequence"
                                    : "'%.200s' object does not support item assignment",
             s);
  return -1;
}

int sequence_del_item(Object* s, Ssize i) {
  const TypeObject* type = s->ob_type;
  if (type->sq_ass_item) return adjust_index(s, &i) ? type->sq_ass_item(s, i, nullptr) : -1;
  type_error(type->mp_ass_subscript ? "%.200s is not a sequence"
                                    : "'%.200s' object doesn't support item deletion",
             s);
  return -1;
}

Object* sequence_get_slice(Object* s, Ssize low, Ssize high) {
  if (!s->ob_type->mp_subscript) return type_error("'%.200s' object is unsliceable", s);
  Object* slice = slice_from_indices(low, high);
  if (slice == nullptr) return nullptr;
  Object* result = s->ob_type->mp_subscript(s, slice);
  decref(slice);
  return result;
}

// --- Searching ---

Ssize sequence_iter_search(Object* seq, Object* o, IterSearch operation) {
  Object* it = object_get_iter(seq);
  if (it == nullptr) {
    if (err_exception_matches(exc_TypeError))
      type_error("argument of type '%.200s' is not iterable", seq);
    return -1;
  }
  Ssize n = 0;
  bool failed = false;
  for (;;) {
    Object* item = iter_next(it);
    if (item == nullptr) {
      failed = err_occurred() != nullptr;
      break;
    }
    int equal = object_rich_compare_bool(item, o, kEq);
    decref(item);
    if (equal < 0) {
      failed = true;
      break;
    }
    if (equal > 0 && operation == kIterSearchContains) {
      decref(it);
      return 1;
    }
    if (equal > 0 && operation == kIterSearchIndex) {
      decref(it);
      return n;
    }
    if (equal > 0 || operation == kIterSearchIndex) n++;
  }
  decref(it);
  if (failed) return -1;
  if (operation != kIterSearchIndex) return n;
  err_set_string(exc_ValueError, "sequence.index(x): x not in sequence");
  return -1;
}

int sequence_contains(Object* s, Object* value) {
  if (objobjproc contains = s->ob_type->sq_contains) return contains(s, value);
  return static_cast<int>(sequence_iter_search(s, value, kIterSearchContains));
}
Ssize sequence_count(Object* s, Object* value) {
  return sequence_iter_search(s, value, kIterSearchCount);
}
Ssize sequence_index(Object* s, Object* value) {
  return sequence_iter_search(s, value, kIterSearchIndex);
}

// --- Conversion ---

Object* sequence_list(Object* o) {
  Object* result = list_new(0);
  if (result == nullptr) return nullptr;
  if (list_extend(result, o) < 0) {
    decref(result);
    return nullptr;
  }
  return result;
}

// Fills a tuple from an iterator: it grows by a quarter and some, and is cut to size at the end.
static Object* tuple_from_iterator(Object* it, Ssize hint) {
  Ssize n = hint, j = 0;
  Object* result = tuple_new(n);
  if (result == nullptr) return nullptr;
  for (;; j++) {
    Object* item = iter_next(it);
    if (item == nullptr) break;
    if (j >= n) {
      n += 10;
      n += n >> 2;
      if (tuple_resize(&result, n) < 0) {
        decref(item);
        return nullptr;
      }
    }
    tuple_init_item(result, j, item);
  }
  if (err_occurred()) {
    decref(result);
    return nullptr;
  }
  if (j < n && tuple_resize(&result, j) < 0) return nullptr;
  return result;
}

Object* sequence_tuple(Object* o) {
  if (tuple_check_exact(o)) return new_ref(o);
  if (list_check(o)) return list_as_tuple(o);
  Object* it = object_get_iter(o);
  if (it == nullptr) return nullptr;
  Ssize hint = object_length_hint(o, 10);
  Object* result = hint < 0 ? nullptr : tuple_from_iterator(it, hint);
  decref(it);
  return result;
}

Object* sequence_fast(Object* o, const char* message) {
  if (list_check_exact(o) || tuple_check_exact(o)) return new_ref(o);
  Object* it = object_get_iter(o);
  if (it == nullptr) {
    if (err_exception_matches(exc_TypeError)) err_set_string(exc_TypeError, message);
    return nullptr;
  }
  Object* result = sequence_list(it);
  decref(it);
  return result;
}

Ssize sequence_fast_size(Object* o) { return list_check(o) ? list_size(o) : tuple_size(o); }
Object** sequence_fast_items(Object* o) { return list_check(o) ? list_items(o) : tuple_items(o); }

}  // namespace py

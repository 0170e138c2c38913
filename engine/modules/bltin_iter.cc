// Builtins that walk an iterable: all, any, min, max, sorted, sum.
// CPython 3.13: Python/bltinmodule.c
#include <cmath>

#include "modules/args.h"
#include "modules/bltin_internal.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"      // ID
#include "types/boolobject.h"
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/floatobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

// Clears StopIteration at the end of a loop over tp_iternext. False with another error set.
static bool loop_ended() {
  if (!err_occurred()) return true;
  if (!err_exception_matches(exc_StopIteration)) return false;
  err_clear();
  return true;
}

// Walks the iterable until an item's truth is `stop`.
static Object* find_truth(Object* iterable, int stop) {
  Object* it = object_get_iter(iterable);
  if (!it) return nullptr;
  iternextfunc next = it->ob_type->tp_iternext;
  while (Object* item = next(it)) {
    int truth = object_is_true(item);
    decref(item);
    if (truth < 0 || truth == stop) {
      decref(it);
      return truth < 0 ? nullptr : bool_from_long(stop);
    }
  }
  decref(it);
  return loop_ended() ? bool_from_long(!stop) : nullptr;
}

Object* builtin_all(Object*, Object* iterable) { return find_truth(iterable, 0); }
Object* builtin_any(Object*, Object* iterable) { return find_truth(iterable, 1); }

// --- min, max ---

struct MinMax {
  const char* name;
  int op;
  Object* key = nullptr;       // borrowed, null for none
  Object* item = nullptr;      // owned: the best so far
  Object* value = nullptr;     // owned: what it is compared by
  void clear() {
    clear_ref(item);
    clear_ref(value);
  }
};

// Looks at one more item, which it takes over. False with an error set.
static bool min_max_step(MinMax& m, Object* item) {
  Object* value = m.key ? object_call_one_arg(m.key, item) : new_ref(item);
  if (!value) {
    decref(item);
    return false;
  }
  if (!m.value) {
    m.item = item;
    m.value = value;
    return true;
  }
  int better = object_rich_compare_bool(value, m.value, m.op);
  if (better > 0) {
    set_ref(m.value, value);
    set_ref(m.item, item);
    return true;
  }
  decref(value);
  decref(item);
  return better == 0;
}

static bool min_max_walk(MinMax& m, Object* iterable) {
  Object* it = object_get_iter(iterable);
  if (!it) return false;
  bool ok = true;
  while (ok) {
    Object* item = iter_next(it);
    if (!item) break;
    ok = min_max_step(m, item);
  }
  decref(it);
  return ok && !err_occurred();
}

static Object* min_max(Object* const* args, Ssize nargs, Object* kwnames, const char* name, int op) {
  if (nargs == 0) return err_format(exc_TypeError, "%s expected at least 1 argument, got 0", name);
  MinMax m = {.name = name, .op = op};
  Object* deflt = nullptr;
  for (Ssize i = 0; kwnames && i < tuple_size(kwnames); i++) {
    Object* keyword = tuple_item(kwnames, i);
    if (unicode_equal_to_utf8(keyword, "key")) {
      m.key = args[nargs + i] == None ? nullptr : args[nargs + i];
    } else if (unicode_equal_to_utf8(keyword, "default")) {
      deflt = args[nargs + i];
    } else {
      return err_format(exc_TypeError, "%s() got an unexpected keyword argument '%U'", name, keyword);
    }
  }
  bool ok = true;
  if (nargs > 1) {
    if (deflt) {
      return err_format(exc_TypeError, "Cannot specify a default for %s() with multiple positional arguments", name);
    }
    for (Ssize i = 0; ok && i < nargs; i++) ok = min_max_step(m, new_ref(args[i]));
  } else {
    ok = min_max_walk(m, args[0]);
  }
  if (!ok) {
    m.clear();
    return nullptr;
  }
  if (!m.value) {
    if (deflt) return new_ref(deflt);
    return err_format(exc_ValueError, "%s() iterable argument is empty", name);
  }
  decref(m.value);
  return m.item;
}

Object* builtin_min(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  return min_max(args, nargs, kwnames, "min", kLt);
}
Object* builtin_max(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  return min_max(args, nargs, kwnames, "max", kGt);
}

Object* builtin_sorted(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  if (!arg_check_positional("sorted", nargs, 1, 1)) return nullptr;
  Object* list = sequence_list(args[0]);
  if (!list) return nullptr;
  Object* sort = object_get_attr(list, ID(sort));
  Object* result = sort ? object_vectorcall(sort, args + 1, static_cast<size_t>(nargs - 1), kwnames) : nullptr;
  xdecref(sort);
  if (!result) {
    decref(list);
    return nullptr;
  }
  decref(result);
  return list;
}

// --- sum ---

static bool check_sum_start(Object* start) {
  const char* what = unicode_check(start)      ? "strings [use ''.join(seq) instead]"
                     : bytes_check(start)      ? "bytes [use b''.join(seq) instead]"
                     : bytearray_check(start) ? "bytearray [use b''.join(seq) instead]"
                                               : nullptr;
  if (!what) return true;
  err_format(exc_TypeError, "sum() can't sum %s", what);
  return false;
}

// result + item, taking both over.
static Object* sum_add(Object* result, Object* item) {
  Object* sum = result ? number_add(result, item) : nullptr;
  xdecref(result);
  decref(item);
  return sum;
}

// The total of a machine integer and of items that are ints and fit; *done when the iterable has ended: then the iterator
// is dropped before the result is made (both at once would raise the peak).
static Object* sum_longs(Object*& it, int64_t total, bool* done) {
  *done = false;
  for (;;) {
    Object* item = iter_next(it);
    if (!item) {
      *done = true;
      clear_ref(it);
      return err_occurred() ? nullptr : long_from_ssize_t(total);
    }
    if (long_check_exact(item) || bool_check(item)) {
      int overflow = 0;
      int64_t b = long_as_long_and_overflow(item, &overflow);
      int64_t next;
      if (!overflow && !__builtin_add_overflow(total, b, &next)) {
        total = next;
        decref(item);
        continue;
      }
    }
    return sum_add(long_from_ssize_t(total), item);
  }
}

// Floats with Neumaier's compensation, so that small terms are not lost beside large ones.
static Object* sum_floats(Object*& it, double total, bool* done) {
  double c = 0.0;
  *done = false;
  for (;;) {
    Object* item = iter_next(it);
    if (item && float_check_exact(item)) {
      double x = float_value(item);
      double t = total + x;
      c += std::fabs(total) >= std::fabs(x) ? (total - t) + x : (x - t) + total;
      total = t;
      decref(item);
      continue;
    }
    if (item && long_check(item)) {
      int overflow;
      int64_t value = long_as_long_and_overflow(item, &overflow);
      if (!overflow) {
        total += static_cast<double>(value);
        decref(item);
        continue;
      }
    }
    if (c != 0.0 && std::isfinite(c)) total += c;  // not for inf and nan, nor to lose the sign of -0.0
    if (item) return sum_add(float_from_double(total), item);
    *done = true;
    clear_ref(it);
    return err_occurred() ? nullptr : float_from_double(total);
  }
}

static Object* sum_iterator(Object*& it, Object* start) {
  Object* result = start ? new_ref(start) : long_from_long(0);
  bool done = false;
  if (result && long_check_exact(result)) {
    int overflow;
    int64_t total = long_as_long_and_overflow(result, &overflow);
    if (!overflow) {
      decref(result);
      result = sum_longs(it, total, &done);
    }
  }
  if (result && !done && float_check_exact(result)) {
    double total = float_value(result);
    decref(result);
    result = sum_floats(it, total, &done);
  }
  while (result && !done) {
    Object* item = iter_next(it);
    if (!item) {
      if (err_occurred()) clear_ref(result);
      break;
    }
    result = sum_add(result, item);
  }
  return result;
}

Object* builtin_sum(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"", "start", nullptr};
  static ArgParser parser = {.fname = "sum", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 2, a)) return nullptr;
  Object* start = a[1];
  Object* it = object_get_iter(a[0]);
  if (!it) return nullptr;
  if (start && !check_sum_start(start)) {
    decref(it);
    return nullptr;
  }
  Object* result = sum_iterator(it, start);
  xdecref(it);
  return result;
}

}  // namespace py

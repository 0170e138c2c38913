// See floatobject.h. This file: the free list, conversions, arithmetic, comparison. float_methods.cc: methods and type.
#include "types/floatobject.h"

#include <cmath>
#include <cstring>

#include "base/dtoa.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/freelist.h"
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/buffer.h"
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/complexobject.h"
#include "types/float_internal.h"
#include "types/longobject.h"
#include "types/pyhash.h"
#include "types/pystrtod.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodectype.h"

namespace py {

// --- Life ---

Object* float_from_double(double v) {
  FloatObject* f;
  if (LIKELY(free_lists.floats.items != nullptr)) {
    f = static_cast<FloatObject*>(free_lists.floats.items);
    free_lists.floats.items = reinterpret_cast<Object*>(f->ob_type);
    free_lists.floats.numfree--;
  } else {
    f = static_cast<FloatObject*>(object_malloc_small<24>());
    if (UNLIKELY(!f)) return err_no_memory();
  }
  f->ob_refcnt = 1;
  f->ob_type = &float_type;
  f->ob_fval = v;
  return f;
}

void float_exact_dealloc(Object* o) {
  if (free_lists.floats.numfree >= kMaxFreeFloats) {
    object_free(o);
    return;
  }
  free_lists.floats.numfree++;
  o->ob_type = reinterpret_cast<TypeObject*>(free_lists.floats.items);
  free_lists.floats.items = o;
}

void float_dealloc(Object* o) {
  if (LIKELY(float_check_exact(o))) {
    float_exact_dealloc(o);
  } else {
    o->ob_type->tp_free(o);
  }
}

void float_clear_free_list() {
  Object* o = free_lists.floats.items;
  free_lists.floats.items = nullptr;
  free_lists.floats.numfree = 0;
  while (o) {
    Object* next = reinterpret_cast<Object*>(o->ob_type);
    object_free(o);
    o = next;
  }
}

int float_free_list_length() { return free_lists.floats.numfree; }

// --- Conversions ---

namespace {

Object* parse_whole(const char* s, Ssize len, void* arg) {
  auto* obj = static_cast<Object*>(arg);
  const char* end = s;
  double x = string_to_double(s, &end, nullptr);
  if (end != s + len) {
    if (err_occurred()) err_clear();
    return err_format(exc_ValueError, "could not convert string to float: %R", obj);
  }
  return x == -1.0 && err_occurred() ? nullptr : float_from_double(x);
}

Object* parse_text(const char* s, Ssize len, Object* v) {
  const char* last = s + len;
  while (s < last && is_ascii_space(static_cast<uint8_t>(*s))) s++;
  while (s < last - 1 && is_ascii_space(static_cast<uint8_t>(last[-1]))) last--;
  // What follows may be spaces: read from a copy that ends where the number ends.
  if (*last == '\0') return string_to_number_with_underscores(s, last - s, "float", v, v, parse_whole);
  const uint64_t n = static_cast<uint64_t>(last - s);
  char* copy = static_cast<char*>(mem_malloc(n + 1));
  if (!copy) return err_no_memory();
  std::memcpy(copy, s, n);
  copy[n] = '\0';
  Object* result = string_to_number_with_underscores(copy, last - s, "float", v, v, parse_whole);
  mem_free(copy);
  return result;
}

}  // namespace

Object* float_from_string(Object* v) {
  if (unicode_check(v)) {
    Object* ascii = unicode_transform_decimal_and_space_to_ascii(v);
    if (!ascii) return nullptr;
    Object* result = parse_text(reinterpret_cast<char*>(unicode_1byte_data(ascii)), unicode_length(ascii), v);
    decref(ascii);
    return result;
  }
  if (bytes_check(v)) return parse_text(bytes_data(v), bytes_size(v), v);
  if (bytearray_check(v)) return parse_text(bytearray_data(v), bytearray_size(v), v);
  if (object_check_buffer(v)) {
    ScopedBuffer view;
    if (object_get_buffer(v, &view, BUF_SIMPLE) < 0) return nullptr;
    Object* copy = bytes_from_string_and_size(static_cast<char*>(view.buf), view.len);
    if (!copy) return nullptr;
    Object* result = parse_text(bytes_data(copy), bytes_size(copy), v);
    decref(copy);
    return result;
  }
  return err_format(exc_TypeError, "float() argument must be a string or a real number, not '%.200s'",
                    v->ob_type->tp_name);
}

double float_as_double(Object* o) {
  if (float_check(o)) return float_value(o);
  unaryfunc nb_float = o->ob_type->nb_float;
  if (!nb_float) {
    if (o->ob_type->nb_index) {
      Object* i = number_index(o);
      if (!i) return -1.0;
      double v = long_as_double(i);
      decref(i);
      return v;
    }
    err_format(exc_TypeError, "must be real number, not %.50s", o->ob_type->tp_name);
    return -1.0;
  }
  Object* result = nb_float(o);
  if (!result) return -1.0;
  if (!float_check_exact(result)) {
    if (!float_check(result)) {
      err_format(exc_TypeError, "%.50s.__float__ returned non-float (type %.50s)", o->ob_type->tp_name,
                 result->ob_type->tp_name);
      decref(result);
      return -1.0;
    }
    if (err_warn_format(exc_DeprecationWarning, 1,
                        "%.50s.__float__ returned non-float (type %.50s).  "
                        "The ability to return an instance of a strict subclass of float is deprecated, "
                        "and may not be supported in a future version of Python.",
                        o->ob_type->tp_name, result->ob_type->tp_name) < 0) {
      decref(result);
      return -1.0;
    }
  }
  double v = float_value(result);
  decref(result);
  return v;
}

Object* float_repr(Object* v) {
  const DoubleText s = double_to_string(float_value(v), 'r', 0, DTSF_ADD_DOT_0);
  return unicode_from_ascii(s.data(), static_cast<Ssize>(s.size()));
}

HashValue float_hash(Object* v) { return hash_double(v, float_value(v)); }

// --- Comparison ---

namespace {

template <class T>
bool compare_values(T a, T b, int op) {
  switch (op) {
    case kLt: return a < b;
    case kLe: return a <= b;
    case kEq: return a == b;
    case kNe: return a != b;
    case kGt: return a > b;
    default: return a >= b;
  }
}

// An int too long for a double: compares exactly. *error: out of memory.
int compare_with_int(double v, Object* w, bool* error) {
  const int vsign = v == 0.0 ? 0 : v < 0.0 ? -1 : 1, wsign = long_sign(w);
  if (vsign != wsign) return vsign < wsign ? -1 : 1;
  int exponent;
  std::frexp(v, &exponent);
  const int64_t bits = long_num_bits(w);
  if (exponent < 0 || exponent < bits) return -vsign;
  if (exponent > bits) return vsign;
  double whole;
  const double fraction = std::modf(v, &whole);
  Object* vv = long_from_double(whole);
  if (!vv) {
    *error = true;
    return 0;
  }
  int c = long_compare(as<LongObject>(vv), as<LongObject>(w));
  decref(vv);
  return c != 0 ? c : fraction > 0 ? 1 : fraction < 0 ? -1 : 0;
}

}  // namespace

Object* float_rich_compare(Object* v, Object* w, int op) {
  const double i = float_value(v);
  if (float_check(w)) return bool_from_long(compare_values(i, float_value(w), op));
  if (!long_check(w)) return NotImplemented;
  if (!std::isfinite(i)) return bool_from_long(compare_values(i, 0.0, op));
  if (long_num_bits(w) <= 48) return bool_from_long(compare_values(i, long_as_double(w), op));
  bool error = false;
  int c = compare_with_int(i, w, &error);
  return error ? nullptr : bool_from_long(compare_values(c, 0, op));
}

// --- Arithmetic ---

void float_div_mod(double vx, double wx, double* floordiv, double* mod) {
  *mod = std::fmod(vx, wx);
  double div = (vx - *mod) / wx;
  if (*mod) {
    if ((wx < 0) != (*mod < 0)) {  // the remainder takes the divisor's sign
      *mod += wx;
      div -= 1.0;
    }
  } else {
    *mod = std::copysign(0.0, wx);
  }
  if (div) {
    *floordiv = std::floor(div);
    if (div - *floordiv > 0.5) *floordiv += 1.0;
  } else {
    *floordiv = std::copysign(0.0, vx / wx);
  }
}

double float_mod(double vx, double wx) {
  double mod = std::fmod(vx, wx);
  if (mod) {
    if ((wx < 0) != (mod < 0)) mod += wx;
  } else {
    mod = std::copysign(0.0, wx);
  }
  return mod;
}

namespace {

bool is_odd_integer(double x) { return std::fmod(std::fabs(x), 2.0) == 1.0; }

void raise_errno(TypeObject* type, int number, const char* message) {
  Object* text = unicode_from_string(message);
  Object* code = long_from_long(number);
  Object* args = text && code ? tuple_pack(code, text) : nullptr;
  if (args) err_set_object(type, args);
  xdecref(args);
  xdecref(code);
  xdecref(text);
}

// The cases that need no pow(): true when *result is the answer.
bool special_power(double& iv, double iw, bool& negate_result, double* result) {
  if (iw == 0) return *result = 1.0, true;
  if (std::isnan(iv)) return *result = iv, true;
  if (std::isnan(iw)) return *result = iv == 1.0 ? 1.0 : iw, true;
  if (std::isinf(iw)) {
    iv = std::fabs(iv);
    *result = iv == 1.0 ? 1.0 : (iw > 0.0) == (iv > 1.0) ? std::fabs(iw) : 0.0;
    return true;
  }
  const bool odd = is_odd_integer(iw);
  if (std::isinf(iv)) {
    *result = iw > 0.0 ? (odd ? iv : std::fabs(iv)) : (odd ? std::copysign(0.0, iv) : 0.0);
    return true;
  }
  if (iv == 0.0 && iw > 0.0) return *result = odd ? iv : 0.0, true;
  if (iv < 0.0 && iw == std::floor(iw)) {
    iv = -iv;
    negate_result = odd;
  }
  if (iv == 1.0) return *result = negate_result ? -1.0 : 1.0, true;
  return false;
}

}  // namespace

int float_pow_value(double iv, double iw, double* result) {
  if (iv == 0.0 && iw < 0.0 && std::isfinite(iw)) {
    err_set_string(exc_ZeroDivisionError, "0.0 cannot be raised to a negative power");
    return -1;
  }
  bool negate_result = false;
  if (iv < 0.0 && std::isfinite(iv) && std::isfinite(iw) && iw != std::floor(iw)) return 1;
  if (special_power(iv, iw, negate_result, result)) return 0;
  double x = std::pow(iv, iw);
  if (std::isinf(x)) {
    raise_errno(exc_OverflowError, 34, "Numerical result out of range");
    return -1;
  }
  *result = negate_result ? -x : x;
  return 0;
}

bool float_operand(Object* o, double* out, Object** failure) {
  if (float_check(o)) {
    *out = float_value(o);
    return true;
  }
  if (long_check(o)) {
    *out = long_as_double(o);
    if (*out == -1.0 && err_occurred()) {
      *failure = nullptr;
      return false;
    }
    return true;
  }
  *failure = NotImplemented;
  return false;
}

}  // namespace py

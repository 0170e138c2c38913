// The math module.
// CPython 3.13: Modules/mathmodule.c
//
// A function that has no result for its argument raises ValueError("math domain error"), one whose result is too big
// OverflowError("math range error"); infinities and nans go through as C99 says.
#include <cfloat>
#include <cmath>
#include <vector>

#include "modules/args.h"
#include "modules/modules.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/floatobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

Object* domain_error() { return err_format(exc_ValueError, "math domain error"); }
Object* range_error() { return err_format(exc_OverflowError, "math range error"); }

bool to_double(Object* o, double* out) {
  *out = float_as_double(o);
  return *out != -1.0 || !err_occurred();
}

// The rule of CPython's math_1: nan from a number is a domain error; inf from a number is overflow, or a singularity.
Object* checked(double x, double r, bool can_overflow) {
  if (std::isnan(r) && !std::isnan(x)) return domain_error();
  if (std::isinf(r) && std::isfinite(x)) return can_overflow ? range_error() : domain_error();
  return float_from_double(r);
}

template <double (*kFunction)(double), bool kCanOverflow>
Object* math_1(Object*, Object* arg) {
  double x;
  if (!to_double(arg, &x)) return nullptr;
  return checked(x, kFunction(x), kCanOverflow);
}

double d_acos(double x) { return std::acos(x); }
double d_acosh(double x) { return std::acosh(x); }
double d_asin(double x) { return std::asin(x); }
double d_asinh(double x) { return std::asinh(x); }
double d_atan(double x) { return std::atan(x); }
double d_atanh(double x) { return std::atanh(x); }
double d_cbrt(double x) { return std::cbrt(x); }
double d_cos(double x) { return std::cos(x); }
double d_cosh(double x) { return std::cosh(x); }
double d_erf(double x) { return std::erf(x); }
double d_erfc(double x) { return std::erfc(x); }
double d_exp(double x) { return std::exp(x); }
double d_exp2(double x) { return std::exp2(x); }
double d_expm1(double x) { return std::expm1(x); }
double d_fabs(double x) { return std::fabs(x); }
double d_log1p(double x) { return std::log1p(x); }
double d_sin(double x) { return std::sin(x); }
double d_sinh(double x) { return std::sinh(x); }
double d_sqrt(double x) { return std::sqrt(x); }
double d_tan(double x) { return std::tan(x); }
double d_tanh(double x) { return std::tanh(x); }

Object* math_gamma(Object*, Object* arg) {
  double x;
  if (!to_double(arg, &x)) return nullptr;
  if (x == 0.0 || (std::isinf(x) && x < 0) || (x < 0 && x == std::floor(x))) return domain_error();
  double r = std::tgamma(x);
  if (std::isinf(r) && std::isfinite(x)) return range_error();
  return float_from_double(x == std::floor(x) && x > 0 && x <= 23 ? std::round(r) : r);
}
Object* math_lgamma(Object*, Object* arg) {
  double x;
  if (!to_double(arg, &x)) return nullptr;
  if (x <= 0 && x == std::floor(x) && std::isfinite(x)) return domain_error();
  double r = std::isinf(x) ? INFINITY : x == 1.0 || x == 2.0 ? 0.0 : std::lgamma(x);
  return std::isinf(r) && std::isfinite(x) ? range_error() : float_from_double(r);
}

// --- Logarithms ---

// log of an int that may be too big for a double: from mantissa and exponent.
Object* log_of(Object* arg, double (*f)(double), double log_of_2) {
  if (long_check(arg)) {
    if (!long_is_positive(arg)) return err_format(exc_ValueError, "math domain error");
    double x = long_as_double(arg);
    if (x == -1.0 && err_occurred()) {
      if (!err_exception_matches(exc_OverflowError)) return nullptr;
      err_clear();
      int64_t exponent;
      x = long_frexp(static_cast<LongObject*>(arg), &exponent);
      return float_from_double(f(x) + log_of_2 * static_cast<double>(exponent));
    }
    return float_from_double(f(x));
  }
  double x;
  if (!to_double(arg, &x)) return nullptr;
  if (x <= 0.0) return domain_error();
  return float_from_double(f(x));
}
double m_log(double x) { return std::log(x); }
double m_log2(double x) { return std::log2(x); }
double m_log10(double x) { return std::log10(x); }

Object* math_log(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("log", nargs, 1, 2)) return nullptr;
  Object* numerator = log_of(args[0], m_log, std::log(2.0));
  if (!numerator || nargs == 1) return numerator;
  Object* denominator = log_of(args[1], m_log, std::log(2.0));
  Object* result = denominator ? number_true_divide(numerator, denominator) : nullptr;
  decref(numerator);
  xdecref(denominator);
  return result;
}
Object* math_log2(Object*, Object* arg) { return log_of(arg, m_log2, 1.0); }
Object* math_log10(Object*, Object* arg) { return log_of(arg, m_log10, std::log10(2.0)); }

// --- Two arguments ---

bool two(const char* name, Object* const* args, Ssize nargs, double* x, double* y) {
  return arg_check_positional(name, nargs, 2, 2) && to_double(args[0], x) && to_double(args[1], y);
}

Object* math_atan2(Object*, Object* const* args, Ssize nargs) {
  double y, x;
  return two("atan2", args, nargs, &y, &x) ? float_from_double(std::atan2(y, x)) : nullptr;
}
Object* math_copysign(Object*, Object* const* args, Ssize nargs) {
  double x, y;
  return two("copysign", args, nargs, &x, &y) ? float_from_double(std::copysign(x, y)) : nullptr;
}
Object* math_fmod(Object*, Object* const* args, Ssize nargs) {
  double x, y;
  if (!two("fmod", args, nargs, &x, &y)) return nullptr;
  if (std::isinf(y) && std::isfinite(x)) return float_from_double(x);
  double r = std::fmod(x, y);
  return std::isnan(r) && !std::isnan(x) && !std::isnan(y) ? domain_error() : float_from_double(r);
}
Object* math_remainder(Object*, Object* const* args, Ssize nargs) {
  double x, y;
  if (!two("remainder", args, nargs, &x, &y)) return nullptr;
  double r = std::remainder(x, y);
  return std::isnan(r) && !std::isnan(x) && !std::isnan(y) ? domain_error() : float_from_double(r);
}
Object* math_pow(Object*, Object* const* args, Ssize nargs) {
  double x, y;
  if (!two("pow", args, nargs, &x, &y)) return nullptr;
  double r = std::pow(x, y);
  if (std::isfinite(x) && std::isfinite(y)) {
    if (std::isnan(r)) return domain_error();
    if (std::isinf(r)) return x == 0.0 ? domain_error() : range_error();
  }
  return float_from_double(r);
}
Object* math_nextafter(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"", "", "steps", nullptr};
  static ArgParser parser = {.fname = "nextafter", .keywords = kKeywords};
  Object* a[3];
  double x, y;
  if (!unpack_args(&parser, args, nargs, kwnames, 2, 2, a) || !to_double(a[0], &x) || !to_double(a[1], &y)) return nullptr;
  Ssize steps = 1;
  if (a[2] && a[2] != None && !arg_ssize(a[2], &steps)) return nullptr;
  if (steps < 0) return err_format(exc_ValueError, "steps must be a non-negative integer");
  for (Ssize i = 0; i < steps && x != y && !std::isnan(x); i++) x = std::nextafter(x, y);
  return float_from_double(steps > 0 && (std::isnan(x) || std::isnan(y)) ? NAN : (steps > 0 && x == y ? y : x));
}
Object* math_ulp(Object*, Object* arg) {
  double x;
  if (!to_double(arg, &x)) return nullptr;
  if (std::isnan(x)) return float_from_double(x);
  x = std::fabs(x);
  if (std::isinf(x)) return float_from_double(x);
  double up = std::nextafter(x, INFINITY);
  return float_from_double(std::isinf(up) ? x - std::nextafter(x, -INFINITY) : up - x);
}
Object* math_fma(Object*, Object* const* args, Ssize nargs) {
  double x, y, z;
  if (!arg_check_positional("fma", nargs, 3, 3) || !to_double(args[0], &x) || !to_double(args[1], &y) ||
      !to_double(args[2], &z)) {
    return nullptr;
  }
  double r = std::fma(x, y, z);
  if (std::isfinite(r)) return float_from_double(r);
  if (std::isnan(r) && !std::isnan(x) && !std::isnan(y) && !std::isnan(z)) {
    return err_format(exc_ValueError, "invalid operation in fma");
  }
  if (std::isinf(r) && std::isfinite(x) && std::isfinite(y) && std::isfinite(z)) {
    return err_format(exc_OverflowError, "overflow in fma");
  }
  return float_from_double(r);
}

// --- Rounding ---

// type(arg).<special>() when there is one; null without an error otherwise.
Object* call_special(Object* arg, const char* special) {
  Object* name = unicode_intern_from_string(special);
  if (!name) return nullptr;
  Object* method = object_lookup_special(arg, name);
  decref(name);
  if (!method) return nullptr;
  Object* result = object_call_no_args(method);
  decref(method);
  return result;
}
template <double (*kRound)(double)>
Object* round_with(Object* arg, const char* special) {
  double x;
  if (float_check_exact(arg)) {
    x = float_value(arg);
  } else {
    Object* result = call_special(arg, special);
    if (result || err_occurred()) return result;
    if (!to_double(arg, &x)) return nullptr;
  }
  return long_from_double(kRound(x));
}
double d_ceil(double x) { return std::ceil(x); }
double d_floor(double x) { return std::floor(x); }
Object* math_ceil(Object*, Object* arg) { return round_with<d_ceil>(arg, "__ceil__"); }
Object* math_floor(Object*, Object* arg) { return round_with<d_floor>(arg, "__floor__"); }
Object* math_trunc(Object*, Object* arg) {
  Object* result = call_special(arg, "__trunc__");
  if (!result && !err_occurred()) {
    err_format(exc_TypeError, "type %.100s doesn't define __trunc__ method", arg->ob_type->tp_name);
  }
  return result;
}

Object* math_frexp(Object*, Object* arg) {
  double x;
  if (!to_double(arg, &x)) return nullptr;
  int exponent = 0;
  if (std::isfinite(x)) x = std::frexp(x, &exponent);
  Object* parts[2] = {float_from_double(x), long_from_long(exponent)};
  return parts[0] && parts[1] ? tuple_from_array_steal(parts, 2) : nullptr;
}
Object* math_modf(Object*, Object* arg) {
  double x, whole;
  if (!to_double(arg, &x)) return nullptr;
  double fraction = std::isinf(x) ? (whole = x, std::copysign(0.0, x)) : std::modf(x, &whole);
  Object* parts[2] = {float_from_double(fraction), float_from_double(whole)};
  return parts[0] && parts[1] ? tuple_from_array_steal(parts, 2) : nullptr;
}
Object* math_ldexp(Object*, Object* const* args, Ssize nargs) {
  double x;
  if (!arg_check_positional("ldexp", nargs, 2, 2) || !to_double(args[0], &x)) return nullptr;
  if (!long_check(args[1])) return err_format(exc_TypeError, "Expected an int as second argument to ldexp.");
  int overflow;
  int64_t exponent = long_as_long_and_overflow(args[1], &overflow);
  if (overflow) exponent = overflow > 0 ? INT32_MAX : INT32_MIN;
  if (x == 0.0 || !std::isfinite(x)) return float_from_double(x);
  if (exponent > INT32_MAX) return range_error();
  if (exponent < INT32_MIN) return float_from_double(std::copysign(0.0, x));
  double r = std::ldexp(x, static_cast<int>(exponent));
  return std::isinf(r) ? range_error() : float_from_double(r);
}
Object* math_degrees(Object*, Object* arg) {
  double x;
  return to_double(arg, &x) ? float_from_double(x * (180.0 / M_PI)) : nullptr;
}
Object* math_radians(Object*, Object* arg) {
  double x;
  return to_double(arg, &x) ? float_from_double(x * (M_PI / 180.0)) : nullptr;
}
Object* math_isfinite(Object*, Object* arg) {
  double x;
  return to_double(arg, &x) ? bool_from_long(std::isfinite(x)) : nullptr;
}
Object* math_isinf(Object*, Object* arg) {
  double x;
  return to_double(arg, &x) ? bool_from_long(std::isinf(x)) : nullptr;
}
Object* math_isnan(Object*, Object* arg) {
  double x;
  return to_double(arg, &x) ? bool_from_long(std::isnan(x)) : nullptr;
}
Object* math_isclose(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"a", "b", "rel_tol", "abs_tol", nullptr};
  static ArgParser parser = {.fname = "isclose", .keywords = kKeywords};
  Object* v[4];
  double a, b, relative = 1e-09, absolute = 0.0;
  if (!unpack_args(&parser, args, nargs, kwnames, 2, 2, v) || !to_double(v[0], &a) || !to_double(v[1], &b)) return nullptr;
  if ((v[2] && !to_double(v[2], &relative)) || (v[3] && !to_double(v[3], &absolute))) return nullptr;
  if (relative < 0.0 || absolute < 0.0) return err_format(exc_ValueError, "tolerances must be non-negative");
  if (a == b) return True;
  if (std::isinf(a) || std::isinf(b)) return False;
  double diff = std::fabs(b - a);
  return bool_from_long(diff <= std::fabs(relative * b) || diff <= std::fabs(relative * a) || diff <= absolute);
}

// --- Sums and products ---

// Shewchuk's exact sum: partials do not overlap, ascending in magnitude.
Object* math_fsum(Object*, Object* seq) {
  Object* it = object_get_iter(seq);
  if (!it) return nullptr;
  std::vector<double> partials;
  double special_sum = 0.0, inf_sum = 0.0;
  while (Object* item = iter_next(it)) {
    double x;
    bool ok = to_double(item, &x);
    decref(item);
    if (!ok) {
      decref(it);
      return nullptr;
    }
    double original = x;
    size_t used = 0;
    for (double y : partials) {
      if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
      double hi = x + y;
      double lo = y - (hi - x);
      if (lo != 0.0) partials[used++] = lo;
      x = hi;
    }
    partials.resize(used);
    if (x == 0.0) continue;
    if (std::isfinite(x)) {
      partials.push_back(x);
      continue;
    }
    if (std::isfinite(original)) {
      decref(it);
      return err_format(exc_OverflowError, "intermediate overflow in fsum");
    }
    if (std::isinf(original)) inf_sum += original;
    special_sum += original;
    partials.clear();
  }
  decref(it);
  if (err_occurred()) return nullptr;
  if (special_sum != 0.0) {
    if (std::isnan(inf_sum)) return err_format(exc_ValueError, "-inf + inf in fsum");
    return float_from_double(special_sum);
  }
  double hi = 0.0, lo = 0.0;
  size_t n = partials.size();
  if (n > 0) {
    hi = partials[--n];
    while (n > 0) {
      double x = hi, y = partials[--n];
      hi = x + y;
      lo = y - (hi - x);
      if (lo != 0.0) break;
    }
    // Half-even rounding across several partials.
    if (n > 0 && ((lo < 0.0 && partials[n - 1] < 0.0) || (lo > 0.0 && partials[n - 1] > 0.0))) {
      double y = lo * 2.0, x = hi + y;
      if (y == x - hi) hi = x;
    }
  }
  return float_from_double(hi);
}

Object* math_prod(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"", "start", nullptr};
  static ArgParser parser = {.fname = "prod", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 1, a)) return nullptr;
  Object* it = object_get_iter(a[0]);
  if (!it) return nullptr;
  Object* result = a[1] ? new_ref(a[1]) : long_from_long(1);
  while (result) {
    Object* item = iter_next(it);
    if (!item) break;
    set_ref(result, number_multiply(result, item));
    decref(item);
  }
  decref(it);
  if (result && err_occurred()) clear_ref(result);
  return result;
}

// sqrt of the sum of squares, scaled so that it neither overflows nor underflows.
double vector_norm(const std::vector<double>& values) {
  double largest = 0.0;
  bool nan = false;
  for (double x : values) {
    if (std::isnan(x)) nan = true;
    largest = std::fmax(largest, std::fabs(x));
  }
  if (std::isinf(largest)) return largest;
  if (nan) return NAN;
  if (largest == 0.0 || values.size() == 1) return largest;
  int exponent;
  std::frexp(largest, &exponent);
  double scale = std::ldexp(1.0, exponent < -1022 ? 1022 : -exponent);
  double sum = 0.0, correction = 0.0;
  for (double x : values) {
    double s = x * scale, square = s * s;
    double low = std::fma(s, s, -square);
    double t = sum + square;
    correction += (std::fabs(sum) >= square ? (sum - t) + square : (square - t) + sum) + low;
    sum = t;
  }
  double h = std::sqrt(sum + correction);
  double square = h * h;
  double error = (sum - square) + (correction - std::fma(h, h, -square));
  return (h + error / (2.0 * h)) / scale;
}

Object* math_hypot(Object*, Object* const* args, Ssize nargs) {
  std::vector<double> values;
  for (Ssize i = 0; i < nargs; i++) {
    double x;
    if (!to_double(args[i], &x)) return nullptr;
    values.push_back(x);
  }
  return float_from_double(vector_norm(values));
}

Object* math_dist(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("dist", nargs, 2, 2)) return nullptr;
  Object* p = sequence_tuple(args[0]);
  Object* q = p ? sequence_tuple(args[1]) : nullptr;
  bool ok = q != nullptr;
  if (ok && tuple_size(p) != tuple_size(q)) {
    err_set_string(exc_ValueError, "both points must have the same number of dimensions");
    ok = false;
  }
  std::vector<double> values;
  for (Ssize i = 0; ok && i < tuple_size(p); i++) {
    double x = 0, y = 0;
    ok = to_double(tuple_item(p, i), &x) && to_double(tuple_item(q, i), &y);
    values.push_back(std::fabs(x - y));
  }
  xdecref(p);
  xdecref(q);
  return ok ? float_from_double(vector_norm(values)) : nullptr;
}

Object* math_sumprod(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("sumprod", nargs, 2, 2)) return nullptr;
  Object* p = object_get_iter(args[0]);
  Object* q = p ? object_get_iter(args[1]) : nullptr;
  Object* total = q ? long_from_long(0) : nullptr;
  while (total) {
    Object* x = iter_next(p);
    Object* y = x || !err_occurred() ? iter_next(q) : nullptr;
    if (!x || !y) {
      if (err_occurred()) {
        clear_ref(total);
      } else if (x || y) {
        err_set_string(exc_ValueError, "Inputs are not the same length");
        clear_ref(total);
      }
      xdecref(x);
      xdecref(y);
      break;
    }
    Object* product = number_multiply(x, y);
    decref(x);
    decref(y);
    set_ref(total, product ? number_add(total, product) : nullptr);
    xdecref(product);
  }
  xdecref(p);
  xdecref(q);
  return total;
}

// --- Integers ---

Object* math_factorial(Object*, Object* arg) {
  int overflow;
  int64_t n = long_as_long_and_overflow(arg, &overflow);
  if (n == -1 && err_occurred()) return nullptr;
  if (overflow > 0) return err_format(exc_OverflowError, "factorial() argument should not exceed %lld", INT64_MAX);
  if (overflow < 0 || n < 0) return err_format(exc_ValueError, "factorial() not defined for negative values");
  Object* result = long_from_long(1);
  for (int64_t i = 2; result && i <= n; i++) {
    int64_t chunk = i;  // several factors at once while they fit a digit pair
    while (i < n && chunk < (int64_t{1} << 29) / (i + 1)) chunk *= ++i;
    Object* factor = long_from_long(chunk);
    set_ref(result, factor ? number_multiply(result, factor) : nullptr);
    xdecref(factor);
  }
  return result;
}

Object* fold(Object* const* args, Ssize nargs, int64_t start, Object* (*step)(Object*, Object*)) {
  Object* result = long_from_long(start);
  for (Ssize i = 0; result && i < nargs; i++) {
    Object* x = number_index(args[i]);
    set_ref(result, x ? step(result, x) : nullptr);
    xdecref(x);
  }
  return result;
}
Object* math_gcd(Object*, Object* const* args, Ssize nargs) { return fold(args, nargs, 0, long_gcd); }
Object* lcm_step(Object* a, Object* b) {
  if (long_is_zero(a) || long_is_zero(b)) return long_from_long(0);
  Object* g = long_gcd(a, b);
  Object* part = g ? number_floor_divide(a, g) : nullptr;
  Object* product = part ? number_multiply(part, b) : nullptr;
  Object* result = product ? number_absolute(product) : nullptr;
  xdecref(g);
  xdecref(part);
  xdecref(product);
  return result;
}
Object* math_lcm(Object*, Object* const* args, Ssize nargs) { return fold(args, nargs, 1, lcm_step); }

Object* binary(Object* a, Object* b, Object* (*op)(Object*, Object*)) {  // takes both over; null in, null out
  Object* result = a && b ? op(a, b) : nullptr;
  xdecref(a);
  xdecref(b);
  return result;
}

// floor(sqrt(n)) by Newton's method from above.
Object* math_isqrt(Object*, Object* arg) {
  Object* n = number_index(arg);
  if (!n) return nullptr;
  if (long_sign(n) < 0) {
    decref(n);
    return err_format(exc_ValueError, "isqrt() argument must be nonnegative");
  }
  if (long_is_zero(n)) {
    decref(n);
    return long_from_long(0);
  }
  Object* one = long_from_long(1);
  Object* x = binary(new_ref(one), long_from_long_long((long_num_bits(n) + 1) / 2), number_lshift);
  while (x) {
    Object* sum = binary(new_ref(x), number_floor_divide(n, x), number_add);
    Object* y = binary(sum, new_ref(one), number_rshift);
    int smaller = y ? object_rich_compare_bool(y, x, kLt) : -1;
    if (smaller <= 0) {
      xdecref(y);
      if (smaller < 0) clear_ref(x);
      break;
    }
    set_ref(x, y);
  }
  decref(n);
  return x;
}

// n * (n-1) * ... for k factors, divided by k! when divide.
Object* falling(Object* n_arg, Object* k_arg, bool divide) {
  Object* n = number_index(n_arg);
  Object* k = n ? number_index(k_arg) : nullptr;
  Object* result = nullptr;
  if (k) {
    int overflow;
    if (long_sign(n) < 0) {
      err_set_string(exc_ValueError, "n must be a non-negative integer");
    } else if (long_sign(k) < 0) {
      err_set_string(exc_ValueError, "k must be a non-negative integer");
    } else {
      Object* rest = number_subtract(n, k);
      int64_t count = long_as_long_and_overflow(k, &overflow);
      int64_t other = rest ? long_as_long_and_overflow(rest, &overflow) : 0;
      bool negative = rest && long_sign(rest) < 0;
      xdecref(rest);
      if (divide && !negative && !overflow && other < count) count = other;
      result = long_from_long(negative ? 0 : 1);
      for (int64_t i = 0; result && !negative && i < count; i++) {
        Object* factor = binary(new_ref(n), long_from_long(i), number_subtract);
        result = binary(result, factor, number_multiply);
        if (divide && result) result = binary(result, long_from_long(i + 1), number_floor_divide);
      }
    }
  }
  xdecref(n);
  xdecref(k);
  return result;
}
Object* math_comb(Object*, Object* const* args, Ssize nargs) {
  return arg_check_positional("comb", nargs, 2, 2) ? falling(args[0], args[1], true) : nullptr;
}
Object* math_perm(Object* module, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("perm", nargs, 1, 2)) return nullptr;
  if (nargs == 1 || args[1] == None) return math_factorial(module, args[0]);
  return falling(args[0], args[1], false);
}

#define MATH1(name, overflow) {#name, math_1<d_##name, overflow>, #name "($module, x, /)\n--\n\n"}
constexpr MethodDef math_methods[] = {
    MATH1(acos, false), MATH1(acosh, false), MATH1(asin, false), MATH1(asinh, false), MATH1(atan, false),
    {"atan2", math_atan2, "atan2($module, y, x, /)\n--\n\nReturn the arc tangent (measured in radians) of y/x."},
    MATH1(atanh, false), MATH1(cbrt, false),
    {"ceil", math_ceil, "ceil($module, x, /)\n--\n\nReturn the ceiling of x as an Integral."},
    {"copysign", math_copysign, "copysign($module, x, y, /)\n--\n\n"},
    MATH1(cos, false), MATH1(cosh, true),
    {"degrees", math_degrees, "degrees($module, x, /)\n--\n\nConvert angle x from radians to degrees."},
    {"dist", math_dist, "dist($module, p, q, /)\n--\n\nReturn the Euclidean distance between two points p and q."},
    MATH1(erf, false), MATH1(erfc, false), MATH1(exp, true), MATH1(exp2, true), MATH1(expm1, true), MATH1(fabs, false),
    {"factorial", math_factorial, "factorial($module, n, /)\n--\n\nFind n!."},
    {"floor", math_floor, "floor($module, x, /)\n--\n\nReturn the floor of x as an Integral."},
    {"fma", math_fma, "fma($module, x, y, z, /)\n--\n\nFused multiply-add operation."},
    {"fmod", math_fmod, "fmod($module, x, y, /)\n--\n\nReturn fmod(x, y), according to platform C."},
    {"frexp", math_frexp, "frexp($module, x, /)\n--\n\nReturn the mantissa and exponent of x, as pair (m, e)."},
    {"fsum", math_fsum, "fsum($module, seq, /)\n--\n\nReturn an accurate floating-point sum of values in the iterable seq."},
    {"gamma", math_gamma, "gamma($module, x, /)\n--\n\nGamma function at x."},
    {"gcd", math_gcd, "gcd($module, *integers)\n--\n\nGreatest Common Divisor."},
    {"hypot", math_hypot, "hypot(*coordinates) -> value"},
    {"isclose", math_isclose, "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\n"},
    {"isfinite", math_isfinite, "isfinite($module, x, /)\n--\n\n"},
    {"isinf", math_isinf, "isinf($module, x, /)\n--\n\n"},
    {"isnan", math_isnan, "isnan($module, x, /)\n--\n\n"},
    {"isqrt", math_isqrt, "isqrt($module, n, /)\n--\n\nReturn the integer part of the square root of the input."},
    {"lcm", math_lcm, "lcm($module, *integers)\n--\n\nLeast Common Multiple."},
    {"ldexp", math_ldexp, "ldexp($module, x, i, /)\n--\n\nReturn x * (2**i)."},
    {"lgamma", math_lgamma, "lgamma($module, x, /)\n--\n\n"},
    {"log", math_log, "log(x, [base=math.e])\nReturn the logarithm of x to the given base."},
    MATH1(log1p, false),
    {"log10", math_log10, "log10($module, x, /)\n--\n\nReturn the base 10 logarithm of x."},
    {"log2", math_log2, "log2($module, x, /)\n--\n\nReturn the base 2 logarithm of x."},
    {"modf", math_modf, "modf($module, x, /)\n--\n\nReturn the fractional and integer parts of x."},
    {"pow", math_pow, "pow($module, x, y, /)\n--\n\nReturn x**y (x to the power of y)."},
    {"radians", math_radians, "radians($module, x, /)\n--\n\nConvert angle x from degrees to radians."},
    {"remainder", math_remainder, "remainder($module, x, y, /)\n--\n\n"},
    MATH1(sin, false), MATH1(sinh, true), MATH1(sqrt, false), MATH1(tan, false), MATH1(tanh, false),
    {"sumprod", math_sumprod, "sumprod($module, p, q, /)\n--\n\nReturn the sum of products of values from two iterables p and q."},
    {"trunc", math_trunc, "trunc($module, x, /)\n--\n\nTruncates the Real x to the nearest Integral toward 0."},
    {"prod", math_prod, "prod($module, iterable, /, *, start=1)\n--\n\nCalculate the product of all the elements in the input iterable."},
    {"perm", math_perm, "perm($module, n, k=None, /)\n--\n\n"},
    {"comb", math_comb, "comb($module, n, k, /)\n--\n\n"},
    {"nextafter", math_nextafter, "nextafter($module, x, y, /, *, steps=None)\n--\n\n"},
    {"ulp", math_ulp, "ulp($module, x, /)\n--\n\nReturn the value of the least significant bit of the float x."},
    {}};

}  // namespace

Object* init_math() {
  Object* module = module_new("math");
  if (!module) return nullptr;
  const struct {
    const char* name;
    double value;
  } constants[] = {{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", INFINITY}, {"nan", NAN}};
  bool ok = module_add_functions(module, math_methods) == 0;
  for (const auto& c : constants) ok = ok && module_add(module, c.name, float_from_double(c.value)) == 0;
  if (!ok) clear_ref(module);
  return module;
}

}  // namespace py

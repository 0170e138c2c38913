// float, the type: slots, methods, hexadecimal text.
// CPython 3.13: Objects/floatobject.c, Objects/clinic/floatobject.c.h
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "base/dtoa.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/complexobject.h"
#include "types/float_internal.h"
#include "types/formatter_unicode.h"
#include "types/getargs.h"
#include "types/long_internal.h"
#include "types/longobject.h"
#include "types/pystrtod.h"
#include "types/tupleobject.h"
#include "types/unicodectype.h"

namespace py {

// --- Hexadecimal text ---

Object* float_hex(double x) {
  if (!std::isfinite(x)) {
    const DoubleText s = double_to_string(x, 'r', 0, DTSF_ADD_DOT_0);
    return unicode_from_ascii(s.data(), static_cast<Ssize>(s.size()));
  }
  std::string s = std::signbit(x) ? "-0x" : "0x";
  if (x == 0.0) {
    s += "0.0p+0";
  } else {
    int e;
    double m = std::frexp(std::fabs(x), &e);
    const int shift = 1 - (-1021 - e > 0 ? -1021 - e : 0);
    m = std::ldexp(m, shift);
    e -= shift;
    auto next = [&] {
      int d = static_cast<int>(m);
      m -= d;
      s += "0123456789abcdef"[d];
    };
    next();
    s += '.';
    for (int i = 0; i < 13; i++) {
      m *= 16.0;
      next();
    }
    s += 'p';
    s += e < 0 ? '-' : '+';
    s += std::to_string(e < 0 ? -e : e);
  }
  return unicode_from_ascii(s.data(), static_cast<Ssize>(s.size()));
}

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

const char* parse_word(const char* p, const char* lower) {  // null unless p starts with it
  for (; *lower; p++, lower++) {
    if (ascii_to_lower(static_cast<uint8_t>(*p)) != static_cast<uint8_t>(*lower)) return nullptr;
  }
  return p;
}

enum class HexStatus { kOk, kInvalid, kTooLarge };

// The significand's hex digits and the binary exponent to a double, rounded half to even.
HexStatus assemble_hex(const std::string& digits, int64_t fraction_digits, int64_t exponent, double* out) {
  size_t first = 0;
  while (first < digits.size() && digits[first] == '0') first++;
  if (first == digits.size()) return *out = 0.0, HexStatus::kOk;
  const int64_t significant = static_cast<int64_t>(digits.size() - first);
  int lead = hex_value(digits[first]);
  const int64_t bits = (significant - 1) * 4 + (32 - __builtin_clz(static_cast<unsigned>(lead)));
  const int64_t top = bits + exponent - 4 * fraction_digits;  // value < 2**top
  if (top > 1024) return HexStatus::kTooLarge;
  if (top < -1074) return *out = 0.0, HexStatus::kOk;
  const int64_t keep = top < -1021 ? top + 1074 : 53;  // bits that the result can hold
  uint64_t kept = 0;
  bool half = false, sticky = false;
  int64_t index = 0;
  for (size_t i = first; i < digits.size(); i++) {
    const int d = hex_value(digits[i]);
    for (int b = i == first ? 31 - __builtin_clz(static_cast<unsigned>(lead)) : 3; b >= 0; b--, index++) {
      const bool bit = (d >> b) & 1;
      if (index < keep) {
        kept = (kept << 1) | bit;
      } else if (index == keep) {
        half = bit;
      } else {
        sticky = sticky || bit;
      }
    }
  }
  if (bits < keep) kept <<= keep - bits;
  if (half && (sticky || (kept & 1))) kept++;
  *out = std::ldexp(static_cast<double>(kept), static_cast<int>(top - keep));
  return std::isinf(*out) ? HexStatus::kTooLarge : HexStatus::kOk;
}

HexStatus parse_hex(const char* s, const char* end, double* out) {
  while (is_ascii_space(static_cast<uint8_t>(*s))) s++;
  bool negative = false;
  if (*s == '-' || *s == '+') negative = *s++ == '-';
  double x = 0;
  if (const char* p = parse_word(s, "inf")) {
    const char* longer = parse_word(p, "inity");
    s = longer ? longer : p;
    x = std::numeric_limits<double>::infinity();
  } else if (const char* q = parse_word(s, "nan")) {
    s = q;
    x = std::numeric_limits<double>::quiet_NaN();
  } else {
    if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) s += 2;
    std::string digits;
    int64_t fraction = 0, exponent = 0;
    for (; hex_value(*s) >= 0; s++) digits += *s;
    if (*s == '.') {
      for (s++; hex_value(*s) >= 0; s++, fraction++) digits += *s;
    }
    if (digits.empty()) return HexStatus::kInvalid;
    if (*s == 'p' || *s == 'P') {
      s++;
      bool minus = false;
      if (*s == '-' || *s == '+') minus = *s++ == '-';
      if (!is_ascii_digit(static_cast<uint8_t>(*s))) return HexStatus::kInvalid;
      for (; is_ascii_digit(static_cast<uint8_t>(*s)); s++) {
        if (exponent < int64_t{1} << 58) exponent = exponent * 10 + (*s - '0');
      }
      if (minus) exponent = -exponent;
    }
    HexStatus status = assemble_hex(digits, fraction, exponent, &x);
    if (status != HexStatus::kOk) return status;
  }
  while (is_ascii_space(static_cast<uint8_t>(*s))) s++;
  *out = negative ? -x : x;
  return s == end ? HexStatus::kOk : HexStatus::kInvalid;
}

}  // namespace

Object* float_from_hex_string(const char* s, Ssize length) {
  double x = 0;
  switch (parse_hex(s, s + length, &x)) {
    case HexStatus::kOk: return float_from_double(x);
    case HexStatus::kTooLarge:
      err_set_string(exc_OverflowError, "hexadecimal value too large to represent as a float");
      return nullptr;
    default:
      err_set_string(exc_ValueError, "invalid hexadecimal floating-point string");
      return nullptr;
  }
}

Object* float_round_to(double x, int64_t ndigits) {
  constexpr int kMax = 323, kMin = -308;  // beyond these rounding changes nothing, or everything
  if (!std::isfinite(x) || ndigits > kMax) return float_from_double(x);
  if (ndigits < kMin) return float_from_double(0.0 * x);
  const DecimalDigits d = dtoa_fixed(x, static_cast<int>(ndigits));
  double rounded = double_from_digits(d.digits, d.point);
  if (std::isinf(rounded)) {
    err_set_string(exc_OverflowError, "rounded value too large to represent");
    return nullptr;
  }
  return float_from_double(std::copysign(rounded, x));
}

namespace {

#define OPERANDS(v, w)                              \
  double a, b;                                      \
  Object* failure;                                  \
  if (!float_operand(v, &a, &failure)) return failure; \
  if (!float_operand(w, &b, &failure)) return failure

Object* division_by_zero(const char* message) {
  err_set_string(exc_ZeroDivisionError, message);
  return nullptr;
}

Object* slot_add(Object* v, Object* w) {
  OPERANDS(v, w);
  return float_from_double(a + b);
}
Object* slot_sub(Object* v, Object* w) {
  OPERANDS(v, w);
  return float_from_double(a - b);
}
Object* slot_mul(Object* v, Object* w) {
  OPERANDS(v, w);
  return float_from_double(a * b);
}
Object* slot_div(Object* v, Object* w) {
  OPERANDS(v, w);
  return b == 0.0 ? division_by_zero("float division by zero") : float_from_double(a / b);
}
Object* slot_rem(Object* v, Object* w) {
  OPERANDS(v, w);
  return b == 0.0 ? division_by_zero("float modulo by zero") : float_from_double(float_mod(a, b));
}
Object* slot_divmod(Object* v, Object* w) {
  OPERANDS(v, w);
  if (b == 0.0) return division_by_zero("float divmod()");
  double div, mod;
  float_div_mod(a, b, &div, &mod);
  return long_pair(float_from_double(div), float_from_double(mod));
}
Object* slot_floor_div(Object* v, Object* w) {
  OPERANDS(v, w);
  if (b == 0.0) return division_by_zero("float floor division by zero");
  double div, mod;
  float_div_mod(a, b, &div, &mod);
  return float_from_double(div);
}
Object* slot_pow(Object* v, Object* w, Object* z) {
  if (z != None) {
    err_set_string(exc_TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
    return nullptr;
  }
  OPERANDS(v, w);
  double result;
  int status = float_pow_value(a, b, &result);
  if (status < 0) return nullptr;
  if (status > 0) return complex_type.nb_power(v, w, z);
  return float_from_double(result);
}
#undef OPERANDS

Object* slot_neg(Object* v) { return float_from_double(-float_value(v)); }
Object* slot_abs(Object* v) { return float_from_double(std::fabs(float_value(v))); }
int slot_bool(Object* v) { return float_value(v) != 0.0; }
Object* float_float(Object* v) { return float_check_exact(v) ? new_ref(v) : float_from_double(float_value(v)); }

Object* method_trunc(Object* v) { return long_from_double(float_value(v)); }
Object* method_floor(Object* v) { return long_from_double(std::floor(float_value(v))); }
Object* method_ceil(Object* v) { return long_from_double(std::ceil(float_value(v))); }

// --- Construction ---

Object* float_new_impl(TypeObject* type, Object* x) {
  if (type != &float_type) {
    Object* tmp = float_new_impl(&float_type, x);
    if (!tmp) return nullptr;
    Object* z = type->tp_alloc(type, 0);
    if (z) as<FloatObject>(z)->ob_fval = float_value(tmp);
    decref(tmp);
    return z;
  }
  if (!x) x = long_get_zero();
  return unicode_check_exact(x) ? float_from_string(x) : number_float(x);
}

Object* float_new(TypeObject* type, Object* args, Object* kwds) {
  if (type->tp_init == float_type.tp_init && !arg_no_keywords("float", kwds)) return nullptr;
  Object* x = nullptr;
  if (!arg_unpack_tuple(args, "float", 0, 1, &x)) return nullptr;
  return float_new_impl(type, x);
}

Object* float_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  if (!arg_no_kwnames("float", kwnames)) return nullptr;
  const Ssize nargs = vectorcall_nargs(nargsf);
  if (!arg_check_positional("float", nargs, 0, 1)) return nullptr;
  return float_new_impl(as<TypeObject>(type), nargs ? args[0] : nullptr);
}

// --- Methods ---

Object* method_is_integer(Object* self) {
  const double x = float_value(self);
  return bool_from_long(std::isfinite(x) && std::floor(x) == x);
}

Object* method_round(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("__round__", nargs, 0, 1)) return nullptr;
  const double x = float_value(self);
  if (nargs == 0 || args[0] == None) {
    double rounded = std::round(x);
    if (std::fabs(x - rounded) == 0.5) rounded = 2.0 * std::round(x / 2.0);  // half-way: to the even one
    return long_from_double(rounded);
  }
  const Ssize ndigits = number_as_ssize_t(args[0], nullptr);
  if (ndigits == -1 && err_occurred()) return nullptr;
  return float_round_to(x, ndigits);
}

Object* method_hex(Object* self) { return float_hex(float_value(self)); }

Object* method_fromhex(Object* type, Object* string) {
  Ssize length;
  const char* s = unicode_as_utf8_and_size(string, &length);
  if (!s) return nullptr;
  Object* result = float_from_hex_string(s, length);
  if (result && type != &float_type) set_ref(result, object_call_one_arg(type, result));
  return result;
}

Object* method_as_integer_ratio(Object* self) {
  const double x = float_value(self);
  if (std::isinf(x)) {
    err_set_string(exc_OverflowError, "cannot convert Infinity to integer ratio");
    return nullptr;
  }
  if (std::isnan(x)) {
    err_set_string(exc_ValueError, "cannot convert NaN to integer ratio");
    return nullptr;
  }
  int exponent;
  double part = std::frexp(x, &exponent);
  for (int i = 0; i < 300 && part != std::floor(part); i++) {
    part *= 2.0;
    exponent--;
  }
  Object* numerator = long_from_double(part);
  if (!numerator) return nullptr;
  Object* denominator = long_get_one();
  const uint64_t shift = static_cast<uint64_t>(exponent < 0 ? -exponent : exponent);
  if (exponent > 0) {
    set_ref(numerator, long_lshift(numerator, shift));
  } else {
    set_ref(denominator, long_lshift(denominator, shift));
  }
  return long_pair(numerator, denominator);
}

Object* method_getnewargs(Object* self) {
  Object* v = float_from_double(float_value(self));
  if (!v) return nullptr;
  Object* t = tuple_pack(v);
  decref(v);
  return t;
}

Object* method_getformat(Object*, Object* arg) {
  if (!unicode_check(arg)) {
    arg_bad_argument("__getformat__", "argument", "str", arg);
    return nullptr;
  }
  if (unicode_equal_to_ascii_string(arg, "double") || unicode_equal_to_ascii_string(arg, "float")) {
    return unicode_from_string("IEEE, little-endian");
  }
  err_set_string(exc_ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
  return nullptr;
}

Object* method_format(Object* self, Object* spec) {
  if (!unicode_check(spec)) {
    arg_bad_argument("__format__", "argument", "str", spec);
    return nullptr;
  }
  UnicodeWriter w;
  unicode_writer_init(&w);
  if (float_format_advanced_writer(&w, self, spec, 0, unicode_length(spec)) < 0) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  return unicode_writer_finish(&w);
}

Object* get_real(Object* self, void*) { return float_float(self); }
Object* get_imag(Object*, void*) { return float_from_double(0.0); }

constexpr MethodDef kMethods[] = {
    {"conjugate", float_float, "conjugate($self, /)\n--\n\n"},
    {"__trunc__", method_trunc, "__trunc__($self, /)\n--\n\n"},
    {"__floor__", method_floor, "__floor__($self, /)\n--\n\n"},
    {"__ceil__", method_ceil, "__ceil__($self, /)\n--\n\n"},
    {"__round__", method_round, "__round__($self, ndigits=None, /)\n--\n\n"},
    {"as_integer_ratio", method_as_integer_ratio, "as_integer_ratio($self, /)\n--\n\n"},
    {"fromhex", method_fromhex, "fromhex($type, string, /)\n--\n\n", METH_CLASS},
    {"hex", method_hex, "hex($self, /)\n--\n\n"},
    {"is_integer", method_is_integer, "is_integer($self, /)\n--\n\n"},
    {"__getnewargs__", method_getnewargs, "__getnewargs__($self, /)\n--\n\n"},
    {"__getformat__", method_getformat, "__getformat__($type, typestr, /)\n--\n\n", METH_CLASS},
    {"__format__", method_format, "__format__($self, format_spec, /)\n--\n\n"},
    {},
};

constexpr GetSetDef kGetSet[] = {
    {"real", get_real, nullptr, "the real part of a complex number"},
    {"imag", get_imag, nullptr, "the imaginary part of a complex number"},
    {},
};

}  // namespace

TypeObject float_type = {TYPE_HEAD,
                         {.tp_name = "float",
                          .tp_basicsize = layout::float_.basicsize,
                          .tp_dealloc = float_dealloc,
                          .tp_repr = float_repr,
                          .tp_hash = float_hash,
                          .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_MATCH_SELF,
                          .tp_doc = "float(x=0, /)\n--\n\nConvert a string or number to a floating-point number, if possible.",
                          .tp_richcompare = float_rich_compare,
                          .tp_methods = kMethods,
                          .tp_getset = kGetSet,
                          .tp_new = float_new,
                          .tp_free = object_free,
                          .tp_vectorcall = float_vectorcall,
                          .nb_add = slot_add,
                          .nb_subtract = slot_sub,
                          .nb_multiply = slot_mul,
                          .nb_remainder = slot_rem,
                          .nb_divmod = slot_divmod,
                          .nb_power = slot_pow,
                          .nb_negative = slot_neg,
                          .nb_positive = float_float,
                          .nb_absolute = slot_abs,
                          .nb_bool = slot_bool,
                          .nb_int = method_trunc,
                          .nb_float = float_float,
                          .nb_floor_divide = slot_floor_div,
                          .nb_true_divide = slot_div}};

}  // namespace py

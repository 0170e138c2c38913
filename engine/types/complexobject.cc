// See complexobject.h.
#include "types/complexobject.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <string>

#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/floatobject.h"
#include "types/formatter_unicode.h"
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/pyhash.h"
#include "types/pystrtod.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodectype.h"

namespace py {

// --- Arithmetic on values ---

Complex c_sum(Complex a, Complex b) { return {a.real + b.real, a.imag + b.imag}; }
Complex c_diff(Complex a, Complex b) { return {a.real - b.real, a.imag - b.imag}; }
Complex c_neg(Complex a) { return {-a.real, -a.imag}; }
Complex c_prod(Complex a, Complex b) {
  return {a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

// Smith's method: scale by the larger part of the divisor.
Complex c_quot(Complex a, Complex b, bool* zero_division) {
  const double re = std::fabs(b.real), im = std::fabs(b.imag);
  *zero_division = false;
  if (re >= im) {
    if (re == 0.0) {
      *zero_division = true;
      return {0.0, 0.0};
    }
    const double ratio = b.imag / b.real, denominator = b.real + b.imag * ratio;
    return {(a.real + a.imag * ratio) / denominator, (a.imag - a.real * ratio) / denominator};
  }
  if (im >= re) {
    const double ratio = b.real / b.imag, denominator = b.real * ratio + b.imag;
    return {(a.real * ratio + a.imag) / denominator, (a.imag * ratio - a.real) / denominator};
  }
  return {NAN, NAN};
}

Complex c_pow(Complex a, Complex b, int* error) {
  *error = 0;
  if (b.real == 0.0 && b.imag == 0.0) return {1.0, 0.0};
  if (a.real == 0.0 && a.imag == 0.0) {
    if (b.imag != 0.0 || b.real < 0.0) *error = EDOM;
    return {0.0, 0.0};
  }
  const double magnitude = std::hypot(a.real, a.imag), angle = std::atan2(a.imag, a.real);
  double length = std::pow(magnitude, b.real), phase = angle * b.real;
  if (b.imag != 0.0) {
    length *= std::exp(-angle * b.imag);
    phase += b.imag * std::log(magnitude);
  }
  Complex r = {length * std::cos(phase), length * std::sin(phase)};
  if (std::isinf(r.real) || std::isinf(r.imag)) *error = ERANGE;
  return r;
}

double c_abs(Complex z, bool* overflow) {
  *overflow = false;
  if (!std::isfinite(z.real) || !std::isfinite(z.imag)) {
    if (std::isinf(z.real)) return std::fabs(z.real);
    if (std::isinf(z.imag)) return std::fabs(z.imag);
    return NAN;
  }
  const double result = std::hypot(z.real, z.imag);
  *overflow = !std::isfinite(result);
  return result;
}

namespace {

// Powers with a small whole exponent: by repeated squaring, which is more exact.
Complex c_powi(Complex x, long n, int* error) {
  const bool negative = n < 0;
  Complex r = {1.0, 0.0}, p = x;
  for (long m = negative ? -n : n; m > 0; m >>= 1) {
    if (m & 1) r = c_prod(r, p);
    if (m > 1) p = c_prod(p, p);
  }
  *error = 0;
  if (negative) {
    bool zero;
    r = c_quot({1.0, 0.0}, r, &zero);
    if (zero) *error = EDOM;
  }
  if (!*error && (std::isinf(r.real) || std::isinf(r.imag))) *error = ERANGE;
  return r;
}

Object* from_value_of_type(TypeObject* type, Complex v) {
  Object* o = type->tp_alloc(type, 0);
  if (o) as<ComplexObject>(o)->cval = v;
  return o;
}

// The value of a number operand; false and *failure (NotImplemented or null) for others.
bool to_complex(Object* o, Complex* out, Object** failure) {
  if (complex_check(o)) {
    *out = complex_value(o);
    return true;
  }
  out->imag = 0.0;
  if (long_check(o)) {
    out->real = long_as_double(o);
    *failure = nullptr;
    return !(out->real == -1.0 && err_occurred());
  }
  if (float_check(o)) {
    out->real = float_value(o);
    return true;
  }
  *failure = NotImplemented;
  return false;
}

#define OPERANDS(v, w)                               \
  Complex a, b;                                      \
  Object* failure;                                   \
  if (!to_complex(v, &a, &failure)) return failure;  \
  if (!to_complex(w, &b, &failure)) return failure

Object* complex_add(Object* v, Object* w) {
  OPERANDS(v, w);
  return complex_from_c_complex(c_sum(a, b));
}
Object* complex_sub(Object* v, Object* w) {
  OPERANDS(v, w);
  return complex_from_c_complex(c_diff(a, b));
}
Object* complex_mul(Object* v, Object* w) {
  OPERANDS(v, w);
  return complex_from_c_complex(c_prod(a, b));
}
Object* complex_div(Object* v, Object* w) {
  OPERANDS(v, w);
  bool zero;
  Complex q = c_quot(a, b, &zero);
  if (zero) {
    err_set_string(exc_ZeroDivisionError, "complex division by zero");
    return nullptr;
  }
  return complex_from_c_complex(q);
}
Object* complex_pow(Object* v, Object* w, Object* z) {
  OPERANDS(v, w);
  if (z != None) {
    err_set_string(exc_ValueError, "complex modulo");
    return nullptr;
  }
  int error;
  const bool small = b.imag == 0.0 && b.real == std::floor(b.real) && std::fabs(b.real) <= 100.0;
  Complex p = small ? c_powi(a, static_cast<long>(b.real), &error) : c_pow(a, b, &error);
  if (error == EDOM) {
    err_set_string(exc_ZeroDivisionError, "0.0 to a negative or complex power");
    return nullptr;
  }
  if (error == ERANGE) {
    err_set_string(exc_OverflowError, "complex exponentiation");
    return nullptr;
  }
  return complex_from_c_complex(p);
}
#undef OPERANDS

Object* complex_neg(Object* v) { return complex_from_c_complex(c_neg(complex_value(v))); }
Object* complex_pos(Object* v) {
  return complex_check_exact(v) ? new_ref(v) : complex_from_c_complex(complex_value(v));
}
Object* complex_abs(Object* v) {
  bool overflow;
  double r = c_abs(complex_value(v), &overflow);
  if (overflow) {
    err_set_string(exc_OverflowError, "absolute value too large");
    return nullptr;
  }
  return float_from_double(r);
}
int complex_bool(Object* v) { return complex_value(v).real != 0.0 || complex_value(v).imag != 0.0; }

Object* complex_richcompare(Object* v, Object* w, int op) {
  if (op != kEq && op != kNe) return NotImplemented;
  const Complex i = complex_value(v);
  bool equal;
  if (long_check(w)) {
    if (i.imag != 0.0) {
      equal = false;
    } else {
      Object* real = float_from_double(i.real);
      if (!real) return nullptr;
      Object* result = float_rich_compare(real, w, op);
      decref(real);
      return result;
    }
  } else if (float_check(w)) {
    equal = i.real == float_value(w) && i.imag == 0.0;
  } else if (complex_check(w)) {
    const Complex j = complex_value(w);
    equal = i.real == j.real && i.imag == j.imag;
  } else {
    return NotImplemented;
  }
  return bool_from_long(equal == (op == kEq));
}

HashValue complex_hash(Object* v) {
  const Complex c = complex_value(v);
  const uint64_t real = static_cast<uint64_t>(hash_double(v, c.real));
  const uint64_t imag = static_cast<uint64_t>(hash_double(v, c.imag));
  HashValue h = static_cast<HashValue>(real + static_cast<uint64_t>(kHashImag) * imag);
  return h == -1 ? -2 : h;
}

Object* complex_repr(Object* v) {
  const Complex c = complex_value(v);
  const bool imag_only = c.real == 0.0 && std::copysign(1.0, c.real) == 1.0;
  const DoubleText re = double_to_string(imag_only ? 0.0 : c.real, 'r', 0, 0);
  const DoubleText im = double_to_string(c.imag, 'r', 0, imag_only ? 0 : DTSF_SIGN);
  return unicode_from_format("%s%s%sj%s", imag_only ? "" : "(", imag_only ? "" : re.c_str(),
                             im.c_str(), imag_only ? "" : ")");
}

void complex_dealloc(Object* o) { o->ob_type->tp_free(o); }

// --- Construction ---

struct ParseArgs {
  TypeObject* type;
};

// One number at *s: false with OverflowError; *used 0 when there is none.
bool number_at(const char*& s, double* value, bool* found) {
  const char* end = s;
  double x = string_to_double(s, &end, nullptr);
  if (x == -1.0 && err_occurred()) {
    if (!err_exception_matches(exc_ValueError)) return false;
    err_clear();
  }
  *found = end != s;
  if (*found) *value = x;
  s = end;
  return true;
}

Object* malformed() {
  err_set_string(exc_ValueError, "complex() arg is a malformed string");
  return nullptr;
}

double unit(char sign) { return sign == '-' ? -1.0 : 1.0; }

// <float>, <float>j, <float><signed float>j, j, and the same in parentheses.
Object* parse_complex(const char* s, Ssize len, void* arg) {
  const char* start = s;
  auto spaces = [&] {
    while (is_ascii_space(static_cast<uint8_t>(*s))) s++;
  };
  spaces();
  const bool parenthesis = *s == '(';
  if (parenthesis) s++, spaces();
  double x = 0.0, y = 0.0, z = 0.0;
  bool found;
  const char* before = s;
  if (!number_at(s, &z, &found)) return nullptr;
  if (found) {
    if (*s == '+' || *s == '-') {
      x = z;
      const char sign = *s;
      if (!number_at(s, &y, &found)) return nullptr;
      if (!found) {
        y = unit(sign);
        s++;
      }
      if (*s != 'j' && *s != 'J') return malformed();
      s++;
    } else if (*s == 'j' || *s == 'J') {
      s++;
      y = z;
    } else {
      x = z;
    }
  } else {
    s = before;
    char sign = '+';
    if (*s == '+' || *s == '-') sign = *s++;
    y = unit(sign);
    if (*s != 'j' && *s != 'J') return malformed();
    s++;
  }
  spaces();
  if (parenthesis) {
    if (*s != ')') return malformed();
    s++;
    spaces();
  }
  if (s - start != len) return malformed();
  return from_value_of_type(static_cast<ParseArgs*>(arg)->type, {x, y});
}

Object* from_string_of_type(TypeObject* type, Object* v) {
  Object* ascii = unicode_transform_decimal_and_space_to_ascii(v);
  if (!ascii) return nullptr;
  ParseArgs args{type};
  Object* result = string_to_number_with_underscores(reinterpret_cast<char*>(unicode_1byte_data(ascii)),
                                                     unicode_length(ascii), "complex", v, &args, parse_complex);
  decref(ascii);
  return result;
}

// What __complex__ gives, for objects other than exact complexes: new reference, null without an error when there is none.
Object* try_special_method(Object* op) {
  if (complex_check_exact(op)) return new_ref(op);
  Object* f = object_lookup_special(op, ID(__complex__));
  if (!f) return nullptr;
  Object* result = object_call_no_args(f);
  decref(f);
  if (!result || complex_check_exact(result)) return result;
  if (!complex_check(result)) {
    err_format(exc_TypeError, "%.200s.__complex__() must return a complex, not %.200s", op->ob_type->tp_name,
               result->ob_type->tp_name);
    decref(result);
    return nullptr;
  }
  if (err_warn_format(exc_DeprecationWarning, 1,
                      "%.200s.__complex__() must return a complex, not %.200s.  "
                      "The ability to return an instance of a strict subclass of complex "
                      "is deprecated, and may not be supported in a future version of Python.",
                      op->ob_type->tp_name, result->ob_type->tp_name) < 0) {
    decref(result);
    return nullptr;
  }
  return result;
}

bool number_like(Object* o) { return o->ob_type->nb_float || o->ob_type->nb_index || complex_check(o); }

// The parts of one argument. False with the error set.
bool argument_value(Object* o, Complex* out, bool* is_complex) {
  *is_complex = complex_check(o);
  if (*is_complex) {
    *out = complex_value(o);
    return true;
  }
  Object* f = number_float(o);
  if (!f) return false;
  *out = {float_value(f), 0.0};
  decref(f);
  return true;
}

Object* new_from_numbers(TypeObject* type, Object* r, Object* i) {
  if (!number_like(r)) {
    return err_format(exc_TypeError, "complex() first argument must be a string or a number, not '%.200s'",
                      r->ob_type->tp_name);
  }
  if (i && !number_like(i)) {
    return err_format(exc_TypeError, "complex() second argument must be a number, not '%.200s'", i->ob_type->tp_name);
  }
  Complex cr, ci = {0.0, 0.0};
  bool r_complex, i_complex = false;
  if (!argument_value(r, &cr, &r_complex)) return nullptr;
  if (!i) {
    ci.real = cr.imag;
  } else {
    if (!argument_value(i, &ci, &i_complex)) return nullptr;
    if (i_complex) cr.real -= ci.imag;
    if (r_complex) ci.real += cr.imag;
  }
  return from_value_of_type(type, {cr.real, ci.real});
}

Object* complex_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"real", "imag", nullptr};
  static ArgParser parser = {.fname = "complex", .keywords = kKeywords};
  Object* buf[2];
  Object* const* a = arg_unpack_tuple_keywords(args, kwds, &parser, 0, 2, 0, buf);
  if (!a) return nullptr;
  Object* r = a[0] ? a[0] : long_get_zero();
  Object* i = a[1];
  if (complex_check_exact(r) && !i && type == &complex_type) return new_ref(r);
  if (unicode_check(r)) {
    if (!i) return from_string_of_type(type, r);
    err_set_string(exc_TypeError, "complex() can't take second arg if first is a string");
    return nullptr;
  }
  if (i && unicode_check(i)) {
    err_set_string(exc_TypeError, "complex() second arg can't be a string");
    return nullptr;
  }
  Object* special = try_special_method(r);
  if (!special && err_occurred()) return nullptr;
  Object* result = new_from_numbers(type, special ? special : r, i);
  xdecref(special);
  return result;
}

// --- Methods ---

Object* method_conjugate(Object* self) {
  Complex c = complex_value(self);
  c.imag = -c.imag;
  return complex_from_c_complex(c);
}
Object* method_complex(Object* self) { return complex_pos(self); }
Object* method_getnewargs(Object* self) {
  Object* real = float_from_double(complex_value(self).real);
  Object* imag = real ? float_from_double(complex_value(self).imag) : nullptr;
  Object* t = imag ? tuple_pack(real, imag) : nullptr;
  xdecref(real);
  xdecref(imag);
  return t;
}
Object* method_format(Object* self, Object* spec) {
  if (!unicode_check(spec)) {
    arg_bad_argument("__format__", "argument", "str", spec);
    return nullptr;
  }
  UnicodeWriter w;
  unicode_writer_init(&w);
  if (complex_format_advanced_writer(&w, self, spec, 0, unicode_length(spec)) < 0) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  return unicode_writer_finish(&w);
}
Object* get_real(Object* self, void*) { return float_from_double(complex_value(self).real); }
Object* get_imag(Object* self, void*) { return float_from_double(complex_value(self).imag); }

constexpr MethodDef kMethods[] = {
    {"conjugate", method_conjugate, "conjugate($self, /)\n--\n\n"},
    {"__complex__", method_complex, "__complex__($self, /)\n--\n\n"},
    {"__getnewargs__", method_getnewargs, "__getnewargs__($self, /)\n--\n\n"},
    {"__format__", method_format, "__format__($self, format_spec, /)\n--\n\n"},
    {},
};
constexpr GetSetDef kGetSet[] = {
    {"real", get_real, nullptr, "the real part of a complex number"},
    {"imag", get_imag, nullptr, "the imaginary part of a complex number"},
    {},
};

}  // namespace

// --- Public ---

Object* complex_from_c_complex(Complex v) {
  auto* o = static_cast<ComplexObject*>(object_malloc(layout::complex.basicsize));
  if (!o) return err_no_memory();
  o->ob_refcnt = 1;
  o->ob_type = &complex_type;
  o->cval = v;
  return o;
}
Object* complex_from_doubles(double real, double imag) { return complex_from_c_complex({real, imag}); }

Complex complex_as_c_complex(Object* o) {
  if (complex_check(o)) return complex_value(o);
  Complex c = {-1.0, 0.0};
  Object* special = try_special_method(o);
  if (special) {
    c = complex_value(special);
    decref(special);
  } else if (!err_occurred()) {
    c.real = float_as_double(o);
  }
  return c;
}
double complex_real_as_double(Object* o) {
  return complex_check(o) ? complex_value(o).real : complex_as_c_complex(o).real;
}
double complex_imag_as_double(Object* o) { return complex_as_c_complex(o).imag; }

TypeObject complex_type = {TYPE_HEAD,
                           {.tp_name = "complex",
                            .tp_basicsize = layout::complex.basicsize,
                            .tp_dealloc = complex_dealloc,
                            .tp_repr = complex_repr,
                            .tp_hash = complex_hash,
                            .tp_getattro = object_generic_get_attr,
                            .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE,
                            .tp_doc = "complex(real=0, imag=0)\n--\n\nCreate a complex number from a string or numbers.",
                            .tp_richcompare = complex_richcompare,
                            .tp_methods = kMethods,
                            .tp_getset = kGetSet,
                            .tp_new = complex_new,
                            .tp_free = object_free,
                            .nb_add = complex_add,
                            .nb_subtract = complex_sub,
                            .nb_multiply = complex_mul,
                            .nb_power = complex_pow,
                            .nb_negative = complex_neg,
                            .nb_positive = complex_pos,
                            .nb_absolute = complex_abs,
                            .nb_bool = complex_bool,
                            .nb_true_divide = complex_div}};

}  // namespace py

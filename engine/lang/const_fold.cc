// Constant arithmetic.
// CPython 3.13: Python/ast_opt.c, Objects/longobject.c, floatobject.c, complexobject.c
#include "lang/const_fold.h"

#include <cmath>    // pow, fmod, ...
#include <algorithm>  // std::max
#include <vector>   // digits

namespace py::lang {
namespace {

// Limits of ast_opt.c.
constexpr size_t kMaxIntBits = 128;
constexpr int64_t kMaxCollectionSize = 256;
constexpr int64_t kMaxStrSize = 4096;
constexpr int64_t kMaxTotalItems = 1024;

// ---- integers of any size: sign and magnitude in base 2**30 ------------------------------------

using Digits = std::vector<uint32_t>;  // least digit first, no leading zero

struct Big {
  bool negative = false;
  Digits digits;
  bool zero() const { return digits.empty(); }
};

void trim(Digits& digits) {
  while (!digits.empty() && digits.back() == 0) digits.pop_back();
}

bool is_int(const ConstValue* v) {
  return v->kind == ConstKind::kInt || v->kind == ConstKind::kTrue || v->kind == ConstKind::kFalse;
}

Big to_big(const ConstValue* v) {
  Big big;
  if (v->kind == ConstKind::kTrue) big.digits = {1};
  if (v->kind == ConstKind::kInt) {
    big.negative = v->negative;
    big.digits.assign(v->digits.begin(), v->digits.end());
  }
  return big;
}

const ConstValue* from_big(Arena& arena, Big big) {
  trim(big.digits);
  return const_int_from_digits(arena, big.negative, big.digits.data(), big.digits.size());
}

size_t bit_length(const Digits& digits) {
  if (digits.empty()) return 0;
  return digits.size() * kDigitBits -
         static_cast<size_t>(__builtin_clz(digits.back()) - (32 - kDigitBits));
}

int compare_digits(const Digits& a, const Digits& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  for (size_t i = a.size(); i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

Digits add_digits(const Digits& a, const Digits& b) {
  Digits sum;
  uint32_t carry = 0;
  for (size_t i = 0; i < a.size() || i < b.size() || carry != 0; ++i) {
    carry += (i < a.size() ? a[i] : 0) + (i < b.size() ? b[i] : 0);
    sum.push_back(carry & kDigitMask);
    carry >>= kDigitBits;
  }
  return sum;
}

// a - b for a >= b.
Digits sub_digits(const Digits& a, const Digits& b) {
  Digits difference;
  int64_t borrow = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    int64_t digit = int64_t{a[i]} - (i < b.size() ? b[i] : 0) - borrow;
    borrow = digit < 0;
    if (borrow) digit += int64_t{1} << kDigitBits;
    difference.push_back(static_cast<uint32_t>(digit));
  }
  trim(difference);
  return difference;
}

Big add(const Big& a, const Big& b, bool negate_b) {
  const bool b_negative = b.negative != negate_b;
  if (a.negative == b_negative) return {a.negative, add_digits(a.digits, b.digits)};
  const int order = compare_digits(a.digits, b.digits);
  if (order == 0) return {};
  if (order > 0) return {a.negative, sub_digits(a.digits, b.digits)};
  return {b_negative, sub_digits(b.digits, a.digits)};
}

Big multiply(const Big& a, const Big& b) {
  Big product;
  if (a.zero() || b.zero()) return product;
  product.negative = a.negative != b.negative;
  product.digits.assign(a.digits.size() + b.digits.size(), 0);
  for (size_t i = 0; i < a.digits.size(); ++i) {
    uint64_t carry = 0;
    for (size_t j = 0; j < b.digits.size() || carry != 0; ++j) {
      carry += product.digits[i + j];
      if (j < b.digits.size()) carry += uint64_t{a.digits[i]} * b.digits[j];
      product.digits[i + j] = static_cast<uint32_t>(carry & kDigitMask);
      carry >>= kDigitBits;
    }
  }
  trim(product.digits);
  return product;
}

Digits shift_left(const Digits& a, size_t bits) {
  if (a.empty()) return a;
  Digits result(bits / kDigitBits, 0);
  const unsigned low = static_cast<unsigned>(bits % kDigitBits);
  uint64_t carry = 0;
  for (uint32_t digit : a) {
    carry |= uint64_t{digit} << low;
    result.push_back(static_cast<uint32_t>(carry & kDigitMask));
    carry >>= kDigitBits;
  }
  if (carry != 0) result.push_back(static_cast<uint32_t>(carry));
  return result;
}

// Drops the low bits; *lost says whether any of them was set.
Digits shift_right(const Digits& a, size_t bits, bool* lost) {
  const size_t whole = bits / kDigitBits;
  const unsigned low = static_cast<unsigned>(bits % kDigitBits);
  *lost = false;
  for (size_t i = 0; i < whole && i < a.size(); ++i) *lost |= a[i] != 0;
  Digits result;
  if (whole >= a.size()) return result;
  *lost |= (a[whole] & ((uint32_t{1} << low) - 1)) != 0;
  for (size_t i = whole; i < a.size(); ++i) {
    const uint64_t next = i + 1 < a.size() ? a[i + 1] : 0;
    result.push_back(
        static_cast<uint32_t>((a[i] | next << kDigitBits) >> low & kDigitMask));
  }
  trim(result);
  return result;
}

// Schoolbook division of magnitudes, a bit at a time: constants are short.
Digits divide_digits(const Digits& a, const Digits& b, Digits* remainder) {
  Digits quotient(a.size(), 0);
  Digits rest;
  for (size_t bit = bit_length(a); bit-- > 0;) {
    rest = shift_left(rest, 1);
    if ((a[bit / kDigitBits] >> (bit % kDigitBits) & 1) != 0) {
      if (rest.empty()) rest.push_back(0);
      rest[0] |= 1;
    }
    if (compare_digits(rest, b) >= 0) {
      rest = sub_digits(rest, b);
      quotient[bit / kDigitBits] |= uint32_t{1} << (bit % kDigitBits);
    }
  }
  trim(quotient);
  *remainder = rest;
  return quotient;
}

// Floor division; the remainder has the divisor's sign.
Big divide(const Big& a, const Big& b, Big* remainder) {
  Big quotient{a.negative != b.negative, {}};
  remainder->negative = a.negative;
  quotient.digits = divide_digits(a.digits, b.digits, &remainder->digits);
  if (!remainder->zero() && a.negative != b.negative) {
    quotient.digits = add_digits(quotient.digits, {1});
    *remainder = add(*remainder, b, false);
  }
  return quotient;
}

Big shift_right_floor(const Big& a, size_t bits) {
  bool lost;
  Big result{a.negative, shift_right(a.digits, bits, &lost)};
  if (a.negative && lost) result.digits = add_digits(result.digits, {1});
  return result;
}

// Two's complement over `size` digits.
Digits to_twos(const Big& a, size_t size) {
  Digits digits = a.digits;
  digits.resize(size, 0);
  if (!a.negative) return digits;
  uint32_t carry = 1;
  for (uint32_t& digit : digits) {
    carry += ~digit & kDigitMask;
    digit = carry & kDigitMask;
    carry >>= kDigitBits;
  }
  return digits;
}

Big bitwise(Operator op, const Big& a, const Big& b) {
  const size_t size = std::max(a.digits.size(), b.digits.size()) + 1;
  const Digits x = to_twos(a, size);
  const Digits y = to_twos(b, size);
  Big result;
  result.digits.resize(size);
  for (size_t i = 0; i < size; ++i) {
    result.digits[i] = op == Operator::BitAnd  ? x[i] & y[i]
                       : op == Operator::BitOr ? x[i] | y[i]
                                               : x[i] ^ y[i];
  }
  if ((result.digits.back() >> (kDigitBits - 1)) != 0) {
    result.negative = true;  // negate once more: two's complement is its own inverse
    result.digits = to_twos(result, size);
  }
  trim(result.digits);
  return result;
}

// The nearest double, ties to even; false when it overflows.
bool to_double(const Big& a, double* out) {
  const size_t bits = bit_length(a.digits);
  Digits top = a.digits;
  bool lost = false;
  int exponent = 0;
  if (bits > 64) {
    exponent = static_cast<int>(bits - 64);
    top = shift_right(a.digits, bits - 64, &lost);
  }
  uint64_t mantissa = 0;
  for (size_t i = top.size(); i-- > 0;) mantissa = mantissa << kDigitBits | top[i];
  if (lost) mantissa |= 1;
  *out = std::ldexp(static_cast<double>(mantissa), exponent);
  if (a.negative) *out = -*out;
  return std::isfinite(*out);
}

// a / b correctly rounded; false when it overflows.
bool true_divide(const Big& a, const Big& b, double* out) {
  *out = b.negative ? -0.0 : 0.0;
  if (a.zero()) return true;
  // Scale so that the quotient has at least 64 significant bits, and keep a sticky bit below.
  const int64_t shift =
      66 - (static_cast<int64_t>(bit_length(a.digits)) - static_cast<int64_t>(bit_length(b.digits)));
  Digits numerator = a.digits;
  Digits denominator = b.digits;
  if (shift > 0) {
    numerator = shift_left(numerator, static_cast<size_t>(shift));
  } else {
    denominator = shift_left(denominator, static_cast<size_t>(-shift));
  }
  Digits remainder;
  Digits quotient = divide_digits(numerator, denominator, &remainder);
  // Subnormal results round at a higher bit: drop what ldexp could not keep in one rounding.
  int64_t exponent = -shift;
  const int64_t lowest = static_cast<int64_t>(bit_length(quotient)) + exponent - 53;
  int64_t drop = static_cast<int64_t>(bit_length(quotient)) - 64;
  if (lowest < -1074) drop = std::max<int64_t>(drop, -1074 - exponent - 10);
  bool lost = false;
  if (drop > 0) {
    quotient = shift_right(quotient, static_cast<size_t>(drop), &lost);
    exponent += drop;
  }
  uint64_t mantissa = 0;
  for (size_t i = quotient.size(); i-- > 0;) mantissa = mantissa << kDigitBits | quotient[i];
  if (lost || !remainder.empty()) mantissa |= 1;
  if (lowest < -1074) {
    // Round by hand to a multiple of 2**-1074.
    const int64_t extra = -1074 - exponent;
    if (extra >= 64) {
      *out = 0.0;
    } else {
      const uint64_t unit = uint64_t{1} << extra;
      const uint64_t rest = mantissa & (unit - 1);
      mantissa >>= extra;
      if (rest > unit / 2 || (rest == unit / 2 && (mantissa & 1) != 0)) ++mantissa;
      *out = std::ldexp(static_cast<double>(mantissa), -1074);
    }
  } else {
    *out = std::ldexp(static_cast<double>(mantissa), static_cast<int>(exponent));
  }
  if (a.negative != b.negative) *out = -*out;
  return std::isfinite(*out);
}

// ---- per type --------------------------------------------------------------------------------

const ConstValue* power_double(Arena& arena, double base, double exponent);

// CPython: MAX_INT_SIZE limits for what could grow.
const ConstValue* fold_int(Arena& arena, Operator op, const ConstValue* left,
                           const ConstValue* right) {
  const Big a = to_big(left);
  const Big b = to_big(right);
  const size_t abits = bit_length(a.digits);
  const size_t bbits = bit_length(b.digits);
  const uint64_t small_b = b.digits.size() > 2    ? UINT64_MAX
                           : b.digits.size() == 2 ? uint64_t{b.digits[1]} << 30 | b.digits[0]
                           : b.digits.size() == 1 ? b.digits[0]
                                                  : 0;
  switch (op) {
    case Operator::Add: return from_big(arena, add(a, b, false));
    case Operator::Sub: return from_big(arena, add(a, b, true));
    case Operator::Mult:
      if (!a.zero() && !b.zero() && abits + bbits > kMaxIntBits) return nullptr;
      return from_big(arena, multiply(a, b));
    case Operator::Div: {
      double quotient;
      if (b.zero() || !true_divide(a, b, &quotient)) return nullptr;
      return const_float(arena, quotient);
    }
    case Operator::FloorDiv:
    case Operator::Mod: {
      if (b.zero()) return nullptr;
      Big remainder;
      Big quotient = divide(a, b, &remainder);
      return from_big(arena, op == Operator::FloorDiv ? quotient : remainder);
    }
    case Operator::Pow: {
      if (b.negative) {
        double x, y;
        if (a.zero() || !to_double(a, &x) || !to_double(b, &y)) return nullptr;
        return power_double(arena, x, y);
      }
      if (!a.zero() && !b.zero() && (small_b > kMaxIntBits || abits > kMaxIntBits / small_b)) {
        return nullptr;
      }
      if (a.zero()) return const_int(arena, b.zero() ? 1 : 0);
      Big result{false, {1}};
      for (uint64_t i = 0; i < small_b; ++i) result = multiply(result, a);
      return from_big(arena, result);
    }
    case Operator::LShift:
      if (b.negative) return nullptr;
      if (a.zero()) return const_int(arena, 0);
      if (small_b > kMaxIntBits || (!b.zero() && abits > kMaxIntBits - small_b)) return nullptr;
      return from_big(arena, {a.negative, shift_left(a.digits, small_b)});
    case Operator::RShift:
      if (b.negative) return nullptr;
      return from_big(arena, shift_right_floor(a, small_b > abits ? abits + 1 : small_b));
    case Operator::BitAnd:
    case Operator::BitOr:
    case Operator::BitXor: {
      Big result = bitwise(op, a, b);
      if (left->kind != ConstKind::kInt && right->kind != ConstKind::kInt) {
        return const_bool(!result.zero());
      }
      return from_big(arena, result);
    }
    case Operator::MatMult: return nullptr;
  }
  return nullptr;
}

struct Complex {
  double real;
  double imag;
};

bool complex_divide(Complex a, Complex b, Complex* out) {
  const double abs_real = std::fabs(b.real);
  const double abs_imag = std::fabs(b.imag);
  if (abs_real >= abs_imag) {
    if (abs_real == 0.0) return false;
    const double ratio = b.imag / b.real;
    const double denominator = b.real + b.imag * ratio;
    *out = {(a.real + a.imag * ratio) / denominator, (a.imag - a.real * ratio) / denominator};
  } else if (abs_imag >= abs_real) {
    const double ratio = b.real / b.imag;
    const double denominator = b.real * ratio + b.imag;
    *out = {(a.real * ratio + a.imag) / denominator, (a.imag * ratio - a.real) / denominator};
  } else {
    *out = {NAN, NAN};
  }
  return true;
}

Complex complex_multiply(Complex a, Complex b) {
  return {a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

bool complex_power(Complex a, Complex b, Complex* out) {
  if (b.real == 0.0 && b.imag == 0.0) {
    *out = {1.0, 0.0};
    return true;
  }
  if (a.real == 0.0 && a.imag == 0.0) {
    *out = {0.0, 0.0};
    return !(b.imag != 0.0 || b.real < 0.0);
  }
  if (b.imag == 0.0 && b.real == std::floor(b.real) && std::fabs(b.real) <= 100.0) {
    // Small integer exponents by repeated squaring.
    const long n = static_cast<long>(b.real);
    Complex power = a;
    Complex result{1.0, 0.0};
    for (long mask = 1, m = n < 0 ? -n : n; mask > 0 && m >= mask; mask <<= 1) {
      if ((m & mask) != 0) result = complex_multiply(result, power);
      power = complex_multiply(power, power);
    }
    if (n < 0 && !complex_divide({1.0, 0.0}, result, &result)) return false;
    *out = result;
  } else {
    const double magnitude = std::hypot(a.real, a.imag);
    double length = std::pow(magnitude, b.real);
    const double angle = std::atan2(a.imag, a.real);
    double phase = angle * b.real;
    if (b.imag != 0.0) {
      length /= std::exp(angle * b.imag);
      phase += b.imag * std::log(magnitude);
    }
    *out = {length * std::cos(phase), length * std::sin(phase)};
  }
  return std::isfinite(out->real) && std::isfinite(out->imag);
}

bool as_double(const ConstValue* v, double* out) {
  if (v->kind == ConstKind::kFloat) {
    *out = v->real;
    return true;
  }
  return is_int(v) && to_double(to_big(v), out);
}

bool as_complex(const ConstValue* v, Complex* out) {
  if (v->kind == ConstKind::kComplex) {
    *out = {v->real, v->imag};
    return true;
  }
  out->imag = 0.0;
  return as_double(v, &out->real);
}

const ConstValue* power_double(Arena& arena, double base, double exponent) {
  if (exponent == 0.0) return const_float(arena, 1.0);
  if (std::isnan(base)) return const_float(arena, base);
  if (std::isnan(exponent)) return const_float(arena, base == 1.0 ? 1.0 : exponent);
  if (std::isinf(exponent) || std::isinf(base) || base == 1.0 || base == 0.0) {
    if (base == 0.0 && exponent < 0.0) return nullptr;  // ZeroDivisionError
    return const_float(arena, std::pow(base, exponent));
  }
  if (base < 0.0 && exponent != std::floor(exponent)) {
    Complex result;
    if (!complex_power({base, 0.0}, {exponent, 0.0}, &result)) return nullptr;
    return const_complex(arena, result.real, result.imag);
  }
  const double result = std::pow(base, exponent);
  if (std::isinf(result)) return nullptr;  // OverflowError
  return const_float(arena, result);
}

// Python's divmod of doubles.
void float_divmod(double a, double b, double* floordiv, double* mod) {
  *mod = std::fmod(a, b);
  double div = (a - *mod) / b;
  if (*mod != 0.0) {
    if ((b < 0) != (*mod < 0)) {
      *mod += b;
      div -= 1.0;
    }
  } else {
    *mod = std::copysign(0.0, b);
  }
  if (div != 0.0) {
    *floordiv = std::floor(div);
    if (div - *floordiv > 0.5) *floordiv += 1.0;
  } else {
    *floordiv = std::copysign(0.0, a / b);
  }
}

const ConstValue* fold_float(Arena& arena, Operator op, double a, double b) {
  double quotient, mod;
  switch (op) {
    case Operator::Add: return const_float(arena, a + b);
    case Operator::Sub: return const_float(arena, a - b);
    case Operator::Mult: return const_float(arena, a * b);
    case Operator::Div: return b == 0.0 ? nullptr : const_float(arena, a / b);
    case Operator::FloorDiv:
    case Operator::Mod:
      if (b == 0.0) return nullptr;
      float_divmod(a, b, &quotient, &mod);
      return const_float(arena, op == Operator::Mod ? mod : quotient);
    case Operator::Pow: return power_double(arena, a, b);
    default: return nullptr;
  }
}

const ConstValue* fold_complex(Arena& arena, Operator op, Complex a, Complex b) {
  Complex result;
  switch (op) {
    case Operator::Add: result = {a.real + b.real, a.imag + b.imag}; break;
    case Operator::Sub: result = {a.real - b.real, a.imag - b.imag}; break;
    case Operator::Mult: result = complex_multiply(a, b); break;
    case Operator::Div:
      if (!complex_divide(a, b, &result)) return nullptr;
      break;
    case Operator::Pow:
      if (!complex_power(a, b, &result)) return nullptr;
      break;
    default: return nullptr;
  }
  return const_complex(arena, result.real, result.imag);
}

// ---- sequences -------------------------------------------------------------------------------

// How much of limit is left after counting all items of nested tuples; negative: too complex.
int64_t check_complexity(const ConstValue* v, int64_t limit) {
  if (v->kind != ConstKind::kTuple) return limit;
  limit -= v->items.size();
  for (int i = 0; limit >= 0 && i < v->items.size(); ++i) {
    limit = check_complexity(v->items[i], limit);
  }
  return limit;
}

const ConstValue* concat(Arena& arena, const ConstValue* a, const ConstValue* b) {
  if (a->kind != b->kind) return nullptr;
  // An empty operand makes the result the other one itself.
  if (a->kind == ConstKind::kTuple) {
    if (a->items.empty()) return b;
    if (b->items.empty()) return a;
    std::vector<const ConstValue*> items(a->items.begin(), a->items.end());
    items.insert(items.end(), b->items.begin(), b->items.end());
    return const_tuple(arena, items.data(), items.size());
  }
  if (a->kind != ConstKind::kStr && a->kind != ConstKind::kBytes) return nullptr;
  if (a->text.empty()) return b;
  if (b->text.empty()) return a;
  std::string text(a->text);
  text += b->text;
  return a->kind == ConstKind::kStr ? const_str(arena, text) : const_bytes(arena, text);
}

const ConstValue* repeat(Arena& arena, const ConstValue* sequence, const ConstValue* times) {
  int64_t size;
  int64_t limit = kMaxStrSize;
  switch (sequence->kind) {
    case ConstKind::kStr: size = wtf8_length(sequence->text); break;
    case ConstKind::kBytes: size = static_cast<int64_t>(sequence->text.size()); break;
    case ConstKind::kTuple:
      size = sequence->items.size();
      limit = kMaxCollectionSize;
      break;
    default: return nullptr;
  }
  int64_t n = times->kind == ConstKind::kTrue ? 1 : 0;
  if (times->kind == ConstKind::kInt) {
    if (!times->fits_int64) return nullptr;
    n = times->small;
  }
  if (size == 0) return sequence;
  if (n < 0 || n > limit / size) return nullptr;
  if (sequence->kind == ConstKind::kTuple) {
    if (n != 0 && check_complexity(sequence, kMaxTotalItems / n) < 0) return nullptr;
    if (n == 1) return sequence;
    std::vector<const ConstValue*> items;
    for (int64_t i = 0; i < n; ++i) {
      items.insert(items.end(), sequence->items.begin(), sequence->items.end());
    }
    return const_tuple(arena, items.data(), items.size());
  }
  if (n == 1) return sequence;
  std::string text;
  for (int64_t i = 0; i < n; ++i) text += sequence->text;
  return sequence->kind == ConstKind::kStr ? const_str(arena, text) : const_bytes(arena, text);
}

}  // namespace

const ConstValue* fold_binary(Arena& arena, Operator op, const ConstValue* left,
                              const ConstValue* right) {
  if (is_int(left) && is_int(right)) return fold_int(arena, op, left, right);
  if (op == Operator::Mult) {
    if (is_int(right)) {
      if (const ConstValue* result = repeat(arena, left, right)) return result;
    } else if (is_int(left)) {
      if (const ConstValue* result = repeat(arena, right, left)) return result;
    }
  }
  if (op == Operator::Add) {
    if (const ConstValue* result = concat(arena, left, right)) return result;
  }
  if (left->kind == ConstKind::kComplex || right->kind == ConstKind::kComplex) {
    Complex a, b;
    if (!as_complex(left, &a) || !as_complex(right, &b)) return nullptr;
    return fold_complex(arena, op, a, b);
  }
  double a, b;
  if (!as_double(left, &a) || !as_double(right, &b)) return nullptr;
  return fold_float(arena, op, a, b);
}

const ConstValue* fold_unary(Arena& arena, UnaryOperator op, const ConstValue* operand) {
  if (op == UnaryOperator::Not) return const_bool(!const_truth(operand));
  if (is_int(operand)) {
    Big value = to_big(operand);
    if (op == UnaryOperator::UAdd) {
      return operand->kind == ConstKind::kInt ? operand : from_big(arena, value);
    }
    if (op == UnaryOperator::Invert) value = add(value, {false, {1}}, false);
    value.negative = !value.negative;
    return from_big(arena, value);
  }
  if (op == UnaryOperator::Invert) return nullptr;
  const bool minus = op == UnaryOperator::USub;
  if (operand->kind == ConstKind::kFloat) {
    return minus ? const_float(arena, -operand->real) : operand;
  }
  if (operand->kind == ConstKind::kComplex) {
    return minus ? const_complex(arena, -operand->real, -operand->imag) : operand;
  }
  return nullptr;
}

const ConstValue* fold_subscript(Arena& arena, const ConstValue* value, const ConstValue* index) {
  if (!is_int(index)) return nullptr;
  if (index->kind == ConstKind::kInt && !index->fits_int64) return nullptr;
  int64_t i = index->kind == ConstKind::kInt ? index->small : index->kind == ConstKind::kTrue;
  int64_t size;
  switch (value->kind) {
    case ConstKind::kStr: size = wtf8_length(value->text); break;
    case ConstKind::kBytes: size = static_cast<int64_t>(value->text.size()); break;
    case ConstKind::kTuple: size = value->items.size(); break;
    default: return nullptr;
  }
  if (i < 0) i += size;
  if (i < 0 || i >= size) return nullptr;
  if (value->kind == ConstKind::kTuple) return value->items[static_cast<int>(i)];
  if (value->kind == ConstKind::kBytes) {
    return const_int(arena, static_cast<unsigned char>(value->text[static_cast<size_t>(i)]));
  }
  size_t pos = 0;
  while (i-- > 0) wtf8_next(value->text, &pos);
  const size_t start = pos;
  wtf8_next(value->text, &pos);
  return const_str(arena, value->text.substr(start, pos - start));
}

bool const_truth(const ConstValue* value) {
  switch (value->kind) {
    case ConstKind::kNone:
    case ConstKind::kFalse: return false;
    case ConstKind::kTrue:
    case ConstKind::kEllipsis: return true;
    case ConstKind::kInt: return !value->digits.empty();
    case ConstKind::kFloat: return value->real != 0.0;
    case ConstKind::kComplex: return value->real != 0.0 || value->imag != 0.0;
    case ConstKind::kStr:
    case ConstKind::kBytes: return !value->text.empty();
    case ConstKind::kTuple:
    case ConstKind::kFrozenSet: return !value->items.empty();
  }
  return true;
}

bool const_python_equal(const ConstValue* a, const ConstValue* b) {
  if (a == b) return true;
  if (a->kind == ConstKind::kStr || b->kind == ConstKind::kStr) return const_equal(a, b);
  if (is_int(a) && is_int(b)) {
    if (a->fits_int64 && b->fits_int64) return a->small == b->small;
    const Big x = to_big(a);
    const Big y = to_big(b);
    return x.negative == y.negative && x.digits == y.digits;
  }
  if (a->kind == ConstKind::kTuple && b->kind == ConstKind::kTuple) {
    if (a->items.size() != b->items.size()) return false;
    for (int i = 0; i < a->items.size(); ++i) {
      if (!const_python_equal(a->items[i], b->items[i])) return false;
    }
    return true;
  }
  const bool a_number = is_int(a) || a->kind == ConstKind::kFloat || a->kind == ConstKind::kComplex;
  const bool b_number = is_int(b) || b->kind == ConstKind::kFloat || b->kind == ConstKind::kComplex;
  if (a_number && b_number) {
    // An int equals a double only when it is exactly that double.
    for (const ConstValue* v : {a, b}) {
      double value;
      if (!is_int(v)) continue;
      if (!to_double(to_big(v), &value)) return false;
      if (bit_length(to_big(v).digits) > 53) return false;
    }
    Complex x, y;
    if (!as_complex(a, &x) || !as_complex(b, &y)) return false;
    return x.real == y.real && x.imag == y.imag;
  }
  return const_equal(a, b);
}

const ConstValue* fold_frozenset(Arena& arena, const ConstValue* const* items, size_t count) {
  std::vector<const ConstValue*> unique;
  for (size_t i = 0; i < count; ++i) {
    bool seen = false;
    for (const ConstValue* other : unique) seen |= const_python_equal(other, items[i]);
    if (!seen) unique.push_back(items[i]);
  }
  return const_frozenset(arena, unique.data(), unique.size());
}

}  // namespace py::lang

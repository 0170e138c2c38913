// Arithmetic on ints. What each operation allocates, and for how many digits, is CPython's: tracemalloc shows it.
// CPython 3.13: Objects/longobject.c (x_add, k_mul, x_divrem, long_bitwise …). Powers are in long_pow.cc.
#include <cmath>
#include <cstring>
#include <utility>

#include "base/digits.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/floatobject.h"  // float_from_double, the power of a negative exponent
#include "types/long_internal.h"
#include "types/longobject.h"

namespace py {

using namespace digits;

namespace {

constexpr Ssize kKaratsubaCutoff = 70, kKaratsubaSquareCutoff = 2 * kKaratsubaCutoff;

LongObject* x_add(const LongObject* a, const LongObject* b) {
  Ssize na = long_digit_count(a), nb = long_digit_count(b);
  if (na < nb) std::swap(a, b), std::swap(na, nb);
  LongObject* z = long_new(na + 1);
  if (!z) return nullptr;
  add(z->ob_digit, a->ob_digit, na, b->ob_digit, nb);
  return long_normalize(z);
}

Object* x_sub(const LongObject* a, const LongObject* b) {
  Ssize na = long_digit_count(a), nb = long_digit_count(b);
  int sign = 1;
  if (na < nb) {
    sign = -1;
    std::swap(a, b), std::swap(na, nb);
  } else if (na == nb) {
    Ssize i = na;
    while (i > 0 && a->ob_digit[i - 1] == b->ob_digit[i - 1]) i--;
    if (i == 0) return long_get_zero();
    if (a->ob_digit[i - 1] < b->ob_digit[i - 1]) {
      sign = -1;
      std::swap(a, b);
    }
    na = nb = i;
  }
  LongObject* z = long_new(na);
  if (!z) return nullptr;
  sub(z->ob_digit, a->ob_digit, na, b->ob_digit, nb);
  if (sign < 0) long_set_sign(z, -1);
  return long_maybe_small(long_normalize(z));
}

// --- Multiplication ---

LongObject* x_mul(const LongObject* a, const LongObject* b) {
  const Ssize na = long_digit_count(a), nb = long_digit_count(b);
  LongObject* z = long_new(na + nb);
  if (!z) return nullptr;
  mul(z->ob_digit, a->ob_digit, na, b->ob_digit, nb);
  return long_normalize(z);
}

// |v| = high * BASE**size + low
bool kmul_split(const LongObject* v, Ssize size, LongRef& high, LongRef& low) {
  const Ssize n = long_digit_count(v), nlow = n < size ? n : size;
  LongObject* h = long_new(n - nlow);
  if (!h) return false;
  high.reset(h);
  LongObject* l = long_new(nlow);
  if (!l) return false;
  low.reset(l);
  std::memcpy(l->ob_digit, v->ob_digit, static_cast<size_t>(nlow) * sizeof(digit));
  std::memcpy(h->ob_digit, v->ob_digit + nlow, static_cast<size_t>(n - nlow) * sizeof(digit));
  long_normalize(h);
  long_normalize(l);
  return true;
}

LongObject* k_mul(LongObject* a, LongObject* b);

// b is at least twice as long as a: multiplies a with slices of b as long as a.
LongObject* k_lopsided_mul(LongObject* a, LongObject* b) {
  const Ssize na = long_digit_count(a);
  Ssize nb = long_digit_count(b);
  LongRef result(long_new(na + nb));
  if (!result.o) return nullptr;
  std::memset(result.l()->ob_digit, 0, static_cast<size_t>(na + nb) * sizeof(digit));
  LongRef slice(long_new(na));
  if (!slice.o) return nullptr;
  const Ssize total = na + nb;
  for (Ssize done = 0; nb > 0;) {
    const Ssize take = nb < na ? nb : na;
    std::memcpy(slice.l()->ob_digit, b->ob_digit + done, static_cast<size_t>(take) * sizeof(digit));
    slice.l()->lv_tag = long_make_tag(1, take);
    LongObject* product = k_mul(a, slice.l());
    if (!product) return nullptr;
    v_iadd(result.l()->ob_digit + done, total - done, product->ob_digit, long_digit_count(product));
    decref(product);
    nb -= take;
    done += take;
  }
  return long_normalize(static_cast<LongObject*>(result.release()));
}

// Karatsuba: three products of halves. Signs are ignored.
LongObject* k_mul(LongObject* a, LongObject* b) {
  Ssize na = long_digit_count(a), nb = long_digit_count(b);
  if (na > nb) std::swap(a, b), std::swap(na, nb);
  if (na <= (a == b ? kKaratsubaSquareCutoff : kKaratsubaCutoff)) return na == 0 ? long_new(0) : x_mul(a, b);
  if (2 * na <= nb) return k_lopsided_mul(a, b);
  const Ssize shift = nb >> 1;
  LongRef ah, al, bh, bl;
  if (!kmul_split(a, shift, ah, al)) return nullptr;
  if (a == b) {
    bh.reset(new_ref(ah.o));
    bl.reset(new_ref(al.o));
  } else if (!kmul_split(b, shift, bh, bl)) {
    return nullptr;
  }
  LongRef result(long_new(na + nb));
  if (!result.o) return nullptr;
  digit* z = result.l()->ob_digit;
  LongRef t1(k_mul(ah.l(), bh.l()));
  if (!t1.o) return nullptr;
  const Ssize n1 = long_digit_count(t1.o);
  std::memcpy(z + 2 * shift, t1.l()->ob_digit, static_cast<size_t>(n1) * sizeof(digit));
  std::memset(z + 2 * shift + n1, 0, static_cast<size_t>(na + nb - 2 * shift - n1) * sizeof(digit));
  LongRef t2(k_mul(al.l(), bl.l()));
  if (!t2.o) return nullptr;
  const Ssize n2 = long_digit_count(t2.o);
  std::memcpy(z, t2.l()->ob_digit, static_cast<size_t>(n2) * sizeof(digit));
  std::memset(z + n2, 0, static_cast<size_t>(2 * shift - n2) * sizeof(digit));
  // The middle: (ah + al) * (bh + bl) - ah * bh - al * bl.
  const Ssize rest = na + nb - shift;
  v_isub(z + shift, rest, t2.l()->ob_digit, n2);
  t2.reset(nullptr);
  v_isub(z + shift, rest, t1.l()->ob_digit, n1);
  t1.reset(nullptr);
  t1.reset(x_add(ah.l(), al.l()));
  if (!t1.o) return nullptr;
  ah.reset(nullptr);
  al.reset(nullptr);
  t2.reset(a == b ? new_ref(t1.o) : x_add(bh.l(), bl.l()));
  if (!t2.o) return nullptr;
  bh.reset(nullptr);
  bl.reset(nullptr);
  LongRef t3(k_mul(t1.l(), t2.l()));
  if (!t3.o) return nullptr;
  v_iadd(z + shift, rest, t3.l()->ob_digit, long_digit_count(t3.o));
  return long_normalize(static_cast<LongObject*>(result.release()));
}

// --- Division ---

// Magnitudes, |b| of at least two digits, |a| >= |b|. The quotient (new), the remainder through *prem (new).
LongObject* x_divrem(const LongObject* a, const LongObject* b, LongObject** prem) {
  Ssize nv = long_digit_count(a);
  const Ssize nw = long_digit_count(b);
  *prem = nullptr;
  LongRef v(long_new(nv + 1));
  if (!v.o) return nullptr;
  LongRef w(long_new(nw));
  if (!w.o) return nullptr;
  const int d = kLongShift - bit_length(b->ob_digit[nw - 1]);
  v_lshift(w.l()->ob_digit, b->ob_digit, nw, d);
  digit* v0 = v.l()->ob_digit;
  digit carry = v_lshift(v0, a->ob_digit, nv, d);
  if (carry != 0 || v0[nv - 1] >= w.l()->ob_digit[nw - 1]) v0[nv++] = carry;
  LongObject* quotient = long_new(nv - nw);
  if (!quotient) return nullptr;
  if (nv > nw) divide_normalized(quotient->ob_digit, v0, nv, w.l()->ob_digit, nw);
  v_rshift(w.l()->ob_digit, v0, nw, d);
  *prem = long_normalize(static_cast<LongObject*>(w.release()));
  return long_normalize(quotient);
}

Object* divrem1_object(const LongObject* a, digit d, digit* rem) {
  const Ssize n = long_digit_count(a);
  LongObject* z = long_new(n);
  if (!z) return nullptr;
  *rem = divrem1(z->ob_digit, a->ob_digit, n, d);
  return long_normalize(z);
}

bool smaller_magnitude(const LongObject* a, const LongObject* b) {
  const Ssize na = long_digit_count(a), nb = long_digit_count(b);
  return na < nb || (na == nb && a->ob_digit[na - 1] < b->ob_digit[nb - 1]);
}

// Truncating division. New references; false with ZeroDivisionError or MemoryError.
bool long_divrem(LongObject* a, LongObject* b, Object** pdiv, Object** prem) {
  *pdiv = *prem = nullptr;
  if (long_is_zero(b)) {
    err_set_string(exc_ZeroDivisionError, "integer division or modulo by zero");
    return false;
  }
  if (smaller_magnitude(a, b)) {
    *prem = long_long(a);
    if (!*prem) return false;
    *pdiv = long_get_zero();
    return true;
  }
  Object* z;
  if (long_digit_count(b) == 1) {
    digit rem = 0;
    z = divrem1_object(a, b->ob_digit[0], &rem);
    if (!z) return false;
    *prem = long_from_long(rem);
  } else {
    LongObject* rem;
    z = x_divrem(a, b, &rem);
    *prem = long_maybe_small(rem);
    if (!z) return false;
  }
  if (!*prem) {
    decref(z);
    return false;
  }
  if (long_is_negative(a) != long_is_negative(b)) z = long_negate(z);
  if (z && long_is_negative(a) && !long_is_zero(*prem)) *prem = long_negate(*prem);
  if (!z || !*prem) {
    xdecref(z);
    clear_ref(*prem);
    return false;
  }
  *pdiv = long_maybe_small(as<LongObject>(z));
  return true;
}

// The truncating remainder alone.
Object* long_rem(LongObject* a, LongObject* b) {
  if (long_is_zero(b)) {
    err_set_string(exc_ZeroDivisionError, "integer modulo by zero");
    return nullptr;
  }
  if (smaller_magnitude(a, b)) return long_long(a);
  Object* rem;
  if (long_digit_count(b) == 1) {
    rem = long_from_long(rem1(a->ob_digit, long_digit_count(a), b->ob_digit[0]));
  } else {
    LongObject* r;
    LongObject* q = x_divrem(a, b, &r);
    xdecref(q);
    rem = long_maybe_small(r);
    if (!q) return nullptr;
  }
  if (rem && long_is_negative(a) && !long_is_zero(rem)) rem = long_negate(rem);
  return rem;
}

// One digit each.
Object* fast_mod(const LongObject* a, const LongObject* b) {
  const sdigit left = static_cast<sdigit>(a->ob_digit[0]), right = static_cast<sdigit>(b->ob_digit[0]);
  sdigit mod = long_sign(a) == long_sign(b) ? left % right : right - 1 - (left - 1) % right;
  return long_from_long(mod * long_sign(b));
}
Object* fast_floor_div(const LongObject* a, const LongObject* b) {
  const sdigit left = static_cast<sdigit>(a->ob_digit[0]), right = static_cast<sdigit>(b->ob_digit[0]);
  sdigit quotient = long_sign(a) == long_sign(b) ? left / right : -1 - (left - 1) / right;
  return long_from_long(quotient);
}
bool both_one_digit(const LongObject* a, const LongObject* b) {
  return long_digit_count(a) == 1 && long_digit_count(b) == 1;
}

bool signs_differ(const Object* mod, const Object* w) {
  return (long_is_negative(mod) && !long_is_negative(w) && !long_is_zero(w)) ||
         (long_is_positive(mod) && long_is_negative(w));
}

// Floor modulo; new reference.
Object* l_mod(LongObject* v, LongObject* w) {
  if (both_one_digit(v, w)) return fast_mod(v, w);
  Object* mod = long_rem(v, w);
  if (!mod) return nullptr;
  if (signs_differ(mod, w)) {
    Object* adjusted = long_add(as<LongObject>(mod), w);
    decref(mod);
    return adjusted;
  }
  return mod;
}

}  // namespace

// Floor division with remainder; either result may be unwanted (null). New references.
bool long_l_divmod(LongObject* v, LongObject* w, Object** pdiv, Object** pmod) {
  if (both_one_digit(v, w)) {
    Object* div = fast_floor_div(v, w);
    if (!div) return false;
    if (pmod) {
      *pmod = fast_mod(v, w);
      if (!*pmod) {
        decref(div);
        return false;
      }
    }
    if (pdiv) {
      *pdiv = div;
    } else {
      decref(div);
    }
    return true;
  }
  Object *div, *mod;
  if (!long_divrem(v, w, &div, &mod)) return false;
  if (signs_differ(mod, w)) {
    Object* t = long_add(as<LongObject>(mod), w);
    set_ref(mod, t);
    t = mod ? long_subtract(as<LongObject>(div), as<LongObject>(long_get_one())) : nullptr;
    set_ref(div, t);
    if (!div) {
      xdecref(mod);
      return false;
    }
  }
  if (pdiv) {
    *pdiv = div;
  } else {
    decref(div);
  }
  if (pmod) {
    *pmod = mod;
  } else {
    decref(mod);
  }
  return true;
}

Object* long_l_mod(LongObject* v, LongObject* w) { return l_mod(v, w); }

// --- The public operations ---

Object* long_add(LongObject* a, LongObject* b) {
  if (LIKELY(long_both_compact(a, b))) return long_compact_add(a, b);
  if (long_is_negative(a)) {
    if (!long_is_negative(b)) return x_sub(b, a);
    LongObject* z = x_add(a, b);
    if (z) long_set_sign(z, -1);
    return z;
  }
  return long_is_negative(b) ? x_sub(a, b) : x_add(a, b);
}

Object* long_subtract(LongObject* a, LongObject* b) {
  if (LIKELY(long_both_compact(a, b))) return long_compact_subtract(a, b);
  if (!long_is_negative(a)) return long_is_negative(b) ? x_add(a, b) : x_sub(a, b);
  if (long_is_negative(b)) return x_sub(b, a);
  LongObject* z = x_add(a, b);
  if (z && !long_is_zero(z)) long_set_sign(z, -1);
  return z;
}

Object* long_multiply(LongObject* a, LongObject* b) {
  if (LIKELY(long_both_compact(a, b))) return long_compact_multiply(a, b);
  if (long_is_zero(a) || long_is_zero(b)) return long_get_zero();
  LongObject* z = k_mul(a, b);
  return z && long_sign(a) != long_sign(b) ? long_negate(z) : z;
}

Object* long_divmod_near(Object* a, Object* b) {
  // Round the quotient to the nearest, a tie to the even one: correct truncation by one where needed.
  if (!long_check(a) || !long_check(b)) {
    err_set_string(exc_TypeError, "non-integer arguments in division");
    return nullptr;
  }
  const bool quotient_negative = long_is_negative(a) != long_is_negative(b);
  Object *q, *r;
  if (!long_divrem(as<LongObject>(a), as<LongObject>(b), &q, &r)) return nullptr;
  LongRef quotient(q), remainder(r);
  LongRef twice(long_lshift(r, 1));
  if (!twice.o) return nullptr;
  if (quotient_negative) {
    Object* t = long_neg_object(twice.l());
    if (!t) return nullptr;
    twice.reset(t);
  }
  int c = long_compare(twice.l(), as<LongObject>(b));
  const bool odd = long_digit_count(q) > 0 && (as<LongObject>(q)->ob_digit[0] & 1);
  if (long_is_negative(b) ? (c < 0 || (c == 0 && odd)) : (c > 0 || (c == 0 && odd))) {
    LongObject* one = as<LongObject>(long_get_one());
    Object* t = quotient_negative ? long_subtract(quotient.l(), one) : long_add(quotient.l(), one);
    if (!t) return nullptr;
    quotient.reset(t);
    t = quotient_negative ? long_add(remainder.l(), as<LongObject>(b)) : long_subtract(remainder.l(), as<LongObject>(b));
    if (!t) return nullptr;
    remainder.reset(t);
  }
  return long_pair(quotient.release(), remainder.release());
}

namespace {

// x = |a| * 2**-shift truncated, with *inexact when bits were lost; new reference.
LongObject* scaled(const LongObject* a, Ssize shift, bool* inexact) {
  const Ssize na = long_digit_count(a);
  LongObject* x;
  if (shift <= 0) {
    const Ssize words = -shift / kLongShift;
    const int rest = static_cast<int>(-shift % kLongShift);
    x = long_new(na + words + 1);
    if (!x) return nullptr;
    std::memset(x->ob_digit, 0, static_cast<size_t>(words) * sizeof(digit));
    x->ob_digit[na + words] = v_lshift(x->ob_digit + words, a->ob_digit, na, rest);
  } else {
    const Ssize words = shift / kLongShift;
    const int rest = static_cast<int>(shift % kLongShift);
    x = long_new(na - words);
    if (!x) return nullptr;
    if (v_rshift(x->ob_digit, a->ob_digit + words, na - words, rest)) *inexact = true;
    for (Ssize i = 0; !*inexact && i < words; i++) *inexact = a->ob_digit[i] != 0;
  }
  return long_normalize(x);
}

// a / b for magnitudes whose quotient is within a double's range or close to it: 55 or 56 bits of it, then one rounding.
Object* divide_scaled(LongObject* a, LongObject* b, int64_t diff, bool negative) {
  constexpr int kMantDig = 53, kMinExp = -1021;
  const Ssize shift = (diff > kMinExp ? diff : kMinExp) - kMantDig - 2;
  bool inexact = false;
  LongRef x(scaled(a, shift, &inexact));
  if (!x.o) return nullptr;
  if (long_digit_count(b) == 1) {
    digit rem = divrem1(x.l()->ob_digit, x.l()->ob_digit, long_digit_count(x.o), b->ob_digit[0]);
    long_normalize(x.l());
    if (rem) inexact = true;
  } else if (smaller_magnitude(x.l(), b)) {
    if (!long_is_zero(x.o)) inexact = true;
    x.reset(long_get_zero());
  } else {
    LongObject* rem;
    LongObject* q = x_divrem(x.l(), b, &rem);
    x.reset(q);
    if (q && !long_is_zero(rem)) inexact = true;
    xdecref(rem);
    if (!q) return nullptr;
  }
  uint64_t value = 0;
  for (Ssize i = long_digit_count(x.o); i-- > 0;) value = (value << kLongShift) | x.l()->ob_digit[i];
  // The quotient is value * 2**shift, a little more when inexact. Keep 53 bits, fewer for subnormal results.
  int bits = value ? 64 - __builtin_clzll(value) : 0;
  int64_t lowest = bits + shift < kMinExp ? kMinExp : bits + shift;  // exponent of the bit above the first kept one
  int extra = static_cast<int>(lowest - shift) - kMantDig;
  if (extra > 0) {
    uint64_t mask = uint64_t{1} << (extra - 1), low = value | (inexact ? 1 : 0);
    if ((low & mask) && (low & (3 * mask - 1))) low += mask;
    value = low & ~(2 * mask - 1);
  }
  bits = value ? 64 - __builtin_clzll(value) : 0;
  double result = std::ldexp(static_cast<double>(value), static_cast<int>(shift));
  if (bits + shift > 1024) {
    err_set_string(exc_OverflowError, "integer division result too large for a float");
    return nullptr;
  }
  return float_from_double(negative ? -result : result);
}

bool fits_mantissa(const LongObject* v) {
  const digit* d = v->ob_digit;
  return long_digit_count(v) <= 1 || (long_digit_count(v) == 2 && (d[1] >> 23) == 0);
}
double small_double(const LongObject* v) {
  double x = 0;
  for (Ssize i = long_digit_count(v); i-- > 0;) x = x * kLongBase + v->ob_digit[i];
  return x;
}

}  // namespace

Object* long_true_divide(Object* left, Object* right) {
  auto* a = as<LongObject>(left);
  auto* b = as<LongObject>(right);
  const bool negative = long_is_negative(a) != long_is_negative(b);
  if (long_is_zero(b)) {
    err_set_string(exc_ZeroDivisionError, "division by zero");
    return nullptr;
  }
  if (long_is_zero(a)) return float_from_double(negative ? -0.0 : 0.0);
  if (fits_mantissa(a) && fits_mantissa(b)) {
    double result = small_double(a) / small_double(b);
    return float_from_double(negative ? -result : result);
  }
  const int64_t diff = long_num_bits(a) - long_num_bits(b);
  if (diff > 1024) {
    err_set_string(exc_OverflowError, "integer division result too large for a float");
    return nullptr;
  }
  if (diff < -1021 - 53 - 1) return float_from_double(negative ? -0.0 : 0.0);
  return divide_scaled(a, b, diff, negative);
}

// --- Shifts ---

Object* long_rshift(Object* v, uint64_t bits) {
  auto* a = as<LongObject>(v);
  if (long_is_zero(a)) return long_get_zero();
  if (long_is_compact(a)) {
    const stwodigits m = long_compact_value(a);
    const int shift = bits < static_cast<uint64_t>(kLongShift) ? static_cast<int>(bits) : kLongShift;
    return long_from_stwodigits(m >> shift);
  }
  const bool negative = long_is_negative(a);
  const Ssize na = long_digit_count(a);
  Ssize words = bits / kLongShift > static_cast<uint64_t>(kSsizeMax) ? kSsizeMax : static_cast<Ssize>(bits / kLongShift);
  int rest = static_cast<int>(bits % kLongShift);
  if (negative && rest == 0) {  // rounding down needs one bit to look at
    if (words == 0) return long_long(a);
    rest = kLongShift;
    words--;
  }
  const Ssize n = na - words;
  if (n <= 0) return long_from_long(-static_cast<int64_t>(negative));
  LongObject* z = long_new(n);
  if (!z) return nullptr;
  const int high = kLongShift - rest;
  twodigits accumulator = a->ob_digit[words];
  if (negative) {
    long_set_sign(z, -1);
    digit sticky = 0;
    for (Ssize i = 0; i < words; i++) sticky |= a->ob_digit[i];
    accumulator += (kLongMask >> high) + static_cast<digit>(sticky != 0);
  }
  accumulator >>= rest;
  Ssize i = 0;
  for (Ssize j = words + 1; j < na; i++, j++) {
    accumulator += static_cast<twodigits>(a->ob_digit[j]) << high;
    z->ob_digit[i] = static_cast<digit>(accumulator & kLongMask);
    accumulator >>= kLongShift;
  }
  z->ob_digit[i] = static_cast<digit>(accumulator);
  return long_maybe_small(long_normalize(z));
}

Object* long_lshift(Object* v, uint64_t bits) {
  auto* a = as<LongObject>(v);
  if (long_is_zero(a)) return long_get_zero();
  const uint64_t words64 = bits / kLongShift;
  const int rest = static_cast<int>(bits % kLongShift);
  if (words64 == 0 && long_is_compact(a)) {
    return long_from_stwodigits(stwodigits{long_compact_value(a)} * (stwodigits{1} << rest));
  }
  if (words64 > static_cast<uint64_t>(kSsizeMax / 16)) {
    err_set_string(exc_OverflowError, "too many digits in integer");
    return nullptr;
  }
  const Ssize words = static_cast<Ssize>(words64), na = long_digit_count(a);
  LongObject* z = long_new(na + words + (rest ? 1 : 0));
  if (!z) return nullptr;
  std::memset(z->ob_digit, 0, static_cast<size_t>(words) * sizeof(digit));
  digit carry = v_lshift(z->ob_digit + words, a->ob_digit, na, rest);
  if (rest) z->ob_digit[na + words] = carry;
  if (long_is_negative(a)) long_set_sign(z, -1);
  return long_maybe_small(long_normalize(z));
}

namespace {

// The shift count of b; false with ValueError. Counts beyond 64 bits become the largest one.
bool shift_count(LongObject* b, uint64_t* count) {
  if (long_is_negative(b)) {
    err_set_string(exc_ValueError, "negative shift count");
    return false;
  }
  int overflow;
  int64_t n = long_as_long_and_overflow(b, &overflow);
  *count = overflow ? UINT64_MAX : static_cast<uint64_t>(n);
  return true;
}

}  // namespace

Object* long_lshift_slot(Object* a, Object* b) {
  uint64_t count;
  if (!shift_count(as<LongObject>(b), &count)) return nullptr;
  return long_lshift(a, count);
}
Object* long_rshift_slot(Object* a, Object* b) {
  uint64_t count;
  if (!shift_count(as<LongObject>(b), &count)) return nullptr;
  return long_rshift(a, count);
}

// --- Bits ---

namespace {

// z[0..n) = two's complement of a[0..n).
void v_complement(digit* z, const digit* a, Ssize n) {
  digit carry = 1;
  for (Ssize i = 0; i < n; i++) {
    carry += a[i] ^ kLongMask;
    z[i] = carry & kLongMask;
    carry >>= kLongShift;
  }
}

// A negative number's complement in a block of its own; a positive one as it is.
bool complemented(LongObject*& v, LongRef& owner, bool negative) {
  if (!negative) return true;
  const Ssize n = long_digit_count(v);
  LongObject* z = long_new(n);
  if (!z) return false;
  v_complement(z->ob_digit, v->ob_digit, n);
  owner.reset(z);
  v = z;
  return true;
}

}  // namespace

Object* long_bitwise(LongObject* a, char op, LongObject* b) {
  bool nega = long_is_negative(a), negb = long_is_negative(b);
  LongRef own_a, own_b;
  Ssize na = long_digit_count(a), nb = long_digit_count(b);
  if (!complemented(a, own_a, nega) || !complemented(b, own_b, negb)) return nullptr;
  if (na < nb) std::swap(a, b), std::swap(na, nb), std::swap(nega, negb);
  bool negz;
  Ssize nz;
  switch (op) {
    case '^':
      negz = nega != negb;
      nz = na;
      break;
    case '&':
      negz = nega && negb;
      nz = negb ? na : nb;
      break;
    default:
      negz = nega || negb;
      nz = negb ? nb : na;
  }
  LongObject* z = long_new(nz + negz);
  if (!z) return nullptr;
  digit* pz = z->ob_digit;
  const digit *pa = a->ob_digit, *pb = b->ob_digit;
  for (Ssize i = 0; i < nb; i++) pz[i] = op == '&' ? pa[i] & pb[i] : op == '|' ? pa[i] | pb[i] : pa[i] ^ pb[i];
  for (Ssize i = nb; i < nz; i++) pz[i] = op == '^' && negb ? pa[i] ^ kLongMask : pa[i];
  if (negz) {
    pz[nz] = kLongMask;
    v_complement(pz, pz, nz + 1);
    long_set_sign(z, -1);
  }
  return long_maybe_small(long_normalize(z));
}

Object* long_neg_object(LongObject* v) {
  if (long_is_compact(v)) return long_from_stwodigits(-stwodigits{long_compact_value(v)});
  Object* z = long_copy(v);
  if (z) long_set_sign(as<LongObject>(z), -long_sign(v));
  return z;
}

Object* long_invert_object(LongObject* v) {
  if (long_is_compact(v)) return long_from_stwodigits(~stwodigits{long_compact_value(v)});
  Object* x = long_add(v, as<LongObject>(long_get_one()));
  if (!x) return nullptr;
  return long_maybe_small(as<LongObject>(long_negate(x)));
}

}  // namespace py

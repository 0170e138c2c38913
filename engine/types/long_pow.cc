// Powers, modular inverses and greatest common divisors of ints.
// CPython 3.13: Objects/longobject.c (long_pow, long_invmod, _PyLong_GCD)
#include "base/digits.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/floatobject.h"  // the power of a negative exponent
#include "types/long_internal.h"

namespace py {

using namespace digits;

namespace {

constexpr int kExpWindowSize = 5, kExpTableLength = 1 << (kExpWindowSize - 1);
constexpr Ssize kHugeExpCutoff = 60;

}  // namespace

namespace {

// The inverse of a modulo n, n positive; ValueError when there is none.
Object* long_invmod(LongObject* a_in, LongObject* n_in) {
  LongRef a(new_ref<Object>(a_in)), n(new_ref<Object>(n_in));
  LongRef b(long_get_one()), c(long_get_zero());
  while (!long_is_zero(n.o)) {
    Object *q, *r;
    if (!long_l_divmod(a.l(), n.l(), &q, &r)) return nullptr;
    a.reset(n.release());
    n.reset(r);
    LongRef quotient(q);
    LongRef t(long_multiply(quotient.l(), c.l()));
    if (!t.o) return nullptr;
    Object* s = long_subtract(b.l(), t.l());
    if (!s) return nullptr;
    b.reset(c.release());
    c.reset(s);
  }
  if (long_compare(a.l(), as<LongObject>(long_get_one())) != 0) {
    err_set_string(exc_ValueError, "base is not invertible for the given modulus");
    return nullptr;
  }
  return b.release();
}

// One run of long_pow: products are reduced when there is a modulus.
struct Power {
  LongRef base, exponent, modulus, z;

  Object* product(Object* x, Object* y) {
    Object* t = long_multiply(as<LongObject>(x), as<LongObject>(y));
    if (t && modulus.o) {
      Object* m = long_l_mod(as<LongObject>(t), modulus.l());
      decref(t);
      t = m;
    }
    return t;
  }
  bool multiply(Object* y) {  // z = z * y
    Object* t = product(z.o, y);
    z.reset(t);
    return t != nullptr;
  }
  bool run_binary();
  bool run_window();
};

bool Power::run_binary() {
  const LongObject* b = exponent.l();
  Ssize i = long_digit_count(b) - 1;
  digit bits = b->ob_digit[i];
  z.reset(new_ref(base.o));
  digit bit = (digit{1} << (bit_length(bits) - 1)) >> 1;
  for (;;) {
    for (; bit; bit >>= 1) {
      if (!multiply(z.o)) return false;
      if ((bits & bit) && !multiply(base.o)) return false;
    }
    if (--i < 0) return true;
    bits = b->ob_digit[i];
    bit = digit{1} << (kLongShift - 1);
  }
}

// Exponents of more than 60 bits: windows of five bits over a table of odd powers.
bool Power::run_window() {
  Object* table[kExpTableLength] = {};
  int filled = 0;
  bool ok = false;
  LongRef square(product(base.o, base.o));
  table[0] = new_ref(base.o);
  for (filled = 1; square.o && filled < kExpTableLength; filled++) {
    table[filled] = product(table[filled - 1], square.o);
    if (!table[filled]) break;
  }
  square.reset(nullptr);
  if (filled == kExpTableLength) {
    ok = true;
    int pending = 0, count = 0;
    auto absorb = [&] {
      int trailing = 0;
      while (pending && !(pending & 1)) {
        trailing++;
        pending >>= 1;
      }
      for (int j = 0; ok && j < count - trailing; j++) ok = multiply(z.o);
      if (ok && pending) ok = multiply(table[pending >> 1]);
      for (int j = 0; ok && j < trailing; j++) ok = multiply(z.o);
      pending = count = 0;
    };
    for (Ssize i = long_digit_count(exponent.o) - 1; ok && i >= 0; i--) {
      const digit bits = exponent.l()->ob_digit[i];
      for (int j = kLongShift - 1; ok && j >= 0; j--) {
        const int bit = (bits >> j) & 1;
        pending = (pending << 1) | bit;
        if (pending) {
          count++;
          if (count == kExpWindowSize) absorb();
        } else {
          ok = multiply(z.o);
        }
      }
    }
    if (ok && pending) absorb();
  }
  for (Object* o : table) xdecref(o);
  return ok;
}

// Brings base, exponent and modulus into the range that the loops expect. 1: go on, 0: z is the result, -1: error.
int prepare_modulus(Power& p, bool* negative_output) {
  if (long_is_zero(p.modulus.o)) {
    err_set_string(exc_ValueError, "pow() 3rd argument cannot be 0");
    return -1;
  }
  if (long_is_negative(p.modulus.o)) {
    *negative_output = true;
    Object* t = long_copy(p.modulus.l());
    if (!t) return -1;
    p.modulus.reset(long_negate(t));
    if (!p.modulus.o) return -1;
  }
  if (long_digit_count(p.modulus.o) == 1 && p.modulus.l()->ob_digit[0] == 1) {
    p.z.reset(long_get_zero());
    return 0;
  }
  if (long_is_negative(p.exponent.o)) {
    Object* t = long_copy(p.exponent.l());
    if (!t) return -1;
    p.exponent.reset(long_negate(t));
    if (!p.exponent.o) return -1;
    t = long_invmod(p.base.l(), p.modulus.l());
    if (!t) return -1;
    p.base.reset(t);
  }
  if (long_is_negative(p.base.o) || long_digit_count(p.base.o) > long_digit_count(p.modulus.o)) {
    Object* t = long_l_mod(p.base.l(), p.modulus.l());
    if (!t) return -1;
    p.base.reset(t);
  }
  return 1;
}

}  // namespace

Object* long_pow(Object* v, Object* w, Object* x) {
  if (!long_check(v) || !long_check(w) || !(long_check(x) || x == None)) return NotImplemented;
  if (long_is_negative(w) && x == None) return float_type.nb_power(v, w, x);
  Power p;
  p.base.reset(new_ref(v));
  p.exponent.reset(new_ref(w));
  bool negative_output = false;
  if (x != None) {
    p.modulus.reset(new_ref(x));
    int status = prepare_modulus(p, &negative_output);
    if (status < 0) return nullptr;
    if (status == 0) return p.z.release();
  }
  p.z.reset(long_get_one());
  const Ssize n = long_digit_count(p.exponent.o);
  const digit top = n ? p.exponent.l()->ob_digit[n - 1] : 0;
  bool ok = true;
  if (n <= 1 && top <= 3) {
    if (top >= 2) {
      p.z.reset(p.product(p.base.o, p.base.o));
      ok = p.z.o && (top == 2 || p.multiply(p.base.o));
    } else if (top == 1) {  // makes an int of a subclass instance and reduces it
      p.z.reset(p.product(p.base.o, p.z.o));
      ok = p.z.o != nullptr;
    }
  } else {
    ok = n <= kHugeExpCutoff / kLongShift ? p.run_binary() : p.run_window();
  }
  if (!ok) return nullptr;
  if (negative_output && !long_is_zero(p.z.o)) {
    Object* t = long_subtract(p.z.l(), p.modulus.l());
    if (!t) return nullptr;
    p.z.reset(t);
  }
  return p.z.release();
}

Object* long_gcd(Object* a_in, Object* b_in) {
  LongRef a(long_abs_object(as<LongObject>(a_in))), b(long_abs_object(as<LongObject>(b_in)));
  if (!a.o || !b.o) return nullptr;
  while (long_digit_count(a.o) > 2 || long_digit_count(b.o) > 2) {
    if (long_is_zero(b.o)) return a.release();
    Object* r = long_l_mod(a.l(), b.l());
    if (!r) return nullptr;
    a.reset(b.release());
    b.reset(r);
  }
  int64_t x = 0, y = 0;
  for (Ssize i = long_digit_count(a.o); i-- > 0;) x = (x << kLongShift) | a.l()->ob_digit[i];
  for (Ssize i = long_digit_count(b.o); i-- > 0;) y = (y << kLongShift) | b.l()->ob_digit[i];
  while (y) {
    int64_t t = x % y;
    x = y;
    y = t;
  }
  return long_from_long(x);
}

}  // namespace py

// Arithmetic on magnitudes: arrays of 30-bit digits, least first. Knows no objects and allocates nothing but scratch.
// CPython 3.13: the x_* and v_* functions of Objects/longobject.c (same names)
#pragma once
#include <cstdint>

#include "base/types.h"

namespace py::digits {

using digit = uint32_t;
using twodigits = uint64_t;
constexpr int kShift = 30;
constexpr digit kMask = (digit{1} << kShift) - 1;

// z[0..n) = a << d, 0 <= d < 30. Returns the bits pushed out at the top. z may be a.
digit v_lshift(digit* z, const digit* a, Ssize n, int d);
// z[0..n) = a >> d. Returns the bits pushed out at the bottom.
digit v_rshift(digit* z, const digit* a, Ssize n, int d);
// x[0..m) += y[0..n), m >= n; returns the carry.
digit v_iadd(digit* x, Ssize m, const digit* y, Ssize n);
// x[0..m) -= y[0..n); returns the borrow.
digit v_isub(digit* x, Ssize m, const digit* y, Ssize n);
// z[0..na+1) = a + b, na >= nb.
void add(digit* z, const digit* a, Ssize na, const digit* b, Ssize nb);
// z[0..na) = a - b, a >= b.
void sub(digit* z, const digit* a, Ssize na, const digit* b, Ssize nb);
// z[0..na+nb) = a * b by the school method; faster when a == b. z overlaps neither.
void mul(digit* z, const digit* a, Ssize na, const digit* b, Ssize nb);
// quotient[0..n) = a / d, a single digit; returns the remainder.
digit divrem1(digit* quotient, const digit* a, Ssize n, digit d);
digit rem1(const digit* a, Ssize n, digit d);
// Knuth's algorithm D after normalisation: v[0..nv) (nv > nw) divided by w[0..nw), nw >= 2, whose top bit 29 is set.
// quotient gets nv - nw digits; v keeps the remainder in its low nw digits.
void divide_normalized(digit* quotient, digit* v, Ssize nv, const digit* w, Ssize nw);
// -1, 0, 1
int compare(const digit* a, Ssize na, const digit* b, Ssize nb);
inline Ssize normalized(const digit* a, Ssize n) {  // the count without leading zeros
  while (n > 0 && a[n - 1] == 0) n--;
  return n;
}
inline int bit_length(digit d) { return d == 0 ? 0 : 32 - __builtin_clz(d); }

// Base 10**9 digits of a (least first) into out, which has room for decimal_capacity(n); returns how many.
Ssize decimal_capacity(Ssize n);
Ssize to_decimal(uint32_t* out, const digit* a, Ssize n);

}  // namespace py::digits

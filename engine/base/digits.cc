// See digits.h. The inner loops are the school methods of CPython's x_add, x_sub, x_mul, inplace_divrem1 and x_divrem.
#include "base/digits.h"

namespace py::digits {

digit v_lshift(digit* z, const digit* a, Ssize n, int d) {
  digit carry = 0;
  for (Ssize i = 0; i < n; i++) {
    twodigits acc = (static_cast<twodigits>(a[i]) << d) | carry;
    z[i] = static_cast<digit>(acc) & kMask;
    carry = static_cast<digit>(acc >> kShift);
  }
  return carry;
}

digit v_rshift(digit* z, const digit* a, Ssize n, int d) {
  digit carry = 0;
  const digit mask = (digit{1} << d) - 1;
  for (Ssize i = n; i-- > 0;) {
    twodigits acc = (static_cast<twodigits>(carry) << kShift) | a[i];
    carry = static_cast<digit>(acc) & mask;
    z[i] = static_cast<digit>(acc >> d);
  }
  return carry;
}

digit v_iadd(digit* x, Ssize m, const digit* y, Ssize n) {
  digit carry = 0;
  Ssize i = 0;
  for (; i < n; i++) {
    carry += x[i] + y[i];
    x[i] = carry & kMask;
    carry >>= kShift;
  }
  for (; carry && i < m; i++) {
    carry += x[i];
    x[i] = carry & kMask;
    carry >>= kShift;
  }
  return carry;
}

digit v_isub(digit* x, Ssize m, const digit* y, Ssize n) {
  digit borrow = 0;
  Ssize i = 0;
  for (; i < n; i++) {
    borrow = x[i] - y[i] - borrow;
    x[i] = borrow & kMask;
    borrow = (borrow >> kShift) & 1;
  }
  for (; borrow && i < m; i++) {
    borrow = x[i] - borrow;
    x[i] = borrow & kMask;
    borrow = (borrow >> kShift) & 1;
  }
  return borrow;
}

void add(digit* z, const digit* a, Ssize na, const digit* b, Ssize nb) {
  digit carry = 0;
  Ssize i = 0;
  for (; i < nb; i++) {
    carry += a[i] + b[i];
    z[i] = carry & kMask;
    carry >>= kShift;
  }
  for (; i < na; i++) {
    carry += a[i];
    z[i] = carry & kMask;
    carry >>= kShift;
  }
  z[i] = carry;
}

void sub(digit* z, const digit* a, Ssize na, const digit* b, Ssize nb) {
  digit borrow = 0;
  Ssize i = 0;
  for (; i < nb; i++) {
    borrow = a[i] - b[i] - borrow;
    z[i] = borrow & kMask;
    borrow = (borrow >> kShift) & 1;
  }
  for (; i < na; i++) {
    borrow = a[i] - borrow;
    z[i] = borrow & kMask;
    borrow = (borrow >> kShift) & 1;
  }
}

namespace {

// Each pair of different digits is multiplied once and counted twice.
void square(digit* z, const digit* a, Ssize n) {
  for (Ssize i = 0; i < n; i++) {
    twodigits f = a[i];
    digit* pz = z + 2 * i;
    twodigits carry = *pz + f * f;
    *pz++ = static_cast<digit>(carry) & kMask;
    carry >>= kShift;
    f <<= 1;
    for (const digit* pa = a + i + 1; pa < a + n; pa++) {
      carry += *pz + *pa * f;
      *pz++ = static_cast<digit>(carry) & kMask;
      carry >>= kShift;
    }
    if (carry) {
      // carry can have two digits here: the doubled products may reach one bit beyond.
      carry += *pz;
      *pz++ = static_cast<digit>(carry) & kMask;
      carry >>= kShift;
    }
    if (carry) *pz += static_cast<digit>(carry) & kMask;
  }
}

}  // namespace

void mul(digit* z, const digit* a, Ssize na, const digit* b, Ssize nb) {
  for (Ssize i = 0; i < na + nb; i++) z[i] = 0;
  if (a == b && na == nb) return square(z, a, na);
  for (Ssize i = 0; i < na; i++) {
    twodigits carry = 0;
    const twodigits f = a[i];
    digit* pz = z + i;
    for (const digit* pb = b; pb < b + nb; pb++) {
      carry += *pz + *pb * f;
      *pz++ = static_cast<digit>(carry) & kMask;
      carry >>= kShift;
    }
    if (carry) *pz += static_cast<digit>(carry) & kMask;
  }
}

digit divrem1(digit* quotient, const digit* a, Ssize n, digit d) {
  digit remainder = 0;
  for (Ssize i = n; i-- > 0;) {
    twodigits dividend = (static_cast<twodigits>(remainder) << kShift) | a[i];
    digit q = static_cast<digit>(dividend / d);
    remainder = static_cast<digit>(dividend - static_cast<twodigits>(q) * d);
    quotient[i] = q;
  }
  return remainder;
}

digit rem1(const digit* a, Ssize n, digit d) {
  digit remainder = 0;
  for (Ssize i = n; i-- > 0;) {
    twodigits dividend = (static_cast<twodigits>(remainder) << kShift) | a[i];
    remainder = static_cast<digit>(dividend % d);
  }
  return remainder;
}

void divide_normalized(digit* quotient, digit* v, Ssize nv, const digit* w, Ssize nw) {
  const digit wm1 = w[nw - 1], wm2 = w[nw - 2];
  for (Ssize k = nv - nw; k-- > 0;) {
    digit* vk = v + k;
    // Estimate the digit from the top two; it is at most one too large afterwards.
    const digit vtop = vk[nw];
    twodigits vv = (static_cast<twodigits>(vtop) << kShift) | vk[nw - 1];
    digit q = static_cast<digit>(vv / wm1);
    digit r = static_cast<digit>(vv - static_cast<twodigits>(wm1) * q);
    while (static_cast<twodigits>(wm2) * q > ((static_cast<twodigits>(r) << kShift) | vk[nw - 2])) {
      q--;
      r += wm1;
      if (r >= (digit{1} << kShift)) break;
    }
    // Subtract q * w.
    int64_t zhi = 0;
    for (Ssize i = 0; i < nw; i++) {
      int64_t z = static_cast<int64_t>(vk[i]) + zhi -
                  static_cast<int64_t>(static_cast<twodigits>(q) * static_cast<twodigits>(w[i]));
      vk[i] = static_cast<digit>(z) & kMask;
      zhi = z >> kShift;
    }
    // Add back when it was one too large.
    if (static_cast<int64_t>(vtop) + zhi < 0) {
      digit carry = 0;
      for (Ssize i = 0; i < nw; i++) {
        carry += vk[i] + w[i];
        vk[i] = carry & kMask;
        carry >>= kShift;
      }
      q--;
    }
    quotient[k] = q;
  }
}

int compare(const digit* a, Ssize na, const digit* b, Ssize nb) {
  if (na != nb) return na < nb ? -1 : 1;
  for (Ssize i = na; i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

Ssize decimal_capacity(Ssize n) {
  // 33 digits in base 10**9 hold 32 digits in base 2**30 with room to spare: d below is 9 * (log2(10**9) / …) as CPython has it.
  constexpr Ssize d = (33 * 9) / (10 * kShift - 33 * 9);
  return 1 + n + n / d;
}

Ssize to_decimal(uint32_t* out, const digit* a, Ssize n) {
  constexpr uint32_t kDecimalBase = 1000000000;
  Ssize size = 0;
  for (Ssize i = n; i-- > 0;) {
    digit hi = a[i];
    for (Ssize j = 0; j < size; j++) {
      twodigits z = (static_cast<twodigits>(out[j]) << kShift) | hi;
      hi = static_cast<digit>(z / kDecimalBase);
      out[j] = static_cast<uint32_t>(z - static_cast<twodigits>(hi) * kDecimalBase);
    }
    while (hi) {
      out[size++] = hi % kDecimalBase;
      hi /= kDecimalBase;
    }
  }
  if (size == 0) out[size++] = 0;
  return size;
}

}  // namespace py::digits

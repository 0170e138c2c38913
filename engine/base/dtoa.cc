// See dtoa.h. Digits come out of the fraction R / S one by one (Steele and White's algorithm, as Gay's dtoa does in its
// general case); the margins M- and M+ say when what was written so far already reads back as the same double.
#include "base/dtoa.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace py {
namespace {

// A natural number of up to 8192 bits. The largest that occurs: 10**1124 times a 53-bit mantissa, while parsing.
struct Big {
  static constexpr int kLimbs = 256;
  int n = 0;  // limbs used; limb[n - 1] != 0
  uint32_t limb[kLimbs];

  void set(uint64_t v) {
    n = 0;
    for (; v; v >>= 32) limb[n++] = static_cast<uint32_t>(v);
  }
  void copy(const Big& o) {
    n = o.n;
    std::memcpy(limb, o.limb, sizeof(uint32_t) * static_cast<size_t>(n));
  }
  void multiply_add(uint32_t factor, uint32_t addend) {
    if (n == 0 && addend == 0) return;
    uint64_t carry = addend;
    for (int i = 0; i < n; i++) {
      carry += static_cast<uint64_t>(limb[i]) * factor;
      limb[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry) limb[n++] = static_cast<uint32_t>(carry);
  }
  void multiply_pow10(int e) {
    for (; e >= 9; e -= 9) multiply_add(1000000000, 0);
    uint32_t rest = 1;
    for (; e > 0; e--) rest *= 10;
    if (rest != 1) multiply_add(rest, 0);
  }
  void shift_left(int bits) {
    if (n == 0) return;
    const int words = bits / 32, d = bits % 32;
    uint32_t high = d ? limb[n - 1] >> (32 - d) : 0;
    for (int i = n; i-- > 0;) {
      uint32_t low = (d && i > 0) ? limb[i - 1] >> (32 - d) : 0;
      limb[i + words] = (limb[i] << d) | low;
    }
    std::memset(limb, 0, sizeof(uint32_t) * static_cast<size_t>(words));
    n += words;
    if (high) limb[n++] = high;
  }
  int bit_length() const { return n == 0 ? 0 : 32 * n - __builtin_clz(limb[n - 1]); }
  // this -= q * o; the difference is not negative.
  void subtract_multiple(const Big& o, uint32_t q) {
    uint64_t carry = 0, borrow = 0;
    for (int i = 0; i < n; i++) {
      carry += i < o.n ? static_cast<uint64_t>(o.limb[i]) * q : 0;
      uint64_t t = static_cast<uint64_t>(limb[i]) - static_cast<uint32_t>(carry) - borrow;
      limb[i] = static_cast<uint32_t>(t);
      borrow = (t >> 32) & 1;
      carry >>= 32;
    }
    while (n > 0 && limb[n - 1] == 0) n--;
  }
};

int compare(const Big& a, const Big& b) {
  if (a.n != b.n) return a.n < b.n ? -1 : 1;
  for (int i = a.n; i-- > 0;) {
    if (a.limb[i] != b.limb[i]) return a.limb[i] < b.limb[i] ? -1 : 1;
  }
  return 0;
}

// a + b <=> c
int compare_sum(const Big& a, const Big& b, const Big& c) {
  Big sum;
  const Big& longer = a.n >= b.n ? a : b;
  const Big& shorter = a.n >= b.n ? b : a;
  uint64_t carry = 0;
  for (int i = 0; i < longer.n; i++) {
    carry += static_cast<uint64_t>(longer.limb[i]) + (i < shorter.n ? shorter.limb[i] : 0);
    sum.limb[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  sum.n = longer.n;
  if (carry) sum.limb[sum.n++] = static_cast<uint32_t>(carry);
  return compare(sum, c);
}

struct Parts {
  uint64_t mantissa;
  int exponent;  // v = mantissa * 2**exponent
  bool negative, lower_is_closer;
};

Parts split(double v) {
  uint64_t bits;
  std::memcpy(&bits, &v, sizeof bits);
  const uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  const int biased = static_cast<int>((bits >> 52) & 0x7ff);
  Parts p;
  p.negative = (bits >> 63) != 0;
  p.mantissa = biased ? fraction | (uint64_t{1} << 52) : fraction;
  p.exponent = (biased ? biased : 1) - 1075;
  p.lower_is_closer = fraction == 0 && biased > 1;
  return p;
}

// The fraction R / S = v / 10**point, brought into [1/10, 1) up to one step, then stepped through digit by digit.
struct Generator {
  Big r, s;
  int point = 0;

  // The first estimate of the point; too small by at most one.
  static int estimate(const Parts& p) {
    const int bits = 64 - __builtin_clzll(p.mantissa);
    return static_cast<int>(std::ceil((p.exponent + bits - 1) * 0.30102999566398119521 - 1e-10));
  }
  void start(const Parts& p, int extra_bits) {
    r.set(p.mantissa);
    s.set(1);
    if (p.exponent >= 0) {
      r.shift_left(p.exponent + extra_bits);
      s.shift_left(extra_bits);
    } else {
      r.shift_left(extra_bits);
      s.shift_left(extra_bits - p.exponent);
    }
  }
  // The shift that lets next_digit divide by looking at the top limbs only.
  int normalizing_shift() const { return (60 - (31 - __builtin_clz(s.limb[s.n - 1]))) % 32; }
  uint32_t next_digit() {
    if (r.n < s.n) return 0;
    uint32_t q = r.limb[s.n - 1] / (s.limb[s.n - 1] + 1);
    if (q) r.subtract_multiple(s, q);
    while (compare(r, s) >= 0) {
      r.subtract_multiple(s, 1);
      q++;
    }
    return q;
  }
};

// Adds one to the last digit; "999" becomes "1" with the point moved.
void round_up(DecimalDigits& d) {
  while (!d.digits.empty() && d.digits.back() == '9') d.digits.pop_back();
  if (d.digits.empty()) {
    d.digits = "1";
    d.point++;
  } else {
    d.digits.back()++;
  }
}

void strip_zeros(DecimalDigits& d) {
  while (d.digits.size() > 1 && d.digits.back() == '0') d.digits.pop_back();
}

DecimalDigits zero(bool negative) {
  DecimalDigits d;
  d.digits = "0";
  d.point = 1;
  d.negative = negative;
  return d;
}

// Brings the generator to the first digit without margins: R / S in [1/10, 1), multiplied by ten already.
void start_plain(Generator& g, const Parts& p) {
  g.start(p, 0);
  int k = Generator::estimate(p);
  if (k >= 0) {
    g.s.multiply_pow10(k);
  } else {
    g.r.multiply_pow10(-k);
  }
  if (compare(g.r, g.s) >= 0) {
    k++;
  } else {
    g.r.multiply_add(10, 0);
  }
  g.point = k;
  const int shift = g.normalizing_shift();
  g.r.shift_left(shift);
  g.s.shift_left(shift);
}

// `count` digits, rounded half to even by what is left.
DecimalDigits generate(Generator& g, int count, bool negative) {
  DecimalDigits d;
  d.negative = negative;
  d.point = g.point;
  for (int i = 0; i < count; i++) {
    d.digits += static_cast<char>('0' + g.next_digit());
    if (g.r.n == 0) break;
    if (i + 1 < count) g.r.multiply_add(10, 0);
  }
  g.r.multiply_add(2, 0);
  int half = compare(g.r, g.s);
  if (half > 0 || (half == 0 && ((d.digits.back() - '0') & 1))) round_up(d);
  strip_zeros(d);
  return d;
}

}  // namespace

DecimalDigits dtoa_shortest(double v) {
  const Parts p = split(v);
  if (p.mantissa == 0) return zero(p.negative);
  const bool even = (p.mantissa & 1) == 0;
  Generator g;
  Big m_plus, m_minus;
  g.start(p, p.lower_is_closer ? 2 : 1);
  m_minus.set(1);
  m_minus.shift_left(p.exponent > 0 ? p.exponent : 0);
  m_plus.copy(m_minus);
  if (p.lower_is_closer) m_plus.shift_left(1);
  int k = Generator::estimate(p);
  if (k >= 0) {
    g.s.multiply_pow10(k);
  } else {
    g.r.multiply_pow10(-k);
    m_plus.multiply_pow10(-k);
    m_minus.multiply_pow10(-k);
  }
  int top = compare_sum(g.r, m_plus, g.s);
  if (top > 0 || (top == 0 && even)) {
    k++;
  } else {
    g.r.multiply_add(10, 0);
    m_plus.multiply_add(10, 0);
    m_minus.multiply_add(10, 0);
  }
  const int shift = g.normalizing_shift();
  g.r.shift_left(shift);
  g.s.shift_left(shift);
  m_plus.shift_left(shift);
  m_minus.shift_left(shift);
  DecimalDigits d;
  d.negative = p.negative;
  d.point = k;
  for (;;) {
    uint32_t q = g.next_digit();
    int below = compare(g.r, m_minus), above = compare_sum(g.r, m_plus, g.s);
    bool low = below < 0 || (below == 0 && even), high = above > 0 || (above == 0 && even);
    d.digits += static_cast<char>('0' + q);
    if (low || high) {
      bool up = high;
      if (low && high) {
        g.r.multiply_add(2, 0);
        int half = compare(g.r, g.s);
        up = half > 0 || (half == 0 && (q & 1));
      }
      if (up) round_up(d);
      break;
    }
    g.r.multiply_add(10, 0);
    m_plus.multiply_add(10, 0);
    m_minus.multiply_add(10, 0);
  }
  strip_zeros(d);
  return d;
}

DecimalDigits dtoa_significant(double v, int count) {
  const Parts p = split(v);
  if (p.mantissa == 0) return zero(p.negative);
  Generator g;
  start_plain(g, p);
  return generate(g, count < 1 ? 1 : count, p.negative);
}

DecimalDigits dtoa_fixed(double v, int places) {
  const Parts p = split(v);
  if (p.mantissa == 0) return zero(p.negative);
  Generator g;
  start_plain(g, p);
  const int64_t count = static_cast<int64_t>(g.point) + places;
  if (count > 0) return generate(g, count > 100000000 ? 100000000 : static_cast<int>(count), p.negative);
  if (count < 0) return zero(p.negative);
  // v lies below the last place: it is 10**-places when it is more than half of it. R is ten times the fraction.
  g.s.multiply_add(5, 0);
  if (compare(g.r, g.s) <= 0) return zero(p.negative);
  DecimalDigits d;
  d.digits = "1";
  d.point = g.point + 1;
  d.negative = p.negative;
  return d;
}

// --- Reading ---

namespace {

const double kExactPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                               1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// One digit of n / d in base 2**32: n has at most one limb more than d, from limb `at` on; d's top bit is set.
uint32_t divide_step(Big& n, const Big& d, int at) {
  auto limb = [&](int i) -> uint64_t { return i >= 0 && i < n.n ? n.limb[i] : 0; };
  const uint64_t top = limb(at + d.n) << 32 | limb(at + d.n - 1);
  uint64_t q = top / d.limb[d.n - 1];
  if (q > UINT32_MAX) q = UINT32_MAX;
  // n -= q * d << 32 * at
  uint64_t carry = 0;
  int64_t borrow = 0;
  for (int i = 0; i <= d.n; i++) {
    if (i < d.n) carry += d.limb[i] * q;
    const int64_t t = static_cast<int64_t>(limb(at + i)) - static_cast<int64_t>(carry & UINT32_MAX) + borrow;
    carry >>= 32;
    if (at + i < n.n) n.limb[at + i] = static_cast<uint32_t>(t);
    borrow = t >> 32;
  }
  while (borrow < 0) {  // the estimate was too large, by two at most
    q--;
    uint64_t sum = 0;
    for (int i = 0; i <= d.n; i++) {
      sum += limb(at + i) + (i < d.n ? d.limb[i] : 0);
      if (at + i < n.n) n.limb[at + i] = static_cast<uint32_t>(sum);
      sum >>= 32;
    }
    borrow += static_cast<int64_t>(sum);
  }
  return static_cast<uint32_t>(q);
}

// 64 bits of n / d, the top one set: n / d = quotient * 2**-shift (1 + less than a unit); *sticky: something is left.
uint64_t divide64(Big& n, Big& d, int* shift, bool* sticky) {
  const int align = __builtin_clz(d.limb[d.n - 1]);
  d.shift_left(align);
  // Bring n to 65 bits more than d: the quotient has 65 or 66. When n is longer still, its low bits go to d instead.
  int s = 65 + d.bit_length() - n.bit_length();
  if (s < 0) {
    const int whole = (-s + 31) / 32 * 32;
    d.shift_left(whole);
    s += whole;
    n.shift_left(s);
    s -= whole;
  } else {
    n.shift_left(s);
  }
  unsigned __int128 q = 0;
  for (int at = 2; at >= 0; at--) q = (q << 32) | divide_step(n, d, at);
  while (n.n > 0 && n.limb[n.n - 1] == 0) n.n--;
  *sticky = n.n != 0;
  s += -align;
  while (q >> 64) {
    *sticky = *sticky || (q & 1);
    q >>= 1;
    s--;
  }
  *shift = s;
  return static_cast<uint64_t>(q);
}

// q * 2**-shift rounded half to even to a double.
double assemble(uint64_t q, int shift, bool sticky) {
  int exponent = 63 - shift;  // of the value's top bit
  if (exponent > 1023) return std::numeric_limits<double>::infinity();
  int keep = exponent >= -1022 ? 53 : 53 + (exponent + 1022);
  if (keep < 0) return 0.0;
  uint64_t kept = keep == 0 ? 0 : q >> (64 - keep);
  uint64_t rest = keep == 0 ? q : q << keep;
  const uint64_t half = uint64_t{1} << 63;
  if (rest > half || (rest == half && (sticky || (kept & 1)))) kept++;
  return std::ldexp(static_cast<double>(kept), exponent + 1 - keep);
}

}  // namespace

double double_from_digits(std::string_view digits, int64_t point) {
  while (!digits.empty() && digits.front() == '0') digits.remove_prefix(1), point--;
  while (!digits.empty() && digits.back() == '0') digits.remove_suffix(1);
  if (digits.empty() || point < -330) return 0.0;
  if (point > 310) return std::numeric_limits<double>::infinity();
  constexpr size_t kMaxDigits = 800;  // what follows can only break a tie
  const bool cut = digits.size() > kMaxDigits;
  if (cut) digits = digits.substr(0, kMaxDigits);
  int exponent = static_cast<int>(point) - static_cast<int>(digits.size());
  if (digits.size() <= 15 && exponent >= -22 && exponent <= 22) {
    int64_t whole = 0;
    for (char c : digits) whole = whole * 10 + (c - '0');
    double v = static_cast<double>(whole);
    return exponent < 0 ? v / kExactPowers[-exponent] : v * kExactPowers[exponent];
  }
  Big n, d;
  n.set(0);
  for (size_t i = 0; i < digits.size();) {  // nine at a time
    uint32_t chunk = 0, scale = 1;
    for (int k = 0; k < 9 && i < digits.size(); k++, i++) {
      chunk = chunk * 10 + static_cast<uint32_t>(digits[i] - '0');
      scale *= 10;
    }
    n.multiply_add(scale, chunk);
  }
  if (cut) {
    n.multiply_add(10, 1);
    exponent--;
  }
  d.set(1);
  if (exponent >= 0) {
    n.multiply_pow10(exponent);
  } else {
    d.multiply_pow10(-exponent);
  }
  int shift;
  bool sticky;
  uint64_t q = divide64(n, d, &shift, &sticky);
  return assemble(q, shift, sticky);
}

size_t double_from_prefix(std::string_view text, double* value) {
  size_t i = 0;
  bool negative = false;
  auto is_digit = [&](size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  if (i < text.size() && (text[i] == '+' || text[i] == '-')) negative = text[i++] == '-';
  const size_t start = i;
  while (is_digit(i)) i++;
  const size_t whole = i - start;
  std::string joined;
  std::string_view digits = text.substr(start, whole);
  if (i < text.size() && text[i] == '.') {
    size_t fraction = i + 1;
    i = fraction;
    while (is_digit(i)) i++;
    if (whole + (i - fraction) == 0) return 0;
    if (i > fraction) {
      joined.assign(digits);
      joined += text.substr(fraction, i - fraction);
      digits = joined;
    }
  } else if (whole == 0) {
    return 0;
  }
  int64_t exponent = 0;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    size_t at = i + 1;
    bool minus = false;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) minus = text[at++] == '-';
    if (is_digit(at)) {
      for (; is_digit(at); at++) {
        if (exponent < 1000000000000000) exponent = exponent * 10 + (text[at] - '0');
      }
      if (minus) exponent = -exponent;
      i = at;
    }
  }
  double v = double_from_digits(digits, static_cast<int64_t>(whole) + exponent);
  *value = negative ? -v : v;
  return i;
}

}  // namespace py

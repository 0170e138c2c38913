// Ints to text and back, in bases 2 to 36, and the limit of 4300 decimal digits.
// CPython 3.13: Objects/longobject.c (long_to_decimal_string_internal, long_format_binary, PyLong_FromString)
#include <cmath>
#include <cstring>

#include "base/digits.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/thread_state.h"  // interp.int_max_str_digits
#include "types/bytesobject.h"
#include "types/longobject.h"
#include "types/unicode_writer.h"
#include "types/unicodectype.h"  // is_ascii_space

namespace py {

namespace {

constexpr int kDecimalShift = 9;
constexpr Ssize kThreshold = 640;  // shorter texts are never refused

constexpr char kToStringLimit[] =
    "Exceeds the limit (%d digits) for integer string conversion; "
    "use sys.set_int_max_str_digits() to increase the limit";
constexpr char kToIntLimit[] =
    "Exceeds the limit (%d digits) for integer string conversion: value has %zd digits; "
    "use sys.set_int_max_str_digits() to increase the limit";

// The digits of |v| in base 10**9, in a scratch int on the heap (CPython takes one too), and how long the text is.
struct Decimal {
  LongObject* scratch = nullptr;
  Ssize size = 0, length = 0;
  bool negative = false;

  ~Decimal() { xdecref(scratch); }
  bool convert(const LongObject* v);
  template <class Char>
  void write(Char* end) const;  // ends before end
};

bool Decimal::convert(const LongObject* v) {
  const Ssize n = long_digit_count(v);
  const Ssize limit = interp.int_max_str_digits;
  negative = long_is_negative(v);
  if (n >= 10 * kThreshold / (3 * kLongShift) + 2 && limit > 0 && limit / (3 * kLongShift) <= (n - 11) / 10) {
    err_format(exc_ValueError, kToStringLimit, static_cast<int>(limit));
    return false;
  }
  scratch = long_new(digits::decimal_capacity(n));
  if (!scratch) return false;
  size = digits::to_decimal(scratch->ob_digit, v->ob_digit, n);
  length = (size - 1) * kDecimalShift + 1 + negative;
  for (uint32_t top = scratch->ob_digit[size - 1]; top >= 10; top /= 10) length++;
  if (length > kThreshold && limit > 0 && length - negative > limit) {
    err_format(exc_ValueError, kToStringLimit, static_cast<int>(limit));
    return false;
  }
  return true;
}

template <class Char>
void Decimal::write(Char* p) const {
  for (Ssize i = 0; i < size - 1; i++) {
    uint32_t rest = scratch->ob_digit[i];
    for (int j = 0; j < kDecimalShift; j++, rest /= 10) *--p = static_cast<Char>('0' + rest % 10);
  }
  uint32_t rest = scratch->ob_digit[size - 1];
  do {
    *--p = static_cast<Char>('0' + rest % 10);
    rest /= 10;
  } while (rest);
  if (negative) *--p = '-';
}

// Base 2, 8 or 16.
struct Binary {
  const LongObject* v;
  int bits;
  bool alternate;
  Ssize length() const {
    const Ssize n = (long_num_bits(v) + bits - 1) / bits;
    return (n ? n : 1) + long_is_negative(v) + (alternate ? 2 : 0);
  }
  template <class Char>
  void write(Char* p) const;
};

template <class Char>
void Binary::write(Char* p) const {
  const Ssize n = long_digit_count(v);
  if (n == 0) *--p = '0';
  twodigits accumulator = 0;
  int have = 0;
  for (Ssize i = 0; i < n; i++) {
    accumulator |= static_cast<twodigits>(v->ob_digit[i]) << have;
    have += kLongShift;
    do {
      int d = static_cast<int>(accumulator & ((1u << bits) - 1));
      *--p = static_cast<Char>(d < 10 ? '0' + d : 'a' + d - 10);
      have -= bits;
      accumulator >>= bits;
    } while (i < n - 1 ? have >= bits : accumulator > 0);
  }
  if (alternate) {
    *--p = bits == 4 ? 'x' : bits == 3 ? 'o' : 'b';
    *--p = '0';
  }
  if (long_is_negative(v)) *--p = '-';
}

Object* binary_string(const LongObject* v, int base, bool alternate) {
  Binary binary{v, base == 16 ? 4 : base == 8 ? 3 : 1, alternate};
  const Ssize length = binary.length();
  Object* s = unicode_new(length, 'x');
  if (s) binary.write(unicode_1byte_data(s) + length);
  return s;
}

// Reserves `length` ASCII characters in the writer and has `source` write them.
template <class Source>
int write_to(UnicodeWriter* w, Ssize length, const Source& source) {
  if (unicode_writer_prepare(w, length, 'x') < 0) return -1;
  if (w->kind == kUcs1) {
    source.write(static_cast<Ucs1*>(w->data) + w->pos + length);
  } else if (w->kind == kUcs2) {
    source.write(static_cast<Ucs2*>(w->data) + w->pos + length);
  } else {
    source.write(static_cast<Ucs4*>(w->data) + w->pos + length);
  }
  w->pos += length;
  return 0;
}

}  // namespace

Object* long_repr(Object* o) {
  Decimal decimal;
  if (!decimal.convert(as<LongObject>(o))) return nullptr;
  Object* s = unicode_new(decimal.length, '9');
  if (s) decimal.write(unicode_1byte_data(s) + decimal.length);
  return s;
}

Object* long_format(Object* v, int base) {
  return base == 10 ? long_repr(v) : binary_string(as<LongObject>(v), base, true);
}

int long_format_writer(UnicodeWriter* w, Object* v, int base, bool alternate) {
  if (base == 10) {
    Decimal decimal;
    if (!decimal.convert(as<LongObject>(v))) return -1;
    return write_to(w, decimal.length, decimal);
  }
  Binary binary{as<LongObject>(v), base == 16 ? 4 : base == 8 ? 3 : 1, alternate};
  return write_to(w, binary.length(), binary);
}

// --- Text to int ---

namespace {

struct DigitValues {
  uint8_t value[256];
  constexpr DigitValues() : value() {
    for (int c = 0; c < 256; c++) {
      value[c] = static_cast<uint8_t>(c >= '0' && c <= '9'   ? c - '0'
                                      : c >= 'a' && c <= 'z' ? c - 'a' + 10
                                      : c >= 'A' && c <= 'Z' ? c - 'A' + 10
                                                             : 37);
    }
  }
};
constexpr DigitValues kDigitValues;

int digit_of(char c) { return kDigitValues.value[static_cast<uint8_t>(c)]; }

// The digits at *s: where they end, how many there are. False when underscores are misplaced or there is none.
bool scan_digits(const char** s, int base, Ssize* count) {
  const char* p = *s;
  char previous = 0;
  *count = 0;
  for (; digit_of(*p) < base || *p == '_'; p++) {
    if (*p == '_') {
      if (previous == '_') return *s = p, false;
    } else {
      ++*count;
    }
    previous = *p;
  }
  *s = p;
  if (previous == '_') {
    *s = p - 1;
    return false;
  }
  return true;
}

LongObject* from_binary_base(const char* start, const char* end, Ssize count, int base) {
  const int bits = 31 - __builtin_clz(static_cast<unsigned>(base));
  if (count > (kSsizeMax - (kLongShift - 1)) / bits) {
    err_set_string(exc_ValueError, "int string too large to convert");
    return nullptr;
  }
  LongObject* z = long_new((count * bits + kLongShift - 1) / kLongShift);
  if (!z) return nullptr;
  twodigits accumulator = 0;
  int have = 0;
  digit* out = z->ob_digit;
  const Ssize n = long_digit_count(z);
  for (const char* p = end; p-- > start;) {
    if (*p == '_') continue;
    accumulator |= static_cast<twodigits>(digit_of(*p)) << have;
    have += bits;
    if (have >= kLongShift) {
      *out++ = static_cast<digit>(accumulator & kLongMask);
      accumulator >>= kLongShift;
      have -= kLongShift;
    }
  }
  if (have) *out++ = static_cast<digit>(accumulator);
  while (out < z->ob_digit + n) *out++ = 0;
  return z;
}

// Other bases: convwidth digits at a time, z = z * base**convwidth + them.
LongObject* from_other_base(const char* start, const char* end, Ssize count, int base) {
  int width = 1;
  twodigits multiplier = static_cast<twodigits>(base);
  while (multiplier * static_cast<twodigits>(base) <= kLongBase) {
    multiplier *= static_cast<twodigits>(base);
    width++;
  }
  const double estimate =
      static_cast<double>(count) * (std::log(static_cast<double>(base)) / std::log(static_cast<double>(kLongBase))) + 1.0;
  const Ssize capacity = static_cast<Ssize>(estimate);
  LongObject* z = long_new(capacity);
  if (!z) return nullptr;
  Ssize size = 0;
  for (const char* p = start; p < end;) {
    twodigits carry = 0, factor = 1;
    for (int i = 0; i < width && p < end; p++) {
      if (*p == '_') continue;
      carry = carry * static_cast<twodigits>(base) + static_cast<twodigits>(digit_of(*p));
      factor *= static_cast<twodigits>(base);
      i++;
    }
    for (Ssize i = 0; i < size; i++) {
      carry += z->ob_digit[i] * factor;
      z->ob_digit[i] = static_cast<digit>(carry & kLongMask);
      carry >>= kLongShift;
    }
    if (carry) {
      ENGINE_CHECK(size < capacity, "the estimate of an int's digits is never too small");
      z->ob_digit[size++] = static_cast<digit>(carry);
    }
  }
  z->lv_tag = long_make_tag(size != 0, size);
  return z;
}

// The digits at *s. 1: *result; 0: not a number; -1: error set. *s is where reading ended.
int from_string_base(const char** s, int base, LongObject** result) {
  const char* start = *s;
  Ssize count;
  if (!scan_digits(s, base, &count) || count == 0) return 0;
  const char* end = *s;
  if ((base & (base - 1)) == 0) {
    *result = from_binary_base(start, end, count, base);
  } else {
    const Ssize limit = interp.int_max_str_digits;
    if (count > kThreshold && limit > 0 && count > limit) {
      err_format(exc_ValueError, kToIntLimit, static_cast<int>(limit), count);
      return -1;
    }
    *result = from_other_base(start, end, count, base);
  }
  return *result ? 1 : -1;
}

int prefix_base(const char* s) {
  if (s[0] != '0') return 0;
  switch (s[1]) {
    case 'x': case 'X': return 16;
    case 'o': case 'O': return 8;
    case 'b': case 'B': return 2;
    default: return 0;
  }
}

}  // namespace

const uint8_t long_digit_value[256] = {
#define ROW(r) \
  kDigitValues.value[r], kDigitValues.value[r + 1], kDigitValues.value[r + 2], kDigitValues.value[r + 3], \
      kDigitValues.value[r + 4], kDigitValues.value[r + 5], kDigitValues.value[r + 6], kDigitValues.value[r + 7]
    ROW(0),   ROW(8),   ROW(16),  ROW(24),  ROW(32),  ROW(40),  ROW(48),  ROW(56),  ROW(64),  ROW(72),  ROW(80),
    ROW(88),  ROW(96),  ROW(104), ROW(112), ROW(120), ROW(128), ROW(136), ROW(144), ROW(152), ROW(160), ROW(168),
    ROW(176), ROW(184), ROW(192), ROW(200), ROW(208), ROW(216), ROW(224), ROW(232), ROW(240), ROW(248),
#undef ROW
};

Object* long_from_string(const char* s, char** pend, int base) {
  const char* original = s;
  if ((base != 0 && base < 2) || base > 36) {
    err_set_string(exc_ValueError, "int() arg 2 must be >= 2 and <= 36");
    return nullptr;
  }
  while (is_ascii_space(static_cast<uint8_t>(*s))) s++;
  bool negative = false, only_zero = false;
  if (*s == '+' || *s == '-') negative = *s++ == '-';
  LongObject* z = nullptr;
  int status = 0;
  if (base == 0) {
    if (*s != '0') {
      base = 10;
    } else if (int prefix = prefix_base(s)) {
      base = prefix;
    } else {
      only_zero = true;  // "0123" is not a literal, "000" is
      base = 10;
    }
  }
  if (prefix_base(s) == base) {
    s += 2;
    if (*s == '_') s++;
  }
  if (*s != '_') status = from_string_base(&s, base, &z);
  if (status < 0) {
    if (pend) *pend = nullptr;
    return nullptr;
  }
  if (status > 0) {
    long_normalize(z);
    if (only_zero && !long_is_zero(z)) {
      decref(z);
    } else {
      if (negative && !long_is_zero(z)) z->lv_tag = long_make_tag(-1, long_digit_count(z));
      while (is_ascii_space(static_cast<uint8_t>(*s))) s++;
      if (*s == '\0' || pend) {
        if (pend) *pend = const_cast<char*>(s);
        return long_maybe_small(z);
      }
      decref(z);
    }
  }
  if (pend) *pend = const_cast<char*>(s);
  const Ssize n = static_cast<Ssize>(std::strlen(original));
  Object* text = unicode_from_string_and_size(original, n < 200 ? n : 200);
  if (!text) return nullptr;
  err_format(exc_ValueError, "invalid literal for int() with base %d: %.200R", base, text);
  decref(text);
  return nullptr;
}

Object* long_from_bytes(const char* s, Ssize len, int base) {
  char* end = nullptr;
  Object* result = long_from_string(s, &end, base);
  if (!end || (result && end == s + len)) return result;
  xdecref(result);
  err_clear();
  Object* text = bytes_from_string_and_size(s, len < 200 ? len : 200);
  if (!text) return nullptr;
  err_format(exc_ValueError, "invalid literal for int() with base %d: %.200R", base, text);
  decref(text);
  return nullptr;
}

Object* long_from_unicode_object(Object* u, int base) {
  Object* ascii = unicode_transform_decimal_and_space_to_ascii(u);
  if (!ascii) return nullptr;
  const char* s = reinterpret_cast<const char*>(unicode_1byte_data(ascii));
  char* end = nullptr;
  Object* result = long_from_string(s, &end, base);
  if (!end || (result && end == s + unicode_length(ascii))) {
    decref(ascii);
    return result;
  }
  decref(ascii);
  xdecref(result);
  err_clear();
  err_format(exc_ValueError, "invalid literal for int() with base %d: %.200R", base, u);
  return nullptr;
}

}  // namespace py

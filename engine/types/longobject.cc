// See longobject.h. This file: the cache, makers, readers, comparison, hash. long_arith.cc: arithmetic; long_text.cc:
// text both ways; long_methods.cc: the type and its methods.
#include "types/longobject.h"

#include <cmath>
#include <cstdio>
#include <cstring>

#include "base/digits.h"         // magnitudes
#include "memory/pymem.h"        // object_malloc
#include "memory/region.h"       // register_static
#include "object/abstract.h"     // number_index
#include "object/errors.h"
#include "types/boolobject.h"    // True, False
#include "types/pyhash.h"        // kHashModulus

namespace py {

SmallInt small_ints[kSmallIntMax - kSmallIntMin + 1];
SmallInt true_object, false_object;

namespace {

void set_static(SmallInt* o, TypeObject* type, int value) {
  o->ob_refcnt = kImmortalRefcnt;
  o->ob_type = type;
  o->lv_tag = long_make_tag(value < 0 ? -1 : value > 0, value != 0);
  o->ob_digit[0] = static_cast<digit>(value < 0 ? -value : value);
}

ALWAYS_INLINE LongObject* init_long(void* block, size_t tag) {
  auto* v = static_cast<LongObject*>(block);
  v->ob_refcnt = 1;
  v->ob_type = &long_type;
  v->lv_tag = tag;
  return v;
}

// A magnitude that is not small, in as many digits as it needs.
Object* from_magnitude(uint64_t magnitude, int sign) {
  Ssize count = 0;
  for (uint64_t t = magnitude; t; t >>= kLongShift) count++;
  LongObject* v = long_new(count);
  if (!v) return nullptr;
  v->lv_tag = long_make_tag(sign, count);
  for (Ssize i = 0; i < count; i++, magnitude >>= kLongShift) {
    v->ob_digit[i] = static_cast<digit>(magnitude) & kLongMask;
  }
  return v;
}

uint64_t magnitude_of(int64_t v) { return v < 0 ? 0 - static_cast<uint64_t>(v) : static_cast<uint64_t>(v); }

}  // namespace

void long_init() {
  for (int v = kSmallIntMin; v <= kSmallIntMax; v++) set_static(&small_ints[v - kSmallIntMin], &long_type, v);
  set_static(&false_object, &bool_type, 0);
  set_static(&true_object, &bool_type, 1);
  register_static(small_ints, sizeof small_ints);
  register_static(&false_object, sizeof false_object);
  register_static(&true_object, sizeof true_object);
}

// --- Makers ---

LongObject* long_new(Ssize count) {
  if (UNLIKELY(count > kSsizeMax / 8)) {
    err_set_string(exc_OverflowError, "too many digits in integer");
    return nullptr;
  }
  const uint64_t room = count ? static_cast<uint64_t>(count) : 1;
  void* block = object_malloc(24 + 4 * room);
  if (UNLIKELY(!block)) {
    err_no_memory();
    return nullptr;
  }
  LongObject* v = init_long(block, long_make_tag(count != 0, count));
  v->ob_digit[0] = 0;
  return v;
}

Object* long_from_medium(sdigit x) {
  void* block = object_malloc_small<32>();
  if (UNLIKELY(!block)) return err_no_memory();
  LongObject* v = init_long(block, long_make_tag(x < 0 ? -1 : 1, 1));
  v->ob_digit[0] = static_cast<digit>(x < 0 ? -x : x);
  return v;
}

Object* long_from_stwodigits(stwodigits x) {
  if (is_small_int(x)) return get_small_int(x);
  if (LIKELY(x > -stwodigits{kLongBase} && x < stwodigits{kLongBase})) {
    return long_from_medium(static_cast<sdigit>(x));
  }
  return from_magnitude(magnitude_of(x), x < 0 ? -1 : 1);
}

Object* long_from_long(int64_t v) { return long_from_stwodigits(v); }

Object* long_from_long_long(int64_t v) {
  if (is_small_int(v)) return get_small_int(v);
  return from_magnitude(magnitude_of(v), v < 0 ? -1 : 1);
}
Object* long_from_ssize_t(Ssize v) { return long_from_long_long(v); }
Object* long_from_int32(int32_t v) { return long_from_long(v); }

Object* long_from_unsigned_long_long(uint64_t v) {
  if (v <= kSmallIntMax) return get_small_int(static_cast<int64_t>(v));
  return from_magnitude(v, 1);
}
Object* long_from_unsigned_long(uint64_t v) { return long_from_unsigned_long_long(v); }
Object* long_from_size_t(uint64_t v) { return long_from_unsigned_long_long(v); }
Object* long_from_void_ptr(uint64_t shown_address) { return long_from_unsigned_long_long(shown_address); }

Object* long_from_double(double v) {
  constexpr double kLimit = 9223372036854775808.0;
  if (-kLimit < v && v < kLimit) return long_from_long(static_cast<int64_t>(v));
  if (std::isinf(v)) {
    err_set_string(exc_OverflowError, "cannot convert float infinity to integer");
    return nullptr;
  }
  if (std::isnan(v)) {
    err_set_string(exc_ValueError, "cannot convert float NaN to integer");
    return nullptr;
  }
  int exponent;
  double fraction = std::frexp(std::fabs(v), &exponent);
  const int count = (exponent - 1) / kLongShift + 1;
  LongObject* z = long_new(count);
  if (!z) return nullptr;
  fraction = std::ldexp(fraction, (exponent - 1) % kLongShift + 1);
  for (int i = count; i-- > 0;) {
    digit bits = static_cast<digit>(fraction);
    z->ob_digit[i] = bits;
    fraction = std::ldexp(fraction - bits, kLongShift);
  }
  if (v < 0) z->lv_tag = long_make_tag(-1, count);
  return z;
}

Object* long_from_digits(bool negative, const digit* digits, Ssize count) {
  count = digits::normalized(digits, count);
  if (count <= 2) {
    int64_t v = 0;
    for (Ssize i = count; i-- > 0;) v = (v << kLongShift) | digits[i];
    return long_from_long(negative ? -v : v);
  }
  LongObject* z = long_new(count);
  if (!z) return nullptr;
  std::memcpy(z->ob_digit, digits, static_cast<size_t>(count) * sizeof(digit));
  if (negative) z->lv_tag = long_make_tag(-1, count);
  return z;
}

Object* long_copy(const LongObject* v) {
  if (long_is_compact(v) && is_small_int(long_compact_value(v))) return get_small_int(long_compact_value(v));
  const Ssize count = long_digit_count(v);
  LongObject* z = long_new(count);
  if (!z) return nullptr;
  z->lv_tag = v->lv_tag;
  std::memcpy(z->ob_digit, v->ob_digit, static_cast<size_t>(count) * sizeof(digit));
  return z;
}

LongObject* long_normalize(LongObject* v) {
  if (!v) return nullptr;
  const Ssize count = long_digit_count(v), needed = digits::normalized(v->ob_digit, count);
  if (needed != count) v->lv_tag = long_make_tag(needed == 0 ? 0 : long_is_negative(v) ? -1 : 1, needed);
  return v;
}

Object* long_maybe_small(LongObject* v) {
  if (v && long_is_compact(v)) {
    const sdigit value = long_compact_value(v);
    if (is_small_int(value)) {
      decref(v);
      return get_small_int(value);
    }
  }
  return v;
}

Object* long_from_byte_array(const uint8_t* bytes, Ssize n, bool little_endian, bool is_signed) {
  if (n == 0) return long_get_zero();
  auto at = [&](Ssize i) { return bytes[little_endian ? i : n - 1 - i]; };  // i counts from the least significant byte
  const bool negative = is_signed && at(n - 1) >= 0x80;
  // Bytes that only repeat the sign do not count; one of them stays when a negative number needs it.
  const uint8_t filler = negative ? 0xff : 0;
  Ssize significant = n;
  while (significant > 0 && at(significant - 1) == filler) significant--;
  if (is_signed && significant < n) significant++;
  const Ssize count = (significant * 8 + kLongShift - 1) / kLongShift;
  LongObject* v = long_new(count);
  if (!v) return nullptr;
  twodigits carry = 1, accumulator = 0;
  int bits = 0;
  Ssize index = 0;
  for (Ssize i = 0; i < significant; i++) {
    twodigits byte = at(i);
    if (negative) {  // two's complement
      byte = (0xff ^ byte) + carry;
      carry = byte >> 8;
      byte &= 0xff;
    }
    accumulator |= byte << bits;
    bits += 8;
    if (bits >= kLongShift) {
      v->ob_digit[index++] = static_cast<digit>(accumulator & kLongMask);
      accumulator >>= kLongShift;
      bits -= kLongShift;
    }
  }
  if (bits) v->ob_digit[index++] = static_cast<digit>(accumulator);
  v->lv_tag = long_make_tag(index == 0 ? 0 : negative ? -1 : 1, index);
  return long_maybe_small(long_normalize(v));
}

// --- Readers ---

namespace {

// The int behind o (itself, or what __index__ gives): a new reference, null with TypeError.
Object* as_int(Object* o) { return long_check(o) ? new_ref(o) : number_index(o); }

// The magnitude of v as 64 bits; false when it has more.
bool magnitude64(const Object* v, uint64_t* out) {
  const auto* l = as<LongObject>(v);
  uint64_t x = 0;
  for (Ssize i = long_digit_count(v); i-- > 0;) {
    if (x >> (64 - kLongShift)) return false;
    x = (x << kLongShift) | l->ob_digit[i];
  }
  *out = x;
  return true;
}

uint64_t mask64(const Object* v) {
  uint64_t x = 0;
  for (Ssize i = long_digit_count(v); i-- > 0;) x = (x << kLongShift) | as<LongObject>(v)->ob_digit[i];
  return long_is_negative(v) ? 0 - x : x;
}

int64_t too_large(const char* what) {
  // One str of just that size, as from a constant: formatting would take more for a while.
  char message[80];
  std::snprintf(message, sizeof(message), "Python int too large to convert to %s", what);
  err_set_string(exc_OverflowError, message);
  return -1;
}

}  // namespace

int64_t long_as_long_and_overflow(Object* o, int* overflow) {
  *overflow = 0;
  if (LIKELY(long_check(o) && long_is_compact(o))) return long_compact_value(o);
  Object* v = as_int(o);
  if (!v) return -1;
  uint64_t x = 0;
  const bool negative = long_is_negative(v);
  const bool fits = magnitude64(v, &x) && x <= static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0);
  decref(v);
  if (fits) return static_cast<int64_t>(negative ? 0 - x : x);
  *overflow = negative ? -1 : 1;
  return -1;
}

int64_t long_as_long(Object* o) {
  int overflow;
  int64_t v = long_as_long_and_overflow(o, &overflow);
  return overflow ? too_large("C long") : v;
}

int64_t long_as_long_long_and_overflow(Object* o, int* overflow) { return long_as_long_and_overflow(o, overflow); }

int64_t long_as_long_long(Object* o) {
  int overflow;
  int64_t v = long_as_long_and_overflow(o, &overflow);
  if (overflow) {
    err_set_string(exc_OverflowError, "int too big to convert");
    return -1;
  }
  return v;
}

int long_as_int(Object* o) {
  int overflow;
  int64_t v = long_as_long_and_overflow(o, &overflow);
  if (overflow || v > INT32_MAX || v < INT32_MIN) return static_cast<int>(too_large("C int"));
  return static_cast<int>(v);
}

Ssize long_as_ssize_t(Object* o) {
  if (!long_check(o)) {
    err_set_string(exc_TypeError, "an integer is required");
    return -1;
  }
  int overflow;
  int64_t v = long_as_long_and_overflow(o, &overflow);
  return overflow ? too_large("C ssize_t") : v;
}

uint64_t long_as_size_t(Object* o) {
  constexpr uint64_t kError = static_cast<uint64_t>(-1);
  if (!long_check(o)) {
    err_set_string(exc_TypeError, "an integer is required");
    return kError;
  }
  if (long_is_negative(o)) {
    err_set_string(exc_OverflowError, "can't convert negative value to size_t");
    return kError;
  }
  uint64_t x;
  if (magnitude64(o, &x)) return x;
  return static_cast<uint64_t>(too_large("C size_t"));
}

uint64_t long_as_unsigned_long(Object* o) {
  constexpr uint64_t kError = static_cast<uint64_t>(-1);
  if (!long_check(o)) {
    err_set_string(exc_TypeError, "an integer is required");
    return kError;
  }
  if (long_is_negative(o)) {
    err_set_string(exc_OverflowError, "can't convert negative value to unsigned int");
    return kError;
  }
  uint64_t x;
  if (magnitude64(o, &x)) return x;
  return static_cast<uint64_t>(too_large("C unsigned long"));
}

uint64_t long_as_unsigned_long_long(Object* o) {
  constexpr uint64_t kError = static_cast<uint64_t>(-1);
  if (!long_check(o)) {
    err_set_string(exc_TypeError, "an integer is required");
    return kError;
  }
  uint64_t x;
  const bool negative = long_is_negative(o);
  if (!negative && magnitude64(o, &x)) return x;
  err_set_string(exc_OverflowError, negative ? "can't convert negative int to unsigned" : "int too big to convert");
  return kError;
}

uint64_t long_as_unsigned_long_mask(Object* o) {
  Object* v = as_int(o);
  if (!v) return static_cast<uint64_t>(-1);
  uint64_t x = mask64(v);
  decref(v);
  return x;
}
uint64_t long_as_unsigned_long_long_mask(Object* o) { return long_as_unsigned_long_mask(o); }

double long_frexp(const LongObject* v, int64_t* exponent) {
  const Ssize count = long_digit_count(v);
  if (count == 0) {
    *exponent = 0;
    return 0.0;
  }
  // The top 64 bits (the first one set), and whether anything lies below.
  const int64_t total = long_num_bits(v);
  uint64_t top = 0;
  int64_t missing = 64;
  bool sticky = false;
  int first = static_cast<int>(total - (count - 1) * kLongShift);
  for (Ssize i = count; i-- > 0;) {
    const uint64_t d = v->ob_digit[i];
    const int width = i == count - 1 ? first : kLongShift;
    if (missing >= width) {
      missing -= width;
      top |= d << missing;
    } else if (missing > 0) {
      top |= d >> (width - missing);
      sticky = sticky || (d & ((uint64_t{1} << (width - missing)) - 1));
      missing = 0;
    } else {
      sticky = sticky || d;
    }
  }
  uint64_t kept = top >> 11;
  const uint64_t rest = top << 53, half = uint64_t{1} << 63;
  if (rest > half || (rest == half && (sticky || (kept & 1)))) kept++;
  int64_t e = total;
  double x = std::ldexp(static_cast<double>(kept), -53);
  if (x == 1.0) {
    x = 0.5;
    e++;
  }
  *exponent = e;
  return long_is_negative(v) ? -x : x;
}

double long_as_double(Object* o) {
  if (!long_check(o)) {
    err_set_string(exc_TypeError, "an integer is required");
    return -1.0;
  }
  if (long_is_compact(o)) return long_compact_value(o);
  int64_t exponent;
  double x = long_frexp(as<LongObject>(o), &exponent);
  if (exponent > 1024) {
    err_set_string(exc_OverflowError, "int too large to convert to float");
    return -1.0;
  }
  return std::ldexp(x, static_cast<int>(exponent));
}

int long_as_byte_array(const LongObject* v, uint8_t* bytes, Ssize n, bool little_endian, bool is_signed,
                       bool with_exceptions) {
  const Ssize count = long_digit_count(v);
  const bool negative = long_is_negative(v);
  auto fail = [&](const char* message) {
    if (with_exceptions) err_set_string(exc_OverflowError, message);
    return -1;
  };
  if (negative && !is_signed) return fail("can't convert negative int to unsigned");
  twodigits accumulator = 0, carry = negative;
  int bits = 0;
  Ssize written = 0;
  auto put = [&](uint8_t byte) { bytes[little_endian ? written : n - 1 - written] = byte, written++; };
  uint8_t last = 0;
  for (Ssize i = 0; i < count; i++) {
    digit d = v->ob_digit[i];
    if (negative) {
      twodigits t = static_cast<twodigits>(d ^ kLongMask) + carry;
      carry = t >> kLongShift;
      d = static_cast<digit>(t) & kLongMask;
    }
    accumulator |= static_cast<twodigits>(d) << bits;
    if (i == count - 1) {  // of the top digit only the bits that are not sign
      digit s = negative ? d ^ kLongMask : d;
      bits += digits::bit_length(s);
    } else {
      bits += kLongShift;
    }
    for (; bits >= 8; bits -= 8, accumulator >>= 8) {
      if (written >= n) return fail("int too big to convert");
      put(last = static_cast<uint8_t>(accumulator));
    }
  }
  if (bits > 0) {
    if (written >= n) return fail("int too big to convert");
    if (negative) accumulator |= ~twodigits{0} << bits;
    put(last = static_cast<uint8_t>(accumulator));
  } else if (written == n && n > 0 && is_signed && ((last >= 0x80) != negative)) {
    return fail("int too big to convert");  // no room for the sign bit
  }
  while (written < n) put(negative ? 0xff : 0);
  return 0;
}

int long_sign(const Object* v) { return 1 - static_cast<int>(long_tag(v) & kLongSignMask); }

int64_t long_num_bits(const Object* v) {
  const Ssize count = long_digit_count(v);
  if (count == 0) return 0;
  return (count - 1) * kLongShift + digits::bit_length(as<LongObject>(v)->ob_digit[count - 1]);
}

int long_fits_bytes_range(Object* o, int* out) {
  Ssize v = number_as_ssize_t(o, nullptr);
  if (v == -1 && err_occurred()) return -1;
  if (v < 0 || v >= 256) {
    err_set_string(exc_ValueError, "byte must be in range(0, 256)");
    return -1;
  }
  *out = static_cast<int>(v);
  return 0;
}

// --- Comparison and hash ---

int long_compare(const LongObject* a, const LongObject* b) {
  if (long_both_compact(a, b)) {
    sdigit x = long_compact_value(a), y = long_compact_value(b);
    return x < y ? -1 : x > y;
  }
  const Ssize na = long_signed_digit_count(a), nb = long_signed_digit_count(b);
  if (na != nb) return na < nb ? -1 : 1;
  int c = digits::compare(a->ob_digit, long_digit_count(a), b->ob_digit, long_digit_count(b));
  return na < 0 ? -c : c;
}

Object* long_rich_compare(Object* a, Object* b, int op) {
  if (!long_check(a) || !long_check(b)) return NotImplemented;
  int c = a == b ? 0 : long_compare(as<LongObject>(a), as<LongObject>(b));
  bool truth = false;
  switch (op) {
    case kLt: truth = c < 0; break;
    case kLe: truth = c <= 0; break;
    case kEq: truth = c == 0; break;
    case kNe: truth = c != 0; break;
    case kGt: truth = c > 0; break;
    case kGe: truth = c >= 0; break;
  }
  return bool_from_long(truth);
}

HashValue long_hash(Object* o) {
  if (long_is_compact(o)) {
    HashValue v = long_compact_value(o);
    return v == -1 ? -2 : v;
  }
  const auto* v = as<LongObject>(o);
  uint64_t x = 0;
  for (Ssize i = long_digit_count(v); i-- > 0;) {
    // x * 2**30 modulo 2**61 - 1 is a rotation of 61 bits.
    x = ((x << kLongShift) & kHashModulus) | (x >> (kHashBits - kLongShift));
    x += v->ob_digit[i];
    if (x >= kHashModulus) x -= kHashModulus;
  }
  HashValue h = static_cast<HashValue>(x);
  if (long_is_negative(v)) h = -h;
  return h == -1 ? -2 : h;
}

}  // namespace py

// Integers: layout, the small-int cache, conversions, and the fast paths that the evaluation loop takes in line.
// CPython 3.13: Objects/longobject.c, Include/cpython/longintrepr.h, Include/internal/pycore_long.h
//
// Invariants: lv_tag = digit count << 3 | sign (0 positive, 1 zero, 2 negative); the top digit is not 0; each digit
// is below 2**30; zero has count 0 but its block still has room for one digit (which is 0). Values -5..256 exist once,
// immortal, outside the heap. A block's size depends on the operation that made the value (tracemalloc shows it): the
// makers below say which rule they follow.
#pragma once
#include "object/type.h"        // Object, TypeObject
#include "profile/profile.h"    // kSmallIntMin, kSmallIntMax

namespace py {

using digit = uint32_t;      // 30 bits used
using sdigit = int32_t;
using twodigits = uint64_t;
using stwodigits = int64_t;
constexpr int kLongShift = 30;
constexpr digit kLongBase = digit{1} << kLongShift;
constexpr digit kLongMask = kLongBase - 1;

struct LongObject : Object {
  size_t lv_tag;
  digit ob_digit[1];
};

constexpr size_t kLongSignMask = 3, kLongSignZero = 1, kLongSignNegative = 2;
constexpr int kLongNonSizeBits = 3;

extern TypeObject long_type;

inline bool long_check(const Object* o) { return type_has_feature(o->ob_type, TPFLAGS_LONG_SUBCLASS); }
inline bool long_check_exact(const Object* o) { return o->ob_type == &long_type; }

// --- Fields. All take an int (or a subclass instance). ---
ALWAYS_INLINE size_t long_tag(const Object* o) { return as<LongObject>(o)->lv_tag; }
// One digit or none: arithmetic on two of these fits 64 bits.
ALWAYS_INLINE bool long_is_compact(const Object* o) {
  return long_tag(o) < (size_t{2} << kLongNonSizeBits);
}
ALWAYS_INLINE bool long_is_nonnegative_compact(const Object* o) {
  return long_tag(o) <= (size_t{1} << kLongNonSizeBits);
}
ALWAYS_INLINE bool long_both_compact(const Object* a, const Object* b) {
  return (long_tag(a) | long_tag(b)) < (size_t{2} << kLongNonSizeBits);
}
// The value of a compact int.
ALWAYS_INLINE sdigit long_compact_value(const Object* o) {
  const auto* v = as<LongObject>(o);
  return (1 - static_cast<sdigit>(v->lv_tag & kLongSignMask)) * static_cast<sdigit>(v->ob_digit[0]);
}
inline bool long_is_zero(const Object* o) { return (long_tag(o) & kLongSignMask) == kLongSignZero; }
inline bool long_is_negative(const Object* o) {
  return (long_tag(o) & kLongSignMask) == kLongSignNegative;
}
inline bool long_is_positive(const Object* o) { return (long_tag(o) & kLongSignMask) == 0; }
inline Ssize long_digit_count(const Object* o) {
  return static_cast<Ssize>(long_tag(o) >> kLongNonSizeBits);
}
// Digit count with the value's sign.
inline Ssize long_signed_digit_count(const Object* o) {
  Ssize sign = 1 - static_cast<Ssize>(long_tag(o) & kLongSignMask);
  return sign * long_digit_count(o);
}
inline size_t long_make_tag(int sign, Ssize count) {  // sign -1, 0 or 1
  return (static_cast<size_t>(count) << kLongNonSizeBits) | static_cast<size_t>(1 - sign);
}

// --- The cache of small ints ---
// CPython's entries are 32 bytes apart (sizeof(PyLongObject)); so are these, on every host.
struct alignas(32) SmallInt : LongObject {};
static_assert(sizeof(SmallInt) == 32, "small ints are 32 bytes apart, as CPython's");
extern SmallInt small_ints[kSmallIntMax - kSmallIntMin + 1];

ALWAYS_INLINE bool is_small_int(int64_t v) { return v >= kSmallIntMin && v <= kSmallIntMax; }
ALWAYS_INLINE Object* get_small_int(int64_t v) { return &small_ints[v - kSmallIntMin]; }  // immortal
inline Object* long_get_zero() { return get_small_int(0); }
inline Object* long_get_one() { return get_small_int(1); }

// Gives the small ints their values, types and shown addresses. Called first by machine create.
void long_init();

// --- Makers. New references; null with MemoryError. ---
// Room for `count` digits (24 + 4 * max(count, 1) bytes), positive, digits not set.
LongObject* long_new(Ssize count);
// One digit in a block of 32 bytes (sizeof(PyLongObject)); |x| < 2**30, not looked up among the small ints.
Object* long_from_medium(sdigit x);
Object* long_from_stwodigits(stwodigits x);  // small, medium (32 bytes) or exact count
Object* long_from_long(int64_t v);           // small, medium (32 bytes) or exact count
Object* long_from_unsigned_long(uint64_t v);
Object* long_from_unsigned_long_long(uint64_t v);
Object* long_from_size_t(uint64_t v);        // small or exact count (28 bytes for one digit)
Object* long_from_ssize_t(Ssize v);          // small or exact count
Object* long_from_long_long(int64_t v);      // small or exact count
Object* long_from_int32(int32_t v);
Object* long_from_double(double v);          // truncates; OverflowError, ValueError for inf, nan
Object* long_from_void_ptr(uint64_t shown_address);
// From a magnitude of 30-bit digits, least first, at most leading zeros to strip (constants of the compiler).
Object* long_from_digits(bool negative, const digit* digits, Ssize count);
Object* long_from_byte_array(const uint8_t* bytes, Ssize n, bool little_endian, bool is_signed);
// C string to int, all of it; base 0 or 2..36. *pend receives the first unread byte. ValueError.
Object* long_from_string(const char* s, char** pend, int base);
Object* long_from_bytes(const char* s, Ssize len, int base);
Object* long_from_unicode_object(Object* u, int base);
Object* long_copy(const LongObject* v);
// Fewer digits when the top ones are 0; the object itself (steals, may return null for null).
LongObject* long_normalize(LongObject* v);
// The small int in place of an equal fresh one: consumes v, returns a new reference.
Object* long_maybe_small(LongObject* v);

// --- Readers. -1 with OverflowError or TypeError where that can happen. Non-ints go through __index__. ---
int64_t long_as_long(Object* o);
int64_t long_as_long_and_overflow(Object* o, int* overflow);  // *overflow: -1, 0, 1
int64_t long_as_long_long(Object* o);
int64_t long_as_long_long_and_overflow(Object* o, int* overflow);
int long_as_int(Object* o);
Ssize long_as_ssize_t(Object* o);  // ints only
uint64_t long_as_size_t(Object* o);
uint64_t long_as_unsigned_long(Object* o);
uint64_t long_as_unsigned_long_long(Object* o);
uint64_t long_as_unsigned_long_mask(Object* o);
uint64_t long_as_unsigned_long_long_mask(Object* o);
double long_as_double(Object* o);  // correctly rounded
double long_frexp(const LongObject* v, int64_t* exponent);
int long_as_byte_array(const LongObject* v, uint8_t* bytes, Ssize n, bool little_endian, bool is_signed,
                       bool with_exceptions);
int long_sign(const Object* v);
int64_t long_num_bits(const Object* v);  // of the magnitude
// An index-like argument as a converter would give it: 0 with *out set, or -1.
int long_fits_bytes_range(Object* o, int* out);

// --- Arithmetic on ints; new references ---
Object* long_add(LongObject* a, LongObject* b);
Object* long_subtract(LongObject* a, LongObject* b);
Object* long_multiply(LongObject* a, LongObject* b);
// The same for operands known to be compact: what specialised instructions call.
ALWAYS_INLINE Object* long_compact_add(const Object* a, const Object* b) {
  return long_from_stwodigits(stwodigits{long_compact_value(a)} + long_compact_value(b));
}
ALWAYS_INLINE Object* long_compact_subtract(const Object* a, const Object* b) {
  return long_from_stwodigits(stwodigits{long_compact_value(a)} - long_compact_value(b));
}
ALWAYS_INLINE Object* long_compact_multiply(const Object* a, const Object* b) {
  return long_from_stwodigits(stwodigits{long_compact_value(a)} * long_compact_value(b));
}
int long_compare(const LongObject* a, const LongObject* b);  // -1, 0, 1
Object* long_rshift(Object* v, uint64_t bits);
Object* long_lshift(Object* v, uint64_t bits);
Object* long_gcd(Object* a, Object* b);
Object* long_divmod_near(Object* a, Object* b);  // (q, r) with q rounded half to even
Object* long_true_divide(Object* a, Object* b);

// --- Text ---
// base 2, 8, 10 or 16, with 0b/0o/0x prefix when alternate... long_format always prefixes, as bin() and hex() do.
Object* long_format(Object* v, int base);
struct UnicodeWriter;
int long_format_writer(UnicodeWriter* writer, Object* v, int base, bool alternate);
// The 4300-digit limit's current value lives in interp.int_max_str_digits.

extern const uint8_t long_digit_value[256];  // of '0'-'9', 'a'-'z', 'A'-'Z'; else 37

// Slots used by other types (bool, ranges).
HashValue long_hash(Object* v);
Object* long_rich_compare(Object* a, Object* b, int op);
Object* long_long(Object* v);  // the int itself or, for a subclass, a copy
Object* long_repr(Object* v);

}  // namespace py

// Compile-time constants: makers, the compiler's equality and hash, and WTF-8.
// Text forms are in const_text.cc.
#include "lang/const_value.h"

#include <algorithm>  // equal
#include <cstring>    // memcpy

namespace py::lang {
namespace {

constexpr ConstValue singleton(ConstKind kind) {
  ConstValue value{};
  value.kind = kind;
  return value;
}

const ConstValue kSingletons[] = {singleton(ConstKind::kNone), singleton(ConstKind::kTrue),
                                  singleton(ConstKind::kFalse), singleton(ConstKind::kEllipsis)};

uint64_t double_bits(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

ConstValue* make_value(Arena& arena, ConstKind kind) {
  ConstValue* value = arena.make<ConstValue>();
  value->kind = kind;
  return value;
}

const ConstValue* make_sequence(Arena& arena, ConstKind kind, const ConstValue* const* items,
                                size_t count) {
  ConstValue* value = make_value(arena, kind);
  value->items = arena.copy_seq(items, count);
  return value;
}

uint64_t mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

bool contains(const Seq<const ConstValue*>& items, const ConstValue* item) {
  for (const ConstValue* other : items) {
    if (const_equal(other, item)) return true;
  }
  return false;
}

}  // namespace

const ConstValue* const_singleton(ConstKind kind) { return &kSingletons[static_cast<int>(kind)]; }

const ConstValue* const_int(Arena& arena, int64_t value) {
  uint64_t magnitude = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  uint32_t digits[3];
  size_t count = 0;
  for (; magnitude != 0; magnitude >>= kDigitBits) {
    digits[count++] = static_cast<uint32_t>(magnitude & kDigitMask);
  }
  return const_int_from_digits(arena, value < 0, digits, count);
}

const ConstValue* const_int_from_digits(Arena& arena, bool negative, const uint32_t* digits,
                                        size_t count) {
  while (count > 0 && digits[count - 1] == 0) --count;
  ConstValue* value = make_value(arena, ConstKind::kInt);
  value->negative = negative && count != 0;
  value->digits = arena.copy_seq(digits, count);
  if (count > 3 || (count == 3 && digits[2] > 15)) return value;
  uint64_t magnitude = 0;
  for (size_t i = count; i-- > 0;) magnitude = magnitude << kDigitBits | digits[i];
  uint64_t limit = uint64_t{1} << 63;
  if (magnitude < limit || (negative && magnitude == limit)) {
    value->fits_int64 = true;
    value->small = static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
  }
  return value;
}

const ConstValue* const_float(Arena& arena, double number) {
  ConstValue* value = make_value(arena, ConstKind::kFloat);
  value->real = number;
  return value;
}

const ConstValue* const_complex(Arena& arena, double real, double imag) {
  ConstValue* value = make_value(arena, ConstKind::kComplex);
  value->real = real;
  value->imag = imag;
  return value;
}

const ConstValue* const_str(Arena& arena, std::string_view wtf8) {
  ConstValue* value = make_value(arena, ConstKind::kStr);
  value->text = arena.copy_text(wtf8);
  return value;
}

const ConstValue* const_bytes(Arena& arena, std::string_view bytes) {
  ConstValue* value = make_value(arena, ConstKind::kBytes);
  value->text = arena.copy_text(bytes);
  return value;
}

const ConstValue* const_tuple(Arena& arena, const ConstValue* const* items, size_t count) {
  return make_sequence(arena, ConstKind::kTuple, items, count);
}

const ConstValue* const_frozenset(Arena& arena, const ConstValue* const* items, size_t count) {
  return make_sequence(arena, ConstKind::kFrozenSet, items, count);
}

const ConstValue* const_copy(Arena& arena, const ConstValue* value) {
  switch (value->kind) {
    case ConstKind::kNone:
    case ConstKind::kTrue:
    case ConstKind::kFalse:
    case ConstKind::kEllipsis:
      return value;
    default:
      break;
  }
  ConstValue* copy = arena.make<ConstValue>();
  *copy = *value;
  copy->digits = arena.copy_seq(value->digits.data, value->digits.count);
  copy->text = arena.copy_text(value->text);
  copy->items = arena.make_seq<const ConstValue*>(value->items.count);
  for (int i = 0; i < value->items.count; ++i) {
    copy->items[i] = const_copy(arena, value->items[i]);
  }
  return copy;
}

bool const_equal(const ConstValue* a, const ConstValue* b) {
  if (a == b) return true;
  if (a->kind != b->kind) return false;
  switch (a->kind) {
    case ConstKind::kNone:
    case ConstKind::kTrue:
    case ConstKind::kFalse:
    case ConstKind::kEllipsis:
      return true;
    case ConstKind::kInt:
      return a->negative == b->negative && a->digits.count == b->digits.count &&
             std::equal(a->digits.data, a->digits.data + a->digits.count, b->digits.data);
    case ConstKind::kFloat:
      // As CPython's key tuples: a nan equals nothing but itself, the same object.
      return a->real == b->real && double_bits(a->real) == double_bits(b->real);
    case ConstKind::kComplex:
      return a->real == b->real && a->imag == b->imag &&
             double_bits(a->real) == double_bits(b->real) &&
             double_bits(a->imag) == double_bits(b->imag);
    case ConstKind::kStr:
    case ConstKind::kBytes:
      return a->text == b->text;
    case ConstKind::kTuple:
      if (a->items.count != b->items.count) return false;
      for (int i = 0; i < a->items.count; ++i) {
        if (!const_equal(a->items[i], b->items[i])) return false;
      }
      return true;
    case ConstKind::kFrozenSet:
      if (a->items.count != b->items.count) return false;
      for (const ConstValue* item : a->items) {
        if (!contains(b->items, item)) return false;
      }
      return true;
  }
  return false;
}

uint64_t const_hash(const ConstValue* value) {
  uint64_t hash = mix(0, static_cast<uint64_t>(value->kind) + 1);
  switch (value->kind) {
    case ConstKind::kInt:
      hash = mix(hash, value->negative);
      for (uint32_t digit : value->digits) hash = mix(hash, digit);
      break;
    case ConstKind::kFloat:
    case ConstKind::kComplex:
      hash = mix(mix(hash, double_bits(value->real)), double_bits(value->imag));
      break;
    case ConstKind::kStr:
    case ConstKind::kBytes:
      for (char c : value->text) hash = mix(hash, static_cast<unsigned char>(c));
      break;
    case ConstKind::kTuple:
      for (const ConstValue* item : value->items) hash = mix(hash, const_hash(item));
      break;
    case ConstKind::kFrozenSet: {
      uint64_t sum = 0;  // order must not matter
      for (const ConstValue* item : value->items) sum += const_hash(item);
      hash = mix(hash, sum);
      break;
    }
    default:
      break;
  }
  return hash;
}

int64_t wtf8_length(std::string_view text) {
  int64_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

uint32_t wtf8_next(std::string_view text, size_t* pos) {
  auto byte = [&](size_t i) -> uint32_t {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  size_t i = *pos;
  uint32_t c = byte(i);
  if (c < 0x80) {
    *pos = i + 1;
    return c;
  }
  if (c < 0xE0) {
    *pos = i + 2 < text.size() ? i + 2 : text.size();
    return (c & 0x1F) << 6 | (byte(i + 1) & 0x3F);
  }
  if (c < 0xF0) {
    *pos = i + 3 < text.size() ? i + 3 : text.size();
    return (c & 0x0F) << 12 | (byte(i + 1) & 0x3F) << 6 | (byte(i + 2) & 0x3F);
  }
  *pos = i + 4 < text.size() ? i + 4 : text.size();
  return (c & 0x07) << 18 | (byte(i + 1) & 0x3F) << 12 | (byte(i + 2) & 0x3F) << 6 |
         (byte(i + 3) & 0x3F);
}

void wtf8_append(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      out += static_cast<char>(0xE0 | c >> 12);
    } else {
      out += static_cast<char>(0xF0 | c >> 18);
      out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    }
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  }
  out += static_cast<char>(0x80 | (c & 0x3F));
}

}  // namespace py::lang

// Constants from text and to text: int and float literals, repr().
// CPython 3.13: Objects/longobject.c (long_from_string_base, long_to_decimal_string),
// Objects/unicodeobject.c (unicode_repr), Python/pystrtod.c
#include <cmath>    // isinf, isnan, signbit
#include <cstdio>   // snprintf
#include <cstdlib>  // abs
#include <vector>

#include "base/dtoa.h"  // dtoa_shortest, double_from_prefix
#include "lang/const_value.h"
#include "lang/unicode_ident.h"  // is_printable

namespace py::lang {
namespace {

constexpr uint32_t kDecimalChunk = 1000000000;  // 9 decimal digits at a time
constexpr int kDecimalChunkDigits = 9;

int digit_value(char c) {
  if (c <= '9') return c - '0';
  return (c | 32) - 'a' + 10;
}

// digits = digits * factor + add
void multiply_add(std::vector<uint32_t>& digits, uint32_t factor, uint32_t add) {
  uint64_t carry = add;
  for (uint32_t& digit : digits) {
    carry += static_cast<uint64_t>(digit) * factor;
    digit = static_cast<uint32_t>(carry & kDigitMask);
    carry >>= kDigitBits;
  }
  while (carry != 0) {
    digits.push_back(static_cast<uint32_t>(carry & kDigitMask));
    carry >>= kDigitBits;
  }
}

// Bits of a power-of-two base are copied, least digit first: linear for any length.
void from_binary_base(std::string_view text, int bits_per_digit, std::vector<uint32_t>& digits) {
  uint64_t pending = 0;
  int bits = 0;
  for (size_t i = text.size(); i-- > 0;) {
    if (text[i] == '_') continue;
    pending |= static_cast<uint64_t>(digit_value(text[i])) << bits;
    bits += bits_per_digit;
    if (bits >= kDigitBits) {
      digits.push_back(static_cast<uint32_t>(pending & kDigitMask));
      pending >>= kDigitBits;
      bits -= kDigitBits;
    }
  }
  if (pending != 0) digits.push_back(static_cast<uint32_t>(pending));
}

void from_decimal(std::string_view text, std::vector<uint32_t>& digits) {
  uint32_t chunk = 0;
  uint32_t scale = 1;
  for (char c : text) {
    if (c == '_') continue;
    chunk = chunk * 10 + digit_value(c);
    scale *= 10;
    if (scale == kDecimalChunk) {
      multiply_add(digits, scale, chunk);
      chunk = 0;
      scale = 1;
    }
  }
  if (scale != 1) multiply_add(digits, scale, chunk);
}

void append_hex_escape(std::string& out, char letter, int width, uint32_t value) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "\\%c%0*x", letter, width, value);
  out += buffer;
}

// repr() of str or bytes: quotes as Python chooses them.
char choose_quote(std::string_view text) {
  bool has_single = text.find('\'') != std::string_view::npos;
  bool has_double = text.find('"') != std::string_view::npos;
  return has_single && !has_double ? '"' : '\'';
}

bool append_simple_escape(std::string& out, uint32_t c, char quote) {
  if (c == static_cast<unsigned char>(quote) || c == '\\') {
    out += '\\';
    out += static_cast<char>(c);
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\r') {
    out += "\\r";
  } else if (c == '\t') {
    out += "\\t";
  } else {
    return false;
  }
  return true;
}

void repr_str(std::string_view text, std::string& out) {
  char quote = choose_quote(text);
  out += quote;
  for (size_t pos = 0; pos < text.size();) {
    size_t at = pos;
    uint32_t c = wtf8_next(text, &pos);
    if (append_simple_escape(out, c, quote)) continue;
    if (is_printable(c)) {
      out.append(text.substr(at, pos - at));
    } else if (c < 0x100) {
      append_hex_escape(out, 'x', 2, c);
    } else if (c < 0x10000) {
      append_hex_escape(out, 'u', 4, c);
    } else {
      append_hex_escape(out, 'U', 8, c);
    }
  }
  out += quote;
}

void repr_bytes(std::string_view text, std::string& out) {
  char quote = choose_quote(text);
  out += 'b';
  out += quote;
  for (char ch : text) {
    unsigned char c = static_cast<unsigned char>(ch);
    if (append_simple_escape(out, c, quote)) continue;
    if (c >= 32 && c < 127) {
      out += ch;
    } else {
      append_hex_escape(out, 'x', 2, c);
    }
  }
  out += quote;
}

// repr of a complex's part: like a float's, but without ".0".
std::string part_repr(double value) {
  std::string text = double_repr(value);
  if (text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0) text.resize(text.size() - 2);
  return text;
}

void repr_complex(const ConstValue* value, std::string& out) {
  if (value->real == 0.0 && !std::signbit(value->real)) {
    out += part_repr(value->imag) + "j";
    return;
  }
  std::string imag = part_repr(value->imag);
  out += "(" + part_repr(value->real);
  if (imag[0] != '-') out += "+";
  out += imag + "j)";
}

}  // namespace

const ConstValue* const_int_from_text(Arena& arena, std::string_view text, int base) {
  std::vector<uint32_t> digits;
  if (base == 10) {
    size_t count = 0;
    for (char c : text) count += c != '_';
    if (count > kMaxStrDigits) return nullptr;
    from_decimal(text, digits);
  } else {
    from_binary_base(text, base == 16 ? 4 : base == 8 ? 3 : 1, digits);
  }
  return const_int_from_digits(arena, false, digits.data(), digits.size());
}

double double_from_text(std::string_view text) {
  double value = 0;
  double_from_prefix(text, &value);
  return value;
}

std::string const_int_text(const ConstValue* value) {
  if (value->fits_int64) return std::to_string(value->small);
  std::vector<uint32_t> digits(value->digits.begin(), value->digits.end());
  std::vector<uint32_t> chunks;
  while (!digits.empty()) {
    uint64_t remainder = 0;
    for (size_t i = digits.size(); i-- > 0;) {
      remainder = remainder << kDigitBits | digits[i];
      digits[i] = static_cast<uint32_t>(remainder / kDecimalChunk);
      remainder %= kDecimalChunk;
    }
    chunks.push_back(static_cast<uint32_t>(remainder));
    while (!digits.empty() && digits.back() == 0) digits.pop_back();
  }
  std::string text = value->negative ? "-" : "";
  char buffer[16];
  for (size_t i = chunks.size(); i-- > 0;) {
    bool first = i + 1 == chunks.size();
    std::snprintf(buffer, sizeof buffer, "%0*u", first ? 1 : kDecimalChunkDigits, chunks[i]);
    text += buffer;
  }
  return text;
}

std::string double_repr(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
  DecimalDigits decimal = dtoa_shortest(value);
  const std::string& digits = decimal.digits;
  int exponent = decimal.point - 1;
  std::string text = decimal.negative ? "-" : "";
  int count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= 16) {
    text += digits[0];
    if (count > 1) text += "." + digits.substr(1);
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
    return text + buffer;
  }
  if (exponent < 0) return text + "0." + std::string(-exponent - 1, '0') + digits;
  if (count <= exponent + 1) return text + digits + std::string(exponent + 1 - count, '0') + ".0";
  return text + digits.substr(0, exponent + 1) + "." + digits.substr(exponent + 1);
}

void const_repr(const ConstValue* value, std::string& out) {
  switch (value->kind) {
    case ConstKind::kNone: out += "None"; break;
    case ConstKind::kTrue: out += "True"; break;
    case ConstKind::kFalse: out += "False"; break;
    case ConstKind::kEllipsis: out += "Ellipsis"; break;
    case ConstKind::kInt: out += const_int_text(value); break;
    case ConstKind::kFloat: out += double_repr(value->real); break;
    case ConstKind::kComplex: repr_complex(value, out); break;
    case ConstKind::kStr: repr_str(value->text, out); break;
    case ConstKind::kBytes: repr_bytes(value->text, out); break;
    case ConstKind::kTuple:
    case ConstKind::kFrozenSet: {
      bool is_set = value->kind == ConstKind::kFrozenSet;
      out += is_set ? "frozenset({" : "(";
      for (int i = 0; i < value->items.count; ++i) {
        if (i != 0) out += ", ";
        const_repr(value->items[i], out);
      }
      if (!is_set && value->items.count == 1) out += ",";
      out += is_set ? "})" : ")";
      break;
    }
  }
}

}  // namespace py::lang

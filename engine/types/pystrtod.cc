// See pystrtod.h.
#include "types/pystrtod.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "base/dtoa.h"
#include "memory/pymem.h"
#include "object/errors.h"
#include "types/unicodectype.h"

namespace py {
namespace {

bool match_word(const char* s, const char* lower) {
  for (; *lower; s++, lower++) {
    if (ascii_to_lower(static_cast<uint8_t>(*s)) != static_cast<uint8_t>(*lower)) return false;
  }
  return true;
}

// "inf", "infinity" or "nan" with a sign: how many bytes, 0 for none.
size_t parse_inf_or_nan(const char* s, double* value) {
  const char* p = s;
  bool negative = false;
  if (*p == '+' || *p == '-') negative = *p++ == '-';
  if (match_word(p, "inf")) {
    p += match_word(p + 3, "inity") ? 8 : 3;
    *value = negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  } else if (match_word(p, "nan")) {
    p += 3;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    *value = std::copysign(nan, negative ? -1.0 : 1.0);
  } else {
    return 0;
  }
  return static_cast<size_t>(p - s);
}

// Sign and digits with the point and the padding that a format code asks for. CPython: format_float_short.
struct Layout {
  DecimalDigits d;
  int decpt, digits_end;  // digits from before index 0 to digits_end are written, missing ones as zeros
  bool use_exponent = false;
  int exponent = 0;
};

std::string write_layout(const Layout& l, bool add_dot_0, bool alternate, char exponent_char, Ssize* block_size) {
  const int count = static_cast<int>(l.d.digits.size());
  const int decpt = l.decpt;
  const int start = decpt <= 0 ? decpt - 1 : 0;
  const int least = !l.use_exponent && add_dot_0 ? decpt + 1 : decpt;
  const int end = l.digits_end > least ? l.digits_end : least;
  *block_size = 3 + (Ssize{end} - start) + (l.use_exponent ? 5 : 0);  // sign, point and NUL; exponent
  std::string out;
  auto zeros = [&](int n) {
    if (n > 0) out.append(static_cast<size_t>(n), '0');
  };
  if (decpt <= 0) {
    zeros(decpt - start);
    out += '.';
    zeros(-decpt);
  }
  if (0 < decpt && decpt <= count) {
    out.append(l.d.digits, 0, static_cast<size_t>(decpt));
    out += '.';
    out.append(l.d.digits, static_cast<size_t>(decpt), std::string::npos);
  } else {
    out += l.d.digits;
  }
  if (count < decpt) {
    zeros(decpt - count);
    out += '.';
    zeros(end - decpt);
  } else {
    zeros(end - count);
  }
  if (out.back() == '.' && !alternate) out.pop_back();
  if (l.use_exponent) {
    out += exponent_char;
    out += l.exponent < 0 ? '-' : '+';
    const int e = l.exponent < 0 ? -l.exponent : l.exponent;
    if (e < 10) out += '0';
    out += std::to_string(e);
  }
  return out;
}

}  // namespace

DoubleText::DoubleText(std::string text, Ssize block_size)
    : std::string(std::move(text)), block_(mem_malloc(static_cast<uint64_t>(block_size))) {}

void DoubleText::release() {
  mem_free(block_);
  block_ = nullptr;
}

DoubleText double_to_string(double v, char format_code, int precision, int flags, DoubleType* type) {
  const bool upper = format_code >= 'A' && format_code <= 'Z';
  if (type) *type = std::isnan(v) ? DoubleType::kNan : std::isinf(v) ? DoubleType::kInfinite : DoubleType::kFinite;
  if (!std::isfinite(v)) {
    std::string out;
    if (v < 0) {
      out += '-';
    } else if (flags & DTSF_SIGN) {
      out += '+';
    }
    out += std::isnan(v) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf");
    return DoubleText(std::move(out), 5);
  }
  const bool add_dot_0 = flags & DTSF_ADD_DOT_0, alternate = flags & DTSF_ALT;
  const char code = upper ? static_cast<char>(format_code + 32) : format_code;
  Layout l;
  switch (code) {
    case 'e':
      l.d = dtoa_significant(v, precision + 1);
      l.use_exponent = true;
      l.digits_end = precision + 1;
      break;
    case 'f':
      l.d = dtoa_fixed(v, precision);
      l.digits_end = l.d.point + precision;
      break;
    case 'g':
      if (precision == 0) precision = 1;
      l.d = dtoa_significant(v, precision);
      l.use_exponent = l.d.point <= -4 || l.d.point > precision - (add_dot_0 ? 1 : 0);
      l.digits_end = alternate ? precision : static_cast<int>(l.d.digits.size());
      break;
    default:  // 'r'
      l.d = dtoa_shortest(v);
      l.use_exponent = l.d.point <= -4 || l.d.point > 16;
      l.digits_end = static_cast<int>(l.d.digits.size());
  }
  l.decpt = l.d.point;
  if (l.use_exponent) {
    l.exponent = l.decpt - 1;
    l.decpt = 1;
  }
  bool negative = l.d.negative;
  if ((flags & DTSF_NO_NEG_0) && l.d.digits == "0") negative = false;
  std::string out;
  if (negative) {
    out += '-';
  } else if (flags & DTSF_SIGN) {
    out += '+';
  }
  Ssize block_size;
  out += write_layout(l, add_dot_0, alternate, upper ? 'E' : 'e', &block_size);
  return DoubleText(std::move(out), block_size);
}

double string_to_double(const char* s, const char** endptr, TypeObject* overflow_exception) {
  double value = 0;
  size_t used = double_from_prefix(s, &value);
  if (used == 0) used = parse_inf_or_nan(s, &value);
  const char* end = s + used;
  double result = -1.0;
  if (used == 0 || (!endptr && *end)) {
    err_format(exc_ValueError, "could not convert string to float: '%.200s'", s);
  } else if (overflow_exception && std::isinf(value) && s[used - 1] >= '0' && s[used - 1] <= '9') {
    err_format(overflow_exception, "value too large to convert to float: '%.200s'", s);
  } else if (overflow_exception && std::isinf(value) && s[used - 1] == '.') {
    err_format(overflow_exception, "value too large to convert to float: '%.200s'", s);
  } else {
    result = value;
  }
  if (endptr) *endptr = end;
  return result;
}

Object* string_to_number_with_underscores(const char* s, Ssize len, const char* what, Object* obj, void* arg,
                                          ParseNumber parse) {
  const size_t n = static_cast<size_t>(len);
  if (std::memchr(s, '_', n) == nullptr) return parse(s, len, arg);
  char* copy = static_cast<char*>(mem_malloc(static_cast<uint64_t>(len) + 1));
  if (!copy) return err_no_memory();
  char* out = copy;
  char previous = 0;
  bool good = true;
  for (size_t i = 0; good && i < n; i++) {
    if (s[i] == '_') {
      good = is_ascii_digit(static_cast<uint8_t>(previous));
    } else {
      *out++ = s[i];
      good = previous != '_' || is_ascii_digit(static_cast<uint8_t>(s[i]));
    }
    previous = s[i];
  }
  good = good && previous != '_';
  *out = '\0';
  Object* result = nullptr;
  if (good) {
    result = parse(copy, out - copy, arg);
  } else {
    err_format(exc_ValueError, "could not convert string to %s: %R", what, obj);
  }
  mem_free(copy);
  return result;
}

}  // namespace py

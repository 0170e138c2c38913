// Doubles to decimal digits and back, correctly rounded, the same on every host.
// CPython 3.13: Python/dtoa.c (David Gay's): the same answers. Written on plain big integers: small, exact and free of the
// C library, whose printf and strtod would have to be trusted to agree natively and in wasm.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace py {

struct DecimalDigits {
  std::string digits;  // no leading zero and no trailing zero; "0" for zero
  int point = 0;       // the decimal point stands before digits[point]; may lie outside of the digits
  bool negative = false;
};

// The shortest digits that read back as v, and of those the nearest to v (repr). v is finite.
DecimalDigits dtoa_shortest(double v);
// v rounded half to even to `count` >= 1 significant digits.
DecimalDigits dtoa_significant(double v, int count);
// v rounded half to even to `places` digits after the point (may be negative). May give "0" with any point.
DecimalDigits dtoa_fixed(double v, int places);

// The double nearest to 0.d1d2d3... * 10**point; inf when it is too large. digits has only '0' to '9'.
double double_from_digits(std::string_view digits, int64_t point);
// The longest prefix of text that is a decimal float (sign, digits, '.', exponent; no inf, nan, underscores, spaces):
// returns how many bytes it has, 0 when there is none.
size_t double_from_prefix(std::string_view text, double* value);

}  // namespace py

// Range tables for identifiers and printability; ASCII is answered without them.
#include "lang/unicode_ident.h"

#include <cstddef>  // size_t

namespace py::lang {
namespace {

#include "lang/unicode_ident.inc"

// Whether code_point lies in one of the sorted, disjoint ranges.
template <size_t N>
bool in_ranges(const uint32_t (&ranges)[N][2], uint32_t code_point) {
  size_t low = 0;
  size_t high = N;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (code_point > ranges[middle][1]) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < N && code_point >= ranges[low][0];
}

bool is_ascii_letter(uint32_t c) { return (c | 32) - 'a' < 26u || c == '_'; }

}  // namespace

bool is_xid_start(uint32_t code_point) {
  if (code_point < 128) return is_ascii_letter(code_point);
  return in_ranges(kXidStart, code_point);
}

bool is_xid_continue(uint32_t code_point) {
  if (code_point < 128) return is_ascii_letter(code_point) || code_point - '0' < 10u;
  return in_ranges(kXidStart, code_point) || in_ranges(kXidExtra, code_point);
}

bool is_printable(uint32_t code_point) {
  if (code_point < 128) return code_point >= 32 && code_point < 127;
  return !in_ranges(kNotPrintable, code_point);
}

}  // namespace py::lang

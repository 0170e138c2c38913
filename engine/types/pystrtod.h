// Between doubles and text, with Python's errors and format codes.
// CPython 3.13: Python/pystrtod.c (the digits themselves: base/dtoa)
#pragma once
#include <string>
#include <utility>

#include "object/type.h"  // TypeObject

namespace py {

enum DoubleFlags : int {
  DTSF_SIGN = 1,        // always a sign
  DTSF_ADD_DOT_0 = 2,   // "1.0", not "1"
  DTSF_ALT = 4,         // '#'
  DTSF_NO_NEG_0 = 8,    // 'z'
};
enum class DoubleType { kFinite, kInfinite, kNan };

// The longest prefix of s that is a float. endptr null: all of s must be one. -1.0 with ValueError, or with
// overflow_exception when the value is too large (null: gives inf).
double string_to_double(const char* s, const char** endptr, TypeObject* overflow_exception);
// The text, and beside it a block of the size that CPython has it in: tracemalloc's peak shows it. Freed with the text.
class DoubleText : public std::string {
 public:
  explicit DoubleText(std::string text, Ssize block_size);
  DoubleText(DoubleText&& o) noexcept : std::string(std::move(o)), block_(o.block_) { o.block_ = nullptr; }
  ~DoubleText() { release(); }
  DoubleText(const DoubleText&) = delete;
  DoubleText& operator=(const DoubleText&) = delete;
  void release();  // the block alone

 private:
  void* block_;
};
// 'e' 'E' 'f' 'F' 'g' 'G' 'r' (repr; precision 0).
DoubleText double_to_string(double v, char format_code, int precision, int flags, DoubleType* type = nullptr);
// Runs parse on s without its underscores, which may stand only between digits. CPython:
// _Py_string_to_number_with_underscores. null with ValueError naming what and obj.
using ParseNumber = Object* (*)(const char* s, Ssize len, void* arg);
Object* string_to_number_with_underscores(const char* s, Ssize len, const char* what, Object* obj, void* arg,
                                          ParseNumber parse);

}  // namespace py

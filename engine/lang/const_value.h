// Compile-time constants: what a Constant node, a code object's co_consts and the folder hold.
// CPython 3.13: Objects/codeobject.c (_PyCode_ConstantKey), Objects/longobject.c (text to int)
//
// Values are immutable, made in an Arena, and know nothing of the Python heap. Equality is the
// compiler's: the type counts (1, 1.0 and True differ), and so does the sign of a zero.
#pragma once
#include <string>

#include "lang/arena.h"  // Arena, Seq

namespace py::lang {

enum class ConstKind : uint8_t {
  kNone, kTrue, kFalse, kEllipsis, kInt, kFloat, kComplex, kStr, kBytes, kTuple, kFrozenSet
};

struct ConstValue {
  ConstKind kind;
  bool negative;         // kInt
  bool fits_int64;       // kInt: small holds the value
  int64_t small;         // kInt, when fits_int64
  Seq<uint32_t> digits;  // kInt: magnitude in base 2**30, least first, no leading zero; 0 is empty
  double real;           // kFloat, kComplex
  double imag;           // kComplex
  std::string_view text;         // kStr: UTF-8, lone surrogates as WTF-8; kBytes: the bytes
  Seq<const ConstValue*> items;  // kTuple; kFrozenSet in order of insertion, without duplicates
};

constexpr int kDigitBits = 30;
constexpr uint32_t kDigitMask = (uint32_t{1} << kDigitBits) - 1;

// Makers. Text and items are copied into the arena.
const ConstValue* const_singleton(ConstKind kind);  // kNone, kTrue, kFalse, kEllipsis: static
const ConstValue* const_int(Arena& arena, int64_t value);
// From a magnitude of 30-bit digits (leading zeros are dropped) and a sign.
const ConstValue* const_int_from_digits(Arena& arena, bool negative, const uint32_t* digits,
                                        size_t count);
const ConstValue* const_float(Arena& arena, double value);
const ConstValue* const_complex(Arena& arena, double real, double imag);
const ConstValue* const_str(Arena& arena, std::string_view wtf8);
const ConstValue* const_bytes(Arena& arena, std::string_view bytes);
const ConstValue* const_tuple(Arena& arena, const ConstValue* const* items, size_t count);
const ConstValue* const_frozenset(Arena& arena, const ConstValue* const* items, size_t count);
// A deep copy, for values that must outlive their arena.
const ConstValue* const_copy(Arena& arena, const ConstValue* value);

// The compiler's equality and a hash that agrees with it.
bool const_equal(const ConstValue* a, const ConstValue* b);
uint64_t const_hash(const ConstValue* value);

// An int from digits of base 2, 8, 10 or 16; underscores are skipped, no prefix, no sign.
// Null when a decimal text exceeds the interpreter's limit of 4300 digits.
const ConstValue* const_int_from_text(Arena& arena, std::string_view digits, int base);
constexpr int kMaxStrDigits = 4300;

// The nearest double to decimal text without underscores (correctly rounded).
double double_from_text(std::string_view text);

// Python's repr() of the value: shortest round-trip floats, escaped strings.
void const_repr(const ConstValue* value, std::string& out);
// repr(float) as Python writes it ("1.0", "1e+16", "inf", "nan").
std::string double_repr(double value);
// Decimal text of an int (no limit on its length).
std::string const_int_text(const ConstValue* value);

// The number of code points in WTF-8 text.
int64_t wtf8_length(std::string_view text);
// Decodes the code point at *pos and moves past it. The text is well formed.
uint32_t wtf8_next(std::string_view text, size_t* pos);
void wtf8_append(std::string& out, uint32_t code_point);

}  // namespace py::lang

// Arithmetic on constants, as the compiler does it ahead of time.
// CPython 3.13: Python/ast_opt.c (safe_multiply, safe_power, ...: the limits), Objects/longobject.c,
// floatobject.c, complexobject.c (the results)
//
// Every function returns null where CPython leaves the expression to run time: the operation would
// raise, or the result would be too large.
#pragma once
#include "lang/ast.h"          // Operator, UnaryOperator
#include "lang/const_value.h"  // ConstValue

namespace py::lang {

// left op right.
const ConstValue* fold_binary(Arena& arena, Operator op, const ConstValue* left,
                              const ConstValue* right);
// op operand, `not` included.
const ConstValue* fold_unary(Arena& arena, UnaryOperator op, const ConstValue* operand);
// value[index] of a str, bytes or tuple by an int.
const ConstValue* fold_subscript(Arena& arena, const ConstValue* value, const ConstValue* index);
// bool(value)
bool const_truth(const ConstValue* value);
// Python's ==, under which 1, 1.0 and True are equal: what decides membership in a set.
bool const_python_equal(const ConstValue* a, const ConstValue* b);
// A frozenset of the items, of which equal ones (by Python's ==) count once: the first stays.
const ConstValue* fold_frozenset(Arena& arena, const ConstValue* const* items, size_t count);
// A value of type bool.
inline const ConstValue* const_bool(bool value) {
  return const_singleton(value ? ConstKind::kTrue : ConstKind::kFalse);
}

}  // namespace py::lang

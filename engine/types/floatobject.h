// Floats: layout, free list, exact text both ways.
// CPython 3.13: Objects/floatobject.c
#pragma once
#include "object/type.h"  // Object

namespace py {

struct FloatObject : Object {
  double ob_fval;
};
static_assert(sizeof(FloatObject) <= 24, "fits CPython's PyFloatObject");

extern TypeObject float_type;

inline bool float_check_exact(const Object* o) { return o->ob_type == &float_type; }
inline bool float_check(const Object* o) {
  return o->ob_type == &float_type || type_is_subtype(o->ob_type, &float_type);
}
ALWAYS_INLINE double float_value(const Object* o) { return as<FloatObject>(o)->ob_fval; }

// New reference from the free list or a 24-byte block; null with MemoryError.
Object* float_from_double(double v);
// From str, bytes, bytearray or a buffer; ValueError.
Object* float_from_string(Object* v);
// -1.0 with an error set; uses __float__, then __index__.
double float_as_double(Object* o);
// Deallocation of an exact float, for instructions that know the type.
void float_exact_dealloc(Object* o);
void float_dealloc(Object* o);

// The free list is free_lists.floats (object/freelist.h), linked through ob_type.
void float_clear_free_list();
int float_free_list_length();

// Slots and parts shared with complex, int and math.
HashValue float_hash(Object* v);
Object* float_repr(Object* v);
Object* float_rich_compare(Object* v, Object* w, int op);
Object* float_round_to(double x, int64_t ndigits);  // round(x, ndigits); OverflowError
// Python's float % and //; divisor not 0.
void float_div_mod(double vx, double wx, double* floordiv, double* mod);
double float_mod(double vx, double wx);
// pow() as float ** float raises and returns; null error: *result set. Returns 0 or -1 with the error set;
// 1: a negative base with a fractional exponent (the caller makes a complex).
int float_pow_value(double iv, double iw, double* result);

}  // namespace py

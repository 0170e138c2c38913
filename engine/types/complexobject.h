// Complex numbers.
// CPython 3.13: Objects/complexobject.c
#pragma once
#include "object/type.h"  // Object

namespace py {

struct Complex {
  double real, imag;
};
struct ComplexObject : Object {
  Complex cval;
};
static_assert(sizeof(ComplexObject) <= 32, "fits CPython's PyComplexObject");

extern TypeObject complex_type;

inline bool complex_check_exact(const Object* o) { return o->ob_type == &complex_type; }
inline bool complex_check(const Object* o) {
  return o->ob_type == &complex_type || type_is_subtype(o->ob_type, &complex_type);
}
inline Complex complex_value(const Object* o) { return as<ComplexObject>(o)->cval; }

Object* complex_from_doubles(double real, double imag);
Object* complex_from_c_complex(Complex v);
// Of a complex, or of anything with __complex__, __float__ or __index__. real -1.0 with an error set.
Complex complex_as_c_complex(Object* o);
double complex_real_as_double(Object* o);
double complex_imag_as_double(Object* o);

Complex c_sum(Complex a, Complex b);
Complex c_diff(Complex a, Complex b);
Complex c_prod(Complex a, Complex b);
Complex c_neg(Complex a);
Complex c_quot(Complex a, Complex b, bool* zero_division);
Complex c_pow(Complex a, Complex b, int* error);  // *error: 0, EDOM or ERANGE
double c_abs(Complex z, bool* overflow);

}  // namespace py

// What the files of float share.
#pragma once
#include "types/floatobject.h"

namespace py {

// The double of a float or an int operand; otherwise false and *failure is what the slot returns: NotImplemented, or
// null with OverflowError.
bool float_operand(Object* o, double* out, Object** failure);
Object* float_hex(double x);
Object* float_from_hex_string(const char* s, Ssize length);  // ValueError, OverflowError

}  // namespace py

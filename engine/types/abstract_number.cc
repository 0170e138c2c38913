// The number protocol: operators with their reflected forms, conversions.
// CPython 3.13: the number part of Objects/abstract.c
#include <cstring>  // strcmp

#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/buffer.h"
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/floatobject.h"
#include "types/longobject.h"
#include "types/methodobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

using BinarySlot = binaryfunc TypeFields::*;
using TernarySlot = ternaryfunc TypeFields::*;
using UnarySlot = unaryfunc TypeFields::*;

bool number_check(Object* o) {
  if (o == nullptr) return false;
  const TypeObject* type = o->ob_type;
  return type->nb_index || type->nb_int || type->nb_float;
}

// --- Binary operators ---

// What the operands' slots say; NotImplemented when neither can do it. The right operand goes first
// when its class is a subclass of the left one's and has a slot of its own.
static Object* binary_op1(Object* v, Object* w, BinarySlot slot) {
  binaryfunc slotv = v->ob_type->*slot, slotw = nullptr;
  if (w->ob_type != v->ob_type) {
    slotw = w->ob_type->*slot;
    if (slotw == slotv) slotw = nullptr;
  }
  if (slotv != nullptr) {
    if (slotw != nullptr && type_is_subtype(w->ob_type, v->ob_type)) {
      Object* result = slotw(v, w);
      if (result != NotImplemented) return result;
      slotw = nullptr;
    }
    Object* result = slotv(v, w);
    if (result != NotImplemented) return result;
  }
  return slotw != nullptr ? slotw(v, w) : NotImplemented;
}

static NOINLINE Object* binop_type_error(Object* v, Object* w, const char* op) {
  return err_format(exc_TypeError, "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'",
                    op, v->ob_type->tp_name, w->ob_type->tp_name);
}

static Object* binary_op(Object* v, Object* w, BinarySlot slot, const char* op) {
  Object* result = binary_op1(v, w, slot);
  return result == NotImplemented ? binop_type_error(v, w, op) : result;
}

// x op= y: the in-place slot of the left operand, then what x op y would do.
static Object* binary_iop1(Object* v, Object* w, BinarySlot islot, BinarySlot slot) {
  if (binaryfunc in_place = v->ob_type->*islot) {
    Object* result = in_place(v, w);
    if (result != NotImplemented) return result;
  }
  return binary_op1(v, w, slot);
}

static Object* binary_iop(Object* v, Object* w, BinarySlot islot, BinarySlot slot, const char* op) {
  Object* result = binary_iop1(v, w, islot, slot);
  return result == NotImplemented ? binop_type_error(v, w, op) : result;
}

#define BINARY(name, slot, op)                          \
  Object* number_##name(Object* v, Object* w) {         \
    return binary_op(v, w, &TypeFields::nb_##slot, op); \
  }
#define IN_PLACE(name, slot, op)                                                         \
  Object* number_in_place_##name(Object* v, Object* w) {                                 \
    return binary_iop(v, w, &TypeFields::nb_inplace_##slot, &TypeFields::nb_##slot, op); \
  }
BINARY(subtract, subtract, "-")
BINARY(matrix_multiply, matrix_multiply, "@")
BINARY(floor_divide, floor_divide, "//")
BINARY(true_divide, true_divide, "/")
BINARY(remainder, remainder, "%")
BINARY(divmod, divmod, "divmod()")
BINARY(lshift, lshift, "<<")
BINARY(and, and, "&")
BINARY(xor, xor, "^")
BINARY(or, or, "|")
IN_PLACE(subtract, subtract, "-=")
IN_PLACE(matrix_multiply, matrix_multiply, "@=")
IN_PLACE(floor_divide, floor_divide, "//=")
IN_PLACE(true_divide, true_divide, "/=")
IN_PLACE(remainder, remainder, "%=")
IN_PLACE(lshift, lshift, "<<=")
IN_PLACE(rshift, rshift, ">>=")
IN_PLACE(and, and, "&=")
IN_PLACE(xor, xor, "^=")
IN_PLACE(or, or, "|=")
#undef BINARY
#undef IN_PLACE

// print >>sys.stderr, ... of Python 2 gets a hint.
Object* number_rshift(Object* v, Object* w) {
  Object* result = binary_op1(v, w, &TypeFields::nb_rshift);
  if (result != NotImplemented) return result;
  if (cfunction_check(v) && std::strcmp(as<CFunctionObject>(v)->m_ml->ml_name, "print") == 0) {
    return err_format(exc_TypeError,
                      "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'. Did you mean "
                      "\"print(<message>, "
                      "file=<output_stream>)\"?",
                      ">>", v->ob_type->tp_name, w->ob_type->tp_name);
  }
  return binop_type_error(v, w, ">>");
}

// --- + and *, which sequences have too ---

Object* number_add(Object* v, Object* w) {
  Object* result = binary_op1(v, w, &TypeFields::nb_add);
  if (result != NotImplemented) return result;
  if (binaryfunc concat = v->ob_type->sq_concat) return concat(v, w);
  return binop_type_error(v, w, "+");
}

Object* number_in_place_add(Object* v, Object* w) {
  Object* result = binary_iop1(v, w, &TypeFields::nb_inplace_add, &TypeFields::nb_add);
  if (result != NotImplemented) return result;
  const TypeObject* type = v->ob_type;
  binaryfunc concat = type->sq_inplace_concat ? type->sq_inplace_concat : type->sq_concat;
  return concat ? concat(v, w) : binop_type_error(v, w, "+=");
}

// seq * n for a sequence slot: n must be usable as an index.
static Object* repeat_by(ssizeargfunc repeat, Object* seq, Object* n) {
  if (!index_check(n)) {
    return err_format(exc_TypeError, "can't multiply sequence by non-int of type '%.200s'",
                      n->ob_type->tp_name);
  }
  Ssize count = number_as_ssize_t(n, exc_OverflowError);
  return count == -1 && err_occurred() ? nullptr : repeat(seq, count);
}

Object* number_multiply(Object* v, Object* w) {
  Object* result = binary_op1(v, w, &TypeFields::nb_multiply);
  if (result != NotImplemented) return result;
  if (ssizeargfunc repeat = v->ob_type->sq_repeat) return repeat_by(repeat, v, w);
  if (ssizeargfunc repeat = w->ob_type->sq_repeat) return repeat_by(repeat, w, v);
  return binop_type_error(v, w, "*");
}

Object* number_in_place_multiply(Object* v, Object* w) {
  Object* result = binary_iop1(v, w, &TypeFields::nb_inplace_multiply, &TypeFields::nb_multiply);
  if (result != NotImplemented) return result;
  const TypeObject* type = v->ob_type;
  if (type->sq_inplace_repeat) return repeat_by(type->sq_inplace_repeat, v, w);
  if (type->sq_repeat) return repeat_by(type->sq_repeat, v, w);
  // The right operand is not the one to change in place.
  if (ssizeargfunc repeat = w->ob_type->sq_repeat) return repeat_by(repeat, w, v);
  return binop_type_error(v, w, "*=");
}

// --- pow ---

static Object* ternary_op(Object* v, Object* w, Object* z, TernarySlot slot, const char* op) {
  ternaryfunc slotv = v->ob_type->*slot, slotw = nullptr;
  if (w->ob_type != v->ob_type) {
    slotw = w->ob_type->*slot;
    if (slotw == slotv) slotw = nullptr;
  }
  if (slotv != nullptr) {
    if (slotw != nullptr && type_is_subtype(w->ob_type, v->ob_type)) {
      Object* result = slotw(v, w, z);
      if (result != NotImplemented) return result;
      slotw = nullptr;
    }
    Object* result = slotv(v, w, z);
    if (result != NotImplemented) return result;
  }
  if (slotw != nullptr) {
    Object* result = slotw(v, w, z);
    if (result != NotImplemented) return result;
  }
  ternaryfunc slotz = z->ob_type->*slot;
  if (slotz != nullptr && slotz != slotv && slotz != slotw) {
    Object* result = slotz(v, w, z);
    if (result != NotImplemented) return result;
  }
  if (z == None) return binop_type_error(v, w, op);
  return err_format(exc_TypeError,
                    "unsupported operand type(s) for %.100s: '%.100s', '%.100s', '%.100s'", op,
                    v->ob_type->tp_name, w->ob_type->tp_name, z->ob_type->tp_name);
}

Object* number_power(Object* v, Object* w, Object* z) {
  return ternary_op(v, w, z, &TypeFields::nb_power, "** or pow()");
}

Object* number_in_place_power(Object* v, Object* w, Object* z) {
  if (ternaryfunc in_place = v->ob_type->nb_inplace_power) {
    Object* result = in_place(v, w, z);
    if (result != NotImplemented) return result;
  }
  return ternary_op(v, w, z, &TypeFields::nb_power, "**=");
}

// --- Unary operators ---

// The slot, or "bad operand type for <what>".
static Object* unary_op(Object* o, UnarySlot slot, const char* what) {
  if (unaryfunc f = o->ob_type->*slot) return f(o);
  return err_format(exc_TypeError, "bad operand type for %s: '%.200s'", what, o->ob_type->tp_name);
}
Object* number_negative(Object* o) { return unary_op(o, &TypeFields::nb_negative, "unary -"); }
Object* number_positive(Object* o) { return unary_op(o, &TypeFields::nb_positive, "unary +"); }
Object* number_invert(Object* o) { return unary_op(o, &TypeFields::nb_invert, "unary ~"); }
Object* number_absolute(Object* o) { return unary_op(o, &TypeFields::nb_absolute, "abs()"); }

// --- Conversion to int ---

bool index_check(Object* o) { return o->ob_type->nb_index != nullptr; }

// A special method gave a subclass of int: a warning, unless warnings are errors. Takes result
// over.
static Object* accept_int_subclass(Object* result, const char* method) {
  if (result == nullptr || long_check_exact(result)) return result;
  if (!long_check(result)) {
    err_format(exc_TypeError, "%s returned non-int (type %.200s)", method,
               result->ob_type->tp_name);
    decref(result);
    return nullptr;
  }
  if (err_warn_format(exc_DeprecationWarning, 1,
                      "%s returned non-int (type %.200s).  The ability to return an instance of a "
                      "strict subclass of "
                      "int is deprecated, and may not be supported in a future version of Python.",
                      method, result->ob_type->tp_name) < 0) {
    decref(result);
    return nullptr;
  }
  return result;
}

Object* number_index(Object* o) {
  if (LIKELY(long_check_exact(o))) return new_ref(o);
  if (long_check(o)) return long_copy(as<LongObject>(o));
  if (!index_check(o)) {
    return err_format(exc_TypeError, "'%.200s' object cannot be interpreted as an integer",
                      o->ob_type->tp_name);
  }
  return accept_int_subclass(o->ob_type->nb_index(o), "__index__");
}

Ssize number_as_ssize_t(Object* o, TypeObject* overflow_error) {
  if (LIKELY(long_check_exact(o) && long_is_compact(o))) return long_compact_value(o);
  Object* value = number_index(o);
  if (value == nullptr) return -1;
  Ssize result = long_as_ssize_t(value);
  if (result == -1 && err_exception_matches(exc_OverflowError)) {
    err_clear();
    if (overflow_error == nullptr) {
      result = long_is_negative(value) ? kSsizeMin : kSsizeMax;
    } else {
      err_format(overflow_error, "cannot fit '%.200s' into an index-sized integer",
                 o->ob_type->tp_name);
    }
  }
  decref(value);
  return result;
}

// An exact int in place of an instance of a subclass. Takes value over.
static Object* exact_int(Object* value) {
  if (value == nullptr || long_check_exact(value)) return value;
  Object* copy = long_copy(as<LongObject>(value));
  decref(value);
  return copy;
}

// The old way to int(): __trunc__, which warns since 3.11.
static Object* int_from_trunc(Object* o, Object* trunc) {
  if (err_warn_ex(exc_DeprecationWarning, "The delegation of int() to __trunc__ is deprecated.",
                  1) < 0) {
    return nullptr;
  }
  Object* result = object_call_no_args(trunc);
  if (result == nullptr || long_check(result)) return exact_int(result);
  if (!index_check(result)) {
    err_format(exc_TypeError, "__trunc__ returned non-Integral (type %.200s)",
               result->ob_type->tp_name);
    decref(result);
    return nullptr;
  }
  (void)o;
  set_ref(result, number_index(result));
  return exact_int(result);
}

// int() of text and of bytes-like objects; anything else cannot become an int.
static Object* int_from_text(Object* o) {
  if (unicode_check(o)) return long_from_unicode_object(o, 10);
  if (bytes_check(o)) return long_from_bytes(bytes_data(o), bytes_size(o), 10);
  if (bytearray_check(o)) return long_from_bytes(bytearray_as_string(o), bytearray_size(o), 10);
  if (object_check_buffer(o)) {
    ScopedBuffer view;
    if (object_get_buffer(o, &view, BUF_SIMPLE) == 0) {
      Object* bytes = bytes_from_string_and_size(static_cast<const char*>(view.buf), view.len);
      if (bytes == nullptr) return nullptr;
      Object* result = long_from_bytes(bytes_data(bytes), bytes_size(bytes), 10);
      decref(bytes);
      return result;
    }
    err_clear();
  }
  return err_format(
      exc_TypeError,
      "int() argument must be a string, a bytes-like object or a real number, not '%.200s'",
      o->ob_type->tp_name);
}

Object* number_long(Object* o) {
  if (long_check_exact(o)) return new_ref(o);
  if (unaryfunc nb_int = o->ob_type->nb_int)
    return exact_int(accept_int_subclass(nb_int(o), "__int__"));
  if (index_check(o)) return exact_int(number_index(o));
  Object* trunc = object_lookup_special(o, ID(__trunc__));
  if (trunc != nullptr) {
    Object* result = int_from_trunc(o, trunc);
    decref(trunc);
    return result;
  }
  return err_occurred() ? nullptr : int_from_text(o);
}

Object* number_to_base(Object* o, int base) {
  Object* index = number_index(o);
  if (index == nullptr) return nullptr;
  Object* result = long_format(index, base);
  decref(index);
  return result;
}

// --- Conversion to float ---

// What __float__ returned, as an exact float. Takes result over.
static Object* float_from_slot(Object* o, Object* result) {
  if (result == nullptr || float_check_exact(result)) return result;
  const char *type = o->ob_type->tp_name, *got = result->ob_type->tp_name;
  bool ok = float_check(result);
  if (!ok) {
    err_format(exc_TypeError, "%.50s.__float__ returned non-float (type %.50s)", type, got);
  } else {
    ok = err_warn_format(exc_DeprecationWarning, 1,
                         "%.50s.__float__ returned non-float (type %.50s).  The ability to return "
                         "an instance of a "
                         "strict subclass of float is deprecated, and may not be supported in a "
                         "future version of "
                         "Python.",
                         type, got) >= 0;
  }
  Object* exact = ok ? float_from_double(float_value(result)) : nullptr;
  decref(result);
  return exact;
}

Object* number_float(Object* o) {
  if (float_check_exact(o)) return new_ref(o);
  if (unaryfunc nb_float = o->ob_type->nb_float) return float_from_slot(o, nb_float(o));
  if (index_check(o)) {
    Object* index = number_index(o);
    if (index == nullptr) return nullptr;
    double value = long_as_double(index);
    decref(index);
    return value == -1.0 && err_occurred() ? nullptr : float_from_double(value);
  }
  if (float_check(o)) return float_from_double(float_value(o));
  return float_from_string(o);
}

}  // namespace py

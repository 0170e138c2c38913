// int, the type: its methods, slots and constructor.
// CPython 3.13: Objects/longobject.c, Objects/clinic/longobject.c.h
#include <cstring>

#include "base/digits.h"
#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/floatobject.h"
#include "types/formatter_unicode.h"
#include "types/getargs.h"
#include "types/long_internal.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

Object* long_pair(Object* first, Object* second) {
  if (!first || !second) {
    xdecref(first);
    xdecref(second);
    return nullptr;
  }
  Object* t = tuple_new(2);
  if (!t) {
    decref(first);
    decref(second);
    return nullptr;
  }
  tuple_init_item(t, 0, first);
  tuple_init_item(t, 1, second);
  return t;
}

Object* long_long(Object* v) { return long_check_exact(v) ? new_ref(v) : long_copy(as<LongObject>(v)); }

Object* long_abs_object(LongObject* v) { return long_is_negative(v) ? long_neg_object(v) : long_long(v); }

namespace {

LongObject* L(Object* o) { return as<LongObject>(o); }

bool both_ints(Object* a, Object* b) { return long_check(a) && long_check(b); }

// --- Slots ---

Object* slot_add(Object* a, Object* b) { return both_ints(a, b) ? long_add(L(a), L(b)) : NotImplemented; }
Object* slot_sub(Object* a, Object* b) { return both_ints(a, b) ? long_subtract(L(a), L(b)) : NotImplemented; }
Object* slot_mul(Object* a, Object* b) { return both_ints(a, b) ? long_multiply(L(a), L(b)) : NotImplemented; }
Object* slot_true_divide(Object* a, Object* b) { return both_ints(a, b) ? long_true_divide(a, b) : NotImplemented; }
Object* slot_mod(Object* a, Object* b) { return both_ints(a, b) ? long_l_mod(L(a), L(b)) : NotImplemented; }
Object* slot_floor_divide(Object* a, Object* b) {
  if (!both_ints(a, b)) return NotImplemented;
  Object* div;
  return long_l_divmod(L(a), L(b), &div, nullptr) ? div : nullptr;
}
Object* slot_divmod(Object* a, Object* b) {
  if (!both_ints(a, b)) return NotImplemented;
  Object *div, *mod;
  return long_l_divmod(L(a), L(b), &div, &mod) ? long_pair(div, mod) : nullptr;
}
Object* slot_lshift(Object* a, Object* b) { return both_ints(a, b) ? long_lshift_slot(a, b) : NotImplemented; }
Object* slot_rshift(Object* a, Object* b) { return both_ints(a, b) ? long_rshift_slot(a, b) : NotImplemented; }

Object* slot_and(Object* a, Object* b) {
  if (!both_ints(a, b)) return NotImplemented;
  if (long_both_compact(a, b)) return long_from_stwodigits(long_compact_value(a) & long_compact_value(b));
  return long_bitwise(L(a), '&', L(b));
}
Object* slot_or(Object* a, Object* b) {
  if (!both_ints(a, b)) return NotImplemented;
  if (long_both_compact(a, b)) return long_from_stwodigits(long_compact_value(a) | long_compact_value(b));
  return long_bitwise(L(a), '|', L(b));
}
Object* slot_xor(Object* a, Object* b) {
  if (!both_ints(a, b)) return NotImplemented;
  if (long_both_compact(a, b)) return long_from_stwodigits(long_compact_value(a) ^ long_compact_value(b));
  return long_bitwise(L(a), '^', L(b));
}
Object* slot_neg(Object* v) { return long_neg_object(L(v)); }
Object* slot_abs(Object* v) { return long_abs_object(L(v)); }
Object* slot_invert(Object* v) { return long_invert_object(L(v)); }
int slot_bool(Object* v) { return !long_is_zero(v); }
Object* slot_float(Object* v) {
  double x = long_as_double(v);
  return x == -1.0 && err_occurred() ? nullptr : float_from_double(x);
}

void dealloc_long(Object* o) {
  if (LIKELY(o->ob_type == &long_type)) {
    object_free(o);
  } else {
    o->ob_type->tp_free(o);
  }
}

// --- Construction ---

Object* long_new_impl(TypeObject* type, Object* x, Object* base_object);

// An instance of a subclass: an int first, then its digits copied into the instance.
Object* long_subtype_new(TypeObject* type, Object* x, Object* base_object) {
  Object* tmp = long_new_impl(&long_type, x, base_object);
  if (!tmp) return nullptr;
  const Ssize n = long_digit_count(tmp);
  Object* z = type->tp_alloc(type, n ? n : 1);
  if (z) {
    L(z)->lv_tag = L(tmp)->lv_tag;
    std::memcpy(L(z)->ob_digit, L(tmp)->ob_digit, static_cast<size_t>(n ? n : 1) * sizeof(digit));
  }
  decref(tmp);
  return z;
}

Object* long_new_impl(TypeObject* type, Object* x, Object* base_object) {
  if (type != &long_type) return long_subtype_new(type, x, base_object);
  if (!x) {
    if (!base_object) return long_get_zero();
    err_set_string(exc_TypeError, "int() missing string argument");
    return nullptr;
  }
  if (!base_object) return long_check_exact(x) ? new_ref(x) : number_long(x);
  const Ssize base = number_as_ssize_t(base_object, nullptr);
  if (base == -1 && err_occurred()) return nullptr;
  if ((base != 0 && base < 2) || base > 36) {
    err_set_string(exc_ValueError, "int() base must be >= 2 and <= 36, or 0");
    return nullptr;
  }
  const int b = static_cast<int>(base);
  if (unicode_check(x)) return long_from_unicode_object(x, b);
  if (bytes_check(x)) return long_from_bytes(bytes_data(x), bytes_size(x), b);
  if (bytearray_check(x)) return long_from_bytes(bytearray_data(x), bytearray_size(x), b);
  err_set_string(exc_TypeError, "int() can't convert non-string with explicit base");
  return nullptr;
}

Object* long_new_slot(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"", "base", nullptr};
  static ArgParser parser = {.fname = "int", .keywords = kKeywords};
  Object* buf[2];
  Object* const* a = arg_unpack_tuple_keywords(args, kwds, &parser, 0, 2, 0, buf);
  return a ? long_new_impl(type, a[0], a[1]) : nullptr;
}

Object* long_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  const Ssize nargs = vectorcall_nargs(nargsf);
  if (kwnames && tuple_size(kwnames)) return object_make_tp_call(type, args, nargs, kwnames);
  switch (nargs) {
    case 0: return long_get_zero();
    case 1: return long_check_exact(args[0]) ? new_ref(args[0]) : number_long(args[0]);
    case 2: return long_new_impl(as<TypeObject>(type), args[0], args[1]);
    default:
      return err_format(exc_TypeError, "int expected at most %zd argument%s, got %zd", Ssize{2}, "s", nargs);
  }
}

// --- Methods ---

Object* method_conjugate(Object* self) { return long_long(self); }

Object* method_bit_length(Object* self) { return long_from_long_long(long_num_bits(self)); }

Object* method_bit_count(Object* self) {
  int64_t n = 0;
  for (Ssize i = 0; i < long_digit_count(self); i++) n += __builtin_popcount(L(self)->ob_digit[i]);
  return long_from_long(n);
}

Object* method_is_integer(Object*) { return True; }

Object* method_as_integer_ratio(Object* self) { return long_pair(long_long(self), long_get_one()); }

Object* method_getnewargs(Object* self) {
  Object* copy = long_copy(L(self));
  if (!copy) return nullptr;
  Object* t = tuple_pack(copy);
  decref(copy);
  return t;
}

Object* method_sizeof(Object* self) {
  const Ssize n = long_digit_count(self);
  return long_from_ssize_t(self->ob_type->tp_basicsize + 4 * (n ? n : 1));
}

Object* method_format(Object* self, Object* spec) {
  if (!unicode_check(spec)) {
    arg_bad_argument("__format__", "argument", "str", spec);
    return nullptr;
  }
  UnicodeWriter w;
  unicode_writer_init(&w);
  if (long_format_advanced_writer(&w, self, spec, 0, unicode_length(spec)) < 0) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  return unicode_writer_finish(&w);
}

// round(n, -k): to the nearest multiple of 10**k, a tie to the even one.
Object* method_round(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("__round__", nargs, 0, 1)) return nullptr;
  if (nargs == 0) return long_long(self);
  Object* ndigits = number_index(args[0]);
  if (!ndigits) return nullptr;
  if (!long_is_negative(ndigits)) {
    decref(ndigits);
    return long_long(self);
  }
  Object* power = long_neg_object(L(ndigits));
  decref(ndigits);
  if (!power) return nullptr;
  Object* ten = long_from_long(10);
  Object* unit = ten ? long_pow(ten, power, None) : nullptr;
  decref(power);
  if (!unit) return nullptr;
  Object* pair = long_divmod_near(self, unit);
  decref(unit);
  if (!pair) return nullptr;
  Object* result = long_subtract(L(self), L(tuple_item(pair, 1)));
  decref(pair);
  return result;
}

// "little" or "big"; null means the default, big. False with ValueError or TypeError.
bool byte_order(const char* fname, Object* o, bool* little) {
  *little = false;
  if (!o) return true;
  if (!unicode_check(o)) {
    arg_bad_argument(fname, "argument 'byteorder'", "str", o);
    return false;
  }
  *little = unicode_equal_to_ascii_string(o, "little");
  if (*little || unicode_equal_to_ascii_string(o, "big")) return true;
  err_set_string(exc_ValueError, "byteorder must be either 'little' or 'big'");
  return false;
}

Object* method_to_bytes(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"length", "byteorder", "signed", nullptr};
  static ArgParser parser = {.fname = "to_bytes", .keywords = kKeywords};
  Object* buf[3];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 2, 0, buf);
  if (!a) return nullptr;
  Ssize length = 1;
  bool little, is_signed = false;
  if (a[0] && !arg_ssize(a[0], &length)) return nullptr;
  Object* signed_arg = a[2];
  Object* order = a[1];
  if (order && !unicode_check(order)) return byte_order("to_bytes", order, &little), nullptr;
  if (signed_arg && !arg_bool(signed_arg, &is_signed)) return nullptr;
  if (!byte_order("to_bytes", order, &little)) return nullptr;
  if (length < 0) {
    err_set_string(exc_ValueError, "length argument must be non-negative");
    return nullptr;
  }
  Object* bytes = bytes_from_string_and_size(nullptr, length);
  if (!bytes) return nullptr;
  if (length == 0) {  // b'' is shared: check without writing
    if (!long_is_zero(self) && long_as_byte_array(L(self), nullptr, 0, little, is_signed, true) < 0) {
      decref(bytes);
      return nullptr;
    }
    return bytes;
  }
  if (long_as_byte_array(L(self), reinterpret_cast<uint8_t*>(bytes_data(bytes)), length, little, is_signed, true) < 0) {
    decref(bytes);
    return nullptr;
  }
  return bytes;
}

Object* method_from_bytes(Object* type, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"bytes", "byteorder", "signed", nullptr};
  static ArgParser parser = {.fname = "from_bytes", .keywords = kKeywords};
  Object* buf[3];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 1, 2, 0, buf);
  if (!a) return nullptr;
  bool little, is_signed = false;
  Object* source = a[0];
  Object* order = a[1];
  Object* signed_arg = a[2];
  if (order && !unicode_check(order)) return byte_order("from_bytes", order, &little), nullptr;
  if (signed_arg && !arg_bool(signed_arg, &is_signed)) return nullptr;
  if (!byte_order("from_bytes", order, &little)) return nullptr;
  Object* bytes = object_bytes(source);
  if (!bytes) return nullptr;
  Object* v = long_from_byte_array(reinterpret_cast<uint8_t*>(bytes_data(bytes)), bytes_size(bytes), little, is_signed);
  decref(bytes);
  if (v && type != &long_type) set_ref(v, object_call_one_arg(type, v));
  return v;
}

Object* method_truncate(Object* self) { return long_long(self); }

Object* get_self(Object* self, void*) { return long_long(self); }
Object* get_zero(Object*, void*) { return long_get_zero(); }
Object* get_one(Object*, void*) { return long_get_one(); }

constexpr MethodDef kMethods[] = {
    {"conjugate", method_conjugate, "conjugate($self, /)\n--\n\n"},
    {"bit_length", method_bit_length, "bit_length($self, /)\n--\n\n"},
    {"bit_count", method_bit_count, "bit_count($self, /)\n--\n\n"},
    {"to_bytes", method_to_bytes, "to_bytes($self, /, length=1, byteorder='big', *, signed=False)\n--\n\n"},
    {"from_bytes", method_from_bytes, "from_bytes($type, /, bytes, byteorder='big', *, signed=False)\n--\n\n", METH_CLASS},
    {"as_integer_ratio", method_as_integer_ratio, "as_integer_ratio($self, /)\n--\n\n"},
    {"__trunc__", method_truncate},
    {"__floor__", method_truncate},
    {"__ceil__", method_truncate},
    {"__round__", method_round},
    {"__getnewargs__", method_getnewargs, "__getnewargs__($self, /)\n--\n\n"},
    {"__format__", method_format, "__format__($self, format_spec, /)\n--\n\n"},
    {"__sizeof__", method_sizeof, "__sizeof__($self, /)\n--\n\n"},
    {"is_integer", method_is_integer, "is_integer($self, /)\n--\n\n"},
    {},
};

constexpr GetSetDef kGetSet[] = {
    {"real", get_self, nullptr, "the real part of a complex number"},
    {"imag", get_zero, nullptr, "the imaginary part of a complex number"},
    {"numerator", get_self, nullptr, "the numerator of a rational number in lowest terms"},
    {"denominator", get_one, nullptr, "the denominator of a rational number in lowest terms"},
    {},
};

}  // namespace

TypeObject long_type = {
    TYPE_HEAD,
    {.tp_name = "int",
     .tp_basicsize = layout::long_.basicsize,
     .tp_itemsize = layout::long_.itemsize,
     .tp_dealloc = dealloc_long,
     .tp_repr = long_repr,
     .tp_hash = long_hash,
     .tp_getattro = object_generic_get_attr,
     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_LONG_SUBCLASS | TPFLAGS_MATCH_SELF,
     .tp_doc = "int([x]) -> integer\nint(x, base=10) -> integer",
     .tp_richcompare = long_rich_compare,
     .tp_methods = kMethods,
     .tp_getset = kGetSet,
     .tp_new = long_new_slot,
     .tp_free = object_free,
     .tp_vectorcall = long_vectorcall,
     .nb_add = slot_add,
     .nb_subtract = slot_sub,
     .nb_multiply = slot_mul,
     .nb_remainder = slot_mod,
     .nb_divmod = slot_divmod,
     .nb_power = long_pow,
     .nb_negative = slot_neg,
     .nb_positive = long_long,
     .nb_absolute = slot_abs,
     .nb_bool = slot_bool,
     .nb_invert = slot_invert,
     .nb_lshift = slot_lshift,
     .nb_rshift = slot_rshift,
     .nb_and = slot_and,
     .nb_xor = slot_xor,
     .nb_or = slot_or,
     .nb_int = long_long,
     .nb_float = slot_float,
     .nb_floor_divide = slot_floor_divide,
     .nb_true_divide = slot_true_divide,
     .nb_index = long_long}};

}  // namespace py

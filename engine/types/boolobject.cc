// See boolobject.h.
#include "types/boolobject.h"

#include "object/abstract.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/getargs.h"
#include "types/long_internal.h"
#include "types/tupleobject.h"

namespace py {
namespace {

Object* bool_repr(Object* self) { return self == True ? ID(True) : ID(False); }

Object* bool_new(TypeObject*, Object* args, Object* kwds) {
  if (!arg_no_keywords("bool", kwds)) return nullptr;
  Object* x = False;
  if (!arg_unpack_tuple(args, "bool", 0, 1, &x)) return nullptr;
  int truth = object_is_true(x);
  return truth < 0 ? nullptr : bool_from_long(truth);
}

Object* bool_vectorcall(Object*, Object* const* args, size_t nargsf, Object* kwnames) {
  if (!arg_no_kwnames("bool", kwnames)) return nullptr;
  const Ssize nargs = vectorcall_nargs(nargsf);
  if (!arg_check_positional("bool", nargs, 0, 1)) return nullptr;
  int truth = nargs ? object_is_true(args[0]) : 0;
  return truth < 0 ? nullptr : bool_from_long(truth);
}

Object* bool_invert(Object* v) {
  if (err_warn_ex(exc_DeprecationWarning,
                  "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. "
                  "This returns the bitwise inversion of the underlying int object and is usually "
                  "not what you expect from negating a bool. "
                  "Use the 'not' operator for boolean negation or ~int(x) if you really want the "
                  "bitwise inversion of the underlying int.",
                  1) < 0) {
    return nullptr;
  }
  return long_type.nb_invert(v);
}

// Both bools: a bool again. Otherwise as for ints.
Object* bool_and(Object* a, Object* b) {
  if (!bool_check(a) || !bool_check(b)) return long_type.nb_and(a, b);
  return bool_from_long(a == True && b == True);
}
Object* bool_or(Object* a, Object* b) {
  if (!bool_check(a) || !bool_check(b)) return long_type.nb_or(a, b);
  return bool_from_long(a == True || b == True);
}
Object* bool_xor(Object* a, Object* b) {
  if (!bool_check(a) || !bool_check(b)) return long_type.nb_xor(a, b);
  return bool_from_long(a != b);
}

void bool_dealloc(Object* o) { o->ob_refcnt = kImmortalRefcnt; }

}  // namespace

TypeObject bool_type = {TYPE_HEAD,
                        {.tp_name = "bool",
                         .tp_basicsize = layout::bool_.basicsize,
                         .tp_itemsize = layout::bool_.itemsize,
                         .tp_dealloc = bool_dealloc,
                         .tp_repr = bool_repr,
                         .tp_flags = TPFLAGS_DEFAULT,
                         .tp_doc = "bool(object=False, /)\n--\n\n",
                         .tp_base = &long_type,
                         .tp_new = bool_new,
                         .tp_vectorcall = bool_vectorcall,
                         .nb_invert = bool_invert,
                         .nb_and = bool_and,
                         .nb_xor = bool_xor,
                         .nb_or = bool_or}};

}  // namespace py

// enumerate and reversed.
// CPython 3.13: Objects/enumobject.c
#include "types/enumobject.h"

#include "gc/gc.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "profile/profile.h"
#include "types/dictobject.h"
#include "types/genericaliasobject.h"
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static_assert(sizeof(EnumObject) <= layout::enumerate.basicsize &&
              sizeof(ReversedObject) <= layout::reversed.basicsize);

// --- enumerate ---

// Sets the first index from start (null: 0). 0, or -1.
static int set_start(EnumObject* en, Object* start) {
  en->en_index = 0;
  en->en_longindex = nullptr;
  if (start == nullptr) return 0;
  start = number_index(start);
  if (start == nullptr) return -1;
  en->en_index = long_as_ssize_t(start);
  if (en->en_index == -1 && err_occurred()) {
    err_clear();
    en->en_index = kSsizeMax;
    en->en_longindex = start;
  } else {
    decref(start);
  }
  return 0;
}

static Object* enum_new(TypeObject* type, Object* iterable, Object* start) {
  EnumObject* en = as<EnumObject>(type->tp_alloc(type, 0));
  if (en == nullptr) return nullptr;
  if (set_start(en, start) == 0 && (en->en_sit = object_get_iter(iterable)) != nullptr &&
      (en->en_result = tuple_pack(None, None)) != nullptr) {
    en->one = long_get_one();
    return en;
  }
  decref(en);
  return nullptr;
}

// Is keyword i the one expected there? Else TypeError.
static bool check_keyword(Object* kwnames, Ssize i, const char* expected) {
  Object* name = tuple_item(kwnames, i);
  if (unicode_equal_to_ascii_string(name, expected)) return true;
  err_format(exc_TypeError, "'%U' is an invalid keyword argument for enumerate()", name);
  return false;
}

static Object* enum_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  TypeObject* tp = static_cast<TypeObject*>(type);
  Ssize nargs = vectorcall_nargs(nargsf), nkw = kwnames ? tuple_size(kwnames) : 0;
  if (nargs + nkw == 2) {
    if (nkw == 1 && !check_keyword(kwnames, 0, "start")) return nullptr;
    if (nkw == 2) {
      if (unicode_equal_to_ascii_string(tuple_item(kwnames, 0), "start"))
        return check_keyword(kwnames, 1, "iterable") ? enum_new(tp, args[1], args[0]) : nullptr;
      if (!check_keyword(kwnames, 0, "iterable") || !check_keyword(kwnames, 1, "start"))
        return nullptr;
    }
    return enum_new(tp, args[0], args[1]);
  }
  if (nargs + nkw == 1) {
    if (nkw == 1 && !check_keyword(kwnames, 0, "iterable")) return nullptr;
    return enum_new(tp, args[0], nullptr);
  }
  if (nargs == 0) {
    err_set_string(exc_TypeError, "enumerate() missing required argument 'iterable'");
    return nullptr;
  }
  return err_format(exc_TypeError, "enumerate() takes at most %d arguments (%zd given)", 2,
                    nargs + nkw);
}

// For subclasses: enumerate.__new__.
static const char* const kEnumKeywords[] = {"iterable", "start", nullptr};
static ArgParser enum_parser = {.fname = "enumerate", .keywords = kEnumKeywords};

static Object* enum_tp_new(TypeObject* type, Object* args, Object* kwds) {
  Object* buf[2] = {};
  Object* const* a = arg_unpack_tuple_keywords(args, kwds, &enum_parser, 1, 2, 0, buf);
  if (a == nullptr) return nullptr;
  bool has_start = tuple_size(args) + (kwds ? dict_size(kwds) : 0) > 1;
  return enum_new(type, a[0], has_start ? a[1] : nullptr);
}

static void enum_dealloc(Object* self) {
  EnumObject* en = as<EnumObject>(self);
  object_gc_untrack(self);
  xdecref(en->en_sit);
  xdecref(en->en_result);
  xdecref(en->en_longindex);
  self->ob_type->tp_free(self);
}

static int enum_traverse(Object* self, visitproc visit, void* arg) {
  EnumObject* en = as<EnumObject>(self);
  VISIT(en->en_sit);
  VISIT(en->en_result);
  VISIT(en->en_longindex);
  return 0;
}

// The next index, a new reference. Beyond Ssize it is kept as a Python int.
static Object* next_index(EnumObject* en) {
  if (LIKELY(en->en_index != kSsizeMax)) {
    Object* index = long_from_ssize_t(en->en_index);
    if (index) en->en_index++;
    return index;
  }
  if (en->en_longindex == nullptr) {
    en->en_longindex = long_from_ssize_t(kSsizeMax);
    if (en->en_longindex == nullptr) return nullptr;
  }
  Object* index = en->en_longindex;
  Object* stepped = number_add(index, en->one);
  if (stepped == nullptr) return nullptr;
  en->en_longindex = stepped;
  return index;
}

static Object* enum_next(Object* self) {
  EnumObject* en = as<EnumObject>(self);
  Object* it = en->en_sit;
  Object* item = it->ob_type->tp_iternext(it);
  if (item == nullptr) return nullptr;
  Object* index = next_index(en);
  if (index == nullptr) {
    decref(item);
    return nullptr;
  }
  Object* result = en->en_result;
  if (result->ob_refcnt == 1) {  // nobody else has the pair
    incref(result);
    Object *old_index = tuple_item(result, 0), *old_item = tuple_item(result, 1);
    tuple_init_item(result, 0, index);
    tuple_init_item(result, 1, item);
    decref(old_index);
    decref(old_item);
    if (!object_gc_is_tracked(result)) object_gc_track(result);
    return result;
  }
  Object* const pair[] = {index, item};
  return tuple_from_array_steal(pair, 2);
}

static Object* enum_reduce(Object* self) {
  EnumObject* en = as<EnumObject>(self);
  Object* index = en->en_longindex ? new_ref(en->en_longindex) : long_from_ssize_t(en->en_index);
  Object* args = index ? tuple_pack(en->en_sit, index) : nullptr;
  Object* result = args ? tuple_pack(static_cast<Object*>(self->ob_type), args) : nullptr;
  xdecref(index);
  xdecref(args);
  return result;
}

static const MethodDef enum_methods[] = {
    {"__reduce__", enum_reduce, "Return state information for pickling."},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {}};

TypeObject enum_type = {TYPE_HEAD,
                        {
                            .tp_name = "enumerate",
                            .tp_basicsize = layout::enumerate.basicsize,
                            .tp_dealloc = enum_dealloc,
                            .tp_getattro = object_generic_get_attr,
                            .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
                            .tp_doc = "enumerate(iterable, start=0)\n--\n\nReturn an enumerate "
                                      "object.\n\n  iterable\n    an object supporting "
                                      "iteration\n\nThe enumerate object yields pairs containing a "
                                      "count (from start, which\ndefaults to zero) "
                                      "and a value yielded by the iterable argument.\n\nenumerate "
                                      "is useful for obtaining an indexed list:\n    "
                                      "(0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
                            .tp_traverse = enum_traverse,
                            .tp_iter = object_self_iter,
                            .tp_iternext = enum_next,
                            .tp_methods = enum_methods,
                            .tp_alloc = type_generic_alloc,
                            .tp_new = enum_tp_new,
                            .tp_free = object_gc_del,
                            .tp_vectorcall = enum_vectorcall,
                        }};

// --- reversed ---

static Object* not_reversible(Object* seq) {
  return err_format(exc_TypeError, "'%.200s' object is not reversible", seq->ob_type->tp_name);
}

// What __reversed__ gives, else an iterator over indices from the last one down.
static Object* reversed_new(TypeObject* type, Object* seq) {
  Object* method = object_lookup_special(seq, ID(__reversed__));
  if (method == None) {
    decref(method);
    return not_reversible(seq);
  }
  if (method) {
    Object* result = object_call_no_args(method);
    decref(method);
    return result;
  }
  if (err_occurred()) return nullptr;
  if (!sequence_check(seq)) return not_reversible(seq);
  Ssize n = sequence_size(seq);
  if (n == -1) return nullptr;
  ReversedObject* ro = as<ReversedObject>(type->tp_alloc(type, 0));
  if (ro == nullptr) return nullptr;
  ro->index = n - 1;
  ro->seq = new_ref(seq);
  return ro;
}

static Object* reversed_tp_new(TypeObject* type, Object* args, Object* kwds) {
  if ((type == &reversed_type || type->tp_init == reversed_type.tp_init) &&
      !arg_no_keywords("reversed", kwds))
    return nullptr;
  if (!arg_check_positional("reversed", tuple_size(args), 1, 1)) return nullptr;
  return reversed_new(type, tuple_item(args, 0));
}

static Object* reversed_vectorcall(Object* type, Object* const* args, size_t nargsf,
                                   Object* kwnames) {
  if (!arg_no_kwnames("reversed", kwnames) ||
      !arg_check_positional("reversed", vectorcall_nargs(nargsf), 1, 1))
    return nullptr;
  return reversed_new(static_cast<TypeObject*>(type), args[0]);
}

static void reversed_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as<ReversedObject>(self)->seq);
  self->ob_type->tp_free(self);
}

static int reversed_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<ReversedObject>(self)->seq);
  return 0;
}

static Object* reversed_next(Object* self) {
  ReversedObject* ro = as<ReversedObject>(self);
  if (ro->index >= 0) {
    Object* item = sequence_get_item(ro->seq, ro->index);
    if (item) {
      ro->index--;
      return item;
    }
    if (err_exception_matches(exc_IndexError) || err_exception_matches(exc_StopIteration))
      err_clear();
  }
  ro->index = -1;
  clear_ref(ro->seq);
  return nullptr;
}

static Object* reversed_len(Object* self) {
  ReversedObject* ro = as<ReversedObject>(self);
  if (ro->seq == nullptr) return long_from_long(0);
  Ssize size = sequence_size(ro->seq);
  if (size == -1) return nullptr;
  Ssize position = ro->index + 1;
  return long_from_ssize_t(size < position ? 0 : position);
}

static Object* reversed_reduce(Object* self) {
  ReversedObject* ro = as<ReversedObject>(self);
  Object* args = ro->seq ? tuple_pack(ro->seq) : tuple_pack(tuple_empty());
  Object* index = args && ro->seq ? long_from_ssize_t(ro->index) : nullptr;
  Object* result = nullptr;
  if (args && ro->seq) {
    if (index) result = tuple_pack(static_cast<Object*>(self->ob_type), args, index);
  } else if (args) {
    result = tuple_pack(static_cast<Object*>(self->ob_type), args);
  }
  xdecref(args);
  xdecref(index);
  return result;
}

static Object* reversed_setstate(Object* self, Object* state) {
  ReversedObject* ro = as<ReversedObject>(self);
  Ssize index = number_as_ssize_t(state, exc_OverflowError);
  if (index == -1 && err_occurred()) return nullptr;
  if (ro->seq) {
    Ssize n = sequence_size(ro->seq);
    if (n < 0) return nullptr;
    if (index < -1) index = -1;
    if (index > n - 1) index = n - 1;
    ro->index = index;
  }
  return None;
}

static const MethodDef reversed_methods[] = {
    {"__length_hint__", reversed_len, "Private method returning an estimate of len(list(it))."},
    {"__reduce__", reversed_reduce, "Return state information for pickling."},
    {"__setstate__", reversed_setstate, "Set state information for unpickling."},
    {}};

TypeObject reversed_type = {
    TYPE_HEAD,
    {
        .tp_name = "reversed",
        .tp_basicsize = layout::reversed.basicsize,
        .tp_dealloc = reversed_dealloc,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
        .tp_doc = "reversed(object, /)\n--\n\nReturn a reverse iterator over the values of the "
                  "given sequence.",
        .tp_traverse = reversed_traverse,
        .tp_iter = object_self_iter,
        .tp_iternext = reversed_next,
        .tp_methods = reversed_methods,
        .tp_alloc = type_generic_alloc,
        .tp_new = reversed_tp_new,
        .tp_free = object_gc_del,
        .tp_vectorcall = reversed_vectorcall,
    }};

}  // namespace py

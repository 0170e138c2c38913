// _functools: partial, reduce, cmp_to_key, and the module (lru_cache.cc: _lru_cache_wrapper).
// CPython 3.13: Modules/_functoolsmodule.c
#include "modules/functoolsmodule.h"

#include "memory/pymem.h"
#include "modules/args.h"
#include "modules/iter_struct.h"
#include "modules/modules.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/thread_state.h"
#include "object/weakrefobject.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/classobject.h"
#include "types/dictobject.h"
#include "types/genericaliasobject.h"
#include "types/moduleobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static_assert(sizeof(PartialObject) <= layout::partial.basicsize);

static inline PartialObject* P(Object* o) { return as<PartialObject>(o); }

// --- partial ---

static Object* partial_vectorcall(Object* self, Object* const* args, size_t nargsf,
                                  Object* kwnames);
static Object* partial_call(Object* self, Object* args, Object* kwargs);

// The keyword arguments: pkw (may be null) updated with kwargs (may be null). A new dict, or kwargs
// itself if nobody else has it.
static Object* merge_keywords(Object* pkw, Object* kwargs) {
  if (pkw == nullptr || dict_size(pkw) == 0) {
    if (kwargs == nullptr) return dict_new();
    return kwargs->ob_refcnt == 1 ? new_ref(kwargs) : dict_copy(kwargs);
  }
  Object* kw = dict_copy(pkw);
  if (kw && kwargs && dict_merge(kw, kwargs, 1) < 0) clear_ref(kw);
  return kw;
}

static Object* partial_new(TypeObject* type, Object* args, Object* kw) {
  if (tuple_size(args) < 1) {
    err_set_string(exc_TypeError, "type 'partial' takes at least one argument");
    return nullptr;
  }
  Object *func = tuple_item(args, 0), *pargs = nullptr, *pkw = nullptr;
  if (func->ob_type->tp_call == partial_call && type == &partial_type && P(func)->dict == nullptr) {
    pargs = P(func)->args;  // of a partial of a partial only one is left
    pkw = P(func)->kw;
    func = P(func)->fn;
  }
  if (!callable_check(func)) {
    err_set_string(exc_TypeError, "the first argument must be callable");
    return nullptr;
  }
  PartialObject* pto = P(type->tp_alloc(type, 0));
  if (pto == nullptr) return nullptr;
  pto->vectorcall = partial_vectorcall;
  pto->fn = new_ref(func);
  Object* nargs = tuple_get_slice(args, 1, kSsizeMax);
  if (nargs == nullptr) {
    decref(pto);
    return nullptr;
  }
  if (pargs) {
    pto->args = sequence_concat(pargs, nargs);
    decref(nargs);
  } else {
    pto->args = nargs;
  }
  if (pto->args) pto->kw = merge_keywords(pkw, kw);
  if (pto->kw == nullptr) {
    decref(pto);
    return nullptr;
  }
  return pto;
}

static void partial_dealloc(Object* self) {
  object_gc_untrack(self);
  if (P(self)->weakreflist) object_clear_weakrefs(self);
  clear_ref(P(self)->fn);
  clear_ref(P(self)->args);
  clear_ref(P(self)->kw);
  clear_ref(P(self)->dict);
  self->ob_type->tp_free(self);
}

static int partial_clear(Object* self) {
  clear_ref(P(self)->fn);
  clear_ref(P(self)->args);
  clear_ref(P(self)->kw);
  clear_ref(P(self)->dict);
  return 0;
}

static Object* partial_call(Object* self, Object* args, Object* kwargs) {
  Object* kw = P(self)->kw;
  Object* kwargs2;
  if (dict_size(kw) == 0) {
    kwargs2 = xnew_ref(kwargs);
  } else {
    kwargs2 = dict_copy(kw);
    if (kwargs2 && kwargs && dict_merge(kwargs2, kwargs, 1) < 0) clear_ref(kwargs2);
    if (kwargs2 == nullptr) return nullptr;
  }
  Object* args2 = sequence_concat(P(self)->args, args);
  Object* result = args2 ? object_call(P(self)->fn, args2, kwargs2) : nullptr;
  xdecref(args2);
  xdecref(kwargs2);
  return result;
}

// With stored keywords: through tuple and dict.
static Object* call_through_tuple(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
  Object* tuple = tuple_from_array(args, nargs);
  if (tuple == nullptr) return nullptr;
  Object* kwargs = nullptr;
  bool ok = true;
  if (kwnames && tuple_size(kwnames)) {
    kwargs = dict_from_items(tuple_items(kwnames), 1, args + nargs, 1, tuple_size(kwnames));
    ok = kwargs != nullptr;
  }
  Object* result = ok ? partial_call(self, tuple, kwargs) : nullptr;
  decref(tuple);
  xdecref(kwargs);
  return result;
}

static Object* partial_vectorcall(Object* self, Object* const* args, size_t nargsf,
                                  Object* kwnames) {
  constexpr Ssize kSmallStack = 10;
  Ssize nargs = vectorcall_nargs(nargsf);
  if (dict_size(P(self)->kw)) return call_through_tuple(self, args, nargs, kwnames);
  Object* pargs = P(self)->args;
  Ssize npargs = tuple_size(pargs), total = nargs + (kwnames ? tuple_size(kwnames) : 0);
  if (total == 0)
    return object_vectorcall(P(self)->fn, tuple_items(pargs), static_cast<size_t>(npargs), nullptr);
  Object* small_stack[kSmallStack];
  Object** stack = small_stack;
  if (npargs + total > kSmallStack) {
    stack = static_cast<Object**>(
        mem_malloc(static_cast<uint64_t>((npargs + total) * layout::kPointer)));
    if (stack == nullptr) return err_no_memory();
  }
  for (Ssize i = 0; i < npargs; i++) stack[i] = tuple_item(pargs, i);
  for (Ssize i = 0; i < total; i++) stack[npargs + i] = args[i];
  Object* result =
      object_vectorcall(P(self)->fn, stack, static_cast<size_t>(npargs + nargs), kwnames);
  if (stack != small_stack) mem_free(stack);
  return result;
}

// Steals more; appends ", more" to *text. False with an error set.
static bool append_arg(Object** text, Object* more) {
  if (more == nullptr) return false;
  Object* joined = unicode_from_format("%U, %U", *text, more);
  decref(more);
  if (joined == nullptr) return false;
  set_ref(*text, joined);
  return true;
}

static Object* partial_repr(Object* self) {
  int entered = repr_enter(self);
  if (entered != 0) return entered > 0 ? unicode_from_string("...") : nullptr;
  PartialObject* pto = P(self);
  Object* arglist = unicode_get_empty();
  incref(arglist);
  bool ok = true;
  for (Ssize i = 0; ok && i < tuple_size(pto->args); i++)
    ok = append_arg(&arglist, unicode_from_format("%R", tuple_item(pto->args, i)));
  Ssize pos = 0;
  Object *key, *value;
  while (ok && dict_next(pto->kw, &pos, &key, &value))
    ok = append_arg(&arglist, unicode_from_format("%S=%R", key, value));
  Object* result = nullptr;
  Object* name = ok ? type_get_qual_name(self->ob_type) : nullptr;
  Object* module = name ? type_get_module_name(self->ob_type) : nullptr;
  if (module) result = unicode_from_format("%S.%S(%R%U)", module, name, pto->fn, arglist);
  xdecref(name);
  xdecref(module);
  decref(arglist);
  repr_leave(self);
  return result;
}

static Object* partial_reduce(Object* self) {
  PartialObject* pto = P(self);
  Object* call = tuple_pack(pto->fn);
  Object* state =
      call ? tuple_pack(pto->fn, pto->args, pto->kw, pto->dict ? pto->dict : None) : nullptr;
  Object* result = state ? tuple_pack(static_cast<Object*>(self->ob_type), call, state) : nullptr;
  xdecref(call);
  xdecref(state);
  return result;
}

static Object* partial_setstate(Object* self, Object* state) {
  if (!tuple_check(state) || tuple_size(state) != 4 || !callable_check(tuple_item(state, 0)) ||
      !tuple_check(tuple_item(state, 1)) ||
      (tuple_item(state, 2) != None && !dict_check(tuple_item(state, 2)))) {
    err_set_string(exc_TypeError, "invalid partial state");
    return nullptr;
  }
  Object *fargs = tuple_item(state, 1), *kw = tuple_item(state, 2), *dict = tuple_item(state, 3);
  fargs = tuple_check_exact(fargs) ? new_ref(fargs) : sequence_tuple(fargs);
  if (fargs == nullptr) return nullptr;
  kw = kw == None ? dict_new() : !dict_check_exact(kw) ? dict_copy(kw) : new_ref(kw);
  if (kw == nullptr) {
    decref(fargs);
    return nullptr;
  }
  set_ref(P(self)->fn, new_ref(tuple_item(state, 0)));
  set_ref(P(self)->args, fargs);
  set_ref(P(self)->kw, kw);
  set_ref(P(self)->dict, dict == None ? nullptr : new_ref(dict));
  return None;
}

static const MethodDef partial_methods[] = {
    {"__reduce__", partial_reduce},
    {"__setstate__", partial_setstate},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {}};
static const MemberDef partial_members[] = {
    {"func", _Py_T_OBJECT, offsetof(PartialObject, fn), Py_READONLY,
     "function object to use in future partial calls"},
    {"args", _Py_T_OBJECT, offsetof(PartialObject, args), Py_READONLY,
     "tuple of arguments to future partial calls"},
    {"keywords", _Py_T_OBJECT, offsetof(PartialObject, kw), Py_READONLY,
     "dictionary of keyword arguments to future partial calls"},
    {}};
static const GetSetDef partial_getset[] = {
    {"__dict__", object_generic_get_dict, object_generic_set_dict}, {}};

TypeObject partial_type = {
    TYPE_HEAD,
    {
        .tp_name = "functools.partial",
        .tp_basicsize = layout::partial.basicsize,
        .tp_dealloc = partial_dealloc,
        .tp_vectorcall_offset = offsetof(PartialObject, vectorcall),
        .tp_repr = partial_repr,
        .tp_call = partial_call,
        .tp_getattro = object_generic_get_attr,
        .tp_setattro = object_generic_set_attr,
        .tp_flags =
            TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_HAVE_VECTORCALL | TPFLAGS_IMMUTABLETYPE,
        .tp_doc = "partial(func, /, *args, **keywords)\n--\n\nCreate a new function with partial "
                  "application of the given "
                  "arguments and keywords.",
        .tp_traverse = members_traverse<PartialObject, &PartialObject::fn, &PartialObject::args,
                                        &PartialObject::kw, &PartialObject::dict>,
        .tp_clear = partial_clear,
        .tp_weaklistoffset = offsetof(PartialObject, weakreflist),
        .tp_methods = partial_methods,
        .tp_members = partial_members,
        .tp_getset = partial_getset,
        .tp_dictoffset = offsetof(PartialObject, dict),
        .tp_alloc = type_generic_alloc,
        .tp_new = partial_new,
        .tp_free = object_gc_del,
    }};

// --- cmp_to_key ---

struct KeyObject : Object {
  Object *cmp, *object;  // object is null in the factory that cmp_to_key gives
};
static_assert(sizeof(KeyObject) <= layout::cmp_to_key.basicsize);

static Object* new_key(Object* cmp, Object* object) {
  KeyObject* ko = object_gc_new<KeyObject>(&keyobject_type);
  if (ko == nullptr) return nullptr;
  ko->cmp = new_ref(cmp);
  ko->object = xnew_ref(object);
  object_gc_track(ko);
  return ko;
}

static Object* keyobject_call(Object* self, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"obj", nullptr};
  static ArgParser parser = {.fname = "K", .keywords = kKeywords};
  Object* a[1];
  if (!unpack_tuple_args(&parser, args, kwds, 1, 1, a)) return nullptr;
  return new_key(as<KeyObject>(self)->cmp, a[0]);
}

// cmp(x, y) compared with 0.
static Object* keyobject_richcompare(Object* ko, Object* other, int op) {
  if (!is_type(other, &keyobject_type)) {
    err_set_string(exc_TypeError, "other argument must be K instance");
    return nullptr;
  }
  Object *x = as<KeyObject>(ko)->object, *y = as<KeyObject>(other)->object;
  if (x == nullptr || y == nullptr) {
    err_set_string(exc_AttributeError, "object");
    return nullptr;
  }
  Object* const args[] = {x, y};
  Object* result = object_vectorcall(as<KeyObject>(ko)->cmp, args, 2, nullptr);
  if (result == nullptr) return nullptr;
  Object* answer = object_rich_compare(result, long_get_zero(), op);
  decref(result);
  return answer;
}

static const MemberDef keyobject_members[] = {
    {"obj", _Py_T_OBJECT, offsetof(KeyObject, object), 0, "Value wrapped by a key function."}, {}};

TypeObject keyobject_type = {
    TYPE_HEAD,
    {
        .tp_name = "functools.KeyWrapper",
        .tp_basicsize = layout::cmp_to_key.basicsize,
        .tp_dealloc = members_dealloc<KeyObject, &KeyObject::cmp, &KeyObject::object>,
        .tp_hash = object_hash_not_implemented,
        .tp_call = keyobject_call,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
        .tp_traverse = members_traverse<KeyObject, &KeyObject::cmp, &KeyObject::object>,
        .tp_richcompare = keyobject_richcompare,
        .tp_members = keyobject_members,
        .tp_free = object_gc_del,
    }};

static Object* functools_cmp_to_key(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"mycmp", nullptr};
  static ArgParser parser = {.fname = "cmp_to_key", .keywords = kKeywords};
  Object* a[1];
  return unpack_args(&parser, args, nargs, kwnames, 1, 1, a) ? new_key(a[0], nullptr) : nullptr;
}

// --- reduce ---

// result and the next item go into one tuple, used again while the function keeps no reference to
// it.
static Object* functools_reduce(Object*, Object* const* args, Ssize nargs) {
  if (nargs < 2 || nargs > 3) {
    arg_check_positional("reduce", nargs, 2, 3);
    return nullptr;
  }
  Object *func = args[0], *result = nargs == 3 ? new_ref(args[2]) : nullptr;
  Object* it = object_get_iter(args[1]);
  if (it == nullptr) {
    if (err_exception_matches(exc_TypeError))
      err_set_string(exc_TypeError, "reduce() arg 2 must support iteration");
    xdecref(result);
    return nullptr;
  }
  Object* pair = tuple_new(2);
  while (pair) {
    if (pair->ob_refcnt > 1) {
      decref(pair);
      pair = tuple_new(2);
      if (pair == nullptr) break;
    }
    Object* op2 = iter_next(it);
    if (op2 == nullptr) {
      if (!err_occurred()) {
        decref(pair);
        decref(it);
        if (result == nullptr)
          err_set_string(exc_TypeError, "reduce() of empty iterable with no initial value");
        return result;
      }
      break;
    }
    if (result == nullptr) {
      result = op2;
      continue;
    }
    Object** items = as<TupleObject>(pair)->ob_item;
    set_ref(items[0], result);
    set_ref(items[1], op2);
    result = object_call(func, pair, nullptr);
    if (result == nullptr) break;
    if (!object_gc_is_tracked(pair)) object_gc_track(pair);
  }
  xdecref(pair);
  xdecref(result);
  decref(it);
  return nullptr;
}

static const MethodDef functools_methods[] = {
    {"reduce", functools_reduce,
     "reduce(function, iterable[, initial], /)\n--\n\nApply a function of two arguments "
     "cumulatively to the items of an "
     "iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  "
     "If initial is present,\nit "
     "is placed before the items of the iterable in the calculation, and serves as\na default when "
     "the iterable is "
     "empty.\n\nFor example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\ncalculates ((((1 + 2) + 3) "
     "+ 4) + 5)."},
    {"cmp_to_key", functools_cmp_to_key,
     "cmp_to_key($module, /, mycmp)\n--\n\nConvert a cmp= function into a key= function.\n\n  "
     "mycmp\n    Function that "
     "compares two objects."},
    {}};

Object* init__functools() {
  Object* m = module_new("_functools");
  if (m == nullptr) return nullptr;
  module_set_doc_string(m, "Tools that operate on functions.");
  bool ok = module_add_functions(m, functools_methods) == 0 &&
            module_add_type(m, &partial_type) == 0 && type_ready(&lru_cache_type) == 0 &&
            module_add_object_ref(m, "_lru_cache_wrapper", &lru_cache_type) == 0 &&
            type_ready(&keyobject_type) == 0 && type_ready(&lru_list_elem_type) == 0;
  if (!ok) clear_ref(m);
  return m;
}

}  // namespace py

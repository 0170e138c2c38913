// Making a type ready for use: its dict, mro, inherited slots and flags.
// CPython 3.13: type_ready, inherit_special and inherit_slots in Objects/typeobject.c
#include "gc/gc.h"         // object_gc_del
#include "memory/pymem.h"  // object_free
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/bytesobject.h"
#include "types/descrobject.h"
#include "types/dictobject.h"
#include "types/funcobject.h"  // static_method_new
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/methodobject.h"
#include "types/tupleobject.h"
#include "types/type_internal.h"
#include "types/type_slots.h"
#include "types/unicodeobject.h"

namespace py {

// --- __new__ of builtin types ---

// Refuses what would make an instance with the wrong layout: object.__new__(dict).
static Object* tp_new_wrapper(Object* self, Object* args, Object* kwds) {
  auto* type = static_cast<TypeObject*>(self);
  if (tuple_size(args) < 1) {
    return err_format(exc_TypeError, "%s.__new__(): not enough arguments", type->tp_name);
  }
  Object* arg0 = tuple_item(args, 0);
  if (!type_check(arg0)) {
    return err_format(exc_TypeError, "%s.__new__(X): X is not a type object (%s)", type->tp_name,
                      arg0->ob_type->tp_name);
  }
  auto* subtype = static_cast<TypeObject*>(arg0);
  if (!type_is_subtype(subtype, type)) {
    return err_format(exc_TypeError, "%s.__new__(%s): %s is not a subtype of %s", type->tp_name,
                      subtype->tp_name, subtype->tp_name, type->tp_name);
  }
  TypeObject* staticbase = subtype;
  while (staticbase != nullptr && staticbase->tp_new == slot_tp_new)
    staticbase = staticbase->tp_base;
  if (staticbase != nullptr && staticbase->tp_new != type->tp_new) {
    return err_format(exc_TypeError, "%s.__new__(%s) is not safe, use %s.__new__()", type->tp_name,
                      subtype->tp_name, staticbase->tp_name);
  }
  args = tuple_get_slice(args, 1, tuple_size(args));
  if (args == nullptr) return nullptr;
  Object* result = type->tp_new(subtype, args, kwds);
  decref(args);
  return result;
}

const MethodDef tp_new_methoddef{
    "__new__", tp_new_wrapper,
    "__new__($type, *args, **kwargs)\n--\n\n"
    "Create and return a new object.  See help(type) for accurate signature."};

// tp_new shows up as __new__ in the dict of each builtin type.
static int add_tp_new_wrapper(TypeObject* type) {
  int found = dict_contains(type->tp_dict, ID(__new__));
  if (found != 0) return found < 0 ? -1 : 0;
  Object* func = cfunction_new(&tp_new_methoddef, type, nullptr);
  if (func == nullptr) return -1;
  int result = dict_set_item(type->tp_dict, ID(__new__), func);
  decref(func);
  return result;
}

// --- The dict ---

// One method table row into the dict. METH_COEXIST replaces the wrapper that a slot has left there.
static int type_add_method(TypeObject* type, const MethodDef* method) {
  Object *descr, *name;
  if (method->ml_flags & METH_STATIC) {
    Object* func = cfunction_new(method, type, nullptr);
    if (func == nullptr) return -1;
    descr = static_method_new(func);
    decref(func);
    name = descr ? unicode_from_string(method->ml_name) : nullptr;
  } else {
    descr = (method->ml_flags & METH_CLASS) ? descr_new_class_method(type, method)
                                            : descr_new_method(type, method);
    name = descr ? new_ref(as<DescrObject>(descr)->d_name) : nullptr;
  }
  int result = -1;
  if (name != nullptr) {
    result = (method->ml_flags & METH_COEXIST)
                 ? dict_set_item(type->tp_dict, name, descr)
                 : dict_set_default_ref(type->tp_dict, name, descr, nullptr);
  }
  xdecref(name);
  xdecref(descr);
  return result < 0 ? -1 : 0;
}

// Adds descr (stolen) under its name unless the dict has that.
static int add_descr(TypeObject* type, Object* descr) {
  if (descr == nullptr) return -1;
  int result = dict_set_default_ref(type->tp_dict, as<DescrObject>(descr)->d_name, descr, nullptr);
  decref(descr);
  return result < 0 ? -1 : 0;
}

// __doc__ of a builtin type without its signature line; None when there is no text.
static int type_dict_set_doc(TypeObject* type) {
  int found = dict_contains(type->tp_dict, ID(__doc__));
  if (found != 0) return found < 0 ? -1 : 0;
  if (type->tp_doc == nullptr) return dict_set_item(type->tp_dict, ID(__doc__), None);
  Object* doc = type_get_doc_from_internal_doc(type->tp_name, type->tp_doc);
  if (doc == nullptr) return -1;
  int result = dict_set_item(type->tp_dict, ID(__doc__), doc);
  decref(doc);
  return result;
}

static int type_ready_fill_dict(TypeObject* type) {
  if (type_add_operators(type) < 0) return -1;
  if (type->tp_methods != nullptr) {
    for (const MethodDef* m = type->tp_methods; m->ml_name != nullptr; m++) {
      if (type_add_method(type, m) < 0) return -1;
    }
  }
  if (type->tp_members != nullptr) {
    for (const MemberDef* m = type->tp_members; m->name != nullptr; m++) {
      if (add_descr(type, descr_new_member(type, m)) < 0) return -1;
    }
  }
  if (type->tp_getset != nullptr) {
    for (const GetSetDef* g = type->tp_getset; g->name != nullptr; g++) {
      if (add_descr(type, descr_new_get_set(type, g)) < 0) return -1;
    }
  }
  return type_dict_set_doc(type);
}

// --- Inheritance ---

// The flags behind list_check(o) and its like: one bit instead of a walk along the mro.
static void inherit_subclass_flag(TypeObject* type, TypeObject* base) {
  const struct {
    TypeObject* root;
    uint64_t flag;
  } roots[] = {{exc_BaseException, TPFLAGS_BASE_EXC_SUBCLASS},
               {&type_type, TPFLAGS_TYPE_SUBCLASS},
               {&long_type, TPFLAGS_LONG_SUBCLASS},
               {&bytes_type, TPFLAGS_BYTES_SUBCLASS},
               {&unicode_type, TPFLAGS_UNICODE_SUBCLASS},
               {&tuple_type, TPFLAGS_TUPLE_SUBCLASS},
               {&list_type, TPFLAGS_LIST_SUBCLASS},
               {&dict_type, TPFLAGS_DICT_SUBCLASS}};
  for (const auto& r : roots) {
    if (!is_subtype_with_mro(base->tp_mro, base, r.root)) continue;
    type->tp_flags |= r.flag;
    return;
  }
}

// What comes from the best base alone: layout, GC, kind.
static void inherit_special(TypeObject* type, TypeObject* base) {
  if (!type_is_gc(type) && type_is_gc(base) && type->tp_traverse == nullptr &&
      type->tp_clear == nullptr) {
    type->tp_flags |= TPFLAGS_HAVE_GC;
    type->tp_traverse = base->tp_traverse;
    type->tp_clear = base->tp_clear;
  }
  type->tp_flags |= base->tp_flags & TPFLAGS_PREHEADER;
  if (type->tp_basicsize == 0) type->tp_basicsize = base->tp_basicsize;
  if (type->tp_itemsize == 0) type->tp_itemsize = base->tp_itemsize;
  if (type->tp_weaklistoffset == 0) type->tp_weaklistoffset = base->tp_weaklistoffset;
  if (type->tp_dictoffset == 0) type->tp_dictoffset = base->tp_dictoffset;
  inherit_subclass_flag(type, base);
  type->tp_flags |= base->tp_flags & (TPFLAGS_MATCH_SELF | TPFLAGS_ITEMS_AT_END);
  if (type->tp_maybe_untrack == nullptr) type->tp_maybe_untrack = base->tp_maybe_untrack;
}

// A class that defines __eq__ or __hash__ takes neither comparison nor hash from its bases. 1, 0 or
// -1.
static int overrides_hash(TypeObject* type) {
  int found = dict_contains(type->tp_dict, ID(__eq__));
  return found == 0 ? dict_contains(type->tp_dict, ID(__hash__)) : found;
}

#define SLOTDEFINED(SLOT) (base->SLOT && (basebase == nullptr || base->SLOT != basebase->SLOT))
#define COPYSLOT(SLOT) \
  if (!type->SLOT && SLOTDEFINED(SLOT)) type->SLOT = base->SLOT

static void inherit_number_slots(TypeObject* type, TypeObject* base, TypeObject* basebase) {
  COPYSLOT(nb_add);
  COPYSLOT(nb_subtract);
  COPYSLOT(nb_multiply);
  COPYSLOT(nb_remainder);
  COPYSLOT(nb_divmod);
  COPYSLOT(nb_power);
  COPYSLOT(nb_negative);
  COPYSLOT(nb_positive);
  COPYSLOT(nb_absolute);
  COPYSLOT(nb_bool);
  COPYSLOT(nb_invert);
  COPYSLOT(nb_lshift);
  COPYSLOT(nb_rshift);
  COPYSLOT(nb_and);
  COPYSLOT(nb_xor);
  COPYSLOT(nb_or);
  COPYSLOT(nb_int);
  COPYSLOT(nb_float);
  COPYSLOT(nb_inplace_add);
  COPYSLOT(nb_inplace_subtract);
  COPYSLOT(nb_inplace_multiply);
  COPYSLOT(nb_inplace_remainder);
  COPYSLOT(nb_inplace_power);
  COPYSLOT(nb_inplace_lshift);
  COPYSLOT(nb_inplace_rshift);
  COPYSLOT(nb_inplace_and);
  COPYSLOT(nb_inplace_xor);
  COPYSLOT(nb_inplace_or);
  COPYSLOT(nb_true_divide);
  COPYSLOT(nb_floor_divide);
  COPYSLOT(nb_inplace_true_divide);
  COPYSLOT(nb_inplace_floor_divide);
  COPYSLOT(nb_index);
  COPYSLOT(nb_matrix_multiply);
  COPYSLOT(nb_inplace_matrix_multiply);
}

static void inherit_container_slots(TypeObject* type, TypeObject* base, TypeObject* basebase) {
  COPYSLOT(am_await);
  COPYSLOT(am_aiter);
  COPYSLOT(am_anext);
  if (!type_has_feature(type, TPFLAGS_HEAPTYPE))
    COPYSLOT(am_send);  // shared with the base as a whole suite
  COPYSLOT(sq_length);
  COPYSLOT(sq_concat);
  COPYSLOT(sq_repeat);
  COPYSLOT(sq_item);
  COPYSLOT(sq_ass_item);
  COPYSLOT(sq_contains);
  COPYSLOT(sq_inplace_concat);
  COPYSLOT(sq_inplace_repeat);
  COPYSLOT(mp_length);
  COPYSLOT(mp_subscript);
  COPYSLOT(mp_ass_subscript);
  COPYSLOT(bf_getbuffer);
  COPYSLOT(bf_releasebuffer);
}

// Comparison and hash come together or not at all: equal objects must hash alike.
static int inherit_compare_slots(TypeObject* type, TypeObject* base) {
  if (type->tp_richcompare != nullptr || type->tp_hash != nullptr) return 0;
  int overrides = overrides_hash(type);
  if (overrides < 0) return -1;
  if (!overrides) {
    type->tp_richcompare = base->tp_richcompare;
    type->tp_hash = base->tp_hash;
  }
  return 0;
}

// Slots come from the mro one by one, each from the first class that defines it. A class that
// merely inherited a slot from its own base does not count as defining it (SLOTDEFINED).
static int inherit_slots(TypeObject* type, TypeObject* base) {
  TypeObject* basebase = base->tp_base;
  inherit_number_slots(type, base, basebase);
  inherit_container_slots(type, base, basebase);
  COPYSLOT(tp_dealloc);
  if (type->tp_getattro == nullptr) type->tp_getattro = base->tp_getattro;
  if (type->tp_setattro == nullptr) type->tp_setattro = base->tp_setattro;
  COPYSLOT(tp_repr);
  COPYSLOT(tp_vectorcall_offset);
  if (type->tp_call == nullptr && type_has_feature(base, TPFLAGS_HAVE_VECTORCALL)) {
    type->tp_flags |= TPFLAGS_HAVE_VECTORCALL;
  }
  COPYSLOT(tp_call);
  COPYSLOT(tp_str);
  if (inherit_compare_slots(type, base) < 0) return -1;
  COPYSLOT(tp_iter);
  COPYSLOT(tp_iternext);
  COPYSLOT(tp_descr_get);
  if (base->tp_descr_get != nullptr && type->tp_descr_get == base->tp_descr_get &&
      type_has_feature(type, TPFLAGS_IMMUTABLETYPE) &&
      type_has_feature(base, TPFLAGS_METHOD_DESCRIPTOR)) {
    type->tp_flags |= TPFLAGS_METHOD_DESCRIPTOR;
  }
  COPYSLOT(tp_descr_set);
  COPYSLOT(tp_dictoffset);
  COPYSLOT(tp_init);
  COPYSLOT(tp_alloc);
  COPYSLOT(tp_is_gc);
  COPYSLOT(tp_finalize);
  if (type_is_gc(type) == type_is_gc(base)) {
    COPYSLOT(tp_free);
  } else if (type_is_gc(type) && type->tp_free == nullptr && base->tp_free == object_free) {
    type->tp_free = object_gc_del;
  }
  return 0;
}

#undef COPYSLOT
#undef SLOTDEFINED

static int type_ready_inherit(TypeObject* type) {
  TypeObject* base = type->tp_base;
  if (base != nullptr) inherit_special(type, base);
  for (Ssize i = 1, n = tuple_size(type->tp_mro); i < n; i++) {
    Object* b = tuple_item(type->tp_mro, i);
    if (!type_check(b)) continue;
    auto* from = static_cast<TypeObject*>(b);
    if (inherit_slots(type, from) < 0) return -1;
    constexpr uint64_t kCollection = TPFLAGS_SEQUENCE | TPFLAGS_MAPPING;
    if ((type->tp_flags & kCollection) == 0) type->tp_flags |= from->tp_flags & kCollection;
  }
  ENGINE_CHECK(!(type_is_gc(type) && type_has_feature(type, TPFLAGS_BASETYPE)) ||
                   (type->tp_free != nullptr && type->tp_free != object_free),
               "a collectable base type frees with object_gc_del");
  return 0;
}

// --- Steps ---

static int type_ready_set_bases(TypeObject* type) {
  if (type->tp_base == nullptr && type != &object_type) {
    type->tp_base = &object_type;  // immortal
  }
  if (type->tp_base != nullptr && type->tp_base->tp_dict == nullptr &&
      type_ready(type->tp_base) < 0)
    return -1;
  if (type->tp_bases == nullptr) {
    type->tp_bases = type->tp_base ? tuple_pack(static_cast<Object*>(type->tp_base)) : tuple_new(0);
  }
  return type->tp_bases ? 0 : -1;
}

// tp_new, and __new__ in the dict. A static type without tp_new directly under object cannot be
// instantiated.
static int type_ready_set_new(TypeObject* type) {
  TypeObject* base = type->tp_base;
  if (type->tp_new == nullptr && base == &object_type &&
      !type_has_feature(type, TPFLAGS_HEAPTYPE)) {
    type->tp_flags |= TPFLAGS_DISALLOW_INSTANTIATION;
  }
  if (type_has_feature(type, TPFLAGS_DISALLOW_INSTANTIATION)) {
    type->tp_new = nullptr;
    return 0;
  }
  if (type->tp_new != nullptr) return add_tp_new_wrapper(type);
  type->tp_new = base->tp_new;
  return 0;
}

// A type that is left without a hash says so with __hash__ = None.
static int type_ready_set_hash(TypeObject* type) {
  if (type->tp_hash != nullptr) return 0;
  int found = dict_contains(type->tp_dict, ID(__hash__));
  if (found != 0) return found < 0 ? -1 : 0;
  if (dict_set_item(type->tp_dict, ID(__hash__), None) < 0) return -1;
  type->tp_hash = object_hash_not_implemented;
  return 0;
}

// Instances of classes directly under object keep their first attributes inline.
static int type_ready_managed_dict(TypeObject* type) {
  if (!type_has_feature(type, TPFLAGS_MANAGED_DICT)) return 0;
  if (type->ht_cached_keys == nullptr) {
    type->ht_cached_keys = dict_new_keys_for_class();
    if (type->ht_cached_keys == nullptr) {
      err_no_memory();
      return -1;
    }
  }
  if (type->tp_itemsize == 0 && type->tp_basicsize == layout::object.basicsize) {
    type->tp_flags |= TPFLAGS_INLINE_VALUES;
  }
  return 0;
}

static int type_ready_steps(TypeObject* type) {
  if (type->tp_dict == nullptr && (type->tp_dict = dict_new()) == nullptr) return -1;
  if (type_ready_set_bases(type) < 0) return -1;
  if (mro_internal(type, nullptr) < 0) return -1;
  if (type_ready_set_new(type) < 0) return -1;
  if (type_ready_fill_dict(type) < 0) return -1;
  if (type_ready_inherit(type) < 0) return -1;
  if (type_has_feature(type, TPFLAGS_MANAGED_DICT)) type->tp_dictoffset = -1;
  if (type_has_feature(type, TPFLAGS_MANAGED_WEAKREF)) {
    type->tp_weaklistoffset = -(layout::kGcHead + layout::kPreHeader);
  }
  if (type_ready_set_hash(type) < 0) return -1;
  for (Ssize i = 0, n = tuple_size(type->tp_bases); i < n; i++) {
    Object* b = tuple_item(type->tp_bases, i);
    if (type_check(b) && add_subclass(static_cast<TypeObject*>(b), type) < 0) return -1;
  }
  if (type_ready_managed_dict(type) < 0) return -1;
  ENGINE_CHECK(!type_is_gc(type) || type->tp_traverse != nullptr,
               "a collectable type can be traversed");
  return 0;
}

int type_ready(TypeObject* type) {
  if (type_has_feature(type, TPFLAGS_READY)) return 0;
  if (!type_has_feature(type, TPFLAGS_HEAPTYPE)) {
    type_remember_static(type);
    type->tp_flags |= TPFLAGS_IMMUTABLETYPE;
    type->ob_refcnt = kImmortalRefcnt;
  }
  type->tp_flags |= TPFLAGS_READYING;
  int result = type_ready_steps(type);
  type->tp_flags &= ~TPFLAGS_READYING;
  if (result < 0) return -1;
  type->tp_flags |= TPFLAGS_READY;
  return 0;
}

// Tuples of immortal types are immortal too, and the collector does not see them.
static void make_immortal(Object* tuple) {
  if (is_immortal(tuple)) return;  // ()
  object_gc_untrack(tuple);
  tuple->ob_refcnt = kImmortalRefcnt;
}

int type_ready_static(TypeObject* type) {
  if (type_ready(type) < 0) return -1;
  make_immortal(type->tp_bases);
  make_immortal(type->tp_mro);
  if (type->tp_version_tag == 0) type_lookup_assign_static_version(type);
  return 0;
}

}  // namespace py

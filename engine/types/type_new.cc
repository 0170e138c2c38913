// type.__new__: making a class out of a name, bases and a namespace.
// CPython 3.13: type_new and its helpers in Objects/typeobject.c
//
// Order, visible through hooks and allocations: find the metaclass and best base; copy the
// namespace; work out __slots__; allocate; fill in attributes; type_ready; slots; __set_name__ of
// the namespace's values; __init_subclass__ of the parent.
#include <cstring>

#include "gc/gc.h"         // object_gc_del
#include "memory/pymem.h"  // mem_malloc
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/eval.h"  // eval_get_globals
#include "object/identifiers.h"
#include "types/cellobject.h"
#include "types/dictobject.h"
#include "types/exceptions.h"  // err_format_note
#include "types/funcobject.h"
#include "types/listobject.h"
#include "types/tupleobject.h"
#include "types/type_internal.h"
#include "types/type_slots.h"
#include "types/unicodeobject.h"

namespace py {

// --- __dict__ and __weakref__ of instances ---

// The builtin class whose own __dict__ descriptor serves obj, or null.
static TypeObject* get_builtin_base_with_dict(TypeObject* type) {
  for (; type->tp_base != nullptr; type = type->tp_base) {
    if (type->tp_dictoffset != 0 && !type_has_feature(type, TPFLAGS_HEAPTYPE)) return type;
  }
  return nullptr;
}

// Its descriptor if it has the wanted direction; else TypeError. Borrowed.
static Object* builtin_dict_descriptor(TypeObject* base, Object* obj, bool for_set) {
  Object* descr = type_lookup(base, ID(__dict__));
  if (descr != nullptr && descr->ob_type->tp_descr_set != nullptr &&
      (for_set || descr->ob_type->tp_descr_get != nullptr)) {
    return descr;
  }
  err_format(exc_TypeError, "this __dict__ descriptor does not support '%.200s' objects",
             obj->ob_type->tp_name);
  return nullptr;
}

static Object* subtype_dict(Object* obj, void* context) {
  TypeObject* base = get_builtin_base_with_dict(obj->ob_type);
  if (base == nullptr) return object_generic_get_dict(obj, context);
  Object* descr = builtin_dict_descriptor(base, obj, false);
  return descr ? descr->ob_type->tp_descr_get(descr, obj, obj->ob_type) : nullptr;
}

static int subtype_setdict(Object* obj, Object* value, void*) {
  if (TypeObject* base = get_builtin_base_with_dict(obj->ob_type)) {
    Object* descr = builtin_dict_descriptor(base, obj, true);
    return descr ? descr->ob_type->tp_descr_set(descr, obj, value) : -1;
  }
  if (value != nullptr && !dict_check(value)) {
    err_format(exc_TypeError, "__dict__ must be set to a dictionary, not a '%.200s'",
               value->ob_type->tp_name);
    return -1;
  }
  if (type_has_feature(obj->ob_type, TPFLAGS_MANAGED_DICT))
    return object_set_managed_dict(obj, value);
  Object** slot = object_get_dict_ptr(obj);
  if (slot == nullptr) {
    err_set_string(exc_AttributeError, "This object has no __dict__");
    return -1;
  }
  set_ref(*slot, xnew_ref(value));
  return 0;
}

static Object* subtype_getweakref(Object* obj, void*) {
  TypeObject* type = obj->ob_type;
  if (type->tp_weaklistoffset == 0) {
    err_set_string(exc_AttributeError, "This object has no __weakref__");
    return nullptr;
  }
  Object* first =
      *reinterpret_cast<Object**>(reinterpret_cast<char*>(obj) + type->tp_weaklistoffset);
  return new_ref(first ? first : None);
}

static constexpr const char* kDictDoc = "dictionary for instance variables";
static constexpr const char* kWeakrefDoc = "list of weak references to the object";
static const GetSetDef subtype_getsets_full[] = {
    {"__dict__", subtype_dict, subtype_setdict, kDictDoc},
    {"__weakref__", subtype_getweakref, nullptr, kWeakrefDoc},
    {}};
static const GetSetDef subtype_getsets_dict_only[] = {
    {"__dict__", subtype_dict, subtype_setdict, kDictDoc}, {}};
static const GetSetDef subtype_getsets_weakref_only[] = {
    {"__weakref__", subtype_getweakref, nullptr, kWeakrefDoc}, {}};

// --- Metaclass ---

TypeObject* type_calculate_metaclass(TypeObject* metatype, Object* bases) {
  TypeObject* winner = metatype;
  for (Ssize i = 0, n = tuple_size(bases); i < n; i++) {
    TypeObject* candidate = tuple_item(bases, i)->ob_type;
    if (type_is_subtype(winner, candidate)) continue;
    if (type_is_subtype(candidate, winner)) {
      winner = candidate;
      continue;
    }
    err_set_string(exc_TypeError,
                   "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                   "subclass of the "
                   "metaclasses of all its bases");
    return nullptr;
  }
  return winner;
}

namespace {

// What one run of type_new works on.
struct TypeNewContext {
  TypeObject* metatype;
  Object *args, *kwds, *orig_dict, *name;
  Object* bases;     // borrowed at first; owned once base is known
  TypeObject* base;  // borrowed
  Object* slots;     // owned tuple, or null
  Ssize nslot;
  int add_dict, add_weak;
  bool may_add_dict, may_add_weak;
};

// --- __slots__ ---

bool valid_slot_name(Object* name) {
  if (!unicode_check(name)) {
    err_format(exc_TypeError, "__slots__ items must be strings, not '%.200s'",
               name->ob_type->tp_name);
    return false;
  }
  if (!unicode_is_identifier(name)) {
    err_set_string(exc_TypeError, "__slots__ must be identifiers");
    return false;
  }
  return true;
}

// Counts __dict__ and __weakref__ among the names: they add to the pre-header, not to the struct.
int visit_slots(TypeNewContext* ctx) {
  for (Ssize i = 0; i < ctx->nslot; i++) {
    Object* name = tuple_item(ctx->slots, i);
    if (!valid_slot_name(name)) return -1;
    if (unicode_eq(name, ID(__dict__))) {
      if (!ctx->may_add_dict || ctx->add_dict != 0) {
        err_set_string(exc_TypeError, "__dict__ slot disallowed: we already got one");
        return -1;
      }
      ctx->add_dict++;
    }
    if (unicode_eq(name, ID(__weakref__))) {
      if (!ctx->may_add_weak || ctx->add_weak != 0) {
        err_set_string(exc_TypeError, "__weakref__ slot disallowed: we already got one");
        return -1;
      }
      ctx->add_weak++;
    }
  }
  return 0;
}

// __name to _Class__name, as the compiler does it. New reference.
Object* mangle(Object* class_name, Object* name) {
  Ssize length = unicode_length(name);
  auto at = [](Object* s, Ssize i) { return unicode_read_char(s, i); };
  if (length < 2 || at(name, 0) != '_' || at(name, 1) != '_') return new_ref(name);
  if (at(name, length - 1) == '_' && at(name, length - 2) == '_') return new_ref(name);
  Ssize class_length = unicode_length(class_name), skip = 0;
  while (skip < class_length && at(class_name, skip) == '_') skip++;
  if (skip == class_length) return new_ref(name);  // a class of underscores only
  Ucs4 widest = unicode_max_char_value(name), class_widest = unicode_max_char_value(class_name);
  Object* result =
      unicode_new(1 + class_length - skip + length, widest > class_widest ? widest : class_widest);
  if (result == nullptr) return nullptr;
  unicode_write(unicode_kind(result), unicode_data(result), 0, '_');
  unicode_fast_copy_characters(result, 1, class_name, skip, class_length - skip);
  unicode_fast_copy_characters(result, 1 + class_length - skip, name, 0, length);
  return result;
}

// The compiler puts these into every namespace when it needs them; a slot of that name is no
// conflict.
bool inserted_by_compiler(Object* name) {
  return unicode_eq(name, ID(__qualname__)) || unicode_eq(name, ID(__classcell__)) ||
         unicode_eq(name, ID(__classdictcell__));
}

// The slots that get storage: mangled and sorted (so that equal sets give equal layouts). New
// tuple.
Object* copy_slots(TypeNewContext* ctx, Object* dict) {
  Object* list = list_new(ctx->nslot - ctx->add_dict - ctx->add_weak);
  if (list == nullptr) return nullptr;
  Ssize j = 0;
  for (Ssize i = 0; i < ctx->nslot; i++) {
    Object* slot = tuple_item(ctx->slots, i);
    if ((ctx->add_dict && unicode_eq(slot, ID(__dict__))) ||
        (ctx->add_weak && unicode_eq(slot, ID(__weakref__)))) {
      continue;
    }
    slot = mangle(ctx->name, slot);
    int found = -1;
    if (slot != nullptr) {
      list_init_item(list, j++, slot);
      found = dict_contains(dict, slot);
    }
    if (found > 0 && !inserted_by_compiler(slot)) {
      err_format(exc_ValueError, "%R in __slots__ conflicts with class variable", slot);
      found = -1;
    }
    if (found < 0) {
      decref(list);
      return nullptr;
    }
  }
  Object* tuple = list_sort(list) < 0 ? nullptr : list_as_tuple(list);
  decref(list);
  return tuple;
}

// Secondary bases may bring a dict or a weak-reference list.
void slots_from_bases(TypeNewContext* ctx) {
  Ssize nbases = tuple_size(ctx->bases);
  if (nbases <= 1) return;
  for (Ssize i = 0; i < nbases; i++) {
    bool want_dict = ctx->may_add_dict && ctx->add_dict == 0;
    bool want_weak = ctx->may_add_weak && ctx->add_weak == 0;
    if (!want_dict && !want_weak) break;
    auto* base = static_cast<TypeObject*>(tuple_item(ctx->bases, i));
    if (base == ctx->base) continue;
    if (want_dict && base->tp_dictoffset != 0) ctx->add_dict++;
    if (want_weak && base->tp_weaklistoffset != 0) ctx->add_weak++;
  }
}

// Without __slots__ instances get a dict and weak references, as far as the base has none.
int work_out_slots(TypeNewContext* ctx, Object* dict) {
  ctx->may_add_dict = ctx->base->tp_dictoffset == 0;
  ctx->may_add_weak = ctx->base->tp_weaklistoffset == 0 && ctx->base->tp_itemsize == 0;
  Object* slots = dict_get_item_with_error(dict, ID(__slots__));
  if (slots == nullptr) {
    if (err_occurred()) return -1;
    ctx->add_dict = ctx->may_add_dict;
    ctx->add_weak = ctx->may_add_weak;
    return 0;
  }
  ctx->slots = unicode_check(slots) ? tuple_pack(slots) : sequence_tuple(slots);
  if (ctx->slots == nullptr) return -1;
  ctx->nslot = tuple_size(ctx->slots);
  if (ctx->nslot > 0 && ctx->base->tp_itemsize != 0) {
    err_format(exc_TypeError, "nonempty __slots__ not supported for subtype of '%s'",
               ctx->base->tp_name);
    return -1;
  }
  if (visit_slots(ctx) < 0) return -1;
  Object* new_slots = copy_slots(ctx, dict);
  if (new_slots == nullptr) return -1;
  set_ref(ctx->slots, new_slots);
  ctx->nslot = tuple_size(new_slots);
  slots_from_bases(ctx);
  return 0;
}

// --- The object ---

TypeObject* allocate(TypeNewContext* ctx) {
  auto* type = static_cast<TypeObject*>(ctx->metatype->tp_alloc(ctx->metatype, ctx->nslot));
  if (type == nullptr) return nullptr;
  type->tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HEAPTYPE | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC;
  type->tp_bases = new_ref(ctx->bases);
  type->tp_base = new_ref(ctx->base);
  type->tp_dealloc = subtype_dealloc;
  type->tp_alloc = type_generic_alloc;
  type->tp_free = object_gc_del;
  type->tp_traverse = subtype_traverse;
  type->tp_clear = subtype_clear;
  type->ht_name = new_ref(ctx->name);
  return type;
}

int set_tp_name(const TypeNewContext* ctx, TypeObject* type) {
  Ssize size;
  type->tp_name = unicode_as_utf8_and_size(ctx->name, &size);
  if (type->tp_name == nullptr) return -1;
  if (static_cast<Ssize>(std::strlen(type->tp_name)) == size) return 0;
  err_set_string(exc_ValueError, "type name must not contain null characters");
  return -1;
}

int set_module(TypeObject* type) {
  int found = dict_contains(type->tp_dict, ID(__module__));
  if (found != 0) return found < 0 ? -1 : 0;
  Object* globals = eval_get_globals();
  if (globals == nullptr) return 0;
  Object* module;
  if (dict_get_item_ref(globals, ID(__name__), &module) < 0) return -1;
  if (module == nullptr) return 0;
  int result = dict_set_item(type->tp_dict, ID(__module__), module);
  decref(module);
  return result;
}

int set_ht_qualname(TypeObject* type) {
  Object* qualname;
  int found = dict_get_item_ref(type->tp_dict, ID(__qualname__), &qualname);
  if (found < 0) return -1;
  if (found == 0) {
    type->ht_qualname = new_ref(type->ht_name);
    return 0;
  }
  if (!unicode_check(qualname)) {
    err_format(exc_TypeError, "type __qualname__ must be a str, not %s",
               qualname->ob_type->tp_name);
    decref(qualname);
    return -1;
  }
  type->ht_qualname = qualname;
  return dict_del_item(type->tp_dict, ID(__qualname__));
}

// tp_doc is a copy in a block of its own, cut at the first NUL.
int set_tp_doc(TypeObject* type) {
  Object* doc = dict_get_item_with_error(type->tp_dict, ID(__doc__));
  if (doc == nullptr) return err_occurred() ? -1 : 0;
  if (!unicode_check(doc)) return 0;
  const char* utf8 = unicode_as_utf8(doc);
  if (utf8 == nullptr) return -1;
  size_t size = std::strlen(utf8) + 1;
  auto* copy = static_cast<char*>(mem_malloc(size));
  if (copy == nullptr) {
    err_no_memory();
    return -1;
  }
  std::memcpy(copy, utf8, size);
  type->tp_doc = copy;
  return 0;
}

// A plain function under this name becomes what wrap makes of it (staticmethod, classmethod).
int wrap_function(TypeObject* type, Object* name, Object* (*wrap)(Object*)) {
  Object* func = dict_get_item_with_error(type->tp_dict, name);
  if (func == nullptr) return err_occurred() ? -1 : 0;
  if (!function_check(func)) return 0;
  Object* wrapped = wrap(func);
  if (wrapped == nullptr) return -1;
  int result = dict_set_item(type->tp_dict, name, wrapped);
  decref(wrapped);
  return result;
}

// Member descriptors for the slots; layout; __dict__ and __weakref__.
int set_layout(const TypeNewContext* ctx, TypeObject* type) {
  Ssize slotoffset = ctx->base->tp_basicsize;
  MemberDef* member = heap_type_get_members(type);
  if (type->ht_slots != nullptr) {
    for (Ssize i = 0, n = tuple_size(type->ht_slots); i < n; i++, member++) {
      member->name = unicode_as_utf8(tuple_item(type->ht_slots, i));
      if (member->name == nullptr) return -1;
      member->type = Py_T_OBJECT_EX;
      member->offset = slotoffset;
      slotoffset += layout::kPointer;
    }
  }
  if (ctx->add_weak) {
    type->tp_flags |= TPFLAGS_MANAGED_WEAKREF;
    type->tp_weaklistoffset = -(layout::kGcHead + layout::kPreHeader);
  }
  if (ctx->add_dict) {
    type->tp_flags |= TPFLAGS_MANAGED_DICT;
    type->tp_dictoffset = -1;
  }
  type->tp_basicsize = slotoffset;
  type->tp_itemsize = ctx->base->tp_itemsize;
  type->tp_members = heap_type_get_members(type);
  if (type->tp_weaklistoffset != 0) {
    type->tp_getset = type->tp_dictoffset ? subtype_getsets_full : subtype_getsets_weakref_only;
  } else {
    type->tp_getset = type->tp_dictoffset ? subtype_getsets_dict_only : nullptr;
  }
  if (type->tp_dictoffset != 0 || ctx->nslot > 0) {
    if (ctx->base->tp_getattro == nullptr) type->tp_getattro = object_generic_get_attr;
    if (ctx->base->tp_setattro == nullptr) type->tp_setattro = object_generic_set_attr;
  }
  return 0;
}

// Fills the cell that the compiler left under key for super() and __class__, or for annotation
// scopes.
int fill_cell(TypeObject* type, Object* key, const char* what, Object* value) {
  Object* cell = dict_get_item_with_error(type->tp_dict, key);
  if (cell == nullptr) return err_occurred() ? -1 : 0;
  if (!cell_check(cell)) {
    err_format(exc_TypeError, "%s must be a nonlocal cell, not %.200R", what,
               static_cast<Object*>(cell->ob_type));
    return -1;
  }
  cell_set(cell, value);
  return dict_del_item(type->tp_dict, key);
}

int set_attrs(const TypeNewContext* ctx, TypeObject* type) {
  if (set_tp_name(ctx, type) < 0 || set_module(type) < 0 || set_ht_qualname(type) < 0 ||
      set_tp_doc(type) < 0) {
    return -1;
  }
  if (wrap_function(type, ID(__new__), static_method_new) < 0 ||
      wrap_function(type, ID(__init_subclass__), class_method_new) < 0 ||
      wrap_function(type, ID(__class_getitem__), class_method_new) < 0) {
    return -1;
  }
  if (set_layout(ctx, type) < 0) return -1;
  if (fill_cell(type, ID(__classcell__), "__classcell__", type) < 0) return -1;
  return fill_cell(type, ID(__classdictcell__), "__classdictcell__", type->tp_dict);
}

// The type with its dict and slots, or null.
TypeObject* init(TypeNewContext* ctx) {
  Object* dict = dict_copy(ctx->orig_dict);
  TypeObject* type = nullptr;
  if (dict != nullptr && work_out_slots(ctx, dict) >= 0) type = allocate(ctx);
  if (type == nullptr) {
    clear_ref(ctx->slots);
    xdecref(dict);
    return nullptr;
  }
  type->tp_dict = dict;
  type->ht_slots = ctx->slots;
  ctx->slots = nullptr;
  return type;
}

// --- Hooks ---

// Over a copy: a __set_name__ may change the class.
int call_set_names(TypeObject* type) {
  Object* names_to_set = dict_copy(type->tp_dict);
  if (names_to_set == nullptr) return -1;
  Ssize pos = 0;
  Object *key, *value;
  int result = 0;
  while (result == 0 && dict_next(names_to_set, &pos, &key, &value)) {
    Object* set_name = object_lookup_special(value, ID(__set_name__));
    if (set_name == nullptr) {
      if (err_occurred()) result = -1;
      continue;
    }
    Object* done =
        object_call_function_obj_args(set_name, static_cast<Object*>(type), key, nullptr);
    decref(set_name);
    if (done == nullptr) {
      err_format_note("Error calling __set_name__ on '%.100s' instance %R in '%.100s'",
                      value->ob_type->tp_name, key, type->tp_name);
      result = -1;
    } else {
      decref(done);
    }
  }
  decref(names_to_set);
  return result;
}

// super(type, type).__init_subclass__(**kwds)
int call_init_subclass(TypeObject* type, Object* kwds) {
  Object* args[2] = {type, type};
  Object* super = object_vectorcall(&super_type, args, 2, nullptr);
  if (super == nullptr) return -1;
  Object* func = object_get_attr(super, ID(__init_subclass__));
  decref(super);
  if (func == nullptr) return -1;
  Object* result = object_vectorcall_dict(func, nullptr, 0, kwds);
  decref(func);
  xdecref(result);
  return result ? 0 : -1;
}

// From a filled-in struct to a class that works, and its hooks.
int finish(TypeNewContext* ctx, TypeObject* type) {
  if (set_attrs(ctx, type) < 0 || type_ready(type) < 0) return -1;
  type_fixup_slot_dispatchers(type);
  if (!dict_has_only_string_keys(type->tp_dict) &&
      err_warn_format(exc_RuntimeWarning, 1, "non-string key in the __dict__ of class %.200s",
                      type->tp_name) < 0) {
    return -1;
  }
  if (call_set_names(type) < 0) return -1;
  return call_init_subclass(type, ctx->kwds);
}

// 0: ctx has its base and owns its bases. 1: another metaclass made *type. -1: error.
int find_bases(TypeNewContext* ctx, Object** type) {
  Ssize nbases = tuple_size(ctx->bases);
  if (nbases == 0) {
    ctx->base = &object_type;
    ctx->bases = tuple_pack(static_cast<Object*>(&object_type));
    return ctx->bases ? 0 : -1;
  }
  for (Ssize i = 0; i < nbases; i++) {
    Object* base = tuple_item(ctx->bases, i);
    if (type_check(base)) continue;
    int found = object_has_attr_with_error(base, ID(__mro_entries__));
    if (found < 0) return -1;
    if (found) {
      err_set_string(exc_TypeError,
                     "type() doesn't support MRO entry resolution; use types.new_class()");
      return -1;
    }
  }
  TypeObject* winner = type_calculate_metaclass(ctx->metatype, ctx->bases);
  if (winner == nullptr) return -1;
  if (winner != ctx->metatype) {
    if (winner->tp_new != type_new) {
      *type = winner->tp_new(winner, ctx->args, ctx->kwds);
      return *type ? 1 : -1;
    }
    ctx->metatype = winner;
  }
  ctx->base = best_base(ctx->bases);
  if (ctx->base == nullptr) return -1;
  incref(ctx->bases);
  return 0;
}

bool parse_arguments(Object* args, Object** name, Object** bases, Object** dict) {
  Ssize n = tuple_size(args);
  if (n != 3) {
    err_format(exc_TypeError, "type.__new__() takes exactly 3 arguments (%zd given)", n);
    return false;
  }
  *name = tuple_item(args, 0);
  *bases = tuple_item(args, 1);
  *dict = tuple_item(args, 2);
  const struct {
    Object* value;
    bool ok;
    const char* expected;
  } checks[] = {{*name, unicode_check(*name), "str"},
                {*bases, tuple_check(*bases), "tuple"},
                {*dict, dict_check(*dict), "dict"}};
  for (int i = 0; i < 3; i++) {
    if (checks[i].ok) continue;
    err_format(exc_TypeError, "type.__new__() argument %d must be %s, not %.50s", i + 1,
               checks[i].expected,
               checks[i].value == None ? "None" : checks[i].value->ob_type->tp_name);
    return false;
  }
  return true;
}

}  // namespace

Object* type_new(TypeObject* metatype, Object* args, Object* kwds) {
  TypeNewContext ctx{};
  ctx.metatype = metatype;
  ctx.args = args;
  ctx.kwds = kwds;
  if (!parse_arguments(args, &ctx.name, &ctx.bases, &ctx.orig_dict)) return nullptr;
  Object* result = nullptr;
  int found = find_bases(&ctx, &result);
  if (found < 0) return nullptr;
  if (found > 0) return result;
  TypeObject* type = init(&ctx);
  if (type != nullptr && finish(&ctx, type) < 0) {
    decref(static_cast<Object*>(type));
    type = nullptr;
  }
  decref(ctx.bases);
  return type;
}

TypeObject* type_from_parts(const char* full_name, Object* bases, Object* dict) {
  const char* dot = std::strrchr(full_name, '.');
  Object* name = unicode_from_string(dot ? dot + 1 : full_name);
  Object* own_dict = dict ? new_ref(dict) : dict_new();
  Object* module =
      dot ? unicode_from_string_and_size(full_name, dot - full_name) : new_ref(ID(builtins));
  Object* result = nullptr;
  if (name != nullptr && own_dict != nullptr && module != nullptr &&
      dict_set_default_ref(own_dict, ID(__module__), module, nullptr) >= 0) {
    result = object_call_function_obj_args(&type_type, name, bases, own_dict, nullptr);
  }
  xdecref(name);
  xdecref(own_dict);
  xdecref(module);
  return static_cast<TypeObject*>(result);
}

}  // namespace py

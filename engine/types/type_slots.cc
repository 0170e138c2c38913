// Special method names and slots, in both directions. See the header.
// CPython 3.13: slotdefs, update_one_slot, add_operators in Objects/typeobject.c
#include "types/type_slots.h"

#include <cstring>           // memcpy
#include <initializer_list>  // names_inherited_slot

#include "object/errors.h"
#include "object/identifiers.h"
#include "types/descrobject.h"
#include "types/dictobject.h"
#include "types/methodobject.h"
#include "types/slot_functions.h"
#include "types/slot_wrappers.h"
#include "types/type_internal.h"
#include "types/unicodeobject.h"

namespace py {

SlotFunction slot_get(const TypeObject* type, size_t offset) {
  SlotFunction function;
  std::memcpy(&function, reinterpret_cast<const char*>(type) + offset, sizeof function);
  return function;
}

void slot_set(TypeObject* type, size_t offset, SlotFunction function) {
  std::memcpy(reinterpret_cast<char*>(type) + offset, &function, sizeof function);
}

// --- The table. Rows of one slot are neighbours; the first row that fills a name in a dict wins.
// ---

template <class F>
static SlotFunction slot_function(F* f) {
  return reinterpret_cast<SlotFunction>(f);
}
static SlotFunction slot_function(std::nullptr_t) { return nullptr; }

#define TPSLOT(name, slot, function, wrapper, doc)                                           \
  {                                                                                          \
#name, offsetof(TypeObject, slot), slot_function(function), wrapper, nullptr, #name doc, \
        nullptr                                                                              \
  }
#define KWSLOT(name, slot, function, wrapper, doc)                                           \
  {                                                                                          \
#name, offsetof(TypeObject, slot), slot_function(function), nullptr, wrapper, #name doc, \
        nullptr                                                                              \
  }
#define UNSLOT(name, slot, wrapper, doc) \
  TPSLOT(name, slot, slot_##slot, wrapper, "($self, /)\n--\n\n" doc)
#define IBSLOT(name, slot, wrapper, op) \
  TPSLOT(name, slot, slot_##slot, wrapper, "($self, value, /)\n--\n\nReturn self" op "value.")
#define BINSLOT(name, slot, op)                      \
  TPSLOT(name, slot, slot_##slot, wrap_binaryfunc_l, \
         "($self, value, /)\n--\n\nReturn self" op "value.")
#define RBINSLOT(name, slot, op)                     \
  TPSLOT(name, slot, slot_##slot, wrap_binaryfunc_r, \
         "($self, value, /)\n--\n\nReturn value" op "self.")

static SlotDef slotdefs[] = {
    TPSLOT(__repr__, tp_repr, slot_tp_repr, wrap_unaryfunc, "($self, /)\n--\n\nReturn repr(self)."),
    TPSLOT(__hash__, tp_hash, slot_tp_hash, wrap_hashfunc, "($self, /)\n--\n\nReturn hash(self)."),
    KWSLOT(__call__, tp_call, slot_tp_call, wrap_call,
           "($self, /, *args, **kwargs)\n--\n\nCall self as a function."),
    TPSLOT(__str__, tp_str, slot_tp_str, wrap_unaryfunc, "($self, /)\n--\n\nReturn str(self)."),
    TPSLOT(__getattribute__, tp_getattro, slot_tp_getattr_hook, wrap_binaryfunc,
           "($self, name, /)\n--\n\nReturn getattr(self, name)."),
    TPSLOT(__getattr__, tp_getattro, slot_tp_getattr_hook, nullptr,
           "($self, name, /)\n--\n\nImplement getattr(self, name)."),
    TPSLOT(__setattr__, tp_setattro, slot_tp_setattro, wrap_setattr,
           "($self, name, value, /)\n--\n\nImplement setattr(self, name, value)."),
    TPSLOT(__delattr__, tp_setattro, slot_tp_setattro, wrap_delattr,
           "($self, name, /)\n--\n\nImplement delattr(self, name)."),
    TPSLOT(__lt__, tp_richcompare, slot_tp_richcompare, richcmp_lt,
           "($self, value, /)\n--\n\nReturn self<value."),
    TPSLOT(__le__, tp_richcompare, slot_tp_richcompare, richcmp_le,
           "($self, value, /)\n--\n\nReturn self<=value."),
    TPSLOT(__eq__, tp_richcompare, slot_tp_richcompare, richcmp_eq,
           "($self, value, /)\n--\n\nReturn self==value."),
    TPSLOT(__ne__, tp_richcompare, slot_tp_richcompare, richcmp_ne,
           "($self, value, /)\n--\n\nReturn self!=value."),
    TPSLOT(__gt__, tp_richcompare, slot_tp_richcompare, richcmp_gt,
           "($self, value, /)\n--\n\nReturn self>value."),
    TPSLOT(__ge__, tp_richcompare, slot_tp_richcompare, richcmp_ge,
           "($self, value, /)\n--\n\nReturn self>=value."),
    TPSLOT(__iter__, tp_iter, slot_tp_iter, wrap_unaryfunc,
           "($self, /)\n--\n\nImplement iter(self)."),
    TPSLOT(__next__, tp_iternext, slot_tp_iternext, wrap_next,
           "($self, /)\n--\n\nImplement next(self)."),
    TPSLOT(__get__, tp_descr_get, slot_tp_descr_get, wrap_descr_get,
           "($self, instance, owner=None, /)\n--\n\n"
           "Return an attribute of instance, which is of type owner."),
    TPSLOT(__set__, tp_descr_set, slot_tp_descr_set, wrap_descr_set,
           "($self, instance, value, /)\n--\n\nSet an attribute of instance to value."),
    TPSLOT(__delete__, tp_descr_set, slot_tp_descr_set, wrap_descr_delete,
           "($self, instance, /)\n--\n\nDelete an attribute of instance."),
    KWSLOT(__init__, tp_init, slot_tp_init, wrap_init,
           "($self, /, *args, **kwargs)\n--\n\n"
           "Initialize self.  See help(type(self)) for accurate signature."),
    TPSLOT(__new__, tp_new, slot_tp_new, nullptr,
           "(type, /, *args, **kwargs)\n--\n\n"
           "Create and return new object.  See help(type) for accurate signature."),
    TPSLOT(__del__, tp_finalize, slot_tp_finalize, wrap_del,
           "($self, /)\n--\n\nCalled when the instance is about to be destroyed."),
    TPSLOT(__buffer__, bf_getbuffer, slot_bf_getbuffer, wrap_buffer,
           "($self, flags, /)\n--\n\n"
           "Return a buffer object that exposes the underlying memory of the object."),
    TPSLOT(__release_buffer__, bf_releasebuffer, slot_bf_releasebuffer, wrap_releasebuffer,
           "($self, buffer, /)\n--\n\n"
           "Release the buffer object that exposes the underlying memory of the object."),
    TPSLOT(__await__, am_await, slot_am_await, wrap_unaryfunc,
           "($self, /)\n--\n\nReturn an iterator to be used in await expression."),
    TPSLOT(__aiter__, am_aiter, slot_am_aiter, wrap_unaryfunc,
           "($self, /)\n--\n\nReturn an awaitable, that resolves in asynchronous iterator."),
    TPSLOT(__anext__, am_anext, slot_am_anext, wrap_unaryfunc,
           "($self, /)\n--\n\nReturn a value or raise StopAsyncIteration."),
    BINSLOT(__add__, nb_add, "+"),
    RBINSLOT(__radd__, nb_add, "+"),
    BINSLOT(__sub__, nb_subtract, "-"),
    RBINSLOT(__rsub__, nb_subtract, "-"),
    BINSLOT(__mul__, nb_multiply, "*"),
    RBINSLOT(__rmul__, nb_multiply, "*"),
    BINSLOT(__mod__, nb_remainder, "%"),
    RBINSLOT(__rmod__, nb_remainder, "%"),
    TPSLOT(__divmod__, nb_divmod, slot_nb_divmod, wrap_binaryfunc_l,
           "($self, value, /)\n--\n\nReturn divmod(self, value)."),
    TPSLOT(__rdivmod__, nb_divmod, slot_nb_divmod, wrap_binaryfunc_r,
           "($self, value, /)\n--\n\nReturn divmod(value, self)."),
    TPSLOT(__pow__, nb_power, slot_nb_power, wrap_ternaryfunc,
           "($self, value, mod=None, /)\n--\n\nReturn pow(self, value, mod)."),
    TPSLOT(__rpow__, nb_power, slot_nb_power, wrap_ternaryfunc_r,
           "($self, value, mod=None, /)\n--\n\nReturn pow(value, self, mod)."),
    UNSLOT(__neg__, nb_negative, wrap_unaryfunc, "-self"),
    UNSLOT(__pos__, nb_positive, wrap_unaryfunc, "+self"),
    UNSLOT(__abs__, nb_absolute, wrap_unaryfunc, "abs(self)"),
    UNSLOT(__bool__, nb_bool, wrap_inquirypred, "True if self else False"),
    UNSLOT(__invert__, nb_invert, wrap_unaryfunc, "~self"),
    BINSLOT(__lshift__, nb_lshift, "<<"),
    RBINSLOT(__rlshift__, nb_lshift, "<<"),
    BINSLOT(__rshift__, nb_rshift, ">>"),
    RBINSLOT(__rrshift__, nb_rshift, ">>"),
    BINSLOT(__and__, nb_and, "&"),
    RBINSLOT(__rand__, nb_and, "&"),
    BINSLOT(__xor__, nb_xor, "^"),
    RBINSLOT(__rxor__, nb_xor, "^"),
    BINSLOT(__or__, nb_or, "|"),
    RBINSLOT(__ror__, nb_or, "|"),
    UNSLOT(__int__, nb_int, wrap_unaryfunc, "int(self)"),
    UNSLOT(__float__, nb_float, wrap_unaryfunc, "float(self)"),
    IBSLOT(__iadd__, nb_inplace_add, wrap_binaryfunc, "+="),
    IBSLOT(__isub__, nb_inplace_subtract, wrap_binaryfunc, "-="),
    IBSLOT(__imul__, nb_inplace_multiply, wrap_binaryfunc, "*="),
    IBSLOT(__imod__, nb_inplace_remainder, wrap_binaryfunc, "%="),
    IBSLOT(__ipow__, nb_inplace_power, wrap_ternaryfunc, "**="),
    IBSLOT(__ilshift__, nb_inplace_lshift, wrap_binaryfunc, "<<="),
    IBSLOT(__irshift__, nb_inplace_rshift, wrap_binaryfunc, ">>="),
    IBSLOT(__iand__, nb_inplace_and, wrap_binaryfunc, "&="),
    IBSLOT(__ixor__, nb_inplace_xor, wrap_binaryfunc, "^="),
    IBSLOT(__ior__, nb_inplace_or, wrap_binaryfunc, "|="),
    BINSLOT(__floordiv__, nb_floor_divide, "//"),
    RBINSLOT(__rfloordiv__, nb_floor_divide, "//"),
    BINSLOT(__truediv__, nb_true_divide, "/"),
    RBINSLOT(__rtruediv__, nb_true_divide, "/"),
    IBSLOT(__ifloordiv__, nb_inplace_floor_divide, wrap_binaryfunc, "//="),
    IBSLOT(__itruediv__, nb_inplace_true_divide, wrap_binaryfunc, "/="),
    TPSLOT(__index__, nb_index, slot_nb_index, wrap_unaryfunc,
           "($self, /)\n--\n\n"
           "Return self converted to an integer, if self is suitable for use as an index into a "
           "list."),
    BINSLOT(__matmul__, nb_matrix_multiply, "@"),
    RBINSLOT(__rmatmul__, nb_matrix_multiply, "@"),
    IBSLOT(__imatmul__, nb_inplace_matrix_multiply, wrap_binaryfunc, "@="),
    TPSLOT(__len__, mp_length, slot_sq_length, wrap_lenfunc, "($self, /)\n--\n\nReturn len(self)."),
    TPSLOT(__getitem__, mp_subscript, slot_mp_subscript, wrap_binaryfunc,
           "($self, key, /)\n--\n\nReturn self[key]."),
    TPSLOT(__setitem__, mp_ass_subscript, slot_mp_ass_subscript, wrap_objobjargproc,
           "($self, key, value, /)\n--\n\nSet self[key] to value."),
    TPSLOT(__delitem__, mp_ass_subscript, slot_mp_ass_subscript, wrap_delitem,
           "($self, key, /)\n--\n\nDelete self[key]."),
    TPSLOT(__len__, sq_length, slot_sq_length, wrap_lenfunc, "($self, /)\n--\n\nReturn len(self)."),
    // A class's __add__ and __mul__ fill nb_add and nb_multiply only.
    TPSLOT(__add__, sq_concat, nullptr, wrap_binaryfunc,
           "($self, value, /)\n--\n\nReturn self+value."),
    TPSLOT(__mul__, sq_repeat, nullptr, wrap_indexargfunc,
           "($self, value, /)\n--\n\nReturn self*value."),
    TPSLOT(__rmul__, sq_repeat, nullptr, wrap_indexargfunc,
           "($self, value, /)\n--\n\nReturn value*self."),
    TPSLOT(__getitem__, sq_item, slot_sq_item, wrap_sq_item,
           "($self, key, /)\n--\n\nReturn self[key]."),
    TPSLOT(__setitem__, sq_ass_item, slot_sq_ass_item, wrap_sq_setitem,
           "($self, key, value, /)\n--\n\nSet self[key] to value."),
    TPSLOT(__delitem__, sq_ass_item, slot_sq_ass_item, wrap_sq_delitem,
           "($self, key, /)\n--\n\nDelete self[key]."),
    TPSLOT(__contains__, sq_contains, slot_sq_contains, wrap_objobjproc,
           "($self, key, /)\n--\n\nReturn bool(key in self)."),
    TPSLOT(__iadd__, sq_inplace_concat, nullptr, wrap_binaryfunc,
           "($self, value, /)\n--\n\nImplement self+=value."),
    TPSLOT(__imul__, sq_inplace_repeat, nullptr, wrap_indexargfunc,
           "($self, value, /)\n--\n\nImplement self*=value."),
};

constexpr int kSlotCount = sizeof slotdefs / sizeof slotdefs[0];

// Rows by name: first_of_name[i] is the first row with row i's name, next_of_name[i] the next one
// with it (or -1).
static int16_t first_of_name[kSlotCount], next_of_name[kSlotCount];

int type_slots_init() {
  for (SlotDef& row : slotdefs) {
    row.name_object = unicode_intern_from_string(row.name);
    if (row.name_object == nullptr) return -1;
    unicode_intern_immortal(&row.name_object);
  }
  for (int i = 0; i < kSlotCount; i++) {
    next_of_name[i] = -1;
    first_of_name[i] = static_cast<int16_t>(i);
    for (int j = i - 1; j >= 0; j--) {
      if (slotdefs[j].name_object != slotdefs[i].name_object) continue;
      next_of_name[j] = static_cast<int16_t>(i);
      first_of_name[i] = first_of_name[j];
      break;
    }
  }
  return 0;
}

// --- From slots to the dict ---

// Builtin types that name a slot although they inherit the same function: their dict shows a
// wrapper of its own.
static bool names_inherited_slot(TypeObject* type, size_t offset) {
  auto is_one_of = [type](std::initializer_list<const char*> names) {
    for (const char* name : names) {
      if (std::strcmp(type->tp_name, name) == 0) return true;
    }
    return false;
  };
  if (offset == offsetof(TypeObject, tp_init)) {
    return !is_one_of({"BaseException",
                       "BaseExceptionGroup",
                       "ImportError",
                       "NameError",
                       "OSError",
                       "StopIteration",
                       "SyntaxError",
                       "UnicodeDecodeError",
                       "UnicodeEncodeError",
                       "bool",
                       "bytes",
                       "memoryview",
                       "complex",
                       "enumerate",
                       "filter",
                       "float",
                       "frozenset",
                       "int",
                       "map",
                       "range",
                       "reversed",
                       "slice",
                       "tuple",
                       "str",
                       "zip"});
  }
  if (offset == offsetof(TypeObject, tp_str)) return is_one_of({"AttributeError", "NameError"});
  if (offset == offsetof(TypeObject, tp_getattro)) {
    return is_one_of({"BaseException", "bytearray", "bytes", "complex", "dict", "enumerate",
                      "filter", "int", "list", "map", "memoryview", "property", "range", "reversed",
                      "set", "slice", "super", "tuple", "zip"});
  }
  return false;
}

// A builtin type's own slots become methods of its dict. Slots of the same name (nb_add and
// sq_concat) compete: the first row wins.
int type_add_operators(TypeObject* type) {
  for (const SlotDef& row : slotdefs) {
    if (row.wrapper == nullptr && row.wrapper_kwds == nullptr) continue;
    SlotFunction function = slot_get(type, row.offset);
    if (function == nullptr) continue;
    if (!type_has_feature(type, TPFLAGS_HEAPTYPE) && type->tp_base != nullptr &&
        function == slot_get(type->tp_base, row.offset) &&
        !names_inherited_slot(type, row.offset)) {
      continue;
    }
    int found = dict_contains(type->tp_dict, row.name_object);
    if (found < 0) return -1;
    if (found > 0) continue;
    if (function == slot_function(object_hash_not_implemented)) {
      if (dict_set_item(type->tp_dict, row.name_object, None) < 0) return -1;
      continue;
    }
    Object* descr = descr_new_wrapper(type, &row, function);
    if (descr == nullptr) return -1;
    int result = dict_set_item(type->tp_dict, row.name_object, descr);
    decref(descr);
    if (result < 0) return -1;
  }
  return 0;
}

// --- From the dict to slots ---

// The one slot among those of row's name that type has filled; 0 when none or several are.
static size_t resolve_slotdups(TypeObject* type, int row) {
  size_t result = 0;
  for (int i = first_of_name[row]; i >= 0; i = next_of_name[i]) {
    if (slot_get(type, slotdefs[i].offset) == nullptr) continue;
    if (result != 0) return 0;
    result = slotdefs[i].offset;
  }
  return result;
}

// A builtin's __new__ as found in a dict: the type's own tp_new will do.
static bool is_tp_new_wrapper(Object* descr) {
  return cfunction_check(descr) && as<CFunctionObject>(descr)->m_ml == &tp_new_methoddef;
}

// Works out one slot from all the methods that can fill it, starting at its first row; returns the
// first row of the next slot. If all methods are wrappers of one and the same C++ function of the
// right signature, the slot becomes that function (specific); otherwise it becomes the one that
// looks methods up (generic).
static int update_one_slot(TypeObject* type, int row) {
  SlotFunction specific = nullptr, generic = nullptr;
  bool use_generic = false;
  size_t offset = slotdefs[row].offset;
  for (; row < kSlotCount && slotdefs[row].offset == offset; row++) {
    const SlotDef& def = slotdefs[row];
    int error;
    Object* descr = find_name_in_mro(type, def.name_object, &error);
    if (descr == nullptr) {
      if (error < 0) err_clear();
      if (offset == offsetof(TypeObject, tp_iternext))
        specific = slot_function(next_not_implemented);
      continue;
    }
    if (wrapper_descr_check(descr) &&
        as<WrapperDescrObject>(descr)->d_base->name_object == def.name_object) {
      auto* d = as<WrapperDescrObject>(descr);
      size_t only = resolve_slotdups(type, row);
      if (only == 0 || only == offset) generic = def.function;
      if ((specific == nullptr || specific == d->d_wrapped) && d->d_base->wrapper == def.wrapper &&
          d->d_base->wrapper_kwds == def.wrapper_kwds &&
          is_subtype_with_mro(type->tp_mro, type, d->d_type)) {
        specific = d->d_wrapped;
      } else {
        use_generic = true;
      }
    } else if (offset == offsetof(TypeObject, tp_new) && is_tp_new_wrapper(descr)) {
      specific = slot_get(type, offset);
    } else if (descr == None && offset == offsetof(TypeObject, tp_hash)) {
      specific = slot_function(object_hash_not_implemented);
    } else {
      use_generic = true;
      generic = def.function;
      // A __call__ that is looked up does not go through the instance's vectorcall field.
      if (offset == offsetof(TypeObject, tp_call)) type->tp_flags &= ~TPFLAGS_HAVE_VECTORCALL;
    }
  }
  slot_set(type, offset, specific != nullptr && !use_generic ? specific : generic);
  return row;
}

// All slots of a class that was just made.
void type_fixup_slot_dispatchers(TypeObject* type) {
  for (int row = 0; row < kSlotCount;) row = update_one_slot(type, row);
}

static int first_row_of_name(Object* name) {
  for (int i = 0; i < kSlotCount; i++) {
    if (slotdefs[i].name_object == name) return i;
  }
  return -1;
}

bool type_is_slot_name(Object* name) { return first_row_of_name(name) >= 0; }

static int update_slots_callback(TypeObject* type, void* data) {
  for (int i = *static_cast<int*>(data); i >= 0; i = next_of_name[i]) {
    int row = i;
    while (row > 0 && slotdefs[row - 1].offset == slotdefs[i].offset) row--;
    update_one_slot(type, row);
  }
  return 0;
}

int type_recurse_down_subclasses(TypeObject* type, Object* name, int (*visit)(TypeObject*, void*),
                                 void* data) {
  if (type->tp_subclasses == nullptr) return 0;
  Ssize pos = 0;
  Object *key, *ref;
  while (dict_next(type->tp_subclasses, &pos, &key, &ref)) {
    TypeObject* subclass = type_from_ref(ref);
    if (subclass == nullptr) continue;
    int result = subclass->tp_dict ? dict_contains(subclass->tp_dict, name) : 0;
    if (result == 0) {
      result = visit(subclass, data);
      if (result >= 0) result = type_recurse_down_subclasses(subclass, name, visit, data);
    }
    decref(static_cast<Object*>(subclass));
    if (result < 0) return -1;
  }
  return 0;
}

void type_update_slot(TypeObject* type, Object* name) {
  int row = first_row_of_name(name);
  if (row < 0) return;
  update_slots_callback(type, &row);
  if (type_recurse_down_subclasses(type, name, update_slots_callback, &row) < 0) err_clear();
}

void type_update_all_slots(TypeObject* type) {
  type_modified(type);
  for (const SlotDef& row : slotdefs) type_update_slot(type, row.name_object);
}

}  // namespace py

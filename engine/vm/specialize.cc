// Choosing specialised instructions.
// CPython 3.13: Python/specialize.c, Include/internal/pycore_backoff.h (warm-up and back-off)
//
// When an instruction specialises can be seen (the eval breaker is not looked at after a specialised len(), a class call
// no longer makes a tuple of its arguments), so the counters are CPython's: the second execution tries, a success is
// good for 52 misses, each failure doubles the wait.
#include "vm/specialize.h"

#include <cstring>  // names of builtin functions

#include "lang/code_spec.h"       // code flags
#include "lang/opcode.h"          // NB_ADD, comparison numbers
#include "object/abstract.h"      // in case an int operator has no slot of its own
#include "object/identifiers.h"   // ID(__init__)
#include "types/boolobject.h"     // bool_type
#include "types/classobject.h"    // bound methods
#include "types/descrobject.h"    // slots, properties, method descriptors
#include "types/dict_keys.h"      // versions of keys
#include "types/floatobject.h"    // float_check_exact
#include "types/listobject.h"     // list_check_exact
#include "types/longobject.h"     // long_check_exact
#include "types/methodobject.h"   // builtin functions
#include "types/moduleobject.h"   // attributes of modules
#include "types/rangeobject.h"    // range iterators
#include "types/setobject.h"      // any_set_check_exact
#include "types/tupleobject.h"    // tuple_check_exact
#include "types/typeobject.h"     // type_lookup, versions
#include "types/unicodeobject.h"  // unicode_check_exact
#include "vm/ceval_cold.h"        // function_is_simple
#include "vm/genobject.h"         // gen_check_exact

namespace py {

namespace {

constexpr uint32_t kCooldown = 52, kMaxBackoff = 12;

uint32_t& counter_of(Unit* at) { return kInstOperand[at->opcode()] == kCache ? at->cache->counter : at->counter; }

void succeed(Unit* at, Inst inst) {
  at->set_opcode(inst);
  counter_of(at) = kCooldown;
}

// Counter: value in the low half, exponent of the next wait in the high half.
void fail(Unit* at, Inst general) {
  uint32_t& counter = counter_of(at);
  uint32_t exponent = counter >> 16;
  if (exponent == 0) exponent = 1;
  if (exponent < kMaxBackoff) exponent++;
  at->set_opcode(general);
  counter = exponent << 16 | ((1u << exponent) - 1);
}

// The instruction before `at` takes over what it has just become. `lflf` replaces LOAD_FAST_LOAD_FAST, `lfc` LOAD_FAST
// with LOAD_CONST, `constant` LOAD_CONST alone, `lf` LOAD_FAST; I_NOP: there is no such form.
void fuse(Unit* at, Inst lflf, Inst lfc, Inst constant, Inst lf) {
  Inst before = at[-1].opcode();
  if (before == I_LOAD_FAST_LOAD_FAST && lflf != I_NOP) {
    at[-1].set_opcode(lflf);
  } else if (before == I_LOAD_CONST_IMMORTAL && lfc != I_NOP && at[-2].opcode() == I_LOAD_FAST_LOAD_CONST) {
    at[-2].set_opcode(lfc);
  } else if (before == I_LOAD_CONST_IMMORTAL && constant != I_NOP) {
    at[-1].set_opcode(constant);
  } else if (before == I_LOAD_FAST && lf != I_NOP) {
    at[-1].set_opcode(lf);
  }
}

// The type's version tag, given now if need be; 0: none left.
uint32_t type_version(TypeObject* type) { return type_assign_version_tag(type) ? type->tp_version_tag : 0; }

Object* int_power(Object* a, Object* b) { return long_type.nb_power(a, b, None); }
Object* int_no_matmul(Object* a, Object* b) { return number_matrix_multiply(a, b); }

}  // namespace

binaryfunc int_ops[26];

void specialize_init() {
  const binaryfunc plain[13] = {
      long_type.nb_add,       long_type.nb_and, long_type.nb_floor_divide, long_type.nb_lshift, int_no_matmul,
      long_type.nb_multiply,  long_type.nb_remainder, long_type.nb_or,     int_power,           long_type.nb_rshift,
      long_type.nb_subtract,  long_type.nb_true_divide, long_type.nb_xor,
  };
  for (int i = 0; i < 26; i++) int_ops[i] = plain[i % 13];
}

static void specialize_int_op(Unit* at, uint32_t which) {
  switch (which) {
    case lang::NB_ADD:
      succeed(at, I_BINARY_OP_ADD_INT);
      return fuse(at, I_LFLF_ADD_INT, I_LFC_ADD_INT, I_CONST_ADD_INT, I_NOP);
    case lang::NB_SUBTRACT:
      succeed(at, I_BINARY_OP_SUBTRACT_INT);
      return fuse(at, I_LFLF_SUBTRACT_INT, I_LFC_SUBTRACT_INT, I_CONST_SUBTRACT_INT, I_NOP);
    case lang::NB_MULTIPLY:
      succeed(at, I_BINARY_OP_MULTIPLY_INT);
      return fuse(at, I_LFLF_MULTIPLY_INT, I_NOP, I_NOP, I_NOP);
    case lang::NB_REMAINDER:
      return succeed(at, I_BINARY_OP_REMAINDER_INT);
    case lang::NB_FLOOR_DIVIDE:
      return succeed(at, I_BINARY_OP_FLOOR_DIVIDE_INT);
    case lang::NB_AND:
      return succeed(at, I_BINARY_OP_AND_INT);
    default:
      return succeed(at, I_BINARY_OP_INT);
  }
}

void specialize_binary_op(Object* left, Object* right, Unit* at, InterpreterFrame* frame) {
  uint32_t which = at->arg() % 13;
  if (left->ob_type == right->ob_type) {
    if (long_check_exact(left)) return specialize_int_op(at, which);
    if (float_check_exact(left)) {
      if (which == lang::NB_ADD) return succeed(at, I_BINARY_OP_ADD_FLOAT);
      if (which == lang::NB_SUBTRACT) return succeed(at, I_BINARY_OP_SUBTRACT_FLOAT);
      if (which == lang::NB_MULTIPLY) return succeed(at, I_BINARY_OP_MULTIPLY_FLOAT);
      if (which == lang::NB_TRUE_DIVIDE) return succeed(at, I_BINARY_OP_TRUE_DIVIDE_FLOAT);
    }
    if (unicode_check_exact(left) && which == lang::NB_ADD) {
      const Unit* next = at + 1;
      bool in_place = (next->opcode() == I_STORE_FAST || next->opcode() == I_STORE_FAST_TICK) && frame->localsplus[next->arg()] == left;
      return succeed(at, in_place ? I_BINARY_OP_INPLACE_ADD_UNICODE : I_BINARY_OP_ADD_UNICODE);
    }
  }
  fail(at, I_BINARY_OP);
}

void specialize_compare_op(Object* left, Object* right, Unit* at) {
  Inst next = at[1].opcode();
  bool jump = next == I_POP_JUMP_IF_FALSE || next == I_POP_JUMP_IF_TRUE || next == I_POP_JUMP_IF_FALSE_TICK ||
              next == I_POP_JUMP_IF_TRUE_TICK;
  if (left->ob_type == right->ob_type) {
    if (float_check_exact(left)) return succeed(at, jump ? I_COMPARE_OP_FLOAT_JUMP : I_COMPARE_OP_FLOAT);
    if (long_check_exact(left) && long_both_compact(left, right)) {
      succeed(at, jump ? I_COMPARE_OP_INT_JUMP : I_COMPARE_OP_INT);
      if (jump) fuse(at, I_LFLF_COMPARE_INT_JUMP, I_LFC_COMPARE_INT_JUMP, I_NOP, I_NOP);
      return;
    }
    uint32_t op = at->arg() >> 5;
    if (unicode_check_exact(left) && (op == kEq || op == kNe)) {
      return succeed(at, jump ? I_COMPARE_OP_STR_JUMP : I_COMPARE_OP_STR);
    }
  }
  fail(at, I_COMPARE_OP);
}

void specialize_contains_op(Object* container, Unit* at) {
  if (dict_check_exact(container)) return succeed(at, I_CONTAINS_OP_DICT);
  if (any_set_check_exact(container)) return succeed(at, I_CONTAINS_OP_SET);
  fail(at, I_CONTAINS_OP);
}

void specialize_to_bool(Object* value, Unit* at) {
  TypeObject* type = value->ob_type;
  if (type == &bool_type) return succeed(at, I_TO_BOOL_BOOL);
  if (type == &long_type) return succeed(at, I_TO_BOOL_INT);
  if (type == &list_type) return succeed(at, I_TO_BOOL_LIST);
  if (value == None) return succeed(at, I_TO_BOOL_NONE);
  if (type == &unicode_type) return succeed(at, I_TO_BOOL_STR);
  if (type_has_feature(type, TPFLAGS_HEAPTYPE) && type->nb_bool == nullptr && type->mp_length == nullptr &&
      type->sq_length == nullptr && type_version(type) != 0) {
    at->cache->version = type->tp_version_tag;
    return succeed(at, I_TO_BOOL_ALWAYS_TRUE);
  }
  fail(at, I_TO_BOOL);
}

void specialize_binary_subscr(Object* container, Object* sub, Unit* at) {
  TypeObject* type = container->ob_type;
  if (long_check_exact(sub) && long_is_nonnegative_compact(sub)) {
    if (type == &list_type) {
      succeed(at, I_BINARY_SUBSCR_LIST_INT);
      return fuse(at, I_LFLF_SUBSCR_LIST_INT, I_NOP, I_NOP, I_NOP);
    }
    if (type == &tuple_type) return succeed(at, I_BINARY_SUBSCR_TUPLE_INT);
    if (type == &unicode_type) return succeed(at, I_BINARY_SUBSCR_STR_INT);
  }
  if (type == &dict_type) return succeed(at, I_BINARY_SUBSCR_DICT);
  if (type_has_feature(type, TPFLAGS_HEAPTYPE) && type->mp_subscript == slot_mp_subscript) {
    Object* getitem = type_lookup(type, ID(__getitem__));
    if (getitem != nullptr && function_check(getitem)) {
      auto* code = static_cast<CodeObject*>(static_cast<FunctionObject*>(getitem)->func_code);
      if (function_is_simple(code) && code->co_argcount == 2 && type_version(type) != 0) {
        type->spec_getitem = getitem;
        at->cache->version = type->tp_version_tag;
        return succeed(at, I_BINARY_SUBSCR_GETITEM);
      }
    }
  }
  fail(at, I_BINARY_SUBSCR);
}

void specialize_store_subscr(Object* container, Object* sub, Unit* at) {
  if (list_check_exact(container) && long_check_exact(sub) && long_is_nonnegative_compact(sub) &&
      as<LongObject>(sub)->ob_digit[0] < list_size(container)) {
    return succeed(at, I_STORE_SUBSCR_LIST_INT);
  }
  if (dict_check_exact(container)) return succeed(at, I_STORE_SUBSCR_DICT);
  fail(at, I_STORE_SUBSCR);
}

void specialize_unpack_sequence(Object* seq, Unit* at) {
  if (tuple_check_exact(seq) && tuple_size(seq) == at->arg()) {
    return succeed(at, at->arg() == 2 ? I_UNPACK_SEQUENCE_TWO_TUPLE : I_UNPACK_SEQUENCE_TUPLE);
  }
  if (list_check_exact(seq) && list_size(seq) == at->arg()) return succeed(at, I_UNPACK_SEQUENCE_LIST);
  fail(at, I_UNPACK_SEQUENCE);
}

void specialize_for_iter(Object* iter, Unit* at) {
  TypeObject* type = iter->ob_type;
  if (type == &list_iter_type) return succeed(at, I_FOR_ITER_LIST);
  if (type == &tuple_iter_type) return succeed(at, I_FOR_ITER_TUPLE);
  if (type == &range_iter_type) return succeed(at, I_FOR_ITER_RANGE);
  if (type == &gen_type) return succeed(at, I_FOR_ITER_GEN);
  fail(at, I_FOR_ITER);
}

// --- Names ---

void specialize_load_global(InterpreterFrame* frame, Unit* at) {
  Object* name = tuple_item(frame->f_executable->co_names, at->arg() >> 1);
  Object* globals = frame->f_globals;
  Object* builtins = frame_builtins(frame);
  if (!dict_check_exact(globals) || !dict_check_exact(builtins)) return fail(at, I_LOAD_GLOBAL);
  DictKeys* keys = as<DictObject>(globals)->ma_keys;
  if (keys->dk_kind != DICT_KEYS_UNICODE) return fail(at, I_LOAD_GLOBAL);
  Ssize index = dict_keys_string_lookup(keys, name);
  uint32_t version = dict_keys_get_version_for_current_state(keys);
  if (index == DKIX_ERROR || version == 0) return fail(at, I_LOAD_GLOBAL);
  at->cache->version = version;
  if (index != DKIX_EMPTY) {
    at->cache->index = static_cast<uint32_t>(index);
    return succeed(at, I_LOAD_GLOBAL_MODULE);
  }
  DictKeys* builtin_keys = as<DictObject>(builtins)->ma_keys;
  if (builtin_keys->dk_kind != DICT_KEYS_UNICODE) return fail(at, I_LOAD_GLOBAL);
  index = dict_keys_string_lookup(builtin_keys, name);
  uint32_t builtin_version = dict_keys_get_version_for_current_state(builtin_keys);
  if (index < 0 || builtin_version == 0) return fail(at, I_LOAD_GLOBAL);
  at->cache->index = static_cast<uint32_t>(index);
  at->cache->version2 = builtin_version;
  succeed(at, I_LOAD_GLOBAL_BUILTIN);
}

// --- Attributes ---

namespace {

bool specialize_module_attr(Object* owner, Unit* at, Object* name) {
  auto* dict = as<DictObject>(as<ModuleObject>(owner)->md_dict);
  if (!dict_check_exact(dict) || dict->ma_keys->dk_kind != DICT_KEYS_UNICODE) return false;
  if (dict_lookup_index(dict, ID(__getattr__)) != DKIX_EMPTY) return false;
  Ssize index = dict_lookup_index(dict, name);
  uint32_t version = dict_keys_get_version_for_current_state(dict->ma_keys);
  if (index < 0 || version == 0) return false;
  at->cache->version = version;
  at->cache->index = static_cast<uint32_t>(index);
  succeed(at, I_LOAD_ATTR_MODULE);
  return true;
}

// Class.name where the class's own attribute is what comes out unchanged.
bool specialize_class_attr(Object* owner, Unit* at, Object* name) {
  auto* type = static_cast<TypeObject*>(owner);
  if (!type_check_exact(owner) || type_lookup(&type_type, name) != nullptr) return false;
  Object* descr = type_lookup(type, name);
  if (descr == nullptr) return false;
  if (descr->ob_type->tp_descr_get != nullptr && !function_check(descr)) return false;
  if (type_version(type) == 0) return false;
  at->cache->version = type->tp_version_tag;
  at->cache->object = descr;
  succeed(at, I_LOAD_ATTR_CLASS);
  return true;
}

// Attributes kept by the instance: inline values, or the dict that took over.
bool specialize_dict_access(Object* owner, Unit* at, Object* name, Inst inline_value, Inst with_hint, bool present) {
  TypeObject* type = owner->ob_type;
  bool store = inline_value == I_STORE_ATTR_INSTANCE_VALUE;
  if (!type_has_feature(type, TPFLAGS_MANAGED_DICT)) return false;
  if (type_has_feature(type, TPFLAGS_INLINE_VALUES) && object_inline_values(owner)->valid &&
      !(store && managed_dict(owner) != nullptr)) {
    Ssize index = dict_keys_string_lookup(type->ht_cached_keys, name);
    if (index < 0) return false;
    if (present && object_inline_values(owner)->values[index] == nullptr) return false;
    at->cache->index = static_cast<uint32_t>(index);
    at->cache->version = type->tp_version_tag;
    succeed(at, inline_value);
    return true;
  }
  DictObject* dict = managed_dict(owner);
  if (dict == nullptr || !dict_check_exact(dict) || dict->ma_values != nullptr) return false;
  Ssize index = dict_lookup_index(dict, name);
  if (index < 0) return false;
  at->cache->index = static_cast<uint32_t>(index);
  at->cache->version = type->tp_version_tag;
  succeed(at, with_hint);
  return true;
}

// An attribute of the class, found because the instance has none of that name. CPython: specialize_attr_loadclassattr.
bool specialize_attr_loadclassattr(Object* owner, Unit* at, Object* name, Object* descr, bool is_method) {
  TypeObject* type = owner->ob_type;
  Inst inst;
  if (type_has_feature(type, TPFLAGS_INLINE_VALUES)) {
    DictKeys* keys = type->ht_cached_keys;
    if (dict_keys_string_lookup(keys, name) != DKIX_EMPTY) return false;
    uint32_t version = dict_keys_get_version_for_current_state(keys);
    if (version == 0) return false;
    at->cache->version2 = version;
    inst = is_method ? I_LOAD_ATTR_METHOD_WITH_VALUES : I_LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES;
  } else {
    Ssize offset = type_has_feature(type, TPFLAGS_MANAGED_DICT) ? kManagedDictOffset : type->tp_dictoffset;
    if (offset == 0) {
      inst = is_method ? I_LOAD_ATTR_METHOD_NO_DICT : I_LOAD_ATTR_NONDESCRIPTOR_NO_DICT;
    } else {
      if (!is_method || *reinterpret_cast<Object**>(reinterpret_cast<char*>(owner) + offset) != nullptr) return false;
      at->cache->index = static_cast<uint32_t>(static_cast<int32_t>(offset));
      inst = I_LOAD_ATTR_METHOD_LAZY_DICT;
    }
  }
  at->cache->version = type->tp_version_tag;
  at->cache->object = descr;
  succeed(at, inst);
  return true;
}

// Does looking up attributes of such instances go the ordinary way (perhaps with __getattr__ behind it)?
bool has_plain_getattribute(TypeObject* type) {
  if (type->tp_getattro == object_generic_get_attr) return true;
  if (type->tp_getattro != slot_tp_getattr_hook && type->tp_getattro != slot_tp_getattro) return false;
  Object* getattribute = type_lookup(type, ID(__getattribute__));
  return getattribute == type_lookup(&object_type, ID(__getattribute__));
}

// Slot members: the descriptor of __slots__ with an object in it. null when it is none that fits.
const MemberDef* slot_member(Object* owner, Object* descr) {
  if (!is_type(descr, &member_descr_type)) return nullptr;
  auto* member = static_cast<MemberDescrObject*>(descr);
  if (member->d_member->type != Py_T_OBJECT_EX || !object_type_check(owner, member->d_type)) return nullptr;
  return member->d_member;
}

bool specialize_instance_attr(Object* owner, Unit* at, Object* name) {
  TypeObject* type = owner->ob_type;
  if (!has_plain_getattribute(type) || type_version(type) == 0) return false;
  bool method_call = at->arg() & 1;
  Object* descr = type_lookup(type, name);
  if (descr == nullptr) {
    return specialize_dict_access(owner, at, name, I_LOAD_ATTR_INSTANCE_VALUE, I_LOAD_ATTR_WITH_HINT, false);
  }
  TypeObject* kind = descr->ob_type;
  if (kind->tp_descr_set != nullptr) {  // the descriptor comes first
    if (method_call) return false;
    if (const MemberDef* member = slot_member(owner, descr)) {
      at->cache->version = type->tp_version_tag;
      at->cache->index = static_cast<uint32_t>(member->offset);
      succeed(at, I_LOAD_ATTR_SLOT);
      return true;
    }
    if (kind == &property_type) {
      Object* getter = static_cast<PropertyObject*>(descr)->prop_get;
      if (getter == nullptr || !function_check(getter)) return false;
      auto* func = static_cast<FunctionObject*>(getter);
      auto* code = static_cast<CodeObject*>(func->func_code);
      uint32_t version = function_get_version_for_current_state(func);
      if (!function_is_simple(code) || code->co_argcount != 1 || version == 0) return false;
      at->cache->version = type->tp_version_tag;
      at->cache->version2 = version;
      at->cache->object = func;
      succeed(at, I_LOAD_ATTR_PROPERTY);
      return true;
    }
    return false;
  }
  // The instance's own attribute hides the class's.
  if (specialize_dict_access(owner, at, name, I_LOAD_ATTR_INSTANCE_VALUE, I_LOAD_ATTR_WITH_HINT, true)) return true;
  if (type_has_feature(kind, TPFLAGS_METHOD_DESCRIPTOR)) {
    return method_call && specialize_attr_loadclassattr(owner, at, name, descr, true);
  }
  if (kind->tp_descr_get == nullptr && !method_call) {
    return specialize_attr_loadclassattr(owner, at, name, descr, false);
  }
  return false;
}

}  // namespace

void specialize_load_attr(Object* owner, Unit* at, Object* name) {
  bool done;
  if (module_check_exact(owner)) {
    done = specialize_module_attr(owner, at, name);
  } else if (type_check(owner)) {
    done = specialize_class_attr(owner, at, name);
  } else {
    done = specialize_instance_attr(owner, at, name);
  }
  if (!done) return fail(at, I_LOAD_ATTR);
  switch (at->opcode()) {
    case I_LOAD_ATTR_INSTANCE_VALUE:
      if (!(at->arg() & 1)) fuse(at, I_NOP, I_NOP, I_NOP, I_LF_ATTR_INSTANCE_VALUE);
      break;
    case I_LOAD_ATTR_SLOT:
      fuse(at, I_NOP, I_NOP, I_NOP, I_LF_ATTR_SLOT);
      break;
    case I_LOAD_ATTR_METHOD_WITH_VALUES:
      fuse(at, I_NOP, I_NOP, I_NOP, I_LF_METHOD_WITH_VALUES);
      break;
    case I_LOAD_ATTR_METHOD_NO_DICT:
      fuse(at, I_NOP, I_NOP, I_NOP, I_LF_METHOD_NO_DICT);
      break;
    default:
      break;
  }
}

void specialize_store_attr(Object* owner, Unit* at, Object* name) {
  TypeObject* type = owner->ob_type;
  if (type_check(owner) || module_check_exact(owner) || type->tp_setattro != object_generic_set_attr ||
      type_version(type) == 0) {
    return fail(at, I_STORE_ATTR);
  }
  Object* descr = type_lookup(type, name);
  if (descr != nullptr && descr->ob_type->tp_descr_set != nullptr) {
    const MemberDef* member = slot_member(owner, descr);
    if (member == nullptr || (member->flags & Py_READONLY)) return fail(at, I_STORE_ATTR);
    at->cache->version = type->tp_version_tag;
    at->cache->index = static_cast<uint32_t>(member->offset);
    return succeed(at, I_STORE_ATTR_SLOT);
  }
  if (!specialize_dict_access(owner, at, name, I_STORE_ATTR_INSTANCE_VALUE, I_STORE_ATTR_WITH_HINT, false)) {
    fail(at, I_STORE_ATTR);
  } else if (at->opcode() == I_STORE_ATTR_INSTANCE_VALUE) {
    fuse(at, I_LFLF_STORE_ATTR_INSTANCE_VALUE, I_NOP, I_NOP, I_NOP);
  }
}

// --- Calls ---

namespace {

void specialize_py_call(FunctionObject* func, Unit* at, uint32_t total, bool bound) {
  auto* code = static_cast<CodeObject*>(func->func_code);
  uint32_t version = function_get_version_for_current_state(func);
  if (func->vectorcall != function_vectorcall || version == 0 || code->exec == nullptr) return fail(at, I_CALL);
  at->cache->version = version;
  bool exact = function_is_simple(code) && static_cast<uint32_t>(code->co_argcount) == total;
  if (bound) return succeed(at, exact ? I_CALL_BOUND_METHOD_EXACT_ARGS : I_CALL_BOUND_METHOD_GENERAL);
  succeed(at, exact ? I_CALL_PY_EXACT_ARGS : I_CALL_PY_GENERAL);
}

void specialize_c_call(Object* callable, Unit* at, uint32_t total, bool has_self) {
  const MethodDef* def = as<CFunctionObject>(callable)->m_ml;
  bool builtin = as<CFunctionObject>(callable)->m_self == interp.builtins_module;
  switch (def->ml_flags) {
    case METH_O:
      if (total != 1) break;
      if (builtin && !has_self && std::strcmp(def->ml_name, "len") == 0) {
        at->cache->object = callable;
        return succeed(at, I_CALL_LEN);
      }
      return succeed(at, I_CALL_BUILTIN_O);
    case METH_FASTCALL:
      if (builtin && total == 2 && std::strcmp(def->ml_name, "isinstance") == 0) {
        at->cache->object = callable;
        return succeed(at, I_CALL_ISINSTANCE);
      }
      return succeed(at, I_CALL_BUILTIN_FAST);
    case METH_FASTCALL | METH_KEYWORDS:
      return succeed(at, I_CALL_BUILTIN_FAST_WITH_KEYWORDS);
    default:
      break;
  }
  succeed(at, I_CALL_NON_PY_GENERAL);
}

void specialize_method_descriptor(Object** base, Unit* at, uint32_t total) {
  auto* descr = static_cast<MethodDescrObject*>(base[0]);
  Object* self = base[1] != nullptr ? base[1] : base[2];
  if (total == 0 || self->ob_type != descr->d_type) return succeed(at, I_CALL_NON_PY_GENERAL);
  switch (descr->d_method->ml_flags) {
    case METH_NOARGS:
      if (total == 1) return succeed(at, I_CALL_METHOD_DESCRIPTOR_NOARGS);
      break;
    case METH_O:
      if (total != 2) break;
      if (descr == type_lookup(&list_type, ID(append)) && base[1] != nullptr && (at[1].opcode() == I_POP_TOP || at[1].opcode() == I_POP_TOP_TICK)) {
        at->cache->object = descr;
        return succeed(at, I_CALL_LIST_APPEND);
      }
      return succeed(at, I_CALL_METHOD_DESCRIPTOR_O);
    case METH_FASTCALL:
      return succeed(at, I_CALL_METHOD_DESCRIPTOR_FAST);
    case METH_FASTCALL | METH_KEYWORDS:
      return succeed(at, I_CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS);
    default:
      break;
  }
  succeed(at, I_CALL_NON_PY_GENERAL);
}

// The __init__ of a class whose instances can be made in line, or null.
FunctionObject* simple_init_of(TypeObject* type, uint32_t nargs) {
  if (type->tp_new != object_type.tp_new || type->tp_alloc != type_generic_alloc || type->tp_init != slot_tp_init ||
      type_has_feature(type, TPFLAGS_IS_ABSTRACT)) {
    return nullptr;
  }
  Object* init = type_lookup(type, ID(__init__));
  if (init == nullptr || !function_check(init)) return nullptr;
  auto* code = static_cast<CodeObject*>(static_cast<FunctionObject*>(init)->func_code);
  if (!function_is_simple(code) || static_cast<uint32_t>(code->co_argcount) != nargs + 1) return nullptr;
  return static_cast<FunctionObject*>(init);
}

void specialize_class_call(Object** base, uint32_t nargs, Unit* at) {
  auto* type = static_cast<TypeObject*>(base[0]);
  if (type_has_feature(type, TPFLAGS_IMMUTABLETYPE)) {
    if (nargs == 1 && base[1] == nullptr) {
      if (type == &unicode_type) return succeed(at, I_CALL_STR_1);
      if (type == &type_type) return succeed(at, I_CALL_TYPE_1);
      if (type == &tuple_type) return succeed(at, I_CALL_TUPLE_1);
    }
    if (type->tp_vectorcall != nullptr) return succeed(at, I_CALL_BUILTIN_CLASS);
  } else if (type->ob_type == &type_type && base[1] == nullptr) {
    FunctionObject* init = simple_init_of(type, nargs);
    if (init != nullptr && type_version(type) != 0) {
      type->spec_init = init;
      at->cache->version = type->tp_version_tag;
      return succeed(at, I_CALL_ALLOC_AND_ENTER_INIT);
    }
  }
  succeed(at, I_CALL_NON_PY_GENERAL);
}

}  // namespace

void specialize_call(Object** base, uint32_t nargs, Unit* at) {
  Object* callable = base[0];
  bool has_self = base[1] != nullptr;
  uint32_t total = nargs + (has_self ? 1 : 0);
  TypeObject* type = callable->ob_type;
  if (type == &function_type) return specialize_py_call(static_cast<FunctionObject*>(callable), at, total, false);
  if (type == &cfunction_type) return specialize_c_call(callable, at, total, has_self);
  if (type == &method_descr_type) return specialize_method_descriptor(base, at, total);
  if (type_check(callable)) return specialize_class_call(base, nargs, at);
  if (type == &method_type && !has_self) {
    Object* func = method_function(callable);
    if (function_check(func)) return specialize_py_call(static_cast<FunctionObject*>(func), at, nargs + 1, true);
    return fail(at, I_CALL);
  }
  succeed(at, I_CALL_NON_PY_GENERAL);
}

}  // namespace py

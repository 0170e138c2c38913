// The evaluation loop's helpers: names, values, iteration, with and await.
// CPython 3.13: Python/ceval.c, Python/bytecodes.c
#include "vm/ceval_cold.h"

#include "lang/opcode.h"          // FVC_STR
#include "object/abstract.h"      // number_*, object_get_item
#include "object/call.h"          // calls of special methods
#include "object/errors.h"        // err_format
#include "object/identifiers.h"   // ID(...)
#include "types/boolobject.h"     // True, False
#include "types/cellobject.h"     // cells
#include "types/dictobject.h"     // namespaces
#include "types/exceptions.h"     // exception_class_check
#include "types/listobject.h"     // unpacking
#include "types/methodobject.h"   // object_function_str
#include "types/setobject.h"      // set displays
#include "types/sliceobject.h"    // slices
#include "types/tupleobject.h"    // names
#include "types/typeobject.h"     // object_lookup_special
#include "types/unicodeobject.h"  // names in messages
#include "vm/ceval.h"
#include "vm/genobject.h"  // awaiting, sending

namespace py {

// --- Names ---

// Raises exc with the name filled in, and as NameError.name for suggestions.
void format_exc_check_arg(TypeObject* exc, const char* format, Object* name) {
  if (name == nullptr) return;
  const char* text = unicode_as_utf8(name);
  if (text == nullptr) return;
  err_format(exc, format, text);
  if (exc != exc_NameError) return;
  // The suggestions need the name itself.
  Object* value = err_get_raised_exception();
  if (value != nullptr && is_type(value, exc_NameError)) {
    auto* error = static_cast<NameErrorObject*>(value);
    if (error->name == nullptr) error->name = new_ref(name);
  }
  err_set_raised_exception(value);
}

void format_unbound_local(CodeObject* code, uint32_t slot) {
  format_exc_check_arg(exc_UnboundLocalError, "cannot access local variable '%s' where it is not associated with a value",
                       tuple_item(code->co_localsplusnames, slot));
}

void format_exc_unbound(CodeObject* code, uint32_t slot) {
  if (err_occurred()) return;
  Object* name = tuple_item(code->co_localsplusnames, slot);
  if (static_cast<int>(slot) < code->co_nlocalsplus - code->co_nfreevars) {
    format_exc_check_arg(exc_UnboundLocalError,
                         "cannot access local variable '%s' where it is not associated with a value", name);
  } else {
    format_exc_check_arg(exc_NameError,
                         "cannot access free variable '%s' where it is not associated with a value in enclosing scope",
                         name);
  }
}

namespace {

// From globals, then builtins: a new reference; null with NameError.
Object* load_global_or_builtin(InterpreterFrame* frame, Object* name) {
  Object* value = nullptr;
  if (dict_get_item_ref(frame->f_globals, name, &value) < 0) return nullptr;
  if (value != nullptr) return value;
  if (mapping_get_optional_item(frame_builtins(frame), name, &value) < 0) return nullptr;
  if (value == nullptr) format_exc_check_arg(exc_NameError, "name '%.200s' is not defined", name);
  return value;
}

}  // namespace

Object* load_name(InterpreterFrame* frame, Object* name) {
  Object* locals = frame->f_locals;
  if (UNLIKELY(locals == nullptr)) {
    err_set_string(exc_SystemError, "no locals");
    return nullptr;
  }
  Object* value = nullptr;
  if (mapping_get_optional_item(locals, name, &value) < 0) return nullptr;
  if (value != nullptr) return value;
  return load_global_or_builtin(frame, name);
}

Object* load_global_slow(InterpreterFrame* frame, Object* name) {
  Object* value = nullptr;
  if (mapping_get_optional_item(frame->f_globals, name, &value) < 0) return nullptr;
  if (value != nullptr) return value;
  if (mapping_get_optional_item(frame_builtins(frame), name, &value) < 0) return nullptr;
  if (value == nullptr) format_exc_check_arg(exc_NameError, "name '%.200s' is not defined", name);
  return value;
}

Object* load_from_dict_or_globals(InterpreterFrame* frame, Object* dict, Object* name) {
  Object* value = nullptr;
  if (mapping_get_optional_item(dict, name, &value) < 0) return nullptr;
  return value != nullptr ? value : load_global_or_builtin(frame, name);
}

Object* load_from_dict_or_deref(InterpreterFrame* frame, Object* dict, uint32_t slot) {
  CodeObject* code = frame->f_executable;
  Object* value = nullptr;
  if (mapping_get_optional_item(dict, tuple_item(code->co_localsplusnames, slot), &value) < 0) return nullptr;
  if (value != nullptr) return value;
  value = cell_get(frame->localsplus[slot]);
  if (value == nullptr) format_exc_unbound(code, slot);
  return value;
}

int store_name(InterpreterFrame* frame, Object* name, Object* value) {
  Object* ns = frame->f_locals;
  if (UNLIKELY(ns == nullptr)) {
    err_format(exc_SystemError, "no locals found when storing %R", name);
    return -1;
  }
  return dict_check_exact(ns) ? dict_set_item(ns, name, value) : object_set_item(ns, name, value);
}

int delete_name(InterpreterFrame* frame, Object* name) {
  Object* ns = frame->f_locals;
  if (UNLIKELY(ns == nullptr)) {
    err_format(exc_SystemError, "no locals when deleting %R", name);
    return -1;
  }
  int status = object_del_item(ns, name);
  // Whatever went wrong: the name is said to be missing.
  if (status != 0) format_exc_check_arg(exc_NameError, "name '%.200s' is not defined", name);
  return status;
}

int delete_global(InterpreterFrame* frame, Object* name) {
  int found = dict_pop(frame->f_globals, name, nullptr);
  if (found < 0) return -1;
  if (found == 0) {
    format_exc_check_arg(exc_NameError, "name '%.200s' is not defined", name);
    return -1;
  }
  return 0;
}

int delete_deref(InterpreterFrame* frame, uint32_t slot) {
  Object* old = cell_swap_take_ref(as<CellObject>(frame->localsplus[slot]), nullptr);
  if (old == nullptr) {
    format_exc_unbound(frame->f_executable, slot);
    return -1;
  }
  decref(old);
  return 0;
}

Object* load_build_class(InterpreterFrame* frame) {
  Object* value = nullptr;
  if (mapping_get_optional_item(frame_builtins(frame), ID(__build_class__), &value) < 0) return nullptr;
  if (value == nullptr) err_set_string(exc_NameError, "__build_class__ not found");
  return value;
}

Object* load_locals(InterpreterFrame* frame) {
  if (frame->f_locals == nullptr) {
    err_set_string(exc_SystemError, "no locals");
    return nullptr;
  }
  return new_ref(frame->f_locals);
}

int setup_annotations(InterpreterFrame* frame) {
  Object* ns = frame->f_locals;
  if (ns == nullptr) {
    err_set_string(exc_SystemError, "no locals found when setting up annotations");
    return -1;
  }
  Object* found = nullptr;
  if (mapping_get_optional_item(ns, ID(__annotations__), &found) < 0) return -1;
  if (found != nullptr) {
    decref(found);
    return 0;
  }
  Object* made = dict_new();
  if (made == nullptr) return -1;
  int status = object_set_item(ns, ID(__annotations__), made);
  decref(made);
  return status;
}

// --- Values ---

namespace {
Object* power(Object* a, Object* b) { return number_power(a, b, None); }
Object* in_place_power(Object* a, Object* b) { return number_in_place_power(a, b, None); }
}  // namespace

const binaryfunc binary_ops[26] = {
    number_add,
    number_and,
    number_floor_divide,
    number_lshift,
    number_matrix_multiply,
    number_multiply,
    number_remainder,
    number_or,
    power,
    number_rshift,
    number_subtract,
    number_true_divide,
    number_xor,
    number_in_place_add,
    number_in_place_and,
    number_in_place_floor_divide,
    number_in_place_lshift,
    number_in_place_matrix_multiply,
    number_in_place_multiply,
    number_in_place_remainder,
    number_in_place_or,
    in_place_power,
    number_in_place_rshift,
    number_in_place_subtract,
    number_in_place_true_divide,
    number_in_place_xor,
};

Object* compare_op(Object* left, Object* right, uint32_t arg) {
  Object* result = object_rich_compare(left, right, static_cast<int>(arg >> 5));
  if (result == nullptr || !(arg & 16)) return result;
  int truth = object_is_true(result);
  decref(result);
  return truth < 0 ? nullptr : truth ? True : False;
}

Object* binary_slice(Object* container, Object* start, Object* stop) {
  Object* slice = build_slice_consume_refs(start, stop);
  if (slice == nullptr) return nullptr;
  Object* result = object_get_item(container, slice);
  decref(slice);
  return result;
}

int store_slice(Object* container, Object* start, Object* stop, Object* value) {
  Object* slice = build_slice_consume_refs(start, stop);
  if (slice == nullptr) return -1;
  int status = object_set_item(container, slice, value);
  decref(slice);
  return status;
}

Object* build_set(Object** values, uint32_t n) {
  Object* set = set_new(nullptr);
  if (set == nullptr) return nullptr;
  for (uint32_t i = 0; i < n; i++) {
    if (set_add(set, values[i]) < 0) {
      decref(set);
      return nullptr;
    }
  }
  return set;
}

int list_extend_star(Object* list, Object* iterable) {
  Object* none = list_extend_none(as<ListObject>(list), iterable);
  if (none != nullptr) return 0;
  if (err_exception_matches(exc_TypeError) && iterable->ob_type->tp_iter == nullptr && !sequence_check(iterable)) {
    err_clear();
    err_format(exc_TypeError, "Value after * must be an iterable, not %.200s", iterable->ob_type->tp_name);
  }
  return -1;
}

int dict_update_star(Object* dict, Object* update) {
  int status = dict_update(dict, update);
  if (status < 0 && err_exception_matches(exc_AttributeError)) {
    err_format(exc_TypeError, "'%.200s' object is not a mapping", update->ob_type->tp_name);
  }
  return status;
}

namespace {

// What f(**x) says when x is no mapping or brings a name twice.
void format_kwargs_error(Object* func, Object* kwargs) {
  if (err_exception_matches(exc_AttributeError)) {
    err_clear();
    Object* name = object_function_str(func);
    if (name != nullptr) {
      err_format(exc_TypeError, "%U argument after ** must be a mapping, not %.200s", name, kwargs->ob_type->tp_name);
      decref(name);
    }
    return;
  }
  if (!err_exception_matches(exc_KeyError)) return;
  Object* exc = err_get_raised_exception();
  Object* args = static_cast<BaseExceptionObject*>(exc)->args;
  if (exc != nullptr && args != nullptr && tuple_check(args) && tuple_size(args) == 1) {
    Object* name = object_function_str(func);
    if (name != nullptr) {
      Object* key = tuple_item(args, 0);
      if (unicode_check(key)) {
        err_format(exc_TypeError, "%U got multiple values for keyword argument '%S'", name, key);
      } else {
        err_format(exc_TypeError, "%U keywords must be strings", name);
      }
      decref(name);
    }
    decref(exc);
  } else {
    err_set_raised_exception(exc);
  }
}

}  // namespace

int dict_merge_kwargs(Object* dict, Object* update, Object* callable) {
  if (dict_merge_ex(dict, update, 2) >= 0) return 0;
  format_kwargs_error(callable, update);
  return -1;
}

Object* convert_value(Object* value, uint32_t conversion) {
  switch (conversion) {
    case lang::FVC_STR:
      return object_str(value);
    case lang::FVC_REPR:
      return object_repr(value);
    default:
      return object_ascii(value);
  }
}

namespace {

void raise_not_unpackable(Object* v) {
  if (err_exception_matches(exc_TypeError) && v->ob_type->tp_iter == nullptr && !sequence_check(v)) {
    err_format(exc_TypeError, "cannot unpack non-iterable %.200s object", v->ob_type->tp_name);
  }
}

void drop_from(Object** sp, int n) {
  for (int i = 0; i < n; i++) decref(sp[i]);
}

// The items before the star, or all of them: fills *top downwards. How many were stored; fewer than count: error set.
int unpack_head(Object* it, int count, int after, Object** top) {
  for (int i = 0; i < count; i++) {
    Object* item = iter_next(it);
    if (item == nullptr) {
      if (!err_occurred()) {
        if (after == -1) {
          err_format(exc_ValueError, "not enough values to unpack (expected %d, got %d)", count, i);
        } else {
          err_format(exc_ValueError, "not enough values to unpack (expected at least %d, got %d)", count + after, i);
        }
      }
      return i;
    }
    *--top = item;
  }
  return count;
}

// Behind the last item: 0, or -1 when there is one more.
int unpack_check_end(Object* it, int count) {
  Object* item = iter_next(it);
  if (item == nullptr) return err_occurred() ? -1 : 0;
  decref(item);
  err_format(exc_ValueError, "too many values to unpack (expected %d)", count);
  return -1;
}

}  // namespace

int unpack_iterable(Object* v, int count, int after, Object** sp) {
  Object** top = sp + count + (after == -1 ? 0 : 1 + after);
  Object* it = object_get_iter(v);
  if (UNLIKELY(it == nullptr)) {
    raise_not_unpackable(v);
    return -1;
  }
  int got = unpack_head(it, count, after, top);
  Object** low = top - got;
  int stored = got;
  if (got == count && after == -1) {
    if (unpack_check_end(it, count) == 0) {
      decref(it);
      return 0;
    }
  } else if (got == count) {
    Object* rest = sequence_list(it);
    if (rest != nullptr) {
      *--low = rest;
      stored++;
      Ssize n = list_size(rest);
      if (n >= after) {
        // The items behind the star leave the list's end.
        for (Ssize j = after; j > 0; j--) *--low = list_item(rest, n - j);
        as<ListObject>(rest)->ob_size = n - after;
        decref(it);
        return 0;
      }
      err_format(exc_ValueError, "not enough values to unpack (expected at least %d, got %zd)", count + after, count + n);
    }
  }
  drop_from(low, stored);
  decref(it);
  return -1;
}

// --- Exceptions ---

namespace {

constexpr const char* kCannotCatch = "catching classes that do not inherit from BaseException is not allowed";
constexpr const char* kCannotCatchGroup = "catching ExceptionGroup with except* is not allowed. Use except instead.";

}  // namespace

int check_except_type_valid(Object* right) {
  if (LIKELY(exception_class_check(right))) return 0;
  if (tuple_check(right)) {
    for (Ssize i = 0; i < tuple_size(right); i++) {
      if (!exception_class_check(tuple_item(right, i))) {
        err_set_string(exc_TypeError, kCannotCatch);
        return -1;
      }
    }
    return 0;
  }
  err_set_string(exc_TypeError, kCannotCatch);
  return -1;
}

int check_except_star_type_valid(Object* right) {
  if (check_except_type_valid(right) < 0) return -1;
  int is_group = 0;
  if (tuple_check(right)) {
    for (Ssize i = 0; i < tuple_size(right); i++) {
      is_group = object_is_subclass(tuple_item(right, i), exc_BaseExceptionGroup);
      if (is_group != 0) break;
    }
  } else {
    is_group = object_is_subclass(right, exc_BaseExceptionGroup);
  }
  if (is_group < 0) return -1;
  if (is_group) {
    err_set_string(exc_TypeError, kCannotCatchGroup);
    return -1;
  }
  return 0;
}

int exception_matches_checked(Object* exc, Object* match_type) {
  if (check_except_type_valid(match_type) < 0) return -1;
  return err_given_exception_matches(exc, match_type);
}

Object* cleanup_throw(Object* exc) {
  if (err_given_exception_matches(exc, exc_StopIteration)) {
    return new_ref(static_cast<StopIterationObject*>(exc)->value);
  }
  err_set_raised_exception(new_ref(exc));
  return nullptr;
}

int format_init_result(Object* should_be_none) {
  err_format(exc_TypeError, "__init__() should return None, not '%.200s'", should_be_none->ob_type->tp_name);
  return -1;
}

// --- Iteration ---

Object* get_yield_from_iter(InterpreterFrame* frame, Object* iterable) {
  if (coro_check_exact(iterable)) {
    if (!(frame->f_executable->co_flags & (lang::CO_COROUTINE | lang::CO_ITERABLE_COROUTINE))) {
      err_set_string(exc_TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
      return nullptr;
    }
    return new_ref(iterable);
  }
  if (gen_check_exact(iterable)) return new_ref(iterable);
  return object_get_iter(iterable);
}

Object* get_aiter(Object* o) {
  TypeObject* type = o->ob_type;
  if (type->am_aiter == nullptr) {
    return err_format(exc_TypeError, "'async for' requires an object with __aiter__ method, got %.100s", type->tp_name);
  }
  Object* iter = type->am_aiter(o);
  if (iter == nullptr) return nullptr;
  if (iter->ob_type->am_anext == nullptr) {
    err_format(exc_TypeError, "'async for' received an object from __aiter__ that does not implement __anext__: %.100s",
               iter->ob_type->tp_name);
    decref(iter);
    return nullptr;
  }
  return iter;
}

Object* get_anext(Object* aiter) {
  TypeObject* type = aiter->ob_type;
  if (async_gen_check_exact(aiter)) return type->am_anext(aiter);
  if (type->am_anext == nullptr) {
    return err_format(exc_TypeError, "'async for' requires an iterator with __anext__ method, got %.100s", type->tp_name);
  }
  Object* next = type->am_anext(aiter);
  if (next == nullptr) return nullptr;
  Object* awaitable = coro_get_awaitable_iter(next);
  if (awaitable == nullptr) {
    err_format_from_cause(exc_TypeError, "'async for' received an invalid object from __anext__: %.100s",
                          next->ob_type->tp_name);
  }
  decref(next);
  return awaitable;
}

Object* get_awaitable(Object* iterable, uint32_t arg) {
  Object* iter = coro_get_awaitable_iter(iterable);
  if (iter == nullptr) {
    TypeObject* type = iterable->ob_type;
    if (type->am_await == nullptr && (arg == 1 || arg == 2)) {
      err_format(exc_TypeError, "'async with' received an object from %s that does not implement __await__: %.100s",
                 arg == 1 ? "__aenter__" : "__aexit__", type->tp_name);
    }
    return nullptr;
  }
  if (coro_check_exact(iter) && gen_yf(static_cast<GenObject*>(iter)) != nullptr) {
    decref(iter);
    err_set_string(exc_RuntimeError, "coroutine is being awaited already");
    return nullptr;
  }
  return iter;
}

int send_to(Object* receiver, Object* value, Object** result) {
  if (value == None && iter_check(receiver)) {
    *result = receiver->ob_type->tp_iternext(receiver);
  } else {
    *result = object_call_method_one_arg(receiver, ID(send), value);
  }
  if (*result != nullptr) return PYGEN_NEXT;
  return gen_fetch_stop_iteration_value(result) == 0 ? PYGEN_RETURN : PYGEN_ERROR;
}

// --- with ---

Object* before_with(Object* manager, bool async, Object** exit) {
  const char* kind = async ? "asynchronous context manager" : "context manager";
  Object* enter = object_lookup_special(manager, async ? ID(__aenter__) : ID(__enter__));
  if (enter == nullptr) {
    if (!err_occurred()) {
      err_format(exc_TypeError, "'%.200s' object does not support the %s protocol", manager->ob_type->tp_name, kind);
    }
    return nullptr;
  }
  *exit = object_lookup_special(manager, async ? ID(__aexit__) : ID(__exit__));
  if (*exit == nullptr) {
    if (!err_occurred()) {
      err_format(exc_TypeError, "'%.200s' object does not support the %s protocol (missed %s method)",
                 manager->ob_type->tp_name, kind, async ? "__aexit__" : "__exit__");
    }
    decref(enter);
    return nullptr;
  }
  Object* result = object_call_no_args(enter);
  decref(enter);
  if (result == nullptr) clear_ref(*exit);
  return result;
}

Object* with_except_start(Object* exit_func, Object* exc) {
  Object* tb = static_cast<BaseExceptionObject*>(exc)->traceback;  // borrowed, as it is in CPython here
  Object* stack[4] = {nullptr, exc->ob_type, exc, tb != nullptr ? tb : None};
  return object_vectorcall(exit_func, stack + 1, 3 | kVectorcallArgumentsOffset, nullptr);
}

// --- Calls ---

Object* call_args_tuple(Object* func, Object* callargs) {
  if (callargs->ob_type->tp_iter == nullptr && !sequence_check(callargs)) {
    Object* name = object_function_str(func);
    if (name == nullptr) return nullptr;
    err_format(exc_TypeError, "%U argument after * must be an iterable, not %.200s", name, callargs->ob_type->tp_name);
    decref(name);
    return nullptr;
  }
  return sequence_tuple(callargs);
}

}  // namespace py

// weakref.proxy: ProxyType and CallableProxyType, which pass every operation on to the referent.
// CPython 3.13: Objects/weakrefobject.c
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/weakref_list.h"
#include "types/unicodeobject.h"  // repr

namespace py {

static bool proxy_check_ref(Object* ob) {
  if (ob) return true;
  err_set_string(exc_ReferenceError, "weakly-referenced object no longer exists");
  return false;
}

// What an operand stands for: a proxy's referent, anything else itself. New reference; null with
// ReferenceError.
static Object* unwrap(Object* o) {
  if (!weakref_check_proxy(o)) return new_ref(o);
  Object* ob = weakref_referent(o);
  return proxy_check_ref(ob) ? new_ref(ob) : nullptr;
}

// The slots below are these, each around the protocol's function for it.
template <unaryfunc generic>
static Object* proxy_unary(Object* proxy) {
  Object* x = unwrap(proxy);
  if (!x) return nullptr;
  Object* result = generic(x);
  decref(x);
  return result;
}

template <binaryfunc generic>
static Object* proxy_binary(Object* a, Object* b) {
  Object* x = unwrap(a);
  if (!x) return nullptr;
  Object* y = unwrap(b);
  Object* result = y ? generic(x, y) : nullptr;
  decref(x);
  xdecref(y);
  return result;
}

// c may be null: tp_call without keywords.
template <ternaryfunc generic>
static Object* proxy_ternary(Object* a, Object* b, Object* c) {
  Object* x = unwrap(a);
  Object* y = x ? unwrap(b) : nullptr;
  Object* z = y && c ? unwrap(c) : nullptr;
  Object* result = y && (z || !c) ? generic(x, y, z) : nullptr;
  xdecref(x);
  xdecref(y);
  xdecref(z);
  return result;
}

static Object* proxy_method(Object* proxy, Object* name) {
  Object* x = unwrap(proxy);
  if (!x) return nullptr;
  Object* result = object_call_method_no_args(x, name);
  decref(x);
  return result;
}
static Object* proxy_bytes(Object* proxy) { return proxy_method(proxy, ID(__bytes__)); }
static Object* proxy_reversed(Object* proxy) { return proxy_method(proxy, ID(__reversed__)); }

static Object* proxy_repr(Object* proxy) {
  Object* ob = weakref_referent(proxy);
  if (!ob) return unicode_from_format("<weakproxy at %p; dead>", proxy);
  return unicode_from_format("<weakproxy at %p; to '%s' at %p>", proxy, ob->ob_type->tp_name, ob);
}

static int proxy_setattr(Object* proxy, Object* name, Object* value) {
  Object* x = unwrap(proxy);
  if (!x) return -1;
  int result = object_set_attr(x, name, value);
  decref(x);
  return result;
}

static Object* proxy_richcompare(Object* proxy, Object* v, int op) {
  Object* x = unwrap(proxy);
  if (!x) return nullptr;
  Object* y = unwrap(v);
  Object* result = y ? object_rich_compare(x, y, op) : nullptr;
  decref(x);
  xdecref(y);
  return result;
}

static int proxy_bool(Object* proxy) {
  Object* x = unwrap(proxy);
  if (!x) return -1;
  int result = object_is_true(x);
  decref(x);
  return result;
}

static int proxy_contains(Object* proxy, Object* value) {
  Object* x = unwrap(proxy);
  if (!x) return -1;
  int result = sequence_contains(x, value);
  decref(x);
  return result;
}

static Ssize proxy_length(Object* proxy) {
  Object* x = unwrap(proxy);
  if (!x) return -1;
  Ssize result = object_size(x);
  decref(x);
  return result;
}

static int proxy_setitem(Object* proxy, Object* key, Object* value) {
  Object* x = unwrap(proxy);
  if (!x) return -1;
  int result = value ? object_set_item(x, key, value) : object_del_item(x, key);
  decref(x);
  return result;
}

static Object* proxy_iternext(Object* proxy) {
  Object* x = unwrap(proxy);
  if (!x) return nullptr;
  Object* result = nullptr;
  if (iter_check(x)) {
    result = iter_next(x);
  } else {
    err_format(exc_TypeError, "Weakref proxy referenced a non-iterator '%.200s' object",
               x->ob_type->tp_name);
  }
  decref(x);
  return result;
}

static void proxy_dealloc(Object* self) {
  object_gc_untrack(self);
  weakref_clear(self);
  object_gc_del(self);
}

static const MethodDef proxy_methods[] = {
    {"__bytes__", proxy_bytes}, {"__reversed__", proxy_reversed}, {}};

// Both types: all slots but tp_call. No tp_hash, because a proxy changes when its referent dies.
static constexpr TypeFields proxy_slots(const char* name, ternaryfunc call,
                                        const MethodDef* methods) {
  TypeFields t;
  t.tp_name = name;
  t.tp_basicsize = layout::weakproxy.basicsize;
  t.tp_dealloc = proxy_dealloc;
  t.tp_repr = proxy_repr;
  t.tp_call = call;
  t.tp_str = proxy_unary<object_str>;
  t.tp_getattro = proxy_binary<object_get_attr>;
  t.tp_setattro = proxy_setattr;
  t.tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC;
  t.tp_traverse = weakref_traverse;
  t.tp_clear = weakref_clear;
  t.tp_richcompare = proxy_richcompare;
  t.tp_iter = proxy_unary<object_get_iter>;
  t.tp_iternext = proxy_iternext;
  t.tp_methods = methods;
  t.nb_add = proxy_binary<number_add>;
  t.nb_subtract = proxy_binary<number_subtract>;
  t.nb_multiply = proxy_binary<number_multiply>;
  t.nb_remainder = proxy_binary<number_remainder>;
  t.nb_divmod = proxy_binary<number_divmod>;
  t.nb_power = proxy_ternary<number_power>;
  t.nb_negative = proxy_unary<number_negative>;
  t.nb_positive = proxy_unary<number_positive>;
  t.nb_absolute = proxy_unary<number_absolute>;
  t.nb_bool = proxy_bool;
  t.nb_invert = proxy_unary<number_invert>;
  t.nb_lshift = proxy_binary<number_lshift>;
  t.nb_rshift = proxy_binary<number_rshift>;
  t.nb_and = proxy_binary<number_and>;
  t.nb_xor = proxy_binary<number_xor>;
  t.nb_or = proxy_binary<number_or>;
  t.nb_int = proxy_unary<number_long>;
  t.nb_float = proxy_unary<number_float>;
  t.nb_inplace_add = proxy_binary<number_in_place_add>;
  t.nb_inplace_subtract = proxy_binary<number_in_place_subtract>;
  t.nb_inplace_multiply = proxy_binary<number_in_place_multiply>;
  t.nb_inplace_remainder = proxy_binary<number_in_place_remainder>;
  t.nb_inplace_power = proxy_ternary<number_in_place_power>;
  t.nb_inplace_lshift = proxy_binary<number_in_place_lshift>;
  t.nb_inplace_rshift = proxy_binary<number_in_place_rshift>;
  t.nb_inplace_and = proxy_binary<number_in_place_and>;
  t.nb_inplace_xor = proxy_binary<number_in_place_xor>;
  t.nb_inplace_or = proxy_binary<number_in_place_or>;
  t.nb_floor_divide = proxy_binary<number_floor_divide>;
  t.nb_true_divide = proxy_binary<number_true_divide>;
  t.nb_inplace_floor_divide = proxy_binary<number_in_place_floor_divide>;
  t.nb_inplace_true_divide = proxy_binary<number_in_place_true_divide>;
  t.nb_index = proxy_unary<number_index>;
  t.nb_matrix_multiply = proxy_binary<number_matrix_multiply>;
  t.nb_inplace_matrix_multiply = proxy_binary<number_in_place_matrix_multiply>;
  t.sq_length = proxy_length;
  t.sq_contains = proxy_contains;
  t.mp_length = proxy_length;
  t.mp_subscript = proxy_binary<object_get_item>;
  t.mp_ass_subscript = proxy_setitem;
  return t;
}

TypeObject weakref_proxy_type = {TYPE_HEAD,
                                 proxy_slots("weakref.ProxyType", nullptr, proxy_methods)};
TypeObject weakref_callable_proxy_type = {
    TYPE_HEAD, proxy_slots("weakref.CallableProxyType", proxy_ternary<object_call>, nullptr)};

static WeakReference* allocate_proxy(TypeObject* type, Object* ob, Object* callback) {
  WeakReference* self = weakref_allocate_plain(type, ob, callback);
  if (self) self->ob_type = callable_check(ob) ? &weakref_callable_proxy_type : &weakref_proxy_type;
  return self;
}

Object* weakref_new_proxy(Object* ob, Object* callback) {
  return get_or_create_weakref(&weakref_proxy_type, allocate_proxy, ob, callback);
}

}  // namespace py

// The _operator module: operators as functions, and the getters made of names.
// CPython 3.13: Modules/_operator.c
#include "gc/gc.h"                    // objects of the getters
#include "modules/args.h"
#include "modules/modules.h"
#include "modules/operatormodule.h"  // the getters' types
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/gc_head.h"
#include "object/identifiers.h"       // ID
#include "object/thread_state.h"      // repr_enter
#include "profile/profile.h"          // layout
#include "types/boolobject.h"
#include "types/buffer.h"
#include "types/bytesobject.h"
#include "types/dictobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/text.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

bool take(const char* name, Ssize nargs, Ssize expected) { return arg_check_positional(name, nargs, expected, expected); }

#define UNARY(NAME, FUNCTION) \
  Object* op_##NAME(Object*, Object* a) { return FUNCTION(a); }
#define BINARY(NAME, FUNCTION)                                        \
  Object* op_##NAME(Object*, Object* const* args, Ssize nargs) {      \
    return take(#NAME, nargs, 2) ? FUNCTION(args[0], args[1]) : nullptr; \
  }
#define COMPARE(NAME, CODE)                                                                  \
  Object* op_##NAME(Object*, Object* const* args, Ssize nargs) {                             \
    return take(#NAME, nargs, 2) ? object_rich_compare(args[0], args[1], CODE) : nullptr;    \
  }

UNARY(neg, number_negative)
UNARY(pos, number_positive)
UNARY(abs, number_absolute)
UNARY(inv, number_invert)
BINARY(add, number_add)
BINARY(sub, number_subtract)
BINARY(mul, number_multiply)
BINARY(matmul, number_matrix_multiply)
BINARY(floordiv, number_floor_divide)
BINARY(truediv, number_true_divide)
BINARY(mod, number_remainder)
BINARY(lshift, number_lshift)
BINARY(rshift, number_rshift)
BINARY(and_, number_and)
BINARY(xor, number_xor)
BINARY(or_, number_or)
BINARY(iadd, number_in_place_add)
BINARY(isub, number_in_place_subtract)
BINARY(imul, number_in_place_multiply)
BINARY(imatmul, number_in_place_matrix_multiply)
BINARY(ifloordiv, number_in_place_floor_divide)
BINARY(itruediv, number_in_place_true_divide)
BINARY(imod, number_in_place_remainder)
BINARY(ilshift, number_in_place_lshift)
BINARY(irshift, number_in_place_rshift)
BINARY(iand, number_in_place_and)
BINARY(ixor, number_in_place_xor)
BINARY(ior, number_in_place_or)
BINARY(concat, sequence_concat)
BINARY(iconcat, sequence_in_place_concat)
BINARY(getitem, object_get_item)
COMPARE(lt, kLt)
COMPARE(le, kLe)
COMPARE(eq, kEq)
COMPARE(ne, kNe)
COMPARE(ge, kGe)
COMPARE(gt, kGt)

// The exact int, also for a subclass's instance.
Object* op_index(Object*, Object* a) {
  Object* i = number_index(a);
  if (!i || long_check_exact(i)) return i;
  Object* exact = long_copy(static_cast<LongObject*>(i));
  decref(i);
  return exact;
}

Object* truth(int value) { return value < 0 ? nullptr : bool_from_long(value); }
Object* op_not_(Object*, Object* a) { return truth(object_not(a)); }
Object* op_truth(Object*, Object* a) { return truth(object_is_true(a)); }
Object* op_is_(Object*, Object* const* args, Ssize n) { return take("is_", n, 2) ? truth(args[0] == args[1]) : nullptr; }
Object* op_is_not(Object*, Object* const* args, Ssize n) {
  return take("is_not", n, 2) ? truth(args[0] != args[1]) : nullptr;
}
Object* op_pow(Object*, Object* const* args, Ssize n) {
  return take("pow", n, 2) ? number_power(args[0], args[1], None) : nullptr;
}
Object* op_ipow(Object*, Object* const* args, Ssize n) {
  return take("ipow", n, 2) ? number_in_place_power(args[0], args[1], None) : nullptr;
}
Object* op_contains(Object*, Object* const* args, Ssize n) {
  return take("contains", n, 2) ? truth(sequence_contains(args[0], args[1])) : nullptr;
}
Object* op_countOf(Object*, Object* const* args, Ssize n) {
  if (!take("countOf", n, 2)) return nullptr;
  Ssize count = sequence_count(args[0], args[1]);
  return count < 0 ? nullptr : long_from_ssize_t(count);
}
Object* op_indexOf(Object*, Object* const* args, Ssize n) {
  if (!take("indexOf", n, 2)) return nullptr;
  Ssize index = sequence_index(args[0], args[1]);
  return index < 0 ? nullptr : long_from_ssize_t(index);
}
Object* op_setitem(Object*, Object* const* args, Ssize n) {
  return take("setitem", n, 3) && object_set_item(args[0], args[1], args[2]) == 0 ? None : nullptr;
}
Object* op_delitem(Object*, Object* const* args, Ssize n) {
  return take("delitem", n, 2) && object_del_item(args[0], args[1]) == 0 ? None : nullptr;
}
Object* op_length_hint(Object*, Object* const* args, Ssize n) {
  if (!arg_check_positional("length_hint", n, 1, 2)) return nullptr;
  Ssize deflt = 0;
  if (n > 1 && !arg_ssize(args[1], &deflt)) return nullptr;
  Ssize hint = object_length_hint(args[0], deflt);
  return hint < 0 ? nullptr : long_from_ssize_t(hint);
}
Object* op_call(Object*, Object* const* args, Ssize n, Object* kwnames) {
  if (!arg_check_positional("call", n, 1, kSsizeMax)) return nullptr;
  return object_vectorcall(args[0], args + 1, static_cast<size_t>(n - 1), kwnames);
}

// Compares in a time that does not depend on where the difference is.
Object* op_compare_digest(Object*, Object* const* args, Ssize n) {
  if (!take("_compare_digest", n, 2)) return nullptr;
  if (unicode_check(args[0]) && unicode_check(args[1])) {
    if (!unicode_is_ascii(args[0]) || !unicode_is_ascii(args[1])) {
      return err_format(exc_TypeError, "comparing strings with non-ASCII characters is not supported");
    }
    return truth(unicode_eq(args[0], args[1]));
  }
  ScopedBuffer a, b;
  if (object_get_buffer(args[0], &a, BUF_SIMPLE) < 0 || object_get_buffer(args[1], &b, BUF_SIMPLE) < 0) return nullptr;
  return truth(a.len == b.len && std::memcmp(a.buf, b.buf, static_cast<size_t>(a.len)) == 0);
}

// --- itemgetter ---

struct ItemGetterObject : Object {
  Ssize nitems;
  Object* item;  // one item, or a tuple of several
  Ssize index;   // of a tuple item when the one item is a small int; else -1
  vectorcallfunc vectorcall;
};
static_assert(sizeof(ItemGetterObject) <= static_cast<size_t>(layout::itemgetter.basicsize));

Object* itemgetter_call_one(ItemGetterObject* g, Object* obj) {
  if (g->nitems == 1) {
    if (g->index >= 0 && tuple_check_exact(obj) && g->index < tuple_size(obj)) return new_ref(tuple_item(obj, g->index));
    return object_get_item(obj, g->item);
  }
  Object* result = tuple_new(g->nitems);
  for (Ssize i = 0; result && i < g->nitems; i++) {
    Object* value = object_get_item(obj, tuple_item(g->item, i));
    if (!value) {
      decref(result);
      return nullptr;
    }
    tuple_init_item(result, i, value);
  }
  return result;
}

Object* itemgetter_vectorcall(Object* self, Object* const* args, size_t nargsf, Object* kwnames) {
  if (!arg_no_kwnames("itemgetter", kwnames)) return nullptr;
  if (!arg_check_positional("itemgetter", vectorcall_nargs(nargsf), 1, 1)) return nullptr;
  return itemgetter_call_one(static_cast<ItemGetterObject*>(self), args[0]);
}

Object* vectorcall_as_call(Object* self, Object* args, Object* kwargs, vectorcallfunc function, const char* name) {
  if (!arg_no_keywords(name, kwargs)) return nullptr;
  return function(self, tuple_items(args), static_cast<size_t>(tuple_size(args)), nullptr);
}
Object* itemgetter_call(Object* self, Object* args, Object* kwargs) {
  return vectorcall_as_call(self, args, kwargs, itemgetter_vectorcall, "itemgetter");
}

Object* itemgetter_new(TypeObject* type, Object* args, Object* kwargs) {
  if (!arg_no_keywords("itemgetter", kwargs)) return nullptr;
  Ssize n = tuple_size(args);
  if (n < 1) return err_format(exc_TypeError, "itemgetter expected 1 argument, got 0");
  auto* self = static_cast<ItemGetterObject*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  self->nitems = n;
  self->item = new_ref(n == 1 ? tuple_item(args, 0) : args);
  self->index = -1;
  self->vectorcall = itemgetter_vectorcall;
  if (n == 1 && long_check_exact(self->item)) {
    int overflow;
    int64_t index = long_as_long_and_overflow(self->item, &overflow);
    if (!overflow && index >= 0) self->index = index;
  }
  return self;
}

int itemgetter_clear(Object* o) {
  clear_ref(static_cast<ItemGetterObject*>(o)->item);
  return 0;
}
int itemgetter_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(static_cast<ItemGetterObject*>(o)->item);
  return 0;
}

// name(repr, repr...)
Object* getter_repr(Object* o, Object* first, Object* rest) {
  int status = repr_enter(o);
  if (status != 0) return status < 0 ? nullptr : unicode_from_format("%s(...)", o->ob_type->tp_name);
  std::string text = std::string(o->ob_type->tp_name) + "(";
  bool ok = true, any = false;
  auto add = [&](Object* item) {
    std::string shown;
    ok = ok && safe_repr(item, &shown);
    text += (any ? ", " : "") + shown;
    any = true;
  };
  if (first) add(first);
  for (Ssize i = 0; rest && i < tuple_size(rest); i++) add(tuple_item(rest, i));
  repr_leave(o);
  return str_from_text(text + ")");
}
Object* itemgetter_repr(Object* o) {
  auto* g = static_cast<ItemGetterObject*>(o);
  return g->nitems == 1 ? getter_repr(o, g->item, nullptr) : getter_repr(o, nullptr, g->item);
}
Object* itemgetter_reduce(Object* o) {
  auto* g = static_cast<ItemGetterObject*>(o);
  Object* args = g->nitems == 1 ? tuple_pack(g->item) : new_ref(g->item);
  Object* result = args ? tuple_pack(static_cast<Object*>(o->ob_type), args) : nullptr;
  xdecref(args);
  return result;
}

// --- attrgetter ---

struct AttrGetterObject : Object {
  Object* attrs;  // tuple: a str for a plain name, a tuple of str for a dotted one
  vectorcallfunc vectorcall;
};
static_assert(sizeof(AttrGetterObject) <= static_cast<size_t>(layout::attrgetter.basicsize));

Object* dotted_getattr(Object* obj, Object* attr) {
  if (unicode_check(attr)) return object_get_attr(obj, attr);
  Object* current = new_ref(obj);
  for (Ssize i = 0; current && i < tuple_size(attr); i++) {
    Object* next = object_get_attr(current, tuple_item(attr, i));
    decref(current);
    current = next;
  }
  return current;
}

Object* attrgetter_vectorcall(Object* self, Object* const* args, size_t nargsf, Object* kwnames) {
  if (!arg_no_kwnames("attrgetter", kwnames)) return nullptr;
  if (!arg_check_positional("attrgetter", vectorcall_nargs(nargsf), 1, 1)) return nullptr;
  Object* attrs = static_cast<AttrGetterObject*>(self)->attrs;
  Ssize n = tuple_size(attrs);
  if (n == 1) return dotted_getattr(args[0], tuple_item(attrs, 0));
  Object* result = tuple_new(n);
  for (Ssize i = 0; result && i < n; i++) {
    Object* value = dotted_getattr(args[0], tuple_item(attrs, i));
    if (!value) {
      decref(result);
      return nullptr;
    }
    tuple_init_item(result, i, value);
  }
  return result;
}
Object* attrgetter_call(Object* self, Object* args, Object* kwargs) {
  return vectorcall_as_call(self, args, kwargs, attrgetter_vectorcall, "attrgetter");
}

// An interned name, or the tuple of the parts of a dotted one. New reference.
Object* split_attr(Object* name) {
  if (!unicode_check(name)) return err_format(exc_TypeError, "attribute name must be a string");
  if (unicode_find_char(name, '.', 0, unicode_length(name), 1) < 0) {
    incref(name);
    unicode_intern_in_place(&name);
    return name;
  }
  Object* dot = get_latin1_char('.');
  Object* list = unicode_split(name, dot, -1);
  Object* parts = list ? list_as_tuple(list) : nullptr;
  xdecref(list);
  return parts;
}

Object* attrgetter_new(TypeObject* type, Object* args, Object* kwargs) {
  if (!arg_no_keywords("attrgetter", kwargs)) return nullptr;
  Ssize n = tuple_size(args);
  if (n < 1) return err_format(exc_TypeError, "attrgetter expected 1 argument, got 0");
  Object* attrs = tuple_new(n);
  for (Ssize i = 0; attrs && i < n; i++) {
    Object* attr = split_attr(tuple_item(args, i));
    if (!attr) {
      decref(attrs);
      return nullptr;
    }
    tuple_init_item(attrs, i, attr);
  }
  if (!attrs) return nullptr;
  auto* self = static_cast<AttrGetterObject*>(type->tp_alloc(type, 0));
  if (!self) {
    decref(attrs);
    return nullptr;
  }
  self->attrs = attrs;
  self->vectorcall = attrgetter_vectorcall;
  return self;
}

// The names as they were given. New tuple.
Object* attrgetter_args(AttrGetterObject* self) {
  Ssize n = tuple_size(self->attrs);
  Object* args = tuple_new(n);
  for (Ssize i = 0; args && i < n; i++) {
    Object* attr = tuple_item(self->attrs, i);
    Object* name = unicode_check(attr) ? new_ref(attr) : unicode_join(get_latin1_char('.'), attr);
    if (!name) {
      decref(args);
      return nullptr;
    }
    tuple_init_item(args, i, name);
  }
  return args;
}
Object* attrgetter_repr(Object* o) {
  Object* args = attrgetter_args(static_cast<AttrGetterObject*>(o));
  Object* result = args ? getter_repr(o, nullptr, args) : nullptr;
  xdecref(args);
  return result;
}
Object* attrgetter_reduce(Object* o) {
  Object* args = attrgetter_args(static_cast<AttrGetterObject*>(o));
  Object* result = args ? tuple_pack(static_cast<Object*>(o->ob_type), args) : nullptr;
  xdecref(args);
  return result;
}
int attrgetter_clear(Object* o) {
  clear_ref(static_cast<AttrGetterObject*>(o)->attrs);
  return 0;
}
int attrgetter_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(static_cast<AttrGetterObject*>(o)->attrs);
  return 0;
}

// --- methodcaller ---

struct MethodCallerObject : Object {
  Object* name;
  Object* args;    // tuple
  Object* kwargs;  // dict or null
};
static_assert(sizeof(MethodCallerObject) <= static_cast<size_t>(layout::methodcaller.basicsize));

Object* methodcaller_new(TypeObject* type, Object* args, Object* kwargs) {
  if (tuple_size(args) < 1) {
    return err_format(exc_TypeError, "methodcaller needs at least one argument, the method name");
  }
  Object* name = tuple_item(args, 0);
  if (!unicode_check(name)) return err_format(exc_TypeError, "method name must be a string");
  auto* self = static_cast<MethodCallerObject*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  incref(name);
  unicode_intern_in_place(&name);
  self->name = name;
  self->kwargs = xnew_ref(kwargs);
  self->args = tuple_get_slice(args, 1, tuple_size(args));
  if (!self->args) {
    decref(self);
    return nullptr;
  }
  return self;
}
Object* methodcaller_call(Object* o, Object* args, Object* kwargs) {
  auto* self = static_cast<MethodCallerObject*>(o);
  if (!arg_no_keywords("methodcaller", kwargs)) return nullptr;
  if (!arg_check_positional("methodcaller", tuple_size(args), 1, 1)) return nullptr;
  Object* method = object_get_attr(tuple_item(args, 0), self->name);
  if (!method) return nullptr;
  Object* result = object_call(method, self->args, self->kwargs);
  decref(method);
  return result;
}
int methodcaller_clear(Object* o) {
  auto* self = static_cast<MethodCallerObject*>(o);
  clear_ref(self->name);
  clear_ref(self->args);
  clear_ref(self->kwargs);
  return 0;
}
int methodcaller_traverse(Object* o, visitproc visit, void* arg) {
  auto* self = static_cast<MethodCallerObject*>(o);
  VISIT(self->name);
  VISIT(self->args);
  VISIT(self->kwargs);
  return 0;
}
// operator.methodcaller('name', arg, ..., key=value)
Object* methodcaller_repr(Object* o) {
  auto* self = static_cast<MethodCallerObject*>(o);
  int entered = repr_enter(o);
  if (entered != 0) return entered < 0 ? nullptr : unicode_from_format("%s(...)", o->ob_type->tp_name);
  Object* text = unicode_from_format("%s(%R", o->ob_type->tp_name, self->name);
  for (Ssize i = 0; text && i < tuple_size(self->args); i++) {
    unicode_append_and_del(&text, unicode_from_format(", %R", tuple_item(self->args, i)));
  }
  Ssize pos = 0;
  Object *key, *value;
  while (text && self->kwargs && dict_next(self->kwargs, &pos, &key, &value)) {
    unicode_append_and_del(&text, unicode_from_format(", %U=%R", key, value));
  }
  if (text) unicode_append_and_del(&text, unicode_from_string(")"));
  repr_leave(o);
  return text;
}

template <int (*kClear)(Object*)>
void getter_dealloc(Object* o) {
  object_gc_untrack(o);
  kClear(o);
  o->ob_type->tp_free(o);
}

constexpr MethodDef itemgetter_methods[] = {{"__reduce__", itemgetter_reduce, "Return state information for pickling"}, {}};
constexpr MethodDef attrgetter_methods[] = {{"__reduce__", attrgetter_reduce, "Return state information for pickling"}, {}};
constexpr uint64_t kGetterFlags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE;

}  // namespace

TypeObject itemgetter_type = {TYPE_HEAD,
                              {.tp_name = "operator.itemgetter",
                               .tp_basicsize = layout::itemgetter.basicsize,
                               .tp_dealloc = getter_dealloc<itemgetter_clear>,
                               .tp_vectorcall_offset = offsetof(ItemGetterObject, vectorcall),
                               .tp_repr = itemgetter_repr,
                               .tp_call = itemgetter_call,
                               .tp_getattro = object_generic_get_attr,
                               .tp_flags = kGetterFlags | TPFLAGS_HAVE_VECTORCALL,
                               .tp_doc = "itemgetter(item, /, *items)\n--\n\nReturn a callable object that fetches the given "
                                         "item(s) from its operand.",
                               .tp_traverse = itemgetter_traverse,
                               .tp_clear = itemgetter_clear,
                               .tp_methods = itemgetter_methods,
                               .tp_new = itemgetter_new}};
TypeObject attrgetter_type = {TYPE_HEAD,
                              {.tp_name = "operator.attrgetter",
                               .tp_basicsize = layout::attrgetter.basicsize,
                               .tp_dealloc = getter_dealloc<attrgetter_clear>,
                               .tp_vectorcall_offset = offsetof(AttrGetterObject, vectorcall),
                               .tp_repr = attrgetter_repr,
                               .tp_call = attrgetter_call,
                               .tp_getattro = object_generic_get_attr,
                               .tp_flags = kGetterFlags | TPFLAGS_HAVE_VECTORCALL,
                               .tp_doc = "attrgetter(attr, /, *attrs)\n--\n\nReturn a callable object that fetches the given "
                                         "attribute(s) from its operand.",
                               .tp_traverse = attrgetter_traverse,
                               .tp_clear = attrgetter_clear,
                               .tp_methods = attrgetter_methods,
                               .tp_new = attrgetter_new}};
TypeObject methodcaller_type = {TYPE_HEAD,
                                {.tp_name = "operator.methodcaller",
                                 .tp_basicsize = layout::methodcaller.basicsize,
                                 .tp_dealloc = getter_dealloc<methodcaller_clear>,
                                 .tp_repr = methodcaller_repr,
                                 .tp_call = methodcaller_call,
                                 .tp_getattro = object_generic_get_attr,
                                 .tp_flags = kGetterFlags,
                                 .tp_doc = "methodcaller(name, /, *args, **kwargs)\n--\n\nReturn a callable object that calls "
                                           "the given method on its operand.",
                                 .tp_traverse = methodcaller_traverse,
                                 .tp_clear = methodcaller_clear,
                                 .tp_new = methodcaller_new}};

namespace {

#define ROW1(NAME) {#NAME, op_##NAME, #NAME "($module, a, /)\n--\n\n"}
#define ROW2(NAME) {#NAME, op_##NAME, #NAME "($module, a, b, /)\n--\n\n"}
constexpr MethodDef operator_methods[] = {
    ROW1(truth), ROW2(contains), ROW2(indexOf), ROW2(countOf), ROW2(is_), ROW2(is_not), ROW2(add), ROW2(sub), ROW2(mul),
    ROW2(matmul), ROW2(floordiv), ROW2(truediv), ROW2(mod), ROW1(neg), ROW1(pos), ROW1(abs), ROW1(inv),
    {"invert", op_inv, "invert($module, a, /)\n--\n\n"}, ROW2(lshift), ROW2(rshift), ROW1(not_), ROW2(and_), ROW2(xor),
    ROW2(or_), ROW2(iadd), ROW2(isub), ROW2(imul), ROW2(imatmul), ROW2(ifloordiv), ROW2(itruediv), ROW2(imod), ROW2(ilshift),
    ROW2(irshift), ROW2(iand), ROW2(ixor), ROW2(ior), ROW2(concat), ROW2(iconcat), ROW2(getitem),
    {"setitem", op_setitem, "setitem($module, a, b, c, /)\n--\n\nSame as a[b] = c."}, ROW2(delitem), ROW2(pow), ROW2(ipow),
    ROW2(eq), ROW2(ne), ROW2(lt), ROW2(le), ROW2(gt), ROW2(ge),
    {"_compare_digest", op_compare_digest, "_compare_digest($module, a, b, /)\n--\n\n"},
    {"length_hint", op_length_hint, "length_hint($module, obj, default=0, /)\n--\n\nReturn an estimate of the number of items in obj."},
    ROW1(index), {"call", op_call, "call($module, obj, /, *args, **kwargs)\n--\n\nSame as obj(*args, **kwargs)."}, {}};

}  // namespace

Object* init__operator() {
  Object* module = module_new("_operator");
  if (module && (module_add_functions(module, operator_methods) < 0 || module_add_type(module, &itemgetter_type) < 0 ||
                 module_add_type(module, &attrgetter_type) < 0 || module_add_type(module, &methodcaller_type) < 0)) {
    clear_ref(module);
  }
  return module;
}

}  // namespace py

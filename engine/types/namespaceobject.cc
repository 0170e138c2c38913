// CPython 3.13: Objects/namespaceobject.c. See the header.
#include "types/namespaceobject.h"

#include "gc/gc.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/thread_state.h"  // repr_enter
#include "profile/profile.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static Object*& dict_of(Object* self) { return as<NamespaceObject>(self)->ns_dict; }

static Object* namespace_tp_new(TypeObject* type, Object*, Object*) {
  Object* self = type->tp_alloc(type, 0);
  if (self == nullptr) return nullptr;
  dict_of(self) = dict_new();
  if (dict_of(self) == nullptr) clear_ref(self);
  return self;
}

static bool keywords_are_strings(Object* dict) {
  if (dict_has_only_string_keys(dict)) return true;
  err_set_string(exc_TypeError, "keywords must be strings");
  return false;
}

static int namespace_init(Object* self, Object* args, Object* kwds) {
  Object* arg = nullptr;
  if (!arg_unpack_tuple(args, type_short_name(self->ob_type), 0, 1, &arg)) return -1;
  if (arg != nullptr) {
    Object* dict = dict_check_exact(arg) ? new_ref(arg) : object_call_one_arg(&dict_type, arg);
    if (dict == nullptr) return -1;
    int result = keywords_are_strings(dict) ? dict_update(dict_of(self), dict) : -1;
    decref(dict);
    if (result < 0) return -1;
  }
  if (kwds == nullptr) return 0;
  return keywords_are_strings(kwds) ? dict_update(dict_of(self), kwds) : -1;
}

static void namespace_dealloc(Object* self) {
  object_gc_untrack(self);
  clear_ref(dict_of(self));
  self->ob_type->tp_free(self);
}

static int namespace_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(dict_of(self));
  return 0;
}
static int namespace_clear(Object* self) {
  clear_ref(dict_of(self));
  return 0;
}

// "key=value" of every attribute. New list.
static Object* namespace_pairs(Object* self) {
  Object* pairs = list_new(0);
  Object* keys = pairs ? dict_keys(dict_of(self)) : nullptr;
  bool ok = keys != nullptr;
  for (Ssize i = 0; ok && i < list_size(keys); i++) {
    Object* key = list_item(keys, i);
    if (!unicode_check(key) || unicode_length(key) == 0) continue;
    Object* value = dict_get_item_with_error(dict_of(self), key);
    if (value == nullptr) {
      ok = err_occurred() == nullptr;  // gone meanwhile
      continue;
    }
    Object* item = unicode_from_format("%U=%R", key, value);
    ok = item != nullptr && list_append(pairs, item) >= 0;
    xdecref(item);
  }
  xdecref(keys);
  if (!ok) clear_ref(pairs);
  return pairs;
}

static Object* namespace_repr(Object* self) {
  const char* name = is_type(self, &namespace_type) ? "namespace" : self->ob_type->tp_name;
  int entered = repr_enter(self);
  if (entered != 0) return entered > 0 ? unicode_from_format("%s(...)", name) : nullptr;
  Object *pairs = namespace_pairs(self), *result = nullptr;
  if (pairs != nullptr) {
    Object* separator = unicode_from_string(", ");
    Object* joined = separator ? unicode_join(separator, pairs) : nullptr;
    if (joined != nullptr) result = unicode_from_format("%s(%S)", name, joined);
    xdecref(separator);
    xdecref(joined);
    decref(pairs);
  }
  repr_leave(self);
  return result;
}

static Object* namespace_richcompare(Object* self, Object* other, int op) {
  if (!object_type_check(self, &namespace_type) || !object_type_check(other, &namespace_type))
    return NotImplemented;
  return object_rich_compare(dict_of(self), dict_of(other), op);
}

static Object* namespace_reduce(Object* self) {
  Object* args = tuple_new(0);
  Object* result =
      args ? tuple_pack(static_cast<Object*>(self->ob_type), args, dict_of(self)) : nullptr;
  xdecref(args);
  return result;
}

static Object* namespace_replace(Object* self, Object* args, Object* kwargs) {
  if (!arg_no_positional("__replace__", args)) return nullptr;
  Object* result = object_call_no_args(self->ob_type);
  if (result == nullptr) return nullptr;
  if (!is_type(result, self->ob_type)) {
    err_format(exc_TypeError, "expect %s type, but %s() returned '%s' object",
               self->ob_type->tp_name, self->ob_type->tp_name, result->ob_type->tp_name);
    decref(result);
    return nullptr;
  }
  if (dict_update(dict_of(result), dict_of(self)) < 0 ||
      (kwargs != nullptr && dict_update(dict_of(result), kwargs) < 0)) {
    decref(result);
    return nullptr;
  }
  return result;
}

static const MethodDef namespace_methods[] = {
    {"__reduce__", namespace_reduce, "Return state information for pickling"},
    {"__replace__", namespace_replace,
     "__replace__($self, /, **changes)\n--\n\n"
     "Return a copy of the namespace object with new values for the specified attributes."},
    {},
};
static const MemberDef namespace_members[] = {
    {"__dict__", _Py_T_OBJECT, offsetof(NamespaceObject, ns_dict), Py_READONLY}, {}};

TypeObject namespace_type = {
    TYPE_HEAD,
    {
        .tp_name = "types.SimpleNamespace",
        .tp_basicsize = layout::SimpleNamespace.basicsize,
        .tp_dealloc = namespace_dealloc,
        .tp_repr = namespace_repr,
        .tp_getattro = object_generic_get_attr,
        .tp_setattro = object_generic_set_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
        .tp_doc = "SimpleNamespace(mapping_or_iterable=(), /, **kwargs)\n--\n\nA simple "
                  "attribute-based namespace.",
        .tp_traverse = namespace_traverse,
        .tp_clear = namespace_clear,
        .tp_richcompare = namespace_richcompare,
        .tp_methods = namespace_methods,
        .tp_members = namespace_members,
        .tp_dictoffset = offsetof(NamespaceObject, ns_dict),
        .tp_init = namespace_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = namespace_tp_new,
        .tp_free = object_gc_del,
    },
};

Object* namespace_new(Object* kwds) {
  Object* ns = namespace_tp_new(&namespace_type, nullptr, nullptr);
  if (ns == nullptr || kwds == nullptr) return ns;
  if (dict_update(dict_of(ns), kwds) < 0) clear_ref(ns);
  return ns;
}

}  // namespace py

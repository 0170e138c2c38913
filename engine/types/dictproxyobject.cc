// mappingproxy: a read-only view of a mapping, such as cls.__dict__.
// CPython 3.13: PyDictProxy_Type in Objects/descrobject.c
#include "gc/gc.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/descrobject.h"
#include "types/dictobject.h"
#include "types/genericaliasobject.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static Object* mapping_of(Object* self) { return as<DictProxyObject>(self)->mapping; }

static bool mappingproxy_check_mapping(Object* mapping) {
  if (mapping_check(mapping) && !list_check(mapping) && !tuple_check(mapping)) return true;
  err_format(exc_TypeError, "mappingproxy() argument must be a mapping, not %s",
             mapping->ob_type->tp_name);
  return false;
}

Object* dict_proxy_new(Object* mapping) {
  if (!mappingproxy_check_mapping(mapping)) return nullptr;
  auto* proxy = object_gc_new<DictProxyObject>(&dict_proxy_type);
  if (proxy == nullptr) return nullptr;
  proxy->mapping = new_ref(mapping);
  object_gc_track(proxy);
  return proxy;
}

static Object* mappingproxy_new(TypeObject*, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"mapping", nullptr};
  static ArgParser parser = {.fname = "mappingproxy", .keywords = kKeywords};
  Object* buf[1];
  Object* const* spread = arg_unpack_tuple_keywords(args, kwds, &parser, 1, 1, 0, buf);
  return spread ? dict_proxy_new(spread[0]) : nullptr;
}

static void mappingproxy_dealloc(Object* self) {
  object_gc_untrack(self);
  decref(mapping_of(self));
  object_gc_del(self);
}

static int mappingproxy_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(mapping_of(self));
  return 0;
}

static Ssize mappingproxy_len(Object* self) { return object_size(mapping_of(self)); }
static Object* mappingproxy_getitem(Object* self, Object* key) {
  return object_get_item(mapping_of(self), key);
}
static int mappingproxy_contains(Object* self, Object* key) {
  Object* mapping = mapping_of(self);
  return dict_check_exact(mapping) ? dict_contains(mapping, key) : sequence_contains(mapping, key);
}
static Object* mappingproxy_getiter(Object* self) { return object_get_iter(mapping_of(self)); }
static HashValue mappingproxy_hash(Object* self) { return object_hash(mapping_of(self)); }
static Object* mappingproxy_str(Object* self) { return object_str(mapping_of(self)); }
static Object* mappingproxy_repr(Object* self) {
  return unicode_from_format("mappingproxy(%R)", mapping_of(self));
}
static Object* mappingproxy_richcompare(Object* self, Object* other, int op) {
  // An object of a class with a strange __eq__ may drop the last reference to the mapping.
  Object* mapping = new_ref(mapping_of(self));
  Object* result = object_rich_compare(mapping, other, op);
  decref(mapping);
  return result;
}

static Object* mappingproxy_or(Object* left, Object* right) {
  if (is_type(left, &dict_proxy_type)) left = mapping_of(left);
  if (is_type(right, &dict_proxy_type)) right = mapping_of(right);
  return number_or(left, right);
}
static Object* mappingproxy_ior(Object* self, Object*) {
  return err_format(exc_TypeError, "'|=' is not supported by %s; use '|' instead",
                    self->ob_type->tp_name);
}

// --- Methods: passed on to the mapping ---

static Object* mappingproxy_get(Object* self, Object* const* args, Ssize nargs) {
  Object *key, *fallback = None;
  if (!arg_unpack_stack(args, nargs, "get", 1, 2, &key, &fallback)) return nullptr;
  return object_call_method_obj_args(mapping_of(self), ID(get), key, fallback, nullptr);
}
static Object* mappingproxy_keys(Object* self) {
  return object_call_method_no_args(mapping_of(self), ID(keys));
}
static Object* mappingproxy_values(Object* self) {
  return object_call_method_no_args(mapping_of(self), ID(values));
}
static Object* mappingproxy_items(Object* self) {
  return object_call_method_no_args(mapping_of(self), ID(items));
}
static Object* mappingproxy_copy(Object* self) {
  return object_call_method_no_args(mapping_of(self), ID(copy));
}
static Object* mappingproxy_reversed(Object* self) {
  return object_call_method_no_args(mapping_of(self), ID(__reversed__));
}

static const MethodDef mappingproxy_methods[] = {
    {"get", mappingproxy_get,
     "get($self, key, default=None, /)\n--\n\nReturn the value for key if key is in the mapping, "
     "else default."},
    {"keys", mappingproxy_keys, "D.keys() -> a set-like object providing a view on D's keys"},
    {"values", mappingproxy_values, "D.values() -> an object providing a view on D's values"},
    {"items", mappingproxy_items, "D.items() -> a set-like object providing a view on D's items"},
    {"copy", mappingproxy_copy, "D.copy() -> a shallow copy of D"},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {"__reversed__", mappingproxy_reversed, "D.__reversed__() -> reverse iterator"},
    {},
};

TypeObject dict_proxy_type = {
    TYPE_HEAD,
    {
        .tp_name = "mappingproxy",
        .tp_basicsize = layout::mappingproxy.basicsize,
        .tp_dealloc = mappingproxy_dealloc,
        .tp_repr = mappingproxy_repr,
        .tp_hash = mappingproxy_hash,
        .tp_str = mappingproxy_str,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_MAPPING,
        .tp_doc = "mappingproxy(mapping)\n--\n\nRead-only proxy of a mapping.",
        .tp_traverse = mappingproxy_traverse,
        .tp_richcompare = mappingproxy_richcompare,
        .tp_iter = mappingproxy_getiter,
        .tp_methods = mappingproxy_methods,
        .tp_new = mappingproxy_new,
        .nb_or = mappingproxy_or,
        .nb_inplace_or = mappingproxy_ior,
        .sq_contains = mappingproxy_contains,
        .mp_length = mappingproxy_len,
        .mp_subscript = mappingproxy_getitem,
    },
};

}  // namespace py

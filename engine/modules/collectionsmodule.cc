// _collections: defaultdict, _tuplegetter, _count_elements and the module itself (deque.cc: deque).
// CPython 3.13: Modules/_collectionsmodule.c
#include "modules/collectionsmodule.h"

#include "gc/gc.h"
#include "modules/modules.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/thread_state.h"
#include "profile/profile.h"
#include "types/dict_keys.h"  // object_hash_fast
#include "types/genericaliasobject.h"
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/odictobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

// --- defaultdict ---

static_assert(sizeof(DefaultDictObject) <= layout::defaultdict.basicsize);

static inline Object*& factory_of(Object* self) {
  return as<DefaultDictObject>(self)->default_factory;
}

static Object* defdict_missing(Object* self, Object* key) {
  Object* factory = factory_of(self);
  if (factory == nullptr || factory == None) {
    Object* args = tuple_pack(key);
    if (args == nullptr) return nullptr;
    err_set_object(exc_KeyError, args);
    decref(args);
    return nullptr;
  }
  Object* value = object_call_no_args(factory);
  if (value && object_set_item(self, key, value) < 0) clear_ref(value);
  return value;
}

static Object* new_defdict(Object* self, Object* source) {
  return object_call_function_obj_args(self->ob_type, factory_of(self) ? factory_of(self) : None,
                                       source, nullptr);
}

static Object* defdict_copy(Object* self) { return new_defdict(self, self); }

// (type, (factory,) or (), None, None, iterator over the items).
static Object* defdict_reduce(Object* self) {
  Object* factory = factory_of(self);
  Object* args = factory == nullptr || factory == None ? tuple_empty() : tuple_pack(factory);
  Object* items = args ? object_call_method_no_args(self, ID(items)) : nullptr;
  Object* iter = items ? object_get_iter(items) : nullptr;
  Object* result =
      iter ? tuple_pack(static_cast<Object*>(self->ob_type), args, None, None, iter) : nullptr;
  xdecref(args);
  xdecref(items);
  xdecref(iter);
  return result;
}

static const MethodDef defdict_methods[] = {
    {"__missing__", defdict_missing,
     "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if "
     "self.default_factory is None: raise "
     "KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n"},
    {"copy", defdict_copy, "D.copy() -> a shallow copy of D."},
    {"__copy__", defdict_copy, "D.copy() -> a shallow copy of D."},
    {"__reduce__", defdict_reduce, "Return state information for pickling."},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {}};

static const MemberDef defdict_members[] = {
    {"default_factory", _Py_T_OBJECT, offsetof(DefaultDictObject, default_factory), 0,
     "Factory for default value called by __missing__()."},
    {}};

static void defdict_dealloc(Object* self) {
  object_gc_untrack(self);
  clear_ref(factory_of(self));
  dict_type.tp_dealloc(self);
}

static int defdict_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(factory_of(self));
  return dict_type.tp_traverse(self, visit, arg);
}

static int defdict_clear(Object* self) {
  clear_ref(factory_of(self));
  return dict_type.tp_clear(self);
}

static Object* defdict_repr(Object* self) {
  Object* base = dict_type.tp_repr(self);
  if (base == nullptr) return nullptr;
  Object* factory = factory_of(self);
  Object* shown;
  if (factory == nullptr) {
    shown = unicode_from_string("None");
  } else {
    int entered = repr_enter(factory);
    if (entered < 0) {
      decref(base);
      return nullptr;
    }
    shown = entered > 0 ? unicode_from_string("...") : object_repr(factory);
    if (entered == 0) repr_leave(factory);
  }
  Object* result =
      shown ? unicode_from_format("%s(%U, %U)", type_short_name(self->ob_type), shown, base)
            : nullptr;
  xdecref(shown);
  decref(base);
  return result;
}

// The result is of the type of the defaultdict among the operands (the left one first).
static Object* defdict_or(Object* left, Object* right) {
  Object* self = object_type_check(left, &defaultdict_type) ? left : right;
  Object* other = self == left ? right : left;
  if (!dict_check(other)) return NotImplemented;
  Object* result = new_defdict(self, left);
  if (result && dict_update_arg(result, right) < 0) clear_ref(result);
  return result;
}

static int defdict_init(Object* self, Object* args, Object* kwds) {
  Object* newdefault = nullptr;
  Ssize n = tuple_size(args);
  if (n > 0) {
    newdefault = tuple_item(args, 0);
    if (!callable_check(newdefault) && newdefault != None) {
      err_set_string(exc_TypeError, "first argument must be callable or None");
      return -1;
    }
  }
  Object* newargs = tuple_get_slice(args, n > 0 ? 1 : 0, n);
  if (newargs == nullptr) return -1;
  Object* olddefault = factory_of(self);
  factory_of(self) = xnew_ref(newdefault);
  int result = dict_type.tp_init(self, newargs, kwds);
  decref(newargs);
  xdecref(olddefault);
  return result;
}

TypeObject defaultdict_type = {
    TYPE_HEAD,
    {
        .tp_name = "collections.defaultdict",
        .tp_basicsize = layout::defaultdict.basicsize,
        .tp_dealloc = defdict_dealloc,
        .tp_repr = defdict_repr,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,
        .tp_doc = "defaultdict(default_factory=None, /, [...]) --> dict with default "
                  "factory\n\nThe default factory is called "
                  "without arguments to produce\na new value when a key is not present, in "
                  "__getitem__ only.\nA defaultdict "
                  "compares equal to a dict with the same items.\nAll remaining arguments are "
                  "treated the same as if they "
                  "were\npassed to the dict constructor, including keyword arguments.\n",
        .tp_traverse = defdict_traverse,
        .tp_clear = defdict_clear,
        .tp_methods = defdict_methods,
        .tp_members = defdict_members,
        .tp_base = &dict_type,
        .tp_init = defdict_init,
        .tp_alloc = type_generic_alloc,
        .tp_free = object_gc_del,
        .nb_or = defdict_or,
    }};

// --- _tuplegetter: the fields of named tuples ---

struct TupleGetterObject : Object {
  Ssize index;
  Object* doc;
};

static Object* tuplegetter_new(TypeObject* type, Object* args, Object* kwds) {
  Ssize index;
  if (!arg_no_keywords("_tuplegetter", kwds) ||
      !arg_check_positional("_tuplegetter", tuple_size(args), 2, 2) ||
      !arg_ssize(tuple_item(args, 0), &index))
    return nullptr;
  TupleGetterObject* self = as<TupleGetterObject>(type->tp_alloc(type, 0));
  if (self == nullptr) return nullptr;
  self->index = index;
  self->doc = new_ref(tuple_item(args, 1));
  return self;
}

static Object* tuplegetter_descr_get(Object* self, Object* obj, Object*) {
  if (obj == nullptr || obj == None) return new_ref(self);
  Ssize index = as<TupleGetterObject>(self)->index;
  if (!tuple_check(obj))
    return err_format(
        exc_TypeError,
        "descriptor for index '%zd' for tuple subclasses doesn't apply to '%s' object", index,
        obj->ob_type->tp_name);
  if (index < 0 || index >= tuple_size(obj)) {
    err_set_string(exc_IndexError, "tuple index out of range");
    return nullptr;
  }
  return new_ref(tuple_item(obj, index));
}

static int tuplegetter_descr_set(Object*, Object*, Object* value) {
  err_set_string(exc_AttributeError, value ? "can't set attribute" : "can't delete attribute");
  return -1;
}

static int tuplegetter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<TupleGetterObject>(self)->doc);
  return 0;
}

static int tuplegetter_clear(Object* self) {
  clear_ref(as<TupleGetterObject>(self)->doc);
  return 0;
}

static void tuplegetter_dealloc(Object* self) {
  object_gc_untrack(self);
  tuplegetter_clear(self);
  self->ob_type->tp_free(self);
}

static Object* tuplegetter_reduce(Object* self) {
  Object* index = long_from_ssize_t(as<TupleGetterObject>(self)->index);
  Object* args = index ? tuple_pack(index, as<TupleGetterObject>(self)->doc) : nullptr;
  Object* result = args ? tuple_pack(static_cast<Object*>(self->ob_type), args) : nullptr;
  xdecref(index);
  xdecref(args);
  return result;
}

static Object* tuplegetter_repr(Object* self) {
  return unicode_from_format("%s(%zd, %R)", type_short_name(self->ob_type),
                             as<TupleGetterObject>(self)->index, as<TupleGetterObject>(self)->doc);
}

static const MemberDef tuplegetter_members[] = {
    {"__doc__", _Py_T_OBJECT, offsetof(TupleGetterObject, doc), 0}, {}};
static const MethodDef tuplegetter_methods[] = {{"__reduce__", tuplegetter_reduce}, {}};

TypeObject tuplegetter_type = {TYPE_HEAD,
                               {
                                   .tp_name = "collections._tuplegetter",
                                   .tp_basicsize = 32,
                                   .tp_dealloc = tuplegetter_dealloc,
                                   .tp_repr = tuplegetter_repr,
                                   .tp_getattro = object_generic_get_attr,
                                   .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
                                   .tp_traverse = tuplegetter_traverse,
                                   .tp_clear = tuplegetter_clear,
                                   .tp_methods = tuplegetter_methods,
                                   .tp_members = tuplegetter_members,
                                   .tp_descr_get = tuplegetter_descr_get,
                                   .tp_descr_set = tuplegetter_descr_set,
                                   .tp_alloc = type_generic_alloc,
                                   .tp_new = tuplegetter_new,
                                   .tp_free = object_gc_del,
                               }};

// --- _count_elements ---

// One key of a dict that counts: hash once, look up, store old + 1.
static int count_in_dict(Object* mapping, Object* key) {
  HashValue hash = object_hash_fast(key);
  if (hash == -1) return -1;
  Object* old = dict_get_item_known_hash(mapping, key, hash);
  if (old == nullptr)
    return err_occurred() ? -1 : dict_set_item_known_hash(mapping, key, long_get_one(), hash);
  Object* sum = number_add(old, long_get_one());
  if (sum == nullptr) return -1;
  int failed = dict_set_item_known_hash(mapping, key, sum, hash);
  decref(sum);
  return failed;
}

static int count_in_mapping(Object* mapping, Object* get, Object* key) {
  Object* old = object_call_function_obj_args(get, key, long_get_zero(), nullptr);
  if (old == nullptr) return -1;
  Object* sum = number_add(old, long_get_one());
  decref(old);
  if (sum == nullptr) return -1;
  int failed = object_set_item(mapping, key, sum);
  decref(sum);
  return failed;
}

// Adds 1 to mapping[x] for every x of an iterable. Straight on the dict if nobody has overridden
// get and __setitem__.
static Object* count_elements(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("_count_elements", nargs, 2, 2)) return nullptr;
  Object* mapping = args[0];
  Object* it = object_get_iter(args[1]);
  if (it == nullptr) return nullptr;
  TypeObject* type = mapping->ob_type;
  bool plain = dict_check(mapping) &&
               type_lookup(type, ID(get)) == type_lookup(&dict_type, ID(get)) &&
               type_lookup(type, ID(__setitem__)) == type_lookup(&dict_type, ID(__setitem__));
  Object* get = plain ? nullptr : object_get_attr(mapping, ID(get));
  int status = plain || get ? 0 : -1;
  while (status == 0) {
    Object* key = iter_next(it);
    if (key == nullptr) {
      if (err_occurred()) status = -1;
      break;
    }
    status = plain ? count_in_dict(mapping, key) : count_in_mapping(mapping, get, key);
    decref(key);
  }
  xdecref(get);
  decref(it);
  return status < 0 ? nullptr : None;
}

static const MethodDef collections_methods[] = {
    {"_count_elements", count_elements,
     "_count_elements($module, mapping, iterable, /)\n--\n\nCount elements in the iterable, "
     "updating the mapping"},
    {}};

Object* init__collections() {
  Object* m = module_new("_collections");
  if (m == nullptr) return nullptr;
  module_set_doc_string(m,
                        "High performance data structures.\n- deque:        ordered collection "
                        "accessible from endpoints "
                        "only\n- defaultdict:  dict subclass with a default value factory\n");
  bool ok = module_add_functions(m, collections_methods) == 0;
  for (TypeObject* t : {&odict_keys_type, &odict_values_type, &odict_items_type, &odict_iter_type})
    ok = ok && type_ready(t) == 0;
  for (TypeObject* t : {&deque_type, &defaultdict_type, &odict_type, &deque_iter_type,
                        &deque_rev_iter_type, &tuplegetter_type})
    ok = ok && module_add_type(m, t) == 0;
  if (!ok) clear_ref(m);
  return m;
}

}  // namespace py

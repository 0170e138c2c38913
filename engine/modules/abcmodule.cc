// _abc: what ABCMeta does when isinstance() and issubclass() ask it.
// CPython 3.13: Modules/_abc.c
//
// Every abstract base class has one _abc_data in its _abc_impl: the classes that were registered,
// and those that are known to be subclasses or not to be. All three are sets of weak references,
// whose callbacks take dead ones out.
#include "modules/modules.h"  // init__abc
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/methodobject.h"
#include "types/moduleobject.h"
#include "types/setobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {
namespace {

constexpr uint64_t COLLECTION_FLAGS = TPFLAGS_SEQUENCE | TPFLAGS_MAPPING;

struct AbcData : Object {
  Object* _abc_registry;
  Object* _abc_cache;
  Object* _abc_negative_cache;
  uint64_t _abc_negative_cache_version;
};

// Counts registrations: what was not a subclass before one may be one now.
uint64_t abc_invalidation_counter;

int abc_data_traverse(Object* self, visitproc visit, void* arg) {
  AbcData* data = as<AbcData>(self);
  VISIT(data->_abc_registry);
  VISIT(data->_abc_cache);
  VISIT(data->_abc_negative_cache);
  return 0;
}

int abc_data_clear(Object* self) {
  AbcData* data = as<AbcData>(self);
  clear_ref(data->_abc_registry);
  clear_ref(data->_abc_cache);
  clear_ref(data->_abc_negative_cache);
  return 0;
}

void abc_data_dealloc(Object* self) {
  object_gc_untrack(self);
  abc_data_clear(self);
  object_gc_del(self);
}

TypeFields abc_data_fields() {
  TypeFields t;
  t.tp_name = "_abc._abc_data";
  t.tp_basicsize = 48;
  t.tp_dealloc = abc_data_dealloc;
  t.tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC;
  t.tp_doc = "Internal state held by ABC machinery.";
  t.tp_traverse = abc_data_traverse;
  t.tp_clear = abc_data_clear;
  return t;
}
TypeObject abc_data_type = {TYPE_HEAD, abc_data_fields()};
static_assert(sizeof(AbcData) <= 48);

Object* abc_data_new() {
  AbcData* data = object_gc_new<AbcData>(&abc_data_type);
  if (!data) return nullptr;
  data->_abc_registry = data->_abc_cache = data->_abc_negative_cache = nullptr;
  data->_abc_negative_cache_version = abc_invalidation_counter;
  object_gc_track(data);
  return data;
}

// The _abc_data of a class: new reference; null with TypeError.
AbcData* get_impl(Object* cls) {
  Object* impl = object_get_attr(cls, ID(_abc_impl));
  if (!impl) return nullptr;
  if (!is_type(impl, &abc_data_type)) {
    err_set_string(exc_TypeError, "_abc_impl is set to a wrong type");
    decref(impl);
    return nullptr;
  }
  return as<AbcData>(impl);
}

// --- Sets of weak references ---

// 1, 0, or -1.
int in_weak_set(Object* set, Object* op) {
  if (!set || set_size(set) == 0) return 0;
  Object* ref = weakref_new_ref(op, nullptr);
  if (!ref) {
    if (!err_exception_matches(exc_TypeError)) return -1;
    err_clear();
    return 0;
  }
  int result = set_contains(set, ref);
  decref(ref);
  return result;
}

// Callback of a reference in a set: self is a weak reference to the set.
Object* destroy(Object* self, Object* dead) {
  Object* set = xnew_ref(weakref_referent(self));
  if (!set) return None;
  int result = set_discard(set, dead);
  decref(set);
  return result < 0 ? nullptr : None;
}
const MethodDef destroy_def{"_destroy", destroy};

// Adds a weak reference to op; *pset may be null still. 0, or -1.
int add_to_weak_set(Object** pset, Object* op) {
  if (!*pset && !(*pset = set_new(nullptr))) return -1;
  Object* weak_set = weakref_new_ref(*pset, nullptr);
  Object* callback = weak_set ? cfunction_new(&destroy_def, weak_set, nullptr) : nullptr;
  Object* ref = callback ? weakref_new_ref(op, callback) : nullptr;
  int result = ref ? set_add(*pset, ref) : -1;
  xdecref(ref);
  xdecref(callback);
  xdecref(weak_set);
  return result;
}

// --- _abc_init ---

// Whether value.__isabstractmethod__ is true: 1, 0, or -1.
int object_is_abstract(Object* value) {
  Object* flag;
  int result = object_get_optional_attr(value, ID(__isabstractmethod__), &flag);
  if (result > 0) {
    result = object_is_true(flag);
    decref(flag);
  }
  return result;
}

// Adds the names of the class's own abstract attributes.
int collect_own_abstracts(Object* self, Object* abstracts) {
  Object* ns = object_get_attr(self, ID(__dict__));
  Object* items = ns ? mapping_items(ns) : nullptr;
  xdecref(ns);
  if (!items) return -1;
  int result = 0;
  for (Ssize i = 0; result >= 0 && i < list_size(items); i++) {
    Object* pair = list_item(items, i);
    result = object_is_abstract(tuple_item(pair, 1));
    if (result > 0) result = set_add(abstracts, tuple_item(pair, 0));
  }
  decref(items);
  return result < 0 ? -1 : 0;
}

// Adds a base's abstract names that the class does not implement.
int collect_base_abstracts(Object* self, Object* base, Object* abstracts) {
  Object* names;
  int found = object_get_optional_attr(base, ID(__abstractmethods__), &names);
  if (found <= 0) return found;
  Object* iter = object_get_iter(names);
  decref(names);
  if (!iter) return -1;
  int result = 0;
  while (Object* name = iter_next(iter)) {
    Object* value;
    result = object_get_optional_attr(self, name, &value);
    if (result > 0) {
      result = object_is_abstract(value);
      decref(value);
      if (result > 0) result = set_add(abstracts, name);
    }
    decref(name);
    if (result < 0) break;
  }
  decref(iter);
  return result < 0 || err_occurred() ? -1 : 0;
}

int compute_abstract_methods(Object* self) {
  Object* abstracts = frozenset_new(nullptr);
  if (!abstracts) return -1;
  int result = collect_own_abstracts(self, abstracts);
  Object* bases = result < 0 ? nullptr : object_get_attr(self, ID(__bases__));
  for (Ssize i = 0; bases && result >= 0 && i < tuple_size(bases); i++) {
    result = collect_base_abstracts(self, tuple_item(bases, i), abstracts);
  }
  if (!bases) result = -1;
  if (result >= 0) result = object_set_attr(self, ID(__abstractmethods__), abstracts);
  xdecref(bases);
  decref(abstracts);
  return result;
}

// A class body may say that its instances match [..] or {..} patterns.
int apply_tpflags(Object* self) {
  TypeObject* cls = static_cast<TypeObject*>(self);
  Object* flags;
  int found = dict_pop(cls->tp_dict, ID(__abc_tpflags__), &flags);
  if (found <= 0) return found;
  int64_t value = long_check(flags) ? long_as_long_long(flags) : 0;
  decref(flags);
  if (value == -1 && err_occurred()) return -1;
  if ((static_cast<uint64_t>(value) & COLLECTION_FLAGS) == COLLECTION_FLAGS) {
    err_set_string(exc_TypeError,
                   "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
    return -1;
  }
  cls->tp_flags |= static_cast<uint64_t>(value) & COLLECTION_FLAGS;
  type_modified(cls);
  return 0;
}

Object* abc_init(Object*, Object* self) {
  if (compute_abstract_methods(self) < 0) return nullptr;
  Object* data = abc_data_new();
  if (!data) return nullptr;
  int result = object_set_attr(self, ID(_abc_impl), data);
  decref(data);
  if (result < 0) return nullptr;
  if (type_check(self) && apply_tpflags(self) < 0) return nullptr;
  return None;
}

// --- Registration ---

Object* abc_register(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("_abc_register", nargs, 2, 2)) return nullptr;
  Object* self = args[0];
  Object* subclass = args[1];
  if (!type_check(subclass)) {
    err_set_string(exc_TypeError, "Can only register classes");
    return nullptr;
  }
  int result = object_is_subclass(subclass, self);
  if (result > 0) return new_ref(subclass);
  if (result < 0) return nullptr;
  result = object_is_subclass(self, subclass);
  if (result > 0) {
    err_set_string(exc_RuntimeError, "Refusing to create an inheritance cycle");
    return nullptr;
  }
  if (result < 0) return nullptr;
  AbcData* impl = get_impl(self);
  if (!impl) return nullptr;
  result = add_to_weak_set(&impl->_abc_registry, subclass);
  decref(impl);
  if (result < 0) return nullptr;
  abc_invalidation_counter++;
  uint64_t flags =
      type_check(self) ? static_cast<TypeObject*>(self)->tp_flags & COLLECTION_FLAGS : 0;
  if (flags) type_set_flags_recursive(static_cast<TypeObject*>(subclass), COLLECTION_FLAGS, flags);
  return new_ref(subclass);
}

// --- isinstance and issubclass ---

// self.__subclasscheck__(cls) as truth value: 1, 0, or -1.
int ask_subclasscheck(Object* self, Object* cls) {
  Object* answer = object_call_method_one_arg(self, ID(__subclasscheck__), cls);
  if (!answer) return -1;
  int result = object_is_true(answer);
  decref(answer);
  return result;
}

int instancecheck(Object* self, AbcData* impl, Object* subclass, Object* subtype) {
  int result = in_weak_set(impl->_abc_cache, subclass);
  if (result != 0) return result;
  if (subtype == subclass) {
    if (impl->_abc_negative_cache_version == abc_invalidation_counter) {
      result = in_weak_set(impl->_abc_negative_cache, subclass);
      if (result != 0) return result < 0 ? -1 : 0;
    }
    return ask_subclasscheck(self, subclass);
  }
  // __class__ is a property that says something else than type(): either may fit.
  result = ask_subclasscheck(self, subclass);
  return result != 0 ? result : ask_subclasscheck(self, subtype);
}

Object* abc_instancecheck(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("_abc_instancecheck", nargs, 2, 2)) return nullptr;
  AbcData* impl = get_impl(args[0]);
  if (!impl) return nullptr;
  Object* subclass = object_get_attr(args[1], ID(__class__));
  int result = subclass ? instancecheck(args[0], impl, subclass, args[1]->ob_type) : -1;
  xdecref(subclass);
  decref(impl);
  return result < 0 ? nullptr : bool_from_long(result);
}

// Asks every class in the registry: 1 (and remembers), 0, or -1.
int subclasscheck_check_registry(AbcData* impl, Object* subclass) {
  int result = in_weak_set(impl->_abc_registry, subclass);
  if (result != 0 || !impl->_abc_registry) return result;
  // A copy, because issubclass can run code that changes the set.
  Object* copy = sequence_list(impl->_abc_registry);
  if (!copy) return -1;
  for (Ssize i = 0; result == 0 && i < list_size(copy); i++) {
    Object* registered = xnew_ref(weakref_referent(list_item(copy, i)));
    if (!registered) continue;
    result = object_is_subclass(subclass, registered);
    decref(registered);
  }
  decref(copy);
  if (result > 0 && add_to_weak_set(&impl->_abc_cache, subclass) < 0) return -1;
  return result;
}

// Asks the subclasses of self: 1 (and remembers), 0, or -1.
int subclasscheck_check_subclasses(Object* self, AbcData* impl, Object* subclass) {
  Object* subclasses = object_call_method_no_args(self, ID(__subclasses__));
  if (!subclasses) return -1;
  if (!list_check(subclasses)) {
    err_set_string(exc_TypeError, "__subclasses__() must return a list");
    decref(subclasses);
    return -1;
  }
  int result = 0;
  for (Ssize i = 0; result == 0 && i < list_size(subclasses); i++) {
    Object* candidate = new_ref(list_item(subclasses, i));
    result = object_is_subclass(subclass, candidate);
    decref(candidate);
  }
  decref(subclasses);
  if (result > 0 && add_to_weak_set(&impl->_abc_cache, subclass) < 0) return -1;
  return result;
}

// What self.__subclasshook__ says: 1 or 0 (remembered), 2 for NotImplemented, or -1.
int ask_subclasshook(Object* self, AbcData* impl, Object* subclass) {
  Object* ok = object_call_method_one_arg(self, ID(__subclasshook__), subclass);
  if (!ok) return -1;
  decref(ok);  // the three valid answers are immortal
  if (ok == NotImplemented) return 2;
  if (ok == True) return add_to_weak_set(&impl->_abc_cache, subclass) < 0 ? -1 : 1;
  if (ok == False) return add_to_weak_set(&impl->_abc_negative_cache, subclass) < 0 ? -1 : 0;
  err_set_string(exc_AssertionError,
                 "__subclasshook__ must return either False, True, or NotImplemented");
  return -1;
}

int subclasscheck(Object* self, AbcData* impl, Object* subclass) {
  int result = in_weak_set(impl->_abc_cache, subclass);
  if (result != 0) return result;
  if (impl->_abc_negative_cache_version < abc_invalidation_counter) {
    if (impl->_abc_negative_cache && set_clear(impl->_abc_negative_cache) < 0) return -1;
    impl->_abc_negative_cache_version = abc_invalidation_counter;
  } else {
    result = in_weak_set(impl->_abc_negative_cache, subclass);
    if (result != 0) return result < 0 ? -1 : 0;
  }
  result = ask_subclasshook(self, impl, subclass);
  if (result != 2) return result;
  Object* mro = static_cast<TypeObject*>(subclass)->tp_mro;
  for (Ssize i = 0; mro && i < tuple_size(mro); i++) {
    if (tuple_item(mro, i) == self)
      return add_to_weak_set(&impl->_abc_cache, subclass) < 0 ? -1 : 1;
  }
  result = subclasscheck_check_registry(impl, subclass);
  if (result != 0) return result;
  result = subclasscheck_check_subclasses(self, impl, subclass);
  if (result != 0) return result;
  return add_to_weak_set(&impl->_abc_negative_cache, subclass);
}

Object* abc_subclasscheck(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("_abc_subclasscheck", nargs, 2, 2)) return nullptr;
  if (!type_check(args[1])) {
    err_set_string(exc_TypeError, "issubclass() arg 1 must be a class");
    return nullptr;
  }
  AbcData* impl = get_impl(args[0]);
  if (!impl) return nullptr;
  int result = subclasscheck(args[0], impl, args[1]);
  decref(impl);
  return result < 0 ? nullptr : bool_from_long(result);
}

// --- The rest ---

Object* abc_get_cache_token(Object*) {
  return long_from_unsigned_long_long(abc_invalidation_counter);
}

Object* abc_reset_registry(Object*, Object* self) {
  AbcData* impl = get_impl(self);
  if (!impl) return nullptr;
  int result = impl->_abc_registry ? set_clear(impl->_abc_registry) : 0;
  decref(impl);
  return result < 0 ? nullptr : None;
}

Object* abc_reset_caches(Object*, Object* self) {
  AbcData* impl = get_impl(self);
  if (!impl) return nullptr;
  int result = impl->_abc_cache ? set_clear(impl->_abc_cache) : 0;
  if (result == 0 && impl->_abc_negative_cache) result = set_clear(impl->_abc_negative_cache);
  decref(impl);
  return result < 0 ? nullptr : None;
}

// (registry, cache, negative cache, its version), for debugging.
Object* abc_get_dump(Object*, Object* self) {
  AbcData* impl = get_impl(self);
  if (!impl) return nullptr;
  Object* parts[4] = {set_new(impl->_abc_registry), set_new(impl->_abc_cache),
                      set_new(impl->_abc_negative_cache),
                      long_from_unsigned_long_long(impl->_abc_negative_cache_version)};
  decref(impl);
  bool ok = parts[0] && parts[1] && parts[2] && parts[3];
  Object* result = ok ? tuple_pack(parts[0], parts[1], parts[2], parts[3]) : nullptr;
  for (Object* part : parts) xdecref(part);
  return result;
}

const MethodDef abc_methods[] = {
    {"get_cache_token", abc_get_cache_token,
     "get_cache_token($module, /)\n--\n\nReturns the current ABC cache token."},
    {"_abc_init", abc_init,
     "_abc_init($module, self, /)\n--\n\nInternal ABC helper for class set-up."},
    {"_reset_registry", abc_reset_registry,
     "_reset_registry($module, self, /)\n--\n\nInternal ABC helper to reset registry."},
    {"_reset_caches", abc_reset_caches,
     "_reset_caches($module, self, /)\n--\n\nInternal ABC helper to reset both caches."},
    {"_get_dump", abc_get_dump,
     "_get_dump($module, self, /)\n--\n\nInternal ABC helper for cache and registry debugging."},
    {"_abc_register", abc_register,
     "_abc_register($module, self, subclass, /)\n--\n\nInternal ABC helper for registration."},
    {"_abc_instancecheck", abc_instancecheck,
     "_abc_instancecheck($module, self, instance, /)\n--\n\nInternal ABC helper for instance "
     "checks."},
    {"_abc_subclasscheck", abc_subclasscheck,
     "_abc_subclasscheck($module, self, subclass, /)\n--\n\nInternal ABC helper for subclass "
     "checks."},
    {}};

}  // namespace

Object* init__abc() {
  abc_invalidation_counter = 0;
  abc_data_type =
      TypeObject{TYPE_HEAD, abc_data_fields()};  // of another machine it may hold a dict
  if (type_ready(&abc_data_type) < 0) return nullptr;
  Object* m = module_new("_abc");
  if (!m) return nullptr;
  if (module_add_functions(m, abc_methods) < 0 ||
      module_set_doc_string(m, "Module contains faster C implementation of abc.ABCMeta") < 0) {
    clear_ref(m);
  }
  return m;
}

}  // namespace py

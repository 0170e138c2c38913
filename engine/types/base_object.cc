// object: what every class inherits. Construction, __class__ assignment, __reduce_ex__, __dir__,
// ... CPython 3.13: PyBaseObject_Type in Objects/typeobject.c
#include "memory/pymem.h"  // object_free
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/eval.h"  // import_import_module: copyreg
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/methodobject.h"
#include "types/moduleobject.h"
#include "types/tupleobject.h"
#include "types/type_internal.h"
#include "types/unicodeobject.h"

namespace py {

// --- Construction ---

// __new__ and __init__ of object take no arguments. Each of them complains unless the class
// overrides only the other one: then that one defines the signature.
static bool excess_args(Object* args, Object* kwds) {
  return tuple_size(args) != 0 || (kwds != nullptr && dict_check(kwds) && dict_size(kwds) != 0);
}

int object_init(Object* self, Object* args, Object* kwds) {
  TypeObject* type = self->ob_type;
  if (!excess_args(args, kwds)) return 0;
  if (type->tp_init != object_init) {
    err_set_string(exc_TypeError,
                   "object.__init__() takes exactly one argument (the instance to initialize)");
    return -1;
  }
  if (type->tp_new == object_new) {
    err_format(exc_TypeError,
               "%.200s.__init__() takes exactly one argument (the instance to initialize)",
               type->tp_name);
    return -1;
  }
  return 0;
}

// Names what is missing, sorted.
static Object* refuse_abstract(TypeObject* type) {
  Object* abstract = type_abstractmethods(type, nullptr);
  Object* sorted = abstract ? sequence_list(abstract) : nullptr;
  xdecref(abstract);
  if (sorted == nullptr) return nullptr;
  Object* separator = list_sort(sorted) < 0 ? nullptr : unicode_from_string("', '");
  Object* joined = separator ? unicode_join(separator, sorted) : nullptr;
  xdecref(separator);
  Ssize count = list_size(sorted);
  decref(sorted);
  if (joined == nullptr) return nullptr;
  err_format(
      exc_TypeError,
      "Can't instantiate abstract class %s without an implementation for abstract method%s '%U'",
      type->tp_name, count > 1 ? "s" : "", joined);
  decref(joined);
  return nullptr;
}

Object* object_new(TypeObject* type, Object* args, Object* kwds) {
  if (args != nullptr && excess_args(args, kwds)) {
    if (type->tp_new != object_new) {
      return err_format(exc_TypeError,
                        "object.__new__() takes exactly one argument (the type to instantiate)");
    }
    if (type->tp_init == object_init) {
      return err_format(exc_TypeError, "%.200s() takes no arguments", type->tp_name);
    }
  }
  if (type_has_feature(type, TPFLAGS_IS_ABSTRACT)) return refuse_abstract(type);
  return type->tp_alloc(type, 0);
}

static void object_dealloc(Object* self) { self->ob_type->tp_free(self); }

// --- repr, comparison ---

static Object* object_tp_repr(Object* self) {
  TypeObject* type = self->ob_type;
  Object* module = type_get_module_name(type);
  if (module == nullptr) {
    err_clear();
  } else if (!unicode_check(module)) {
    clear_ref(module);
  }
  Object* name = type_get_qual_name(type);
  Object* result = nullptr;
  if (name != nullptr) {
    result = module != nullptr && !unicode_eq(module, ID(builtins))
                 ? unicode_from_format("<%U.%U object at %p>", module, name, self)
                 : unicode_from_format("<%s object at %p>", type->tp_name, self);
  }
  xdecref(module);
  xdecref(name);
  return result;
}

static Object* object_tp_str(Object* self) {
  reprfunc repr = self->ob_type->tp_repr;
  return repr ? repr(self) : object_tp_repr(self);
}

static Object* object_richcompare(Object* self, Object* other, int op) {
  if (op == kEq) return self == other ? True : NotImplemented;  // both sides get their chance
  if (op != kNe || self->ob_type->tp_richcompare == nullptr) return NotImplemented;
  Object* result = self->ob_type->tp_richcompare(self, other, kEq);
  if (result == nullptr || result == NotImplemented) return result;
  int ok = object_is_true(result);
  decref(result);
  return ok < 0 ? nullptr : bool_from_long(!ok);
}

// For types that name the slot themselves: another function, so that they get methods of their own
// (None.__eq__).
Object* base_object_rich_compare(Object* self, Object* other, int op) {
  return object_richcompare(self, other, op);
}

// --- o.__class__ = ... ---

// Whether child has exactly the layout of its base: then the base stands for it.
static bool compatible_with_tp_base(TypeObject* child) {
  TypeObject* parent = child->tp_base;
  return parent != nullptr && child->tp_basicsize == parent->tp_basicsize &&
         child->tp_itemsize == parent->tp_itemsize &&
         child->tp_dictoffset == parent->tp_dictoffset &&
         child->tp_weaklistoffset == parent->tp_weaklistoffset &&
         type_is_gc(child) == type_is_gc(parent) &&
         (child->tp_dealloc == subtype_dealloc || child->tp_dealloc == parent->tp_dealloc);
}

// Two classes that add the same slots to the same base can stand for one another.
static bool same_slots_added(TypeObject* a, TypeObject* b) {
  if (!type_has_feature(a, TPFLAGS_HEAPTYPE) || !type_has_feature(b, TPFLAGS_HEAPTYPE))
    return false;
  Ssize size = a->tp_base->tp_basicsize;
  if (a->ht_slots != nullptr && b->ht_slots != nullptr) {
    if (object_rich_compare_bool(a->ht_slots, b->ht_slots, kEq) != 1) return false;
    size += layout::kPointer * tuple_size(a->ht_slots);
  }
  return size == a->tp_basicsize && size == b->tp_basicsize;
}

bool compatible_for_assignment(TypeObject* oldto, TypeObject* newto, const char* attr) {
  if (newto->tp_free != oldto->tp_free) {
    err_format(exc_TypeError, "%s assignment: '%s' deallocator differs from '%s'", attr,
               newto->tp_name, oldto->tp_name);
    return false;
  }
  // Two types fit if the highest ancestors with the layouts of each are one, or add the same slots
  // to one base.
  TypeObject *newbase = newto, *oldbase = oldto;
  while (compatible_with_tp_base(newbase)) newbase = newbase->tp_base;
  while (compatible_with_tp_base(oldbase)) oldbase = oldbase->tp_base;
  constexpr uint64_t kShape = TPFLAGS_INLINE_VALUES | TPFLAGS_PREHEADER;
  bool same_base = newbase == oldbase ||
                   (newbase->tp_base == oldbase->tp_base && same_slots_added(newbase, oldbase));
  if (same_base && (oldto->tp_flags & kShape) == (newto->tp_flags & kShape)) return true;
  err_format(exc_TypeError, "%s assignment: '%s' object layout differs from '%s'", attr,
             newto->tp_name, oldto->tp_name);
  return false;
}

static Object* object_get_class(Object* self, void*) { return new_ref<Object>(self->ob_type); }

static int object_set_class(Object* self, Object* value, void*) {
  if (value == nullptr) {
    err_set_string(exc_TypeError, "can't delete __class__ attribute");
    return -1;
  }
  if (!type_check(value)) {
    err_format(exc_TypeError, "__class__ must be set to a class, not '%s' object",
               value->ob_type->tp_name);
    return -1;
  }
  auto* newto = static_cast<TypeObject*>(value);
  TypeObject* oldto = self->ob_type;
  // Instances of immutable types may be shared by the whole program; modules are the exception.
  bool modules = type_is_subtype(newto, &module_type) && type_is_subtype(oldto, &module_type);
  if (!modules && ((newto->tp_flags | oldto->tp_flags) & TPFLAGS_IMMUTABLETYPE)) {
    err_set_string(
        exc_TypeError,
        "__class__ assignment only supported for mutable types or ModuleType subclasses");
    return -1;
  }
  if (!compatible_for_assignment(oldto, newto, "__class__")) return -1;
  if (type_has_feature(oldto, TPFLAGS_INLINE_VALUES)) {  // the new class has other keys
    DictObject* dict = managed_dict(self);
    if (dict == nullptr) dict = object_materialize_managed_dict(self);
    if (dict == nullptr || dict_detach_from_object(dict, self) < 0) return -1;
  }
  if (type_has_feature(newto, TPFLAGS_HEAPTYPE)) incref(static_cast<Object*>(newto));
  self->ob_type = newto;
  if (type_has_feature(oldto, TPFLAGS_HEAPTYPE)) decref(static_cast<Object*>(oldto));
  return 0;
}

// --- __reduce_ex__, __getstate__ ---

static Object* import_copyreg() {
  Object* module = interp.modules ? dict_get_item_with_error(interp.modules, ID(copyreg)) : nullptr;
  if (module != nullptr) return new_ref(module);
  return err_occurred() ? nullptr : import_import_module("copyreg");
}

// The names of all slots of cls and its bases: a list or None. Cached in the class by copyreg.
static Object* get_slot_names(TypeObject* cls) {
  Object* names;
  if (dict_get_item_ref(cls->tp_dict, ID(__slotnames__), &names) < 0) return nullptr;
  if (names != nullptr) {
    if (names == None || list_check(names)) return names;
    err_format(exc_TypeError, "%.200s.__slotnames__ should be a list or None, not %.200s",
               cls->tp_name, names->ob_type->tp_name);
    decref(names);
    return nullptr;
  }
  Object* copyreg = import_copyreg();
  if (copyreg == nullptr) return nullptr;
  names = object_call_method_one_arg(copyreg, ID(_slotnames), cls);
  decref(copyreg);
  if (names != nullptr && names != None && !list_check(names)) {
    err_set_string(exc_TypeError, "copyreg._slotnames didn't return a list or None");
    clear_ref(names);
  }
  return names;
}

// Whether the state that Python code can see is all there is.
static bool has_hidden_state(TypeObject* type, Object* slotnames) {
  Ssize basicsize = layout::object.basicsize;
  if (type->tp_dictoffset != 0 && !type_has_feature(type, TPFLAGS_MANAGED_DICT))
    basicsize += layout::kPointer;
  if (type->tp_weaklistoffset > 0) basicsize += layout::kPointer;
  if (slotnames != None) basicsize += layout::kPointer * list_size(slotnames);
  return type->tp_basicsize > basicsize;
}

// The filled slots of o as a dict. New reference.
static Object* slots_state(Object* o, Object* slotnames) {
  Object* slots = dict_new();
  if (slots == nullptr) return nullptr;
  Ssize n = list_size(slotnames);
  for (Ssize i = 0; i < n; i++) {
    Object* name = new_ref(list_item(slotnames, i));
    Object* value;
    int status = object_get_optional_attr(o, name, &value);
    if (status > 0) status = dict_set_item(slots, name, value);
    decref(name);
    xdecref(value);
    if (status >= 0 && n != list_size(slotnames)) {
      err_format(exc_RuntimeError, "__slotsname__ changed size during iteration");
      status = -1;
    }
    if (status < 0) {
      decref(slots);
      return nullptr;
    }
  }
  return slots;
}

static Object* object_getstate_default(Object* o, bool required) {
  TypeObject* type = o->ob_type;
  if (required && type->tp_itemsize != 0) {
    return err_format(exc_TypeError, "cannot pickle %.200s objects", type->tp_name);
  }
  Object* state = object_is_instance_dict_empty(o) ? None : object_generic_get_dict(o, nullptr);
  if (state == nullptr) return nullptr;
  Object* slotnames = get_slot_names(type);
  if (slotnames == nullptr) {
    decref(state);
    return nullptr;
  }
  if (required && has_hidden_state(type, slotnames)) {
    decref(slotnames);
    decref(state);
    return err_format(exc_TypeError, "cannot pickle '%.200s' object", type->tp_name);
  }
  if (slotnames != None && list_size(slotnames) > 0) {
    Object* slots = slots_state(o, slotnames);
    if (slots == nullptr) {
      clear_ref(state);
    } else {
      if (dict_size(slots) > 0) set_ref(state, tuple_pack(state, slots));
      decref(slots);
    }
  }
  decref(slotnames);
  return state;
}

static Object* object_getstate_method(Object* self) { return object_getstate_default(self, false); }

static Object* object_getstate(Object* o, bool required) {
  Object* getstate = object_get_attr(o, ID(__getstate__));
  if (getstate == nullptr) return nullptr;
  Object* state;
  if (cfunction_check(getstate) && as<CFunctionObject>(getstate)->m_self == o &&
      (as<CFunctionObject>(getstate)->m_ml->ml_flags & METH_NOARGS) &&
      as<CFunctionObject>(getstate)->m_ml->ml_meth.noargs == object_getstate_method) {
    state = object_getstate_default(o, required);
  } else {
    state = object_call_no_args(getstate);
  }
  decref(getstate);
  return state;
}

static int new_arguments_ex(Object* method, Object** args, Object** kwargs) {
  Object* pair = object_call_no_args(method);
  if (pair == nullptr) return -1;
  int result = -1;
  if (!tuple_check(pair)) {
    err_format(exc_TypeError, "__getnewargs_ex__ should return a tuple, not '%.200s'",
               pair->ob_type->tp_name);
  } else if (tuple_size(pair) != 2) {
    err_format(exc_ValueError, "__getnewargs_ex__ should return a tuple of length 2, not %zd",
               tuple_size(pair));
  } else if (!tuple_check(tuple_item(pair, 0))) {
    err_format(
        exc_TypeError,
        "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%.200s'",
        tuple_item(pair, 0)->ob_type->tp_name);
  } else if (!dict_check(tuple_item(pair, 1))) {
    err_format(
        exc_TypeError,
        "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%.200s'",
        tuple_item(pair, 1)->ob_type->tp_name);
  } else {
    *args = new_ref(tuple_item(pair, 0));
    *kwargs = new_ref(tuple_item(pair, 1));
    result = 0;
  }
  decref(pair);
  return result;
}

// Arguments for __new__ from __getnewargs_ex__ or __getnewargs__; both null when the object has
// neither.
static int get_new_arguments(Object* o, Object** args, Object** kwargs) {
  *args = *kwargs = nullptr;
  Object* method = object_lookup_special(o, ID(__getnewargs_ex__));
  if (method != nullptr) {
    int result = new_arguments_ex(method, args, kwargs);
    decref(method);
    return result;
  }
  if (err_occurred()) return -1;
  method = object_lookup_special(o, ID(__getnewargs__));
  if (method == nullptr) return err_occurred() ? -1 : 0;
  *args = object_call_no_args(method);
  decref(method);
  if (*args == nullptr) return -1;
  if (tuple_check(*args)) return 0;
  err_format(exc_TypeError, "__getnewargs__ should return a tuple, not '%.200s'",
             (*args)->ob_type->tp_name);
  clear_ref(*args);
  return -1;
}

// Iterators over the items of a list or dict subclass; None for others.
static int get_items_iter(Object* o, Object** listitems, Object** dictitems) {
  *listitems = list_check(o) ? object_get_iter(o) : None;
  if (*listitems == nullptr) return -1;
  *dictitems = None;
  if (!dict_check(o)) return 0;
  Object* items = object_call_method_no_args(o, ID(items));
  *dictitems = items ? object_get_iter(items) : nullptr;
  xdecref(items);
  if (*dictitems != nullptr) return 0;
  clear_ref(*listitems);
  return -1;
}

// (copyreg.__newobj__, (cls, *args)) or (copyreg.__newobj_ex__, (cls, args, kwargs)). Steals args
// and kwargs.
static int newobj_parts(Object* o, Object* args, Object* kwargs, Object** newobj,
                        Object** newargs) {
  *newobj = *newargs = nullptr;
  Object* copyreg = import_copyreg();
  bool plain = kwargs == nullptr || dict_size(kwargs) == 0;
  if (copyreg != nullptr)
    *newobj = object_get_attr(copyreg, plain ? ID(__newobj__) : ID(__newobj_ex__));
  xdecref(copyreg);
  Object* cls = o->ob_type;
  if (*newobj != nullptr && plain) {
    Ssize n = args ? tuple_size(args) : 0;
    *newargs = tuple_new(n + 1);
    if (*newargs != nullptr) {
      tuple_init_item(*newargs, 0, new_ref(cls));
      for (Ssize i = 0; i < n; i++) tuple_init_item(*newargs, i + 1, new_ref(tuple_item(args, i)));
    }
  } else if (*newobj != nullptr) {
    *newargs = tuple_pack(cls, args, kwargs);
  }
  xdecref(args);
  xdecref(kwargs);
  if (*newargs != nullptr) return 0;
  clear_ref(*newobj);
  return -1;
}

static Object* reduce_newobj(Object* o) {
  if (o->ob_type->tp_new == nullptr) {
    return err_format(exc_TypeError, "cannot pickle '%.200s' object", o->ob_type->tp_name);
  }
  Object *args, *kwargs, *newobj, *newargs;
  if (get_new_arguments(o, &args, &kwargs) < 0) return nullptr;
  bool hasargs = args != nullptr;
  if (newobj_parts(o, args, kwargs, &newobj, &newargs) < 0) return nullptr;
  Object *result = nullptr, *listitems, *dictitems;
  Object* state = object_getstate(o, !(hasargs || list_check(o) || dict_check(o)));
  if (state != nullptr && get_items_iter(o, &listitems, &dictitems) >= 0) {
    result = tuple_pack(newobj, newargs, state, listitems, dictitems);
    decref(listitems);
    decref(dictitems);
  }
  decref(newobj);
  decref(newargs);
  xdecref(state);
  return result;
}

static Object* common_reduce(Object* self, int protocol) {
  if (protocol >= 2) return reduce_newobj(self);
  Object* copyreg = import_copyreg();
  if (copyreg == nullptr) return nullptr;
  Object* name = unicode_from_string("_reduce_ex");
  Object* number = long_from_long(protocol);
  Object* result =
      name && number ? object_call_method_obj_args(copyreg, name, self, number, nullptr) : nullptr;
  xdecref(name);
  xdecref(number);
  decref(copyreg);
  return result;
}

static Object* object_reduce(Object* self) { return common_reduce(self, 0); }

static Object* object_reduce_ex(Object* self, Object* arg) {
  int protocol;
  if (!arg_int(arg, &protocol)) return nullptr;
  Object* reduce;
  if (object_get_optional_attr(self, ID(__reduce__), &reduce) < 0) return nullptr;
  if (reduce != nullptr) {
    Object* clsreduce = object_get_attr(self->ob_type, ID(__reduce__));
    bool overridden = clsreduce != type_lookup(&object_type, ID(__reduce__));
    xdecref(clsreduce);
    Object* result = clsreduce != nullptr && overridden ? object_call_no_args(reduce) : nullptr;
    decref(reduce);
    if (clsreduce == nullptr || overridden) return result;
  }
  return common_reduce(self, protocol);
}

// --- Other methods ---

static Object* object_subclasshook(Object*, Object*) { return NotImplemented; }
static Object* object_init_subclass(Object*) { return None; }

static Object* object_format_method(Object* self, Object* format_spec) {
  if (!unicode_check(format_spec)) {
    arg_bad_argument("__format__", "argument", "str", format_spec);
    return nullptr;
  }
  if (unicode_length(format_spec) > 0) {
    return err_format(exc_TypeError, "unsupported format string passed to %.200s.__format__",
                      self->ob_type->tp_name);
  }
  return object_str(self);
}

static Object* object_sizeof(Object* self) {
  const TypeObject* type = self->ob_type;
  Ssize items =
      type->tp_itemsize > 0 ? static_cast<VarObject*>(self)->ob_size * type->tp_itemsize : 0;
  return long_from_ssize_t(type->tp_basicsize + items);
}

// Names from the instance, its class and that class's bases.
static Object* object_dir_method(Object* self) {
  Object* dict;
  if (object_get_optional_attr(self, ID(__dict__), &dict) < 0) return nullptr;
  if (dict != nullptr && dict_check(dict)) {
    set_ref(dict, dict_copy(dict));
  } else {
    set_ref(dict, dict_new());
  }
  if (dict == nullptr) return nullptr;
  Object *cls, *result = nullptr;
  if (object_get_optional_attr(self, ID(__class__), &cls) >= 0) {
    if (cls == nullptr || merge_class_dict(dict, cls) >= 0) result = dict_keys(dict);
    xdecref(cls);
  }
  decref(dict);
  return result;
}

static const MethodDef object_methods[] = {
    {"__reduce_ex__", object_reduce_ex,
     "__reduce_ex__($self, protocol, /)\n--\n\nHelper for pickle."},
    {"__reduce__", object_reduce, "__reduce__($self, /)\n--\n\nHelper for pickle."},
    {"__getstate__", object_getstate_method, "__getstate__($self, /)\n--\n\nHelper for pickle."},
    {"__subclasshook__", object_subclasshook,
     "Abstract classes can override this to customize issubclass().\n\n"
     "This is invoked early on by abc.ABCMeta.__subclasscheck__().\n"
     "It should return True, False or NotImplemented.  If it returns\n"
     "NotImplemented, the normal algorithm is used.  Otherwise, it\n"
     "overrides the normal algorithm (and the outcome is cached).\n",
     METH_CLASS},
    {"__init_subclass__", object_init_subclass,
     "This method is called when a class is subclassed.\n\n"
     "The default implementation does nothing. It may be\n"
     "overridden to extend subclasses.\n",
     METH_CLASS},
    {"__format__", object_format_method,
     "__format__($self, format_spec, /)\n--\n\nDefault object formatter.\n\n"
     "Return str(self) if format_spec is empty. Raise TypeError otherwise."},
    {"__sizeof__", object_sizeof,
     "__sizeof__($self, /)\n--\n\nSize of object in memory, in bytes."},
    {"__dir__", object_dir_method, "__dir__($self, /)\n--\n\nDefault dir() implementation."},
    {},
};

static const GetSetDef object_getsets[] = {
    {"__class__", object_get_class, object_set_class, "the object's class"},
    {},
};

TypeObject object_type = {
    TYPE_HEAD,
    {
        .tp_name = "object",
        .tp_basicsize = layout::object.basicsize,
        .tp_dealloc = object_dealloc,
        .tp_repr = object_tp_repr,
        .tp_hash = object_generic_hash,
        .tp_str = object_tp_str,
        .tp_getattro = object_generic_get_attr,
        .tp_setattro = object_generic_set_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE,
        .tp_doc = "object()\n--\n\n"
                  "The base class of the class hierarchy.\n\n"
                  "When called, it accepts no arguments and returns a new featureless\n"
                  "instance that has no instance attributes and cannot be given any.\n",
        .tp_richcompare = object_richcompare,
        .tp_methods = object_methods,
        .tp_getset = object_getsets,
        .tp_init = object_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = object_new,
        .tp_free = object_free,
    },
};

}  // namespace py

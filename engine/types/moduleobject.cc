// CPython 3.13: Objects/moduleobject.c. See the header.
#include "types/moduleobject.h"

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/weakrefobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/methodobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static ModuleObject* as_module(Object* o) { return as<ModuleObject>(o); }

// --- Making ---

static int module_init_dict(ModuleObject* m, Object* name, Object* doc) {
  const struct {
    Object *key, *value;
  } entries[] = {{ID(__name__), name},
                 {ID(__doc__), doc ? doc : None},
                 {ID(__package__), None},
                 {ID(__loader__), None},
                 {ID(__spec__), None}};
  for (const auto& e : entries) {
    if (dict_set_item(m->md_dict, e.key, e.value) < 0) return -1;
  }
  if (unicode_check_exact(name)) set_ref(m->md_name, new_ref(name));
  return 0;
}

// Tracked only when its dict is filled: the order of the collector's lists shows.
static ModuleObject* new_module_notrack(TypeObject* type) {
  auto* m = static_cast<ModuleObject*>(type_alloc_no_track(type, 0));
  if (m == nullptr) return nullptr;
  m->md_dict = dict_new();
  if (m->md_dict == nullptr) {
    decref(static_cast<Object*>(m));
    return nullptr;
  }
  return m;
}

// The dict comes before its module in the collector's list, tracked whatever it holds.
// CPython: track_module.
static void track_module(ModuleObject* m) {
  if (!object_gc_is_tracked(m->md_dict)) object_gc_track(m->md_dict);
  object_gc_track(m);
}

static Object* module_tp_new(TypeObject* type, Object*, Object*) {
  ModuleObject* m = new_module_notrack(type);
  if (m != nullptr) track_module(m);
  return m;
}

Object* module_new_object(Object* name) {
  ModuleObject* m = new_module_notrack(&module_type);
  if (m == nullptr) return nullptr;
  if (module_init_dict(m, name, nullptr) < 0) {
    decref(static_cast<Object*>(m));
    return nullptr;
  }
  track_module(m);
  return m;
}

Object* module_new(const char* name) {
  Object* str = unicode_from_string(name);
  if (str == nullptr) return nullptr;
  Object* m = module_new_object(str);
  decref(str);
  return m;
}

static int module_tp_init(Object* self, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"name", "doc", nullptr};
  static ArgParser parser = {.fname = "module", .keywords = kKeywords};
  Object* buf[2];
  Object* const* a = arg_unpack_tuple_keywords(args, kwargs, &parser, 1, 2, 0, buf);
  if (a == nullptr) return -1;
  if (!unicode_check(a[0])) {
    arg_bad_argument("module", "argument 'name'", "str", a[0]);
    return -1;
  }
  return module_init_dict(as_module(self), a[0], a[1]);
}

// --- Filling modules written in C++ ---

Object* module_get_name_object(Object* m) {
  Object* name;
  int found = dict_get_item_ref(module_get_dict(m), ID(__name__), &name);
  if (found > 0 && unicode_check(name)) return name;
  xdecref(name);
  return found < 0 ? nullptr : err_format(exc_SystemError, "nameless module");
}

int module_add_object_ref(Object* m, const char* name, Object* value) {
  if (value == nullptr) {
    if (!err_occurred()) {
      err_set_string(
          exc_SystemError,
          "PyModule_AddObjectRef() must be called with an exception raised if value is NULL");
    }
    return -1;
  }
  return dict_set_item_string(module_get_dict(m), name, value);
}

int module_add(Object* m, const char* name, Object* value) {
  int result = module_add_object_ref(m, name, value);
  xdecref(value);
  return result;
}

int module_add_int_constant(Object* m, const char* name, int64_t value) {
  return module_add(m, name, long_from_long(value));
}
int module_add_string_constant(Object* m, const char* name, const char* value) {
  return module_add(m, name, unicode_from_string(value));
}
int module_add_type(Object* m, TypeObject* type) {
  if (type_ready(type) < 0) return -1;
  return module_add_object_ref(m, type_short_name(type), type);
}

int module_add_functions(Object* m, const MethodDef* functions) {
  Object* name = module_get_name_object(m);
  if (name == nullptr) return -1;
  int result = 0;
  for (const MethodDef* f = functions; f->ml_name != nullptr && result == 0; f++) {
    result = module_add(m, f->ml_name, cfunction_new(f, m, name));
  }
  decref(name);
  return result;
}

int module_set_doc_string(Object* m, const char* doc) {
  Object* str = unicode_from_string(doc);
  if (str == nullptr) return -1;
  int result = object_set_attr(m, ID(__doc__), str);
  decref(str);
  return result;
}

// --- Taking apart ---

static void set_none(Object* dict, Object* key) {
  if (dict_set_item(dict, key, None) < 0) {
    err_format_unraisable(nullptr, "Exception ignored on clearing module dict");
  }
}

void module_clear_dict(Object* dict) {
  Ssize pos = 0;
  Object *key, *value;
  auto starts_with = [&key](Ssize i, char c) {
    return unicode_length(key) > i && unicode_read_char(key, i) == Ucs4(c);
  };
  while (dict_next(dict, &pos, &key, &value)) {
    if (value == None || !unicode_check(key)) continue;
    if (starts_with(0, '_') && !starts_with(1, '_')) set_none(dict, key);
  }
  pos = 0;
  while (dict_next(dict, &pos, &key, &value)) {
    if (value == None || !unicode_check(key)) continue;
    // __builtins__ stays: what the other objects' finalizers run may need it.
    if (!unicode_equal_to_ascii_string(key, "__builtins__")) set_none(dict, key);
  }
}

void module_clear(Object* m) {
  if (as_module(m)->md_dict != nullptr) module_clear_dict(as_module(m)->md_dict);
}

static void module_dealloc(Object* self) {
  ModuleObject* m = as_module(self);
  object_gc_untrack(self);
  if (m->md_weaklist != nullptr) object_clear_weakrefs(self);
  xdecref(m->md_dict);
  xdecref(m->md_name);
  mem_free(m->md_state);
  self->ob_type->tp_free(self);
}

static int module_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as_module(self)->md_dict);
  return 0;
}

static int module_tp_clear(Object* self) {
  clear_ref(as_module(self)->md_dict);
  return 0;
}

// --- Attributes ---

// 1, 0, or -1 with the error set.
static int spec_flag(Object* spec, Object* name) {
  Object* value;
  int result = object_get_optional_attr(spec, name, &value);
  if (result > 0) {
    result = object_is_true(value);
    decref(value);
  }
  return result;
}

bool module_spec_is_initializing(Object* spec) {
  if (spec == nullptr) return false;
  int result = spec_flag(spec, ID(_initializing));
  if (result < 0) err_clear();
  return result > 0;
}

static int spec_is_uninitialized_submodule(Object* spec, Object* name) {
  Object* value;
  int result = object_get_optional_attr(spec, ID(_uninitialized_submodules), &value);
  if (result > 0) {
    result = sequence_contains(value, name);
    decref(value);
  }
  return result;
}

// spec.origin when that is a file: new reference or null. -1 with the error set.
static int spec_file_origin(Object* spec, Object** origin) {
  *origin = nullptr;
  int result = spec_flag(spec, ID(has_location));
  if (result <= 0) return result;
  result = object_get_optional_attr(spec, ID(origin), origin);
  if (result > 0 && !unicode_check(*origin)) clear_ref(*origin);
  return result < 0 ? -1 : 0;
}

// An import that is still running explains most missing attributes: say so.
static void report_missing(Object* spec, Object* mod_name, Object* name) {
  Object* origin;
  if (spec_file_origin(spec, &origin) < 0) return;
  int initializing = spec_flag(spec, ID(_initializing));
  int submodule = initializing == 0 ? spec_is_uninitialized_submodule(spec, name) : 0;
  if (initializing > 0 && origin != nullptr) {
    err_format(exc_AttributeError,
               "partially initialized module '%U' from '%U' has no attribute '%U' (most likely due "
               "to a circular import)",
               mod_name, origin, name);
  } else if (initializing > 0) {
    err_format(exc_AttributeError,
               "partially initialized module '%U' has no attribute '%U' (most likely due to a "
               "circular import)",
               mod_name, name);
  } else if (submodule > 0) {
    err_format(exc_AttributeError,
               "cannot access submodule '%U' of module '%U' (most likely due to a circular import)",
               name, mod_name);
  } else if (initializing == 0 && submodule == 0) {
    err_format(exc_AttributeError, "module '%U' has no attribute '%U'", mod_name, name);
  }
  xdecref(origin);
}

Object* module_getattro_impl(ModuleObject* m, Object* name, int suppress) {
  Object* attr = object_generic_get_attr_with_dict(m, name, nullptr, suppress != 0);
  if (attr != nullptr) return attr;
  if (suppress) {
    if (err_occurred()) return nullptr;
  } else {
    if (!err_exception_matches(exc_AttributeError)) return nullptr;
    err_clear();
  }
  Object *hook, *mod_name, *spec;
  if (dict_get_item_ref(m->md_dict, ID(__getattr__), &hook) < 0) return nullptr;
  if (hook != nullptr) {
    Object* result = object_call_one_arg(hook, name);
    if (result == nullptr && suppress && err_exception_matches(exc_AttributeError)) err_clear();
    decref(hook);
    return result;
  }
  if (suppress) return nullptr;
  if (dict_get_item_ref(m->md_dict, ID(__name__), &mod_name) < 0) return nullptr;
  if (mod_name == nullptr || !unicode_check(mod_name)) {
    xdecref(mod_name);
    return err_format(exc_AttributeError, "module has no attribute '%U'", name);
  }
  if (dict_get_item_ref(m->md_dict, ID(__spec__), &spec) >= 0) {
    if (spec == nullptr) {
      err_format(exc_AttributeError, "module '%U' has no attribute '%U'", mod_name, name);
    } else {
      report_missing(spec, mod_name, name);
      decref(spec);
    }
  }
  decref(mod_name);
  return nullptr;
}

Object* module_getattro(Object* m, Object* name) {
  return module_getattro_impl(as_module(m), name, 0);
}

// --- repr: from the spec, else from __file__ or __loader__ (importlib._bootstrap._module_repr) ---

// getattr(o, name, None): new reference; null with an error other than AttributeError.
static Object* attr_or_none(Object* o, const char* name) {
  Object *str = unicode_from_string(name), *value;
  if (str == nullptr) return nullptr;
  int found = object_get_optional_attr(o, str, &value);
  decref(str);
  return found == 0 ? None : value;
}

static Object* repr_from_spec(Object* spec) {
  Object *name = attr_or_none(spec, "name"), *origin = attr_or_none(spec, "origin");
  Object *loader = attr_or_none(spec, "loader"), *has_location = attr_or_none(spec, "has_location");
  Object* result = nullptr;
  if (name && origin && loader && has_location) {
    if (name == None) name = unicode_from_string("?");
    int located = object_is_true(has_location);
    if (origin == None) {
      result = loader == None ? unicode_from_format("<module %R>", name)
                              : unicode_from_format("<module %R (%R)>", name, loader);
    } else if (located > 0) {
      result = unicode_from_format("<module %R from %R>", name, origin);
    } else if (located == 0) {
      result = unicode_from_format("<module %R (%S)>", name, origin);
    }
  }
  xdecref(name);
  xdecref(origin);
  xdecref(loader);
  xdecref(has_location);
  return result;
}

static Object* module_repr(Object* self) {
  Object* spec = attr_or_none(self, "__spec__");
  if (spec == nullptr) return nullptr;
  int usable = spec == None ? 0 : object_is_true(spec);
  Object* result = usable > 0 ? repr_from_spec(spec) : nullptr;
  decref(spec);
  if (usable != 0) return result;
  Object *name = attr_or_none(self, "__name__"), *file = attr_or_none(self, "__file__");
  Object* loader = attr_or_none(self, "__loader__");
  if (name == None) name = unicode_from_string("?");
  if (name && file && loader) {
    if (file != None) {
      result = unicode_from_format("<module %R from %R>", name, file);
    } else if (loader == None) {
      result = unicode_from_format("<module %R>", name);
    } else {
      result = unicode_from_format("<module %R (%R)>", name, loader);
    }
  }
  xdecref(name);
  xdecref(file);
  xdecref(loader);
  return result;
}

// --- Methods ---

// m.__dict__, which a subclass may define otherwise: new reference to a dict, or null.
static Object* visible_dict(Object* self) {
  Object* dict = object_get_attr(self, ID(__dict__));
  if (dict != nullptr && !dict_check(dict)) {
    err_set_string(exc_TypeError, "<module>.__dict__ is not a dictionary");
    clear_ref(dict);
  }
  return dict;
}

static Object* module_dir(Object* self) {
  Object* dict = visible_dict(self);
  if (dict == nullptr) return nullptr;
  Object* result = nullptr;
  if (Object* hook = dict_get_item_with_error(dict, ID(__dir__))) {
    result = object_call_no_args(hook);
  } else if (!err_occurred()) {
    result = dict_keys(dict);
  }
  decref(dict);
  return result;
}

static Object* module_get_annotations(Object* self, void*) {
  Object *dict = visible_dict(self), *annotations = nullptr;
  if (dict == nullptr) return nullptr;
  if (dict_get_item_ref(dict, ID(__annotations__), &annotations) == 0) {
    annotations = dict_new();
    if (annotations && dict_set_item(dict, ID(__annotations__), annotations) < 0)
      clear_ref(annotations);
  }
  decref(dict);
  return annotations;
}

static int module_set_annotations(Object* self, Object* value, void*) {
  Object* dict = visible_dict(self);
  if (dict == nullptr) return -1;
  int result;
  if (value != nullptr) {
    result = dict_set_item(dict, ID(__annotations__), value);
  } else {
    result = dict_pop(dict, ID(__annotations__), nullptr);
    if (result == 0) err_set_object(exc_AttributeError, ID(__annotations__));
    result = result > 0 ? 0 : -1;
  }
  decref(dict);
  return result;
}

static const MethodDef module_methods[] = {
    {"__dir__", module_dir, "__dir__() -> list\nspecialized dir() implementation"}, {}};
static const MemberDef module_members[] = {
    {"__dict__", _Py_T_OBJECT, offsetof(ModuleObject, md_dict), Py_READONLY}, {}};
static const GetSetDef module_getsets[] = {
    {"__annotations__", module_get_annotations, module_set_annotations}, {}};

TypeObject module_type = {
    TYPE_HEAD,
    {
        .tp_name = "module",
        .tp_basicsize = layout::module.basicsize,
        .tp_dealloc = module_dealloc,
        .tp_repr = module_repr,
        .tp_getattro = module_getattro,
        .tp_setattro = object_generic_set_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
        .tp_doc = "module(name, doc=None)\n--\n\n"
                  "Create a module object.\n\n"
                  "The name must be a string; the optional docstring can have any type.",
        .tp_traverse = module_traverse,
        .tp_clear = module_tp_clear,
        .tp_weaklistoffset = offsetof(ModuleObject, md_weaklist),
        .tp_methods = module_methods,
        .tp_members = module_members,
        .tp_getset = module_getsets,
        .tp_dictoffset = offsetof(ModuleObject, md_dict),
        .tp_init = module_tp_init,
        .tp_new = module_tp_new,
        .tp_free = object_gc_del,
    },
};

}  // namespace py

// Python functions: the object. How it is called is the virtual machine's business
// (function_vectorcall). CPython 3.13: Objects/funcobject.c. staticmethod and classmethod are in
// callable_wrappers.cc.
#include "types/funcobject.h"

#include <cstring>

#include "gc/gc.h"
#include "object/errors.h"
#include "object/eval.h"
#include "object/identifiers.h"
#include "object/weakrefobject.h"
#include "types/call_internal.h"  // vectorcall_call
#include "types/cellobject.h"
#include "types/classobject.h"  // method_new
#include "types/codeobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/moduleobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static FunctionObject* as_function(Object* o) { return as<FunctionObject>(o); }

// --- Versions ---

// A function made by MAKE_FUNCTION has its code's version, until something changes that a
// specialised call relies on. The cache finds function and code from a version; it holds no
// references.
namespace {
constexpr uint32_t kFuncVersionCacheSize = 1 << 12;
struct FuncVersionCacheItem {
  FunctionObject* func;
  Object* code;
};
FuncVersionCacheItem version_cache[kFuncVersionCacheSize];

FuncVersionCacheItem& cache_item(uint32_t version) {
  return version_cache[version % kFuncVersionCacheSize];
}
}  // namespace

void funcobject_init() { std::memset(version_cache, 0, sizeof version_cache); }

void function_set_version(FunctionObject* func, uint32_t version) {
  if (func->func_version != 0) {
    FuncVersionCacheItem& item = cache_item(func->func_version);
    if (item.func == func) item.func = nullptr;
  }
  func->func_version = version;
  if (version != 0) cache_item(version) = {func, func->func_code};
}

void function_clear_code_by_version(uint32_t version) {
  FuncVersionCacheItem& item = cache_item(version);
  if (item.code != nullptr && as<CodeObject>(item.code)->co_version == version)
    item = {nullptr, nullptr};
}

FunctionObject* function_lookup_by_version(uint32_t version, Object** code) {
  FuncVersionCacheItem& item = cache_item(version);
  *code = item.code != nullptr && as<CodeObject>(item.code)->co_version == version ? item.code
                                                                                   : nullptr;
  return item.func != nullptr && item.func->func_version == version ? item.func : nullptr;
}

uint32_t function_get_version_for_current_state(FunctionObject* func) { return func->func_version; }

// --- Making ---

// The builtins that code with these globals sees: borrowed. CPython: _PyEval_BuiltinsFromGlobals.
static Object* builtins_from_globals(Object* globals) {
  Object* builtins = dict_get_item_with_error(globals, ID(__builtins__));
  if (builtins == nullptr) return err_occurred() ? nullptr : eval_get_builtins();
  return module_check(builtins) ? module_get_dict(builtins) : builtins;
}

Object* function_new_with_qual_name(Object* code_object, Object* globals, Object* qualname) {
  auto* code = as<CodeObject>(code_object);
  Object* doc = tuple_size(code->co_consts) >= 1 ? tuple_item(code->co_consts, 0) : None;
  if (!unicode_check(doc)) doc = None;
  Object* module;
  if (dict_get_item_ref(globals, ID(__name__), &module) < 0) return nullptr;
  Object* builtins = builtins_from_globals(globals);
  auto* f = builtins ? object_gc_new<FunctionObject>(&function_type) : nullptr;
  if (f == nullptr) {
    xdecref(module);
    return nullptr;
  }
  f->func_globals = new_ref(globals);
  f->func_builtins = new_ref(builtins);
  f->func_name = new_ref(code->co_name);
  f->func_qualname = new_ref(qualname ? qualname : code->co_qualname);
  f->func_code = new_ref(code_object);
  f->func_defaults = nullptr;
  f->func_kwdefaults = nullptr;
  f->func_closure = nullptr;
  f->func_doc = new_ref(doc);
  f->func_dict = nullptr;
  f->func_weakreflist = nullptr;
  f->func_module = module;
  f->func_annotations = nullptr;
  f->func_typeparams = nullptr;
  f->vectorcall = function_vectorcall;
  f->func_version = 0;
  object_gc_track(f);
  return f;
}

Object* function_new(Object* code, Object* globals) {
  return function_new_with_qual_name(code, globals, nullptr);
}

static Object* func_new(TypeObject*, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"code",    "globals",    "name", "argdefs",
                                          "closure", "kwdefaults", nullptr};
  static ArgParser parser = {.fname = "function", .keywords = kKeywords};
  Object* buf[6];
  Object* const* a = arg_unpack_tuple_keywords(args, kwargs, &parser, 2, 6, 0, buf);
  if (a == nullptr) return nullptr;
  if (!code_check(a[0])) {
    arg_bad_argument("function", "argument 'code'", "code", a[0]);
    return nullptr;
  }
  if (!dict_check(a[1])) {
    arg_bad_argument("function", "argument 'globals'", "dict", a[1]);
    return nullptr;
  }
  auto given = [a](int i) { return a[i] == None ? nullptr : a[i]; };
  auto* code = as<CodeObject>(a[0]);
  Object *name = given(2), *defaults = given(3), *closure = given(4), *kwdefaults = given(5);
  if (name && !unicode_check(name))
    return err_format(exc_TypeError, "arg 3 (name) must be None or string");
  if (defaults && !tuple_check(defaults)) {
    return err_format(exc_TypeError, "arg 4 (defaults) must be None or tuple");
  }
  if (code->co_nfreevars != 0 && closure == nullptr) {
    return err_format(exc_TypeError, "arg 5 (closure) must be tuple");
  }
  if (closure && !tuple_check(closure))
    return err_format(exc_TypeError, "arg 5 (closure) must be None or tuple");
  if (kwdefaults && !dict_check(kwdefaults)) {
    return err_format(exc_TypeError, "arg 6 (kwdefaults) must be None or dict");
  }
  Ssize nclosure = closure ? tuple_size(closure) : 0;
  if (code->co_nfreevars != nclosure) {
    return err_format(exc_ValueError, "%U requires closure of length %zd, not %zd", code->co_name,
                      static_cast<Ssize>(code->co_nfreevars), nclosure);
  }
  for (Ssize i = 0; i < nclosure; i++) {
    if (cell_check(tuple_item(closure, i))) continue;
    return err_format(exc_TypeError, "arg 5 (closure) expected cell, found %s",
                      tuple_item(closure, i)->ob_type->tp_name);
  }
  auto* f = as_function(function_new(a[0], a[1]));
  if (f == nullptr) return nullptr;
  if (name != nullptr) set_ref(f->func_name, new_ref(name));
  f->func_defaults = xnew_ref(defaults);
  f->func_closure = xnew_ref(closure);
  f->func_kwdefaults = xnew_ref(kwdefaults);
  return f;
}

// --- Setting parts from C++ ---

int function_set_defaults(Object* func, Object* defaults) {
  function_set_version(as_function(func), 0);
  set_ref(as_function(func)->func_defaults, defaults == None ? nullptr : new_ref(defaults));
  return 0;
}
int function_set_kw_defaults(Object* func, Object* defaults) {
  function_set_version(as_function(func), 0);
  set_ref(as_function(func)->func_kwdefaults, defaults == None ? nullptr : new_ref(defaults));
  return 0;
}
int function_set_closure(Object* func, Object* closure) {
  function_set_version(as_function(func), 0);
  set_ref(as_function(func)->func_closure, closure == None ? nullptr : new_ref(closure));
  return 0;
}
int function_set_annotations(Object* func, Object* annotations) {
  set_ref(as_function(func)->func_annotations,
          annotations == None ? nullptr : new_ref(annotations));
  return 0;
}
Object* set_function_type_params(Object* func, Object* type_params) {
  set_ref(as_function(func)->func_typeparams, new_ref(type_params));
  return new_ref(func);
}

// --- Attributes ---

static Object* none_if_null(Object* o) { return new_ref(o ? o : None); }

static Object* func_get_code(Object* self, void*) { return new_ref(as_function(self)->func_code); }

static int func_set_code(Object* self, Object* value, void*) {
  FunctionObject* f = as_function(self);
  if (value == nullptr || !code_check(value)) {
    err_set_string(exc_TypeError, "__code__ must be set to a code object");
    return -1;
  }
  auto *code = as<CodeObject>(value), *old = as<CodeObject>(f->func_code);
  Ssize nclosure = f->func_closure ? tuple_size(f->func_closure) : 0;
  if (nclosure != code->co_nfreevars) {
    err_format(exc_ValueError, "%U() requires a code object with %zd free vars, not %zd",
               f->func_name, nclosure, static_cast<Ssize>(code->co_nfreevars));
    return -1;
  }
  constexpr int kKinds = lang::CO_GENERATOR | lang::CO_COROUTINE | lang::CO_ASYNC_GENERATOR;
  if ((old->co_flags & kKinds) != (code->co_flags & kKinds) &&
      err_warn_ex(exc_DeprecationWarning,
                  "Assigning a code object of non-matching type is deprecated "
                  "(e.g., from a generator to a plain function)",
                  1) < 0) {
    return -1;
  }
  function_set_version(f, 0);
  set_ref(f->func_code, new_ref(value));
  return 0;
}

static Object* func_get_name(Object* self, void*) { return new_ref(as_function(self)->func_name); }
static Object* func_get_qualname(Object* self, void*) {
  return new_ref(as_function(self)->func_qualname);
}

static int set_string(Object** field, Object* value, const char* error) {
  if (value == nullptr || !unicode_check(value)) {
    err_set_string(exc_TypeError, error);
    return -1;
  }
  set_ref(*field, new_ref(value));
  return 0;
}
static int func_set_name(Object* self, Object* value, void*) {
  return set_string(&as_function(self)->func_name, value,
                    "__name__ must be set to a string object");
}
static int func_set_qualname(Object* self, Object* value, void*) {
  return set_string(&as_function(self)->func_qualname, value,
                    "__qualname__ must be set to a string object");
}

static Object* func_get_defaults(Object* self, void*) {
  return none_if_null(as_function(self)->func_defaults);
}
static Object* func_get_kwdefaults(Object* self, void*) {
  return none_if_null(as_function(self)->func_kwdefaults);
}

static int func_set_defaults(Object* self, Object* value, void*) {
  if (value != nullptr && value != None && !tuple_check(value)) {
    err_set_string(exc_TypeError, "__defaults__ must be set to a tuple object");
    return -1;
  }
  return function_set_defaults(self, value ? value : None);
}
static int func_set_kwdefaults(Object* self, Object* value, void*) {
  if (value != nullptr && value != None && !dict_check(value)) {
    err_set_string(exc_TypeError, "__kwdefaults__ must be set to a dict object");
    return -1;
  }
  return function_set_kw_defaults(self, value ? value : None);
}

// The compiler leaves a tuple (name, value, ...): it becomes a dict when someone looks. Borrowed.
static Object* annotation_dict(FunctionObject* f) {
  Object* annotations = f->func_annotations;
  if (annotations == nullptr) {
    f->func_annotations = dict_new();
  } else if (tuple_check_exact(annotations)) {
    Object* dict = dict_new();
    for (Ssize i = 0; dict != nullptr && i < tuple_size(annotations); i += 2) {
      if (dict_set_item(dict, tuple_item(annotations, i), tuple_item(annotations, i + 1)) < 0)
        clear_ref(dict);
    }
    if (dict == nullptr) return nullptr;
    set_ref(f->func_annotations, dict);
  }
  return f->func_annotations;
}

static Object* func_get_annotations(Object* self, void*) {
  return xnew_ref(annotation_dict(as_function(self)));
}
static int func_set_annotations(Object* self, Object* value, void*) {
  if (value != nullptr && value != None && !dict_check(value)) {
    err_set_string(exc_TypeError, "__annotations__ must be set to a dict object");
    return -1;
  }
  return function_set_annotations(self, value ? value : None);
}

static Object* func_get_type_params(Object* self, void*) {
  Object* params = as_function(self)->func_typeparams;
  return params ? new_ref(params) : tuple_new(0);
}
static int func_set_type_params(Object* self, Object* value, void*) {
  if (value == nullptr || !tuple_check(value)) {
    err_set_string(exc_TypeError, "__type_params__ must be set to a tuple");
    return -1;
  }
  set_ref(as_function(self)->func_typeparams, new_ref(value));
  return 0;
}

// --- Slots ---

// Also what dealloc begins with. Breaks the cycle function -> globals -> function.
static int func_clear(Object* self) {
  FunctionObject* f = as_function(self);
  function_set_version(f, 0);
  clear_ref(f->func_globals);
  clear_ref(f->func_builtins);
  clear_ref(f->func_module);
  clear_ref(f->func_defaults);
  clear_ref(f->func_kwdefaults);
  clear_ref(f->func_doc);
  clear_ref(f->func_dict);
  clear_ref(f->func_closure);
  clear_ref(f->func_annotations);
  clear_ref(f->func_typeparams);
  // Code and names are never null; names may be instances of str subclasses and part of a cycle.
  set_ref(f->func_name, unicode_get_empty());
  set_ref(f->func_qualname, unicode_get_empty());
  return 0;
}

static void func_dealloc(Object* self) {
  FunctionObject* f = as_function(self);
  object_gc_untrack(self);
  if (f->func_weakreflist != nullptr) object_clear_weakrefs(self);
  func_clear(self);
  decref(f->func_code);
  decref(f->func_name);
  decref(f->func_qualname);
  object_gc_del(self);
}

static int func_traverse(Object* self, visitproc visit, void* arg) {
  FunctionObject* f = as_function(self);
  VISIT(f->func_code);
  VISIT(f->func_globals);
  VISIT(f->func_builtins);
  VISIT(f->func_module);
  VISIT(f->func_defaults);
  VISIT(f->func_kwdefaults);
  VISIT(f->func_doc);
  VISIT(f->func_name);
  VISIT(f->func_dict);
  VISIT(f->func_closure);
  VISIT(f->func_annotations);
  VISIT(f->func_typeparams);
  VISIT(f->func_qualname);
  return 0;
}

static Object* func_repr(Object* self) {
  return unicode_from_format("<function %U at %p>", as_function(self)->func_qualname, self);
}

// A function found on a class binds to the instance.
static Object* func_descr_get(Object* func, Object* o, Object*) {
  if (o == None || o == nullptr) return new_ref(func);
  return method_new(func, o);
}

static Object* func_call(Object* func, Object* args, Object* kwargs) {
  return vectorcall_call(func, args, kwargs);
}

static const MemberDef func_memberlist[] = {
    {"__closure__", _Py_T_OBJECT, offsetof(FunctionObject, func_closure), Py_READONLY},
    {"__doc__", _Py_T_OBJECT, offsetof(FunctionObject, func_doc), 0},
    {"__globals__", _Py_T_OBJECT, offsetof(FunctionObject, func_globals), Py_READONLY},
    {"__module__", _Py_T_OBJECT, offsetof(FunctionObject, func_module), 0},
    {"__builtins__", _Py_T_OBJECT, offsetof(FunctionObject, func_builtins), Py_READONLY},
    {},
};
static const GetSetDef func_getsetlist[] = {
    {"__code__", func_get_code, func_set_code},
    {"__defaults__", func_get_defaults, func_set_defaults},
    {"__kwdefaults__", func_get_kwdefaults, func_set_kwdefaults},
    {"__annotations__", func_get_annotations, func_set_annotations,
     "Dict of annotations in a function object."},
    {"__dict__", object_generic_get_dict, object_generic_set_dict},
    {"__name__", func_get_name, func_set_name},
    {"__qualname__", func_get_qualname, func_set_qualname},
    {"__type_params__", func_get_type_params, func_set_type_params,
     "Get the declared type parameters for a function."},
    {},
};

TypeObject function_type = {
    TYPE_HEAD,
    {
        .tp_name = "function",
        .tp_basicsize = layout::function.basicsize,
        .tp_dealloc = func_dealloc,
        .tp_vectorcall_offset = offsetof(FunctionObject, vectorcall),
        .tp_repr = func_repr,
        .tp_call = func_call,
        .tp_getattro = object_generic_get_attr,
        .tp_setattro = object_generic_set_attr,
        .tp_flags =
            TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_HAVE_VECTORCALL | TPFLAGS_METHOD_DESCRIPTOR,
        .tp_doc =
            "function(code, globals, name=None, argdefs=None, closure=None,\n         "
            "kwdefaults=None)\n--\n\n"
            "Create a function object.\n\n"
            "  code\n    a code object\n"
            "  globals\n    the globals dictionary\n"
            "  name\n    a string that overrides the name from the code object\n"
            "  argdefs\n    a tuple that specifies the default argument values\n"
            "  closure\n    a tuple that supplies the bindings for free variables\n"
            "  kwdefaults\n    a dictionary that specifies the default keyword argument values",
        .tp_traverse = func_traverse,
        .tp_clear = func_clear,
        .tp_weaklistoffset = offsetof(FunctionObject, func_weakreflist),
        .tp_members = func_memberlist,
        .tp_getset = func_getsetlist,
        .tp_descr_get = func_descr_get,
        .tp_dictoffset = offsetof(FunctionObject, func_dict),
        .tp_new = func_new,
    },
};

}  // namespace py

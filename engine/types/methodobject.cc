// builtin_function_or_method, and the one place where a method table row is called.
// CPython 3.13: Objects/methodobject.c
#include "types/methodobject.h"

#include "gc/gc.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/trashcan.h"
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/call_internal.h"  // stack_as_dict
#include "types/dictobject.h"
#include "types/iter_reduce.h"  // eval_get_builtin
#include "types/moduleobject.h"
#include "types/pyhash.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static CFunctionObject* as_cfunction(Object* o) { return as<CFunctionObject>(o); }
static int call_flags(const MethodDef* ml) {
  return ml->ml_flags & (METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS);
}

// --- Calling ---

Object* object_function_str(Object* x) {
  Object *qualname, *module, *result = nullptr;
  if (object_get_optional_attr(x, ID(__qualname__), &qualname) < 0) return nullptr;
  if (qualname == nullptr) return object_str(x);
  int found = object_get_optional_attr(x, ID(__module__), &module);
  if (found >= 0) {
    int differs = 0;
    if (module != nullptr && module != None)
      differs = object_rich_compare_bool(module, ID(builtins), kNe);
    if (differs > 0) {
      result = unicode_from_format("%S.%S()", module, qualname);
    } else if (differs == 0) {
      result = unicode_from_format("%S()", qualname);
    }
  }
  decref(qualname);
  xdecref(module);
  return result;
}

static NOINLINE Object* refuse_count(Object* callable, const char* format, Ssize nargs) {
  if (Object* text = object_function_str(callable)) {
    err_format(exc_TypeError, format, text, nargs);
    decref(text);
  }
  return nullptr;
}

static NOINLINE Object* refuse_keywords(Object* callable) {
  if (Object* text = object_function_str(callable)) {
    err_format(exc_TypeError, "%U takes no keyword arguments", text);
    decref(text);
  }
  return nullptr;
}

// The conventions that take a tuple of all arguments.
static Object* call_with_tuple(const MethodDef* ml, Object* self, Object* const* args, Ssize nargs,
                               Object* kwnames) {
  Object* tuple = tuple_from_array(args, nargs);
  if (tuple == nullptr) return nullptr;
  Object* result = nullptr;
  if (ml->ml_flags & METH_KEYWORDS) {
    bool has_keywords = kwnames != nullptr && tuple_size(kwnames) != 0;
    Object* kwdict = has_keywords ? stack_as_dict(args + nargs, kwnames) : nullptr;
    if (!has_keywords || kwdict != nullptr) result = ml->ml_meth.var_keywords(self, tuple, kwdict);
    xdecref(kwdict);
  } else {
    result = ml->ml_meth.o(self, tuple);
  }
  decref(tuple);
  return result;
}

Object* method_def_call(Object* callable, const MethodDef* ml, Object* self, Object* const* args,
                        Ssize nargs, Object* kwnames) {
  int flags = call_flags(ml);
  if (!(flags & METH_KEYWORDS) && kwnames != nullptr && tuple_size(kwnames) != 0)
    return refuse_keywords(callable);
  if (flags == METH_FASTCALL) return ml->ml_meth.fast(self, args, nargs);
  if (flags == (METH_FASTCALL | METH_KEYWORDS))
    return ml->ml_meth.fast_keywords(self, args, nargs, kwnames);
  if (flags == METH_NOARGS && nargs != 0)
    return refuse_count(callable, "%U takes no arguments (%zd given)", nargs);
  if (flags == METH_O && nargs != 1) {
    return refuse_count(callable, "%U takes exactly one argument (%zd given)", nargs);
  }
  if (enter_recursive_call(" while calling a Python object") < 0) return nullptr;
  Object* result;
  if (flags == METH_NOARGS) {
    result = ml->ml_meth.noargs(self);
  } else if (flags == METH_O) {
    result = ml->ml_meth.o(self, args[0]);
  } else {
    result = call_with_tuple(ml, self, args, nargs, kwnames);
  }
  leave_recursive_call();
  return result;
}

// self as the function gets it: a static method's owner is not passed on.
static Object* call_self(const CFunctionObject* f) {
  return (f->m_ml->ml_flags & METH_STATIC) ? nullptr : f->m_self;
}

static Object* cfunction_vectorcall(Object* func, Object* const* args, size_t nargsf,
                                    Object* kwnames) {
  auto* f = as_cfunction(func);
  return method_def_call(func, f->m_ml, call_self(f), args, vectorcall_nargs(nargsf), kwnames);
}

// tp_call: a function that wants a tuple gets the caller's own.
static Object* cfunction_call(Object* func, Object* args, Object* kwargs) {
  auto* f = as_cfunction(func);
  const MethodDef* ml = f->m_ml;
  if (f->vectorcall != nullptr) {
    return object_vectorcall_dict(func, tuple_items(args), static_cast<size_t>(tuple_size(args)),
                                  kwargs);
  }
  Object* result;
  if (ml->ml_flags & METH_KEYWORDS) {
    result = ml->ml_meth.var_keywords(call_self(f), args, kwargs);
  } else {
    if (kwargs != nullptr && dict_size(kwargs) != 0) {
      return err_format(exc_TypeError, "%.200s() takes no keyword arguments", ml->ml_name);
    }
    result = ml->ml_meth.o(call_self(f), args);
  }
  return check_function_result(func, result, nullptr);
}

// --- The object ---

Object* cfunction_new(const MethodDef* ml, Object* self, Object* module) {
  auto* f = object_gc_new<CFunctionObject>(&cfunction_type);
  if (f == nullptr) return nullptr;
  f->m_weakreflist = nullptr;
  f->m_ml = ml;
  f->m_self = xnew_ref(self);
  f->m_module = xnew_ref(module);
  f->vectorcall = (ml->ml_flags & METH_VARARGS) ? nullptr : cfunction_vectorcall;
  object_gc_track(f);
  return f;
}

static void meth_dealloc(Object* self) {
  auto* f = as_cfunction(self);
  object_gc_untrack(self);
  if (trashcan_begin(self, meth_dealloc)) return;
  if (f->m_weakreflist != nullptr) object_clear_weakrefs(self);
  xdecref(f->m_self);
  xdecref(f->m_module);
  object_gc_del(self);
  trashcan_end();
}

static int meth_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as_cfunction(self)->m_self);
  VISIT(as_cfunction(self)->m_module);
  return 0;
}

static bool is_plain_function(const CFunctionObject* f) {
  return f->m_self == nullptr || module_check(f->m_self);
}

static Object* meth_repr(Object* self) {
  auto* f = as_cfunction(self);
  if (is_plain_function(f))
    return unicode_from_format("<built-in function %.200s>", f->m_ml->ml_name);
  return unicode_from_format("<built-in method %.200s of %s object at %p>", f->m_ml->ml_name,
                             f->m_self->ob_type->tp_name, f->m_self);
}

static Object* meth_richcompare(Object* self, Object* other, int op) {
  if ((op != kEq && op != kNe) || !cfunction_check(self) || !cfunction_check(other))
    return NotImplemented;
  auto *a = as_cfunction(self), *b = as_cfunction(other);
  bool equal = a->m_self == b->m_self && a->m_ml == b->m_ml;
  return bool_from_long(equal == (op == kEq));
}

// The table row stands for the function: both are as unlike as their addresses.
static HashValue meth_hash(Object* self) {
  auto* f = as_cfunction(self);
  HashValue name_hash = 0;
  for (const char* s = f->m_ml->ml_name; *s != 0; s++) name_hash = name_hash * 31 + *s;
  HashValue hash = hash_pointer(f->m_self) ^ name_hash;
  return hash == -1 ? -2 : hash;
}

// --- Attributes ---

static Object* meth_get_doc(Object* self, void*) {
  const MethodDef* ml = as_cfunction(self)->m_ml;
  return type_get_doc_from_internal_doc(ml->ml_name, ml->ml_doc);
}
static Object* meth_get_text_signature(Object* self, void*) {
  const MethodDef* ml = as_cfunction(self)->m_ml;
  return type_get_text_signature_from_internal_doc(ml->ml_name, ml->ml_doc, ml->ml_flags);
}
static Object* meth_get_name(Object* self, void*) {
  return unicode_from_string(as_cfunction(self)->m_ml->ml_name);
}

// name, or the class's qualified name and the name.
static Object* meth_get_qualname(Object* self, void*) {
  auto* f = as_cfunction(self);
  if (is_plain_function(f)) return unicode_from_string(f->m_ml->ml_name);
  Object* type = type_check(f->m_self) ? f->m_self : f->m_self->ob_type;
  Object* type_qualname = object_get_attr(type, ID(__qualname__));
  if (type_qualname == nullptr) return nullptr;
  Object* result = nullptr;
  if (unicode_check(type_qualname)) {
    result = unicode_from_format("%S.%s", type_qualname, f->m_ml->ml_name);
  } else {
    err_set_string(exc_TypeError, "<method>.__class__.__qualname__ is not a unicode object");
  }
  decref(type_qualname);
  return result;
}

static Object* meth_get_self(Object* self, void*) {
  Object* bound = call_self(as_cfunction(self));
  return new_ref(bound ? bound : None);
}

static Object* meth_reduce(Object* self) {
  auto* f = as_cfunction(self);
  if (is_plain_function(f)) return unicode_from_string(f->m_ml->ml_name);
  Object* getattr = eval_get_builtin(ID(getattr));
  Object* name = getattr ? unicode_from_string(f->m_ml->ml_name) : nullptr;
  Object* args = name ? tuple_pack(f->m_self, name) : nullptr;
  Object* result = args ? tuple_pack(getattr, args) : nullptr;
  xdecref(getattr);
  xdecref(name);
  xdecref(args);
  return result;
}

static const MethodDef meth_methods[] = {{"__reduce__", meth_reduce}, {}};
static const GetSetDef meth_getsets[] = {{"__doc__", meth_get_doc},
                                         {"__name__", meth_get_name},
                                         {"__qualname__", meth_get_qualname},
                                         {"__self__", meth_get_self},
                                         {"__text_signature__", meth_get_text_signature},
                                         {}};
static const MemberDef meth_members[] = {
    {"__module__", _Py_T_OBJECT, offsetof(CFunctionObject, m_module), 0}, {}};

TypeObject cfunction_type = {
    TYPE_HEAD,
    {
        .tp_name = "builtin_function_or_method",
        .tp_basicsize = layout::builtin_function_or_method.basicsize,
        .tp_dealloc = meth_dealloc,
        .tp_vectorcall_offset = offsetof(CFunctionObject, vectorcall),
        .tp_repr = meth_repr,
        .tp_hash = meth_hash,
        .tp_call = cfunction_call,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_HAVE_VECTORCALL,
        .tp_traverse = meth_traverse,
        .tp_richcompare = meth_richcompare,
        .tp_weaklistoffset = offsetof(CFunctionObject, m_weakreflist),
        .tp_methods = meth_methods,
        .tp_members = meth_members,
        .tp_getset = meth_getsets,
    },
};

}  // namespace py

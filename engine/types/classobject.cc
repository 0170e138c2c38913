// CPython 3.13: Objects/classobject.c. See the header.
#include "types/classobject.h"

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/call_internal.h"
#include "types/descrobject.h"  // descr_is_data
#include "types/dictobject.h"
#include "types/iter_reduce.h"  // eval_get_builtin
#include "types/funcobject.h"
#include "types/getargs.h"
#include "types/pyhash.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

// Puts self before the arguments: in the free place if the caller offers one, else in a copy.
static Object* method_vectorcall(Object* method, Object* const* args, size_t nargsf,
                                 Object* kwnames) {
  Object *self = method_self(method), *func = method_function(method);
  Ssize nargs = vectorcall_nargs(nargsf);
  if (nargsf & kVectorcallArgumentsOffset) {
    auto** newargs = const_cast<Object**>(args) - 1;
    Object* saved = newargs[0];
    newargs[0] = self;
    Object* result = object_vectorcall(func, newargs, static_cast<size_t>(nargs + 1), kwnames);
    newargs[0] = saved;
    return result;
  }
  Ssize total = nargs + (kwnames ? tuple_size(kwnames) : 0);
  if (total == 0) return object_vectorcall(func, &self, 1, nullptr);
  constexpr Ssize kSmallStack = 5;
  Object* small_stack[kSmallStack];
  Object** newargs = small_stack;
  if (total + 1 > kSmallStack) {
    newargs =
        static_cast<Object**>(mem_malloc(static_cast<uint64_t>(total + 1) * layout::kPointer));
    if (newargs == nullptr) return err_no_memory();
  }
  newargs[0] = self;
  for (Ssize i = 0; i < total; i++) newargs[i + 1] = args[i];
  Object* result = object_vectorcall(func, newargs, static_cast<size_t>(nargs + 1), kwnames);
  if (newargs != small_stack) mem_free(newargs);
  return result;
}

Object* method_new(Object* func, Object* self) {
  auto* method = object_gc_new<MethodObject>(&method_type);
  if (method == nullptr) return nullptr;
  method->im_weakreflist = nullptr;
  method->im_func = new_ref(func);
  method->im_self = new_ref(self);
  method->vectorcall = method_vectorcall;
  object_gc_track(method);
  return method;
}

static Object* method_tp_new(TypeObject*, Object* args, Object* kwargs) {
  if (!arg_no_keywords("method", kwargs)) return nullptr;
  Object *func, *instance;
  if (!arg_unpack_tuple(args, "method", 2, 2, &func, &instance)) return nullptr;
  if (!callable_check(func)) return err_format(exc_TypeError, "first argument must be callable");
  if (instance == None) return err_format(exc_TypeError, "instance must not be None");
  return method_new(func, instance);
}

static void method_dealloc(Object* self) {
  object_gc_untrack(self);
  object_clear_weakrefs(self);
  decref(method_function(self));
  xdecref(method_self(self));
  object_gc_del(self);
}

static int method_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(method_function(self));
  VISIT(method_self(self));
  return 0;
}

// Equal functions on the same object: the object is compared by identity.
static Object* method_richcompare(Object* a, Object* b, int op) {
  if ((op != kEq && op != kNe) || !method_check(a) || !method_check(b)) return NotImplemented;
  int equal = object_rich_compare_bool(method_function(a), method_function(b), kEq);
  if (equal < 0) return nullptr;
  if (equal) equal = method_self(a) == method_self(b);
  return bool_from_long(equal == (op == kEq));
}

static HashValue method_hash(Object* self) {
  HashValue x = object_generic_hash(method_self(self));
  HashValue y = object_hash(method_function(self));
  if (y == -1) return -1;
  x ^= y;
  return x == -1 ? -2 : x;
}

static Object* method_repr(Object* self) {
  Object *func = method_function(self), *name;
  if (object_get_optional_attr(func, ID(__qualname__), &name) < 0) return nullptr;
  if (name == nullptr && object_get_optional_attr(func, ID(__name__), &name) < 0) return nullptr;
  if (name != nullptr && !unicode_check(name)) clear_ref(name);
  Object* result = unicode_from_format("<bound method %V of %R>", name, "?", method_self(self));
  xdecref(name);
  return result;
}

// What the method has not, its function may have (__name__, __code__, ...).
static Object* method_getattro(Object* self, Object* name) {
  if (Object* descr = type_lookup(self->ob_type, name)) {
    incref(descr);
    descrgetfunc get = descr->ob_type->tp_descr_get;
    if (get == nullptr) return descr;
    Object* result = get(descr, self, self->ob_type);
    decref(descr);
    return result;
  }
  return object_get_attr(method_function(self), name);
}

// A bound method stays bound to what it is bound to.
static Object* method_descr_get(Object* self, Object*, Object*) { return new_ref(self); }

static Object* method_call(Object* self, Object* args, Object* kwargs) {
  return vectorcall_call(self, args, kwargs);
}

static Object* method_get_doc(Object* self, void*) {
  return object_get_attr(method_function(self), ID(__doc__));
}

static Object* method_reduce(Object* self) {
  Object* name = object_get_attr(method_function(self), ID(__name__));
  Object* getattr = name ? eval_get_builtin(ID(getattr)) : nullptr;
  Object* args = getattr ? tuple_pack(method_self(self), name) : nullptr;
  Object* result = args ? tuple_pack(getattr, args) : nullptr;
  xdecref(name);
  xdecref(getattr);
  xdecref(args);
  return result;
}

static const MethodDef method_methods[] = {
    {"__reduce__", method_reduce, "__reduce__($self, /)\n--\n\n"}, {}};
static const MemberDef method_memberlist[] = {
    {"__func__", _Py_T_OBJECT, offsetof(MethodObject, im_func), Py_READONLY,
     "the function (or other callable) implementing a method"},
    {"__self__", _Py_T_OBJECT, offsetof(MethodObject, im_self), Py_READONLY,
     "the instance to which a method is bound"},
    {},
};
static const GetSetDef method_getset[] = {{"__doc__", method_get_doc}, {}};

TypeObject method_type = {
    TYPE_HEAD,
    {
        .tp_name = "method",
        .tp_basicsize = layout::method.basicsize,
        .tp_dealloc = method_dealloc,
        .tp_vectorcall_offset = offsetof(MethodObject, vectorcall),
        .tp_repr = method_repr,
        .tp_hash = method_hash,
        .tp_call = method_call,
        .tp_getattro = method_getattro,
        .tp_setattro = object_generic_set_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_HAVE_VECTORCALL,
        .tp_doc = "method(function, instance, /)\n--\n\nCreate a bound instance method object.",
        .tp_traverse = method_traverse,
        .tp_richcompare = method_richcompare,
        .tp_weaklistoffset = offsetof(MethodObject, im_weakreflist),
        .tp_methods = method_methods,
        .tp_members = method_memberlist,
        .tp_getset = method_getset,
        .tp_descr_get = method_descr_get,
        .tp_new = method_tp_new,
    },
};

// --- instancemethod: makes any callable bind like a function. Only C code can make one. ---

static void instancemethod_dealloc(Object* self) {
  object_gc_untrack(self);
  decref(as<InstanceMethodObject>(self)->func);
  object_gc_del(self);
}
static int instancemethod_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<InstanceMethodObject>(self)->func);
  return 0;
}
static Object* instancemethod_call(Object* self, Object* args, Object* kwargs) {
  return object_call(as<InstanceMethodObject>(self)->func, args, kwargs);
}
static Object* instancemethod_descr_get(Object* self, Object* o, Object*) {
  Object* func = as<InstanceMethodObject>(self)->func;
  return o ? method_new(func, o) : new_ref(func);
}

TypeObject instance_method_type = {
    TYPE_HEAD,
    {
        .tp_name = "instancemethod",
        .tp_basicsize = 24,
        .tp_dealloc = instancemethod_dealloc,
        .tp_call = instancemethod_call,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = instancemethod_traverse,
        .tp_descr_get = instancemethod_descr_get,
    },
};

}  // namespace py

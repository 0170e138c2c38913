// staticmethod and classmethod.
// CPython 3.13: the end of Objects/funcobject.c
#include "gc/gc.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/classobject.h"  // method_new
#include "types/dictobject.h"
#include "types/funcobject.h"
#include "types/getargs.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static CallableWrapperObject* as_wrapper(Object* o) { return as<CallableWrapperObject>(o); }

static void wrapper_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as_wrapper(self)->callable);
  xdecref(as_wrapper(self)->dict);
  self->ob_type->tp_free(self);
}

static int wrapper_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as_wrapper(self)->dict);
  VISIT(as_wrapper(self)->callable);
  return 0;
}

static int wrapper_clear(Object* self) {
  clear_ref(as_wrapper(self)->callable);
  clear_ref(as_wrapper(self)->dict);
  return 0;
}

// The wrapper looks like what it wraps, as far as that has these attributes.
static int functools_wraps(Object* wrapper, Object* wrapped) {
  for (Object* name :
       {ID(__module__), ID(__name__), ID(__qualname__), ID(__doc__), ID(__annotations__)}) {
    Object* value;
    int result = object_get_optional_attr(wrapped, name, &value);
    if (value != nullptr) {
      result = object_set_attr(wrapper, name, value);
      decref(value);
    }
    if (result < 0) return -1;
  }
  return 0;
}

static int wrapper_init(const char* name, Object* self, Object* args, Object* kwds) {
  Object* callable;
  if (!arg_no_keywords(name, kwds)) return -1;
  if (!arg_unpack_tuple(args, name, 1, 1, &callable)) return -1;
  set_ref(as_wrapper(self)->callable, new_ref(callable));
  return functools_wraps(self, callable);
}
static int cm_init(Object* self, Object* args, Object* kwds) {
  return wrapper_init("classmethod", self, args, kwds);
}
static int sm_init(Object* self, Object* args, Object* kwds) {
  return wrapper_init("staticmethod", self, args, kwds);
}

static Object* cm_descr_get(Object* self, Object* o, Object* type) {
  Object* callable = as_wrapper(self)->callable;
  if (callable == nullptr) return err_format(exc_RuntimeError, "uninitialized classmethod object");
  return method_new(callable, type ? type : o->ob_type);
}

static Object* sm_descr_get(Object* self, Object*, Object*) {
  Object* callable = as_wrapper(self)->callable;
  if (callable == nullptr) return err_format(exc_RuntimeError, "uninitialized staticmethod object");
  return new_ref(callable);
}

static Object* sm_call(Object* self, Object* args, Object* kwargs) {
  return object_call(as_wrapper(self)->callable, args, kwargs);
}

static Object* cm_repr(Object* self) {
  return unicode_from_format("<classmethod(%R)>", as_wrapper(self)->callable);
}
static Object* sm_repr(Object* self) {
  return unicode_from_format("<staticmethod(%R)>", as_wrapper(self)->callable);
}

static Object* get_isabstractmethod(Object* self, void*) {
  Object *callable = as_wrapper(self)->callable, *value = nullptr;
  if (callable == nullptr) return False;
  int result = object_get_optional_attr(callable, ID(__isabstractmethod__), &value);
  if (result > 0) {
    result = object_is_true(value);
    decref(value);
  }
  return result < 0 ? nullptr : bool_from_long(result);
}

static const MemberDef wrapper_memberlist[] = {
    {"__func__", _Py_T_OBJECT, offsetof(CallableWrapperObject, callable), Py_READONLY},
    {"__wrapped__", _Py_T_OBJECT, offsetof(CallableWrapperObject, callable), Py_READONLY},
    {},
};
static const GetSetDef wrapper_getsetlist[] = {
    {"__isabstractmethod__", get_isabstractmethod},
    {"__dict__", object_generic_get_dict, object_generic_set_dict},
    {},
};

TypeObject class_method_type = {
    TYPE_HEAD,
    {
        .tp_name = "classmethod",
        .tp_basicsize = layout::classmethod.basicsize,
        .tp_dealloc = wrapper_dealloc,
        .tp_repr = cm_repr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
        .tp_doc =
            "classmethod(function, /)\n--\n\n"
            "Convert a function to be a class method.\n\n"
            "A class method receives the class as implicit first argument,\n"
            "just like an instance method receives the instance.\n"
            "To declare a class method, use this idiom:\n\n"
            "  class C:\n      @classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\n"
            "It can be called either on the class (e.g. C.f()) or on an instance\n"
            "(e.g. C().f()).  The instance is ignored except for its class.\n"
            "If a class method is called for a derived class, the derived class\n"
            "object is passed as the implied first argument.\n\n"
            "Class methods are different than C++ or Java static methods.\n"
            "If you want those, see the staticmethod builtin.",
        .tp_traverse = wrapper_traverse,
        .tp_clear = wrapper_clear,
        .tp_members = wrapper_memberlist,
        .tp_getset = wrapper_getsetlist,
        .tp_descr_get = cm_descr_get,
        .tp_dictoffset = offsetof(CallableWrapperObject, dict),
        .tp_init = cm_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = type_generic_new,
        .tp_free = object_gc_del,
    },
};

TypeObject static_method_type = {
    TYPE_HEAD,
    {
        .tp_name = "staticmethod",
        .tp_basicsize = layout::staticmethod.basicsize,
        .tp_dealloc = wrapper_dealloc,
        .tp_repr = sm_repr,
        .tp_call = sm_call,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
        .tp_doc = "staticmethod(function, /)\n--\n\n"
                  "Convert a function to be a static method.\n\n"
                  "A static method does not receive an implicit first argument.\n"
                  "To declare a static method, use this idiom:\n\n"
                  "     class C:\n         @staticmethod\n         def f(arg1, arg2, argN):\n      "
                  "       ...\n\n"
                  "It can be called either on the class (e.g. C.f()) or on an instance\n"
                  "(e.g. C().f()). Both the class and the instance are ignored, and\n"
                  "neither is passed implicitly as the first argument to the method.\n\n"
                  "Static methods in Python are similar to those found in Java or C++.\n"
                  "For a more advanced concept, see the classmethod builtin.",
        .tp_traverse = wrapper_traverse,
        .tp_clear = wrapper_clear,
        .tp_members = wrapper_memberlist,
        .tp_getset = wrapper_getsetlist,
        .tp_descr_get = sm_descr_get,
        .tp_dictoffset = offsetof(CallableWrapperObject, dict),
        .tp_init = sm_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = type_generic_new,
        .tp_free = object_gc_del,
    },
};

static Object* wrapper_of(TypeObject* type, Object* callable) {
  auto* wrapper = as_wrapper(type_generic_alloc(type, 0));
  if (wrapper != nullptr) wrapper->callable = new_ref(callable);
  return wrapper;
}
Object* class_method_new(Object* callable) { return wrapper_of(&class_method_type, callable); }
Object* static_method_new(Object* callable) { return wrapper_of(&static_method_type, callable); }

}  // namespace py

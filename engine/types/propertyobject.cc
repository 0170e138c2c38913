// property.
// CPython 3.13: PyProperty_Type in Objects/descrobject.c
#include "gc/gc.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/boolobject.h"
#include "types/descrobject.h"
#include "types/getargs.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static PropertyObject* as_property(Object* o) { return as<PropertyObject>(o); }

static void property_dealloc(Object* self) {
  auto* prop = as_property(self);
  object_gc_untrack(self);
  xdecref(prop->prop_get);
  xdecref(prop->prop_set);
  xdecref(prop->prop_del);
  xdecref(prop->prop_doc);
  xdecref(prop->prop_name);
  self->ob_type->tp_free(self);
}

static int property_traverse(Object* self, visitproc visit, void* arg) {
  auto* prop = as_property(self);
  VISIT(prop->prop_get);
  VISIT(prop->prop_set);
  VISIT(prop->prop_del);
  VISIT(prop->prop_doc);
  VISIT(prop->prop_name);
  return 0;
}

static int property_clear(Object* self) {
  clear_ref(as_property(self)->prop_doc);
  return 0;
}

// The name it was assigned to in a class, else that of its getter: 1 with a new reference, 0, -1.
static int property_name(PropertyObject* prop, Object** name) {
  *name = nullptr;
  if (prop->prop_name != nullptr) {
    *name = new_ref(prop->prop_name);
    return 1;
  }
  return prop->prop_get ? object_get_optional_attr(prop->prop_get, ID(__name__), name) : 0;
}

// AttributeError: property 'x' of 'C' object has no <what>.
static void no_accessor(PropertyObject* prop, Object* o, const char* what) {
  Object *name, *qualname = nullptr;
  if (property_name(prop, &name) < 0) return;
  if (o != nullptr) qualname = type_get_qual_name(o->ob_type);
  if (name != nullptr && qualname != nullptr) {
    err_format(exc_AttributeError, "property %R of %R object has no %s", name, qualname, what);
  } else if (qualname != nullptr) {
    err_format(exc_AttributeError, "property of %R object has no %s", qualname, what);
  } else {
    err_format(exc_AttributeError, "property has no %s", what);
  }
  xdecref(name);
  xdecref(qualname);
}

static Object* property_descr_get(Object* self, Object* o, Object*) {
  if (o == nullptr || o == None) return new_ref(self);
  auto* prop = as_property(self);
  if (prop->prop_get == nullptr) {
    no_accessor(prop, o, "getter");
    return nullptr;
  }
  return object_call_one_arg(prop->prop_get, o);
}

static int property_descr_set(Object* self, Object* o, Object* value) {
  auto* prop = as_property(self);
  Object* func = value ? prop->prop_set : prop->prop_del;
  if (func == nullptr) {
    no_accessor(prop, o, value ? "setter" : "deleter");
    return -1;
  }
  Object* args[] = {o, value};
  Object* result = value ? object_vectorcall(func, args, 2, nullptr) : object_call_one_arg(func, o);
  xdecref(result);
  return result ? 0 : -1;
}

// type(old)(...) with the given accessors (null or None: those of old).
static Object* property_copy(Object* self, Object* get, Object* set, Object* del) {
  auto* old = as_property(self);
  auto pick = [](Object* given, Object* own) {
    return given && given != None ? given : own ? own : None;
  };
  get = pick(get, old->prop_get);
  set = pick(set, old->prop_set);
  del = pick(del, old->prop_del);
  // A doc that came from the getter is taken from the new getter.
  Object* doc = (old->getter_doc && get != None) || old->prop_doc == nullptr ? None : old->prop_doc;
  Object* result = object_call_function_obj_args(self->ob_type, get, set, del, doc, nullptr);
  if (result != nullptr && object_type_check(result, &property_type)) {
    set_ref(as_property(result)->prop_name, xnew_ref(old->prop_name));
  }
  return result;
}
static Object* property_getter(Object* self, Object* get) {
  return property_copy(self, get, nullptr, nullptr);
}
static Object* property_setter(Object* self, Object* set) {
  return property_copy(self, nullptr, set, nullptr);
}
static Object* property_deleter(Object* self, Object* del) {
  return property_copy(self, nullptr, nullptr, del);
}

static Object* property_set_name(Object* self, Object* args) {
  if (tuple_size(args) != 2) {
    return err_format(exc_TypeError,
                      "__set_name__() takes 2 positional arguments but %d were given",
                      static_cast<int>(tuple_size(args)));
  }
  set_ref(as_property(self)->prop_name, new_ref(tuple_item(args, 1)));
  return None;
}

// A subclass keeps its doc in its own __doc__ attribute: the class dict's would hide the field.
static int property_set_own_doc(PropertyObject* prop, Object* doc) {
  if (is_type(prop, &property_type)) {
    set_ref(prop->prop_doc, doc);
    return 0;
  }
  if (doc == nullptr) doc = None;
  int result = object_set_attr(prop, ID(__doc__), doc);
  decref(doc);
  if (result >= 0) return 0;
  if (prop->getter_doc || !err_exception_matches(exc_AttributeError)) return -1;
  err_clear();
  return 0;
}

static int property_init(Object* self, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"fget", "fset", "fdel", "doc", nullptr};
  static ArgParser parser = {.fname = "property", .keywords = kKeywords};
  Object* buf[4];
  Object* const* values = arg_unpack_tuple_keywords(args, kwds, &parser, 0, 4, 0, buf);
  if (values == nullptr) return -1;
  auto* prop = as_property(self);
  auto field = [](Object* o) { return o == None ? nullptr : xnew_ref(o); };
  set_ref(prop->prop_get, field(values[0]));
  set_ref(prop->prop_set, field(values[1]));
  set_ref(prop->prop_del, field(values[2]));
  clear_ref(prop->prop_doc);
  clear_ref(prop->prop_name);
  prop->getter_doc = false;
  Object* doc = nullptr;
  if (values[3] != nullptr && values[3] != None) {
    doc = new_ref(values[3]);
  } else if (prop->prop_get != nullptr) {
    int found = object_get_optional_attr(prop->prop_get, ID(__doc__), &doc);
    if (found < 0) return -1;
    if (doc == None) doc = nullptr;
    if (doc != nullptr) prop->getter_doc = true;
  }
  return property_set_own_doc(prop, doc);
}

static Object* property_get_name(Object* self, void*) {
  Object* name;
  if (property_name(as_property(self), &name) < 0) return nullptr;
  if (name == nullptr)
    err_set_string(exc_AttributeError, "'property' object has no attribute '__name__'");
  return name;
}
static int property_set_name_attr(Object* self, Object* value, void*) {
  set_ref(as_property(self)->prop_name, xnew_ref(value));
  return 0;
}

// CPython: _PyObject_IsAbstract.
static int object_is_abstract(Object* o) {
  if (o == nullptr) return 0;
  Object* value;
  int result = object_get_optional_attr(o, ID(__isabstractmethod__), &value);
  if (result > 0) {
    result = object_is_true(value);
    decref(value);
  }
  return result;
}

static Object* property_get_isabstract(Object* self, void*) {
  auto* prop = as_property(self);
  for (Object* part : {prop->prop_get, prop->prop_set, prop->prop_del}) {
    int result = object_is_abstract(part);
    if (result != 0) return result < 0 ? nullptr : True;
  }
  return False;
}

static const MethodDef property_methods[] = {
    {"getter", property_getter,
     "Descriptor to obtain a copy of the property with a different getter."},
    {"setter", property_setter,
     "Descriptor to obtain a copy of the property with a different setter."},
    {"deleter", property_deleter,
     "Descriptor to obtain a copy of the property with a different deleter."},
    {"__set_name__", property_set_name, "Method to set name of a property.", METH_VARARGS},
    {},
};
static const MemberDef property_members[] = {
    {"fget", _Py_T_OBJECT, offsetof(PropertyObject, prop_get), Py_READONLY},
    {"fset", _Py_T_OBJECT, offsetof(PropertyObject, prop_set), Py_READONLY},
    {"fdel", _Py_T_OBJECT, offsetof(PropertyObject, prop_del), Py_READONLY},
    {"__doc__", _Py_T_OBJECT, offsetof(PropertyObject, prop_doc), 0},
    {},
};
static const GetSetDef property_getsetlist[] = {
    {"__name__", property_get_name, property_set_name_attr},
    {"__isabstractmethod__", property_get_isabstract},
    {}};

TypeObject property_type = {
    TYPE_HEAD,
    {
        .tp_name = "property",
        .tp_basicsize = layout::property_.basicsize,
        .tp_dealloc = property_dealloc,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
        .tp_doc = "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\n"
                  "Property attribute.\n\n"
                  "  fget\n    function to be used for getting an attribute value\n"
                  "  fset\n    function to be used for setting an attribute value\n"
                  "  fdel\n    function to be used for del\'ing an attribute\n"
                  "  doc\n    docstring\n\n"
                  "Typical use is to define a managed attribute x:\n\n"
                  "class C(object):\n"
                  "    def getx(self): return self._x\n"
                  "    def setx(self, value): self._x = value\n"
                  "    def delx(self): del self._x\n"
                  "    x = property(getx, setx, delx, \"I\'m the \'x\' property.\")\n\n"
                  "Decorators make defining new properties or modifying existing ones easy:\n\n"
                  "class C(object):\n"
                  "    @property\n"
                  "    def x(self):\n"
                  "        \"I am the \'x\' property.\"\n"
                  "        return self._x\n"
                  "    @x.setter\n"
                  "    def x(self, value):\n"
                  "        self._x = value\n"
                  "    @x.deleter\n"
                  "    def x(self):\n"
                  "        del self._x",
        .tp_traverse = property_traverse,
        .tp_clear = property_clear,
        .tp_methods = property_methods,
        .tp_members = property_members,
        .tp_getset = property_getsetlist,
        .tp_descr_get = property_descr_get,
        .tp_descr_set = property_descr_set,
        .tp_init = property_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = type_generic_new,
        .tp_free = object_gc_del,
    },
};

}  // namespace py

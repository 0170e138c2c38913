// Descriptors of what C++ defines: methods, class methods, members, getters and slot wrappers.
// CPython 3.13: Objects/descrobject.c. Members themselves are in structmember.cc, mappingproxy in
// dictproxyobject.cc, property in propertyobject.cc.
#include "types/descrobject.h"

#include "gc/gc.h"
#include "memory/region.h"  // address_of
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/trashcan.h"
#include "types/abstract_internal.h"  // object_real_is_subclass
#include "types/boolobject.h"
#include "types/call_internal.h"  // vectorcall_call
#include "types/dictobject.h"
#include "types/iter_reduce.h"  // eval_get_builtin
#include "types/methodobject.h"
#include "types/pyhash.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static DescrObject* as_descr(Object* o) { return as<DescrObject>(o); }
static const char* type_name_of(Object* descr) { return as_descr(descr)->d_type->tp_name; }

bool descr_is_data(const Object* descr) { return descr->ob_type->tp_descr_set != nullptr; }

// --- Making ---

template <class T>
static T* descr_new(TypeObject* descr_type, TypeObject* type, const char* name) {
  auto* descr = static_cast<T*>(type_generic_alloc(descr_type, 0));
  if (descr == nullptr) return nullptr;
  descr->d_type = new_ref(type);
  descr->d_name = unicode_intern_from_string(name);
  if (descr->d_name == nullptr) {
    decref(static_cast<Object*>(descr));
    return nullptr;
  }
  descr->d_qualname = nullptr;
  return descr;
}

static Object* method_vectorcall(Object* func, Object* const* args, size_t nargsf, Object* kwnames);

Object* descr_new_method(TypeObject* type, const MethodDef* method) {
  auto* descr = descr_new<MethodDescrObject>(&method_descr_type, type, method->ml_name);
  if (descr != nullptr) {
    descr->d_method = method;
    descr->vectorcall = method_vectorcall;
  }
  return descr;
}
Object* descr_new_class_method(TypeObject* type, const MethodDef* method) {
  auto* descr = descr_new<MethodDescrObject>(&class_method_descr_type, type, method->ml_name);
  if (descr != nullptr) descr->d_method = method;
  return descr;
}
Object* descr_new_member(TypeObject* type, const MemberDef* member) {
  auto* descr = descr_new<MemberDescrObject>(&member_descr_type, type, member->name);
  if (descr != nullptr) descr->d_member = member;
  return descr;
}
Object* descr_new_get_set(TypeObject* type, const GetSetDef* getset) {
  auto* descr = descr_new<GetSetDescrObject>(&get_set_descr_type, type, getset->name);
  if (descr != nullptr) descr->d_getset = getset;
  return descr;
}
Object* descr_new_wrapper(TypeObject* type, const SlotDef* base, SlotFunction wrapped) {
  auto* descr = descr_new<WrapperDescrObject>(&wrapper_descr_type, type, base->name);
  if (descr != nullptr) {
    descr->d_base = base;
    descr->d_wrapped = wrapped;
  }
  return descr;
}

// --- Common slots ---

static void descr_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(static_cast<Object*>(as_descr(self)->d_type));
  xdecref(as_descr(self)->d_name);
  xdecref(as_descr(self)->d_qualname);
  object_gc_del(self);
}

static int descr_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<Object*>(as_descr(self)->d_type));
  return 0;
}

static Object* descr_repr(Object* self, const char* format) {
  return unicode_from_format(format, as_descr(self)->d_name, "?", type_name_of(self));
}
static Object* method_repr(Object* self) {
  return descr_repr(self, "<method '%V' of '%s' objects>");
}
static Object* member_repr(Object* self) {
  return descr_repr(self, "<member '%V' of '%s' objects>");
}
static Object* getset_repr(Object* self) {
  return descr_repr(self, "<attribute '%V' of '%s' objects>");
}
static Object* wrapperdescr_repr(Object* self) {
  return descr_repr(self, "<slot wrapper '%V' of '%s' objects>");
}

// int.real only works on ints.
static bool descr_check(Object* descr, Object* o) {
  if (LIKELY(object_type_check(o, as_descr(descr)->d_type))) return true;
  err_format(exc_TypeError,
             "descriptor '%V' for '%.100s' objects doesn't apply to a '%.100s' object",
             as_descr(descr)->d_name, "?", type_name_of(descr), o->ob_type->tp_name);
  return false;
}

// --- __get__ and __set__ ---

static Object* classmethod_get(Object* self, Object* o, Object* type) {
  auto* descr = as<MethodDescrObject>(self);
  if (type == nullptr) {
    if (o == nullptr) {
      return err_format(exc_TypeError,
                        "descriptor '%V' for type '%.100s' needs either an object or a type",
                        descr->d_name, "?", type_name_of(self));
    }
    type = o->ob_type;
  }
  if (!type_check(type)) {
    return err_format(exc_TypeError,
                      "descriptor '%V' for type '%.100s' needs a type, not a '%.100s' as arg 2",
                      descr->d_name, "?", type_name_of(self), type->ob_type->tp_name);
  }
  auto* cls = static_cast<TypeObject*>(type);
  if (!type_is_subtype(cls, descr->d_type)) {
    return err_format(exc_TypeError,
                      "descriptor '%V' requires a subtype of '%.100s' but received '%.100s'",
                      descr->d_name, "?", type_name_of(self), cls->tp_name);
  }
  return cfunction_new(descr->d_method, type, nullptr);
}

static Object* method_get(Object* self, Object* o, Object*) {
  if (o == nullptr) return new_ref(self);
  return descr_check(self, o) ? cfunction_new(as<MethodDescrObject>(self)->d_method, o, nullptr)
                              : nullptr;
}

static Object* member_get(Object* self, Object* o, Object*) {
  if (o == nullptr) return new_ref(self);
  if (!descr_check(self, o)) return nullptr;
  return member_get_one(reinterpret_cast<const char*>(o), as<MemberDescrObject>(self)->d_member);
}

static Object* getset_get(Object* self, Object* o, Object*) {
  if (o == nullptr) return new_ref(self);
  if (!descr_check(self, o)) return nullptr;
  const GetSetDef* def = as<GetSetDescrObject>(self)->d_getset;
  if (def->get != nullptr) return def->get(o, def->closure);
  return err_format(exc_AttributeError, "attribute '%V' of '%.100s' objects is not readable",
                    as_descr(self)->d_name, "?", type_name_of(self));
}

static Object* wrapperdescr_get(Object* self, Object* o, Object*) {
  if (o == nullptr) return new_ref(self);
  return descr_check(self, o) ? wrapper_new(self, o) : nullptr;
}

static int member_set(Object* self, Object* o, Object* value) {
  if (!descr_check(self, o)) return -1;
  return member_set_one(reinterpret_cast<char*>(o), as<MemberDescrObject>(self)->d_member, value);
}

static int getset_set(Object* self, Object* o, Object* value) {
  if (!descr_check(self, o)) return -1;
  const GetSetDef* def = as<GetSetDescrObject>(self)->d_getset;
  if (def->set != nullptr) return def->set(o, value, def->closure);
  err_format(exc_AttributeError, "attribute '%V' of '%.100s' objects is not writable",
             as_descr(self)->d_name, "?", type_name_of(self));
  return -1;
}

// --- Calls of unbound methods: list.append(l, 1) ---

static Object* method_vectorcall(Object* func, Object* const* args, size_t nargsf,
                                 Object* kwnames) {
  Ssize nargs = vectorcall_nargs(nargsf);
  if (nargs < 1) {
    if (Object* text = object_function_str(func)) {
      err_format(exc_TypeError, "unbound method %U needs an argument", text);
      decref(text);
    }
    return nullptr;
  }
  if (!descr_check(func, args[0])) return nullptr;
  return method_def_call(func, as<MethodDescrObject>(func)->d_method, args[0], args + 1, nargs - 1,
                         kwnames);
}

static Object* method_call(Object* func, Object* args, Object* kwds) {
  return vectorcall_call(func, args, kwds);
}

static Object* needs_argument(Object* self) {
  return err_format(exc_TypeError, "descriptor '%V' of '%.100s' object needs an argument",
                    as_descr(self)->d_name, "?", type_name_of(self));
}

static Object* classmethoddescr_call(Object* self, Object* args, Object* kwds) {
  Ssize nargs = tuple_size(args);
  if (nargs < 1) return needs_argument(self);
  Object* bound = classmethod_get(self, nullptr, tuple_item(args, 0));
  if (bound == nullptr) return nullptr;
  Object* result =
      object_vectorcall_dict(bound, tuple_items(args) + 1, static_cast<size_t>(nargs - 1), kwds);
  decref(bound);
  return result;
}

Object* wrapperdescr_raw_call(WrapperDescrObject* descr, Object* self, Object* args, Object* kwds) {
  const SlotDef* base = descr->d_base;
  if (base->wrapper_kwds != nullptr) return base->wrapper_kwds(self, args, descr->d_wrapped, kwds);
  if (kwds != nullptr && dict_size(kwds) != 0) {
    return err_format(exc_TypeError, "wrapper %s() takes no keyword arguments", base->name);
  }
  return base->wrapper(self, args, descr->d_wrapped);
}

static Object* wrapperdescr_call(Object* func, Object* args, Object* kwds) {
  auto* descr = as<WrapperDescrObject>(func);
  Ssize nargs = tuple_size(args);
  if (nargs < 1) return needs_argument(func);
  Object* self = tuple_item(args, 0);
  int fits = object_real_is_subclass(self->ob_type, descr->d_type);
  if (fits < 0) return nullptr;
  if (!fits) {
    return err_format(exc_TypeError,
                      "descriptor '%V' requires a '%.100s' object but received a '%.100s'",
                      descr->d_name, "?", type_name_of(func), self->ob_type->tp_name);
  }
  args = tuple_get_slice(args, 1, nargs);
  if (args == nullptr) return nullptr;
  Object* result = wrapperdescr_raw_call(descr, self, args, kwds);
  decref(args);
  return result;
}

// --- Attributes ---

// The class's qualified name, which a program can change, and the descriptor's own.
static Object* calculate_qualname(DescrObject* descr) {
  Object* type_qualname = object_get_attr(descr->d_type, ID(__qualname__));
  if (type_qualname == nullptr) return nullptr;
  Object* result = nullptr;
  if (unicode_check(type_qualname)) {
    result = unicode_from_format("%S.%S", type_qualname, descr->d_name);
  } else {
    err_set_string(exc_TypeError, "<descriptor>.__objclass__.__qualname__ is not a unicode object");
  }
  decref(type_qualname);
  return result;
}

static Object* descr_get_qualname(Object* self, void*) {
  DescrObject* descr = as_descr(self);
  if (descr->d_qualname == nullptr) descr->d_qualname = calculate_qualname(descr);
  return xnew_ref(descr->d_qualname);
}

// Pickles as getattr(owner, name). New reference.
static Object* reduce_by_getattr(Object* owner, Object* name) {
  Object* getattr = eval_get_builtin(ID(getattr));
  Object* args = getattr ? tuple_pack(owner, name) : nullptr;
  Object* result = args ? tuple_pack(getattr, args) : nullptr;
  xdecref(getattr);
  xdecref(args);
  return result;
}
static Object* descr_reduce(Object* self) {
  return reduce_by_getattr(as_descr(self)->d_type, as_descr(self)->d_name);
}

static Object* method_get_doc(Object* self, void*) {
  const MethodDef* method = as<MethodDescrObject>(self)->d_method;
  return type_get_doc_from_internal_doc(method->ml_name, method->ml_doc);
}
static Object* method_get_text_signature(Object* self, void*) {
  const MethodDef* method = as<MethodDescrObject>(self)->d_method;
  return type_get_text_signature_from_internal_doc(method->ml_name, method->ml_doc,
                                                   method->ml_flags);
}
static Object* doc_or_none(const char* doc) { return doc ? unicode_from_string(doc) : None; }
static Object* member_get_doc(Object* self, void*) {
  return doc_or_none(as<MemberDescrObject>(self)->d_member->doc);
}
static Object* getset_get_doc(Object* self, void*) {
  return doc_or_none(as<GetSetDescrObject>(self)->d_getset->doc);
}
static Object* wrapperdescr_get_doc(Object* self, void*) {
  const SlotDef* base = as<WrapperDescrObject>(self)->d_base;
  return type_get_doc_from_internal_doc(base->name, base->doc);
}
static Object* wrapperdescr_get_text_signature(Object* self, void*) {
  const SlotDef* base = as<WrapperDescrObject>(self)->d_base;
  return type_get_text_signature_from_internal_doc(base->name, base->doc, 0);
}

static const MethodDef descr_methods[] = {{"__reduce__", descr_reduce}, {}};
static const MemberDef descr_members[] = {
    {"__objclass__", _Py_T_OBJECT, offsetof(DescrObject, d_type), Py_READONLY},
    {"__name__", _Py_T_OBJECT, offsetof(DescrObject, d_name), Py_READONLY},
    {},
};
static const GetSetDef method_getset[] = {{"__doc__", method_get_doc},
                                          {"__qualname__", descr_get_qualname},
                                          {"__text_signature__", method_get_text_signature},
                                          {}};
static const GetSetDef member_getset[] = {
    {"__doc__", member_get_doc}, {"__qualname__", descr_get_qualname}, {}};
static const GetSetDef getset_getset[] = {
    {"__doc__", getset_get_doc}, {"__qualname__", descr_get_qualname}, {}};
static const GetSetDef wrapperdescr_getset[] = {
    {"__doc__", wrapperdescr_get_doc},
    {"__qualname__", descr_get_qualname},
    {"__text_signature__", wrapperdescr_get_text_signature},
    {}};

TypeObject method_descr_type = {
    TYPE_HEAD,
    {
        .tp_name = "method_descriptor",
        .tp_basicsize = layout::method_descriptor.basicsize,
        .tp_dealloc = descr_dealloc,
        .tp_vectorcall_offset = offsetof(MethodDescrObject, vectorcall),
        .tp_repr = method_repr,
        .tp_call = method_call,
        .tp_getattro = object_generic_get_attr,
        .tp_flags =
            TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_HAVE_VECTORCALL | TPFLAGS_METHOD_DESCRIPTOR,
        .tp_traverse = descr_traverse,
        .tp_methods = descr_methods,
        .tp_members = descr_members,
        .tp_getset = method_getset,
        .tp_descr_get = method_get,
    },
};

TypeObject class_method_descr_type = {
    TYPE_HEAD,
    {
        .tp_name = "classmethod_descriptor",
        .tp_basicsize = layout::classmethod_descriptor.basicsize,
        .tp_dealloc = descr_dealloc,
        .tp_repr = method_repr,
        .tp_call = classmethoddescr_call,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = descr_traverse,
        .tp_members = descr_members,
        .tp_getset = method_getset,
        .tp_descr_get = classmethod_get,
    },
};

TypeObject member_descr_type = {
    TYPE_HEAD,
    {
        .tp_name = "member_descriptor",
        .tp_basicsize = layout::member_descriptor.basicsize,
        .tp_dealloc = descr_dealloc,
        .tp_repr = member_repr,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = descr_traverse,
        .tp_methods = descr_methods,
        .tp_members = descr_members,
        .tp_getset = member_getset,
        .tp_descr_get = member_get,
        .tp_descr_set = member_set,
    },
};

TypeObject get_set_descr_type = {
    TYPE_HEAD,
    {
        .tp_name = "getset_descriptor",
        .tp_basicsize = layout::getset_descriptor.basicsize,
        .tp_dealloc = descr_dealloc,
        .tp_repr = getset_repr,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = descr_traverse,
        .tp_members = descr_members,
        .tp_getset = getset_getset,
        .tp_descr_get = getset_get,
        .tp_descr_set = getset_set,
    },
};

TypeObject wrapper_descr_type = {
    TYPE_HEAD,
    {
        .tp_name = "wrapper_descriptor",
        .tp_basicsize = layout::wrapper_descriptor.basicsize,
        .tp_dealloc = descr_dealloc,
        .tp_repr = wrapperdescr_repr,
        .tp_call = wrapperdescr_call,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_METHOD_DESCRIPTOR,
        .tp_traverse = descr_traverse,
        .tp_methods = descr_methods,
        .tp_members = descr_members,
        .tp_getset = wrapperdescr_getset,
        .tp_descr_get = wrapperdescr_get,
    },
};

// --- method-wrapper: a slot wrapper bound to an object ---

static MethodWrapperObject* as_wrapper(Object* o) { return as<MethodWrapperObject>(o); }

Object* wrapper_new(Object* descr, Object* self) {
  auto* wrapper = object_gc_new<MethodWrapperObject>(&method_wrapper_type);
  if (wrapper == nullptr) return nullptr;
  wrapper->descr = as<WrapperDescrObject>(new_ref(descr));
  wrapper->self = new_ref(self);
  object_gc_track(wrapper);
  return wrapper;
}

static void wrapper_dealloc(Object* self) {
  object_gc_untrack(self);
  if (trashcan_begin(self, wrapper_dealloc)) return;
  xdecref(static_cast<Object*>(as_wrapper(self)->descr));
  xdecref(as_wrapper(self)->self);
  object_gc_del(self);
  trashcan_end();
}

static int wrapper_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<Object*>(as_wrapper(self)->descr));
  VISIT(as_wrapper(self)->self);
  return 0;
}

static Object* wrapper_richcompare(Object* a, Object* b, int op) {
  if ((op != kEq && op != kNe) || !is_type(a, &method_wrapper_type) ||
      !is_type(b, &method_wrapper_type)) {
    return NotImplemented;
  }
  bool equal =
      as_wrapper(a)->descr == as_wrapper(b)->descr && as_wrapper(a)->self == as_wrapper(b)->self;
  return bool_from_long(equal == (op == kEq));
}

static HashValue wrapper_hash(Object* self) {
  HashValue hash = hash_pointer(as_wrapper(self)->self) ^ hash_pointer(as_wrapper(self)->descr);
  return hash == -1 ? -2 : hash;
}

static Object* wrapper_repr(Object* self) {
  auto* wrapper = as_wrapper(self);
  return unicode_from_format("<method-wrapper '%s' of %s object at %p>",
                             wrapper->descr->d_base->name, wrapper->self->ob_type->tp_name,
                             wrapper->self);
}

static Object* wrapper_call(Object* self, Object* args, Object* kwds) {
  return wrapperdescr_raw_call(as_wrapper(self)->descr, as_wrapper(self)->self, args, kwds);
}

static Object* wrapper_reduce(Object* self) {
  return reduce_by_getattr(as_wrapper(self)->self, as_wrapper(self)->descr->d_name);
}
static Object* wrapper_objclass(Object* self, void*) {
  return new_ref<Object>(as_wrapper(self)->descr->d_type);
}
static Object* wrapper_name(Object* self, void*) {
  return unicode_from_string(as_wrapper(self)->descr->d_base->name);
}
static Object* wrapper_doc(Object* self, void*) {
  return wrapperdescr_get_doc(as_wrapper(self)->descr, nullptr);
}
static Object* wrapper_text_signature(Object* self, void*) {
  return wrapperdescr_get_text_signature(as_wrapper(self)->descr, nullptr);
}
static Object* wrapper_qualname(Object* self, void*) {
  return descr_get_qualname(as_wrapper(self)->descr, nullptr);
}

static const MethodDef wrapper_methods[] = {{"__reduce__", wrapper_reduce}, {}};
static const MemberDef wrapper_members[] = {
    {"__self__", _Py_T_OBJECT, offsetof(MethodWrapperObject, self), Py_READONLY}, {}};
static const GetSetDef wrapper_getsets[] = {{"__objclass__", wrapper_objclass},
                                            {"__name__", wrapper_name},
                                            {"__qualname__", wrapper_qualname},
                                            {"__doc__", wrapper_doc},
                                            {"__text_signature__", wrapper_text_signature},
                                            {}};

TypeObject method_wrapper_type = {
    TYPE_HEAD,
    {
        .tp_name = "method-wrapper",
        .tp_basicsize = layout::method_wrapper.basicsize,
        .tp_dealloc = wrapper_dealloc,
        .tp_repr = wrapper_repr,
        .tp_hash = wrapper_hash,
        .tp_call = wrapper_call,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = wrapper_traverse,
        .tp_richcompare = wrapper_richcompare,
        .tp_methods = wrapper_methods,
        .tp_members = wrapper_members,
        .tp_getset = wrapper_getsets,
    },
};

}  // namespace py

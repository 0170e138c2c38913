// None, NotImplemented and Ellipsis. They lie outside the heap and never die.
// CPython 3.13: the end of Objects/object.c; Ellipsis: Objects/sliceobject.c
#include "object/errors.h"
#include "profile/profile.h"
#include "types/dictobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

// A count that was decremented by mistake is put right again.
static void singleton_dealloc(Object* self) { self->ob_refcnt = kImmortalRefcnt; }

static Object* singleton_new(Object* singleton, const char* type_name, Object* args,
                             Object* kwargs) {
  if (tuple_size(args) != 0 || (kwargs != nullptr && dict_size(kwargs) != 0)) {
    return err_format(exc_TypeError, "%s takes no arguments", type_name);
  }
  return singleton;
}

static Object* none_repr(Object*) { return unicode_from_string("None"); }
static Object* none_new(TypeObject*, Object* args, Object* kwargs) {
  return singleton_new(None, "NoneType", args, kwargs);
}
static int none_bool(Object*) { return 0; }
static HashValue none_hash(Object*) { return 0xFCA86420; }

TypeObject none_type = {
    TYPE_HEAD,
    {
        .tp_name = "NoneType",
        .tp_basicsize = layout::NoneType.basicsize,
        .tp_dealloc = singleton_dealloc,
        .tp_repr = none_repr,
        .tp_hash = none_hash,
        .tp_doc = "NoneType()\n--\n\nThe type of the None singleton.",
        .tp_richcompare = base_object_rich_compare,
        .tp_new = none_new,
        .nb_bool = none_bool,
    },
};

static Object* notimplemented_repr(Object*) { return unicode_from_string("NotImplemented"); }
static Object* notimplemented_new(TypeObject*, Object* args, Object* kwargs) {
  return singleton_new(NotImplemented, "NotImplementedType", args, kwargs);
}
static int notimplemented_bool(Object*) {
  if (err_warn_ex(exc_DeprecationWarning, "NotImplemented should not be used in a boolean context",
                  1) < 0) {
    return -1;
  }
  return 1;
}
static const MethodDef notimplemented_methods[] = {{"__reduce__", notimplemented_repr}, {}};

TypeObject not_implemented_type = {
    TYPE_HEAD,
    {
        .tp_name = "NotImplementedType",
        .tp_basicsize = layout::NotImplementedType.basicsize,
        .tp_dealloc = singleton_dealloc,
        .tp_repr = notimplemented_repr,
        .tp_doc = "NotImplementedType()\n--\n\nThe type of the NotImplemented singleton.",
        .tp_methods = notimplemented_methods,
        .tp_new = notimplemented_new,
        .nb_bool = notimplemented_bool,
    },
};

static Object* ellipsis_repr(Object*) { return unicode_from_string("Ellipsis"); }
static Object* ellipsis_new(TypeObject*, Object* args, Object* kwargs) {
  return singleton_new(Ellipsis, "EllipsisType", args, kwargs);
}
static const MethodDef ellipsis_methods[] = {{"__reduce__", ellipsis_repr}, {}};

TypeObject ellipsis_type = {
    TYPE_HEAD,
    {
        .tp_name = "ellipsis",
        .tp_basicsize = layout::ellipsis.basicsize,
        .tp_dealloc = singleton_dealloc,
        .tp_repr = ellipsis_repr,
        .tp_getattro = object_generic_get_attr,
        .tp_doc = "ellipsis()\n--\n\nThe type of the Ellipsis singleton.",
        .tp_methods = ellipsis_methods,
        .tp_new = ellipsis_new,
    },
};

Object none_object = {kImmortalRefcnt, &none_type};
Object not_implemented_object = {kImmortalRefcnt, &not_implemented_type};
Object ellipsis_object = {kImmortalRefcnt, &ellipsis_type};

}  // namespace py

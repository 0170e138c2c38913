// super: attribute lookup that starts behind a class in the mro.
// CPython 3.13: PySuper_Type in Objects/typeobject.c
#include "gc/gc.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/eval.h"  // eval_current_frame
#include "object/identifiers.h"
#include "types/cellobject.h"
#include "types/codeobject.h"
#include "types/bytesobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/tupleobject.h"
#include "types/type_internal.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

struct SuperObject : Object {
  TypeObject* type;      // the class after which the search begins
  Object* obj;           // an instance or class; null: unbound
  TypeObject* obj_type;  // whose mro is searched
};
static_assert(sizeof(SuperObject) <= layout::super_.basicsize);

void super_dealloc(Object* self) {
  auto* su = as<SuperObject>(self);
  object_gc_untrack(self);
  xdecref(su->obj);
  xdecref(static_cast<Object*>(su->type));
  xdecref(static_cast<Object*>(su->obj_type));
  self->ob_type->tp_free(self);
}

int super_traverse(Object* self, visitproc visit, void* arg) {
  auto* su = as<SuperObject>(self);
  VISIT(su->obj);
  VISIT(static_cast<Object*>(su->type));
  VISIT(static_cast<Object*>(su->obj_type));
  return 0;
}

Object* super_repr(Object* self) {
  auto* su = as<SuperObject>(self);
  const char* type_name = su->type ? su->type->tp_name : "NULL";
  if (su->obj_type == nullptr) return unicode_from_format("<super: <class '%s'>, NULL>", type_name);
  return unicode_from_format("<super: <class '%s'>, <%s object>>", type_name,
                             su->obj_type->tp_name);
}

// The attribute behind su_type in the mro: new reference; null with or without an error.
Object* super_lookup_descr(TypeObject* su_type, TypeObject* su_obj_type, Object* name) {
  Object* mro = su_obj_type->tp_mro;
  if (mro == nullptr) return nullptr;
  incref(mro);
  Ssize i = 0, n = tuple_size(mro);
  while (i + 1 < n && tuple_item(mro, i) != su_type) i++;
  Object* result = nullptr;
  for (i++; i < n; i++) {
    if (dict_get_item_ref(static_cast<TypeObject*>(tuple_item(mro, i))->tp_dict, name, &result) !=
        0)
      break;
  }
  decref(mro);
  return result;
}

// meth_found: may be null; 1 says that the result is a function that the caller has to pass obj to.
Object* do_super_lookup(Object* su, TypeObject* su_type, Object* su_obj, TypeObject* su_obj_type,
                        Object* name, int* meth_found) {
  if (su_obj_type != nullptr) {
    Object* result = super_lookup_descr(su_type, su_obj_type, name);
    if (result != nullptr) {
      if (meth_found != nullptr && type_has_feature(result->ob_type, TPFLAGS_METHOD_DESCRIPTOR)) {
        *meth_found = 1;
      } else if (descrgetfunc get = result->ob_type->tp_descr_get) {
        Object* instance = su_obj == su_obj_type ? nullptr : su_obj;
        set_ref(result, get(result, instance, su_obj_type));
      }
      return result;
    }
    if (err_occurred()) return nullptr;
  }
  if (su != nullptr) return object_generic_get_attr(su, name);
  Object* args[] = {su_type, su_obj};
  su = object_vectorcall(&super_type, args, 2, nullptr);
  if (su == nullptr) return nullptr;
  Object* result = object_generic_get_attr(su, name);
  decref(su);
  return result;
}

Object* super_getattro(Object* self, Object* name) {
  auto* su = as<SuperObject>(self);
  // __class__ is that of the super object itself.
  if (unicode_check(name) && unicode_eq(name, ID(__class__)))
    return object_generic_get_attr(self, name);
  return do_super_lookup(self, su->type, su->obj, su->obj_type, name, nullptr);
}

// The class whose mro super(type, obj) searches: obj itself if it is a subclass of type, else its
// class (also what it claims as __class__). New reference; null with TypeError.
TypeObject* supercheck(TypeObject* type, Object* obj) {
  if (type_check(obj) && type_is_subtype(static_cast<TypeObject*>(obj), type)) {
    return static_cast<TypeObject*>(new_ref(obj));
  }
  if (type_is_subtype(obj->ob_type, type)) return new_ref(obj->ob_type);
  Object* class_attr;
  if (object_get_optional_attr(obj, ID(__class__), &class_attr) < 0) return nullptr;
  if (class_attr != nullptr && type_check(class_attr) && class_attr != obj->ob_type &&
      type_is_subtype(static_cast<TypeObject*>(class_attr), type)) {
    return static_cast<TypeObject*>(class_attr);
  }
  xdecref(class_attr);
  bool is_class = type_check(obj);
  err_format(exc_TypeError,
             "super(type, obj): obj (%s %.200s) is not an instance or subtype of type (%.200s).",
             is_class ? "type" : "instance of",
             is_class ? static_cast<TypeObject*>(obj)->tp_name : obj->ob_type->tp_name,
             type->tp_name);
  return nullptr;
}

Object* super_descr_get(Object* self, Object* obj, Object*) {
  auto* su = as<SuperObject>(self);
  if (obj == nullptr || obj == None || su->obj != nullptr) return new_ref(self);
  if (!is_type(self, &super_type)) {
    return object_call_function_obj_args(self->ob_type, static_cast<Object*>(su->type), obj,
                                         nullptr);
  }
  TypeObject* obj_type = supercheck(su->type, obj);
  if (obj_type == nullptr) return nullptr;
  auto* result = static_cast<SuperObject*>(super_type.tp_new(&super_type, nullptr, nullptr));
  if (result == nullptr) {
    decref(static_cast<Object*>(obj_type));
    return nullptr;
  }
  result->type = new_ref(su->type);
  result->obj = new_ref(obj);
  result->obj_type = obj_type;
  return result;
}

int runtime_error(const char* message) {
  err_set_string(exc_RuntimeError, message);
  return -1;
}

// The class from the frame's __class__ cell: borrowed.
TypeObject* class_from_cell(CodeObject* code, Object** localsplus) {
  for (int i = code->co_nlocalsplus - code->co_nfreevars; i < code->co_nlocalsplus; i++) {
    if (!unicode_eq(tuple_item(code->co_localsplusnames, i), ID(__class__))) continue;
    Object* cell = localsplus[i];
    if (cell == nullptr || !cell_check(cell)) {
      runtime_error("super(): bad __class__ cell");
      return nullptr;
    }
    Object* type = cell_peek(cell);
    if (type == nullptr) {
      runtime_error("super(): empty __class__ cell");
      return nullptr;
    }
    if (!type_check(type)) {
      err_format(exc_RuntimeError, "super(): __class__ is not a type (%s)", type->ob_type->tp_name);
      return nullptr;
    }
    return static_cast<TypeObject*>(type);
  }
  runtime_error("super(): __class__ cell not found");
  return nullptr;
}

int super_init_without_args(TypeObject** type, Object** obj) {
  CodeObject* code;
  Object** localsplus;
  if (!eval_current_frame(&code, &localsplus)) return runtime_error("super(): no current frame");
  if (code->co_argcount == 0) return runtime_error("super(): no arguments");
  Object* first = localsplus[0];
  bool may_be_cell =
      (static_cast<uint8_t>(bytes_data(code->co_localspluskinds)[0]) & lang::CO_FAST_CELL) != 0;
  if (first != nullptr && may_be_cell && cell_check(first)) first = cell_peek(first);
  if (first == nullptr) return runtime_error("super(): arg[0] deleted");
  *type = class_from_cell(code, localsplus);
  *obj = first;
  return *type ? 0 : -1;
}

int super_init_impl(Object* self, TypeObject* type, Object* obj) {
  auto* su = as<SuperObject>(self);
  TypeObject* obj_type = nullptr;
  if (type == nullptr && super_init_without_args(&type, &obj) < 0) return -1;
  if (obj == None) obj = nullptr;
  if (obj != nullptr) {
    obj_type = supercheck(type, obj);
    if (obj_type == nullptr) return -1;
    incref(obj);
  }
  set_ref(su->type, new_ref(type));
  set_ref(su->obj, obj);
  set_ref(su->obj_type, obj_type);
  return 0;
}

int super_init(Object* self, Object* args, Object* kwds) {
  Object *type = nullptr, *obj = nullptr;
  if (!arg_no_keywords("super", kwds)) return -1;
  Ssize n = tuple_size(args);
  if (n > 2) {
    err_format(exc_TypeError, "super() takes at most 2 arguments (%zd given)", n);
    return -1;
  }
  if (n > 0) type = tuple_item(args, 0);
  if (n > 1) obj = tuple_item(args, 1);
  if (type != nullptr && !type_check(type)) {
    arg_bad_argument("super", "argument 1", "type", type);
    return -1;
  }
  return super_init_impl(self, static_cast<TypeObject*>(type), obj);
}

Object* super_vectorcall(Object* self, Object* const* args, size_t nargsf, Object* kwnames) {
  if (!arg_no_kwnames("super", kwnames)) return nullptr;
  Ssize nargs = vectorcall_nargs(nargsf);
  if (!arg_check_positional("super()", nargs, 0, 2)) return nullptr;
  auto* self_type = static_cast<TypeObject*>(self);
  Object* su = self_type->tp_alloc(self_type, 0);
  if (su == nullptr) return nullptr;
  TypeObject* type = nullptr;
  bool ok = true;
  if (nargs != 0) {
    ok = type_check(args[0]);
    if (!ok)
      err_format(exc_TypeError, "super() argument 1 must be a type, not %.200s",
                 args[0]->ob_type->tp_name);
    type = static_cast<TypeObject*>(args[0]);
  }
  if (ok && super_init_impl(su, type, nargs == 2 ? args[1] : nullptr) >= 0) return su;
  decref(su);
  return nullptr;
}

const MemberDef super_members[] = {
    {"__thisclass__", _Py_T_OBJECT, offsetof(SuperObject, type), Py_READONLY,
     "the class invoking super()"},
    {"__self__", _Py_T_OBJECT, offsetof(SuperObject, obj), Py_READONLY,
     "the instance invoking super(); may be None"},
    {"__self_class__", _Py_T_OBJECT, offsetof(SuperObject, obj_type), Py_READONLY,
     "the type of the instance invoking super(); may be None"},
    {},
};

}  // namespace

Object* super_lookup(TypeObject* su_type, Object* su_obj, Object* name, int* meth_found) {
  TypeObject* su_obj_type = supercheck(su_type, su_obj);
  if (su_obj_type == nullptr) return nullptr;
  Object* result = do_super_lookup(nullptr, su_type, su_obj, su_obj_type, name, meth_found);
  decref(static_cast<Object*>(su_obj_type));
  return result;
}

TypeObject super_type = {
    TYPE_HEAD,
    {
        .tp_name = "super",
        .tp_basicsize = layout::super_.basicsize,
        .tp_dealloc = super_dealloc,
        .tp_repr = super_repr,
        .tp_getattro = super_getattro,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
        .tp_doc = "super() -> same as super(__class__, <first argument>)\n"
                  "super(type) -> unbound super object\n"
                  "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
                  "super(type, type2) -> bound super object; requires issubclass(type2, type)\n"
                  "Typical use to call a cooperative superclass method:\n"
                  "class C(B):\n"
                  "    def meth(self, arg):\n"
                  "        super().meth(arg)\n"
                  "This works for class methods too:\n"
                  "class C(B):\n"
                  "    @classmethod\n"
                  "    def cmeth(cls, arg):\n"
                  "        super().cmeth(arg)\n",
        .tp_traverse = super_traverse,
        .tp_members = super_members,
        .tp_descr_get = super_descr_get,
        .tp_init = super_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = type_generic_new,
        .tp_free = object_gc_del,
        .tp_vectorcall = super_vectorcall,
    },
};

}  // namespace py

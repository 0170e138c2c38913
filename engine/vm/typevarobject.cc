// Type parameters and aliases.
// CPython 3.13: Objects/typevarobject.c
#include "vm/typevarobject.h"

#include "gc/gc.h"                    // object_gc_new
#include "object/call.h"              // lazy parts
#include "object/errors.h"            // err_*
#include "types/boolobject.h"         // flags
#include "types/genericaliasobject.h" // Generic[T]
#include "types/tupleobject.h"        // parameters
#include "types/unicodeobject.h"      // names

namespace py {

namespace {

// One struct for the three kinds of parameter and for aliases.
struct TypeParamObject : Object {
  Object* name;
  Object* value;        // bound, constraints or alias value once computed; or null
  Object* evaluate;     // gives value; or null
  Object* defaults;     // default once computed; or null
  Object* evaluate_default;
  Object* type_params;  // of an alias
  bool constraints;     // value is a tuple of constraints
};
constexpr Ssize kBasicSize = 80;  // CPython's typevarobject
static_assert(sizeof(TypeParamObject) <= kBasicSize);

TypeParamObject* param_of(Object* o) { return static_cast<TypeParamObject*>(o); }

TypeParamObject* param_new(TypeObject* type, Object* name, Object* evaluate) {
  auto* p = object_gc_new<TypeParamObject>(type);
  if (p == nullptr) return nullptr;
  p->name = new_ref(name);
  p->value = nullptr;
  p->evaluate = xnew_ref(evaluate);
  p->defaults = p->evaluate_default = p->type_params = nullptr;
  p->constraints = false;
  object_gc_track(p);
  return p;
}

int param_traverse(Object* self, visitproc visit, void* arg) {
  TypeParamObject* p = param_of(self);
  VISIT(p->value);
  VISIT(p->evaluate);
  VISIT(p->defaults);
  VISIT(p->evaluate_default);
  VISIT(p->type_params);
  return 0;
}
int param_clear(Object* self) {
  TypeParamObject* p = param_of(self);
  clear_ref(p->value);
  clear_ref(p->evaluate);
  clear_ref(p->defaults);
  clear_ref(p->evaluate_default);
  clear_ref(p->type_params);
  return 0;
}
void param_dealloc(Object* self) {
  object_gc_untrack(self);
  clear_ref(param_of(self)->name);
  param_clear(self);
  object_gc_del(self);
}
Object* param_repr(Object* self) { return new_ref(param_of(self)->name); }

// The field, computed at the first look; otherwise if there is nothing to compute. New reference.
Object* lazy(Object*& field, Object* evaluate, Object* otherwise) {
  if (field == nullptr) {
    if (evaluate == nullptr) return new_ref(otherwise);
    field = object_call_no_args(evaluate);
    if (field == nullptr) return nullptr;
  }
  return new_ref(field);
}

Object* get_name(Object* self, void*) { return new_ref(param_of(self)->name); }
Object* get_bound(Object* self, void*) {
  TypeParamObject* p = param_of(self);
  return p->constraints ? None : lazy(p->value, p->evaluate, None);
}
Object* get_constraints(Object* self, void*) {
  TypeParamObject* p = param_of(self);
  return p->constraints ? lazy(p->value, p->evaluate, tuple_empty()) : tuple_empty();
}
Object* get_default(Object* self, void*) {
  TypeParamObject* p = param_of(self);
  return lazy(p->defaults, p->evaluate_default, &no_default_object);
}
Object* get_value(Object* self, void*) {
  TypeParamObject* p = param_of(self);
  return lazy(p->value, p->evaluate, None);
}
Object* get_type_params(Object* self, void*) {
  Object* params = param_of(self)->type_params;
  return params != nullptr ? new_ref(params) : tuple_empty();
}
Object* get_false(Object*, void*) { return False; }
Object* get_true(Object*, void*) { return True; }
Object* has_default(Object* self) {
  TypeParamObject* p = param_of(self);
  return bool_from_long(p->defaults != nullptr || p->evaluate_default != nullptr);
}

const GetSetDef typevar_getset[] = {
    {"__name__", get_name},
    {"__bound__", get_bound},
    {"__constraints__", get_constraints},
    {"__default__", get_default},
    {"__covariant__", get_false},
    {"__contravariant__", get_false},
    {"__infer_variance__", get_true},
    {},
};
const GetSetDef param_getset[] = {
    {"__name__", get_name},
    {"__default__", get_default},
    {},
};
const MethodDef param_methods[] = {
    {"has_default", has_default},
    {},
};
const GetSetDef alias_getset[] = {
    {"__name__", get_name},
    {"__value__", get_value},
    {"__type_params__", get_type_params},
    {"__parameters__", get_type_params},
    {},
};

Object* alias_subscript(Object* self, Object* args) {
  if (param_of(self)->type_params == nullptr) {
    err_set_string(exc_TypeError, "Only generic type aliases are subscriptable");
    return nullptr;
  }
  return generic_alias(self, args);
}

const MethodDef generic_methods[] = {
    {"__class_getitem__", generic_alias, "Parameterizes a generic class.", METH_CLASS},
    {},
};

Object* no_default_repr(Object*) { return unicode_from_string("typing.NoDefault"); }

}  // namespace

Object* make_typevar(Object* name, Object* evaluate_bound, Object* evaluate_constraints) {
  TypeParamObject* p =
      param_new(&typevar_type, name, evaluate_bound != nullptr ? evaluate_bound : evaluate_constraints);
  if (p != nullptr) p->constraints = evaluate_constraints != nullptr;
  return p;
}
Object* make_paramspec(Object* name) { return param_new(&paramspec_type, name, nullptr); }
Object* make_typevartuple(Object* name) { return param_new(&typevartuple_type, name, nullptr); }

Object* make_typealias(Object* args) {
  TypeParamObject* p = param_new(&typealias_type, tuple_item(args, 0), tuple_item(args, 2));
  if (p != nullptr && tuple_item(args, 1) != None) p->type_params = new_ref(tuple_item(args, 1));
  return p;
}

Object* subscript_generic(Object* params) { return generic_alias(&generic_type, params); }

Object* set_typeparam_default(Object* param, Object* evaluate) {
  set_ref(param_of(param)->evaluate_default, new_ref(evaluate));
  return new_ref(param);
}

#define TYPE_PARAM(variable, name, getset, methods, ...)                         \
  TypeObject variable = {TYPE_HEAD,                                              \
                         {.tp_name = name,                                       \
                          .tp_basicsize = kBasicSize,                            \
                          .tp_dealloc = param_dealloc,                           \
                          .tp_repr = param_repr,                                 \
                          .tp_getattro = object_generic_get_attr,                \
                          .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,         \
                          .tp_traverse = param_traverse,                         \
                          .tp_clear = param_clear,                               \
                          .tp_methods = methods,                                 \
                          .tp_getset = getset __VA_OPT__(, ) __VA_ARGS__}}
TYPE_PARAM(typevar_type, "typing.TypeVar", typevar_getset, param_methods);
TYPE_PARAM(paramspec_type, "typing.ParamSpec", param_getset, param_methods);
TYPE_PARAM(typevartuple_type, "typing.TypeVarTuple", param_getset, param_methods);
TYPE_PARAM(typealias_type, "typing.TypeAliasType", alias_getset, nullptr, .mp_subscript = alias_subscript);
#undef TYPE_PARAM

TypeObject generic_type = {TYPE_HEAD,
                           {.tp_name = "typing.Generic",
                            .tp_basicsize = 16,
                            .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE,
                            .tp_methods = generic_methods}};

TypeObject no_default_type = {TYPE_HEAD, {.tp_name = "NoDefaultType", .tp_basicsize = 16, .tp_repr = no_default_repr}};
Object no_default_object = {kImmortalRefcnt, &no_default_type};

}  // namespace py

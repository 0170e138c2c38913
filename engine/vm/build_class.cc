// __build_class__: what a class statement calls.
// CPython 3.13: builtin___build_class__, update_bases in Python/bltinmodule.c
#include "object/abstract.h"      // mapping_check
#include "object/call.h"          // metaclass, __prepare__
#include "object/errors.h"        // err_format
#include "object/identifiers.h"   // ID(metaclass)
#include "types/call_internal.h"  // stack_as_dict
#include "types/cellobject.h"     // __class__
#include "types/dictobject.h"     // namespaces
#include "types/listobject.h"     // replaced bases
#include "types/tupleobject.h"    // bases
#include "types/typeobject.h"     // type_calculate_metaclass
#include "types/unicodeobject.h"  // the name
#include "vm/ceval.h"

namespace py {

namespace {

// Bases with those that define __mro_entries__ replaced: a new reference, bases itself when none does.
Object* update_bases(Object* bases) {
  Object* replaced = nullptr;  // list, from the first replacement on
  for (Ssize i = 0; i < tuple_size(bases); i++) {
    Object* base = tuple_item(bases, i);
    Object* method = nullptr;
    if (!type_check(base) && object_get_optional_attr(base, ID(__mro_entries__), &method) < 0) break;
    if (method == nullptr) {
      if (replaced != nullptr && list_append(replaced, base) < 0) break;
      continue;
    }
    Object* entries = object_call_one_arg(method, bases);
    decref(method);
    if (entries == nullptr) break;
    if (!tuple_check(entries)) {
      err_set_string(exc_TypeError, "__mro_entries__ must return a tuple");
      decref(entries);
      break;
    }
    if (replaced == nullptr) {
      replaced = list_new(i);
      if (replaced == nullptr) {
        decref(entries);
        break;
      }
      for (Ssize j = 0; j < i; j++) list_init_item(replaced, j, new_ref(tuple_item(bases, j)));
    }
    Ssize end = list_size(replaced);
    int status = list_set_slice(replaced, end, end, entries);
    decref(entries);
    if (status < 0) break;
  }
  if (err_occurred()) {
    xdecref(replaced);
    return nullptr;
  }
  if (replaced == nullptr) return new_ref(bases);
  Object* result = list_as_tuple(replaced);
  decref(replaced);
  return result;
}

// What a class statement has gathered; owned references, dropped at the end.
struct ClassParts {
  Object *name, *orig_bases, *bases, *keywords, *meta, *ns, *cell;
  bool isclass;  // meta is a class
};

// The metaclass: given, or that of the first base, and then the most derived one. false: error.
bool choose_metaclass(ClassParts* p) {
  if (p->keywords != nullptr && dict_pop(p->keywords, ID(metaclass), &p->meta) < 0) return false;
  if (p->meta != nullptr) {
    p->isclass = type_check(p->meta);
  } else {
    p->meta = tuple_size(p->bases) == 0 ? &type_type : static_cast<Object*>(tuple_item(p->bases, 0)->ob_type);
    incref(p->meta);
    p->isclass = true;
  }
  if (!p->isclass) return true;
  Object* winner = type_calculate_metaclass(static_cast<TypeObject*>(p->meta), p->bases);
  if (winner == nullptr) return false;
  if (winner != p->meta) set_ref(p->meta, new_ref(winner));
  return true;
}

bool prepare_namespace(ClassParts* p) {
  Object* prepare;
  if (object_get_optional_attr(p->meta, ID(__prepare__), &prepare) < 0) return false;
  if (prepare == nullptr) {
    p->ns = dict_new();
  } else {
    Object* args[2] = {p->name, p->bases};
    p->ns = object_vectorcall_dict(prepare, args, 2, p->keywords);
    decref(prepare);
  }
  if (p->ns == nullptr) return false;
  if (!mapping_check(p->ns)) {
    err_format(exc_TypeError, "%.200s.__prepare__() must return a mapping, not %.200s",
               p->isclass ? static_cast<TypeObject*>(p->meta)->tp_name : "<metaclass>", p->ns->ob_type->tp_name);
    return false;
  }
  return true;
}

// The class got its __class__ cell filled by type.__new__; a metaclass may have forgotten to pass it on.
bool check_class_cell(Object* cls, const ClassParts* p) {
  if (!type_check(cls) || !cell_check(p->cell)) return true;
  Object* found = cell_peek(p->cell);
  if (found == cls) return true;
  if (found == nullptr) {
    err_format(exc_RuntimeError,
               "__class__ not set defining %.200R as %.200R. Was __classcell__ propagated to type.__new__?", p->name, cls);
  } else {
    err_format(exc_TypeError, "__class__ set to %.200R defining %.200R as %.200R", found, p->name, cls);
  }
  return false;
}

Object* make_class(ClassParts* p, FunctionObject* body) {
  if (!choose_metaclass(p) || !prepare_namespace(p)) return nullptr;
  p->cell = eval_vector(body, p->ns, nullptr, 0, nullptr);
  if (p->cell == nullptr) return nullptr;
  if (p->bases != p->orig_bases && object_set_item(p->ns, ID(__orig_bases__), p->orig_bases) < 0) return nullptr;
  Object* args[3] = {p->name, p->bases, p->ns};
  Object* cls = object_vectorcall_dict(p->meta, args, 3, p->keywords);
  if (cls != nullptr && !check_class_cell(cls, p)) clear_ref(cls);
  return cls;
}

}  // namespace

Object* builtin___build_class__(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  const char* wrong = nargs < 2                   ? "__build_class__: not enough arguments"
                      : !function_check(args[0])  ? "__build_class__: func must be a function"
                      : !unicode_check(args[1])   ? "__build_class__: name is not a string"
                                                  : nullptr;
  if (wrong != nullptr) {
    err_set_string(exc_TypeError, wrong);
    return nullptr;
  }
  ClassParts p = {};
  p.name = args[1];
  p.orig_bases = tuple_from_array(args + 2, nargs - 2);
  if (p.orig_bases == nullptr) return nullptr;
  p.bases = update_bases(p.orig_bases);
  Object* cls = nullptr;
  if (p.bases != nullptr) {
    if (kwnames != nullptr) p.keywords = stack_as_dict(args + nargs, kwnames);
    if (kwnames == nullptr || p.keywords != nullptr) cls = make_class(&p, static_cast<FunctionObject*>(args[0]));
  }
  xdecref(p.cell);
  xdecref(p.ns);
  xdecref(p.meta);
  xdecref(p.keywords);
  xdecref(p.bases);
  decref(p.orig_bases);
  return cls;
}

}  // namespace py

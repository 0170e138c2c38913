// types.GenericAlias: list[int], and its iterator (*tuple[int]).
// CPython 3.13: Objects/genericaliasobject.c. Substitution of type variables is in generic_subs.cc.
#include "types/genericaliasobject.h"

#include "gc/gc.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/getargs.h"
#include "types/iter_reduce.h"  // eval_get_builtin
#include "types/listobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicode_writer.h"
#include "types/unicodeobject.h"
#include "types/unionobject.h"

namespace py {

static GenericAliasObject* as_alias(Object* o) { return as<GenericAliasObject>(o); }

// --- Making ---

// list[int]() leaves a trace on objects that can take it.
static Object* set_orig_class(Object* o, Object* alias) {
  if (o == nullptr || object_set_attr(o, ID(__orig_class__), alias) >= 0) return o;
  if (!err_exception_matches(exc_AttributeError) && !err_exception_matches(exc_TypeError)) {
    decref(o);
    return nullptr;
  }
  err_clear();
  return o;
}

static Object* ga_vectorcall(Object* self, Object* const* args, size_t nargsf, Object* kwnames) {
  Object* origin = as_alias(self)->origin;
  return set_orig_class(vectorcall_function(origin)(origin, args, nargsf, kwnames), self);
}

static Object* alias_of_type(TypeObject* type, Object* origin, Object* args) {
  auto* alias = as_alias(type->tp_alloc(type, 0));
  if (alias == nullptr) return nullptr;
  alias->args = tuple_check(args) ? new_ref(args) : tuple_pack(args);
  if (alias->args == nullptr) {
    decref(static_cast<Object*>(alias));
    return nullptr;
  }
  alias->origin = new_ref(origin);
  alias->vectorcall = vectorcall_function(origin) ? ga_vectorcall : nullptr;
  return alias;
}

Object* generic_alias(Object* origin, Object* args) {
  return alias_of_type(&generic_alias_type, origin, args);
}

static Object* ga_new(TypeObject* type, Object* args, Object* kwds) {
  if (!arg_no_keywords("GenericAlias", kwds) ||
      !arg_check_positional("GenericAlias", tuple_size(args), 2, 2)) {
    return nullptr;
  }
  return alias_of_type(type, tuple_item(args, 0), tuple_item(args, 1));
}

static void ga_dealloc(Object* self) {
  auto* alias = as_alias(self);
  object_gc_untrack(self);
  if (alias->weakreflist != nullptr) object_clear_weakrefs(self);
  xdecref(alias->origin);
  xdecref(alias->args);
  xdecref(alias->parameters);
  self->ob_type->tp_free(self);
}

static int ga_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as_alias(self)->origin);
  VISIT(as_alias(self)->args);
  VISIT(as_alias(self)->parameters);
  return 0;
}

// --- repr ---

Object* typing_type_repr(Object* item) {
  if (item == Ellipsis) return unicode_from_string("...");
  int has = object_has_attr_with_error(item, ID(__origin__));
  if (has > 0) has = object_has_attr_with_error(item, ID(__args__));
  if (has != 0) return has < 0 ? nullptr : object_repr(item);
  Object *qualname, *module, *result;
  if (object_get_optional_attr(item, ID(__qualname__), &qualname) < 0) return nullptr;
  if (qualname == nullptr) return object_repr(item);
  if (object_get_optional_attr(item, ID(__module__), &module) < 0) {
    decref(qualname);
    return nullptr;
  }
  if (module == nullptr || module == None) {
    result = object_repr(item);
  } else if (unicode_check(module) && unicode_equal_to_ascii_string(module, "builtins")) {
    result = object_str(qualname);
  } else {
    result = unicode_from_format("%S.%S", module, qualname);
  }
  decref(qualname);
  xdecref(module);
  return result;
}

static int write_ascii(UnicodeWriter* w, const char* text) {
  return unicode_writer_write_ascii_string(w, text, -1);
}

static int write_item(UnicodeWriter* w, Object* item);

static int write_items(UnicodeWriter* w, Object* const* items, Ssize n) {
  for (Ssize i = 0; i < n; i++) {
    if (i > 0 && write_ascii(w, ", ") < 0) return -1;
    if (write_item(w, items[i]) < 0) return -1;
  }
  return 0;
}

static int write_item(UnicodeWriter* w, Object* item) {
  Object* text = typing_type_repr(item);
  if (text == nullptr) return -1;
  int result = unicode_writer_write_str(w, text);
  decref(text);
  return result;
}

// A list stands for the arguments of a ParamSpec.
static int write_argument(UnicodeWriter* w, Object* item) {
  if (!list_check_exact(item)) return write_item(w, item);
  if (write_ascii(w, "[") < 0 || write_items(w, list_items(item), list_size(item)) < 0) return -1;
  return write_ascii(w, "]");
}

static int write_alias(UnicodeWriter* w, GenericAliasObject* alias) {
  if (alias->starred && write_ascii(w, "*") < 0) return -1;
  if (write_item(w, alias->origin) < 0 || write_ascii(w, "[") < 0) return -1;
  Ssize n = tuple_size(alias->args);
  for (Ssize i = 0; i < n; i++) {
    if (i > 0 && write_ascii(w, ", ") < 0) return -1;
    if (write_argument(w, tuple_item(alias->args, i)) < 0) return -1;
  }
  if (n == 0 && write_ascii(w, "()") < 0) return -1;
  return write_ascii(w, "]");
}

static Object* ga_repr(Object* self) {
  UnicodeWriter writer;
  unicode_writer_init(&writer);
  if (write_alias(&writer, as_alias(self)) >= 0) return unicode_writer_finish(&writer);
  unicode_writer_dealloc(&writer);
  return nullptr;
}

// --- Slots ---

// Attributes of the alias itself; all others are those of the class.
static const char* const attr_exceptions[] = {"__class__",
                                              "__bases__",
                                              "__origin__",
                                              "__args__",
                                              "__unpacked__",
                                              "__parameters__",
                                              "__typing_unpacked_tuple_args__",
                                              "__mro_entries__",
                                              "__reduce_ex__",
                                              "__reduce__",
                                              "__copy__",
                                              "__deepcopy__"};

static Object* ga_getattro(Object* self, Object* name) {
  bool own = !unicode_check(name);
  for (const char* exception : attr_exceptions)
    own = own || unicode_equal_to_ascii_string(name, exception);
  return own ? object_generic_get_attr(self, name) : object_get_attr(as_alias(self)->origin, name);
}

static Object* ga_parameters(Object* self, void*) {
  auto* alias = as_alias(self);
  if (alias->parameters == nullptr) alias->parameters = make_parameters(alias->args);
  return xnew_ref(alias->parameters);
}

static Object* ga_getitem(Object* self, Object* item) {
  auto* alias = as_alias(self);
  Object* parameters = ga_parameters(self, nullptr);
  if (parameters == nullptr) return nullptr;
  Object* newargs = subs_parameters(self, alias->args, parameters, item);
  decref(parameters);
  if (newargs == nullptr) return nullptr;
  Object* result = generic_alias(alias->origin, newargs);
  if (result != nullptr) as_alias(result)->starred = alias->starred;
  decref(newargs);
  return result;
}

static HashValue ga_hash(Object* self) {
  HashValue origin = object_hash(as_alias(self)->origin);
  if (origin == -1) return -1;
  HashValue args = object_hash(as_alias(self)->args);
  return args == -1 ? -1 : origin ^ args;
}

static Object* ga_call(Object* self, Object* args, Object* kwds) {
  return set_orig_class(object_call(as_alias(self)->origin, args, kwds), self);
}

static Object* ga_richcompare(Object* a, Object* b, int op) {
  if (!generic_alias_check(b) || (op != kEq && op != kNe)) return NotImplemented;
  auto *x = as_alias(a), *y = as_alias(b);
  int equal = x->starred == y->starred;
  if (equal) equal = object_rich_compare_bool(x->origin, y->origin, kEq);
  if (equal > 0) {
    Object* result = object_rich_compare(x->args, y->args, kEq);
    equal = result ? object_is_true(result) : -1;
    xdecref(result);
  }
  return equal < 0 ? nullptr : bool_from_long(equal == (op == kEq));
}

// --- Methods ---

static Object* ga_mro_entries(Object* self, Object*) { return tuple_pack(as_alias(self)->origin); }
static Object* ga_instancecheck(Object*, Object*) {
  return err_format(exc_TypeError, "isinstance() argument 2 cannot be a parameterized generic");
}
static Object* ga_subclasscheck(Object*, Object*) {
  return err_format(exc_TypeError, "issubclass() argument 2 cannot be a parameterized generic");
}

static Object* ga_reduce(Object* self) {
  auto* alias = as_alias(self);
  if (!alias->starred) {
    Object* args = tuple_pack(alias->origin, alias->args);
    Object* result = args ? tuple_pack(static_cast<Object*>(self->ob_type), args) : nullptr;
    xdecref(args);
    return result;
  }
  Object* plain = generic_alias(alias->origin, alias->args);
  Object* iter = plain ? object_get_iter(plain) : nullptr;
  xdecref(plain);
  Object* result = iter ? reduce_with_builtin(ID(next), iter) : nullptr;
  xdecref(iter);
  return result;
}

static Object* ga_dir(Object* self) {
  Object* dir = object_dir(as_alias(self)->origin);
  for (const char* exception : attr_exceptions) {
    if (dir == nullptr) break;
    Object* entry = unicode_from_string(exception);
    int found = entry ? sequence_contains(dir, entry) : -1;
    if (found == 0) found = list_append(dir, entry);
    xdecref(entry);
    if (found < 0) clear_ref(dir);
  }
  return dir;
}

static Object* ga_unpacked_tuple_args(Object* self, void*) {
  auto* alias = as_alias(self);
  return new_ref(alias->starred && alias->origin == &tuple_type ? alias->args : None);
}

static const MethodDef ga_methods[] = {
    {"__mro_entries__", ga_mro_entries},
    {"__instancecheck__", ga_instancecheck},
    {"__subclasscheck__", ga_subclasscheck},
    {"__reduce__", ga_reduce},
    {"__dir__", ga_dir},
    {},
};
static const MemberDef ga_members[] = {
    {"__origin__", _Py_T_OBJECT, offsetof(GenericAliasObject, origin), Py_READONLY},
    {"__args__", _Py_T_OBJECT, offsetof(GenericAliasObject, args), Py_READONLY},
    {"__unpacked__", Py_T_BOOL, offsetof(GenericAliasObject, starred), Py_READONLY},
    {},
};
static const GetSetDef ga_properties[] = {
    {"__parameters__", ga_parameters, nullptr, "Type variables in the GenericAlias."},
    {"__typing_unpacked_tuple_args__", ga_unpacked_tuple_args},
    {},
};

// --- The iterator: yields the starred alias once ---

namespace {
struct GenericAliasIterObject : Object {
  Object* obj;
};
}  // namespace
static Object*& target_of(Object* self) { return as<GenericAliasIterObject>(self)->obj; }

static Object* ga_iter(Object* self) {
  auto* it = object_gc_new<GenericAliasIterObject>(&generic_alias_iter_type);
  if (it == nullptr) return nullptr;
  it->obj = new_ref(self);
  object_gc_track(it);
  return it;
}

static Object* ga_iternext(Object* self) {
  if (target_of(self) == nullptr) {
    err_set_none(exc_StopIteration);
    return nullptr;
  }
  auto* alias = as_alias(target_of(self));
  Object* result = generic_alias(alias->origin, alias->args);
  if (result == nullptr) return nullptr;
  as_alias(result)->starred = true;
  clear_ref(target_of(self));
  return result;
}

static void ga_iter_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(target_of(self));
  object_gc_del(self);
}
static int ga_iter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(target_of(self));
  return 0;
}
static int ga_iter_clear(Object* self) {
  clear_ref(target_of(self));
  return 0;
}
static Object* ga_iter_reduce(Object* self) {
  return reduce_with_builtin(ID(iter), target_of(self) ? target_of(self) : tuple_empty());
}
static const MethodDef ga_iter_methods[] = {{"__reduce__", ga_iter_reduce}, {}};

TypeObject generic_alias_iter_type = {
    TYPE_HEAD,
    {
        .tp_name = "generic_alias_iterator",
        .tp_basicsize = 24,
        .tp_dealloc = ga_iter_dealloc,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = ga_iter_traverse,
        .tp_clear = ga_iter_clear,
        .tp_iter = object_self_iter,
        .tp_iternext = ga_iternext,
        .tp_methods = ga_iter_methods,
    },
};

TypeObject generic_alias_type = {
    TYPE_HEAD,
    {
        .tp_name = "types.GenericAlias",
        .tp_basicsize = layout::GenericAlias.basicsize,
        .tp_dealloc = ga_dealloc,
        .tp_vectorcall_offset = offsetof(GenericAliasObject, vectorcall),
        .tp_repr = ga_repr,
        .tp_hash = ga_hash,
        .tp_call = ga_call,
        .tp_getattro = ga_getattro,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_HAVE_VECTORCALL,
        .tp_doc = "GenericAlias(origin, args, /)\n--\n\n"
                  "Represent a PEP 585 generic type\n\n"
                  "E.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
        .tp_traverse = ga_traverse,
        .tp_richcompare = ga_richcompare,
        .tp_weaklistoffset = offsetof(GenericAliasObject, weakreflist),
        .tp_iter = ga_iter,
        .tp_methods = ga_methods,
        .tp_members = ga_members,
        .tp_getset = ga_properties,
        .tp_alloc = type_generic_alloc,
        .tp_new = ga_new,
        .tp_free = object_gc_del,
        .nb_or = union_type_or,
        .mp_subscript = ga_getitem,
    },
};

}  // namespace py

// CPython 3.13: Objects/unionobject.c. See the header.
#include "types/unionobject.h"

#include "gc/gc.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "profile/profile.h"
#include "types/genericaliasobject.h"
#include "types/setobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicode_writer.h"
#include "types/unicodeobject.h"

namespace py {

static UnionObject* as_union(Object* o) { return as<UnionObject>(o); }

// --- Making: X | Y ---

static Object* make_union(Object* args) {
  auto* result = object_gc_new<UnionObject>(&union_type);
  if (result == nullptr) return nullptr;
  result->parameters = nullptr;
  result->args = new_ref(args);
  object_gc_track(result);
  return result;
}

static bool is_unionable(Object* o) {
  return o == None || type_check(o) || generic_alias_check(o) || union_check(o);
}

// 1, 0 or -1.
static int contains(Object* const* items, Ssize n, Object* o) {
  for (Ssize i = 0; i < n; i++) {
    bool aliases = generic_alias_check(items[i]) && generic_alias_check(o);
    int same = aliases ? object_rich_compare_bool(items[i], o, kEq) : items[i] == o;
    if (same != 0) return same;
  }
  return 0;
}

// items1 and what of items2 is new: a new tuple; null without an error when nothing is.
static Object* merge(Object* const* items1, Ssize n1, Object* const* items2, Ssize n2) {
  Object* tuple = nullptr;
  Ssize pos = n1;
  for (Ssize i = 0; i < n2; i++) {
    int duplicate = contains(items1, n1, items2[i]);
    if (duplicate < 0) {
      xdecref(tuple);
      return nullptr;
    }
    if (duplicate) continue;
    if (tuple == nullptr) {
      tuple = tuple_new(n1 + n2 - i);
      if (tuple == nullptr) return nullptr;
      for (Ssize j = 0; j < n1; j++) tuple_init_item(tuple, j, new_ref(items1[j]));
    }
    tuple_init_item(tuple, pos++, new_ref(items2[i]));
  }
  if (tuple != nullptr && pos < tuple_size(tuple)) tuple_resize(&tuple, pos);
  return tuple;
}

// The types that *o stands for; None becomes its class.
static Object* const* get_types(Object** o, Ssize* n) {
  if (*o == None) *o = &none_type;
  *n = union_check(*o) ? tuple_size(union_args(*o)) : 1;
  return union_check(*o) ? tuple_items(union_args(*o)) : o;
}

Object* union_type_or(Object* self, Object* other) {
  if (!is_unionable(self) || !is_unionable(other)) return NotImplemented;
  Ssize n1, n2;
  Object* const* items1 = get_types(&self, &n1);
  Object* const* items2 = get_types(&other, &n2);
  Object* tuple = merge(items1, n1, items2, n2);
  if (tuple == nullptr) return err_occurred() ? nullptr : new_ref(self);
  Object* result = make_union(tuple);
  decref(tuple);
  return result;
}

// --- Slots ---

static void union_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as_union(self)->args);
  xdecref(as_union(self)->parameters);
  self->ob_type->tp_free(self);
}

static int union_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as_union(self)->args);
  VISIT(as_union(self)->parameters);
  return 0;
}

// Order does not count.
static HashValue union_hash(Object* self) {
  Object* set = frozenset_new(as_union(self)->args);
  if (set == nullptr) return -1;
  HashValue hash = object_hash(set);
  decref(set);
  return hash;
}

static Object* union_richcompare(Object* a, Object* b, int op) {
  if (!union_check(b) || (op != kEq && op != kNe)) return NotImplemented;
  Object *x = set_new(union_args(a)), *y = x ? set_new(union_args(b)) : nullptr;
  Object* result = y ? object_rich_compare(x, y, op) : nullptr;
  xdecref(x);
  xdecref(y);
  return result;
}

static Object* union_repr(Object* self) {
  UnicodeWriter writer;
  unicode_writer_init(&writer);
  Object* args = union_args(self);
  for (Ssize i = 0; i < tuple_size(args); i++) {
    Object* item = tuple_item(args, i);
    Object* text = item == &none_type ? unicode_from_string("None") : typing_type_repr(item);
    int status = text ? 0 : -1;
    if (status == 0 && i > 0) status = unicode_writer_write_ascii_string(&writer, " | ", 3);
    if (status == 0) status = unicode_writer_write_str(&writer, text);
    xdecref(text);
    if (status < 0) {
      unicode_writer_dealloc(&writer);
      return nullptr;
    }
  }
  return unicode_writer_finish(&writer);
}

static Object* union_parameters(Object* self, void*) {
  auto* u = as_union(self);
  if (u->parameters == nullptr) u->parameters = make_parameters(u->args);
  return xnew_ref(u->parameters);
}

static Object* union_getitem(Object* self, Object* item) {
  Object* parameters = union_parameters(self, nullptr);
  Object* newargs =
      parameters ? subs_parameters(self, union_args(self), parameters, item) : nullptr;
  xdecref(parameters);
  if (newargs == nullptr) return nullptr;
  Ssize n = tuple_size(newargs);
  Object* result = n == 0 ? make_union(newargs) : new_ref(tuple_item(newargs, 0));
  for (Ssize i = 1; i < n && result != nullptr; i++)
    set_ref(result, number_or(result, tuple_item(newargs, i)));
  decref(newargs);
  return result;
}

// __module__ is the class's: typing relies on it.
static Object* union_getattro(Object* self, Object* name) {
  bool is_module = unicode_check(name) && unicode_equal_to_ascii_string(name, "__module__");
  return is_module ? object_get_attr(self->ob_type, name) : object_generic_get_attr(self, name);
}

static const MemberDef union_members[] = {
    {"__args__", _Py_T_OBJECT, offsetof(UnionObject, args), Py_READONLY}, {}};
static const GetSetDef union_properties[] = {
    {"__parameters__", union_parameters, nullptr, "Type variables in the types.UnionType."}, {}};

TypeObject union_type = {
    TYPE_HEAD,
    {
        .tp_name = "types.UnionType",
        .tp_basicsize = layout::Union.basicsize,
        .tp_dealloc = union_dealloc,
        .tp_repr = union_repr,
        .tp_hash = union_hash,
        .tp_getattro = union_getattro,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
        .tp_traverse = union_traverse,
        .tp_richcompare = union_richcompare,
        .tp_members = union_members,
        .tp_getset = union_properties,
        .tp_alloc = type_generic_alloc,
        .tp_free = object_gc_del,
        .nb_or = union_type_or,
        .mp_subscript = union_getitem,
    },
};

}  // namespace py

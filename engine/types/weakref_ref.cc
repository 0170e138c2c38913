// weakref.ref (ReferenceType), and what happens to references when their referent dies.
// CPython 3.13: Objects/weakrefobject.c
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"  // __name__
#include "object/weakref_list.h"
#include "types/boolobject.h"          // True, False
#include "types/genericaliasobject.h"  // ref[int]
#include "types/getargs.h"
#include "types/tupleobject.h"    // references that are being cleared
#include "types/typeobject.h"     // type_generic_alloc, object_lookup_special
#include "types/unicodeobject.h"  // repr

namespace py {

// --- Making references ---

static Object* weakref_vectorcall(Object* self, Object* const*, size_t nargsf, Object* kwnames) {
  if (kwnames && !arg_no_kwnames("weakref", kwnames)) return nullptr;
  if (!arg_check_positional("weakref", vectorcall_nargs(nargsf), 0, 0)) return nullptr;
  Object* ob = weakref_referent(self);
  return new_ref(ob ? ob : None);
}

static Object* weakref_call(Object* self, Object* args, Object* kwargs) {
  if (!arg_no_keywords("weakref", kwargs)) return nullptr;
  return weakref_vectorcall(self, tuple_items(args), static_cast<size_t>(tuple_size(args)),
                            nullptr);
}

WeakReference* weakref_allocate_plain(TypeObject*, Object* ob, Object* callback) {
  WeakReference* self = object_gc_new<WeakReference>(&weakref_ref_type);
  if (!self) return nullptr;
  weakref_init(self, ob, callback);
  self->vectorcall = weakref_vectorcall;
  object_gc_track(self);
  return self;
}

static WeakReference* allocate_ref_subtype(TypeObject* type, Object* ob, Object* callback) {
  WeakReference* self = static_cast<WeakReference*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  weakref_init(self, ob, callback);
  self->vectorcall = weakref_vectorcall;
  return self;
}

static WeakReference* try_reuse_basic_ref(WeakReference* list, TypeObject* type, Object* callback) {
  if (callback) return nullptr;
  WeakReference *ref, *proxy;
  get_basic_refs(list, &ref, &proxy);
  if (type == &weakref_ref_type) return ref;
  return type == &weakref_proxy_type ? proxy : nullptr;
}

Object* get_or_create_weakref(TypeObject* type, WeakrefAllocate allocate, Object* ob,
                              Object* callback) {
  if (!type_supports_weakrefs(ob->ob_type)) {
    return err_format(exc_TypeError, "cannot create weak reference to '%s' object",
                      ob->ob_type->tp_name);
  }
  if (callback == None) callback = nullptr;
  WeakReference** list = weakrefs_listptr(ob);
  if (WeakReference* shared = try_reuse_basic_ref(*list, type, callback)) return new_ref(shared);
  WeakReference* self = allocate(type, ob, callback);
  if (!self) return nullptr;
  weakref_insert(self, list);
  return self;
}

Object* weakref_new_ref(Object* ob, Object* callback) {
  return get_or_create_weakref(&weakref_ref_type, weakref_allocate_plain, ob, callback);
}

int weakref_get_ref(Object* ref, Object** result) {
  *result = nullptr;
  if (!weakref_check(ref)) {
    err_set_string(exc_TypeError, "expected a weakref");
    return -1;
  }
  *result = xnew_ref(weakref_referent(ref));
  return *result ? 1 : 0;
}

// --- Death of the referent ---

static void handle_callback(Object* ref, Object* callback) {
  Object* result = object_call_one_arg(callback, ref);
  if (result) {
    decref(result);
  } else {
    err_write_unraisable(callback);
  }
}

static bool is_basic(const WeakReference* wr) {
  return !wr->wr_callback && (weakref_check_ref_exact(wr) || weakref_check_proxy(wr));
}

// Clears all references of a list and puts those that stay alive, each followed by its callback (or
// null), into a tuple.
static Ssize collect_references(WeakReference** list, Object* tuple) {
  Ssize n = 0;
  while (*list) {
    WeakReference* wr = *list;
    Object* callback = weakref_unlink(wr);
    if (wr->ob_refcnt > 0) {
      tuple_init_item(tuple, n, new_ref<Object>(wr));
      tuple_init_item(tuple, n + 1, callback);
      n += 2;
    } else {
      xdecref(callback);
    }
  }
  return n;
}

void object_clear_weakrefs(Object* ob) {
  if (!type_supports_weakrefs(ob->ob_type) || ob->ob_refcnt != 0) {
    err_bad_internal_call("object_clear_weakrefs");
    return;
  }
  WeakReference** list = weakrefs_listptr(ob);
  while (*list && is_basic(*list)) weakref_clear_ref(*list);
  Ssize count = weakref_get_weakref_count(ob);
  if (count == 0) return;
  Object* exc = err_get_raised_exception();
  Object* tuple = tuple_new(count * 2);
  if (!tuple) {
    weakref_clear_weakrefs_no_callbacks(ob);
    err_write_unraisable(nullptr);
    err_set_raised_exception(exc);
    return;
  }
  // All are dead before the first callback runs, so no callback can reach the referent.
  Ssize n = collect_references(list, tuple);
  for (Ssize i = 0; i < n; i += 2) {
    Object* callback = tuple_item(tuple, i + 1);
    if (callback) handle_callback(tuple_item(tuple, i), callback);
  }
  decref(tuple);
  err_set_raised_exception(exc);
}

// --- Slots ---

int weakref_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<WeakReference>(self)->wr_callback);
  return 0;
}

int weakref_clear(Object* self) {
  xdecref(weakref_unlink(as<WeakReference>(self)));
  return 0;
}

static void weakref_dealloc(Object* self) {
  object_gc_untrack(self);
  weakref_clear(self);
  self->ob_type->tp_free(self);
}

static HashValue weakref_hash(Object* op) {
  WeakReference* self = as<WeakReference>(op);
  if (self->hash != -1) return self->hash;
  Object* ob = weakref_referent(self);
  if (!ob) {
    err_set_string(exc_TypeError, "weak object has gone away");
    return -1;
  }
  incref(ob);
  self->hash = object_hash(ob);
  decref(ob);
  return self->hash;
}

static Object* weakref_repr(Object* self) {
  Object* ob = weakref_referent(self);
  if (!ob) return unicode_from_format("<weakref at %p; dead>", self);
  incref(ob);
  Object* name = object_lookup_special(ob, ID(__name__));
  Object* repr;
  if (!name || !unicode_check(name)) {
    repr = unicode_from_format("<weakref at %p; to '%s' at %p>", self, ob->ob_type->tp_name, ob);
  } else {
    repr = unicode_from_format("<weakref at %p; to '%s' at %p (%U)>", self, ob->ob_type->tp_name,
                               ob, name);
  }
  decref(ob);
  xdecref(name);
  return repr;
}

// Alive: as their referents compare. One dead: equal when identical.
static Object* weakref_richcompare(Object* self, Object* other, int op) {
  if ((op != kEq && op != kNe) || !weakref_check(self) || !weakref_check(other))
    return new_ref(NotImplemented);
  Object* a = xnew_ref(weakref_referent(self));
  Object* b = xnew_ref(weakref_referent(other));
  Object* result;
  if (a && b) {
    result = object_rich_compare(a, b, op);
  } else {
    result = new_ref((self == other) == (op == kEq) ? True : False);
  }
  xdecref(a);
  xdecref(b);
  return result;
}

static Object* weakref_new(TypeObject* type, Object* args, Object*) {
  Object* ob = nullptr;
  Object* callback = nullptr;
  if (!arg_unpack_tuple(args, "__new__", 1, 2, &ob, &callback)) return nullptr;
  return get_or_create_weakref(type, allocate_ref_subtype, ob, callback);
}

static int weakref_type_init(Object*, Object* args, Object* kwargs) {
  Object* ignored;
  if (!arg_no_keywords("ref", kwargs)) return -1;
  return arg_unpack_tuple(args, "__init__", 1, 2, &ignored, &ignored) ? 0 : -1;
}

static const MemberDef weakref_members[] = {
    {"__callback__", _Py_T_OBJECT, offsetof(WeakReference, wr_callback), Py_READONLY}, {}};

static const MethodDef weakref_methods[] = {
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS}, {}};

TypeObject weakref_ref_type = {
    TYPE_HEAD,
    {
        .tp_name = "weakref.ReferenceType",
        .tp_basicsize = layout::weakref.basicsize,
        .tp_dealloc = weakref_dealloc,
        .tp_vectorcall_offset = offsetof(WeakReference, vectorcall),
        .tp_repr = weakref_repr,
        .tp_hash = weakref_hash,
        .tp_call = weakref_call,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_HAVE_VECTORCALL | TPFLAGS_BASETYPE,
        .tp_traverse = weakref_traverse,
        .tp_clear = weakref_clear,
        .tp_richcompare = weakref_richcompare,
        .tp_methods = weakref_methods,
        .tp_members = weakref_members,
        .tp_init = weakref_type_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = weakref_new,
        .tp_free = object_gc_del,
    }};

}  // namespace py

// type: making instances, taking classes and their instances apart, names and doc strings.
// CPython 3.13: Objects/typeobject.c
//
// The rest of that file is in type_new.cc (class statements), type_ready.cc (inheritance),
// type_mro.cc (linearisation, bases, subclasses), type_lookup.cc (attributes, method cache),
// type_attrs.cc (attributes of type itself), type_slots.cc, slot_wrappers.cc and slot_functions.cc
// (special methods), base_object.cc (object) and superobject.cc.
#include "types/typeobject.h"

#include <cstring>

#include "gc/gc.h"         // object_gc_link, object_gc_del
#include "memory/pymem.h"  // object_malloc
#include "object/call.h"   // check_function_result
#include "object/errors.h"
#include "object/identifiers.h"   // ID
#include "object/object_alloc.h"  // object_var_size
#include "object/trashcan.h"
#include "object/weakrefobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/tupleobject.h"
#include "types/type_internal.h"
#include "types/unicodeobject.h"
#include "types/unionobject.h"  // X | Y

namespace py {

// --- Instances ---

// One item more than asked for: CPython keeps room for a sentinel, and that block size is visible.
Object* type_alloc_no_track(TypeObject* type, Ssize nitems) {
  auto size = static_cast<uint64_t>(object_var_size(type, nitems + 1));
  auto presize = static_cast<uint64_t>(type_pre_header_size(type));
  if (type_has_feature(type, TPFLAGS_INLINE_VALUES)) size += inline_values_size(type);
  auto* block = static_cast<char*>(object_malloc(size + presize));
  if (block == nullptr) return err_no_memory();
  if (presize != 0) std::memset(block, 0, 2 * layout::kPointer);
  auto* o = reinterpret_cast<Object*>(block + presize);
  if (type_is_gc(type)) object_gc_link(o);
  std::memset(static_cast<void*>(o), 0, size);
  if (type->tp_itemsize != 0) static_cast<VarObject*>(o)->ob_size = nitems;
  object_init_header(o, type);
  if (type_has_feature(type, TPFLAGS_INLINE_VALUES)) object_init_inline_values(o, type);
  return o;
}

Object* type_generic_alloc(TypeObject* type, Ssize nitems) {
  Object* o = type_alloc_no_track(type, nitems);
  if (o != nullptr && type_is_gc(type)) object_gc_track(o);
  return o;
}

Object* type_generic_new(TypeObject* type, Object*, Object*) { return type->tp_alloc(type, 0); }

// type.__call__: make, then initialise if what came out is an instance.
Object* type_call(Object* self, Object* args, Object* kwds) {
  auto* type = static_cast<TypeObject*>(self);
  if (type == &type_type) {
    Ssize nargs = tuple_size(args);
    if (nargs == 1 && (kwds == nullptr || dict_size(kwds) == 0))
      return new_ref<Object>(tuple_item(args, 0)->ob_type);
    if (nargs != 3) {
      err_set_string(exc_TypeError, "type() takes 1 or 3 arguments");
      return nullptr;
    }
  }
  if (type->tp_new == nullptr) {
    return err_format(exc_TypeError, "cannot create '%s' instances", type->tp_name);
  }
  Object* o = check_function_result(type, type->tp_new(type, args, kwds), nullptr);
  if (o == nullptr || !object_type_check(o, type)) return o;
  type = o->ob_type;
  if (type->tp_init != nullptr && type->tp_init(o, args, kwds) < 0) {
    decref(o);
    return nullptr;
  }
  return o;
}

// type(x) is by far the most frequent call of type: no tuple is made for it.
static Object* type_vectorcall(Object* metatype, Object* const* args, size_t nargsf,
                               Object* kwnames) {
  Ssize nargs = vectorcall_nargs(nargsf);
  if (nargs == 1 && metatype == &type_type) {
    if (!arg_no_kwnames("type", kwnames)) return nullptr;
    return new_ref<Object>(args[0]->ob_type);
  }
  return object_make_tp_call(metatype, args, nargs, kwnames);
}

// Calls visit for every slot that type itself (not its bases) adds to instances.
static Object** slot_address(Object* self, const MemberDef* member) {
  return reinterpret_cast<Object**>(reinterpret_cast<char*>(self) + member->offset);
}

static int traverse_slots(TypeObject* type, Object* self, visitproc visit, void* arg) {
  const MemberDef* member = heap_type_get_members(type);
  for (Ssize i = 0, n = type->ob_size; i < n; i++, member++) {
    if (member->type == Py_T_OBJECT_EX) VISIT(*slot_address(self, member));
  }
  return 0;
}

static void clear_slots(TypeObject* type, Object* self) {
  const MemberDef* member = heap_type_get_members(type);
  for (Ssize i = 0, n = type->ob_size; i < n; i++, member++) {
    if (member->type != Py_T_OBJECT_EX || (member->flags & Py_READONLY)) continue;
    clear_ref(*slot_address(self, member));
  }
}

// What a class adds (slots, dict) is visited here; the rest is the builtin base's.
int subtype_traverse(Object* self, visitproc visit, void* arg) {
  // The nearest base with another tp_traverse, visiting slots on the way.
  TypeObject *type = self->ob_type, *base = type;
  traverseproc basetraverse;
  while ((basetraverse = base->tp_traverse) == subtype_traverse) {
    if (base->ob_size != 0) {
      if (int result = traverse_slots(base, self, visit, arg)) return result;
    }
    base = base->tp_base;
  }
  if (type->tp_dictoffset != base->tp_dictoffset) {
    if (type_has_feature(type, TPFLAGS_MANAGED_DICT)) {
      if (int result = object_visit_managed_dict(self, visit, arg)) return result;
    } else if (type->tp_dictoffset > 0) {
      VISIT(*reinterpret_cast<Object**>(reinterpret_cast<char*>(self) + type->tp_dictoffset));
    }
  }
  // An instance counts as a reference to its class; a heap base's traverse visits it itself.
  if (type_has_feature(type, TPFLAGS_HEAPTYPE) &&
      (basetraverse == nullptr || !type_has_feature(base, TPFLAGS_HEAPTYPE))) {
    VISIT(static_cast<Object*>(type));
  }
  return basetraverse ? basetraverse(self, visit, arg) : 0;
}

// Breaks cycles through what the class adds, then lets the base clear what it holds.
int subtype_clear(Object* self) {
  TypeObject *type = self->ob_type, *base = type;
  inquiry baseclear;
  while ((baseclear = base->tp_clear) == subtype_clear) {
    if (base->ob_size != 0) clear_slots(base, self);
    base = base->tp_base;
  }
  // The dict goes too, for cycles of nothing but __dict__ slots.
  if (type_has_feature(type, TPFLAGS_MANAGED_DICT)) {
    if (!type_has_feature(base, TPFLAGS_MANAGED_DICT)) object_clear_managed_dict(self);
  } else if (type->tp_dictoffset > 0 && type->tp_dictoffset != base->tp_dictoffset) {
    clear_ref(*reinterpret_cast<Object**>(reinterpret_cast<char*>(self) + type->tp_dictoffset));
  }
  return baseclear ? baseclear(self) : 0;
}

// The base's dealloc frees the block; the reference that the instance is to its class goes last.
// base may die with it.
static void call_base_dealloc(Object* self, TypeObject* base, destructor basedealloc) {
  TypeObject* type = self->ob_type;  // a finalizer may have changed it
  bool type_needs_decref =
      type_has_feature(type, TPFLAGS_HEAPTYPE) && !type_has_feature(base, TPFLAGS_HEAPTYPE);
  basedealloc(self);
  if (type_needs_decref) decref(static_cast<Object*>(type));
}

// A class whose instances the collector does not see has neither slots nor a dict of its own.
static void subtype_dealloc_no_gc(Object* self) {
  TypeObject* type = self->ob_type;
  if (type->tp_finalize != nullptr && object_call_finalizer_from_dealloc(self) < 0) return;
  TypeObject* base = type;
  destructor basedealloc;
  while ((basedealloc = base->tp_dealloc) == subtype_dealloc) base = base->tp_base;
  call_base_dealloc(self, base, basedealloc);
}

// __del__, weak references, slots from the most derived class up, the dict, then what the builtin
// base holds.
static void subtype_dealloc_gc(Object* self) {
  TypeObject *type = self->ob_type, *base = type;
  while (base->tp_dealloc == subtype_dealloc) base = base->tp_base;
  if (type->tp_finalize != nullptr) {
    object_gc_track(self);
    if (object_call_finalizer_from_dealloc(self) < 0) return;  // resurrected
    object_gc_untrack(self);
  }
  // Untracked meanwhile: a callback can start a collection, which must not see an object whose
  // count is 0.
  bool added_weaklist = type->tp_weaklistoffset != 0 && base->tp_weaklistoffset == 0;
  if (added_weaklist) object_clear_weakrefs(self);
  // References that the finalizer made go without their callbacks.
  if (added_weaklist && type->tp_finalize != nullptr) weakref_clear_weakrefs_no_callbacks(self);
  destructor basedealloc;
  base = type;
  while ((basedealloc = base->tp_dealloc) == subtype_dealloc) {
    if (base->ob_size != 0) clear_slots(base, self);
    base = base->tp_base;
  }
  if (type_has_feature(type, TPFLAGS_MANAGED_DICT)) {
    object_clear_managed_dict(self);
  } else if (type->tp_dictoffset > 0 && base->tp_dictoffset == 0) {
    clear_ref(*reinterpret_cast<Object**>(reinterpret_cast<char*>(self) + type->tp_dictoffset));
  }
  if (type_is_gc(base)) object_gc_track(self);  // its dealloc untracks
  call_base_dealloc(self, base, basedealloc);
}

// The end of an instance of a class: instances that hold one another in a long chain go through the
// trashcan instead of recursing.
void subtype_dealloc(Object* self) {
  if (!type_is_gc(self->ob_type)) return subtype_dealloc_no_gc(self);
  object_gc_untrack(self);
  if (trashcan_begin(self, subtype_dealloc)) return;
  subtype_dealloc_gc(self);
  trashcan_end();
}

// --- The class object itself ---

static void type_dealloc(Object* self) {
  auto* type = static_cast<TypeObject*>(self);
  ENGINE_CHECK(type_has_feature(type, TPFLAGS_HEAPTYPE), "builtin types never die");
  object_gc_untrack(self);
  if (type->tp_bases != nullptr) {
    Object* exc = err_get_raised_exception();
    remove_all_subclasses(type, type->tp_bases);
    err_set_raised_exception(exc);
  }
  object_clear_weakrefs(self);
  xdecref(static_cast<Object*>(type->tp_base));
  xdecref(type->tp_dict);
  xdecref(type->tp_bases);
  xdecref(type->tp_mro);
  clear_ref(type->tp_subclasses);
  mem_free(const_cast<char*>(type->tp_doc));
  xdecref(type->ht_name);
  xdecref(type->ht_qualname);
  xdecref(type->ht_slots);
  if (type->ht_cached_keys != nullptr) dict_keys_decref(type->ht_cached_keys);
  xdecref(type->ht_module);
  mem_free(type->ht_tpname);
  type->ob_type->tp_free(self);
}

static int type_traverse(Object* self, visitproc visit, void* arg) {
  auto* type = static_cast<TypeObject*>(self);
  VISIT(type->tp_dict);
  VISIT(type->tp_mro);
  VISIT(type->tp_bases);
  VISIT(static_cast<Object*>(type->tp_base));
  VISIT(type->ht_module);
  return 0;
}

// The mro starts with the class itself: a tuple cannot clear itself, so the class drops it. The
// dict goes first, after the caches forgot about it.
static int type_clear(Object* self) {
  auto* type = static_cast<TypeObject*>(self);
  type_modified(type);
  if (type->tp_dict != nullptr) dict_clear(type->tp_dict);
  clear_ref(type->ht_module);
  clear_ref(type->tp_mro);
  return 0;
}

static int type_tp_is_gc(Object* type) {
  return type_has_feature(static_cast<TypeObject*>(type), TPFLAGS_HEAPTYPE);
}

uint64_t type_get_flags(TypeObject* type) { return type->tp_flags; }

// --- Names ---

const char* type_short_name(const TypeObject* type) {
  const char* dot = std::strrchr(type->tp_name, '.');
  return dot ? dot + 1 : type->tp_name;
}

Object* type_get_name(TypeObject* type) {
  if (type_has_feature(type, TPFLAGS_HEAPTYPE)) return new_ref(type->ht_name);
  return unicode_from_string(type_short_name(type));
}

Object* type_get_qual_name(TypeObject* type) {
  if (type_has_feature(type, TPFLAGS_HEAPTYPE)) return new_ref(type->ht_qualname);
  return unicode_from_string(type_short_name(type));
}

Object* type_get_module_name(TypeObject* type) {
  if (type_has_feature(type, TPFLAGS_HEAPTYPE)) {
    Object* module;
    if (dict_get_item_ref(type->tp_dict, ID(__module__), &module) == 0)
      err_format(exc_AttributeError, "__module__");
    return module;
  }
  const char* dot = std::strrchr(type->tp_name, '.');
  if (dot == nullptr) return new_ref(ID(builtins));
  Object* module = unicode_from_string_and_size(type->tp_name, dot - type->tp_name);
  if (module != nullptr) unicode_intern_in_place(&module);
  return module;
}

Object* type_get_fully_qualified_name(TypeObject* type) {
  if (!type_has_feature(type, TPFLAGS_HEAPTYPE)) return unicode_from_string(type->tp_name);
  Object* qualname = type_get_qual_name(type);
  if (qualname == nullptr) return nullptr;
  Object* module = type_get_module_name(type);
  if (module == nullptr) {
    decref(qualname);
    return nullptr;
  }
  Object* result;
  if (unicode_check(module) && !unicode_eq(module, ID(builtins)) &&
      !unicode_eq(module, ID(__main__))) {
    result = unicode_from_format("%U.%U", module, qualname);
  } else {
    result = new_ref(qualname);
  }
  decref(module);
  decref(qualname);
  return result;
}

static Object* type_repr(Object* self) {
  auto* type = static_cast<TypeObject*>(self);
  if (type->tp_name == nullptr) return unicode_from_format("<class at %p>", self);
  Object* module = type_get_module_name(type);
  if (module == nullptr) {
    err_clear();
  } else if (!unicode_check(module)) {
    clear_ref(module);
  }
  Object* name = type_get_qual_name(type);
  Object* result = nullptr;
  if (name != nullptr) {
    result = module != nullptr && !unicode_eq(module, ID(builtins))
                 ? unicode_from_format("<class '%U.%U'>", module, name)
                 : unicode_from_format("<class '%s'>", type->tp_name);
  }
  xdecref(module);
  xdecref(name);
  return result;
}

// --- Doc strings: "name(signature)\n--\n\ntext" ---

static constexpr char kSignatureEnd[] = ")\n--\n\n";
static constexpr size_t kSignatureEndLength = sizeof kSignatureEnd - 1;

// Where the parenthesis of a signature for name opens in doc; null when doc does not begin with
// one.
static const char* find_signature(const char* name, const char* doc) {
  if (doc == nullptr) return nullptr;
  if (const char* dot = std::strrchr(name, '.')) name = dot + 1;
  size_t length = std::strlen(name);
  if (std::strncmp(doc, name, length) != 0 || doc[length] != '(') return nullptr;
  return doc + length;
}

// Just past the end marker; null when there is none.
static const char* skip_signature(const char* doc) {
  for (; *doc != 0; doc++) {
    if (*doc == kSignatureEnd[0] && std::strncmp(doc, kSignatureEnd, kSignatureEndLength) == 0) {
      return doc + kSignatureEndLength;
    }
    if (*doc == '\n' && doc[1] == '\n') return nullptr;
  }
  return nullptr;
}

static const char* doc_without_signature(const char* name, const char* doc) {
  const char* signature = find_signature(name, doc);
  const char* text = signature ? skip_signature(signature) : nullptr;
  return text ? text : doc;
}

Object* type_get_doc_from_internal_doc(const char* name, const char* doc) {
  if (doc == nullptr) return None;
  const char* text = doc_without_signature(name, doc);
  if (text == nullptr || *text == 0) return None;
  return unicode_from_string(text);
}

// What can be said of a signature from the call convention alone.
static const char* signature_from_flags(int flags) {
  switch (flags & ~METH_COEXIST) {
    case METH_NOARGS:
      return "($self, /)";
    case METH_NOARGS | METH_CLASS:
      return "($type, /)";
    case METH_NOARGS | METH_STATIC:
      return "()";
    case METH_O:
      return "($self, object, /)";
    case METH_O | METH_CLASS:
      return "($type, object, /)";
    case METH_O | METH_STATIC:
      return "(object, /)";
    default:
      return nullptr;
  }
}

Object* type_get_text_signature_from_internal_doc(const char* name, const char* doc, int flags) {
  const char* start = find_signature(name, doc);
  const char* end = start ? skip_signature(start) : nullptr;
  if (end == nullptr) {
    start = signature_from_flags(flags);
    return start ? unicode_from_string(start) : None;
  }
  end -= kSignatureEndLength - 1;  // to just past the ')'
  return unicode_from_string_and_size(start, end - start);
}

// --- type ---

static int type_init(Object*, Object* args, Object* kwds) {
  if (kwds != nullptr && tuple_size(args) == 1 && dict_size(kwds) != 0) {
    err_set_string(exc_TypeError, "type.__init__() takes no keyword arguments");
    return -1;
  }
  if (tuple_size(args) != 1 && tuple_size(args) != 3) {
    err_set_string(exc_TypeError, "type.__init__() takes 1 or 3 arguments");
    return -1;
  }
  return 0;
}

TypeObject type_type = {
    TYPE_HEAD,
    {
        .tp_name = "type",
        .tp_basicsize = layout::type.basicsize,
        .tp_itemsize = layout::type.itemsize,
        .tp_dealloc = type_dealloc,
        .tp_vectorcall_offset = offsetof(TypeObject, tp_vectorcall),
        .tp_repr = type_repr,
        .tp_call = type_call,
        .tp_getattro = type_getattro,
        .tp_setattro = type_setattro,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_TYPE_SUBCLASS |
                    TPFLAGS_HAVE_VECTORCALL | TPFLAGS_ITEMS_AT_END,
        .tp_doc = "type(object) -> the object's type\n"
                  "type(name, bases, dict, **kwds) -> a new type",
        .tp_traverse = type_traverse,
        .tp_clear = type_clear,
        .tp_weaklistoffset = offsetof(TypeObject, tp_weaklist),
        .tp_methods = type_methods,
        .tp_members = type_members,
        .tp_getset = type_getsets,
        .tp_dictoffset = offsetof(TypeObject, tp_dict),
        .tp_init = type_init,
        .tp_new = type_new,
        .tp_free = object_gc_del,
        .tp_is_gc = type_tp_is_gc,
        .tp_vectorcall = type_vectorcall,
        .nb_or = union_type_or,
    },
};

}  // namespace py

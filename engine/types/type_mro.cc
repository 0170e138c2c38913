// The order of base classes: C3 linearisation, layout checks, assignment to __bases__, the lists of
// subclasses. CPython 3.13: Objects/typeobject.c (mro_implementation, best_base, type_set_bases,
// add_subclass)
#include <cstring>

#include "memory/pymem.h"  // mem_malloc: the merge's scratch blocks are CPython's
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/gc_head.h"
#include "object/identifiers.h"
#include "object/weakrefobject.h"
#include "types/dictobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/type_internal.h"
#include "types/type_slots.h"  // type_update_all_slots
#include "types/unicodeobject.h"

namespace py {

// --- issubclass for types ---

bool type_is_subtype_base_chain(TypeObject* a, TypeObject* b) {
  for (; a != nullptr; a = a->tp_base) {
    if (a == b) return true;
  }
  return b == &object_type;
}

bool is_subtype_with_mro(Object* a_mro, TypeObject* a, TypeObject* b) {
  if (a_mro == nullptr) return type_is_subtype_base_chain(a, b);  // a is not ready yet
  for (Ssize i = 0, n = tuple_size(a_mro); i < n; i++) {
    if (tuple_item(a_mro, i) == b) return true;
  }
  return false;
}

bool type_is_subtype(TypeObject* a, TypeObject* b) { return is_subtype_with_mro(a->tp_mro, a, b); }

// --- C3 ---

// Whether o stands behind position whence: then it may not come next in the linearisation.
static bool tail_contains(Object* tuple, Ssize whence, Object* o) {
  for (Ssize j = whence + 1, n = tuple_size(tuple); j < n; j++) {
    if (tuple_item(tuple, j) == o) return true;
  }
  return false;
}

static Object* class_name(Object* cls) {
  Object* name;
  if (object_get_optional_attr(cls, ID(__name__), &name) == 0) name = object_repr(cls);
  return name;
}

// C3 would loop over these; the message names the first one.
static int check_duplicates(Object* bases) {
  Ssize n = tuple_size(bases);
  for (Ssize i = 0; i < n; i++) {
    Object* base = tuple_item(bases, i);
    if (!tail_contains(bases, i, base)) continue;
    if (Object* name = class_name(base)) {
      if (unicode_check(name)) {
        err_format(exc_TypeError, "duplicate base class %U", name);
      } else {
        err_set_string(exc_TypeError, "duplicate base class");
      }
      decref(name);
    }
    return -1;
  }
  return 0;
}

// Names the classes that were candidates for the next place, in the order in which they were met.
static void set_mro_error(Object** to_merge, Ssize n, const Ssize* remain) {
  Object* set = dict_new();
  if (set == nullptr) return;
  for (Ssize i = 0; i < n; i++) {
    if (remain[i] >= tuple_size(to_merge[i])) continue;
    if (dict_set_item(set, tuple_item(to_merge[i], remain[i]), None) < 0) return decref(set);
  }
  char text[1000] = "Cannot create a consistent method resolution order (MRO) for bases";
  size_t used = std::strlen(text);
  Ssize left = dict_size(set), pos = 0;
  Object *cls, *value;
  while (dict_next(set, &pos, &cls, &value) && used < sizeof text - 1) {
    Object* name = class_name(cls);
    const char* utf8 = name == nullptr       ? nullptr
                       : unicode_check(name) ? unicode_as_utf8(name)
                                             : "?";
    if (utf8 == nullptr) {
      xdecref(name);
      return decref(set);
    }
    text[used++] = ' ';
    for (; *utf8 != 0 && used < sizeof text - 1; utf8++) text[used++] = *utf8;
    decref(name);
    if (--left != 0 && used < sizeof text - 1) text[used++] = ',';
  }
  text[used] = 0;
  err_set_string(exc_TypeError, text);
  decref(set);
}

// Appends to acc the next class that no list has behind its head, until all lists are used up.
static int pmerge(Object* acc, Object** to_merge, Ssize n) {
  auto* remain = static_cast<Ssize*>(mem_calloc(static_cast<uint64_t>(n), sizeof(Ssize)));
  if (remain == nullptr) {
    err_no_memory();
    return -1;
  }
  int result = 0;
  for (bool progress = true; progress && result == 0;) {
    progress = false;
    for (Ssize i = 0; i < n && !progress; i++) {
      if (remain[i] >= tuple_size(to_merge[i])) continue;
      Object* candidate = tuple_item(to_merge[i], remain[i]);
      bool blocked = false;
      for (Ssize j = 0; j < n && !blocked; j++)
        blocked = tail_contains(to_merge[j], remain[j], candidate);
      if (blocked) continue;
      progress = true;
      result = list_append(acc, candidate);
      for (Ssize j = 0; j < n; j++) {
        if (remain[j] < tuple_size(to_merge[j]) && tuple_item(to_merge[j], remain[j]) == candidate)
          remain[j]++;
      }
    }
  }
  for (Ssize i = 0; i < n && result == 0; i++) {
    if (remain[i] >= tuple_size(to_merge[i])) continue;
    set_mro_error(to_merge, n, remain);
    result = -1;
  }
  mem_free(remain);
  return result;
}

// With one base nothing has to be merged.
static Object* mro_of_single_base(TypeObject* type, Object* base_mro) {
  Ssize k = tuple_size(base_mro);
  Object* result = tuple_new(k + 1);
  if (result == nullptr) return nullptr;
  tuple_init_item(result, 0, new_ref<Object>(type));
  for (Ssize i = 0; i < k; i++) tuple_init_item(result, i + 1, new_ref(tuple_item(base_mro, i)));
  return result;
}

// A tuple or list: new reference.
static Object* mro_implementation(TypeObject* type) {
  Object* bases = type->tp_bases;
  Ssize n = tuple_size(bases);
  for (Ssize i = 0; i < n; i++) {
    auto* base = static_cast<TypeObject*>(tuple_item(bases, i));
    if (base->tp_mro == nullptr) {
      return err_format(exc_TypeError, "Cannot extend an incomplete type '%.100s'", base->tp_name);
    }
  }
  if (n == 1)
    return mro_of_single_base(type, static_cast<TypeObject*>(tuple_item(bases, 0))->tp_mro);
  if (check_duplicates(bases) < 0) return nullptr;
  auto** to_merge =
      static_cast<Object**>(mem_malloc(static_cast<uint64_t>(n + 1) * layout::kPointer));
  if (to_merge == nullptr) return err_no_memory();
  for (Ssize i = 0; i < n; i++)
    to_merge[i] = static_cast<TypeObject*>(tuple_item(bases, i))->tp_mro;
  to_merge[n] = bases;
  Object* result = list_new(1);
  if (result != nullptr) {
    list_init_item(result, 0, new_ref<Object>(type));
    if (pmerge(result, to_merge, n + 1) < 0) clear_ref(result);
  }
  mem_free(to_merge);
  return result;
}

Object* type_mro_method(Object* self) {
  Object* seq = mro_implementation(static_cast<TypeObject*>(self));
  if (seq != nullptr && !list_check(seq)) set_ref(seq, sequence_list(seq));
  return seq;
}

// What a mro() of a metaclass may return.
static int mro_check(TypeObject* type, Object* mro) {
  TypeObject* solid = solid_base(type);
  for (Ssize i = 0, n = tuple_size(mro); i < n; i++) {
    Object* o = tuple_item(mro, i);
    if (!type_check(o)) {
      err_format(exc_TypeError, "mro() returned a non-class ('%.500s')", o->ob_type->tp_name);
      return -1;
    }
    auto* base = static_cast<TypeObject*>(o);
    if (!is_subtype_with_mro(solid->tp_mro, solid, solid_base(base))) {
      err_format(exc_TypeError, "mro() returned base with unsuitable layout ('%.500s')",
                 base->tp_name);
      return -1;
    }
  }
  return 0;
}

// The mro as the metaclass wants it, checked and as a tuple. New reference.
static Object* mro_invoke(TypeObject* type) {
  bool custom = !is_type(type, &type_type);
  Object* result;
  if (custom) {
    int unbound;
    Object* method = lookup_method(type, ID(mro), &unbound);
    if (method == nullptr) return nullptr;
    result = call_unbound_noarg(unbound, method, type);
    decref(method);
  } else {
    result = mro_implementation(type);
  }
  if (result == nullptr) return nullptr;
  Object* new_mro = sequence_tuple(result);
  decref(result);
  if (new_mro == nullptr) return nullptr;
  if (tuple_size(new_mro) == 0) {
    decref(new_mro);
    return err_format(exc_TypeError, "type MRO must not be empty");
  }
  if (custom && mro_check(type, new_mro) < 0) {
    decref(new_mro);
    return nullptr;
  }
  return new_mro;
}

// A custom mro() can come back here (through __bases__); then what the inner call set stays and 0
// is returned.
int mro_internal(TypeObject* type, Object** p_old_mro) {
  Object* old_mro = xnew_ref(type->tp_mro);  // kept, so that its address stays taken
  Object* new_mro = mro_invoke(type);
  bool reentered = type->tp_mro != old_mro;
  xdecref(old_mro);
  if (new_mro == nullptr) return -1;
  if (reentered) {
    decref(new_mro);
    return 0;
  }
  type->tp_mro = new_mro;
  type_mro_modified(type, new_mro);
  type_mro_modified(type, type->tp_bases);  // a base may be missing from a custom mro
  if (type_has_feature(type, TPFLAGS_HEAPTYPE)) type_modified(type);
  if (p_old_mro != nullptr) {
    *p_old_mro = old_mro;
  } else {
    xdecref(old_mro);
  }
  return 1;
}

// --- Layout ---

// The nearest ancestor (or type itself) that decides the layout of instances: the last one that
// added fields.
TypeObject* solid_base(TypeObject* type) {
  TypeObject* base = type->tp_base ? solid_base(type->tp_base) : &object_type;
  return type->tp_basicsize != base->tp_basicsize || type->tp_itemsize != base->tp_itemsize ? type
                                                                                            : base;
}

// The base whose layout the new class extends. All others must be ancestors of it, as layouts go.
TypeObject* best_base(Object* bases) {
  TypeObject *base = nullptr, *winner = nullptr;
  for (Ssize i = 0, n = tuple_size(bases); i < n; i++) {
    Object* o = tuple_item(bases, i);
    if (!type_check(o)) {
      err_set_string(exc_TypeError, "bases must be types");
      return nullptr;
    }
    auto* base_i = static_cast<TypeObject*>(o);
    if (base_i->tp_dict == nullptr && type_ready(base_i) < 0) return nullptr;
    if (!type_has_feature(base_i, TPFLAGS_BASETYPE)) {
      err_format(exc_TypeError, "type '%.100s' is not an acceptable base type", base_i->tp_name);
      return nullptr;
    }
    TypeObject* candidate = solid_base(base_i);
    if (winner == nullptr ||
        (!type_is_subtype(winner, candidate) && type_is_subtype(candidate, winner))) {
      winner = candidate;
      base = base_i;
    } else if (!type_is_subtype(winner, candidate)) {
      err_set_string(exc_TypeError, "multiple bases have instance lay-out conflict");
      return nullptr;
    }
  }
  return base;
}

// --- Subclasses: a dict from address to weak reference ---

TypeObject* type_from_ref(Object* ref) {
  Object* o = weakref_referent(ref);
  return o ? static_cast<TypeObject*>(new_ref(o)) : nullptr;
}

int add_subclass(TypeObject* base, TypeObject* type) {
  Object* key = long_from_void_ptr(object_id(type));
  if (key == nullptr) return -1;
  Object* ref = weakref_new_ref(type, nullptr);
  if (ref == nullptr) {
    decref(key);
    return -1;
  }
  // Only now: making the reference can start a collection, which can change tp_subclasses.
  if (base->tp_subclasses == nullptr) base->tp_subclasses = dict_new();
  int result = base->tp_subclasses ? dict_set_item(base->tp_subclasses, key, ref) : -1;
  decref(ref);
  decref(key);
  return result;
}

int add_all_subclasses(TypeObject* type, Object* bases) {
  int result = 0;
  for (Ssize i = 0, n = tuple_size(bases); i < n; i++) {
    if (add_subclass(static_cast<TypeObject*>(tuple_item(bases, i)), type) < 0) result = -1;
  }
  return result;
}

// The key under which base knows type, also when there is no memory for making it. New reference or
// null.
static Object* get_subclasses_key(TypeObject* type, TypeObject* base) {
  if (Object* key = long_from_void_ptr(object_id(type))) return key;
  err_clear();
  Ssize pos = 0;
  Object *key, *ref;
  while (dict_next(base->tp_subclasses, &pos, &key, &ref)) {
    if (weakref_referent(ref) == type) return new_ref(key);
  }
  return nullptr;
}

static void remove_subclass(TypeObject* base, TypeObject* type) {
  Object* subclasses = base->tp_subclasses;
  if (subclasses == nullptr) return;
  Object* key = get_subclasses_key(type, base);
  if (key != nullptr && dict_del_item(subclasses, key) < 0)
    err_clear();  // making the class had failed early
  xdecref(key);
  if (dict_size(subclasses) == 0) clear_ref(base->tp_subclasses);
}

void remove_all_subclasses(TypeObject* type, Object* bases) {
  for (Ssize i = 0, n = tuple_size(bases); i < n; i++) {
    Object* base = tuple_item(bases, i);
    if (type_check(base)) remove_subclass(static_cast<TypeObject*>(base), type);
  }
}

Object* type_get_subclasses(TypeObject* type) {
  Object* list = list_new(0);
  if (list == nullptr || type->tp_subclasses == nullptr) return list;
  Ssize pos = 0;
  Object *key, *ref;
  while (dict_next(type->tp_subclasses, &pos, &key, &ref)) {
    TypeObject* subclass = type_from_ref(ref);
    if (subclass == nullptr) continue;
    int failed = list_append(list, subclass);
    decref(static_cast<Object*>(subclass));
    if (failed < 0) {
      decref(list);
      return nullptr;
    }
  }
  return list;
}

bool type_has_subclasses(TypeObject* type) {
  return type->tp_subclasses != nullptr && dict_size(type->tp_subclasses);
}

// --- cls.__bases__ = ... ---

// Recomputes the mro of type and everything below it. temp collects (type, new mro, old mro) for
// the way back.
static int mro_hierarchy(TypeObject* type, Object* temp) {
  Object* old_mro;
  int result = mro_internal(type, &old_mro);
  if (result <= 0) return result;
  Object* new_mro = type->tp_mro;
  Object* tuple = old_mro ? tuple_pack(static_cast<Object*>(type), new_mro, old_mro)
                          : tuple_pack(static_cast<Object*>(type), new_mro);
  result = tuple ? list_append(temp, tuple) : -1;
  xdecref(tuple);
  if (result < 0) {
    type->tp_mro = old_mro;
    decref(new_mro);
    return -1;
  }
  xdecref(old_mro);
  if (!type_has_subclasses(type)) return 0;
  Object* subclasses = type_get_subclasses(type);  // a copy: a mro() may change the list
  if (subclasses == nullptr) return -1;
  for (Ssize i = 0, n = list_size(subclasses); i < n && result >= 0; i++) {
    result = mro_hierarchy(static_cast<TypeObject*>(list_item(subclasses, i)), temp);
  }
  decref(subclasses);
  return result;
}

// What may stand in __bases__. tp_base is looked at too: a custom mro() may be running right now.
static int check_new_bases(TypeObject* type, Object* new_bases) {
  if (!tuple_check(new_bases)) {
    err_format(exc_TypeError, "can only assign tuple to %s.__bases__, not %s", type->tp_name,
               new_bases->ob_type->tp_name);
    return -1;
  }
  if (tuple_size(new_bases) == 0) {
    err_format(exc_TypeError, "can only assign non-empty tuple to %s.__bases__, not ()",
               type->tp_name);
    return -1;
  }
  for (Ssize i = 0, n = tuple_size(new_bases); i < n; i++) {
    Object* o = tuple_item(new_bases, i);
    if (!type_check(o)) {
      err_format(exc_TypeError, "%s.__bases__ must be tuple of classes, not '%s'", type->tp_name,
                 o->ob_type->tp_name);
      return -1;
    }
    auto* base = static_cast<TypeObject*>(o);
    if (is_subtype_with_mro(base->tp_mro, base, type) ||
        (base->tp_mro != nullptr && type_is_subtype_base_chain(base, type))) {
      err_set_string(exc_TypeError, "a __bases__ item causes an inheritance cycle");
      return -1;
    }
  }
  return 0;
}

// Puts back the mros that mro_hierarchy set before it failed.
static void undo_mros(Object* temp) {
  for (Ssize i = list_size(temp); --i >= 0;) {
    Object* entry = list_item(temp, i);
    auto* cls = static_cast<TypeObject*>(tuple_item(entry, 0));
    Object* new_mro = tuple_item(entry, 1);
    if (cls->tp_mro != new_mro) continue;  // newer than ours
    cls->tp_mro = tuple_size(entry) > 2 ? new_ref(tuple_item(entry, 2)) : nullptr;
    decref(new_mro);
  }
}

int type_set_bases(Object* self, Object* new_bases, void*) {
  auto* type = static_cast<TypeObject*>(self);
  if (type_has_feature(type, TPFLAGS_IMMUTABLETYPE)) {
    err_format(exc_TypeError, "cannot set '%s' attribute of immutable type '%s'", "__bases__",
               type->tp_name);
    return -1;
  }
  if (new_bases == nullptr) {
    err_format(exc_TypeError, "cannot delete '%s' attribute of immutable type '%s'", "__bases__",
               type->tp_name);
    return -1;
  }
  if (check_new_bases(type, new_bases) < 0) return -1;
  TypeObject* new_base = best_base(new_bases);
  if (new_base == nullptr || !compatible_for_assignment(type->tp_base, new_base, "__bases__"))
    return -1;

  Object* old_bases = type->tp_bases;
  TypeObject* old_base = type->tp_base;
  type->tp_bases = new_ref(new_bases);
  type->tp_base = new_ref(new_base);
  Object* temp = list_new(0);
  if (temp != nullptr && mro_hierarchy(type, temp) >= 0) {
    decref(temp);
    int result = 0;
    if (type->tp_bases == new_bases) {  // nobody replaced them meanwhile
      remove_all_subclasses(type, old_bases);
      result = add_all_subclasses(type, new_bases);
      type_update_all_slots(type);
    }
    decref(old_bases);
    decref(static_cast<Object*>(old_base));
    return result;
  }
  if (temp != nullptr) {
    undo_mros(temp);
    decref(temp);
  }
  if (type->tp_bases == new_bases) {
    type->tp_bases = old_bases;
    type->tp_base = old_base;
    decref(new_bases);
    decref(static_cast<Object*>(new_base));
  } else {
    decref(old_bases);
    decref(static_cast<Object*>(old_base));
  }
  return -1;
}

}  // namespace py

// What every object can do: repr, str, comparison, hash, truth, dir(), the end of its life.
// CPython 3.13: Objects/object.c. Attributes are in object_attr.cc, None and NotImplemented in
// noneobject.cc.
#include "object/object.h"

#include "object/abstract.h"  // sequence_list, mapping_keys
#include "object/call.h"      // object_call_no_args
#include "object/errors.h"
#include "object/eval.h"          // eval_get_frame_locals
#include "object/gc_head.h"       // the trashcan's links, finalized flag
#include "object/identifiers.h"   // ID
#include "object/thread_state.h"  // recursion
#include "object/trashcan.h"
#include "types/boolobject.h"
#include "types/bytesobject.h"
#include "types/listobject.h"  // list_sort
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

void dealloc(Object* o) { o->ob_type->tp_dealloc(o); }

// --- The trashcan ---

// The chain of put-off objects is linked through the prev word of their GC heads, which no list
// uses now. The two flag bits keep the finalized mark.
void trash_thread_deposit_object(Object* o) {
  ENGINE_DCHECK(o->ob_refcnt == 0 && !object_gc_is_tracked(o),
                "only a dying, untracked object is put off");
  GCHead* gc = as_gc(o);
  gc->_gc_prev =
      (gc->_gc_prev & ~_PyGC_PREV_MASK) | reinterpret_cast<uintptr_t>(tstate.trash_delete_later);
  tstate.trash_delete_later = o;
}

void trash_thread_destroy_chain() {
  // Counts as one level, so that a dealloc down there does not start a second run over the same
  // chain.
  tstate.trash_delete_nesting++;
  while (Object* o = tstate.trash_delete_later) {
    GCHead* gc = as_gc(o);
    tstate.trash_delete_later = reinterpret_cast<Object*>(gc->_gc_prev & _PyGC_PREV_MASK);
    gc->_gc_prev &= ~_PyGC_PREV_MASK;
    o->ob_type->tp_dealloc(o);
  }
  tstate.trash_delete_nesting--;
}

// --- Finalizers ---

void object_call_finalizer(Object* self) {
  TypeObject* type = self->ob_type;
  if (type->tp_finalize == nullptr) return;
  bool collectable = type_is_gc(type);
  if (collectable && gc_is_finalized(self)) return;  // only ever once
  type->tp_finalize(self);
  if (collectable) gc_set_finalized(self);
}

int object_call_finalizer_from_dealloc(Object* self) {
  ENGINE_CHECK(self->ob_refcnt == 0, "a finalizer runs when the last reference is gone");
  self->ob_refcnt = 1;  // alive while it runs
  object_call_finalizer(self);
  ENGINE_CHECK(self->ob_refcnt > 0, "a finalizer does not drop references that it has not got");
  // Not decref: that would come back here.
  if (--self->ob_refcnt == 0) return 0;
  return -1;
}

// --- Text ---

Object* object_repr(Object* o) {
  if (o == nullptr) return unicode_from_string("<NULL>");
  if (o->ob_type->tp_repr == nullptr)
    return unicode_from_format("<%s object at %p>", o->ob_type->tp_name, o);
  if (enter_recursive_call(" while getting the repr of an object") < 0) return nullptr;
  Object* result = o->ob_type->tp_repr(o);
  leave_recursive_call();
  if (result == nullptr) return nullptr;
  if (!unicode_check(result)) {
    err_format(exc_TypeError, "__repr__ returned non-string (type %.200s)",
               result->ob_type->tp_name);
    decref(result);
    return nullptr;
  }
  return result;
}

Object* object_str(Object* o) {
  if (o == nullptr) return unicode_from_string("<NULL>");
  if (unicode_check_exact(o)) return new_ref(o);
  if (o->ob_type->tp_str == nullptr) return object_repr(o);
  if (enter_recursive_call(" while getting the str of an object") < 0) return nullptr;
  Object* result = o->ob_type->tp_str(o);
  leave_recursive_call();
  if (result == nullptr) return nullptr;
  if (!unicode_check(result)) {
    err_format(exc_TypeError, "__str__ returned non-string (type %.200s)",
               result->ob_type->tp_name);
    decref(result);
    return nullptr;
  }
  return result;
}

Object* object_ascii(Object* o) {
  Object* repr = object_repr(o);
  if (repr == nullptr || unicode_is_ascii(repr)) return repr;
  Object* ascii = unicode_as_encoded_string(repr, "ascii", "backslashreplace");
  decref(repr);
  if (ascii == nullptr) return nullptr;
  Object* result = unicode_decode_ascii(bytes_as_string(ascii), bytes_size(ascii), nullptr);
  decref(ascii);
  return result;
}

Object* object_bytes(Object* o) {
  if (o == nullptr) return bytes_from_string("<NULL>");
  if (bytes_check_exact(o)) return new_ref(o);
  Object* func = object_lookup_special(o, ID(__bytes__));
  if (func == nullptr) return err_occurred() ? nullptr : bytes_from_object(o);
  Object* result = object_call_no_args(func);
  decref(func);
  if (result == nullptr) return nullptr;
  if (!bytes_check(result)) {
    err_format(exc_TypeError, "__bytes__ returned non-bytes (type %.200s)",
               result->ob_type->tp_name);
    decref(result);
    return nullptr;
  }
  return result;
}

// --- Comparison and hash ---

static constexpr int kSwappedOp[] = {kGt, kGe, kEq, kNe, kLt, kLe};
static constexpr const char* kOpStrings[] = {"<", "<=", "==", "!=", ">", ">="};

static Object* do_richcompare(Object* v, Object* w, int op) {
  bool checked_reverse_op = false;
  TypeObject *vt = v->ob_type, *wt = w->ob_type;
  // A subclass gets the first say.
  if (vt != wt && wt->tp_richcompare != nullptr && type_is_subtype(wt, vt)) {
    checked_reverse_op = true;
    Object* result = wt->tp_richcompare(w, v, kSwappedOp[op]);
    if (result != NotImplemented) return result;
  }
  if (richcmpfunc compare = v->ob_type->tp_richcompare) {
    Object* result = compare(v, w, op);
    if (result != NotImplemented) return result;
  }
  if (!checked_reverse_op) {
    if (richcmpfunc compare = w->ob_type->tp_richcompare) {
      Object* result = compare(w, v, kSwappedOp[op]);
      if (result != NotImplemented) return result;
    }
  }
  if (op == kEq) return bool_from_long(v == w);
  if (op == kNe) return bool_from_long(v != w);
  return err_format(exc_TypeError, "'%s' not supported between instances of '%.100s' and '%.100s'",
                    kOpStrings[op], v->ob_type->tp_name, w->ob_type->tp_name);
}

Object* object_rich_compare(Object* v, Object* w, int op) {
  if (v == nullptr || w == nullptr) {
    if (!err_occurred()) err_bad_internal_call("object_rich_compare");
    return nullptr;
  }
  if (enter_recursive_call(" in comparison") < 0) return nullptr;
  Object* result = do_richcompare(v, w, op);
  leave_recursive_call();
  return result;
}

int object_rich_compare_bool(Object* v, Object* w, int op) {
  if (v == w) {
    if (op == kEq) return 1;
    if (op == kNe) return 0;
  }
  Object* result = object_rich_compare(v, w, op);
  if (result == nullptr) return -1;
  int ok = bool_check(result) ? result == True : object_is_true(result);
  decref(result);
  return ok;
}

HashValue object_hash_not_implemented(Object* o) {
  err_format(exc_TypeError, "unhashable type: '%.200s'", o->ob_type->tp_name);
  return -1;
}

HashValue object_hash(Object* o) {
  if (hashfunc hash = o->ob_type->tp_hash) return hash(o);
  return object_hash_not_implemented(o);
}

// The low bits of an address are always 0: they are moved to the top, as CPython does.
HashValue object_generic_hash(Object* o) {
  uint64_t address = object_id(o);
  auto hash = static_cast<HashValue>((address >> 4) | (address << 60));
  return hash == -1 ? -2 : hash;
}

// --- Truth ---

int object_is_true(Object* o) {
  if (o == True) return 1;
  if (o == False || o == None) return 0;
  const TypeObject* type = o->ob_type;
  Ssize result;
  if (type->nb_bool) {
    result = type->nb_bool(o);
  } else if (type->mp_length) {
    result = type->mp_length(o);
  } else if (type->sq_length) {
    result = type->sq_length(o);
  } else {
    return 1;
  }
  return result > 0 ? 1 : static_cast<int>(result);
}

int object_not(Object* o) {
  int result = object_is_true(o);
  return result < 0 ? result : result == 0;
}

bool callable_check(Object* o) { return o != nullptr && o->ob_type->tp_call != nullptr; }

Object* object_self_iter(Object* o) { return new_ref(o); }

// --- dir(o), and dir() of the running frame ---

static Object* dir_locals() {
  Object* locals = eval_get_frame_locals();
  Object* names = locals ? mapping_keys(locals) : nullptr;
  xdecref(locals);
  if (names != nullptr && !list_check(names)) {
    err_format(exc_TypeError, "dir(): expected keys() of locals to be a list, not '%.200s'",
               names->ob_type->tp_name);
    clear_ref(names);
  }
  if (names != nullptr && list_sort(names) < 0) clear_ref(names);
  return names;
}

Object* object_dir(Object* o) {
  if (o == nullptr) return dir_locals();
  Object* dirfunc = object_lookup_special(o, ID(__dir__));
  if (dirfunc == nullptr) {
    if (!err_occurred()) err_set_string(exc_TypeError, "object does not provide __dir__");
    return nullptr;
  }
  Object* result = object_call_no_args(dirfunc);
  decref(dirfunc);
  if (result == nullptr) return nullptr;
  Object* sorted = sequence_list(result);
  decref(result);
  if (sorted == nullptr) return nullptr;
  if (list_sort(sorted) < 0) {
    decref(sorted);
    return nullptr;
  }
  return sorted;
}

}  // namespace py

// The proxy that f_locals is in functions, and snapshots of it.
// CPython 3.13: framelocalsproxy_* in Objects/frameobject.c
#include "vm/frame_locals.h"

#include "gc/gc.h"                // object_gc_new
#include "lang/code_spec.h"       // kinds of variables
#include "object/abstract.h"      // updates from other mappings
#include "object/errors.h"        // err_*
#include "types/boolobject.h"     // comparisons
#include "types/bytesobject.h"    // co_localspluskinds
#include "types/cellobject.h"     // captured variables
#include "types/dictobject.h"     // names that are no variables
#include "types/getargs.h"        // get(key, default)
#include "types/listobject.h"     // keys()
#include "types/longobject.h"     // len
#include "types/tupleobject.h"    // names
#include "types/unicodeobject.h"  // names
#include "vm/genobject.h"         // frames that ended

namespace py {

namespace {

FrameObject* frame_of(Object* self) { return static_cast<FrameLocalsProxyObject*>(self)->frame; }
CodeObject* code_of(FrameObject* f) { return f->f_frame->f_executable; }
int kind_of(CodeObject* code, int i) { return static_cast<uint8_t>(bytes_data(code->co_localspluskinds)[i]); }

// Has the frame's data ended (so that its slots mean nothing)?
bool frame_ended(FrameObject* f) {
  return f->f_frame->owner == FRAME_OWNED_BY_GENERATOR &&
         frame_state_finished(frame_get_generator(f->f_frame)->gi_frame_state) &&
         frame_get_generator(f->f_frame)->gi_frame_state == FRAME_CLEARED;
}

// The value of variable i, cells looked through: borrowed or null. In frames that have not yet made their cells, a
// captured parameter is still in its slot.
Object* value_of(FrameObject* f, int i) {
  if (frame_ended(f) || f->f_frame->localsplus + i >= f->f_frame->stackpointer) return nullptr;
  CodeObject* code = code_of(f);
  int kind = kind_of(code, i);
  Object* value = f->f_frame->localsplus[i];
  // A hidden variable counts only while its comprehension runs (when it holds something); module scopes have no others.
  if (value != nullptr && (kind & (lang::CO_FAST_CELL | lang::CO_FAST_FREE)) && cell_check(value)) {
    return cell_peek(value);
  }
  return value;
}

// Index of the variable of that name; -1: none, or nothing in it when reading; -2: error.
int find(FrameObject* f, Object* key, bool read) {
  CodeObject* code = code_of(f);
  for (int i = 0; i < code->co_nlocalsplus; i++) {
    Object* name = tuple_item(code->co_localsplusnames, i);
    if (name != key) {
      int same = unicode_check_exact(key) && unicode_check_exact(name) ? unicode_eq(key, name)
                                                                       : object_rich_compare_bool(key, name, kEq);
      if (same < 0) return -2;
      if (!same) continue;
    }
    if (read ? value_of(f, i) != nullptr : !(kind_of(code, i) & lang::CO_FAST_HIDDEN)) return i;
  }
  return -1;
}

// New reference; null with no error set when there is no such name.
Object* lookup(FrameObject* f, Object* key) {
  if (unicode_check(key)) {
    int i = find(f, key, true);
    if (i == -2) return nullptr;
    if (i >= 0) return new_ref(value_of(f, i));
  }
  if (f->f_extra_locals == nullptr) return nullptr;
  return xnew_ref(dict_get_item_with_error(f->f_extra_locals, key));
}

Object* proxy_getitem(Object* self, Object* key) {
  Object* value = lookup(frame_of(self), key);
  if (value == nullptr && !err_occurred()) err_format(exc_KeyError, "local variable '%R' is not defined", key);
  return value;
}

int proxy_setitem(Object* self, Object* key, Object* value) {
  FrameObject* f = frame_of(self);
  if (value == nullptr) {
    err_set_string(exc_TypeError, "cannot remove variables from FrameLocalsProxy");
    return -1;
  }
  if (unicode_check(key)) {
    int i = find(f, key, false);
    if (i == -2) return -1;
    if (i >= 0) {
      Object** slot = &f->f_frame->localsplus[i];
      if (*slot != nullptr && (kind_of(code_of(f), i) & (lang::CO_FAST_CELL | lang::CO_FAST_FREE)) && cell_check(*slot)) {
        return cell_set(*slot, value);
      }
      set_ref(*slot, new_ref(value));
      return 0;
    }
  }
  if (f->f_extra_locals == nullptr) {
    f->f_extra_locals = dict_new();
    if (f->f_extra_locals == nullptr) return -1;
  }
  return dict_set_item(f->f_extra_locals, key, value);
}

Object* proxy_keys(Object* self) {
  FrameObject* f = frame_of(self);
  Object* names = list_new(0);
  if (names == nullptr) return nullptr;
  CodeObject* code = code_of(f);
  for (int i = 0; i < code->co_nlocalsplus; i++) {
    if (value_of(f, i) != nullptr && list_append(names, tuple_item(code->co_localsplusnames, i)) < 0) {
      decref(names);
      return nullptr;
    }
  }
  Ssize pos = 0;
  Object *key, *value;
  while (f->f_extra_locals != nullptr && dict_next(f->f_extra_locals, &pos, &key, &value)) {
    if (list_append(names, key) < 0) {
      decref(names);
      return nullptr;
    }
  }
  return names;
}

// A list of values, or of (name, value) pairs.
Object* collect(Object* self, bool pairs) {
  Object* names = proxy_keys(self);
  if (names == nullptr) return nullptr;
  Object* result = list_new(0);
  for (Ssize i = 0; result != nullptr && i < list_size(names); i++) {
    Object* value = lookup(frame_of(self), list_item(names, i));
    Object* item = value != nullptr && pairs ? tuple_pack(list_item(names, i), value) : xnew_ref(value);
    xdecref(value);
    if (item == nullptr || list_append(result, item) < 0) clear_ref(result);
    xdecref(item);
  }
  decref(names);
  return result;
}
Object* proxy_values(Object* self) { return collect(self, false); }
Object* proxy_items(Object* self) { return collect(self, true); }

Object* proxy_as_dict(Object* self) {
  Object* dict = dict_new();
  if (dict != nullptr && dict_update(dict, self) < 0) clear_ref(dict);
  return dict;
}

Ssize proxy_length(Object* self) {
  FrameObject* f = frame_of(self);
  Ssize n = f->f_extra_locals != nullptr ? dict_size(f->f_extra_locals) : 0;
  for (int i = 0; i < code_of(f)->co_nlocalsplus; i++) n += value_of(f, i) != nullptr;
  return n;
}

int proxy_contains(Object* self, Object* key) {
  Object* value = lookup(frame_of(self), key);
  if (value == nullptr) return err_occurred() ? -1 : 0;
  decref(value);
  return 1;
}

Object* proxy_iter(Object* self) {
  Object* names = proxy_keys(self);
  if (names == nullptr) return nullptr;
  Object* it = object_get_iter(names);
  decref(names);
  return it;
}

Object* proxy_repr(Object* self) {
  int entered = repr_enter(self);
  if (entered != 0) return entered > 0 ? unicode_from_string("{...}") : nullptr;
  Object* dict = proxy_as_dict(self);
  Object* text = dict != nullptr ? object_repr(dict) : nullptr;
  xdecref(dict);
  repr_leave(self);
  return text;
}

Object* proxy_richcompare(Object* self, Object* other, int op) {
  if (op != kEq && op != kNe) return NotImplemented;
  bool same;
  if (frame_locals_proxy_check(other)) {
    same = frame_of(self) == frame_of(other);
  } else if (dict_check(other)) {
    Object* dict = proxy_as_dict(self);
    if (dict == nullptr) return nullptr;
    Object* result = object_rich_compare(dict, other, op);
    decref(dict);
    return result;
  } else {
    return NotImplemented;
  }
  return bool_from_long(same == (op == kEq));
}

Object* proxy_get(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("get", nargs, 1, 2)) return nullptr;
  Object* value = lookup(frame_of(self), args[0]);
  if (value != nullptr || err_occurred()) return value;
  return nargs > 1 ? new_ref(args[1]) : None;
}

Object* proxy_setdefault(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("setdefault", nargs, 1, 2)) return nullptr;
  Object* value = lookup(frame_of(self), args[0]);
  if (value != nullptr || err_occurred()) return value;
  Object* initial = nargs > 1 ? args[1] : None;
  return proxy_setitem(self, args[0], initial) < 0 ? nullptr : new_ref(initial);
}

// Stores every item of a mapping; 0, or -1.
int merge(Object* self, Object* other) {
  if (!dict_check(other) && !frame_locals_proxy_check(other)) return -1;
  Object* items = mapping_items(other);
  if (items == nullptr) return -1;
  int status = 0;
  for (Ssize i = 0; status == 0 && i < list_size(items); i++) {
    Object* pair = list_item(items, i);
    status = proxy_setitem(self, tuple_item(pair, 0), tuple_item(pair, 1));
  }
  decref(items);
  return status;
}

Object* proxy_update(Object* self, Object* other) {
  if (merge(self, other) == 0) return None;
  if (!err_occurred()) err_set_string(exc_TypeError, "update() argument must be dict or another FrameLocalsProxy");
  return nullptr;
}
Object* proxy_inplace_or(Object* self, Object* other) {
  if (merge(self, other) == 0) return new_ref(self);
  return err_occurred() ? nullptr : NotImplemented;
}
Object* proxy_or(Object* self, Object* other) {
  if (!frame_locals_proxy_check(self)) return NotImplemented;
  Object* dict = proxy_as_dict(self);
  if (dict != nullptr && dict_update(dict, other) < 0) clear_ref(dict);
  return dict;
}
Object* proxy_copy(Object* self) { return proxy_as_dict(self); }

Object* proxy_reversed(Object* self) {
  Object* names = proxy_keys(self);
  if (names == nullptr) return nullptr;
  list_reverse(names);
  Object* it = object_get_iter(names);
  decref(names);
  return it;
}

void proxy_dealloc(Object* self) {
  object_gc_untrack(self);
  clear_ref(static_cast<FrameLocalsProxyObject*>(self)->frame);
  object_gc_del(self);
}
int proxy_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(frame_of(self));
  return 0;
}
int proxy_clear(Object* self) {
  clear_ref(static_cast<FrameLocalsProxyObject*>(self)->frame);
  return 0;
}

const MethodDef proxy_methods[] = {
    {"__contains__", [](Object* self, Object* key) -> Object* {
       int there = proxy_contains(self, key);
       return there < 0 ? nullptr : bool_from_long(there);
     }, nullptr, METH_COEXIST},
    {"__getitem__", proxy_getitem, nullptr, METH_COEXIST},
    {"update", proxy_update},
    {"__reversed__", proxy_reversed},
    {"copy", proxy_copy},
    {"keys", proxy_keys},
    {"values", proxy_values},
    {"items", proxy_items},
    {"get", proxy_get},
    {"setdefault", proxy_setdefault},
    {},
};

}  // namespace

TypeObject frame_locals_proxy_type = {TYPE_HEAD,
                                      {.tp_name = "FrameLocalsProxy",
                                       .tp_basicsize = layout::coroutine_wrapper.basicsize,  // a header and one pointer
                                       .tp_dealloc = proxy_dealloc,
                                       .tp_repr = proxy_repr,
                                       .tp_hash = object_hash_not_implemented,
                                       .tp_getattro = object_generic_get_attr,
                                       .tp_setattro = object_generic_set_attr,
                                       .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_MAPPING,
                                       .tp_traverse = proxy_traverse,
                                       .tp_clear = proxy_clear,
                                       .tp_richcompare = proxy_richcompare,
                                       .tp_iter = proxy_iter,
                                       .tp_methods = proxy_methods,
                                       .nb_or = proxy_or,
                                       .nb_inplace_or = proxy_inplace_or,
                                       .sq_contains = proxy_contains,
                                       .mp_length = proxy_length,
                                       .mp_subscript = proxy_getitem,
                                       .mp_ass_subscript = proxy_setitem}};

Object* frame_locals_proxy_new(FrameObject* f) {
  auto* proxy = object_gc_new<FrameLocalsProxyObject>(&frame_locals_proxy_type);
  if (proxy == nullptr) return nullptr;
  proxy->frame = new_ref(f);
  object_gc_track(proxy);
  return proxy;
}

namespace {

// Does a module or class run an inlined comprehension just now?
bool has_hidden_locals(InterpreterFrame* frame) {
  CodeObject* code = frame->f_executable;
  for (int i = 0; i < code->co_nlocalsplus; i++) {
    if ((kind_of(code, i) & lang::CO_FAST_HIDDEN) && frame->localsplus[i] != nullptr) return true;
  }
  return false;
}

// The namespace itself (new reference) where the frame has one, else null without an error.
Object* plain_namespace(InterpreterFrame* frame) {
  if ((frame->f_executable->co_flags & lang::CO_OPTIMIZED) || has_hidden_locals(frame)) return nullptr;
  if (frame->f_locals == nullptr) frame->f_locals = dict_new();
  return xnew_ref(frame->f_locals);
}

}  // namespace

Object* frame_get_locals(FrameObject* f) {
  Object* ns = plain_namespace(f->f_frame);
  return ns != nullptr || err_occurred() ? ns : frame_locals_proxy_new(f);
}

Object* frame_get_locals_snapshot(InterpreterFrame* frame) {
  Object* ns = plain_namespace(frame);
  if (ns != nullptr || err_occurred()) return ns;
  FrameObject* f = frame_get_frame_object(frame);
  Object* proxy = f != nullptr ? frame_locals_proxy_new(f) : nullptr;
  if (proxy == nullptr) return nullptr;
  Object* dict = proxy_as_dict(proxy);
  decref(proxy);
  return dict;
}

Object* frame_get_var(FrameObject* f, Object* name) {
  Object* value = lookup(f, name);
  if (value == nullptr && !err_occurred()) err_format(exc_NameError, "variable %R does not exist", name);
  return value;
}

}  // namespace py

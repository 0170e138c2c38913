// CPython 3.13: Objects/iterobject.c. See the header.
#include "types/iterobject.h"

#include "gc/gc.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "profile/profile.h"
#include "types/exceptions.h"  // StopIterationObject
#include "types/iter_reduce.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

// --- iter(o) of an object with __getitem__ only ---

static SeqIterObject* as_seqiter(Object* o) { return as<SeqIterObject>(o); }

Object* seq_iter_new(Object* seq) {
  auto* it = object_gc_new<SeqIterObject>(&seq_iter_type);
  if (it == nullptr) return nullptr;
  it->it_index = 0;
  it->it_seq = new_ref(seq);
  object_gc_track(it);
  return it;
}

static void iter_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as_seqiter(self)->it_seq);
  object_gc_del(self);
}

static int iter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as_seqiter(self)->it_seq);
  return 0;
}

static Object* iter_iternext(Object* self) {
  auto* it = as_seqiter(self);
  if (it->it_seq == nullptr) return nullptr;
  if (it->it_index == kSsizeMax) return err_format(exc_OverflowError, "iter index too large");
  Object* result = sequence_get_item(it->it_seq, it->it_index);
  if (result != nullptr) {
    it->it_index++;
    return result;
  }
  if (err_exception_matches(exc_IndexError) || err_exception_matches(exc_StopIteration)) {
    err_clear();
    clear_ref(it->it_seq);
  }
  return nullptr;
}

static Object* iter_len(Object* self) {
  auto* it = as_seqiter(self);
  if (it->it_seq == nullptr) return long_from_long(0);
  if (!it->it_seq->ob_type->sq_length && !it->it_seq->ob_type->mp_length) return NotImplemented;
  Ssize size = sequence_size(it->it_seq);
  if (size == -1) return nullptr;
  return long_from_ssize_t(size > it->it_index ? size - it->it_index : 0);
}

// (iter, (seq,), index); an exhausted iterator is iter(()).
static Object* iter_reduce(Object* self) {
  auto* it = as_seqiter(self);
  if (it->it_seq == nullptr) return reduce_with_builtin(ID(iter), tuple_empty());
  return reduce_with_builtin(ID(iter), it->it_seq, it->it_index);
}

static Object* iter_setstate(Object* self, Object* state) {
  Ssize index = long_as_ssize_t(state);
  if (index == -1 && err_occurred()) return nullptr;
  if (as_seqiter(self)->it_seq != nullptr) as_seqiter(self)->it_index = index < 0 ? 0 : index;
  return None;
}

static const MethodDef seqiter_methods[] = {
    {"__length_hint__", iter_len, "Private method returning an estimate of len(list(it))."},
    {"__reduce__", iter_reduce, "Return state information for pickling."},
    {"__setstate__", iter_setstate, "Set state information for unpickling."},
    {},
};

TypeObject seq_iter_type = {
    TYPE_HEAD,
    {
        .tp_name = "iterator",
        .tp_basicsize = layout::seq_iterator.basicsize,
        .tp_dealloc = iter_dealloc,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = iter_traverse,
        .tp_iter = object_self_iter,
        .tp_iternext = iter_iternext,
        .tp_methods = seqiter_methods,
    },
};

// --- iter(callable, sentinel) ---

static CallIterObject* as_calliter(Object* o) { return as<CallIterObject>(o); }

Object* call_iter_new(Object* callable, Object* sentinel) {
  auto* it = object_gc_new<CallIterObject>(&call_iter_type);
  if (it == nullptr) return nullptr;
  it->it_callable = new_ref(callable);
  it->it_sentinel = new_ref(sentinel);
  object_gc_track(it);
  return it;
}

static void calliter_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as_calliter(self)->it_callable);
  xdecref(as_calliter(self)->it_sentinel);
  object_gc_del(self);
}

static int calliter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as_calliter(self)->it_callable);
  VISIT(as_calliter(self)->it_sentinel);
  return 0;
}

static void calliter_finish(CallIterObject* it) {
  clear_ref(it->it_callable);
  clear_ref(it->it_sentinel);
}

static Object* calliter_iternext(Object* self) {
  auto* it = as_calliter(self);
  if (it->it_callable == nullptr) return nullptr;
  Object* result = object_call_no_args(it->it_callable);
  if (result != nullptr && it->it_sentinel != nullptr) {
    int equal = object_rich_compare_bool(it->it_sentinel, result, kEq);
    if (equal == 0) return result;
    if (equal > 0) calliter_finish(it);
  } else if (err_exception_matches(exc_StopIteration)) {
    err_clear();
    calliter_finish(it);
  }
  xdecref(result);
  return nullptr;
}

static Object* calliter_reduce(Object* self) {
  auto* it = as_calliter(self);
  if (it->it_callable == nullptr || it->it_sentinel == nullptr)
    return reduce_with_builtin(ID(iter), tuple_empty());
  Object* builtin = eval_get_builtin(ID(iter));
  Object* args = builtin ? tuple_pack(it->it_callable, it->it_sentinel) : nullptr;
  Object* result = args ? tuple_pack(builtin, args) : nullptr;
  xdecref(args);
  xdecref(builtin);
  return result;
}

static const MethodDef calliter_methods[] = {
    {"__reduce__", calliter_reduce, "Return state information for pickling."}, {}};

TypeObject call_iter_type = {
    TYPE_HEAD,
    {
        .tp_name = "callable_iterator",
        .tp_basicsize = layout::callable_iterator.basicsize,
        .tp_dealloc = calliter_dealloc,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = calliter_traverse,
        .tp_iter = object_self_iter,
        .tp_iternext = calliter_iternext,
        .tp_methods = calliter_methods,
    },
};

// --- anext(it, default): an awaitable that turns StopAsyncIteration into the default ---

static AnextAwaitableObject* as_anext(Object* o) { return as<AnextAwaitableObject>(o); }

Object* anext_awaitable_new(Object* awaitable, Object* default_value) {
  auto* a = object_gc_new<AnextAwaitableObject>(&anext_awaitable_type);
  if (a == nullptr) return nullptr;
  a->wrapped = new_ref(awaitable);
  a->default_value = new_ref(default_value);
  object_gc_track(a);
  return a;
}

static void anextawaitable_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as_anext(self)->wrapped);
  xdecref(as_anext(self)->default_value);
  object_gc_del(self);
}

static int anextawaitable_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as_anext(self)->wrapped);
  VISIT(as_anext(self)->default_value);
  return 0;
}

// The iterator of the wrapped awaitable.
static Object* anextawaitable_getiter(AnextAwaitableObject* self) {
  unaryfunc await = self->wrapped->ob_type->am_await;
  if (await == nullptr) {
    return err_format(exc_TypeError, "object %.100s can't be used in 'await' expression",
                      self->wrapped->ob_type->tp_name);
  }
  Object* awaitable = await(self->wrapped);
  if (awaitable != nullptr && awaitable->ob_type->tp_iternext == nullptr) {
    err_format(exc_TypeError, "%.100s object can't be used in 'await' expression",
               awaitable->ob_type->tp_name);
    clear_ref(awaitable);
  }
  return awaitable;
}

static Object* anext_or_default(AnextAwaitableObject* self, Object* result) {
  if (result != nullptr) return result;
  if (err_exception_matches(exc_StopAsyncIteration)) {
    err_clear();
    err_set_stop_iteration_value(self->default_value);
  }
  return nullptr;
}

static Object* anextawaitable_iternext(Object* self) {
  Object* awaitable = anextawaitable_getiter(as_anext(self));
  if (awaitable == nullptr) return nullptr;
  Object* result = awaitable->ob_type->tp_iternext(awaitable);
  decref(awaitable);
  return anext_or_default(as_anext(self), result);
}

static Object* anext_proxy(Object* self, Object* name, Object* arg) {
  Object* awaitable = anextawaitable_getiter(as_anext(self));
  if (awaitable == nullptr) return nullptr;
  Object* result = arg ? object_call_method_one_arg(awaitable, name, arg)
                       : object_call_method_no_args(awaitable, name);
  decref(awaitable);
  return anext_or_default(as_anext(self), result);
}
static Object* anext_send(Object* self, Object* arg) { return anext_proxy(self, ID(send), arg); }
static Object* anext_close(Object* self) { return anext_proxy(self, ID(close), nullptr); }
static Object* anext_throw(Object* self, Object* args) {
  Object* awaitable = anextawaitable_getiter(as_anext(self));
  if (awaitable == nullptr) return nullptr;
  Object* method = object_get_attr(awaitable, ID(throw));
  Object* result = method ? object_call(method, args, nullptr) : nullptr;
  xdecref(method);
  decref(awaitable);
  return anext_or_default(as_anext(self), result);
}

static const MethodDef anextawaitable_methods[] = {
    {"send", anext_send,
     "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise "
     "StopIteration."},
    {"throw", anext_throw,
     "throw(value)\nraise exception in the wrapped iterator, return next yielded value\nor raise "
     "StopIteration.",
     METH_VARARGS},
    {"close", anext_close, "close() -> raise GeneratorExit inside generator."},
    {},
};

TypeObject anext_awaitable_type = {
    TYPE_HEAD,
    {
        .tp_name = "anext_awaitable",
        .tp_basicsize = 32,
        .tp_dealloc = anextawaitable_dealloc,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = anextawaitable_traverse,
        .tp_iter = object_self_iter,
        .tp_iternext = anextawaitable_iternext,
        .tp_methods = anextawaitable_methods,
        .am_await = object_self_iter,
    },
};

}  // namespace py

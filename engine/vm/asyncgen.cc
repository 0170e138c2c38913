// Asynchronous generators: the awaitables of asend(), athrow(), aclose() and __anext__(), which drive them.
// CPython 3.13: second half of Objects/genobject.c
//
// A value that an asynchronous generator yields travels wrapped (AsyncGenWrappedValue), so that it is told apart from
// what its awaits pass through; async_gen_unwrap_value turns it into the StopIteration that ends the awaitable.
#include "gc/gc.h"                    // object_gc_new
#include "object/call.h"              // hooks
#include "object/errors.h"            // err_*
#include "object/identifiers.h"       // ID(asend)
#include "types/genericaliasobject.h" // __class_getitem__
#include "types/getargs.h"            // arg_unpack_tuple
#include "types/tupleobject.h"        // athrow's arguments
#include "vm/gen_internal.h"

namespace py {

Object *async_gen_firstiter, *async_gen_finalizer;

namespace {

enum AwaitableState : int { kInit, kIter, kClosed };

struct AsyncGenASend : Object {
  GenObject* ags_gen;
  Object* ags_sendval;  // may be null
  AwaitableState ags_state;
};
struct AsyncGenAThrow : Object {
  GenObject* agt_gen;
  Object* agt_args;  // tuple; null for aclose()
  AwaitableState agt_state;
};
struct AsyncGenWrappedValue : Object {
  Object* agw_val;
};
static_assert(sizeof(AsyncGenASend) <= layout::async_generator_asend.basicsize);
static_assert(sizeof(AsyncGenAThrow) <= layout::async_generator_asend.basicsize);
static_assert(sizeof(AsyncGenWrappedValue) <= layout::coroutine_wrapper.basicsize);

constexpr const char* kIgnoredExit = "async generator ignored GeneratorExit";

bool is_wrapped(const Object* o) { return is_type(o, &async_gen_wrapped_value_type); }
bool exhausted_error() {
  return err_exception_matches(exc_StopAsyncIteration) || err_exception_matches(exc_GeneratorExit);
}

int async_gen_init_hooks(GenObject* gen) {
  if (gen->gi_hooks_inited) return 0;
  gen->gi_hooks_inited = true;
  if (async_gen_finalizer != nullptr) gen->gi_origin_or_finalizer = new_ref(async_gen_finalizer);
  if (async_gen_firstiter != nullptr) {
    Object* hook = new_ref(async_gen_firstiter);
    Object* result = object_call_one_arg(hook, gen);
    decref(hook);
    if (result == nullptr) return -1;
    decref(result);
  }
  return 0;
}

// Steals result, what running the generator gave.
Object* async_gen_unwrap_value(GenObject* gen, Object* result) {
  if (result == nullptr) {
    if (!err_occurred()) err_set_none(exc_StopAsyncIteration);
    if (exhausted_error()) gen->gi_closed = true;
    gen->gi_running_async = false;
    return nullptr;
  }
  if (is_wrapped(result)) {
    gen_set_stop_iteration_value(static_cast<AsyncGenWrappedValue*>(result)->agw_val);
    decref(result);
    gen->gi_running_async = false;
    return nullptr;
  }
  return result;
}

// --- asend() and __anext__() ---

Object* async_gen_asend_new(GenObject* gen, Object* value) {
  auto* o = object_gc_new<AsyncGenASend>(&async_gen_asend_type);
  if (o == nullptr) return nullptr;
  o->ags_gen = new_ref(gen);
  o->ags_sendval = xnew_ref(value);
  o->ags_state = kInit;
  object_gc_track(o);
  return o;
}

// Refuses an awaitable that was used up or whose generator runs for another; starts it otherwise.
bool asend_begin(AsyncGenASend* o) {
  if (o->ags_state == kClosed) {
    err_set_string(exc_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    return false;
  }
  if (o->ags_state == kInit) {
    if (o->ags_gen->gi_running_async) {
      o->ags_state = kClosed;
      err_set_string(exc_RuntimeError, "anext(): asynchronous generator is already running");
      return false;
    }
  }
  return true;
}

Object* async_gen_asend_send(Object* self, Object* arg) {
  auto* o = static_cast<AsyncGenASend*>(self);
  if (!asend_begin(o)) return nullptr;
  if (o->ags_state == kInit) {
    if (arg == nullptr || arg == None) arg = o->ags_sendval;
    o->ags_state = kIter;
  }
  o->ags_gen->gi_running_async = true;
  Object* result = async_gen_unwrap_value(o->ags_gen, gen_send(o->ags_gen, arg));
  if (result == nullptr) o->ags_state = kClosed;
  return result;
}

Object* async_gen_asend_iternext(Object* self) { return async_gen_asend_send(self, nullptr); }

Object* async_gen_asend_throw(Object* self, Object* const* args, Ssize nargs) {
  auto* o = static_cast<AsyncGenASend*>(self);
  if (!asend_begin(o)) return nullptr;
  if (o->ags_state == kInit) {
    o->ags_state = kIter;
    o->ags_gen->gi_running_async = true;
  }
  Object* result = async_gen_unwrap_value(o->ags_gen, gen_throw(o->ags_gen, args, nargs));
  if (result == nullptr) o->ags_state = kClosed;
  return result;
}

// The end of close() of either awaitable: result of throwing GeneratorExit into it (stolen).
Object* close_result(Object* result) {
  if (result == nullptr) {
    if (err_exception_matches(exc_StopIteration) || exhausted_error()) {
      err_clear();
      return None;
    }
    return nullptr;
  }
  decref(result);
  err_set_string(exc_RuntimeError, "coroutine ignored GeneratorExit");
  return nullptr;
}

Object* async_gen_asend_close(Object* self) {
  if (static_cast<AsyncGenASend*>(self)->ags_state == kClosed) return None;
  Object* exit = exc_GeneratorExit;
  return close_result(async_gen_asend_throw(self, &exit, 1));
}

void warn_unawaited(GenObject* gen, Object* method) {
  Object* exc = err_get_raised_exception();
  if (err_warn_format(exc_RuntimeWarning, 1, "coroutine method %R of %R was never awaited", method, gen->gi_qualname) < 0) {
    err_write_unraisable(gen);
  }
  err_set_raised_exception(exc);
}

void async_gen_asend_finalize(Object* self) {
  auto* o = static_cast<AsyncGenASend*>(self);
  if (frame_state_finished(o->ags_gen->gi_frame_state) || o->ags_state != kInit) return;
  warn_unawaited(o->ags_gen, ID(asend));
}

void async_gen_asend_dealloc(Object* self) {
  auto* o = static_cast<AsyncGenASend*>(self);
  if (object_call_finalizer_from_dealloc(self) < 0) return;
  object_gc_untrack(self);
  clear_ref(o->ags_gen);
  clear_ref(o->ags_sendval);
  object_gc_del(self);
}
int async_gen_asend_traverse(Object* self, visitproc visit, void* arg) {
  auto* o = static_cast<AsyncGenASend*>(self);
  VISIT(o->ags_gen);
  VISIT(o->ags_sendval);
  return 0;
}

// --- athrow() and aclose() ---

Object* async_gen_athrow_new(GenObject* gen, Object* args) {
  auto* o = object_gc_new<AsyncGenAThrow>(&async_gen_athrow_type);
  if (o == nullptr) return nullptr;
  o->agt_gen = new_ref(gen);
  o->agt_args = xnew_ref(args);
  o->agt_state = kInit;
  object_gc_track(o);
  return o;
}

Object* ignored_exit(AsyncGenAThrow* o, Object* wrapped) {
  decref(wrapped);
  o->agt_gen->gi_running_async = false;
  o->agt_state = kClosed;
  err_set_string(exc_RuntimeError, kIgnoredExit);
  return nullptr;
}

Object* athrow_check_error(AsyncGenAThrow* o) {
  o->agt_gen->gi_running_async = false;
  o->agt_state = kClosed;
  if (o->agt_args == nullptr && exhausted_error()) {
    // aclose() is done: that is success.
    err_clear();
    err_set_none(exc_StopIteration);
  }
  return nullptr;
}

bool athrow_begin(AsyncGenAThrow* o) {
  if (o->agt_state == kClosed) {
    err_set_string(exc_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    return false;
  }
  return true;
}
bool athrow_refused_running(AsyncGenAThrow* o) {
  if (!o->agt_gen->gi_running_async) return false;
  o->agt_state = kClosed;
  err_set_string(exc_RuntimeError, o->agt_args == nullptr ? "aclose(): asynchronous generator is already running"
                                                          : "athrow(): asynchronous generator is already running");
  return true;
}

Object* athrow_first(AsyncGenAThrow* o, Object* arg) {
  GenObject* gen = o->agt_gen;
  if (athrow_refused_running(o)) return nullptr;
  if (gen->gi_closed) {
    o->agt_state = kClosed;
    err_set_none(exc_StopAsyncIteration);
    return nullptr;
  }
  if (arg != None) {
    err_set_string(exc_RuntimeError, "can't send non-None value to a just-started coroutine");
    return nullptr;
  }
  o->agt_state = kIter;
  gen->gi_running_async = true;
  Object* result;
  if (o->agt_args == nullptr) {
    gen->gi_closed = true;
    result = gen_throw_into(gen, false, exc_GeneratorExit, nullptr, nullptr);
    if (result != nullptr && is_wrapped(result)) return ignored_exit(o, result);
  } else {
    Object *type, *value = nullptr, *tb = nullptr;
    if (!arg_unpack_tuple(o->agt_args, "athrow", 1, 3, &type, &value, &tb)) return nullptr;
    result = async_gen_unwrap_value(gen, gen_throw_into(gen, false, type, value, tb));
  }
  return result != nullptr ? result : athrow_check_error(o);
}

Object* async_gen_athrow_send(Object* self, Object* arg) {
  auto* o = static_cast<AsyncGenAThrow*>(self);
  if (!athrow_begin(o)) return nullptr;
  if (frame_state_finished(o->agt_gen->gi_frame_state)) {
    o->agt_state = kClosed;
    err_set_none(exc_StopIteration);
    return nullptr;
  }
  if (o->agt_state == kInit) return athrow_first(o, arg);
  Object* result = gen_send(o->agt_gen, arg);
  if (o->agt_args != nullptr) return async_gen_unwrap_value(o->agt_gen, result);
  if (result == nullptr) return athrow_check_error(o);
  return is_wrapped(result) ? ignored_exit(o, result) : result;
}

Object* async_gen_athrow_iternext(Object* self) { return async_gen_athrow_send(self, None); }

Object* async_gen_athrow_throw(Object* self, Object* const* args, Ssize nargs) {
  auto* o = static_cast<AsyncGenAThrow*>(self);
  if (!athrow_begin(o)) return nullptr;
  if (o->agt_state == kInit) {
    if (athrow_refused_running(o)) return nullptr;
    o->agt_state = kIter;
    o->agt_gen->gi_running_async = true;
  }
  Object* result = gen_throw(o->agt_gen, args, nargs);
  if (o->agt_args != nullptr) {
    result = async_gen_unwrap_value(o->agt_gen, result);
    if (result == nullptr) o->agt_state = kClosed;
    return result;
  }
  if (result != nullptr && is_wrapped(result)) return ignored_exit(o, result);
  if (result == nullptr) {
    o->agt_state = kClosed;
    if (exhausted_error()) {
      err_clear();
      err_set_none(exc_StopIteration);
    }
  }
  return result;
}

Object* async_gen_athrow_close(Object* self) {
  if (static_cast<AsyncGenAThrow*>(self)->agt_state == kClosed) return None;
  Object* exit = exc_GeneratorExit;
  return close_result(async_gen_athrow_throw(self, &exit, 1));
}

void async_gen_athrow_finalize(Object* self) {
  auto* o = static_cast<AsyncGenAThrow*>(self);
  if (frame_state_finished(o->agt_gen->gi_frame_state) || o->agt_state != kInit) return;
  warn_unawaited(o->agt_gen, o->agt_args != nullptr ? ID(athrow) : ID(aclose));
}

void async_gen_athrow_dealloc(Object* self) {
  auto* o = static_cast<AsyncGenAThrow*>(self);
  if (object_call_finalizer_from_dealloc(self) < 0) return;
  object_gc_untrack(self);
  clear_ref(o->agt_gen);
  clear_ref(o->agt_args);
  object_gc_del(self);
}
int async_gen_athrow_traverse(Object* self, visitproc visit, void* arg) {
  auto* o = static_cast<AsyncGenAThrow*>(self);
  VISIT(o->agt_gen);
  VISIT(o->agt_args);
  return 0;
}

// --- The wrapper of yielded values ---

void wrapped_value_dealloc(Object* self) {
  object_gc_untrack(self);
  clear_ref(static_cast<AsyncGenWrappedValue*>(self)->agw_val);
  object_gc_del(self);
}
int wrapped_value_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<AsyncGenWrappedValue*>(self)->agw_val);
  return 0;
}

// --- The generator's own methods ---

Object* async_gen_anext(Object* self) {
  auto* gen = static_cast<GenObject*>(self);
  return async_gen_init_hooks(gen) < 0 ? nullptr : async_gen_asend_new(gen, nullptr);
}
Object* async_gen_asend(Object* self, Object* value) {
  auto* gen = static_cast<GenObject*>(self);
  return async_gen_init_hooks(gen) < 0 ? nullptr : async_gen_asend_new(gen, value);
}
Object* async_gen_aclose(Object* self) {
  auto* gen = static_cast<GenObject*>(self);
  return async_gen_init_hooks(gen) < 0 ? nullptr : async_gen_athrow_new(gen, nullptr);
}
Object* async_gen_athrow(Object* self, Object* args) {
  auto* gen = static_cast<GenObject*>(self);
  if (tuple_size(args) > 1 &&
      err_warn_ex(exc_DeprecationWarning,
                  "the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.",
                  1) < 0) {
    return nullptr;
  }
  return async_gen_init_hooks(gen) < 0 ? nullptr : async_gen_athrow_new(gen, args);
}

int async_gen_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<GenObject*>(self)->gi_origin_or_finalizer);
  return gen_traverse(self, visit, arg);
}

const GetSetDef async_gen_getset[] = {
    {"__name__", gen_get_name, gen_set_name, "name of the async generator"},
    {"__qualname__", gen_get_qualname, gen_set_qualname, "qualified name of the async generator"},
    {"ag_await", gen_get_yieldfrom, nullptr, "object being awaited on, or None"},
    {"ag_frame", gen_get_frame},
    {"ag_code", gen_get_code},
    {"ag_suspended", gen_get_suspended},
    {},
};
const MemberDef async_gen_members[] = {
    {"ag_running", Py_T_BOOL, offsetof(GenObject, gi_running_async), Py_READONLY},
    {},
};
const MethodDef async_gen_methods[] = {
    {"asend", async_gen_asend, "asend(v) -> send 'v' in generator."},
    {"athrow", async_gen_athrow,
     "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator.\nthe (type, val, tb) signature is "
     "deprecated, \nand may be removed in a future version of Python.",
     METH_VARARGS},
    {"aclose", async_gen_aclose, "aclose() -> raise GeneratorExit inside generator."},
    {"__sizeof__", gen_size_of, "gen.__sizeof__() -> size of gen in memory, in bytes"},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {},
};

const MethodDef async_gen_asend_methods[] = {
    {"send", async_gen_asend_send},
    {"throw", async_gen_asend_throw},
    {"close", async_gen_asend_close},
    {},
};
const MethodDef async_gen_athrow_methods[] = {
    {"send", async_gen_athrow_send},
    {"throw", async_gen_athrow_throw},
    {"close", async_gen_athrow_close},
    {},
};

}  // namespace

Object* async_gen_value_wrapper_new(Object* value) {
  auto* o = object_gc_new<AsyncGenWrappedValue>(&async_gen_wrapped_value_type);
  if (o == nullptr) return nullptr;
  o->agw_val = new_ref(value);
  object_gc_track(o);
  return o;
}

void genobject_init() { async_gen_firstiter = async_gen_finalizer = nullptr; }

TypeObject async_gen_type = {TYPE_HEAD,
                             {.tp_name = "async_generator",
                              .tp_basicsize = layout::async_generator.basicsize,
                              .tp_itemsize = layout::async_generator.itemsize,
                              .tp_dealloc = gen_dealloc,
                              .tp_repr = gen_repr,
                              .tp_getattro = object_generic_get_attr,
                              .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                              .tp_traverse = async_gen_traverse,
                              .tp_weaklistoffset = offsetof(GenObject, gi_weakreflist),
                              .tp_methods = async_gen_methods,
                              .tp_members = async_gen_members,
                              .tp_getset = async_gen_getset,
                              .tp_finalize = gen_finalize,
                              .am_aiter = object_self_iter,
                              .am_anext = async_gen_anext,
                              .am_send = gen_am_send}};

TypeObject async_gen_asend_type = {TYPE_HEAD,
                                   {.tp_name = "async_generator_asend",
                                    .tp_basicsize = layout::async_generator_asend.basicsize,
                                    .tp_dealloc = async_gen_asend_dealloc,
                                    .tp_getattro = object_generic_get_attr,
                                    .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                                    .tp_traverse = async_gen_asend_traverse,
                                    .tp_iter = object_self_iter,
                                    .tp_iternext = async_gen_asend_iternext,
                                    .tp_methods = async_gen_asend_methods,
                                    .tp_finalize = async_gen_asend_finalize,
                                    .am_await = object_self_iter}};

TypeObject async_gen_athrow_type = {TYPE_HEAD,
                                    {.tp_name = "async_generator_athrow",
                                     .tp_basicsize = layout::async_generator_asend.basicsize,
                                     .tp_dealloc = async_gen_athrow_dealloc,
                                     .tp_getattro = object_generic_get_attr,
                                     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                                     .tp_traverse = async_gen_athrow_traverse,
                                     .tp_iter = object_self_iter,
                                     .tp_iternext = async_gen_athrow_iternext,
                                     .tp_methods = async_gen_athrow_methods,
                                     .tp_finalize = async_gen_athrow_finalize,
                                     .am_await = object_self_iter}};

TypeObject async_gen_wrapped_value_type = {TYPE_HEAD,
                                           {.tp_name = "async_generator_wrapped_value",
                                            .tp_basicsize = layout::coroutine_wrapper.basicsize,
                                            .tp_dealloc = wrapped_value_dealloc,
                                            .tp_getattro = object_generic_get_attr,
                                            .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                                            .tp_traverse = wrapped_value_traverse}};

}  // namespace py

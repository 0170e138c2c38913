// Generators and coroutines.
// CPython 3.13: Objects/genobject.c
#include "vm/genobject.h"

#include "gc/gc.h"                // object_gc_new_var
#include "lang/code_spec.h"       // CO_GENERATOR...
#include "object/call.h"          // close() and throw() of what is delegated to
#include "object/errors.h"        // err_*
#include "object/identifiers.h"   // ID(close)
#include "object/weakrefobject.h" // object_clear_weakrefs
#include "types/boolobject.h"     // gi_running
#include "types/exceptions.h"     // StopIterationObject
#include "types/genericaliasobject.h"
#include "types/getargs.h"        // arg_check_positional
#include "types/longobject.h"     // __sizeof__
#include "types/traceback.h"      // throw()'s third argument
#include "types/tupleobject.h"    // tuple_check
#include "types/unicodeobject.h"  // names
#include "vm/ceval.h"             // eval_frame
#include "vm/ceval_cold.h"        // clear_gen_frame
#include "vm/exec_code.h"         // what follows a yield
#include "vm/frameobject.h"       // gi_frame
#include "vm/gen_internal.h"

namespace py {

namespace {

// "generator", "coroutine" or "async generator", for messages.
const char* kind_of(const GenObject* gen) {
  return coro_check_exact(gen) ? "coroutine" : async_gen_check_exact(gen) ? "async generator" : "generator";
}

void clear_exc_state(ErrStackItem* state) { clear_ref(state->exc_value); }

// --- Life ---

GenObject* make_gen_of(TypeObject* type, FunctionObject* func) {
  auto* code = static_cast<CodeObject*>(func->func_code);
  auto* gen = reinterpret_cast<GenObject*>(object_gc_new_var(type, code->co_nlocalsplus + code->co_stacksize));
  if (gen == nullptr) return nullptr;
  gen->gi_frame_state = FRAME_CLEARED;
  gen->gi_weakreflist = nullptr;
  gen->gi_exc_state = {nullptr, nullptr};
  gen->gi_name = new_ref(func->func_name);
  gen->gi_qualname = new_ref(func->func_qualname);
  gen->gi_origin_or_finalizer = nullptr;
  gen->gi_hooks_inited = gen->gi_closed = gen->gi_running_async = false;
  gen->gi_iframe.f_executable = code;  // valid for traversal even before the frame moves in; counted there
  object_gc_track(gen);
  return gen;
}

// Ends the frame's life from outside.
void gen_clear_frame(GenObject* gen) {
  if (gen->gi_frame_state == FRAME_CLEARED) return;
  gen->gi_frame_state = FRAME_CLEARED;
  gen->gi_iframe.previous = nullptr;
  frame_clear_except_code(&gen->gi_iframe);
  clear_exc_state(&gen->gi_exc_state);
}

}  // namespace

void gen_dealloc(Object* self) {
  auto* gen = static_cast<GenObject*>(self);
  object_gc_untrack(gen);
  if (gen->gi_weakreflist != nullptr) object_clear_weakrefs(gen);
  object_gc_track(gen);
  if (object_call_finalizer_from_dealloc(self) < 0) return;  // resurrected
  object_gc_untrack(gen);
  clear_ref(gen->gi_origin_or_finalizer);
  gen_clear_frame(gen);
  decref(gen->gi_iframe.f_executable);
  clear_ref(gen->gi_name);
  clear_ref(gen->gi_qualname);
  object_gc_del(gen);
}

int gen_traverse(Object* self, visitproc visit, void* arg) {
  auto* gen = static_cast<GenObject*>(self);
  InterpreterFrame* frame = &gen->gi_iframe;
  VISIT(gen->gi_name);
  VISIT(gen->gi_qualname);
  if (gen->gi_frame_state == FRAME_EXECUTING) {
    // The running loop owns the slots: they count as referenced from outside.
    VISIT(frame->frame_obj);
    VISIT(frame->f_locals);
    VISIT(frame->f_funcobj);
    VISIT(frame->f_executable);
  } else if (gen->gi_frame_state < FRAME_CLEARED) {
    if (int stop = frame_traverse_iframe(frame, visit, arg)) return stop;
  } else {
    VISIT(frame->f_executable);
  }
  VISIT(gen->gi_exc_state.exc_value);
  return 0;
}

void clear_gen_frame(InterpreterFrame* frame) {
  GenObject* gen = frame_get_generator(frame);
  gen->gi_frame_state = FRAME_CLEARED;
  tstate.exc_info = gen->gi_exc_state.previous_item;
  gen->gi_exc_state.previous_item = nullptr;
  tstate.c_recursion_remaining--;
  frame_clear_except_code(frame);
  clear_exc_state(&gen->gi_exc_state);
  tstate.c_recursion_remaining++;
  frame->previous = nullptr;
}

Object* make_gen(FunctionObject* func) {
  int flags = static_cast<CodeObject*>(func->func_code)->co_flags &
              (lang::CO_GENERATOR | lang::CO_COROUTINE | lang::CO_ASYNC_GENERATOR);
  TypeObject* type = flags == lang::CO_GENERATOR         ? &gen_type
                     : flags == lang::CO_ASYNC_GENERATOR ? &async_gen_type
                                                         : &coro_type;
  return make_gen_of(type, func);
}

// --- Running ---

namespace {

// What sending to a generator in this state is refused with, or null when it may run.
bool may_resume(GenObject* gen, Object* arg) {
  if (gen->gi_frame_state == FRAME_CREATED && arg != nullptr && arg != None) {
    err_format(exc_TypeError, "can't send non-None value to a just-started %s", kind_of(gen));
    return false;
  }
  if (gen->gi_frame_state == FRAME_EXECUTING) {
    err_format(exc_ValueError, "%s already executing", kind_of(gen));
    return false;
  }
  return true;
}

}  // namespace

int gen_send_ex2(GenObject* gen, Object* arg, Object** result, bool exc, bool closing) {
  *result = nullptr;
  if (!may_resume(gen, arg)) return PYGEN_ERROR;
  if (frame_state_finished(gen->gi_frame_state)) {
    if (coro_check_exact(gen) && !closing) {
      err_set_string(exc_RuntimeError, "cannot reuse already awaited coroutine");
    } else if (arg != nullptr && !exc) {
      *result = None;
      return PYGEN_RETURN;
    }
    return PYGEN_ERROR;
  }
  InterpreterFrame* frame = &gen->gi_iframe;
  *frame->stackpointer++ = new_ref(arg != nullptr ? arg : None);
  gen->gi_exc_state.previous_item = tstate.exc_info;
  tstate.exc_info = &gen->gi_exc_state;
  if (exc && gen->gi_exc_state.exc_value != nullptr && gen->gi_exc_state.exc_value != None) {
    // What is thrown in arises while the generator handles an exception: setting it again chains the two.
    Object* thrown = err_get_raised_exception();
    err_set_object(thrown->ob_type, thrown);
    decref(thrown);
  }
  gen->gi_frame_state = FRAME_EXECUTING;
  Object* value = eval_frame(frame, exc);
  if (value != nullptr) {
    if (frame_state_suspended(gen->gi_frame_state)) {
      *result = value;
      return PYGEN_NEXT;
    }
    if (value == None && !async_gen_check_exact(gen) && arg == nullptr) value = nullptr;  // plain exhaustion
  }
  *result = value;
  return value != nullptr ? PYGEN_RETURN : PYGEN_ERROR;
}

Object* gen_send_ex(GenObject* gen, Object* arg, bool exc, bool closing) {
  Object* result;
  if (gen_send_ex2(gen, arg, &result, exc, closing) == PYGEN_RETURN) {
    if (async_gen_check_exact(gen)) {
      err_set_none(exc_StopAsyncIteration);
    } else if (result == None) {
      err_set_none(exc_StopIteration);
    } else {
      gen_set_stop_iteration_value(result);
    }
    clear_ref(result);
  }
  return result;
}

int gen_am_send(Object* gen, Object* arg, Object** result) {
  return gen_send_ex2(static_cast<GenObject*>(gen), arg, result, false, false);
}

Object* gen_send(Object* gen, Object* arg) { return gen_send_ex(static_cast<GenObject*>(gen), arg, false, false); }

Object* gen_iternext(Object* self) {
  Object* result;
  if (gen_send_ex2(static_cast<GenObject*>(self), nullptr, &result, false, false) == PYGEN_RETURN) {
    if (result != None) gen_set_stop_iteration_value(result);
    clear_ref(result);
  }
  return result;
}

Object* gen_yf(GenObject* gen) {
  return gen->gi_frame_state == FRAME_SUSPENDED_YIELD_FROM ? gen->gi_iframe.stackpointer[-1] : nullptr;
}

int gen_set_stop_iteration_value(Object* value) {
  if (value == nullptr || (!tuple_check(value) && !exception_instance_check(value))) {
    err_set_object(exc_StopIteration, value);
    return 0;
  }
  // A tuple would be taken for the arguments, an exception for the StopIteration itself.
  Object* exc = object_call_one_arg(exc_StopIteration, value);
  if (exc == nullptr) return -1;
  err_set_object(exc_StopIteration, exc);
  decref(exc);
  return 0;
}

int gen_fetch_stop_iteration_value(Object** value) {
  *value = nullptr;
  if (err_exception_matches(exc_StopIteration)) {
    Object* exc = err_get_raised_exception();
    *value = xnew_ref(static_cast<StopIterationObject*>(exc)->value);
    decref(exc);
  } else if (err_occurred()) {
    return -1;
  }
  if (*value == nullptr) *value = None;
  return 0;
}

// --- close, throw ---

namespace {

int gen_close_iter(Object* yf) {
  Object* result;
  if (gen_check_exact(yf) || coro_check_exact(yf)) {
    result = gen_close(yf);
  } else {
    Object* close;
    if (object_get_optional_attr(yf, ID(close), &close) < 0) err_write_unraisable(yf);
    if (close == nullptr) return 0;
    result = object_call_no_args(close);
    decref(close);
  }
  if (result == nullptr) return -1;
  decref(result);
  return 0;
}

// Calls close() of the sub-iterator while the generator counts as running.
int close_delegate(GenObject* gen, Object* yf) {
  int8_t state = gen->gi_frame_state;
  gen->gi_frame_state = FRAME_EXECUTING;
  int status = gen_close_iter(yf);
  gen->gi_frame_state = state;
  return status;
}

// Suspended with nothing but the compiler's own StopIteration handler around it: nothing would see a GeneratorExit.
bool nothing_to_unwind(const GenObject* gen) {
  const Unit* next = gen->gi_iframe.instr_ptr;
  return (next->opcode() == I_RESUME || next->opcode() == I_RESUME_TICK) && (next->arg() & 4) != 0;
}

}  // namespace

Object* gen_close(Object* self) {
  auto* gen = static_cast<GenObject*>(self);
  if (gen->gi_frame_state == FRAME_CREATED) {
    gen->gi_frame_state = FRAME_COMPLETED;
    return None;
  }
  if (frame_state_finished(gen->gi_frame_state)) return None;
  int status = 0;
  if (Object* yf = xnew_ref(gen_yf(gen))) {
    status = close_delegate(gen, yf);
    decref(yf);
  }
  if (nothing_to_unwind(gen)) {
    gen->gi_frame_state = FRAME_COMPLETED;
    gen_clear_frame(gen);
    return None;
  }
  if (status == 0) err_set_none(exc_GeneratorExit);
  Object* result = gen_send_ex(gen, None, true, true);
  if (result != nullptr) {
    decref(result);
    return err_format(exc_RuntimeError, "%s ignored GeneratorExit", kind_of(gen));
  }
  if (err_exception_matches(exc_GeneratorExit)) {
    err_clear();
    return None;
  }
  return gen_fetch_stop_iteration_value(&result) == 0 ? result : nullptr;
}

namespace {

Object* throw_here(GenObject* gen, Object* type, Object* value, Object* tb) {
  if (tb == None) {
    tb = nullptr;
  } else if (tb != nullptr && !traceback_check(tb)) {
    err_set_string(exc_TypeError, "throw() third argument must be a traceback object");
    return nullptr;
  }
  incref(type);
  xincref(value);
  xincref(tb);
  if (exception_class_check(type)) {
    err_normalize_exception(&type, &value, &tb);
  } else if (exception_instance_check(type) && (value == nullptr || value == None)) {
    xdecref(value);
    value = type;
    type = new_ref(static_cast<Object*>(value->ob_type));
    if (tb == nullptr) tb = exception_get_traceback(value);
  } else {
    if (exception_instance_check(type)) {
      err_set_string(exc_TypeError, "instance exception may not have a separate value");
    } else {
      err_format(exc_TypeError, "exceptions must be classes or instances deriving from BaseException, not %s",
                 type->ob_type->tp_name);
    }
    decref(type);
    xdecref(value);
    xdecref(tb);
    return nullptr;
  }
  err_restore(type, value, tb);
  return gen_send_ex(gen, None, true, false);
}

// throw() of the sub-iterator, with this generator's frame linked in so that tracebacks are whole.
Object* throw_into_delegate(GenObject* gen, Object* yf, Object* method, bool close_on_genexit, Object* type, Object* value,
                            Object* tb) {
  InterpreterFrame* frame = &gen->gi_iframe;
  InterpreterFrame* previous = tstate.current_frame;
  frame->previous = previous;
  tstate.current_frame = frame;
  int8_t state = gen->gi_frame_state;
  gen->gi_frame_state = FRAME_EXECUTING;
  Object* result = method == nullptr
                       ? gen_throw_into(static_cast<GenObject*>(yf), close_on_genexit, type, value, tb)
                       : object_call_function_obj_args(method, type, value, tb, nullptr);
  gen->gi_frame_state = state;
  tstate.current_frame = previous;
  frame->previous = nullptr;
  return result;
}

}  // namespace

Object* gen_throw_into(GenObject* gen, bool close_on_genexit, Object* type, Object* value, Object* tb) {
  Object* yf = xnew_ref(gen_yf(gen));
  if (yf == nullptr) return throw_here(gen, type, value, tb);
  if (close_on_genexit && err_given_exception_matches(type, exc_GeneratorExit)) {
    int status = close_delegate(gen, yf);
    decref(yf);
    return status < 0 ? gen_send_ex(gen, None, true, false) : throw_here(gen, type, value, tb);
  }
  Object* method = nullptr;
  if (!gen_check_exact(yf) && !coro_check_exact(yf)) {
    if (object_get_optional_attr(yf, ID(throw), &method) < 0) {
      decref(yf);
      return nullptr;
    }
    if (method == nullptr) {
      decref(yf);
      return throw_here(gen, type, value, tb);
    }
  }
  Object* result = throw_into_delegate(gen, yf, method, close_on_genexit, type, value, tb);
  xdecref(method);
  decref(yf);
  // An error of the sub-iterator is now this generator's, at its yield.
  return result != nullptr ? result : gen_send_ex(gen, None, true, false);
}

Object* gen_throw(Object* self, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("throw", nargs, 1, 3)) return nullptr;
  if (nargs > 1 && err_warn_ex(exc_DeprecationWarning,
                               "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature "
                               "instead.",
                               1) < 0) {
    return nullptr;
  }
  return gen_throw_into(static_cast<GenObject*>(self), true, args[0], nargs > 1 ? args[1] : nullptr,
                        nargs > 2 ? args[2] : nullptr);
}

void gen_finalize(Object* self) {
  auto* gen = static_cast<GenObject*>(self);
  if (frame_state_finished(gen->gi_frame_state)) return;
  Object* exc = err_get_raised_exception();
  Object* result;
  if (async_gen_check_exact(self) && gen->gi_origin_or_finalizer != nullptr && !gen->gi_closed) {
    result = object_call_one_arg(gen->gi_origin_or_finalizer, self);
  } else if (coro_check_exact(self) && gen->gi_frame_state == FRAME_CREATED) {
    err_warn_unawaited_coroutine(self);
    result = None;
  } else {
    result = gen_close(self);
  }
  if (result == nullptr) {
    if (err_occurred()) err_write_unraisable(self);
  } else {
    decref(result);
  }
  err_set_raised_exception(exc);
}

void err_warn_unawaited_coroutine(Object* coro) {
  Object* name = static_cast<GenObject*>(coro)->gi_qualname;
  if (err_warn_with_source(coro, exc_RuntimeWarning, 1, "coroutine '%S' was never awaited", name) < 0) {
    err_write_unraisable(coro);
  }
}

// --- Attributes ---

Object* gen_repr(Object* self) {
  return unicode_from_format("<%s object %S at %p>", self->ob_type->tp_name, static_cast<GenObject*>(self)->gi_qualname,
                             self);
}

Object* gen_size_of(Object* self) {
  CodeObject* code = static_cast<GenObject*>(self)->gi_iframe.f_executable;
  return long_from_ssize_t(self->ob_type->tp_basicsize + layout::kPointer * (code->co_nlocalsplus + code->co_stacksize));
}

Object* gen_get_name(Object* self, void*) { return new_ref(static_cast<GenObject*>(self)->gi_name); }
Object* gen_get_qualname(Object* self, void*) { return new_ref(static_cast<GenObject*>(self)->gi_qualname); }
int gen_set_name(Object* self, Object* value, void*) {
  if (value == nullptr || !unicode_check(value)) {
    err_set_string(exc_TypeError, "__name__ must be set to a string object");
    return -1;
  }
  set_ref(static_cast<GenObject*>(self)->gi_name, new_ref(value));
  return 0;
}
int gen_set_qualname(Object* self, Object* value, void*) {
  if (value == nullptr || !unicode_check(value)) {
    err_set_string(exc_TypeError, "__qualname__ must be set to a string object");
    return -1;
  }
  set_ref(static_cast<GenObject*>(self)->gi_qualname, new_ref(value));
  return 0;
}
Object* gen_get_yieldfrom(Object* self, void*) {
  Object* yf = gen_yf(static_cast<GenObject*>(self));
  return yf != nullptr ? new_ref(yf) : None;
}
Object* gen_get_running(Object* self, void*) {
  return bool_from_long(static_cast<GenObject*>(self)->gi_frame_state == FRAME_EXECUTING);
}
Object* gen_get_suspended(Object* self, void*) {
  return bool_from_long(frame_state_suspended(static_cast<GenObject*>(self)->gi_frame_state));
}
Object* gen_get_frame(Object* self, void*) {
  auto* gen = static_cast<GenObject*>(self);
  if (frame_state_finished(gen->gi_frame_state)) return None;
  return xnew_ref(static_cast<Object*>(frame_get_frame_object(&gen->gi_iframe)));
}
Object* gen_get_code(Object* self, void*) {
  return new_ref(static_cast<Object*>(static_cast<GenObject*>(self)->gi_iframe.f_executable));
}

namespace {

const GetSetDef gen_getset[] = {
    {"__name__", gen_get_name, gen_set_name, "name of the generator"},
    {"__qualname__", gen_get_qualname, gen_set_qualname, "qualified name of the generator"},
    {"gi_yieldfrom", gen_get_yieldfrom, nullptr, "object being iterated by yield from, or None"},
    {"gi_running", gen_get_running},
    {"gi_frame", gen_get_frame},
    {"gi_suspended", gen_get_suspended},
    {"gi_code", gen_get_code},
    {},
};

const MethodDef gen_methods[] = {
    {"send", gen_send, "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
    {"throw", gen_throw,
     "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\n"
     "StopIteration.\nthe (type, val, tb) signature is deprecated, \nand may be removed in a future version of Python."},
    {"close", gen_close, "close() -> raise GeneratorExit inside generator."},
    {"__sizeof__", gen_size_of, "gen.__sizeof__() -> size of gen in memory, in bytes"},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {},
};

const GetSetDef coro_getset[] = {
    {"__name__", gen_get_name, gen_set_name, "name of the coroutine"},
    {"__qualname__", gen_get_qualname, gen_set_qualname, "qualified name of the coroutine"},
    {"cr_await", gen_get_yieldfrom, nullptr, "object being awaited on, or None"},
    {"cr_running", gen_get_running},
    {"cr_frame", gen_get_frame},
    {"cr_code", gen_get_code},
    {"cr_suspended", gen_get_suspended},
    {},
};

const MemberDef coro_members[] = {
    {"cr_origin", _Py_T_OBJECT, offsetof(GenObject, gi_origin_or_finalizer), Py_READONLY},
    {},
};

const MethodDef coro_methods[] = {
    {"send", gen_send,
     "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."},
    {"throw", gen_throw,
     "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated value or "
     "raise\nStopIteration.\nthe (type, val, tb) signature is deprecated, \nand may be removed in a future version of "
     "Python."},
    {"close", gen_close, "close() -> raise GeneratorExit inside coroutine."},
    {"__sizeof__", gen_size_of, "gen.__sizeof__() -> size of gen in memory, in bytes"},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {},
};

// --- What `await coroutine` iterates over, when somebody asks for __await__() ---

struct CoroWrapper : Object {
  Object* cw_coroutine;
};
static_assert(sizeof(CoroWrapper) <= layout::coroutine_wrapper.basicsize);

Object* coro_await(Object* coro) {
  auto* cw = object_gc_new<CoroWrapper>(&coro_wrapper_type);
  if (cw == nullptr) return nullptr;
  cw->cw_coroutine = new_ref(coro);
  object_gc_track(cw);
  return cw;
}
Object* cw_coroutine(Object* cw) { return static_cast<CoroWrapper*>(cw)->cw_coroutine; }
void coro_wrapper_dealloc(Object* cw) {
  object_gc_untrack(cw);
  decref(cw_coroutine(cw));
  object_gc_del(cw);
}
int coro_wrapper_traverse(Object* cw, visitproc visit, void* arg) {
  VISIT(cw_coroutine(cw));
  return 0;
}
Object* coro_wrapper_iternext(Object* cw) { return gen_iternext(cw_coroutine(cw)); }
Object* coro_wrapper_send(Object* cw, Object* arg) { return gen_send(cw_coroutine(cw), arg); }
Object* coro_wrapper_throw(Object* cw, Object* const* args, Ssize nargs) {
  return gen_throw(cw_coroutine(cw), args, nargs);
}
Object* coro_wrapper_close(Object* cw) { return gen_close(cw_coroutine(cw)); }

const MethodDef coro_wrapper_methods[] = {
    {"send", coro_wrapper_send,
     "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."},
    {"throw", coro_wrapper_throw, "throw(value)\nthrow(type[,value[,traceback]])"},
    {"close", coro_wrapper_close, "close() -> raise GeneratorExit inside coroutine."},
    {},
};

bool gen_is_coroutine(Object* o) {
  return gen_check_exact(o) &&
         (static_cast<GenObject*>(o)->gi_iframe.f_executable->co_flags & lang::CO_ITERABLE_COROUTINE);
}

}  // namespace

Object* coro_get_awaitable_iter(Object* o) {
  if (coro_check_exact(o) || gen_is_coroutine(o)) return new_ref(o);
  TypeObject* type = o->ob_type;
  if (type->am_await == nullptr) {
    return err_format(exc_TypeError, "object %.100s can't be used in 'await' expression", type->tp_name);
  }
  Object* iter = type->am_await(o);
  if (iter == nullptr) return nullptr;
  if (coro_check_exact(iter) || gen_is_coroutine(iter)) {
    err_set_string(exc_TypeError, "__await__() returned a coroutine");
    clear_ref(iter);
  } else if (iter->ob_type->tp_iternext == nullptr) {
    err_format(exc_TypeError, "__await__() returned non-iterator of type '%.100s'", iter->ob_type->tp_name);
    clear_ref(iter);
  }
  return iter;
}

TypeObject gen_type = {TYPE_HEAD,
                       {.tp_name = "generator",
                        .tp_basicsize = layout::generator.basicsize,
                        .tp_itemsize = layout::generator.itemsize,
                        .tp_dealloc = gen_dealloc,
                        .tp_repr = gen_repr,
                        .tp_getattro = object_generic_get_attr,
                        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                        .tp_traverse = gen_traverse,
                        .tp_weaklistoffset = offsetof(GenObject, gi_weakreflist),
                        .tp_iter = object_self_iter,
                        .tp_iternext = gen_iternext,
                        .tp_methods = gen_methods,
                        .tp_getset = gen_getset,
                        .tp_finalize = gen_finalize,
                        .am_send = gen_am_send}};

TypeObject coro_type = {TYPE_HEAD,
                        {.tp_name = "coroutine",
                         .tp_basicsize = layout::coroutine.basicsize,
                         .tp_itemsize = layout::coroutine.itemsize,
                         .tp_dealloc = gen_dealloc,
                         .tp_repr = gen_repr,
                         .tp_getattro = object_generic_get_attr,
                         .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                         .tp_traverse = gen_traverse,
                         .tp_weaklistoffset = offsetof(GenObject, gi_weakreflist),
                         .tp_methods = coro_methods,
                         .tp_members = coro_members,
                         .tp_getset = coro_getset,
                         .tp_finalize = gen_finalize,
                         .am_await = coro_await,
                         .am_send = gen_am_send}};

TypeObject coro_wrapper_type = {TYPE_HEAD,
                                {.tp_name = "coroutine_wrapper",
                                 .tp_basicsize = layout::coroutine_wrapper.basicsize,
                                 .tp_dealloc = coro_wrapper_dealloc,
                                 .tp_getattro = object_generic_get_attr,
                                 .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                                 .tp_doc = "A wrapper object implementing __await__ for coroutines.",
                                 .tp_traverse = coro_wrapper_traverse,
                                 .tp_iter = object_self_iter,
                                 .tp_iternext = coro_wrapper_iternext,
                                 .tp_methods = coro_wrapper_methods}};

}  // namespace py

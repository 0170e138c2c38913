// Raising, and finding the handler: what happens between an error and the code that deals with it.
// CPython 3.13: Python/ceval.c (do_raise, exception_unwind, get_exception_handler)
#include "object/call.h"       // raise Class
#include "object/errors.h"     // err_*
#include "types/exceptions.h"  // causes, the topmost exception
#include "types/longobject.h"  // lasti
#include "types/traceback.h"   // traceback_here
#include "vm/ceval.h"
#include "vm/ceval_cold.h"
#include "vm/frameobject.h"  // FrameObject

namespace py {

void add_traceback(InterpreterFrame* frame) {
  ENGINE_DCHECK(tstate.current_exception != nullptr, "an error path has an exception set");
  if (frame_is_incomplete(frame) || vm_stopping()) return;
  FrameObject* f = frame_get_frame_object(frame);
  if (f != nullptr) traceback_here(f);
}

Unit* unwind_to_handler(InterpreterFrame* frame, Unit* ip) {
  ExecCode* exec = frame->f_executable != nullptr ? exec_of(frame->f_executable) : nullptr;
  Object** base = exec != nullptr ? frame_stackbase(frame) : frame->localsplus;
  const ExceptionEntry* handler = nullptr;
  if (exec != nullptr && !vm_stopping()) {
    handler = exec_code_handler(exec, static_cast<uint32_t>(ip - 1 - exec->units));
  }
  Object** keep = handler != nullptr ? base + handler->depth : base;
  while (frame->stackpointer > keep) {
    Object* o = *--frame->stackpointer;
    xdecref(o);
  }
  if (handler == nullptr) return nullptr;
  if (handler->lasti) {
    Object* lasti = long_from_long(frame_lasti(frame) / 2);
    if (lasti == nullptr) return unwind_to_handler(frame, exec->units + handler->target + 1);
    *frame->stackpointer++ = lasti;
  }
  *frame->stackpointer++ = err_get_raised_exception();
  return exec->units + handler->target;
}

void set_reraise_position(InterpreterFrame* frame, Object* lasti) {
  ExecCode* exec = exec_of(frame->f_executable);
  uint32_t offset = static_cast<uint32_t>(long_as_long(lasti));
  frame->instr_ptr = exec->units + exec_code_unit_after(exec, offset);
}

namespace {

// An instance from what stands behind `raise` or `from`: new reference, or null with the error set. Steals o.
Object* exception_from(Object* o, const char* otherwise) {
  if (exception_class_check(o)) {
    Object* value = object_call_no_args(o);
    if (value != nullptr && !exception_instance_check(value)) {
      err_format(exc_TypeError, "calling %R should have returned an instance of BaseException, not %R", o, value->ob_type);
      decref(value);
      value = nullptr;
    }
    decref(o);
    return value;
  }
  if (exception_instance_check(o)) return o;
  decref(o);
  err_set_string(exc_TypeError, otherwise);
  return nullptr;
}

}  // namespace

int do_raise(Object* exc, Object* cause) {
  if (exc == nullptr) {
    Object* handled = err_get_topmost_exception()->exc_value;
    if (handled == nullptr || handled == None) {
      err_set_string(exc_RuntimeError, "No active exception to reraise");
      return 0;
    }
    err_set_raised_exception(new_ref(handled));
    return 1;
  }
  Object* value = exception_from(exc, "exceptions must derive from BaseException");
  if (value == nullptr) {
    xdecref(cause);
    return 0;
  }
  if (cause != nullptr) {
    Object* fixed = nullptr;
    if (cause != None) {
      fixed = exception_from(cause, "exception causes must derive from BaseException");
      if (fixed == nullptr) {
        decref(value);
        return 0;
      }
    }
    exception_set_cause(value, fixed);
  }
  err_set_object(value->ob_type, value);
  decref(value);
  return 0;
}

}  // namespace py

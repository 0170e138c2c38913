// Frame objects.
// CPython 3.13: Objects/frameobject.c
#include "vm/frameobject.h"

#include "gc/gc.h"                // object_gc_new_var
#include "lang/code_spec.h"       // CO_OPTIMIZED
#include "object/errors.h"        // err_set_string
#include "object/eval.h"          // eval_current_frame
#include "object/trashcan.h"      // long chains of frames
#include "profile/profile.h"      // layout
#include "types/boolobject.h"     // f_trace_lines
#include "types/dictobject.h"     // namespaces
#include "types/longobject.h"     // f_lineno
#include "types/tupleobject.h"    // variable names
#include "types/unicodeobject.h"  // repr
#include "vm/ceval.h"
#include "vm/frame_locals.h"  // f_locals
#include "vm/genobject.h"     // frames inside of generators

namespace py {

// --- Life ---

FrameObject* frame_new_no_track(CodeObject* code) {
  auto* f = reinterpret_cast<FrameObject*>(object_gc_new_var(&frame_type, code->co_nlocalsplus + code->co_stacksize));
  if (f == nullptr) return nullptr;
  f->f_back = nullptr;
  f->f_frame = nullptr;
  f->f_trace = nullptr;
  f->f_lineno = 0;
  f->f_trace_lines = true;
  f->f_trace_opcodes = false;
  f->f_extra_locals = nullptr;
  f->f_locals_cache = nullptr;
  f->_f_frame_data.owner = FRAME_OWNED_BY_THREAD;  // nothing has moved in yet
  return f;
}

namespace {

FrameObject* frame_of(Object* o) { return static_cast<FrameObject*>(o); }
bool owns_data(const FrameObject* f) {
  return f->f_frame == &f->_f_frame_data && f->_f_frame_data.owner == FRAME_OWNED_BY_FRAME_OBJECT;
}

void frame_dealloc(Object* self) {
  FrameObject* f = frame_of(self);
  object_gc_untrack(f);
  if (trashcan_begin(f, frame_dealloc)) return;
  CodeObject* code = nullptr;
  if (owns_data(f)) {
    InterpreterFrame* frame = &f->_f_frame_data;
    code = frame->f_executable;
    frame->f_executable = nullptr;
    clear_ref(frame->f_funcobj);
    clear_ref(frame->f_locals);
    for (Object** p = frame->localsplus; p < frame->stackpointer; p++) clear_ref(*p);
  }
  clear_ref(f->f_back);
  clear_ref(f->f_trace);
  clear_ref(f->f_extra_locals);
  clear_ref(f->f_locals_cache);
  object_gc_del(f);
  xdecref(code);
  trashcan_end();
}

int frame_traverse(Object* self, visitproc visit, void* arg) {
  FrameObject* f = frame_of(self);
  VISIT(f->f_back);
  VISIT(f->f_trace);
  VISIT(f->f_extra_locals);
  VISIT(f->f_locals_cache);
  return owns_data(f) ? frame_traverse_iframe(f->f_frame, visit, arg) : 0;
}

int frame_tp_clear(Object* self) {
  FrameObject* f = frame_of(self);
  clear_ref(f->f_trace);
  clear_ref(f->f_extra_locals);
  clear_ref(f->f_locals_cache);
  Object** end = f->f_frame->stackpointer;
  for (Object** p = f->f_frame->localsplus; p < end; p++) clear_ref(*p);
  f->f_frame->stackpointer = f->f_frame->localsplus;
  clear_ref(f->f_frame->f_locals);
  return 0;
}

// --- Methods ---

Object* frame_clear(Object* self) {
  FrameObject* f = frame_of(self);
  uint32_t owner = f->f_frame->owner;
  if (owner == FRAME_OWNED_BY_GENERATOR) {
    GenObject* gen = frame_get_generator(f->f_frame);
    if (frame_state_suspended(gen->gi_frame_state)) {
      err_set_string(exc_RuntimeError, "cannot clear a suspended frame");
      return nullptr;
    }
    if (gen->gi_frame_state != FRAME_EXECUTING) {
      gen_finalize(gen);
      return None;
    }
  }
  if (owner != FRAME_OWNED_BY_FRAME_OBJECT) {
    err_set_string(exc_RuntimeError, "cannot clear an executing frame");
    return nullptr;
  }
  frame_tp_clear(self);
  return None;
}

Object* frame_size_of(Object* self) {
  CodeObject* code = frame_of(self)->f_frame->f_executable;
  return long_from_ssize_t(layout::frame.basicsize + layout::kPointer * (code->co_nlocalsplus + code->co_stacksize));
}

Object* frame_repr(Object* self) {
  CodeObject* code = frame_of(self)->f_frame->f_executable;
  return unicode_from_format("<frame at %p, file %R, line %d, code %S>", self, code->co_filename,
                             frame_get_line_number(frame_of(self)), code->co_name);
}

// --- Attributes ---

Object* get_back(Object* self, void*) {
  FrameObject* back = frame_get_back(frame_of(self));
  return back != nullptr ? static_cast<Object*>(back) : err_occurred() ? nullptr : None;
}
Object* get_code(Object* self, void*) { return frame_get_code(frame_of(self)); }
Object* get_globals(Object* self, void*) { return frame_get_globals(frame_of(self)); }
Object* get_builtins(Object* self, void*) { return new_ref(frame_builtins(frame_of(self)->f_frame)); }
Object* get_locals(Object* self, void*) { return frame_get_locals(frame_of(self)); }
Object* get_lasti(Object* self, void*) { return long_from_long(frame_get_lasti(frame_of(self))); }
Object* get_lineno(Object* self, void*) {
  int line = frame_get_line_number(frame_of(self));
  return line < 0 ? None : long_from_long(line);
}
int set_lineno(Object*, Object* value, void*) {
  if (value == nullptr) {
    err_set_string(exc_AttributeError, "cannot delete attribute");
  } else if (!long_check_exact(value)) {
    err_set_string(exc_ValueError, "lineno must be an integer");
  } else {
    err_set_string(exc_ValueError, "f_lineno can only be set in a trace function");
  }
  return -1;
}
Object* get_trace(Object* self, void*) {
  Object* trace = frame_of(self)->f_trace;
  return trace != nullptr ? new_ref(trace) : None;
}
int set_trace(Object* self, Object* value, void*) {
  set_ref(frame_of(self)->f_trace, value == nullptr || value == None ? nullptr : new_ref(value));
  return 0;
}
Object* get_trace_opcodes(Object* self, void*) { return bool_from_long(frame_of(self)->f_trace_opcodes); }
int set_trace_opcodes(Object* self, Object* value, void*) {
  if (value == nullptr || !bool_check(value)) {
    err_set_string(exc_TypeError, "attribute value type must be bool");
    return -1;
  }
  frame_of(self)->f_trace_opcodes = value == True;
  return 0;
}

const MethodDef frame_methods[] = {
    {"clear", frame_clear, "F.clear(): clear most references held by the frame"},
    {"__sizeof__", frame_size_of, "F.__sizeof__() -> size of F in memory, in bytes"},
    {},
};
const MemberDef frame_members[] = {
    {"f_trace_lines", Py_T_BOOL, offsetof(FrameObject, f_trace_lines), 0},
    {},
};
const GetSetDef frame_getset[] = {
    {"f_back", get_back},
    {"f_locals", get_locals},
    {"f_lineno", get_lineno, set_lineno},
    {"f_trace", get_trace, set_trace},
    {"f_lasti", get_lasti},
    {"f_globals", get_globals},
    {"f_builtins", get_builtins},
    {"f_code", get_code},
    {"f_trace_opcodes", get_trace_opcodes, set_trace_opcodes},
    {},
};

}  // namespace

FrameObject* frame_get_back(FrameObject* f) {
  FrameObject* back = f->f_back;
  if (back == nullptr && f->f_frame != nullptr) {
    InterpreterFrame* previous = frame_get_first_complete(f->f_frame->previous);
    if (previous != nullptr) back = frame_get_frame_object(previous);
  }
  return xnew_ref(back);
}

CodeObject* frame_get_code(FrameObject* f) { return new_ref(f->f_frame->f_executable); }
int frame_get_line_number(FrameObject* f) { return f->f_lineno != 0 ? f->f_lineno : frame_lineno(f->f_frame); }
int frame_get_lasti(FrameObject* f) { return frame_lasti(f->f_frame); }
Object* frame_get_globals(FrameObject* f) { return new_ref(f->f_frame->f_globals); }

TypeObject frame_type = {TYPE_HEAD,
                         {.tp_name = "frame",
                          .tp_basicsize = layout::frame.basicsize,
                          .tp_itemsize = layout::frame.itemsize,
                          .tp_dealloc = frame_dealloc,
                          .tp_repr = frame_repr,
                          .tp_getattro = object_generic_get_attr,
                          .tp_setattro = object_generic_set_attr,
                          .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                          .tp_traverse = frame_traverse,
                          .tp_clear = frame_tp_clear,
                          .tp_methods = frame_methods,
                          .tp_members = frame_members,
                          .tp_getset = frame_getset}};

void frameobject_init() {}

// --- What runs now ---

FrameObject* eval_get_frame() {
  InterpreterFrame* frame = thread_state_get_frame();
  return frame != nullptr ? frame_get_frame_object(frame) : nullptr;
}

Object* eval_get_globals() {
  InterpreterFrame* frame = thread_state_get_frame();
  return frame != nullptr ? frame->f_globals : nullptr;
}

Object* eval_get_builtins() {
  InterpreterFrame* frame = thread_state_get_frame();
  return frame != nullptr ? frame_builtins(frame) : interp.builtins;
}

bool eval_current_frame(CodeObject** code, Object*** localsplus) {
  InterpreterFrame* frame = thread_state_get_frame();
  if (frame == nullptr) return false;
  *code = frame->f_executable;
  *localsplus = frame->localsplus;
  return true;
}

Object* eval_get_builtin(Object* name) {
  Object* value = nullptr;
  if (dict_get_item_ref(eval_get_builtins(), name, &value) == 0) err_set_object(exc_AttributeError, name);
  return value;
}

Object* eval_get_frame_locals() {
  InterpreterFrame* frame = thread_state_get_frame();
  if (frame == nullptr) {
    err_set_string(exc_SystemError, "frame does not exist");
    return nullptr;
  }
  return frame_get_locals_snapshot(frame);
}

Object* eval_get_locals() { return eval_get_frame_locals(); }

bool eval_merge_compiler_flags(uint32_t* flags) {
  constexpr uint32_t kFutureMask = lang::CO_FUTURE_DIVISION | lang::CO_FUTURE_ABSOLUTE_IMPORT |
                                   lang::CO_FUTURE_WITH_STATEMENT | lang::CO_FUTURE_PRINT_FUNCTION |
                                   lang::CO_FUTURE_UNICODE_LITERALS | lang::CO_FUTURE_BARRY_AS_BDFL |
                                   lang::CO_FUTURE_GENERATOR_STOP | lang::CO_FUTURE_ANNOTATIONS;
  InterpreterFrame* frame = tstate.current_frame;
  if (frame != nullptr && frame->f_executable == nullptr) frame = frame->previous;
  if (frame == nullptr || frame->f_executable == nullptr) return false;
  *flags |= static_cast<uint32_t>(frame->f_executable->co_flags) & kFutureMask;
  return true;
}

int eval_walk_frames(FramePosition* out, int limit) {
  int n = 0;
  for (InterpreterFrame* f = thread_state_get_frame(); f != nullptr; f = frame_get_first_complete(f->previous)) {
    if (n < limit) out[n] = {f->f_executable->co_filename, f->f_executable->co_qualname, frame_lineno(f)};
    n++;
  }
  return n;
}

}  // namespace py

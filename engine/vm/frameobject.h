// Frame objects: what sys._getframe() and tracebacks show of a frame.
// CPython 3.13: Objects/frameobject.c, Include/internal/pycore_frame.h (struct _frame)
//
// Invariants: f_frame points to the running frame, or to _f_frame_data once that ended (the references moved there).
#pragma once
#include "vm/frame.h"  // InterpreterFrame

namespace py {

struct FrameObject : Object {
  FrameObject* f_back;  // owned; only when the frame is done
  InterpreterFrame* f_frame;
  Object* f_trace;
  int f_lineno;  // only while tracing
  bool f_trace_lines, f_trace_opcodes;
  Object* f_extra_locals;  // names that are no variables of the code, set through f_locals
  Object* f_locals_cache;
  InterpreterFrame _f_frame_data;
};
static_assert(offsetof(FrameObject, _f_frame_data) <= 64);

extern TypeObject frame_type, frame_locals_proxy_type;
inline bool frame_check(const Object* o) { return is_type(o, &frame_type); }

FrameObject* frame_new_no_track(CodeObject* code);  // new reference, empty
FrameObject* frame_get_back(FrameObject* f);        // new reference or null
CodeObject* frame_get_code(FrameObject* f);         // new reference
int frame_get_line_number(FrameObject* f);          // -1 if none
int frame_get_lasti(FrameObject* f);                // bytes, -1 before the start
Object* frame_get_globals(FrameObject* f);          // new reference
// f.f_locals: the namespace of a module or class, a write-through proxy in functions. New reference.
Object* frame_get_locals(FrameObject* f);
// locals() of a frame: a new dict for functions, the namespace for others. CPython: _PyFrame_GetLocals + dict copy.
Object* frame_get_locals_snapshot(InterpreterFrame* frame);
// The value of a variable by name, cells looked through: new reference; null with NameError.
Object* frame_get_var(FrameObject* f, Object* name);
void frameobject_init();

}  // namespace py

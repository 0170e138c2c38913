// Traceback objects: one link per frame that an exception passed through.
// CPython 3.13: Include/cpython/traceback.h, Python/traceback.c
#pragma once
#include "object/object.h"  // Object
#include "object/type.h"    // TypeObject

namespace py {

struct FrameObject;  // vm/frameobject.h

struct TracebackObject : Object {
  TracebackObject* tb_next;  // towards the frame that raised; may be null
  FrameObject* tb_frame;
  int tb_lasti;   // byte offset of the instruction
  int tb_lineno;  // -1: not computed yet
};

extern TypeObject traceback_type;
inline bool traceback_check(const Object* o) { return o->ob_type == &traceback_type; }

// Adds a link for frame to the current exception's traceback. 0, or -1 with the error replaced. May allocate.
int traceback_here(FrameObject* frame);
// A traceback link: new reference. next may be null.
Object* traceback_new(Object* next, FrameObject* frame, int lasti, int lineno);
// The line of the link (computes and keeps it), -1 when unknown.
int traceback_lineno(TracebackObject* tb);
// Adds an artificial frame of that name to the traceback of the current exception (imports of C++ code). Errors are dropped.
void traceback_add(const char* funcname, const char* filename, int lineno);

}  // namespace py

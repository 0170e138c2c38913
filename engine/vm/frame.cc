// Frames: their memory, their end, and where they stand.
// CPython 3.13: Python/frame.c, Python/pystate.c (_PyThreadState_PushFrame), Python/ceval.c (clear_thread_frame)
#include "vm/frame.h"

#include <cstdlib>  // malloc: outside of the Python heap

#include "gc/gc.h"               // tracking frame objects
#include "object/errors.h"       // err_no_memory
#include "types/exceptions.h"    // the current exception stays while a frame object is made
#include "types/unicodeobject.h" // name_by_slot
#include "vm/ceval_cold.h"       // eval_frame_clear_and_pop
#include "vm/exec_code.h"        // positions
#include "vm/frameobject.h"      // FrameObject
#include "vm/genobject.h"        // frames inside of generators

namespace py {

// --- The data stack ---

DataStack data_stack;

namespace {

constexpr size_t kChunkBytes = 16 * 1024;
struct Chunk {
  Chunk* previous;
  size_t bytes;
  Object** top;  // of this chunk, while a newer one is in use
  Object* data[1];
};
Chunk* chunk;  // the newest
Chunk* spare;  // one empty chunk is kept: calls at a chunk's edge do not ask for memory each time

Chunk* new_chunk(size_t slots) {
  size_t bytes = kChunkBytes;
  while (bytes < (slots + 8) * sizeof(Object*) + sizeof(Chunk)) bytes *= 2;
  Chunk* c = nullptr;
  if (spare != nullptr && spare->bytes >= bytes) {
    c = spare;
    spare = nullptr;
  } else {
    c = static_cast<Chunk*>(std::malloc(bytes));
    if (c == nullptr) return nullptr;
    c->bytes = bytes;
  }
  return c;
}

void use_chunk(Chunk* c, Object** top) {
  chunk = c;
  data_stack.base = c->data;
  data_stack.top = top;
  data_stack.limit = reinterpret_cast<Object**>(reinterpret_cast<char*>(c) + c->bytes);
}

}  // namespace

InterpreterFrame* data_stack_push_slow(size_t slots) {
  Chunk* c = new_chunk(slots);
  if (c == nullptr) {
    err_no_memory();
    return nullptr;
  }
  c->previous = chunk;
  if (chunk != nullptr) chunk->top = data_stack.top;
  use_chunk(c, c->data + slots);
  return reinterpret_cast<InterpreterFrame*>(c->data);
}

void data_stack_pop_chunk() {
  Chunk* old = chunk;
  Chunk* c = old->previous;
  if (c == nullptr) {  // the first chunk stays
    data_stack.top = data_stack.base;
    return;
  }
  use_chunk(c, c->top);
  if (spare != nullptr) std::free(spare);
  spare = old;
}

void data_stack_init() {
  while (chunk != nullptr) {
    Chunk* previous = chunk->previous;
    std::free(chunk);
    chunk = previous;
  }
  std::free(spare);
  spare = nullptr;
  data_stack = {};
  Chunk* c = new_chunk(0);
  c->previous = nullptr;
  use_chunk(c, c->data);
}

// --- Where a frame stands ---

namespace {

// The unit that is being executed, or -1 before the first.
int64_t current_unit(const InterpreterFrame* f) { return f->instr_ptr - exec_of(f->f_executable)->units - 1; }

}  // namespace

int frame_lasti(const InterpreterFrame* f) {
  int64_t unit = current_unit(f);
  return unit < 0 ? -1 : static_cast<int>(exec_of(f->f_executable)->offset[static_cast<size_t>(unit)] * 2);
}

int frame_lineno(const InterpreterFrame* f) { return code_addr2line(f->f_executable, frame_lasti(f)); }

bool frame_is_incomplete(const InterpreterFrame* f) {
  if (f->f_executable == nullptr) return true;
  return f->owner != FRAME_OWNED_BY_GENERATOR && f->owner != FRAME_OWNED_BY_FRAME_OBJECT &&
         current_unit(f) < static_cast<int64_t>(exec_of(f->f_executable)->first_traceable);
}

// --- Life ---

InterpreterFrame* frame_push(FunctionObject* func, Object* locals, int null_locals_from) {
  auto* code = static_cast<CodeObject*>(func->func_code);
  InterpreterFrame* f = nullptr;
  if (LIKELY(code->exec != nullptr) || exec_code_prepare(code)) {
    f = data_stack_push(static_cast<size_t>(code->co_nlocalsplus + code->co_stacksize));
  }
  if (UNLIKELY(f == nullptr)) {
    decref(func);
    xdecref(locals);
    return nullptr;
  }
  frame_initialize(f, func, locals, code, null_locals_from);
  return f;
}

void frame_copy(InterpreterFrame* from, InterpreterFrame* to) {
  *to = *from;
  Ssize n = from->stackpointer - from->localsplus;
  for (Ssize i = 0; i < n; i++) to->localsplus[i] = from->localsplus[i];
  to->stackpointer = to->localsplus + n;
  // The generator or frame object must not point to a frame that may be gone by the time it is looked at.
  to->previous = nullptr;
}

int frame_traverse_iframe(InterpreterFrame* f, visitproc visit, void* arg) {
  VISIT(f->frame_obj);
  VISIT(f->f_locals);
  VISIT(f->f_funcobj);
  VISIT(f->f_executable);
  for (Object** p = f->localsplus; p < f->stackpointer; p++) VISIT(*p);
  return 0;
}

namespace {

// The frame's data moves into its frame object, which outlives it; the frame object learns who called.
void take_ownership(FrameObject* f, InterpreterFrame* frame) {
  frame_copy(frame, &f->_f_frame_data);
  incref(frame->f_executable);
  f->f_frame = &f->_f_frame_data;
  f->_f_frame_data.owner = FRAME_OWNED_BY_FRAME_OBJECT;
  if (frame_is_incomplete(frame)) {
    // Seen only when the frame failed before its RESUME: it stands there from now on.
    const ExecCode* exec = exec_of(frame->f_executable);
    f->_f_frame_data.instr_ptr = exec->units + exec->first_traceable + 1;
  }
  InterpreterFrame* previous = frame_get_first_complete(frame->previous);
  if (previous != nullptr) {
    FrameObject* back = frame_get_frame_object(previous);
    if (back == nullptr) {
      err_clear();  // the chain ends here
    } else {
      f->f_back = new_ref(back);
    }
  }
  if (!object_gc_is_tracked(f)) object_gc_track(f);
}

}  // namespace

void frame_clear_locals(InterpreterFrame* f) {
  Object** end = f->stackpointer;
  f->stackpointer = f->localsplus;
  for (Object** p = f->localsplus; p < end; p++) xdecref(*p);
  clear_ref(f->f_locals);
}

void frame_clear_except_code(InterpreterFrame* frame) {
  if (frame->frame_obj != nullptr) {
    FrameObject* f = frame->frame_obj;
    frame->frame_obj = nullptr;
    if (f->ob_refcnt > 1) {
      take_ownership(f, frame);
      decref(f);
      return;
    }
    decref(f);
  }
  frame_clear_locals(frame);
  decref(frame->f_funcobj);
}

void eval_frame_clear_and_pop(InterpreterFrame* frame) {
  switch (frame->owner) {
    case FRAME_OWNED_BY_GENERATOR:
      clear_gen_frame(frame);
      break;
    case FRAME_INIT_SHIM:
      for (Object** p = frame->localsplus; p < frame->stackpointer; p++) xdecref(*p);
      data_stack_pop(frame);
      break;
    default: {
      CodeObject* code = frame->f_executable;
      tstate.c_recursion_remaining--;
      frame_clear_except_code(frame);
      decref(code);
      tstate.c_recursion_remaining++;
      data_stack_pop(frame);
    }
  }
}

FrameObject* frame_get_frame_object(InterpreterFrame* frame) {
  if (frame->frame_obj != nullptr) return frame->frame_obj;
  Object* exc = err_get_raised_exception();
  FrameObject* f = frame_new_no_track(frame->f_executable);
  if (f == nullptr) {
    xdecref(exc);
    return nullptr;
  }
  err_set_raised_exception(exc);
  // Making it may have run Python code (a collection) that made one.
  if (frame->frame_obj != nullptr) {
    f->f_frame = nullptr;
    decref(f);
    return frame->frame_obj;
  }
  f->f_frame = frame;
  frame->frame_obj = f;
  return f;
}

}  // namespace py

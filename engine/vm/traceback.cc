// Traceback objects.
// CPython 3.13: Python/traceback.c
#include "types/traceback.h"

#include "gc/gc.h"                    // object_gc_new
#include "object/errors.h"
#include "object/trashcan.h"          // long chains of links
#include "profile/profile.h"          // layout
#include "types/codeobject.h"         // lines
#include "types/dictobject.h"
#include "types/error_hooks.h"
#include "types/exceptions.h"
#include "types/getargs.h"            // traceback(...)
#include "types/listobject.h"         // dir()
#include "types/longobject.h"
#include "types/unicodeobject.h"
#include "types/typeobject.h"
#include "vm/ceval.h"                 // the running frame
#include "vm/frameobject.h"
#include "vm/traceback_init.h"

namespace py {

static_assert(sizeof(TracebackObject) <= static_cast<size_t>(layout::traceback.basicsize));

Object* traceback_new(Object* next, FrameObject* frame, int lasti, int lineno) {
  auto* tb = object_gc_new<TracebackObject>(&traceback_type);
  if (!tb) return nullptr;
  tb->tb_next = static_cast<TracebackObject*>(xnew_ref(next));
  tb->tb_frame = new_ref(frame);
  tb->tb_lasti = lasti;
  tb->tb_lineno = lineno;
  object_gc_track(tb);
  return tb;
}

// A link for the frame in front of next.
static Object* traceback_from_frame(Object* next, FrameObject* frame) {
  return traceback_new(next, frame, frame_get_lasti(frame), -1);
}

int traceback_here(FrameObject* frame) {
  Object* exc = err_get_raised_exception();
  auto* base = static_cast<BaseExceptionObject*>(exc);
  Object* tb = traceback_from_frame(base->traceback, frame);
  if (!tb) {
    err_chain_exceptions(exc);
    return -1;
  }
  set_ref(base->traceback, tb);
  err_set_raised_exception(exc);
  return 0;
}

static Object* traceback_of_current_frame() {
  FrameObject* frame = eval_get_frame();
  return frame ? traceback_from_frame(nullptr, frame) : nullptr;
}

int traceback_lineno(TracebackObject* tb) {
  if (tb->tb_lineno == -1) {
    CodeObject* code = frame_get_code(tb->tb_frame);
    tb->tb_lineno = code_addr2line(code, tb->tb_lasti);
    decref(code);
  }
  return tb->tb_lineno;
}

static void tb_dealloc(Object* o) {
  object_gc_untrack(o);
  if (trashcan_begin(o, tb_dealloc)) return;
  auto* tb = static_cast<TracebackObject*>(o);
  xdecref(tb->tb_next);
  xdecref(tb->tb_frame);
  object_gc_del(tb);
  trashcan_end();
}

static int tb_traverse(Object* o, visitproc visit, void* arg) {
  auto* tb = static_cast<TracebackObject*>(o);
  VISIT(tb->tb_next);
  VISIT(tb->tb_frame);
  return 0;
}

static int tb_clear(Object* o) {
  auto* tb = static_cast<TracebackObject*>(o);
  clear_ref(tb->tb_next);
  clear_ref(tb->tb_frame);
  return 0;
}

static Object* tb_new(TypeObject*, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"tb_next", "tb_frame", "tb_lasti", "tb_lineno", nullptr};
  static ArgParser parser = {.fname = "traceback", .keywords = kKeywords};
  Object* buf[4];
  Object* const* a = arg_unpack_tuple_keywords(args, kwargs, &parser, 4, 4, 0, buf);
  if (!a) return nullptr;
  if (!is_type(a[1], &frame_type)) {
    arg_bad_argument("traceback", "argument 'tb_frame'", "frame", a[1]);
    return nullptr;
  }
  int lasti, lineno;
  if (!arg_int(a[2], &lasti) || !arg_int(a[3], &lineno)) return nullptr;
  if (a[0] != None && !traceback_check(a[0])) {
    return err_format(exc_TypeError, "expected traceback object or None, got '%s'", a[0]->ob_type->tp_name);
  }
  return traceback_new(a[0] == None ? nullptr : a[0], static_cast<FrameObject*>(a[1]), lasti, lineno);
}

static Object* tb_dir(Object*) {
  Object* list = list_new(0);
  if (!list) return nullptr;
  for (const char* name : {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"}) {
    Object* text = unicode_from_string(name);
    int result = text ? list_append(list, text) : -1;
    xdecref(text);
    if (result < 0) {
      decref(list);
      return nullptr;
    }
  }
  return list;
}

static Object* tb_next_get(Object* o, void*) {
  Object* next = static_cast<TracebackObject*>(o)->tb_next;
  return next ? new_ref(next) : None;
}

static int tb_next_set(Object* o, Object* value, void*) {
  if (!value) {
    err_set_string(exc_TypeError, "can't delete tb_next attribute");
    return -1;
  }
  if (value == None) {
    value = nullptr;
  } else if (!traceback_check(value)) {
    err_format(exc_TypeError, "expected traceback object, got '%s'", value->ob_type->tp_name);
    return -1;
  }
  for (auto* cursor = static_cast<TracebackObject*>(value); cursor; cursor = cursor->tb_next) {
    if (cursor == o) {
      err_format(exc_ValueError, "traceback loop detected");
      return -1;
    }
  }
  set_ref(static_cast<TracebackObject*>(o)->tb_next, static_cast<TracebackObject*>(xnew_ref(value)));
  return 0;
}

static Object* tb_frame_get(Object* o, void*) { return new_ref<Object>(static_cast<TracebackObject*>(o)->tb_frame); }
static Object* tb_lineno_get(Object* o, void*) {
  int line = traceback_lineno(static_cast<TracebackObject*>(o));
  return line == -1 ? None : long_from_long(line);
}

static const MemberDef tb_members[] = {
    {"tb_lasti", Py_T_INT, offsetof(TracebackObject, tb_lasti), Py_READONLY}, {}};
static constexpr GetSetDef tb_getset[] = {{"tb_next", tb_next_get, tb_next_set},
                                          {"tb_frame", tb_frame_get},
                                          {"tb_lineno", tb_lineno_get},
                                          {}};
static constexpr MethodDef tb_methods[] = {{"__dir__", tb_dir}, {}};

TypeObject traceback_type = {TYPE_HEAD,
                             {.tp_name = "traceback",
                              .tp_basicsize = layout::traceback.basicsize,
                              .tp_dealloc = tb_dealloc,
                              .tp_getattro = object_generic_get_attr,
                              .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                              .tp_doc = "traceback(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nCreate a new traceback object.",
                              .tp_traverse = tb_traverse,
                              .tp_clear = tb_clear,
                              .tp_methods = tb_methods,
                              .tp_members = tb_members,
                              .tp_getset = tb_getset,
                              .tp_new = tb_new}};

int traceback_init() {
  error_hooks.traceback_of_current_frame = traceback_of_current_frame;
  return type_ready(&traceback_type);
}

}  // namespace py

// __buffer__ and __release_buffer__ of classes.
// CPython 3.13: slot_bf_getbuffer and bufferwrapper in Objects/typeobject.c
//
// What a consumer of the buffer holds is a wrapper: it keeps the memoryview that __buffer__
// returned together with the object, so that __release_buffer__ gets the very same memoryview.
#include "gc/gc.h"  // object_gc_new
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/longobject.h"
#include "types/memoryobject.h"
#include "types/slot_functions.h"
#include "types/tupleobject.h"
#include "types/type_internal.h"

namespace py {

namespace {

struct BufferWrapper : Object {
  Object* mv;
  Object* obj;
};

int bufferwrapper_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<BufferWrapper>(self)->mv);
  VISIT(as<BufferWrapper>(self)->obj);
  return 0;
}

void bufferwrapper_dealloc(Object* self) {
  auto* wrapper = as<BufferWrapper>(self);
  object_gc_untrack(self);
  xdecref(wrapper->mv);
  xdecref(wrapper->obj);
  object_gc_del(self);
}

// Tells the class's __release_buffer__. Errors have nowhere to go.
void releasebuffer_call_python(Object* self, Buffer* buffer) {
  Object* exc = err_get_raised_exception();
  bool is_wrapper = is_type(buffer->obj, &buffer_wrapper_type);
  Object* mv =
      is_wrapper ? xnew_ref(as<BufferWrapper>(buffer->obj)->mv) : memory_view_from_buffer(buffer);
  if (mv != nullptr) {
    if (!is_wrapper) as<MemoryViewObject>(mv)->flags |= MEMORYVIEW_RESTRICTED;
    Object* stack[2] = {self, mv};
    Object* result = vectorcall_method(ID(__release_buffer__), stack, 2);
    if (result == nullptr) {
      err_format_unraisable(nullptr, "Exception ignored in __release_buffer__ of %s",
                            self->ob_type->tp_name);
    }
    xdecref(result);
    if (!is_wrapper) {
      result = object_call_method_no_args(mv, ID(release));
      if (result == nullptr) {
        err_format_unraisable(nullptr, "Exception ignored in bf_releasebuffer of %s",
                              self->ob_type->tp_name);
      }
      xdecref(result);
    }
    decref(mv);
  } else if (!is_wrapper) {
    err_format_unraisable(nullptr, "Exception ignored in bf_releasebuffer of %s",
                          self->ob_type->tp_name);
  }
  err_set_raised_exception(exc);
}

void bufferwrapper_releasebuf(Object* self, Buffer* view) {
  auto* wrapper = as<BufferWrapper>(self);
  if (wrapper->mv == nullptr || wrapper->obj == nullptr) return;
  Object *mv = wrapper->mv, *o = wrapper->obj;
  mv->ob_type->bf_releasebuffer(mv, view);
  if (as<MemoryViewObject>(mv)->view.obj != o &&
      o->ob_type->bf_releasebuffer == slot_bf_releasebuffer) {
    releasebuffer_call_python(o, view);
  }
  clear_ref(wrapper->mv);
  clear_ref(wrapper->obj);
}

// The release function of the nearest base written in C++.
releasebufferproc super_releasebuffer(Object* self) {
  TypeObject* type = self->ob_type;
  bool behind_type = false;
  for (Ssize i = 0, n = type->tp_mro ? tuple_size(type->tp_mro) : 0; i < n; i++) {
    auto* base = static_cast<TypeObject*>(tuple_item(type->tp_mro, i));
    if (behind_type && base->bf_releasebuffer != nullptr &&
        base->bf_releasebuffer != slot_bf_releasebuffer) {
      return base->bf_releasebuffer;
    }
    if (base == type) behind_type = true;
  }
  return nullptr;
}

}  // namespace

TypeObject buffer_wrapper_type = {
    TYPE_HEAD,
    {
        .tp_name = "_buffer_wrapper",
        .tp_basicsize = 32,
        .tp_dealloc = bufferwrapper_dealloc,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_traverse = bufferwrapper_traverse,
        .tp_alloc = type_generic_alloc,
        .tp_free = object_gc_del,
        .bf_releasebuffer = bufferwrapper_releasebuf,
    },
};
static_assert(sizeof(BufferWrapper) <= 32);

int slot_bf_getbuffer(Object* self, Buffer* buffer, int flags) {
  Object* flags_object = long_from_long(flags);
  if (flags_object == nullptr) return -1;
  Object* stack[2] = {self, flags_object};
  Object* view = vectorcall_method(ID(__buffer__), stack, 2);
  decref(flags_object);
  if (view == nullptr) return -1;
  int result = -1;
  if (!memory_view_check(view)) {
    err_set_string(exc_TypeError, "__buffer__ returned non-memoryview object");
  } else if (object_get_buffer(view, buffer, flags) >= 0) {
    auto* wrapper = object_gc_new<BufferWrapper>(&buffer_wrapper_type);
    if (wrapper != nullptr) {
      wrapper->mv = new_ref(view);
      wrapper->obj = new_ref(self);
      object_gc_track(wrapper);
      decref(buffer->obj);
      buffer->obj = wrapper;
      result = 0;
    } else {
      buffer_release(buffer);
    }
  }
  decref(view);
  return result;
}

void slot_bf_releasebuffer(Object* self, Buffer* buffer) {
  releasebuffer_call_python(self, buffer);
  if (releasebufferproc release = super_releasebuffer(self)) release(self, buffer);
}

}  // namespace py

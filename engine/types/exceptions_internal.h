// What the files of the exception types share: BaseException's slots and the shape of a static exception type.
// CPython 3.13: Objects/exceptions.c
#pragma once
#include <initializer_list>

#include "object/gc_head.h"       // untracking in tp_dealloc
#include "profile/profile.h"      // layout
#include "types/exceptions.h"

namespace py {

Object* BaseException_new(TypeObject* type, Object* args, Object* kwds);
int BaseException_init(Object* self, Object* args, Object* kwds);
int BaseException_clear(Object* self);
void BaseException_dealloc(Object* self);
int BaseException_traverse(Object* self, visitproc visit, void* arg);
Object* BaseException_str(Object* self);
// Clears the fields of a derived layout, then deallocates as BaseException does.
template <int (*kClear)(Object*)>
void exception_dealloc(Object* self) {
  object_gc_untrack(self);
  kClear(self);
  self->ob_type->tp_free(self);
}

// Object* fields of a derived layout: traverse and clear for types whose extra fields are a run of pointers.
template <class T, Object* T::*... kFields>
int exception_clear_fields(Object* o) {
  T* self = static_cast<T*>(o);
  (clear_ref(self->*kFields), ...);
  return BaseException_clear(o);
}
template <class T, Object* T::*... kFields>
int exception_traverse_fields(Object* o, visitproc visit, void* arg) {
  T* self = static_cast<T*>(o);
  for (Object* field : std::initializer_list<Object*>{self->*kFields...}) VISIT(field);
  return BaseException_traverse(o, visit, arg);
}

// The docstring of each class, by name.
namespace exception_doc {
#define EXCEPTION(name, base, doc) inline constexpr const char* name = doc;
#include "object/exceptions.def"
#undef EXCEPTION
}  // namespace exception_doc

// False with TypeError when kwds is a dict with entries: "Name() takes no keyword arguments".
bool exception_no_keywords(const char* name, Object* kwds);
// Takes the known keywords out of kwds (borrowed, null when absent). False with TypeError for any other.
bool exception_parse_keywords(const char* name, Object* kwds, const char* const* names, Object** values, int count);

constexpr uint64_t kExceptionFlags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC;

int exc_group_init();     // exc_group.cc: makes ExceptionGroup
int memory_errors_init();  // exc_details.cc: the reserve

}  // namespace py

// What the files of list share: listobject.cc, list_methods.cc, list_sort.cc.
#pragma once
#include "types/listobject.h"

namespace py {

int list_ass_slice(ListObject* a, Ssize ilow, Ssize ihigh, Object* v);
Object* list_repr(Object* self);
int list_init(Object* self, Object* args, Object* kwds);
Object* list_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames);
Object* list_sort_method(Object* self, Object* const* args, Ssize nargs, Object* kwnames);
extern const MethodDef list_methods[];

inline void reverse_slice(Object** lo, Object** hi) {
  while (lo < --hi) {
    Object* t = *lo;
    *lo++ = *hi;
    *hi = t;
  }
}

}  // namespace py

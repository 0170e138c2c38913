// What generators and asynchronous generators share (vm/genobject.cc, vm/asyncgen.cc).
#pragma once
#include "vm/genobject.h"  // GenObject

namespace py {

// Resumes with arg (null: as next() does) or, with exc, with the current exception raised at the yield. PYGEN_*.
int gen_send_ex2(GenObject* gen, Object* arg, Object** result, bool exc, bool closing);
Object* gen_send_ex(GenObject* gen, Object* arg, bool exc, bool closing);
Object* gen_iternext(Object* self);
Object* gen_throw(Object* self, Object* const* args, Ssize nargs);
Object* gen_throw_into(GenObject* gen, bool close_on_genexit, Object* type, Object* value, Object* tb);  // _gen_throw
int gen_traverse(Object* self, visitproc visit, void* arg);
void gen_dealloc(Object* self);
Object* gen_repr(Object* self);
Object* gen_size_of(Object* self);
Object* gen_get_name(Object* self, void*);
Object* gen_get_qualname(Object* self, void*);
int gen_set_name(Object* self, Object* value, void*);
int gen_set_qualname(Object* self, Object* value, void*);
Object* gen_get_yieldfrom(Object* self, void*);
Object* gen_get_suspended(Object* self, void*);
Object* gen_get_frame(Object* self, void*);
Object* gen_get_code(Object* self, void*);

}  // namespace py

// The functions behind wrapper descriptors: [].__len__() comes in with an argument tuple and goes
// to the slot. CPython 3.13: wrap_* in Objects/typeobject.c
#pragma once
#include "types/type_slots.h"

namespace py {

Object* wrap_unaryfunc(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_inquirypred(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_lenfunc(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_binaryfunc(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_binaryfunc_l(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_binaryfunc_r(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_ternaryfunc(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_ternaryfunc_r(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_indexargfunc(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_sq_item(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_sq_setitem(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_sq_delitem(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_objobjproc(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_objobjargproc(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_delitem(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_setattr(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_delattr(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_hashfunc(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_del(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_next(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_descr_get(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_descr_set(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_descr_delete(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_buffer(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_releasebuffer(Object* self, Object* args, SlotFunction wrapped);
Object* richcmp_lt(Object* self, Object* args, SlotFunction wrapped);
Object* richcmp_le(Object* self, Object* args, SlotFunction wrapped);
Object* richcmp_eq(Object* self, Object* args, SlotFunction wrapped);
Object* richcmp_ne(Object* self, Object* args, SlotFunction wrapped);
Object* richcmp_gt(Object* self, Object* args, SlotFunction wrapped);
Object* richcmp_ge(Object* self, Object* args, SlotFunction wrapped);
Object* wrap_call(Object* self, Object* args, SlotFunction wrapped, Object* kwds);
Object* wrap_init(Object* self, Object* args, SlotFunction wrapped, Object* kwds);

}  // namespace py

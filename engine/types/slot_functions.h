// What the slots of a class become when it defines special methods: look the method up, call it,
// convert the result. CPython 3.13: slot_* in Objects/typeobject.c
#pragma once
#include "types/typeobject.h"

namespace py {

Ssize slot_sq_length(Object* self);
Object* slot_sq_item(Object* self, Ssize i);
int slot_sq_ass_item(Object* self, Ssize i, Object* value);
int slot_sq_contains(Object* self, Object* value);
int slot_mp_ass_subscript(Object* self, Object* key, Object* value);
#define SLOT_UNARY(name) Object* slot_##name(Object* self);
#define SLOT_BINARY(name) Object* slot_##name(Object* self, Object* other);
SLOT_BINARY(nb_add)
SLOT_BINARY(nb_subtract)
SLOT_BINARY(nb_multiply)
SLOT_BINARY(nb_matrix_multiply)
SLOT_BINARY(nb_remainder)
SLOT_BINARY(nb_divmod)
SLOT_BINARY(nb_lshift)
SLOT_BINARY(nb_rshift)
SLOT_BINARY(nb_and)
SLOT_BINARY(nb_xor)
SLOT_BINARY(nb_or)
SLOT_BINARY(nb_floor_divide)
SLOT_BINARY(nb_true_divide)
SLOT_BINARY(nb_inplace_add)
SLOT_BINARY(nb_inplace_subtract)
SLOT_BINARY(nb_inplace_multiply)
SLOT_BINARY(nb_inplace_matrix_multiply)
SLOT_BINARY(nb_inplace_remainder)
SLOT_BINARY(nb_inplace_lshift)
SLOT_BINARY(nb_inplace_rshift)
SLOT_BINARY(nb_inplace_and)
SLOT_BINARY(nb_inplace_xor)
SLOT_BINARY(nb_inplace_or)
SLOT_BINARY(nb_inplace_floor_divide)
SLOT_BINARY(nb_inplace_true_divide)
SLOT_UNARY(nb_negative)
SLOT_UNARY(nb_positive)
SLOT_UNARY(nb_absolute)
SLOT_UNARY(nb_invert)
SLOT_UNARY(nb_int)
SLOT_UNARY(nb_float)
SLOT_UNARY(nb_index)
SLOT_UNARY(tp_repr)
SLOT_UNARY(tp_str)
SLOT_UNARY(tp_iter)
SLOT_UNARY(am_await)
SLOT_UNARY(am_aiter)
SLOT_UNARY(am_anext)
#undef SLOT_UNARY
#undef SLOT_BINARY
Object* slot_nb_power(Object* self, Object* other, Object* modulus);
Object* slot_nb_inplace_power(Object* self, Object* other, Object* modulus);
HashValue slot_tp_hash(Object* self);
int slot_tp_setattro(Object* self, Object* name, Object* value);
Object* slot_tp_richcompare(Object* self, Object* other, int op);
Object* slot_tp_descr_get(Object* self, Object* o, Object* type);
int slot_tp_descr_set(Object* self, Object* target, Object* value);
int slot_bf_getbuffer(Object* self, Buffer* buffer, int flags);
void slot_bf_releasebuffer(Object* self, Buffer* buffer);

extern TypeObject buffer_wrapper_type;

}  // namespace py

// What the files of int share with each other and with nobody else.
#pragma once
#include "types/longobject.h"

namespace py {

bool long_l_divmod(LongObject* v, LongObject* w, Object** pdiv, Object** pmod);
Object* long_l_mod(LongObject* v, LongObject* w);
Object* long_bitwise(LongObject* a, char op, LongObject* b);
Object* long_neg_object(LongObject* v);
Object* long_invert_object(LongObject* v);
Object* long_abs_object(LongObject* v);
Object* long_pow(Object* v, Object* w, Object* x);
Object* long_lshift_slot(Object* a, Object* b);
Object* long_rshift_slot(Object* a, Object* b);
Object* long_pair(Object* first, Object* second);  // 2-tuple; steals both, which may be null

}  // namespace py

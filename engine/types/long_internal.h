// What the files of int share with each other and with nobody else.
#pragma once
#include "types/longobject.h"

namespace py {

// A reference that is dropped at the end of its scope.
struct LongRef {
  Object* o = nullptr;
  LongRef() = default;
  explicit LongRef(Object* object) : o(object) {}
  ~LongRef() { xdecref(o); }
  LongRef(const LongRef&) = delete;
  LongRef& operator=(const LongRef&) = delete;
  void reset(Object* object) { set_ref(o, object); }
  Object* release() {
    Object* result = o;
    o = nullptr;
    return result;
  }
  LongObject* l() const { return static_cast<LongObject*>(o); }
};

inline void long_set_sign(LongObject* v, int sign) {
  const Ssize n = long_digit_count(v);
  v->lv_tag = long_make_tag(n == 0 ? 0 : sign, n);
}

// Changes the sign of *v, which is fresh or a small int: steals and gives a reference.
inline Object* long_negate(Object* v) {
  if (!v) return nullptr;
  if (v->ob_refcnt == 1) {
    long_set_sign(as<LongObject>(v), -long_sign(v));
    return v;
  }
  Object* z = long_from_stwodigits(-stwodigits{long_compact_value(v)});
  decref(v);
  return z;
}

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

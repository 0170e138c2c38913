// What the files of array share: arraymodule.cc, array_methods.cc.
#pragma once
#include "modules/arraymodule.h"

namespace py {

inline ArrayObject* A(Object* o) { return as<ArrayObject>(o); }
inline bool array_check(Object* o) { return object_type_check(o, &array_type); }
inline bool is_unicode_array(const ArrayObject* a) {
  return a->ob_descr->typecode == 'u' || a->ob_descr->typecode == 'w';
}
inline size_t items_bytes(const ArrayObject* a, Ssize n) {
  return static_cast<size_t>(n) * static_cast<size_t>(a->ob_descr->itemsize);
}
inline char* item_at(ArrayObject* a, Ssize i) { return a->ob_item + i * a->ob_descr->itemsize; }

Object* array_getitem(ArrayObject* a, Ssize i);
int array_resize(ArrayObject* self, Ssize newsize);
ArrayObject* newarrayobject(TypeObject* type, Ssize size, const ArrayDescr* descr);
int array_insert(ArrayObject* self, Ssize where, Object* v);
int array_iter_extend(ArrayObject* self, Object* iterable);
int array_do_extend(ArrayObject* self, Object* other);
int array_ass_subscr(Object* op, Object* item, Object* value);
Object* array_slice_copy(ArrayObject* a, Ssize low, Ssize high);
int array_frombytes_impl(ArrayObject* self, Object* bytes_like);
Object* array_tolist(Object* self);
Object* array_tounicode(Object* self);
Object* array_iter(Object* self);
extern const MethodDef array_methods[];
extern const GetSetDef array_getset[];
extern const char kArrayDoc[];

}  // namespace py

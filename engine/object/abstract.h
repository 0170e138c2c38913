// The number, sequence, mapping and iterator protocols. Implemented in types/abstract*.cc.
// CPython 3.13: Objects/abstract.c. All may run Python code; new references; null / -1 with the error set.
#pragma once
#include "object/type.h"

namespace py {

Ssize object_size(Object* o);
Ssize object_length_hint(Object* o, Ssize default_value);
Object* object_get_item(Object* o, Object* key);
int object_set_item(Object* o, Object* key, Object* value);
int object_del_item(Object* o, Object* key);
Object* object_format(Object* o, Object* format_spec);  // null spec: ''
Object* object_get_iter(Object* o);
bool iter_check(Object* o);
Object* iter_next(Object* iter);  // null without error: exhausted (StopIteration swallowed)
int iter_next_item(Object* iter, Object** item);  // 1 item, 0 exhausted, -1 error
int iter_send(Object* iter, Object* value, Object** result);  // PYGEN_RETURN 0, PYGEN_ERROR -1, PYGEN_NEXT 1
int object_is_instance(Object* o, Object* cls);
int object_is_subclass(Object* derived, Object* cls);

bool number_check(Object* o);
bool index_check(Object* o);
Object* number_add(Object* v, Object* w);
Object* number_subtract(Object* v, Object* w);
Object* number_multiply(Object* v, Object* w);
Object* number_matrix_multiply(Object* v, Object* w);
Object* number_floor_divide(Object* v, Object* w);
Object* number_true_divide(Object* v, Object* w);
Object* number_remainder(Object* v, Object* w);
Object* number_divmod(Object* v, Object* w);
Object* number_power(Object* v, Object* w, Object* z);
Object* number_lshift(Object* v, Object* w);
Object* number_rshift(Object* v, Object* w);
Object* number_and(Object* v, Object* w);
Object* number_xor(Object* v, Object* w);
Object* number_or(Object* v, Object* w);
Object* number_in_place_add(Object* v, Object* w);
Object* number_in_place_subtract(Object* v, Object* w);
Object* number_in_place_multiply(Object* v, Object* w);
Object* number_in_place_matrix_multiply(Object* v, Object* w);
Object* number_in_place_floor_divide(Object* v, Object* w);
Object* number_in_place_true_divide(Object* v, Object* w);
Object* number_in_place_remainder(Object* v, Object* w);
Object* number_in_place_power(Object* v, Object* w, Object* z);
Object* number_in_place_lshift(Object* v, Object* w);
Object* number_in_place_rshift(Object* v, Object* w);
Object* number_in_place_and(Object* v, Object* w);
Object* number_in_place_xor(Object* v, Object* w);
Object* number_in_place_or(Object* v, Object* w);
Object* number_negative(Object* o);
Object* number_positive(Object* o);
Object* number_absolute(Object* o);
Object* number_invert(Object* o);
Object* number_index(Object* o);  // int or subclass instance
Object* number_long(Object* o);
Object* number_float(Object* o);
Object* number_to_base(Object* o, int base);
Ssize number_as_ssize_t(Object* o, TypeObject* overflow_error);  // null error type: clips

bool sequence_check(Object* o);
Ssize sequence_size(Object* o);
Object* sequence_concat(Object* s, Object* o);
Object* sequence_repeat(Object* s, Ssize count);
Object* sequence_in_place_concat(Object* s, Object* o);
Object* sequence_in_place_repeat(Object* s, Ssize count);
Object* sequence_get_item(Object* s, Ssize i);
Object* sequence_get_slice(Object* s, Ssize low, Ssize high);
int sequence_set_item(Object* s, Ssize i, Object* value);
int sequence_del_item(Object* s, Ssize i);
int sequence_contains(Object* s, Object* value);
Ssize sequence_count(Object* s, Object* value);
Ssize sequence_index(Object* s, Object* value);
Object* sequence_list(Object* o);
Object* sequence_tuple(Object* o);
Object* sequence_fast(Object* o, const char* message);  // list or tuple
Ssize sequence_fast_size(Object* o);
Object** sequence_fast_items(Object* o);

bool mapping_check(Object* o);
Ssize mapping_size(Object* o);
Object* mapping_keys(Object* o);    // list
Object* mapping_values(Object* o);  // list
Object* mapping_items(Object* o);   // list
Object* mapping_get_item_string(Object* o, const char* key);
int mapping_get_optional_item(Object* o, Object* key, Object** result);  // 1, 0, -1
int mapping_has_key_with_error(Object* o, Object* key);

}  // namespace py

// The iterators of co_lines() and co_positions().
// CPython 3.13: _PyLineIterator and _PyPositionsIterator in Objects/codeobject.c
#include "memory/pymem.h"
#include "object/errors.h"
#include "types/code_internal.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"

namespace py {

namespace {

struct LineIterator : Object {
  CodeObject* li_code;
  CodeAddressRange li_line;
};

struct PositionsIterator : Object {
  CodeObject* pi_code;
  CodeAddressRange pi_range;
  int pi_offset, pi_endline, pi_column, pi_endcolumn;
};
static_assert(sizeof(LineIterator) <= 72 && sizeof(PositionsIterator) <= 88);

// An int, or None for what the table does not say.
Object* number_or_none(int value) { return value < 0 ? None : long_from_long(value); }

// Steals the items.
template <int n>
Object* tuple_steal(Object* (&items)[n]) {
  for (Object* item : items) {
    if (item != nullptr) continue;
    for (Object* other : items) xdecref(other);
    return nullptr;
  }
  return tuple_from_array_steal(items, n);
}

void lineiter_dealloc(Object* self) {
  decref(static_cast<Object*>(as<LineIterator>(self)->li_code));
  self->ob_type->tp_free(self);
}

Object* lineiter_next(Object* self) {
  CodeAddressRange* bounds = &as<LineIterator>(self)->li_line;
  if (!code_next_address_range(bounds)) return nullptr;
  int start = bounds->ar_start, line = bounds->ar_line;
  // Neighbours with the same line are one range.
  CodeAddressRange ahead = *bounds;
  while (code_next_address_range(&ahead) && ahead.ar_line == line) *bounds = ahead;
  Object* items[] = {long_from_long(start), long_from_long(bounds->ar_end), number_or_none(line)};
  return tuple_steal(items);
}

void positionsiter_dealloc(Object* self) {
  decref(static_cast<Object*>(as<PositionsIterator>(self)->pi_code));
  self->ob_type->tp_free(self);
}

Object* positionsiter_next(Object* self) {
  auto* pi = as<PositionsIterator>(self);
  if (pi->pi_offset >= pi->pi_range.ar_end &&
      !code_next_location(&pi->pi_range, &pi->pi_endline, &pi->pi_column, &pi->pi_endcolumn)) {
    return nullptr;
  }
  pi->pi_offset += 2;
  Object* items[] = {number_or_none(pi->pi_range.ar_line), number_or_none(pi->pi_endline),
                     number_or_none(pi->pi_column), number_or_none(pi->pi_endcolumn)};
  return tuple_steal(items);
}

}  // namespace

TypeObject line_iterator_type = {
    TYPE_HEAD,
    {
        .tp_name = "line_iterator",
        .tp_basicsize = 72,
        .tp_dealloc = lineiter_dealloc,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE,
        .tp_iter = object_self_iter,
        .tp_iternext = lineiter_next,
        .tp_alloc = type_generic_alloc,
        .tp_free = object_free,
    },
};

TypeObject positions_iterator_type = {
    TYPE_HEAD,
    {
        .tp_name = "positions_iterator",
        .tp_basicsize = 88,
        .tp_dealloc = positionsiter_dealloc,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE,
        .tp_iter = object_self_iter,
        .tp_iternext = positionsiter_next,
        .tp_alloc = type_generic_alloc,
        .tp_free = object_free,
    },
};

Object* code_lines(Object* code) {
  auto* it = as<LineIterator>(type_generic_alloc(&line_iterator_type, 0));
  if (it == nullptr) return nullptr;
  it->li_code = as<CodeObject>(new_ref(code));
  code_init_address_range(it->li_code, &it->li_line);
  return it;
}

Object* code_positions(Object* code) {
  auto* it = as<PositionsIterator>(type_generic_alloc(&positions_iterator_type, 0));
  if (it == nullptr) return nullptr;
  it->pi_code = as<CodeObject>(new_ref(code));
  code_init_address_range(it->pi_code, &it->pi_range);
  it->pi_offset = it->pi_range.ar_end;
  return it;
}

}  // namespace py

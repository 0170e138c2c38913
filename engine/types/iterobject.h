// The iterators over __getitem__ (iter(o)) and over calls (iter(f, sentinel)); anext with a
// default. CPython 3.13: Objects/iterobject.c
#pragma once
#include "object/type.h"

namespace py {

extern TypeObject seq_iter_type, call_iter_type, anext_awaitable_type;

struct SeqIterObject : Object {
  Ssize it_index;
  Object* it_seq;  // null: exhausted
};
struct CallIterObject : Object {
  Object* it_callable;  // null: exhausted
  Object* it_sentinel;
};
struct AnextAwaitableObject : Object {
  Object* wrapped;
  Object* default_value;
};

Object* seq_iter_new(Object* seq);
Object* call_iter_new(Object* callable, Object* sentinel);
Object* anext_awaitable_new(Object* awaitable, Object* default_value);

}  // namespace py

// Circular doubly linked lists of GC heads.
// CPython 3.13: Python/gc.c (list functions)
//
// A list is a GCHead without object; it must not carry flags. Nodes may (their _gc_prev): the
// setters keep them.
#pragma once
#include "object/gc_head.h"

namespace py {

inline void gc_list_init(GCHead* list) {
  list->next_width_ = list->prev_width_ = 0;
  list->_gc_prev = list->_gc_next = reinterpret_cast<uintptr_t>(list);
}

inline bool gc_list_is_empty(const GCHead* list) { return gc_next(list) == list; }

inline void gc_list_append(GCHead* node, GCHead* list) {
  GCHead* last = reinterpret_cast<GCHead*>(list->_gc_prev);
  gc_set_prev(node, last);
  gc_set_next(last, node);
  gc_set_next(node, list);
  list->_gc_prev = reinterpret_cast<uintptr_t>(node);
}

// Takes the node out of its list; it is untracked then.
inline void gc_list_remove(GCHead* node) {
  GCHead* prev = gc_prev(node);
  GCHead* next = gc_next(node);
  gc_set_next(prev, next);
  gc_set_prev(next, prev);
  node->_gc_next = 0;
}

// From whatever list the node is in to the end of `list`.
inline void gc_list_move(GCHead* node, GCHead* list) {
  GCHead* prev = gc_prev(node);
  GCHead* next = gc_next(node);
  gc_set_next(prev, next);
  gc_set_prev(next, prev);
  gc_list_append(node, list);
}

// Appends all of `from`, which is empty afterwards.
inline void gc_list_merge(GCHead* from, GCHead* to) {
  if (!gc_list_is_empty(from)) {
    GCHead* to_tail = gc_prev(to);
    GCHead* from_head = gc_next(from);
    GCHead* from_tail = gc_prev(from);
    gc_set_next(to_tail, from_head);
    gc_set_prev(from_head, to_tail);
    gc_set_next(from_tail, to);
    gc_set_prev(to, from_tail);
  }
  gc_list_init(from);
}

}  // namespace py

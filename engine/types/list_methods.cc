// The methods of list, its construction and repr, and its two iterators.
// CPython 3.13: Objects/listobject.c
#include <cstring>

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/object_alloc.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/genericaliasobject.h"  // list[int]
#include "types/getargs.h"
#include "types/iter_reduce.h"
#include "types/list_internal.h"
#include "types/sliceobject.h"  // eval_slice_index_not_none
#include "types/typeobject.h"
#include "types/unicode_writer.h"

namespace py {

// --- Making and showing ---

int list_init(Object* op, Object* args, Object* kwds) {
  ListObject* self = as<ListObject>(op);
  if ((op->ob_type == &list_type || op->ob_type->tp_new == list_type.tp_new) &&
      !arg_no_keywords("list", kwds))
    return -1;
  if (!arg_check_positional("list", tuple_size(args), 0, 1)) return -1;
  if (self->ob_item != nullptr) list_clear(self);
  if (tuple_size(args) == 0) return 0;
  return list_extend_none(self, tuple_item(args, 0)) == nullptr ? -1 : 0;
}

// list(...): the header always comes from the allocator, never from the free list.
Object* list_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  if (!arg_no_kwnames("list", kwnames)) return nullptr;
  Ssize nargs = vectorcall_nargs(nargsf);
  if (!arg_check_positional("list", nargs, 0, 1)) return nullptr;
  Object* list = type_generic_alloc(static_cast<TypeObject*>(type), 0);
  if (list == nullptr) return nullptr;
  if (nargs && list_extend_none(as<ListObject>(list), args[0]) == nullptr) {
    decref(list);
    return nullptr;
  }
  return list;
}

static int write_items(UnicodeWriter* w, Object* self) {
  if (unicode_writer_write_char(w, '[') < 0) return -1;
  for (Ssize i = 0; i < list_size(self); i++) {  // a __repr__ may change the list
    if (i > 0 && unicode_writer_write_ascii_string(w, ", ", 2) < 0) return -1;
    Object* s = object_repr(list_item(self, i));
    if (s == nullptr) return -1;
    int failed = unicode_writer_write_str(w, s);
    decref(s);
    if (failed < 0) return -1;
  }
  w->overallocate = false;
  return unicode_writer_write_char(w, ']');
}

Object* list_repr(Object* self) {
  if (list_size(self) == 0) return unicode_from_string("[]");
  int entered = repr_enter(self);
  if (entered != 0) return entered > 0 ? unicode_from_string("[...]") : nullptr;
  UnicodeWriter writer;
  unicode_writer_init(&writer);
  writer.overallocate = true;
  writer.min_length = 1 + 1 + (2 + 1) * (list_size(self) - 1) + 1;  // "[" "1" ", 2"... "]"
  int failed = write_items(&writer, self);
  repr_leave(self);
  if (failed < 0) {
    unicode_writer_dealloc(&writer);
    return nullptr;
  }
  return unicode_writer_finish(&writer);
}

// --- Methods ---

static Object* list_method_insert(Object* self, Object* const* args, Ssize nargs) {
  Ssize index;
  if (!arg_check_positional("insert", nargs, 2, 2) || !arg_ssize(args[0], &index)) return nullptr;
  return list_insert(self, index, args[1]) < 0 ? nullptr : None;
}

static Object* list_method_append(Object* self, Object* item) {
  return list_append_take_ref(as<ListObject>(self), new_ref(item)) < 0 ? nullptr : None;
}

static Object* list_method_clear(Object* self) {
  list_clear(self);
  return None;
}

static Object* list_method_copy(Object* self) {
  return list_slice(as<ListObject>(self), 0, list_size(self));
}

static Object* list_method_extend(Object* self, Object* iterable) {
  return list_extend_none(as<ListObject>(self), iterable);
}

// Takes the item out and gives the list's reference to the caller. The last item of all gives up
// the block too.
static Object* list_pop_at(ListObject* self, Ssize index) {
  Object** items = self->ob_item;
  Object* v = items[index];
  Ssize rest = self->ob_size - 1;
  if (rest == 0) {
    incref(v);
    list_clear(self);
    return v;
  }
  size_t tail = static_cast<size_t>(rest - index) * sizeof(Object*);
  memmove(items + index, items + index + 1, tail);
  if (list_resize(self, rest) < 0) {
    memmove(items + index + 1, items + index, tail);
    items[index] = v;
    return nullptr;
  }
  return v;
}

static Object* list_method_pop(Object* op, Object* const* args, Ssize nargs) {
  ListObject* self = as<ListObject>(op);
  Ssize index = -1;
  if (!arg_check_positional("pop", nargs, 0, 1)) return nullptr;
  if (nargs && !arg_ssize(args[0], &index)) return nullptr;
  if (self->ob_size == 0) {
    err_set_string(exc_IndexError, "pop from empty list");
    return nullptr;
  }
  if (index < 0) index += self->ob_size;
  if (index < 0 || index >= self->ob_size) {
    err_set_string(exc_IndexError, "pop index out of range");
    return nullptr;
  }
  return list_pop_at(self, index);
}

int list_reverse(Object* op) {
  if (op == nullptr || !list_check(op)) {
    err_bad_internal_call("list_reverse");
    return -1;
  }
  ListObject* self = as<ListObject>(op);
  if (self->ob_size > 1) reverse_slice(self->ob_item, self->ob_item + self->ob_size);
  return 0;
}

static Object* list_method_reverse(Object* self) { return list_reverse(self) < 0 ? nullptr : None; }

Object* list_as_tuple(Object* op) {
  if (op == nullptr || !list_check(op)) {
    err_bad_internal_call("list_as_tuple");
    return nullptr;
  }
  return tuple_from_array(list_items(op), list_size(op));
}

static Object* list_method_index(Object* self, Object* const* args, Ssize nargs) {
  Ssize start = 0, stop = kSsizeMax;
  if (!arg_check_positional("index", nargs, 1, 3)) return nullptr;
  if (nargs > 1 && !eval_slice_index_not_none(args[1], &start)) return nullptr;
  if (nargs > 2 && !eval_slice_index_not_none(args[2], &stop)) return nullptr;
  if (start < 0) start = start + list_size(self) < 0 ? 0 : start + list_size(self);
  if (stop < 0) stop = stop + list_size(self) < 0 ? 0 : stop + list_size(self);
  for (Ssize i = start; i < stop && i < list_size(self); i++) {
    Object* item = new_ref(list_item(self, i));
    int cmp = object_rich_compare_bool(item, args[0], kEq);
    decref(item);
    if (cmp > 0) return long_from_ssize_t(i);
    if (cmp < 0) return nullptr;
  }
  return err_format(exc_ValueError, "%R is not in list", args[0]);
}

static Object* list_method_count(Object* self, Object* value) {
  Ssize count = 0;
  for (Ssize i = 0; i < list_size(self); i++) {
    Object* item = list_item(self, i);
    if (item == value) {
      count++;
      continue;
    }
    incref(item);
    int cmp = object_rich_compare_bool(item, value, kEq);
    decref(item);
    if (cmp > 0)
      count++;
    else if (cmp < 0)
      return nullptr;
  }
  return long_from_ssize_t(count);
}

static Object* list_method_remove(Object* self, Object* value) {
  for (Ssize i = 0; i < list_size(self); i++) {
    Object* item = new_ref(list_item(self, i));
    int cmp = object_rich_compare_bool(item, value, kEq);
    decref(item);
    if (cmp > 0)
      return list_ass_slice(as<ListObject>(self), i, i + 1, nullptr) == 0 ? None : nullptr;
    if (cmp < 0) return nullptr;
  }
  err_set_string(exc_ValueError, "list.remove(x): x not in list");
  return nullptr;
}

static Object* list_method_sizeof(Object* self) {
  return long_from_size_t(static_cast<uint64_t>(
      self->ob_type->tp_basicsize + as<ListObject>(self)->allocated * layout::kPointer));
}

static Object* list_method_reversed(Object* self) {
  ListIterObject* it = object_gc_new<ListIterObject>(&list_rev_iter_type);
  if (it == nullptr) return nullptr;
  it->it_index = list_size(self) - 1;
  it->it_seq = as<ListObject>(new_ref(self));
  object_gc_track(it);
  return it;
}

const MethodDef list_methods[] = {
    {"__getitem__", list_subscript, "__getitem__($self, index, /)\n--\n\nReturn self[index].",
     METH_COEXIST},
    {"__reversed__", list_method_reversed,
     "__reversed__($self, /)\n--\n\nReturn a reverse iterator over the list."},
    {"__sizeof__", list_method_sizeof,
     "__sizeof__($self, /)\n--\n\nReturn the size of the list in memory, in bytes."},
    {"clear", list_method_clear, "clear($self, /)\n--\n\nRemove all items from list."},
    {"copy", list_method_copy, "copy($self, /)\n--\n\nReturn a shallow copy of the list."},
    {"append", list_method_append,
     "append($self, object, /)\n--\n\nAppend object to the end of the list."},
    {"insert", list_method_insert,
     "insert($self, index, object, /)\n--\n\nInsert object before index."},
    {"extend", list_method_extend,
     "extend($self, iterable, /)\n--\n\nExtend list by appending elements from the iterable."},
    {"pop", list_method_pop,
     "pop($self, index=-1, /)\n--\n\nRemove and return item at index (default last).\n\nRaises "
     "IndexError if list is "
     "empty or index is out of range."},
    {"remove", list_method_remove,
     "remove($self, value, /)\n--\n\nRemove first occurrence of value.\n\nRaises ValueError if the "
     "value is not "
     "present."},
    {"index", list_method_index,
     "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of "
     "value.\n\nRaises ValueError if the "
     "value is not present."},
    {"count", list_method_count,
     "count($self, value, /)\n--\n\nReturn number of occurrences of value."},
    {"reverse", list_method_reverse, "reverse($self, /)\n--\n\nReverse *IN PLACE*."},
    {"sort", list_sort_method,
     "sort($self, /, *, key=None, reverse=False)\n--\n\nSort the list in ascending order and "
     "return None.\n\nThe sort "
     "is in-place (i.e. the list itself is modified) and stable (i.e. the\norder of two equal "
     "elements is "
     "maintained).\n\nIf a key function is given, apply it once to each list item and sort "
     "them,\nascending or "
     "descending, according to their function values.\n\nThe reverse flag can be set to sort in "
     "descending order."},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {}};

// --- Iterators ---

Object* list_iter(Object* seq) {
  ListIterObject* it = object_gc_new<ListIterObject>(&list_iter_type);
  if (it == nullptr) return nullptr;
  it->it_index = 0;
  it->it_seq = as<ListObject>(new_ref(seq));
  object_gc_track(it);
  return it;
}

static void listiter_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as<ListIterObject>(self)->it_seq);
  object_gc_del(self);
}

static int listiter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<ListIterObject>(self)->it_seq);
  return 0;
}

static Object* listiter_next(Object* self) {
  ListIterObject* it = as<ListIterObject>(self);
  ListObject* seq = it->it_seq;
  if (seq == nullptr) return nullptr;
  if (it->it_index < seq->ob_size) return new_ref(seq->ob_item[it->it_index++]);
  it->it_seq = nullptr;
  decref(seq);
  return nullptr;
}

static Object* listiter_len(Object* self) {
  ListIterObject* it = as<ListIterObject>(self);
  Ssize len = it->it_seq ? it->it_seq->ob_size - it->it_index : 0;
  return long_from_ssize_t(len < 0 ? 0 : len);
}

// The iterator again: iter(list) at the index; an exhausted one is iter([]).
static Object* listiter_reduce_general(ListIterObject* it, bool forward) {
  if (it->it_seq)
    return reduce_with_builtin(forward ? ID(iter) : ID(reversed), it->it_seq, it->it_index);
  Object* empty = list_new(0);
  if (empty == nullptr) return nullptr;
  Object* result = reduce_with_builtin(ID(iter), empty);
  decref(empty);
  return result;
}

static Object* listiter_reduce(Object* self) {
  return listiter_reduce_general(as<ListIterObject>(self), true);
}

static Object* listiter_setstate(Object* self, Object* state) {
  ListIterObject* it = as<ListIterObject>(self);
  Ssize index =
      long_check(state) ? long_as_ssize_t(state) : number_as_ssize_t(state, exc_OverflowError);
  if (index == -1 && err_occurred()) return nullptr;
  if (it->it_seq == nullptr) return None;
  if (index < 0) {  // a negative index is what an exhausted iterator has
    clear_ref(it->it_seq);
  } else {
    it->it_index = index > it->it_seq->ob_size ? it->it_seq->ob_size : index;
  }
  return None;
}

constexpr char kLengthHintDoc[] = "Private method returning an estimate of len(list(it)).";
constexpr char kReduceDoc[] = "Return state information for pickling.";
constexpr char kSetstateDoc[] = "Set state information for unpickling.";

static const MethodDef listiter_methods[] = {{"__length_hint__", listiter_len, kLengthHintDoc},
                                             {"__reduce__", listiter_reduce, kReduceDoc},
                                             {"__setstate__", listiter_setstate, kSetstateDoc},
                                             {}};

TypeObject list_iter_type = {TYPE_HEAD,
                             {
                                 .tp_name = "list_iterator",
                                 .tp_basicsize = layout::list_iterator.basicsize,
                                 .tp_dealloc = listiter_dealloc,
                                 .tp_getattro = object_generic_get_attr,
                                 .tp_flags = TPFLAGS_HAVE_GC,
                                 .tp_traverse = listiter_traverse,
                                 .tp_iter = object_self_iter,
                                 .tp_iternext = listiter_next,
                                 .tp_methods = listiter_methods,
                             }};

static Object* listreviter_next(Object* self) {
  ListIterObject* it = as<ListIterObject>(self);
  ListObject* seq = it->it_seq;
  if (seq == nullptr) return nullptr;
  Ssize index = it->it_index;
  if (index >= 0 && index < seq->ob_size) {
    it->it_index--;
    return new_ref(seq->ob_item[index]);
  }
  it->it_index = -1;
  it->it_seq = nullptr;
  decref(seq);
  return nullptr;
}

static Object* listreviter_len(Object* self) {
  ListIterObject* it = as<ListIterObject>(self);
  Ssize len = it->it_index + 1;
  if (it->it_seq == nullptr || it->it_seq->ob_size < len) len = 0;
  return long_from_ssize_t(len);
}

static Object* listreviter_reduce(Object* self) {
  return listiter_reduce_general(as<ListIterObject>(self), false);
}

static Object* listreviter_setstate(Object* self, Object* state) {
  ListIterObject* it = as<ListIterObject>(self);
  Ssize index =
      long_check(state) ? long_as_ssize_t(state) : number_as_ssize_t(state, exc_OverflowError);
  if (index == -1 && err_occurred()) return nullptr;
  if (it->it_seq) {
    if (index < -1) index = -1;
    if (index > it->it_seq->ob_size - 1) index = it->it_seq->ob_size - 1;
    it->it_index = index;
  }
  return None;
}

static const MethodDef listreviter_methods[] = {
    {"__length_hint__", listreviter_len, kLengthHintDoc},
    {"__reduce__", listreviter_reduce, kReduceDoc},
    {"__setstate__", listreviter_setstate, kSetstateDoc},
    {}};

TypeObject list_rev_iter_type = {TYPE_HEAD,
                                 {
                                     .tp_name = "list_reverseiterator",
                                     .tp_basicsize = layout::list_reverseiterator.basicsize,
                                     .tp_dealloc = listiter_dealloc,
                                     .tp_getattro = object_generic_get_attr,
                                     .tp_flags = TPFLAGS_HAVE_GC,
                                     .tp_traverse = listiter_traverse,
                                     .tp_iter = object_self_iter,
                                     .tp_iternext = listreviter_next,
                                     .tp_methods = listreviter_methods,
                                 }};

}  // namespace py

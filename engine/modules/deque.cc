// collections.deque: blocks of 64 items in a doubly linked list.
// CPython 3.13: Modules/_collectionsmodule.c
//
// Blocks come from the MEM domain; a deque keeps up to 16 that it no longer needs for itself.
#include <cstring>

#include "gc/gc.h"
#include "memory/pymem.h"
#include "modules/args.h"
#include "modules/collectionsmodule.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/thread_state.h"
#include "object/weakrefobject.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/genericaliasobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/sliceobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static_assert(sizeof(DequeObject) <= layout::deque.basicsize &&
              sizeof(DequeBlock) <= kDequeBlockBytes);

static inline DequeObject* D(Object* o) { return as<DequeObject>(o); }
static inline bool deque_check(Object* o) { return object_type_check(o, &deque_type); }

// --- Blocks ---

static DequeBlock* newblock(DequeObject* deque) {
  if (deque->numfreeblocks) return deque->freeblocks[--deque->numfreeblocks];
  DequeBlock* b = static_cast<DequeBlock*>(mem_malloc(kDequeBlockBytes));
  if (b == nullptr) err_no_memory();
  return b;
}

static void freeblock(DequeObject* deque, DequeBlock* b) {
  if (deque->numfreeblocks < DEQUE_MAXFREEBLOCKS)
    deque->freeblocks[deque->numfreeblocks++] = b;
  else
    mem_free(b);
}

static void recenter(DequeObject* deque) {
  deque->leftindex = DEQUE_CENTER + 1;
  deque->rightindex = DEQUE_CENTER;
}

// Links a block at the right or left end. 0, or -1.
static int add_right_block(DequeObject* deque) {
  DequeBlock* b = newblock(deque);
  if (b == nullptr) return -1;
  b->leftlink = deque->rightblock;
  b->rightlink = nullptr;
  deque->rightblock->rightlink = b;
  deque->rightblock = b;
  deque->rightindex = -1;
  return 0;
}

static int add_left_block(DequeObject* deque) {
  DequeBlock* b = newblock(deque);
  if (b == nullptr) return -1;
  b->rightlink = deque->leftblock;
  b->leftlink = nullptr;
  deque->leftblock->leftlink = b;
  deque->leftblock = b;
  deque->leftindex = BLOCKLEN;
  return 0;
}

static Object* deque_new(TypeObject* type, Object*, Object*) {
  DequeObject* deque = D(type->tp_alloc(type, 0));
  if (deque == nullptr) return nullptr;
  DequeBlock* b = newblock(deque);
  if (b == nullptr) {
    decref(deque);
    return nullptr;
  }
  b->leftlink = b->rightlink = nullptr;
  deque->leftblock = deque->rightblock = b;
  recenter(deque);
  deque->maxlen = -1;
  return deque;
}

// --- The two ends ---

// Takes the item at one end out; null when empty, without an error.
static Object* take_right(DequeObject* deque) {
  if (deque->ob_size == 0) return nullptr;
  Object* item = deque->rightblock->data[deque->rightindex--];
  deque->ob_size--;
  deque->state++;
  if (deque->rightindex < 0) {
    if (deque->ob_size) {
      DequeBlock* prev = deque->rightblock->leftlink;
      freeblock(deque, deque->rightblock);
      prev->rightlink = nullptr;
      deque->rightblock = prev;
      deque->rightindex = BLOCKLEN - 1;
    } else {
      recenter(deque);
    }
  }
  return item;
}

static Object* take_left(DequeObject* deque) {
  if (deque->ob_size == 0) return nullptr;
  Object* item = deque->leftblock->data[deque->leftindex++];
  deque->ob_size--;
  deque->state++;
  if (deque->leftindex == BLOCKLEN) {
    if (deque->ob_size) {
      DequeBlock* next = deque->leftblock->rightlink;
      freeblock(deque, deque->leftblock);
      next->leftlink = nullptr;
      deque->leftblock = next;
      deque->leftindex = 0;
    } else {
      recenter(deque);
    }
  }
  return item;
}

static inline bool needs_trim(const DequeObject* deque) {
  return deque->maxlen >= 0 && deque->ob_size > deque->maxlen;
}

int deque_append_internal(DequeObject* deque, Object* item) {
  if (deque->rightindex == BLOCKLEN - 1 && add_right_block(deque) < 0) {
    decref(item);
    return -1;
  }
  deque->ob_size++;
  deque->rightblock->data[++deque->rightindex] = item;
  if (needs_trim(deque))
    decref(take_left(deque));
  else
    deque->state++;
  return 0;
}

static int deque_appendleft_internal(DequeObject* deque, Object* item) {
  if (deque->leftindex == 0 && add_left_block(deque) < 0) {
    decref(item);
    return -1;
  }
  deque->ob_size++;
  deque->leftblock->data[--deque->leftindex] = item;
  if (needs_trim(deque))
    decref(take_right(deque));
  else
    deque->state++;
  return 0;
}

static Object* deque_append(Object* self, Object* item) {
  return deque_append_internal(D(self), new_ref(item)) < 0 ? nullptr : None;
}
static Object* deque_appendleft(Object* self, Object* item) {
  return deque_appendleft_internal(D(self), new_ref(item)) < 0 ? nullptr : None;
}
static Object* deque_pop(Object* self) {
  Object* item = take_right(D(self));
  if (item == nullptr) err_set_string(exc_IndexError, "pop from an empty deque");
  return item;
}
static Object* deque_popleft(Object* self) {
  Object* item = take_left(D(self));
  if (item == nullptr) err_set_string(exc_IndexError, "pop from an empty deque");
  return item;
}

// --- Clearing ---

// Gives the deque a fresh block first: dropping an item may change the deque.
static int deque_tp_clear(Object* self) {
  DequeObject* deque = D(self);
  Ssize n = deque->ob_size;
  if (n == 0) return 0;
  DequeBlock* b = newblock(deque);
  if (b == nullptr) {
    err_clear();
    while (Object* item = take_right(deque)) decref(item);
    return 0;
  }
  DequeBlock* block = deque->leftblock;
  Ssize index = deque->leftindex;
  b->leftlink = b->rightlink = nullptr;
  deque->ob_size = 0;
  deque->leftblock = deque->rightblock = b;
  recenter(deque);
  deque->state++;
  for (; n > 0; n--) {
    if (index == BLOCKLEN) {
      DequeBlock* done = block;
      block = block->rightlink;
      index = 0;
      freeblock(deque, done);
    }
    decref(block->data[index++]);
  }
  freeblock(deque, block);
  return 0;
}

static Object* deque_clear(Object* self) {
  deque_tp_clear(self);
  return None;
}

static void deque_dealloc(Object* self) {
  DequeObject* deque = D(self);
  object_gc_untrack(self);
  if (deque->weakreflist) object_clear_weakrefs(self);
  if (deque->leftblock) {
    deque_tp_clear(self);
    freeblock(deque, deque->leftblock);
  }
  deque->leftblock = deque->rightblock = nullptr;
  for (Ssize i = 0; i < deque->numfreeblocks; i++) mem_free(deque->freeblocks[i]);
  self->ob_type->tp_free(self);
}

static int deque_traverse(Object* self, visitproc visit, void* arg) {
  DequeObject* deque = D(self);
  Ssize index = deque->leftindex;
  for (DequeBlock* b = deque->leftblock; b != nullptr; b = b->rightlink, index = 0) {
    Ssize end = b == deque->rightblock ? deque->rightindex : BLOCKLEN - 1;
    for (; index <= end; index++) VISIT(b->data[index]);
    if (b == deque->rightblock) break;
  }
  return 0;
}

// --- Extending ---

static int ended(Object* it) {
  decref(it);
  if (!err_occurred()) return 0;
  if (!err_exception_matches(exc_StopIteration)) return -1;
  err_clear();
  return 0;
}

// Extends with a copy when the iterable is the deque itself.
static int extend_with(DequeObject* deque, Object* iterable, int (*append)(DequeObject*, Object*),
                       Ssize empty_left) {
  if (iterable == deque) {
    Object* s = sequence_list(iterable);
    if (s == nullptr) return -1;
    int result = extend_with(deque, s, append, empty_left);
    decref(s);
    return result;
  }
  Object* it = object_get_iter(iterable);
  if (it == nullptr) return -1;
  iternextfunc next = it->ob_type->tp_iternext;
  if (deque->maxlen == 0) {
    while (Object* item = next(it)) decref(item);
    return ended(it);
  }
  if (deque->ob_size == 0) {  // start at the end away from which it grows
    deque->leftindex = empty_left;
    deque->rightindex = empty_left - 1;
  }
  while (Object* item = next(it)) {
    if (append(deque, item) < 0) {
      decref(it);
      return -1;
    }
  }
  return ended(it);
}

static int deque_do_extend(DequeObject* deque, Object* iterable) {
  return extend_with(deque, iterable, deque_append_internal, 1);
}

static Object* deque_extend(Object* self, Object* iterable) {
  return deque_do_extend(D(self), iterable) < 0 ? nullptr : None;
}
static Object* deque_extendleft(Object* self, Object* iterable) {
  return extend_with(D(self), iterable, deque_appendleft_internal, BLOCKLEN - 1) < 0 ? nullptr
                                                                                     : None;
}

static Object* deque_inplace_concat(Object* self, Object* other) {
  return deque_do_extend(D(self), other) < 0 ? nullptr : new_ref(self);
}

static Object* deque_copy(Object* self) {
  DequeObject* old = D(self);
  Object* result;
  if (is_type(self, &deque_type)) {
    result = deque_new(&deque_type, nullptr, nullptr);
    if (result == nullptr) return nullptr;
    D(result)->maxlen = old->maxlen;
    int failed = old->ob_size == 1 ? deque_append_internal(
                                         D(result), new_ref(old->leftblock->data[old->leftindex]))
                                   : deque_do_extend(D(result), self);
    if (failed < 0) clear_ref(result);
    return result;
  }
  Object* type = self->ob_type;
  if (old->maxlen < 0) {
    result = object_call_one_arg(type, self);
  } else {
    Object* maxlen = long_from_ssize_t(old->maxlen);
    result = maxlen ? object_call_function_obj_args(type, self, maxlen, nullptr) : nullptr;
    xdecref(maxlen);
  }
  if (result && !deque_check(result)) {
    err_format(exc_TypeError, "%.200s() must return a deque, not %.200s", self->ob_type->tp_name,
               result->ob_type->tp_name);
    clear_ref(result);
  }
  return result;
}

static Object* deque_concat(Object* self, Object* other) {
  if (!deque_check(other))
    return err_format(exc_TypeError, "can only concatenate deque (not \"%.200s\") to deque",
                      other->ob_type->tp_name);
  Object* result = deque_copy(self);
  if (result && deque_do_extend(D(result), other) < 0) clear_ref(result);
  return result;
}

// One item n - 1 times more, block by block.
static int repeat_single(DequeObject* deque, Ssize n) {
  Object* item = deque->leftblock->data[deque->leftindex];
  if (deque->maxlen >= 0 && n > deque->maxlen) n = deque->maxlen;
  deque->state++;
  for (Ssize i = 1; i < n; i++) {
    if (deque->rightindex == BLOCKLEN - 1 && add_right_block(deque) < 0) return -1;
    deque->rightblock->data[++deque->rightindex] = new_ref(item);
    deque->ob_size++;
  }
  return 0;
}

static Object* deque_inplace_repeat(Object* self, Ssize n) {
  DequeObject* deque = D(self);
  Ssize size = deque->ob_size;
  if (size == 0 || n == 1) return new_ref(self);
  if (n <= 0) {
    deque_tp_clear(self);
    return new_ref(self);
  }
  if (size == 1) return repeat_single(deque, n) < 0 ? nullptr : new_ref(self);
  if (size > kSsizeMax / n) return err_no_memory();
  Object* seq = sequence_list(self);
  if (seq == nullptr) return nullptr;
  if (deque->maxlen >= 0 && n * size > deque->maxlen) n = (deque->maxlen + size - 1) / size;
  int failed = 0;
  for (Ssize i = 0; i < n - 1 && !failed; i++) failed = deque_do_extend(deque, seq);
  decref(seq);
  return failed < 0 ? nullptr : new_ref(self);
}

static Object* deque_repeat(Object* self, Ssize n) {
  Object* copy = deque_copy(self);
  if (copy == nullptr) return nullptr;
  Object* result = deque_inplace_repeat(copy, n);
  decref(copy);
  return result;
}

// --- Rotating; inserting and deleting by rotation ---

// n > 0: items go from the right end to the left one, as many at once as blocks allow. An emptied
// block is used for the next one that is needed at the other end. 0, or -1.
static int rotate_right(DequeObject* deque, Ssize n) {
  DequeBlock* spare = nullptr;
  int result = 0;
  while (n > 0) {
    if (deque->leftindex == 0) {
      if (spare == nullptr && (spare = newblock(deque)) == nullptr) {
        result = -1;
        break;
      }
      spare->rightlink = deque->leftblock;
      spare->leftlink = nullptr;
      deque->leftblock->leftlink = spare;
      deque->leftblock = spare;
      deque->leftindex = BLOCKLEN;
      spare = nullptr;
    }
    Ssize m = n;
    if (m > deque->rightindex + 1) m = deque->rightindex + 1;
    if (m > deque->leftindex) m = deque->leftindex;
    deque->rightindex -= m;
    deque->leftindex -= m;
    n -= m;
    memmove(&deque->leftblock->data[deque->leftindex],
            &deque->rightblock->data[deque->rightindex + 1],
            static_cast<size_t>(m) * sizeof(Object*));
    if (deque->rightindex < 0) {
      spare = deque->rightblock;
      deque->rightblock = deque->rightblock->leftlink;
      deque->rightblock->rightlink = nullptr;
      deque->rightindex = BLOCKLEN - 1;
    }
  }
  if (spare) freeblock(deque, spare);
  return result;
}

static int rotate_left(DequeObject* deque, Ssize n) {
  DequeBlock* spare = nullptr;
  int result = 0;
  while (n > 0) {
    if (deque->rightindex == BLOCKLEN - 1) {
      if (spare == nullptr && (spare = newblock(deque)) == nullptr) {
        result = -1;
        break;
      }
      spare->leftlink = deque->rightblock;
      spare->rightlink = nullptr;
      deque->rightblock->rightlink = spare;
      deque->rightblock = spare;
      deque->rightindex = -1;
      spare = nullptr;
    }
    Ssize m = n;
    if (m > BLOCKLEN - deque->leftindex) m = BLOCKLEN - deque->leftindex;
    if (m > BLOCKLEN - 1 - deque->rightindex) m = BLOCKLEN - 1 - deque->rightindex;
    memmove(&deque->rightblock->data[deque->rightindex + 1],
            &deque->leftblock->data[deque->leftindex], static_cast<size_t>(m) * sizeof(Object*));
    deque->leftindex += m;
    deque->rightindex += m;
    n -= m;
    if (deque->leftindex == BLOCKLEN) {
      spare = deque->leftblock;
      deque->leftblock = deque->leftblock->rightlink;
      deque->leftblock->leftlink = nullptr;
      deque->leftindex = 0;
    }
  }
  if (spare) freeblock(deque, spare);
  return result;
}

static int deque_do_rotate(DequeObject* deque, Ssize n) {
  Ssize len = deque->ob_size, half = len >> 1;
  if (len <= 1) return 0;
  if (n > half || n < -half) {
    n %= len;
    if (n > half)
      n -= len;
    else if (n < -half)
      n += len;
  }
  deque->state++;
  return n >= 0 ? rotate_right(deque, n) : rotate_left(deque, -n);
}

static Object* deque_rotate(Object* self, Object* const* args, Ssize nargs) {
  Ssize n = 1;
  if (!arg_check_positional("rotate", nargs, 0, 1) || (nargs && !arg_ssize(args[0], &n)))
    return nullptr;
  return deque_do_rotate(D(self), n) < 0 ? nullptr : None;
}

static Object* deque_insert(Object* self, Object* const* args, Ssize nargs) {
  Ssize index;
  if (!arg_check_positional("insert", nargs, 2, 2) || !arg_ssize(args[0], &index)) return nullptr;
  DequeObject* deque = D(self);
  Ssize n = deque->ob_size;
  if (deque->maxlen == n) {
    err_set_string(exc_IndexError, "deque already at its maximum size");
    return nullptr;
  }
  if (index >= n) return deque_append(self, args[1]);
  if (index <= -n || index == 0) return deque_appendleft(self, args[1]);
  if (deque_do_rotate(deque, -index) < 0) return nullptr;
  Object* added = index < 0 ? deque_append(self, args[1]) : deque_appendleft(self, args[1]);
  return added && deque_do_rotate(deque, index) == 0 ? None : nullptr;
}

static int deque_del_item(DequeObject* deque, Ssize i) {
  if (deque_do_rotate(deque, -i) < 0) return -1;
  Object* item = take_left(deque);
  int result = deque_do_rotate(deque, i);
  decref(item);
  return result;
}

// --- Items ---

// The place of item i (0 <= i < size), counted from the nearer end.
static Object** place_of(DequeObject* deque, Ssize i) {
  Ssize index = i;
  i += deque->leftindex;
  Ssize n = i / BLOCKLEN;
  i %= BLOCKLEN;
  DequeBlock* b;
  if (index < (deque->ob_size >> 1)) {
    b = deque->leftblock;
    while (--n >= 0) b = b->rightlink;
  } else {
    n = (deque->leftindex + deque->ob_size - 1) / BLOCKLEN - n;
    b = deque->rightblock;
    while (--n >= 0) b = b->leftlink;
  }
  return &b->data[i];
}

static bool valid_index(DequeObject* deque, Ssize i) {
  if (i >= 0 && i < deque->ob_size) return true;
  err_set_string(exc_IndexError, "deque index out of range");
  return false;
}

static Object* deque_item(Object* self, Ssize i) {
  return valid_index(D(self), i) ? new_ref(*place_of(D(self), i)) : nullptr;
}

static int deque_ass_item(Object* self, Ssize i, Object* v) {
  if (!valid_index(D(self), i)) return -1;
  if (v == nullptr) return deque_del_item(D(self), i);
  set_ref(*place_of(D(self), i), new_ref(v));
  return 0;
}

static Ssize deque_len(Object* self) { return D(self)->ob_size; }

// Walks over items in order: f(item, i) returns 0 to go on. -2: the deque changed meanwhile
// (nothing set).
template <class F>
static int walk(DequeObject* deque, Ssize start, Ssize stop, F f) {
  if (start >= stop) return 0;
  uint64_t start_state = deque->state;
  DequeBlock* b = deque->leftblock;
  Ssize index = deque->leftindex + start;
  for (; index >= BLOCKLEN; index -= BLOCKLEN) b = b->rightlink;
  for (Ssize i = start; i < stop; i++) {
    Object* item = new_ref(b->data[index]);
    int status = f(item, i);
    decref(item);
    if (status < 0) return -1;
    if (start_state != deque->state) return -2;
    if (status > 0) return status;
    if (++index == BLOCKLEN) {
      b = b->rightlink;
      index = 0;
    }
  }
  return 0;
}

static int mutated(TypeObject* type, const char* message) {
  err_set_string(type, message);
  return -1;
}
constexpr char kMutated[] = "deque mutated during iteration";

static int deque_contains(Object* self, Object* v) {
  int status = walk(D(self), 0, D(self)->ob_size,
                    [&](Object* item, Ssize) { return object_rich_compare_bool(item, v, kEq); });
  return status == -2 ? mutated(exc_RuntimeError, kMutated) : status;
}

static Object* deque_count(Object* self, Object* v) {
  Ssize count = 0;
  int status = walk(D(self), 0, D(self)->ob_size, [&](Object* item, Ssize) {
    int cmp = object_rich_compare_bool(item, v, kEq);
    if (cmp > 0) count++;
    return cmp < 0 ? -1 : 0;
  });
  if (status == -2) status = mutated(exc_RuntimeError, kMutated);
  return status < 0 ? nullptr : long_from_ssize_t(count);
}

static Object* not_in_deque(Object* v) {
  return err_format(exc_ValueError, "%R is not in deque", v);
}

static Object* deque_index(Object* self, Object* const* args, Ssize nargs) {
  DequeObject* deque = D(self);
  Ssize start = 0, stop = deque->ob_size, n = deque->ob_size, found = -1;
  if (!arg_check_positional("index", nargs, 1, 3)) return nullptr;
  if (nargs > 1 && !eval_slice_index_not_none(args[1], &start)) return nullptr;
  if (nargs > 2 && !eval_slice_index_not_none(args[2], &stop)) return nullptr;
  if (start < 0) start = start + n < 0 ? 0 : start + n;
  if (stop < 0) stop = stop + n < 0 ? 0 : stop + n;
  if (stop > n) stop = n;
  if (start > stop) start = stop;
  int status = walk(deque, start, stop, [&](Object* item, Ssize i) {
    int cmp = object_rich_compare_bool(item, args[0], kEq);
    if (cmp > 0) found = i;
    return cmp;
  });
  if (status == -2) status = mutated(exc_RuntimeError, kMutated);
  if (status < 0) return nullptr;
  return status > 0 ? long_from_ssize_t(found) : not_in_deque(args[0]);
}

static Object* deque_remove(Object* self, Object* v) {
  Ssize found = -1;
  int status = walk(D(self), 0, D(self)->ob_size, [&](Object* item, Ssize i) {
    int cmp = object_rich_compare_bool(item, v, kEq);
    if (cmp > 0) found = i;
    return cmp;
  });
  if (status == -2) status = mutated(exc_IndexError, "deque mutated during remove().");
  if (status < 0) return nullptr;
  if (status == 0) return not_in_deque(v);
  return deque_del_item(D(self), found) < 0 ? nullptr : None;
}

static Object* deque_reverse(Object* self) {
  DequeObject* deque = D(self);
  DequeBlock *left = deque->leftblock, *right = deque->rightblock;
  Ssize l = deque->leftindex, r = deque->rightindex;
  for (Ssize n = deque->ob_size >> 1; --n >= 0;) {
    Object* tmp = left->data[l];
    left->data[l] = right->data[r];
    right->data[r] = tmp;
    if (++l == BLOCKLEN) {
      left = left->rightlink;
      l = 0;
    }
    if (--r < 0) {
      right = right->leftlink;
      r = BLOCKLEN - 1;
    }
  }
  return None;
}

// --- Showing, comparing, making ---

static Object* deque_repr(Object* self) {
  int entered = repr_enter(self);
  if (entered != 0) return entered < 0 ? nullptr : unicode_from_string("[...]");
  Object* list = sequence_list(self);
  Object* result = nullptr;
  if (list) {
    const char* name = type_short_name(self->ob_type);
    result = D(self)->maxlen >= 0
                 ? unicode_from_format("%s(%R, maxlen=%zd)", name, list, D(self)->maxlen)
                 : unicode_from_format("%s(%R)", name, list);
    decref(list);
  }
  repr_leave(self);
  return result;
}

// Compares with iterators, so that either deque may change on the way.
static Object* compare_items(Object* it1, Object* it2, int op) {
  for (;;) {
    Object* x = iter_next(it1);
    if (x == nullptr && err_occurred()) return nullptr;
    Object* y = iter_next(it2);
    if (x == nullptr || y == nullptr) {
      bool has_x = x != nullptr, has_y = y != nullptr;
      xdecref(x);
      xdecref(y);
      if (err_occurred()) return nullptr;
      bool r = op == kLt   ? has_y
               : op == kLe ? !has_x
               : op == kEq ? has_x == has_y
               : op == kNe ? has_x != has_y
               : op == kGt ? has_x
                           : !has_y;
      return bool_from_long(r);
    }
    int equal = object_rich_compare_bool(x, y, kEq);
    int cmp = equal == 0 ? object_rich_compare_bool(x, y, op) : equal;
    decref(x);
    decref(y);
    if (equal < 0 || cmp < 0) return nullptr;
    if (equal == 0) return bool_from_long(cmp);
  }
}

static Object* deque_richcompare(Object* v, Object* w, int op) {
  if (!deque_check(v) || !deque_check(w)) return NotImplemented;
  if (op == kEq || op == kNe) {
    if (v == w) return bool_from_long(op == kEq);
    if (D(v)->ob_size != D(w)->ob_size) return bool_from_long(op == kNe);
  }
  Object* it1 = object_get_iter(v);
  if (it1 == nullptr) return nullptr;
  Object* it2 = object_get_iter(w);
  Object* result = it2 ? compare_items(it1, it2, op) : nullptr;
  decref(it1);
  xdecref(it2);
  return result;
}

static int deque_init(Object* self, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"iterable", "maxlen", nullptr};
  static ArgParser parser = {.fname = "deque", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_tuple_args(&parser, args, kwds, 0, 2, a)) return -1;
  DequeObject* deque = D(self);
  Ssize maxlen = -1;
  if (a[1] && a[1] != None) {
    if (!long_check(a[1])) {
      err_set_string(exc_TypeError, "an integer is required");
      return -1;
    }
    maxlen = long_as_ssize_t(a[1]);
    if (maxlen == -1 && err_occurred()) return -1;
    if (maxlen < 0) {
      err_set_string(exc_ValueError, "maxlen must be non-negative");
      return -1;
    }
  }
  deque->maxlen = maxlen;
  if (deque->ob_size > 0) deque_tp_clear(self);
  return a[0] ? deque_do_extend(deque, a[0]) : 0;
}

static Object* deque_sizeof(Object* self) {
  DequeObject* deque = D(self);
  Ssize blocks = (deque->leftindex + deque->ob_size + BLOCKLEN - 1) / BLOCKLEN;
  return long_from_size_t(
      static_cast<uint64_t>(self->ob_type->tp_basicsize + blocks * kDequeBlockBytes));
}

static Object* deque_get_maxlen(Object* self, void*) {
  return D(self)->maxlen < 0 ? None : long_from_ssize_t(D(self)->maxlen);
}

// (type, () or ((), maxlen), state, iterator).
static Object* deque_reduce(Object* self) {
  Object* state = object_call_method_no_args(self, ID(__getstate__));
  Object* it = state ? object_get_iter(self) : nullptr;
  Object* args = nullptr;
  if (it && D(self)->maxlen < 0) {
    args = tuple_empty();
  } else if (it) {
    Object* maxlen = long_from_ssize_t(D(self)->maxlen);
    args = maxlen ? tuple_pack(tuple_empty(), maxlen) : nullptr;
    xdecref(maxlen);
  }
  Object* result =
      args ? tuple_pack(static_cast<Object*>(self->ob_type), args, state, it) : nullptr;
  xdecref(state);
  xdecref(it);
  xdecref(args);
  return result;
}

static Object* deque_reviter(Object* self);

static const MethodDef deque_methods[] = {
    {"append", deque_append,
     "append($self, item, /)\n--\n\nAdd an element to the right side of the deque."},
    {"appendleft", deque_appendleft,
     "appendleft($self, item, /)\n--\n\nAdd an element to the left side of the deque."},
    {"clear", deque_clear, "clear($self, /)\n--\n\nRemove all elements from the deque."},
    {"__copy__", deque_copy, "__copy__($self, /)\n--\n\nReturn a shallow copy of a deque."},
    {"copy", deque_copy, "copy($self, /)\n--\n\nReturn a shallow copy of a deque."},
    {"count", deque_count, "count($self, value, /)\n--\n\nReturn number of occurrences of value."},
    {"extend", deque_extend,
     "extend($self, iterable, /)\n--\n\nExtend the right side of the deque with elements from the "
     "iterable."},
    {"extendleft", deque_extendleft,
     "extendleft($self, iterable, /)\n--\n\nExtend the left side of the deque with elements from "
     "the iterable."},
    {"index", deque_index,
     "index($self, value, [start, [stop]])\n--\n\nReturn first index of value.\n\nRaises "
     "ValueError if the value is not "
     "present."},
    {"insert", deque_insert, "insert($self, index, value, /)\n--\n\nInsert value before index."},
    {"pop", deque_pop, "pop($self, /)\n--\n\nRemove and return the rightmost element."},
    {"popleft", deque_popleft, "popleft($self, /)\n--\n\nRemove and return the leftmost element."},
    {"__reduce__", deque_reduce,
     "__reduce__($self, /)\n--\n\nReturn state information for pickling."},
    {"remove", deque_remove, "remove($self, value, /)\n--\n\nRemove first occurrence of value."},
    {"__reversed__", deque_reviter,
     "__reversed__($self, /)\n--\n\nReturn a reverse iterator over the deque."},
    {"reverse", deque_reverse, "reverse($self, /)\n--\n\nReverse *IN PLACE*."},
    {"rotate", deque_rotate,
     "rotate($self, n=1, /)\n--\n\nRotate the deque n steps to the right.  If n is negative, "
     "rotates left."},
    {"__sizeof__", deque_sizeof,
     "__sizeof__($self, /)\n--\n\nReturn the size of the deque in memory, in bytes."},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {}};

static const GetSetDef deque_getset[] = {
    {"maxlen", deque_get_maxlen, nullptr, "maximum size of a deque or None if unbounded"}, {}};

TypeObject deque_type = {
    TYPE_HEAD,
    {
        .tp_name = "collections.deque",
        .tp_basicsize = layout::deque.basicsize,
        .tp_dealloc = deque_dealloc,
        .tp_repr = deque_repr,
        .tp_hash = object_hash_not_implemented,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_SEQUENCE | TPFLAGS_IMMUTABLETYPE,
        .tp_doc =
            "deque([iterable[, maxlen]])\n--\n\nA list-like sequence optimized for data accesses "
            "near its endpoints.",
        .tp_traverse = deque_traverse,
        .tp_clear = deque_tp_clear,
        .tp_richcompare = deque_richcompare,
        .tp_weaklistoffset = offsetof(DequeObject, weakreflist),
        .tp_iter = deque_iter,
        .tp_methods = deque_methods,
        .tp_getset = deque_getset,
        .tp_init = deque_init,
        .tp_alloc = type_generic_alloc,
        .tp_new = deque_new,
        .tp_free = object_gc_del,
        .sq_length = deque_len,
        .sq_concat = deque_concat,
        .sq_repeat = deque_repeat,
        .sq_item = deque_item,
        .sq_ass_item = deque_ass_item,
        .sq_contains = deque_contains,
        .sq_inplace_concat = deque_inplace_concat,
        .sq_inplace_repeat = deque_inplace_repeat,
    }};

// --- Iterators ---

struct DequeIterObject : Object {
  DequeBlock* b;
  Ssize index;
  DequeObject* deque;
  uint64_t state;  // the deque's when the iterator was made
  Ssize counter;   // items still to come
};
static_assert(sizeof(DequeIterObject) <= layout::deque_iterator.basicsize);

static Object* make_iter(Object* self, TypeObject* type, bool forwards) {
  DequeIterObject* it = object_gc_new<DequeIterObject>(type);
  if (it == nullptr) return nullptr;
  DequeObject* deque = D(self);
  it->b = forwards ? deque->leftblock : deque->rightblock;
  it->index = forwards ? deque->leftindex : deque->rightindex;
  it->deque = new_ref(deque);
  it->state = deque->state;
  it->counter = deque->ob_size;
  object_gc_track(it);
  return it;
}

Object* deque_iter(Object* self) { return make_iter(self, &deque_iter_type, true); }
static Object* deque_reviter(Object* self) { return make_iter(self, &deque_rev_iter_type, false); }

static void dequeiter_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as<DequeIterObject>(self)->deque);
  object_gc_del(self);
}

static int dequeiter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<Object*>(as<DequeIterObject>(self)->deque));
  return 0;
}

template <bool kForwards>
static Object* dequeiter_next(Object* self) {
  DequeIterObject* it = as<DequeIterObject>(self);
  if (kForwards ? it->deque->state != it->state : false) {
    it->counter = 0;
    err_set_string(exc_RuntimeError, kMutated);
    return nullptr;
  }
  if (it->counter == 0) return nullptr;
  if (!kForwards && it->deque->state != it->state) {
    it->counter = 0;
    err_set_string(exc_RuntimeError, kMutated);
    return nullptr;
  }
  Object* item = it->b->data[it->index];
  it->counter--;
  it->index += kForwards ? 1 : -1;
  if (it->index == (kForwards ? BLOCKLEN : -1) && it->counter > 0) {
    it->b = kForwards ? it->b->rightlink : it->b->leftlink;
    it->index = kForwards ? 0 : BLOCKLEN - 1;
  }
  return new_ref(item);
}

// deque(iterable, index): an iterator that has given index items.
template <bool kForwards>
static Object* dequeiter_new(TypeObject*, Object* args, Object*) {
  if (!arg_check_positional("_deque_iterator", tuple_size(args), 1, 2)) return nullptr;
  Object* deque = tuple_item(args, 0);
  if (!deque_check(deque)) {
    arg_bad_argument("_deque_iterator", "argument 1", "collections.deque", deque);
    return nullptr;
  }
  Ssize index = 0;
  if (tuple_size(args) > 1 && !arg_ssize(tuple_item(args, 1), &index)) return nullptr;
  Object* it = make_iter(deque, kForwards ? &deque_iter_type : &deque_rev_iter_type, kForwards);
  for (Ssize i = 0; it && i < index; i++) {
    Object* item = dequeiter_next<kForwards>(it);
    if (item == nullptr) {
      if (err_occurred()) clear_ref(it);
      break;
    }
    decref(item);
  }
  return it;
}

static Object* dequeiter_len(Object* self) {
  return long_from_ssize_t(as<DequeIterObject>(self)->counter);
}

static Object* dequeiter_reduce(Object* self) {
  DequeIterObject* it = as<DequeIterObject>(self);
  Object* index = long_from_ssize_t(it->deque->ob_size - it->counter);
  Object* args = index ? tuple_pack(static_cast<Object*>(it->deque), index) : nullptr;
  Object* result = args ? tuple_pack(static_cast<Object*>(self->ob_type), args) : nullptr;
  xdecref(index);
  xdecref(args);
  return result;
}

static const MethodDef dequeiter_methods[] = {
    {"__length_hint__", dequeiter_len, "Private method returning an estimate of len(list(it))."},
    {"__reduce__", dequeiter_reduce, "Return state information for pickling."},
    {}};

TypeObject deque_iter_type = {TYPE_HEAD,
                              {
                                  .tp_name = "collections._deque_iterator",
                                  .tp_basicsize = layout::deque_iterator.basicsize,
                                  .tp_dealloc = dequeiter_dealloc,
                                  .tp_getattro = object_generic_get_attr,
                                  .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
                                  .tp_traverse = dequeiter_traverse,
                                  .tp_iter = object_self_iter,
                                  .tp_iternext = dequeiter_next<true>,
                                  .tp_methods = dequeiter_methods,
                                  .tp_new = dequeiter_new<true>,
                              }};

TypeObject deque_rev_iter_type = {TYPE_HEAD,
                                  {
                                      .tp_name = "collections._deque_reverse_iterator",
                                      .tp_basicsize = layout::deque_iterator.basicsize,
                                      .tp_dealloc = dequeiter_dealloc,
                                      .tp_getattro = object_generic_get_attr,
                                      .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
                                      .tp_traverse = dequeiter_traverse,
                                      .tp_iter = object_self_iter,
                                      .tp_iternext = dequeiter_next<false>,
                                      .tp_methods = dequeiter_methods,
                                      .tp_new = dequeiter_new<false>,
                                  }};

}  // namespace py

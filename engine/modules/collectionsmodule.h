// _collections: deque and defaultdict.
// CPython 3.13: Modules/_collectionsmodule.c
#pragma once
#include "types/dictobject.h"  // DictObject

namespace py {

constexpr Ssize BLOCKLEN = 64, DEQUE_CENTER = (BLOCKLEN - 1) / 2, DEQUE_MAXFREEBLOCKS = 16;
constexpr Ssize kDequeBlockBytes = 528;  // of the 64-bit build

struct DequeBlock {
  DequeBlock* leftlink;
  Object* data[BLOCKLEN];
  DequeBlock* rightlink;
};

// Invariants: items run from leftblock->data[leftindex] to rightblock->data[rightindex], blocks
// linked in between; an empty deque has one block and leftindex == rightindex + 1. state counts
// changes, so that iterators notice them.
struct DequeObject : VarObject {
  DequeBlock *leftblock, *rightblock;
  Ssize leftindex, rightindex;
  uint64_t state;
  Ssize maxlen;  // -1: unbounded
  Ssize numfreeblocks;
  DequeBlock* freeblocks[DEQUE_MAXFREEBLOCKS];
  Object* weakreflist;
};

struct DefaultDictObject : DictObject {
  Object* default_factory;  // null or None: no default
};

extern TypeObject deque_type, deque_iter_type, deque_rev_iter_type, defaultdict_type,
    tuplegetter_type;

// Adds at the right end; steals item. 0, or -1.
int deque_append_internal(DequeObject* deque, Object* item);
Object* deque_iter(Object* self);

}  // namespace py

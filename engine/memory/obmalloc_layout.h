// The figures and records of pymalloc: arenas, pools, blocks.
// CPython 3.13: Include/internal/pycore_obmalloc.h
//
// Records have CPython's 64-bit sizes on every host; pointers in them are host pointers, widened by
// padding.
#pragma once
#include "base/types.h"
#include "profile/profile.h"

namespace py {

constexpr uint32_t ALIGNMENT = kAlignment, ALIGNMENT_SHIFT = 4;
constexpr uint32_t SMALL_REQUEST_THRESHOLD = kSmallRequest;
constexpr uint32_t NB_SMALL_SIZE_CLASSES = SMALL_REQUEST_THRESHOLD / ALIGNMENT;
constexpr uint32_t ARENA_SIZE = kArenaSize, POOL_SIZE = kPoolSize;
constexpr uint32_t POOL_SIZE_MASK = POOL_SIZE - 1;
constexpr uint32_t MAX_POOLS_IN_ARENA = ARENA_SIZE / POOL_SIZE;
constexpr uint32_t POOL_OVERHEAD = kPoolHeader;
constexpr uint32_t DUMMY_SIZE_IDX = 0xffff;  // szidx of a pool that was never used
constexpr uint32_t INITIAL_ARENA_OBJECTS = 16;
// mmap gives addresses that are not pool-aligned: one pool in each arena is lost. Shown arenas
// start this much before their first pool.
constexpr uint32_t kArenaMisalignment = 0x2000;
constexpr uint32_t kPoolsPerArena = MAX_POOLS_IN_ARENA - 1;

constexpr uint32_t INDEX2SIZE(uint32_t index) { return (index + 1) << ALIGNMENT_SHIFT; }
constexpr uint32_t NUMBLOCKS(uint32_t index) {
  return (POOL_SIZE - POOL_OVERHEAD) / INDEX2SIZE(index);
}

// A host pointer in 8 bytes.
template <class T>
union Wide {
  T* p;
  uint64_t width_;
};

struct PoolHeader {
  uint32_t ref_count;       // blocks in use
  uint32_t site_offset;     // ours: from the pool to its slots in the side table, in bytes
  Wide<uint8_t> freeblock;  // head of the list of free blocks, linked through their first word
  Wide<PoolHeader> nextpool, prevpool;
  uint32_t arenaindex;
  uint32_t szidx;
  uint32_t nextoffset;     // of the first block that was never handed out
  uint32_t maxnextoffset;  // the largest value that still leaves room for a block
};
static_assert(sizeof(PoolHeader) == POOL_OVERHEAD);

struct ArenaObject {
  Wide<uint8_t> address;       // span; null: this record has no arena
  Wide<uint8_t> pool_address;  // next pool to carve off
  uint32_t nfreepools;         // free pools and never used ones
  uint32_t ntotalpools;
  Wide<PoolHeader> freepools;
  Wide<ArenaObject> nextarena,
      prevarena;  // usable_arenas, ascending in nfreepools; or unused_arena_objects
};
static_assert(sizeof(ArenaObject) == 48);

}  // namespace py

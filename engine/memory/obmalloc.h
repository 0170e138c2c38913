// pymalloc: blocks of up to 512 bytes from pools of one size class each.
// CPython 3.13: Objects/obmalloc.c (same names, same order of every list, so the same block is
// handed out)
//
// Invariants (memory_verify checks them):
//  (1) a pool is used (in used[szidx]), full (in no list) or empty (in its arena's freepools).
//  (2) usable_arenas holds exactly the arenas with nfreepools > 0, ascending in nfreepools;
//      nfp2lasta[n] is the last of those with n.
//  (3) free lists are last in, first out; blocks at nextoffset and above were never handed out.
//  (4) a block's slot in the side table is 0 exactly when it is free.
#pragma once
#include "memory/obmalloc_layout.h"
#include "memory/poison.h"      // ASan builds see freed blocks
#include "memory/region.h"      // kind_of_page
#include "memory/site_table.h"  // slots, heap_stats

namespace py {

struct ObmallocState {
  PoolHeader
      used[NB_SMALL_SIZE_CLASSES];  // heads of circular lists; only nextpool and prevpool are used
  ArenaObject* allarenas;  // the engine's own memory: not counted, not traced, as in CPython
  uint32_t maxarenas;
  ArenaObject* unused_arena_objects;
  ArenaObject* usable_arenas;
  ArenaObject* nfp2lasta[MAX_POOLS_IN_ARENA + 1];
  uint32_t narenas_currently_allocated;
  uint32_t ntimes_arena_allocated;
  uint32_t narenas_highwater;
  int64_t raw_allocated_blocks;  // blocks that mem and object requests got from the raw allocator
};
extern ObmallocState obmalloc;

void obmalloc_init();  // empty, with no arena

inline PoolHeader* pool_of(const void* p) {
  return reinterpret_cast<PoolHeader*>(reinterpret_cast<uintptr_t>(p) & ~uintptr_t{POOL_SIZE_MASK});
}
inline bool address_in_range(const void* p) { return kind_of_page(p) == PageKind::kArena; }
inline uint8_t*& block_link(uint8_t* block) { return *reinterpret_cast<uint8_t**>(block); }

// The slots of a block: [0] origin and slack, [1] tick when the block has more than 16 bytes.
inline uint32_t* block_slot(const PoolHeader* pool, const void* block) {
  uintptr_t base = reinterpret_cast<uintptr_t>(pool);
  uintptr_t offset = reinterpret_cast<uintptr_t>(block) - base;
  return reinterpret_cast<uint32_t*>(base + pool->site_offset + (offset >> 2));
}

// Slow paths; not for callers.
void pymalloc_pool_extend(PoolHeader* pool, uint32_t index);
uint8_t* allocate_from_new_pool(uint32_t index);  // null: no memory
void pymalloc_pool_was_full(PoolHeader* pool);
void pymalloc_pool_is_empty(PoolHeader* pool);

// A block for 1 to 512 bytes, or null when there is no memory. Not initialised.
ALWAYS_INLINE void* pymalloc_alloc(uint32_t nbytes) {
  uint32_t index = (nbytes - 1) >> ALIGNMENT_SHIFT;
  PoolHeader* head = &obmalloc.used[index];
  PoolHeader* pool = head->nextpool.p;
  uint8_t* block;
  if (LIKELY(pool != head)) {
    pool->ref_count++;
    block = pool->freeblock.p;
    uint8_t* next = block_link(block);
    pool->freeblock.p = next;
    if (UNLIKELY(next == nullptr)) pymalloc_pool_extend(pool, index);
  } else {
    block = allocate_from_new_pool(index);
    if (UNLIKELY(block == nullptr)) return nullptr;
    pool = pool_of(block);
  }
  uint32_t* slot = block_slot(pool, block);
  slot[0] = make_slot(current_site, (0 - nbytes) & (ALIGNMENT - 1));
  if (nbytes > ALIGNMENT) slot[1] = static_cast<uint32_t>(current_tick);
  heap_stats_add(nbytes);
  unpoison(block, nbytes);
  return block;
}

// Frees a block for which address_in_range holds.
ALWAYS_INLINE void pymalloc_free(void* p) {
  PoolHeader* pool = pool_of(p);
  uint8_t* block = static_cast<uint8_t*>(p);
  uint32_t* slot = block_slot(pool, p);
  ENGINE_DCHECK(*slot != 0, "a block is freed once");
  uint32_t size = INDEX2SIZE(pool->szidx);
  heap_stats.current -= size - slot_slack(*slot);
  *slot = 0;
  uint8_t* last_free = pool->freeblock.p;
  block_link(block) = last_free;
  pool->freeblock.p = block;
  poison_block(block, size);
  uint32_t count = --pool->ref_count;
  if (UNLIKELY(last_free == nullptr)) {
    pymalloc_pool_was_full(pool);
  } else if (UNLIKELY(count == 0)) {
    pymalloc_pool_is_empty(pool);
  }
}

// sys.getallocatedblocks()
int64_t get_allocated_blocks();

}  // namespace py

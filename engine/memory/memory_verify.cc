#include "memory/memory_verify.h"

#include <vector>

#include "memory/raw_malloc.h"

namespace py {
namespace {

// --- Invariants of pymalloc ---

uint8_t* arena_end(const ArenaObject& arena) { return arena.pool_address.p; }

// Marks the blocks of a pool's free list in `free` (by block number).
void mark_free_list(const PoolHeader* pool, std::vector<bool>* free) {
  uint32_t size = INDEX2SIZE(pool->szidx);
  uint32_t steps = 0;
  for (uint8_t* block = pool->freeblock.p; block; block = block_link(block)) {
    uint32_t offset = static_cast<uint32_t>(block - reinterpret_cast<const uint8_t*>(pool));
    ENGINE_CHECK(pool_of(block) == pool, "a free block's link stays in its pool");
    ENGINE_CHECK(offset >= POOL_OVERHEAD && (offset - POOL_OVERHEAD) % size == 0 &&
                     offset < pool->nextoffset,
                 "a free list holds blocks that were handed out or carved off");
    uint32_t number = (offset - POOL_OVERHEAD) / size;
    ENGINE_CHECK(!(*free)[number] && steps++ < NUMBLOCKS(pool->szidx),
                 "a block is in the free list once");
    (*free)[number] = true;
  }
}

void verify_pool(const PoolHeader* pool, uint32_t arena_index) {
  ENGINE_CHECK(pool->arenaindex == arena_index, "a pool knows its arena");
  if (pool->szidx == DUMMY_SIZE_IDX) return;
  ENGINE_CHECK(pool->szidx < NB_SMALL_SIZE_CLASSES, "a pool has one of the size classes");
  uint32_t size = INDEX2SIZE(pool->szidx);
  ENGINE_CHECK(pool->maxnextoffset == POOL_SIZE - size, "a pool knows where its last block starts");
  std::vector<bool> free(NUMBLOCKS(pool->szidx), false);
  mark_free_list(pool, &free);
  uint32_t live = 0;
  for (uint32_t i = 0; i < free.size(); i++) {
    uint32_t offset = POOL_OVERHEAD + i * size;
    uint32_t slot = *block_slot(pool, reinterpret_cast<const uint8_t*>(pool) + offset);
    bool in_use = offset < pool->nextoffset && !free[i];
    ENGINE_CHECK(in_use == (slot != 0), "a block's slot is 0 exactly when the block is free");
    ENGINE_CHECK(slot_slack(slot) < size, "a block's slack is smaller than the block");
    live += in_use;
  }
  ENGINE_CHECK(live == pool->ref_count, "a pool counts its blocks in use");
}

// Which pools are in a list, by membership: used lists here, free lists of arenas below.
void collect_used(std::vector<const PoolHeader*>* pools) {
  for (uint32_t i = 0; i < NB_SMALL_SIZE_CLASSES; i++) {
    const PoolHeader* head = &obmalloc.used[i];
    const PoolHeader* prev = head;
    for (const PoolHeader* pool = head->nextpool.p; pool != head; pool = pool->nextpool.p) {
      ENGINE_CHECK(pool->prevpool.p == prev, "lists of used pools are linked both ways");
      ENGINE_CHECK(pool->szidx == i, "a used pool is in the list of its size");
      ENGINE_CHECK(pool->ref_count > 0 && pool->freeblock.p,
                   "a used pool has blocks in use and blocks free");
      pools->push_back(pool);
      prev = pool;
    }
    ENGINE_CHECK(head->prevpool.p == prev, "lists of used pools are circular");
  }
}

uint32_t verify_free_pools(const ArenaObject& arena) {
  uint32_t count = 0;
  for (const PoolHeader* pool = arena.freepools.p; pool; pool = pool->nextpool.p) {
    ENGINE_CHECK(pool->ref_count == 0, "a free pool has no block in use");
    ENGINE_CHECK(count++ < kPoolsPerArena, "a list of free pools ends");
  }
  return count;
}

void verify_arena(uint32_t index, uint32_t* used_pools) {
  const ArenaObject& arena = obmalloc.allarenas[index];
  uint32_t carved = static_cast<uint32_t>(arena_end(arena) - arena.address.p) / POOL_SIZE;
  uint32_t free_pools = verify_free_pools(arena);
  ENGINE_CHECK(arena.nfreepools == free_pools + (arena.ntotalpools - carved),
               "an arena counts its free pools");
  for (uint8_t* p = arena.address.p; p < arena_end(arena); p += POOL_SIZE) {
    const PoolHeader* pool = reinterpret_cast<const PoolHeader*>(p);
    verify_pool(pool, index);
    *used_pools += pool->ref_count > 0 && pool->freeblock.p != nullptr;
  }
}

// usable_arenas is ascending, complete, and nfp2lasta names the last of each run.
void verify_usable_arenas(uint32_t expected) {
  uint32_t count = 0, previous = 0;
  const ArenaObject* prev = nullptr;
  for (const ArenaObject* arena = obmalloc.usable_arenas; arena; arena = arena->nextarena.p) {
    ENGINE_CHECK(arena->address.p && arena->nfreepools > 0, "a usable arena has free pools");
    ENGINE_CHECK(arena->nfreepools >= previous, "usable arenas ascend in free pools");
    ENGINE_CHECK(arena->prevarena.p == prev, "usable arenas are linked both ways");
    const ArenaObject* next = arena->nextarena.p;
    bool last = !next || next->nfreepools != arena->nfreepools;
    ENGINE_CHECK((obmalloc.nfp2lasta[arena->nfreepools] == arena) == last,
                 "nfp2lasta names the last arena of each number");
    previous = arena->nfreepools;
    prev = arena;
    count++;
  }
  ENGINE_CHECK(count == expected, "usable arenas are those with free pools");
  uint32_t named = 0, distinct = 0;
  for (const ArenaObject* last : obmalloc.nfp2lasta) named += last != nullptr;
  previous = 0;
  for (const ArenaObject* arena = obmalloc.usable_arenas; arena; arena = arena->nextarena.p) {
    distinct += arena->nfreepools != previous;
    previous = arena->nfreepools;
  }
  ENGINE_CHECK(named == distinct, "nfp2lasta names nothing else");
}

void verify_obmalloc() {
  std::vector<const PoolHeader*> used;
  collect_used(&used);
  uint32_t usable = 0, used_pools = 0, allocated = 0;
  for (uint32_t i = 0; i < obmalloc.maxarenas; i++) {
    if (!obmalloc.allarenas[i].address.p) continue;
    verify_arena(i, &used_pools);
    usable += obmalloc.allarenas[i].nfreepools > 0;
    allocated++;
  }
  ENGINE_CHECK(used_pools == used.size(),
               "pools with free and live blocks are in the used lists, and no others");
  ENGINE_CHECK(allocated == obmalloc.narenas_currently_allocated, "arenas are counted");
  verify_usable_arenas(usable);
}

// --- Listing ---

void walk_pool(const PoolHeader* pool, BlockVisitor visit, void* context) {
  if (pool->szidx >= NB_SMALL_SIZE_CLASSES || pool->ref_count == 0) return;
  uint32_t size = INDEX2SIZE(pool->szidx);
  for (uint32_t offset = POOL_OVERHEAD; offset <= pool->maxnextoffset; offset += size) {
    uint8_t* block = reinterpret_cast<uint8_t*>(const_cast<PoolHeader*>(pool)) + offset;
    uint32_t slot = *block_slot(pool, block);
    if (slot == 0) continue;
    visit({block, size, size - slot_slack(slot), site_of_block(block), tick_of_block(block),
           PageKind::kArena},
          context);
  }
}

}  // namespace

void memory_verify() {
  region_verify();
  raw_heap_verify();
  verify_obmalloc();
  uint64_t requested = 0;
  for_each_block([&](const BlockInfo& info) { requested += info.requested; });
  ENGINE_CHECK(requested == heap_stats.current, "heap_stats counts every live byte");
}

void walk_blocks(BlockVisitor visit, void* context) {
  for (uint32_t i = 0; i < obmalloc.maxarenas; i++) {
    const ArenaObject& arena = obmalloc.allarenas[i];
    if (!arena.address.p) continue;
    for (uint8_t* p = arena.address.p; p < arena_end(arena); p += POOL_SIZE) {
      walk_pool(reinterpret_cast<const PoolHeader*>(p), visit, context);
    }
  }
  for_each_raw_chunk([&](const RawChunk& chunk) {
    if (!chunk.live) return;
    visit({chunk.block, chunk.size, chunk.requested, site_of_block(chunk.block),
           tick_of_block(chunk.block), kind_of_page(chunk.block)},
          context);
  });
}

static bool find_pool_block(const void* p, BlockInfo* info) {
  const PoolHeader* pool = pool_of(p);
  Span* span = span_of(p);
  const ArenaObject* arena = nullptr;
  for (uint32_t i = 0; i < obmalloc.maxarenas; i++) {
    if (obmalloc.allarenas[i].address.p == span->host) arena = &obmalloc.allarenas[i];
  }
  if (!arena || static_cast<const uint8_t*>(p) >= arena_end(*arena) ||
      pool->szidx == DUMMY_SIZE_IDX)
    return false;
  uint32_t size = INDEX2SIZE(pool->szidx);
  uint32_t offset =
      static_cast<uint32_t>(reinterpret_cast<uintptr_t>(p) - reinterpret_cast<uintptr_t>(pool));
  if (offset < POOL_OVERHEAD) return false;
  offset -= (offset - POOL_OVERHEAD) % size;
  uint8_t* block = reinterpret_cast<uint8_t*>(const_cast<PoolHeader*>(pool)) + offset;
  if (offset > pool->maxnextoffset || *block_slot(pool, block) == 0) return false;
  *info = {
      block,           size, requested_of_block(block), site_of_block(block), tick_of_block(block),
      PageKind::kArena};
  return true;
}

bool find_block(const void* p, BlockInfo* info) {
  PageKind kind = kind_of_page(p);
  if (kind == PageKind::kArena) return find_pool_block(p, info);
  if (kind != PageKind::kRaw && kind != PageKind::kLarge) return false;
  bool found = false;
  for_each_raw_chunk([&](const RawChunk& chunk) {
    const uint8_t* start = static_cast<const uint8_t*>(chunk.block);
    const uint8_t* wanted = static_cast<const uint8_t*>(p);
    if (!chunk.live || wanted < start || wanted >= start + chunk.size) return;
    found = true;
    *info = {chunk.block,
             chunk.size,
             chunk.requested,
             site_of_block(chunk.block),
             tick_of_block(chunk.block),
             kind};
  });
  return found;
}

}  // namespace py

#include "memory/obmalloc.h"

#include <cstdlib>  // realloc
#include <cstring>  // memset

namespace py {

ObmallocState obmalloc;

void obmalloc_init() {
  free(obmalloc.allarenas);
  memset(static_cast<void*>(&obmalloc), 0, sizeof obmalloc);
  for (PoolHeader& head : obmalloc.used) head.nextpool.p = head.prevpool.p = &head;
}

// --- Arenas ---

// Doubles the table of arena records. Called only when no arena is usable, so nothing points into
// the old table.
static bool grow_arena_table() {
  uint32_t count = obmalloc.maxarenas ? obmalloc.maxarenas * 2 : INITIAL_ARENA_OBJECTS;
  void* table = realloc(obmalloc.allarenas, count * sizeof(ArenaObject));
  if (!table) return false;
  obmalloc.allarenas = static_cast<ArenaObject*>(table);
  for (uint32_t i = obmalloc.maxarenas; i < count; i++) {
    obmalloc.allarenas[i].address.p = nullptr;
    obmalloc.allarenas[i].nextarena.p = i + 1 < count ? &obmalloc.allarenas[i + 1] : nullptr;
  }
  obmalloc.unused_arena_objects = &obmalloc.allarenas[obmalloc.maxarenas];
  obmalloc.maxarenas = count;
  return true;
}

// A record with fresh memory behind it, not yet in usable_arenas. The side table follows the pools:
// a slot for each 16 bytes.
static ArenaObject* new_arena() {
  if (!obmalloc.unused_arena_objects && !grow_arena_table()) return nullptr;
  constexpr uint32_t kShown = ARENA_SIZE / kPageSize, kHidden = kShown / 4;
  Span* span = span_alloc(PageKind::kArena, kShown, kHidden);
  if (!span) return nullptr;
  if (!span->zeroed) memset(span->host + ARENA_SIZE, 0, kHidden * kPageSize);
  ArenaObject* arena = obmalloc.unused_arena_objects;
  obmalloc.unused_arena_objects = arena->nextarena.p;
  arena->address.p = span->host;
  arena->pool_address.p = span->host;
  arena->freepools.p = nullptr;
  arena->nfreepools = kPoolsPerArena;
  arena->ntotalpools = kPoolsPerArena;
  obmalloc.narenas_currently_allocated++;
  obmalloc.ntimes_arena_allocated++;
  if (obmalloc.narenas_currently_allocated > obmalloc.narenas_highwater) {
    obmalloc.narenas_highwater = obmalloc.narenas_currently_allocated;
  }
  return arena;
}

// Every pool is free and another arena is usable: the memory goes back.
static void free_arena(ArenaObject* arena) {
  ArenaObject* next = arena->nextarena.p;
  ArenaObject* prev = arena->prevarena.p;
  (prev ? prev->nextarena.p : obmalloc.usable_arenas) = next;
  if (next) next->prevarena.p = prev;
  span_free(span_of(arena->address.p));
  arena->address.p = nullptr;
  arena->nextarena.p = obmalloc.unused_arena_objects;
  obmalloc.unused_arena_objects = arena;
  obmalloc.narenas_currently_allocated--;
}

// --- Pools ---

// A pool that was never used, at the arena's high-water mark.
static PoolHeader* carve_pool(ArenaObject* arena) {
  PoolHeader* pool = reinterpret_cast<PoolHeader*>(arena->pool_address.p);
  uint32_t number = static_cast<uint32_t>(arena->pool_address.p - arena->address.p) / POOL_SIZE;
  arena->pool_address.p += POOL_SIZE;
  unpoison(pool, POOL_SIZE);
  memset(static_cast<void*>(pool), 0, sizeof *pool);
  pool->arenaindex = static_cast<uint32_t>(arena - obmalloc.allarenas);
  pool->szidx = DUMMY_SIZE_IDX;
  pool->site_offset = ARENA_SIZE - number * (POOL_SIZE - POOL_SIZE / 4);
  return pool;
}

// A pool from the fullest arena that has one: its free list first.
static PoolHeader* take_pool() {
  if (!obmalloc.usable_arenas) {
    ArenaObject* fresh = new_arena();
    if (!fresh) return nullptr;
    fresh->nextarena.p = fresh->prevarena.p = nullptr;
    obmalloc.usable_arenas = fresh;
    obmalloc.nfp2lasta[fresh->nfreepools] = fresh;
  }
  ArenaObject* arena = obmalloc.usable_arenas;
  uint32_t nfree = arena->nfreepools;
  if (obmalloc.nfp2lasta[nfree] == arena) obmalloc.nfp2lasta[nfree] = nullptr;
  if (nfree > 1) obmalloc.nfp2lasta[nfree - 1] = arena;
  PoolHeader* pool = arena->freepools.p;
  if (pool) {
    arena->freepools.p = pool->nextpool.p;
  } else {
    pool = carve_pool(arena);
  }
  if (--arena->nfreepools == 0) {
    obmalloc.usable_arenas = arena->nextarena.p;
    if (obmalloc.usable_arenas) obmalloc.usable_arenas->prevarena.p = nullptr;
  }
  return pool;
}

NOINLINE uint8_t* allocate_from_new_pool(uint32_t index) {
  PoolHeader* pool = take_pool();
  if (!pool) return nullptr;
  PoolHeader* head = &obmalloc.used[index];
  pool->nextpool.p = pool->prevpool.p = head;
  head->nextpool.p = head->prevpool.p = pool;
  pool->ref_count = 1;
  if (pool->szidx == index) {  // it last held this size: its free list is still good
    uint8_t* block = pool->freeblock.p;
    pool->freeblock.p = block_link(block);
    return block;
  }
  uint32_t size = INDEX2SIZE(index);
  uint8_t* block = reinterpret_cast<uint8_t*>(pool) + POOL_OVERHEAD;
  // Ticks of the blocks of the old size would lie where blocks of the new size have their first
  // slot: those are free now.
  if (pool->szidx != DUMMY_SIZE_IDX) memset(block_slot(pool, pool), 0, POOL_SIZE / 4);
  poison(block, POOL_SIZE - POOL_OVERHEAD);
  pool->szidx = index;
  pool->nextoffset = POOL_OVERHEAD + 2 * size;
  pool->maxnextoffset = POOL_SIZE - size;
  pool->freeblock.p = block + size;
  unpoison(pool->freeblock.p, 8);
  block_link(pool->freeblock.p) = nullptr;
  return block;
}

// The free list is empty: carve the next block off, or take the full pool out of its list.
NOINLINE void pymalloc_pool_extend(PoolHeader* pool, uint32_t index) {
  if (pool->nextoffset <= pool->maxnextoffset) {
    pool->freeblock.p = reinterpret_cast<uint8_t*>(pool) + pool->nextoffset;
    pool->nextoffset += INDEX2SIZE(index);
    unpoison(pool->freeblock.p, 8);
    block_link(pool->freeblock.p) = nullptr;
    return;
  }
  PoolHeader* next = pool->nextpool.p;
  PoolHeader* prev = pool->prevpool.p;
  next->prevpool.p = prev;
  prev->nextpool.p = next;
}

// A full pool got a free block: to the front of its list, so that the next request is served by
// that block.
NOINLINE void pymalloc_pool_was_full(PoolHeader* pool) {
  PoolHeader* head = &obmalloc.used[pool->szidx];
  PoolHeader* first = head->nextpool.p;
  pool->nextpool.p = first;
  pool->prevpool.p = head;
  first->prevpool.p = pool;
  head->nextpool.p = pool;
}

// Puts an arena that got a free pool where its new number of free pools belongs. lastnf: the last
// arena that has as many as this one had before.
static void resort_arena(ArenaObject* arena, ArenaObject* lastnf) {
  uint32_t nfree = arena->nfreepools;
  if (nfree == 1) {  // it had none, so it was in no list
    arena->nextarena.p = obmalloc.usable_arenas;
    arena->prevarena.p = nullptr;
    if (obmalloc.usable_arenas) obmalloc.usable_arenas->prevarena.p = arena;
    obmalloc.usable_arenas = arena;
    if (!obmalloc.nfp2lasta[1]) obmalloc.nfp2lasta[1] = arena;
    return;
  }
  if (!obmalloc.nfp2lasta[nfree]) obmalloc.nfp2lasta[nfree] = arena;
  if (arena == lastnf) return;  // everything after it has more
  ArenaObject* prev = arena->prevarena.p;
  (prev ? prev->nextarena.p : obmalloc.usable_arenas) = arena->nextarena.p;
  arena->nextarena.p->prevarena.p = prev;
  arena->prevarena.p = lastnf;
  arena->nextarena.p = lastnf->nextarena.p;
  if (arena->nextarena.p) arena->nextarena.p->prevarena.p = arena;
  lastnf->nextarena.p = arena;
}

NOINLINE void pymalloc_pool_is_empty(PoolHeader* pool) {
  PoolHeader* next = pool->nextpool.p;
  PoolHeader* prev = pool->prevpool.p;
  next->prevpool.p = prev;
  prev->nextpool.p = next;
  ArenaObject* arena = &obmalloc.allarenas[pool->arenaindex];
  pool->nextpool.p = arena->freepools.p;
  arena->freepools.p = pool;
  uint32_t nfree = arena->nfreepools;
  ArenaObject* lastnf = obmalloc.nfp2lasta[nfree];
  if (lastnf == arena) {
    ArenaObject* before = arena->prevarena.p;
    obmalloc.nfp2lasta[nfree] = before && before->nfreepools == nfree ? before : nullptr;
  }
  arena->nfreepools = ++nfree;
  if (nfree == arena->ntotalpools && arena->nextarena.p) {
    free_arena(arena);
    return;
  }
  resort_arena(arena, lastnf);
}

int64_t get_allocated_blocks() {
  int64_t count = obmalloc.raw_allocated_blocks;
  for (uint32_t i = 0; i < obmalloc.maxarenas; i++) {
    const ArenaObject& arena = obmalloc.allarenas[i];
    if (!arena.address.p) continue;
    for (uint8_t* p = arena.address.p; p < arena.pool_address.p; p += POOL_SIZE) {
      count += reinterpret_cast<PoolHeader*>(p)->ref_count;
    }
  }
  return count;
}

}  // namespace py

// What the heap map draws, straight from the allocators' own records; nothing is allocated on the
// heap.
#pragma once
#include <vector>

#include "memory/memory_verify.h"

namespace py {

struct PoolView {
  const PoolHeader* pool;
  uint64_t address;         // shown
  uint32_t size_class;      // block size in bytes; 0 for a pool that was never used
  uint32_t used, capacity;  // blocks
  bool free;                // in its arena's list of free pools
};
struct ArenaView {
  const ArenaObject* arena;
  uint64_t address;  // shown; 8 KiB before the first pool
  uint32_t free_pools, total_pools;
  std::vector<PoolView> pools;  // all that were carved off, by address
};
struct RawSpanView {
  const Span* span;
  uint64_t address, size;
};

std::vector<ArenaView> heap_map_arenas();       // in the order of their records
std::vector<RawSpanView> heap_map_raw_spans();  // raw spans and large blocks, by shown address
// One entry for each block of a pool, in address order: the block's slot (0: free).
std::vector<uint32_t> heap_map_pool_slots(const PoolView& pool);

}  // namespace py

// See heap_view.h.
#include "observe/heap_view.h"

#include <algorithm>

#include "memory/heap_map.h"
#include "memory/raw_malloc.h"  // for_each_raw_chunk
#include "memory/region.h"      // address_of
#include "memory/site_table.h"  // slot_slack

namespace py::observe {

namespace {

constexpr uint32_t kPoolsOfArena = 64;

Pool pool_view(const PoolView& from, double& small_bytes, double& blocks) {
  Pool pool;
  pool.address = static_cast<double>(from.address);
  if (from.free || from.size_class == 0) return pool;
  pool.size_class = from.size_class;
  pool.used = from.used;
  pool.capacity = from.capacity;
  pool.live.resize((from.capacity + 7) / 8);
  const std::vector<uint32_t> slots = heap_map_pool_slots(from);
  for (size_t i = 0; i < slots.size() && i < from.capacity; i++) {
    if (!slots[i]) continue;
    pool.live[i / 8] |= static_cast<uint8_t>(1 << i % 8);
    small_bytes += from.size_class - slot_slack(slots[i]);
    blocks++;
  }
  return pool;
}

}  // namespace

Heap heap_view() {
  Heap heap;
  for (const ArenaView& from : heap_map_arenas()) {
    ArenaMap arena;
    arena.address = static_cast<double>(from.address);
    for (const PoolView& pool : from.pools) arena.pools.push_back(pool_view(pool, heap.small_bytes, heap.blocks));
    while (arena.pools.size() < std::min(from.total_pools, kPoolsOfArena)) arena.pools.push_back({});
    heap.arenas.push_back(std::move(arena));
  }
  for_each_raw_chunk([&heap](const RawChunk& chunk) {
    heap.raw.push_back({static_cast<double>(address_of(chunk.block)), static_cast<double>(chunk.size), chunk.live});
    heap.raw_bytes += static_cast<double>(chunk.requested);
  });
  return heap;
}

}  // namespace py::observe

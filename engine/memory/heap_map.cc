#include "memory/heap_map.h"

#include "memory/raw_malloc.h"

namespace py {

static PoolView pool_view(const PoolHeader* pool) {
  bool used_once = pool->szidx != DUMMY_SIZE_IDX;
  return {pool,
          address_of(pool),
          used_once ? INDEX2SIZE(pool->szidx) : 0,
          pool->ref_count,
          used_once ? NUMBLOCKS(pool->szidx) : 0,
          pool->ref_count == 0};
}

std::vector<ArenaView> heap_map_arenas() {
  std::vector<ArenaView> views;
  for (uint32_t i = 0; i < obmalloc.maxarenas; i++) {
    const ArenaObject& arena = obmalloc.allarenas[i];
    if (!arena.address.p) continue;
    ArenaView view{&arena,
                   address_of(arena.address.p) - kArenaMisalignment,
                   arena.nfreepools,
                   arena.ntotalpools,
                   {}};
    for (uint8_t* p = arena.address.p; p < arena.pool_address.p; p += POOL_SIZE) {
      view.pools.push_back(pool_view(reinterpret_cast<const PoolHeader*>(p)));
    }
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<RawSpanView> heap_map_raw_spans() {
  std::vector<RawSpanView> views;
  for (const Span* span : all_spans()) {
    if (span->kind != PageKind::kRaw && span->kind != PageKind::kLarge) continue;
    views.push_back({span, span->address(), uint64_t{span->shown_pages} << kPageBits});
  }
  return views;
}

std::vector<uint32_t> heap_map_pool_slots(const PoolView& view) {
  std::vector<uint32_t> slots;
  if (view.size_class == 0) return slots;
  const uint8_t* base = reinterpret_cast<const uint8_t*>(view.pool);
  for (uint32_t i = 0; i < view.capacity; i++) {
    slots.push_back(*block_slot(view.pool, base + POOL_OVERHEAD + i * view.size_class));
  }
  return slots;
}

}  // namespace py

#include "memory/site_table.h"

#include <unordered_map>
#include <vector>

#include "memory/obmalloc.h"     // block_slot
#include "memory/raw_malloc.h"   // raw_slot
#include "memory/tracemalloc.h"  // tracemalloc_traceback

namespace py {

SiteId current_site = kNoSite;
uint64_t current_tick;
HeapStats heap_stats;

namespace {

struct SiteTable {
  std::vector<Site> sites{{0, 0}, {0, 0}};  // numbers 0 and kNoSite are taken
  std::unordered_map<uint64_t, SiteId> ids;
};
SiteTable table;

}  // namespace

uint32_t* slot_of_block(const void* block) {
  return address_in_range(block) ? block_slot(pool_of(block), block) : raw_slot(block);
}

void site_table_reset() {
  table = SiteTable();
  current_site = kNoSite;
  current_tick = 0;
  heap_stats = HeapStats();
}

SiteId site_register(uint32_t code_key, int32_t line) {
  uint64_t key = uint64_t{code_key} << 32 | static_cast<uint32_t>(line);
  auto found = table.ids.find(key);
  if (found != table.ids.end()) return found->second;
  SiteId id = static_cast<SiteId>(table.sites.size());
  if (id >= kFirstTracebackOrigin)
    return kNoSite;  // eight million lines: later ones share one number
  table.sites.push_back({code_key, line});
  table.ids.emplace(key, id);
  return id;
}

Site site_get(SiteId id) { return id < table.sites.size() ? table.sites[id] : Site{0, 0}; }
uint32_t site_count() { return static_cast<uint32_t>(table.sites.size()); }

SiteId site_of_block(const void* block) {
  uint32_t origin = slot_origin(*slot_of_block(block));
  return origin < kFirstTracebackOrigin ? origin : tracemalloc_innermost_site(origin);
}

uint32_t tick_of_block(const void* block) {
  if (!address_in_range(block)) return raw_slot(block)[1];
  const PoolHeader* pool = pool_of(block);
  return pool->szidx > 0 ? block_slot(pool, block)[1] : 0;
}

uint64_t requested_of_block(const void* block) {
  if (!address_in_range(block)) return raw_requested(block);
  const PoolHeader* pool = pool_of(block);
  return INDEX2SIZE(pool->szidx) - slot_slack(*block_slot(pool, block));
}

void site_retag(void* block) {
  uint32_t* slot = slot_of_block(block);
  *slot = (*slot & (kSlackMask | kTracedBit)) | current_site << kOriginShift;
  bool has_tick = !address_in_range(block) || pool_of(block)->szidx > 0;
  if (has_tick) slot[1] = static_cast<uint32_t>(current_tick);
}

}  // namespace py

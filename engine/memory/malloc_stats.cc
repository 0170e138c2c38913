// The text of sys._debugmallocstats(). CPython 3.13: _PyObject_DebugMallocStats, printone
// (Objects/obmalloc.c)
#include <cstdio>  // snprintf

#include "memory/memory_verify.h"

namespace py {
namespace {

// What pools of one size class hold.
struct ClassFigures {
  uint64_t pools = 0, blocks = 0, free_blocks = 0;
};
struct Figures {
  ClassFigures classes[NB_SMALL_SIZE_CLASSES];
  uint64_t free_pools = 0;
};

void count_arena(const ArenaObject& arena, Figures* figures) {
  figures->free_pools += arena.nfreepools;
  for (uint8_t* p = arena.address.p; p < arena.pool_address.p; p += POOL_SIZE) {
    const PoolHeader* pool = reinterpret_cast<const PoolHeader*>(p);
    if (pool->ref_count == 0) continue;  // it is in freepools
    ClassFigures& figure = figures->classes[pool->szidx];
    figure.pools++;
    figure.blocks += pool->ref_count;
    figure.free_blocks += NUMBLOCKS(pool->szidx) - pool->ref_count;
  }
}

std::string with_commas(uint64_t value) {
  std::string text = std::to_string(value);
  for (size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return text;
}

std::string class_rows(const Figures& figures) {
  std::string text;
  for (uint32_t i = 0; i < NB_SMALL_SIZE_CLASSES; i++) {
    const ClassFigures& figure = figures.classes[i];
    if (figure.pools == 0) continue;
    char row[96];
    snprintf(row, sizeof row, "%5u %6u %11llu %15llu %13llu\n", i, INDEX2SIZE(i),
             static_cast<unsigned long long>(figure.pools),
             static_cast<unsigned long long>(figure.blocks),
             static_cast<unsigned long long>(figure.free_blocks));
    text += row;
  }
  return text;
}

std::string arena_lines() {
  uint64_t now = obmalloc.narenas_currently_allocated;
  std::string label =
      std::to_string(now) + " arenas * " + std::to_string(ARENA_SIZE) + " bytes/arena";
  return debug_malloc_stat_line("# arenas allocated total", obmalloc.ntimes_arena_allocated) +
         debug_malloc_stat_line("# arenas reclaimed", obmalloc.ntimes_arena_allocated - now) +
         debug_malloc_stat_line("# arenas highwater mark", obmalloc.narenas_highwater) +
         debug_malloc_stat_line("# arenas allocated current", now) +
         debug_malloc_stat_line(label.c_str(), now * ARENA_SIZE);
}

// Where every byte of the arenas is: the lines add up to all of them.
std::string byte_lines(const Figures& figures) {
  uint64_t allocated = 0, available = 0, headers = 0, quantization = 0;
  for (uint32_t i = 0; i < NB_SMALL_SIZE_CLASSES; i++) {
    const ClassFigures& figure = figures.classes[i];
    allocated += figure.blocks * INDEX2SIZE(i);
    available += figure.free_blocks * INDEX2SIZE(i);
    headers += figure.pools * POOL_OVERHEAD;
    quantization += figure.pools * ((POOL_SIZE - POOL_OVERHEAD) % INDEX2SIZE(i));
  }
  uint64_t alignment = uint64_t{obmalloc.narenas_currently_allocated} * POOL_SIZE;
  uint64_t unused = figures.free_pools * POOL_SIZE;
  std::string label = std::to_string(figures.free_pools) + " unused pools * " +
                      std::to_string(POOL_SIZE) + " bytes";
  return debug_malloc_stat_line("# bytes in allocated blocks", allocated) +
         debug_malloc_stat_line("# bytes in available blocks", available) +
         debug_malloc_stat_line(label.c_str(), unused) +
         debug_malloc_stat_line("# bytes lost to pool headers", headers) +
         debug_malloc_stat_line("# bytes lost to quantization", quantization) +
         debug_malloc_stat_line("# bytes lost to arena alignment", alignment) +
         debug_malloc_stat_line(
             "Total", allocated + available + unused + headers + quantization + alignment);
}

// CPython's radix tree of arena addresses, which the page table stands in for: one middle and one
// bottom node serve the addresses that arenas have here.
std::string map_lines() {
  constexpr uint64_t kRoot = 262144, kMid = 262144, kBot = 131072;
  uint64_t nodes = obmalloc.ntimes_arena_allocated ? 1 : 0;
  return "\narena map counts\n" + debug_malloc_stat_line("# arena map mid nodes", nodes) +
         debug_malloc_stat_line("# arena map bot nodes", nodes) + "\n" +
         debug_malloc_stat_line("# bytes lost to arena map root", kRoot) +
         debug_malloc_stat_line("# bytes lost to arena map mid", nodes * kMid) +
         debug_malloc_stat_line("# bytes lost to arena map bot", nodes * kBot) +
         debug_malloc_stat_line("Total", kRoot + nodes * (kMid + kBot));
}

}  // namespace

std::string debug_malloc_stat_line(const char* what, uint64_t value) {
  char line[160];
  snprintf(line, sizeof line, "%-35s=%21s\n", what, with_commas(value).c_str());
  return line;
}

std::string debug_alloc_stat_line(uint64_t count, const char* block_name, uint64_t block_size) {
  char label[128], padded[160];
  snprintf(label, sizeof label, "%llu %ss * %llu bytes each",
           static_cast<unsigned long long>(count), block_name,
           static_cast<unsigned long long>(block_size));
  snprintf(padded, sizeof padded, "%48s ", label);
  return debug_malloc_stat_line(padded, count * block_size);
}

std::string debug_malloc_stats() {
  Figures figures;
  for (uint32_t i = 0; i < obmalloc.maxarenas; i++) {
    if (obmalloc.allarenas[i].address.p) count_arena(obmalloc.allarenas[i], &figures);
  }
  char head[80];
  snprintf(head, sizeof head, "Small block threshold = %u, in %u size classes.\n",
           SMALL_REQUEST_THRESHOLD, NB_SMALL_SIZE_CLASSES);
  return std::string(head) + "\nclass   size   num pools   blocks in use  avail blocks\n" +
         "-----   ----   ---------   -------------  ------------\n" + class_rows(figures) + "\n" +
         arena_lines() + "\n" + byte_lines(figures) + map_lines();
}

}  // namespace py

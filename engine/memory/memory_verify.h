// Checks every invariant of the allocators, and lists what lives on the heap.
// CPython 3.13: the figures are those of _PyObject_DebugMallocStats (Objects/obmalloc.c)
#pragma once
#include <string>

#include "memory/pymem.h"

namespace py {

// Walks all of memory; stops the machine with the first broken invariant. Slow: for tests and the
// page's health check.
void memory_verify();

// One live block.
struct BlockInfo {
  void* block;
  uint64_t size;  // of the block: size class, or room in the chunk
  uint64_t requested;
  SiteId site;
  uint32_t tick;   // low 32 bits; 0 when not kept
  PageKind where;  // kArena, kRaw or kLarge
};
using BlockVisitor = void (*)(const BlockInfo& block, void* context);
// Arenas in the order of their records, pools and blocks by address, then raw blocks. visit must
// not touch the heap.
void walk_blocks(BlockVisitor visit, void* context);
template <class F>
void for_each_block(F&& visit) {
  walk_blocks([](const BlockInfo& block, void* context) { (*static_cast<F*>(context))(block); },
              &visit);
}
// The live block that p points into, or false.
bool find_block(const void* p, BlockInfo* info);

// What sys._debugmallocstats() says of pymalloc; the free lists' lines are added by their owners
// with the line functions.
std::string debug_malloc_stats();
std::string debug_malloc_stat_line(const char* what,
                                   uint64_t value);  // "# bytes lost to … = 1,234"
std::string debug_alloc_stat_line(uint64_t count, const char* block_name,
                                  uint64_t block_size);  // "9 free PyDictObjects * …"

}  // namespace py

// Which source line asked for each block, always recorded: a side table that is indexed, never
// searched.
//
// Every block has a *slot* of 32 bits: blocks of an arena in a table beside that arena (one slot
// for each 16 bytes of pool, so the place follows from the address alone), raw chunks in their
// header. The second slot of a block of more than 16 bytes holds the tick of its allocation. A slot
// is
//     origin << 8 | traced << 7 | slack
//   slack   what the block has more than was asked for: up to 15 bytes, and up to 127 after a
//           realloc that shrinks in place
//   traced  tracemalloc counts this block
//   origin  below 2**23: a site; from there on: traceback number origin - 2**23
// and is 0 exactly when the block is free, so live blocks can be listed without walking free lists.
#pragma once
#include "base/types.h"

namespace py {

using SiteId = uint32_t;
constexpr SiteId kNoSite = 1;  // allocated by the interpreter itself, outside of any line
constexpr uint32_t kFirstTracebackOrigin = 1u << 23;

// Set by the VM whenever a line starts.
extern SiteId current_site;
extern uint64_t current_tick;

constexpr uint32_t kSlackMask = 127, kTracedBit = 128, kOriginShift = 8;
inline uint32_t make_slot(uint32_t origin, uint32_t slack) {
  return origin << kOriginShift | slack;
}
inline uint32_t slot_slack(uint32_t slot) { return slot & kSlackMask; }
inline uint32_t slot_origin(uint32_t slot) { return slot >> kOriginShift; }

// A place in source: which code object's line. The key is whatever the VM chooses to find file and
// function by.
struct Site {
  uint32_t code_key;
  int32_t line;
};
// The site's number, the same for equal arguments. Numbers count up from kNoSite + 1 in order of
// registration.
SiteId site_register(uint32_t code_key, int32_t line);
// kNoSite gives {0, 0}.
Site site_get(SiteId id);
uint32_t site_count();  // numbers below this are in use
void site_table_reset();

// The slots of a live block, wherever it is: [0] origin, traced bit and slack, [1] tick if
// tick_of_block says so.
uint32_t* slot_of_block(const void* block);
// The site of a live block (of a traceback, its innermost frame's), and the low 32 bits of its tick
// (0 if not kept).
SiteId site_of_block(const void* block);
uint32_t tick_of_block(const void* block);
uint64_t requested_of_block(const void* block);
// A block taken again from a free list of objects belongs to the line that took it.
void site_retag(void* block);

// Bytes asked for and not yet freed, over all domains and blocks, and the most there ever was.
struct HeapStats {
  uint64_t current;
  uint64_t peak;
};
extern HeapStats heap_stats;
inline void heap_stats_add(uint64_t bytes) {
  uint64_t now = heap_stats.current + bytes;
  heap_stats.current = now;
  if (now > heap_stats.peak) heap_stats.peak = now;
}

}  // namespace py

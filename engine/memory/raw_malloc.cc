#include "memory/raw_malloc.h"

#include <cstring>  // memcpy, memset

#include "memory/poison.h"
#include "memory/region.h"      // spans
#include "memory/site_table.h"  // slots, heap_stats

namespace py {
namespace {

constexpr uint32_t kUnit = 16;
constexpr uint32_t kSpanPages = 8;
constexpr uint32_t kSpanUnits = kSpanPages * (kPageSize / kUnit);
constexpr uint32_t kFreeFlag = 1u << 31;
constexpr uint32_t kExactBins = 32;  // by number of units
constexpr uint32_t kBins = kExactBins + 11 * 16;

// Before every block of the raw allocator. Chunks tile their span; one of 0 units, never free, ends
// it.
struct Chunk {
  uint32_t prev_units;  // of the chunk before; 0: first in its span
  uint32_t units_flag;  // units of 16 bytes with this header; highest bit: free
  uint32_t slot;
  uint32_t tick;
  uint32_t units() const { return units_flag & ~kFreeFlag; }
  bool is_free() const { return (units_flag & kFreeFlag) != 0; }
};
static_assert(sizeof(Chunk) == kUnit);

struct FreeLinks {
  Chunk* next;
  Chunk* prev;
};

struct RawHeap {
  Chunk* bins[kBins];
  uint32_t bin_bits[(kBins + 31) / 32];
  uint32_t spare_spans;  // spans without any live chunk: one is kept
};
RawHeap raw_heap;

Chunk* chunk_of(const void* p) { return static_cast<Chunk*>(const_cast<void*>(p)) - 1; }
void* block_of(Chunk* chunk) { return chunk + 1; }
Chunk* next_chunk(Chunk* chunk) { return chunk + chunk->units(); }
Chunk* prev_chunk(Chunk* chunk) { return chunk - chunk->prev_units; }
FreeLinks* links(Chunk* chunk) { return reinterpret_cast<FreeLinks*>(chunk + 1); }

uint32_t units_for(uint64_t nbytes) {
  return (static_cast<uint32_t>(nbytes) + kUnit - 1) / kUnit + 1;
}

// The list for free chunks of a size: of [2**k + i*2**(k-4), 2**k + (i+1)*2**(k-4)) units.
uint32_t bin_of(uint32_t units) {
  if (units < kExactBins) return units;
  uint32_t level = 31 - static_cast<uint32_t>(__builtin_clz(units));
  return kExactBins + (level - 5) * 16 + ((units >> (level - 4)) & 15);
}
// The first list whose every chunk is large enough.
uint32_t first_bin_for(uint32_t units) {
  if (units < kExactBins) return units;
  uint32_t level = 31 - static_cast<uint32_t>(__builtin_clz(units));
  return bin_of(units + (1u << (level - 4)) - 1);
}

void link_free(Chunk* chunk) {
  uint32_t bin = bin_of(chunk->units());
  chunk->units_flag |= kFreeFlag;
  chunk->slot = 0;
  FreeLinks* own = links(chunk);
  unpoison(own, sizeof(FreeLinks));
  own->prev = nullptr;
  own->next = raw_heap.bins[bin];
  if (own->next) links(own->next)->prev = chunk;
  raw_heap.bins[bin] = chunk;
  raw_heap.bin_bits[bin / 32] |= 1u << (bin % 32);
  poison(reinterpret_cast<uint8_t*>(own) + kUnit, (chunk->units() - 2) * kUnit);
}

void unlink_free(Chunk* chunk) {
  uint32_t bin = bin_of(chunk->units());
  FreeLinks* own = links(chunk);
  if (own->prev) {
    links(own->prev)->next = own->next;
  } else {
    raw_heap.bins[bin] = own->next;
    if (!own->next) raw_heap.bin_bits[bin / 32] &= ~(1u << (bin % 32));
  }
  if (own->next) links(own->next)->prev = own->prev;
  chunk->units_flag &= ~kFreeFlag;
}

// Sets a chunk's size and tells the one after it.
void set_units(Chunk* chunk, uint32_t units) {
  chunk->units_flag = units;
  next_chunk(chunk)->prev_units = units;
}

bool spans_everything(Chunk* chunk) { return chunk->units() == kSpanUnits - 1; }

Chunk* add_span() {
  Span* span = span_alloc(PageKind::kRaw, kSpanPages);
  if (!span) return nullptr;
  Chunk* chunk = reinterpret_cast<Chunk*>(span->host);
  Chunk* end = chunk + (kSpanUnits - 1);
  *end = {0, 0, 0, 0};
  chunk->prev_units = 0;
  set_units(chunk, kSpanUnits - 1);
  raw_heap.spare_spans++;
  return chunk;
}

// Lists of more than one size: one of the chunks freed last may fit although others in the list
// would not.
Chunk* find_recent(uint32_t units) {
  Chunk* chunk = raw_heap.bins[bin_of(units)];
  for (int i = 0; chunk && i < 4; i++, chunk = links(chunk)->next) {
    if (chunk->units() >= units) return chunk;
  }
  return nullptr;
}

Chunk* find_free(uint32_t units) {
  if (Chunk* recent = find_recent(units)) {
    unlink_free(recent);
    return recent;
  }
  uint32_t bin = first_bin_for(units);
  uint32_t word = bin / 32;
  uint32_t bits = raw_heap.bin_bits[word] & (~0u << (bin % 32));
  while (bits == 0) {
    if (++word == sizeof(raw_heap.bin_bits) / sizeof(uint32_t)) return nullptr;
    bits = raw_heap.bin_bits[word];
  }
  Chunk* chunk = raw_heap.bins[word * 32 + static_cast<uint32_t>(__builtin_ctz(bits))];
  unlink_free(chunk);
  return chunk;
}

// Frees what a chunk has over `units`, joining it with a free neighbour. One unit alone stays as
// slack.
void trim(Chunk* chunk, uint32_t units) {
  uint32_t rest = chunk->units() - units;
  Chunk* after = next_chunk(chunk);
  if (after->is_free()) {
    if (rest == 0) return;
    unlink_free(after);
    rest += after->units();
  } else if (rest < 2) {
    return;
  }
  Chunk* hole = chunk + units;
  unpoison(hole, sizeof(Chunk));
  set_units(chunk, units);
  set_units(hole, rest);
  link_free(hole);
}

void set_slot(Chunk* chunk, uint64_t nbytes) {
  uint32_t room = (chunk->units() - 1) * kUnit;
  chunk->slot = make_slot(current_site, room - static_cast<uint32_t>(nbytes));
  chunk->tick = static_cast<uint32_t>(current_tick);
  unpoison(block_of(chunk), nbytes);
}

Chunk* chunk_alloc(uint64_t nbytes) {
  uint32_t units = units_for(nbytes);
  Chunk* chunk = find_free(units);
  if (!chunk) {
    chunk = add_span();
    if (!chunk) return nullptr;
  }
  if (spans_everything(chunk)) raw_heap.spare_spans--;
  trim(chunk, units);
  set_slot(chunk, nbytes);
  return chunk;
}

void chunk_free(Chunk* chunk) {
  unpoison(block_of(chunk), (chunk->units() - 1) * kUnit);
  Chunk* after = next_chunk(chunk);
  uint32_t units = chunk->units();
  if (after->is_free()) {
    unlink_free(after);
    units += after->units();
  }
  if (chunk->prev_units && prev_chunk(chunk)->is_free()) {
    Chunk* before = prev_chunk(chunk);
    unlink_free(before);
    units += before->units();
    chunk = before;
  }
  set_units(chunk, units);
  if (spans_everything(chunk)) {
    if (raw_heap.spare_spans > 0) {
      span_free(span_of(chunk));
      return;
    }
    raw_heap.spare_spans++;
  }
  link_free(chunk);
}

// Grows or shrinks where it is; false when the neighbour is in the way.
bool chunk_resize(Chunk* chunk, uint64_t nbytes) {
  uint32_t units = units_for(nbytes);
  if (units > chunk->units()) {
    Chunk* after = next_chunk(chunk);
    if (!after->is_free() || chunk->units() + after->units() < units) return false;
    unlink_free(after);
    set_units(chunk, chunk->units() + after->units());
  }
  unpoison(block_of(chunk), (chunk->units() - 1) * kUnit);
  trim(chunk, units);
  poison(block_of(chunk), (chunk->units() - 1) * kUnit);
  set_slot(chunk, nbytes);
  return true;
}

// --- Large blocks: a span each ---

uint32_t pages_for(uint64_t nbytes) {
  return static_cast<uint32_t>((nbytes + kUnit + kPageSize - 1) >> kPageBits);
}
constexpr uint64_t kLargest = uint64_t{1} << 40;

void* finish_large(Span* span, uint64_t nbytes) {
  Chunk* chunk = reinterpret_cast<Chunk*>(span->host);
  span->requested = nbytes;
  *chunk = {0, 0, make_slot(current_site, 0), static_cast<uint32_t>(current_tick)};
  poison(span->host + kUnit + nbytes, (static_cast<size_t>(span->shown_pages) << kPageBits) -
                                          kUnit - static_cast<size_t>(nbytes));
  return block_of(chunk);
}

void* large_alloc(uint64_t nbytes, bool zeroed) {
  if (nbytes > kLargest) return nullptr;
  Span* span = span_alloc(PageKind::kLarge, pages_for(nbytes));
  if (!span) return nullptr;
  if (zeroed && !span->zeroed) memset(span->host + kUnit, 0, static_cast<size_t>(nbytes));
  return finish_large(span, nbytes);
}

void* large_resize(Span* span, uint64_t nbytes) {
  if (nbytes > kLargest || !span_resize(span, pages_for(nbytes))) return nullptr;
  return finish_large(span, nbytes);
}

bool is_large(const void* p) { return kind_of_page(p) == PageKind::kLarge; }

void free_block(void* p) {
  if (is_large(p)) {
    span_free(span_of(p));
  } else {
    chunk_free(chunk_of(p));
  }
}

void* alloc_block(uint64_t nbytes, bool zeroed) {
  if (nbytes >= kLargeThreshold) return large_alloc(nbytes, zeroed);
  Chunk* chunk = chunk_alloc(nbytes);
  if (!chunk) return nullptr;
  if (zeroed) memset(block_of(chunk), 0, static_cast<size_t>(nbytes));
  return block_of(chunk);
}

}  // namespace

void raw_heap_init() { raw_heap = RawHeap(); }

uint32_t* raw_slot(const void* p) { return &chunk_of(p)->slot; }

uint64_t raw_requested(const void* p) {
  if (is_large(p)) return span_of(p)->requested;
  Chunk* chunk = chunk_of(p);
  return (chunk->units() - 1) * kUnit - slot_slack(chunk->slot);
}

void* raw_heap_alloc(uint64_t nbytes) {
  if (nbytes == 0) nbytes = 1;
  void* p = alloc_block(nbytes, false);
  if (p) heap_stats_add(nbytes);
  return p;
}

void* raw_heap_calloc(uint64_t nbytes) {
  if (nbytes == 0) nbytes = 1;
  void* p = alloc_block(nbytes, true);
  if (p) heap_stats_add(nbytes);
  return p;
}

void* raw_heap_realloc(void* p, uint64_t nbytes) {
  if (nbytes == 0) nbytes = 1;
  uint64_t old_bytes = raw_requested(p);
  void* moved = nullptr;
  if (is_large(p) && nbytes >= kLargeThreshold) {
    moved = large_resize(span_of(p), nbytes);
    if (!moved) return nullptr;
  } else if (!is_large(p) && nbytes < kLargeThreshold && chunk_resize(chunk_of(p), nbytes)) {
    moved = p;
  } else {
    moved = alloc_block(nbytes, false);
    if (!moved) return nullptr;
    memcpy(moved, p, static_cast<size_t>(old_bytes < nbytes ? old_bytes : nbytes));
    free_block(p);
  }
  heap_stats.current -= old_bytes;
  heap_stats_add(nbytes);
  return moved;
}

void raw_heap_free(void* p) {
  ENGINE_DCHECK(*raw_slot(p) != 0, "a block is freed once");
  heap_stats.current -= raw_requested(p);
  free_block(p);
}

// --- Walking and verification ---

void raw_heap_walk(RawVisitor visit, void* context) {
  for (const Span* span : all_spans()) {
    Chunk* chunk = reinterpret_cast<Chunk*>(span->host);
    if (span->kind == PageKind::kLarge) {
      uint64_t room = (uint64_t{span->shown_pages} << kPageBits) - kUnit;
      visit({block_of(chunk), room, span->requested, true}, context);
    } else if (span->kind == PageKind::kRaw) {
      for (; chunk->units() != 0; chunk = next_chunk(chunk)) {
        bool live = !chunk->is_free();
        uint64_t room = (chunk->units() - 1) * kUnit;
        visit({block_of(chunk), room, live ? raw_requested(block_of(chunk)) : 0, live}, context);
      }
    }
  }
}

// One span's chunks tile it; returns how many are free.
static uint32_t verify_span(Span* span) {
  Chunk* chunk = reinterpret_cast<Chunk*>(span->host);
  Chunk* end = chunk + (kSpanUnits - 1);
  uint32_t prev_units = 0, free_count = 0;
  bool prev_free = false;
  while (chunk < end) {
    ENGINE_CHECK(chunk->units() >= 2, "a raw chunk has room for its header and 16 bytes");
    ENGINE_CHECK(chunk->prev_units == prev_units, "a raw chunk knows the size of the one before");
    ENGINE_CHECK(!(prev_free && chunk->is_free()), "no two neighbouring raw chunks are free");
    ENGINE_CHECK(chunk->is_free() == (chunk->slot == 0),
                 "a raw chunk's slot is 0 exactly when it is free");
    prev_free = chunk->is_free();
    free_count += prev_free;
    prev_units = chunk->units();
    chunk = next_chunk(chunk);
  }
  ENGINE_CHECK(chunk == end && end->units_flag == 0, "raw chunks tile their span");
  ENGINE_CHECK(end->prev_units == prev_units, "the end of a raw span knows the last chunk");
  return free_count;
}

void raw_heap_verify() {
  uint32_t free_chunks = 0, listed = 0, spare = 0;
  for (const Span* span : all_spans()) {
    if (span->kind != PageKind::kRaw) continue;
    free_chunks += verify_span(const_cast<Span*>(span));
    Chunk* first = reinterpret_cast<Chunk*>(span->host);
    spare += first->is_free() && spans_everything(first);
  }
  for (uint32_t bin = 0; bin < kBins; bin++) {
    bool bit = (raw_heap.bin_bits[bin / 32] >> (bin % 32)) & 1;
    ENGINE_CHECK(bit == (raw_heap.bins[bin] != nullptr),
                 "a raw list has its bit set when it is not empty");
    Chunk* prev = nullptr;
    for (Chunk* chunk = raw_heap.bins[bin]; chunk; chunk = links(chunk)->next) {
      ENGINE_CHECK(chunk->is_free() && bin_of(chunk->units()) == bin,
                   "a listed raw chunk is free and of the list's size");
      ENGINE_CHECK(links(chunk)->prev == prev, "raw lists are linked both ways");
      prev = chunk;
      listed++;
    }
  }
  ENGINE_CHECK(free_chunks == listed, "every free raw chunk is in a list");
  ENGINE_CHECK(spare == raw_heap.spare_spans && spare <= 1, "at most one empty raw span is kept");
}

}  // namespace py

// The stand-in for libc's malloc: requests over 512 bytes, and everything of the RAW domain.
//
// Chunks of less than 128 KiB live in spans of 512 KiB, each with a header of 16 bytes that also
// holds the block's site and tick; neighbours that are free are joined at once. Free chunks hang in
// lists by size (32 exact ones, then 16 for each power of two); the first list that is sure to fit
// serves, last in first out. Larger requests have a span of their own, as malloc gives them a
// mapping of their own. Sizes do not depend on the host's pointers, so wasm and native builds
// choose the same chunk.
//
// Invariants: chunks tile their span; no two neighbours are free; a free chunk is in the list of
// its size; every list with a chunk has its bit set.
#pragma once
#include "base/types.h"

namespace py {

constexpr uint64_t kLargeThreshold = 128 * 1024;

// Raw in the sense of libc: no domain, no tracing. 16-byte aligned; null when it does not fit. Size
// 0 counts as 1.
void* raw_heap_alloc(uint64_t nbytes);
void* raw_heap_calloc(uint64_t nbytes);
// Null, with the old block untouched, when there is no room. p must not be null.
void* raw_heap_realloc(void* p, uint64_t nbytes);
void raw_heap_free(void* p);

// The slots of a raw block: [0] origin and slack (of a large block: slack 0), [1] tick.
uint32_t* raw_slot(const void* p);
uint64_t raw_requested(const void* p);

void raw_heap_init();

// Walks every chunk and large block in the order of shown addresses: pointer to the bytes a program
// gets (for a hole: the chunk after its header), size of the chunk without header, whether it is
// live.
struct RawChunk {
  void* block;
  uint64_t size;       // room in the chunk
  uint64_t requested;  // 0 when free
  bool live;
};
template <class F>
void for_each_raw_chunk(F&& visit);
using RawVisitor = void (*)(const RawChunk& chunk, void* context);
void raw_heap_walk(RawVisitor visit, void* context);
template <class F>
void for_each_raw_chunk(F&& visit) {
  raw_heap_walk([](const RawChunk& chunk, void* context) { (*static_cast<F*>(context))(chunk); },
                &visit);
}

// Checks the invariants above; stops the machine with a broken one.
void raw_heap_verify();

}  // namespace py

#include "memory/pymem.h"

#include <cstring>  // memcpy, memset

#include "memory/raw_malloc.h"
#include "memory/tracemalloc.h"

namespace py {

uint32_t memory_hooks;
uint32_t memory_epoch;

namespace {

struct FailState {
  uint64_t start, stop, count, failed;
};
FailState fail_state;

// Counts one allocation; true when it is one that must fail.
bool must_fail() {
  if (!(memory_hooks & kHookFailing)) return false;
  uint64_t number = ++fail_state.count;
  if (number < fail_state.start || (fail_state.stop != 0 && number >= fail_state.stop))
    return false;
  fail_state.failed++;
  return true;
}

bool too_large(uint64_t nbytes) { return nbytes > static_cast<uint64_t>(kSsizeMax); }
bool product_too_large(uint64_t nelem, uint64_t elsize) {
  return elsize != 0 && nelem > static_cast<uint64_t>(kSsizeMax) / elsize;
}

void* traced(void* p) {
  if (p && (memory_hooks & kHookTracing)) tracemalloc_add_trace(p);
  return p;
}

// pymalloc, and the raw allocator for what it does not serve.
NOINLINE void* small_or_raw_alloc(uint64_t nbytes) {
  if (nbytes <= SMALL_REQUEST_THRESHOLD) {
    if (void* p = pymalloc_alloc(nbytes ? static_cast<uint32_t>(nbytes) : 1)) return p;
  }
  void* p = raw_heap_alloc(nbytes);
  if (p) obmalloc.raw_allocated_blocks++;
  return p;
}

void* small_or_raw_calloc(uint64_t nbytes) {
  if (nbytes <= SMALL_REQUEST_THRESHOLD) {
    if (void* p = pymalloc_alloc(nbytes ? static_cast<uint32_t>(nbytes) : 1))
      return memset(p, 0, static_cast<size_t>(nbytes));
  }
  void* p = raw_heap_calloc(nbytes);
  if (p) obmalloc.raw_allocated_blocks++;
  return p;
}

void small_or_raw_free(void* p) {
  if (address_in_range(p)) {
    pymalloc_free(p);
    return;
  }
  raw_heap_free(p);
  obmalloc.raw_allocated_blocks--;
}

// The block stays: only what is recorded of it changes.
void pymalloc_retag(void* p, uint32_t size, uint64_t nbytes) {
  PoolHeader* pool = pool_of(p);
  uint32_t* slot = block_slot(pool, p);
  uint32_t slack = size - static_cast<uint32_t>(nbytes);
  heap_stats.current -= size - slot_slack(*slot);
  heap_stats_add(nbytes);
  slot[0] = make_slot(current_site, slack);
  if (pool->szidx > 0) slot[1] = static_cast<uint32_t>(current_tick);
  poison(p, size);
  unpoison(p, static_cast<size_t>(nbytes));
}

void* pymalloc_realloc(void* p, uint64_t nbytes) {
  PoolHeader* pool = pool_of(p);
  uint32_t size = INDEX2SIZE(pool->szidx);
  uint64_t copy = size - slot_slack(*block_slot(pool, p));
  if (nbytes <= size) {
    // Shrinking by less than a quarter keeps the block. A request for 0 bytes counts as 1 there
    // (and moves if size > 16).
    if (4 * nbytes > 3 * size) {
      pymalloc_retag(p, size, nbytes);
      return p;
    }
    if (copy > nbytes) copy = nbytes;
  }
  void* moved = small_or_raw_alloc(nbytes);
  if (!moved) return nullptr;
  memcpy(moved, p, static_cast<size_t>(copy));
  small_or_raw_free(p);
  return moved;
}

void* small_or_raw_realloc(void* p, uint64_t nbytes) {
  return address_in_range(p) ? pymalloc_realloc(p, nbytes) : raw_heap_realloc(p, nbytes);
}

// A realloc while something is watching: the trace of the old block goes when the new one is there.
template <void* (*reallocate)(void*, uint64_t)>
void* hooked_realloc(void* p, uint64_t nbytes) {
  if (must_fail()) return nullptr;
  if (!(memory_hooks & kHookTracing)) return reallocate(p, nbytes);
  bool was_traced = tracemalloc_forget(p);
  void* moved = reallocate(p, nbytes);
  if (moved) {
    tracemalloc_add_moved(moved, was_traced, moved == p);
  } else if (was_traced) {
    tracemalloc_remember(p);
  }
  return moved;
}

}  // namespace

// --- RAW ---

void* raw_malloc(uint64_t nbytes) {
  if (too_large(nbytes) || must_fail()) return nullptr;
  return traced(raw_heap_alloc(nbytes));
}

void* raw_calloc(uint64_t nelem, uint64_t elsize) {
  if (product_too_large(nelem, elsize) || must_fail()) return nullptr;
  return traced(raw_heap_calloc(nelem * elsize));
}

void* raw_realloc(void* p, uint64_t nbytes) {
  if (!p) return raw_malloc(nbytes);
  if (too_large(nbytes)) return nullptr;
  return LIKELY(memory_hooks == 0) ? raw_heap_realloc(p, nbytes)
                                   : hooked_realloc<raw_heap_realloc>(p, nbytes);
}

void raw_free(void* p) {
  if (!p) return;
  if (memory_hooks & kHookTracing) tracemalloc_remove_trace(p);
  raw_heap_free(p);
}

// --- OBJ and MEM ---

void* object_malloc(uint64_t nbytes) {
  if (LIKELY(memory_hooks == 0)) {
    if (LIKELY(nbytes - 1 < SMALL_REQUEST_THRESHOLD)) {
      if (void* p = pymalloc_alloc(static_cast<uint32_t>(nbytes))) return p;
    }
    return too_large(nbytes) ? nullptr : small_or_raw_alloc(nbytes);
  }
  if (too_large(nbytes) || must_fail()) return nullptr;
  return traced(small_or_raw_alloc(nbytes));
}

void* object_calloc(uint64_t nelem, uint64_t elsize) {
  if (product_too_large(nelem, elsize) || must_fail()) return nullptr;
  return traced(small_or_raw_calloc(nelem * elsize));
}

void* object_realloc(void* p, uint64_t nbytes) {
  if (!p) return object_malloc(nbytes);
  if (too_large(nbytes)) return nullptr;
  return LIKELY(memory_hooks == 0) ? small_or_raw_realloc(p, nbytes)
                                   : hooked_realloc<small_or_raw_realloc>(p, nbytes);
}

void object_free(void* p) {
  if (!p) return;
  if (memory_hooks & kHookTracing) tracemalloc_remove_trace(p);
  small_or_raw_free(p);
}

void* mem_malloc(uint64_t nbytes) { return object_malloc(nbytes); }
void* mem_calloc(uint64_t nelem, uint64_t elsize) { return object_calloc(nelem, elsize); }
void* mem_realloc(void* p, uint64_t nbytes) { return object_realloc(p, nbytes); }
void mem_free(void* p) { object_free(p); }

// --- State ---

void fail_alloc_after(uint64_t start, uint64_t stop) {
  fail_state = {start, stop, 0, 0};
  memory_hooks = start ? memory_hooks | kHookFailing : memory_hooks & ~uint32_t{kHookFailing};
}
uint64_t alloc_failures() { return fail_state.failed; }

void memory_init() {
  memory_epoch++;
  memory_hooks = 0;
  fail_state = FailState();
  region_reset();
  raw_heap_init();
  obmalloc_init();
  site_table_reset();
  tracemalloc_init();
}

}  // namespace py

// The raw allocator: chunks, coalescing, large blocks.
#include "memory/raw_malloc.h"

#include <doctest/doctest.h>

#include <cstring>

#include "memory/memory_verify.h"

using namespace py;

TEST_SUITE_BEGIN("memory/raw_malloc");

TEST_CASE("raw_heap_alloc: 16-byte aligned, size 0 counts as 1") {
  memory_init();
  void* p = raw_heap_alloc(0);
  void* q = raw_heap_alloc(1000);
  CHECK(address_of(p) % 16 == 0);
  CHECK(address_of(q) % 16 == 0);
  CHECK(raw_requested(p) == 1);
  CHECK(raw_requested(q) == 1000);
  CHECK(heap_stats.current == 1001);
  memory_verify();
}

TEST_CASE("raw_heap_free: the chunk freed last is handed out again") {
  memory_init();
  raw_heap_alloc(600);
  void* p = raw_heap_alloc(5000);
  raw_heap_alloc(600);
  raw_heap_free(p);
  CHECK(raw_heap_alloc(5000) == p);
  memory_verify();
}

TEST_CASE("raw_heap_free: neighbours that are free are joined") {
  memory_init();
  void* p[4];
  for (void*& q : p) q = raw_heap_alloc(1000);
  raw_heap_free(p[0]);
  raw_heap_free(p[2]);
  raw_heap_free(p[1]);
  memory_verify();
  CHECK(raw_heap_alloc(3 * 1008) == p[0]);
  memory_verify();
}

TEST_CASE("raw_heap_realloc: grows into a free neighbour, moves when there is none") {
  memory_init();
  char* p = static_cast<char*>(raw_heap_alloc(1000));
  memset(p, 5, 1000);
  CHECK(raw_heap_realloc(p, 2000) == p);
  raw_heap_alloc(16);
  char* moved = static_cast<char*>(raw_heap_realloc(p, 4000));
  CHECK(moved != p);
  CHECK(moved[999] == 5);
  CHECK(raw_heap_realloc(moved, 100) == moved);
  CHECK(moved[99] == 5);
  CHECK(heap_stats.current == 116);
  memory_verify();
}

TEST_CASE("raw_heap_alloc: 128 KiB and more have a span of their own") {
  memory_init();
  char* p = static_cast<char*>(raw_heap_alloc(kLargeThreshold));
  CHECK(kind_of_page(p) == PageKind::kLarge);
  CHECK(address_of(p) % 65536 == 16);
  memset(p, 1, kLargeThreshold);
  p = static_cast<char*>(raw_heap_realloc(p, 10 * kLargeThreshold));
  CHECK(p[kLargeThreshold - 1] == 1);
  p = static_cast<char*>(raw_heap_realloc(p, 1000));
  CHECK(kind_of_page(p) == PageKind::kRaw);
  CHECK(p[999] == 1);
  memory_verify();
  raw_heap_free(p);
  CHECK(heap_stats.current == 0);
  CHECK(heap_stats.peak == 10 * kLargeThreshold);
}

TEST_CASE("raw_heap_calloc: zeroed, also in memory that was used before") {
  memory_init();
  for (uint64_t size : {uint64_t{2000}, 2 * kLargeThreshold}) {
    char* p = static_cast<char*>(raw_heap_alloc(size));
    memset(p, 255, size);
    raw_heap_free(p);
    p = static_cast<char*>(raw_heap_calloc(size));
    for (uint64_t i = 0; i < size; i++) REQUIRE(p[i] == 0);
    raw_heap_free(p);
  }
  memory_verify();
}

TEST_CASE("raw_heap_alloc: what does not fit gives null and changes nothing") {
  memory_init();
  CHECK(raw_heap_alloc(uint64_t{8} * 1000000000000) == nullptr);
  CHECK(raw_heap_alloc(uint64_t{3} << 30) == nullptr);
  void* p = raw_heap_alloc(kLargeThreshold);
  CHECK(raw_heap_realloc(p, uint64_t{3} << 30) == nullptr);
  CHECK(raw_requested(p) == kLargeThreshold);
  memory_verify();
}

TEST_CASE("raw heap: random work keeps every invariant") {
  memory_init();
  constexpr int kSlots = 200;
  void* blocks[kSlots] = {};
  uint64_t seed = 12345, hash = 14695981039346656037u;
  auto next = [&] {
    return static_cast<uint32_t>((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33);
  };
  for (int step = 0; step < 20000; step++) {
    void*& block = blocks[next() % kSlots];
    uint64_t size = next() % 8 == 0 ? next() % 300000 : next() % 3000;
    if (!block) {
      block = raw_heap_alloc(size);
    } else if (next() % 2) {
      raw_heap_free(block);
      block = nullptr;
    } else {
      block = raw_heap_realloc(block, size);
    }
    hash = (hash ^ address_of(block)) * 1099511628211u;
    if (step % 1000 == 0) memory_verify();
  }
  CHECK(hash == 1887604260981358741u);  // the same addresses natively and in wasm
  for (void* block : blocks) {
    if (block) raw_heap_free(block);
  }
  CHECK(heap_stats.current == 0);
  memory_verify();
}

TEST_SUITE_END();

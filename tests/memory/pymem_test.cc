// The domains: where requests go, realloc, failing allocations.
#include "memory/pymem.h"

#include <doctest/doctest.h>

#include <cstring>

#include "memory/memory_verify.h"

using namespace py;

TEST_SUITE_BEGIN("memory/pymem");

TEST_CASE("object_malloc: 512 bytes from a pool, 513 from the raw allocator") {
  memory_init();
  CHECK(address_in_range(object_malloc(512)));
  CHECK(!address_in_range(object_malloc(513)));
  CHECK(!address_in_range(raw_malloc(16)));
  CHECK(get_allocated_blocks() == 2);  // RAW does not count
  CHECK(address_in_range(mem_malloc(0)));
  memory_verify();
}

TEST_CASE("object_realloc: stays while it shrinks by less than a quarter") {
  memory_init();
  char* p = static_cast<char*>(object_malloc(512));
  memset(p, 3, 512);
  CHECK(object_realloc(p, 385) == p);
  CHECK(requested_of_block(p) == 385);
  char* q = static_cast<char*>(object_realloc(p, 384));
  CHECK(q != p);
  CHECK(q[383] == 3);
  q = static_cast<char*>(object_realloc(q, 2000));
  CHECK(!address_in_range(q));
  CHECK(q[383] == 3);
  char* small = static_cast<char*>(object_realloc(q, 100));
  CHECK(!address_in_range(small));  // a raw block stays raw
  CHECK(get_allocated_blocks() == 1);
  object_free(small);
  CHECK(get_allocated_blocks() == 0);
  CHECK(heap_stats.current == 0);
  memory_verify();
}

TEST_CASE("object_calloc: zeroed; a product that overflows gives null") {
  memory_init();
  char* p = static_cast<char*>(object_malloc(64));
  memset(p, 9, 64);
  object_free(p);
  char* q = static_cast<char*>(object_calloc(8, 8));
  CHECK(q == p);
  for (int i = 0; i < 64; i++) REQUIRE(q[i] == 0);
  CHECK(object_calloc(uint64_t{1} << 40, uint64_t{1} << 40) == nullptr);
  CHECK(object_malloc(uint64_t{8} * 1000000000000) == nullptr);
  CHECK(object_malloc(UINT64_MAX) == nullptr);
  memory_verify();
}

TEST_CASE("set_memory_limit: small blocks fail too when no arena is left") {
  memory_init();
  set_memory_limit(2 << 20);
  int count = 0;
  while (object_malloc(512)) count++;
  CHECK(count >= 31 * 63);
  CHECK(object_malloc(4000) == nullptr);
  memory_verify();
  memory_init();
}

TEST_CASE("fail_alloc_after: exactly the chosen allocations fail, in every domain") {
  memory_init();
  fail_alloc_after(2, 4);
  CHECK(object_malloc(10) != nullptr);
  CHECK(raw_malloc(10) == nullptr);
  CHECK(mem_calloc(1, 10) == nullptr);
  void* p = mem_malloc(10);
  CHECK(p != nullptr);
  CHECK(alloc_failures() == 2);
  fail_alloc_after(1);
  CHECK(mem_realloc(p, 1000) == nullptr);
  fail_alloc_after(0);
  CHECK(mem_realloc(p, 1000) != nullptr);
  memory_verify();
}

TEST_CASE("domains: random work keeps every invariant, and the same addresses everywhere") {
  memory_init();
  constexpr int kSlots = 3000;
  static void* blocks[kSlots];
  memset(blocks, 0, sizeof blocks);
  uint64_t seed = 99, hash = 14695981039346656037u;
  auto next = [&] {
    return static_cast<uint32_t>((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33);
  };
  for (int step = 0; step < 60000; step++) {
    void*& block = blocks[next() % (1 + step % kSlots)];
    uint64_t size = next() % 50 == 0 ? next() % 5000 : next() % 520;
    current_site = 2 + next() % 1000;
    if (!block) {
      block = object_malloc(size);
    } else if (next() % 4) {
      object_free(block);
      block = nullptr;
    } else {
      block = object_realloc(block, size);
    }
    hash = (hash ^ address_of(block)) * 1099511628211u;
    if (step % 5000 == 0) memory_verify();
  }
  CHECK(hash == 8811184803050622085u);
  for (void* block : blocks) object_free(block);
  CHECK(get_allocated_blocks() == 0);
  memory_verify();
}

TEST_SUITE_END();

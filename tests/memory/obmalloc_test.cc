// pymalloc: size classes, order of blocks, pools and arenas.
#include "memory/obmalloc.h"

#include <doctest/doctest.h>

#include <cstring>
#include <vector>

#include "memory/heap_map.h"

using namespace py;

TEST_SUITE_BEGIN("memory/obmalloc");

TEST_CASE("NUMBLOCKS: blocks per pool as CPython has them") {
  CHECK(NUMBLOCKS(0) == 1021);
  CHECK(NUMBLOCKS(3) == 255);
  CHECK(NUMBLOCKS(13) == 72);
  CHECK(NUMBLOCKS(31) == 31);
}

TEST_CASE("pymalloc_alloc: a new pool hands out ascending addresses, after its header") {
  memory_init();
  char* a = static_cast<char*>(object_malloc(50));
  char* b = static_cast<char*>(object_malloc(64));
  char* c = static_cast<char*>(object_malloc(49));
  CHECK(address_of(a) % POOL_SIZE == POOL_OVERHEAD);
  CHECK(b == a + 64);
  CHECK(c == b + 64);
  memory_verify();
}

TEST_CASE("pymalloc_free: last in, first out") {
  memory_init();
  void* p[4];
  for (void*& q : p) q = object_malloc(64);
  object_free(p[1]);
  object_free(p[3]);
  CHECK(object_malloc(64) == p[3]);
  CHECK(object_malloc(64) == p[1]);
  memory_verify();
}

TEST_CASE("pymalloc_free: a full pool that gets a block back serves the next request") {
  memory_init();
  std::vector<void*> blocks;
  for (uint32_t i = 0; i < NUMBLOCKS(31) * 3; i++) blocks.push_back(object_malloc(512));
  object_malloc(512);
  object_free(blocks[5]);
  CHECK(object_malloc(512) == blocks[5]);
  memory_verify();
}

TEST_CASE("pools: an empty pool goes to the arena and serves another size") {
  memory_init();
  void* p = object_malloc(64);
  object_malloc(32);
  object_free(p);
  CHECK(pool_of(object_malloc(128)) == pool_of(p));
  memory_verify();
}

TEST_CASE("arenas: 63 pools each; an empty one is given back when another is usable") {
  memory_init();
  std::vector<void*> blocks;
  for (uint32_t i = 0; i < NUMBLOCKS(31) * 63; i++) blocks.push_back(object_malloc(512));
  CHECK(obmalloc.narenas_currently_allocated == 1);
  blocks.push_back(object_malloc(512));
  CHECK(obmalloc.narenas_currently_allocated == 2);
  memory_verify();
  void* last = blocks.back();
  blocks.pop_back();
  for (void* block : blocks) object_free(block);
  CHECK(obmalloc.narenas_currently_allocated == 1);
  CHECK(obmalloc.narenas_highwater == 2);
  object_free(last);
  CHECK(obmalloc.narenas_currently_allocated == 1);
  CHECK(get_allocated_blocks() == 0);
  memory_verify();
}

TEST_CASE("arenas: the fullest one serves first") {
  memory_init();
  std::vector<std::vector<void*>> arenas(3);
  for (auto& blocks : arenas) {
    for (uint32_t i = 0; i < NUMBLOCKS(31) * 63; i++) blocks.push_back(object_malloc(512));
  }
  auto free_pools = [](std::vector<void*>& blocks, uint32_t count) {
    for (uint32_t i = 0; i < count * NUMBLOCKS(31); i++) {
      object_free(blocks.back());
      blocks.pop_back();
    }
  };
  free_pools(arenas[0], 10);
  memory_verify();
  free_pools(arenas[1], 2);
  free_pools(arenas[2], 5);
  memory_verify();
  CHECK(pool_of(object_malloc(16))->arenaindex == 1);
  free_pools(arenas[1], 30);
  memory_verify();
  CHECK(pool_of(object_malloc(32))->arenaindex == 2);
}

TEST_CASE("heap_stats: requested bytes, not block sizes") {
  memory_init();
  void* p = object_malloc(33);
  void* q = object_malloc(600);
  CHECK(heap_stats.current == 633);
  object_free(p);
  CHECK(heap_stats.current == 600);
  object_free(q);
  CHECK(heap_stats.current == 0);
  CHECK(heap_stats.peak == 633);
  memory_verify();
}

TEST_CASE("site table: a block belongs to the line that ran when it was made") {
  memory_init();
  current_site = site_register(3, 10);
  current_tick = 77;
  void* p = object_malloc(40);
  void* q = object_malloc(5000);
  current_site = site_register(3, 11);
  CHECK(site_get(site_of_block(p)).line == 10);
  CHECK(site_get(site_of_block(q)).line == 10);
  CHECK(tick_of_block(p) == 77);
  CHECK(tick_of_block(q) == 77);
  CHECK(requested_of_block(p) == 40);
  site_retag(p);
  CHECK(site_get(site_of_block(p)).line == 11);
  memory_verify();
}

TEST_CASE("heap_map: every pool's slots tell live blocks from free ones") {
  memory_init();
  void* p = object_malloc(100);
  object_malloc(100);
  object_free(p);
  std::vector<ArenaView> arenas = heap_map_arenas();
  REQUIRE(arenas.size() == 1);
  CHECK(arenas[0].address % POOL_SIZE == POOL_SIZE - kArenaMisalignment);
  CHECK(arenas[0].free_pools == 62);
  REQUIRE(arenas[0].pools.size() == 1);
  CHECK(arenas[0].pools[0].size_class == 112);
  CHECK(arenas[0].pools[0].used == 1);
  std::vector<uint32_t> slots = heap_map_pool_slots(arenas[0].pools[0]);
  REQUIRE(slots.size() == 145);
  CHECK(slots[0] == 0);
  CHECK(slots[1] != 0);
  CHECK(slots[2] == 0);
}

TEST_CASE("find_block: any address inside a block") {
  memory_init();
  char* p = static_cast<char*>(object_malloc(100));
  char* q = static_cast<char*>(object_malloc(200000));
  BlockInfo info;
  REQUIRE(find_block(p + 50, &info));
  CHECK(info.block == p);
  CHECK(info.requested == 100);
  REQUIRE(find_block(q + 150000, &info));
  CHECK(info.block == q);
  object_free(p);
  CHECK(!find_block(p + 50, &info));
}

TEST_CASE("debug_malloc_stats: the lines of CPython") {
  memory_init();
  for (int i = 0; i < 1200; i++) object_malloc(16);
  std::string text = debug_malloc_stats();
  CHECK(text.find("    0     16           2            1200           842\n") != std::string::npos);
  CHECK(text.find("# arenas allocated total           =                    1\n") !=
        std::string::npos);
  CHECK(text.find("1 arenas * 1048576 bytes/arena     =            1,048,576\n") !=
        std::string::npos);
  CHECK(text.find("# bytes lost to arena map bot      =              131,072\n") !=
        std::string::npos);
  CHECK(text.find("Total                              =            1,048,576\n") !=
        std::string::npos);
  CHECK(debug_alloc_stat_line(9, "free PyDictObject", 48) ==
        "            9 free PyDictObjects * 48 bytes each =                  432\n");
}

TEST_SUITE_END();

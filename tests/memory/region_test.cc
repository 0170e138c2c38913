// Shown addresses, spans and statics of engine/memory/region.
#include "memory/region.h"

#include <doctest/doctest.h>

#include <cstring>

#include "memory/pymem.h"  // memory_init

using namespace py;

TEST_SUITE_BEGIN("memory/region");

TEST_CASE("span_alloc: mappings stack downwards, raw spans upwards") {
  memory_init();
  Span* first = span_alloc(PageKind::kLarge, 4);
  Span* second = span_alloc(PageKind::kArena, 16, 4);
  Span* raw = span_alloc(PageKind::kRaw, 8);
  CHECK(first->address() == 0x7ffff7800000 - 4 * kPageSize);
  CHECK(second->address() == first->address() - 16 * kPageSize);
  CHECK(raw->address() == 0x555556000000);
  CHECK(held_bytes() == (4 + 16 + 8) * kPageSize);
  region_verify();
}

TEST_CASE("span_free: the range is shown again for the next span that fits") {
  memory_init();
  Span* first = span_alloc(PageKind::kLarge, 4);
  span_alloc(PageKind::kLarge, 2);
  uint64_t address = first->address();
  span_free(first);
  CHECK(span_alloc(PageKind::kLarge, 3)->address() == address + kPageSize);
  region_verify();
}

TEST_CASE("address_of and pointer_of: inverse of each other inside spans") {
  memory_init();
  Span* span = span_alloc(PageKind::kLarge, 2);
  uint8_t* p = span->host + kPageSize + 48;
  CHECK(address_of(p) == span->address() + kPageSize + 48);
  CHECK(pointer_of(address_of(p)) == p);
  CHECK(pointer_of(span->address() + 2 * kPageSize) == nullptr);
  int local = 0;
  CHECK(address_of(&local) == 0);
  region_verify();
}

TEST_CASE("span_alloc: hidden pages have no address") {
  memory_init();
  Span* span = span_alloc(PageKind::kArena, 16, 4);
  CHECK(address_of(span->host + 16 * kPageSize) == 0);
  CHECK(kind_of_page(span->host + 16 * kPageSize) == PageKind::kSites);
  CHECK(kind_of_page(span->host + 15 * kPageSize) == PageKind::kArena);
  region_verify();
}

TEST_CASE("span_resize: bytes survive a move, the address stays while there is room") {
  memory_init();
  Span* span = span_alloc(PageKind::kLarge, 2);
  memset(span->host, 7, 2 * kPageSize);
  Span* blocker = span_alloc(PageKind::kLarge, 1);
  uint64_t address = span->address();
  REQUIRE(span_resize(span, 40));
  CHECK(span->address() != address);
  CHECK(span->host[0] == 7);
  CHECK(span->host[2 * kPageSize - 1] == 7);
  uint64_t moved = span->address();
  REQUIRE(span_resize(span, 3));
  CHECK(span->address() == moved);
  span_free(blocker);
  region_verify();
}

TEST_CASE("set_memory_limit: a span over the limit is refused, nothing changes") {
  memory_init();
  set_memory_limit(10 * kPageSize);
  Span* span = span_alloc(PageKind::kLarge, 8);
  REQUIRE(span);
  CHECK(span_alloc(PageKind::kLarge, 3) == nullptr);
  CHECK(span_resize(span, 11) == nullptr);
  CHECK(span->shown_pages == 8);
  CHECK(span_resize(span, 10) == span);
  region_verify();
  memory_init();
}

TEST_CASE("register_static: addresses follow the order and the given sizes only") {
  memory_init();
  static char a[500], b[500];
  register_static(b, 416);
  register_static(a, 416);
  register_static(b, 416);
  CHECK(address_of(a) == address_of(b) + 416);
  CHECK(address_of(a + 8) == address_of(a) + 8);
  CHECK(pointer_of(address_of(a) + 8) == a + 8);
  region_verify();
}

TEST_CASE("static_alloc: zeroed, aligned, ascending") {
  memory_init();
  char* p = static_cast<char*>(static_alloc(28));
  char* q = static_cast<char*>(static_alloc(300000));
  CHECK(reinterpret_cast<uintptr_t>(p) % 16 == 0);
  CHECK(address_of(q) > address_of(p));
  CHECK(q[299999] == 0);
  region_verify();
}

TEST_SUITE_END();

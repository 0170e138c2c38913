// Traced bytes, tracebacks, and the size of CPython's own tables.
#include "memory/tracemalloc.h"

#include <doctest/doctest.h>

#include "memory/memory_verify.h"

using namespace py;

TEST_SUITE_BEGIN("memory/tracemalloc");

TEST_CASE("start: blocks made before do not count, nor does freeing them") {
  memory_init();
  void* before = object_malloc(100);
  tracemalloc_start(1);
  void* p = object_malloc(33);
  void* q = raw_malloc(1000);
  CHECK(tracemalloc_get_traced_memory().current == 1033);
  object_free(before);
  object_free(p);
  raw_free(q);
  CHECK(tracemalloc_get_traced_memory().current == 0);
  CHECK(tracemalloc_get_traced_memory().peak == 1033);
  tracemalloc_stop();
  CHECK(tracemalloc_get_traced_memory().peak == 0);
  memory_verify();
}

TEST_CASE("realloc: the old size is replaced, the peak never holds both") {
  memory_init();
  void* untraced = object_malloc(50);
  tracemalloc_start(1);
  void* p = object_malloc(400);
  p = object_realloc(p, 40000);
  p = object_realloc(p, 400000);
  CHECK(tracemalloc_get_traced_memory().current == 400000);
  CHECK(tracemalloc_get_traced_memory().peak == 400000);
  object_realloc(untraced, 60);
  CHECK(tracemalloc_get_traced_memory().current == 400060);
  fail_alloc_after(1);
  CHECK(object_realloc(p, 10) == nullptr);
  fail_alloc_after(0);
  CHECK(tracemalloc_get_traced_memory().current == 400060);
  tracemalloc_stop();
  memory_verify();
}

TEST_CASE("reset_peak and clear_traces") {
  memory_init();
  tracemalloc_start(1);
  object_free(object_malloc(500));
  void* p = object_malloc(10);
  tracemalloc_reset_peak();
  CHECK(tracemalloc_get_traced_memory().peak == 10);
  tracemalloc_clear_traces();
  CHECK(tracemalloc_get_traced_memory().current == 0);
  object_free(p);
  CHECK(tracemalloc_get_traced_memory().current == 0);
  CHECK(tracemalloc_is_tracing());
  tracemalloc_stop();
}

TEST_CASE("get_trace: the site of the block, until the trace ends") {
  memory_init();
  tracemalloc_start(1);
  current_site = site_register(1, 5);
  void* p = object_malloc(20);
  Trace trace;
  REQUIRE(tracemalloc_get_trace(p, &trace));
  CHECK(trace.size == 20);
  Traceback traceback = tracemalloc_traceback(trace.origin);
  REQUIRE(traceback.sites.size() == 1);
  CHECK(site_get(traceback.sites[0]).line == 5);
  CHECK(tracemalloc_traces().size() == 1);
  tracemalloc_stop();
  CHECK(!tracemalloc_get_trace(p, &trace));
  CHECK(site_get(site_of_block(p)).line == 5);
}

static uint32_t three_frames(SiteId* sites, uint32_t max, uint32_t* total) {
  *total = 3;
  uint32_t count = max < 3 ? max : 3;
  for (uint32_t i = 0; i < count; i++) sites[i] = site_register(7, static_cast<int32_t>(10 + i));
  return count;
}

TEST_CASE("start(n): tracebacks have up to n frames and are kept once") {
  memory_init();
  tracemalloc_set_source(three_frames);
  tracemalloc_start(2);
  void* p = object_malloc(20);
  void* q = object_malloc(30);
  Trace a, b;
  REQUIRE(tracemalloc_get_trace(p, &a));
  REQUIRE(tracemalloc_get_trace(q, &b));
  CHECK(a.origin == b.origin);
  Traceback traceback = tracemalloc_traceback(a.origin);
  CHECK(traceback.total_nframe == 3);
  REQUIRE(traceback.sites.size() == 2);
  CHECK(site_get(traceback.sites[1]).line == 11);
  CHECK(site_get(site_of_block(p)).line == 10);
  tracemalloc_stop();
  CHECK(site_get(site_of_block(p)).line == 10);
  tracemalloc_set_source(nullptr);
  memory_verify();
}

TEST_CASE("get_tracemalloc_memory: CPython's tables for 10000 traces of one line") {
  memory_init();
  tracemalloc_set_source(three_frames);
  tracemalloc_start(1);
  CHECK(tracemalloc_get_memory() == 624);
  for (int i = 0; i < 10000; i++) object_malloc(16);
  CHECK(tracemalloc_get_memory() == 240 + 2 * 128 + 32768 * 8 + 10002 * 32);
  tracemalloc_clear_traces();
  CHECK(tracemalloc_get_memory() == 624);
  tracemalloc_stop();
  tracemalloc_set_source(nullptr);
}

TEST_SUITE_END();

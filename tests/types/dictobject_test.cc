// Dicts: table sizes, kinds of tables, versions and failing allocations, seen from C++.
#include "types/dictobject.h"

#include <doctest/doctest.h>

#include "memory/pymem.h"
#include "object/freelist.h"
#include "types/dict_keys.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/object_support.h"

using namespace py;

namespace {

Object* with_ints(Ssize n) {
  Object* d = dict_new();
  for (Ssize i = 0; i < n; i++) {
    Object* k = long_from_ssize_t(i);
    dict_set_item(d, k, None);
    decref(k);
  }
  return d;
}

DictKeys* keys_of(Object* d) { return as<DictObject>(d)->ma_keys; }

}  // namespace

TEST_SUITE_BEGIN("types/dictobject");

TEST_CASE("calculate_log2_keysize: as CPython, small sizes too") {
  const int expected[] = {3, 4, 4, 4, 4, 4, 4, 4, 3, 4, 4, 4, 4, 4, 4, 4, 5, 5};
  for (Ssize n = 0; n < 18; n++) CHECK(calculate_log2_keysize(n) == expected[n]);
}

TEST_CASE(
    "dict_set_item: tables grow to 2**k > 3 * used; the first str key makes a unicode table") {
  REQUIRE(fresh_interpreter());
  const struct { Ssize n, size; } steps[] = {{1, 160}, {6, 288}, {11, 568}, {22, 1104}};
  for (auto [n, size] : steps) {
    Object* d = with_ints(n);
    CHECK(static_cast<Ssize>(dict_keys_size(keys_of(d))) == size);
    decref(d);
  }
  Object* d = dict_new();
  REQUIRE(dict_set_item_string(d, "a", None) == 0);
  CHECK(keys_of(d)->dk_kind == DICT_KEYS_UNICODE);
  CHECK(dict_keys_size(keys_of(d)) == 120);
  REQUIRE(dict_set_item(d, get_small_int(1), None) == 0);
  CHECK(keys_of(d)->dk_kind == DICT_KEYS_GENERAL);
  CHECK(keys_of(d)->dk_log2_size == 4);
  decref(d);
}

TEST_CASE("dict_keys_get_version: stays while keys do, changes when one comes or goes") {
  REQUIRE(fresh_interpreter());
  Object* d = dict_new();
  REQUIRE(dict_set_item_string(d, "a", None) == 0);
  uint32_t version = dict_keys_get_version_for_current_state(keys_of(d));
  CHECK(version != 0);
  REQUIRE(dict_set_item_string(d, "a", NotImplemented) == 0);
  CHECK(dict_keys_get_version_for_current_state(keys_of(d)) == version);
  REQUIRE(dict_set_item_string(d, "b", None) == 0);
  CHECK(dict_keys_get_version_for_current_state(keys_of(d)) != version);
  decref(d);
}

TEST_CASE("dict_set_item: every failing allocation leaves the dict as it was") {
  REQUIRE(fresh_interpreter());
  for (uint64_t n = 1; n < 4; n++) {
    Object* d = with_ints(5);
    Object* k = get_small_int(100);
    fail_alloc_after(n, n + 1);
    int result = dict_set_item(d, k, None);
    fail_alloc_after(0);
    CHECK((result == 0 || err_exception_matches(exc_MemoryError)));
    err_clear();
    CHECK(dict_size(d) == (result == 0 ? 6 : 5));
    CHECK(dict_contains(d, k) == (result == 0));
    decref(d);
  }
}

TEST_CASE("dict_dealloc: dicts and 8-slot str tables are kept for the next ones") {
  REQUIRE(fresh_interpreter());
  dict_clear_free_list();
  Object* d = dict_new();
  dict_set_item_string(d, "a", None);
  DictKeys* keys = keys_of(d);
  decref(d);
  CHECK(free_lists.dicts.numfree == 1);
  CHECK(free_lists.dict_keys.numfree == 1);
  Object* e = dict_new();
  CHECK(e == d);
  dict_set_item_string(e, "b", None);
  CHECK(keys_of(e) == keys);
  decref(e);
}

TEST_CASE("dict_next: insertion order without holes") {
  REQUIRE(fresh_interpreter());
  Object* d = with_ints(6);
  REQUIRE(dict_del_item(d, get_small_int(2)) == 0);
  Ssize pos = 0, sum = 0, count = 0;
  Object* key;
  while (dict_next(d, &pos, &key, nullptr)) {
    sum = sum * 10 + long_compact_value(key);
    count++;
  }
  CHECK(count == 5);
  CHECK(sum == 1345);
  decref(d);
}

TEST_SUITE_END();

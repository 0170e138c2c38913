// Sets: growth, dummies and hashes, seen from C++.
#include "types/setobject.h"

#include <doctest/doctest.h>

#include "memory/pymem.h"
#include "types/longobject.h"
#include "types/object_support.h"

using namespace py;

namespace {

Object* with_ints(Ssize n) {
  Object* s = set_new(nullptr);
  for (Ssize i = 0; i < n; i++) {
    Object* k = long_from_ssize_t(i);
    set_add(s, k);
    decref(k);
  }
  return s;
}

Ssize slots(Object* s) { return as<SetObject>(s)->mask + 1; }

}  // namespace

TEST_SUITE_BEGIN("types/setobject");

TEST_CASE("set_add: tables grow 8 32 128 512 at 5, 19 and 77 keys") {
  REQUIRE(fresh_interpreter());
  const struct {
    Ssize n, size;
  } steps[] = {{4, 8}, {5, 32}, {18, 32}, {19, 128}, {76, 128}, {77, 512}};
  for (auto [n, size] : steps) {
    Object* s = with_ints(n);
    CHECK(slots(s) == size);
    decref(s);
  }
}

TEST_CASE("set_add: a new key takes the place of the last dummy that it passes") {
  REQUIRE(fresh_interpreter());
  Object* s = with_ints(30);
  for (Ssize i = 0; i < 15; i++) CHECK(set_discard(s, get_small_int(i)) == 1);
  CHECK(as<SetObject>(s)->fill == 30);
  REQUIRE(set_add(s, get_small_int(0)) == 0);
  CHECK(as<SetObject>(s)->fill == 30);
  CHECK(as<SetObject>(s)->table[14].key == get_small_int(0));
  decref(s);
}

TEST_CASE("set_add: a failing allocation says so and keeps the set whole") {
  REQUIRE(fresh_interpreter());
  Object* s = with_ints(4);
  fail_alloc_after(1);
  CHECK(set_add(s, get_small_int(200)) == -1);
  fail_alloc_after(0);
  err_clear();
  CHECK(set_contains(s, get_small_int(3)) == 1);
  REQUIRE(set_add(s, get_small_int(201)) == 0);
  decref(s);
}

TEST_CASE("frozenset hash: independent of order") {
  REQUIRE(fresh_interpreter());
  Object* f = frozenset_new(nullptr);
  CHECK(object_hash(f) == 133146708735736);
  decref(f);
}

TEST_SUITE_END();

// Tuples: free lists, resizing, untracking and hashes, seen from C++.
#include "types/tupleobject.h"

#include <doctest/doctest.h>

#include "object/freelist.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/object_support.h"

using namespace py;

TEST_SUITE_BEGIN("types/tupleobject");

TEST_CASE("tuple_new: () is one immortal object") {
  REQUIRE(fresh_interpreter());
  CHECK(tuple_new(0) == tuple_empty());
  CHECK(is_immortal(tuple_empty()));
  CHECK_FALSE(object_gc_is_tracked(tuple_empty()));
}

TEST_CASE("tuple_dealloc: sizes 1 to 20 go to their own free list") {
  REQUIRE(fresh_interpreter());
  tuple_clear_free_list();
  for (Ssize n : {1, 20, 21}) {
    Object* t = tuple_new(n);
    decref(t);
    CHECK((n <= 20 && free_lists.tuples.items[n <= 20 ? n - 1 : 0] == t) == (n <= 20));
  }
  CHECK(free_lists.tuples.numfree[0] == 1);
  CHECK(free_lists.tuples.numfree[19] == 1);
  tuple_clear_free_list();
}

TEST_CASE("tuple_maybe_untrack: only tuples without possible cycles") {
  REQUIRE(fresh_interpreter());
  Object* inner = tuple_pack(long_get_one());
  Object* outer = tuple_pack(inner, inner);
  tuple_maybe_untrack(outer);
  CHECK(object_gc_is_tracked(outer));
  tuple_maybe_untrack(inner);
  tuple_maybe_untrack(outer);
  CHECK_FALSE(object_gc_is_tracked(outer));
  Object* list = list_new(0);
  Object* holder = tuple_pack(list);
  tuple_maybe_untrack(holder);
  CHECK(object_gc_is_tracked(holder));
  for (Object* o : {inner, outer, list, holder}) decref(o);
}

TEST_CASE("tuple_resize: shrinks in place of the caller's pointer, empties to ()") {
  REQUIRE(fresh_interpreter());
  Object* t = tuple_new(30);
  for (Ssize i = 0; i < 30; i++) tuple_init_item(t, i, long_from_ssize_t(i));
  REQUIRE(tuple_resize(&t, 25) == 0);
  CHECK(tuple_size(t) == 25);
  CHECK(long_compact_value(tuple_item(t, 24)) == 24);
  REQUIRE(tuple_resize(&t, 0) == 0);
  CHECK(t == tuple_empty());
}

TEST_CASE("tuple_hash: the values that every CPython gives") {
  REQUIRE(fresh_interpreter());
  CHECK(tuple_hash(tuple_empty()) == 5740354900026072187);
  Object* t = tuple_pack(get_small_int(1), get_small_int(2));
  CHECK(tuple_hash(t) == -3550055125485641917);
  decref(t);
}

TEST_SUITE_END();

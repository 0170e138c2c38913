// Lists: growth, extend, slices and the free list, seen from C++.
#include "types/listobject.h"

#include <doctest/doctest.h>

#include "memory/memory_verify.h"
#include "memory/pymem.h"
#include "object/freelist.h"
#include "types/longobject.h"
#include "types/object_support.h"
#include "types/setobject.h"
#include "types/tupleobject.h"

using namespace py;

namespace {

Object* numbers(Ssize n) {  // the ints 0..n-1 as a new tuple
  Object* t = tuple_new(n);
  for (Ssize i = 0; i < n; i++) tuple_init_item(t, i, long_from_ssize_t(i));
  return t;
}

Ssize allocated(Object* list) { return as<ListObject>(list)->allocated; }

}  // namespace

TEST_SUITE_BEGIN("types/listobject");

TEST_CASE("list_resize: appending grows 0 4 8 16 24 32 40 52 64") {
  REQUIRE(fresh_interpreter());
  Object* list = list_new(0);
  Ssize steps[16] = {}, n = 0;
  for (Ssize i = 0; i < 60; i++) {
    if (n == 0 || steps[n - 1] != allocated(list)) steps[n++] = allocated(list);
    REQUIRE(list_append(list, None) == 0);
  }
  const Ssize expected[] = {0, 4, 8, 16, 24, 32, 40, 52, 64};
  REQUIRE(n == 9);
  for (Ssize i = 0; i < n; i++) CHECK(steps[i] == expected[i]);
  decref(list);
}

TEST_CASE("list_extend: the first items take an even number of places, a set's go by resize") {
  REQUIRE(fresh_interpreter());
  Object* five = numbers(5);
  Object* list = list_new(0);
  REQUIRE(list_extend(list, five) == 0);
  CHECK(allocated(list) == 6);
  Object* set = set_new(five);
  Object* other = list_new(0);
  REQUIRE(list_extend(other, set) == 0);
  CHECK(list_size(other) == 5);
  CHECK(allocated(other) == 8);
  REQUIRE(list_extend(list, list) == 0);
  CHECK(list_size(list) == 10);
  for (Object* o : {five, list, set, other}) decref(o);
}

TEST_CASE("list_set_slice: a failed allocation leaves the list as it was") {
  REQUIRE(fresh_interpreter());
  Object *ten = numbers(10), *forty = numbers(40);
  Object* list = list_new(0);
  REQUIRE(list_extend(list, ten) == 0);
  fail_alloc_after(1);
  CHECK(list_set_slice(list, 2, 4, forty) == -1);
  fail_alloc_after(0);
  CHECK(err_exception_matches(exc_MemoryError));
  err_clear();
  CHECK(list_size(list) == 10);
  CHECK(long_compact_value(list_item(list, 3)) == 3);
  for (Object* o : {ten, forty, list}) decref(o);
}

TEST_CASE("list_dealloc: up to 80 dead lists are kept, last in first out") {
  REQUIRE(fresh_interpreter());
  list_clear_free_list();
  Object* lists[100];
  for (Object*& l : lists) l = list_new(0);
  for (Object* l : lists) decref(l);
  CHECK(free_lists.lists.numfree == 80);
  Object* again = list_new(0);
  CHECK(again == lists[79]);
  decref(again);
  list_clear_free_list();
  CHECK(free_lists.lists.numfree == 0);
}

TEST_SUITE_END();

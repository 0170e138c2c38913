// The distance between names, and which one is near enough.
#include "types/suggestions.h"

#include <doctest/doctest.h>

#include <cstring>

#include "types/object_support.h"

using namespace py;

static Ssize distance(const char* a, const char* b, Ssize limit = 100) {
  return levenshtein_distance(a, static_cast<Ssize>(std::strlen(a)), b,
                              static_cast<Ssize>(std::strlen(b)), limit);
}

TEST_SUITE_BEGIN("types/suggestions");

TEST_CASE("levenshtein_distance: a move costs 2, a change of case 1") {
  CHECK(distance("", "") == 0);
  CHECK(distance("", "a") == 2);
  CHECK(distance("a", "A") == 1);
  CHECK(distance("Apple", "Aple") == 2);
  CHECK(distance("Banana", "B@n@n@") == 6);
  CHECK(distance("Cherry", "Cherry!") == 2);
  CHECK(distance("abcde", "vwxyz", 5) == 6);
}

TEST_CASE("suggest_name: the first of the nearest, or none") {
  REQUIRE(fresh_interpreter());
  const char* const names[] = {"alpha", "beta", "key"};
  Object* wrong = unicode_from_string("bets");
  CHECK(std::string(suggest_name(names, 3, wrong)) == "beta");
  decref(wrong);
  wrong = unicode_from_string("something");
  CHECK(suggest_name(names, 3, wrong) == nullptr);
  decref(wrong);
}

TEST_SUITE_END();

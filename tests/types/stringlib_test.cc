// Searching: against the obvious algorithm, for all widths.
#include "types/stringlib.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace py;

namespace {

template <class Char>
Ssize obvious(const std::vector<Char>& s, const std::vector<Char>& p, bool forward) {
  const Ssize n = static_cast<Ssize>(s.size()), m = static_cast<Ssize>(p.size());
  Ssize found = -1;
  for (Ssize i = 0; i + m <= n; i++) {
    bool same = true;
    for (Ssize j = 0; same && j < m; j++) same = s[static_cast<size_t>(i + j)] == p[static_cast<size_t>(j)];
    if (!same) continue;
    found = i;
    if (forward) break;
  }
  return found;
}

template <class Char>
void compare_all(Char base) {
  uint32_t state = 7;
  auto next = [&] { return state = state * 1664525u + 1013904223u, state >> 24; };
  for (int round = 0; round < 600; round++) {
    std::vector<Char> s(next() % 120), p(next() % 9);
    const uint32_t letters = 1 + next() % 3;
    for (Char& c : s) c = static_cast<Char>(base + next() % letters);
    for (Char& c : p) c = static_cast<Char>(base + next() % letters);
    const Ssize n = static_cast<Ssize>(s.size()), m = static_cast<Ssize>(p.size());
    REQUIRE(stringlib::find(s.data(), n, p.data(), m) == obvious(s, p, true));
    REQUIRE(stringlib::rfind(s.data(), n, p.data(), m) == obvious(s, p, false));
  }
}

}  // namespace

TEST_SUITE("types/stringlib") {
  TEST_CASE("find and rfind: one byte") { compare_all<uint8_t>('a'); }
  TEST_CASE("find and rfind: two bytes") { compare_all<uint16_t>(0x65e5); }
  TEST_CASE("find and rfind: four bytes") { compare_all<uint32_t>(0x1f600); }

  TEST_CASE("count: matches that do not overlap") {
    const uint8_t s[] = "aaaaaa";
    CHECK(stringlib::count(s, 6, s, 2, kSsizeMax) == 3);
    CHECK(stringlib::count(s, 6, s, 2, 2) == 2);
    CHECK(stringlib::count(s, 6, s, 0, kSsizeMax) == 7);
    CHECK(stringlib::count(s, 0, s, 1, kSsizeMax) == 0);
  }

  TEST_CASE("adjust_indices: as slices clip") {
    Ssize start = -100, end = 100;
    stringlib::adjust_indices(&start, &end, 5);
    CHECK(start == 0);
    CHECK(end == 5);
    start = -2, end = -1;
    stringlib::adjust_indices(&start, &end, 5);
    CHECK(start == 3);
    CHECK(end == 4);
  }
}

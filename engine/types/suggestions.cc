// CPython 3.13: Python/suggestions.c. See the header.
#include "types/suggestions.h"

#include <cstring>
#include <string>

#include "object/errors.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

constexpr Ssize MAX_CANDIDATE_ITEMS = 750, MAX_STRING_SIZE = 40, MOVE_COST = 2, CASE_COST = 1;

// a and b as UTF-8 bytes. CPython works on bytes too.
Ssize substitution_cost(char a, char b) {
  if ((a & 31) != (b & 31)) return MOVE_COST;  // not the same letter in either case
  if (a == b) return 0;
  auto lower = [](char c) { return 'A' <= c && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return lower(a) == lower(b) ? CASE_COST : MOVE_COST;
}

}  // namespace

Ssize levenshtein_distance(const char* a, Ssize a_size, const char* b, Ssize b_size,
                           Ssize max_cost) {
  if (a == b) return 0;
  while (a_size > 0 && b_size > 0 && a[0] == b[0]) a++, a_size--, b++, b_size--;
  while (a_size > 0 && b_size > 0 && a[a_size - 1] == b[b_size - 1]) a_size--, b_size--;
  if (a_size == 0 || b_size == 0) return (a_size + b_size) * MOVE_COST;
  if (a_size > MAX_STRING_SIZE || b_size > MAX_STRING_SIZE) return max_cost + 1;
  if (b_size < a_size) {
    std::swap(a, b);
    std::swap(a_size, b_size);
  }
  if ((b_size - a_size) * MOVE_COST > max_cost) return max_cost + 1;
  // One row of the distance matrix at a time: row[i] is the distance from a[:i+1] to what of b was
  // seen.
  Ssize row[MAX_STRING_SIZE];
  for (Ssize i = 0; i < a_size; i++) row[i] = (i + 1) * MOVE_COST;
  Ssize result = 0;
  for (Ssize bi = 0; bi < b_size; bi++) {
    Ssize distance = result = bi * MOVE_COST;
    Ssize minimum = INT64_MAX;
    for (Ssize i = 0; i < a_size; i++) {
      Ssize substitute = distance + substitution_cost(b[bi], a[i]);
      distance = row[i];
      Ssize insert_delete = (result < distance ? result : distance) + MOVE_COST;
      result = insert_delete < substitute ? insert_delete : substitute;
      row[i] = result;
      if (result < minimum) minimum = result;
    }
    if (minimum > max_cost) return max_cost + 1;
  }
  return result;
}

const char* suggest_name(const char* const* candidates, int count, Object* wrong_name) {
  if (count >= MAX_CANDIDATE_ITEMS) return nullptr;
  Ssize size;
  const char* name = unicode_as_utf8_and_size(wrong_name, &size);
  if (name == nullptr) {
    err_clear();
    return nullptr;
  }
  const char* best = nullptr;
  Ssize best_distance = INT64_MAX;
  for (int i = 0; i < count; i++) {
    auto candidate_size = static_cast<Ssize>(std::strlen(candidates[i]));
    // No more than a third of the characters involved may change.
    Ssize max_distance = (size + candidate_size + 3) * MOVE_COST / 6;
    if (best_distance - 1 < max_distance) max_distance = best_distance - 1;
    Ssize distance = levenshtein_distance(name, size, candidates[i], candidate_size, max_distance);
    if (distance > max_distance || distance >= best_distance) continue;
    best = candidates[i];
    best_distance = distance;
  }
  return best;
}

}  // namespace py

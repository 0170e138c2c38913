// "Did you mean": the name that is nearest to a misspelt one.
// CPython 3.13: Python/suggestions.c
#pragma once
#include "object/object.h"

namespace py {

// The nearest of count candidates (in order, the first of equals), or null when none is near
// enough. wrong_name: a str.
const char* suggest_name(const char* const* candidates, int count, Object* wrong_name);

// How many edits turn a into b, each move costing 2 and a change of case 1; more than max_cost:
// max_cost + 1.
Ssize levenshtein_distance(const char* a, Ssize a_size, const char* b, Ssize b_size,
                           Ssize max_cost);

}  // namespace py

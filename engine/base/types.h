// The number types that Python programs can see, the same width on every host.
#pragma once
#include <cstddef>
#include <cstdint>

namespace py {

using Ssize = int64_t;    // Py_ssize_t of a 64-bit CPython, also on wasm32
using HashValue = int64_t;  // Py_hash_t
constexpr Ssize kSsizeMax = INT64_MAX;
constexpr Ssize kSsizeMin = INT64_MIN;

}  // namespace py

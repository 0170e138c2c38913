// The engine's own invariants: a broken one is our bug, never the user's, and stops the machine at once.
#pragma once

namespace py {

// Prints what must hold and where, then aborts (a trap in wasm; the page restarts the worker).
[[noreturn]] void check_failed(const char* what, const char* file, int line);

}  // namespace py

// States an invariant in words: ENGINE_CHECK(count > 0, "a live object has a positive count").
#define ENGINE_CHECK(condition, what) \
  (__builtin_expect(!!(condition), 1) ? (void)0 : ::py::check_failed(what, __FILE__, __LINE__))

// The same, in debug builds only: for hot paths.
#ifndef NDEBUG
#define ENGINE_DCHECK(condition, what) ENGINE_CHECK(condition, what)
#else
#define ENGINE_DCHECK(condition, what) ((void)0)
#endif

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define NOINLINE __attribute__((noinline))
#define ALWAYS_INLINE inline __attribute__((always_inline))

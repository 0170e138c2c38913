#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace py {

void check_failed(const char* what, const char* file, int line) {
  std::fprintf(stderr, "glassheap: invariant broken: %s (%s:%d)\n", what, file, line);
  std::abort();
}

}  // namespace py

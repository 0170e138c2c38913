// See view.h.
#include "observe/view.h"

#include "observe/graph.h"
#include "observe/heap_view.h"
#include "observe/timeline.h"

namespace py::observe {

namespace {

template <class T>
std::vector<uint8_t> encode(const T& view) {
  WireWriter out;
  wire_write(out, view);
  return std::move(out.bytes);
}

const struct {
  std::string_view name;
  std::vector<uint8_t> (*make)();
} kViews[] = {
    {"graph", [] { return encode(graph_view()); }},
    {"timeline", [] { return encode(timeline_view()); }},
    {"heap", [] { return encode(heap_view()); }},
};

}  // namespace

bool encode_view(std::string_view name, std::vector<uint8_t>* out) {
  for (const auto& view : kViews) {
    if (view.name != name) continue;
    *out = view.make();
    return true;
  }
  return false;
}

}  // namespace py::observe

// See garbage.h. The phases are the collector's (gc/gc.cc): update_refs, subtract_refs, move_unreachable.
#include "observe/garbage.h"

#include <unordered_map>
#include <vector>

#include "gc/gc.h"           // gc_visit_objects
#include "object/type.h"     // tp_traverse

namespace py::observe {

namespace {

using Counts = std::unordered_map<Object*, int64_t>;

int subtract(Object* target, void* arg) {
  auto& counts = *static_cast<Counts*>(arg);
  const auto found = counts.find(target);
  if (found != counts.end()) found->second--;
  return 0;
}

// Objects found reachable leave the counts and wait to be walked themselves.
struct Rescue {
  Counts& counts;
  std::vector<Object*> waiting;
};

int rescue(Object* target, void* arg) {
  auto& state = *static_cast<Rescue*>(arg);
  if (state.counts.erase(target)) state.waiting.push_back(target);
  return 0;
}

}  // namespace

std::unordered_set<Object*> unreachable_objects() {
  Counts counts;
  gc_visit_objects(
      [](Object* op, int generation, void* context) {
        if (generation < NUM_GENERATIONS) (*static_cast<Counts*>(context))[op] = op->ob_refcnt;
      },
      &counts);
  std::vector<Object*> all;
  all.reserve(counts.size());
  for (const auto& entry : counts) all.push_back(entry.first);
  for (Object* op : all) op->ob_type->tp_traverse(op, subtract, &counts);

  Rescue state{counts, {}};
  for (Object* op : all) {
    const auto found = counts.find(op);
    if (found != counts.end() && (found->second > 0 || is_immortal(op))) state.waiting.push_back(op);
  }
  for (Object* op : state.waiting) counts.erase(op);
  while (!state.waiting.empty()) {
    Object* op = state.waiting.back();
    state.waiting.pop_back();
    op->ob_type->tp_traverse(op, rescue, &state);
  }
  std::unordered_set<Object*> garbage;
  for (const auto& entry : counts) garbage.insert(entry.first);
  return garbage;
}

}  // namespace py::observe

// See timeline.h.
#include "observe/timeline.h"

#include <algorithm>

#include "gc/gc.h"                 // gc_set_listener
#include "memory/site_table.h"     // heap_stats, current_tick

namespace py::observe {

namespace {

constexpr size_t kMaxPoints = 2048, kMaxCollections = 4096;

struct Recorder {
  std::vector<TimelinePoint> points;
  std::vector<CollectionMark> collections;
  uint64_t step = 1, next = 0;
  uint64_t base = 0;  // bytes that the interpreter itself had in use when the program started

  double current() const { return heap_stats.current > base ? static_cast<double>(heap_stats.current - base) : 0; }
  double peak() const { return heap_stats.peak > base ? static_cast<double>(heap_stats.peak - base) : 0; }
};
Recorder recorder;

void on_collection(const GCEvent& event) {
  if (recorder.collections.size() >= kMaxCollections) {
    // Young collections are many; what a full one found is what people look for.
    auto& marks = recorder.collections;
    marks.erase(std::remove_if(marks.begin(), marks.end(), [i = 0](const CollectionMark& m) mutable {
                  return m.generation < 2 && i++ % 2;
                }), marks.end());
    if (marks.size() >= kMaxCollections) marks.erase(marks.begin(), marks.begin() + kMaxCollections / 2);
  }
  recorder.collections.push_back({static_cast<double>(event.tick), static_cast<uint32_t>(event.generation),
                                  static_cast<uint32_t>(event.collected)});
}

void halve() {
  auto& points = recorder.points;
  for (size_t i = 0; 2 * i + 1 < points.size(); i++) {
    const TimelinePoint &a = points[2 * i], &b = points[2 * i + 1];
    points[i] = {b.tick, std::max(a.current, b.current), b.peak};
  }
  points.resize(points.size() / 2);
  recorder.step *= 2;
}

}  // namespace

void timeline_reset() {
  recorder = {};
  recorder.base = heap_stats.current;
  heap_stats.peak = heap_stats.current;
  gc_set_listener(on_collection);
  timeline_sample();
}

uint64_t timeline_next_tick() { return recorder.next; }

void timeline_sample() {
  if (recorder.points.size() >= kMaxPoints) halve();
  const double current = recorder.current(), peak = recorder.peak();
  // A peak inside the step is a point of its own right before its end.
  const double high = !recorder.points.empty() && peak > recorder.points.back().peak ? peak : current;
  recorder.points.push_back({static_cast<double>(current_tick), std::max(high, current), peak});
  recorder.next = current_tick + recorder.step;
}

Timeline timeline_view() {
  return {recorder.points, recorder.collections, recorder.current(), recorder.peak(), static_cast<double>(current_tick)};
}

}  // namespace py::observe

// The timeline: bytes in use over the run (area), the highest so far (line), collections (triangles).
#include <algorithm>
#include <string>

#include "imgui.h"
#include "panels/panels.h"

namespace ui {

namespace {

struct Axes {
  Area plot;
  double ticks, bytes;
  ImVec2 at(double tick, double value) const {
    return {plot.left + plot.width() * static_cast<float>(tick / ticks),
            plot.bottom - plot.height() * static_cast<float>(value / bytes)};
  }
};

void curves(const App& state, const Axes& axes, ImDrawList* list) {
  const Tokens& t = state.tokens();
  const auto& points = state.timeline.points;
  for (size_t i = 1; i < points.size(); i++) {
    const ImVec2 a = axes.at(points[i - 1].tick, points[i - 1].current), b = axes.at(points[i].tick, points[i].current);
    const ImVec2 quad[] = {{a.x, axes.plot.bottom}, a, b, {b.x, axes.plot.bottom}};
    list->AddConvexPolyFilled(quad, 4, (t.accent & 0x00ffffff) | 0x50000000);
    list->AddLine(a, b, t.accent, 1.5f);
    list->AddLine(axes.at(points[i - 1].tick, points[i - 1].peak), axes.at(points[i].tick, points[i].peak), t.warn, 1.2f);
  }
}

void collections(const App& state, const Axes& axes, ImDrawList* list) {
  for (const auto& mark : state.timeline.collections) {
    const float x = axes.at(mark.tick, 0).x, y = axes.plot.bottom + 4;
    list->AddTriangleFilled({x, y}, {x - 4, y + 7}, {x + 4, y + 7}, state.tokens().good);
  }
}

void hover(const App& state, const Axes& axes) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const auto& points = state.timeline.points;
  if (points.empty() || mouse.y < axes.plot.top - 20 || mouse.x < axes.plot.left || mouse.x > axes.plot.right) return;
  const double tick = (mouse.x - axes.plot.left) / axes.plot.width() * axes.ticks;
  auto next = std::lower_bound(points.begin(), points.end(), tick, [](const auto& p, double at) { return p.tick < at; });
  if (next == points.end()) --next;
  ImGui::SetTooltip("tick %.0f\nin use %s\npeak %s", next->tick, format_bytes(next->current).c_str(),
                    format_bytes(next->peak).c_str());
}

}  // namespace

void draw_timeline(App& state, Area area) {
  const Tokens& t = state.tokens();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({area.left, area.top}, {area.right, area.bottom}, t.surface);
  list->AddLine({area.left, area.top}, {area.right, area.top}, t.line);
  const auto& timeline = state.timeline;
  const std::string now = "in use " + format_bytes(timeline.current), peak = "peak " + format_bytes(timeline.peak);
  draw_text(list, state.sans, 13, {area.left + 12, area.top + 6}, t.accent, now);
  draw_text(list, state.sans, 13, {area.left + 150, area.top + 6}, t.warn, peak);
  if (!timeline.collections.empty()) {
    const std::string count = std::to_string(timeline.collections.size()) +
                              (timeline.collections.size() == 1 ? " collection" : " collections");
    draw_text(list, state.sans, 13, {area.left + 280, area.top + 6}, t.good, count);
  }
  const Axes axes{{area.left + 12, area.top + 28, area.right - 12, area.bottom - 14},
                  std::max(1.0, timeline.tick), std::max(1.0, timeline.peak * 1.05)};
  curves(state, axes, list);
  collections(state, axes, list);
  hover(state, axes);
}

}  // namespace ui

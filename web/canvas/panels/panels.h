// The canvas's panels: panels.def lists them, one file each draws one.
#pragma once
#include "app.h"

struct ImVec2;

namespace ui {

// A rectangle of the canvas in CSS pixels.
struct Area {
  float left, top, right, bottom;
  float width() const { return right - left; }
  float height() const { return bottom - top; }
};

#define PANEL(id, title) void draw_##id##_panel(App& state, Area area);
#include "panels/panels.def"
#undef PANEL

// The strip below every panel: bytes over ticks.
void draw_timeline(App& state, Area area);

}  // namespace ui

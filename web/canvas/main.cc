// What the page calls: start, one frame, views, input. The only file that knows Emscripten beside gfx.cc.
//
// The page owns the events: it forwards pointer, wheel and size, and asks for a frame when something changed.
#include <emscripten.h>

#include "app.h"
#include "assets.h"  // fonts
#include "gfx.h"
#include "imgui.h"
#include "panels/panels.h"

using namespace ui;

namespace {

constexpr float kTimelineHeight = 96;

void (*const kPanels[])(App&, Area) = {
#define PANEL(id, title) draw_##id##_panel,
#include "panels/panels.def"
#undef PANEL
};

void load_fonts() {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  ImGuiIO& io = ImGui::GetIO();
  auto add = [&](const unsigned char* data, size_t size) {
    return io.Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(data), static_cast<int>(size), 17, &config);
  };
  app.sans = add(kSansFont, sizeof kSansFont);  // the first is what tooltips use
  app.mono = add(kMonoFont, sizeof kMonoFont);
}

void style() {
  ImGuiStyle& s = ImGui::GetStyle();
  const Tokens& t = app.tokens();
  s.PopupRounding = 6;
  s.WindowPadding = {10, 8};
  s.Colors[ImGuiCol_PopupBg] = ImGui::ColorConvertU32ToFloat4(t.surface);
  s.Colors[ImGuiCol_Border] = ImGui::ColorConvertU32ToFloat4(t.line);
  s.Colors[ImGuiCol_Text] = ImGui::ColorConvertU32ToFloat4(t.ink);
}

template <class T>
bool read_view(T& view, const uint8_t* data, uint32_t size) {
  T fresh;
  py::observe::WireReader in{data, data + size};
  wire_read(in, fresh);
  if (in.failed) return false;
  view = std::move(fresh);
  app.redraw();
  return true;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE int canvas_init(const char* selector) {
  if (!ImGui::GetCurrentContext()) {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    load_fonts();
  }
  return gfx_init(selector);
}

EMSCRIPTEN_KEEPALIVE void canvas_lost() { gfx_shutdown(); }

// Draws when something changed since the last frame; true while more frames are wanted.
EMSCRIPTEN_KEEPALIVE int canvas_frame(float width, float height, float pixel_ratio, float seconds) {
  if (width != app.width || height != app.height) {
    app.width = width;
    app.height = height;
    app.fit[0] = app.fit[1] = true;
    app.redraw();
  }
  if (app.frames_to_draw <= 0) return 0;
  app.frames_to_draw--;
  ImGui::GetIO().DeltaTime = seconds > 0 ? seconds : 1.0f / 60;
  style();
  gfx_begin(width, height, pixel_ratio);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({width, height});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("canvas", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground |
                                      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove);
  kPanels[app.panel](app, {0, 0, width, height - kTimelineHeight});
  draw_timeline(app, {0, height - kTimelineHeight, width, height});
  ImGui::End();
  ImGui::PopStyleVar();
  gfx_end();
  return app.frames_to_draw > 0;
}

EMSCRIPTEN_KEEPALIVE int canvas_set_graph(const uint8_t* data, uint32_t size) {
  if (!read_view(app.graph, data, size)) return 0;
  app.scene = build_scene(app.graph);
  app.fit[0] = true;
  return 1;
}
EMSCRIPTEN_KEEPALIVE int canvas_set_timeline(const uint8_t* data, uint32_t size) {
  return read_view(app.timeline, data, size);
}
EMSCRIPTEN_KEEPALIVE int canvas_set_heap(const uint8_t* data, uint32_t size) {
  app.heap_generation++;
  app.fit[1] = true;
  return read_view(app.heap, data, size);
}

// The cards for the page's layout library: count, then width and height of each; arrows as pairs of card indexes.
EMSCRIPTEN_KEEPALIVE uint32_t canvas_card_count() { return static_cast<uint32_t>(app.scene.cards.size()); }
EMSCRIPTEN_KEEPALIVE void canvas_card_sizes(float* out) {
  for (const Card& card : app.scene.cards) {
    *out++ = card.width;
    *out++ = card.height;
  }
}
EMSCRIPTEN_KEEPALIVE uint32_t canvas_arrows(uint32_t* out, uint32_t limit) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < app.scene.cards.size(); i++) {
    for (const Row& row : app.scene.cards[i].rows) {
      if (row.target < 0) continue;
      if (count < limit) {
        out[2 * count] = i;
        out[2 * count + 1] = static_cast<uint32_t>(row.target);
      }
      count++;
    }
  }
  return count;
}
// Upper left corners, x and y of each card.
EMSCRIPTEN_KEEPALIVE void canvas_place_cards(const float* corners) {
  for (Card& card : app.scene.cards) {
    card.x = *corners++;
    card.y = *corners++;
  }
  app.fit[0] = true;
  app.redraw();
}

EMSCRIPTEN_KEEPALIVE void canvas_set_panel(int panel) {
  constexpr int kCount = sizeof kPanels / sizeof *kPanels;
  if (panel >= 0 && panel < kCount) app.panel = panel;
  app.redraw();
}
EMSCRIPTEN_KEEPALIVE void canvas_set_dark(int dark) {
  app.dark = dark;
  app.heap_generation++;
  app.redraw();
}
EMSCRIPTEN_KEEPALIVE void canvas_select(double address) {
  app.selected = address;
  app.redraw();
}
EMSCRIPTEN_KEEPALIVE double canvas_selected() { return app.selected; }
EMSCRIPTEN_KEEPALIVE void canvas_fit() {
  app.fit[0] = app.fit[1] = true;
  app.redraw();
}
EMSCRIPTEN_KEEPALIVE void canvas_zoom(float steps) {
  ImGui::GetIO().AddMouseWheelEvent(0, steps);
  app.redraw();
}
EMSCRIPTEN_KEEPALIVE void canvas_pointer(float x, float y) {
  ImGui::GetIO().AddMousePosEvent(x, y);
  app.redraw();
}
EMSCRIPTEN_KEEPALIVE void canvas_button(int down) {
  ImGui::GetIO().AddMouseButtonEvent(0, down != 0);
  app.redraw();
}
}

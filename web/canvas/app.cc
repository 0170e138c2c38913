// See app.h.
#include "app.h"

#include <algorithm>
#include <string_view>

#include "imgui.h"

namespace ui {

App app;

void draw_text(ImDrawList* list, ImFont* font, float px, const ImVec2& at, uint32_t color, const std::string& words) {
  const float line_height = font == app.mono ? 1.32f : 1.21f;  // of JetBrains Mono and Inter, in ems
  list->AddText(font, px * line_height, at, color, words.c_str());
}

uint32_t type_color(const App& state, const std::string& type) {
  const Tokens& t = state.tokens();
  const struct {
    std::string_view name;
    uint32_t color;
  } table[] = {{"list", t.list},       {"array.array", t.list}, {"dict", t.dict},         {"globals", t.dict},
               {"str", t.str},         {"bytes", t.str},        {"tuple", t.tuple},       {"set", t.set},
               {"frozenset", t.set},   {"function", t.function}, {"generator", t.function}, {"cell", t.function},
               {"int", t.other},       {"float", t.other},      {"module", t.other},      {"frame", t.other},
               {"NoneType", t.other},  {"bool", t.other},       {"type", t.function},     {"weakref", t.other}};
  for (const auto& entry : table) {
    if (entry.name == type) return entry.color;
  }
  return t.instance;
}

void move_camera(Camera& camera, float left, float top, float right, float bottom) {
  ImGuiIO& io = ImGui::GetIO();
  const bool inside = io.MousePos.x >= left && io.MousePos.x < right && io.MousePos.y >= top && io.MousePos.y < bottom;
  if (!inside) return;
  if (io.MouseWheel != 0) {
    const float before = camera.zoom;
    camera.zoom = std::clamp(camera.zoom * (1 + io.MouseWheel * 0.12f), 0.05f, 40.0f);
    const float keep = 1 / before - 1 / camera.zoom;
    camera.x += (io.MousePos.x - left) * keep;
    camera.y += (io.MousePos.y - top) * keep;
  }
  if (ImGui::IsMouseDragging(ImGuiMouseButton_Left, 3)) {
    camera.x -= io.MouseDelta.x / camera.zoom;
    camera.y -= io.MouseDelta.y / camera.zoom;
  }
}

}  // namespace ui

// Objects: who holds what, and how often? Frames left, objects right of who refers to them.
#include <algorithm>
#include <cmath>
#include <string>

#include "imgui.h"
#include "panels/panels.h"

namespace ui {

namespace {

struct View {
  ImDrawList* list;
  Area area;
  const Camera& camera;
  ImVec2 screen(float x, float y) const {
    return {area.left + (x - camera.x) * camera.zoom, area.top + (y - camera.y) * camera.zoom};
  }
  float size(float px) const { return px * camera.zoom; }
};

void text(const View& view, ImFont* font, float px, ImVec2 at, uint32_t color, const std::string& words) {
  if (view.size(px) < 5) return;  // too small to read: dots and shapes tell enough
  draw_text(view.list, font, view.size(px), at, color, words);
}

bool is_garbage(const Node& node) { return node.state == kUnreachable; }

// A curve that leaves and arrives horizontally; side +1 leaves to the right, -1 to the left.
void arrow(const View& view, ImVec2 from, ImVec2 to, float side, uint32_t color, bool weak) {
  const float reach = side * std::max(view.size(28), std::abs(to.x - from.x) * 0.45f);
  const ImVec2 c1{from.x + reach, from.y}, c2{to.x - reach, to.y};
  const float thick = std::max(1.0f, 1.5f * view.camera.zoom);
  if (weak) {
    // Dashed: every other piece of the curve.
    constexpr int kPieces = 24;
    ImVec2 previous = from;
    for (int i = 1; i <= kPieces; i++) {
      const float t = static_cast<float>(i) / kPieces, u = 1 - t;
      const float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
      const ImVec2 point{a * from.x + b * c1.x + c * c2.x + d * to.x, a * from.y + b * c1.y + c * c2.y + d * to.y};
      if (i % 2) view.list->AddLine(previous, point, color, thick);
      previous = point;
    }
  } else {
    view.list->AddBezierCubic(from, c1, c2, to, color, thick);
  }
  const float head = side * view.size(7), half = view.size(4);
  const ImVec2 upper{to.x - head, to.y - half}, lower{to.x - head, to.y + half};
  if (weak) {
    view.list->AddTriangle(to, upper, lower, color, thick);
  } else {
    view.list->AddTriangleFilled(to, upper, lower, color);
  }
}

// A reference from an object to itself: a loop at the card's right edge.
void loop(const View& view, ImVec2 from, ImVec2 to, uint32_t color) {
  const float out = view.size(44);
  view.list->AddBezierCubic(from, {from.x + out, from.y}, {to.x + out, to.y}, to, color, std::max(1.0f, 1.5f * view.camera.zoom));
  const float head = view.size(7), half = view.size(4);
  view.list->AddTriangleFilled(to, {to.x + head, to.y - half}, {to.x + head, to.y + half}, color);
}

// The count, on the card's upper right corner. A lock stands for "immortal".
void badge(const View& view, const App& state, const Card& card, const Node& node) {
  const Tokens& t = state.tokens();
  const bool immortal = node.refcount == UINT32_MAX;
  const std::string count = immortal ? "∞" : std::to_string(node.refcount);
  const float width = std::max(22.0f, 12 + 8 * static_cast<float>(immortal ? 1 : count.size()));
  const ImVec2 low = view.screen(card.x + card.width - width * 0.65f, card.y - 9);
  const ImVec2 high{low.x + view.size(width), low.y + view.size(20)};
  view.list->AddRectFilled(low, high, is_garbage(node) ? t.ink_soft : t.accent, view.size(10));
  const float glyphs = view.size(7.8f) * static_cast<float>(immortal ? 1 : count.size());
  if (view.size(13) >= 5) {
    draw_text(view.list, state.mono, view.size(13), {(low.x + high.x - glyphs) / 2, low.y + view.size(1.5f)}, t.background,
              count);
  }
}

void draw_card(const View& view, App& state, const Card& card) {
  const Tokens& t = state.tokens();
  const Node& node = state.graph.nodes[card.node];
  const bool garbage = is_garbage(node);
  const ImVec2 low = view.screen(card.x, card.y), high = view.screen(card.x + card.width, card.y + card.height);
  if (high.x < view.area.left || low.x > view.area.right || high.y < view.area.top || low.y > view.area.bottom) return;
  const uint32_t tone = garbage ? t.ink_soft : type_color(state, node.kind == kFrameNode ? "frame" : node.type);
  const float round = view.size(6);
  view.list->AddRectFilled(low, high, garbage ? t.sunken : t.surface, round);
  view.list->AddRectFilled(low, {low.x + view.size(4), high.y}, tone, round, ImDrawFlags_RoundCornersLeft);
  const bool chosen = node.address != 0 && node.address == state.selected;
  view.list->AddRect(low, high, chosen ? t.accent : garbage ? t.ink_soft : t.line, round, 0, chosen ? 2.5f : 1.0f);
  text(view, state.sans, 14, view.screen(card.x + kCardPadding, card.y + 4), garbage ? t.ink_soft : t.ink, card.title);
  if (node.kind == kObjectNode) {
    const std::string size = (garbage ? "garbage  " : "") + format_bytes(node.size);
    const float width = 7.2f * static_cast<float>(size.size());
    text(view, state.mono, 12, view.screen(card.x + card.width - width - 18, card.y + 5), t.ink_soft, size);
    badge(view, state, card, node);
  }
  float y = card.y + kHeaderHeight;
  if (card.rows.empty() && node.kind == kObjectNode) {
    text(view, state.mono, 13, view.screen(card.x + kCardPadding, y), t.ink, node.value);
  }
  for (const Row& row : card.rows) {
    text(view, state.mono, 13, view.screen(card.x + kCardPadding, y), t.ink_soft, row.label);
    if (!row.text.empty()) {
      const float indent = 7.8f * static_cast<float>(row.label.size() + 1);
      text(view, state.mono, 13, view.screen(card.x + kCardPadding + indent, y), t.ink, row.text);
    }
    y += kRowHeight;
  }
  if (card.hidden_rows) {
    text(view, state.mono, 12, view.screen(card.x + kCardPadding, y), t.ink_soft,
         "... " + std::to_string(card.hidden_rows) + " more");
  }
}

void draw_arrow(const View& view, const App& state, const Card& card, const Row& row, float y) {
  const Tokens& t = state.tokens();
  const Card& to = state.scene.cards[static_cast<size_t>(row.target)];
  const Node& target = state.graph.nodes[to.node];
  const bool chosen = target.address != 0 && target.address == state.selected;
  const uint32_t color = chosen ? t.accent : is_garbage(state.graph.nodes[card.node]) ? t.ink_soft : t.ink;
  // Towards an object further left the arrow leaves at the left edge, so that it does not cross its own card.
  const bool left = to.x + to.width <= card.x;
  const ImVec2 from = view.screen(left ? card.x + 4 : card.x + card.width - 8, y);
  view.list->AddCircleFilled(from, view.size(3), color);
  if (&to == &card) {
    loop(view, from, view.screen(card.x + card.width, card.y + 14), color);
  } else if (left) {
    arrow(view, from, view.screen(to.x + to.width, to.y + to.height - 10), -1, color, row.weak);
  } else {
    arrow(view, from, view.screen(to.x, to.y + 14), 1, color, row.weak);
  }
}

void draw_arrows(const View& view, const App& state, const Card& card) {
  float y = card.y + kHeaderHeight + kRowHeight * 0.4f;
  for (const Row& row : card.rows) {
    if (row.target >= 0) draw_arrow(view, state, card, row, y);
    y += kRowHeight;
  }
}

// An outline round the cards of one cycle.
void outline_cycles(const View& view, const App& state) {
  uint32_t last = 0;
  for (const Node& node : state.graph.nodes) last = std::max(last, node.component);
  for (uint32_t component = 1; component <= last; component++) {
    Area box{1e9f, 1e9f, -1e9f, -1e9f};
    int members = 0;
    for (const Card& card : state.scene.cards) {
      if (state.graph.nodes[card.node].component != component) continue;
      members++;
      box = {std::min(box.left, card.x), std::min(box.top, card.y), std::max(box.right, card.x + card.width),
             std::max(box.bottom, card.y + card.height)};
    }
    if (!members) continue;
    const ImVec2 low = view.screen(box.left - 14, box.top - 18), high = view.screen(box.right + 14, box.bottom + 14);
    view.list->AddRect(low, high, state.tokens().warn, view.size(12), 0, 1.5f);
    text(view, state.sans, 12, {low.x + view.size(10), high.y + view.size(3)}, state.tokens().warn, "cycle");
  }
}

void choose(App& state, const View& view) {
  if (!ImGui::IsMouseReleased(ImGuiMouseButton_Left) || ImGui::IsMouseDragging(ImGuiMouseButton_Left, 3)) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (mouse.x < view.area.left || mouse.x >= view.area.right || mouse.y < view.area.top || mouse.y >= view.area.bottom) {
    return;
  }
  state.selected = 0;
  for (const Card& card : state.scene.cards) {
    const ImVec2 low = view.screen(card.x, card.y), high = view.screen(card.x + card.width, card.y + card.height);
    if (mouse.x >= low.x && mouse.x < high.x && mouse.y >= low.y && mouse.y < high.y) {
      state.selected = state.graph.nodes[card.node].address;
    }
  }
  state.redraw();
}

void fit_camera(App& state, Area area) {
  if (state.scene.cards.empty()) return;
  Area box{1e9f, 1e9f, -1e9f, -1e9f};
  for (const Card& card : state.scene.cards) {
    box = {std::min(box.left, card.x), std::min(box.top, card.y), std::max(box.right, card.x + card.width),
           std::max(box.bottom, card.y + card.height)};
  }
  constexpr float kMargin = 36;
  const float zoom = std::min({(area.width() - 2 * kMargin) / std::max(1.0f, box.width()),
                               (area.height() - 2 * kMargin) / std::max(1.0f, box.height()), 1.15f});
  Camera& camera = state.cameras[0];
  camera.zoom = std::max(zoom, 0.05f);
  camera.x = (box.left + box.right) / 2 - area.width() / 2 / camera.zoom;
  camera.y = (box.top + box.bottom) / 2 - area.height() / 2 / camera.zoom;
  state.fit[0] = false;
}

}  // namespace

void draw_objects_panel(App& state, Area area) {
  if (state.fit[0]) fit_camera(state, area);
  move_camera(state.cameras[0], area.left, area.top, area.right, area.bottom);
  const View view{ImGui::GetWindowDrawList(), area, state.cameras[0]};
  view.list->PushClipRect({area.left, area.top}, {area.right, area.bottom}, true);
  outline_cycles(view, state);
  for (const Card& card : state.scene.cards) draw_card(view, state, card);
  for (const Card& card : state.scene.cards) draw_arrows(view, state, card);
  choose(state, view);
  view.list->PopClipRect();
}

}  // namespace ui

// Heap: where does it live, what is wasted? Arenas as blocks of 64 pools, pools as tiles of cells, raw blocks below.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "gfx.h"
#include "imgui.h"
#include "panels/panels.h"

namespace ui {

namespace {

constexpr float kTile = 48, kTileGap = 4, kArenaGap = 36;  // map units
constexpr int kPoolsAcross = 8;
constexpr float kArena = kPoolsAcross * (kTile + kTileGap);
constexpr int kArenasAcross = 4;

uint32_t gpu_generation = 0;
std::vector<HeapTile> tiles;
std::vector<std::string> captions;  // one a tile, for the tooltip

// Size classes run through the eight type hues, so that neighbours differ.
uint32_t class_color(const Tokens& t, uint32_t size) {
  const uint32_t hues[] = {t.dict, t.list, t.instance, t.tuple, t.set, t.function, t.str, t.other};
  return hues[(size / 16 + 7) % 8];
}

void set_color(HeapTile& tile, uint32_t color) {
  for (int i = 0; i < 4; i++) tile.color[i] = static_cast<float>((color >> (8 * i)) & 255) / 255.0f;
}

ImVec2 arena_origin(size_t index) {
  return {static_cast<float>(index % kArenasAcross) * (kArena + kArenaGap),
          static_cast<float>(index / kArenasAcross) * (kArena + kArenaGap)};
}

void add_pool(const App& state, const py::observe::Pool& pool, ImVec2 origin, size_t place,
              std::vector<uint8_t>& texels) {
  HeapTile tile{};
  tile.x = origin.x + static_cast<float>(place % kPoolsAcross) * (kTile + kTileGap);
  tile.y = origin.y + static_cast<float>(place / kPoolsAcross) * (kTile + kTileGap);
  tile.width = tile.height = kTile;
  char caption[120];
  if (pool.size_class == 0) {
    tile.raw = 1;
    set_color(tile, state.tokens().sunken);
    std::snprintf(caption, sizeof caption, "pool, never used yet");
  } else {
    set_color(tile, class_color(state.tokens(), pool.size_class));
    tile.first_texel = static_cast<uint32_t>(texels.size());
    tile.blocks = pool.capacity;
    tile.columns = std::max(1u, static_cast<uint32_t>(std::ceil(std::sqrt(static_cast<double>(pool.capacity)))));
    for (uint32_t i = 0; i < pool.capacity; i++) {
      const bool live = i / 8 < pool.live.size() && (pool.live[i / 8] >> (i % 8) & 1);
      texels.push_back(live ? 255 : 0);
    }
    std::snprintf(caption, sizeof caption, "pool of %u-byte blocks: %u of %u in use", pool.size_class, pool.used,
                  pool.capacity);
  }
  tiles.push_back(tile);
  captions.push_back(caption);
}

// Raw blocks as a bar chart of areas: width follows the square root of the size.
void add_raw(const App& state, float top) {
  float x = 0, y = top, row_height = 0;
  const float across = kArenasAcross * (kArena + kArenaGap);
  for (const auto& block : state.heap.raw) {
    HeapTile tile{};
    const auto side = static_cast<float>(std::clamp(std::sqrt(block.size) / 16.0, 3.0, 400.0));
    if (x + side > across) {
      x = 0;
      y += row_height + 3;
      row_height = 0;
    }
    tile.x = x;
    tile.y = y;
    tile.width = tile.height = side;
    tile.raw = 1;
    set_color(tile, block.live ? state.tokens().accent : state.tokens().sunken);
    tiles.push_back(tile);
    captions.push_back((block.live ? "large block, " : "hole, ") + format_bytes(block.size));
    x += side + 3;
    row_height = std::max(row_height, side);
  }
}

float raw_top(const App& state) {
  const size_t rows = (state.heap.arenas.size() + kArenasAcross - 1) / kArenasAcross;
  return static_cast<float>(rows) * (kArena + kArenaGap) + 8;
}

void build(const App& state) {
  tiles.clear();
  captions.clear();
  std::vector<uint8_t> texels;
  for (size_t a = 0; a < state.heap.arenas.size(); a++) {
    const auto& pools = state.heap.arenas[a].pools;
    for (size_t p = 0; p < pools.size(); p++) add_pool(state, pools[p], arena_origin(a), p, texels);
  }
  add_raw(state, raw_top(state));
  gfx_heap_upload(tiles, texels);
}

void fit_camera(App& state, Area area) {
  Area box{0, -24, kArena, kArena};
  for (const HeapTile& tile : tiles) {
    box.right = std::max(box.right, tile.x + tile.width);
    box.bottom = std::max(box.bottom, tile.y + tile.height);
  }
  Camera& camera = state.cameras[1];
  camera.zoom = std::min({area.width() / (box.width() + 40), area.height() / (box.height() + 40), 1.6f});
  camera.x = box.left - (area.width() / camera.zoom - box.width()) / 2;
  camera.y = box.top - (area.height() / camera.zoom - box.height()) / 2;
  state.fit[1] = false;
}

void labels(const App& state, Area area, const Camera& camera) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto at = [&](float x, float y) {
    return ImVec2{area.left + (x - camera.x) * camera.zoom, area.top + (y - camera.y) * camera.zoom};
  };
  for (size_t a = 0; a < state.heap.arenas.size(); a++) {
    const ImVec2 origin = arena_origin(a);
    uint32_t used = 0, pools = 0;
    for (const auto& pool : state.heap.arenas[a].pools) {
      used += pool.used;
      pools += pool.size_class != 0;
    }
    char text[96];
    std::snprintf(text, sizeof text, "arena %zu: %u pools in use, %u blocks", a + 1, pools, used);
    const ImVec2 place = at(origin.x, origin.y);
    draw_text(list, state.sans, 13, {place.x, place.y - 20}, state.tokens().ink_soft, text);
  }
  if (!state.heap.raw.empty()) {
    const ImVec2 place = at(0, raw_top(state));
    draw_text(list, state.sans, 13, {place.x, place.y - 20}, state.tokens().ink_soft, "blocks over 512 bytes, from the raw allocator");
  }
}

void tooltip(Area area, const Camera& camera) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (mouse.x < area.left || mouse.x >= area.right || mouse.y < area.top || mouse.y >= area.bottom) return;
  const float x = (mouse.x - area.left) / camera.zoom + camera.x, y = (mouse.y - area.top) / camera.zoom + camera.y;
  for (size_t i = 0; i < tiles.size(); i++) {
    const HeapTile& tile = tiles[i];
    if (x >= tile.x && x < tile.x + tile.width && y >= tile.y && y < tile.y + tile.height) {
      ImGui::SetTooltip("%s", captions[i].c_str());
      return;
    }
  }
}

}  // namespace

void draw_heap_panel(App& state, Area area) {
  if (gpu_generation != state.heap_generation) {
    build(state);
    gpu_generation = state.heap_generation;
  }
  if (state.fit[1]) fit_camera(state, area);
  move_camera(state.cameras[1], area.left, area.top, area.right, area.bottom);
  gfx_heap_draw(area.left, area.top, area.right, area.bottom, state.cameras[1]);
  ImGui::PushClipRect({area.left, area.top}, {area.right, area.bottom}, true);
  labels(state, area, state.cameras[1]);
  ImGui::PopClipRect();
  tooltip(area, state.cameras[1]);
}

}  // namespace ui

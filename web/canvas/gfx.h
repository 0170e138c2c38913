// GPU objects: the WebGL2 context, ImGui's renderer and the heap map's shader. Everything here can be made again from
// CPU data after the browser took the context away: gfx_shutdown, gfx_init.
#pragma once
#include "app.h"

namespace ui {

bool gfx_init(const char* canvas_selector);
void gfx_shutdown();
void gfx_begin(float width, float height, float pixel_ratio);
void gfx_end();

// Rectangle of one pool or raw block on the heap map, in map units.
struct HeapTile {
  float x, y, width, height;
  float color[4];
  uint32_t first_texel, blocks, columns, raw;
};

// Hands the tiles and block states (one byte a block) to the GPU.
void gfx_heap_upload(const std::vector<HeapTile>& tiles, const std::vector<uint8_t>& states);
// Queues the heap map into the current ImGui draw list, clipped to the rectangle (CSS pixels).
void gfx_heap_draw(float left, float top, float right, float bottom, const Camera& camera);

}  // namespace ui

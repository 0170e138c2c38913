#version 300 es
// Heap map: colours one pixel by the state of the block under it. A texel holds one block: 0 free, 255 live.
precision highp float;
precision highp int;
precision highp usampler2D;

uniform usampler2D u_blocks;
uniform vec4 u_free;                  // colour of a free block
uniform float u_gap;                  // width of the gap between cells, as a share of a cell; 0 when cells are tiny

in vec2 v_cell;
flat in vec4 v_color;
flat in uvec4 v_cells;
out vec4 color;

const uint kTextureWidth = 2048u;

void main() {
  if (v_cells.w == 1u) { color = v_color; return; }
  uint columns = v_cells.z;
  uint rows = (v_cells.y + columns - 1u) / columns;
  vec2 grid = v_cell * vec2(float(columns), float(rows));
  uvec2 cell = min(uvec2(grid), uvec2(columns - 1u, rows - 1u));
  uint block = cell.y * columns + cell.x;
  if (block >= v_cells.y) discard;
  vec2 inside = fract(grid);
  if (any(lessThan(inside, vec2(u_gap))) || any(greaterThan(inside, vec2(1.0 - u_gap)))) discard;
  uint texel = v_cells.x + block;
  uint state = texelFetch(u_blocks, ivec2(int(texel % kTextureWidth), int(texel / kTextureWidth)), 0).r;
  color = state > 0u ? v_color : u_free;
}

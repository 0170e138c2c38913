#version 300 es
// Heap map: one instance is one pool (or one raw block), a rectangle of cells.
precision highp float;
precision highp int;

uniform vec2 u_viewport;              // framebuffer size in pixels
uniform vec2 u_offset;                // of the map's origin, in pixels
uniform float u_scale;                // map units to pixels

layout(location = 0) in vec4 a_rect;  // x, y, width, height in map units
layout(location = 1) in vec4 a_color; // of a live block
layout(location = 2) in uvec4 a_cells; // first texel, blocks, columns, flags (1: raw block)

out vec2 v_cell;                      // position inside the rectangle, 0..1
flat out vec4 v_color;
flat out uvec4 v_cells;

void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  vec2 pixel = u_offset + (a_rect.xy + corner * a_rect.zw) * u_scale;
  gl_Position = vec4(pixel.x / u_viewport.x * 2.0 - 1.0, 1.0 - pixel.y / u_viewport.y * 2.0, 0.0, 1.0);
  v_cell = corner;
  v_color = a_color;
  v_cells = a_cells;
}

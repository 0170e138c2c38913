// See gfx.h.
#include "gfx.h"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>

#include <cstddef>
#include <string>

#include "assets.h"  // shader texts
#include "backends/imgui_impl_opengl3.h"
#include "imgui.h"

namespace ui {

namespace {

constexpr int kTextureWidth = 2048;  // also in heap_fragment.glsl

struct Gpu {
  EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = 0;
  GLuint program = 0, vertices = 0, instances = 0, blocks = 0;
  int tiles = 0;
  float pixel_ratio = 1;
  int width = 0, height = 0;  // framebuffer pixels
};
Gpu gpu;

// What one queued heap map needs when ImGui's renderer reaches it.
struct HeapDraw {
  float left, top, right, bottom;
  Camera camera;
};
HeapDraw heap_draw;

GLuint compile(GLenum kind, const char* text) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  return shader;
}

GLuint link_heap_program() {
  const GLuint program = glCreateProgram();
  const GLuint vertex = compile(GL_VERTEX_SHADER, heap_vertex_glsl);
  const GLuint fragment = compile(GL_FRAGMENT_SHADER, heap_fragment_glsl);
  glAttachShader(program, vertex);
  glAttachShader(program, fragment);
  glLinkProgram(program);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  return program;
}

void describe_tile_attributes() {
  glGenVertexArrays(1, &gpu.vertices);
  glGenBuffers(1, &gpu.instances);
  glBindVertexArray(gpu.vertices);
  glBindBuffer(GL_ARRAY_BUFFER, gpu.instances);
  const auto at = [](size_t offset) { return reinterpret_cast<const void*>(offset); };
  glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(HeapTile), at(offsetof(HeapTile, x)));
  glVertexAttribPointer(1, 4, GL_FLOAT, GL_FALSE, sizeof(HeapTile), at(offsetof(HeapTile, color)));
  glVertexAttribIPointer(2, 4, GL_UNSIGNED_INT, sizeof(HeapTile), at(offsetof(HeapTile, first_texel)));
  for (GLuint i = 0; i < 3; i++) {
    glEnableVertexAttribArray(i);
    glVertexAttribDivisor(i, 1);
  }
  glBindVertexArray(0);
}

void draw_heap(const ImDrawList*, const ImDrawCmd*) {
  if (!gpu.tiles) return;
  const float ratio = gpu.pixel_ratio;
  const float scale = heap_draw.camera.zoom * ratio;
  glEnable(GL_SCISSOR_TEST);
  glScissor(static_cast<int>(heap_draw.left * ratio), gpu.height - static_cast<int>(heap_draw.bottom * ratio),
            static_cast<int>((heap_draw.right - heap_draw.left) * ratio),
            static_cast<int>((heap_draw.bottom - heap_draw.top) * ratio));
  glUseProgram(gpu.program);
  const auto uniform = [](const char* name) { return glGetUniformLocation(gpu.program, name); };
  glUniform2f(uniform("u_viewport"), static_cast<float>(gpu.width), static_cast<float>(gpu.height));
  glUniform2f(uniform("u_offset"), heap_draw.left * ratio - heap_draw.camera.x * scale,
              heap_draw.top * ratio - heap_draw.camera.y * scale);
  glUniform1f(uniform("u_scale"), scale);
  glUniform1f(uniform("u_gap"), scale > 6 ? 0.08f : 0.0f);
  const ImVec4 free_color = ImGui::ColorConvertU32ToFloat4(app.tokens().sunken);
  glUniform4f(uniform("u_free"), free_color.x, free_color.y, free_color.z, 1);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, gpu.blocks);
  glUniform1i(uniform("u_blocks"), 0);
  glBindVertexArray(gpu.vertices);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, gpu.tiles);
  glBindVertexArray(0);
}

}  // namespace

bool gfx_init(const char* canvas_selector) {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = false;
  attributes.antialias = true;
  attributes.preserveDrawingBuffer = true;  // the page reads pixels for screenshots and tests
  gpu.context = emscripten_webgl_create_context(canvas_selector, &attributes);
  if (gpu.context <= 0) return false;
  emscripten_webgl_make_context_current(gpu.context);
  ImGui_ImplOpenGL3_Init("#version 300 es");
  gpu.program = link_heap_program();
  describe_tile_attributes();
  glGenTextures(1, &gpu.blocks);
  app.heap_generation++;  // panels upload again
  return true;
}

void gfx_shutdown() {
  ImGui_ImplOpenGL3_Shutdown();
  glDeleteProgram(gpu.program);
  glDeleteTextures(1, &gpu.blocks);
  glDeleteBuffers(1, &gpu.instances);
  glDeleteVertexArrays(1, &gpu.vertices);
  if (gpu.context > 0) emscripten_webgl_destroy_context(gpu.context);
  gpu = {};
}

void gfx_begin(float width, float height, float pixel_ratio) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width, height};
  io.DisplayFramebufferScale = {pixel_ratio, pixel_ratio};
  gpu.pixel_ratio = pixel_ratio;
  gpu.width = static_cast<int>(width * pixel_ratio);
  gpu.height = static_cast<int>(height * pixel_ratio);
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
}

void gfx_end() {
  ImGui::Render();
  glViewport(0, 0, gpu.width, gpu.height);
  const ImVec4 back = ImGui::ColorConvertU32ToFloat4(app.tokens().background);
  glDisable(GL_SCISSOR_TEST);
  glClearColor(back.x, back.y, back.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void gfx_heap_upload(const std::vector<HeapTile>& tiles, const std::vector<uint8_t>& states) {
  glBindBuffer(GL_ARRAY_BUFFER, gpu.instances);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(tiles.size() * sizeof(HeapTile)), tiles.data(), GL_STATIC_DRAW);
  gpu.tiles = static_cast<int>(tiles.size());
  std::vector<uint8_t> texels = states;
  const size_t rows = (texels.size() + kTextureWidth - 1) / kTextureWidth + 1;
  texels.resize(rows * kTextureWidth);
  glBindTexture(GL_TEXTURE_2D, gpu.blocks);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8UI, kTextureWidth, static_cast<GLsizei>(rows), 0, GL_RED_INTEGER,
               GL_UNSIGNED_BYTE, texels.data());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
}

void gfx_heap_draw(float left, float top, float right, float bottom, const Camera& camera) {
  heap_draw = {left, top, right, bottom, camera};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddCallback(draw_heap, nullptr);
  list->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

}  // namespace ui

// The one state of the canvas: the views it was given, what is chosen, where the camera is. Panels read it and change it
// through its actions; nothing else in the canvas keeps state, but for GPU objects (gfx.h).
#pragma once
#include <vector>

#include "observe/views.h"  // Graph, Timeline, Heap
#include "scene.h"          // Scene
#include "theme_tokens.h"   // Tokens

struct ImDrawList;
struct ImFont;
struct ImVec2;

namespace ui {

struct Camera {
  float x = 0, y = 0, zoom = 1;  // screen = (world - (x, y)) * zoom, in CSS pixels
};

struct App {
  py::observe::Graph graph;
  py::observe::Timeline timeline;
  py::observe::Heap heap;
  Scene scene;
  uint32_t heap_generation = 0;  // grows with each Heap view: GPU copies are made again
  int panel = 0;                 // index into panels.def
  double selected = 0;           // address of the chosen object; 0: none
  Camera cameras[2];             // one a panel
  bool fit[2] = {true, true};    // the panel fits its picture at the next frame
  bool dark = false;
  ImFont* sans = nullptr;
  ImFont* mono = nullptr;
  float width = 0, height = 0;   // of the canvas, CSS pixels
  int frames_to_draw = 2;        // ImGui needs a frame more than one to settle

  const Tokens& tokens() const { return dark ? kDark : kLight; }
  void redraw() { frames_to_draw = 2; }
};
extern App app;

// Draws text of a size in CSS pixels (the font's em, as in CSS; ImGui counts the line's height).
void draw_text(ImDrawList* list, ImFont* font, float px, const ImVec2& at, uint32_t color, const std::string& words);

uint32_t type_color(const App& state, const std::string& type);

// Applies wheel and drag inside a rectangle to a panel's camera.
void move_camera(Camera& camera, float left, float top, float right, float bottom);

}  // namespace ui

// The scene: what the Objects panel draws, made from the Graph view. Pure: no drawing here, so it is tested headless.
//
// Small immutable values (and classes, functions, modules) sit inside the row that refers to them; everything else is a
// card of its own. A card has a row for each reference that leaves it, the first kMaxRows of them.
#pragma once
#include <string>
#include <vector>

#include "observe/views.h"  // Graph

namespace ui {

using py::observe::Graph;
using py::observe::Node;

constexpr size_t kMaxRows = 10;
constexpr float kRowHeight = 22, kHeaderHeight = 26, kCardPadding = 10, kMonoAdvance = 7.8f;

struct Row {
  std::string label;
  std::string text;   // the value when it sits inside the row
  int target = -1;    // card index when an arrow starts here
  bool weak = false;
};

struct Card {
  uint32_t node = 0;  // index into Graph::nodes
  float x = 0, y = 0, width = 0, height = 0;
  size_t hidden_rows = 0;
  std::vector<Row> rows;
  std::string title;  // shown in the header
};

struct Scene {
  std::vector<Card> cards;
};

enum NodeKind : uint8_t { kFrameNode = 0, kGlobalsNode = 1, kObjectNode = 2 };
enum NodeState : uint8_t { kReachable = 0, kWeaklyReachable = 1, kUnreachable = 2 };

// True when a reference to this object is shown as text in its holder's row.
bool sits_in_row(const Node& node, bool has_references);

// Builds the cards and their sizes; positions are 0 until somebody lays them out.
Scene build_scene(const Graph& graph);

// "1.23 MB": three significant digits, 1 KB = 1000 B.
std::string format_bytes(double bytes);

}  // namespace ui

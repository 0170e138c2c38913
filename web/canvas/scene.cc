// See scene.h.
#include "scene.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace ui {

namespace {

constexpr std::string_view kInRow[] = {"int",  "float", "complex", "bool", "NoneType", "str",
                                       "bytes", "type",  "function", "module", "builtin_function_or_method",
                                       "ellipsis", "code", "range"};

std::string title_of(const Node& node) {
  if (node.kind == kFrameNode) return node.value + (node.line ? "  line " + std::to_string(node.line) : "");
  if (node.kind == kGlobalsNode) return "globals";
  return node.type;
}

float row_width(const Row& row) {
  const size_t characters = row.label.size() + (row.text.empty() ? 2 : 2 + row.text.size());
  return 2 * kCardPadding + kMonoAdvance * static_cast<float>(characters);
}

void measure(Card& card, const Node& node) {
  // Title, size and count badge share the header.
  card.width = 2 * kCardPadding + kMonoAdvance * static_cast<float>(card.title.size() + 14);
  const size_t lines = card.rows.size() + (card.hidden_rows ? 1 : 0) + (node.kind == kObjectNode && card.rows.empty());
  for (const Row& row : card.rows) card.width = std::max(card.width, row_width(row));
  if (card.rows.empty()) {
    card.width = std::max(card.width, 2 * kCardPadding + kMonoAdvance * static_cast<float>(node.value.size()));
  }
  card.width = std::min(card.width, 420.0f);
  card.height = kHeaderHeight + kRowHeight * static_cast<float>(lines) + kCardPadding * 0.6f;
}

}  // namespace

bool sits_in_row(const Node& node, bool has_references) {
  if (node.kind != kObjectNode || has_references || node.state == kUnreachable) return false;
  return std::find(std::begin(kInRow), std::end(kInRow), node.type) != std::end(kInRow);
}

Scene build_scene(const Graph& graph) {
  std::vector<std::vector<uint32_t>> outgoing(graph.nodes.size());
  for (uint32_t i = 0; i < graph.edges.size(); i++) {
    if (graph.edges[i].from < outgoing.size() && graph.edges[i].to < outgoing.size()) {
      outgoing[graph.edges[i].from].push_back(i);
    }
  }
  Scene scene;
  std::vector<int> card_of(graph.nodes.size(), -1);
  for (uint32_t i = 0; i < graph.nodes.size(); i++) {
    if (sits_in_row(graph.nodes[i], !outgoing[i].empty())) continue;
    card_of[i] = static_cast<int>(scene.cards.size());
    scene.cards.push_back({});
    scene.cards.back().node = i;
    scene.cards.back().title = title_of(graph.nodes[i]);
  }
  for (Card& card : scene.cards) {
    const auto& edges = outgoing[card.node];
    for (size_t i = 0; i < std::min(edges.size(), kMaxRows); i++) {
      const auto& edge = graph.edges[edges[i]];
      Row row{edge.label, "", card_of[edge.to], edge.weak};
      if (row.target < 0) row.text = graph.nodes[edge.to].value;
      card.rows.push_back(std::move(row));
    }
    card.hidden_rows = edges.size() - card.rows.size() + graph.nodes[card.node].more;
    measure(card, graph.nodes[card.node]);
  }
  return scene;
}

std::string format_bytes(double bytes) {
  constexpr const char* kUnits[] = {"B", "KB", "MB", "GB", "TB"};
  int unit = 0;
  while (bytes >= 999.5 && unit < 4) {
    bytes /= 1000;
    unit++;
  }
  char text[32];
  const int decimals = unit == 0 || bytes >= 99.95 ? 0 : bytes >= 9.995 ? 1 : 2;
  std::snprintf(text, sizeof text, "%.*f %s", decimals, bytes, kUnits[unit]);
  return text;
}

}  // namespace ui

// See graph.h. Breadth first from the roots, so that what is left out when the limit is reached is what is farthest away.
#include "observe/graph.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "gc/gc.h"                 // gc_generation_of
#include "memory/site_table.h"     // site_of_block
#include "observe/garbage.h"
#include "observe/references.h"
#include "types/cellobject.h"
#include "types/codeobject.h"
#include "types/dictobject.h"
#include "types/moduleobject.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"
#include "vm/frame.h"

namespace py::observe {

namespace {

enum Kind : uint8_t { kFrame = 0, kGlobals = 1, kObject = 2 };
enum State : uint8_t { kReachable = 0, kUnreachable = 2 };
constexpr uint32_t kMaxReferences = 24;  // of one object

class Builder {
 public:
  explicit Builder(size_t max_nodes) : max_nodes_(max_nodes) {}

  Graph build() {
    graph_.tick = static_cast<double>(current_tick);
    add_globals();
    add_frames();
    expand();
    add_garbage();
    expand();
    find_generations();
    number_cycles();
    return std::move(graph_);
  }

 private:
  uint32_t add_root(Kind kind, std::string value, uint32_t line, Object* object) {
    Node node;
    node.kind = kind;
    node.value = std::move(value);
    node.line = line;
    node.generation = -1;
    if (object) {
      node.address = static_cast<double>(object_id(object));
      node.type = type_name(object);
      node.size = size_of(object);
      node.refcount = object->ob_refcnt;
    }
    graph_.nodes.push_back(std::move(node));
    objects_.push_back(object);
    return static_cast<uint32_t>(graph_.nodes.size() - 1);
  }

  // Index of the object's node, or -1 when there is no room for a new one.
  int64_t add_object(Object* object) {
    const auto found = index_.find(object);
    if (found != index_.end()) return found->second;
    if (graph_.nodes.size() >= max_nodes_) {
      graph_.hidden++;
      return -1;
    }
    Node node;
    node.kind = kObject;
    node.address = static_cast<double>(object_id(object));
    node.type = type_name(object);
    node.value = short_value(object);
    node.size = size_of(object);
    node.refcount = object->ob_refcnt;
    node.generation = -1;
    node.state = garbage_.count(object) ? kUnreachable : kReachable;
    if (is_on_heap(object)) {
      node.block = static_cast<double>(requested_of_block(block_of(object)));
      node.line = static_cast<uint32_t>(site_get(site_of_block(block_of(object))).line);
    }
    const auto at = static_cast<uint32_t>(graph_.nodes.size());
    index_[object] = at;
    graph_.nodes.push_back(std::move(node));
    objects_.push_back(object);
    waiting_.push_back(at);
    return at;
  }

  void add_edge(uint32_t from, const std::string& label, Object* target, bool weak) {
    if (count_of_[from]++ >= kMaxReferences) {
      graph_.nodes[from].more++;
      return;
    }
    const int64_t to = add_object(target);
    if (to < 0) {
      graph_.nodes[from].more++;
      return;
    }
    graph_.edges.push_back({from, static_cast<uint32_t>(to), label, weak});
  }

  // The globals of __main__: names in the order of the dict, without those that every module has.
  void add_globals() {
    if (!interp.main_module) return;
    Object* dict = as<ModuleObject>(interp.main_module)->md_dict;
    if (!dict) return;
    const uint32_t root = add_root(kGlobals, "globals", 0, dict);
    index_[dict] = root;
    Ssize at = 0;
    Object *key, *value;
    while (dict_next(dict, &at, &key, &value)) {
      if (unicode_check(key) && !is_dunder(key)) add_edge(root, name_of(key), value, false);
    }
  }

  // Calls in order, the outermost first; a module's frame is its globals.
  void add_frames() {
    std::vector<InterpreterFrame*> frames;
    for (auto* f = thread_state_get_frame(); f; f = frame_get_first_complete(f->previous)) frames.push_back(f);
    std::reverse(frames.begin(), frames.end());
    for (InterpreterFrame* f : frames) {
      const CodeObject* code = f->f_executable;
      if (!(code->co_flags & kOptimized)) continue;
      const int line = frame_lineno(f);
      const uint32_t root = add_root(kFrame, name_of(code->co_qualname) + "()", line > 0 ? static_cast<uint32_t>(line) : 0, nullptr);
      for (int i = 0; i < code->co_nlocalsplus; i++) {
        Object* value = f->localsplus[i];
        if (value && value->ob_type == &cell_type) value = as<CellObject>(value)->ob_ref;
        if (value) add_edge(root, name_of(tuple_item(code->co_localsplusnames, i)), value, false);
      }
    }
  }

  void add_garbage() {
    garbage_ = unreachable_objects();
    // In the order of addresses: the same picture on every host.
    std::vector<Object*> sorted(garbage_.begin(), garbage_.end());
    std::sort(sorted.begin(), sorted.end(), [](Object* a, Object* b) { return object_id(a) < object_id(b); });
    for (Object* object : sorted) add_object(object);
  }

  void expand() {
    while (!waiting_.empty()) {
      const uint32_t from = waiting_.front();
      waiting_.pop_front();
      visit_references(objects_[from], [&](const std::string& label, Object* target, bool weak) {
        add_edge(from, label, target, weak);
        return true;
      });
    }
  }

  void find_generations() {
    struct Context {
      Builder* self;
    } context{this};
    gc_visit_objects(
        [](Object* op, int generation, void* arg) {
          Builder& self = *static_cast<Context*>(arg)->self;
          const auto found = self.index_.find(op);
          if (found != self.index_.end()) self.graph_.nodes[found->second].generation = generation;
        },
        &context);
  }

  // Strongly connected components by Tarjan's algorithm, without recursion; weak references do not make a cycle.
  void number_cycles() {
    const size_t n = graph_.nodes.size();
    std::vector<std::vector<uint32_t>> next(n);
    std::vector<bool> selfish(n);
    for (const Edge& edge : graph_.edges) {
      if (edge.weak) continue;
      next[edge.from].push_back(edge.to);
      if (edge.from == edge.to) selfish[edge.from] = true;
    }
    std::vector<uint32_t> order(n), low(n), stack, path;
    std::vector<size_t> at(n);
    std::vector<bool> on_stack(n);
    uint32_t counter = 0, components = 0;
    for (uint32_t root = 0; root < n; root++) {
      if (order[root]) continue;
      path.push_back(root);
      while (!path.empty()) {
        const uint32_t node = path.back();
        if (!order[node]) {
          order[node] = low[node] = ++counter;
          stack.push_back(node);
          on_stack[node] = true;
        }
        if (at[node] < next[node].size()) {
          const uint32_t to = next[node][at[node]++];
          if (!order[to]) path.push_back(to);
          else if (on_stack[to]) low[node] = std::min(low[node], order[to]);
          continue;
        }
        path.pop_back();
        if (!path.empty()) low[path.back()] = std::min(low[path.back()], low[node]);
        if (low[node] != order[node]) continue;
        const bool cycle = stack.back() != node || selfish[node];
        if (cycle) components++;
        for (uint32_t member = UINT32_MAX; member != node;) {
          member = stack.back();
          stack.pop_back();
          on_stack[member] = false;
          if (cycle) graph_.nodes[member].component = components;
        }
      }
    }
  }

  static std::string name_of(Object* str) {
    const std::string quoted = short_value(str);
    return quoted.substr(1, quoted.size() - 2);
  }

  static constexpr int kOptimized = 1;  // CO_OPTIMIZED: a function's code

  size_t max_nodes_;
  Graph graph_;
  std::vector<Object*> objects_;
  std::unordered_map<Object*, uint32_t> index_;
  std::unordered_map<uint32_t, uint32_t> count_of_;
  std::unordered_set<Object*> garbage_;
  std::deque<uint32_t> waiting_;
};

}  // namespace

Graph graph_view(size_t max_nodes) { return Builder(max_nodes).build(); }

}  // namespace py::observe

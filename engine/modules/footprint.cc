// What compiling and importing leave behind in counts and free lists.
//
// While tracemalloc is on nothing is adjusted: parked objects would show up as traced memory.
#include "modules/footprint.h"

#include <algorithm>
#include <cstring>

#include "lang/footprint.h"           // simulate_footprint
#include "memory/pymem.h"
#include "memory/tracemalloc.h"       // tracing
#include "object/errors.h"
#include "object/freelist.h"
#include "types/dictobject.h"
#include "types/floatobject.h"
#include "types/listobject.h"
#include "types/tupleobject.h"

namespace py {

namespace {

// What importing one module does: see profile/imports.def.
struct Clamp {
  int delta, low, high;
};
struct ImportFigures {
  const char *module, *brings;
  int before, after, collections, growth, objects, young, old;
  Clamp lists[4 + kMaxFreeTupleSize];
};
const ImportFigures import_figures[] = {
#define IMPORT(module, brings, before, after, collections, growth, objects, young, old, ...) \
  {module, brings, before, after, collections, growth, objects, young, old, {__VA_ARGS__}},
#include "profile/imports.def"
#undef IMPORT
};

// Garbage in cycles that importing the module leaves: what the next collection finds besides the program's own.
const struct {
  const char* module;
  int objects;
} import_garbage[] = {{"weakref", 7}, {"array", 80}, {"collections", 77}, {"functools", 105}, {"re", 108},
                      {"json", 108}, {"enum", 13}, {"dataclasses", 23}, {"threading", 7}, {"random", 35}};

constexpr size_t kFigures = sizeof import_figures / sizeof *import_figures;

// Which modules of the table an import has brought already: they cost nothing a second time.
bool loaded[kFigures];
uint32_t loaded_epoch;

bool brings_along(const ImportFigures& figures, const ImportFigures& other) {
  return std::strstr(figures.brings, (std::string(" ") + other.module + " ").c_str()) != nullptr;
}

// A module's part of a figure, without what it brings along.
int own_part(const ImportFigures& figures, int ImportFigures::*figure) {
  int own = figures.*figure;
  for (const ImportFigures& other : import_figures) {
    if (brings_along(figures, other)) own -= own_part(other, figure);
  }
  return std::max(0, own);
}

// What is left of a figure when some modules are there already.
int new_part(const ImportFigures& figures, int ImportFigures::*figure) {
  int left = figures.*figure;
  for (size_t i = 0; i < kFigures; i++) {
    if (loaded[i] && brings_along(figures, import_figures[i])) left -= own_part(import_figures[i], figure);
  }
  return std::max(0, left);
}

void mark_loaded(const ImportFigures& figures) {
  for (size_t i = 0; i < kFigures; i++) {
    if (&figures == &import_figures[i] || brings_along(figures, import_figures[i])) loaded[i] = true;
  }
}

Ssize all_collections() {
  Ssize n = 0;
  for (const GCGenerationStats& stats : gc_state.generation_stats) n += stats.collections;
  return n;
}

void drop_surplus(const AllocatorMoment& wanted) {
  auto& f = free_lists;
  while (f.lists.numfree > wanted.lists) object_gc_del(f.lists.items[--f.lists.numfree]);
  while (f.dicts.numfree > wanted.dicts) object_gc_del(f.dicts.items[--f.dicts.numfree]);
  while (f.dict_keys.numfree > wanted.dict_keys) mem_free(f.dict_keys.items[--f.dict_keys.numfree]);
  while (f.floats.numfree > wanted.floats) {
    Object* dead = f.floats.items;
    f.floats.items = reinterpret_cast<Object*>(dead->ob_type);
    f.floats.numfree--;
    object_free(dead);
  }
  for (int i = 0; i < kMaxFreeTupleSize; i++) {
    while (f.tuples.numfree[i] > wanted.tuples[i]) {
      TupleObject* dead = f.tuples.items[i];
      f.tuples.items[i] = static_cast<TupleObject*>(dead->ob_item[0]);
      f.tuples.numfree[i]--;
      object_gc_del(dead);
    }
  }
}

void set_counts(const AllocatorMoment& moment) {
  for (int i = 0; i < NUM_GENERATIONS; i++) gc_state.generations[i].count = moment.counts[i];
}

// Collections that ran in a real interpreter: young objects age, and the counts of older generations move on.
void account_collections(const AllocatorMoment& before, AllocatorMoment* after, int collections) {
  Ssize ours = all_collections() - before.collections;
  if (collections > 0 && ours == 0) gc_collect_generation(0);
  gc_state.generation_stats[0].collections += collections - (all_collections() - before.collections);
  after->counts[1] = before.counts[1] + collections;
  after->counts[2] = before.counts[2];
  while (after->counts[1] > kGcThresholds[1]) {  // the collection after that is one of generation 1
    after->counts[1] -= kGcThresholds[1] + 1;
    after->counts[2]++;
  }
}

// The same for how many objects the generations have: they count, though most of them are not ours.
void account_objects(const AllocatorMoment& before, const ImportFigures& figures, int collections) {
  Ssize young = before.sizes[0] + new_part(figures, &ImportFigures::objects), old = before.sizes[1];
  if (collections > 0) {
    bool usual = collections == figures.collections;
    old += usual ? figures.old : std::max<Ssize>(0, young - figures.young);
    young = figures.young;
  }
  gc_set_generation_size(0, young);
  gc_set_generation_size(1, old);
  gc_set_generation_size(2, before.sizes[2]);
}

}  // namespace

AllocatorMoment allocator_moment() {
  AllocatorMoment m = {};
  m.dicts = free_lists.dicts.numfree;
  m.dict_keys = free_lists.dict_keys.numfree;
  m.lists = free_lists.lists.numfree;
  m.floats = free_lists.floats.numfree;
  for (int i = 0; i < kMaxFreeTupleSize; i++) m.tuples[i] = free_lists.tuples.numfree[i];
  for (int i = 0; i < NUM_GENERATIONS; i++) m.counts[i] = gc_state.generations[i].count;
  m.collections = all_collections();
  return m;
}

AllocatorMoment moment_before_import() {
  AllocatorMoment m = allocator_moment();
  for (int i = 0; i < NUM_GENERATIONS; i++) m.sizes[i] = gc_generation_size(i);
  return m;
}

bool free_lists_set(const AllocatorMoment& wanted) {
  AllocatorMoment kept = allocator_moment();
  drop_surplus(wanted);
  StartState state = {};
  state.free_dicts = wanted.dicts;
  state.free_dict_keys = wanted.dict_keys;
  state.free_lists = wanted.lists;
  state.free_floats = wanted.floats;
  for (int i = 0; i < kMaxFreeTupleSize; i++) state.free_tuples[i] = wanted.tuples[i];
  bool ok = free_lists_prefill(state);
  set_counts(kept);
  return ok;
}

void footprint_after_compile(const AllocatorMoment& before, const std::vector<uint16_t>& events) {
  if (tracemalloc_is_tracing()) return;
  lang::FreeLists start;
  start.gen0_count = before.counts[0];
  start.dicts = before.dicts;
  start.dict_keys = before.dict_keys;
  start.lists = before.lists;
  start.floats = before.floats;
  for (int i = 0; i < kMaxFreeTupleSize; i++) start.tuples[i + 1] = before.tuples[i];
  lang::FootprintResult result = lang::simulate_footprint(start, events);
  AllocatorMoment after = before;
  after.counts[0] = static_cast<int>(std::max<int64_t>(0, result.state.gen0_count));
  after.dicts = result.state.dicts;
  after.dict_keys = result.state.dict_keys;
  after.lists = result.state.lists;
  after.floats = result.state.floats;
  for (int i = 0; i < kMaxFreeTupleSize; i++) after.tuples[i] = result.state.tuples[i + 1];
  if (!free_lists_set(after)) err_clear();
  set_counts(after);
  int threshold = gc_state.generations[0].threshold;
  if (gc_state.enabled && threshold && result.peak_gen0_count > threshold) tstate.eval_breaker |= kGcScheduled;
}

void footprint_after_import(const AllocatorMoment& before, const std::string& module) {
  const ImportFigures* figures = nullptr;
  for (const ImportFigures& f : import_figures) {
    if (module == f.module) figures = &f;
  }
  if (!figures) return;
  if (loaded_epoch != memory_epoch) std::memset(loaded, 0, sizeof loaded);
  loaded_epoch = memory_epoch;
  bool here = loaded[figures - import_figures];
  if (tracemalloc_is_tracing()) {
    mark_loaded(*figures);
    return;
  }
  if (here) {  // it came along with another module already: only this engine had to do something
    if (!free_lists_set(before)) err_clear();
    set_counts(before);
    for (int i = 0; i < NUM_GENERATIONS; i++) gc_set_generation_size(i, before.sizes[i]);
    return;
  }
  AllocatorMoment after = before;
  auto move = [](int* length, const Clamp& c) { *length = std::clamp(*length + c.delta, c.low, std::max(c.low, c.high)); };
  move(&after.dicts, figures->lists[0]);
  move(&after.dict_keys, figures->lists[1]);
  move(&after.lists, figures->lists[2]);
  move(&after.floats, figures->lists[3]);
  for (int i = 0; i < kMaxFreeTupleSize; i++) move(&after.tuples[i], figures->lists[4 + i]);
  // Without a collection the count grows by a fixed number. Each collection takes threshold + 1 away, and a little more:
  // what was counted before it dies after it.
  int period = kGcThresholds[0] + 1;
  int count = before.counts[0] + new_part(*figures, &ImportFigures::growth), collections = 0;
  if (gc_state.enabled && gc_state.generations[0].threshold == kGcThresholds[0]) {
    collections = count / period;
    int drift = 0;
    if (figures->collections > 0) {
      drift = (figures->before + figures->growth - period * figures->collections - figures->after) / figures->collections;
    }
    if (collections > 0) count -= (period + drift) * collections;
    // A module in C++ makes all its objects before anybody looks for pending work: the collection comes last.
    bool at_once = figures->growth < 300 && (figures->collections == 0 || figures->after == 0);
    if (collections > 0 && at_once) count = 0;
  }
  after.counts[0] = std::max(0, count);
  account_collections(before, &after, collections);
  account_objects(before, *figures, collections);
  mark_loaded(*figures);
  for (const auto& garbage : import_garbage) {
    if (module == garbage.module) gc_state.phantom_unreachable += garbage.objects;
  }
  if (!free_lists_set(after)) err_clear();
  set_counts(after);
  if (after.counts[0] <= kGcThresholds[0]) tstate.eval_breaker &= ~uint32_t{kGcScheduled};
}

}  // namespace py

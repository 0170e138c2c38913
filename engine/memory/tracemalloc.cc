#include "memory/tracemalloc.h"

#include <unordered_map>
#include <unordered_set>

#include "memory/memory_verify.h"  // for_each_block

namespace py {
namespace {

// CPython keeps traces, tracebacks and file names in hash tables of its own;
// get_tracemalloc_memory() tells their size. This counts what such a table would hold. CPython:
// Python/hashtable.c
struct HashTableSize {
  uint64_t entries = 0, buckets = 16;
  static constexpr uint64_t kTable = 80, kEntry = 32, kBucket = 8, kMinBuckets = 16;
  void rehash() {
    uint64_t wanted = static_cast<uint64_t>(static_cast<float>(entries) * (2.0f / (0.50f + 0.10f)));
    buckets = kMinBuckets;
    while (buckets < wanted) buckets *= 2;
  }
  float load() const { return static_cast<float>(entries) / static_cast<float>(buckets); }
  void add() {
    entries++;
    if (load() > 0.50f) rehash();
  }
  void remove() {
    entries--;
    if (load() < 0.10f) rehash();
  }
  void clear() {
    entries = 0;
    buckets = kMinBuckets;
  }
  uint64_t bytes() const { return kTable + buckets * kBucket + entries * kEntry; }
};

struct TracebackRecord {
  uint32_t first, count;  // in sites
  uint32_t total;
  uint32_t next;  // with the same hash; kNone ends
};
constexpr uint32_t kNone = UINT32_MAX;

struct TracemallocState {
  uint32_t max_nframe = 1;
  uint64_t current = 0, peak = 0;
  HashTableSize traces, tracebacks, filenames;
  std::vector<TracebackRecord> records;
  std::vector<SiteId> sites;
  std::unordered_map<uint64_t, uint32_t> by_hash;
  std::unordered_set<uint32_t> filename_keys;
  std::vector<SiteId> frames;  // scratch, max_nframe long
  uint32_t last_origin = 0;    // of the last traceback with one frame
  uint32_t last_site = 0, last_total = 0;
};
TracemallocState state;
TracebackSource traceback_source;
FilenameOf filename_of_code;

bool same_traceback(const TracebackRecord& record, const SiteId* sites, uint32_t count,
                    uint32_t total) {
  if (record.count != count || record.total != total) return false;
  for (uint32_t i = 0; i < count; i++) {
    if (state.sites[record.first + i] != sites[i]) return false;
  }
  return true;
}

void count_filename(SiteId site) {
  uint32_t key = site_get(site).code_key;
  if (filename_of_code) key = filename_of_code(key);
  if (state.filename_keys.insert(key).second) state.filenames.add();
}

// The number of a traceback, the same for equal ones.
uint32_t intern_traceback(const SiteId* sites, uint32_t count, uint32_t total) {
  uint64_t hash = 0xcbf29ce484222325 ^ total;
  for (uint32_t i = 0; i < count; i++) hash = (hash ^ sites[i]) * 0x100000001b3;
  auto [entry, fresh] = state.by_hash.try_emplace(hash, kNone);
  for (uint32_t i = entry->second; i != kNone; i = state.records[i].next) {
    if (same_traceback(state.records[i], sites, count, total)) return kFirstTracebackOrigin + i;
  }
  uint32_t index = static_cast<uint32_t>(state.records.size());
  if (index >= kFirstTracebackOrigin)
    return count ? sites[0] : kNoSite;  // eight million: later ones keep one frame
  state.records.push_back({static_cast<uint32_t>(state.sites.size()), count, total, entry->second});
  state.sites.insert(state.sites.end(), sites, sites + count);
  entry->second = index;
  state.tracebacks.add();
  for (uint32_t i = 0; i < count; i++) count_filename(sites[i]);
  return kFirstTracebackOrigin + index;
}

uint32_t current_origin() {
  if (!traceback_source) return current_site;
  uint32_t total = 0;
  uint32_t count = traceback_source(state.frames.data(), state.max_nframe, &total);
  if (count != 1) return intern_traceback(state.frames.data(), count, total);
  SiteId site = state.frames[0];
  if (site != state.last_site || total != state.last_total) {
    state.last_origin = intern_traceback(&site, 1, total);
    state.last_site = site;
    state.last_total = total;
  }
  return state.last_origin;
}

void set_traced(void* block) {
  uint32_t* slot = slot_of_block(block);
  *slot = (*slot & kSlackMask) | kTracedBit | current_origin() << kOriginShift;
  state.current += requested_of_block(block);
  if (state.current > state.peak) state.peak = state.current;
}

}  // namespace

void tracemalloc_set_source(TracebackSource source) { traceback_source = source; }
void tracemalloc_set_filename_of(FilenameOf filename_of) { filename_of_code = filename_of; }

void tracemalloc_init() { state = TracemallocState(); }

void tracemalloc_start(int max_nframe) {
  ENGINE_CHECK(max_nframe >= 1 && max_nframe <= kMaxTracebackFrames,
               "the number of frames is in range");
  if (tracemalloc_is_tracing()) return;
  state.max_nframe = static_cast<uint32_t>(max_nframe);
  state.frames.assign(state.max_nframe, kNoSite);
  memory_hooks |= kHookTracing;
}

void tracemalloc_stop() {
  if (!tracemalloc_is_tracing()) return;
  tracemalloc_clear_traces();
  memory_hooks &= ~uint32_t{kHookTracing};
}

int tracemalloc_get_traceback_limit() { return static_cast<int>(state.max_nframe); }

void tracemalloc_clear_traces() {
  if (!tracemalloc_is_tracing()) return;
  for_each_block([](const BlockInfo& info) {
    uint32_t* slot = slot_of_block(info.block);
    *slot = make_slot(info.site, slot_slack(*slot));
  });
  uint32_t max_nframe = state.max_nframe;
  state = TracemallocState();
  state.max_nframe = max_nframe;
  state.frames.assign(max_nframe, kNoSite);
}

void tracemalloc_reset_peak() {
  if (tracemalloc_is_tracing()) state.peak = state.current;
}

TracedMemory tracemalloc_get_traced_memory() { return {state.current, state.peak}; }

uint64_t tracemalloc_get_memory() {
  return state.tracebacks.bytes() + state.filenames.bytes() + state.traces.bytes();
}

Traceback tracemalloc_traceback(uint32_t origin) {
  if (origin < kFirstTracebackOrigin) return {{origin}, 1};
  const TracebackRecord& record = state.records[origin - kFirstTracebackOrigin];
  auto first = state.sites.begin() + record.first;
  return {std::vector<SiteId>(first, first + record.count), record.total};
}

SiteId tracemalloc_innermost_site(uint32_t origin) {
  const TracebackRecord& record = state.records[origin - kFirstTracebackOrigin];
  return record.count ? state.sites[record.first] : kNoSite;
}

std::vector<Trace> tracemalloc_traces() {
  std::vector<Trace> traces;
  for_each_block([&](const BlockInfo& info) {
    uint32_t slot = *slot_of_block(info.block);
    if (slot & kTracedBit) traces.push_back({info.block, info.requested, slot_origin(slot)});
  });
  return traces;
}

bool tracemalloc_get_trace(const void* block, Trace* trace) {
  PageKind kind = kind_of_page(block);
  if (kind != PageKind::kArena && kind != PageKind::kRaw && kind != PageKind::kLarge) return false;
  uint32_t slot = *slot_of_block(block);
  if (!(slot & kTracedBit)) return false;
  *trace = {const_cast<void*>(block), requested_of_block(block), slot_origin(slot)};
  return true;
}

void tracemalloc_trace_ref(void* block) {
  uint32_t* slot = slot_of_block(block);
  if (*slot & kTracedBit)
    *slot = (*slot & (kSlackMask | kTracedBit)) | current_origin() << kOriginShift;
}

void tracemalloc_add_trace(void* block) {
  set_traced(block);
  state.traces.add();
}

bool tracemalloc_forget(void* block) {
  uint32_t* slot = slot_of_block(block);
  if (!(*slot & kTracedBit)) return false;
  state.current -= requested_of_block(block);
  *slot &= ~kTracedBit;
  return true;
}

void tracemalloc_remember(void* block) {
  *slot_of_block(block) |= kTracedBit;
  state.current += requested_of_block(block);
}

void tracemalloc_add_moved(void* moved, bool was_traced, bool same) {
  if (was_traced && !same) state.traces.remove();
  set_traced(moved);
  if (!was_traced || !same) state.traces.add();
}

void tracemalloc_remove_trace(void* block) {
  if (tracemalloc_forget(block)) state.traces.remove();
}

}  // namespace py

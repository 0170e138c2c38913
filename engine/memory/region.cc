#include "memory/region.h"

#include <algorithm>  // sort, lower_bound
#include <cstring>    // memset, memcpy

#include "memory/poison.h"

#ifdef __wasm__
#include <unistd.h>  // sbrk
#else
#include <sys/mman.h>  // mmap
#endif

namespace py {

// Where things seem to lie in a 64-bit Linux process without address randomisation.
constexpr uint64_t kStaticsBase = 0x555555a00000;      // data segment: register_static
constexpr uint64_t kStaticSpansBase = 0x555555c00000;  // static_alloc
constexpr uint64_t kBrkBase = 0x555556000000;          // raw spans, upwards
constexpr uint64_t kMmapTop = 0x7ffff7800000;          // arenas and large blocks, downwards
constexpr uint64_t kDefaultLimit = uint64_t{2} << 30;
constexpr uint32_t kStaticSpanPages = 4;

uint8_t page_kind[kHostPages];
#ifndef __wasm__
uintptr_t region_base;
#endif

namespace {

struct HostRun {
  uint32_t first, count;  // host pages
  bool zeroed;
};
struct StaticRecord {
  const void* p;
  uint64_t size, address;
};

// Outside of the heap: these vectors are the engine's own memory.
struct RegionState {
  std::vector<HostRun> free_runs;            // by page, neighbours joined
  std::vector<Span*> by_address;             // live spans, by shown address
  std::vector<StaticRecord> statics;         // by address
  std::vector<uint32_t> statics_by_pointer;  // indexes into statics
  uint64_t held_pages = 0;
  uint64_t limit_pages = kDefaultLimit >> kPageBits;
  uint64_t next_static = kStaticsBase;
  Span* static_span = nullptr;
  uint32_t static_used = 0;
};
RegionState region;
#ifndef __wasm__
uint32_t host_used;   // pages of the reservation given out so far
uint32_t host_limit;  // pages reserved
#endif
uint32_t page_shown[kHostPages];  // shown address >> 16
Span* page_span[kHostPages];

uint8_t* page_pointer(uint32_t page) {
  return reinterpret_cast<uint8_t*>(region_base + (static_cast<uintptr_t>(page) << kPageBits));
}

// --- The host: runs of pages ---

#ifdef __wasm__
// The C++ allocator grows by the same call, so the run may not follow the one before it.
bool host_grow(uint32_t pages, HostRun* run) {
  if (pages >= 0x7000) return false;  // sbrk takes a signed number of bytes
  uintptr_t top = reinterpret_cast<uintptr_t>(sbrk(0));
  intptr_t pad = static_cast<intptr_t>((0 - top) & (kPageSize - 1));
  intptr_t bytes = pad + (static_cast<intptr_t>(pages) << kPageBits);
  void* got = sbrk(bytes);
  if (got == reinterpret_cast<void*>(-1)) return false;
  *run = {static_cast<uint32_t>((reinterpret_cast<uintptr_t>(got) + static_cast<uintptr_t>(pad)) >>
                                kPageBits),
          pages, true};
  return true;
}
void host_discard(HostRun*) {}
#else
void host_reserve() {
  uint32_t pages = kHostPages;
  for (; pages >= 1024; pages /= 2) {
    size_t bytes = (static_cast<size_t>(pages) + 1) << kPageBits;
    void* got = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (got == MAP_FAILED) continue;
    region_base = (reinterpret_cast<uintptr_t>(got) + kPageSize - 1) & ~uintptr_t{kPageSize - 1};
    host_limit = pages;
    return;
  }
  ENGINE_CHECK(false, "the host reserves address space for the heap");
}
bool host_grow(uint32_t pages, HostRun* run) {
  if (host_limit == 0) host_reserve();
  if (pages > host_limit - host_used) return false;
  *run = {host_used, pages, true};
  host_used += pages;
  return true;
}
// Gives the memory back but keeps the addresses; it reads as zeros again.
void host_discard(HostRun* run) {
  madvise(page_pointer(run->first), static_cast<size_t>(run->count) << kPageBits, MADV_DONTNEED);
  run->zeroed = true;
}
#endif

// The smallest free run that fits, or new memory.
bool host_acquire(uint32_t pages, HostRun* run) {
  std::vector<HostRun>& runs = region.free_runs;
  size_t best = runs.size();
  for (size_t i = 0; i < runs.size(); i++) {
    if (runs[i].count >= pages && (best == runs.size() || runs[i].count < runs[best].count))
      best = i;
  }
  if (best == runs.size()) return host_grow(pages, run);
  *run = {runs[best].first, pages, runs[best].zeroed};
  runs[best].first += pages;
  runs[best].count -= pages;
  if (runs[best].count == 0) runs.erase(runs.begin() + static_cast<ptrdiff_t>(best));
  return true;
}

void host_release(HostRun run) {
  if (run.count == 0) return;
  unpoison(page_pointer(run.first), static_cast<size_t>(run.count) << kPageBits);
  run.zeroed = false;
  host_discard(&run);
  std::vector<HostRun>& runs = region.free_runs;
  auto at = std::lower_bound(runs.begin(), runs.end(), run,
                             [](const HostRun& a, const HostRun& b) { return a.first < b.first; });
  at = runs.insert(at, run);
  if (at + 1 != runs.end() && at->first + at->count == (at + 1)->first) {
    at->count += (at + 1)->count;
    at->zeroed = at->zeroed && (at + 1)->zeroed;
    runs.erase(at + 1);
  }
  if (at != runs.begin() && (at - 1)->first + (at - 1)->count == at->first) {
    (at - 1)->count += at->count;
    (at - 1)->zeroed = (at - 1)->zeroed && at->zeroed;
    runs.erase(at);
  }
}

// Takes pages directly after a run, if they are free.
bool host_extend(uint32_t first, uint32_t count, uint32_t more) {
  std::vector<HostRun>& runs = region.free_runs;
  for (size_t i = 0; i < runs.size(); i++) {
    if (runs[i].first != first + count) continue;
    if (runs[i].count < more) return false;
    runs[i].first += more;
    runs[i].count -= more;
    if (runs[i].count == 0) runs.erase(runs.begin() + static_cast<ptrdiff_t>(i));
    return true;
  }
  return false;
}

// --- Shown addresses ---

bool grows_down(PageKind kind) { return kind == PageKind::kArena || kind == PageKind::kLarge; }

// Index of the first live span at or after a shown page.
size_t span_index(uint64_t shown_page) {
  auto at =
      std::lower_bound(region.by_address.begin(), region.by_address.end(), shown_page,
                       [](const Span* span, uint64_t page) { return span->shown_page < page; });
  return static_cast<size_t>(at - region.by_address.begin());
}

// The highest gap below the top of the mapping area that fits, as the kernel chooses.
uint64_t find_gap_down(uint32_t pages) {
  uint64_t end = kMmapTop >> kPageBits;
  for (size_t i = region.by_address.size(); i-- > 0;) {
    const Span* span = region.by_address[i];
    if (span->shown_page + span->shown_pages + pages <= end) break;
    end = span->shown_page;
  }
  return end - pages;
}

// The lowest gap above a base.
uint64_t find_gap_up(uint64_t base, uint32_t pages) {
  uint64_t begin = base >> kPageBits;
  for (size_t i = span_index(begin); i < region.by_address.size(); i++) {
    const Span* span = region.by_address[i];
    if (begin + pages <= span->shown_page) break;
    begin = span->shown_page + span->shown_pages;
  }
  return begin;
}

uint64_t find_gap(PageKind kind, uint32_t pages) {
  if (grows_down(kind)) return find_gap_down(pages);
  return find_gap_up(kind == PageKind::kStatic ? kStaticSpansBase : kBrkBase, pages);
}

void show(Span* span) {
  region.by_address.insert(
      region.by_address.begin() + static_cast<ptrdiff_t>(span_index(span->shown_page)), span);
  region.held_pages += span->shown_pages;
  uint32_t page = static_cast<uint32_t>(host_page(span->host));
  for (uint32_t i = 0; i < span->host_pages; i++) {
    bool shown = i < span->shown_pages;
    PageKind hidden = span->kind == PageKind::kArena ? PageKind::kSites : span->kind;
    page_kind[page + i] = static_cast<uint8_t>(shown ? span->kind : hidden);
    page_shown[page + i] = shown ? static_cast<uint32_t>(span->shown_page + i) : 0;
    page_span[page + i] = span;
  }
}

void hide(Span* span) {
  region.by_address.erase(region.by_address.begin() +
                          static_cast<ptrdiff_t>(span_index(span->shown_page)));
  region.held_pages -= span->shown_pages;
  uint32_t page = static_cast<uint32_t>(host_page(span->host));
  memset(page_kind + page, 0, span->host_pages);
  memset(page_shown + page, 0, span->host_pages * sizeof(uint32_t));
  memset(page_span + page, 0, span->host_pages * sizeof(Span*));
}

HostRun run_of(const Span* span) {
  return {static_cast<uint32_t>(host_page(span->host)), span->host_pages, false};
}

}  // namespace

// --- Spans ---

Span* span_alloc(PageKind kind, uint32_t shown_pages, uint32_t hidden_pages) {
  if (shown_pages > region.limit_pages || region.held_pages > region.limit_pages - shown_pages)
    return nullptr;
  HostRun run;
  if (!host_acquire(shown_pages + hidden_pages, &run)) return nullptr;
  Span* span = new Span;
  span->kind = kind;
  span->host = page_pointer(run.first);
  span->host_pages = run.count;
  span->shown_pages = shown_pages;
  span->shown_page = find_gap(kind, shown_pages);
  span->zeroed = run.zeroed;
  show(span);
  return span;
}

void span_free(Span* span) {
  hide(span);
  host_release(run_of(span));
  delete span;
}

// Finds host memory for a hidden span that outgrew its run; growing lists come again, so it gets
// room to grow.
static bool span_move_host(Span* span, uint32_t pages) {
  uint32_t page = static_cast<uint32_t>(host_page(span->host));
  if (host_extend(page, span->host_pages, pages - span->host_pages)) {
    span->host_pages = pages;
    return true;
  }
  HostRun run;
  if (!host_acquire(pages + pages / 2, &run) && !host_acquire(pages, &run)) return false;
  uint8_t* to = page_pointer(run.first);
  memcpy(to, span->host, static_cast<size_t>(span->shown_pages) << kPageBits);
  host_release(run_of(span));
  span->host = to;
  span->host_pages = run.count;
  return true;
}

Span* span_resize(Span* span, uint32_t shown_pages) {
  uint64_t others = region.held_pages - span->shown_pages;
  if (shown_pages > region.limit_pages || others > region.limit_pages - shown_pages) return nullptr;
  uint32_t before = span->shown_pages;
  unpoison(span->host, static_cast<size_t>(span->host_pages) << kPageBits);
  hide(span);
  if (shown_pages > span->host_pages && !span_move_host(span, shown_pages)) {
    show(span);
    return nullptr;
  }
  if (shown_pages > before) {
    size_t next = span_index(span->shown_page);
    bool fits = next == region.by_address.size()
                    ? span->shown_page + shown_pages <= kMmapTop >> kPageBits
                    : span->shown_page + shown_pages <= region.by_address[next]->shown_page;
    if (!fits) span->shown_page = find_gap(span->kind, shown_pages);
  } else if (span->host_pages >
             2 * shown_pages) {  // a big list became small: keep no more than that again as room
    uint32_t page = static_cast<uint32_t>(host_page(span->host));
    host_release({page + 2 * shown_pages, span->host_pages - 2 * shown_pages, false});
    span->host_pages = 2 * shown_pages;
  }
  span->shown_pages = shown_pages;
  span->zeroed = false;
  show(span);
  return span;
}

Span* span_of(const void* p) {
  uintptr_t page = host_page(p);
  return page < kHostPages ? page_span[page] : nullptr;
}

std::vector<const Span*> all_spans() {
  return std::vector<const Span*>(region.by_address.begin(), region.by_address.end());
}

// --- Addresses ---

static const StaticRecord* find_static(const void* p) {
  const std::vector<uint32_t>& order = region.statics_by_pointer;
  auto at = std::upper_bound(order.begin(), order.end(), p, [](const void* wanted, uint32_t i) {
    return wanted < region.statics[i].p;
  });
  if (at == order.begin()) return nullptr;
  const StaticRecord& record = region.statics[*(at - 1)];
  uintptr_t offset = reinterpret_cast<uintptr_t>(p) - reinterpret_cast<uintptr_t>(record.p);
  return offset < record.size ? &record : nullptr;
}

uint64_t address_of(const void* p) {
  uintptr_t page = host_page(p);
  if (page < kHostPages && page_shown[page] != 0) {
    return uint64_t{page_shown[page]} << kPageBits |
           (reinterpret_cast<uintptr_t>(p) & (kPageSize - 1));
  }
  const StaticRecord* record = find_static(p);
  if (!record) return 0;
  return record->address +
         (reinterpret_cast<uintptr_t>(p) - reinterpret_cast<uintptr_t>(record->p));
}

void* pointer_of(uint64_t address) {
  size_t after = span_index((address >> kPageBits) + 1);
  if (after > 0) {
    const Span* span = region.by_address[after - 1];
    uint64_t offset = address - span->address();
    if (offset < uint64_t{span->shown_pages} << kPageBits) return span->host + offset;
  }
  auto at = std::upper_bound(
      region.statics.begin(), region.statics.end(), address,
      [](uint64_t wanted, const StaticRecord& record) { return wanted < record.address; });
  if (at == region.statics.begin()) return nullptr;
  const StaticRecord& record = *(at - 1);
  uint64_t offset = address - record.address;
  if (offset >= record.size) return nullptr;
  return const_cast<char*>(static_cast<const char*>(record.p)) + offset;
}

// --- Statics ---

void* static_alloc(size_t size) {
  uint32_t need = static_cast<uint32_t>((size + 15) & ~size_t{15});
  Span*& span = region.static_span;
  if (!span || need > (span->shown_pages << kPageBits) - region.static_used) {
    uint32_t pages = std::max(kStaticSpanPages, (need + kPageSize - 1) >> kPageBits);
    span = span_alloc(PageKind::kStatic, pages);
    ENGINE_CHECK(span, "immortal objects fit into memory at start");
    if (!span->zeroed) memset(span->host, 0, static_cast<size_t>(pages) << kPageBits);
    region.static_used = 0;
  }
  void* p = span->host + region.static_used;
  region.static_used += need;
  return p;
}

void register_static(const void* p, size_t size) {
  const StaticRecord* known = find_static(p);
  if (known && known->p == p) return;
  uint32_t index = static_cast<uint32_t>(region.statics.size());
  region.statics.push_back({p, size, region.next_static});
  region.next_static += (size + 31) & ~size_t{31};
  std::vector<uint32_t>& order = region.statics_by_pointer;
  auto at = std::upper_bound(order.begin(), order.end(), p, [](const void* wanted, uint32_t i) {
    return wanted < region.statics[i].p;
  });
  order.insert(at, index);
}

// --- Limits, reset, verification ---

void set_memory_limit(uint64_t bytes) { region.limit_pages = bytes >> kPageBits; }
uint64_t memory_limit() { return region.limit_pages << kPageBits; }
uint64_t held_bytes() { return region.held_pages << kPageBits; }

void region_reset() {
  while (!region.by_address.empty()) span_free(region.by_address.back());
  std::vector<HostRun> runs = std::move(region.free_runs);
  region = RegionState();
  region.free_runs = std::move(runs);
}

void region_verify() {
  uint64_t held = 0, end = 0;
  for (const Span* span : region.by_address) {
    held += span->shown_pages;
    ENGINE_CHECK(span->shown_page >= end, "shown ranges of spans are disjoint");
    ENGINE_CHECK(span->shown_pages <= span->host_pages, "the host holds every page that is shown");
    end = span->shown_page + span->shown_pages;
    uint32_t page = static_cast<uint32_t>(host_page(span->host));
    for (uint32_t i = 0; i < span->host_pages; i++) {
      ENGINE_CHECK(page_span[page + i] == span, "a span's pages point to it");
      uint64_t shown = i < span->shown_pages ? span->shown_page + i : 0;
      ENGINE_CHECK(page_shown[page + i] == shown, "a span's pages know their shown address");
      ENGINE_CHECK(
          i >= span->shown_pages || page_kind[page + i] == static_cast<uint8_t>(span->kind),
          "a span's pages know their kind");
    }
  }
  ENGINE_CHECK(held == region.held_pages, "held pages are those of live spans");
  ENGINE_CHECK(held <= region.limit_pages, "the heap keeps to its limit");
  uint32_t free_end = 0;
  for (const HostRun& run : region.free_runs) {
    ENGINE_CHECK(run.first >= free_end && run.count > 0, "free runs are disjoint");
    for (uint32_t i = 0; i < run.count; i++)
      ENGINE_CHECK(page_span[run.first + i] == nullptr, "a free page is in no span");
    free_end = run.first + run.count;
  }
}

}  // namespace py

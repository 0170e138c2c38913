// Where the heap's memory comes from on the host, and which address Python sees for it.
// CPython 3.13: the stand-in for mmap, brk and the data segment of a 64-bit Linux process.
//
// The host hands out spans of whole 64 KiB pages. Where a span lies on the host may differ between
// runs and builds; the address that is shown for it depends only on the sequence of requests, so
// id(), repr and hash repeat exactly, natively and in wasm. Every decision of an allocator that a
// program can observe must look at shown addresses and sizes only.
//
// Invariants:
//  (1) page_kind[i] says what host page i holds; kNone pages are not ours.
//  (2) every page of a span's shown part has page_shown[i] = shown address >> 16; shown ranges of
//      live spans are disjoint.
//  (3) held_pages = sum of the shown pages of all live spans <= the limit.
#pragma once
#include <vector>

#include "base/check.h"
#include "base/types.h"

namespace py {

constexpr uint32_t kPageBits = 16;
constexpr uint32_t kPageSize = 1u << kPageBits;

#ifdef __wasm__
// Linear memory starts at 0 and has at most 2**16 pages.
constexpr uint32_t kHostPages = 1u << 16;
constexpr uintptr_t region_base = 0;
#else
constexpr uint32_t kHostPages = 1u << 18;  // 16 GiB of address space, committed when touched
extern uintptr_t region_base;
#endif

enum class PageKind : uint8_t {
  kNone,    // not ours
  kArena,   // pools of an arena
  kSites,   // side table of an arena, never shown
  kRaw,     // chunks of the raw allocator
  kLarge,   // one raw block of its own
  kStatic,  // immortal objects that are never freed
};

extern uint8_t page_kind[kHostPages];

// Host page number of a pointer; kHostPages or more when it is outside the region.
inline uintptr_t host_page(const void* p) {
  return (reinterpret_cast<uintptr_t>(p) - region_base) >> kPageBits;
}
inline PageKind kind_of_page(const void* p) {
  uintptr_t page = host_page(p);
#ifndef __wasm__
  if (UNLIKELY(page >= kHostPages)) return PageKind::kNone;
#endif
  return static_cast<PageKind>(page_kind[page]);
}

// A run of host pages with one purpose.
struct Span {
  PageKind kind = PageKind::kNone;
  uint8_t* host = nullptr;   // first byte
  uint32_t host_pages = 0;   // >= shown_pages: side tables and growing room are not shown
  uint32_t shown_pages = 0;  // counted against the limit
  uint64_t shown_page = 0;   // shown address of the first byte >> 16
  uint64_t requested = 0;    // kLarge: bytes the program asked for
  bool zeroed = false;       // fresh from the host: every byte is 0
  uint64_t address() const { return shown_page << kPageBits; }
};

// Forgets every span and static, so that the next machine starts like the first. Keeps the host's
// memory for reuse.
void region_reset();

// Bytes that the heap may hold in spans (default 2 GiB); a span beyond it is refused. The side
// tables do not count.
void set_memory_limit(uint64_t bytes);
uint64_t memory_limit();
uint64_t held_bytes();

// A new span, or null when the limit or the host refuses. hidden_pages follow the shown ones on the
// host only. Spans are found by the pointer to their first byte and stay valid until span_free.
Span* span_alloc(PageKind kind, uint32_t shown_pages, uint32_t hidden_pages = 0);
void span_free(Span* span);
// Gives a kLarge span another size. The bytes may move on the host; the address shown stays when
// the range after it is free. Returns null, with nothing changed, when it does not fit.
Span* span_resize(Span* span, uint32_t shown_pages);
Span* span_of(const void* p);  // null when p is in no span
// All live spans in the order of their shown addresses.
std::vector<const Span*> all_spans();

// The address that Python sees for a pointer into the heap or into a static; 0 for one that is
// neither.
uint64_t address_of(const void* p);
// The inverse; null when nothing is there.
void* pointer_of(uint64_t address);

// Zeroed memory for an immortal object (small ints, one-character strings, identifiers); never
// freed before reset.
void* static_alloc(size_t size);
// Gives a C++ static (a builtin type, None) its address. Call in a fixed order at start; calling it
// again changes nothing. size: what CPython's 64-bit struct has, so that the addresses of those
// that follow are the same on every host.
void register_static(const void* p, size_t size);

// Checks (1) to (3); stops the machine with a broken invariant.
void region_verify();

}  // namespace py

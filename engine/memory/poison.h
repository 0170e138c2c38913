// Tells AddressSanitizer which bytes of the heap are free, so that a use after free or past a
// block's end is caught in the sanitized native build. Nothing in every other build.
#pragma once
#include <cstddef>
#include <cstdint>

#if defined(__SANITIZE_ADDRESS__)
#define GLASSHEAP_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GLASSHEAP_ASAN 1
#endif
#endif

#ifdef GLASSHEAP_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace py {

#ifdef GLASSHEAP_ASAN
inline void poison(void* p, size_t size) { __asan_poison_memory_region(p, size); }
inline void unpoison(void* p, size_t size) { __asan_unpoison_memory_region(p, size); }
#else
inline void poison(void*, size_t) {}
inline void unpoison(void*, size_t) {}
#endif

// A free block keeps the link in its first 8 bytes.
inline void poison_block(uint8_t* block, size_t size) { poison(block + 8, size - 8); }

}  // namespace py

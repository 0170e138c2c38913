// The three domains of memory. RAW goes to the raw allocator; MEM and OBJ to pymalloc, and to the
// raw allocator over 512 bytes. Sizes are 64-bit on every host: what Python asks for may not fit
// into wasm's 32 bits, and then gives null. CPython 3.13: Objects/obmalloc.c, Include/pymem.h
//
// A pointer belongs to the domain it came from. Free and realloc find the allocator from the
// address. Free takes null.
#pragma once
#include "memory/obmalloc.h"

namespace py {

// PyMem_RawMalloc and friends. Null on failure, no error set.
void* raw_malloc(uint64_t nbytes);
void* raw_calloc(uint64_t nelem, uint64_t elsize);
void* raw_realloc(void* p, uint64_t nbytes);  // null p allocates
void raw_free(void* p);
// PyMem_Malloc and friends.
void* mem_malloc(uint64_t nbytes);
void* mem_calloc(uint64_t nelem, uint64_t elsize);
void* mem_realloc(void* p, uint64_t nbytes);
void mem_free(void* p);
// PyObject_Malloc and friends. (CPython's MEM and OBJ use one pymalloc; so do these.)
void* object_malloc(uint64_t nbytes);
void* object_calloc(uint64_t nelem, uint64_t elsize);
void* object_realloc(void* p, uint64_t nbytes);
void object_free(void* p);

// What has to be looked at on each call: one test when nothing is.
enum MemoryHook : uint32_t {
  kHookTracing = 1,  // tracemalloc is on
  kHookFailing = 2,  // fail_alloc_after
};
extern uint32_t memory_hooks;

// object_malloc for a size known when compiling, in line: for the few allocations that the VM does
// all the time.
template <uint32_t kBytes>
ALWAYS_INLINE void* object_malloc_small() {
  static_assert(kBytes > 0 && kBytes <= SMALL_REQUEST_THRESHOLD);
  if (LIKELY(memory_hooks == 0)) {
    if (void* p = pymalloc_alloc(kBytes)) return p;
  }
  return object_malloc(kBytes);
}
ALWAYS_INLINE void object_free_small(void* p) {  // a block of at most 512 bytes from OBJ or MEM
  if (LIKELY(memory_hooks == 0)) {
    pymalloc_free(p);
  } else {
    object_free(p);
  }
}

// Tests: allocations number `start` (from 1) to `stop` - 1 fail, in any domain; stop 0: all after
// start. start 0: off.
void fail_alloc_after(uint64_t start, uint64_t stop = 0);
uint64_t alloc_failures();  // how many were made to fail since fail_alloc_after

// Brings all of memory/ to its first state: no blocks, default limit, no tracing. Every pointer
// into the heap is dead.
void memory_init();
// Counts memory_init: pointers into the heap that were kept under another number are dead.
extern uint32_t memory_epoch;

}  // namespace py

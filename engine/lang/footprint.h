// What CPython's own compiler does to the collector: the dicts, lists and tuples that its symbol
// table, code generator and assembler make and drop while they compile a module.
// CPython 3.13: Python/symtable.c, compile.c, flowgraph.c, assemble.c (who allocates),
// Objects/{dict,list,tuple}object.c and Include/internal/pycore_freelist.h (what is kept free)
//
// Those objects are gone when the module's body starts, but their blocks are parked on free lists
// and their allocations counted towards generation 0. Our compiler uses ordinary C++ memory, so it
// records the events instead; simulate_footprint() plays them on a model of the free lists.
//
// Invariants: events appear in the order in which CPython makes them; each *New has at most one
// *Free; what has none lives on (tuples of the code objects and of the parser's arena).
#pragma once
#include <cstddef>  // size_t
#include <cstdint>  // fixed-width integers
#include <utility>  // std::move
#include <vector>   // the log

namespace py::lang {

enum class FootprintKind : uint8_t {
  kDictNew,   // the dict object (64 bytes with its header)
  kDictFree,
  kKeysNew,   // a dict's table of 8 slots for str keys, the only size with a free list
  kKeysFree,
  kListNew,
  kListFree,
  kTupleNew,  // size 1..20; longer ones are kGcNew
  kTupleFree,
  kGcNew,     // any other collected object: set, iterator, capsule, instruction sequence
  kGcFree,
  kFloatNew,  // not collected, but kept on a free list
  kFloatFree,
};

// One event: kind in the low byte, the tuple's size above it.
using FootprintEvent = uint16_t;

class Footprint {
 public:
  void dict_new() { add(FootprintKind::kDictNew); }
  void dict_free() { add(FootprintKind::kDictFree); }
  void keys_new() { add(FootprintKind::kKeysNew); }
  void keys_free() { add(FootprintKind::kKeysFree); }
  void list_new() { add(FootprintKind::kListNew); }
  void list_free() { add(FootprintKind::kListFree); }
  void gc_new() { add(FootprintKind::kGcNew); }
  void gc_free() { add(FootprintKind::kGcFree); }
  void float_new() { add(FootprintKind::kFloatNew); }
  void float_free() { add(FootprintKind::kFloatFree); }
  // The empty tuple is one shared object: nothing happens.
  void tuple_new(size_t size) { tuple(FootprintKind::kTupleNew, FootprintKind::kGcNew, size); }
  void tuple_free(size_t size) { tuple(FootprintKind::kTupleFree, FootprintKind::kGcFree, size); }

  const std::vector<FootprintEvent>& events() const { return events_; }
  std::vector<FootprintEvent> take() { return std::move(events_); }

 private:
  static constexpr size_t kMaxSavedTuple = 20;
  void add(FootprintKind kind) { events_.push_back(static_cast<FootprintEvent>(kind)); }
  void tuple(FootprintKind small, FootprintKind large, size_t size) {
    if (size == 0) return;
    if (size > kMaxSavedTuple) return add(large);
    events_.push_back(static_cast<FootprintEvent>(static_cast<unsigned>(small) | size << 8));
  }

  std::vector<FootprintEvent> events_;
};

// The table behind a CPython dict, as far as free lists see it: which size it has and whether all
// its keys are strings. The owner calls one method for each thing it does to the dict.
class DictShape {
 public:
  void create(Footprint& log) { log.dict_new(); }
  // A key that was not there is added.
  void insert(Footprint& log, bool key_is_str);
  // A key is looked up for insertion whose type may change the table although it may be present.
  void prepare(Footprint& log, bool key_is_str);
  void remove() { --used_; }
  void destroy(Footprint& log);

 private:
  void resize(Footprint& log, bool unicode);

  uint8_t log2_size_ = 0;  // 0: the shared empty table
  bool unicode_ = false;
  int32_t used_ = 0;    // live entries
  int32_t usable_ = 0;  // free slots left before it grows
};

// The collector's start state: generation 0's count, tracked objects, and free list lengths.
struct FreeLists {
  int64_t gen0_count = 0;
  int64_t tracked = 0;
  int32_t dicts = 0;
  int32_t dict_keys = 0;
  int32_t lists = 0;
  int32_t floats = 0;
  int32_t tuples[21] = {};  // by size; 0 unused

  int64_t tuples_total() const;
};

struct FootprintResult {
  FreeLists state;
  // The largest gen0_count on the way: above the threshold, a collection is pending afterwards.
  int64_t peak_gen0_count = 0;
};

// Plays the events on free lists that start as `start`. Free lists hold at most 80 dicts, 80 keys
// tables, 80 lists, 100 floats and 2000 tuples of each size.
FootprintResult simulate_footprint(const FreeLists& start,
                                   const std::vector<FootprintEvent>& events);

}  // namespace py::lang

// The footprint's dict model and the free-list simulator.
// CPython 3.13: Objects/dictobject.c (insertdict, dictresize), pycore_freelist.h (limits)
#include "lang/footprint.h"

namespace py::lang {
namespace {

constexpr int kMinLog2 = 3;  // PyDict_LOG_MINSIZE: 8 slots, 5 of them usable
constexpr int32_t kMaxFreeDicts = 80;
constexpr int32_t kMaxFreeLists = 80;
constexpr int32_t kMaxFreeFloats = 100;
constexpr int32_t kMaxFreeTuples = 2000;

int32_t usable_fraction(int log2_size) { return (int32_t{2} << log2_size) / 3; }

}  // namespace

void DictShape::resize(Footprint& log, bool unicode) {
  // The new size is the first power of two that holds three times the live entries.
  int log2 = kMinLog2;
  while ((int64_t{1} << log2) < int64_t{used_} * 3) ++log2;
  if (log2 == kMinLog2 && unicode) log.keys_new();
  if (log2_size_ == kMinLog2 && unicode_) log.keys_free();
  log2_size_ = static_cast<uint8_t>(log2);
  unicode_ = unicode;
  usable_ = usable_fraction(log2) - used_;
}

void DictShape::prepare(Footprint& log, bool key_is_str) {
  if (log2_size_ != 0 && unicode_ && !key_is_str) resize(log, false);
}

void DictShape::insert(Footprint& log, bool key_is_str) {
  if (log2_size_ == 0) {
    log2_size_ = kMinLog2;
    unicode_ = key_is_str;
    usable_ = usable_fraction(kMinLog2);
    if (unicode_) log.keys_new();
  } else {
    prepare(log, key_is_str);
    if (usable_ <= 0) resize(log, unicode_);
  }
  ++used_;
  --usable_;
}

void DictShape::destroy(Footprint& log) {
  if (log2_size_ == kMinLog2 && unicode_) log.keys_free();
  log.dict_free();
}

int64_t FreeLists::tuples_total() const {
  int64_t total = 0;
  for (int size = 1; size <= 20; ++size) total += tuples[size];
  return total;
}

FootprintResult simulate_footprint(const FreeLists& start,
                                   const std::vector<FootprintEvent>& events) {
  FootprintResult result{start, start.gen0_count};
  FreeLists& now = result.state;
  // A collected object from or to its free list; what misses the list is really made or freed.
  auto make = [&](int32_t& free) {
    ++now.tracked;
    if (free > 0) {
      --free;
    } else if (++now.gen0_count > result.peak_gen0_count) {
      result.peak_gen0_count = now.gen0_count;
    }
  };
  auto drop = [&](int32_t& free, int32_t limit) {
    --now.tracked;
    if (free < limit) {
      ++free;
    } else if (now.gen0_count > 0) {
      --now.gen0_count;
    }
  };
  int32_t none = 0;
  for (FootprintEvent event : events) {
    const unsigned size = event >> 8;
    switch (static_cast<FootprintKind>(event & 0xFF)) {
      case FootprintKind::kDictNew: make(now.dicts); break;
      case FootprintKind::kDictFree: drop(now.dicts, kMaxFreeDicts); break;
      case FootprintKind::kListNew: make(now.lists); break;
      case FootprintKind::kListFree: drop(now.lists, kMaxFreeLists); break;
      case FootprintKind::kTupleNew: make(now.tuples[size]); break;
      case FootprintKind::kTupleFree: drop(now.tuples[size], kMaxFreeTuples); break;
      case FootprintKind::kGcNew: make(none); break;
      case FootprintKind::kGcFree: drop(none, 0); break;
      case FootprintKind::kKeysNew: now.dict_keys -= now.dict_keys > 0; break;
      case FootprintKind::kKeysFree: now.dict_keys += now.dict_keys < kMaxFreeDicts; break;
      case FootprintKind::kFloatNew: now.floats -= now.floats > 0; break;
      case FootprintKind::kFloatFree: now.floats += now.floats < kMaxFreeFloats; break;
    }
  }
  return result;
}

}  // namespace py::lang

// The identifier set and the string hash.
// CPython 3.13: Objects/setobject.c, Python/pyhash.c
#include "lang/name_set.h"

#include <cstring>  // memcpy
#include <string>   // the hashed bytes

#include "lang/const_value.h"  // wtf8_next

namespace py::lang {
namespace {

uint64_t rotate(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

struct SipState {
  uint64_t v0 = 0x736f6d6570736575u;
  uint64_t v1 = 0x646f72616e646f6du;
  uint64_t v2 = 0x6c7967656e657261u;
  uint64_t v3 = 0x7465646279746573u;

  void round() {
    v0 += v1;
    v2 += v3;
    v1 = rotate(v1, 13) ^ v0;
    v3 = rotate(v3, 16) ^ v2;
    v0 = rotate(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = rotate(v1, 17) ^ v2;
    v3 = rotate(v3, 21) ^ v0;
    v2 = rotate(v2, 32);
  }
};

uint64_t siphash13(const std::string& bytes) {
  SipState s;
  size_t pos = 0;
  for (; pos + 8 <= bytes.size(); pos += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + pos, 8);
    s.v3 ^= word;
    s.round();
    s.v0 ^= word;
  }
  uint64_t last = uint64_t{bytes.size()} << 56;
  for (int shift = 0; pos < bytes.size(); ++pos, shift += 8) {
    last |= uint64_t{static_cast<unsigned char>(bytes[pos])} << shift;
  }
  s.v3 ^= last;
  s.round();
  s.v0 ^= last;
  s.v2 ^= 0xff;
  for (int i = 0; i < 3; ++i) s.round();
  return (s.v0 ^ s.v1) ^ (s.v2 ^ s.v3);
}

}  // namespace

int64_t str_hash(std::string_view text) {
  if (text.empty()) return 0;
  std::vector<uint32_t> points;
  uint32_t largest = 0;
  for (size_t pos = 0; pos < text.size();) {
    points.push_back(wtf8_next(text, &pos));
    largest = points.back() > largest ? points.back() : largest;
  }
  // What is hashed is the str's own storage: 1, 2 or 4 bytes a character.
  const int width = largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4;
  std::string bytes;
  for (uint32_t point : points) {
    for (int i = 0; i < width; ++i) bytes.push_back(static_cast<char>(point >> (8 * i)));
  }
  const int64_t hash = static_cast<int64_t>(siphash13(bytes));
  return hash == -1 ? -2 : hash;
}

size_t NameSet::probe(Identifier name, int64_t hash, size_t* tombstone) const {
  constexpr size_t kLinearProbes = 9;
  uint64_t perturb = static_cast<uint64_t>(hash);
  size_t i = static_cast<size_t>(perturb) & mask();
  for (;;) {
    const size_t probes = i + kLinearProbes <= mask() ? kLinearProbes : 0;
    for (size_t p = i; p <= i + probes; ++p) {
      const Slot& slot = table_[p];
      if (slot.name == nullptr || (slot.name == name && !slot.removed)) return p;
      if (slot.removed && tombstone != nullptr) *tombstone = p;
    }
    perturb >>= 5;
    i = (i * 5 + 1 + static_cast<size_t>(perturb)) & mask();
  }
}

bool NameSet::contains(Identifier name) const {
  return used_ != 0 && table_[probe(name, str_hash(name->text))].name == name;
}

void NameSet::insert(Identifier name, int64_t hash) {
  constexpr size_t kNone = SIZE_MAX;
  size_t tombstone = kNone;  // the last one passed is used again
  const size_t at = probe(name, hash, &tombstone);
  if (table_[at].name == name) return;
  table_[tombstone == kNone ? at : tombstone] = {name, hash, false};
  ++used_;
  if (tombstone != kNone) return;
  ++fill_;
  if (fill_ * 5 >= mask() * 3) resize(used_ > 50000 ? used_ * 2 : used_ * 4);
}

void NameSet::add(Identifier name) { insert(name, str_hash(name->text)); }

bool NameSet::discard(Identifier name) {
  if (!contains(name)) return false;
  table_[probe(name, str_hash(name->text))].removed = true;
  --used_;
  return true;
}

void NameSet::resize(size_t minimum) {
  size_t size = kMinSize;
  while (size <= minimum) size *= 2;
  std::vector<Slot> old(size);
  old.swap(table_);
  for (const Slot& slot : old) {
    if (slot.name != nullptr && !slot.removed) table_[probe(slot.name, slot.hash)] = slot;
  }
  fill_ = used_;
}

void NameSet::merge(const NameSet& other) {
  if (&other == this || other.used_ == 0) return;
  if ((fill_ + other.used_) * 5 >= mask() * 3) resize((used_ + other.used_) * 2);
  // An empty set of the same size takes the other's table as it is.
  if (fill_ == 0 && mask() == other.mask() && other.fill_ == other.used_) {
    table_ = other.table_;
    fill_ = used_ = other.used_;
    return;
  }
  // (Into an empty set, where nothing can grow, this is what CPython's quicker way comes to.)
  for (const Slot& slot : other.table_) {
    if (slot.name != nullptr && !slot.removed) insert(slot.name, slot.hash);
  }
}

}  // namespace py::lang

// The compilation arena: block allocation and the identifier table.
#include "lang/arena.h"

#include <cstdlib>  // calloc, free

#include "base/check.h"  // ENGINE_CHECK

namespace py::lang {
namespace {

constexpr size_t kBlockBytes = 64 * 1024;
constexpr size_t kFirstTableSize = 256;

// FNV-1a: identifiers are short and the table is ours alone.
uint32_t hash_text(std::string_view text) {
  uint32_t hash = 2166136261u;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

}  // namespace

Arena::~Arena() {
  for (char* block : blocks_) std::free(block);
}

void Arena::swap(Arena& other) noexcept {
  std::swap(next_, other.next_);
  std::swap(limit_, other.limit_);
  std::swap(bytes_, other.bytes_);
  std::swap(interned_, other.interned_);
  blocks_.swap(other.blocks_);
  table_.swap(other.table_);
}

void* Arena::allocate_slow(size_t bytes) {
  bool own_block = bytes > kBlockBytes / 4;
  size_t size = own_block ? bytes : kBlockBytes;
  char* block = static_cast<char*>(std::calloc(1, size));
  ENGINE_CHECK(block != nullptr, "the compiler's arena has memory");
  blocks_.push_back(block);
  bytes_ += size;
  if (!own_block) {
    next_ = block + bytes;
    limit_ = block + size;
  }
  return block;
}

std::string_view Arena::copy_text(std::string_view text) {
  char* copy = static_cast<char*>(allocate(text.size() + 1));
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

void Arena::grow_table() {
  std::vector<InternedString*> old = std::move(table_);
  table_.assign(old.empty() ? kFirstTableSize : old.size() * 2, nullptr);
  size_t mask = table_.size() - 1;
  for (InternedString* entry : old) {
    if (entry == nullptr) continue;
    size_t slot = entry->hash & mask;
    while (table_[slot] != nullptr) slot = (slot + 1) & mask;
    table_[slot] = entry;
  }
}

Identifier Arena::intern(std::string_view text) {
  if (interned_ * 2 >= table_.size()) grow_table();
  uint32_t hash = hash_text(text);
  size_t mask = table_.size() - 1;
  size_t slot = hash & mask;
  while (table_[slot] != nullptr) {
    if (table_[slot]->hash == hash && table_[slot]->text == text) return table_[slot];
    slot = (slot + 1) & mask;
  }
  InternedString* entry = make<InternedString>();
  entry->text = copy_text(text);
  entry->hash = hash;
  entry->index = interned_++;
  table_[slot] = entry;
  return entry;
}

}  // namespace py::lang

// A bump arena for one compilation: syntax tree nodes, constants and interned identifiers.
// CPython 3.13: Python/pyarena.c
//
// Everything made here is trivially destructible and dies with the arena; nothing is freed earlier.
// The arena lives in ordinary C++ memory, never on the Python heap.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>  // memcpy
#include <string_view>
#include <type_traits>
#include <new>          // placement new
#include <utility>
#include <vector>

namespace py::lang {

// A counted run of T inside an arena. Copying it copies the reference, not the elements.
template <class T>
struct Seq {
  T* data = nullptr;
  int32_t count = 0;

  T* begin() const { return data; }
  T* end() const { return data + count; }
  T& operator[](int i) const { return data[i]; }
  T& front() const { return data[0]; }
  T& back() const { return data[count - 1]; }
  int size() const { return count; }
  bool empty() const { return count == 0; }
};

// One interned identifier. Equal text in one arena means the same object, so pointers compare.
struct InternedString {
  std::string_view text;  // UTF-8, NFKC normalised, zero terminated after its end
  uint32_t hash;
  uint32_t index;  // order of first interning in this arena: 0, 1, ...
};
using Identifier = const InternedString*;

class Arena {
 public:
  Arena() = default;
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&& other) noexcept { swap(other); }
  Arena& operator=(Arena&& other) noexcept {
    swap(other);
    return *this;
  }

  // Zeroed memory, aligned to 8 bytes.
  void* allocate(size_t bytes) {
    bytes = (bytes + 7) & ~size_t{7};
    if (static_cast<size_t>(limit_ - next_) < bytes) return allocate_slow(bytes);
    char* result = next_;
    next_ += bytes;
    return result;
  }

  // A value-initialised T (all fields zero).
  template <class T>
  T* make() {
    static_assert(std::is_trivially_destructible_v<T>, "arena objects are never destroyed");
    return new (allocate(sizeof(T))) T{};
  }

  // `count` zeroed elements.
  template <class T>
  Seq<T> make_seq(size_t count) {
    static_assert(std::is_trivially_copyable_v<T>, "arena sequences are copied bytewise");
    if (count == 0) return {};
    return {static_cast<T*>(allocate(count * sizeof(T))), static_cast<int32_t>(count)};
  }

  // A copy of [first, first + count).
  template <class T>
  Seq<T> copy_seq(const T* first, size_t count) {
    Seq<T> seq = make_seq<T>(count);
    if (count != 0) std::memcpy(static_cast<void*>(seq.data), first, count * sizeof(T));
    return seq;
  }
  template <class T>
  Seq<T> copy_seq(const std::vector<T>& items) {
    return copy_seq(items.data(), items.size());
  }

  // A zero-terminated copy of text.
  std::string_view copy_text(std::string_view text);

  // The one InternedString with this text.
  Identifier intern(std::string_view text);

  size_t bytes_used() const { return bytes_; }

 private:
  void* allocate_slow(size_t bytes);
  void grow_table();
  void swap(Arena& other) noexcept;

  char* next_ = nullptr;
  char* limit_ = nullptr;
  size_t bytes_ = 0;
  std::vector<char*> blocks_;
  std::vector<InternedString*> table_;  // open addressing, size a power of two
  uint32_t interned_ = 0;
};

}  // namespace py::lang

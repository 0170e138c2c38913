// A set of identifiers that yields them in the order of a CPython set of str.
// CPython 3.13: Objects/setobject.c (probing, growth, merging), Python/pyhash.c (SipHash-1-3)
//
// The symbol table adds a block's free variables to its symbols in this order, and the order of
// symbols shows in the locals of comprehensions inlined into a class body. Hashes are those of
// PYTHONHASHSEED=0, like the hashes of all strings of the machine.
//
// Invariant: used <= fill < 3/5 of the table; a removed entry stays as a tombstone until it is used
// again or the table grows.
#pragma once
#include <vector>  // the table

#include "lang/arena.h"  // Identifier

namespace py::lang {

// hash(text) of Python with the zero key; text is WTF-8.
int64_t str_hash(std::string_view text);

class NameSet {
 public:
  NameSet() : table_(kMinSize) {}
  // A copy made as set(other) makes it: the order may change.
  NameSet(const NameSet& other) : NameSet() { merge(other); }
  NameSet& operator=(const NameSet&) = delete;

  bool contains(Identifier name) const;
  void add(Identifier name);
  // True when name was there.
  bool discard(Identifier name);
  // self |= other
  void merge(const NameSet& other);
  bool empty() const { return used_ == 0; }

  // Calls visit(name) for each name in order.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const Slot& slot : table_) {
      if (slot.name != nullptr && !slot.removed) visit(slot.name);
    }
  }

 private:
  struct Slot {
    Identifier name = nullptr;
    int64_t hash = 0;
    bool removed = false;
  };
  static constexpr size_t kMinSize = 8;

  size_t mask() const { return table_.size() - 1; }
  // The slot of name, or the free slot where the search for it ends. *tombstone becomes the last
  // removed entry on the way.
  size_t probe(Identifier name, int64_t hash, size_t* tombstone = nullptr) const;
  void insert(Identifier name, int64_t hash);
  void resize(size_t minimum);

  std::vector<Slot> table_;
  size_t fill_ = 0;  // slots that are not free
  size_t used_ = 0;  // names
};

}  // namespace py::lang

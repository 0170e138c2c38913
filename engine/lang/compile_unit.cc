// Instruction sequences and the merging of constants.
// CPython 3.13: Python/instruction_sequence.c, Python/compile.c, Objects/codeobject.c
#include "lang/compile_unit.h"

namespace py::lang {

// ---- instruction sequences -------------------------------------------------------------------

void InstructionSequence::use_label(Label label) {
  if (static_cast<size_t>(label.id) >= label_map_.size()) {
    label_map_.resize(static_cast<size_t>(label.id) + 1, -1);
  }
  label_map_[static_cast<size_t>(label.id)] = static_cast<int>(instrs.size());
}

void InstructionSequence::insert(int pos, int opcode, int oparg, const Location& loc) {
  instrs.insert(instrs.begin() + pos, {opcode, oparg, loc, {}, 0, 0});
  for (int& index : label_map_) {
    if (index >= pos) ++index;
  }
}

void InstructionSequence::apply_labels() {
  if (label_map_.empty()) return;
  for (Instruction& instr : instrs) {
    if (has_target(instr.opcode)) instr.oparg = label_map_[static_cast<size_t>(instr.oparg)];
    if (instr.handler.label >= 0) {
      instr.handler.label = label_map_[static_cast<size_t>(instr.handler.label)];
    }
  }
  label_map_.clear();
}

// ---- keys ------------------------------------------------------------------------------------

bool code_equal(const CodeSpec* a, const CodeSpec* b) {
  if (a == b) return true;
  if (a->name != b->name || a->argcount != b->argcount ||
      a->posonlyargcount != b->posonlyargcount || a->kwonlyargcount != b->kwonlyargcount ||
      a->flags != b->flags || a->firstlineno != b->firstlineno || a->code != b->code ||
      a->names != b->names || a->localsplusnames != b->localsplusnames ||
      a->linetable != b->linetable || a->exceptiontable != b->exceptiontable ||
      a->consts.size() != b->consts.size()) {
    return false;
  }
  for (size_t i = 0; i < a->consts.size(); ++i) {
    if (a->consts[i].value != b->consts[i].value || a->consts[i].code != b->consts[i].code) {
      return false;
    }
  }
  return true;
}

uint64_t ConstCache::hash_of(const ConstRef& item) {
  if (item.value != nullptr) return const_hash(item.value);
  const CodeSpec& code = *item.code;
  return code.code.size() * 31 + static_cast<uint64_t>(code.firstlineno) * 1000003 +
         code.linetable.size();
}

bool ConstCache::Key::operator==(const Key& other) const {
  if (hash != other.hash) return false;
  if ((tuple != nullptr) != (other.tuple != nullptr)) return false;
  if (tuple != nullptr) {
    if (tuple->items.size() != other.tuple->items.size()) return false;
    for (size_t i = 0; i < tuple->items.size(); ++i) {
      const ConstRef& a = tuple->items[i];
      const ConstRef& b = other.tuple->items[i];
      if ((a.code != nullptr) != (b.code != nullptr)) return false;
      if (a.code != nullptr ? !code_equal(a.code, b.code) : !const_equal(a.value, b.value)) {
        return false;
      }
    }
    return true;
  }
  if ((item.code != nullptr) != (other.item.code != nullptr)) return false;
  if (item.code != nullptr) return code_equal(item.code, other.item.code);
  return const_equal(item.value, other.item.value);
}

// CPython's key of a constant holds tuples: this logs making or dropping them.
void ConstCache::log_value_key(const ConstValue* value, bool create) {
  auto tuple = [&](size_t size) { create ? log_.tuple_new(size) : log_.tuple_free(size); };
  auto negative_zero = [](double d) { return d == 0.0 && __builtin_signbit(d); };
  switch (value->kind) {
    case ConstKind::kNone:
    case ConstKind::kEllipsis:
    case ConstKind::kInt:
    case ConstKind::kStr: return;
    case ConstKind::kTrue:
    case ConstKind::kFalse:
    case ConstKind::kBytes: return tuple(2);
    case ConstKind::kFloat: return tuple(negative_zero(value->real) ? 3 : 2);
    case ConstKind::kComplex:
      return tuple(negative_zero(value->real) || negative_zero(value->imag) ? 3 : 2);
    case ConstKind::kTuple:
    case ConstKind::kFrozenSet: break;
  }
  const size_t size = static_cast<size_t>(value->items.size());
  const bool set = value->kind == ConstKind::kFrozenSet;
  if (create) {
    log_.tuple_new(size);
    for (const ConstValue* item : value->items) log_value_key(item, true);
    if (set) {
      log_.gc_new();
      log_.tuple_free(size);
    }
    log_.tuple_new(2);
    return;
  }
  for (const ConstValue* item : value->items) log_value_key(item, false);
  if (set) {
    log_.gc_free();
  } else {
    log_.tuple_free(size);
  }
  log_.tuple_free(2);
}

void ConstCache::log_key(const Key& key, bool create) {
  if (key.tuple == nullptr) {
    if (key.item.value != nullptr) log_value_key(key.item.value, create);
    return;
  }
  const size_t size = key.tuple->items.size();
  if (create) log_.tuple_new(size);
  for (const ConstRef& item : key.tuple->items) {
    if (item.value != nullptr) log_value_key(item.value, create);
  }
  if (!create) log_.tuple_free(size);
  create ? log_.tuple_new(2) : log_.tuple_free(2);
}

// ---- merging ---------------------------------------------------------------------------------

// True when the key is new; *canonical is the key in the cache either way.
bool ConstCache::insert(const Key& key, Key* canonical) {
  log_key(key, true);
  const bool is_str = key.item.value != nullptr && key.item.value->kind == ConstKind::kStr;
  shape_.prepare(log_, is_str);
  auto [it, added] = entries_.insert(key);
  *canonical = *it;
  if (added) {
    shape_.insert(log_, is_str);
    order_.push_back(key);
  } else {
    log_key(key, false);
  }
  return added;
}

const ConstValue* ConstCache::merge_value(const ConstValue* value) {
  if (value->kind == ConstKind::kNone || value->kind == ConstKind::kEllipsis) return value;
  Key canonical;
  if (!insert({{value, nullptr}, nullptr, const_hash(value)}, &canonical)) {
    return canonical.item.value;
  }
  if (value->kind == ConstKind::kTuple) {
    // The tuple stays, its items become the merged ones. (CPython writes into the tuple too.)
    for (const ConstValue*& item : value->items) item = merge_value(item);
  } else if (value->kind == ConstKind::kFrozenSet && !value->items.empty()) {
    // A frozenset is made anew from the merged items.
    const size_t size = static_cast<size_t>(value->items.size());
    log_.tuple_new(size);
    std::vector<const ConstValue*> items;
    for (const ConstValue* item : value->items) items.push_back(merge_value(item));
    log_.gc_new();
    log_.tuple_free(size);
    const ConstValue* copy = const_frozenset(arena_, items.data(), size);
    // The entry now stands for the copy.
    Key key{{copy, nullptr}, nullptr, canonical.hash};
    entries_.erase(canonical);
    entries_.insert(key);
    for (Key& entry : order_) {
      if (entry.item.value == value) entry = key;
    }
    return copy;
  }
  return value;
}

ConstRef ConstCache::merge(ConstRef constant) {
  if (constant.value != nullptr) return {merge_value(constant.value), nullptr};
  Key canonical;
  insert({constant, nullptr, hash_of(constant)}, &canonical);
  return canonical.item;
}

const ConstValue* ConstCache::merge_one(const ConstValue* value) {
  Key canonical;
  if (insert({{value, nullptr}, nullptr, const_hash(value)}, &canonical)) return value;
  if (value->kind == ConstKind::kTuple && canonical.item.value != value) {
    log_.tuple_free(static_cast<size_t>(value->items.size()));
  }
  return canonical.item.value;
}

const void* ConstCache::merge_tuple(const std::vector<ConstRef>& items) {
  log_.tuple_new(items.size());
  bool has_code = false;
  for (const ConstRef& item : items) has_code |= item.code != nullptr;
  if (!has_code) {
    std::vector<const ConstValue*> values;
    for (const ConstRef& item : items) values.push_back(item.value);
    return merge_one(const_tuple(arena_, values.data(), values.size()));
  }
  auto tuple = std::make_unique<Tuple>(Tuple{items});
  uint64_t hash = items.size();
  for (const ConstRef& item : items) hash = hash * 1000003 ^ hash_of(item);
  Key canonical;
  if (insert({{}, tuple.get(), hash}, &canonical)) {
    tuples_.push_back(std::move(tuple));
    return tuples_.back().get();
  }
  log_.tuple_free(items.size());
  return canonical.tuple;
}

void ConstCache::release(const std::unordered_set<const void*>& live) {
  for (const Key& key : order_) {
    log_key(key, false);
    if (key.tuple != nullptr && !live.contains(key.tuple)) log_.tuple_free(key.tuple->items.size());
    const ConstValue* value = key.item.value;
    if (value == nullptr || live.contains(value)) continue;
    if (value->kind == ConstKind::kTuple) {
      log_.tuple_free(static_cast<size_t>(value->items.size()));
    } else if (value->kind == ConstKind::kFrozenSet) {
      log_.gc_free();
    }
  }
  shape_.destroy(log_);
}

}  // namespace py::lang

// The symbol table: its maps, what compilation stages share, and name mangling.
// CPython 3.13: Python/symtable.c
#include "lang/symtable.h"

#include <algorithm>  // std::find

#include "lang/symtable_builder.h"  // SymtableBuilder

namespace py::lang {

// ---- NameMap ---------------------------------------------------------------------------------

namespace {
constexpr size_t kLinearSearch = 8;  // up to here a scan beats a hash table
}

uint32_t* NameMap::find(Identifier name) {
  if (index_.empty()) {
    for (Entry& entry : entries_) {
      if (entry.name == name) return &entry.value;
    }
    return nullptr;
  }
  const size_t mask = index_.size() - 1;
  for (size_t i = name->hash & mask;; i = (i + 1) & mask) {
    if (index_[i] < 0) return nullptr;
    if (entries_[index_[i]].name == name) return &entries_[index_[i]].value;
  }
}

void NameMap::rehash() {
  size_t size = 32;
  while (size < entries_.size() * 3) size *= 2;
  index_.assign(size, -1);
  for (size_t e = 0; e < entries_.size(); ++e) {
    if (entries_[e].name == nullptr) continue;
    size_t i = entries_[e].name->hash & (size - 1);
    while (index_[i] >= 0) i = (i + 1) & (size - 1);
    index_[i] = static_cast<int32_t>(e);
  }
}

void NameMap::set(Footprint& log, Identifier name, uint32_t value) {
  if (uint32_t* old = find(name)) {
    *old = value;
    return;
  }
  shape_.insert(log, true);
  entries_.push_back({name, value});
  ++live_;
  if (index_.empty()) {
    if (entries_.size() > kLinearSearch) rehash();
    return;
  }
  if (entries_.size() * 2 > index_.size()) return rehash();
  const size_t mask = index_.size() - 1;
  size_t i = name->hash & mask;
  while (index_[i] >= 0) i = (i + 1) & mask;
  index_[i] = static_cast<int32_t>(entries_.size() - 1);
}

void NameMap::erase(Identifier name) {
  for (Entry& entry : entries_) {
    if (entry.name != name) continue;
    entry.name = nullptr;
    --live_;
    shape_.remove();
    if (!index_.empty()) rehash();
    return;
  }
}

uint32_t NameMap::add(Footprint& log, Identifier name) {
  if (const uint32_t* value = find(name)) return *value;
  const uint32_t value = static_cast<uint32_t>(live_);
  set(log, name, value);
  return value;
}

// ---- context and mangling --------------------------------------------------------------------

bool CompileContext::syntax_error(const Location& loc, std::string message) {
  error = SyntaxErrorInfo();
  error.type = SyntaxErrorType::kSyntaxError;
  error.msg = std::move(message);
  error.lineno = loc.lineno;
  error.offset = loc.col_offset + 1;
  error.end_lineno = loc.end_lineno;
  error.end_offset = loc.end_col_offset + 1;
  return false;
}

bool CompileContext::recursion_error() {
  error = SyntaxErrorInfo();
  error.type = SyntaxErrorType::kRecursionError;
  error.msg = "maximum recursion depth exceeded during compilation";
  error.has_location = false;
  return false;
}

Identifier mangle(Arena& arena, Identifier private_class, Identifier name) {
  const std::string_view text = name->text;
  if (private_class == nullptr || text.substr(0, 2) != "__" || text.ends_with("__") ||
      text.find('.') != text.npos) {
    return name;
  }
  std::string_view prefix = private_class->text;
  const size_t underscores = prefix.find_first_not_of('_');
  if (underscores == prefix.npos) return name;
  std::string mangled = "_";
  mangled += prefix.substr(underscores);
  mangled += text;
  return arena.intern(mangled);
}

Identifier maybe_mangle(Arena& arena, Identifier private_class, const SymtableEntry& entry,
                        Identifier name) {
  if (entry.mangled_names != nullptr) {
    const auto& names = *entry.mangled_names;
    if (std::find(names.begin(), names.end(), name) == names.end()) return name;
  }
  return mangle(arena, private_class, name);
}

// ---- Symtable --------------------------------------------------------------------------------

void log_entry_freed(Footprint& log, const SymtableEntry& entry) {
  entry.symbols.destroy(log);
  log.list_free();
  log.list_free();
  if (!entry.directives.empty()) {
    for (size_t i = 0; i < entry.directives.size(); ++i) log.tuple_free(5);
    log.list_free();
  }
  if (entry.owns_mangled_names) log.gc_free();
}

Symtable::~Symtable() = default;

bool Symtable::build(Mod* mod) {
  created_ = true;
  context_.footprint.list_new();  // the stack of blocks
  blocks_shape_.create(context_.footprint);
  TRY(SymtableBuilder(*this, context_).build(mod));
  return symtable_analyze(context_, top_);
}

SymtableEntry* Symtable::lookup(const void* node, bool second) const {
  auto it = blocks_.find(block_key(node, second));
  return it == blocks_.end() ? nullptr : it->second;
}

void Symtable::release() {
  if (!created_) return;
  Footprint& log = context_.footprint;
  for (auto& entry : owned_) {
    if (!entry->replaced) log_entry_freed(log, *entry);
  }
  blocks_shape_.destroy(log);
  log.list_free();
  owned_.clear();
  blocks_.clear();
  created_ = false;
}

}  // namespace py::lang

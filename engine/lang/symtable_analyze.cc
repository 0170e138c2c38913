// The symbol table's second pass: the scope of every name.
// CPython 3.13: Python/symtable.c (analyze_block and what it calls)
//
// Going down, a block hands its children the names bound around them; coming up, a child hands back
// the names it uses freely. A local name that comes back free becomes a cell.
#include "lang/name_set.h"  // NameSet
#include "lang/symtable.h"

namespace py::lang {
namespace {

// A set of identifiers, as bits by their index in the arena: copied and merged for every block.
class NameBits {
 public:
  bool contains(Identifier name) const {
    const size_t word = name->index >> 6;
    return word < bits_.size() && (bits_[word] >> (name->index & 63) & 1) != 0;
  }
  void add(Identifier name) {
    const size_t word = name->index >> 6;
    if (word >= bits_.size()) bits_.resize(word + 1);
    bits_[word] |= uint64_t{1} << (name->index & 63);
  }
  // True when name was there.
  bool discard(Identifier name) {
    if (!contains(name)) return false;
    bits_[name->index >> 6] &= ~(uint64_t{1} << (name->index & 63));
    return true;
  }
  void merge(const NameBits& other) {
    if (other.bits_.size() > bits_.size()) bits_.resize(other.bits_.size());
    for (size_t i = 0; i < other.bits_.size(); ++i) bits_[i] |= other.bits_[i];
  }

 private:
  std::vector<uint64_t> bits_;
};

}  // namespace

class SymtableAnalyzer {
 public:
  explicit SymtableAnalyzer(CompileContext& context)
      : context_(context), log_(context.footprint) {
    class_name_ = context.arena.intern("__class__");
    classdict_name_ = context.arena.intern("__classdict__");
  }

  bool analyze(SymtableEntry* top) {
    NameSet free;
    NameBits global, type_params;
    for (int i = 0; i < 3; ++i) log_.gc_new();
    TRY(analyze_block(*top, nullptr, free, global, type_params, nullptr));
    for (int i = 0; i < 3; ++i) log_.gc_free();
    return true;
  }

 private:
  struct Names {  // the sets that one block works with
    NameBits local, newglobal, newbound, inlined_cells;
    NameSet newfree;
    NameMap scopes;  // name -> Scope
  };

  bool analyze_block(SymtableEntry& entry, NameBits* bound, NameSet& free, NameBits& global,
                     NameBits& type_params, SymtableEntry* class_entry);
  bool analyze_children(SymtableEntry& entry, Names& names, NameBits& type_params,
                        SymtableEntry* class_entry);
  bool analyze_name(SymtableEntry& entry, NameMap& scopes, Identifier name, uint32_t flags,
                    NameBits* bound, NameBits& local, NameSet& free, NameBits& global,
                    NameBits& type_params, SymtableEntry* class_entry);
  void inline_comprehension(SymtableEntry& entry, SymtableEntry& comp, NameMap& scopes,
                            NameSet& comp_free, NameBits& inlined_cells);
  void analyze_cells(NameMap& scopes, NameSet& free, const NameBits& inlined_cells);
  void update_symbols(SymtableEntry& entry, const NameMap& scopes, const NameBits* bound,
                      const NameSet& free, const NameBits& inlined_cells, bool class_flag);
  bool error_at_directive(const SymtableEntry& entry, Identifier name, std::string message);
  void set_scope(NameMap& scopes, Identifier name, Scope scope) {
    scopes.set(log_, name, static_cast<uint32_t>(scope));
  }

  CompileContext& context_;
  Footprint& log_;
  Identifier class_name_, classdict_name_;
};

bool SymtableAnalyzer::error_at_directive(const SymtableEntry& entry, Identifier name,
                                          std::string message) {
  Location loc{0, 0, 0, 0};
  for (const Directive& directive : entry.directives) {
    if (directive.name == name) {
      loc = directive.loc;
      break;
    }
  }
  return context_.syntax_error(loc, std::move(message));
}

bool SymtableAnalyzer::analyze_name(SymtableEntry& entry, NameMap& scopes, Identifier name,
                                    uint32_t flags, NameBits* bound, NameBits& local, NameSet& free,
                                    NameBits& global, NameBits& type_params,
                                    SymtableEntry* class_entry) {
  const std::string text(name->text);
  if ((flags & DEF_GLOBAL) != 0) {
    if ((flags & DEF_NONLOCAL) != 0) {
      return error_at_directive(entry, name, "name '" + text + "' is nonlocal and global");
    }
    set_scope(scopes, name, Scope::kGlobalExplicit);
    global.add(name);
    if (bound != nullptr) bound->discard(name);
    return true;
  }
  if ((flags & DEF_NONLOCAL) != 0) {
    if (bound == nullptr) {
      return error_at_directive(entry, name, "nonlocal declaration not allowed at module level");
    }
    if (!bound->contains(name)) {
      return error_at_directive(entry, name, "no binding for nonlocal '" + text + "' found");
    }
    if (type_params.contains(name)) {
      return error_at_directive(
          entry, name, "nonlocal binding not allowed for type parameter '" + text + "'");
    }
    set_scope(scopes, name, Scope::kFree);
    entry.free = true;
    free.add(name);
    return true;
  }
  if ((flags & DEF_BOUND) != 0) {
    set_scope(scopes, name, Scope::kLocal);
    local.add(name);
    global.discard(name);
    if ((flags & DEF_TYPE_PARAM) != 0) {
      type_params.add(name);
    } else {
      type_params.discard(name);
    }
    return true;
  }
  // An annotation scope inside a class reads the class namespace at run time, then globals: names
  // bound by the class do not come from functions further out.
  if (class_entry != nullptr) {
    const uint32_t class_flags = class_entry->symbol(name);
    if ((class_flags & DEF_GLOBAL) != 0) {
      set_scope(scopes, name, Scope::kGlobalExplicit);
      return true;
    }
    if ((class_flags & DEF_BOUND) != 0 && (class_flags & DEF_NONLOCAL) == 0) {
      set_scope(scopes, name, Scope::kGlobalImplicit);
      return true;
    }
  }
  if (bound != nullptr && bound->contains(name)) {
    set_scope(scopes, name, Scope::kFree);
    entry.free = true;
    free.add(name);
    return true;
  }
  if (!global.contains(name) && entry.nested) entry.free = true;
  set_scope(scopes, name, Scope::kGlobalImplicit);
  return true;
}

// Makes the comprehension's names those of the block it is inlined into.
void SymtableAnalyzer::inline_comprehension(SymtableEntry& entry, SymtableEntry& comp,
                                            NameMap& scopes, NameSet& comp_free,
                                            NameBits& inlined_cells) {
  bool remove_dunder_class = false;
  for (const NameMap::Entry& symbol : comp.symbols.entries()) {
    const Identifier name = symbol.name;
    if (name == nullptr || (symbol.value & DEF_PARAM) != 0) continue;  // .0
    Scope scope = scope_of(symbol.value);
    const uint32_t only_flags = symbol.value & ((1u << kScopeOffset) - 1);
    if (scope == Scope::kCell || (only_flags & DEF_COMP_CELL) != 0) inlined_cells.add(name);
    const uint32_t* existing = entry.symbols.find(name);
    // __class__ is never free through a class scope.
    if (scope == Scope::kFree && entry.type == BlockType::kClass && name == class_name_) {
      scope = Scope::kGlobalImplicit;
      comp_free.discard(name);
      remove_dunder_class = true;
    }
    if (existing == nullptr) {
      entry.symbols.set(log_, name, only_flags);
      set_scope(scopes, name, scope);
    } else if ((*existing & DEF_BOUND) != 0 && entry.type != BlockType::kClass) {
      // Free in the comprehension and local outside: now simply local, unless a function inside
      // the comprehension still needs it as a free variable.
      bool free_in_child = false;
      for (SymtableEntry* child : comp.children) {
        free_in_child |= child->scope(name) == Scope::kFree;
      }
      if (!free_in_child) comp_free.discard(name);
    }
  }
  comp.free = !comp_free.empty();
  if (remove_dunder_class) comp.symbols.erase(class_name_);
}

void SymtableAnalyzer::analyze_cells(NameMap& scopes, NameSet& free,
                                     const NameBits& inlined_cells) {
  for (const NameMap::Entry& item : scopes.entries()) {
    if (static_cast<Scope>(item.value) != Scope::kLocal) continue;
    if (!free.contains(item.name) && !inlined_cells.contains(item.name)) continue;
    set_scope(scopes, item.name, Scope::kCell);
    free.discard(item.name);
  }
}

// Writes the scopes into the symbols, and adds names that only blocks inside use freely.
void SymtableAnalyzer::update_symbols(SymtableEntry& entry, const NameMap& scopes,
                                      const NameBits* bound, const NameSet& free,
                                      const NameBits& inlined_cells, bool class_flag) {
  NameMap& symbols = entry.symbols;
  for (const NameMap::Entry& symbol : symbols.entries()) {
    if (symbol.name == nullptr) continue;
    uint32_t flags = symbol.value;
    if (inlined_cells.contains(symbol.name)) flags |= DEF_COMP_CELL;
    symbols.set(log_, symbol.name, flags | scopes.get(symbol.name) << kScopeOffset);
  }
  log_.gc_new();  // the iterator over the free names
  free.for_each([&](Identifier name) {
    if (const uint32_t* value = symbols.find(name)) {
      if (class_flag) symbols.set(log_, name, *value | DEF_FREE_CLASS);
    } else if (bound == nullptr || bound->contains(name)) {
      symbols.set(log_, name, static_cast<uint32_t>(Scope::kFree) << kScopeOffset);
    }
  });
  log_.gc_free();
}

bool SymtableAnalyzer::analyze_children(SymtableEntry& entry, Names& names, NameBits& type_params,
                                        SymtableEntry* class_entry) {
  for (SymtableEntry* child : entry.children) {
    SymtableEntry* child_class = nullptr;
    if (child->can_see_class_scope) {
      child_class = entry.type == BlockType::kClass ? &entry : class_entry;
    }
    // All comprehensions but generator expressions are inlined, except in annotation scopes that
    // see a class namespace.
    const bool inlined = child->comprehension != ComprehensionType::kNone && !child->generator &&
                         !entry.can_see_class_scope;
    // Children work on copies: what they bind must not leak into this block.
    NameBits bound = names.newbound;
    NameSet child_free = names.newfree;
    NameBits global = names.newglobal;
    NameBits child_type_params = type_params;
    for (int i = 0; i < 4; ++i) log_.gc_new();
    TRY(analyze_block(*child, &bound, child_free, global, child_type_params, child_class));
    for (int i = 0; i < 3; ++i) log_.gc_free();
    if (inlined) {
      inline_comprehension(entry, *child, names.scopes, child_free, names.inlined_cells);
      child->comp_inlined = true;
    }
    names.newfree.merge(child_free);
    log_.gc_free();
    if (child->free || child->child_free) entry.child_free = true;
  }
  // The blocks inside an inlined comprehension are now this block's own.
  std::vector<SymtableEntry*> children;
  for (SymtableEntry* child : entry.children) {
    if (child->comp_inlined) {
      children.insert(children.end(), child->children.begin(), child->children.end());
    } else {
      children.push_back(child);
    }
  }
  entry.children = std::move(children);
  return true;
}

bool SymtableAnalyzer::analyze_block(SymtableEntry& entry, NameBits* bound, NameSet& free,
                                     NameBits& global, NameBits& type_params,
                                     SymtableEntry* class_entry) {
  auto owned_names = std::make_unique<Names>();  // off the stack: blocks nest deeply
  Names& names = *owned_names;
  const bool is_class = entry.type == BlockType::kClass;
  log_.gc_new();
  names.scopes.create(log_);
  for (int i = 0; i < 4; ++i) log_.gc_new();
  // What a class binds is not visible in its methods, so its children see what it was given.
  if (is_class) {
    names.newglobal.merge(global);
    if (bound != nullptr) names.newbound.merge(*bound);
  }
  for (const NameMap::Entry& symbol : entry.symbols.entries()) {
    if (symbol.name == nullptr) continue;
    TRY(analyze_name(entry, names.scopes, symbol.name, symbol.value, bound, names.local, free,
                     global, type_params, class_entry));
  }
  if (is_class) {
    names.newbound.add(class_name_);
    names.newbound.add(classdict_name_);
  } else {
    if (entry.is_function_like()) names.newbound.merge(names.local);
    if (bound != nullptr) names.newbound.merge(*bound);
    names.newglobal.merge(global);
  }
  TRY(analyze_children(entry, names, type_params, class_entry));
  if (entry.is_function_like()) {
    analyze_cells(names.scopes, names.newfree, names.inlined_cells);
  } else if (is_class) {
    if (names.newfree.discard(class_name_)) entry.needs_class_closure = true;
    if (names.newfree.discard(classdict_name_)) entry.needs_classdict = true;
  }
  update_symbols(entry, names.scopes, bound, names.newfree, names.inlined_cells,
                 is_class || entry.can_see_class_scope);
  free.merge(names.newfree);
  names.scopes.destroy(log_);
  for (int i = 0; i < 5; ++i) log_.gc_free();
  return true;
}

bool symtable_analyze(CompileContext& context, SymtableEntry* top) {
  return SymtableAnalyzer(context).analyze(top);
}

}  // namespace py::lang

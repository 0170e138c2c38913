// The symbol table: for each block of a module, what every name in it is.
// CPython 3.13: Python/symtable.c, Include/internal/pycore_symtable.h
//
// Two passes: the first walks the tree and notes how each name is bound and used in each block; the
// second (symtable_analyze.cc) decides the scope of each name, marks cells and free variables, and
// merges list, set and dict comprehensions into the block around them (PEP 709).
//
// Invariants: names are identifiers of the module's arena, already mangled; a block's symbols keep
// the order of first mention, which fixes the order of localsplus.
#pragma once
#include <memory>         // std::unique_ptr
#include <string>         // error texts
#include <unordered_map>  // node -> block
#include <vector>         // ordered tables

#include "lang/ast.h"           // the tree
#include "lang/footprint.h"     // Footprint, DictShape
#include "lang/syntax_error.h"  // SyntaxErrorInfo

// Leaves a function that returns bool when a step fails (the context holds the error).
#define TRY(call)              \
  do {                         \
    if (!(call)) return false; \
  } while (0)

namespace py::lang {

// Flags of a symbol (CPython's def-use bits). The scope stands above them, from bit kScopeOffset.
enum SymbolFlag : uint32_t {
  DEF_GLOBAL = 1,
  DEF_LOCAL = 2,
  DEF_PARAM = 4,
  DEF_NONLOCAL = 8,
  USE = 16,
  DEF_FREE_CLASS = 64,  // free in a method of the class, and also a name of the class itself
  DEF_IMPORT = 128,
  DEF_ANNOT = 256,
  DEF_COMP_ITER = 512,    // iteration variable of a comprehension
  DEF_TYPE_PARAM = 1024,  // PEP 695
  DEF_COMP_CELL = 2048,   // a cell of an inlined comprehension
  DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT,
};
inline constexpr int kScopeOffset = 12;
inline constexpr uint32_t kScopeMask = 15;

enum class Scope : uint8_t { kNone, kLocal, kGlobalExplicit, kGlobalImplicit, kFree, kCell };

inline Scope scope_of(uint32_t symbol) {
  return static_cast<Scope>(symbol >> kScopeOffset & kScopeMask);
}

enum class BlockType : uint8_t {
  kFunction,
  kClass,
  kModule,
  kAnnotation,      // under `from __future__ import annotations`: checked, never compiled
  kTypeAlias,       // PEP 695: the value of a `type` statement
  kTypeParameters,  // the [T, ...] of a generic function, class or alias
  kTypeVariable,    // a bound, constraint or default inside it
};

enum class ComprehensionType : uint8_t { kNone, kList, kDict, kSet, kGenerator };

// A dict from names to numbers that keeps insertion order, as CPython's compiler uses dicts; it logs
// what a CPython dict would do to the free lists.
class NameMap {
 public:
  struct Entry {
    Identifier name;  // null: deleted
    uint32_t value;
  };

  void create(Footprint& log) { shape_.create(log); }
  void destroy(Footprint& log) { shape_.destroy(log); }
  // The value of name, or null.
  uint32_t* find(Identifier name);
  const uint32_t* find(Identifier name) const { return const_cast<NameMap*>(this)->find(name); }
  uint32_t get(Identifier name) const {
    const uint32_t* value = find(name);
    return value == nullptr ? 0 : *value;
  }
  bool contains(Identifier name) const { return find(name) != nullptr; }
  void set(Footprint& log, Identifier name, uint32_t value);
  void erase(Identifier name);
  // The index of name, added at the end when it is new: how co_names and its kin are numbered.
  uint32_t add(Footprint& log, Identifier name);
  int size() const { return live_; }
  // All entries in order; skip those without a name.
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  void rehash();

  std::vector<Entry> entries_;
  std::vector<int32_t> index_;  // open addressing, size a power of two; empty while small
  int live_ = 0;
  DictShape shape_;
};

// A global or nonlocal statement, for errors about it.
struct Directive {
  Identifier name;
  Location loc;
};

struct SymtableEntry {
  BlockType type = BlockType::kModule;
  ComprehensionType comprehension = ComprehensionType::kNone;
  bool nested = false;
  bool free = false;        // has free variables
  bool child_free = false;  // a block inside has
  bool generator = false;
  bool coroutine = false;
  bool varargs = false;
  bool varkeywords = false;
  bool needs_class_closure = false;  // a method refers to __class__
  bool needs_classdict = false;      // an annotation scope reads the class namespace
  bool comp_inlined = false;
  bool comp_iter_target = false;
  bool can_see_class_scope = false;
  bool owns_mangled_names = false;
  bool replaced = false;  // another block took its node: CPython frees this one early
  int comp_iter_expr = 0;
  Location loc{};
  Identifier name = nullptr;
  const char* scope_info = nullptr;  // "a TypeVar bound" and the like, for errors
  NameMap symbols;
  std::vector<Identifier> varnames;  // parameters
  std::vector<SymtableEntry*> children;
  std::vector<Directive> directives;
  // Names to mangle in the type parameter scope of a generic class; null: mangle all.
  std::shared_ptr<std::vector<Identifier>> mangled_names;

  bool is_function_like() const {
    return type == BlockType::kFunction || type == BlockType::kTypeVariable ||
           type == BlockType::kTypeAlias || type == BlockType::kTypeParameters;
  }
  uint32_t symbol(Identifier symbol_name) const { return symbols.get(symbol_name); }
  Scope scope(Identifier symbol_name) const { return scope_of(symbols.get(symbol_name)); }
};

// What every stage of one compilation shares.
struct CompileContext {
  explicit CompileContext(Arena& ast_arena) : arena(ast_arena) {}

  Arena& arena;  // tree, identifiers, constants while compiling
  Footprint footprint;
  SyntaxErrorInfo error;
  std::vector<SyntaxWarningInfo> warnings;
  uint32_t future_features = 0;       // CO_FUTURE_*
  Location future_location{-1, -1, -1, -1};
  int optimize = 0;
  int recursion_depth = 0;  // C frames that CPython would have in use when compilation starts
  int recursion_limit = 0;
  // Our own C++ recursion, which must fit the host's stack: see enter().
  int native_depth = 0;
  // Every constant object that CPython's parser and optimiser give to the parser's arena.
  std::vector<const ConstValue*> arena_constants;

  // Records a SyntaxError over loc and returns false. Columns are bytes, as CPython has them here.
  bool syntax_error(const Location& loc, std::string message);
  // Records the RecursionError that deep trees end in, and returns false.
  bool recursion_error();
  // One more level of recursion, as CPython counts and as our stack allows; false with the error set.
  // leave() takes it back.
  bool enter() {
    if (++recursion_depth > recursion_limit || ++native_depth > kMaxNativeDepth) {
      return recursion_error();
    }
    return true;
  }
  void leave() {
    --recursion_depth;
    --native_depth;
  }

  // A level takes up to 250 bytes of a wasm engine's stack, which holds about a million. Chains
  // (operators, attributes, calls, elif...) are walked in loops and do not count.
#ifdef __wasm__
  static constexpr int kMaxNativeDepth = 3000;
#else
  static constexpr int kMaxNativeDepth = 10000;
#endif
};

class Symtable {
 public:
  explicit Symtable(CompileContext& context) : context_(context) {}
  ~Symtable();
  Symtable(const Symtable&) = delete;
  Symtable& operator=(const Symtable&) = delete;

  // Builds and analyses the table of mod. False with context.error set.
  bool build(Mod* mod);
  // The block of a node; `second` is the other block of a type parameter: its default value.
  SymtableEntry* lookup(const void* node, bool second = false) const;
  SymtableEntry* top() const { return top_; }
  // Drops everything, logging what CPython frees at this point.
  void release();

 private:
  friend class SymtableBuilder;

  CompileContext& context_;
  std::unordered_map<uintptr_t, SymtableEntry*> blocks_;
  std::vector<std::unique_ptr<SymtableEntry>> owned_;  // in order of creation
  SymtableEntry* top_ = nullptr;
  DictShape blocks_shape_;
  bool created_ = false;
};

// Scope analysis, the second pass.
bool symtable_analyze(CompileContext& context, SymtableEntry* top);

// __name in class private_class becomes _Class__name; other names stay.
Identifier mangle(Arena& arena, Identifier private_class, Identifier name);
// The same, except for names that the entry says must stay.
Identifier maybe_mangle(Arena& arena, Identifier private_class, const SymtableEntry& entry,
                        Identifier name);

}  // namespace py::lang

// What code generation collects for one code object, and the cache that merges equal constants.
// CPython 3.13: Python/compile.c (struct compiler_unit, merge_consts_recursive),
// Python/instruction_sequence.c, Objects/codeobject.c (_PyCode_ConstantKey)
#pragma once
#include <unordered_map>  // constants by value
#include <unordered_set>  // constants still in use
#include <vector>         // instructions

#include "lang/code_spec.h"  // CodeSpec, ConstRef
#include "lang/opcode.h"     // op::
#include "lang/symtable.h"   // CompileContext, NameMap, SymtableEntry

namespace py::lang {

inline constexpr Location kNoLocation{-1, -1, -1, -1};

inline bool is_block_push_opcode(int opcode) {
  return opcode == op::SETUP_FINALLY || opcode == op::SETUP_WITH || opcode == op::SETUP_CLEANUP;
}
inline bool has_target(int opcode) { return opcode_has_jump(opcode) || is_block_push_opcode(opcode); }
inline bool is_unconditional_jump(int opcode) {
  return opcode == op::JUMP || opcode == op::JUMP_NO_INTERRUPT || opcode == op::JUMP_FORWARD ||
         opcode == op::JUMP_BACKWARD || opcode == op::JUMP_BACKWARD_NO_INTERRUPT;
}
inline bool is_scope_exit(int opcode) {
  return opcode == op::RETURN_VALUE || opcode == op::RETURN_CONST ||
         opcode == op::RAISE_VARARGS || opcode == op::RERAISE;
}

// A jump target; valid() is false for "none".
struct Label {
  int id = -1;
  bool valid() const { return id >= 0; }
  bool operator==(const Label& other) const { return id == other.id; }
};

// Where an instruction's exceptions go: the handler block's label, or -1.
struct ExceptHandlerInfo {
  int label = -1;
  int startdepth = -1;
  bool preserve_lasti = false;
};

struct Instruction {
  int opcode;
  int oparg;  // a label while it is a jump whose labels are not applied yet
  Location loc;
  ExceptHandlerInfo handler;
  int target = 0;  // of the assembler: index of the jump's target
  int offset = 0;  // of the assembler: position in code units
};

// Instructions in order, with labels between them.
class InstructionSequence {
 public:
  Label new_label() { return Label{++next_label_}; }
  // The label means the next instruction to be added.
  void use_label(Label label);
  void add(int opcode, int oparg, const Location& loc) {
    instrs.push_back({opcode, oparg, loc, {}, 0, 0});
  }
  void insert(int pos, int opcode, int oparg, const Location& loc);
  // Replaces labels by instruction indices; labels are gone afterwards.
  void apply_labels();

  std::vector<Instruction> instrs;

 private:
  std::vector<int> label_map_;  // label -> index; -1 while unplaced
  int next_label_ = 0;
};

// CPython's _PyCompile_CodeUnitMetadata.
struct UnitMetadata {
  Identifier name = nullptr;
  std::string_view qualname;  // empty for a module
  std::vector<ConstRef> consts;
  std::unordered_map<const void*, int> const_index;
  DictShape consts_shape;
  NameMap names, varnames, cellvars, freevars;
  NameMap fasthidden;  // 1: a fast local now (inside an inlined comprehension), 0: was once
  int argcount = 0;
  int posonlyargcount = 0;
  int kwonlyargcount = 0;
  int firstlineno = 1;
};

// All constants of one compilation, equal ones once (CPython's c_const_cache). Names and tables of
// code objects go through it too, because CPython merges them with constants.
class ConstCache {
 public:
  explicit ConstCache(CompileContext& context)
      : arena_(context.arena), log_(context.footprint) {
    shape_.create(log_);
  }

  // The constant to use instead of `constant`, and inside it; the first of several equal ones.
  ConstRef merge(ConstRef constant);
  // The same for an object made by the assembler or the flow graph, whose parts are merged already.
  const ConstValue* merge_one(const ConstValue* value);
  // A tuple of constants, code objects among them: a tag that is equal for equal tuples.
  const void* merge_tuple(const std::vector<ConstRef>& items);

  // The compilation is over: logs what CPython frees now, except what is in `live`.
  void release(const std::unordered_set<const void*>& live);

 private:
  struct Tuple {  // a tuple with code objects in it
    std::vector<ConstRef> items;
  };
  struct Key {
    ConstRef item;         // value or code...
    const Tuple* tuple;    // ...or a tuple with code
    uint64_t hash;
    bool operator==(const Key& other) const;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const { return key.hash; }
  };

  static uint64_t hash_of(const ConstRef& item);
  bool insert(const Key& key, Key* canonical);
  void log_key(const Key& key, bool create);
  void log_value_key(const ConstValue* value, bool create);
  const ConstValue* merge_value(const ConstValue* value);

  Arena& arena_;
  Footprint& log_;
  std::unordered_set<Key, KeyHash> entries_;
  std::vector<Key> order_;  // entries in order of insertion
  std::vector<std::unique_ptr<Tuple>> tuples_;
  DictShape shape_;
};

// Do the code objects compare equal in Python (code_richcompare)?
bool code_equal(const CodeSpec* a, const CodeSpec* b);

}  // namespace py::lang

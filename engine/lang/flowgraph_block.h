// Basic blocks and the builder that links them: what the passes of flowgraph*.cc share.
// CPython 3.13: Python/flowgraph.c (cfg_builder, basicblock, cfg_instr keep their names here)
#pragma once
#include <deque>  // blocks never move

#include "lang/flowgraph.h"

namespace py::lang {

struct basicblock;

struct cfg_instr {
  int i_opcode;
  int i_oparg;
  Location i_loc;
  basicblock* i_target = nullptr;  // of a jump or block push
  basicblock* i_except = nullptr;  // where its exceptions go

  int line() const { return i_loc.lineno; }
  void set(int opcode, int oparg) {
    i_opcode = opcode;
    i_oparg = oparg;
  }
  void set_nop() { set(op::NOP, 0); }
};

struct ExceptStack;

struct basicblock {
  int b_label = -1;  // -1: nothing jumps here
  std::vector<cfg_instr> b_instr;
  basicblock* b_next = nullptr;
  std::shared_ptr<ExceptStack> b_exceptstack;
  uint64_t b_unsafe_locals_mask = 0;
  int b_predecessors = 0;
  int b_startdepth = 0;
  bool b_preserve_lasti = false;
  bool b_visited = false;
  bool b_except_handler = false;
  bool b_cold = false;
  bool b_warm = false;

  int used() const { return static_cast<int>(b_instr.size()); }
  bool empty() const { return b_instr.empty(); }
  cfg_instr* last() { return b_instr.empty() ? nullptr : &b_instr.back(); }
  const cfg_instr* last() const { return b_instr.empty() ? nullptr : &b_instr.back(); }
  bool exits_scope() const { return !empty() && is_scope_exit(last()->i_opcode); }
  bool has_fallthrough() const {
    return empty() ||
           !(is_scope_exit(last()->i_opcode) || is_unconditional_jump(last()->i_opcode));
  }
  bool has_no_lineno() const {
    for (const cfg_instr& instr : b_instr) {
      if (instr.line() >= 0) return false;
    }
    return true;
  }
  void add(int opcode, int oparg, const Location& loc) { b_instr.push_back({opcode, oparg, loc}); }
  void add_jump(int opcode, basicblock* target, const Location& loc) {
    b_instr.push_back({opcode, target->b_label, loc, target});
  }
};

inline bool is_jump(const cfg_instr& instr) { return opcode_has_jump(instr.i_opcode); }
inline bool is_block_push(const cfg_instr& instr) { return is_block_push_opcode(instr.i_opcode); }

inline basicblock* next_nonempty_block(basicblock* block) {
  while (block != nullptr && block->empty()) block = block->b_next;
  return block;
}

class CfgBuilder {
 public:
  explicit CfgBuilder(InstructionSequence& sequence);
  CfgBuilder(const CfgBuilder&) = delete;
  CfgBuilder& operator=(const CfgBuilder&) = delete;

  basicblock* entry() { return entry_; }
  basicblock* new_block() { return &blocks_.emplace_back(); }
  int max_label();
  // Clears b_visited everywhere and returns an empty work stack.
  std::vector<basicblock*> traversal_stack();

  // flowgraph.cc: exception handlers, reachability, lines, cold blocks
  void label_exception_targets();
  void mark_except_handlers();
  void remove_unreachable();
  void resolve_line_numbers();
  void push_cold_blocks_to_end();
  void inline_small_or_no_lineno_blocks();
  int remove_redundant_nops();
  void remove_redundant_nops_and_pairs();
  void remove_redundant_nops_and_jumps();
  int calculate_stackdepth();
  void normalize_jumps();
  void convert_pseudo_ops();
  int prepare_localsplus(UnitMetadata& metadata, uint32_t code_flags);
  void to_instruction_sequence(InstructionSequence& sequence);

  // flowgraph_opt.cc: instructions inside blocks
  void optimize_load_const(std::vector<ConstRef>& consts, CompileContext& context,
                           ConstCache& cache);
  void optimize_basic_blocks(std::vector<ConstRef>& consts, CompileContext& context,
                             ConstCache& cache);
  void remove_unused_consts(std::vector<ConstRef>& consts);
  void add_checks_for_loads_of_uninitialized_variables(int nlocals, int nparams);
  void insert_superinstructions();

 private:
  void use_label(int label);
  void add_op(const Instruction& instr);
  bool current_block_is_terminated();
  void maybe_start_new_block();
  void translate_jump_labels_to_targets();
  int remove_redundant_jumps();
  void duplicate_exits_without_lineno();
  void propagate_line_numbers();
  void mark_cold();
  void mark_warm();

  std::deque<basicblock> blocks_;
  basicblock* entry_;
  basicblock* current_;
  int current_label_ = -1;
};

}  // namespace py::lang

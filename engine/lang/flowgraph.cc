// Control flow graph: construction, exception handlers, reachability, lines, layout.
// CPython 3.13: Python/flowgraph.c
#include "lang/flowgraph.h"

#include <climits>  // INT_MIN

#include "lang/flowgraph_block.h"  // basicblock, CfgBuilder

namespace py::lang {

// ---- construction ----------------------------------------------------------------------------

CfgBuilder::CfgBuilder(InstructionSequence& sequence) {
  entry_ = current_ = new_block();
  sequence.apply_labels();
  std::vector<Instruction>& instrs = sequence.instrs;
  std::vector<bool> is_target(instrs.size(), false);
  for (const Instruction& instr : instrs) {
    if (has_target(instr.opcode)) is_target[static_cast<size_t>(instr.oparg)] = true;
  }
  for (size_t i = 0; i < instrs.size(); ++i) {
    if (is_target[i]) use_label(static_cast<int>(i));
    add_op(instrs[i]);
  }
  translate_jump_labels_to_targets();
}

void CfgBuilder::use_label(int label) {
  current_label_ = label;
  maybe_start_new_block();
}

void CfgBuilder::add_op(const Instruction& instr) {
  maybe_start_new_block();
  current_->add(instr.opcode, instr.oparg, instr.loc);
}

bool CfgBuilder::current_block_is_terminated() {
  const cfg_instr* last = current_->last();
  if (last != nullptr && (is_jump(*last) || is_scope_exit(last->i_opcode))) return true;
  if (current_label_ >= 0) {
    if (last != nullptr || current_->b_label >= 0) return true;
    current_->b_label = current_label_;
    current_label_ = -1;
  }
  return false;
}

void CfgBuilder::maybe_start_new_block() {
  if (!current_block_is_terminated()) return;
  basicblock* block = new_block();
  block->b_label = current_label_;
  current_label_ = -1;
  current_->b_next = block;
  current_ = block;
}

int CfgBuilder::max_label() {
  int label = -1;
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) label = std::max(label, b->b_label);
  return label;
}

void CfgBuilder::translate_jump_labels_to_targets() {
  std::vector<basicblock*> by_label(static_cast<size_t>(max_label() + 1), nullptr);
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    if (b->b_label >= 0) by_label[static_cast<size_t>(b->b_label)] = b;
  }
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    for (cfg_instr& instr : b->b_instr) {
      if (has_target(instr.i_opcode)) instr.i_target = by_label[static_cast<size_t>(instr.i_oparg)];
    }
  }
}

std::vector<basicblock*> CfgBuilder::traversal_stack() {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) b->b_visited = false;
  return {};
}

// ---- exception handlers ----------------------------------------------------------------------

// The handlers around a block, outermost first; an empty stack means the caller's.
struct ExceptStack {
  std::vector<basicblock*> handlers;
  basicblock* top() const { return handlers.empty() ? nullptr : handlers.back(); }
};

void CfgBuilder::mark_except_handlers() {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    for (cfg_instr& instr : b->b_instr) {
      if (is_block_push(instr)) instr.i_target->b_except_handler = true;
    }
  }
}

void CfgBuilder::label_exception_targets() {
  std::vector<basicblock*> todo = traversal_stack();
  todo.push_back(entry_);
  entry_->b_visited = true;
  entry_->b_exceptstack = std::make_shared<ExceptStack>();
  auto visit = [&](basicblock* block, std::shared_ptr<ExceptStack> stack) {
    block->b_exceptstack = std::move(stack);
    block->b_visited = true;
    todo.push_back(block);
  };
  while (!todo.empty()) {
    basicblock* b = todo.back();
    todo.pop_back();
    std::shared_ptr<ExceptStack> stack = std::move(b->b_exceptstack);
    basicblock* handler = stack->top();
    int last_yield_except_depth = -1;
    for (cfg_instr& instr : b->b_instr) {
      if (is_block_push(instr)) {
        basicblock* target = instr.i_target;
        if (!target->b_visited) visit(target, std::make_shared<ExceptStack>(*stack));
        if (instr.i_opcode != op::SETUP_FINALLY) target->b_preserve_lasti = true;
        stack->handlers.push_back(target);
        handler = target;
      } else if (instr.i_opcode == op::POP_BLOCK) {
        stack->handlers.pop_back();
        handler = stack->top();
        instr.set_nop();
      } else if (is_jump(instr)) {
        instr.i_except = handler;
        if (!instr.i_target->b_visited) visit(instr.i_target, std::make_shared<ExceptStack>(*stack));
      } else {
        instr.i_except = handler;
        if (instr.i_opcode == op::YIELD_VALUE) {
          last_yield_except_depth = static_cast<int>(stack->handlers.size());
        } else if (instr.i_opcode == op::RESUME && instr.i_oparg != RESUME_AT_FUNC_START) {
          if (last_yield_except_depth == 1) instr.i_oparg |= RESUME_OPARG_DEPTH1_MASK;
          last_yield_except_depth = -1;
        }
      }
    }
    if (b->has_fallthrough() && !b->b_next->b_visited) visit(b->b_next, std::move(stack));
  }
}

// ---- reachability ----------------------------------------------------------------------------

// Empties blocks that control cannot reach, and counts predecessors.
void CfgBuilder::remove_unreachable() {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) b->b_predecessors = 0;
  std::vector<basicblock*> stack = traversal_stack();
  auto visit = [&](basicblock* block) {
    ++block->b_predecessors;
    if (block->b_visited) return;
    stack.push_back(block);
    block->b_visited = true;
  };
  visit(entry_);
  while (!stack.empty()) {
    basicblock* b = stack.back();
    stack.pop_back();
    if (b->b_next != nullptr && b->has_fallthrough()) visit(b->b_next);
    for (cfg_instr& instr : b->b_instr) {
      if (has_target(instr.i_opcode)) visit(instr.i_target);
    }
  }
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    if (b->b_predecessors != 0) continue;
    b->b_instr.clear();
    b->b_except_handler = false;
  }
}

// ---- redundant instructions ------------------------------------------------------------------

// The line of the first instruction that will be executed at or after `block`.
static int next_line(basicblock* block) {
  for (const cfg_instr& instr : block->b_instr) {
    if (instr.i_opcode == op::NOP && instr.line() == kNoLocation.lineno) continue;
    return instr.line();
  }
  return kNoLocation.lineno;
}

// May the NOP at index i go without losing a line?
static bool nop_is_redundant(basicblock* b, size_t i, int prev_lineno) {
  const int lineno = b->b_instr[i].line();
  if (lineno < 0 || prev_lineno == lineno) return true;
  if (i + 1 < b->b_instr.size()) {
    cfg_instr& next = b->b_instr[i + 1];
    if (next.line() == lineno) return true;
    if (next.line() < 0) {  // let it have the location instead
      next.i_loc = b->b_instr[i].i_loc;
      return true;
    }
    return false;
  }
  basicblock* next = next_nonempty_block(b->b_next);
  return next != nullptr && lineno == next_line(next);
}

static int basicblock_remove_redundant_nops(basicblock* b) {
  size_t dest = 0;
  int prev_lineno = -1;
  for (size_t src = 0; src < b->b_instr.size(); ++src) {
    const int lineno = b->b_instr[src].line();
    if (b->b_instr[src].i_opcode == op::NOP && nop_is_redundant(b, src, prev_lineno)) continue;
    if (dest != src) b->b_instr[dest] = b->b_instr[src];
    ++dest;
    prev_lineno = lineno;
  }
  const int removed = static_cast<int>(b->b_instr.size() - dest);
  b->b_instr.resize(dest, cfg_instr{op::NOP, 0, kNoLocation});
  return removed;
}

int CfgBuilder::remove_redundant_nops() {
  int changes = 0;
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    changes += basicblock_remove_redundant_nops(b);
  }
  return changes;
}

// Also drops a value that is pushed only to be popped, even across a block's border.
void CfgBuilder::remove_redundant_nops_and_pairs() {
  for (bool done = false; !done;) {
    done = true;
    cfg_instr* instr = nullptr;
    for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
      basicblock_remove_redundant_nops(b);
      if (b->b_label >= 0) instr = nullptr;
      for (cfg_instr& next : b->b_instr) {
        cfg_instr* prev = instr;
        instr = &next;
        if (prev == nullptr || instr->i_opcode != op::POP_TOP) continue;
        if (prev->i_opcode == op::LOAD_CONST ||
            (prev->i_opcode == op::COPY && prev->i_oparg == 1)) {
          prev->set_nop();
          instr->set_nop();
          done = false;
        }
      }
      if ((instr != nullptr && is_jump(*instr)) || !b->has_fallthrough()) instr = nullptr;
    }
  }
}

int CfgBuilder::remove_redundant_jumps() {
  int changes = 0;
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    cfg_instr* last = b->last();
    if (last == nullptr || !is_unconditional_jump(last->i_opcode)) continue;
    if (next_nonempty_block(last->i_target) == next_nonempty_block(b->b_next)) {
      last->set_nop();
      ++changes;
    }
  }
  return changes;
}

void CfgBuilder::remove_redundant_nops_and_jumps() {
  int changes;
  do {
    changes = remove_redundant_nops();
    changes += remove_redundant_jumps();
  } while (changes > 0);
}

// ---- inlining of exits -----------------------------------------------------------------------

constexpr int kMaxCopySize = 4;

// Replaces a jump to a small exit, or to a block without lines that does not fall through, by a
// copy of that block.
static bool inline_target(basicblock* b) {
  cfg_instr* last = b->last();
  if (last == nullptr || !is_unconditional_jump(last->i_opcode)) return false;
  basicblock* target = last->i_target;
  const bool small_exit = target->exits_scope() && target->used() <= kMaxCopySize;
  const bool no_lineno_no_fallthrough = target->has_no_lineno() && !target->has_fallthrough();
  if (!small_exit && !no_lineno_no_fallthrough) return false;
  const int removed_jump = last->i_opcode;
  last->set_nop();
  const std::vector<cfg_instr> copy = target->b_instr;  // the target may be this very block
  b->b_instr.insert(b->b_instr.end(), copy.begin(), copy.end());
  if (no_lineno_no_fallthrough) {
    last = b->last();
    if (is_unconditional_jump(last->i_opcode) && removed_jump == op::JUMP) {
      last->i_opcode = op::JUMP;  // keep the check for interrupts
    }
  }
  --target->b_predecessors;
  return true;
}

void CfgBuilder::inline_small_or_no_lineno_blocks() {
  bool changes;
  do {
    changes = false;
    for (basicblock* b = entry_; b != nullptr; b = b->b_next) changes |= inline_target(b);
  } while (changes);
}

// ---- line numbers ----------------------------------------------------------------------------

static bool is_exit_or_eval_check_without_lineno(const basicblock* b) {
  bool eval_break = false;
  for (const cfg_instr& instr : b->b_instr) {
    eval_break |= (opcode_info[instr.i_opcode].flags & kEvalBreak) != 0;
  }
  return (b->exits_scope() || eval_break) && b->has_no_lineno();
}

// An exit without a line takes the line of what jumps to it, so each jump gets its own copy.
void CfgBuilder::duplicate_exits_without_lineno() {
  int next_label = max_label() + 1;
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    cfg_instr* last = b->last();
    if (last == nullptr || !is_jump(*last)) continue;
    basicblock* target = next_nonempty_block(last->i_target);
    if (!is_exit_or_eval_check_without_lineno(target) || target->b_predecessors <= 1) continue;
    basicblock* copy = new_block();
    copy->b_instr = target->b_instr;
    copy->b_instr[0].i_loc = last->i_loc;
    last->i_target = copy;
    --target->b_predecessors;
    copy->b_predecessors = 1;
    copy->b_next = target->b_next;
    copy->b_label = next_label++;
    target->b_next = copy;
  }
  // What is left of such an exit is fallen into.
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    if (!b->has_fallthrough() || b->b_next == nullptr || b->empty()) continue;
    if (is_exit_or_eval_check_without_lineno(b->b_next)) {
      b->b_next->b_instr[0].i_loc = b->last()->i_loc;
    }
  }
}

void CfgBuilder::propagate_line_numbers() {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    if (b->empty()) continue;
    Location previous = kNoLocation;
    for (cfg_instr& instr : b->b_instr) {
      if (instr.line() < 0) {
        instr.i_loc = previous;
      } else {
        previous = instr.i_loc;
      }
    }
    auto inherit = [&](basicblock* next) {
      if (next->b_predecessors != 1 || next->empty()) return;
      if (next->b_instr[0].line() < 0) next->b_instr[0].i_loc = previous;
    };
    if (b->has_fallthrough()) inherit(b->b_next);
    if (is_jump(*b->last())) inherit(b->last()->i_target);
  }
}

void CfgBuilder::resolve_line_numbers() {
  duplicate_exits_without_lineno();
  propagate_line_numbers();
}

// ---- cold blocks -----------------------------------------------------------------------------

void CfgBuilder::mark_warm() {
  std::vector<basicblock*> stack = traversal_stack();
  stack.push_back(entry_);
  entry_->b_visited = true;
  while (!stack.empty()) {
    basicblock* b = stack.back();
    stack.pop_back();
    b->b_warm = true;
    auto visit = [&](basicblock* next) {
      if (next->b_visited) return;
      stack.push_back(next);
      next->b_visited = true;
    };
    if (b->b_next != nullptr && b->has_fallthrough()) visit(b->b_next);
    for (cfg_instr& instr : b->b_instr) {
      if (is_jump(instr)) visit(instr.i_target);
    }
  }
}

// Cold is what only exception handlers reach.
void CfgBuilder::mark_cold() {
  mark_warm();
  std::vector<basicblock*> stack = traversal_stack();
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    if (!b->b_except_handler) continue;
    stack.push_back(b);
    b->b_visited = true;
  }
  while (!stack.empty()) {
    basicblock* b = stack.back();
    stack.pop_back();
    b->b_cold = true;
    auto visit = [&](basicblock* next) {
      if (next->b_warm || next->b_visited) return;
      stack.push_back(next);
      next->b_visited = true;
    };
    if (b->b_next != nullptr && b->has_fallthrough()) visit(b->b_next);
    for (cfg_instr& instr : b->b_instr) {
      if (is_jump(instr)) visit(instr.i_target);
    }
  }
}

void CfgBuilder::push_cold_blocks_to_end() {
  if (entry_->b_next == nullptr) return;
  mark_cold();
  int next_label = max_label() + 1;
  // A cold block that falls into a warm one needs a jump once they are apart.
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    if (!b->b_cold || !b->has_fallthrough() || b->b_next == nullptr || !b->b_next->b_warm) continue;
    basicblock* jump = new_block();
    if (b->b_next->b_label < 0) b->b_next->b_label = next_label++;
    jump->add_jump(op::JUMP_NO_INTERRUPT, b->b_next, kNoLocation);
    jump->b_cold = true;
    jump->b_next = b->b_next;
    jump->b_predecessors = 1;
    b->b_next = jump;
  }
  basicblock* cold = nullptr;
  basicblock* cold_tail = nullptr;
  basicblock* b = entry_;
  while (b->b_next != nullptr) {
    while (b->b_next != nullptr && !b->b_next->b_cold) b = b->b_next;
    if (b->b_next == nullptr) break;
    basicblock* end = b->b_next;
    while (end->b_next != nullptr && end->b_next->b_cold) end = end->b_next;
    (cold == nullptr ? cold : cold_tail->b_next) = b->b_next;
    cold_tail = end;
    b->b_next = end->b_next;
    end->b_next = nullptr;
  }
  b->b_next = cold;
  if (cold != nullptr) remove_redundant_nops_and_jumps();
}

// ---- stack depth -----------------------------------------------------------------------------

int stack_effect(int opcode, int oparg, bool jump) {
  switch (opcode) {
    case op::SETUP_FINALLY:
    case op::SETUP_WITH: return jump ? 1 : 0;
    case op::SETUP_CLEANUP: return jump ? 2 : 0;
    default: return opcode_num_pushed(opcode, oparg) - opcode_num_popped(opcode, oparg);
  }
}

int CfgBuilder::calculate_stackdepth() {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) b->b_startdepth = INT_MIN;
  std::vector<basicblock*> stack = traversal_stack();
  int maxdepth = 0;
  auto push = [&](basicblock* b, int depth) {
    if (b->b_startdepth < depth && b->b_startdepth < 100) {
      b->b_startdepth = depth;
      stack.push_back(b);
    }
  };
  push(entry_, 0);
  while (!stack.empty()) {
    basicblock* b = stack.back();
    stack.pop_back();
    int depth = b->b_startdepth;
    basicblock* next = b->b_next;
    for (cfg_instr& instr : b->b_instr) {
      const int new_depth = depth + stack_effect(instr.i_opcode, instr.i_oparg, false);
      maxdepth = std::max(maxdepth, new_depth);
      if (has_target(instr.i_opcode)) {
        const int target_depth = depth + stack_effect(instr.i_opcode, instr.i_oparg, true);
        maxdepth = std::max(maxdepth, target_depth);
        push(instr.i_target, target_depth);
      }
      depth = new_depth;
      if (is_unconditional_jump(instr.i_opcode) || is_scope_exit(instr.i_opcode)) {
        next = nullptr;
        break;
      }
    }
    if (next != nullptr) push(next, depth);
  }
  return maxdepth;
}

// ---- towards the assembler -------------------------------------------------------------------

// A conditional jump backwards becomes the opposite jump over an unconditional one.
void CfgBuilder::normalize_jumps() {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) b->b_visited = false;
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    b->b_visited = true;
    cfg_instr* last = b->last();
    if (last == nullptr || !is_jump(*last) || is_unconditional_jump(last->i_opcode)) continue;
    if (!last->i_target->b_visited) continue;
    int reversed = 0;
    switch (last->i_opcode) {
      case op::POP_JUMP_IF_NOT_NONE: reversed = op::POP_JUMP_IF_NONE; break;
      case op::POP_JUMP_IF_NONE: reversed = op::POP_JUMP_IF_NOT_NONE; break;
      case op::POP_JUMP_IF_FALSE: reversed = op::POP_JUMP_IF_TRUE; break;
      case op::POP_JUMP_IF_TRUE: reversed = op::POP_JUMP_IF_FALSE; break;
      default: break;
    }
    basicblock* backwards = new_block();
    backwards->add_jump(op::JUMP, last->i_target, last->i_loc);
    last->i_opcode = reversed;
    last->i_target = b->b_next;
    backwards->b_cold = b->b_cold;
    backwards->b_next = b->b_next;
    b->b_next = backwards;
  }
}

void CfgBuilder::convert_pseudo_ops() {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    for (cfg_instr& instr : b->b_instr) {
      if (is_block_push(instr)) {
        instr.set_nop();
      } else if (instr.i_opcode == op::LOAD_CLOSURE) {
        instr.i_opcode = op::LOAD_FAST;
      } else if (instr.i_opcode == op::STORE_FAST_MAYBE_NULL) {
        instr.i_opcode = op::STORE_FAST;
      }
    }
  }
  remove_redundant_nops_and_jumps();
}

// Parameters that are cells share the parameter's slot. fixed[i] is where the i-th cell or free
// variable really lives; MAKE_CELL and COPY_FREE_VARS are put at the start. Returns the number of
// slots.
int CfgBuilder::prepare_localsplus(UnitMetadata& metadata, uint32_t code_flags) {
  const int nlocals = metadata.varnames.size();
  const int ncellvars = metadata.cellvars.size();
  const int nfreevars = metadata.freevars.size();
  std::vector<int> fixed(static_cast<size_t>(ncellvars + nfreevars));
  for (size_t i = 0; i < fixed.size(); ++i) fixed[i] = nlocals + static_cast<int>(i);
  for (const NameMap::Entry& cell : metadata.cellvars.entries()) {
    if (const uint32_t* slot = metadata.varnames.find(cell.name)) {
      fixed[cell.value] = static_cast<int>(*slot);
    }
  }
  std::vector<cfg_instr> prefix;
  if (nfreevars != 0) prefix.push_back({op::COPY_FREE_VARS, nfreevars, kNoLocation});
  // MAKE_CELLs in the order of the slots.
  std::vector<int> sorted(static_cast<size_t>(ncellvars + nlocals), -1);
  for (int i = 0; i < ncellvars; ++i) sorted[static_cast<size_t>(fixed[i])] = i;
  for (int old : sorted) {
    if (old >= 0) prefix.push_back({op::MAKE_CELL, old, kNoLocation});
  }
  if ((code_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) != 0) {
    const Location loc{metadata.firstlineno, -1, metadata.firstlineno, -1};
    prefix.push_back({op::RETURN_GENERATOR, 0, loc});
    prefix.push_back({op::POP_TOP, 0, loc});
  }
  entry_->b_instr.insert(entry_->b_instr.begin(), prefix.begin(), prefix.end());
  int dropped = 0;
  for (size_t i = 0; i < fixed.size(); ++i) {
    if (fixed[i] == nlocals + static_cast<int>(i)) {
      fixed[i] -= dropped;
    } else {
      ++dropped;
    }
  }
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    for (cfg_instr& instr : b->b_instr) {
      switch (instr.i_opcode) {
        case op::MAKE_CELL:
        case op::LOAD_CLOSURE:
        case op::LOAD_DEREF:
        case op::STORE_DEREF:
        case op::DELETE_DEREF:
        case op::LOAD_FROM_DICT_OR_DEREF:
          instr.i_oparg = fixed[static_cast<size_t>(instr.i_oparg)];
          break;
        default: break;
      }
    }
  }
  return nlocals + ncellvars + nfreevars - dropped;
}

void CfgBuilder::to_instruction_sequence(InstructionSequence& sequence) {
  int label = 0;
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) b->b_label = label++;
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    sequence.use_label(Label{b->b_label});
    for (cfg_instr& instr : b->b_instr) {
      if (has_target(instr.i_opcode)) instr.i_oparg = instr.i_target->b_label;
      sequence.add(instr.i_opcode, instr.i_oparg, instr.i_loc);
      if (const basicblock* handler = instr.i_except) {
        sequence.instrs.back().handler = {handler->b_label, handler->b_startdepth,
                                          handler->b_preserve_lasti};
      }
    }
  }
  sequence.apply_labels();
}

FlowgraphResult optimize_code_unit(InstructionSequence& sequence, UnitMetadata& metadata,
                                   std::vector<ConstRef>& consts, CompileContext& context,
                                   ConstCache& cache, int nparams, uint32_t code_flags) {
  CfgBuilder g(sequence);
  g.mark_except_handlers();
  g.label_exception_targets();
  // Optimise.
  g.inline_small_or_no_lineno_blocks();
  g.remove_unreachable();
  g.resolve_line_numbers();
  g.optimize_load_const(consts, context, cache);
  g.optimize_basic_blocks(consts, context, cache);
  g.remove_redundant_nops_and_pairs();
  g.remove_unreachable();
  g.remove_redundant_nops_and_jumps();
  // Lay out.
  g.remove_unused_consts(consts);
  g.add_checks_for_loads_of_uninitialized_variables(metadata.varnames.size(), nparams);
  g.insert_superinstructions();
  g.push_cold_blocks_to_end();
  g.resolve_line_numbers();
  FlowgraphResult result;
  result.stackdepth = g.calculate_stackdepth();
  result.nlocalsplus = g.prepare_localsplus(metadata, code_flags);
  g.convert_pseudo_ops();
  g.normalize_jumps();
  g.to_instruction_sequence(result.instructions);
  return result;
}

}  // namespace py::lang

// Control flow graph: optimisation of the instructions inside blocks.
// CPython 3.13: Python/flowgraph.c
#include <algorithm>  // std::max, std::swap

#include "lang/const_fold.h"       // const_truth
#include "lang/flowgraph_block.h"  // basicblock, CfgBuilder

namespace py::lang {
namespace {

// Adds a constant, merged, to the unit's list; returns its index.
int add_const(const ConstValue* value, std::vector<ConstRef>& consts, ConstCache& cache) {
  const ConstValue* merged = cache.merge_one(value);
  for (size_t i = 0; i < consts.size(); ++i) {
    if (consts[i].value == merged && consts[i].code == nullptr) return static_cast<int>(i);
  }
  consts.push_back({merged, nullptr});
  return static_cast<int>(consts.size() - 1);
}

// Is the constant true? Code objects are.
bool const_ref_truth(const ConstRef& constant) {
  return constant.value == nullptr || const_truth(constant.value);
}

// A tuple display whose n elements are constants becomes one constant.
void fold_tuple_on_constants(basicblock* b, int build, int n, std::vector<ConstRef>& consts,
                             CompileContext& context, ConstCache& cache) {
  cfg_instr* instr = &b->b_instr[static_cast<size_t>(build - n)];
  std::vector<const ConstValue*> items;
  for (int i = 0; i < n; ++i) {
    if (!opcode_has_const(instr[i].i_opcode)) return;
    const ConstRef& item = consts[static_cast<size_t>(instr[i].i_oparg)];
    if (item.value == nullptr) return;  // a code object: only a function call could use it
    items.push_back(item.value);
  }
  context.footprint.tuple_new(items.size());
  const int index =
      add_const(const_tuple(context.arena, items.data(), items.size()), consts, cache);
  for (int i = 0; i < n; ++i) instr[i].set_nop();
  instr[n].set(op::LOAD_CONST, index);
}

// ---- swaps -----------------------------------------------------------------------------------

// Replaces a run of SWAPs (starting at *ix) by the shortest one with the same effect.
void swaptimize(basicblock* b, size_t* ix) {
  cfg_instr* instr = &b->b_instr[*ix];
  int depth = instr[0].i_oparg;
  int len = 0;
  bool more = false;
  const int limit = b->used() - static_cast<int>(*ix);
  while (++len < limit) {
    if (instr[len].i_opcode == op::SWAP) {
      depth = std::max(depth, instr[len].i_oparg);
      more = true;
    } else if (instr[len].i_opcode != op::NOP) {
      break;
    }
  }
  if (!more) return;
  constexpr int kVisited = -1;
  std::vector<int> stack(static_cast<size_t>(depth));
  for (int i = 0; i < depth; ++i) stack[static_cast<size_t>(i)] = i;
  for (int i = 0; i < len; ++i) {
    if (instr[i].i_opcode == op::SWAP) {
      std::swap(stack[0], stack[static_cast<size_t>(instr[i].i_oparg - 1)]);
    }
  }
  // Walk each cycle of the permutation, writing swaps from the end.
  int current = len - 1;
  for (int i = 0; i < depth; ++i) {
    if (stack[static_cast<size_t>(i)] == kVisited || stack[static_cast<size_t>(i)] == i) continue;
    for (int j = i;;) {
      if (j != 0) instr[current--].set(op::SWAP, j + 1);
      if (stack[static_cast<size_t>(j)] == kVisited) break;
      const int next = stack[static_cast<size_t>(j)];
      stack[static_cast<size_t>(j)] = kVisited;
      j = next;
    }
  }
  while (current >= 0) instr[current--].set_nop();
  *ix += static_cast<size_t>(len - 1);
}

bool is_swappable(int opcode) {
  return opcode == op::STORE_FAST || opcode == op::STORE_FAST_MAYBE_NULL || opcode == op::POP_TOP;
}

int stores_to(const cfg_instr& instr) {
  return instr.i_opcode == op::STORE_FAST || instr.i_opcode == op::STORE_FAST_MAYBE_NULL
             ? instr.i_oparg
             : -1;
}

int next_swappable_instruction(const basicblock* b, int i, int lineno) {
  while (++i < b->used()) {
    const cfg_instr& instr = b->b_instr[static_cast<size_t>(i)];
    if (lineno >= 0 && instr.line() != lineno) return -1;
    if (instr.i_opcode == op::NOP) continue;
    return is_swappable(instr.i_opcode) ? i : -1;
  }
  return -1;
}

// Removes SWAPs that end at i by exchanging the stores that follow them.
void apply_static_swaps(basicblock* b, int i) {
  for (; i >= 0; --i) {
    cfg_instr& swap = b->b_instr[static_cast<size_t>(i)];
    if (swap.i_opcode != op::SWAP) {
      if (swap.i_opcode == op::NOP || is_swappable(swap.i_opcode)) continue;
      return;
    }
    const int j = next_swappable_instruction(b, i, -1);
    if (j < 0) return;
    cfg_instr& first = b->b_instr[static_cast<size_t>(j)];
    int k = j;
    for (int count = swap.i_oparg - 1; count > 0; --count) {
      k = next_swappable_instruction(b, k, first.line());
      if (k < 0) return;
    }
    cfg_instr& second = b->b_instr[static_cast<size_t>(k)];
    // Stores to the same variable must keep their order.
    const int store_j = stores_to(first);
    const int store_k = stores_to(second);
    if (store_j >= 0 || store_k >= 0) {
      if (store_j == store_k) return;
      for (int m = j + 1; m < k; ++m) {
        const int store = stores_to(b->b_instr[static_cast<size_t>(m)]);
        if (store >= 0 && (store == store_j || store == store_k)) return;
      }
    }
    swap.set_nop();
    std::swap(first, second);
  }
}

// ---- single blocks ---------------------------------------------------------------------------

// A jump to a jump: go to the final target at once. True when the block changed.
bool jump_thread(basicblock* b, size_t i, const cfg_instr& target, int opcode) {
  cfg_instr& instr = b->b_instr[i];
  if (instr.i_target == target.i_target) return false;
  const Location loc = target.i_loc;
  basicblock* final_target = target.i_target;
  instr.set_nop();
  b->add_jump(opcode, final_target, loc);
  return true;
}

void optimize_load_const_in(basicblock* b, std::vector<ConstRef>& consts, CompileContext& context,
                            ConstCache& cache) {
  static_cast<void>(context);
  int opcode = 0;
  int oparg = 0;
  for (size_t i = 0; i < b->b_instr.size(); ++i) {
    cfg_instr* inst = &b->b_instr[i];
    const bool copies_const =
        opcode == op::LOAD_CONST && inst->i_opcode == op::COPY && inst->i_oparg == 1;
    if (!copies_const) {
      opcode = inst->i_opcode;
      oparg = inst->i_oparg;
    }
    if (opcode != op::LOAD_CONST || i + 1 >= b->b_instr.size()) continue;
    cfg_instr& next = b->b_instr[i + 1];
    const ConstRef& constant = consts[static_cast<size_t>(oparg)];
    switch (next.i_opcode) {
      case op::POP_JUMP_IF_FALSE:
      case op::POP_JUMP_IF_TRUE:
        inst->set_nop();
        if (const_ref_truth(constant) == (next.i_opcode == op::POP_JUMP_IF_TRUE)) {
          next.i_opcode = op::JUMP;
        } else {
          next.set_nop();
        }
        break;
      case op::IS_OP: {
        // x is None, then a jump: one instruction.
        if (constant.value == nullptr || constant.value->kind != ConstKind::kNone) break;
        size_t at = i + 2;
        if (at >= b->b_instr.size()) break;
        if (b->b_instr[at].i_opcode == op::TO_BOOL) {
          b->b_instr[at].set_nop();
          if (++at >= b->b_instr.size()) break;
        }
        cfg_instr& jump = b->b_instr[at];
        bool invert = next.i_oparg != 0;
        if (jump.i_opcode == op::POP_JUMP_IF_FALSE) {
          invert = !invert;
        } else if (jump.i_opcode != op::POP_JUMP_IF_TRUE) {
          break;
        }
        inst->set_nop();
        next.set_nop();
        jump.i_opcode = invert ? op::POP_JUMP_IF_NOT_NONE : op::POP_JUMP_IF_NONE;
        break;
      }
      case op::RETURN_VALUE:
        inst->set_nop();
        next.set(op::RETURN_CONST, oparg);
        ++i;
        break;
      case op::TO_BOOL: {
        const int index = add_const(const_bool(const_ref_truth(constant)), consts, cache);
        inst->set_nop();
        next.set(op::LOAD_CONST, index);
        break;
      }
      default: break;
    }
  }
}

// The peephole part: patterns of two instructions, and jumps to jumps.
void optimize_basic_block(basicblock* b, std::vector<ConstRef>& consts, CompileContext& context,
                          ConstCache& cache) {
  for (size_t i = 0; i < b->b_instr.size(); ++i) {
    cfg_instr& inst = b->b_instr[i];
    const int opcode = inst.i_opcode;
    const int oparg = inst.i_oparg;
    cfg_instr nop{op::NOP, 0, kNoLocation};
    const cfg_instr& target =
        has_target(opcode) && !inst.i_target->empty() ? inst.i_target->b_instr[0] : nop;
    cfg_instr* next = i + 1 < b->b_instr.size() ? &b->b_instr[i + 1] : nullptr;
    const int nextop = next != nullptr ? next->i_opcode : 0;
    switch (opcode) {
      case op::BUILD_TUPLE:
        if (nextop == op::UNPACK_SEQUENCE && oparg == next->i_oparg) {
          if (oparg == 1) {
            inst.set_nop();
            next->set_nop();
            continue;
          }
          if (oparg == 2 || oparg == 3) {
            inst.set_nop();
            next->i_opcode = op::SWAP;
            continue;
          }
        }
        if (static_cast<int>(i) >= oparg) {
          fold_tuple_on_constants(b, static_cast<int>(i), oparg, consts, context, cache);
        }
        break;
      case op::POP_JUMP_IF_NOT_NONE:
      case op::POP_JUMP_IF_NONE:
      case op::POP_JUMP_IF_FALSE:
      case op::POP_JUMP_IF_TRUE:
        if (target.i_opcode == op::JUMP) i -= jump_thread(b, i, target, opcode);
        break;
      case op::JUMP:
      case op::JUMP_NO_INTERRUPT:
        if (target.i_opcode == op::JUMP) {
          i -= jump_thread(b, i, target, op::JUMP);
        } else if (target.i_opcode == op::JUMP_NO_INTERRUPT) {
          i -= jump_thread(b, i, target, opcode);
        }
        break;
      case op::STORE_FAST:
        if (nextop == opcode && oparg == next->i_oparg && inst.line() == next->line()) {
          inst.set(op::POP_TOP, 0);
        }
        break;
      case op::SWAP:
        if (oparg == 1) inst.set_nop();
        break;
      case op::LOAD_GLOBAL:
        if (nextop == op::PUSH_NULL && (oparg & 1) == 0) {
          inst.set(op::LOAD_GLOBAL, oparg | 1);
          next->set_nop();
        }
        break;
      case op::COMPARE_OP:
        if (nextop == op::TO_BOOL) {
          inst.set_nop();
          next->set(op::COMPARE_OP, oparg | kCompareToBool);
        }
        break;
      case op::CONTAINS_OP:
      case op::IS_OP:
        if (nextop == op::TO_BOOL) {
          inst.set_nop();
          next->set(opcode, oparg);
        }
        break;
      case op::TO_BOOL:
        if (nextop == op::TO_BOOL) inst.set_nop();
        break;
      case op::UNARY_NOT:
        if (nextop == op::TO_BOOL) {
          inst.set_nop();
          next->set(op::UNARY_NOT, 0);
        } else if (nextop == op::UNARY_NOT) {
          inst.set_nop();
          next->set_nop();
        }
        break;
      default: break;
    }
  }
  for (size_t i = 0; i < b->b_instr.size(); ++i) {
    if (b->b_instr[i].i_opcode != op::SWAP) continue;
    swaptimize(b, &i);
    apply_static_swaps(b, static_cast<int>(i));
  }
}

// ---- uninitialised locals --------------------------------------------------------------------

// Merges the set of maybe-unset locals into b; queues b when that changes anything.
void maybe_push(basicblock* b, uint64_t unsafe_mask, std::vector<basicblock*>& stack) {
  const uint64_t both = b->b_unsafe_locals_mask | unsafe_mask;
  if (b->b_unsafe_locals_mask == both) return;
  b->b_unsafe_locals_mask = both;
  if (b->b_visited) return;
  stack.push_back(b);
  b->b_visited = true;
}

void scan_block_for_locals(basicblock* b, std::vector<basicblock*>& stack) {
  uint64_t unsafe_mask = b->b_unsafe_locals_mask;
  for (cfg_instr& instr : b->b_instr) {
    if (instr.i_except != nullptr) maybe_push(instr.i_except, unsafe_mask, stack);
    if (instr.i_oparg >= 64) continue;
    const uint64_t bit = uint64_t{1} << instr.i_oparg;
    switch (instr.i_opcode) {
      case op::DELETE_FAST:
      case op::LOAD_FAST_AND_CLEAR:
      case op::STORE_FAST_MAYBE_NULL: unsafe_mask |= bit; break;
      case op::LOAD_FAST:
        if ((unsafe_mask & bit) != 0) instr.i_opcode = op::LOAD_FAST_CHECK;
        unsafe_mask &= ~bit;
        break;
      case op::STORE_FAST:
      case op::LOAD_FAST_CHECK: unsafe_mask &= ~bit; break;
      default: break;
    }
  }
  if (b->b_next != nullptr && b->has_fallthrough()) maybe_push(b->b_next, unsafe_mask, stack);
  if (b->last() != nullptr && is_jump(*b->last())) {
    maybe_push(b->last()->i_target, unsafe_mask, stack);
  }
}

// Locals beyond the 64th: only what the same block stored or loaded before counts as set.
void fast_scan_many_locals(basicblock* entry, int nlocals) {
  std::vector<int64_t> states(static_cast<size_t>(nlocals - 64), 0);
  int64_t blocknum = 0;
  for (basicblock* b = entry; b != nullptr; b = b->b_next) {
    ++blocknum;
    for (cfg_instr& instr : b->b_instr) {
      if (instr.i_oparg < 64) continue;
      const size_t slot = static_cast<size_t>(instr.i_oparg - 64);
      switch (instr.i_opcode) {
        case op::DELETE_FAST:
        case op::LOAD_FAST_AND_CLEAR:
        case op::STORE_FAST_MAYBE_NULL: states[slot] = blocknum - 1; break;
        case op::STORE_FAST: states[slot] = blocknum; break;
        case op::LOAD_FAST:
          if (states[slot] != blocknum) instr.i_opcode = op::LOAD_FAST_CHECK;
          states[slot] = blocknum;
          break;
        default: break;
      }
    }
  }
}

void make_super_instruction(cfg_instr& first, cfg_instr& second, int super_op) {
  if (first.line() >= 0 && second.line() >= 0 && first.line() != second.line()) return;
  if (first.i_oparg >= 16 || second.i_oparg >= 16) return;
  first.set(super_op, first.i_oparg << 4 | second.i_oparg);
  second.set_nop();
}

}  // namespace

void CfgBuilder::optimize_load_const(std::vector<ConstRef>& consts, CompileContext& context,
                                     ConstCache& cache) {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    optimize_load_const_in(b, consts, context, cache);
  }
}

void CfgBuilder::optimize_basic_blocks(std::vector<ConstRef>& consts, CompileContext& context,
                                       ConstCache& cache) {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    optimize_basic_block(b, consts, context, cache);
  }
}

// Drops constants that no instruction loads; the first one stays, it may be the docstring.
void CfgBuilder::remove_unused_consts(std::vector<ConstRef>& consts) {
  if (consts.empty()) return;
  std::vector<int> new_index(consts.size(), -1);
  new_index[0] = 0;
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    for (const cfg_instr& instr : b->b_instr) {
      if (opcode_has_const(instr.i_opcode)) new_index[static_cast<size_t>(instr.i_oparg)] = 0;
    }
  }
  int used = 0;
  for (size_t i = 0; i < consts.size(); ++i) {
    if (new_index[i] < 0) continue;
    consts[static_cast<size_t>(used)] = consts[i];
    new_index[i] = used++;
  }
  consts.resize(static_cast<size_t>(used));
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    for (cfg_instr& instr : b->b_instr) {
      if (opcode_has_const(instr.i_opcode)) {
        instr.i_oparg = new_index[static_cast<size_t>(instr.i_oparg)];
      }
    }
  }
}

void CfgBuilder::add_checks_for_loads_of_uninitialized_variables(int nlocals, int nparams) {
  if (nlocals == 0) return;
  if (nlocals > 64) {
    fast_scan_many_locals(entry_, nlocals);
    nlocals = 64;
  }
  std::vector<basicblock*> stack = traversal_stack();
  uint64_t start_mask = 0;
  for (int i = nparams; i < nlocals; ++i) start_mask |= uint64_t{1} << i;
  maybe_push(entry_, start_mask, stack);
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) scan_block_for_locals(b, stack);
  while (!stack.empty()) {
    basicblock* b = stack.back();
    stack.pop_back();
    b->b_visited = false;
    scan_block_for_locals(b, stack);
  }
}

void CfgBuilder::insert_superinstructions() {
  for (basicblock* b = entry_; b != nullptr; b = b->b_next) {
    for (size_t i = 0; i + 1 < b->b_instr.size(); ++i) {
      cfg_instr& first = b->b_instr[i];
      cfg_instr& second = b->b_instr[i + 1];
      if (first.i_opcode == op::LOAD_FAST && second.i_opcode == op::LOAD_FAST) {
        make_super_instruction(first, second, op::LOAD_FAST_LOAD_FAST);
      } else if (first.i_opcode == op::STORE_FAST && second.i_opcode == op::LOAD_FAST) {
        make_super_instruction(first, second, op::STORE_FAST_LOAD_FAST);
      } else if (first.i_opcode == op::STORE_FAST && second.i_opcode == op::STORE_FAST) {
        make_super_instruction(first, second, op::STORE_FAST_STORE_FAST);
      }
    }
  }
  remove_redundant_nops();
}

}  // namespace py::lang

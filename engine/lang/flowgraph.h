// The control flow graph: optimisation between code generation and assembly.
// CPython 3.13: Python/flowgraph.c
//
// A graph of basic blocks is built from the instruction sequence; jumps point at blocks. Passes
// thread jumps, fold constants, drop unreachable blocks and redundant NOPs, decide which loads need
// a check, fuse pairs of local accesses, move exception handlers out of the way, and hand lines to
// instructions that have none. Their order and quirks are CPython's, because every byte of co_code
// and co_linetable follows from them.
//
// Invariants: a block's jump or exit is its last instruction; b_next is where control falls through.
#pragma once
#include "lang/compile_unit.h"  // InstructionSequence, UnitMetadata, ConstCache

namespace py::lang {

struct FlowgraphResult {
  InstructionSequence instructions;  // labels already applied
  int stackdepth = 0;
  int nlocalsplus = 0;
};

// Optimises the unit's instructions. `consts` (in order of co_consts) shrinks to those in use and
// may grow by folded ones. nparams is the number of parameters.
FlowgraphResult optimize_code_unit(InstructionSequence& sequence, UnitMetadata& metadata,
                                   std::vector<ConstRef>& consts, CompileContext& context,
                                   ConstCache& cache, int nparams, uint32_t code_flags);

// How the instruction changes the stack's depth; `jump` says whether it jumps.
int stack_effect(int opcode, int oparg, bool jump);

}  // namespace py::lang

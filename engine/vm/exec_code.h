// The form in which code objects are executed: translated from co_code at the first run, outside of the Python heap.
//
// CPython 3.13 quickens co_code in place; here a copy of our own is specialised, in units of one size: opcode and oparg in
// one word, and an operand (a constant, a warm-up counter or the address of a cache) in the next. EXTENDED_ARG is folded
// in, jumps count our units and skip what CPython's interpreter would skip (END_FOR after an exhausted loop). A TICK
// stands before every instruction at which tracing would raise a `line` event, so lines are counted without a trace
// function.
//
// One size, because the loop is compiled by the browser's optimiser: address arithmetic that several instructions have in
// common is done (and spilled) before every one of them. So there is one way to the next unit, and caches lie elsewhere.
//
// Invariants: offset[i] is the index in co_code (in 16-bit units) of the instruction that unit i belongs to; it ascends,
// so positions translate both ways. Only the evaluation loop writes to units, and only to caches and specialised opcodes.
#pragma once
#include <vector>  // tables outside of the heap

#include "vm/frame.h"  // Unit

namespace py {

// What a unit's operand is.
enum OperandKind : uint8_t {
  kNone,
  kValue,    // a constant
  kCounter,  // a warm-up counter
  kCache,    // an InlineCache
};
enum Inst : uint8_t {
#define INST(name, kind) I_##name,
#include "vm/instructions.def"
#undef INST
  kInstCount,
};
constexpr OperandKind kInstOperand[] = {
#define INST(name, kind) kind,
#include "vm/instructions.def"
#undef INST
};
static_assert(sizeof(kInstOperand) <= 256, "an opcode is a byte");

// What a specialised instruction relies on.
struct InlineCache {
  uint32_t counter;
  uint32_t version;   // of a type, a function or a key table
  uint32_t index;     // of an entry, a value or a slot
  uint32_t version2;  // of a key table
  Object* object;     // borrowed: a descriptor, a function; alive as long as the versions hold
};

struct Unit {
  uint32_t word;  // opcode in the low byte, oparg above
  union {
    uint32_t counter;
    Object* value;  // borrowed from co_consts
    InlineCache* cache;
  };

  Inst opcode() const { return static_cast<Inst>(word & 0xff); }
  uint32_t arg() const { return word >> 8; }
  void set_opcode(Inst inst) { word = (word & ~uint32_t{0xff}) | inst; }
};
constexpr uint32_t make_word(unsigned opcode, uint32_t arg) { return opcode | arg << 8; }
constexpr uint32_t kMaxUnitArg = (1u << 24) - 1;

struct ExceptionEntry {  // units [start, end) are guarded
  uint32_t start, end, target;
  int32_t depth;
  bool lasti;
};

struct ExecCode {
  Unit* units;  // the first field: frame_initialize reads it
  InlineCache* caches;
  uint32_t count;
  uint32_t first_traceable;  // unit of the first RESUME: before it the frame is incomplete
  uint32_t code_key;         // of this code's sites
  std::vector<uint32_t> offset;
  std::vector<ExceptionEntry> handlers;
};

// Translates. false with the error set.
bool exec_code_prepare(CodeObject* code);
ALWAYS_INLINE ExecCode* exec_of(const CodeObject* code) { return static_cast<ExecCode*>(code->exec); }
// The innermost handler that guards the unit, or null.
const ExceptionEntry* exec_code_handler(const ExecCode* exec, uint32_t unit);
// The unit where the instruction at this index of co_code (16-bit units) ends; for RERAISE's saved position.
uint32_t exec_code_unit_after(const ExecCode* exec, uint32_t code_offset);
// Forgets the places of all sites and the translations' registry.
void exec_code_init();

}  // namespace py

// Opcodes by name, with their metadata, from opcode.def.
// CPython 3.13: Include/opcode_ids.h, Include/internal/pycore_opcode_metadata.h,
// pycore_opcode_utils.h, pycore_intrinsics.h
//
// The enumerators live in py::lang::op so that short names such as NOP or CALL stay out of the
// way of everything else: write `op::LOAD_FAST`.
#pragma once
#include <cstdint>  // fixed-width integers

namespace py::lang {

// Properties of an opcode, OR-ed in opcode.def's last column.
enum OpcodeFlag : uint16_t {
  kArg = 1,         // the oparg means something
  kConst = 2,       // oparg indexes co_consts
  kName = 4,        // oparg indexes co_names (shifted where the low bits are flags)
  kJump = 8,        // oparg is a jump distance
  kFree = 16,       // oparg indexes localsplus: a cell or free variable
  kLocal = 32,      // oparg indexes localsplus
  kEvalBreak = 64,  // looks at the eval breaker
  kError = 128,     // may raise
  kEscapes = 256,   // may run arbitrary code
  kPure = 512,      // only moves values on the stack
};

namespace op {
enum Opcode : uint16_t {
#define OPCODE(name, number, caches, popped, pushed, flags) name = number,
#include "lang/opcode.def"
#undef OPCODE
};
}  // namespace op
using op::Opcode;

inline constexpr int kOpcodeCount = 268;        // pseudo-instructions included
inline constexpr int kFirstPseudoOpcode = 256;  // these never appear in co_code

struct OpcodeInfo {
  const char* name;  // null where no opcode has this number
  uint8_t caches;    // 16-bit units of inline cache that follow
  uint16_t flags;    // OpcodeFlag
};

// The table, indexed by opcode number. (opcode.def ascends but has gaps, hence filled by index.)
struct OpcodeTable {
  OpcodeInfo info[kOpcodeCount] = {};

  constexpr OpcodeTable() {
#define OPCODE(name, number, caches, popped, pushed, flags) \
  info[number] = {#name, caches, static_cast<uint16_t>(flags)};
#include "lang/opcode.def"
#undef OPCODE
  }
  constexpr const OpcodeInfo& operator[](int opcode) const { return info[opcode]; }
};
inline constexpr OpcodeTable opcode_info;

// Values that the instruction takes off the stack / puts on it, when it does not jump.
int opcode_num_popped(int opcode, int oparg);
int opcode_num_pushed(int opcode, int oparg);

inline bool opcode_has_arg(int opcode) { return (opcode_info[opcode].flags & kArg) != 0; }
inline bool opcode_has_jump(int opcode) { return (opcode_info[opcode].flags & kJump) != 0; }
inline bool opcode_has_const(int opcode) { return (opcode_info[opcode].flags & kConst) != 0; }
inline bool opcode_has_name(int opcode) { return (opcode_info[opcode].flags & kName) != 0; }
inline bool opcode_has_free(int opcode) { return (opcode_info[opcode].flags & kFree) != 0; }
inline bool opcode_has_local(int opcode) { return (opcode_info[opcode].flags & kLocal) != 0; }
inline int opcode_caches(int opcode) { return opcode_info[opcode].caches; }

// Opargs of BINARY_OP; the in-place form of an operator is its number plus kInplaceOffset.
enum BinaryOp : uint8_t {
  NB_ADD,
  NB_AND,
  NB_FLOOR_DIVIDE,
  NB_LSHIFT,
  NB_MATRIX_MULTIPLY,
  NB_MULTIPLY,
  NB_REMAINDER,
  NB_OR,
  NB_POWER,
  NB_RSHIFT,
  NB_SUBTRACT,
  NB_TRUE_DIVIDE,
  NB_XOR,
  NB_INPLACE_ADD,
  NB_INPLACE_AND,
  NB_INPLACE_FLOOR_DIVIDE,
  NB_INPLACE_LSHIFT,
  NB_INPLACE_MATRIX_MULTIPLY,
  NB_INPLACE_MULTIPLY,
  NB_INPLACE_REMAINDER,
  NB_INPLACE_OR,
  NB_INPLACE_POWER,
  NB_INPLACE_RSHIFT,
  NB_INPLACE_SUBTRACT,
  NB_INPLACE_TRUE_DIVIDE,
  NB_INPLACE_XOR,
};
inline constexpr int kInplaceOffset = NB_INPLACE_ADD;

// COMPARE_OP's oparg is comparison << 5 | (16 if the result must be a bool) | the mask of outcomes
// that the specialised forms test (kCompareMasks).
enum CompareOp : uint8_t { kCompareLt, kCompareLe, kCompareEq, kCompareNe, kCompareGt, kCompareGe };
inline constexpr int kCompareToBool = 16;
inline constexpr uint8_t kCompareMasks[6] = {2, 2 | 8, 8, 1 | 2 | 4, 4, 4 | 8};

// Opargs of CALL_INTRINSIC_1.
enum Intrinsic1 : uint8_t {
  INTRINSIC_1_INVALID,
  INTRINSIC_PRINT,
  INTRINSIC_IMPORT_STAR,
  INTRINSIC_STOPITERATION_ERROR,
  INTRINSIC_ASYNC_GEN_WRAP,
  INTRINSIC_UNARY_POSITIVE,
  INTRINSIC_LIST_TO_TUPLE,
  INTRINSIC_TYPEVAR,
  INTRINSIC_PARAMSPEC,
  INTRINSIC_TYPEVARTUPLE,
  INTRINSIC_SUBSCRIPT_GENERIC,
  INTRINSIC_TYPEALIAS,
};

// Opargs of CALL_INTRINSIC_2.
enum Intrinsic2 : uint8_t {
  INTRINSIC_2_INVALID,
  INTRINSIC_PREP_RERAISE_STAR,
  INTRINSIC_TYPEVAR_WITH_BOUND,
  INTRINSIC_TYPEVAR_WITH_CONSTRAINTS,
  INTRINSIC_SET_FUNCTION_TYPE_PARAMS,
  INTRINSIC_SET_TYPEPARAM_DEFAULT,
};

// Opargs of SET_FUNCTION_ATTRIBUTE.
enum MakeFunctionFlag : uint8_t {
  MAKE_FUNCTION_DEFAULTS = 1,
  MAKE_FUNCTION_KWDEFAULTS = 2,
  MAKE_FUNCTION_ANNOTATIONS = 4,
  MAKE_FUNCTION_CLOSURE = 8,
};

// Opargs of CONVERT_VALUE (f-string conversions).
enum FormatConversion : uint8_t { FVC_NONE, FVC_STR, FVC_REPR, FVC_ASCII };

// RESUME's oparg: low two bits say where, the next that the frame's handler depth is one.
enum ResumeKind : uint8_t {
  RESUME_AT_FUNC_START = 0,
  RESUME_AFTER_YIELD = 1,
  RESUME_AFTER_YIELD_FROM = 2,
  RESUME_AFTER_AWAIT = 3,
  RESUME_OPARG_LOCATION_MASK = 3,
  RESUME_OPARG_DEPTH1_MASK = 4,
};

}  // namespace py::lang

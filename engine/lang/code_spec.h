// What the compiler hands to the virtual machine: code objects as plain data, and their constants.
// CPython 3.13: struct _PyCodeConstructor in Include/internal/pycore_code.h
//
// Invariants: everything a CodeSpec points to belongs to the CodeUnit that it came from; the unit
// stays alive at least as long as any code object made of it. Equal constants (as CPython's
// constant cache merges them) are one ConstValue in the whole unit, so that a materialiser which
// maps pointers to objects gets `is` right.
#pragma once
#include <cstdint>      // fixed-width integers
#include <memory>       // std::unique_ptr
#include <string_view>  // names, owned by the unit
#include <vector>       // tables of a code object

#include "lang/arena.h"        // Arena
#include "lang/const_value.h"  // ConstValue

namespace py::lang {

struct CodeSpec;

// An entry of co_consts: a nested code object or a value. Exactly one pointer is set.
struct ConstRef {
  const ConstValue* value = nullptr;
  const CodeSpec* code = nullptr;
};

// co_localspluskinds
enum LocalKind : uint8_t {
  CO_FAST_HIDDEN = 0x10,  // a comprehension's variable, fast only while the comprehension runs
  CO_FAST_LOCAL = 0x20,
  CO_FAST_CELL = 0x40,  // with CO_FAST_LOCAL: a parameter that lives in a cell
  CO_FAST_FREE = 0x80,
};

// co_flags
enum CodeFlag : uint32_t {
  CO_OPTIMIZED = 0x1,
  CO_NEWLOCALS = 0x2,
  CO_VARARGS = 0x4,
  CO_VARKEYWORDS = 0x8,
  CO_NESTED = 0x10,
  CO_GENERATOR = 0x20,
  CO_COROUTINE = 0x80,
  CO_ITERABLE_COROUTINE = 0x100,
  CO_ASYNC_GENERATOR = 0x200,
  CO_FUTURE_DIVISION = 0x20000,
  CO_FUTURE_ABSOLUTE_IMPORT = 0x40000,
  CO_FUTURE_WITH_STATEMENT = 0x80000,
  CO_FUTURE_PRINT_FUNCTION = 0x100000,
  CO_FUTURE_UNICODE_LITERALS = 0x200000,
  CO_FUTURE_BARRY_AS_BDFL = 0x400000,
  CO_FUTURE_GENERATOR_STOP = 0x800000,
  CO_FUTURE_ANNOTATIONS = 0x1000000,
};

// One code object: the fields mean what the co_* attributes of the same name mean.
struct CodeSpec {
  std::string_view name;
  std::string_view qualname;
  std::string_view filename;
  int argcount = 0;  // positional-only ones included, keyword-only ones not
  int posonlyargcount = 0;
  int kwonlyargcount = 0;
  int stacksize = 0;
  int firstlineno = 1;
  uint32_t flags = 0;
  std::vector<uint8_t> code;  // opcode, oparg, opcode, oparg...; cache units are zero
  std::vector<ConstRef> consts;
  std::vector<std::string_view> names;
  std::vector<std::string_view> localsplusnames;
  std::vector<uint8_t> localspluskinds;  // LocalKind, one for each of localsplusnames
  std::vector<uint8_t> linetable;
  std::vector<uint8_t> exceptiontable;

  // CPython merges equal tuples and bytes of one compilation into one object. Two code objects
  // share such a field exactly when these tags are equal; a tag that is the address of a ConstValue
  // of the unit says that the constant is the same object too.
  const void* consts_tag = nullptr;
  const void* names_tag = nullptr;
  const void* localsplusnames_tag = nullptr;
  const void* linetable_tag = nullptr;
  const void* exceptiontable_tag = nullptr;

  int nlocalsplus() const { return static_cast<int>(localspluskinds.size()); }
};

// Owns a compiled module: the tree of CodeSpecs, their constants and names.
struct CodeUnit {
  const CodeSpec* top = nullptr;  // the module's (or expression's) code

  // Constants that the parser's arena holds a reference to, in the order in which it took them:
  // CPython keeps the arena of a script alive while the script runs, so each is one more reference
  // than co_consts accounts for (sys.getrefcount of a literal). Only constants that the code uses
  // are listed; where equal literals were merged, it is the first one met.
  std::vector<const ConstValue*> arena_constants;

  std::vector<std::unique_ptr<CodeSpec>> codes;  // all code objects, innermost first
  Arena arena;                                   // constants, names and other text of the codes
};

enum class CompileMode : uint8_t { kExec, kEval, kSingle };

}  // namespace py::lang

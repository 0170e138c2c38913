// Reading a code object's tables: where each instruction stands in the source, which handler
// protects it, and where a line starts.
// CPython 3.13: Objects/locations.md, Objects/exception_handling_notes.txt (formats),
// Objects/codeobject.c, Python/ceval.c (readers), Python/instrumentation.c (line starts)
//
// Offsets and lengths are in bytes of co_code, as co_positions() and tb_lasti count; an instruction
// and each of its cache units are two bytes.
#pragma once
#include <cstddef>  // size_t
#include <cstdint>  // fixed-width integers
#include <vector>   // line starts

namespace py::lang {

// The kind of a line table entry, bits 3-6 of its first byte.
enum class LineTableKind : uint8_t {
  kShort0 = 0,      // ..9: same line, column / 8 in the kind
  kOneLine0 = 10,   // ..12: line + 0, 1, 2, columns in a byte each
  kNoColumns = 13,
  kLong = 14,
  kNone = 15,  // no location
};

// One run of instructions that share a location.
struct PositionEntry {
  int start = 0;  // byte offset of the first instruction
  int end = 0;    // and just behind the last one
  int line = -1;  // -1: none
  int end_line = -1;
  int column = -1;  // bytes from 0; -1: unknown
  int end_column = -1;
};

// Iterates over co_linetable.
class PositionIterator {
 public:
  PositionIterator(const uint8_t* table, size_t size, int firstlineno)
      : table_(table), limit_(table + size), computed_line_(firstlineno) {}

  // Moves to the next entry; false at the end.
  bool next(PositionEntry* entry);

 private:
  int read_varint();
  int read_signed_varint();

  const uint8_t* table_;
  const uint8_t* limit_;
  int computed_line_;
  int offset_ = 0;
};

// The location of the instruction at a byte offset (PyCode_Addr2Location). Line -1 when there is
// none.
PositionEntry position_at(const uint8_t* table, size_t size, int firstlineno, int offset);

// A protected range of instructions.
struct HandlerEntry {
  int start = 0;    // byte offsets
  int end = 0;
  int handler = 0;  // byte offset to continue at
  int depth = 0;    // values to leave on the stack
  bool lasti = false;  // push the offset of the raising instruction as well
};

// Iterates over co_exceptiontable.
class HandlerIterator {
 public:
  HandlerIterator(const uint8_t* table, size_t size) : table_(table), limit_(table + size) {}
  bool next(HandlerEntry* entry);

 private:
  int read_varint();

  const uint8_t* table_;
  const uint8_t* limit_;
};

// Finds the handler for an instruction at a byte offset. False: the frame has none.
bool find_handler(const uint8_t* table, size_t size, int offset, HandlerEntry* entry);

// What line events need to know of one code unit.
struct LineStart {
  int line = -1;            // the line of the instruction that starts here; -1: none
  bool starts_line = false;  // executing it raises a `line` event (if the line is a new one)
};

// For each code unit of co_code, whether CPython's instrumentation puts a line event on it. Units
// of caches and of instructions behind EXTENDED_ARG have line -1.
std::vector<LineStart> compute_line_starts(const uint8_t* code, size_t code_size,
                                           const uint8_t* linetable, size_t linetable_size,
                                           const uint8_t* exceptiontable,
                                           size_t exceptiontable_size, int firstlineno);

// The offset in code units of the first instruction that may be traced: the RESUME of the start.
int first_traceable(const uint8_t* code, size_t code_size);

}  // namespace py::lang

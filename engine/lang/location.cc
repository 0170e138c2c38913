// Decoders of co_linetable and co_exceptiontable, and the start of lines.
// CPython 3.13: Objects/codeobject.c, Python/ceval.c, Python/instrumentation.c
#include "lang/location.h"

#include "lang/opcode.h"  // op::, cache counts

namespace py::lang {

int PositionIterator::read_varint() {
  unsigned value = 0;
  for (int shift = 0; table_ < limit_; shift += 6) {
    const uint8_t byte = *table_++;
    value |= static_cast<unsigned>(byte & 63) << shift;
    if ((byte & 64) == 0) break;
  }
  return static_cast<int>(value);
}

int PositionIterator::read_signed_varint() {
  const int value = read_varint();
  return (value & 1) != 0 ? -(value >> 1) : value >> 1;
}

bool PositionIterator::next(PositionEntry* entry) {
  if (table_ >= limit_) return false;
  const uint8_t first = *table_++;
  const int kind = first >> 3 & 15;
  entry->start = offset_;
  offset_ += ((first & 7) + 1) * 2;
  entry->end = offset_;
  entry->column = entry->end_column = -1;
  int end_delta = 0;
  switch (static_cast<LineTableKind>(kind)) {
    case LineTableKind::kNone:
      entry->line = entry->end_line = -1;
      return true;
    case LineTableKind::kLong:
      computed_line_ += read_signed_varint();
      end_delta = read_varint();
      entry->column = read_varint() - 1;
      entry->end_column = read_varint() - 1;
      break;
    case LineTableKind::kNoColumns: computed_line_ += read_signed_varint(); break;
    default:
      if (kind >= static_cast<int>(LineTableKind::kOneLine0)) {
        computed_line_ += kind - static_cast<int>(LineTableKind::kOneLine0);
        entry->column = *table_++;
        entry->end_column = *table_++;
      } else {
        const uint8_t second = *table_++;
        entry->column = kind << 3 | second >> 4;
        entry->end_column = entry->column + (second & 15);
      }
  }
  entry->line = computed_line_;
  entry->end_line = computed_line_ + end_delta;
  return true;
}

PositionEntry position_at(const uint8_t* table, size_t size, int firstlineno, int offset) {
  PositionIterator positions(table, size, firstlineno);
  PositionEntry entry;
  while (positions.next(&entry)) {
    if (offset < entry.end) return entry;
  }
  return {};
}

int HandlerIterator::read_varint() {
  int value = *table_ & 63;
  while ((*table_ & 64) != 0) {
    ++table_;
    value = value << 6 | (*table_ & 63);
  }
  ++table_;
  return value;
}

bool HandlerIterator::next(HandlerEntry* entry) {
  if (table_ >= limit_) return false;
  entry->start = read_varint() * 2;
  entry->end = entry->start + read_varint() * 2;
  entry->handler = read_varint() * 2;
  const int depth_and_lasti = read_varint();
  entry->depth = depth_and_lasti >> 1;
  entry->lasti = (depth_and_lasti & 1) != 0;
  return true;
}

bool find_handler(const uint8_t* table, size_t size, int offset, HandlerEntry* entry) {
  HandlerIterator handlers(table, size);
  while (handlers.next(entry)) {
    if (entry->start > offset) return false;  // entries ascend
    if (offset < entry->end) return true;
  }
  return false;
}

namespace {

// The code unit just behind the instruction at `unit`, with the oparg it has after EXTENDED_ARGs.
struct Decoded {
  int opcode;
  int oparg;
  int next;
};

Decoded decode(const uint8_t* code, int unit) {
  int oparg = 0;
  while (code[unit * 2] == op::EXTENDED_ARG) {
    oparg = (oparg | code[unit * 2 + 1]) << 8;
    ++unit;
  }
  const int opcode = code[unit * 2];
  return {opcode, oparg | code[unit * 2 + 1], unit + 1 + opcode_caches(opcode)};
}

// The unit that a jump goes to, or -1. FOR_ITER and SEND skip the END_ instruction there.
int jump_target(const Decoded& instr) {
  switch (instr.opcode) {
    case op::POP_JUMP_IF_FALSE:
    case op::POP_JUMP_IF_TRUE:
    case op::POP_JUMP_IF_NONE:
    case op::POP_JUMP_IF_NOT_NONE:
    case op::JUMP_FORWARD: return instr.next + instr.oparg;
    case op::FOR_ITER:
    case op::SEND: return instr.next + instr.oparg + 1;
    case op::JUMP_BACKWARD:
    case op::JUMP_BACKWARD_NO_INTERRUPT: return instr.next - instr.oparg;
    default: return -1;
  }
}

}  // namespace

int first_traceable(const uint8_t* code, size_t code_size) {
  const int units = static_cast<int>(code_size / 2);
  for (int unit = 0; unit < units;) {
    if (code[unit * 2] == op::RESUME) return unit;
    unit = decode(code, unit).next;
  }
  return units;
}

std::vector<LineStart> compute_line_starts(const uint8_t* code, size_t code_size,
                                           const uint8_t* linetable, size_t linetable_size,
                                           const uint8_t* exceptiontable,
                                           size_t exceptiontable_size, int firstlineno) {
  const int units = static_cast<int>(code_size / 2);
  const int first = first_traceable(code, code_size);
  std::vector<LineStart> starts(static_cast<size_t>(units));
  PositionIterator positions(linetable, linetable_size, firstlineno);
  PositionEntry position;
  position.end = 0;
  int current_line = -1;
  // 1. Where the line changes from one instruction to the next.
  for (int unit = 0; unit < units;) {
    while (unit * 2 >= position.end && positions.next(&position)) {
    }
    const Decoded instr = decode(code, unit);
    LineStart& start = starts[static_cast<size_t>(unit)];
    start.line = position.line;
    const bool never = instr.opcode == op::END_ASYNC_FOR || instr.opcode == op::END_FOR ||
                       instr.opcode == op::END_SEND || instr.opcode == op::RESUME;
    if (unit >= first && !never) {
      start.starts_line = position.line != current_line && position.line >= 0;
      current_line = position.line;
    }
    unit = instr.next;
  }
  // 2. What is jumped to, and 3. handlers, may be entered from another line.
  for (int unit = first; unit < units;) {
    const Decoded instr = decode(code, unit);
    const int target = jump_target(instr);
    if (target >= 0 && target < units && starts[static_cast<size_t>(target)].line >= 0) {
      starts[static_cast<size_t>(target)].starts_line = true;
    }
    unit = instr.next;
  }
  HandlerIterator handlers(exceptiontable, exceptiontable_size);
  HandlerEntry handler;
  while (handlers.next(&handler)) {
    LineStart& start = starts[static_cast<size_t>(handler.handler / 2)];
    if (start.line >= 0 && code[handler.handler] != op::END_ASYNC_FOR) start.starts_line = true;
  }
  return starts;
}

}  // namespace py::lang

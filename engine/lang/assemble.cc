// Bytecode, line table and exception table.
// CPython 3.13: Python/assemble.c
#include "lang/assemble.h"

#include "lang/location.h"  // kinds of line table entries

namespace py::lang {
namespace {

// ---- jumps -----------------------------------------------------------------------------------

// Code units of the instruction with its EXTENDED_ARGs and caches.
int instr_size(const Instruction& instr) {
  const int oparg = instr.oparg;
  return (oparg > 0xFFFFFF) + (oparg > 0xFFFF) + (oparg > 0xFF) + 1 + opcode_caches(instr.opcode);
}

void resolve_unconditional_jumps(std::vector<Instruction>& instrs) {
  for (size_t i = 0; i < instrs.size(); ++i) {
    Instruction& instr = instrs[i];
    const bool forward = instr.oparg > static_cast<int>(i);
    if (instr.opcode == op::JUMP) {
      instr.opcode = forward ? op::JUMP_FORWARD : op::JUMP_BACKWARD;
    } else if (instr.opcode == op::JUMP_NO_INTERRUPT) {
      instr.opcode = forward ? op::JUMP_FORWARD : op::JUMP_BACKWARD_NO_INTERRUPT;
    }
  }
}

// Turns targets into distances. A distance may need an EXTENDED_ARG, which moves other targets:
// repeat until nothing grows.
void resolve_jump_offsets(std::vector<Instruction>& instrs) {
  for (Instruction& instr : instrs) {
    if (opcode_has_jump(instr.opcode)) instr.target = instr.oparg;
  }
  bool again;
  do {
    int offset = 0;
    for (Instruction& instr : instrs) {
      instr.offset = offset;
      offset += instr_size(instr);
    }
    again = false;
    offset = 0;
    for (Instruction& instr : instrs) {
      const int size = instr_size(instr);
      offset += size;  // distances count from the next instruction
      if (!opcode_has_jump(instr.opcode)) continue;
      const int target = instrs[static_cast<size_t>(instr.target)].offset;
      instr.oparg = target < offset ? offset - target : target - offset;
      again |= instr_size(instr) != size;
    }
  } while (again);
}

// ---- tables ----------------------------------------------------------------------------------

class Assembler {
 public:
  Assembler(CodeSpec& code, const std::vector<Instruction>& instrs)
      : code_(code), instrs_(instrs), line_(code.firstlineno) {}

  void assemble() {
    for (const Instruction& instr : instrs_) emit(instr);
    emit_locations();
    emit_exception_table();
  }

 private:
  void emit(const Instruction& instr);
  void emit_locations();
  void emit_location(const Location& loc, int size);
  void emit_location_entry(const Location& loc, int size);
  void emit_exception_table();
  void emit_handler(int start, int end, const ExceptHandlerInfo& handler);
  void handler_number(int value, int start_bit);

  void entry_start(LineTableKind kind, int size) {
    code_.linetable.push_back(
        static_cast<uint8_t>(128 | static_cast<int>(kind) << 3 | (size - 1)));
  }
  void varint(unsigned value) {
    while (value >= 64) {
      code_.linetable.push_back(static_cast<uint8_t>(64 | (value & 63)));
      value >>= 6;
    }
    code_.linetable.push_back(static_cast<uint8_t>(value));
  }
  void signed_varint(int value) {
    varint(value < 0 ? ((0u - static_cast<unsigned>(value)) << 1 | 1)
                     : static_cast<unsigned>(value) << 1);
  }

  CodeSpec& code_;
  const std::vector<Instruction>& instrs_;
  int line_;  // of the last entry of the line table
};

void Assembler::emit(const Instruction& instr) {
  const unsigned oparg = static_cast<unsigned>(instr.oparg);
  std::vector<uint8_t>& code = code_.code;
  for (int shift = 24; shift >= 8; shift -= 8) {
    if (oparg >> shift == 0) continue;
    code.push_back(op::EXTENDED_ARG);
    code.push_back(static_cast<uint8_t>(oparg >> shift));
  }
  code.push_back(static_cast<uint8_t>(instr.opcode));
  code.push_back(static_cast<uint8_t>(oparg));
  code.insert(code.end(), static_cast<size_t>(opcode_caches(instr.opcode)) * 2, 0);
}

bool same_location(const Location& a, const Location& b) {
  return a.lineno == b.lineno && a.end_lineno == b.end_lineno && a.col_offset == b.col_offset &&
         a.end_col_offset == b.end_col_offset;
}

void Assembler::emit_locations() {
  Location loc = kNoLocation;
  int size = 0;
  for (const Instruction& instr : instrs_) {
    if (!same_location(loc, instr.loc)) {
      emit_location(loc, size);
      loc = instr.loc;
      size = 0;
    }
    size += instr_size(instr);
  }
  emit_location(loc, size);
}

// An entry covers at most eight code units.
void Assembler::emit_location(const Location& loc, int size) {
  for (; size > 8; size -= 8) emit_location_entry(loc, 8);
  if (size > 0) emit_location_entry(loc, size);
}

void Assembler::emit_location_entry(const Location& loc, int size) {
  if (loc.lineno < 0) return entry_start(LineTableKind::kNone, size);
  const int delta = loc.lineno - line_;
  const int column = loc.col_offset;
  const int end_column = loc.end_col_offset;
  std::vector<uint8_t>& table = code_.linetable;
  if (column < 0 || end_column < 0) {
    if (loc.end_lineno == loc.lineno || loc.end_lineno == -1) {
      entry_start(LineTableKind::kNoColumns, size);
      signed_varint(delta);
      line_ = loc.lineno;
      return;
    }
  } else if (loc.end_lineno == loc.lineno) {
    if (delta == 0 && column < 80 && end_column - column < 16 && end_column >= column) {
      entry_start(static_cast<LineTableKind>(static_cast<int>(LineTableKind::kShort0) + (column >> 3)),
                  size);
      table.push_back(static_cast<uint8_t>((column & 7) << 4 | (end_column - column)));
      return;
    }
    if (delta >= 0 && delta < 3 && column < 128 && end_column < 128) {
      entry_start(static_cast<LineTableKind>(static_cast<int>(LineTableKind::kOneLine0) + delta),
                  size);
      table.push_back(static_cast<uint8_t>(column));
      table.push_back(static_cast<uint8_t>(end_column));
      line_ = loc.lineno;
      return;
    }
  }
  entry_start(LineTableKind::kLong, size);
  signed_varint(delta);
  varint(static_cast<unsigned>(loc.end_lineno - loc.lineno));
  varint(static_cast<unsigned>(column + 1));
  varint(static_cast<unsigned>(end_column + 1));
  line_ = loc.lineno;
}

void Assembler::emit_exception_table() {
  int offset = 0;
  int start = -1;
  ExceptHandlerInfo handler;
  for (const Instruction& instr : instrs_) {
    if (instr.handler.label != handler.label) {
      if (handler.label >= 0) emit_handler(start, offset, handler);
      start = offset;
      handler = instr.handler;
    }
    offset += instr_size(instr);
  }
  if (handler.label >= 0) emit_handler(start, offset, handler);
}

void Assembler::emit_handler(int start, int end, const ExceptHandlerInfo& handler) {
  const int depth = handler.startdepth - 1 - (handler.preserve_lasti ? 1 : 0);
  handler_number(start, 128);
  handler_number(end - start, 0);
  handler_number(instrs_[static_cast<size_t>(handler.label)].offset, 0);
  handler_number(depth << 1 | (handler.preserve_lasti ? 1 : 0), 0);
}

// Six bits a byte, most significant first; bit 6 says that more follow, bit 7 starts an entry.
void Assembler::handler_number(int value, int start_bit) {
  for (int shift = 24; shift > 0; shift -= 6) {
    if (value < 1 << shift) continue;
    code_.exceptiontable.push_back(static_cast<uint8_t>((value >> shift & 63) | 64 | start_bit));
    start_bit = 0;
  }
  code_.exceptiontable.push_back(static_cast<uint8_t>((value & 63) | start_bit));
}

// ---- names -----------------------------------------------------------------------------------

void set_localsplus(CodeSpec& code, const UnitMetadata& metadata, int nlocalsplus) {
  code.localsplusnames.resize(static_cast<size_t>(nlocalsplus));
  code.localspluskinds.resize(static_cast<size_t>(nlocalsplus));
  auto set = [&](size_t slot, Identifier name, int kind) {
    code.localsplusnames[slot] = name->text;
    code.localspluskinds[slot] = static_cast<uint8_t>(kind);
  };
  for (const NameMap::Entry& local : metadata.varnames.entries()) {
    int kind = CO_FAST_LOCAL;
    if (metadata.fasthidden.contains(local.name)) kind |= CO_FAST_HIDDEN;
    if (metadata.cellvars.contains(local.name)) kind |= CO_FAST_CELL;
    set(local.value, local.name, kind);
  }
  const size_t nlocals = static_cast<size_t>(metadata.varnames.size());
  size_t dropped = 0;  // cells that share a parameter's slot
  for (const NameMap::Entry& cell : metadata.cellvars.entries()) {
    if (metadata.varnames.contains(cell.name)) {
      ++dropped;
    } else {
      set(cell.value + nlocals - dropped, cell.name, CO_FAST_CELL);
    }
  }
  for (const NameMap::Entry& free : metadata.freevars.entries()) {
    set(free.value + nlocals - dropped, free.name, CO_FAST_FREE);
  }
}

const void* merge_names(const std::vector<std::string_view>& names, CompileContext& context,
                        ConstCache& cache) {
  std::vector<const ConstValue*> items;
  for (std::string_view name : names) items.push_back(const_str(context.arena, name));
  return cache.merge_one(const_tuple(context.arena, items.data(), items.size()));
}

const void* merge_bytes(const std::vector<uint8_t>& bytes, CompileContext& context,
                        ConstCache& cache) {
  const char* data = reinterpret_cast<const char*>(bytes.data());
  return cache.merge_one(const_bytes(context.arena, {data, bytes.size()}));
}

}  // namespace

std::unique_ptr<CodeSpec> assemble_code(UnitMetadata& metadata, const std::vector<ConstRef>& consts,
                                        FlowgraphResult& flowgraph, CompileContext& context,
                                        ConstCache& cache, uint32_t code_flags,
                                        std::string_view filename) {
  std::vector<Instruction>& instrs = flowgraph.instructions.instrs;
  resolve_unconditional_jumps(instrs);
  resolve_jump_offsets(instrs);
  auto code = std::make_unique<CodeSpec>();
  code->firstlineno = metadata.firstlineno;
  code->filename = filename;
  code->name = metadata.name->text;
  code->qualname = metadata.qualname.data() != nullptr ? metadata.qualname : code->name;
  code->flags = code_flags;
  code->posonlyargcount = metadata.posonlyargcount;
  code->argcount = metadata.posonlyargcount + metadata.argcount;
  code->kwonlyargcount = metadata.kwonlyargcount;
  code->stacksize = flowgraph.stackdepth == 0 ? 1 : flowgraph.stackdepth;
  Assembler(*code, instrs).assemble();
  code->exceptiontable_tag = merge_bytes(code->exceptiontable, context, cache);
  code->linetable_tag = merge_bytes(code->linetable, context, cache);
  merge_bytes(code->code, context, cache);

  Footprint& log = context.footprint;
  for (const NameMap::Entry& name : metadata.names.entries()) code->names.push_back(name.name->text);
  log.tuple_new(code->names.size());
  code->names_tag = merge_names(code->names, context, cache);
  code->consts = consts;
  code->consts_tag = cache.merge_tuple(consts);
  log.tuple_new(static_cast<size_t>(flowgraph.nlocalsplus));
  set_localsplus(*code, metadata, flowgraph.nlocalsplus);
  code->localsplusnames_tag = merge_names(code->localsplusnames, context, cache);
  // Interning the constants walks each frozenset through a tuple of its items.
  for (const ConstRef& item : consts) {
    if (item.value == nullptr || item.value->kind != ConstKind::kFrozenSet) continue;
    log.gc_new();
    log.tuple_new(static_cast<size_t>(item.value->items.size()));
    log.gc_free();
    log.tuple_free(static_cast<size_t>(item.value->items.size()));
  }
  return code;
}

}  // namespace py::lang

// From co_code to what the evaluation loop runs.
// CPython 3.13: _PyCode_Quicken in Python/specialize.c, initialize_lines in Python/instrumentation.c (which instructions
// start a line), Objects/locations.md and exception_handling_notes.txt (the two tables' encodings)
#include "vm/exec_code.h"

#include <cstdlib>  // malloc: outside of the Python heap
#include <map>      // places by text
#include <string>   // place texts

#include "lang/opcode.h"         // op::, opcode_info
#include "memory/site_table.h"   // site_register
#include "object/errors.h"       // err_no_memory
#include "types/bytesobject.h"   // tables are bytes objects
#include "types/text.h"          // text_of
#include "types/tupleobject.h"   // co_consts
#include "vm/ceval.h"            // CodePlace

namespace py {

namespace op = lang::op;

namespace {

// --- Places: what a site's code_key stands for ---

struct Place {
  std::string filename, qualname;
  int firstlineno;
};
struct Places {
  std::vector<Place> list;  // by code_key - 1
  std::map<std::string, uint32_t> by_text;
};
Places* places;

uint32_t place_register(CodeObject* code) {
  Place place{text_of(code->co_filename), text_of(code->co_qualname), code->co_firstlineno};
  std::string key = place.filename + '\0' + place.qualname + '\0' + std::to_string(place.firstlineno);
  auto [it, fresh] = places->by_text.try_emplace(std::move(key), static_cast<uint32_t>(places->list.size() + 1));
  if (fresh) places->list.push_back(std::move(place));
  return it->second;
}

// --- Decoding ---

struct Instr {
  uint32_t start;      // index of its first 16-bit unit, EXTENDED_ARG included
  uint32_t op_offset;  // of the opcode itself
  uint8_t opcode;
  uint32_t arg;
  int line;            // -1: none
  int target = -1;     // index of the Instr that it jumps to
  bool tick = false;   // a line starts here
  uint32_t unit = 0;   // where it begins in our form, TICK included
};

// Bytes of a varint table: six bits each, bit 6 says that more follow. `least_first` as in line tables.
uint32_t read_varint(const uint8_t*& p, bool least_first) {
  uint32_t value = 0;
  int shift = 0;
  for (;;) {
    uint8_t b = *p++;
    if (least_first) {
      value |= static_cast<uint32_t>(b & 63) << shift;
      shift += 6;
    } else {
      value = value << 6 | (b & 63);
    }
    if (!(b & 64)) return value;
  }
}

// Hands out lines for ascending code offsets.
class LineReader {
 public:
  explicit LineReader(const CodeObject* code)
      : next_(reinterpret_cast<const uint8_t*>(bytes_as_string(code->co_linetable))),
        limit_(next_ + bytes_size(code->co_linetable)),
        computed_(code->co_firstlineno) {}

  int line_at(uint32_t offset) {
    while (offset >= end_ && next_ < limit_) advance();
    return offset < end_ ? line_ : -1;
  }

 private:
  int read_signed() {
    uint32_t v = read_varint(next_, true);
    return v & 1 ? -static_cast<int>(v >> 1) : static_cast<int>(v >> 1);
  }
  void advance() {
    uint8_t first = *next_++;
    int code = first >> 3 & 15;
    end_ += (first & 7) + 1u;
    if (code == 15) {  // no location
      line_ = -1;
      return;
    }
    if (code < 10) {  // short form: same line
      next_ += 1;
    } else if (code < 13) {
      computed_ += code - 10;
      next_ += 2;
    } else {
      computed_ += read_signed();
      if (code == 14) {
        for (int i = 0; i < 3; i++) read_varint(next_, true);
      }
    }
    line_ = computed_;
  }

  const uint8_t* next_;
  const uint8_t* limit_;
  int computed_;
  int line_ = -1;
  uint32_t end_ = 0;
};

void free_exec(void* p) {
  auto* exec = static_cast<ExecCode*>(p);
  std::free(exec->units);
  std::free(exec->caches);
  delete exec;
}

bool is_backward(int opcode) { return opcode == op::JUMP_BACKWARD || opcode == op::JUMP_BACKWARD_NO_INTERRUPT; }

class Translator {
 public:
  explicit Translator(CodeObject* code) : code_(code) {}

  bool run() {
    decode();
    find_targets();
    read_handlers();
    mark_lines();
    lay_out();
    return emit();
  }

 private:
  void decode() {
    const uint8_t* bytes = code_bytes(code_);
    uint32_t size = static_cast<uint32_t>(code_->ob_size);
    at_.assign(size + 1, -1);
    LineReader lines(code_);
    for (uint32_t i = 0; i < size;) {
      Instr in;
      in.start = i;
      in.arg = bytes[2 * i + 1];
      while (bytes[2 * i] == op::EXTENDED_ARG) {
        i++;
        in.arg = in.arg << 8 | bytes[2 * i + 1];
      }
      in.opcode = bytes[2 * i];
      in.op_offset = i;
      in.line = lines.line_at(i);
      for (uint32_t k = in.start; k <= i; k++) at_[k] = static_cast<int>(instrs_.size());
      i += 1u + static_cast<uint32_t>(lang::opcode_caches(in.opcode));
      instrs_.push_back(in);
    }
    at_[size] = static_cast<int>(instrs_.size());
  }

  void find_targets() {
    for (Instr& in : instrs_) {
      if (!lang::opcode_has_jump(in.opcode)) continue;
      uint32_t next = in.op_offset + 1 + static_cast<uint32_t>(lang::opcode_caches(in.opcode));
      uint32_t target = is_backward(in.opcode) ? next - in.arg : next + in.arg;
      in.target = at_[target];
      // An exhausted iterator continues behind END_FOR and POP_TOP, whose work FOR_ITER does.
      if (in.opcode == op::FOR_ITER) in.target += 2;
    }
  }

  void read_handlers() {
    const auto* p = reinterpret_cast<const uint8_t*>(bytes_as_string(code_->co_exceptiontable));
    const uint8_t* limit = p + bytes_size(code_->co_exceptiontable);
    while (p < limit) {
      ExceptionEntry e;
      uint32_t start = read_varint(p, false);
      uint32_t size = read_varint(p, false);
      uint32_t target = read_varint(p, false);
      uint32_t depth_lasti = read_varint(p, false);
      e.start = static_cast<uint32_t>(at_[start]);
      e.end = static_cast<uint32_t>(at_[start + size]);
      e.target = static_cast<uint32_t>(at_[target]);
      e.depth = static_cast<int32_t>(depth_lasti >> 1);
      e.lasti = depth_lasti & 1;
      handlers_.push_back(e);
    }
  }

  static bool can_start_line(int opcode) {
    return opcode != op::END_ASYNC_FOR && opcode != op::END_FOR && opcode != op::END_SEND && opcode != op::RESUME;
  }

  // Candidates for `line` events; TICK itself drops those that find their line already running.
  void mark_lines() {
    int current = -1;
    bool fresh = false;  // behind the first RESUME
    for (Instr& in : instrs_) {
      bool starts = in.line != current || fresh;
      if (in.line >= 0 && starts && can_start_line(in.opcode)) in.tick = true;
      current = in.line;
      fresh = in.opcode == op::RESUME && (in.arg & 3) == 0;
      if (fresh) seen_resume_ = true;
      if (!seen_resume_) in.tick = false;
    }
    for (const Instr& in : instrs_) {
      if (in.target < 0 || in.target >= static_cast<int>(instrs_.size())) continue;
      Instr& to = instrs_[static_cast<size_t>(in.target)];
      if (to.line >= 0 && can_start_line(to.opcode) && (to.line != in.line || is_backward(in.opcode))) to.tick = true;
    }
    for (const ExceptionEntry& e : handlers_) {
      Instr& to = instrs_[e.target];
      if (to.line >= 0 && can_start_line(to.opcode)) to.tick = true;
    }
  }

  void lay_out() {
    uint32_t unit = 0;
    for (Instr& in : instrs_) {
      in.unit = unit;
      unit += (in.tick ? 1u : 0u) + size_of(in);
      if (in.opcode != op::NOP && kInstOperand[inst_of(in)] == kCache) caches_++;
    }
    count_ = unit;
  }

  bool is_generator() const {
    return code_->co_flags & (lang::CO_GENERATOR | lang::CO_COROUTINE | lang::CO_ASYNC_GENERATOR);
  }

  Inst inst_of(const Instr& in) const {
    switch (in.opcode) {
#define SAME(name) \
  case op::name:   \
    return I_##name;
      SAME(RESUME) SAME(POP_TOP) SAME(PUSH_NULL) SAME(COPY) SAME(SWAP) SAME(LOAD_FAST) SAME(LOAD_FAST_CHECK)
      SAME(LOAD_FAST_AND_CLEAR) SAME(LOAD_FAST_LOAD_FAST) SAME(STORE_FAST) SAME(STORE_FAST_LOAD_FAST)
      SAME(STORE_FAST_STORE_FAST) SAME(DELETE_FAST) SAME(RETURN_GENERATOR) SAME(YIELD_VALUE) SAME(JUMP_FORWARD)
      SAME(JUMP_BACKWARD) SAME(JUMP_BACKWARD_NO_INTERRUPT) SAME(POP_JUMP_IF_FALSE) SAME(POP_JUMP_IF_TRUE)
      SAME(POP_JUMP_IF_NONE) SAME(POP_JUMP_IF_NOT_NONE) SAME(UNARY_NEGATIVE) SAME(UNARY_INVERT) SAME(UNARY_NOT)
      SAME(IS_OP) SAME(BINARY_SLICE) SAME(STORE_SLICE) SAME(DELETE_SUBSCR) SAME(BUILD_TUPLE) SAME(BUILD_LIST)
      SAME(BUILD_SET) SAME(BUILD_MAP) SAME(BUILD_CONST_KEY_MAP) SAME(BUILD_STRING) SAME(BUILD_SLICE)
      SAME(LIST_APPEND) SAME(LIST_EXTEND) SAME(SET_ADD) SAME(SET_UPDATE) SAME(MAP_ADD) SAME(DICT_UPDATE)
      SAME(DICT_MERGE) SAME(CONVERT_VALUE) SAME(FORMAT_SIMPLE) SAME(FORMAT_WITH_SPEC) SAME(LOAD_NAME)
      SAME(STORE_NAME) SAME(DELETE_NAME) SAME(LOAD_LOCALS) SAME(LOAD_FROM_DICT_OR_GLOBALS)
      SAME(LOAD_FROM_DICT_OR_DEREF) SAME(STORE_GLOBAL) SAME(DELETE_GLOBAL) SAME(LOAD_DEREF) SAME(STORE_DEREF)
      SAME(DELETE_DEREF) SAME(MAKE_CELL) SAME(COPY_FREE_VARS) SAME(DELETE_ATTR) SAME(GET_ITER)
      SAME(GET_YIELD_FROM_ITER) SAME(GET_LEN) SAME(GET_AITER) SAME(GET_ANEXT) SAME(GET_AWAITABLE) SAME(END_FOR)
      SAME(END_SEND) SAME(END_ASYNC_FOR) SAME(CLEANUP_THROW) SAME(BEFORE_WITH) SAME(BEFORE_ASYNC_WITH)
      SAME(WITH_EXCEPT_START) SAME(PUSH_EXC_INFO) SAME(POP_EXCEPT) SAME(CHECK_EXC_MATCH) SAME(CHECK_EG_MATCH)
      SAME(RAISE_VARARGS) SAME(RERAISE) SAME(LOAD_ASSERTION_ERROR) SAME(LOAD_BUILD_CLASS) SAME(SETUP_ANNOTATIONS)
      SAME(MAKE_FUNCTION) SAME(SET_FUNCTION_ATTRIBUTE) SAME(IMPORT_NAME) SAME(IMPORT_FROM) SAME(MATCH_MAPPING)
      SAME(MATCH_SEQUENCE) SAME(MATCH_KEYS) SAME(MATCH_CLASS) SAME(CALL_KW) SAME(CALL_FUNCTION_EX)
      SAME(CALL_INTRINSIC_1) SAME(CALL_INTRINSIC_2) SAME(BINARY_OP) SAME(COMPARE_OP) SAME(CONTAINS_OP) SAME(TO_BOOL)
      SAME(BINARY_SUBSCR) SAME(STORE_SUBSCR) SAME(UNPACK_SEQUENCE) SAME(UNPACK_EX) SAME(LOAD_GLOBAL)
      SAME(LOAD_SUPER_ATTR) SAME(LOAD_ATTR) SAME(STORE_ATTR) SAME(FOR_ITER) SAME(SEND) SAME(CALL)
#undef SAME
      case op::LOAD_CONST:
        return is_immortal(constant(in)) ? I_LOAD_CONST_IMMORTAL : I_LOAD_CONST;
      case op::RETURN_VALUE:
        return is_generator() ? I_RETURN_GEN : I_RETURN_VALUE;
      case op::RETURN_CONST:
        return is_generator() ? I_LOAD_CONST : I_RETURN_CONST;  // then I_RETURN_GEN
      default:
        return I_NOP;
    }
  }

  Object* constant(const Instr& in) const { return tuple_item(code_->co_consts, in.arg); }

  uint32_t size_of(const Instr& in) const {
    if (in.opcode == op::NOP) return 0;
    return in.opcode == op::RETURN_CONST && is_generator() ? 2 : 1;
  }

  // Where a jump to this instruction lands.
  uint32_t unit_at(uint32_t instr) const { return instr < instrs_.size() ? instrs_[instr].unit : count_; }

  uint32_t arg_of(const Instr& in, uint32_t end) const {
    if (in.target >= 0) {
      uint32_t to = unit_at(static_cast<uint32_t>(in.target));
      return is_backward(in.opcode) ? end - to : to - end;
    }
    if (in.opcode == op::LOAD_FAST_LOAD_FAST || in.opcode == op::STORE_FAST_LOAD_FAST ||
        in.opcode == op::STORE_FAST_STORE_FAST) {
      return (in.arg & 15) << 12 | in.arg >> 4;
    }
    return in.arg;
  }

  bool emit() {
    auto* exec = new ExecCode();
    exec->units = static_cast<Unit*>(std::calloc(count_ + 2u, sizeof(Unit)));
    exec->caches = static_cast<InlineCache*>(std::calloc(caches_ + 1u, sizeof(InlineCache)));
    if (exec->units == nullptr || exec->caches == nullptr || count_ > kMaxUnitArg) {
      free_exec(exec);
      err_no_memory();
      return false;
    }
    exec->count = count_;
    exec->offset.assign(count_ + 2u, static_cast<uint32_t>(code_->ob_size));
    exec->code_key = place_register(code_);
    exec->first_traceable = count_;
    for (const Instr& in : instrs_) {
      if (in.opcode == op::RESUME) {
        exec->first_traceable = in.unit;
        break;
      }
    }
    for (const Instr& in : instrs_) {
      if (!emit_one(in, exec)) {
        free_exec(exec);
        err_set_string(exc_OverflowError, "code object is too large");
        return false;
      }
    }
    for (ExceptionEntry& e : handlers_) {
      e.start = unit_at(e.start);
      e.end = unit_at(e.end);
      e.target = unit_at(e.target);
    }
    exec->handlers = std::move(handlers_);
    for (uint32_t i = 0; i + 1 < count_; i++) fuse(exec->units + i);
    code_->exec = exec;
    return true;
  }

  // Gives the unit an opcode that does the next unit's work too. That unit stays: it can be jumped to.
  static void fuse(Unit* unit) {
    Inst next = unit[1].opcode();
    switch (unit->opcode()) {
      case I_STORE_FAST:
        if (next == I_TICK) unit->set_opcode(I_STORE_FAST_TICK);
        break;
      case I_POP_TOP:
        if (next == I_TICK) unit->set_opcode(I_POP_TOP_TICK);
        break;
      case I_RESUME:
        if (next == I_TICK) unit->set_opcode(I_RESUME_TICK);
        break;
      case I_POP_JUMP_IF_FALSE:
        if (next == I_TICK) unit->set_opcode(I_POP_JUMP_IF_FALSE_TICK);
        break;
      case I_POP_JUMP_IF_TRUE:
        if (next == I_TICK) unit->set_opcode(I_POP_JUMP_IF_TRUE_TICK);
        break;
      case I_JUMP_BACKWARD:
        if ((unit + 1 - unit->arg())->opcode() == I_TICK) unit->set_opcode(I_JUMP_BACKWARD_TICK);
        break;
      case I_LOAD_FAST:
        if (next == I_LOAD_CONST_IMMORTAL) unit->set_opcode(I_LOAD_FAST_LOAD_CONST);
        break;
      default:
        break;
    }
  }

  bool emit_one(const Instr& in, ExecCode* exec) {
    uint32_t at = in.unit;
    uint32_t size = (in.tick ? 1u : 0u) + size_of(in);
    for (uint32_t k = at; k < at + size; k++) exec->offset[k] = in.op_offset;
    if (in.tick) {
      SiteId site = site_register(exec->code_key, in.line);
      if (site > kMaxUnitArg) return false;
      exec->units[at++].word = make_word(I_TICK, site);
    }
    if (in.opcode == op::NOP) return true;
    Inst inst = inst_of(in);
    uint32_t arg = arg_of(in, at + 1);
    if (arg > kMaxUnitArg) return false;
    Unit& unit = exec->units[at];
    unit.word = make_word(inst, arg);
    switch (kInstOperand[inst]) {
      case kNone:
        break;
      case kValue:
        unit.value = constant(in);
        if (inst == I_LOAD_CONST && in.opcode == op::RETURN_CONST) exec->units[at + 1].word = make_word(I_RETURN_GEN, 0);
        break;
      case kCounter:
        unit.counter = kWarmup;
        break;
      case kCache:
        unit.cache = &exec->caches[next_cache_++];
        unit.cache->counter = kWarmup;
        break;
    }
    return true;
  }

  static constexpr uint32_t kWarmup = 1;  // CPython's ADAPTIVE_WARMUP_VALUE: the second execution specialises

  CodeObject* code_;
  std::vector<Instr> instrs_;
  std::vector<int> at_;  // Instr that begins at (or has its prefix over) each 16-bit unit; -1: cache
  std::vector<ExceptionEntry> handlers_;
  bool seen_resume_ = false;
  uint32_t count_ = 0, caches_ = 0, next_cache_ = 0;
};

}  // namespace

bool exec_code_prepare(CodeObject* code) { return code->exec != nullptr || Translator(code).run(); }

const ExceptionEntry* exec_code_handler(const ExecCode* exec, uint32_t unit) {
  // Entries ascend and do not overlap: the compiler has flattened nested regions.
  const std::vector<ExceptionEntry>& list = exec->handlers;
  size_t low = 0, high = list.size();
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (list[middle].end <= unit)
      low = middle + 1;
    else
      high = middle;
  }
  return low < list.size() && list[low].start <= unit ? &list[low] : nullptr;
}

uint32_t exec_code_unit_after(const ExecCode* exec, uint32_t code_offset) {
  uint32_t low = 0, high = exec->count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (exec->offset[middle] <= code_offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void exec_code_init() {
  delete places;
  places = new Places();
  code_exec_free = free_exec;
}

CodePlace vm_code_place(uint32_t code_key) {
  if (code_key == 0 || places == nullptr || code_key > places->list.size()) return {"", "", 0};
  const Place& place = places->list[code_key - 1];
  return {place.filename.c_str(), place.qualname.c_str(), place.firstlineno};
}

}  // namespace py

// The disassembler.
// CPython 3.13: Lib/dis.py (Formatter, ArgResolver)
#include "lang/disassemble.h"

#include <algorithm>  // std::max
#include <map>        // labels in order of their offset

#include "lang/location.h"  // PositionIterator, HandlerIterator
#include "lang/opcode.h"    // opcode_info

namespace py::lang {
namespace {

constexpr size_t kOpnameWidth = 20;
constexpr size_t kOpargWidth = 5;

constexpr const char* kCompareNames[] = {"<", "<=", "==", "!=", ">", ">="};
constexpr const char* kConversions[] = {"", "str", "repr", "ascii"};
constexpr const char* kFunctionAttributes[] = {"defaults", "kwdefaults", "annotations", "closure"};
constexpr const char* kBinaryNames[] = {
    "+",  "&",  "//",  "<<",  "@",  "*",  "%",  "|",  "**",  ">>",  "-",  "/",  "^",
    "+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^="};
constexpr const char* kIntrinsics1[] = {
    "INTRINSIC_1_INVALID",     "INTRINSIC_PRINT",          "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR", "INTRINSIC_ASYNC_GEN_WRAP", "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE", "INTRINSIC_TYPEVAR",        "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",  "INTRINSIC_SUBSCRIPT_GENERIC", "INTRINSIC_TYPEALIAS"};
constexpr const char* kIntrinsics2[] = {
    "INTRINSIC_2_INVALID",          "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND", "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS", "INTRINSIC_SET_TYPEPARAM_DEFAULT"};

struct Decoded {
  int offset;
  int opcode;
  int oparg;
};

std::string pad_left(std::string text, size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string code_repr(const CodeSpec& code) {
  return "<code object " + std::string(code.name) + ", file \"" + std::string(code.filename) +
         "\", line " + std::to_string(code.firstlineno) + ">";
}

class Disassembler {
 public:
  explicit Disassembler(const CodeSpec& code) : code_(code) {
    decode();
    find_labels();
    find_lines();
  }

  std::string text();

 private:
  void decode();
  void find_labels();
  void find_lines();
  int jump_target(const Decoded& instr) const;
  std::string argument(const Decoded& instr) const;
  std::string name_argument(const Decoded& instr) const;
  std::string local(int slot) const {
    return std::string(code_.localsplusnames[static_cast<size_t>(slot)]);
  }
  std::string label(int offset) const { return "L" + std::to_string(labels_.at(offset)); }
  void line(const Decoded& instr, std::string& out) const;

  const CodeSpec& code_;
  std::vector<Decoded> instrs_;
  std::map<int, int> labels_;  // offset -> number
  std::map<int, int> lines_;   // offset -> line that starts there, -1: none
  size_t line_width_ = 0;
  size_t label_width_ = 0;
};

void Disassembler::decode() {
  const std::vector<uint8_t>& code = code_.code;
  int extended = 0;
  for (size_t i = 0; i < code.size(); i += 2) {
    const int opcode = code[i];
    const int oparg = extended | code[i + 1];
    instrs_.push_back({static_cast<int>(i), opcode, oparg});
    extended = opcode == op::EXTENDED_ARG ? oparg << 8 : 0;
    i += static_cast<size_t>(opcode_caches(opcode)) * 2;
  }
}

int Disassembler::jump_target(const Decoded& instr) const {
  if (!opcode_has_jump(instr.opcode)) return -1;
  const bool backward =
      instr.opcode == op::JUMP_BACKWARD || instr.opcode == op::JUMP_BACKWARD_NO_INTERRUPT;
  const int next = instr.offset + 2 + 2 * opcode_caches(instr.opcode);
  return next + 2 * (backward ? -instr.oparg : instr.oparg);
}

void Disassembler::find_labels() {
  for (const Decoded& instr : instrs_) {
    const int target = jump_target(instr);
    if (target >= 0) labels_[target] = 0;
  }
  HandlerIterator handlers(code_.exceptiontable.data(), code_.exceptiontable.size());
  HandlerEntry entry;
  while (handlers.next(&entry)) labels_[entry.start] = labels_[entry.end] = labels_[entry.handler] = 0;
  int number = 0;
  for (auto& item : labels_) item.second = ++number;
  label_width_ = 4 + std::to_string(labels_.size()).size();
}

void Disassembler::find_lines() {
  PositionIterator positions(code_.linetable.data(), code_.linetable.size(), code_.firstlineno);
  PositionEntry entry;
  int last = -2;
  int largest = -1;
  bool any_without = false;
  while (positions.next(&entry)) {
    if (entry.line == last) continue;
    last = entry.line;
    lines_[entry.start] = entry.line;
    largest = std::max(largest, entry.line);
    any_without |= entry.line < 0;
  }
  // Line 0 (a module's first instruction) does not count as a line.
  if (largest <= 0) return;
  line_width_ = std::max<size_t>(3, std::to_string(largest).size());
  if (any_without) line_width_ = std::max<size_t>(line_width_, 4);
}

std::string Disassembler::name_argument(const Decoded& instr) const {
  int index = instr.oparg;
  std::string suffix;
  switch (instr.opcode) {
    case op::LOAD_GLOBAL:
      if ((index & 1) != 0) suffix = " + NULL";
      index >>= 1;
      break;
    case op::LOAD_ATTR:
      if ((index & 1) != 0) suffix = " + NULL|self";
      index >>= 1;
      break;
    case op::LOAD_SUPER_ATTR:
      if ((index & 1) != 0) suffix = " + NULL|self";
      index >>= 2;
      break;
    default: break;
  }
  return std::string(code_.names[static_cast<size_t>(index)]) + suffix;
}

// What stands in parentheses behind the number.
std::string Disassembler::argument(const Decoded& instr) const {
  const int arg = instr.oparg;
  if (opcode_has_const(instr.opcode)) {
    const ConstRef& constant = code_.consts[static_cast<size_t>(arg)];
    if (constant.code != nullptr) return code_repr(*constant.code);
    std::string text;
    const_repr(constant.value, text);
    return text;
  }
  if (opcode_has_name(instr.opcode)) return name_argument(instr);
  if (opcode_has_jump(instr.opcode)) return "to " + label(jump_target(instr));
  switch (instr.opcode) {
    case op::LOAD_FAST_LOAD_FAST:
    case op::STORE_FAST_LOAD_FAST:
    case op::STORE_FAST_STORE_FAST: return local(arg >> 4) + ", " + local(arg & 15);
    case op::COMPARE_OP: {
      const std::string name = kCompareNames[arg >> 5];
      return (arg & kCompareToBool) != 0 ? "bool(" + name + ")" : name;
    }
    case op::CONVERT_VALUE: return kConversions[arg];
    case op::BINARY_OP: return kBinaryNames[arg];
    case op::CALL_INTRINSIC_1: return kIntrinsics1[arg];
    case op::CALL_INTRINSIC_2: return kIntrinsics2[arg];
    case op::SET_FUNCTION_ATTRIBUTE: {
      std::string text;
      for (int bit = 0; bit < 4; ++bit) {
        if ((arg >> bit & 1) == 0) continue;
        if (!text.empty()) text += ", ";
        text += kFunctionAttributes[bit];
      }
      return text;
    }
    default: break;
  }
  if (opcode_has_local(instr.opcode) || opcode_has_free(instr.opcode)) return local(arg);
  return "";
}

void Disassembler::line(const Decoded& instr, std::string& out) const {
  std::string text;
  auto start = lines_.find(instr.offset);
  if (line_width_ > 0) {
    if (start != lines_.end()) {
      if (instr.offset > 0) out += '\n';
      text += pad_left(start->second < 0 ? "--" : std::to_string(start->second), line_width_);
    } else {
      text += std::string(line_width_, ' ');
    }
    text += ' ';
  }
  const bool target = labels_.contains(instr.offset);
  text += pad_left(target ? label(instr.offset) + ":" : "", label_width_) + "     ";
  std::string name = opcode_info[instr.opcode].name;
  const size_t excess = name.size() > kOpnameWidth ? name.size() - kOpnameWidth : 0;
  name.resize(std::max(name.size(), kOpnameWidth), ' ');
  text += name;
  if (opcode_has_arg(instr.opcode)) {
    text += ' ' + pad_left(std::to_string(instr.oparg), kOpargWidth - std::min(excess, kOpargWidth));
    const std::string detail = argument(instr);
    if (!detail.empty()) text += " (" + detail + ")";
  }
  text.erase(text.find_last_not_of(' ') + 1);
  out += text + '\n';
}

std::string Disassembler::text() {
  std::string out;
  for (const Decoded& instr : instrs_) line(instr, out);
  HandlerIterator handlers(code_.exceptiontable.data(), code_.exceptiontable.size());
  HandlerEntry entry;
  if (!code_.exceptiontable.empty()) out += "ExceptionTable:\n";
  while (handlers.next(&entry)) {
    out += "  " + label(entry.start) + " to " + label(entry.end) + " -> " + label(entry.handler) +
           " [" + std::to_string(entry.depth) + "]" + (entry.lasti ? " lasti" : "") + "\n";
  }
  return out;
}

}  // namespace

std::string disassemble(const CodeSpec& code, bool recursive) {
  std::string out = Disassembler(code).text();
  if (!recursive) return out;
  for (const ConstRef& constant : code.consts) {
    if (constant.code == nullptr) continue;
    out += "\nDisassembly of " + code_repr(*constant.code) + ":\n" + disassemble(*constant.code);
  }
  return out;
}

}  // namespace py::lang

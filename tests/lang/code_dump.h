// A code object as text: what record_code_objects.py writes of CPython's.
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "lang/code_spec.h"

namespace py::lang {

inline std::string dump_value(const ConstValue* value) {
  if (value->kind != ConstKind::kTuple && value->kind != ConstKind::kFrozenSet) {
    std::string text;
    const_repr(value, text);
    return text;
  }
  std::vector<std::string> items;
  for (const ConstValue* item : value->items) items.push_back(dump_value(item) + ",");
  const bool set = value->kind == ConstKind::kFrozenSet;
  if (set) std::sort(items.begin(), items.end());
  std::string text = set ? "frozenset(" : "(";
  for (const std::string& item : items) text += item;
  return text + ")";
}

inline std::string dump_constant(const ConstRef& constant) {
  if (constant.code == nullptr) return dump_value(constant.value);
  return "<code " + std::string(constant.code->name) + ">";
}

inline std::string dump_bytes(const char* name, const std::vector<uint8_t>& bytes) {
  std::string text = std::string(name) + " ";
  for (uint8_t byte : bytes) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text + "\n";
}

inline std::string dump_locals(const char* name, const CodeSpec& code, int kind) {
  std::string text = name;
  const char* separator = " ";
  for (size_t i = 0; i < code.localspluskinds.size(); ++i) {
    if ((code.localspluskinds[i] & kind) == 0) continue;
    text += separator + std::string(code.localsplusnames[i]);
    separator = " ";
  }
  return (text == name ? text + " " : text) + "\n";
}

inline std::string dump_code(const CodeSpec& code) {
  auto number = [](long value) { return std::to_string(value); };
  char flags[20];
  snprintf(flags, sizeof flags, "%x", code.flags);
  std::string text = "code " + std::string(code.name) + " " + std::string(code.qualname) +
                     " line " + number(code.firstlineno) + "\nargs " + number(code.argcount) +
                     " " + number(code.posonlyargcount) + " " + number(code.kwonlyargcount) +
                     " stack " + number(code.stacksize) + " flags " + flags + "\n";
  text += dump_bytes("bytecode", code.code);
  text += dump_bytes("linetable", code.linetable);
  text += dump_bytes("exceptiontable", code.exceptiontable);
  std::string names = "names";
  for (std::string_view name : code.names) names += " " + std::string(name);
  text += (code.names.empty() ? names + " " : names) + "\n";
  text += dump_locals("varnames", code, CO_FAST_LOCAL);
  text += dump_locals("cellvars", code, CO_FAST_CELL);
  text += dump_locals("freevars", code, CO_FAST_FREE);
  for (const ConstRef& item : code.consts) text += "const " + dump_constant(item) + "\n";
  for (const ConstRef& item : code.consts) {
    if (item.code != nullptr) text += dump_code(*item.code);
  }
  return text;
}

}  // namespace py::lang

// The grammar table of the error pass: grammar.inc, read into rules, alternatives and items.
// CPython 3.13: Tools/peg_generator (which generates one C function a rule)
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lang/lexer.h"  // TokenType

namespace py::lang {

// What an alternative does when it has matched: see grammar.inc and error_actions.cc.
#define PEG_ACTIONS(X)                                                                       \
  X(none) X(return) X(at) X(range) X(from) X(last) X(next) X(indent) X(target_star)          \
  X(target_del) X(target_for) X(legacy_print) X(forgot_comma) X(positional_after_keyword)    \
  X(nonparen_genexp) X(bound_not_allowed) X(dict_colon) X(range_to_clause) X(range_to_last)  \
  X(pattern_range) X(string) X(fstring) X(strings) X(spec_text) X(conversion)                \
  X(conversion_letter) X(real) X(imaginary)

enum class PegAction : uint8_t {
#define X(name) k_##name,
  PEG_ACTIONS(X)
#undef X
};

// What an item looks for: a token in one of four ways, or a rule.
struct PegOperand {
  enum Kind : uint8_t { kToken, kSoftKeyword, kAnySoftKeyword, kNotEqual, kRule };
  Kind kind = kToken;
  TokenType token = ENDMARKER;
  int rule = -1;
  std::string_view text;  // kSoftKeyword: the word
};

struct PegItem {
  enum Mode : uint8_t { kPlain, kOptional, kAnd, kNot, kForce, kCut };
  Mode mode = kPlain;
  int8_t capture = -1;  // 0 for a, 1 for b
  PegOperand operand;
};

struct PegAlternative {
  std::vector<PegItem> items;
  PegAction action = PegAction::k_none;
  bool invalid = false;  // is an invalid_ rule: for the second pass only
  std::string message;
};

struct PegRule {
  enum Kind : uint8_t { kAlternatives, kLoop, kGather };
  std::string_view name;  // "" for groups, loops and gathers
  Kind kind = kAlternatives;
  bool memo = false;
  bool left = false;             // left recursive
  bool without_invalid = false;  // invalid_ rules rest below this one
  bool at_least_one = false;     // kLoop
  std::vector<PegAlternative> alternatives;
  PegOperand element;    // kLoop, kGather
  PegOperand separator;  // kGather
};

class PegGrammar {
 public:
  // Reads grammar.inc; a mistake in it is an engine bug.
  PegGrammar();

  const PegRule& rule(int index) const { return rules_[index]; }
  // The index of a named rule, or -1.
  int find(std::string_view name) const;

 private:
  friend class PegGrammarReader;
  std::vector<PegRule> rules_;
};

}  // namespace py::lang

// The error pass: a packrat parser over the grammar table, and the actions that raise.
// CPython 3.13: Parser/parser.c (generated), Parser/pegen.c, Parser/pegen_errors.c
//
// It runs on a stack of its own, so that nesting in the source never becomes nesting in C++, and it
// counts rule levels as CPython does: past kMaxStack the answer is CPython's MemoryError. Only rules
// that CPython memoises are memoised: what an invalid_ rule gets to see depends on it.
#pragma once
#include <vector>

#include "lang/arena.h"
#include "lang/error_pass.h"
#include "lang/parser_internal.h"
#include "lang/peg_grammar.h"
#include "lang/token_stream.h"

namespace py::lang {

class PegMachine {
 public:
  static constexpr int kMaxStack = 6000;

  PegMachine(std::string_view text, ParseMode mode, const RestartPoint& restart,
             std::vector<SyntaxWarningInfo>* warnings);

  // Parses the whole source. True when it is valid; else error() is set.
  bool parse();
  const SyntaxErrorInfo& error() const { return error_; }

 private:
  // What a capture stands for: a run of tokens, and the rule that matched it (-1: a token).
  struct Value {
    int start = -1;
    int end = -1;
    int rule = -1;
  };
  struct Frame {
    int rule;
    int mark;        // where the rule began
    int before;      // where the current item began
    int16_t alternative;
    int16_t item;
    int result_end;  // left recursion: the end of the longest match so far
    int count;       // loops and gathers: elements matched
    bool cut;
    bool matched;  // left recursion: there is a match
    bool after_separator;
    bool saved_invalid;
    int8_t extra_level;
    Value result;
    Value captures[2];
  };
  struct Memo {
    int next;  // index of the token's next entry in memo_, -1 at the end
    int16_t rule;
    bool ok;
    int end;
    Value value;
  };
  enum class Status { kPushed, kOk, kFailed };
  enum class Outcome { kOk, kFailed };

  // ---- the machine (peg_machine.cc) ----
  bool run(int rule);
  Status enter(int rule);
  Status step();
  Status step_alternatives(Frame& f);
  Status step_loop(Frame& f);
  Status step_gather(Frame& f);
  Status deliver(bool ok);
  Status try_operand(const PegOperand& operand);
  bool apply(Frame& f, const PegItem& item, bool ok);
  void next_alternative(Frame& f);
  Status finish_alternative(Frame& f, const PegAlternative& alternative);
  Status finish(Frame& f, bool ok);
  Status pop(Frame& f, bool ok);
  bool fill();
  bool match_token(const PegOperand& operand);
  Memo* find_memo(int pos, int rule);
  void set_memo(int pos, int rule, bool ok, int end, const Value& value);
  bool bad_single_statement() const;

  // ---- raising (error_actions.cc) ----
  Outcome act(const PegAlternative& alternative, Frame& f, Value* value);
  Outcome act_on_expression(const PegAlternative& alternative, Frame& f);
  Outcome act_on_literal(const PegAlternative& alternative, Frame& f);
  Outcome raise_target(const Value& value, PegAction kind);
  Outcome raise_legacy_print(const Value& a, const Value& b);
  Outcome raise_forgot_comma(const Value& a, const Value& b);
  Outcome raise_positional_after_keyword(const Value& args);
  Outcome raise_nonparen_genexp(const Value& args, const Value& clauses);
  Outcome raise_pattern_range(const std::string& message, const Value& patterns);
  Outcome raise_bound_not_allowed(const std::string& what, const Value& colon, const Value& bound);
  bool decode_literal(PegAction action);
  Outcome raise_literal();
  Outcome check_conversion(const Value& mark, const Value& letter);
  Outcome check_conversion_letter(const Value& conversion);
  const Token& last_token() { return tokens_.get(tokens_.fill() - 1); }
  Expr* expression(const Value& value);
  Location location(const Value& value);
  std::string format(const std::string& message, const Value& value);
  void raise(SyntaxErrorType type, std::string msg, int lineno, int col, int end_lineno,
             int end_col);
  void raise_range(std::string msg, const Location& from, const Location& to);
  void raise_from(std::string msg, const Location& from);
  void raise_at_token(SyntaxErrorType type, std::string msg, const Token& token);
  void raise_unclosed_bracket();
  void raise_lexer_error();
  void set_syntax_error(int last_token);
  void check_rest_of_source();
  std::string error_line(int lineno) const;

  PegGrammar grammar_;
  TokenStream tokens_;
  Arena arena_;  // of the fragments that actions look at
  Parser fragments_;
  std::vector<SyntaxWarningInfo>* warnings_;
  ParseMode mode_;
  int first_token_;  // of the statement to look at
  std::vector<Frame> frames_;
  std::vector<Memo> memo_;
  std::vector<int> memo_heads_;  // by token: the first entry in memo_, -1 for none
  Value value_;                          // of the rule that matched last
  int pos_ = 0;
  int level_ = 0;
  bool invalid_rules_ = false;
  bool raised_ = false;
  SyntaxErrorInfo error_;
};

}  // namespace py::lang

// The recursive-descent parser: one method per grammar rule, named after it.
// CPython 3.13: Grammar/python.gram, Parser/action_helpers.c
//
// This parser only says yes or no: a method returns null (or false) where its rule does not match,
// and nobody resumes after that, except at the few places that try one reading and then another
// (match, type, parenthesised with-items). What is wrong, and where, is then found by the error pass
// (error_pass.h), which follows CPython's grammar rule by rule.
// Recursion happens only through brackets, f-strings and indented blocks, all of which the lexer
// bounds; chains of prefix operators, lambdas, conditionals and powers are loops.
#pragma once
#include <string>
#include <vector>

#include "lang/ast.h"
#include "lang/const_value.h"
#include "lang/error_pass.h"
#include "lang/parser.h"
#include "lang/token_stream.h"

namespace py::lang {

class Parser {
 public:
  // `warnings` may be null. The token stream outlives the parser.
  Parser(TokenStream& tokens, Arena& arena, std::vector<SyntaxWarningInfo>* warnings)
      : tokens_(tokens), arena_(arena), warnings_(warnings) {}

  Mod* parse();
  // How deep CPython's parser would have nested its rules, never less than the truth.
  int depth_estimate() const { return max_depth_; }

  const RestartPoint& restart() const { return restart_; }

  // Parsing of a single construct from a given token on, for the error pass.
  // Tokens from `limit` on are not seen.
  void seek(int index, int limit = INT32_MAX);
  int position() const { return pos_; }
  Expr* expression();
  Expr* disjunction() { return operators(kOrLevel); }
  Expr* inversion() { return operators(kNotLevel); }
  Expr* bitwise_or() { return operators(kBitOrLevel); }
  Expr* factor();
  Expr* atom();
  Expr* star_expressions();
  Expr* star_expression();
  Expr* star_named_expression();
  Expr* named_expression();
  Expr* starred_expression();
  Expr* yield_expr();
  Expr* annotated_rhs();
  // Arguments up to the limit, as a Call without a function.
  Call* bare_arguments();
  Seq<Comprehension*> for_if_clauses();
  Seq<Expr*> star_named_expressions();
  Pattern* pattern();
  // Literals; null with literal_error() set when the value can't be had.
  Expr* strings();
  Expr* string();
  Expr* fstring();
  Expr* number();
  // Whether the text token of a format specifier decodes.
  bool spec_text();
  // Where warnings go from now on, null for nowhere.
  void set_warnings(std::vector<SyntaxWarningInfo>* warnings) { warnings_ = warnings; }
  // Literals that have been warned about may be again.
  void forget_warnings() { warned_upto_ = -1; }

  // A failed literal: what to raise, and where.
  struct LiteralError {
    enum Place : uint8_t { kLastToken, kToken, kLineOfToken };
    std::string msg;
    Place place = kLastToken;
    int token = 0;
  };
  const LiteralError& literal_error() const { return literal_error_; }

 private:
  friend class Speculation;

  // Binding strength of operators, loosest first.
  enum Level {
    kNoOperator = 0, kOrLevel, kAndLevel, kNotLevel, kCompareLevel, kBitOrLevel, kBitXorLevel,
    kBitAndLevel, kShiftLevel, kSumLevel, kTermLevel
  };
  struct OperatorInfo {
    uint8_t level;
    Operator op;
  };
  struct Params;
  struct PendingUnary {
    Expr* left;  // null: a prefix operator; else the base of "**"
    const Token* start;
    TokenType op;
  };
  struct PendingTail {
    Expr* body;  // of a conditional; null for a lambda
    Expr* test;
    Arguments* args;
    const Token* start;
  };

  // ---- tokens ----
  const Token& cur() const { return *cur_; }
  TokenType type() const { return cur_->type; }
  bool at(TokenType t) const { return cur_->type == t; }
  const Token& peek(int distance = 1) { return token_at(pos_ + distance); }
  void advance() { cur_ = &token_at(++pos_); }
  const Token& token_at(int index) { return index < limit_ ? tokens_.at(index) : kEndOfFragment; }
  bool accept(TokenType t) {
    if (cur_->type != t) return false;
    advance();
    return true;
  }
  std::string_view text(const Token& token) const { return tokens_.text(token); }
  bool at_soft(std::string_view word) const { return at(NAME) && text(cur()) == word; }
  Location span(const Token& start) const { return span(start.lineno, start.col_offset); }
  Location span(int lineno, int col_offset) const;
  Location token_span(const Token& t) const {
    return {t.lineno, t.col_offset, t.end_lineno, t.end_col_offset};
  }
  Identifier identifier(const Token& token);
  Identifier expect_name();

  // ---- sequences: a stack of pointers, cut back when a run is copied into the arena ----
  template <class T>
  Seq<T*> take(size_t mark) {
    Seq<T*> seq = arena_.make_seq<T*>(stack_.size() - mark);
    for (int i = 0; i < seq.count; ++i) seq[i] = static_cast<T*>(stack_[mark + i]);
    stack_.resize(mark);
    return seq;
  }
  void push(const void* item) { stack_.push_back(const_cast<void*>(item)); }
  template <class T>
  T* node(const Token& start) {
    return make_node<T>(arena_, span(start));
  }
  Expr* make_name(const Token& token, ExprContext ctx);
  Expr* make_constant(const Token& token, const ConstValue* value);
  Expr* make_tuple(size_t mark, const Token& start);

  // Rule levels that CPython's parser spends on one pair of brackets, rounded up.
  static constexpr int kBracketDepth = 34;
  // And on one nested block.
  static constexpr int kBlockDepth = 12;

  // Counts rule nesting while in scope.
  class Depth {
   public:
    Depth(Parser& parser, int weight) : parser_(parser), weight_(weight) {
      parser_.deepen(weight);
    }
    ~Depth() { parser_.depth_ -= weight_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Parser& parser_;
    int weight_;
  };
  void deepen(int weight) {
    depth_ += weight;
    if (depth_ > max_depth_) max_depth_ = depth_;
  }

  // ---- expressions (parser_expr.cc) ----
  Expr* operators(int min_level);
  static OperatorInfo operator_info(TokenType type);
  static bool starts_expression(TokenType type);
  Expr* not_chain();
  Expr* bool_op(Expr* left, TokenType op, int level, const Token& start);
  Expr* comparison(Expr* left, const Token& start);
  bool compare_op(CmpOp* op);
  Expr* fold_unary(Expr* operand, size_t mark);
  Expr* fold_tails(Expr* last, size_t mark);
  Expr* await_primary();
  Expr* primary();
  Expr* trailers(Expr* left, const Token& start);
  Expr* call(Expr* func, const Token& start);
  bool arguments(bool allow_genexp, Seq<Expr*>* args, Seq<Keyword*>* keywords);
  Expr* expressions();
  Expr* assignment_expression();
  Expr* positional_argument();
  Keyword* keyword_argument();
  Arguments* lambda_params();

  // ---- atoms (parser_display.cc) ----
  Expr* slices();
  Expr* slice();
  Expr* parenthesized();
  Expr* list_display();
  Expr* brace_display();
  Expr* dict_rest(Expr* key, const Token& start);
  Expr* set_rest(Expr* first, const Token& start);
  template <class Comp>
  Expr* comprehension(Expr* element, const Token& start, TokenType close);
  bool at_comprehension() { return at(KW_FOR) || (at(KW_ASYNC) && peek().type == KW_FOR); }
  Comprehension* for_if_clause();

  // ---- f-strings and literals (parser_string.cc) ----
  Constant* text_constant(const Token& token, std::string_view text);
  bool decode_middles(size_t mark, bool raw, int end_token);
  bool replacement_field();
  bool conversion(int* value, const Token** letter, uint32_t* metadata);
  Expr* format_spec();
  void push_debug_text(const Token& open, Location end, uint32_t metadata);
  Expr* concatenate(size_t mark, const Token& start);
  Expr* concatenate_bytes(size_t mark, const Token& start);
  void merge_constants(size_t mark, bool drop_empty);
  bool fail_literal(std::string message, LiteralError::Place place, int token);
  bool decode_text(std::string_view body, bool raw, int token, std::string* out);
  void warn_escape(std::string_view body, size_t at, int token);

  // ---- targets ----
  bool set_context(Expr* e, ExprContext ctx, bool star_allowed);
  Expr* star_targets();
  Expr* star_target();
  Expr* del_target();

  // ---- parameters (parser_params.cc) ----
  Arguments* parameters(TokenType close);
  bool parameter(Params& params, TokenType close);
  bool parameters_after_star(Params& params, TokenType close);
  Arg* param(bool annotated, bool star_annotation);
  bool type_params(Seq<TypeParam*>* params);
  TypeParam* type_param();

  // ---- statements (parser_stmt.cc) ----
  bool module_body(Seq<Stmt*>* body);
  bool statements_until(TokenType end, Seq<Stmt*>* body);
  bool statement();
  bool simple_stmts();
  Stmt* simple_stmt();
  Stmt* expression_stmt();
  Stmt* assignment(Expr* first, const Token& start);
  Stmt* annotated_assignment(Expr* target, const Token& start);
  Stmt* augmented_assignment(Expr* target, Operator op, const Token& start);
  Stmt* return_stmt();
  Stmt* raise_stmt();
  Stmt* del_stmt();
  Stmt* assert_stmt();
  Stmt* names_stmt(bool global);
  Stmt* import_name();
  Stmt* import_from();
  bool import_from_names(Seq<Alias*>* names);
  Alias* import_alias(bool dotted);
  Identifier dotted_name();
  Stmt* type_alias();

  // ---- compound statements (parser_compound.cc) ----
  Stmt* compound_stmt();
  bool block(Seq<Stmt*>* body);
  Stmt* if_stmt();
  bool else_block(Seq<Stmt*>* body);
  Stmt* while_stmt();
  Stmt* for_stmt(const Token& start, bool is_async);
  Stmt* with_stmt(const Token& start, bool is_async);
  bool with_items(Seq<WithItem*>* items);
  bool parenthesized_with_items(Seq<WithItem*>* items);
  WithItem* with_item();
  Stmt* try_stmt();
  ExceptHandler* except_block(bool star);
  Stmt* decorated();
  Stmt* function_def(const Token& start, bool is_async, Seq<Expr*> decorators);
  Stmt* class_def(Seq<Expr*> decorators);
  Stmt* async_stmt(Seq<Expr*> decorators, bool decorated);
  Stmt* match_stmt();
  Expr* subject_expr();
  MatchCase* case_block();

  // ---- patterns (parser_pattern.cc) ----
  Pattern* patterns();
  Pattern* or_pattern();
  Pattern* closed_pattern();
  Pattern* literal_pattern();
  Expr* literal_expr();
  Expr* signed_number();
  Expr* complex_tail(Expr* real, const Token& start);
  Pattern* name_pattern();
  Pattern* class_pattern(Expr* cls, const Token& start);
  Pattern* parenthesized_pattern();
  Pattern* list_pattern();
  Pattern* mapping_pattern();
  Pattern* maybe_star_pattern();
  Identifier capture_target();
  Expr* attr_tail(Expr* value, const Token& start);

  static const Token kEndOfFragment;

  TokenStream& tokens_;
  const Token* cur_ = nullptr;
  int pos_ = 0;
  int limit_ = INT32_MAX;
  int depth_ = 0;
  int max_depth_ = 0;
  int warned_upto_ = -1;  // string tokens up to here have been reported (a retry says nothing new)
  Arena& arena_;
  std::vector<SyntaxWarningInfo>* warnings_;
  std::vector<void*> stack_;
  std::vector<PendingUnary> unary_;
  std::vector<PendingTail> tails_;
  LiteralError literal_error_;
  RestartPoint restart_;
  bool restart_pinned_ = false;
};

}  // namespace py::lang

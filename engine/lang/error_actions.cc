// What alternatives of the grammar table do, and how errors get their place and text.
// CPython 3.13: Parser/pegen_errors.c, Parser/action_helpers.c, Parser/pegen.h (RAISE_ macros)
//
// Columns below follow CPython: byte offsets from 0 plus one, 0 for "no column"; raise() turns them
// into characters of the error's first line.
#include "lang/peg_machine.h"

namespace py::lang {
namespace {

const char* constant_name(const ConstValue* value) {
  switch (value->kind) {
    case ConstKind::kNone: return "None";
    case ConstKind::kTrue: return "True";
    case ConstKind::kFalse: return "False";
    case ConstKind::kEllipsis: return "ellipsis";
    default: return "literal";
  }
}

// What messages call an expression.
const char* expression_name(const Expr* e) {
  switch (e->kind) {
    case ExprKind::Attribute: return "attribute";
    case ExprKind::Subscript: return "subscript";
    case ExprKind::Starred: return "starred";
    case ExprKind::Name: return "name";
    case ExprKind::List: return "list";
    case ExprKind::Tuple: return "tuple";
    case ExprKind::Lambda: return "lambda";
    case ExprKind::Call: return "function call";
    case ExprKind::BoolOp:
    case ExprKind::BinOp:
    case ExprKind::UnaryOp: return "expression";
    case ExprKind::GeneratorExp: return "generator expression";
    case ExprKind::Yield:
    case ExprKind::YieldFrom: return "yield expression";
    case ExprKind::Await: return "await expression";
    case ExprKind::ListComp: return "list comprehension";
    case ExprKind::SetComp: return "set comprehension";
    case ExprKind::DictComp: return "dict comprehension";
    case ExprKind::Dict: return "dict literal";
    case ExprKind::Set: return "set display";
    case ExprKind::JoinedStr:
    case ExprKind::FormattedValue: return "f-string expression";
    case ExprKind::Constant: return constant_name(as<Constant>(e)->value);
    case ExprKind::Compare: return "comparison";
    case ExprKind::IfExp: return "conditional expression";
    case ExprKind::NamedExpr: return "named expression";
    case ExprKind::Slice: return "slice";
  }
  return "";
}

// The first part of e that can't be a target, or null.
Expr* invalid_target(Expr* e, PegAction kind) {
  switch (e->kind) {
    case ExprKind::List:
    case ExprKind::Tuple: {
      Seq<Expr*> elts = e->kind == ExprKind::List ? as<List>(e)->elts : as<Tuple>(e)->elts;
      for (Expr* item : elts) {
        if (Expr* bad = invalid_target(item, kind)) return bad;
      }
      return nullptr;
    }
    case ExprKind::Starred:
      if (kind == PegAction::k_target_del) return e;
      return invalid_target(as<Starred>(e)->value, kind);
    case ExprKind::Compare:
      // "for a in b" reads as a comparison: only its left side is the target.
      if (kind != PegAction::k_target_for) return e;
      if (as<Compare>(e)->ops[0] != CmpOp::In) return nullptr;
      return invalid_target(as<Compare>(e)->left, kind);
    case ExprKind::Name:
    case ExprKind::Subscript:
    case ExprKind::Attribute:
      return nullptr;
    default:
      return e;
  }
}

bool is_legacy_statement(const Expr* e) {
  if (e->kind != ExprKind::Name) return false;
  std::string_view name = as<Name>(e)->id->text;
  return name == "print" || name == "exec";
}

const Expr* last_of_clauses(const Seq<Comprehension*>& clauses) {
  const Comprehension* last = clauses.back();
  return last->ifs.empty() ? last->iter : last->ifs.back();
}

// Bytes to characters in a line, as CPython counts: one past the end at most.
int character_offset(const std::string& line, int col) {
  int limit = static_cast<int>(line.size()) + 1;
  if (col > limit) col = limit;
  if (col <= static_cast<int>(line.size())) return decoded_length({line.data(), size_t(col)});
  return decoded_length(line) + 1;
}

}  // namespace

// ---- places --------------------------------------------------------------------------------

// The source line that an error shows. The line being read comes with its newline (and with the lines
// above it that its token began on), older ones without.
std::string PegMachine::error_line(int lineno) const {
  const Lexer& lexer = tokens_.lexer();
  if (lexer.lineno() <= lineno && lexer.inp() > lexer.buffer_start()) {
    return std::string(lexer.buffer_start(), lexer.inp());
  }
  std::string_view rest = lexer.text();
  for (int i = 1; i < lineno; ++i) {
    size_t newline = rest.find('\n');
    if (newline == std::string_view::npos) break;
    rest.remove_prefix(newline + 1);
  }
  return std::string(rest.substr(0, rest.find('\n')));
}

void PegMachine::raise(SyntaxErrorType type, std::string msg, int lineno, int col, int end_lineno,
                       int end_col) {
  if (raised_) return;
  raised_ = true;
  error_.type = type;
  error_.msg = std::move(msg);
  error_.text = error_line(lineno);
  error_.has_text = true;
  error_.lineno = lineno;
  error_.end_lineno = end_lineno;
  error_.offset = character_offset(error_.text, col);
  error_.end_offset = end_col > 0 ? character_offset(error_.text, end_col) : end_col;
}

void PegMachine::raise_range(std::string msg, const Location& from, const Location& to) {
  raise(SyntaxErrorType::kSyntaxError, std::move(msg), from.lineno, from.col_offset + 1,
        to.end_lineno, to.end_col_offset + 1);
}

// From a place to where the lexer is.
void PegMachine::raise_from(std::string msg, const Location& from) {
  const Lexer& lexer = tokens_.lexer();
  raise(SyntaxErrorType::kSyntaxError, std::move(msg), from.lineno, from.col_offset + 1,
        lexer.lineno(), static_cast<int>(lexer.cur() - lexer.line_start()));
}

void PegMachine::raise_at_token(SyntaxErrorType type, std::string msg, const Token& token) {
  const Lexer& lexer = tokens_.lexer();
  int col = token.col_offset == -1 ? static_cast<int>(lexer.cur() - lexer.line_start())
                                   : token.col_offset + 1;
  int end_col = token.end_col_offset == -1 ? -1 : token.end_col_offset + 1;
  raise(type, std::move(msg), token.lineno, col, token.end_lineno, end_col);
}

void PegMachine::raise_unclosed_bracket() {
  const Lexer& lexer = tokens_.lexer();
  int lineno = lexer.open_bracket_lineno();
  raise(SyntaxErrorType::kSyntaxError,
        std::string("'") + lexer.open_bracket() + "' was never closed", lineno,
        lexer.open_bracket_col() + 1, lineno, 0);
}

// The lexer's reason to stop becomes the error.
void PegMachine::raise_lexer_error() {
  const Lexer& lexer = tokens_.lexer();
  auto at_line = [&](SyntaxErrorType type, const char* msg, int col) {
    raise(type, msg, lexer.lineno(), col + 1, lexer.lineno(), 0);
  };
  switch (lexer.done()) {
    case LexDone::kEof:
      if (lexer.level() != 0) return raise_unclosed_bracket();
      return raise_at_token(SyntaxErrorType::kSyntaxError, "unexpected EOF while parsing",
                            last_token());
    case LexDone::kDedent:
      return raise_at_token(SyntaxErrorType::kIndentationError,
                            "unindent does not match any outer indentation level", last_token());
    case LexDone::kTabSpace:
      return at_line(SyntaxErrorType::kTabError,
                     "inconsistent use of tabs and spaces in indentation", 0);
    case LexDone::kTooDeep:
      return at_line(SyntaxErrorType::kIndentationError, "too many levels of indentation", 0);
    case LexDone::kLineCont:
      return at_line(SyntaxErrorType::kSyntaxError,
                     "unexpected character after line continuation character",
                     static_cast<int>(lexer.cur() - lexer.buffer_start()) - 1);
    default:
      error_ = lexer.error();
      raised_ = true;
  }
}

// After a failed parse: keeps the error that was raised, or makes the general one at the token that
// the first pass reached.
void PegMachine::set_syntax_error(int last) {
  const Lexer& lexer = tokens_.lexer();
  if (raised_) {
    if (lexer.done() == LexDone::kOk && error_.type != SyntaxErrorType::kMemoryError) {
      check_rest_of_source();
    }
    return;
  }
  const Token& token = tokens_.get(last);
  if (token.type == INDENT || token.type == DEDENT) {
    raise_at_token(SyntaxErrorType::kIndentationError,
                   token.type == INDENT ? "unexpected indent" : "unexpected unindent",
                   last_token());
    return;
  }
  raise(SyntaxErrorType::kSyntaxError, "invalid syntax", token.lineno, token.col_offset + 1,
        token.end_lineno, token.end_col_offset + 1);
  check_rest_of_source();
}

// Reads the source to its end: an error of the lexer there goes before the parser's, and so does an
// open bracket from a line above the error.
void PegMachine::check_rest_of_source() {
  Lexer& lexer = tokens_.lexer();
  int error_lineno = last_token().lineno;
  Token token;
  do {
    lexer.next(&token);
  } while (token.type != ERRORTOKEN && token.type != ENDMARKER);
  if (token.type != ERRORTOKEN) return;
  bool has_message = lexer.error().type != SyntaxErrorType::kNone;
  if (lexer.inside_fstring()) return;
  if (has_message) {
    error_ = lexer.error();
  } else if (lexer.level() != 0 && error_lineno > lexer.open_bracket_lineno()) {
    raised_ = false;
    error_ = {};
    raise_unclosed_bracket();
  }
}

// ---- what was matched ----------------------------------------------------------------------

// The node of an expression that was matched, or null when the rule makes none.
Expr* PegMachine::expression(const Value& value) {
  if (value.start < 0) return nullptr;
  if (value.rule < 0) {
    if (tokens_.get(value.start).type != NAME) return nullptr;
    fragments_.seek(value.start, value.end);
    return fragments_.atom();
  }
  std::string_view rule = grammar_.rule(value.rule).name;
  fragments_.seek(value.start, value.end);
  if (rule == "expression" || rule == "expression_without_invalid") return fragments_.expression();
  if (rule == "disjunction") return fragments_.disjunction();
  if (rule == "inversion") return fragments_.inversion();
  if (rule == "bitwise_or") return fragments_.bitwise_or();
  if (rule == "factor") return fragments_.factor();
  if (rule == "star_expressions") return fragments_.star_expressions();
  if (rule == "star_named_expression") return fragments_.star_named_expression();
  if (rule == "starred_expression") return fragments_.starred_expression();
  if (rule == "yield_expr") return fragments_.yield_expr();
  if (rule == "list" || rule == "tuple") return fragments_.atom();
  return nullptr;
}

Location PegMachine::location(const Value& value) {
  if (Expr* e = expression(value)) return e->loc;
  const Token& first = tokens_.get(value.start);
  const Token& last = tokens_.get(value.end - 1);
  return {first.lineno, first.col_offset, last.end_lineno, last.end_col_offset};
}

std::string PegMachine::format(const std::string& message, const Value& value) {
  std::string result;
  for (size_t i = 0; i < message.size(); ++i) {
    if (message[i] != '%') {
      result += message[i];
      continue;
    }
    switch (message[++i]) {
      case 'n': {
        Expr* e = expression(value);
        if (e != nullptr) result += expression_name(e);
        break;
      }
      case 't':
        result += tokens_.text(tokens_.get(value.start));
        break;
      case 'l':
        result += std::to_string(tokens_.get(value.start).lineno);
        break;
    }
  }
  return result;
}

// ---- actions -------------------------------------------------------------------------------

PegMachine::Outcome PegMachine::act(const PegAlternative& alternative, Frame& f, Value* value) {
  const Value& a = f.captures[0];
  const Value& b = f.captures[1];
  const std::string& message = alternative.message;
  switch (alternative.action) {
    case PegAction::k_none:
      return Outcome::kOk;
    case PegAction::k_return:
      *value = a;
      return Outcome::kOk;
    case PegAction::k_at:
      raise_range(format(message, a), location(a), location(a));
      return Outcome::kFailed;
    case PegAction::k_range:
      raise_range(format(message, a), location(a), location(b));
      return Outcome::kFailed;
    case PegAction::k_from:
      raise_from(format(message, a), location(a));
      return Outcome::kFailed;
    case PegAction::k_last:
      raise_at_token(SyntaxErrorType::kSyntaxError, message, last_token());
      return Outcome::kFailed;
    case PegAction::k_next:
      if (fill()) raise_at_token(SyntaxErrorType::kSyntaxError, message, tokens_.get(pos_));
      return Outcome::kFailed;
    case PegAction::k_indent:
      raise_at_token(SyntaxErrorType::kIndentationError,
                     a.start < 0 ? message : format(message, a), last_token());
      return Outcome::kFailed;
    case PegAction::k_string:
    case PegAction::k_fstring:
    case PegAction::k_strings:
    case PegAction::k_spec_text:
    case PegAction::k_conversion:
    case PegAction::k_conversion_letter:
    case PegAction::k_real:
    case PegAction::k_imaginary:
      return act_on_literal(alternative, f);
    default:
      return act_on_expression(alternative, f);
  }
}

// Actions that look into what was matched; all of them raise or fail.
PegMachine::Outcome PegMachine::act_on_expression(const PegAlternative& alternative, Frame& f) {
  const Value& a = f.captures[0];
  const Value& b = f.captures[1];
  switch (alternative.action) {
    case PegAction::k_target_star:
    case PegAction::k_target_del:
    case PegAction::k_target_for:
      return raise_target(a, alternative.action);
    case PegAction::k_legacy_print:
      return raise_legacy_print(a, b);
    case PegAction::k_forgot_comma:
      return raise_forgot_comma(a, b);
    case PegAction::k_positional_after_keyword:
      return raise_positional_after_keyword(a);
    case PegAction::k_nonparen_genexp:
      return raise_nonparen_genexp(a, b);
    case PegAction::k_range_to_clause: {
      Location from = location(a);
      fragments_.seek(b.start, b.end);
      Seq<Comprehension*> clauses = fragments_.for_if_clauses();
      raise_range(alternative.message, from,
                  clauses.empty() ? location(b) : last_of_clauses(clauses)->loc);
      return Outcome::kFailed;
    }
    case PegAction::k_range_to_last: {
      Location from = location(a);
      fragments_.seek(b.start, b.end);
      Seq<Expr*> items = fragments_.star_named_expressions();
      raise_range(alternative.message, from, items.empty() ? location(b) : items.back()->loc);
      return Outcome::kFailed;
    }
    case PegAction::k_pattern_range:
      return raise_pattern_range(alternative.message, a);
    case PegAction::k_bound_not_allowed:
      return raise_bound_not_allowed(alternative.message, a, b);
    case PegAction::k_dict_colon: {
      Location key = location(a);
      raise(SyntaxErrorType::kSyntaxError, "':' expected after dictionary key", key.lineno,
            key.end_col_offset, key.end_lineno, 0);
      return Outcome::kFailed;
    }
    default:
      return Outcome::kFailed;
  }
}

PegMachine::Outcome PegMachine::raise_legacy_print(const Value& a, const Value& b) {
  Expr* name = expression(a);
  if (name == nullptr || !is_legacy_statement(name)) return Outcome::kFailed;
  std::string word(as<Name>(name)->id->text);
  raise_range("Missing parentheses in call to '" + word + "'. Did you mean " + word + "(...)?",
              location(a), location(b));
  return Outcome::kFailed;
}

// Two expressions side by side, inside of brackets.
PegMachine::Outcome PegMachine::raise_forgot_comma(const Value& a, const Value& b) {
  Expr* first = expression(a);
  if (first == nullptr || is_legacy_statement(first)) return Outcome::kFailed;
  if (tokens_.get(pos_ - 1).level == 0) return Outcome::kFailed;
  Location from = first->loc;
  raise_range("invalid syntax. Perhaps you forgot a comma?", from, location(b));
  return Outcome::kFailed;
}

PegMachine::Outcome PegMachine::raise_positional_after_keyword(const Value& args) {
  fragments_.seek(args.start, args.end);
  Call* call = fragments_.bare_arguments();
  bool unpacking = false;
  if (call != nullptr) {
    for (Keyword* keyword : call->keywords) unpacking |= keyword->arg == nullptr;
  }
  raise_at_token(SyntaxErrorType::kSyntaxError,
                 unpacking ? "positional argument follows keyword argument unpacking"
                           : "positional argument follows keyword argument",
                 last_token());
  return Outcome::kFailed;
}

PegMachine::Outcome PegMachine::raise_nonparen_genexp(const Value& args, const Value& clauses) {
  fragments_.seek(args.start, args.end);
  Call* call = fragments_.bare_arguments();
  if (call == nullptr || call->args.count <= 1) return Outcome::kFailed;
  fragments_.seek(clauses.start, clauses.end);
  Seq<Comprehension*> generators = fragments_.for_if_clauses();
  if (generators.empty()) return Outcome::kFailed;
  raise_range("Generator expression must be parenthesized", call->args.back()->loc,
              last_of_clauses(generators)->loc);
  return Outcome::kFailed;
}

PegMachine::Outcome PegMachine::raise_pattern_range(const std::string& message,
                                                    const Value& patterns) {
  fragments_.seek(patterns.start, patterns.end);
  Pattern* first = fragments_.pattern();
  Pattern* last = first;
  while (last != nullptr && fragments_.position() < patterns.end - 1) {
    fragments_.seek(fragments_.position() + 1, patterns.end);
    last = fragments_.pattern();
  }
  if (last != nullptr) raise_range(message, first->loc, last->loc);
  return Outcome::kFailed;
}

PegMachine::Outcome PegMachine::raise_bound_not_allowed(const std::string& what, const Value& colon,
                                                        const Value& bound) {
  Expr* e = expression(bound);
  bool constraints = e != nullptr && e->kind == ExprKind::Tuple;
  raise_from(std::string("cannot use ") + (constraints ? "constraints" : "bound") + " with " + what,
             location(colon));
  return Outcome::kFailed;
}

PegMachine::Outcome PegMachine::raise_target(const Value& value, PegAction kind) {
  Expr* e = expression(value);
  Expr* bad = e == nullptr ? nullptr : invalid_target(e, kind);
  if (bad == nullptr) return Outcome::kFailed;
  std::string verb = kind == PegAction::k_target_del ? "cannot delete " : "cannot assign to ";
  raise_range(verb + expression_name(bad), bad->loc, bad->loc);
  return Outcome::kFailed;
}

// Literals are decoded where CPython decodes them, so that their errors come in its order.
PegMachine::Outcome PegMachine::act_on_literal(const PegAlternative& alternative, Frame& f) {
  const Value& a = f.captures[0];
  fragments_.seek(f.mark, pos_);
  bool decoded;
  switch (alternative.action) {
    case PegAction::k_string:
    case PegAction::k_fstring:
    case PegAction::k_strings:
    case PegAction::k_spec_text:
      // Like CPython, silent while invalid_ rules are tried.
      fragments_.set_warnings(invalid_rules_ ? nullptr : warnings_);
      decoded = decode_literal(alternative.action);
      fragments_.set_warnings(nullptr);
      return decoded ? Outcome::kOk : raise_literal();
    case PegAction::k_conversion:
      return check_conversion(a, f.captures[1]);
    case PegAction::k_conversion_letter:
      return a.start < 0 ? Outcome::kOk : check_conversion_letter(a);
    case PegAction::k_real:
    case PegAction::k_imaginary: {
      Expr* number = fragments_.number();
      if (number == nullptr) return raise_literal();
      bool imaginary = as<Constant>(number)->value->kind == ConstKind::kComplex;
      if (imaginary == (alternative.action == PegAction::k_imaginary)) return Outcome::kOk;
      raise_range(std::string(imaginary ? "real" : "imaginary") +
                      " number required in complex literal",
                  number->loc, number->loc);
      return Outcome::kFailed;
    }
    default:
      return Outcome::kOk;
  }
}

bool PegMachine::decode_literal(PegAction action) {
  switch (action) {
    case PegAction::k_string: return fragments_.string() != nullptr;
    case PegAction::k_fstring: return fragments_.fstring() != nullptr;
    case PegAction::k_strings: return fragments_.strings() != nullptr;
    default: return fragments_.spec_text();
  }
}

PegMachine::Outcome PegMachine::raise_literal() {
  const Parser::LiteralError& literal = fragments_.literal_error();
  if (literal.msg.empty()) return Outcome::kOk;  // a fault that another rule reports
  switch (literal.place) {
    case Parser::LiteralError::kLastToken:
      raise_at_token(SyntaxErrorType::kSyntaxError, literal.msg, last_token());
      break;
    case Parser::LiteralError::kToken:
      raise_at_token(SyntaxErrorType::kSyntaxError, literal.msg, tokens_.get(literal.token));
      break;
    case Parser::LiteralError::kLineOfToken: {
      const Token& token = tokens_.get(literal.token);
      raise(SyntaxErrorType::kSyntaxError, literal.msg, token.lineno, 0, token.end_lineno, 0);
      break;
    }
  }
  return Outcome::kFailed;
}

PegMachine::Outcome PegMachine::check_conversion(const Value& mark, const Value& letter) {
  const Token& exclamation = tokens_.get(mark.start);
  const Token& name = tokens_.get(letter.start);
  if (exclamation.lineno == name.lineno && exclamation.end_col_offset == name.col_offset) {
    return Outcome::kOk;
  }
  // Spelled as CPython 3.13.0 spells it.
  raise_range("f-string: conversion type must come right after the exclamanation mark",
              location(mark), location(letter));
  return Outcome::kFailed;
}

PegMachine::Outcome PegMachine::check_conversion_letter(const Value& conversion) {
  const Token& name = tokens_.get(conversion.start + 1);
  std::string_view text = tokens_.text(name);
  if (text == "s" || text == "r" || text == "a") return Outcome::kOk;
  Location loc = {name.lineno, name.col_offset, name.end_lineno, name.end_col_offset};
  raise_range("f-string: invalid conversion character '" + std::string(text) +
                  "': expected 's', 'r', or 'a'",
              loc, loc);
  return Outcome::kFailed;
}

SyntaxErrorInfo find_syntax_error(std::string_view text, ParseMode mode, bool accepted,
                                  const RestartPoint& restart,
                                  std::vector<SyntaxWarningInfo>* warnings) {
  PegMachine machine(text, mode, restart, warnings);
  bool valid = machine.parse();
  SyntaxErrorInfo error = machine.error();
  if (valid && !accepted) {
    // The two parsers disagree: our fault, and no reason to stop the machine.
    error.type = SyntaxErrorType::kSyntaxError;
    error.msg = "invalid syntax (the parser and its grammar table disagree)";
    error.has_location = false;
  }
  return error;
}

}  // namespace py::lang

// The patterns of match statements.
// CPython 3.13: Grammar/python.gram, "Match statement"
#include "lang/parser_internal.h"

namespace py::lang {
namespace {

constexpr int kPatternDepth = 16;

// These can't follow a captured name: it would be a value, a class or a keyword.
bool ends_capture(TokenType type) { return type != DOT && type != LPAR && type != EQUAL; }

bool is_real(const Expr* number) {
  return as<Constant>(number)->value->kind != ConstKind::kComplex;
}

}  // namespace

// The pattern of a case: an open sequence or a single one.
Pattern* Parser::patterns() {
  const Token& start = cur();
  Pattern* first = maybe_star_pattern();
  if (first == nullptr) return nullptr;
  if (!at(COMMA)) return first->kind == PatternKind::MatchStar ? nullptr : first;
  size_t mark = stack_.size();
  push(first);
  while (accept(COMMA) && !at(COLON) && !at(KW_IF)) {
    Pattern* next = maybe_star_pattern();
    if (next == nullptr) return nullptr;
    push(next);
  }
  MatchSequence* sequence = node<MatchSequence>(start);
  sequence->patterns = take<Pattern>(mark);
  return sequence;
}

Pattern* Parser::maybe_star_pattern() {
  if (!at(STAR)) return pattern();
  const Token& start = cur();
  advance();
  Identifier name = nullptr;
  if (at_soft("_")) {
    advance();
  } else {
    name = capture_target();
    if (name == nullptr) return nullptr;
  }
  MatchStar* star = node<MatchStar>(start);
  star->name = name;
  return star;
}

// A name that is bound: not "_" and not the beginning of something longer.
Identifier Parser::capture_target() {
  if (!at(NAME) || at_soft("_") || !ends_capture(peek().type)) return nullptr;
  return expect_name();
}

Pattern* Parser::pattern() {
  const Token& start = cur();
  Pattern* inner = or_pattern();
  if (inner == nullptr || !accept(KW_AS)) return inner;
  Identifier name = capture_target();
  if (name == nullptr) return nullptr;
  MatchAs* result = node<MatchAs>(start);
  result->pattern = inner;
  result->name = name;
  return result;
}

Pattern* Parser::or_pattern() {
  const Token& start = cur();
  Pattern* first = closed_pattern();
  if (first == nullptr || !at(VBAR)) return first;
  size_t mark = stack_.size();
  push(first);
  while (accept(VBAR)) {
    Pattern* next = closed_pattern();
    if (next == nullptr) return nullptr;
    push(next);
  }
  MatchOr* result = node<MatchOr>(start);
  result->patterns = take<Pattern>(mark);
  return result;
}

Pattern* Parser::closed_pattern() {
  Depth depth(*this, kPatternDepth);
  switch (type()) {
    case NAME:
      return name_pattern();
    case LPAR:
      return parenthesized_pattern();
    case LSQB:
      return list_pattern();
    case LBRACE:
      return mapping_pattern();
    default:
      return literal_pattern();
  }
}

Pattern* Parser::literal_pattern() {
  const Token& start = cur();
  if (at(KW_NONE) || at(KW_TRUE) || at(KW_FALSE)) {
    Expr* value = atom();
    MatchSingleton* result = node<MatchSingleton>(start);
    result->value = as<Constant>(value)->value;
    return result;
  }
  Expr* value = literal_expr();
  if (value == nullptr) return nullptr;
  MatchValue* result = node<MatchValue>(start);
  result->value = value;
  return result;
}

// A number (signed, complex), strings, None, True or False.
Expr* Parser::literal_expr() {
  const Token& start = cur();
  switch (type()) {
    case STRING:
    case FSTRING_START:
      return strings();
    case KW_NONE:
    case KW_TRUE:
    case KW_FALSE:
      return atom();
    case NUMBER:
    case MINUS: {
      Expr* value = signed_number();
      if (value == nullptr || (!at(PLUS) && !at(MINUS))) return value;
      return complex_tail(value, start);
    }
    default:
      return nullptr;
  }
}

Expr* Parser::signed_number() {
  const Token& start = cur();
  bool minus = accept(MINUS);
  if (!at(NUMBER)) return nullptr;
  Expr* value = number();
  if (value == nullptr || !minus) return value;
  UnaryOp* negative = node<UnaryOp>(start);
  negative->op = UnaryOperator::USub;
  negative->operand = value;
  return negative;
}

// real ("+" | "-") imaginary
Expr* Parser::complex_tail(Expr* real, const Token& start) {
  Expr* digits = real->kind == ExprKind::UnaryOp ? as<UnaryOp>(real)->operand : real;
  if (!is_real(digits)) return nullptr;
  Operator op = at(PLUS) ? Operator::Add : Operator::Sub;
  advance();
  if (!at(NUMBER)) return nullptr;
  Expr* imaginary = number();
  if (imaginary == nullptr || is_real(imaginary)) return nullptr;
  BinOp* result = node<BinOp>(start);
  result->left = real;
  result->op = op;
  result->right = imaginary;
  return result;
}

// NAME ("." NAME)*
Expr* Parser::attr_tail(Expr* value, const Token& start) {
  while (accept(DOT)) {
    Identifier attr = expect_name();
    if (attr == nullptr) return nullptr;
    Attribute* attribute = node<Attribute>(start);
    attribute->value = value;
    attribute->attr = attr;
    attribute->ctx = ExprContext::Load;
    value = attribute;
  }
  return value;
}

// A capture, "_", a dotted value or a class.
Pattern* Parser::name_pattern() {
  const Token& start = cur();
  bool wildcard = at_soft("_");
  if (wildcard || ends_capture(peek().type)) {
    Identifier name = expect_name();
    MatchAs* capture = node<MatchAs>(start);
    capture->name = wildcard ? nullptr : name;
    return capture;
  }
  advance();
  Expr* value = attr_tail(make_name(start, ExprContext::Load), start);
  if (value == nullptr) return nullptr;
  if (at(LPAR)) return class_pattern(value, start);
  if (at(EQUAL) || value->kind != ExprKind::Attribute) return nullptr;
  MatchValue* result = node<MatchValue>(start);
  result->value = value;
  return result;
}

Pattern* Parser::class_pattern(Expr* cls, const Token& start) {
  Depth depth(*this, kPatternDepth);
  advance();
  size_t mark = stack_.size();
  std::vector<Identifier> names;
  std::vector<Pattern*> values;
  while (!at(RPAR)) {
    if (at(NAME) && peek().type == EQUAL) {
      names.push_back(expect_name());
      advance();
      Pattern* value = pattern();
      if (value == nullptr) return nullptr;
      values.push_back(value);
    } else {
      Pattern* item = names.empty() ? pattern() : nullptr;
      if (item == nullptr) return nullptr;
      push(item);
    }
    if (!accept(COMMA)) break;
  }
  if (!accept(RPAR)) return nullptr;
  MatchClass* result = node<MatchClass>(start);
  result->cls = cls;
  result->patterns = take<Pattern>(mark);
  result->kwd_attrs = arena_.copy_seq(names);
  result->kwd_patterns = arena_.copy_seq(values);
  return result;
}

// "(" ")" holds a group or a sequence.
Pattern* Parser::parenthesized_pattern() {
  const Token& start = cur();
  advance();
  size_t mark = stack_.size();
  if (!at(RPAR)) {
    Pattern* first = maybe_star_pattern();
    if (first == nullptr) return nullptr;
    if (at(RPAR) && first->kind != PatternKind::MatchStar) {
      advance();
      return first;
    }
    push(first);
    if (!at(COMMA)) return nullptr;
    while (accept(COMMA) && !at(RPAR)) {
      Pattern* next = maybe_star_pattern();
      if (next == nullptr) return nullptr;
      push(next);
    }
  }
  if (!accept(RPAR)) return nullptr;
  MatchSequence* sequence = node<MatchSequence>(start);
  sequence->patterns = take<Pattern>(mark);
  return sequence;
}

Pattern* Parser::list_pattern() {
  const Token& start = cur();
  advance();
  size_t mark = stack_.size();
  while (!at(RSQB)) {
    Pattern* item = maybe_star_pattern();
    if (item == nullptr) return nullptr;
    push(item);
    if (!accept(COMMA)) break;
  }
  if (!accept(RSQB)) return nullptr;
  MatchSequence* sequence = node<MatchSequence>(start);
  sequence->patterns = take<Pattern>(mark);
  return sequence;
}

Pattern* Parser::mapping_pattern() {
  const Token& start = cur();
  advance();
  std::vector<Expr*> keys;
  std::vector<Pattern*> values;
  Identifier rest = nullptr;
  while (!at(RBRACE)) {
    if (accept(DOUBLESTAR)) {
      rest = capture_target();
      if (rest == nullptr) return nullptr;
      accept(COMMA);
      break;
    }
    const Token& key_start = cur();
    Expr* key;
    if (at(NAME)) {
      if (peek().type != DOT) return nullptr;
      advance();
      key = attr_tail(make_name(key_start, ExprContext::Load), key_start);
    } else {
      key = literal_expr();
    }
    if (key == nullptr || !accept(COLON)) return nullptr;
    Pattern* value = pattern();
    if (value == nullptr) return nullptr;
    keys.push_back(key);
    values.push_back(value);
    if (!accept(COMMA)) break;
  }
  if (!accept(RBRACE)) return nullptr;
  MatchMapping* mapping = node<MatchMapping>(start);
  mapping->keys = arena_.copy_seq(keys);
  mapping->patterns = arena_.copy_seq(values);
  mapping->rest = rest;
  return mapping;
}

}  // namespace py::lang

// Atoms: names and constants, tuples, lists, dicts and sets, comprehensions; and subscripts' slices.
// CPython 3.13: Grammar/python.gram, "atom", "slices", "Comprehensions & Generators"
#include "lang/parser_internal.h"

namespace py::lang {

Expr* Parser::slices() {
  const Token& start = cur();
  Expr* first = at(STAR) ? starred_expression() : slice();
  if (first == nullptr) return nullptr;
  if (!at(COMMA) && first->kind != ExprKind::Starred) return first;
  size_t mark = stack_.size();
  push(first);
  while (accept(COMMA) && !at(RSQB)) {
    Expr* next = at(STAR) ? starred_expression() : slice();
    if (next == nullptr) return nullptr;
    push(next);
  }
  return make_tuple(mark, start);
}

Expr* Parser::slice() {
  const Token& start = cur();
  Expr* lower = nullptr;
  if (!at(COLON)) {
    lower = named_expression();
    if (lower == nullptr || !at(COLON)) return lower;
    if (lower->kind == ExprKind::NamedExpr && !lower->parenthesized) return nullptr;
  }
  advance();
  Expr* upper = nullptr;
  Expr* step = nullptr;
  if (starts_expression(type())) {
    upper = expression();
    if (upper == nullptr) return nullptr;
  }
  if (accept(COLON) && starts_expression(type())) {
    step = expression();
    if (step == nullptr) return nullptr;
  }
  Slice* result = node<Slice>(start);
  result->lower = lower;
  result->upper = upper;
  result->step = step;
  return result;
}

Expr* Parser::atom() {
  const Token& token = cur();
  const ConstValue* value;
  switch (token.type) {
    case NAME:
      advance();
      return make_name(token, ExprContext::Load);
    case NUMBER:
      return number();
    case STRING:
    case FSTRING_START:
      return strings();
    case LPAR:
      return parenthesized();
    case LSQB:
      return list_display();
    case LBRACE:
      return brace_display();
    case KW_TRUE:
      value = const_singleton(ConstKind::kTrue);
      break;
    case KW_FALSE:
      value = const_singleton(ConstKind::kFalse);
      break;
    case KW_NONE:
      value = const_singleton(ConstKind::kNone);
      break;
    case ELLIPSIS:
      value = const_singleton(ConstKind::kEllipsis);
      break;
    default:
      return nullptr;
  }
  advance();
  return make_constant(token, value);
}

template <class Comp>
Expr* Parser::comprehension(Expr* element, const Token& start, TokenType close) {
  if (element->kind == ExprKind::Starred) return nullptr;
  Seq<Comprehension*> generators = for_if_clauses();
  if (generators.empty() || !accept(close)) return nullptr;
  Comp* result = node<Comp>(start);
  result->elt = element;
  result->generators = generators;
  return result;
}

// A tuple, a group, a generator expression or "()".
Expr* Parser::parenthesized() {
  Depth depth(*this, kBracketDepth);
  const Token& start = cur();
  advance();
  if (accept(RPAR)) {
    Expr* empty = make_tuple(stack_.size(), start);
    empty->parenthesized = 1;
    return empty;
  }
  if (at(KW_YIELD)) {
    Expr* value = yield_expr();
    if (value == nullptr || !accept(RPAR)) return nullptr;
    value->parenthesized = 1;
    return value;
  }
  Expr* first = star_named_expression();
  if (first == nullptr) return nullptr;
  if (at_comprehension()) return comprehension<GeneratorExp>(first, start, RPAR);
  if (!at(COMMA)) {
    if (first->kind == ExprKind::Starred || !accept(RPAR)) return nullptr;
    first->parenthesized = 1;
    return first;
  }
  size_t mark = stack_.size();
  push(first);
  while (accept(COMMA) && !at(RPAR)) {
    Expr* next = star_named_expression();
    if (next == nullptr) return nullptr;
    push(next);
  }
  if (!accept(RPAR)) return nullptr;
  Expr* tuple = make_tuple(mark, start);
  tuple->parenthesized = 1;
  return tuple;
}

Expr* Parser::list_display() {
  Depth depth(*this, kBracketDepth);
  const Token& start = cur();
  advance();
  Seq<Expr*> elts;
  if (!at(RSQB)) {
    size_t mark = stack_.size();
    Expr* first = star_named_expression();
    if (first == nullptr) return nullptr;
    if (at_comprehension()) return comprehension<ListComp>(first, start, RSQB);
    push(first);
    while (accept(COMMA) && !at(RSQB)) {
      Expr* next = star_named_expression();
      if (next == nullptr) return nullptr;
      push(next);
    }
    elts = take<Expr>(mark);
  }
  if (!accept(RSQB)) return nullptr;
  List* list = node<List>(start);
  list->elts = elts;
  list->ctx = ExprContext::Load;
  return list;
}

// A dict, a set, or a comprehension of either.
Expr* Parser::brace_display() {
  Depth depth(*this, kBracketDepth);
  const Token& start = cur();
  advance();
  if (accept(RBRACE)) return node<Dict>(start);
  if (at(DOUBLESTAR)) return dict_rest(nullptr, start);
  Expr* first = star_named_expression();
  if (first == nullptr) return nullptr;
  if (at(COLON)) {
    if (first->kind == ExprKind::Starred) return nullptr;
    if (first->kind == ExprKind::NamedExpr && !first->parenthesized) return nullptr;
    return dict_rest(first, start);
  }
  return set_rest(first, start);
}

Expr* Parser::set_rest(Expr* first, const Token& start) {
  if (at_comprehension()) return comprehension<SetComp>(first, start, RBRACE);
  size_t mark = stack_.size();
  push(first);
  while (accept(COMMA) && !at(RBRACE)) {
    Expr* next = star_named_expression();
    if (next == nullptr) return nullptr;
    push(next);
  }
  if (!accept(RBRACE)) return nullptr;
  Set* set = node<Set>(start);
  set->elts = take<Expr>(mark);
  return set;
}

// After "{" and perhaps the first key, at ":" or "**".
Expr* Parser::dict_rest(Expr* key, const Token& start) {
  size_t mark = stack_.size();
  for (;;) {
    Expr* value;
    if (key == nullptr && accept(DOUBLESTAR)) {
      value = bitwise_or();
    } else {
      if (key == nullptr) key = expression();
      if (key == nullptr || !accept(COLON)) return nullptr;
      value = expression();
    }
    if (value == nullptr) return nullptr;
    if (stack_.size() == mark && key != nullptr && at_comprehension()) {
      Seq<Comprehension*> generators = for_if_clauses();
      if (generators.empty() || !accept(RBRACE)) return nullptr;
      DictComp* comp = node<DictComp>(start);
      comp->key = key;
      comp->value = value;
      comp->generators = generators;
      return comp;
    }
    push(key);
    push(value);
    key = nullptr;
    if (!accept(COMMA) || at(RBRACE)) break;
  }
  if (!accept(RBRACE)) return nullptr;
  Dict* dict = node<Dict>(start);
  size_t count = (stack_.size() - mark) / 2;
  dict->keys = arena_.make_seq<Expr*>(count);
  dict->values = arena_.make_seq<Expr*>(count);
  for (size_t i = 0; i < count; ++i) {
    dict->keys[i] = static_cast<Expr*>(stack_[mark + 2 * i]);
    dict->values[i] = static_cast<Expr*>(stack_[mark + 2 * i + 1]);
  }
  stack_.resize(mark);
  return dict;
}

// One or more "for" clauses; empty on failure.
Seq<Comprehension*> Parser::for_if_clauses() {
  size_t mark = stack_.size();
  while (at_comprehension()) {
    Comprehension* clause = for_if_clause();
    if (clause == nullptr) {
      stack_.resize(mark);
      return {};
    }
    push(clause);
  }
  return take<Comprehension>(mark);
}

Comprehension* Parser::for_if_clause() {
  Comprehension* clause = arena_.make<Comprehension>();
  clause->is_async = accept(KW_ASYNC);
  advance();
  clause->target = star_targets();
  if (clause->target == nullptr || !accept(KW_IN)) return nullptr;
  clause->iter = disjunction();
  if (clause->iter == nullptr) return nullptr;
  size_t mark = stack_.size();
  while (accept(KW_IF)) {
    Expr* test = disjunction();
    if (test == nullptr) return nullptr;
    push(test);
  }
  clause->ifs = take<Expr>(mark);
  return clause;
}

}  // namespace py::lang

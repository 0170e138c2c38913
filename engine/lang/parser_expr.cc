// Expressions: operators by precedence, conditionals, lambdas, primaries and calls.
// CPython 3.13: Grammar/python.gram, "EXPRESSIONS" to "FUNCTION CALL ARGUMENTS"
#include "lang/parser_internal.h"

namespace py::lang {
// Whether a token can begin an expression (or a starred one).
bool Parser::starts_expression(TokenType type) {
  switch (type) {
    case NAME:
    case NUMBER:
    case STRING:
    case FSTRING_START:
    case LPAR:
    case LSQB:
    case LBRACE:
    case PLUS:
    case MINUS:
    case TILDE:
    case STAR:
    case ELLIPSIS:
    case KW_NOT:
    case KW_LAMBDA:
    case KW_AWAIT:
    case KW_NONE:
    case KW_TRUE:
    case KW_FALSE:
      return true;
    default:
      return false;
  }
}

Parser::OperatorInfo Parser::operator_info(TokenType type) {
  switch (type) {
    case KW_OR: return {kOrLevel, {}};
    case KW_AND: return {kAndLevel, {}};
    case EQEQUAL:
    case NOTEQUAL:
    case LESS:
    case LESSEQUAL:
    case GREATER:
    case GREATEREQUAL:
    case KW_IN:
    case KW_IS:
    case KW_NOT: return {kCompareLevel, {}};
    case VBAR: return {kBitOrLevel, Operator::BitOr};
    case CIRCUMFLEX: return {kBitXorLevel, Operator::BitXor};
    case AMPER: return {kBitAndLevel, Operator::BitAnd};
    case LEFTSHIFT: return {kShiftLevel, Operator::LShift};
    case RIGHTSHIFT: return {kShiftLevel, Operator::RShift};
    case PLUS: return {kSumLevel, Operator::Add};
    case MINUS: return {kSumLevel, Operator::Sub};
    case STAR: return {kTermLevel, Operator::Mult};
    case SLASH: return {kTermLevel, Operator::Div};
    case DOUBLESLASH: return {kTermLevel, Operator::FloorDiv};
    case PERCENT: return {kTermLevel, Operator::Mod};
    case AT: return {kTermLevel, Operator::MatMult};
    default: return {kNoOperator, {}};
  }
}

// Everything from "or" down to "*", with operators of at least min_level.
Expr* Parser::operators(int min_level) {
  const Token& start = cur();
  int max_level = kTermLevel;
  Expr* left;
  if (at(KW_NOT) && min_level <= kNotLevel) {
    left = not_chain();
    max_level = kAndLevel;  // "not a" can't be an operand of a comparison
  } else {
    left = factor();
  }
  while (left != nullptr) {
    OperatorInfo info = operator_info(type());
    if (info.level < min_level || info.level > max_level || info.level == kNoOperator) break;
    if (info.level <= kAndLevel) {
      left = bool_op(left, type(), info.level, start);
    } else if (info.level == kCompareLevel) {
      if (at(KW_NOT) && peek().type != KW_IN) break;
      if (at(NOTEQUAL) && text(cur()) != "!=") break;
      left = comparison(left, start);
    } else {
      advance();
      Expr* right = operators(info.level + 1);
      if (right == nullptr) return nullptr;
      BinOp* op = node<BinOp>(start);
      op->left = left;
      op->op = info.op;
      op->right = right;
      left = op;
    }
  }
  return left;
}

// "not not ... operand", without recursion.
Expr* Parser::not_chain() {
  int first = pos_;
  int depth = depth_;
  while (at(KW_NOT)) {
    deepen(1);
    advance();
  }
  int last = pos_;
  Expr* operand = operators(kCompareLevel);
  depth_ = depth;
  if (operand == nullptr) return nullptr;
  for (int i = last - 1; i >= first; --i) {
    UnaryOp* op = node<UnaryOp>(tokens_.get(i));
    op->op = UnaryOperator::Not;
    op->operand = operand;
    operand = op;
  }
  return operand;
}

Expr* Parser::bool_op(Expr* left, TokenType op, int level, const Token& start) {
  size_t mark = stack_.size();
  push(left);
  while (accept(op)) {
    Expr* value = operators(level + 1);
    if (value == nullptr) return nullptr;
    push(value);
  }
  BoolOp* result = node<BoolOp>(start);
  result->op = op == KW_OR ? BoolOperator::Or : BoolOperator::And;
  result->values = take<Expr>(mark);
  return result;
}

// Consumes a comparison operator; false when there is none.
bool Parser::compare_op(CmpOp* op) {
  switch (type()) {
    case EQEQUAL: *op = CmpOp::Eq; break;
    case LESS: *op = CmpOp::Lt; break;
    case LESSEQUAL: *op = CmpOp::LtE; break;
    case GREATER: *op = CmpOp::Gt; break;
    case GREATEREQUAL: *op = CmpOp::GtE; break;
    case KW_IN: *op = CmpOp::In; break;
    case NOTEQUAL:
      if (text(cur()) != "!=") return false;
      *op = CmpOp::NotEq;
      break;
    case KW_NOT:
      if (peek().type != KW_IN) return false;
      advance();
      *op = CmpOp::NotIn;
      break;
    case KW_IS:
      *op = CmpOp::Is;
      if (peek().type == KW_NOT) {
        advance();
        *op = CmpOp::IsNot;
      }
      break;
    default:
      return false;
  }
  advance();
  return true;
}

Expr* Parser::comparison(Expr* left, const Token& start) {
  size_t mark = stack_.size();
  std::vector<CmpOp> ops;
  CmpOp op;
  while (compare_op(&op)) {
    Expr* right = operators(kBitOrLevel);
    if (right == nullptr) return nullptr;
    ops.push_back(op);
    push(right);
  }
  Compare* result = node<Compare>(start);
  result->left = left;
  result->ops = arena_.copy_seq(ops);
  result->comparators = take<Expr>(mark);
  return result;
}

// Prefix operators and powers, with pending operators on a stack of our own.
Expr* Parser::factor() {
  size_t mark = unary_.size();
  int depth = depth_;
  for (;;) {
    const Token& start = cur();
    if (at(MINUS) || at(PLUS) || at(TILDE)) {
      unary_.push_back({nullptr, &start, type()});
      deepen(1);
      advance();
      continue;
    }
    Expr* operand = await_primary();
    if (operand == nullptr) return nullptr;
    if (!at(DOUBLESTAR)) {
      depth_ = depth;
      return fold_unary(operand, mark);
    }
    unary_.push_back({operand, &start, DOUBLESTAR});
    deepen(2);
    advance();
  }
}

Expr* Parser::fold_unary(Expr* operand, size_t mark) {
  while (unary_.size() > mark) {
    PendingUnary pending = unary_.back();
    unary_.pop_back();
    if (pending.left != nullptr) {
      BinOp* power = node<BinOp>(*pending.start);
      power->left = pending.left;
      power->op = Operator::Pow;
      power->right = operand;
      operand = power;
    } else {
      UnaryOp* unary = node<UnaryOp>(*pending.start);
      unary->op = pending.op == MINUS  ? UnaryOperator::USub
                  : pending.op == PLUS ? UnaryOperator::UAdd
                                       : UnaryOperator::Invert;
      unary->operand = operand;
      operand = unary;
    }
  }
  return operand;
}

// A conditional, a lambda or a disjunction; the right-nested ones in a loop.
Expr* Parser::expression() {
  size_t mark = tails_.size();
  int depth = depth_;
  for (;;) {
    const Token& start = cur();
    if (accept(KW_LAMBDA)) {
      Arguments* args = lambda_params();
      if (args == nullptr || !accept(COLON)) return nullptr;
      tails_.push_back({nullptr, nullptr, args, &start});
      deepen(2);
      continue;
    }
    Expr* body = disjunction();
    if (body == nullptr) return nullptr;
    if (!accept(KW_IF)) {
      depth_ = depth;
      return fold_tails(body, mark);
    }
    Expr* test = disjunction();
    if (test == nullptr || !accept(KW_ELSE)) return nullptr;
    tails_.push_back({body, test, nullptr, &start});
    deepen(1);
  }
}

Expr* Parser::fold_tails(Expr* last, size_t mark) {
  while (tails_.size() > mark) {
    PendingTail tail = tails_.back();
    tails_.pop_back();
    if (tail.body != nullptr) {
      IfExp* conditional = node<IfExp>(*tail.start);
      conditional->test = tail.test;
      conditional->body = tail.body;
      conditional->orelse = last;
      last = conditional;
    } else {
      Lambda* lambda = node<Lambda>(*tail.start);
      lambda->args = tail.args;
      lambda->body = last;
      last = lambda;
    }
  }
  return last;
}

Arguments* Parser::lambda_params() {
  if (at(COLON)) return arena_.make<Arguments>();
  return parameters(COLON);
}

// eval mode's "expressions": as star_expressions, without stars.
Expr* Parser::expressions() {
  if (at(STAR)) return nullptr;
  Expr* result = star_expressions();
  if (result != nullptr && result->kind == ExprKind::Tuple && !result->parenthesized) {
    for (Expr* item : as<Tuple>(result)->elts) {
      if (item->kind == ExprKind::Starred) return nullptr;
    }
  }
  return result;
}

Expr* Parser::star_expressions() {
  const Token& start = cur();
  Expr* first = star_expression();
  if (first == nullptr || !at(COMMA)) return first;
  size_t mark = stack_.size();
  push(first);
  while (accept(COMMA) && starts_expression(type())) {
    Expr* next = star_expression();
    if (next == nullptr) return nullptr;
    push(next);
  }
  return make_tuple(mark, start);
}

Expr* Parser::star_expression() {
  if (!at(STAR)) return expression();
  const Token& start = cur();
  advance();
  Expr* value = bitwise_or();
  if (value == nullptr) return nullptr;
  Starred* starred = node<Starred>(start);
  starred->value = value;
  starred->ctx = ExprContext::Load;
  return starred;
}

Expr* Parser::star_named_expression() {
  return at(STAR) ? star_expression() : named_expression();
}

// At least one element, a trailing comma allowed.
Seq<Expr*> Parser::star_named_expressions() {
  size_t mark = stack_.size();
  do {
    if (stack_.size() != mark && !starts_expression(type())) break;
    Expr* item = star_named_expression();
    if (item == nullptr) {
      stack_.resize(mark);
      return {};
    }
    push(item);
  } while (accept(COMMA));
  return take<Expr>(mark);
}

Expr* Parser::assignment_expression() {
  const Token& start = cur();
  Expr* target = make_name(start, ExprContext::Store);
  advance();
  advance();
  Expr* value = expression();
  if (value == nullptr) return nullptr;
  NamedExpr* named = node<NamedExpr>(start);
  named->target = target;
  named->value = value;
  return named;
}

Expr* Parser::named_expression() {
  if (at(NAME) && peek().type == COLONEQUAL) return assignment_expression();
  Expr* e = expression();
  return at(COLONEQUAL) ? nullptr : e;
}

Expr* Parser::yield_expr() {
  const Token& start = cur();
  if (!accept(KW_YIELD)) return nullptr;
  if (accept(KW_FROM)) {
    Expr* value = expression();
    if (value == nullptr) return nullptr;
    YieldFrom* result = node<YieldFrom>(start);
    result->value = value;
    return result;
  }
  Expr* value = nullptr;
  if (starts_expression(type())) {
    value = star_expressions();
    if (value == nullptr) return nullptr;
  }
  Yield* result = node<Yield>(start);
  result->value = value;
  return result;
}

Expr* Parser::annotated_rhs() { return at(KW_YIELD) ? yield_expr() : star_expressions(); }

Expr* Parser::await_primary() {
  if (!at(KW_AWAIT)) return primary();
  const Token& start = cur();
  advance();
  Expr* value = primary();
  if (value == nullptr) return nullptr;
  Await* result = node<Await>(start);
  result->value = value;
  return result;
}

Expr* Parser::primary() {
  const Token& start = cur();
  Expr* left = atom();
  return left == nullptr ? nullptr : trailers(left, start);
}

Expr* Parser::trailers(Expr* left, const Token& start) {
  while (left != nullptr) {
    if (accept(DOT)) {
      Identifier attr = expect_name();
      if (attr == nullptr) return nullptr;
      Attribute* result = node<Attribute>(start);
      result->value = left;
      result->attr = attr;
      result->ctx = ExprContext::Load;
      left = result;
    } else if (at(LPAR)) {
      left = call(left, start);
    } else if (at(LSQB)) {
      Depth depth(*this, kBracketDepth);
      advance();
      Expr* index = slices();
      if (index == nullptr || !accept(RSQB)) return nullptr;
      Subscript* result = node<Subscript>(start);
      result->value = left;
      result->slice = index;
      result->ctx = ExprContext::Load;
      left = result;
    } else {
      break;
    }
  }
  return left;
}

Expr* Parser::call(Expr* func, const Token& start) {
  Depth depth(*this, kBracketDepth);
  advance();
  Seq<Expr*> args;
  Seq<Keyword*> keywords;
  if (!arguments(true, &args, &keywords) || !accept(RPAR)) return nullptr;
  Call* result = node<Call>(start);
  result->func = func;
  result->args = args;
  result->keywords = keywords;
  return result;
}

Call* Parser::bare_arguments() {
  const Token& start = cur();
  Seq<Expr*> args;
  Seq<Keyword*> keywords;
  if (!arguments(false, &args, &keywords)) return nullptr;
  Call* result = node<Call>(start);
  result->args = args;
  result->keywords = keywords;
  return result;
}

Expr* Parser::starred_expression() {
  const Token& start = cur();
  advance();
  Expr* value = expression();
  if (value == nullptr) return nullptr;
  Starred* starred = node<Starred>(start);
  starred->value = value;
  starred->ctx = ExprContext::Load;
  return starred;
}

// A positional argument: no "=" and no ":=" may follow it.
Expr* Parser::positional_argument() {
  Expr* e = named_expression();
  return at(EQUAL) ? nullptr : e;
}

Keyword* Parser::keyword_argument() {
  const Token& start = cur();
  Identifier name = nullptr;
  if (accept(DOUBLESTAR)) {
  } else {
    name = identifier(cur());
    advance();
    advance();
  }
  Expr* value = expression();
  if (value == nullptr) return nullptr;
  Keyword* keyword = arena_.make<Keyword>();
  keyword->loc = span(start);
  keyword->arg = name;
  keyword->value = value;
  return keyword;
}

// What stands between the brackets of a call, possibly nothing. Positional arguments come before
// keywords; after "**" only keywords may follow.
bool Parser::arguments(bool allow_genexp, Seq<Expr*>* args, Seq<Keyword*>* keywords) {
  const Token& open = tokens_.get(pos_ > 0 ? pos_ - 1 : 0);
  size_t mark = stack_.size();
  std::vector<Keyword*> named;
  bool unpacked = false;
  while (!at(RPAR)) {
    bool is_keyword = at(DOUBLESTAR) || (at(NAME) && peek().type == EQUAL);
    if (is_keyword) {
      unpacked |= at(DOUBLESTAR);
      Keyword* keyword = keyword_argument();
      if (keyword == nullptr) return false;
      named.push_back(keyword);
    } else if (at(STAR)) {
      Expr* item = unpacked ? nullptr : starred_expression();
      if (item == nullptr || at(EQUAL)) return false;
      push(item);
    } else {
      Expr* item = named.empty() ? positional_argument() : nullptr;
      if (item == nullptr) return false;
      if (allow_genexp && stack_.size() == mark && at_comprehension()) {
        Seq<Comprehension*> generators = for_if_clauses();
        if (generators.empty() || !at(RPAR)) return false;
        GeneratorExp* genexp = make_node<GeneratorExp>(arena_, token_span(open));
        genexp->loc.end_lineno = cur().end_lineno;
        genexp->loc.end_col_offset = cur().end_col_offset;
        genexp->elt = item;
        genexp->generators = generators;
        item = genexp;
        push(item);
        break;
      }
      push(item);
    }
    if (!accept(COMMA)) break;
  }
  *args = take<Expr>(mark);
  *keywords = arena_.copy_seq(named);
  return true;
}

}  // namespace py::lang

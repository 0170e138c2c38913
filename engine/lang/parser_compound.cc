// Compound statements.
// CPython 3.13: Grammar/python.gram, "COMPOUND STATEMENTS"
#include "lang/parser_internal.h"

namespace py::lang {

// Remembers the parser's place so that a second reading can be tried.
class Speculation {
 public:
  explicit Speculation(Parser& parser)
      : parser_(parser),
        pos_(parser.pos_),
        depth_(parser.depth_),
        stack_(parser.stack_.size()),
        unary_(parser.unary_.size()),
        tails_(parser.tails_.size()) {}

  void rewind() {
    parser_.seek(pos_);
    parser_.depth_ = depth_;
    parser_.stack_.resize(stack_);
    parser_.unary_.resize(unary_);
    parser_.tails_.resize(tails_);
  }

 private:
  Parser& parser_;
  int pos_;
  int depth_;
  size_t stack_, unary_, tails_;
};

// Null without moving when the statement is no compound one.
Stmt* Parser::compound_stmt() {
  const Token& start = cur();
  switch (start.type) {
    case KW_DEF: return function_def(start, false, {});
    case KW_CLASS: return class_def({});
    case AT: return decorated();
    case KW_IF: return if_stmt();
    case KW_FOR: return for_stmt(start, false);
    case KW_WITH: return with_stmt(start, false);
    case KW_WHILE: return while_stmt();
    case KW_TRY: return try_stmt();
    case KW_ASYNC: return async_stmt({}, false);
    case NAME:
      if (text(start) == "match") return match_stmt();
      return nullptr;
    default: return nullptr;
  }
}

// An indented block, or simple statements on the same line.
bool Parser::block(Seq<Stmt*>* body) {
  Depth depth(*this, kBlockDepth);
  if (!at(NEWLINE)) {
    size_t mark = stack_.size();
    if (!simple_stmts()) return false;
    *body = take<Stmt>(mark);
    return true;
  }
  advance();
  return accept(INDENT) && statements_until(DEDENT, body);
}

bool Parser::else_block(Seq<Stmt*>* body) {
  if (!accept(KW_ELSE)) return true;
  return accept(COLON) && block(body);
}

// if and its elifs; these nest in the tree, all ending where the last one ends.
Stmt* Parser::if_stmt() {
  std::vector<If*> clauses;
  int depth = depth_;
  do {
    If* clause = arena_.make<If>();
    clause->kind = StmtKind::If;
    clause->loc = token_span(cur());
    advance();
    clause->test = named_expression();
    if (clause->test == nullptr || !accept(COLON) || !block(&clause->body)) return nullptr;
    clauses.push_back(clause);
    deepen(1);
  } while (at(KW_ELIF));
  depth_ = depth;
  if (!else_block(&clauses.back()->orelse)) return nullptr;
  for (size_t i = clauses.size(); i-- > 0;) {
    If* clause = clauses[i];
    clause->loc = span(clause->loc.lineno, clause->loc.col_offset);
    if (i + 1 < clauses.size()) {
      Stmt* nested = clauses[i + 1];
      clause->orelse = arena_.copy_seq(&nested, 1);
    }
  }
  return clauses[0];
}

Stmt* Parser::while_stmt() {
  const Token& start = cur();
  advance();
  Expr* test = named_expression();
  Seq<Stmt*> body;
  Seq<Stmt*> orelse;
  if (test == nullptr || !accept(COLON) || !block(&body) || !else_block(&orelse)) return nullptr;
  While* stmt = node<While>(start);
  stmt->test = test;
  stmt->body = body;
  stmt->orelse = orelse;
  return stmt;
}

Stmt* Parser::for_stmt(const Token& start, bool is_async) {
  advance();
  Expr* target = star_targets();
  if (target == nullptr || !accept(KW_IN)) return nullptr;
  Expr* iter = star_expressions();
  Seq<Stmt*> body;
  Seq<Stmt*> orelse;
  if (iter == nullptr || !accept(COLON) || !block(&body) || !else_block(&orelse)) return nullptr;
  auto finish = [&](auto* stmt) -> Stmt* {
    stmt->target = target;
    stmt->iter = iter;
    stmt->body = body;
    stmt->orelse = orelse;
    return stmt;
  };
  return is_async ? finish(node<AsyncFor>(start)) : finish(node<For>(start));
}

WithItem* Parser::with_item() {
  Expr* context = expression();
  if (context == nullptr) return nullptr;
  Expr* vars = nullptr;
  if (accept(KW_AS)) {
    vars = star_target();
    if (vars == nullptr || (!at(COMMA) && !at(RPAR) && !at(COLON))) return nullptr;
  }
  WithItem* item = arena_.make<WithItem>();
  item->context_expr = context;
  item->optional_vars = vars;
  return item;
}

// "(" items ")" ":" where the brackets belong to the statement.
bool Parser::parenthesized_with_items(Seq<WithItem*>* items) {
  size_t mark = stack_.size();
  Depth depth(*this, 2);
  advance();
  do {
    if (at(RPAR) && stack_.size() != mark) break;
    WithItem* item = with_item();
    if (item == nullptr) return false;
    push(item);
  } while (accept(COMMA));
  if (!accept(RPAR) || !at(COLON)) return false;
  *items = take<WithItem>(mark);
  return true;
}

bool Parser::with_items(Seq<WithItem*>* items) {
  if (at(LPAR)) {
    Speculation speculation(*this);
    if (parenthesized_with_items(items)) return true;
    speculation.rewind();
  }
  size_t mark = stack_.size();
  do {
    WithItem* item = with_item();
    if (item == nullptr) return false;
    push(item);
  } while (accept(COMMA));
  *items = take<WithItem>(mark);
  return true;
}

Stmt* Parser::with_stmt(const Token& start, bool is_async) {
  advance();
  Seq<WithItem*> items;
  Seq<Stmt*> body;
  if (!with_items(&items) || !accept(COLON) || !block(&body)) return nullptr;
  auto finish = [&](auto* stmt) -> Stmt* {
    stmt->items = items;
    stmt->body = body;
    return stmt;
  };
  return is_async ? finish(node<AsyncWith>(start)) : finish(node<With>(start));
}

ExceptHandler* Parser::except_block(bool star) {
  const Token& start = cur();
  advance();
  Expr* type = nullptr;
  Identifier name = nullptr;
  if (star && !accept(STAR)) return nullptr;
  if (!at(COLON) || star) {
    type = expression();
    if (type == nullptr) return nullptr;
    if (accept(KW_AS)) {
      name = expect_name();
      if (name == nullptr) return nullptr;
    }
  }
  Seq<Stmt*> body;
  if (!accept(COLON) || !block(&body)) return nullptr;
  ExceptHandler* handler = arena_.make<ExceptHandler>();
  handler->loc = span(start);
  handler->type = type;
  handler->name = name;
  handler->body = body;
  return handler;
}

Stmt* Parser::try_stmt() {
  const Token& start = cur();
  advance();
  Seq<Stmt*> body;
  Seq<Stmt*> orelse;
  Seq<Stmt*> finalbody;
  if (!accept(COLON) || !block(&body)) return nullptr;
  size_t mark = stack_.size();
  bool star = at(KW_EXCEPT) && peek().type == STAR;
  while (at(KW_EXCEPT)) {
    ExceptHandler* handler = except_block(star);
    if (handler == nullptr) return nullptr;
    push(handler);
  }
  bool handled = stack_.size() != mark;
  if (handled && !else_block(&orelse)) return nullptr;
  if (accept(KW_FINALLY)) {
    if (!accept(COLON) || !block(&finalbody)) return nullptr;
  } else if (!handled) {
    return nullptr;
  }
  auto finish = [&](auto* stmt) -> Stmt* {
    stmt->body = body;
    stmt->handlers = take<ExceptHandler>(mark);
    stmt->orelse = orelse;
    stmt->finalbody = finalbody;
    return stmt;
  };
  return star ? finish(node<TryStar>(start)) : finish(node<Try>(start));
}

Stmt* Parser::decorated() {
  size_t mark = stack_.size();
  while (accept(AT)) {
    Expr* decorator = named_expression();
    if (decorator == nullptr || !accept(NEWLINE)) return nullptr;
    push(decorator);
  }
  Seq<Expr*> decorators = take<Expr>(mark);
  if (at(KW_DEF)) return function_def(cur(), false, decorators);
  if (at(KW_CLASS)) return class_def(decorators);
  if (at(KW_ASYNC)) return async_stmt(decorators, true);
  return nullptr;
}

Stmt* Parser::async_stmt(Seq<Expr*> decorators, bool decorated) {
  const Token& start = cur();
  advance();
  if (at(KW_DEF)) return function_def(start, true, decorators);
  if (decorated) return nullptr;
  if (at(KW_FOR)) return for_stmt(start, true);
  if (at(KW_WITH)) return with_stmt(start, true);
  return nullptr;
}

Stmt* Parser::function_def(const Token& start, bool is_async, Seq<Expr*> decorators) {
  advance();
  Identifier name = expect_name();
  Seq<TypeParam*> params;
  if (name == nullptr || !type_params(&params) || !accept(LPAR)) return nullptr;
  Arguments* args = at(RPAR) ? arena_.make<Arguments>() : parameters(RPAR);
  if (args == nullptr || !accept(RPAR)) return nullptr;
  Expr* returns = nullptr;
  if (accept(RARROW)) {
    returns = expression();
    if (returns == nullptr) return nullptr;
  }
  Seq<Stmt*> body;
  if (!accept(COLON) || !block(&body)) return nullptr;
  auto finish = [&](auto* stmt) -> Stmt* {
    stmt->name = name;
    stmt->args = args;
    stmt->body = body;
    stmt->decorator_list = decorators;
    stmt->returns = returns;
    stmt->type_params = params;
    return stmt;
  };
  return is_async ? finish(node<AsyncFunctionDef>(start)) : finish(node<FunctionDef>(start));
}

Stmt* Parser::class_def(Seq<Expr*> decorators) {
  const Token& start = cur();
  advance();
  Identifier name = expect_name();
  Seq<TypeParam*> params;
  if (name == nullptr || !type_params(&params)) return nullptr;
  Seq<Expr*> bases;
  Seq<Keyword*> keywords;
  if (accept(LPAR)) {
    if (!arguments(false, &bases, &keywords) || !accept(RPAR)) return nullptr;
  }
  Seq<Stmt*> body;
  if (!accept(COLON) || !block(&body)) return nullptr;
  ClassDef* stmt = node<ClassDef>(start);
  stmt->name = name;
  stmt->bases = bases;
  stmt->keywords = keywords;
  stmt->body = body;
  stmt->decorator_list = decorators;
  stmt->type_params = params;
  return stmt;
}

// ---- match ---------------------------------------------------------------------------------

// Null, back at "match", when the line turns out to be no match statement.
Stmt* Parser::match_stmt() {
  const Token& start = cur();
  Speculation speculation(*this);
  advance();
  Expr* subject = at(NEWLINE) || at(EQUAL) || at(DOT) ? nullptr : subject_expr();
  // CPython's rule for a match without ":" objects to a call of a function named match as well, as
  // soon as anything in the file makes it look for errors.
  if (subject != nullptr && at(NEWLINE)) restart_pinned_ = true;
  if (subject == nullptr || !at(COLON) || peek().type != NEWLINE || peek(2).type != INDENT) {
    speculation.rewind();
    return nullptr;
  }
  advance();
  advance();
  advance();
  Depth depth(*this, kBlockDepth);
  size_t mark = stack_.size();
  do {
    MatchCase* match_case = case_block();
    if (match_case == nullptr) return nullptr;
    push(match_case);
  } while (!at(DEDENT));
  advance();
  Match* stmt = node<Match>(start);
  stmt->subject = subject;
  stmt->cases = take<MatchCase>(mark);
  return stmt;
}

Expr* Parser::subject_expr() {
  const Token& start = cur();
  Expr* first = star_named_expression();
  if (first == nullptr) return nullptr;
  if (!at(COMMA)) return first->kind == ExprKind::Starred ? nullptr : first;
  size_t mark = stack_.size();
  push(first);
  while (accept(COMMA) && !at(COLON)) {
    Expr* next = star_named_expression();
    if (next == nullptr) return nullptr;
    push(next);
  }
  return make_tuple(mark, start);
}

MatchCase* Parser::case_block() {
  if (!at_soft("case")) return nullptr;
  advance();
  MatchCase* match_case = arena_.make<MatchCase>();
  match_case->pattern = patterns();
  if (match_case->pattern == nullptr) return nullptr;
  if (accept(KW_IF)) {
    match_case->guard = named_expression();
    if (match_case->guard == nullptr) return nullptr;
  }
  if (!accept(COLON) || !block(&match_case->body)) return nullptr;
  return match_case;
}

}  // namespace py::lang

// Statements.
// CPython 3.13: Grammar/python.gram, "GENERAL STATEMENTS" to "Match statement"
#include "lang/parser_internal.h"

namespace py::lang {
namespace {

// Rule levels that CPython's parser spends on one nested block, rounded up.
constexpr int kBlockDepth = 12;

bool augmented_operator(TokenType type, Operator* op) {
  switch (type) {
    case PLUSEQUAL: *op = Operator::Add; return true;
    case MINEQUAL: *op = Operator::Sub; return true;
    case STAREQUAL: *op = Operator::Mult; return true;
    case ATEQUAL: *op = Operator::MatMult; return true;
    case SLASHEQUAL: *op = Operator::Div; return true;
    case PERCENTEQUAL: *op = Operator::Mod; return true;
    case AMPEREQUAL: *op = Operator::BitAnd; return true;
    case VBAREQUAL: *op = Operator::BitOr; return true;
    case CIRCUMFLEXEQUAL: *op = Operator::BitXor; return true;
    case LEFTSHIFTEQUAL: *op = Operator::LShift; return true;
    case RIGHTSHIFTEQUAL: *op = Operator::RShift; return true;
    case DOUBLESTAREQUAL: *op = Operator::Pow; return true;
    case DOUBLESLASHEQUAL: *op = Operator::FloorDiv; return true;
    default: return false;
  }
}

bool is_single_target(const Expr* e) {
  return e->kind == ExprKind::Name || e->kind == ExprKind::Attribute ||
         e->kind == ExprKind::Subscript;
}

}  // namespace

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

bool Parser::module_body(Seq<Stmt*>* body) {
  while (!at(ENDMARKER)) {
    if (!restart_pinned_) {
      restart_ = {pos_, warnings_ != nullptr ? warnings_->size() : 0};
    }
    if (!statement()) return false;
  }
  *body = take<Stmt>(0);
  return true;
}

// Statements up to and including the token `end`.
bool Parser::statements_until(TokenType end, Seq<Stmt*>* body) {
  size_t mark = stack_.size();
  while (!at(end)) {
    if (!statement()) return false;
  }
  *body = take<Stmt>(mark);
  advance();
  return true;
}

// Pushes one compound statement, or the simple statements of a line.
bool Parser::statement() {
  int before = pos_;
  if (Stmt* compound = compound_stmt()) {
    push(compound);
    return true;
  }
  return pos_ == before && simple_stmts();
}

bool Parser::simple_stmts() {
  do {
    if (at(NEWLINE)) break;
    Stmt* stmt = simple_stmt();
    if (stmt == nullptr) return false;
    push(stmt);
  } while (accept(SEMI));
  return accept(NEWLINE);
}

Stmt* Parser::simple_stmt() {
  const Token& start = cur();
  switch (start.type) {
    case KW_PASS:
      advance();
      return node<Pass>(start);
    case KW_BREAK:
      advance();
      return node<Break>(start);
    case KW_CONTINUE:
      advance();
      return node<Continue>(start);
    case KW_RETURN: return return_stmt();
    case KW_RAISE: return raise_stmt();
    case KW_DEL: return del_stmt();
    case KW_ASSERT: return assert_stmt();
    case KW_GLOBAL: return names_stmt(true);
    case KW_NONLOCAL: return names_stmt(false);
    case KW_IMPORT: return import_name();
    case KW_FROM: return import_from();
    case NAME:
      if (peek().type == NAME && text(start) == "type") return type_alias();
      return expression_stmt();
    default: return expression_stmt();
  }
}

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

// ---- expressions and assignments -----------------------------------------------------------

Stmt* Parser::expression_stmt() {
  const Token& start = cur();
  bool is_yield = at(KW_YIELD);
  Expr* value = is_yield ? yield_expr() : star_expressions();
  if (value == nullptr) return nullptr;
  Operator op;
  if (!is_yield) {
    if (at(EQUAL)) return assignment(value, start);
    if (at(COLON)) return annotated_assignment(value, start);
    if (augmented_operator(type(), &op)) return augmented_assignment(value, op, start);
  }
  ExprStmt* stmt = node<ExprStmt>(start);
  stmt->value = value;
  return stmt;
}

// a = b = value, after the first target.
Stmt* Parser::assignment(Expr* first, const Token& start) {
  size_t mark = stack_.size();
  Expr* value = first;
  while (at(EQUAL)) {
    if (value->kind == ExprKind::Yield || value->kind == ExprKind::YieldFrom) return nullptr;
    if (!set_context(value, ExprContext::Store, true)) return nullptr;
    push(value);
    advance();
    value = annotated_rhs();
    if (value == nullptr) return nullptr;
  }
  Assign* stmt = node<Assign>(start);
  stmt->targets = take<Expr>(mark);
  stmt->value = value;
  return stmt;
}

Stmt* Parser::annotated_assignment(Expr* target, const Token& start) {
  if (!is_single_target(target)) return nullptr;
  set_context(target, ExprContext::Store, false);
  advance();
  Expr* annotation = expression();
  if (annotation == nullptr) return nullptr;
  Expr* value = nullptr;
  if (accept(EQUAL)) {
    value = annotated_rhs();
    if (value == nullptr) return nullptr;
  }
  AnnAssign* stmt = node<AnnAssign>(start);
  stmt->target = target;
  stmt->annotation = annotation;
  stmt->value = value;
  stmt->simple = target->kind == ExprKind::Name && !target->parenthesized;
  return stmt;
}

Stmt* Parser::augmented_assignment(Expr* target, Operator op, const Token& start) {
  if (!is_single_target(target)) return nullptr;
  set_context(target, ExprContext::Store, false);
  advance();
  Expr* value = annotated_rhs();
  if (value == nullptr) return nullptr;
  AugAssign* stmt = node<AugAssign>(start);
  stmt->target = target;
  stmt->op = op;
  stmt->value = value;
  return stmt;
}

Stmt* Parser::return_stmt() {
  const Token& start = cur();
  advance();
  Expr* value = nullptr;
  if (!at(NEWLINE) && !at(SEMI)) {
    value = star_expressions();
    if (value == nullptr) return nullptr;
  }
  Return* stmt = node<Return>(start);
  stmt->value = value;
  return stmt;
}

Stmt* Parser::raise_stmt() {
  const Token& start = cur();
  advance();
  Expr* exc = nullptr;
  Expr* cause = nullptr;
  if (!at(NEWLINE) && !at(SEMI)) {
    exc = expression();
    if (exc == nullptr) return nullptr;
    if (accept(KW_FROM)) {
      cause = expression();
      if (cause == nullptr) return nullptr;
    }
  }
  Raise* stmt = node<Raise>(start);
  stmt->exc = exc;
  stmt->cause = cause;
  return stmt;
}

Stmt* Parser::del_stmt() {
  const Token& start = cur();
  advance();
  size_t mark = stack_.size();
  do {
    if (stack_.size() != mark && (at(NEWLINE) || at(SEMI))) break;
    Expr* target = del_target();
    if (target == nullptr) return nullptr;
    push(target);
  } while (accept(COMMA));
  if (!at(NEWLINE) && !at(SEMI)) return nullptr;
  Delete* stmt = node<Delete>(start);
  stmt->targets = take<Expr>(mark);
  return stmt;
}

Stmt* Parser::assert_stmt() {
  const Token& start = cur();
  advance();
  Expr* test = expression();
  if (test == nullptr) return nullptr;
  Expr* msg = nullptr;
  if (accept(COMMA)) {
    msg = expression();
    if (msg == nullptr) return nullptr;
  }
  Assert* stmt = node<Assert>(start);
  stmt->test = test;
  stmt->msg = msg;
  return stmt;
}

Stmt* Parser::names_stmt(bool global) {
  const Token& start = cur();
  std::vector<Identifier> names;
  do {
    advance();
    Identifier name = expect_name();
    if (name == nullptr) return nullptr;
    names.push_back(name);
  } while (at(COMMA));
  if (global) {
    Global* stmt = node<Global>(start);
    stmt->names = arena_.copy_seq(names);
    return stmt;
  }
  Nonlocal* stmt = node<Nonlocal>(start);
  stmt->names = arena_.copy_seq(names);
  return stmt;
}

Stmt* Parser::type_alias() {
  const Token& start = cur();
  advance();
  Expr* name = make_name(cur(), ExprContext::Store);
  advance();
  Seq<TypeParam*> params;
  if (!type_params(&params) || !accept(EQUAL)) return nullptr;
  Expr* value = expression();
  if (value == nullptr) return nullptr;
  TypeAlias* stmt = node<TypeAlias>(start);
  stmt->name = name;
  stmt->type_params = params;
  stmt->value = value;
  return stmt;
}

// ---- imports -------------------------------------------------------------------------------

Identifier Parser::dotted_name() {
  Identifier first = expect_name();
  if (first == nullptr || !at(DOT)) return first;
  std::string joined(first->text);
  while (accept(DOT)) {
    Identifier next = expect_name();
    if (next == nullptr) return nullptr;
    joined += '.';
    joined += next->text;
  }
  return arena_.intern(joined);
}

Alias* Parser::import_alias(bool dotted) {
  const Token& start = cur();
  Identifier name = dotted ? dotted_name() : expect_name();
  if (name == nullptr) return nullptr;
  Identifier asname = nullptr;
  if (accept(KW_AS)) {
    asname = expect_name();
    if (asname == nullptr) return nullptr;
  }
  Alias* alias = arena_.make<Alias>();
  alias->loc = span(start);
  alias->name = name;
  alias->asname = asname;
  return alias;
}

Stmt* Parser::import_name() {
  const Token& start = cur();
  size_t mark = stack_.size();
  do {
    advance();
    Alias* alias = import_alias(true);
    if (alias == nullptr) return nullptr;
    push(alias);
  } while (at(COMMA));
  Import* stmt = node<Import>(start);
  stmt->names = take<Alias>(mark);
  return stmt;
}

Stmt* Parser::import_from() {
  const Token& start = cur();
  advance();
  int level = 0;
  while (at(DOT) || at(ELLIPSIS)) {
    level += at(DOT) ? 1 : 3;
    advance();
  }
  Identifier module = nullptr;
  if (!at(KW_IMPORT) || level == 0) {
    module = dotted_name();
    if (module == nullptr) return nullptr;
  }
  Seq<Alias*> names;
  if (!accept(KW_IMPORT) || !import_from_names(&names)) return nullptr;
  ImportFrom* stmt = node<ImportFrom>(start);
  stmt->module = module;
  stmt->names = names;
  stmt->level = level;
  return stmt;
}

bool Parser::import_from_names(Seq<Alias*>* names) {
  size_t mark = stack_.size();
  if (at(STAR)) {
    Alias* alias = arena_.make<Alias>();
    alias->loc = token_span(cur());
    alias->name = arena_.intern("*");
    push(alias);
    advance();
  } else {
    bool brackets = accept(LPAR);
    do {
      if (brackets && at(RPAR) && stack_.size() != mark) break;
      Alias* alias = import_alias(false);
      if (alias == nullptr) return false;
      push(alias);
    } while (accept(COMMA));
    if (brackets && !accept(RPAR)) return false;
  }
  *names = take<Alias>(mark);
  return true;
}

// ---- compound statements -------------------------------------------------------------------

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

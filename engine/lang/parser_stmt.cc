// Simple statements, and runs of statements.
// CPython 3.13: Grammar/python.gram, "GENERAL STATEMENTS" and "SIMPLE STATEMENTS"
#include "lang/parser_internal.h"

namespace py::lang {
namespace {

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

}  // namespace py::lang

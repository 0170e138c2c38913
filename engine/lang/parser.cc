// The parser's entry points, its view of the tokens, and targets.
// CPython 3.13: Parser/pegen.c, Parser/action_helpers.c
#include "lang/parser.h"

#include "lang/error_pass.h"  // find_syntax_error
#include "lang/parser_internal.h"
#include "lang/unicode_nfkc.h"  // normalize_identifier

namespace py::lang {
namespace {

// CPython's parser gives up at this many nested rules; near it, the error pass counts exactly.
constexpr int kDepthToVerify = 5900;

}  // namespace

Location Parser::span(int lineno, int col_offset) const {
  int i = pos_ - 1;
  const Token* last = &tokens_.get(i);
  while (last->type == ENDMARKER || (last->type >= NEWLINE && last->type <= DEDENT)) {
    last = &tokens_.get(--i);
  }
  return {lineno, col_offset, last->end_lineno, last->end_col_offset};
}

const Token Parser::kEndOfFragment = {};

void Parser::seek(int index, int limit) {
  pos_ = index;
  limit_ = limit;
  cur_ = &token_at(index);
}

Identifier Parser::identifier(const Token& token) {
  std::string_view name = text(token);
  for (char c : name) {
    if ((c & 0x80) == 0) continue;
    std::string normal;
    return arena_.intern(normalize_identifier(name, &normal) ? normal : name);
  }
  return arena_.intern(name);
}

// A NAME's identifier, or null.
Identifier Parser::expect_name() {
  if (!at(NAME)) return nullptr;
  Identifier id = identifier(cur());
  advance();
  return id;
}

Expr* Parser::make_name(const Token& token, ExprContext ctx) {
  Name* name = make_node<Name>(arena_, token_span(token));
  name->id = identifier(token);
  name->ctx = ctx;
  return name;
}

Expr* Parser::make_constant(const Token& token, const ConstValue* value) {
  Constant* constant = make_node<Constant>(arena_, token_span(token));
  constant->value = value;
  return constant;
}

Expr* Parser::make_tuple(size_t mark, const Token& start) {
  Tuple* tuple = node<Tuple>(start);
  tuple->elts = take<Expr>(mark);
  tuple->ctx = ExprContext::Load;
  return tuple;
}

// Turns an expression into a target. False where the grammar has no such target.
bool Parser::set_context(Expr* e, ExprContext ctx, bool star_allowed) {
  switch (e->kind) {
    case ExprKind::Name:
      as<Name>(e)->ctx = ctx;
      return true;
    case ExprKind::Attribute:
      as<Attribute>(e)->ctx = ctx;
      return true;
    case ExprKind::Subscript:
      as<Subscript>(e)->ctx = ctx;
      return true;
    case ExprKind::Starred:
      if (!star_allowed) return false;
      as<Starred>(e)->ctx = ctx;
      return set_context(as<Starred>(e)->value, ctx, false);
    case ExprKind::List:
    case ExprKind::Tuple: {
      Seq<Expr*> elts;
      if (e->kind == ExprKind::List) {
        as<List>(e)->ctx = ctx;
        elts = as<List>(e)->elts;
      } else {
        as<Tuple>(e)->ctx = ctx;
        elts = as<Tuple>(e)->elts;
      }
      for (Expr* item : elts) {
        if (!set_context(item, ctx, ctx == ExprContext::Store)) return false;
      }
      return true;
    }
    default:
      return false;
  }
}

Expr* Parser::star_target() {
  const Token& start = cur();
  if (!accept(STAR)) {
    Expr* target = primary();
    return target != nullptr && set_context(target, ExprContext::Store, false) ? target : nullptr;
  }
  Expr* value = primary();
  if (value == nullptr || !set_context(value, ExprContext::Store, false)) return nullptr;
  Starred* starred = node<Starred>(start);
  starred->value = value;
  starred->ctx = ExprContext::Store;
  return starred;
}

// The targets of a for loop: one, or a tuple of several.
Expr* Parser::star_targets() {
  const Token& start = cur();
  Expr* first = star_target();
  if (first == nullptr || !at(COMMA)) return first;
  size_t mark = stack_.size();
  push(first);
  while (accept(COMMA)) {
    if (at(KW_IN) || at(EQUAL)) break;
    Expr* next = star_target();
    if (next == nullptr) return nullptr;
    push(next);
  }
  Tuple* tuple = as<Tuple>(make_tuple(mark, start));
  tuple->ctx = ExprContext::Store;
  return tuple;
}

Expr* Parser::del_target() {
  Expr* target = primary();
  return target != nullptr && set_context(target, ExprContext::Del, false) ? target : nullptr;
}

Mod* Parser::parse() {
  seek(0);
  depth_ = max_depth_ = 40;
  ParseMode mode = tokens_.mode();
  if (mode == ParseMode::kEval) {
    Expr* body = expressions();
    if (body == nullptr) return nullptr;
    while (accept(NEWLINE)) {
    }
    if (!at(ENDMARKER)) return nullptr;
    Expression* mod = arena_.make<Expression>();
    mod->kind = ModKind::Expression;
    mod->body = body;
    return mod;
  }
  if (mode == ParseMode::kExec) {
    Module* mod = arena_.make<Module>();
    mod->kind = ModKind::Module;
    return module_body(&mod->body) ? mod : nullptr;
  }
  size_t mark = stack_.size();
  const Token& start = cur();
  if (accept(NEWLINE)) {
    push(node<Pass>(start));
  } else if (Stmt* compound = compound_stmt()) {
    push(compound);
    if (!accept(NEWLINE)) return nullptr;
  } else if (pos_ != 0 || !simple_stmts()) {
    return nullptr;
  }
  Interactive* mod = arena_.make<Interactive>();
  mod->kind = ModKind::Interactive;
  mod->body = take<Stmt>(mark);
  return mod;
}

ParseResult parse_module(std::string_view source, std::string_view filename, Arena& arena,
                         const ParseOptions& options) {
  ParseResult result;
  std::string decoded;
  bool exec_mode = options.mode == ParseMode::kExec;
  if (!decode_source(source, options.source_is_utf8, exec_mode, filename, &decoded,
                     &result.error)) {
    return result;
  }
  RestartPoint restart;
  {
    TokenStream tokens(decoded, options.mode, &result.warnings);
    Parser parser(tokens, arena, &result.warnings);
    result.mod = parser.parse();
    bool deep = parser.depth_estimate() >= kDepthToVerify;
    if (result.mod != nullptr && !deep && options.mode != ParseMode::kSingle) return result;
    if (result.mod == nullptr) restart = parser.restart();
  }
  bool accepted = result.mod != nullptr;
  std::vector<SyntaxWarningInfo> warnings;
  result.error = find_syntax_error(decoded, options.mode, accepted, restart, &warnings);
  if (result.error) {
    result.mod = nullptr;
    result.warnings.resize(restart.warnings);
    for (SyntaxWarningInfo& warning : warnings) result.warnings.push_back(std::move(warning));
  }
  return result;
}

}  // namespace py::lang

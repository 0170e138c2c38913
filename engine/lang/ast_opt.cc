// Constant folding on the tree.
// CPython 3.13: Python/ast_opt.c
//
// CPython overwrites a folded node; here every visit takes the slot that points to the node and puts
// a new Constant there. Locations stay those of the whole folded expression.
#include "lang/ast_opt.h"

#include "lang/code_spec.h"   // CO_FUTURE_ANNOTATIONS
#include "lang/const_fold.h"  // fold_binary and friends

namespace py::lang {
namespace {

class AstOptimizer {
 public:
  explicit AstOptimizer(CompileContext& context)
      : context_(context), arena_(context.arena), log_(context.footprint) {
    debug_name_ = arena_.intern("__debug__");
  }

  bool fold_mod(Mod* mod);

 private:
  bool fold_body(Seq<Stmt*> body);
  bool fold_stmts(Seq<Stmt*> stmts) {
    for (Stmt* stmt : stmts) TRY(fold_stmt(stmt));
    return true;
  }
  bool fold_stmt(Stmt* stmt);
  bool fold_stmt_kind(Stmt* stmt);
  bool fold_if(If* node);
  bool fold_function(Arguments* args, Seq<Stmt*> body, Seq<Expr*> decorators, Expr*& returns,
                     Seq<TypeParam*> type_params);
  bool fold_handlers(Seq<ExceptHandler*> handlers);
  bool fold_with(Seq<WithItem*> items, Seq<Stmt*> body);
  bool fold_match(Match* node);
  bool fold_pattern(Pattern* pattern);
  bool fold_pattern_kind(Pattern* pattern);
  bool fold_patterns(Seq<Pattern*> patterns) {
    for (Pattern* pattern : patterns) TRY(fold_pattern(pattern));
    return true;
  }
  bool fold_arguments(Arguments* args);
  bool fold_args(Seq<Arg*> args);
  bool fold_type_params(Seq<TypeParam*> params);
  bool fold_keywords(Seq<Keyword*> keywords) {
    for (Keyword* keyword : keywords) TRY(fold_expr(keyword->value));
    return true;
  }
  bool fold_comprehensions(Seq<Comprehension*> generators);

  bool fold_exprs(Seq<Expr*> exprs) {
    for (Expr*& expr : exprs) TRY(fold_optional(expr));
    return true;
  }
  bool fold_optional(Expr*& slot) { return slot == nullptr || fold_expr(slot); }
  bool fold_expr(Expr*& slot);
  bool fold_expr_kind(Expr*& slot);
  bool fold_spine(Expr*& slot);

  void fold_binop(Expr*& slot);
  void fold_unaryop(Expr*& slot);
  void fold_subscr(Expr*& slot);
  void fold_iter(Expr*& slot);
  const ConstValue* const_tuple_of(Seq<Expr*> elts);
  bool optimize_format(Expr*& slot, const ConstValue* format, Seq<Expr*> elts);
  void make_const(Expr*& slot, const ConstValue* value);
  void hold(const ConstValue* value);
  Expr* make_str(std::string_view text);
  bool future_annotations() const {
    return (context_.future_features & CO_FUTURE_ANNOTATIONS) != 0;
  }

  CompileContext& context_;
  Arena& arena_;
  Footprint& log_;
  std::vector<Expr**> spine_;  // of fold_spine, all levels
  Identifier debug_name_;
};

bool has_starred(Seq<Expr*> elts) {
  for (Expr* elt : elts) {
    if (elt->kind == ExprKind::Starred) return true;
  }
  return false;
}

const ConstValue* constant_of(Expr* expr) {
  Constant* constant = as_if<Constant>(expr);
  return constant == nullptr ? nullptr : constant->value;
}

// The arena of the parser takes a reference to the constant.
void AstOptimizer::hold(const ConstValue* value) {
  if (value->kind == ConstKind::kFloat) log_.float_new();
  context_.arena_constants.push_back(value);
}

void AstOptimizer::make_const(Expr*& slot, const ConstValue* value) {
  if (value == nullptr) return;
  hold(value);
  Constant* node = make_node<Constant>(arena_, slot->loc);
  node->value = value;
  slot = node;
}

Expr* AstOptimizer::make_str(std::string_view text) {
  Constant* node = make_node<Constant>(arena_, Location{-1, -1, -1, -1});
  node->value = const_str(arena_, text);
  hold(node->value);
  return node;
}

// ---- folding ---------------------------------------------------------------------------------

void AstOptimizer::fold_unaryop(Expr*& slot) {
  UnaryOp* node = as<UnaryOp>(slot);
  if (const ConstValue* value = constant_of(node->operand)) {
    return make_const(slot, fold_unary(arena_, node->op, value));
  }
  Compare* compare = as_if<Compare>(node->operand);
  if (node->op != UnaryOperator::Not || compare == nullptr || compare->ops.size() != 1) return;
  // not (a in b) is a not in b; the other comparisons may be overloaded without being opposites.
  switch (compare->ops[0]) {
    case CmpOp::Is: compare->ops[0] = CmpOp::IsNot; break;
    case CmpOp::IsNot: compare->ops[0] = CmpOp::Is; break;
    case CmpOp::In: compare->ops[0] = CmpOp::NotIn; break;
    case CmpOp::NotIn: compare->ops[0] = CmpOp::In; break;
    default: return;
  }
  slot = compare;
}

void AstOptimizer::fold_binop(Expr*& slot) {
  BinOp* node = as<BinOp>(slot);
  const ConstValue* left = constant_of(node->left);
  if (left == nullptr) return;
  if (node->op == Operator::Mod && left->kind == ConstKind::kStr) {
    Tuple* tuple = as_if<Tuple>(node->right);
    if (tuple != nullptr && !has_starred(tuple->elts)) optimize_format(slot, left, tuple->elts);
    return;
  }
  const ConstValue* right = constant_of(node->right);
  if (right == nullptr) return;
  if (node->op == Operator::Mod && left->kind == ConstKind::kBytes) return;
  const ConstValue* value = fold_binary(arena_, node->op, left, right);
  if (value != nullptr && value->kind == ConstKind::kTuple && value != left && value != right) {
    log_.tuple_new(static_cast<size_t>(value->items.size()));
  }
  make_const(slot, value);
}

void AstOptimizer::fold_subscr(Expr*& slot) {
  Subscript* node = as<Subscript>(slot);
  const ConstValue* value = constant_of(node->value);
  const ConstValue* index = constant_of(node->slice);
  if (node->ctx != ExprContext::Load || value == nullptr || index == nullptr) return;
  make_const(slot, fold_subscript(arena_, value, index));
}

// A tuple of the elements' values when all are constant, else null.
const ConstValue* AstOptimizer::const_tuple_of(Seq<Expr*> elts) {
  std::vector<const ConstValue*> items;
  items.reserve(static_cast<size_t>(elts.size()));
  for (Expr* elt : elts) {
    const ConstValue* value = constant_of(elt);
    if (value == nullptr) return nullptr;
    items.push_back(value);
  }
  log_.tuple_new(items.size());
  return const_tuple(arena_, items.data(), items.size());
}

// What is only iterated over or searched may as well be immutable: a list display becomes a tuple,
// a set of constants a frozenset.
void AstOptimizer::fold_iter(Expr*& slot) {
  if (List* list = as_if<List>(slot)) {
    if (has_starred(list->elts)) return;
    Tuple* tuple = make_node<Tuple>(arena_, list->loc);
    tuple->elts = list->elts;
    tuple->ctx = list->ctx;
    slot = tuple;
    make_const(slot, const_tuple_of(tuple->elts));
  } else if (Set* set = as_if<Set>(slot)) {
    const ConstValue* tuple = const_tuple_of(set->elts);
    if (tuple == nullptr) return;
    log_.gc_new();
    log_.tuple_free(tuple->items.size());
    make_const(slot, fold_frozenset(arena_, tuple->items.data,
                                    static_cast<size_t>(tuple->items.size())));
  }
}

// ---- "..." % (...) as an f-string --------------------------------------------------------------

// Reads text up to the next conversion, %% being one %. False when there is none.
bool parse_literal(std::string_view format, size_t* pos, std::string* out) {
  const size_t start = *pos;
  while (*pos < format.size()) {
    if (format[*pos] != '%') {
      out->push_back(format[(*pos)++]);
    } else if (*pos + 1 < format.size() && format[*pos + 1] == '%') {
      out->push_back('%');
      *pos += 2;
    } else {
      break;
    }
  }
  return *pos != start;
}

// Up to two digits (a third one makes the conversion too complicated).
bool parse_digits(std::string_view format, size_t* pos, char* ch, int* number) {
  *number = 0;
  for (int digits = 0; *ch >= '0' && *ch <= '9';) {
    *number = *number * 10 + (*ch - '0');
    if (*pos >= format.size()) return false;
    *ch = format[(*pos)++];
    if (++digits >= 3) return false;
  }
  return true;
}

// Reads flags, width, precision and the conversion after a %; only %s, %r and %a qualify.
bool parse_conversion(std::string_view format, size_t* pos, char* conversion, std::string* spec) {
  bool left = false;
  int width = -1;
  int precision = -1;
  char ch;
  do {
    if (*pos >= format.size()) return false;
    ch = format[(*pos)++];
    left |= ch == '-';
  } while (ch == '-' || ch == '+' || ch == ' ' || ch == '#' || ch == '0');
  if (ch >= '0' && ch <= '9' && !parse_digits(format, pos, &ch, &width)) return false;
  if (ch == '.') {
    if (*pos >= format.size()) return false;
    ch = format[(*pos)++];
    if (!parse_digits(format, pos, &ch, &precision)) return false;
  }
  *conversion = ch;
  if (ch != 's' && ch != 'r' && ch != 'a') return false;
  if (!left && width > 0) *spec += '>';
  if (width >= 0) *spec += std::to_string(width);
  if (precision >= 0) *spec += '.' + std::to_string(precision);
  return true;
}

// Replaces the % expression by a JoinedStr when all of the format is simple enough.
bool AstOptimizer::optimize_format(Expr*& slot, const ConstValue* format, Seq<Expr*> elts) {
  std::vector<Expr*> parts;
  size_t pos = 0;
  int used = 0;
  while (true) {
    std::string literal;
    if (parse_literal(format->text, &pos, &literal)) parts.push_back(make_str(literal));
    if (pos >= format->text.size()) break;
    if (used >= elts.size()) return false;
    ++pos;  // the %
    char conversion;
    std::string spec;
    if (!parse_conversion(format->text, &pos, &conversion, &spec)) return false;
    Expr* value = elts[used++];
    FormattedValue* part = make_node<FormattedValue>(arena_, value->loc);
    part->value = value;
    part->conversion = conversion;
    if (!spec.empty()) part->format_spec = make_str(spec);
    parts.push_back(part);
  }
  if (used < elts.size()) return false;
  JoinedStr* joined = make_node<JoinedStr>(arena_, slot->loc);
  joined->values = arena_.copy_seq(parts);
  slot = joined;
  return true;
}

// ---- expressions -----------------------------------------------------------------------------

bool AstOptimizer::fold_expr(Expr*& slot) {
  switch (slot->kind) {
    case ExprKind::BinOp:
    case ExprKind::Attribute:
    case ExprKind::Subscript:
    case ExprKind::Call:
    case ExprKind::UnaryOp:
    case ExprKind::IfExp: return fold_spine(slot);
    default: break;
  }
  TRY(context_.enter());
  TRY(fold_expr_kind(slot));
  context_.leave();
  return true;
}

// Walks down what nests without bound to one side in a loop; folds on the way up.
bool AstOptimizer::fold_spine(Expr*& slot) {
  const size_t base = spine_.size();
  TRY(context_.enter());
  context_.leave();
  ++context_.native_depth;
  for (Expr** next = &slot;;) {
    Expr** inner = nullptr;
    switch ((*next)->kind) {
      case ExprKind::BinOp: inner = &as<BinOp>(*next)->left; break;
      case ExprKind::Attribute: inner = &as<Attribute>(*next)->value; break;
      case ExprKind::Subscript: inner = &as<Subscript>(*next)->value; break;
      case ExprKind::Call: inner = &as<Call>(*next)->func; break;
      case ExprKind::UnaryOp: inner = &as<UnaryOp>(*next)->operand; break;
      case ExprKind::IfExp: inner = &as<IfExp>(*next)->orelse; break;
      default: break;
    }
    if (inner == nullptr) {
      TRY(fold_expr(*next));
      break;
    }
    if (++context_.recursion_depth > context_.recursion_limit) return context_.recursion_error();
    if (IfExp* node = as_if<IfExp>(*next)) TRY(fold_expr(node->test) && fold_expr(node->body));
    spine_.push_back(next);
    next = inner;
  }
  for (; spine_.size() > base; --context_.recursion_depth) {
    Expr*& node = *spine_.back();
    spine_.pop_back();
    switch (node->kind) {
      case ExprKind::BinOp:
        TRY(fold_expr(as<BinOp>(node)->right));
        fold_binop(node);
        break;
      case ExprKind::UnaryOp: fold_unaryop(node); break;
      case ExprKind::Subscript:
        TRY(fold_expr(as<Subscript>(node)->slice));
        fold_subscr(node);
        break;
      case ExprKind::Call:
        TRY(fold_exprs(as<Call>(node)->args));
        TRY(fold_keywords(as<Call>(node)->keywords));
        break;
      default: break;
    }
  }
  --context_.native_depth;
  return true;
}

bool AstOptimizer::fold_expr_kind(Expr*& slot) {
  Expr* expr = slot;
  switch (expr->kind) {
    case ExprKind::BoolOp: return fold_exprs(as<BoolOp>(expr)->values);
    case ExprKind::Lambda:
      return fold_arguments(as<Lambda>(expr)->args) && fold_expr(as<Lambda>(expr)->body);
    case ExprKind::Dict:
      return fold_exprs(as<Dict>(expr)->keys) && fold_exprs(as<Dict>(expr)->values);
    case ExprKind::Set: return fold_exprs(as<Set>(expr)->elts);
    case ExprKind::ListComp:
      return fold_expr(as<ListComp>(expr)->elt) &&
             fold_comprehensions(as<ListComp>(expr)->generators);
    case ExprKind::SetComp:
      return fold_expr(as<SetComp>(expr)->elt) &&
             fold_comprehensions(as<SetComp>(expr)->generators);
    case ExprKind::DictComp:
      return fold_expr(as<DictComp>(expr)->key) && fold_expr(as<DictComp>(expr)->value) &&
             fold_comprehensions(as<DictComp>(expr)->generators);
    case ExprKind::GeneratorExp:
      return fold_expr(as<GeneratorExp>(expr)->elt) &&
             fold_comprehensions(as<GeneratorExp>(expr)->generators);
    case ExprKind::Await: return fold_expr(as<Await>(expr)->value);
    case ExprKind::Yield: return fold_optional(as<Yield>(expr)->value);
    case ExprKind::YieldFrom: return fold_expr(as<YieldFrom>(expr)->value);
    case ExprKind::Compare: {
      auto* n = as<Compare>(expr);
      TRY(fold_expr(n->left));
      TRY(fold_exprs(n->comparators));
      const CmpOp last = n->ops.back();
      if (last == CmpOp::In || last == CmpOp::NotIn) fold_iter(n->comparators.back());
      return true;
    }
    case ExprKind::FormattedValue:
      return fold_expr(as<FormattedValue>(expr)->value) &&
             fold_optional(as<FormattedValue>(expr)->format_spec);
    case ExprKind::JoinedStr: return fold_exprs(as<JoinedStr>(expr)->values);
    case ExprKind::Starred: return fold_expr(as<Starred>(expr)->value);
    case ExprKind::Slice: {
      auto* n = as<Slice>(expr);
      return fold_optional(n->lower) && fold_optional(n->upper) && fold_optional(n->step);
    }
    case ExprKind::List: return fold_exprs(as<List>(expr)->elts);
    case ExprKind::Tuple: {
      auto* n = as<Tuple>(expr);
      TRY(fold_exprs(n->elts));
      if (n->ctx == ExprContext::Load) make_const(slot, const_tuple_of(n->elts));
      return true;
    }
    case ExprKind::Name: {
      auto* n = as<Name>(expr);
      if (n->ctx == ExprContext::Load && n->id == debug_name_) {
        make_const(slot, const_bool(context_.optimize == 0));
      }
      return true;
    }
    case ExprKind::NamedExpr: return fold_expr(as<NamedExpr>(expr)->value);
    case ExprKind::Constant:
      hold(as<Constant>(expr)->value);
      return true;
    case ExprKind::BinOp:
    case ExprKind::Attribute:
    case ExprKind::Subscript:
    case ExprKind::Call:
    case ExprKind::UnaryOp:
    case ExprKind::IfExp: return fold_spine(slot);
  }
  return true;
}

bool AstOptimizer::fold_comprehensions(Seq<Comprehension*> generators) {
  for (Comprehension* generator : generators) {
    TRY(fold_expr(generator->target));
    TRY(fold_expr(generator->iter));
    TRY(fold_exprs(generator->ifs));
    fold_iter(generator->iter);
  }
  return true;
}

bool AstOptimizer::fold_args(Seq<Arg*> args) {
  if (future_annotations()) return true;
  for (Arg* arg : args) TRY(fold_optional(arg->annotation));
  return true;
}

bool AstOptimizer::fold_arguments(Arguments* args) {
  TRY(fold_args(args->posonlyargs));
  TRY(fold_args(args->args));
  if (args->vararg != nullptr && !future_annotations()) {
    TRY(fold_optional(args->vararg->annotation));
  }
  TRY(fold_args(args->kwonlyargs));
  TRY(fold_exprs(args->kw_defaults));
  if (args->kwarg != nullptr && !future_annotations()) TRY(fold_optional(args->kwarg->annotation));
  return fold_exprs(args->defaults);
}

// ---- statements ------------------------------------------------------------------------------

// Folding must not turn an expression statement into a docstring: such a string is wrapped into an
// f-string, which is none.
bool AstOptimizer::fold_body(Seq<Stmt*> body) {
  const bool had_docstring = ast_docstring(body) != nullptr;
  TRY(fold_stmts(body));
  if (had_docstring || ast_docstring(body) == nullptr) return true;
  ExprStmt* stmt = as<ExprStmt>(body[0]);
  JoinedStr* joined = make_node<JoinedStr>(arena_, stmt->loc);
  joined->values = arena_.copy_seq(&stmt->value, 1);
  stmt->value = joined;
  return true;
}

bool AstOptimizer::fold_stmt(Stmt* stmt) {
  TRY(context_.enter());
  TRY(fold_stmt_kind(stmt));
  context_.leave();
  return true;
}

bool AstOptimizer::fold_function(Arguments* args, Seq<Stmt*> body, Seq<Expr*> decorators,
                                 Expr*& returns, Seq<TypeParam*> type_params) {
  TRY(fold_type_params(type_params));
  TRY(fold_arguments(args));
  TRY(fold_body(body));
  TRY(fold_exprs(decorators));
  return future_annotations() || fold_optional(returns);
}

// A chain of elifs nests to the right without bound: a loop.
bool AstOptimizer::fold_if(If* node) {
  const int depth = context_.recursion_depth;
  for (;;) {
    TRY(fold_expr(node->test));
    TRY(fold_stmts(node->body));
    If* elif = node->orelse.size() == 1 ? as_if<If>(node->orelse[0]) : nullptr;
    if (elif == nullptr) break;
    if (++context_.recursion_depth > context_.recursion_limit) return context_.recursion_error();
    node = elif;
  }
  TRY(fold_stmts(node->orelse));
  context_.recursion_depth = depth;
  return true;
}

bool AstOptimizer::fold_stmt_kind(Stmt* stmt) {
  switch (stmt->kind) {
    case StmtKind::FunctionDef: {
      auto* n = as<FunctionDef>(stmt);
      return fold_function(n->args, n->body, n->decorator_list, n->returns, n->type_params);
    }
    case StmtKind::AsyncFunctionDef: {
      auto* n = as<AsyncFunctionDef>(stmt);
      return fold_function(n->args, n->body, n->decorator_list, n->returns, n->type_params);
    }
    case StmtKind::ClassDef: {
      auto* n = as<ClassDef>(stmt);
      return fold_type_params(n->type_params) && fold_exprs(n->bases) &&
             fold_keywords(n->keywords) && fold_body(n->body) && fold_exprs(n->decorator_list);
    }
    case StmtKind::Return: return fold_optional(as<Return>(stmt)->value);
    case StmtKind::Delete: return fold_exprs(as<Delete>(stmt)->targets);
    case StmtKind::Assign:
      return fold_exprs(as<Assign>(stmt)->targets) && fold_expr(as<Assign>(stmt)->value);
    case StmtKind::AugAssign:
      return fold_expr(as<AugAssign>(stmt)->target) && fold_expr(as<AugAssign>(stmt)->value);
    case StmtKind::AnnAssign: {
      auto* n = as<AnnAssign>(stmt);
      TRY(fold_expr(n->target));
      if (!future_annotations()) TRY(fold_expr(n->annotation));
      return fold_optional(n->value);
    }
    case StmtKind::TypeAlias: {
      auto* n = as<TypeAlias>(stmt);
      return fold_expr(n->name) && fold_type_params(n->type_params) && fold_expr(n->value);
    }
    case StmtKind::For: {
      auto* n = as<For>(stmt);
      TRY(fold_expr(n->target));
      TRY(fold_expr(n->iter));
      TRY(fold_stmts(n->body));
      TRY(fold_stmts(n->orelse));
      fold_iter(n->iter);
      return true;
    }
    case StmtKind::AsyncFor: {
      auto* n = as<AsyncFor>(stmt);
      return fold_expr(n->target) && fold_expr(n->iter) && fold_stmts(n->body) &&
             fold_stmts(n->orelse);
    }
    case StmtKind::While: {
      auto* n = as<While>(stmt);
      return fold_expr(n->test) && fold_stmts(n->body) && fold_stmts(n->orelse);
    }
    case StmtKind::If: return fold_if(as<If>(stmt));
    case StmtKind::With: return fold_with(as<With>(stmt)->items, as<With>(stmt)->body);
    case StmtKind::AsyncWith:
      return fold_with(as<AsyncWith>(stmt)->items, as<AsyncWith>(stmt)->body);
    case StmtKind::Raise:
      return fold_optional(as<Raise>(stmt)->exc) && fold_optional(as<Raise>(stmt)->cause);
    case StmtKind::Try: {
      auto* n = as<Try>(stmt);
      return fold_stmts(n->body) && fold_handlers(n->handlers) && fold_stmts(n->orelse) &&
             fold_stmts(n->finalbody);
    }
    case StmtKind::TryStar: {
      auto* n = as<TryStar>(stmt);
      return fold_stmts(n->body) && fold_handlers(n->handlers) && fold_stmts(n->orelse) &&
             fold_stmts(n->finalbody);
    }
    case StmtKind::Assert:
      return fold_expr(as<Assert>(stmt)->test) && fold_optional(as<Assert>(stmt)->msg);
    case StmtKind::ExprStmt: return fold_expr(as<ExprStmt>(stmt)->value);
    case StmtKind::Match: return fold_match(as<Match>(stmt));
    case StmtKind::Import:
    case StmtKind::ImportFrom:
    case StmtKind::Global:
    case StmtKind::Nonlocal:
    case StmtKind::Pass:
    case StmtKind::Break:
    case StmtKind::Continue: return true;
  }
  return true;
}

bool AstOptimizer::fold_handlers(Seq<ExceptHandler*> handlers) {
  for (ExceptHandler* handler : handlers) {
    TRY(fold_optional(handler->type));
    TRY(fold_stmts(handler->body));
  }
  return true;
}

bool AstOptimizer::fold_with(Seq<WithItem*> items, Seq<Stmt*> body) {
  for (WithItem* item : items) {
    TRY(fold_expr(item->context_expr));
    TRY(fold_optional(item->optional_vars));
  }
  return fold_stmts(body);
}

bool AstOptimizer::fold_match(Match* node) {
  TRY(fold_expr(node->subject));
  for (MatchCase* item : node->cases) {
    TRY(fold_pattern(item->pattern));
    TRY(fold_optional(item->guard));
    TRY(fold_stmts(item->body));
  }
  return true;
}

bool AstOptimizer::fold_pattern(Pattern* pattern) {
  TRY(context_.enter());
  TRY(fold_pattern_kind(pattern));
  context_.leave();
  return true;
}

bool AstOptimizer::fold_pattern_kind(Pattern* pattern) {
  switch (pattern->kind) {
    case PatternKind::MatchValue: return fold_expr(as<MatchValue>(pattern)->value);
    case PatternKind::MatchSequence: return fold_patterns(as<MatchSequence>(pattern)->patterns);
    case PatternKind::MatchMapping:
      return fold_exprs(as<MatchMapping>(pattern)->keys) &&
             fold_patterns(as<MatchMapping>(pattern)->patterns);
    case PatternKind::MatchClass: {
      auto* n = as<MatchClass>(pattern);
      return fold_expr(n->cls) && fold_patterns(n->patterns) && fold_patterns(n->kwd_patterns);
    }
    case PatternKind::MatchAs: {
      auto* n = as<MatchAs>(pattern);
      return n->pattern == nullptr || fold_pattern(n->pattern);
    }
    case PatternKind::MatchOr: return fold_patterns(as<MatchOr>(pattern)->patterns);
    case PatternKind::MatchSingleton:
    case PatternKind::MatchStar: return true;
  }
  return true;
}

bool AstOptimizer::fold_type_params(Seq<TypeParam*> params) {
  for (TypeParam* param : params) {
    switch (param->kind) {
      case TypeParamKind::TypeVar:
        TRY(fold_optional(as<TypeVar>(param)->bound));
        TRY(fold_optional(as<TypeVar>(param)->default_value));
        break;
      case TypeParamKind::ParamSpec: TRY(fold_optional(as<ParamSpec>(param)->default_value)); break;
      case TypeParamKind::TypeVarTuple:
        TRY(fold_optional(as<TypeVarTuple>(param)->default_value));
        break;
    }
  }
  return true;
}

bool AstOptimizer::fold_mod(Mod* mod) {
  switch (mod->kind) {
    case ModKind::Module: return fold_body(static_cast<Module*>(mod)->body);
    case ModKind::Interactive: return fold_stmts(static_cast<Interactive*>(mod)->body);
    case ModKind::Expression: return fold_expr(static_cast<Expression*>(mod)->body);
  }
  return true;
}

}  // namespace

const ConstValue* ast_docstring(Seq<Stmt*> body) {
  if (body.empty()) return nullptr;
  ExprStmt* stmt = as_if<ExprStmt>(body[0]);
  if (stmt == nullptr) return nullptr;
  Constant* constant = as_if<Constant>(stmt->value);
  if (constant == nullptr || constant->value->kind != ConstKind::kStr) return nullptr;
  return constant->value;
}

bool ast_optimize(CompileContext& context, Mod* mod) {
  return AstOptimizer(context).fold_mod(mod);
}

}  // namespace py::lang

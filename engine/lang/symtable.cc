// The symbol table's first pass: walking the tree and noting bindings and uses.
// CPython 3.13: Python/symtable.c
#include "lang/symtable.h"

#include <algorithm>  // std::find

#include "lang/code_spec.h"  // CO_FUTURE_ANNOTATIONS

namespace py::lang {

// ---- NameMap ---------------------------------------------------------------------------------

namespace {
constexpr size_t kLinearSearch = 8;  // up to here a scan beats a hash table
}

uint32_t* NameMap::find(Identifier name) {
  if (index_.empty()) {
    for (Entry& entry : entries_) {
      if (entry.name == name) return &entry.value;
    }
    return nullptr;
  }
  const size_t mask = index_.size() - 1;
  for (size_t i = name->hash & mask;; i = (i + 1) & mask) {
    if (index_[i] < 0) return nullptr;
    if (entries_[index_[i]].name == name) return &entries_[index_[i]].value;
  }
}

void NameMap::rehash() {
  size_t size = 32;
  while (size < entries_.size() * 3) size *= 2;
  index_.assign(size, -1);
  for (size_t e = 0; e < entries_.size(); ++e) {
    if (entries_[e].name == nullptr) continue;
    size_t i = entries_[e].name->hash & (size - 1);
    while (index_[i] >= 0) i = (i + 1) & (size - 1);
    index_[i] = static_cast<int32_t>(e);
  }
}

void NameMap::set(Footprint& log, Identifier name, uint32_t value) {
  if (uint32_t* old = find(name)) {
    *old = value;
    return;
  }
  shape_.insert(log, true);
  entries_.push_back({name, value});
  ++live_;
  if (index_.empty()) {
    if (entries_.size() > kLinearSearch) rehash();
    return;
  }
  if (entries_.size() * 2 > index_.size()) return rehash();
  const size_t mask = index_.size() - 1;
  size_t i = name->hash & mask;
  while (index_[i] >= 0) i = (i + 1) & mask;
  index_[i] = static_cast<int32_t>(entries_.size() - 1);
}

void NameMap::erase(Identifier name) {
  for (Entry& entry : entries_) {
    if (entry.name != name) continue;
    entry.name = nullptr;
    --live_;
    shape_.remove();
    if (!index_.empty()) rehash();
    return;
  }
}

uint32_t NameMap::add(Footprint& log, Identifier name) {
  if (const uint32_t* value = find(name)) return *value;
  const uint32_t value = static_cast<uint32_t>(live_);
  set(log, name, value);
  return value;
}

// ---- context and mangling --------------------------------------------------------------------

bool CompileContext::syntax_error(const Location& loc, std::string message) {
  error = SyntaxErrorInfo();
  error.type = SyntaxErrorType::kSyntaxError;
  error.msg = std::move(message);
  error.lineno = loc.lineno;
  error.offset = loc.col_offset + 1;
  error.end_lineno = loc.end_lineno;
  error.end_offset = loc.end_col_offset + 1;
  return false;
}

bool CompileContext::recursion_error() {
  error = SyntaxErrorInfo();
  error.type = SyntaxErrorType::kRecursionError;
  error.msg = "maximum recursion depth exceeded during compilation";
  error.has_location = false;
  return false;
}

Identifier mangle(Arena& arena, Identifier private_class, Identifier name) {
  const std::string_view text = name->text;
  if (private_class == nullptr || text.substr(0, 2) != "__" || text.ends_with("__") ||
      text.find('.') != text.npos) {
    return name;
  }
  std::string_view prefix = private_class->text;
  const size_t underscores = prefix.find_first_not_of('_');
  if (underscores == prefix.npos) return name;
  std::string mangled = "_";
  mangled += prefix.substr(underscores);
  mangled += text;
  return arena.intern(mangled);
}

Identifier maybe_mangle(Arena& arena, Identifier private_class, const SymtableEntry& entry,
                        Identifier name) {
  if (entry.mangled_names != nullptr) {
    const auto& names = *entry.mangled_names;
    if (std::find(names.begin(), names.end(), name) == names.end()) return name;
  }
  return mangle(arena, private_class, name);
}

// ---- the builder -----------------------------------------------------------------------------

class SymtableBuilder {
 public:
  SymtableBuilder(Symtable& table, CompileContext& context)
      : table_(table), context_(context), log_(context.footprint), arena_(context.arena) {
    class_name_ = arena_.intern("__class__");
    classdict_name_ = arena_.intern("__classdict__");
    super_name_ = arena_.intern("super");
    type_params_name_ = arena_.intern(".type_params");
  }

  bool build(Mod* mod);

 private:
  SymtableEntry* current() const { return stack_.back(); }
  bool future_annotations() const {
    return (context_.future_features & CO_FUTURE_ANNOTATIONS) != 0;
  }

  SymtableEntry* enter_block(Identifier name, BlockType type, const void* node,
                             const Location& loc, bool second = false);
  void exit_block();
  void forget_block(uintptr_t key);

  uint32_t lookup(Identifier name) { return lookup_in(*current(), name); }
  uint32_t lookup_in(const SymtableEntry& entry, Identifier name) {
    return entry.symbol(maybe_mangle(arena_, private_, entry, name));
  }
  bool add_def(Identifier name, uint32_t flag, const Location& loc);
  bool add_def_to(SymtableEntry& entry, Identifier name, uint32_t flag, const Location& loc);
  void record_directive(Identifier name, const Location& loc);
  bool error(const Location& loc, const char* before, Identifier name, const char* after);

  bool visit_body(Seq<Stmt*> body) {
    for (Stmt* stmt : body) TRY(visit_stmt(stmt));
    return true;
  }
  bool visit_exprs(Seq<Expr*> exprs) {
    for (Expr* expr : exprs) {
      if (expr != nullptr) TRY(visit_expr(expr));
    }
    return true;
  }
  bool visit_optional(Expr* expr) { return expr == nullptr || visit_expr(expr); }
  bool visit_keywords(Seq<Keyword*> keywords) {
    for (Keyword* keyword : keywords) TRY(visit_expr(keyword->value));
    return true;
  }

  bool visit_stmt(Stmt* stmt);
  bool visit_stmt_kind(Stmt* stmt);
  bool visit_function(Stmt* stmt, Identifier name, Arguments* args, Seq<Stmt*> body,
                      Seq<Expr*> decorators, Expr* returns, Seq<TypeParam*> type_params,
                      bool is_async);
  bool visit_if(If* node);
  bool visit_class(ClassDef* node);
  bool visit_type_alias(TypeAlias* node);
  bool visit_annassign(AnnAssign* node);
  bool visit_declaration(Stmt* stmt, Seq<Identifier> names, bool global);
  bool visit_handlers(Seq<ExceptHandler*> handlers);
  bool visit_with_items(Seq<WithItem*> items);
  bool visit_alias(Alias* alias);
  bool visit_match(Match* node);
  bool visit_pattern(Pattern* pattern);
  bool visit_pattern_kind(Pattern* pattern);
  bool visit_patterns(Seq<Pattern*> patterns) {
    for (Pattern* pattern : patterns) TRY(visit_pattern(pattern));
    return true;
  }

  bool visit_expr(Expr* expr);
  bool visit_expr_kind(Expr* expr);
  bool visit_spine(Expr* expr);
  bool visit_name(Name* node);
  bool visit_lambda(Lambda* node);
  bool visit_named_expr(NamedExpr* node);
  bool extend_named_expr_scope(Name* target);
  bool visit_yield(Expr* expr, Expr* value);
  bool visit_comprehension_expr(Expr* expr, std::string_view scope_name,
                                Seq<Comprehension*> generators, Expr* elt, Expr* value,
                                ComprehensionType type);
  bool visit_comprehension(Comprehension* comprehension);
  bool raise_if_annotation_block(const char* what, Expr* expr);
  bool raise_if_comprehension_block(Expr* expr);

  bool visit_arguments(Arguments* args);
  bool visit_params(Seq<Arg*> args);
  bool visit_annotation(Expr* annotation);
  bool visit_annotations(Stmt* stmt, Arguments* args, Expr* returns);
  bool visit_arg_annotations(Seq<Arg*> args);

  bool enter_type_param_block(Identifier name, const void* node, bool has_defaults,
                              bool has_kwdefaults, StmtKind kind, const Location& loc);
  bool visit_type_params(Seq<TypeParam*> params);
  bool visit_type_param(TypeParam* param);
  bool visit_bound_or_default(Expr* expr, Identifier name, TypeParam* param, bool second,
                              const char* scope_info);

  Symtable& table_;
  CompileContext& context_;
  Footprint& log_;
  Arena& arena_;
  std::vector<SymtableEntry*> stack_;
  std::vector<Expr*> spine_;  // of visit_spine, all levels
  Identifier private_ = nullptr;  // the class whose body is being walked
  Identifier class_name_, classdict_name_, super_name_, type_params_name_;
};

namespace {

uintptr_t block_key(const void* node, bool second) {
  return reinterpret_cast<uintptr_t>(node) + (second ? 1 : 0);
}

void destroy_entry(Footprint& log, SymtableEntry& entry) {
  entry.symbols.destroy(log);
  log.list_free();
  log.list_free();
  if (!entry.directives.empty()) {
    for (size_t i = 0; i < entry.directives.size(); ++i) log.tuple_free(5);
    log.list_free();
  }
  if (entry.owns_mangled_names) log.gc_free();
}

}  // namespace

bool SymtableBuilder::error(const Location& loc, const char* before, Identifier name,
                            const char* after) {
  return context_.syntax_error(loc, before + std::string(name->text) + after);
}

bool SymtableBuilder::build(Mod* mod) {
  SymtableEntry* top =
      enter_block(arena_.intern("top"), BlockType::kModule, mod, Location{0, 0, 0, 0});
  table_.top_ = top;
  switch (mod->kind) {
    case ModKind::Module: TRY(visit_body(static_cast<Module*>(mod)->body)); break;
    case ModKind::Interactive: TRY(visit_body(static_cast<Interactive*>(mod)->body)); break;
    case ModKind::Expression: TRY(visit_expr(static_cast<Expression*>(mod)->body)); break;
  }
  exit_block();
  return true;
}

SymtableEntry* SymtableBuilder::enter_block(Identifier name, BlockType type, const void* node,
                                            const Location& loc, bool second) {
  SymtableEntry* previous = stack_.empty() ? nullptr : current();
  auto owned = std::make_unique<SymtableEntry>();
  SymtableEntry* entry = owned.get();
  entry->name = name;
  entry->type = type;
  entry->loc = loc;
  entry->nested =
      previous != nullptr && (previous->nested || previous->is_function_like());
  entry->symbols.create(log_);
  log_.list_new();  // varnames
  log_.list_new();  // children
  const uintptr_t key = block_key(node, second);
  forget_block(key);
  table_.blocks_[key] = entry;
  table_.owned_.push_back(std::move(owned));
  if (previous != nullptr) {
    // Assignment expressions stay forbidden in a comprehension's iterable, however deep.
    entry->comp_iter_expr = previous->comp_iter_expr;
    if (type != BlockType::kClass) entry->mangled_names = previous->mangled_names;
    // Annotation blocks become strings: they must leave no trace in the table.
    if (type != BlockType::kAnnotation) previous->children.push_back(entry);
  }
  stack_.push_back(entry);
  return entry;
}

// A function's annotation block has the function's node as its key, and that of an annotation which
// is a comprehension the comprehension's: the block proper takes its place.
void SymtableBuilder::forget_block(uintptr_t key) {
  auto it = table_.blocks_.find(key);
  if (it == table_.blocks_.end()) {
    table_.blocks_shape_.insert(log_, false);
    return;
  }
  SymtableEntry* old = it->second;
  old->replaced = true;
  if (std::find(stack_.begin(), stack_.end(), old) == stack_.end()) destroy_entry(log_, *old);
}

void SymtableBuilder::exit_block() {
  SymtableEntry* entry = current();
  stack_.pop_back();
  if (entry->replaced) destroy_entry(log_, *entry);
}

bool SymtableBuilder::add_def(Identifier name, uint32_t flag, const Location& loc) {
  SymtableEntry& entry = *current();
  if ((flag & DEF_TYPE_PARAM) != 0 && entry.mangled_names != nullptr) {
    entry.mangled_names->push_back(name);
  }
  return add_def_to(entry, name, flag, loc);
}

bool SymtableBuilder::add_def_to(SymtableEntry& entry, Identifier name, uint32_t flag,
                                 const Location& loc) {
  const Identifier mangled = maybe_mangle(arena_, private_, *current(), name);
  uint32_t value = entry.symbol(mangled);
  if ((flag & DEF_PARAM) != 0 && (value & DEF_PARAM) != 0) {
    return error(loc, "duplicate argument '", name, "' in function definition");
  }
  if ((flag & DEF_TYPE_PARAM) != 0 && (value & DEF_TYPE_PARAM) != 0) {
    return error(loc, "duplicate type parameter '", name, "'");
  }
  value |= flag;
  if (entry.comp_iter_target) {
    if ((value & (DEF_GLOBAL | DEF_NONLOCAL)) != 0) {
      return error(loc, "comprehension inner loop cannot rebind assignment expression target '",
                   name, "'");
    }
    value |= DEF_COMP_ITER;
  }
  entry.symbols.set(log_, mangled, value);
  if ((flag & DEF_PARAM) != 0) {
    entry.varnames.push_back(mangled);
  } else if ((flag & DEF_GLOBAL) != 0) {
    NameMap& globals = table_.top_->symbols;
    globals.set(log_, mangled, globals.get(mangled) | flag);
  }
  return true;
}

void SymtableBuilder::record_directive(Identifier name, const Location& loc) {
  SymtableEntry& entry = *current();
  if (entry.directives.empty()) log_.list_new();
  log_.tuple_new(5);
  entry.directives.push_back({maybe_mangle(arena_, private_, entry, name), loc});
}

// ---- statements ------------------------------------------------------------------------------

bool SymtableBuilder::visit_stmt(Stmt* stmt) {
  TRY(context_.enter());
  TRY(visit_stmt_kind(stmt));
  context_.leave();
  return true;
}

bool SymtableBuilder::visit_stmt_kind(Stmt* stmt) {
  switch (stmt->kind) {
    case StmtKind::FunctionDef: {
      auto* n = as<FunctionDef>(stmt);
      return visit_function(n, n->name, n->args, n->body, n->decorator_list, n->returns,
                            n->type_params, false);
    }
    case StmtKind::AsyncFunctionDef: {
      auto* n = as<AsyncFunctionDef>(stmt);
      return visit_function(n, n->name, n->args, n->body, n->decorator_list, n->returns,
                            n->type_params, true);
    }
    case StmtKind::ClassDef: return visit_class(as<ClassDef>(stmt));
    case StmtKind::TypeAlias: return visit_type_alias(as<TypeAlias>(stmt));
    case StmtKind::Return: return visit_optional(as<Return>(stmt)->value);
    case StmtKind::Delete: return visit_exprs(as<Delete>(stmt)->targets);
    case StmtKind::Assign:
      return visit_exprs(as<Assign>(stmt)->targets) && visit_expr(as<Assign>(stmt)->value);
    case StmtKind::AugAssign:
      return visit_expr(as<AugAssign>(stmt)->target) && visit_expr(as<AugAssign>(stmt)->value);
    case StmtKind::AnnAssign: return visit_annassign(as<AnnAssign>(stmt));
    case StmtKind::For: {
      auto* n = as<For>(stmt);
      return visit_expr(n->target) && visit_expr(n->iter) && visit_body(n->body) &&
             visit_body(n->orelse);
    }
    case StmtKind::AsyncFor: {
      auto* n = as<AsyncFor>(stmt);
      return visit_expr(n->target) && visit_expr(n->iter) && visit_body(n->body) &&
             visit_body(n->orelse);
    }
    case StmtKind::While: {
      auto* n = as<While>(stmt);
      return visit_expr(n->test) && visit_body(n->body) && visit_body(n->orelse);
    }
    case StmtKind::If: return visit_if(as<If>(stmt));
    case StmtKind::With:
      return visit_with_items(as<With>(stmt)->items) && visit_body(as<With>(stmt)->body);
    case StmtKind::AsyncWith:
      return visit_with_items(as<AsyncWith>(stmt)->items) && visit_body(as<AsyncWith>(stmt)->body);
    case StmtKind::Match: return visit_match(as<Match>(stmt));
    case StmtKind::Raise:
      return visit_optional(as<Raise>(stmt)->exc) && visit_optional(as<Raise>(stmt)->cause);
    case StmtKind::Try: {
      auto* n = as<Try>(stmt);
      return visit_body(n->body) && visit_handlers(n->handlers) && visit_body(n->orelse) &&
             visit_body(n->finalbody);
    }
    case StmtKind::TryStar: {
      auto* n = as<TryStar>(stmt);
      return visit_body(n->body) && visit_handlers(n->handlers) && visit_body(n->orelse) &&
             visit_body(n->finalbody);
    }
    case StmtKind::Assert:
      return visit_expr(as<Assert>(stmt)->test) && visit_optional(as<Assert>(stmt)->msg);
    case StmtKind::Import:
      for (Alias* alias : as<Import>(stmt)->names) TRY(visit_alias(alias));
      return true;
    case StmtKind::ImportFrom:
      for (Alias* alias : as<ImportFrom>(stmt)->names) TRY(visit_alias(alias));
      return true;
    case StmtKind::Global: return visit_declaration(stmt, as<Global>(stmt)->names, true);
    case StmtKind::Nonlocal: return visit_declaration(stmt, as<Nonlocal>(stmt)->names, false);
    case StmtKind::ExprStmt: return visit_expr(as<ExprStmt>(stmt)->value);
    case StmtKind::Pass:
    case StmtKind::Break:
    case StmtKind::Continue: return true;
  }
  return true;
}

// A chain of elifs nests to the right without bound: a loop.
bool SymtableBuilder::visit_if(If* node) {
  const int depth = context_.recursion_depth;
  for (;;) {
    TRY(visit_expr(node->test));
    TRY(visit_body(node->body));
    If* elif = node->orelse.size() == 1 ? as_if<If>(node->orelse[0]) : nullptr;
    if (elif == nullptr) break;
    if (++context_.recursion_depth > context_.recursion_limit) return context_.recursion_error();
    node = elif;
  }
  TRY(visit_body(node->orelse));
  context_.recursion_depth = depth;
  return true;
}

bool SymtableBuilder::visit_function(Stmt* stmt, Identifier name, Arguments* args,
                                     Seq<Stmt*> body, Seq<Expr*> decorators, Expr* returns,
                                     Seq<TypeParam*> type_params, bool is_async) {
  TRY(add_def(name, DEF_LOCAL, stmt->loc));
  TRY(visit_exprs(args->defaults));
  TRY(visit_exprs(args->kw_defaults));
  TRY(visit_exprs(decorators));
  const bool generic = !type_params.empty();
  if (generic) {
    bool kwdefaults = false;
    for (Expr* value : args->kw_defaults) kwdefaults |= value != nullptr;
    // CPython asks whether there is a sequence of defaults: there always is, if an empty one.
    TRY(enter_type_param_block(name, type_params.data, true, kwdefaults, stmt->kind, stmt->loc));
    TRY(visit_type_params(type_params));
  }
  TRY(visit_annotations(stmt, args, returns));
  SymtableEntry* entry = enter_block(name, BlockType::kFunction, stmt, stmt->loc);
  entry->coroutine = is_async;
  TRY(visit_arguments(args));
  TRY(visit_body(body));
  exit_block();
  if (generic) exit_block();
  return true;
}

bool SymtableBuilder::visit_class(ClassDef* node) {
  TRY(add_def(node->name, DEF_LOCAL, node->loc));
  TRY(visit_exprs(node->decorator_list));
  const Identifier outer_private = private_;
  const bool generic = !node->type_params.empty();
  if (generic) {
    TRY(enter_type_param_block(node->name, node->type_params.data, false, false, node->kind,
                               node->loc));
    private_ = node->name;
    log_.gc_new();  // the set of names to mangle
    current()->mangled_names = std::make_shared<std::vector<Identifier>>();
    current()->owns_mangled_names = true;
    TRY(visit_type_params(node->type_params));
  }
  TRY(visit_exprs(node->bases));
  TRY(visit_keywords(node->keywords));
  enter_block(node->name, BlockType::kClass, node, node->loc);
  private_ = node->name;
  if (generic) {
    TRY(add_def(arena_.intern("__type_params__"), DEF_LOCAL, node->loc));
    TRY(add_def(type_params_name_, USE, node->loc));
  }
  TRY(visit_body(node->body));
  exit_block();
  if (generic) exit_block();
  private_ = outer_private;
  return true;
}

bool SymtableBuilder::visit_type_alias(TypeAlias* node) {
  TRY(visit_expr(node->name));
  const Identifier name = as<Name>(node->name)->id;
  const bool in_class = current()->type == BlockType::kClass;
  const bool generic = !node->type_params.empty();
  if (generic) {
    TRY(enter_type_param_block(name, node->type_params.data, false, false, node->kind, node->loc));
    TRY(visit_type_params(node->type_params));
  }
  enter_block(name, BlockType::kTypeAlias, node, node->loc);
  current()->can_see_class_scope = in_class;
  if (in_class) TRY(add_def(classdict_name_, USE, node->value->loc));
  TRY(visit_expr(node->value));
  exit_block();
  if (generic) exit_block();
  return true;
}

bool SymtableBuilder::visit_annassign(AnnAssign* node) {
  if (Name* name = as_if<Name>(node->target)) {
    const uint32_t flags = lookup(name->id);
    if ((flags & (DEF_GLOBAL | DEF_NONLOCAL)) != 0 && current() != table_.top_ && node->simple) {
      return error(node->loc, "annotated name '", name->id,
                   (flags & DEF_GLOBAL) != 0 ? "' can't be global" : "' can't be nonlocal");
    }
    if (node->simple) {
      TRY(add_def(name->id, DEF_ANNOT | DEF_LOCAL, name->loc));
    } else if (node->value != nullptr) {
      TRY(add_def(name->id, DEF_LOCAL, name->loc));
    }
  } else {
    TRY(visit_expr(node->target));
  }
  TRY(visit_annotation(node->annotation));
  return visit_optional(node->value);
}

bool SymtableBuilder::visit_declaration(Stmt* stmt, Seq<Identifier> names, bool global) {
  const char* kind = global ? "global" : "nonlocal";
  for (Identifier name : names) {
    const uint32_t flags = lookup(name);
    if ((flags & (DEF_PARAM | DEF_LOCAL | USE | DEF_ANNOT)) != 0) {
      std::string after;
      const char* before = "name '";
      if ((flags & DEF_PARAM) != 0) {
        after = std::string("' is parameter and ") + kind;
      } else if ((flags & USE) != 0) {
        after = std::string("' is used prior to ") + kind + " declaration";
      } else if ((flags & DEF_ANNOT) != 0) {
        before = "annotated name '";
        after = std::string("' can't be ") + kind;
      } else {
        after = std::string("' is assigned to before ") + kind + " declaration";
      }
      return error(stmt->loc, before, name, after.c_str());
    }
    TRY(add_def(name, global ? DEF_GLOBAL : DEF_NONLOCAL, stmt->loc));
    record_directive(name, stmt->loc);
  }
  return true;
}

bool SymtableBuilder::visit_handlers(Seq<ExceptHandler*> handlers) {
  for (ExceptHandler* handler : handlers) {
    TRY(visit_optional(handler->type));
    if (handler->name != nullptr) TRY(add_def(handler->name, DEF_LOCAL, handler->loc));
    TRY(visit_body(handler->body));
  }
  return true;
}

bool SymtableBuilder::visit_with_items(Seq<WithItem*> items) {
  for (WithItem* item : items) {
    TRY(visit_expr(item->context_expr));
    TRY(visit_optional(item->optional_vars));
  }
  return true;
}

bool SymtableBuilder::visit_alias(Alias* alias) {
  const Identifier name = alias->asname != nullptr ? alias->asname : alias->name;
  if (name->text == "*") {
    if (current()->type == BlockType::kModule) return true;
    return context_.syntax_error(alias->loc, "import * only allowed at module level");
  }
  const size_t dot = name->text.find('.');
  const Identifier bound = dot == name->text.npos ? name : arena_.intern(name->text.substr(0, dot));
  return add_def(bound, DEF_IMPORT, alias->loc);
}

bool SymtableBuilder::visit_match(Match* node) {
  TRY(visit_expr(node->subject));
  for (MatchCase* item : node->cases) {
    TRY(visit_pattern(item->pattern));
    TRY(visit_optional(item->guard));
    TRY(visit_body(item->body));
  }
  return true;
}

bool SymtableBuilder::visit_pattern(Pattern* pattern) {
  TRY(context_.enter());
  TRY(visit_pattern_kind(pattern));
  context_.leave();
  return true;
}

bool SymtableBuilder::visit_pattern_kind(Pattern* pattern) {
  switch (pattern->kind) {
    case PatternKind::MatchValue: return visit_expr(as<MatchValue>(pattern)->value);
    case PatternKind::MatchSingleton: return true;
    case PatternKind::MatchSequence: return visit_patterns(as<MatchSequence>(pattern)->patterns);
    case PatternKind::MatchMapping: {
      auto* n = as<MatchMapping>(pattern);
      TRY(visit_exprs(n->keys));
      TRY(visit_patterns(n->patterns));
      return n->rest == nullptr || add_def(n->rest, DEF_LOCAL, n->loc);
    }
    case PatternKind::MatchClass: {
      auto* n = as<MatchClass>(pattern);
      return visit_expr(n->cls) && visit_patterns(n->patterns) && visit_patterns(n->kwd_patterns);
    }
    case PatternKind::MatchStar: {
      auto* n = as<MatchStar>(pattern);
      return n->name == nullptr || add_def(n->name, DEF_LOCAL, n->loc);
    }
    case PatternKind::MatchAs: {
      auto* n = as<MatchAs>(pattern);
      if (n->pattern != nullptr) TRY(visit_pattern(n->pattern));
      return n->name == nullptr || add_def(n->name, DEF_LOCAL, n->loc);
    }
    case PatternKind::MatchOr: return visit_patterns(as<MatchOr>(pattern)->patterns);
  }
  return true;
}

// ---- expressions -----------------------------------------------------------------------------

bool SymtableBuilder::visit_expr(Expr* expr) {
  switch (expr->kind) {
    case ExprKind::BinOp:
    case ExprKind::Attribute:
    case ExprKind::Subscript:
    case ExprKind::Call:
    case ExprKind::UnaryOp:
    case ExprKind::IfExp: return visit_spine(expr);
    default: break;
  }
  TRY(context_.enter());
  TRY(visit_expr_kind(expr));
  context_.leave();
  return true;
}

// Some expressions nest without bound to one side: to the left operators, attributes, subscripts
// and calls; to the right unary operators and if-else. Walk down that spine in a loop, then visit
// what stands right of it on the way back up.
bool SymtableBuilder::visit_spine(Expr* expr) {
  const size_t base = spine_.size();
  TRY(context_.enter());
  context_.leave();
  ++context_.native_depth;
  for (Expr* next = expr; next != nullptr;) {
    Expr* inner = nullptr;
    switch (next->kind) {
      case ExprKind::BinOp: inner = as<BinOp>(next)->left; break;
      case ExprKind::Attribute: inner = as<Attribute>(next)->value; break;
      case ExprKind::Subscript: inner = as<Subscript>(next)->value; break;
      case ExprKind::Call: inner = as<Call>(next)->func; break;
      case ExprKind::UnaryOp: inner = as<UnaryOp>(next)->operand; break;
      case ExprKind::IfExp: inner = as<IfExp>(next)->orelse; break;
      default: break;
    }
    if (inner == nullptr) {
      TRY(visit_expr(next));
      break;
    }
    if (++context_.recursion_depth > context_.recursion_limit) return context_.recursion_error();
    if (IfExp* node = as_if<IfExp>(next)) TRY(visit_expr(node->test) && visit_expr(node->body));
    spine_.push_back(next);
    next = inner;
  }
  for (; spine_.size() > base; --context_.recursion_depth) {
    Expr* node = spine_.back();
    spine_.pop_back();
    switch (node->kind) {
      case ExprKind::BinOp: TRY(visit_expr(as<BinOp>(node)->right)); break;
      case ExprKind::Subscript: TRY(visit_expr(as<Subscript>(node)->slice)); break;
      case ExprKind::Call:
        TRY(visit_exprs(as<Call>(node)->args));
        TRY(visit_keywords(as<Call>(node)->keywords));
        break;
      default: break;
    }
  }
  --context_.native_depth;
  return true;
}

bool SymtableBuilder::visit_expr_kind(Expr* expr) {
  switch (expr->kind) {
    case ExprKind::NamedExpr:
      return raise_if_annotation_block("named expression", expr) &&
             visit_named_expr(as<NamedExpr>(expr));
    case ExprKind::BoolOp: return visit_exprs(as<BoolOp>(expr)->values);
    case ExprKind::Lambda: return visit_lambda(as<Lambda>(expr));
    case ExprKind::Dict:
      return visit_exprs(as<Dict>(expr)->keys) && visit_exprs(as<Dict>(expr)->values);
    case ExprKind::Set: return visit_exprs(as<Set>(expr)->elts);
    case ExprKind::GeneratorExp: {
      auto* n = as<GeneratorExp>(expr);
      return visit_comprehension_expr(expr, "genexpr", n->generators, n->elt, nullptr,
                                      ComprehensionType::kGenerator);
    }
    case ExprKind::ListComp: {
      auto* n = as<ListComp>(expr);
      return visit_comprehension_expr(expr, "listcomp", n->generators, n->elt, nullptr,
                                      ComprehensionType::kList);
    }
    case ExprKind::SetComp: {
      auto* n = as<SetComp>(expr);
      return visit_comprehension_expr(expr, "setcomp", n->generators, n->elt, nullptr,
                                      ComprehensionType::kSet);
    }
    case ExprKind::DictComp: {
      auto* n = as<DictComp>(expr);
      return visit_comprehension_expr(expr, "dictcomp", n->generators, n->key, n->value,
                                      ComprehensionType::kDict);
    }
    case ExprKind::Yield: return visit_yield(expr, as<Yield>(expr)->value);
    case ExprKind::YieldFrom: return visit_yield(expr, as<YieldFrom>(expr)->value);
    case ExprKind::Await:
      TRY(raise_if_annotation_block("await expression", expr));
      TRY(visit_expr(as<Await>(expr)->value));
      current()->coroutine = true;
      return true;
    case ExprKind::Compare:
      return visit_expr(as<Compare>(expr)->left) && visit_exprs(as<Compare>(expr)->comparators);
    case ExprKind::FormattedValue:
      return visit_expr(as<FormattedValue>(expr)->value) &&
             visit_optional(as<FormattedValue>(expr)->format_spec);
    case ExprKind::JoinedStr: return visit_exprs(as<JoinedStr>(expr)->values);
    case ExprKind::Constant: return true;
    case ExprKind::Starred: return visit_expr(as<Starred>(expr)->value);
    case ExprKind::Slice: {
      auto* n = as<Slice>(expr);
      return visit_optional(n->lower) && visit_optional(n->upper) && visit_optional(n->step);
    }
    case ExprKind::Name: return visit_name(as<Name>(expr));
    case ExprKind::List: return visit_exprs(as<List>(expr)->elts);
    case ExprKind::Tuple: return visit_exprs(as<Tuple>(expr)->elts);
    case ExprKind::BinOp:
    case ExprKind::Attribute:
    case ExprKind::Subscript:
    case ExprKind::Call:
    case ExprKind::UnaryOp:
    case ExprKind::IfExp: return visit_spine(expr);
  }
  return true;
}

bool SymtableBuilder::visit_name(Name* node) {
  const bool load = node->ctx == ExprContext::Load;
  TRY(add_def(node->id, load ? USE : DEF_LOCAL, node->loc));
  // super() without arguments needs the class: naming it counts as using __class__.
  if (load && node->id == super_name_ && current()->is_function_like()) {
    return add_def(class_name_, USE, node->loc);
  }
  return true;
}

bool SymtableBuilder::visit_lambda(Lambda* node) {
  TRY(visit_exprs(node->args->defaults));
  TRY(visit_exprs(node->args->kw_defaults));
  enter_block(arena_.intern("lambda"), BlockType::kFunction, node, node->loc);
  TRY(visit_arguments(node->args));
  TRY(visit_expr(node->body));
  exit_block();
  return true;
}

bool SymtableBuilder::visit_named_expr(NamedExpr* node) {
  if (current()->comp_iter_expr > 0) {
    return context_.syntax_error(
        node->loc, "assignment expression cannot be used in a comprehension iterable expression");
  }
  if (current()->comprehension != ComprehensionType::kNone) {
    TRY(extend_named_expr_scope(as<Name>(node->target)));
  }
  return visit_expr(node->value) && visit_expr(node->target);
}

// x := ... inside a comprehension binds x in the nearest block around all comprehensions.
bool SymtableBuilder::extend_named_expr_scope(Name* target) {
  const Identifier name = target->id;
  for (size_t i = stack_.size(); i-- > 0;) {
    SymtableEntry& entry = *stack_[i];
    if (entry.comprehension != ComprehensionType::kNone) {
      const uint32_t flags = lookup_in(entry, name);
      if ((flags & DEF_COMP_ITER) != 0 && (flags & DEF_LOCAL) != 0) {
        return error(target->loc,
                     "assignment expression cannot rebind comprehension iteration variable '", name,
                     "'");
      }
      continue;
    }
    const char* message = nullptr;
    switch (entry.type) {
      case BlockType::kFunction:
        TRY(add_def(name, (lookup_in(entry, name) & DEF_GLOBAL) != 0 ? DEF_GLOBAL : DEF_NONLOCAL,
                    target->loc));
        record_directive(name, target->loc);
        return add_def_to(entry, name, DEF_LOCAL, target->loc);
      case BlockType::kModule:
        TRY(add_def(name, DEF_GLOBAL, target->loc));
        record_directive(name, target->loc);
        return add_def_to(entry, name, DEF_GLOBAL, target->loc);
      case BlockType::kClass:
        message = "assignment expression within a comprehension cannot be used in a class body";
        break;
      case BlockType::kTypeParameters:
        message =
            "assignment expression within a comprehension cannot be used within the definition of "
            "a generic";
        break;
      case BlockType::kTypeAlias:
        message = "assignment expression within a comprehension cannot be used in a type alias";
        break;
      case BlockType::kTypeVariable:
        message = "assignment expression within a comprehension cannot be used in a TypeVar bound";
        break;
      case BlockType::kAnnotation: continue;
    }
    return context_.syntax_error(target->loc, message);
  }
  return true;
}

bool SymtableBuilder::visit_yield(Expr* expr, Expr* value) {
  TRY(raise_if_annotation_block("yield expression", expr));
  TRY(visit_optional(value));
  current()->generator = true;
  if (current()->comprehension == ComprehensionType::kNone) return true;
  return raise_if_comprehension_block(expr);
}

bool SymtableBuilder::visit_comprehension_expr(Expr* expr, std::string_view scope_name,
                                               Seq<Comprehension*> generators, Expr* elt,
                                               Expr* value, ComprehensionType type) {
  Comprehension* outermost = generators[0];
  // The outermost iterable is evaluated in the surrounding block.
  ++current()->comp_iter_expr;
  TRY(visit_expr(outermost->iter));
  --current()->comp_iter_expr;
  SymtableEntry* entry =
      enter_block(arena_.intern(scope_name), BlockType::kFunction, expr, expr->loc);
  entry->comprehension = type;
  if (outermost->is_async) entry->coroutine = true;
  TRY(add_def(arena_.intern(".0"), DEF_PARAM, entry->loc));
  entry->comp_iter_target = true;
  TRY(visit_expr(outermost->target));
  entry->comp_iter_target = false;
  TRY(visit_exprs(outermost->ifs));
  for (int i = 1; i < generators.size(); ++i) TRY(visit_comprehension(generators[i]));
  TRY(visit_optional(value));
  TRY(visit_expr(elt));
  const bool is_generator = type == ComprehensionType::kGenerator;
  entry->generator = is_generator;
  exit_block();
  if (entry->coroutine && !is_generator) current()->coroutine = true;
  return true;
}

bool SymtableBuilder::visit_comprehension(Comprehension* comprehension) {
  SymtableEntry* entry = current();
  entry->comp_iter_target = true;
  TRY(visit_expr(comprehension->target));
  entry->comp_iter_target = false;
  ++entry->comp_iter_expr;
  TRY(visit_expr(comprehension->iter));
  --entry->comp_iter_expr;
  TRY(visit_exprs(comprehension->ifs));
  if (comprehension->is_async) entry->coroutine = true;
  return true;
}

bool SymtableBuilder::raise_if_annotation_block(const char* what, Expr* expr) {
  std::string message = what;
  switch (current()->type) {
    case BlockType::kAnnotation: message += " cannot be used within an annotation"; break;
    case BlockType::kTypeVariable:
      message += std::string(" cannot be used within ") + current()->scope_info;
      break;
    case BlockType::kTypeAlias: message += " cannot be used within a type alias"; break;
    case BlockType::kTypeParameters:
      message += " cannot be used within the definition of a generic";
      break;
    default: return true;
  }
  return context_.syntax_error(expr->loc, message);
}

bool SymtableBuilder::raise_if_comprehension_block(Expr* expr) {
  const char* where = "generator expression";
  switch (current()->comprehension) {
    case ComprehensionType::kList: where = "list comprehension"; break;
    case ComprehensionType::kSet: where = "set comprehension"; break;
    case ComprehensionType::kDict: where = "dict comprehension"; break;
    default: break;
  }
  return context_.syntax_error(expr->loc, std::string("'yield' inside ") + where);
}

// ---- arguments, annotations, type parameters -------------------------------------------------

bool SymtableBuilder::visit_params(Seq<Arg*> args) {
  for (Arg* arg : args) TRY(add_def(arg->arg, DEF_PARAM, arg->loc));
  return true;
}

bool SymtableBuilder::visit_arguments(Arguments* args) {
  TRY(visit_params(args->posonlyargs));
  TRY(visit_params(args->args));
  TRY(visit_params(args->kwonlyargs));
  if (args->vararg != nullptr) {
    TRY(add_def(args->vararg->arg, DEF_PARAM, args->vararg->loc));
    current()->varargs = true;
  }
  if (args->kwarg != nullptr) {
    TRY(add_def(args->kwarg->arg, DEF_PARAM, args->kwarg->loc));
    current()->varkeywords = true;
  }
  return true;
}

bool SymtableBuilder::visit_annotation(Expr* annotation) {
  if (!future_annotations()) return visit_expr(annotation);
  enter_block(arena_.intern("_annotation"), BlockType::kAnnotation, annotation, annotation->loc);
  TRY(visit_expr(annotation));
  exit_block();
  return true;
}

bool SymtableBuilder::visit_arg_annotations(Seq<Arg*> args) {
  for (Arg* arg : args) TRY(visit_optional(arg->annotation));
  return true;
}

bool SymtableBuilder::visit_annotations(Stmt* stmt, Arguments* args, Expr* returns) {
  const bool as_strings = future_annotations();
  if (as_strings) {
    enter_block(arena_.intern("_annotation"), BlockType::kAnnotation, stmt, stmt->loc);
  }
  TRY(visit_arg_annotations(args->posonlyargs));
  TRY(visit_arg_annotations(args->args));
  if (args->vararg != nullptr) TRY(visit_optional(args->vararg->annotation));
  if (args->kwarg != nullptr) TRY(visit_optional(args->kwarg->annotation));
  TRY(visit_arg_annotations(args->kwonlyargs));
  if (as_strings) exit_block();
  return returns == nullptr || visit_annotation(returns);
}

bool SymtableBuilder::enter_type_param_block(Identifier name, const void* node, bool has_defaults,
                                             bool has_kwdefaults, StmtKind kind,
                                             const Location& loc) {
  const BlockType outer = current()->type;
  enter_block(name, BlockType::kTypeParameters, node, loc);
  if (outer == BlockType::kClass) {
    current()->can_see_class_scope = true;
    TRY(add_def(classdict_name_, USE, loc));
  }
  if (kind == StmtKind::ClassDef) {
    const Identifier generic_base = arena_.intern(".generic_base");
    TRY(add_def(type_params_name_, DEF_LOCAL, loc));
    TRY(add_def(type_params_name_, USE, loc));
    TRY(add_def(generic_base, DEF_LOCAL, loc));
    TRY(add_def(generic_base, USE, loc));
  }
  if (has_defaults) TRY(add_def(arena_.intern(".defaults"), DEF_PARAM, loc));
  if (has_kwdefaults) TRY(add_def(arena_.intern(".kwdefaults"), DEF_PARAM, loc));
  return true;
}

bool SymtableBuilder::visit_type_params(Seq<TypeParam*> params) {
  for (TypeParam* param : params) {
    TRY(context_.enter());
    TRY(visit_type_param(param));
    context_.leave();
  }
  return true;
}

bool SymtableBuilder::visit_type_param(TypeParam* param) {
  switch (param->kind) {
    case TypeParamKind::TypeVar: {
      auto* n = as<TypeVar>(param);
      TRY(add_def(n->name, DEF_TYPE_PARAM | DEF_LOCAL, n->loc));
      const char* info = n->bound != nullptr && n->bound->kind == ExprKind::Tuple
                             ? "a TypeVar constraint"
                             : "a TypeVar bound";
      return visit_bound_or_default(n->bound, n->name, n, false, info) &&
             visit_bound_or_default(n->default_value, n->name, n, true, "a TypeVar default");
    }
    case TypeParamKind::TypeVarTuple: {
      auto* n = as<TypeVarTuple>(param);
      TRY(add_def(n->name, DEF_TYPE_PARAM | DEF_LOCAL, n->loc));
      return visit_bound_or_default(n->default_value, n->name, n, false, "a TypeVarTuple default");
    }
    case TypeParamKind::ParamSpec: {
      auto* n = as<ParamSpec>(param);
      TRY(add_def(n->name, DEF_TYPE_PARAM | DEF_LOCAL, n->loc));
      return visit_bound_or_default(n->default_value, n->name, n, false, "a ParamSpec default");
    }
  }
  return true;
}

bool SymtableBuilder::visit_bound_or_default(Expr* expr, Identifier name, TypeParam* param,
                                             bool second, const char* scope_info) {
  if (expr == nullptr) return true;
  const bool in_class = current()->can_see_class_scope;
  enter_block(name, BlockType::kTypeVariable, param, expr->loc, second);
  current()->can_see_class_scope = in_class;
  if (in_class) TRY(add_def(classdict_name_, USE, expr->loc));
  current()->scope_info = scope_info;
  TRY(visit_expr(expr));
  exit_block();
  return true;
}

// ---- Symtable --------------------------------------------------------------------------------

Symtable::~Symtable() = default;

bool Symtable::build(Mod* mod) {
  created_ = true;
  context_.footprint.list_new();  // the stack of blocks
  blocks_shape_.create(context_.footprint);
  TRY(SymtableBuilder(*this, context_).build(mod));
  return symtable_analyze(context_, top_);
}

SymtableEntry* Symtable::lookup(const void* node, bool second) const {
  auto it = blocks_.find(block_key(node, second));
  return it == blocks_.end() ? nullptr : it->second;
}

void Symtable::release() {
  if (!created_) return;
  Footprint& log = context_.footprint;
  for (auto& entry : owned_) {
    if (!entry->replaced) destroy_entry(log, *entry);
  }
  blocks_shape_.destroy(log);
  log.list_free();
  owned_.clear();
  blocks_.clear();
  created_ = false;
}

}  // namespace py::lang

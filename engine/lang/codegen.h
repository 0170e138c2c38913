// Code generation: the tree to instruction sequences, one for each code object.
// CPython 3.13: Python/compile.c (compiler_visit_* and what they call)
//
// The class is spread over files by subject: codegen.cc (scopes, names, constants),
// codegen_function.cc (functions, classes, type parameters), codegen_stmt.cc (statements),
// codegen_try.cc (try, with), codegen_expr.cc (expressions), codegen_call.cc (calls, warnings),
// codegen_comprehension.cc, codegen_pattern.cc (match).
//
// Functions that return bool: false means context.error is set. A location is where CPython says
// the instruction comes from; kNoLocation leaves it to the flow graph.
#pragma once
#include <string>  // qualified names

#include "lang/assemble.h"      // assemble_code
#include "lang/ast_opt.h"       // ast_docstring
#include "lang/compile.h"       // CompileOptions
#include "lang/compile_unit.h"  // UnitMetadata, InstructionSequence

namespace py::lang {

enum class ScopeType : uint8_t {
  kModule,
  kClass,
  kFunction,
  kAsyncFunction,
  kLambda,
  kComprehension,
  kTypeParams,
};

// What a break, continue or return has to leave on its way out.
enum class FBlockType : uint8_t {
  kWhileLoop,
  kForLoop,
  kTryExcept,
  kFinallyTry,
  kFinallyEnd,
  kWith,
  kAsyncWith,
  kHandlerCleanup,
  kPopValue,
  kExceptionHandler,
  kExceptionGroupHandler,
  kAsyncComprehensionGenerator,
  kStopIteration,
};

struct FBlock {
  FBlockType type;
  Label block;
  Location loc;
  Label exit;
  Identifier name = nullptr;   // kHandlerCleanup: the variable to unbind
  Seq<Stmt*> finalbody = {};   // kFinallyTry
};

// One code object in the making (CPython's struct compiler_unit).
struct CompilerUnit {
  SymtableEntry* ste = nullptr;
  ScopeType scope_type = ScopeType::kModule;
  Identifier private_name = nullptr;
  std::vector<Identifier> static_attributes;  // self.x = ... in methods of this class
  InstructionSequence sequence;
  std::vector<FBlock> fblocks;
  int in_inlined_comp = 0;
  UnitMetadata metadata;
};

// Names that subpatterns bind, and where a failing match goes.
struct PatternContext {
  std::vector<Identifier> stores;
  bool allow_irrefutable = false;
  // fail_pop[n]: pops n values, then goes on with the next case.
  std::vector<Label> fail_pop;
  int on_top = 0;  // values above the captured ones
};

// What an inlined comprehension has to restore.
struct InlinedComprehension {
  std::vector<Identifier> pushed_locals;
  std::vector<NameMap::Entry> temp_symbols;  // overridden symbols: their values around it
  DictShape temp_shape;
  std::vector<Identifier> fast_hidden;
  Label cleanup;
  Label end;
};

class Codegen {
 public:
  Codegen(CompileContext& context, Symtable& symtable, const CompileOptions& options,
          CodeUnit& unit, std::string_view filename);

  // Compiles the module; the code object is unit.top (with pointers into the tree's arena still).
  bool compile_mod(Mod* mod);
  ConstCache& cache() { return cache_; }
  // Logs what CPython frees when its compiler object goes.
  void release(const std::unordered_set<const void*>& live);

 private:
  using Args = Seq<Arg*>;

  // ---- emitting
  InstructionSequence& sequence() { return u_->sequence; }
  Label new_label() { return u_->sequence.new_label(); }
  void use_label(Label label) { u_->sequence.use_label(label); }
  void op(const Location& loc, int opcode, int oparg = 0) { sequence().add(opcode, oparg, loc); }
  void jump(const Location& loc, int opcode, Label target) {
    sequence().add(opcode, target.id, loc);
  }
  int add_const(ConstRef constant);
  void load_const(const Location& loc, const ConstValue* value) {
    op(loc, op::LOAD_CONST, add_const({value, nullptr}));
  }
  void load_none(const Location& loc) { load_const(loc, none_); }
  void load_str(const Location& loc, std::string_view text) {
    load_const(loc, const_str(arena_, text));
  }
  // A constant tuple that the code generator makes itself.
  void load_new_tuple(const Location& loc, const std::vector<const ConstValue*>& items);
  void load_names(const Location& loc, const std::vector<Identifier>& names);
  void name_arg(const Location& loc, int opcode, Identifier name);  // mangled, in co_names
  void local_arg(const Location& loc, int opcode, Identifier name, NameMap& map);
  [[nodiscard]] bool name_op(const Location& loc, Identifier name, ExprContext ctx);
  Identifier mangled(Identifier name) {
    return maybe_mangle(arena_, u_->private_name, *u_->ste, name);
  }
  bool error(const Location& loc, std::string message) {
    return context_.syntax_error(loc, std::move(message));
  }
  void warn(const Location& loc, std::string message);

  // ---- scopes
  void enter_scope(Identifier name, ScopeType type, const void* node, int lineno,
                   bool second = false);
  void exit_scope();
  void set_qualname();
  const CodeSpec* optimize_and_assemble(bool add_none);
  uint32_t code_flags() const;
  [[nodiscard]] bool make_closure(const Location& loc, const CodeSpec* code, int flags);
  bool closure_error(Identifier name, Scope scope, const CodeSpec* code);
  Scope ref_type(Identifier name) const;
  bool is_top_level_await() const;
  bool forbidden_name(const Location& loc, Identifier name, ExprContext ctx);
  NameMap sorted_names(const NameMap& symbols, Scope scope, uint32_t flag, uint32_t offset);

  // ---- blocks
  [[nodiscard]] bool push_fblock(const Location& loc, FBlockType type, Label block, Label exit);
  void pop_fblock() { u_->fblocks.pop_back(); }
  [[nodiscard]] bool unwind_fblock(Location* loc, const FBlock& block, bool preserve_tos);
  [[nodiscard]] bool unwind_fblock_stack(Location* loc, bool preserve_tos, FBlock* loop,
                                         bool* found_loop);

  // ---- statements
  [[nodiscard]] bool body(const Location& loc, Seq<Stmt*> stmts);
  [[nodiscard]] bool stmts(Seq<Stmt*> list) {
    for (Stmt* stmt : list) TRY(visit_stmt(stmt));
    return true;
  }
  [[nodiscard]] bool visit_stmt(Stmt* stmt);
  [[nodiscard]] bool visit_stmt_kind(Stmt* stmt);
  [[nodiscard]] bool stmt_expr(const Location& loc, Expr* value);
  [[nodiscard]] bool assign(Assign* node);
  [[nodiscard]] bool augassign(AugAssign* node);
  [[nodiscard]] bool annassign(AnnAssign* node);
  [[nodiscard]] bool check_ann_expr(Expr* expr);
  [[nodiscard]] bool check_ann_subscr(Expr* expr);
  [[nodiscard]] bool if_stmt(If* node);
  [[nodiscard]] bool for_stmt(For* node);
  [[nodiscard]] bool async_for(AsyncFor* node);
  [[nodiscard]] bool while_stmt(While* node);
  [[nodiscard]] bool return_stmt(Return* node);
  [[nodiscard]] bool break_stmt(const Location& loc);
  [[nodiscard]] bool continue_stmt(const Location& loc);
  [[nodiscard]] bool raise_stmt(Raise* node);
  [[nodiscard]] bool assert_stmt(Assert* node);
  [[nodiscard]] bool import_stmt(Import* node);
  [[nodiscard]] bool import_as(const Location& loc, Identifier name, Identifier asname);
  [[nodiscard]] bool from_import(ImportFrom* node);

  // ---- try and with
  struct TryParts {  // Try and TryStar have the same fields
    Location loc;
    Seq<Stmt*> body;
    Seq<ExceptHandler*> handlers;
    Seq<Stmt*> orelse;
    Seq<Stmt*> finalbody;
    bool star;
  };
  [[nodiscard]] bool try_stmt(const TryParts& parts);
  [[nodiscard]] bool try_finally(const TryParts& parts);
  [[nodiscard]] bool try_except(const TryParts& parts);
  [[nodiscard]] bool except_handler(ExceptHandler* handler, bool last, Label end);
  [[nodiscard]] bool try_star_except(const TryParts& parts);
  [[nodiscard]] bool except_star_handler(ExceptHandler* handler, bool first, bool last,
                                         Label reraise_star);
  [[nodiscard]] bool unbind(const Location& loc, Identifier name);
  void pop_except_and_reraise(const Location& loc);
  void call_exit_with_nones(const Location& loc);
  void with_except_finish(Label cleanup);
  [[nodiscard]] bool with_stmt(With* node, int pos);
  [[nodiscard]] bool async_with(AsyncWith* node, int pos);
  void add_yield_from(const Location& loc, bool await);
  void await_value(const Location& loc, int oparg);

  // ---- functions and classes
  struct FunctionParts {  // FunctionDef and AsyncFunctionDef have the same fields
    Stmt* node;
    Identifier name;
    Arguments* args;
    Seq<Stmt*> body;
    Seq<Expr*> decorators;
    Expr* returns;
    Seq<TypeParam*> type_params;
    bool is_async;
  };
  [[nodiscard]] bool function(const FunctionParts& parts);
  [[nodiscard]] bool function_body(const FunctionParts& parts, int funcflags, int firstlineno);
  [[nodiscard]] bool class_stmt(ClassDef* node);
  [[nodiscard]] bool class_body(ClassDef* node, int firstlineno);
  [[nodiscard]] bool class_body_end();
  [[nodiscard]] bool generic_bases(ClassDef* node);
  [[nodiscard]] bool type_alias(TypeAlias* node);
  [[nodiscard]] bool type_alias_body(TypeAlias* node);
  [[nodiscard]] bool type_params(Seq<TypeParam*> params);
  [[nodiscard]] bool type_param(TypeParam* param, Identifier name, Expr* bound,
                                Expr* default_value, int intrinsic, bool* seen_default);
  [[nodiscard]] bool bound_or_default(Expr* expr, Identifier name, const void* node, bool second,
                                      bool allow_starred);
  void enter_generic_scope(Identifier name, Seq<TypeParam*> params, int firstlineno);
  [[nodiscard]] bool lambda(Lambda* node);
  [[nodiscard]] bool decorators(Seq<Expr*> list);
  void apply_decorators(Seq<Expr*> list);
  [[nodiscard]] bool default_arguments(const Location& loc, Arguments* args, int* flags);
  [[nodiscard]] bool kwonly_defaults(const Location& loc, Arguments* args, int* flags);
  [[nodiscard]] bool annotations(const Location& loc, Arguments* args, Expr* returns, int* flags);
  [[nodiscard]] bool arg_annotation(const Location& loc, Identifier id, Expr* annotation,
                                    int* count);
  [[nodiscard]] bool arg_annotations(const Location& loc, Args args, int* count);
  [[nodiscard]] bool check_debug_args(Arguments* args);
  [[nodiscard]] bool check_debug_arg(Arg* arg);
  void annotation_string(Expr* annotation);
  void wrap_in_stopiteration_handler();
  bool future_annotations() const;

  // ---- expressions
  [[nodiscard]] bool visit_exprs(Seq<Expr*> list) {
    for (Expr* expr : list) TRY(visit_expr(expr));
    return true;
  }
  [[nodiscard]] bool visit_expr(Expr* expr);
  [[nodiscard]] bool visit_expr_kind(Expr* expr);
  [[nodiscard]] bool binop(BinOp* node);
  [[nodiscard]] bool unaryop(UnaryOp* node);
  [[nodiscard]] bool boolop(BoolOp* node);
  [[nodiscard]] bool ifexp(IfExp* node);
  [[nodiscard]] bool compare(Compare* node);
  [[nodiscard]] bool jump_if(const Location& loc, Expr* test, Label next, bool cond);
  [[nodiscard]] bool jump_if_boolop(const Location& loc, BoolOp* node, Label next, bool cond);
  [[nodiscard]] bool jump_if_ifexp(const Location& loc, IfExp* node, Label next, bool cond);
  [[nodiscard]] bool jump_if_compare(Compare* node, Label next, bool cond);
  void compare_op(const Location& loc, CmpOp cmp);
  void binary_op(const Location& loc, Operator oper, bool inplace);
  [[nodiscard]] bool yield_expr(Yield* node);
  [[nodiscard]] bool yield_from(YieldFrom* node);
  [[nodiscard]] bool await_expr(Await* node);
  void add_yield(const Location& loc);
  [[nodiscard]] bool dict(Dict* node);
  [[nodiscard]] bool subdict(Dict* node, int begin, int end);
  [[nodiscard]] bool starunpack(const Location& loc, Seq<Expr*> elts, int pushed, int build,
                                int add, int extend, bool tuple);
  [[nodiscard]] bool sequence_display(const Location& loc, Seq<Expr*> elts, ExprContext ctx,
                                      bool tuple);
  [[nodiscard]] bool assignment(const Location& loc, Seq<Expr*> elts);
  [[nodiscard]] bool joined_str(JoinedStr* node);
  [[nodiscard]] bool formatted_value(FormattedValue* node);
  [[nodiscard]] bool attribute_target(Attribute* node);
  [[nodiscard]] bool finish_subscript(Subscript* node);
  [[nodiscard]] bool slice_parts(Slice* node, int* count);
  void add_static_attribute(Attribute* node);

  // ---- calls
  [[nodiscard]] bool primary(Expr* node);
  [[nodiscard]] bool enter_primary(Expr* node, Expr** inner);
  [[nodiscard]] bool start_primary(Expr* node);
  [[nodiscard]] bool finish_primary(Expr* node);
  bool is_method_call(Call* node) const;
  [[nodiscard]] bool method_arguments(Call* node, const Location& loc);
  [[nodiscard]] bool super_attribute(Attribute* attr, bool method);
  [[nodiscard]] bool call_helper(const Location& loc, int pushed, Seq<Expr*> args,
                                 Seq<Keyword*> keywords);
  [[nodiscard]] bool call_ex(const Location& loc, int pushed, Seq<Expr*> args,
                             Seq<Keyword*> keywords);
  [[nodiscard]] bool subkwargs(const Location& loc, Seq<Keyword*> keywords, int begin, int end);
  [[nodiscard]] bool visit_keywords(Seq<Keyword*> keywords) {
    for (Keyword* keyword : keywords) TRY(visit_expr(keyword->value));
    return true;
  }
  void keyword_names(const Location& loc, Seq<Keyword*> keywords);
  [[nodiscard]] bool validate_keywords(Seq<Keyword*> keywords);
  bool can_optimize_super_call(Attribute* attr);
  [[nodiscard]] bool load_args_for_super(Call* call);
  bool is_import_originated(Expr* expr) const;
  void check_compare(Compare* node);
  void check_caller(Expr* func);
  void check_subscripter(Expr* value);
  void check_index(Expr* value, Expr* index);

  // ---- comprehensions
  struct ComprehensionParts {
    Expr* node;
    ComprehensionType type;
    Seq<Comprehension*> generators;
    Expr* elt;
    Expr* value;  // of a dict comprehension
  };
  [[nodiscard]] bool comprehension(const ComprehensionParts& parts);
  [[nodiscard]] bool comprehension_scope(const ComprehensionParts& parts, bool is_async,
                                         bool top_level_await);
  [[nodiscard]] bool comprehension_iter(Comprehension* generator);
  [[nodiscard]] bool comprehension_generator(const ComprehensionParts& parts, const Location& loc,
                                             int index, int depth, bool iter_on_stack);
  [[nodiscard]] bool sync_comprehension(const ComprehensionParts& parts, const Location& loc,
                                        int index, int depth, bool iter_on_stack);
  [[nodiscard]] bool async_comprehension(const ComprehensionParts& parts, const Location& loc,
                                         int index, int depth, bool iter_on_stack);
  [[nodiscard]] bool comprehension_element(const ComprehensionParts& parts, int depth,
                                           Location* elt_loc);
  [[nodiscard]] bool push_inlined(const Location& loc, SymtableEntry* entry,
                                  InlinedComprehension* state);
  void pop_inlined(const Location& loc, InlinedComprehension& state);
  void restore_inlined_locals(const Location& loc, const InlinedComprehension& state);

  // ---- patterns
  [[nodiscard]] bool match(Match* node);
  [[nodiscard]] bool match_case(MatchCase* item, bool last, PatternContext& pc);
  [[nodiscard]] bool pattern(Pattern* node, PatternContext& pc);
  [[nodiscard]] bool subpattern(Pattern* node, PatternContext& pc);
  [[nodiscard]] bool pattern_value(MatchValue* node, PatternContext& pc);
  [[nodiscard]] bool pattern_singleton(MatchSingleton* node, PatternContext& pc);
  [[nodiscard]] bool pattern_sequence(MatchSequence* node, PatternContext& pc);
  [[nodiscard]] bool sequence_unpack(const Location& loc, Seq<Pattern*> patterns,
                                     PatternContext& pc);
  [[nodiscard]] bool sequence_subscr(const Location& loc, Seq<Pattern*> patterns, int star,
                                     PatternContext& pc);
  [[nodiscard]] bool pattern_mapping(MatchMapping* node, PatternContext& pc);
  [[nodiscard]] bool mapping_keys(MatchMapping* node);
  [[nodiscard]] bool pattern_class(MatchClass* node, PatternContext& pc);
  [[nodiscard]] bool validate_kwd_attrs(MatchClass* node);
  [[nodiscard]] bool pattern_as(MatchAs* node, PatternContext& pc);
  [[nodiscard]] bool pattern_or(MatchOr* node, PatternContext& pc);
  [[nodiscard]] bool reorder_stores(const Location& loc, const std::vector<Identifier>& control,
                                    PatternContext& pc, bool* differ);
  [[nodiscard]] bool store_name(const Location& loc, Identifier name, PatternContext& pc);
  void rotate(const Location& loc, int count);
  void jump_to_fail_pop(const Location& loc, PatternContext& pc, int opcode);
  void ensure_fail_pop(PatternContext& pc, int n);
  void emit_and_reset_fail_pop(const Location& loc, PatternContext& pc);
  bool duplicate_store(const Location& loc, Identifier name);

  CompileContext& context_;
  Arena& arena_;
  Footprint& log_;
  Symtable& symtable_;
  const CompileOptions& options_;
  CodeUnit& unit_;
  std::string_view filename_;
  ConstCache cache_;
  std::vector<std::unique_ptr<CompilerUnit>> units_;
  CompilerUnit* u_ = nullptr;
  std::vector<Expr*> primaries_;  // chains of attributes, subscripts and calls being compiled
  bool interactive_ = false;
  const ConstValue* none_;
  Identifier class_name_, classdict_name_, debug_name_, self_name_, super_name_;
};

// A docstring without the indentation that all its lines but the first share, and without the
// spaces that the first begins with.
std::string clean_docstring(std::string_view raw);

// The location of what stands after the attribute's dot, when the attribute spans lines.
Location match_attribute_start(Location loc, const Attribute* attr);


}  // namespace py::lang

// Code generation: scopes, names, constants, and leaving blocks.
// CPython 3.13: Python/compile.c
#include "lang/codegen.h"

#include <algorithm>  // std::sort

namespace py::lang {

Codegen::Codegen(CompileContext& context, Symtable& symtable, const CompileOptions& options,
                 CodeUnit& unit, std::string_view filename)
    : context_(context),
      arena_(context.arena),
      log_(context.footprint),
      symtable_(symtable),
      options_(options),
      unit_(unit),
      filename_(filename),
      cache_(context),
      none_(const_singleton(ConstKind::kNone)) {
  log_.list_new();  // the stack of units
  class_name_ = arena_.intern("__class__");
  classdict_name_ = arena_.intern("__classdict__");
  debug_name_ = arena_.intern("__debug__");
  self_name_ = arena_.intern("self");
  super_name_ = arena_.intern("super");
}

void Codegen::release(const std::unordered_set<const void*>& live) {
  symtable_.release();
  cache_.release(live);
  log_.list_free();
}

// ---- constants and names ---------------------------------------------------------------------

int Codegen::add_const(ConstRef constant) {
  UnitMetadata& meta = u_->metadata;
  const ConstRef merged = cache_.merge(constant);
  const void* key = merged.value != nullptr ? static_cast<const void*>(merged.value) : merged.code;
  auto [it, added] = meta.const_index.try_emplace(key, static_cast<int>(meta.consts.size()));
  if (added) {
    meta.consts_shape.insert(log_,
                             merged.value != nullptr && merged.value->kind == ConstKind::kStr);
    meta.consts.push_back(merged);
  }
  return it->second;
}

void Codegen::load_new_tuple(const Location& loc, const std::vector<const ConstValue*>& items) {
  log_.tuple_new(items.size());
  const ConstValue* tuple = const_tuple(arena_, items.data(), items.size());
  const int index = add_const({tuple, nullptr});
  if (u_->metadata.consts[static_cast<size_t>(index)].value != tuple) {
    log_.tuple_free(items.size());
  }
  op(loc, op::LOAD_CONST, index);
}

void Codegen::load_names(const Location& loc, const std::vector<Identifier>& names) {
  std::vector<const ConstValue*> items;
  for (Identifier name : names) items.push_back(const_str(arena_, name->text));
  load_new_tuple(loc, items);
}

void Codegen::name_arg(const Location& loc, int opcode, Identifier name) {
  int arg = static_cast<int>(u_->metadata.names.add(log_, mangled(name)));
  // The low bits of some opargs are flags: method call, or super() of two arguments.
  switch (opcode) {
    case op::LOAD_ATTR: arg <<= 1; break;
    case op::LOAD_METHOD:
      opcode = op::LOAD_ATTR;
      arg = arg << 1 | 1;
      break;
    case op::LOAD_SUPER_ATTR: arg = arg << 2 | 2; break;
    case op::LOAD_SUPER_METHOD:
      opcode = op::LOAD_SUPER_ATTR;
      arg = arg << 2 | 3;
      break;
    case op::LOAD_ZERO_SUPER_ATTR:
      opcode = op::LOAD_SUPER_ATTR;
      arg <<= 2;
      break;
    case op::LOAD_ZERO_SUPER_METHOD:
      opcode = op::LOAD_SUPER_ATTR;
      arg = arg << 2 | 1;
      break;
    default: break;
  }
  op(loc, opcode, arg);
}

void Codegen::local_arg(const Location& loc, int opcode, Identifier name, NameMap& map) {
  op(loc, opcode, static_cast<int>(map.add(log_, mangled(name))));
}

bool Codegen::forbidden_name(const Location& loc, Identifier name, ExprContext ctx) {
  if (name != debug_name_ || ctx == ExprContext::Load) return false;
  error(loc, ctx == ExprContext::Store ? "cannot assign to __debug__" : "cannot delete __debug__");
  return true;
}

void Codegen::warn(const Location& loc, std::string message) {
  context_.warnings.push_back({"SyntaxWarning", std::move(message), loc.lineno});
}

namespace {

int pick(ExprContext ctx, int load, int store, int del) {
  return ctx == ExprContext::Load ? load : ctx == ExprContext::Store ? store : del;
}

}  // namespace

bool Codegen::name_op(const Location& loc, Identifier name, ExprContext ctx) {
  if (forbidden_name(loc, name, ctx)) return false;
  const Identifier id = mangled(name);
  UnitMetadata& meta = u_->metadata;
  const SymtableEntry& ste = *u_->ste;
  const bool load = ctx == ExprContext::Load;
  const bool class_block = ste.type == BlockType::kClass;
  // Annotation scopes in a class look into the class namespace first.
  auto load_classdict = [&] {
    op(loc, op::LOAD_DEREF, static_cast<int>(meta.freevars.add(log_, classdict_name_)));
  };
  const Scope scope = ste.scope(id);
  switch (scope) {
    case Scope::kFree:
    case Scope::kCell: {
      int opcode = pick(ctx, op::LOAD_DEREF, op::STORE_DEREF, op::DELETE_DEREF);
      if (load && class_block && u_->in_inlined_comp == 0) {
        opcode = op::LOAD_FROM_DICT_OR_DEREF;
        op(loc, op::LOAD_LOCALS);
      } else if (load && ste.can_see_class_scope) {
        opcode = op::LOAD_FROM_DICT_OR_DEREF;
        load_classdict();
      }
      NameMap& map = scope == Scope::kFree ? meta.freevars : meta.cellvars;
      op(loc, opcode, static_cast<int>(map.add(log_, id)));
      return true;
    }
    case Scope::kLocal:
      if (ste.is_function_like() || meta.fasthidden.get(id) != 0) {
        const int opcode = pick(ctx, op::LOAD_FAST, op::STORE_FAST, op::DELETE_FAST);
        op(loc, opcode, static_cast<int>(meta.varnames.add(log_, id)));
        return true;
      }
      break;
    case Scope::kGlobalImplicit:
    case Scope::kGlobalExplicit: {
      if (scope == Scope::kGlobalImplicit && !ste.is_function_like()) break;
      int opcode = pick(ctx, op::LOAD_GLOBAL, op::STORE_GLOBAL, op::DELETE_GLOBAL);
      if (load && ste.can_see_class_scope && scope == Scope::kGlobalImplicit) {
        opcode = op::LOAD_FROM_DICT_OR_GLOBALS;
        load_classdict();
      }
      const int arg = static_cast<int>(meta.names.add(log_, id));
      op(loc, opcode, opcode == op::LOAD_GLOBAL ? arg << 1 : arg);
      return true;
    }
    case Scope::kNone: break;
  }
  int opcode = pick(ctx, op::LOAD_NAME, op::STORE_NAME, op::DELETE_NAME);
  int arg = static_cast<int>(meta.names.add(log_, id));
  if (load && class_block && u_->in_inlined_comp != 0) {
    opcode = op::LOAD_GLOBAL;
    arg <<= 1;
  }
  op(loc, opcode, arg);
  return true;
}

// ---- scopes ----------------------------------------------------------------------------------

// The names with the scope (or flag), sorted, numbered from offset.
NameMap Codegen::sorted_names(const NameMap& symbols, Scope scope, uint32_t flag,
                              uint32_t offset) {
  NameMap result;
  result.create(log_);
  log_.list_new();
  std::vector<Identifier> names;
  for (const NameMap::Entry& symbol : symbols.entries()) {
    if (symbol.name == nullptr) continue;
    if (scope_of(symbol.value) == scope || (symbol.value & flag) != 0) {
      names.push_back(symbol.name);
    }
  }
  std::sort(names.begin(), names.end(),
            [](Identifier a, Identifier b) { return a->text < b->text; });
  for (Identifier name : names) result.set(log_, name, offset++);
  log_.list_free();
  return result;
}

void Codegen::enter_scope(Identifier name, ScopeType type, const void* node, int lineno,
                          bool second) {
  auto owned = std::make_unique<CompilerUnit>();
  CompilerUnit* unit = owned.get();
  UnitMetadata& meta = unit->metadata;
  unit->scope_type = type;
  unit->ste = symtable_.lookup(node, second);
  meta.name = name;
  meta.firstlineno = lineno;
  meta.varnames.create(log_);
  for (Identifier param : unit->ste->varnames) meta.varnames.add(log_, param);
  meta.cellvars = sorted_names(unit->ste->symbols, Scope::kCell, DEF_COMP_CELL, 0);
  if (unit->ste->needs_class_closure) meta.cellvars.add(log_, class_name_);
  if (unit->ste->needs_classdict) meta.cellvars.add(log_, classdict_name_);
  meta.freevars = sorted_names(unit->ste->symbols, Scope::kFree, DEF_FREE_CLASS,
                               static_cast<uint32_t>(meta.cellvars.size()));
  meta.fasthidden.create(log_);
  meta.consts_shape.create(log_);
  meta.names.create(log_);
  if (type == ScopeType::kClass) log_.gc_new();  // the set of static attributes
  log_.gc_new();                                 // the instruction sequence
  if (u_ != nullptr) {
    log_.gc_new();  // the capsule that holds the outer unit
    unit->private_name = u_->private_name;
  }
  units_.push_back(std::move(owned));
  u_ = unit;
  Location loc{lineno, 0, lineno, 0};
  if (type == ScopeType::kModule) {
    loc.lineno = 0;
  } else {
    set_qualname();
  }
  op(loc, op::RESUME, RESUME_AT_FUNC_START);
}

void Codegen::exit_scope() {
  UnitMetadata& meta = u_->metadata;
  log_.gc_free();
  meta.consts_shape.destroy(log_);
  meta.names.destroy(log_);
  meta.varnames.destroy(log_);
  meta.freevars.destroy(log_);
  meta.cellvars.destroy(log_);
  meta.fasthidden.destroy(log_);
  if (u_->scope_type == ScopeType::kClass) log_.gc_free();
  units_.pop_back();
  if (units_.empty()) {
    u_ = nullptr;
  } else {
    u_ = units_.back().get();
    log_.gc_free();
  }
}

// The dotted name: that of the enclosing unit, ".<locals>" if it is a function, and the name.
void Codegen::set_qualname() {
  UnitMetadata& meta = u_->metadata;
  const size_t depth = units_.size() - 1;  // units around this one
  meta.qualname = meta.name->text;
  if (depth <= 1) return;
  const CompilerUnit* parent = units_[depth - 1].get();
  if (parent->scope_type == ScopeType::kTypeParams) {
    // The scope of type parameters does not show.
    if (depth == 2) return;
    parent = units_[depth - 2].get();
  }
  const bool named = u_->scope_type == ScopeType::kFunction ||
                     u_->scope_type == ScopeType::kAsyncFunction ||
                     u_->scope_type == ScopeType::kClass;
  if (named) {
    const Identifier id = mangle(arena_, parent->private_name, meta.name);
    if (parent->ste->scope(id) == Scope::kGlobalExplicit) return;
  }
  std::string text(parent->metadata.qualname);
  if (parent->scope_type == ScopeType::kFunction ||
      parent->scope_type == ScopeType::kAsyncFunction ||
      parent->scope_type == ScopeType::kLambda) {
    text += ".<locals>";
  }
  text += '.';
  text += meta.name->text;
  meta.qualname = arena_.copy_text(text);
}

bool Codegen::is_top_level_await() const {
  return options_.top_level_await && u_->ste->type == BlockType::kModule;
}

uint32_t Codegen::code_flags() const {
  const SymtableEntry& ste = *u_->ste;
  uint32_t flags = context_.future_features;
  if (ste.is_function_like()) {
    flags |= CO_NEWLOCALS | CO_OPTIMIZED;
    if (ste.nested) flags |= CO_NESTED;
    if (ste.generator) flags |= ste.coroutine ? CO_ASYNC_GENERATOR : CO_GENERATOR;
    if (!ste.generator && ste.coroutine) flags |= CO_COROUTINE;
    if (ste.varargs) flags |= CO_VARARGS;
    if (ste.varkeywords) flags |= CO_VARKEYWORDS;
  }
  if (is_top_level_await() && ste.coroutine && !ste.generator) flags |= CO_COROUTINE;
  return flags;
}

const CodeSpec* Codegen::optimize_and_assemble(bool add_none) {
  const uint32_t flags = code_flags();
  if (add_none) load_none(kNoLocation);
  op(kNoLocation, op::RETURN_VALUE);
  UnitMetadata& meta = u_->metadata;
  log_.list_new();  // co_consts while it still grows
  std::vector<ConstRef> consts = meta.consts;
  FlowgraphResult flowgraph =
      optimize_code_unit(u_->sequence, meta, consts, context_, cache_,
                         static_cast<int>(u_->ste->varnames.size()), flags);
  auto code = assemble_code(meta, consts, flowgraph, context_, cache_, flags, filename_);
  log_.list_free();
  unit_.codes.push_back(std::move(code));
  return unit_.codes.back().get();
}

Scope Codegen::ref_type(Identifier name) const {
  if (u_->scope_type == ScopeType::kClass && (name == class_name_ || name == classdict_name_)) {
    return Scope::kCell;
  }
  return u_->ste->scope(name);
}

// A free variable of the code that this unit does not have: CPython's compiler gives up like this
// for __class__ in a generic class and the like.
bool Codegen::closure_error(Identifier name, Scope scope, const CodeSpec* code) {
  std::string free;
  int count = 0;
  for (size_t i = 0; i < code->localspluskinds.size(); ++i) {
    if ((code->localspluskinds[i] & CO_FAST_FREE) == 0) continue;
    free += (count++ == 0 ? "'" : ", '") + std::string(code->localsplusnames[i]) + "'";
  }
  if (count == 1) free += ",";
  SyntaxErrorInfo& error = context_.error;
  error = SyntaxErrorInfo();
  error.type = SyntaxErrorType::kSystemError;
  error.has_location = false;
  error.msg = "compiler_lookup_arg(name='" + std::string(name->text) +
              "') with reftype=" + std::to_string(static_cast<int>(scope)) + " failed in " +
              std::string(u_->metadata.name->text) + "; freevars of code " +
              std::string(code->name) + ": (" + free + ")";
  return false;
}

// Loads the function made of code: its closure, the code, and the attributes on the stack.
bool Codegen::make_closure(const Location& loc, const CodeSpec* code, int flags) {
  int free = 0;
  for (size_t i = 0; i < code->localspluskinds.size(); ++i) {
    if ((code->localspluskinds[i] & CO_FAST_FREE) == 0) continue;
    const Identifier name = arena_.intern(code->localsplusnames[i]);
    const Scope scope = ref_type(name);
    const NameMap& map = scope == Scope::kCell ? u_->metadata.cellvars : u_->metadata.freevars;
    const uint32_t* slot = map.find(name);
    if (slot == nullptr) return closure_error(name, scope, code);
    op(loc, op::LOAD_CLOSURE, static_cast<int>(*slot));
    ++free;
  }
  if (free != 0) {
    flags |= MAKE_FUNCTION_CLOSURE;
    op(loc, op::BUILD_TUPLE, free);
  }
  op(loc, op::LOAD_CONST, add_const({nullptr, code}));
  op(loc, op::MAKE_FUNCTION);
  for (int flag : {MAKE_FUNCTION_CLOSURE, MAKE_FUNCTION_ANNOTATIONS, MAKE_FUNCTION_KWDEFAULTS,
                   MAKE_FUNCTION_DEFAULTS}) {
    if ((flags & flag) != 0) op(loc, op::SET_FUNCTION_ATTRIBUTE, flag);
  }
  return true;
}

bool Codegen::compile_mod(Mod* mod) {
  enter_scope(arena_.intern("<module>"), ScopeType::kModule, mod, 1);
  const Location start{1, 0, 1, 0};
  switch (mod->kind) {
    case ModKind::Module: TRY(body(start, static_cast<Module*>(mod)->body)); break;
    case ModKind::Interactive:
      interactive_ = true;
      TRY(body(start, static_cast<Interactive*>(mod)->body));
      break;
    case ModKind::Expression: TRY(visit_expr(static_cast<Expression*>(mod)->body)); break;
  }
  unit_.top = optimize_and_assemble(mod->kind != ModKind::Expression);
  exit_scope();
  return true;
}

// ---- blocks ----------------------------------------------------------------------------------

bool Codegen::push_fblock(const Location& loc, FBlockType type, Label block, Label exit) {
  constexpr size_t kMaxBlocks = 21;  // CO_MAXBLOCKS
  if (u_->fblocks.size() >= kMaxBlocks) return error(loc, "too many statically nested blocks");
  u_->fblocks.push_back({type, block, loc, exit});
  return true;
}

// Emits what leaves one block; with preserve_tos a return value on top of the stack survives.
// *loc becomes unknown where the code belongs to no line of its own.
bool Codegen::unwind_fblock(Location* loc, const FBlock& block, bool preserve_tos) {
  auto keep_tos = [&] {
    if (preserve_tos) op(*loc, op::SWAP, 2);
  };
  switch (block.type) {
    case FBlockType::kWhileLoop:
    case FBlockType::kExceptionHandler:
    case FBlockType::kExceptionGroupHandler:
    case FBlockType::kAsyncComprehensionGenerator:
    case FBlockType::kStopIteration: return true;
    case FBlockType::kForLoop:
    case FBlockType::kPopValue:
      keep_tos();
      op(*loc, op::POP_TOP);
      return true;
    case FBlockType::kTryExcept: op(*loc, op::POP_BLOCK); return true;
    case FBlockType::kFinallyTry:
      op(*loc, op::POP_BLOCK);
      if (preserve_tos) TRY(push_fblock(*loc, FBlockType::kPopValue, Label(), Label()));
      TRY(stmts(block.finalbody));
      if (preserve_tos) pop_fblock();
      // The finally body had lines of its own: what follows belongs to none.
      *loc = kNoLocation;
      return true;
    case FBlockType::kFinallyEnd:
      keep_tos();
      op(*loc, op::POP_TOP);
      keep_tos();
      op(*loc, op::POP_BLOCK);
      op(*loc, op::POP_EXCEPT);
      return true;
    case FBlockType::kWith:
    case FBlockType::kAsyncWith:
      *loc = block.loc;
      op(*loc, op::POP_BLOCK);
      keep_tos();
      call_exit_with_nones(*loc);
      if (block.type == FBlockType::kAsyncWith) await_value(*loc, 2);
      op(*loc, op::POP_TOP);
      *loc = kNoLocation;
      return true;
    case FBlockType::kHandlerCleanup:
      if (block.name != nullptr) op(*loc, op::POP_BLOCK);
      keep_tos();
      op(*loc, op::POP_BLOCK);
      op(*loc, op::POP_EXCEPT);
      return block.name == nullptr || unbind(*loc, block.name);
  }
  return true;
}

// Leaves all blocks, or those up to the innermost loop when `loop` is wanted.
bool Codegen::unwind_fblock_stack(Location* loc, bool preserve_tos, FBlock* loop,
                                  bool* found_loop) {
  if (u_->fblocks.empty()) return true;
  const FBlock top = u_->fblocks.back();
  if (top.type == FBlockType::kExceptionGroupHandler) {
    return error(*loc, "'break', 'continue' and 'return' cannot appear in an except* block");
  }
  if (loop != nullptr &&
      (top.type == FBlockType::kWhileLoop || top.type == FBlockType::kForLoop)) {
    *loop = top;
    *found_loop = true;
    return true;
  }
  u_->fblocks.pop_back();
  TRY(unwind_fblock(loc, top, preserve_tos));
  TRY(unwind_fblock_stack(loc, preserve_tos, loop, found_loop));
  u_->fblocks.push_back(top);
  return true;
}

}  // namespace py::lang

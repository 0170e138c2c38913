// Code generation: comprehensions and generator expressions.
// CPython 3.13: Python/compile.c, PEP 709
//
// List, set and dict comprehensions run in the frame around them: the locals they shadow are pushed
// on the stack before and restored after. Generator expressions are functions.
#include "lang/codegen.h"

namespace py::lang {

bool Codegen::comprehension_iter(Comprehension* generator) {
  TRY(visit_expr(generator->iter));
  op(generator->iter->loc, generator->is_async ? op::GET_AITER : op::GET_ITER);
  return true;
}

bool Codegen::comprehension(const ComprehensionParts& parts) {
  SymtableEntry* entry = symtable_.lookup(parts.node);
  const bool is_async = entry->coroutine;
  const bool top_level_await = is_top_level_await();
  const ScopeType outer_scope = u_->scope_type;
  const Location& loc = parts.node->loc;
  const bool generator = parts.type == ComprehensionType::kGenerator;
  const bool async_ok = !is_async || generator || outer_scope == ScopeType::kAsyncFunction ||
                        outer_scope == ScopeType::kComprehension || top_level_await;
  const char* async_error =
      "asynchronous comprehension outside of an asynchronous function";
  if (!entry->comp_inlined) {
    static constexpr const char* kNames[] = {"", "<listcomp>", "<dictcomp>", "<setcomp>",
                                             "<genexpr>"};
    enter_scope(arena_.intern(kNames[static_cast<int>(parts.type)]), ScopeType::kComprehension,
                parts.node, loc.lineno);
    if (!async_ok) return error(loc, async_error);
    return comprehension_scope(parts, is_async, top_level_await);
  }
  InlinedComprehension state;
  TRY(comprehension_iter(parts.generators[0]));
  TRY(push_inlined(loc, entry, &state));
  if (!async_ok) return error(loc, async_error);
  const int build = parts.type == ComprehensionType::kList  ? op::BUILD_LIST
                    : parts.type == ComprehensionType::kSet ? op::BUILD_SET
                                                            : op::BUILD_MAP;
  op(loc, build, 0);
  op(loc, op::SWAP, 2);
  TRY(comprehension_generator(parts, loc, 0, 0, true));
  pop_inlined(loc, state);
  return true;
}

// The comprehension as a function of its own, whose scope was entered.
bool Codegen::comprehension_scope(const ComprehensionParts& parts, bool is_async,
                                  bool top_level_await) {
  const Location& loc = parts.node->loc;
  switch (parts.type) {
    case ComprehensionType::kList: op(loc, op::BUILD_LIST, 0); break;
    case ComprehensionType::kSet: op(loc, op::BUILD_SET, 0); break;
    case ComprehensionType::kDict: op(loc, op::BUILD_MAP, 0); break;
    default: break;
  }
  const bool generator = parts.type == ComprehensionType::kGenerator;
  TRY(comprehension_generator(parts, loc, 0, 0, false));
  if (generator) {
    wrap_in_stopiteration_handler();
  } else {
    op(loc, op::RETURN_VALUE);
  }
  const CodeSpec* code = optimize_and_assemble(true);
  exit_scope();
  if (top_level_await && is_async) u_->ste->coroutine = true;
  TRY(make_closure(loc, code, 0));
  TRY(comprehension_iter(parts.generators[0]));
  op(loc, op::CALL, 0);
  if (is_async && !generator) await_value(loc, 0);
  return true;
}

bool Codegen::comprehension_generator(const ComprehensionParts& parts, const Location& loc,
                                      int index, int depth, bool iter_on_stack) {
  if (parts.generators[index]->is_async) {
    return async_comprehension(parts, loc, index, depth, iter_on_stack);
  }
  return sync_comprehension(parts, loc, index, depth, iter_on_stack);
}

// The innermost part: the element, stored or yielded. *elt_loc becomes its location.
bool Codegen::comprehension_element(const ComprehensionParts& parts, int depth,
                                    Location* elt_loc) {
  TRY(visit_expr(parts.elt));
  switch (parts.type) {
    case ComprehensionType::kGenerator:
      add_yield(*elt_loc);
      op(*elt_loc, op::POP_TOP);
      break;
    case ComprehensionType::kList: op(*elt_loc, op::LIST_APPEND, depth + 1); break;
    case ComprehensionType::kSet: op(*elt_loc, op::SET_ADD, depth + 1); break;
    case ComprehensionType::kDict:
      TRY(visit_expr(parts.value));
      elt_loc->end_lineno = parts.value->loc.end_lineno;
      elt_loc->end_col_offset = parts.value->loc.end_col_offset;
      op(*elt_loc, op::MAP_ADD, depth + 1);
      break;
    case ComprehensionType::kNone: break;
  }
  return true;
}

bool Codegen::sync_comprehension(const ComprehensionParts& parts, const Location& loc, int index,
                                 int depth, bool iter_on_stack) {
  Comprehension* generator = parts.generators[index];
  const Label start = new_label();
  const Label if_cleanup = new_label();
  const Label anchor = new_label();
  bool loops = true;
  if (!iter_on_stack) {
    if (index == 0) {
      u_->metadata.argcount = 1;
      op(loc, op::LOAD_FAST, 0);  // the outermost iterator is the argument
    } else {
      // `for x in [value]` is an assignment.
      Seq<Expr*> elts;
      if (List* list = as_if<List>(generator->iter)) elts = list->elts;
      if (Tuple* tuple = as_if<Tuple>(generator->iter)) elts = tuple->elts;
      if (elts.size() == 1 && elts[0]->kind != ExprKind::Starred) {
        TRY(visit_expr(elts[0]));
        loops = false;
      } else {
        TRY(visit_expr(generator->iter));
        op(generator->iter->loc, op::GET_ITER);
      }
    }
  }
  if (loops) {
    ++depth;
    use_label(start);
    jump(generator->iter->loc, op::FOR_ITER, anchor);
  }
  TRY(visit_expr(generator->target));
  for (Expr* condition : generator->ifs) TRY(jump_if(loc, condition, if_cleanup, false));
  Location elt_loc = parts.elt->loc;
  if (index + 1 < parts.generators.size()) {
    TRY(comprehension_generator(parts, loc, index + 1, depth, false));
  } else {
    TRY(comprehension_element(parts, depth, &elt_loc));
  }
  use_label(if_cleanup);
  if (loops) {
    jump(elt_loc, op::JUMP, start);
    use_label(anchor);
    op(kNoLocation, op::END_FOR);
    op(kNoLocation, op::POP_TOP);
  }
  return true;
}

bool Codegen::async_comprehension(const ComprehensionParts& parts, const Location& loc, int index,
                                  int depth, bool iter_on_stack) {
  Comprehension* generator = parts.generators[index];
  const Label start = new_label();
  const Label except = new_label();
  const Label if_cleanup = new_label();
  if (!iter_on_stack) {
    if (index == 0) {
      u_->metadata.argcount = 1;
      op(loc, op::LOAD_FAST, 0);
    } else {
      TRY(visit_expr(generator->iter));
      op(generator->iter->loc, op::GET_AITER);
    }
  }
  use_label(start);
  TRY(push_fblock(loc, FBlockType::kAsyncComprehensionGenerator, start, Label()));
  jump(loc, op::SETUP_FINALLY, except);
  op(loc, op::GET_ANEXT);
  load_none(loc);
  add_yield_from(loc, true);
  op(loc, op::POP_BLOCK);
  TRY(visit_expr(generator->target));
  for (Expr* condition : generator->ifs) TRY(jump_if(loc, condition, if_cleanup, false));
  ++depth;
  Location elt_loc = parts.elt->loc;
  if (index + 1 < parts.generators.size()) {
    TRY(comprehension_generator(parts, loc, index + 1, depth, false));
  } else {
    TRY(comprehension_element(parts, depth, &elt_loc));
  }
  use_label(if_cleanup);
  jump(elt_loc, op::JUMP, start);
  pop_fblock();
  use_label(except);
  op(loc, op::END_ASYNC_FOR);
  return true;
}

// ---- inlining --------------------------------------------------------------------------------

// Makes the comprehension's names those of the frame: for the time of the comprehension its symbols
// override the block's, and the locals it binds are fast locals, whose outer values wait on the
// stack.
bool Codegen::push_inlined(const Location& loc, SymtableEntry* entry,
                           InlinedComprehension* state) {
  UnitMetadata& meta = u_->metadata;
  NameMap& symbols = u_->ste->symbols;
  const bool in_class_block = u_->ste->type == BlockType::kClass && u_->in_inlined_comp == 0;
  ++u_->in_inlined_comp;
  for (const NameMap::Entry& symbol : entry->symbols.entries()) {
    const Identifier name = symbol.name;
    if (name == nullptr) continue;
    const Scope scope = scope_of(symbol.value);
    const uint32_t outer = symbols.get(name);
    const Scope outer_scope = scope_of(outer);
    if ((scope != outer_scope && scope != Scope::kFree &&
         !(scope == Scope::kCell && outer_scope == Scope::kFree)) ||
        in_class_block) {
      if (state->temp_symbols.empty()) state->temp_shape.create(log_);
      symbols.set(log_, name, symbol.value);
      state->temp_shape.insert(log_, true);
      state->temp_symbols.push_back({name, outer});
    }
    const bool bound_here =
        (symbol.value & DEF_LOCAL) != 0 && (symbol.value & DEF_NONLOCAL) == 0;
    if (!bound_here && !in_class_block) continue;
    if (!u_->ste->is_function_like() && meta.fasthidden.get(name) == 0) {
      meta.fasthidden.set(log_, name, 1);
      if (state->fast_hidden.empty()) log_.gc_new();
      state->fast_hidden.push_back(name);
    }
    if (state->pushed_locals.empty()) log_.list_new();
    local_arg(loc, op::LOAD_FAST_AND_CLEAR, name, meta.varnames);
    if (scope == Scope::kCell) {
      local_arg(loc, op::MAKE_CELL, name,
                outer_scope == Scope::kFree ? meta.freevars : meta.cellvars);
    }
    state->pushed_locals.push_back(name);
  }
  if (!state->pushed_locals.empty()) {
    // The iterator stays on top of the saved locals.
    op(loc, op::SWAP, static_cast<int>(state->pushed_locals.size()) + 1);
    state->cleanup = new_label();
    state->end = new_label();
    jump(loc, op::SETUP_FINALLY, state->cleanup);
  }
  return true;
}

void Codegen::restore_inlined_locals(const Location& loc, const InlinedComprehension& state) {
  op(loc, op::SWAP, static_cast<int>(state.pushed_locals.size()) + 1);
  for (size_t i = state.pushed_locals.size(); i-- > 0;) {
    local_arg(loc, op::STORE_FAST_MAYBE_NULL, state.pushed_locals[i], u_->metadata.varnames);
  }
}

void Codegen::pop_inlined(const Location& loc, InlinedComprehension& state) {
  --u_->in_inlined_comp;
  for (const NameMap::Entry& symbol : state.temp_symbols) {
    u_->ste->symbols.set(log_, symbol.name, symbol.value);
  }
  if (!state.temp_symbols.empty()) state.temp_shape.destroy(log_);
  if (!state.pushed_locals.empty()) {
    op(kNoLocation, op::POP_BLOCK);
    jump(kNoLocation, op::JUMP_NO_INTERRUPT, state.end);
    // An exception in the comprehension: the outer values come back all the same.
    use_label(state.cleanup);
    op(kNoLocation, op::SWAP, 2);
    op(kNoLocation, op::POP_TOP);
    restore_inlined_locals(loc, state);
    op(kNoLocation, op::RERAISE, 0);
    use_label(state.end);
    restore_inlined_locals(loc, state);
    log_.list_free();
  }
  for (Identifier name : state.fast_hidden) u_->metadata.fasthidden.set(log_, name, 0);
  if (!state.fast_hidden.empty()) log_.gc_free();
}

}  // namespace py::lang

// Code generation: statements, except functions, classes, try, with and match.
// CPython 3.13: Python/compile.c
#include "lang/codegen.h"

namespace py::lang {
namespace {

// Does the body contain an annotated assignment (not looking into functions and classes)?
bool has_annotations(Seq<Stmt*> stmts);

bool handlers_have_annotations(Seq<ExceptHandler*> handlers) {
  for (ExceptHandler* handler : handlers) {
    if (has_annotations(handler->body)) return true;
  }
  return false;
}

bool stmt_has_annotations(Stmt* stmt) {
  switch (stmt->kind) {
    case StmtKind::AnnAssign: return true;
    case StmtKind::For:
      return has_annotations(as<For>(stmt)->body) || has_annotations(as<For>(stmt)->orelse);
    case StmtKind::AsyncFor:
      return has_annotations(as<AsyncFor>(stmt)->body) ||
             has_annotations(as<AsyncFor>(stmt)->orelse);
    case StmtKind::While:
      return has_annotations(as<While>(stmt)->body) || has_annotations(as<While>(stmt)->orelse);
    case StmtKind::If:
      for (If* node = as<If>(stmt);;) {
        if (has_annotations(node->body)) return true;
        If* elif = node->orelse.size() == 1 ? as_if<If>(node->orelse[0]) : nullptr;
        if (elif == nullptr) return has_annotations(node->orelse);
        node = elif;
      }
    case StmtKind::With: return has_annotations(as<With>(stmt)->body);
    case StmtKind::AsyncWith: return has_annotations(as<AsyncWith>(stmt)->body);
    case StmtKind::Try: {
      auto* n = as<Try>(stmt);
      return handlers_have_annotations(n->handlers) || has_annotations(n->body) ||
             has_annotations(n->finalbody) || has_annotations(n->orelse);
    }
    case StmtKind::TryStar: {
      auto* n = as<TryStar>(stmt);
      return handlers_have_annotations(n->handlers) || has_annotations(n->body) ||
             has_annotations(n->finalbody) || has_annotations(n->orelse);
    }
    case StmtKind::Match:
      for (MatchCase* item : as<Match>(stmt)->cases) {
        if (has_annotations(item->body)) return true;
      }
      return false;
    default: return false;
  }
}

bool has_annotations(Seq<Stmt*> stmts) {
  for (Stmt* stmt : stmts) {
    if (stmt_has_annotations(stmt)) return true;
  }
  return false;
}

std::string expand_tabs(std::string_view text) {
  std::string out;
  size_t column = 0;
  for (char c : text) {
    if (c == '\t') {
      const size_t spaces = 8 - column % 8;
      out.append(spaces, ' ');
      column += spaces;
      continue;
    }
    out.push_back(c);
    if (c == '\n' || c == '\r') {
      column = 0;
    } else if ((c & 0xC0) != 0x80) {  // not a continuation byte: a new character
      ++column;
    }
  }
  return out;
}

}  // namespace

std::string clean_docstring(std::string_view raw) {
  std::string doc = expand_tabs(raw);
  const std::string_view text = doc;
  size_t pos = text.find('\n');
  size_t margin = std::string_view::npos;
  while (pos != text.npos && pos < text.size()) {
    ++pos;
    size_t indent = 0;
    while (pos + indent < text.size() && text[pos + indent] == ' ') ++indent;
    if (pos + indent < text.size() && text[pos + indent] != '\n') {
      margin = std::min(margin, indent);
    }
    pos = text.find('\n', pos);
  }
  if (margin == std::string_view::npos) margin = 0;
  size_t p = 0;
  while (p < text.size() && text[p] == ' ') ++p;
  if (p == 0 && margin == 0) return doc;
  std::string out;
  for (bool first = true; p < text.size(); first = false) {
    for (size_t i = 0; !first && i < margin && p < text.size() && text[p] == ' '; ++i) ++p;
    while (p < text.size()) {
      out.push_back(text[p]);
      if (text[p++] == '\n') break;
    }
  }
  return out;
}

// The statements of a module or class.
bool Codegen::body(const Location& start, Seq<Stmt*> list) {
  Location loc = start;
  if (u_->scope_type == ScopeType::kModule && !list.empty() && !interactive_) loc = list[0]->loc;
  if (has_annotations(list)) op(loc, op::SETUP_ANNOTATIONS);
  if (interactive_ && units_.size() == 1) return stmts(list);
  int first = 0;
  if (const ConstValue* docstring = ast_docstring(list)) {
    first = 1;
    if (context_.optimize < 2) {
      log_.gc_new();  // the bound method expandtabs
      log_.gc_free();
      load_str(as<ExprStmt>(list[0])->value->loc, clean_docstring(docstring->text));
      TRY(name_op(kNoLocation, arena_.intern("__doc__"), ExprContext::Store));
    }
  }
  for (int i = first; i < list.size(); ++i) TRY(visit_stmt(list[i]));
  return true;
}

bool Codegen::visit_stmt(Stmt* stmt) {
  TRY(context_.enter());
  TRY(visit_stmt_kind(stmt));
  context_.leave();
  return true;
}

bool Codegen::visit_stmt_kind(Stmt* stmt) {
  const Location& loc = stmt->loc;
  switch (stmt->kind) {
    case StmtKind::FunctionDef: {
      auto* n = as<FunctionDef>(stmt);
      return function({n, n->name, n->args, n->body, n->decorator_list, n->returns,
                       n->type_params, false});
    }
    case StmtKind::AsyncFunctionDef: {
      auto* n = as<AsyncFunctionDef>(stmt);
      return function({n, n->name, n->args, n->body, n->decorator_list, n->returns,
                       n->type_params, true});
    }
    case StmtKind::ClassDef: return class_stmt(as<ClassDef>(stmt));
    case StmtKind::TypeAlias: return type_alias(as<TypeAlias>(stmt));
    case StmtKind::Return: return return_stmt(as<Return>(stmt));
    case StmtKind::Delete: return visit_exprs(as<Delete>(stmt)->targets);
    case StmtKind::Assign: return assign(as<Assign>(stmt));
    case StmtKind::AugAssign: return augassign(as<AugAssign>(stmt));
    case StmtKind::AnnAssign: return annassign(as<AnnAssign>(stmt));
    case StmtKind::For: return for_stmt(as<For>(stmt));
    case StmtKind::AsyncFor: return async_for(as<AsyncFor>(stmt));
    case StmtKind::While: return while_stmt(as<While>(stmt));
    case StmtKind::If: return if_stmt(as<If>(stmt));
    case StmtKind::Match: return match(as<Match>(stmt));
    case StmtKind::Raise: return raise_stmt(as<Raise>(stmt));
    case StmtKind::Try: {
      auto* n = as<Try>(stmt);
      return try_stmt({loc, n->body, n->handlers, n->orelse, n->finalbody, false});
    }
    case StmtKind::TryStar: {
      auto* n = as<TryStar>(stmt);
      return try_stmt({loc, n->body, n->handlers, n->orelse, n->finalbody, true});
    }
    case StmtKind::Assert: return assert_stmt(as<Assert>(stmt));
    case StmtKind::Import: return import_stmt(as<Import>(stmt));
    case StmtKind::ImportFrom: return from_import(as<ImportFrom>(stmt));
    case StmtKind::Global:
    case StmtKind::Nonlocal: return true;
    case StmtKind::ExprStmt: return stmt_expr(loc, as<ExprStmt>(stmt)->value);
    case StmtKind::Pass: op(loc, op::NOP); return true;
    case StmtKind::Break: return break_stmt(loc);
    case StmtKind::Continue: return continue_stmt(loc);
    case StmtKind::With: return with_stmt(as<With>(stmt), 0);
    case StmtKind::AsyncWith: return async_with(as<AsyncWith>(stmt), 0);
  }
  return true;
}

bool Codegen::stmt_expr(const Location& loc, Expr* value) {
  if (interactive_ && units_.size() <= 1) {
    TRY(visit_expr(value));
    op(loc, op::CALL_INTRINSIC_1, INTRINSIC_PRINT);
    op(kNoLocation, op::POP_TOP);
    return true;
  }
  if (value->kind == ExprKind::Constant) {
    op(loc, op::NOP);  // it has no effect, but its line counts
    return true;
  }
  TRY(visit_expr(value));
  op(kNoLocation, op::POP_TOP);
  return true;
}

// ---- assignments -----------------------------------------------------------------------------

bool Codegen::assign(Assign* node) {
  TRY(visit_expr(node->value));
  for (int i = 0; i < node->targets.size(); ++i) {
    if (i + 1 < node->targets.size()) op(node->loc, op::COPY, 1);
    TRY(visit_expr(node->targets[i]));
  }
  return true;
}

namespace {

// a[b:c]: the form that BINARY_SLICE and STORE_SLICE handle.
Slice* two_element_slice(Expr* index) {
  Slice* slice = as_if<Slice>(index);
  return slice != nullptr && slice->step == nullptr ? slice : nullptr;
}

}  // namespace

bool Codegen::augassign(AugAssign* node) {
  Expr* target = node->target;
  Location loc = target->loc;
  Attribute* attr = as_if<Attribute>(target);
  Subscript* item = as_if<Subscript>(target);
  Slice* slice = item != nullptr ? two_element_slice(item->slice) : nullptr;
  int count;
  if (attr != nullptr) {
    TRY(visit_expr(attr->value));
    op(loc, op::COPY, 1);
    loc = match_attribute_start(loc, attr);
    name_arg(loc, op::LOAD_ATTR, attr->attr);
  } else if (slice != nullptr) {
    TRY(visit_expr(item->value));
    TRY(slice_parts(slice, &count));
    for (int i = 0; i < 3; ++i) op(loc, op::COPY, 3);
    op(loc, op::BINARY_SLICE);
  } else if (item != nullptr) {
    TRY(visit_expr(item->value));
    TRY(visit_expr(item->slice));
    op(loc, op::COPY, 2);
    op(loc, op::COPY, 2);
    op(loc, op::BINARY_SUBSCR);
  } else {
    TRY(name_op(loc, as<Name>(target)->id, ExprContext::Load));
  }
  TRY(visit_expr(node->value));
  binary_op(node->loc, node->op, true);
  loc = target->loc;
  if (attr != nullptr) {
    loc = match_attribute_start(loc, attr);
    op(loc, op::SWAP, 2);
    name_arg(loc, op::STORE_ATTR, attr->attr);
  } else if (slice != nullptr) {
    for (int i = 4; i >= 2; --i) op(loc, op::SWAP, i);
    op(loc, op::STORE_SLICE);
  } else if (item != nullptr) {
    for (int i = 3; i >= 2; --i) op(loc, op::SWAP, i);
    op(loc, op::STORE_SUBSCR);
  } else {
    return name_op(loc, as<Name>(target)->id, ExprContext::Store);
  }
  return true;
}

// Evaluates what an annotated assignment without value mentions, for its effects only.
bool Codegen::check_ann_expr(Expr* expr) {
  if (expr == nullptr) return true;
  TRY(visit_expr(expr));
  op(expr->loc, op::POP_TOP);
  return true;
}

bool Codegen::check_ann_subscr(Expr* expr) {
  if (Slice* slice = as_if<Slice>(expr)) {
    return check_ann_expr(slice->lower) && check_ann_expr(slice->upper) &&
           check_ann_expr(slice->step);
  }
  if (Tuple* tuple = as_if<Tuple>(expr)) {
    for (Expr* elt : tuple->elts) TRY(check_ann_subscr(elt));
    return true;
  }
  return check_ann_expr(expr);
}

bool Codegen::annassign(AnnAssign* node) {
  const Location& loc = node->loc;
  const bool keeps_annotations =
      u_->scope_type == ScopeType::kModule || u_->scope_type == ScopeType::kClass;
  if (node->value != nullptr) {
    TRY(visit_expr(node->value));
    TRY(visit_expr(node->target));
  }
  if (Name* name = as_if<Name>(node->target)) {
    if (forbidden_name(loc, name->id, ExprContext::Store)) return false;
    if (node->simple && keeps_annotations) {
      if (future_annotations()) {
        annotation_string(node->annotation);
      } else {
        TRY(visit_expr(node->annotation));
      }
      name_arg(loc, op::LOAD_NAME, arena_.intern("__annotations__"));
      load_str(loc, mangled(name->id)->text);
      op(loc, op::STORE_SUBSCR);
    }
  } else if (Attribute* attr = as_if<Attribute>(node->target)) {
    if (forbidden_name(loc, attr->attr, ExprContext::Store)) return false;
    if (node->value == nullptr) TRY(check_ann_expr(attr->value));
  } else if (Subscript* item = as_if<Subscript>(node->target)) {
    if (node->value == nullptr) {
      TRY(check_ann_expr(item->value));
      TRY(check_ann_subscr(item->slice));
    }
  }
  if (!node->simple && !future_annotations() && keeps_annotations) {
    return check_ann_expr(node->annotation);
  }
  return true;
}

// ---- control flow ----------------------------------------------------------------------------

// A chain of elifs is a right spine of the tree: walked in a loop, so that it cannot overflow.
bool Codegen::if_stmt(If* node) {
  std::vector<Label> ends;
  for (;;) {
    const Label end = new_label();
    const bool has_else = !node->orelse.empty();
    const Label next = has_else ? new_label() : end;
    TRY(jump_if(node->loc, node->test, next, false));
    TRY(stmts(node->body));
    ends.push_back(end);
    if (!has_else) break;
    jump(kNoLocation, op::JUMP_NO_INTERRUPT, end);
    use_label(next);
    If* elif = node->orelse.size() == 1 ? as_if<If>(node->orelse[0]) : nullptr;
    if (elif == nullptr) {
      TRY(stmts(node->orelse));
      break;
    }
    node = elif;
  }
  for (; !ends.empty(); ends.pop_back()) use_label(ends.back());
  return true;
}

bool Codegen::for_stmt(For* node) {
  const Label start = new_label();
  const Label body_label = new_label();
  const Label cleanup = new_label();
  const Label end = new_label();
  TRY(push_fblock(node->loc, FBlockType::kForLoop, start, end));
  TRY(visit_expr(node->iter));
  const Location loc = node->iter->loc;
  op(loc, op::GET_ITER);
  use_label(start);
  jump(loc, op::FOR_ITER, cleanup);
  // The NOP gives the loop's line an event on every turn, before the target is assigned.
  op(node->target->loc, op::NOP);
  use_label(body_label);
  TRY(visit_expr(node->target));
  TRY(stmts(node->body));
  jump(kNoLocation, op::JUMP, start);
  use_label(cleanup);
  op(kNoLocation, op::END_FOR);
  op(kNoLocation, op::POP_TOP);
  pop_fblock();
  TRY(stmts(node->orelse));
  use_label(end);
  return true;
}

bool Codegen::async_for(AsyncFor* node) {
  const Location& loc = node->loc;
  if (is_top_level_await()) {
    u_->ste->coroutine = true;
  } else if (u_->scope_type != ScopeType::kAsyncFunction) {
    return error(loc, "'async for' outside async function");
  }
  const Label start = new_label();
  const Label except = new_label();
  const Label end = new_label();
  TRY(visit_expr(node->iter));
  op(node->iter->loc, op::GET_AITER);
  use_label(start);
  TRY(push_fblock(loc, FBlockType::kForLoop, start, end));
  jump(loc, op::SETUP_FINALLY, except);
  op(loc, op::GET_ANEXT);
  load_none(loc);
  add_yield_from(loc, true);
  op(loc, op::POP_BLOCK);
  TRY(visit_expr(node->target));
  TRY(stmts(node->body));
  jump(kNoLocation, op::JUMP, start);
  pop_fblock();
  use_label(except);
  op(node->iter->loc, op::END_ASYNC_FOR);
  TRY(stmts(node->orelse));
  use_label(end);
  return true;
}

bool Codegen::while_stmt(While* node) {
  const Label loop = new_label();
  const Label body_label = new_label();
  const Label end = new_label();
  const Label anchor = new_label();
  use_label(loop);
  TRY(push_fblock(node->loc, FBlockType::kWhileLoop, loop, end));
  TRY(jump_if(node->loc, node->test, anchor, false));
  use_label(body_label);
  TRY(stmts(node->body));
  // The test is compiled again at the end: a turn takes one jump only.
  TRY(jump_if(node->loc, node->test, body_label, true));
  pop_fblock();
  use_label(anchor);
  TRY(stmts(node->orelse));
  use_label(end);
  return true;
}

bool Codegen::return_stmt(Return* node) {
  Location loc = node->loc;
  Expr* value = node->value;
  const bool preserve_tos = value != nullptr && value->kind != ExprKind::Constant;
  if (!u_->ste->is_function_like()) return error(loc, "'return' outside function");
  if (value != nullptr && u_->ste->coroutine && u_->ste->generator) {
    return error(loc, "'return' with value in async generator");
  }
  if (preserve_tos) {
    TRY(visit_expr(value));
  } else if (value != nullptr) {
    loc = value->loc;
    op(loc, op::NOP);
  }
  if (value == nullptr || value->loc.lineno != node->loc.lineno) {
    loc = node->loc;
    op(loc, op::NOP);
  }
  TRY(unwind_fblock_stack(&loc, preserve_tos, nullptr, nullptr));
  if (value == nullptr) {
    load_none(loc);
  } else if (!preserve_tos) {
    load_const(loc, as<Constant>(value)->value);
  }
  op(loc, op::RETURN_VALUE);
  return true;
}

bool Codegen::break_stmt(const Location& origin) {
  Location loc = origin;
  FBlock loop{};
  bool found = false;
  op(loc, op::NOP);
  TRY(unwind_fblock_stack(&loc, false, &loop, &found));
  if (!found) return error(origin, "'break' outside loop");
  TRY(unwind_fblock(&loc, loop, false));
  jump(loc, op::JUMP, loop.exit);
  return true;
}

bool Codegen::continue_stmt(const Location& origin) {
  Location loc = origin;
  FBlock loop{};
  bool found = false;
  op(loc, op::NOP);
  TRY(unwind_fblock_stack(&loc, false, &loop, &found));
  if (!found) return error(origin, "'continue' not properly in loop");
  jump(loc, op::JUMP, loop.block);
  return true;
}

bool Codegen::raise_stmt(Raise* node) {
  int count = 0;
  if (node->exc != nullptr) {
    TRY(visit_expr(node->exc));
    ++count;
    if (node->cause != nullptr) {
      TRY(visit_expr(node->cause));
      ++count;
    }
  }
  op(node->loc, op::RAISE_VARARGS, count);
  return true;
}

bool Codegen::assert_stmt(Assert* node) {
  const Location& loc = node->loc;
  Tuple* tuple = as_if<Tuple>(node->test);
  Constant* constant = as_if<Constant>(node->test);
  if ((tuple != nullptr && !tuple->elts.empty()) ||
      (constant != nullptr && constant->value->kind == ConstKind::kTuple &&
       !constant->value->items.empty())) {
    warn(loc, "assertion is always true, perhaps remove parentheses?");
  }
  if (context_.optimize != 0) return true;
  const Label end = new_label();
  TRY(jump_if(loc, node->test, end, true));
  op(loc, op::LOAD_ASSERTION_ERROR);
  if (node->msg != nullptr) {
    TRY(visit_expr(node->msg));
    op(loc, op::CALL, 0);
  }
  op(node->test->loc, op::RAISE_VARARGS, 1);
  use_label(end);
  return true;
}

// ---- imports ---------------------------------------------------------------------------------

// import a.b.c as m: walks from a to c.
bool Codegen::import_as(const Location& loc, Identifier name, Identifier asname) {
  std::string_view rest = name->text;
  size_t dot = rest.find('.');
  if (dot == rest.npos) return name_op(loc, asname, ExprContext::Store);
  while (dot != rest.npos) {
    rest.remove_prefix(dot + 1);
    dot = rest.find('.');
    const Identifier attr = arena_.intern(rest.substr(0, dot));
    op(loc, op::IMPORT_FROM, static_cast<int>(u_->metadata.names.add(log_, attr)));
    if (dot == rest.npos) break;
    op(loc, op::SWAP, 2);
    op(loc, op::POP_TOP);
  }
  TRY(name_op(loc, asname, ExprContext::Store));
  op(loc, op::POP_TOP);
  return true;
}

bool Codegen::import_stmt(Import* node) {
  const Location& loc = node->loc;
  for (Alias* alias : node->names) {
    load_const(loc, const_int(arena_, 0));
    load_none(loc);
    name_arg(loc, op::IMPORT_NAME, alias->name);
    if (alias->asname != nullptr) {
      TRY(import_as(loc, alias->name, alias->asname));
    } else {
      const std::string_view text = alias->name->text;
      TRY(name_op(loc, arena_.intern(text.substr(0, text.find('.'))), ExprContext::Store));
    }
  }
  return true;
}

bool Codegen::from_import(ImportFrom* node) {
  const Location& loc = node->loc;
  load_const(loc, const_int(arena_, node->level));
  std::vector<Identifier> names;
  for (Alias* alias : node->names) names.push_back(alias->name);
  const Location& future = context_.future_location;
  const bool after = loc.lineno > future.end_lineno ||
                     (loc.lineno == future.end_lineno && loc.col_offset > future.end_col_offset);
  if (after && node->module != nullptr && node->level == 0 &&
      node->module->text == "__future__") {
    return error(loc, "from __future__ imports must occur at the beginning of the file");
  }
  load_names(loc, names);
  name_arg(loc, op::IMPORT_NAME, node->module != nullptr ? node->module : arena_.intern(""));
  for (int i = 0; i < node->names.size(); ++i) {
    Alias* alias = node->names[i];
    if (i == 0 && alias->name->text == "*") {
      op(loc, op::CALL_INTRINSIC_1, INTRINSIC_IMPORT_STAR);
      op(kNoLocation, op::POP_TOP);
      return true;
    }
    name_arg(loc, op::IMPORT_FROM, alias->name);
    TRY(name_op(loc, alias->asname != nullptr ? alias->asname : alias->name, ExprContext::Store));
  }
  op(loc, op::POP_TOP);
  return true;
}

}  // namespace py::lang

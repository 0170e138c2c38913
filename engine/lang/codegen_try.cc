// Code generation: try, with, and awaiting.
// CPython 3.13: Python/compile.c
//
// SETUP_FINALLY, SETUP_CLEANUP and SETUP_WITH begin a protected range and POP_BLOCK ends it; none
// of them becomes an instruction: the flow graph turns them into the exception table.
#include "lang/codegen.h"

namespace py::lang {

void Codegen::pop_except_and_reraise(const Location& loc) {
  op(loc, op::COPY, 3);
  op(loc, op::POP_EXCEPT);
  op(loc, op::RERAISE, 1);
}

void Codegen::call_exit_with_nones(const Location& loc) {
  for (int i = 0; i < 3; ++i) load_none(loc);
  op(loc, op::CALL, 2);
}

// Delegates to the iterator below the value on top: sends into it until it is exhausted.
void Codegen::add_yield_from(const Location& loc, bool await) {
  const Label send = new_label();
  const Label fail = new_label();
  const Label exit = new_label();
  use_label(send);
  jump(loc, op::SEND, exit);
  // The handler catches what is thrown in at the yield.
  jump(loc, op::SETUP_FINALLY, fail);
  op(loc, op::YIELD_VALUE, 1);
  op(kNoLocation, op::POP_BLOCK);
  op(loc, op::RESUME, await ? RESUME_AFTER_AWAIT : RESUME_AFTER_YIELD_FROM);
  jump(loc, op::JUMP_NO_INTERRUPT, send);
  use_label(fail);
  op(loc, op::CLEANUP_THROW);
  use_label(exit);
  op(loc, op::END_SEND);
}

void Codegen::await_value(const Location& loc, int oparg) {
  op(loc, op::GET_AWAITABLE, oparg);
  load_none(loc);
  add_yield_from(loc, true);
}

// name = None; del name: the end of `except ... as name`.
bool Codegen::unbind(const Location& loc, Identifier name) {
  load_none(loc);
  return name_op(loc, name, ExprContext::Store) && name_op(loc, name, ExprContext::Del);
}

bool Codegen::try_stmt(const TryParts& parts) {
  if (!parts.finalbody.empty()) return try_finally(parts);
  return parts.star ? try_star_except(parts) : try_except(parts);
}

bool Codegen::try_finally(const TryParts& parts) {
  const Label body_label = new_label();
  const Label end = new_label();
  const Label exit = new_label();
  const Label cleanup = new_label();
  // The try part.
  jump(parts.loc, op::SETUP_FINALLY, end);
  use_label(body_label);
  TRY(push_fblock(parts.loc, FBlockType::kFinallyTry, body_label, end));
  u_->fblocks.back().finalbody = parts.finalbody;
  if (parts.handlers.empty()) {
    TRY(stmts(parts.body));
  } else {
    TRY(parts.star ? try_star_except(parts) : try_except(parts));
  }
  op(kNoLocation, op::POP_BLOCK);
  pop_fblock();
  TRY(stmts(parts.finalbody));
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, exit);
  // The same finally part again, for exceptions.
  use_label(end);
  jump(kNoLocation, op::SETUP_CLEANUP, cleanup);
  op(kNoLocation, op::PUSH_EXC_INFO);
  TRY(push_fblock(kNoLocation, FBlockType::kFinallyEnd, end, Label()));
  TRY(stmts(parts.finalbody));
  pop_fblock();
  op(kNoLocation, op::RERAISE, 0);
  use_label(cleanup);
  pop_except_and_reraise(kNoLocation);
  use_label(exit);
  return true;
}

bool Codegen::try_except(const TryParts& parts) {
  const Label body_label = new_label();
  const Label except = new_label();
  const Label end = new_label();
  const Label cleanup = new_label();
  jump(parts.loc, op::SETUP_FINALLY, except);
  use_label(body_label);
  TRY(push_fblock(parts.loc, FBlockType::kTryExcept, body_label, Label()));
  TRY(stmts(parts.body));
  pop_fblock();
  op(kNoLocation, op::POP_BLOCK);
  TRY(stmts(parts.orelse));
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, end);
  use_label(except);
  jump(kNoLocation, op::SETUP_CLEANUP, cleanup);
  op(kNoLocation, op::PUSH_EXC_INFO);
  // The exception being handled occupies a block of its own.
  TRY(push_fblock(parts.loc, FBlockType::kExceptionHandler, Label(), Label()));
  for (int i = 0; i < parts.handlers.size(); ++i) {
    TRY(except_handler(parts.handlers[i], i + 1 == parts.handlers.size(), end));
  }
  pop_fblock();
  op(kNoLocation, op::RERAISE, 0);
  use_label(cleanup);
  pop_except_and_reraise(kNoLocation);
  use_label(end);
  return true;
}

bool Codegen::except_handler(ExceptHandler* handler, bool last, Label end) {
  const Location& loc = handler->loc;
  if (handler->type == nullptr && !last) return error(loc, "default 'except:' must be last");
  const Label next = new_label();
  if (handler->type != nullptr) {
    TRY(visit_expr(handler->type));
    op(loc, op::CHECK_EXC_MATCH);
    jump(loc, op::POP_JUMP_IF_FALSE, next);
  }
  const Label cleanup_body = new_label();
  if (handler->name != nullptr) {
    const Label cleanup_end = new_label();
    TRY(name_op(loc, handler->name, ExprContext::Store));
    // try: body; finally: name = None; del name
    jump(loc, op::SETUP_CLEANUP, cleanup_end);
    use_label(cleanup_body);
    TRY(push_fblock(loc, FBlockType::kHandlerCleanup, cleanup_body, Label()));
    u_->fblocks.back().name = handler->name;
    TRY(stmts(handler->body));
    pop_fblock();
    op(kNoLocation, op::POP_BLOCK);
    op(kNoLocation, op::POP_BLOCK);
    op(kNoLocation, op::POP_EXCEPT);
    TRY(unbind(kNoLocation, handler->name));
    jump(kNoLocation, op::JUMP_NO_INTERRUPT, end);
    use_label(cleanup_end);
    TRY(unbind(kNoLocation, handler->name));
    op(kNoLocation, op::RERAISE, 1);
  } else {
    op(loc, op::POP_TOP);
    use_label(cleanup_body);
    TRY(push_fblock(loc, FBlockType::kHandlerCleanup, cleanup_body, Label()));
    TRY(stmts(handler->body));
    pop_fblock();
    op(kNoLocation, op::POP_BLOCK);
    op(kNoLocation, op::POP_EXCEPT);
    jump(kNoLocation, op::JUMP_NO_INTERRUPT, end);
  }
  use_label(next);
  return true;
}

// except*: collects in a list what the handlers raise and what none of them matched, and raises the
// rest at the end.
bool Codegen::try_star_except(const TryParts& parts) {
  const Label body_label = new_label();
  const Label except = new_label();
  const Label orelse = new_label();
  const Label end = new_label();
  const Label cleanup = new_label();
  const Label reraise_star = new_label();
  jump(parts.loc, op::SETUP_FINALLY, except);
  use_label(body_label);
  TRY(push_fblock(parts.loc, FBlockType::kTryExcept, body_label, Label()));
  TRY(stmts(parts.body));
  pop_fblock();
  op(kNoLocation, op::POP_BLOCK);
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, orelse);
  use_label(except);
  jump(kNoLocation, op::SETUP_CLEANUP, cleanup);
  op(kNoLocation, op::PUSH_EXC_INFO);
  TRY(push_fblock(parts.loc, FBlockType::kExceptionGroupHandler, Label(), Label()));
  for (int i = 0; i < parts.handlers.size(); ++i) {
    TRY(except_star_handler(parts.handlers[i], i == 0, i + 1 == parts.handlers.size(),
                            reraise_star));
  }
  pop_fblock();
  const Label reraise = new_label();
  use_label(reraise_star);
  op(kNoLocation, op::CALL_INTRINSIC_2, INTRINSIC_PREP_RERAISE_STAR);
  op(kNoLocation, op::COPY, 1);
  jump(kNoLocation, op::POP_JUMP_IF_NOT_NONE, reraise);
  // Nothing to reraise.
  op(kNoLocation, op::POP_TOP);
  op(kNoLocation, op::POP_BLOCK);
  op(kNoLocation, op::POP_EXCEPT);
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, end);
  use_label(reraise);
  op(kNoLocation, op::POP_BLOCK);
  op(kNoLocation, op::SWAP, 2);
  op(kNoLocation, op::POP_EXCEPT);
  op(kNoLocation, op::RERAISE, 0);
  use_label(cleanup);
  pop_except_and_reraise(kNoLocation);
  use_label(orelse);
  TRY(stmts(parts.orelse));
  use_label(end);
  return true;
}

bool Codegen::except_star_handler(ExceptHandler* handler, bool first, bool last,
                                  Label reraise_star) {
  const Location& loc = handler->loc;
  const Label except = new_label();
  const Label except_with_error = new_label();
  const Label no_match = new_label();
  if (first) {
    op(loc, op::BUILD_LIST, 0);  // of the exceptions to raise
    op(loc, op::COPY, 2);
  }
  if (handler->type != nullptr) {
    TRY(visit_expr(handler->type));
    op(loc, op::CHECK_EG_MATCH);
    op(loc, op::COPY, 1);
    jump(loc, op::POP_JUMP_IF_NONE, no_match);
  }
  const Label cleanup_end = new_label();
  const Label cleanup_body = new_label();
  if (handler->name != nullptr) {
    TRY(name_op(loc, handler->name, ExprContext::Store));
  } else {
    op(loc, op::POP_TOP);
  }
  jump(loc, op::SETUP_CLEANUP, cleanup_end);
  use_label(cleanup_body);
  TRY(push_fblock(loc, FBlockType::kHandlerCleanup, cleanup_body, Label()));
  u_->fblocks.back().name = handler->name;
  TRY(stmts(handler->body));
  pop_fblock();
  op(kNoLocation, op::POP_BLOCK);
  if (handler->name != nullptr) TRY(unbind(kNoLocation, handler->name));
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, except);
  use_label(cleanup_end);
  if (handler->name != nullptr) TRY(unbind(kNoLocation, handler->name));
  op(kNoLocation, op::LIST_APPEND, 3);
  op(kNoLocation, op::POP_TOP);
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, except_with_error);
  use_label(except);
  op(kNoLocation, op::NOP);  // to hold a propagated location
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, except_with_error);
  use_label(no_match);
  op(loc, op::POP_TOP);
  use_label(except_with_error);
  if (last) {
    op(kNoLocation, op::LIST_APPEND, 1);
    jump(kNoLocation, op::JUMP_NO_INTERRUPT, reraise_star);
  }
  return true;
}

// ---- with ------------------------------------------------------------------------------------

// __exit__ was called with the exception: swallow it, or raise it again.
void Codegen::with_except_finish(Label cleanup) {
  const Label suppress = new_label();
  op(kNoLocation, op::TO_BOOL);
  jump(kNoLocation, op::POP_JUMP_IF_TRUE, suppress);
  op(kNoLocation, op::RERAISE, 2);
  use_label(suppress);
  op(kNoLocation, op::POP_TOP);
  op(kNoLocation, op::POP_BLOCK);
  op(kNoLocation, op::POP_EXCEPT);
  op(kNoLocation, op::POP_TOP);
  op(kNoLocation, op::POP_TOP);
  const Label exit = new_label();
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, exit);
  use_label(cleanup);
  pop_except_and_reraise(kNoLocation);
  use_label(exit);
}

bool Codegen::with_stmt(With* node, int pos) {
  WithItem* item = node->items[pos];
  const Label block = new_label();
  const Label final = new_label();
  const Label exit = new_label();
  const Label cleanup = new_label();
  TRY(visit_expr(item->context_expr));
  const Location loc = item->context_expr->loc;
  op(loc, op::BEFORE_WITH);
  jump(loc, op::SETUP_WITH, final);
  use_label(block);
  TRY(push_fblock(loc, FBlockType::kWith, block, final));
  if (item->optional_vars != nullptr) {
    TRY(visit_expr(item->optional_vars));
  } else {
    op(loc, op::POP_TOP);
  }
  if (pos + 1 == node->items.size()) {
    TRY(stmts(node->body));
  } else {
    TRY(with_stmt(node, pos + 1));
  }
  op(kNoLocation, op::POP_BLOCK);
  pop_fblock();
  // The normal way out.
  call_exit_with_nones(loc);
  op(loc, op::POP_TOP);
  jump(loc, op::JUMP, exit);
  // The way out with an exception.
  use_label(final);
  jump(loc, op::SETUP_CLEANUP, cleanup);
  op(loc, op::PUSH_EXC_INFO);
  op(loc, op::WITH_EXCEPT_START);
  with_except_finish(cleanup);
  use_label(exit);
  return true;
}

bool Codegen::async_with(AsyncWith* node, int pos) {
  WithItem* item = node->items[pos];
  if (is_top_level_await()) {
    u_->ste->coroutine = true;
  } else if (u_->scope_type != ScopeType::kAsyncFunction) {
    return error(node->loc, "'async with' outside async function");
  }
  const Label block = new_label();
  const Label final = new_label();
  const Label exit = new_label();
  const Label cleanup = new_label();
  TRY(visit_expr(item->context_expr));
  const Location loc = item->context_expr->loc;
  op(loc, op::BEFORE_ASYNC_WITH);
  await_value(loc, 1);
  jump(loc, op::SETUP_WITH, final);
  use_label(block);
  TRY(push_fblock(loc, FBlockType::kAsyncWith, block, final));
  if (item->optional_vars != nullptr) {
    TRY(visit_expr(item->optional_vars));
  } else {
    op(loc, op::POP_TOP);
  }
  if (pos + 1 == node->items.size()) {
    TRY(stmts(node->body));
  } else {
    TRY(async_with(node, pos + 1));
  }
  pop_fblock();
  op(loc, op::POP_BLOCK);
  call_exit_with_nones(loc);
  await_value(loc, 2);
  op(loc, op::POP_TOP);
  jump(loc, op::JUMP, exit);
  use_label(final);
  jump(loc, op::SETUP_CLEANUP, cleanup);
  op(loc, op::PUSH_EXC_INFO);
  op(loc, op::WITH_EXCEPT_START);
  await_value(loc, 2);
  with_except_finish(cleanup);
  use_label(exit);
  return true;
}

}  // namespace py::lang

// Code generation: expressions, except calls and comprehensions.
// CPython 3.13: Python/compile.c
#include "lang/codegen.h"

#include <algorithm>  // std::max

#include "lang/const_fold.h"  // fold_frozenset

namespace py::lang {

// From here on displays and calls are built step by step instead of all on the stack.
constexpr int kStackUseGuideline = 30;

bool Codegen::visit_expr(Expr* expr) {
  TRY(context_.enter());
  TRY(visit_expr_kind(expr));
  context_.leave();
  return true;
}

bool Codegen::visit_expr_kind(Expr* expr) {
  const Location& loc = expr->loc;
  switch (expr->kind) {
    case ExprKind::NamedExpr:
      TRY(visit_expr(as<NamedExpr>(expr)->value));
      op(loc, op::COPY, 1);
      return visit_expr(as<NamedExpr>(expr)->target);
    case ExprKind::BoolOp: return boolop(as<BoolOp>(expr));
    case ExprKind::BinOp: return binop(as<BinOp>(expr));
    case ExprKind::UnaryOp: return unaryop(as<UnaryOp>(expr));
    case ExprKind::Lambda: return lambda(as<Lambda>(expr));
    case ExprKind::IfExp: return ifexp(as<IfExp>(expr));
    case ExprKind::Dict: return dict(as<Dict>(expr));
    case ExprKind::Set:
      return starunpack(loc, as<Set>(expr)->elts, 0, op::BUILD_SET, op::SET_ADD, op::SET_UPDATE,
                        false);
    case ExprKind::GeneratorExp: {
      auto* n = as<GeneratorExp>(expr);
      return comprehension({n, ComprehensionType::kGenerator, n->generators, n->elt, nullptr});
    }
    case ExprKind::ListComp: {
      auto* n = as<ListComp>(expr);
      return comprehension({n, ComprehensionType::kList, n->generators, n->elt, nullptr});
    }
    case ExprKind::SetComp: {
      auto* n = as<SetComp>(expr);
      return comprehension({n, ComprehensionType::kSet, n->generators, n->elt, nullptr});
    }
    case ExprKind::DictComp: {
      auto* n = as<DictComp>(expr);
      return comprehension({n, ComprehensionType::kDict, n->generators, n->key, n->value});
    }
    case ExprKind::Yield: return yield_expr(as<Yield>(expr));
    case ExprKind::YieldFrom: return yield_from(as<YieldFrom>(expr));
    case ExprKind::Await: return await_expr(as<Await>(expr));
    case ExprKind::Compare: return compare(as<Compare>(expr));
    case ExprKind::Call: return primary(expr);
    case ExprKind::Constant: load_const(loc, as<Constant>(expr)->value); return true;
    case ExprKind::JoinedStr: return joined_str(as<JoinedStr>(expr));
    case ExprKind::FormattedValue: return formatted_value(as<FormattedValue>(expr));
    case ExprKind::Attribute:
      if (as<Attribute>(expr)->ctx == ExprContext::Load) return primary(expr);
      return attribute_target(as<Attribute>(expr));
    case ExprKind::Subscript:
      if (as<Subscript>(expr)->ctx == ExprContext::Load) return primary(expr);
      return visit_expr(as<Subscript>(expr)->value) && finish_subscript(as<Subscript>(expr));
    case ExprKind::Starred:
      return error(loc, as<Starred>(expr)->ctx == ExprContext::Store
                            ? "starred assignment target must be in a list or tuple"
                            : "can't use starred expression here");
    case ExprKind::Slice: {
      int count;
      TRY(slice_parts(as<Slice>(expr), &count));
      op(loc, op::BUILD_SLICE, count);
      return true;
    }
    case ExprKind::Name: return name_op(loc, as<Name>(expr)->id, as<Name>(expr)->ctx);
    case ExprKind::List:
      return sequence_display(loc, as<List>(expr)->elts, as<List>(expr)->ctx, false);
    case ExprKind::Tuple:
      return sequence_display(loc, as<Tuple>(expr)->elts, as<Tuple>(expr)->ctx, true);
  }
  return true;
}

// ---- operators -------------------------------------------------------------------------------

void Codegen::binary_op(const Location& loc, Operator oper, bool inplace) {
  static constexpr uint8_t kOpargs[] = {
      0,         NB_ADD,    NB_SUBTRACT, NB_MULTIPLY, NB_MATRIX_MULTIPLY,
      NB_TRUE_DIVIDE, NB_REMAINDER, NB_POWER, NB_LSHIFT, NB_RSHIFT,
      NB_OR,     NB_XOR,    NB_AND,      NB_FLOOR_DIVIDE};
  const int oparg = kOpargs[static_cast<int>(oper)];
  op(loc, op::BINARY_OP, inplace ? oparg + kInplaceOffset : oparg);
}

// a + b + c + ... nests to the left: that spine is walked in a loop.
bool Codegen::binop(BinOp* node) {
  std::vector<BinOp*> spine{node};
  while (BinOp* left = as_if<BinOp>(spine.back()->left)) spine.push_back(left);
  TRY(visit_expr(spine.back()->left));
  for (; !spine.empty(); spine.pop_back()) {
    TRY(visit_expr(spine.back()->right));
    binary_op(spine.back()->loc, spine.back()->op, false);
  }
  return true;
}

bool Codegen::unaryop(UnaryOp* node) {
  std::vector<UnaryOp*> spine{node};
  while (UnaryOp* inner = as_if<UnaryOp>(spine.back()->operand)) spine.push_back(inner);
  TRY(visit_expr(spine.back()->operand));
  for (; !spine.empty(); spine.pop_back()) {
    const Location& loc = spine.back()->loc;
    switch (spine.back()->op) {
      case UnaryOperator::UAdd: op(loc, op::CALL_INTRINSIC_1, INTRINSIC_UNARY_POSITIVE); break;
      case UnaryOperator::Not:
        op(loc, op::TO_BOOL);
        op(loc, op::UNARY_NOT);
        break;
      case UnaryOperator::Invert: op(loc, op::UNARY_INVERT); break;
      case UnaryOperator::USub: op(loc, op::UNARY_NEGATIVE); break;
    }
  }
  return true;
}

bool Codegen::boolop(BoolOp* node) {
  const Location& loc = node->loc;
  const int jump_op =
      node->op == BoolOperator::And ? op::POP_JUMP_IF_FALSE : op::POP_JUMP_IF_TRUE;
  const Label end = new_label();
  for (int i = 0; i + 1 < node->values.size(); ++i) {
    TRY(visit_expr(node->values[i]));
    op(loc, op::COPY, 1);
    op(loc, op::TO_BOOL);
    jump(loc, jump_op, end);
    op(loc, op::POP_TOP);
  }
  TRY(visit_expr(node->values.back()));
  use_label(end);
  return true;
}

bool Codegen::ifexp(IfExp* node) {
  // a if b else c if d else e: a right spine, walked in a loop.
  std::vector<Label> ends;
  for (;;) {
    const Label end = new_label();
    const Label next = new_label();
    TRY(jump_if(node->loc, node->test, next, false));
    TRY(visit_expr(node->body));
    jump(kNoLocation, op::JUMP_NO_INTERRUPT, end);
    use_label(next);
    ends.push_back(end);
    IfExp* orelse = as_if<IfExp>(node->orelse);
    if (orelse == nullptr) {
      TRY(visit_expr(node->orelse));
      break;
    }
    node = orelse;
  }
  for (; !ends.empty(); ends.pop_back()) use_label(ends.back());
  return true;
}

void Codegen::compare_op(const Location& loc, CmpOp cmp) {
  CompareOp number = kCompareEq;
  switch (cmp) {
    case CmpOp::Is: return op(loc, op::IS_OP, 0);
    case CmpOp::IsNot: return op(loc, op::IS_OP, 1);
    case CmpOp::In: return op(loc, op::CONTAINS_OP, 0);
    case CmpOp::NotIn: return op(loc, op::CONTAINS_OP, 1);
    case CmpOp::Eq: number = kCompareEq; break;
    case CmpOp::NotEq: number = kCompareNe; break;
    case CmpOp::Lt: number = kCompareLt; break;
    case CmpOp::LtE: number = kCompareLe; break;
    case CmpOp::Gt: number = kCompareGt; break;
    case CmpOp::GtE: number = kCompareGe; break;
  }
  op(loc, op::COMPARE_OP, number << 5 | kCompareMasks[number]);
}

bool Codegen::compare(Compare* node) {
  const Location& loc = node->loc;
  check_compare(node);
  TRY(visit_expr(node->left));
  const int last = node->ops.size() - 1;
  if (last == 0) {
    TRY(visit_expr(node->comparators[0]));
    compare_op(loc, node->ops[0]);
    return true;
  }
  const Label cleanup = new_label();
  for (int i = 0; i < last; ++i) {
    TRY(visit_expr(node->comparators[i]));
    op(loc, op::SWAP, 2);
    op(loc, op::COPY, 2);
    compare_op(loc, node->ops[i]);
    op(loc, op::COPY, 1);
    op(loc, op::TO_BOOL);
    jump(loc, op::POP_JUMP_IF_FALSE, cleanup);
    op(loc, op::POP_TOP);
  }
  TRY(visit_expr(node->comparators[last]));
  compare_op(loc, node->ops[last]);
  const Label end = new_label();
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, end);
  use_label(cleanup);
  op(loc, op::SWAP, 2);
  op(loc, op::POP_TOP);
  use_label(end);
  return true;
}

// ---- jumps on conditions ---------------------------------------------------------------------

// Jumps to next when bool(test) == cond.
bool Codegen::jump_if(const Location& loc, Expr* test, Label next, bool cond) {
  for (UnaryOp* unary = as_if<UnaryOp>(test); unary != nullptr && unary->op == UnaryOperator::Not;
       unary = as_if<UnaryOp>(test)) {
    test = unary->operand;
    cond = !cond;
  }
  if (BoolOp* node = as_if<BoolOp>(test)) return jump_if_boolop(loc, node, next, cond);
  if (IfExp* node = as_if<IfExp>(test)) return jump_if_ifexp(loc, node, next, cond);
  if (Compare* node = as_if<Compare>(test)) {
    if (node->ops.size() > 1) return jump_if_compare(node, next, cond);
  }
  TRY(visit_expr(test));
  op(test->loc, op::TO_BOOL);
  jump(test->loc, cond ? op::POP_JUMP_IF_TRUE : op::POP_JUMP_IF_FALSE, next);
  return true;
}

bool Codegen::jump_if_boolop(const Location& loc, BoolOp* node, Label next, bool cond) {
  const bool is_or = node->op == BoolOperator::Or;
  const Label early = is_or != cond ? new_label() : next;
  for (int i = 0; i + 1 < node->values.size(); ++i) {
    TRY(jump_if(loc, node->values[i], early, is_or));
  }
  TRY(jump_if(loc, node->values.back(), next, cond));
  if (!(early == next)) use_label(early);
  return true;
}

bool Codegen::jump_if_ifexp(const Location& loc, IfExp* node, Label next, bool cond) {
  const Label end = new_label();
  const Label orelse = new_label();
  TRY(jump_if(loc, node->test, orelse, false));
  TRY(jump_if(loc, node->body, next, cond));
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, end);
  use_label(orelse);
  TRY(jump_if(loc, node->orelse, next, cond));
  use_label(end);
  return true;
}

bool Codegen::jump_if_compare(Compare* node, Label next, bool cond) {
  const Location& loc = node->loc;
  const int last = node->ops.size() - 1;
  check_compare(node);
  const Label cleanup = new_label();
  TRY(visit_expr(node->left));
  for (int i = 0; i < last; ++i) {
    TRY(visit_expr(node->comparators[i]));
    op(loc, op::SWAP, 2);
    op(loc, op::COPY, 2);
    compare_op(loc, node->ops[i]);
    op(loc, op::TO_BOOL);
    jump(loc, op::POP_JUMP_IF_FALSE, cleanup);
  }
  TRY(visit_expr(node->comparators[last]));
  compare_op(loc, node->ops[last]);
  op(loc, op::TO_BOOL);
  jump(loc, cond ? op::POP_JUMP_IF_TRUE : op::POP_JUMP_IF_FALSE, next);
  const Label end = new_label();
  jump(kNoLocation, op::JUMP_NO_INTERRUPT, end);
  use_label(cleanup);
  op(loc, op::POP_TOP);
  if (!cond) jump(kNoLocation, op::JUMP_NO_INTERRUPT, next);
  use_label(end);
  return true;
}

// ---- yield and await -------------------------------------------------------------------------

void Codegen::add_yield(const Location& loc) {
  if (u_->ste->generator && u_->ste->coroutine) {
    op(loc, op::CALL_INTRINSIC_1, INTRINSIC_ASYNC_GEN_WRAP);
  }
  op(loc, op::YIELD_VALUE, 0);
  op(loc, op::RESUME, RESUME_AFTER_YIELD);
}

bool Codegen::yield_expr(Yield* node) {
  const Location& loc = node->loc;
  if (!u_->ste->is_function_like()) return error(loc, "'yield' outside function");
  if (node->value != nullptr) {
    TRY(visit_expr(node->value));
  } else {
    load_none(loc);
  }
  add_yield(loc);
  return true;
}

bool Codegen::yield_from(YieldFrom* node) {
  const Location& loc = node->loc;
  if (!u_->ste->is_function_like()) return error(loc, "'yield from' outside function");
  if (u_->scope_type == ScopeType::kAsyncFunction) {
    return error(loc, "'yield from' inside async function");
  }
  TRY(visit_expr(node->value));
  op(loc, op::GET_YIELD_FROM_ITER);
  load_none(loc);
  add_yield_from(loc, false);
  return true;
}

bool Codegen::await_expr(Await* node) {
  const Location& loc = node->loc;
  if (!is_top_level_await()) {
    if (!u_->ste->is_function_like()) return error(loc, "'await' outside function");
    if (u_->scope_type != ScopeType::kAsyncFunction &&
        u_->scope_type != ScopeType::kComprehension) {
      return error(loc, "'await' outside async function");
    }
  }
  TRY(visit_expr(node->value));
  await_value(loc, 0);
  return true;
}

// ---- displays --------------------------------------------------------------------------------

namespace {

bool all_constant(Seq<Expr*> elts, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (elts[i] == nullptr || elts[i]->kind != ExprKind::Constant) return false;
  }
  return true;
}

bool any_starred(Seq<Expr*> elts) {
  for (Expr* elt : elts) {
    if (elt->kind == ExprKind::Starred) return true;
  }
  return false;
}

}  // namespace

// A list, set or tuple display, or the positional arguments of a call, with `pushed` values of it
// on the stack already. build, add, extend: the opcodes for the collection (a tuple is first a list).
bool Codegen::starunpack(const Location& loc, Seq<Expr*> elts, int pushed, int build, int add,
                         int extend, bool tuple) {
  const int n = elts.size();
  if (n > 2 && all_constant(elts, 0, n)) {
    std::vector<const ConstValue*> items;
    for (Expr* elt : elts) items.push_back(as<Constant>(elt)->value);
    if (tuple && pushed == 0) {
      load_new_tuple(loc, items);
      return true;
    }
    if (add == op::SET_ADD) {
      log_.tuple_new(items.size());
      log_.gc_new();
      log_.tuple_free(items.size());
      const ConstValue* set = fold_frozenset(arena_, items.data(), items.size());
      op(loc, build, pushed);
      load_const(loc, set);
      log_.gc_free();  // the constant cache made a frozenset of its own, or had one
    } else {
      op(loc, build, pushed);
      load_new_tuple(loc, items);
    }
    op(loc, extend, 1);
    if (tuple) op(loc, op::CALL_INTRINSIC_1, INTRINSIC_LIST_TO_TUPLE);
    return true;
  }
  const bool big = n + pushed > kStackUseGuideline;
  if (!big && !any_starred(elts)) {
    TRY(visit_exprs(elts));
    op(loc, tuple ? op::BUILD_TUPLE : build, n + pushed);
    return true;
  }
  bool built = big;
  if (big) op(loc, build, pushed);
  for (int i = 0; i < n; ++i) {
    if (Starred* starred = as_if<Starred>(elts[i])) {
      if (!built) op(loc, build, i + pushed);
      built = true;
      TRY(visit_expr(starred->value));
      op(loc, extend, 1);
    } else {
      TRY(visit_expr(elts[i]));
      if (built) op(loc, add, 1);
    }
  }
  if (tuple) op(loc, op::CALL_INTRINSIC_1, INTRINSIC_LIST_TO_TUPLE);
  return true;
}

// Assigns the value on top of the stack to the targets.
bool Codegen::assignment(const Location& loc, Seq<Expr*> elts) {
  const int n = elts.size();
  bool seen_star = false;
  for (int i = 0; i < n; ++i) {
    if (elts[i]->kind != ExprKind::Starred) continue;
    if (seen_star) return error(loc, "multiple starred expressions in assignment");
    if (i >= 1 << 8 || n - i - 1 >= INT32_MAX >> 8) {
      return error(loc, "too many expressions in star-unpacking assignment");
    }
    op(loc, op::UNPACK_EX, i + ((n - i - 1) << 8));
    seen_star = true;
  }
  if (!seen_star) op(loc, op::UNPACK_SEQUENCE, n);
  for (Expr* elt : elts) {
    Starred* starred = as_if<Starred>(elt);
    TRY(visit_expr(starred != nullptr ? starred->value : elt));
  }
  return true;
}

bool Codegen::sequence_display(const Location& loc, Seq<Expr*> elts, ExprContext ctx, bool tuple) {
  switch (ctx) {
    case ExprContext::Store: return assignment(loc, elts);
    case ExprContext::Del: return visit_exprs(elts);
    case ExprContext::Load: break;
  }
  return starunpack(loc, elts, 0, op::BUILD_LIST, op::LIST_APPEND, op::LIST_EXTEND, tuple);
}

// Items begin..end of a dict display, as a new dict.
bool Codegen::subdict(Dict* node, int begin, int end) {
  const Location& loc = node->loc;
  const int n = end - begin;
  const bool big = n * 2 > kStackUseGuideline;
  if (n > 1 && !big && all_constant(node->keys, begin, end)) {
    for (int i = begin; i < end; ++i) TRY(visit_expr(node->values[i]));
    std::vector<const ConstValue*> keys;
    for (int i = begin; i < end; ++i) keys.push_back(as<Constant>(node->keys[i])->value);
    load_new_tuple(loc, keys);
    op(loc, op::BUILD_CONST_KEY_MAP, n);
    return true;
  }
  if (big) op(loc, op::BUILD_MAP, 0);
  for (int i = begin; i < end; ++i) {
    TRY(visit_expr(node->keys[i]));
    TRY(visit_expr(node->values[i]));
    if (big) op(loc, op::MAP_ADD, 1);
  }
  if (!big) op(loc, op::BUILD_MAP, n);
  return true;
}

bool Codegen::dict(Dict* node) {
  const Location& loc = node->loc;
  const int n = node->values.size();
  bool have_dict = false;
  int elements = 0;  // seen but not compiled yet
  auto flush = [&](int begin, int end) {
    TRY(subdict(node, begin, end));
    if (have_dict) op(loc, op::DICT_UPDATE, 1);
    have_dict = true;
    elements = 0;
    return true;
  };
  for (int i = 0; i < n; ++i) {
    if (node->keys[i] == nullptr) {  // **mapping
      if (elements != 0) TRY(flush(i - elements, i));
      if (!have_dict) op(loc, op::BUILD_MAP, 0);
      have_dict = true;
      TRY(visit_expr(node->values[i]));
      op(loc, op::DICT_UPDATE, 1);
    } else if (elements * 2 > kStackUseGuideline) {
      TRY(flush(i - elements, i + 1));
    } else {
      ++elements;
    }
  }
  if (elements != 0) TRY(flush(n - elements, n));
  if (!have_dict) op(loc, op::BUILD_MAP, 0);
  return true;
}

// ---- f-strings -------------------------------------------------------------------------------

bool Codegen::joined_str(JoinedStr* node) {
  const Location& loc = node->loc;
  const int count = node->values.size();
  if (count > kStackUseGuideline) {
    load_str(loc, "");
    name_arg(loc, op::LOAD_METHOD, arena_.intern("join"));
    op(loc, op::BUILD_LIST, 0);
    for (Expr* value : node->values) {
      TRY(visit_expr(value));
      op(loc, op::LIST_APPEND, 1);
    }
    op(loc, op::CALL, 1);
    return true;
  }
  TRY(visit_exprs(node->values));
  if (count > 1) {
    op(loc, op::BUILD_STRING, count);
  } else if (count == 0) {
    load_str(loc, "");
  }
  return true;
}

bool Codegen::formatted_value(FormattedValue* node) {
  const Location& loc = node->loc;
  TRY(visit_expr(node->value));
  switch (node->conversion) {
    case 's': op(loc, op::CONVERT_VALUE, FVC_STR); break;
    case 'r': op(loc, op::CONVERT_VALUE, FVC_REPR); break;
    case 'a': op(loc, op::CONVERT_VALUE, FVC_ASCII); break;
    default: break;
  }
  if (node->format_spec == nullptr) {
    op(loc, op::FORMAT_SIMPLE);
    return true;
  }
  TRY(visit_expr(node->format_spec));
  op(loc, op::FORMAT_WITH_SPEC);
  return true;
}

// ---- attributes and subscripts ---------------------------------------------------------------

Location match_attribute_start(Location loc, const Attribute* attr) {
  if (loc.lineno == attr->loc.end_lineno) return loc;
  loc.lineno = attr->loc.end_lineno;
  const int length = static_cast<int>(wtf8_length(attr->attr->text));
  if (length <= attr->loc.end_col_offset) {
    loc.col_offset = attr->loc.end_col_offset - length;
  } else {
    // The name is not where it should be: compiled from a tree that was made by hand.
    loc.col_offset = -1;
    loc.end_col_offset = -1;
  }
  loc.end_lineno = std::max(loc.lineno, loc.end_lineno);
  if (loc.lineno == loc.end_lineno) {
    loc.end_col_offset = std::max(loc.col_offset, loc.end_col_offset);
  }
  return loc;
}

// self.name = ... in a method: the class lists name in __static_attributes__.
void Codegen::add_static_attribute(Attribute* node) {
  Name* base = as_if<Name>(node->value);
  if (base == nullptr || node->ctx != ExprContext::Store || base->id != self_name_) return;
  for (size_t i = units_.size() - 1; i-- > 0;) {
    if (units_[i]->scope_type != ScopeType::kClass) continue;
    std::vector<Identifier>& names = units_[i]->static_attributes;
    for (Identifier name : names) {
      if (name == node->attr) return;
    }
    names.push_back(node->attr);
    return;
  }
}

// An attribute that is stored or deleted.
bool Codegen::attribute_target(Attribute* node) {
  add_static_attribute(node);
  TRY(visit_expr(node->value));
  const Location loc = match_attribute_start(node->loc, node);
  if (node->ctx == ExprContext::Del) {
    name_arg(loc, op::DELETE_ATTR, node->attr);
    return true;
  }
  if (forbidden_name(loc, node->attr, ExprContext::Store)) return false;
  name_arg(loc, op::STORE_ATTR, node->attr);
  return true;
}

bool Codegen::slice_parts(Slice* node, int* count) {
  *count = node->step != nullptr ? 3 : 2;
  for (Expr* bound : {node->lower, node->upper}) {
    if (bound != nullptr) {
      TRY(visit_expr(bound));
    } else {
      load_none(node->loc);
    }
  }
  return node->step == nullptr || visit_expr(node->step);
}

bool Codegen::finish_subscript(Subscript* node) {
  const Location& loc = node->loc;
  Slice* slice = as_if<Slice>(node->slice);
  if (slice != nullptr && slice->step == nullptr && node->ctx != ExprContext::Del) {
    int count;
    TRY(slice_parts(slice, &count));
    op(loc, node->ctx == ExprContext::Load ? op::BINARY_SLICE : op::STORE_SLICE);
    return true;
  }
  TRY(visit_expr(node->slice));
  switch (node->ctx) {
    case ExprContext::Load: op(loc, op::BINARY_SUBSCR); break;
    case ExprContext::Store: op(loc, op::STORE_SUBSCR); break;
    case ExprContext::Del: op(loc, op::DELETE_SUBSCR); break;
  }
  return true;
}

}  // namespace py::lang

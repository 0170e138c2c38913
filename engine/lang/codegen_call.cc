// Code generation: calls, and the warnings about expressions that cannot work.
// CPython 3.13: Python/compile.c
#include "lang/codegen.h"

namespace py::lang {
namespace {

constexpr int kStackUseGuideline = 30;

// An attribute, subscript or call (of which the parts to the left are always loads).
bool is_primary(Expr* node) {
  return node->kind == ExprKind::Attribute || node->kind == ExprKind::Subscript ||
         node->kind == ExprKind::Call;
}

}  // namespace

// ---- super() ---------------------------------------------------------------------------------

bool Codegen::is_import_originated(Expr* expr) const {
  Name* name = as_if<Name>(expr);
  return name != nullptr && (symtable_.top()->symbol(name->id) & DEF_IMPORT) != 0;
}

// super().attr and super(a, b).attr need no super object, if super is surely the builtin.
bool Codegen::can_optimize_super_call(Attribute* attr) {
  Call* call = as_if<Call>(attr->value);
  if (call == nullptr) return false;
  Name* func = as_if<Name>(call->func);
  if (func == nullptr || func->id != super_name_ || attr->attr == class_name_ ||
      !call->keywords.empty()) {
    return false;
  }
  if (u_->ste->scope(super_name_) != Scope::kGlobalImplicit) return false;
  if (symtable_.top()->scope(super_name_) != Scope::kNone) return false;
  if (call->args.size() == 2) {
    return call->args[0]->kind != ExprKind::Starred && call->args[1]->kind != ExprKind::Starred;
  }
  if (!call->args.empty()) return false;
  if (u_->metadata.argcount == 0 && u_->metadata.posonlyargcount == 0) return false;
  return ref_type(class_name_) == Scope::kFree;
}

bool Codegen::load_args_for_super(Call* call) {
  const Location& loc = call->loc;
  TRY(name_op(call->func->loc, super_name_, ExprContext::Load));
  if (call->args.size() == 2) return visit_expr(call->args[0]) && visit_expr(call->args[1]);
  TRY(name_op(loc, class_name_, ExprContext::Load));
  const Identifier self = u_->metadata.varnames.entries()[0].name;
  return name_op(loc, self, ExprContext::Load);
}

// ---- calls -----------------------------------------------------------------------------------

bool Codegen::validate_keywords(Seq<Keyword*> keywords) {
  const int n = keywords.size();
  for (int i = 0; i < n; ++i) {
    Keyword* key = keywords[i];
    if (key->arg == nullptr) continue;
    if (forbidden_name(key->loc, key->arg, ExprContext::Store)) return false;
    for (int j = i + 1; j < n; ++j) {
      if (keywords[j]->arg == key->arg) {
        return error(keywords[j]->loc,
                     "keyword argument repeated: " + std::string(key->arg->text));
      }
    }
  }
  return true;
}

void Codegen::keyword_names(const Location& loc, Seq<Keyword*> keywords) {
  std::vector<Identifier> names;
  for (Keyword* keyword : keywords) names.push_back(keyword->arg);
  load_names(loc, names);
}

// Is this obj.method(...), compiled without making a bound method?
bool Codegen::is_method_call(Call* node) const {
  Attribute* meth = as_if<Attribute>(node->func);
  if (meth == nullptr || meth->ctx != ExprContext::Load) return false;
  if (is_import_originated(meth->value)) return false;
  const int nargs = node->args.size();
  const int nkeywords = node->keywords.size();
  if (nargs + nkeywords + (nkeywords != 0) >= kStackUseGuideline) return false;
  for (Expr* arg : node->args) {
    if (arg->kind == ExprKind::Starred) return false;
  }
  for (Keyword* keyword : node->keywords) {
    if (keyword->arg == nullptr) return false;
  }
  return true;
}

// The arguments of a method call whose method and object are loaded; loc: the method's name.
bool Codegen::method_arguments(Call* node, const Location& loc) {
  const Attribute* meth = as<Attribute>(node->func);
  const int nargs = node->args.size();
  const int nkeywords = node->keywords.size();
  TRY(visit_exprs(node->args));
  if (nkeywords == 0) {
    op(match_attribute_start(node->loc, meth), op::CALL, nargs);
    return true;
  }
  TRY(visit_keywords(node->keywords));
  keyword_names(loc, node->keywords);
  op(match_attribute_start(node->loc, meth), op::CALL_KW, nargs + nkeywords);
  return true;
}

// super().attr, or super().method(...).
bool Codegen::super_attribute(Attribute* attr, bool method) {
  Call* super = as<Call>(attr->value);
  const bool zero = super->args.empty();
  TRY(load_args_for_super(super));
  if (method) {
    name_arg(attr->loc, zero ? op::LOAD_ZERO_SUPER_METHOD : op::LOAD_SUPER_METHOD, attr->attr);
  } else {
    name_arg(attr->loc, zero ? op::LOAD_ZERO_SUPER_ATTR : op::LOAD_SUPER_ATTR, attr->attr);
  }
  op(match_attribute_start(attr->loc, attr), op::NOP);
  return true;
}

// ---- attributes, subscripts and calls in a row -----------------------------------------------

// Checks one link of a.b[c](d)...; *inner is what has to be loaded first, or null when this is the
// start of the chain.
bool Codegen::enter_primary(Expr* node, Expr** inner) {
  *inner = nullptr;
  if (Attribute* attr = as_if<Attribute>(node)) {
    if (!can_optimize_super_call(attr)) *inner = attr->value;
  } else if (Subscript* item = as_if<Subscript>(node)) {
    check_subscripter(item->value);
    check_index(item->value, item->slice);
    *inner = item->value;
  } else if (Call* call = as_if<Call>(node)) {
    TRY(validate_keywords(call->keywords));
    if (!is_method_call(call)) {
      check_caller(call->func);
      *inner = call->func;
    } else if (!can_optimize_super_call(as<Attribute>(call->func))) {
      *inner = as<Attribute>(call->func)->value;
    }
  }
  return true;
}

// The start of the chain: an expression of another kind, or something of super().
bool Codegen::start_primary(Expr* node) {
  if (Attribute* attr = as_if<Attribute>(node)) return super_attribute(attr, false);
  Call* call = as_if<Call>(node);
  if (call == nullptr) return visit_expr(node);
  Attribute* meth = as<Attribute>(call->func);
  TRY(super_attribute(meth, true));
  return method_arguments(call, match_attribute_start(meth->loc, meth));
}

// What the link adds when the value left of it is on the stack.
bool Codegen::finish_primary(Expr* node) {
  if (Attribute* attr = as_if<Attribute>(node)) {
    name_arg(match_attribute_start(attr->loc, attr), op::LOAD_ATTR, attr->attr);
    return true;
  }
  if (Subscript* item = as_if<Subscript>(node)) return finish_subscript(item);
  Call* call = as<Call>(node);
  if (!is_method_call(call)) {
    op(call->func->loc, op::PUSH_NULL);
    return call_helper(call->loc, 0, call->args, call->keywords);
  }
  Attribute* meth = as<Attribute>(call->func);
  const Location loc = match_attribute_start(meth->loc, meth);
  name_arg(loc, op::LOAD_METHOD, meth->attr);
  return method_arguments(call, loc);
}

// Such chains nest to the left without bound: they are walked in a loop.
bool Codegen::primary(Expr* node) {
  const size_t base = primaries_.size();
  for (;;) {
    Expr* inner;
    TRY(enter_primary(node, &inner));
    if (inner == nullptr) break;
    primaries_.push_back(node);
    node = inner;
    if (!is_primary(node)) break;
  }
  TRY(start_primary(node));
  while (primaries_.size() > base) {
    node = primaries_.back();
    primaries_.pop_back();
    TRY(finish_primary(node));
  }
  return true;
}

// The arguments and the call itself; `pushed` arguments are on the stack already.
bool Codegen::call_helper(const Location& loc, int pushed, Seq<Expr*> args,
                          Seq<Keyword*> keywords) {
  TRY(validate_keywords(keywords));
  const int nargs = args.size();
  const int nkeywords = keywords.size();
  bool simple = nargs + nkeywords * 2 <= kStackUseGuideline;
  for (Expr* arg : args) simple &= arg->kind != ExprKind::Starred;
  for (Keyword* keyword : keywords) simple &= keyword->arg != nullptr;
  if (!simple) return call_ex(loc, pushed, args, keywords);
  TRY(visit_exprs(args));
  if (nkeywords == 0) {
    op(loc, op::CALL, pushed + nargs);
    return true;
  }
  TRY(visit_keywords(keywords));
  keyword_names(loc, keywords);
  op(loc, op::CALL_KW, pushed + nargs + nkeywords);
  return true;
}

// A call with * or **, or with many arguments: one tuple and one dict.
bool Codegen::call_ex(const Location& loc, int pushed, Seq<Expr*> args, Seq<Keyword*> keywords) {
  Starred* only = args.size() == 1 ? as_if<Starred>(args[0]) : nullptr;
  if (pushed == 0 && only != nullptr) {
    TRY(visit_expr(only->value));
  } else {
    TRY(starunpack(loc, args, pushed, op::BUILD_LIST, op::LIST_APPEND, op::LIST_EXTEND, true));
  }
  bool have_dict = false;
  int seen = 0;
  auto flush = [&](int end) {
    TRY(subkwargs(loc, keywords, end - seen, end));
    if (have_dict) op(loc, op::DICT_MERGE, 1);
    have_dict = true;
    seen = 0;
    return true;
  };
  for (int i = 0; i < keywords.size(); ++i) {
    if (keywords[i]->arg != nullptr) {
      ++seen;
      continue;
    }
    if (seen != 0) TRY(flush(i));
    if (!have_dict) op(loc, op::BUILD_MAP, 0);
    have_dict = true;
    TRY(visit_expr(keywords[i]->value));
    op(loc, op::DICT_MERGE, 1);
  }
  if (seen != 0) TRY(flush(keywords.size()));
  op(loc, op::CALL_FUNCTION_EX, !keywords.empty());
  return true;
}

bool Codegen::subkwargs(const Location& loc, Seq<Keyword*> keywords, int begin, int end) {
  const int n = end - begin;
  const bool big = n * 2 > kStackUseGuideline;
  if (n > 1 && !big) {
    std::vector<Identifier> names;
    for (int i = begin; i < end; ++i) {
      TRY(visit_expr(keywords[i]->value));
      names.push_back(keywords[i]->arg);
    }
    load_names(loc, names);
    op(loc, op::BUILD_CONST_KEY_MAP, n);
    return true;
  }
  if (big) op(kNoLocation, op::BUILD_MAP, 0);
  for (int i = begin; i < end; ++i) {
    load_str(loc, keywords[i]->arg->text);
    TRY(visit_expr(keywords[i]->value));
    if (big) op(kNoLocation, op::MAP_ADD, 1);
  }
  if (!big) op(loc, op::BUILD_MAP, n);
  return true;
}

// ---- warnings --------------------------------------------------------------------------------

namespace {

const char* constant_type(const ConstValue* value) {
  switch (value->kind) {
    case ConstKind::kNone: return "NoneType";
    case ConstKind::kTrue:
    case ConstKind::kFalse: return "bool";
    case ConstKind::kEllipsis: return "ellipsis";
    case ConstKind::kInt: return "int";
    case ConstKind::kFloat: return "float";
    case ConstKind::kComplex: return "complex";
    case ConstKind::kStr: return "str";
    case ConstKind::kBytes: return "bytes";
    case ConstKind::kTuple: return "tuple";
    case ConstKind::kFrozenSet: return "frozenset";
  }
  return "";
}

// The type that the expression certainly has, or null.
const char* infer_type(Expr* expr) {
  switch (expr->kind) {
    case ExprKind::Tuple: return "tuple";
    case ExprKind::List:
    case ExprKind::ListComp: return "list";
    case ExprKind::Dict:
    case ExprKind::DictComp: return "dict";
    case ExprKind::Set:
    case ExprKind::SetComp: return "set";
    case ExprKind::GeneratorExp: return "generator";
    case ExprKind::Lambda: return "function";
    case ExprKind::JoinedStr:
    case ExprKind::FormattedValue: return "str";
    case ExprKind::Constant: return constant_type(as<Constant>(expr)->value);
    default: return nullptr;
  }
}

// May `is` be meant? Not with literals other than the singletons.
bool is_sensible_for_is(Expr* expr) {
  Constant* constant = as_if<Constant>(expr);
  return constant == nullptr || constant->value->kind <= ConstKind::kEllipsis;
}

}  // namespace

void Codegen::check_compare(Compare* node) {
  Expr* left = node->left;
  for (int i = 0; i < node->ops.size(); ++i) {
    Expr* right = node->comparators[i];
    const CmpOp cmp = node->ops[i];
    const bool is = cmp == CmpOp::Is;
    if ((is || cmp == CmpOp::IsNot) && (!is_sensible_for_is(left) || !is_sensible_for_is(right))) {
      const std::string type = infer_type(!is_sensible_for_is(left) ? left : right);
      return warn(node->loc, is ? "\"is\" with '" + type + "' literal. Did you mean \"==\"?"
                                : "\"is not\" with '" + type + "' literal. Did you mean \"!=\"?");
    }
    left = right;
  }
}

void Codegen::check_caller(Expr* func) {
  switch (func->kind) {
    case ExprKind::Constant:
    case ExprKind::Tuple:
    case ExprKind::List:
    case ExprKind::ListComp:
    case ExprKind::Dict:
    case ExprKind::DictComp:
    case ExprKind::Set:
    case ExprKind::SetComp:
    case ExprKind::GeneratorExp:
    case ExprKind::JoinedStr:
    case ExprKind::FormattedValue:
      return warn(func->loc, std::string("'") + infer_type(func) +
                                 "' object is not callable; perhaps you missed a comma?");
    default: return;
  }
}

void Codegen::check_subscripter(Expr* value) {
  switch (value->kind) {
    case ExprKind::Constant:
      switch (as<Constant>(value)->value->kind) {
        case ConstKind::kStr:
        case ConstKind::kBytes:
        case ConstKind::kTuple: return;
        default: break;
      }
      break;
    case ExprKind::Set:
    case ExprKind::SetComp:
    case ExprKind::GeneratorExp:
    case ExprKind::Lambda: break;
    default: return;
  }
  warn(value->loc, std::string("'") + infer_type(value) +
                       "' object is not subscriptable; perhaps you missed a comma?");
}

void Codegen::check_index(Expr* value, Expr* index) {
  const char* index_type = infer_type(index);
  if (index_type == nullptr) return;
  const std::string_view type = index_type;
  if (type == "int" || type == "bool") return;
  switch (value->kind) {
    case ExprKind::Constant:
      switch (as<Constant>(value)->value->kind) {
        case ConstKind::kStr:
        case ConstKind::kBytes:
        case ConstKind::kTuple: break;
        default: return;
      }
      break;
    case ExprKind::Tuple:
    case ExprKind::List:
    case ExprKind::ListComp:
    case ExprKind::JoinedStr:
    case ExprKind::FormattedValue: break;
    default: return;
  }
  warn(value->loc, std::string(infer_type(value)) + " indices must be integers or slices, not " +
                       index_type + "; perhaps you missed a comma?");
}

}  // namespace py::lang

// Unparsing of expressions.
// CPython 3.13: Python/ast_unparse.c
#include "lang/ast_unparse.h"

#include <cmath>  // std::isinf

#include "lang/const_value.h"  // const_repr

namespace py::lang {
namespace {

// Binding strength, loosest first. An operand is parenthesised when it binds looser than asked for.
enum Precedence {
  kTuple,
  kTest,  // if-else, lambda
  kOr,
  kAnd,
  kNot,
  kCompare,
  kExpr,
  kBitOr = kExpr,
  kBitXor,
  kBitAnd,
  kShift,
  kArith,
  kTerm,
  kFactor,
  kPower,
  kAwait,
  kAtom,
};

struct BinaryOperator {
  const char* text;
  int precedence;
};

constexpr BinaryOperator kBinary[] = {
    {"", 0},
    {" + ", kArith},  {" - ", kArith},   {" * ", kTerm},   {" @ ", kTerm},  {" / ", kTerm},
    {" % ", kTerm},   {" ** ", kPower},  {" << ", kShift}, {" >> ", kShift}, {" | ", kBitOr},
    {" ^ ", kBitXor}, {" & ", kBitAnd},  {" // ", kTerm}};

constexpr BinaryOperator kUnary[] = {
    {"", 0}, {"~", kFactor}, {"not ", kNot}, {"+", kFactor}, {"-", kFactor}};

constexpr const char* kComparisons[] = {"",     " == ",     " != ", " < ",      " <= ", " > ",
                                        " >= ", " is ", " is not ", " in ", " not in "};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (size_t pos = 0; (pos = text.find(from, pos)) != text.npos; pos += to.size()) {
    text.replace(pos, from.size(), to);
  }
}

class Unparser {
 public:
  void expr(const Expr* node, int level);
  std::string take() { return std::move(out_); }

 private:
  void put(std::string_view text) { out_ += text; }
  void open(bool parenthesised) {
    if (parenthesised) put("(");
  }
  void close(bool parenthesised) {
    if (parenthesised) put(")");
  }
  // Elements separated by commas.
  void exprs(Seq<Expr*> list, int level) {
    for (int i = 0; i < list.size(); ++i) {
      if (i > 0) put(", ");
      expr(list[i], level);
    }
  }
  void boolop(const BoolOp* node, int level);
  void binop(const BinOp* node, int level);
  void unaryop(const UnaryOp* node, int level);
  void lambda(const Lambda* node, int level);
  void args(const Arguments* args);
  void arg(const Arg* arg);
  void ifexp(const IfExp* node, int level);
  void dict(const Dict* node);
  void tuple(const Tuple* node, int level);
  void comprehensions(Seq<Comprehension*> generators);
  void generator(const GeneratorExp* node);
  void compare(const Compare* node, int level);
  void call(const Call* node);
  void joined_str(const JoinedStr* node, bool is_format_spec);
  void fstring_element(const Expr* node, bool is_format_spec);
  void formatted_value(const FormattedValue* node);
  void constant(const ConstValue* value);
  void attribute(const Attribute* node);
  void slice(const Slice* node);

  std::string out_;
};

void Unparser::boolop(const BoolOp* node, int level) {
  const bool is_and = node->op == BoolOperator::And;
  const int precedence = is_and ? kAnd : kOr;
  open(level > precedence);
  for (int i = 0; i < node->values.size(); ++i) {
    if (i > 0) put(is_and ? " and " : " or ");
    expr(node->values[i], precedence + 1);
  }
  close(level > precedence);
}

void Unparser::binop(const BinOp* node, int level) {
  const BinaryOperator& oper = kBinary[static_cast<int>(node->op)];
  const bool right_associative = node->op == Operator::Pow;
  open(level > oper.precedence);
  expr(node->left, oper.precedence + right_associative);
  put(oper.text);
  expr(node->right, oper.precedence + !right_associative);
  close(level > oper.precedence);
}

void Unparser::unaryop(const UnaryOp* node, int level) {
  const BinaryOperator& oper = kUnary[static_cast<int>(node->op)];
  open(level > oper.precedence);
  put(oper.text);
  expr(node->operand, oper.precedence);
  close(level > oper.precedence);
}

void Unparser::arg(const Arg* arg) {
  put(arg->arg->text);
  if (arg->annotation != nullptr) {
    put(": ");
    expr(arg->annotation, kTest);
  }
}

void Unparser::args(const Arguments* args) {
  bool first = true;
  auto separate = [&] {
    if (!first) put(", ");
    first = false;
  };
  const int posonly = args->posonlyargs.size();
  const int count = posonly + args->args.size();
  for (int i = 0; i < count; ++i) {
    separate();
    arg(i < posonly ? args->posonlyargs[i] : args->args[i - posonly]);
    const int default_index = i - count + args->defaults.size();
    if (default_index >= 0) {
      put("=");
      expr(args->defaults[default_index], kTest);
    }
    if (posonly != 0 && i + 1 == posonly) put(", /");
  }
  if (args->vararg != nullptr || !args->kwonlyargs.empty()) {
    separate();
    put("*");
    if (args->vararg != nullptr) arg(args->vararg);
  }
  for (int i = 0; i < args->kwonlyargs.size(); ++i) {
    separate();
    arg(args->kwonlyargs[i]);
    const int default_index = i - args->kwonlyargs.size() + args->kw_defaults.size();
    if (default_index >= 0 && args->kw_defaults[default_index] != nullptr) {
      put("=");
      expr(args->kw_defaults[default_index], kTest);
    }
  }
  if (args->kwarg != nullptr) {
    separate();
    put("**");
    arg(args->kwarg);
  }
}

void Unparser::lambda(const Lambda* node, int level) {
  open(level > kTest);
  put(node->args->args.empty() && node->args->posonlyargs.empty() ? "lambda" : "lambda ");
  args(node->args);
  put(": ");
  expr(node->body, kTest);
  close(level > kTest);
}

void Unparser::ifexp(const IfExp* node, int level) {
  open(level > kTest);
  expr(node->body, kTest + 1);
  put(" if ");
  expr(node->test, kTest + 1);
  put(" else ");
  expr(node->orelse, kTest);
  close(level > kTest);
}

void Unparser::dict(const Dict* node) {
  put("{");
  for (int i = 0; i < node->values.size(); ++i) {
    if (i > 0) put(", ");
    if (node->keys[i] != nullptr) {
      expr(node->keys[i], kTest);
      put(": ");
      expr(node->values[i], kTest);
    } else {
      put("**");
      expr(node->values[i], kExpr);
    }
  }
  put("}");
}

void Unparser::tuple(const Tuple* node, int level) {
  if (node->elts.empty()) return put("()");
  open(level > kTuple);
  exprs(node->elts, kTest);
  if (node->elts.size() == 1) put(",");
  close(level > kTuple);
}

void Unparser::comprehensions(Seq<Comprehension*> generators) {
  for (const Comprehension* generator : generators) {
    put(generator->is_async ? " async for " : " for ");
    expr(generator->target, kTuple);
    put(" in ");
    expr(generator->iter, kTest + 1);
    for (const Expr* condition : generator->ifs) {
      put(" if ");
      expr(condition, kTest + 1);
    }
  }
}

void Unparser::generator(const GeneratorExp* node) {
  put("(");
  expr(node->elt, kTest);
  comprehensions(node->generators);
  put(")");
}

void Unparser::compare(const Compare* node, int level) {
  open(level > kCompare);
  expr(node->left, kCompare + 1);
  for (int i = 0; i < node->comparators.size(); ++i) {
    put(kComparisons[static_cast<int>(node->ops[i])]);
    expr(node->comparators[i], kCompare + 1);
  }
  close(level > kCompare);
}

void Unparser::call(const Call* node) {
  expr(node->func, kAtom);
  if (node->args.size() == 1 && node->keywords.empty()) {
    const Expr* only = node->args[0];
    if (only->kind == ExprKind::GeneratorExp) return generator(as<GeneratorExp>(only));
  }
  put("(");
  exprs(node->args, kTest);
  for (int i = 0; i < node->keywords.size(); ++i) {
    const Keyword* keyword = node->keywords[i];
    if (i > 0 || !node->args.empty()) put(", ");
    if (keyword->arg == nullptr) {
      put("**");
    } else {
      put(keyword->arg->text);
      put("=");
    }
    expr(keyword->value, kTest);
  }
  put(")");
}

// ---- f-strings -------------------------------------------------------------------------------

void Unparser::joined_str(const JoinedStr* node, bool is_format_spec) {
  Unparser body;
  for (const Expr* value : node->values) body.fstring_element(value, is_format_spec);
  if (is_format_spec) return put(body.out_);
  ConstValue text{};
  text.kind = ConstKind::kStr;
  text.text = body.out_;
  put("f");
  const_repr(&text, out_);
}

void Unparser::fstring_element(const Expr* node, bool is_format_spec) {
  switch (node->kind) {
    case ExprKind::Constant: {
      std::string text(as<Constant>(node)->value->text);
      replace_all(text, "{", "{{");
      replace_all(text, "}", "}}");
      return put(text);
    }
    case ExprKind::JoinedStr: return joined_str(as<JoinedStr>(node), is_format_spec);
    case ExprKind::FormattedValue: return formatted_value(as<FormattedValue>(node));
    default: return;
  }
}

void Unparser::formatted_value(const FormattedValue* node) {
  Unparser value;
  value.expr(node->value, kTest + 1);
  put(value.out_.starts_with('{') ? "{ " : "{");
  put(value.out_);
  if (node->conversion > 0) {
    out_ += '!';
    out_ += static_cast<char>(node->conversion);
  }
  if (node->format_spec != nullptr) {
    put(":");
    fstring_element(node->format_spec, true);
  }
  put("}");
}

// ---- the rest --------------------------------------------------------------------------------

void Unparser::constant(const ConstValue* value) {
  if (value->kind == ConstKind::kEllipsis) return put("...");
  if (value->kind == ConstKind::kTuple) {
    put("(");
    for (int i = 0; i < value->items.size(); ++i) {
      if (i > 0) put(", ");
      constant(value->items[i]);
    }
    if (value->items.size() == 1) put(",");
    return put(")");
  }
  std::string text;
  const_repr(value, text);
  // inf has no literal; 1e309 evaluates to it.
  if ((value->kind == ConstKind::kFloat && std::isinf(value->real)) ||
      value->kind == ConstKind::kComplex) {
    replace_all(text, "inf", "1e309");
  }
  put(text);
}

void Unparser::attribute(const Attribute* node) {
  expr(node->value, kAtom);
  const Constant* value = as_if<const Constant>(node->value);
  put(value != nullptr && value->value->kind == ConstKind::kInt ? " ." : ".");
  put(node->attr->text);
}

void Unparser::slice(const Slice* node) {
  if (node->lower != nullptr) expr(node->lower, kTest);
  put(":");
  if (node->upper != nullptr) expr(node->upper, kTest);
  if (node->step != nullptr) {
    put(":");
    expr(node->step, kTest);
  }
}

void Unparser::expr(const Expr* node, int level) {
  switch (node->kind) {
    case ExprKind::BoolOp: return boolop(as<BoolOp>(node), level);
    case ExprKind::BinOp: return binop(as<BinOp>(node), level);
    case ExprKind::UnaryOp: return unaryop(as<UnaryOp>(node), level);
    case ExprKind::Lambda: return lambda(as<Lambda>(node), level);
    case ExprKind::IfExp: return ifexp(as<IfExp>(node), level);
    case ExprKind::Dict: return dict(as<Dict>(node));
    case ExprKind::Set:
      put("{");
      exprs(as<Set>(node)->elts, kTest);
      return put("}");
    case ExprKind::GeneratorExp: return generator(as<GeneratorExp>(node));
    case ExprKind::ListComp:
      put("[");
      expr(as<ListComp>(node)->elt, kTest);
      comprehensions(as<ListComp>(node)->generators);
      return put("]");
    case ExprKind::SetComp:
      put("{");
      expr(as<SetComp>(node)->elt, kTest);
      comprehensions(as<SetComp>(node)->generators);
      return put("}");
    case ExprKind::DictComp:
      put("{");
      expr(as<DictComp>(node)->key, kTest);
      put(": ");
      expr(as<DictComp>(node)->value, kTest);
      comprehensions(as<DictComp>(node)->generators);
      return put("}");
    case ExprKind::Yield:
      if (as<Yield>(node)->value == nullptr) return put("(yield)");
      put("(yield ");
      expr(as<Yield>(node)->value, kTest);
      return put(")");
    case ExprKind::YieldFrom:
      put("(yield from ");
      expr(as<YieldFrom>(node)->value, kTest);
      return put(")");
    case ExprKind::Await:
      open(level > kAwait);
      put("await ");
      expr(as<Await>(node)->value, kAtom);
      return close(level > kAwait);
    case ExprKind::Compare: return compare(as<Compare>(node), level);
    case ExprKind::Call: return call(as<Call>(node));
    case ExprKind::Constant:
      if (as<Constant>(node)->value->kind != ConstKind::kEllipsis) {
        put(as<Constant>(node)->str_kind);
      }
      return constant(as<Constant>(node)->value);
    case ExprKind::JoinedStr: return joined_str(as<JoinedStr>(node), false);
    case ExprKind::FormattedValue: return formatted_value(as<FormattedValue>(node));
    case ExprKind::Attribute: return attribute(as<Attribute>(node));
    case ExprKind::Subscript:
      expr(as<Subscript>(node)->value, kAtom);
      put("[");
      expr(as<Subscript>(node)->slice, kTuple);
      return put("]");
    case ExprKind::Starred:
      put("*");
      return expr(as<Starred>(node)->value, kExpr);
    case ExprKind::Slice: return slice(as<Slice>(node));
    case ExprKind::Name: return put(as<Name>(node)->id->text);
    case ExprKind::List:
      put("[");
      exprs(as<List>(node)->elts, kTest);
      return put("]");
    case ExprKind::Tuple: return tuple(as<Tuple>(node), level);
    case ExprKind::NamedExpr:
      open(level > kTuple);
      expr(as<NamedExpr>(node)->target, kAtom);
      put(" := ");
      expr(as<NamedExpr>(node)->value, kAtom);
      return close(level > kTuple);
  }
}

}  // namespace

std::string ast_unparse(const Expr* expr) {
  Unparser unparser;
  unparser.expr(expr, kTest);
  return unparser.take();
}

}  // namespace py::lang

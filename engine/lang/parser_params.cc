// Parameters of functions and lambdas, and type parameters.
// CPython 3.13: Grammar/python.gram, "Function parameters", "Type parameter declaration"
#include "lang/parser_internal.h"

namespace py::lang {

// What has been read of a parameter list.
struct Parser::Params {
  std::vector<Arg*> posonly, positional, kwonly;
  std::vector<Expr*> defaults, kw_defaults;
  Arg* vararg = nullptr;
  Arg* kwarg = nullptr;
};

// NAME [":" annotation]. Lambdas have no annotations; "*args" may have a starred one.
Arg* Parser::param(bool annotated, bool star_annotation) {
  const Token& start = cur();
  Identifier name = expect_name();
  if (name == nullptr) return nullptr;
  Expr* annotation = nullptr;
  if (annotated && accept(COLON)) {
    annotation = star_annotation ? star_expression() : expression();
    if (annotation == nullptr) return nullptr;
  }
  Arg* arg = arena_.make<Arg>();
  arg->loc = span(start);
  arg->arg = name;
  arg->annotation = annotation;
  return arg;
}

// A nonempty list up to `close`, which stays: ")" for a function, ":" for a lambda.
Arguments* Parser::parameters(TokenType close) {
  Params params;
  do {
    if (at(close)) {
      if (params.positional.empty() && params.posonly.empty()) return nullptr;
      break;
    }
    if (at(STAR) || at(DOUBLESTAR)) {
      if (!parameters_after_star(params, close)) return nullptr;
      break;
    }
    if (accept(SLASH)) {
      if (params.positional.empty() || !params.posonly.empty()) return nullptr;
      params.posonly.swap(params.positional);
    } else if (!parameter(params, close)) {
      return nullptr;
    }
  } while (accept(COMMA));
  if (!at(close)) return nullptr;
  Arguments* arguments = arena_.make<Arguments>();
  arguments->posonlyargs = arena_.copy_seq(params.posonly);
  arguments->args = arena_.copy_seq(params.positional);
  arguments->vararg = params.vararg;
  arguments->kwonlyargs = arena_.copy_seq(params.kwonly);
  arguments->kw_defaults = arena_.copy_seq(params.kw_defaults);
  arguments->kwarg = params.kwarg;
  arguments->defaults = arena_.copy_seq(params.defaults);
  return arguments;
}

// A positional parameter; once one has a default, all following need one.
bool Parser::parameter(Params& params, TokenType close) {
  Arg* arg = param(close == RPAR, false);
  if (arg == nullptr) return false;
  if (accept(EQUAL)) {
    Expr* value = expression();
    if (value == nullptr) return false;
    params.defaults.push_back(value);
  } else if (!params.defaults.empty()) {
    return false;
  }
  params.positional.push_back(arg);
  return true;
}

// From "*" or "**" to the end of the list.
bool Parser::parameters_after_star(Params& params, TokenType close) {
  bool comma = true;
  if (accept(STAR)) {
    bool bare = at(COMMA);
    if (!bare) {
      params.vararg = param(close == RPAR, true);
      if (params.vararg == nullptr) return false;
    }
    while ((comma = accept(COMMA))) {
      if (at(close) || at(DOUBLESTAR)) break;
      Arg* arg = param(close == RPAR, false);
      if (arg == nullptr) return false;
      Expr* value = nullptr;
      if (accept(EQUAL)) {
        value = expression();
        if (value == nullptr) return false;
      }
      params.kwonly.push_back(arg);
      params.kw_defaults.push_back(value);
    }
    if (bare && params.kwonly.empty()) return false;
  }
  if (comma && accept(DOUBLESTAR)) {
    params.kwarg = param(close == RPAR, false);
    if (params.kwarg == nullptr) return false;
    accept(COMMA);
  }
  return true;
}

// "[T, *Ts, **P]" if present; false on an error.
bool Parser::type_params(Seq<TypeParam*>* params) {
  if (!accept(LSQB)) return true;
  size_t mark = stack_.size();
  do {
    if (at(RSQB) && stack_.size() != mark) break;
    TypeParam* item = type_param();
    if (item == nullptr) return false;
    push(item);
  } while (accept(COMMA));
  *params = take<TypeParam>(mark);
  return accept(RSQB);
}

TypeParam* Parser::type_param() {
  const Token& start = cur();
  bool star = accept(STAR);
  bool double_star = !star && accept(DOUBLESTAR);
  Identifier name = expect_name();
  if (name == nullptr) return nullptr;
  Expr* bound = nullptr;
  if (accept(COLON)) {
    bound = star || double_star ? nullptr : expression();
    if (bound == nullptr) return nullptr;
  }
  Expr* default_value = nullptr;
  if (accept(EQUAL)) {
    default_value = star ? star_expression() : expression();
    if (default_value == nullptr) return nullptr;
  }
  if (star) {
    TypeVarTuple* param = node<TypeVarTuple>(start);
    param->name = name;
    param->default_value = default_value;
    return param;
  }
  if (double_star) {
    ParamSpec* param = node<ParamSpec>(start);
    param->name = name;
    param->default_value = default_value;
    return param;
  }
  TypeVar* param = node<TypeVar>(start);
  param->name = name;
  param->bound = bound;
  param->default_value = default_value;
  return param;
}

}  // namespace py::lang

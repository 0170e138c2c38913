// Code generation: functions, lambdas, classes, type aliases and type parameters.
// CPython 3.13: Python/compile.c, PEP 695
#include <algorithm>  // std::sort

#include "lang/ast_unparse.h"  // annotations as strings
#include "lang/codegen.h"

namespace py::lang {

bool Codegen::future_annotations() const {
  return (context_.future_features & CO_FUTURE_ANNOTATIONS) != 0;
}

void Codegen::annotation_string(Expr* annotation) {
  load_str(annotation->loc, ast_unparse(annotation));
}

// ---- decorators and defaults -----------------------------------------------------------------

bool Codegen::decorators(Seq<Expr*> list) { return visit_exprs(list); }

void Codegen::apply_decorators(Seq<Expr*> list) {
  for (int i = list.size() - 1; i >= 0; --i) op(list[i]->loc, op::CALL, 0);
}

bool Codegen::kwonly_defaults(const Location& loc, Arguments* args, int* flags) {
  std::vector<const ConstValue*> keys;
  for (int i = 0; i < args->kwonlyargs.size(); ++i) {
    Expr* value = args->kw_defaults[i];
    if (value == nullptr) continue;
    if (keys.empty()) log_.list_new();
    keys.push_back(const_str(arena_, mangled(args->kwonlyargs[i]->arg)->text));
    TRY(visit_expr(value));
  }
  if (keys.empty()) return true;
  // The list of names becomes a tuple.
  log_.tuple_new(keys.size());
  log_.list_free();
  const ConstValue* tuple = const_tuple(arena_, keys.data(), keys.size());
  const int index = add_const({tuple, nullptr});
  if (u_->metadata.consts[static_cast<size_t>(index)].value != tuple) {
    log_.tuple_free(keys.size());
  }
  op(loc, op::LOAD_CONST, index);
  op(loc, op::BUILD_CONST_KEY_MAP, static_cast<int>(keys.size()));
  *flags |= MAKE_FUNCTION_KWDEFAULTS;
  return true;
}

bool Codegen::default_arguments(const Location& loc, Arguments* args, int* flags) {
  if (!args->defaults.empty()) {
    TRY(visit_exprs(args->defaults));
    op(loc, op::BUILD_TUPLE, args->defaults.size());
    *flags |= MAKE_FUNCTION_DEFAULTS;
  }
  return kwonly_defaults(loc, args, flags);
}

// ---- annotations -----------------------------------------------------------------------------

bool Codegen::arg_annotation(const Location& loc, Identifier id, Expr* annotation, int* count) {
  if (annotation == nullptr) return true;
  load_str(loc, mangled(id)->text);
  if (future_annotations()) {
    annotation_string(annotation);
  } else if (Starred* starred = as_if<Starred>(annotation)) {
    // *args: *Ts
    TRY(visit_expr(starred->value));
    op(loc, op::UNPACK_SEQUENCE, 1);
  } else {
    TRY(visit_expr(annotation));
  }
  *count += 2;
  return true;
}

bool Codegen::arg_annotations(const Location& loc, Args args, int* count) {
  for (Arg* arg : args) TRY(arg_annotation(loc, arg->arg, arg->annotation, count));
  return true;
}

// Pushes the tuple (name, annotation, name, annotation, ...), if there is any.
bool Codegen::annotations(const Location& loc, Arguments* args, Expr* returns, int* flags) {
  int count = 0;
  TRY(arg_annotations(loc, args->args, &count));
  TRY(arg_annotations(loc, args->posonlyargs, &count));
  if (Arg* vararg = args->vararg) {
    TRY(arg_annotation(loc, vararg->arg, vararg->annotation, &count));
  }
  TRY(arg_annotations(loc, args->kwonlyargs, &count));
  if (Arg* kwarg = args->kwarg) TRY(arg_annotation(loc, kwarg->arg, kwarg->annotation, &count));
  TRY(arg_annotation(loc, arena_.intern("return"), returns, &count));
  if (count != 0) {
    op(loc, op::BUILD_TUPLE, count);
    *flags |= MAKE_FUNCTION_ANNOTATIONS;
  }
  return true;
}

bool Codegen::check_debug_arg(Arg* arg) {
  return arg == nullptr || !forbidden_name(arg->loc, arg->arg, ExprContext::Store);
}

bool Codegen::check_debug_args(Arguments* args) {
  for (Arg* arg : args->posonlyargs) TRY(check_debug_arg(arg));
  for (Arg* arg : args->args) TRY(check_debug_arg(arg));
  TRY(check_debug_arg(args->vararg));
  for (Arg* arg : args->kwonlyargs) TRY(check_debug_arg(arg));
  return check_debug_arg(args->kwarg);
}

// ---- type parameters -------------------------------------------------------------------------

void Codegen::enter_generic_scope(Identifier name, Seq<TypeParam*> params, int firstlineno) {
  const std::string text = "<generic parameters of " + std::string(name->text) + ">";
  enter_scope(arena_.intern(text), ScopeType::kTypeParams, params.data, firstlineno);
}

// A bound, constraint or default value is evaluated when asked for: a function.
bool Codegen::bound_or_default(Expr* expr, Identifier name, const void* node, bool second,
                               bool allow_starred) {
  enter_scope(name, ScopeType::kTypeParams, node, expr->loc.lineno, second);
  Starred* starred = allow_starred ? as_if<Starred>(expr) : nullptr;
  if (starred != nullptr) {
    TRY(visit_expr(starred->value));
    op(expr->loc, op::UNPACK_SEQUENCE, 1);
  } else {
    TRY(visit_expr(expr));
  }
  op(expr->loc, op::RETURN_VALUE);
  const CodeSpec* code = optimize_and_assemble(true);
  exit_scope();
  TRY(make_closure(expr->loc, code, 0));
  return true;
}

bool Codegen::type_param(TypeParam* param, Identifier name, Expr* bound, Expr* default_value,
                         int intrinsic, bool* seen_default) {
  const Location& loc = param->loc;
  const bool is_typevar = param->kind == TypeParamKind::TypeVar;
  load_str(loc, name->text);
  if (bound != nullptr) {
    TRY(bound_or_default(bound, name, param, false, false));
    op(loc, op::CALL_INTRINSIC_2, bound->kind == ExprKind::Tuple
                                      ? INTRINSIC_TYPEVAR_WITH_CONSTRAINTS
                                      : INTRINSIC_TYPEVAR_WITH_BOUND);
  } else {
    op(loc, op::CALL_INTRINSIC_1, intrinsic);
  }
  if (default_value != nullptr) {
    *seen_default = true;
    TRY(bound_or_default(default_value, name, param, is_typevar,
                         param->kind == TypeParamKind::TypeVarTuple));
    op(loc, op::CALL_INTRINSIC_2, INTRINSIC_SET_TYPEPARAM_DEFAULT);
  } else if (*seen_default) {
    return error(loc, "non-default type parameter '" + std::string(name->text) +
                          "' follows default type parameter");
  }
  op(loc, op::COPY, 1);
  return name_op(loc, name, ExprContext::Store);
}

bool Codegen::type_params(Seq<TypeParam*> params) {
  bool seen_default = false;
  for (TypeParam* param : params) {
    switch (param->kind) {
      case TypeParamKind::TypeVar: {
        auto* n = as<TypeVar>(param);
        TRY(type_param(n, n->name, n->bound, n->default_value, INTRINSIC_TYPEVAR, &seen_default));
        break;
      }
      case TypeParamKind::TypeVarTuple: {
        auto* n = as<TypeVarTuple>(param);
        TRY(type_param(n, n->name, nullptr, n->default_value, INTRINSIC_TYPEVARTUPLE,
                       &seen_default));
        break;
      }
      case TypeParamKind::ParamSpec: {
        auto* n = as<ParamSpec>(param);
        TRY(type_param(n, n->name, nullptr, n->default_value, INTRINSIC_PARAMSPEC,
                       &seen_default));
        break;
      }
    }
  }
  op(params[0]->loc, op::BUILD_TUPLE, params.size());
  return true;
}

// ---- functions -------------------------------------------------------------------------------

// A StopIteration that leaves a generator becomes a RuntimeError.
void Codegen::wrap_in_stopiteration_handler() {
  const Label handler = new_label();
  sequence().insert(0, op::SETUP_CLEANUP, handler.id, kNoLocation);
  load_none(kNoLocation);
  op(kNoLocation, op::RETURN_VALUE);
  use_label(handler);
  op(kNoLocation, op::CALL_INTRINSIC_1, INTRINSIC_STOPITERATION_ERROR);
  op(kNoLocation, op::RERAISE, 1);
}

bool Codegen::function_body(const FunctionParts& parts, int funcflags, int firstlineno) {
  enter_scope(parts.name, parts.is_async ? ScopeType::kAsyncFunction : ScopeType::kFunction,
              parts.node, firstlineno);
  int first = 0;
  const ConstValue* docstring = ast_docstring(parts.body);
  if (docstring != nullptr) {
    first = 1;
    if (context_.optimize < 2) {
      log_.gc_new();  // the bound method expandtabs
      log_.gc_free();
      docstring = const_str(arena_, clean_docstring(docstring->text));
    } else {
      docstring = nullptr;
    }
  }
  add_const({docstring != nullptr ? docstring : none_, nullptr});
  UnitMetadata& meta = u_->metadata;
  meta.argcount = parts.args->args.size();
  meta.posonlyargcount = parts.args->posonlyargs.size();
  meta.kwonlyargcount = parts.args->kwonlyargs.size();
  const Label start = new_label();
  use_label(start);
  const bool generator = u_->ste->coroutine || u_->ste->generator;
  if (generator) TRY(push_fblock(kNoLocation, FBlockType::kStopIteration, start, Label()));
  for (int i = first; i < parts.body.size(); ++i) TRY(visit_stmt(parts.body[i]));
  if (generator) {
    wrap_in_stopiteration_handler();
    pop_fblock();
  }
  const CodeSpec* code = optimize_and_assemble(true);
  exit_scope();
  TRY(make_closure(parts.node->loc, code, funcflags));
  return true;
}

bool Codegen::function(const FunctionParts& parts) {
  const Location& loc = parts.node->loc;
  TRY(check_debug_args(parts.args));
  TRY(decorators(parts.decorators));
  const int firstlineno =
      parts.decorators.empty() ? loc.lineno : parts.decorators[0]->loc.lineno;
  int flags = 0;
  TRY(default_arguments(loc, parts.args, &flags));
  const bool generic = !parts.type_params.empty();
  int passed = 0;  // defaults handed into the scope of the type parameters
  if (generic) {
    passed = ((flags & MAKE_FUNCTION_DEFAULTS) != 0) + ((flags & MAKE_FUNCTION_KWDEFAULTS) != 0);
    if (passed == 2) op(loc, op::SWAP, 2);
    enter_generic_scope(parts.name, parts.type_params, firstlineno);
    TRY(type_params(parts.type_params));
    for (int i = 0; i < passed; ++i) op(loc, op::LOAD_FAST, i);
  }
  TRY(annotations(loc, parts.args, parts.returns, &flags));
  TRY(function_body(parts, flags, firstlineno));
  if (generic) {
    op(loc, op::SWAP, 2);
    op(loc, op::CALL_INTRINSIC_2, INTRINSIC_SET_FUNCTION_TYPE_PARAMS);
    u_->metadata.argcount = passed;
    const CodeSpec* code = optimize_and_assemble(false);
    exit_scope();
    TRY(make_closure(loc, code, 0));
    if (passed > 0) {
      op(loc, op::SWAP, passed + 1);
      op(loc, op::CALL, passed - 1);
    } else {
      op(loc, op::PUSH_NULL);
      op(loc, op::CALL, 0);
    }
  }
  apply_decorators(parts.decorators);
  return name_op(loc, parts.name, ExprContext::Store);
}

bool Codegen::lambda(Lambda* node) {
  const Location& loc = node->loc;
  TRY(check_debug_args(node->args));
  int flags = 0;
  TRY(default_arguments(loc, node->args, &flags));
  enter_scope(arena_.intern("<lambda>"), ScopeType::kLambda, node, loc.lineno);
  add_const({none_, nullptr});  // lambdas have no docstring
  UnitMetadata& meta = u_->metadata;
  meta.argcount = node->args->args.size();
  meta.posonlyargcount = node->args->posonlyargs.size();
  meta.kwonlyargcount = node->args->kwonlyargs.size();
  TRY(visit_expr(node->body));
  const bool generator = u_->ste->generator;
  if (!generator) op(node->body->loc, op::RETURN_VALUE);
  const CodeSpec* code = optimize_and_assemble(!generator);
  exit_scope();
  TRY(make_closure(loc, code, flags));
  return true;
}

// ---- classes ---------------------------------------------------------------------------------

bool Codegen::class_body(ClassDef* node, int firstlineno) {
  enter_scope(node->name, ScopeType::kClass, node, firstlineno);
  const Location loc{firstlineno, 0, firstlineno, 0};
  u_->private_name = node->name;
  TRY(name_op(loc, arena_.intern("__name__"), ExprContext::Load));
  TRY(name_op(loc, arena_.intern("__module__"), ExprContext::Store));
  load_str(loc, u_->metadata.qualname);
  TRY(name_op(loc, arena_.intern("__qualname__"), ExprContext::Store));
  load_const(loc, const_int(arena_, firstlineno));
  TRY(name_op(loc, arena_.intern("__firstlineno__"), ExprContext::Store));
  if (!node->type_params.empty()) {
    TRY(name_op(loc, arena_.intern(".type_params"), ExprContext::Load));
    TRY(name_op(loc, arena_.intern("__type_params__"), ExprContext::Store));
  }
  if (u_->ste->needs_classdict) {
    op(loc, op::LOAD_LOCALS);
    op(loc, op::STORE_DEREF,
       static_cast<int>(u_->metadata.cellvars.add(log_, classdict_name_)));
  }
  TRY(body(loc, node->body));
  TRY(class_body_end());
  // The class is made by __build_class__(body, name, bases...).
  const CodeSpec* code = unit_.codes.back().get();
  op(node->loc, op::LOAD_BUILD_CLASS);
  op(node->loc, op::PUSH_NULL);
  TRY(make_closure(node->loc, code, 0));
  load_str(node->loc, node->name->text);
  return true;
}

// Stores __static_attributes__, hands out the cells, and leaves the scope.
bool Codegen::class_body_end() {
  std::vector<Identifier> names = u_->static_attributes;
  std::sort(names.begin(), names.end(),
            [](Identifier a, Identifier b) { return a->text < b->text; });
  log_.list_new();  // the set, sorted
  std::vector<const ConstValue*> items;
  for (Identifier name : names) items.push_back(const_str(arena_, name->text));
  log_.list_free();
  load_new_tuple(kNoLocation, items);
  TRY(name_op(kNoLocation, arena_.intern("__static_attributes__"), ExprContext::Store));
  const NameMap& cells = u_->metadata.cellvars;
  if (u_->ste->needs_classdict) {
    op(kNoLocation, op::LOAD_CLOSURE, static_cast<int>(cells.get(classdict_name_)));
    TRY(name_op(kNoLocation, arena_.intern("__classdictcell__"), ExprContext::Store));
  }
  if (u_->ste->needs_class_closure) {
    // __class__ is returned to __build_class__, which fills the cell.
    op(kNoLocation, op::LOAD_CLOSURE, static_cast<int>(cells.get(class_name_)));
    op(kNoLocation, op::COPY, 1);
    TRY(name_op(kNoLocation, arena_.intern("__classcell__"), ExprContext::Store));
  } else {
    load_none(kNoLocation);
  }
  op(kNoLocation, op::RETURN_VALUE);
  optimize_and_assemble(true);
  exit_scope();
  return true;
}

// Calls __build_class__ with the bases and Generic[T, ...] as the last one.
bool Codegen::generic_bases(ClassDef* node) {
  const Location& loc = node->loc;
  const Identifier type_params_name = arena_.intern(".type_params");
  const Identifier generic_base = arena_.intern(".generic_base");
  TRY(name_op(loc, type_params_name, ExprContext::Load));
  op(loc, op::CALL_INTRINSIC_1, INTRINSIC_SUBSCRIPT_GENERIC);
  TRY(name_op(loc, generic_base, ExprContext::Store));
  std::vector<Expr*> bases(node->bases.begin(), node->bases.end());
  Name* base = make_node<Name>(arena_, loc);
  base->id = generic_base;
  base->ctx = ExprContext::Load;
  bases.push_back(base);
  return call_helper(loc, 2, arena_.copy_seq(bases), node->keywords);
}

bool Codegen::class_stmt(ClassDef* node) {
  const Location& loc = node->loc;
  TRY(decorators(node->decorator_list));
  const int firstlineno =
      node->decorator_list.empty() ? loc.lineno : node->decorator_list[0]->loc.lineno;
  const bool generic = !node->type_params.empty();
  if (generic) {
    enter_generic_scope(node->name, node->type_params, firstlineno);
    u_->private_name = node->name;
    TRY(type_params(node->type_params));
    TRY(name_op(loc, arena_.intern(".type_params"), ExprContext::Store));
  }
  TRY(class_body(node, firstlineno));
  if (generic) {
    TRY(generic_bases(node));
    const CodeSpec* code = optimize_and_assemble(false);
    exit_scope();
    TRY(make_closure(loc, code, 0));
    op(loc, op::PUSH_NULL);
    op(loc, op::CALL, 0);
  } else {
    TRY(call_helper(loc, 2, node->bases, node->keywords));
  }
  apply_decorators(node->decorator_list);
  return name_op(loc, node->name, ExprContext::Store);
}

// ---- type aliases ----------------------------------------------------------------------------

bool Codegen::type_alias_body(TypeAlias* node) {
  const Location& loc = node->loc;
  enter_scope(as<Name>(node->name)->id, ScopeType::kFunction, node, loc.lineno);
  add_const({none_, nullptr});  // no docstring
  TRY(visit_expr(node->value));
  op(loc, op::RETURN_VALUE);
  const CodeSpec* code = optimize_and_assemble(false);
  exit_scope();
  TRY(make_closure(loc, code, 0));
  op(loc, op::BUILD_TUPLE, 3);
  op(loc, op::CALL_INTRINSIC_1, INTRINSIC_TYPEALIAS);
  return true;
}

bool Codegen::type_alias(TypeAlias* node) {
  const Location& loc = node->loc;
  const Identifier name = as<Name>(node->name)->id;
  const bool generic = !node->type_params.empty();
  if (generic) {
    enter_generic_scope(name, node->type_params, loc.lineno);
    load_str(loc, name->text);
    TRY(type_params(node->type_params));
  } else {
    load_str(loc, name->text);
    load_none(loc);
  }
  TRY(type_alias_body(node));
  if (generic) {
    const CodeSpec* code = optimize_and_assemble(false);
    exit_scope();
    TRY(make_closure(loc, code, 0));
    op(loc, op::PUSH_NULL);
    op(loc, op::CALL, 0);
  }
  return name_op(loc, name, ExprContext::Store);
}

}  // namespace py::lang

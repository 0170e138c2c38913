// The syntax tree: node kinds, fields and locations exactly as CPython's ASDL has them.
// CPython 3.13: Parser/Python.asdl, Include/internal/pycore_ast.h
//
// Nodes are made by the parser in an Arena and are trivially destructible. Optional fields are null
// when absent; in Dict.keys and Arguments.kw_defaults an element may be null, as in CPython.
// The structs come from ast.def, which the dumper walks too: a field is named once.
#pragma once
#include "lang/arena.h"  // Arena, Seq, Identifier

namespace py::lang {

struct ConstValue;

// Lines count from 1, columns from 0 in UTF-8 bytes; the end is exclusive.
struct Location {
  int lineno;
  int col_offset;
  int end_lineno;
  int end_col_offset;
};

// An optional piece of text; data() is null when absent.
using OptionalString = std::string_view;

enum class ExprContext : uint8_t { Load = 1, Store = 2, Del = 3 };
enum class BoolOperator : uint8_t { And = 1, Or = 2 };
enum class Operator : uint8_t {
  Add = 1, Sub, Mult, MatMult, Div, Mod, Pow, LShift, RShift, BitOr, BitXor, BitAnd, FloorDiv
};
enum class UnaryOperator : uint8_t { Invert = 1, Not, UAdd, USub };
enum class CmpOp : uint8_t { Eq = 1, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn };

enum class ModKind : uint8_t { Module, Interactive, Expression };
enum class StmtKind : uint8_t {
  FunctionDef, AsyncFunctionDef, ClassDef, Return, Delete, Assign, TypeAlias, AugAssign, AnnAssign,
  For, AsyncFor, While, If, With, AsyncWith, Match, Raise, Try, TryStar, Assert, Import, ImportFrom,
  Global, Nonlocal, ExprStmt, Pass, Break, Continue
};
enum class ExprKind : uint8_t {
  BoolOp, NamedExpr, BinOp, UnaryOp, Lambda, IfExp, Dict, Set, ListComp, SetComp, DictComp,
  GeneratorExp, Await, Yield, YieldFrom, Compare, Call, FormattedValue, JoinedStr, Constant,
  Attribute, Subscript, Starred, Name, List, Tuple, Slice
};
enum class PatternKind : uint8_t {
  MatchValue, MatchSingleton, MatchSequence, MatchMapping, MatchClass, MatchStar, MatchAs, MatchOr
};
enum class TypeParamKind : uint8_t { TypeVar, ParamSpec, TypeVarTuple };

struct Mod {
  ModKind kind;
};
struct Stmt {
  StmtKind kind;
  Location loc;
};
struct Expr {
  ExprKind kind;
  uint8_t parenthesized;  // the parser's own mark, not part of the tree's meaning
  Location loc;
};
struct Pattern {
  PatternKind kind;
  Location loc;
};
struct TypeParam {
  TypeParamKind kind;
  Location loc;
};
struct TypeIgnore {
  int lineno;
  std::string_view tag;
};

#define AST_PRODUCT(Struct, AsdlName) struct Struct;
#define AST_NODE(Sum, Struct, AsdlName) struct Struct;
#define AST_FIELD(Type, name, asdl_name)
#define AST_END()
#include "lang/ast.def"

#define AST_PRODUCT(Struct, AsdlName) struct Struct {
#define AST_LOCATED(Struct, AsdlName) \
  struct Struct {                     \
    Location loc;
#define AST_NODE(Sum, Struct, AsdlName) \
  struct Struct : Sum {                 \
    static constexpr Sum##Kind kKind = Sum##Kind::Struct;
#define AST_FIELD(Type, name, asdl_name) Type name;
#define AST_END() \
  }               \
  ;
#include "lang/ast.def"

// Makes a node of a sum type with its kind and location set and all other fields zero.
template <class T>
T* make_node(Arena& arena, const Location& loc) {
  T* node = arena.make<T>();
  node->kind = T::kKind;
  node->loc = loc;
  return node;
}

// The node as a T; the caller has looked at its kind.
template <class T, class Base>
T* as(Base* node) {
  return static_cast<T*>(node);
}
template <class T, class Base>
const T* as(const Base* node) {
  return static_cast<const T*>(node);
}

// The node as a T, or null when it is of another kind (or null).
template <class T, class Base>
T* as_if(Base* node) {
  return node != nullptr && node->kind == T::kKind ? static_cast<T*>(node) : nullptr;
}

}  // namespace py::lang

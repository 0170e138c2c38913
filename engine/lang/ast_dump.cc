// ast.dump() over ast.def. CPython 3.13: Lib/ast.py (dump)
//
// Left-nested chains (a+b+c+...) can be as deep as the source is long; the dumper is a test tool and
// recurses over them.
#include "lang/ast_dump.h"

#include "lang/const_value.h"  // const_repr

namespace py::lang {
namespace {

const char* const kOperators[] = {"",       "Add",    "Sub",   "Mult",   "MatMult", "Div",
                                  "Mod",    "Pow",    "LShift", "RShift", "BitOr",  "BitXor",
                                  "BitAnd", "FloorDiv"};
const char* const kUnaryOperators[] = {"", "Invert", "Not", "UAdd", "USub"};
const char* const kCmpOps[] = {"",   "Eq", "NotEq", "Lt", "LtE",  "Gt",
                               "GtE", "Is", "IsNot", "In", "NotIn"};

class Dumper {
 public:
  Dumper(std::string& out, bool attributes) : out_(out), attributes_(attributes) {}

  void value(const Mod* mod);
  void value(const Stmt* stmt);
  void value(const Expr* expr);
  void value(const Pattern* pattern);
  void value(const TypeParam* param);
  void value(const TypeIgnore*) {}
  void value(ExprContext ctx) {
    out_ += ctx == ExprContext::Load ? "Load()" : ctx == ExprContext::Store ? "Store()" : "Del()";
  }
  void value(BoolOperator op) { out_ += op == BoolOperator::And ? "And()" : "Or()"; }
  void value(Operator op) { call(kOperators[static_cast<int>(op)]); }
  void value(UnaryOperator op) { call(kUnaryOperators[static_cast<int>(op)]); }
  void value(CmpOp op) { call(kCmpOps[static_cast<int>(op)]); }
  void value(int number) { out_ += std::to_string(number); }
  void value(const ConstValue* constant) { const_repr(constant, out_); }
  void value(Identifier name) { text(name->text); }
  template <class T>
  void value(const Seq<T>& items) {
    out_ += '[';
    for (int i = 0; i < items.count; ++i) {
      if (i != 0) out_ += ", ";
      element(items[i]);
    }
    out_ += ']';
  }

#define AST_PRODUCT(Struct, AsdlName) \
  void value(const Struct* node) {    \
    begin(AsdlName);                  \
    const Location* loc = nullptr;
#define AST_LOCATED(Struct, AsdlName) \
  void value(const Struct* node) {    \
    begin(AsdlName);                  \
    const Location* loc = &node->loc;
#define AST_NODE(Sum, Struct, AsdlName) \
  void fields(const Struct* node) {     \
    begin(AsdlName);                    \
    const Location* loc = location(node);
#define AST_FIELD(Type, name, asdl_name) field(asdl_name, node->name);
#define AST_END() \
  end(loc);       \
  }
#include "lang/ast.def"

 private:
  static const Location* location(const Mod*) { return nullptr; }
  static const Location* location(const Stmt* node) { return &node->loc; }
  static const Location* location(const Expr* node) { return &node->loc; }
  static const Location* location(const Pattern* node) { return &node->loc; }
  static const Location* location(const TypeParam* node) { return &node->loc; }

  void call(const char* name) {
    out_ += name;
    out_ += "()";
  }
  void text(std::string_view utf8) {
    ConstValue value{};
    value.kind = ConstKind::kStr;
    value.text = utf8;
    const_repr(&value, out_);
  }
  void begin(const char* name) {
    out_ += name;
    out_ += '(';
    first_ = true;
  }
  void key(const char* name) {
    if (!first_) out_ += ", ";
    first_ = false;
    out_ += name;
    out_ += '=';
  }
  template <class T>
  void element(T item) {
    if constexpr (std::is_pointer_v<T>) {
      if (item == nullptr) {
        out_ += "None";
        return;
      }
    }
    value(item);
  }
  // Absent optional fields and empty lists are left out, as ast.dump does.
  template <class T>
  void field(const char* name, T* item) {
    if (item == nullptr) return;
    key(name);
    value(item);
    first_ = false;
  }
  void field(const char* name, const ConstValue* item) {
    key(name);
    value(item);
  }
  template <class T>
  void field(const char* name, const Seq<T>& items) {
    if (items.empty()) return;
    key(name);
    value(items);
    first_ = false;
  }
  void field(const char* name, OptionalString item) {
    if (item.data() == nullptr) return;
    key(name);
    text(item);
  }
  void field(const char* name, ExprContext ctx) { named(name, ctx); }
  void field(const char* name, BoolOperator op) { named(name, op); }
  void field(const char* name, Operator op) { named(name, op); }
  void field(const char* name, UnaryOperator op) { named(name, op); }
  void field(const char* name, int number) { named(name, number); }
  template <class T>
  void named(const char* name, T item) {
    key(name);
    value(item);
    first_ = false;
  }
  void end(const Location* loc) {
    if (loc != nullptr && attributes_) {
      named("lineno", loc->lineno);
      named("col_offset", loc->col_offset);
      named("end_lineno", loc->end_lineno);
      named("end_col_offset", loc->end_col_offset);
    }
    out_ += ')';
  }

  std::string& out_;
  bool attributes_;
  bool first_ = true;  // no field of the current node has been written
};

// One switch per sum type: AST_CASE_<Sum> is set to a case for that sum only.
#define AST_PRODUCT(Struct, AsdlName)
#define AST_FIELD(Type, name, asdl_name)
#define AST_END()
#define AST_NODE(Sum, Struct, AsdlName) AST_CASE_##Sum(Sum, Struct)
#define AST_CASE(Sum, Struct) \
  case Sum##Kind::Struct:     \
    fields(as<Struct>(node)); \
    break;
#define AST_NO_CASE(Sum, Struct)

#define AST_CASE_Mod AST_CASE
#define AST_CASE_Stmt AST_NO_CASE
#define AST_CASE_Expr AST_NO_CASE
#define AST_CASE_Pattern AST_NO_CASE
#define AST_CASE_TypeParam AST_NO_CASE
void Dumper::value(const Mod* node) {
  switch (node->kind) {
#include "lang/ast.def"
  }
}

#undef AST_CASE_Mod
#undef AST_CASE_Stmt
#define AST_CASE_Mod AST_NO_CASE
#define AST_CASE_Stmt AST_CASE
#define AST_PRODUCT(Struct, AsdlName)
#define AST_FIELD(Type, name, asdl_name)
#define AST_END()
#define AST_NODE(Sum, Struct, AsdlName) AST_CASE_##Sum(Sum, Struct)
void Dumper::value(const Stmt* node) {
  switch (node->kind) {
#include "lang/ast.def"
  }
}

#undef AST_CASE_Stmt
#undef AST_CASE_Expr
#define AST_CASE_Stmt AST_NO_CASE
#define AST_CASE_Expr AST_CASE
#define AST_PRODUCT(Struct, AsdlName)
#define AST_FIELD(Type, name, asdl_name)
#define AST_END()
#define AST_NODE(Sum, Struct, AsdlName) AST_CASE_##Sum(Sum, Struct)
void Dumper::value(const Expr* node) {
  switch (node->kind) {
#include "lang/ast.def"
  }
}

#undef AST_CASE_Expr
#undef AST_CASE_Pattern
#define AST_CASE_Expr AST_NO_CASE
#define AST_CASE_Pattern AST_CASE
#define AST_PRODUCT(Struct, AsdlName)
#define AST_FIELD(Type, name, asdl_name)
#define AST_END()
#define AST_NODE(Sum, Struct, AsdlName) AST_CASE_##Sum(Sum, Struct)
void Dumper::value(const Pattern* node) {
  switch (node->kind) {
#include "lang/ast.def"
  }
}

#undef AST_CASE_Pattern
#undef AST_CASE_TypeParam
#define AST_CASE_Pattern AST_NO_CASE
#define AST_CASE_TypeParam AST_CASE
#define AST_PRODUCT(Struct, AsdlName)
#define AST_FIELD(Type, name, asdl_name)
#define AST_END()
#define AST_NODE(Sum, Struct, AsdlName) AST_CASE_##Sum(Sum, Struct)
void Dumper::value(const TypeParam* node) {
  switch (node->kind) {
#include "lang/ast.def"
  }
}

}  // namespace

std::string ast_dump(const Mod* mod, bool include_attributes) {
  std::string out;
  Dumper(out, include_attributes).value(mod);
  return out;
}

}  // namespace py::lang

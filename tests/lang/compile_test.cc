// The compiler against recorded code objects, errors and warnings of CPython 3.13.
#include "lang/compile.h"

#include <doctest/doctest.h>

#include <string>

#include "lang/code_dump.h"
#include "lang/disassemble.h"
#include "lang/recorded_case.h"

using namespace py::lang;

namespace {

const RecordedCase kCodes[] = {
#include "lang/code_objects/recorded.inc"
};
const RecordedCase kErrors[] = {
#include "lang/compile_errors/recorded.inc"
};

CompileResult compile(std::string_view source, std::string_view mode = "exec") {
  CompileOptions options;
  options.source_is_utf8 = true;
  options.mode = mode == "eval"     ? CompileMode::kEval
                 : mode == "single" ? CompileMode::kSingle
                                    : CompileMode::kExec;
  return compile_source(source, "<case>", options);
}

std::string warnings_of(const CompileResult& result) {
  std::string text;
  for (const SyntaxWarningInfo& warning : result.warnings) {
    text += std::to_string(warning.lineno) + " " + warning.msg + "\n";
  }
  return text;
}

std::string repeat(const std::string& piece, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += piece;
  return text;
}

std::string outcome(const std::string& source) {
  const CompileResult result = compile(source);
  return result.unit != nullptr ? "ok" : result.error.msg;
}

const CodeSpec* nested(const CodeSpec* code, size_t index) {
  for (const ConstRef& item : code->consts) {
    if (item.code != nullptr && index-- == 0) return item.code;
  }
  return nullptr;
}

}  // namespace

TEST_SUITE("lang/compile") {
  TEST_CASE("compile_source: makes CPython's code objects, byte for byte") {
    for (const RecordedCase& recorded : kCodes) {
      CAPTURE(recorded.group);
      CAPTURE(recorded.source);
      const CompileResult result = compile(recorded.source, recorded.mode);
      REQUIRE(result.unit != nullptr);
      CHECK(dump_code(*result.unit->top) == recorded.tree);
      CHECK(warnings_of(result) == recorded.warnings);
    }
  }

  TEST_CASE("compile_source: refuses what CPython refuses, with its words and places") {
    for (const RecordedCase& recorded : kErrors) {
      CAPTURE(recorded.source);
      const CompileResult result = compile(recorded.source, recorded.mode);
      REQUIRE(result.unit == nullptr);
      CHECK(std::string(syntax_error_type_name(result.error.type)) == recorded.error);
      CHECK(result.error.msg == recorded.msg);
      CHECK(result.error.lineno == recorded.lineno);
      CHECK(result.error.offset == recorded.offset);
      CHECK(result.error.end_lineno == recorded.end_lineno);
      CHECK(result.error.end_offset == recorded.end_offset);
    }
  }

  TEST_CASE("compile_source: equal constants are one object in the whole module") {
    const CompileResult result =
        compile("def f(): return 257, (1, 'a')\ndef g(): return (257, (1, 'a')), 1.5\nx = 257\n");
    REQUIRE(result.unit != nullptr);
    const CodeSpec* f = nested(result.unit->top, 0);
    const CodeSpec* g = nested(result.unit->top, 1);
    const ConstValue* pair = f->consts[1].value;  // (257, (1, 'a'))
    CHECK(g->consts[1].value->items[0] == pair);
    const ConstValue* big = nullptr;
    for (const ConstRef& item : result.unit->top->consts) {
      if (item.value != nullptr && item.value->kind == ConstKind::kInt) big = item.value;
    }
    CHECK(big == pair->items[0]);
  }

  TEST_CASE("compile_source: lists the constants that the parser's arena holds") {
    // sys.getrefcount of a literal counts the arena: once for the first of two equal literals.
    const CompileResult result = compile("x = 1000\ny = 1000\nz = 'hello world'\nw = (1, 2000)\n");
    REQUIRE(result.unit != nullptr);
    int thousands = 0;
    int tuples = 0;
    for (const ConstValue* value : result.unit->arena_constants) {
      thousands += value->kind == ConstKind::kInt && value->small == 1000;
      tuples += value->kind == ConstKind::kTuple;
    }
    CHECK(thousands == 1);
    CHECK(tuples == 1);
  }

  TEST_CASE("compile_source: deep trees end as in CPython, chains however long in a loop") {
    CHECK(outcome("if 0:\n x=a" + repeat("+a", 9000)) == "ok");
    CHECK(outcome("if 0:\n x" + repeat(".a", 9000)) == "ok");
    CHECK(outcome("if 0:\n x" + repeat(".a()", 4900)) == "ok");
    CHECK(outcome("if 0:\n x=" + repeat("not ", 5000) + "a") == "ok");
    CHECK(outcome("if 0:\n pass\n" + repeat("elif 0:\n pass\n", 4000)) == "ok");
    const std::string too_deep = "maximum recursion depth exceeded during compilation";
    CHECK(outcome("x=a" + repeat("+a", 100000)) == too_deep);
    CHECK(outcome("x=a" + repeat(".a", 100000)) == too_deep);
    CHECK(outcome("x=a" + repeat("()", 100000)) == too_deep);
  }

  TEST_CASE("disassemble: writes what the dis module writes") {
    const CompileResult result = compile("def f(x):\n  for i in x:\n    return i\n");
    REQUIRE(result.unit != nullptr);
    CHECK(disassemble(*result.unit->top) == R"(  0           RESUME                   0

  1           LOAD_CONST               0 (<code object f, file "<case>", line 1>)
              MAKE_FUNCTION
              STORE_NAME               0 (f)
              RETURN_CONST             1 (None)

Disassembly of <code object f, file "<case>", line 1>:
  1           RESUME                   0

  2           LOAD_FAST                0 (x)
              GET_ITER
              FOR_ITER                 5 (to L1)
              STORE_FAST               1 (i)

  3           LOAD_FAST                1 (i)
              SWAP                     2
              POP_TOP
              RETURN_VALUE

  2   L1:     END_FOR
              POP_TOP
              RETURN_CONST             0 (None)
)");
  }
}

// The parser against recorded answers of CPython 3.13: trees, syntax errors and warnings.
#include "lang/parser.h"

#include <doctest/doctest.h>

#include <string>

#include "lang/ast_dump.h"
#include "lang/const_value.h"
#include "lang/recorded_case.h"

using namespace py::lang;

namespace {

const RecordedCase kErrors[] = {
#include "lang/syntax_errors/recorded.inc"
};
const RecordedCase kTrees[] = {
#include "lang/trees/recorded.inc"
};

ParseResult parse(const std::string& source, Arena& arena, std::string_view mode = "exec") {
  ParseOptions options;
  options.source_is_utf8 = true;
  options.mode = mode == "eval"     ? ParseMode::kEval
                 : mode == "single" ? ParseMode::kSingle
                                    : ParseMode::kExec;
  return parse_module(source, "<case>", arena, options);
}

std::string repeat(const std::string& piece, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += piece;
  return result;
}

// The error's message, or "ok".
std::string outcome(const std::string& source) {
  Arena arena;
  ParseResult result = parse(source, arena);
  return result.mod != nullptr ? "ok" : result.error.msg;
}

void check_warnings(const ParseResult& result, const RecordedCase& expected) {
  std::string issued;
  for (const SyntaxWarningInfo& warning : result.warnings) {
    issued += std::to_string(warning.lineno) + " " + warning.msg + "\n";
  }
  CHECK(issued == expected.warnings);
}

const char kTooComplex[] = "Parser stack overflowed - Python source too complex to parse";

}  // namespace

TEST_SUITE_BEGIN("lang/parser");

TEST_CASE("parse_module: recorded trees") {
  for (const RecordedCase& expected : kTrees) {
    CAPTURE(expected.source);
    Arena arena;
    ParseResult result = parse(expected.source, arena, expected.mode);
    REQUIRE_MESSAGE(result.mod != nullptr, result.error.msg);
    CHECK(ast_dump(result.mod) == expected.tree);
    check_warnings(result, expected);
  }
}

TEST_CASE("parse_module: recorded syntax errors") {
  for (const RecordedCase& expected : kErrors) {
    CAPTURE(expected.source);
    Arena arena;
    ParseResult result = parse(expected.source, arena, expected.mode);
    REQUIRE(result.mod == nullptr);
    CHECK(std::string(syntax_error_type_name(result.error.type)) == expected.error);
    CHECK(result.error.msg == expected.msg);
    CHECK(result.error.lineno == expected.lineno);
    CHECK(result.error.offset == expected.offset);
    CHECK(result.error.end_lineno == expected.end_lineno);
    CHECK(result.error.end_offset == expected.end_offset);
    CHECK(result.error.text == expected.text);
    check_warnings(result, expected);
  }
}

TEST_CASE("nesting: brackets end at 200, indentation at 99") {
  CHECK(outcome(repeat("(", 200) + "1" + repeat(")", 200)) == "ok");
  CHECK(outcome(repeat("(", 201) + "1" + repeat(")", 201)) == "too many nested parentheses");
  std::string blocks;
  for (int i = 0; i < 100; ++i) blocks += std::string(i, ' ') + "if a:\n";
  CHECK(outcome(blocks + std::string(100, ' ') + "b\n") == "too many levels of indentation");
}

TEST_CASE("nesting: prefix operators and right-nested forms end where CPython's stack does") {
  CHECK(outcome(repeat("-", 5968) + "1") == "ok");
  CHECK(outcome(repeat("-", 5969) + "1") == kTooComplex);
  CHECK(outcome(repeat("not ", 5969) + "1") == kTooComplex);
  CHECK(outcome(repeat("a**", 2984) + "a") == "ok");
  CHECK(outcome(repeat("a**", 2985) + "a") == kTooComplex);
  CHECK(outcome(repeat("lambda: ", 2985) + "a") == kTooComplex);
  CHECK(outcome(repeat("a if b else ", 5969) + "1") == kTooComplex);
  CHECK(outcome("if a: b\n" + repeat("elif a: b\n", 5966)) == "ok");
  CHECK(outcome("if a: b\n" + repeat("elif a: b\n", 5967)) == kTooComplex);
  CHECK(outcome(repeat("(", 190) + repeat("-", 1000) + "1" + repeat(")", 190)) == kTooComplex);
}

TEST_CASE("nesting: long chains are loops") {
  CHECK(outcome("a" + repeat("+a", 100000)) == "ok");
  CHECK(outcome("a" + repeat(".a", 100000)) == "ok");
  CHECK(outcome("a" + repeat(" < a", 100000)) == "ok");
  CHECK(outcome("x = [" + repeat("1,", 100000) + "]") == "ok");
  CHECK(outcome(repeat("x = ", 10000) + "1") == "ok");
}

TEST_CASE("int literals: 4300 decimal digits at most, any number of others") {
  CHECK(outcome(repeat("1", 4300)) == "ok");
  CHECK(outcome("0x" + repeat("f", 100000)) == "ok");
  Arena arena;
  ParseResult result = parse("\nx = " + repeat("1", 4301) + " y", arena);
  CHECK(result.error.msg ==
        "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use "
        "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer "
        "literals to avoid decimal conversion limits.");
  CHECK(result.error.lineno == 2);
  CHECK(result.error.offset == 0);
}

TEST_CASE("identifiers: one object for one spelling, in normal form") {
  Arena arena;
  ParseResult result = parse("\xEF\xAC\x81 = fi", arena);
  REQUIRE(result.mod != nullptr);
  Stmt* first = as<Module>(result.mod)->body[0];
  Name* target = as<Name>(as<Assign>(first)->targets[0]);
  CHECK(target->id->text == "fi");
  CHECK(target->id == as<Name>(as<Assign>(first)->value)->id);
}

TEST_CASE("sources: any bytes give a tree or an error") {
  uint32_t state = 12345;
  for (int round = 0; round < 3000; ++round) {
    std::string source;
    for (int i = 0; i < 20; ++i) {
      state = state * 1664525 + 1013904223;
      uint32_t pick = state >> 16;
      source += pick % 3 == 0 ? static_cast<char>(pick >> 4) : "(){}[]:'\"\\\nf=*#. x1\t"[pick % 21];
    }
    Arena arena;
    ParseResult as_file = parse_module(source, "case.py", arena);
    CHECK((as_file.mod != nullptr) == !as_file.error);
    ParseResult as_text = parse(source, arena);
    CHECK((as_text.mod != nullptr) == !as_text.error);
  }
}

TEST_SUITE_END();

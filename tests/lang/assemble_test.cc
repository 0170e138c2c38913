// The assembler and the decoders of its tables.
#include "lang/assemble.h"

#include <doctest/doctest.h>

#include <string>

#include "lang/compile.h"
#include "lang/location.h"

using namespace py::lang;

namespace {

CompileResult compile(std::string_view source) {
  CompileOptions options;
  options.source_is_utf8 = true;
  CompileResult result = compile_source(source, "<case>", options);
  REQUIRE(result.unit != nullptr);
  return result;
}

// "offset:line" for each code unit that starts a line.
std::string line_starts(const CodeSpec& code) {
  std::string text;
  const auto starts =
      compute_line_starts(code.code.data(), code.code.size(), code.linetable.data(),
                          code.linetable.size(), code.exceptiontable.data(),
                          code.exceptiontable.size(), code.firstlineno);
  for (size_t i = 0; i < starts.size(); ++i) {
    if (starts[i].starts_line) text += std::to_string(i) + ":" + std::to_string(starts[i].line) + " ";
  }
  return text;
}

const CodeSpec& only_function(const CompileResult& result) {
  for (const ConstRef& item : result.unit->top->consts) {
    if (item.code != nullptr) return *item.code;
  }
  return *result.unit->top;
}

}  // namespace

TEST_SUITE("lang/assemble") {
  TEST_CASE("assemble_code: long jumps and large arguments take EXTENDED_ARG") {
    std::string source = "while x:\n";
    for (int i = 0; i < 300; ++i) source += "    v" + std::to_string(i) + " = x\n";
    const CompileResult result = compile(source);
    const std::vector<uint8_t>& code = result.unit->top->code;
    int extended = 0;
    for (size_t i = 0; i < code.size(); i += 2) extended += code[i] == op::EXTENDED_ARG;
    CHECK(extended == 300 - 255 + 2);  // names 256 and up, the jumps out of the loop and back
  }

  TEST_CASE("PositionIterator: entries cover the code and give lines and columns") {
    const CompileResult result = compile("x = (a +\n     bc)\n");
    const CodeSpec& code = *result.unit->top;
    PositionIterator positions(code.linetable.data(), code.linetable.size(), code.firstlineno);
    PositionEntry entry;
    int end = 0;
    while (positions.next(&entry)) {
      CHECK(entry.start == end);
      end = entry.end;
    }
    CHECK(end == static_cast<int>(code.code.size()));
    // RESUME, LOAD_NAME a, LOAD_NAME bc, BINARY_OP and its cache, STORE_NAME
    const PositionEntry load =
        position_at(code.linetable.data(), code.linetable.size(), code.firstlineno, 4);
    CHECK(load.line == 2);
    CHECK(load.end_line == 2);
    CHECK(load.column == 5);
    CHECK(load.end_column == 7);
    const PositionEntry add =
        position_at(code.linetable.data(), code.linetable.size(), code.firstlineno, 6);
    CHECK(add.line == 1);
    CHECK(add.end_line == 2);
    CHECK(add.column == 5);
    CHECK(add.end_column == 7);
  }

  TEST_CASE("find_handler: the innermost handler, or none") {
    const CompileResult result =
        compile("def f():\n  a\n  try: b\n  finally:\n    c\n");
    const CodeSpec& code = only_function(result);
    HandlerIterator handlers(code.exceptiontable.data(), code.exceptiontable.size());
    HandlerEntry first;
    REQUIRE(handlers.next(&first));
    CHECK(first.depth == 0);
    CHECK(!first.lasti);
    HandlerEntry found;
    const uint8_t* table = code.exceptiontable.data();
    const size_t size = code.exceptiontable.size();
    CHECK(!find_handler(table, size, 0, &found));
    REQUIRE(find_handler(table, size, first.start, &found));
    CHECK(found.handler == first.handler);
    CHECK(!find_handler(table, size, first.end, &found));
    REQUIRE(find_handler(table, size, first.handler, &found));
    CHECK(found.depth == 1);
    CHECK(found.lasti);
  }

  TEST_CASE("compute_line_starts: as sys.monitoring marks them") {
    const CompileResult result = compile("for i in range(3):\n    if i:\n        a = i\nb = 1\n");
    CHECK(line_starts(*result.unit->top) == "1:1 9:1 12:2 21:3 26:1 27:4 ");
    const CompileResult empty = compile("");
    CHECK(line_starts(*empty.unit->top) == "1:0 ");
  }

  TEST_CASE("stack_effect: pseudo-instructions act on the handler's side of a jump") {
    CHECK(stack_effect(op::SETUP_CLEANUP, 0, true) == 2);
    CHECK(stack_effect(op::SETUP_CLEANUP, 0, false) == 0);
    CHECK(stack_effect(op::LOAD_GLOBAL, 1, false) == 2);
    CHECK(stack_effect(op::CALL, 3, false) == -4);
    CHECK(stack_effect(op::UNPACK_EX, 1 | 2 << 8, false) == 3);
  }
}

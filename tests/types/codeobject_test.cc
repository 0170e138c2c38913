// Location tables written by hand, and code objects made of parts.
#include "types/codeobject.h"

#include <doctest/doctest.h>

#include <initializer_list>
#include <vector>

#include "object/call.h"
#include "types/bytesobject.h"
#include "types/code_internal.h"
#include "types/object_support.h"
#include "types/tupleobject.h"

using namespace py;

namespace {

// A code object of `units` NOPs with this location table, first line 10. New reference.
CodeObject* code_with_table(std::initializer_list<int> table, int units) {
  std::vector<char> bytes;
  for (int b : table) bytes.push_back(static_cast<char>(b));
  Object* linetable = bytes_from_string_and_size(bytes.data(), static_cast<Ssize>(bytes.size()));
  Object* name = unicode_from_string("name");
  std::vector<uint8_t> instructions(static_cast<size_t>(units) * 2, 0);
  CodeConstructor con{};
  con.filename = con.name = con.qualname = name;
  con.code = instructions.data();
  con.code_size = units * 2;
  con.firstlineno = 10;
  con.linetable = linetable;
  con.consts = con.names = con.localsplusnames = tuple_empty();
  con.localspluskinds = con.exceptiontable = bytes_get_empty();
  CodeObject* code = code_new(&con);
  decref(linetable);
  decref(name);
  return code;
}

struct Range {
  int line, column, end_line, end_column;
  bool operator==(const Range&) const = default;
};

Range location(CodeObject* code, int offset) {
  Range r;
  code_addr2location(code, offset, &r.line, &r.column, &r.end_line, &r.end_column);
  return r;
}

constexpr int entry(int kind, int units) { return 0x80 | kind << 3 | (units - 1); }

}  // namespace

TEST_SUITE_BEGIN("types/codeobject");

TEST_CASE("code_addr2location: each kind of entry") {
  REQUIRE(fresh_interpreter());
  CodeObject* code = code_with_table(
      {
          entry(0, 1), 0x53,          // short: this line, columns 5-8
          entry(11, 2), 4, 9,         // next line, columns 4-9
          entry(13, 1), 6,            // three lines down, no columns
          entry(14, 1), 3, 2, 8, 21,  // one line up, two lines long, columns 7-20
          entry(15, 1),               // nothing
      },
      6);
  REQUIRE(code != nullptr);
  CHECK(location(code, 0) == Range{10, 5, 10, 8});
  CHECK(location(code, 2) == Range{11, 4, 11, 9});
  CHECK(location(code, 4) == Range{11, 4, 11, 9});
  CHECK(location(code, 6) == Range{14, -1, 14, -1});
  CHECK(location(code, 8) == Range{13, 7, 15, 20});
  CHECK(location(code, 10) == Range{-1, -1, -1, -1});
  CHECK(code_addr2line(code, 6) == 14);
  CHECK(code_addr2line(code, -1) == 10);
  decref(static_cast<Object*>(code));
}

TEST_CASE("code_lines: neighbours on one line are one range") {
  REQUIRE(fresh_interpreter());
  CodeObject* code = code_with_table({entry(0, 1), 0, entry(0, 2), 0, entry(12, 1), 0, 0}, 4);
  REQUIRE(code != nullptr);
  Object* it = code_lines(code);
  CHECK(take_text(it->ob_type->tp_iternext(it)) == "(0, 6, 10)");
  CHECK(take_text(it->ob_type->tp_iternext(it)) == "(6, 8, 12)");
  CHECK(it->ob_type->tp_iternext(it) == nullptr);
  decref(it);
  decref(static_cast<Object*>(code));
}

TEST_CASE("code_new: the block has CPython's size") {
  REQUIRE(fresh_interpreter());
  CodeObject* code = code_with_table({}, 4);
  CHECK(take_text(object_call_method_no_args(code, unicode_from_string("__sizeof__"))) == "208");
  decref(static_cast<Object*>(code));
}

TEST_SUITE_END();

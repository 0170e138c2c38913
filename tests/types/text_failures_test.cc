// Text and numbers when memory runs out: MemoryError at every allocation of an operation, nothing lost, nothing broken.
#include <doctest/doctest.h>

#include "memory/obmalloc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/identifiers.h"
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/complexobject.h"
#include "types/floatobject.h"
#include "types/formatter_unicode.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/memoryobject.h"
#include "types/object_support.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

using namespace py;

namespace {

struct Inputs {
  Object* text = unicode_from_string("one two three one two");
  Object* wide = unicode_from_string("\xe6\x97\xa5\xe6\x9c\xac one \xf0\x9f\x98\x80");
  Object* two = unicode_from_string("two");
  Object* bytes = bytes_from_string("one two three one two");
  Object* big = long_from_string("123456789012345678901234567890123456789012345678901234567890", nullptr, 10);
  Object* huge = number_lshift(big, big_shift());
  Object* format = unicode_from_string("%s is %5d or %.3f and %r");
  Object* values = tuple_pack(text, big, float_from_double(2.5), wide);
  Object* braces = unicode_from_string("{:>30} {!r} {:,}");
  Object* braces_values = tuple_pack(text, wide, big);
  Object* minus = number_negative(big);
  static Object* big_shift() { return long_from_long(9000); }
};

using Operation = Object* (*)(const Inputs&);
const Operation kOperations[] = {
    [](const Inputs& in) { return unicode_replace(in.text, in.two, in.wide, -1); },
    [](const Inputs& in) { return unicode_split(in.text, nullptr, -1); },
    [](const Inputs& in) { return unicode_split(in.wide, ID(one), -1); },
    [](const Inputs& in) { return unicode_partition(in.text, in.two); },
    [](const Inputs& in) { return unicode_concat(in.text, in.wide); },
    [](const Inputs& in) { return unicode_repr(in.wide); },
    [](const Inputs& in) { return unicode_encode_utf8(in.wide, nullptr); },
    [](const Inputs& in) { return unicode_encode_utf16(in.wide, nullptr, 0); },
    [](const Inputs&) { return unicode_decode_utf8("a\xe6\x97\xa5 \xf0\x9f\x98\x80\xff", 10, "replace"); },
    [](const Inputs& in) { return unicode_format(in.format, in.values); },
    [](const Inputs& in) { return string_format(in.braces, in.braces_values, nullptr); },
    [](const Inputs& in) { return unicode_from_format("%R %S %d", in.wide, in.big, 5); },
    [](const Inputs& in) { return number_multiply(in.huge, in.huge); },
    [](const Inputs& in) { return number_divmod(in.huge, in.big); },
    [](const Inputs& in) { return number_power(in.big, long_from_long(5), None); },
    [](const Inputs& in) { return number_power(in.big, in.big, long_from_long(1000003)); },
    [](const Inputs& in) { return number_xor(in.huge, in.minus); },
    [](const Inputs& in) { return object_str(in.big); },
    [](const Inputs& in) { return bytes_type.tp_repr(in.bytes); },
    [](const Inputs& in) { return bytearray_from_object(in.bytes); },
    [](const Inputs& in) { return memory_view_from_object(in.bytes); },
    [](const Inputs&) { return complex_from_doubles(1.5, 2.5); },
};

}  // namespace

TEST_SUITE("types/text_failures") {
  TEST_CASE("every allocation of an operation may fail") {
    REQUIRE(fresh_interpreter());
    const Inputs in;
    for (Operation operation : kOperations) {
      xdecref(operation(in));  // caches fill up
      const int64_t before = get_allocated_blocks();
      bool done = false;
      for (uint64_t n = 1; !done && n < 200; n++) {
        fail_alloc_after(n, n + 1);
        Object* result = operation(in);
        const bool failed = alloc_failures() > 0;
        fail_alloc_after(0);
        if (result) {
          done = !failed;
          decref(result);
        } else {
          REQUIRE(failed);
          CHECK(err_exception_matches(exc_MemoryError));
          err_clear();
        }
        REQUIRE(get_allocated_blocks() == before);
      }
      CHECK(done);
    }
  }
}

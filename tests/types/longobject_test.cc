// Ints: conversions at the edges, the small-int cache, what a block's size depends on.
#include "types/longobject.h"

#include <doctest/doctest.h>

#include "memory/tracemalloc.h"
#include "object/abstract.h"
#include "types/boolobject.h"
#include "types/object_support.h"

using namespace py;

namespace {

Object* from_text(const char* s) { return long_from_string(s, nullptr, 10); }

}  // namespace

TEST_SUITE("types/longobject") {
  TEST_CASE("small ints: one immortal object each") {
    REQUIRE(fresh_interpreter());
    CHECK(long_from_long(-5) == long_from_ssize_t(-5));
    CHECK(long_from_long(256) == from_text("256"));
    CHECK(is_immortal(long_from_size_t(0)));
    Object* a = long_from_long(257);
    Object* b = long_from_long(257);
    CHECK(a != b);
    decref(a);
    decref(b);
  }

  TEST_CASE("long_as_long_and_overflow: the edges of 64 bits") {
    REQUIRE(fresh_interpreter());
    struct {
      const char* text;
      int64_t value;
      int overflow;
    } cases[] = {{"9223372036854775807", INT64_MAX, 0}, {"-9223372036854775808", INT64_MIN, 0},
                 {"9223372036854775808", -1, 1},        {"-9223372036854775809", -1, -1},
                 {"100000000000000000000000", -1, 1},   {"-1", -1, 0}};
    for (const auto& c : cases) {
      Object* v = from_text(c.text);
      int overflow;
      CHECK(long_as_long_and_overflow(v, &overflow) == c.value);
      CHECK(overflow == c.overflow);
      decref(v);
    }
  }

  TEST_CASE("readers: CPython's errors") {
    REQUIRE(fresh_interpreter());
    Object* big = from_text("36893488147419103232");
    CHECK(long_as_long(big) == -1);
    CHECK(take_error() == "OverflowError: Python int too large to convert to C long");
    CHECK(long_as_ssize_t(big) == -1);
    CHECK(take_error() == "OverflowError: Python int too large to convert to C ssize_t");
    CHECK(long_as_unsigned_long_long(big) == UINT64_MAX);
    CHECK(take_error() == "OverflowError: int too big to convert");
    CHECK(long_as_long_long(big) == -1);
    CHECK(take_error() == "OverflowError: int too big to convert");
    Object* minus = long_from_long(-7);
    CHECK(long_as_size_t(minus) == UINT64_MAX);
    CHECK(take_error() == "OverflowError: can't convert negative value to size_t");
    CHECK(long_as_unsigned_long_mask(minus) == static_cast<uint64_t>(-7));
    CHECK(long_as_ssize_t(None) == -1);
    CHECK(take_error() == "TypeError: an integer is required");
    CHECK(long_as_long(None) == -1);
    CHECK(take_error() == "TypeError: 'NoneType' object cannot be interpreted as an integer");
    decref(big);
  }

  TEST_CASE("long_as_double: rounds half to even, also across digits") {
    REQUIRE(fresh_interpreter());
    struct {
      const char* text;
      double value;
    } cases[] = {{"9007199254740993", 9007199254740992.0},
                 {"9007199254740995", 9007199254740996.0},
                 {"-9007199254740993", -9007199254740992.0},
                 {"18446744073709551615", 18446744073709551616.0},
                 {"1208925819614629174706175", 1208925819614629174706176.0}};
    for (const auto& c : cases) {
      Object* v = from_text(c.text);
      CHECK(long_as_double(v) == c.value);
      decref(v);
    }
  }

  TEST_CASE("byte arrays: both orders, both signs") {
    REQUIRE(fresh_interpreter());
    for (int64_t value : {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{127}, int64_t{-128}, int64_t{255},
                          int64_t{1} << 40, -(int64_t{1} << 62), INT64_MAX, INT64_MIN}) {
      Object* v = long_from_long(value);
      for (bool little : {true, false}) {
        uint8_t bytes[9];
        REQUIRE(long_as_byte_array(as<LongObject>(v), bytes, 9, little, true, true) == 0);
        Object* back = long_from_byte_array(bytes, 9, little, true);
        CHECK(long_as_long(back) == value);
        decref(back);
      }
      decref(v);
    }
  }

  TEST_CASE("arithmetic: what each result requests") {
    REQUIRE(fresh_interpreter());
    Object* two_digits = from_text("1152921504606846975");  // 2**60 - 1
    auto requested = [](Object* (*make)(Object*), Object* x) {
      tracemalloc_start(1);
      Object* result = make(x);
      const uint64_t current = tracemalloc_get_traced_memory().current;
      tracemalloc_stop();
      decref(result);
      return current;
    };
    auto add_one = [](Object* x) { return number_add(x, long_get_one()); };
    auto subtract_one = [](Object* x) { return number_subtract(x, long_get_one()); };
    auto square = [](Object* x) { return number_multiply(x, x); };
    CHECK(requested(add_one, two_digits) == 36);
    CHECK(requested(subtract_one, two_digits) == 32);
    CHECK(requested(square, two_digits) == 40);
    Object* one_digit = long_from_long(1000);
    CHECK(requested(add_one, one_digit) == 32);
    decref(one_digit);
    decref(two_digits);
  }

  TEST_CASE("long_from_string: where reading ended") {
    REQUIRE(fresh_interpreter());
    char* end;
    const char* text = " 12x";
    Object* v = long_from_string(text, &end, 10);
    CHECK(end == text + 3);
    CHECK(long_as_long(v) == 12);
    CHECK(long_from_string("12x", nullptr, 10) == nullptr);
    CHECK(take_error() == "ValueError: invalid literal for int() with base 10: '12x'");
  }

  TEST_CASE("True and False: ints of another type") {
    REQUIRE(fresh_interpreter());
    CHECK(long_compact_value(True) == 1);
    CHECK(long_is_zero(False));
    CHECK(take_text(number_add(True, True)) == "2");
    CHECK(number_and(True, False) == False);
  }
}

// Doubles to digits and back: what Gay's dtoa and CPython's repr, round and float() give.
#include "base/dtoa.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>

using py::DecimalDigits;

namespace {

std::string scientific(const DecimalDigits& d) {
  return (d.negative ? "-" : "") + d.digits + "e" + std::to_string(d.point);
}
double parse(const char* text) {
  double v = -99;
  py::double_from_prefix(text, &v);
  return v;
}

}  // namespace

TEST_SUITE("base/dtoa") {
  TEST_CASE("dtoa_shortest: the shortest digits that read back, and of those the nearest") {
    CHECK(scientific(py::dtoa_shortest(0.1)) == "1e0");
    CHECK(scientific(py::dtoa_shortest(1.0 / 3)) == "3333333333333333e0");
    CHECK(scientific(py::dtoa_shortest(5e-324)) == "5e-323");
    CHECK(scientific(py::dtoa_shortest(1.7976931348623157e308)) == "17976931348623157e309");
    CHECK(scientific(py::dtoa_shortest(9007199254740993.0)) == "9007199254740992e16");
    CHECK(scientific(py::dtoa_shortest(-0.0)) == "-0e1");
  }

  TEST_CASE("dtoa_shortest: a power of two has a closer neighbour below") {
    CHECK(scientific(py::dtoa_shortest(std::ldexp(1.0, -44))) == "5684341886080802e-13");
    CHECK(scientific(py::dtoa_shortest(std::ldexp(1.0, 1000))) == "10715086071862673e302");
  }

  TEST_CASE("dtoa_significant: half to even, by the exact value") {
    CHECK(scientific(py::dtoa_significant(2.5, 1)) == "2e1");
    CHECK(scientific(py::dtoa_significant(3.5, 1)) == "4e1");
    CHECK(scientific(py::dtoa_significant(9.96, 2)) == "1e2");
    CHECK(py::dtoa_significant(0.1, 60).digits == "1000000000000000055511151231257827021181583404541015625");
  }

  TEST_CASE("dtoa_fixed: places after the point, also negative ones") {
    CHECK(scientific(py::dtoa_fixed(2.675, 2)) == "267e1");
    CHECK(scientific(py::dtoa_fixed(0.5, 0)) == "0e1");
    CHECK(scientific(py::dtoa_fixed(1.5, 0)) == "2e1");
    CHECK(scientific(py::dtoa_fixed(0.6, 0)) == "1e1");
    CHECK(scientific(py::dtoa_fixed(12345.678, -2)) == "123e5");
    CHECK(scientific(py::dtoa_fixed(60.0, -2)) == "1e3");
    CHECK(scientific(py::dtoa_fixed(40.0, -2)) == "0e1");
  }

  TEST_CASE("double_from_prefix: correct rounding on both sides of a tie") {
    CHECK(parse("9007199254740993") == 9007199254740992.0);
    CHECK(parse("9007199254740993.0000000000000000000000000000001") == 9007199254740994.0);
    CHECK(parse("2.4703282292062327208e-324") == 0.0);
    CHECK(parse("2.4703282292062328e-324") == 5e-324);
    CHECK(parse("1.7976931348623158e308") == 1.7976931348623157e308);
    CHECK(std::isinf(parse("1.7976931348623159e308")));
    CHECK(parse("1e99999999999999999999") == std::numeric_limits<double>::infinity());
    CHECK(std::signbit(parse("-0e5")));
  }

  TEST_CASE("double_from_prefix: says how much it read") {
    double v;
    CHECK(py::double_from_prefix("1.5e", &v) == 3);
    CHECK(py::double_from_prefix("1.5e+x", &v) == 3);
    CHECK(py::double_from_prefix(".5x", &v) == 2);
    CHECK(py::double_from_prefix("5.", &v) == 2);
    CHECK(py::double_from_prefix(".", &v) == 0);
    CHECK(py::double_from_prefix("-", &v) == 0);
    CHECK(py::double_from_prefix("e5", &v) == 0);
  }

  TEST_CASE("round trip of doubles of all magnitudes") {
    uint64_t state = 88172645463325252ull;
    for (int i = 0; i < 5000; i++) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      double v;
      std::memcpy(&v, &state, sizeof v);
      if (!std::isfinite(v) || v == 0) continue;
      const DecimalDigits d = py::dtoa_shortest(v);
      CHECK(d.digits.size() <= 17);
      const double back = py::double_from_digits(d.digits, d.point);
      REQUIRE((d.negative ? -back : back) == v);
    }
  }
}

// Hashes: what CPython 3.13 says under PYTHONHASHSEED=0.
#include "types/pyhash.h"

#include <doctest/doctest.h>

#include <cstring>

TEST_SUITE("types/pyhash") {
  TEST_CASE("hash_bytes: SipHash-1-3 under the zero key") {
    auto hash = [](const char* s) { return py::hash_bytes(s, static_cast<py::Ssize>(std::strlen(s))); };
    CHECK(hash("") == 0);
    CHECK(hash("abc") == -4594863902769663758);
    CHECK(hash("a") == 4644417185603328019);
    CHECK(hash("abcdefg") == 7904145750247929094);
    CHECK(hash("abcdefgh") == 4574395652268504554);
    CHECK(hash("abcdefghi") == -532774252720507163);
  }

  TEST_CASE("hash_double: agrees with ints modulo 2**61 - 1") {
    CHECK(py::hash_double(nullptr, 1.0) == 1);
    CHECK(py::hash_double(nullptr, -1.0) == -2);
    CHECK(py::hash_double(nullptr, 0.5) == 1152921504606846976);
    CHECK(py::hash_double(nullptr, 1.5) == 1152921504606846977);
    CHECK(py::hash_double(nullptr, 1e300) == 1224995262755759164);
    CHECK(py::hash_double(nullptr, 2305843009213693951.0) == 1);
    CHECK(py::hash_double(nullptr, -1.0 / 0.0) == -314159);
  }

  TEST_CASE("hash_address: the four zero bits go to the top") {
    CHECK(py::hash_address(0x7f0000001230) == 0x7f000000123);
  }
}

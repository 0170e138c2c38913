// Character properties: spot checks (tests/programs/str/case.py compares all of Unicode).
#include "types/unicodectype.h"

#include <doctest/doctest.h>

using namespace py;

TEST_SUITE("types/unicodectype") {
  TEST_CASE("ascii_class: agrees with the full tables below 128") {
    for (Ucs4 c = 0; c < 128; c++) {
      const uint8_t b = static_cast<uint8_t>(c);
      CHECK(is_ascii_alpha(b) == unicode_isalpha_full(c));
      CHECK(is_ascii_digit(b) == unicode_isdecimal_full(c));
      CHECK(is_ascii_lower(b) == unicode_islower_full(c));
      CHECK(is_ascii_upper(b) == unicode_isupper_full(c));
      CHECK(unicode_isspace(c) == unicode_isspace_full(c));
      CHECK(unicode_isprintable(c) == unicode_isprintable_full(c));
    }
    CHECK(ascii_class[200] == 0);
    CHECK(is_ascii_xdigit('f'));
    CHECK_FALSE(is_ascii_xdigit('g'));
  }

  TEST_CASE("case mappings: one to many") {
    Ucs4 out[3];
    CHECK(unicode_to_upper_full(0xdf, out) == 2);  // sharp s
    CHECK(out[0] == 'S');
    CHECK(out[1] == 'S');
    CHECK(unicode_to_upper_full(0x390, out) == 3);
    CHECK(unicode_to_lower_full(0x130, out) == 2);
    CHECK(unicode_tolower(0x130) == 'i');
    CHECK(unicode_to_title_full(0x1c4, out) == 1);
    CHECK(out[0] == 0x1c5);
    CHECK(unicode_to_folded_full(0x1e9e, out) == 2);
    CHECK(unicode_to_upper_full(0x10ffff, out) == 1);
    CHECK(out[0] == 0x10ffff);
  }

  TEST_CASE("digits: of other scripts and superscripts") {
    CHECK(unicode_todecimal(0x663) == 3);
    CHECK(unicode_todecimal(0xb2) == -1);
    CHECK(unicode_todigit(0xb2) == 2);
    CHECK(unicode_todigit('x') == -1);
  }
}

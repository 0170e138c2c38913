// Strings: kinds, sharing, resizing in place, interning, the writer.
#include "types/unicodeobject.h"

#include <doctest/doctest.h>

#include "object/identifiers.h"
#include "types/object_support.h"
#include "types/unicode_writer.h"

using namespace py;

TEST_SUITE("types/unicodeobject") {
  TEST_CASE("unicode_from_string: the narrowest kind") {
    REQUIRE(fresh_interpreter());
    struct {
      const char* text;
      int kind;
      bool ascii;
      Ssize length;
    } cases[] = {{"plain", kUcs1, true, 5},
                 {"caf\xc3\xa9", kUcs1, false, 4},
                 {"\xe6\x97\xa5x", kUcs2, false, 2},
                 {"x\xf0\x9f\x98\x80", kUcs4, false, 2}};
    for (const auto& c : cases) {
      Object* s = unicode_from_string(c.text);
      CHECK(unicode_kind(s) == c.kind);
      CHECK(unicode_is_ascii(s) == c.ascii);
      CHECK(unicode_length(s) == c.length);
      CHECK(std::string(unicode_as_utf8(s)) == c.text);
      decref(s);
    }
  }

  TEST_CASE("'' and one-character Latin-1 strings: one object each") {
    REQUIRE(fresh_interpreter());
    CHECK(unicode_from_string("") == unicode_get_empty());
    CHECK(unicode_from_string("a") == get_latin1_char('a'));
    CHECK(unicode_from_string("\xc3\xa9") == get_latin1_char(0xe9));
    Object* wide = unicode_from_string("\xe6\x97\xa5\xc3\xa9");
    CHECK(unicode_substring(wide, 1, 2) == get_latin1_char(0xe9));
    CHECK(std::string(unicode_as_utf8(get_latin1_char(0xe9))) == "\xc3\xa9");
    decref(wide);
  }

  TEST_CASE("unicode_append: in place with one reference, a copy otherwise") {
    REQUIRE(fresh_interpreter());
    Object* tail = unicode_from_string("ing");
    Object* s = unicode_from_string("head");
    Object* before = s;
    unicode_append(&s, tail);  // 45 and 48 bytes share a size class: the block stays
    CHECK(s == before);
    CHECK(unicode_equal_to_ascii_string(s, "heading"));
    Object* shared = new_ref(s);
    unicode_append(&s, tail);
    CHECK(s != shared);
    CHECK(unicode_equal_to_ascii_string(shared, "heading"));
    CHECK(unicode_equal_to_ascii_string(s, "headinging"));
    decref(shared);
    decref(s);
    decref(tail);
  }

  TEST_CASE("interning: equal strings become one; a dead one leaves the table") {
    REQUIRE(fresh_interpreter());
    const Ssize start = unicode_interned_count();
    Object* a = unicode_from_string("not yet seen");
    Object* b = unicode_from_string("not yet seen");
    unicode_intern_in_place(&a);
    unicode_intern_in_place(&b);
    CHECK(a == b);
    CHECK(a->ob_refcnt == 2);
    CHECK(unicode_interned_count() == start + 1);
    decref(a);
    decref(b);
    CHECK(unicode_interned_count() == start);
    Object* init = unicode_intern_from_string("__init__");
    CHECK(init == ID(__init__));
    CHECK(is_immortal(init));
  }

  TEST_CASE("unicode_from_format: the directives of error messages") {
    REQUIRE(fresh_interpreter());
    CHECK(take_text(unicode_from_format("%d %5d|%-5d|%05d %zd %lld %u %x %X %c %%", 1, -2, 3, 4, Ssize{5}, 6LL, 7u,
                                        255u, 255u, 0x65e5)) == "1    -2|3    |00004 5 6 7 ff FF \xe6\x97\xa5 %");
    Object* s = unicode_from_string("it's");
    CHECK(take_text(unicode_from_format("%U %R %S %.2U|%6U|%-6U|%V %s %.3s", s, s, s, s, s, s, nullptr, "c", "text",
                                        "longer")) == "it's \"it's\" it's it|  it's|it's  |c text lon");
    CHECK(take_text(unicode_from_format("%T %N", s, &unicode_type)) == "str str");
    decref(s);
  }

  TEST_CASE("writer: widens, shares a single string, trims") {
    REQUIRE(fresh_interpreter());
    Object* s = unicode_from_string("whole");
    UnicodeWriter w;
    unicode_writer_init(&w);
    CHECK(unicode_writer_write_str(&w, s) == 0);
    Object* same = unicode_writer_finish(&w);
    CHECK(same == s);
    decref(same);
    unicode_writer_init(&w);
    w.overallocate = true;
    CHECK(unicode_writer_write_ascii_string(&w, "ab", -1) == 0);
    CHECK(unicode_writer_write_char(&w, 0x65e5) == 0);
    CHECK(unicode_writer_write_substring(&w, s, 1, 3) == 0);
    Object* result = unicode_writer_finish(&w);
    CHECK(unicode_kind(result) == kUcs2);
    CHECK(std::string(unicode_as_utf8(result)) == "ab\xe6\x97\xa5ho");
    decref(result);
    unicode_writer_init(&w);
    CHECK(unicode_writer_finish(&w) == unicode_get_empty());
    decref(s);
  }

  TEST_CASE("decoding UTF-8 piece by piece: stops before an incomplete character") {
    REQUIRE(fresh_interpreter());
    Ssize consumed;
    Object* s = unicode_decode_utf8_stateful("a\xe6\x97", 3, "strict", &consumed);
    CHECK(consumed == 1);
    CHECK(unicode_equal_to_ascii_string(s, "a"));
    CHECK(unicode_decode_utf8("a\xe6\x97", 3, "strict") == nullptr);
    CHECK(take_error() == "UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 1-2: unexpected end of data");
  }
}

// The tokenizer: tokens, positions, and how source bytes become text.
#include "lang/lexer.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "lang/const_value.h"
#include "lang/string_literal.h"

using namespace py::lang;

namespace {

// Tokens as "TYPE:text", separated by blanks; a failure ends the list as "!message".
std::string lex(const std::string& text) {
  Lexer lexer(text, nullptr);
  std::string result;
  Token token;
  do {
    lexer.next(&token);
    if (!result.empty()) result += ' ';
    if (token.type == ERRORTOKEN) return result + "!" + lexer.error().msg;
    result += token_type_text(token.type);
    if (token.type == NAME || token.type == NUMBER || token.type == STRING ||
        (token.type >= FSTRING_START && token.type <= FSTRING_END)) {
      result += ":" + text.substr(token.start, token.end - token.start);
    }
  } while (token.type != ENDMARKER);
  return result;
}

LexDone why(const std::string& text) {
  Lexer lexer(text, nullptr);
  Token token;
  do {
    lexer.next(&token);
  } while (token.type != ERRORTOKEN && token.type != ENDMARKER);
  return lexer.done();
}

std::string decode(std::string_view source) {
  std::string text;
  SyntaxErrorInfo error;
  return decode_source(source, false, true, "f.py", &text, &error) ? text : "!" + error.msg;
}

std::string decode_str(std::string_view body) {
  std::string value;
  EscapeReport report;
  return decode_str_escapes(body, &value, &report) ? value : report.error;
}

std::string int_text(std::string_view digits, int base) {
  Arena arena;
  const ConstValue* value = const_int_from_text(arena, digits, base);
  return value != nullptr ? const_int_text(value) : "too long";
}

}  // namespace

TEST_SUITE_BEGIN("lang/lexer");

TEST_CASE("next: names, keywords, operators") {
  CHECK(lex("x = iff if _a1\n") == "NAME:x = NAME:iff if NAME:_a1 NEWLINE ENDMARKER");
  CHECK(lex("a**=b//=c>>=d->e:=f!=g<>h\n") ==
        "NAME:a **= NAME:b //= NAME:c >>= NAME:d -> NAME:e := NAME:f != NAME:g != NAME:h NEWLINE "
        "ENDMARKER");
  CHECK(lex("a...b..c.d\n") ==
        "NAME:a ... NAME:b . . NAME:c . NAME:d NEWLINE ENDMARKER");
}

TEST_CASE("next: indentation opens and closes blocks; blank lines and brackets do not count") {
  CHECK(lex("if x:\n  y\n\n # c\n  z\nw\n") ==
        "if NAME:x : NEWLINE INDENT NAME:y NEWLINE NAME:z NEWLINE DEDENT NAME:w NEWLINE ENDMARKER");
  CHECK(lex("(a\n    ,\nb)\n") == "( NAME:a , NAME:b ) NEWLINE ENDMARKER");
  CHECK(lex("a\\\n  b\n") == "NAME:a NAME:b NEWLINE ENDMARKER");
  CHECK(lex("\fa\n") == "NAME:a NEWLINE ENDMARKER");
}

TEST_CASE("next: tabs that mean different columns are refused") {
  CHECK(why("if x:\n\ta\n        b\n") == LexDone::kTabSpace);
  CHECK(why("if x:\n  a\n b\n") == LexDone::kDedent);
  CHECK(why("if x:\n\ta\n\tb\n") == LexDone::kEof);
}

TEST_CASE("next: numbers") {
  CHECK(lex("0x_fF 0o17 0b1 1_0 1.e-3j .5 00\n") ==
        "NUMBER:0x_fF NUMBER:0o17 NUMBER:0b1 NUMBER:1_0 NUMBER:1.e-3j NUMBER:.5 NUMBER:00 NEWLINE "
        "ENDMARKER");
  CHECK(lex("1__0\n") == "!invalid decimal literal");
  CHECK(lex("0b12\n") == "!invalid digit '2' in binary literal");
}

TEST_CASE("next: numbers glued to a keyword are warned about") {
  std::vector<SyntaxWarningInfo> warnings;
  std::string text = "\n1if 0x1for\n";
  Lexer lexer(text, &warnings);
  Token token;
  do {
    lexer.next(&token);
  } while (token.type != ENDMARKER);
  REQUIRE(warnings.size() == 2);
  CHECK(warnings[0].msg == "invalid decimal literal");
  CHECK(warnings[0].lineno == 2);
  CHECK(warnings[1].msg == "invalid hexadecimal literal");
}

TEST_CASE("next: strings and f-strings, nested in any quotes") {
  CHECK(lex("r'a' B\"b\" '''c\nd'''\n") ==
        "STRING:r'a' STRING:B\"b\" STRING:'''c\nd''' NEWLINE ENDMARKER");
  CHECK(lex("f'a{x!r:>{w}}b{{'\n") ==
        "FSTRING_START:f' FSTRING_MIDDLE:a { NAME:x ! NAME:r : FSTRING_MIDDLE:> { NAME:w } "
        "FSTRING_MIDDLE: } FSTRING_MIDDLE:b{ FSTRING_END:' NEWLINE ENDMARKER");
  CHECK(lex("f'{f'{'a'}'}'\n") ==
        "FSTRING_START:f' { FSTRING_START:f' { STRING:'a' } FSTRING_END:' } FSTRING_END:' NEWLINE "
        "ENDMARKER");
}

TEST_CASE("next: a self-documenting expression carries its text") {
  std::string text = "f'{ x + 1 = !r}'\n";
  Lexer lexer(text, nullptr);
  Token token;
  do {
    lexer.next(&token);
  } while (token.type != EXCLAMATION);
  REQUIRE(token.metadata != 0);
  CHECK(lexer.metadata(token.metadata) == " x + 1 = ");
}

TEST_CASE("next: brackets are matched across lines") {
  CHECK(lex(")\n") == "!unmatched ')'");
  CHECK(lex("(\n]\n") ==
        "( !closing parenthesis ']' does not match opening parenthesis '(' on line 1");
  CHECK(lex("f'{)}'\n") == "FSTRING_START:f' { !f-string: unmatched ')'");
  CHECK(why("(a\n") == LexDone::kEof);
}

TEST_CASE("decode_source: line ends, byte order mark, cookies") {
  CHECK(decode("a\r\nb\rc") == "a\nb\nc\n");
  CHECK(decode("\xEF\xBB\xBF" "a\n") == "a\n");
  CHECK(decode("# -*- coding: latin-1 -*-\n\xE9\n") == "# -*- coding: latin-1 -*-\n\xC3\xA9\n");
  CHECK(decode("#!x\n# vim: set fileencoding=utf8 :\n") == "#!x\n# vim: set fileencoding=utf8 :\n");
  CHECK(decode("x\n# coding: nonsense\n") == "x\n# coding: nonsense\n");
  CHECK(decode("# coding: nonsense\n") == "!encoding problem: nonsense");
  CHECK(decode("# coding: ascii\n\xE9") == "!encoding problem: ascii");
  CHECK(decode("\xEF\xBB\xBF# coding: latin-1\n") == "!encoding problem: iso-8859-1 with BOM");
  CHECK(decode("a\n\xE9") ==
        "!Non-UTF-8 code starting with '\\xe9' in file f.py on line 2, but no encoding declared; see "
        "https://peps.python.org/pep-0263/ for details");
}

TEST_CASE("decoded_length: bad sequences count as one each") {
  CHECK(decoded_length("a\xC3\xA9\xF0\x9F\x98\x80") == 3);
  CHECK(decoded_length("\xE2\x82") == 1);
  CHECK(decoded_length("\xFF\xFE") == 2);
}

TEST_CASE("decode_str_escapes: values and CPython's positions") {
  CHECK(decode_str("\\x41\\u00e9\\101\\n\\\n.") == "A\xC3\xA9" "A\n.");
  CHECK(decode_str("\\ud800") == "\xED\xA0\x80");
  CHECK(decode_str("\\N{greek small letter alpha}\\N{HANGUL SYLLABLE GAG}\\N{CJK UNIFIED IDEOGRAPH-4E00}") ==
        "\xCE\xB1\xEA\xB0\x81\xE4\xB8\x80");
  CHECK(decode_str("\xC3\xA9\\x4") ==
        "(unicode error) 'unicodeescape' codec can't decode bytes in position 10-12: truncated \\xXX "
        "escape");
}

TEST_CASE("const_int_from_text: every base, any length") {
  CHECK(int_text("123456789012345678901234567890", 10) == "123456789012345678901234567890");
  CHECK(int_text("1_0000_0000_0000_0000", 16) == "18446744073709551616");
  CHECK(int_text("777777777777777777777777", 8) == "4722366482869645213695");
  CHECK(int_text("0000", 10) == "0");
  CHECK(int_text(std::string(4301, '1'), 10) == "too long");
}

TEST_CASE("const_equal: type and sign of zero count") {
  Arena arena;
  CHECK(const_equal(const_int(arena, 5), const_int(arena, 5)));
  CHECK(!const_equal(const_int(arena, 1), const_float(arena, 1.0)));
  CHECK(!const_equal(const_int(arena, 1), const_singleton(ConstKind::kTrue)));
  CHECK(!const_equal(const_float(arena, 0.0), const_float(arena, -0.0)));
  const ConstValue* items[] = {const_str(arena, "a"), const_bytes(arena, "a")};
  const ConstValue* swapped[] = {items[1], items[0]};
  CHECK(!const_equal(items[0], items[1]));
  CHECK(!const_equal(const_tuple(arena, items, 2), const_tuple(arena, swapped, 2)));
  CHECK(const_equal(const_frozenset(arena, items, 2), const_frozenset(arena, swapped, 2)));
  CHECK(const_hash(const_frozenset(arena, items, 2)) == const_hash(const_frozenset(arena, swapped, 2)));
}

TEST_SUITE_END();

// The tokenizer's numbers, strings and f-string text.
// CPython 3.13: Parser/lexer/lexer.c (numbers, tok_get_fstring_mode)
#include "lang/lexer.h"

namespace py::lang {
namespace {

bool is_digit(int c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(int c) { return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); }
bool is_identifier_char(int c) {
  return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || is_digit(c) || c >= 128;
}

}  // namespace

// Whether the text at the cursor is `rest` and not longer; the cursor stays.
bool Lexer::lookahead(const char* rest) {
  const char* p = cur_;
  while (*rest != 0 && *p == *rest) {
    ++p;
    ++rest;
  }
  return *rest == 0 && !is_identifier_char(static_cast<unsigned char>(*p));
}

// What follows a number: a keyword glued to it is warned about, any other name is an error.
// c is the character after the number, already read.
bool Lexer::verify_end_of_number(int c, const char* kind) {
  bool keyword = false;
  switch (c) {
    case 'a': keyword = lookahead("nd"); break;
    case 'e': keyword = lookahead("lse"); break;
    case 'f': keyword = lookahead("or"); break;
    case 'i': keyword = *cur_ == 'f' || *cur_ == 'n' || *cur_ == 's'; break;
    case 'o': keyword = lookahead("r"); break;
    case 'n': keyword = lookahead("ot"); break;
  }
  std::string message = std::string("invalid ") + kind + " literal";
  if (keyword) {
    warn(message);
    return true;
  }
  if (c >= 0 && c < 128 && is_identifier_char(c)) {
    backup(c);
    fail(message);
    return false;
  }
  return true;
}

// Reads digits with single underscores between them; the character after them, or 0 on an error.
int Lexer::decimal_tail() {
  for (;;) {
    int c;
    do {
      c = next_char();
    } while (is_digit(c));
    if (c != '_') return c;
    c = next_char();
    if (!is_digit(c)) {
      backup(c);
      fail("invalid decimal literal");
      return 0;
    }
  }
}

TokenType Lexer::scan_number(int c, Token* token) {
  if (c == '0') return scan_zero(token);
  c = decimal_tail();
  if (c == 0) return ERRORTOKEN;
  if (c == '.') return scan_fraction(next_char(), token);
  if (c == 'e' || c == 'E') return scan_exponent(c, token);
  if (c == 'j' || c == 'J') return scan_imaginary(token);
  if (!verify_end_of_number(c, "decimal")) return ERRORTOKEN;
  backup(c);
  return finish(token, NUMBER);
}

// After the point of a float; c is the next character.
TokenType Lexer::scan_fraction(int c, Token* token) {
  if (is_digit(c)) {
    c = decimal_tail();
    if (c == 0) return ERRORTOKEN;
  }
  if (c == 'e' || c == 'E') return scan_exponent(c, token);
  if (c == 'j' || c == 'J') return scan_imaginary(token);
  if (!verify_end_of_number(c, "decimal")) return ERRORTOKEN;
  backup(c);
  return finish(token, NUMBER);
}

// After the digits, with e or E read.
TokenType Lexer::scan_exponent(int e, Token* token) {
  int c = next_char();
  if (c == '+' || c == '-') {
    c = next_char();
    if (!is_digit(c)) {
      backup(c);
      return fail("invalid decimal literal");
    }
  } else if (!is_digit(c)) {
    backup(c);
    if (!verify_end_of_number(e, "decimal")) return ERRORTOKEN;
    backup(e);
    return finish(token, NUMBER);
  }
  c = decimal_tail();
  if (c == 0) return ERRORTOKEN;
  if (c == 'j' || c == 'J') return scan_imaginary(token);
  if (!verify_end_of_number(c, "decimal")) return ERRORTOKEN;
  backup(c);
  return finish(token, NUMBER);
}

TokenType Lexer::scan_imaginary(Token* token) {
  int c = next_char();
  if (!verify_end_of_number(c, "imaginary")) return ERRORTOKEN;
  backup(c);
  return finish(token, NUMBER);
}

// After 0x, 0o or 0b.
TokenType Lexer::scan_radix(const char* kind, int radix, Token* token) {
  auto is_radix_digit = [radix](int c) {
    return radix == 16 ? is_hex_digit(c) : c >= '0' && c < '0' + radix;
  };
  auto wrong_digit = [this, kind](int c) {
    return fail(std::string("invalid digit '") + static_cast<char>(c) + "' in " + kind + " literal");
  };
  int c = next_char();
  do {
    if (c == '_') c = next_char();
    if (!is_radix_digit(c)) {
      if (is_digit(c)) return wrong_digit(c);
      backup(c);
      return fail(std::string("invalid ") + kind + " literal");
    }
    do {
      c = next_char();
    } while (is_radix_digit(c));
  } while (c == '_');
  if (is_digit(c)) return wrong_digit(c);
  if (!verify_end_of_number(c, kind)) return ERRORTOKEN;
  backup(c);
  return finish(token, NUMBER);
}

// After a leading 0: a radix prefix, zeros, or a float; other decimals are the old octal form.
TokenType Lexer::scan_zero(Token* token) {
  int c = next_char();
  if (c == 'x' || c == 'X') return scan_radix("hexadecimal", 16, token);
  if (c == 'o' || c == 'O') return scan_radix("octal", 8, token);
  if (c == 'b' || c == 'B') return scan_radix("binary", 2, token);
  for (;;) {
    if (c == '_') {
      c = next_char();
      if (!is_digit(c)) {
        backup(c);
        return fail("invalid decimal literal");
      }
    }
    if (c != '0') break;
    c = next_char();
  }
  const char* zeros_end = cur_;
  bool nonzero = is_digit(c);
  if (nonzero) {
    c = decimal_tail();
    if (c == 0) return ERRORTOKEN;
  }
  if (c == '.') return scan_fraction(next_char(), token);
  if (c == 'e' || c == 'E') return scan_exponent(c, token);
  if (c == 'j' || c == 'J') return scan_imaginary(token);
  if (nonzero) {
    backup(c);
    return fail(
        "leading zeros in decimal integer literals are not permitted; "
        "use an 0o prefix for octal integers",
        static_cast<int>(start_ + 1 - line_start_), static_cast<int>(zeros_end - line_start_));
  }
  if (!verify_end_of_number(c, "decimal")) return ERRORTOKEN;
  backup(c);
  return finish(token, NUMBER);
}

// A string without an f prefix; its first quote has been read.
TokenType Lexer::scan_string(int quote, Token* token) {
  const char* first_line_start = line_start_;
  first_lineno_ = lineno_;
  int quote_size = 1;
  int end_quotes = 0;
  bool escaped_quote = false;
  int c = next_char();
  if (c == quote) {
    c = next_char();
    if (c == quote) {
      quote_size = 3;
    } else {
      end_quotes = 1;  // the empty string
    }
  }
  if (c != quote) backup(c);
  while (end_quotes != quote_size) {
    c = next_char();
    if (done_ == LexDone::kError) return ERRORTOKEN;
    if (c == kEnd || (quote_size == 1 && c == '\n')) {
      // Reported at the opening quote.
      cur_ = start_ + 1;
      line_start_ = first_line_start;
      return unterminated_string(c, quote, quote_size, escaped_quote);
    }
    if (c == quote) {
      ++end_quotes;
      continue;
    }
    end_quotes = 0;
    if (c == '\\') {
      c = next_char();
      if (c == quote) escaped_quote = true;
      if (c == '\r') next_char();
    }
  }
  return finish(token, STRING);
}

TokenType Lexer::unterminated_string(int c, int quote, int quote_size, bool escaped_quote) {
  std::string detected = " (detected at line " + std::to_string(lineno_) + ")";
  lineno_ = first_lineno_;
  // A quote like the f-string's own: its replacement field was never closed.
  if (inside_fstring() && mode().quote == quote && mode().quote_size == quote_size) {
    return fail("f-string: expecting '}'");
  }
  if (quote_size == 3) {
    fail("unterminated triple-quoted string literal" + detected);
    if (c != '\n') done_ = LexDone::kEofInString;
    return ERRORTOKEN;
  }
  fail("unterminated string literal" + detected +
       (escaped_quote ? "; perhaps you escaped the end quote?" : ""));
  if (c != '\n') done_ = LexDone::kEolInString;
  return ERRORTOKEN;
}

// An f-string's prefix and first quote have been read.
TokenType Lexer::start_fstring(int quote, Token* token) {
  first_lineno_ = lineno_;
  int quote_size = 1;
  int after = next_char();
  if (after == quote) {
    int third = next_char();
    if (third == quote) {
      quote_size = 3;
    } else {
      backup(third);
      backup(after);
    }
  } else {
    backup(after);
  }
  finish(token, FSTRING_START);
  if (modes_.size() >= kMaxFStringLevel) return fail("too many nested f-strings");
  Mode m;
  m.fstring = true;
  m.quote = static_cast<char>(quote);
  m.quote_size = static_cast<int8_t>(quote_size);
  m.start = start_;
  m.line_start = line_start_;
  m.lineno = lineno_;
  m.raw = (start_[0] | 32) == 'r' || (start_[1] | 32) == 'r';
  modes_.push_back(m);
  return FSTRING_START;
}

TokenType Lexer::scan_fstring(Token* token) {
  start_ = cur_;
  first_lineno_ = lineno_;
  start_col_ = column();
  int c = next_char();
  if (c == '{') {
    int peek = next_char();
    backup(peek);
    backup(c);
    if (peek != '{') {
      Mode& m = mode();
      if (++m.expr_start_depth >= kMaxFStringNesting) {
        return fail("f-string: expressions nested too deeply");
      }
      m.fstring = false;
      return scan_regular(token);
    }
  } else {
    backup(c);
  }
  for (int i = 0; i < mode().quote_size; ++i) {
    int quote = next_char();
    if (quote != mode().quote) {
      backup(quote);
      return scan_fstring_middle(token);
    }
  }
  modes_.pop_back();
  return finish(token, FSTRING_END);
}

TokenType Lexer::unterminated_fstring(int c) {
  Mode& m = mode();
  std::string detected = " (detected at line " + std::to_string(lineno_) + ")";
  cur_ = m.start + 1;
  line_start_ = m.line_start;
  lineno_ = m.lineno;
  if (m.quote_size != 3) return fail("unterminated f-string literal" + detected);
  fail("unterminated triple-quoted f-string literal" + detected);
  if (c != '\n') done_ = LexDone::kEofInString;
  return ERRORTOKEN;
}

// Literal text of an f-string or of a format specifier, up to a brace or the closing quotes.
TokenType Lexer::scan_fstring_middle(Token* token) {
  Mode& m = mode();
  bool unicode_escape = false;
  int end_quotes = 0;
  while (end_quotes != m.quote_size) {
    int c = next_char();
    if (done_ == LexDone::kError) return ERRORTOKEN;
    bool in_format_spec = m.in_format_spec && m.expr_start_depth >= 0;
    if (c == kEnd || (m.quote_size == 1 && c == '\n')) {
      if (in_format_spec && c == '\n') {  // ends the specifier; the expression may go on
        backup(c);
        m.fstring = false;
        m.in_format_spec = false;
        return finish(token, FSTRING_MIDDLE);
      }
      return unterminated_fstring(c);
    }
    if (c == m.quote) {
      ++end_quotes;
      continue;
    }
    end_quotes = 0;
    if (c == '{') {
      note_expression(c);
      int peek = next_char();
      if (peek == '{' && !in_format_spec) return finish(token, FSTRING_MIDDLE, cur_ - 1);
      backup(peek);
      backup(c);
      if (++m.expr_start_depth >= kMaxFStringNesting) {
        return fail("f-string: expressions nested too deeply");
      }
      m.fstring = false;
      m.in_format_spec = false;
      return finish(token, FSTRING_MIDDLE);
    }
    if (c == '}') {
      if (unicode_escape) return finish(token, FSTRING_MIDDLE);
      int peek = next_char();
      if (peek == '}' && !in_format_spec && m.bracket_depth == 0) {
        return finish(token, FSTRING_MIDDLE, cur_ - 1);
      }
      backup(peek);
      backup(c);
      m.fstring = false;
      m.in_format_spec = false;
      return finish(token, FSTRING_MIDDLE);
    }
    if (c == '\\') {
      int peek = next_char();
      if (peek == '\r') peek = next_char();
      if (peek == '{' || peek == '}') {
        // The brace keeps its meaning; the backslash stays in the text.
        if (!m.raw) warn(std::string("invalid escape sequence '\\") + static_cast<char>(peek) + "'");
        backup(peek);
        continue;
      }
      if (!m.raw && peek == 'N') {
        peek = next_char();
        if (peek == '{') {
          unicode_escape = true;
        } else {
          backup(peek);
        }
      }
    }
  }
  cur_ -= m.quote_size;  // the closing quotes are the next token
  return finish(token, FSTRING_MIDDLE);
}

}  // namespace py::lang

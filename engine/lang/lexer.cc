// The tokenizer's regular mode: indentation, names, brackets and operators, and its error reports.
// Numbers and strings are in lexer_literals.cc.
// CPython 3.13: Parser/lexer/lexer.c
#include "lang/lexer.h"

#include <cstring>  // memchr, memcmp

#include "base/check.h"          // ENGINE_CHECK
#include "lang/const_value.h"    // wtf8_append
#include "lang/unicode_ident.h"  // is_xid_start, is_xid_continue, is_printable

namespace py::lang {
namespace {

constexpr int kTabSize = 8;

struct Keyword {
  const char* text;
  TokenType type;
};

constexpr Keyword kKeywords[] = {
#define TOKEN(name)
#define PUNCT(name, text)
#define KEYWORD(name, text) {text, name},
#include "lang/token.def"
};

constexpr const char* kTokenTexts[] = {
#define TOKEN(name) #name,
#define PUNCT(name, text) text,
#define KEYWORD(name, text) text,
#include "lang/token.def"
};

bool is_identifier_start(int c) { return (c | 32) - 'a' + 0u < 26u || c == '_' || c >= 128; }
bool is_identifier_char(int c) { return is_identifier_start(c) || c - '0' + 0u < 10u; }

// Operators of one, two and three characters; OP means there is none.
TokenType one_char(int c) {
  switch (c) {
    case '!': return EXCLAMATION;
    case '%': return PERCENT;
    case '&': return AMPER;
    case '(': return LPAR;
    case ')': return RPAR;
    case '*': return STAR;
    case '+': return PLUS;
    case ',': return COMMA;
    case '-': return MINUS;
    case '.': return DOT;
    case '/': return SLASH;
    case ':': return COLON;
    case ';': return SEMI;
    case '<': return LESS;
    case '=': return EQUAL;
    case '>': return GREATER;
    case '@': return AT;
    case '[': return LSQB;
    case ']': return RSQB;
    case '^': return CIRCUMFLEX;
    case '{': return LBRACE;
    case '|': return VBAR;
    case '}': return RBRACE;
    case '~': return TILDE;
    default: return OP;
  }
}

TokenType two_chars(int c1, int c2) {
  if (c2 == '=') {
    switch (c1) {
      case '!': return NOTEQUAL;
      case '%': return PERCENTEQUAL;
      case '&': return AMPEREQUAL;
      case '*': return STAREQUAL;
      case '+': return PLUSEQUAL;
      case '-': return MINEQUAL;
      case '/': return SLASHEQUAL;
      case ':': return COLONEQUAL;
      case '<': return LESSEQUAL;
      case '=': return EQEQUAL;
      case '>': return GREATEREQUAL;
      case '@': return ATEQUAL;
      case '^': return CIRCUMFLEXEQUAL;
      case '|': return VBAREQUAL;
      default: return OP;
    }
  }
  if (c1 == '*' && c2 == '*') return DOUBLESTAR;
  if (c1 == '-' && c2 == '>') return RARROW;
  if (c1 == '/' && c2 == '/') return DOUBLESLASH;
  if (c1 == '<' && c2 == '<') return LEFTSHIFT;
  if (c1 == '<' && c2 == '>') return NOTEQUAL;
  if (c1 == '>' && c2 == '>') return RIGHTSHIFT;
  return OP;
}

TokenType three_chars(TokenType two, int c3) {
  if (c3 != '=') return OP;
  switch (two) {
    case DOUBLESTAR: return DOUBLESTAREQUAL;
    case DOUBLESLASH: return DOUBLESLASHEQUAL;
    case LEFTSHIFT: return LEFTSHIFTEQUAL;
    case RIGHTSHIFT: return RIGHTSHIFTEQUAL;
    default: return OP;
  }
}

std::string hex4(uint32_t value) {
  char buffer[16];
  int length = 0;
  for (int shift = 28; shift >= 0; shift -= 4) {
    uint32_t digit = value >> shift & 15;
    if (digit != 0 || length != 0 || shift < 16) buffer[length++] = "0123456789ABCDEF"[digit];
  }
  return std::string(buffer, length);
}

}  // namespace

const char* token_type_text(TokenType type) { return kTokenTexts[type]; }

Lexer::Lexer(std::string_view text, std::vector<SyntaxWarningInfo>* warnings)
    : text_(text),
      end_(text.data() + text.size()),
      cur_(text.data()),
      inp_(text.data()),
      line_start_(text.data()),
      buffer_start_(text.data()),
      modes_(1),
      warnings_(warnings) {
  ENGINE_CHECK(*end_ == 0, "the lexer's text is zero terminated");
}

// Moves on to the next line when the current one is used up.
int Lexer::next_char_slow() {
  if (done_ != LexDone::kOk) return kEnd;
  if (inp_ == end_) {
    done_ = LexDone::kEof;
    return kEnd;
  }
  const void* newline = std::memchr(inp_, '\n', end_ - inp_);
  inp_ = newline != nullptr ? static_cast<const char*>(newline) + 1 : end_;
  line_start_ = cur_;
  if (start_ == nullptr) buffer_start_ = cur_;
  ++lineno_;
  if (std::memchr(line_start_, 0, inp_ - line_start_) != nullptr) {
    fail("source code cannot contain null bytes");
    cur_ = inp_;
    return kEnd;
  }
  return static_cast<unsigned char>(*cur_++);
}

TokenType Lexer::fail(std::string message, int col_offset, int end_col_offset) {
  if (done_ == LexDone::kError) return ERRORTOKEN;
  const char* newline = line_start_;
  while (*newline != '\n' && *newline != 0) ++newline;
  if (col_offset == -1) {
    col_offset = decoded_length({line_start_, static_cast<size_t>(cur_ - line_start_)});
  }
  error_.type = SyntaxErrorType::kSyntaxError;
  error_.msg = std::move(message);
  error_.lineno = error_.end_lineno = lineno_;
  error_.offset = col_offset;
  error_.end_offset = end_col_offset == -1 ? col_offset : end_col_offset;
  error_.has_text = true;
  error_.text.assign(line_start_, newline);
  done_ = LexDone::kError;
  return ERRORTOKEN;
}

void Lexer::warn(std::string message) {
  if (warnings_ != nullptr) warnings_->push_back({"SyntaxWarning", std::move(message), lineno_});
}

TokenType Lexer::finish(Token* token, TokenType type, const char* end) {
  token->start = static_cast<uint32_t>(start_ - text_.data());
  token->end = static_cast<uint32_t>(end - text_.data());
  return type;
}

void Lexer::next(Token* token) {
  if (failed_) {
    *token = failed_token_;
    return;
  }
  token->start = token->end = token->metadata = 0;
  TokenType type = scan(token);
  bool has_text = token->end != 0;
  bool spans_lines = type == STRING || (type >= FSTRING_START && type <= FSTRING_END);
  token->type = type;
  token->level = static_cast<uint8_t>(level_);
  token->lineno = spans_lines ? first_lineno_ : lineno_;
  token->end_lineno = lineno_;
  token->col_offset = has_text ? start_col_ : -1;
  token->end_col_offset = has_text ? column() : -1;
  if (type == ERRORTOKEN) {
    failed_ = true;
    failed_token_ = *token;
  }
}

TokenType Lexer::scan(Token* token) {
  return mode().fstring ? scan_fstring(token) : scan_regular(token);
}

// Measures the indentation of a new line and queues INDENT or DEDENT tokens. False with *result set
// when the line can't be placed. *blank: the line holds no statement.
bool Lexer::scan_indentation(bool* blank, TokenType* result) {
  int col = 0;
  int alt_col = 0;
  int continued_col = 0;  // the first backslash decides the column
  int c;
  at_line_start_ = false;
  for (;;) {
    c = next_char();
    if (c == ' ') {
      ++col;
      ++alt_col;
    } else if (c == '\t') {
      col = (col / kTabSize + 1) * kTabSize;
      ++alt_col;
    } else if (c == '\f') {
      col = alt_col = 0;
    } else if (c == '\\') {
      if (continued_col == 0) continued_col = col;
      if (continuation_line() == kEnd) {
        *result = ERRORTOKEN;
        return false;
      }
    } else {
      break;
    }
  }
  backup(c);
  *blank = c == '#' || c == '\n' || c == '\r';
  if (*blank || level_ != 0) return true;
  if (continued_col != 0) col = alt_col = continued_col;
  *result = ERRORTOKEN;
  if (col > indents_[indent_]) {
    if (indent_ + 1 >= kMaxIndent) return stop(LexDone::kTooDeep), false;
    if (alt_col <= alt_indents_[indent_]) return stop(LexDone::kTabSpace), false;
    ++pendin_;
    indents_[++indent_] = col;
    alt_indents_[indent_] = alt_col;
    return true;
  }
  while (indent_ > 0 && col < indents_[indent_]) {
    --pendin_;
    --indent_;
  }
  if (col != indents_[indent_]) return stop(LexDone::kDedent), false;
  if (alt_col != alt_indents_[indent_]) return stop(LexDone::kTabSpace), false;
  return true;
}

// After a backslash: it must end the line, and another line must follow.
int Lexer::continuation_line() {
  int c = next_char();
  if (c == '\r') c = next_char();
  if (c != '\n') {
    done_ = LexDone::kLineCont;
    return kEnd;
  }
  c = next_char();
  if (c == kEnd) {
    done_ = LexDone::kEof;
    cur_ = inp_;
    return kEnd;
  }
  backup(c);
  return c;
}

TokenType Lexer::scan_regular(Token* token) {
  bool blank = false;
next_line:
  blank = false;
  start_ = nullptr;
  if (at_line_start_) {
    TokenType result;
    if (!scan_indentation(&blank, &result)) return result;
  }
  if (pendin_ != 0) {
    TokenType result = pendin_ < 0 ? DEDENT : INDENT;
    pendin_ += pendin_ < 0 ? 1 : -1;
    return result;
  }
  backup(next_char());  // reads a line, so that its number is known
again:
  start_ = nullptr;
  int c;
  do {
    c = next_char();
  } while (c == ' ' || c == '\t' || c == '\f');
  start_ = c == kEnd ? cur_ : cur_ - 1;
  start_col_ = static_cast<int>(start_ - line_start_);
  if (c == '#') {
    while (c != kEnd && c != '\n' && c != '\r') c = next_char();
  }
  if (c == kEnd) {
    if (level_ != 0) return ERRORTOKEN;
    return done_ == LexDone::kEof ? ENDMARKER : ERRORTOKEN;
  }
  if (is_identifier_start(c)) return scan_name(c, token);
  if (c == '\r') c = next_char();
  if (c == '\n') {
    at_line_start_ = true;
    if (blank || level_ > 0) goto next_line;
    return finish(token, NEWLINE, cur_ - 1);
  }
  if (c == '.') {
    c = next_char();
    if (c >= '0' && c <= '9') return scan_fraction(c, token);
    if (c == '.') {
      c = next_char();
      if (c == '.') return finish(token, ELLIPSIS);
      backup(c);
      backup('.');
    } else {
      backup(c);
    }
    return finish(token, DOT);
  }
  if (c >= '0' && c <= '9') return scan_number(c, token);
  if (c == '\'' || c == '"') return scan_string(c, token);
  if (c == '\\') {
    if (continuation_line() == kEnd) return ERRORTOKEN;
    goto again;
  }
  return scan_punctuation(c, token);
}

TokenType Lexer::keyword_or_name(const char* start, size_t length) const {
  if (length < 2 || length > 8) return NAME;
  for (const Keyword& keyword : kKeywords) {
    if (keyword.text[0] == start[0] && std::strlen(keyword.text) == length &&
        std::memcmp(keyword.text, start, length) == 0) {
      return keyword.type;
    }
  }
  return NAME;
}

// A name, a keyword, or the prefix of a string literal.
TokenType Lexer::scan_name(int c, Token* token) {
  bool saw_b = false, saw_r = false, saw_u = false, saw_f = false;
  for (;;) {
    int lower = c | 32;
    if (c >= 128) break;
    if (lower == 'b' && !(saw_b || saw_u || saw_f)) {
      saw_b = true;
    } else if (lower == 'u' && !(saw_b || saw_u || saw_r || saw_f)) {
      saw_u = true;
    } else if (lower == 'r' && !(saw_r || saw_u)) {
      saw_r = true;
    } else if (lower == 'f' && !(saw_f || saw_b || saw_u)) {
      saw_f = true;
    } else {
      break;
    }
    c = next_char();
    if (c == '"' || c == '\'') return saw_f ? start_fstring(c, token) : scan_string(c, token);
  }
  bool non_ascii = false;
  while (is_identifier_char(c)) {
    non_ascii |= c >= 128;
    c = next_char();
  }
  backup(c);
  if (non_ascii && !verify_identifier()) return ERRORTOKEN;
  finish(token, NAME);
  return keyword_or_name(start_, cur_ - start_);
}

// Checks a name with non-ASCII characters against PEP 3131.
bool Lexer::verify_identifier() {
  std::string_view name(start_, cur_ - start_);
  for (size_t pos = 0; pos < name.size();) {
    size_t at = pos;
    uint32_t c = wtf8_next(name, &pos);
    if (at == 0 ? is_xid_start(c) : is_xid_continue(c)) continue;
    cur_ = start_ + pos;
    if (is_printable(c)) {
      std::string message = "invalid character '";
      message.append(name.substr(at, pos - at));
      fail(message + "' (U+" + hex4(c) + ")");
    } else {
      fail("invalid non-printable character U+" + hex4(c));
    }
    return false;
  }
  return true;
}

// In an f-string's expression: remembers where the expression's text begins and ends, for "=".
void Lexer::note_expression(int c) {
  Mode& m = mode();
  if (c == '{') {
    m.expr_start = cur_;
    m.expr_end = nullptr;
  } else if (c != ':' || m.expr_end == nullptr) {
    m.expr_end = start_;
  }
}

// Gives the token the source text of a self-documenting expression, without comments.
void Lexer::attach_debug_text(Token* token) {
  Mode& m = mode();
  if (!m.debug || token->metadata != 0 || m.expr_start == nullptr) return;
  std::string text;
  for (const char* p = m.expr_start; p < m.expr_end; ++p) {
    if (*p == '#') {
      while (p < m.expr_end && *p != '\n') ++p;
      if (p == m.expr_end) break;
    }
    text += *p;
  }
  metadata_.push_back(std::move(text));
  token->metadata = static_cast<uint32_t>(metadata_.size());
}

TokenType Lexer::scan_punctuation(int c, Token* token) {
  bool in_expression = modes_.size() > 1 && mode().expr_start_depth >= 0;
  if (in_expression && (c == ':' || c == '}' || c == '!' || c == '{')) {
    Mode& m = mode();
    // The depth before this bracket counts, so "{" is adjusted to be like the others.
    int cursor = m.bracket_depth - (c != '{');
    if (cursor == 0 || (cursor == 1 && (m.debug || m.in_format_spec))) {
      note_expression(c);
      if (c != '{') attach_debug_text(token);
    }
    if (c == ':' && cursor == m.expr_start_depth) {
      m.fstring = true;
      m.in_format_spec = true;
      return finish(token, COLON);
    }
  }
  int c2 = next_char();
  TokenType two = two_chars(c, c2);
  if (two != OP) {
    int c3 = next_char();
    TokenType three = three_chars(two, c3);
    if (three != OP) return finish(token, three);
    backup(c3);
    return finish(token, two);
  }
  backup(c2);
  if (c == '(' || c == '[' || c == '{') return open_bracket_token(c, token);
  if (c == ')' || c == ']' || c == '}') return close_bracket_token(c, token);
  if (!is_printable(c)) return fail("invalid non-printable character U+" + hex4(c));
  if (c == '=' && in_expression) mode().debug = true;
  return finish(token, one_char(c));
}

TokenType Lexer::open_bracket_token(int c, Token* token) {
  if (level_ >= kMaxLevel) return fail("too many nested parentheses");
  brackets_[level_++] = {static_cast<char>(c), lineno_, static_cast<int>(start_ - line_start_)};
  if (inside_fstring()) ++mode().bracket_depth;
  return finish(token, one_char(c));
}

TokenType Lexer::close_bracket_token(int c, Token* token) {
  Mode& m = mode();
  std::string quoted = std::string("'") + static_cast<char>(c) + "'";
  if (inside_fstring() && m.bracket_depth == 0 && c == '}') {
    return fail("f-string: single '}' is not allowed");
  }
  if (level_ == 0) return fail("unmatched " + quoted);
  const Bracket& open = brackets_[--level_];
  bool matches = (open.ch == '(' && c == ')') || (open.ch == '[' && c == ']') ||
                 (open.ch == '{' && c == '}');
  if (!matches) {
    // f"{)}": the brace belongs to the replacement field, so the bracket has no partner.
    if (inside_fstring() && open.ch == '{' && m.bracket_depth - 1 == m.expr_start_depth) {
      return fail("f-string: unmatched " + quoted);
    }
    std::string message = "closing parenthesis " + quoted + " does not match opening parenthesis '" +
                          open.ch + "'";
    if (open.lineno != lineno_) message += " on line " + std::to_string(open.lineno);
    return fail(message);
  }
  if (inside_fstring()) {
    if (--m.bracket_depth < 0) return fail("f-string: unmatched " + quoted);
    if (c == '}' && m.bracket_depth == m.expr_start_depth) {
      --m.expr_start_depth;
      m.fstring = true;
      m.in_format_spec = false;
      m.debug = false;
    }
  }
  return finish(token, one_char(c));
}

int decoded_length(std::string_view bytes) {
  const unsigned char* s = reinterpret_cast<const unsigned char*>(bytes.data());
  size_t n = bytes.size();
  int count = 0;
  for (size_t i = 0; i < n; ++count) {
    unsigned c = s[i++];
    if (c < 0x80) continue;
    int follow = c >= 0xF0 && c < 0xF5 ? 3 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xC2 && c < 0xE0;
    unsigned low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    unsigned high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    // A maximal valid prefix of a bad sequence is one replacement character.
    while (follow-- > 0 && i < n && s[i] >= low && s[i] <= high) {
      ++i;
      low = 0x80;
      high = 0xBF;
    }
  }
  return count;
}

}  // namespace py::lang

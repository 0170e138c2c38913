// The tokenizer: source text to tokens, one at a time, with CPython's modes, stacks and errors.
// CPython 3.13: Parser/lexer/lexer.c, Parser/lexer/state.h, Parser/tokenizer/helpers.c
//
// Invariants: the text is zero terminated and outlives the lexer; line_start <= cur <= inp, where inp
// is the end of the line read last. Once a token is ERRORTOKEN, done() says why and the lexer stops.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lang/syntax_error.h"  // SyntaxErrorInfo, SyntaxWarningInfo

namespace py::lang {

enum TokenType : uint8_t {
#define TOKEN(name) name,
#define PUNCT(name, text) name,
#define KEYWORD(name, text) name,
#include "lang/token.def"
  kTokenTypeCount
};

// "NAME", "(" or "if": how a token type is spelled.
const char* token_type_text(TokenType type);

struct Token {
  TokenType type;
  uint8_t level;      // open brackets after this token
  uint32_t metadata;  // f-string debug text: index + 1 into Lexer::metadata(), 0 for none
  uint32_t start;     // offsets into the text; both 0 for INDENT, DEDENT, ENDMARKER
  uint32_t end;
  int lineno;  // from 1
  int col_offset;  // bytes from 0; -1 for INDENT, DEDENT, ENDMARKER
  int end_lineno;
  int end_col_offset;
};

// Why the lexer stopped (CPython's E_ codes; kError means that error() is complete).
enum class LexDone : uint8_t {
  kOk, kEof, kError, kEofInString, kEolInString, kDedent, kTabSpace, kTooDeep, kLineCont,
  kColumnOverflow, kDecode
};

constexpr int kMaxIndent = 100;
constexpr int kMaxLevel = 200;
constexpr int kMaxFStringLevel = 150;
constexpr int kMaxFStringNesting = 3;

class Lexer {
 public:
  // `warnings` may be null: then invalid literals and escapes go unreported.
  Lexer(std::string_view text, std::vector<SyntaxWarningInfo>* warnings);

  void set_warnings(std::vector<SyntaxWarningInfo>* warnings) { warnings_ = warnings; }

  // Reads the next token. After ERRORTOKEN or ENDMARKER it keeps returning the same kind.
  void next(Token* token);

  LexDone done() const { return done_; }
  const SyntaxErrorInfo& error() const { return error_; }
  std::string_view text() const { return text_; }
  std::string_view metadata(uint32_t index) const { return metadata_[index - 1]; }

  int lineno() const { return lineno_; }
  int level() const { return level_; }
  char open_bracket() const { return brackets_[level_ - 1].ch; }
  int open_bracket_lineno() const { return brackets_[level_ - 1].lineno; }
  int open_bracket_col() const { return brackets_[level_ - 1].col; }
  bool inside_fstring() const { return modes_.size() > 1; }
  const char* cur() const { return cur_; }
  const char* inp() const { return inp_; }
  const char* line_start() const { return line_start_; }
  // Where the line that the current token began in starts.
  const char* buffer_start() const { return buffer_start_; }
  int indent() const { return indent_; }
  // Pretends that every open block ends here (single mode, end of input).
  void imply_dedents() {
    pendin_ = -indent_;
    indent_ = 0;
  }

 private:
  struct Bracket {
    char ch;
    int lineno;
    int col;
  };
  // One per nested f-string; the bottom one is the module's regular mode.
  struct Mode {
    bool fstring = false;  // reading literal text, not an expression
    char quote = 0;
    int8_t quote_size = 0;
    bool raw = false;
    bool debug = false;  // a '=' was seen in the current expression
    bool in_format_spec = false;
    int bracket_depth = 0;
    int expr_start_depth = -1;
    const char* start = nullptr;  // the string's first character, its line and line number
    const char* line_start = nullptr;
    int lineno = 0;
    const char* expr_start = nullptr;  // text for "=": from here ...
    const char* expr_end = nullptr;    // ... to here, null while open
  };

  static constexpr int kEnd = -1;

  int next_char() {
    if (cur_ != inp_) return static_cast<unsigned char>(*cur_++);
    return next_char_slow();
  }
  int next_char_slow();
  void backup(int c) {
    if (c != kEnd) --cur_;
  }
  int column() const { return static_cast<int>(cur_ - line_start_); }

  // The next token's type; fills start and end of the token when it has text.
  TokenType scan(Token* token);
  TokenType scan_regular(Token* token);
  TokenType scan_fstring(Token* token);
  TokenType scan_fstring_middle(Token* token);
  bool scan_indentation(bool* blank, TokenType* result);
  TokenType scan_name(int c, Token* token);
  TokenType scan_number(int c, Token* token);
  TokenType scan_fraction(int c, Token* token);
  TokenType scan_exponent(int c, Token* token);
  TokenType scan_imaginary(Token* token);
  TokenType scan_zero(Token* token);
  TokenType scan_radix(const char* kind, int radix, Token* token);
  TokenType scan_string(int quote, Token* token);
  TokenType start_fstring(int quote, Token* token);
  TokenType scan_punctuation(int c, Token* token);
  TokenType open_bracket_token(int c, Token* token);
  TokenType close_bracket_token(int c, Token* token);
  TokenType unterminated_string(int c, int quote, int quote_size, bool escaped_quote);
  TokenType unterminated_fstring(int c);
  TokenType finish(Token* token, TokenType type) { return finish(token, type, cur_); }
  TokenType finish(Token* token, TokenType type, const char* end);
  TokenType keyword_or_name(const char* start, size_t length) const;

  int decimal_tail();
  bool verify_end_of_number(int c, const char* kind);
  bool lookahead(const char* rest);
  bool verify_identifier();
  int continuation_line();
  void note_expression(int c);
  void attach_debug_text(Token* token);

  // Records a SyntaxError at the current character (or the given columns) and returns ERRORTOKEN.
  TokenType fail(std::string message, int col_offset = -1, int end_col_offset = -1);
  TokenType stop(LexDone why) {
    done_ = why;
    cur_ = inp_;
    return ERRORTOKEN;
  }
  void warn(std::string message);
  Mode& mode() { return modes_.back(); }

  std::string_view text_;
  const char* end_;
  const char* cur_;
  const char* inp_;
  const char* line_start_;
  const char* buffer_start_;
  const char* start_ = nullptr;  // of the current token
  int start_col_ = -1;
  int lineno_ = 0;
  int first_lineno_ = 0;  // where a string token began
  LexDone done_ = LexDone::kOk;
  bool at_line_start_ = true;
  int pendin_ = 0;  // pending INDENT (> 0) or DEDENT (< 0) tokens
  int indent_ = 0;
  int indents_[kMaxIndent] = {};
  int alt_indents_[kMaxIndent] = {};  // the same with tabs one column wide
  int level_ = 0;
  Bracket brackets_[kMaxLevel];
  std::vector<Mode> modes_;
  std::vector<std::string> metadata_;
  std::vector<SyntaxWarningInfo>* warnings_;
  SyntaxErrorInfo error_;
  bool failed_ = false;  // an ERRORTOKEN was given out: it repeats
  Token failed_token_ = {};
};

// Bytes of a file, or text, to what the lexer reads: UTF-8 with "\n" line ends and (in exec mode) a
// final newline. Honours a byte order mark and an encoding cookie unless `is_text`.
// False with *error set when the bytes can't be decoded.
bool decode_source(std::string_view source, bool is_text, bool exec_mode,
                   std::string_view filename, std::string* text, SyntaxErrorInfo* error);

// The number of code points when bytes are decoded as UTF-8, each bad sequence counting as one.
int decoded_length(std::string_view bytes);

}  // namespace py::lang

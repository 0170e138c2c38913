// The tokens of one parse, read on demand and kept, so that a parser may look ahead and go back.
// CPython 3.13: Parser/pegen.c (_PyPegen_fill_token)
#pragma once
#include <memory>  // unique_ptr
#include <vector>

#include "lang/lexer.h"   // Lexer, Token
#include "lang/parser.h"  // ParseMode

namespace py::lang {

class TokenStream {
 public:
  TokenStream(std::string_view text, ParseMode mode, std::vector<SyntaxWarningInfo>* warnings)
      : lexer_(text, warnings), mode_(mode) {}

  // The token with this index; reads as far as needed. Tokens never move. After ERRORTOKEN or
  // ENDMARKER the last token repeats.
  const Token& at(int index) {
    while (index >= fill_) read();
    return get(index);
  }
  // A token that has been read.
  const Token& get(int index) const { return chunks_[index >> kShift][index & kMask]; }
  // How many have been read.
  int fill() const { return fill_; }
  std::string_view text(const Token& token) const {
    return lexer_.text().substr(token.start, token.end - token.start);
  }
  ParseMode mode() const { return mode_; }
  Lexer& lexer() { return lexer_; }
  const Lexer& lexer() const { return lexer_; }

 private:
  static constexpr int kShift = 10;
  static constexpr int kMask = (1 << kShift) - 1;

  void read() {
    if ((fill_ & kMask) == 0) chunks_.emplace_back(new Token[kMask + 1]);
    Token& token = chunks_[fill_ >> kShift][fill_ & kMask];
    lexer_.next(&token);
    if (mode_ == ParseMode::kSingle && token.type == ENDMARKER && started_) {
      // Interactive input may end without a newline: supply it, and close the open blocks.
      token.type = NEWLINE;
      started_ = false;
      if (lexer_.indent() != 0) lexer_.imply_dedents();
    } else {
      started_ = true;
    }
    ++fill_;
  }

  Lexer lexer_;
  ParseMode mode_;
  bool started_ = false;
  int fill_ = 0;
  std::vector<std::unique_ptr<Token[]>> chunks_;
};

}  // namespace py::lang

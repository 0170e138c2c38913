// Reader of grammar.inc.
#include "lang/peg_grammar.h"

#include "base/check.h"  // ENGINE_CHECK

namespace py::lang {
namespace {

constexpr std::string_view kGrammarText =
#include "lang/grammar.inc"
    ;

constexpr std::string_view kActionNames[] = {
#define X(name) #name,
    PEG_ACTIONS(X)
#undef X
};

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
}

TokenType token_by_text(std::string_view text) {
  for (int i = 0; i < kTokenTypeCount; ++i) {
    if (text == token_type_text(static_cast<TokenType>(i))) return static_cast<TokenType>(i);
  }
  ENGINE_CHECK(false, "grammar.inc names only known tokens");
  return ENDMARKER;
}

}  // namespace

// A hand-written reader of the notation that grammar.inc explains.
class PegGrammarReader {
 public:
  explicit PegGrammarReader(std::vector<PegRule>& rules) : rules_(rules) {}

  void read() {
    for (skip_space(); pos_ < text_.size(); skip_space()) read_rule();
    for (PegRule& rule : rules_) {
      ENGINE_CHECK(rule.kind != PegRule::kAlternatives || !rule.alternatives.empty(),
                   "every rule that grammar.inc uses is defined");
    }
  }

 private:
  char peek() const { return pos_ < text_.size() ? text_[pos_] : 0; }
  bool accept(std::string_view s) {
    if (text_.substr(pos_, s.size()) != s) return false;
    pos_ += s.size();
    return true;
  }
  void skip_space() {
    for (;;) {
      while (peek() == ' ' || peek() == '\n') ++pos_;
      if (peek() != '#') return;
      while (peek() != '\n') ++pos_;
    }
  }
  std::string_view word() {
    size_t start = pos_;
    while (is_name_char(peek())) ++pos_;
    return text_.substr(start, pos_ - start);
  }
  std::string_view quoted(char quote) {
    size_t start = ++pos_;
    while (peek() != quote) ++pos_;
    return text_.substr(start, pos_++ - start);
  }

  int named_rule(std::string_view name) {
    for (size_t i = 0; i < rules_.size(); ++i) {
      if (rules_[i].name == name) return static_cast<int>(i);
    }
    rules_.emplace_back();
    rules_.back().name = name;
    return static_cast<int>(rules_.size()) - 1;
  }

  void read_rule() {
    int index = named_rule(word());
    while (!accept(":")) {
      skip_space();
      if (accept("memo")) {
        rules_[index].memo = true;
      } else if (accept("left")) {
        rules_[index].left = true;
      } else if (accept("without_invalid")) {
        rules_[index].without_invalid = true;
      }
    }
    skip_space();
    accept("|");
    std::vector<PegAlternative> alternatives = read_alternatives();
    rules_[index].alternatives = std::move(alternatives);
  }

  std::vector<PegAlternative> read_alternatives() {
    std::vector<PegAlternative> alternatives;
    do {
      alternatives.push_back(read_alternative());
      skip_space();
    } while (accept("|"));
    return alternatives;
  }

  // Whether a new rule begins here: a name at the start of a line.
  bool at_rule() const { return pos_ > 0 && text_[pos_ - 1] == '\n' && is_name_char(peek()); }

  PegAlternative read_alternative() {
    PegAlternative alternative;
    for (skip_space();; skip_space()) {
      char c = peek();
      if (c == 0 || c == '|' || c == ')' || c == ']' || at_rule()) return alternative;
      if (c == '{') {
        read_action(&alternative);
        continue;
      }
      PegItem item = read_item();
      // Only an alternative that consists of an invalid_ rule waits for the second pass.
      alternative.invalid = alternative.items.empty() && item.operand.kind == PegOperand::kRule &&
                            rules_[item.operand.rule].name.substr(0, 8) == "invalid_";
      alternative.items.push_back(item);
    }
  }

  void read_action(PegAlternative* alternative) {
    accept("{");
    std::string_view name = word();
    bool known = false;
    for (size_t i = 0; i < std::size(kActionNames); ++i) {
      if (kActionNames[i] != name) continue;
      alternative->action = static_cast<PegAction>(i);
      known = true;
    }
    ENGINE_CHECK(known, "grammar.inc names only known actions");
    if (accept(" \"")) {
      while (!accept("\"")) {
        accept("\\");
        alternative->message += text_[pos_++];
      }
    } else if (accept(" ")) {
      word();  // "return a"
    }
    ENGINE_CHECK(accept("}"), "an action in grammar.inc ends with a brace");
  }

  PegItem read_item() {
    PegItem item;
    if (text_[pos_ + 1] == '=' && (peek() == 'a' || peek() == 'b')) {
      item.capture = static_cast<int8_t>(peek() - 'a');
      pos_ += 2;
    }
    if (accept("~")) {
      item.mode = PegItem::kCut;
      return item;
    }
    if (accept("&&")) {
      item.mode = PegItem::kForce;
    } else if (accept("&")) {
      item.mode = PegItem::kAnd;
    } else if (accept("!")) {
      item.mode = PegItem::kNot;
    }
    bool brackets = peek() == '[';
    item.operand = read_operand();
    if (brackets) item.mode = PegItem::kOptional;
    if (accept("?")) {
      item.mode = PegItem::kOptional;
    } else if (accept("*")) {
      item.operand = loop(item.operand, false);
    } else if (accept("+")) {
      item.operand = loop(item.operand, true);
    } else if (accept(".")) {
      PegOperand separator = item.operand;
      item.operand = gather(separator, read_operand());
      accept("+");
    }
    return item;
  }

  PegOperand read_operand() {
    PegOperand operand;
    char c = peek();
    if (c == '\'') {
      operand.token = token_by_text(quoted('\''));
    } else if (c == '"') {
      operand.kind = PegOperand::kSoftKeyword;
      operand.text = quoted('"');
    } else if (c == '(' || c == '[') {
      operand = read_group();
    } else {
      std::string_view name = word();
      if (name == "SOFT_KEYWORD") {
        operand.kind = PegOperand::kAnySoftKeyword;
      } else if (name == "NOT_EQUAL") {
        operand.kind = PegOperand::kNotEqual;
      } else if (name[0] >= 'A' && name[0] <= 'Z') {
        operand.token = token_by_text(name);
      } else {
        operand.kind = PegOperand::kRule;
        operand.rule = named_rule(name);
      }
    }
    return operand;
  }

  // A group of one plain item is that item; any other is a rule without a name.
  PegOperand read_group() {
    ++pos_;
    std::vector<PegAlternative> alternatives = read_alternatives();
    ++pos_;
    if (alternatives.size() == 1 && alternatives[0].items.size() == 1 &&
        alternatives[0].items[0].mode == PegItem::kPlain) {
      return alternatives[0].items[0].operand;
    }
    PegRule rule;
    rule.alternatives = std::move(alternatives);
    return add(std::move(rule));
  }

  PegOperand loop(PegOperand element, bool at_least_one) {
    PegRule rule;
    rule.kind = PegRule::kLoop;
    rule.at_least_one = at_least_one;
    rule.element = element;
    return add(std::move(rule));
  }

  PegOperand gather(PegOperand separator, PegOperand element) {
    PegRule rule;
    rule.kind = PegRule::kGather;
    rule.separator = separator;
    rule.element = element;
    return add(std::move(rule));
  }

  PegOperand add(PegRule rule) {
    rules_.push_back(std::move(rule));
    PegOperand operand;
    operand.kind = PegOperand::kRule;
    operand.rule = static_cast<int>(rules_.size()) - 1;
    return operand;
  }

  std::vector<PegRule>& rules_;
  std::string_view text_ = kGrammarText;
  size_t pos_ = 0;
};

PegGrammar::PegGrammar() { PegGrammarReader(rules_).read(); }

int PegGrammar::find(std::string_view name) const {
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace py::lang

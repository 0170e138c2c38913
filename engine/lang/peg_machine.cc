// The packrat machine. One Frame is one active rule; a step runs the topmost until it needs another
// rule or is done.
#include "lang/peg_machine.h"

namespace py::lang {

PegMachine::PegMachine(std::string_view text, ParseMode mode, const RestartPoint& restart,
                       std::vector<SyntaxWarningInfo>* warnings)
    : tokens_(text, mode, nullptr),
      fragments_(tokens_, arena_, nullptr),
      warnings_(warnings),
      mode_(mode),
      first_token_(restart.token < 0 ? 0 : restart.token) {
  // The fast parser has reported what the lexer warned of up to the restart.
  if (restart.token >= 0) tokens_.at(first_token_);
  tokens_.lexer().set_warnings(warnings);
}

bool PegMachine::parse() {
  const char* start = mode_ == ParseMode::kExec   ? "file"
                      : mode_ == ParseMode::kEval ? "eval"
                                                  : "interactive";
  int root = grammar_.find(start);
  bool valid = run(root);
  if (valid) {
    if (mode_ != ParseMode::kSingle || !bad_single_statement()) return true;
    raise_at_token(SyntaxErrorType::kSyntaxError,
                   "multiple statements found while compiling a single statement", last_token());
    return false;
  }
  if (raised_ && error_.type == SyntaxErrorType::kMemoryError) return false;
  int last = tokens_.fill() - 1;
  if (!raised_) {
    memo_.clear();
    memo_heads_.clear();
    fragments_.forget_warnings();
    invalid_rules_ = true;
    run(root);
  }
  set_syntax_error(last);
  return false;
}

// Whether something other than blanks and comments follows a single statement.
bool PegMachine::bad_single_statement() const {
  const char* p = tokens_.lexer().cur();
  for (;;) {
    while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\f') ++p;
    if (*p == 0) return false;
    if (*p != '#') return true;
    while (*p != 0 && *p != '\n') ++p;
  }
}

bool PegMachine::run(int rule) {
  frames_.clear();
  pos_ = first_token_;
  level_ = 0;
  Status status = enter(rule);
  while (!raised_) {
    if (status == Status::kPushed) {
      status = step();
    } else if (frames_.empty()) {
      return status == Status::kOk;
    } else {
      status = deliver(status == Status::kOk);
    }
  }
  return false;
}

PegMachine::Memo* PegMachine::find_memo(int pos, int rule) {
  if (pos >= static_cast<int>(memo_heads_.size())) return nullptr;
  for (int i = memo_heads_[pos]; i >= 0; i = memo_[i].next) {
    if (memo_[i].rule == rule) return &memo_[i];
  }
  return nullptr;
}

void PegMachine::set_memo(int pos, int rule, bool ok, int end, const Value& value) {
  if (Memo* memo = find_memo(pos, rule)) {
    memo->ok = ok;
    memo->end = end;
    memo->value = value;
    return;
  }
  if (pos >= static_cast<int>(memo_heads_.size())) memo_heads_.resize(pos + 1 + pos / 2, -1);
  memo_.push_back({memo_heads_[pos], static_cast<int16_t>(rule), ok, end, value});
  memo_heads_[pos] = static_cast<int>(memo_.size()) - 1;
}

// Reads the token at the position if need be. False when the lexer failed.
bool PegMachine::fill() {
  if (tokens_.at(pos_).type != ERRORTOKEN) return true;
  raise_lexer_error();
  return false;
}

PegMachine::Status PegMachine::enter(int index) {
  const PegRule& rule = grammar_.rule(index);
  if (level_++ >= kMaxStack) {
    error_.type = SyntaxErrorType::kMemoryError;
    error_.msg = "Parser stack overflowed - Python source too complex to parse";
    error_.has_location = false;
    raised_ = true;
    return Status::kFailed;
  }
  if (rule.memo || rule.left) {
    if (!fill()) return Status::kFailed;
    if (Memo* memo = find_memo(pos_, index)) {
      --level_;
      if (memo->ok) pos_ = memo->end;
      value_ = memo->value;
      return memo->ok ? Status::kOk : Status::kFailed;
    }
  }
  Frame f{};
  f.rule = index;
  f.mark = f.before = f.result_end = pos_;
  f.saved_invalid = invalid_rules_;
  if (rule.without_invalid) invalid_rules_ = false;
  if (rule.left) {
    // The seed: below itself the rule first fails, then yields what it has matched so far.
    f.extra_level = 1;
    ++level_;
    set_memo(pos_, index, false, pos_, {});
  }
  frames_.push_back(f);
  return Status::kPushed;
}

PegMachine::Status PegMachine::step() {
  Frame& f = frames_.back();
  switch (grammar_.rule(f.rule).kind) {
    case PegRule::kAlternatives: return step_alternatives(f);
    case PegRule::kLoop: return step_loop(f);
    case PegRule::kGather: return step_gather(f);
  }
  return Status::kFailed;
}

// Looks for the operand here: a token at once, a rule perhaps by pushing its frame.
PegMachine::Status PegMachine::try_operand(const PegOperand& operand) {
  if (operand.kind == PegOperand::kRule) return enter(operand.rule);
  int start = pos_;
  if (!match_token(operand)) return Status::kFailed;
  value_ = {start, pos_, -1};
  return Status::kOk;
}

PegMachine::Status PegMachine::step_alternatives(Frame& f) {
  const PegRule& rule = grammar_.rule(f.rule);
  for (;;) {
    if (f.alternative >= static_cast<int>(rule.alternatives.size())) return finish(f, false);
    const PegAlternative& alternative = rule.alternatives[f.alternative];
    if (alternative.invalid && !invalid_rules_) {
      ++f.alternative;
      continue;
    }
    if (f.item >= static_cast<int>(alternative.items.size())) {
      return finish_alternative(f, alternative);
    }
    const PegItem& item = alternative.items[f.item];
    if (item.mode == PegItem::kCut) {
      f.cut = true;
      ++f.item;
      continue;
    }
    f.before = pos_;
    Status status = try_operand(item.operand);
    if (status == Status::kPushed || raised_) return status;
    if (apply(f, item, status == Status::kOk)) {
      ++f.item;
    } else {
      next_alternative(f);
    }
    if (raised_) return Status::kFailed;
  }
}

// Takes an operand's result into account: whether the alternative may go on.
bool PegMachine::apply(Frame& f, const PegItem& item, bool ok) {
  switch (item.mode) {
    case PegItem::kPlain:
      if (ok && item.capture >= 0) f.captures[item.capture] = value_;
      return ok;
    case PegItem::kOptional:
      if (ok && item.capture >= 0) f.captures[item.capture] = value_;
      if (!ok) pos_ = f.before;
      return true;
    case PegItem::kAnd:
      pos_ = f.before;
      return ok;
    case PegItem::kNot:
      pos_ = f.before;
      return !ok;
    case PegItem::kForce:
      if (ok) return true;
      raise_range(std::string("expected '") + token_type_text(item.operand.token) + "'",
                  location({pos_, pos_ + 1, -1}), location({pos_, pos_ + 1, -1}));
      return false;
    case PegItem::kCut:
      return true;
  }
  return false;
}

void PegMachine::next_alternative(Frame& f) {
  pos_ = f.mark;
  f.item = 0;
  f.captures[0] = f.captures[1] = {};
  f.alternative = f.cut ? INT16_MAX : static_cast<int16_t>(f.alternative + 1);
}

PegMachine::Status PegMachine::finish_alternative(Frame& f, const PegAlternative& alternative) {
  Value value = {f.mark, pos_, f.rule};
  if (act(alternative, f, &value) != Outcome::kOk) {
    pos_ = f.mark;
    return raised_ ? Status::kFailed : finish(f, false);
  }
  value_ = value;
  return finish(f, true);
}

// A rule has come to a result; a left-recursive one tries to make its match longer.
PegMachine::Status PegMachine::finish(Frame& f, bool ok) {
  const PegRule& rule = grammar_.rule(f.rule);
  if (rule.left) {
    if (ok && pos_ > f.result_end) {
      f.result_end = pos_;
      f.matched = true;
      f.result = value_;
      set_memo(f.mark, f.rule, true, pos_, value_);
      pos_ = f.mark;
      f.alternative = f.item = 0;
      f.cut = false;
      f.captures[0] = f.captures[1] = {};
      return Status::kPushed;
    }
    ok = f.matched;
    pos_ = f.result_end;
    value_ = f.result;
  } else if (rule.memo) {
    set_memo(f.mark, f.rule, ok, pos_, value_);
  }
  return pop(f, ok);
}

PegMachine::Status PegMachine::pop(Frame& f, bool ok) {
  if (!ok) pos_ = f.mark;
  invalid_rules_ = f.saved_invalid;
  level_ -= 1 + f.extra_level;
  frames_.pop_back();
  return ok ? Status::kOk : Status::kFailed;
}

PegMachine::Status PegMachine::step_loop(Frame& f) {
  const PegRule& rule = grammar_.rule(f.rule);
  for (;;) {
    f.before = pos_;
    Status status = try_operand(rule.element);
    if (status == Status::kPushed || raised_) return status;
    if (status == Status::kFailed) break;
    ++f.count;
  }
  pos_ = f.before;
  value_ = {f.mark, pos_, f.rule};
  return pop(f, f.count > 0 || !rule.at_least_one);
}

// element (separator element)*; from the first separator on, CPython is one rule deeper.
PegMachine::Status PegMachine::step_gather(Frame& f) {
  const PegRule& rule = grammar_.rule(f.rule);
  for (;;) {
    bool want_separator = f.count > 0 && !f.after_separator;
    if (want_separator) f.before = pos_;
    Status status = try_operand(want_separator ? rule.separator : rule.element);
    if (status == Status::kPushed || raised_) return status;
    if (status == Status::kFailed) break;
    if (want_separator) {
      f.after_separator = true;
    } else {
      f.after_separator = false;
      if (f.count++ == 0) {
        f.extra_level = 1;
        ++level_;
      }
    }
  }
  if (f.count == 0) return pop(f, false);
  pos_ = f.before;
  value_ = {f.mark, pos_, f.rule};
  return pop(f, true);
}

// Hands a finished rule's result to the frame that asked for it.
PegMachine::Status PegMachine::deliver(bool ok) {
  Frame& f = frames_.back();
  const PegRule& rule = grammar_.rule(f.rule);
  if (rule.kind == PegRule::kAlternatives) {
    const PegItem& item = rule.alternatives[f.alternative].items[f.item];
    if (apply(f, item, ok)) {
      ++f.item;
    } else {
      next_alternative(f);
    }
    return raised_ ? Status::kFailed : step_alternatives(f);
  }
  if (rule.kind == PegRule::kLoop) {
    if (ok) {
      ++f.count;
      return step_loop(f);
    }
    pos_ = f.before;
    value_ = {f.mark, pos_, f.rule};
    return pop(f, f.count > 0 || !rule.at_least_one);
  }
  // Gathers: only elements can be rules.
  if (!ok) {
    if (f.count == 0) return pop(f, false);
    pos_ = f.before;
    value_ = {f.mark, pos_, f.rule};
    return pop(f, true);
  }
  f.after_separator = false;
  if (f.count++ == 0) {
    f.extra_level = 1;
    ++level_;
  }
  return step_gather(f);
}

bool PegMachine::match_token(const PegOperand& operand) {
  if (!fill()) return false;
  const Token& token = tokens_.get(pos_);
  std::string_view text = tokens_.text(token);
  bool ok = false;
  switch (operand.kind) {
    case PegOperand::kToken:
      ok = token.type == operand.token;
      break;
    case PegOperand::kSoftKeyword:
      ok = token.type == NAME && text == operand.text;
      break;
    case PegOperand::kAnySoftKeyword: {
      // As CPython compares: a beginning of a soft keyword counts too.
      auto begins = [&](std::string_view word) { return word.substr(0, text.size()) == text; };
      ok = token.type == NAME && (begins("_") || begins("case") || begins("match") || begins("type"));
      break;
    }
    case PegOperand::kNotEqual:
      ok = token.type == NOTEQUAL && text == "!=";
      break;
    case PegOperand::kRule:
      break;
  }
  if (!ok) return false;
  if (token.type == NUMBER && text.size() > static_cast<size_t>(kMaxStrDigits)) {
    fragments_.seek(pos_);
    if (fragments_.number() == nullptr) {
      raise_literal();
      return false;
    }
  }
  ++pos_;
  return true;
}

}  // namespace py::lang

// Literals: numbers, strings, f-strings, and their implicit concatenation.
// CPython 3.13: Parser/action_helpers.c (from _PyPegen_joined_str on), Parser/pegen.c (parsenumber)
//
// Values pass over the parser's stack. A piece of f-string text is pushed undecoded, marked
// kUndecoded, and decoded when its f-string ends: warnings come in CPython's order.
#include "lang/lexer.h"
#include "lang/parser_internal.h"
#include "lang/string_literal.h"

namespace py::lang {
namespace {

constexpr uint8_t kUndecoded = 2;  // in Expr::parenthesized
constexpr int kReplacementDepth = 34;

bool is_str(const Expr* e) {
  return e->kind == ExprKind::Constant && as<Constant>(e)->value->kind == ConstKind::kStr;
}

bool is_empty_str(const Expr* e) { return is_str(e) && as<Constant>(e)->value->text.empty(); }

bool is_bytes(const Expr* e) {
  return e->kind == ExprKind::Constant && as<Constant>(e)->value->kind == ConstKind::kBytes;
}

}  // namespace

bool Parser::fail_literal(std::string message, LiteralError::Place place, int token) {
  literal_error_ = {std::move(message), place, token};
  return false;
}

Expr* Parser::number() {
  const Token& token = cur();
  std::string_view digits = text(token);
  int base = 10;
  if (digits[0] == '0' && digits.size() > 1) {
    char mark = digits[1] | 32;
    base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
  }
  const ConstValue* value;
  bool imaginary = (digits.back() | 32) == 'j' && base == 10;
  if (imaginary || (base == 10 && digits.find_first_of(".eE") != std::string_view::npos)) {
    std::string plain;
    for (char c : digits) {
      if (c != '_' && (c | 32) != 'j') plain += c;
    }
    double number = double_from_text(plain);
    value = imaginary ? const_complex(arena_, 0.0, number) : const_float(arena_, number);
  } else {
    value = const_int_from_text(arena_, base == 10 ? digits : digits.substr(2), base);
    if (value == nullptr) {
      size_t count = 0;
      for (char c : digits) count += c != '_';
      fail_literal("Exceeds the limit (" + std::to_string(kMaxStrDigits) +
                       " digits) for integer string conversion: value has " +
                       std::to_string(count) +
                       " digits; use sys.set_int_max_str_digits() to increase the limit"
                       " - Consider hexadecimal for huge integer literals"
                       " to avoid decimal conversion limits.",
                   LiteralError::kLineOfToken, pos_);
      return nullptr;
    }
  }
  advance();
  return make_constant(token, value);
}

// Reports the first unknown escape of a body once, at the token's first line.
void Parser::warn_escape(std::string_view body, size_t at, int token) {
  if (token <= warned_upto_) return;
  warned_upto_ = token;
  const Token& t = tokens_.get(token);
  bool brace = body[at] == '{' || body[at] == '}';
  // The lexer has already reported escaped braces of an f-string.
  if (warnings_ == nullptr || (brace && (t.type == FSTRING_MIDDLE || t.type == FSTRING_END))) {
    return;
  }
  warnings_->push_back({"SyntaxWarning", invalid_escape_message(body, at), t.lineno});
}

// Decodes the body of str text that belongs to a token.
bool Parser::decode_text(std::string_view body, bool raw, int token, std::string* out) {
  if (raw || body.find('\\') == std::string_view::npos) {
    out->append(body);
    return true;
  }
  EscapeReport report;
  if (!decode_str_escapes(body, out, &report)) {
    return fail_literal(std::move(report.error), LiteralError::kLastToken, token);
  }
  if (report.invalid_escape != std::string::npos) warn_escape(body, report.invalid_escape, token);
  return true;
}

// One STRING token.
Expr* Parser::string() {
  const Token& token = cur();
  int index = pos_;
  StringToken parts = split_string_token(text(token));
  std::string value;
  const ConstValue* constant;
  if (parts.is_bytes) {
    for (char c : parts.body) {
      if (static_cast<unsigned char>(c) < 0x80) continue;
      fail_literal("bytes can only contain ASCII literal characters", LiteralError::kToken, index);
      return nullptr;
    }
    EscapeReport report;
    if (parts.is_raw) {
      value.assign(parts.body);
    } else if (!decode_bytes_escapes(parts.body, &value, &report)) {
      fail_literal(std::move(report.error), LiteralError::kLastToken, index);
      return nullptr;
    } else if (report.invalid_escape != std::string::npos) {
      warn_escape(parts.body, report.invalid_escape, index);
    }
    constant = const_bytes(arena_, value);
  } else {
    if (!decode_text(parts.body, parts.is_raw, index, &value)) return nullptr;
    constant = const_str(arena_, value);
  }
  advance();
  Expr* result = make_constant(token, constant);
  if (parts.is_u) as<Constant>(result)->str_kind = "u";
  return result;
}

bool Parser::spec_text() {
  std::string value;
  return decode_text(text(cur()), false, pos_, &value);
}

Constant* Parser::text_constant(const Token& token, std::string_view text) {
  return as<Constant>(make_constant(token, const_str(arena_, text)));
}

// FSTRING_START ... FSTRING_END as a JoinedStr.
Expr* Parser::fstring() {
  const Token& start = cur();
  bool raw = text(start).find_first_of("rR") != std::string_view::npos;
  size_t mark = stack_.size();
  advance();
  while (!at(FSTRING_END)) {
    if (at(FSTRING_MIDDLE)) {
      Constant* piece = text_constant(cur(), text(cur()));
      piece->parenthesized = kUndecoded;
      push(piece);
      advance();
    } else if (!replacement_field()) {
      return nullptr;
    }
  }
  if (!decode_middles(mark, raw, pos_)) return nullptr;
  advance();
  JoinedStr* result = node<JoinedStr>(start);
  result->values = take<Expr>(mark);
  return result;
}

// Decodes the text pieces above mark and drops those that come out empty.
bool Parser::decode_middles(size_t mark, bool raw, int end_token) {
  size_t kept = mark;
  int warned_upto = warned_upto_;  // each piece may warn once
  for (size_t i = mark; i < stack_.size(); ++i) {
    Expr* item = static_cast<Expr*>(stack_[i]);
    warned_upto_ = warned_upto;
    if (item->parenthesized == kUndecoded && item->kind == ExprKind::Constant) {
      std::string value;
      if (!decode_text(as<Constant>(item)->value->text, raw, end_token, &value)) return false;
      if (value.empty()) continue;
      as<Constant>(item)->value = const_str(arena_, value);
      item->parenthesized = 0;
    }
    stack_[kept++] = item;
  }
  stack_.resize(kept);
  if (warned_upto_ < end_token) warned_upto_ = end_token;
  return true;
}

// "!r": the conversion's letter, where it begins, and the debug text that its token carries.
bool Parser::conversion(int* value, const Token** letter, uint32_t* metadata) {
  const Token& mark = cur();
  advance();
  if (!at(NAME)) return false;
  *letter = &cur();
  *metadata = mark.metadata;
  std::string_view name = text(cur());
  if (mark.lineno != cur().lineno || mark.end_col_offset != cur().col_offset) return false;
  if (name != "s" && name != "r" && name != "a") return false;
  *value = name[0];
  advance();
  return true;
}

// The text of a self-documenting expression, before its value.
void Parser::push_debug_text(const Token& open, Location end, uint32_t metadata) {
  std::string_view text = metadata != 0 ? tokens_.lexer().metadata(metadata) : "";
  Constant* constant = make_node<Constant>(
      arena_, {open.lineno, open.col_offset + 1, end.lineno, end.col_offset - 1});
  constant->value = const_str(arena_, text);
  push(constant);
}

// "{" expression ["="] ["!" conversion] [":" format] "}": pushes one node, or two with "=".
bool Parser::replacement_field() {
  if (!at(LBRACE)) return false;
  Depth depth(*this, kReplacementDepth);
  const Token& open = cur();
  advance();
  Expr* value = annotated_rhs();
  if (value == nullptr) return false;
  bool debug = accept(EQUAL);
  int letter_value = -1;
  const Token* letter = nullptr;
  uint32_t metadata = 0;
  if (at(EXCLAMATION) && !conversion(&letter_value, &letter, &metadata)) return false;
  Expr* format = nullptr;
  if (at(COLON)) {
    if (letter == nullptr) metadata = cur().metadata;
    format = format_spec();
    if (format == nullptr) return false;
  }
  if (!at(RBRACE)) return false;
  if (letter == nullptr && format == nullptr) metadata = cur().metadata;
  advance();
  FormattedValue* result = node<FormattedValue>(open);
  result->value = value;
  result->conversion = letter == nullptr && debug && format == nullptr ? 'r' : letter_value;
  result->format_spec = format;
  if (debug) {
    Location end{};
    if (letter != nullptr) {
      end.lineno = letter->lineno;
      end.col_offset = letter->col_offset;
    } else if (format != nullptr) {
      end.lineno = format->loc.lineno;
      end.col_offset = format->loc.col_offset + 1;
    } else {
      end.lineno = result->loc.end_lineno;
      end.col_offset = result->loc.end_col_offset;
    }
    push_debug_text(open, end, metadata);
  }
  push(result);
  return true;
}

// ":" and what follows it up to the closing brace.
Expr* Parser::format_spec() {
  const Token& colon = cur();
  size_t mark = stack_.size();
  bool only_text = true;
  advance();
  while (at(FSTRING_MIDDLE) || at(LBRACE)) {
    if (at(LBRACE)) {
      only_text = false;
      if (!replacement_field()) return nullptr;
      continue;
    }
    std::string value;
    if (!decode_text(text(cur()), false, pos_, &value)) return nullptr;
    if (!value.empty()) push(text_constant(cur(), value));
    advance();
  }
  if (only_text && stack_.size() > mark + 1) {
    // Several pieces of text and nothing else come out as a plain Constant.
    merge_constants(mark, false);
    Expr* merged = static_cast<Expr*>(stack_.back());
    stack_.resize(mark);
    return merged;
  }
  if (!only_text) merge_constants(mark, true);
  JoinedStr* result = node<JoinedStr>(colon);
  result->values = take<Expr>(mark);
  return result;
}

// Joins runs of adjacent constants above mark.
void Parser::merge_constants(size_t mark, bool drop_empty) {
  size_t kept = mark;
  for (size_t i = mark; i < stack_.size();) {
    Expr* first = static_cast<Expr*>(stack_[i++]);
    if (first->kind == ExprKind::Constant) {
      Expr* last = first;
      std::string joined(as<Constant>(first)->value->text);
      while (i < stack_.size() && static_cast<Expr*>(stack_[i])->kind == ExprKind::Constant) {
        last = static_cast<Expr*>(stack_[i++]);
        joined.append(as<Constant>(last)->value->text);
      }
      if (last != first) {
        Location loc = first->loc;
        loc.end_lineno = last->loc.end_lineno;
        loc.end_col_offset = last->loc.end_col_offset;
        Constant* merged = make_node<Constant>(arena_, loc);
        merged->value = const_str(arena_, joined);
        merged->str_kind = as<Constant>(first)->str_kind;
        first = merged;
      }
      if (drop_empty && is_empty_str(first)) continue;
    }
    stack_[kept++] = first;
  }
  stack_.resize(kept);
}

// One or more adjacent string literals.
Expr* Parser::strings() {
  const Token& start = cur();
  size_t mark = stack_.size();
  do {
    Expr* item = at(STRING) ? string() : fstring();
    if (item == nullptr) return nullptr;
    push(item);
  } while (at(STRING) || at(FSTRING_START));
  if (stack_.size() == mark + 1 && is_str(static_cast<Expr*>(stack_.back()))) {
    Expr* only = static_cast<Expr*>(stack_.back());
    stack_.pop_back();
    return only;
  }
  return concatenate(mark, start);
}

Expr* Parser::concatenate_bytes(size_t mark, const Token& start) {
  std::string joined;
  for (size_t i = mark; i < stack_.size(); ++i) {
    joined.append(as<Constant>(static_cast<Expr*>(stack_[i]))->value->text);
  }
  stack_.resize(mark);
  Constant* result = node<Constant>(start);
  result->value = const_bytes(arena_, joined);
  return result;
}

Expr* Parser::concatenate(size_t mark, const Token& start) {
  bool fstring_found = false;
  bool bytes_found = false;
  bool text_found = false;
  std::vector<void*> flat;
  for (size_t i = mark; i < stack_.size(); ++i) {
    Expr* item = static_cast<Expr*>(stack_[i]);
    if (item->kind == ExprKind::JoinedStr) {
      fstring_found = true;
      for (Expr* value : as<JoinedStr>(item)->values) flat.push_back(value);
      continue;
    }
    (is_bytes(item) ? bytes_found : text_found) = true;
    flat.push_back(item);
  }
  if (bytes_found && (text_found || fstring_found)) {
    fail_literal("cannot mix bytes and nonbytes literals", LiteralError::kLastToken, pos_);
    return nullptr;
  }
  if (bytes_found) return concatenate_bytes(mark, start);
  stack_.resize(mark);
  stack_.insert(stack_.end(), flat.begin(), flat.end());
  merge_constants(mark, fstring_found);
  if (!fstring_found) {
    Expr* only = static_cast<Expr*>(stack_.back());
    stack_.resize(mark);
    return only;
  }
  JoinedStr* result = node<JoinedStr>(start);
  result->values = take<Expr>(mark);
  return result;
}

}  // namespace py::lang

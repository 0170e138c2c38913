// Escape sequences in literals. Error positions count as CPython's decoder sees the text: there each
// non-ASCII character has already become a ten-byte \UXXXXXXXX escape.
#include "lang/string_literal.h"

#include "lang/const_value.h"   // wtf8_append, wtf8_next
#include "lang/unicode_name.h"  // unicode_name_lookup

namespace py::lang {
namespace {

constexpr size_t kEscapedWidth = 10;  // of "\U0001F600"

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if ((c | 32) >= 'a' && (c | 32) <= 'f') return (c | 32) - 'a' + 10;
  return -1;
}

bool is_octal(char c) { return c >= '0' && c <= '7'; }

// The character of a one-letter escape, or -1.
int simple_escape(char c) {
  switch (c) {
    case '\\': return '\\';
    case '\'': return '\'';
    case '"': return '"';
    case 'a': return 7;
    case 'b': return 8;
    case 'f': return 12;
    case 'n': return 10;
    case 'r': return 13;
    case 't': return 9;
    case 'v': return 11;
    default: return -1;
  }
}

// Reads up to three octal digits at *pos; notes values over 0o377.
uint32_t octal_escape(std::string_view body, size_t* pos, EscapeReport* report) {
  size_t start = *pos;
  uint32_t value = 0;
  while (*pos < body.size() && *pos < start + 3 && is_octal(body[*pos])) {
    value = value * 8 + (body[(*pos)++] - '0');
  }
  if (value > 0xFF && report->invalid_escape == std::string::npos) report->invalid_escape = start;
  return value;
}

class StrDecoder {
 public:
  StrDecoder(std::string_view body, std::string* out, EscapeReport* report)
      : body_(body), out_(out), report_(report) {}

  bool run() {
    while (pos_ < body_.size()) {
      unsigned char c = static_cast<unsigned char>(body_[pos_]);
      if (c == '\\') {
        if (!escape()) return false;
      } else if (c < 0x80) {
        *out_ += body_[pos_++];
      } else {
        copy_wide();
      }
    }
    return true;
  }

 private:
  void copy_wide() {
    size_t at = pos_;
    wtf8_next(body_, &pos_);
    out_->append(body_.substr(at, pos_ - at));
    shift_ += kEscapedWidth - (pos_ - at);
  }

  bool escape() {
    escape_start_ = pos_ + shift_;
    ++pos_;
    if (pos_ >= body_.size() || static_cast<unsigned char>(body_[pos_]) >= 0x80) {
      *out_ += '\\';  // CPython doubles such a backslash first: no warning
      shift_ += 5;
      return true;
    }
    char c = body_[pos_];
    if (c == '\n') {
      ++pos_;
      return true;
    }
    int simple = simple_escape(c);
    if (simple >= 0) {
      ++pos_;
      *out_ += static_cast<char>(simple);
      return true;
    }
    if (is_octal(c)) {
      wtf8_append(*out_, octal_escape(body_, &pos_, report_));
      return true;
    }
    switch (c) {
      case 'x': return hex_escape(2, "truncated \\xXX escape");
      case 'u': return hex_escape(4, "truncated \\uXXXX escape");
      case 'U': return hex_escape(8, "truncated \\UXXXXXXXX escape");
      case 'N': return named_escape();
    }
    if (report_->invalid_escape == std::string::npos) report_->invalid_escape = pos_;
    *out_ += '\\';
    *out_ += c;
    ++pos_;
    return true;
  }

  bool hex_escape(int digits, const char* message) {
    ++pos_;
    uint32_t value = 0;
    for (; digits > 0; --digits, ++pos_) {
      int digit = pos_ < body_.size() ? hex_value(body_[pos_]) : -1;
      if (digit < 0) return fail(message);
      value = value << 4 | static_cast<uint32_t>(digit);
    }
    if (value > 0x10FFFF) return fail("illegal Unicode character");
    wtf8_append(*out_, value);
    return true;
  }

  bool named_escape() {
    ++pos_;
    if (pos_ >= body_.size() || body_[pos_] != '{') return fail("malformed \\N character escape");
    size_t start = ++pos_;
    bool after_backslash = false;  // before a wide character it counts as six bytes
    while (pos_ < body_.size() && body_[pos_] != '}') {
      if (static_cast<unsigned char>(body_[pos_]) >= 0x80) {
        size_t at = pos_;
        wtf8_next(body_, &pos_);
        shift_ += kEscapedWidth - (pos_ - at) + (after_backslash ? 5 : 0);
        after_backslash = false;
      } else {
        after_backslash = body_[pos_] == '\\' && !after_backslash;
        ++pos_;
      }
    }
    if (pos_ >= body_.size() || pos_ == start) return fail("malformed \\N character escape");
    int64_t code_point = unicode_name_lookup(body_.substr(start, pos_ - start));
    ++pos_;
    if (code_point < 0) return fail("unknown Unicode character name");
    wtf8_append(*out_, static_cast<uint32_t>(code_point));
    return true;
  }

  bool fail(const char* reason) {
    size_t end = pos_ + shift_;
    std::string where = end - escape_start_ == 1
                            ? "byte 0x5c in position " + std::to_string(escape_start_)
                            : "bytes in position " + std::to_string(escape_start_) + "-" +
                                  std::to_string(end - 1);
    report_->error = "(unicode error) 'unicodeescape' codec can't decode " + where + ": " + reason;
    return false;
  }

  std::string_view body_;
  std::string* out_;
  EscapeReport* report_;
  size_t pos_ = 0;
  size_t shift_ = 0;  // CPython's position minus ours
  size_t escape_start_ = 0;
};

}  // namespace

bool decode_str_escapes(std::string_view body, std::string* out, EscapeReport* report) {
  return StrDecoder(body, out, report).run();
}

bool decode_bytes_escapes(std::string_view body, std::string* out, EscapeReport* report) {
  for (size_t pos = 0; pos < body.size();) {
    if (body[pos] != '\\') {
      *out += body[pos++];
      continue;
    }
    size_t start = pos++;
    char c = body[pos];
    int simple = simple_escape(c);
    if (c == '\n') {
      ++pos;
    } else if (simple >= 0) {
      *out += static_cast<char>(simple);
      ++pos;
    } else if (is_octal(c)) {
      *out += static_cast<char>(octal_escape(body, &pos, report));
    } else if (c == 'x') {
      int high = pos + 1 < body.size() ? hex_value(body[pos + 1]) : -1;
      int low = pos + 2 < body.size() ? hex_value(body[pos + 2]) : -1;
      if (high < 0 || low < 0) {
        report->error = "(value error) invalid \\x escape at position " + std::to_string(start);
        return false;
      }
      *out += static_cast<char>(high << 4 | low);
      pos += 3;
    } else {
      if (report->invalid_escape == std::string::npos) report->invalid_escape = pos;
      *out += '\\';
      *out += c;
      ++pos;
    }
  }
  return true;
}

std::string invalid_escape_message(std::string_view body, size_t invalid_escape) {
  char c = body[invalid_escape];
  if (c >= '4' && c <= '7') {
    return "invalid octal escape sequence '\\" + std::string(body.substr(invalid_escape, 3)) + "'";
  }
  return std::string("invalid escape sequence '\\") + c + "'";
}

StringToken split_string_token(std::string_view token) {
  StringToken parts;
  parts.is_u = token[0] == 'u';
  while (token[0] != '\'' && token[0] != '"') {
    char letter = token[0] | 32;
    parts.is_bytes |= letter == 'b';
    parts.is_raw |= letter == 'r';
    token.remove_prefix(1);
  }
  size_t quotes = token.size() >= 6 && token[1] == token[0] && token[2] == token[0] ? 3 : 1;
  parts.body = token.substr(quotes, token.size() - 2 * quotes);
  return parts;
}

}  // namespace py::lang

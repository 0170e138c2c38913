// Source bytes to the lexer's text: byte order mark, encoding cookie, line ends.
// CPython 3.13: Parser/tokenizer/helpers.c, Parser/tokenizer/file_tokenizer.c
//
// Known encodings are UTF-8, Latin-1 and ASCII under the names the codec registry gives them.
#include <cstdio>  // snprintf

#include "lang/const_value.h"  // wtf8_append
#include "lang/lexer.h"

namespace py::lang {
namespace {

enum class Encoding { kUtf8, kLatin1, kAscii, kUnknown };

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }
bool is_name_char(char c) {
  return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || c == '_' ||
         c == '.';
}

// Lower case with "-" for "_", and the tokenizer's short list of aliases folded.
std::string normal_name(std::string_view name) {
  std::string low;
  for (char c : name.substr(0, 12)) low += c == '_' ? '-' : c >= 'A' && c <= 'Z' ? c | 32 : c;
  auto is_or_begins = [&](const char* base) {
    std::string prefix = std::string(base) + "-";
    return low == base || low.compare(0, prefix.size(), prefix) == 0;
  };
  if (is_or_begins("utf-8")) return "utf-8";
  if (is_or_begins("latin-1") || is_or_begins("iso-8859-1") || is_or_begins("iso-latin-1")) {
    return "iso-8859-1";
  }
  return std::string(name);
}

Encoding find_encoding(const std::string& name) {
  std::string low;
  for (char c : name) low += c == '_' ? '-' : c >= 'A' && c <= 'Z' ? c | 32 : c;
  if (low == "utf-8" || low == "utf8" || low == "u8" || low == "cp65001") return Encoding::kUtf8;
  if (low == "iso-8859-1" || low == "latin1" || low == "l1" || low == "iso8859-1" ||
      low == "8859" || low == "cp819" || low == "latin") {
    return Encoding::kLatin1;
  }
  if (low == "ascii" || low == "us-ascii" || low == "646") return Encoding::kAscii;
  return Encoding::kUnknown;
}

// The encoding that a comment line declares, "" if none. *only_comment: nothing but blanks and a
// comment is on the line, so the next one may still declare.
std::string coding_spec(std::string_view line, bool* only_comment) {
  size_t i = 0;
  while (i < line.size() && is_blank(line[i])) ++i;
  *only_comment = i == line.size() || line[i] == '#' || line[i] == '\r';
  if (i == line.size() || line[i] != '#') return "";
  for (; i + 6 < line.size(); ++i) {
    if (line.compare(i, 6, "coding") != 0) continue;
    size_t t = i + 6;
    if (line[t] != ':' && line[t] != '=') continue;
    do {
      ++t;
    } while (t < line.size() && (line[t] == ' ' || line[t] == '\t'));
    size_t begin = t;
    while (t < line.size() && is_name_char(line[t])) ++t;
    if (begin < t) return normal_name(line.substr(begin, t - begin));
  }
  return "";
}

// The length of a valid UTF-8 sequence at s, 0 if there is none.
int valid_utf8(std::string_view s) {
  unsigned char c = s[0];
  if (c < 0x80) return 1;
  int length = c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
  if (length == 0 || s.size() < static_cast<size_t>(length)) return 0;
  unsigned char d = s[1];
  if ((c == 0xE0 && d < 0xA0) || (c == 0xED && d >= 0xA0) || (c == 0xF0 && d < 0x90) ||
      (c == 0xF4 && d >= 0x90)) {
    return 0;
  }
  for (int i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(s[i]) & 0xC0) != 0x80) return 0;
  }
  return length;
}

bool fail(SyntaxErrorInfo* error, std::string message) {
  error->type = SyntaxErrorType::kSyntaxError;
  error->msg = std::move(message);
  error->has_location = false;
  return false;
}

bool check_utf8(std::string_view source, std::string_view filename, SyntaxErrorInfo* error) {
  int line = 1;
  for (size_t i = 0; i < source.size();) {
    int length = valid_utf8(source.substr(i));
    if (length == 0) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "%02x", static_cast<unsigned char>(source[i]));
      return fail(error, std::string("Non-UTF-8 code starting with '\\x") + hex + "' in file " +
                             std::string(filename) + " on line " + std::to_string(line) +
                             ", but no encoding declared; "
                             "see https://peps.python.org/pep-0263/ for details");
    }
    line += source[i] == '\n';
    i += length;
  }
  return true;
}

// The declared encoding of the first two lines; "" if there is none.
std::string find_cookie(std::string_view source) {
  for (int line = 0; line < 2 && !source.empty(); ++line) {
    size_t end = source.find('\n');
    std::string_view text = source.substr(0, end);
    bool only_comment;
    std::string name = coding_spec(text, &only_comment);
    if (!name.empty() || !only_comment || end == std::string_view::npos) return name;
    source.remove_prefix(end + 1);
  }
  return "";
}

// Appends the source with "\r\n" and "\r" as "\n".
void translate_newlines(std::string_view source, std::string* text) {
  for (size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\r') {
      *text += '\n';
      if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
    } else {
      *text += source[i];
    }
  }
}

}  // namespace

bool decode_source(std::string_view source, bool is_text, bool exec_mode, std::string_view filename,
                   std::string* text, SyntaxErrorInfo* error) {
  text->clear();
  text->reserve(source.size() + 1);
  bool bom = !is_text && source.substr(0, 3) == "\xEF\xBB\xBF";
  if (bom) source.remove_prefix(3);
  if (is_text) {
    translate_newlines(source, text);
  } else {
    std::string cookie = find_cookie(source);
    if (bom && !cookie.empty() && cookie != "utf-8") {
      return fail(error, "encoding problem: " + cookie + " with BOM");
    }
    Encoding encoding = cookie.empty() ? Encoding::kUtf8 : find_encoding(cookie);
    if (encoding == Encoding::kUnknown) return fail(error, "encoding problem: " + cookie);
    if (encoding == Encoding::kUtf8 && !check_utf8(source, filename, error)) return false;
    std::string recoded;
    if (encoding != Encoding::kUtf8) {
      for (char c : source) {
        unsigned char byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 && encoding == Encoding::kAscii) {
          return fail(error, "encoding problem: " + cookie);
        }
        wtf8_append(recoded, byte);
      }
      source = recoded;
    }
    translate_newlines(source, text);
  }
  if (exec_mode && !text->empty() && text->back() != '\n') *text += '\n';
  return true;
}

}  // namespace py::lang

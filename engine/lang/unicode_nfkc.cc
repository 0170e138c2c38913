// Normal form KC by two small tables, searched line by line: non-ASCII identifiers are rare.
#include "lang/unicode_nfkc.h"

#include "lang/const_value.h"  // wtf8_next

namespace py::lang {
namespace {

#include "lang/unicode_nfkc.inc"

// The value that table gives for key, "" if none.
std::string_view look_up(std::string_view table, std::string_view key) {
  for (size_t pos = 0; pos < table.size();) {
    size_t end = table.find('\n', pos);
    std::string_view row = table.substr(pos, end - pos);
    size_t blank = row.find(' ');
    if (row.substr(0, blank) == key) return row.substr(blank + 1);
    pos = end + 1;
  }
  return {};
}

}  // namespace

bool normalize_identifier(std::string_view name, std::string* out) {
  out->clear();
  size_t last = 0;  // where the last character of *out begins
  for (size_t pos = 0; pos < name.size();) {
    size_t at = pos;
    wtf8_next(name, &pos);
    std::string_view character = name.substr(at, pos - at);
    if (character.size() > 1) {
      std::string_view mapped = look_up(kCompatibility, character);
      if (!mapped.empty()) character = mapped;
      std::string_view composed;
      if (!out->empty()) {
        composed = look_up(kCompositions, out->substr(last) + std::string(character));
      }
      if (!composed.empty()) {
        out->resize(last);
        out->append(composed);
        continue;
      }
    }
    last = out->size();
    out->append(character);
    // A mapping to several characters: the last one may still compose.
    while (last + 1 < out->size() && ((*out)[out->size() - 1] & 0x80) == 0) last = out->size() - 1;
  }
  return *out != name;
}

}  // namespace py::lang

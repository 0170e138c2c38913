// Names of characters: a table for the usual blocks, rules for Hangul and Han.
#include "lang/unicode_name.h"

namespace py::lang {
namespace {

constexpr std::string_view kNames =
#include "lang/unicode_name.inc"
    ;

constexpr const char* kLead[] = {"G", "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                 "SS", "",  "J", "JJ", "C",  "K", "T", "P", "H"};
constexpr const char* kVowel[] = {"A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
                                  "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
constexpr const char* kTail[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                 "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                 "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

char upper(char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; }

bool equal_names(std::string_view name, std::string_view asked) {
  if (name.size() != asked.size()) return false;
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] != upper(asked[i])) return false;
  }
  return true;
}

bool skip_prefix(std::string_view* name, std::string_view prefix) {
  if (name->size() < prefix.size() || !equal_names(prefix, name->substr(0, prefix.size()))) {
    return false;
  }
  name->remove_prefix(prefix.size());
  return true;
}

// The index of the longest entry that name begins with, or -1.
template <int N>
int longest_prefix(const char* const (&entries)[N], std::string_view* name) {
  int best = -1;
  size_t length = 0;
  for (int i = 0; i < N; ++i) {
    std::string_view entry = entries[i];
    if (best >= 0 && entry.size() <= length) continue;
    std::string_view rest = *name;
    if (!skip_prefix(&rest, entry)) continue;
    best = i;
    length = entry.size();
  }
  if (best >= 0) name->remove_prefix(length);
  return best;
}

int64_t hangul_syllable(std::string_view name) {
  int lead = longest_prefix(kLead, &name);
  int vowel = longest_prefix(kVowel, &name);
  int tail = longest_prefix(kTail, &name);
  if (lead < 0 || vowel < 0 || tail < 0 || !name.empty()) return -1;
  return 0xAC00 + (lead * 21 + vowel) * 28 + tail;
}

int64_t unified_ideograph(std::string_view digits) {
  if (digits.size() != 4 && digits.size() != 5) return -1;
  int64_t value = 0;
  for (char ch : digits) {
    char c = upper(ch);
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'))) return -1;
    value = value * 16 + (c <= '9' ? c - '0' : c - 'A' + 10);
  }
  bool unified = (value >= 0x3400 && value <= 0x4DBF) || (value >= 0x4E00 && value <= 0x9FFF) ||
                 (value >= 0x20000 && value <= 0x2A6DF) || (value >= 0x2A700 && value <= 0x2EE5D) ||
                 (value >= 0x30000 && value <= 0x323AF);
  return unified ? value : -1;
}

}  // namespace

int64_t unicode_name_lookup(std::string_view name) {
  std::string_view rest = name;
  if (skip_prefix(&rest, "HANGUL SYLLABLE ")) return hangul_syllable(rest);
  if (skip_prefix(&rest, "CJK UNIFIED IDEOGRAPH-")) return unified_ideograph(rest);
  int64_t code_point = 0;
  for (size_t pos = 0; pos < kNames.size();) {
    int64_t distance = 0;
    for (; kNames[pos] != ' '; ++pos) {
      distance = distance * 16 + (kNames[pos] <= '9' ? kNames[pos] - '0' : kNames[pos] - 'a' + 10);
    }
    code_point += distance;
    size_t end = kNames.find('\n', ++pos);
    if (equal_names(kNames.substr(pos, end - pos), name)) return code_point;
    pos = end + 1;
  }
  return -1;
}

}  // namespace py::lang

// Properties of characters and their case mappings (Unicode 15.1).
// CPython 3.13: Objects/unicodectype.c. The tables are made by scripts/generate/unicode_tables.py.
#pragma once
#include "types/unicodeobject.h"  // Ucs4

namespace py {

bool unicode_isalpha_full(Ucs4 ch);
bool unicode_islower_full(Ucs4 ch);
bool unicode_isupper_full(Ucs4 ch);
bool unicode_istitle_full(Ucs4 ch);
bool unicode_isdecimal_full(Ucs4 ch);
bool unicode_isdigit_full(Ucs4 ch);
bool unicode_isnumeric_full(Ucs4 ch);
bool unicode_isspace_full(Ucs4 ch);
bool unicode_isprintable_full(Ucs4 ch);
bool unicode_is_cased(Ucs4 ch);
bool unicode_is_case_ignorable(Ucs4 ch);
bool unicode_is_xid_start(Ucs4 ch);
bool unicode_is_xid_continue(Ucs4 ch);
// Value of a decimal digit or -1; of any digit (superscripts …) or -1.
int unicode_todecimal(Ucs4 ch);
int unicode_todigit(Ucs4 ch);
// Full case mappings: up to three characters into out, returns how many.
int unicode_to_lower_full(Ucs4 ch, Ucs4 out[3]);
int unicode_to_upper_full(Ucs4 ch, Ucs4 out[3]);
int unicode_to_title_full(Ucs4 ch, Ucs4 out[3]);
int unicode_to_folded_full(Ucs4 ch, Ucs4 out[3]);
// Simple mapping: one character.
Ucs4 unicode_tolower(Ucs4 ch);

// ASCII in line; CPython's Py_IS* tables.
enum AsciiClass : uint8_t { kAsciiLower = 1, kAsciiUpper = 2, kAsciiDigit = 4, kAsciiXdigit = 8, kAsciiSpace = 16 };
extern const uint8_t ascii_class[256];
inline bool is_ascii_lower(uint8_t c) { return ascii_class[c] & kAsciiLower; }
inline bool is_ascii_upper(uint8_t c) { return ascii_class[c] & kAsciiUpper; }
inline bool is_ascii_alpha(uint8_t c) { return ascii_class[c] & (kAsciiLower | kAsciiUpper); }
inline bool is_ascii_digit(uint8_t c) { return ascii_class[c] & kAsciiDigit; }
inline bool is_ascii_xdigit(uint8_t c) { return ascii_class[c] & kAsciiXdigit; }
inline bool is_ascii_alnum(uint8_t c) { return ascii_class[c] & (kAsciiLower | kAsciiUpper | kAsciiDigit); }
inline bool is_ascii_space(uint8_t c) { return ascii_class[c] & kAsciiSpace; }  // \t\n\v\f\r and ' '
inline uint8_t ascii_to_lower(uint8_t c) { return is_ascii_upper(c) ? static_cast<uint8_t>(c + 32) : c; }
inline uint8_t ascii_to_upper(uint8_t c) { return is_ascii_lower(c) ? static_cast<uint8_t>(c - 32) : c; }

inline bool unicode_isspace(Ucs4 ch) {
  if (ch < 128) return is_ascii_space(static_cast<uint8_t>(ch)) || (ch >= 0x1c && ch <= 0x1f);
  return unicode_isspace_full(ch);
}
inline bool unicode_islinebreak(Ucs4 ch) {
  return (ch >= 0x0a && ch <= 0x0d) || (ch >= 0x1c && ch <= 0x1e) || ch == 0x85 || ch == 0x2028 || ch == 0x2029;
}
inline bool unicode_isprintable(Ucs4 ch) {
  if (ch < 128) return ch >= 32 && ch != 127;
  return unicode_isprintable_full(ch);
}
inline bool unicode_isalpha(Ucs4 ch) {
  return ch < 128 ? is_ascii_alpha(static_cast<uint8_t>(ch)) : unicode_isalpha_full(ch);
}
inline bool unicode_isdecimal(Ucs4 ch) {
  return ch < 128 ? is_ascii_digit(static_cast<uint8_t>(ch)) : unicode_isdecimal_full(ch);
}
inline bool unicode_isdigit(Ucs4 ch) {
  return ch < 128 ? is_ascii_digit(static_cast<uint8_t>(ch)) : unicode_isdigit_full(ch);
}
inline bool unicode_isnumeric(Ucs4 ch) {
  return ch < 128 ? is_ascii_digit(static_cast<uint8_t>(ch)) : unicode_isnumeric_full(ch);
}
inline bool unicode_isalnum(Ucs4 ch) {
  return unicode_isalpha(ch) || unicode_isdecimal(ch) || unicode_isdigit(ch) || unicode_isnumeric(ch);
}

}  // namespace py

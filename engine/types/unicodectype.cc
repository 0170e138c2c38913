// See unicodectype.h.
#include "types/unicodectype.h"

namespace py {
namespace {

struct CharRecord {
  uint16_t flags;
  int32_t cases[4];  // upper, lower, title, folded
  uint8_t digit;
};
enum Case { kToUpper, kToLower, kToTitle, kToFolded };

#include "types/unicodetype_tables.inc"

const CharRecord& record(Ucs4 ch) {
  uint32_t block = ch >> kBlockShift;
  if (block >= kIndexSize) block = kIndexSize - 1;
  return kRecords[kIndex2[(static_cast<uint32_t>(kIndex1[block]) << kBlockShift) + (ch & ((1u << kBlockShift) - 1))]];
}

bool has(Ucs4 ch, uint16_t flag) { return record(ch).flags & flag; }

int map_case(Ucs4 ch, Case which, Ucs4 out[3]) {
  const int32_t entry = record(ch).cases[which];
  if (entry < 1 << 24) {
    out[0] = static_cast<Ucs4>(static_cast<int32_t>(ch) + entry);
    return 1;
  }
  const int count = entry & 3, index = (entry - (1 << 24)) >> 2;
  for (int i = 0; i < count; i++) out[i] = kMultiCase[3 * index + i];
  return count;
}

}  // namespace

bool unicode_isalpha_full(Ucs4 ch) { return has(ch, kAlpha); }
bool unicode_islower_full(Ucs4 ch) { return has(ch, kLower); }
bool unicode_isupper_full(Ucs4 ch) { return has(ch, kUpper); }
bool unicode_istitle_full(Ucs4 ch) { return has(ch, kTitle); }
bool unicode_isdecimal_full(Ucs4 ch) { return has(ch, kDecimal); }
bool unicode_isdigit_full(Ucs4 ch) { return has(ch, kDigit); }
bool unicode_isnumeric_full(Ucs4 ch) { return has(ch, kNumeric); }
bool unicode_isspace_full(Ucs4 ch) { return has(ch, kSpace); }
bool unicode_isprintable_full(Ucs4 ch) { return has(ch, kPrintable); }
bool unicode_is_cased(Ucs4 ch) { return has(ch, kCased); }
bool unicode_is_case_ignorable(Ucs4 ch) { return has(ch, kCaseIgnorable); }
bool unicode_is_xid_start(Ucs4 ch) { return has(ch, kXidStart); }
bool unicode_is_xid_continue(Ucs4 ch) { return has(ch, kXidContinue); }

int unicode_todecimal(Ucs4 ch) {
  const CharRecord& r = record(ch);
  return r.flags & kDecimal ? r.digit : -1;
}
int unicode_todigit(Ucs4 ch) {
  const CharRecord& r = record(ch);
  return r.flags & kDigit ? r.digit : -1;
}

int unicode_to_lower_full(Ucs4 ch, Ucs4 out[3]) { return map_case(ch, kToLower, out); }
int unicode_to_upper_full(Ucs4 ch, Ucs4 out[3]) { return map_case(ch, kToUpper, out); }
int unicode_to_title_full(Ucs4 ch, Ucs4 out[3]) { return map_case(ch, kToTitle, out); }
int unicode_to_folded_full(Ucs4 ch, Ucs4 out[3]) { return map_case(ch, kToFolded, out); }

Ucs4 unicode_tolower(Ucs4 ch) {
  Ucs4 out[3] = {ch};
  map_case(ch, kToLower, out);
  return out[0];  // the one longer mapping, of U+0130, begins with its simple one
}

#define SIX(x) x, x, x, x, x, x
#define THIRTEEN(x) SIX(x), SIX(x), x
const uint8_t ascii_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0,
    kAsciiSpace, kAsciiSpace, kAsciiSpace, kAsciiSpace, kAsciiSpace,  // \t \n \v \f \r
    0, 0, THIRTEEN(0), 0, 0, 0, kAsciiSpace,                          // up to ' '
    THIRTEEN(0), 0, 0,                                                // ! to /
    SIX(kAsciiDigit | kAsciiXdigit), kAsciiDigit | kAsciiXdigit, kAsciiDigit | kAsciiXdigit,
    kAsciiDigit | kAsciiXdigit, kAsciiDigit | kAsciiXdigit,
    SIX(0), 0,  // : to @
    SIX(kAsciiUpper | kAsciiXdigit), SIX(kAsciiUpper), SIX(kAsciiUpper), SIX(kAsciiUpper), kAsciiUpper, kAsciiUpper,
    SIX(0),  // [ to `
    SIX(kAsciiLower | kAsciiXdigit), SIX(kAsciiLower), SIX(kAsciiLower), SIX(kAsciiLower), kAsciiLower, kAsciiLower,
};
#undef SIX
#undef THIRTEEN

}  // namespace py

// What the files of str share with each other.
#pragma once
#include "types/unicodeobject.h"

namespace py {

void unicode_dealloc(Object* o);
bool ensure_unicode(Object* o);  // false with TypeError
// Steals and may shrink a string that is not the only reference's; no checks.
Object* unicode_resize_compact(Object* o, Ssize length);
// Replaces a fresh string by one of a narrower kind when its characters allow.
void unicode_adjust_maxchar(Object** p);
void unicode_copy_to_kind(int to_kind, void* to, Object* from, Ssize start, Ssize n);
void unicode_fill_kind(int kind, void* data, Ssize start, Ssize length, Ucs4 ch);

// Interning (unicode_intern.cc).
void unicode_intern_reset();
void intern_static(Object* o);  // an immortal string outside the heap
void unicode_intern_remove(Object* o);

// Every byte is below 0x80.
inline bool is_ascii_bytes(const uint8_t* p, Ssize n) {
  const uint8_t* end = p + n;
  for (; end - p >= 8; p += 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    if (word & 0x8080808080808080ull) return false;
  }
  uint8_t rest = 0;
  while (p < end) rest |= *p++;
  return rest < 0x80;
}

// Case and predicates (unicode_case.cc): the methods.
Object* unicode_lower(Object* s);
Object* unicode_upper(Object* s);
Object* unicode_title(Object* s);
Object* unicode_capitalize(Object* s);
Object* unicode_swapcase(Object* s);
Object* unicode_casefold(Object* s);
Object* unicode_isalpha_method(Object* s);
Object* unicode_isalnum_method(Object* s);
Object* unicode_isascii_method(Object* s);
Object* unicode_isdecimal_method(Object* s);
Object* unicode_isdigit_method(Object* s);
Object* unicode_isnumeric_method(Object* s);
Object* unicode_isspace_method(Object* s);
Object* unicode_isprintable_method(Object* s);
Object* unicode_islower_method(Object* s);
Object* unicode_isupper_method(Object* s);
Object* unicode_istitle_method(Object* s);
Object* unicode_isidentifier_method(Object* s);

// str.maketrans (unicode_translate.cc).
Object* unicode_maketrans(Object* unused, Object* const* args, Ssize nargs);

}  // namespace py

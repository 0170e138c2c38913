// Case mappings and predicates of str.
// CPython 3.13: Objects/unicodeobject.c (case_operation, do_title, handle_capital_sigma …)
#include "memory/pymem.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/unicode_internal.h"
#include "types/unicodectype.h"

namespace py {
namespace {

struct Text {
  int kind;
  const void* data;
  Ssize length;
  explicit Text(Object* s) : kind(unicode_kind(s)), data(unicode_data(s)), length(unicode_length(s)) {}
  Ucs4 operator[](Ssize i) const { return unicode_read(kind, data, i); }
};

// Capital sigma at i becomes the final form behind a cased character and before none.
Ucs4 lower_sigma(const Text& t, Ssize i) {
  Ssize j = i - 1;
  while (j >= 0 && unicode_is_case_ignorable(t[j])) j--;
  if (j < 0 || !unicode_is_cased(t[j])) return 0x3c3;
  for (j = i + 1; j < t.length && unicode_is_case_ignorable(t[j]); j++) {
  }
  return j == t.length || !unicode_is_cased(t[j]) ? 0x3c2 : 0x3c3;
}

int lower_at(const Text& t, Ssize i, Ucs4 ch, Ucs4* out) {
  if (ch < 128) {
    out[0] = ascii_to_lower(static_cast<uint8_t>(ch));
    return 1;
  }
  if (ch == 0x3a3) {
    out[0] = lower_sigma(t, i);
    return 1;
  }
  return unicode_to_lower_full(ch, out);
}

// The mappings: each gives up to three characters for the one at i.
struct Lower {
  int operator()(const Text& t, Ssize i, Ucs4* out) { return lower_at(t, i, t[i], out); }
};
struct Upper {
  int operator()(const Text& t, Ssize i, Ucs4* out) { return unicode_to_upper_full(t[i], out); }
};
struct Fold {
  int operator()(const Text& t, Ssize i, Ucs4* out) { return unicode_to_folded_full(t[i], out); }
};
struct Capitalize {
  int operator()(const Text& t, Ssize i, Ucs4* out) {
    return i == 0 ? unicode_to_title_full(t[0], out) : lower_at(t, i, t[i], out);
  }
};
struct SwapCase {
  int operator()(const Text& t, Ssize i, Ucs4* out) {
    const Ucs4 ch = t[i];
    if (unicode_isupper_full(ch)) return lower_at(t, i, ch, out);
    if (unicode_islower_full(ch)) return unicode_to_upper_full(ch, out);
    out[0] = ch;
    return 1;
  }
};
struct Title {
  bool previous_is_cased = false;
  int operator()(const Text& t, Ssize i, Ucs4* out) {
    const Ucs4 ch = t[i];
    if (ch < 128) {
      const uint8_t c = static_cast<uint8_t>(ch);
      out[0] = previous_is_cased ? ascii_to_lower(c) : ascii_to_upper(c);
      previous_is_cased = is_ascii_alpha(c);
      return 1;
    }
    const int n = previous_is_cased ? lower_at(t, i, ch, out) : unicode_to_title_full(ch, out);
    previous_is_cased = unicode_is_cased(ch);
    return n;
  }
};

// Maps every character into a scratch block three times as long, then into a string of the width that came out.
template <class Mapping>
Object* case_operation(Object* s, Mapping mapping) {
  const Text t(s);
  if (t.length > kSsizeMax / (3 * static_cast<Ssize>(sizeof(Ucs4)))) {
    err_set_string(exc_OverflowError, "string is too long");
    return nullptr;
  }
  auto* scratch = static_cast<Ucs4*>(mem_malloc(sizeof(Ucs4) * 3 * static_cast<uint64_t>(t.length)));
  if (!scratch) return err_no_memory();
  Ssize n = 0;
  Ucs4 maxchar = 0;
  for (Ssize i = 0; i < t.length; i++) {
    Ucs4 out[3];
    const int count = mapping(t, i, out);
    for (int j = 0; j < count; j++) {
      if (out[j] > maxchar) maxchar = out[j];
      scratch[n++] = out[j];
    }
  }
  Object* result = unicode_new(n, maxchar);
  if (result) {
    const int kind = unicode_kind(result);
    void* data = unicode_data(result);
    for (Ssize i = 0; i < n; i++) unicode_write(kind, data, i, scratch[i]);
  }
  mem_free(scratch);
  return result;
}

// Eight ASCII letters at a time: those from first to first + 25 change their case.
Object* ascii_case(Object* s, uint8_t first) {
  constexpr uint64_t kOnes = 0x0101010101010101ull;
  const Ssize n = unicode_length(s);
  Object* result = unicode_new(n, 127);
  if (!result) return nullptr;
  const Ucs1* from = unicode_1byte_data(s);
  Ucs1* to = unicode_1byte_data(result);
  const uint64_t at_least = kOnes * (128u - first), beyond = kOnes * (128u - first - 26u);
  Ssize i = 0;
  for (; n - i >= 8; i += 8) {
    uint64_t word;
    std::memcpy(&word, from + i, 8);
    const uint64_t letters = (word + at_least) & ~(word + beyond) & (kOnes << 7);
    word ^= letters >> 2;
    std::memcpy(to + i, &word, 8);
  }
  for (; i < n; i++) to[i] = static_cast<Ucs1>(from[i] ^ (static_cast<uint8_t>(from[i] - first) < 26 ? 0x20 : 0));
  return result;
}

// True when the string is not empty and every character passes.
template <class Test>
Object* all_characters(Object* s, Test test) {
  const Text t(s);
  if (t.length == 0) return False;
  for (Ssize i = 0; i < t.length; i++) {
    if (!test(t[i])) return False;
  }
  return True;
}

bool is_lower(Ucs4 ch) { return ch < 128 ? is_ascii_lower(static_cast<uint8_t>(ch)) : unicode_islower_full(ch); }
bool is_upper(Ucs4 ch) { return ch < 128 ? is_ascii_upper(static_cast<uint8_t>(ch)) : unicode_isupper_full(ch); }
bool is_title(Ucs4 ch) { return ch >= 128 && unicode_istitle_full(ch); }

// At least one character that is wanted and none that is refused.
template <class Wanted, class Refused>
Object* cased_string(Object* s, Wanted wanted, Refused refused) {
  const Text t(s);
  bool found = false;
  for (Ssize i = 0; i < t.length; i++) {
    const Ucs4 ch = t[i];
    if (refused(ch) || is_title(ch)) return False;
    found = found || wanted(ch);
  }
  return bool_from_long(found);
}

}  // namespace

Object* unicode_lower(Object* s) {
  return unicode_is_ascii(s) ? ascii_case(s, 'A') : case_operation(s, Lower());
}
Object* unicode_upper(Object* s) {
  return unicode_is_ascii(s) ? ascii_case(s, 'a') : case_operation(s, Upper());
}
Object* unicode_casefold(Object* s) {
  return unicode_is_ascii(s) ? ascii_case(s, 'A') : case_operation(s, Fold());
}
Object* unicode_title(Object* s) { return case_operation(s, Title()); }
Object* unicode_swapcase(Object* s) { return case_operation(s, SwapCase()); }
Object* unicode_capitalize(Object* s) {
  return unicode_length(s) == 0 ? unicode_result_unchanged(s) : case_operation(s, Capitalize());
}

Object* unicode_isalpha_method(Object* s) { return all_characters(s, unicode_isalpha); }
Object* unicode_isalnum_method(Object* s) { return all_characters(s, unicode_isalnum); }
Object* unicode_isascii_method(Object* s) { return bool_from_long(unicode_is_ascii(s)); }
Object* unicode_isdecimal_method(Object* s) { return all_characters(s, unicode_isdecimal); }
Object* unicode_isdigit_method(Object* s) { return all_characters(s, unicode_isdigit); }
Object* unicode_isnumeric_method(Object* s) { return all_characters(s, unicode_isnumeric); }
Object* unicode_isspace_method(Object* s) { return all_characters(s, unicode_isspace); }
Object* unicode_isprintable_method(Object* s) {
  return unicode_length(s) == 0 ? True : all_characters(s, unicode_isprintable);
}
Object* unicode_islower_method(Object* s) { return cased_string(s, is_lower, is_upper); }
Object* unicode_isupper_method(Object* s) { return cased_string(s, is_upper, is_lower); }

Object* unicode_istitle_method(Object* s) {
  const Text t(s);
  bool cased = false, previous_is_cased = false;
  for (Ssize i = 0; i < t.length; i++) {
    const Ucs4 ch = t[i];
    if (is_upper(ch) || is_title(ch)) {
      if (previous_is_cased) return False;
      previous_is_cased = cased = true;
    } else if (is_lower(ch)) {
      if (!previous_is_cased) return False;
      cased = true;
    } else {
      previous_is_cased = false;
    }
  }
  return bool_from_long(cased);
}

bool unicode_is_identifier(Object* s) {
  const Text t(s);
  if (t.length == 0) return false;
  if (t[0] != '_' && !unicode_is_xid_start(t[0])) return false;
  for (Ssize i = 1; i < t.length; i++) {
    if (!unicode_is_xid_continue(t[i])) return false;
  }
  return true;
}
Object* unicode_isidentifier_method(Object* s) { return bool_from_long(unicode_is_identifier(s)); }

Object* unicode_transform_decimal_and_space_to_ascii(Object* o) {
  if (unicode_is_ascii(o)) return new_ref(o);
  const Text t(o);
  Object* result = unicode_new(t.length, 127);
  if (!result) return nullptr;
  Ucs1* out = unicode_1byte_data(result);
  for (Ssize i = 0; i < t.length; i++) {
    const Ucs4 ch = t[i];
    if (ch < 127) {
      out[i] = static_cast<Ucs1>(ch);
    } else if (unicode_isspace(ch)) {
      out[i] = ' ';
    } else if (const int value = unicode_todecimal(ch); value >= 0) {
      out[i] = static_cast<Ucs1>('0' + value);
    } else {  // the rest cannot be part of a number
      out[i] = '?';
      out[i + 1] = '\0';
      unicode_head(result)->length = i + 1;
      break;
    }
  }
  return result;
}

}  // namespace py

// Finding, counting, splitting, replacing and stripping in str.
// CPython 3.13: Objects/unicodeobject.c (any_find_slice, replace, split, _PyUnicode_XStrip)
#include "memory/pymem.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/longobject.h"
#include "types/stringlib.h"
#include "types/unicode_internal.h"

namespace py {

using namespace stringlib;

namespace {

struct AsciiTrait {
  using Char = Ucs1;
  static Object* make(const Char* s, Ssize n) { return unicode_from_ascii(reinterpret_cast<const char*>(s), n); }
  static bool unchanged(Object* o) { return unicode_check_exact(o); }
  static bool is_space(Ucs4 ch) { return unicode_isspace(ch); }
  static bool is_linebreak(Ucs4 ch) { return unicode_islinebreak(ch); }
};
template <class C, int kKind>
struct WideTrait {
  using Char = C;
  static Object* make(const Char* s, Ssize n) { return unicode_from_kind_and_data(kKind, s, n); }
  static bool unchanged(Object* o) { return unicode_check_exact(o); }
  static bool is_space(Ucs4 ch) { return unicode_isspace(ch); }
  static bool is_linebreak(Ucs4 ch) { return unicode_islinebreak(ch); }
};

// Calls f with the trait that fits the string.
template <class F>
auto with_trait(Object* s, const F& f) {
  switch (unicode_kind(s)) {
    case kUcs1: return unicode_is_ascii(s) ? f(AsciiTrait()) : f(WideTrait<Ucs1, kUcs1>());
    case kUcs2: return f(WideTrait<Ucs2, kUcs2>());
    default: return f(WideTrait<Ucs4, kUcs4>());
  }
}

// The characters of `o` in a wider kind: its own, or a copy in MEM that lives as long as this.
struct AsKind {
  const void* data;
  void* owned = nullptr;
  AsKind(Object* o, int kind) : data(unicode_data(o)) {
    if (unicode_kind(o) == kind) return;
    const Ssize n = unicode_length(o);
    owned = mem_malloc(static_cast<uint64_t>(n * kind));
    if (owned) {
      unicode_copy_to_kind(kind, owned, o, 0, n);
    } else {
      err_no_memory();
    }
    data = owned;
  }
  ~AsKind() {
    if (owned) mem_free(owned);
  }
  AsKind(const AsKind&) = delete;
  AsKind& operator=(const AsKind&) = delete;
};

template <class Char>
const Char* chars(const void* data) {
  return static_cast<const Char*>(data);
}

// Whether sub can occur at all between start and end (adjusted).
bool may_contain(Object* s, Object* sub, Ssize start, Ssize end) {
  return end - start >= unicode_length(sub) && unicode_max_char_value(s) >= unicode_max_char_value(sub);
}

}  // namespace

// --- Finding ---

Ssize unicode_find_char(Object* s, Ucs4 ch, Ssize start, Ssize end, int direction) {
  if (start < 0 || end < 0) {
    err_set_string(exc_IndexError, "string index out of range");
    return -2;
  }
  if (end > unicode_length(s)) end = unicode_length(s);
  if (start >= end || ch > unicode_max_char_value(s)) return -1;
  return with_trait(s, [&](auto trait) -> Ssize {
    using Char = typename decltype(trait)::Char;
    const Char* p = chars<Char>(unicode_data(s)) + start;
    Ssize at = direction > 0 ? find_char(p, end - start, ch) : rfind_char(p, end - start, ch);
    return at < 0 ? -1 : start + at;
  });
}

Ssize unicode_find(Object* s, Object* sub, Ssize start, Ssize end, int direction) {
  if (!ensure_unicode(s) || !ensure_unicode(sub)) return -2;
  adjust_indices(&start, &end, unicode_length(s));
  if (!may_contain(s, sub, start, end)) return -1;
  const Ssize m = unicode_length(sub);
  if (m == 1) {
    return end == start ? -1 : unicode_find_char(s, unicode_read_char(sub, 0), start, end, direction);
  }
  AsKind needle(sub, unicode_kind(s));
  if (!needle.data) return -2;
  return with_trait(s, [&](auto trait) -> Ssize {
    using Char = typename decltype(trait)::Char;
    const Char* p = chars<Char>(unicode_data(s)) + start;
    const Char* q = chars<Char>(needle.data);
    Ssize at = direction > 0 ? find(p, end - start, q, m) : rfind(p, end - start, q, m);
    return at < 0 ? -1 : start + at;
  });
}

Ssize unicode_count(Object* s, Object* sub, Ssize start, Ssize end) {
  if (!ensure_unicode(s) || !ensure_unicode(sub)) return -1;
  adjust_indices(&start, &end, unicode_length(s));
  if (!may_contain(s, sub, start, end)) return 0;
  AsKind needle(sub, unicode_kind(s));
  if (!needle.data) return -1;
  return with_trait(s, [&](auto trait) -> Ssize {
    using Char = typename decltype(trait)::Char;
    return count(chars<Char>(unicode_data(s)) + start, end - start, chars<Char>(needle.data), unicode_length(sub),
                 kSsizeMax);
  });
}

int unicode_contains(Object* s, Object* sub) {
  if (!unicode_check(sub)) {
    err_format(exc_TypeError, "'in <string>' requires string as left operand, not %.100s", sub->ob_type->tp_name);
    return -1;
  }
  if (!ensure_unicode(s)) return -1;
  const Ssize at = unicode_find(s, sub, 0, kSsizeMax, 1);
  return at == -2 ? -1 : at >= 0;
}

Ssize unicode_tailmatch(Object* s, Object* sub, Ssize start, Ssize end, int direction) {
  if (!ensure_unicode(s) || !ensure_unicode(sub)) return -1;
  adjust_indices(&start, &end, unicode_length(s));
  const Ssize m = unicode_length(sub);
  if (end - start < m) return 0;
  if (m == 0) return 1;
  const Ssize at = direction > 0 ? end - m : start;
  const int kind = unicode_kind(s), sub_kind = unicode_kind(sub);
  const void *data = unicode_data(s), *sub_data = unicode_data(sub);
  if (kind == sub_kind) {
    return std::memcmp(static_cast<const char*>(data) + at * kind, sub_data, static_cast<size_t>(m * kind)) == 0;
  }
  for (Ssize i = 0; i < m; i++) {
    if (unicode_read(kind, data, at + i) != unicode_read(sub_kind, sub_data, i)) return 0;
  }
  return 1;
}

// --- Splitting ---

Object* unicode_split(Object* s, Object* separator, Ssize max_split) {
  const Ssize n = unicode_length(s);
  if (!separator) {
    if (max_split < 0) max_split = (n - 1) / 2 + 1;
    return with_trait(s, [&](auto trait) {
      using T = decltype(trait);
      return split_whitespace<T>(s, chars<typename T::Char>(unicode_data(s)), n, max_split);
    });
  }
  if (!ensure_unicode(separator)) return nullptr;
  const Ssize m = unicode_length(separator);
  if (max_split < 0) max_split = m == 0 ? 0 : n / m + 1;
  if (m > n || unicode_kind(separator) > unicode_kind(s)) {
    Pieces pieces(0);
    if (!pieces.list) return nullptr;
    return pieces.add(unicode_result_unchanged(s)) ? pieces.finish() : pieces.fail();
  }
  AsKind needle(separator, unicode_kind(s));
  if (!needle.data) return nullptr;
  return with_trait(s, [&](auto trait) {
    using T = decltype(trait);
    using Char = typename T::Char;
    return split<T>(s, chars<Char>(unicode_data(s)), n, chars<Char>(needle.data), m, max_split);
  });
}

Object* unicode_rsplit(Object* s, Object* separator, Ssize max_split) {
  const Ssize n = unicode_length(s);
  if (!separator) {
    if (max_split < 0) max_split = (n - 1) / 2 + 1;
    return with_trait(s, [&](auto trait) {
      using T = decltype(trait);
      return rsplit_whitespace<T>(s, chars<typename T::Char>(unicode_data(s)), n, max_split);
    });
  }
  if (!ensure_unicode(separator)) return nullptr;
  const Ssize m = unicode_length(separator);
  if (max_split < 0) max_split = m == 0 ? 0 : n / m + 1;
  if (m > n || unicode_kind(separator) > unicode_kind(s)) {
    Pieces pieces(0);
    if (!pieces.list) return nullptr;
    return pieces.add(unicode_result_unchanged(s)) ? pieces.finish() : pieces.fail();
  }
  AsKind needle(separator, unicode_kind(s));
  if (!needle.data) return nullptr;
  return with_trait(s, [&](auto trait) {
    using T = decltype(trait);
    using Char = typename T::Char;
    return rsplit<T>(s, chars<Char>(unicode_data(s)), n, chars<Char>(needle.data), m, max_split);
  });
}

Object* unicode_splitlines(Object* s, bool keep_ends) {
  return with_trait(s, [&](auto trait) {
    using T = decltype(trait);
    return splitlines<T>(s, chars<typename T::Char>(unicode_data(s)), unicode_length(s), keep_ends);
  });
}

namespace {

Object* partition_at(Object* s, Object* separator, Ssize at) {
  const Ssize m = unicode_length(separator);
  return triple(unicode_substring(s, 0, at), separator, unicode_substring(s, at + m, unicode_length(s)));
}

bool check_separator(Object* s, Object* separator) {
  if (!ensure_unicode(s) || !ensure_unicode(separator)) return false;
  if (unicode_length(separator) > 0) return true;
  err_set_string(exc_ValueError, "empty separator");
  return false;
}

}  // namespace

Object* unicode_partition(Object* s, Object* separator) {
  if (!check_separator(s, separator)) return nullptr;
  const Ssize at = unicode_find(s, separator, 0, kSsizeMax, 1);
  if (at == -2) return nullptr;
  if (at >= 0) return partition_at(s, separator, at);
  return triple(unicode_result_unchanged(s), unicode_get_empty(), unicode_get_empty());
}

Object* unicode_rpartition(Object* s, Object* separator) {
  if (!check_separator(s, separator)) return nullptr;
  const Ssize at = unicode_find(s, separator, 0, kSsizeMax, -1);
  if (at == -2) return nullptr;
  if (at >= 0) return partition_at(s, separator, at);
  return triple(unicode_get_empty(), unicode_get_empty(), unicode_result_unchanged(s));
}

// --- Replacing ---

namespace {

// One character by another, from `at` on, in a fresh copy.
template <class Char>
void replace_in(Char* p, Ssize n, Ssize at, Ucs4 from, Ucs4 to, Ssize max_count) {
  const Char f = static_cast<Char>(from), t = static_cast<Char>(to);
  if (max_count >= n) {
    for (Ssize i = at; i < n; i++) p[i] = p[i] == f ? t : p[i];
    return;
  }
  for (Ssize i = at; i < n && max_count > 0; i++) {
    if (p[i] == f) {
      p[i] = t;
      max_count--;
    }
  }
}
void replace_character(Object* result, Ssize at, Ucs4 from, Ucs4 to, Ssize max_count) {
  const Ssize n = unicode_length(result);
  switch (unicode_kind(result)) {
    case kUcs1: return replace_in(unicode_1byte_data(result), n, at, from, to, max_count);
    case kUcs2: return replace_in(unicode_2byte_data(result), n, at, from, to, max_count);
    default: return replace_in(unicode_4byte_data(result), n, at, from, to, max_count);
  }
}

// Both of one length > 1.
Object* replace_same_length(Object* s, Object* old_sub, Object* new_sub, Ssize max_count, Ucs4 maxchar) {
  const Ssize m = unicode_length(old_sub), n = unicode_length(s);
  Ssize at = unicode_find(s, old_sub, 0, kSsizeMax, 1);
  if (at < 0) return at == -2 ? nullptr : unicode_result_unchanged(s);
  Object* result = unicode_new(n, maxchar);
  if (!result) return nullptr;
  unicode_fast_copy_characters(result, 0, s, 0, n);
  while (at >= 0 && max_count-- > 0) {
    unicode_fast_copy_characters(result, at, new_sub, 0, m);
    at = at + m > n ? -1 : unicode_find(s, old_sub, at + m, kSsizeMax, 1);
  }
  if (at == -2) return decref(result), nullptr;
  return result;
}

// old_sub empty: new_sub goes before each of the first `count` characters (and to the end).
void interleave(Object* result, Object* s, Object* new_sub, Ssize count) {
  const Ssize n = unicode_length(s), k = unicode_length(new_sub);
  Ssize out = 0;
  for (Ssize i = 0;; i++) {
    unicode_fast_copy_characters(result, out, new_sub, 0, k);
    out += k;
    if (--count == 0) {
      unicode_fast_copy_characters(result, out, s, i, n - i);
      return;
    }
    unicode_fast_copy_characters(result, out, s, i, 1);
    out++;
  }
}

Object* replace_other_length(Object* s, Object* old_sub, Object* new_sub, Ssize max_count, Ucs4 maxchar) {
  const Ssize n = unicode_length(s), m = unicode_length(old_sub), k = unicode_length(new_sub);
  AsKind needle(old_sub, unicode_kind(s));
  if (!needle.data) return nullptr;
  Object* result = nullptr;
  bool unchanged = false;
  with_trait(s, [&](auto trait) {
    using Char = typename decltype(trait)::Char;
    const Char* p = chars<Char>(unicode_data(s));
    const Char* q = chars<Char>(needle.data);
    Ssize found = count(p, n, q, m, max_count);
    if (found == 0) {
      unchanged = true;
      return;
    }
    if (k > m && k - m > (kSsizeMax - n) / found) {
      err_set_string(exc_OverflowError, "replace string is too long");
      return;
    }
    const Ssize size = n + found * (k - m);
    result = unicode_new(size, maxchar);
    if (!result || size == 0) return;
    if (m == 0) return interleave(result, s, new_sub, found);
    Ssize in = 0, out = 0;
    while (found-- > 0) {
      const Ssize at = in + find(p + in, n - in, q, m);
      unicode_fast_copy_characters(result, out, s, in, at - in);
      out += at - in;
      unicode_fast_copy_characters(result, out, new_sub, 0, k);
      out += k;
      in = at + m;
    }
    unicode_fast_copy_characters(result, out, s, in, n - in);
  });
  return unchanged ? unicode_result_unchanged(s) : result;
}

}  // namespace

Object* unicode_replace(Object* s, Object* old_sub, Object* new_sub, Ssize max_count) {
  if (!ensure_unicode(s) || !ensure_unicode(old_sub) || !ensure_unicode(new_sub)) return nullptr;
  const Ssize n = unicode_length(s), m = unicode_length(old_sub), k = unicode_length(new_sub);
  if (m > n) return unicode_result_unchanged(s);
  if (max_count < 0) {
    max_count = kSsizeMax;
  } else if (max_count == 0 || n == 0) {
    if (max_count == 0 || m > 0) return unicode_result_unchanged(s);
  }
  if (old_sub == new_sub) return unicode_result_unchanged(s);
  Ucs4 maxchar = unicode_max_char_value(s);
  const Ucs4 old_max = unicode_max_char_value(old_sub), new_max = unicode_max_char_value(new_sub);
  if (old_max > maxchar) return unicode_result_unchanged(s);
  // Taking out the widest characters may leave a narrower string.
  const bool may_shrink = new_max < old_max && maxchar == old_max;
  if (new_max > maxchar) maxchar = new_max;
  Object* result;
  if (m == k) {
    if (m == 0) return unicode_result_unchanged(s);
    if (m == 1) {
      const Ucs4 from = unicode_read_char(old_sub, 0);
      const Ssize at = unicode_find_char(s, from, 0, n, 1);
      if (at < 0) return unicode_result_unchanged(s);
      result = unicode_new(n, maxchar);
      if (!result) return nullptr;
      unicode_fast_copy_characters(result, 0, s, 0, n);
      replace_character(result, at, from, unicode_read_char(new_sub, 0), max_count);
    } else {
      result = replace_same_length(s, old_sub, new_sub, max_count, maxchar);
    }
  } else {
    result = replace_other_length(s, old_sub, new_sub, max_count, maxchar);
  }
  if (result && result != s && may_shrink) unicode_adjust_maxchar(&result);
  return result;
}

// --- Stripping ---

Object* unicode_x_strip(Object* s, int type, Object* set) {
  const Ssize n = unicode_length(s);
  Ssize start = 0, end = n;
  if (!set) {
    with_trait(s, [&](auto trait) {
      using T = decltype(trait);
      strip_range(chars<typename T::Char>(unicode_data(s)), n, type, T::is_space, &start, &end);
    });
    return unicode_substring(s, start, end);
  }
  const Ssize m = unicode_length(set);
  const int set_kind = unicode_kind(set);
  const void* set_data = unicode_data(set);
  uint64_t mask = 0;
  for (Ssize i = 0; i < m; i++) mask |= bloom_bit(unicode_read(set_kind, set_data, i));
  auto in_set = [&](Ucs4 ch) {
    return (mask & bloom_bit(ch)) && unicode_find_char(set, ch, 0, m, 1) >= 0;
  };
  with_trait(s, [&](auto trait) {
    strip_range(chars<typename decltype(trait)::Char>(unicode_data(s)), n, type, in_set, &start, &end);
  });
  return unicode_substring(s, start, end);
}

}  // namespace py

// Algorithms on runs of characters that str, bytes and bytearray share: searching, splitting, lines, counting.
// CPython 3.13: Objects/stringlib/{fastsearch,find,split,partition,count}.h
//
// A trait says what a character is and how to make a piece: Char, make(p, n) (new reference), unchanged(o) (whether a
// whole object may stand for its own copy), is_space, is_linebreak.
#pragma once
#include <cstring>

#include "object/errors.h"
#include "types/listobject.h"
#include "types/tupleobject.h"
#include "types/unicodectype.h"

namespace py::stringlib {

// --- Single characters ---

template <class Char>
Ssize find_char(const Char* s, Ssize n, Ucs4 ch) {
  if constexpr (sizeof(Char) == 1) {
    if (n <= 0) return -1;
    const void* p = std::memchr(s, static_cast<int>(ch), static_cast<size_t>(n));
    return p ? static_cast<const Char*>(p) - s : -1;
  } else {
    const Char c = static_cast<Char>(ch);
    constexpr Ssize kBlock = 16;  // compilers turn the inner loop into a vector comparison
    Ssize i = 0;
    for (; n - i >= kBlock; i += kBlock) {
      unsigned hits = 0;
      for (Ssize j = 0; j < kBlock; j++) hits |= s[i + j] == c;
      if (hits) break;
    }
    for (; i < n; i++) {
      if (s[i] == c) return i;
    }
    return -1;
  }
}
template <class Char>
Ssize rfind_char(const Char* s, Ssize n, Ucs4 ch) {
  const Char c = static_cast<Char>(ch);
  while (n-- > 0) {
    if (s[n] == c) return n;
  }
  return -1;
}

// --- Substrings: 64 bits of bloom filter over the needle's characters, and the distance of its last one ---

inline uint64_t bloom_bit(Ucs4 ch) { return uint64_t{1} << (ch & 63); }

// Position of p (m >= 2) in s, -1 when it is not there. m <= n.
template <class Char>
Ssize search(const Char* s, Ssize n, const Char* p, Ssize m) {
  if constexpr (sizeof(Char) == 1) {
    const void* at = memmem(s, static_cast<size_t>(n), p, static_cast<size_t>(m));
    return at ? static_cast<const Char*>(at) - s : -1;
  } else {
    const Ssize w = n - m, last = m - 1;
    Ssize gap = last;
    uint64_t mask = 0;
    const Char end = p[last];
    for (Ssize i = 0; i < last; i++) {
      mask |= bloom_bit(p[i]);
      if (p[i] == end) gap = last - i - 1;
    }
    mask |= bloom_bit(end);
    for (Ssize i = 0; i <= w; i++) {
      if (s[i + last] == end) {
        Ssize j = 0;
        while (j < last && s[i + j] == p[j]) j++;
        if (j == last) return i;
        if (i < w && !(mask & bloom_bit(s[i + m]))) {
          i += m;  // the next character is nowhere in p
        } else {
          i += gap;
        }
      } else if (i < w && !(mask & bloom_bit(s[i + m]))) {
        i += m;
      }
    }
    return -1;
  }
}

template <class Char>
Ssize rsearch(const Char* s, Ssize n, const Char* p, Ssize m) {
  const Ssize last = m - 1;
  Ssize skip = last;
  uint64_t mask = bloom_bit(p[0]);
  for (Ssize i = last; i > 0; i--) {
    mask |= bloom_bit(p[i]);
    if (p[i] == p[0]) skip = i - 1;
  }
  for (Ssize i = n - m; i >= 0; i--) {
    if (s[i] == p[0]) {
      Ssize j = last;
      while (j > 0 && s[i + j] == p[j]) j--;
      if (j == 0) return i;
      if (i > 0 && !(mask & bloom_bit(s[i - 1]))) {
        i -= m;
      } else {
        i -= skip;
      }
    } else if (i > 0 && !(mask & bloom_bit(s[i - 1]))) {
      i -= m;
    }
  }
  return -1;
}

// Any m, also 0 (found at once) and m > n.
template <class Char>
Ssize find(const Char* s, Ssize n, const Char* p, Ssize m) {
  if (m > n) return -1;
  if (m == 0) return 0;
  return m == 1 ? find_char(s, n, p[0]) : search(s, n, p, m);
}
template <class Char>
Ssize rfind(const Char* s, Ssize n, const Char* p, Ssize m) {
  if (m > n) return -1;
  if (m == 0) return n;
  return m == 1 ? rfind_char(s, n, p[0]) : rsearch(s, n, p, m);
}

// Occurrences that do not overlap, at most max_count.
template <class Char>
Ssize count(const Char* s, Ssize n, const Char* p, Ssize m, Ssize max_count) {
  if (n < 0) return 0;
  if (m == 0) return n < max_count ? n + 1 : max_count;
  Ssize found = 0;
  for (Ssize at = 0; found < max_count;) {
    Ssize i = find(s + at, n - at, p, m);
    if (i < 0) break;
    found++;
    at += i + m;
  }
  return found;
}

// start and end of a method brought into [0, length] as slices are.
inline void adjust_indices(Ssize* start, Ssize* end, Ssize length) {
  if (*end > length) {
    *end = length;
  } else if (*end < 0) {
    *end += length;
    if (*end < 0) *end = 0;
  }
  if (*start < 0) {
    *start += length;
    if (*start < 0) *start = 0;
  }
}

// --- Lists of pieces ---

// A list that is made with room for up to twelve pieces and then grows by appending.
struct Pieces {
  static constexpr Ssize kMaxPrealloc = 12;
  Object* list;
  Ssize count = 0;

  explicit Pieces(Ssize max_split) : list(list_new(max_split >= kMaxPrealloc ? kMaxPrealloc : max_split + 1)) {}
  // Steals piece; false with MemoryError (also when piece is null).
  bool add(Object* piece) {
    if (!piece) return false;
    if (count < kMaxPrealloc) {
      list_init_item(list, count, piece);
    } else {
      int status = list_append(list, piece);
      decref(piece);
      if (status < 0) return false;
    }
    count++;
    return true;
  }
  Object* finish() {
    as<ListObject>(list)->ob_size = count;
    return list;
  }
  Object* fail() {
    if (count < kMaxPrealloc) as<ListObject>(list)->ob_size = count;
    decref(list);
    return nullptr;
  }
};

template <class T, class Char = typename T::Char>
Object* split_whitespace(Object* o, const Char* s, Ssize n, Ssize max_count) {
  Pieces pieces(max_count);
  if (!pieces.list) return nullptr;
  Ssize i = 0;
  while (max_count-- > 0) {
    while (i < n && T::is_space(s[i])) i++;
    if (i == n) break;
    const Ssize j = i++;
    while (i < n && !T::is_space(s[i])) i++;
    if (j == 0 && i == n && T::unchanged(o)) {
      if (!pieces.add(new_ref(o))) return pieces.fail();
      break;
    }
    if (!pieces.add(T::make(s + j, i - j))) return pieces.fail();
  }
  if (i < n) {  // the rest, without spaces in front
    while (i < n && T::is_space(s[i])) i++;
    if (i != n && !pieces.add(T::make(s + i, n - i))) return pieces.fail();
  }
  return pieces.finish();
}

template <class T, class Char = typename T::Char>
Object* rsplit_whitespace(Object* o, const Char* s, Ssize n, Ssize max_count) {
  Pieces pieces(max_count);
  if (!pieces.list) return nullptr;
  Ssize i = n - 1;
  while (max_count-- > 0) {
    while (i >= 0 && T::is_space(s[i])) i--;
    if (i < 0) break;
    const Ssize j = i--;
    while (i >= 0 && !T::is_space(s[i])) i--;
    if (j == n - 1 && i < 0 && T::unchanged(o)) {
      if (!pieces.add(new_ref(o))) return pieces.fail();
      break;
    }
    if (!pieces.add(T::make(s + i + 1, j - i))) return pieces.fail();
  }
  if (i >= 0) {
    while (i >= 0 && T::is_space(s[i])) i--;
    if (i >= 0 && !pieces.add(T::make(s, i + 1))) return pieces.fail();
  }
  Object* list = pieces.finish();
  if (list_reverse(list) < 0) return decref(list), nullptr;
  return list;
}

template <class T, class Char = typename T::Char>
Object* split(Object* o, const Char* s, Ssize n, const Char* sep, Ssize m, Ssize max_count) {
  if (m == 0) {
    err_set_string(exc_ValueError, "empty separator");
    return nullptr;
  }
  Pieces pieces(max_count);
  if (!pieces.list) return nullptr;
  Ssize i = 0;
  while (max_count-- > 0) {
    Ssize at = find(s + i, n - i, sep, m);
    if (at < 0) break;
    if (!pieces.add(T::make(s + i, at))) return pieces.fail();
    i += at + m;
  }
  if (pieces.count == 0 && T::unchanged(o)) {
    if (!pieces.add(new_ref(o))) return pieces.fail();
  } else if (!pieces.add(T::make(s + i, n - i))) {
    return pieces.fail();
  }
  return pieces.finish();
}

template <class T, class Char = typename T::Char>
Object* rsplit(Object* o, const Char* s, Ssize n, const Char* sep, Ssize m, Ssize max_count) {
  if (m == 0) {
    err_set_string(exc_ValueError, "empty separator");
    return nullptr;
  }
  Pieces pieces(max_count);
  if (!pieces.list) return nullptr;
  Ssize j = n;
  while (max_count-- > 0) {
    Ssize at = rfind(s, j, sep, m);
    if (at < 0) break;
    if (!pieces.add(T::make(s + at + m, j - at - m))) return pieces.fail();
    j = at;
  }
  if (pieces.count == 0 && T::unchanged(o)) {
    if (!pieces.add(new_ref(o))) return pieces.fail();
  } else if (!pieces.add(T::make(s, j))) {
    return pieces.fail();
  }
  Object* list = pieces.finish();
  if (list_reverse(list) < 0) return decref(list), nullptr;
  return list;
}

template <class T, class Char = typename T::Char>
Object* splitlines(Object* o, const Char* s, Ssize n, bool keep_ends) {
  Object* list = list_new(0);
  if (!list) return nullptr;
  for (Ssize i = 0, j = 0; i < n; j = i) {
    while (i < n && !T::is_linebreak(s[i])) i++;
    Ssize end = i;
    if (i < n) {
      i += s[i] == '\r' && i + 1 < n && s[i + 1] == '\n' ? 2 : 1;
      if (keep_ends) end = i;
    }
    const bool whole = j == 0 && end == n && T::unchanged(o);
    Object* piece = whole ? new_ref(o) : T::make(s + j, end - j);
    const int status = piece ? list_append(list, piece) : -1;
    xdecref(piece);
    if (status < 0) return decref(list), nullptr;
    if (whole) break;
  }
  return list;
}

// (before, separator, after) around the position, or null with the error set. Steals nothing.
inline Object* triple(Object* before, Object* separator, Object* after) {
  Object* t = before && after ? tuple_pack(before, separator, after) : nullptr;
  xdecref(before);
  xdecref(after);
  return t;
}

// The strip of a method: [*start, *end) without characters that drop(ch) accepts. type 0 left, 1 right, 2 both.
template <class Char, class Drop>
void strip_range(const Char* s, Ssize n, int type, const Drop& drop, Ssize* start, Ssize* end) {
  Ssize i = 0, j = n;
  if (type != 1) {
    while (i < n && drop(s[i])) i++;
  }
  if (type != 0) {
    while (j > i && drop(s[j - 1])) j--;
  }
  *start = i;
  *end = j;
}

}  // namespace py::stringlib

// Strings: PEP 393 layout, makers, readers and the operations that other units call.
// CPython 3.13: Objects/unicodeobject.c, Include/cpython/unicodeobject.h
//
// Invariants: a string is read-only once anybody else can see it; its kind is the narrowest that holds its widest
// character; length excludes the closing NUL, which is always there. Exact strings are compact: the characters follow the
// header (40 bytes for ASCII, 56 otherwise) in the same block. Instances of subclasses have their characters in a block
// of their own. '' and the 256 one-character Latin-1 strings exist once, immortal and outside the heap.
#pragma once
#include <cstdarg>
#include <cstring>

#include "object/type.h"  // Object

namespace py {

using Ucs1 = uint8_t;
using Ucs2 = uint16_t;
using Ucs4 = uint32_t;
constexpr Ucs4 kMaxUnicode = 0x10ffff;

enum UnicodeKind : int { kUcs1 = 1, kUcs2 = 2, kUcs4 = 4 };  // bytes per character
enum Interned : uint8_t { SSTATE_NOT_INTERNED, SSTATE_INTERNED_MORTAL, SSTATE_INTERNED_IMMORTAL };

struct UnicodeState {
  uint8_t interned;
  uint8_t kind;
  uint8_t compact : 1;
  uint8_t ascii : 1;
  uint8_t statically_allocated : 1;
};

// PyASCIIObject. ASCII text follows it directly.
struct AsciiObject : Object {
  Ssize length;
  HashValue hash;  // -1: not computed yet
  UnicodeState state;
};
// PyCompactUnicodeObject. Other compact text follows it.
struct CompactUnicodeObject : AsciiObject {
  Ssize utf8_length;  // without the NUL
  char* utf8;         // cached UTF-8 (MEM), or null
};
// PyUnicodeObject: an instance of a subclass.
struct UnicodeObject : CompactUnicodeObject {
  void* data;  // MEM
};
constexpr Ssize kAsciiHeader = 40, kCompactHeader = 56;  // CPython's sizes: what is allocated
static_assert(sizeof(AsciiObject) <= kAsciiHeader && sizeof(CompactUnicodeObject) <= kCompactHeader &&
                  sizeof(UnicodeObject) <= 64,
              "the headers fit CPython's");
static_assert(sizeof(CompactUnicodeObject) % 4 == 0 && sizeof(AsciiObject) % 4 == 0,
              "characters behind a header are aligned");

extern TypeObject unicode_type, unicode_iter_type, unicode_ascii_iter_type;

inline bool unicode_check(const Object* o) {
  return type_has_feature(o->ob_type, TPFLAGS_UNICODE_SUBCLASS);
}
ALWAYS_INLINE bool unicode_check_exact(const Object* o) { return o->ob_type == &unicode_type; }

// --- Fields (in line) ---
ALWAYS_INLINE AsciiObject* unicode_head(Object* o) { return as<AsciiObject>(o); }
ALWAYS_INLINE const AsciiObject* unicode_head(const Object* o) { return as<AsciiObject>(o); }
ALWAYS_INLINE Ssize unicode_length(const Object* o) { return unicode_head(o)->length; }
ALWAYS_INLINE int unicode_kind(const Object* o) { return unicode_head(o)->state.kind; }
ALWAYS_INLINE bool unicode_is_ascii(const Object* o) { return unicode_head(o)->state.ascii; }
ALWAYS_INLINE bool unicode_is_compact(const Object* o) { return unicode_head(o)->state.compact; }
ALWAYS_INLINE bool unicode_is_compact_ascii(const Object* o) {
  return unicode_head(o)->state.ascii && unicode_head(o)->state.compact;
}
ALWAYS_INLINE int unicode_check_interned(const Object* o) { return unicode_head(o)->state.interned; }
ALWAYS_INLINE HashValue unicode_cached_hash(const Object* o) { return unicode_head(o)->hash; }
ALWAYS_INLINE void* unicode_data(const Object* o) {
  auto* s = const_cast<AsciiObject*>(unicode_head(o));
  if (LIKELY(s->state.compact)) {
    return s->state.ascii ? static_cast<void*>(s + 1)
                          : static_cast<void*>(static_cast<CompactUnicodeObject*>(s) + 1);
  }
  return static_cast<UnicodeObject*>(s)->data;
}
inline Ucs1* unicode_1byte_data(const Object* o) { return static_cast<Ucs1*>(unicode_data(o)); }
inline Ucs2* unicode_2byte_data(const Object* o) { return static_cast<Ucs2*>(unicode_data(o)); }
inline Ucs4* unicode_4byte_data(const Object* o) { return static_cast<Ucs4*>(unicode_data(o)); }
ALWAYS_INLINE Ucs4 unicode_read(int kind, const void* data, Ssize i) {
  size_t at = static_cast<size_t>(i);
  if (kind == kUcs1) return static_cast<const Ucs1*>(data)[at];
  if (kind == kUcs2) return static_cast<const Ucs2*>(data)[at];
  return static_cast<const Ucs4*>(data)[at];
}
ALWAYS_INLINE void unicode_write(int kind, void* data, Ssize i, Ucs4 ch) {
  size_t at = static_cast<size_t>(i);
  if (kind == kUcs1) {
    static_cast<Ucs1*>(data)[at] = static_cast<Ucs1>(ch);
  } else if (kind == kUcs2) {
    static_cast<Ucs2*>(data)[at] = static_cast<Ucs2>(ch);
  } else {
    static_cast<Ucs4*>(data)[at] = ch;
  }
}
ALWAYS_INLINE Ucs4 unicode_read_char(const Object* o, Ssize i) {
  return unicode_read(unicode_kind(o), unicode_data(o), i);
}
// The highest character that a string of this kind may have (not what it has): 0x7f, 0xff, 0xffff, 0x10ffff.
inline Ucs4 unicode_max_char_value(const Object* o) {
  if (unicode_is_ascii(o)) return 0x7f;
  int kind = unicode_kind(o);
  return kind == kUcs1 ? 0xff : kind == kUcs2 ? 0xffff : kMaxUnicode;
}
inline bool is_surrogate(Ucs4 ch) { return 0xd800 <= ch && ch <= 0xdfff; }
inline bool is_high_surrogate(Ucs4 ch) { return 0xd800 <= ch && ch <= 0xdbff; }
inline bool is_low_surrogate(Ucs4 ch) { return 0xdc00 <= ch && ch <= 0xdfff; }
inline Ucs4 join_surrogates(Ucs4 high, Ucs4 low) {
  return 0x10000 + (((high & 0x3ff) << 10) | (low & 0x3ff));
}

// --- Start ---
// '' and the one-character strings, an empty intern table; before identifiers_init.
void unicode_init();

// --- Makers. New references; null with MemoryError. ---
Object* unicode_new(Ssize size, Ucs4 maxchar);  // characters not set; '' is the singleton
Object* unicode_get_empty();                    // ''; immortal
Object* get_latin1_char(Ucs1 ch);               // immortal one-character string
Object* unicode_from_string(const char* utf8);
Object* unicode_from_string_and_size(const char* utf8, Ssize size);
Object* unicode_from_kind_and_data(int kind, const void* data, Ssize size);  // narrows
Object* unicode_from_ascii(const char* s, Ssize size);                       // bytes known to be ASCII
Object* unicode_from_ordinal(int ordinal);  // ValueError
Object* unicode_char(Ucs4 ch);
Object* unicode_from_format(const char* format, ...);
Object* unicode_from_format_v(const char* format, va_list args);
Object* unicode_from_object(Object* o);  // exact str; TypeError
Object* unicode_from_encoded_object(Object* o, const char* encoding, const char* errors);
void unicode_exact_dealloc(Object* o);   // for instructions that know the type
// An immortal interned string outside the heap (identifiers). ASCII.
Object* unicode_static_from_ascii(const char* s);
Object* unicode_copy(Object* o);         // always a new exact string ('' and Latin-1 characters apart)
Object* unicode_result_unchanged(Object* o);  // itself, or an exact copy of a subclass instance
int unicode_resize(Object** o, Ssize length);  // needs the only reference, or replaces it by a copy
void unicode_fast_copy_characters(Object* to, Ssize to_start, Object* from, Ssize from_start, Ssize n);
Ssize unicode_copy_characters(Object* to, Ssize to_start, Object* from, Ssize from_start, Ssize n);
void unicode_fast_fill(Object* o, Ssize start, Ssize length, Ucs4 ch);
Ucs4* unicode_as_ucs4_copy(Object* o);  // MEM block, NUL at the end
Ucs4 unicode_find_max_char(Object* o, Ssize start, Ssize end);

// --- Interning. Interned strings are mortal: the table holds no reference, dealloc takes them out. ---
void unicode_intern_in_place(Object** o);  // may replace *o by the interned equal
void unicode_intern_immortal(Object** o);
Object* unicode_intern_from_string(const char* utf8);
inline void unicode_intern_mortal(Object** o) { unicode_intern_in_place(o); }
Ssize unicode_interned_count();

// --- UTF-8 and other encodings (unicode_codecs.cc) ---
// Borrowed, cached in the string, NUL at the end; null with UnicodeEncodeError (lone surrogates).
const char* unicode_as_utf8(Object* o);
const char* unicode_as_utf8_and_size(Object* o, Ssize* size);
const char* unicode_as_utf8_no_nul(Object* o);
Object* unicode_as_utf8_string(Object* o);  // bytes
Object* unicode_as_encoded_string(Object* o, const char* encoding, const char* errors);  // null: utf-8, strict
Object* unicode_as_ascii_string(Object* o);
Object* unicode_as_latin1_string(Object* o);
Object* unicode_encode_utf8(Object* o, const char* errors);
Object* unicode_encode_utf16(Object* o, const char* errors, int byteorder);  // -1 little, 0 with BOM, 1 big
Object* unicode_encode_utf32(Object* o, const char* errors, int byteorder);
Object* unicode_encode_latin1(Object* o, const char* errors);
Object* unicode_encode_ascii(Object* o, const char* errors);
Object* unicode_decode(const char* s, Ssize size, const char* encoding, const char* errors);
Object* unicode_decode_utf8(const char* s, Ssize size, const char* errors);
// consumed null: the input is all there is; else stops before an incomplete sequence at the end.
Object* unicode_decode_utf8_stateful(const char* s, Ssize size, const char* errors, Ssize* consumed);
Object* unicode_decode_utf16(const char* s, Ssize size, const char* errors, int* byteorder);
Object* unicode_decode_utf16_stateful(const char* s, Ssize size, const char* errors, int* byteorder, Ssize* consumed);
Object* unicode_decode_utf32(const char* s, Ssize size, const char* errors, int* byteorder);
Object* unicode_decode_utf32_stateful(const char* s, Ssize size, const char* errors, int* byteorder, Ssize* consumed);
Object* unicode_decode_latin1(const char* s, Ssize size, const char* errors);
Object* unicode_decode_ascii(const char* s, Ssize size, const char* errors);
Object* unicode_decode_unicode_escape(const char* s, Ssize size, const char* errors);
Object* unicode_encode_unicode_escape(Object* o);
Object* unicode_decode_raw_unicode_escape(const char* s, Ssize size, const char* errors);
Object* unicode_encode_raw_unicode_escape(Object* o);
inline Object* unicode_decode_fs_default(const char* s) {
  return unicode_decode_utf8(s, static_cast<Ssize>(std::strlen(s)), "surrogateescape");
}
inline Object* unicode_encode_fs_default(Object* o) { return unicode_encode_utf8(o, "surrogateescape"); }

// --- Comparison and hash ---
HashValue unicode_hash(Object* o);  // computed once; never fails
ALWAYS_INLINE HashValue unicode_get_hash(Object* o) {
  HashValue h = unicode_cached_hash(o);
  return LIKELY(h != -1) ? h : unicode_hash(o);
}
bool unicode_eq(Object* a, Object* b);     // both are strings; no type check
bool unicode_equal(Object* a, Object* b);  // both are exact or interned strings
int unicode_compare(Object* a, Object* b);  // -1, 0, 1 (TypeError for others: -1)
int unicode_compare_with_ascii_string(Object* o, const char* ascii);
bool unicode_equal_to_ascii_string(Object* o, const char* ascii);
inline bool unicode_equal_to_utf8(Object* o, const char* s) { return unicode_equal_to_ascii_string(o, s); }
Object* unicode_rich_compare(Object* a, Object* b, int op);

// --- Operations ---
Object* unicode_concat(Object* a, Object* b);
// *left += right, in place when *left is the only reference; *left null on error. right null: error already set.
void unicode_append(Object** left, Object* right);
void unicode_append_and_del(Object** left, Object* right);  // steals right
Object* unicode_join(Object* separator, Object* sequence);  // null separator: ' '
Object* unicode_join_array(Object* separator, Object* const* items, Ssize n);  // BUILD_STRING
Object* unicode_substring(Object* o, Ssize start, Ssize end);
Ssize unicode_find(Object* s, Object* sub, Ssize start, Ssize end, int direction);  // -1 none, -2 error
Ssize unicode_find_char(Object* s, Ucs4 ch, Ssize start, Ssize end, int direction);
Ssize unicode_count(Object* s, Object* sub, Ssize start, Ssize end);
int unicode_contains(Object* s, Object* sub);
Ssize unicode_tailmatch(Object* s, Object* sub, Ssize start, Ssize end, int direction);  // > 0: at the end
Object* unicode_replace(Object* s, Object* old_sub, Object* new_sub, Ssize max_count);   // -1: all
Object* unicode_split(Object* s, Object* separator, Ssize max_split);
Object* unicode_rsplit(Object* s, Object* separator, Ssize max_split);
Object* unicode_splitlines(Object* s, bool keep_ends);
Object* unicode_partition(Object* s, Object* separator);
Object* unicode_rpartition(Object* s, Object* separator);
Object* unicode_translate(Object* s, Object* mapping, const char* errors);
Object* unicode_x_strip(Object* s, int strip_type, Object* chars);  // 0 left, 1 right, 2 both
Object* unicode_repeat(Object* s, Ssize n);
Object* unicode_format(Object* format, Object* args);  // %
Object* unicode_repr(Object* o);
bool unicode_is_identifier(Object* o);
bool unicode_is_valid_identifier_ascii(const char* s, Ssize n);
// ASCII digits and spaces for what stands for them in other scripts, '?' for the rest: input of int() and float().
Object* unicode_transform_decimal_and_space_to_ascii(Object* o);
// Grouping of digits in numbers: see formatter_unicode.h.

struct UnicodeWriter;

// str as tp_new, for subclasses that call it.
Object* unicode_new_type(TypeObject* type, Object* args, Object* kwds);

}  // namespace py

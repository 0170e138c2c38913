// See unicode_writer.h.
#include "types/unicode_writer.h"

#include "object/errors.h"
#include "types/unicode_internal.h"

namespace py {
namespace {

constexpr Ssize kOverallocateFactor = 4;

void update(UnicodeWriter* w) {
  w->maxchar = unicode_max_char_value(w->buffer);
  w->data = unicode_data(w->buffer);
  if (w->readonly) {  // a shared string: the next write has to copy
    w->kind = 0;
    w->size = 0;
  } else {
    w->kind = unicode_kind(w->buffer);
    w->size = unicode_length(w->buffer);
  }
}

Ssize grown(const UnicodeWriter* w, Ssize length) {
  if (w->overallocate && length <= kSsizeMax - length / kOverallocateFactor) length += length / kOverallocateFactor;
  return length < w->min_length ? w->min_length : length;
}

// A wider or longer copy of what is written.
int replace_buffer(UnicodeWriter* w, Ssize size, Ucs4 maxchar) {
  Object* wider = unicode_new(size, maxchar);
  if (!wider) return -1;
  unicode_fast_copy_characters(wider, 0, w->buffer, 0, w->pos);
  set_ref(w->buffer, wider);
  w->readonly = false;
  return 0;
}

void share(UnicodeWriter* w, Object* str) {  // steals
  w->readonly = true;
  w->buffer = str;
  update(w);
  w->pos += unicode_length(str);
}

}  // namespace

void unicode_writer_init(UnicodeWriter* w) { *w = UnicodeWriter(); }

void unicode_writer_init_with_buffer(UnicodeWriter* w, Object* buffer) {
  *w = UnicodeWriter();
  w->buffer = buffer;
  update(w);
  w->min_length = w->size;
}

void unicode_writer_dealloc(UnicodeWriter* w) { clear_ref(w->buffer); }

int unicode_writer_prepare_internal(UnicodeWriter* w, Ssize length, Ucs4 maxchar) {
  if (length > kSsizeMax - w->pos) {
    err_no_memory();
    return -1;
  }
  Ssize needed = w->pos + length;
  if (maxchar < w->min_char) maxchar = w->min_char;
  if (!w->buffer) {
    w->buffer = unicode_new(grown(w, needed), maxchar);
    if (!w->buffer) return -1;
  } else if (needed > w->size) {
    needed = grown(w, needed);
    if (maxchar > w->maxchar || w->readonly) {
      if (replace_buffer(w, needed, maxchar > w->maxchar ? maxchar : w->maxchar) < 0) return -1;
    } else {
      Object* resized = unicode_resize_compact(w->buffer, needed);
      if (!resized) return -1;
      w->buffer = resized;
    }
  } else if (maxchar > w->maxchar) {
    if (replace_buffer(w, w->size, maxchar) < 0) return -1;
  }
  update(w);
  return 0;
}

int unicode_writer_prepare_kind(UnicodeWriter* w, int kind) {
  if (kind <= w->kind) return 0;
  return unicode_writer_prepare_internal(w, 0, kind == kUcs2 ? 0xffff : kind == kUcs4 ? kMaxUnicode : 0xff);
}

int unicode_writer_write_char(UnicodeWriter* w, Ucs4 ch) {
  if (unicode_writer_prepare(w, 1, ch) < 0) return -1;
  unicode_write(w->kind, w->data, w->pos, ch);
  w->pos++;
  return 0;
}

int unicode_writer_write_str(UnicodeWriter* w, Object* str) {
  const Ssize n = unicode_length(str);
  if (n == 0) return 0;
  const Ucs4 maxchar = unicode_max_char_value(str);
  if (maxchar > w->maxchar || n > w->size - w->pos) {
    if (!w->buffer && !w->overallocate) {
      share(w, new_ref(str));
      return 0;
    }
    if (unicode_writer_prepare_internal(w, n, maxchar) < 0) return -1;
  }
  unicode_fast_copy_characters(w->buffer, w->pos, str, 0, n);
  w->pos += n;
  return 0;
}

int unicode_writer_write_substring(UnicodeWriter* w, Object* str, Ssize start, Ssize end) {
  if (end == start) return 0;
  if (start == 0 && end == unicode_length(str)) return unicode_writer_write_str(w, str);
  const Ucs4 maxchar =
      unicode_max_char_value(str) > w->maxchar ? unicode_find_max_char(str, start, end) : w->maxchar;
  if (unicode_writer_prepare(w, end - start, maxchar) < 0) return -1;
  unicode_fast_copy_characters(w->buffer, w->pos, str, start, end - start);
  w->pos += end - start;
  return 0;
}

namespace {

void put_bytes(UnicodeWriter* w, const char* s, Ssize n) {
  if (w->kind == kUcs1) {
    std::memcpy(static_cast<Ucs1*>(w->data) + w->pos, s, static_cast<size_t>(n));
  } else {
    for (Ssize i = 0; i < n; i++) unicode_write(w->kind, w->data, w->pos + i, static_cast<uint8_t>(s[i]));
  }
  w->pos += n;
}

}  // namespace

int unicode_writer_write_ascii_string(UnicodeWriter* w, const char* ascii, Ssize len) {
  if (len < 0) len = static_cast<Ssize>(std::strlen(ascii));
  if (len == 0) return 0;
  if (!w->buffer && !w->overallocate) {
    Object* str = unicode_from_ascii(ascii, len);
    if (!str) return -1;
    share(w, str);
    return 0;
  }
  if (unicode_writer_prepare(w, len, 127) < 0) return -1;
  put_bytes(w, ascii, len);
  return 0;
}

int unicode_writer_write_latin1_string(UnicodeWriter* w, const char* s, Ssize len) {
  const bool ascii = is_ascii_bytes(reinterpret_cast<const uint8_t*>(s), len);
  if (unicode_writer_prepare(w, len, ascii ? 127 : 255) < 0) return -1;
  if (len) put_bytes(w, s, len);
  return 0;
}

Object* unicode_writer_finish(UnicodeWriter* w) {
  if (w->pos == 0) {
    clear_ref(w->buffer);
    return unicode_get_empty();
  }
  Object* str = w->buffer;
  w->buffer = nullptr;
  if (w->readonly) return str;
  if (unicode_length(str) != w->pos) {
    Object* trimmed = unicode_resize_compact(str, w->pos);
    if (!trimmed) {
      decref(str);
      return nullptr;
    }
    str = trimmed;
  }
  // A single Latin-1 character is always the shared one.
  if (w->pos == 1 && unicode_kind(str) == kUcs1) {
    Object* shared = get_latin1_char(unicode_1byte_data(str)[0]);
    decref(str);
    return shared;
  }
  return str;
}

}  // namespace py

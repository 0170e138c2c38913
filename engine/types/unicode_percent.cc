// str % args.
// CPython 3.13: PyUnicode_Format in Objects/unicodeobject.c
#include "object/abstract.h"
#include "object/errors.h"
#include "types/floatobject.h"
#include "types/longobject.h"
#include "types/percent_format.h"
#include "types/unicode_internal.h"
#include "types/unicode_writer.h"

namespace py {
namespace {

struct TextReader final : PercentReader {
  Object* format;
  explicit TextReader(Object* f) : format(f) {}
  uint32_t read(Ssize i) const override { return unicode_read_char(format, i); }
  Object* make_key(Ssize start, Ssize end) const override { return unicode_substring(format, start, end); }
};

struct Formatter {
  UnicodeWriter w;
  PercentArgs args;
  Formatter(Object* operand) : args(operand, false) {}

  bool number_text(const PercentDirective& d, DoubleText s) {
    if (d.width == -1 && d.prec == -1 && !(d.flags & (F_SIGN | F_BLANK))) {
      return unicode_writer_write_ascii_string(&w, s.data(), static_cast<Ssize>(s.size())) == 0;
    }
    Object* str = unicode_from_ascii(s.data(), static_cast<Ssize>(s.size()));
    s.release();
    const bool ok = str && output(d, str);
    xdecref(str);
    return ok;
  }
  bool output(const PercentDirective& d, Object* str);
  bool integer(const PercentDirective& d, Object* v);
  bool character(const PercentDirective& d, Object* v);
  bool directive(PercentDirective d, Ssize at);
};

bool Formatter::output(const PercentDirective& d, Object* str) {
  const Ssize n = unicode_length(str);
  if (d.width <= n && (d.prec == -1 || d.prec >= n) && !(d.flags & (F_SIGN | F_BLANK))) {
    return unicode_writer_write_str(&w, str) == 0;
  }
  char first[4] = {};
  for (Ssize i = 0; d.sign && i < 3 && i < n; i++) first[i] = static_cast<char>(unicode_read_char(str, i));
  const PercentLayout l(d, first, n);
  Ucs4 maxchar = 127;
  if (unicode_max_char_value(str) > w.maxchar) {
    maxchar = unicode_find_max_char(str, l.body_start, l.body_start + l.body_length);
  }
  if (unicode_writer_prepare(&w, l.total(), maxchar) < 0) return false;
  auto fill = [&](Ssize count, Ucs4 ch) {
    if (count <= 0) return;
    unicode_fast_fill(w.buffer, w.pos, count, ch);
    w.pos += count;
  };
  for (char c : l.head) unicode_write(w.kind, w.data, w.pos++, static_cast<uint8_t>(c));
  fill(l.left, d.zero_fill() ? '0' : ' ');
  for (char c : l.middle) unicode_write(w.kind, w.data, w.pos++, static_cast<uint8_t>(c));
  if (l.body_length) {
    unicode_fast_copy_characters(w.buffer, w.pos, str, l.body_start, l.body_length);
    w.pos += l.body_length;
  }
  fill(l.right, ' ');
  return true;
}

bool Formatter::integer(const PercentDirective& d, Object* v) {
  if (long_check_exact(v) && d.width == -1 && d.prec == -1 && !(d.flags & (F_SIGN | F_BLANK)) && d.ch != 'X') {
    const int base = d.ch == 'o' ? 8 : d.ch == 'x' ? 16 : 10;
    return long_format_writer(&w, v, base, d.flags & F_ALT) == 0;
  }
  Object* i = percent_int(v, d.ch);
  if (!i) return false;
  std::string s;
  bool ok = percent_long_text(i, d, &s);
  decref(i);
  if (!ok) return false;
  Object* str = unicode_from_ascii(s.data(), static_cast<Ssize>(s.size()));
  ok = str && output(d, str);
  xdecref(str);
  return ok;
}

bool Formatter::character(const PercentDirective& d, Object* v) {
  Ucs4 ch;
  if (unicode_check(v)) {
    if (unicode_length(v) != 1) {
      err_set_string(exc_TypeError, "%c requires int or char");
      return false;
    }
    ch = unicode_read_char(v, 0);
  } else {
    Object* i = number_index(v);
    if (!i) {
      if (err_exception_matches(exc_TypeError)) err_set_string(exc_TypeError, "%c requires int or char");
      return false;
    }
    int overflow;
    const int64_t x = long_as_long_and_overflow(i, &overflow);
    decref(i);
    if (overflow || x < 0 || x > static_cast<int64_t>(kMaxUnicode)) {
      err_set_string(exc_OverflowError, "%c arg not in range(0x110000)");
      return false;
    }
    ch = static_cast<Ucs4>(x);
  }
  if (d.width == -1 && d.prec == -1) return unicode_writer_write_char(&w, ch) == 0;
  Object* str = unicode_char(ch);
  const bool ok = str && output(d, str);
  xdecref(str);
  return ok;
}

bool Formatter::directive(PercentDirective d, Ssize at) {
  Object* v = args.next();
  if (!v) return false;
  switch (d.ch) {
    case 's': case 'r': case 'a': {
      Object* str = d.ch == 'r'               ? object_repr(v)
                    : d.ch == 'a'             ? object_ascii(v)
                    : unicode_check_exact(v) ? new_ref(v)
                                              : object_str(v);
      const bool ok = str && output(d, str);
      xdecref(str);
      return ok;
    }
    case 'i': case 'd': case 'u': case 'o': case 'x': case 'X':
      d.sign = true;
      return integer(d, v);
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': {
      d.sign = true;
      const double x = float_as_double(v);
      if (x == -1.0 && err_occurred()) return false;
      return number_text(d, percent_float_text(x, d));
    }
    case 'c': return character(d, v);
    default:
      err_format(exc_ValueError, "unsupported format character '%c' (0x%x) at index %zd",
                 d.ch >= 31 && d.ch <= 126 ? static_cast<int>(d.ch) : '?', static_cast<unsigned>(d.ch), at);
      return false;
  }
}

}  // namespace

Object* unicode_format(Object* format, Object* operand) {
  if (!ensure_unicode(format)) return nullptr;
  Formatter f(operand);
  const Ssize n = unicode_length(format);
  unicode_writer_init(&f.w);
  f.w.min_length = n + 100;
  f.w.overallocate = true;
  const TextReader reader(format);
  bool ok = true;
  for (Ssize pos = 0; ok && pos < n;) {
    if (reader.read(pos) != '%') {
      Ssize end = unicode_find_char(format, '%', pos, n, 1);
      if (end < 0) {
        end = n;
        f.w.overallocate = false;
      }
      ok = unicode_writer_write_substring(&f.w, format, pos, end) == 0;
      pos = end;
      continue;
    }
    pos++;
    if (pos < n && reader.read(pos) == '%') {
      pos++;
      ok = unicode_writer_write_char(&f.w, '%') == 0;
      continue;
    }
    PercentDirective d;
    ok = reader.parse(&pos, n, &f.args, &d);
    if (!ok) break;
    if (pos >= n) f.w.overallocate = false;
    ok = f.directive(d, pos - 1);
    if (ok && f.args.dict && f.args.argidx < f.args.arglen) {
      err_set_string(exc_TypeError, "not all arguments converted during string formatting");
      ok = false;
    }
  }
  if (ok && !f.args.all_used()) {
    err_set_string(exc_TypeError, "not all arguments converted during string formatting");
    ok = false;
  }
  if (!ok) {
    unicode_writer_dealloc(&f.w);
    return nullptr;
  }
  return unicode_writer_finish(&f.w);
}

}  // namespace py

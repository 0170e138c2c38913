// bytes % args and bytearray % args.
// CPython 3.13: _PyBytes_FormatEx in Objects/bytesobject.c
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "types/buffer.h"
#include "types/bytes_internal.h"
#include "types/bytes_writer.h"
#include "types/floatobject.h"
#include "types/longobject.h"
#include "types/percent_format.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {
namespace {

struct ByteReader final : PercentReader {
  const char* s;
  explicit ByteReader(const char* text) : s(text) {}
  uint32_t read(Ssize i) const override { return static_cast<uint8_t>(s[i]); }
  Object* make_key(Ssize start, Ssize end) const override { return bytes_from_string_and_size(s + start, end - start); }
};

struct Formatter {
  BytesWriter w;
  PercentArgs args;
  Formatter(Object* operand) : args(operand, true) {}

  bool output(const PercentDirective& d, const char* s, Ssize n);
  bool object(const PercentDirective& d, Object* v);
  bool ascii(const PercentDirective& d, Object* v);
  bool character(const PercentDirective& d, Object* v);
  bool directive(PercentDirective d, Ssize at);
};

bool Formatter::output(const PercentDirective& d, const char* s, Ssize n) {
  const PercentLayout l(d, s, n);
  if (!w.prepare(l.total())) return false;
  for (char c : l.head) w.put(c);
  for (Ssize i = 0; i < l.left; i++) w.put(d.zero_fill() ? '0' : ' ');
  for (char c : l.middle) w.put(c);
  w.write(s + l.body_start, l.body_length);
  for (Ssize i = 0; i < l.right; i++) w.put(' ');
  return true;
}

// %s and %b: bytes, __bytes__, or a buffer.
bool Formatter::object(const PercentDirective& d, Object* v) {
  if (bytes_check_exact(v)) return output(d, bytes_data(v), bytes_size(v));
  if (bytearray_check(v)) return output(d, bytearray_data(v), bytearray_size(v));
  if (Object* f = object_lookup_special(v, ID(__bytes__))) {
    Object* b = object_call_no_args(f);
    decref(f);
    if (!b) return false;
    bool ok = bytes_check(b);
    if (ok) {
      ok = output(d, bytes_data(b), bytes_size(b));
    } else {
      err_format(exc_TypeError, "__bytes__ returned non-bytes (type %.200s)", b->ob_type->tp_name);
    }
    decref(b);
    return ok;
  }
  if (err_occurred()) return false;
  if (object_check_buffer(v)) {
    ScopedBuffer view;
    if (object_get_buffer(v, &view, BUF_FULL_RO) < 0) return false;
    return output(d, static_cast<char*>(view.buf), view.len);
  }
  err_format(exc_TypeError, "%%b requires a bytes-like object, or an object that implements __bytes__, not '%.100s'",
             v->ob_type->tp_name);
  return false;
}

bool Formatter::ascii(const PercentDirective& d, Object* v) {
  Object* text = object_ascii(v);
  const bool ok = text && output(d, static_cast<char*>(unicode_data(text)), unicode_length(text));
  xdecref(text);
  return ok;
}

bool Formatter::character(const PercentDirective& d, Object* v) {
  char c;
  if (bytes_check(v) && bytes_size(v) == 1) {
    c = bytes_data(v)[0];
  } else if (bytearray_check(v) && bytearray_size(v) == 1) {
    c = bytearray_data(v)[0];
  } else if (index_check(v)) {
    Object* i = number_index(v);
    if (!i) return false;
    int overflow;
    const int64_t value = long_as_long_and_overflow(i, &overflow);
    decref(i);
    if (overflow || value < 0 || value > 255) {
      err_set_string(exc_OverflowError, "%c arg not in range(256)");
      return false;
    }
    c = static_cast<char>(value);
  } else {
    err_set_string(exc_TypeError, "%c requires an integer in range(256) or a single byte");
    return false;
  }
  return output(d, &c, 1);
}

bool Formatter::directive(PercentDirective d, Ssize at) {
  Object* v = args.next();
  if (!v) return false;
  std::string s;
  switch (d.ch) {
    case 'r': case 'a': return ascii(d, v);
    case 's': case 'b': return object(d, v);
    case 'c': return character(d, v);
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': {
      d.sign = true;
      Object* i = percent_int(v, d.ch);
      if (!i) return false;
      const bool ok = percent_long_text(i, d, &s);
      decref(i);
      return ok && output(d, s.data(), static_cast<Ssize>(s.size()));
    }
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': {
      d.sign = true;
      const double x = float_as_double(v);
      if (x == -1.0 && err_occurred()) return false;
      const DoubleText text = percent_float_text(x, d);
      return output(d, text.data(), static_cast<Ssize>(text.size()));
    }
    default:
      err_format(exc_ValueError, "unsupported format character '%c' (0x%x) at index %zd", static_cast<int>(d.ch),
                 static_cast<unsigned>(d.ch), at);
      return false;
  }
}

}  // namespace

Object* bytes_format_ex(const char* format, Ssize n, Object* operand, bool use_bytearray) {
  Formatter f(operand);
  f.w.use_bytearray = use_bytearray;
  f.w.overallocate = true;
  if (!f.w.prepare(n + 100)) return nullptr;
  const ByteReader reader(format);
  for (Ssize pos = 0; pos < n;) {
    if (format[pos] != '%') {
      const void* percent = std::memchr(format + pos, '%', static_cast<size_t>(n - pos));
      const Ssize end = percent ? static_cast<const char*>(percent) - format : n;
      if (end == n) f.w.overallocate = false;
      if (!f.w.write(format + pos, end - pos)) return nullptr;
      pos = end;
      continue;
    }
    pos++;
    if (pos < n && format[pos] == '%') {
      pos++;
      if (!f.w.write_char('%')) return nullptr;
      continue;
    }
    PercentDirective d;
    if (!reader.parse(&pos, n, &f.args, &d)) return nullptr;
    if (pos >= n) f.w.overallocate = false;
    if (!f.directive(d, pos - 1)) return nullptr;
    if (f.args.dict && f.args.argidx < f.args.arglen) {
      err_set_string(exc_TypeError, "not all arguments converted during bytes formatting");
      return nullptr;
    }
  }
  if (!f.args.all_used()) {
    err_set_string(exc_TypeError, "not all arguments converted during bytes formatting");
    return nullptr;
  }
  return f.w.finish();
}

}  // namespace py

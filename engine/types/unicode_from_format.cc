// unicode_from_format: printf-like text with objects, for error messages and reprs.
// CPython 3.13: PyUnicode_FromFormatV in Objects/unicodeobject.c
//
// Integer lengths: none int, l long, ll long long, z and j and t Ssize (64 bits on every host).
#include "memory/region.h"  // address_of, for %p
#include "object/errors.h"
#include "types/typeobject.h"  // type_get_fully_qualified_name, for %T %N
#include "types/unicode_writer.h"
#include "types/unicodectype.h"

namespace py {
namespace {

struct Directive {
  bool left = false, zero = false, alternate = false;
  Ssize width = -1, precision = -1;
  enum Length { kInt, kLong, kLongLong, kSize } length = kInt;
};

struct Formatter {
  UnicodeWriter* w;
  va_list args;

  int number(char conversion, const Directive& d);
  int padded(Object* str, const Directive& d);
  int c_string(const char* s, const Directive& d);
  int object(char conversion, const Directive& d);
  int type_name(bool of_object, const Directive& d);
  int pointer(const Directive& d);
  const char* modifiers(const char* f, Directive* d);
  const char* directive(const char* f);
};

int Formatter::padded(Object* str, const Directive& d) {
  Ssize length = unicode_length(str);
  if (d.precision >= 0 && d.precision < length) length = d.precision;
  const Ssize fill = d.width > length ? d.width - length : 0;
  if (fill == 0 && length == unicode_length(str)) return unicode_writer_write_str(w, str);
  const Ucs4 maxchar = unicode_find_max_char(str, 0, length);
  if (unicode_writer_prepare(w, length + fill, maxchar) < 0) return -1;
  auto pad = [&] {
    unicode_fast_fill(w->buffer, w->pos, fill, ' ');
    w->pos += fill;
  };
  if (fill && !d.left) pad();
  unicode_fast_copy_characters(w->buffer, w->pos, str, 0, length);
  w->pos += length;
  if (fill && d.left) pad();
  return 0;
}

int Formatter::c_string(const char* s, const Directive& d) {
  Ssize length;
  if (d.precision < 0) {
    length = static_cast<Ssize>(std::strlen(s));
  } else {
    const void* end = std::memchr(s, 0, static_cast<size_t>(d.precision));
    length = end ? static_cast<const char*>(end) - s : d.precision;
  }
  Directive whole = d;
  whole.precision = -1;
  // Cut text may end within a character: that one is left out.
  Ssize consumed;
  Object* str = unicode_decode_utf8_stateful(s, length, "replace", d.precision < 0 ? nullptr : &consumed);
  if (!str) return -1;
  int status = padded(str, whole);
  decref(str);
  return status;
}

int Formatter::number(char conversion, const Directive& d) {
  uint64_t magnitude;
  bool negative = false;
  if (conversion == 'd' || conversion == 'i') {
    int64_t v = d.length == Directive::kInt    ? va_arg(args, int)
                : d.length == Directive::kLong ? va_arg(args, long)
                                               : va_arg(args, long long);
    negative = v < 0;
    magnitude = negative ? 0 - static_cast<uint64_t>(v) : static_cast<uint64_t>(v);
  } else {
    magnitude = d.length == Directive::kInt    ? va_arg(args, unsigned)
                : d.length == Directive::kLong ? va_arg(args, unsigned long)
                                               : va_arg(args, unsigned long long);
  }
  char buffer[32];
  char* end = buffer + sizeof buffer;
  char* p = end;
  const unsigned base = conversion == 'x' || conversion == 'X' ? 16 : conversion == 'o' ? 8 : 10;
  const char* digits = conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
  do {
    *--p = digits[magnitude % base];
    magnitude /= base;
  } while (magnitude);
  const Ssize count = end - p;
  const Ssize zeros_wanted = d.precision > count ? d.precision - count : 0;
  const Ssize body = count + zeros_wanted + negative;
  Ssize fill = d.width > body ? d.width - body : 0, zeros = zeros_wanted;
  if (d.zero && !d.left) {
    zeros += fill;
    fill = 0;
  }
  if (unicode_writer_prepare(w, count + zeros + negative + fill, 127) < 0) return -1;
  auto put = [&](Ucs4 ch, Ssize n) {
    unicode_fast_fill(w->buffer, w->pos, n, ch);
    w->pos += n;
  };
  if (!d.left) put(' ', fill);
  if (negative) put('-', 1);
  put('0', zeros);
  if (unicode_writer_write_ascii_string(w, p, count) < 0) return -1;
  if (d.left) put(' ', fill);
  return 0;
}

int Formatter::pointer(const Directive&) {
  char buffer[20];
  char* p = buffer + sizeof buffer;
  uint64_t address = address_of(va_arg(args, void*));
  const Ssize size = [&] {
    char* end = p;
    do {
      *--p = "0123456789abcdef"[address & 15];
      address >>= 4;
    } while (address);
    *--p = 'x';
    *--p = '0';
    return end - p;
  }();
  return unicode_writer_write_ascii_string(w, p, size);
}

int Formatter::type_name(bool of_object, const Directive& d) {
  Object* o = va_arg(args, Object*);
  Object* name = type_get_fully_qualified_name(of_object ? o->ob_type : as<TypeObject>(o));
  if (!name) return -1;
  if (d.alternate) {  // module:qualname
    const Ssize n = unicode_length(name);
    Object* module = type_get_module_name(of_object ? o->ob_type : as<TypeObject>(o));
    if (!module) {
      decref(name);
      return -1;
    }
    const Ssize at = unicode_check(module) ? unicode_length(module) : n;
    decref(module);
    if (at < n && unicode_read_char(name, at) == '.') {
      Object* copy = unicode_copy(name);
      set_ref(name, copy);
      if (!name) return -1;
      unicode_write(unicode_kind(name), unicode_data(name), at, ':');
    }
  }
  int status = padded(name, d);
  decref(name);
  return status;
}

int Formatter::object(char conversion, const Directive& d) {
  Object* str = nullptr;
  switch (conversion) {
    case 'U': return padded(va_arg(args, Object*), d);
    case 'V': {
      Object* o = va_arg(args, Object*);
      const char* s = va_arg(args, const char*);
      return o ? padded(o, d) : c_string(s, d);
    }
    case 'S': str = object_str(va_arg(args, Object*)); break;
    case 'R': str = object_repr(va_arg(args, Object*)); break;
    case 'A': str = object_ascii(va_arg(args, Object*)); break;
  }
  if (!str) return -1;
  int status = padded(str, d);
  decref(str);
  return status;
}

// Flags, width, precision and length; returns where the conversion stands.
const char* Formatter::modifiers(const char* f, Directive* d) {
  for (;; f++) {
    if (*f == '-') {
      d->left = true;
    } else if (*f == '0') {
      d->zero = true;
    } else if (*f == '#') {
      d->alternate = true;
    } else {
      break;
    }
  }
  auto count = [&]() -> Ssize {
    if (*f == '*') {
      f++;
      return va_arg(args, int);
    }
    Ssize n = 0;
    while (is_ascii_digit(static_cast<uint8_t>(*f))) n = n * 10 + (*f++ - '0');
    return n;
  };
  if (*f == '*' || is_ascii_digit(static_cast<uint8_t>(*f))) {
    d->width = count();
    if (d->width < 0) {
      d->left = true;
      d->width = -d->width;
    }
  }
  if (*f == '.') {
    f++;
    d->precision = count();
  }
  if (*f == 'l') {
    d->length = f[1] == 'l' ? Directive::kLongLong : Directive::kLong;
    f += f[1] == 'l' ? 2 : 1;
  } else if (*f == 'z' || *f == 'j' || *f == 't') {
    d->length = Directive::kSize;
    f++;
  }
  return f;
}

// One directive after its '%'; returns what follows, null with the error set.
const char* Formatter::directive(const char* f) {
  const char* start = f - 1;
  Directive d;
  f = modifiers(f, &d);
  int status = 0;
  const char conversion = *f++;
  switch (conversion) {
    case 'c': {
      const int ordinal = va_arg(args, int);
      if (ordinal < 0 || ordinal > static_cast<int>(kMaxUnicode)) {
        err_set_string(exc_OverflowError, "character argument not in range(0x110000)");
        return nullptr;
      }
      status = unicode_writer_write_char(w, static_cast<Ucs4>(ordinal));
      break;
    }
    case 'd': case 'i': case 'u': case 'x': case 'X': case 'o': status = number(conversion, d); break;
    case 'p': status = pointer(d); break;
    case 's': status = c_string(va_arg(args, const char*), d); break;
    case 'U': case 'V': case 'S': case 'R': case 'A': status = object(conversion, d); break;
    case 'T': status = type_name(true, d); break;
    case 'N': status = type_name(false, d); break;
    case '%': status = unicode_writer_write_char(w, '%'); break;
    default:
      err_format(exc_SystemError, "invalid format string: %s", start);
      return nullptr;
  }
  return status < 0 ? nullptr : f;
}

}  // namespace

Object* unicode_from_format_v(const char* format, va_list args) {
  UnicodeWriter writer;
  unicode_writer_init(&writer);
  writer.min_length = static_cast<Ssize>(std::strlen(format)) + 100;
  writer.overallocate = true;
  Formatter formatter;
  formatter.w = &writer;
  va_copy(formatter.args, args);
  const char* f = format;
  while (f && *f) {
    if (*f == '%') {
      f = formatter.directive(f + 1);
      continue;
    }
    const char* end = std::strchr(f, '%');
    if (!end) {
      writer.overallocate = false;
      end = f + std::strlen(f);
    }
    f = unicode_writer_write_ascii_string(&writer, f, end - f) < 0 ? nullptr : end;
  }
  va_end(formatter.args);
  if (!f) {
    unicode_writer_dealloc(&writer);
    return nullptr;
  }
  return unicode_writer_finish(&writer);
}

Object* unicode_from_format(const char* format, ...) {
  va_list args;
  va_start(args, format);
  Object* result = unicode_from_format_v(format, args);
  va_end(args);
  return result;
}

}  // namespace py

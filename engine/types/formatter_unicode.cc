// See formatter_unicode.h. This file: the format mini-language. string_format.cc: the fields of str.format.
#include "types/formatter_unicode.h"

#include <cmath>
#include <string>

#include "object/abstract.h"
#include "object/errors.h"
#include "types/complexobject.h"
#include "types/floatobject.h"
#include "types/longobject.h"
#include "types/pystrtod.h"
#include "types/unicodectype.h"

namespace py {
namespace {

// --- The specification ---

struct Spec {
  Ucs4 fill = ' ';
  Ucs4 align;
  bool alternate = false, no_neg_0 = false;
  Ucs4 sign = 0;
  Ssize width = -1;
  Ucs4 separator = 0;  // ',' '_' or none
  int group = 3;
  Ssize precision = -1;
  Ucs4 type;
};

Object* value_error(const char* message) {
  err_set_string(exc_ValueError, message);
  return nullptr;
}

bool unknown_type(Ucs4 type, const char* type_name) {
  if (type > 32 && type < 128) {
    err_format(exc_ValueError, "Unknown format code '%c' for object of type '%.200s'", static_cast<int>(type),
               type_name);
  } else {
    err_format(exc_ValueError, "Unknown format code '\\x%x' for object of type '%.200s'", static_cast<unsigned>(type),
               type_name);
  }
  return false;
}

// Decimal digits at *pos. How many, -1 with ValueError.
int get_integer(Object* spec, Ssize* pos, Ssize end, Ssize* result) {
  Ssize value = 0;
  int digits = 0;
  for (; *pos < end; ++*pos, digits++) {
    const Ucs4 ch = unicode_read_char(spec, *pos);
    const int d = ch < 128 ? (is_ascii_digit(static_cast<uint8_t>(ch)) ? static_cast<int>(ch - '0') : -1)
                           : unicode_todecimal(ch);
    if (d < 0) break;
    if (value > (kSsizeMax - d) / 10) {
      value_error("Too many decimal digits in format string");
      return -1;
    }
    value = value * 10 + d;
  }
  *result = value;
  return digits;
}

bool is_alignment(Ucs4 ch) { return ch == '<' || ch == '>' || ch == '=' || ch == '^'; }

bool check_separator(Spec* f) {
  if (!f->separator) return true;
  switch (f->type) {
    case 'd': case 'e': case 'f': case 'g': case 'E': case 'G': case '%': case 'F': case '\0': return true;
    case 'b': case 'o': case 'x': case 'X':
      if (f->separator == '_') {
        f->group = 4;
        return true;
      }
      break;
    default: break;
  }
  if (f->type > 32 && f->type < 128) {
    err_format(exc_ValueError, "Cannot specify '%c' with '%c'.", static_cast<int>(f->separator),
               static_cast<int>(f->type));
  } else {
    err_format(exc_ValueError, "Cannot specify '%c' with '\\x%x'.", static_cast<int>(f->separator),
               static_cast<unsigned>(f->type));
  }
  return false;
}

// [[fill]align][sign][z][#][0][width][grouping][.precision][type]
bool parse_spec(Object* obj, Object* spec, Ssize start, Ssize end, Spec* f, Ucs4 default_type, Ucs4 default_align) {
  Ssize pos = start;
  auto at = [&](Ssize i) { return pos + i < end ? unicode_read_char(spec, pos + i) : Ucs4{0}; };
  auto take = [&](Ucs4 ch) { return pos < end && at(0) == ch ? (pos++, true) : false; };
  bool fill_given = false, align_given = false;
  f->align = default_align;
  f->type = default_type;
  if (end - pos >= 2 && is_alignment(at(1))) {
    f->fill = at(0);
    f->align = at(1);
    fill_given = align_given = true;
    pos += 2;
  } else if (end - pos >= 1 && is_alignment(at(0))) {
    f->align = at(0);
    align_given = true;
    pos++;
  }
  if (pos < end && (at(0) == ' ' || at(0) == '+' || at(0) == '-')) f->sign = at(0), pos++;
  f->no_neg_0 = take('z');
  f->alternate = take('#');
  if (!fill_given && pos < end && at(0) == '0') {
    f->fill = '0';
    if (!align_given && default_align == '>') f->align = '=';
    pos++;
  }
  int digits = get_integer(spec, &pos, end, &f->width);
  if (digits < 0) return false;
  if (digits == 0) f->width = -1;
  if (take(',')) f->separator = ',';
  if (pos < end && at(0) == '_') {
    if (f->separator) return value_error("Cannot specify both ',' and '_'."), false;
    f->separator = '_';
    pos++;
  }
  if (pos < end && at(0) == ',' && f->separator == '_') return value_error("Cannot specify both ',' and '_'."), false;
  if (take('.')) {
    digits = get_integer(spec, &pos, end, &f->precision);
    if (digits < 0) return false;
    if (digits == 0) return value_error("Format specifier missing precision"), false;
  }
  if (end - pos > 1) {
    Object* text = unicode_substring(spec, start, end);
    if (text) {
      err_format(exc_ValueError, "Invalid format specifier '%U' for object of type '%.200s'", text,
                 obj->ob_type->tp_name);
      decref(text);
    }
    return false;
  }
  if (end - pos == 1) f->type = at(0);
  return check_separator(f);
}

// --- Padding ---

struct Padding {
  Ssize left = 0, right = 0;
  Padding(Ssize length, Ssize width, Ucs4 align) {
    if (width <= length) return;
    const Ssize n = width - length;
    left = align == '>' || align == '=' ? n : align == '^' ? n / 2 : 0;
    right = n - left;
  }
};

void put_fill(UnicodeWriter* w, Ssize n, Ucs4 ch) {  // room is there
  if (n > 0) {
    unicode_fast_fill(w->buffer, w->pos, n, ch);
    w->pos += n;
  }
}
void put_text(UnicodeWriter* w, const std::string& s) {
  for (char c : s) unicode_write(w->kind, w->data, w->pos++, static_cast<uint8_t>(c));
}

// --- Strings ---

int format_string(UnicodeWriter* w, Object* value, const Spec& f) {
  if (f.sign) {
    value_error(f.sign == ' ' ? "Space not allowed in string format specifier"
                              : "Sign not allowed in string format specifier");
    return -1;
  }
  if (f.no_neg_0) return value_error("Negative zero coercion (z) not allowed in string format specifier"), -1;
  if (f.alternate) return value_error("Alternate form (#) not allowed in string format specifier"), -1;
  if (f.align == '=') return value_error("'=' alignment not allowed in string format specifier"), -1;
  Ssize n = unicode_length(value);
  if (f.width <= n && (f.precision == -1 || f.precision >= n)) return unicode_writer_write_str(w, value);
  if (f.precision >= 0 && n >= f.precision) n = f.precision;
  const Padding padding(n, f.width, f.align);
  Ucs4 maxchar = w->maxchar;
  if ((padding.left || padding.right) && f.fill > maxchar) maxchar = f.fill;
  if (unicode_max_char_value(value) > maxchar) {
    const Ucs4 own = unicode_find_max_char(value, 0, n);
    if (own > maxchar) maxchar = own;
  }
  if (unicode_writer_prepare(w, padding.left + n + padding.right, maxchar) < 0) return -1;
  put_fill(w, padding.left, f.fill);
  if (n) {
    unicode_fast_copy_characters(w->buffer, w->pos, value, 0, n);
    w->pos += n;
  }
  put_fill(w, padding.right, f.fill);
  return 0;
}

// --- Numbers ---

// A number cut into what padding and grouping look at: sign, prefix, digits before the point, and the rest.
struct Number {
  char sign = 0;       // as it will be written
  std::string prefix;  // "0x"
  std::string digits;  // grouped by layout()
  std::string rest;    // point, fraction, exponent, '%', or "inf"
  Ssize left = 0, inner = 0, right = 0;

  Ssize length() const {
    return (sign != 0) + static_cast<Ssize>(prefix.size() + digits.size() + rest.size());
  }
  void set_sign(bool negative, Ucs4 wanted) {
    sign = negative ? '-' : wanted == '+' ? '+' : wanted == ' ' ? ' ' : '\0';
  }
  void layout(const Spec& f);
  void write(UnicodeWriter* w, Ucs4 fill) const;
  Ssize total() const { return left + inner + right + length(); }
};

// Groups of f.group digits from the right, with zeros in front until min_width characters are there.
std::string group_digits(const std::string& digits, const Spec& f, Ssize min_width) {
  std::string reversed;
  Ssize remaining = static_cast<Ssize>(digits.size());
  for (bool first = true;; first = false) {
    const Ssize wanted = remaining > min_width ? remaining : min_width;
    Ssize n = wanted > 1 ? wanted : 1;
    if (f.separator && n > f.group) n = f.group;
    if (!first) reversed += static_cast<char>(f.separator);
    for (Ssize i = 0; i < n; i++) {
      reversed += remaining > 0 ? digits[static_cast<size_t>(--remaining)] : '0';
    }
    min_width -= n;
    if (remaining <= 0 && min_width <= 0) break;
    min_width -= 1;
  }
  return std::string(reversed.rbegin(), reversed.rend());
}

void Number::layout(const Spec& f) {
  const Ssize others = (sign != 0) + static_cast<Ssize>(prefix.size() + rest.size());
  const Ssize min_width = f.fill == '0' && f.align == '=' ? f.width - others : 0;
  if (!digits.empty()) digits = group_digits(digits, f, min_width);
  const Ssize padding = f.width - length();
  left = inner = right = 0;
  if (padding <= 0) return;
  switch (f.align) {
    case '<': right = padding; break;
    case '^':
      left = padding / 2;
      right = padding - left;
      break;
    case '=': inner = padding; break;
    default: left = padding;
  }
}

void Number::write(UnicodeWriter* w, Ucs4 fill) const {
  put_fill(w, left, fill);
  if (sign) unicode_write(w->kind, w->data, w->pos++, static_cast<Ucs4>(sign));
  put_text(w, prefix);
  put_fill(w, inner, fill);
  put_text(w, digits);
  put_text(w, rest);
  put_fill(w, right, fill);
}

int write_number(UnicodeWriter* w, const Number& n, const Spec& f) {
  const bool padded = n.left || n.inner || n.right;
  if (unicode_writer_prepare(w, n.total(), padded && f.fill > 127 ? f.fill : 127) < 0) return -1;
  n.write(w, f.fill);
  return 0;
}

// --- Ints ---

int format_character(UnicodeWriter* w, Object* value, const Spec& f) {
  if (f.sign) return value_error("Sign not allowed with integer format specifier 'c'"), -1;
  if (f.alternate) return value_error("Alternate form (#) not allowed with integer format specifier 'c'"), -1;
  const int64_t x = long_as_long(value);
  if (x == -1 && err_occurred()) return -1;
  if (x < 0 || x > static_cast<int64_t>(kMaxUnicode)) {
    err_set_string(exc_OverflowError, "%c arg not in range(0x110000)");
    return -1;
  }
  const Ucs4 ch = static_cast<Ucs4>(x);
  const Padding padding(1, f.width, f.align);
  const bool padded = padding.left || padding.right;
  if (unicode_writer_prepare(w, padding.left + 1 + padding.right, padded && f.fill > ch ? f.fill : ch) < 0) return -1;
  put_fill(w, padding.left, f.fill);
  unicode_write(w->kind, w->data, w->pos++, ch);
  put_fill(w, padding.right, f.fill);
  return 0;
}

int format_long(UnicodeWriter* w, Object* value, const Spec& f) {
  if (f.precision != -1) return value_error("Precision not allowed in integer format specifier"), -1;
  if (f.no_neg_0) return value_error("Negative zero coercion (z) not allowed in integer format specifier"), -1;
  if (f.type == 'c') return format_character(w, value, f);
  int base = 10;
  if (f.type == 'b') base = 2;
  if (f.type == 'o') base = 8;
  if (f.type == 'x' || f.type == 'X') base = 16;
  if (f.sign != '+' && f.sign != ' ' && f.width == -1 && f.type != 'X' && f.type != 'n' && !f.separator &&
      long_check_exact(value)) {
    return long_format_writer(w, value, base, f.alternate);
  }
  Object* text = long_format(value, base);
  if (!text) return -1;
  const char* s = static_cast<char*>(unicode_data(text));
  const bool negative = *s == '-';
  if (negative) s++;
  Number n;
  n.set_sign(negative, f.sign);
  if (base != 10) {
    if (f.alternate) n.prefix.assign(s, 2);
    s += 2;
  }
  n.digits = s;
  if (f.type == 'X') {
    for (char& c : n.prefix) c = static_cast<char>(ascii_to_upper(static_cast<uint8_t>(c)));
    for (char& c : n.digits) c = static_cast<char>(ascii_to_upper(static_cast<uint8_t>(c)));
  }
  n.layout(f);
  const int status = write_number(w, n, f);
  decref(text);
  return status;
}

// --- Floats ---

// Splits double_to_string's text: sign, digits before the point, the rest.
Number split_number(const std::string& text, Ucs4 sign) {
  Number n;
  size_t i = 0;
  const bool negative = text[0] == '-';
  if (negative) i++;
  n.set_sign(negative, sign);
  const size_t start = i;
  while (i < text.size() && is_ascii_digit(static_cast<uint8_t>(text[i]))) i++;
  n.digits = text.substr(start, i - start);
  n.rest = text.substr(i);
  return n;
}

// Format code and precision as double_to_string wants them.
struct FloatCode {
  char type;
  int precision, flags;
};
bool float_code(const Spec& f, FloatCode* code, bool complex) {
  if (f.precision > INT32_MAX) return value_error("precision too big"), false;
  Ucs4 type = f.type;
  Ssize precision = f.precision, default_precision = 6;
  code->flags = (f.alternate ? DTSF_ALT : 0) | (f.no_neg_0 ? DTSF_NO_NEG_0 : 0);
  if (type == '\0') {
    type = 'r';
    default_precision = 0;
    if (!complex) code->flags |= DTSF_ADD_DOT_0;
  }
  if (type == 'n') type = 'g';
  if (type == '%') type = 'f';
  if (precision < 0) {
    precision = default_precision;
  } else if (type == 'r') {
    type = 'g';
  }
  code->type = static_cast<char>(type);
  code->precision = static_cast<int>(precision);
  return true;
}

int format_float(UnicodeWriter* w, Object* value, const Spec& f) {
  FloatCode code;
  if (!float_code(f, &code, false)) return -1;
  double v = float_as_double(value);
  if (v == -1.0 && err_occurred()) return -1;
  if (f.type == '%') v *= 100;
  DoubleText text = double_to_string(v, code.type, code.precision, code.flags);
  if (f.type == '%') text += '%';
  if (f.sign != '+' && f.sign != ' ' && f.width == -1 && f.type != 'n' && !f.separator) {
    return unicode_writer_write_ascii_string(w, text.data(), static_cast<Ssize>(text.size()));
  }
  // CPython makes a string of it first, which lives until the number is written.
  Object* copy = unicode_from_ascii(text.data(), static_cast<Ssize>(text.size()));
  text.release();
  if (!copy) return -1;
  Number n = split_number(text, f.sign);
  n.layout(f);
  const int status = write_number(w, n, f);
  decref(copy);
  return status;
}

// --- Complex numbers ---

int format_complex(UnicodeWriter* w, Object* value, const Spec& f) {
  if (f.precision > INT32_MAX) return value_error("precision too big"), -1;
  if (f.fill == '0') return value_error("Zero padding is not allowed in complex format specifier"), -1;
  if (f.align == '=') return value_error("'=' alignment flag is not allowed in complex format specifier"), -1;
  FloatCode code;
  if (!float_code(f, &code, true)) return -1;
  const Complex c = complex_value(value);
  bool skip_real = false, parentheses = false;
  if (f.type == '\0') {
    skip_real = c.real == 0.0 && std::copysign(1.0, c.real) == 1.0;
    parentheses = !skip_real;
  }
  Spec part = f;  // width and alignment belong to the whole
  part.fill = 0;
  part.align = '<';
  part.width = -1;
  Number re = split_number(double_to_string(c.real, code.type, code.precision, code.flags), f.sign);
  re.layout(part);
  Number im = split_number(double_to_string(c.imag, code.type, code.precision, code.flags), skip_real ? f.sign : '+');
  im.layout(part);
  if (skip_real) re = Number();
  const Ssize length = re.length() + im.length() + 1 + (parentheses ? 2 : 0);
  const Padding padding(length, f.width, f.align);
  const bool padded = padding.left || padding.right;
  if (unicode_writer_prepare(w, padding.left + length + padding.right, padded && f.fill > 127 ? f.fill : 127) < 0) {
    return -1;
  }
  put_fill(w, padding.left, f.fill);
  if (parentheses) put_text(w, "(");
  re.write(w, 0);
  im.write(w, 0);
  put_text(w, parentheses ? "j)" : "j");
  put_fill(w, padding.right, f.fill);
  return 0;
}

// An empty specification: str(obj).
int write_str_of(UnicodeWriter* w, Object* obj) {
  Object* s = object_str(obj);
  if (!s) return -1;
  const int status = unicode_writer_write_str(w, s);
  decref(s);
  return status;
}

bool is_float_type(Ucs4 type) {
  return type == 'e' || type == 'E' || type == 'f' || type == 'F' || type == 'g' || type == 'G' || type == '%';
}

}  // namespace

int unicode_format_advanced_writer(UnicodeWriter* w, Object* obj, Object* spec, Ssize start, Ssize end) {
  if (start == end) return unicode_check_exact(obj) ? unicode_writer_write_str(w, obj) : write_str_of(w, obj);
  Spec f;
  if (!parse_spec(obj, spec, start, end, &f, 's', '<')) return -1;
  if (f.type == 's') return format_string(w, obj, f);
  unknown_type(f.type, obj->ob_type->tp_name);
  return -1;
}

int long_format_advanced_writer(UnicodeWriter* w, Object* obj, Object* spec, Ssize start, Ssize end) {
  if (start == end) return long_check_exact(obj) ? long_format_writer(w, obj, 10, false) : write_str_of(w, obj);
  Spec f;
  if (!parse_spec(obj, spec, start, end, &f, 'd', '>')) return -1;
  switch (f.type) {
    case 'b': case 'c': case 'd': case 'o': case 'x': case 'X': case 'n': return format_long(w, obj, f);
    default: break;
  }
  if (!is_float_type(f.type)) return unknown_type(f.type, obj->ob_type->tp_name), -1;
  Object* v = number_float(obj);
  if (!v) return -1;
  const int status = format_float(w, v, f);
  decref(v);
  return status;
}

int float_format_advanced_writer(UnicodeWriter* w, Object* obj, Object* spec, Ssize start, Ssize end) {
  if (start == end) return write_str_of(w, obj);
  Spec f;
  if (!parse_spec(obj, spec, start, end, &f, '\0', '>')) return -1;
  if (f.type == '\0' || f.type == 'n' || is_float_type(f.type)) return format_float(w, obj, f);
  unknown_type(f.type, obj->ob_type->tp_name);
  return -1;
}

int complex_format_advanced_writer(UnicodeWriter* w, Object* obj, Object* spec, Ssize start, Ssize end) {
  if (start == end) return write_str_of(w, obj);
  Spec f;
  if (!parse_spec(obj, spec, start, end, &f, '\0', '>')) return -1;
  if (f.type == '\0' || f.type == 'n' || (is_float_type(f.type) && f.type != '%')) return format_complex(w, obj, f);
  unknown_type(f.type, obj->ob_type->tp_name);
  return -1;
}

}  // namespace py

// See percent_format.h.
#include "types/percent_format.h"

#include "object/abstract.h"
#include "object/errors.h"
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/floatobject.h"
#include "types/longobject.h"
#include "types/pystrtod.h"
#include "types/tupleobject.h"
#include "types/unicodectype.h"

namespace py {

PercentArgs::PercentArgs(Object* operand, bool bytes) : args(operand), dict(nullptr), for_bytes(bytes) {
  if (tuple_check(operand)) {
    arglen = tuple_size(operand);
    argidx = 0;
  } else {
    arglen = -1;
    argidx = -2;
  }
  const bool text = bytes ? bytes_check(operand) || bytearray_check(operand) || unicode_check(operand)
                          : unicode_check(operand);
  if (mapping_check(operand) && !tuple_check(operand) && !text) dict = operand;
}

PercentArgs::~PercentArgs() {
  if (args_owned) decref(args);
}

Object* PercentArgs::next() {
  const Ssize i = argidx;
  if (i < arglen) {
    argidx++;
    return arglen < 0 ? args : tuple_item(args, i);
  }
  err_set_string(exc_TypeError, "not enough arguments for format string");
  return nullptr;
}

bool PercentArgs::use_key(Object* key) {
  Object* value = object_get_item(dict, key);
  if (!value) return false;
  if (args_owned) decref(args);
  args = value;
  args_owned = true;
  arglen = -1;
  argidx = -2;
  return true;
}

namespace {

bool fail(TypeObject* type, const char* message) {
  err_set_string(type, message);
  return false;
}

// The argument of a '*': null with the error set.
Object* star_argument(PercentArgs* args) {
  Object* v = args->next();
  if (v && !long_check(v)) {
    fail(exc_TypeError, "* wants int");
    return nullptr;
  }
  return v;
}

}  // namespace

bool PercentReader::parse_key(Ssize* pos, Ssize n, PercentArgs* args) const {
  Ssize i = *pos;
  if (i >= n || read(i) != '(') return true;
  if (!args->dict) return fail(exc_TypeError, "format requires a mapping");
  const Ssize start = ++i;
  int depth = 1;
  for (; depth > 0 && i < n; i++) {
    const uint32_t ch = read(i);
    depth += ch == '(' ? 1 : ch == ')' ? -1 : 0;
  }
  if (depth > 0) return fail(exc_ValueError, "incomplete format key");
  Object* key = make_key(start, i - 1);
  const bool ok = key && args->use_key(key);
  xdecref(key);
  *pos = i;
  return ok;
}

bool PercentReader::parse_digits(Ssize* pos, Ssize n, Ssize limit, const char* too_big, Ssize* value) const {
  for (; *pos < n && read(*pos) >= '0' && read(*pos) <= '9'; ++*pos) {
    const Ssize d = static_cast<Ssize>(read(*pos) - '0');
    if (*value > (limit - d) / 10) return fail(exc_ValueError, too_big);
    *value = *value * 10 + d;
  }
  return true;
}

bool PercentReader::parse_width(Ssize* pos, Ssize n, PercentArgs* args, PercentDirective* d) const {
  const uint32_t ch = *pos < n ? read(*pos) : 0;
  if (ch == '*') {
    ++*pos;
    Object* v = star_argument(args);
    if (!v) return false;
    d->width = long_as_ssize_t(v);
    if (d->width == -1 && err_occurred()) return false;
    if (d->width < 0) {
      d->flags |= F_LJUST;
      d->width = -d->width;
    }
  } else if (ch >= '0' && ch <= '9') {
    d->width = 0;
    return parse_digits(pos, n, kSsizeMax, "width too big", &d->width);
  }
  return true;
}

bool PercentReader::parse_precision(Ssize* pos, Ssize n, PercentArgs* args, PercentDirective* d) const {
  if (*pos >= n || read(*pos) != '.') return true;
  ++*pos;
  d->prec = 0;
  if (*pos < n && read(*pos) == '*') {
    ++*pos;
    Object* v = star_argument(args);
    if (!v) return false;
    d->prec = long_as_int(v);
    if (d->prec == -1 && err_occurred()) return false;
    if (d->prec < 0) d->prec = 0;
    return true;
  }
  Ssize value = 0;
  if (!parse_digits(pos, n, INT32_MAX, args->for_bytes ? "prec too big" : "precision too big", &value)) return false;
  d->prec = static_cast<int>(value);
  return true;
}

bool PercentReader::parse(Ssize* pos, Ssize n, PercentArgs* args, PercentDirective* d) const {
  Ssize i = *pos;
  if (!parse_key(&i, n, args)) return false;
  for (;; i++) {
    const uint32_t ch = i < n ? read(i) : 0;
    const int flag = ch == '-'   ? F_LJUST
                     : ch == '+' ? F_SIGN
                     : ch == ' ' ? F_BLANK
                     : ch == '#' ? F_ALT
                     : ch == '0' ? F_ZERO
                                 : 0;
    if (!flag) break;
    d->flags |= flag;
  }
  if (!parse_width(&i, n, args, d) || !parse_precision(&i, n, args, d)) return false;
  if (i < n && (read(i) == 'h' || read(i) == 'l' || read(i) == 'L')) i++;
  if (i >= n) return fail(exc_ValueError, "incomplete format");
  d->ch = read(i++);
  *pos = i;
  return true;
}

Object* percent_int(Object* v, uint32_t ch) {
  const bool index_only = ch == 'o' || ch == 'x' || ch == 'X';
  if (number_check(v)) {
    if (long_check(v)) return new_ref(v);
    Object* i = index_only ? number_index(v) : number_long(v);
    if (i) return i;
    if (!err_exception_matches(exc_TypeError)) return nullptr;
    err_clear();
  }
  return err_format(exc_TypeError,
                    index_only ? "%%%c format: an integer is required, not %.200s"
                               : "%%%c format: a real number is required, not %.200s",
                    static_cast<int>(ch), v->ob_type->tp_name);
}

bool percent_long_text(Object* v, const PercentDirective& d, std::string* out) {
  if (d.prec > INT32_MAX - 3) {
    err_set_string(exc_ValueError, "precision too large");
    return false;
  }
  const int base = d.ch == 'o' ? 8 : d.ch == 'x' || d.ch == 'X' ? 16 : 10;
  Object* text = long_format(v, base);
  if (!text) return false;
  const char* s = static_cast<char*>(unicode_data(text));
  out->clear();
  if (*s == '-') *out += *s++;
  if (base != 10) {
    if (d.flags & F_ALT) out->append(s, 2);
    s += 2;
  }
  const size_t digits = std::strlen(s);
  if (d.prec > 0 && static_cast<size_t>(d.prec) > digits) out->append(static_cast<size_t>(d.prec) - digits, '0');
  out->append(s, digits);
  decref(text);
  if (d.ch == 'X') {
    for (char& c : *out) c = static_cast<char>(ascii_to_upper(static_cast<uint8_t>(c)));
  }
  return true;
}

DoubleText percent_float_text(double v, const PercentDirective& d) {
  return double_to_string(v, static_cast<char>(d.ch), d.prec < 0 ? 6 : d.prec, d.flags & F_ALT ? DTSF_ALT : 0);
}

PercentLayout::PercentLayout(const PercentDirective& d, const char* first, Ssize length) {
  const bool is_text = d.ch == 's' || d.ch == 'r' || d.ch == 'a' || d.ch == 'b';
  if (is_text && d.prec >= 0 && length > d.prec) length = d.prec;
  char sign = 0;
  if (d.sign) {
    if (*first == '-' || *first == '+') {
      sign = *first;
      body_start++;
      length--;
    } else if (d.flags & F_SIGN) {
      sign = '+';
    } else if (d.flags & F_BLANK) {
      sign = ' ';
    }
  }
  Ssize width = d.width < length ? length : d.width;
  std::string lead;
  if (sign) {
    lead += sign;
    if (width > length) width--;
  }
  if ((d.flags & F_ALT) && (d.ch == 'x' || d.ch == 'X' || d.ch == 'o')) {
    lead.append(first + body_start, 2);
    body_start += 2;
    width = width > 2 ? width - 2 : 0;
    length -= 2;
  }
  (d.zero_fill() ? head : middle) = lead;
  if (width > length && !(d.flags & F_LJUST)) {
    left = width - length;
    width = length;
  }
  body_length = length;
  right = width > length ? width - length : 0;
}

}  // namespace py

// What "%" means to str and to bytes alike: directives, their arguments, numbers as text.
// CPython 3.13: unicode_format_arg_parse in Objects/unicodeobject.c, _PyBytes_FormatEx in Objects/bytesobject.c
#pragma once
#include <string>

#include "object/type.h"
#include "types/pystrtod.h"  // DoubleText

namespace py {

enum PercentFlags : int { F_LJUST = 1, F_SIGN = 2, F_BLANK = 4, F_ALT = 8, F_ZERO = 16 };

struct PercentDirective {
  uint32_t ch = 0;  // conversion
  int flags = 0;
  Ssize width = -1;
  int prec = -1;
  bool sign = false;  // a number: '+' and ' ' apply
  bool zero_fill() const { return sign && (flags & F_ZERO); }
};

// The operand of %: a tuple's items one by one, or one object; a mapping for "%(key)s".
struct PercentArgs {
  Object* args;  // borrowed, or owned after use_key
  Object* dict;
  Ssize arglen, argidx;
  bool args_owned = false;
  bool for_bytes;

  PercentArgs(Object* operand, bool bytes);
  ~PercentArgs();
  Object* next();               // borrowed; null with TypeError
  bool use_key(Object* key);    // the value of a key becomes the only argument; false with the error set
  bool all_used() const { return argidx >= arglen || dict; }
};

// Reads a directive behind its '%'. read(i) gives the character at i of n; *pos moves behind the conversion. False with
// the error set. make_key(start, end) makes the key object.
struct PercentReader {
  virtual uint32_t read(Ssize i) const = 0;
  virtual Object* make_key(Ssize start, Ssize end) const = 0;
  bool parse(Ssize* pos, Ssize n, PercentArgs* args, PercentDirective* d) const;

 protected:
  ~PercentReader() = default;

 private:
  bool parse_key(Ssize* pos, Ssize n, PercentArgs* args) const;
  bool parse_width(Ssize* pos, Ssize n, PercentArgs* args, PercentDirective* d) const;
  bool parse_precision(Ssize* pos, Ssize n, PercentArgs* args, PercentDirective* d) const;
  bool parse_digits(Ssize* pos, Ssize n, Ssize limit, const char* too_big, Ssize* value) const;
};

// Text of an int for d i u o x X: sign, "0x" with alt, zeros up to prec. False with the error set.
bool percent_long_text(Object* v, const PercentDirective& d, std::string* out);
// The int that a d i u o x X directive shows: new reference; null with TypeError as Python words it.
Object* percent_int(Object* v, uint32_t ch);
// Text for e f g and their capitals.
DoubleText percent_float_text(double v, const PercentDirective& d);

// Sign, padding and prefix of a finished text, in the order in which they go out: head, fill, middle, body, tail.
struct PercentLayout {
  std::string head, middle;  // before and after the padding
  Ssize left = 0, body_start = 0, body_length = 0, right = 0;
  // first: the text's first characters (ASCII), for signs and prefixes; length of the whole text.
  PercentLayout(const PercentDirective& d, const char* first, Ssize length);
  Ssize total() const {
    return static_cast<Ssize>(head.size() + middle.size()) + left + body_length + right;
  }
};

}  // namespace py

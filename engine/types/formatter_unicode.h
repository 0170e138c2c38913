// The format mini-language: what format(), str.format and f-strings do with ":spec", and the fields of str.format.
// CPython 3.13: Python/formatter_unicode.c, Objects/stringlib/unicode_format.h
#pragma once
#include "types/unicode_writer.h"  // UnicodeWriter

namespace py {

// Write format(obj, spec[start:end]) into the writer. 0, or -1 with ValueError. obj is of the named type.
int unicode_format_advanced_writer(UnicodeWriter* w, Object* obj, Object* spec, Ssize start, Ssize end);
int long_format_advanced_writer(UnicodeWriter* w, Object* obj, Object* spec, Ssize start, Ssize end);
int float_format_advanced_writer(UnicodeWriter* w, Object* obj, Object* spec, Ssize start, Ssize end);
int complex_format_advanced_writer(UnicodeWriter* w, Object* obj, Object* spec, Ssize start, Ssize end);

// str.format(*args, **kwargs) and str.format_map. args a tuple or null, kwargs a mapping or null.
Object* string_format(Object* self, Object* args, Object* kwargs);
// What _string.formatter_parser and formatter_field_name_split give to string.Formatter: an iterator of (literal, field,
// spec, conversion), and (first, iterator of (is_attribute, name)).
Object* formatter_parser(Object* self);
Object* formatter_field_name_split(Object* self);

}  // namespace py

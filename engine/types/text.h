// Text of Python strings as C++ strings, without leaving anything on the Python heap (no cached UTF-8).
#pragma once
#include <string>
#include <string_view>

#include "object/object.h"  // Object

namespace py {

// UTF-8 of a str; lone surrogates as escapes ("\udc80"), as an error handler "backslashreplace" would write them.
std::string text_of(Object* str);
// UTF-8 of a str; lone surrogates as WTF-8 (for comparing and for file names).
std::string wtf8_of(Object* str);
// Code points of a str or of UTF-8 text (malformed bytes become U+FFFD).
std::u32string code_points_of(Object* str);
std::u32string code_points_of(std::string_view utf8);
std::string utf8_of(const std::u32string& text);
void append_utf8(std::string& out, char32_t c);

// str(o) or repr(o) as text; false, with the error cleared, when that raises.
bool safe_str(Object* o, std::string* out);
bool safe_repr(Object* o, std::string* out);

// A str from UTF-8 text. New reference, null with MemoryError.
Object* str_from_text(std::string_view utf8);

}  // namespace py

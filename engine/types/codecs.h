// Encodings by name and error handlers by name.
// CPython 3.13: Python/codecs.c. The registry of encodings written in Python is left out: names resolve here.
#pragma once
#include "object/type.h"  // Object

namespace py {

enum class Encoding { kUtf8, kUtf16, kUtf16Le, kUtf16Be, kUtf32, kUtf32Le, kUtf32Be, kLatin1, kAscii, kUtf8Sig,
                      kUnicodeEscape, kRawUnicodeEscape, kUnknown };
// "UTF-8", "utf8", "latin_1", "iso-8859-1", "us-ascii" …
Encoding codec_lookup(const char* name);

enum class ErrorHandler { kStrict, kSurrogateEscape, kReplace, kIgnore, kBackslashReplace, kSurrogatePass,
                          kXmlCharRefReplace, kOther };
ErrorHandler get_error_handler(const char* errors);  // null: strict

// Registered handlers (codecs.register_error). The callable for a name: new reference, or null with LookupError.
Object* codec_lookup_error(const char* name);
int codec_register_error(const char* name, Object* callable);
// The builtin handlers: (replacement, position), or the exception raised. exc is a UnicodeError instance.
Object* codec_strict_errors(Object* exc);
Object* codec_ignore_errors(Object* exc);
Object* codec_replace_errors(Object* exc);
Object* codec_xml_char_ref_replace_errors(Object* exc);
Object* codec_backslash_replace_errors(Object* exc);
Object* codec_surrogate_pass_errors(Object* exc);
Object* codec_surrogate_escape_errors(Object* exc);

void codecs_init();

}  // namespace py

// Error handling of encoders and decoders: what "strict", "replace", a registered callable … make of a bad stretch.
// CPython 3.13: unicode_decode_call_errorhandler_writer, unicode_encode_call_errorhandler in Objects/unicodeobject.c
#pragma once
#include "types/bytes_writer.h"
#include "types/codecs.h"
#include "types/unicode_writer.h"

namespace py {

struct DecodeErrors {
  const char* encoding;
  const char* errors;
  ErrorHandler kind;
  Object* exception = nullptr;  // owned; reused for the next error
  Object* replaced_input = nullptr;

  DecodeErrors(const char* encoding_name, const char* errors_name)
      : encoding(encoding_name), errors(errors_name), kind(get_error_handler(errors_name)) {}
  ~DecodeErrors();
  // input[start:end] is bad: writes the replacement and sets *pos to where decoding goes on. The handler may put another
  // input in place of *input and *size. False with the error set.
  bool handle(const char** input, Ssize* size, Ssize start, Ssize end, const char* reason, Ssize* pos, UnicodeWriter* w);
};

struct EncodeErrors {
  const char* encoding;
  const char* errors;
  ErrorHandler kind;
  Object* exception = nullptr;  // owned

  EncodeErrors(const char* encoding_name, const char* errors_name)
      : encoding(encoding_name), errors(errors_name), kind(get_error_handler(errors_name)) {}
  ~EncodeErrors();
  // unicode[start:end] cannot be encoded: *replacement (new reference) is bytes, or str that still has to be encoded;
  // *pos is where to go on. False with the error set.
  bool handle(Object* unicode, Ssize start, Ssize end, const char* reason, Object** replacement, Ssize* pos);
  // Raises for unicode[start:end]. Always false.
  bool raise(Object* unicode, Ssize start, Ssize end, const char* reason);
};

}  // namespace py

// A recorded answer of CPython's parser: see record_syntax_errors.py.
#pragma once

struct RecordedCase {
  const char* group;
  const char* mode;
  const char* source;
  const char* error;  // the exception's name, "" for a tree
  const char* msg;
  int lineno, offset, end_lineno, end_offset;
  const char* text;  // null: None
  const char* tree;
  const char* warnings;  // "LINE MESSAGE\n" each
};

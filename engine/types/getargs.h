// Checking and spreading the arguments of functions written in C++.
// CPython 3.13: Python/getargs.c
//
// All messages are CPython's, word for word.
#pragma once
#include "object/type.h"

namespace py {

// The parameters of a builtin with keyword arguments. Write it as a function-local or file static:
//   static const char* const kKeywords[] = {"", "key", "reverse", nullptr};   // "" is
//   positional-only static ArgParser parser = {.fname = "sort", .keywords = kKeywords};
// fname null: messages say "function". Nothing is allocated: names are compared as text.
struct ArgParser {
  const char* fname;
  const char* const* keywords;
  int len = 0, pos_only = 0;  // counted at the first use
};

// Spreads positional and keyword arguments over buf, which has as many places as there are
// keywords. Missing optional ones are null. minpos..maxpos: how many may be positional; minkw: how
// many of the keyword-only ones are required. args/nargs/kwargs/kwnames as in tp_call (kwargs:
// dict) or vectorcall (kwnames: tuple); the other one null. Returns args itself when all parameters
// are given by position, else buf; null with TypeError set. Borrowed references.
Object* const* arg_unpack_keywords(Object* const* args, Ssize nargs, Object* kwargs,
                                   Object* kwnames, ArgParser* parser, int minpos, int maxpos,
                                   int minkw, Object** buf);
// The same for tp_new and tp_init: args is a tuple, kwargs a dict or null.
Object* const* arg_unpack_tuple_keywords(Object* args, Object* kwargs, ArgParser* parser,
                                         int minpos, int maxpos, int minkw, Object** buf);

// "name expected at most 1 argument, got 2". name null: "unpacked tuple should have...". False with
// TypeError set.
bool arg_check_positional(const char* name, Ssize nargs, Ssize min, Ssize max);
// Reads min..max items of a tuple into the Object** that follow (borrowed; missing ones are left
// alone).
bool arg_unpack_tuple(Object* args, const char* name, Ssize min, Ssize max, ...);
bool arg_unpack_stack(Object* const* args, Ssize nargs, const char* name, Ssize min, Ssize max,
                      ...);
bool arg_no_keywords(const char* funcname, Object* kwargs);  // "name() takes no keyword arguments"
bool arg_no_kwnames(const char* funcname, Object* kwnames);
bool arg_no_positional(const char* funcname,
                       Object* args);  // "name() takes no positional arguments"
// "fname() displayname must be expected, not type": displayname is "argument 1", "argument 'x'"...
void arg_bad_argument(const char* fname, const char* displayname, const char* expected,
                      Object* arg);

// Conversions that argument clinic writes out; false with the error set.
bool arg_int(Object* arg, int* result);      // int or __index__, in C int's range
bool arg_ssize(Object* arg, Ssize* result);  // __index__, OverflowError when too big
bool arg_bool(Object* arg, bool* result);    // truth value
bool arg_index_or_none(
    Object* arg, Ssize* result);  // None leaves *result alone; _Py_convert_optional_to_ssize_t

}  // namespace py

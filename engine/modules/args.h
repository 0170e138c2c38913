// The arguments of functions of modules: every parameter gets a place, missing ones are null.
#pragma once
#include "object/errors.h"   // TypeError
#include "types/getargs.h"   // ArgParser
#include "types/tupleobject.h"

namespace py {

// Spreads the arguments over out[0..n), one place a parameter of the parser; what is missing is null. Borrowed.
template <size_t n>
inline bool unpack_args(ArgParser* parser, Object* const* args, Ssize nargs, Object* kwnames, int minpos, int maxpos,
                        Object* (&out)[n], int minkw = 0) {
  if (kwnames && tuple_size(kwnames) == 0) kwnames = nullptr;
  for (Object*& place : out) place = nullptr;
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, parser, minpos, maxpos, minkw, out);
  if (!a) return false;
  if (a == args) {
    for (Ssize i = 0; i < static_cast<Ssize>(n); i++) out[i] = i < nargs ? args[i] : nullptr;
  }
  return true;
}

// The same for tp_new and tp_init.
template <size_t n>
inline bool unpack_tuple_args(ArgParser* parser, Object* args, Object* kwargs, int minpos, int maxpos,
                              Object* (&out)[n], int minkw = 0) {
  Ssize nargs = tuple_size(args);
  for (Object*& place : out) place = nullptr;
  Object* const* a = arg_unpack_tuple_keywords(args, kwargs, parser, minpos, maxpos, minkw, out);
  if (!a) return false;
  if (a != out) {
    for (Ssize i = 0; i < static_cast<Ssize>(n); i++) out[i] = i < nargs ? a[i] : nullptr;
  }
  return true;
}

}  // namespace py

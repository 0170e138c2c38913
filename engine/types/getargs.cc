// CPython 3.13: Python/getargs.c. See the header.
#include "types/getargs.h"

#include <climits>  // INT_MAX
#include <cstdarg>

#include "object/abstract.h"
#include "object/errors.h"
#include "types/dictobject.h"
#include "types/longobject.h"
#include "types/suggestions.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

// The keyword arguments of one call in either of their forms.
struct Keywords {
  Object* dict;           // or null
  Object* names;          // tuple, or null
  Object* const* values;  // for names
  Ssize count() const { return dict ? dict_size(dict) : names ? tuple_size(names) : 0; }
};

// The next pair: false at the end. *pos starts at 0. Borrowed.
bool next_keyword(const Keywords& keywords, Ssize* pos, Object** name, Object** value) {
  if (keywords.dict != nullptr) return dict_next(keywords.dict, pos, name, value);
  if (keywords.names == nullptr || *pos >= tuple_size(keywords.names)) return false;
  *name = tuple_item(keywords.names, *pos);
  *value = keywords.values[*pos];
  ++*pos;
  return true;
}

// The value given for a parameter by name: borrowed, or null.
Object* find_keyword(const Keywords& keywords, const char* parameter) {
  Ssize pos = 0;
  Object *name, *value;
  while (next_keyword(keywords, &pos, &name, &value)) {
    if (unicode_check(name) && unicode_equal_to_ascii_string(name, parameter)) return value;
  }
  return nullptr;
}

void init_parser(ArgParser* parser) {
  if (parser->len != 0) return;
  while (parser->keywords[parser->pos_only] != nullptr &&
         parser->keywords[parser->pos_only][0] == 0) {
    parser->pos_only++;
  }
  parser->len = parser->pos_only;
  while (parser->keywords[parser->len] != nullptr) parser->len++;
}

const char* plural(Ssize n) { return n == 1 ? "" : "s"; }

// "name()" in two pieces, so that messages without a name read well too.
const char* fname(const ArgParser* p) { return p->fname ? p->fname : "function"; }
const char* parens(const ArgParser* p) { return p->fname ? "()" : ""; }

// Names a keyword that is no parameter, with the parameter that was probably meant.
void unexpected_keyword(const ArgParser* parser, const Keywords& keywords) {
  const char* name_of_function = parser->fname ? parser->fname : "this function";
  Ssize pos = 0;
  Object *name, *value;
  while (next_keyword(keywords, &pos, &name, &value)) {
    if (!unicode_check(name)) return err_set_string(exc_TypeError, "keywords must be strings");
    bool known = false;
    for (int i = parser->pos_only; i < parser->len && !known; i++) {
      known = unicode_equal_to_ascii_string(name, parser->keywords[i]);
    }
    if (known) continue;
    const char* suggestion =
        suggest_name(parser->keywords + parser->pos_only, parser->len - parser->pos_only, name);
    if (suggestion != nullptr) {
      err_format(exc_TypeError,
                 "%.200s%s got an unexpected keyword argument '%S'. Did you mean '%s'?",
                 name_of_function, parens(parser), name, suggestion);
    } else {
      err_format(exc_TypeError, "%.200s%s got an unexpected keyword argument '%S'",
                 name_of_function, parens(parser), name);
    }
    return;
  }
  err_format(exc_TypeError, "invalid keyword argument for %.200s%s", name_of_function,
             parens(parser));
}

// Too many or too few arguments, as far as that can be said from the counts.
bool check_counts(const ArgParser* p, Ssize nargs, Ssize nkwargs, int minpos, int maxpos) {
  int minposonly = p->pos_only < minpos ? p->pos_only : minpos;
  if (nargs + nkwargs > p->len) {
    err_format(exc_TypeError, "%.200s%s takes at most %d %sargument%s (%zd given)", fname(p),
               parens(p), p->len, nargs == 0 ? "keyword " : "", plural(p->len), nargs + nkwargs);
  } else if (nargs > maxpos && maxpos == 0) {
    err_format(exc_TypeError, "%.200s%s takes no positional arguments", fname(p), parens(p));
  } else if (nargs > maxpos) {
    err_format(exc_TypeError, "%.200s%s takes %s %d positional argument%s (%zd given)", fname(p),
               parens(p), minpos < maxpos ? "at most" : "exactly", maxpos, plural(maxpos), nargs);
  } else if (nargs < minposonly) {
    err_format(exc_TypeError, "%.200s%s takes %s %d positional argument%s (%zd given)", fname(p),
               parens(p), minposonly < maxpos ? "at least" : "exactly", minposonly,
               plural(minposonly), nargs);
  } else {
    return true;
  }
  return false;
}

}  // namespace

Object* const* arg_unpack_keywords(Object* const* args, Ssize nargs, Object* kwargs,
                                   Object* kwnames, ArgParser* parser, int minpos, int maxpos,
                                   int minkw, Object** buf) {
  init_parser(parser);
  Keywords keywords{kwargs, kwnames, args + nargs};
  Ssize nkwargs = keywords.count();
  if (nkwargs == 0 && nargs == parser->len && nargs <= maxpos) return args;
  if (!check_counts(parser, nargs, nkwargs, minpos, maxpos)) return nullptr;
  int reqlimit = minkw ? maxpos + minkw : minpos;
  for (Ssize i = 0; i < nargs; i++) buf[i] = args[i];
  for (int i = static_cast<int>(nargs); i < parser->len; i++) {
    buf[i] = nullptr;
    if (i < parser->pos_only) continue;
    if (nkwargs != 0) buf[i] = find_keyword(keywords, parser->keywords[i]);
    if (buf[i] != nullptr) {
      nkwargs--;
    } else if (i < minpos || (maxpos <= i && i < reqlimit)) {
      err_format(exc_TypeError, "%.200s%s missing required argument '%s' (pos %d)", fname(parser),
                 parens(parser), parser->keywords[i], i + 1);
      return nullptr;
    }
  }
  if (nkwargs == 0) return buf;
  for (int i = parser->pos_only; i < nargs; i++) {
    if (find_keyword(keywords, parser->keywords[i]) == nullptr) continue;
    err_format(exc_TypeError, "argument for %.200s%s given by name ('%s') and position (%d)",
               fname(parser), parens(parser), parser->keywords[i], i + 1);
    return nullptr;
  }
  unexpected_keyword(parser, keywords);
  return nullptr;
}

Object* const* arg_unpack_tuple_keywords(Object* args, Object* kwargs, ArgParser* parser,
                                         int minpos, int maxpos, int minkw, Object** buf) {
  return arg_unpack_keywords(tuple_items(args), tuple_size(args), kwargs, nullptr, parser, minpos,
                             maxpos, minkw, buf);
}

// --- Positional arguments ---

bool arg_check_positional(const char* name, Ssize nargs, Ssize min, Ssize max) {
  if (nargs >= min && nargs <= max) return true;
  Ssize bound = nargs < min ? min : max;
  const char* how = min == max ? "" : nargs < min ? "at least " : "at most ";
  if (name != nullptr) {
    err_format(exc_TypeError, "%.200s expected %s%zd argument%s, got %zd", name, how, bound,
               plural(bound), nargs);
  } else {
    err_format(exc_TypeError, "unpacked tuple should have %s%zd element%s, but has %zd", how, bound,
               plural(bound), nargs);
  }
  return false;
}

static bool unpack_stack(Object* const* args, Ssize nargs, const char* name, Ssize min, Ssize max,
                         va_list targets) {
  if (!arg_check_positional(name, nargs, min, max)) return false;
  for (Ssize i = 0; i < nargs; i++) *va_arg(targets, Object**) = args[i];
  return true;
}

bool arg_unpack_tuple(Object* args, const char* name, Ssize min, Ssize max, ...) {
  if (!tuple_check(args)) {
    err_set_string(exc_SystemError, "PyArg_UnpackTuple() argument list is not a tuple");
    return false;
  }
  va_list targets;
  va_start(targets, max);
  bool ok = unpack_stack(tuple_items(args), tuple_size(args), name, min, max, targets);
  va_end(targets);
  return ok;
}

bool arg_unpack_stack(Object* const* args, Ssize nargs, const char* name, Ssize min, Ssize max,
                      ...) {
  va_list targets;
  va_start(targets, max);
  bool ok = unpack_stack(args, nargs, name, min, max, targets);
  va_end(targets);
  return ok;
}

static bool none_given(Ssize n, const char* funcname, const char* what) {
  if (n == 0) return true;
  err_format(exc_TypeError, "%.200s() takes no %s arguments", funcname, what);
  return false;
}
bool arg_no_keywords(const char* funcname, Object* kwargs) {
  return none_given(kwargs ? dict_size(kwargs) : 0, funcname, "keyword");
}
bool arg_no_kwnames(const char* funcname, Object* kwnames) {
  return none_given(kwnames ? tuple_size(kwnames) : 0, funcname, "keyword");
}
bool arg_no_positional(const char* funcname, Object* args) {
  return none_given(args ? tuple_size(args) : 0, funcname, "positional");
}

void arg_bad_argument(const char* fname_text, const char* displayname, const char* expected,
                      Object* arg) {
  err_format(exc_TypeError, "%.200s() %.200s must be %.50s, not %.50s", fname_text, displayname,
             expected, arg == None ? "None" : arg->ob_type->tp_name);
}

// --- Conversions ---

bool arg_int(Object* arg, int* result) {
  *result = long_as_int(arg);
  return *result != -1 || !err_occurred();
}

bool arg_ssize(Object* arg, Ssize* result) {
  Object* index = number_index(arg);
  if (index == nullptr) return false;
  *result = long_as_ssize_t(index);
  decref(index);
  return *result != -1 || !err_occurred();
}

bool arg_bool(Object* arg, bool* result) {
  int value = object_is_true(arg);
  *result = value > 0;
  return value >= 0;
}

bool arg_index_or_none(Object* arg, Ssize* result) {
  if (arg == None) return true;
  if (!index_check(arg)) {
    err_format(exc_TypeError, "argument should be integer or None, not '%.200s'",
               arg->ob_type->tp_name);
    return false;
  }
  Ssize value = number_as_ssize_t(arg, exc_OverflowError);
  if (value == -1 && err_occurred()) return false;
  *result = value;
  return true;
}

}  // namespace py

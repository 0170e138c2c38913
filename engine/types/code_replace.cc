// code.replace() and code(): code objects out of their visible attributes.
// CPython 3.13: code_replace_impl, code_new_impl, PyUnstable_Code_NewWithPosOnlyArgs in
// Objects/codeobject.c
#include "object/errors.h"
#include "types/bytesobject.h"
#include "types/code_internal.h"
#include "types/getargs.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

// The arguments, in replace()'s order; borrowed.
struct Parts {
  int argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, firstlineno;
  Object *code, *consts, *names, *varnames, *freevars, *cellvars, *filename, *name, *qualname,
      *linetable, *exceptiontable;
};

// localsplus from varnames, cellvars and freevars: a parameter that is a cell has one place. 0, or
// -1.
int make_localsplus(const Parts& p, Object** names, Object** kinds) {
  std::vector<Object*> all;
  std::string kind;
  for (Ssize i = 0; i < tuple_size(p.varnames); i++) {
    all.push_back(tuple_item(p.varnames, i));
    kind += static_cast<char>(lang::CO_FAST_LOCAL);
  }
  for (Ssize i = 0; i < tuple_size(p.cellvars); i++) {
    Object* cell = tuple_item(p.cellvars, i);
    size_t at = 0, locals = static_cast<size_t>(tuple_size(p.varnames));
    while (at < locals && !unicode_eq(all[at], cell)) at++;
    if (at < locals) {
      kind[at] = static_cast<char>(lang::CO_FAST_LOCAL | lang::CO_FAST_CELL);
      continue;
    }
    all.push_back(cell);
    kind += static_cast<char>(lang::CO_FAST_CELL);
  }
  for (Ssize i = 0; i < tuple_size(p.freevars); i++) {
    all.push_back(tuple_item(p.freevars, i));
    kind += static_cast<char>(lang::CO_FAST_FREE);
  }
  *names = tuple_from_array(all.data(), static_cast<Ssize>(all.size()));
  *kinds =
      *names ? bytes_from_string_and_size(kind.data(), static_cast<Ssize>(kind.size())) : nullptr;
  if (*kinds != nullptr) return 0;
  clear_ref(*names);
  return -1;
}

bool check_parts(const Parts& p) {
  if (bytes_size(p.code) % 2 != 0) {
    err_set_string(exc_ValueError, "code: co_code is malformed");
    return false;
  }
  Ssize fixed = p.argcount + p.kwonlyargcount + ((p.flags & lang::CO_VARARGS) != 0) +
                ((p.flags & lang::CO_VARKEYWORDS) != 0);
  if (tuple_size(p.varnames) < fixed) {
    err_set_string(exc_ValueError, "code: co_varnames is too small");
    return false;
  }
  if (p.nlocals != tuple_size(p.varnames)) {
    err_set_string(exc_ValueError, "code: co_nlocals != len(co_varnames)");
    return false;
  }
  return true;
}

Object* make_code(const Parts& p) {
  Object *localsplusnames, *localspluskinds;
  if (!check_parts(p) || make_localsplus(p, &localsplusnames, &localspluskinds) < 0) return nullptr;
  CodeConstructor con = {.filename = p.filename,
                         .name = p.name,
                         .qualname = p.qualname,
                         .flags = p.flags,
                         .code = reinterpret_cast<const uint8_t*>(bytes_data(p.code)),
                         .code_size = bytes_size(p.code),
                         .firstlineno = p.firstlineno,
                         .linetable = p.linetable,
                         .consts = p.consts,
                         .names = p.names,
                         .localsplusnames = localsplusnames,
                         .localspluskinds = localspluskinds,
                         .argcount = p.argcount,
                         .posonlyargcount = p.posonlyargcount,
                         .kwonlyargcount = p.kwonlyargcount,
                         .stacksize = p.stacksize,
                         .exceptiontable = p.exceptiontable};
  Object* result = code_new(&con);
  decref(localsplusnames);
  decref(localspluskinds);
  return result;
}

bool is_str(Object* o) { return unicode_check(o); }
bool is_bytes(Object* o) { return bytes_check(o); }
bool is_tuple(Object* o) { return tuple_check(o); }

// An argument's place in Parts and what it must be.
struct ObjectField {
  const char* name;
  Object* Parts::*field;
  bool (*test)(Object*);
  const char* expected;
};
struct IntField {
  const char* name;
  int Parts::*field;
};

// A mutable copy of a tuple of str: replace() may intern its items. New reference.
Object* validate_and_copy_tuple(Object* tuple) {
  for (Ssize i = 0; i < tuple_size(tuple); i++) {
    if (unicode_check(tuple_item(tuple, i))) continue;
    return err_format(exc_TypeError, "name tuples must contain only strings, not '%.500s'",
                      tuple_item(tuple, i)->ob_type->tp_name);
  }
  return tuple_from_array(tuple_items(tuple), tuple_size(tuple));
}

constexpr IntField kReplaceInts[] = {{"co_argcount", &Parts::argcount},
                                     {"co_posonlyargcount", &Parts::posonlyargcount},
                                     {"co_kwonlyargcount", &Parts::kwonlyargcount},
                                     {"co_nlocals", &Parts::nlocals},
                                     {"co_stacksize", &Parts::stacksize},
                                     {"co_flags", &Parts::flags},
                                     {"co_firstlineno", &Parts::firstlineno}};
const ObjectField kReplaceObjects[] = {
    {"co_code", &Parts::code, is_bytes, "bytes"},
    {"co_consts", &Parts::consts, is_tuple, "tuple"},
    {"co_names", &Parts::names, is_tuple, "tuple"},
    {"co_varnames", &Parts::varnames, is_tuple, "tuple"},
    {"co_freevars", &Parts::freevars, is_tuple, "tuple"},
    {"co_cellvars", &Parts::cellvars, is_tuple, "tuple"},
    {"co_filename", &Parts::filename, is_str, "str"},
    {"co_name", &Parts::name, is_str, "str"},
    {"co_qualname", &Parts::qualname, is_str, "str"},
    {"co_linetable", &Parts::linetable, is_bytes, "bytes"},
    {"co_exceptiontable", &Parts::exceptiontable, is_bytes, "bytes"}};
constexpr int kIntCount = 7, kObjectCount = 11;

}  // namespace

Object* code_replace(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {
      "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals",  "co_stacksize",
      "co_flags",    "co_firstlineno",     "co_code",           "co_consts",   "co_names",
      "co_varnames", "co_freevars",        "co_cellvars",       "co_filename", "co_name",
      "co_qualname", "co_linetable",       "co_exceptiontable", nullptr};
  static ArgParser parser = {.fname = "replace", .keywords = kKeywords};
  Object* buf[kIntCount + kObjectCount];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 0, 0, buf);
  if (a == nullptr) return nullptr;
  auto* code = as<CodeObject>(self);
  Parts p{};
  const int ints[] = {code->co_argcount,   code->co_posonlyargcount, code->co_kwonlyargcount,
                      code->co_nlocals,    code->co_stacksize,       code->co_flags,
                      code->co_firstlineno};
  for (int i = 0; i < kIntCount; i++) {
    int& field = p.*kReplaceInts[i].field;
    field = ints[i];
    if (a[i] != nullptr && !arg_int(a[i], &field)) return nullptr;
    if (field < 0)
      return err_format(exc_ValueError, "%s must be a positive integer", kReplaceInts[i].name);
  }
  Object* own[kObjectCount] = {
      code_get_code(code),         new_ref(code->co_consts),        new_ref(code->co_names),
      code_get_varnames(code),     code_get_freevars(code),         code_get_cellvars(code),
      new_ref(code->co_filename),  new_ref(code->co_name),          new_ref(code->co_qualname),
      new_ref(code->co_linetable), new_ref(code->co_exceptiontable)};
  bool ok = true;
  for (int i = 0; i < kObjectCount; i++) {
    const ObjectField& f = kReplaceObjects[i];
    Object* given = a[kIntCount + i];
    p.*f.field = given ? given : own[i];
    if (own[i] == nullptr) ok = false;
    if (ok && given != nullptr && !f.test(given)) {
      err_format(exc_TypeError, "replace() argument '%s' must be %s, not %.50s", f.name, f.expected,
                 given == None ? "None" : given->ob_type->tp_name);
      ok = false;
    }
  }
  Object* result = ok ? make_code(p) : nullptr;
  for (Object* o : own) xdecref(o);
  return result;
}

Object* code_tp_new(TypeObject*, Object* args, Object* kwargs) {
  if (!arg_no_keywords("code", kwargs)) return nullptr;
  Ssize n = tuple_size(args);
  if (!arg_check_positional("code", n, 16, 18)) return nullptr;
  Parts p{};
  constexpr int Parts::*kInts[] = {&Parts::argcount,       &Parts::posonlyargcount,
                                   &Parts::kwonlyargcount, &Parts::nlocals,
                                   &Parts::stacksize,      &Parts::flags};
  const char* const names[] = {"argcount", "posonlyargcount", "kwonlyargcount", "nlocals"};
  for (int i = 0; i < 6; i++) {
    if (!arg_int(tuple_item(args, i), &(p.*kInts[i]))) return nullptr;
    if (i < 4 && p.*kInts[i] < 0)
      return err_format(exc_ValueError, "code: %s must not be negative", names[i]);
  }
  const struct {
    int index;
    Object* Parts::*field;
    bool (*test)(Object*);
    const char* expected;
  } objects[] = {{6, &Parts::code, is_bytes, "bytes"},
                 {7, &Parts::consts, is_tuple, "tuple"},
                 {8, &Parts::names, is_tuple, "tuple"},
                 {9, &Parts::varnames, is_tuple, "tuple"},
                 {10, &Parts::filename, is_str, "str"},
                 {11, &Parts::name, is_str, "str"},
                 {12, &Parts::qualname, is_str, "str"},
                 {14, &Parts::linetable, is_bytes, "bytes"},
                 {15, &Parts::exceptiontable, is_bytes, "bytes"},
                 {16, &Parts::freevars, is_tuple, "tuple"},
                 {17, &Parts::cellvars, is_tuple, "tuple"}};
  if (!arg_int(tuple_item(args, 13), &p.firstlineno)) return nullptr;
  for (const auto& o : objects) {
    Object* value = o.index < n ? tuple_item(args, o.index) : tuple_empty();
    if (!o.test(value)) {
      return err_format(exc_TypeError, "code() argument %d must be %s, not %.50s", o.index + 1,
                        o.expected, value == None ? "None" : value->ob_type->tp_name);
    }
    p.*o.field = value;
  }
  Object* copies[4] = {};
  Object** const tuples[] = {&p.names, &p.varnames, &p.freevars, &p.cellvars};
  bool ok = true;
  for (int i = 0; i < 4 && ok; i++) {
    copies[i] = *tuples[i] = validate_and_copy_tuple(*tuples[i]);
    ok = copies[i] != nullptr;
  }
  Object* result = ok ? make_code(p) : nullptr;
  for (Object* o : copies) xdecref(o);
  return result;
}

}  // namespace py

// The builtins module: its table, and the functions that mostly pass on to a protocol.
// CPython 3.13: Python/bltinmodule.c
//
// Functions that walk iterables are in bltin_iter.cc, those that compile and run text in bltin_compile.cc.
#include "modules/bltinmodule.h"

#include "modules/args.h"
#include "modules/bltin_internal.h"
#include "modules/iomodule.h"          // open
#include "modules/importmodule.h"      // __import__
#include "modules/sysmodule.h"         // sys.stdout
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"        // ID
#include "types/boolobject.h"
#include "types/bltiniter.h"           // map, filter, zip
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/complexobject.h"
#include "types/descrobject.h"         // property
#include "types/dictobject.h"
#include "types/enumobject.h"
#include "types/exceptions.h"
#include "types/fileobject.h"          // print
#include "types/floatobject.h"
#include "types/funcobject.h"          // staticmethod, classmethod
#include "types/iterobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/memoryobject.h"
#include "types/methodobject.h"        // open
#include "types/moduleobject.h"
#include "types/rangeobject.h"
#include "types/setobject.h"
#include "types/sliceobject.h"
#include "types/text.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"
#include "vm/ceval.h"                  // globals, locals, __build_class__

namespace py {

namespace {

Object* boolean(int truth) { return truth < 0 ? nullptr : bool_from_long(truth); }

Object* builtin_abs(Object*, Object* x) { return number_absolute(x); }
Object* builtin_ascii(Object*, Object* o) { return object_ascii(o); }
Object* builtin_bin(Object*, Object* o) { return number_to_base(o, 2); }
Object* builtin_oct(Object*, Object* o) { return number_to_base(o, 8); }
Object* builtin_hex(Object*, Object* o) { return number_to_base(o, 16); }
Object* builtin_callable(Object*, Object* o) { return boolean(callable_check(o)); }
Object* builtin_id(Object*, Object* o) { return long_from_void_ptr(object_id(o)); }
Object* builtin_repr(Object*, Object* o) { return object_repr(o); }

Object* builtin_hash(Object*, Object* o) {
  HashValue h = object_hash(o);
  return h == -1 && err_occurred() ? nullptr : long_from_ssize_t(h);
}

Object* builtin_len(Object*, Object* o) {
  Ssize n = object_size(o);
  return n < 0 ? nullptr : long_from_ssize_t(n);
}

Object* builtin_chr(Object*, Object* i) {
  int overflow;
  int64_t v = long_as_long_and_overflow(i, &overflow);
  if (v == -1 && err_occurred()) return nullptr;
  if (overflow || v < 0 || v > static_cast<int64_t>(kMaxUnicode)) {
    err_set_string(exc_ValueError, "chr() arg not in range(0x110000)");
    return nullptr;
  }
  return unicode_from_ordinal(static_cast<int>(v));
}

Object* builtin_ord(Object*, Object* c) {
  Ssize size = 0;
  if (bytes_check(c)) {
    size = bytes_size(c);
    if (size == 1) return long_from_long(static_cast<unsigned char>(bytes_data(c)[0]));
  } else if (unicode_check(c)) {
    size = unicode_length(c);
    if (size == 1) return long_from_long(unicode_read_char(c, 0));
  } else if (bytearray_check(c)) {
    size = bytearray_size(c);
    if (size == 1) return long_from_long(static_cast<unsigned char>(bytearray_as_string(c)[0]));
  } else {
    return err_format(exc_TypeError, "ord() expected string of length 1, but %.200s found", c->ob_type->tp_name);
  }
  return err_format(exc_TypeError, "ord() expected a character, but string of length %zd found", size);
}

Object* builtin_delattr(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("delattr", nargs, 2, 2)) return nullptr;
  return object_set_attr(args[0], args[1], nullptr) < 0 ? nullptr : None;
}

Object* builtin_setattr(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("setattr", nargs, 3, 3)) return nullptr;
  return object_set_attr(args[0], args[1], args[2]) < 0 ? nullptr : None;
}

Object* builtin_getattr(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("getattr", nargs, 2, 3)) return nullptr;
  if (nargs == 2) return object_get_attr(args[0], args[1]);
  Object* result;
  if (object_get_optional_attr(args[0], args[1], &result) == 0) return new_ref(args[2]);
  return result;
}

Object* builtin_hasattr(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("hasattr", nargs, 2, 2)) return nullptr;
  Object* value;
  if (object_get_optional_attr(args[0], args[1], &value) < 0) return nullptr;
  if (!value) return boolean(0);
  decref(value);
  return boolean(1);
}

Object* builtin_dir(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("dir", nargs, 0, 1)) return nullptr;
  return object_dir(nargs ? args[0] : nullptr);
}

Object* builtin_divmod(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("divmod", nargs, 2, 2)) return nullptr;
  return number_divmod(args[0], args[1]);
}

Object* builtin_format(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("format", nargs, 1, 2)) return nullptr;
  if (nargs == 2 && !unicode_check(args[1])) {
    arg_bad_argument("format", "argument 2", "str", args[1]);
    return nullptr;
  }
  return object_format(args[0], nargs == 2 ? args[1] : nullptr);
}

Object* builtin_globals(Object*) { return xnew_ref(eval_get_globals()); }
Object* builtin_locals(Object*) { return eval_get_frame_locals(); }

Object* builtin_vars(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("vars", nargs, 0, 1)) return nullptr;
  if (nargs == 0) return eval_get_frame_locals();
  Object* dict;
  if (object_get_optional_attr(args[0], ID(__dict__), &dict) == 0) {
    err_set_string(exc_TypeError, "vars() argument must have __dict__ attribute");
  }
  return dict;
}

Object* builtin_isinstance(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("isinstance", nargs, 2, 2)) return nullptr;
  return boolean(object_is_instance(args[0], args[1]));
}

Object* builtin_issubclass(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("issubclass", nargs, 2, 2)) return nullptr;
  return boolean(object_is_subclass(args[0], args[1]));
}

Object* builtin_pow(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"base", "exp", "mod", nullptr};
  static ArgParser parser = {.fname = "pow", .keywords = kKeywords};
  Object* a[3];
  if (!unpack_args(&parser, args, nargs, kwnames, 2, 3, a)) return nullptr;
  return number_power(a[0], a[1], a[2] ? a[2] : None);
}

Object* builtin_round(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"number", "ndigits", nullptr};
  static ArgParser parser = {.fname = "round", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 2, a)) return nullptr;
  Object* ndigits = a[1] ? a[1] : None;
  Object* round = object_lookup_special(a[0], ID(__round__));
  if (!round) {
    if (!err_occurred()) {
      err_format(exc_TypeError, "type %.100s doesn't define __round__ method", a[0]->ob_type->tp_name);
    }
    return nullptr;
  }
  Object* result = ndigits == None ? object_call_no_args(round) : object_call_one_arg(round, ndigits);
  decref(round);
  return result;
}

// --- print ---

struct PrintArgs {
  Object *sep = nullptr, *end = nullptr, *file = None;  // borrowed
  bool flush = false;
};

bool parse_print_keywords(Object* const* values, Object* kwnames, PrintArgs* out) {
  Ssize n = kwnames ? tuple_size(kwnames) : 0;
  for (Ssize i = 0; i < n; i++) {
    Object* name = tuple_item(kwnames, i);
    if (unicode_equal_to_utf8(name, "sep")) {
      out->sep = values[i];
    } else if (unicode_equal_to_utf8(name, "end")) {
      out->end = values[i];
    } else if (unicode_equal_to_utf8(name, "file")) {
      out->file = values[i];
    } else if (unicode_equal_to_utf8(name, "flush")) {
      if (!arg_bool(values[i], &out->flush)) return false;
    } else {
      err_format(exc_TypeError, "print() got an unexpected keyword argument '%U'", name);
      return false;
    }
  }
  return true;
}

// None becomes null; false with TypeError for anything but a str.
bool check_print_text(Object** text, const char* name) {
  if (*text == None) *text = nullptr;
  if (!*text || unicode_check(*text)) return true;
  err_format(exc_TypeError, "%s must be None or a string, not %.200s", name, (*text)->ob_type->tp_name);
  return false;
}

int print_to(Object* file, Object* args, const PrintArgs& p) {
  for (Ssize i = 0; i < tuple_size(args); i++) {
    if (i > 0) {
      int code = p.sep ? file_write_object(p.sep, file, kPrintRaw) : file_write_string(" ", file);
      if (code < 0) return -1;
    }
    if (file_write_object(tuple_item(args, i), file, kPrintRaw) < 0) return -1;
  }
  int code = p.end ? file_write_object(p.end, file, kPrintRaw) : file_write_string("\n", file);
  if (code < 0) return -1;
  if (!p.flush) return 0;
  Object* result = object_call_method_no_args(file, ID(flush));
  if (!result) return -1;
  decref(result);
  return 0;
}

Object* builtin_print(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  PrintArgs p;
  if (!parse_print_keywords(args + nargs, kwnames, &p)) return nullptr;
  if (p.file == None) {
    p.file = sys_get_object("stdout");
    if (!p.file) {
      err_set_string(exc_RuntimeError, "lost sys.stdout");
      return nullptr;
    }
    if (p.file == None) return None;
  }
  if (!check_print_text(&p.sep, "sep") || !check_print_text(&p.end, "end")) return nullptr;
  // The arguments travel in a tuple, as in CPython: its block and its references are there to be seen.
  Object* values = tuple_from_array(args, nargs);
  if (!values) return nullptr;
  int code = print_to(p.file, values, p);
  decref(values);
  return code < 0 ? nullptr : None;
}

// --- input ---

Object* lost(const char* name) { return err_format(exc_RuntimeError, "input(): lost sys.%s", name); }

bool flush_quietly(Object* file) {
  Object* result = object_call_method_no_args(file, ID(flush));
  if (!result) err_clear();
  xdecref(result);
  return true;
}

Object* builtin_input(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("input", nargs, 0, 1)) return nullptr;
  Object* in = sys_get_object("stdin");
  Object* out = sys_get_object("stdout");
  Object* err = sys_get_object("stderr");
  if (!in || in == None) return lost("stdin");
  if (!out || out == None) return lost("stdout");
  if (!err || err == None) return lost("stderr");
  flush_quietly(err);
  // Standard input is never a terminal here: prompt and line go through the file objects.
  if (nargs && file_write_object(args[0], out, kPrintRaw) < 0) return nullptr;
  flush_quietly(out);
  return file_get_line(in, -1);
}

// --- __import__, open, breakpoint ---

Object* builtin_import(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"name", "globals", "locals", "fromlist", "level", nullptr};
  static ArgParser parser = {.fname = "__import__", .keywords = kKeywords};
  Object* a[5];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 5, a)) return nullptr;
  int level = 0;
  if (a[4] && !arg_int(a[4], &level)) return nullptr;
  return import_import_module_level_object(a[0], a[1], a[2], a[3], level);
}

Object* builtin_breakpoint(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  Object* hook = sys_get_object("breakpointhook");
  if (!hook) {
    err_set_string(exc_RuntimeError, "lost sys.breakpointhook");
    return nullptr;
  }
  incref(hook);
  Object* result = object_vectorcall(hook, args, static_cast<size_t>(nargs), kwnames);
  decref(hook);
  return result;
}

Object* builtin_open(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  return io_open_call(args, nargs, kwnames);
}

// --- iter, next and their asynchronous relatives ---

Object* builtin_iter(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("iter", nargs, 1, 2)) return nullptr;
  if (nargs == 1) return object_get_iter(args[0]);
  if (!callable_check(args[0])) {
    err_set_string(exc_TypeError, "iter(v, w): v must be callable");
    return nullptr;
  }
  return call_iter_new(args[0], args[1]);
}

Object* builtin_next(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("next", nargs, 1, 2)) return nullptr;
  Object* it = args[0];
  if (!iter_check(it)) {
    return err_format(exc_TypeError, "'%.200s' object is not an iterator", it->ob_type->tp_name);
  }
  Object* result = it->ob_type->tp_iternext(it);
  if (result) return result;
  if (nargs > 1) {
    if (err_occurred()) {
      if (!err_exception_matches(exc_StopIteration)) return nullptr;
      err_clear();
    }
    return new_ref(args[1]);
  }
  if (!err_occurred()) err_set_none(exc_StopIteration);
  return nullptr;
}

Object* builtin_aiter(Object*, Object* o) {
  TypeObject* type = o->ob_type;
  if (!type->am_aiter) return err_format(exc_TypeError, "'%.200s' object is not an async iterable", type->tp_name);
  Object* it = type->am_aiter(o);
  if (it && !it->ob_type->am_anext) {
    err_format(exc_TypeError, "aiter() returned not an async iterator of type '%.100s'", it->ob_type->tp_name);
    decref(it);
    return nullptr;
  }
  return it;
}

Object* builtin_anext(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("anext", nargs, 1, 2)) return nullptr;
  TypeObject* type = args[0]->ob_type;
  if (!type->am_anext) {
    return err_format(exc_TypeError, "'%.200s' object is not an async iterator", type->tp_name);
  }
  Object* awaitable = type->am_anext(args[0]);
  if (!awaitable || nargs == 1) return awaitable;
  Object* result = anext_awaitable_new(awaitable, args[1]);
  decref(awaitable);
  return result;
}

constexpr MethodDef builtin_methods[] = {
    {"__build_class__", builtin___build_class__,
     "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class "
     "statement."},
    {"__import__", builtin_import,
     "__import__($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)\n--\n\nImport a module."},
    {"abs", builtin_abs, "abs($module, x, /)\n--\n\nReturn the absolute value of the argument."},
    {"all", builtin_all,
     "all($module, iterable, /)\n--\n\nReturn True if bool(x) is True for all values x in the iterable.\n\nIf the iterable "
     "is empty, return True."},
    {"any", builtin_any,
     "any($module, iterable, /)\n--\n\nReturn True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, "
     "return False."},
    {"ascii", builtin_ascii, "ascii($module, obj, /)\n--\n\nReturn an ASCII-only representation of an object."},
    {"bin", builtin_bin,
     "bin($module, number, /)\n--\n\nReturn the binary representation of an integer.\n\n   >>> bin(2796202)\n   "
     "'0b1010101010101010101010'"},
    {"breakpoint", builtin_breakpoint,
     "breakpoint($module, /, *args, **kws)\n--\n\nCall sys.breakpointhook(*args, **kws)."},
    {"callable", builtin_callable,
     "callable($module, obj, /)\n--\n\nReturn whether the object is callable (i.e., some kind of function).\n\nNote that "
     "classes are callable, as are instances of classes with a\n__call__() method."},
    {"chr", builtin_chr,
     "chr($module, i, /)\n--\n\nReturn a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."},
    {"compile", builtin_compile,
     "compile($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, "
     "_feature_version=-1)\n--\n\nCompile source into a code object that can be executed by exec() or eval()."},
    {"delattr", builtin_delattr,
     "delattr($module, obj, name, /)\n--\n\nDeletes the named attribute from the given object.\n\ndelattr(x, 'y') is "
     "equivalent to ``del x.y``"},
    {"dir", builtin_dir, "dir([object]) -> list of strings"},
    {"divmod", builtin_divmod, "divmod($module, x, y, /)\n--\n\nReturn the tuple (x//y, x%y).  Invariant: div*y + mod == x."},
    {"eval", builtin_eval,
     "eval($module, source, /, globals=None, locals=None)\n--\n\nEvaluate the given source in the context of globals and "
     "locals."},
    {"exec", builtin_exec,
     "exec($module, source, /, globals=None, locals=None, *, closure=None)\n--\n\nExecute the given source in the context of "
     "globals and locals."},
    {"format", builtin_format, "format($module, value, format_spec='', /)\n--\n\nReturn type(value).__format__(value, format_spec)"},
    {"getattr", builtin_getattr, "Get a named attribute from an object."},
    {"globals", builtin_globals,
     "globals($module, /)\n--\n\nReturn the dictionary containing the current scope's global variables."},
    {"hasattr", builtin_hasattr,
     "hasattr($module, obj, name, /)\n--\n\nReturn whether the object has an attribute with the given name."},
    {"hash", builtin_hash, "hash($module, obj, /)\n--\n\nReturn the hash value for the given object."},
    {"hex", builtin_hex,
     "hex($module, number, /)\n--\n\nReturn the hexadecimal representation of an integer.\n\n   >>> hex(12648430)\n   "
     "'0xc0ffee'"},
    {"id", builtin_id,
     "id($module, obj, /)\n--\n\nReturn the identity of an object.\n\nThis is guaranteed to be unique among simultaneously "
     "existing objects.\n(CPython uses the object's memory address.)"},
    {"input", builtin_input,
     "input($module, prompt='', /)\n--\n\nRead a string from standard input.  The trailing newline is stripped."},
    {"isinstance", builtin_isinstance,
     "isinstance($module, obj, class_or_tuple, /)\n--\n\nReturn whether an object is an instance of a class or of a subclass "
     "thereof."},
    {"issubclass", builtin_issubclass,
     "issubclass($module, cls, class_or_tuple, /)\n--\n\nReturn whether 'cls' is derived from another class or is the same "
     "class."},
    {"iter", builtin_iter, "Get an iterator from an object."},
    {"aiter", builtin_aiter,
     "aiter($module, async_iterable, /)\n--\n\nReturn an AsyncIterator for an AsyncIterable object."},
    {"len", builtin_len, "len($module, obj, /)\n--\n\nReturn the number of items in a container."},
    {"locals", builtin_locals,
     "locals($module, /)\n--\n\nReturn a dictionary containing the current scope's local variables."},
    {"max", builtin_max, "max(iterable, *[, default=obj, key=func]) -> value"},
    {"min", builtin_min, "min(iterable, *[, default=obj, key=func]) -> value"},
    {"next", builtin_next, "Return the next item from the iterator."},
    {"anext", builtin_anext, "Return the next item from the async iterator."},
    {"oct", builtin_oct,
     "oct($module, number, /)\n--\n\nReturn the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'"},
    {"ord", builtin_ord, "ord($module, c, /)\n--\n\nReturn the Unicode code point for a one-character string."},
    {"pow", builtin_pow,
     "pow($module, /, base, exp, mod=None)\n--\n\nEquivalent to base**exp with 2 arguments or base**exp % mod with 3 "
     "arguments."},
    {"print", builtin_print,
     "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\nPrints the values to a stream, or to "
     "sys.stdout by default."},
    {"repr", builtin_repr, "repr($module, obj, /)\n--\n\nReturn the canonical string representation of the object."},
    {"round", builtin_round, "round($module, /, number, ndigits=None)\n--\n\nRound a number to a given precision in decimal digits."},
    {"setattr", builtin_setattr,
     "setattr($module, obj, name, value, /)\n--\n\nSets the named attribute on the given object to the specified value."},
    {"sorted", builtin_sorted,
     "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nReturn a new list containing all items from the "
     "iterable in ascending order."},
    {"sum", builtin_sum,
     "sum($module, iterable, /, start=0)\n--\n\nReturn the sum of a 'start' value (default: 0) plus an iterable of numbers"},
    {"vars", builtin_vars, "Show vars."},
    {}};
constexpr MethodDef open_method = {"open", builtin_open,
                                   "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, "
                                   "newline=None, closefd=True, opener=None)\n--\n\nOpen file and return a stream."};

int add_constants(Object* dict) {
  struct {
    const char* name;
    Object* value;
  } const values[] = {{"None", None},
                      {"Ellipsis", Ellipsis},
                      {"NotImplemented", NotImplemented},
                      {"False", False},
                      {"True", True},
                      {"bool", &bool_type},
                      {"memoryview", &memory_view_type},
                      {"bytearray", &bytearray_type},
                      {"bytes", &bytes_type},
                      {"classmethod", &class_method_type},
                      {"complex", &complex_type},
                      {"dict", &dict_type},
                      {"enumerate", &enum_type},
                      {"filter", &filter_type},
                      {"float", &float_type},
                      {"frozenset", &frozenset_type},
                      {"property", &property_type},
                      {"int", &long_type},
                      {"list", &list_type},
                      {"map", &map_type},
                      {"object", &object_type},
                      {"range", &range_type},
                      {"reversed", &reversed_type},
                      {"set", &set_type},
                      {"slice", &slice_type},
                      {"staticmethod", &static_method_type},
                      {"str", &unicode_type},
                      {"super", &super_type},
                      {"tuple", &tuple_type},
                      {"type", &type_type},
                      {"zip", &zip_type},
                      {"__debug__", True}};
  for (const auto& entry : values) {
    if (dict_set_item_string(dict, entry.name, entry.value) < 0) return -1;
  }
  return 0;
}

}  // namespace

int builtins_create() {
  Object* module = module_new("builtins");
  if (!module) return -1;
  interp.builtins_module = module;
  interp.builtins = module_get_dict(module);
  if (module_set_doc_string(module,
                            "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access "
                            "to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the "
                            "built-in function len().\n\nThis module is not normally accessed explicitly by most\n"
                            "applications, but can be useful in modules that provide\nobjects with the same name as a builtin "
                            "and need access to the\noriginal.") < 0 ||
      module_add_functions(module, builtin_methods) < 0) {
    return -1;
  }
  if (add_constants(interp.builtins) < 0) return -1;
  return exceptions_add_to(interp.builtins);
}

int builtins_add_open() {
  Object* name = unicode_from_string("_io");
  if (!name) return -1;
  Object* function = cfunction_new(&open_method, nullptr, name);
  decref(name);
  if (!function) return -1;
  int result = dict_set_item_string(interp.builtins, "open", function);
  decref(function);
  return result;
}

}  // namespace py

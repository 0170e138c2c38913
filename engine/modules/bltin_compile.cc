// Text to code and code to results: compile, eval, exec, and what imports and the machine share with them.
// CPython 3.13: Python/bltinmodule.c, Python/pythonrun.c, Parser/pegen_errors.c (the shape of a SyntaxError)
#include <string>

#include "lang/compile.h"             // the compiler
#include "modules/args.h"
#include "modules/bltin_internal.h"
#include "modules/bltinmodule.h"
#include "modules/footprint.h"        // what compiling does to counts and free lists
#include "modules/warningsmodule.h"   // SyntaxWarning
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "types/buffer.h"             // source as bytes
#include "types/bytearrayobject.h"
#include "types/bytesobject.h"
#include "types/cellobject.h"         // exec(closure=)
#include "types/codeobject.h"
#include "types/dictobject.h"
#include "types/exceptions.h"
#include "types/funcobject.h"
#include "types/longobject.h"
#include "types/text.h"
#include "types/unicodeobject.h"
#include "vm/ceval.h"                 // running code

namespace py {

namespace {

TypeObject* exception_of(lang::SyntaxErrorType type) {
  switch (type) {
    case lang::SyntaxErrorType::kIndentationError: return exc_IndentationError;
    case lang::SyntaxErrorType::kTabError: return exc_TabError;
    case lang::SyntaxErrorType::kMemoryError: return exc_MemoryError;
    case lang::SyntaxErrorType::kRecursionError: return exc_RecursionError;
    case lang::SyntaxErrorType::kSystemError: return exc_SystemError;
    default: return exc_SyntaxError;
  }
}

Object* int_or_none(int value, bool known = true) { return known ? long_from_long(value) : None; }

// (filename, lineno, offset, text, end_lineno, end_offset): new reference.
Object* error_details(const lang::SyntaxErrorInfo& error, Object* filename) {
  Object* items[6] = {new_ref(filename),
                      int_or_none(error.lineno),
                      int_or_none(error.offset),
                      error.has_text ? str_from_text(error.text) : None,
                      int_or_none(error.end_lineno),
                      int_or_none(error.end_offset)};
  for (Object* item : items) {
    if (item) continue;
    for (Object* other : items) xdecref(other);
    return nullptr;
  }
  return tuple_from_array_steal(items, 6);
}

void set_syntax_error(const lang::SyntaxErrorInfo& error, Object* filename) {
  TypeObject* type = exception_of(error.type);
  if (type == exc_MemoryError && error.msg.empty()) {
    err_no_memory();
    return;
  }
  Object* message = str_from_text(error.msg);
  if (!message) return;
  if (!error.has_location || !type_is_subtype(type, exc_SyntaxError)) {
    err_set_object(type, message);
    decref(message);
    return;
  }
  Object* details = error_details(error, filename);
  Object* args = details ? tuple_pack(message, details) : nullptr;
  xdecref(details);
  decref(message);
  if (!args) return;
  err_set_object(type, args);
  decref(args);
}

// Issues the compiler's warnings. -1 when a filter turned one into an error.
int issue_warnings(const std::vector<lang::SyntaxWarningInfo>& warnings, Object* filename) {
  for (const lang::SyntaxWarningInfo& warning : warnings) {
    bool syntax = std::string_view(warning.category) == "SyntaxWarning";
    TypeObject* category = syntax ? exc_SyntaxWarning : exc_DeprecationWarning;
    Object* message = str_from_text(warning.msg);
    if (!message) return -1;
    int code = err_warn_explicit(category, message, filename, warning.lineno, nullptr, nullptr);
    decref(message);
    if (code == 0) continue;
    if (err_exception_matches(category)) {
      // The warning became an error: it is shown as a SyntaxError at its place.
      err_clear();
      lang::SyntaxErrorInfo error;
      error.type = lang::SyntaxErrorType::kSyntaxError;
      error.msg = warning.msg;
      error.lineno = error.end_lineno = warning.lineno;
      set_syntax_error(error, filename);
    }
    return -1;
  }
  return 0;
}

}  // namespace

CodeObject* compile_source(const char* source, size_t size, Object* filename, const CompileOptions& options,
                           std::vector<Object*>* arena, std::vector<uint16_t>* footprint) {
  lang::CompileOptions lang_options;
  lang_options.mode = options.mode;
  lang_options.flags = options.flags;
  lang_options.optimize = options.optimize;
  lang_options.source_is_utf8 = options.source_is_utf8;
  lang_options.show_source_line = options.from_file;
  AllocatorMoment before = allocator_moment();
  lang::CompileResult result = lang::compile_source({source, size}, wtf8_of(filename), lang_options);
  if (issue_warnings(result.warnings, filename) < 0) return nullptr;
  if (!result.unit) {
    set_syntax_error(result.error, filename);
    return nullptr;
  }
  CodeObject* code = code_from_unit(*result.unit, arena);
  if (footprint) {
    *footprint = std::move(result.footprint);
  } else if (code && options.counts) {
    footprint_after_compile(before, result.footprint);
  }
  return code;
}

void release_arena(std::vector<Object*>* arena) {
  for (Object* o : *arena) decref(o);
  arena->clear();
}

namespace {

// The text of a source argument: UTF-8 or bytes. Keeps what it points into alive.
struct SourceText {
  std::string_view text;
  bool is_str = false;
  ScopedBuffer buffer;

  bool read(Object* o, const char* function, const char* what) {
    if (unicode_check(o)) {
      Ssize size;
      const char* s = unicode_as_utf8_and_size(o, &size);
      if (!s) return false;
      text = {s, static_cast<size_t>(size)};
      is_str = true;
    } else if (object_check_buffer(o)) {
      if (object_get_buffer(o, &buffer, BUF_SIMPLE) < 0) return false;
      text = {static_cast<const char*>(buffer.buf), static_cast<size_t>(buffer.len)};
    } else {
      err_format(exc_TypeError, "%s() arg 1 must be a %s object", function, what);
      return false;
    }
    if (text.find('\0') != std::string_view::npos) {
      err_set_string(exc_SyntaxError, "source code string cannot contain null bytes");
      return false;
    }
    return true;
  }
};

constexpr int kCompileMask = 0x1fe0000 | 0x0010;  // the __future__ features (and the old nested_scopes)
constexpr int kDontImplyDedent = 0x0200, kOnlyAst = 0x0400, kTypeComments = 0x1000, kTopLevelAwait = 0x2000,
              kIncompleteInput = 0x4000, kOptimizedAst = 0x8000 | kOnlyAst;

bool parse_mode(Object* mode, lang::CompileMode* out) {
  if (!unicode_check(mode)) {
    arg_bad_argument("compile", "argument 'mode'", "str", mode);
    return false;
  }
  if (unicode_equal_to_utf8(mode, "exec")) {
    *out = lang::CompileMode::kExec;
  } else if (unicode_equal_to_utf8(mode, "eval")) {
    *out = lang::CompileMode::kEval;
  } else if (unicode_equal_to_utf8(mode, "single")) {
    *out = lang::CompileMode::kSingle;
  } else {
    err_set_string(exc_ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
    return false;
  }
  return true;
}

// A file name argument as str: str, bytes, or an object with __fspath__. New reference.
Object* filename_argument(Object* o) {
  if (unicode_check(o)) return new_ref(o);
  if (bytes_check(o)) return unicode_decode_utf8(bytes_data(o), bytes_size(o), "surrogateescape");
  return err_format(exc_TypeError, "expected str, bytes or os.PathLike object, not %s", o->ob_type->tp_name);
}

}  // namespace

Object* builtin_compile(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"source",   "filename",         "mode", "flags", "dont_inherit",
                                          "optimize", "_feature_version", nullptr};
  static ArgParser parser = {.fname = "compile", .keywords = kKeywords};
  Object* a[7];
  if (!unpack_args(&parser, args, nargs, kwnames, 3, 6, a)) return nullptr;
  CompileOptions options;
  int flags = 0;
  bool dont_inherit = false;
  if (a[3] && !arg_int(a[3], &flags)) return nullptr;
  if (a[4] && !arg_bool(a[4], &dont_inherit)) return nullptr;
  options.optimize = -1;
  if (a[5] && !arg_int(a[5], &options.optimize)) return nullptr;
  if (flags & ~(kCompileMask | kDontImplyDedent | kOptimizedAst | kTypeComments | kTopLevelAwait | kIncompleteInput)) {
    err_set_string(exc_ValueError, "compile(): unrecognised flags");
    return nullptr;
  }
  if (options.optimize < -1 || options.optimize > 2) {
    err_set_string(exc_ValueError, "compile(): invalid optimize value");
    return nullptr;
  }
  if (options.optimize == -1) options.optimize = 0;
  options.flags = static_cast<uint32_t>(flags & 0x1fe0000);
  if (!dont_inherit) eval_merge_compiler_flags(&options.flags);
  if (!parse_mode(a[2], &options.mode)) return nullptr;
  if (flags & kOnlyAst) {
    err_set_string(exc_ValueError, "compile(): syntax trees are not available here (no ast module)");
    return nullptr;
  }
  SourceText source;
  if (!source.read(a[0], "compile", "string, bytes or AST")) return nullptr;
  options.source_is_utf8 = source.is_str;
  Object* filename = filename_argument(a[1]);
  if (!filename) return nullptr;
  CodeObject* code = compile_source(source.text.data(), source.text.size(), filename, options, nullptr);
  decref(filename);
  return code;
}

namespace {

// The namespaces of eval and exec. Both end as new references.
struct Namespaces {
  Object* globals = nullptr;
  Object* locals = nullptr;
  ~Namespaces() {
    xdecref(globals);
    xdecref(locals);
  }
  // None stands for the caller's. False with the error set.
  bool fill(Object* given_globals, Object* given_locals) {
    if (given_globals == None || !given_globals) {
      globals = xnew_ref(eval_get_globals());
      if (given_locals && given_locals != None) {
        locals = new_ref(given_locals);
      } else {
        locals = eval_get_frame_locals();
        if (!locals) return false;
      }
    } else {
      globals = new_ref(given_globals);
      locals = new_ref(given_locals && given_locals != None ? given_locals : given_globals);
    }
    if (!globals || !locals) {
      err_format(exc_SystemError, "globals and locals cannot be NULL");
      return false;
    }
    int has = dict_contains_string(globals, "__builtins__");
    if (has == 0) has = dict_set_item_string(globals, "__builtins__", eval_get_builtins());
    return has >= 0;
  }
};

// Compiles and runs text; the parser's constants stay alive meanwhile, as CPython's arena keeps them.
Object* run_text(std::string_view text, bool is_str, lang::CompileMode mode, const Namespaces& spaces) {
  CompileOptions options;
  options.mode = mode;
  options.source_is_utf8 = is_str;
  eval_merge_compiler_flags(&options.flags);
  Object* filename = unicode_from_string("<string>");
  if (!filename) return nullptr;
  std::vector<Object*> arena;
  CodeObject* code = compile_source(text.data(), text.size(), filename, options, &arena);
  decref(filename);
  Object* result = code ? eval_eval_code(code, spaces.globals, spaces.locals) : nullptr;
  xdecref(code);
  release_arena(&arena);
  return result;
}

bool check_globals_for_eval(Object* globals, Object* locals) {
  if (locals && locals != None && !mapping_check(locals)) {
    err_set_string(exc_TypeError, "locals must be a mapping");
    return false;
  }
  if (globals && globals != None && !dict_check(globals)) {
    err_set_string(exc_TypeError, mapping_check(globals) ? "globals must be a real dict; try eval(code, {}, mapping)"
                                                         : "globals must be a dict");
    return false;
  }
  return true;
}

}  // namespace

Object* builtin_eval(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"", "globals", "locals", nullptr};
  static ArgParser parser = {.fname = "eval", .keywords = kKeywords};
  Object* a[3];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 3, a) || !check_globals_for_eval(a[1], a[2])) return nullptr;
  Namespaces spaces;
  if (!spaces.fill(a[1], a[2])) return nullptr;
  if (code_check(a[0])) {
    if (static_cast<CodeObject*>(a[0])->co_nfreevars > 0) {
      err_set_string(exc_TypeError, "code object passed to eval() may not contain free variables");
      return nullptr;
    }
    return eval_eval_code(static_cast<CodeObject*>(a[0]), spaces.globals, spaces.locals);
  }
  SourceText source;
  if (!unicode_check(a[0]) && !object_check_buffer(a[0])) {
    err_set_string(exc_TypeError, "eval() arg 1 must be a string, bytes or code object");
    return nullptr;
  }
  if (!source.read(a[0], "eval", "string, bytes or code")) return nullptr;
  std::string_view text = source.text;
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return run_text(text, source.is_str, lang::CompileMode::kEval, spaces);
}

// closure= of exec: a tuple of exactly as many cells as the code has free variables. False with TypeError.
static bool check_closure(CodeObject* code, Object* closure) {
  Ssize free = code->co_nfreevars;
  if (free == 0) {
    if (!closure) return true;
    err_set_string(exc_TypeError, "cannot use a closure with this code object");
    return false;
  }
  bool ok = closure && tuple_check_exact(closure) && tuple_size(closure) == free;
  for (Ssize i = 0; ok && i < free; i++) ok = cell_check(tuple_item(closure, i));
  if (!ok) err_format(exc_TypeError, "code object requires a closure of exactly length %zd", free);
  return ok;
}

static Object* exec_code(CodeObject* code, Object* closure, const Namespaces& spaces) {
  if (!check_closure(code, closure)) return nullptr;
  if (!closure) return eval_eval_code(code, spaces.globals, spaces.locals);
  Object* func = function_new(code, spaces.globals);
  if (!func) return nullptr;
  Object* result = nullptr;
  if (function_set_closure(func, closure) == 0) {
    result = eval_vector(static_cast<FunctionObject*>(func), spaces.locals, nullptr, 0, nullptr);
  }
  decref(func);
  return result;
}

Object* builtin_exec(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"", "globals", "locals", "closure", nullptr};
  static ArgParser parser = {.fname = "exec", .keywords = kKeywords};
  Object* a[4];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 3, a)) return nullptr;
  Object* closure = a[3] == None ? nullptr : a[3];
  if (a[1] && a[1] != None && !dict_check(a[1])) {
    return err_format(exc_TypeError, "exec() globals must be a dict, not %.100s", a[1]->ob_type->tp_name);
  }
  if (a[2] && a[2] != None && !mapping_check(a[2])) {
    return err_format(exc_TypeError, "locals must be a mapping or None, not %.100s", a[2]->ob_type->tp_name);
  }
  Namespaces spaces;
  if (!spaces.fill(a[1], a[2])) return nullptr;
  Object* result;
  if (code_check(a[0])) {
    result = exec_code(static_cast<CodeObject*>(a[0]), closure, spaces);
  } else {
    if (closure) {
      err_set_string(exc_TypeError, "closure can only be used when source is a code object");
      return nullptr;
    }
    SourceText source;
    if (!unicode_check(a[0]) && !object_check_buffer(a[0])) {
      err_set_string(exc_TypeError, "exec() arg 1 must be a string, bytes or code object");
      return nullptr;
    }
    if (!source.read(a[0], "exec", "string, bytes or code")) return nullptr;
    result = run_text(source.text, source.is_str, lang::CompileMode::kExec, spaces);
  }
  if (!result) return nullptr;
  decref(result);
  return None;
}

}  // namespace py

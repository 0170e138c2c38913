// The sys module: its functions and hooks.
// CPython 3.13: Python/sysmodule.c
//
// Constants and the records about the build are in sys_info.cc.
#include "modules/sysmodule.h"

#include <cstdarg>

#include "memory/memory_verify.h"     // _debugmallocstats
#include "modules/args.h"
#include "modules/host.h"             // _debugmallocstats writes around sys.stderr
#include "modules/sys_info.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/freelist.h"
#include "object/gc_head.h"           // pre-header
#include "object/identifiers.h"       // ID
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/error_hooks.h"        // UnraisableHookArgs
#include "types/exceptions.h"
#include "types/fileobject.h"
#include "types/floatobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/structseq.h"
#include "types/text.h"
#include "types/traceback.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"
#include "vm/ceval.h"
#include "vm/frameobject.h"

namespace py {

// --- Sizes and counts ---

Ssize sys_get_size_of(Object* o) {
  Object* method = object_lookup_special(o, ID(__sizeof__));
  if (!method) {
    if (!err_occurred()) {
      err_format(exc_TypeError, "Type %.100s doesn't define __sizeof__", o->ob_type->tp_name);
    }
    return -1;
  }
  Object* result = object_call_no_args(method);
  decref(method);
  if (!result) return -1;
  if (!long_check(result)) {
    decref(result);
    err_set_string(exc_TypeError, "an integer is required");
    return -1;
  }
  Ssize size = number_as_ssize_t(result, exc_OverflowError);
  decref(result);
  if (size == -1 && err_occurred()) return -1;
  if (size < 0) {
    err_set_string(exc_ValueError, "__sizeof__() should return >= 0");
    return -1;
  }
  return size + (object_is_gc(o) ? type_pre_header_size(o->ob_type) : 0);
}

namespace {

Object* sys_getsizeof(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"object", "default", nullptr};
  static ArgParser parser = {.fname = "getsizeof", .keywords = kKeywords};
  Object* a[2];
  Ssize given = nargs + (kwnames ? tuple_size(kwnames) : 0);
  if (given > 2) return err_format(exc_TypeError, "getsizeof() takes at most 2 arguments (%zd given)", given);
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 2, a)) return nullptr;
  Ssize size = sys_get_size_of(a[0]);
  if (size == -1 && err_occurred()) {
    if (!a[1] || !err_exception_matches(exc_TypeError)) return nullptr;
    err_clear();
    return new_ref(a[1]);
  }
  return long_from_size_t(static_cast<uint64_t>(size));
}

Object* sys_getrefcount(Object*, Object* o) { return long_from_ssize_t(static_cast<Ssize>(o->ob_refcnt)); }
Object* sys_getallocatedblocks(Object*) { return long_from_ssize_t(get_allocated_blocks()); }
Object* sys_getunicodeinternedsize(Object*, Object* const*, Ssize, Object*) {
  return long_from_ssize_t(unicode_interned_count());
}

Object* sys_debugmallocstats(Object*) {
  std::string text = debug_malloc_stats();
  auto line = [&text](int count, const char* name, int size) {
    text += debug_alloc_stat_line(static_cast<uint64_t>(count), name, static_cast<uint64_t>(size));
  };
  line(free_lists.dicts.numfree, "free PyDictObject", 48);
  line(free_lists.dict_keys.numfree, "free PyDictKeysObject", 32);
  line(free_lists.floats.numfree, "free PyFloatObject", 24);
  line(free_lists.lists.numfree, "free PyListObject", 40);
  for (int i = 0; i < kMaxFreeTupleSize; i++) {
    std::string name = "free " + std::to_string(i + 1) + "-sized PyTupleObject";
    line(free_lists.tuples.numfree[i], name.c_str(), 32 + 8 * i);
  }
  if (host.write) host.write(host.context, 2, text.data(), text.size());
  return None;
}

// --- Exceptions ---

Object* sys_exc_info(Object*) {
  Object* exc = err_get_handled_exception_borrowed();
  if (!exc) return tuple_pack(None, None, None);
  Object* tb = static_cast<BaseExceptionObject*>(exc)->traceback;
  return tuple_pack(static_cast<Object*>(exc->ob_type), exc, tb ? tb : None);
}

Object* sys_exception(Object*) {
  Object* exc = err_get_handled_exception();
  return exc ? exc : None;
}

Object* sys_excepthook(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("excepthook", nargs, 3, 3)) return nullptr;
  Object* exc = args[1];
  if (!exception_instance_check(exc)) {
    Object* file = sys_get_object("stderr");
    if (file && file != None) {
      std::string text = "TypeError: print_exception(): Exception expected for value, ";
      text += std::string(exc->ob_type->tp_name) + " found\n";
      if (file_write_string(text.c_str(), file) < 0) err_clear();
    }
    return None;
  }
  if (traceback_check(args[2]) && !static_cast<BaseExceptionObject*>(exc)->traceback) {
    exception_set_traceback(exc, args[2]);
  }
  err_display_exception(exc);
  return None;
}

Object* sys_unraisablehook(Object*, Object* args) {
  if (args->ob_type != unraisable_args_type()) {
    err_set_string(exc_TypeError, "sys.unraisablehook argument type must be UnraisableHookArgs");
    return nullptr;
  }
  write_unraisable_default(struct_sequence_get_item(args, 1), struct_sequence_get_item(args, 3),
                           struct_sequence_get_item(args, 4));
  return None;
}

Object* sys_exit(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("exit", nargs, 0, 1)) return nullptr;
  err_set_object(exc_SystemExit, nargs ? args[0] : None);
  return nullptr;
}

Object* sys_displayhook(Object*, Object* o) {
  if (o == None) return None;
  if (dict_set_item_string(interp.builtins, "_", None) < 0) return nullptr;
  Object* out = sys_get_object("stdout");
  if (!out || out == None) {
    err_set_string(exc_RuntimeError, "lost sys.stdout");
    return nullptr;
  }
  if (file_write_object(o, out, 0) < 0 || file_write_string("\n", out) < 0) return nullptr;
  return dict_set_item_string(interp.builtins, "_", o) < 0 ? nullptr : None;
}

Object* sys_breakpointhook(Object*, Object* const*, Ssize, Object*) {
  sys_write_stderr("breakpoint(): there is no debugger here; step through the program in the page instead\n");
  return None;
}

// --- Limits ---

Object* sys_getrecursionlimit(Object*) { return long_from_long(tstate.py_recursion_limit); }

Object* sys_setrecursionlimit(Object*, Object* arg) {
  int limit;
  if (!arg_int(arg, &limit)) return nullptr;
  if (limit < 1) {
    err_set_string(exc_ValueError, "recursion limit must be greater or equal than 1");
    return nullptr;
  }
  int depth = tstate.py_recursion_limit - tstate.py_recursion_remaining;
  if (depth >= limit) {
    return err_format(exc_RecursionError,
                      "cannot set the recursion limit to %i at the recursion depth %i: the limit is too low", limit, depth);
  }
  tstate.py_recursion_limit = limit;
  tstate.py_recursion_remaining = limit - depth;
  return None;
}

Object* sys_get_int_max_str_digits(Object*) { return long_from_long(interp.int_max_str_digits); }

Object* sys_set_int_max_str_digits(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"maxdigits", nullptr};
  static ArgParser parser = {.fname = "set_int_max_str_digits", .keywords = kKeywords};
  Object* a[1];
  int digits;
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 1, a) || !arg_int(a[0], &digits)) return nullptr;
  if (digits != 0 && digits < 640) {
    err_set_string(exc_ValueError, "maxdigits must be 0 or larger than 640");
    return nullptr;
  }
  interp.int_max_str_digits = digits;
  return None;
}

double switch_interval = 0.005;
Object* sys_getswitchinterval(Object*) { return float_from_double(switch_interval); }
Object* sys_setswitchinterval(Object*, Object* arg) {
  double value = float_as_double(arg);
  if (value == -1.0 && err_occurred()) return nullptr;
  if (value <= 0.0) {
    err_set_string(exc_ValueError, "switch interval must be strictly positive");
    return nullptr;
  }
  switch_interval = value;
  return None;
}

// --- Strings and encodings ---

Object* sys_intern(Object*, Object* s) {
  if (!unicode_check(s)) {
    arg_bad_argument("intern", "argument", "str", s);
    return nullptr;
  }
  if (!unicode_check_exact(s)) return err_format(exc_TypeError, "can't intern %.400s", s->ob_type->tp_name);
  incref(s);
  unicode_intern_in_place(&s);
  return s;
}
Object* sys_is_interned(Object*, Object* s) {
  if (!unicode_check(s)) {
    arg_bad_argument("_is_interned", "argument", "str", s);
    return nullptr;
  }
  return bool_from_long(unicode_check_interned(s));
}
Object* sys_utf8(Object*) { return unicode_from_string("utf-8"); }
Object* sys_getfilesystemencodeerrors(Object*) { return unicode_from_string("surrogateescape"); }

// --- Frames ---

// The frame `depth` calls up: new reference, or null with ValueError.
FrameObject* frame_at(int depth) {
  FrameObject* frame = eval_get_frame();
  xincref(static_cast<Object*>(frame));
  while (frame && depth-- > 0) {
    FrameObject* back = frame_get_back(frame);
    decref(frame);
    frame = back;
  }
  if (!frame && !err_occurred()) err_set_string(exc_ValueError, "call stack is not deep enough");
  return frame;
}

Object* sys_getframe(Object*, Object* const* args, Ssize nargs) {
  int depth = 0;
  if (!arg_check_positional("_getframe", nargs, 0, 1) || (nargs && !arg_int(args[0], &depth))) return nullptr;
  return frame_at(depth);
}

Object* sys_getframemodulename(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"depth", nullptr};
  static ArgParser parser = {.fname = "_getframemodulename", .keywords = kKeywords};
  Object* a[1];
  int depth = 0;
  if (!unpack_args(&parser, args, nargs, kwnames, 0, 1, a) || (a[0] && !arg_int(a[0], &depth))) return nullptr;
  FrameObject* frame = frame_at(depth);
  if (!frame) {
    err_clear();
    return None;
  }
  Object* globals = frame_get_globals(frame);
  decref(frame);
  Object* name = globals ? xnew_ref(dict_get_item_with_error(globals, ID(__name__))) : nullptr;
  xdecref(globals);
  return name ? name : (err_occurred() ? nullptr : None);
}

Object* sys_is_finalizing(Object*) { return bool_from_long(interp.finalizing); }
Object* sys_yes(Object*) { return True; }
Object* sys_none(Object*) { return None; }
Object* sys_none_varargs(Object*, Object* const*, Ssize) { return None; }
Object* sys_clear_caches(Object*) {
  type_clear_cache();
  return None;
}

constexpr MethodDef sys_methods[] = {
    {"addaudithook", sys_none_varargs, "addaudithook($module, /, hook)\n--\n\nAdds a new audit hook callback."},
    {"audit", sys_none_varargs, "Passes the event to any hooks that are attached."},
    {"breakpointhook", sys_breakpointhook, "This hook function is called by built-in breakpoint()."},
    {"_clear_internal_caches", sys_clear_caches,
     "_clear_internal_caches($module, /)\n--\n\nClear all internal performance-related caches."},
    {"_clear_type_cache", sys_clear_caches, "_clear_type_cache($module, /)\n--\n\nClear the internal type lookup cache."},
    {"displayhook", sys_displayhook,
     "displayhook($module, object, /)\n--\n\nPrint an object to sys.stdout and also save it in builtins._"},
    {"exception", sys_exception, "exception($module, /)\n--\n\nReturn the current exception."},
    {"exc_info", sys_exc_info, "exc_info($module, /)\n--\n\nReturn current exception information: (type, value, traceback)."},
    {"excepthook", sys_excepthook,
     "excepthook($module, exctype, value, traceback, /)\n--\n\nHandle an exception by displaying it with a traceback on "
     "sys.stderr."},
    {"exit", sys_exit,
     "exit($module, status=None, /)\n--\n\nExit the interpreter by raising SystemExit(status)."},
    {"getdefaultencoding", sys_utf8, "getdefaultencoding($module, /)\n--\n\nReturn the current default encoding used by the Unicode implementation."},
    {"getallocatedblocks", sys_getallocatedblocks,
     "getallocatedblocks($module, /)\n--\n\nReturn the number of memory blocks currently allocated."},
    {"getunicodeinternedsize", sys_getunicodeinternedsize,
     "getunicodeinternedsize($module, /, *, _only_immortal=False)\n--\n\nReturn the number of elements of the unicode "
     "interned dictionary"},
    {"getfilesystemencoding", sys_utf8,
     "getfilesystemencoding($module, /)\n--\n\nReturn the encoding used to convert Unicode filenames to OS filenames."},
    {"getfilesystemencodeerrors", sys_getfilesystemencodeerrors,
     "getfilesystemencodeerrors($module, /)\n--\n\nReturn the error mode used for Unicode to OS filename conversion."},
    {"getrefcount", sys_getrefcount,
     "getrefcount($module, object, /)\n--\n\nReturn the reference count of object."},
    {"getrecursionlimit", sys_getrecursionlimit,
     "getrecursionlimit($module, /)\n--\n\nReturn the current value of the recursion limit."},
    {"getsizeof", sys_getsizeof, "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes."},
    {"_getframe", sys_getframe, "_getframe($module, depth=0, /)\n--\n\nReturn a frame object from the call stack."},
    {"_getframemodulename", sys_getframemodulename,
     "_getframemodulename($module, /, depth=0)\n--\n\nReturn the name of the module for a calling frame."},
    {"intern", sys_intern, "intern($module, string, /)\n--\n\n``Intern'' the given string."},
    {"_is_interned", sys_is_interned, "_is_interned($module, string, /)\n--\n\nReturn True if the given string is \"interned\"."},
    {"is_finalizing", sys_is_finalizing, "is_finalizing($module, /)\n--\n\nReturn True if Python is exiting."},
    {"setswitchinterval", sys_setswitchinterval,
     "setswitchinterval($module, interval, /)\n--\n\nSet the ideal thread switching delay inside the Python interpreter."},
    {"getswitchinterval", sys_getswitchinterval,
     "getswitchinterval($module, /)\n--\n\nReturn the current thread switch interval; see sys.setswitchinterval()."},
    {"setrecursionlimit", sys_setrecursionlimit,
     "setrecursionlimit($module, limit, /)\n--\n\nSet the maximum depth of the Python interpreter stack to n."},
    {"gettrace", sys_none, "gettrace($module, /)\n--\n\nReturn the global debug tracing function set with sys.settrace."},
    {"getprofile", sys_none, "getprofile($module, /)\n--\n\nReturn the profiling function set with sys.setprofile."},
    {"_debugmallocstats", sys_debugmallocstats,
     "_debugmallocstats($module, /)\n--\n\nPrint debug info to stderr about the state of pymalloc and structs."},
    {"unraisablehook", sys_unraisablehook,
     "unraisablehook($module, unraisable, /)\n--\n\nHandle an unraisable exception."},
    {"get_int_max_str_digits", sys_get_int_max_str_digits,
     "get_int_max_str_digits($module, /)\n--\n\nReturn the maximum string digits limit for non-binary int<->str "
     "conversions."},
    {"set_int_max_str_digits", sys_set_int_max_str_digits,
     "set_int_max_str_digits($module, /, maxdigits)\n--\n\nSet the maximum string digits limit for non-binary int<->str "
     "conversions."},
    {"_is_gil_enabled", sys_yes, "_is_gil_enabled($module, /)\n--\n\nReturn True if the GIL is currently enabled."},
    {}};

}  // namespace

void sys_write_stderr(const char* format, ...) {
  va_list args;
  va_start(args, format);
  char text[1001];
  std::vsnprintf(text, sizeof text, format, args);
  va_end(args);
  Object* saved = err_get_raised_exception();
  Object* file = sys_get_object("stderr");
  if (!file || file_write_string(text, file) < 0) {  // at exit the stream is gone before the last collection
    err_clear();
    if (host.write) host.write(host.context, 2, text, std::strlen(text));
  }
  err_set_raised_exception(saved);
}

int sys_create() {
  switch_interval = 0.005;
  interp.modules = dict_new();
  if (!interp.modules) return -1;
  Object* module = module_new("sys");
  if (!module) return -1;
  interp.sys_module = module;
  interp.sysdict = module_get_dict(module);
  if (module_set_doc_string(module,
                            "This module provides access to some objects used or maintained by the\ninterpreter and to "
                            "functions that interact strongly with the interpreter.\n") < 0 ||
      module_add_functions(module, sys_methods) < 0 || sys_set_object("modules", interp.modules) < 0) {
    return -1;
  }
  for (const char* name : {"displayhook", "excepthook", "breakpointhook", "unraisablehook"}) {
    std::string dunder = std::string("__") + name + "__";
    if (sys_set_object(dunder.c_str(), sys_get_object(name)) < 0) return -1;
  }
  return sys_add_info();
}

int sys_set_argv(int argc, const char* const* argv, const char* script_folder) {
  Object* list = list_new(0);
  for (int i = 0; list && i < argc; i++) {
    Object* text = unicode_decode_fs_default(argv[i]);
    if (!text || list_append(list, text) < 0) clear_ref(list);
    xdecref(text);
  }
  if (!list) return -1;
  int code = sys_set_object("argv", list);
  decref(list);
  if (code < 0) return -1;
  Object* path = sys_get_object("path");
  Object* folder = unicode_decode_fs_default(script_folder);
  code = path && folder ? list_insert(path, 0, folder) : -1;
  xdecref(folder);
  return code;
}

}  // namespace py

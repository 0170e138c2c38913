// Reporting exceptions that nobody caught, and names in sys.
// CPython 3.13: Python/pythonrun.c, Python/errors.c (unraisable), Python/sysmodule.c (sys.excepthook)
#include "vm/pythonrun.h"

#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"    // ID
#include "types/dictobject.h"
#include "types/error_hooks.h"
#include "types/exceptions.h"
#include "types/fileobject.h"      // writing to any file-like object
#include "types/longobject.h"
#include "types/text.h"
#include "types/unicodeobject.h"

namespace py {

static std::string last_error;

const std::string& last_reported_error() { return last_error; }

Object* sys_get_object(const char* name) {
  if (!interp.sysdict) return nullptr;
  Object* saved = err_get_raised_exception();
  Object* value = dict_get_item_string(interp.sysdict, name);
  err_clear();
  err_set_raised_exception(saved);
  return value;
}

int sys_set_object(const char* name, Object* value) {
  if (value) return dict_set_item_string(interp.sysdict, name, value);
  Object* old = nullptr;
  int result = dict_pop_string(interp.sysdict, name, &old);
  xdecref(old);
  return result < 0 ? -1 : 0;
}

// sys.stderr, or null when there is none.
static Object* stderr_or_null() {
  Object* file = sys_get_object("stderr");
  return !file || file == None ? nullptr : file;
}

static void write_text(Object* file, const std::string& text) {
  Object* str = str_from_text(text);
  if (!str || file_write_object(str, file, kPrintRaw) < 0) err_clear();
  xdecref(str);
}

static void flush_file(Object* file) {
  Object* result = object_call_method_no_args(file, ID(flush));
  if (!result) err_clear();
  xdecref(result);
}

static void remember_error(const std::vector<std::string>& pieces) {
  last_error = pieces.empty() ? "" : pieces.back();
  while (!last_error.empty() && last_error.back() == '\n') last_error.pop_back();
}

void err_display(Object* file, Object* exc) {
  std::vector<std::string> pieces = format_exception(exc);
  remember_error(pieces);
  if (!file) return;
  for (const std::string& piece : pieces) write_text(file, piece);
  flush_file(file);
}

void err_display_exception(Object* exc) {
  Object* file = xnew_ref(stderr_or_null());
  err_display(file, exc);
  xdecref(file);
}

void write_unraisable_default(Object* exc, Object* err_msg, Object* object) {
  Object* file = xnew_ref(stderr_or_null());
  if (!file) return;
  if (err_msg == None) err_msg = nullptr;
  std::string message;
  if (err_msg) safe_str(err_msg, &message);
  if (object && object != None) {
    std::string text;
    if (!safe_repr(object, &text)) text = "<object repr() failed>";
    write_text(file, (err_msg ? message + ": " : "Exception ignored in: ") + text + "\n");
  } else if (err_msg) {
    write_text(file, message + ":\n");
  }
  if (exc && exc != None) {
    Object* tb = exception_get_traceback(exc);
    if (tb) write_text(file, format_traceback_plain(tb));
    xdecref(tb);
    std::string text;
    if (!safe_str(exc, &text)) text = "<exception str() failed>";
    write_text(file, exception_type_text(exc->ob_type) + (text.empty() ? "" : ": " + text) + "\n");
  }
  flush_file(file);
  decref(file);
}

int system_exit_status(Object* exc) {
  Object* code = static_cast<SystemExitObject*>(exc)->code;
  last_error.clear();
  if (!code || code == None) return 0;
  if (long_check(code)) {
    int overflow;
    int64_t value = long_as_long_and_overflow(code, &overflow);
    return overflow ? 255 : static_cast<int>(value & 0xff);
  }
  Object* file = xnew_ref(stderr_or_null());
  std::string text;
  if (safe_str(code, &text) && file) write_text(file, text);
  if (file) write_text(file, "\n");
  xdecref(file);
  return 1;
}

// sys.last_exc and its older relatives, for debuggers.
static void set_last_vars(Object* exc) {
  Object* tb = exception_get_traceback(exc);
  if (sys_set_object("last_exc", exc) < 0 || sys_set_object("last_type", exc->ob_type) < 0 ||
      sys_set_object("last_value", exc) < 0 || sys_set_object("last_traceback", tb ? tb : None) < 0) {
    err_clear();
  }
  xdecref(tb);
}

// Calls sys.excepthook(type, value, traceback). False when it raised.
static bool call_excepthook(Object* hook, Object* exc) {
  Object* tb = exception_get_traceback(exc);
  Object* args[] = {exc->ob_type, exc, tb ? tb : None};
  Object* result = object_vectorcall(hook, args, 3, nullptr);
  xdecref(tb);
  xdecref(result);
  return result != nullptr;
}

static int report(Object* exc, bool exit_on_system_exit) {
  if (exit_on_system_exit && object_type_check(exc, exc_SystemExit)) {
    int status = system_exit_status(exc);
    decref(exc);
    return status;
  }
  set_last_vars(exc);
  Object* hook = xnew_ref(sys_get_object("excepthook"));
  int status = 1;
  if (!hook) {
    if (Object* file = stderr_or_null()) write_text(file, "sys.excepthook is missing\n");
    err_display_exception(exc);
  } else if (!call_excepthook(hook, exc)) {
    Object* second = err_get_raised_exception();
    if (exit_on_system_exit && object_type_check(second, exc_SystemExit)) {
      status = system_exit_status(second);
    } else {
      Object* file = xnew_ref(stderr_or_null());
      if (file) write_text(file, "Error in sys.excepthook:\n");
      err_display(file, second);
      if (file) write_text(file, "\nOriginal exception was:\n");
      err_display(file, exc);
      xdecref(file);
    }
    decref(second);
  }
  xdecref(hook);
  decref(exc);
  return status;
}

int err_print_and_exit_status() {
  Object* exc = err_get_raised_exception();
  return exc ? report(exc, true) : 0;
}

void err_print() {
  Object* exc = err_get_raised_exception();
  if (exc) report(exc, false);
}

void pythonrun_init() {
  last_error.clear();
  source_cache_clear();
  error_hooks.write_unraisable = write_unraisable_default;
}

}  // namespace py

// The _warnings module: what happens to a warning.
// CPython 3.13: Python/_warnings.c
//
// Invariants: filters is a list of (action, message, category, module, lineno). Once the Python module `warnings` is
// imported, its attributes (filters, _showwarnmsg, ...) decide instead of these.
#include "modules/warningsmodule.h"

#include "gc/gc_verify.h"             // the audit knows who holds the filters
#include "modules/args.h"
#include "modules/modules.h"
#include "modules/sysmodule.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/identifiers.h"       // ID
#include "types/boolobject.h"
#include "types/codeobject.h"
#include "types/dictobject.h"
#include "types/error_hooks.h"
#include "types/exceptions.h"
#include "types/fileobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/text.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"
#include "vm/ceval.h"
#include "vm/frameobject.h"
#include "vm/pythonrun.h"             // source lines

namespace py {

namespace {

struct WarningState {
  Object* filters;         // list
  Object* once_registry;   // dict
  Object* default_action;  // str
  long filters_version;
};
WarningState state;

// The attribute of the Python module `warnings`: new reference; null without an error when it is not there.
Object* warnings_attribute(const char* name) {
  if (!interp.modules || !dict_check(interp.modules)) return nullptr;
  Object* module = dict_get_item_string(interp.modules, "warnings");
  if (!module || module == None) return nullptr;
  Object* text = unicode_intern_from_string(name);
  Object* value = nullptr;
  if (text && object_get_optional_attr(module, text, &value) < 0) err_clear();
  xdecref(text);
  return value;
}

// warnings.<name> or the state's own: new reference.
Object* current(const char* name, Object* own) {
  Object* value = warnings_attribute(name);
  return value ? value : xnew_ref(own);
}

// --- Filters ---

// A filter's pattern: None fits all, a str must be equal, anything else is asked to match. 1, 0 or -1.
int pattern_fits(Object* pattern, Object* text) {
  if (pattern == None) return 1;
  if (unicode_check_exact(pattern)) return unicode_check(text) && unicode_eq(pattern, text);
  Object* result = object_call_method_one_arg(pattern, ID(match), text);
  if (!result) return -1;
  int truth = object_is_true(result);
  decref(result);
  return truth;
}

int filter_fits(Object* filter, Object* category, Object* text, int lineno, Object* module) {
  int fits = pattern_fits(tuple_item(filter, 1), text);
  if (fits <= 0) return fits;
  fits = pattern_fits(tuple_item(filter, 3), module);
  if (fits <= 0) return fits;
  fits = object_is_subclass(category, tuple_item(filter, 2));
  if (fits <= 0) return fits;
  Ssize line = number_as_ssize_t(tuple_item(filter, 4), exc_OverflowError);
  if (line == -1 && err_occurred()) return -1;
  return line == 0 || line == lineno;
}

// What is to be done: a new str. null with the error set.
Object* find_action(Object* category, Object* text, int lineno, Object* module) {
  Object* filters = current("filters", state.filters);
  if (!filters || !list_check(filters)) {
    xdecref(filters);
    return err_format(exc_ValueError, "_warnings.filters must be a list");
  }
  Object* action = nullptr;
  for (Ssize i = 0; i < list_size(filters) && !action; i++) {
    Object* filter = new_ref(list_item(filters, i));
    int fits = -1;
    if (tuple_check(filter) && tuple_size(filter) == 5) {
      fits = filter_fits(filter, category, text, lineno, module);
    } else {
      err_format(exc_ValueError, "_warnings.filters item %zd isn't a 5-tuple", i);
    }
    if (fits > 0) action = new_ref(tuple_item(filter, 0));
    decref(filter);
    if (fits < 0) {
      decref(filters);
      return nullptr;
    }
  }
  decref(filters);
  if (!action) action = current("defaultaction", state.default_action);
  return action;
}

// --- Registries ---

// Whether key is in the registry (a dict); a registry made under other filters is emptied. 1, 0 or -1.
int already_warned(Object* registry, Object* key, bool should_set) {
  Object* version = dict_get_item_string_with_error(registry, "version");
  if (!version && err_occurred()) return -1;
  int overflow = 0;
  if (!version || !long_check(version) || long_as_long_and_overflow(version, &overflow) != state.filters_version) {
    dict_clear(registry);
    Object* now = long_from_long(state.filters_version);
    int code = now ? dict_set_item_string(registry, "version", now) : -1;
    xdecref(now);
    if (code < 0) return -1;
  } else {
    Object* warned = dict_get_item_with_error(registry, key);
    if (!warned && err_occurred()) return -1;
    if (warned) {
      int truth = object_is_true(warned);
      if (truth != 0) return truth;
    }
  }
  return should_set ? dict_set_item(registry, key, True) : 0;
}

int update_registry(Object* registry, Object* text, Object* category, bool with_zero) {
  Object* zero = with_zero ? long_from_long(0) : nullptr;
  Object* key = with_zero ? tuple_pack(text, category, zero) : tuple_pack(text, category);
  int result = key ? already_warned(registry, key, true) : -1;
  xdecref(key);
  return result;
}

// --- Showing ---

void show_plain(Object* category, Object* text, Object* filename, int lineno) {
  Object* file = sys_get_object("stderr");
  if (!file || file == None) return;
  std::string name = static_cast<TypeObject*>(category)->tp_name;
  size_t dot = name.rfind('.');
  if (dot != std::string::npos) name.erase(0, dot + 1);
  std::string message;
  safe_str(text, &message);
  std::string out = text_of(filename) + ":" + std::to_string(lineno) + ": " + name + ": " + message + "\n";
  std::string line;
  if (source_line(wtf8_of(filename).c_str(), lineno, &line)) {
    size_t start = line.find_first_not_of(" \t\f");
    if (start != std::string::npos) out += "  " + line.substr(start) + "\n";
  }
  if (file_write_string(out.c_str(), file) < 0) err_clear();
}

// The text that explains where `source` was allocated, when nobody recorded it.
void show_no_traceback(Object* category) {
  Object* file = sys_get_object("stderr");
  if (!file || file == None) return;
  std::string name = static_cast<TypeObject*>(category)->tp_name;
  if (file_write_string((name + ": Enable tracemalloc to get the object allocation traceback\n").c_str(), file) < 0) {
    err_clear();
  }
}

// warnings._showwarnmsg(WarningMessage(...)) if that module is there, else plain text. 0 or -1.
int show(Object* category, Object* text, Object* message, Object* filename, int lineno, Object* source) {
  Object* show_function = warnings_attribute("_showwarnmsg");
  if (!show_function) {
    show_plain(category, text, filename, lineno);
    if (source && source != None) show_no_traceback(category);
    return err_occurred() ? -1 : 0;
  }
  Object* cls = warnings_attribute("WarningMessage");
  Object* number = cls ? long_from_long(lineno) : nullptr;
  Object* record = number ? object_call_function_obj_args(cls, message, category, filename, number, None, None,
                                                          source ? source : None, nullptr)
                          : nullptr;
  Object* result = record ? object_call_one_arg(show_function, record) : nullptr;
  if (!cls && !err_occurred()) err_set_string(exc_RuntimeError, "unable to get warnings.WarningMessage");
  xdecref(show_function);
  xdecref(cls);
  xdecref(number);
  xdecref(record);
  xdecref(result);
  return result ? 0 : -1;
}

// --- The way of a warning ---

// The module's name from its file's: "spam" for "spam.py". New reference.
Object* module_of_filename(Object* filename) {
  Ssize n = unicode_length(filename);
  if (n == 0) return unicode_from_string("<unknown>");
  if (n >= 3 && unicode_read_char(filename, n - 3) == '.' && unicode_read_char(filename, n - 2) == 'p' &&
      unicode_read_char(filename, n - 1) == 'y') {
    return unicode_substring(filename, 0, n - 3);
  }
  return new_ref(filename);
}

// Notes in the right registry that this was shown. 1: it was shown before; 0; -1.
int note_shown(Object* action, Object* registry, Object* key, Object* text, Object* category) {
  if (unicode_equal_to_utf8(action, "always") || unicode_equal_to_utf8(action, "all")) return 0;
  if (registry && dict_set_item(registry, key, True) < 0) return -1;
  if (unicode_equal_to_utf8(action, "once")) {
    Object* once = registry ? new_ref(registry) : current("onceregistry", state.once_registry);
    int result = once && dict_check(once) ? update_registry(once, text, category, false) : -1;
    xdecref(once);
    return result;
  }
  if (unicode_equal_to_utf8(action, "module")) return registry ? update_registry(registry, text, category, true) : 0;
  if (unicode_equal_to_utf8(action, "default")) return 0;
  err_format(exc_RuntimeError, "Unrecognized action (%R) in warnings.filters", action);
  return -1;
}

int explicit_with_module(Object* category, Object* message, Object* text, Object* filename, int lineno, Object* module,
                         Object* registry, Object* source) {
  Object* number = long_from_long(lineno);
  Object* key = number ? tuple_pack(text, category, number) : nullptr;
  xdecref(number);
  if (!key) return -1;
  int result = registry ? already_warned(registry, key, false) : 0;
  if (result == 0) {
    Object* action = find_action(category, text, lineno, module);
    if (!action || !unicode_check(action)) {
      if (action) err_format(exc_TypeError, "action must be a string, not '%.200s'", action->ob_type->tp_name);
      result = -1;
    } else if (unicode_equal_to_utf8(action, "error")) {
      err_set_object(static_cast<TypeObject*>(category), message);
      result = -1;
    } else if (!unicode_equal_to_utf8(action, "ignore")) {
      result = note_shown(action, registry, key, text, category);
      if (result == 0) result = show(category, text, message, filename, lineno, source);
    }
    xdecref(action);
  }
  decref(key);
  return result < 0 ? -1 : 0;
}

int warn_explicit(Object* category, Object* message, Object* filename, int lineno, Object* module, Object* registry,
                  Object* source) {
  if (registry == None) registry = nullptr;
  if (registry && !dict_check(registry)) {
    err_format(exc_TypeError, "'registry' must be a dict or None, not '%.200s'", registry->ob_type->tp_name);
    return -1;
  }
  Object* text;
  int is_warning = object_is_instance(message, exc_Warning);
  if (is_warning < 0) return -1;
  if (is_warning) {
    text = object_str(message);
    category = message->ob_type;
    message = new_ref(message);
  } else {
    text = new_ref(message);
    message = object_call_one_arg(category, message);
  }
  Object* module_name = module ? new_ref(module) : module_of_filename(filename);
  int result = -1;
  if (text && message && module_name) {
    result = explicit_with_module(category, message, text, filename, lineno, module_name, registry, source);
  }
  xdecref(text);
  xdecref(message);
  xdecref(module_name);
  return result;
}

struct Context {
  Object *filename = nullptr, *module = nullptr, *registry = nullptr;  // owned
  int lineno = 0;
  ~Context() {
    xdecref(filename);
    xdecref(module);
    xdecref(registry);
  }
};

// Frames of the import system do not count as callers.
bool is_internal(FrameObject* frame) {
  CodeObject* code = frame_get_code(frame);
  std::string name = text_of(code->co_filename);
  decref(code);
  return name.find("importlib") != std::string::npos && name.find("_bootstrap") != std::string::npos;
}

bool skipped(FrameObject* frame, Object* prefixes) {
  if (is_internal(frame)) return true;
  if (!prefixes) return false;
  CodeObject* code = frame_get_code(frame);
  bool found = false;
  for (Ssize i = 0; i < tuple_size(prefixes) && !found; i++) {
    found = unicode_tailmatch(code->co_filename, tuple_item(prefixes, i), 0, unicode_length(code->co_filename), -1) > 0;
  }
  decref(code);
  return found;
}

// Frame, module and registry that a warning belongs to, stack_level frames up. False with the error set.
bool find_context(Ssize stack_level, Object* prefixes, Context* context) {
  FrameObject* frame = eval_get_frame();
  xincref(static_cast<Object*>(frame));
  bool skip = stack_level > 0 && frame && !is_internal(frame);
  while (--stack_level > 0 && frame) {
    do {
      FrameObject* back = frame_get_back(frame);
      decref(frame);
      frame = back;
    } while (frame && skip && skipped(frame, prefixes));
  }
  Object* globals;
  if (!frame) {
    globals = new_ref(interp.sysdict);
    context->filename = unicode_from_string("<sys>");
  } else {
    globals = frame_get_globals(frame);
    CodeObject* code = frame_get_code(frame);
    context->filename = new_ref(code->co_filename);
    context->lineno = frame_get_line_number(frame);
    decref(code);
    decref(frame);
  }
  if (!globals || !context->filename) return false;
  Object* registry = dict_get_item_with_error(globals, ID(__warningregistry__));
  if (registry) {
    context->registry = new_ref(registry);
  } else if (!err_occurred()) {
    context->registry = dict_new();
    if (context->registry && dict_set_item(globals, ID(__warningregistry__), context->registry) < 0) {
      clear_ref(context->registry);
    }
  }
  Object* module = context->registry ? dict_get_item_with_error(globals, ID(__name__)) : nullptr;
  if (context->registry) {
    context->module = module && (module == None || unicode_check(module)) ? new_ref(module)
                                                                          : unicode_from_string("<string>");
  }
  decref(globals);
  return context->module != nullptr;
}

int do_warn(Object* message, Object* category, Ssize stack_level, Object* source, Object* prefixes) {
  Context context;
  if (!find_context(stack_level, prefixes, &context)) return -1;
  return warn_explicit(category, message, context.filename, context.lineno, context.module, context.registry, source);
}

int hook_warn(TypeObject* category, Object* message, Ssize stack_level, Object* source) {
  return do_warn(message, category, stack_level, source, nullptr);
}

// The category of a call to warn(): borrowed; null with TypeError.
Object* get_category(Object* message, Object* category) {
  int is_warning = object_is_instance(message, exc_Warning);
  if (is_warning < 0) return nullptr;
  if (is_warning) return message->ob_type;
  if (!category || category == None) return exc_UserWarning;
  if (!type_check(category) || !type_is_subtype(static_cast<TypeObject*>(category), exc_Warning)) {
    return err_format(exc_TypeError, "category must be a Warning subclass, not '%s'", category->ob_type->tp_name);
  }
  return category;
}

Object* warnings_warn_function(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"message", "category", "stacklevel", "source", "skip_file_prefixes", nullptr};
  static ArgParser parser = {.fname = "warn", .keywords = kKeywords};
  Object* a[5];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 4, a)) return nullptr;
  Ssize level = 1;
  if (a[2] && !arg_ssize(a[2], &level)) return nullptr;
  Object* prefixes = a[4] && tuple_check(a[4]) && tuple_size(a[4]) ? a[4] : nullptr;
  if (prefixes && level < 2) level = 2;
  Object* category = get_category(a[0], a[1]);
  if (!category) return nullptr;
  Object* source = a[3] == None ? nullptr : a[3];
  return do_warn(a[0], category, level, source, prefixes) < 0 ? nullptr : None;
}

Object* warnings_warn_explicit(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"message", "category",       "filename", "lineno", "module",
                                          "registry", "module_globals", "source",   nullptr};
  static ArgParser parser = {.fname = "warn_explicit", .keywords = kKeywords};
  Object* a[8];
  if (!unpack_args(&parser, args, nargs, kwnames, 4, 8, a)) return nullptr;
  int lineno;
  if (!unicode_check(a[2])) {
    arg_bad_argument("warn_explicit", "argument 'filename'", "str", a[2]);
    return nullptr;
  }
  if (!arg_int(a[3], &lineno)) return nullptr;
  Object* category = get_category(a[0], a[1]);
  if (!category) return nullptr;
  Object* module = a[4] == None ? nullptr : a[4];
  int code = warn_explicit(category, a[0], a[2], lineno, module, a[5], a[7] == None ? nullptr : a[7]);
  return code < 0 ? nullptr : None;
}

Object* filters_mutated(Object*) {
  state.filters_version++;
  return None;
}

constexpr MethodDef warnings_methods[] = {
    {"warn", warnings_warn_function,
     "warn($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=())\n--\n\nIssue a "
     "warning, or maybe ignore it or raise an exception."},
    {"warn_explicit", warnings_warn_explicit,
     "warn_explicit($module, /, message, category, filename, lineno,\n              module=None, registry=None, "
     "module_globals=None,\n              source=None)\n--\n\nIssue a warning, or maybe ignore it or raise an exception."},
    {"_filters_mutated", filters_mutated, "_filters_mutated($module, /)\n--\n\n"},
    {}};

// (action, None, category, module, 0), taken over by the list. False with the error set.
bool add_filter(Object* list, const char* action, TypeObject* category, const char* module) {
  Object* items[5] = {unicode_intern_from_string(action), None, new_ref(static_cast<Object*>(category)),
                      module ? unicode_intern_from_string(module) : None, long_from_long(0)};
  Object* filter = items[0] && items[3] && items[4] ? tuple_from_array_steal(items, 5) : nullptr;
  int code = filter ? list_append(list, filter) : -1;
  xdecref(filter);
  return code == 0;
}

}  // namespace

int err_warn_explicit(TypeObject* category, Object* message, Object* filename, int lineno, Object* module,
                      Object* registry) {
  return warn_explicit(category, message, filename, lineno, module, registry, nullptr);
}

int warnings_warn(TypeObject* category, Object* message, Ssize stack_level, Object* source) {
  return do_warn(message, category, stack_level, source, nullptr);
}

static void visit_warning_state(HolderVisit visit, void* context) {
  for (Object* held : {state.filters, state.once_registry, state.default_action}) visit(held, context);
}

int warnings_init() {
  state = {};
  audit_register_holder("warnings", visit_warning_state);
  state.filters = list_new(0);
  state.once_registry = dict_new();
  state.default_action = unicode_intern_from_string("default");
  if (!state.filters || !state.once_registry || !state.default_action) return -1;
  if (!add_filter(state.filters, "default", exc_DeprecationWarning, "__main__") ||
      !add_filter(state.filters, "ignore", exc_DeprecationWarning, nullptr) ||
      !add_filter(state.filters, "ignore", exc_PendingDeprecationWarning, nullptr) ||
      !add_filter(state.filters, "ignore", exc_ImportWarning, nullptr) ||
      !add_filter(state.filters, "ignore", exc_ResourceWarning, nullptr)) {
    return -1;
  }
  error_hooks.warn = hook_warn;
  return 0;
}

void warnings_fini() {
  error_hooks.warn = nullptr;
  clear_ref(state.filters);
  clear_ref(state.once_registry);
  clear_ref(state.default_action);
}

Object* init__warnings() {
  Object* module = module_new("_warnings");
  if (module && (module_add_functions(module, warnings_methods) < 0 ||
                 module_add_object_ref(module, "filters", state.filters) < 0 ||
                 module_add_object_ref(module, "_onceregistry", state.once_registry) < 0 ||
                 module_add_object_ref(module, "_defaultaction", state.default_action) < 0)) {
    clear_ref(module);
  }
  return module;
}

}  // namespace py

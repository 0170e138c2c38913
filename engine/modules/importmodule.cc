// The import system.
//
// Finding a module: the modules that CPython itself has builtin, then the entries of sys.path in order. The library's
// folder on sys.path stands for the embedded library and for modules that are extension files in CPython. A module that a
// real interpreter has loaded before the script starts (os, io, abc...) is never shadowed by a file of the script's folder.
#include "modules/importmodule.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "modules/bltinmodule.h"      // compile_source
#include "gc/gc.h"                    // pending collections
#include "modules/filesystem.h"       // modules in files
#include "modules/footprint.h"        // what an import does to counts and free lists
#include "modules/frozen.h"           // modules of the library
#include "modules/import_spec.h"
#include "modules/modules.h"          // modules in C++
#include "modules/sysmodule.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"       // ID
#include "types/dictobject.h"
#include "types/exceptions.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/text.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"
#include "vm/ceval.h"                 // running a module's code, the import opcodes
#include "vm/pythonrun.h"             // source lines for tracebacks

namespace py {

namespace {

Object* original_import;  // builtins.__import__ as it was made; borrowed, compared only

int import_depth;  // imports that are under way

Object* find_and_load(Object* name);

// --- sys.modules ---

Object* modules_get(Object* name) {
  Object* module = nullptr;
  if (mapping_get_optional_item(interp.modules, name, &module) < 0) return nullptr;
  return module;
}

// Removes a module whose code failed; the error stays set.
void remove_module(Object* name) {
  Object* error = err_get_raised_exception();
  if (object_del_item(interp.modules, name) < 0) err_clear();
  err_set_raised_exception(error);
}

// --- Specs: where a module comes from ---

struct Found {
  const BuiltinModule* builtin = nullptr;
  const FrozenModule* frozen = nullptr;
  std::string filename;               // of a file or library module
  std::vector<std::string> search;    // of a package: where its submodules are
  bool is_package = false;
  bool is_namespace = false;          // a folder without __init__.py
  bool found() const { return builtin || frozen || !filename.empty() || is_namespace; }
};

// Modules that are in sys.modules, or builtin, before any script runs.
bool is_core(const std::string& name) {
  static const char* const kCore[] = {"_abc", "_codecs", "_collections", "_functools", "_imp", "_io", "_operator", "_signal",
                                      "_sre", "_stat", "_string", "_thread", "_tracemalloc", "_typing", "_warnings",
                                      "_weakref", "atexit", "builtins", "errno", "gc", "itertools", "marshal", "posix",
                                      "sys", "time", "_frozen_importlib", "zipimport", "codecs", "encodings", "abc", "io",
                                      "stat", "_collections_abc", "genericpath", "posixpath", "os", "_sitebuiltins",
                                      "site", "linecache"};
  return std::any_of(std::begin(kCore), std::end(kCore), [&](const char* core) { return name == core; });
}

void find_in_library(const std::string& name, Found* found) {
  found->builtin = builtin_module_find(name.c_str());
  if (found->builtin) return;
  found->frozen = frozen_find(name.c_str());
  if (!found->frozen) return;
  found->filename = frozen_filename(found->frozen);
  found->is_package = found->frozen->is_package;
  if (found->is_package) {
    found->search.push_back(found->filename.substr(0, found->filename.size() - std::strlen("/__init__.py")));
  }
}

// Looks for `tail` in one folder of sys.path or of a package.
bool find_in_folder(const std::string& folder, const std::string& name, const std::string& tail, Found* found) {
  std::string library = kLibraryFolder;
  if (folder == library || folder.compare(0, library.size() + 1, library + "/") == 0) {
    find_in_library(name, found);
    return found->found();
  }
  std::string base = (folder.empty() ? filesystem_cwd() : folder) + "/" + tail;
  std::string resolved = filesystem_resolve(base);
  FileStat stat = filesystem_stat(resolved);
  if (stat.kind == FileKind::kFolder) {
    if (filesystem_stat(resolved + "/__init__.py").kind == FileKind::kFile) {
      found->filename = base + "/__init__.py";
      found->is_package = true;
      found->search = {base};
      return true;
    }
    found->search.push_back(base);  // perhaps a namespace package: a later entry may still have the module
  }
  if (filesystem_stat(resolved + ".py").kind == FileKind::kFile) {
    found->filename = base + ".py";
    found->search.clear();
    return true;
  }
  return false;
}

// path: a list of folders (sys.path or a package's __path__). False with an error set.
bool find_spec(const std::string& name, Object* path, bool top_level, Found* found) {
  if (top_level && is_core(name)) {
    find_in_library(name, found);
    if (found->found()) return true;
  }
  std::string tail = name.substr(name.rfind('.') == std::string::npos ? 0 : name.rfind('.') + 1);
  Object* entries = sequence_list(path);
  if (!entries) return false;
  for (Ssize i = 0; i < list_size(entries); i++) {
    if (!unicode_check(list_item(entries, i))) continue;
    if (find_in_folder(wtf8_of(list_item(entries, i)), name, tail, found)) break;
  }
  decref(entries);
  if (!found->found() && !found->search.empty()) found->is_namespace = found->is_package = true;
  return true;
}

// --- Making a module ---

Object* text_or_null(const std::string& text) { return unicode_decode_fs_default(text.c_str()); }

std::string cached_name(const std::string& filename) {
  size_t slash = filename.rfind('/');
  std::string stem = filename.substr(slash + 1, filename.size() - slash - 4);
  return filename.substr(0, slash) + "/__pycache__/" + stem + ".cpython-313.pyc";
}

Object* search_list(const Found& found) {
  if (!found.is_package) return None;
  Object* list = list_new(0);
  for (const std::string& folder : found.search) {
    Object* text = list ? text_or_null(folder) : nullptr;
    if (!text || list_append(list, text) < 0) clear_ref(list);
    xdecref(text);
  }
  return list;
}

// The spec with its loader. New reference.
Object* make_spec(Object* name, const Found& found) {
  if (found.builtin) {
    Object* origin = unicode_from_string("built-in");
    Object* spec = origin ? module_spec_new(name, &builtin_importer_type, origin, nullptr, false) : nullptr;
    xdecref(origin);
    return spec;
  }
  Object* origin = found.is_namespace ? None : text_or_null(found.filename);
  Object* loader = !origin ? nullptr : found.is_namespace ? None : source_file_loader_new(name, origin);
  Object* locations = search_list(found);
  Object* spec = nullptr;
  if (loader && locations) spec = module_spec_new(name, loader, origin, locations, !found.is_namespace);
  xdecref(origin);
  xdecref(loader);
  xdecref(locations);
  return spec;
}

// module.<name> = new reference `value`, taken over. False when value is null or setting fails.
bool set_taken(Object* module, const char* name, Object* value) {
  bool ok = value && object_set_attr_string(module, name, value) == 0;
  xdecref(value);
  return ok;
}

// __name__, __loader__, __package__, __spec__, __path__, __file__, __cached__ of a module, in CPython's order.
bool init_module_attrs(Object* module, Object* name, Object* spec, const Found& found) {
  Object* package = object_get_attr_string(spec, "parent");
  bool ok = object_set_attr(module, ID(__name__), name) == 0 &&
            set_taken(module, "__loader__", object_get_attr_string(spec, "loader")) &&
            set_taken(module, "__package__", package) && object_set_attr(module, ID(__spec__), spec) == 0;
  if (ok && found.is_package) {
    ok = set_taken(module, "__path__", object_get_attr_string(spec, "submodule_search_locations"));
  }
  if (ok && !found.filename.empty()) {
    ok = set_taken(module, "__file__", text_or_null(found.filename)) &&
         set_taken(module, "__cached__", text_or_null(cached_name(found.filename)));
  }
  return ok;
}

// Runs a module's source in its dict. False with the error set.
bool exec_source(Object* module, const Found& found) {
  std::string text;
  const char* source;
  size_t size;
  if (found.frozen) {
    source = found.frozen->source;
    size = std::strlen(source);
  } else {
    int error;
    std::shared_ptr<FileContent> content = filesystem_open(filesystem_resolve(found.filename), &error);
    Object* shown = text_or_null(found.filename);
    if (!shown) return false;
    if (!content) {
      err_set_from_errno_with_filename(error, shown);
      decref(shown);
      return false;
    }
    decref(shown);
    text = content->bytes;
    source = text.data();
    size = text.size();
  }
  source_cache_set(found.filename.c_str(), source, size);
  Object* filename = text_or_null(found.filename);
  if (!filename) return false;
  CompileOptions options;
  options.source_is_utf8 = false;
  options.from_file = true;
  options.counts = !found.frozen;
  CodeObject* code = compile_source(source, size, filename, options, nullptr);
  decref(filename);
  if (!code) return false;
  Object* dict = module_get_dict(module);
  Object* result = nullptr;
  if (dict_set_item(dict, ID(__builtins__), interp.builtins) == 0) result = eval_eval_code(code, dict, dict);
  decref(code);
  xdecref(result);
  return result != nullptr;
}

// A module written in C++: its functions fill it at once. New reference.
Object* load_builtin(Object* name, const Found& found) {
  Object* module = found.builtin->init();
  if (!module) return nullptr;
  Object* spec = make_spec(name, found);
  bool ok = spec && init_module_attrs(module, name, spec, found) && object_set_item(interp.modules, name, module) == 0;
  xdecref(spec);
  if (!ok) clear_ref(module);
  return module;
}

Object* load_source(Object* name, const Found& found) {
  Object* spec = make_spec(name, found);
  Object* module = spec ? module_new_object(name) : nullptr;
  bool ok = module && init_module_attrs(module, name, spec, found) && module_spec_set_initializing(spec, true) == 0 &&
            object_set_item(interp.modules, name, module) == 0;
  if (ok && !found.is_namespace && !exec_source(module, found)) {
    remove_module(name);
    ok = false;
  }
  if (ok) ok = module_spec_set_initializing(spec, false) == 0;
  xdecref(spec);
  xdecref(module);
  if (!ok) return nullptr;
  Object* loaded = modules_get(name);  // the code may have put something else there
  if (!loaded && !err_occurred()) err_format(exc_KeyError, "%S", name);
  return loaded;
}

Object* module_not_found(Object* message, Object* name) {
  if (message) err_set_import_error_subclass(exc_ModuleNotFoundError, message, name, nullptr);
  xdecref(message);
  return nullptr;
}

// The parent's __path__: new reference, or null with the ModuleNotFoundError that its lack means.
Object* parent_path(Object* parent_module, Object* name, Object* parent) {
  Object* path;
  int code = object_get_optional_attr(parent_module, ID(__path__), &path);
  if (code == 0) module_not_found(unicode_from_format("No module named %R; %R is not a package", name, parent), name);
  return path;
}

Object* load_below(Object* name, Object* parent_module, Object* path) {
  Found found;
  if (!find_spec(wtf8_of(name), path, !parent_module, &found)) return nullptr;
  if (!found.found()) return module_not_found(unicode_from_format("No module named %R", name), name);
  Object* module = found.builtin ? load_builtin(name, found) : load_source(name, found);
  if (module && parent_module) {
    Ssize n = unicode_length(name);
    Ssize dot = unicode_find_char(name, '.', 0, n, -1);
    Object* child = unicode_substring(name, dot + 1, n);
    if (!child || object_set_attr(parent_module, child, module) < 0) clear_ref(module);
    xdecref(child);
  }
  return module;
}

// Whether a module is of the engine's library, not of the program's folder.
bool is_library_module(Object* module) {
  Object* file;
  int code = object_get_optional_attr(module, ID(__file__), &file);
  if (code < 0) err_clear();
  if (code <= 0) return true;
  bool library = unicode_check(file) && wtf8_of(file).compare(0, std::strlen(kLibraryFolder), kLibraryFolder) == 0;
  decref(file);
  return library;
}

// Loads a module that is not in sys.modules, its parents first.
Object* find_and_load_unlocked(Object* name) {
  Ssize dot = unicode_find_char(name, '.', 0, unicode_length(name), -1);
  if (dot < 0) {
    Object* path = sys_get_object("path");
    if (!path || path == None) return module_not_found(unicode_from_format("No module named %R", name), name);
    return load_below(name, nullptr, path);
  }
  Object* parent = unicode_substring(name, 0, dot);
  Object* parent_module = parent ? modules_get(parent) : nullptr;
  if (parent && !parent_module && !err_occurred()) parent_module = find_and_load(parent);
  Object* module = nullptr;
  if (parent_module) {
    module = modules_get(name);  // importing the parent may have brought it
    Object* path = module || err_occurred() ? nullptr : parent_path(parent_module, name, parent);
    if (path) module = load_below(name, parent_module, path);
    xdecref(path);
  }
  xdecref(parent);
  xdecref(parent_module);
  return module;
}

Object* find_and_load(Object* name) {
  Object* module = modules_get(name);
  if (err_occurred()) return nullptr;
  if (!module) {
    if (enter_recursive_call(" while importing a module")) return nullptr;
    AllocatorMoment before = import_depth == 0 ? moment_before_import() : AllocatorMoment();
    import_depth++;
    module = find_and_load_unlocked(name);
    import_depth--;
    leave_recursive_call();
    // The library's own imports are part of what the module that the program asked for does.
    if (import_depth == 0 && module && is_library_module(module)) {
      footprint_after_import(before, wtf8_of(name));
    }
    // Importing runs Python code in a real interpreter, which looks for pending work.
    if (module && (tstate.eval_breaker & kGcScheduled)) gc_run_scheduled();
  }
  if (module == None) {
    decref(module);
    return module_not_found(unicode_from_format("import of %R halted; None in sys.modules", name), name);
  }
  return module;
}

// --- Relative names ---

// The package that a relative import starts from. New reference.
Object* calc_package(Object* globals) {
  Object* package = dict_get_item_with_error(globals, ID(__package__));
  if (!package && err_occurred()) return nullptr;
  if (package && package != None) {
    if (unicode_check(package)) return new_ref(package);
    return err_format(exc_TypeError, "package must be a string");
  }
  Object* spec = dict_get_item_with_error(globals, ID(__spec__));
  if (!spec && err_occurred()) return nullptr;
  if (spec && spec != None) {
    Object* parent = object_get_attr_string(spec, "parent");
    if (parent && !unicode_check(parent)) {
      decref(parent);
      return err_format(exc_TypeError, "__spec__.parent must be a string");
    }
    return parent;
  }
  if (err_warn_ex(exc_ImportWarning,
                  "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__", 1) < 0) {
    return nullptr;
  }
  Object* name = dict_get_item_with_error(globals, ID(__name__));
  if (!name) {
    if (!err_occurred()) err_set_string(exc_KeyError, "'__name__' not in globals");
    return nullptr;
  }
  if (!unicode_check(name)) return err_format(exc_TypeError, "__name__ must be a string");
  int has_path = dict_contains(globals, ID(__path__));
  if (has_path < 0) return nullptr;
  if (has_path) return new_ref(name);
  Ssize dot = unicode_find_char(name, '.', 0, unicode_length(name), -1);
  return unicode_substring(name, 0, dot < 0 ? 0 : dot);
}

Object* no_parent() {
  err_set_string(exc_ImportError, "attempted relative import with no known parent package");
  return nullptr;
}

Object* resolve_name(Object* name, Object* globals, int level) {
  if (!globals) return err_format(exc_KeyError, "'__name__' not in globals");
  if (!dict_check(globals)) return err_format(exc_TypeError, "globals must be a dict");
  Object* package = calc_package(globals);
  if (!package) return nullptr;
  Ssize end = unicode_length(package);
  if (end == 0) {
    decref(package);
    return no_parent();
  }
  for (int up = 1; up < level; up++) {
    end = unicode_find_char(package, '.', 0, end, -1);
    if (end < 0) {
      decref(package);
      err_set_string(exc_ImportError, "attempted relative import beyond top-level package");
      return nullptr;
    }
  }
  Object* base = unicode_substring(package, 0, end);
  decref(package);
  if (!base || unicode_length(name) == 0) return base;
  Object* result = unicode_from_format("%U.%U", base, name);
  decref(base);
  return result;
}

// --- from package import names ---

bool handle_fromlist(Object* module, Object* fromlist, bool recursive);

// A name of the list that the package does not have: perhaps a submodule. False with an error set.
bool import_submodule(Object* module, Object* name) {
  Object* module_name = object_get_attr(module, ID(__name__));
  Object* full = module_name ? unicode_from_format("%U.%U", module_name, name) : nullptr;
  xdecref(module_name);
  if (!full) return false;
  Object* loaded = find_and_load(full);
  bool ok = loaded != nullptr;
  if (!ok && err_exception_matches(exc_ModuleNotFoundError)) {
    Object* missing = static_cast<ImportErrorObject*>(tstate.current_exception)->name;
    if (missing && unicode_check(missing) && unicode_eq(missing, full)) {
      err_clear();  // no submodule either: the import statement itself reports the name
      ok = true;
    }
  }
  xdecref(loaded);
  decref(full);
  return ok;
}

bool check_fromlist_name(Object* module, Object* name, bool recursive) {
  if (unicode_check(name)) return true;
  if (!recursive) {
    err_format(exc_TypeError, "Item in ``from list'' must be str, not %T", name);
    return false;
  }
  Object* module_name = object_get_attr(module, ID(__name__));
  if (module_name) err_format(exc_TypeError, "%S.__all__ must be str, not %T", module_name, name);
  xdecref(module_name);
  return false;
}

bool handle_one(Object* module, Object* name, bool recursive) {
  if (!check_fromlist_name(module, name, recursive)) return false;
  if (unicode_equal_to_utf8(name, "*")) {
    if (recursive) return true;
    Object* all;
    int code = object_get_optional_attr(module, ID(__all__), &all);
    if (code <= 0) return code == 0;
    bool ok = handle_fromlist(module, all, true);
    decref(all);
    return ok;
  }
  int has = object_has_attr_with_error(module, name);
  return has > 0 || (has == 0 && import_submodule(module, name));
}

bool handle_fromlist(Object* module, Object* fromlist, bool recursive) {
  Object* it = object_get_iter(fromlist);
  if (!it) return false;
  bool ok = true;
  while (ok) {
    Object* name = iter_next(it);
    if (!name) break;
    ok = handle_one(module, name, recursive);
    decref(name);
  }
  decref(it);
  return ok && !err_occurred();
}

// What `import a.b.c` binds: a. For relative names the part of the absolute name that was written first.
Object* top_package(Object* name, Object* abs_name, Object* module, int level) {
  Ssize length = unicode_length(name);
  if (level > 0 && length == 0) return new_ref(module);
  Ssize dot = unicode_find_char(name, '.', 0, length, 1);
  if (dot < 0) return new_ref(module);
  if (level == 0) {
    Object* front = unicode_substring(name, 0, dot);
    Object* top = front ? find_and_load(front) : nullptr;
    xdecref(front);
    return top;
  }
  Object* front = unicode_substring(abs_name, 0, unicode_length(abs_name) - (length - dot));
  Object* top = front ? modules_get(front) : nullptr;
  if (front && !top && !err_occurred()) err_format(exc_KeyError, "%R not in sys.modules as expected", front);
  xdecref(front);
  return top;
}

}  // namespace

// --- The C-level interface ---

Object* import_import_module_level_object(Object* name, Object* globals, Object*, Object* fromlist, int level) {
  if (!name || !unicode_check(name)) {
    err_set_string(exc_TypeError, "module name must be a string");
    return nullptr;
  }
  if (level < 0) {
    err_set_string(exc_ValueError, "level must be >= 0");
    return nullptr;
  }
  if (level == 0 && unicode_length(name) == 0) {
    err_set_string(exc_ValueError, "Empty module name");
    return nullptr;
  }
  Object* abs_name = level > 0 ? resolve_name(name, globals == None ? nullptr : globals, level) : new_ref(name);
  Object* module = abs_name ? find_and_load(abs_name) : nullptr;
  Object* result = nullptr;
  if (module) {
    int has_from = fromlist && fromlist != None ? object_is_true(fromlist) : 0;
    if (has_from == 0) {
      result = top_package(name, abs_name, module, level);
    } else if (has_from > 0) {
      int has_path = object_has_attr_with_error(module, ID(__path__));
      if (has_path == 0 || (has_path > 0 && handle_fromlist(module, fromlist, false))) result = new_ref(module);
    }
  }
  xdecref(abs_name);
  xdecref(module);
  return result;
}

Object* import_import(Object* name) { return find_and_load(name); }

Object* import_import_module(const char* name) {
  Object* text = unicode_from_string(name);
  Object* module = text ? find_and_load(text) : nullptr;
  xdecref(text);
  return module;
}

Object* import_get_module(Object* name) { return modules_get(name); }
Object* import_get_module_dict() { return interp.modules; }

Object* import_add_module(const char* name) {
  Object* text = unicode_from_string(name);
  if (!text) return nullptr;
  Object* module = modules_get(text);
  if (!module && !err_occurred()) {
    module = module_new_object(text);
    if (module && object_set_item(interp.modules, text, module) < 0) clear_ref(module);
  }
  decref(text);
  xdecref(module);  // sys.modules keeps it
  return module;
}

Object* import_reload_module(Object* module) {
  if (!module || !module_check(module)) {
    err_set_string(exc_TypeError, "reload() argument must be a module");
    return nullptr;
  }
  Object* name = module_get_name_object(module);
  if (!name) return nullptr;
  Object* known = modules_get(name);
  if (known != module) {
    if (!err_occurred()) {
      Object* message = unicode_from_format("module %U not in sys.modules", name);
      if (message) err_set_import_error(message, name, nullptr);
      xdecref(message);
    }
    xdecref(known);
    decref(name);
    return nullptr;
  }
  decref(known);
  Found found;
  Object* path = sys_get_object("path");
  std::string text = wtf8_of(name);
  Object* result = nullptr;
  if (path && find_spec(text, path, text.find('.') == std::string::npos, &found)) {
    if (!found.found()) {
      Object* message = unicode_from_format("spec not found for the module %R", name);
      module_not_found(message, name);
    } else if (found.builtin) {
      result = new_ref(module);
    } else {
      Object* spec = make_spec(name, found);
      if (spec && init_module_attrs(module, name, spec, found) && exec_source(module, found)) result = modules_get(name);
      xdecref(spec);
    }
  }
  decref(name);
  return result;
}

// --- The opcodes' work (declared by vm/ceval.h) ---

Object* import_name(Object* globals, Object* builtins, Object* locals, Object* name, Object* fromlist, Object* level) {
  Object* function = nullptr;
  if (mapping_get_optional_item(builtins, ID(__import__), &function) < 0) return nullptr;
  if (!function) {
    err_set_string(exc_ImportError, "__import__ not found");
    return nullptr;
  }
  if (!locals) locals = None;
  Object* result;
  if (function == original_import) {
    int number = long_as_int(level);
    result = number == -1 && err_occurred() ? nullptr
                                            : import_import_module_level_object(name, globals, locals, fromlist, number);
  } else {
    Object* args[] = {name, globals, locals, fromlist, level};
    result = object_vectorcall(function, args, 5, nullptr);
  }
  decref(function);
  return result;
}

// The file that a module came from, for messages: its spec's origin or its __file__. New reference or null, no error.
static Object* module_origin(Object* module, Object* spec) {
  Object* origin = nullptr;
  if (spec) {
    Object* has_location;
    if (object_get_optional_attr(spec, ID(has_location), &has_location) > 0) {
      int truth = object_is_true(has_location);
      decref(has_location);
      if (truth > 0 && object_get_optional_attr(spec, ID(origin), &origin) < 0) origin = nullptr;
    }
  }
  if (!origin && object_get_optional_attr(module, ID(__file__), &origin) < 0) origin = nullptr;
  err_clear();
  if (origin && !unicode_check(origin)) clear_ref(origin);
  return origin;
}

static Object* cannot_import(Object* module, Object* module_name, Object* name) {
  Object* spec = nullptr;
  if (object_get_optional_attr(module, ID(__spec__), &spec) < 0) return nullptr;
  Object* origin = module_origin(module, spec);
  Object* shown = module_name ? new_ref(module_name) : unicode_from_string("<unknown module name>");
  bool initializing = spec && module_spec_is_initializing(spec);
  Object* message = nullptr;
  if (shown && !origin) {
    message = unicode_from_format("cannot import name %R from %R (unknown location)", name, shown);
  } else if (shown) {
    message = unicode_from_format(initializing ? "cannot import name %R from partially initialized module %R (most likely "
                                                 "due to a circular import) (%S)"
                                               : "cannot import name %R from %R (%S)",
                                  name, shown, origin);
  }
  if (message) err_set_import_error_with_name_from(message, module_name, origin, name);
  xdecref(message);
  xdecref(shown);
  xdecref(origin);
  xdecref(spec);
  return nullptr;
}

Object* import_from(Object* module, Object* name) {
  Object* value;
  if (object_get_optional_attr(module, name, &value) != 0) return value;
  // A package that is still being imported may not have the submodule as an attribute yet.
  Object* module_name;
  if (object_get_optional_attr(module, ID(__name__), &module_name) < 0) return nullptr;
  if (module_name && !unicode_check(module_name)) clear_ref(module_name);
  if (module_name) {
    Object* full = unicode_from_format("%U.%U", module_name, name);
    value = full ? modules_get(full) : nullptr;
    xdecref(full);
    if (value || err_occurred()) {
      decref(module_name);
      return value;
    }
  }
  cannot_import(module, module_name, name);
  xdecref(module_name);
  return nullptr;
}

// The names that `from module import *` takes: new list. *from_dict: there is no __all__, private names are left out.
static Object* star_names(Object* module, bool* from_dict) {
  Object* all;
  if (object_get_optional_attr(module, ID(__all__), &all) < 0) return nullptr;
  *from_dict = !all;
  if (!all) {
    Object* dict;
    if (object_get_optional_attr(module, ID(__dict__), &dict) < 0) return nullptr;
    if (!dict) {
      err_set_string(exc_ImportError, "from-import-* object has no __dict__ and no __all__");
      return nullptr;
    }
    all = mapping_keys(dict);
    decref(dict);
  }
  return all;
}

static int bad_star_name(Object* module, Object* name, bool from_dict) {
  Object* module_name = object_get_attr(module, ID(__name__));
  if (!module_name) return -1;
  if (!unicode_check(module_name)) {
    err_format(exc_TypeError, "module __name__ must be a string, not %.100s", module_name->ob_type->tp_name);
  } else {
    err_format(exc_TypeError, "%s in %U.%s must be str, not %.100s", from_dict ? "Key" : "Item", module_name,
               from_dict ? "__dict__" : "__all__", name->ob_type->tp_name);
  }
  decref(module_name);
  return -1;
}

static int import_star_name(Object* locals, Object* module, Object* name, bool from_dict) {
  if (!unicode_check(name)) return bad_star_name(module, name, from_dict);
  if (from_dict && unicode_length(name) > 0 && unicode_read_char(name, 0) == '_') return 0;
  Object* value = object_get_attr(module, name);
  if (!value) return -1;
  int code = dict_check_exact(locals) ? dict_set_item(locals, name, value) : object_set_item(locals, name, value);
  decref(value);
  return code;
}

int import_all_from(Object* locals, Object* module) {
  bool from_dict;
  Object* names = star_names(module, &from_dict);
  if (!names) return -1;
  int code = 0;
  for (Ssize i = 0; code == 0; i++) {
    Object* name = sequence_get_item(names, i);
    if (!name) {
      if (err_exception_matches(exc_IndexError)) {
        err_clear();
      } else {
        code = -1;
      }
      break;
    }
    code = import_star_name(locals, module, name, from_dict);
    decref(name);
  }
  decref(names);
  return code;
}

// --- Start ---

int import_fixup_builtin(Object* module, const char* name) {
  Object* text = unicode_from_string(name);
  Object* origin = text ? unicode_from_string("built-in") : nullptr;
  Object* spec = origin ? module_spec_new(text, &builtin_importer_type, origin, nullptr, false) : nullptr;
  bool ok = spec && object_set_attr(module, ID(__spec__), spec) == 0 &&
            object_set_attr_string(module, "__loader__", &builtin_importer_type) == 0 &&
            set_taken(module, "__package__", unicode_from_string("")) &&
            object_set_item(interp.modules, text, module) == 0;
  xdecref(text);
  xdecref(origin);
  xdecref(spec);
  return ok ? 0 : -1;
}

int import_init() {
  if (import_spec_init() < 0) return -1;
  import_depth = 0;
  original_import = dict_get_item_string(interp.builtins, "__import__");
  return import_fixup_builtin(interp.sys_module, "sys") < 0 || import_fixup_builtin(interp.builtins_module, "builtins") < 0
             ? -1
             : 0;
}

}  // namespace py

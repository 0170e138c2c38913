// Start-up and shutdown.
//
// Start: memory and collector; what everything else is made of (strings, ints, identifiers); types; exceptions; sys and
// builtins; imports; streams; __main__. Shutdown: atexit callbacks; a full collection; sys.modules emptied with weak
// references kept; a second collection, in which __main__ dies; the modules that are left, cleared backwards; sys and
// builtins; a third collection; the interpreter itself and a fourth.
#include "machine/lifecycle.h"

#include "gc/gc.h"
#include "gc/gc_verify.h"             // who holds what
#include "lang/footprint.h"            // what compiling does to CPython's free lists
#include "memory/pymem.h"
#include "memory/region.h"             // the memory limit
#include "modules/atexitmodule.h"
#include "modules/bltinmodule.h"
#include "modules/descriptors.h"
#include "modules/filesystem.h"
#include "modules/frozen.h"
#include "modules/gcmodule.h"
#include "modules/import_spec.h"
#include "modules/importmodule.h"
#include "modules/iomodule.h"
#include "modules/sysmodule.h"
#include "modules/timemodule.h"
#include "modules/warningsmodule.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/freelist.h"
#include "object/identifiers.h"
#include "object/weakrefobject.h"
#include "profile/profile.h"
#include "types/bytesobject.h"
#include "types/codecs.h"
#include "types/codeobject.h"
#include "types/dictobject.h"
#include "types/error_hooks.h"
#include "types/exceptions.h"
#include "types/funcobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/text.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"
#include "vm/ceval.h"
#include "vm/frameobject.h"
#include "vm/pythonrun.h"
#include "vm/traceback_init.h"

namespace py {

namespace {

// Nested C++ calls through Python objects (repr of nested lists, comparison): what fits a browser's stack of about 1 MB.
constexpr int kCRecursionLimit = 350;

std::string script_name;
int syntax_error_line;

// A file for tracebacks that nobody has imported: the file system's, if it is there.
bool read_source_file(const std::string& filename, std::string* text) {
  if (const FrozenModule* module = frozen_find_filename(filename.c_str())) {
    *text = module->source;
    return true;
  }
  std::string path = filesystem_resolve(filename);
  if (filesystem_stat(path).kind != FileKind::kFile) return false;
  int error;
  std::shared_ptr<FileContent> content = filesystem_open(path, &error);
  if (!content) return false;
  *text = content->bytes;
  return true;
}

void init_thread_state() {
  tstate = {};
  interp = {};
  tstate.exc_info = &tstate.exc_state;
  tstate.py_recursion_limit = tstate.py_recursion_remaining = kRecursionLimit;
  tstate.c_recursion_remaining = kCRecursionLimit;
  interp.int_max_str_digits = kIntMaxStrDigits;
}

// What all else is made of; nothing here can run Python code.
void init_ground(uint64_t memory_limit) {
  types_reset();
  memory_init();
  if (memory_limit) set_memory_limit(memory_limit);
  init_thread_state();
  gc_init();
  free_lists_init();
  dict_init();
  unicode_init();
  bytes_init();
  long_init();
  identifiers_init();
  codecs_init();
  codeobject_init();
  funcobject_init();
  vm_init();
  frameobject_init();
  pythonrun_init();
  source_read_file = read_source_file;
}

bool init_types() {
  return types_init() == 0 && exceptions_init() == 0 && errors_init() == 0 && traceback_init() == 0;
}

// One block of every size class that stays: a real interpreter has objects of all sizes, so that the pool in which a script's
// first objects of a size lie does not become empty with them.
bool keep_pools_alive() {
  for (uint64_t size = 16; size <= static_cast<uint64_t>(kSmallRequest); size += 16) {
    if (!mem_malloc(size)) return false;
  }
  return true;
}

// Constants of the modules that a real interpreter has loaded: tuples in tuples, which the collector untracks in two steps.
// They are the only ones of its hidden objects whose number a script can see change, by len(gc.get_objects()).
std::vector<Object*> nested_constants;

void visit_nested_constants(HolderVisit visit, void* context) {
  for (Object* constant : nested_constants) visit(constant, context);
}

bool init_nested_constants() {
  nested_constants.clear();
  audit_register_holder("constants", visit_nested_constants);
  for (int i = 0; i < kFreshInstallStart.nested_tuples; i++) {
    Object* outer = tuple_new(1);  // tracked before what it holds
    if (!outer) return false;
    nested_constants.push_back(outer);
    Object* inner = tuple_pack(None);
    if (!inner) return false;
    tuple_init_item(outer, 0, inner);
  }
  return true;
}

// __main__ as it is before a script is known.
bool init_main_module() {
  Object* module = import_add_module("__main__");
  if (!module) return false;
  interp.main_module = module;
  Object* dict = module_get_dict(module);
  Object* annotations = dict_new();
  bool ok = annotations && dict_set_item_string(dict, "__annotations__", annotations) == 0 &&
            dict_set_item_string(dict, "__builtins__", interp.builtins_module) == 0 &&
            dict_set_item_string(dict, "__loader__", &builtin_importer_type) == 0;
  xdecref(annotations);
  return ok;
}

}  // namespace

bool lifecycle_start(uint64_t memory_limit) {
  init_ground(memory_limit);
  // pythonrun_init's hooks are emptied by errors_init: it comes after the types.
  bool ok = init_types();
  pythonrun_init();
  ok = ok && traceback_init() == 0 && gc_lists_init() && sys_create() == 0 && builtins_create() == 0 &&
       import_init() == 0 && warnings_init() == 0 && io_init() == 0;
  if (!ok || !keep_pools_alive()) return false;
  atexit_init();
  time_init();
  if (io_create_standard_streams() < 0 || builtins_add_open() < 0 || builtins_add_site() < 0) return false;
  // The last of a real start-up's two collections runs before __main__ is made: its module is young when the script starts,
  // sys.modules is not. The order in which the collector meets the two at exit decides the order of finalizers.
  gc_age_startup();
  return init_nested_constants() && init_main_module();
}

const std::string& lifecycle_script_name() { return script_name; }
int lifecycle_syntax_error_line() { return syntax_error_line; }

// --- Loading ---

namespace {

// __file__, __cached__ and __loader__ of __main__.
bool set_main_file(const std::string& filename) {
  Object* dict = module_get_dict(interp.main_module);
  Object* file = unicode_decode_fs_default(filename.c_str());
  Object* loader = file ? source_file_loader_new(ID(__main__), file) : nullptr;
  bool ok = loader && dict_set_item_string(dict, "__file__", file) == 0 &&
            dict_set_item_string(dict, "__cached__", None) == 0 && dict_set_item_string(dict, "__loader__", loader) == 0;
  xdecref(file);
  xdecref(loader);
  return ok;
}

bool set_arguments(const std::string& given, const std::string& shown, const std::vector<std::string>& arguments) {
  std::vector<const char*> argv = {given.c_str()};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::string path = filesystem_resolve(shown);
  size_t slash = path.rfind('/');
  std::string folder = slash == 0 ? "/" : path.substr(0, slash);
  return sys_set_argv(static_cast<int>(argv.size()), argv.data(), folder.c_str()) == 0;
}

// Puts counts and free lists where a real interpreter has them when it runs the first line of this source.
bool set_start_state(const std::vector<uint16_t>& footprint) {
  const StartState& fresh = kFreshInstallStart;
  lang::FreeLists start;
  start.gen0_count = fresh.gc_count[0];
  start.tracked = fresh.tracked[0] + fresh.tracked[1] + fresh.tracked[2];
  start.dicts = fresh.free_dicts;
  start.dict_keys = fresh.free_dict_keys;
  start.lists = fresh.free_lists;
  start.floats = fresh.free_floats;
  for (int i = 0; i < kMaxFreeTupleSize; i++) start.tuples[i + 1] = fresh.free_tuples[i];
  // The profile's figures hold for an empty script that is compiled already: its constants (None,) took a free 1-tuple.
  start.tuples[1]++;
  start.tracked--;
  lang::FootprintResult result = lang::simulate_footprint(start, footprint);
  StartState state = fresh;
  state.free_dicts = result.state.dicts;
  state.free_dict_keys = result.state.dict_keys;
  state.free_lists = result.state.lists;
  state.free_floats = result.state.floats;
  for (int i = 0; i < kMaxFreeTupleSize; i++) state.free_tuples[i] = result.state.tuples[i + 1];
  object_clear_free_lists();
  if (!free_lists_prefill(state)) return false;
  state.gc_count[0] = static_cast<int>(result.state.gen0_count);
  state.tracked[0] += static_cast<int>(result.state.tracked - start.tracked) - 1;  // fresh counts that tuple, too
  state.atoms[0] += state.tracked[0] - fresh.tracked[0];  // the script's constants
  gc_set_start_state(state);
  gc_state.generation_stats[0].collections = 2;  // what a real start-up has had
  gc_state.generation_stats[0].collected = 24;
  tstate.eval_breaker = 0;
  if (result.peak_gen0_count > kGcThresholds[0]) tstate.eval_breaker |= kGcScheduled;
  return true;
}

void note_syntax_error() {
  Object* exc = tstate.current_exception;
  if (!exc || !object_type_check(exc, exc_SyntaxError)) return;
  Object* line = static_cast<SyntaxErrorObject*>(exc)->lineno;
  int overflow = 0;
  if (line && long_check(line)) syntax_error_line = static_cast<int>(long_as_long_and_overflow(line, &overflow));
}

}  // namespace

bool lifecycle_load(std::string_view source, const std::string& filename, const std::vector<std::string>& arguments,
                    Script* script) {
  script_name = filename;
  bool absolute = !filename.empty() && (filename[0] == '/' || filename[0] == '<');
  if (!absolute) script_name = (filesystem_cwd() == "/" ? "" : filesystem_cwd()) + "/" + filename;
  syntax_error_line = 0;
  if (!set_arguments(filename, script_name, arguments) || !set_main_file(script_name)) return false;
  source_cache_set(script_name.c_str(), source.data(), source.size());
  Object* shown = unicode_decode_fs_default(script_name.c_str());
  if (!shown) return false;
  CompileOptions options;
  options.source_is_utf8 = false;
  options.from_file = true;
  script->code = compile_source(source.data(), source.size(), shown, options, &script->arena, &script->footprint);
  decref(shown);
  if (!script->code) note_syntax_error();
  return true;
}

bool lifecycle_script_starts(const Script& script) {
  incref(interp.main_module);  // held while the script runs, as the function that runs a file does
  return set_start_state(script.footprint);
}

// --- The end of the script ---

int lifecycle_script_ended(Script* script) {
  Object* exc = err_get_raised_exception();
  bool started = script->code != nullptr;
  release_arena(&script->arena);
  clear_ref(script->code);
  io_flush_standard_files();
  err_set_raised_exception(exc);
  int status = exc ? err_print_and_exit_status() : 0;
  Object* dict = module_get_dict(interp.main_module);
  for (const char* name : {"__file__", "__cached__"}) {
    Object* old = nullptr;
    if (dict_pop_string(dict, name, &old) < 0) err_clear();
    xdecref(old);
  }
  if (started) decref(interp.main_module);
  return status;
}

// --- Shutdown ---

namespace {

// A name of a dict becomes None, if there was something.
void set_to_none(Object* dict, const char* name) {
  if (dict_get_item_string(dict, name) && dict_set_item_string(dict, name, None) < 0) err_write_unraisable(nullptr);
}

void delete_special_names() {
  set_to_none(interp.builtins, "_");
  for (const char* name : {"path", "argv", "ps1", "ps2", "last_exc", "last_type", "last_value", "last_traceback",
                           "path_importer_cache", "meta_path", "path_hooks"}) {
    set_to_none(interp.sysdict, name);
  }
  for (const char* name : {"stdin", "stdout", "stderr"}) {  // the original streams come back
    Object* original = sys_get_object((std::string("__") + name + "__").c_str());
    if (sys_set_object(name, original ? original : None) < 0) err_write_unraisable(nullptr);
  }
}

// Every module of sys.modules as (name, weak reference), and None in its place. New list, or null.
Object* remove_modules() {
  Object* weaklist = list_new(0);
  if (!weaklist) {
    err_clear();
    return nullptr;
  }
  Ssize pos = 0;
  Object *key, *value;
  while (dict_next(interp.modules, &pos, &key, &value)) {
    if (!unicode_check(key)) continue;
    if (module_check(value)) {
      Object* ref = weakref_new_ref(value, nullptr);
      Object* pair = ref ? tuple_pack(key, ref) : nullptr;
      if (!pair || list_append(weaklist, pair) < 0) err_clear();
      xdecref(ref);
      xdecref(pair);
    }
    if (dict_set_item(interp.modules, key, None) < 0) err_write_unraisable(nullptr);
  }
  return weaklist;
}

// Modules that somebody still holds lose their globals, the last imported first; sys and builtins come later.
void clear_modules_left(Object* weaklist) {
  if (!weaklist) return;
  for (Ssize i = list_size(weaklist) - 1; i >= 0; i--) {
    Object* module;
    if (weakref_get_ref(tuple_item(list_item(weaklist, i), 1), &module) <= 0) {
      err_clear();
      continue;
    }
    Object* dict = module_get_dict(module);
    if (dict != interp.builtins && dict != interp.sysdict) module_clear(module);
    decref(module);
  }
  decref(weaklist);
}

// What a real interpreter's collections at exit find besides our objects; number 0 is that of __main__.
void set_exit_state(int number) {
  const ExitState& exit = kFreshInstallExit;
  if (number == 0) {
    if (gc_generation_size(0) < exit.young) gc_set_generation_size(0, exit.young);
    gc_set_generation_size(2, gc_generation_size(2) - exit.died);
    gc_state.phantom_unreachable = exit.unreachable;
  } else {
    for (int i = 0; i < 2; i++) gc_set_generation_size(i, 0);
    gc_set_generation_size(2, exit.left[number - 1]);
    gc_state.phantom_unreachable = exit.left_unreachable[number - 1];
  }
}

void finalize_modules() {
  delete_special_names();
  Object* weaklist = remove_modules();
  dict_clear(interp.modules);
  interp.main_module = nullptr;
  set_exit_state(0);
  gc_collect_no_fail();
  gc_dump_shutdown_stats();
  clear_modules_left(weaklist);
  module_clear_dict(interp.sysdict);
  module_clear_dict(interp.builtins);
  clear_ref(interp.modules);
  set_exit_state(1);
  gc_collect_no_fail();
}

// The interpreter's own references.
void clear_interpreter() {
  err_clear();
  clear_ref(tstate.exc_state.exc_value);
  clear_ref(tstate.repr_running);
  atexit_fini();
  warnings_fini();
  for (Object* constant : nested_constants) decref(constant);
  nested_constants.clear();
  interp.sysdict = interp.builtins = nullptr;
  clear_ref(interp.sys_module);
  clear_ref(interp.builtins_module);
  set_exit_state(2);
  gc_collect_no_fail();
  gc_fini();
}

}  // namespace

int lifecycle_finalize(int status) {
  atexit_call();
  if (io_flush_standard_files() < 0) status = 120;
  interp.finalizing = true;
  gc_collect();
  finalize_modules();
  if (interp.sysdict && io_flush_standard_files() < 0) status = 120;
  clear_interpreter();
  return status;
}

}  // namespace py

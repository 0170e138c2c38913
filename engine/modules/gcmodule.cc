#include "modules/gcmodule.h"

#include "modules/modules.h"    // init_gc
#include "modules/sysmodule.h"  // sys_write_stderr
#include "object/call.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

// --- What the collector calls ---

static bool append_garbage(Object* op) { return list_append(gc_state.garbage, op) == 0; }

static void write_stderr(const char* text) { sys_write_stderr("%s", text); }

// Stores an int under a name; 0, or -1.
static int set_number(Object* dict, const char* name, Ssize number) {
  Object* key = unicode_from_string(name);
  Object* value = key ? long_from_long(number) : nullptr;
  int result = value ? dict_set_item(dict, key, value) : -1;
  xdecref(key);
  xdecref(value);
  return result;
}

// New dict of figures; null with MemoryError.
static Object* figures(const char* first, Ssize a, Ssize collected, Ssize uncollectable) {
  Object* dict = dict_new();
  if (!dict) return nullptr;
  if (set_number(dict, first, a) < 0 || set_number(dict, "collected", collected) < 0 ||
      set_number(dict, "uncollectable", uncollectable) < 0) {
    decref(dict);
    return nullptr;
  }
  return dict;
}

static void invoke_callbacks(const char* phase, int generation, Ssize collected,
                             Ssize uncollectable) {
  if (!gc_state.callbacks) return;
  Object* info = nullptr;
  if (list_size(gc_state.callbacks) != 0) {
    info = figures("generation", generation, collected, uncollectable);
    if (!info)
      return err_format_unraisable(nullptr,
                                   "Exception ignored on building the value for gc callbacks");
  }
  Object* phase_object = unicode_from_string(phase);
  if (!phase_object) {
    xdecref(info);
    return err_format_unraisable(nullptr, "Exception ignored on converting gc callback phase");
  }
  Object* arguments[] = {phase_object, info};
  for (Ssize i = 0; i < list_size(gc_state.callbacks); i++) {  // a callback may change the list
    Object* callback = new_ref(list_item(gc_state.callbacks, i));
    Object* result = object_vectorcall(callback, arguments, 2, nullptr);
    if (result) {
      decref(result);
    } else {
      err_write_unraisable(callback);
    }
    decref(callback);
  }
  decref(phase_object);
  xdecref(info);
}

bool gc_lists_init() {
  gc_set_embedder({append_garbage, invoke_callbacks, write_stderr});
  gc_state.garbage = list_new(0);
  if (!gc_state.garbage) return false;
  gc_state.callbacks = list_new(0);
  return gc_state.callbacks != nullptr;
}

void gc_dump_shutdown_stats() {
  if ((gc_state.debug & _PyGC_DEBUG_SAVEALL) || !gc_state.garbage ||
      list_size(gc_state.garbage) == 0)
    return;
  // The ResourceWarning that CPython gives here is ignored by default; the list is shown only when
  // asked for.
  if (!(gc_state.debug & _PyGC_DEBUG_UNCOLLECTABLE)) return;
  Object* repr = object_repr(gc_state.garbage);
  const char* text = repr ? unicode_as_utf8(repr) : nullptr;
  if (text) {
    sys_write_stderr("      %s\n", text);
  } else {
    err_write_unraisable(gc_state.garbage);
  }
  xdecref(repr);
}

void gc_fini() {
  clear_ref(gc_state.garbage);
  clear_ref(gc_state.callbacks);
}

// --- Questions about objects ---

struct ListBuilder {
  Object* list;
  int generation;  // -1: all
  Object* wanted;  // get_referrers: tuple of objects looked for
  bool failed;
};

static void append_object(Object* op, int generation, void* context) {
  ListBuilder* builder = static_cast<ListBuilder*>(context);
  if (builder->failed || generation >= NUM_GENERATIONS || op == builder->list) return;
  if (builder->generation >= 0 && generation != builder->generation) return;
  builder->failed = list_append(builder->list, op) < 0;
}

static Object* finish(ListBuilder* builder) {
  if (builder->failed) clear_ref(builder->list);
  return builder->list;
}

Object* gc_get_objects(int generation) {
  ListBuilder builder{list_new(0), generation, nullptr, false};
  if (builder.list) gc_visit_objects(append_object, &builder);
  return finish(&builder);
}

// Stops the traversal at the first of the wanted objects.
static int referrersvisit(Object* op, void* arg) {
  Object* wanted = static_cast<Object*>(arg);
  for (Ssize i = 0; i < tuple_size(wanted); i++) {
    if (tuple_item(wanted, i) == op) return 1;
  }
  return 0;
}

static void append_referrer(Object* op, int generation, void* context) {
  ListBuilder* builder = static_cast<ListBuilder*>(context);
  if (builder->failed || generation >= NUM_GENERATIONS || op == builder->list ||
      op == builder->wanted)
    return;
  if (op->ob_type->tp_traverse(op, referrersvisit, builder->wanted)) {
    builder->failed = list_append(builder->list, op) < 0;
  }
}

Object* gc_get_referrers(Object* objs) {
  ListBuilder builder{list_new(0), -1, objs, false};
  if (builder.list) gc_visit_objects(append_referrer, &builder);
  return finish(&builder);
}

// --- The module's functions ---

static Object* gc_enable_method(Object*) {
  gc_enable();
  return None;
}

static Object* gc_disable_method(Object*) {
  gc_disable();
  return None;
}

static Object* gc_isenabled(Object*) { return bool_from_long(gc_state.enabled); }

static Object* gc_collect_method(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"generation", nullptr};
  static ArgParser parser = {.fname = "collect", .keywords = kKeywords};
  Object* buf[1];
  args = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 1, 0, buf);
  if (!args) return nullptr;
  int generation = NUM_GENERATIONS - 1;
  if (args[0] && !arg_int(args[0], &generation)) return nullptr;
  if (generation < 0 || generation >= NUM_GENERATIONS) {
    err_set_string(exc_ValueError, "invalid generation");
    return nullptr;
  }
  return long_from_ssize_t(gc_collect_generation(generation));
}

static Object* gc_set_debug(Object*, Object* arg) {
  int flags;
  if (!arg_int(arg, &flags)) return nullptr;
  gc_state.debug = flags;
  return None;
}

static Object* gc_get_debug(Object*) { return long_from_long(gc_state.debug); }

// Takes its arguments as a tuple, as CPython's does: the tuple counts as an allocation.
// Takes its arguments as a tuple, which CPython's convention for optional groups also makes.
static Object* gc_set_threshold(Object*, Object* args) {
  Ssize nargs = tuple_size(args);
  if (nargs < 1 || nargs > NUM_GENERATIONS) {
    err_set_string(exc_TypeError, "gc.set_threshold requires 1 to 3 arguments");
    return nullptr;
  }
  int thresholds[NUM_GENERATIONS];
  for (Ssize i = 0; i < nargs; i++) {
    if (!arg_int(tuple_item(args, i), &thresholds[i])) return nullptr;
  }
  for (Ssize i = 0; i < nargs; i++) gc_state.generations[i].threshold = thresholds[i];
  return None;
}

// New tuple of three ints, or null.
static Object* three_ints(int a, int b, int c) {
  const int numbers[] = {a, b, c};
  Object* tuple = tuple_new(3);
  for (Ssize i = 0; tuple && i < 3; i++) {
    Object* number = long_from_long(numbers[i]);
    if (!number) {
      clear_ref(tuple);
      break;
    }
    tuple_init_item(tuple, i, number);
  }
  return tuple;
}

static Object* gc_get_threshold(Object*) {
  const GCGeneration* g = gc_state.generations;
  return three_ints(g[0].threshold, g[1].threshold, g[2].threshold);
}

static Object* gc_get_count(Object*) {
  const GCGeneration* g = gc_state.generations;
  return three_ints(g[0].count, g[1].count, g[2].count);
}

static Object* gc_get_referrers_method(Object*, Object* args) { return gc_get_referrers(args); }

static int referentsvisit(Object* op, void* list) {
  return list_append(static_cast<Object*>(list), op) < 0;
}

static Object* gc_get_referents(Object*, Object* args) {
  Object* list = list_new(0);
  for (Ssize i = 0; list && i < tuple_size(args); i++) {
    Object* op = tuple_item(args, i);
    if (!object_is_gc(op) || !op->ob_type->tp_traverse) continue;
    if (op->ob_type->tp_traverse(op, referentsvisit, list)) clear_ref(list);
  }
  return list;
}

static Object* gc_get_objects_method(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"generation", nullptr};
  static ArgParser parser = {.fname = "get_objects", .keywords = kKeywords};
  Object* buf[1];
  args = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 1, 0, buf);
  if (!args) return nullptr;
  Ssize generation = -1;
  if (args[0] && !arg_index_or_none(args[0], &generation)) return nullptr;
  if (generation >= NUM_GENERATIONS) {
    return err_format(
        exc_ValueError,
        "generation parameter must be less than the number of available generations (%i)",
        NUM_GENERATIONS);
  }
  if (generation < -1) {
    err_set_string(exc_ValueError, "generation parameter cannot be negative");
    return nullptr;
  }
  return gc_get_objects(static_cast<int>(generation));
}

static Object* gc_get_stats(Object*) {
  Object* list = list_new(0);
  // A copy: making the dicts may start a collection that changes the figures.
  const GCState state = gc_state;
  for (int i = 0; list && i < NUM_GENERATIONS; i++) {
    const GCGenerationStats& stats = state.generation_stats[i];
    Object* dict = figures("collections", stats.collections, stats.collected, stats.uncollectable);
    if (!dict || list_append(list, dict) < 0) clear_ref(list);
    xdecref(dict);
  }
  return list;
}

static Object* gc_is_tracked(Object*, Object* op) {
  return bool_from_long(object_is_gc(op) && object_gc_is_tracked(op));
}

static Object* gc_is_finalized_method(Object*, Object* op) {
  return bool_from_long(object_is_gc(op) && gc_is_finalized(op));
}

static Object* gc_freeze_method(Object*) {
  gc_freeze();
  return None;
}

static Object* gc_unfreeze_method(Object*) {
  gc_unfreeze();
  return None;
}

static Object* gc_get_freeze_count_method(Object*) {
  return long_from_ssize_t(gc_get_freeze_count());
}

static const MethodDef gc_methods[] = {
    {"enable", gc_enable_method, "enable($module, /)\n--\n\nEnable automatic garbage collection."},
    {"disable", gc_disable_method,
     "disable($module, /)\n--\n\nDisable automatic garbage collection."},
    {"isenabled", gc_isenabled,
     "isenabled($module, /)\n--\n\nReturns true if automatic garbage collection is enabled."},
    {"set_debug", gc_set_debug,
     "set_debug($module, flags, /)\n--\n\nSet the garbage collection debugging flags."},
    {"get_debug", gc_get_debug,
     "get_debug($module, /)\n--\n\nGet the garbage collection debugging flags."},
    {"get_count", gc_get_count,
     "get_count($module, /)\n--\n\nReturn a three-tuple of the current collection counts."},
    {"set_threshold", gc_set_threshold,
     "set_threshold(threshold0, [threshold1, [threshold2]])\nSet the collection thresholds (the "
     "collection frequency).",
     METH_VARARGS},
    {"get_threshold", gc_get_threshold,
     "get_threshold($module, /)\n--\n\nReturn the current collection thresholds."},
    {"collect", gc_collect_method,
     "collect($module, /, generation=2)\n--\n\nRun the garbage collector; returns the number of "
     "unreachable objects."},
    {"get_objects", gc_get_objects_method,
     "get_objects($module, /, generation=None)\n--\n\nReturn a list of objects tracked by the "
     "collector."},
    {"get_stats", gc_get_stats,
     "get_stats($module, /)\n--\n\nReturn a list of dictionaries containing per-generation "
     "statistics."},
    {"is_tracked", gc_is_tracked,
     "is_tracked($module, obj, /)\n--\n\nReturns true if the object is tracked by the garbage "
     "collector."},
    {"is_finalized", gc_is_finalized_method,
     "is_finalized($module, obj, /)\n--\n\nReturns true if the object has been already finalized "
     "by the GC."},
    {"get_referrers", gc_get_referrers_method,
     "get_referrers($module, /, *objs)\n--\n\nReturn the list of objects that directly refer to "
     "any of 'objs'.",
     METH_VARARGS},
    {"get_referents", gc_get_referents,
     "get_referents($module, /, *objs)\n--\n\nReturn the list of objects that are directly "
     "referred to by 'objs'.",
     METH_VARARGS},
    {"freeze", gc_freeze_method,
     "freeze($module, /)\n--\n\nFreeze all current tracked objects and ignore them for future "
     "collections."},
    {"unfreeze", gc_unfreeze_method,
     "unfreeze($module, /)\n--\n\nUnfreeze all objects in the permanent generation."},
    {"get_freeze_count", gc_get_freeze_count_method,
     "get_freeze_count($module, /)\n--\n\nReturn the number of objects in the permanent "
     "generation."},
    {}};

static constexpr char kGcDoc[] =
    "Access to the collector of reference cycles: its switches, its figures, and questions about "
    "objects.";

static int gc_exec(Object* m) {
  if (module_add_functions(m, gc_methods) < 0 || module_set_doc_string(m, kGcDoc) < 0) return -1;
  if (module_add_object_ref(m, "garbage", gc_state.garbage) < 0) return -1;
  if (module_add_object_ref(m, "callbacks", gc_state.callbacks) < 0) return -1;
  if (module_add_int_constant(m, "DEBUG_STATS", _PyGC_DEBUG_STATS) < 0) return -1;
  if (module_add_int_constant(m, "DEBUG_COLLECTABLE", _PyGC_DEBUG_COLLECTABLE) < 0) return -1;
  if (module_add_int_constant(m, "DEBUG_UNCOLLECTABLE", _PyGC_DEBUG_UNCOLLECTABLE) < 0) return -1;
  if (module_add_int_constant(m, "DEBUG_SAVEALL", _PyGC_DEBUG_SAVEALL) < 0) return -1;
  return module_add_int_constant(m, "DEBUG_LEAK", _PyGC_DEBUG_LEAK);
}

Object* init_gc() {
  Object* m = module_new("gc");
  if (m && gc_exec(m) < 0) clear_ref(m);
  return m;
}

}  // namespace py

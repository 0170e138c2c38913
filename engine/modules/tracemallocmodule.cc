#include "modules/tracemallocmodule.h"

#include <string>
#include <unordered_map>
#include <vector>

#include "gc/gc_verify.h"  // file names are held here
#include "memory/tracemalloc.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"
#include "vm/ceval.h"      // vm_code_place
#include "vm/exec_code.h"  // code_key of a frame's code

namespace py {
namespace {

// str objects of file names, made once: what CPython holds in tracemalloc_filenames.
struct Filenames {
  std::unordered_map<std::string, Object*> objects;
  uint32_t epoch = 0;  // of the heap that they are on
};
Filenames filenames;
std::unordered_map<std::string, Object*>& current_filenames() {
  if (filenames.epoch != memory_epoch) filenames = {{}, memory_epoch};
  return filenames.objects;
}

// While this lives, allocations are not traced: converting traces must not add any.
class TracingPaused {
 public:
  TracingPaused() : saved_(memory_hooks & kHookTracing) { memory_hooks &= ~uint32_t{kHookTracing}; }
  ~TracingPaused() { memory_hooks |= saved_; }
  TracingPaused(const TracingPaused&) = delete;

 private:
  uint32_t saved_;
};

// --- Tracebacks from the running frames ---

SiteId site_of_frame(const InterpreterFrame* frame) {
  if (frame->site > kNoSite) return frame->site;
  // Between two lines: before a function's first, or where a loop begins anew.
  const CodeObject* code = frame->f_executable;
  int line = frame_lineno(frame);
  return site_register(exec_of(code)->code_key, line > 0 ? line : code->co_firstlineno);
}

uint32_t running_frames(SiteId* sites, uint32_t max, uint32_t* total) {
  uint32_t count = 0;
  *total = 0;
  for (InterpreterFrame* frame = thread_state_get_frame(); frame;
       frame = frame_get_first_complete(frame->previous)) {
    if (count < max) sites[count++] = site_of_frame(frame);
    if (*total < UINT16_MAX) ++*total;
  }
  return count;
}

// Equal for code of the same file: the place of the first code object that had this file name.
uint32_t filename_number(uint32_t code_key) {
  static std::unordered_map<std::string, uint32_t> numbers;
  return numbers
      .try_emplace(vm_code_place(code_key).filename, static_cast<uint32_t>(numbers.size()))
      .first->second;
}

// --- Traces as objects ---

// Borrowed; null with MemoryError.
Object* filename_object(const char* text) {
  auto& known = current_filenames();
  auto found = known.find(text);
  if (found != known.end()) return found->second;
  Object* name = unicode_from_string(text);
  if (name) known.emplace(text, name);
  return name;
}

// New (filename, lineno).
Object* frame_to_object(SiteId id) {
  Site site = site_get(id);
  Object* name =
      filename_object(site.code_key ? vm_code_place(site.code_key).filename : "<unknown>");
  Object* line = name ? long_from_long(site.line) : nullptr;
  Object* tuple = line ? tuple_new(2) : nullptr;
  if (!tuple) {
    xdecref(line);
    return nullptr;
  }
  tuple_init_item(tuple, 0, new_ref(name));
  tuple_init_item(tuple, 1, line);
  return tuple;
}

// New tuple of frames, innermost first.
Object* traceback_to_object(uint32_t origin) {
  Traceback traceback = tracemalloc_traceback(origin);
  if (traceback.sites.empty()) traceback.sites.push_back(kNoSite);
  Object* tuple = tuple_new(static_cast<Ssize>(traceback.sites.size()));
  for (size_t i = 0; tuple && i < traceback.sites.size(); i++) {
    Object* frame = frame_to_object(traceback.sites[i]);
    if (frame) {
      tuple_init_item(tuple, static_cast<Ssize>(i), frame);
    } else {
      clear_ref(tuple);
    }
  }
  return tuple;
}

using TracebackObjects = std::unordered_map<uint32_t, Object*>;

// New (domain, size, traceback, total_nframe). Equal tracebacks are one object.
Object* trace_to_object(const Trace& trace, TracebackObjects* tracebacks) {
  Object*& traceback = tracebacks->try_emplace(trace.origin, nullptr).first->second;
  if (!traceback) traceback = traceback_to_object(trace.origin);
  Object* tuple = traceback ? tuple_new(4) : nullptr;
  if (!tuple) return nullptr;
  tuple_init_item(tuple, 0, long_from_long(0));
  tuple_init_item(tuple, 1, long_from_size_t(trace.size));
  tuple_init_item(tuple, 2, new_ref(traceback));
  tuple_init_item(tuple, 3, long_from_long(tracemalloc_traceback(trace.origin).total_nframe));
  if (!tuple_item(tuple, 1) || !tuple_item(tuple, 3)) clear_ref(tuple);
  return tuple;
}

bool fill_traces(Object* list, const std::vector<Trace>& traces, TracebackObjects* tracebacks) {
  for (const Trace& trace : traces) {
    Object* tuple = trace_to_object(trace, tracebacks);
    if (!tuple) return false;
    int result = list_append(list, tuple);
    decref(tuple);
    if (result < 0) return false;
  }
  return true;
}

// --- Functions ---

Object* tm_is_tracing(Object*) { return bool_from_long(tracemalloc_is_tracing()); }

Object* tm_clear_traces(Object*) {
  tracemalloc_clear_traces();
  return None;
}

Object* tm_get_traces(Object*) {
  Object* list = list_new(0);
  if (!list || !tracemalloc_is_tracing()) return list;
  std::vector<Trace> traces = tracemalloc_traces();
  TracingPaused paused;
  TracebackObjects tracebacks;
  bool ok = fill_traces(list, traces, &tracebacks);
  for (auto& entry : tracebacks) xdecref(entry.second);
  if (!ok) clear_ref(list);
  return list;
}

Object* tm_get_object_traceback(Object*, Object* op) {
  Ssize presize = type_pre_header_size(op->ob_type);
  if (!object_is_gc(op) && type_has_feature(op->ob_type, TPFLAGS_HAVE_GC))
    presize = 0;  // a static type
  Trace trace;
  if (!tracemalloc_is_tracing() ||
      !tracemalloc_get_trace(reinterpret_cast<char*>(op) - presize, &trace))
    return None;
  return traceback_to_object(trace.origin);
}

Object* tm_start(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("start", nargs, 0, 1)) return nullptr;
  int nframe = 1;
  if (nargs > 0 && !arg_int(args[0], &nframe)) return nullptr;
  if (nframe < 1 || nframe > kMaxTracebackFrames) {
    return err_format(exc_ValueError, "the number of frames must be in range [1; %i]",
                      kMaxTracebackFrames);
  }
  tracemalloc_start(nframe);
  return None;
}

Object* tm_stop(Object*) {
  tracemalloc_stop();
  return None;
}

Object* tm_get_traceback_limit(Object*) {
  return long_from_long(tracemalloc_get_traceback_limit());
}

Object* tm_get_tracemalloc_memory(Object*) { return long_from_size_t(tracemalloc_get_memory()); }

Object* tm_get_traced_memory(Object*) {
  TracedMemory memory{0, 0};
  if (tracemalloc_is_tracing()) memory = tracemalloc_get_traced_memory();
  Object* tuple = tuple_new(2);
  Object* current = tuple ? long_from_long(static_cast<Ssize>(memory.current)) : nullptr;
  Object* peak = current ? long_from_long(static_cast<Ssize>(memory.peak)) : nullptr;
  if (!peak) {
    xdecref(current);
    xdecref(tuple);
    return nullptr;
  }
  tuple_init_item(tuple, 0, current);
  tuple_init_item(tuple, 1, peak);
  return tuple;
}

Object* tm_reset_peak(Object*) {
  tracemalloc_reset_peak();
  return None;
}

const MethodDef tracemalloc_methods[] = {
    {"is_tracing", tm_is_tracing,
     "is_tracing($module, /)\n--\n\nReturn True if the tracemalloc module is tracing Python memory "
     "allocations."},
    {"clear_traces", tm_clear_traces,
     "clear_traces($module, /)\n--\n\nClear traces of memory blocks allocated by Python."},
    {"_get_traces", tm_get_traces,
     "_get_traces($module, /)\n--\n\nGet traces of all memory blocks allocated by Python."},
    {"_get_object_traceback", tm_get_object_traceback,
     "_get_object_traceback($module, obj, /)\n--\n\nGet the traceback where the Python object obj "
     "was allocated."},
    {"start", tm_start,
     "start($module, nframe=1, /)\n--\n\nStart tracing Python memory allocations."},
    {"stop", tm_stop, "stop($module, /)\n--\n\nStop tracing Python memory allocations."},
    {"get_traceback_limit", tm_get_traceback_limit,
     "get_traceback_limit($module, /)\n--\n\nGet the maximum number of frames stored in the "
     "traceback of a trace."},
    {"get_tracemalloc_memory", tm_get_tracemalloc_memory,
     "get_tracemalloc_memory($module, /)\n--\n\nGet the memory usage in bytes of the tracemalloc "
     "module."},
    {"get_traced_memory", tm_get_traced_memory,
     "get_traced_memory($module, /)\n--\n\nGet the current size and peak size of memory blocks "
     "traced by tracemalloc."},
    {"reset_peak", tm_reset_peak,
     "reset_peak($module, /)\n--\n\nSet the peak size of memory blocks traced by tracemalloc to "
     "the current size."},
    {}};

void enumerate_filenames(HolderVisit visit, void* context) {
  for (auto& entry : current_filenames()) visit(entry.second, context);
}

}  // namespace

Object* init__tracemalloc() {
  tracemalloc_set_source(running_frames);
  tracemalloc_set_filename_of(filename_number);
  audit_register_holder("tracemalloc file names", enumerate_filenames);
  Object* m = module_new("_tracemalloc");
  if (!m) return nullptr;
  if (module_add_functions(m, tracemalloc_methods) < 0 ||
      module_set_doc_string(m, "Debug module to trace memory blocks allocated by Python.") < 0) {
    clear_ref(m);
  }
  return m;
}

}  // namespace py

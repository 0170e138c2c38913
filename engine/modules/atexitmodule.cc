// The atexit module.
// CPython 3.13: Modules/atexitmodule.c
//
// Invariants: every entry of callbacks owns its three references; an unregistered entry is null.
#include "modules/atexitmodule.h"

#include <vector>

#include "gc/gc_verify.h"             // the audit knows who holds callbacks
#include "modules/modules.h"
#include "object/call.h"
#include "object/errors.h"
#include "types/dictobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/tupleobject.h"

namespace py {

namespace {

struct Callback {
  Object* function;  // null: unregistered
  Object* args;      // tuple
  Object* kwargs;    // dict or null
};
std::vector<Callback> callbacks;

void drop(Callback& c) {
  Callback old = c;
  c = {};
  xdecref(old.function);
  xdecref(old.args);
  xdecref(old.kwargs);
}

Object* atexit_register(Object*, Object* args, Object* kwargs) {
  if (tuple_size(args) == 0) {
    err_set_string(exc_TypeError, "register() takes at least 1 argument (0 given)");
    return nullptr;
  }
  Object* function = tuple_item(args, 0);
  if (!callable_check(function)) {
    err_set_string(exc_TypeError, "the first argument must be callable");
    return nullptr;
  }
  Object* rest = tuple_get_slice(args, 1, tuple_size(args));
  if (!rest) return nullptr;
  callbacks.push_back({new_ref(function), rest, xnew_ref(kwargs)});
  return new_ref(function);
}

Object* atexit_unregister(Object*, Object* function) {
  for (size_t i = 0; i < callbacks.size(); i++) {
    if (!callbacks[i].function) continue;
    int equal = object_rich_compare_bool(callbacks[i].function, function, kEq);
    if (equal < 0) return nullptr;
    if (equal) drop(callbacks[i]);
  }
  return None;
}

Object* atexit_run(Object*) {
  atexit_call();
  return None;
}
Object* atexit_clear(Object*) {
  atexit_fini();
  return None;
}
Object* atexit_ncallbacks(Object*) { return long_from_ssize_t(static_cast<Ssize>(callbacks.size())); }

constexpr MethodDef atexit_methods[] = {
    {"register", atexit_register,
     "register($module, func, /, *args, **kwargs)\n--\n\nRegister a function to be executed upon normal program termination"},
    {"_clear", atexit_clear, "_clear($module, /)\n--\n\nClear the list of previously registered exit functions."},
    {"unregister", atexit_unregister,
     "unregister($module, func, /)\n--\n\nUnregister an exit function which was previously registered using atexit.register"},
    {"_run_exitfuncs", atexit_run, "_run_exitfuncs($module, /)\n--\n\nRun all registered exit functions."},
    {"_ncallbacks", atexit_ncallbacks,
     "_ncallbacks($module, /)\n--\n\nReturn the number of registered exit functions."},
    {}};

void visit_callbacks(HolderVisit visit, void* context) {
  for (const Callback& c : callbacks) {
    for (Object* held : {c.function, c.args, c.kwargs}) visit(held, context);
  }
}

}  // namespace

void atexit_init() {
  callbacks.clear();
  audit_register_holder("atexit callbacks", visit_callbacks);
}

void atexit_fini() {
  while (!callbacks.empty()) {
    Callback c = callbacks.back();
    callbacks.pop_back();
    drop(c);
  }
}

void atexit_call() {
  // What a callback registers is forgotten without being called.
  for (size_t i = callbacks.size(); i-- > 0 && i < callbacks.size();) {
    Callback c = callbacks[i];
    if (!c.function) continue;
    callbacks[i] = {};
    Object* result = object_call(c.function, c.args, c.kwargs);
    if (!result) err_format_unraisable(nullptr, "Exception ignored in atexit callback %R", c.function);
    xdecref(result);
    drop(c);
  }
  atexit_fini();
}

Object* init_atexit() {
  Object* module = module_new("atexit");
  if (module && module_add_functions(module, atexit_methods) < 0) clear_ref(module);
  return module;
}

}  // namespace py

#include "modules/weakrefmodule.h"

#include "object/errors.h"
#include "object/weakrefobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"

namespace py {

static Object* weakref_getweakrefcount(Object*, Object* op) {
  return long_from_ssize_t(weakref_get_weakref_count(op));
}

static Object* weakref_getweakrefs(Object*, Object* op) {
  Object* list = list_new(0);
  if (!list || !type_supports_weakrefs(op->ob_type)) return list;
  for (WeakReference* wr = *weakrefs_listptr(op); list && wr; wr = wr->wr_next) {
    if (wr->ob_refcnt > 0 && list_append(list, wr) < 0) clear_ref(list);
  }
  return list;
}

static int is_dead_weakref(Object* value, void*) {
  if (!weakref_check(value)) {
    err_set_string(exc_TypeError, "not a weakref");
    return -1;
  }
  return weakref_referent(value) == nullptr;
}

// For WeakValueDictionary's callbacks: the entry may hold a newer, live reference by now.
static Object* weakref_remove_dead_weakref(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("_remove_dead_weakref", nargs, 2, 2)) return nullptr;
  if (!dict_check(args[0])) {
    arg_bad_argument("_remove_dead_weakref", "argument 1", "dict", args[0]);
    return nullptr;
  }
  if (dict_del_item_if(args[0], args[1], is_dead_weakref, nullptr) < 0) {
    if (!err_exception_matches(exc_KeyError)) return nullptr;
    err_clear();  // somebody else removed it
  }
  return None;
}

static Object* weakref_proxy_function(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("proxy", nargs, 1, 2)) return nullptr;
  return weakref_new_proxy(args[0], nargs > 1 ? args[1] : nullptr);
}

static const MethodDef weakref_functions[] = {
    {"getweakrefcount", weakref_getweakrefcount,
     "getweakrefcount($module, object, /)\n--\n\nReturn the number of weak references to "
     "'object'."},
    {"_remove_dead_weakref", weakref_remove_dead_weakref,
     "_remove_dead_weakref($module, dct, key, /)\n--\n\nAtomically remove key from dict if it "
     "points to a dead weakref."},
    {"getweakrefs", weakref_getweakrefs,
     "getweakrefs($module, object, /)\n--\n\nReturn a list of all weak reference objects pointing "
     "to 'object'."},
    {"proxy", weakref_proxy_function,
     "proxy($module, object, callback=None, /)\n--\n\nCreate a proxy object that weakly references "
     "'object'."},
    {}};

static int weakref_exec(Object* m) {
  if (module_add_functions(m, weakref_functions) < 0) return -1;
  if (module_set_doc_string(m, "Weak-reference support module.") < 0) return -1;
  if (module_add_object_ref(m, "ref", &weakref_ref_type) < 0) return -1;
  if (module_add_object_ref(m, "ReferenceType", &weakref_ref_type) < 0) return -1;
  if (module_add_object_ref(m, "ProxyType", &weakref_proxy_type) < 0) return -1;
  return module_add_object_ref(m, "CallableProxyType", &weakref_callable_proxy_type);
}

Object* init__weakref() {
  Object* m = module_new("_weakref");
  if (m && weakref_exec(m) < 0) clear_ref(m);
  return m;
}

}  // namespace py

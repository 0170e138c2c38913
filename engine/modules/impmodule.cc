// The _imp module: what lib/importlib asks of the import system.
// CPython 3.13: Python/import.c (imp_module), Lib/importlib/__init__.py (reload)
#include "modules/frozen.h"
#include "modules/importmodule.h"
#include "modules/modules.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/text.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

Object* imp_reload(Object*, Object* module) { return import_reload_module(module); }
Object* imp_is_builtin(Object*, Object* name) {
  return long_from_long(unicode_check(name) && builtin_module_find(wtf8_of(name).c_str()));
}
Object* imp_is_frozen(Object*, Object* name) {
  return bool_from_long(unicode_check(name) && frozen_find(wtf8_of(name).c_str()));
}

constexpr MethodDef imp_methods[] = {
    {"reload", imp_reload, "reload($module, module, /)\n--\n\nRuns a module's code again in the same module."},
    {"is_builtin", imp_is_builtin, "is_builtin($module, name, /)\n--\n\n"},
    {"is_frozen", imp_is_frozen, "is_frozen($module, name, /)\n--\n\n"},
    {}};

}  // namespace

Object* init__imp() {
  Object* module = module_new("_imp");
  if (module && module_add_functions(module, imp_methods) < 0) clear_ref(module);
  return module;
}

}  // namespace py

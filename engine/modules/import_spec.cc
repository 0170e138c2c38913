// ModuleSpec and loaders.
#include "modules/import_spec.h"

#include <string>

#include "gc/gc.h"                    // object_gc_del
#include "modules/args.h"
#include "object/errors.h"
#include "object/gc_head.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/listobject.h"
#include "types/text.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

// An object whose attributes all lie in its dict.
struct RecordObject : Object {
  Object* dict;
};

Object* record_new(TypeObject* type) {
  auto* self = static_cast<RecordObject*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  self->dict = dict_new();
  if (!self->dict) {
    decref(self);
    return nullptr;
  }
  return self;
}
void record_dealloc(Object* o) {
  object_gc_untrack(o);
  clear_ref(static_cast<RecordObject*>(o)->dict);
  o->ob_type->tp_free(o);
}
int record_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(static_cast<RecordObject*>(o)->dict);
  return 0;
}
int record_clear(Object* o) {
  clear_ref(static_cast<RecordObject*>(o)->dict);
  return 0;
}
Object* get(Object* o, const char* name) { return dict_get_item_string(static_cast<RecordObject*>(o)->dict, name); }
int put(Object* o, const char* name, Object* value) {
  return dict_set_item_string(static_cast<RecordObject*>(o)->dict, name, value ? value : None);
}

int put_empty_list(Object* o, const char* name) {
  Object* list = list_new(0);
  if (!list) return -1;
  int result = put(o, name, list);
  decref(list);
  return result;
}

std::string shown(Object* value) {
  std::string text;
  if (!value || !safe_repr(value, &text)) text = "None";
  return text;
}

Object* spec_repr(Object* o) {
  std::string text = "ModuleSpec(name=" + shown(get(o, "name")) + ", loader=" + shown(get(o, "loader"));
  Object* origin = get(o, "origin");
  if (origin && origin != None) text += ", origin=" + shown(origin);
  Object* locations = get(o, "submodule_search_locations");
  if (locations && locations != None) text += ", submodule_search_locations=" + shown(locations);
  return str_from_text(text + ")");
}

// The package that the module is in: itself when it is one.
Object* spec_parent(Object* o, void*) {
  Object* name = get(o, "name");
  if (!name || !unicode_check(name)) return None;
  Object* locations = get(o, "submodule_search_locations");
  if (locations && locations != None) return new_ref(name);
  Ssize dot = unicode_find_char(name, '.', 0, unicode_length(name), -1);
  return unicode_substring(name, 0, dot < 0 ? 0 : dot);
}
Object* spec_has_location(Object* o, void*) { return bool_from_long(get(o, "_set_fileattr") == True); }

Object* spec_new(TypeObject* type, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"name", "loader", "origin", "loader_state", "is_package", nullptr};
  static ArgParser parser = {.fname = "ModuleSpec.__init__", .keywords = kKeywords};
  Object* a[5];
  if (!unpack_tuple_args(&parser, args, kwargs, 2, 2, a)) return nullptr;
  Object* self = record_new(type);
  bool is_package = false;
  if (!self || (a[4] && !arg_bool(a[4], &is_package))) {
    xdecref(self);
    return nullptr;
  }
  Object* locations = is_package ? list_new(0) : nullptr;
  int code = put(self, "name", a[0]) | put(self, "loader", a[1]) | put(self, "origin", a[2]) |
             put(self, "loader_state", a[3]) | put(self, "submodule_search_locations", locations) |
             put_empty_list(self, "_uninitialized_submodules") | put(self, "_set_fileattr", False) | put(self, "_cached", None);
  xdecref(locations);
  if (code < 0) clear_ref(self);
  return self;
}

Object* importer_error(Object*, Object* const*, Ssize) {
  err_set_string(exc_ImportError, "this importer cannot be called: modules are found by the engine itself");
  return nullptr;
}

Object* loader_new(TypeObject* type, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"fullname", "path", nullptr};
  static ArgParser parser = {.fname = "SourceFileLoader.__init__", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_tuple_args(&parser, args, kwargs, 2, 2, a)) return nullptr;
  Object* self = record_new(type);
  if (self && (put(self, "name", a[0]) < 0 || put(self, "path", a[1]) < 0)) clear_ref(self);
  return self;
}
Object* loader_get_filename(Object* o, Object* const*, Ssize) { return xnew_ref(get(o, "path")); }

constexpr GetSetDef spec_getset[] = {{"__dict__", object_generic_get_dict, object_generic_set_dict},
                                     {"parent", spec_parent},
                                     {"has_location", spec_has_location},
                                     {}};
constexpr GetSetDef record_getset[] = {{"__dict__", object_generic_get_dict, object_generic_set_dict}, {}};
constexpr MethodDef importer_methods[] = {{"find_spec", importer_error, nullptr, METH_CLASS},
                                          {"create_module", importer_error, nullptr, METH_STATIC},
                                          {"exec_module", importer_error, nullptr, METH_STATIC},
                                          {}};
constexpr MethodDef loader_methods[] = {{"get_filename", loader_get_filename}, {}};

}  // namespace

#define RECORD_TYPE(VAR, NAME, REPR, METHODS, GETSET, NEW)                                            \
  TypeObject VAR = {TYPE_HEAD,                                                                        \
                    {.tp_name = NAME,                                                                 \
                     .tp_basicsize = 24,                                                              \
                     .tp_dealloc = record_dealloc,                                                    \
                     .tp_repr = REPR,                                                                 \
                     .tp_getattro = object_generic_get_attr,                                          \
                     .tp_setattro = object_generic_set_attr,                                          \
                     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,                \
                     .tp_traverse = record_traverse,                                                  \
                     .tp_clear = record_clear,                                                        \
                     .tp_methods = METHODS,                                                           \
                     .tp_getset = GETSET,                                                             \
                     .tp_dictoffset = offsetof(RecordObject, dict),                                   \
                     .tp_new = NEW,                                                                   \
                     .tp_free = object_gc_del}};
RECORD_TYPE(module_spec_type, "_frozen_importlib.ModuleSpec", spec_repr, nullptr, spec_getset, spec_new)
RECORD_TYPE(builtin_importer_type, "_frozen_importlib.BuiltinImporter", nullptr, importer_methods, record_getset, nullptr)
RECORD_TYPE(source_file_loader_type, "_frozen_importlib_external.SourceFileLoader", nullptr, loader_methods, record_getset,
            loader_new)

Object* module_spec_new(Object* name, Object* loader, Object* origin, Object* locations, bool has_location) {
  Object* self = record_new(&module_spec_type);
  if (!self) return nullptr;
  int code = put(self, "name", name) | put(self, "loader", loader) | put(self, "origin", origin) |
             put(self, "loader_state", None) | put(self, "submodule_search_locations", locations) |
             put_empty_list(self, "_uninitialized_submodules") | put(self, "_set_fileattr", bool_from_long(has_location)) |
             put(self, "_cached", None);
  if (code < 0) clear_ref(self);
  return self;
}

Object* source_file_loader_new(Object* name, Object* path) {
  Object* self = record_new(&source_file_loader_type);
  if (self && (put(self, "name", name) < 0 || put(self, "path", path) < 0)) clear_ref(self);
  return self;
}

int module_spec_set_initializing(Object* spec, bool value) {
  return put(spec, "_initializing", value ? True : False);
}

int import_spec_init() {
  return type_ready(&module_spec_type) < 0 || type_ready(&builtin_importer_type) < 0 ||
                 type_ready(&source_file_loader_type) < 0
             ? -1
             : 0;
}

}  // namespace py

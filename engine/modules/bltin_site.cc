// exit, quit, help, copyright, credits, license: what CPython's site module adds to builtins.
// CPython 3.13: Lib/_sitebuiltins.py
#include <string>

#include "modules/bltinmodule.h"
#include "modules/sysmodule.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/object_alloc.h"      // plain objects
#include "types/dictobject.h"
#include "types/fileobject.h"
#include "types/getargs.h"
#include "types/text.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

enum Kind : int { kQuit, kExit, kCopyright, kCredits, kLicense, kHelp };

struct SiteObject : Object {
  int kind;
};

const char* name_of(int kind) {
  static const char* const kNames[] = {"quit", "exit", "copyright", "credits", "license", "help"};
  return kNames[kind];
}

std::string text_of_kind(int kind) {
  switch (kind) {
    case kQuit:
    case kExit: return std::string("Use ") + name_of(kind) + "() or Ctrl-D (i.e. EOF) to exit";
    case kCopyright: {
      Object* copyright = sys_get_object("copyright");
      return copyright && unicode_check(copyright) ? text_of(copyright) : "";
    }
    case kCredits:
      return "    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands\n    for supporting Python "
             "development.  See www.python.org for more information.";
    case kLicense: return "Type license() to see the full license text";
    default: return "Type help() for interactive help, or help(object) for help about object.";
  }
}

Object* site_repr(Object* o) { return str_from_text(text_of_kind(static_cast<SiteObject*>(o)->kind)); }

Object* site_call(Object* o, Object* args, Object* kwargs) {
  int kind = static_cast<SiteObject*>(o)->kind;
  if (kind == kQuit || kind == kExit) {
    if (!arg_no_keywords("__call__", kwargs) || !arg_check_positional("__call__", tuple_size(args), 0, 1)) return nullptr;
    err_set_object(exc_SystemExit, tuple_size(args) ? tuple_item(args, 0) : None);
    return nullptr;
  }
  std::string text = kind == kHelp ? "help() has no pager here; see https://docs.python.org/3.13/"
                     : kind == kLicense ? "See https://docs.python.org/3.13/license.html"
                                        : text_of_kind(kind);
  Object* out = sys_get_object("stdout");
  if (out && out != None && file_write_string((text + "\n").c_str(), out) < 0) return nullptr;
  return None;
}

void site_dealloc(Object* o) { o->ob_type->tp_free(o); }

TypeObject quitter_type = {TYPE_HEAD,
                           {.tp_name = "_sitebuiltins.Quitter",
                            .tp_basicsize = 24,
                            .tp_dealloc = site_dealloc,
                            .tp_repr = site_repr,
                            .tp_call = site_call}};
TypeObject printer_type = {TYPE_HEAD,
                           {.tp_name = "_sitebuiltins._Printer",
                            .tp_basicsize = 24,
                            .tp_dealloc = site_dealloc,
                            .tp_repr = site_repr,
                            .tp_call = site_call}};
TypeObject helper_type = {TYPE_HEAD,
                          {.tp_name = "_sitebuiltins._Helper",
                           .tp_basicsize = 24,
                           .tp_dealloc = site_dealloc,
                           .tp_repr = site_repr,
                           .tp_call = site_call}};

int add(int kind) {
  TypeObject* type = kind == kHelp ? &helper_type : kind == kQuit || kind == kExit ? &quitter_type : &printer_type;
  auto* o = object_alloc<SiteObject>(type);
  if (!o) return -1;
  o->kind = kind;
  int code = dict_set_item_string(interp.builtins, name_of(kind), o);
  decref(o);
  return code;
}

}  // namespace

int builtins_add_site() {
  for (TypeObject* type : {&quitter_type, &printer_type, &helper_type}) {
    if (type_ready(type) < 0) return -1;
  }
  for (int kind : {kQuit, kExit, kCopyright, kCredits, kLicense, kHelp}) {
    if (add(kind) < 0) return -1;
  }
  return 0;
}

}  // namespace py
